"""Records: a field is declared once; a row that is not exactly the record is refused."""

from __future__ import annotations

import datetime
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.letters import Letter, Passage
from unionoffice.core.errors import BugError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity, Record, Worded, changed, columns, fields, from_row, line_fields, shown, to_row
from unionoffice.core.words import N_
from unionoffice.desks.roster.records import Level, Sex, Worker


class Grade(Worded):
    """Of a trial."""

    GOOD = "good", N_("Active")
    BAD = "bad", N_("Left the plant")


class Part(Record):
    """A line."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Text"))] = ""


class Trial(Record):
    """One field of every kind."""

    name: Annotated[str, shown(N_("Name"))]
    long: Annotated[str, shown(N_("Remark"), long=True, private=True)] = ""
    count: Annotated[int, shown(N_("Number"), ge=0, le=9)] = 0
    cost: Annotated[Fen, shown(N_("Text"))] = Fen(0)
    length: Annotated[Quantity | None, shown(N_("Text"), unit="mm")] = None
    day: Annotated[datetime.date | None, shown(N_("Date"))] = None
    moment: Annotated[datetime.datetime | None, shown(N_("Date"))] = None
    month: Annotated[Month | None, shown(N_("Date"))] = None
    yes: Annotated[bool, shown(N_("Union member"))] = False
    grade: Annotated[Grade | None, shown(N_("Level"))] = None
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    hidden: str = ""
    parts: Annotated[tuple[Part, ...], shown(N_("Text"))] = ()


trials = st.builds(
    Trial,
    id=st.integers(1, 2**40), name=st.text(), long=st.text(), count=st.integers(-(2**60), 2**60),
    cost=st.integers(-(2**60), 2**60).map(Fen), length=st.none() | st.integers(-(2**60), 2**60).map(Quantity),
    day=st.none() | st.dates(), moment=st.none() | st.datetimes().map(lambda at: at.replace(microsecond=0)),
    month=st.none() | st.builds(Month, st.integers(1900, 2100), st.integers(1, 12)), yes=st.booleans(),
    grade=st.none() | st.sampled_from(Grade), unit=st.none() | st.integers(1, 99), hidden=st.text(),
    parts=st.lists(st.builds(Part, text=st.text()), max_size=3).map(tuple),
)


@given(trials)
def test_a_record_comes_back_from_its_row_as_it_was(trial: Trial) -> None:
    row = to_row(trial)
    assert all(value is None or type(value) in (int, str) for value in row.values()), "a row holds whole numbers and texts"
    assert tuple(row) == columns(Trial)
    assert from_row(Trial, row, parts=trial.parts) == trial


@given(trials, st.data())
def test_a_row_that_lacks_or_exceeds_a_column_is_refused(trial: Trial, data: st.DataObject) -> None:
    row = to_row(trial)
    lacking = data.draw(st.sampled_from(columns(Trial)))
    without = {name: value for name, value in row.items() if name != lacking}
    for wrong in (without, {**row, "more": 1}, {**without, "other": row[lacking]}):
        with pytest.raises(BugError):
            from_row(Trial, wrong)


@pytest.mark.parametrize(("column", "value"), [
    ("grade", "middling"), ("day", "1958-02-30"), ("day", "sometime"), ("count", "many"), ("cost", 1.5), ("name", None), ("yes", 7),
    ("month", "1958-13"), ("month", "x"),
])
def test_a_value_that_cannot_be_is_refused(column: str, value: object) -> None:
    row = {**to_row(Trial(id=1, name="甲")), column: value}
    with pytest.raises(BugError):
        from_row(Trial, row)


def test_a_field_is_declared_once() -> None:
    found = fields(Trial)
    assert list(found) == [name for name in Trial.__struct_fields__ if name not in ("id", "hidden")]
    kinds = {name: field.kind for name, field in found.items()}
    assert kinds == {
        "name": "text", "long": "long", "count": "whole", "cost": "money", "length": "quantity", "day": "date", "moment": "moment",
        "month": "month", "yes": "yes", "grade": "choice", "unit": "ref", "parts": "lines",
    }
    assert {name for name, field in found.items() if field.optional} == {"length", "day", "moment", "month", "grade", "unit"}
    assert {name for name, field in found.items() if field.required} == {"name"}
    assert found["name"].label == "Name"
    assert (found["count"].shown.ge, found["count"].shown.le) == (0, 9)
    assert found["long"].shown.private
    assert found["parts"].type is Part
    assert found["grade"].type is Grade
    assert line_fields(Trial) == {"parts"}
    assert "parts" not in columns(Trial)


def test_records_are_frozen_and_named() -> None:
    worker = Worker(name="甲")
    with pytest.raises(AttributeError):
        worker.name = "乙"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Worker("甲")  # type: ignore[call-arg,arg-type]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"name": "甲", "colour": "red"}, Worker)
    assert changed(worker, name="乙") == Worker(name="乙")
    assert worker.name == "甲"
    assert hash(worker) == hash(Worker(name="甲"))


def test_a_field_of_no_known_type_is_our_fault() -> None:
    class Wrong(Record):
        """Has a float."""

        share: Annotated[float, shown(N_("Text"))] = 0.0

    with pytest.raises(BugError, match="has no box"):
        fields(Wrong)
    with pytest.raises(BugError, match="has no place in a table"):
        to_row(Wrong(share=0.5))


def test_a_word_of_a_list_is_kept_by_its_value() -> None:
    assert str(Level.PLANT) == "plant"
    assert next(level for level in Level if level == "plant") is Level.PLANT
    assert (Level.PLANT.word, Sex.FEMALE.word) == ("Plant", "Female")


def test_lines_know_their_owner() -> None:
    letter = Letter(title="信", passages=(Passage(said="一"),))
    assert to_row(letter).keys() == set(columns(Letter))
    assert from_row(Letter, {**to_row(letter), "id": 3}, passages=letter.passages) == changed(letter, id=3)
