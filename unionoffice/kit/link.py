"""Buttons whose words may be long: what finds no room ends in dots and is read whole beside the mouse."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from unionoffice.kit import theme


class WordyButton(QPushButton):
    """A button that never makes its surroundings wider than they are. `words` are all its words."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None, *, least: float = 8.0) -> None:
        super().__init__(words, parent)
        self.words = words
        self._least = least
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show other words."""
        self.words = words
        self.setAccessibleName(words)
        self._show_words(self.width())
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for all its words."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        width = hint.width() - metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self.words) + 2
        return QSize(width, hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A few letters are enough."""
        return QSize(min(self.sizeHint().width(), round(theme.em() * self._least)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show as many of the words as there is room for."""
        super().resizeEvent(event)
        self._show_words(event.size().width())

    def _show_words(self, width: int) -> None:
        metrics = self.fontMetrics()
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        shown = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, max(0, width - around))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self.words if shown != self.words else "")


class Link(WordyButton):
    """Words that lead somewhere, in the look of a link."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, name, parent)
        self.setProperty("kind", "link")
