"""A list from elsewhere: its heading and columns, its faults written anew, what stands in the book already, and what is written."""

from __future__ import annotations

import pytest

from unionoffice.core import intake
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

TITLES = [["第二机械厂职工名册"], ["一九五八年二月", "", "", "共六人"], []]
HEADS = ["工号", "姓名", "班组", "技术等级", "进厂日期"]
LINES = [
    ["1001", "李桂兰", "一组", "三级", "1952.3.1"],
    ["1002", "王建国", "一组", "九级", "1952.3.1"],
    ["1003", "张秀英", "二组", "4", "1953年13月1日"],
    ["1004", "赵永福", "二组", "五级", ""],
    ["1004", "赵永禄", "二组", "五级", ""],
]


@pytest.fixture
def team(book: Book) -> int:
    """The first team; Zhao Yongfu is on its roll already, with another grade."""
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    first, second = (roster.enter_unit(book, Unit(name=name, above=plant)) for name in ("一组", "二组"))
    roster.enter_worker(book, Worker(number="1004", name="赵永福", unit=second, grade=4))
    return first


def _read(book: Book, lines: list[list[str]] = LINES) -> Reading[Worker]:
    return intake.read_rows(book, [*TITLES, HEADS, *lines], roster.ROLL)


def _on_the_roll(book: Book) -> list[tuple[str, str, int | None]]:
    rows = book.rows("select number, name, grade from workers order by number, id")
    return [(row["number"], row["name"], row["grade"]) for row in rows]


def test_the_heading_is_found_below_titles_and_a_heading_of_two_rows_is_read_as_one(book: Book) -> None:
    assert intake.find_heading([*TITLES, HEADS, *LINES], roster.ROLL).first == 3
    two = [["工号", "姓名", "技术", ""], ["", "", "等级", "工种"], ["1", "李桂兰", "三级", "车工"]]
    found = intake.find_heading(two, roster.ROLL)
    assert (found.first, found.last) == (0, 1)
    columns = intake.match(two, found, roster.ROLL, context=roster.ROLL.prepare(book)).fields()
    assert columns == {"number": (0,), "name": (1,), "grade": (2,), "trade": (3,)}


def test_columns_are_taken_by_name_by_what_they_hold_and_as_the_last_time(book: Book, team: int) -> None:
    rows = [["工号", "谁", "甲"], *[[str(number), name, "一组"] for number, name in enumerate(("李桂兰", "王建国", "张秀英"))]]
    context = roster.ROLL.prepare(book)
    heading = intake.heading_at(rows, 0, 0)
    taken = intake.match(rows, heading, roster.ROLL, context=context)
    assert [(each.field, each.why) for each in taken.columns] == [("number", "name"), ("name", "content"), ("unit", "content")]
    chosen = intake.taken_for(taken, roster.ROLL, 2, "trade")
    last = {intake.heads_key(heading.heads): chosen.kept()}
    again = intake.match(rows, heading, roster.ROLL, context=context, last=last)
    assert [(each.field, each.why) for each in again.columns] == [("number", "last"), ("name", "last"), ("trade", "last")]


def test_every_fault_names_line_column_value_and_reason(book: Book, team: int) -> None:
    faults = _read(book).faults
    assert [(each.line, each.column, each.value) for each in faults] == [
        (6, 3, "九级"), (7, 4, "1953年13月1日"), (9, 0, "1004"),
    ]  # fmt: skip
    assert all(each.reason for each in faults)
    assert "line 8" in faults[-1].reason


def test_a_fault_written_anew_is_gone_and_the_lines_that_were_alike_are_understood_anew(book: Book, team: int) -> None:
    reading = _read(book)
    intake.repair(book, reading, 6, 3, "六级")
    intake.repair(book, reading, 7, 4, "1953-12-1")
    assert [fault.line for fault in reading.faults] == [9]
    intake.repair(book, reading, 9, 0, "1005")
    assert reading.faults == []
    intake.repair(book, reading, 9, 0, "1001")  # now it is alike with another line
    assert [fault.line for fault in reading.faults] == [9]
    intake.repair(book, reading, 5, 0, "1006")  # and the other one gives way
    assert reading.faults == []
    roster.take_in(book, intake.plan(reading))
    assert _on_the_roll(book) == [
        ("1001", "赵永禄", 5), ("1002", "王建国", 6), ("1003", "张秀英", 4), ("1004", "赵永福", 5), ("1006", "李桂兰", 3),
    ]  # fmt: skip


def test_faulty_lines_stop_a_list_or_are_skipped(book: Book, team: int) -> None:
    reading, stood = _read(book), _on_the_roll(book)
    with pytest.raises(KnownError, match=r"line 6.*3 lines are faulty"):
        intake.plan(reading)
    assert _on_the_roll(book) == stood
    roster.take_in(book, intake.plan(reading, faulty="skip"))
    assert _on_the_roll(book) == [("1001", "李桂兰", 3), ("1004", "赵永福", 5)]
    assert book.undo() is not None
    assert _on_the_roll(book) == stood


def test_a_line_left_out_is_no_trouble_and_is_not_written(book: Book, team: int) -> None:
    reading = _read(book)
    for number in (6, 7, 9):
        intake.leave_out(reading, number)
    assert reading.faults == []
    assert intake.said_of(reading.counts()) == "1 new, 1 changed, 3 left out"
    roster.take_in(book, intake.plan(reading))
    assert [number for number, _name, _grade in _on_the_roll(book)] == ["1001", "1004"]
    intake.leave_out(reading, 6, out=False)
    assert [fault.line for fault in reading.faults] == [6]


