"""What a clerk does with research societies: found them, take up problems, log sessions, write down what came of it."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import rules, store
from unionoffice.desks.groups.records import (
    Choice,
    Closing,
    GroupState,
    Problem,
    ProblemChange,
    ProblemState,
    SessionHeld,
    Society,
    SocietyEnding,
    SocietyMember,
    SocietySession,
)
from unionoffice.desks.roster import service as roster

TABLE = store.SOCIETIES.name
NUMBERS = "YJ"

SOCIETIES = Query(
    store.SOCIETIES,
    columns=(Column("number"), Column("name", wide=True), Column("next_on"), Column("state"), Column("unit")),
    filters=(
        Filter("open", N_("running societies"), "state = 'running'"),
        Filter("session_due", N_("session overdue"), store.SOCIETY_LATE, alert=True),
        Filter("ended", N_("ended"), "state = 'ended'"),
        Filter("dissolved", N_("dissolved"), "state = 'dissolved'"),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("founded", N_("by day of founding"), "founded_on, id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="founded_on",
    kind=NUMBERS,
)


def society(book: Book, row: int) -> Society:
    """One research society."""
    return store.society(book, row)


def enter_society(book: Book, society: Society) -> int:
    """Found a society; give its id. Raises KnownError with the field at fault."""
    made = _complete(book, changed(society, id=0, state=GroupState.RUNNING, closed_on=None, reason=""))
    rules.check_society(made)
    with book.act(N_("Found research society {name}"), name=made.name) as act:
        return store.save_society(act, changed(made, number=act.number(NUMBERS, made.founded_on)))


def correct_society(book: Book, society: Society) -> None:
    """Correct a society with its members, problems and sessions; its state stays. Raises KnownError with the field at fault."""
    old = store.society(book, society.id)
    _must_stand(old)
    closed_on = society.closed_on if old.state is not GroupState.RUNNING else None
    if old.closed_on is not None and closed_on is None:
        raise KnownError(_("This was written down with a step and cannot be left empty."), field="closed_on")
    made = _complete(book, changed(society, number=old.number, state=old.state, closed_on=closed_on))
    rules.check_society(made)
    with book.act(N_("Correct research society {no}"), no=old.number) as act:
        store.save_society(act, made)


def _complete(book: Book, society: Society) -> Society:
    """The society with names and trades from the roster."""
    made = changed(society, name=society.name.strip(), chair_name=society.chair_name.strip())
    if society.chair is not None:
        made = changed(made, chair_name=roster.worker(book, society.chair).name)
    return changed(made, members=tuple(named(book, member) for member in society.members))


def named(book: Book, member: SocietyMember) -> SocietyMember:
    """A member with name and trade as the roster has them, and as a technician where the roster says so."""
    if member.worker is None:
        return changed(member, name=rules.written(member.name, _("Choose each member, or write the name."), "members"))
    worker = roster.worker(book, member.worker)
    trade = member.trade or worker.trade
    technician = member.technician or (not member.id and roster.is_technician(trade))
    return changed(member, name=worker.name, trade=trade, technician=technician)


def take_up(book: Book, row: int, asked: Problem) -> None:
    """A running society takes up a problem."""
    old = _running(book, row)
    line = changed(asked, id=0, parent=0, problem=rules.written(asked.problem, _("Write down the problem."), "problem"))
    made = changed(old, problems=(*old.problems, line))
    rules.check_society(made)
    with book.act(N_("Society {no} takes up a problem"), no=old.number) as act:
        store.save_society(act, made)


def change_problem(book: Book, row: int, asked: ProblemChange) -> None:
    """Write down how far a society has come with a problem. Raises KnownError when there is none of that place."""
    old = _running(book, row)
    problem = _problem(old, asked.problem)
    solved = asked.state is ProblemState.SOLVED
    if solved:
        rules.written(asked.solution, _("Write down how the problem was solved."), "solution")
        rules.not_before(asked.on, old.founded_on, "on")
    line = changed(
        problem, state=asked.state, solved_on=asked.on if solved else None, solution=asked.solution.strip() or problem.solution)
    made = changed(old, problems=tuple(line if each is problem else each for each in old.problems))
    rules.check_society(made)
    said = {"key": asked.state.word, "values": {}}
    with book.act(N_("Problem {n} of society {no}: {state}"), n=asked.problem, no=old.number, state=said) as act:
        store.save_society(act, made)


def _problem(society: Society, place: int) -> Problem:
    if not 1 <= place <= len(society.problems):
        raise KnownError(_("The society has {count} problems.", count=len(society.problems)), field="problem")
    return society.problems[place - 1]


def hold_session(book: Book, row: int, asked: SessionHeld) -> None:
    """Write down a session that was held, and when the next one is."""
    old = _running(book, row)
    line = SocietySession(
        held_on=asked.held_on, hours=asked.hours, people=asked.people, topic=asked.topic.strip(), who=asked.who.strip())
    rules.check_session(line, old)
    if asked.next_on is not None and asked.next_on <= asked.held_on:
        raise KnownError(_("The next session comes after the last one."), field="next_on")
    sessions = tuple(sorted((*old.sessions, line), key=lambda each: each.held_on))
    next_on = asked.next_on or (old.next_on if old.next_on is not None and old.next_on > sessions[-1].held_on else None)
    made = changed(old, sessions=sessions, next_on=next_on)
    rules.check_society(made)
    with book.act(N_("Society {no} met on {day}"), no=old.number, day=asked.held_on.isoformat()) as act:
        store.save_society(act, made)


def end_society(book: Book, row: int, asked: SocietyEnding) -> None:
    """A society has reached its end; what came of it is written down."""
    results = rules.written(asked.results, _("Write what came of the society."), "results")
    old = _running(book, row)
    _close(book, old, asked.ended_on, "ended_on", GroupState.ENDED, N_("Research society {no} ends"), results=results)


def dissolve_society(book: Book, row: int, asked: Closing) -> None:
    """A society is dissolved before its end, with the reason."""
    reason = rules.reasoned(asked.reason)
    old = _running(book, row)
    _close(book, old, asked.closed_on, "closed_on", GroupState.DISSOLVED, N_("Dissolve research society {no}"), reason=reason)


def void_society(book: Book, row: int, asked: Closing) -> None:
    """Void a society entered by mistake; row and number stay, its sessions no longer count."""
    old = store.society(book, row)
    _must_stand(old)
    rules.not_before(asked.closed_on, old.founded_on, "closed_on")
    reason = rules.reasoned(asked.reason)
    with book.act(N_("Void research society {no}"), no=old.number) as act:
        made = changed(old, state=GroupState.VOIDED, closed_on=asked.closed_on, reason=reason, next_on=None)
        store.save_society(act, made)


def _close(book: Book, old: Society, day: date, field: str, state: GroupState, label: str, **written: str) -> None:
    last = max((session.held_on for session in old.sessions), default=old.founded_on)
    if day < last:
        raise KnownError(_("The society still met on {day}.", day=last), field=field)
    with book.act(label, no=old.number) as act:
        store.save_society(act, changed(old, state=state, closed_on=day, next_on=None, **written))


def _running(book: Book, row: int) -> Society:
    found = store.society(book, row)
    if found.state is not GroupState.RUNNING:
        raise KnownError(_("Research society {number} no longer runs.", number=found.number))
    return found


def _must_stand(society: Society) -> None:
    if society.state is GroupState.VOIDED:
        raise KnownError(_("{number} was voided: nothing more is written there.", number=society.number))


def person_hours(society: Society) -> Quantity:
    """The hours of all sessions, each as often as people were there, in ten-thousandths."""
    return Quantity(sum(session.hours * session.people for session in society.sessions))


def is_late(society: Society, today: date) -> bool:
    """Whether the next session should have been held."""
    return society.state is GroupState.RUNNING and society.next_on is not None and society.next_on < today


def for_proposal(book: Book, row: int, asked: Choice) -> dict[str, object]:
    """What the form of a new proposal takes over from a problem of a society, its solution as the method."""
    found = store.society(book, row)
    problem = _problem(found, asked.problem)
    return {
        "title": problem.problem.strip().splitlines()[0][:60], "unit": found.unit, "problem": problem.problem,
        "method": problem.solution,
    }


def for_trial(book: Book, row: int, asked: Choice, day: date) -> dict[str, object]:
    """What the form of a new trial takes over from a problem of a society: its solution, or else the problem, as the idea."""
    found = store.society(book, row)
    problem = _problem(found, asked.problem)
    return {
        "title": problem.problem.strip().splitlines()[0][:60], "unit": found.unit, "idea": problem.solution or problem.problem,
        "leader": found.chair, "leader_name": "" if found.chair else found.chair_name, "proposed_on": day,
    }


def for_experience(book: Book, row: int, asked: Choice, day: date) -> dict[str, object]:
    """What the form of a new experience takes over from a problem of a society."""
    found = store.society(book, row)
    problem = _problem(found, asked.problem)
    return {
        "name": problem.problem.strip().splitlines()[0][:60], "unit": found.unit, "problem": problem.problem,
        "effect": problem.solution, "found_on": problem.solved_on or day,
    }
