"""The list of monthly figures from elsewhere: a line for a unit, an indicator and a month, with the plan, the actual or both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Intake, Plan, Target, Told, loaded, portions, still_as_read
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
        take_in=take_in,
        tables=("month_figures", "indicators", "units"),
    )  # fmt: skip


FIGURES = _list(None)
"""A list of monthly figures: told apart by unit, indicator and month. A blank cell leaves what stands."""
ERASING = _list(_EMPTIED)
"""The same, but a blank cell of plan or actual empties what stands."""
