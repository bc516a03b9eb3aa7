"""What a clerk does here: keep groups and other plants' figures, compare, reckon gains, draw up and follow catch-up plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from unionoffice.core import numbering
from unionoffice.core import office as offices
from unionoffice.core.book import Act, Book, Told
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.comparison import rules, store
from unionoffice.desks.comparison.reckoning import (
    Comparison,
    Reach,
    comparison,
    comparisons,
    gains,
    gap_now,
    is_clock,
    measured_gain,
    name_of,
    partner_called,
    reached_in,
    read,
    shown,
    shown_gain,
    unit_called,
    written,
)
from unionoffice.desks.comparison.records import (
    OPEN,
    AddUnits,
    CatchUpPlan,
    Closing,
    CompareGroup,
    Delay,
    Ending,
    LearnFrom,
    Member,
    OutsideEntry,
    OutsideFigure,
    OutsideUnit,
    PlanState,
    Postponement,
    Starting,
    StepDone,
    TakeOut,
)
from unionoffice.desks.experiences import records as experiences_records
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import service as figures_desk
from unionoffice.desks.figures.records import Indicator
from unionoffice.desks.roster import service as roster

LEARNS = N_("learns the experience")
"""The kind of link from a catch-up plan to the experience its unit learns."""

MANY = 200
"""A comparison of more units than this is reckoned beside the window."""

PLAN = "catch_up_plan"
"""The form of a catch-up plan."""


def _plan_gap(book: Book, plan: CatchUpPlan) -> str:
    """What is still missing to the target by the latest figure, for the register."""
    found = gap_now(book, plan)
    return "" if found is None else found


OUTSIDE = Query(
    store.OUTSIDE,
    columns=(
        Column("name", wide=True), Column("plant", wide=True),
        Column("figures", N_("Figures"), value=lambda book, unit: store.figures_of(book, unit.id) or None, kind="whole"),
    ),
    filters=(Filter("all", N_("all"), "1"),),
    orders=(Order("plant", N_("by plant"), "plant, name, id"), Order("entered", N_("as entered"), "id")),
)


def _outside_unit(field: str) -> Callable[[Book, OutsideFigure], str]:
    return lambda book, figure: store.outside_names(book, figure.parent)[field]


_WHOSE = (
    Column("plant", N_("Of which plant"), value=_outside_unit("plant")),
    Column("unit", N_("Outside unit"), value=_outside_unit("name"), wide=True),
)
OUTSIDE_FIGURES = Query(
    store.OUTSIDE_FIGURES,
    columns=(
        *_WHOSE, Column("indicator", wide=True), Column("period"),
        Column("value", N_("Value"), value=lambda _book, figure: figure.value, kind="quantity"),
    ),
    filters=(Filter("all", N_("all"), "1"),),
    orders=(Order("entered", N_("as entered"), "id"), Order("indicator", N_("by indicator"), "indicator, id")),
    leaving=(*_WHOSE, Column("indicator"), Column("period"), Column("value"), Column("source"), Column("dated")),
)
"""Every figure of every outside unit, a line each."""
GROUPS = Query(
    store.GROUPS,
    columns=(
        Column("name", wide=True), Column("trade"),
        Column("members", N_("Units"), value=lambda book, group: store.size(book, group.id) or None, kind="whole"),
    ),
    filters=(
        Filter("open", N_("compared"), "closed_on is null"),
        Filter("closed", N_("no longer compared"), "closed_on is not null"),
    ),
    orders=(Order("entered", N_("as entered"), "id"), Order("name", N_("by name"), "name, id")),
)
PLANS = Query(
    store.PLANS,
    columns=(
        Column("number"), Column("title", wide=True), Column("by"),
        Column("target_value", N_("To the target"), value=_plan_gap, kind="quantity"), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('drawn_up', 'running', 'postponed')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in PlanState),
        Filter("overdue", N_("overdue"), "state in ('drawn_up', 'running', 'postponed') and by < :today", alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "drawn_up_on desc, id desc"),
        Order("drawn", N_("by date"), "drawn_up_on, id"),
        Order("due", N_("by deadline"), "by, id"),
    ),
    day="drawn_up_on",
    kind="GX",
)


# -- other plants' figures ----------------------------------------------------------------


def enter_outside(book: Book, unit: OutsideUnit) -> int:
    """Enter a unit of another plant with its figures; give its id. Raises KnownError with the field at fault."""
    unit = _tidied_outside(book, unit)
    if store.outside_named(book, unit.name, unit.plant):
        raise KnownError(_("There is already a unit {name} of this plant.", name=unit.name), field="name")
    with book.act(N_("Enter outside unit {name}"), name=unit.name) as act:
        return store.save_outside(act, changed(unit, id=0))


def add_outside_on_the_spot(book: Book, name: str) -> int:
    """Enter an outside unit of which only the name is known yet, while something else is being entered; give its id."""
    return enter_outside(book, OutsideUnit(name=name))


def correct_outside(book: Book, unit: OutsideUnit) -> None:
    """Correct an outside unit and its figures. Raises KnownError with the field at fault."""
    unit = _tidied_outside(book, unit)
    if set(store.outside_named(book, unit.name, unit.plant)) - {unit.id}:
        raise KnownError(_("There is already a unit {name} of this plant.", name=unit.name), field="name")
    with book.act(N_("Correct outside unit {name}"), name=unit.name) as act:
        store.save_outside(act, unit)


def drop_outside(book: Book, row: int) -> None:
    """Take an outside unit out that was entered by mistake. Raises KnownError while a group or a plan names it."""
    unit = store.outside(book, row)
    if store.outside_use(book, row):
        raise KnownError(_("{name} stands in a group or in a plan. Take it out there first.", name=unit.name))
    with book.act(N_("Take out outside unit {name}"), name=unit.name) as act:
        act.delete(store.OUTSIDE, row)


def _tidied_outside(book: Book, unit: OutsideUnit) -> OutsideUnit:
    """The unit with its figures as they are kept: periods and values in one form, values checked against the indicator."""
    unit = changed(
        unit, name=unit.name.strip(), english=unit.english.strip(), plant=unit.plant.strip(),
        plant_english=unit.plant_english.strip(),
    )
    rules.check_outside(unit)
    lines = []
    for line in unit.figures:
        indicator = figures_desk.indicator(book, line.indicator)
        value = written(indicator, read(indicator, line.value, "figures"))
        period = str(rules.read_period(line.period))
        lines.append(changed(line, period=period, value=value, source=line.source.strip()))
    return changed(unit, figures=tuple(lines))


def take_in_outside(book: Book, entries: Sequence[OutsideEntry], *, told: Told = lambda _done, _all: None) -> int:
    """Take figures of other plants' units in from a list, as one act: all of them or nothing; give how many.

    A unit that is not there yet is entered; a figure that stands already is replaced. `told` is told how many units are
    done, and may raise to end it. Raises KnownError.
    """
    by_unit: dict[tuple[str, str], list[OutsideEntry]] = {}
    for entry in entries:
        by_unit.setdefault((entry.unit.strip(), entry.plant.strip()), []).append(entry)
    with book.act(N_("Take in {count} figures of other plants"), count=len(entries)) as act:
        for place, ((name, plant), lines) in enumerate(by_unit.items()):
            told(place, len(by_unit))
            _take_in_unit(act, name, plant, lines)
    return len(entries)


def _take_in_unit(act: Act, name: str, plant: str, entries: Sequence[OutsideEntry]) -> None:
    known = store.outside_named(act.book, name, plant)
    unit = store.outside(act.book, known[0]) if known else OutsideUnit(name=name, plant=plant)
    kept = {(line.indicator, line.period): line for line in unit.figures}
    for entry in entries:
        key = (entry.indicator, str(rules.read_period(entry.period)))
        before = kept.get(key)
        made = OutsideFigure(
            id=before.id if before else 0, indicator=entry.indicator, period=key[1], value=entry.value, source=entry.source,
            dated=entry.dated,
        )  # fmt: skip
        kept[key] = made
    store.save_outside(act, _tidied_outside(act.book, changed(unit, figures=tuple(kept.values()))))


# -- groups of comparables ------------------------------------------------------------------


def enter_group(book: Book, group: CompareGroup) -> int:
    """Enter a group of comparables; give its id. Raises KnownError with the field at fault."""
    group = _tidied_group(group)
    rules.check_group(group)
    if store.group_named(book, group.name):
        raise KnownError(_("There is already a group {name}.", name=group.name), field="name")
    with book.act(N_("Enter group of comparables {name}"), name=group.name) as act:
        return store.save_group(act, changed(group, id=0, closed_on=None))


def correct_group(book: Book, group: CompareGroup) -> None:
    """Correct a group: its members, indicators, and who is left out. Raises KnownError with the field at fault."""
    group = _tidied_group(group)
    rules.check_group(group)
    if {each.id for each in store.group_named(book, group.name)} - {group.id}:
        raise KnownError(_("There is already a group {name}.", name=group.name), field="name")
    with book.act(N_("Correct group of comparables {name}"), name=group.name) as act:
        store.save_group(act, group)


def add_units(book: Book, row: int, asked: AddUnits) -> int:
    """Take all units of a level below a unit into the group, those that are there already left alone; give how many."""
    group = store.group(book, row)
    below = set(roster.with_all_below(book, asked.above)) - {asked.above}
    there = {line.unit for line in group.members}
    new = [
        unit.id for unit in roster.units(book)
        if unit.id in below and unit.id not in there and unit.level == asked.level and unit.closed_on is None
    ]
    if not new:
        raise KnownError(_("There is no further unit of this level below it."), field="above")
    members = (*group.members, *(Member(unit=unit) for unit in new))
    with book.act(N_("Take {count} units into group {name}"), count=len(new), name=group.name) as act:
        store.save_group(act, changed(group, members=members))
    return len(new)


def take_out(book: Book, row: int, asked: TakeOut) -> None:
    """Take a unit out of the group, with the lines that leave it out for a while."""
    group = store.group(book, row)
    if asked.unit not in {line.unit for line in group.members}:
        raise KnownError(_("This unit is not in the group."), field="unit")
    left = changed(
        group,
        members=tuple(line for line in group.members if line.unit != asked.unit),
        left_out=tuple(line for line in group.left_out if line.unit != asked.unit),
    )
    with book.act(N_("Take a unit out of group {name}"), name=group.name) as act:
        store.save_group(act, left)


def close_group(book: Book, row: int, asked: Closing) -> None:
    """Compare a group no longer from a day on; what stands in it stays."""
    group = store.group(book, row)
    with book.act(N_("Compare group {name} no longer"), name=group.name) as act:
        store.save_group(act, changed(group, closed_on=asked.day))


def open_group_again(book: Book, row: int) -> None:
    """Compare a group again. Raises KnownError when another of its name is compared meanwhile."""
    group = store.group(book, row)
    if store.group_named(book, group.name):
        raise KnownError(_("There is already a group {name}.", name=group.name))
    with book.act(N_("Compare group {name} again"), name=group.name) as act:
        store.save_group(act, changed(group, closed_on=None))


def _tidied_group(group: CompareGroup) -> CompareGroup:
    return changed(
        group, name=group.name.strip(), english=group.english.strip(),
        compared=tuple(
            changed(line, measure=line.measure.strip(), measure_english=line.measure_english.strip()) for line in group.compared
        ),
    )


# -- questions ------------------------------------------------------------------------------------


def outside(book: Book, row: int) -> OutsideUnit:
    """One outside unit with its figures."""
    return store.outside(book, row)


def group(book: Book, row: int) -> CompareGroup:
    """One group of comparables."""
    return store.group(book, row)


def groups(book: Book) -> list[CompareGroup]:
    """The groups that are compared, in the order they were entered, without their lines."""
    return store.groups(book)


def group_named(book: Book, name: str) -> CompareGroup:
    """The group of a name, Chinese or English. Raises KnownError when there is none."""
    wanted = name.strip().casefold()
    found = [each for each in store.groups(book) if wanted in (each.name.casefold(), each.english.casefold())]
    if not found:
        raise KnownError(_("There is no group of comparables {name}.", name=name))
    return found[0]


def groups_by(book: Book, indicator: int) -> list[CompareGroup]:
    """The groups that are compared by an indicator."""
    return [store.group(book, row) for row in store.groups_by(book, indicator)]


def compared_by(book: Book, row: int) -> list[Indicator]:
    """The indicators by which a group is compared, in its order."""
    return [figures_desk.indicator(book, line.indicator) for line in store.indicators_of(book, row)]


def is_large(book: Book, row: int) -> bool:
    """Whether a comparison of the group is reckoned beside the window."""
    return store.size(book, row) > MANY


def plan(book: Book, row: int) -> CatchUpPlan:
    """One catch-up plan."""
    return store.plan(book, row)


def asked_for(book: Book, indicator: str, period: str | None = None, group: str | None = None) -> list[Comparison]:
    """The comparisons by an indicator that is named, of one group or of all that are compared by it.

    `period` is a month, or 1958-Q1, 1958-01..03, 1958; without it the latest month that has a figure. Raises KnownError
    for a name that is not known, an indicator by which no group is compared, or where there is no figure at all.
    """
    found = figures_desk.indicator_names(book).find(indicator)
    closing_day = offices.office(book).closing_day
    if period is None:
        last = figures_desk.last_month(book, found.id)
        if last is None:
            raise KnownError(_("There is no figure of {indicator} yet: give --month.", indicator=figures_desk.called(found)))
        wanted = Period.of_month(last, closing_day)
    else:
        wanted = Period.parse(period, closing_day)
    if group is not None:
        return [comparison(book, group_named(book, group).id, found.id, wanted)]
    rows = store.groups_by(book, found.id)
    if not rows:
        raise KnownError(_("No group of comparables is compared by {indicator}.", indicator=figures_desk.called(found)))
    return [comparison(book, row, found.id, wanted) for row in rows]


class Card(msgspec.Struct, frozen=True):
    """What is shown of an experience beside the comparison: it opens with a click."""

    row: int
    number: str
    title: str
    points: tuple[str, ...]


MOST_CARDS = 4


def leaders_experiences(book: Book, found: Comparison) -> list[Card]:
    """The experiences of the leaders of a comparison: those that arose there, those by this indicator first."""
    every: dict[int, experiences_records.Experience] = {}
    for key in found.standing.leaders:
        if key > 0:
            every.update((each.id, each) for each in experiences.experiences_of_unit(book, key))
            continue
        plant = store.outside(book, -key).plant or store.outside(book, -key).name
        for hit in book.search(plant, tbl="experiences", limit=20):
            each = experiences.experience(book, hit.row)
            if each.origin.strip() and (each.origin.strip() in plant or plant in each.origin):
                every[each.id] = each
    ordered = sorted(every.values(), key=lambda each: (each.indicator != found.indicator.id, -each.id))
    return [
        Card(each.id, each.number, (language() == "en" and each.english) or each.name, tuple(point.text for point in each.points))
        for each in ordered[:MOST_CARDS]
    ]


# -- catch-up plans -------------------------------------------------------------------------------


def for_plan(found: Comparison, key: int, day: date) -> dict[str, object]:
    """What the form of a new catch-up plan takes over from a comparison: the unit, its partner, the values, the target.

    The target offered is the average of the advanced where the unit is behind it, else the leader's value. Raises
    KnownError for a unit of another plant, or one that leads already.
    """
    place = found.place(key)
    if key < 0 or place is None:
        raise KnownError(_("A catch-up plan is drawn up for a unit of the plant that is in the comparison."))
    standing, indicator = found.standing, found.indicator
    if place.gap == 0 or standing.leader is None:
        raise KnownError(_("This unit leads: there is nobody to catch up with."))
    advanced = standing.advanced
    reachable = advanced is not None and rules.better(advanced, place.value, indicator.direction)
    target = advanced if reachable and advanced is not None else standing.leader
    shown_target = read(indicator, shown(indicator, target))
    if not rules.better(shown_target, place.value, indicator.direction):
        shown_target = standing.leader
    leader = standing.leaders[0]
    return {
        "drawn_up_on": day, "unit": key, "partner": leader if leader > 0 else None,
        "partner_outside": -leader if leader < 0 else None, "compared_in": found.group.id, "indicator": indicator.id,
        "own_value": shown(indicator, place.value), "leader_value": written(indicator, standing.leader),
        "target_value": written(indicator, shown_target),
    }  # fmt: skip


def enter_plan(book: Book, plan: CatchUpPlan) -> int:
    """Draw up a catch-up plan; give its id. Raises KnownError with the field at fault."""
    tidy = changed(
        _tidied_plan(book, plan), id=0, state=PlanState.DRAWN_UP, started_on=None, postponements=(), ended_on=None, result="",
    )
    no = numbering.written("GX", tidy.drawn_up_on.year, book.next_running("GX", tidy.drawn_up_on.year))
    with book.act(N_("Draw up catch-up plan {no}"), no=no) as act:
        return store.save_plan(act, changed(tidy, number=act.number("GX", tidy.drawn_up_on)))


def correct_plan(book: Book, plan: CatchUpPlan) -> None:
    """Correct a catch-up plan: while it is open all of it, when it has ended its last day and result alone.

    Raises KnownError with the field at fault.
    """
    old = store.plan(book, plan.id)
    if old.ended_on is None:
        tidy = changed(_tidied_plan(book, plan), number=old.number, state=old.state, postponements=old.postponements)
        if old.started_on is not None and tidy.started_on is None:
            raise KnownError(_("This was written down with a step and cannot be left empty."), field="started_on")
        if old.postponements and tidy.by != old.by:
            raise KnownError(_("The day was moved with a reason: postpone it again instead."), field="by")
    else:
        tidy = changed(old, ended_on=plan.ended_on, result=plan.result.strip(), old_number=plan.old_number)
        if tidy.ended_on is None or tidy.ended_on < (old.started_on or old.drawn_up_on):
            raise KnownError(_("A plan cannot end before it runs."), field="ended_on")
    with book.act(N_("Correct catch-up plan {no}"), no=old.number) as act:
        store.save_plan(act, tidy)


def _tidied_plan(book: Book, plan: CatchUpPlan) -> CatchUpPlan:
    """The plan with values in one form and a title; checked. The values that stand empty are filled in from the figures."""
    indicator = figures_desk.indicator(book, plan.indicator)
    plan = changed(plan, title=plan.title.strip())
    rules.check_plan(plan, indicator.direction, clock=is_clock(indicator))
    kept = {
        name: written(indicator, read(indicator, getattr(plan, name), name)) if getattr(plan, name).strip() else ""
        for name in ("own_value", "leader_value", "target_value")
    }
    if not plan.title:
        plan = changed(plan, title=_title(book, plan, indicator))
    return changed(plan, **kept)


def _title(book: Book, plan: CatchUpPlan, indicator: Indicator) -> str:
    partner = partner_called(book, plan)
    values = {"unit": str(unit_called(book, plan.unit)), "indicator": figures_desk.called(indicator)}
    if partner is None:
        return _("{unit} catches up: {indicator}", **values)
    return _("{unit} catches up with {partner}: {indicator}", partner=str(partner), **values)


def start_plan(book: Book, row: int, asked: Starting) -> None:
    """Let a plan run from a day on; from that month its figures count."""
    plan = _stepped(book, row, PlanState.RUNNING)
    if asked.started_on < plan.drawn_up_on:
        raise KnownError(_("A plan cannot run before it is drawn up."), field="started_on")
    with book.act(N_("Catch-up plan {no} begins"), no=plan.number) as act:
        store.save_plan(act, changed(plan, state=PlanState.RUNNING, started_on=asked.started_on))


def finish_step(book: Book, row: int, asked: StepDone) -> None:
    """Write down that a measure was carried out. Raises KnownError with the field at fault."""
    plan = store.plan(book, row)
    if not 1 <= asked.step <= len(plan.steps):
        raise KnownError(_("The plan has {count} measures.", count=len(plan.steps)), field="step")
    keep_promise(book, store.STEPS.name, plan.steps[asked.step - 1].id, asked.done_on)


def reach_plan(book: Book, row: int, asked: Ending) -> None:
    """Write down that the unit has caught up. Raises KnownError while the figures do not show it."""
    plan = _stepped(book, row, PlanState.REACHED)
    month = reached_in(book, plan)
    if month is None:
        raise KnownError(
            _(
                "The figures do not show it yet: {months} months in a row at {target} or better are agreed.",
                months=plan.in_a_row, target=plan.target_value,
            )
        )
    if asked.day < month.first_day():
        raise KnownError(_("The target was reached in {month}.", month=month), field="day")
    _end(book, plan, PlanState.REACHED, asked, N_("Catch-up plan {no} reached"))


def miss_plan(book: Book, row: int, asked: Ending) -> None:
    """Write down that the target was not reached by the day, with what hindered it."""
    plan = _stepped(book, row, PlanState.NOT_REACHED)
    if asked.day < plan.by:
        raise KnownError(_("The plan runs until {day}. Postpone it or withdraw it.", day=plan.by), field="day")
    if not asked.result.strip():
        raise KnownError(_("Write what hindered it."), field="result")
    _end(book, plan, PlanState.NOT_REACHED, asked, N_("Catch-up plan {no} not reached"))


def withdraw_plan(book: Book, row: int, asked: Ending) -> None:
    """Withdraw a plan, with the reason; row and number stay."""
    plan = _stepped(book, row, PlanState.WITHDRAWN)
    if not asked.result.strip():
        raise KnownError(_("Write the reason."), field="result")
    _end(book, plan, PlanState.WITHDRAWN, asked, N_("Withdraw catch-up plan {no}"))


def postpone_plan(book: Book, row: int, asked: Delay) -> None:
    """Give a plan a later day, with the reason; the day before stays on record."""
    plan = _stepped(book, row, PlanState.POSTPONED)
    if asked.by <= plan.by:
        raise KnownError(_("The new day must be later than {day}.", day=plan.by), field="by")
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules_day = plan.started_on or plan.drawn_up_on
    if asked.decided_on < rules_day:
        raise KnownError(_("A plan cannot be postponed before it runs."), field="decided_on")
    line = Postponement(decided_on=asked.decided_on, until_then=plan.by, by=asked.by, reason=asked.reason.strip())
    moved_plan = changed(plan, state=PlanState.POSTPONED, by=asked.by, postponements=(*plan.postponements, line))
    with book.act(N_("Postpone catch-up plan {no}"), no=plan.number) as act:
        store.save_plan(act, moved_plan)


def learn_from(book: Book, row: int, asked: LearnFrom) -> None:
    """Tie a plan to the experience its unit learns."""
    plan = store.plan(book, row)
    with book.act(N_("Catch-up plan {no} learns an experience"), no=plan.number) as act:
        act.link(LEARNS, (store.PLANS.name, row), ("experiences", asked.experience))


def _stepped(book: Book, row: int, state: PlanState) -> CatchUpPlan:
    plan = store.plan(book, row)
    rules.check_step(plan.state, state)
    return plan


def _end(book: Book, plan: CatchUpPlan, state: PlanState, asked: Ending, label: str) -> None:
    if asked.day < (plan.started_on or plan.drawn_up_on):
        raise KnownError(_("A plan cannot end before it runs."), field="day")
    with book.act(label, no=plan.number) as act:
        store.save_plan(act, changed(plan, state=state, ended_on=asked.day, result=asked.result.strip()))


def plan_warnings(book: Book, plan: CatchUpPlan, today: date) -> list[str]:
    """What the clerk should know about a plan, in words of the screen."""
    found = []
    if plan.state in OPEN:
        month = reached_in(book, plan)
        if month is not None:
            found.append(_("The figures show the target reached in {month}: write it down.", month=month))
    if plan.ended_on is None and plan.by < today:
        found.append(_("The deadline of {day} has passed.", day=plan.by))
    late = [line for line in plan.steps if plan.ended_on is None and line.due and line.done_on is None and line.due < today]
    if late:
        found.append(_("Measures overdue: {count}", count=len(late)))
    return found


def plans_of(book: Book, period: Period) -> list[CatchUpPlan]:
    """The plans of a period: drawn up before its end and not ended before it, those withdrawn left out."""
    return store.plans(
        book, "drawn_up_on < :next and state <> 'withdrawn' and (ended_on is null or ended_on >= :first)",
        first=period.first.isoformat(), next=period.next.isoformat(),
    )


# -- what is due, and the summary ---------------------------------------------------------------------


def badge(book: Book, today: date) -> int:
    """How many open plans and measures are past their day."""
    return store.overdue(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, and what waits for somebody."""
    found: list[Due] = []
    for plan in store.plans(book, "state in ('drawn_up', 'running', 'postponed')"):
        entry = Due(
            tbl=store.PLANS.name, row=plan.id, number=plan.number, title=plan.title, unit=plan.unit, day=plan.by,
            what=Said(N_("Catch-up plan ends")),
        )  # fmt: skip
        if plan.by <= until:
            found.append(entry)
        if plan.state is PlanState.DRAWN_UP:
            waits = Said(N_("Catch-up plan to be started"))
        elif reached_in(book, plan) is not None:
            waits = Said(N_("Target reached: to be written down"))
        else:
            continue
        found.append(msgspec.structs.replace(entry, day=None, kind="waits", what=waits))
    found.extend(
        Due(
            tbl=store.PLANS.name, row=row["plan"], number=row["number"], title=row["text"], unit=row["unit"], who=row["who"],
            day=date.fromisoformat(row["due"]), what=Said(N_("Measure of a catch-up plan")),
        )
        for row in store.steps_open(book, until)
    )
    return found


