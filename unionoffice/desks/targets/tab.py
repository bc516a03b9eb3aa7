"""Plan and targets on the screen: discussions of the plan, targets with their course, and the fulfilment of a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.targets import reckoning, rules, service, sheets
from unionoffice.desks.targets.records import (
    Decision,
    Discussion,
    DiscussionState,
    Ending,
    Keeping,
    OnDay,
    Reconciling,
    Revising,
    Saying,
    Spread,
    Target,
    TargetState,
    VoiceChoice,
    WhyWorse,
)
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine, button
from unionoffice.kit.form import Form
from unionoffice.kit.grid import Cell, Grid, GridColumn, GridModel
from unionoffice.kit.jobs import Job
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.section import Section
from unionoffice.kit.sheet_view import RecordView
from unionoffice.kit.traces import tell_traces
from unionoffice.printing.paper import Paper
from unionoffice.printing.wording import words as paper_words

DRAFT = Section(
    N_("Draft of the plan"),
    (
        ("unit", "indicator"), ("period", "draft"), ("received_on", "decide_by"), "title", ("outside", "outside_english"), "source",
        "old_number",
    ),
)
READ = Section(
    N_("Draft of the plan"),
    (
        ("unit", "indicator"), ("period", "draft"), ("received_on", "decide_by"), ("outside", "outside_english"), "source",
        "old_number",
    ),
)
KNOWN = Section(N_("What is known"), ("last_year", ("best", "best_when"), ("peers", "peer")))
VOICES = Section(N_("Voices and promises"), ("discussed_on", "voices", ("groups_on", "reconciled_on"), "balance", "measures"))
DECISION = Section(
    N_("Decision and effect"),
    ("decided", ("decided_on", "in_force_on"), "decided_by", "decided_why", ("criticisms", "criticisms_over"), "remark"),
)
GONE = Section(N_("Cancelled"), ("cancelled_on", "cancelled_why"))
WRITE_VOICES = Section(N_("Voices and promises"), ("voices", "balance", "measures"))
WRITE_EFFECT = Section(N_("Decision and effect"), ("effects", ("criticisms", "criticisms_over"), "remark"))
WRITE_DECISION = Section(
    N_("Decision and effect"),
    ("decided", "decided_on", "decided_by", "decided_why", "effects", ("criticisms", "criticisms_over"), "remark"),
)

SET = Section(N_("Target"), (("unit", "indicator"), ("period", "set_on"), "value", "spread", "discussion", "remark", "old_number"))
MONTHS = Section(N_("Month by month"), ("months",))
COURSE = Section(N_("Revisions and result"), ("first_value", "revisions", ("reached", "settled_on")))

FOR_GOOD = N_("The name is taken out of the whole book for good. This cannot be undone.")
_WAY = (
    DiscussionState.RECEIVED, DiscussionState.DISCUSSING, DiscussionState.GROUPS, DiscussionState.RECONCILED,
    DiscussionState.DECIDED, DiscussionState.IN_FORCE,
)  # fmt: skip


class DiscussionsPage(Page[Discussion]):
    """The discussions of the plan: the draft, who brought what, the decision, and what it brings."""

    TITLE = N_("Plan discussions")
    QUERY = service.DISCUSSIONS
    NEW = N_("New plan discussion")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    CARRY = ("received_on", "unit", "period")
    PAPERS = (sheets.RECORD,)
    EMPTY = N_("The drafts of the plan stand here while they are discussed, until the figure is decided. Register the first draft.")
    ENTRY = (DRAFT, KNOWN)
    SECTIONS = (READ, KNOWN, VOICES, DECISION, GONE)

    def enter(self, record: Discussion, came_from: tuple[str, int] | None) -> int:
        """Register a draft."""
        return service.enter_discussion(self.office.book, record, came_from)

    def correct(self, record: Discussion) -> None:
        """Correct a discussion or write its voices."""
        book = self.office.book
        if service.gives_names_up(book, record) and not self.office.questions.sure(
            _("Make it anonymous"), _(FOR_GOOD), act=_("Make it anonymous")
        ):
            why = _("Nothing was saved: a name that stood here is no longer written. Write it again, or agree.")
            raise KnownError(why, field="voices")
        traces = service.correct_discussion(book, record)
        if traces is not None:
            tell_traces(self.office, traces)

    def can_correct(self, record: Discussion) -> bool:
        """All but the cancelled."""
        return record.state is not DiscussionState.CANCELLED

    def correction(self, record: Discussion) -> tuple[Section, ...]:
        """The whole page; the decision once there is one."""
        return (DRAFT, KNOWN, WRITE_VOICES, WRITE_EFFECT if record.decided_on is None else WRITE_DECISION)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month, and the month after it."""
        return {"received_on": self.office.day()}

    def steps(self, record: Discussion) -> StepLine:
        """From the draft to force."""
        names = tuple(state.word for state in _WAY)
        if record.state is not DiscussionState.CANCELLED:
            return StepLine(names=names, reached=_WAY.index(record.state))
        reached = max(place for place, (_field, day) in enumerate(rules.order_of_days(record)) if day is not None)
        return StepLine(names=names, reached=reached, aside=record.state.word)

    def tone(self, record: Discussion) -> str:
        """Red when the decision is overdue."""
        if record.state is DiscussionState.IN_FORCE:
            return "good"
        if record.state is DiscussionState.CANCELLED:
            return "quiet"
        late = record.decided_on is None and record.decide_by is not None and record.decide_by < self.office.day()
        return "overdue" if late and not record.outside else "warn"

    def warnings(self, record: Discussion) -> Sequence[str]:
        """A figure worse than the best without its reason, a decision that is late, a person named."""
        return service.discussion_warnings(self.office.book, record, self.office.day())

    def sections(self, record: Discussion) -> tuple[Section, ...]:
        """The sections stand below the picture."""
        return ()

    def extra(self, record: Discussion) -> QWidget | None:
        """All figures on one line; how the decision stands to the draft; each effect reckoned; then the sections."""
        book = self.office.book
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        chart = ChartView()
        chart.setObjectName("discussion_chart")
        chart.show_chart(sheets.picture(book, record))
        chart.setFixedHeight(round(theme.em() * 11))
        column.addWidget(chart)
        gained = reckoning.gained(book, record)
        if gained is not None:
            indicator = monthly.indicator(book, record.indicator)
            said = paper_words(sheets.against_draft(indicator, gained), language())
            column.addWidget(_wrapped(_("Decided {decided}: {said}.", decided=record.decided, said=said), "against_draft"))
        for line, change in reckoning.effects(book, record):
            name, measure, before, after, by, share = (paper_words(each, language()) for each in sheets.effect_row(line, change))
            if change is None:
                said = _("{what}: reckoned once the figure is decided", what=name)
                column.addWidget(_wrapped(said, "effect"))
                continue
            parts = f"{by} {measure}".strip() + (f", {share}" if share else "")
            words = _("{what}: {change} a year", what=name, change=parts)
            if before and after:
                words += " " + _("(from {before} to {after})", before=before, after=after)
            column.addWidget(_wrapped(words, "effect"))
        column.addWidget(_read(record, self.SECTIONS, book))
        return holder

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker."""
        texts: list[str] = []
        for editor in form.editors.values():
            draft = editor.draft()
            if editor.field.kind == "long" or editor.field.name == "title":
                texts.append(str(draft or ""))
            elif editor.field.name in ("voices", "measures") and isinstance(draft, list):
                texts += [str(line.get(name) or "") for line in draft for name in ("circle", "reason", "answer", "text")]
        return " ".join(service.names_hint(self.office.book, "\n".join(texts)))

    def heading(self, record: Discussion) -> str:
        """What is discussed, in the language of the screen."""
        return reckoning.title(self.office.book, record)

    def next_actions(self, record: Discussion) -> Sequence[Action]:
        """The steps that can come next."""
        book, state = self.office.book, record.state
        day = max(self.office.day(), *(day for _field, day in rules.order_of_days(record) if day is not None))
        found: list[Action] = []
        if state is DiscussionState.RECEIVED:
            found.append(Action(
                name="open_discussion", label=N_("Open the discussion"), asks=OnDay, values={"day": day}, primary=True,
                do=_do(service.open_discussion, book),
            ))
        if state is DiscussionState.DISCUSSING:
            found.append(Action(
                name="gather", label=N_("Group figures are in"), asks=OnDay, values={"day": day},
                primary=bool(record.voices), do=_do(service.gather_figures, book),
            ))
        if state is DiscussionState.GROUPS:
            found.append(Action(
                name="reconcile", label=N_("Reconcile"), asks=Reconciling, primary=True, do=_do(service.reconcile, book),
                values={"reconciled_on": day},
            ))
        if state is DiscussionState.RECONCILED:
            found.append(Action(
                name="decide", label=N_("Decide the figure"), asks=Decision, primary=True, do=_do(service.decide, book),
                values={"decided_on": day},
            ))
        if state is DiscussionState.DECIDED:
            found.append(Action(
                name="put_in_force", label=N_("Put it in force"), asks=OnDay, values={"day": day}, primary=True,
                do=_do(service.put_in_force, book),
            ))
        if reckoning.is_worse_than_best(book, record) and not record.decided_why:
            found.append(Action(
                name="explain", label=N_("Write the reason"), asks=WhyWorse, do=_do(service.explain, book)))
        decided = state in (DiscussionState.DECIDED, DiscussionState.IN_FORCE)
        if decided and record.unit is not None and not service.has_target(book, record.id):
            found.append(Action(name="make_target", label=N_("Make a target of it"), do=self._make_target))
        if state not in (DiscussionState.IN_FORCE, DiscussionState.CANCELLED):
            found.append(Action(
                name="say", label=N_("Write down a voice"), asks=Saying, do=_do(service.say, book),
                primary=state is DiscussionState.DISCUSSING and not record.voices,
            ))
            if record.unit is not None:
                found.append(Action(name="raise_opinion", label=N_("Register an opinion raised here"), do=self._raise_opinion))
        waiting = [place for place, line in enumerate(record.measures, start=1) if line.done_on is None]
        if waiting and state is not DiscussionState.CANCELLED:
            found.append(Action(
                name="keep_measure", label=N_("A measure was carried out"), asks=Keeping, do=_do(service.keep_measure, book),
                values={"measure": waiting[0], "done_on": self.office.day()},
            ))
        empty = record.unit is not None and not (record.last_year and record.best)
        if empty and state not in (DiscussionState.IN_FORCE, DiscussionState.CANCELLED):
            found.append(Action(
                name="look_up", label=N_("Take from the monthly figures"), do=lambda row, _asked: service.look_up(book, row)))
        named = [place for place, voice in enumerate(record.voices, start=1) if voice.name]
        if named:
            found.append(Action(
                name="make_anonymous", label=N_("Make a voice anonymous"), asks=VoiceChoice, values={"voice": named[0]},
                do=self._make_anonymous, final=FOR_GOOD,
            ))
        if DiscussionState.CANCELLED in rules.NEXT_DISCUSSION[state]:
            found.append(Action(
                name="cancel_discussion", label=N_("Cancel the discussion"), asks=Ending, values={"day": day},
                do=_do(service.cancel_discussion, book),
            ))
        return found

    def _make_target(self, row: int, _asked: object) -> None:
        values = service.for_target(self.office.book, row)
        self.office.start(Start("targets", values, came_from=("plan_discussions", row)))

    def _raise_opinion(self, row: int, _asked: object) -> None:
        record = service.discussion(self.office.book, row)
        values: dict[str, object] = {"raised_on": max(self.office.day(), record.received_on), "unit": record.unit}
        self.office.start(Start("opinions", values, came_from=("plan_discussions", row)))

    def _make_anonymous(self, row: int, asked: VoiceChoice) -> None:
        tell_traces(self.office, service.make_anonymous(self.office.book, row, asked.voice))


class TargetsPage(Page[Target]):
    """The targets: broken down by month, with their course, revised and settled."""

    TITLE = N_("Targets")
    QUERY = service.TARGETS
    NEW = N_("New target")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    CARRY = ("unit", "period", "set_on")
    PAPERS = (sheets.TABLE, sheets.WALL)
    EMPTY = N_(
        "Targets stand here, month by month, with how they are fulfilled. Set the first one, or make it of a decided discussion."
    )
    ENTRY = (SET, MONTHS)
    SECTIONS = (SET, COURSE, GONE)

    def enter(self, record: Target, came_from: tuple[str, int] | None) -> int:
        """Set a target."""
        return service.enter_target(self.office.book, record, came_from)

    def correct(self, record: Target) -> None:
        """Correct a target or its breakdown."""
        service.correct_target(self.office.book, record)

    def can_correct(self, record: Target) -> bool:
        """While it runs."""
        return record.state in rules.OPEN_TARGET

    def correction(self, record: Target) -> tuple[Section, ...]:
        """The target and its months."""
        return (SET, MONTHS)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month; its year. The period's last day is worked out when it is saved."""
        return {"set_on": self.office.day(), "period": str(self.office.month.year)}

    def steps(self, record: Target) -> StepLine:
        """Running, then met or missed; cancelled is a way aside."""
        names = (TargetState.RUNNING.word, (TargetState.MISSED if record.state is TargetState.MISSED else TargetState.MET).word)
        aside = record.state.word if record.state in (TargetState.REVISED, TargetState.CANCELLED) else ""
        return StepLine(names=names, reached=int(record.settled_on is not None), aside=aside)

    def tone(self, record: Target) -> str:
        """Red once the period is over and nobody settled it."""
        if record.state in rules.OPEN_TARGET:
            return "overdue" if record.ends_on < self.office.day() else "warn"
        return {TargetState.MET: "good", TargetState.MISSED: "overdue"}.get(record.state, "quiet")

    def warnings(self, record: Target) -> Sequence[str]:
        """A period that is over, months without a figure."""
        found = []
        if record.state in rules.OPEN_TARGET and record.ends_on < self.office.day():
            found.append(_("The period ended on {day}: settle the target.", day=record.ends_on))
        missing = reckoning.course(self.office.book, service.target(self.office.book, record.id)).missing
        if missing:
            months = ", ".join(str(month) for month in missing)
            found.append(_("There is no actual figure for {months}; those months are left out.", months=months))
        return found

    def sections(self, record: Target) -> tuple[Section, ...]:
        """The sections stand below the picture."""
        return ()

    def extra(self, record: Target) -> QWidget | None:
        """Where the target stands, in words and as a picture; the sections; plan and actual by month."""
        book = self.office.book
        indicator = monthly.indicator(book, record.indicator)
        found = reckoning.course(book, record)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_wrapped(course_words(indicator, found), "course"))
        chart = ChartView()
        chart.setObjectName("target_chart")
        chart.show_chart(sheets.course_picture(book, record))
        chart.setFixedHeight(round(theme.em() * 15))
        column.addWidget(chart)
        column.addWidget(_read(record, self.SECTIONS, book))
        cell = Cell(kind="quantity", read_only=True, show=str)
        columns = [GridColumn(_("Target"), cell=cell, letters=8), GridColumn(_("Actual"), cell=cell, letters=8),
                   GridColumn(_("Fulfilled"), cell=cell, letters=8)]
        values: list[list[object]] = [
            [
                monthly.written(indicator, line.plan), monthly.written(indicator, line.actual) or None,
                monthly.shown_percent(rules.fulfilment(line.plan, line.actual, indicator.direction)) or None,
            ]
            for line in found.months
        ]
        grid = Grid(GridModel([str(line.month) for line in found.months], columns, values))
        grid.view.setObjectName("target_months")
        grid.view.setAccessibleName(_("Target and actual by month"))
        grid.setFixedHeight(theme.row_height() * (len(values) + 1) + round(theme.em() * 2.4))
        column.addWidget(grid)
        return holder

    def heading(self, record: Target) -> str:
        """What the target is of, in the language of the screen."""
        return reckoning.title(self.office.book, record)

    def next_actions(self, record: Target) -> Sequence[Action]:
        """Settle, revise, write the plan, cancel."""
        if record.state not in rules.OPEN_TARGET:
            return []
        book, day = self.office.book, max(self.office.day(), record.set_on, *(line.revised_on for line in record.revisions))
        over = record.ends_on <= self.office.day()
        found = [
            Action(
                name="revise", label=N_("Revise the target"), asks=Revising, do=_do(service.revise_target, book),
                values={"revised_on": day, "value": record.value, "spread": Spread.EVEN},
            ),
            Action(name="write_plan", label=N_("Write it as plan into the figures"), do=self._write_plan),
        ]
        if over:
            settle = Action(
                name="settle", label=N_("Settle the target"), asks=OnDay, primary=True, do=_do(service.settle_target, book),
                values={"day": max(day, record.ends_on)},
            )
            found.insert(0, settle)
        found.append(Action(
            name="cancel_target", label=N_("Cancel the target"), asks=Ending, values={"day": day},
            do=_do(service.cancel_target, book),
        ))
        return found

    def _write_plan(self, row: int, _asked: object) -> None:
        written = service.write_plan(self.office.book, row)
        self.office.tell(_("Figures written into the monthly plan: {count}.", count=written))

    def _concerns(self, touched: Touched) -> bool:
        return super()._concerns(touched) or bool({"month_figures", "indicators"} & touched.keys())


