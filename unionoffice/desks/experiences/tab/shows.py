"""Demonstrations and help on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.words import N_, Said, _
from unionoffice.desks.experiences import rules, service, sheets
from unionoffice.desks.experiences.records import (
    Demonstrating,
    Demonstration,
    DemonstrationState,
    Ending,
    Help,
    HelpEnding,
    HelpKind,
    HelpState,
    OnDay,
)
from unionoffice.desks.experiences.tab.parts import column, do, names, wrapped
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.section import Section

SHOW = Section(
    N_("Demonstration"),
    ("method", "experience", ("kind", "held_on"), "demonstrator", "demonstrator_name", "unit", "room", "old_number"),
)
WATCHED = Section(N_("Who watched, and what was measured"), ("watchers", "tried", "times", "conclusion"))


class DemonstrationsPage(Page[Demonstration]):
    """The demonstrations and matches in which a method was shown."""

    TITLE = N_("Demonstrations")
    QUERY = service.DEMONSTRATIONS
    NEW = N_("New demonstration")
    NUMBER = "number"
    HEADING = "method"
    STATE = "state"
    CARRY = ("held_on", "room")
    PAPERS = (sheets.DEMONSTRATION,)
    EMPTY = N_("Demonstrations stand here: who showed a method, who watched, who tried it, and the times. Plan the first one.")
    ENTRY = (SHOW,)
    SECTIONS = (
        Section("", ("kind", "held_on", "demonstrator", "demonstrator_name", "unit", "room")),
        WATCHED,
        Section(N_("Cancelled"), ("ended_on", "ended_why")),
    )

    def enter(self, record: Demonstration, came_from: tuple[str, int] | None) -> int:
        """Register a demonstration."""
        return service.enter_demonstration(self.office.book, record, came_from)

    def correct(self, record: Demonstration) -> None:
        """Correct a demonstration."""
        service.correct_demonstration(self.office.book, record)

    def can_correct(self, record: Demonstration) -> bool:
        """All but the cancelled."""
        return record.state is not DemonstrationState.CANCELLED

    def correction(self, record: Demonstration) -> tuple[Section, ...]:
        """What was shown, and once it was held who watched."""
        return (SHOW, WATCHED) if record.state is DemonstrationState.HELD else (SHOW,)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"held_on": self.office.day()}

    def steps(self, record: Demonstration) -> StepLine:
        """Planned and held."""
        way = (DemonstrationState.PLANNED, DemonstrationState.HELD)
        if record.state is DemonstrationState.CANCELLED:
            return StepLine(names(way), 0, record.state.word)
        return StepLine(names(way), way.index(record.state))

    def tone(self, record: Demonstration) -> str:
        """Red when its day has passed."""
        if record.state is DemonstrationState.PLANNED:
            return "overdue" if record.held_on < self.office.day() else "warn"
        return "good" if record.state is DemonstrationState.HELD else "quiet"

    def extra(self, record: Demonstration) -> QWidget | None:
        """How many watched, and by how much the times are shorter."""
        people = rules.watched(record)
        if not people:
            return None
        holder, inside = column()
        inside.addWidget(wrapped(_("{people} people watched, {tried} tried it.", people=people, tried=record.tried), "watched"))
        for line in record.times:
            share = rules.shorter_by(line.before, line.after)
            if share is not None:
                longer = share < 0
                words = N_("{what}: {before} before, {after} after, {part} longer") if longer else N_(
                    "{what}: {before} before, {after} after, {part} shorter")  # fmt: skip
                values = {"what": line.what, "before": line.before, "after": line.after, "part": sheets.part(abs(share))}
                inside.addWidget(wrapped(str(Said(words, values)), "shorter"))
        return holder

    def next_actions(self, record: Demonstration) -> Sequence[Action]:
        """It was held, or is cancelled."""
        if record.state is not DemonstrationState.PLANNED:
            return []
        book = self.office.book
        return [
            Action(
                name="hold", label=N_("It was held"), asks=Demonstrating, primary=True, do=do(service.demonstrate, book),
                values={"held_on": record.held_on, "watchers": record.watchers, "times": record.times},
            ),
            Action(
                name="cancel_demonstration", label=N_("Cancel the demonstration"), asks=Ending, values={"day": self.office.day()},
                do=do(service.cancel_demonstration, book),
            ),
        ]  # fmt: skip


# -- help ---------------------------------------------------------------------------------

LENDING = Section(
    N_("The help"),
    (
        "purpose", "kind", ("first_on", "last_on"), "from_unit", "from_name", "to_unit", "to_name", "people", "materials",
        "experience", "old_number",
    ),
)
RESULT = Section(N_("Result"), ("days", "result"))


class HelpPage(Page[Help]):
    """People lent and materials given from unit to unit."""

    TITLE = N_("Help between units")
    QUERY = service.HELP
    NEW = N_("New help")
    NUMBER = "number"
    HEADING = "purpose"
    STATE = "state"
    CARRY = ("kind", "first_on")
    EMPTY = N_("Help stands here: who or what was lent from which unit to which, from when to when, what for, and what came of it.")
    ENTRY = (LENDING,)
    SECTIONS = (
        Section("", (("first_on", "last_on"), "from_unit", "from_name", "to_unit", "to_name", "people", "materials")),
        RESULT,
        Section(N_("Cancelled"), ("ended_on", "ended_why")),
    )

    def enter(self, record: Help, came_from: tuple[str, int] | None) -> int:
        """Register help."""
        return service.enter_help(self.office.book, record, came_from)

    def correct(self, record: Help) -> None:
        """Correct help."""
        service.correct_help(self.office.book, record)

    def can_correct(self, record: Help) -> bool:
        """All but the cancelled."""
        return record.state is not HelpState.CANCELLED

    def correction(self, record: Help) -> tuple[Section, ...]:
        """The help, and once it has ended its result."""
        return (LENDING, RESULT) if record.state is HelpState.ENDED else (LENDING,)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"first_on": self.office.day()}

    def steps(self, record: Help) -> StepLine:
        """From plan to end."""
        way = (HelpState.PLANNED, HelpState.UNDER_WAY, HelpState.ENDED)
        if record.state is HelpState.CANCELLED:
            return StepLine(names(way), 0, record.state.word)
        return StepLine(names(way), way.index(record.state))

    def state_words(self, record: Help) -> str:
        """The kind of help with its state."""
        return f"{_(record.kind.word)} · {_(record.state.word)}"

    def tone(self, record: Help) -> str:
        """Red past its last day."""
        open_now = record.state in (HelpState.PLANNED, HelpState.UNDER_WAY)
        if open_now and record.last_on is not None and record.last_on < self.office.day():
            return "overdue"
        return "good" if record.state is HelpState.ENDED else "warn" if open_now else "quiet"

    def extra(self, record: Help) -> QWidget | None:
        """How many people for how many days together."""
        days = rules.person_days(record)
        if record.kind is not HelpKind.PEOPLE or days is None:
            return None
        people = rules.people_lent(record)
        return wrapped(_("{people} people, {days} person-days.", people=people, days=days), "person_days")

    def next_actions(self, record: Help) -> Sequence[Action]:
        """It begins, it ends, or it is cancelled."""
        book, day = self.office.book, self.office.day()
        found: list[Action] = []
        if record.state is HelpState.PLANNED:
            found.append(Action(
                name="begin", label=N_("It has begun"), asks=OnDay, primary=True, values={"day": record.first_on},
                do=do(service.begin_help, book),
            ))
        if record.state is HelpState.UNDER_WAY:
            found.append(Action(
                name="end", label=N_("It has ended"), asks=HelpEnding, primary=True, do=do(service.end_help, book),
                values={"last_on": record.last_on or max(day, record.first_on)},
            ))
        if record.state in (HelpState.PLANNED, HelpState.UNDER_WAY):
            found.append(Action(
                name="cancel_help", label=N_("Cancel the help"), asks=Ending, values={"day": day},
                do=do(service.cancel_help, book),
            ))
        return found
