"""Against waste on the screen: sessions with their minutes, exposures, and where waste arises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.money import format_money
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_, _, language
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.waste import rules, service, sheets
from unionoffice.desks.waste.intake import EXPOSURES
from unionoffice.desks.waste.records import (
    Approving,
    CarryingOut,
    Confirmation,
    Correction,
    Discussing,
    Ending,
    Exposure,
    ExposureState,
    Filing,
    Holding,
    Inspection,
    InspectionChoice,
    MeasureSetting,
    PreventionRule,
    PuttingInForce,
    Recheck,
    Refutation,
    Reviewing,
    Revising,
    RuleState,
    Session,
    SessionState,
    Stopping,
    Verification,
    WasteNumber,
)
from unionoffice.desks.waste.service import prevention
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Picked
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine, button
from unionoffice.kit.form import Form
from unionoffice.kit.list_page import ListPage
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.section import Section
from unionoffice.kit.traces import tell_traces
from unionoffice.printing.paper import Paper
from unionoffice.printing.wording import words as paper_words

PLAN = Section(
    N_("Session"),
    (
        "topic", ("held_on", "unit"), ("begins", "ends"), "room", ("chair_post", "chair"), "recorder", "in_working_time",
        "old_number",
    ),
)
ATTENDANCE = Section(N_("Who was there"), ("present", "absent", "attendees"))
MINUTES = Section(N_("Minutes"), ("agenda", "speeches", "resolutions", "votes", "open_questions", "closed_at"))
READ = Section(N_("Minutes"), ("agenda", "votes", "open_questions", "closed_at"))
"""The minutes as they are read: speeches and resolutions stand below them, numbered as on paper."""
AFTER = Section(N_("After the session"), (("confirmed_on", "filed_on"), "file_number", "addenda"))
ENDED = Section(N_("Cancelled or voided"), ("ended_on", "ended_why"))

EXPOSED = Section(
    N_("Exposure"),
    (
        "title", ("kind", "exposed_on"), ("unit", "spot"), "session", ("anonymous", "exposed_by"), "description",
        ("quantity", "measured_in", "unit_price"), ("loss", "loss_per"), "basis", "since", "cause", "responsible", "old_number",
    ),
)
CHECKED = Section(N_("Check"), (("verified_on", "verified_by"), ("verified_loss", "verified_per"), "finding"))
AGAINST = Section(
    N_("Measure and result"),
    ("measure", ("measure_on", "deadline"), "responsible", "result", ("stopped_on", "recheck_on"), "rechecks"),
)
GONE = Section(N_("Withdrawn"), ("withdrawn_on", "withdrawn_why"))

INSPECTED = Section("", (("inspected_on", "finding"), "inspector", "unit", "what", "amount"))

FOR_GOOD = N_("The name is taken out of the whole book for good. This cannot be undone.")


class SpeechChoice(Record):
    """What is asked when a speech is made anonymous."""

    speech: Annotated[int, shown(N_("Number of the speech"), ge=1, le=1000)]


class SessionsPage(Page[Session]):
    """The sessions and, beside them, the page on which the minutes are written."""

    TITLE = N_("Sessions")
    QUERY = service.SESSIONS
    NEW = N_("New session")
    NUMBER = "number"
    HEADING = "topic"
    STATE = "state"
    CARRY = ("unit", "room", "chair_post", "chair", "recorder")
    PAPERS = (sheets.MINUTES, sheets.SIGN_IN)
    EMPTY = N_("Sessions against waste stand here, with their minutes. Plan the first one, or write up one that was held.")
    ENTRY = (PLAN,)
    SECTIONS = (PLAN, ATTENDANCE, READ, AFTER, ENDED)

    def enter(self, record: Session, came_from: tuple[str, int] | None) -> int:
        """Register a session."""
        return service.enter_session(self.office.book, record)

    def correct(self, record: Session) -> None:
        """Write or correct the minutes."""
        _agree_to_give_names_up(self.office, record, "speeches")
        traces = service.correct_session(self.office.book, record)
        if traces is not None:
            tell_traces(self.office, traces)

    def can_correct(self, record: Session) -> bool:
        """What is planned is corrected; the minutes of a held session have a step of their own."""
        return record.state is SessionState.PLANNED

    def correction(self, record: Session) -> tuple[Section, ...]:
        """The whole page of the minutes; of a planned session too, so that the agenda can be written before."""
        return (PLAN, ATTENDANCE, MINUTES)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"held_on": self.office.day()}

    def steps(self, record: Session) -> StepLine:
        """From plan to files."""
        way = (SessionState.PLANNED, SessionState.HELD, SessionState.CONFIRMED, SessionState.FILED)
        if record.state is SessionState.CANCELLED:
            return StepLine(names=_names(way), reached=0, aside=record.state.word)
        if record.state is SessionState.VOIDED:
            return StepLine(names=_names(way), reached=3 if record.filed_on else 2, aside=record.state.word)
        return StepLine(names=_names(way), reached=way.index(record.state))

    def tone(self, record: Session) -> str:
        """Quiet when all is done."""
        if record.state is SessionState.PLANNED:
            return "overdue" if record.held_on < self.office.day() else "warn"
        return "warn" if record.state is SessionState.HELD else "good" if record.state in rules.WAS_HELD else "quiet"

    def warnings(self, record: Session) -> Sequence[str]:
        """Working time, a day that passed, a person named."""
        return service.session_warnings(self.office.book, record, self.office.day())

    def extra(self, record: Session) -> QWidget | None:
        """Speeches and resolutions, numbered as on paper; how many people sat for how long."""
        book = self.office.book
        speeches = [meetings.speech(place, line) for place, line in enumerate(record.speeches, start=1)]
        resolutions = [meetings.resolution_followed(book, place, line) for place, line in enumerate(record.resolutions, start=1)]
        people, length = rules.people(record), rules.length(record)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for name, title, texts in (("speech", N_("Speeches"), speeches), ("resolution", N_("Resolutions"), resolutions)):
            if texts:
                heading = QLabel(_(title))
                heading.setProperty("role", "heading")
                column.addWidget(heading)
            for text in texts:
                column.addWidget(_wrapped(paper_words(text, language()), name))
        if people and length is not None:
            hours = format_quantity(rules.hours(people * length))
            said = _("{people} people took part: {hours} person-hours.", people=people, hours=hours)
            column.addWidget(_wrapped(said, "person_hours"))
        return holder if column.count() else None

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker."""
        return _hint(self.office, form)

    def next_actions(self, record: Session) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        now = max(day, record.held_on)
        found: list[Action] = []
        if record.state is SessionState.PLANNED:
            found.append(Action(
                name="hold", label=N_("The session was held"), asks=Holding, primary=True, do=_do(service.hold, book),
                values={
                    "held_on": record.held_on, "begins": record.begins, "closed_at": record.closed_at or record.ends,
                    "in_working_time": record.in_working_time,
                },
            ))
        if record.state is SessionState.HELD:
            found.append(Action(name="write", label=N_("Write the minutes"), primary=True, do=self._write))
            found.append(Action(
                name="confirm", label=N_("Confirm the minutes"), asks=Confirmation, values={"confirmed_on": now},
                do=_do(service.confirm, book),
                final=N_("Confirmed minutes are locked: later only dated addenda correct them. This cannot be undone."),
            ))
        if record.state is SessionState.CONFIRMED:
            found.append(Action(
                name="file", label=N_("File the minutes"), asks=Filing, values={"filed_on": now}, primary=True,
                do=_do(service.file, book),
            ))
        if record.state in rules.WAS_HELD:
            found.append(Action(name="expose", label=N_("Register waste exposed here"), do=self._expose))
            found.append(Action(name="write_opinion", label=N_("Write down an opinion"), do=self._write_opinion))
        if record.state in rules.WAS_HELD and record.resolutions:
            open_ = [place for place, line in enumerate(record.resolutions, start=1) if line.done_on is None]
            found.append(Action(
                name="carry_out", label=N_("A resolution was carried out"), asks=CarryingOut, do=_do(service.carry_out, book),
                values={"number": open_[0] if open_ else 1, "done_on": now},
            ))
        if record.state in (SessionState.CONFIRMED, SessionState.FILED):
            found.append(Action(
                name="addendum", label=N_("Add an addendum"), asks=Correction, values={"written_on": now},
                do=_do(service.add_addendum, book),
            ))
        named = [place for place, speech in enumerate(record.speeches, start=1) if speech.speaker]
        if named:
            found.append(Action(
                name="make_anonymous", label=N_("Make a speech anonymous"), asks=SpeechChoice, values={"speech": named[0]},
                do=self._make_anonymous, final=FOR_GOOD,
            ))
        if record.state in (SessionState.PLANNED, SessionState.HELD):
            found.append(Action(
                name="cancel_session", label=N_("Cancel the session"), asks=Ending, values={"day": day},
                do=_do(service.cancel, book),
            ))
        if record.state in (SessionState.CONFIRMED, SessionState.FILED):
            found.append(Action(
                name="void", label=N_("Void the minutes"), asks=Ending, values={"day": now}, do=_do(service.void, book),
                final=N_("Voided minutes stay in the register with the reason. This cannot be undone."),
            ))
        return found

    def _write(self, row: int, _asked: object) -> None:
        """Open the page of the minutes where the pen stopped."""
        session = service.session(self.office.book, row)
        self.start_correction()
        if self.form is not None:
            left = next((name for name in ("present", "agenda") if not getattr(session, name)), "speeches")
            self.form.editor(left).take_focus()

    def _expose(self, row: int, _asked: object) -> None:
        session = service.session(self.office.book, row)
        values = {"exposed_on": session.held_on, "session": row, "unit": session.unit}
        self.office.start(Start("waste_exposures", values, came_from=("waste_sessions", row)))

    def _write_opinion(self, row: int, _asked: object) -> None:
        session = service.session(self.office.book, row)
        values = {"raised_on": session.held_on, "source": "session", "unit": session.unit}
        self.office.start(Start("opinions", values, came_from=("waste_sessions", row)))

    def _make_anonymous(self, row: int, asked: SpeechChoice) -> None:
        session = service.session(self.office.book, row)
        speech = session.speeches[asked.speech - 1].id if asked.speech <= len(session.speeches) else 0
        tell_traces(self.office, service.make_anonymous(self.office.book, row, speech))


