"""The questions asked of discussions and targets, and the writing of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table, changed
from unionoffice.core.words import N_
from unionoffice.desks.targets.records import Discussion, Effect, PlanMeasure, Revision, Target, TargetMonth, Voice

VOICES: Table[Voice] = Table("plan_voices", Voice)
MEASURES: Table[PlanMeasure] = Table("plan_measures", PlanMeasure)
DISCUSSIONS: Table[Discussion] = Table(
    "plan_discussions",
    Discussion,
    found=Found(
        number="number", title="title", state="state", unit="unit", day="received_on", old_number="old_number",
        text=(
            "outside", "outside_english", "source", "voices.circle", "voices.reason", "voices.answer", "measures.text",
            "effects.what", "effects.english", "balance", "decided_by", "decided_why", "remark",
        ),
    ),
    lines={"voices": VOICES, "measures": MEASURES, "effects": Table("plan_effects", Effect)},
)
TARGETS: Table[Target] = Table(
    "targets",
    Target,
    found=Found(
        number="number", title="title", state="state", unit="unit", day="set_on", old_number="old_number",
        text=("remark", "revisions.reason"), mentions=("unit",),
    ),
    lines={"months": Table("target_months", TargetMonth), "revisions": Table("target_revisions", Revision)},
)
TABLES: tuple[Table[Any], ...] = (DISCUSSIONS, *DISCUSSIONS.lines.values(), TARGETS, *TARGETS.lines.values())

FROM_DISCUSSION = N_("target from the discussion")
"""The kind of link from a discussion to the target that was made of it."""

OPEN = "('received', 'discussing', 'groups', 'reconciled')"
"""The states of a discussion that waits for its decision, as SQL."""


def discussion(book: Book, row: int) -> Discussion:
    """One discussion with its lines."""
    return book.get(DISCUSSIONS, row)


def target(book: Book, row: int) -> Target:
    """One target with its months and revisions."""
    return book.get(TARGETS, row)


def save_discussion(act: Act, record: Discussion) -> int:
    """Write a discussion with its lines."""
    return act.save(DISCUSSIONS, record)


def save_target(act: Act, record: Target) -> int:
    """Write a target with its lines."""
    return act.save(TARGETS, record)


def overdue(book: Book, today: date) -> int:
    """How many promised measures are past their day, and discussions past the day they were to be decided by."""
    measures = book.value(
        "select count(*) from plan_measures m join plan_discussions d on d.id = m.parent "
        "where m.due < :today and m.done_on is null and d.state <> 'cancelled' and d.outside = ''", today=today.isoformat(),
    )
    undecided = book.value(
        f"select count(*) from plan_discussions where decide_by < :today and state in {OPEN} and outside = ''",
        today=today.isoformat(),
    )
    return int(measures) + int(undecided)


def measures_due(book: Book, until: date) -> list[dict[str, Any]]:
    """The promised measures that are due by a day and not done, with number and title of their discussion."""
    return book.rows(
        "select m.text, m.unit, m.owner, m.due, d.id as discussion, d.number, d.title, d.unit as whose "
        "from plan_measures m join plan_discussions d on d.id = m.parent "
        "where m.due <= :until and m.done_on is null and d.state <> 'cancelled' and d.outside = '' order by m.due, m.id",
        until=until.isoformat(),
    )


def undecided(book: Book, until: date) -> list[dict[str, Any]]:
    """The discussions that are to be decided by a day and are not."""
    return book.rows(
        f"select id, number, title, unit, decide_by from plan_discussions where decide_by <= :until and state in {OPEN} "
        "and outside = '' order by decide_by, id", until=until.isoformat(),
    )


def unsettled(book: Book, until: date) -> list[dict[str, Any]]:
    """The targets whose period ended by a day and that nobody has settled."""
    return book.rows(
        "select id, number, title, unit, ends_on from targets where ends_on <= :until and state in ('running', 'revised') "
        "order by ends_on, id", until=until.isoformat(),
    )


def promised(book: Book) -> list[dict[str, Any]]:
    """Every promised measure of the office's own discussions."""
    return book.rows(
        "select m.id, m.text, m.unit, m.owner, m.due, m.done_on, d.id as discussion, d.number, d.unit as whose, "
        "coalesce(d.decided_on, d.received_on) as made_on from plan_measures m join plan_discussions d on d.id = m.parent "
        "where d.state <> 'cancelled' and d.outside = '' order by m.due is null, m.due, m.id"
    )


