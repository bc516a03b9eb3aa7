"""The competition's papers: score sheet and notice, filled and blank, in both languages, of many and of few."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from tests.desks.test_competitions import SIDES, evaluated, fill, running, weight
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.office import Office
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.desks.competitions import service, sheets
from unionoffice.desks.competitions.records import Entry, Participant, SchemeIndicator, VetoMark
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Sheet


def named(book: Book) -> None:
    office.set_office(book, Office(union="第二机械厂工会委员会", union_english="Union Committee of the Second Machine Works"))


def pages(form: str, sheet: Sheet, language: Language, *, blank: bool = False) -> list[str]:
    data = pdf.render(forms.shipped(form), sheet, language, blank=blank)
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def published(book: Book, committee: str = "") -> int:
    named(book)
    found = evaluated(book, conditions="完成计划，无重伤事故。", committee=committee, source="计划科")
    worst = found.participants[2].id
    mark = VetoMark(competition=found.id, participant=worst, veto=found.vetoes[0].id, reason="二月三日重伤一人", document="安字3号")
    service.mark_veto(book, found.id, mark)
    service.review(book, found.id, date(1958, 4, 11))
    service.publish(book, found.id, date(1958, 4, 12))
    return found.id


@pytest.mark.parametrize("form", ["score_sheet", "competition_notice"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_prints_its_sample_and_blank(form: str, language: Language) -> None:
    sample = forms.sample(forms.shipped(form))
    assert "JS-1958-0002" in pages(form, sample, language)[0]
    assert "JS-1958-0002" not in pages(form, {}, language, blank=True)[0]


def test_every_step_of_the_reckoning_is_on_the_chinese_sheet(book: Book) -> None:
    row = published(book, "厂竞赛评比委员会")
    text = "".join(pages("score_sheet", sheets.score_sheet(book, row), "zh")).replace(" ", "")
    for part in (
        "竞赛评分表", "车间劳动竞赛", "1958年第一季度", "厂竞赛评比委员会", "按方案项目次序比较得分",
        "105.0÷100.0", "105.00%", "42.00", "2−2.70÷3.00", "110.00%", "33.00", "200÷190", "105.26%", "31.58", "106.58",
        "一票否决", "重伤事故", "二月三日重伤一人", "安字3号", "80.27",
    ):
        assert part in text, part
    assert "草稿" not in text


def test_the_english_sheet_is_english(book: Book) -> None:
    row = published(book)
    found = sheets.score_sheet(book, row)
    text = " ".join(pages("score_sheet", found, "en"))
    for part in ("Competition score sheet", "Workshop competition", "first quarter of 1958", "Shop 0", "Scrap rate (%)", "106.58"):
        assert part in text, part
    notice = " ".join(pages("competition_notice", sheets.notice(book, row), "en"))
    assert not re.search("[一-鿿]", notice.replace("表扬", ""))
    assert "Winning workshop" in notice
    assert "Shop 2 out by veto" in notice


def test_a_draft_says_so_and_has_no_notice(book: Book) -> None:
    named(book)
    found = running(book)
    fill(book, found, ((((1000, 1050), (300, None), (0, 190))), *[((1000, 1000), (300, 300), (200, 200))] * 3))
    text = " ".join(pages("score_sheet", sheets.score_sheet(book, found.id), "en"))
    for part in ("Draft, not yet published", "incomplete", "data are missing", "cannot be reckoned"):
        assert part in text, part
    with pytest.raises(KnownError, match="not published yet"):
        sheets.notice(book, found.id)


def test_the_printed_version_is_the_frozen_one_and_old_ones_print_again(book: Book) -> None:
    row = published(book)
    found = service.competition(book, row)
    before = pages("score_sheet", sheets.score_sheet(book, row), "zh")
    service.open_correction(book, row, "铸工车间三月产量漏报")
    service.write(book, row, [Entry(found.participants[0].id, found.indicators[0].id, "actual", 1060)])
    assert "草稿" in pages("score_sheet", sheets.score_sheet(book, row), "zh")[0]
    service.publish(book, row, date(1958, 4, 20))
    after = pages("score_sheet", sheets.score_sheet(book, row), "zh")
    assert "第 2 版，更正：铸工车间三月产量漏报" in after[0]
    assert "106.98" in after[0]
    assert pages("score_sheet", sheets.version(book, row, 1), "zh") == before
    assert "42.40" not in " ".join(pages("competition_notice", sheets.notice_of(book, row, 1), "zh"))
    assert "106.98" in " ".join(pages("competition_notice", sheets.notice(book, row), "zh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_participants_and_indicators_lose_no_line(book: Book, language: Language) -> None:
    named(book)
    people = tuple(Participant(outside=f"第{number}生产小组") for number in range(1, 41))
    lines = tuple(SchemeIndicator(name=f"第{number}项指标", english=f"Item {number}", weight=weight(10)) for number in range(1, 11))
    found = running(book, participants=people, indicators=lines)
    service.write(book, found.id, [
        Entry(who.id, line.id, side, 1000 + (who.place * 7 + line.place * 3) % 50 * (side == "actual"))
        for who in found.participants for line in found.indicators for side in SIDES
    ])
    printed = pages("score_sheet", sheets.score_sheet(book, found.id), language)
    text = " ".join(printed)
    assert len(printed) > 10
    for who in people:
        assert text.count(who.outside) >= 2, who.outside
    assert len(re.findall(r"\d,\d{3} ÷ 1,000", text)) == 400
    steps = [page for page in printed if "÷" in page]
    assert all("生产小组" in page.split("÷")[0] for page in steps)  # a group that goes on over the page is named again
    foot = "第 1 页 共" if language == "zh" else f"Page 1 of {len(printed)}"
    assert foot.replace(" ", "") in printed[0].replace(" ", "").replace("　", "")


def test_the_period_takes_its_own_name_where_it_has_one(book: Book) -> None:
    row = published(book)
    sheet = service.score_sheet(book, row)
    assert str(sheets.period(sheet, 31)) == "1958-Q1"
    assert str(sheets.period(sheet, 25)) == "1958-01-01/1958-03-31"


def test_the_chart_shows_each_total_as_its_stack(book: Book) -> None:
    row = published(book)
    sheet = service.score_sheet(book, row)
    drawn = sheets.chart(sheet)
    heights = [sum(series.values[place] or 0 for series in drawn.series) for place in range(len(drawn.categories))]
    assert heights == [each.scored.total for each in sheet.rows]
    assert drawn.categories[0].zh == "铸工车间"
    low = running(book, name="另")
    fill(book, low, (((1000, -50), (300, 900), (200, 200)), *[((1000, 1000), (300, 300), (200, 200))] * 3))
    assert min(value or 0 for series in sheets.chart(service.score_sheet(book, low.id)).series for value in series.values) == 0


@pytest.mark.parametrize("form", ["score_sheet", "competition_notice"])
def test_a_blank_paper_leaves_the_period_free_for_a_month_as_for_a_quarter(form: str) -> None:
    text = "".join(pages(form, {}, "zh", blank=True))
    assert "季度" not in text
    assert "月份" not in text
