"""What the desk prints: comparison, wall chart, catch-up plan, report; both languages, filled and blank, read back."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from tests.desks.test_comparison import MARCH, Plant
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.comparison import service, sheets
from unionoffice.desks.comparison.reckoning import Reach
from unionoffice.desks.comparison.records import Delay, Ending, LeftOut, PlanHelp, Starting, StepDone, Why
from unionoffice.printing import chart, forms, make, pdf
from unionoffice.printing.paper import Paper

Language = Literal["zh", "en"]


def read(data: bytes) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


@pytest.fixture
def plant(book: Book) -> Plant:
    named = office.Office(union="第二机械厂工会委员会", union_english="Union Committee of the Second Machine Works")
    office.set_office(book, named)
    return Plant(book)


@pytest.mark.parametrize("paper", sheets.PAPERS, ids=lambda paper: paper.form)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_prints_its_sample_and_blank(paper: Paper, language: Language) -> None:
    form = forms.shipped(paper.form)
    filled, _pages = read(pdf.render(form, forms.sample(form), language))
    blank, _blank_pages = read(pdf.render(form, {}, language, blank=True))
    assert "1958" in filled
    assert "1958" not in blank


@pytest.mark.parametrize(
    ("form", "size"), [("comparison", (297, 210)), ("comparison_wall", (297, 420)), ("catch_up_plan", (210, 297))]
)
def test_the_papers_have_their_sizes(form: str, size: tuple[int, int]) -> None:
    assert forms.shipped(form).page.paper_size == size


def test_the_comparison_prints_table_levels_gains_and_who_is_left_out(plant: Plant) -> None:
    group = plant.group(left_out=(LeftOut(unit=plant.teams[1], first=Month(1958, 3), why=Why.REPAIR, note="大修"),))
    one = sheets.of(sheets.COMPARISON, group, plant.scrap)
    text, pages = read(make.pdf_of(plant.book, one, MARCH, "zh"))
    assert pages == 1
    # Left: 5.00, 4.00, 8.00: mean 5.67, the better ones 4.50; weighted (5 x 100 + 4 x 200 + 8 x 0) / 300.
    for words in (
        "先进落后对比表", "造型小组", "1958年3月份", "废品率（%）", "越低越好", "4.00", "4.50", "5.67", "4.33", "+4.00", "+100.0%",
        "300.00", "造型2组（检修中：大修）", "假如全部达到", "先进水平", "第二机械厂工会委员会",
    ):  # fmt: skip
        assert words in text, words
    english, _pages = read(make.pdf_of(plant.book, one, MARCH, "en"))
    for words in ("Comparisonwiththeadvanced", "Mouldingteam4", "lowerisbetter", "Mouldingteam2(underrepair:大修)"):
        assert words in english, words


def test_all_groups_stand_on_one_paper_when_none_is_chosen(plant: Plant) -> None:
    plant.group()
    service.enter_group(plant.book, changed(service.group(plant.book, 1), id=0, name="另一组", english="Other", compared=()))
    second = service.group(plant.book, 2)
    service.correct_group(
        plant.book, changed(second, compared=tuple(changed(line, id=0) for line in service.group(plant.book, 1).compared))
    )
    sheet = sheets.comparison(plant.book, MARCH)
    rows = sheet["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 8
    text, _pages = read(make.pdf_of(plant.book, sheets.COMPARISON, MARCH, "zh"))
    assert "造型小组、另一组" in text
    assert "全部赶上先进，可得300.00元" in text


def test_the_wall_chart_bears_figures_and_no_labels_on_anybody(plant: Plant) -> None:
    text, pages = read(make.pdf_of(plant.book, sheets.of(sheets.WALL, plant.group(), plant.scrap), MARCH, "zh"))
    assert pages == 1
    for words in ("比先进学先进赶先进", "造型4组", "8.00", "+4.00"):
        assert words in text
    for words in ("落后", "保守", "差的"):
        assert words not in text


def test_a_paper_of_a_month_without_figures_says_so_by_its_empty_rows(plant: Plant) -> None:
    group = plant.group()
    july = Period.of_month(Month(1958, 7))
    text, _pages = read(make.pdf_of(plant.book, sheets.of(sheets.COMPARISON, group, plant.scrap), july, "zh"))
    assert "未参加比较：造型1组（没有数字）、造型2组（没有数字）" in text


def test_a_catch_up_plan_prints_what_was_agreed_and_how_far_it_is(plant: Plant) -> None:
    book, row = plant.book, plant.plan(help=(PlanHelp(what="老工人指导", people=2, days=Quantity(35_000), materials="样板"),))
    service.start_plan(book, row, Starting(started_on=date(1958, 2, 1)))
    service.finish_step(book, row, StepDone(step=1, done_on=date(1958, 1, 31)))
    service.postpone_plan(book, row, Delay(decided_on=date(1958, 3, 5), by=date(1958, 7, 31), reason="砂处理设备没到"))
    service.reach_plan(book, row, Ending(day=date(1958, 4, 2), result="已成制度"))
    text, _pages = read(make.pdf_of(book, sheets.PLAN, row, "zh"))
    for words in (
        "赶先进计划", "GX-1958-0001", "造型1组", "造型2组", "废品率", "5.50", "6.00", "4.50", "1958年1月10日", "跟班学习造型",
        "车间工会", "1958-01-31", "老工人指导", "3.5", "样板", "1958-03", "-0.50", "已赶上", "已成制度",
        "1958年3月5日由1958年6月30日延期至1958年7月31日：砂处理设备没到",
    ):  # fmt: skip
        assert words in text, words
    english, _pages = read(make.pdf_of(book, sheets.PLAN, row, "en"))
    for words in ("Catch-upplan", "Mouldingteam1", "Scraprate", "Caughtup", "10January1958"):
        assert words in english, words


def test_the_report_lists_the_plans_of_a_period(plant: Plant) -> None:
    book = plant.book
    reached, gone, withdrawn = plant.plan(), plant.plan(unit=plant.teams[2]), plant.plan(unit=plant.teams[3], own_value="8")
    for row in (reached, gone):
        service.start_plan(book, row, Starting(started_on=date(1958, 1, 10)))
    service.reach_plan(book, reached, Ending(day=date(1958, 3, 31), result="x"))
    service.reach_plan(book, gone, Ending(day=date(1958, 2, 28), result="x"))
    service.withdraw_plan(book, withdrawn, Ending(day=date(1958, 3, 1), result="x"))
    text, pages = read(make.pdf_of(book, sheets.REPORT, MARCH, "zh"))
    assert pages == 1
    assert "计划1项，其中进行中0项，已赶上1项" in text
    assert "GX-1958-0001" in text
    assert "GX-1958-0002" not in text  # ended in February
    assert "GX-1958-0003" not in text  # withdrawn


def test_the_picture_shows_the_first_and_the_last_of_a_long_list(plant: Plant) -> None:
    found = plant.compare(plant.group())
    keys = sheets.in_sight(found)
    assert keys == [plant.teams[1], plant.teams[2], plant.teams[0], plant.teams[3]]
    picture = sheets.dots(found)
    assert isinstance(picture, chart.Dots)
    assert picture.series[0].values == (400, 400, 500, 800)
    assert [level.value for level in picture.levels] == [400, 433, 525]
    rows = sheets.gain_rows(found, Reach.LEADER)
    assert rows is not None
    assert rows.series[0].values == (100,)  # only the first team would gain
