"""The questions asked of summaries and carried-in figures, and the writing of them."""

from __future__ import annotations

from unionoffice.core.book import Act, Book
from unionoffice.core.period import Month
from unionoffice.core.record import Found, Table
from unionoffice.desks.monthly.records import CarriedFigure, Summary

SUMMARIES: Table[Summary] = Table(
    "summaries",
    Summary,
    found=Found(
        number="number", title="period", state=lambda summary: summary.state.word, day="dated", old_number="old_number",
        note=lambda summary: summary.reported_to, text=("experience", "problems", "next_work", "void_reason"),
    ),
)
CARRIED: Table[CarriedFigure] = Table("carried_figures", CarriedFigure)
TABLES = (SUMMARIES, CARRIED)


def summary(book: Book, row: int) -> Summary:
    """One summary."""
    return book.get(SUMMARIES, row)


def of_period(book: Book, period: str) -> Summary | None:
    """The summary of a period that is not voided, or None."""
    return book.one(Summary, "select * from summaries where period = :period and state <> 'voided'", period=period)


def issued(book: Book) -> list[Summary]:
    """The issued summaries in the order in which they were issued."""
    return book.all(Summary, "select * from summaries where state = 'issued' order by dated, id")


def of_months(book: Book) -> dict[Month, Summary]:
    """The summaries of months that are not voided, by month."""
    found = book.all(Summary, "select * from summaries where state <> 'voided' and period glob '[0-9]*-[01][0-9]' order by period")
    return {Month.parse(each.period): each for each in found}


def every(book: Book) -> list[Summary]:
    """All summaries, the latest first."""
    return book.all(Summary, "select * from summaries order by dated desc, id desc")


def last(book: Book) -> Summary | None:
    """The summary entered last."""
    return book.one(Summary, "select * from summaries order by id desc limit 1")


def carried(book: Book) -> list[CarriedFigure]:
    """All carried-in figures by month."""
    return book.all(CarriedFigure, "select * from carried_figures order by month, code, id")


def carried_one(book: Book, code: str, month: Month) -> CarriedFigure | None:
    """The carried-in figure of a code and a month."""
    return book.one(
        CarriedFigure, "select * from carried_figures where code = :code and month = :month", code=code, month=str(month)
    )


def holds_something(book: Book, tbl: str) -> bool:
    """Whether a table holds a row."""
    return bool(tbl) and book.value(f"select 1 from {tbl} limit 1") is not None


def journaled(book: Book) -> int:
    """How many rows were ever written in the book: the measure of how full it is."""
    return int(book.value("select max(id) from changes") or 0)


def save(act: Act, record: Summary) -> int:
    """Write a summary."""
    return act.save(SUMMARIES, record)


def drop(act: Act, row: int) -> None:
    """Take a draft out of the book."""
    act.delete(SUMMARIES, row)


def save_carried(act: Act, record: CarriedFigure) -> int:
    """Write a carried-in figure."""
    return act.save(CARRIED, record)


def drop_carried(act: Act, row: int) -> None:
    """Take a carried-in figure out of the book."""
    act.delete(CARRIED, row)
