"""What a clerk does at the desk “Opinions and corrections”."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period


def badge(book: Book, today: date) -> int:
    """How much is past its day."""
    return sum(each.day is not None and each.day < today for each in due(book, today))


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, and what waits for somebody."""
    del book, until
    return []


def promises(book: Book) -> list[Promise]:
    """Every promise made at this desk."""
    del book
    return []


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary."""
    del book, period
    return ()
