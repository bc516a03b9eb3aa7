"""What a clerk does to learn from the advanced: write up and spread experiences; keep visits, demonstrations, help, contracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from unionoffice.core import numbering
from unionoffice.core import office as offices
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.experiences import rules, store
from unionoffice.desks.experiences.records import (
    Better,
    Choosing,
    Confirming,
    ContractConclusion,
    ContractProgress,
    ContractSigning,
    ContractState,
    Creator,
    Demonstrating,
    Demonstration,
    DemonstrationState,
    Ending,
    Experience,
    ExperienceState,
    Going,
    Help,
    HelpEnding,
    HelpState,
    Keeping,
    LearningContract,
    OnDay,
    Promoting,
    Reporting,
    Spread,
    TakenHome,
    Target,
    Visit,
    Visitor,
    VisitState,
    WritingUp,
)
from unionoffice.desks.figures import service as figure_service
from unionoffice.desks.figures.records import Direction
from unionoffice.desks.roster import service as roster

TABLE = store.EXPERIENCES.name
VISITS_TABLE = store.VISITS.name
DEMONSTRATIONS_TABLE = store.DEMONSTRATIONS.name

WRITTEN_UP = N_("written up as an experience")
"""The kind of link from a proposal, a trial, a visit or a competition to the experience that was written up from it."""
SHOWN = N_("demonstrated")
"""The kind of link from an experience to a demonstration of it."""
HELPED = N_("helped to introduce it")
"""The kind of link from an experience to help with it."""
UNDER_CONTRACT = N_("spread under the contract")
"""The kind of link from an experience to a contract under which it is spread."""
LED_TO = N_("led to the visit")
"""The kind of link from another record, such as a plan to catch up, to the visit made for it."""

EXPERIENCES = store.EXPERIENCE_REGISTER
VISITS = store.VISIT_REGISTER
DEMONSTRATIONS = store.DEMONSTRATION_REGISTER
HELP = store.HELP_REGISTER
CONTRACTS = store.CONTRACT_REGISTER


def _next_number(book: Book, kind: str, day: date) -> str:
    return numbering.written(kind, day.year, book.next_running(kind, day.year))


def _tie(act: Act, kind: str, old: int | None, new: int | None, end: tuple[str, int]) -> None:
    """Tie a record to the experience it is about, and untie it from the one it was about before."""
    if old and old != new:
        act.unlink(kind, (TABLE, old), end)
    if new:
        act.link(kind, (TABLE, new), end)


# -- experiences -------------------------------------------------------------------------------


def enter_experience(book: Book, experience: Experience, came_from: tuple[str, int] | None = None) -> int:
    """Register an experience that was found; give its id. `came_from` is the proposal, trial, visit or competition behind it.

    Raises KnownError with the field at fault.
    """
    tidy = changed(
        _tidied(book, experience), id=0, state=ExperienceState.FOUND, written_on=None, written_by="", confirmed_on=None,
        confirmed_by="", promoted_on=None, adopted_on=None, ended_on=None, ended_why="", correction="", spread=(),
    )
    rules.check_experience(tidy)
    with book.act(N_("Register experience {no}"), no=_next_number(book, "TG", tidy.found_on)) as act:
        row = store.save_experience(act, changed(tidy, number=act.number("TG", tidy.found_on)))
        if came_from is not None:
            act.link(WRITTEN_UP, came_from, (TABLE, row))
        return row


def correct_experience(book: Book, experience: Experience) -> None:
    """Correct an experience's card, and its spread once there is one. A confirmed card is corrected with a reason, for good.

    Raises KnownError with the field at fault.
    """
    old = store.experience(book, experience.id)
    if old.state in (ExperienceState.WITHDRAWN, ExperienceState.NOT_SPREAD):
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    locked = old.state in rules.LOCKED
    spread = rules.tidied_spread(experience.spread, old) if old.promoted_on is not None else ()
    tidy = changed(
        _tidied(book, experience), number=old.number, state=old.state, written_on=old.written_on, confirmed_on=old.confirmed_on,
        promoted_on=old.promoted_on, adopted_on=old.adopted_on, ended_on=old.ended_on, ended_why=old.ended_why, spread=spread,
        confirmed_by=old.confirmed_by, correction=experience.correction.strip() if locked else "",
    )
    card_changed = locked and changed(tidy, spread=(), correction="") != changed(old, spread=(), correction="")
    if card_changed and (not tidy.correction or tidy.correction == old.correction):
        raise KnownError(_("The experience is confirmed: write why its card is corrected."), field="correction")
    rules.check_experience(tidy)
    if old.written_on is not None:
        rules.check_written_up(tidy)
    if locked:
        rules.check_confirmable(tidy)
    label = N_("Correct confirmed experience {no}: {reason}") if card_changed else N_("Correct experience {no}")
    with book.act(label, final=card_changed, no=old.number, reason=tidy.correction) as act:
        store.save_experience(act, tidy)


def _tidied(book: Book, experience: Experience) -> Experience:
    """The experience without blanks around its texts, and its creators with what the roster knows of them."""
    return changed(
        experience,
        name=experience.name.strip(),
        english=experience.english.strip(),
        origin="" if experience.unit is not None else experience.origin.strip(),
        creators=tuple(_known(book, line) for line in experience.creators),
        points=tuple(changed(line, text=line.text.strip()) for line in experience.points),
    )


def _known(book: Book, line: Any) -> Any:
    """A creator, visitor or lent worker with name, trade and unit of the roster where the line does not say otherwise."""
    if line.worker is None:
        return changed(line, name=line.name.strip(), trade=line.trade.strip())
    worker = roster.worker(book, line.worker)
    filled = changed(line, name=worker.name, trade=line.trade.strip() or worker.trade)
    return changed(filled, unit=line.unit or worker.unit) if isinstance(line, Creator | Visitor) else filled


def _stepped(book: Book, row: int, state: ExperienceState) -> Experience:
    experience = store.experience(book, row)
    rules.check_step(experience.state, state, rules.NEXT_EXPERIENCE[experience.state])
    return experience


def write_up(book: Book, row: int, asked: WritingUp) -> None:
    """Say that the card of an experience is written: by whom, when. Raises KnownError for what it still lacks."""
    experience = _stepped(book, row, ExperienceState.WRITTEN_UP)
    rules.check_written_up(experience)
    made = changed(
        experience, state=ExperienceState.WRITTEN_UP, written_on=asked.written_on,
        written_by=rules.must_say(asked.written_by, _("Write who wrote it up."), "written_by"),
    )
    rules.check_experience(made)
    with book.act(N_("Write up experience {no}"), no=experience.number) as act:
        store.save_experience(act, made)


def confirm(book: Book, row: int, asked: Confirming) -> None:
    """Confirm an experience (鉴定): from now on its card is corrected with a reason only. Cannot be undone."""
    experience = _stepped(book, row, ExperienceState.CONFIRMED)
    rules.check_confirmable(experience)
    made = changed(
        experience, state=ExperienceState.CONFIRMED, confirmed_on=asked.confirmed_on,
        confirmed_by=rules.must_say(asked.confirmed_by, _("Write who confirmed it."), "confirmed_by"),
    )
    rules.check_experience(made)
    with book.act(N_("Confirm experience {no}"), final=True, no=experience.number) as act:
        store.save_experience(act, made)


def promote(book: Book, row: int, asked: Promoting) -> None:
    """Begin to spread a confirmed experience to its target units."""
    experience = _stepped(book, row, ExperienceState.PROMOTED)
    if not asked.targets:
        raise KnownError(_("Choose the units that shall take it over."), field="targets")
    rules.not_before(asked.day, experience.confirmed_on, "day")
    made = changed(experience, state=ExperienceState.PROMOTED, promoted_on=asked.day)
    made = _with_targets(made, asked.targets, asked.day)
    with book.act(N_("Spread experience {no} to {count} units"), no=experience.number, count=len(asked.targets)) as act:
        store.save_experience(act, made)


def add_targets(book: Book, row: int, asked: Promoting) -> None:
    """Spread an experience to further units."""
    experience = store.experience(book, row)
    if experience.state not in (ExperienceState.PROMOTED, ExperienceState.ADOPTED):
        raise KnownError(_("This experience is not being spread."))
    if not asked.targets:
        raise KnownError(_("Choose the units that shall take it over."), field="targets")
    rules.not_before(asked.day, experience.promoted_on, "day")
    made = _with_targets(experience, asked.targets, asked.day)
    with book.act(N_("Spread experience {no} to {count} further units"), no=experience.number, count=len(asked.targets)) as act:
        store.save_experience(act, made)


def _with_targets(experience: Experience, targets: Sequence[Target], day: date) -> Experience:
    for target in targets:
        rules.not_before(target.due, day, "targets")
    new = tuple(
        Spread(unit=target.unit, outside="" if target.unit is not None else target.outside.strip(), due=target.due, targeted_on=day)
        for target in targets
    )
    made = changed(experience, spread=(*experience.spread, *new))
    try:
        rules.check_spread(made)
    except KnownError as error:
        raise KnownError(str(error), field="targets") from error
    return made


class Cell(msgspec.Struct, frozen=True):
    """One cell of the spread sheet as the clerk leaves it: the id of the target unit's line, the field, the value or None."""

    line: int
    field: str
    value: object


