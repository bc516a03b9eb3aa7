"""Many rows written together are written as one by one: the same rows, the same journal, undone and done again as a whole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import SETTINGS, Book, Setting
from unionoffice.core.errors import BugError
from unionoffice.desks.roster import store
from unionoffice.desks.roster.records import Unit

values = st.text("一二AB'\"\\", max_size=3)
written = st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d", "e", "f"]), values), max_size=12, unique_by=lambda pair: pair[0])


def states(book: Book) -> tuple[Any, Any]:
    """The rows, and the journal of them without the number of the act."""
    return (
        book.rows("select * from settings order by id"),
        book.rows("select tbl, row, before, after from changes order by id"),
    )


def write(book: Book, pairs: list[tuple[str, str]], *, together: bool) -> list[int]:
    known = {row["name"]: row["id"] for row in book.rows("select id, name from settings")}
    records = [Setting(id=known.get(name, 0), name=name, value=value) for name, value in pairs]
    with book.act("Write") as act:
        return act.save_all(SETTINGS, records) if together else [act.save(SETTINGS, record) for record in records]


@given(first=written, then=written)
def test_together_or_one_by_one_is_the_same(template: Path, first: list[tuple[str, str]], then: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ends = []
        for together in (True, False):
            path = Path(folder) / f"{together}.db"
            shutil.copyfile(template, path)
            book = Book.open(path, clerk="王秀英")
            empty = states(book)[0]
            ids = [write(book, pairs, together=together) for pairs in (first, then)]
            ends.append((ids, states(book)))
            assert upkeep.check(book, schema.TABLES) == []
            done = states(book)[0]
            book.undo()
            book.undo()
            assert states(book)[0] == empty
            book.redo()
            book.redo()
            assert states(book)[0] == done
            assert upkeep.check(book, schema.TABLES) == []
            book.close()
        assert ends[0] == ends[1]


def test_what_can_be_found_is_found_after_writing_together(book: Book) -> None:
    with book.act("Write") as act:
        ids = act.save_all(store.UNITS, [Unit(name="铸工车间"), Unit(name="锻工车间")])
    assert [hit.row for hit in book.search("工车间")] == ids[::-1]
    assert upkeep.check(book, schema.TABLES) == []


def test_an_ended_act_writes_nothing_together_either(book: Book) -> None:
    with book.act("Write") as act:
        pass
    with pytest.raises(BugError, match="after its end"):
        act.save_all(SETTINGS, [Setting(name="a", value="1")])


def test_a_new_row_never_takes_an_id_that_was_used(book: Book) -> None:
    (first,) = write(book, [("a", "1")], together=True)
    book.undo()
    (second,) = write(book, [("b", "1")], together=True)
    assert second > first
