"""The four views of a list that is being taken in: its columns, its lines, what is wrong, and what stands in the book already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import intake, office
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Fault, Intake, Reading
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.list_bar import Choosing, LateCombo, flow
from unionoffice.kit.list_models import FaultsModel, LinesModel, ListTable, MendingDelegate, StandingModel, letter
from unionoffice.kit.list_work import Opened
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button
from unionoffice.kit.table import prepare

_WHY = {
    "name": N_("by its heading"),
    "content": N_("by what it holds"),
    "last": N_("as the last time"),
    "kept": N_("as kept"),
    "chosen": N_("chosen by you"),
}
_CELLS_SHOWN = 3


class View(QWidget):
    """One of the views: some words above its table, and what can be done below it."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def say(self, text: str) -> None:
        """Add quiet words."""
        words = QLabel(text)
        words.setProperty("role", "quiet")
        words.setWordWrap(True)
        self.column.addWidget(words)


class ColumnsView(View):
    """Each column of the file with its first cells, what it was taken for, and why; arrangements kept under a name."""

    taken = Signal(int, str)
    """A column was taken for a field; an empty field leaves it out."""
    kept_chosen = Signal(object)
    """A kept arrangement was chosen: what each heading means."""

    def __init__(self, office: Office, listed: Intake[Any]) -> None:
        super().__init__(office)
        self.listed = listed
        self.opened: Opened | None = None
        self.kept = Choosing("kept", _("Kept as"), lambda name: self._use_kept(name))
        self.name = QLineEdit()
        self.name.setObjectName("arrangement_name")
        self.name.setAccessibleName(_("Name under which the columns are kept"))
        self.name.setPlaceholderText(_("a name for these columns"))
        self.name.setMinimumWidth(round(theme.em() * 14))
        self.name.returnPressed.connect(self._keep)
        self.keep = button(_("Keep these columns"), "keep_columns")
        self.keep.clicked.connect(self._keep)
        self.forget = button(_("Forget"), "forget_columns")
        self.forget.clicked.connect(self._forget)
        self.column.addWidget(flow(self.name, self.keep, self.kept, self.forget))
        self.table = QTableWidget(0, 5)
        self.table.setObjectName("columns")
        self.table.setAccessibleName(_("The columns of the list and what they mean"))
        prepare(self.table)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setHorizontalHeaderLabels(
            [_("Column"), _("Heading in the list"), _("Its first cells"), _("Taken for"), _("Why")]
        )
        self.table.horizontalHeader().setStretchLastSection(True)
        self.column.addWidget(self.table, 1)

    def show_columns(self, opened: Opened | None) -> None:
        """Show the columns of a list."""
        self.opened = opened
        self._show_kept()
        self.table.setRowCount(0)
        if opened is None:
            return
        below = opened.rows[max(opened.heading.last, opened.heading.first - 1) + 1 :][:200]
        self.table.setRowCount(len(opened.arrangement.columns))
        for row, found in enumerate(opened.arrangement.columns):
            cells = [line[found.column] for line in below if found.column < len(line) and line[found.column]]
            first = " · ".join(list(dict.fromkeys(cells))[:_CELLS_SHOWN])
            why = _(_WHY[found.why]) if found.why else ""
            for place, text in enumerate((letter(found.column), found.head, first, "", why)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if place in (2, 4):
                    item.setForeground(theme.colour("quiet"))
                self.table.setItem(row, place, item)
            self.table.setCellWidget(row, 3, self._field_combo(found.column, found.head, found.field))
        self.table.resizeColumnsToContents()
        for place, most in ((1, 14), (2, 22)):
            self.table.setColumnWidth(place, min(self.table.columnWidth(place), round(theme.em() * most)))
        metrics = self.table.fontMetrics()
        longest = max(metrics.horizontalAdvance(_(target.label)) for target in self.listed.targets)
        self.table.setColumnWidth(3, min(max(longest + round(theme.em() * 4), round(theme.em() * 16)), round(theme.em() * 26)))

    def can(self, idle: bool) -> None:
        """Let things be chosen, or not while something is under way."""
        self.table.setEnabled(idle)
        self.keep.setEnabled(idle and self.office.book.writable)
        self.forget.setEnabled(idle and self.office.book.writable and bool(self.kept.combo.currentData()))

    def _field_combo(self, column: int, head: str, field: str) -> LateCombo:
        combo = LateCombo()
        combo.setObjectName(f"column_{column}")
        combo.setAccessibleName(_("What column {name} means", name=head or letter(column)))
        combo.addItem(_("— left out —"), "")
        for target in self.listed.targets:
            combo.addItem(_(target.label), target.field)
        combo.stands_at(max(0, combo.findData(field)))
        combo.settled.connect(lambda wanted: self.taken.emit(column, wanted))
        return combo

    def _keep(self) -> None:
        if self.opened is None:
            return
        name = self.name.text().strip()
        try:
            office.keep_arrangement(self.office.book, self.listed.name, name, self.opened.arrangement.kept())
        except KnownError as trouble:
            self.office.tell(trouble)
            self.name.setFocus()
            return
        self._show_kept()
        self.name.clear()
        self.office.tell(_("The columns are kept as {name}.", name=name))

    def _use_kept(self, name: str) -> None:
        kept: Mapping[str, str] | None = office.kept_arrangements(self.office.book, self.listed.name).get(name)
        self.can(True)
        if kept is not None:
            self.kept_chosen.emit(kept)

    def _forget(self) -> None:
        name = self.kept.combo.currentData()
        if not name:
            return
        try:
            office.forget_arrangement(self.office.book, self.listed.name, name)
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self._show_kept()
        self.office.tell(_("The columns kept as {name} are forgotten.", name=name))

    def _show_kept(self) -> None:
        """Offer what is kept; the one that says just what the columns are taken for is shown."""
        kept = office.kept_arrangements(self.office.book, self.listed.name)
        now = self.opened.arrangement.kept() if self.opened is not None else None
        name = next((each for each, meant in kept.items() if meant == now), "")
        self.kept.offer([(_("choose…"), ""), *((each, each) for each in kept)] if kept else [], name)
        self.forget.setVisible(bool(kept))
        self.forget.setEnabled(bool(name))


class LinesView(View):
    """The lines as they will stand in the book; a cell can be written anew, a line left out."""

    mended = Signal(int, int, str)
    """A cell of a line was written anew: line, column, text."""
    left_out = Signal(object, bool)
    """Lines were left out, or taken in again."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.only_faulty = QCheckBox(_("Only faulty lines"))
        self.only_faulty.setObjectName("only_faulty")
        self.only_faulty.toggled.connect(self._only)
        self.column.addWidget(self.only_faulty)
        self.model = LinesModel(office.book, self)
        self.model.mended.connect(lambda line, column, text: self.mended.emit(line, column, text))
        self.table = ListTable("lines", _("The list as it will stand in the book"), self.model)
        self.table.setItemDelegate(MendingDelegate(self.table))
        self.table.setEditTriggers(ListTable.EditTrigger.DoubleClicked)
        self.table.wished.connect(self._wished)
        self.column.addWidget(self.table, 1)

    def show_reading(self, reading: Reading[Any] | None) -> None:
        """Show the lines; the chosen one stays chosen."""
        now = self.table.currentIndex()
        self.model.show(reading)
        if now.isValid() and now.row() < len(self.model.rows):
            self.table.setCurrentIndex(self.model.index(now.row(), now.column()))

    def _only(self, on: bool) -> None:
        self.model.show_only("faulty" if on else "")

    def _wished(self, wish: str) -> None:
        if wish == "edit":
            self.table.edit(self.table.currentIndex())
            return
        lines = [self.model.rows[place] for place in self.table.chosen()]
        if lines:
            self.left_out.emit([line.number for line in lines], not all(line.left_out for line in lines))


class FaultsView(View):
    """What is wrong, to be written anew on the spot, or left out."""

    mended = Signal(object, str)
    """A Fault, and what shall stand in its place; see `lines_of`."""
    left_out = Signal(object, bool)
    export_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.say(_("Write what shall stand there (Enter), or leave the line out (Delete). The file itself stays as it is."))
        self.model = FaultsModel(office.book, self)
        self.model.mended.connect(self.mended)
        self.table = ListTable("faults", _("What is wrong in the list"), self.model)
        self.table.setItemDelegate(MendingDelegate(self.table))
        self.table.setEditTriggers(ListTable.EditTrigger.DoubleClicked | ListTable.EditTrigger.AnyKeyPressed)
        self.table.wished.connect(self._wished)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_alike())
        self.column.addWidget(self.table, 1)
        self.all_alike = QCheckBox()
        self.all_alike.setObjectName("all_alike")
        self.all_alike.setChecked(True)
        self.leave = button(_("Leave the chosen lines out"), "leave_out")
        self.leave.clicked.connect(lambda: self._wished("leave_out"))
        self.export = button(_("Save the faulty lines as a spreadsheet…"), "export_faults")
        self.export.clicked.connect(self.export_wanted)
        self.column.addWidget(flow(self.leave, self.export, self.all_alike))
        self._say_alike()

    def show_reading(self, reading: Reading[Any] | None) -> None:
        """Show what is wrong."""
        self.model.show(reading)
        self._say_alike()

    def lines_of(self, fault: Fault) -> Sequence[int]:
        """The lines that are mended together with a fault: those with the very same one, unless the clerk wants it alone."""
        reading = self.model.reading
        if reading is None or not self.all_alike.isChecked():
            return [fault.line]
        return intake.alike(reading, fault, self.model.rows)

    def stand(self, row: int) -> bool:
        """Put the cursor on a fault, the last one when there are fewer; False when there is none any more."""
        if not self.model.rows:
            return False
        self.table.setCurrentIndex(self.model.index(min(max(row, 0), len(self.model.rows) - 1), FaultsModel.VALUE))
        self.table.setFocus()
        return True

    def _say_alike(self) -> None:
        reading, row = self.model.reading, self.table.currentIndex().row()
        fault: Fault | None = self.model.rows[row] if 0 <= row < len(self.model.rows) else None
        count = len(intake.alike(reading, fault, self.model.rows)) if reading is not None and fault is not None else 0
        if fault is not None and count > 1:
            self.all_alike.setText(
                _("“{value}” stands so in {count} lines: mend all of them together", value=fault.value[:20], count=f"{count:,}")
            )
            self.all_alike.setAccessibleName(self.all_alike.text())
        self.all_alike.setVisible(count > 1)

    def _wished(self, wish: str) -> None:
        row = self.table.currentIndex().row()
        if row < 0:
            return
        if wish == "leave_out":
            self.left_out.emit(sorted({self.model.rows[place].line for place in self.table.chosen() or [row]}), True)
        else:
            self.table.edit(self.model.index(row, FaultsModel.VALUE))


class StandingView(View):
    """The lines that stand in the book already and differ: what shall become of them, of some or of all."""

    decided = Signal(str, object)
    """The choice, and the numbers of the lines; None for all."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.say(_("These lines stand in the book already and differ. Choose lines (Ctrl+A for all), then what becomes of them."))
        self.model = StandingModel(office.book, self)
        self.table = ListTable("standing", _("Lines that stand in the book already"), self.model)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: QTimer.singleShot(0, self, self._can))
        self.column.addWidget(self.table, 1)
        self.buttons = {}
        for choice, text in (
            ("update", _("Change what stands")), ("add", _("Enter once more")), ("skip", _("Leave as it is")),
        ):  # fmt: skip
            each = button(text, f"decide_{choice}")
            each.clicked.connect(lambda _on=False, wanted=choice: self._decide(wanted))
            self.buttons[choice] = each
        self.column.addWidget(flow(*self.buttons.values()))
        self._idle = True

    def show_reading(self, reading: Reading[Any] | None) -> None:
        """Show the lines; the chosen ones stay chosen."""
        rows, now = self.table.chosen(), self.table.currentIndex().row()
        self.model.show(reading)
        chosen, flag = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        if len(rows) == len(self.model.rows):
            self.table.selectAll()
        else:
            for row in rows:
                if row < len(self.model.rows):
                    chosen.select(self.model.index(row, 0), flag.Select | flag.Rows)
        if 0 <= now < len(self.model.rows):
            chosen.setCurrentIndex(self.model.index(now, 0), flag.NoUpdate)
        self._can()

    def can(self, idle: bool) -> None:
        """Let things be decided, or not while something is under way."""
        self._idle = idle
        self._can()

    def _can(self) -> None:
        reading, lines = self.model.reading, [self.model.rows[row] for row in self.table.chosen() if row < len(self.model.rows)]
        for choice, each in self.buttons.items():
            can = choice != "add" or reading is None or any(intake.can_be_added(reading, line) for line in lines or self.model.rows)
            each.setEnabled(self._idle and self.office.book.writable and can)

    def _decide(self, choice: str) -> None:
        rows = self.table.chosen()
        self.decided.emit(choice, [self.model.rows[row].number for row in rows] if rows else None)
