"""Views of registers that are kept under a name: filter, conditions, order and columns. They stand in the book, for every clerk."""

from __future__ import annotations

from typing import Any

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.condition import Condition
from unionoffice.core.errors import KnownError
from unionoffice.core.words import N_, _

LONGEST = 40  # letters of a name


class View(msgspec.Struct, frozen=True):
    """How a register is looked at: the chip of its filter, only the chosen month, conditions, the name of its order, and the
    names of its columns, none where they are the usual ones.
    """

    chip: str = ""
    only_month: bool = False
    conditions: tuple[Condition, ...] = ()
    order: str = ""
    columns: tuple[str, ...] = ()


def kept_views(book: Book, register: str) -> dict[str, View]:
    """The views kept of a register, by their names. One that this program does not understand is left out."""
    found: dict[str, View] = {}
    for name, value in book.setting("views", {}).get(register, {}).items():
        view = understood(value)
        if view is not None:
            found[name] = view
    return found


def understood(value: object) -> View | None:
    """A view from what JSON kept of it; None when it cannot be read."""
    try:
        return msgspec.convert(value, View)
    except msgspec.ValidationError:
        return None


def keep_view(book: Book, register: str, name: str, view: View) -> str:
    """Keep a view under a name; what was kept under it before is gone. Gives the name as it is kept. Raises KnownError."""
    called = _good_name(name)
    kept: dict[str, Any] = book.setting("views", {}).get(register, {})
    _set(book, register, {**kept, called: msgspec.to_builtins(view)}, N_("Keep the view {name}"), called)
    return called


def rename_view(book: Book, register: str, before: str, name: str) -> str:
    """Call a view otherwise; it keeps its place. Gives the new name as it is kept. Raises KnownError when another bears it."""
    called = _good_name(name)
    kept: dict[str, Any] = book.setting("views", {}).get(register, {})
    if called != before and called in kept:
        raise KnownError(_("A view is called {name} already.", name=called), field="view_name")
    renamed = {called if each == before else each: value for each, value in kept.items()}
    _set(book, register, renamed, N_("Call a view {name}"), called)
    return called


def forget_view(book: Book, register: str, name: str) -> None:
    """Keep a view no longer."""
    kept = {each: value for each, value in book.setting("views", {}).get(register, {}).items() if each != name}
    _set(book, register, kept, N_("Forget the view {name}"), name)


def _good_name(name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise KnownError(_("Write a name for the view."), field="view_name")
    if len(called) > LONGEST:
        raise KnownError(_("The name of a view has at most {most} letters.", most=LONGEST), field="view_name")
    return called


def _set(book: Book, register: str, kept: dict[str, Any], label: str, name: str) -> None:
    with book.act(label, aside=True, name=name) as act:
        act.set("views", {**book.setting("views", {}), register: kept})
