"""What may be meant by what is typed is shown in a list under the line, and chosen there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unionoffice.core.book import Book
from unionoffice.kit.editors.base import ENTER, EditorContext, Line
from unionoffice.kit.offer import Offer, OfferList

_CHOOSING = (*ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Down, Qt.Key.Key_Up)


class Offers(QWidget):
    """Watches a line, asks what may be meant by what is typed, and shows it in a list."""

    taken = Signal(object)

    def __init__(
        self, line: Line, context: EditorContext, ask: Callable[[str], Callable[[Book], Sequence[Offer]]], *, first: bool
    ) -> None:
        """`ask` makes of what is typed a question to the book, put beside the window; with `first`, Enter takes the first."""
        super().__init__(line)
        self.hide()
        self.line, self.context, self._ask, self._first = line, context, ask, first
        self._slot = f"offers/{id(self)}"
        self._first_now = first
        self.list = OfferList(line)
        self.list.picked.connect(self._picked)
        line.textEdited.connect(self._edited)
        line.left.connect(self.close_list)
        line.installEventFilter(self)
        line.destroyed.connect(self.list.deleteLater)

    def open(self) -> None:
        """Offer what fits now."""
        self._offer(first=self._first)

    def close_list(self) -> None:
        """Nothing more is offered for what stands in the line."""
        if self.context.asker is not None:
            self.context.asker.forget(self._slot)
        self.list.hide()

    def _offer(self, *, first: bool) -> None:
        if not self.line.isEnabled() or self.line.isReadOnly():
            return
        self._first_now = first
        question = self._ask(self.line.text().strip())
        if self.context.asker is None:
            self._answered(question(self.context.book))
        else:
            self.context.asker.ask(self._slot, question, self._answered)

    def _answered(self, offers: Sequence[Offer]) -> None:
        self.list.offer(offers, first=self._first_now)

    def _catch_up(self) -> bool:
        """A key that chooses came before the answer: it is waited for, so that nobody takes what was offered for less."""
        asker = self.context.asker
        if asker is None or not asker.asking(self._slot):
            return False
        asker.forget(self._slot)
        self._answered(self._ask(self.line.text().strip())(self.context.book))
        return True

    def _is_sure(self, marked: Offer) -> bool:
        """Whether nothing else can be meant: it alone fits, or it alone is called what was typed."""
        fitting = [offer for offer in self.list.offers.offers if not offer.new]
        called = [offer for offer in fitting if offer.title == self.line.text().strip()]
        return marked.new or len(fitting) == 1 or called == [marked]

    def eventFilter(self, watched: Any, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """The list's keys while the cursor stays in the line."""
        if event.type() == QEvent.Type.Hide:
            self.close_list()
        elif event.type() == QEvent.Type.Move:
            self.list.follow()  # the form made room for something above: the list goes with its box
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.line.composing:
            return self._key(event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.list.isVisible():
            event.accept()  # a shortcut of the window does not take it away
            return event.type() == QEvent.Type.ShortcutOverride
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        unseen = key in _CHOOSING and self._catch_up()
        visible = self.list.isVisible()
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
            self.close_list()
            return True
        if key in ENTER or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            marked = self.list.current()
            if unseen and marked is not None and not self._is_sure(marked):
                return True  # several fit, and the clerk has not seen them yet: they stay open, and the next key takes one
            self.close_list()
            if marked is not None:
                self.taken.emit(marked)
                return marked.new  # adding opens elsewhere; a choice goes on with this same key
        return False

    def _edited(self, text: str) -> None:
        """Nothing is marked in the list of an emptied box: going on leaves it empty."""
        self._offer(first=self._first and bool(text.strip()))

    def _picked(self, offer: object) -> None:
        self.close_list()
        self.taken.emit(offer)
