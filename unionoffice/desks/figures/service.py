"""What a clerk does with figures: keep indicators, write plan and actual by unit and month, read them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Month, Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.figures import rules, store
from unionoffice.desks.figures.records import (
    Aspect,
    Entry,
    Fulfilment,
    Indicator,
    MonthFigure,
    Over,
    Side,
)
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level

INDICATORS = Query(
    store.INDICATORS,
    columns=(Column("name", wide=True), Column("measure"), Column("aspect"), Column("direction")),
    filters=(
        Filter("open", N_("in use"), "closed_on is null"),
        *(Filter(aspect.value, aspect.word, f"closed_on is null and aspect = '{aspect.value}'") for aspect in Aspect),
        Filter("closed", N_("no longer kept"), "closed_on is not null"),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("name", N_("by name"), "name, id"),
        Order("aspect", N_("by aim"), "aspect, id"),
    ),
)


def _side(side: Side, *, plain: bool = False) -> Callable[[Book, MonthFigure], str]:
    """How plan or actual of a month is written; `plain`: as lists keep it, without separators."""

    def said(book: Book, figure: MonthFigure) -> str:
        value = figure.plan if side == "plan" else figure.actual
        text = "" if value is None else written(store.indicator(book, figure.indicator), value)
        return text.replace(",", "") if plain else text

    return said


def _fulfilled(book: Book, figure: MonthFigure) -> str:
    indicator = store.indicator(book, figure.indicator)
    return shown_percent(rules.fulfilment(figure.plan, figure.actual, indicator.direction))


FIGURES = Query(
    store.MONTHS,
    columns=(
        Column("unit", wide=True), Column("indicator", wide=True), Column("month"),
        Column("plan", N_("Plan"), value=_side("plan"), kind="quantity"),
        Column("actual", N_("Actual"), value=_side("actual"), kind="quantity"),
        Column("fulfilled", N_("Fulfilled"), value=_fulfilled, kind="quantity"),
    ),
    filters=(
        Filter("of_month", N_("of the chosen month"), "month = substr(date(:next, '-1 day'), 1, 7)"),
        Filter("missing", N_("actual figure missing"), "actual is null"),
    ),
    orders=(Order("indicator", N_("by indicator"), "indicator, month, id"), Order("entered", N_("as entered"), "id")),
    leaving=(
        Column("unit"), Column("indicator"), Column("month"),
        Column("plan", N_("Plan"), value=_side("plan", plain=True), kind="quantity"),
        Column("actual", N_("Actual"), value=_side("actual", plain=True), kind="quantity"),
    ),
)
"""Every figure of every unit and month, a line each."""


# -- what a clerk does ----------------------------------------------------------------


def enter(book: Book, indicator: Indicator) -> int:
    """Take a new indicator into use; give its id. Raises KnownError with the field at fault."""
    indicator = _tidy(indicator)
    rules.check_indicator(indicator)
    _check_name_is_free(book, indicator)
    with book.act(N_("Enter indicator {name}"), name=indicator.name) as act:
        return store.save_indicator(act, indicator)


def correct(book: Book, indicator: Indicator) -> None:
    """Correct an indicator. With other decimals its figures keep their worth.

    Raises KnownError with the field at fault, or when a figure would lose a digit.
    """
    indicator = _tidy(indicator)
    rules.check_indicator(indicator)
    _check_name_is_free(book, indicator)
    old = store.indicator(book, indicator.id)
    if old.clock != indicator.clock and store.all_of(book, indicator.id):
        raise KnownError(_("{name} has figures already: enter a new indicator for them.", name=old.name), field="clock")
    before = old.decimals
    moved = [] if before == indicator.decimals else [
        changed(
            figure,
            plan=None if figure.plan is None else rules.rescaled(figure.plan, before, indicator.decimals),
            actual=None if figure.actual is None else rules.rescaled(figure.actual, before, indicator.decimals),
        )
        for figure in store.all_of(book, indicator.id)
    ]
    with book.act(N_("Correct indicator {name}"), name=indicator.name) as act:
        store.save_indicator(act, indicator)
        for figure in moved:
            store.save_figure(act, figure)


def close(book: Book, row: int, day: date) -> None:
    """Keep an indicator no longer from a day on; its figures stay."""
    indicator = store.indicator(book, row)
    if indicator.closed_on is not None:
        raise KnownError(_("{name} is no longer kept since {day}.", name=indicator.name, day=indicator.closed_on))
    with book.act(N_("Keep {name} no longer"), name=indicator.name) as act:
        store.save_indicator(act, changed(indicator, closed_on=day))


def take_up_again(book: Book, row: int) -> None:
    """Keep an indicator again that had been given up."""
    indicator = store.indicator(book, row)
    if indicator.closed_on is None:
        raise KnownError(_("{name} is in use.", name=indicator.name))
    _check_name_is_free(book, indicator)
    with book.act(N_("Keep {name} again"), name=indicator.name) as act:
        store.save_indicator(act, changed(indicator, closed_on=None))


def write(book: Book, indicator: int, entries: Iterable[Entry]) -> int:
    """Write cells of the grid, one or a whole paste, as one act; give how many changed.

    An entry of None empties its cell. Raises KnownError for an indicator that is no longer kept.
    """
    kept = store.indicator(book, indicator)
    rules.check_kept(kept)
    rows: dict[tuple[int, Month], MonthFigure] = {}
    written = 0
    for entry in entries:
        key = (entry.unit, entry.month)
        row = rows.get(key) or store.figure(book, indicator, *key)
        row = row or MonthFigure(indicator=indicator, unit=entry.unit, month=entry.month)
        new = changed(row, plan=entry.value) if entry.side == "plan" else changed(row, actual=entry.value)
        written += new != row
        rows[key] = new
    if not written:
        return 0
    label = N_("Write {name}: one figure") if written == 1 else N_("Write {name}: {count} figures")
    with book.act(label, name=kept.name, count=written) as act:
        for row in rows.values():
            store.save_figure(act, row)
    return written


def parse(book: Book, indicator: int, text: str) -> int | None:
    """The figure that the clerk wrote for an indicator, in its last decimal; None for an empty cell."""
    return read(store.indicator(book, indicator), text)


def read(indicator: Indicator, text: str) -> int | None:
    """What the clerk wrote, as the indicator keeps it: in its last decimal, or in seconds; None for an empty cell."""
    return rules.parse_value(text, indicator.decimals, clock=indicator.clock)


def written(indicator: Indicator, value: Fraction | int | None) -> str:
    """A figure as the indicator is written, an exact one rounded once: "1,234.5" or "5:11:30"; empty for None."""
    return shown_value(value, indicator.decimals, clock=indicator.clock)


def _tidy(indicator: Indicator) -> Indicator:
    return changed(
        indicator,
        name=indicator.name.strip(),
        english=indicator.english.strip(),
        measure=indicator.measure.strip(),
        measure_english=indicator.measure_english.strip(),
    )


def _check_name_is_free(book: Book, indicator: Indicator) -> None:
    same = store.indicator_named(book, indicator.name)
    if same is not None and same.id != indicator.id:
        raise KnownError(_("There is already an indicator {name}.", name=indicator.name), field="name")


# -- lists from elsewhere ---------------------------------------------------------------


def indicator_names(book: Book) -> rules.IndicatorNames:
    """Which indicator a list means by a name."""
    return rules.IndicatorNames(store.indicators(book))


def read_list_month(text: str) -> Month | int | None:
    """The month of a list, or its number where no year is written; see `rules.read_month`."""
    return rules.read_month(text)


def read_list_year(text: str) -> int | None:
    """The year of a list that has a column for it; see `rules.read_year`."""
    return rules.read_year(text)


def without_measure(indicator: Indicator, text: str) -> str:
    """A figure of a list without the indicator's unit of measure behind it; see `rules.without_measure`."""
    return rules.without_measure(indicator, text)


