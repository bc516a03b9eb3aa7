"""The roster on the screen: workers with what they did and earned, and the tree of units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, _
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Standing, Unit, Worker
from unionoffice.desks.roster.rules import Line
from unionoffice.kit import theme
from unionoffice.kit.desk import Action, DeskTab, Page, button
from unionoffice.kit.office import Office
from unionoffice.kit.section import Section


class Leaving(Record):
    """What is asked when a worker leaves or a unit is closed."""

    day: Annotated[date, shown(N_("On"))]


class WorkersPage(Page[Worker]):
    """The workers on the plant's roll."""

    TITLE = N_("Workers")
    QUERY = service.WORKERS
    NEW = N_("New worker")
    STATE = "standing"
    CARRY = ("unit",)
    EMPTY = N_("The workers of the plant stand here. Enter the first one, or take in a whole list (menu Book, Take in workers).")
    SECTIONS = (
        Section(N_("Worker"), ("name", ("number", "sex"), "unit", ("trade", "grade"), ("born", "entered_on"), "member", "remark")),
        Section(N_("Left"), ("left_on",)),
    )
    ENTRY = SECTIONS[:1]

    def enter(self, record: Worker, came_from: tuple[str, int] | None) -> int:
        """Put a new worker on the roll."""
        return service.enter_worker(self.office.book, record)

    def correct(self, record: Worker) -> None:
        """Correct a worker."""
        service.correct_worker(self.office.book, record)

    def next_actions(self, record: Worker) -> Sequence[Action]:
        """Leave the plant, or come back."""
        book = self.office.book
        if record.standing is Standing.LEFT:
            return [
                Action(name="come_back", label=N_("Put back on the roll"), do=lambda row, _asked: service.return_to_roll(book, row))
            ]
        return [
            Action(
                name="leave",
                label=N_("Left the plant"),
                asks=Leaving,
                values={"day": self.office.day()},
                do=lambda row, asked: service.leave(book, row, asked.day),
            )
        ]


class UnitsPage(Page[Unit]):
    """The units of the plant."""

    TITLE = N_("Units")
    QUERY = service.UNITS
    NEW = N_("New unit")
    STATE = "level"
    CARRY = ("above", "level")
    EMPTY = N_("The plant, its workshops, sections, teams and departments stand here. Enter the plant first.")
    SECTIONS = (Section(N_("Unit"), ("name", "english", "level", "above", "remark")), Section(N_("Closed"), ("closed_on",)))
    ENTRY = SECTIONS[:1]

    def enter(self, record: Unit, came_from: tuple[str, int] | None) -> int:
        """Put a new unit into the tree."""
        return service.enter_unit(self.office.book, record)

    def correct(self, record: Unit) -> None:
        """Correct a unit."""
        service.correct_unit(self.office.book, record)

    def next_actions(self, record: Unit) -> Sequence[Action]:
        """Close the unit, or open it again."""
        book = self.office.book
        if record.closed_on is not None:
            again = Action(
                name="open_unit", label=N_("Open the unit again"), do=lambda row, _asked: service.open_unit_again(book, row)
            )
            return [again]
        return [
            Action(
                name="close_unit",
                label=N_("Close the unit"),
                asks=Leaving,
                values={"day": self.office.day()},
                do=lambda row, asked: service.close_unit(book, row, asked.day),
            )
        ]


class TakeInPage(QWidget):
    """A list of workers is read, shown line by line with what is wrong, and taken in whole or not at all."""

    TITLE = N_("Take in a list")

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.lines: list[Line] = []
        self.setObjectName("take_in_page")
        self.setProperty("area", "page")
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.8))
        title = QLabel(_("Take in workers from a list"))
        title.setProperty("role", "title")
        column.addWidget(title)
        words = QLabel(
            _(
                "An XLSX, XLS, ODS or CSV file with a heading line: name, works number, sex, year of birth, unit, trade, grade, "
                "entry date, member; in Chinese or English, in any order. Either the whole list is taken in, or nothing."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        column.addWidget(words)
        line = QHBoxLayout()
        self.choose = button(_("Choose the file…"), "choose_file", "primary")
        self.choose.clicked.connect(self._choose)
        self.take = button(_("Take in"), "take_in")
        self.take.clicked.connect(self._take)
        self.take.setEnabled(False)
        self.said = QLabel()
        self.said.setObjectName("take_in_said")
        self.said.setWordWrap(True)
        line.addWidget(self.choose)
        line.addWidget(self.take)
        line.addWidget(self.said, 1)
        column.addLayout(line)
        self.table = QTableWidget(0, 7)
        self.table.setObjectName("preview")
        self.table.setAccessibleName(_("The list as it was understood"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setHorizontalHeaderLabels(
            [_("Line"), _("Works number"), _("Name"), _("Unit"), _("Trade"), _("Technical grade"), _("What is wrong")]
        )
        self.table.horizontalHeader().setSectionResizeMode(6, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.table.setProperty("plain", "true")
        self.table.hide()
        column.addWidget(self.table, 1)
        self.empty = QLabel(_("The list stands here line by line, with what is wrong, before anything is taken in."))
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 3), 0, 0)
        column.addWidget(self.empty, 1)
        self.choose.setEnabled(office.book.writable)

    def leave_form(self) -> None:
        """Nothing is typed here."""

    def _choose(self) -> None:
        path = self.office.questions.open_file(_("Which list?"), kinds="*.xlsx *.xls *.ods *.et *.csv *.txt")
        if path is None:
            return
        try:
            self.lines = service.preview(self.office.book, path)
        except KnownError as trouble:
            self.lines = []
            self._show()
            self.office.tell(trouble)
            return
        self._show()

    def _show(self) -> None:
        faulty = [line for line in self.lines if line.worker is None]
        self.table.setVisible(bool(self.lines))
        self.empty.setVisible(not self.lines)
        shown = [*faulty, *(line for line in self.lines if line.worker is not None)][:2000]
        self.table.setRowCount(len(shown))
        for row, line in enumerate(shown):
            worker = line.worker
            cells = [
                str(line.number),
                worker.number if worker else "",
                worker.name if worker else "",
                line.unit,
                worker.trade if worker else "",
                str(worker.grade or "") if worker else "",
                line.fault,
            ]
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if line.fault:
                    item.setForeground(theme.colour("overdue"))
                self.table.setItem(row, place, item)
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setSectionResizeMode(6, QHeaderView.ResizeMode.Stretch)
        self.take.setEnabled(bool(self.lines) and not faulty and self.office.book.writable)
        if not self.lines:
            self.said.setText("")
        elif faulty:
            self.said.setText(
                _(
                    "{faulty} of {count} lines are faulty. Mend them in the file and choose it again.",
                    faulty=len(faulty),
                    count=len(self.lines),
                )
            )
        else:
            units = service.new_units(self.office.book, self.lines)
            self.said.setText(
                _("{count} workers can be taken in.", count=len(self.lines))
                + (" " + _("New units, entered as teams: {names}", names="、".join(units)) if units else "")
            )

    def _take(self) -> None:
        try:
            count = service.take_in(self.office.book, self.lines)
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self.lines = []
        self._show()
        self.office.tell(_("{count} workers were taken in. Undo takes the whole list back.", count=count))


class RosterTab(DeskTab):
    """Workers and units."""

    PAGES = (WorkersPage, UnitsPage, TakeInPage)