CELLS = (
    "due", "introduced_on", "demonstrated_on", "first_used_on", "reason", "outcome", "outcome_on", "before", "after", "volume",
    "money", "checked_on", "deviations",
)
"""The fields of a target unit that the spread sheet shows, in the order in which they happen."""


def write_spread(book: Book, row: int, cells: Sequence[Cell], day: date) -> None:
    """Write cells of the spread sheet of an experience as one act. An outcome without its day takes `day`.

    Raises KnownError when a line would be out of order; nothing is written then.
    """
    experience = store.experience(book, row)
    if experience.state not in (ExperienceState.PROMOTED, ExperienceState.ADOPTED):
        raise KnownError(_("This experience is not being spread."))
    lines = {line.id: line for line in experience.spread}
    touched = set()
    for cell in cells:
        if cell.field not in CELLS or cell.line not in lines:
            raise BugError(f"no cell {cell.field} of line {cell.line}")
        value = "" if cell.value is None and cell.field in ("reason", "deviations") else cell.value
        line = changed(lines[cell.line], **{cell.field: value})
        if cell.field == "outcome":
            on = None if line.outcome is None else line.outcome_on or max(day, *rules.stages_of(line))
            line = changed(line, outcome_on=on)
        lines[cell.line] = line
        touched.add(cell.line)
    for place in touched:
        if lines[place].outcome is not None and lines[place].outcome_on is None:
            lines[place] = changed(lines[place], outcome_on=max(day, *rules.stages_of(lines[place])))
        problem = rules.spread_problem(lines[place])
        if problem:
            raise KnownError(problem)
    made = changed(experience, spread=tuple(lines[line.id] for line in experience.spread))
    if made == experience:
        return
    who = ", ".join(dict.fromkeys(target_called(book, lines[line]) for line in sorted(touched)))
    with book.act(N_("Spread of {no}: {who}"), no=experience.number, who=who) as act:
        store.save_experience(act, made)


