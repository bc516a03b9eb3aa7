"""Several connections to one book: a second one reads what is saved, a moment stands still, an act can be taken over."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from unionoffice import schema
from unionoffice.core import backup, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Unit, Worker


def workers(book: Book) -> int:
    return int(book.value("select count(*) from workers"))


def test_a_second_connection_sees_saved_acts_and_no_others(book: Book) -> None:
    other = book.second()
    with book.act("Two") as act:
        store.save_worker(act, Worker(name="甲"))
        assert workers(book) == 1
        assert workers(other) == 0
    assert workers(other) == 1
    assert other.clerk == "王秀英"
    other.close()


def test_one_moment_stands_still_while_the_clerk_writes(book: Book) -> None:
    other = book.second()
    with other.one_moment():
        assert workers(other) == 0
        service.enter_worker(book, Worker(name="甲"))
        service.enter_unit(book, Unit(name="车间"))
        assert workers(other) == 0
        assert other.value("select count(*) from units") == 0
    assert workers(other) == 1
    with pytest.raises(ZeroDivisionError), other.one_moment():
        raise ZeroDivisionError
    assert not other.conn.in_transaction
    other.close()


def test_an_act_written_elsewhere_is_taken_over_with_its_undo(book: Book) -> None:
    touched: list[dict[str, set[int]]] = []
    seen: list[dict[str, set[int]]] = []
    book.acted = seen.append

    def job() -> None:
        own = Book.open(book.path, clerk=book.clerk)
        own.acted = touched.append
        with own.act("Take in {count}", count=3) as act:
            for name in "甲乙丙":
                store.save_worker(act, Worker(name=name))
        tables.update(own.tables)
        own.close()

    tables: dict[str, object] = {}
    thread = threading.Thread(target=job)
    thread.start()
    thread.join()
    book.took_part(book.journal(limit=1)[0].id, touched[0], tables)  # type: ignore[arg-type]
    assert seen == touched
    assert str(book.to_undo()) == "Take in 3"
    book.undo()
    assert workers(book) == 0
    book.redo()
    assert workers(book) == 3
    assert upkeep.check(book, schema.TABLES) == []


def test_while_a_long_act_is_written_the_window_says_so(book: Book) -> None:
    book.busy = "An import is being written."
    with pytest.raises(KnownError, match="An import is being written"):
        service.enter_worker(book, Worker(name="甲"))
    book.busy = ""
    service.enter_worker(book, Worker(name="甲"))
    book.busy = "An import is being written."
    with pytest.raises(KnownError, match="An import"):
        book.undo()
    book.busy = ""
    assert str(book.to_undo()) == "Enter worker 甲"


def test_a_book_another_writes_in_is_refused_until_it_is_free(book: Book) -> None:
    book.conn.execute("pragma busy_timeout = 20")
    other = book.second(write=True)
    with other.act("Long") as act:
        store.save_worker(act, Worker(name="甲"))
        with pytest.raises(KnownError, match="Another program is writing"):
            service.enter_worker(book, Worker(name="乙"))
        assert workers(book) == 0
    service.enter_worker(book, Worker(name="乙"))
    assert workers(book) == 2
    other.close()


def test_an_error_inside_an_act_is_told_as_what_it_is(book: Book) -> None:
    with pytest.raises(BugError, match="UNIQUE"), book.act("Twice the same") as act:
        store.save_worker(act, Worker(name="甲", number="1"))
        store.save_worker(act, Worker(name="乙", number="1"))
    with pytest.raises(BugError), book.act("To nowhere") as act:
        store.save_worker(act, Worker(name="甲", unit=99))
    with pytest.raises(BugError):
        book.rows("select * from nowhere")
    assert workers(book) == 0
    assert not book.conn.in_transaction
    assert service.enter_worker(book, Worker(name="甲"))


def test_an_act_that_fails_inside_another_fails_the_whole(book: Book) -> None:
    with pytest.raises(KnownError, match="name"), book.act("Outer") as act:
        store.save_worker(act, Worker(name="甲"))
        service.enter_worker(book, Worker(name="  "))
    assert workers(book) == 0
    assert book.to_undo() is None


def test_an_inner_final_act_makes_the_whole_final(book: Book) -> None:
    with book.act("Outer") as act:
        store.save_worker(act, Worker(name="甲"))
        with book.act("Hand out", final=True):
            pass
    assert book.journal(limit=1)[0].final
    assert book.to_undo() is None


def test_what_is_shown_is_told_once_after_the_act_is_saved(book: Book) -> None:
    told: list[tuple[dict[str, set[int]], int]] = []
    other = book.second()
    book.acted = lambda touched: told.append((touched, workers(other)))
    row = service.enter_worker(book, Worker(name="甲"))
    assert told == [({"workers": {row}}, 1)]
    with pytest.raises(KnownError):
        service.enter_worker(book, Worker(name=""))
    assert len(told) == 1
    other.close()


# -- anonymity --------------------------------------------------------------------------

NAME = "欧阳独一无二"


def bytes_beside(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.rglob("*") if each.is_file()}


def holds(path: Path, name: str) -> list[str]:
    """The files beside a book that hold a name, as it stands or as the search lays it down."""
    runs = [name[place : place + 3].encode() for place in range(len(name) - 2)]
    forms = [*runs, name.encode("utf-16-le"), name.encode("unicode_escape")]
    return [file for file, data in bytes_beside(path).items() if any(form in data for form in forms)]


def test_a_name_taken_out_is_in_no_byte_of_any_file(book: Book) -> None:
    """Row, journal images, register, index, log, shared memory: written, corrected, undone and redone before."""
    from unionoffice.core.record import changed

    row = service.enter_worker(book, Worker(name="甲", trade=NAME, remark=f"问{NAME}"))
    service.enter_worker(book, Worker(name="乙", remark="别的话"))
    service.correct_worker(book, changed(service.worker(book, row), remark=f"又问{NAME}", trade=f"{NAME}的徒弟"))
    book.undo()
    book.redo()
    assert book.search(NAME)
    assert "office.db-wal" in holds(book.path, NAME)
    assert book.redact(store.WORKERS, row, {"trade": "", "remark": ""}, "Make an entry anonymous")
    assert holds(book.path, NAME) == []
    assert book.search(NAME) == []
    assert book.search("独一") == []
    assert service.worker(book, row).name == "甲"
    assert [hit.title for hit in book.search("别的话")] == ["乙"], "what others said stays"
    assert book.to_undo() is None, "it cannot be undone"
    assert book.undo() is None
    assert str(book.journal(limit=1)[0].said) == "Make an entry anonymous"
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
    assert holds(book.path, NAME) == []


def test_a_name_is_not_gone_while_another_reads_and_this_is_said(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="甲", remark=NAME))
    other = book.second()
    with other.one_moment():
        workers(other)
        book.conn.execute("pragma busy_timeout = 20")
        assert not book.redact(store.WORKERS, row, {"remark": ""}, "Make an entry anonymous")
    other.close()
    assert book.search(NAME) == []
    book.close()
    conn = sqlite3.connect(book.path)
    conn.execute("pragma wal_checkpoint(truncate)")
    conn.close()
    assert holds(book.path, NAME) == [], "when the book is closed it is gone as well"


def test_a_backup_made_afterwards_does_not_hold_the_name(book: Book, tmp_path: Path) -> None:
    row = service.enter_worker(book, Worker(name="甲", remark=NAME))
    before = backup.back_up(book.path, tmp_path / "before")
    book.redact(store.WORKERS, row, {"remark": ""}, "Make an entry anonymous")
    after = backup.back_up(book.path, tmp_path / "after")
    assert NAME.encode() in before.read_bytes()
    assert NAME.encode() not in after.read_bytes()


def test_an_entry_that_is_gone_cannot_be_made_anonymous(book: Book) -> None:
    with pytest.raises(KnownError, match="no longer in the book"):
        book.redact(store.WORKERS, 99, {"remark": ""}, "Make an entry anonymous")


def test_what_nobody_wants_any_more_is_ended_and_is_no_trouble(book: Book) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    book.interrupt()
    assert workers(book) == 0, "an interruption reaches only what is asked at the moment"
    wanted = [True, True, False]
    book.only_while(lambda: wanted.pop(0) if len(wanted) > 1 else wanted[0])
    with pytest.raises(Interrupted):
        book.value(endless)
    with pytest.raises(Interrupted), book.act("Enter") as act:
        store.save_worker(act, Worker(name="甲"))
        book.rows(endless)
    wanted[:] = [True]
    assert workers(book) == 0
    assert service.enter_worker(book, Worker(name="甲"))
    book.close()
    book.interrupt()
