"""The saving proposals on the screen: the register, the proposal in the sections of its paper form, and its next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.period import date_words
from unionoffice.core.record import Record
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.proposals import rules, service, sheets
from unionoffice.desks.proposals.intake import PROPOSALS
from unionoffice.desks.proposals.records import (
    Appraisal,
    AwardSetting,
    Calculation,
    Completion,
    Decision,
    Duplication,
    Finish,
    Nature,
    Payment,
    Promotion,
    Proposal,
    Reasoned,
    Reckoning,
    Referral,
    Rejection,
    ReplyRule,
    Review,
    Scale,
    Start,
    State,
    Way,
)
from unionoffice.kit import theme
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine
from unionoffice.kit.form import Form
from unionoffice.kit.list_page import ListPage
from unionoffice.kit.office import Office
from unionoffice.kit.office import Start as StartElsewhere
from unionoffice.kit.section import Section
from unionoffice.kit.sheet_view import longest_word
from unionoffice.printing.paper import Paper

THE_PROPOSAL = Section(
    N_("The proposal"), ("title", ("kind", "weight"), "authors", ("unit", "received_on"), "problem", "method", "expected")
)
AT_RECEIPT = Section("", ("second_kind", "old_number"))
FURTHER = Section(N_("Further particulars"), ("needed", "own_means", ("archive_no", "told_on"), "corrected_because"))
ANSWER = Section(N_("Answer"), (("due_on", "told_on"), "duplicate_of", "referred_to"))
ANSWERED = Section(N_("Answer"), ("told_on", "duplicate_of", "referred_to"))
CARRIED_OUT = Section(
    N_("Implementation"),
    (("implementing_unit", "responsible"), ("started_on", "planned_end"), ("ended_on", "benefit_from"), ("planned_cost", "cost"),
     "norms", "measures"),
)  # fmt: skip
MENDED = Section(
    N_("Implementation"),
    (("implementing_unit", "responsible"), ("planned_end", "benefit_from"), ("planned_cost", "cost"), "norms", "measures"),
)
AWARD = Section(
    N_("Award"), ("scale", ("grade", "award_fen"), "honour", "award_reason", "parts", ("paid_on", "receipt"), "promoted_to")
)
NOT_UNDONE = N_("This cannot be undone. A mistake can be taken back later, with a reason that stays in the story.")

_Do = Callable[[Any, int, Any], None]


class ProposalsPage(Page[Proposal]):
    """The register of proposals and the proposal beside it."""

    TITLE = N_("Saving proposals")
    QUERY = service.REGISTER
    NEW = N_("Receive a proposal")
    NUMBER = "no"
    HEADING = "title"
    STATE = "state"
    CARRY = ("unit", "received_on")
    PAPERS = sheets.PAPERS
    EMPTY = N_(
        "Saving proposals stand here from receipt to award. Receive the first one: its title, its authors, what is wrong, and how "
        "to do it better."
    )
    SECTIONS = (THE_PROPOSAL, AT_RECEIPT, ANSWER, CARRIED_OUT, AWARD, Section(N_("Opinions and steps"), ("steps",)))
    ENTRY = (THE_PROPOSAL, AT_RECEIPT)

    def enter(self, record: Proposal, came_from: tuple[str, int] | None) -> int:
        """Receive a proposal."""
        return service.enter(self.office.book, record, came_from)

    def correct(self, record: Proposal) -> None:
        """Correct a proposal."""
        service.correct(self.office.book, record)

    def correction(self, record: Proposal) -> tuple[Section, ...]:
        """What stands on the paper, and what the steps that were taken have added; nothing an award rests on."""
        begun = (MENDED,) if record.started_on is not None else ()
        reckoned = (Section(N_("Saving of twelve months"), ("calculations",)),) if record.calculations else ()
        if record.state in rules.AWARDED:
            return (*self.ENTRY, FURTHER)
        return (*self.ENTRY, FURTHER, *begun, *reckoned)

    def defaults(self) -> Mapping[str, object]:
        """A new proposal bears the day of the office."""
        return {"received_on": self.office.day()}

    def sections(self, record: Proposal) -> tuple[Section, ...]:
        """Sections unfold with their step."""
        shown = [THE_PROPOSAL, AT_RECEIPT, Section("", ("needed", "archive_no", "corrected_because"))]
        if record.state in rules.WAITING or record.told_on or record.duplicate_of or record.referred_to:
            shown.append(ANSWER if record.state in rules.WAITING else ANSWERED)
        if record.started_on is not None:
            shown.append(CARRIED_OUT)
        if record.state in rules.AWARDED:
            shown.append(AWARD)
        return tuple(shown)

    def steps(self, record: Proposal) -> StepLine:
        """The straight way, and where the proposal left it."""
        straight = [State.TRIAL if s is State.ADOPTED and record.state is State.TRIAL else s for s in rules.WAY]
        if record.state in straight:
            return StepLine(tuple(s.word for s in straight), straight.index(record.state))
        reached = [straight.index(s.stage) for s in record.steps if not s.struck and s.stage in straight]
        return StepLine(tuple(s.word for s in straight), max(reached, default=0), record.state.word)

    def tone(self, record: Proposal) -> str:
        """Red for what is overdue, and only for that."""
        if rules.is_overdue(record, self.office.day()):
            return "overdue"
        if record.state in (State.RECEIVED, State.REVIEWED, State.RETURNED, State.REFERRED):
            return "warn"
        return "quiet" if record.state in (State.REJECTED, State.KEPT, State.DUPLICATE, State.WITHDRAWN) else "good"

    def warnings(self, record: Proposal) -> Sequence[str]:
        """What is overdue, what may be the same, and what the scale gives."""
        found: list[str] = []
        today = self.office.day()
        if rules.is_overdue(record, today) and record.due_on is not None:
            found.append(_("The answer was due on {day}, {days} days ago.", day=date_words(record.due_on, language()),
                           days=(today - record.due_on).days))  # fmt: skip
        if record.state is State.RECEIVED:
            found += self._likenesses(record.title, record.method, record.id)
        if record.state is State.APPRAISED:
            found.append(self._award_words(record.id, self._day(record)))
        return found

    def _award_words(self, row: int, day: date) -> str:
        return "\n".join(str(said) for said in service.award_words(self.office.book, row, day))

    def take(self, action: Action) -> None:
        """Take a step; what the scale gives stands over the questions of the award from the beginning."""
        super().take(action)
        if self.form is not None and self.form.record_type is AwardSetting:
            self._typed()

    def entry_problem(self, form: Form[Any]) -> str:
        """While a new proposal is typed: which one may be the same; while an award is set: what the scale gives."""
        if form.record_type is AwardSetting and self.shown is not None:
            try:
                day = form.editor("given_on").value()
            except KnownError:
                return ""
            return self._award_words(self.shown, day) if isinstance(day, date) else ""
        if form.record_type is not Proposal or not self.enters_new:
            return ""
        try:
            title, method = form.editor("title").value(), form.editor("method").value()
        except KnownError:
            return ""
        return "\n".join(self._likenesses(str(title or ""), str(method or ""), 0))

    def _likenesses(self, title: str, method: str, but: int) -> list[str]:
        if len(rules.pieces(title)) < 2:
            return []
        like = service.similar(self.office.book, title, method, but=but, limit=3)
        names = "; ".join(f"{hit.number} {hit.title} ({Said(hit.state)})" for hit in like)
        return [_("Perhaps the same as: {names}", names=names)] if like else []

    def extra(self, record: Proposal) -> QWidget | None:
        """The saving of twelve months with every step of its reckoning, then the opinions in their order."""
        box = QWidget()
        box.setObjectName("reckoning")
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(theme.em() * 0.4))
        for nature, cost in ((Nature.FORECAST, record.planned_cost), (Nature.ACTUAL, record.cost)):
            lines = [line for line in record.calculations if line.nature is nature]
            total = rules.sum_formula(record.calculations, nature, cost)
            if total is not None:
                column.addWidget(_reckoning(nature, lines, total))
        if record.benefit_from is not None and record.calculations:
            words = QLabel(_("Twelve months: {days}", days=rules.account(record.benefit_from).days(language())))
            words.setObjectName("account")
            words.setProperty("role", "quiet")
            words.setWordWrap(True)
            column.addWidget(words)
        column.addWidget(_story(record))
        return box

    def offers(self, paper: Paper, record: Proposal) -> bool:
        """The award notice once an award is set."""
        return paper.form != service.NOTICE or record.state in rules.AWARDED

    # -- steps ----------------------------------------------------------------------

    def _day(self, record: Proposal) -> date:
        """The day of the office, but never before the step before."""
        standing = [step.given_on for step in record.steps if not step.struck]
        return max(self.office.day(), *standing)

    def _step(self, name: str, label: str, do: _Do, asks: type[Record], **how: Any) -> Action:
        book = self.office.book
        return Action(name=name, label=label, asks=asks, do=lambda row, asked: do(book, row, asked), **how)

    def next_actions(self, record: Proposal) -> Sequence[Action]:
        """The steps that can come next, the straight way first."""
        day = {"given_on": self._day(record)}
        suggested = self._suggested(record) if record.state is State.APPRAISED else {}
        taking_up = record.state is State.KEPT
        every: dict[State, Action] = {
            State.REVIEWED: self._step("take_up", N_("Take up again"), service.take_up, Review, values=day) if taking_up
            else self._step("review", N_("First review"), service.review, Review, values=day, primary=True),
            State.RECEIVED: self._step("complete", N_("It came back"), service.complete, Completion, values=day, primary=True),
            State.ADOPTED: self._step("adopt", N_("Adopt"), service.adopt, Decision, values=day, primary=not taking_up),
            State.TRIAL: self._step("try_out", N_("Put on trial"), service.try_out, Decision, values=day),
            State.REJECTED: self._step("reject", N_("Do not adopt"), service.reject, Rejection, values=day),
            State.KEPT: self._step("keep", N_("Keep for later"), service.keep, Reasoned, values=day),
            State.RETURNED: self._step("return", N_("Return for completion"), service.return_for_completion, Reasoned, values=day),
            State.DUPLICATE: self._step("duplicate", N_("Is a duplicate"), service.mark_duplicate, Duplication, values=day),
            State.REFERRED: self._step("refer", N_("Refer up"), service.refer_up, Referral, values=day),
            State.IMPLEMENTING: self._step("start", N_("Begin to implement"), service.start, Start, primary=True, values={
                "started_on": day["given_on"], "implementing_unit": record.unit, "planned_cost": record.planned_cost}),
            State.IMPLEMENTED: self._step("finish", N_("It is implemented"), service.finish, Finish, primary=True, values={
                "ended_on": day["given_on"], "cost": record.cost or record.planned_cost, "norms": record.norms}),
            State.APPRAISED: self._step("appraise", N_("Appraise"), service.appraise, Appraisal, values=day, primary=True),
            State.AWARD_SET: self._step("award", N_("Set the award"), service.set_award, AwardSetting, primary=True,
                                        values={**day, **suggested}),
            State.PAID: self._step("pay", N_("Award is paid"), service.pay, Payment, primary=True, final=NOT_UNDONE,
                                   values={"paid_on": day["given_on"]}),
            State.PROMOTED: self._step("promote", N_("Promote"), service.promote, Promotion, values=day, primary=True),
            State.WITHDRAWN: self._step("withdraw", N_("Withdraw"), service.withdraw, Reasoned, values=day),
        }  # fmt: skip
        found = [every[state] for state in rules.AFTER[record.state]]
        if record.state not in (*rules.AWARDED, State.REJECTED, State.DUPLICATE, State.WITHDRAWN):
            nature = Nature.ACTUAL if record.ended_on is not None else Nature.FORECAST
            found.append(self._step("reckon", N_("Reckon the saving"), service.reckon, Reckoning, values={"nature": nature}))
        if service.can_be_written_up(record):
            found.append(Action(name="to_experience", label=N_("Write up as an experience"), do=self._to_experience))
        if sum(not step.struck for step in record.steps) > 1:
            final = NOT_UNDONE if record.state is State.PAID else ""
            back = self._step("take_back", N_("Take the last step back"), service.take_back, Reasoned, values=day, final=final)
            found.append(back)
        return found

    def _to_experience(self, row: int, _asked: object) -> None:
        values = service.for_experience(service.proposal(self.office.book, row), self.office.day())
        self.office.start(StartElsewhere("experiences", values, came_from=("proposals", row)))

    def _suggested(self, record: Proposal) -> dict[str, object]:
        found = service.suggested_award(self.office.book, record.id, self._day(record))
        return {name: getattr(found, name) for name in ("scale", "grade", "award_fen", "honour", "parts")}


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "heading")
    return label


def _words(text: str, name: str, *, quiet: bool = False) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setMinimumWidth(longest_word(label))
    if quiet:
        label.setProperty("role", "quiet")
    return label


def _grid(box: QWidget) -> QGridLayout:
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(round(theme.em() * 0.9))
    grid.setVerticalSpacing(round(theme.em() * 0.3))
    grid.setColumnStretch(1, 1)
    return grid


def _reckoning(nature: Nature, lines: Sequence[Calculation], total: Said) -> QWidget:
    """One nature's calculations as formulas, and their sum."""
    box = QWidget()
    grid = _grid(box)
    title = N_("Saving of twelve months, forecast") if nature is Nature.FORECAST else N_("Saving of twelve months, actual")
    grid.addWidget(_heading(str(Said(title))), 0, 0, 1, 2)
    for place, line in enumerate(lines, start=1):
        grid.addWidget(_label(str(Said(line.way.word))), place, 0, Qt.AlignmentFlag.AlignTop)
        name = "" if line.way is Way.FREE or not line.what else f"{line.what}: "
        grid.addWidget(_words(f"{name}{rules.formula(line)}", f"formula_{nature.value}_{place}"), place, 1)
    last = len(lines) + 1
    grid.addWidget(_label(_("Total")), last, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(_words(str(total), f"total_{nature.value}"), last, 1)
    return box


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "quiet")
    return label


