"""What a clerk does with figures: keep indicators, write plan and actual by unit and month, read them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from unionoffice.core import filling, spreadsheet
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
    FigureList,
    Fulfilment,
    Indicator,
    ListChange,
    ListFault,
    MonthFigure,
    Over,
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
    if kept.closed_on is not None:
        raise KnownError(_("{name} is no longer kept since {day}.", name=kept.name, day=kept.closed_on))
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

Told = Callable[[int, int], None]
"""Is told how much of a long list is done: so many lines of so many. It may raise, to end the work."""

_STEP = 5_000  # lines between two words of how far it has come


LIST_HEADINGS = rules.HEADINGS
"""What the columns of a list of monthly figures are called, by field."""


def list_lines(
    path: Path, headings: Mapping[str, tuple[str, ...]], needed: Sequence[Sequence[str]], told: Told = lambda _done, _all: None
) -> tuple[tuple[str, ...], Iterator[tuple[int, dict[str, str]]]]:
    """The lines of any list: the headings passed over, and the lines by number with their texts by field.

    `headings` and `needed` are as for `rules.columns_of`. Raises KnownError when the file cannot be read or has no such heading.
    """
    rows = filling.as_list(spreadsheet.open_source(path), "figures").rows
    columns = rules.columns_of(rows, headings, needed)

    def lines() -> Iterator[tuple[int, dict[str, str]]]:
        for number, texts in rules.texts_of(rows, columns):
            if number % _STEP == 0:
                told(number, len(rows))
            yield number, texts

    return columns.passed_over, lines()


def indicator_names(book: Book) -> rules.IndicatorNames:
    """Which indicator a list means by a name."""
    return rules.IndicatorNames(store.indicators(book))


def read_list_month(text: str, year: str = "") -> Month:
    """The month of a list; see `rules.read_month`."""
    return rules.read_month(text, year)


def given(texts: Mapping[str, str], field: str) -> str:
    """What a line of a list names as its unit, indicator or month. Raises KnownError when it names none."""
    text = texts.get(field, "").strip()
    if not text:
        wanting = {"indicator": _("no indicator is named"), "unit": _("no unit is named"), "month": _("no month is named")}
        raise KnownError(wanting[field])
    return text


def read_list(book: Book, path: Path, *, erase: bool = False, told: Told = lambda _done, _all: None) -> FigureList:
    """Read a list of monthly plans and actuals (XLSX, XLS, ODS, CSV) and say what it would change. Nothing is written.

    Columns unit, indicator, month, plan, actual, in Chinese or English and in any order; a blank cell leaves what stands,
    or with `erase` empties it. Raises KnownError when the file cannot be read or has no such heading.
    """
    needed = (("unit",), ("indicator",), ("month",), ("plan", "actual"))
    passed_over, lines = list_lines(path, rules.HEADINGS, needed, told)
    units, names = roster.unit_names(book), indicator_names(book)
    months: dict[tuple[str, str], str] = {}
    seen: dict[tuple[int, int, str], int] = {}
    read: list[tuple[int, tuple[int, int, str], int | None, int | None]] = []
    faults: list[ListFault] = []
    there: set[str] = set()  # of plan and actual, the columns that the list has
    for number, texts in lines:
        there.update(field for field in ("plan", "actual") if field in texts)
        try:
            indicator = names.find(given(texts, "indicator"))
            unit = units.find(given(texts, "unit"))
            when = (texts.get("year", ""), given(texts, "month"))
            if when not in months:
                months[when] = str(rules.read_month(when[1], when[0]))
            key = (indicator.id, unit, months[when])
            plan = rules.read_figure(indicator, texts.get("plan", ""))
            actual = rules.read_figure(indicator, texts.get("actual", ""))
            if key in seen:
                raise KnownError(_("this unit, indicator and month stand in line {line} too", line=seen[key]))
            seen[key] = number
            read.append((number, key, plan, actual))
        except KnownError as error:
            shown = tuple(texts.get(field, "") for field in ("unit", "indicator", "month", "plan", "actual"))
            faults.append(ListFault(number, str(error), shown))
    if not read and not faults:
        raise KnownError(_("The list holds no figure."))
    standing = store.standing(book, list(dict.fromkeys(key[0] for _number, key, _plan, _actual in read)))
    changes = []
    for number, key, plan, actual in read:
        row, plan_before, actual_before = standing.get(key, (0, None, None))
        change = ListChange(
            number, row, *key, plan_before, actual_before,
            plan_before if plan is None and not (erase and "plan" in there) else plan,
            actual_before if actual is None and not (erase and "actual" in there) else actual,
        )
        if (change.plan, change.actual) != (plan_before, actual_before):
            changes.append(change)
    return FigureList(
        lines=len(read) + len(faults), changes=tuple(changes), unchanged=len(read) - len(changes), faults=tuple(faults),
        passed_over=passed_over,
    )


def take_in(book: Book, found: FigureList, *, told: Told = lambda _done, _all: None) -> int:
    """Take a list in that was read, as one act, all of it or nothing; give how many months' figures changed.

    Raises KnownError naming the first faulty line, or when the book's figures have changed since the list was read.
    """
    if found.faults:
        first = found.faults[0]
        raise KnownError(
            _(
                "Nothing was taken in: line {line}: {fault}. {count} lines are faulty in all.",
                line=first.line, fault=first.reason, count=len(found.faults),
            )
        )
    if not found.changes:
        return 0
    with book.act(N_("Take in {count} monthly figures from a list"), count=len(found.changes)) as act:
        standing = store.standing(book, list(dict.fromkeys(change.indicator for change in found.changes)))
        months: dict[str, Month] = {}
        for start in range(0, len(found.changes), _STEP):
            told(start, len(found.changes))
            kept: list[MonthFigure] = []
            emptied: list[MonthFigure] = []
            for change in found.changes[start : start + _STEP]:
                now = standing.get((change.indicator, change.unit, change.month), (0, None, None))
                if now != (change.row, change.plan_before, change.actual_before):
                    raise KnownError(_("Figures of the book have changed since the list was read. Choose the file again."))
                month = months.get(change.month) or months.setdefault(change.month, Month.parse(change.month))
                record = MonthFigure(
                    id=change.row, indicator=change.indicator, unit=change.unit, month=month, plan=change.plan, actual=change.actual
                )
                (emptied if change.plan is None and change.actual is None else kept).append(record)
            store.save_figures(act, kept)
            for record in emptied:
                store.save_figure(act, record)
    return len(found.changes)


def said_of_list(found: FigureList) -> str:
    """What a list holds, in words: how many figures are new, how many change, how many stay, which columns are passed over."""
    return said_of_lines(
        lines=found.lines, faulty=len(found.faults), new=sum(change.new for change in found.changes),
        changes=len(found.changes), unchanged=found.unchanged, passed_over=found.passed_over,
    )


def said_of_lines(
    *, lines: int, faulty: int, new: int, changes: int, unchanged: int, passed_over: Sequence[str]
) -> str:
    """What any list holds, in words; `changes` is how many lines change something, the `new` ones among them."""
    if faulty:
        said = _(
            "{faulty} of {count} lines are faulty. Mend them in the file and choose it again.",
            faulty=f"{faulty:,}", count=f"{lines:,}",
        )
    else:
        said = _(
            "{count} lines: {new} new, {changed} change a figure, {same} change nothing.",
            count=f"{lines:,}", new=f"{new:,}", changed=f"{changes - new:,}", same=f"{unchanged:,}",
        )
    return f"{said} {_('Columns passed over: {names}.', names=', '.join(passed_over))}" if passed_over else said


def said_of_changes(book: Book, found: FigureList) -> Iterator[tuple[int, str]]:
    """Which figures of the book a list would change, line by line in words: "Foundry, Output, 1958-02: plan 100 → 120"."""
    kept, paths = {each.id: each for each in store.indicators(book)}, roster.paths(book, english=language() == "en")
    for change in found.changes:
        if change.new:
            continue
        indicator = kept[change.indicator]
        both = ((_("plan"), change.plan_before, change.plan), (_("actual"), change.actual_before, change.actual))
        parts = [f"{name} {from_to(indicator, before, after)}" for name, before, after in both if before != after]
        yield change.line, f"{paths[change.unit]}, {called(indicator)}, {change.month}: {', '.join(parts)}"


def from_to(indicator: Indicator, before: int | None, after: int | None) -> str:
    """A figure that changes, as lists show it: "100 → 120"; the figure alone where it is new or stays."""
    new = written(indicator, after) or "—"
    return new if before is None or before == after else f"{written(indicator, before)} → {new}"


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