def promises(book: Book) -> list[Promise]:
    """Every measure of every catch-up plan that stands."""
    return [
        Promise(
            tbl=store.PLANS.name, row=row["plan"], line=row["id"], number=row["number"], unit=row["unit"], who=row["who"],
            source=Said(N_("Catch-up plan")), text=row["text"],
            made_on=date.fromisoformat(row["drawn_up_on"]), due=date.fromisoformat(row["due"]) if row["due"] else None,
            done_on=date.fromisoformat(row["done_on"]) if row["done_on"] else None,
        )
        for row in store.steps(book)
    ]


def keep_promise(book: Book, tbl: str, row: int, done_on: date) -> None:
    """Write down that a measure of a plan was carried out on a day; `row` is the measure, `tbl` its table or the plan's.

    Raises KnownError.
    """
    owner = store.owner_of_step(book, row) if tbl in (store.PLANS.name, store.STEPS.name) else None
    if owner is None:
        raise KnownError(_("This entry is no longer in the book: it was taken back."))
    plan = store.plan(book, owner)
    if plan.state is PlanState.WITHDRAWN:
        raise KnownError(_("This step cannot be taken now: {state}.", state=_(plan.state.word)))
    if done_on < plan.drawn_up_on:
        raise KnownError(_("This lies before {day}, when the plan was drawn up.", day=plan.drawn_up_on), field="done_on")
    steps = tuple(changed(line, done_on=done_on) if line.id == row else line for line in plan.steps)
    with book.act(N_("A measure of catch-up plan {no} was carried out"), no=plan.number) as act:
        store.save_plan(act, changed(plan, steps=steps))


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """For the monthly summary (domain.md B13, 5): leader and laggard of each group, what would be gained, and the plans.

    A plan runs when it has begun and has not ended on the last day of the period. What is overdue is so on that day, or
    `today` when the period is not over, as on the badge.
    """
    found: list[Figure] = []
    for each in store.groups(book):
        for one in comparisons(book, each.id, period):
            found += _group_figures(one)
    days = {"first": period.first.isoformat(), "next": period.next.isoformat()}
    day = min(period.last, today or date.today()).isoformat()
    running = store.plans(
        book,
        "started_on < :next and state <> 'withdrawn' and (ended_on is null or ended_on >= :next)",
        next=days["next"],
    )
    reached = store.plans(book, "state = 'reached' and ended_on >= :first and ended_on < :next", **days)
    overdue = store.plans(
        book, "by < :day and drawn_up_on <= :day and (ended_on is null or ended_on > :day) and state <> 'withdrawn'", day=day
    )
    for code, label, plans in (
        ("comparison.running", N_("Catch-up plans running"), running),
        ("comparison.reached", N_("Catch-up plans reached"), reached),
        ("comparison.overdue", N_("Catch-up plans overdue"), overdue),
    ):
        found.append(Figure(code=code, label=label, value=len(plans), tbl=store.PLANS.name, rows=tuple(p.id for p in plans)))
    return tuple(found)


