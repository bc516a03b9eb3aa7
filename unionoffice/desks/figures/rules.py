"""How figures are read, written, put together over months, and set against the plan: exact, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

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

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": (
        "单位", "单位名称", "厂别", "车间", "工段", "班组", "小组", "部门",
        "unit", "workshop", "shop", "section", "team", "department",
    ),
    "indicator": ("指标", "指标名称", "生产指标", "项目", "indicator", "figure", "item"),
    "year": ("年", "年份", "year"),
    "month": ("月", "月份", "年月", "期间", "日期", "month", "period", "date"),
    "plan": ("计划", "计划数", "计划指标", "本月计划", "plan", "planned", "target"),
    "actual": ("实际", "实际数", "实绩", "完成", "完成数", "实际完成", "本月实际", "actual", "actuals", "achieved", "result"),
}  # fmt: skip
"""What the columns of a list of monthly figures are called, in either language."""

WITHIN = "/"
"""Between workshop and team of a list that has a column for each."""

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN_NUMBER = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,6}))?")


class Columns(msgspec.Struct, frozen=True):
    """Where a list keeps what: the line of its heading, its columns by field (a unit may have several), the other headings."""

    heading: int
    where: Mapping[str, tuple[int, ...]]
    passed_over: tuple[str, ...]


def columns_of(
    rows: Sequence[Sequence[str]], headings: Mapping[str, tuple[str, ...]], needed: Sequence[Sequence[str]]
) -> Columns:
    """Find the heading among the first ten lines of a list.

    `headings` are the names of each field's column, `needed` the fields that must be there, each given with those
    that may stand in its place. Raises KnownError naming what is missing.
    """
    best: Columns | None = None
    for place, row in enumerate(rows[:10]):
        where: dict[str, tuple[int, ...]] = {}
        other = []
        for column, cell in enumerate(row):
            plain = unicodedata.normalize("NFKC", cell).strip().casefold()
            bare = re.sub(r"\(.*\)$", "", plain).strip()  # "计划（吨）" is a plan
            field = next((f for f, names in headings.items() if plain in names or bare in names), None)
            if field is not None and (field not in where or field == "unit"):
                where[field] = (*where.get(field, ()), column)
            elif cell.strip():
                other.append(cell.strip())
        if best is None or len(where) > len(best.where):
            best = Columns(place, where, tuple(other))
    missing = [either for either in needed if best is None or not any(field in best.where for field in either)]
    if best is None or missing:
        names = "; ".join(f"{headings[either[0]][0]} / {_english(headings[either[0]])}" for either in missing)
        raise KnownError(_("No heading with the columns {names} was found in the first ten lines of the list.", names=names))
    return best


def _english(names: Sequence[str]) -> str:
    return next(name for name in names if name.isascii())


def texts_of(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines below the heading that hold something in a column that counts: number in the file, and texts by field."""
    single = [(field, places[0]) for field, places in columns.where.items() if len(places) == 1]
    several = [(field, places) for field, places in columns.where.items() if len(places) > 1]
    for number, row in enumerate(rows[columns.heading + 1 :], start=columns.heading + 2):
        width = len(row)
        texts = {field: row[place] if place < width else "" for field, place in single}
        for field, places in several:
            texts[field] = WITHIN.join(row[place] for place in places if place < width and row[place])
        if any(texts.values()):
            yield number, texts


def read_month(text: str, year: str = "") -> Month:
    """The month of a list: 1958-02, 1958年2月, 2/1958, Feb 1958, a date in it, or 2 with the year in a column of its own.

    A date stands for the calendar month it lies in. Raises KnownError when it is no month.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    its_year = re.sub(r"\s|年", "", unicodedata.normalize("NFKC", year))
    if its_year and (found := re.fullmatch(r"(\d{1,2})月?份?", plain)):
        plain = f"{its_year}-{found[1]}"
    if found := re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:\d\d:\d\d:\d\d)?", plain):
        plain = f"{found[1]}-{found[2]}"
    elif found := re.fullmatch(r"(\d{1,2})[-./](\d{4})", plain):
        plain = f"{found[2]}-{found[1]}"
    elif (found := re.fullmatch(r"([a-z]{3,9})[-.,]*(\d{4})|(\d{4})[-.,]*([a-z]{3,9})\.?", plain)) and (
        (name := found[1] or found[4])[:3] in _MONTH_NAMES
    ):
        plain = f"{found[2] or found[3]}-{_MONTH_NAMES.index(name[:3]) + 1}"
    try:
        return Month.parse(plain)
    except KnownError:
        raise KnownError(_("“{text}” is not a month. Write it as 1958-02.", text=f"{year} {text}".strip())) from None


def read_figure(indicator: Indicator, text: str) -> int | None:
    """What a list says of an indicator, in its last decimal or in seconds; None where nothing stands.

    Raises KnownError as `parse_value`.
    """
    found = _PLAIN_NUMBER.fullmatch(text)
    part = (found[3] or "") if found else ""
    if found is None or len(part) > indicator.decimals or indicator.clock:
        return parse_value(text, indicator.decimals, clock=indicator.clock)
    value = int(found[2] + part.ljust(indicator.decimals, "0"))
    return -value if found[1] else value


class IndicatorNames:
    """Which indicator a list means by a name, in Chinese or English, also with its measure behind it: 产量（吨）."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self._named: dict[str, list[Indicator]] = {}
        for each in indicators:
            for name, measure in ((each.name, each.measure), (each.english, each.measure_english or each.measure)):
                for written in {name, f"{name}({measure})"} if name else set():
                    self._named.setdefault(_plain_name(written), []).append(each)
        self._found: dict[str, Indicator] = {}

    def find(self, text: str) -> Indicator:
        """The indicator. Raises KnownError when none, or more than one, may be meant, or it is no longer kept."""
        if text not in self._found:
            self._found[text] = self._only(text)
        return self._found[text]

    def _only(self, text: str) -> Indicator:
        found = {each.id: each for each in self._named.get(_plain_name(text), ())}
        kept = [each for each in found.values() if each.closed_on is None]
        if not found:
            raise KnownError(_("no indicator is called {name}", name=text))
        if not kept:
            closed = next(iter(found.values()))
            raise KnownError(_("{name} is no longer kept since {day}.", name=closed.name, day=closed.closed_on))
        if len(kept) > 1:
            raise KnownError(_("several indicators are called {name}", name=text))
        return kept[0]


def _plain_name(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