def check_kept(indicator: Indicator) -> None:
    """Raise KnownError when nothing more is written of an indicator."""
    rules.check_kept(indicator)


# -- questions --------------------------------------------------------------------------


def indicator(book: Book, row: int) -> Indicator:
    """One indicator."""
    return store.indicator(book, row)


def indicators(book: Book, *, also_closed: bool = False) -> list[Indicator]:
    """The indicators in use, in the order they were entered."""
    return [each for each in store.indicators(book) if also_closed or each.closed_on is None]


def called(indicator: Indicator) -> str:
    """The indicator's name in the language spoken here."""
    return (language() == "en" and indicator.english) or indicator.name


def measured_in(indicator: Indicator) -> str:
    """The indicator's unit of measure in the language spoken here."""
    return (language() == "en" and indicator.measure_english) or indicator.measure


def value(book: Book, indicator: int, unit: int, month: Month) -> MonthFigure | None:
    """Plan and actual of one unit in one month, in the indicator's last decimal; None when neither was written."""
    return store.figure(book, indicator, unit, month)


def not_typed(book: Book, month: Month) -> list[tuple[int, int]]:
    """The actual figures a month still lacks, as (indicator, unit): planned for it, or typed in one of the three months before."""
    return store.expected_not_typed(book, month, month.plus(-3))


