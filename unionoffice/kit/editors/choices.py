"""Boxes for yes or no and for one of a closed list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from unionoffice.core.record import Field, Worded
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.editors.base import ENTER, Editor, EditorContext
from unionoffice.kit.offer import AnyIndex


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
        if event.key() in ENTER:
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
        if event.key() in ENTER:
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
