"""Boxes for words: one line, or a text of several lines that grows as it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.record import Field
from unionoffice.kit import theme
from unionoffice.kit.editors.base import ENTER, Editor, EditorContext, LineEditor
from unionoffice.kit.editors.offers import Offers
from unionoffice.kit.offer import Offer


class TextEditor(LineEditor):
    """One line of free text; earlier wordings are offered when the field suggests them."""

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._offers: Offers | None = None
        if field.shown.suggests:
            self._offers = Offers(self.line, context, self._suggest, first=False)
            self._offers.taken.connect(self._take)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return text

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return str(value)

    def _suggest(self, text: str) -> Callable[[Book], list[Offer]]:
        table = self.field.shown.suggests

        def suggested(book: Book) -> list[Offer]:
            seen: dict[str, Offer] = {}
            for hit in book.offered(table, text, limit=12):
                if hit.title and hit.title != text:
                    seen.setdefault(hit.title, Offer(hit.title, hit.number, hit.note, hit.row))
            return list(seen.values())

        return suggested

    def _take(self, offer: Offer) -> None:
        self.line.setText(offer.title)
        self.changed.emit()


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
        return reading.seen(self.text.toPlainText()).strip() or None

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
        if event.key() in ENTER and (event.modifiers() & Qt.KeyboardModifier.ControlModifier or not new_line):
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
