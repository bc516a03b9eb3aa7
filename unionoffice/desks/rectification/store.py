"""The questions asked of this desk's tables, and the writing of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.meetings.records import Absent, Addendum, Attendee, Present, Resolution, Vote
from unionoffice.desks.rectification.records import Argument, Check, Debate, Movement, Opinion, Position, Posters, Turnout

# -- opinions ---------------------------------------------------------------------------

OPINIONS: Table[Opinion] = Table(
    "opinions",
    Opinion,
    found=Found(
        number="number", title="summary", state="state", unit="unit", day="raised_on", old_number="old_number",
        text=("details", "remark", "reply", "measure", "result", "referred_to", "checks.finding"),
    ),
    lines={"checks": Table("opinion_checks", Check)},
)  # fmt: skip
POSTERS: Table[Posters] = Table(
    "opinion_posters",
    Posters,
    found=Found(number="number", title="subject", unit="unit", day="posted_on", text=("spot", "remark")),
)
MOVEMENT: Table[Movement] = Table("movement_units", Movement, lines={"turnout": Table("movement_turnout", Turnout)})
DEBATE_RESOLUTIONS: Table[Resolution] = Table("debate_resolutions", Resolution)
DEBATES: Table[Debate] = Table(
    "debates",
    Debate,
    found=Found(
        number="number", title="motion", state="state", unit="unit", day="held_on", old_number="old_number",
        text=(
            "room", "agenda", "positions.text", "arguments.text", "arguments.evidence", "resolutions.text", "votes.motion",
            "open_questions", "conclusion", "follows", "addenda.text", "file_number",
        ),
    ),
    lines={
        "present": Table("debate_present", Present),
        "absent": Table("debate_absent", Absent),
        "attendees": Table("debate_attendees", Attendee),
        "positions": Table("debate_positions", Position),
        "arguments": Table("debate_arguments", Argument),
        "resolutions": DEBATE_RESOLUTIONS,
        "votes": Table("debate_votes", Vote),
        "addenda": Table("debate_addenda", Addendum),
    },
)  # fmt: skip
TABLES: tuple[Table[Any], ...] = (
    OPINIONS, *OPINIONS.lines.values(), POSTERS, MOVEMENT, *MOVEMENT.lines.values(), DEBATES, *DEBATES.lines.values(),
)  # fmt: skip


def opinion(book: Book, row: int) -> Opinion:
    """One opinion with its checks."""
    return book.get(OPINIONS, row)


def posters(book: Book, row: int) -> Posters:
    """One entry of posters."""
    return book.get(POSTERS, row)


def movement(book: Book, row: int) -> Movement:
    """Where one unit stands."""
    return book.get(MOVEMENT, row)


def save_opinion(act: Act, record: Opinion) -> int:
    """Write an opinion with its checks."""
    return act.save(OPINIONS, record)


def save_posters(act: Act, record: Posters) -> int:
    """Write an entry of posters."""
    return act.save(POSTERS, record)


def save_movement(act: Act, record: Movement) -> int:
    """Write where a unit stands."""
    return act.save(MOVEMENT, record)


def opinions(book: Book, condition: str, *, order: str = "raised_on, id", **values: object) -> list[Opinion]:
    """The opinions that fulfil a condition, without their checks."""
    return book.all(Opinion, f"select * from opinions where {condition} order by {order}", **values)


def rows_of(book: Book, condition: str, **values: object) -> tuple[int, ...]:
    """The ids of the opinions that fulfil a condition, by date."""
    rows = book.rows(f"select id from opinions where {condition} order by raised_on, id", **values)
    return tuple(row["id"] for row in rows)


def count(book: Book, condition: str, **values: object) -> int:
    """How many opinions fulfil a condition."""
    return int(book.value(f"select count(*) from opinions where {condition}", **values))


def promised(book: Book) -> list[dict[str, Any]]:
    """What of an answer makes a promise, for every answer that stands, in the order of the opinions."""
    return book.rows(
        "select id, number, measure, reply, person, responsible, replied_on, planned_on, done_on from opinions "
        "where replied_on is not null and planned_on is not null and state in ('replied', 'correcting', 'done', 'corrected') "
        "order by raised_on, id"
    )


def corrected_by_unit(book: Book) -> dict[int | None, tuple[int, ...]]:
    """The corrected opinions by responsible unit; None is the union itself."""
    found: dict[int | None, tuple[int, ...]] = {}
    for row in book.rows("select id, responsible, by_union from opinions where state = 'corrected' order by id"):
        if row["by_union"] or row["responsible"] is not None:
            found[row["responsible"]] = (*found.get(row["responsible"], ()), row["id"])
    return found


def corrected_of_raised(book: Book, first: date, next: date) -> tuple[int, ...]:  # noqa: A002 - a period's own word
    """The opinions raised from a day on and before another that were corrected before it too, a merged one with its main one."""
    return rows_of(
        book,
        "raised_on >= :first and raised_on < :next and state <> 'withdrawn' and exists (select 1 from opinions as main "
        "where main.id = coalesce(opinions.merged_into, opinions.id) and main.corrected_on < :next)",
        first=first.isoformat(), next=next.isoformat(),
    )  # fmt: skip


def merged_into(book: Book, row: int) -> list[Opinion]:
    """The opinions that were merged into one."""
    return opinions(book, "merged_into = :row", row=row)


def people_of(book: Book, row: int) -> int:
    """How many people raised an opinion, those of the merged ones among them."""
    return int(book.value("select sum(people) from opinions where id = :row or merged_into = :row", row=row) or 0)


def on_posters(book: Book, row: int) -> tuple[int, ...]:
    """The opinions that stand on an entry of posters, withdrawn ones left out."""
    return rows_of(book, "poster = :row and state <> 'withdrawn'", row=row)


def sheets_between(book: Book, first: date, next: date) -> list[Posters]:  # noqa: A002 - a period's own word
    """The posters put up from a day on and before another, voided entries left out."""
    return book.all(
        Posters,
        "select * from opinion_posters where posted_on >= :first and posted_on < :next and voided_on is null "
        "order by posted_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )  # fmt: skip


def slips(book: Book) -> list[tuple[int, str]]:
    """The kept hashes of all slips, the latest first: (opinion, hash)."""
    rows = book.rows("select id, slip from opinions where slip <> '' order by slip_on desc, id desc")
    return [(row["id"], row["slip"]) for row in rows]


def slip_of_year(book: Book, year: int) -> str:
    """A kept hash of a slip given in a year, empty when there is none yet."""
    return str(
        book.value(
            "select slip from opinions where slip <> '' and slip_on >= :first and slip_on < :next order by slip_on, id limit 1",
            first=f"{year:04d}-01-01", next=f"{year + 1:04d}-01-01",
        ) or ""
    )  # fmt: skip


def movements(book: Book) -> list[Movement]:
    """Where every unit stands, with the turnouts."""
    return [book.get(MOVEMENT, row["id"]) for row in book.rows("select id from movement_units order by id")]


def movement_of(book: Book, unit: int) -> int | None:
    """The entry of a unit, if it has one."""
    found = book.value("select id from movement_units where unit = :unit", unit=unit)
    return None if found is None else int(found)


def turnouts(book: Book, months: Sequence[str]) -> list[tuple[int, int, str, int, int]]:
    """What was counted in some months: (entry, unit, month, people, heads)."""
    if not months:
        return []
    marks = ", ".join(f":m{place}" for place in range(len(months)))
    rows = book.rows(
        "select m.id, m.unit, t.month, t.people, t.heads from movement_turnout t join movement_units m on m.id = t.parent "
        f"where t.month in ({marks}) order by m.id, t.month",
        **{f"m{place}": month for place, month in enumerate(months)},
    )
    return [(row["id"], row["unit"], row["month"], row["people"], row["heads"]) for row in rows]


def names_kept(book: Book, row: int) -> set[str]:
    """The names that the journal holds of who raised an opinion."""
    one_side = "select json_extract({side}, '$.raised_by') as name from changes where tbl = 'opinions' and row = :row"
    sides = " union ".join(one_side.format(side=side) for side in ("before", "after"))
    return {each["name"] for each in book.rows(sides, row=row) if each["name"]}


# -- debates --------------------------------------------------------------------------------

WAS_HELD = "state in ('held', 'confirmed', 'filed')"

PROMISE_BROKEN = f"{WAS_HELD} and id in (select parent from debate_resolutions where done_on is null and due < :today)"
"""The condition on debates with a resolution that is past its day and not carried out."""


def debate(book: Book, row: int) -> Debate:
    """One debate with its minutes."""
    return book.get(DEBATES, row)


def save_debate(act: Act, record: Debate) -> int:
    """Write a debate with the lines of its minutes."""
    return act.save(DEBATES, record)


def first_debate(book: Book) -> date | None:
    """The day of the first debate that took place."""
    found = book.value(f"select min(held_on) from debates where {WAS_HELD}")
    return None if found is None else date.fromisoformat(found)


def debate_times(book: Book, first: date, next: date) -> list[dict[str, Any]]:  # noqa: A002 - a period's own word
    """When the debates held from a day on and before another began and ended, and how many people sat in them."""
    return book.rows(
        "select id, unit, held_on, begins, iif(closed_at <> '', closed_at, ends) as ends, in_working_time, "
        "(select coalesce(sum(people), 0) from debate_present where parent = d.id) + "
        "(select coalesce(sum(people), 0) from debate_attendees where parent = d.id) as people "
        f"from debates d where held_on >= :first and held_on < :next and {WAS_HELD} order by held_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )  # fmt: skip


def debates_unconfirmed(book: Book, first: date, next: date) -> list[int]:  # noqa: A002 - a period's own word
    """The debates held from a day on and before another whose minutes are not confirmed."""
    rows = book.rows(
        "select id from debates where held_on >= :first and held_on < :next and state = 'held' order by held_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )
    return [row["id"] for row in rows]


def debates_met_last(book: Book, units: Sequence[int] | None, before: date) -> date | None:
    """The day of the last debate that was held before a day: of some units, or (None) of anybody."""
    whose = "1" if units is None else "unit in ({})".format(", ".join(str(int(unit)) for unit in units) or "null")
    found = book.value(
        f"select max(held_on) from debates where {whose} and held_on < :before and {WAS_HELD}", before=before.isoformat()
    )
    return None if found is None else date.fromisoformat(found)


def debates_planned(book: Book, until: date) -> list[dict[str, Any]]:
    """The debates planned until a day, those whose day has passed among them: id, number, motion, held_on, unit."""
    return book.rows(
        "select id, number, motion, held_on, unit from debates where state = 'planned' and held_on <= :until "
        "order by held_on, id", until=until.isoformat(),
    )  # fmt: skip


def debates_overdue(book: Book, today: date) -> int:
    """How many planned debates are past their day, and resolutions of debates past theirs and not carried out."""
    return int(book.value(
        "select (select count(*) from debates where state = 'planned' and held_on < :today) + "
        "(select count(*) from debate_resolutions r join debates d on d.id = r.parent "
        f"where r.done_on is null and r.due < :today and d.{WAS_HELD})", today=today.isoformat(),
    ))  # fmt: skip


_RESOLUTIONS = (
    "select d.id as row, d.number, d.held_on, r.id as line, r.text, r.unit, r.due, r.done_on "
    f"from debate_resolutions r join debates d on d.id = r.parent where d.{WAS_HELD}"
)


def debate_resolutions(book: Book) -> list[dict[str, Any]]:
    """Every resolution of the debates that were held: row, number, held_on, line, text, unit, due, done_on."""
    return book.rows(f"{_RESOLUTIONS} order by d.held_on, d.id, r.place")


def debate_resolutions_open(book: Book, until: date) -> list[dict[str, Any]]:
    """The resolutions of debates that are due until a day and not carried out, the most urgent first."""
    return book.rows(f"{_RESOLUTIONS} and r.done_on is null and r.due <= :until order by r.due, r.id", until=until.isoformat())


def debate_of_resolution(book: Book, line: int) -> int | None:
    """The debate in which a resolution was taken; None when it is gone."""
    found: int | None = book.value("select (select parent from debate_resolutions where id = :line)", line=line)
    return found
