"""The summary on the screen: a period, its figures in three columns, the texts beside them, and what was issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import whole
from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.money import parse_money
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import parse_quantity, parse_whole
from unionoffice.core.record import Record
from unionoffice.core.words import N_, _, language
from unionoffice.desks.monthly import service, sheets
from unionoffice.desks.monthly.records import CarriedFigure, CarriedMonth, Summary, SummaryState, Voiding
from unionoffice.desks.monthly.rules import SCOPES, Correction, Line, Part
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Picked
from unionoffice.kit.chips import Chip, Chips
from unionoffice.kit.desk import DRAFT_PAUSE, DeskTab, button, clear
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.form import Form
from unionoffice.kit.jobs import Job, Progress, WriteJob
from unionoffice.kit.office import Office, Print
from unionoffice.kit.register import shared_widths
from unionoffice.kit.section import Section
from unionoffice.kit.sheet_view import RecordView
from unionoffice.kit.table import RIGHT, prepare, set_row_height
from unionoffice.printing.chart import Bars

STEPS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FINAL = N_(
    "The summary gets its number, and its PDF, spreadsheet and CSV are kept as they are. "
    "Later changes are told in the next summary."
)
HEAD = Section(N_("Summary"), (("reported_to", "reported_by"), ("dated", "old_number")))
TEXTS = Section(N_("Texts"), ("experience", "problems", "next_work"))


def period_at(closing_day: int, kind: str, month: Month) -> Period:
    """The month, quarter, half-year or year in which a month lies."""
    if kind == "quarter":
        return Period.of_quarter(month.year, (month.number + 2) // 3, closing_day)
    if kind == "half":
        return Period.of_half(month.year, (month.number + 5) // 6, closing_day)
    if kind == "year":
        return Period.of_year(month.year, closing_day)
    return Period.of_month(month, closing_day)


class FiguresTable(QTableWidget):
    """The figures of a period by part; Enter or a double click on a figure opens the records behind it."""

    def __init__(self, office: Office) -> None:
        super().__init__(0, 5)
        self.office = office
        self.setObjectName("figures")
        self.setAccessibleName(_("Figures of the period"))
        self.setHorizontalHeaderLabels(
            [_("Figure"), _("This period"), _("This year"), _("Last year"), _("Remark")]
        )
        prepare(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._lines: dict[int, Line] = {}
        self.cellClicked.connect(self._clicked)
        self.setWordWrap(True)  # a long name of a figure goes on in a second line
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in (1, 2, 3):
            head = self.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(RIGHT)
                head.setToolTip(_(sheets.SCOPE_WORDS[SCOPES[column - 1]]))

    def show_parts(self, parts: Sequence[Any]) -> None:
        """Show the parts of a summary."""
        here = (self.currentRow(), self.currentColumn())
        self._lines.clear()
        self.clearSpans()
        self.setRowCount(sum(len(part.lines) + 1 for part in parts if part.lines))
        row = 0
        for part in parts:
            if not part.lines:
                continue
            self._heading(row, _(part.title))
            for line in part.lines:
                row += 1
                self._line(row, line)
            row += 1
        set_row_height(self)
        self.setColumnHidden(4, not any(line.note or line.has_carried for line in self._lines.values()))
        self._share_room()
        if here[0] >= 0:
            self.setCurrentCell(*here)

    def _share_room(self) -> None:
        """The figures stand whole; names and remarks share what is left and go on in a second line."""
        e, header = theme.em(), self.horizontalHeader()
        wanted = [max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) + round(e) for column in range(5)]
        wanted[4] = 0 if self.isColumnHidden(4) else wanted[4]
        least = [round(e * 10), *wanted[1:4], round(e * 6)]
        widths = shared_widths(wanted, least, [True, False, False, False, False], self.viewport().width())
        for column, width in enumerate(widths):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
        measure = self.fontMetrics()
        for row in self._lines:
            height = theme.row_height()
            for column in (0, 4):
                item, width = self.item(row, column), widths[column] - round(e)
                if item is not None and width > 0:
                    cell = measure.boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, item.text())
                    height = max(height, cell.height() + round(e * 0.6))
            self.setRowHeight(row, height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """More room, or less, is shared out anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def _heading(self, row: int, words: str) -> None:
        item = QTableWidgetItem(words)
        bold = QFont(self.font())
        bold.setBold(True)
        item.setFont(bold)
        item.setForeground(theme.colour("accent_text"))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(row, 0, item)
        self.setSpan(row, 0, 1, self.columnCount())

    def _line(self, row: int, line: Line) -> None:
        self._lines[row] = line
        remark = str(line.note) if line.note else ""
        if line.has_carried:
            remark = "; ".join(part for part in (remark, _("with figures carried in")) if part)
        unit = _(sheets.unit_of(line.kind, line.unit))
        label = f"{_(line.label)} ({unit})" if unit else _(line.label)
        for column, text in enumerate([label, *(_shown(line, line.value(scope)) for scope in SCOPES), remark]):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if 1 <= column <= 3:
                item.setTextAlignment(RIGHT)
                if line.rows[column - 1]:
                    item.setForeground(theme.colour("accent_text"))
                    item.setToolTip(_("Open the {count} entries behind this figure", count=len(line.rows[column - 1])))
            self.setItem(row, column, item)

    def line_at(self, row: int) -> Line | None:
        """The line of a row; None for a heading."""
        return self._lines.get(row)

    def open_figure(self, row: int, column: int) -> None:
        """Show the records behind a figure."""
        line = self._lines.get(row)
        if line is None or not 1 <= column <= 3:
            return
        rows = line.rows[column - 1]
        if rows:
            self.office.show_rows(line.tbl, rows, _(line.label))

    def _clicked(self, row: int, column: int) -> None:
        self.open_figure(row, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter opens the figure under the bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_figure(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)


def _shown(line: Line, value: int | None) -> str:
    found = sheets.shown(line.kind, value)
    return f"{found:,}" if isinstance(found, int) else str(found)


class Gathered(msgspec.Struct, frozen=True):
    """What the page shows of a period beside the texts: its figures, the picture of savings, and corrections to issued months."""

    parts: tuple[Part, ...] = ()
    chart: Bars | None = None
    corrections: tuple[Correction, ...] = ()
    act: int = -1  # the last act of the book when the corrections were looked for


def gathered(book: Book, period: Period, known: Gathered, check: Callable[[], None] = lambda: None) -> Gathered:
    """Gather what the page shows of a period; `check` is asked between the steps and may end the work.

    The corrections to issued months are those `known` already when nothing was written since.
    """
    act = service.last_act(book)
    parts = service.parts(book, period)
    check()
    chart = sheets.savings_chart(book, period)
    check()
    return Gathered(parts, chart, known.corrections if known.act == act else service.corrections(book), act)


class SummaryPage(QWidget):
    """The summary of the chosen period: figures at the left, texts and what can be done at the right."""

    TITLE = N_("Monthly summary")
    QUERY = service.SUMMARIES
    NEW = ""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.table = self.QUERY.table
        self.setObjectName("summaries_page")
        self.kind = str(office.remembered("summaries/kind", "month"))
        self._stale = True
        self.parts: tuple[Part, ...] = ()
        self._gathered_of: Period | None = None
        self._gathered = Gathered()
        self._gathering: Job | None = None
        self._form: Form[Any] | None = None
        self._asking: str = ""
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._make_left())
        splitter.addWidget(self._make_right())
        splitter.setStretchFactor(0, 6)
        splitter.setStretchFactor(1, 5)
        splitter.setSizes([6000, 5000])  # taken as shares of what there is
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE)
        self._draft_timer.timeout.connect(self.keep_draft)
        office.acted.connect(self._acted)
        office.month_changed.connect(self._month_changed)

    # -- made once ---------------------------------------------------------------

    def _make_left(self) -> QWidget:
        e = theme.em()
        left = QWidget()
        left.setProperty("area", "page")
        column = QVBoxLayout(left)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        self.title = QLabel()
        self.title.setObjectName("page_title")
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        head.addWidget(self.title, 1)
        self.state = QLabel()
        self.state.setObjectName("record_state")
        head.addWidget(self.state)
        column.addLayout(head)
        pick = QWidget()
        row = FlowLayout(pick)
        grows_down(pick)
        row.setContentsMargins(0, 0, 0, 0)
        self.kinds = Chips(
            [
                Chip("month", _("Month")),
                Chip("quarter", _("Quarter")),
                Chip("half", _("Half-year")),
                Chip("year", _("Year")),
            ]
        )
        self.kinds.choose(self.kind)
        self.kinds.chosen.connect(self.choose_kind)
        row.addWidget(self.kinds)
        back = button("◀", "period_back", tip=_("The period before"))
        back.setAccessibleName(_("The period before"))
        back.clicked.connect(lambda: self.turn(-1))
        on = button("▶", "period_on", tip=_("The next period"))
        on.setAccessibleName(_("The next period"))
        on.clicked.connect(lambda: self.turn(1))
        row.addWidget(back)
        row.addWidget(on)
        column.addWidget(pick)
        self.figures = FiguresTable(self.office)
        column.addWidget(self.figures, 1)
        return left

    def _make_right(self) -> QWidget:
        e = theme.em()
        panel = QWidget()
        panel.setObjectName("panel")
        panel.setProperty("area", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        area = QScrollArea()
        area.setObjectName("record_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setProperty("area", "clear")
        self.sheet = QVBoxLayout(holder)
        self.sheet.setContentsMargins(round(e * 1.2), round(e), round(e * 1.2), round(e))
        self.sheet.setSpacing(round(e * 0.6))
        self.place = QVBoxLayout()
        self.sheet.addLayout(self.place)
        self.told = QLabel()
        self.told.setObjectName("corrections")
        self.told.setProperty("area", "notice")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(8, 6, 8, 6)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sheet.addWidget(self.told)
        self.chart = ChartView()
        self.chart.setMinimumHeight(round(e * 13))
        self.chart.picked.connect(self._month_picked)
        self.sheet.addWidget(self.chart)
        heading = QLabel(_("Summaries so far"))
        heading.setProperty("role", "heading")
        self.sheet.addWidget(heading)
        self.past = QListWidget()
        self.past.setObjectName("summaries")
        self.past.setAccessibleName(_("Summaries so far"))
        self.past.setMinimumHeight(round(e * 7))
        self.past.itemActivated.connect(self._past_chosen)
        self.past.itemClicked.connect(self._past_chosen)
        self.sheet.addWidget(self.past)
        self.sheet.addStretch(1)
        area.setWidget(holder)
        column.addWidget(area, 1)
        bar = QWidget()
        bar.setObjectName("actions")
        self.actions_row = FlowLayout(bar)
        grows_down(bar)
        self.actions_row.setContentsMargins(round(e * 1.2), round(e * 0.5), round(e * 1.2), round(e * 0.7))
        column.addWidget(bar)
        return panel

    # -- the period -----------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The period in sight: that of the chosen kind in which the office's month lies.

        One that has a summary is closed as it was then, whatever day the office closes its months on now.
        """
        period = period_at(self.office.period().closing_day, self.kind, self.office.month)
        summary = service.of_period(self.office.book, period)
        return period if summary is None else summary.of()

    def choose_kind(self, kind: str) -> None:
        """Month, quarter, half-year or year."""
        self.keep_draft()
        self.kind = kind
        self.office.remember("summaries/kind", kind)
        self.refresh()

    def turn(self, step: int) -> None:
        """Go to the period before or after."""
        self.keep_draft()
        self.office.choose_month(self.office.month.plus(step * STEPS[self.kind]))

    def _month_changed(self, _month: object) -> None:
        self._stale = True
        self._refresh_in_sight()

    def _acted(self, _touched: Touched) -> None:
        self._stale = True
        self._refresh_in_sight()

    def _refresh_in_sight(self) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """The figures are gathered when the page is looked at."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # -- showing -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Gather the figures of the period anew and show them; what is being typed stays."""
        self._stale = False
        book, period = self.office.book, self.period
        self.title.setText(_("Summary: {period}", period=period.name(language())))
        self.kinds.choose(self.kind)
        summary = service.of_period(book, period)
        self.state.setText("" if summary is None else f"{summary.number}  {_(summary.state.word)}".strip())
        theme.put(self.state, tone="good" if summary is not None and summary.state is SummaryState.ISSUED else "warn")
        self._show_past()
        self._show_summary(summary)
        if service.is_full(book):
            self._gather_beside(period)
        else:
            self._show_gathered(period, gathered(book, period, self._gathered))

    def _gather_beside(self, period: Period) -> None:
        """In a full book the figures are gathered beside the window; those of another period go out of sight meanwhile."""
        if self._gathered_of != period:
            self._show_gathered(period, Gathered(corrections=self._gathered.corrections, act=self._gathered.act))
        if self._gathering is not None:
            self._gathering.stop()
        known = self._gathered
        job = Job(_("Gathering the figures"), lambda book, progress: gathered(book, period, known, progress.check))
        self._gathering = job
        job.finished.connect(lambda found: self._was_gathered(job, period, found))
        self.office.run(job)

    def _was_gathered(self, job: Job, period: Period, found: Any) -> None:
        if job is self._gathering:
            self._gathering = None
            self._show_gathered(period, found)

    def _show_gathered(self, period: Period, found: Gathered) -> None:
        self._gathered_of, self._gathered = period, found
        self.parts = found.parts
        self.figures.show_parts(found.parts)
        self.chart.show_chart(found.chart)
        self._show_corrections(found.corrections)

    def _show_corrections(self, found: Sequence[Correction]) -> None:
        lines = [
            _(
                "{period}, {figure}: issued as {before}, now {after}",
                period=Period.parse(each.period, each.closing_day).name(language()), figure=service.spoken_label(each),
                before=_measured(each, each.before), after=_measured(each, each.after),
            )
            for each in found
        ]  # fmt: skip
        more = [_("and {count} more", count=len(lines) - 6)] if len(lines) > 6 else []
        self.told.setText("\n".join([_("Corrections to issued months:"), *lines[:6], *more]))
        self.told.setVisible(bool(lines))

    def _show_past(self) -> None:
        self.past.clear()
        for summary in service.every(self.office.book):
            words = f"{summary.number or '—'}   {summary.of().name(language())}   {_(summary.state.word)}"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, summary.id)
            self.past.addItem(item)
        if not self.past.count():
            self.past.addItem(_("No summary has been made yet."))

    def _past_chosen(self, item: QListWidgetItem) -> None:
        row = item.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            self.show_record(int(row))

    def _show_summary(self, summary: Summary | None) -> None:
        draft = summary is None or summary.state is SummaryState.DRAFT
        if self._form is not None and self._asking == str(self.period) and draft and self._form.has_changes():
            self._show_actions(summary)
            return
        clear(self.place)
        self._form, self._asking = None, ""
        if summary is not None and summary.state is not SummaryState.DRAFT:
            view: RecordView[Summary] = RecordView(Summary, (HEAD, TEXTS))
            view.show_record(summary, self.office.book)
            self.place.addWidget(view)
        elif self.office.book.writable:
            form = self._open_form(Summary, (HEAD, TEXTS), str(self.period))
            form.show_record(summary or service.fresh(self.office.book, self.period, self.office.day()))
            kept = self.office.drafts.kept(self._draft_place()) if self.office.drafts is not None else None
            if kept:
                form.restore(kept)
        self._show_actions(summary)

    def _open_form(self, record: type[Record], sections: Sequence[Section], asking: str) -> Form[Any]:
        clear(self.place)
        form: Form[Any] = Form(record, self.office, sections=sections)
        self._form, self._asking = form, asking
        form.changed.connect(self._draft_timer.start)
        form.submitted.connect(self.save)
        self.place.addWidget(form)
        return form

    def _show_actions(self, summary: Summary | None) -> None:
        clear(self.actions_row)
        writable = self.office.book.writable
        draft = summary is None or summary.state is SummaryState.DRAFT
        found: list[tuple[str, str, str, Any]] = []
        if self._asking == "void":
            found += [
                ("void_now", N_("Void"), "primary", self.void),
                ("cancel", N_("Cancel  Esc"), "", self.leave_form),
            ]
        elif draft and writable:
            found += [
                ("issue", N_("Issue…"), "primary", self.issue), ("save", N_("Save  Ctrl+S"), "", self.save),
                ("offer", N_("Offer sentences"), "", self.offer),
            ]
            if summary is not None:
                found.append(("drop", N_("Throw away"), "quiet", self.drop))
        if self._asking != "void":
            found += [
                ("print_monthly", N_("Print"), "", self.print_out),
                ("export_menu", N_("Save as a file"), "", None),
            ]
            if summary is not None and summary.state is SummaryState.ISSUED and writable:
                found.append(("void", N_("Void…"), "quiet", self.ask_void))
        for name, label, kind, do in found:
            each = button(_(label), name, kind)
            if do is None:
                each.setMenu(self._export_menu(each))
            else:
                each.clicked.connect(lambda _checked=False, do=do: do())
            self.actions_row.addWidget(each)

    def _export_menu(self, above: QWidget) -> QMenu:
        menu = QMenu(above)
        for kind, label in (("pdf", N_("PDF")), ("xlsx", N_("Spreadsheet")), ("csv", N_("CSV"))):
            entry = menu.addAction(_(label))
            entry.setObjectName(f"export_{kind}")
            entry.triggered.connect(lambda _checked=False, kind=kind: self.export(kind))
        return menu

    # -- steps ----------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep the texts as the period's draft; False when something is wrong, told beside its box."""
        if self._asking == "void":
            self.void()
            return False
        form, book = self._form, self.office.book
        if form is None:
            return False
        form.clear_problems()
        period = self.period
        try:
            stood = service.of_period(book, period) or service.fresh(book, period, self.office.day())
            written = form.corrected(stood)
            if written != stood or not stood.id:
                self._forget_draft()
                self._form = None
                service.write(book, written)
                if self._stale:
                    self.refresh()
        except KnownError as trouble:
            self._form = form
            form.show_problem(trouble)
            return False
        return True

    def issue(self) -> None:
        """Issue the summary, after the question."""
        if not self.save():
            return
        summary = service.of_period(self.office.book, self.period)
        if summary is None:
            return
        if not self.office.questions.sure(_("Issue the summary"), _(FINAL), act=_("Issue")):
            return
        row = summary.id
        if service.is_full(self.office.book):
            job = WriteJob(_("Issuing the summary"), lambda book, _progress: sheets.issue(book, row))
            job.finished.connect(lambda number: self.office.tell(_("Issued: {numbers}", numbers=number)))
            self.office.run(job)
            return
        try:
            number = sheets.issue(self.office.book, row)
        except KnownError as trouble:
            if self._form is not None:
                self._form.show_problem(trouble)
            else:
                self.office.tell(trouble)
            return
        self.office.tell(_("Issued: {numbers}", numbers=number))

    def offer(self) -> None:
        """Put the sentences that the figures make into the texts, below what is written; the clerk edits them."""
        form = self._form
        if form is None or self._asking == "void":
            return
        written = form.draft()
        added: dict[str, object] = {}
        for name, text in service.offered(self.parts).items():
            there = str(written.get(name) or "").rstrip()
            new = [sentence for sentence in text.split("\n") if sentence and sentence not in there]
            if new:
                added[name] = "\n".join([there, *new] if there else new)
        if not added:
            self.office.tell(_("The figures of this period offer no further sentence."))
            return
        form.restore(added)
        self._draft_timer.start()
        form.editor(next(iter(added))).take_focus()

    def drop(self) -> None:
        """Throw the draft away; undo brings it back."""
        summary = service.of_period(self.office.book, self.period)
        if summary is not None:
            self._forget_draft()
            self._form = None
            service.drop(self.office.book, summary.id)

    def ask_void(self) -> None:
        """Ask the day and the reason in the panel."""
        summary = service.of_period(self.office.book, self.period)
        if summary is None:
            return
        form = self._open_form(Voiding, (Section(N_("Void"), ("voided_on", "reason")),), "void")
        form.set_values({"voided_on": max(self.office.day(), summary.dated)})
        form.focus_first()
        self._show_actions(summary)

    def void(self) -> None:
        """Void the issued summary with what was asked."""
        form, summary = self._form, service.of_period(self.office.book, self.period)
        if form is None or summary is None or self._asking != "void":
            return
        form.clear_problems()
        try:
            asked = form.record()
            sure = _("A voided summary keeps its number and its papers; another can be made for the period.")
            if not self.office.questions.sure(_("Void"), sure, act=_("Void")):
                return
            self._form, self._asking = None, ""
            service.void(self.office.book, summary.id, asked)
        except KnownError as trouble:
            self._form, self._asking = form, "void"
            form.show_problem(trouble)

    def print_out(self) -> None:
        """Show the summary as it will print, or as it was issued."""
        if self._form is not None and self._asking != "void" and self._form.has_changes() and not self.save():
            return
        self.office.show_paper(Print(sheets.SUMMARY, period=self.period))

    def export(self, kind: str) -> None:
        """Write the summary as PDF, spreadsheet or CSV."""
        if self._form is not None and self._form.has_changes() and not self.save():
            return
        name = f"summary-{self.period}.{kind}"
        path = self.office.questions.save_file(
            _("Write the summary as a file"), Path.home() / name, kinds=f"{kind.upper()} (*.{kind})", ending=f".{kind}"
        )
        if path is None:
            return
        period, spoken = self.period, language()

        def work(book: Book, _progress: Progress | None = None) -> Path:
            data = sheets.paper(book, period, kind, spoken)
            whole.write(path, data)
            return path

        if service.is_full(self.office.book):
            job = Job(_("Writing the summary"), work)
            job.finished.connect(lambda made: self.office.tell(_("Written: {path}", path=made)))
            self.office.run(job)
            return
        try:
            self.office.tell(_("Written: {path}", path=work(self.office.book)))
        except KnownError as trouble:
            self.office.tell(trouble)

    def _month_picked(self, picked: object) -> None:
        """A bar of the picture opens the proposals of its month."""
        months = self.period.year_to_date().months()
        if not isinstance(picked, Picked) or not 0 <= picked.category < len(months):
            return
        one = Period.of_month(months[picked.category], self.period.closing_day)
        codes = ("proposals.saved_forecast", "proposals.saved_actual")
        wanted = codes if picked.series is None else (codes[picked.series],)
        lines = [line for line in service.known_figures(self.office.book, one) if line.code in wanted]
        rows = tuple(dict.fromkeys(row for line in lines for row in line.rows[0]))
        if rows:
            self.office.show_rows("proposals", rows, _("12-month savings by month"))

    # -- what the window asks of a page ------------------------------------------------------

    def show_record(self, row: int | None) -> bool:
        """Show the period of a summary."""
        summary = None if row is None else self.office.book.get_or_none(self.table, row)
        if summary is None:
            return False
        self.leave_form()
        period = summary.of()
        self.kind = period.kind
        self.office.choose_month(period.last_month)
        self.refresh()
        return True

    def show_rows(self, rows: Sequence[int], title: str) -> None:
        """Show the first of several summaries."""
        del title
        if rows:
            self.show_record(rows[0])

    def leave_form(self) -> None:
        """What is typed stays a draft; a question that was asked is dropped."""
        self.keep_draft()
        if self._asking == "void":
            self._form, self._asking = None, ""
            self.refresh()

    def keep_draft(self) -> None:
        """Write what is typed to the drafts now."""
        self._draft_timer.stop()
        drafts, typed = self.office.drafts, self._asking not in ("", "void")
        if drafts is not None and self._form is not None and typed and self._form.has_changes():
            drafts.keep(self._draft_place(), self._form.draft())

    def _draft_place(self) -> str:
        return f"summaries/{self._asking}"

    def _forget_draft(self) -> None:
        self._draft_timer.stop()
        if self.office.drafts is not None and self._asking:
            self.office.drafts.wipe(self._draft_place())

    def prints(self) -> list[Print]:
        """The summary of the period, and the blank form."""
        return [Print(sheets.SUMMARY, period=self.period), Print(sheets.SUMMARY, blank=True)]

    def take_focus(self) -> None:
        """The cursor goes to the figures."""
        self.figures.setFocus()

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The figures as they are shown, for export."""
        heads = [self.figures.horizontalHeaderItem(column) for column in range(self.figures.columnCount())]
        rows: list[list[object]] = []
        for row in range(self.figures.rowCount()):
            items = [self.figures.item(row, column) for column in range(self.figures.columnCount())]
            rows.append(["" if item is None else item.text() for item in items])
        return ["" if head is None else head.text() for head in heads], rows

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Esc drops a question."""
        if event.key() == Qt.Key.Key_Escape and self._asking == "void":
            self.leave_form()
        else:
            super().keyPressEvent(event)


def _measured(correction: Correction, value: int | None) -> str:
    unit = _(sheets.unit_of(correction.kind, correction.unit))
    words = _worded(correction.kind, value)
    return f"{words} {unit}" if unit and value is not None else words


def _worded(kind: str, value: int | None) -> str:
    found = sheets.shown(kind, value)
    return f"{found:,}" if isinstance(found, int) else str(found)


class CarriedPage(QWidget):
    """Figures from before the book began, typed once."""

    TITLE = N_("Carried in")
    NEW = ""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.setObjectName("carried_page")
        self.setProperty("area", "page")
        e = theme.em()
        area = QScrollArea()
        area.setObjectName("carried_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("area", "clear")
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.6))
        title = QLabel(_("Figures from before the book began"))
        title.setObjectName("carried_title")
        title.setProperty("role", "title")
        column.addWidget(title)
        words = QLabel(
            _("Typed once, month by month. They count in this year and the same period last year, and are marked in the summary.")
        )
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        column.addWidget(words)
        self.which = QComboBox()
        self.which.setObjectName("carried_code")
        self.which.setAccessibleName(_("Figure"))
        column.addWidget(self.which)
        self.entry: Form[Any] = Form(CarriedMonth, office, values={"month": office.month.plus(-12)})
        self.entry.submitted.connect(self.save)
        column.addWidget(self.entry)
        bar = QWidget()
        row = FlowLayout(bar)
        grows_down(bar)
        row.setContentsMargins(0, 0, 0, 0)
        keep = button(_("Save  Ctrl+S"), "save_carried", "primary")
        keep.clicked.connect(lambda: self.save())
        self.drop_button = button(_("Take out"), "drop_carried")
        self.drop_button.clicked.connect(lambda: self.drop())
        row.addWidget(keep)
        row.addWidget(self.drop_button)
        bar.setEnabled(office.book.writable)
        column.addWidget(bar)
        self.list = QTableWidget(0, 4)
        self.list.setObjectName("carried")
        self.list.setAccessibleName(_("Figures from before the book began"))
        self.list.setHorizontalHeaderLabels([_("Month"), _("Figure"), _("Figure to carry in"), _("Where it is taken from")])
        head = self.list.horizontalHeaderItem(2)
        if head is not None:
            head.setTextAlignment(RIGHT)
        prepare(self.list)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.setMinimumHeight(round(e * 12))
        column.addWidget(self.list, 1)
        self._known: dict[str, Line] = {}
        office.acted.connect(lambda _touched: self.refresh() if self.isVisible() else None)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """The figures that can be carried in are those of the summary."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show what was carried in."""
        book = self.office.book
        chosen = self.which.currentData()
        self._known = {line.code: line for line in service.known_figures(book, self.office.period())}
        self.which.clear()
        for code, line in self._known.items():
            unit = _(sheets.unit_of(line.kind, line.unit))
            self.which.addItem(f"{_(line.label)} ({unit})" if unit else _(line.label), code)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self._rows = service.carried(book)
        self.list.setRowCount(len(self._rows))
        for row, figure in enumerate(self._rows):
            known = self._known.get(figure.code)
            name = _(known.label) if known else figure.code
            amount = _worded(known.kind, figure.value) if known else str(figure.value)
            for column, text in enumerate((str(figure.month), name, amount, figure.note)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 2:
                    item.setTextAlignment(RIGHT)
                self.list.setItem(row, column, item)
        self.drop_button.setEnabled(bool(self._rows))

    def save(self) -> None:
        """Carry the typed figure in; the next month is offered at once."""
        line = self._known.get(self.which.currentData())
        if line is None:
            return
        self.entry.clear_problems()
        try:
            asked = self.entry.record()
            figure = CarriedFigure(code=line.code, month=asked.month, value=_read(line.kind, asked.amount), note=asked.note)
            service.carry_in(self.office.book, figure)
        except KnownError as trouble:
            field = {"value": "amount", "code": "amount"}.get(trouble.field or "", trouble.field)
            self.entry.show_problem(KnownError(str(trouble), field=field))
            return
        self.entry.set_values({"month": asked.month.next(), "amount": "", "note": asked.note})
        self.entry.editor("amount").take_focus()

    def drop(self) -> None:
        """Take the figure under the bar out again."""
        row = self.list.currentRow()
        if 0 <= row < len(self._rows):
            service.drop_carried(self.office.book, self._rows[row].id)

    def leave_form(self) -> None:
        """Nothing typed here is worth keeping."""


def _read(kind: str, text: str) -> int:
    """What was typed in the unit in which the figure is kept."""
    try:
        if kind == "money":
            return parse_money(text)
        if kind == "quantity":
            return parse_quantity(text)
        return parse_quantity(text) // 100 if kind == "percent" else parse_whole(text)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="amount") from trouble


class MonthlyTab(DeskTab):
    """The summary of a period, and figures from before the book began."""

    PAGES = (SummaryPage, CarriedPage)

