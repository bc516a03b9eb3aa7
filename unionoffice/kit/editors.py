"""One box for each kind of field: what is typed is read as the clerk means it, and told in words when it cannot be."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import office as settings
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import format_money, parse_money
from unionoffice.core.period import Month, parse_date
from unionoffice.core.quantity import format_quantity, parse_quantity, parse_whole
from unionoffice.core.record import Field, Worded
from unionoffice.core.search import Hit
from unionoffice.core.words import _, language
from unionoffice.kit import signs, theme
from unionoffice.kit.offer import AnyIndex, Offer, OfferList
from unionoffice.kit.table import show_value, whole

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditorContext(Protocol):
    """What the boxes must know of the office: its book, the chosen month, and how something new is added on the spot."""

    @property
    def book(self) -> Book:
        """The open book."""

    @property
    def month(self) -> Month:
        """The chosen month: a date written as `5` means its 5th."""

    def add_new(self, table: str, text: str, done: Callable[[int], None]) -> None:
        """Let the clerk add a record to `table`, named `text`; `done` takes its id."""


class Line(QLineEdit):
    """A line to type in. Enter goes on, unless the input method is still composing."""

    entered = Signal()
    left = Signal()

    def __init__(self, letters: int = 0, parent: QWidget | None = None) -> None:
        """`letters` is how many digits the line must hold; 0 lets it take all the room there is."""
        super().__init__(parent)
        self.letters = letters
        self.composing = False
        if letters:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for the letters it must hold, at any text size."""
        hint = super().sizeHint()
        if self.letters:
            signs_beside = round(theme.em() * 1.4) if self.actions() else 0
            hint.setWidth(self.fontMetrics().horizontalAdvance("0" * self.letters) + round(theme.em() * 1.4) + signs_beside)
        return hint

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A line may become narrow, never flat."""
        if self.letters:
            return self.sizeHint()
        hint = super().sizeHint()
        hint.setWidth(self.fontMetrics().horizontalAdvance("0" * 6) + round(theme.em() * 1.2))
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter goes on to the next field."""
        if event.key() in _ENTER and not self.composing:
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's own name
        """While something is being composed, Enter belongs to the input method."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """What stands in the line is marked, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell that the clerk went elsewhere."""
        super().focusOutEvent(event)
        self.composing = False
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class Editor(QWidget):
    """The box of one field. Subclasses say how it looks and how it is read."""

    changed = Signal()
    """The clerk changed something in it."""
    left = Signal()
    """The clerk went elsewhere."""
    go_on = Signal()
    """Enter: on to the next field."""
    wanted_new = Signal(str, str)
    """The clerk wants to add a record: its table, and what was typed."""

    wide = False  # takes all the room there is

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.context = context
        self.closed = False
        self.setObjectName(f"{field.name}_editor")
        self.box = QHBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(max(2, round(theme.em() * 0.3)))

    # -- to be said by each kind -------------------------------------------

    def read(self) -> object:
        """The value of what stands in the box, None when it is empty. Raises KnownError when it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        raise NotImplementedError

    def first_widget(self) -> QWidget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def draft(self) -> object:
        """What was typed, as JSON can hold it, readable or not."""
        raise NotImplementedError

    def restore(self, draft: object) -> None:
        """Put back what `draft` gave."""
        raise NotImplementedError

    def tidy(self) -> None:
        """Write what was typed in its usual form, when it can be read."""

    # -- the same for all ------------------------------------------------------

    def value(self) -> object:
        """The value in the box, None when it is empty. Raises KnownError, with the field, when it cannot be read."""
        try:
            value = self.read()
            self._check_bounds(value)
        except KnownError as error:
            raise KnownError(str(error), field=self.field.name) from error
        return value

    def problem(self) -> str:
        """What is wrong with what was typed, in words; empty when nothing is."""
        try:
            self.value()
        except KnownError as error:
            return str(error)
        return ""

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return self.draft() in (None, "", [], {})

    def clear(self) -> None:
        """Empty the box."""
        self.set_value(None)

    def show_faulty(self, faulty: bool) -> None:
        """Mark the box whose content cannot be read. The words stand beside it."""
        theme.put(self.first_widget(), problem="true" if faulty else "false")

    def set_closed(self, closed: bool) -> None:
        """Close a box that must stay empty: it is emptied and cannot be typed in."""
        if closed:
            self.clear()
        self.closed = closed
        self.setEnabled(not closed)

    def make_compact(self) -> None:
        """Take as little room as can be: the box stands in a line of a small table under its heading."""

    def take_focus(self) -> None:
        """Put the cursor into the box."""
        self.first_widget().setFocus(Qt.FocusReason.TabFocusReason)

    def name(self, widget: QWidget, spoken: str = "") -> None:
        """Give a widget inside the names by which tests and screen readers find it."""
        widget.setObjectName(self.field.name)
        widget.setAccessibleName(spoken or _(self.field.label))
        if self.field.shown.hint:
            widget.setAccessibleDescription(_(self.field.shown.hint))

    def _check_bounds(self, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            return
        how = self.field.shown

        def written(bound: int) -> str:
            return show_value(self.field, bound, self.context.book)

        if how.ge is not None and value < how.ge:
            if how.ge == 0:
                raise KnownError(_("This cannot be below zero."))
            raise KnownError(_("This must be {least} or more.", least=written(how.ge)))
        if how.le is not None and value > how.le:
            raise KnownError(_("This must be {most} or less.", most=written(how.le)))


class _LineEditor(Editor):
    """A box that is one line of text."""

    letters = 0

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.line = Line(self.letters)
        self.name(self.line)
        self.box.addWidget(self.line)
        if self.letters:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.line.entered.connect(self._entered)
        self.line.left.connect(self._left)

    def parse(self, text: str) -> object:
        """The value of a text that is not empty."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """The usual form of a value."""
        raise NotImplementedError

    def read(self) -> object:
        text = self.line.text().strip()
        return self.parse(text) if text else None

    def set_value(self, value: object) -> None:
        self.line.setText("" if value is None else self.written(value))
        self.line.setCursorPosition(0)

    def first_widget(self) -> QWidget:
        return self.line

    def draft(self) -> object:
        return self.line.text()

    def restore(self, draft: object) -> None:
        self.line.setText(str(draft))

    def tidy(self) -> None:
        try:
            value = self.value()
        except KnownError:
            return
        if value is not None:
            self.line.setText(self.written(value))

    def take_focus(self) -> None:
        """Put the cursor into the line, what stands there marked."""
        super().take_focus()
        self.line.selectAll()

    def _entered(self) -> None:
        self.go_on.emit()

    def _left(self) -> None:
        self.tidy()
        self.left.emit()


class TextEditor(_LineEditor):
    """One line of free text; earlier wordings are offered when the field suggests them."""

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._offers: _Offers | None = None
        if field.shown.suggests:
            self._offers = _Offers(self.line, self._suggest, first=False)
            self._offers.taken.connect(self._take)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return text

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return str(value)

    def _suggest(self, text: str) -> list[Offer]:
        seen: dict[str, Offer] = {}
        for hit in self.context.book.offered(self.field.shown.suggests, text, limit=12):
            if hit.title and hit.title != text:
                seen.setdefault(hit.title, Offer(hit.title, hit.number, hit.note, hit.row))
        return list(seen.values())

    def _take(self, offer: Offer) -> None:
        self.line.setText(offer.title)
        self.changed.emit()


class WholeEditor(_LineEditor):
    """A whole number."""

    letters = 10

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_whole(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return whole(self.field, value)


class MoneyEditor(WholeEditor):
    """An amount in yuan; its value is whole fen."""

    letters = 14

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_money(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return format_money(value)


class QuantityEditor(WholeEditor):
    """A measured number; its value is whole ten-thousandths."""

    letters = 12

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_quantity(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return format_quantity(value)


class DateEditor(_LineEditor):
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


class MonthEditor(_LineEditor):
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


class LongEditor(Editor):
    """Text of several lines that grows as it is written. Enter is a new line; Tab or Ctrl+Enter goes on."""

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None, *, lines: int = 2) -> None:
        super().__init__(field, context, parent)
        self.text = _LongText(lines)
        self.name(self.text)
        self.box.addWidget(self.text)
        self._setting = False
        self.text.textChanged.connect(self._changed)
        self.text.entered.connect(self.go_on)
        self.text.left.connect(self.left)

    def read(self) -> object:
        """What stands in the box."""
        return self.text.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        self._setting = True
        self.text.setPlainText("" if value is None else str(value))
        self._setting = False

    def first_widget(self) -> QWidget:
        """The widget that takes the focus."""
        return self.text

    def draft(self) -> object:
        """What was typed."""
        return self.text.toPlainText()

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        self.set_value(draft)

    def make_compact(self) -> None:
        """Take less room in a line of lines, where Enter goes on and Shift+Enter is a new line."""
        self.text.set_least(1)
        self.text.enter_goes_on = True

    def _changed(self) -> None:
        if not self._setting:
            self.changed.emit()


class _LongText(QPlainTextEdit):
    entered = Signal()
    left = Signal()

    def __init__(self, least: int, most: int = 14) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.enter_goes_on = False
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def set_least(self, lines: int) -> None:
        """How many lines the box has when it is empty."""
        self._least = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as what was written, within bounds."""
        lines = max(self._least, min(self._most, round(self.document().size().height())))
        around = self.contentsMargins().top() + self.contentsMargins().bottom()
        around += 2 * round(self.document().documentMargin()) + round(theme.em() * 0.6)
        return QSize(round(theme.em() * 20), lines * self.fontMetrics().lineSpacing() + around)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Never so flat that a line is cut."""
        return QSize(round(theme.em() * 8), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Other width, other number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Ctrl+Enter goes on; Enter alone is a new line, but goes on too where the text is one line of several."""
        new_line = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not self.enter_goes_on
        if event.key() in _ENTER and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or not new_line):
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Writing goes on at the end."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason):
            self.moveCursor(QTextCursor.MoveOperation.End)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell that the clerk went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class YesEditor(Editor):
    """Yes or no: a box to tick with Space; Enter goes on."""

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.tick = _Tick(_(field.label))
        self.name(self.tick)
        self.box.setContentsMargins(0, round(theme.em() * 0.22), 0, round(theme.em() * 0.22))
        self.box.addWidget(self.tick)
        self.tick.toggled.connect(self._toggled)
        self.tick.entered.connect(self.go_on)
        self._setting = False

    def read(self) -> object:
        """What stands in the box."""
        return self.tick.isChecked()

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        self._setting = True
        self.tick.setChecked(bool(value))
        self._setting = False

    def first_widget(self) -> QWidget:
        """The widget that takes the focus."""
        return self.tick

    def draft(self) -> object:
        """What was typed."""
        return self.tick.isChecked()

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        self.set_value(draft)

    def is_empty(self) -> bool:
        """Whether it stands as it was at first."""
        return self.tick.isChecked() == bool(self.field.default)

    def clear(self) -> None:
        """Back to how it was at first."""
        self.set_value(self.field.default)

    def make_compact(self) -> None:
        """Take less room in a line of lines."""
        self.tick.setText("")

    def _toggled(self, _checked: bool) -> None:
        if not self._setting:
            self.changed.emit()


