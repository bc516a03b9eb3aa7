"""A list of exposures of waste as people write it: losses and their time, earlier years, names kept out, duplicates, undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from unionoffice import schema
from unionoffice.core import intake, upkeep
from unionoffice.core.book import Book
from unionoffice.core.intake import Reading
from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.desks.waste import service
from unionoffice.desks.waste.intake import EXPOSURES, read_loss, read_quantity, take_in
from unionoffice.desks.waste.records import Exposure, ExposureState, LossPer, WasteKind

HEADS = ["编号", "揭发日期", "浪费现象", "种类", "发生单位", "数量", "估计损失"]
LINES = [
    ["浪58-1", "1958.2.11", "锅炉房蒸汽管漏气", "燃料", "铸工车间", "12.5吨", "每月120元"],
    ["浪58-2", "58-2-3", "旧图纸整张作废", "办公", "技术科", "", "1.2万元/年"],
]


@pytest.fixture
def plant(book: Book) -> Mapping[str, int]:
    """A workshop and a department."""
    top = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    return {
        "foundry": roster.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=top)),
        "technical": roster.enter_unit(book, Unit(name="技术科", level=Level.OFFICE, above=top)),
    }


def read(book: Book, lines: list[list[str]] = LINES, heads: list[str] = HEADS) -> Reading[Exposure]:
    return intake.read_rows(book, [["浪费现象登记表"], [], heads, *lines], EXPOSURES)


def one(book: Book, **cells: str) -> Reading[Exposure]:
    given = dict(zip(HEADS, LINES[0], strict=True)) | cells
    return read(book, [list(given.values())], list(given))


def all_of(book: Book) -> list[Exposure]:
    return [service.exposure(book, row["id"]) for row in book.rows("select id from waste_exposures order by number")]


def test_exposures_come_in_numbered_by_day(book: Book, plant: Mapping[str, int]) -> None:
    reading = read(book)
    assert reading.faults == []
    assert take_in(book, intake.plan(reading)) == 2
    first, second = all_of(book)
    assert (first.number, first.old_number, first.title, first.kind) == ("LF-1958-0001", "浪58-2", "旧图纸整张作废",
        WasteKind.OFFICE)
    assert (first.loss, first.loss_per, first.unit) == (Fen(1_200_000), LossPer.YEAR, plant["technical"])
    assert (second.quantity, second.measured_in, second.loss, second.loss_per) == (
        Quantity(125_000), "吨", Fen(12_000), LossPer.MONTH,
    )  # fmt: skip
    assert (second.state, second.anonymous, second.exposed_by) == (ExposureState.REGISTERED, True, None)
    assert upkeep.check(book, schema.TABLES) == []
    book.undo()
    assert all_of(book) == []
    assert upkeep.check(book, schema.TABLES) == []
    book.redo()
    assert [each.number for each in all_of(book)] == ["LF-1958-0001", "LF-1958-0002"]


def test_as_registered_alone_and_from_a_list_are_the_same(book: Book, plant: Mapping[str, int]) -> None:
    reading = read(book, LINES[:1])
    record = reading.lines[0].record
    assert record is not None
    take_in(book, intake.plan(reading))
    alone = service.exposure(book, service.enter_exposure(book, record))
    [listed] = [each for each in all_of(book) if each.id != alone.id]
    assert changed(alone, id=0, number="") == changed(listed, id=0, number="")


def test_a_name_comes_in_only_where_the_list_says_that_it_may(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(one(book, 揭发人="李桂兰")))
    take_in(book, intake.plan(one(book, 编号="浪58-9", 揭发人="王建国", 匿名="否")))
    take_in(book, intake.plan(one(book, 编号="浪58-10", 揭发人="陈德福", 匿名="是")))
    assert [(each.anonymous, each.exposed_by) for each in all_of(book)] == [(True, None), (False, "王建国"), (True, None)]
    book.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
    written = book.path.read_bytes()
    assert "王建国".encode() in written
    assert "李桂兰".encode() not in written
    assert "陈德福".encode() not in written


def test_amounts_of_old_money_are_asked_about(book: Book, plant: Mapping[str, int]) -> None:
    for day, asked in (("1955.2.28", True), ("1955.3.1", False)):
        line = one(book, 揭发日期=day).lines[0]
        assert line.record is not None
        assert bool(EXPOSURES.said(None, line.record)) is asked


STOPPED = {
    "状态": "已解决", "核实日期": "1958.2.20", "核实人": "老周", "核实损失": "每月100元", "措施日期": "1958.2.25", "措施": "换阀门",
    "责任单位": "铸工车间", "期限": "1958.3.10", "结果": "不再漏气", "解决日期": "1958.3.8",
}  # fmt: skip


def test_waste_of_an_earlier_year_that_was_stopped(book: Book, plant: Mapping[str, int]) -> None:
    reading = one(book, **STOPPED)
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    [found] = all_of(book)
    assert (found.state, found.verified_loss, found.verified_per) == (ExposureState.STOPPED, Fen(10_000), LossPer.MONTH)
    assert (found.measure_on, found.deadline, found.stopped_on) == (date(1958, 2, 25), date(1958, 3, 10), date(1958, 3, 8))
    assert (found.responsible, found.recheck_on) == (plant["foundry"], date(1958, 4, 7))
    assert upkeep.check(book, schema.TABLES) == []
    assert one(book, **STOPPED).lines[0].what == "same"


@pytest.mark.parametrize("left_out", [name for name in STOPPED if name != "状态"])
def test_what_a_state_asks_for_is_asked_of_a_list_too(book: Book, plant: Mapping[str, int], left_out: str) -> None:
    assert len(one(book, **{**STOPPED, left_out: ""}).faults) == 1


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"估计损失": "120元"}, "loss_per"),  # a month, a year, once?
        ({"估计损失": "很多"}, "loss"),
        ({"估计损失": "-5 每月"}, "loss"),
        ({"数量": "12.5"}, "measured_in"),
        ({"数量": "若干"}, "quantity"),
        ({"浪费现象": ""}, "title"),
        ({"揭发日期": "1958.2.31"}, "exposed_on"),
        ({"发生单位": "锻工车间"}, "unit"),
        ({"种类": "灯"}, "kind"),
        ({"状态": "已核实", "核实日期": "1958.2.1", "核实人": "周", "核实损失": "每月3元"}, "verified_on"),
        ({"状态": "登记", "措施": "换阀门"}, "measure"),
        ({"状态": "不属实", "核实日期": "1958.2.20", "核实人": "周"}, "finding"),
        ({"状态": "撤回", "撤销日期": "1958.2.1", "撤销原因": "重复"}, "withdrawn_on"),
        ({**STOPPED, "解决日期": "1958.2.21"}, "stopped_on"),
        ({"匿名": "否"}, ""),  # and then nobody is named: it stays anonymous
    ],
)
def test_a_faulty_line_names_the_field(book: Book, plant: Mapping[str, int], cells: dict[str, str], field: str) -> None:
    assert [fault.field for fault in one(book, **cells).faults] == ([field] if field else [])


@pytest.mark.parametrize(
    ("written", "fen", "per"),
    [
        ("120", 12_000, None), ("每月120元", 12_000, LossPer.MONTH), ("120元/月", 12_000, LossPer.MONTH),
        ("全年1,200.50元", 120_050, LossPer.YEAR), ("一次性损失35元", 3_500, LossPer.ONCE), ("１２０元／月", 12_000, LossPer.MONTH),
        ("40 a month", 4_000, LossPer.MONTH), ("约300元/年", 30_000, LossPer.YEAR),
    ],
)  # fmt: skip
def test_losses_as_people_write_them(written: str, fen: int, per: LossPer | None) -> None:
    assert read_loss(written) == (fen, per)


@pytest.mark.parametrize(
    ("written", "quantity", "unit"),
    [("12.5", 125_000, ""), ("12.5 kg", 125_000, "kg"), ("三百公斤", 3_000_000, "公斤"), ("1,200度", 12_000_000, "度"),
     ("1.2万度", 120_000_000, "度")],
)  # fmt: skip
def test_quantities_as_people_write_them(written: str, quantity: int, unit: str) -> None:
    assert read_quantity(written) == (quantity, unit)


def test_what_stands_is_brought_up_to_date_but_not_its_steps(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book)))
    assert {line.what for line in read(book).lines} == {"same"}
    reading = one(book, 编号="LF-1958-0002", 原因="阀门老化")
    assert [line.what for line in reading.lines] == ["change"]
    take_in(book, intake.plan(reading))
    assert [each.cause for each in all_of(book)] == ["", "阀门老化"]
    assert [fault.field for fault in one(book, **STOPPED).faults] == ["state"]
    later = one(book, 估计损失="每月150元")
    assert [line.what for line in later.lines] == ["change"]
    intake.decide(later, "add")
    take_in(book, intake.plan(later))
    assert [each.loss for each in all_of(book) if each.old_number == "浪58-1"] == [Fen(12_000), Fen(15_000)]
    assert upkeep.check(book, schema.TABLES) == []


def test_one_withdrawn_after_its_measure_was_set_keeps_what_the_steps_wrote(book: Book, plant: Mapping[str, int]) -> None:
    reading = one(
        book, 状态="撤回", 核实日期="1958.2.12", 核实人="王建国", 核实损失="每月100元", 措施="换管", 定措施日期="1958.2.13",
        责任单位="铸工车间", 期限="1958.3.1", 撤回日期="1958.3.2", 撤回原因="锅炉已拆",
    )  # fmt: skip
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    [found] = all_of(book)
    assert (found.state, found.measure, found.withdrawn_on) == (ExposureState.WITHDRAWN, "换管", date(1958, 3, 2))


def test_one_withdrawn_after_it_was_rechecked_keeps_its_rechecks(book: Book, plant: Mapping[str, int]) -> None:
    reading = one(
        book, 状态="撤回", 核实日期="1958.2.12", 核实人="王建国", 核实损失="每月100元", 措施="换管", 定措施日期="1958.2.13",
        责任单位="铸工车间", 期限="1958.3.1", 制止日期="1958.2.20", 结果="不漏了", 复查="1958-03-22｜王建国｜否｜没有再漏",
        撤回日期="1958.4.2", 撤回原因="锅炉已拆",
    )  # fmt: skip
    assert reading.faults == []
    take_in(book, intake.plan(reading))
    [found] = all_of(book)
    assert [(line.checked_on, line.again, line.finding) for line in found.rechecks] == [(date(1958, 3, 22), False, "没有再漏")]
    assert found.recheck_on is None
