"""What a clerk does with demonstrations and with help from unit to unit."""

from __future__ import annotations

from unionoffice.core.book import Act, Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, store
from unionoffice.desks.experiences.records import (
    Demonstrating,
    Demonstration,
    DemonstrationState,
    Ending,
    ExperienceState,
    Help,
    HelpEnding,
    HelpState,
    OnDay,
    Spread,
)
from unionoffice.desks.experiences.service.shared import DEMONSTRATIONS_TABLE, HELPED, SHOWN, TABLE, known, next_number, tie
from unionoffice.desks.roster import service as roster


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
    with book.act(N_("Register demonstration {no}"), no=next_number(book, "GM", tidy.held_on)) as act:
        row = store.save_demonstration(act, changed(tidy, number=act.number("GM", tidy.held_on)))
        tie(act, SHOWN, None, experience, (DEMONSTRATIONS_TABLE, row))
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
        tie(act, SHOWN, old.experience, tidy.experience, (DEMONSTRATIONS_TABLE, tidy.id))


def _demonstration_tidied(book: Book, demonstration: Demonstration) -> Demonstration:
    name = demonstration.demonstrator_name.strip()
    unit = demonstration.unit
    if demonstration.demonstrator is not None:
        worker = roster.worker(book, demonstration.demonstrator)
        name, unit = "", unit or worker.unit
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


def demonstration(book: Book, row: int) -> Demonstration:
    """One demonstration."""
    return store.demonstration(book, row)


# -- help -----------------------------------------------------------------------


def enter_help(book: Book, given: Help, came_from: tuple[str, int] | None = None) -> int:
    """Register help; give its id. `came_from` may be the experience it helps to introduce.

    Raises KnownError with the field at fault.
    """
    experience = given.experience
    if experience is None and came_from is not None and came_from[0] == TABLE:
        experience = came_from[1]
    tidy = changed(_help_tidied(book, given), id=0, experience=experience, state=HelpState.PLANNED, ended_on=None, ended_why="")
    rules.check_help(tidy)
    with book.act(N_("Register help {no}"), no=next_number(book, "BZ", tidy.first_on)) as act:
        row = store.save_help(act, changed(tidy, number=act.number("BZ", tidy.first_on)))
        tie(act, HELPED, None, experience, (store.HELP.name, row))
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
        tie(act, HELPED, old.experience, tidy.experience, (store.HELP.name, tidy.id))


def _help_tidied(book: Book, given: Help) -> Help:
    return changed(
        given, purpose=given.purpose.strip(),
        from_name="" if given.from_unit is not None else given.from_name.strip(),
        to_name="" if given.to_unit is not None else given.to_name.strip(),
        people=tuple(known(book, line) for line in given.people),
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


def help_of(book: Book, row: int) -> Help:
    """One piece of help."""
    return store.help_of(book, row)