def _group_figures(found: Comparison) -> list[Figure]:
    """The gap between leader and laggard of one comparison, and what would be gained; nothing when two are not compared."""
    ranked = [place for place in found.standing.places if not place.mark]
    if len(found.standing.places) < 2 or not ranked or found.standing.leader is None:
        return []
    laggard, indicator = ranked[-1], found.indicator
    name = f"{name_of(found.group)}: {figures_desk.called(indicator)}"
    code = f"comparison.{found.group.id}.{indicator.id}"
    says = Said(
        N_("ahead {leader} {best}, behind {laggard} {last} {measure}"),
        {
            "leader": ", ".join(str(found.names[key]) for key in found.standing.leaders[:3]),
            "best": shown(indicator, found.standing.leader), "laggard": str(found.names[laggard.key]),
            "last": shown(indicator, laggard.value), "measure": figures_desk.measured_in(indicator), "what": name,
        },
    )  # fmt: skip
    figures = [
        Figure(
            code=f"{code}.gap", label=_("Gap to the leader: {name}", name=name), value=figures_desk.percent(laggard.percent),
            kind="percent", note=says, tbl=store.GROUPS.name, rows=(found.group.id,),
        )
    ]
    all_gains = gains(found, Reach.LEADER)
    if all_gains.physical is None:
        return figures
    label = _("Gain if all reached the leader: {name}", name=name)
    measure = str(measured_gain(found))
    gain = Figure(
        code=f"{code}.gain", label=label, value=all_gains.physical * 100, kind="quantity", unit=measure, tbl=store.GROUPS.name,
        rows=(found.group.id,),
    )  # fmt: skip
    if all_gains.fen is not None:
        said: dict[str, object] = {"amount": shown_gain(all_gains.physical), "measure": measure}
        gain = msgspec.structs.replace(
            gain, value=all_gains.fen, kind="money", unit=N_("yuan"), note=Said(N_("{amount} {measure}"), said)
        )
    figures.append(gain)
    return figures