def take_target_out(book: Book, row: int, line_id: int) -> None:
    """Take a unit out of the targets of an experience, as long as nothing has happened there."""
    experience = store.experience(book, row)
    line = next((each for each in experience.spread if each.id == line_id), None)
    if line is None:
        raise KnownError(_("This unit is no longer among the targets."))
    if rules.days_in((line,)) or line.demonstrated_on or line.outcome:
        raise KnownError(_("Something has happened in {unit} already: write the outcome instead.", unit=target_called(book, line)))
    made = changed(experience, spread=tuple(each for each in experience.spread if each.id != line_id))
    with book.act(N_("Take {unit} out of the targets of {no}"), unit=target_called(book, line), no=experience.number) as act:
        store.save_experience(act, made)


def adopt(book: Book, row: int, asked: OnDay) -> None:
    """Write down that an experience is generally adopted: at least one unit took it over, and none still owes its outcome."""
    experience = _stepped(book, row, ExperienceState.ADOPTED)
    found = rules.count(experience.spread)
    if not found.adopted + found.partly:
        raise KnownError(_("No unit has taken it over yet."))
    if found.open:
        names = [target_called(book, line) for line in experience.spread if line.outcome is None]
        raise KnownError(_("The outcome is still open in {units}.", units=", ".join(names)))
    last = rules.latest(experience.promoted_on, *(line.outcome_on for line in experience.spread))
    rules.not_before(asked.day, last, "day")
    with book.act(N_("Experience {no} is generally adopted"), no=experience.number) as act:
        store.save_experience(act, changed(experience, state=ExperienceState.ADOPTED, adopted_on=asked.day))


def not_to_be_spread(book: Book, row: int, asked: Ending) -> None:
    """Decide that an experience is not to be spread (不宜推广), with the reason; what was tried stays in its sheet."""
    _end(book, row, ExperienceState.NOT_SPREAD, asked, N_("Experience {no} is not to be spread"))


