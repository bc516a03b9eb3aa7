"""The questions asked of sessions, exposures and prevention rules, and the writing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table, from_row
from unionoffice.core.words import N_
from unionoffice.desks.waste.records import (
    Absent,
    Addendum,
    Attendee,
    Exposure,
    Inspection,
    Inspector,
    LossPer,
    Present,
    PreventionRule,
    Recheck,
    Resolution,
    RuleUnit,
    Session,
    Speech,
    Vote,
)

SPEECHES: Table[Speech] = Table("waste_speeches", Speech)
RESOLUTIONS: Table[Resolution] = Table("waste_resolutions", Resolution)
SESSIONS: Table[Session] = Table(
    "waste_sessions",
    Session,
    found=Found(
        number="number", title="topic", state="state", unit="unit", day="held_on", old_number="old_number",
        text=(
            "room", "agenda", "speeches.text", "resolutions.text", "votes.motion", "open_questions", "addenda.text", "file_number",
        ),
    ),
    lines={
        "present": Table("waste_present", Present),
        "absent": Table("waste_absent", Absent),
        "attendees": Table("waste_attendees", Attendee),
        "speeches": SPEECHES,
        "resolutions": RESOLUTIONS,
        "votes": Table("waste_votes", Vote),
        "addenda": Table("waste_addenda", Addendum),
    },
)
EXPOSURES: Table[Exposure] = Table(
    "waste_exposures",
    Exposure,
    found=Found(
        number="number", title="title", state="state", unit="unit", day="exposed_on", old_number="old_number",
        text=("spot", "description", "cause", "finding", "measure", "result", "rechecks.finding"),
    ),
    lines={"rechecks": Table("waste_rechecks", Recheck)},
)
INSPECTIONS: Table[Inspection] = Table("waste_inspections", Inspection)
RULES: Table[PreventionRule] = Table(
    "waste_rules",
    PreventionRule,
    found=Found(
        number="number", title="title", state="state", unit="responsible", day="drafted_on", old_number="old_number",
        text=("text", "discussion", "remark", "inspections.what"), mentions=("responsible", "units.unit", "inspectors.worker"),
    ),
    lines={
        "units": Table("waste_rule_units", RuleUnit),
        "inspectors": Table("waste_rule_inspectors", Inspector),
        "inspections": INSPECTIONS,
    },
)
TABLES: tuple[Table[Any], ...] = (
    SESSIONS, *SESSIONS.lines.values(), EXPOSURES, *EXPOSURES.lines.values(), RULES, *RULES.lines.values(),
)

PROMISE_BROKEN = (
    "state in ('held', 'confirmed', 'filed') "
    "and id in (select parent from waste_resolutions where done_on is null and due < :today)"
)
"""The condition on sessions with a resolution that is past its day and not carried out."""

RAISED = N_("raised to a proposal")
"""The kind of link from an exposure to the proposal it was raised to."""


def session(book: Book, row: int) -> Session:
    """One session with its minutes."""
    return book.get(SESSIONS, row)


def exposure(book: Book, row: int) -> Exposure:
    """One exposure."""
    return book.get(EXPOSURES, row)


def told_apart_by(book: Book) -> Iterator[tuple[int, str, str, str, str, int | None]]:
    """Of every exposure what tells one from another: (id, number, paper number, title, day, unit)."""
    for row in book.rows("select id, number, old_number, title, exposed_on, unit from waste_exposures order by id"):
        yield row["id"], row["number"], row["old_number"], row["title"], row["exposed_on"], row["unit"]


def save_session(act: Act, record: Session) -> int:
    """Write a session with the lines of its minutes."""
    return act.save(SESSIONS, record)


def save_exposure(act: Act, record: Exposure) -> int:
    """Write an exposure."""
    return act.save(EXPOSURES, record)


def save_exposures(act: Act, records: Sequence[Exposure]) -> list[int]:
    """Write many exposures."""
    return act.save_all(EXPOSURES, records)


def held(book: Book, first: date, next: date) -> list[Session]:  # noqa: A002 - a period's own word
    """The sessions that took place from a day on and before another, in order."""
    rows = book.rows(
        "select id from waste_sessions where held_on >= :first and held_on < :next "
        "and state in ('held', 'confirmed', 'filed') order by held_on, id", first=first.isoformat(), next=next.isoformat(),
    )
    return [book.get(SESSIONS, row["id"]) for row in rows]


def first_held(book: Book) -> date | None:
    """The day of the first session that took place."""
    found = book.value("select min(held_on) from waste_sessions where state in ('held', 'confirmed', 'filed')")
    return None if found is None else date.fromisoformat(found)


def times(book: Book, first: date, next: date) -> list[dict[str, Any]]:  # noqa: A002 - a period's own word
    """When the sessions that took place from a day on and before another began and ended, and how many people sat in them."""
    return book.rows(
        "select id, unit, held_on, begins, iif(closed_at <> '', closed_at, ends) as ends, in_working_time, "
        "(select coalesce(sum(people), 0) from waste_present where parent = s.id) + "
        "(select coalesce(sum(people), 0) from waste_attendees where parent = s.id) as people "
        "from waste_sessions s where held_on >= :first and held_on < :next and state in ('held', 'confirmed', 'filed') "
        "order by held_on, id", first=first.isoformat(), next=next.isoformat(),
    )


def exposures(book: Book, condition: str, **values: object) -> list[Exposure]:
    """The exposures that fulfil a condition, by date."""
    return book.all(Exposure, f"select * from waste_exposures where {condition} order by exposed_on, id", **values)


def each_exposure(book: Book, condition: str, **values: object) -> Iterator[Exposure]:
    """The exposures that fulfil a condition, by date, one by one."""
    rows = book.each(f"select * from waste_exposures where {condition} order by exposed_on, id", **values)
    return (from_row(Exposure, row) for row in rows)


def which(book: Book, condition: str, **values: object) -> list[int]:
    """Which exposures fulfil a condition, by date: where a figure counts thousands, the rest of them is not read."""
    with book.fetching(f"select id from waste_exposures where {condition} order by exposed_on, id", **values) as found:
        return [row for (row,) in found]


REGISTERED = "exposed_on >= :first and exposed_on < :next and state <> 'withdrawn'"
"""The date of the exposure lies in a period; withdrawn ones are left out."""

VERIFIED = "verified_on >= :first and verified_on < :next and +state in ('verified', 'measure_set', 'stopped')"
"""The exposure was verified in a period and stands; the plus sign looks up the days of the period, not all of a state."""

STOPPED = "stopped_on >= :first and stopped_on < :next and +state = 'stopped'"
"""The waste was stopped in a period."""

LATE_ON = (
    "+deadline < :day and measure_on <= :day and id in (select id from waste_exposures where state = 'measure_set' "
    "union all select id from waste_exposures where +state = 'stopped' and stopped_on > :day)"
)
"""The measure was past its deadline on a day: it is not carried out yet, or was after that day."""


def losses(book: Book, condition: str, **values: object) -> list[tuple[int, int, LossPer]]:
    """Of the exposures that fulfil a condition, by date: (id, verified loss in fen, for which time it is)."""
    times = {each.value: each for each in LossPer}
    sql = f"select id, coalesce(verified_loss, 0), verified_per from waste_exposures where {condition} order by exposed_on, id"
    with book.fetching(sql, **values) as found:
        return [(row, loss, times[per]) for row, loss, per in found]


def raised(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The exposures raised to a proposal, withdrawn ones left out, whose date lies from a day on and before another."""
    rows = book.rows(
        "select distinct e.id from waste_exposures e join links l on l.from_tbl = 'waste_exposures' and l.from_row = e.id "
        "and l.kind = :kind left join register r on r.tbl = l.to_tbl and r.row = l.to_row "
        "where e.state <> 'withdrawn' "
        "and coalesce(nullif(r.day, ''), e.exposed_on) >= :first and coalesce(nullif(r.day, ''), e.exposed_on) < :next "
        "order by e.id", kind=RAISED, first=first.isoformat(), next=next.isoformat(),
    )
    return [row["id"] for row in rows]