def _story(record: Proposal) -> QWidget:
    """The opinions and steps, the latest first; those taken back are marked in words."""
    box = QWidget()
    grid = _grid(box)
    grid.addWidget(_heading(_("Opinions and steps")), 0, 0, 1, 2)
    for place, step in enumerate(reversed(record.steps), start=1):
        grid.addWidget(_label(step.given_on.isoformat()), place, 0, Qt.AlignmentFlag.AlignTop)
        said = f"{Said(step.stage.word)} · {Said(step.body.word)}" + (f" · {_('Taken back')}" if step.struck else "")
        text = f"{said}\n{step.opinion}" if step.opinion else said
        grid.addWidget(_words(text, "step", quiet=step.struck), place, 1)
    return box


class ScalesPage(Page[Scale]):
    """The award scales, those of the law and the office's own."""

    TITLE = N_("Award scales")
    QUERY = service.SCALES
    NEW = N_("New award scale")
    EMPTY = N_("The scales by which awards are set stand here. Enter the office's own scale with its grades.")
    SECTIONS = (Section(N_("Award scale"), ("name", "english", "mode", ("valid_from", "valid_to"), "source")),)
    ENTRY = (*SECTIONS, Section("", ("rows",)))

    def extra(self, record: Scale) -> QWidget:
        """The grades, each with its savings, its award and its honour in words."""
        box = QWidget()
        box.setObjectName("grades")
        grid = _grid(box)
        for place, head in enumerate((_("Grade"), _("Saving (yuan)"), _("Award"), _("Honour"))):
            grid.addWidget(_label(head), 0, place)
        for line, row in enumerate(record.rows, start=1):
            savings = str(rules.saving_words(row))
            award = str(rules.scale_words(record.mode, row))
            honour = str(Said(row.honour.word)) if row.honour else ""
            for place, text in enumerate((str(row.grade), savings, award, honour)):
                grid.addWidget(_words(text, f"grade_{row.grade}_{place}"), line, place)
        for place in (1, 2):
            grid.setColumnStretch(place, 2)
        grid.setColumnStretch(3, 1)
        return box

    def enter(self, record: Scale, came_from: tuple[str, int] | None) -> int:
        """Enter a scale."""
        return service.enter_scale(self.office.book, record)

    def correct(self, record: Scale) -> None:
        """Correct or end a scale."""
        service.correct_scale(self.office.book, record)

    def warnings(self, record: Scale) -> Sequence[str]:
        """Which grade a limit belongs to."""
        return [str(Said(rules.BOUNDARY))]


class RulesPage(Page[ReplyRule]):
    """Within how many days an answer is owed."""

    TITLE = N_("Reply rules")
    QUERY = service.REPLY_RULES
    NEW = N_("New reply rule")
    EMPTY = N_("The days within which authors are owed an answer stand here.")
    SECTIONS = (Section(N_("Reply rule"), ("name", "valid_from", ("general_days", "major_days"), "source")),)

    def enter(self, record: ReplyRule, came_from: tuple[str, int] | None) -> int:
        """Enter a reply rule."""
        return service.enter_rule(self.office.book, record)

    def correct(self, record: ReplyRule) -> None:
        """Correct a reply rule."""
        service.correct_rule(self.office.book, record)


class ProposalsListPage(ListPage):
    """A list of proposals is read, shown line by line, mended and taken in."""

    INTAKE = PROPOSALS
    HEADING = N_("Take in proposals from a list")

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} proposals were taken in. Undo takes the whole list back.", count=f"{count:,}")


class ProposalsTab(DeskTab):
    """Proposals, the award scales and the reply rules."""

    PAGES = (ProposalsPage, ScalesPage, RulesPage, ProposalsListPage)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        service.prepare(office.book)
        super().__init__(office, parent)
