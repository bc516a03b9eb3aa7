"""What a clerk does with debates: plan, hold, write up, confirm and file them; follow what they resolved and led to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from unionoffice.core import numbering
from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.kept import Link
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.records import CarryingOut, Confirmation, Correction, Filing, MeetingTime
from unionoffice.desks.rectification import rules, store
from unionoffice.desks.rectification.records import Debate, DebateHolding, DebateState, Ending, Source, Stand, Tying

NUMBERS = "BL"
TABLE = store.DEBATES.name
LINES = store.DEBATE_RESOLUTIONS.name

MINUTES = "debate_minutes"
"""The form of the minutes."""

FOLLOWS = N_("follows from the debate")
"""The kind of link from a debate to a record of whatever desk that it led to."""

DEBATED = N_("debated")
"""The kind of link to a debate from the record it was called for."""

DEBATES = Query(
    store.DEBATES,
    columns=(
        Column("number"), Column("held_on", label=N_("Date")), Column("motion", wide=True), Column("unit"), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('planned', 'held', 'confirmed')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in DebateState),
        Filter("waiting", N_("day has passed"), "state = 'planned' and held_on < :today", alert=True),
        Filter("promised", N_("resolution overdue"), store.PROMISE_BROKEN, alert=True),
    ),
    orders=(Order("latest", N_("latest first"), "held_on desc, id desc"), Order("held", N_("by date"), "held_on, id")),
    day="held_on",
    kind=NUMBERS,
)  # fmt: skip


# -- from plan to files -----------------------------------------------------------------------


def enter(book: Book, debate: Debate, came_from: tuple[str, int] | None = None) -> int:
    """Register a debate, planned or already written up; give its id. `came_from` is the record it was called for, if any.

    Raises KnownError with the field at fault.
    """
    tidy = changed(
        rules.tidied_debate(debate), id=0, state=DebateState.PLANNED, confirmed_on=None, filed_on=None, file_number="",
        ended_on=None, ended_why="", addenda=(),
    )  # fmt: skip
    rules.check_debate(tidy)
    number = numbering.written(NUMBERS, tidy.held_on.year, book.next_running(NUMBERS, tidy.held_on.year))
    with book.act(N_("Register debate {no}"), no=number) as act:
        row = store.save_debate(act, changed(tidy, number=act.number(NUMBERS, tidy.held_on)))
        if came_from is not None:
            act.link(DEBATED, came_from, (TABLE, row))
        return row


def correct(book: Book, debate: Debate) -> None:
    """Correct a debate or write its minutes, while they are not confirmed.

    Raises KnownError with the field at fault, or when the minutes are locked.
    """
    old = store.debate(book, debate.id)
    if old.state not in (DebateState.PLANNED, DebateState.HELD):
        raise KnownError(_("These minutes are locked. Write an addendum with its date instead."))
    tidy = changed(rules.tidied_debate(debate), number=old.number, state=old.state, addenda=old.addenda)
    tidy = meetings.with_days_kept(old, tidy)
    rules.check_debate(tidy)
    with book.act(N_("Correct debate {no}"), no=old.number) as act:
        store.save_debate(act, tidy)


def hold(book: Book, row: int, asked: DebateHolding) -> None:
    """Write down that a planned debate was held: on which day, from when to when."""
    debate = _stepped(book, row, DebateState.HELD)
    held = rules.tidied_debate(changed(
        debate, state=DebateState.HELD, held_on=asked.held_on, in_working_time=asked.in_working_time,
        begins=asked.begins.strip() or debate.begins, closed_at=asked.closed_at.strip() or debate.closed_at,
    ))  # fmt: skip
    rules.check_debate(held)
    with book.act(N_("Debate {no} was held"), no=debate.number) as act:
        store.save_debate(act, held)


def confirm(book: Book, row: int, asked: Confirmation) -> None:
    """Confirm the minutes: from now on they are locked. Cannot be undone. Raises KnownError for what they still lack."""
    debate = _stepped(book, row, DebateState.CONFIRMED)
    rules.check_debate_minutes(debate)
    meetings.not_before(asked.confirmed_on, debate.held_on, "confirmed_on")
    with book.act(N_("Confirm the minutes of debate {no}"), final=True, no=debate.number) as act:
        store.save_debate(act, changed(debate, state=DebateState.CONFIRMED, confirmed_on=asked.confirmed_on))


def file(book: Book, row: int, asked: Filing) -> None:
    """Put confirmed minutes to the files."""
    debate = _stepped(book, row, DebateState.FILED)
    meetings.not_before(asked.filed_on, debate.confirmed_on, "filed_on")
    filed = changed(debate, state=DebateState.FILED, filed_on=asked.filed_on, file_number=asked.file_number.strip())
    with book.act(N_("File the minutes of debate {no}"), no=debate.number) as act:
        store.save_debate(act, filed)


def cancel(book: Book, row: int, asked: Ending) -> None:
    """Cancel a debate whose minutes are not confirmed, with the reason; row and number stay."""
    _end(book, row, DebateState.CANCELLED, asked)


def void(book: Book, row: int, asked: Ending) -> None:
    """Void confirmed minutes, with the reason; row and number stay. Cannot be undone."""
    _end(book, row, DebateState.VOIDED, asked)


def _end(book: Book, row: int, state: DebateState, asked: Ending) -> None:
    debate = _stepped(book, row, state)
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    done = (None if debate.state is DebateState.PLANNED else debate.held_on, debate.confirmed_on, debate.filed_on)
    meetings.not_before(asked.day, meetings.latest(*done, *(line.written_on for line in debate.addenda)), "day")
    label = N_("Cancel debate {no}") if state is DebateState.CANCELLED else N_("Void the minutes of debate {no}")
    with book.act(label, final=state is DebateState.VOIDED, no=debate.number) as act:
        store.save_debate(act, changed(debate, state=state, ended_on=asked.day, ended_why=asked.reason.strip()))


def add_addendum(book: Book, row: int, asked: Correction) -> None:
    """Add a dated addendum to confirmed minutes: the only way to correct them."""
    debate = store.debate(book, row)
    if debate.state not in meetings.LOCKED:
        raise KnownError(_("An addendum belongs to confirmed minutes; these can still be corrected."))
    added = meetings.with_addendum(debate, asked)
    with book.act(N_("Add to the minutes of debate {no}"), no=debate.number) as act:
        store.save_debate(act, added)


def _stepped(book: Book, row: int, state: DebateState) -> Debate:
    debate = store.debate(book, row)
    meetings.check_step(debate.state, state, meetings.NEXT[debate.state])
    return debate


# -- what was resolved, and what follows ---------------------------------------------------------


def carry_out(book: Book, row: int, asked: CarryingOut) -> None:
    """Write down that a resolution was carried out, also when the minutes are locked; or that it was not.

    Raises KnownError when there is no resolution of that number, or the day stands before the debate.
    """
    debate = store.debate(book, row)
    line = debate.resolutions[asked.number - 1].id if asked.number <= len(debate.resolutions) else 0
    _carry_out(book, debate, line, asked.done_on)


def keep_promise(book: Book, line: int, done_on: date | None) -> None:
    """Write down that the resolution of the id `line` was carried out. Raises KnownError when it is gone."""
    parent = store.debate_of_resolution(book, line)
    if parent is None:
        raise KnownError(_("This resolution is no longer in the minutes."))
    _carry_out(book, store.debate(book, parent), line, done_on)


def _carry_out(book: Book, debate: Debate, line: int, done_on: date | None) -> None:
    if debate.state not in meetings.WAS_HELD:
        raise KnownError(_("A resolution is carried out after the session was held."))
    done = meetings.carried_out(debate, line, done_on)
    label = N_("A resolution of debate {no} was carried out") if done_on else N_("A resolution of debate {no} is open again")
    with book.act(label, no=debate.number) as act:
        store.save_debate(act, done)


def tie(book: Book, row: int, asked: Tying) -> None:
    """Tie a debate to a record that follows from it and stands in the book already, by its number. Raises KnownError."""
    debate = store.debate(book, row)
    found = book.numbered(asked.number.strip().upper())
    if found is None:
        raise KnownError(_("Nothing in the book has the number {number}.", number=asked.number.strip()), field="number")
    other = (found.tbl, found.row)
    if other == (TABLE, row):
        raise KnownError(_("That is this debate itself."), field="number")
    if any((link.other.tbl, link.other.row) == other for link in book.links(TABLE, row)):
        raise KnownError(_("{number} is tied to it already.", number=found.number), field="number")
    with book.act(N_("{other} follows from debate {no}"), other=found.number, no=debate.number) as act:
        act.link(FOLLOWS, (TABLE, row), other)


def what_followed(book: Book, row: int) -> list[Link]:
    """The links from a debate to the records it led to."""
    return [link for link in book.links(TABLE, row) if link.outward]


def for_opinion(debate: Debate) -> dict[str, object]:
    """What the form of an opinion raised at a debate takes over."""
    return {"raised_on": debate.held_on, "source": Source.DEBATE, "unit": debate.unit}


def for_proposal(debate: Debate) -> dict[str, object]:
    """What the form of a proposal that grew out of a debate takes over."""
    return {"unit": debate.unit, "received_on": debate.held_on, "problem": debate.conclusion.strip()}


def for_discussion(debate: Debate) -> dict[str, object]:
    """What the form of a plan discussion that follows from a debate takes over."""
    return {"unit": debate.unit, "received_on": debate.held_on}


# -- warnings -------------------------------------------------------------------------------------


def warnings(book: Book, debate: Debate, today: date) -> list[str]:
    """What the clerk should know about a debate, in words of the screen; none of it stops the work."""
    found = []
    if debate.in_working_time:
        found.append(_("The debate lies inside working time: rectification must not cost production."))
    if debate.state is DebateState.PLANNED and debate.held_on < today:
        found.append(_("Its day has passed: write down that it was held, or cancel it."))
    if debate.arguments and not {Stand.FOR, Stand.AGAINST} <= {each.stand for each in debate.arguments}:
        found.append(_("Arguments were written down for one side only."))
    late = sum(1 for each in debate.resolutions if each.done_on is None and each.due is not None and each.due < today)
    if late and debate.state in meetings.WAS_HELD:
        found.append(_("Resolutions past their day and not carried out: {count}.", count=late))
    return found + meetings.names_hint(book, "\n".join(texts(debate)))


def texts(debate: Debate) -> list[str]:
    """Everything of the minutes that is written of things and arrangements, and should name nobody."""
    found = [debate.motion, debate.agenda, debate.open_questions, debate.conclusion, debate.follows]
    found += [each.text for each in debate.positions] + [each.text for each in debate.resolutions]
    found += [part for each in debate.arguments for part in (each.text, each.evidence, each.from_group)]
    return found + [each.motion for each in debate.votes]


# -- questions --------------------------------------------------------------------------------------


def debate(book: Book, row: int) -> Debate:
    """One debate with its minutes."""
    return store.debate(book, row)


def badge(book: Book, today: date) -> int:
    """How many planned debates are past their day, and resolutions past theirs."""
    return store.debates_overdue(book, today)


def due(book: Book, until: date) -> list[Due]:
    """The resolutions due by a day and not carried out, and the debates planned until then."""
    return [
        *meetings.resolutions_due(_promised(store.debate_resolutions_open(book, until)), until),
        *(
            Due(
                tbl=TABLE, row=each["id"], number=each["number"], title=each["motion"], unit=each["unit"],
                day=date.fromisoformat(each["held_on"]), what=Said(N_("Debate to be held")),
            )
            for each in store.debates_planned(book, until)
        ),
    ]  # fmt: skip


def promises(book: Book) -> list[Promise]:
    """Every resolution of the debates that were held, as promises, the earliest first."""
    return _promised(store.debate_resolutions(book))


def _promised(rows: Sequence[Mapping[str, Any]]) -> list[Promise]:
    return meetings.promises_of(rows, TABLE, N_("Debate of {day}"))


def meeting_times(book: Book, period: Period) -> list[MeetingTime]:
    """How long how many people sat in the debates that were held in a period, by day."""
    return meetings.times_of(store.debate_times(book, period.first, period.next), TABLE)


def unconfirmed(book: Book, period: Period) -> list[int]:
    """The debates held in a period whose minutes are not confirmed yet."""
    return store.debates_unconfirmed(book, period.first, period.next)


def untimed(book: Book, period: Period) -> list[int]:
    """The debates held in a period whose times are not written."""
    return [each.row for each in meeting_times(book, period) if each.minutes is None]


def met_last(book: Book, units: Sequence[int] | None, before: date) -> date | None:
    """The day of the last debate that some units (None: anybody) held before a day."""
    return store.debates_met_last(book, units, before)


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The debates held in a period: how many, with how many people, for how many person-hours, and how many of them inside
    working time; with the debates behind each. A debate without times is named beside the hours.
    """
    held = meeting_times(book, period)
    rows = tuple(each.row for each in held)
    untimed = sum(1 for each in held if each.minutes is None)
    note = Said(N_("Debates without times are not in it: {count}"), {"count": untimed}) if untimed else None
    inside = tuple(each.row for each in held if each.inside)

    def hours(times: Sequence[MeetingTime]) -> int:
        return meetings.hours(sum(((each.minutes or Fraction(0)) * each.people for each in times), Fraction(0)))

    return (
        Figure(code="rectification.debates", label=N_("Debates held"), value=len(held), tbl=TABLE, rows=rows),
        Figure(
            code="rectification.debate_people", label=N_("People taking part in debates"), value=sum(each.people for each in held),
            tbl=TABLE, rows=rows,
        ),
        Figure(
            code="rectification.debate_hours", label=N_("Person-hours used for debates"), value=hours(held), kind="quantity",
            unit=N_("hours"), note=note, tbl=TABLE, rows=rows,
        ),
        Figure(
            code="rectification.debate_hours_inside", label=N_("Of these inside working time"),
            value=hours([each for each in held if each.inside]), kind="quantity", unit=N_("hours"), tbl=TABLE, rows=inside,
        ),
    )  # fmt: skip