def test_what_stands_in_the_book_is_brought_up_to_date_skipped_or_entered_once_more(book: Book, team: int) -> None:
    roster.enter_worker(book, Worker(name="孙志强", unit=team, grade=2))
    lines = [["1004", "赵永福", "二组", "五级", ""], ["", "孙志强", "一组", "三级", ""]]
    reading = _read(book, lines)
    assert [line.number for line in reading.duplicates] == [5, 6]
    intake.decide(reading, "add")  # a works number cannot stand twice: that line keeps its choice
    assert [line.choice for line in reading.duplicates] == ["update", "add"]
    intake.decide(reading, "skip", [5])
    roster.take_in(book, intake.plan(reading))
    assert sorted(_on_the_roll(book)) == [("", "孙志强", 2), ("", "孙志强", 3), ("1004", "赵永福", 4)]


def test_nothing_is_written_once_something_was_entered_since_the_reading(book: Book, team: int) -> None:
    planned = intake.plan(_read(book, LINES[:1]))
    roster.enter_worker(book, Worker(number="1001", name="另一人", unit=team))
    stood = _on_the_roll(book)
    with pytest.raises(KnownError, match="since the list was read"):
        roster.take_in(book, planned)
    assert _on_the_roll(book) == stood


def test_spaces_of_a_text_are_kept_and_those_of_a_spaced_out_one_are_not() -> None:
    texts = ("王 建国", "先 进 生 产 者", "金工车间  刨工组", "Model  Worker", " ")
    assert [intake.read_text(text) for text in texts] == ["王 建国", "先进生产者", "金工车间 刨工组", "Model Worker", None]
    assert [intake.read_name(text) for text in texts] == ["王建国", "先进生产者", "金工车间刨工组", "Model Worker", None]
    assert intake.read_long(" 一。\n二。 ") == "一。\n二。"


@pytest.mark.parametrize("total", ["合计", "合　计：", "总计", "小计（二组）", "共计3人", "Total", "Grand total:"])
def test_a_line_of_totals_is_nobody(book: Book, team: int, total: str) -> None:
    reading = _read(book, [["1001", "李桂兰", "一组"], ["", total, "2"], ["1002", "计志总", "一组"]])
    assert [(each.line, each.column, each.value) for each in reading.faults] == [(6, 1, total)]
    assert "totals" in reading.faults[0].reason
    assert [line.record.name for line in reading.lines if line.record] == ["李桂兰", "计志总"]


def test_signs_that_cannot_be_seen_are_no_part_of_an_entry(book: Book, team: int) -> None:
    lines = [["1001\u200b", "\u202e李\ufeff桂兰", "一\u00ad组"], ["1002", "王\u200b", "\u200b"]]
    first, second = (line.record for line in _read(book, lines).lines)
    assert first is not None and (first.number, first.name, first.unit) == ("1001", "李桂兰", team)
    assert second is not None and (second.name, second.unit) == ("王", None)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (["1001", "#N/A", "一组"], 1, "fault of the spreadsheet"), (["#REF!", "李桂兰", "一组"], 0, "fault of the spreadsheet"),
        (["1001", "李桂兰", "#VALUE!"], 2, "fault of the spreadsheet"), (["1001", "同上", "一组"], 1, "points at the line above"),
        (["1001", "李桂兰", "同上"], 2, "points at the line above"), (["1001", "〃", "一组"], 1, "points at the line above"),
        (["1001", "李\x07桂兰", "一组"], 1, "cannot be seen or printed"), (["1.2E+05", "李桂兰", "一组"], 0, "was shortened"),
        (["1001", "无", "一组"], -1, "worker's name"), (["1001", "-", "一组"], -1, "worker's name"),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_not_taken_for_one(book: Book, team: int, line: list[str], column: int, reason: str) -> None:
    (fault,) = _read(book, [line]).faults
    assert reason in fault.reason
    assert column in (fault.column, -1)


def test_a_unit_that_is_a_dash_is_none_and_no_new_one(book: Book, team: int) -> None:
    rows = [["工号", "姓名", "车间", "班组"], ["1001", "甲", "无", "-"], ["1002", "乙", "-", "一组"], ["1003", "丙", "", "/"]]
    reading = intake.read_rows(book, rows, roster.ROLL)
    assert [line.record.unit for line in reading.lines if line.record] == [None, team, None]
    assert roster.new_units(reading) == []


def test_a_works_number_is_the_same_after_a_spreadsheet_took_its_zeros(book: Book, team: int) -> None:
    roster.enter_worker(book, Worker(number="0117", name="孙二娘", unit=team))
    lines = [["117", "孙二娘", "一组", "6"], ["118.0", "另一人", "一组", ""], ["00117", "第三人", "一组", ""]]
    reading = _read(book, lines)
    kept, another, third = reading.lines
    assert kept.what == "change" and kept.record is not None and (kept.record.number, kept.record.grade) == ("0117", 6)
    assert another.what == "new" and another.record is not None and another.record.number == "118"
    assert third.what == "new" and third.record is not None and third.record.number == "00117"


@pytest.mark.parametrize("dot", "•‧・．")
def test_a_name_is_the_same_whichever_dot_parts_it(book: Book, team: int, dot: str) -> None:
    roster.enter_worker(book, Worker(name="艾山·买买提", unit=team))
    (line,) = _read(book, [["", f"艾山{dot}买买提", "一组", "3"]]).lines
    assert line.record is not None and (line.record.name, line.record.grade) == ("艾山·买买提", 3)
    assert (line.what, line.choice) == ("change", "update")
