"""The menu of a register's columns: which are shown, and which could be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtWidgets import QMenu

from unionoffice.core.query import Column, Query
from unionoffice.core.words import _


def fill(menu: QMenu, query: Query[Any], shown: tuple[Column, ...], choose: Callable[[Collection[str]], None]) -> None:
    """Offer the register's own columns, the other fields of its record, and the way back, ticked where they are shown.

    `choose` is told the names of those that shall be shown, none for the usual ones. One at least stays.
    """
    names = frozenset(column.field for column in shown)
    others = QMenu(_("Other fields"), menu)
    others.setObjectName("columns_others")
    for column in query.offered():
        entry = (menu if column in query.columns else others).addAction(query.heading(column).replace("&", "&&"))
        entry.setObjectName(f"column_{column.field}")
        entry.setCheckable(True)
        entry.setChecked(column.field in names)
        entry.setEnabled(names != {column.field})
        entry.triggered.connect(lambda _on=False, name=column.field: choose(names ^ {name}))
    if others.actions():
        menu.addMenu(others)
    menu.addSeparator()
    usual = menu.addAction(_("The usual columns"))
    usual.setObjectName("columns_usual")
    usual.setEnabled(shown != query.columns)
    usual.triggered.connect(lambda _on=False: choose(()))
