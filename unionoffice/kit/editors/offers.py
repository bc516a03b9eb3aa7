"""What may be meant by what is typed is shown in a list under the line, and chosen there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionoffice.kit.editors.base import ENTER, Line
from unionoffice.kit.offer import Offer, OfferList


class Offers(QWidget):
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
        if key in ENTER or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
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
