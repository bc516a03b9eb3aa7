"""A list of certificates of earlier years: whom, for what, their printed numbers, what was voided, and what is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from unionoffice import schema
from unionoffice.core import intake, numbering, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.core.period import Period
from unionoffice.desks.awards import service
from unionoffice.desks.awards.intake import CERTIFICATES, take_in
from unionoffice.desks.awards.records import Certificate, Lacking, Recipient, Standing
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

HEADS = ["奖状编号", "获奖单位或个人", "车间", "荣誉称号", "颁发日期", "颁发单位"]
LINES = [
    ["57-12", "李桂兰同志", "铸工车间", "先进生产者", "1957.5.1", "工会委员会"],
    ["57-3", "铸工车间", "", "先进集体", "1957.2.1", "工会委员会"],
    ["", "老赵师傅", "", "支援能手", "1957年5月1日", "工会委员会"],
]


@pytest.fixture
def plant(book: Book) -> Mapping[str, int]:
    """A workshop with two workers of one name."""
    top = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    foundry, machines = (
        roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP, above=top)) for name in ("铸工车间", "机工车间")
    )
    return {
        "foundry": foundry,
        "li": roster.enter_worker(book, Worker(number="0117", name="李桂兰", unit=foundry)),
        "other li": roster.enter_worker(book, Worker(number="0118", name="李桂兰", unit=machines)),
    }


def read(book: Book, lines: list[list[str]] = LINES, heads: list[str] = HEADS) -> Reading[Certificate]:
    return intake.read_rows(book, [["历年奖状登记册"], [], heads, *lines], CERTIFICATES)


def one(book: Book, **cells: str) -> Reading[Certificate]:
    given = dict(zip(HEADS, LINES[0], strict=True)) | cells
    return read(book, [list(given.values())], list(given))


def all_of(book: Book) -> list[Certificate]:
    return [service.certificate(book, row["id"]) for row in book.rows("select id from certificates order by number")]


def test_earlier_certificates_come_in_issued_under_numbers_of_the_book(book: Book, plant: Mapping[str, int]) -> None:
    reading = read(book)
    assert reading.faults == []
    assert take_in(book, intake.plan(reading)) == 3
    found = all_of(book)
    assert [each.number for each in found] == [numbering.with_check(f"JZ-1957-000{place}") for place in (1, 2, 3)]
    assert [(each.old_number, each.kind, each.name, each.dated) for each in found] == [
        ("57-3", Recipient.UNIT, "铸工车间", date(1957, 2, 1)), ("57-12", Recipient.WORKER, "李桂兰", date(1957, 5, 1)),
        ("", Recipient.PERSON, "老赵师傅", date(1957, 5, 1)),
    ]  # fmt: skip
    assert all(each.standing is Standing.ISSUED for each in found)
    assert [each.id for each in service.certificates_of_worker(book, plant["li"])] == [found[1].id]
    assert [each.id for each in service.certificates_of_unit(book, plant["foundry"])] == [found[0].id]
    assert len(service.register(book, Period.of_year(1957, 31))) == 3
    assert upkeep.check(book, schema.TABLES) == []
    book.undo()
    assert all_of(book) == []
    assert upkeep.check(book, schema.TABLES) == []
    book.redo()
    assert len(all_of(book)) == 3


def test_a_new_certificate_gets_the_number_after_the_earlier_ones(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book)))
    row = service.enter(book, Certificate(
        name="王建国", kind=Recipient.PERSON, title="红旗手", dated=date(1957, 12, 1), issuer="工会",
        period="一九五七年", competition="竞赛",
    ))  # fmt: skip
    [number] = service.issue(book, [row], Lacking.SONG)
    assert number == numbering.with_check("JZ-1957-0004")


@pytest.mark.parametrize("checked", [True, False])
def test_an_earlier_certificate_of_an_own_number_keeps_it_in_a_year_without_numbers(
    book: Book, plant: Mapping[str, int], checked: bool
) -> None:
    printed = numbering.with_check("JZ-1957-0040")
    take_in(book, intake.plan(one(book, 奖状编号=printed if checked else "JZ-1957-0040")))
    assert [(each.number, each.old_number) for each in all_of(book)] == [(printed, "")]
    assert one(book, 奖状编号=printed).lines[0].what == "same"
    later = numbering.with_check("JZ-1957-0007")  # now the year has numbers: those of another book stay paper numbers
    take_in(book, intake.plan(one(book, 奖状编号=later, 获奖单位或个人="王建国")))
    assert [(each.number, each.old_number) for each in all_of(book)] == [
        (printed, ""), (numbering.with_check("JZ-1957-0041"), later),
    ]  # fmt: skip


def test_its_text_is_not_in_the_book(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(one(book)))
    with pytest.raises(KnownError, match="not in the book"):
        service.values(book, all_of(book)[0])


def test_a_voided_one_keeps_its_reason(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(one(book, 状态="作废", 作废日期="1957.6.1", 作废原因="姓名写错")))
    [found] = all_of(book)
    assert (found.standing, found.voided_on, found.void_reason) == (Standing.VOIDED, date(1957, 6, 1), "姓名写错")
    assert upkeep.check(book, schema.TABLES) == []


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"车间": ""}, "name"),  # two workers are called so
        ({"获奖单位或个人": ""}, "name"),
        ({"获奖单位或个人": "李桂兰、王建国"}, "name"),
        ({"获奖单位或个人": "李"}, "name"),
        ({"工号": "0999"}, "worker"),
        ({"工号": "0117", "获奖单位或个人": "王建国"}, "worker"),
        ({"获奖单位或个人": "锻工车间", "对象": "集体"}, "name"),
        ({"获奖单位或个人": "王建国", "对象": "职工"}, "name"),
        ({"颁发日期": ""}, "dated"),
        ({"颁发日期": "1957.2.29"}, "dated"),
        ({"颁发单位": ""}, "issuer"),
        ({"荣誉称号": ""}, "title"),
        ({"状态": "草稿", "作废日期": "1957.6.1"}, "voided_on"),
        ({"状态": "作废"}, "voided_on"),
        ({"状态": "作废", "作废日期": "1957.6.1"}, "void_reason"),
        ({"状态": "作废", "作废日期": "1957.4.1", "作废原因": "写错"}, "voided_on"),
        ({"名次": "0"}, "rank"),
    ],
)
def test_a_faulty_line_names_the_field(book: Book, plant: Mapping[str, int], cells: dict[str, str], field: str) -> None:
    assert [fault.field for fault in one(book, **cells).faults] == [field]


def test_what_was_handed_out_is_not_changed_by_a_list(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(read(book)))
    assert {line.what for line in read(book).lines} == {"same"}
    reading = one(book, 荣誉称号="劳动模范")
    assert [fault.field for fault in reading.faults] == ["title"]
    with pytest.raises(KnownError):
        intake.plan(reading)


def test_a_worker_is_known_by_the_works_number_and_a_body_from_outside_by_its_kind(book: Book, plant: Mapping[str, int]) -> None:
    heads = ["姓名", "工号", "对象", "荣誉称号", "日期", "颁发单位"]
    lines = [["", "0118", "", "先进生产者", "1956-1-1", "工会"], ["市第一铸造厂", "", "厂外单位", "协作奖", "1956-1-1", "工会"]]
    take_in(book, intake.plan(read(book, lines, heads)))
    assert [(each.kind, each.worker, each.name) for each in all_of(book)] == [
        (Recipient.WORKER, plant["other li"], "李桂兰"), (Recipient.BODY, None, "市第一铸造厂"),
    ]  # fmt: skip


def test_a_draft_comes_in_as_a_draft_and_can_be_issued(book: Book, plant: Mapping[str, int]) -> None:
    take_in(book, intake.plan(one(book, 奖状编号="", 状态="草稿", 竞赛="劳动竞赛", 期间="一九五七年第一季度")))
    [draft] = all_of(book)
    assert (draft.standing, draft.number, draft.worker) == (Standing.DRAFT, "", plant["li"])
    assert upkeep.check(book, schema.TABLES) == []
    assert service.issue(book, [draft.id]) == [numbering.with_check("JZ-1957-0001")]