def withdraw(book: Book, row: int, asked: Ending) -> None:
    """Withdraw an experience that is not being spread yet, with the reason; row and number stay."""
    _end(book, row, ExperienceState.WITHDRAWN, asked, N_("Withdraw experience {no}"))


def _end(book: Book, row: int, state: ExperienceState, asked: Ending, label: str) -> None:
    experience = _stepped(book, row, state)
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    done = (experience.found_on, experience.written_on, experience.confirmed_on, experience.promoted_on)
    rules.not_before(asked.day, rules.latest(*done), "day")
    with book.act(label, no=experience.number) as act:
        store.save_experience(act, changed(experience, state=state, ended_on=asked.day, ended_why=reason))


# -- visits ------------------------------------------------------------------------------------


def enter_visit(book: Book, visit: Visit, came_from: tuple[str, int] | None = None) -> int:
    """Register a visit; give its id. `came_from` is the record it is made for, such as a plan to catch up.

    Raises KnownError with the field at fault.
    """
    tidy = changed(
        _visit_tidied(book, visit), id=0, state=VisitState.PLANNED, reported_on=None, reported_to="", ended_on=None, ended_why="",
    )
    rules.check_visit(tidy)
    with book.act(N_("Register visit {no}"), no=_next_number(book, "CG", tidy.first_on)) as act:
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
        visitors=tuple(_known(book, line) for line in visit.visitors),
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


# -- demonstrations ----------------------------------------------------------------------------


def enter_demonstration(book: Book, demonstration: Demonstration, came_from: tuple[str, int] | None = None) -> int:
    """Register a demonstration; give its id. `came_from` may be the experience it shows.

    Raises KnownError with the field at fault.
    """
    experience = demonstration.experience
    if experience is None and came_from is not None and came_from[0] == TABLE:
        experience = came_from[1]
    tidy = changed(
        _demonstration_tidied(book, demonstration), id=0, experience=experience, state=DemonstrationState.PLANNED, ended_on=None,
        ended_why="",
    )
    rules.check_demonstration(tidy)
    with book.act(N_("Register demonstration {no}"), no=_next_number(book, "GM", tidy.held_on)) as act:
        row = store.save_demonstration(act, changed(tidy, number=act.number("GM", tidy.held_on)))
        _tie(act, SHOWN, None, experience, (DEMONSTRATIONS_TABLE, row))
        return row


def correct_demonstration(book: Book, demonstration: Demonstration) -> None:
    """Correct a demonstration. Raises KnownError with the field at fault."""
    old = store.demonstration(book, demonstration.id)
    if old.state is DemonstrationState.CANCELLED:
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    tidy = changed(
        _demonstration_tidied(book, demonstration), number=old.number, state=old.state, ended_on=None, ended_why="",
    )
    rules.check_demonstration(tidy)
    with book.act(N_("Correct demonstration {no}"), no=old.number) as act:
        store.save_demonstration(act, tidy)
        _tie(act, SHOWN, old.experience, tidy.experience, (DEMONSTRATIONS_TABLE, tidy.id))


def _demonstration_tidied(book: Book, demonstration: Demonstration) -> Demonstration:
    name = demonstration.demonstrator_name.strip()
    unit = demonstration.unit
    if demonstration.demonstrator is not None:
        worker = roster.worker(book, demonstration.demonstrator)
        name, unit = worker.name, unit or worker.unit
    return changed(
        demonstration, method=demonstration.method.strip(), demonstrator_name=name, unit=unit,
        times=tuple(
            changed(line, before=rules.duration(line.before, "times"), after=rules.duration(line.after, "times"))
            for line in demonstration.times
        ),
    )


def demonstrate(book: Book, row: int, asked: Demonstrating) -> None:
    """Write down that a demonstration was held: who watched, who tried, the times, the conclusion."""
    demonstration = store.demonstration(book, row)
    rules.check_step(demonstration.state, DemonstrationState.HELD, rules.NEXT_DEMONSTRATION[demonstration.state])
    made = _demonstration_tidied(book, changed(
        demonstration, state=DemonstrationState.HELD, held_on=asked.held_on, watchers=asked.watchers, tried=asked.tried,
        times=asked.times, conclusion=asked.conclusion.strip(),
    ))  # fmt: skip
    rules.check_demonstration(made)
    if not made.watchers:
        raise KnownError(_("Write who watched, by unit."), field="watchers")
    with book.act(N_("Demonstration {no} was held"), no=demonstration.number) as act:
        store.save_demonstration(act, made)
        _mark_demonstrated(act, made)