def discussion_of_measure(book: Book, measure: int) -> int | None:
    """The discussion in which a measure was promised."""
    found = book.value("select parent from plan_measures where id = :row", row=measure)
    return None if found is None else int(found)


def decided(book: Book, first: date, next: date) -> list[Discussion]:  # noqa: A002 - a period's own word
    """The office's own discussions decided from a day on and before another."""
    rows = book.rows(
        "select id from plan_discussions where decided_on >= :first and decided_on < :next and state <> 'cancelled' "
        "and outside = '' order by decided_on, id", first=first.isoformat(), next=next.isoformat(),
    )
    return [book.get(DISCUSSIONS, row["id"]) for row in rows]


def kept_between(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """For every promised measure done from a day on and before another, its discussion."""
    return [
        row["parent"] for row in book.rows(
            "select m.parent from plan_measures m join plan_discussions d on d.id = m.parent "
            "where m.done_on >= :first and m.done_on < :next and d.state <> 'cancelled' and d.outside = '' order by m.parent",
            first=first.isoformat(), next=next.isoformat(),
        )
    ]  # fmt: skip


def settled(book: Book, state: str, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The targets settled in a state from a day on and before another."""
    return [
        row["id"] for row in book.rows(
            "select id from targets where state = :state and settled_on >= :first and settled_on < :next order by id",
            state=state, first=first.isoformat(), next=next.isoformat(),
        )
    ]  # fmt: skip


def touching(book: Book, first: str, last: str, *, unit: int | None = None) -> list[Target]:
    """The targets (of a unit) that have a month from one to another, cancelled ones left out, with their months, for reading."""
    among = (
        "select id from targets where state <> 'cancelled' and (:unit is null or unit = :unit) "
        "and id in (select parent from target_months where month >= :first and month <= :last)"
    )
    values = {"first": first, "last": last, "unit": unit}
    months: dict[int, list[TargetMonth]] = {}
    for line in book.all(TargetMonth, f"select * from target_months where parent in ({among}) order by parent, place", **values):
        months.setdefault(line.parent, []).append(line)
    targets = book.all(Target, f"select * from targets where id in ({among}) order by unit, indicator, id", **values)
    return [changed(each, months=tuple(months[each.id])) for each in targets]


def count_touching(book: Book, month: str) -> int:
    """How many targets have a month."""
    return int(book.value("select count(*) from target_months where month = :month", month=month))


def another(book: Book, target: Target) -> Target | None:
    """Another target, not cancelled, of the same unit, indicator and period."""
    return book.one(
        Target,
        "select * from targets where unit = :unit and indicator = :indicator and period = :period and id <> :row "
        "and state <> 'cancelled' order by id",
        unit=target.unit, indicator=target.indicator, period=target.period, row=target.id,
    )


def names_kept(book: Book, parent: int) -> set[tuple[int, str]]:
    """The names that the journal holds of those who brought voices to a discussion, with the row they stand in."""
    one_side = (
        "select row, json_extract({side}, '$.name') as name from changes "
        "where tbl = 'plan_voices' and json_extract({side}, '$.parent') = :parent"
    )
    sides = " union ".join(one_side.format(side=side) for side in ("before", "after"))
    return {(r["row"], r["name"]) for r in book.rows(sides, parent=parent) if r["name"]}
