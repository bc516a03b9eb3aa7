"""Competitions on the screen: the register with each scheme and its next step, and the score sheet to type, paste and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from unionoffice.core.book import Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, _, language
from unionoffice.desks.competitions import rules, service, sheets
from unionoffice.desks.competitions.records import (
    Because,
    Competition,
    Entry,
    Evaluation,
    OnDay,
    Publication,
    ScoreSheet,
    SheetRow,
    Side,
    Standing,
    State,
    VetoMark,
)
from unionoffice.desks.figures import service as monthly
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine, button
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.form import Form
from unionoffice.kit.grid import Cell, Grid, GridColumn, GridModel
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.section import Section
from unionoffice.printing.paper import Paper

_SIDES: tuple[Side, Side] = ("plan", "actual")
_WAY = (
    State.SCHEME, State.ENTERED, State.RUNNING, State.COMPLETE, State.SCORED, State.REVIEWED,
    State.PUBLISHED, State.AWARDED, State.FILED,
)  # fmt: skip
_FINAL = N_("What is published is frozen and cannot be undone. A later correction becomes the next version, with its reason.")


class CompetitionsPage(Page[Competition]):
    """The register of competitions, each with its scheme, its way and its standing."""

    TITLE = N_("Competitions")
    QUERY = service.REGISTER
    NEW = N_("New competition")
    NUMBER = "number"
    STATE = "state"
    PAPERS = sheets.PAPERS
    EMPTY = N_(
        "Competitions stand here with their schemes. Draw up the first one: who takes part, what is measured, what is awarded."
    )
    ENTRY: ClassVar[tuple[Section, ...]] = (
        Section(
            N_("Competition"),
            ("name", "english", ("level", "written_on"), ("first", "last"), "conditions", "committee", "source",
             ("data_due_on", "evaluate_by")),
        ),
        Section(N_("Who takes part"), ("participants",)),
        Section(N_("How it is scored"), ("indicators", ("full_marks", "tie_rule"), "vetoes")),
        Section(N_("What is awarded"), ("awards", "old_number", "remark")),
    )
    SECTIONS = (
        Section(
            N_("Results"), (("evaluated_on", "published_on"), ("version", "awarded_on"), "filed_on", "correction", "cancelled")
        ),
        *ENTRY,
    )

    def enter(self, record: Competition, came_from: tuple[str, int] | None) -> int:
        """Register a competition with its scheme."""
        return service.enter(self.office.book, record)

    def correct(self, record: Competition) -> None:
        """Correct the scheme."""
        service.correct(self.office.book, record)

    def can_correct(self, record: Competition) -> bool:
        """A published scheme is opened for a correction first."""
        return record.state in rules.EDITABLE

    def defaults(self) -> Mapping[str, object]:
        """The chosen month is the period; its first day is the day of the scheme."""
        period = self.office.period()
        return {"first": period.first, "last": period.last, "written_on": period.first}

    def sections(self, record: Competition) -> tuple[Section, ...]:
        """The outcome stands first once there is one."""
        return self.SECTIONS if record.evaluated_on or record.version or record.cancelled else self.ENTRY

    def steps(self, record: Competition) -> StepLine | None:
        """From the scheme to the file."""
        names = tuple(state.word for state in _WAY)
        if record.state is State.CANCELLED:
            return StepLine(names, 0, State.CANCELLED.word)
        if record.state is State.CORRECTING:
            return StepLine(names, _WAY.index(State.PUBLISHED), State.CORRECTING.word)
        return StepLine(names, _WAY.index(record.state))

    def tone(self, record: Competition) -> str:
        """Published is good, a correction under way wants care."""
        if record.state in rules.FROZEN:
            return "good"
        return "warn" if record.state is State.CORRECTING else "quiet"

    def warnings(self, record: Competition) -> Sequence[str]:
        """What is late, and what the scheme still lacks."""
        found = []
        today = self.office.day()
        if record.state in (State.SCHEME, State.ENTERED, State.RUNNING) and record.data_due_on and record.data_due_on < today:
            found.append(_("The data were due on {day}.", day=record.data_due_on))
        if record.state in _WAY[:5] and record.evaluate_by and record.evaluate_by < today:
            found.append(_("The evaluation was planned for {day}.", day=record.evaluate_by))
        if record.state is State.SCHEME and record.indicators and rules.weights(record) != record.full_marks:
            found.append(rules.weights_said(rules.weights(record), record.full_marks))
        if record.state is State.CORRECTING:
            found.append(_("Version {version} stands until the next one is published. Reason: {reason}",
                           version=record.version, reason=record.correction))
        return found

    def entry_problem(self, form: Form[Any]) -> str:
        """The sum of the weights beside what it must be, while they are typed."""
        if form.record_type is not Competition:
            return ""
        try:
            lines: Any = form.editor("indicators").value()
            full: Any = form.editor("full_marks").value()
        except KnownError:
            return ""
        weights = [line.weight for line in lines or ()]
        return service.weights_problem(full, weights) if weights and full else ""

    def offers(self, paper: Paper, record: Competition) -> bool:
        """A notice only of what is published."""
        return paper.form != "competition_notice" or bool(record.version)

    def next_actions(self, record: Competition) -> Sequence[Action]:
        """The one step that comes next, the way to the score sheet, and the ways out."""
        steps = self._next_steps(record)
        if record.state is State.CANCELLED or not record.participants or not record.indicators:
            return steps
        sheet = Action(name="open_score_sheet", label=N_("Score sheet"), do=lambda row, _asked: self._open_sheet(row))
        written_up = [
            Action(name="to_experience", label=N_("Write up as an experience"), do=self._to_experience)
        ] if service.can_be_written_up(record) else []  # fmt: skip
        return [*steps[:1], sheet, *steps[1:], *written_up]

    def _to_experience(self, row: int, _asked: object) -> None:
        values = service.for_experience(self.office.book, row, self.office.day())
        self.office.start(Start("experiences", values, came_from=("competitions", row)))

    def _next_steps(self, record: Competition) -> list[Action]:
        book, day = self.office.book, self.office.day()
        cancel = Action(
            name="cancel_competition", label=N_("Cancel the competition"), asks=Because,
            do=lambda row, asked: service.cancel(book, row, asked.reason),
        )
        reopen = Action(
            name="open_correction", label=N_("Correct what was published"), asks=Because,
            do=lambda row, asked: service.open_correction(book, row, asked.reason),
        )
        file = Action(
            name="file", label=N_("File it"), asks=OnDay, values={"day": max(day, record.published_on or day)},
            do=lambda row, asked: service.file(book, row, asked.day),
        )
        match record.state:
            case State.SCHEME:
                return [self._plain("close_entries", N_("All have entered"), service.close_entries), cancel]
            case State.ENTERED:
                return [self._plain("start", N_("It begins"), service.start), cancel]
            case State.RUNNING:
                return [self._plain("complete", N_("The data are complete"), service.complete), cancel]
            case State.COMPLETE:
                return [self._plain("score", N_("Settle the score"), service.score), cancel]
            case State.SCORED:
                evaluate = Action(
                    name="review", label=N_("Evaluated by the committee"), asks=Evaluation, primary=True,
                    values={"evaluated_on": max(day, record.last)},
                    do=lambda row, asked: service.review(book, row, asked.evaluated_on),
                )
                return [evaluate, cancel]
            case State.REVIEWED | State.CORRECTING:
                publish = Action(
                    name="publish", label=N_("Publish the results"), asks=Publication, primary=True, final=_FINAL,
                    values={"published_on": max(day, record.published_on or record.evaluated_on or day)},
                    do=self._publish,
                )
                if record.state is State.REVIEWED:
                    return [publish, cancel]
                close = Action(
                    name="give_up_correction", label=N_("Nothing to correct after all"),
                    do=lambda row, _asked: service.give_up_correction(book, row),
                )
                return [publish, close]
            case State.PUBLISHED:
                awards = Action(
                    name="give_awards", label=N_("The awards were given out"), asks=OnDay, primary=True,
                    values={"day": max(day, record.published_on or day)},
                    do=lambda row, asked: service.give_awards(book, row, asked.day),
                )
                return [awards, file, reopen]
            case State.AWARDED:
                return [file, reopen]
            case State.FILED:
                return [reopen]
            case _:
                return []

    def _plain(self, name: str, label: str, do: Any) -> Action:
        return Action(name=name, label=label, primary=True, do=lambda row, _asked: do(self.office.book, row))

    def _publish(self, row: int, asked: Publication) -> None:
        service.publish(self.office.book, row, asked.published_on)

    def extra(self, record: Competition) -> QWidget | None:
        """The standing, its picture, and the published versions."""
        if not record.participants or not record.indicators or record.state is State.CANCELLED:
            return None
        sheet = service.score_sheet(self.office.book, record.id)
        holder = QWidget()
        holder.setProperty("area", "clear")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        standing = QLabel("\n".join(_standing_words(row) for row in sheet.rows))
        standing.setObjectName("standing")
        standing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        standing.setWordWrap(True)
        standing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        standing.setMinimumHeight(len(sheet.rows) * standing.fontMetrics().lineSpacing() + 4)
        column.addWidget(standing)
        if any(row.scored.total is not None for row in sheet.rows):
            chart = ChartView()
            chart.show_chart(sheets.chart(sheet))
            chart.setMinimumHeight(round(theme.em() * 15))
            column.addWidget(chart)
        for version in service.versions(self.office.book, record.id):
            words = _("Version {version}, {day}", version=version.version, day=version.published_on)
            again = Link(f"{words}  {version.reason}".strip(), f"version_{version.version}")
            again.clicked.connect(lambda _checked=False, number=version.version: print_version(self.office, record.id, number))
            line = QHBoxLayout()
            line.addWidget(again)
            line.addStretch(1)
            column.addLayout(line)
        return holder

    def _open_sheet(self, row: int) -> None:
        tab: Any = self.parent()
        while tab is not None and not isinstance(tab, CompetitionsTab):
            tab = tab.parent()
        if tab is not None:
            tab.show_sheet(row)


def _standing_words(row: SheetRow) -> str:
    """A participant's place in one line: rank, name, total, or why it is out."""
    place = str(row.scored.rank) if row.scored.rank is not None else _(row.scored.standing.word)
    total = service.hundredths(row.scored.total) or ""
    return _("{place}  {name}  {total}", place=place, name=_name(row), total=total).rstrip()