def _mark_demonstrated(act: Act, made: Demonstration) -> None:
    """In the spread of the experience that was shown, the units that watched have seen it: an empty cell takes the day."""
    if made.experience is None:
        return
    experience = store.experience(act.book, made.experience)
    units = {line.unit for line in made.watchers if line.unit is not None}
    if experience.state is not ExperienceState.PROMOTED:
        return

    def seen(line: Spread) -> Spread:
        if line.unit not in units or line.demonstrated_on is not None:
            return line
        wanted = changed(line, demonstrated_on=made.held_on)
        return line if rules.spread_problem(wanted) else wanted

    spread = tuple(seen(line) for line in experience.spread)
    if spread != experience.spread:
        store.save_experience(act, changed(experience, spread=spread))


def cancel_demonstration(book: Book, row: int, asked: Ending) -> None:
    """Cancel a planned demonstration, with the reason; row and number stay."""
    demonstration = store.demonstration(book, row)
    rules.check_step(demonstration.state, DemonstrationState.CANCELLED, rules.NEXT_DEMONSTRATION[demonstration.state])
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    made = changed(demonstration, state=DemonstrationState.CANCELLED, ended_on=asked.day, ended_why=reason)
    with book.act(N_("Cancel demonstration {no}"), no=demonstration.number) as act:
        store.save_demonstration(act, made)


# -- help --------------------------------------------------------------------------------------


def enter_help(book: Book, given: Help, came_from: tuple[str, int] | None = None) -> int:
    """Register help; give its id. `came_from` may be the experience it helps to introduce.

    Raises KnownError with the field at fault.
    """
    experience = given.experience
    if experience is None and came_from is not None and came_from[0] == TABLE:
        experience = came_from[1]
    tidy = changed(_help_tidied(book, given), id=0, experience=experience, state=HelpState.PLANNED, ended_on=None, ended_why="")
    rules.check_help(tidy)
    with book.act(N_("Register help {no}"), no=_next_number(book, "BZ", tidy.first_on)) as act:
        row = store.save_help(act, changed(tidy, number=act.number("BZ", tidy.first_on)))
        _tie(act, HELPED, None, experience, (store.HELP.name, row))
        return row


def correct_help(book: Book, given: Help) -> None:
    """Correct help. Raises KnownError with the field at fault."""
    old = store.help_of(book, given.id)
    if old.state is HelpState.CANCELLED:
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    tidy = changed(_help_tidied(book, given), number=old.number, state=old.state, ended_on=old.ended_on, ended_why=old.ended_why)
    rules.check_help(tidy)
    if tidy.state is HelpState.ENDED and tidy.last_on is None:
        raise KnownError(_("Write the last day."), field="last_on")
    with book.act(N_("Correct help {no}"), no=old.number) as act:
        store.save_help(act, tidy)
        _tie(act, HELPED, old.experience, tidy.experience, (store.HELP.name, tidy.id))


def _help_tidied(book: Book, given: Help) -> Help:
    return changed(
        given, purpose=given.purpose.strip(),
        from_name="" if given.from_unit is not None else given.from_name.strip(),
        to_name="" if given.to_unit is not None else given.to_name.strip(),
        people=tuple(_known(book, line) for line in given.people),
    )


def begin_help(book: Book, row: int, asked: OnDay) -> None:
    """Write down that help has begun."""
    given = _help_stepped(book, row, HelpState.UNDER_WAY)
    made = changed(given, state=HelpState.UNDER_WAY, first_on=asked.day)
    rules.check_help(made)
    with book.act(N_("Help {no} began"), no=given.number) as act:
        store.save_help(act, made)


def end_help(book: Book, row: int, asked: HelpEnding) -> None:
    """Write down that help has ended: its last day, the days worked, the result."""
    given = _help_stepped(book, row, HelpState.ENDED)
    made = changed(given, state=HelpState.ENDED, last_on=asked.last_on, days=asked.days, result=asked.result.strip())
    rules.check_help(made)
    with book.act(N_("Help {no} ended"), no=given.number) as act:
        store.save_help(act, made)


