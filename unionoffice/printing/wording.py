"""The values of a sheet are put into words of the print's language, and into the {places} of a form's texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import lru_cache

import msgspec

from unionoffice.core.errors import BugError
from unionoffice.core.figure import Figure
from unionoffice.core.money import Yuan, capitals, format_money
from unionoffice.core.period import Month, Period, date_words
from unionoffice.core.words import N_, Language, Said, printed, word
from unionoffice.printing.glyphs import RAISED
from unionoffice.printing.paper import Exact

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)(?:\|([a-z]+))?\}")
"""A place in a form's text: {name} or {name|filter}."""

FILTERS = frozenset({"formal", "iso", "capitals", "plain"})
"""formal: the date of certificates; iso: 1958-02-10; capitals: money in capitals; plain: a number without separators."""

_RAISED = str.maketrans({figure: sign for sign, figure in RAISED.items()})

YES, NO = N_("yes"), N_("no")


class Both(msgspec.Struct, frozen=True):
    """A text in both languages, for the samples of forms."""

    zh: str
    en: str


@lru_cache(maxsize=4096)
def _date(day: date, language: Language, formal: bool) -> str:
    return date_words(day, language, formal=formal)


def words(value: object, language: Language, style: str = "", *, cell: bool = False) -> str:
    """The value as it is printed in `language`.

    `style` is one of FILTERS or "". In a `cell` of a table dates and months are written
    shortly, as registers write them (1958-02-10). Raises BugError for a value that no
    sheet may hold.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    if value is None:
        return ""
    if isinstance(value, int | Yuan | Exact | Figure) and not isinstance(value, Enum):
        return _number(value, language, style)
    if isinstance(value, date | Month | Period):
        return _time(value, language, style, cell)
    if isinstance(value, Said):
        filled = {name: words(inner, language) for name, inner in value.values.items()}
        return printed(word(value.key, language, **filled), language)
    if isinstance(value, Both):
        return value.zh if language == "zh" else value.en
    marked = getattr(value, "word", None)
    if isinstance(marked, str):
        return printed(word(marked, language), language)
    if isinstance(value, Sequence):
        return ("、" if language == "zh" else ", ").join(words(inner, language, style, cell=cell) for inner in value)
    raise BugError(f"a sheet holds {value!r}, which cannot be printed")


def _number(value: int | Yuan | Exact | Figure, language: Language, style: str) -> str:
    if isinstance(value, bool):
        return word(YES if value else NO, language)
    if isinstance(value, Yuan):
        if style == "capitals":
            return capitals(value.fen) if language == "zh" else f"{format_money(value.fen)} yuan"
        return format_money(value.fen)
    if isinstance(value, Figure):
        return _figure(value)
    if isinstance(value, Exact):
        return str(value)
    return str(value) if style == "plain" else f"{value:,}"


def _time(value: date | Month | Period, language: Language, style: str, cell: bool) -> str:
    if isinstance(value, datetime):
        return _day(value.date(), language, style, cell) + f" {value:%H:%M}"
    if isinstance(value, date):
        return _day(value, language, style, cell)
    if style == "iso" or (cell and isinstance(value, Month)):
        return str(value)
    return value.name(language)


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return ""
    if figure.kind == "money":
        return format_money(figure.value)
    if figure.kind == "quantity":
        return str(Exact(figure.value))
    return f"{figure.value:,}" if figure.kind == "count" else str(Exact(figure.value, 100, sign="%"))


def _day(day: date, language: Language, style: str, cell: bool) -> str:
    if style == "iso" or (cell and style != "formal"):
        return day.isoformat()
    return _date(day, language, style == "formal")


def fill(text: str, sheet: Mapping[str, object], language: Language) -> str:
    """The form's text with its places filled from the sheet."""
    if "{" not in text:
        return text
    return PLACE.sub(lambda place: words(sheet[place[1]], language, place[2] or ""), text)


def fill_blank(
    text: str, sample: Mapping[str, object], language: Language, numbers: Mapping[int | str, int] | None = None
) -> str:
    """The form's text with room to write at its places; the sample tells how much room each wants.

    `numbers` gives names of places their number of the box, which stands small before the room.
    """
    left = dict(numbers or {})

    def gap(place: re.Match[str]) -> str:
        number = left.pop(place[1], None)
        return (raised(number) if number else "") + room(sample[place[1]], language)

    return PLACE.sub(gap, text)


def raised(number: int) -> str:
    """A number in small raised figures, to stand within a text."""
    return str(number).translate(_RAISED)


def room(value: object, language: Language) -> str:
    """Room to write such a value by hand: dates keep their 年月日, other values get a gap."""
    if language == "zh":
        if isinstance(value, datetime):
            return "　　　　年　　月　　日　　时　　分"
        if isinstance(value, date):
            return "　　　　年　　月　　日"
        if isinstance(value, Month) or (isinstance(value, Period) and value.kind == "month"):
            return "　　　　年　　月份"
        if isinstance(value, Period):
            return {"quarter": "　　　　年第　　季度", "half": "　　　　年　　半年", "year": "　　　　年"}.get(
                value.kind, "　　　　　　　　"
            )
        return "　　" if isinstance(value, int) else "　　　　　　"
    return "\u00a0" * (6 if isinstance(value, int) else 24)


def places(text: str) -> list[tuple[str, str]]:
    """The names and filters of the places in a text."""
    return [(found[1], found[2] or "") for found in PLACE.finditer(text)]
