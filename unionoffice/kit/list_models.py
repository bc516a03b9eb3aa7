"""The tables of a list that is being taken in: its lines as they will be read, what is wrong, and what stands in the book already.

Each asks the reading for the rows in sight alone, so that a list of a hundred thousand lines shows as fast as one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from unionoffice.core import intake
from unionoffice.core.book import Book
from unionoffice.core.intake import Fault, Line, Reading
from unionoffice.core.record import Record, fields
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.table import LEFT, RIGHT, prepare, show_value

Index = QModelIndex | QPersistentModelIndex
MEASURED = 40
"""So many rows are measured for the width of a column: with Qt's own thousand the window stood still for two seconds."""
_TOP = QModelIndex()
_SAID = {"new": N_("new"), "change": N_("changes"), "same": N_("unchanged"), "faulty": N_("faulty")}
_CHOICE = {"update": N_("changes"), "add": N_("entered once more"), "skip": N_("stays as it is")}


def worded(reading: Reading[Any], book: Book, field: str, record: Record) -> str:
    """The value of a field as it will stand in the book, in words."""
    said = reading.intake.show(reading.context, field, record)
    if said is not None:
        return said
    known = fields(type(record)).get(field)
    return "" if known is None else show_value(known, getattr(record, field), book)


def letter(column: int) -> str:
    """The letter of a column, as spreadsheets name it: A to Z, AA and on; empty for none."""
    name = ""
    column += 1
    while column > 0:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


class ListModel(QAbstractTableModel):
    """What the tables of a list have in common: heads, rows of something, and texts asked for one by one."""

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.reading: Reading[Any] | None = None
        self.rows: Sequence[Any] = ()
        self.heads: Sequence[str] = ()
        self.figures: set[int] = {0}

    def show(self, reading: Reading[Any] | None) -> None:
        """Show another reading, or none."""
        self.beginResetModel()
        self.reading = reading
        self.rows = () if reading is None else self.rows_of(reading)
        self.heads = () if reading is None else self.heads_of(reading)
        self.endResetModel()

    def rows_of(self, reading: Reading[Any]) -> Sequence[Any]:
        """The rows."""
        raise NotImplementedError

    def heads_of(self, reading: Reading[Any]) -> Sequence[str]:
        """The heads, worded."""
        raise NotImplementedError

    def text(self, row: Any, column: int) -> str:
        """The text of one cell."""
        raise NotImplementedError

    def tone(self, row: Any, column: int) -> str:
        """The colour of one cell's text; empty for the usual one."""
        del row, column
        return ""

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's own name
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's own name
        """How many columns."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The heads."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.heads):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.heads[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if section in self.figures else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, colour and place."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in self.figures else LEFT
        if role == Qt.ItemDataRole.ForegroundRole and (tone := self.tone(row, column)):
            return theme.colour(tone)
        return None


class LinesModel(ListModel):
    """The lines of a list as they will stand in the book. A cell can be written anew, where its field has one column."""

    mended = Signal(int, int, str)  # line, column of the list, what shall stand there

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(book, parent)
        self.fields: list[str] = []
        self.only = ""

    def show_only(self, what: str) -> None:
        """Show the lines of one kind alone ("new", "change", "same", "faulty"), or all of them."""
        self.only = what
        self.show(self.reading)

    def rows_of(self, reading: Reading[Any]) -> Sequence[Line[Any]]:
        """All lines, or those of one kind."""
        return [line for line in reading.lines if line.what == self.only] if self.only else reading.lines

    def heads_of(self, reading: Reading[Any]) -> Sequence[str]:
        """The line, the fields that have a column, and what becomes of the line."""
        there = reading.arrangement.fields()
        self.fields = [target.field for target in reading.intake.targets if target.field in there]
        known = fields(reading.intake.record)
        figures = {
            place for place, name in enumerate(self.fields, start=1)
            if reading.intake.by_field[name].figure or (name in known and known[name].kind in _FIGURES)
        }  # fmt: skip
        self.figures = {0, *figures}
        return [_("Line"), *(_(reading.intake.label_of(name)) for name in self.fields), _("What becomes of it")]

    def text(self, row: Line[Any], column: int) -> str:
        """A value as it will stand, or the cell as it is where the line is faulty."""
        reading = self.reading
        if reading is None or column == 0:
            return str(row.number)
        if column > len(self.fields):
            return self._what(row)
        if row.record is None:
            cells = reading.cells(row.number)
            places = reading.arrangement.fields()[self.fields[column - 1]]
            return " / ".join(cells[place] for place in places if place < len(cells) and cells[place])
        return worded(reading, self.book, self.fields[column - 1], row.record)

    def _place(self, column: int) -> int:
        """The column of the list that a column of the table is read from; -1 when it is none, or several together."""
        if self.reading is None or not 0 < column <= len(self.fields):
            return -1
        places = self.reading.arrangement.fields()[self.fields[column - 1]]
        return places[0] if len(places) == 1 else -1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What was read from one cell can be written anew."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and self._place(index.column()) >= 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text to edit is the cell as it stands in the list."""
        if role != Qt.ItemDataRole.EditRole or self.reading is None or not index.isValid():
            return super().data(index, role)
        cells, place = self.reading.cells(self.rows[index.row()].number), self._place(index.column())
        return cells[place] if 0 <= place < len(cells) else ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's own name
        """Tell that something else shall stand there; nothing when it is what stood there."""
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.data(index, role):
            return False
        self.mended.emit(self.rows[index.row()].number, self._place(index.column()), str(value))
        return True

    def _what(self, line: Line[Any]) -> str:
        if line.left_out:
            return _("left out")
        if line.what == "faulty":
            return "; ".join(fault.reason for fault in line.faults)
        said = _(_CHOICE[line.choice]) if line.what == "change" and line.choice else _(_SAID[line.what])
        more = intake.said_of_line(self.reading, line) if self.reading else ""
        return f"{said} · {more}" if more else said

    def tone(self, row: Line[Any], column: int) -> str:
        """Faulty lines and cells are red, what stays as it is, quiet."""
        if row.left_out or row.what == "same":
            return "quiet"
        if row.what == "faulty":
            at_fault = {fault.field for fault in row.faults}
            if column > len(self.fields) or (column and self.fields[column - 1] in at_fault):
                return "overdue"
        return ""


