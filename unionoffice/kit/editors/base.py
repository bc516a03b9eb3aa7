"""What all boxes have in common, and the line of text most of them are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Field
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.table import show_value

if TYPE_CHECKING:
    from unionoffice.kit.asker import Asker

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditorContext(Protocol):
    """What the boxes must know of the office: its book, whom to ask beside the window, the month, how something new is added."""

    @property
    def book(self) -> Book:
        """The open book."""

    @property
    def asker(self) -> Asker | None:
        """Whom to put quick questions to that shall not hold up the window; None where there is nobody: then the box waits."""

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
        if event.key() in ENTER and not self.composing:
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


class LineEditor(Editor):
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
        """The value of what stands in the line, None when it is empty."""
        text = reading.seen(self.line.text()).strip()
        return self.parse(text) if text else None

    def set_value(self, value: object) -> None:
        """Put a value into the line, in its usual form."""
        self.line.setText("" if value is None else self.written(value))
        self.line.setCursorPosition(0)

    def first_widget(self) -> QWidget:
        """The line."""
        return self.line

    def draft(self) -> object:
        """What was typed."""
        return self.line.text()

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        self.line.setText(str(draft))

    def tidy(self) -> None:
        """Write what was typed in its usual form, when it can be read."""
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