def overdue(book: Book, today: date) -> int:
    """How many measures are past their deadline."""
    return int(book.value(
        "select count(*) from waste_exposures where state = 'measure_set' and deadline < :today", today=today.isoformat()))


def not_held_yet(book: Book, today: date) -> int:
    """How many planned sessions should have been held before today."""
    return int(book.value(
        "select count(*) from waste_sessions where state = 'planned' and held_on < :today", today=today.isoformat()))


def unconfirmed(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The sessions held from a day on and before another whose minutes are not confirmed."""
    rows = book.rows(
        "select id from waste_sessions where held_on >= :first and held_on < :next and state = 'held' order by held_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )
    return [row["id"] for row in rows]


def untimed(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The sessions that took place from a day on and before another and have no beginning or no end written."""
    rows = book.rows(
        "select id from waste_sessions where held_on >= :first and held_on < :next and state in ('held', 'confirmed', 'filed') "
        "and (begins = '' or (closed_at = '' and ends = '')) order by held_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )
    return [row["id"] for row in rows]


def resolutions_overdue(book: Book, today: date) -> int:
    """How many resolutions of sessions that were held are past their day and not carried out."""
    return int(book.value(
        "select count(*) from waste_resolutions r join waste_sessions s on s.id = r.parent "
        "where r.done_on is null and r.due < :today and s.state in ('held', 'confirmed', 'filed')", today=today.isoformat()))


def planned(book: Book, until: date) -> list[dict[str, Any]]:
    """The sessions planned until a day, those whose day has passed among them: id, number, topic, held_on, unit."""
    return book.rows(
        "select id, number, topic, held_on, unit from waste_sessions where state = 'planned' and held_on <= :until "
        "order by held_on, id", until=until.isoformat(),
    )


_RESOLUTIONS = (
    "select s.id as row, s.number, s.held_on, r.id as line, r.text, r.unit, r.due, r.done_on "
    "from waste_resolutions r join waste_sessions s on s.id = r.parent where s.state in ('held', 'confirmed', 'filed')"
)


def resolutions(book: Book) -> list[dict[str, Any]]:
    """Every resolution of the sessions that were held: row, number, held_on, line, text, unit, due, done_on."""
    return book.rows(f"{_RESOLUTIONS} order by s.held_on, s.id, r.place")


def resolutions_open(book: Book, until: date) -> list[dict[str, Any]]:
    """The resolutions that are due until a day and not carried out, the most urgent first."""
    return book.rows(f"{_RESOLUTIONS} and r.done_on is null and r.due <= :until order by r.due, r.id", until=until.isoformat())


def session_of_resolution(book: Book, line: int) -> int | None:
    """The session in which a resolution was taken; None when it is gone."""
    found: int | None = book.value("select (select parent from waste_resolutions where id = :line)", line=line)
    return found


def met_last(book: Book, units: Sequence[int] | None, before: date) -> date | None:
    """The day of the last session that took place before a day: of some units, or (None) of anybody."""
    marks = "1" if units is None else "unit in ({})".format(", ".join(str(int(unit)) for unit in units) or "null")
    found = book.value(
        f"select max(held_on) from waste_sessions where {marks} and held_on < :before "
        "and state in ('held', 'confirmed', 'filed')", before=before.isoformat(),
    )
    return None if found is None else date.fromisoformat(found)


def exposed_at(book: Book, row: int) -> list[int]:
    """The exposures made at a session."""
    return [r["id"] for r in book.rows("select id from waste_exposures where session = :row order by id", row=row)]


def names_kept(book: Book, tbl: str, parent: int) -> set[tuple[int, str]]:
    """The names that the journal holds of a session's speakers, or of who made an exposure, with the row they stand in.

    `tbl` is waste_speeches (then `parent` is the session) or waste_exposures (then it is the exposure).
    """
    name, whose = ("speaker", "json_extract({side}, '$.parent')") if tbl == SPEECHES.name else ("exposed_by", "row")
    one_side = f"select row, json_extract({{side}}, '$.{name}') as name from changes where tbl = :tbl and {whose} = :parent"
    sides = " union ".join(one_side.format(side=side) for side in ("before", "after"))
    return {(r["row"], r["name"]) for r in book.rows(sides, tbl=tbl, parent=parent) if r["name"]}


# -- prevention rules, inspections, rechecks ----------------------------------------------------------

INSPECTION_DUE = "state = 'in_force' and next_due < :today"
"""The inspection should have been held."""

REVIEW_DUE = "state = 'in_force' and review_on < :today"
"""The rule should have been reviewed."""

RECHECK_DUE = "+state = 'stopped' and recheck_on < :today"
"""Whether stopped waste came again should have been looked at; the plus sign looks up the few days, not all that was stopped."""


def rule(book: Book, row: int) -> PreventionRule:
    """One prevention rule with its inspections."""
    return book.get(RULES, row)


def save_rule(act: Act, record: PreventionRule) -> int:
    """Write a rule with its inspections."""
    return act.save(RULES, record)


def rule_of_inspection(book: Book, inspection: int) -> int | None:
    """The rule an inspection belongs to; None when it is no longer there."""
    found = book.value("select parent from waste_inspections where id = :line", line=inspection)
    return None if found is None else int(found)


def overdue_of_rules(book: Book, today: date) -> int:
    """How many inspections, reviews of rules and rechecks of stopped waste are past their day."""
    parts = (("waste_rules", INSPECTION_DUE), ("waste_rules", REVIEW_DUE), ("waste_exposures", RECHECK_DUE))
    sums = " + ".join(f"(select count(*) from {table} where {where})" for table, where in parts)
    return int(book.value(f"select {sums}", today=today.isoformat()))


def rules_due(book: Book, field: str, until: date) -> list[dict[str, Any]]:
    """The rules in force whose next inspection (`next_due`) or review (`review_on`) is due by a day."""
    return book.rows(
        f"select id, number, title, responsible, owner, {field} as day from waste_rules where state = 'in_force' "
        f"and {field} <= :until order by {field}, id", until=until.isoformat(),
    )


def rules_waiting(book: Book) -> list[dict[str, Any]]:
    """The rules that wait to be discussed, approved or put into force: id, number, title, state, responsible, owner."""
    return book.rows(
        "select id, number, title, state, responsible, owner from waste_rules where state in ('draft', 'discussed', 'approved') "
        "order by id")


def watched(book: Book) -> list[dict[str, Any]]:
    """The units of rules in force that watch an indicator, one row a rule and unit."""
    return book.rows(
        "select r.id, r.number, r.title, r.indicator, r.limit_at, r.owner, r.effective_from, u.unit from waste_rules r "
        "join waste_rule_units u on u.parent = r.id where r.state = 'in_force' and r.indicator is not null and r.limit_at <> '' "
        "order by r.id, u.place")


def rules_in_force(book: Book, day: date) -> list[int]:
    """The rules in force on a day."""
    rows = book.rows(
        "select id from waste_rules where effective_from <= :day and (ended_on is null or ended_on > :day) "
        "order by effective_from, id", day=day.isoformat())
    return [row["id"] for row in rows]


def inspected(book: Book, first: date, next: date) -> list[dict[str, Any]]:  # noqa: A002 - a period's own word
    """The inspections from a day on and before another: the rule as `id`, and the finding."""
    return book.rows(
        "select parent as id, finding from waste_inspections where inspected_on >= :first and inspected_on < :next "
        "order by inspected_on, id", first=first.isoformat(), next=next.isoformat(),
    )


def came_again(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The exposures of which a recheck, from a day on and before another, found that the waste came again."""
    rows = book.rows(
        "select distinct parent from waste_rechecks where again = 1 and checked_on >= :first and checked_on < :next "
        "order by parent",
        first=first.isoformat(), next=next.isoformat(),
    )
    return [row["parent"] for row in rows]
