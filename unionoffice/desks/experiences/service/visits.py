"""What a clerk does with visits: plan, write down, report, keep what was taken home, close."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, store
from unionoffice.desks.experiences.records import (
    Choosing,
    Ending,
    Going,
    Keeping,
    OnDay,
    Reporting,
    TakenHome,
    Visit,
    VisitState,
)
from unionoffice.desks.experiences.service.shared import LED_TO, VISITS_TABLE, known, names_hint, next_number


def enter_visit(book: Book, visit: Visit, came_from: tuple[str, int] | None = None) -> int:
    """Register a visit; give its id. `came_from` is the record it is made for, such as a plan to catch up.

    Raises KnownError with the field at fault.
    """
    tidy = changed(
        _visit_tidied(book, visit), id=0, state=VisitState.PLANNED, reported_on=None, reported_to="", ended_on=None, ended_why="",
    )
    rules.check_visit(tidy)
    with book.act(N_("Register visit {no}"), no=next_number(book, "CG", tidy.first_on)) as act:
        row = store.save_visit(act, changed(tidy, number=act.number("CG", tidy.first_on)))
        if came_from is not None:
            act.link(LED_TO, came_from, (VISITS_TABLE, row))
        return row


def correct_visit(book: Book, visit: Visit) -> None:
    """Correct a visit, or write down what was seen and is taken home. Raises KnownError with the field at fault."""
    old = store.visit(book, visit.id)
    if old.state in (VisitState.CLOSED, VisitState.CANCELLED):
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    tidy = changed(
        _visit_tidied(book, visit), number=old.number, state=old.state, reported_on=old.reported_on, reported_to=old.reported_to,
        ended_on=None, ended_why="",
    )
    rules.check_visit(tidy)
    with book.act(N_("Correct visit {no}"), no=old.number) as act:
        store.save_visit(act, tidy)


def _visit_tidied(book: Book, visit: Visit) -> Visit:
    """The visit with the names of its host and visitors as the roster has them."""
    host = book.title("units", visit.host) if visit.host is not None else visit.host_name.strip()
    return changed(
        visit, host_name=host, purpose=visit.purpose.strip(),
        visiting_name="" if visit.visiting is not None else visit.visiting_name.strip(),
        visitors=tuple(known(book, line) for line in visit.visitors),
        taken=tuple(changed(line, text=line.text.strip(), dropped=line.dropped.strip()) for line in visit.taken),
    )


def _visit_stepped(book: Book, row: int, state: VisitState) -> Visit:
    visit = store.visit(book, row)
    rules.check_step(visit.state, state, rules.NEXT_VISIT[visit.state])
    return visit


def go(book: Book, row: int, asked: Going) -> None:
    """Write down that a visit was made, from when to when."""
    visit = _visit_stepped(book, row, VisitState.DONE)
    if not visit.visitors:
        raise KnownError(_("Write first who went."))
    made = changed(visit, state=VisitState.DONE, first_on=asked.first_on, last_on=asked.last_on)
    rules.check_visit(made)
    with book.act(N_("Visit {no} was made"), no=visit.number) as act:
        store.save_visit(act, made)


def report(book: Book, row: int, asked: Reporting) -> None:
    """Write down that the visitors reported to their team what they saw and take home."""
    visit = _visit_stepped(book, row, VisitState.REPORTED)
    if not visit.seen and not visit.taken:
        raise KnownError(_("Write first what was seen and what is taken home."))
    made = changed(
        visit, state=VisitState.REPORTED, reported_on=asked.reported_on,
        reported_to=rules.must_say(asked.reported_to, _("Write to whom they reported."), "reported_to"),
    )
    rules.check_visit(made)
    with book.act(N_("Visit {no} was reported to the team"), no=visit.number) as act:
        store.save_visit(act, made)


def keep_taken(book: Book, row: int, asked: Keeping) -> None:
    """Write down that a thing taken home was done, or is given up with the reason."""
    visit = store.visit(book, row)
    if visit.state in (VisitState.PLANNED, VisitState.CANCELLED):
        raise KnownError(_("The visit was not made yet."))
    line = _taken(visit, asked.line)
    dropped = asked.dropped.strip()
    if (asked.done_on is None) == (not dropped):
        raise KnownError(_("Write either the day it was done or why it is given up."), field="done_on")
    rules.not_before(asked.done_on, visit.first_on, "done_on")
    taken = tuple(changed(each, done_on=asked.done_on, dropped=dropped) if each.id == line.id else each for each in visit.taken)
    label = N_("Taken home from {no}: done") if asked.done_on else N_("Taken home from {no}: given up")
    with book.act(label, no=visit.number) as act:
        store.save_visit(act, changed(visit, taken=taken))


def _taken(visit: Visit, place: int) -> TakenHome:
    if not 1 <= place <= len(visit.taken):
        raise KnownError(_("There is no line {line} among the things taken home.", line=place), field="line")
    return visit.taken[place - 1]


def close(book: Book, row: int, asked: OnDay) -> None:
    """Close a visit: everything taken home is done or given up."""
    visit = _visit_stepped(book, row, VisitState.CLOSED)
    left = rules.open_taken(visit)
    if left:
        raise KnownError(_("Not everything taken home is done: line {lines}.", lines=", ".join(str(line) for line in left)))
    rules.not_before(asked.day, rules.latest(visit.reported_on, *(line.done_on for line in visit.taken)), "day")
    with book.act(N_("Close visit {no}"), no=visit.number) as act:
        store.save_visit(act, changed(visit, state=VisitState.CLOSED, ended_on=asked.day))


def cancel_visit(book: Book, row: int, asked: Ending) -> None:
    """Cancel a planned visit, with the reason; row and number stay."""
    visit = _visit_stepped(book, row, VisitState.CANCELLED)
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    with book.act(N_("Cancel visit {no}"), no=visit.number) as act:
        store.save_visit(act, changed(visit, state=VisitState.CANCELLED, ended_on=asked.day, ended_why=reason))


def experience_from_visit(book: Book, row: int, asked: Choosing | None, day: date) -> dict[str, object]:
    """What the form of a new experience takes over from a visit, or from one thing taken home."""
    visit = store.visit(book, row)
    return rules.for_experience(visit, _taken(visit, asked.line) if asked else None, day)


def proposal_from_visit(book: Book, row: int, asked: Choosing | None) -> dict[str, object]:
    """What the form of a new proposal takes over from a visit, or from one thing taken home."""
    visit = store.visit(book, row)
    return rules.for_proposal(visit, _taken(visit, asked.line) if asked else None)


def visit_warnings(book: Book, visit: Visit, today: date) -> list[str]:
    """What the clerk should know about a visit, in words of the screen; none of it stops the work."""
    found = []
    if visit.state is VisitState.PLANNED and visit.last_on < today:
        found.append(_("Its day has passed: write down that it was made, or cancel it."))
    if visit.state in (VisitState.DONE, VisitState.REPORTED):
        late = [line for line in rules.open_taken(visit) if (due := visit.taken[line - 1].due) is not None and due < today]
        if late:
            found.append(_("Taken home and overdue: line {lines}.", lines=", ".join(str(line) for line in late)))
    if visit.state is not VisitState.PLANNED and any(line.due is None for line in visit.taken):
        found.append(_("Write by when each thing taken home is done: without a day nobody misses it."))
    return found + names_hint(book, "\n".join(line.text for line in visit.seen))


def visit(book: Book, row: int) -> Visit:
    """One visit."""
    return store.visit(book, row)