def of_unit(book: Book, indicator: int, unit: int, *, first: Month | None = None, before: Month) -> list[MonthFigure]:
    """A unit's figures from one month on (from the first of all without) and before another, in order."""
    return store.of_unit(book, indicator, unit, first or Month(1, 1), before.previous())


def table(book: Book, indicator: int, months: Sequence[Month]) -> Mapping[tuple[int, Month], MonthFigure]:
    """All units' figures of some months on end, by unit and month."""
    return {(row.unit, row.month): row for row in store.between(book, indicator, min(months), max(months))}


def last_month(book: Book, indicator: int) -> Month | None:
    """The latest month that has an actual figure of an indicator."""
    found = store.last_month(book, indicator)
    return None if found is None else Month.parse(found)


def actuals(book: Book, indicators: Sequence[int], months: Sequence[Month]) -> dict[tuple[int, int], tuple[int | None, ...]]:
    """What all units reached by some indicators in some months, in one question to the book.

    By indicator and unit: the figure of each month in the indicator's last decimal, None where there is none. A unit
    without any figure of an indicator is not there.
    """
    rows = store.actuals(book, indicators, [str(month) for month in months])
    return {(row[0], row[1]): row[2:] for row in rows}


def together(indicator: Indicator, values: Sequence[int]) -> Fraction | None:
    """What the figures of several months, in order, make together by the indicator's rule; None when there are none."""
    return rules.together(values, indicator.over_months)


Year = tuple[tuple[int | None, ...], tuple[int | None, ...]]
"""A unit's plans and actuals of the months of a sheet, None where nothing was written."""


def sheet(book: Book, indicator: int, months: Sequence[Month], units: Sequence[int] | None = None) -> Mapping[int, Year]:
    """Every unit's plans and actuals over months on end, or those of some units, for a sheet of many units."""
    place = {str(month): number for number, month in enumerate(months)}
    plans: dict[int, list[int | None]] = {}
    actuals: dict[int, list[int | None]] = {}
    for row in store.sheet(book, indicator, min(months), max(months), units):
        unit = row["unit"]
        if unit not in plans:
            plans[unit], actuals[unit] = [None] * len(place), [None] * len(place)
        plans[unit][place[row["month"]]], actuals[unit][place[row["month"]]] = row["plan"], row["actual"]
    return {unit: (tuple(plans[unit]), tuple(actuals[unit])) for unit in plans}


def units_of(book: Book, indicator: int, rows: Sequence[int]) -> list[int] | None:
    """The units whose figures of an indicator are among some rows; None when one of the rows is no longer there."""
    return store.whose(book, indicator, rows)


def year_so_far(indicator: Indicator, year: Year) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Plan, actual and fulfilment of a unit's months; see `so_far`."""
    month = Month(1, 1)  # so_far asks for the order of the months, not which they are
    rows = [MonthFigure(indicator=0, unit=0, month=month, plan=plan, actual=actual) for plan, actual in zip(*year, strict=True)]
    return so_far(indicator, rows)


def over(book: Book, indicator: int, unit: int, months: Sequence[Month]) -> Over:
    """What several months make together for a unit, as the indicator says: sum, plain mean, or the last.

    Nothing is guessed: while a month's figure is missing the whole is None, and the months are named.
    """
    wanted = sorted(months)
    rows = {row.month: row for row in store.of_unit(book, indicator, unit, wanted[0], wanted[-1])}
    how = store.indicator(book, indicator).over_months
    plans = {month: rows[month].plan for month in wanted if month in rows}
    actuals = {month: rows[month].actual for month in wanted if month in rows}
    without_plan = tuple(month for month in wanted if plans.get(month) is None)
    without_actual = tuple(month for month in wanted if actuals.get(month) is None)
    return Over(
        plan=None if without_plan else rules.together([v for v in plans.values() if v is not None], how),
        actual=None if without_actual else rules.together([v for v in actuals.values() if v is not None], how),
        without_plan=without_plan,
        without_actual=without_actual,
    )


