"""A list of units: in any order, by code or by name, with its faults, brought up to date, and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import intake, spreadsheet, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.desks.roster import service
from unionoffice.desks.roster.intake import UNITS, level_of, take_in
from unionoffice.desks.roster.records import Level, Unit, Worker

HEADS = ["单位代码", "单位名称", "级别", "上级代码", "备注"]
LINES = [
    ["030101", "一组", "", "0301", "造型"],  # its section stands below it
    ["03", "铸工车间", "车间", "01", ""],
    ["0301", "造型工段", "工段", "03", ""],
    ["01", "第二机械厂", "厂", "", ""],
    ["09", "技术科", "科室", "01", "生产技术"],
]


def read(book: Book, lines: list[list[str]] = LINES, heads: list[str] = HEADS) -> Reading[Unit]:
    return intake.read_rows(book, [["第二机械厂单位一览"], [], heads, *lines], UNITS)


def tree(book: Book) -> list[tuple[str, str, str, str]]:
    """(code, name, level, path above) of every unit, by code."""
    rows = book.rows(
        "select u.code, u.name, u.level, coalesce(a.name, '') as above "
        "from units u left join units a on a.id = u.above order by 1, 2"
    )
    return [(row["code"], row["name"], row["level"], row["above"]) for row in rows]


WHOLE = [
    ("01", "第二机械厂", "plant", ""), ("03", "铸工车间", "workshop", "第二机械厂"), ("0301", "造型工段", "section", "铸工车间"),
    ("030101", "一组", "team", "造型工段"), ("09", "技术科", "office", "第二机械厂"),
]  # fmt: skip


def test_what_a_unit_belongs_to_may_stand_below_it(book: Book) -> None:
    reading = read(book)
    assert reading.faults == []
    assert take_in(book, intake.plan(reading)) == 5
    assert tree(book) == WHOLE
    assert upkeep.check(book, schema.TABLES) == []
    assert book.undo() is not None
    assert tree(book) == []
    assert book.redo() is not None
    assert tree(book) == WHOLE
    assert upkeep.check(book, schema.TABLES) == []


def test_a_list_of_names_alone_tells_level_and_place(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(
        "部门名称,上级\r\n二组,铸工车间\r\n铸工车间,第二机械厂\r\n第二机械厂,\r\n总务科，,第二机械厂\r\n".encode("gb18030")
    )
    reading = intake.read_rows(book, spreadsheet.rows_of(path), UNITS)
    take_in(book, intake.plan(reading))
    assert {(name, level) for _code, name, level, _above in tree(book)} >= {
        ("第二机械厂", "plant"), ("铸工车间", "workshop"), ("二组", "team"),
    }  # fmt: skip


def test_the_same_list_again_changes_nothing_and_a_later_one_brings_it_up_to_date(book: Book) -> None:
    take_in(book, intake.plan(read(book)))
    again = read(book)
    assert (again.counts().same, again.counts().new) == (5, 0)
    later = [
        ["0301", "造型清理工段", "工段", "03", ""],
        ["0302", "熔化工段", "工段", "铸工车间", ""],
        ["", "技术科", "", "", "改隶总工程师"],
    ]
    reading = read(book, later)
    assert [(line.what, line.before.name if line.before else "") for line in reading.lines] == [
        ("change", "造型工段"), ("new", ""), ("change", "技术科"),
    ]  # fmt: skip
    intake.decide(reading, "skip", [6])
    assert take_in(book, intake.plan(reading)) == 2
    assert ("0301", "造型清理工段", "section", "铸工车间") in tree(book)
    assert ("0302", "熔化工段", "section", "铸工车间") in tree(book)
    assert [unit.remark for unit in service.units(book) if unit.name == "技术科"] == ["生产技术"]
    book.undo()
    assert tree(book) == WHOLE


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (["05", "装配车间", "车间", "99", ""], "above"),  # no such unit
        (["05", "装配车间", "大车间", "01", ""], "level"),
        (["05", "", "车间", "01", ""], "name"),
        (["03", "装配车间", "车间", "01", ""], "code"),  # the code stands twice
        (["05", "铸工车间", "车间", "01", ""], "name"),  # the name stands twice in one place
        (["05", "装配车间", "车间", "030101", ""], "above"),  # a workshop below a team
        (["05", "五科", "科室", "05", ""], "above"),  # below itself
    ],
)
def test_a_faulty_line_names_the_field(book: Book, line: list[str], field: str) -> None:
    reading = read(book, [*LINES, line])
    fault = reading.faults[-1]
    assert (fault.line, fault.field) == (9, field)
    assert fault.reason


def test_units_in_a_circle_are_refused_and_mended_in_place(book: Book) -> None:
    reading = read(book, [["1", "甲科", "科室", "2", ""], ["2", "乙科", "科室", "1", ""]])
    assert [fault.field for fault in reading.faults] == ["above", "above"]
    intake.repair(book, reading, 5, 3, "")
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    assert tree(book) == [("1", "甲科", "office", "乙科"), ("2", "乙科", "office", "")]


def test_a_line_mended_is_known_to_the_lines_that_name_it(book: Book) -> None:
    lines = [line[:] for line in LINES]
    lines[1][0] = "30"  # the foundry's code is wrong: nothing can belong to 03
    reading = read(book, lines)
    assert [(fault.line, fault.value) for fault in reading.faults] == [(6, "03")]
    intake.repair(book, reading, 5, 0, "03")
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    assert tree(book) == WHOLE


def test_what_belongs_to_a_line_left_out_is_not_written(book: Book) -> None:
    reading = read(book)
    intake.leave_out(reading, 5)
    with pytest.raises(KnownError, match="铸工车间"):
        take_in(book, intake.plan(reading))
    assert tree(book) == []


def test_a_unit_with_workers_is_not_closed_by_a_list(book: Book) -> None:
    foundry = service.enter_unit(book, Unit(code="03", name="铸工车间", level=Level.WORKSHOP))
    worker = service.enter_worker(book, Worker(name="李桂兰", unit=foundry))
    heads, lines = ["代码", "名称", "撤销日期"], [["03", "铸工车间", "1958.3.1"]]
    assert [fault.field for fault in read(book, lines, heads).faults] == ["closed_on"]
    service.leave(book, worker, date(1958, 2, 1))
    assert read(book, lines, heads).faults == []


def test_a_code_belongs_to_one_unit_and_lists_of_workers_may_use_it(book: Book) -> None:
    foundry = service.enter_unit(book, Unit(code=" 03 ", name="铸工车间", level=Level.WORKSHOP))
    with pytest.raises(KnownError) as trouble:
        service.enter_unit(book, Unit(code="03", name="机工车间"))
    assert trouble.value.field == "code"
    workers = intake.read_rows(book, [["工号", "姓名", "车间"], ["7", "李桂兰", "03"]], service.ROLL)
    assert workers.lines[0].record is not None
    assert workers.lines[0].record.unit == foundry


@pytest.mark.parametrize(
    ("name", "level"),
    [("铸工车间", Level.WORKSHOP), ("造型工段", Level.SECTION), ("第三小组", Level.TEAM), ("总务科", Level.OFFICE),
     ("Foundry", Level.WORKSHOP), ("Team 1", Level.TEAM), ("某处所", Level.TEAM)],
)  # fmt: skip
def test_a_name_tells_the_level(name: str, level: Level) -> None:
    assert level_of(name, top=False) is level


@given(parents=st.lists(st.integers(0, 30), min_size=1, max_size=25), order=st.randoms(use_true_random=False))
def test_a_tree_written_as_a_list_in_any_order_comes_back_equal(parents: list[int], order: object) -> None:
    from random import Random
    from tempfile import TemporaryDirectory

    assert isinstance(order, Random)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        upkeep.create(path, schema.SETS)
        book = Book.open(path)
        names = [f"{place}科" for place in range(len(parents))]
        above = [
            "" if place == 0 or wanted % (place + 1) == place else names[wanted % place] for place, wanted in enumerate(parents)
        ]
        lines = [
            [str(100 + place), name, "科室", parent, ""] for place, (name, parent) in enumerate(zip(names, above, strict=True))
        ]
        order.shuffle(lines)
        take_in(book, intake.plan(read(book, lines)))
        expected = sorted(
            (str(100 + place), name, "office", parent) for place, (name, parent) in enumerate(zip(names, above, strict=True))
        )
        assert tree(book) == expected
        book.close()


def test_the_head_of_a_unit_comes_with_the_list_and_is_found_by_pinyin(book: Book) -> None:
    take_in(book, intake.plan(read(book, [["03", "铸工车间", "车间", "", "李 桂兰"]], [*HEADS[:4], "车间主任"])))
    [unit] = service.units(book)
    assert unit.head == "李桂兰"
    assert [hit.row for hit in book.search("lgl", tbl="units")] == [unit.id]
    assert upkeep.check(book, schema.TABLES) == []
    assert [line.what for line in read(book, [["03", "铸工车间", "", "", ""]], [*HEADS[:4], "负责人"]).lines] == ["same"]
