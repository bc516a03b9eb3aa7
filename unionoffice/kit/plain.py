"""A button in words, and an emptied layout: what every part of the screen needs, and the start loads nothing more for it."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QPushButton


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
