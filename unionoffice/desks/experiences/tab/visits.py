"""The visits on the screen, with what was taken home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, service, sheets
from unionoffice.desks.experiences.records import (
    Choosing,
    Ending,
    Going,
    Keeping,
    OnDay,
    Reporting,
    Visit,
    VisitState,
)
from unionoffice.desks.experiences.tab.parts import column, do, heading, names, wrapped
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.form import Form
from unionoffice.kit.office import Start
from unionoffice.kit.section import Section

JOURNEY = Section(
    N_("Visit"),
    (
        "purpose", ("first_on", "last_on"), "host", "host_name", "visiting", "visiting_name", "visitors", "gaps", "cost",
        "old_number",
    ),
)
LEARNT = Section(N_("What was learnt"), ("seen", "taken", "result", "source"))
AFTERWARDS = Section(N_("Report and end"), (("reported_on", "reported_to"), "ended_on", "ended_why"))


class VisitsPage(Page[Visit]):
    """The visits to those who do it better, and what was taken home."""

    TITLE = N_("Visits")
    QUERY = service.VISITS
    NEW = N_("New visit")
    NUMBER = "number"
    HEADING = "host_name"
    STATE = "state"
    CARRY = ("visiting",)
    PAPERS = (sheets.VISIT,)
    EMPTY = N_("Visits stand here: where one went, what was seen, what is taken home and who does it by when. Plan the first one.")
    ENTRY = (JOURNEY,)
    SECTIONS = (
        Section("", ("purpose", ("first_on", "last_on"), "visiting", "visiting_name", "cost", "visitors", "gaps")),
        Section(N_("What was learnt"), ("seen", "result", "source")),
        AFTERWARDS,
    )

    def enter(self, record: Visit, came_from: tuple[str, int] | None) -> int:
        """Register a visit."""
        return service.enter_visit(self.office.book, record, came_from)

    def correct(self, record: Visit) -> None:
        """Correct a visit or write its record."""
        service.correct_visit(self.office.book, record)

    def can_correct(self, record: Visit) -> bool:
        """What is planned is corrected; the record of a visit that was made has a step of its own."""
        return record.state is VisitState.PLANNED

    def correction(self, record: Visit) -> tuple[Section, ...]:
        """The whole record."""
        return (JOURNEY, LEARNT) if record.state is VisitState.PLANNED else (LEARNT, JOURNEY)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"first_on": self.office.day(), "last_on": self.office.day()}

    def steps(self, record: Visit) -> StepLine:
        """From plan to the last thing done."""
        way = (VisitState.PLANNED, VisitState.DONE, VisitState.REPORTED, VisitState.CLOSED)
        if record.state is VisitState.CANCELLED:
            return StepLine(names(way), 0, record.state.word)
        return StepLine(names(way), way.index(record.state))

    def tone(self, record: Visit) -> str:
        """Red where something taken home is overdue, or the day has passed."""
        today = self.office.day()
        if record.state is VisitState.PLANNED:
            return "overdue" if record.last_on < today else "warn"
        if record.state in (VisitState.DONE, VisitState.REPORTED):
            taken = record.taken or service.visit(self.office.book, record.id).taken
            late = any(line.done_on is None and not line.dropped and line.due is not None and line.due < today for line in taken)
            return "overdue" if late else "warn"
        return "good" if record.state is VisitState.CLOSED else "quiet"

    def warnings(self, record: Visit) -> Sequence[str]:
        """A day that passed, things overdue, a person named."""
        return service.visit_warnings(self.office.book, record, self.office.day())

    def extra(self, record: Visit) -> QWidget | None:
        """What is taken home, numbered, with who does it and by when."""
        if not record.taken:
            return None
        holder, inside = column()
        inside.addWidget(heading(_("Taken home")))
        for place, line in enumerate(record.taken, start=1):
            unit = self.office.book.title("units", line.unit)
            parts = [part for part in (unit, line.who) if part]
            if line.done_on is not None:
                parts.append(_("done {day}", day=line.done_on))
            elif line.dropped:
                parts.append(_("given up: {reason}", reason=line.dropped))
            elif line.due is not None:
                parts.append(_("by {day}", day=line.due))
            label = wrapped(f"{place}. {line.text}" + (f"\n{' · '.join(parts)}" if parts else ""), "taken_home")
            if line.done_on is None and not line.dropped and line.due is not None and line.due < self.office.day():
                label.setProperty("tone", "overdue")
            inside.addWidget(label)
        return holder

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what was seen names a worker."""
        if "seen" not in form.editors:
            return ""
        drafts = form.editor("seen").draft()
        texts = [str(line.get("text") or "") for line in drafts] if isinstance(drafts, list) else []
        return " ".join(service.names_hint(self.office.book, "\n".join(texts)))

    def next_actions(self, record: Visit) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        now = max(filter(None, (day, record.last_on, record.reported_on)))
        found: list[Action] = []
        if record.state is VisitState.PLANNED:
            found.append(Action(
                name="go", label=N_("The visit was made"), asks=Going, primary=True, do=do(service.go, book),
                values={"first_on": record.first_on, "last_on": record.last_on},
            ))
        written = bool(record.seen or record.taken)
        if record.state in (VisitState.DONE, VisitState.REPORTED):
            found.append(Action(
                name="write", label=N_("Write the record"), primary=record.state is VisitState.DONE and not written, do=self._write,
            ))
        if record.state is VisitState.DONE:
            found.append(Action(
                name="report", label=N_("Reported to the team"), asks=Reporting, primary=written, do=do(service.report, book),
                values={"reported_on": now},
            ))
        left = rules.open_taken(record)
        if record.state is VisitState.REPORTED:
            found.append(Action(
                name="close", label=N_("Close the visit"), asks=OnDay, primary=not left, values={"day": now},
                do=do(service.close, book),
            ))
        if left and record.state in (VisitState.DONE, VisitState.REPORTED):
            found.append(Action(
                name="keep", label=N_("Something taken home is done"), asks=Keeping, values={"line": left[0], "done_on": day},
                do=do(service.keep_taken, book),
            ))
        if record.state not in (VisitState.PLANNED, VisitState.CANCELLED):
            several = len(record.taken) > 1
            for name, label, begin in (
                ("to_experience", N_("Write up as an experience"), self._to_experience),
                ("to_proposal", N_("Raise to a proposal"), self._to_proposal),
            ):
                asks = Choosing if several else None
                found.append(Action(name=name, label=label, asks=asks, values={"line": left[0] if left else 1}, do=begin))
        if record.state is VisitState.PLANNED:
            found.append(Action(
                name="cancel_visit", label=N_("Cancel the visit"), asks=Ending, values={"day": day},
                do=do(service.cancel_visit, book),
            ))
        return found

    def _write(self, row: int, _asked: object) -> None:
        """Open the record where the pen stopped."""
        visit = service.visit(self.office.book, row)
        self.start_correction()
        if self.form is not None:
            self.form.editor("taken" if visit.seen else "seen").take_focus()

    def _to_experience(self, row: int, asked: Choosing | None) -> None:
        chosen = self._chosen_line(row, asked)
        values = service.experience_from_visit(self.office.book, row, chosen, self.office.day())
        self.office.start(Start("experiences", values, came_from=("visits", row)))

    def _to_proposal(self, row: int, asked: Choosing | None) -> None:
        chosen = self._chosen_line(row, asked)
        self.office.start(Start("proposals", service.proposal_from_visit(self.office.book, row, chosen), came_from=("visits", row)))

    def _chosen_line(self, row: int, asked: Choosing | None) -> Choosing | None:
        """The line that was chosen, or the only one there is."""
        return asked or (Choosing(line=1) if service.visit(self.office.book, row).taken else None)
