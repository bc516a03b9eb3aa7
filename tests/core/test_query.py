"""Registers: whatever the filter and the order, the pages together are one plain list, and every record is found in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionoffice.core.book import Book
from unionoffice.core.query import Asked, Order, Query
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import service as waste

DAYS: dict[str, Any] = {"today": "1958-03-10", "first": "1958-03-01", "next": "1958-04-01"}
SOME_DAYS = st.sampled_from(("1958-02-27", "1958-02-28", "1958-03-01", "1958-03-31", "1958-04-01"))
MAYBE = st.none() | st.integers(0, 3)
WORKERS = st.lists(
    st.tuples(st.sampled_from("王李张"), st.none() | st.integers(1, 3), st.none() | st.integers(1, 3), MAYBE, st.booleans()),
    max_size=30,
)
PROPOSALS = st.lists(
    st.tuples(st.sampled_from(("甲", "乙", "A")), SOME_DAYS, st.none() | SOME_DAYS, MAYBE, MAYBE, st.booleans()), max_size=30
)


def put(book: Book, table: str, **values: Any) -> None:
    """A bare row: what is not given is empty."""
    needed = {row["name"]: "" if row["type"] == "TEXT" else 0 for row in book.rows(f"pragma table_info({table})") if row["notnull"]}
    row = {**needed, **values}
    book.conn.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row)


@contextmanager
def filled(book: Book, workers: list[Any], received: list[Any]) -> Iterator[None]:
    """Units, workers and proposals that stand in the book for one example."""
    book.conn.execute("begin")
    try:
        for row, above in ((1, None), (2, 1), (3, 1)):
            put(book, "units", id=row, name=f"单位{row}", level="plant" if above is None else "team", above=above)
        for name, unit, grade, born, left in workers:
            put(
                book, "workers", name=name, unit=unit, grade=grade, born=None if born is None else 1900 + born, member=1,
                standing="left" if left else "active", left_on="1958-01-01" if left else None,
            )  # fmt: skip
        for number, (title, day, due, forecast, actual, over) in enumerate(received):
            put(
                book, "proposals", no=f"JY-{number}", title=title, kind="tools", weight="general", unit=number % 3 + 1,
                received_on=day, state="rejected" if over else "received", due_on=due, forecast_fen=forecast, actual_fen=actual,
            )  # fmt: skip
        yield
    finally:
        book.conn.execute("rollback")


def every_order(query: Query[Any]) -> list[Order]:
    """The declared orders and those of all headings."""
    return list(query.orders) + [order for column in query.columns for order in query.heading_orders(column)]


REGISTERS = (roster.WORKERS, roster.UNITS, proposals.REGISTER)
CHOICES = st.sampled_from(
    [
        (query, where, order)
        for query in REGISTERS
        for where in ("1", *(each.where for each in query.filters[:3]), "id % 2 = 0")
        for order in every_order(query)
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORKERS, PROPOSALS, st.integers(1, 9), st.lists(CHOICES, min_size=3, max_size=6))
def test_the_pages_of_any_filter_and_order_are_one_plain_list_and_every_record_is_found_in_it(
    book: Book, workers: list[Any], received: list[Any], size: int, choices: list[tuple[Query[Any], str, Order]]
) -> None:
    with filled(book, workers, received):
        for query, where, order in choices:
            table = query.table.name
            sql = f"select {table}.id from {table} {order.join} where {where} order by {order.by}"
            plain = [row["id"] for row in book.rows(sql, **DAYS)]
            pages = [query.page(book, where, order, start, size, len(plain), **DAYS) for start in range(0, len(plain), size)]
            assert [record.id for page in pages for record in page] == plain
            assert [record.id for record in query.page(book, where, order, 2, size, **DAYS)] == plain[2 : 2 + size]
            assert [query.place(book, where, order, row, **DAYS) for row in plain] == list(range(len(plain)))
            assert query.place(book, where, order, 0, **DAYS) is None
            for few in (0, 30):
                query.few = few
                begun = query.begin(book, Asked(where, order, DAYS), size)
                assert begun.count == len(plain) and [record.id for record in begun.pages[0]] == plain[:size]
                assert begun.ids is None or begun.ids.tolist() == plain
            del query.few
            laid = query.lay(book, Asked(where, order, DAYS), size, (1,), plain[-1] if plain else None)
            assert (laid.count, laid.place) == (len(plain), len(plain) - 1 if plain else None)
            assert [record.id for number in (0, 1) for record in laid.pages.get(number, [])] == plain[: 2 * size]


def test_a_heading_goes_through_the_declared_orders_first_and_then_both_ways(book: Book) -> None:
    columns = {column.field: column for column in proposals.REGISTER.columns}
    saved = proposals.REGISTER.heading_orders(columns["saved"])
    assert [(order.name, order.words()) for order in saved] == [("saved", "by saving"), ("saved_rising", "by Saved (yuan) ↑")]
    states = proposals.REGISTER.heading_orders(columns["state"])
    assert [order.words() for order in states] == ["by State ↑", "by State ↓"]
    assert proposals.REGISTER.order("state_falling") == states[1]
    assert proposals.REGISTER.order("what was once there") is None
    assert all(waste.EXPOSURES.heading_orders(column) for column in waste.EXPOSURES.columns)


def test_a_unit_heading_follows_the_tree_and_a_state_heading_the_steps(book: Book) -> None:
    with filled(
        book,
        [("王", unit, None, None, False) for unit in (3, 1, None, 2)],
        [("甲", "1958-03-01", None, None, None, x) for x in (1, 0)],
    ):
        unit = roster.WORKERS.order("unit")
        assert unit is not None
        assert [worker.unit for worker in roster.WORKERS.page(book, "1", unit, 0, 9)] == [None, 1, 2, 3]
        state = proposals.REGISTER.order("state_rising")
        assert state is not None
        assert [each.state.value for each in proposals.REGISTER.page(book, "1", state, 0, 9)] == ["received", "rejected"]