_FIGURES = {"whole", "money", "quantity"}


class FaultsModel(ListModel):
    """What is wrong: line, column, what stands there, why. What stands there can be written anew."""

    VALUE = 2
    mended = Signal(object, str)  # the Fault, and what shall stand there

    def rows_of(self, reading: Reading[Any]) -> Sequence[Fault]:
        """All faults of lines that are not left out."""
        return reading.faults

    def heads_of(self, reading: Reading[Any]) -> Sequence[str]:
        """The heads."""
        return [_("Line"), _("Column"), _("What stands there"), _("What is wrong"), _("The whole line")]

    def text(self, row: Fault, column: int) -> str:
        """A cell."""
        if self.reading is None:
            return ""
        if column == 0:
            return str(row.line)
        if column == 1:
            return self.reading.head_of(row) or letter(row.column)
        if column == self.VALUE:
            return row.value
        if column == self.VALUE + 1:
            return row.reason
        return " · ".join(cell for cell in self.reading.cells(row.line) if cell)

    def tone(self, row: Fault, column: int) -> str:
        """What is wrong is red, the rest of the line quiet."""
        return "overdue" if column == self.VALUE + 1 else "quiet" if column > self.VALUE + 1 else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What stands there can be written anew, when the fault is one of a column."""
        flags = super().flags(index)
        can = index.isValid() and index.column() == self.VALUE and self.rows[index.row()].column >= 0
        return flags | Qt.ItemFlag.ItemIsEditable if can else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text to edit is the text that stands there."""
        return super().data(index, Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.EditRole else role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's own name
        """Tell that something else shall stand there; nothing when it is what stood there."""
        fault: Fault = self.rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == fault.value:
            return False
        self.mended.emit(fault, str(value))
        return True


class StandingModel(ListModel):
    """The lines that stand in the book already: what stands there beside what comes, and what shall become of it."""

    def rows_of(self, reading: Reading[Any]) -> Sequence[Line[Any]]:
        """The lines that would change something."""
        return reading.duplicates

    def heads_of(self, reading: Reading[Any]) -> Sequence[str]:
        """The heads."""
        return [_("Line"), _(reading.intake.label), _("In the book"), _("In the list"), _("What becomes of it")]

    def text(self, row: Line[Any], column: int) -> str:
        """A cell."""
        reading = self.reading
        if reading is None or column == 0:
            return str(row.number)
        if column == 1:
            called = reading.intake.called
            return called(reading.context, row.before) if called else self.book.title(reading.intake.tables[0], row.standing)
        if column == 2:
            return self._told(row, row.before)
        if column == 3:
            return self._told(row, row.record)
        choice = row.choice or "update"
        return _("left out") if row.left_out else _(_CHOICE[choice])

    def _told(self, line: Line[Any], record: Record | None) -> str:
        """What differs, as one of the two has it."""
        reading = self.reading
        if reading is None or record is None or line.before is None or line.record is None:
            return ""
        known = fields(type(record))
        labels = {name: reading.intake.label_of(name) for name in reading.intake.by_field if name in record.__struct_fields__}
        labels |= {name: field.label for name, field in known.items()}
        parts = [
            f"{_(label)} {worded(reading, self.book, name, record) or '—'}"
            for name, label in labels.items() if getattr(line.before, name) != getattr(line.record, name)
        ]  # fmt: skip
        return _("; ").join(parts)

    def tone(self, row: Line[Any], column: int) -> str:
        """What stays as it is, is quiet."""
        return "quiet" if row.choice == "skip" and column != 1 else ""


class MendingDelegate(QStyledItemDelegate):
    """The box in which a faulty cell is written anew; Enter goes on to the next fault."""

    def createEditor(  # noqa: N802 - Qt's own name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A plain line with its name for screen readers."""
        del option, index
        box = QLineEdit(parent)
        box.setObjectName("mend")
        box.setAccessibleName(_("What shall stand there"))
        box.setFrame(True)
        return box


class ListTable(QTableView):
    """A table of a list; Space, Delete and Enter do what the page says of the chosen lines."""

    wished = Signal(str)  # "leave_out" or "edit"

    def __init__(self, name: str, spoken: str, model: ListModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(model)
        prepare(self)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Delete leaves the chosen lines out; Enter writes a faulty cell anew."""
        if self.state() != QTableView.State.EditingState:
            if event.key() == Qt.Key.Key_Delete:
                self.wished.emit("leave_out")
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
                self.wished.emit("edit")
                return
        super().keyPressEvent(event)

    def fit(self, shares: Callable[[int], float]) -> None:
        """Give every column its room: as wide as the first rows need, within the share of the table that `shares` allows."""
        room = max(self.viewport().width(), round(theme.em() * 40))
        self.resizeColumnsToContents()
        last = self.model().columnCount() - 1
        for column in range(last):
            self.setColumnWidth(column, min(self.columnWidth(column), round(room * shares(column))))
        if last >= 0:  # the last one takes the room that is left, and no more
            self.setColumnWidth(last, round(theme.em() * 8))

    def chosen(self) -> list[int]:
        """The rows that are chosen, from the top."""
        rows: set[int] = set()
        chosen = self.selectionModel().selection()
        for part in map(chosen.at, range(chosen.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Rows stay as high as the letters need."""
        if event.type() == QEvent.Type.FontChange:
            from unionoffice.kit.table import set_row_height

            set_row_height(self)
        super().changeEvent(event)
