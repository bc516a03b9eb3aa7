"""The list of monthly figures from elsewhere: a line for a unit, an indicator and a month, with the plan, the actual or both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import (
    LOOKED_AT,
    WITHIN,
    Intake,
    Plan,
    Target,
    Told,
    find_heading,
    folded,
    loaded,
    meaning,
    portions,
    still_as_read,
)
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _, language
from unionoffice.desks.figures import rules, service, store
from unionoffice.desks.figures.records import Indicator, MonthFigure
from unionoffice.desks.roster import service as roster

_EMPTIED = ""
Place = tuple[int, int, Month]
"""Whose figure it is, of what, and when: indicator, unit, month."""


class Known:
    """What the book knows when a list of figures is read."""

    def __init__(self, book: Book) -> None:
        self.units = roster.unit_names(book)
        self.paths = roster.paths(book, english=language() == "en")
        self.names = rules.IndicatorNames(store.indicators(book))
        self.indicators = {each.id: each for each in store.indicators(book)}
        self.figures = store.places(book)
        self._read: dict[tuple[int, str], int | None] = {}

    def unit(self, text: str) -> int:
        """The unit that a cell names. Raises KnownError when there is none, or several."""
        return self.units.find(text)

    def indicator(self, text: str) -> int:
        """The indicator that a cell names. Raises KnownError when there is none, or several."""
        return self.names.find(text).id

    def place(self, values: Mapping[str, Any]) -> Place | None:
        """Whose figure a line is, of what, and when; None while it does not say so."""
        month = values.get("month")
        if type(month) is int:
            month = Month(values["year"], month) if "year" in values else None
        if month is None or "unit" not in values or "indicator" not in values:
            return None
        return values["indicator"], values["unit"], month

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The figure that a line already is: of the same unit, indicator and month."""
        place = self.place(values)
        return self.figures.get(place) if place is not None else None

    def figure(self, values: Mapping[str, Any], side: str) -> int | None:
        """Plan or actual of a line, as its indicator keeps it; None where it says that there is none. Raises KnownError."""
        key = (values["indicator"], values[side])
        if key not in self._read:
            try:
                self._read[key] = rules.read_figure(self.indicators[key[0]], key[1])
            except KnownError as trouble:
                raise KnownError(str(trouble), field=side) from trouble
        return self._read[key]


def figure_of(known: Known, values: Mapping[str, Any], before: MonthFigure | None) -> MonthFigure | None:
    """The figure of a line, checked; what the line does not say stays as it is. None for a new one with neither plan nor actual.

    Raises KnownError with the field at fault.
    """
    place = known.place(values)
    if place is None:
        raise _unsaid(values)
    indicator, unit, month = place
    plan, actual = (before.plan, before.actual) if before is not None else (None, None)
    if "plan" in values:
        plan = known.figure(values, "plan")
    if "actual" in values:
        actual = known.figure(values, "actual")
    if before is None and plan is None and actual is None:
        return None
    if before is not None and (plan, actual) == (before.plan, before.actual):
        return before
    rules.check_kept(known.indicators[indicator])
    if before is not None:
        return changed(before, plan=plan, actual=actual)
    return MonthFigure(indicator=indicator, unit=unit, month=month, plan=plan, actual=actual)


def _unsaid(values: Mapping[str, Any]) -> KnownError:
    """What a line must still say before it is a figure of anything."""
    for field, words in (
        ("unit", _("no unit is named")), ("indicator", _("no indicator is named")), ("month", _("no month is named")),
    ):  # fmt: skip
        if field not in values:
            return KnownError(words, field=field)
    return KnownError(_("Write the year of the month too, such as 1958-02."), field="month")


def _show(known: Known, field: str, figure: MonthFigure) -> str | None:
    indicator: Indicator = known.indicators[figure.indicator]
    if field == "unit":
        return known.paths.get(figure.unit, "")
    if field == "indicator":
        return service.called(indicator)
    if field == "year":
        return str(figure.month.year)
    if field in ("plan", "actual"):
        return service.written(indicator, figure.plan if field == "plan" else figure.actual)
    return None


def _called(known: Known, figure: MonthFigure) -> str:
    return " · ".join((_show(known, "unit", figure) or "", service.called(known.indicators[figure.indicator]), str(figure.month)))


