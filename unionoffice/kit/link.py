"""A line of words that leads somewhere: what finds no room ends in dots and is read whole beside the mouse."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from unionoffice.kit import theme


class Link(QPushButton):
    """A button that looks like a link and never makes its panel wider than it is."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.words = words
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for all its words."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        return QSize(hint.width() - metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(self.words), hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A few letters are enough."""
        return QSize(min(self.sizeHint().width(), round(theme.em() * 8)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show as many of the words as there is room for."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        around = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
        shown = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, max(0, event.size().width() - around))
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self.words if shown != self.words else "")