def cancel_help(book: Book, row: int, asked: Ending) -> None:
    """Cancel help, with the reason; row and number stay."""
    given = _help_stepped(book, row, HelpState.CANCELLED)
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    with book.act(N_("Cancel help {no}"), no=given.number) as act:
        store.save_help(act, changed(given, state=HelpState.CANCELLED, ended_on=asked.day, ended_why=reason))


def _help_stepped(book: Book, row: int, state: HelpState) -> Help:
    given = store.help_of(book, row)
    rules.check_step(given.state, state, rules.NEXT_HELP[given.state])
    return given


# -- contracts of mutual help and learning -----------------------------------------------------


def enter_contract(book: Book, contract: LearningContract) -> int:
    """Draw up a contract between plants; give its id. Raises KnownError with the field at fault."""
    tidy = changed(
        _contract_tidied(book, contract), id=0, state=ContractState.DRAWN_UP, signed_on=None, results="", concluded_on=None,
        ended_on=None, ended_why="", correction="",
    )
    rules.check_contract(tidy)
    with book.act(N_("Draw up learning contract {no}"), no=_next_number(book, "HX", tidy.drawn_up_on)) as act:
        row = store.save_contract(act, changed(tidy, number=act.number("HX", tidy.drawn_up_on)))
        _tie_promised(act, None, changed(tidy, id=row))
        return row


def correct_contract(book: Book, contract: LearningContract) -> None:
    """Correct a contract; once it is signed with a reason, for good. Raises KnownError with the field at fault."""
    old = store.contract(book, contract.id)
    if old.state is ContractState.TERMINATED:
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    signed = old.signed_on is not None
    if signed and (not contract.correction.strip() or contract.correction.strip() == old.correction):
        raise KnownError(_("The contract is signed: write why it is corrected."), field="correction")
    tidy = changed(
        _contract_tidied(book, contract), number=old.number, state=old.state, signed_on=old.signed_on, ended_on=None, ended_why="",
        concluded_on=old.concluded_on, correction=contract.correction.strip() if signed else "",
    )
    rules.check_contract(tidy)
    if signed:
        rules.check_ready_to_sign(tidy)
        for field in ("starts_on", "ends_on"):
            if getattr(tidy, field) is None:
                raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)
    label = N_("Correct signed learning contract {no}: {reason}") if signed else N_("Correct learning contract {no}")
    with book.act(label, final=signed, no=old.number, reason=tidy.correction) as act:
        store.save_contract(act, tidy)
        _tie_promised(act, old, tidy)


def _contract_tidied(book: Book, contract: LearningContract) -> LearningContract:
    return changed(
        contract, title=contract.title.strip(), english=contract.english.strip(),
        parties=tuple(
            changed(line, name=line.name.strip() or book.title("units", line.unit)) for line in contract.parties
        ),
    )


def _tie_promised(act: Act, old: LearningContract | None, new: LearningContract) -> None:
    """The experiences that a contract names by their cards are tied to it, those named no longer untied."""
    before = {line.experience for line in old.experiences if line.experience} if old else set()
    after = {line.experience for line in new.experiences if line.experience}
    for gone in before - after:
        _tie(act, UNDER_CONTRACT, gone, None, (store.CONTRACTS.name, new.id))
    for named in sorted(after):
        _tie(act, UNDER_CONTRACT, None, named, (store.CONTRACTS.name, new.id))


def _contract_stepped(book: Book, row: int, state: ContractState) -> LearningContract:
    contract = store.contract(book, row)
    rules.check_step(contract.state, state, rules.NEXT_CONTRACT[contract.state])
    return contract


def sign(book: Book, row: int, asked: ContractSigning) -> None:
    """Write down that a contract was signed: when, and from when to when it holds. Cannot be undone: it is handed out."""
    contract = _contract_stepped(book, row, ContractState.SIGNED)
    rules.check_ready_to_sign(contract)
    made = changed(
        contract, state=ContractState.SIGNED, signed_on=asked.signed_on, starts_on=asked.starts_on, ends_on=asked.ends_on
    )
    rules.check_contract(made)
    with book.act(N_("Sign learning contract {no}"), final=True, no=contract.number) as act:
        store.save_contract(act, made)


def start_contract(book: Book, row: int) -> None:
    """Write down that a signed contract is running."""
    contract = _contract_stepped(book, row, ContractState.RUNNING)
    with book.act(N_("Learning contract {no} is running"), no=contract.number) as act:
        store.save_contract(act, changed(contract, state=ContractState.RUNNING))


