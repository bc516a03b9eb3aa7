"""Looking a book over: a clean book gives no fault, each kind of damage gives a sentence that names it."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.core import letters
from tests.core.letters import LETTERS, Letter, Passage
from unionoffice.core import office, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import Interrupted
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Unit, Worker


@pytest.fixture
def full(lettered: Book) -> Book:
    """A book with something of everything."""
    unit = service.enter_unit(lettered, Unit(name="一车间"))
    worker = service.enter_worker(lettered, Worker(name="李桂兰", number="0117", unit=unit, remark="节约切削油"))
    passages = (Passage(said="第一段", worker=worker), Passage(said="第二段"))
    letter = letters.enter(lettered, Letter(title="信", unit=unit, passages=passages))
    office.attach(lettered, LETTERS, letter, "页.png", b"\x89PNG\r\n")
    with lettered.act("Tie") as act:
        act.link("written by", ("letters", letter), ("workers", worker))
    service.enter_worker(lettered, Worker(name="又一"))
    lettered.undo()
    return lettered


def test_a_clean_book_gives_no_fault(full: Book) -> None:
    assert upkeep.check(full, letters.TABLES) == []
    reader = full.second()
    assert upkeep.check(reader, letters.TABLES) == [], "a second connection that only reads can look it over too"
    reader.close()


DAMAGES = (
    ("update workers set trade = '改了' where id = 1", "workers 1 is not as the journal left it"),
    ("update letter_passages set said = '改了' where id = 2", "letter_passages 2 is not as the journal left it"),
    ("update settings set value = '\"x\"' where id = 1", "settings 1 is not as the journal left it"),
    ("delete from letter_passages where id = 1", "letter_passages 1 is not as the journal left it"),
    ("insert into units select 77, name, english, level, above, closed_on, remark, '', '' from units", "units 77 is not as"),
    ("update changes set after = replace(after, '李桂兰', '李桂')", "workers 1 is not as the journal left it"),
    ("delete from changes where tbl = 'letters'", "letters 1 is not as the journal left it"),
    ("delete from register where tbl = 'workers' and row = 1", "The register does not agree with workers 1"),
    ("update register set title = '李' where tbl = 'workers'", "The register does not agree with workers 1"),
    ("update register set unit = null where tbl = 'letters'", "The register does not agree with letters 1"),
    ("update texts set text = '别的'", "The register does not agree with workers 1"),
    ("update texts set spoken = ''", "The register does not agree with workers 1"),
    ("delete from texts", "The register does not agree with letters 1"),
    ("insert into texts (entry, text, spoken) values (4711, '幽灵', '')", "The search holds a text of no entry"),
    ("insert into found (found) values ('delete-all')", "The index of the search does not agree with its texts"),
    ("insert into found (rowid, text) values (4711, '幽灵')", "The index of the search does not agree with its texts"),
    ("delete from mentions where of_tbl = 'workers'", "The register does not agree with letters 1"),
    ("insert into mentions (tbl, row, of_tbl, of_row) values ('letters', 1, 'workers', 9)",
     "The register does not agree with letters 1"),
    ("update register set row = 99 where tbl = 'workers'", "The register names workers 99, which is not there"),
    ("delete from units", "workers 1 points to an entry of units that is not there"),
    ("update letter_passages set parent = 99", "letter_passages 1 points to an entry of letters that is not there"),
    ("delete from blobs", "A picture kept in the book is missing"),
    ("update letters set written_on = 'sometime'", "letters 1 cannot be read"),
)


@pytest.mark.parametrize(("sql", "sentence"), DAMAGES)
def test_each_kind_of_damage_is_named(full: Book, sql: str, sentence: str) -> None:
    full.conn.execute("pragma foreign_keys = off")
    full.conn.executescript(sql)
    again = Book.open(full.path)
    faults = upkeep.check(again, letters.TABLES)
    again.close()
    assert any(fault.startswith(sentence) for fault in faults), faults
    assert all(fault.strip() and "\n" not in fault for fault in faults)


def test_an_index_that_lost_a_row_is_named(full: Book) -> None:
    """As a torn page would leave it: the index is emptied by hand, its table is not."""
    full.conn.executescript(
        "pragma writable_schema = on; create table empty (id integer, unit integer); create index empty_unit on empty (unit);"
        "update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'empty_unit')"
        " where name = 'letters_unit';"
        "delete from sqlite_master where name = 'empty_unit'; pragma writable_schema = off"
    )
    path = full.path
    full.close()
    again = Book.open(path)
    faults = upkeep.check(again, letters.TABLES)
    again.close()
    assert any(fault.startswith("The file: ") and "letters_unit" in fault for fault in faults), faults


def test_it_tells_how_far_it_is_and_can_be_stopped(full: Book) -> None:
    told: list[tuple[int, int, str]] = []
    assert upkeep.check(full, letters.TABLES, lambda *said: told.append(said)) == []
    assert list(dict.fromkeys(what for _done, _every, what in told)) == [
        "The file", "Entries compared with the register and the search", "The index of the search",
    ]  # fmt: skip
    done, every, _what = told[-2]
    assert done == every == sum(full.value(f"select count(*) from {t.name}") for t in letters.TABLES if t.found)

    def stop(_done: int, _every: int, what: str) -> None:
        if what == "The index of the search":
            raise Interrupted

    with pytest.raises(Interrupted):
        upkeep.check(full, letters.TABLES, stop)
    assert upkeep.check(full, letters.TABLES) == []


def test_of_a_book_that_is_wholly_spoilt_not_every_row_is_told(full: Book) -> None:
    many = [Worker(name=f"工{number}") for number in range(upkeep.TOLD + 500)]
    service.enter_workers(full, many)
    full.conn.execute("update workers set trade = '改了'")
    faults = upkeep.check(full, letters.TABLES)
    assert len(faults) == upkeep.TOLD + 1 and faults[-1] == "There are more faults than these."


def test_what_it_keeps_does_not_grow_with_the_book(full: Book) -> None:
    def kept() -> int:
        tracemalloc.start()
        assert upkeep.check(full, letters.TABLES) == []
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    service.enter_workers(full, [Worker(name=f"工{number}") for number in range(2_000)])
    before = kept()
    for _round in range(4):
        service.enter_workers(full, [Worker(name=f"工人{number}") for number in range(2_000)])
    assert kept() < 1.5 * before


def test_the_journal_is_read_along_its_index(full: Book) -> None:
    plan = full.plan(upkeep.LAST_IMAGES, t="workers")
    assert "TEMP B-TREE" not in plan and "SCAN" not in plan, plan
