"""Boxes for a day, a month and a moment, typed short, with a calendar for the mouse."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, parse_date
from unionoffice.core.record import Field
from unionoffice.core.words import _, language
from unionoffice.kit import signs
from unionoffice.kit.editors.base import EditorContext, LineEditor


class DateEditor(LineEditor):
    """A date, typed short (`5`, `3-5`, `0305`, `1958-3-5`); F4 or a click opens the calendar."""

    letters = 10

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.calendar: _Calendar | None = None
        self.open_calendar = QAction(signs.icon("calendar"), _("Calendar"), self)
        self.open_calendar.setShortcut(QKeySequence("F4"))
        self.open_calendar.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.open_calendar.setToolTip(_("Calendar (F4)"))
        self.open_calendar.triggered.connect(self._open)
        self.line.addAction(self.open_calendar, QLineEdit.ActionPosition.TrailingPosition)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_date(text, self.context.month, settings.office(self.context.book).closing_day)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return str(value.isoformat())

    def _open(self) -> None:
        if self.calendar is None:
            self.calendar = _Calendar(self)
            self.calendar.picked.connect(self._picked)
        month = self.context.month
        try:
            shown = self.value()
        except KnownError:
            shown = None
        day = shown if isinstance(shown, datetime.date) else datetime.date(month.year, month.number, 1)
        self.calendar.open_at(day, self.line)

    def _picked(self, day: object) -> None:
        self.set_value(day)
        self.changed.emit()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class _Calendar(QFrame):
    """A month to click a day in."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendar")
        self.setProperty("area", "card")
        self.days = QCalendarWidget(self)
        self.days.setAccessibleName(_("Calendar"))
        self.days.setLocale(QLocale(QLocale.Language.Chinese if language() == "zh" else QLocale.Language.English))
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.days)
        self.days.clicked.connect(self._take)
        self.days.activated.connect(self._take)

    def open_at(self, day: datetime.date, under: QWidget) -> None:
        """Open with this day marked, under a box."""
        self.days.setSelectedDate(QDate(day.year, day.month, day.day))
        self.adjustSize()
        corner = under.mapToGlobal(QPoint(0, under.height()))
        screen = under.screen().availableGeometry()
        left = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        top = corner.y() if corner.y() + self.height() <= screen.bottom() else corner.y() - under.height() - self.height()
        self.move(left, top)
        self.show()
        self.days.setFocus()

    def _take(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(datetime.date(day.year(), day.month(), day.day()))


class MonthEditor(LineEditor):
    """A month: `2` in the chosen year, `1958-2`, `195802`."""

    letters = 9

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        plain = unicodedata.normalize("NFKC", text).removesuffix("月份").removesuffix("月")
        if re.fullmatch(r"0?[1-9]|1[0-2]", plain):
            return Month(self.context.month.year, int(plain))
        return Month.parse(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return str(value)


class MomentEditor(DateEditor):
    """A date and the time of day: `5 14:30`, `3-5 1430`, `1958-3-5 8`."""

    letters = 16

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        plain = unicodedata.normalize("NFKC", text).strip()
        found = re.fullmatch(r"(\S+)[ T](?P<h>\d{1,2})(?:[:.时点]?(?P<m>\d{2})分?)?(?::\d{2})?", plain)
        if found is None:
            raise KnownError(_("Write the day and the time, such as 5 14:30."))
        day = parse_date(found[1], self.context.month, settings.office(self.context.book).closing_day)
        hour, minute = int(found["h"]), int(found["m"] or 0)
        if hour > 23 or minute > 59:
            raise KnownError(_("There is no such time of day."))
        return datetime.datetime.combine(day, datetime.time(hour, minute))

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return str(value.strftime("%Y-%m-%d %H:%M"))

    def _picked(self, day: object) -> None:
        time = self.line.text().partition(" ")[2] or "08:00"
        self.line.setText(f"{day} {time}")
        self.changed.emit()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
