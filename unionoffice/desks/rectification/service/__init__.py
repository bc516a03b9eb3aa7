"""What other desks ask of this one, and what it owes: opinions with their correction, debates, and where the units stand.

Each matter has its module: `opinions` (what is done with them), `overview` (what is asked of them), `movement`, `debates`.
"""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.desks.rectification.service import debates, movement, opinions, overview


def badge(book: Book, today: date) -> int:
    """How much is past its day: replies past their term, class A not done, class B past its date;
    debates past their day, and resolutions past theirs.
    """
    return overview.badge(book, today) + debates.badge(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, and what waits for somebody."""
    return [*overview.due(book, until), *debates.due(book, until)]


def promises(book: Book) -> list[Promise]:
    """Every promise made at this desk."""
    return [*overview.promises(book), *debates.promises(book)]


def keep_promise(book: Book, tbl: str, row: int, done_on: date) -> None:
    """Write down that a promise was kept: an answer as claimed done by the unit, a resolution (by its line) as carried out.

    Raises KnownError.
    """
    if tbl in (debates.TABLE, debates.LINES):
        debates.keep_promise(book, row, done_on)
        return
    overview.keep_promise(book, tbl, row, done_on)


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each."""
    counted, people = overview.figures(book, period, today), movement.figures(book, period)
    return (*counted[:3], *people, *counted[3:], *debates.figures(book, period))


__all__ = ["badge", "debates", "due", "figures", "keep_promise", "movement", "opinions", "overview", "promises"]
