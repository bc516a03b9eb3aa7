"""Where the units stand in the movement, with the days of their stages and how many people took part."""

from __future__ import annotations

from typing import Any

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.rectification import rules, store
from unionoffice.desks.rectification.records import Movement, Stage, StageBeginning
from unionoffice.desks.roster import service as roster

TABLE = store.MOVEMENT.name

MOVEMENT = Query(
    store.MOVEMENT,
    columns=(
        Column("unit", wide=True), Column("airing_on", N_("Airing views")), Column("debating_on", N_("Debating")),
        Column("correcting_on", N_("Correcting")), Column("checked_on", N_("Final check")), Column("stage"),
    ),
    filters=(
        Filter("units", N_("all units"), "1"),
        *(Filter(stage.value, stage.word, f"stage = '{stage.value}'") for stage in Stage),
    ),
    orders=(Order("entered", N_("as entered"), "id"), Order("stage", N_("by stage"), "stage, id")),
)  # fmt: skip


def enter_movement(book: Book, movement: Movement) -> int:
    """Enter where a unit stands; give the id. Raises KnownError with the field at fault, or when the unit stands there.

    Where a turnout does not say how many people the unit has, the roster's number of now is written down.
    """
    tidy = _counted(book, changed(movement, id=0, stage=rules.stage_of(movement)))
    rules.check_movement(tidy)
    if store.movement_of(book, tidy.unit) is not None:
        raise KnownError(_("This unit stands here already."), field="unit")
    with book.act(N_("Enter where {unit} stands"), unit=book.title("units", tidy.unit)) as act:
        return store.save_movement(act, tidy)


def correct_movement(book: Book, movement: Movement) -> None:
    """Correct the days of a unit's stages, or how many took part. Raises KnownError with the field at fault."""
    tidy = _counted(book, changed(movement, stage=rules.stage_of(movement)))
    rules.check_movement(tidy)
    if store.movement_of(book, tidy.unit) not in (None, tidy.id):
        raise KnownError(_("This unit stands here already."), field="unit")
    with book.act(N_("Correct where {unit} stands"), unit=book.title("units", tidy.unit)) as act:
        store.save_movement(act, tidy)


def _counted(book: Book, movement: Movement) -> Movement:
    """The turnouts with the people of the unit, from the roster where none are written."""
    if all(line.heads is not None for line in movement.turnout):
        return movement
    heads = heads_of(book, movement.unit) or None
    lines = (line if line.heads is not None else changed(line, heads=heads) for line in movement.turnout)
    return changed(movement, turnout=tuple(lines))


def enter_stage(book: Book, row: int, stage: Stage, asked: StageBeginning) -> None:
    """Write down that a unit entered a further stage."""
    movement = store.movement(book, row)
    if stage not in rules.next_stages(movement.stage):
        raise KnownError(_("The unit stands at “{stage}” already.", stage=movement.stage))
    last = max((day for field in rules.STAGES.values() if (day := getattr(movement, field)) is not None), default=None)
    rules.not_before(asked.day, last, "day")
    days: dict[str, Any] = {rules.STAGES[stage]: asked.day}
    moved = changed(movement, **days)
    moved = changed(moved, stage=rules.stage_of(moved))
    label = N_("{unit}: {stage}")
    with book.act(label, unit=book.title("units", movement.unit), stage={"key": stage.word, "values": {}}) as act:
        store.save_movement(act, moved)


def heads_of(book: Book, unit: int) -> int:
    """How many workers of a unit, with all under it, are on the roll now: what the turnout is measured by."""
    return roster.headcount(book, unit)


def movement(book: Book, row: int) -> Movement:
    """Where one unit stands."""
    return store.movement(book, row)


def movements(book: Book) -> list[Movement]:
    """Where every unit stands, in the order of the tree."""
    order = {unit.id: place for place, unit in enumerate(roster.units(book))}
    return sorted(store.movements(book), key=lambda each: order.get(each.unit, 0))


def turnout(book: Book, period: Period) -> tuple[int, int, tuple[int, ...]]:
    """People who raised something in the months of a period, people of those units, and the entries behind it.

    Whoever speaks in two months counts in both. A unit under one that was counted in the same month is left out: its
    people are among those already.
    """
    counted = store.turnouts(book, [str(month) for month in period.months()])
    above = {unit.id: unit.above for unit in roster.units(book)}
    known = {(unit, month) for _row, unit, month, _people, _heads in counted}

    def within(unit: int, month: str) -> bool:
        over = above.get(unit)
        while over is not None:
            if (over, month) in known:
                return True
            over = above.get(over)
        return False

    mine = [each for each in counted if not within(each[1], each[2])]
    people, heads = rules.sums_of((each[3], each[4]) for each in mine)
    return people, heads, tuple(dict.fromkeys(each[0] for each in mine))


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """How many people raised something in a period, and their share of the people of the units that were counted."""
    people, heads, entries = turnout(book, period)
    return (
        Figure(
            code="rectification.people", label=N_("People who raised something"), value=people if entries else None,
            tbl=TABLE, rows=entries,
        ),
        Figure(
            code="rectification.turnout", label=N_("Of the people of these units"), value=rules.share(people, heads),
            kind="percent", tbl=TABLE, rows=entries,
        ),
    )  # fmt: skip
