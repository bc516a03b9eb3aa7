"""How figures are read, written, put together over months, and set against the plan: exact, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from unionoffice.core import reading
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, format_duration, parse_duration
from unionoffice.core.quantity import read_exactly
from unionoffice.core.words import _
from unionoffice.desks.figures.records import MOST_DECIMALS, Direction, Indicator, OverMonths

_MOST = 10**17  # eighteen digits fit an SQLite integer


def check_indicator(indicator: Indicator) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not indicator.name.strip():
        raise KnownError(_("Write the indicator's name."), field="name")
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        raise KnownError(_("An indicator has from 0 to 6 decimals."), field="decimals")
    if indicator.clock and indicator.decimals:
        raise KnownError(_("A length of time is kept in whole seconds: it has no decimals."), field="decimals")


def parse_value(text: str, decimals: int, *, clock: bool = False) -> int | None:
    """The figure that the clerk wrote, as a whole number in the last of `decimals`; None for an empty cell.

    Takes "1,234.5", "1.2万", "3%" and full-width digits; with `clock` a length of time in seconds, "5:11:30" or
    "5小时11分30秒". Raises KnownError when it is no number, is finer than the indicator, or is too large.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-").removesuffix("%")
    if not plain or plain in ("-", "—", "/"):
        return None
    if clock:
        return parse_duration(plain)
    numerator, denominator = read_exactly(plain)
    value, rest = divmod(abs(numerator) * int(10**decimals), denominator)
    if rest and decimals == 0:
        raise KnownError(_("“{text}” has decimals, but the indicator is counted in whole numbers.", text=text.strip()))
    if rest:
        raise KnownError(
            _("“{text}” is too fine. Decimals of this indicator: {decimals}.", text=text.strip(), decimals=decimals)
        )
    if value > _MOST:
        raise KnownError(_("“{text}” is too large a number.", text=text.strip()))
    return -value if numerator < 0 else value


def format_value(value: int | None, decimals: int, *, clock: bool = False) -> str:
    """The figure with thousands separators and all its decimals: (12345, 1) gives "1,234.5"; nothing for None.

    With `clock` the seconds as hours, minutes and seconds: 18690 gives "5:11:30".
    """
    if value is None:
        return ""
    if clock:
        return ("-" if value < 0 else "") + format_duration(abs(value))
    whole, part = divmod(abs(value), 10**decimals)
    return f"{'-' if value < 0 else ''}{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as clerks round."""
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def together(values: Sequence[int], over_months: OverMonths) -> Fraction | None:
    """What the months' figures, in order, make together; None when there are none."""
    if not values:
        return None
    if over_months is OverMonths.SUM:
        return Fraction(sum(values))
    if over_months is OverMonths.MEAN:
        return Fraction(sum(values), len(values))
    return Fraction(values[-1])


def fulfilment(plan: Fraction | int | None, actual: Fraction | int | None, direction: Direction) -> Fraction | None:
    """How far the plan was fulfilled: 1 is exactly as planned, more is better, whichever way is better.

    Higher is better: actual ÷ plan. Lower is better: 2 − actual ÷ plan, so that 5 % under the plan
    is 105 % (domain practice for indicators such as scrap rate; it is defined at an actual of zero).
    None without both figures, or when the plan is not above zero.
    """
    if plan is None or actual is None or plan <= 0:
        return None
    share = Fraction(actual) / Fraction(plan)
    return share if direction is Direction.HIGHER else 2 - share


def rescaled(value: int, before: int, after: int) -> int:
    """A figure of `before` decimals written with `after` decimals. Raises KnownError when a digit would be lost."""
    exact = Fraction(value) * Fraction(10) ** (after - before)
    if exact.denominator != 1:
        raise KnownError(
            _("The figure {value} has more decimals than that. Correct it first.", value=format_value(value, before)),
            field="decimals",
        )
    return int(exact)


# -- lists from elsewhere -----------------------------------------------------------------

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN_NUMBER = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,6}))?")
_WITH_MEASURE = re.compile(r"[-+]?[\d,.]+[万亿]?\s*([^\d\s,.万亿+-].*)")