class _Tick(QCheckBox):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter goes on; 1 says yes, 0 says no."""
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_0, Qt.Key.Key_1):
            self.setChecked(event.key() == Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)


class ChoiceEditor(Editor):
    """One of a closed list: by the arrow keys, by its number in the list, or by the mouse."""

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.choices: list[Worded | None] = list(field.type)
        if field.optional:
            self.choices.insert(0, None)
        self.list = _ChoiceBox(empty_first=field.optional)
        self.list.addItems([_(choice.word) if choice is not None else "" for choice in self.choices])
        self.list.setPlaceholderText(_("choose"))
        self.name(self.list)
        self.box.addWidget(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.list.activated.connect(lambda _row: self.changed.emit())
        self.list.entered.connect(self.go_on)
        self.list.left.connect(self.left)
        self.set_value(None)

    def read(self) -> object:
        """What stands in the box."""
        row = self.list.currentIndex()
        return self.choices[row] if row >= 0 else None

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        row = self.choices.index(self.field.type(value)) if value else (0 if self.field.optional else -1)
        self.list.setCurrentIndex(row)

    def first_widget(self) -> QWidget:
        """The widget that takes the focus."""
        return self.list

    def draft(self) -> object:
        """What was typed."""
        value = self.read()
        return "" if value is None else str(value)

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        self.set_value(draft)


class _ChoiceBox(QComboBox):
    entered = Signal()
    left = Signal()

    def __init__(self, *, empty_first: bool) -> None:
        super().__init__()
        self._first = 0 if empty_first else 1
        self.setItemDelegate(_NumberedDelegate(self, self._first))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(14)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Wide enough for the longest choice, at least for the word that asks."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), round(theme.em() * 7)), hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """May become narrow, never flat."""
        return QSize(round(theme.em() * 5), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """A digit takes the choice of that number; Enter goes on."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER:
            self.entered.emit()
        elif plain and event.text().isascii() and event.text().isdigit():
            row = int(event.text()) - self._first
            if 0 <= row < self.count():
                self.setCurrentIndex(row)
                self.activated.emit(row)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Ctrl+S saves; it does not search the list
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's own name
        """Turning the wheel over a form never changes what was entered."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Tell that the clerk went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class _NumberedDelegate(QStyledItemDelegate):
    """Shows each choice with the digit that takes it."""

    def __init__(self, parent: QWidget, first: int) -> None:
        super().__init__(parent)
        self._first = first

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: N802 - Qt's own name
        super().initStyleOption(option, index)
        number = index.row() + self._first
        option.text = f"{number}  {option.text}" if number < 10 else f"    {option.text}"

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's own name
        return QSize(super().sizeHint(option, index).width(), theme.row_height())


class _Offers(QWidget):
    """Watches a line, asks what may be meant by what is typed, and shows it in a list."""

    taken = Signal(object)

    def __init__(self, line: Line, ask: Callable[[str], Sequence[Offer]], *, first: bool) -> None:
        super().__init__(line)
        self.hide()
        self.line, self._ask, self._first = line, ask, first
        self.list = OfferList(line)
        self.list.picked.connect(self._picked)
        line.textEdited.connect(self._edited)
        line.left.connect(self.list.hide)
        line.installEventFilter(self)
        line.destroyed.connect(self.list.deleteLater)

    def open(self) -> None:
        """Offer what fits now."""
        self._offer(first=self._first)

    def _offer(self, *, first: bool) -> None:
        if self.line.isEnabled() and not self.line.isReadOnly():
            self.list.offer(self._ask(self.line.text().strip()), first=first)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """The list's keys while the cursor stays in the line."""
        if event.type() == QEvent.Type.Hide:
            self.list.hide()
        elif event.type() == QEvent.Type.Move:
            self.list.follow()  # the form made room for something above: the list goes with its box
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.line.composing:
            return self._key(event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.list.isVisible():
            event.accept()  # a shortcut of the window does not take it away
            return event.type() == QEvent.Type.ShortcutOverride
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, visible = event.key(), self.list.isVisible()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) or (key == Qt.Key.Key_F4 and not visible):
            if visible:
                self.list.move_mark(1 if key == Qt.Key.Key_Down else -1)
            elif key != Qt.Key.Key_Up:
                self.open()
            marked = self.list.current()
            self.line.setAccessibleDescription(marked.spoken if marked else "")
            return True
        if not visible:
            return False
        if key == Qt.Key.Key_Escape:
            self.list.hide()
            return True
        if key in _ENTER or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            marked = self.list.current()
            self.list.hide()
            if marked is not None:
                self.taken.emit(marked)
                return marked.new  # adding opens elsewhere; a choice goes on with this same key
        return False

    def _edited(self, text: str) -> None:
        """Nothing is marked in the list of an emptied box: going on leaves it empty."""
        self._offer(first=self._first and bool(text.strip()))

    def _picked(self, offer: object) -> None:
        self.list.hide()
        self.taken.emit(offer)


