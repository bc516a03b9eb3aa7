"""The month's figures look at the month's rows alone, and are what going through every record of the book gives."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unionoffice import large_sample
from unionoffice.core.book import Book
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals import store as proposals_store
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste import store as waste_store

PERIODS = ("1953-01", "1957-06", "1958", "1966-Q3", "1979-H1", "1982-12", "1984-01")


@pytest.fixture(scope="module")
def decades(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The entries of thirty years, a third of them answered and stopped late, some of their steps taken back."""
    path: Path = large_sample.make(tmp_path_factory.mktemp("decades"), 2_000)
    book = Book.open(path)
    book.conn.execute("update proposal_steps set given_on = date(given_on, '+70 days') where place > 0 and parent % 3 = 0")
    book.conn.execute("update waste_exposures set stopped_on = date(stopped_on, '+70 days') where id % 3 = 0")
    book.conn.execute("update proposal_steps set struck = 1 where id % 17 = 0 and place > 0")
    last = (
        "(select stage from proposal_steps s where s.parent = proposals.id and s.struck = 0 order by place desc limit 1)"
    )
    book.conn.execute(f"update proposals set state = {last}")  # as taking a step back leaves it
    yield book
    book.close()


def by_code(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {each.code: each for each in figures}


@pytest.mark.parametrize("text", PERIODS)
def test_what_waits_for_an_answer_is_what_its_steps_say(decades: Book, text: str) -> None:
    period = Period.parse(text, 31)
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in decades.rows("select * from proposal_steps order by place"):
        steps.setdefault(step["parent"], []).append(step)
    day = min(period.last, datetime.date.today()).isoformat()
    waiting = []
    for row in decades.rows("select * from proposals order by received_on, id"):
        story = [step for step in steps[row["id"]] if not step["struck"] and step["given_on"] < period.next.isoformat()]
        if row["received_on"] < period.next.isoformat() and story and story[-1]["stage"] in ("received", "reviewed"):
            waiting.append(row)
    found = by_code(proposals.figures(decades, period))
    assert found["proposals.overdue"].rows == tuple(row["id"] for row in waiting if row["due_on"] and row["due_on"] < day)
    assert found["proposals.oldest_open"].rows == tuple(row["id"] for row in waiting[:1])


@pytest.mark.parametrize("text", PERIODS)
def test_the_figures_of_waste_are_those_of_its_exposures(decades: Book, text: str) -> None:
    period = Period.parse(text, 31)
    first, following = period.first.isoformat(), period.next.isoformat()
    day = min(period.last, datetime.date.today()).isoformat()
    every = decades.rows("select * from waste_exposures order by exposed_on, id")

    def within(row: dict[str, Any], field: str) -> bool:
        return row[field] is not None and first <= row[field] < following

    def late(row: dict[str, Any]) -> bool:
        open_then = row["state"] == "measure_set" or (row["state"] == "stopped" and row["stopped_on"] > day)
        return open_then and row["deadline"] is not None and row["deadline"] < day and row["measure_on"] <= day

    checked = [row for row in every if within(row, "verified_on") and row["state"] in ("verified", "measure_set", "stopped")]
    wanted = {
        "waste.exposed": [row for row in every if within(row, "exposed_on") and row["state"] != "withdrawn"],
        "waste.stopped": [row for row in every if within(row, "stopped_on") and row["state"] == "stopped"],
        "waste.verified": checked,
        "waste.overdue": [row for row in every if late(row)],
    }
    found = by_code(waste.figures(decades, period))
    assert {code: found[code].rows for code in wanted} == {code: tuple(r["id"] for r in rows) for code, rows in wanted.items()}
    loss = sum((row["verified_loss"] or 0) * (12 if row["verified_per"] == "month" else 1) for row in checked)
    assert found["waste.verified"].value == loss


def test_something_of_all_of_it_is_in_the_book(decades: Book) -> None:
    found = [by_code((*waste.figures(decades, each), *proposals.figures(decades, each))) for each in map(_period, PERIODS)]
    for code in ("waste.exposed", "waste.stopped", "waste.verified", "waste.overdue", "proposals.overdue"):
        assert any(each[code].rows for each in found), code


def _period(text: str) -> Period:
    return Period.parse(text, 31)


@pytest.mark.parametrize("condition", ["REGISTERED", "VERIFIED", "STOPPED", "LATE_ON"])
def test_no_exposure_of_another_time_is_looked_at(decades: Book, condition: str) -> None:
    sql = f"select id from waste_exposures where {getattr(waste_store, condition)}"
    plan = decades.plan(sql, first="1958-02-01", next="1958-03-01", day="1958-02-28")
    assert "SCAN" not in plan, plan
    column = {"REGISTERED": "exposed", "VERIFIED": "verified", "STOPPED": "stopped", "LATE_ON": "stopped"}[condition]
    assert f"waste_exposures_{column} (" in plan, plan


def test_no_proposal_answered_before_is_looked_at(decades: Book) -> None:
    plan = decades.plan(proposals_store.WAITING_AT, next="1958-03-01")
    assert "SCAN" not in plan and "SEARCH p USING INTEGER PRIMARY KEY" in plan, plan
