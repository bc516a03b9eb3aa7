"""A sheet of cells to type figures into as in a spreadsheet: typing replaces, Enter goes down, blocks are copied and pasted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core.errors import KnownError
from unionoffice.core.money import parse_money
from unionoffice.core.quantity import parse_quantity, parse_whole
from unionoffice.core.record import Kind
from unionoffice.core.words import _
from unionoffice.kit import table, theme
from unionoffice.kit.offer import AnyIndex

Edit = tuple[int, int, object]
_PARSERS: dict[Kind, Callable[[str], object]] = {
    "money": parse_money, "quantity": parse_quantity, "whole": parse_whole, "text": str,
}  # fmt: skip


class Cell(msgspec.Struct, frozen=True):
    """How a cell is read and shown. `parse` takes a text that is not empty and raises KnownError; an empty cell is None."""

    kind: Kind = "whole"
    parse: Callable[[str], object] | None = None
    show: Callable[[Any], str] | None = None
    read_only: bool = False

    def read(self, text: str) -> object:
        """The value of what was typed."""
        plain = text.strip()
        if not plain:
            return None
        return (self.parse or _PARSERS[self.kind])(plain)

    def shown(self, value: object) -> str:
        """A value in words."""
        if value is None:
            return ""
        return self.show(value) if self.show is not None else table.show_kind(self.kind, value)


class GridColumn(msgspec.Struct, frozen=True):
    """A column: its heading, the group that it stands in with its neighbours ("February": plan, actual), and its cells."""

    title: str
    group: str = ""
    cell: Cell = Cell()
    letters: int = 10


class GridModel(QAbstractTableModel):
    """The cells. `edited` tells one clerk's step: all cells of one typing, paste or deletion as (row, column, value)."""

    edited = Signal(object)
    told = Signal(str)
    """What could not be taken, in words."""

    def __init__(
        self,
        rows: Sequence[str],
        columns: Sequence[GridColumn],
        values: Sequence[Sequence[object]] = (),
        *,
        cell_at: Callable[[int, int], Cell | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`cell_at` gives a cell of its own manner, or None for the column's."""
        super().__init__(parent)
        self.rows = list(rows)
        self.columns = list(columns)
        self._cell_at = cell_at
        self._values: list[list[object]] = [[None] * len(columns) for _row in rows]
        self._refused: dict[tuple[int, int], tuple[str, str]] = {}
        self._take(values)

    def cell(self, row: int, column: int) -> Cell:
        """How a cell is read and shown."""
        own = self._cell_at(row, column) if self._cell_at is not None else None
        return own or self.columns[column].cell

    def value(self, row: int, column: int) -> object:
        """The value of a cell; None when it is empty."""
        return self._values[row][column]

    def problem(self, row: int, column: int) -> str:
        """Why what stands in a cell was refused; empty when it was not."""
        return self._refused.get((row, column), ("", ""))[1]

    def problems(self) -> list[tuple[int, int, str]]:
        """All refused cells with the reason."""
        return [(row, column, why) for (row, column), (_text, why) in sorted(self._refused.items())]

    def put(
        self, values: Sequence[Sequence[object]], *, rows: Sequence[str] | None = None, columns: Sequence[GridColumn] | None = None
    ) -> None:
        """Show other values; refused cells keep what was typed unless rows or columns change."""
        self.beginResetModel()
        if rows is not None or columns is not None:
            self.rows = list(rows if rows is not None else self.rows)
            self.columns = list(columns if columns is not None else self.columns)
            self._values = [[None] * len(self.columns) for _row in self.rows]
            self._refused = {}
        self._take(values)
        self.endResetModel()

    def put_value(self, row: int, column: int, value: object) -> None:
        """Show another value in one cell, such as a sum."""
        if self._values[row][column] != value or (row, column) in self._refused:
            self._values[row][column] = value
            self._refused.pop((row, column), None)
            index = self.index(row, column)
            self.dataChanged.emit(index, index)

    def refuse(self, row: int, column: int, why: str, *, stands: object = ...) -> None:
        """Mark a cell whose value the office's rules do not take; what was typed stays.

        `stands` is the value that stands in its place as before: then the same, typed again, is tried again.
        """
        self._refused[row, column] = (self.text(row, column), why)
        if stands is not ...:
            self._values[row][column] = stands
        index = self.index(row, column)
        self.dataChanged.emit(index, index)
        self.told.emit(why)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell: its value, or what was typed and refused."""
        refused = self._refused.get((row, column))
        return refused[0] if refused is not None else self.cell(row, column).shown(self._values[row][column])

    def enter(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Take texts into cells as one step. What cannot be read stays in its cell, marked; closed cells are left alone."""
        edits: list[Edit] = []
        closed, why = 0, ""
        for row, column, text in cells:
            cell = self.cell(row, column)
            if cell.read_only:
                closed += text.strip() != self.text(row, column)
                continue
            try:
                value = cell.read(text)
            except KnownError as error:
                self._refused[row, column] = (text, str(error))
                why = why or str(error)
                continue
            was_refused = self._refused.pop((row, column), None)
            if value != self._values[row][column]:
                self._values[row][column] = value
                edits.append((row, column, value))
            elif was_refused is None:
                continue
        if cells:
            rows, columns = [cell[0] for cell in cells], [cell[1] for cell in cells]
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))
        if edits:
            self.edited.emit(edits)
        if why:
            self.told.emit(why)
        elif closed:
            self.told.emit(_("Cells that are closed were left as they were: {count}.", count=closed))
        else:
            # what the office's rules refused while it was saved stays said
            self.told.emit(next((words for row, column, _text in cells if (words := self.problem(row, column))), ""))

    # -- Qt's questions ------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, side, colour and words of a cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return table.alignment_of(self.cell(row, column).kind)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.problem(row, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = " ".join(part for part in (self.rows[row], self.columns[column].group, self.columns[column].title) if part)
            return ", ".join(part for part in (heading, self.text(row, column), self.problem(row, column)) if part)
        if role == Qt.ItemDataRole.ForegroundRole and self.problem(row, column):
            return theme.colour("overdue")
        if role == Qt.ItemDataRole.BackgroundRole:
            if self.problem(row, column):
                return theme.colour("trouble")
            if self.cell(row, column).read_only:
                return theme.colour("panel")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The headings."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            headings: list[str] = [column.title for column in self.columns] if across else self.rows
            return headings[section] if 0 <= section < len(headings) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if across and 0 <= section < len(self.columns):
                return table.alignment_of(self.columns[section].cell.kind)
            return table.LEFT
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Closed cells can be chosen and copied, not typed in."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.cell(index.row(), index.column()).read_only:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's own name
        """Take what was typed."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.enter([(index.row(), index.column(), str(value))])
        return True

    def _take(self, values: Sequence[Sequence[object]]) -> None:
        for row, line in enumerate(values):
            for column, value in enumerate(line):
                self._values[row][column] = value


class _GroupHeader(QHeaderView):
    """Column headings, with the heading of each group over its columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def groups(self) -> list[tuple[str, int, int]]:
        """Name, first and last column of each group."""
        model = self.model()
        found: list[tuple[str, int, int]] = []
        for place, column in enumerate(model.columns if isinstance(model, GridModel) else ()):
            if column.group and found and found[-1][0] == column.group and found[-1][2] == place - 1:
                found[-1] = (column.group, found[-1][1], place)
            elif column.group:
                found.append((column.group, place, place))
        return found

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Twice as high when there are groups."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() * (2 if self.groups() else 1))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's own names
        """A column's own heading stands in the lower half."""
        lower = rect.adjusted(0, rect.height() // 2, 0, 0) if self.groups() else rect
        super().paintSection(painter, lower, logicalIndex)

    def paintEvent(self, e: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """The headings of the groups stand in the upper half."""
        super().paintEvent(e)
        groups = self.groups()
        if not groups:
            return
        painter = QPainter(self.viewport())
        half = self.height() // 2
        painter.fillRect(0, 0, self.viewport().width(), half, theme.colour("page"))
        for name, first, last in groups:
            left = self.sectionViewportPosition(first)
            right = self.sectionViewportPosition(last) + self.sectionSize(last)
            painter.setPen(theme.colour("text"))
            area = QRect(left + 3, 0, right - left - 6, half)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignCenter,
                self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, area.width()),
            )  # fmt: skip
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(left + 6, half, right - 7, half)
            painter.drawLine(right - 1, round(theme.em() * 0.4), right - 1, self.height())


