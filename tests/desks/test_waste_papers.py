"""What the desk against waste prints: minutes, sign-in sheet, register, where waste arises; both languages, filled and blank."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from tests.desks.test_waste import FEBRUARY, confirmed, exposure, held, measured, minutes
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.money import Fen
from unionoffice.core.record import changed
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.desks.waste import service, sheets
from unionoffice.desks.waste.records import Correction, Ending, LossPer, Present, Resolution, Speech, Verification, WasteKind
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Sheet

Language = Literal["zh", "en"]
NAMES = [paper.form for paper in sheets.PAPERS]


def read(data: bytes) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def printed(name: str, sheet: Sheet, language: Language, *, blank: bool = False) -> tuple[str, int]:
    return read(pdf.render(forms.shipped(name), sheet, language, blank=blank))


@pytest.fixture
def shop(book: Book) -> int:
    settings = office.Office(union="第二机械厂工会委员会", union_english="Union Committee of the Second Machine Works")
    office.set_office(book, settings)
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    return roster.enter_unit(book, Unit(name="二车间", english="Workshop 2", level=Level.WORKSHOP, above=plant))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_prints_its_sample_and_blank(name: str, language: Language) -> None:
    sample = forms.sample(forms.shipped(name))
    filled, _pages = printed(name, sample, language)
    blank, pages = printed(name, {}, language, blank=True)
    assert "1958" in filled
    assert "1958" not in blank
    assert pages == (2 if name == "minutes" else 1)  # blank minutes are one sheet, printed on both sides


def test_the_minutes_follow_the_page_of_the_standard() -> None:
    page = forms.shipped("minutes").page
    width, height = page.paper_size
    top, right, bottom, left = page.margins
    assert (top, left) == (37, 28)  # GB/T 9704-2012
    assert (width - left - right, height - top - bottom) == (156, 225)


def test_minutes_print_everything_that_was_held_fast(book: Book, shop: int) -> None:
    session = minutes(
        unit=shop,
        speeches=(Speech(text="油盘太浅。"), Speech(text="我愿署名。", anonymous=False, speaker="刘愿署")),
        resolutions=(Resolution(text="每台机床加油盘。", unit=shop, due=date(1958, 3, 1)), Resolution(text="领油登记。")),
    )
    row = confirmed(book, session)
    service.add_addendum(book, row, Correction(written_on=date(1958, 2, 14), text="到会实为十四人。"))
    text, _pages = printed("minutes", sheets.minutes(book, row), "zh")
    for wanted in (
        "第二机械厂工会委员会", "反浪费专题鸣放会记录", "HY-1958-0001", "二车间", "切削油的浪费", "1958年2月10日14:00至15:30",
        "二车间休息室", "车间工会主席王秀英", "李文", "甲班车工（11人）", "赵工：夜班", "周技术员（工艺科）", "19.5",
        "一、切削油用量", "二、回收办法", "发言一（一位职工）：油盘太浅。", "发言二（刘愿署）：我愿署名。",
        "一、每台机床加油盘。（二车间，1958年3月1日前）", "二、领油登记。", "加油盘1011", "回收油能否再用？", "散会。",
        "主持人签名", "记录人签名", "1958年2月12日核定。", "1958年2月14日补正：到会实为十四人。", "第1页", "共",
    ):
        assert wanted in text, wanted
    assert "草稿" not in text
    text, _pages = printed("minutes", sheets.minutes(book, row), "en")
    for wanted in ("Minutesofthespecialcriticismsessionagainstwaste", "UnionCommitteeoftheSecondMachineWorks", "Workshop2",
                   "10February1958,14:00to15:30", "Speech1(aworker)", "Speech2(刘愿署)", "by1March1958", "Thesessionwasclosed.",
                   "Addendumof14February1958", "Page1of"):
        assert wanted in text, wanted


def test_a_name_made_anonymous_is_not_printed_again(book: Book, shop: int) -> None:
    row = confirmed(book, minutes(speeches=(Speech(text="我愿署名。", anonymous=False, speaker="刘愿署"),)))
    assert "刘愿署" in printed("minutes", sheets.minutes(book, row), "zh")[0]
    service.make_anonymous(book, row, service.session(book, row).speeches[0].id)
    text = printed("minutes", sheets.minutes(book, row), "zh")[0]
    assert "刘愿署" not in text
    assert "发言一（一位职工）：我愿署名。" in text


def test_what_is_not_confirmed_or_was_voided_says_so(book: Book, shop: int) -> None:
    row = held(book)
    assert "草稿：记录尚未核定。" in printed("minutes", sheets.minutes(book, row), "zh")[0]
    service.cancel(book, row, Ending(day=date(1958, 2, 11), reason="重复登记"))
    assert "本次会议已于1958年2月11日取消：重复登记" in printed("minutes", sheets.minutes(book, row), "zh")[0]
    row = confirmed(book)
    service.void(book, row, Ending(day=date(1958, 2, 13), reason="人数有误"))
    text = printed("minutes", sheets.minutes(book, row), "zh")[0]
    assert "本记录已于1958年2月13日作废：人数有误" in text
    assert "草稿" not in text


def test_long_minutes_run_over_pages_and_lose_nothing(book: Book, shop: int) -> None:
    speeches = tuple(Speech(text=f"第{place}个问题：" + "切屑把油带走，没有人管。" * 12) for place in range(1, 41))
    row = confirmed(book, minutes(speeches=speeches))
    text, pages = printed("minutes", sheets.minutes(book, row), "zh")
    assert pages > 8
    assert f"共{pages}页" in text
    assert all(f"第{place}个问题" in text for place in range(1, 41))
    assert "发言四十（一位职工）" in text
    assert text.index("散会。") < text.index("主持人签名")


def test_the_sign_in_sheet_has_numbered_rows_for_everybody(book: Book, shop: int) -> None:
    row = held(book)
    text, pages = printed("sign_in", sheets.sign_in(book, row), "zh")
    assert pages == 1
    assert "切削油的浪费" in text
    assert "20" in text
    session = service.session(book, row)
    service.correct_session(book, changed(session, present=(*session.present, Present(name="乙班", people=20))))
    sheet = sheets.sign_in(book, row)
    rows = sheet["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 40  # 34 people and one absent, in whole pages
    assert printed("sign_in", sheet, "en")[1] == 2


def test_a_sign_in_sheet_of_a_few_stays_on_one_page_under_long_names(book: Book, shop: int) -> None:
    long = "第一机械工业部第二局直属第二重型通用机械制造总厂铸工车间大件造型工段青年突击小组"
    unit = roster.enter_unit(book, Unit(name=long, english="Youth Shock Team of the Heavy Moulding Section, Foundry, Plant 2"))
    topic = "空转与停工待料造成的工时浪费以及车间之间互相等待、互相埋怨的问题"
    row = held(book, minutes(unit=unit, topic=topic, chair_post="车间工会主席兼生产委员会主任委员"))
    for language in ("zh", "en"):
        assert printed("sign_in", sheets.sign_in(book, row), language)[1] == 1


def test_the_register_adds_up_only_what_was_verified_and_names_nobody(book: Book, shop: int) -> None:
    first = service.enter_exposure(book, exposure(unit=shop, anonymous=False, exposed_by="刘愿署"))
    measured(book, first)
    service.enter_exposure(book, exposure(title="白天点灯", kind=WasteKind.POWER, loss=Fen(12_000)))
    gone = service.enter_exposure(book, exposure(title="重复的一项"))
    service.withdraw(book, gone, Ending(day=date(1958, 2, 20), reason="重复"))
    for language in ("zh", "en"):
        text, pages = printed("exposure_register", sheets.exposure_register(book, FEBRUARY), language)
        assert pages == 1
        assert text.count("432.00") == 2  # the row and the total: 36 yuan a month, twelve months
        assert "刘愿署" not in text
        assert all(f"LF-1958-000{place}" in text for place in (1, 2, 3))
    assert "每月120.00" in printed("exposure_register", sheets.exposure_register(book, FEBRUARY), "zh")[0]
    assert "（无）" in printed("exposure_register", sheets.exposure_register(book, FEBRUARY.previous()), "zh")[0]


def test_where_waste_arises_shows_the_same_figures_as_the_summary(book: Book, shop: int) -> None:
    for kind, unit, loss in ((WasteKind.MATERIALS, shop, 300_000), (WasteKind.POWER, None, 100_000)):
        row = service.enter_exposure(book, exposure(kind=kind, unit=unit))
        service.verify(book, row, Verification(
            verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(loss), verified_per=LossPer.YEAR))
    total = next(f for f in service.figures(book, FEBRUARY) if f.code == "waste.verified").value
    assert total == 400_000
    for language in ("zh", "en"):
        text, pages = printed("waste_where", sheets.where_waste_arises(book, FEBRUARY), language)
        assert pages == 1
        assert text.count("4,000.00") == 2
        assert text.count("75.0%") == text.count("25.0%") == 2
    empty, _pages = printed("waste_where", sheets.where_waste_arises(book, FEBRUARY.previous()), "zh")
    assert "0.00" in empty
