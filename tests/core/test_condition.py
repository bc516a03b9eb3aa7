"""Conditions: whatever is asked of a field, the rows that SQL finds are those that a plain reading of the record finds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.test_query import put
from unionoffice.core import condition, views
from unionoffice.core.book import Book
from unionoffice.core.condition import Condition
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Field, fields
from unionoffice.core.views import View
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Proposal
from unionoffice.desks.rectification.records import Opinion
from unionoffice.desks.waste import service as waste

ABOVE = {1: None, 2: 1, 3: 2, 4: 1}
TITLES = st.text("ab%_\\A甲'\"", max_size=4)
DAYS = st.sampled_from(("1958-02-25", "1958-02-26", "1958-03-01", "1958-03-25", "1958-03-26"))
AMOUNTS = st.none() | st.integers(-3, 3)
STATES = st.sampled_from(("received", "adopted", "rejected"))
ROWS = st.lists(
    st.tuples(TITLES, DAYS, st.none() | DAYS, AMOUNTS, st.none() | st.sampled_from(list(ABOVE)), STATES, st.booleans()), max_size=12
)
AUTHORS = st.lists(st.tuples(st.integers(0, 11), TITLES), max_size=12)


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.none() | values, st.none() | values).filter(lambda pair: pair != (None, None))


def of(field: str, operators: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    return st.builds(lambda operator, given: Condition(field, operator, given), st.sampled_from(operators), values)


NOTHING = st.just(())
ASKED = st.one_of(
    of("title", ("contains", "begins"), TITLES.map(lambda text: (text,))),
    of("authors.name", ("contains", "begins"), TITLES.map(lambda text: (text,))),
    of("title", ("empty", "filled"), NOTHING),
    of("received_on", ("between",), ranges(DAYS)),
    of("received_on", ("month",), st.sampled_from(("1958-02", "1958-03")).map(lambda month: (month,))),
    of("due_on", ("empty", "filled"), NOTHING),
    of("forecast_fen", ("between",), ranges(st.integers(-3, 3))),
    of("unit", ("is", "within"), st.sampled_from(list(ABOVE)).map(lambda row: (row,))),
    of("unit", ("empty", "filled"), NOTHING),
    of("state", ("one_of",), st.sets(STATES, min_size=1).map(lambda some: tuple(sorted(some)))),
    of("own_means", ("yes", "no"), NOTHING),
)  # fmt: skip


def small(text: object) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in str(text))


def fulfils(record: dict[str, Any], authors: list[str], asked: Condition, closing_day: int) -> bool:
    """A plain reading of a condition."""
    if asked.field == "authors.name":
        return any(fulfils({"title": name}, [], Condition("title", asked.operator, asked.values), closing_day) for name in authors)
    value, given = record[asked.field], asked.values
    match asked.operator:
        case "contains":
            return small(given[0]) in small(value)
        case "begins":
            return small(value).startswith(small(given[0]))
        case "empty":
            return value in (None, "")
        case "filled":
            return value not in (None, "")
        case "between":
            least, most = given
            return value is not None and (least is None or value >= least) and (most is None or value <= most)
        case "month":
            return dt.date.fromisoformat(value) in Period.of_month(Month.parse(str(given[0])), closing_day)
        case "is":
            return bool(value == given[0])
        case "within":
            while value is not None and value != given[0]:
                value = ABOVE[value]
            return value is not None
        case "one_of":
            return value in given
        case _:
            return bool(value) == (asked.operator == "yes")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, AUTHORS, st.lists(ASKED, max_size=3), st.sampled_from((25, 31)))
def test_the_rows_that_are_found_are_those_that_a_plain_reading_finds(
    book: Book, rows: list[Any], authors: list[tuple[int, str]], asked: list[Condition], closing_day: int
) -> None:
    book.conn.execute("begin")
    try:
        for row, above in ABOVE.items():
            put(book, "units", id=row, name=f"单位{row}", level="plant" if above is None else "team", above=above)
        known: dict[int, dict[str, Any]] = {}
        for number, (title, day, due, amount, unit, state, own) in enumerate(rows):
            known[number + 1] = {
                "title": title, "received_on": day, "due_on": due, "forecast_fen": amount, "unit": unit, "state": state,
                "own_means": int(own),
            }  # fmt: skip
            put(book, "proposals", id=number + 1, no=f"JY-{number}", kind="tools", weight="general", **known[number + 1])
        names: dict[int, list[str]] = {row: [] for row in known}
        for place, (number, name) in enumerate(authors):
            if number + 1 in known:
                put(book, "proposal_authors", parent=number + 1, place=place, name=name)
                names[number + 1].append(name)
        where, values = condition.sql(proposals.REGISTER.table, asked, closing_day)
        order = proposals.REGISTER.orders[1]
        found = set(proposals.REGISTER.all_ids(book, f"(1) and {where}", order, **values))
        plain = {row for row, record in known.items() if all(fulfils(record, names[row], each, closing_day) for each in asked)}
        assert found == plain
        totals = {total.sum.label: total.value for total in proposals.REGISTER.totals(book, where, **values)}
        amounts = [known[row]["forecast_fen"] for row in plain if known[row]["forecast_fen"] is not None]
        assert totals == ({"12-month saving": sum(amounts)} if amounts else {})
    finally:
        book.conn.execute("rollback")


def test_every_field_can_be_asked_for_but_names_that_stay_private() -> None:
    assert {"title", "authors.worker", "forecast_fen", "received_on"} <= {name for name, _field in condition.asked_of(Proposal)}
    private = {name for name, field in fields(Opinion).items() if field.shown.private}
    assert private and not private & {name for name, _field in condition.asked_of(Opinion)}


def test_every_operator_of_every_field_is_understood_by_the_book(book: Book) -> None:
    for query in (proposals.REGISTER, waste.EXPOSURES, waste.SESSIONS):
        for name, field in condition.asked_of(query.table.record):
            for operator in condition.operators(field):
                asked = Condition(name, operator, some_value(field, operator))
                assert condition.fitting(query.table.record, [asked]) == (asked,)
                where, values = condition.sql(query.table, [asked])
                assert query.count(book, where, **values) == 0


def some_value(field: Field, operator: str) -> tuple[Any, ...]:
    texts = field.kind in ("date", "moment", "month")
    return {
        "contains": ("a",), "begins": ("a",), "between": ("1958-01", "1958-02") if texts else (1, None), "month": ("1958-02",),
        "one_of": tuple(each.value for each in field.type)[:1] if operator == "one_of" else (), "is": (1,), "within": (1,),
    }.get(operator, ())  # fmt: skip


def test_what_no_longer_fits_is_left_out() -> None:
    there = Condition("title", "contains", ("a",))
    gone = [
        Condition("what_was", "contains", ("a",)), Condition("title", "between", (1, 2)), Condition("state", "one_of", ("melted",)),
        Condition("unit", "is", ("a",)), Condition("received_on", "between", (1, 2)), Condition("title", "contains"),
    ]  # fmt: skip
    assert condition.fitting(Proposal, [gone[0], there, *gone[1:]]) == (there,)


def test_a_view_is_kept_renamed_and_forgotten_in_the_book(book: Book) -> None:
    view = View(chip="open", only_month=True, conditions=(Condition("title", "contains", ("100%",)),), order="saved")
    assert views.keep_view(book, "proposals", "  to  be praised ", view) == "to be praised"
    views.keep_view(book, "proposals", "second", View())
    assert views.kept_views(book, "proposals") == {"to be praised": view, "second": View()}
    assert views.kept_views(book, "waste_exposures") == {}
    assert views.rename_view(book, "proposals", "to be praised", "praise") == "praise"
    assert list(views.kept_views(book, "proposals")) == ["praise", "second"]
    for name, before in (("second", "praise"), ("", "praise"), ("x" * 41, "praise")):
        with pytest.raises(KnownError) as trouble:
            views.rename_view(book, "proposals", before, name)
        assert trouble.value.field == "view_name"
    views.forget_view(book, "proposals", "praise")
    assert views.kept_views(book, "proposals") == {"second": View()}
    assert views.understood({"chip": 3}) is None