class RefEditor(_LineEditor):
    """Names a record of the book: typed by any part of its name or number, chosen from the list below."""

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.table = field.shown.ref
        self.chosen: int | None = None
        self.compact = False
        self.note = QLabel()
        self.note.setObjectName(f"{field.name}_note")
        self.note.setProperty("role", "quiet")
        self.note.hide()
        self.box.addWidget(self.note)
        self._offers = _Offers(self.line, self._ask, first=True)
        self._offers.taken.connect(self._take)
        self.line.textEdited.connect(self._forget)
        self.open_list = QAction(signs.icon("down"), _("Choices"), self)
        self.open_list.setToolTip(_("Choose from the list (arrow down)"))
        self.open_list.triggered.connect(self._offers.open)
        self.line.addAction(self.open_list, QLineEdit.ActionPosition.TrailingPosition)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        if self.chosen is not None:
            return self.chosen
        fitting = [
            hit.row for hit in self.context.book.offered(self.table, text) if text in (hit.title, hit.number, hit.old_number)
        ]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise KnownError(_("Several are called “{text}”. Choose one from the list.", text=text))
        raise KnownError(_("“{text}” is not in the book. Choose from the list, or add it.", text=text))

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return self.context.book.title(self.table, value) or _("(no longer in the book)")

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        self.chosen = value if isinstance(value, int) and value else None
        hit = self.context.book.hit(self.table, self.chosen)
        super().set_value(self.chosen)
        quiet = "  ".join(part for part in (hit.number, self._told_apart(hit)) if part and part != hit.title) if hit else ""
        self.note.setText(quiet)
        self.note.setVisible(bool(quiet) and not self.compact)
        self.line.setToolTip(quiet)

    def tidy(self) -> None:
        """Write it in its usual form."""
        try:
            value = self.value()
        except KnownError:
            return
        if value is not None and value != self.chosen:
            self.set_value(value)

    def draft(self) -> object:
        """What was typed."""
        text = self.line.text()
        return {"row": self.chosen, "text": text} if self.chosen else text

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        if isinstance(draft, dict):
            self.set_value(draft.get("row"))
            if not self.context.book.hit(self.table, self.chosen):
                self.chosen = None
                self.line.setText(str(draft.get("text", "")))
        else:
            self.set_value(None)
            self.line.setText(str(draft))

    def _ask(self, text: str) -> list[Offer]:
        shown = "" if self.chosen is not None else text
        offers = [
            Offer(hit.title, hit.number, self._told_apart(hit), hit.row) for hit in self.context.book.offered(self.table, shown)
        ]
        if shown:
            offers.append(Offer(_("Add “{text}”", text=shown), new=True))
        return offers

    def _told_apart(self, hit: Hit) -> str:
        """What tells two of one name apart: the unit they belong to, works number, trade, grade."""
        return " · ".join(part for part in (self.context.book.title("units", hit.unit), hit.note) if part)

    def make_compact(self) -> None:
        """Take less room in a line of lines."""
        self.compact = True
        self.note.hide()

    def _forget(self, _text: str) -> None:
        self.chosen = None
        self.note.hide()

    def _take(self, offer: object) -> None:
        if not isinstance(offer, Offer):
            return
        if offer.new:
            text = self.line.text().strip()
            self.wanted_new.emit(self.table, text)
            self.context.add_new(self.table, text, self._added)
            return
        self.set_value(offer.row)
        self.changed.emit()

    def _added(self, row: int) -> None:
        self.set_value(row)
        self.changed.emit()
        self.take_focus()


_EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor,
    "long": LongEditor,
    "whole": WholeEditor,
    "money": MoneyEditor,
    "quantity": QuantityEditor,
    "date": DateEditor,
    "moment": MomentEditor,
    "month": MonthEditor,
    "yes": YesEditor,
    "choice": ChoiceEditor,
    "ref": RefEditor,
}


def editor_for(field: Field, context: EditorContext, parent: QWidget | None = None) -> Editor:
    """The box for a field of any kind."""
    if field.kind == "lines":
        from unionoffice.kit.lines import LinesEditor  # here: lines are made of editors

        return LinesEditor(field, context, parent)
    made = _EDITORS.get(field.kind)
    if made is None:
        raise BugError(f"no box for a field of kind {field.kind}")
    return made(field, context, parent)


def read_fields(fields: Sequence[Field], editors: dict[str, Editor]) -> dict[str, object]:
    """The values of the boxes by field. An empty box gives the field's default.

    Raises KnownError, with the field, for the first that cannot be read or must be filled in.
    """
    values: dict[str, object] = {}
    for field in fields:
        editor = editors[field.name]
        value = editor.value()
        if value is None and not field.optional:
            if field.required:
                raise KnownError(_("Fill in: {field}.", field=_(field.label)), field=field.name)
            value = field.default
        values[field.name] = value
    return values


def close_private(fields: Sequence[Field], editors: dict[str, Editor]) -> None:
    """Close the boxes of names while `anonymous` is ticked, and open them when it is not."""
    anonymous = editors.get("anonymous")
    if anonymous is None or anonymous.field.kind != "yes":
        return
    hidden = bool(anonymous.value())
    for field in fields:
        if field.shown.private and editors[field.name].closed != hidden:
            editors[field.name].set_closed(hidden)


__all__ = [
    "ChoiceEditor", "DateEditor", "Editor", "EditorContext", "Line", "LongEditor", "MomentEditor", "MoneyEditor", "MonthEditor",
    "QuantityEditor", "RefEditor", "TextEditor", "WholeEditor", "YesEditor", "close_private", "editor_for", "read_fields",
]
