"""A button in words, an emptied layout, an area that scrolls upright: what every part of the screen needs, quick to load."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QPushButton, QScrollArea


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and out of the world."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def button(text: str, name: str, kind: str = "", *, tip: str = "") -> QPushButton:
    """A push button in words, with its name for tests and screen readers."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    return made


class Upright(QScrollArea):
    """Scrolls up and down only: what is in it is never wider than what is seen of it, also while the bar comes and goes."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Hold the width."""
        super().resizeEvent(event)
        widget = self.widget()
        if widget is not None:
            widget.setMaximumWidth(self.viewport().width())
