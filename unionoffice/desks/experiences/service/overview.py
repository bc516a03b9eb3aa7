"""What this desk owes, was promised, and counts for the month."""

from __future__ import annotations

from datetime import date
from typing import Any

from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.experiences import store
from unionoffice.desks.experiences.records import (
    Keeping,
)
from unionoffice.desks.experiences.service import visits
from unionoffice.desks.experiences.service.shared import DEMONSTRATIONS_TABLE, TABLE, VISITS_TABLE


def badge(book: Book, today: date) -> int:
    """How much is past its day: outcomes, things taken home, problems, visits, demonstrations, help, contracts."""
    return store.overdue(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, however old, and what waits for somebody."""
    found: list[Due] = []
    for row in store.open_until(book, store.SPREAD_OPEN, "e.id, e.number, e.name, s.due, s.unit, s.outside", until):
        what = Said(N_("Write down how the unit took it over")) if row["unit"] else Said(
            N_("Write down how {unit} took it over"), {"unit": row["outside"]})  # fmt: skip
        found.append(_due(TABLE, row, row["name"], what, row["due"], unit=row["unit"]))
    taken = "v.id, v.number, v.host_name, t.text, t.who, t.unit, t.due"
    for row in store.open_until(book, store.TAKEN_OPEN, taken, until):
        what = Said(N_("Taken home from a visit: {text}"), {"text": row["text"]})
        found.append(_due(VISITS_TABLE, row, row["host_name"], what, row["due"], who=row["who"], unit=row["unit"]))
    for row in store.open_until(book, store.PROBLEMS_OPEN, "c.id, c.number, c.title, p.text, p.whose, p.due", until):
        what = Said(N_("Problem under a contract: {text}"), {"text": row["text"]})
        found.append(_due(store.CONTRACTS.name, row, row["title"], what, row["due"], who=row["whose"]))
    for row in store.open_until(book, store.VISITS_OPEN, "v.id, v.number, v.host_name, v.purpose, v.last_on, v.visiting", until):
        title = f"{row['host_name']} · {row['purpose'].splitlines()[0]}"
        found.append(_due(VISITS_TABLE, row, title, Said(N_("Visit to be made")), row["last_on"], unit=row["visiting"]))
    shown = "d.id, d.number, d.method, d.held_on, d.demonstrator, d.demonstrator_name, d.unit"
    for row in store.open_until(book, store.DEMONSTRATIONS_OPEN, shown, until):
        what, who = Said(N_("Demonstration to be held")), book.title("workers", row["demonstrator"]) or row["demonstrator_name"]
        found.append(_due(DEMONSTRATIONS_TABLE, row, row["method"], what, row["held_on"], who=who, unit=row["unit"]))
    ends = Said(N_("Help comes to its end"))
    found += [
        _due(store.HELP.name, row, row["purpose"], ends, row["last_on"], unit=row["to_unit"])
        for row in store.open_until(book, store.HELP_OPEN, "h.id, h.number, h.purpose, h.last_on, h.to_unit", until)
    ]
    found += [
        _due(store.CONTRACTS.name, row, row["title"], Said(N_("Contract to be concluded")), row["ends_on"])
        for row in store.open_until(book, store.CONTRACTS_OPEN, "c.id, c.number, c.title, c.ends_on", until)
    ]
    return sorted(found, key=lambda each: (each.day or date.max, each.number)) + _waiting(book)


def _due(tbl: str, row: dict[str, Any], title: str, what: Said, day: str, *, who: str = "", unit: int | None = None) -> Due:
    return Due(
        tbl=tbl, row=row["id"], number=row["number"], title=title, what=what, day=date.fromisoformat(day), who=who or "", unit=unit
    )


_WAITS: tuple[tuple[str, str, str, str], ...] = (
    (TABLE, "found", "name", N_("Experience to be written up")),
    (TABLE, "written_up", "name", N_("Experience to be confirmed")),
    (TABLE, "confirmed", "name", N_("Experience to be spread")),
    (VISITS_TABLE, "done", "host_name", N_("Report on the visit is owed to the team")),
    (store.CONTRACTS.name, "drawn_up", "title", N_("Contract to be signed")),
    (store.CONTRACTS.name, "signed", "title", N_("Contract to take effect")),
)


def _waiting(book: Book) -> list[Due]:
    """What waits for somebody, without a day."""
    return [
        Due(tbl=table, row=row["id"], number=row["number"], title=row[title], what=Said(what), unit=row.get("unit"), kind="waits")
        for table, state, title, what in _WAITS
        for row in store.waiting(book, table, state)
    ]


def promises(book: Book) -> list[Promise]:
    """Everything that was taken home from visits, done or not; what was given up with a reason is no promise any more."""
    return [
        Promise(
            tbl=VISITS_TABLE, row=row["parent"], line=row["id"], number=row["number"],
            source=Said(N_("Visit to {host}"), {"host": row["host_name"]}), text=row["text"], who=row["who"], unit=row["unit"],
            made_on=date.fromisoformat(row["last_on"]), due=_day(row["due"]), done_on=_day(row["done_on"]),
        )
        for row in store.taken_home(book)
    ]  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def keep_promise(book: Book, tbl: str, line: int, done_on: date) -> None:
    """Write down that a promise made here was kept: `line` is the thing taken home, `tbl` its table or that of its visit.

    Raises KnownError when it is no longer there.
    """
    if tbl not in (store.TAKEN.name, VISITS_TABLE):
        raise BugError(f"no promises are made in {tbl}")
    row = store.visit_of(book, line)
    if row is None:
        raise KnownError(_("This entry is no longer in the book: it was taken back."))
    taken = store.visit(book, row).taken
    place = next(place for place, each in enumerate(taken, start=1) if each.id == line)
    visits.keep_taken(book, row, Keeping(line=place, done_on=done_on))


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of a period for part 5 of the monthly summary (domain B13), with the records behind each.

    Visits count by their last day, demonstrations by their day, experiences by the day they were written up or confirmed,
    target units by the day they were set, adoptions by the day of the outcome, contracts by their signing, people lent by
    their first day. What was withdrawn or cancelled is left out.
    """

    def rows(sql: str) -> list[dict[str, Any]]:
        return store.between(book, sql, period.first, period.next)

    made, shows, lent = rows(store.VISITS_MADE), rows(store.DEMONSTRATIONS_HELD), rows(store.LENT)

    def of(code: str, label: str, tbl: str, found: list[dict[str, Any]], *, people: bool = False) -> Figure:
        value = sum(row["people"] for row in found) if people else len(found)
        return Figure(code=code, label=label, value=value, tbl=tbl, rows=tuple(dict.fromkeys(row["id"] for row in found)))

    return (
        of("experiences.visits", N_("Visits made to learn"), VISITS_TABLE, made),
        of("experiences.visitors", N_("People on these visits"), VISITS_TABLE, made, people=True),
        of("experiences.demonstrations", N_("Demonstrations held"), DEMONSTRATIONS_TABLE, shows),
        of("experiences.watchers", N_("People watching them"), DEMONSTRATIONS_TABLE, shows, people=True),
        of("experiences.written_up", N_("Experiences written up"), TABLE, rows(store.WRITTEN_UP)),
        of("experiences.confirmed", N_("Experiences confirmed"), TABLE, rows(store.CONFIRMED)),
        of("experiences.targeted", N_("Units set as targets of experiences"), TABLE, rows(store.TARGETED)),
        of("experiences.adopted", N_("Units that adopted an experience"), TABLE, rows(store.ADOPTED)),
        of("experiences.contracts", N_("Learning contracts signed"), store.CONTRACTS.name, rows(store.SIGNED)),
        of("experiences.lent", N_("People lent to other units"), store.HELP.name, lent, people=True),
    )
