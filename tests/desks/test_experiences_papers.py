"""What the desk to learn from the advanced prints: card, matrix, visit, demonstration, contract; filled and blank."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from tests.desks.test_experiences import Plant, day, luda
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.money import Fen
from unionoffice.core.quantity import parse_quantity
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.experiences import service, sheets
from unionoffice.desks.experiences.records import (
    ContractConclusion,
    ContractSigning,
    Demonstrating,
    Demonstration,
    Ending,
    Gap,
    Outcome,
    Reporting,
    TakenHome,
    Timing,
    Watchers,
)
from unionoffice.desks.figures import records as figure_records
from unionoffice.desks.figures import service as figures
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker
from unionoffice.printing import forms, pdf
from unionoffice.printing.chart import Lines
from unionoffice.printing.paper import Sheet

Language = Literal["zh", "en"]
NAMES = [paper.form for paper in sheets.PAPERS]


def printed(name: str, sheet: Sheet, language: Language, *, blank: bool = False) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(forms.shipped(name), sheet, language, blank=blank))).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


@pytest.fixture
def plant(book: Book) -> Plant:
    office.set_office(book, office.Office(union="第二机械厂工会", union_english="Union of the Second Machine Works"))
    return Plant(book)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_prints_its_sample_and_blank(name: str, language: Language) -> None:
    filled, pages = printed(name, forms.sample(forms.shipped(name)), language)
    blank, blank_pages = printed(name, {}, language, blank=True)
    assert "1958" in filled and "1958" not in blank
    assert pages == blank_pages == (2 if name == "learning_contract" else 1)  # the contract has a second page for its course


def test_the_card_gives_the_steps_in_order_and_says_that_it_is_a_draft(plant: Plant) -> None:
    row = plant.found(safety="装挡屑板", conditions="要有后刀架", effect="走刀减半", source="《本溪日报》1957年")
    text, _pages = printed("experience_card", sheets.experience_card(plant.book, row), "zh")
    for words in (
        "先进经验推广卡", "TG-1958-0001", "草稿：本经验尚未鉴定。", "刘守德双刀法", "刘守德", "金工车间一组", "丝杠让刀",
        "1、两刀对切2、半个螺距",
        "工时分401958-02-01181958-02-20", "要有后刀架", "走刀减半", "装挡屑板", "资料来源：《本溪日报》1957年", "鉴定单位（签章）",
    ):  # fmt: skip
        assert words in text, words
    english, _pages = printed("experience_card", sheets.experience_card(plant.book, plant.confirmed()), "en")
    assert "Liu'stwotools" in english and "Machineshop,Team1" in english and "Draft" not in english and "2March1958" in english


def test_two_of_one_name_are_told_apart_on_the_card(plant: Plant) -> None:
    roster.enter_worker(plant.book, Worker(name="刘守德", number="0301"))
    named = roster.worker(plant.book, plant.liu)
    roster.correct_worker(plant.book, changed(named, number="0101"))
    text, _pages = printed("experience_card", sheets.experience_card(plant.book, plant.found()), "zh")
    assert "刘守德（0101）" in text


def test_the_matrix_adds_up_and_shows_the_picture(plant: Plant) -> None:
    row = plant.spreading()
    measured = {name: parse_quantity(text) for name, text in (("before", "41"), ("after", "19"), ("volume", "120"))}
    plant.write(
        row, 0, introduced_on=day(5), demonstrated_on=day(6), first_used_on=day(7), outcome=Outcome.ADOPTED, outcome_on=day(20),
        money=Fen(71_80), checked_on=day(21), **measured,
    )  # fmt: skip
    plant.write(row, 1, introduced_on=day(5), reason="没有后刀架", outcome=Outcome.REFUSED, outcome_on=day(12))
    plant.write(row, 2, introduced_on=day(2, 4), deviations="只用一把刀")
    sheet = sheets.spread_matrix(plant.book, row)
    text, pages = printed("spread_matrix", sheet, "zh")
    for words in (
        "先进经验推广情况表", "二组1958-03-051958-03-061958-03-07采用41191201958-03-21", "三组1958-03-05未采用：没有后刀架",
        "农具厂1958-04-02只用一把刀",
        "到达单位数3111/3", "3个单位：1个采用，0个部分采用，1个未采用，1个未见结果", "每月得益2,640分", "每月节约71.80元",
        "先照搬，后改进",
    ):  # fmt: skip
        assert words in text, words
    assert pages == 1
    picture = sheet["picture"]
    assert isinstance(picture, Lines)
    assert [(str(series.name), series.values) for series in picture.series] == [
        ("Took it over", (0, 1, 1)), ("Used it", (0, 1, 1)), ("Introduced", (0, 2, 3)),
    ]  # fmt: skip
    english, _pages = printed("spread_matrix", sheet, "en")
    assert "Team21958-03-05" in english and "Gainedinamonth:2,640分" in english


def test_the_matrix_of_an_experience_without_targets(plant: Plant) -> None:
    text, _pages = printed("spread_matrix", sheets.spread_matrix(plant.book, plant.confirmed()), "zh")
    assert "还没有推广单位" in text


def test_the_visit_record_names_the_gaps_and_the_promises(plant: Plant) -> None:
    book = plant.book
    indicator = figure_records.Indicator(name="废品率", english="Scrap rate", measure="%", measure_english="per cent")
    scrap = figures.enter(book, indicator)
    row = plant.visited(
        TakenHome(text="检验台搬到工段", who="李文", unit=plant.two, due=day(20)), TakenHome(text="换图", dropped="够用"),
        TakenHome(text="量具柜", done_on=day(18)),
    )  # fmt: skip
    visit = service.visit(book, row)
    waiting = Gap(what="等候", measured_in="分", own=Quantity(320_000))
    gaps = (Gap(indicator=scrap, own=Quantity(10_400), theirs=Quantity(7_800)), waiting)
    service.correct_visit(book, changed(visit, gaps=gaps, cost=Fen(42_60)))
    service.report(book, row, Reporting(reported_on=day(8), reported_to="一组班后会"))
    text, _pages = printed("visit_record", sheets.visit_record(book, row), "zh")
    for words in (
        "参观访问记录", "CG-1958-0001", "1958年3月3日至1958年3月5日", "一机厂", "人数2", "42.60", "刘守德车工金工车间一组",
        "周技术员技术员",
        "看废品率", "废品率%1.040.78", "等候分32", "1、检验台在工段", "检验台搬到工段李文金工车间二组1958-03-20", "换图放弃：够用",
        "量具柜1958-03-18", "1958年3月8日", "一组班后会", "领队签名",
    ):  # fmt: skip
        assert words in text, words
    english, _pages = printed("visit_record", sheets.visit_record(book, row), "en")
    assert "Scraprate" in english and "percent" in english and "givenup:" in english


def test_the_demonstration_record_gives_times_and_by_how_much_they_are_shorter(plant: Plant) -> None:
    book = plant.book
    row = service.enter_demonstration(book, Demonstration(method="双刀", held_on=day(6), demonstrator=plant.liu))
    service.demonstrate(book, row, Demonstrating(
        held_on=day(6), tried=5, watchers=(Watchers(unit=plant.two, people=9), Watchers(name="农具厂", people=4)),
        times=(Timing(what="一根", before="0:40:00", after="0:18:00"), Timing(what="校刀", after="0:14:20")), conclusion="都做成了",
    ))  # fmt: skip
    text, _pages = printed("demonstration_record", sheets.demonstration_record(book, row), "zh")
    for words in (
        "观摩表演记录", "GM-1958-0001", "双刀", "刘守德", "金工车间二组9", "农具厂4", "合计13", "一根0:40:000:18:0055.0%",
        "校刀0:14:20", "都做成了",
    ):  # fmt: skip
        assert words in text, words
    other = service.enter_demonstration(book, Demonstration(method="单刀", held_on=day(9)))
    service.cancel_demonstration(book, other, Ending(day=day(8), reason="停电"))
    text, _pages = printed("demonstration_record", sheets.demonstration_record(book, other), "zh")
    assert "本次表演已于1958年3月8日取消：停电" in text


def test_the_contract_of_1956_prints_with_its_counts_and_results(plant: Plant) -> None:
    book = plant.book
    row = service.enter_contract(book, changed(luda(), english="Eight plants of Lüda", source="《人民日报》1956年8月24日"))
    draft, _pages = printed("learning_contract", sheets.learning_contract(book, row), "zh")
    assert "自____________起生效" in draft
    service.sign(book, row, ContractSigning(signed_on=date(1956, 1, 1), starts_on=date(1956, 1, 1), ends_on=date(1956, 12, 31)))
    service.start_contract(book, row)
    service.conclude(book, row, ContractConclusion(concluded_on=date(1956, 8, 24), results="缸套废品率60%降到约2%"))
    text, pages = printed("learning_contract", sheets.learning_contract(book, row), "zh")
    for words in (
        "厂际互助互学合同", "HX-1956-0001", "8个厂经协商一致", "要解决的问题（22个）", "要推广的经验（29项）", "旅大市八个工厂8",
        "1956年1月1日起生效",
        "缸套废品率160%", "缸套废品率60%降到约2%", "资料来源：《人民日报》1956年8月24日", "签字、盖章",
    ):  # fmt: skip
        assert words in text, words
    assert pages == 2
    english, _pages = printed("learning_contract", sheets.learning_contract(book, row), "en")
    assert "EightplantsofLüda" in english and "Problemstosolve(22)" in english
