"""Research societies on the screen: members, problems and how far they are, sessions, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import sheets
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
    SocietySession,
)
from unionoffice.desks.groups.service import societies
from unionoffice.desks.groups.tab.parts import do, either, join, numbered, people, ties_of, together
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.office import Start
from unionoffice.kit.section import Section


class SocietiesPage(Page[Society]):
    """The research societies with their problems and sessions."""

    TITLE = N_("Research societies")
    QUERY = societies.SOCIETIES
    NEW = N_("New research society")
    NUMBER = "number"
    STATE = "state"
    CARRY = ("unit",)
    PAPERS = tuple(paper for paper in sheets.PAPERS if paper.subject == societies.TABLE)
    EMPTY = N_("Circles of workers and technicians around a problem stand here. Found the first one with Ctrl+N.")
    ENTRY = (
        Section(N_("Society"), ("name", "unit", "founded_on", "aim", "chair", "chair_name")),
        Section("", ("members", "next_on", "old_number", "remark")),
    )
    SECTIONS = (
        Section(N_("Society"), ("unit", ("founded_on", "next_on"), "chair", "chair_name", "aim", "old_number", "remark")),
        Section(N_("End"), ("closed_on", "results", "reason")),
    )

    def sections(self, record: Society) -> tuple[Section, ...]:
        """The head as a worker of the roster, or else by name."""
        chair = either(record, "chair", "chair_name")
        first = Section(N_("Society"), ("unit", ("founded_on", "next_on"), chair, "aim", "old_number", "remark"))
        return (first, *self.SECTIONS[1:])

    def enter(self, record: Society, came_from: tuple[str, int] | None) -> int:
        """Found a society."""
        return societies.enter_society(self.office.book, record)

    def correct(self, record: Society) -> None:
        """Correct a society."""
        societies.correct_society(self.office.book, record)

    def can_correct(self, record: Society) -> bool:
        """A voided society stays as it is."""
        return record.state is not GroupState.VOIDED

    def correction(self, record: Society) -> tuple[Section, ...]:
        """All that was written, what came of it too."""
        found = (*self.ENTRY, Section("", ("problems", "sessions")))
        if record.state is GroupState.RUNNING:
            return found
        return (*found, Section(N_("End"), ("closed_on", "results", "reason")))

    def defaults(self) -> Mapping[str, object]:
        """Founded on the day the clerk works for."""
        return {"founded_on": self.office.day()}

    def steps(self, record: Society) -> StepLine:
        """Running, then ended; dissolved or voided aside."""
        aside = record.state.word if record.state in (GroupState.DISSOLVED, GroupState.VOIDED) else ""
        return StepLine((GroupState.RUNNING.word, GroupState.ENDED.word), int(record.state is GroupState.ENDED), aside)

    def tone(self, record: Society) -> str:
        """Red when its session is overdue."""
        if societies.is_late(record, self.office.day()):
            return "overdue"
        return "good" if record.state is GroupState.RUNNING else "quiet"

    def warnings(self, record: Society) -> Sequence[str]:
        """A session whose day has passed."""
        if not societies.is_late(record, self.office.day()):
            return ()
        return [_("A session was set for {day}: write down that it was held.", day=record.next_on)]

    def extra(self, record: Society) -> QWidget | None:
        """Problems and sessions, numbered."""
        book = self.office.book

        def problem(line: Problem) -> str:
            return join(_(line.state.word), line.solved_on, line.proposer)

        def session(line: SocietySession) -> str:
            people = _("{count} people", count=line.people)
            return join(line.held_on, _("{hours} hours", hours=format_quantity(line.hours)), people, line.topic, line.who)

        hours = _("{count} sessions, {hours} person-hours", count=len(record.sessions),
                  hours=format_quantity(societies.person_hours(record)))  # fmt: skip
        return together(
            people(book, _("Workers and technicians"), record.members),
            numbered(book, _("Problems taken up"), "", record.problems, problem, "society_problem", text="problem"),
            numbered(book, _("Sessions of the society"), hours, record.sessions, session, "society_session"),
        )

    def next_actions(self, record: Society) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        void = Action(
            name="void", label=N_("Void"), asks=Closing, values={"closed_on": day}, do=do(societies.void_society, book))
        if record.state is GroupState.VOIDED:
            return []
        found: list[Action] = []
        if record.state is GroupState.RUNNING:
            found = self._running(record)
        if record.problems:
            latest = next((n for n, each in enumerate(record.problems, 1) if each.state is ProblemState.SOLVED), 1)
            found += [
                Action(name="raise", label=N_("Raise to a proposal"), asks=Choice, values={"problem": latest}, do=self._raise),
                Action(name="try_out", label=N_("Try a solution out"), asks=Choice, values={"problem": latest}, do=self._try_out),
                Action(name="experience", label=N_("Write up as an experience"), asks=Choice, values={"problem": latest},
                       do=self._write_up),
            ]  # fmt: skip
        return [*found, *ties_of(book, societies.TABLE, record.id), void]

    def _running(self, record: Society) -> list[Action]:
        book, day = self.office.book, self.office.day()
        last = record.sessions[-1] if record.sessions else None
        open_one = next((n for n, each in enumerate(record.problems, 1) if each.state is not ProblemState.SOLVED), 1)
        session = {
            "held_on": min(record.next_on, day) if record.next_on else day, "hours": last.hours if last else None,
            "people": last.people if last else len(record.members) + 1,
        }
        found = [
            Action(name="session", label=N_("A session was held"), asks=SessionHeld, primary=True, values=session,
                   do=do(societies.hold_session, book)),
            Action(name="problem", label=N_("Take up a problem"), asks=Problem, do=do(societies.take_up, book)),
        ]  # fmt: skip
        if record.problems:
            found.append(Action(
                name="change_problem", label=N_("How far with a problem"), asks=ProblemChange,
                values={"problem": open_one, "on": day}, do=do(societies.change_problem, book),
            ))
        return [
            *found,
            Action(name="end", label=N_("End the society"), asks=SocietyEnding, do=do(societies.end_society, book),
                   values={"ended_on": day, "results": record.results}),
            Action(name="dissolve", label=N_("Dissolve"), asks=Closing, values={"closed_on": day},
                   do=do(societies.dissolve_society, book)),
        ]  # fmt: skip

    def _try_out(self, row: int, asked: Choice) -> None:
        values = societies.for_trial(self.office.book, row, asked, self.office.day())
        self.office.start(Start("trials", values, (societies.TABLE, row)))

    def _raise(self, row: int, asked: Choice) -> None:
        self.office.start(Start("proposals", societies.for_proposal(self.office.book, row, asked), (societies.TABLE, row)))

    def _write_up(self, row: int, asked: Choice) -> None:
        values = societies.for_experience(self.office.book, row, asked, self.office.day())
        self.office.start(Start("experiences", values, (societies.TABLE, row)))
