"""A list of proposals as people write it: authors and shares, earlier years with steps and savings, duplicates, faults, undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from unionoffice import schema
from unionoffice.core import intake, spreadsheet, upkeep, words
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.core.money import Fen
from unionoffice.core.record import changed
from unionoffice.desks.proposals import service
from unionoffice.desks.proposals.intake import PROPOSALS, take_in
from unionoffice.desks.proposals.records import Honour, Mode, Proposal, Reasoned, Scale, ScaleRow, State
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

HEADS = ["建议编号", "收到日期", "单位", "建议人", "建议名称", "类别", "现状", "改进办法"]
LINES = [
    ["铸58-1", "1958.2.11", "铸工车间", "李桂兰 60%、王建国 40%", "轴承座改用离心浇铸", "工艺", "废品率11%", "改用离心浇铸"],
    ["铸58-2", "58-2-13", "铸工车间", "王建国", "砂箱定位销改进", "工具", "定位不准", "改锥形销"],
    ["机58-1", "一九五八年二月三日", "机工车间", "陈德福（机工车间）、老赵师傅", "车刀磨削角度", "工艺", "刀具消耗大", "统一角度"],
]


@pytest.fixture
def plant(book: Book) -> Mapping[str, int]:
    """Two workshops; two workers are called Chen Defu."""
    top = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    foundry, machines = (
        roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP, above=top)) for name in ("铸工车间", "机工车间")
    )
    return {
        "foundry": foundry, "machines": machines,
        "li": roster.enter_worker(book, Worker(number="0117", name="李桂兰", unit=foundry)),
        "wang": roster.enter_worker(book, Worker(number="0233", name="王建国", unit=foundry)),
        "chen": roster.enter_worker(book, Worker(number="0301", name="陈德福", unit=foundry)),
        "other chen": roster.enter_worker(book, Worker(number="0302", name="陈德福", unit=machines)),
    }  # fmt: skip


def read(book: Book, lines: list[list[str]] = LINES, heads: list[str] = HEADS) -> Reading[Proposal]:
    return intake.read_rows(book, [["合理化建议登记册"], [], heads, *lines], PROPOSALS)


def all_of(book: Book) -> list[Proposal]:
    return [service.proposal(book, row["id"]) for row in book.rows("select id from proposals order by no")]


def line(**cells: str) -> tuple[list[str], list[str]]:
    """A list of one line that can be received, with further columns."""
    given = dict(zip(HEADS, LINES[0], strict=True)) | cells
    return list(given), list(given.values())


def one(book: Book, **cells: str) -> Reading[Proposal]:
    heads, cell = line(**cells)
    return read(book, [cell], heads)


def test_a_kind_that_the_list_does_not_say_is_told_at_its_line(book: Book, plant: Mapping[str, int]) -> None:
    place = HEADS.index("类别")
    rows = [[*each[:place], kind, *each[place + 1 :]] for each, kind in zip(LINES, ("", "工艺", ""), strict=True)]
    reading = read(book, rows)
    assumed = "Betters: Processes, testing, safety (not in the list)"
    said = [intake.said_of_line(reading, line) for line in reading.lines]
    assert said == [assumed, "", f"not on the roster: 老赵师傅; {assumed}"]
    without = read(book, [[*each[:place], *each[place + 1 :]] for each in rows], [head for head in HEADS if head != "类别"])
    assert all(assumed in intake.said_of_line(without, each) for each in without.lines)
    with words.speaking("zh"):
        assert "（清单中没有）" in intake.said_of_line(reading, reading.lines[0])
    intake.repair(book, reading, reading.lines[0].number, place, "材料")
    assert intake.said_of_line(reading, reading.lines[0]) == ""
    take_in(book, intake.plan(reading))
    known = read(book, rows[:1])  # what stands keeps its kind, so there is nothing to tell
    assert (known.lines[0].what, intake.said_of_line(known, known.lines[0])) == ("same", "")
    assert {each.old_number: each.kind.value for each in all_of(book)}[rows[0][0]] == "materials"


def test_proposals_come_in_numbered_by_day_with_their_authors_from_the_roster(book: Book, plant: Mapping[str, int]) -> None:
    reading = read(book)
    assert reading.faults == []
    assert PROPOSALS.said(reading.context, reading.lines[2].record) == "not on the roster: 老赵师傅"  # type: ignore[arg-type]
    assert take_in(book, intake.plan(reading)) == 3
    found = all_of(book)
    assert [(each.no, each.old_number, each.received_on) for each in found] == [
        ("JY-1958-0001", "机58-1", date(1958, 2, 3)), ("JY-1958-0002", "铸58-1", date(1958, 2, 11)),
        ("JY-1958-0003", "铸58-2", date(1958, 2, 13)),
    ]  # fmt: skip
    assert [[(author.worker, author.called, author.share) for author in each.authors] for each in found] == [
        [(plant["other chen"], "陈德福", 50), (None, "老赵师傅", 50)],
        [(plant["li"], "李桂兰", 60), (plant["wang"], "王建国", 40)],
        [(plant["wang"], "王建国", 100)],
    ]
    assert [each.due_on for each in found] == [date(1958, 3, 5), date(1958, 3, 13), date(1958, 3, 15)]
    assert upkeep.check(book, schema.TABLES) == []
    book.undo()
    assert all_of(book) == []
    assert upkeep.check(book, schema.TABLES) == []
    book.redo()
    assert [each.no for each in all_of(book)] == ["JY-1958-0001", "JY-1958-0002", "JY-1958-0003"]


def test_as_received_alone_and_as_received_from_a_list_are_the_same(book: Book, plant: Mapping[str, int]) -> None:
    reading = read(book, LINES[:1])
    record = reading.lines[0].record
    assert record is not None
    take_in(book, intake.plan(reading))
    alone = service.proposal(book, service.enter(book, changed(record, steps=())))
    [listed] = [each for each in all_of(book) if each.id != alone.id]
    for each in ("steps", "authors"):
        assert not service.differs(alone, listed, (each,))
    assert changed(alone, id=0, no="", steps=(), authors=()) == changed(listed, id=0, no="", steps=(), authors=())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("李桂兰，王建国", [("li", 50), ("wang", 50)]),
        ("李桂兰 王建国", [("li", 50), ("wang", 50)]),
        ("0117 李桂兰(70%) / 王 建 国(30%)", [("li", 70), ("wang", 30)]),
        ("王建国（0233）70％；李桂兰（0117）30％", [("wang", 70), ("li", 30)]),
        ("0302", [("other chen", 100)]),
        ("陈德福0301", [("chen", 100)]),
        ("李桂兰70、王建国30", [("li", 70), ("wang", 30)]),
    ],
)
def test_authors_as_people_write_them(
    book: Book, plant: Mapping[str, int], written: str, expected: list[tuple[str, int]]
) -> None:
    record = one(book, 建议人=written).lines[0].record
    assert record is not None
    assert [(author.worker, author.share) for author in record.authors] == [(plant[name], share) for name, share in expected]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"建议人": "李桂兰等3人"}, "authors"),
        ({"建议人": "9999"}, "authors"),
        ({"建议人": "0117王建国"}, "authors"),
        ({"建议人": "李桂兰 60%、王建国 50%"}, "authors"),
        ({"建议人": ""}, "authors"),
        ({"单位": "装配车间"}, "unit"),
        ({"收到日期": "1958.2.30"}, "received_on"),
        ({"收到日期": ""}, "received_on"),
        ({"现状": ""}, "problem"),
        ({"改进办法": ""}, "method"),
        ({"建议名称": ""}, "title"),
        ({"类别": "其他"}, "kind"),
        ({"工号": "0117"}, "numbers"),
        ({"处理结果": "不采纳", "采纳日期": "1958.3.1"}, "opinion"),
        ({"处理结果": "已采纳"}, "decided_on"),
        ({"处理结果": "已采纳", "采纳日期": "1958.2.1"}, "decided_on"),
        ({"处理结果": "已采纳", "采纳日期": "1958.3.1", "完成日期": "1958.4.1"}, "ended_on"),
        ({"处理结果": "实施中", "开始日期": "1958.3.1"}, "implementing_unit"),
        ({"处理结果": "已实施"}, "ended_on"),
        ({"处理结果": "Promoted to others"}, "promoted_to"),
        ({"处理结果": "已推广", "推广到": "全厂"}, "award_fen"),
        ({"处理结果": "退回补充", "处理日期": "1958.3.1"}, "opinion"),
        ({"处理结果": "退回补充", "理由": "缺图纸"}, "decided_on"),
        ({"处理结果": "转报上级", "处理日期": "1958.3.1", "理由": "本厂无权决定"}, "referred_to"),
        ({"处理结果": "转报上级", "处理日期": "1958.3.1", "转报到": "冶金局"}, "opinion"),
        ({"处理结果": "重复", "处理日期": "1958.3.1"}, "duplicate_of"),
        ({"处理结果": "重复", "处理日期": "1958.3.1", "与哪一件重复": "17"}, "duplicate_of"),
        ({"处理结果": "已采纳", "采纳日期": "1958.3.1", "与哪一件重复": "17"}, "duplicate_of"),
        ({"处理结果": "与铸58-1重复", "处理日期": "1958.3.1"}, "duplicate_of"),
        # no scale was in force in 1958
        ({"处理结果": "已奖励", "完成日期": "1958.4.1", "发奖日期": "1958.5.1", "奖金": "50", "收据": "58-1"}, "award_fen"),
        ({"处理结果": "已奖励", "完成日期": "1958.4.1", "发奖日期": "1958.5.1", "收据": "58-1"}, "award_fen"),
    ],
)
def test_what_the_rules_do_not_allow_is_told_with_its_field(
    book: Book, plant: Mapping[str, int], cells: dict[str, str], field: str
) -> None:
    faults = one(book, **cells).faults
    assert [fault.field for fault in faults] == [field]
    assert faults[0].reason


def test_several_of_one_name_are_told_apart_by_number_or_unit(book: Book, plant: Mapping[str, int]) -> None:
    top = roster.units(book)[0].id
    office = roster.enter_unit(book, Unit(name="技术科", level=Level.OFFICE, above=top))
    assert [fault.field for fault in one(book, 单位="技术科", 建议人="陈德福").faults] == ["authors"]
    record = one(book, 单位="技术科", 建议人="陈德福（铸工车间）").lines[0].record
    assert record is not None
    assert (record.unit, record.authors[0].worker) == (office, plant["chen"])


def test_a_proposal_of_an_earlier_year_has_its_steps_its_savings_and_its_award(book: Book, plant: Mapping[str, int]) -> None:
    row = ScaleRow(grade=1, lower=Fen(0), least=Fen(1_000), most=Fen(10_000), honour=Honour.COMMENDATION)
    service.enter_scale(book, Scale(name="本厂办法", mode=Mode.RANGE, valid_from=date(1957, 1, 1), rows=(row,)))
    reading = one(
        book, 收到日期="1957.5.6", 处理结果="已发奖", 采纳日期="1957.5.20", 意见="可行", 完成日期="1957.7.1",
        见效日期="1957.7.15", 费用="120元", 节约金额="1,234.50", 发奖日期="1957.9.1", 奖金="伍拾元整", 领款人="李桂兰",
        档案号="57-33",
    )  # fmt: skip
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    [found] = all_of(book)
    assert found.no == "JY-1957-0001"
    assert [(step.stage, step.given_on) for step in found.steps] == [
        (State.RECEIVED, date(1957, 5, 6)), (State.ADOPTED, date(1957, 5, 20)), (State.IMPLEMENTED, date(1957, 7, 1)),
        (State.PAID, date(1957, 9, 1)),
    ]  # fmt: skip
    assert (found.state, found.benefit_from, found.cost) == (State.PAID, date(1957, 7, 15), Fen(12_000))
    assert (found.actual_fen, found.award_fen, found.grade) == (Fen(123_450 - 12_000), Fen(5_000), 1)
    assert [(part.called, part.share, part.part_fen) for part in found.parts] == [("李桂兰", 60, 3_000), ("王建国", 40, 2_000)]
    assert (found.receipt, found.archive_no) == ("李桂兰", "57-33")
    assert upkeep.check(book, schema.TABLES) == []
    from unionoffice.core.period import Month, Period

    told = {figure.code: figure.value for figure in service.figures(book, Period.of_month(Month(1957, 9), 31))}
    assert told["proposals.award_paid"] == 5_000
    beyond = one(
        book, 建议编号="铸57-2", 收到日期="1957.5.6", 处理结果="已发奖", 完成日期="1957.7.1", 节约金额="100", 发奖日期="1957.9.1",
        奖金="500", 领款人="李",
    )  # fmt: skip
    assert [fault.field for fault in beyond.faults] == ["award_reason"]


def test_a_rejected_and_a_kept_proposal_bring_their_reasons(book: Book, plant: Mapping[str, int]) -> None:
    heads, cells = line(处理结果="未采纳", 采纳日期="1958.3.1", 理由="成本过高")
    other = [*cells]
    other[0], other[heads.index("处理结果")] = "铸58-9", "保留"
    take_in(book, intake.plan(read(book, [cells, other], heads)))
    assert [each.state for each in all_of(book)] == [State.REJECTED, State.KEPT]
    assert [each.steps[-1].opinion for each in all_of(book)] == ["成本过高", "成本过高"]
    assert upkeep.check(book, schema.TABLES) == []


def test_one_text_may_hold_problem_and_method(book: Book, plant: Mapping[str, int]) -> None:
    heads = ["编号", "日期", "车间", "姓名", "题目", "建议内容"]
    reading = read(book, [["1", "1956/3/4", "铸工车间", "李桂兰", "改浇口", "浇口太小，改大"]], heads)
    record = reading.lines[0].record
    assert record is not None
    assert (record.old_number, record.problem, record.method) == ("1", "浇口太小，改大", "浇口太小，改大")


def test_what_stands_is_found_by_number_paper_number_or_title_and_brought_up_to_date(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book)))
    assert {each.what for each in read(book).lines} == {"same"}
    lines = [[*each] for each in LINES]
    lines[0][0] = "JY-1958-0002"  # by the book's own number
    lines[0][7] = "离心浇铸，金属型预热"
    lines[1][5] = "设备"
    lines[2][0] = ""  # by title, day and unit
    reading = read(book, lines)
    assert [each.what for each in reading.lines] == ["change", "same", "same"]
    take_in(book, intake.plan(reading))
    changed_one = next(each for each in all_of(book) if each.no == "JY-1958-0002")
    assert (changed_one.method, changed_one.old_number, changed_one.state) == ("离心浇铸，金属型预热", "铸58-1", State.RECEIVED)
    assert upkeep.check(book, schema.TABLES) == []
    book.undo()
    assert all(each.method != "离心浇铸，金属型预热" for each in all_of(book))


def test_a_paper_number_may_be_given_twice_if_the_clerk_says_so(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book, LINES[:1])))
    reading = one(book, 建议名称="完全不同的一件事", 现状="灯泡太暗", 改进办法="换灯泡")
    assert PROPOSALS.unlike(reading.lines[0].before, reading.lines[0].record)  # type: ignore[arg-type]
    intake.decide(reading, "add")
    take_in(book, intake.plan(reading))
    assert [each.old_number for each in all_of(book)] == ["铸58-1", "铸58-1"]
    assert [fault.field for fault in one(book).faults] == ["old_number"]  # which of the two is meant cannot be known


def test_a_list_does_not_step_over_what_the_desk_keeps(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book, LINES[:1])))
    [found] = all_of(book)
    assert [fault.field for fault in one(book, 处理结果="已采纳", 采纳日期="1958.3.1").faults] == ["state"]
    service.withdraw(book, found.id, Reasoned(given_on=date(1958, 2, 20), reason="本人要求"))
    assert one(book).lines[0].what == "same"
    assert one(book, 处理结果="撤回", 采纳日期="1958.2.20").lines[0].what == "same"
    assert [fault.field for fault in one(book, 处理结果="撤回", 采纳日期="1958.2.21").faults] == ["decided_on"]


def test_nothing_is_written_when_something_was_entered_since(book: Book, plant: Mapping[str, int]) -> None:
    planned = intake.plan(read(book))
    roster.enter_worker(book, Worker(name="赵师傅"))
    with pytest.raises(KnownError, match="since the list was read"):
        take_in(book, planned)
    assert all_of(book) == []


def test_a_csv_of_an_old_register_in_gb18030(book: Book, plant: Mapping[str, int], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("\r\n".join(",".join(each) for each in (["登记册"], HEADS, *LINES)).encode("gb18030"))
    reading = intake.read_rows(book, spreadsheet.rows_of(path), PROPOSALS)
    assert take_in(book, intake.plan(reading)) == 3


SCALE = Scale(
    name="本厂办法", mode=Mode.RANGE, valid_from=date(1957, 1, 1),
    rows=(ScaleRow(grade=1, lower=Fen(0), least=Fen(1_000), most=Fen(10_000), honour=Honour.COMMENDATION),),
)  # fmt: skip
LATER = [
    "处理结果", "处理日期", "意见", "与哪一件重复", "转报到", "完成日期", "节约金额", "奖金", "发奖日期", "收据",
    "推广日期", "推广到",
]  # fmt: skip


def earlier(number: str, received: str, title: str, **later: str) -> list[str]:
    """A line of an old register: number, day, title, and what became of it."""
    return [number, received, "铸工车间", "李桂兰", title, "工艺", "现状", "办法", *(later.get(head, "") for head in LATER)]


def test_every_state_an_old_register_names_comes_in_with_what_belongs_to_it(book: Book, plant: Mapping[str, int]) -> None:
    service.enter_scale(book, SCALE)
    reading = read(book, [
        earlier("1", "1957.1.2", "退回的", 处理结果="退回补充", 处理日期="1957.1.9", 意见="缺图纸"),
        earlier("2", "1957.1.2", "转报的", 处理结果="转报上级", 处理日期="1957.1.9", 意见="本厂无权决定", 转报到="冶金工业局"),
        earlier("3", "1957.1.2", "推广的", 处理结果="已推广", 完成日期="1957.3.1", 节约金额="500", 奖金="50", 发奖日期="1957.5.1",
                收据="57-8", 推广日期="1957.6.1", 推广到="全厂各车间"),
        earlier("4", "1957.1.5", "重复的", 处理结果="重复", 处理日期="1957.1.9", 与哪一件重复="3"),
    ], [*HEADS, *LATER])  # fmt: skip
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    returned, referred, promoted, again = (service.proposal(book, row["id"]) for row in book.rows(
        "select id from proposals order by cast(old_number as integer)"))  # fmt: skip
    assert [(step.stage, step.opinion) for step in returned.steps] == [(State.RECEIVED, ""), (State.RETURNED, "缺图纸")]
    assert (referred.state, referred.referred_to, referred.steps[-1].opinion) == (State.REFERRED, "冶金工业局", "本厂无权决定")
    assert [step.stage for step in promoted.steps] == [State.RECEIVED, State.IMPLEMENTED, State.PAID, State.PROMOTED]
    assert (promoted.state, promoted.promoted_to, promoted.award_fen) == (State.PROMOTED, "全厂各车间", Fen(5_000))
    assert (again.state, again.duplicate_of) == (State.DUPLICATE, promoted.id)
    assert [link.kind for link in book.links("proposals", promoted.id)] == [service.DUPLICATE]
    assert upkeep.check(book, schema.TABLES) == []
    service.take_back(book, again.id, Reasoned(given_on=date(1957, 2, 1), reason="不是一回事"))  # as one entered by hand
    assert (service.proposal(book, again.id).state, book.links("proposals", promoted.id)) == (State.RECEIVED, [])


@pytest.mark.parametrize(
    "said",
    [
        {"处理结果": "重复", "与哪一件重复": "17"},
        {"处理结果": "重复", "与哪一件重复": "第17号"},
        {"处理结果": "与第17号重复"},
        {"处理结果": "重复（17号建议）"},
        {"处理结果": "duplicate of No. 17"},
        {"与哪一件重复": "No. 17"},
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_duplicate_names_a_line_of_the_same_list_in_whatever_order_they_stand(
    book: Book, plant: Mapping[str, int], said: dict[str, str], turned: bool
) -> None:
    first, again = earlier("17", "1957.1.5", "改浇口"), earlier("21", "1957.1.5", "浇口改大", 处理日期="1957.1.9", **said)
    reading = read(book, [again, first] if turned else [first, again], [*HEADS, *LATER])
    assert reading.faults == []
    records = [line.record for line in reading.lines if line.record is not None]
    shown = {record.old_number: PROPOSALS.show(reading.context, "duplicate_of", record) for record in records}
    assert shown == {"17": "", "21": "17"}
    take_in(book, intake.plan(reading))
    one, two = all_of(book)
    assert (one.no, one.old_number, two.old_number) == ("JY-1957-0001", "17", "21")
    assert (two.state, two.duplicate_of) == (State.DUPLICATE, one.id)
    assert upkeep.check(book, schema.TABLES) == []
    # read once more it is the same, and one of the next list names that of the book
    assert {line.what for line in read(book, [again, first], [*HEADS, *LATER]).lines} == {"same"}
    third = earlier("30", "1957.2.1", "浇口", 处理日期="1957.2.9", 处理结果="与17号重复")
    take_in(book, intake.plan(read(book, [third], [*HEADS, *LATER])))
    assert all_of(book)[2].duplicate_of == one.id


def test_what_is_wrong_with_a_duplicate_is_told(book: Book, plant: Mapping[str, int]) -> None:
    def faults(*lines: list[str]) -> list[str]:
        return [fault.reason for fault in read(book, [*lines], [*HEADS, *LATER]).faults]

    def again(number: str, day: str, of: str) -> list[str]:
        return earlier(number, day, f"第{number}", 处理结果="重复", 处理日期="1957.9.9", 与哪一件重复=of)

    first = earlier("1", "1957.1.5", "第一")
    assert faults(first, again("2", "1957.2.1", "2")) == ["A proposal cannot be a duplicate of itself."]
    assert faults(first, again("2", "1957.1.1", "1")) == ["1 came later: it is the duplicate of this one."]
    assert faults(first, again("2", "1957.2.1", "1"), again("3", "1957.2.1", "2")) == [
        "2 is itself a duplicate. Choose the first one."
    ]
    assert faults(first, again("2", "1957.2.1", "9")) == ["No proposal 9 stands in the book or in the list."]
    # a number of another year is meant only where the same year has none
    old = earlier("1", "1956.1.5", "旧的")
    reading = read(book, [again("2", "1957.2.1", "1"), old, first], [*HEADS, *LATER])
    take_in(book, intake.plan(reading))
    assert [(each.title, each.duplicate_of) for each in all_of(book)] == [("旧的", None), ("第一", None), ("第2", 2)]


def test_a_duplicate_waits_for_the_line_it_names(book: Book, plant: Mapping[str, int]) -> None:
    again = earlier("2", "1957.2.1", "又一", 处理结果="重复", 处理日期="1957.9.9", 与哪一件重复="1")
    reading = read(book, [again, earlier("", "1957.1.5", "第一")], [*HEADS, *LATER])
    assert [fault.field for fault in reading.faults] == ["duplicate_of"]
    number = HEADS.index("建议编号")
    intake.repair(book, reading, reading.lines[1].number, number, "1")  # mended in the other line
    assert reading.faults == []
    intake.leave_out(reading, reading.lines[1].number)
    with pytest.raises(KnownError, match="又一 is a duplicate of 1, whose line is not taken in"):
        take_in(book, intake.plan(reading))
    assert all_of(book) == []


def test_a_mended_line_may_name_another_first_one(book: Book, plant: Mapping[str, int]) -> None:
    again = earlier("3", "1957.2.1", "又一", 处理结果="重复", 处理日期="1957.9.9", 与哪一件重复="1")
    heads = [*HEADS, *LATER]
    reading = read(book, [again, earlier("1", "1957.1.5", "第一"), earlier("2", "1957.1.6", "第二")], heads)
    intake.repair(book, reading, reading.lines[0].number, heads.index("与哪一件重复"), "2")
    intake.repair(book, reading, reading.lines[1].number, heads.index("建议名称"), "第一件")  # another line, mended afterwards
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    assert [(each.title, each.duplicate_of) for each in all_of(book)] == [("第一件", None), ("第二", None), ("又一", 2)]