def write_progress(book: Book, row: int, asked: ContractProgress) -> None:
    """Write down how far the problems and the experiences of a running contract have come."""
    contract = store.contract(book, row)
    if contract.state is not ContractState.RUNNING:
        raise KnownError(_("Only the course of a running contract is written down."))
    made = changed(contract, problems=asked.problems, experiences=asked.experiences)
    rules.check_contract(made)
    rules.check_ready_to_sign(made)
    with book.act(N_("Course of learning contract {no}"), no=contract.number) as act:
        store.save_contract(act, made)
        _tie_promised(act, contract, made)


def conclude(book: Book, row: int, asked: ContractConclusion) -> None:
    """Conclude a running contract with its results."""
    contract = _contract_stepped(book, row, ContractState.CONCLUDED)
    rules.not_before(asked.concluded_on, contract.starts_on, "concluded_on")
    results = rules.must_say(asked.results, _("Write the results."), "results")
    with book.act(N_("Conclude learning contract {no}"), no=contract.number) as act:
        store.save_contract(
            act, changed(contract, state=ContractState.CONCLUDED, concluded_on=asked.concluded_on, results=results)
        )


def terminate(book: Book, row: int, asked: Ending) -> None:
    """Terminate a contract before its end, with the reason; row and number stay."""
    contract = _contract_stepped(book, row, ContractState.TERMINATED)
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    rules.not_before(asked.day, rules.latest(contract.drawn_up_on, contract.signed_on), "day")
    with book.act(N_("Terminate learning contract {no}"), no=contract.number) as act:
        store.save_contract(act, changed(contract, state=ContractState.TERMINATED, ended_on=asked.day, ended_why=reason))


# -- warnings ----------------------------------------------------------------------------------


def experience_warnings(book: Book, experience: Experience, today: date) -> list[str]:
    """What the clerk should know about an experience, in words of the screen; none of it stops the work."""
    found = []
    late = [target_called(book, line) for line in experience.spread if rules.is_late(experience, line, today)]
    if late:
        found.append(_("The outcome is overdue in {units}.", units=", ".join(late)))
    early = [target_called(book, line) for line in experience.spread if rules.tinkers_early(line)]
    if early:
        found.append(tinkering(early))
    texts = [text for line in experience.spread for text in (line.reason, line.deviations)]
    return found + names_hint(book, "\n".join(texts))


def tinkering(units: Sequence[str]) -> str:
    """The hint for units that change a method before they have used it once as it is.

    Copy exactly first, then adapt: most attempts to repeat an experience fail through early tinkering [S:45].
    """
    return _(
        "{units}: changed before it was used once. Copy exactly first, then adapt: most attempts to repeat an experience fail "
        "through early changes (Harvard Business Review, January 2002).",
        units=", ".join(units),
    )


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


def contract_warnings(contract: LearningContract, today: date) -> list[str]:
    """What the clerk should know about a contract, in words of the screen; none of it stops the work."""
    found = []
    if contract.state in (ContractState.SIGNED, ContractState.RUNNING) and contract.ends_on and contract.ends_on < today:
        found.append(_("Its term has ended on {day}: conclude it.", day=contract.ends_on))
    if contract.state is ContractState.SIGNED and contract.starts_on and contract.starts_on <= today:
        found.append(_("It takes effect on {day}: write down that it is running.", day=contract.starts_on))
    return found


def names_hint(book: Book, text: str) -> list[str]:
    """The hint for a text that names workers of the roster; none when it names nobody. Quick, and never a block."""
    names = roster.named_in(book, text)
    if not names:
        return []
    return [_("Write of the arrangement, not the person? The text names {names}.", names=", ".join(names))]


# -- questions ---------------------------------------------------------------------------------


def experience(book: Book, row: int) -> Experience:
    """One experience with its card and its spread."""
    return store.experience(book, row)


def visit(book: Book, row: int) -> Visit:
    """One visit."""
    return store.visit(book, row)


def demonstration(book: Book, row: int) -> Demonstration:
    """One demonstration."""
    return store.demonstration(book, row)


def help_of(book: Book, row: int) -> Help:
    """One piece of help."""
    return store.help_of(book, row)


def contract(book: Book, row: int) -> LearningContract:
    """One contract of mutual help and learning."""
    return store.contract(book, row)