class ExposuresPage(Page[Exposure]):
    """The register of exposures and the exposure beside it."""

    TITLE = N_("Exposures")
    QUERY = service.EXPOSURES
    NEW = N_("Register waste")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    CARRY = ("exposed_on", "session", "unit")
    PAPERS = (sheets.REGISTER,)
    EMPTY = N_("Waste that was exposed stands here until it is stopped. Register the first case, or do so from a session.")
    ENTRY = (EXPOSED,)
    SECTIONS = (EXPOSED, CHECKED, AGAINST, GONE)

    def enter(self, record: Exposure, came_from: tuple[str, int] | None) -> int:
        """Register an exposure, tied to the session it comes from."""
        return service.enter_exposure(self.office.book, record, came_from)

    def correct(self, record: Exposure) -> None:
        """Correct an exposure."""
        _agree_to_give_names_up(self.office, record, "anonymous")
        traces = service.correct_exposure(self.office.book, record)
        if traces is not None:
            tell_traces(self.office, traces)

    def can_correct(self, record: Exposure) -> bool:
        """All but the withdrawn."""
        return record.state is not ExposureState.WITHDRAWN

    def correction(self, record: Exposure) -> tuple[Section, ...]:
        """What the steps so far have written down."""
        found = [EXPOSED]
        if record.state is ExposureState.UNFOUNDED:
            found.append(Section(N_("Check"), (("verified_on", "verified_by"), "finding")))
        elif record.verified_on is not None:
            found.append(CHECKED)
        if record.stopped_on is not None:
            written = ("measure", ("measure_on", "deadline"), "result", "stopped_on", *(("rechecks",) if record.rechecks else ()))
            found.append(Section(N_("Measure and result"), written))
        elif record.measure_on is not None:
            found.append(Section(N_("Measure and result"), ("measure", ("measure_on", "deadline"))))
        return tuple(found)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"exposed_on": self.office.day()}

    def steps(self, record: Exposure) -> StepLine:
        """From the register to stopped waste."""
        way = (ExposureState.REGISTERED, ExposureState.VERIFIED, ExposureState.MEASURE_SET, ExposureState.STOPPED)
        if record.state in way:
            return StepLine(names=_names(way), reached=way.index(record.state))
        done = (record.stopped_on, record.measure_on, record.verified_loss)
        reached = next((3 - place for place, value in enumerate(done) if value is not None), 0)
        return StepLine(names=_names(way), reached=reached, aside=record.state.word)

    def tone(self, record: Exposure) -> str:
        """Red past the deadline."""
        if rules.is_overdue(record, self.office.day()):
            return "overdue"
        if record.state is ExposureState.STOPPED:
            late = record.recheck_on is not None and record.recheck_on < self.office.day()
            return "overdue" if late else "good"
        return "quiet" if record.state in (ExposureState.UNFOUNDED, ExposureState.WITHDRAWN) else "warn"

    def warnings(self, record: Exposure) -> Sequence[str]:
        """A deadline that passed, a sum that differs, a person named."""
        return service.exposure_warnings(self.office.book, record, self.office.day())

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker."""
        return _hint(self.office, form)

    def next_actions(self, record: Exposure) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        last = max(filter(None, (day, record.exposed_on, record.verified_on, record.measure_on, record.stopped_on)))
        found: list[Action] = []
        if record.state is ExposureState.REGISTERED:
            found.append(Action(
                name="verify", label=N_("Verify"), asks=Verification, primary=True, do=_do(service.verify, book),
                values={"verified_on": last, "verified_loss": record.loss, "verified_per": record.loss_per},
            ))
            found.append(Action(
                name="refute", label=N_("Proved unfounded"), asks=Refutation, values={"verified_on": last},
                do=_do(service.refute, book),
            ))
        if record.state is ExposureState.VERIFIED:
            found.append(Action(
                name="set_measure", label=N_("Set a measure"), asks=MeasureSetting, primary=True, do=_do(service.set_measure, book),
                values={"measure_on": last, "responsible": record.responsible or record.unit},
            ))
        if record.state is ExposureState.MEASURE_SET:
            found.append(Action(
                name="stop", label=N_("The waste was stopped"), asks=Stopping, values={"stopped_on": last}, primary=True,
                do=_do(service.stop, book),
            ))
        if record.state is ExposureState.STOPPED:
            checked = max((day, *(line.checked_on for line in record.rechecks)))
            found.append(Action(
                name="recheck", label=N_("Recheck"), asks=Recheck, values={"checked_on": checked}, do=_do(service.recheck, book),
                primary=record.recheck_on is not None and record.recheck_on <= day,
            ))
        if any(line.again for line in record.rechecks):
            found.append(Action(name="register_again", label=N_("Register what came again"), do=self._register_again))
        if service.can_be_raised(record):
            found.append(Action(name="raise", label=N_("Raise to a proposal"), do=self._raise))
            found.append(Action(name="to_rule", label=N_("Lead to a prevention rule"), do=self._to_rule))
        if record.exposed_by:
            found.append(Action(name="make_anonymous", label=N_("Make it anonymous"), do=self._make_anonymous, final=FOR_GOOD))
        if record.state is not ExposureState.WITHDRAWN:
            found.append(Action(
                name="withdraw", label=N_("Withdraw it"), asks=Ending, values={"day": last}, do=_do(service.withdraw, book),
            ))
        return found

    def _raise(self, row: int, _asked: object) -> None:
        exposure = service.exposure(self.office.book, row)
        self.office.start(Start("proposals", service.for_proposal(exposure), came_from=("waste_exposures", row)))

    def _register_again(self, row: int, _asked: object) -> None:
        values = service.for_waste_again(service.exposure(self.office.book, row))
        self.office.start(Start("waste_exposures", values, came_from=("waste_exposures", row)))

    def _to_rule(self, row: int, _asked: object) -> None:
        values = prevention.for_rule(service.exposure(self.office.book, row))
        self.office.start(Start("waste_rules", {**values, "drafted_on": self.office.day()}, came_from=("waste_exposures", row)))

    def _make_anonymous(self, row: int, _asked: object) -> int:
        tell_traces(self.office, service.make_exposure_anonymous(self.office.book, row))
        return row


RULE = Section(N_("Rule"), ("title", "drafted_on", "text", "units"))
OWNERS = Section(N_("Who looks after it"), ("responsible", "owner", "inspectors", ("every", "cycle")))
LIMIT = Section(N_("Indicator and limit"), ("indicator", "limit_at"))


class RulesPage(Page[PreventionRule]):
    """The rules that prevent waste, and beside them what the inspections found."""

    TITLE = N_("Prevention rules")
    QUERY = prevention.RULES
    NEW = N_("New prevention rule")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    CARRY = ("responsible",)
    PAPERS = (sheets.RULE,)
    EMPTY = N_("Rules that keep waste from coming again stand here, with their inspections. Draft the first one with Ctrl+N.")
    ENTRY = (RULE, OWNERS, LIMIT, Section("", ("old_number", "remark")))
    SECTIONS = (
        Section(N_("Rule"), ("drafted_on", "text")),
        Section(N_("Who looks after it"), ("responsible", "owner", ("every", "cycle"), "next_due")),
        LIMIT,
        Section(N_("Course of the rule"), (
            "discussed_on", "discussion", ("approved_on", "approved_by"), ("effective_from", "review_on"), "revises", "revised_why",
            "ended_on", "ended_why",
        )),
        Section("", ("old_number", "remark")),
    )  # fmt: skip

    def enter(self, record: PreventionRule, came_from: tuple[str, int] | None) -> int:
        """Draft a rule, tied to the waste that led to it."""
        return prevention.enter_rule(self.office.book, record, came_from)

    def correct(self, record: PreventionRule) -> None:
        """Correct a rule."""
        prevention.correct_rule(self.office.book, record)

    def can_correct(self, record: PreventionRule) -> bool:
        """As long as it may come, or is, in force."""
        return record.ended_on is None

    def correction(self, record: PreventionRule) -> tuple[Section, ...]:
        """The text until it is approved; then who looks after it, and the inspections."""
        rest = Section("", ("old_number", "remark"))
        if record.approved_on is None:
            discussed = (Section(N_("Course of the rule"), ("discussed_on", "discussion")),) if record.discussed_on else ()
            return (RULE, OWNERS, LIMIT, *discussed, rest)
        inspections = (Section(N_("Inspections"), ("review_on", "inspections")),) if record.effective_from else ()
        return (OWNERS, *inspections, rest)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month; a month is the usual cycle."""
        return {"drafted_on": self.office.day(), "every": 1}

    def steps(self, record: PreventionRule) -> StepLine:
        """From the draft into force."""
        way = (RuleState.DRAFT, RuleState.DISCUSSED, RuleState.APPROVED, RuleState.IN_FORCE)
        if record.state in way:
            return StepLine(names=_names(way), reached=way.index(record.state))
        days = (record.effective_from, record.approved_on, record.discussed_on)
        reached = next((3 - place for place, day in enumerate(days) if day is not None), 0)
        return StepLine(names=_names(way), reached=reached, aside=record.state.word)

    def tone(self, record: PreventionRule) -> str:
        """Red when an inspection or a review is overdue, or a unit is over the limit."""
        if prevention.is_late(self.office.book, record, self.office.day()):
            return "overdue"
        return "good" if record.state is RuleState.IN_FORCE else "quiet" if record.ended_on is not None else "warn"

    def warnings(self, record: PreventionRule) -> Sequence[str]:
        """Inspections and reviews not held, limits passed, violations that are not registered."""
        return prevention.rule_warnings(self.office.book, record, self.office.day())

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker."""
        return _hint(self.office, form)

    def extra(self, record: PreventionRule) -> QWidget | None:
        """Where it applies, who inspects, and every inspection, numbered."""
        book = self.office.book
        units = "、".join(book.title("units", line.unit) for line in record.units)
        inspectors = "、".join(f"{line.name} {line.post}".strip() for line in record.inspectors)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for title, text, name in ((N_("Where it applies"), units, "rule_units"), (N_("Inspectors"), inspectors, "rule_inspectors")):
            if text:
                column.addWidget(_headed(_(title)))
                column.addWidget(_wrapped(text, name))
        if record.inspections:
            column.addWidget(_headed(_("Inspections")))
        for place, line in enumerate(record.inspections, start=1):
            column.addWidget(_wrapped(f"{place}.  {self._inspection(line)}", "inspection"))
        return holder if column.count() else None

    def _inspection(self, line: Inspection) -> str:
        book = self.office.book
        amount = _("{amount} yuan", amount=format_money(line.amount)) if line.amount else ""
        waste = book.hit("waste_exposures", line.exposure) if line.exposure else None
        parts = (
            str(line.inspected_on), line.inspector, book.title("units", line.unit) if line.unit else "", _(line.finding.word),
            amount, waste.number if waste else "",
        )
        head = " · ".join(part for part in parts if part)
        return f"{head}\n{line.what}" if line.what else head

    def next_actions(self, record: PreventionRule) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        now = max(filter(None, (day, record.drafted_on, record.discussed_on, record.approved_on)))
        found: list[Action] = []
        match record.state:
            case RuleState.DRAFT:
                found.append(Action(
                    name="discuss", label=N_("The draft was discussed"), asks=Discussing, primary=True,
                    values={"discussed_on": now}, do=_do(prevention.discuss, book),
                ))
            case RuleState.DISCUSSED:
                found.append(Action(
                    name="approve", label=N_("Approve the rule"), asks=Approving, primary=True, values={"approved_on": now},
                    do=_do(prevention.approve, book),
                ))
            case RuleState.APPROVED:
                found.append(Action(
                    name="put_in_force", label=N_("Put in force"), asks=PuttingInForce, primary=True,
                    values={"effective_from": now}, do=_do(prevention.put_in_force, book),
                ))
            case RuleState.IN_FORCE:
                found += self._in_force(record)
            case _:
                return []
        found.append(Action(name="tie_waste", label=N_("Tie waste that led to it"), asks=WasteNumber,
                            do=_do(prevention.tie_waste, book)))  # fmt: skip
        if record.state is not RuleState.IN_FORCE:
            found.append(Action(name="withdraw", label=N_("Withdraw it"), asks=Ending, values={"day": now},
                                do=_do(prevention.withdraw_rule, book)))  # fmt: skip
        return found

    def _in_force(self, record: PreventionRule) -> list[Action]:
        book, day = self.office.book, self.office.day()
        inspector = record.inspectors[0].name if record.inspectors else ""
        unit = record.units[0].unit if len(record.units) == 1 else None
        found = [Action(
            name="inspect", label=N_("Write down an inspection"), asks=Inspection, sections=(INSPECTED,), primary=True,
            values={"inspected_on": day, "inspector": inspector, "unit": unit}, do=_do(prevention.inspect, book),
        )]  # fmt: skip
        places = prevention.violations(record)
        if places:
            found.append(Action(
                name="expose", label=N_("Register the waste found"), asks=InspectionChoice, values={"inspection": places[-1]},
                do=self._expose,
            ))
        return [
            *found,
            Action(name="review", label=N_("It was reviewed and stays"), asks=Reviewing, values={"reviewed_on": day},
                   do=_do(prevention.review, book)),
            Action(name="revise", label=N_("Draft a revision"), asks=Revising, values={"drafted_on": day},
                   do=lambda row, asked: prevention.revise(book, row, asked)),
            Action(name="repeal", label=N_("Repeal"), asks=Ending, values={"day": day}, do=_do(prevention.repeal, book)),
        ]  # fmt: skip

    def _expose(self, row: int, asked: InspectionChoice) -> None:
        values, came_from = prevention.for_exposure(self.office.book, row, asked)
        self.office.start(Start("waste_exposures", values, came_from))


class WherePage(QWidget):
    """Where waste arises in the chosen month or its year: a picture by kind and by unit; every bar opens its exposures."""

    TITLE = N_("Where waste arises")
    PAPERS: tuple[Paper, ...] = (sheets.WHERE, sheets.REGISTER)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("waste_where_page")
        self.setProperty("area", "page")
        e = theme.em()
        inside = QWidget()
        inside.setProperty("area", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        title = QLabel(_(self.TITLE))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        head.addWidget(title)
        head.addStretch(1)
        self.reach = QButtonGroup(self)
        for place, (name, label) in enumerate((("month", N_("the month")), ("to_date", N_("the year so far")))):
            chip = button(_(label), name, "chip")
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self.reach.addButton(chip, place)
            head.addWidget(chip)
        column.addLayout(head)
        self.words = QLabel()
        self.words.setObjectName("where_words")
        self.words.setWordWrap(True)
        self.words.setProperty("role", "quiet")
        column.addWidget(self.words)
        self.by_kind, self.by_unit = ChartView(), ChartView()
        for name, chart in (("by_kind", self.by_kind), ("by_unit", self.by_unit)):
            chart.setObjectName(name)
            column.addWidget(chart, 1)
        self.by_kind.picked.connect(lambda picked: self._open(picked, self._kinds))
        self.by_unit.picked.connect(lambda picked: self._open(picked, self._units))
        area = QScrollArea()
        area.setObjectName("where_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._kinds: list[service.Share] = []
        self._units: list[service.Share] = []
        self.reach.idClicked.connect(lambda _place: self.refresh())
        office.acted.connect(lambda touched: self.refresh() if {"waste_exposures", "units"} & touched.keys() else None)
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def period(self) -> Any:
        """The chosen month, or its year up to it."""
        month = self.office.period()
        return month if self.reach.checkedId() == 0 else month.year_to_date()

    def refresh(self) -> None:
        """Draw the pictures anew."""
        book, period = self.office.book, self.period()
        self._kinds, self._units = service.by_kind(book, period), service.by_unit(book, period)[:8]
        total = sum(share.loss for share in self._kinds)
        if total:
            self.words.setText(_(
                "{period}: verified loss of a year {amount} yuan. A bar opens the cases behind it.",
                period=period.name(language()), amount=format_money(total),
            ))
        else:
            name = period.name(language())
            self.words.setText(_("{period}: no verified loss. Only what was checked is shown here.", period=name))
        self.by_kind.show_chart(sheets.kind_picture(book, period) if total else None)
        self.by_unit.show_chart(sheets.unit_picture(book, period) if total else None)
        for chart in (self.by_kind, self.by_unit):
            chart.setVisible(bool(total))

    def _open(self, picked: Picked, shares: Sequence[service.Share]) -> None:
        if 0 <= picked.category < len(shares):
            self.office.show_rows("waste_exposures", shares[picked.category].rows, _("where waste arises"))

    def prints(self) -> list[Print]:
        """The picture and the register of the period in sight, and blank."""
        period = self.period()
        return [*(Print(paper, period=period) for paper in self.PAPERS), *(Print(paper, blank=True) for paper in self.PAPERS)]


class ExposuresListPage(ListPage):
    """A list of exposures is read, shown line by line, mended and taken in."""

    INTAKE = EXPOSURES
    HEADING = N_("Take in exposures of waste from a list")

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} exposures were taken in. Undo takes the whole list back.", count=f"{count:,}")


class WasteTab(DeskTab):
    """Sessions, exposures, prevention rules, and where waste arises."""

    PAGES = (SessionsPage, ExposuresPage, RulesPage, WherePage, ExposuresListPage)


def _wrapped(text: str, name: str) -> QLabel:
    words = QLabel(text)
    words.setObjectName(name)
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


def _headed(text: str) -> QLabel:
    heading = QLabel(text)
    heading.setProperty("role", "heading")
    return heading


def _names(way: Sequence[Worded]) -> tuple[str, ...]:
    return tuple(state.word for state in way)


def _do(step: Callable[[Any, int, Any], None], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)


def _hint(office: Office, form: Form[Any]) -> str:
    """The hint when a long text that is being typed names a worker of the roster."""
    texts: list[str] = []
    for editor in form.editors.values():
        drafts = editor.draft()
        if editor.field.kind == "long" or editor.field.name in ("topic", "title"):
            texts.append(str(drafts or ""))
        elif editor.field.name in ("speeches", "resolutions", "votes") and isinstance(drafts, list):
            texts += [str(line.get("text") or line.get("motion") or "") for line in drafts]
    return " ".join(service.names_hint(office.book, "\n".join(texts)))


def _agree_to_give_names_up(office: Office, record: Session | Exposure, field: str) -> None:
    """Ask before a correction takes a name out for good. Raises KnownError when the clerk does not agree."""
    if not service.gives_names_up(office.book, record):
        return
    if not office.questions.sure(_("Make it anonymous"), _(FOR_GOOD), act=_("Make it anonymous")):
        why = _("Nothing was saved: a name that stood here is no longer written. Write it again, or agree.")
        raise KnownError(why, field=field)
