"""How a register is asked for: which table, which columns, which rows, in which order. Never a list of rows.

Rows are fetched by their ids from the nearer end, along an index that holds all that the order and the filter
look at, where the table has one. Where it has none, the ids of all rows are laid out once, eight bytes a row.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.condition import TREES
from unionoffice.core.record import Field, Kind, Record, Shown, Table, columns, fields
from unionoffice.core.words import N_, _

R = TypeVar("R", bound=Record)

_FETCHED = 5_000  # ids taken from SQLite at once
_WAYS_KEPT = 200
_ONE_VALUE = re.compile(r"\w+ = '[^']*'")


class Column(msgspec.Struct, frozen=True):
    """One column: a field of the record, or (with `value`) something worked out for the rows on the screen.

    `value` takes the book and the record and gives what `kind` shows. A wide column takes the room that is left.
    `sql` says what the register is ordered by under this heading; a field of the table needs no saying, and a worked-out
    column without it has no order. With `sum` the foot adds the column up; `measure` is the field of its unit of measure.
    """

    field: str
    label: str = ""  # an English key; empty: the field's own
    wide: bool = False
    value: Callable[[Book, Any], object] | None = None
    kind: Kind = "text"
    sql: str = ""
    sum: bool = False
    measure: str = ""


class Filter(msgspec.Struct, frozen=True):
    """A chip over the register: its words and the condition on the rows.

    The condition may use :today, and :first and :next, the bounds of the chosen month.
    """

    name: str
    label: str  # an English key
    where: str
    alert: bool = False  # it shows what is overdue


class Order(msgspec.Struct, frozen=True):
    """An order the register can stand in: `by` as SQL, its last part always the id. `join` is what `by` looks at besides the table.

    Of an order that a heading gives, `label` is the heading and `step` its direction, 1 rising and -1 falling.
    """

    name: str
    label: str
    by: str
    join: str = ""
    step: int = 0

    def words(self) -> str:
        """How the order is called, in the language spoken here."""
        if not self.step:
            return _(self.label)
        return _("by {column} ↑", column=_(self.label)) if self.step > 0 else _("by {column} ↓", column=_(self.label))

    def terms(self) -> list[tuple[str, bool]]:
        """What it is ordered by, one after the other: the SQL, and whether it falls."""
        return [(part.removesuffix(" desc"), part.endswith(" desc")) for part in _apart(self.by)]

    def looked_up(self) -> str:
        """The same order, made of rows that were looked up, not read along an index: the plus sign says so to SQLite."""
        return ", ".join(f"+{sql}{' desc' if falling else ''}" for sql, falling in self.terms())

    def turned(self) -> str:
        """The same order from its other end."""
        return ", ".join(f"{sql}{'' if falling else ' desc'}" for sql, falling in self.terms())


def _apart(by: str) -> list[str]:
    """The parts of an order, at its commas that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(by):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append(by[start:place].strip())
            start = place + 1
    return [*parts, by[start:].strip()]


class Asked(msgspec.Struct, frozen=True):
    """Which rows of a register, in which order: the condition with the values it names, and the columns that are shown."""

    where: str
    order: Order
    values: dict[str, Any] = {}
    columns: tuple[Column, ...] = ()


class Sum(msgspec.Struct, frozen=True):
    """A figure that the foot adds up over the filtered rows: heading, SQL, kind, unit (English keys), the field of its measure."""

    label: str
    sql: str
    kind: Kind = "money"
    unit: str = N_("yuan")
    measure: str = ""


class Total(msgspec.Struct, frozen=True):
    """What a `Sum` came to, and in which unit. `unit` is a word of the book when the figure has a measure of its own."""

    sum: Sum
    value: int
    unit: str


class Laid(msgspec.Struct):
    """A register laid out at one moment: how many rows, their ids where no index serves, some pages, where a row stands.

    While it is `waiting`, the ids are still to come and only the first page is there.
    """

    count: int
    ids: array[int] | None
    pages: dict[int, list[Any]]
    place: int | None = None
    waiting: bool = False


