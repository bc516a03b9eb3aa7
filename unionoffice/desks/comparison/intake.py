"""The list of other plants' figures from elsewhere: a line for an outside unit, an indicator and a month or year."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Intake, Plan, Target, Told, day_target, still_as_read
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import reckoning, rules, service, store
from unionoffice.desks.comparison.records import OutsideEntry
from unionoffice.desks.figures import service as figures

Place = tuple[str, str, int, str]
"""Whose figure it is, of what, and when: unit and plant as they are kept, indicator, period."""


class Known:
    """What the book knows when a list of other plants' figures is read."""

    def __init__(self, book: Book) -> None:
        self.names = figures.indicator_names(book)
        self.indicators = {each.id: each for each in figures.indicators(book, also_closed=True)}
        standing = store.outside_standing(book)
        self.figures = {(r["name"], r["plant"], r["indicator"], r["period"]): r["id"] for r in standing if r["id"] is not None}
        self._named: dict[str, dict[tuple[str, str], set[str]]] = {}
        for row in standing:
            for name in (row["name"], row["english"]):
                if name:
                    plants = self._named.setdefault(_folded(name), {}).setdefault((row["name"], row["plant"]), set())
                    plants |= {_folded(row["plant"]), _folded(row["plant_english"] or row["plant"])}

    def indicator(self, text: str) -> int:
        """The indicator that a cell names. Raises KnownError when there is none, or several."""
        return self.names.find(text).id

    def unit(self, name: str, plant: str) -> tuple[str, str]:
        """Name and plant as they are kept, or as the list gives them for a unit that is not there yet.

        A plant alone is the unit itself. Raises KnownError when several plants have such a unit and none is named.
        """
        if not name:
            name, plant = plant, ""
        known = self._named.get(_folded(name), {})
        fitting = [each for each, plants in known.items() if _folded(plant) in plants]
        fitting = fitting or ([] if plant else list(known))
        if len(fitting) > 1:
            raise KnownError(_("several plants have a unit called {name}; name the plant", name=name), field="unit")
        return fitting[0] if fitting else (name, plant)

    def place(self, values: Mapping[str, Any]) -> Place | None:
        """Whose figure a line is, of what, and when; None while it does not say so."""
        period, year = values.get("period"), values.get("year")
        if type(period) is int:
            period = None if year is None else f"{year:04d}-{period:02d}"
        elif period is None and year is not None:
            period = f"{year:04d}"
        if period is None or "indicator" not in values or not ("unit" in values or "plant" in values):
            return None
        return *self.unit(values.get("unit", ""), values.get("plant", "")), values["indicator"], period

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The figure that a line already is: of the same unit, indicator and period."""
        place = self.place(values)
        return self.figures.get(place) if place is not None else None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_period(text: str) -> str | int | None:
    """The month, or the half-year or year where only that is known, as figures keep it; the number of a month without its year."""
    if reading.says_nothing(text):
        return None
    try:
        month = figures.read_list_month(text)
    except KnownError:
        return str(rules.read_period(text))
    return month if isinstance(month, int) else str(month)


def entry_of(known: Known, values: Mapping[str, Any], before: OutsideEntry | None) -> OutsideEntry | None:
    """The figure of a line, checked; what the line does not say stays as it is. None for a new one without a value.

    Raises KnownError with the field at fault.
    """
    place = known.place(values)
    if place is None:
        raise _unsaid(values)
    if "value" not in values:
        return before
    indicator = known.indicators[place[2]]
    try:
        value = reckoning.read(indicator, figures.without_measure(indicator, values["value"]))
    except KnownError as trouble:
        raise KnownError(str(trouble), field="value") from trouble
    said = {name: values[name] for name in ("source", "dated") if name in values}
    if before is None or reckoning.read(indicator, before.value) != value:
        said["value"] = reckoning.written(indicator, value)
    record = (
        OutsideEntry(unit=place[0], plant=place[1], indicator=place[2], period=place[3], **said)
        if before is None else changed(before, **said)
    )  # fmt: skip
    if record != before:
        figures.check_kept(indicator)
    return record


def _unsaid(values: Mapping[str, Any]) -> KnownError:
    """What a line must still say before it is a figure of anything."""
    if "unit" not in values and "plant" not in values:
        return KnownError(_("no unit is named"), field="unit")
    if "indicator" not in values:
        return KnownError(_("no indicator is named"), field="indicator")
    if "period" not in values:
        return KnownError(_("no month is named"), field="period")
    return KnownError(_("Write the year of the month too, such as 1958-02."), field="period")


def _show(known: Known, field: str, entry: OutsideEntry) -> str:
    if field == "indicator":
        return figures.called(known.indicators[entry.indicator])
    if field == "year":
        return entry.period[:4]
    return str(getattr(entry, field) or "")


def _called(known: Known, entry: OutsideEntry) -> str:
    names = (entry.plant, entry.unit, figures.called(known.indicators[entry.indicator]), entry.period)
    return " · ".join(name for name in names if name)


def take_in(book: Book, planned: Plan[OutsideEntry], told: Told = lambda _done, _all: None) -> int:
    """Take a list of other plants' figures in as one act; give how many were written.

    Raises KnownError when something was entered since the list was read.
    """
    if not planned.records:
        return 0
    with book.act(N_("Take in {count} figures of other plants"), count=len(planned.records)):
        still_as_read(book, planned)
        return service.take_in_outside(book, planned.records, told=told)


def _sign(text: str) -> str | None:
    return None if reading.says_nothing(text) else text


OUTSIDE: Intake[OutsideEntry] = Intake(
    "outside",
    N_("Other plants' figures"),
    OutsideEntry,
    (
        Target(field="plant", example="鞍钢", aliases=(
            "厂", "厂名", "工厂", "企业", "所属工厂", "plant", "works", "factory")),
        Target(field="unit", example="一号高炉", aliases=(
            "单位", "单位名称", "外单位", "车间", "班组", "炉号", "unit", "workshop", "team")),
        Target(field="indicator", find=Known.indicator, aliases=("指标", "指标名称", "生产指标", "项目", "figure", "item")),
        Target(field="year", label=N_("Year"), read=figures.read_list_year, example="1957", aliases=("年", "年份")),
        Target(field="period", read=read_period, example="1956-H1", aliases=(
            "月", "月份", "年月", "期间", "时期", "month", "period")),
        Target(field="value", read=_sign, figure=True, example="0.705", aliases=(
            "数字", "值", "实际", "实际数", "实绩", "完成", "完成数", "实际完成", "本月实际", "actual", "actuals", "achieved",
            "result")),
        Target(field="source", example="人民日报", aliases=("来源", "资料来源", "出处", "source")),
        day_target("dated", "日期", "资料日期", "报刊日期", "date", "dated", "source date", example="1958-03-12"),
    ),
    needed=tuple((who, "indicator", when, "value") for who in ("unit", "plant") for when in ("period", "year")),
    prepare=Known,
    standing=Known.standing,
    key=Known.place,
    key_field="period",
    key_alone=False,
    understand=entry_of,
    load=store.outside_entries,
    called=_called,
    show=_show,
    take_in=take_in,
    tables=("outside_figures", "outside_units", "indicators"),
)  # fmt: skip
"""A list of other plants' figures: told apart by unit, plant, indicator and period. A blank value leaves what stands."""