def experiences_of_unit(book: Book, unit: int) -> list[Experience]:
    """The experiences that arose in a unit or below it, or that somebody there created; what stands firmest comes first.

    Withdrawn ones and those not to be spread are left out. For whoever wants to show what a leading unit does better.
    """
    firm = (ExperienceState.ADOPTED, ExperienceState.PROMOTED, ExperienceState.CONFIRMED, ExperienceState.WRITTEN_UP)
    found = store.of_units(book, roster.with_all_below(book, unit))
    return sorted(found, key=lambda each: firm.index(each.state) if each.state in firm else len(firm))


def spreading(book: Book) -> list[tuple[int, str, str]]:
    """The experiences that have a spread sheet: id, number, name; those being spread now come first."""
    return store.spreading(book)


def demonstrations_of(book: Book, row: int) -> list[Demonstration]:
    """The demonstrations held of an experience."""
    return store.demonstrations_of(book, row)


def target_called(book: Book, line: Spread) -> str:
    """What a target unit is called."""
    return book.title("units", line.unit) if line.unit is not None else line.outside


def better(book: Book, experience: Experience) -> Better:
    """Which way the experience's figure shall move: as its indicator says, else as was written."""
    if experience.indicator is None:
        return experience.better
    higher = figure_service.indicator(book, experience.indicator).direction is Direction.HIGHER
    return Better.HIGHER if higher else Better.LOWER


def effect(book: Book, experience: Experience) -> rules.Effect:
    """What the spread has brought in a month, in sum."""
    return rules.effect(experience.spread, better(book, experience))


def over_time(book: Book, experience: Experience, until: Month | None = None) -> rules.OverTime | None:
    """The spread month by month, by the months as the office closes them; None when nothing has happened yet."""
    months = {day: offices.month_of_day(book, day) for day in rules.days_in(experience.spread)}
    return rules.over_time(experience.spread, months, until)


# -- what is due, promised, counted ------------------------------------------------------------


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
    shown = "d.id, d.number, d.method, d.held_on, d.demonstrator_name, d.unit"
    for row in store.open_until(book, store.DEMONSTRATIONS_OPEN, shown, until):
        what, who = Said(N_("Demonstration to be held")), row["demonstrator_name"]
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
    row = book.value("select parent from visit_taken where id = :line", line=line)
    if row is None:
        raise KnownError(_("This entry is no longer in the book: it was taken back."))
    taken = store.visit(book, row).taken
    place = next(place for place, each in enumerate(taken, start=1) if each.id == line)
    keep_taken(book, row, Keeping(line=place, done_on=done_on))


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of a period for part 5 of the monthly summary (domain B13), with the records behind each.

    Visits count by their last day, demonstrations by their day, experiences by the day they were written up or confirmed,
    target units by the day they were set, adoptions by the day of the outcome, contracts by their signing, people lent by
    their first day. What was withdrawn or cancelled is left out.
    """

    def rows(sql: str) -> list[dict[str, Any]]:
        return store.between(book, sql, period.first, period.next)

    visits, shows, lent = rows(store.VISITS_MADE), rows(store.DEMONSTRATIONS_HELD), rows(store.LENT)

    def of(code: str, label: str, tbl: str, found: list[dict[str, Any]], *, people: bool = False) -> Figure:
        value = sum(row["people"] for row in found) if people else len(found)
        return Figure(code=code, label=label, value=value, tbl=tbl, rows=tuple(dict.fromkeys(row["id"] for row in found)))

    return (
        of("experiences.visits", N_("Visits made to learn"), VISITS_TABLE, visits),
        of("experiences.visitors", N_("People on these visits"), VISITS_TABLE, visits, people=True),
        of("experiences.demonstrations", N_("Demonstrations held"), DEMONSTRATIONS_TABLE, shows),
        of("experiences.watchers", N_("People watching them"), DEMONSTRATIONS_TABLE, shows, people=True),
        of("experiences.written_up", N_("Experiences written up"), TABLE, rows(store.WRITTEN_UP)),
        of("experiences.confirmed", N_("Experiences confirmed"), TABLE, rows(store.CONFIRMED)),
        of("experiences.targeted", N_("Units set as targets of experiences"), TABLE, rows(store.TARGETED)),
        of("experiences.adopted", N_("Units that adopted an experience"), TABLE, rows(store.ADOPTED)),
        of("experiences.contracts", N_("Learning contracts signed"), store.CONTRACTS.name, rows(store.SIGNED)),
        of("experiences.lent", N_("People lent to other units"), store.HELP.name, lent, people=True),
    )
