"""How a register is asked for: which table, which columns, which rows, in which order. Never a list of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.record import Kind, Record, Table

R = TypeVar("R", bound=Record)


class Column(msgspec.Struct, frozen=True):
    """One column: a field of the record, or (with `value`) something worked out for the rows on the screen.

    `value` takes the book and the record and gives what `kind` shows. A wide column takes the room that is left.
    """

    field: str
    label: str = ""  # an English key; empty: the field's own
    wide: bool = False
    value: Callable[[Book, Any], object] | None = None
    kind: Kind = "text"


class Filter(msgspec.Struct, frozen=True):
    """A chip over the register: its words and the condition on the rows.

    The condition may use :today, and :first and :next, the bounds of the chosen month.
    """

    name: str
    label: str  # an English key
    where: str
    alert: bool = False  # it shows what is overdue


class Order(msgspec.Struct, frozen=True):
    """An order the register can stand in; each has an index in the table."""

    name: str
    label: str
    by: str


class Query(Generic[R]):
    """A register: the first filter is the one it opens on, all that is open; "all" is always offered.

    `day` is the field of the chip "only this month"; `kind` the letters of its numbers, so that
    struck numbers can be shown.
    """

    def __init__(
        self,
        table: Table[R],
        *,
        columns: tuple[Column, ...],
        filters: tuple[Filter, ...],
        orders: tuple[Order, ...],
        day: str = "",
        kind: str = "",
    ) -> None:
        self.table = table
        self.columns = columns
        self.filters = filters
        self.orders = orders
        self.day = day
        self.kind = kind

    def count(self, book: Book, where: str, **values: Any) -> int:
        """How many rows fulfil a condition."""
        return int(book.value(f"select count(*) from {self.table.name} where {where}", **values))

    def page(self, book: Book, where: str, order: Order, start: int, size: int, **values: Any) -> list[R]:
        """Some rows of the register, without their lines."""
        return book.all(
            self.table.record,
            f"select * from {self.table.name} where {where} order by {order.by} limit :page_size offset :page_start",
            page_size=size,
            page_start=start,
            **values,
        )

    def place(self, book: Book, where: str, order: Order, row: int, **values: Any) -> int | None:
        """Where a record stands among the rows of a condition, counted from 0; None when it is not among them."""
        found = book.value(
            f"select place from (select id, row_number() over (order by {order.by}) - 1 as place from {self.table.name} "
            f"where {where}) where id = :wanted_row",
            wanted_row=row,
            **values,
        )
        return None if found is None else int(found)
