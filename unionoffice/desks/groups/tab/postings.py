"""Technicians in the workshops on the screen: from which department to which workshop, with whom, and what was solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import sheets
from unionoffice.desks.groups.records import Closing, Entry, Posting, PostingState, Returning, Staying
from unionoffice.desks.groups.service import postings
from unionoffice.desks.groups.tab.parts import do, join, numbered, people, ties_of, together
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.section import Section

WHERE = Section(N_("Assignment"), ("worker", "name", "title", "from_unit", "unit", ("assigned_on", "until")))
WORK = Section(N_("Work on the spot"), ("reason", "tasks", "shift_hours", "partners"))


class PostingsPage(Page[Posting]):
    """The register of technicians assigned to the workshops, and the sheet of each."""

    TITLE = N_("Technicians in the workshops")
    QUERY = postings.POSTINGS
    NEW = N_("Assign a technician")
    NUMBER = "number"
    STATE = "state"
    CARRY = ("from_unit", "assigned_on", "until")
    PAPERS = tuple(paper for paper in sheets.PAPERS if paper.subject == postings.TABLE)
    EMPTY = N_("Engineers and technicians who work in the workshops for a time stand here. Assign the first one with Ctrl+N.")
    ENTRY = (WHERE, WORK, Section("", ("old_number", "remark")))
    SECTIONS = (
        Section(N_("Assignment"), ("title", "from_unit", "unit", ("assigned_on", "until"))),
        Section(N_("Work on the spot"), ("reason", "tasks", "shift_hours")),
        Section(N_("Return"), ("returned_on", "opinion")),
        Section(N_("Cancelled"), ("cancelled_on", "cancelled_why")),
        Section("", ("old_number", "remark")),
    )

    def enter(self, record: Posting, came_from: tuple[str, int] | None) -> int:
        """Assign a technician."""
        return postings.assign(self.office.book, record)

    def correct(self, record: Posting) -> None:
        """Correct an assignment."""
        postings.correct_posting(self.office.book, record)

    def can_correct(self, record: Posting) -> bool:
        """A cancelled assignment stays as it is."""
        return record.state is not PostingState.CANCELLED

    def correction(self, record: Posting) -> tuple[Section, ...]:
        """The log too, and of who returned the opinion."""
        found: tuple[Section, ...] = (WHERE, WORK, Section("", ("log",)))
        if record.state is PostingState.RETURNED:
            found = (*found, Section(N_("Return"), ("returned_on", "opinion")))
        return (*found, Section("", ("old_number", "remark")))

    def defaults(self) -> Mapping[str, object]:
        """From the day the clerk works for."""
        return {"assigned_on": self.office.day()}

    def steps(self, record: Posting) -> StepLine:
        """In the workshop, then returned; cancelled aside."""
        aside = record.state.word if record.state is PostingState.CANCELLED else ""
        names = (PostingState.ASSIGNED.word, PostingState.RETURNED.word)
        return StepLine(names, int(record.state is PostingState.RETURNED), aside)

    def tone(self, record: Posting) -> str:
        """Red when the time is over."""
        if postings.is_late(record, self.office.day()):
            return "overdue"
        return "good" if record.state is PostingState.ASSIGNED else "quiet"

    def warnings(self, record: Posting) -> Sequence[str]:
        """A time that is over."""
        return postings.warnings(record, self.office.day())

    def extra(self, record: Posting) -> QWidget | None:
        """The log, numbered."""

        def head(line: Entry) -> str:
            return join(line.day, _("{hours} hours", hours=format_quantity(line.hours)) if line.hours else "")

        total = _("{count} entries, {hours} hours on shift", count=len(record.log), hours=format_quantity(postings.hours(record)))
        return together(
            people(self.office.book, _("Paired with"), record.partners),
            numbered(self.office.book, _("Log"), total, record.log, head, "log_entry", text="solved"),
        )

    def next_actions(self, record: Posting) -> Sequence[Action]:
        """Log, stay, return, cancel; tie to what was worked on."""
        book, day = self.office.book, self.office.day()
        if record.state is PostingState.CANCELLED:
            return []
        tie = ties_of(book, postings.TABLE, record.id)
        if record.state is PostingState.RETURNED:
            return tie
        now = max(day, record.assigned_on)
        cancel = Action(
            name="cancel_posting", label=N_("Cancel the assignment"), asks=Closing, values={"closed_on": day},
            do=do(postings.cancel_posting, book))
        return [
            Action(name="log", label=N_("Log what was solved"), asks=Entry, primary=True, values={"day": now},
                   do=do(postings.write_log, book)),
            Action(name="come_back", label=N_("The technician returns"), asks=Returning, values={"returned_on": now},
                   do=do(postings.come_back, book)),
            Action(name="stay", label=N_("Stays longer"), asks=Staying, do=do(postings.stay, book)),
            *tie,
            *([] if record.log else [cancel]),
        ]  # fmt: skip