def take_in(book: Book, planned: Plan[MonthFigure], told: Told = lambda _done, _all: None) -> int:
    """Take a list of figures in as one act; give how many were written. A month left with neither plan nor actual is taken out.

    Raises KnownError when something was entered since the list was read.
    """
    if not planned.records:
        return 0
    with book.act(N_("Take in {count} monthly figures from a list"), count=len(planned.records)) as act:
        still_as_read(book, planned)
        for portion in portions(planned.records, told):
            store.save_figures(act, portion)
        told(len(planned.records), len(planned.records))
    return len(planned.records)


# -- sheets of another shape ----------------------------------------------------------------

_MONTH_IN_TITLE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年\s*(?:\d{1,2}|[一二三四五六七八九十元]{1,2})月|\d{4}-\d{1,2}(?!\d|-\d)"
    r"|[A-Z][a-z]{2,8} \d{4}"
)
_SIDE_WORDS = (("plan", ("计划", "plan")), ("actual", ("实际", "完成", "actual")))
_NUMBERLIKE = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_NO_INDICATOR = frozenset(("序号", "号", "合计", "总计", "共计", "小计", "no", "total", "sum"))


class _Wide(msgspec.Struct):
    """A sheet with a column for each indicator: where its lines begin, the columns of units and months, and those of figures.

    `figures` are the columns of each indicator's plan and actual.
    """

    first: int
    kept: dict[str, list[int]]
    figures: dict[str, dict[str, int]]


def lay_out(book: Book, rows: list[list[str]]) -> list[list[str]]:
    """A sheet of figures as a list with a line for each figure.

    A sheet with a row for each unit and a column for each indicator becomes lines, each with the row it stood in; heads may be of
    two rows, the indicator above plan and actual. Where no column has the month, the one that stands in the title is taken.
    """
    names = rules.IndicatorNames(store.indicators(book))
    for place in range(min(len(rows), LOOKED_AT)):
        if (wide := _wide(rows, place, names)) is not None:
            return _lines_of(rows, place, wide)
    heading = find_heading(rows, FIGURES)
    month = _month_above(rows, heading.first)
    if not heading.sure or not month or "month" in {meaning((head,), FIGURES.targets) for head in heading.heads}:
        return rows
    width, head = len(heading.heads), rows[heading.last]
    return [
        row if number < heading.last or not any(row)
        else [*row, *[""] * (width - len(row)), _(FIGURES.label_of("month")) if row == head else month]
        for number, row in enumerate(rows)
    ]  # fmt: skip


def _month_above(rows: Sequence[Sequence[str]], place: int) -> str:
    """The month that the lines above the heading name, if it is one alone."""
    months = set()
    for text in {match[0] for row in rows[:place] for cell in row for match in _MONTH_IN_TITLE.finditer(cell)}:
        with suppress(KnownError):
            months.add(str(rules.read_month(text)))
    return months.pop() if len(months) == 1 else ""


def _wide(rows: list[list[str]], place: int, names: rules.IndicatorNames) -> _Wide | None:
    """What stands where on a sheet whose heading is this row, if it has a column for each indicator; else None."""
    fields = [meaning((cell,), FIGURES.targets) for cell in rows[place]]
    if "unit" not in fields or "indicator" in fields:
        return None
    below = rows[place + 1] if place + 1 < len(rows) else []
    sides = [meaning((cell,), FIGURES.targets) for cell in below]
    two = any(side in ("plan", "actual") for side in sides)
    usual, known, head = _usual_side(rows[:place]), False, ""
    found = _Wide(place + 1 + two, {}, {})
    for column in range(max(len(fields), len(below) if two else 0)):
        field, own = (fields[column], rows[place][column]) if column < len(fields) else ("", "")
        below_it = sides[column] if two and column < len(sides) else ""
        if field:
            found.kept.setdefault(field, []).append(column)
            head = ""
            continue
        head = own or (head if below_it else "")  # a head that is joined over plan and actual stands over the first
        name, side = _indicator_and_side(names, head, usual)
        if name or (head and _holds_figures(rows[found.first :], column, head)):
            found.figures.setdefault(name or head, {}).setdefault(below_it or side, column)
            known = known or bool(name)
    return found if known else None


def _usual_side(titles: Sequence[Sequence[str]]) -> str:
    """What the figures of a sheet are that does not say it over each column: plans where its title speaks of nothing else."""
    said = " ".join(cell for row in titles for cell in row).casefold()
    planned, reached = (any(word in said for word in words) for _side, words in _SIDE_WORDS)
    return "plan" if planned and not reached else "actual"


