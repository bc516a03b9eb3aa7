"""What the plan desk prints: the record of a discussion, the target table, the bulletin; both languages, filled and blank."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from tests.desks.test_targets import heat_time, own, tianjin, workshop, year_target
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Direction, Entry, Indicator, OverMonths
from unionoffice.desks.targets import service, sheets
from unionoffice.desks.targets.records import Ending, Voice
from unionoffice.printing import forms, make, pdf
from unionoffice.printing.chart import Lines, Points
from unionoffice.printing.paper import Paper
from unionoffice.printing.wording import words

Language = Literal["zh", "en"]


def read(data: bytes) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def printed(book: Book, paper: Paper, subject: object, language: Language) -> str:
    return read(make.pdf_of(book, paper, subject, language))[0]


@pytest.mark.parametrize("paper", sheets.PAPERS, ids=lambda paper: paper.form)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_prints_its_sample_and_blank(paper: Paper, language: Language) -> None:
    form = forms.shipped(paper.form)
    filled, _pages = read(pdf.render(form, forms.sample(form), language))
    blank, _pages = read(pdf.render(form, {}, language, blank=True))
    assert "1958" in filled
    assert "1958" not in blank
    assert len(blank) > 60


def test_the_wall_chart_is_a_landscape_a3() -> None:
    sizes = [list(forms.shipped(name).page.paper_size) for name in ("target_table", "target_wall")]
    assert sizes == [[297, 210], [420, 297]]


def test_the_record_of_tianjin_bears_every_printed_figure(book: Book) -> None:
    found = tianjin(book)
    zh, en = (printed(book, sheets.RECORD, found.id, language) for language in ("zh", "en"))
    for text in (
        "计划讨论记录", "天津钢厂平炉工段", "5:29:00", "5:15:00（1956-Q4）", "5:20:00", "吊车不足，原料供应不上。", "5:11:30",
        "比草案先进17分30秒", "+7,600", "142,880", "+5.8%", "-465,000", "160,000", "+625,000", "1,500以上", "越低越好",
        "《人民日报》1958年1月10日第3版", "外厂实例。",
    ):
        assert text in zh, text
    for text in (
        "Recordoftheplandiscussion", "TianjinSteel,open-hearthsection", "17min30sbetterthanthedraft", "+7,600", "+625,000",
        "over1,500",
    ):
        assert text in en, text
    picture = sheets.picture(book, found)
    assert isinstance(picture, Points)
    assert picture.clock
    assert [point.value for point in picture.points] == [19740, 18900, 18900, 19200, 18900, 18690]
    assert picture.chosen == 5
    assert words(picture.points[5].name, "zh") == "定案"


def test_a_name_stands_on_the_record_only_where_it_was_to_stand(book: Book) -> None:
    row = own(book, voices=(Voice(circle="甲组", value="650", anonymous=False, name="刘守德"), Voice(circle="乙组", value="640")))
    text = printed(book, sheets.RECORD, row, "zh")
    assert text.count("刘守德") == 1
    assert "尚未定案：草案下达。" in text
    service.make_anonymous(book, row, 1)
    assert "刘守德" not in printed(book, sheets.RECORD, row, "zh")
    service.cancel_discussion(book, row, Ending(day=date(1958, 3, 9), reason="任务改变"))
    assert "此项讨论于1958年3月9日取消：任务改变" in printed(book, sheets.RECORD, row, "zh")


def test_the_target_table_and_the_bulletin_show_the_figures_of_the_book(book: Book) -> None:
    office.set_office(book, office.Office(union="第二机械厂工会委员会", union_english="Union of the Works"))
    unit = workshop(book)
    output = monthly.enter(book, Indicator(name="铸件产量", english="Castings", measure="吨", measure_english="t", decimals=1))
    time = heat_time(book)
    first = year_target(book, unit, output)
    year_target(book, unit, time, value="5:11:30")
    rate = monthly.enter(book, Indicator(
        name="废品率", english="Scrap rate", measure="%", decimals=2, direction=Direction.LOWER, over_months=OverMonths.MEAN))
    year_target(book, unit, rate, period="1958-Q2", value="5")
    for month, tonnes, seconds in ((Month(1958, 1), 1100, 18690), (Month(1958, 2), 1050, 19740)):
        monthly.write(book, output, [Entry(unit, month, "actual", tonnes)])
        monthly.write(book, time, [Entry(unit, month, "actual", seconds)])
    for paper in (sheets.TABLE, sheets.WALL):
        table = printed(book, paper, first, "zh")
        for text in ("铸工车间1958年指标任务表", "1,200.0", "110.0", "105.0", "215.0", "107.5%", "5:11:30", "5:20:15", "97.2%",
                     "废品率（%），1958年第二季度"):
            assert text in table, text
    course = sheets.course_picture(book, service.target(book, first))
    assert isinstance(course, Lines)
    assert course.series[0].values[:3] == (1100, 1050, None)
    bulletin = printed(book, sheets.BULLETIN, Period.parse("1958-02"), "zh")
    assert "有数字的2项指标中，1项完成当月计划；到本月为止，2项中1项达到计划。" in bulletin
    for text in ("生产快报", "1958年2月份", "105.0", "107.5%", "1,290.0", "+5", "5:29:00", "94.4%", "5:20:15"):
        assert text in bulletin, text
    assert "废品率" not in bulletin  # its quarter begins in April
    english = printed(book, sheets.BULLETIN, Period.parse("1958-02"), "en")
    assert "Foundry" in english
    assert "Castings(t)" in english
    assert "本月没有指标任务。" in printed(book, sheets.BULLETIN, Period.parse("1957-02"), "zh")
