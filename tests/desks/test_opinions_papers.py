"""What is printed of opinions: register, lists, slips, notice board, answer wall, movement; both languages, filled and blank."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from tests.desks.test_opinions import DAY, MARCH, RARE, assigned, corrected, raised, replied, unit
from unionoffice.core import office
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.desks.rectification import sheets
from unionoffice.desks.rectification.records import (
    Answer,
    Ending,
    Explanation,
    Merging,
    Movement,
    Opinion,
    Posters,
    Referral,
    SlipGiving,
    Source,
    Stage,
    Turnout,
)
from unionoffice.desks.rectification.service import movement, opinions, overview
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.printing import forms, make, pdf
from unionoffice.printing.paper import Paper

Language = Literal["zh", "en"]
NAMES = [paper.form for paper in sheets.OPINION_PAPERS]


def read(data: bytes) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def printed(book: Book, paper: Paper, subject: object, language: Language = "zh") -> str:
    return read(make.pdf_of(book, paper, subject, language))[0]


@pytest.fixture
def shop(book: Book) -> int:
    office.set_office(book, office.Office(union="第二机械厂工会", union_english="Union of the Second Machine Works"))
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    return roster.enter_unit(book, Unit(name="机修车间", english="Repair shop", level=Level.WORKSHOP, above=plant))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_prints_its_sample_and_blank_on_one_page(name: str, language: Language) -> None:
    form = forms.shipped(name)
    filled, pages = read(pdf.render(form, forms.sample(form), language))
    blank, blank_pages = read(pdf.render(form, {}, language, blank=True))
    assert "1958" in filled
    assert "1958" not in blank
    assert (pages, blank_pages) == (1, 1)


def test_the_register_has_no_gap_and_names_nobody(book: Book, shop: int) -> None:
    main, other = replied(book, raised(book, unit=shop, people=9)), raised(book, "吸尘管又堵", people=5)
    opinions.merge(book, other, Merging(into=main, merged_on=date(1958, 3, 9)))
    gone = raised(book, "宿舍停水")
    opinions.withdraw(book, gone, Ending(day=DAY, reason="已修好"))
    raised(book, "记名的意见", anonymous=False, raised_by=RARE)
    text = printed(book, sheets.REGISTER, MARCH)
    for words in ("ZG-1958-0001", "14", "并入ZG-1958-0001", "撤回", "机修车间", "换大管", "工会自己", "1958-03-20"):
        assert words in text, words
    assert RARE not in text
    english = printed(book, sheets.REGISTER, MARCH, "en")
    assert "Repairshop" in english
    assert "theunionitself" in english
    assert "Opinionsraised:3" in english  # the withdrawn one is none


def test_a_units_list_holds_what_it_and_those_under_it_still_owe(book: Book, shop: int) -> None:
    team = unit(book, "机修一组", shop)
    assigned(book, raised(book, "铃不响"), responsible=shop, by_union=False, person="罗大成")
    assigned(book, raised(book, "灯不亮"), responsible=team, by_union=False)
    assigned(book, raised(book, "会太多"))
    corrected(book, raised(book, "已改好的"))
    text = printed(book, sheets.UNIT_LIST, shop)
    assert "机修车间整改清单" in text
    assert "铃不响" in text
    assert "灯不亮" in text
    assert "会太多" not in text
    assert "已改好的" not in text
    union = printed(book, sheets.UNIT_LIST, sheets.THE_UNION)
    assert "工会自己整改清单" in union
    assert "会太多" in union
    assert "没有未了的意见" in printed(book, sheets.UNIT_LIST, unit(book, "铸工车间"))


def test_the_list_by_unit_writes_each_unit_once_with_the_union_first(book: Book, shop: int) -> None:
    for summary in ("铃不响", "灯不亮"):
        assigned(book, raised(book, summary), responsible=shop, by_union=False)
    old = assigned(book, raised(book, "二月提的", raised_on=date(1958, 2, 3)), assigned_on=date(1958, 2, 4))
    text = printed(book, sheets.BY_UNIT, MARCH)
    assert text.count("机修车间") == 1
    assert text.index("工会自己") < text.index("机修车间")
    assert "二月提的" in text  # still open
    corrected(book, old)
    assert "二月提的" not in printed(book, sheets.BY_UNIT, Period.of_month(Month(1958, 4)))


def test_the_reply_slip_has_the_answer_and_no_name(book: Book, shop: int) -> None:
    row = replied(book, raised(book, anonymous=False, raised_by=RARE))
    text = printed(book, sheets.REPLY_SLIP, row)
    for words in ("意见答复单", "ZG-1958-0001", "情况属实。", "换大管", "B限期改", "限1958年3月20日以前改好", "罗大成"):
        assert words in text, words
    assert RARE not in text
    with pytest.raises(KnownError, match="还没有答复"):
        printed(book, sheets.REPLY_SLIP, raised(book))
    explained = assigned(book)
    opinions.explain(book, explained, Explanation(replied_on=date(1958, 3, 8), reply="今年没有钢材"))
    assert "C, explained".replace(" ", "") in printed(book, sheets.REPLY_SLIP, explained, "en")


def test_the_code_stands_on_the_slip_that_was_given_and_on_no_other(book: Book, shop: int) -> None:
    row = raised(book)
    code = opinions.give_slip(book, row, SlipGiving(slip_on=DAY))
    text = printed(book, sheets.slip_with(code), row)
    assert code in text
    assert "ZG-1958-0001" in text
    with pytest.raises(KnownError, match="只在给凭条的时候印一次"):
        printed(book, sheets.CODE_SLIP, row)
    for paper in (sheets.REGISTER, sheets.ANSWER_WALL, sheets.BY_UNIT, sheets.NOTICE_BOARD):
        assert code not in printed(book, paper, MARCH)


def test_the_notice_board_shows_what_was_checked_in_the_period(book: Book, shop: int) -> None:
    opinions.enter_posters(book, Posters(posted_on=DAY, subject="通风", sheets=31))
    corrected(book, raised(book, "吸尘管堵了", people=14))
    corrected(book, raised(book, "四月验收的"), on=date(1958, 4, 2))
    replied(book, raised(book, "还没改的"))
    text = printed(book, sheets.NOTICE_BOARD, MARCH)
    for words in ("整改公布", "吸尘管堵了", "大管已换", "1958-03-22", "大字报31张，意见3条", "已整改1条"):
        assert words in text, words
    assert "四月验收的" not in text
    assert "还没改的" not in text
    assert "还没有改成" in printed(book, sheets.NOTICE_BOARD, Period.of_month(Month(1957, 5)))


def test_the_wall_has_the_unanswered_on_top_by_the_day_they_are_due(book: Book, shop: int) -> None:
    answered = replied(book, raised(book, "答复了的"))
    twin = raised(book, "同样的", source=Source.BOX)
    opinions.merge(book, twin, Merging(into=answered, merged_on=date(1958, 3, 9)))
    later = raised(book, "后到期的", raised_on=date(1958, 3, 20))
    sooner = assigned(book, raised(book, "先到期的"))
    higher = raised(book, "上级定的")
    opinions.refer_up(book, higher, Referral(referred_on=date(1958, 3, 9), referred_to="市工会"))
    sheet = sheets.answer_wall(book, MARCH)
    waiting = [row[0][0] for row in sheet["waiting"]]  # type: ignore[attr-defined]
    numbers = {row: overview.opinion(book, row).number for row in (answered, twin, later, sooner, higher)}
    assert waiting == [numbers[sooner], numbers[higher], numbers[later]]
    assert [row[5] for row in sheet["waiting"]] == [20, "", 4]  # type: ignore[attr-defined]  # due on the 11th and the 27th
    assert [row[0] for row in sheet["answered"]] == [[numbers[answered], numbers[twin]]]  # type: ignore[attr-defined]
    text = printed(book, sheets.ANSWER_WALL, MARCH)
    assert text.index("还没有答复的") < text.index("先到期的") < text.index("已经答复的") < text.index("答复了的")
    assert "已转市工会" in text
    # A wall of an earlier month shows what was unanswered then.
    opinions.reply(book, sooner, Answer(replied_on=date(1958, 4, 2), reply="改"))
    assert numbers[sooner] in [row[0][0] for row in sheets.answer_wall(book, MARCH)["waiting"]]  # type: ignore[attr-defined]
    april = sheets.answer_wall(book, Period.of_month(Month(1958, 4)))
    assert numbers[sooner] in [row[0][0] for row in april["answered"]]  # type: ignore[attr-defined]


def test_the_movement_as_table_and_picture(book: Book, shop: int) -> None:
    assert sheets.movement_picture(book, date(1958, 3, 31)) is None
    movement.enter_movement(book, Movement(
        unit=shop, airing_on=date(1958, 1, 6), correcting_on=date(1958, 3, 10),
        turnout=(Turnout(month=Month(1958, 3), people=30, heads=40), Turnout(month=Month(1958, 1), people=10, heads=40)),
    ))  # fmt: skip
    movement.enter_movement(book, Movement(unit=unit(book, "铸工车间")))
    picture = sheets.movement_picture(book, date(1958, 3, 31))
    assert picture is not None
    assert picture.names == (Stage.AIRING, Stage.DEBATING, Stage.CORRECTING, Stage.CHECKED)
    assert [(span.row, span.first, span.next, span.tone) for span in picture.spans] == [
        (0, date(1958, 1, 6), date(1958, 3, 10), 0), (0, date(1958, 3, 10), date(1958, 4, 1), 2),
    ]  # fmt: skip
    text = printed(book, sheets.MOVEMENT, MARCH)
    assert "75.0%" in text
    assert "未开始" in text
    english = printed(book, sheets.MOVEMENT, MARCH, "en")
    assert "Repairshop" in english
    assert "Correcting" in english


def test_long_texts_wrap_and_nothing_is_lost(book: Book, shop: int) -> None:
    long = "这是一条很长的意见" * 25
    row = replied(book, opinions.enter(book, Opinion(raised_on=DAY, summary=long, unit=shop, people=100_000)), reply="答复" * 200)
    for paper in (sheets.REGISTER, sheets.ANSWER_WALL, sheets.BY_UNIT, sheets.REPLY_SLIP):
        text = printed(book, paper, row if paper.of == "record" else MARCH)
        assert text.count("很") == 25, paper.form