class Query(Generic[R]):
    """A register: the first filter is the one it opens on, all that is open; "all" is always offered.

    `day` is the field of the chip "only this month"; `kind` the letters of its numbers, so that struck numbers can be
    shown; `sums` what the foot adds up besides the columns that say so. `leaving` are the columns with which all of a row
    leaves the office, where the fields of its record do not say it; without them it leaves with its fields.
    """

    few = 2_000
    """So many rows are laid out whole as soon as they are counted."""

    def __init__(
        self,
        table: Table[R],
        *,
        columns: tuple[Column, ...],
        filters: tuple[Filter, ...],
        orders: tuple[Order, ...],
        day: str = "",
        kind: str = "",
        sums: tuple[Sum, ...] = (),
        leaving: tuple[Column, ...] = (),
    ) -> None:
        self.table = table
        self.columns = columns
        self.filters = filters
        self.orders = orders
        self.day = day
        self.kind = kind
        self.leaving = leaving
        self._sums = sums
        self._headings: dict[Column, list[Order]] = {}
        self._ways: dict[tuple[str, str], str] = {}

    # -- headings ----------------------------------------------------------------

    def field(self, column: Column) -> Field:
        """What a column shows, as a field."""
        if column.value is None:
            return fields(self.table.record)[column.field]
        return Field(column.field, column.kind, object, True, Shown(label=column.label))

    def offered(self) -> tuple[Column, ...]:
        """The columns that can be shown: the register's own, then the other fields of its record but long texts and lines."""
        own = {column.field for column in self.columns}
        others = (
            Column(name) for name, field in fields(self.table.record).items()
            if name not in own and field.kind not in ("long", "lines") and not field.shown.private
        )  # fmt: skip
        return (*self.columns, *others)

    def shown(self, names: Collection[str]) -> tuple[Column, ...]:
        """The columns of these names, in the order in which they are offered; the register's own when none is known."""
        return tuple(column for column in self.offered() if column.field in names) or self.columns

    def heading(self, column: Column) -> str:
        """What stands over a column, in words."""
        return _(column.label or self.field(column).label)

    def heading_orders(self, column: Column) -> list[Order]:
        """The orders a click on a heading goes through: those declared for it first, then rising and falling. Empty when the column
        is worked out and nothing says what it could be ordered by.
        """
        if column not in self._headings:
            self._headings[column] = self._orders_under(column)
        return self._headings[column]

    def _orders_under(self, column: Column) -> list[Order]:
        sql, join = self._ordered_by(column)
        if not sql:
            return []
        label = column.label or self.field(column).label
        found = [order for order in self.orders if order.terms()[0][0] == sql and order.join == join]
        directions = {order.terms()[0][1] for order in found}
        for falling in (False, True):
            if falling not in directions:
                by = f"{sql} desc, id desc" if falling else f"{sql}, id"
                name = f"{column.field}_{'falling' if falling else 'rising'}"
                found.append(Order(name, label, by, join, -1 if falling else 1))
        return found

    def order(self, name: str) -> Order | None:
        """An order by its name, declared or of a heading."""
        every = [*self.orders, *(order for column in self.offered() for order in self.heading_orders(column))]
        return next((order for order in every if order.name == name), None)

    def _ordered_by(self, column: Column) -> tuple[str, str]:
        """What stands under a heading, as SQL to order by, and what it needs besides the table."""
        if column.sql:
            return column.sql, ""
        if column.value is not None or column.field not in columns(self.table.record):
            return "", ""
        field = fields(self.table.record)[column.field]
        if field.kind == "ref" and field.shown.ref in TREES:
            return tree_line(self.table.name, column.field, field.shown.ref)
        if field.kind == "ref":
            ref = f"select title from register where tbl = '{field.shown.ref}' and row = {self.table.name}.{column.field}"
            return f"({ref})", ""
        if field.kind == "choice":
            steps = " ".join(f"when '{choice.value}' then {place}" for place, choice in enumerate(field.type))
            return f"(case {column.field} {steps} end)", ""
        return column.field, ""

    # -- asking ------------------------------------------------------------------

    def largest(self, book: Book) -> int:
        """At least as many rows as the table has, known at once."""
        return int(book.value(f"select max(id) from {self.table.name}") or 0)

    def count(self, book: Book, where: str, **values: Any) -> int:
        """How many rows fulfil a condition."""
        return int(book.value(f"select count(*) from {self.table.name} where {where}", **values))

    def holds(self, book: Book, where: str, row: int, **values: Any) -> bool:
        """Whether a row fulfils a condition."""
        sql = f"select count(*) from {self.table.name} where id = :wanted_row and ({where})"
        return bool(book.value(sql, wanted_row=row, **values))

    def records(self, book: Book, ids: Sequence[int]) -> list[R]:
        """The records of some ids, in the order given, without their lines; those that are gone are left out."""
        sql = f"select * from {self.table.name} where id in (select value from json_each(:wanted_rows))"
        found = {record.id: record for record in book.all(self.table.record, sql, wanted_rows=json.dumps(list(ids)))}
        return [found[row] for row in ids if row in found]

    def ids(
        self, book: Book, where: str, order: Order, start: int, size: int, total: int | None = None, **values: Any
    ) -> list[int]:
        """The ids of some rows of the register. With `total`, how many rows there are, they are counted off from the nearer end."""
        if total is not None:
            size = max(0, min(size, total - start))
        backwards = total is not None and start + size // 2 > total // 2
        start = total - start - size if backwards and total is not None else start
        sql = (
            f"select {self.table.name}.id from {self._from(book, where, order)} where {where} "
            f"order by {order.turned() if backwards else order.by} limit :page_size offset :page_start"
        )
        found = [row["id"] for row in book.rows(sql, page_size=size, page_start=start, **values)]
        return found[::-1] if backwards else found

    def page(self, book: Book, where: str, order: Order, start: int, size: int, total: int | None = None, **values: Any) -> list[R]:
        """Some rows of the register, without their lines."""
        return self.records(book, self.ids(book, where, order, start, size, total, **values))

    def all_ids(self, book: Book, where: str, order: Order, **values: Any) -> array[int]:
        """The ids of all rows of the register, in their order."""
        sql = f"select {self.table.name}.id from {self._from(book, where, order)} where {where} order by {order.by}"
        found = array("q")
        with book.fetching(sql, **values) as cursor:
            while some := cursor.fetchmany(_FETCHED):
                found.extend([row[0] for row in some])
        return found

    def stream(self, book: Book, asked: Asked, names: Sequence[str], size: int) -> Iterator[list[tuple[Any, ...]]]:
        """The columns `names` of all rows, `size` rows at a time, as the table keeps them: for lists that leave the office."""
        listed = ", ".join(f"{self.table.name}.{name}" for name in names)
        origin = self._from(book, asked.where, asked.order)
        sql = f"select {listed} from {origin} where {asked.where} order by {asked.order.by}"
        with book.fetching(sql, **asked.values) as cursor:
            while some := cursor.fetchmany(size):
                yield some

    def place(self, book: Book, where: str, order: Order, row: int, **values: Any) -> int | None:
        """Where a record stands among the rows of a condition, counted from 0; None when it is not among them.

        It is counted how many stand before it: those that come before it in the first part of the order, then those equal in
        it that come before in the second, and so on; each of these is a stretch of the order's index.
        """
        terms = order.terms()
        named = ", ".join(f"{sql} as part_{number}" for number, (sql, _falling) in enumerate(terms))
        here = book.rows(
            f"select {named} from {self.table.name} {order.join} where {self.table.name}.id = :wanted_row and ({where})",
            wanted_row=row,
            **values,
        )
        if not here:
            return None
        source, before = self._from(book, where, order), 0
        parts: dict[str, Any] = {}
        equal = f"({where})"
        for number, (sql, falling) in enumerate(terms):
            value = parts[f"part_{number}"] = here[0][f"part_{number}"]
            if value is None:
                earlier = [f"{sql} is not null"] if falling else []
            else:
                earlier = [f"{sql} > :part_{number}"] if falling else [f"{sql} < :part_{number}", f"{sql} is null"]
            for condition in earlier:
                before += int(book.value(f"select count(*) from {source} where {equal} and {condition}", **values, **parts))
            equal += f" and {sql} is :part_{number}"
        return before

    def _from(self, book: Book, where: str, order: Order) -> str:
        """The table as it is best read for an order: along an index that holds all that is looked at, when there is one."""
        index = self.way(book, where, order)
        return f"{self.table.name} indexed by {index} {order.join}" if index else f"{self.table.name} {order.join}"

    def way(self, book: Book, where: str, order: Order) -> str:
        """The index along which the rows lie in order and which holds all that the condition looks at; empty when there is none."""
        known = self._ways.get((where, order.by))
        if known is None:
            if len(self._ways) >= _WAYS_KEPT:
                self._ways.clear()
            known = self._ways[where, order.by] = "" if order.join else self._find_way(book, where, order)
        return known

    def _find_way(self, book: Book, where: str, order: Order) -> str:
        names = book.rows("select name from pragma_index_list(:tbl) where partial = 0", tbl=self.table.name)
        values = dict.fromkeys(re.findall(r":(\w+)", where))
        found = ""
        for name in (row["name"] for row in names if not row["name"].startswith("sqlite_")):
            sql = f"select id from {self.table.name} indexed by {name} where {where} order by {order.by}"
            plan = book.plan(sql, **values)
            if f"SEARCH {self.table.name} USING COVERING INDEX {name}" in plan and "TEMP B-TREE" not in plan:
                return str(name)
            if f"SCAN {self.table.name} USING COVERING INDEX {name}" in plan and "TEMP B-TREE" not in plan:
                found = found or str(name)
        return found

    def is_paged(self, book: Book, where: str, order: Order) -> bool:
        """Whether any page of the register is found along an index at once, passing over nothing that the condition leaves out."""
        if where == "1":
            return bool(self.way(book, where, order))
        return bool(_ONE_VALUE.fullmatch(where)) and "SEARCH" in self._plan_of_way(book, where, order)

    def _plan_of_way(self, book: Book, where: str, order: Order) -> str:
        index = self.way(book, where, order)
        if not index:
            return ""
        return book.plan(f"select id from {self.table.name} indexed by {index} where {where} order by {order.by}")

    def lay(self, book: Book, asked: Asked, size: int, pages: Sequence[int] = (), wanted: int | None = None) -> Laid:
        """Lay the register out as it stands now: count it, fetch some pages of `size` rows and the first one, find `wanted`."""
        where, order, values = asked.where, asked.order, asked.values
        ids = None if self.is_paged(book, where, order) else self.all_ids(book, where, order, **values)
        count = self.count(book, where, **values) if ids is None else len(ids)
        laid = Laid(count, ids, {})
        for number in dict.fromkeys((0, *pages)):
            if number * size < count:
                laid.pages[number] = self.page_of(book, asked, laid, number, size)
        if wanted is not None:
            laid.place = self.place_of(book, asked, laid, wanted)
        return laid

    def begin(self, book: Book, asked: Asked, size: int) -> Laid:
        """Count the register and fetch its first page; where no index serves, it is then `waiting` for the ids.

        Few rows are looked up by the condition and then ordered: along the index of the order all others would be passed over.
        """
        where, order, values = asked.where, asked.order, asked.values
        count = self.count(book, where, **values)
        if count <= self.few:
            sql = f"select {self.table.name}.id from {self.table.name} {order.join} where {where} order by {order.looked_up()}"
            ids = array("q", [row["id"] for row in book.rows(sql, **values)])
            return Laid(len(ids), ids, {0: self.records(book, ids[:size].tolist())})
        laid = Laid(count, None, {0: self.page(book, where, order, 0, size, **values)})
        laid.waiting = laid.count > size and not self.is_paged(book, where, order)
        return laid

    def page_of(self, book: Book, asked: Asked, laid: Laid, number: int, size: int) -> list[R]:
        """One page of a register that is laid out."""
        if laid.ids is not None:
            return self.records(book, laid.ids[number * size : number * size + size].tolist())
        return self.page(book, asked.where, asked.order, number * size, size, laid.count, **asked.values)

    def place_of(self, book: Book, asked: Asked, laid: Laid, row: int) -> int | None:
        """In which row of a register that is laid out a record stands, or None."""
        if laid.ids is None:
            return self.place(book, asked.where, asked.order, row, **asked.values)
        try:
            return laid.ids.index(row)
        except ValueError:
            return None

    # -- sums ---------------------------------------------------------------------

    def sums(self) -> tuple[Sum, ...]:
        """What the foot adds up: the columns that say so, then what the register adds besides."""
        found = []
        for column in self.columns:
            if column.sum:
                field = self.field(column)
                unit = field.shown.unit or (N_("yuan") if field.kind == "money" else "")
                found.append(
                    Sum(column.label or field.label, self._ordered_by(column)[0] or column.field, field.kind, unit, column.measure)
                )
        return (*found, *self._sums)

    def totals(self, book: Book, where: str, **values: Any) -> list[Total]:
        """The sums of the rows of a condition, exact. A sum without a row that has the figure is left out, and so is one whose rows
        are measured in different units.
        """
        sums = self.sums()
        if not sums:
            return []
        parts = []
        for number, each in enumerate(sums):
            there = f"case when {each.sql} is not null then {each.measure or chr(39) * 2} end"
            parts.append(
                f"sum({each.sql}) as sum_{number}, min({there}) as least_{number}, max({there}) as most_{number}"
                if each.measure
                else f"sum({each.sql}) as sum_{number}"
            )
        row = book.rows(f"select {', '.join(parts)} from {self.table.name} where {where}", **values)[0]
        found = []
        for number, each in enumerate(sums):
            value = row[f"sum_{number}"]
            if value is None or (each.measure and row[f"least_{number}"] != row[f"most_{number}"]):
                continue
            found.append(Total(each, int(value), row[f"least_{number}"] if each.measure else each.unit))
        return found


def tree_line(table: str, field: str, tree: str) -> tuple[str, str]:
    """The order of a tree for rows that name one of its rows: the SQL to order by, and the join that it needs."""
    above = TREES[tree]
    join = (
        f"left join (with recursive down (tree_row, tree_line) as (select id, printf('%09d', id) from {tree} where {above} is null "
        f"union all select t.id, tree_line || printf('%09d', t.id) from {tree} t join down on t.{above} = tree_row) "
        f"select tree_row, tree_line from down) on tree_row = {table}.{field}"
    )
    return "tree_line", join