class Shown(msgspec.Struct, frozen=True):
    """What the month's table shows: the targets, their names and figures in words, and the sentence above."""

    standings: list[reckoning.Standing] = []
    names: list[str] = []
    values: list[list[object]] = []
    words: object = ""


def shown_of(book: Book, month: Month) -> Shown:
    """The month's table, worded in the language spoken here."""
    found = reckoning.standings(book, month)
    names: list[str] = []
    values: list[list[object]] = []
    for each in found:
        _unit, indicator, *row = sheets.bulletin_row(book, each)
        names.append(f"{paper_words(sheets.alone(book, each.target.unit), language())}: {paper_words(indicator, language())}")
        values.append([paper_words(part, language()) or None for part in row])
    return Shown(found, names, values, sheets.bulletin_words(found))


class FulfilmentPage(QWidget):
    """How every target stands in the chosen month: the month, the year so far, the forecast, the days; its course as a picture."""

    TITLE = N_("Fulfilment of the month")
    NEW = ""
    table = None
    form = None
    PAPERS: tuple[Paper, ...] = (sheets.BULLETIN,)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("fulfilment_page")
        self.setProperty("area", "page")
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        self.title = QLabel()
        self.title.setObjectName("page_title")
        self.title.setProperty("role", "title")
        head.addWidget(self.title)
        head.addStretch(1)
        self.go = button(_("Open the target"), "open_target")
        self.go.clicked.connect(self._open)
        head.addWidget(self.go)
        self.print_button = button(_("Print: {paper}", paper=_(sheets.BULLETIN.title)), "print_bulletin")
        self.print_button.clicked.connect(lambda: office.show_paper(Print(sheets.BULLETIN, period=office.period())))
        head.addWidget(self.print_button)
        column.addLayout(head)
        self.words = QLabel()
        self.words.setObjectName("fulfilment_words")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        self.model = GridModel([], [])
        self.grid = Grid(self.model)
        self.grid.view.setObjectName("standings")
        self.grid.view.setAccessibleName(_("Fulfilment of the month"))
        self.grid.view.selectionModel().currentChanged.connect(self._moved)
        self.grid.view.doubleClicked.connect(lambda _index: self._open())
        self.chart = ChartView()
        self.chart.setMinimumHeight(round(e * 11))
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.grid)
        self.splitter.addWidget(self.chart)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column.addWidget(self.splitter, 1)
        self.empty = QLabel(_("No target has this month. Set one under Targets, or choose another month in the bar above."))
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 4), 0, 0)
        column.addWidget(self.empty, 1)
        self.found: list[reckoning.Standing] = []
        self._reckoning: Job | None = None
        self._shown_of: Month | None = None
        office.acted.connect(self._acted)
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def _acted(self, touched: Touched) -> None:
        if {"targets", "target_months", "month_figures", "indicators", "units"} & touched.keys():
            self.refresh()

    def refresh(self) -> None:
        """Show the targets of the chosen month."""
        book = self.office.book
        month = self.office.month
        self.title.setText(_("Fulfilment of {month}", month=month))
        if self._reckoning is not None:
            self._reckoning.stop()
            self._reckoning = None
        if not reckoning.is_full(book, month):
            self._show(shown_of(book, month))
            return
        if self._shown_of != month:
            self._show(Shown())
        job = Job(_("Reckoning the targets"), lambda other, _progress: shown_of(other, month))
        self._reckoning = job
        job.finished.connect(lambda found: self._reckoned(job, month, found))
        self.office.run(job)

    def _reckoned(self, job: Job, month: Month, found: Shown) -> None:
        if job is self._reckoning:
            self._reckoning, self._shown_of = None, month
            self._show(found)

    def _show(self, shown: Shown) -> None:
        """Put what was reckoned into the table."""
        self.found = shown.standings
        self.words.setText(paper_words(shown.words, language()))
        figure = Cell(kind="quantity", read_only=True, show=str)
        month, so_far, whole = _("This month"), _("Up to this month"), _("Whole period")
        columns = [
            GridColumn(_("Plan"), month, figure, 7), GridColumn(_("Actual"), month, figure, 7),
            GridColumn(_("Fulfilled"), month, figure, 7), GridColumn(_("Plan"), so_far, figure, 8),
            GridColumn(_("Actual"), so_far, figure, 8), GridColumn(_("Fulfilled"), so_far, figure, 7),
            GridColumn(_("Target"), whole, figure, 8), GridColumn(_("Foreseen"), whole, figure, 8),
            GridColumn(_("Days ahead"), whole, figure, 6),
        ]
        names = shown.names
        place = self.grid.view.currentIndex().row()
        self.model.put(shown.values, rows=names, columns=columns)
        if names:
            self.grid.view.setCurrentIndex(self.model.index(min(max(place, 0), len(names) - 1), 0))
        for widget in (self.splitter, self.go, self.words):
            widget.setVisible(bool(names))
        self.empty.setVisible(not names)
        self._draw()

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() != before.row():
            self._draw()

    def _chosen(self) -> reckoning.Standing | None:
        place = self.grid.view.currentIndex().row()
        return self.found[place] if 0 <= place < len(self.found) else None

    def _draw(self) -> None:
        chosen = self._chosen()
        self.chart.show_chart(
            None if chosen is None else sheets.course_picture(self.office.book, chosen.target, self.office.month))

    def _open(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.office.open("targets", chosen.target.id)

    # -- what window and desk ask of a page ------------------------------------------------

    def leave_form(self) -> None:
        """There is no form here."""

    def take_focus(self) -> None:
        """Put the cursor into the table."""
        (self.grid.view if self.splitter.isVisible() else self.print_button).setFocus()

    def prints(self) -> list[Print]:
        """The bulletin of the chosen month, and blank."""
        return [Print(sheets.BULLETIN, period=self.office.period()), Print(sheets.BULLETIN, blank=True)]

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The table for export: headings and rows as they are shown."""
        heads = [_("Target"), *(" ".join(part for part in (each.group, each.title) if part) for each in self.model.columns)]
        rows: list[list[object]] = [
            [name, *(self.model.text(place, column) for column in range(len(self.model.columns)))]
            for place, name in enumerate(self.model.rows)
        ]
        return heads, rows


class TargetsTab(DeskTab):
    """Discussions, targets, and the fulfilment of a month."""

    PAGES = (DiscussionsPage, TargetsPage, FulfilmentPage)


def course_words(indicator: Any, found: rules.Course) -> str:
    """Where a target stands, in words of the screen."""
    if found.actual is None:
        return _("No month has an actual figure yet. They are entered once, under Figures.")
    written = monthly.written
    parts = [_(
        "Up to {month}: target {plan}, actual {actual}, fulfilled {share}.",
        month=found.counted[-1], plan=written(indicator, found.plan), actual=written(indicator, found.actual),
        share=monthly.shown_percent(found.share),
    )]  # fmt: skip
    if len(found.counted) < len(found.months):
        parts.append(_("At this pace the whole period comes to {forecast}, {share}.",
                       forecast=written(indicator, found.forecast), share=monthly.shown_percent(found.forecast_share)))
    if found.days:
        said = N_("{count} days ahead of plan.") if found.days > 0 else N_("{count} days behind plan.")
        parts.append(str(Said(said, {"count": abs(found.days)})))
    elif found.days == 0:
        parts.append(_("To the day on plan."))
    return " ".join(parts)


def _read(record: Discussion | Target, sections: Sequence[Section], book: Book) -> RecordView[Any]:
    view: RecordView[Any] = RecordView(type(record), sections)
    view.show_record(record, book)
    return view


def _wrapped(text: str, name: str) -> QLabel:
    words = QLabel(text)
    words.setObjectName(name)
    words.setWordWrap(True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


def _do(step: Callable[[Any, int, Any], None], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)