def so_far(indicator: Indicator, rows: Sequence[MonthFigure]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Plan, actual and fulfilment of some months of one unit, in order: each of plan and actual over the months that
    have it, the fulfilment over the months that have both.
    """
    both = [(row.plan, row.actual) for row in rows if row.plan is not None and row.actual is not None]
    how = indicator.over_months
    planned = rules.together([plan for plan, _actual in both], how)
    reached = rules.together([actual for _plan, actual in both], how)
    return (
        rules.together([row.plan for row in rows if row.plan is not None], how),
        rules.together([row.actual for row in rows if row.actual is not None], how),
        rules.fulfilment(planned, reached, indicator.direction),
    )


def units_shown(book: Book, indicator: int, *, everywhere: bool = False) -> list[tuple[int, int]]:
    """The units of the grid in the order of the tree with their depth, as (id, depth).

    Those that have figures of the indicator; all that are open when none has any yet, or with `everywhere`.
    """
    used = store.units_with_figures(book, indicator)
    depths: dict[int, int] = {}
    shown: list[tuple[int, int]] = []
    for unit in roster.units(book):
        depths[unit.id] = depths[unit.above] + 1 if unit.above in depths else 0
        if unit.id in used or (unit.closed_on is None and (everywhere or not used)):
            shown.append((unit.id, depths[unit.id]))
    return shown


def fulfilments(book: Book, period: Period) -> list[Fulfilment]:
    """How the plant and its workshops fulfilled the plan in a period, by indicator in use, then by unit in tree order."""
    wanted = [unit.id for unit in roster.units(book) if unit.level in (Level.PLANT, Level.WORKSHOP)]
    months = period.months()
    found: list[Fulfilment] = []
    for each in indicators(book, also_closed=True):
        by_unit: dict[int, list[MonthFigure]] = {}
        for row in store.between(book, each.id, months[0], months[-1]):
            if row.plan is not None and row.actual is not None:
                by_unit.setdefault(row.unit, []).append(row)
        for unit in wanted:
            rows = by_unit.get(unit, [])
            plan, actual, share = so_far(each, rows)
            if plan is not None and actual is not None:
                found.append(
                    Fulfilment(indicator=each, unit=unit, plan=plan, actual=actual, share=share, rows=tuple(row.id for row in rows))
                )
    return found


def leading(book: Book, periods: Sequence[Period]) -> tuple[Indicator, tuple[Fulfilment | None, ...]] | None:
    """The plan's fulfilment by the plant, or the first unit, in several periods: of the first indicator in use that was planned.

    None where no indicator is kept, or none was planned and counted in any of the periods.
    """
    unit = next((each.id for each in roster.units(book) if each.closed_on is None), None)
    if unit is None:
        return None
    for each in indicators(book):
        found = []
        for period in periods:
            months = period.months()
            rows = [row for row in store.of_unit(book, each.id, unit, months[0], months[-1]) if None not in (row.plan, row.actual)]
            plan, actual, share = so_far(each, rows)
            ids = tuple(row.id for row in rows)
            known = plan is not None and actual is not None
            found.append(
                Fulfilment(indicator=each, unit=unit, plan=plan or Fraction(0), actual=actual or Fraction(0), share=share, rows=ids)
                if known else None
            )
        if any(found):
            return each, tuple(found)
    return None


def parse_value(text: str, decimals: int, *, clock: bool = False) -> int | None:
    """What the clerk wrote, as a whole number in the last of `decimals`, or in seconds; None for an empty cell."""
    return rules.parse_value(text, decimals, clock=clock)


def format_value(value: int | None, decimals: int, *, clock: bool = False) -> str:
    """A figure with thousands separators and all its decimals, or as a length of time."""
    return rules.format_value(value, decimals, clock=clock)


def rescaled(value: int, before: int, after: int) -> int:
    """A figure of `before` decimals written with `after` decimals. Raises KnownError when a digit would be lost."""
    return rules.rescaled(value, before, after)


def shown_value(value: Fraction | int | None, decimals: int, *, clock: bool = False) -> str:
    """A figure, or several months' exact figure rounded once, as it is written."""
    return "" if value is None else rules.format_value(rules.rounded(Fraction(value)), decimals, clock=clock)


def percent(share: Fraction | None) -> int | None:
    """A share in hundredths of a percent, rounded once: 1.05 gives 10500."""
    return None if share is None else rules.rounded(share * 10_000)


def shown_percent(share: Fraction | None) -> str:
    """A share in percent with two decimals: 1.05 gives "105.00%"; nothing for None."""
    hundredths = percent(share)
    return "" if hundredths is None else rules.format_value(hundredths, 2) + "%"


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """For the monthly summary: the plan's fulfilment of each indicator by the plant and its workshops."""
    return tuple(
        Figure(
            code=f"figures.{each.indicator.id}.{each.unit}",
            label=called(each.indicator),
            value=percent(each.share),
            kind="percent",
            note=Said(
                N_("{unit}: plan {plan}, actual {actual} {measure}"),
                {
                    "unit": roster.path(book, each.unit, english=language() == "en"),
                    "plan": written(each.indicator, each.plan),
                    "actual": written(each.indicator, each.actual),
                    "measure": measured_in(each.indicator),
                },
            ),
            tbl="month_figures",
            rows=each.rows,
        )
        for each in fulfilments(book, period)
    )
