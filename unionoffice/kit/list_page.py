"""The page on which a list from elsewhere comes in: how it was read, what its columns mean, what is wrong, what stands already.

Nothing is written before the clerk has seen it. Faults are mended here, in the list as it was read; the file stays as it is.
Reading and writing run beside the window and can be stopped; what is taken in is one act, and one step of undo.

A desk shows its `Intake` here by naming it, and puts the page among its own:

    class UnitsListPage(ListPage):
        INTAKE = service.UNITS_LIST
        HEADING = N_("Take in units from a list")

    class RosterTab(DeskTab):
        PAGES = (..., UnitsListPage)

What the switch of the tab calls it is `TITLE`; `brings` and `written` say in the desk's own words what else comes and what came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import intake, office, spreadsheet
from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Arrangement, Choice, Fault, Heading, Intake, Reading
from unionoffice.core.words import N_, _, language
from unionoffice.kit import theme
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.jobs import Job, Progress, WriteJob
from unionoffice.kit.list_models import FaultsModel, LinesModel, ListTable, MendingDelegate, StandingModel, letter
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button
from unionoffice.kit.table import prepare

KINDS = "*.xlsx *.xls *.ods *.et *.csv *.txt *.tsv"
COLUMNS, LINES, FAULTS, STANDING = range(4)
_WHY = {
    "name": N_("by its heading"),
    "content": N_("by what it holds"),
    "last": N_("as the last time"),
    "kept": N_("as kept"),
    "chosen": N_("chosen by you"),
}
_HEADINGS_OFFERED = 20
_CELLS_SHOWN = 3


class Opened(msgspec.Struct, frozen=True):
    """A list as it was opened: where it came from, its rows, where its heading stands and what its columns mean.

    `reading` is None while a needed column is missing.
    """

    source: Any
    rows: list[list[str]]
    heading: Heading
    arrangement: Arrangement
    reading: Reading[Any] | None


class ListPage(QWidget):
    """Choose a list, look at what it would change, mend what is wrong, take it in. A desk says what the list is of."""

    TITLE: ClassVar[str] = N_("Take in a list")
    NEW: ClassVar[str] = ""
    INTAKE: ClassVar[Intake[Any]]
    HEADING: ClassVar[str]
    """What the page is called, an English key."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.opened: Opened | None = None
        self.taken = ""
        """What was said when the list was taken in; empty while it is not."""
        self._path: Path | None = None
        self._chosen: dict[str, Any] = {}
        self._job: Job | None = None
        self._stale = False
        self._boxes: dict[QComboBox, QWidget] = {}
        self.setObjectName("take_in_page")
        self.setProperty("area", "page")
        self.setAcceptDrops(True)
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.8))
        column.setSpacing(round(e * 0.5))
        title = QLabel(_(self.HEADING))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(self._file_bar())
        column.addWidget(self._views_bar())
        self.views = QStackedWidget()
        self.views.addWidget(self._columns_view())
        self.views.addWidget(self._lines_view())
        self.views.addWidget(self._faults_view())
        self.views.addWidget(self._standing_view())
        column.addWidget(self.views, 1)
        self.empty = QLabel(self._what_it_wants())
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(round(e * 4), round(e * 3), round(e * 4), 0)
        column.addWidget(self.empty, 1)
        column.addWidget(self._foot())
        office.acted.connect(self._acted)
        self._show()

    def _what_it_wants(self) -> str:
        columns = _("; ").join(_(target.label) for target in self.INTAKE.targets)
        return _(
            "Choose a file, or drop it here: XLSX, XLS, ODS, ET, or text with separators (CSV, TXT). The heading may stand in any "
            "of the first lines, in Chinese or English, its columns in any order. Columns that are understood: {columns}.",
            columns=columns,
        )

    # -- building ---------------------------------------------------------------------------

    def _flow(self, *widgets: QWidget) -> QWidget:
        bar = QWidget()
        line = FlowLayout(bar)
        grows_down(bar)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            line.addWidget(widget)
        return bar

    def _file_bar(self) -> QWidget:
        self.choose = button(_("Choose the file…"), "choose_file")
        self.choose.clicked.connect(self._choose)
        self.file = QLabel()
        self.file.setObjectName("file_name")
        self.sheet = self._combo("sheet", _("Sheet"), lambda: self._open_again(sheet=self.sheet.currentData()))
        self.encoding = self._combo(
            "encoding", _("Letters written as"), lambda: self._open_again(encoding=self.encoding.currentData())
        )
        self.separator = self._combo(
            "separator", _("Cells parted by"), lambda: self._open_again(separator=self.separator.currentData())
        )
        self.heading = self._combo("heading", _("Heading"), self._other_heading)
        return self._flow(
            self.choose, self.file, self._boxes[self.sheet], self._boxes[self.encoding], self._boxes[self.separator],
            self._boxes[self.heading],
        )  # fmt: skip

    def _combo(self, name: str, label: str, chosen: Callable[[], None]) -> QComboBox:
        """A choice with its label before it, in one widget that shows and hides as one."""
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(round(theme.em() * 0.6), 0, 0, 0)
        line.setSpacing(round(theme.em() * 0.4))
        words = QLabel(label)
        words.setProperty("role", "quiet")
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setMaximumWidth(round(theme.em() * 24))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda _place: chosen())
        words.setBuddy(combo)
        line.addWidget(words)
        line.addWidget(combo)
        self._boxes[combo] = box
        return combo

    def _views_bar(self) -> QWidget:
        self.switch = QButtonGroup(self)
        chips = []
        for place, (name, text) in enumerate((
            ("view_columns", _("Columns")), ("view_lines", _("Lines")), ("view_faults", _("Faults")),
            ("view_standing", _("In the book already")),
        )):  # fmt: skip
            chip = button(text, name, "chip")
            chip.setCheckable(True)
            self.switch.addButton(chip, place)
            chips.append(chip)
        self.switch.idClicked.connect(self._view)
        self.views_bar = self._flow(*chips)
        return self.views_bar

    def _columns_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        self.kept = self._combo("kept", _("Kept as"), self._use_kept)
        self.arrangement_name = QLineEdit()
        self.arrangement_name.setObjectName("arrangement_name")
        self.arrangement_name.setAccessibleName(_("Name under which the columns are kept"))
        self.arrangement_name.setPlaceholderText(_("a name for these columns"))
        self.arrangement_name.setMinimumWidth(round(theme.em() * 14))
        self.arrangement_name.returnPressed.connect(self._keep)
        self.keep = button(_("Keep these columns"), "keep_columns")
        self.keep.clicked.connect(self._keep)
        self.forget = button(_("Forget"), "forget_columns")
        self.forget.clicked.connect(self._forget)
        column.addWidget(self._flow(self.arrangement_name, self.keep, self._boxes[self.kept], self.forget))
        self.columns = QTableWidget(0, 5)
        self.columns.setObjectName("columns")
        self.columns.setAccessibleName(_("The columns of the list and what they mean"))
        prepare(self.columns)
        self.columns.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.columns.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.columns.setHorizontalHeaderLabels(
            [_("Column"), _("Heading in the list"), _("Its first cells"), _("Taken for"), _("Why")]
        )
        self.columns.horizontalHeader().setStretchLastSection(True)
        column.addWidget(self.columns, 1)
        return view

    def _lines_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        self.only_faulty = QCheckBox(_("Only faulty lines"))
        self.only_faulty.setObjectName("only_faulty")
        self.only_faulty.toggled.connect(lambda on: self._only("faulty" if on else ""))
        column.addWidget(self._flow(self.only_faulty))
        self.lines = LinesModel(self.office.book, self)
        self.lines_table = ListTable("lines", _("The list as it will stand in the book"), self.lines)
        self.lines_table.wished.connect(lambda wish: self._leave_lines_out() if wish == "leave_out" else None)
        column.addWidget(self.lines_table, 1)
        return view

    def _faults_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        words = QLabel(_("Write what shall stand there (Enter), or leave the line out (Delete). The file itself stays as it is."))
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        column.addWidget(words)
        self.faults = FaultsModel(self.office.book, self)
        self.faults.mended.connect(self._mend)
        self.faults_table = ListTable("faults", _("What is wrong in the list"), self.faults)
        self.faults_table.setItemDelegate(MendingDelegate(self.faults_table))
        self.faults_table.setEditTriggers(ListTable.EditTrigger.DoubleClicked | ListTable.EditTrigger.AnyKeyPressed)
        self.faults_table.wished.connect(self._wished_of_fault)
        self.leave = button(_("Leave the chosen lines out"), "leave_out")
        self.leave.clicked.connect(lambda: self._wished_of_fault("leave_out"))
        self.export = button(_("Save the faulty lines as a spreadsheet…"), "export_faults")
        self.export.clicked.connect(self._export)
        column.addWidget(self.faults_table, 1)
        column.addWidget(self._flow(self.leave, self.export))
        return view

    def _standing_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        words = QLabel(
            _("These lines stand in the book already and differ. Choose lines (Ctrl+A for all), then what becomes of them.")
        )
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        column.addWidget(words)
        self.standing = StandingModel(self.office.book, self)
        self.standing_table = ListTable("standing", _("Lines that stand in the book already"), self.standing)
        column.addWidget(self.standing_table, 1)
        self.decisions = []
        for choice, text in (
            ("update", _("Change what stands")), ("add", _("Enter once more")), ("skip", _("Leave as it is")),
        ):  # fmt: skip
            each = button(text, f"decide_{choice}")
            each.clicked.connect(lambda _on=False, wanted=choice: self._decide(wanted))
            self.decisions.append(each)
        column.addWidget(self._flow(*self.decisions))
        return view

    def _foot(self) -> QWidget:
        self.said = QLabel()
        self.said.setObjectName("take_in_said")
        self.said.setWordWrap(True)
        self.skip = QCheckBox(_("Leave the faulty lines out"))
        self.skip.setObjectName("skip_faulty")
        self.skip.toggled.connect(lambda _on: self._can())
        self.take = button(_("Take in"), "take_in")
        self.take.clicked.connect(self._take)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.said, 1)
        line.addWidget(self.skip)
        line.addWidget(self.take)
        return foot

    # -- reading, beside the window -----------------------------------------------------------

    def _choose(self) -> None:
        path = self.office.questions.open_file(_("Which list?"), kinds=KINDS)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a list and show what it would change."""
        self._path, self._chosen, self.opened, self.taken = path, {}, None, ""
        self.skip.setChecked(False)
        self._open_again()

    def _open_again(self, **chosen: Any) -> None:
        path = self._path
        if path is None:
            return
        self._chosen |= chosen
        how, listed = dict(self._chosen), self.INTAKE

        def work(book: Book, progress: Progress) -> Opened:
            source = _open_source(path, progress, how)
            last = office.last_arrangements(book, listed.name)
            heading = intake.find_heading(source.rows, listed, last)
            return _read(book, progress, listed, source, source.rows, heading, None, last=last)

        self._run(Job(_("Reading the list"), work), self._was_read)

    def _read_again(
        self, heading: Heading | None = None, arrangement: Arrangement | None = None, kept: Mapping[str, str] | None = None
    ) -> None:
        """Read the same rows in another way: with another heading, other columns, or because the book has changed."""
        opened, listed = self.opened, self.INTAKE
        if opened is None:
            return
        before = opened.reading
        rows = before.rows if before is not None else opened.rows
        chosen_heading = heading or opened.heading
        same = heading is None and kept is None
        columns = arrangement or (opened.arrangement if same else None)

        def work(book: Book, progress: Progress) -> Opened:
            last = office.last_arrangements(book, listed.name)
            found = _read(book, progress, listed, opened.source, rows, chosen_heading, columns, kept=kept, last=last)
            if found.reading is not None and before is not None and same:
                _decided_as_before(found.reading, before)
            return found

        self._run(Job(_("Reading the list"), work), self._was_read)

    def _other_heading(self) -> None:
        first, last = self.heading.currentData()
        if self.opened is not None:
            self._read_again(heading=intake.heading_at(self.opened.rows, first, last))

    def _was_read(self, found: Any) -> None:
        new = self.opened is None or self.opened.source is not found.source
        self.opened = found
        self._stale = False
        self._show()
        if new or found.reading is None:
            self._view(self._first_view(found.reading))
        self.take_focus()

    def _first_view(self, reading: Reading[Any] | None) -> int:
        if reading is None:
            return COLUMNS
        return FAULTS if reading.faults else STANDING if reading.duplicates else LINES

    # -- mending and deciding --------------------------------------------------------------------

    def _reading(self) -> Reading[Any] | None:
        return self.opened.reading if self.opened is not None else None

    def _mend(self, fault: Fault, text: str) -> None:
        """Understand a line anew with another text in one cell; when the editor has closed, the next fault is chosen."""
        reading = self._reading()
        if reading is None:
            return
        row = self.faults_table.currentIndex().row()
        intake.repair(self.office.book, reading, fault.line, fault.column, text)
        QTimer.singleShot(0, self, lambda: self._after_mending(row))

    def _after_mending(self, row: int) -> None:
        self._show(fit=False)
        self._to_fault(row)

    def _to_fault(self, row: int) -> None:
        if self.faults.rows:
            self.faults_table.setCurrentIndex(self.faults.index(min(row, len(self.faults.rows) - 1), FaultsModel.VALUE))
            self.faults_table.setFocus()
        elif self.views.currentIndex() == FAULTS:
            self._view(self._first_view(self._reading()))
            self.take_focus()

    def _wished_of_fault(self, wish: str) -> None:
        reading, row = self._reading(), self.faults_table.currentIndex().row()
        if reading is None or row < 0:
            return
        if wish == "leave_out":
            for each in {self.faults.rows[place].line for place in self.faults_table.chosen() or [row]}:
                intake.leave_out(reading, each)
            self._show(fit=False)
            self._to_fault(row)
        else:
            self.faults_table.edit(self.faults.index(row, FaultsModel.VALUE))

    def _leave_lines_out(self) -> None:
        """Leave the chosen lines out, or take them in again when all of them were left out."""
        reading = self._reading()
        if reading is None:
            return
        lines = [self.lines.rows[place] for place in self.lines_table.chosen()]
        out = not all(line.left_out for line in lines)
        for line in lines:
            intake.leave_out(reading, line.number, out)
        current = self.lines_table.currentIndex().row()
        self._show(fit=False)
        self.lines_table.selectRow(current)

    def _decide(self, choice: Choice) -> None:
        reading = self._reading()
        if reading is None:
            return
        rows = self.standing_table.chosen()
        intake.decide(reading, choice, [self.standing.rows[row].number for row in rows] if rows else None)
        current = self.standing_table.currentIndex()
        self._show(fit=False)
        for row in rows if len(rows) < len(self.standing.rows) else ():
            self.standing_table.selectionModel().select(
                self.standing.index(row, 0),
                self.standing_table.selectionModel().SelectionFlag.Select | self.standing_table.selectionModel().SelectionFlag.Rows,
            )
        if current.isValid():
            self.standing_table.selectionModel().setCurrentIndex(
                self.standing.index(current.row(), 0), self.standing_table.selectionModel().SelectionFlag.NoUpdate
            )

    def _only(self, what: str) -> None:
        self.lines.show_only(what)

    # -- columns ------------------------------------------------------------------------------------

    def _take_column_for(self, column: int, field: str) -> None:
        if self.opened is not None:
            self._read_again(arrangement=intake.taken_for(self.opened.arrangement, self.INTAKE, column, field))

    def _keep(self) -> None:
        if self.opened is None:
            return
        try:
            kept = self.opened.arrangement.kept()
            office.keep_arrangement(self.office.book, self.INTAKE.name, self.arrangement_name.text(), kept)
        except KnownError as trouble:
            self.office.tell(trouble)
            self.arrangement_name.setFocus()
            return
        name = self.arrangement_name.text().strip()
        self._show_kept(name)
        self.arrangement_name.clear()
        self.office.tell(_("The columns are kept as {name}.", name=name))

    def _use_kept(self) -> None:
        kept = office.kept_arrangements(self.office.book, self.INTAKE.name).get(self.kept.currentData() or "")
        self.forget.setEnabled(kept is not None)
        if kept is not None:
            self._read_again(kept=kept)

    def _forget(self) -> None:
        name = self.kept.currentData()
        if name:
            office.forget_arrangement(self.office.book, self.INTAKE.name, name)
            self._show_kept("")

    def _show_kept(self, name: str) -> None:
        kept = office.kept_arrangements(self.office.book, self.INTAKE.name)
        self.kept.clear()
        self.kept.addItem(_("choose…"), "")
        for each in kept:
            self.kept.addItem(each, each)
        self.kept.setCurrentIndex(max(0, self.kept.findData(name)))
        self._boxes[self.kept].setVisible(bool(kept))
        self.forget.setVisible(bool(kept))
        self.forget.setEnabled(bool(self.kept.currentData()))

    # -- taking in -------------------------------------------------------------------------------------

    def _take(self) -> None:
        reading, listed = self._reading(), self.INTAKE
        if reading is None:
            return
        try:
            planned = intake.plan(reading, faulty="skip" if self.skip.isChecked() else "stop")
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        job = WriteJob(_("Taking in the list"), lambda book, progress: listed.take_in(book, planned, progress))
        self._run(job, self._was_written)

    def _was_written(self, count: Any) -> None:
        opened = self.opened
        self.taken = self.written(count)
        if opened is not None:
            heads = intake.heads_key(opened.heading.heads)
            office.remember_arrangement(self.office.book, self.INTAKE.name, heads, opened.arrangement.kept())
        self._stale = True
        self._show(fit=False)
        self.office.tell(self.taken)

    def written(self, count: int) -> str:
        """What is said when the list was taken in."""
        return _("{count} lines were taken in. Undo takes the whole list back.", count=f"{count:,}")

    def _run(self, job: Job, done: Callable[[Any], None]) -> None:
        """Start work beside the window; meanwhile nothing else can be chosen here."""
        self._job = job
        job.finished.connect(done)
        job.ended.connect(self._ended)
        self._can()
        self.office.run(job)

    def _ended(self) -> None:
        self._job = None
        self._can()
        if self.isVisible():
            self.take_focus()

    def _acted(self, touched: Touched) -> None:
        """What the list was read against has changed: it is read anew, now or when the page is next in sight."""
        if self.opened is None or not set(self.INTAKE.tables) & touched.keys():
            return
        if self._job is not None and self._job.writes:
            return
        self.taken = ""
        self._stale = True
        self._refresh()

    def _refresh(self) -> None:
        if self._stale and not self.taken and self._job is None and self.isVisible():
            self._read_again()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """A list that was read against an older book is read anew."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._refresh)

    # -- the faulty lines as a spreadsheet -------------------------------------------------------------

    def _export(self) -> None:
        opened, reading, path = self.opened, self._reading(), self._path
        if opened is None or reading is None or path is None:
            return
        name = _("{list}, faulty lines", list=path.stem)
        out = self.office.questions.save_file(
            _("Save the faulty lines"), path.with_name(f"{name}.xlsx"), kinds="XLSX (*.xlsx)", ending=".xlsx"
        )
        if out is None:
            return
        spoken = language()

        def work(_book: Book, _progress: Progress) -> Path:
            from unionoffice.printing import fault_list

            data = fault_list.of_reading(reading, spoken)
            try:
                out.write_bytes(data)
            except OSError as error:
                raise KnownError(_("{path} cannot be written: {why}.", path=out, why=error.strerror or error)) from error
            return out

        job = Job(_("Saving the faulty lines"), work)
        self._run(job, lambda where: self.office.tell(_("The faulty lines are saved: {path}", path=where)))

    # -- showing ------------------------------------------------------------------------------------------

    def _view(self, place: int) -> None:
        self.views.setCurrentIndex(place)
        chip = self.switch.button(place)
        if chip is not None:
            chip.setChecked(True)
        self._fit()

    def _show(self, *, fit: bool = True) -> None:
        opened, reading = self.opened, self._reading()
        self.empty.setVisible(opened is None)
        self.views.setVisible(opened is not None)
        self.views_bar.setVisible(opened is not None)
        self.file.setText(self._path.name if self._path is not None and opened is not None else "")
        self.lines.show(reading)
        self.faults.show(reading)
        self.standing.show(reading)
        self._show_how()
        if fit:
            self._show_columns()
            self._fit()
        for place, key, count in (
            (LINES, N_("Lines {count}"), len(reading.lines) if reading else 0),
            (FAULTS, N_("Faults {count}"), len(self.faults.rows)),
            (STANDING, N_("In the book already {count}"), len(self.standing.rows)),
        ):
            chip = self.switch.button(place)
            chip.setText(_(key, count=f"{count:,}"))
            chip.setAccessibleName(chip.text())
            chip.setEnabled(reading is not None and (count > 0 or place == LINES))
            if place == FAULTS:
                theme.put(chip, tone="overdue" if count else "")
        self._can()

    def _show_how(self) -> None:
        """How the file was read, each with what else it could be."""
        opened = self.opened
        source = opened.source if opened is not None else None
        sheets = list(getattr(source, "sheets", ()) or ())
        self._fill(self.sheet, [(name, name) for name in sheets] if len(sheets) > 1 else [], getattr(source, "sheet", None))
        found = getattr(source, "encoding", None)
        others = [each for each in getattr(source, "encodings", ()) or () if each != found]
        self._fill(self.encoding, [(_encoding(each), each) for each in ((found, *others) if found else ())], found)
        parted = getattr(source, "separator", None)
        signs = [sign for sign in (",", ";", "\t", "|") if sign != parted]
        self._fill(self.separator, [(_separator(each), each) for each in ((parted, *signs) if parted else ())], parted)
        if opened is None:
            self._fill(self.heading, [], None)
            return
        rows, heading = opened.rows, opened.heading
        offered: list[tuple[str, tuple[int, int]]] = []
        for place, row in enumerate(rows[:_HEADINGS_OFFERED]):
            if any(row):
                start = " ".join(cell for cell in row if cell)
                offered.append((_("line {number}: {text}", number=place + 1, text=_short(start)), (place, place)))
                if place == heading.last and place:
                    both = _("lines {first} and {last} together", first=place, last=place + 1)
                    offered.append((both, (place - 1, place)))
        offered.append((_("none, the list begins in line {number}", number=heading.first + 1), (heading.first, heading.first - 1)))
        now = (heading.first, heading.last)
        if now not in [data for _text, data in offered]:
            offered.insert(0, (_("line {number}: {text}", number=heading.last + 1, text=_short(" ".join(heading.heads))), now))
        self._fill(self.heading, offered, now)

    def _fill(self, combo: QComboBox, offered: list[tuple[str, Any]], now: Any) -> None:
        combo.clear()
        for text, data in offered:
            combo.addItem(text, data)
        places = [place for place, (_text, data) in enumerate(offered) if data == now]
        combo.setCurrentIndex(places[0] if places else -1)
        self._boxes[combo].setVisible(bool(offered))

    def _show_columns(self) -> None:
        """Each column of the file with its first cells, what it was taken for, and why."""
        opened = self.opened
        self._show_kept(self.kept.currentData() or "")
        self.columns.setRowCount(0)
        if opened is None:
            return
        below = opened.rows[max(opened.heading.last, opened.heading.first - 1) + 1 :][:200]
        self.columns.setRowCount(len(opened.arrangement.columns))
        for row, found in enumerate(opened.arrangement.columns):
            cells = [line[found.column] for line in below if found.column < len(line) and line[found.column]]
            first = " · ".join(list(dict.fromkeys(cells))[:_CELLS_SHOWN])
            why = _(_WHY[found.why]) if found.why else ""
            for place, text in enumerate((letter(found.column), found.head, first, "", why)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if place in (2, 4):
                    item.setForeground(theme.colour("quiet"))
                self.columns.setItem(row, place, item)
            self.columns.setCellWidget(row, 3, self._field_combo(found.column, found.head, found.field))
        self.columns.resizeColumnsToContents()
        for place, most in ((1, 14), (2, 22), (3, 16)):
            self.columns.setColumnWidth(place, min(self.columns.columnWidth(place), round(theme.em() * most)))
        self.columns.setColumnWidth(3, round(theme.em() * 16))

    def _field_combo(self, column: int, head: str, field: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(f"column_{column}")
        combo.setAccessibleName(_("What column {name} means", name=head or letter(column)))
        combo.addItem(_("— left out —"), "")
        for target in self.INTAKE.targets:
            combo.addItem(_(target.label), target.field)
        combo.setCurrentIndex(max(0, combo.findData(field)))
        combo.activated.connect(lambda _place: self._take_column_for(column, combo.currentData()))
        return combo

    def _fit(self) -> None:
        """Columns as wide as what stands in them, the long ones within bounds."""
        place = self.views.currentIndex()
        if place == LINES:
            self.lines_table.fit(lambda _column: 0.22)
        elif place == FAULTS:
            self.faults_table.fit(lambda column: (0.08, 0.16, 0.2, 0.4, 1)[column])
        elif place == STANDING:
            self.standing_table.fit(lambda column: (0.08, 0.16, 0.3, 0.3, 1)[column])

    def _can(self) -> None:
        """What can be done now, and what it will do in one sentence."""
        opened, reading = self.opened, self._reading()
        idle = self._job is None
        for box in (self.choose, self.sheet, self.encoding, self.separator, self.heading, self.columns, self.export, self.leave):
            box.setEnabled(idle)
        for box in (self.keep, *self.decisions):
            box.setEnabled(idle and self.office.book.writable)
        faulty = len({fault.line for fault in self.faults.rows})
        self.skip.setVisible(faulty > 0 and not self.taken)
        words, count = "", 0
        if self.taken:
            words = self.taken
        elif reading is not None:
            counts = reading.counts()
            count = counts.new + counts.changed
            words = intake.said_of(counts)
            said = [_("{said}.", said=words) if words else _("The list holds no line below its heading."), self.brings(reading)]
            if faulty and not self.skip.isChecked():
                said.append(_("First mend the faulty lines, or leave them out."))
            words = ("" if language() == "zh" else " ").join(each for each in said if each)
        elif opened is not None:
            lacking = _("; ").join(_(label) for label in intake.missing(opened.arrangement, self.INTAKE))
            words = _("No column was taken for: {fields}. Choose one under “Columns”, or another heading.", fields=lacking)
        self.said.setText(words)
        ready = bool(count) and idle and self.office.book.writable and not self.taken and not (faulty and not self.skip.isChecked())
        self.take.setText(_("Take in {count} lines", count=f"{count:,}") if count else _("Take in"))
        self.take.setAccessibleName(self.take.text())
        self.take.setEnabled(ready)
        self.take.setVisible(opened is not None)
        theme.put(self.take, kind="primary" if ready else "")
        theme.put(self.choose, kind="" if opened is not None else "primary")

    def brings(self, reading: Reading[Any]) -> str:
        """What else the list would bring, such as new units; a desk says it."""
        del reading
        return ""

    # -- the page among others ---------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own name
        """A file may be dropped here."""
        if self._job is None and event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own name
        """Read the file that was dropped."""
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def leave_form(self) -> None:
        """What was read and mended stays while the program runs."""

    def take_focus(self) -> None:
        """The cursor goes to what can be done next."""
        view = self.views.currentIndex()
        if self.opened is None:
            self.choose.setFocus()
        elif view == FAULTS and self.faults.rows:
            self.faults_table.setFocus()
            if not self.faults_table.currentIndex().isValid():
                self.faults_table.setCurrentIndex(self.faults.index(0, FaultsModel.VALUE))
        elif view == STANDING and self.standing.rows:
            self.standing_table.setFocus()
        elif self.take.isEnabled():
            self.take.setFocus()
        else:
            self.choose.setFocus()


class _Source(msgspec.Struct):
    rows: list[list[str]]


def _open_source(path: Path, progress: Progress, how: Mapping[str, Any]) -> Any:
    progress.check()
    return _Source(spreadsheet.rows_of(path, **how))


def _read(
    book: Book,
    progress: Progress,
    listed: Intake[Any],
    source: Any,
    rows: Any,
    heading: Heading,
    arrangement: Arrangement | None,
    *,
    kept: Mapping[str, str] | None = None,
    last: Mapping[str, Mapping[str, str]] | None = None,
) -> Opened:
    """Match the columns unless they are given, and read all lines when none that is needed is missing."""
    context = listed.prepare(book)
    columns = arrangement or intake.match(rows, heading, listed, context=context, kept=kept, last=last)
    if intake.missing(columns, listed):
        return Opened(source, rows, heading, columns, None)
    reading = intake.read(book, rows, heading, columns, listed, context=context, told=lambda done, all_: progress(done, all_))
    return Opened(source, rows, heading, columns, reading)


def _decided_as_before(reading: Reading[Any], before: Reading[Any]) -> None:
    """What the clerk decided of single lines holds when the list is read anew."""
    out = {line.number for line in before.lines if line.left_out}
    chosen = {line.number: line.choice for line in before.lines if line.choice}
    for line in reading.lines:
        line.left_out = line.number in out
        if line.what == "change" and line.number in chosen:
            choice = chosen[line.number]
            if choice:
                intake.decide(reading, choice, [line.number])


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def _encoding(name: str) -> str:
    known = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030", "big5": "BIG5", "utf-16": "UTF-16"}
    return known.get(name.lower(), name.upper())


def _separator(sign: str) -> str:
    return {",": _("commas ,"), ";": _("semicolons ;"), "\t": _("tabs"), "|": _("strokes |")}.get(sign, sign)
