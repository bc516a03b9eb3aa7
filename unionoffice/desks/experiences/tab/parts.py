"""What the pages of this desk share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from unionoffice.core.record import Worded
from unionoffice.kit import theme
from unionoffice.kit.desk import DeskTab
from unionoffice.kit.sheet_view import longest_word


def names(way: Sequence[Worded]) -> tuple[str, ...]:
    """The words of some states, for the line of steps."""
    return tuple(state.word for state in way)


def do(step: Callable[[Any, int, Any], None], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)


def column() -> tuple[QWidget, QVBoxLayout]:
    """An empty widget and its column, for what a desk shows below a record."""
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(0, 0, 0, 0)
    return holder, inside


def heading(text: str) -> QLabel:
    """A small heading."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def wrapped(text: str, name: str) -> QLabel:
    """Words that break over lines and can be marked."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(min(longest_word(label), round(theme.em() * 10)))
    return label


def tab_of(widget: QWidget) -> Any:
    """The desk's tab that a page stands in; None while it stands alone."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, DeskTab):
        above = above.parentWidget()
    return above
