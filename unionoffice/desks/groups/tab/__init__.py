"""Mutual aid on the screen: groups with their log, meetings, and contracts from the first talk to the reward."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import rules, service, sheets
from unionoffice.desks.groups.records import (
    Attendance,
    Check,
    Closing,
    Conclusion,
    Contract,
    ContractKind,
    ContractState,
    Ending,
    Examination,
    Extension,
    Group,
    GroupState,
    Joining,
    Learner,
    Leaving,
    Mark,
    Meeting,
    Outcome,
    Reward,
    Signing,
    Start,
    Termination,
    Withdrawal,
)
from unionoffice.desks.groups.tab.postings import PostingsPage
from unionoffice.desks.groups.tab.societies import SocietiesPage
from unionoffice.desks.groups.tab.trials import TrialsPage
from unionoffice.desks.roster import service as roster
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import DRAFT_PAUSE, Action, DeskTab, Page, StepLine, button
from unionoffice.kit.flow import FlowLayout
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office
from unionoffice.kit.section import Section
from unionoffice.kit.sheet_view import RecordView

LATEST = 12
"""So many meetings of a group are listed under it; the rest stand among the meetings."""


# -- groups -------------------------------------------------------------------------------


class GroupsPage(Page[Group]):
    """The mutual-aid groups with the log of their meetings."""

    TITLE = N_("Groups")
    QUERY = service.GROUPS
    NEW = N_("New group")
    NUMBER = "number"
    STATE = "state"
    CARRY = ("unit",)
    PAPERS = tuple(paper for paper in sheets.PAPERS if paper.subject == "mutual_groups")
    EMPTY = N_("Groups of workers who teach each other stand here. Found the first one with Ctrl+N.")
    ENTRY = (
        Section(N_("Group"), ("name", "unit", "leader", "founded_on", "topic", "rhythm")),
        Section("", ("members", "old_number", "remark")),
    )
    SECTIONS = (
        Section(N_("Group"), ("unit", "leader", "founded_on", "rhythm", "topic", "old_number", "remark")),
        Section(N_("End"), ("closed_on", "results", "reason")),
    )

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        self._go_on_with_log = False
        super().__init__(office, parent)

    def enter(self, record: Group, came_from: tuple[str, int] | None) -> int:
        """Found a group."""
        return service.enter_group(self.office.book, record)

    def correct(self, record: Group) -> None:
        """Correct a group and its members."""
        service.correct_group(self.office.book, record)

    def can_correct(self, record: Group) -> bool:
        """A voided group stays as it is."""
        return record.state is not GroupState.VOIDED

    def defaults(self) -> Mapping[str, object]:
        """Founded on the day the clerk works for."""
        return {"founded_on": self.office.day()}

    def steps(self, record: Group) -> StepLine:
        """Running, then ended; dissolved or voided aside."""
        aside = record.state.word if record.state in (GroupState.DISSOLVED, GroupState.VOIDED) else ""
        return StepLine((GroupState.RUNNING.word, GroupState.ENDED.word), int(record.state is GroupState.ENDED), aside)

    def tone(self, record: Group) -> str:
        """Running groups stand out."""
        return "good" if record.state is GroupState.RUNNING else "quiet"

    def next_actions(self, record: Group) -> Sequence[Action]:
        """Somebody joins or leaves; the group ends, is dissolved, or voided."""
        book, day = self.office.book, self.office.day()
        void = Action(
            name="void", label=N_("Void"), asks=Closing, values={"closed_on": day},
            do=lambda row, asked: service.void_group(book, row, asked),
        )
        if record.state is GroupState.VOIDED:
            return []
        if record.state is not GroupState.RUNNING:
            return [void]
        return [
            Action(
                name="join", label=N_("Somebody joins"), asks=Joining, values={"joined_on": day},
                do=lambda row, asked: service.join_group(book, row, asked),
            ),
            Action(
                name="leave", label=N_("Somebody leaves"), asks=Leaving, values={"left_on": day},
                do=lambda row, asked: service.leave_group(book, row, asked),
            ),
            Action(
                name="end", label=N_("End the group"), asks=Ending, values={"ended_on": day, "results": record.results},
                do=lambda row, asked: service.end_group(book, row, asked),
            ),
            Action(
                name="dissolve", label=N_("Dissolve"), asks=Closing, values={"closed_on": day},
                do=lambda row, asked: service.dissolve_group(book, row, asked),
            ),
            void,
        ]

    def extra(self, record: Group) -> QWidget:
        """The log: a line to enter the next meeting, and the latest ones."""
        view = LogView(self, service.log(self.office.book, record.id))
        if self._go_on_with_log and view.entry is not None:
            self._go_on_with_log = False
            QTimer.singleShot(0, view.entry, view.entry.form.focus_first)
        return view

    def log_meeting(self, meeting: Meeting) -> None:
        """Write a meeting into the log and make ready for the next one. Raises KnownError."""
        self._go_on_with_log = True
        try:
            service.enter_meeting(self.office.book, meeting)
        except KnownError:
            self._go_on_with_log = False
            raise

    def _concerns(self, touched: Touched) -> bool:
        return "mutual_meetings" in touched or super()._concerns(touched)


class LogView(QWidget):
    """The log of a group under its record."""

    def __init__(self, page: GroupsPage, log: service.Log) -> None:
        super().__init__()
        self.setObjectName("log")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, round(theme.em() * 0.6), 0, 0)
        if log.members:
            column.addWidget(_heading(_("Members")))
            for each in log.members:
                column.addWidget(_wrapped(_member_words(page.office.book, each), "member"))
        column.addWidget(_heading(_("Log of meetings")))
        self.entry: MeetingEntry | None = None
        if log.group.state is GroupState.RUNNING and page.office.book.writable:
            self.entry = MeetingEntry(page, log)
            column.addWidget(self.entry)
        column.addWidget(_summary(log))
        if log.meetings:
            column.addWidget(_meeting_list(page.office, log))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "heading")
    return label


def _wrapped(words: str, name: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _member_words(book: Book, each: service.Attended) -> str:
    """A member in one line: trade, grade at entry, since when and until when, at how many meetings."""
    member = each.member
    parts = [str(roster.told_apart(book, member.worker, member.name)), member.trade]
    if member.grade is not None:
        parts.append(_("grade {grade} at entry", grade=member.grade))
    if member.joined_on is not None:
        parts.append(_("since {day}", day=member.joined_on))
    if member.left_on is not None:
        parts.append(_("until {day}", day=member.left_on))
    if each.called:
        parts.append(_("{present} of {called} meetings", present=each.present, called=each.called))
    return " · ".join(part for part in parts if part)


def _goal_words(book: Book, learner: Learner) -> str:
    """A learner's goals in one line: from which grade to which, operations, scrap, quota."""
    parts = [str(roster.told_apart(book, learner.worker, learner.name)), learner.trade]
    if learner.to_grade is not None:
        parts.append(_("grade {old} → {new}", old=learner.from_grade or "—", new=learner.to_grade))
    parts.append(learner.operations)
    if learner.scrap_goal is not None:
        parts.append(_("scrap at most {percent} %", percent=format_quantity(learner.scrap_goal)))
    if learner.quota_goal is not None:
        parts.append(_("quota at least {percent} %", percent=format_quantity(learner.quota_goal)))
    return " · ".join(part for part in parts if part)