def read_month(text: str) -> Month | int | None:
    """The month of a list: 1958-02, 1958年2月, 2/1958, Feb 1958, a date in it; the number of the month where no year is written.

    A date stands for the calendar month it lies in. None when the cell says nothing. Raises KnownError when it is no month.
    """
    try:
        return reading.read_month(text)
    except KnownError:
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
        if found := re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月?份?", plain):
            month = reading.read_month(f"{'1900' if found[1].isdecimal() else '一九〇〇'}年{found[1]}月")
            return None if month is None else month.number
        if found := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月]\d{1,2}日?", plain):
            return Month.parse(f"{found[1]}-{found[2]}")
        if found := re.fullmatch(r"(\d{1,2})[-./](\d{4})", plain):
            return Month.parse(f"{found[2]}-{found[1]}")
        found = re.fullmatch(r"([a-z]{3,9})[-.,]*(\d{4})|(\d{4})[-.,]*([a-z]{3,9})\.?", plain)
        if found and (name := (found[1] or found[4])[:3]) in _MONTH_NAMES:
            return Month(int(found[2] or found[3]), _MONTH_NAMES.index(name) + 1)
        raise


def read_year(text: str) -> int | None:
    """The year of a list that has a column for it: 1958, 1958年. None when the cell says nothing. Raises KnownError."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年")
    month = None if reading.says_nothing(text) else reading.read_month(f"{plain}-01" if plain.isdecimal() else f"{plain}年一月")
    return None if month is None else month.year


def read_figure(indicator: Indicator, text: str) -> int | None:
    """What a list says of an indicator, in its last decimal or in seconds; None where nothing stands.

    The indicator's own unit of measure may stand behind it. Raises KnownError as `parse_value`, and for another unit of measure.
    """
    found = _PLAIN_NUMBER.fullmatch(text)
    part = (found[3] or "") if found else ""
    if found is None or len(part) > indicator.decimals or indicator.clock:
        return parse_value(without_measure(indicator, text), indicator.decimals, clock=indicator.clock)
    value = int(found[2] + part.ljust(indicator.decimals, "0"))
    return -value if found[1] else value


def without_measure(indicator: Indicator, text: str) -> str:
    """A figure without the indicator's unit of measure behind it. Raises KnownError when it is another unit."""
    plain = unicodedata.normalize("NFKC", text).strip()
    own = [unicodedata.normalize("NFKC", each).strip() for each in (indicator.measure, indicator.measure_english) if each.strip()]
    for measure in own:
        if plain.casefold().endswith(measure.casefold()) and plain[: -len(measure)].strip():
            return plain[: -len(measure)]
    behind = None if indicator.clock else _WITH_MEASURE.fullmatch(plain)
    if behind is None or (behind[1] == "%" and (not own or any(_is_percent(each) for each in own))):
        return text
    if not own:
        raise KnownError(
            _("“{text}”: {name} has no unit of measure; write the number alone.", text=text.strip(), name=indicator.name)
        )
    raise KnownError(
        _("“{text}”: {name} is measured in {measure}, not in {other}.",
          text=text.strip(), name=indicator.name, measure=indicator.measure or own[0], other=behind[1].strip())
    )  # fmt: skip


def _is_percent(measure: str) -> bool:
    return "%" in measure or "百分" in measure or "percent" in measure.casefold().replace(" ", "")


class IndicatorNames:
    """Which indicator a list means by a name, in Chinese or English, also with its measure behind it: 产量（吨）."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self._named: dict[str, list[Indicator]] = {}
        for each in indicators:
            for name, measure in ((each.name, each.measure), (each.english, each.measure_english or each.measure)):
                for written in {name, f"{name}({measure})"} if name else set():
                    self._named.setdefault(_plain_name(written), []).append(each)

    def name_of(self, text: str) -> str:
        """The name of the indicator that may be meant, as it is kept; empty when there is none."""
        return next((each.name for each in self._named.get(_plain_name(text), ())), "")

    def find(self, text: str) -> Indicator:
        """The indicator, of those of one name the one in use. Raises KnownError when none, or more than one, may be meant."""
        found = {each.id: each for each in self._named.get(_plain_name(text), ())}
        kept = [each for each in found.values() if each.closed_on is None] or list(found.values())
        if not kept:
            raise KnownError(_("no indicator is called {name}", name=text))
        if len(kept) > 1:
            raise KnownError(_("several indicators are called {name}", name=text))
        return kept[0]


def check_kept(indicator: Indicator) -> None:
    """Raise KnownError when nothing more is written of an indicator."""
    if indicator.closed_on is not None:
        raise KnownError(
            _("{name} is no longer kept since {day}.", name=indicator.name, day=indicator.closed_on), field="indicator"
        )


def _plain_name(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
