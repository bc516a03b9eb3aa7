"""The act: all or nothing, journal, undo and redo, numbers, links, search, redaction."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import pytest

from unionoffice.core import numbering
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.record import changed
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Level, Unit, Worker


def plant(book: Book) -> int:
    return service.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))


def test_what_an_act_wrote_is_there_after_the_book_is_opened_again(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="李桂兰", number="0117"))
    book.close()
    again = Book.open(book.path)
    assert service.worker(again, row).name == "李桂兰"
    again.close()


def test_a_failed_act_leaves_nothing(book: Book) -> None:
    before = book.value("select count(*) from acts")
    with pytest.raises(KnownError), book.act("Try") as act:
        store.save_worker(act, Worker(name="李桂兰"))
        raise KnownError("no")
    assert book.value("select count(*) from workers") == 0
    assert book.value("select count(*) from acts") == before
    assert book.search("李桂兰") == []


def test_undo_and_redo_name_the_act_and_bring_rows_back(book: Book) -> None:
    unit = plant(book)
    row = service.enter_worker(book, Worker(name="王𬭎", unit=unit, grade=2))
    service.correct_worker(book, changed(service.worker(book, row), grade=3))
    assert str(book.to_undo()) == "Correct worker 王𬭎"
    book.undo()
    assert service.worker(book, row).grade == 2
    book.undo()
    assert book.search("王𬭎") == []
    assert str(book.to_redo()) == "Enter worker 王𬭎"
    book.redo()
    book.redo()
    assert service.worker(book, row).grade == 3
    assert [hit.row for hit in book.search("𬭎")] == [row]
    assert [str(line.said) for line in book.story("workers", row)] == ["Correct worker 王𬭎", "Enter worker 王𬭎"]


def test_undo_refuses_when_a_later_step_builds_on_it(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="赵工"))
    book.conn.execute("update workers set trade = 'by another hand' where id = ?", (row,))
    with pytest.raises(KnownError, match="no longer be taken back"):
        book.undo()
    assert service.worker(book, row).trade == "by another hand"


def test_undo_never_passes_a_final_act(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="赵工"))
    with book.act("Hand out", final=True) as act:
        store.save_worker(act, changed(service.worker(book, row), trade="车工"))
    assert book.to_undo() is None and book.undo() is None


def test_an_act_inside_an_act_joins_it(book: Book) -> None:
    with book.act("Outer") as outer:
        store.save_worker(outer, Worker(name="甲"))
        service.enter_worker(book, Worker(name="乙"))
    assert str(book.to_undo()) == "Outer"
    book.undo()
    assert book.value("select count(*) from workers") == 0


def test_an_act_is_of_no_use_after_its_end(book: Book) -> None:
    with book.act("Short") as act:
        pass
    with pytest.raises(BugError):
        store.save_worker(act, Worker(name="甲"))


def test_numbers_are_never_given_twice_and_leave_a_struck_line(book: Book) -> None:
    day = datetime.date(1958, 2, 10)
    with book.act("Number") as act:
        assert act.number("JY", day) == "JY-1958-0001"
    book.undo()
    with book.act("Number") as act:
        assert act.number("JY", day) == "JY-1958-0002"
        assert act.number("JY", datetime.date(1957, 12, 31)) == "JY-1957-0001"
    assert [number for number, _at, _clerk in book.struck("JY")] == ["JY-1958-0002", "JY-1958-0001", "JY-1957-0001"]


def test_struck_numbers_are_those_no_entry_bears_whatever_the_year_and_the_check_character(book: Book) -> None:
    with book.act("Number") as act:
        given = {
            kind: [each for year in (1957, 1958, 1959) for each in act.numbers(kind, [datetime.date(year, 2, 10)] * 30)]
            for kind in ("JY", "JZ")
        }
    borne = [number for number in given["JY"] if number not in ("JY-1958-0007", "JY-1959-0030")]
    borne += [numbering.with_check(number) for number in given["JZ"] if number != "JZ-1957-0002"]
    for place, number in enumerate(borne):
        book.conn.execute(
            "insert into register (tbl, row, number, title, state, note, day, old_number) values ('x', ?, ?, '', '', '', '', '')",
            (place, number),
        )
    struck = {kind: [number for number, _at, _clerk in book.struck(kind)] for kind in given}
    assert struck == {"JY": ["JY-1959-0030", "JY-1958-0007"], "JZ": ["JZ-1957-0002"]}
    book.conn.execute("delete from register where number like 'JZ-1959%'")
    assert len(book.struck("JZ")) == 31 and book.struck("LF") == []


@pytest.mark.parametrize("part", ["兰", "桂兰", "李桂", "0117", "11", "车", "TURN", "urne", "1958-0"])
def test_any_part_of_any_text_is_found(book: Book, part: str) -> None:
    row = service.enter_worker(book, Worker(name="李桂兰", number="0117", trade="车工 turner", remark="见 JY-1958-0031"))
    service.enter_worker(book, Worker(name="张三"))
    assert [hit.row for hit in book.search(part)] == [row]


def test_two_fields_are_never_read_as_one(book: Book) -> None:
    service.enter_worker(book, Worker(name="李桂", trade="兰工"))
    assert book.search("桂兰") == []


def test_search_is_a_question_never_a_command(book: Book) -> None:
    service.enter_worker(book, Worker(name="李桂兰"))
    for typed in ('"', "李 AND", "李*", "NEAR(", "-", "", "李 OR 张", "a" * 500, "'; drop table workers; --"):
        book.search(typed)
    assert book.value("select count(*) from workers") == 1


def test_links_are_seen_from_both_ends(book: Book) -> None:
    first = service.enter_worker(book, Worker(name="甲"))
    second = service.enter_worker(book, Worker(name="乙"))
    with book.act("Tie") as act:
        act.link("taught by", ("workers", first), ("workers", second))
        act.link("taught by", ("workers", first), ("workers", second))
    assert [(link.kind, link.outward, link.other.title) for link in book.links("workers", first)] == [("taught by", True, "乙")]
    assert [(link.kind, link.outward, link.other.title) for link in book.links("workers", second)] == [("taught by", False, "甲")]
    book.undo()
    assert book.links("workers", first) == []


def test_a_book_for_reading_takes_no_act(book: Book) -> None:
    other = book.second()
    with pytest.raises(KnownError, match="reading only"):
        service.enter_worker(other, Worker(name="甲"))
    other.close()


def test_a_lock_held_elsewhere_is_told_and_nothing_is_lost(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.conn.execute("pragma busy_timeout = 50")
    other = sqlite3.connect(book.path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(KnownError, match="Another program"):
        service.enter_worker(book, Worker(name="甲"))
    other.execute("rollback")
    other.close()
    assert service.enter_worker(book, Worker(name="甲"))


def test_what_is_no_book_is_left_as_it_is(tmp_path: Path) -> None:
    for content in (b"", b"hello", b"SQLite format 3\x00" + b"\x00" * 200):
        path = tmp_path / "letter.db"
        path.write_bytes(content)
        with pytest.raises(KnownError, match="not a book"):
            Book.open(path)
        assert path.read_bytes() == content


def test_a_record_of_which_only_lines_changed_tells_it_in_its_story(book: Book) -> None:
    from datetime import date

    from unionoffice.desks.groups import store as groups
    from unionoffice.desks.groups.records import Group, Member

    unit, leader = plant(book), service.enter_worker(book, Worker(name="刘德才"))
    with book.act("Found") as act:
        group = Group(number="HZ-1956-0001", name="车工组", unit=unit, leader=leader, founded_on=date(1956, 7, 1))
        row = groups.save_group(act, group)
    with book.act("Join") as act:
        joined = (Member(name="孙玉", joined_on=date(1956, 7, 1)),)
        groups.save_group(act, changed(groups.group(book, row), members=joined))
    assert [str(line.said) for line in book.story("mutual_groups", row)] == ["Join", "Found"]
    book.undo()
    assert groups.group(book, row).members == ()
    assert [str(line.said) for line in book.story("mutual_groups", row)] == ["Found"]
    book.redo()
    assert [member.name for member in groups.group(book, row).members] == ["孙玉"]
