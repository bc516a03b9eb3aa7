"""What other desks ask of this one, and what it owes: opinions with their correction, and where the units stand.

Each matter has its module: `opinions` (what is done with them), `overview` (what is asked of them), `movement`.
"""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.desks.rectification.service import movement, opinions, overview


def badge(book: Book, today: date) -> int:
    """How much is past its day: replies past their term, class A not done, class B past its date."""
    return overview.badge(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, and what waits for somebody."""
    return overview.due(book, until)


def promises(book: Book) -> list[Promise]:
    """Every promise made at this desk."""
    return overview.promises(book)


def keep_promise(book: Book, tbl: str, row: int, done_on: date) -> None:
    """Write down that a promise was kept; for an answer, that the unit claims it done. Raises KnownError."""
    overview.keep_promise(book, tbl, row, done_on)


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each."""
    counted, people = overview.figures(book, period, today), movement.figures(book, period)
    return (*counted[:3], *people, *counted[3:])


__all__ = ["badge", "due", "figures", "keep_promise", "movement", "opinions", "overview", "promises"]