def _name(row: SheetRow) -> str:
    return (language() == "en" and row.english) or row.name


def print_version(office: Office, row: int, number: int) -> None:
    """Show the score sheet of one published version as it will print."""
    paper = Paper(
        "score_sheet", N_("Score sheet"), partial(_version_sheet, number=number), "record", subject="competitions"
    )
    office.show_paper(Print(paper, tbl="competitions", row=row))


def _version_sheet(book: Any, row: int, *, number: int) -> Any:
    return sheets.version(book, row, number)


class ScoreSheetPage(QWidget):
    """The score sheet: plan and actual to type or paste, the standing worked out beside them, the points as stacked bars."""

    TITLE = N_("Score sheet")
    NEW = ""
    form = None

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.setObjectName("score_sheet_page")
        self.row: int | None = None
        self.sheet: ScoreSheet | None = None
        self.people: list[int] = []
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        title = QLabel(_("Score sheet"))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        head.addWidget(title)
        head.addSpacing(round(e))
        self.choice = QComboBox()
        self.choice.setObjectName("competition")
        self.choice.setAccessibleName(_("Competition"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choice.setMinimumWidth(round(e * 12))
        self.choice.currentIndexChanged.connect(lambda _place: self._chosen())
        head.addWidget(self.choice, 3)
        self.state = QLabel()
        self.state.setObjectName("sheet_state")
        self.state.setProperty("role", "quiet")
        self.state.setWordWrap(True)
        self.state.setMinimumWidth(round(e * 9))
        head.addWidget(self.state, 1)
        column.addLayout(head)
        column.addWidget(self._tools())
        column.addWidget(self._asking())
        self.trouble = QLabel()
        self.trouble.setObjectName("sheet_trouble")
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        column.addWidget(self.trouble)
        self.empty = QLabel(
            _("The score sheet of a competition stands here. Draw a competition up first, with participants and indicators.")
        )
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 3), 0, 0)
        column.addWidget(self.empty, 1)
        self.model = GridModel([], [], cell_at=self._cell)
        self.grid = Grid(self.model)
        self.grid.view.setAccessibleName(_("Plan and actual by participant and indicator"))
        self.grid.edited.connect(self._write)
        self.standing_model = GridModel([], [])
        self.standing = Grid(self.standing_model)
        self.standing.setObjectName("standing_sheet")
        self.standing.view.setObjectName("standing_grid")
        self.standing.view.setAccessibleName(_("Standing"))
        self.chart = ChartView()
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(self.grid)
        across.addWidget(self.standing)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(across)
        self.splitter.addWidget(self.chart)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        column.addWidget(self.splitter, 4)
        office.acted.connect(self._acted)
        self._fill_choice(None)

    def _tools(self) -> QWidget:
        self.tools = QWidget()
        self.tools.setProperty("area", "clear")
        line = FlowLayout(self.tools)
        line.setContentsMargins(0, 0, 0, 0)
        grows_down(self.tools)
        self.take = button(_("Take in the monthly figures"), "take_figures")
        self.take.clicked.connect(self._take_figures)
        self.veto = button(_("Veto…"), "veto", tip=_("Against the participant whose row is chosen"))
        self.veto.clicked.connect(lambda: self._ask("veto"))
        self.excuse = button(_("Excuse…"), "excuse", tip=_("The participant whose row is chosen is not ranked, for a reason"))
        self.excuse.clicked.connect(lambda: self._ask("excuse"))
        self.lift = button(_("Rank again"), "rank_again", tip=_("Take vetoes and excuse off the participant whose row is chosen"))
        self.lift.clicked.connect(self._rank_again)
        self.scheme = button(_("Go to the scheme"), "go_to_scheme", "quiet")
        self.scheme.clicked.connect(self._go_to_scheme)
        for each in (self.take, self.veto, self.excuse, self.lift, self.scheme):
            line.addWidget(each)
        return self.tools

    def _asking(self) -> QWidget:
        """The strip that asks what a veto or an excuse needs."""
        self.asking = QWidget()
        self.asking.setObjectName("asking")
        self.asking.setProperty("area", "notice")
        line = FlowLayout(self.asking)
        grows_down(self.asking)
        e = theme.em()
        self.asked_of = QLabel()
        self.asked_of.setObjectName("asked_of")
        self.veto_choice = QComboBox()
        self.veto_choice.setObjectName("veto_choice")
        self.veto_choice.setAccessibleName(_("Veto"))
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason"))
        self.reason.setMinimumWidth(round(e * 18))
        self.document = QLineEdit()
        self.document.setObjectName("document")
        self.document.setAccessibleName(_("Document"))
        self.document.setPlaceholderText(_("Document"))
        self.document.setMinimumWidth(round(e * 9))
        keep = button(_("Mark"), "keep_mark", "primary")
        keep.clicked.connect(self._keep_mark)
        drop = button(_("Cancel"), "drop_mark")
        drop.clicked.connect(self._stop_asking)
        for each in (self.asked_of, self.veto_choice, self.reason, self.document, keep, drop):
            line.addWidget(each)
        self.reason.returnPressed.connect(self._keep_mark)
        self.document.returnPressed.connect(self._keep_mark)
        self.asking.hide()
        self._asks = ""
        return self.asking

    # -- what is shown ---------------------------------------------------------------------

    def _fill_choice(self, wanted: int | None) -> None:
        """Offer the competitions, the latest first."""
        offered = service.competitions(self.office.book)
        self.choice.blockSignals(True)
        self.choice.clear()
        for each in offered:
            self.choice.addItem(f"{each.number}  {(language() == 'en' and each.english) or each.name}", each.id)
        place = self.choice.findData(wanted)
        self.choice.setCurrentIndex(place if place >= 0 else (0 if offered else -1))
        self.choice.blockSignals(False)
        self._chosen()

    def _chosen(self) -> None:
        self._stop_asking()
        self.row = self.choice.currentData()
        self.refresh()

    def choose(self, row: int) -> None:
        """Show the sheet of a competition."""
        self._fill_choice(row)

    def refresh(self) -> None:
        """Show the sheet as it stands now."""
        found = None if self.row is None else service.competition(self.office.book, self.row)
        ready = found is not None and bool(found.participants and found.indicators)
        self.empty.setVisible(not ready)
        self.splitter.setVisible(ready)
        self.choice.setVisible(found is not None)
        self.tools.setVisible(ready)
        self.trouble.hide()
        self.state.setText("" if found is None else self._state_words(found))
        if found is None or not ready:
            return
        self.sheet = service.score_sheet(self.office.book, found.id)
        editable = found.state in rules.EDITABLE and self.office.book.writable
        self.take.setEnabled(editable and any(line.figure for line in found.indicators))
        self.veto.setEnabled(editable and bool(found.vetoes))
        self.excuse.setEnabled(editable)
        self.lift.setEnabled(editable)
        self._show_figures(found)
        self._show_standing()
        self._show_trouble()
        reckoned = any(row.scored.total is not None for row in self.sheet.rows)
        self.chart.setVisible(reckoned)
        if reckoned:
            self.chart.show_chart(sheets.chart(self.sheet))

    def _state_words(self, found: Competition) -> str:
        words = _(found.state.word)
        if found.state in rules.FROZEN:
            words = _("{state}: version {version}, {day}", state=words, version=found.version, day=found.published_on)
        return words

    def _show_figures(self, found: Competition) -> None:
        """Plan and actual: participants in the order of the scheme."""
        assert self.sheet is not None
        rows = {each.scored.participant: each for each in self.sheet.rows}
        self.people = [who.id for who in found.participants if who.id in rows] or list(rows)
        names = [_name(rows[who]) for who in self.people]
        columns = [
            GridColumn(title, group=self._heading(place), letters=8)
            for place in range(len(self.sheet.indicators)) for title in (_("plan"), _("actual"))
        ]
        values = [[value for cell in rows[who].scored.cells for value in (cell.plan, cell.actual)] for who in self.people]
        _put(self.model, names, columns, values)

    def _heading(self, place: int) -> str:
        assert self.sheet is not None
        line = self.sheet.indicators[place]
        measure = (language() == "en" and line.measure_english) or line.measure
        name = service.indicator_called(line)
        return f"{name} ({measure}) {format_quantity(line.weight)}" if measure else f"{name} {format_quantity(line.weight)}"

    def _show_standing(self) -> None:
        """Rank, total and points, in the order of the ranking."""
        assert self.sheet is not None
        shut = Cell(kind="whole", read_only=True, show=str)
        words = Cell(kind="text", read_only=True, show=str)
        columns = [
            GridColumn(_("Rank"), cell=shut, letters=6),
            GridColumn(_("Total"), cell=shut, letters=7),
            *(GridColumn(service.indicator_called(line), cell=shut, letters=6) for line in self.sheet.indicators),
            GridColumn(_("Note"), cell=words, letters=26),
        ]
        values = [
            [
                row.scored.rank if row.scored.rank is not None else "–", service.hundredths(row.scored.total),
                *(service.hundredths(cell.points) for cell in row.scored.cells), self._note(row) or None,
            ]
            for row in self.sheet.rows
        ]
        _put(self.standing_model, [_name(row) for row in self.sheet.rows], columns, values)

    def _note(self, row: SheetRow) -> str:
        """Why a row stands where it stands: veto, excuse, missing data, or the tie-break that decided."""
        assert self.sheet is not None
        if row.scored.standing is not Standing.RANKED:
            reasons = "; ".join(": ".join(part for part in (reason.veto, reason.reason) if part) for reason in row.reasons)
            word = _(row.scored.standing.word)
            return f"{word}: {reasons}" if reasons else word
        if row.scored.tie_breaks:
            names = [service.indicator_called(self.sheet.indicators[place]) for place in row.scored.tie_breaks]
            return _("equal total, decided by {indicators}", indicators=", ".join(names))
        equal = [each for each in self.sheet.rows if each.scored.rank == row.scored.rank]
        return _("shares the place") if len(equal) > 1 else ""

    def _show_trouble(self) -> None:
        """The cells that cannot be reckoned, with the way out."""
        assert self.sheet is not None
        found = [
            service.trouble_said(cell.trouble, _name(row), service.indicator_called(line))
            for row in self.sheet.rows
            if row.scored.standing is not Standing.EXCUSED
            for line, cell in zip(self.sheet.indicators, row.scored.cells, strict=True)
            if cell.trouble
        ]
        self.trouble.setText("\n".join(found[:3]))
        self.trouble.setVisible(bool(found))

    def _cell(self, row: int, column: int) -> Cell | None:
        if self.sheet is None or self.row is None or column // 2 >= len(self.sheet.indicators):
            return None
        line = self.sheet.indicators[column // 2]
        return Cell(
            kind="whole",
            parse=lambda text: monthly.parse_value(text, line.decimals, clock=line.clock),
            show=lambda value: monthly.format_value(value, line.decimals, clock=line.clock),
            read_only=bool(self.sheet.version) or not self.office.book.writable,
        )

    # -- writing -------------------------------------------------------------------------------

    def _write(self, edits: Sequence[tuple[int, int, Any]]) -> None:
        """One step of the clerk is one act."""
        if self.row is None or self.sheet is None:
            return
        entries = [
            Entry(self.people[row], self.sheet.indicators[column // 2].id, _SIDES[column % 2], value)
            for row, column, value in edits
        ]
        self._try(lambda: service.write(self.office.book, self.row or 0, entries))

    def _take_figures(self) -> None:
        row = self.row
        if row is None:
            return
        try:
            written, lacking = service.take_from_figures(self.office.book, row)
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        words = _("Figures taken in: {count}.", count=written)
        self.office.tell(" ".join([words, *lacking[:4]]))

    def _participant(self) -> int | None:
        index = self.grid.view.currentIndex()
        return self.people[index.row()] if index.isValid() and index.row() < len(self.people) else None

    def _ask(self, what: str) -> None:
        """Ask what a veto or an excuse needs, of the participant whose row is chosen."""
        participant = self._participant()
        if participant is None or self.row is None:
            self.office.tell(_("Choose the row of the participant first."))
            return
        self._asks, self._asked_participant = what, participant
        found = service.competition(self.office.book, self.row)
        self.asked_of.setText(self.model.rows[self.people.index(participant)])
        self.veto_choice.clear()
        for veto in found.vetoes:
            self.veto_choice.addItem(veto.what, veto.id)
        self.veto_choice.setVisible(what == "veto")
        self.document.setVisible(what == "veto")
        self.reason.clear()
        self.document.clear()
        self.asking.show()
        (self.veto_choice if what == "veto" else self.reason).setFocus()

    def _keep_mark(self) -> None:
        row, who = self.row or 0, self._asked_participant
        if self._asks == "veto":
            mark = VetoMark(
                competition=row, participant=who, veto=self.veto_choice.currentData() or 0, reason=self.reason.text(),
                document=self.document.text(),
            )
            done = self._try(lambda: service.mark_veto(self.office.book, row, mark))
        else:
            done = self._try(lambda: service.excuse(self.office.book, row, who, self.reason.text()))
        if done:
            self._stop_asking()
            self.grid.view.setFocus()

    def _stop_asking(self) -> None:
        self._asks, self._asked_participant = "", 0
        self.asking.hide()

    def _rank_again(self) -> None:
        """Take every veto and the excuse off the participant whose row is chosen."""
        participant = self._participant()
        if participant is not None and self.row is not None:
            row = self.row
            self._try(lambda: service.rank_again(self.office.book, row, participant))

    def _try(self, do: Any) -> bool:
        try:
            do()
        except KnownError as trouble:
            self.office.tell(trouble)
            return False
        return True

    def _acted(self, touched: Touched) -> None:
        if "competitions" in touched and self._offered() != [each.id for each in service.competitions(self.office.book)]:
            self._fill_choice(self.row)
        elif any(tbl.startswith("competition") for tbl in touched) or touched.keys() & {"units", "workers"}:
            self.refresh()

    def _offered(self) -> list[int]:
        return [self.choice.itemData(place) for place in range(self.choice.count())]

    # -- what window and desk ask of a page -----------------------------------------------------

    def _go_to_scheme(self) -> None:
        if self.row is not None:
            self.office.open("competitions", self.row)

    def prints(self) -> list[Print]:
        """The score sheet, the notice once there is one, and both blank."""
        found = []
        if self.row is not None:
            version = service.competition(self.office.book, self.row).version
            papers = sheets.PAPERS if version else sheets.PAPERS[:1]
            found = [Print(paper, tbl="competitions", row=self.row) for paper in papers]
        return [*found, *(Print(paper, blank=True) for paper in sheets.PAPERS)]

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The standing for export, as it is shown."""
        heads = [_("Participant"), *(column.title for column in self.standing_model.columns)]
        rows: list[list[object]] = [
            [name, *(self.standing_model.text(place, column) for column in range(len(self.standing_model.columns)))]
            for place, name in enumerate(self.standing_model.rows)
        ]
        return heads, rows

    def leave_form(self) -> None:
        """There is no form here: every figure is saved as it is typed."""

    def take_focus(self) -> None:
        """Put the cursor into the sheet."""
        (self.grid.view if self.splitter.isVisible() else self.choice).setFocus()


def _put(model: GridModel, names: list[str], columns: list[GridColumn], values: Sequence[Sequence[object]]) -> None:
    """Show values; where rows and columns are the same, only the changed cells, so that the cursor stays."""
    heads = [(column.group, column.title) for column in columns]
    if names != model.rows or heads != [(column.group, column.title) for column in model.columns]:
        model.put(values, rows=names, columns=columns)
        return
    for row, line in enumerate(values):
        for place, value in enumerate(line):
            if model.value(row, place) != value:
                model.put_value(row, place, value)


class CompetitionsTab(DeskTab):
    """Competitions and their score sheets."""

    PAGES = (CompetitionsPage, ScoreSheetPage)

    def show_sheet(self, row: int) -> None:
        """Show the score sheet of a competition."""
        self.show_page(1)
        self.pages[1].choose(row)