def _summary(log: service.Log) -> QLabel:
    if not log.meetings:
        words = QLabel(_("The group has not met yet."))
    else:
        words = QLabel(
            _("{count} meetings, {hours} person-hours, attendance {rate}", count=len(log.meetings),
              hours=format_quantity(log.person_hours), rate=sheets.percent(log.rate))
        )
    words.setObjectName("log_summary")
    words.setWordWrap(True)
    words.setProperty("role", "quiet")
    return words


def _meeting_list(office: Office, log: service.Log) -> QWidget:
    """The latest meetings, the last one first; each opens, and behind them all of them."""
    holder = QWidget()
    holder.setObjectName("log_list")
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(round(theme.em() * 0.8))
    grid.setColumnStretch(1, 1)
    for line, meeting in enumerate(reversed(log.meetings[-LATEST:])):
        go = button(meeting.held_on.isoformat(), f"meeting_{meeting.id}", "link")
        go.clicked.connect(lambda _checked=False, row=meeting.id: office.open("mutual_meetings", row))
        topic = QLabel(meeting.topic)
        topic.setWordWrap(True)
        present = sum(each.present for each in meeting.attendance)
        side = QLabel(_("{hours} h · {present} of {called}", hours=format_quantity(meeting.hours), present=present,
                        called=len(meeting.attendance)))
        side.setProperty("role", "quiet")
        grid.addWidget(go, line, 0)
        grid.addWidget(topic, line, 1)
        grid.addWidget(side, line, 2, Qt.AlignmentFlag.AlignRight)
    if len(log.meetings) > LATEST:
        every = button(_("All {count} meetings", count=len(log.meetings)), "all_meetings", "link")
        rows = tuple(meeting.id for meeting in log.meetings)
        every.clicked.connect(lambda: office.show_rows("mutual_meetings", rows, log.group.name))
        grid.addWidget(every, grid.rowCount(), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
    return holder


class MeetingEntry(QWidget):
    """Date, hours, subject, what was learned, and a tick for everyone present: Enter goes on, Ctrl+S or the last Enter saves."""

    def __init__(self, page: GroupsPage, log: service.Log) -> None:
        super().__init__()
        self.setObjectName("meeting_entry")
        self.page, self.group = page, log.group
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE)
        self._pause.timeout.connect(self.keep_draft)
        self._saved = False
        last = log.meetings[-1] if log.meetings else None
        kept = {"hours": last.hours, "in_working_time": last.in_working_time} if last is not None else {}
        self.form: Form[Meeting] = Form(
            Meeting, page.office, values=kept, numbers=page.numbers(Meeting),
            sections=(Section("", (("held_on", "hours"), "in_working_time", "topic", "learned")),),
        )
        self.ticks = [
            PresentTick(member.id, str(roster.told_apart(page.office.book, member.worker, member.name)))
            for member in log.group.members
            if member.left_on is None
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        inside = self.form.layout()
        called = QWidget()
        flow = FlowLayout(called)
        for place, tick in enumerate(self.ticks):
            after = self.ticks[place + 1] if place + 1 < len(self.ticks) else None
            tick.box.entered = after.box.setFocus if after is not None else self.save
            tick.box.toggled.connect(lambda _on: self._pause.start())
            flow.addWidget(tick)
        if inside is not None:
            inside.addWidget(called)
        self.save_button = button(_("Log the meeting"), "log_meeting", "primary")
        self.save_button.clicked.connect(self.save)
        if inside is not None:
            inside.addWidget(self.save_button)
            inside.setAlignment(self.save_button, Qt.AlignmentFlag.AlignLeft)
        self._place = f"mutual_groups/{log.group.id}/meeting"
        self._restore()
        self.form.changed.connect(self._pause.start)
        self.form.submitted.connect(self.save)

    def save(self) -> None:
        """Save the meeting; a mistake is told beside its box."""
        self.form.clear_problems()
        self._pause.stop()
        try:
            meeting = self.form.record(group_id=self.group.id)
            lines = self._of_that_day(meeting.held_on, [tick.attendance() for tick in self.ticks])
            self._saved = True
            if self.page.office.drafts is not None:
                # Before saving: the saved meeting shows the record anew, with a fresh line for the next one.
                self.page.office.drafts.wipe(self._place)
            self.page.log_meeting(changed(meeting, attendance=lines))
        except KnownError as trouble:
            self._saved = False
            self.keep_draft()
            self.form.show_problem(trouble)

    def _of_that_day(self, day: date, lines: Sequence[Attendance]) -> tuple[Attendance, ...]:
        """The ticks of those who belonged to the group on that day; a meeting of long ago has other members."""
        called = {line.member for line in service.sheet_of_attendance(self.page.office.book, self.group.id, day)}
        return tuple(line for line in lines if line.member in called)

    def keep_draft(self) -> None:
        """Write what is typed to the drafts now."""
        self._pause.stop()
        if self.page.office.drafts is not None and not self._saved and self.form.has_changes():
            absent = {str(tick.member): tick.reason.text() for tick in self.ticks if not tick.box.isChecked()}
            self.page.office.drafts.keep(self._place, {**self.form.draft(), "absent": absent})

    def _restore(self) -> None:
        kept = self.page.office.drafts.kept(self._place) if self.page.office.drafts is not None else None
        if not kept:
            return
        absent = kept.get("absent")
        self.form.restore({name: text for name, text in kept.items() if name != "absent"})
        for tick in self.ticks:
            if isinstance(absent, dict) and str(tick.member) in absent:
                tick.box.setChecked(False)
                tick.reason.setText(absent[str(tick.member)])

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's own name
        """What is typed is kept when the record is left."""
        self.keep_draft()
        super().hideEvent(event)


class _TickBox(QCheckBox):
    """A tick with Space; Enter goes on."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.entered: Callable[[], object] = self.setFocus

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter goes on, as in every other box."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered()
        else:
            super().keyPressEvent(event)


class PresentTick(QWidget):
    """One member: present, or absent with a reason."""

    def __init__(self, member: int, name: str) -> None:
        super().__init__()
        self.member, self.called = member, name
        self.box = _TickBox(name)
        self.box.setObjectName(f"present_{member}")
        self.box.setAccessibleName(_("{name} was present", name=name))
        self.box.setChecked(True)
        self.reason = QLineEdit()
        self.reason.setObjectName(f"reason_{member}")
        self.reason.setAccessibleName(_("Why {name} was absent", name=name))
        self.reason.setPlaceholderText(_("Reason of absence"))
        self.reason.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.box)
        line.addWidget(self.reason)
        self.reason.setMinimumWidth(round(theme.em() * 10))
        self.box.toggled.connect(lambda on: self.reason.setVisible(not on))

    def attendance(self) -> Attendance:
        """The member's line in the attendance."""
        on = self.box.isChecked()
        return Attendance(member=self.member, name=self.called, present=on, reason="" if on else self.reason.text().strip())


# -- meetings -------------------------------------------------------------------------------


class MeetingsPage(Page[Meeting]):
    """All meetings of all groups; they are entered under their group."""

    TITLE = N_("Meetings")
    QUERY = service.MEETINGS
    HEADING = "topic"
    EMPTY = N_("The meetings of all groups stand here. They are entered under their group.")
    ENTRY = (Section("", (("held_on", "hours"), "in_working_time", "topic", "learned", "attendance")),)
    SECTIONS = (Section(N_("Meeting"), ("group_id", "held_on", "hours", "in_working_time", "learned", "attendance")),)

    def correct(self, record: Meeting) -> None:
        """Correct a meeting."""
        service.correct_meeting(self.office.book, record)

    def next_actions(self, record: Meeting) -> Sequence[Action]:
        """Go to the group, or strike a meeting that was not held."""
        book = self.office.book

        def to_group(_row: int, _asked: object) -> None:
            self.office.open("mutual_groups", record.group_id)

        return [
            Action(name="to_group", label=N_("Go to the group"), do=to_group),
            Action(name="strike", label=N_("Strike from the log"), do=lambda row, _asked: service.strike_meeting(book, row)),
        ]


# -- contracts ------------------------------------------------------------------------------


class ContractsPage(Page[Contract]):
    """The contracts of teaching and learning."""

    TITLE = N_("Contracts")
    QUERY = service.CONTRACTS
    NEW = N_("New contract")
    NUMBER = "number"
    STATE = "state"
    CARRY = ("kind", "unit", "union_group", "drawn_up_on")
    PAPERS = tuple(paper for paper in sheets.PAPERS if paper.subject == "contracts")
    EMPTY = N_("Contracts between teachers and learners stand here. Draw up the first one with Ctrl+N.")
    ENTRY = (
        Section(N_("Contract"), (("kind", "drawn_up_on"), "unit", "union_group")),
        Section(N_("Teacher"), ("teacher", "teacher_name", "teacher_trade", ("teacher_grade", "teacher_years"))),
        Section(N_("Learners and goals"), ("learners", "changing_trade")),
        Section(N_("Term and content"), (("effective_on", "term_months"), "content")),
        Section(N_("Duties"), ("teacher_duties", "learner_duties", "unit_duties")),
        Section(N_("Reward"), ("teacher_reward", "learner_reward")),
        Section("", ("voluntary", "witness", "old_number", "remark")),
    )
    SECTIONS = (
        Section(N_("Contract"), ("kind", "drawn_up_on", "unit", "union_group", "effective_on", "term_months", "ends_on")),
        Section(N_("Teacher"), ("teacher_name", "teacher_trade", "teacher_grade", "teacher_years")),
        Section("", ("changing_trade", "content")),
        Section(N_("Duties"), ("teacher_duties", "learner_duties", "unit_duties")),
        Section(N_("Reward"), ("teacher_reward", "learner_reward", "rewarded_on")),
        Section(N_("Signed"), ("signed_on", "witness", "for_workshop", "for_union", "voluntary", "old_number", "remark")),
        Section(N_("Course"), ("checks", "extensions", "outcome", "concluded_on", "conclusion")),
        Section(N_("Terminated or voided"), ("closed_on", "reason")),
        Section(N_("Correction"), ("correction",)),
    )

    def enter(self, record: Contract, came_from: tuple[str, int] | None) -> int:
        """Draw up a contract."""
        return service.enter_contract(self.office.book, record)

    def correct(self, record: Contract) -> None:
        """Correct a contract; a signed one with the reason."""
        service.correct_contract(self.office.book, record)

    def can_correct(self, record: Contract) -> bool:
        """A voided contract stays as it is."""
        return record.state is not ContractState.VOIDED

    def correction(self, record: Contract) -> tuple[Section, ...]:
        """Once it is signed, the reason is asked first."""
        if record.state is ContractState.DISCUSSED:
            return self.ENTRY
        return (Section(N_("Correction"), ("correction",)), *self.ENTRY, Section(N_("Signed"), ("for_workshop", "for_union")))

    def defaults(self) -> Mapping[str, object]:
        """Today, and the usual duties to keep or change."""
        return {"drawn_up_on": self.office.day(), **service.usual_duties(ContractKind.MUTUAL_AID)}

    def heading(self, record: Contract) -> str:
        """Who teaches whom."""
        return self.office.book.title("contracts", record.id)

    def steps(self, record: Contract) -> StepLine:
        """From the talk to the reward."""
        last = record.outcome.word if record.outcome is not None else N_("Concluded")
        names = (
            ContractState.DISCUSSED.word, ContractState.SIGNED.word, ContractState.RUNNING.word, N_("Checked"),
            ContractState.EXAMINED.word, last, ContractState.REWARDED.word,
        )
        state = record.state
        places = {ContractState.DISCUSSED: 0, ContractState.SIGNED: 1, ContractState.EXAMINED: 4, ContractState.REWARDED: 6}
        if state in (ContractState.TERMINATED, ContractState.VOIDED):
            begun = record.signed_on is not None and record.effective_on is not None
            reached = 3 if record.checks else 2 if begun else 1 if record.signed_on is not None else 0
            return StepLine(names, reached, state.word)
        if state is ContractState.RUNNING:
            return StepLine(names, 3 if record.checks else 2)
        return StepLine(names, places.get(state, 5))

    def tone(self, record: Contract) -> str:
        """Red where the office is late, green where the goal was reached."""
        if service.is_due(record, self.office.day()):
            return "overdue"
        good = (ContractState.MET, ContractState.REWARDED, ContractState.RUNNING)
        return "good" if record.state in good else "warn" if record.state is ContractState.PARTLY_MET else "quiet"

    def warnings(self, record: Contract) -> Sequence[str]:
        """What deserves a second look; nothing of it forbids anything."""
        return [str(said) for said in service.warnings(self.office.book, record, self.office.day())]

    def offers(self, paper: object, record: Contract) -> bool:
        """Each kind has its own form."""
        wanted = "contract" if record.kind is ContractKind.MUTUAL_AID else "apprentice_contract"
        return getattr(paper, "form", "") == wanted

    def extra(self, record: Contract) -> QWidget:
        """The learners with their goals, the picture of the grades, and the marks."""
        chart = sheets.grades(record)
        examinations = service.examinations(record)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_heading(_("Learners and goals")))
        for learner in record.learners:
            column.addWidget(_wrapped(_goal_words(self.office.book, learner), "learner_goal"))
        if chart is not None:
            view = ChartView()
            view.setObjectName("grades_chart")
            view.show_chart(chart)
            view.setFixedHeight(round(theme.em() * 15))
            column.addWidget(view)
        for examination in examinations:
            marks = RecordView(Examination, (Section(N_("Examination"), (("examined_on", "examined_by"), "marks")),))
            marks.show_record(examination, self.office.book)
            column.addWidget(marks)
        return holder

    def next_actions(self, record: Contract) -> Sequence[Action]:
        """The steps that can come next."""
        match record.state:
            case ContractState.DISCUSSED:
                return [self._sign(record), self._void()]
            case ContractState.SIGNED:
                return [self._start(record), self._terminate(), self._void()]
            case ContractState.RUNNING:
                again = [self._take_back()] if service.examinations(record) else []
                return [self._check(), self._examine(record), self._extend(record), self._terminate(), *again, self._void()]
            case ContractState.EXAMINED:
                return [self._conclude(record), self._take_back()]
            case ContractState.MET | ContractState.PARTLY_MET | ContractState.NOT_MET:
                return [self._reward(record), self._take_back()]
            case ContractState.TERMINATED:
                return [self._void()]
            case _:
                return []

    def _sign(self, record: Contract) -> Action:
        return Action(
            name="sign", label=N_("Sign"), asks=Signing, primary=True, values={"signed_on": self.office.day()},
            do=lambda row, asked: service.sign(self.office.book, row, asked),
            final=N_("A signed contract is handed out to both sides: it can then only be corrected or voided with a reason."),
        )

    def _start(self, record: Contract) -> Action:
        day = record.effective_on or record.signed_on or self.office.day()
        return Action(
            name="start", label=N_("Takes effect"), asks=Start, primary=True, values={"effective_on": day},
            do=lambda row, asked: service.start(self.office.book, row, asked),
        )

    def _check(self) -> Action:
        return Action(
            name="check", label=N_("Write down a check"), asks=Check, values={"checked_on": self.office.day()},
            do=lambda row, asked: service.check(self.office.book, row, asked),
        )

    def _examine(self, record: Contract) -> Action:
        open_marks = tuple(
            Mark(learner=learner.id, name=learner.name, result=Outcome.MET, new_grade=learner.to_grade)
            for learner in record.learners
            if learner.examined_on is None
        )
        return Action(
            name="examine", label=N_("Examine"), asks=Examination, primary=bool(record.checks),
            values={"examined_on": self.office.day(), "marks": open_marks},
            do=lambda row, asked: service.examine(self.office.book, row, asked),
        )

    def _extend(self, record: Contract) -> Action:
        return Action(
            name="extend", label=N_("Prolong"), asks=Extension, values={"agreed_on": self.office.day()},
            do=lambda row, asked: service.extend(self.office.book, row, asked),
        )

    def _take_back(self) -> Action:
        return Action(
            name="take_back", label=N_("Take the examination back"), asks=Withdrawal,
            do=lambda row, asked: service.take_back_examination(self.office.book, row, asked),
        )

    def _conclude(self, record: Contract) -> Action:
        outcome = rules.outcome_of([learner.result for learner in record.learners if learner.result is not None])
        return Action(
            name="conclude", label=N_("Conclude"), asks=Conclusion, primary=True,
            values={"concluded_on": self.office.day(), "outcome": outcome},
            do=lambda row, asked: service.conclude(self.office.book, row, asked),
        )

    def _reward(self, record: Contract) -> Action:
        return Action(
            name="reward", label=N_("Reward given"), asks=Reward, primary=True,
            values={
                "rewarded_on": self.office.day(), "teacher_reward": record.teacher_reward, "learner_reward": record.learner_reward,
            },
            do=lambda row, asked: service.reward(self.office.book, row, asked),
            final=N_("A reward that was handed out is not taken back: a mistake is corrected with a reason."),
        )

    def _terminate(self) -> Action:
        return Action(
            name="terminate", label=N_("Terminate"), asks=Termination, values={"terminated_on": self.office.day()},
            do=lambda row, asked: service.terminate(self.office.book, row, asked),
        )

    def _void(self) -> Action:
        return Action(
            name="void", label=N_("Void"), asks=Closing, values={"closed_on": self.office.day()},
            do=lambda row, asked: service.void_contract(self.office.book, row, asked),
        )


class GroupsTab(DeskTab):
    """Technical mutual aid: groups, meetings, contracts; research societies, trials, technicians in the workshops."""

    PAGES = (GroupsPage, ContractsPage, MeetingsPage, SocietiesPage, TrialsPage, PostingsPage)
