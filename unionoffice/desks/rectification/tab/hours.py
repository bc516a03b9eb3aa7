"""Rectification and production without delay, on the screen: hours of meetings and the plan's fulfilment side by side."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, _, language
from unionoffice.desks.figures import service as figures
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.rectification import sheets
from unionoffice.desks.rectification.service import hours
from unionoffice.desks.rectification.service.hours import MonthHours
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Picked
from unionoffice.kit.desk import clear
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print
from unionoffice.printing.paper import Exact, Paper

RIGHT = Qt.AlignmentFlag.AlignRight
LEFT = Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignVCenter
KINDS = (("waste_sessions", N_("Criticism sessions")), ("debates", N_("Debates")), ("mutual_meetings", N_("Mutual aid")))
TOUCHING = {"waste_sessions", "debates", "mutual_meetings", "mutual_groups", "month_figures", "indicators", "units", "workers"}
"""The tables whose change is seen here."""


class HoursPage(QWidget):
    """One unit by month: how long people sat in meetings, inside working time and outside, and how the plan was fulfilled."""

    TITLE = N_("Without delay to production")
    PAPERS: tuple[Paper, ...] = (sheets.HOURS,)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.found: list[MonthHours] = []
        self.setObjectName("hours_page")
        self.setProperty("area", "page")
        e = theme.em()
        inside = QWidget()
        inside.setProperty("area", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        column.setSpacing(round(e * 0.6))
        title = QLabel(_("Rectification and production without delay"))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(self._choices())
        self.words = QLabel()
        self.words.setObjectName("hours_words")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        self.chart = ChartView()
        self.chart.setObjectName("hours_chart")
        self.chart.setMinimumHeight(round(e * 17))
        self.chart.picked.connect(self._picked)
        column.addWidget(self.chart)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(round(e * 0.7))
        self.grid.setVerticalSpacing(round(e * 0.3))
        column.addLayout(self.grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("hours_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._offer()
        self.unit.currentIndexChanged.connect(lambda _place: self._unit_chosen())
        self.indicator.currentIndexChanged.connect(lambda _place: self._indicator_chosen())
        office.acted.connect(lambda touched: self._acted(set(touched)))
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def _choices(self) -> QWidget:
        """Which unit, and by which indicator."""
        bar = QWidget()
        line = FlowLayout(bar)
        grows_down(bar)
        self.unit, self.indicator = QComboBox(), QComboBox()
        for name, label, box in (("hours_unit", N_("Unit"), self.unit), ("hours_indicator", N_("Indicator"), self.indicator)):
            words = QLabel(_(label))
            words.setBuddy(box)
            box.setObjectName(name)
            box.setAccessibleName(_(label))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            line.addWidget(words)
            line.addWidget(box)
        return bar

    def _offer(self) -> None:
        """The units as a tree and the indicators in use; what was chosen last stays."""
        book = self.office.book
        row = self.unit.currentData() or self.office.remembered("hours/unit") or hours.unit_at_first(book)
        depths: dict[int, int] = {}
        for box in (self.unit, self.indicator):
            box.blockSignals(True)
        self.unit.clear()
        for each in hours.units(book):
            depths[each.id] = depths[each.above] + 1 if each.above in depths else 0
            name = (language() == "en" and each.english) or each.name
            self.unit.addItem("\u2003" * depths[each.id] + name, each.id)
        self.unit.setCurrentIndex(max(self.unit.findData(row), 0) if self.unit.count() else -1)
        kept = self.indicator.currentData() or self.office.remembered("hours/indicator")
        self.indicator.clear()
        for found in figures.indicators(book):
            self.indicator.addItem(figures.called(found), found.id)
        if kept is None and self.unit.currentData() is not None:
            kept = hours.indicator_at_first(book, self.unit.currentData(), hours.months_to(self.office.period()))
        self.indicator.setCurrentIndex(max(self.indicator.findData(kept), 0) if self.indicator.count() else -1)
        for box in (self.unit, self.indicator):
            box.blockSignals(False)

    def _unit_chosen(self) -> None:
        self.office.remember("hours/unit", self.unit.currentData())
        self.refresh()

    def _indicator_chosen(self) -> None:
        self.office.remember("hours/indicator", self.indicator.currentData())
        self.refresh()

    def _acted(self, touched: set[str]) -> None:
        if touched & {"units", "indicators"}:
            self._offer()
        if touched & TOUCHING:
            self.refresh()

    def refresh(self) -> None:
        """Reckon anew."""
        book, unit = self.office.book, self.unit.currentData()
        for box in (self.unit, self.indicator):
            box.setEnabled(box.count() > 0)
        months = hours.months_to(self.office.period())
        self.found = [] if unit is None else hours.by_month(book, unit, self.indicator.currentData(), months)
        chart = sheets.hours_picture(self.found)
        self.chart.show_chart(chart)
        self.chart.setVisible(chart is not None)
        self.words.setText(self._said(drawn=chart is not None))
        self._fill_grid()

    def _said(self, *, drawn: bool) -> str:
        """What is said above the table."""
        if not self.found:
            return _("Hours of meetings and the plan's fulfilment stand here side by side, once they are written down.")
        said = [_("On the roll: {count} people.", count=self.found[-1].heads)]
        if not drawn:
            said.append(_("The picture comes once three months have both hours of meetings and a fulfilled plan."))
        untimed = sum(each.untimed for each in self.found)
        if untimed:
            said.append(_("Meetings without times, whose hours are not in it: {count}.", count=untimed))
        said.append(_("Meetings and plan stand side by side: nothing is said of cause, and no unit is ranked."))
        return " ".join(said)

    def _fill_grid(self) -> None:
        """The table, the latest month on top."""
        clear(self.grid)
        if not self.found:
            return
        heads = (
            N_("Month"), *(label for _tbl, label in KINDS), N_("People"), N_("Inside (hours)"), N_("Outside (hours)"),
            N_("Hours a head"), N_("of these inside"), N_("Plan fulfilled"),
        )  # fmt: skip
        for place, head in enumerate(heads):
            words = QLabel(_(head))
            words.setProperty("role", "quiet")
            words.setWordWrap(True)
            words.setAlignment((LEFT if place == 0 else RIGHT) | Qt.AlignmentFlag.AlignBottom)
            self.grid.addWidget(words, 0, place)
            self.grid.setColumnStretch(place, 0 if place == 0 else 1)
        for line, each in enumerate(reversed(self.found), start=1):
            self._add(line, each)

    def _add(self, line: int, each: MonthHours) -> None:
        """One month: each number of meetings opens them."""
        self.grid.addWidget(_text(str(each.month), f"month_{each.month}"), line, 0, LEFT | MIDDLE)
        place = 1
        for tbl, label in KINDS:
            rows = each.rows(tbl)
            if rows:
                count = Link(str(len(rows)), f"{tbl}_{each.month}")
                count.clicked.connect(lambda _checked=False, tbl=tbl, rows=rows, label=label: self._open(tbl, rows, label, each))
                self.grid.addWidget(count, line, place, RIGHT | MIDDLE)
            else:
                self.grid.addWidget(_text("0" if each.inside is not None else "", "none"), line, place, RIGHT | MIDDLE)
            place += 1
        kept = each.inside is not None
        texts = (
            ("people", str(each.people) if kept else ""), ("inside", _hours(each.inside)), ("outside", _hours(each.outside)),
            ("per_head", _a_head(each.per_head)), ("inside_per_head", _a_head(each.inside_per_head)),
            ("share", figures.shown_percent(each.share)),
        )  # fmt: skip
        for name, text in texts:
            self.grid.addWidget(_text(text, f"{name}_{each.month}"), line, place, RIGHT | MIDDLE)
            place += 1

    def _open(self, tbl: str, rows: Sequence[int], label: str, each: MonthHours) -> None:
        self.office.show_rows(tbl, rows, f"{_(label)} {each.month}")

    def _picked(self, picked: Picked) -> None:
        """A month of the picture opens the meetings of the kind that took most people's time in it."""
        if not 0 <= picked.category < len(self.found):
            return
        each = self.found[picked.category]
        kinds = [(sum((t.minutes or 0) * t.people for t in each.meetings if t.tbl == tbl), tbl, label) for tbl, label in KINDS]
        held = [kind for kind in kinds if each.rows(kind[1])]
        if held:
            _most, tbl, label = max(held)
            self._open(tbl, each.rows(tbl), label, each)

    def prints(self) -> list[Print]:
        """The table and the picture of the chosen unit and indicator, and blank."""
        make = partial(sheets.two_not_delayed, unit_row=self.unit.currentData(), indicator_row=self.indicator.currentData())
        chosen = msgspec.structs.replace(sheets.HOURS, make=make)
        return [Print(chosen, period=self.office.period()), Print(sheets.HOURS, blank=True)]


def _text(text: str, name: str) -> QLabel:
    words = QLabel(text)
    words.setObjectName(name)
    return words


def _hours(person_minutes: Fraction | None) -> str:
    """Person-hours with one decimal, as on paper."""
    return "" if person_minutes is None else str(Exact(meetings.hours(person_minutes), QUANTITY_SCALE, 1))


def _a_head(value: Fraction | None) -> str:
    """Hours with two decimals, as on paper."""
    return "" if value is None else str(Exact(meetings.rounded(value * 100), 100, 2))
