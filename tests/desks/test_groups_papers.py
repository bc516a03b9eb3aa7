"""The papers of mutual aid: both contracts and the log, filled and blank, in both languages, read back from the PDF."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests.desks.test_groups import Shop
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import Language
from unionoffice.desks.groups import service, sheets
from unionoffice.desks.groups.records import Check, Closing, Content, ContractKind, Ending, Extension, Learner, Outcome, Termination
from unionoffice.desks.roster import service as roster
from unionoffice.printing import make, pdf
from unionoffice.printing.forms import check_sheet, sample, shipped
from unionoffice.printing.paper import Paper

CONTRACT, APPRENTICE, LOG, *_OTHERS = sheets.PAPERS


@pytest.fixture
def shop(book: Book) -> Shop:
    return Shop(book)


def read(data: bytes) -> tuple[str, int]:
    """The text of all pages without spaces and line ends, and how many pages."""
    pages = PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split()), len(pages)


def printed(book: Book, paper: Paper, row: int, language: Language) -> tuple[str, int]:
    return read(make.pdf_of(book, paper, row, language))


@pytest.mark.parametrize("paper", [CONTRACT, APPRENTICE, LOG], ids=lambda paper: paper.form)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_prints_its_sample_and_blank(book: Book, paper: Paper, language: Language) -> None:
    form = shipped(paper.form)
    text, _pages = read(pdf.render(form, sample(form), language))
    blank, pages = read(make.blank_pdf(book, paper, language))
    assert pages == 2, "front and back of one sheet"
    value = {"zh": "刘德才", "en": "LiuDecai"}[language]
    assert value in text
    assert value not in blank
    heading = {
        "contract": {"zh": "技术互助合同", "en": "ContractofTechnicalMutualAid"},
        "apprentice_contract": {"zh": "师徒合同", "en": "ContractofMasterandApprentice"},
        "group_log": {"zh": "技术互助小组活动记录", "en": "LogoftheTechnicalMutual-AidGroup"},
    }[paper.form][language]
    assert heading in text
    assert heading in blank


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_benxi_contract_on_paper(book: Book, shop: Shop, language: Language) -> None:
    duties = service.usual_duties(ContractKind.MUTUAL_AID)
    row = shop.running(
        **duties, content=(Content(month="1", content="刀具刃磨"),), teacher_reward="表扬", witness="王秀英", union_group="二组"
    )
    service.check(book, row, Check(checked_on=date(1956, 7, 31), finding="两人质量达到百分之百", checked_by="车间工会"))
    service.extend(book, row, Extension(agreed_on=date(1956, 10, 1), new_end=date(1956, 11, 30), reason="病休"))
    service.examine(book, row, shop.examination(row, (3, 3, 2), (Outcome.MET, Outcome.MET, Outcome.PARTLY_MET)))
    text, pages = printed(book, CONTRACT, row, language)
    assert pages == 2
    for part in ("HT-1956-0001", "第一修理厂", {"zh": "车工工段", "en": "turningsection"}[language],
                 "刘德才", "孙玉", "何广林", "赵铁生", "外圆、镗孔、三角螺纹",
                 "刀具刃磨",
                 "周国栋", "李桂兰", "王秀英", "1956-07-31", "两人质量达到百分之百",
                 "90.5", "85", "0%"):  # fmt: skip
        assert part in text, part
    wanted = {
        "zh": ("本合同自1956年7月1日起生效，期限4个月，至1956年11月30日期满。", "部分达到",
               "由1956年10月31日延长至1956年11月30日：病休",
               "签订日期：1956年6月28日"),
        "en": ("takeseffecton1July1956,foratermof4months,andendson30November1956.",
               "Partlymet",
               "prolongedfrom31October1956to30November1956:病休", "Signedon28June1956"),
    }[language]
    for part in wanted:
        assert part in text, part


def test_what_is_not_entered_yet_leaves_room_to_write(book: Book, shop: Shop) -> None:
    row = shop.contract(effective_on=None, term_months=None)
    text, pages = printed(book, CONTRACT, row, "zh")
    assert f"本合同自{sheets.ROOM}起生效，期限{sheets.ROOM}个月，至{sheets.ROOM}期满。" in text
    assert f"签订日期：{sheets.ROOM}" in text
    assert pages == 2


def test_terminated_and_voided_stand_on_the_paper(book: Book, shop: Shop) -> None:
    row = shop.running()
    service.terminate(book, row, Termination(terminated_on=date(1956, 8, 1), reason="教方调动"))
    assert "1956年8月1日解除：教方调动" in printed(book, CONTRACT, row, "zh")[0]
    service.void_contract(book, row, Closing(closed_on=date(1956, 8, 2), reason="重复"))
    assert "voidedon2August1956:重复" in printed(book, CONTRACT, row, "en")[0]


def test_each_kind_has_its_own_form(book: Book, shop: Shop) -> None:
    mutual = shop.contract()
    young = shop.worker("小李", None)
    master = shop.contract(kind=ContractKind.APPRENTICE, term_months=36, learners=(Learner(worker=young, to_grade=2),))
    assert printed(book, APPRENTICE, master, "zh")[0].count("师徒合同") >= 2
    check_sheet(shipped("apprentice_contract"), sheets.apprentice_contract(book, master))
    with pytest.raises(KnownError, match="Technical mutual aid"):
        sheets.apprentice_contract(book, mutual)
    with pytest.raises(KnownError, match="Master and apprentice"):
        sheets.contract(book, master)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_log_of_a_group_on_paper(book: Book, shop: Shop, language: Language) -> None:
    row = shop.group(rhythm="每星期三")
    shop.meeting(row, date(1956, 7, 4))
    shop.meeting(row, date(1956, 7, 11), absent=("何广林",), hours=15_000)
    service.end_group(book, row, Ending(ended_on=date(1956, 8, 1), results="三人掌握三角螺纹"))
    text, pages = printed(book, LOG, row, language)
    assert pages == 1
    for part in ("HZ-1956-0001", "车工互助小组", "每星期三", "1956-07-04", "1956-07-11", "3/3", "2/3", "何广林（夜班）",
                 "50.0%",
                 "83.3%", "三人掌握三角螺纹"):  # fmt: skip
        assert part in text, part
    assert {"zh": "共活动2次，9人时，出勤率83.3%。", "en": "2meetings,9person-hours,attendance83.3%."}[language] in text


def test_a_log_of_many_meetings_repeats_its_heads(book: Book, shop: Shop) -> None:
    row = shop.group()
    for day in range(1, 32):
        shop.meeting(row, date(1956, 7, day))
    text, pages = printed(book, LOG, row, "zh")
    assert pages == 2
    assert text.count("学到了什么") == 2
    assert text.count("1956-07-31") == 1


def test_long_texts_and_many_learners_go_on_without_being_cut(book: Book, shop: Shop) -> None:
    many = tuple(
        Learner(worker=shop.worker(f"学员{n:02d}", 2), to_grade=3, operations="识图、划线、" * 20, quota_goal=Quantity(1_205_000))
        for n in range(12)
    )
    row = shop.contract(learners=many, teacher_duties="毫无保留地教。" * 60)
    text, pages = printed(book, CONTRACT, row, "zh")
    assert pages >= 3
    assert all(f"学员{n:02d}" in text for n in range(12))
    assert text.count("毫无保留地教。") == 60
    assert "120.5%" in text


def test_an_english_paper_names_unit_and_usual_duties_in_english(book: Book, shop: Shop) -> None:
    section = roster.unit(book, shop.section)
    roster.correct_unit(book, changed(section, english="Turning Section"))
    usual = service.usual_duties(ContractKind.MUTUAL_AID)
    row = shop.contract(**{**usual, "learner_duties": "每天提前十分钟到场。"})
    for language, unit, duty in (("en", "TurningSection", "holdingnothingback"), ("zh", section.name, "毫无保留")):
        text, _pages = printed(book, CONTRACT, row, language)  # type: ignore[arg-type]
        assert unit in text
        assert duty in text
        assert "每天提前十分钟到场" in text  # what the office wrote itself stays as it wrote it
    log, _pages = printed(book, LOG, shop.group(), "en")
    assert "TurningSection" in log