class _CellDelegate(QStyledItemDelegate):
    """The line that opens in a cell."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:  # noqa: N802
        line = QLineEdit(parent)
        line.setObjectName("cell")
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        line.setFrame(False)
        line.setStyleSheet("padding: 0 2px; border-radius: 0;")
        line.setAlignment(table.alignment_of(_model(index).cell(index.row(), index.column()).kind))
        return line

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(QPen(theme.colour("accent_text"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:  # noqa: N802 - Qt's own name
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(_model(index).text(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: Any, index: AnyIndex) -> None:  # noqa: N802 - Qt's own name
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


def _model(index: AnyIndex) -> GridModel:
    model = index.model()
    assert isinstance(model, GridModel)
    return model


class GridView(QTableView):
    """The cells on the screen, with the keys of a spreadsheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setHorizontalHeader(_GroupHeader(self))
        table.prepare(self)
        self.setShowGrid(True)
        self.setTabKeyNavigation(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.verticalHeader().show()
        self.verticalHeader().setDefaultAlignment(table.LEFT)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end tells plan from actual
        self.setItemDelegate(_CellDelegate(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Copy, cut, paste, clear; Enter down, Tab to the right."""
        keys = QKeySequence.StandardKey
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Cut):
            self.copy()
            self.clear_cells()
        elif event.matches(keys.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The line in a cell passes Enter on before it closes; closing it goes down already.
            if self.state() != QAbstractItemView.State.EditingState:
                self.go_down(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self.go_right(-1 if event.key() == Qt.Key.Key_Backtab or back else 1):
                event.ignore()
                return
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's own name
        """After typing, Enter goes down and Tab to the right."""
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        if hint == hints.SubmitModelCache:
            self.go_down(1)
        elif hint == hints.EditNextItem:
            self.go_right(1)
        elif hint == hints.EditPreviousItem:
            self.go_right(-1)

    def go_down(self, step: int) -> None:
        """The next open cell below, then the top of the next column."""
        self._go(step, down=True)

    def go_right(self, step: int) -> bool:
        """The next open cell to the right, then the next row; False at the end of the sheet."""
        return self._go(step, down=False)

    def copy(self) -> None:
        """The chosen block as text with tabs, as every spreadsheet takes it."""
        cells = {(index.row(), index.column()) for index in self.selectedIndexes()}
        if not cells:
            return
        model = self._grid_model()
        rows = range(min(r for r, _c in cells), max(r for r, _c in cells) + 1)
        columns = range(min(c for _r, c in cells), max(c for _r, c in cells) + 1)
        lines = ["\t".join(model.text(r, c) if (r, c) in cells else "" for c in columns) for r in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Take a block from the clipboard, from the chosen cell on; a single value fills all chosen cells."""
        block = pasted(QGuiApplication.clipboard().text())
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        if not block or not chosen:
            return
        model = self._grid_model()
        if len(block) == 1 and len(block[0]) == 1:
            model.enter([(row, column, block[0][0]) for row, column in chosen])
            return
        top, left = chosen[0][0], min(column for _row, column in chosen)
        cells = [(top + r, left + c, text) for r, line in enumerate(block) for c, text in enumerate(line)]
        inside = [cell for cell in cells if cell[0] < model.rowCount() and cell[1] < model.columnCount()]
        model.enter(inside)
        if len(inside) < len(cells):
            outside = len(cells) - len(inside)
            model.told.emit(_("What was pasted is larger than the sheet: {count} cells had no room.", count=outside))

    def clear_cells(self) -> None:
        """Empty the chosen cells that are open."""
        model = self._grid_model()
        open_ones = [
            (index.row(), index.column(), "")
            for index in self.selectedIndexes()
            if not model.cell(index.row(), index.column()).read_only
        ]
        if open_ones:
            model.enter(sorted(open_ones))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Another text size, other rows and columns."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Give rows and columns the room their text needs."""
        table.set_row_height(self)
        heavier = QFont(self.font())
        heavier.setWeight(QFont.Weight.Medium)  # as the style sheet draws headings: dots are set by the same letters
        self.verticalHeader().setFont(heavier)
        model = self.model()
        if not isinstance(model, GridModel):
            return
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        for place, column in enumerate(model.columns):
            width = max(metrics.horizontalAdvance("0" * column.letters), metrics.horizontalAdvance(column.title))
            header.resizeSection(place, width + round(theme.em() * 1.6))
        for name, first, last in header.groups() if isinstance(header, _GroupHeader) else ():
            missing = metrics.horizontalAdvance(name) + round(theme.em() * 1.2)
            missing -= sum(header.sectionSize(place) for place in range(first, last + 1))
            if missing > 0:
                header.resizeSection(last, header.sectionSize(last) + missing)
        headings = max((metrics.horizontalAdvance(row) for row in model.rows), default=0) + round(theme.em() * 1.6)
        self.verticalHeader().setFixedWidth(min(headings, round(theme.em() * 18)))

    def _go(self, step: int, *, down: bool) -> bool:
        model, index = self._grid_model(), self.currentIndex()
        rows, columns = model.rowCount(), model.columnCount()
        if not index.isValid():
            return False
        row, column = index.row(), index.column()
        place = column * rows + row if down else row * columns + column
        while 0 <= place + step < rows * columns:
            place += step
            row, column = (place % rows, place // rows) if down else (place // columns, place % columns)
            if not model.cell(row, column).read_only:
                self.setCurrentIndex(model.index(row, column))
                return True
        return False

    def _grid_model(self) -> GridModel:
        model = self.model()
        assert isinstance(model, GridModel)
        return model


class Grid(QWidget):
    """The sheet with the words of what could not be taken below it.

    `edited`: one step of the clerk, a list of (row, column, value), to be saved as one act.
    """

    edited = Signal(object)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_sheet")
        self.model = model
        model.setParent(self)
        self.view = GridView(self)
        self.view.setAccessibleName(_("Sheet"))
        self.view.setModel(model)
        self.view.fit()
        self.problem = QLabel()
        self.problem.setObjectName("grid_problem")
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.problem)
        self.setFocusProxy(self.view)
        model.edited.connect(self.edited)
        model.told.connect(self._tell)
        model.modelReset.connect(self.view.fit)
        self.view.selectionModel().currentChanged.connect(self._moved)

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and self.model.problem(index.row(), index.column()):
            self._tell(self.model.problem(index.row(), index.column()))


def pasted(text: str) -> list[list[str]]:
    """The cells of a block from a spreadsheet: tabs between them, one line a row; quoted cells may hold line breaks."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not plain:
        return []
    return [line or [""] for line in csv.reader(io.StringIO(plain, newline=""), delimiter="\t")]
