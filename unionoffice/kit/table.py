"""How values stand in tables and on read-only sheets: figures to the right, dates in one form, choices in words."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from unionoffice.core.book import Book
from unionoffice.core.money import format_money
from unionoffice.core.quantity import format_quantity, format_whole
from unionoffice.core.record import Field, Kind, Worded
from unionoffice.core.words import Said, _
from unionoffice.kit import theme

EMPTY = "—"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SMALL = 10_000
_FIGURES: frozenset[Kind] = frozenset({"whole", "money", "quantity"})


def show_value(field: Field, value: object, book: Book) -> str:
    """A value in words of the screen's language; empty for None and empty text."""
    if field.kind == "ref":
        return book.title(field.shown.ref, value if isinstance(value, int) else None)
    if field.kind == "lines":
        return str(len(value)) if isinstance(value, tuple) and value else ""
    if field.kind == "whole" and isinstance(value, int) and not isinstance(value, bool):
        return whole(field, value)
    return show_kind(field.kind, value)


def whole(field: Field, value: int) -> str:
    """A whole number with separators; a year or a grade, which is never large, without."""
    return str(value) if is_small(field) else format_whole(value)


def is_small(field: Field) -> bool:
    """Whether a field holds years or grades, which are written without separators."""
    return field.shown.le is not None and field.shown.le < _SMALL


def show_kind(kind: Kind, value: object) -> str:
    """A value of a kind in words; what needs the book (a reference) is shown by `show_value`."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Worded):
        return _(value.word)
    if isinstance(value, Said):
        return str(value)
    if isinstance(value, int) and kind in _FIGURES:
        return {"money": format_money, "quantity": format_quantity, "whole": format_whole}[kind](value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


def alignment(field: Field) -> Qt.AlignmentFlag:
    """Figures stand at the right, everything else at the left."""
    return alignment_of(field.kind)


def alignment_of(kind: Kind) -> Qt.AlignmentFlag:
    """Where values of a kind stand."""
    return RIGHT if kind in _FIGURES else LEFT


def prepare(view: QTableView) -> None:
    """The settings that all tables share: rows as high as the text needs, no grid, whole rows chosen, dots where text ends."""
    view.setProperty("plain", "true")
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(LEFT)
    set_row_height(view)


def set_row_height(view: QTableView) -> None:
    """Rows for the text size of now; to be called again when it changes."""
    view.verticalHeader().setDefaultSectionSize(theme.row_height())
    view.verticalHeader().setMinimumSectionSize(theme.line_height())
