"""What the comparison's pages share: the choice of group, indicator and period, and a plain table of words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QSizePolicy, QTableView, QVBoxLayout, QWidget

from unionoffice.core.period import Period
from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import reckoning, service
from unionoffice.desks.figures import service as figures_desk
from unionoffice.kit import table, theme
from unionoffice.kit.desk import button
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.office import Office

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
REACHES = (("month", N_("the month")), ("quarter", N_("the quarter")), ("to_date", N_("the year so far")))


class Choice(QWidget):
    """Which group, by which indicator, over which period: remembered, and the same on every page. `changed()`."""

    changed = Signal()

    def __init__(self, office: Office, title: str) -> None:
        super().__init__()
        self.office = office
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(e * 0.4))
        head = QHBoxLayout()
        name = QLabel(title)
        name.setObjectName("page_title")
        name.setProperty("role", "title")
        head.addWidget(name)
        head.addStretch(1)
        column.addLayout(head)
        bar = QWidget()
        bar.setProperty("area", "clear")
        line = FlowLayout(bar)
        grows_down(bar)
        line.setContentsMargins(0, 0, 0, 0)
        self.groups, self.indicators = self._box("group", _("Group of comparables")), self._box("indicator", _("Indicator"))
        line.addWidget(self.groups)
        line.addWidget(self.indicators)
        self.reach = QButtonGroup(self)
        kept = office.remembered("comparison/reach", "month")
        for place, (reach, label) in enumerate(REACHES):
            chip = button(_(label), f"reach_{reach}", "chip")
            chip.setCheckable(True)
            chip.setChecked(reach == kept)
            self.reach.addButton(chip, place)
            line.addWidget(chip)
        if self.reach.checkedId() < 0:
            self.reach.button(0).setChecked(True)
        column.addWidget(bar)
        self.groups.currentIndexChanged.connect(lambda _place: self._group_chosen())
        self.indicators.currentIndexChanged.connect(lambda _place: self._indicator_chosen())
        self.reach.idClicked.connect(self._reach_chosen)
        self.fill()

    def _box(self, name: str, says: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(says)
        box.setToolTip(says)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return box

    def fill(self) -> None:
        """Offer what can be compared now, and keep what was chosen; nothing is told."""
        found = [(reckoning.name_of(each), each.id) for each in service.groups(self.office.book)]
        self._offer(self.groups, found, self.office.remembered("comparison/group"))
        self._fill_indicators()
        reach = self.office.remembered("comparison/reach", "month")
        place = next((place for place, (name, _label) in enumerate(REACHES) if name == reach), 0)
        self.reach.button(place).setChecked(True)

    def _fill_indicators(self) -> None:
        group = self.groups.currentData()
        found = service.compared_by(self.office.book, group) if group is not None else []
        offered = [(figures_desk.called(each), each.id) for each in found]
        self._offer(self.indicators, offered, self.office.remembered("comparison/indicator"))

    def _offer(self, box: QComboBox, offered: Sequence[tuple[str, int]], wanted: object) -> None:
        box.blockSignals(True)
        box.clear()
        for name, row in offered:
            box.addItem(name, row)
        box.setCurrentIndex(max(box.findData(wanted), 0) if offered else -1)
        box.setVisible(bool(offered))
        box.blockSignals(False)

    def choose(self, group: int, indicator: int | None = None) -> None:
        """Choose a group, and an indicator of it."""
        self.office.remember("comparison/group", group)
        if indicator is not None:
            self.office.remember("comparison/indicator", indicator)
        self.fill()
        self.changed.emit()

    def _group_chosen(self) -> None:
        self.office.remember("comparison/group", self.groups.currentData())
        self._fill_indicators()
        self.changed.emit()

    def _indicator_chosen(self) -> None:
        self.office.remember("comparison/indicator", self.indicators.currentData())
        self.changed.emit()

    def _reach_chosen(self, place: int) -> None:
        self.office.remember("comparison/reach", REACHES[place][0])
        self.changed.emit()

    def chosen(self) -> tuple[int, int] | None:
        """The chosen group and indicator; None when there is nothing to compare."""
        group, indicator = self.groups.currentData(), self.indicators.currentData()
        return None if group is None or indicator is None else (int(group), int(indicator))

    def period(self) -> Period:
        """The chosen month, its quarter, or its year up to it."""
        month = self.office.period()
        reach = REACHES[max(0, self.reach.checkedId())][0]
        if reach == "quarter":
            return Period.of_quarter(month.year, (month.number + 2) // 3, month.closing_day)
        return month.year_to_date() if reach == "to_date" else month


class WordsModel(QAbstractTableModel):
    """Rows of words under their headings; the columns of `figures` stand at the right."""

    def __init__(self, heads: Sequence[str], figures: frozenset[int]) -> None:
        super().__init__()
        self.heads = list(heads)
        self.figures = figures
        self.rows: list[tuple[str, ...]] = []

    def put(self, rows: list[tuple[str, ...]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802 - Qt's own name
        """As Qt asks it."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802 - Qt's own name
        """As Qt asks it."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, the same whole beside the mouse, and where they stand."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return table.RIGHT if index.column() in self.figures else table.LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return table.RIGHT if section in self.figures else table.LEFT
        return None


class WordsView(QTableView):
    """A table of words with a column that takes the room that is left."""

    def __init__(self, model: WordsModel, name: str, says: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.prepare(self)
        self.horizontalHeader().setResizeContentsPrecision(60)
        self.horizontalHeader().setStretchLastSection(True)

    def fit(self) -> None:
        """Columns as wide as their words want."""
        self.resizeColumnsToContents()
        for column in range(self.model().columnCount() - 1):
            self.setColumnWidth(column, self.columnWidth(column) + round(theme.em() * 0.6))

    def choose(self, row: int) -> None:
        """Mark a row and bring it in sight."""
        if 0 <= row < self.model().rowCount():
            index = self.model().index(row, 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
