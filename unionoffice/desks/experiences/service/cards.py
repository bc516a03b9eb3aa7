"""What a clerk does with experiences: register, write up, confirm, spread, adopt; and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Record, changed
from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, store
from unionoffice.desks.experiences.records import (
    BeforeAfter,
    Better,
    Confirming,
    Creator,
    Demonstration,
    Ending,
    Experience,
    ExperienceState,
    OnDay,
    Point,
    Promoting,
    Spread,
    Target,
    WritingUp,
)
from unionoffice.desks.experiences.service.shared import TABLE, WRITTEN_UP, known, names_hint, next_number
from unionoffice.desks.figures import service as figure_service
from unionoffice.desks.figures.records import Direction
from unionoffice.desks.roster import service as roster


def filled(values: Mapping[str, object]) -> dict[str, object]:
    """What another desk gives for a new experience, its lines of plain values as creators, key points and figures."""
    kinds: dict[str, type[Record]] = {"creators": Creator, "points": Point, "results": BeforeAfter}
    found = dict(values)
    for name, kind in kinds.items():
        lines = found.get(name)
        if isinstance(lines, list | tuple):
            found[name] = tuple(kind(**line) if isinstance(line, Mapping) else line for line in lines)
    return found


def enter_experience(book: Book, experience: Experience, came_from: tuple[str, int] | None = None) -> int:
    """Register an experience that was found; give its id. `came_from` is the proposal, trial, visit or competition behind it.

    Raises KnownError with the field at fault.
    """
    tidy = changed(
        _tidied(book, experience), id=0, state=ExperienceState.FOUND, written_on=None, written_by="", confirmed_on=None,
        confirmed_by="", promoted_on=None, adopted_on=None, ended_on=None, ended_why="", correction="", spread=(),
    )
    rules.check_experience(tidy)
    with book.act(N_("Register experience {no}"), no=next_number(book, "TG", tidy.found_on)) as act:
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
    kept = {line.id for line in experience.spread}
    for line in old.spread:
        if line.id not in kept and rules.has_begun(line):
            raise KnownError(_happened(book, line), field="spread")
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
        creators=tuple(known(book, line) for line in experience.creators),
        points=tuple(changed(line, text=line.text.strip()) for line in experience.points),
    )


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


def _happened(book: Book, line: Spread) -> str:
    return _("Something has happened in {unit} already: write the outcome instead.", unit=target_called(book, line))


def take_target_out(book: Book, row: int, line_id: int) -> None:
    """Take a unit out of the targets of an experience, as long as nothing has happened there."""
    experience = store.experience(book, row)
    line = next((each for each in experience.spread if each.id == line_id), None)
    if line is None:
        raise KnownError(_("This unit is no longer among the targets."))
    if rules.has_begun(line):
        raise KnownError(_happened(book, line))
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


# -- warnings and questions ----------------------------------------------------------


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


def experience(book: Book, row: int) -> Experience:
    """One experience with its card and its spread."""
    return store.experience(book, row)


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
