"""The spread matrix on the screen: target units by stages, written by keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.book import Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.money import parse_money
from unionoffice.core.period import parse_date
from unionoffice.core.quantity import parse_quantity
from unionoffice.core.record import fields
from unionoffice.core.words import N_, _, language
from unionoffice.desks.experiences import service, sheets
from unionoffice.desks.experiences.records import (
    Experience,
    ExperienceState,
    Outcome,
    Spread,
)
from unionoffice.desks.experiences.tab.parts import tab_of, wrapped
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import button
from unionoffice.kit.grid import Cell, Grid, GridColumn, GridModel
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print
from unionoffice.printing.wording import words as paper_words


class SpreadPage(QWidget):
    """The spread matrix of one experience: target units by stages, written by keys; the effect and the picture below it."""

    TITLE = N_("Spread matrix")

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("spread_page")
        self.setProperty("area", "page")
        self.shown: int | None = None
        self._lines: list[Spread] = []
        self._rows: list[int] = []
        e = theme.em()
        inside = QWidget()
        inside.setProperty("area", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        title = QLabel(_(self.TITLE))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        head.addWidget(title)
        self.choice = QComboBox()
        self.choice.setObjectName("spread_of")
        self.choice.setAccessibleName(_("Experience whose spread is shown"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(18)
        head.addWidget(self.choice, 1)
        self.go = Link(_("Open the card"), "open_card")
        self.go.clicked.connect(lambda: self._open_card())
        head.addWidget(self.go)
        column.addLayout(head)
        self.words = wrapped("", "spread_summary")
        column.addWidget(self.words)
        self.notice = wrapped("", "spread_notice")
        self.notice.setProperty("area", "notice")
        self.notice.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.notice)
        self.model = GridModel([], [])
        self.grid = Grid(self.model)
        self.grid.edited.connect(self._edited)
        self.grid.view.setAccessibleName(_("Spread matrix"))
        column.addWidget(self.grid)
        self.keys = wrapped(
            _("Type dates as 5 or 3-5. What came of it: 1 fully adopted, 2 partly, 3 not taken over (write the reason first). "
              "Enter goes down, Tab to the right."),
            "spread_keys",
        )  # fmt: skip
        self.keys.setProperty("role", "quiet")
        column.addWidget(self.keys)
        buttons = QHBoxLayout()
        self.add = button(_("Spread it to further units") + "…", "add_target_units")
        self.add.clicked.connect(lambda: self._further())
        self.take_out = button(_("Take the unit out"), "take_target_out")
        self.take_out.clicked.connect(lambda: self._take_out())
        buttons.addWidget(self.add)
        buttons.addWidget(self.take_out)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.effect = wrapped("", "spread_effect")
        column.addWidget(self.effect)
        self.chart = ChartView()
        self.chart.setObjectName("spread_over_time")
        self.chart.setMinimumHeight(round(e * 13))
        column.addWidget(self.chart, 1)
        self.empty = wrapped(
            _("Experiences that are being spread stand here, unit by unit. Confirm an experience, then spread it."), "empty"
        )
        self.empty.setProperty("role", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 4), 0, 0)
        column.addWidget(self.empty, 1)
        area = QScrollArea()
        area.setObjectName("spread_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.choice.activated.connect(lambda place: self.show_spread(self._rows[place]))
        office.acted.connect(self._acted)
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def _acted(self, touched: Touched) -> None:
        if {"experiences", "experience_spread", "units", "indicators"} & touched.keys():
            self.refresh()

    def show_spread(self, row: int) -> None:
        """Show the spread of an experience."""
        self.shown = row
        self.refresh()

    def take_focus(self) -> None:
        """Put the cursor into the sheet."""
        if self.grid.isVisible():
            self.grid.view.setFocus()
            if self.model.rowCount() and not self.grid.view.currentIndex().isValid():
                self.grid.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self.choice.setFocus()

    def refresh(self) -> None:
        """Show everything anew; the cursor stays where it is."""
        every = service.spreading(self.office.book)
        self._rows = [row for row, _number, _name in every]
        if self.shown not in self._rows:
            self.shown = self._rows[0] if self._rows else None
        self.choice.clear()
        self.choice.addItems([f"{number}  {name}" for _row, number, name in every])
        if self.shown is not None:
            self.choice.setCurrentIndex(self._rows.index(self.shown))
        for widget in (self.choice, self.go, self.words, self.grid, self.keys, self.add, self.take_out):
            widget.setVisible(self.shown is not None)
        self.empty.setVisible(self.shown is None)
        if self.shown is None:
            for other in (self.effect, self.notice, self.chart):
                other.hide()
            return
        self._show(service.experience(self.office.book, self.shown))

    def _show(self, record: Experience) -> None:
        book = self.office.book
        self._lines = list(record.spread)
        open_now = record.state in (ExperienceState.PROMOTED, ExperienceState.ADOPTED) and book.writable
        self.add.setEnabled(open_now)
        self.take_out.setEnabled(open_now)
        rows = [service.target_called(book, line) for line in self._lines]
        columns = self._columns(record, closed=not open_now)
        values = [[_cell(line, name) for name in service.CELLS] for line in self._lines]
        same = self.model.rows == rows and [each.title for each in self.model.columns] == [each.title for each in columns]
        kept = self.grid.view.currentIndex()
        place = (kept.row(), kept.column()) if kept.isValid() else (0, 0)
        if same and [each.cell.read_only for each in self.model.columns] == [each.cell.read_only for each in columns]:
            self.model.put(values)
        else:
            self.model.put(values, rows=rows, columns=columns)
        if self._lines:
            self.grid.view.setCurrentIndex(self.model.index(min(place[0], len(rows) - 1), place[1]))
        head, below = self.grid.view.horizontalHeader().sizeHint().height(), round(theme.em() * 1.6)
        self.grid.setFixedHeight(min(head + theme.row_height() * len(rows) + below, round(theme.em() * 28)))
        compared = paper_words(sheets.compared(book, record), language())
        said = [str(sheets.spread_words(record.spread))] + ([_("compared: {figure}", figure=compared)] if compared else [])
        self.words.setText(" · ".join(said))
        warnings = service.experience_warnings(book, record, self.office.day())
        self.notice.setText("\n".join(warnings))
        self.notice.setVisible(bool(warnings))
        effect = [paper_words(each, language()) for each in sheets.effect_words(book, record)]
        self.effect.setText("\n".join(effect))
        self.effect.setVisible(bool(effect))
        picture = sheets.picture(book, record, self.office.month if record.state is ExperienceState.PROMOTED else None)
        self.chart.show_chart(picture)
        self.chart.setVisible(picture is not None)

    def _columns(self, record: Experience, *, closed: bool) -> list[GridColumn]:
        day = Cell(kind="date", parse=self._day, read_only=closed)
        number = Cell(kind="quantity", parse=parse_quantity, read_only=closed)
        cells = {
            "reason": Cell(kind="text", read_only=closed), "deviations": Cell(kind="text", read_only=closed),
            "outcome": Cell(kind="choice", parse=_outcome, read_only=closed),
            "before": number, "after": number, "volume": number, "money": Cell(kind="money", parse=parse_money, read_only=closed),
        }
        known = fields(Spread)
        letters = {"reason": 16, "deviations": 22, "outcome": 12, "before": 7, "after": 7, "volume": 8, "money": 9}
        found = []
        for name in service.CELLS:
            title = _(known[name].label)
            if name == "volume" and record.volume_in:
                title = _("{field} ({unit})", field=title, unit=record.volume_in)
            found.append(GridColumn(title, cell=cells.get(name, day), letters=letters.get(name, 10)))
        return found

    def _day(self, text: str) -> date:
        return parse_date(text, self.office.month, settings.office(self.office.book).closing_day)

    def _edited(self, edits: Sequence[tuple[int, int, object]]) -> None:
        """Save one step of the clerk; what the rules refuse stays in its cell, marked."""
        if self.shown is None:
            return
        cells = [service.Cell(self._lines[row].id, service.CELLS[column], value) for row, column, value in edits]
        try:
            service.write_spread(self.office.book, self.shown, cells, self.office.day())
        except KnownError as trouble:
            for row, column, _value in edits:
                self.model.refuse(row, column, str(trouble), stands=_cell(self._lines[row], service.CELLS[column]))

    def _further(self) -> None:
        tab = tab_of(self)
        if tab is not None and self.shown is not None:
            tab.take_step(self.shown, "add_targets")

    def _take_out(self) -> None:
        index = self.grid.view.currentIndex()
        if self.shown is None or not index.isValid():
            return
        try:
            service.take_target_out(self.office.book, self.shown, self._lines[index.row()].id)
        except KnownError as trouble:
            self.office.tell(trouble)

    def _open_card(self) -> None:
        if self.shown is not None:
            self.office.open("experiences", self.shown)

    def prints(self) -> list[Print]:
        """The matrix in sight, and blank."""
        found = [Print(sheets.MATRIX, tbl="experiences", row=self.shown)] if self.shown is not None else []
        return [*found, Print(sheets.MATRIX, blank=True)]


def _outcome(text: str) -> Outcome:
    """What came of an experience, as the clerk writes it in one key or in words. Raises KnownError."""
    plain = text.strip().lower()
    for key, outcome in zip("123", Outcome, strict=True):
        if plain in (key, outcome.value, _(outcome.word).lower(), outcome.word.lower()):
            return outcome
    raise KnownError(
        _("“{text}” is none of them. Type 1 for fully adopted, 2 for partly, 3 for not taken over.", text=text.strip())
    )


def _cell(line: Spread, name: str) -> object:
    """What stands in a cell of the sheet; an empty text is an empty cell."""
    value: object = getattr(line, name)
    return None if value == "" else value
