"""The questions asked of proposals, award scales and reply rules, and the writing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.proposals.records import (
    Author,
    Calculation,
    Measure,
    Part,
    Proposal,
    ReplyRule,
    Scale,
    ScaleRow,
    State,
    Step,
)


def _authors_note(proposal: Proposal) -> str:
    return "、".join(author.called for author in proposal.authors)


PROPOSALS: Table[Proposal] = Table(
    "proposals",
    Proposal,
    found=Found(
        number="no", title="title", state="state", unit="unit", day="received_on", old_number="old_number", note=_authors_note,
        text=("problem", "method", "expected", "archive_no"), pinyin=("authors.called",),
        mentions=("authors.worker", "parts.worker", "unit"),
    ),
    lines={
        "authors": Table("proposal_authors", Author),
        "steps": Table("proposal_steps", Step),
        "measures": Table("proposal_measures", Measure),
        "calculations": Table("proposal_calculations", Calculation),
        "parts": Table("proposal_parts", Part),
    },
)
SCALES: Table[Scale] = Table(
    "proposal_scales",
    Scale,
    found=Found(title="name", day="valid_from", note=lambda scale: scale.english, text=("source",)),
    lines={"rows": Table("proposal_scale_rows", ScaleRow)},
)
RULES: Table[ReplyRule] = Table("proposal_reply_rules", ReplyRule, found=Found(title="name", day="valid_from"))
_LINES = tuple(PROPOSALS.lines.values())
TABLES = (PROPOSALS, *_LINES, SCALES, *SCALES.lines.values(), RULES)


def proposal(book: Book, row: int) -> Proposal:
    """One proposal with its lines."""
    return book.get(PROPOSALS, row)


def save(act: Act, record: Proposal) -> int:
    """Write a proposal with its lines."""
    return act.save(PROPOSALS, record)


def save_all(act: Act, records: Sequence[Proposal]) -> list[int]:
    """Write many proposals with their lines."""
    return act.save_all(PROPOSALS, records)


def scale(book: Book, row: int) -> Scale:
    """One award scale with its grades."""
    return book.get(SCALES, row)


def scales(book: Book) -> list[Scale]:
    """All award scales with their grades, by the day they began."""
    return [book.get(SCALES, row["id"]) for row in book.rows("select id from proposal_scales order by valid_from, id")]


def save_scale(act: Act, record: Scale) -> int:
    """Write an award scale with its grades."""
    return act.save(SCALES, record)


def awarded_by(book: Book, scale_id: int) -> int:
    """How many proposals were awarded by a scale."""
    return int(book.value("select count(*) from proposals where scale = :scale", scale=scale_id))


def rule(book: Book, row: int) -> ReplyRule:
    """One reply rule."""
    return book.get(RULES, row)


def rule_on(book: Book, day: date) -> ReplyRule | None:
    """The reply rule in force on a day."""
    return book.one(
        ReplyRule, "select * from proposal_reply_rules where valid_from <= :day order by valid_from desc, id desc limit 1",
        day=day.isoformat(),
    )


def reply_rules(book: Book) -> list[ReplyRule]:
    """All reply rules, that which began last first."""
    return book.all(ReplyRule, "select * from proposal_reply_rules order by valid_from desc, id desc")


def told_apart_by(book: Book) -> Iterator[tuple[int, str, str, str, str, int | None]]:
    """Of every proposal what tells one from another: (id, number, paper number, title, day of receipt, unit)."""
    for row in book.rows("select id, no, old_number, title, received_on, unit from proposals order by id"):
        yield row["id"], row["no"], row["old_number"], row["title"], row["received_on"], row["unit"]


def duplicates(book: Book) -> set[int]:
    """The proposals that are closed as duplicates."""
    return {row["id"] for row in book.rows("select id from proposals where state = 'duplicate'")}


def slips_handed_out(book: Book, form: str) -> set[int]:
    """The proposals of which a paper was printed."""
    return {row["row"] for row in book.rows("select distinct row from printed where form = :form and tbl = 'proposals'", form=form)}


def has_rules(book: Book) -> bool:
    """Whether any reply rule or award scale stands in the book."""
    return bool(book.value("select exists (select 1 from proposal_reply_rules) or exists (select 1 from proposal_scales)"))


def save_rule(act: Act, record: ReplyRule) -> int:
    """Write a reply rule."""
    return act.save(RULES, record)


def of_worker(book: Book, worker: int) -> list[Proposal]:
    """The proposals a worker is an author of or has a part of the award in, the latest first."""
    return [
        proposal(book, row["id"])
        for row in book.rows(
            "select id from proposals where id in (select parent from proposal_authors where worker = :worker "
            "union select parent from proposal_parts where worker = :worker) order by received_on desc, id desc",
            worker=worker,
        )
    ]


def of_units(book: Book, units: Sequence[int]) -> list[Proposal]:
    """The proposals that come from some units, the latest first."""
    marks = ", ".join(str(int(unit)) for unit in units) or "null"
    rows = book.rows(f"select id from proposals where unit in ({marks}) order by received_on desc, id desc")
    return [proposal(book, row["id"]) for row in rows]


def in_states(book: Book, states: Sequence[State]) -> list[Proposal]:
    """The proposals that stand in some states, in the order of their receipt."""
    marks = ", ".join(f"'{state.value}'" for state in states)
    rows = book.rows(f"select id from proposals where state in ({marks}) order by received_on, id")
    return [proposal(book, row["id"]) for row in rows]


def overdue(book: Book, today: date) -> list[int]:
    """The proposals whose answer was due before a day and is still owed, the longest first."""
    rows = book.rows(
        "select id from proposals where state in ('received', 'reviewed') and due_on < :today order by due_on, id",
        today=today.isoformat(),
    )
    return [row["id"] for row in rows]


def answered_late(book: Book, today: date) -> int:
    """How many answers were due before a day and are still owed."""
    return int(book.value(
        "select count(*) from proposals where state in ('received', 'reviewed') and due_on < :today", today=today.isoformat()))


def carried_out_late(book: Book, today: date) -> int:
    """How many proposals should have been carried out before a day and are not."""
    return int(
        book.value("select count(*) from proposals where state = 'implementing' and planned_end < :today", today=today.isoformat())
    )


def owed(book: Book, until: date) -> Iterator[dict[str, Any]]:
    """The proposals whose answer is due, or that should be carried out, by a day: as rows with `day`, the earliest first."""
    columns = "id, no, title, state, unit, implementing_unit, responsible"
    return book.each(
        f"select {columns}, due_on as day from proposals where state in ('received', 'reviewed') and due_on <= :until union all "
        f"select {columns}, planned_end from proposals where state = 'implementing' and planned_end <= :until order by day, id",
        until=until.isoformat(),
    )


def waiting(book: Book, states: Sequence[State], most: int) -> list[dict[str, Any]]:
    """The proposals that stand in some states, at most so many, as rows, the earliest received first.

    Of the rejected ones only those whose authors have not been told why.
    """
    marks = ", ".join(f"'{state.value}'" for state in states)
    return book.rows(
        f"select id, no, title, state, unit, implementing_unit, responsible from proposals where state in ({marks}) "
        "and (state <> 'rejected' or told_on is null) order by received_on, id limit :most",
        most=most,
    )


def received_between(book: Book, first: date, following: date) -> list[int]:
    """The proposals received from `first` up to, but without, `following`."""
    rows = book.rows(
        "select id from proposals where received_on >= :first and received_on < :next order by received_on, id",
        first=first.isoformat(), next=following.isoformat(),
    )
    return [row["id"] for row in rows]


def authors_of(book: Book, rows: Sequence[int]) -> dict[int, set[int | None]]:
    """The workers who are authors of some proposals, by proposal; None stands for whoever is not on the roster."""
    marks = ", ".join(str(int(row)) for row in rows) or "null"
    found: dict[int, set[int | None]] = {}
    for line in book.rows(f"select parent, worker from proposal_authors where parent in ({marks})"):
        found.setdefault(line["parent"], set()).add(line["worker"])
    return found


def persons(book: Book, proposals: Sequence[int]) -> int:
    """How many different persons are authors of some proposals."""
    marks = ", ".join(str(int(row)) for row in proposals) or "null"
    return int(
        book.value(
            "select count(distinct case when worker is null then called else worker end) "
            f"from proposal_authors where parent in ({marks})"
        )
    )


def came_to(book: Book, stage: State, first: date, following: date) -> list[int]:
    """The proposals that came to a stage from `first` up to, but without, `following`; steps taken back do not count."""
    rows = book.rows(
        "select distinct parent from proposal_steps where stage = :stage and given_on >= :first and given_on < :next "
        "and struck = 0 order by parent",
        stage=stage.value, first=first.isoformat(), next=following.isoformat(),
    )
    return [row["parent"] for row in rows]


_LATER = ", ".join(f"'{state.value}'" for state in State)
WAITING_AT = (
    "select id, received_on, due_on from proposals p where +received_on < :next and id in ("
    "select id from proposals where state in ('received', 'reviewed') "
    f"union select parent from proposal_steps where stage in ({_LATER}) and given_on >= :next and struck = 0) "
    "and (select stage from proposal_steps s where s.parent = p.id and s.struck = 0 and s.given_on < :next "
    "order by s.place desc limit 1) in ('received', 'reviewed') order by received_on, id"
)
"""Owed an answer at the end of the day before `next`: what was waits still, or a step came since, so only these are looked at."""


def waiting_at(book: Book, following: date) -> list[tuple[int, date, date | None]]:
    """The proposals owed an answer at the end of the day before `following`: (id, received, reply due), the oldest first."""
    rows = book.each(WAITING_AT, next=following.isoformat())
    return [
        (row["id"], date.fromisoformat(row["received_on"]), date.fromisoformat(row["due_on"]) if row["due_on"] else None)
        for row in rows
    ]


def benefit_between(book: Book, after: date, following: date) -> list[tuple[int, date]]:
    """The implemented proposals whose benefit appeared after one day and before another: (id, first day)."""
    rows = book.each(
        "select id, benefit_from from proposals where benefit_from > :after and benefit_from < :next and ended_on is not null "
        "and state <> 'withdrawn' order by benefit_from, id",
        after=after.isoformat(),
        next=following.isoformat(),
    )
    return [(row["id"], date.fromisoformat(row["benefit_from"])) for row in rows]


def summed(book: Book, column: str, proposals: Sequence[int]) -> tuple[int | None, list[int]]:
    """The sum of a money column over some proposals, None when none of them has it, and those that have it."""
    marks = ", ".join(str(int(row)) for row in proposals) or "null"
    rows = book.rows(f"select id, {column} as fen from proposals where id in ({marks}) and {column} is not null order by id")
    return (sum(row["fen"] for row in rows) if rows else None), [row["id"] for row in rows]


def paid_between(book: Book, first: date, following: date) -> list[int]:
    """The proposals whose award was paid from `first` up to, but without, `following`."""
    rows = book.rows(
        "select id from proposals where paid_on >= :first and paid_on < :next order by paid_on, id",
        first=first.isoformat(), next=following.isoformat(),
    )
    return [row["id"] for row in rows]