def _indicator_and_side(names: rules.IndicatorNames, head: str, usual: str) -> tuple[str, str]:
    """The indicator over a column, empty for none, and whether its plan or its actual stands there: 产量计划, 产量（实际）."""
    if not (name := names.name_of(head)):
        plain = unicodedata.normalize("NFKC", head).strip()
        for side, words in _SIDE_WORDS:
            for word in words:
                bare = re.sub(rf"^{word}\s*|\s*\(?{word}(?:数|\))?$", "", plain, flags=re.IGNORECASE)
                if found := names.name_of(bare):
                    return found, side
    return name, usual


def _holds_figures(rows: Sequence[Sequence[str]], column: int, head: str) -> bool:
    """Whether a column whose head is no indicator of the book holds figures all the same: then it is told, not passed over."""
    cells = [row[column] for row in rows[:50] if column < len(row) and row[column]]
    return bool(cells) and folded(head) not in _NO_INDICATOR and all(_NUMBERLIKE.fullmatch(cell) for cell in cells)


def _lines_of(rows: list[list[str]], place: int, wide: _Wide) -> list[list[str]]:
    """A line for every unit and indicator of such a sheet."""
    month = "" if "month" in wide.kept else _month_above(rows, place)
    kept = [field for field in ("unit", "year", "month") if field in wide.kept]
    heads = [*kept, *(["month"] if month else []), "indicator", "plan", "actual"]
    lines = [[_("Row of the sheet"), *(_(FIGURES.label_of(field)) for field in heads)]]
    for number, row in enumerate(rows[wide.first :], start=wide.first + 1):
        if row == rows[place]:
            continue
        cells = [WITHIN.join(row[column] for column in wide.kept[field] if column < len(row) and row[column]) for field in kept]
        for name, columns in wide.figures.items():
            sides = [row[columns[side]] if side in columns and columns[side] < len(row) else "" for side in ("plan", "actual")]
            if any(sides):
                lines.append([str(number), *cells, *([month] if month else []), name, *sides])
    return lines


# -- the list -------------------------------------------------------------------------------


def _side(blank: str | None) -> Callable[[str], str | None]:
    return lambda text: blank if reading.says_nothing(text) else text


def _list(blank: str | None) -> Intake[MonthFigure]:
    """The list, and what a blank cell of plan or actual says."""
    return Intake(
        "figures",
        N_("Monthly figures"),
        MonthFigure,
        (
            Target(field="unit", find=Known.unit, several=True, example="铸工车间", aliases=(
                "单位", "单位名称", "厂别", "车间", "工段", "班组", "小组", "部门", "workshop", "shop", "section", "team",
                "department")),
            Target(field="indicator", find=Known.indicator, aliases=(
                "指标", "指标名称", "生产指标", "项目", "figure", "item")),
            Target(field="year", label=N_("Year"), read=rules.read_year, example="1958年", aliases=("年", "年份")),
            Target(field="month", read=rules.read_month, example="1958-02", aliases=(
                "月", "年月", "期间", "日期", "period", "date")),
            Target(field="plan", label=N_("Plan"), read=_side(blank), blank=blank, figure=True, example="1,200", aliases=(
                "计划数", "计划指标", "本月计划", "planned", "target")),
            Target(field="actual", label=N_("Actual"), read=_side(blank), blank=blank, figure=True, example="1,234.5", aliases=(
                "实际数", "实绩", "完成", "完成数", "实际完成", "本月实际", "actuals", "achieved", "result")),
        ),
        needed=(("unit", "indicator", "month", "plan"), ("unit", "indicator", "month", "actual")),
        prepare=Known,
        standing=Known.standing,
        key=Known.place,
        key_field="month",
        key_alone=False,
        understand=figure_of,
        load=loaded(store.MONTHS),
        called=_called,
        show=_show,
        lay_out=lay_out,
        take_in=take_in,
        tables=("month_figures", "indicators", "units"),
    )  # fmt: skip


FIGURES = _list(None)
"""A list of monthly figures: told apart by unit, indicator and month. A blank cell leaves what stands."""
ERASING = _list(_EMPTIED)
"""The same, but a blank cell of plan or actual empties what stands."""
