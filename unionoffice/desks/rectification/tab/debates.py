"""Debates on the screen: the register and, beside it, motion, positions with their arguments, and the page of the minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, _, language
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.records import CarryingOut, Confirmation, Correction, Filing
from unionoffice.desks.rectification import sheets
from unionoffice.desks.rectification.records import Debate, DebateHolding, DebateState, Ending, Position, Stand, Tying
from unionoffice.desks.rectification.service import debates
from unionoffice.desks.rectification.tab.opinions import do
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.form import Form
from unionoffice.kit.office import Start
from unionoffice.kit.section import Section
from unionoffice.printing.wording import words as paper_words

PLAN = Section(
    N_("Debate"),
    (
        "motion", ("held_on", "unit"), ("begins", "ends"), "room", ("chair_post", "chair"), "recorder", "in_working_time",
        "old_number",
    ),
)  # fmt: skip
ARGUED = Section(N_("Positions and arguments"), ("agenda", "positions", "arguments"))
ATTENDANCE = Section(N_("Who was there"), ("present", "absent", "attendees"))
OUTCOME = Section(
    N_("Votes, conclusion, what follows"), ("votes", "conclusion", "follows", "resolutions", "open_questions", "closed_at"))
READ = Section(N_("Minutes"), ("agenda", "votes", "conclusion", "follows", "open_questions", "closed_at"))
"""The minutes as they are read: positions, arguments and resolutions stand below them, numbered as on paper."""
AFTER = Section(N_("After the debate"), (("confirmed_on", "filed_on"), "file_number", "addenda"))
ENDED = Section(N_("Cancelled or voided"), ("ended_on", "ended_why"))

WAY = (DebateState.PLANNED, DebateState.HELD, DebateState.CONFIRMED, DebateState.FILED)
LONG = ("agenda", "conclusion", "follows", "open_questions")
"""The long fields whose text may name a worker; lines have theirs beside them."""


class DebatesPage(Page[Debate]):
    """The debates and, beside them, the page on which the minutes are written."""

    TITLE = N_("Debates")
    QUERY = debates.DEBATES
    NEW = N_("New debate")
    NUMBER = "number"
    HEADING = "motion"
    STATE = "state"
    CARRY = ("unit", "room", "chair_post", "chair", "recorder")
    PAPERS = (sheets.DEBATE_MINUTES, sheets.DEBATE_SIGN_IN)
    EMPTY = N_("Debates stand here: a motion, what speaks for it and against it, the conclusion. Plan the first one.")
    ENTRY = (PLAN,)
    SECTIONS = (PLAN, ATTENDANCE, READ, AFTER, ENDED)

    def enter(self, record: Debate, came_from: tuple[str, int] | None) -> int:
        """Register a debate."""
        return debates.enter(self.office.book, record, came_from)

    def correct(self, record: Debate) -> None:
        """Write or correct the minutes."""
        debates.correct(self.office.book, record)

    def can_correct(self, record: Debate) -> bool:
        """What is planned is corrected; the minutes of a held debate have a step of their own."""
        return record.state is DebateState.PLANNED

    def correction(self, record: Debate) -> tuple[Section, ...]:
        """The whole page of the minutes; of a planned debate too, so that the positions can be written before."""
        return (PLAN, ARGUED, ATTENDANCE, OUTCOME)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month; one position for and one against."""
        return {"held_on": self.office.day(), "positions": (Position(stand=Stand.FOR), Position(stand=Stand.AGAINST))}

    def steps(self, record: Debate) -> StepLine:
        """From plan to files."""
        names = tuple(state.word for state in WAY)
        if record.state is DebateState.CANCELLED:
            return StepLine(names=names, reached=0, aside=record.state.word)
        if record.state is DebateState.VOIDED:
            return StepLine(names=names, reached=3 if record.filed_on else 2, aside=record.state.word)
        return StepLine(names=names, reached=WAY.index(record.state))

    def tone(self, record: Debate) -> str:
        """Quiet when all is done, red when its day has passed."""
        if record.state is DebateState.PLANNED:
            return "overdue" if record.held_on < self.office.day() else "warn"
        return "warn" if record.state is DebateState.HELD else "good" if record.state in meetings.LOCKED else "quiet"

    def warnings(self, record: Debate) -> Sequence[str]:
        """Working time, a day that passed, one side only, a person named."""
        return debates.warnings(self.office.book, record, self.office.day())

    def extra(self, record: Debate) -> QWidget | None:
        """Positions with their arguments and the resolutions, as on paper; how many people sat for how long."""
        book = self.office.book
        resolutions = [meetings.resolution_followed(book, place, line) for place, line in enumerate(record.resolutions, start=1)]
        people, length = meetings.people(record), meetings.length(record)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for name, title, texts in (
            ("argument", N_("Positions and arguments"), sheets.positions(book, record)),
            ("resolution", N_("Resolutions"), resolutions),
        ):
            if texts:
                heading = QLabel(_(title))
                heading.setProperty("role", "heading")
                column.addWidget(heading)
            for text in texts:
                column.addWidget(_wrapped(paper_words(text, language()), name))
        if people and length is not None:
            hours = format_quantity(meetings.hours(people * length))
            said = _("{people} people took part: {hours} person-hours.", people=people, hours=hours)
            column.addWidget(_wrapped(said, "person_hours"))
        return holder if column.count() else None

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker."""
        found: list[str] = []
        for editor in form.editors.values():
            drafts = editor.draft()
            if editor.field.name in (*LONG, "motion"):
                found.append(str(drafts or ""))
            elif editor.field.name in ("positions", "arguments", "resolutions", "votes") and isinstance(drafts, list):
                keys = ("text", "evidence", "from_group", "motion")
                found += [str(line.get(key) or "") for line in drafts for key in keys]
        return " ".join(meetings.names_hint(self.office.book, "\n".join(found)))

    def next_actions(self, record: Debate) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        now = max(day, record.held_on)
        found: list[Action] = []
        if record.state is DebateState.PLANNED:
            found.append(Action(
                name="hold", label=N_("The debate was held"), asks=DebateHolding, primary=True, do=do(debates.hold, book),
                values={
                    "held_on": record.held_on, "begins": record.begins, "closed_at": record.closed_at or record.ends,
                    "in_working_time": record.in_working_time,
                },
            ))
        if record.state is DebateState.HELD:
            found.append(Action(name="write", label=N_("Write the minutes"), primary=True, do=self._write))
            found.append(Action(
                name="confirm", label=N_("Confirm the minutes"), asks=Confirmation, values={"confirmed_on": now},
                do=do(debates.confirm, book),
                final=N_("Confirmed minutes are locked: later only dated addenda correct them. This cannot be undone."),
            ))
        if record.state is DebateState.CONFIRMED:
            found.append(Action(
                name="file", label=N_("File the minutes"), asks=Filing, values={"filed_on": now}, primary=True,
                do=do(debates.file, book),
            ))
        if record.state in meetings.WAS_HELD:
            found += self._following(record, now)
        if record.state in meetings.LOCKED:
            found.append(Action(
                name="addendum", label=N_("Add an addendum"), asks=Correction, values={"written_on": now},
                do=do(debates.add_addendum, book),
            ))
            found.append(Action(
                name="void", label=N_("Void the minutes"), asks=Ending, values={"day": now}, do=do(debates.void, book),
                final=N_("Voided minutes stay in the register with the reason. This cannot be undone."),
            ))
        if record.state in (DebateState.PLANNED, DebateState.HELD):
            found.append(Action(
                name="cancel_debate", label=N_("Cancel the debate"), asks=Ending, values={"day": day}, do=do(debates.cancel, book),
            ))
        return found

    def _following(self, record: Debate, now: object) -> list[Action]:
        """What a debate that was held can lead to."""
        book = self.office.book
        found = [
            Action(name="opinion", label=N_("Register an opinion raised here"), do=self._start("opinions", debates.for_opinion)),
            Action(name="raise", label=N_("Raise to a proposal"), do=self._start("proposals", debates.for_proposal)),
            Action(name="discuss", label=N_("Open a plan discussion"), do=self._start("plan_discussions", debates.for_discussion)),
            Action(name="tie", label=N_("Tie to a record"), asks=Tying, do=do(debates.tie, book)),
        ]
        if record.resolutions:
            left = [place for place, line in enumerate(record.resolutions, start=1) if line.done_on is None]
            found.append(Action(
                name="carry_out", label=N_("A resolution was carried out"), asks=CarryingOut, do=do(debates.carry_out, book),
                values={"number": left[0] if left else 1, "done_on": now},
            ))
        return found

    def _write(self, row: int, _asked: object) -> None:
        """Open the page of the minutes where the pen stopped."""
        debate = debates.debate(self.office.book, row)
        self.start_correction()
        if self.form is not None:
            left = next((name for name in ("arguments", "present", "conclusion") if not getattr(debate, name)), "resolutions")
            self.form.editor(left).take_focus()

    def _start(self, table: str, values: Any) -> Any:
        """Open another desk's entry form filled in from the debate, and tied to it."""

        def step(row: int, _asked: object) -> None:
            self.office.start(Start(table, values(debates.debate(self.office.book, row)), came_from=(debates.TABLE, row)))

        return step


def _wrapped(text: str, name: str) -> QLabel:
    words = QLabel(text)
    words.setObjectName(name)
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words
