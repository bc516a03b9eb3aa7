"""Many rows written together are written as one by one: the same rows, the same journal, undone and done again as a whole."""

from __future__ import annotations

import datetime
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core import letters
from tests.core.letters import LETTERS, Letter, LetterState, Passage
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.bulk import TOGETHER
from unionoffice.core.errors import BugError
from unionoffice.core.kept import SETTINGS, Setting
from unionoffice.core.record import changed
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Unit, Worker

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


texts = st.text("节约切削油A1★", max_size=4)
passages = st.lists(st.tuples(st.sampled_from([None, 1, 2]), texts), max_size=3)
letter = st.tuples(texts.filter(bool), st.booleans(), passages, st.integers(0, 99))


def test_records_with_lines_written_together_or_one_by_one_are_the_same(template_with_letters: Path) -> None:
    """Letters with passages, search entries and mentions: new ones and changed ones, lines moved, changed, left out and added."""

    @settings(max_examples=40, deadline=None)
    @given(acts=st.lists(st.lists(st.tuples(st.integers(0, 9), letter), max_size=6), min_size=1, max_size=3))
    def same(acts: list[list[tuple[int, Any]]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            ends = []
            for together in (True, False):
                path = Path(folder) / f"{together}.db"
                shutil.copyfile(template_with_letters, path)
                book = Book.open(path, clerk="王秀英")
                service.enter_workers(book, [Worker(name="甲"), Worker(name="乙")])
                book.done.clear()
                stands = [everything(book)]
                ids = []
                for each in acts:
                    ids.append(write_letters(book, each, together=together))
                    stands.append(everything(book))
                ends.append((ids, everything(book), journal(book)))
                assert upkeep.check(book, letters.TABLES) == []
                back = stands[:-1]
                while book.undo() is not None:
                    assert everything(book) == back.pop()
                assert back == []
                while book.redo() is not None:
                    back.append(everything(book))
                assert back == stands[1:]
                assert upkeep.check(book, letters.TABLES) == []
                book.close()
            assert ends[0] == ends[1]

    same()


def everything(book: Book) -> Any:
    """The rows, and what can be found of them, without the places it lies in."""
    return (
        book.rows("select * from letters order by id"),
        book.rows("select * from letter_passages order by id"),
        book.rows(
            "select r.tbl, r.row, r.number, r.title, r.state, r.note, r.day, r.old_number, r.unit, f.text from register r "
            "join texts f on f.entry = r.id order by 1, 2"
        ),
        book.rows("select * from mentions order by 1, 2, 3, 4"),
    )


def journal(book: Book) -> Any:
    return (
        book.rows("select act, tbl, row, before, after from changes order by id"),
        book.rows("select * from numbers order by number"),
    )


def write_letters(book: Book, wanted: list[tuple[int, Any]], *, together: bool) -> list[int]:
    """Letters of an act: those whose number stands in the book are corrected, the others entered."""
    standing = [row["id"] for row in book.rows("select id from letters order by id")]
    with book.act("Write letters") as act:
        records: list[Letter] = []
        for which, (title, closed, lines, seed) in wanted:
            order = random.Random(seed)
            said = [Passage(worker=worker, said=text) for worker, text in lines]
            if which < len(standing) and not any(each.id == standing[which] for each in records):
                kept = book.get(LETTERS, standing[which])
                said += [changed(each, said=order.choice((each.said, "改"))) for each in kept.passages if order.random() < 0.7]
                order.shuffle(said)
                records.append(changed(kept, title=title, passages=tuple(said)))
            else:
                state = LetterState.CLOSED if closed else LetterState.OPEN
                records.append(Letter(title=title, state=state, passages=tuple(said)))
        new = [place for place, record in enumerate(records) if not record.id]
        if together:
            numbers = act.numbers("XJ", [records[place].written_on for place in new])
        else:
            numbers = [act.number("XJ", records[place].written_on) for place in new]
        for place, number in zip(new, numbers, strict=True):
            records[place] = changed(records[place], number=number)
        return act.save_all(LETTERS, records) if together else [act.save(LETTERS, record) for record in records]


def test_numbers_given_together_go_on_in_each_year(lettered: Book) -> None:
    days = [datetime.date(1958, 1, 1), datetime.date(1957, 1, 1), datetime.date(1958, 2, 1)]
    with lettered.act("Give numbers") as act:
        assert act.number("XJ", days[0]) == "XJ-1958-0001"
        assert act.numbers("XJ", days) == ["XJ-1958-0002", "XJ-1957-0001", "XJ-1958-0003"]
        assert act.numbers("XJ", []) == []
        assert act.number("XJ", days[1]) == "XJ-1957-0002"


def test_writing_many_tells_how_far_it_is_and_ends_without_a_trace_when_it_is_stopped(book: Book) -> None:
    workers = [Worker(name=f"工{count}") for count in range(2 * TOGETHER + 1)]
    heard: list[tuple[int, int]] = []

    class Enough(Exception):  # noqa: N818
        pass

    def told(done: int, count: int) -> None:
        heard.append((done, count))
        if stop_at is not None and done >= stop_at:
            raise Enough

    def write_them() -> None:
        with book.act("Write") as act:
            act.save_all(store.WORKERS, workers, told)

    empty = states(book), book.value("select count(*) from acts")
    stop_at: int | None = TOGETHER
    with pytest.raises(Enough):
        write_them()
    assert (states(book), book.value("select count(*) from acts")) == empty
    heard.clear()
    stop_at = None
    write_them()
    assert heard == [(0, len(workers)), (TOGETHER, len(workers)), (2 * TOGETHER, len(workers)), (len(workers), len(workers))]
    written = states(book), book.value("select count(*) from acts")
    for place in (0, TOGETHER, len(workers) + 1, 2 * len(workers)):  # while rows are taken out, while the search is, at the end
        stop_at = place
        with pytest.raises(Enough):
            book.undo(told)
        assert (states(book), book.value("select count(*) from acts")) == written
        assert upkeep.check(book, [store.WORKERS]) == []
    stop_at = None
    book.undo(told)
    assert book.value("select count(*) from workers") == 0
    stop_at = len(workers)
    with pytest.raises(Enough):
        book.redo(told)
    assert book.value("select count(*) from workers") == 0
    book.redo()
    assert book.value("select count(*) from workers") == len(workers)
    assert upkeep.check(book, [store.WORKERS]) == []


def test_thousands_of_new_letters_stand_as_they_were_given(lettered: Book) -> None:
    """Full portions and a rest, letters with no line, one and two."""
    given = [
        Letter(title=f"信{count}", passages=tuple(Passage(said=f"{count}之{place}") for place in range(count % 3)))
        for count in range(2 * TOGETHER + 1)
    ]
    with lettered.act("Write") as act:
        ids = act.save_all(LETTERS, given)
    kept = lettered.get_many(LETTERS, ids)
    assert [(kept[row].title, [each.said for each in kept[row].passages]) for row in ids] == [
        (letter.title, [each.said for each in letter.passages]) for letter in given
    ]
    assert upkeep.check(lettered, letters.TABLES) == []
    lettered.undo()
    assert everything(lettered) == ([], [], [], [])


def test_one_of_thousands_that_cannot_be_written_leaves_nothing_and_the_book_can_be_written(book: Book) -> None:
    before = states(book)
    workers = [Worker(name=f"工{count}") for count in range(2 * TOGETHER)]
    broken: Any = 0.5
    with pytest.raises(BugError, match="no place in a table"), book.act("Write") as act:
        act.save_all(store.WORKERS, [*workers, Worker(name="甲", sex=broken)])
    assert states(book) == before
    service.enter_workers(book, workers[:1])
    assert upkeep.check(book, [store.WORKERS]) == []


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
