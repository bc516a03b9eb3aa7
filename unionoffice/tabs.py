"""The tabs in the order they stand at the left edge. Written by hand: the order on screen is a decision."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.words import N_
from unionoffice.kit.desk import DeskTab
from unionoffice.kit.office import Office


class Tab(msgspec.Struct, frozen=True):
    """One tab: its name for the program, its title, its icon, how it is made, and what is due on it.

    `make` and `due` import the desk when they are first called: at the start no desk is loaded but the one in sight.
    """

    name: str
    title: str
    icon: str
    make: Callable[[Office], DeskTab]
    shows: tuple[str, ...]
    due: Callable[[Book, datetime.date], int] = lambda _book, _day: 0
    add_on_the_spot: Callable[[Book, str, str], int] | None = None  # table and name of a new row, wanted while typing elsewhere


def _roster(office: Office) -> DeskTab:
    from unionoffice.desks.roster.tab import RosterTab

    return RosterTab(office)


def _new_in_roster(book: Book, table: str, name: str) -> int:
    from unionoffice.desks.roster import service

    return service.add_on_the_spot(book, table, name)


TABS: tuple[Tab, ...] = (Tab("roster", N_("Roster"), "roster", _roster, ("workers", "units"), add_on_the_spot=_new_in_roster),)
