"""The sheets of a society, a trial and a technician: filled and blank, in both languages, read back from the PDF."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests.desks.test_research import Works
from unionoffice.core.book import Book
from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity
from unionoffice.core.words import Language
from unionoffice.desks.groups import sheets
from unionoffice.desks.groups.records import (
    Appraising,
    Closing,
    Entry,
    Problem,
    ProblemChange,
    ProblemState,
    Production,
    Resuming,
    Returning,
    SessionHeld,
    TrialOutcome,
    Tying,
)
from unionoffice.desks.groups.service import postings, societies, ties, trials
from unionoffice.printing import make
from unionoffice.printing.forms import check_sheet, shipped
from unionoffice.printing.paper import Paper

SOCIETY, TRIAL, TECHNICIAN = (paper for paper in sheets.PAPERS if paper.form in ("society", "trial", "technician"))


@pytest.fixture
def works(book: Book) -> Works:
    return Works(book)


def read(data: bytes) -> str:
    """The text of all pages without spaces and line ends."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_society_on_paper(book: Book, works: Works, language: Language) -> None:
    row = works.society()
    societies.take_up(book, row, Problem(problem="车到中段发颤", proposer="孙玉"))
    solved = ProblemChange(problem=1, state=ProblemState.SOLVED, on=date(1956, 7, 20), solution="跟刀架改铸铁")
    societies.change_problem(book, row, solved)
    societies.hold_session(book, row, SessionHeld(
        held_on=date(1956, 7, 11), hours=Quantity(15_000), people=3, topic="分工", next_on=date(1956, 8, 1)))
    works.trial()
    ties.tie(book, "research_societies", row, Tying(number="SZ-1956-0001"))
    check_sheet(shipped("society"), sheets.society(book, row))
    text = read(make.pdf_of(book, SOCIETY, row, language))
    for part in ("YJ-1956-0001", "细长轴研究会", "刘德才", "王志远", "工艺技术员", "车到中段发颤", "跟刀架改铸铁", "1956-07-20",
                 "1956-07-11", "SZ-1956-0001火焰淬火"):  # fmt: skip
        assert part in text, part
    wanted = {"zh": ("技术研究会登记表", "已解决", "共活动1次，4.5人时。下次活动：1956年8月1日"),
              "en": ("SheetoftheTechnicalResearchSociety", "Solved",
                     "1sessions,4.5person-hours.Nextsession:1August1956")}  # fmt: skip
    for part in wanted[language]:
        assert part in text, part
    societies.void_society(book, row, Closing(closed_on=date(1956, 8, 1), reason="重复登记"))
    assert "重复登记" in read(make.pdf_of(book, SOCIETY, row, language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_trial_on_paper_with_its_failure(book: Book, works: Works, language: Language) -> None:
    row = works.concluded(TrialOutcome.FAILED)
    trials.resume(book, row, Resuming(resumed_on=date(1956, 8, 1), reason="换喷嘴再试"))
    text = read(make.pdf_of(book, TRIAL, row, language))
    for part in ("SZ-1956-0001", "火焰淬火", "导轨表面淬硬", "离火五米", "总工程师", "HRC45", "走得快", "合要求", "换喷嘴再试",
                 "王志远"):  # fmt: skip
        assert part in text, part
    wanted = {
        "zh": ("试制记录", "新工艺", "试验中", "1956年7月10日至1956年8月10日", "不合格", "试验失败", "1956年8月1日重新试验"),
        "en": ("RecordofaTrial", "Newprocess", "Undertrial", "10July1956to10August1956", "Didnotpass", "Trialfailed",
               "Takenupagainon1August1956"),
    }  # fmt: skip
    for part in wanted[language]:
        assert part in text, part


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_trial_in_production_on_paper(book: Book, works: Works, language: Language) -> None:
    row = works.concluded()
    trials.appraise(book, row, Appraising(appraised_on=date(1956, 8, 2), appraised_by="鉴定小组", appraisal="同意采用"))
    trials.produce(book, row, Production(produced_on=date(1956, 8, 5), value=Fen(864_000), reckoning="少刮修六十小时"))
    text = read(make.pdf_of(book, TRIAL, row, language))
    for part in ("鉴定小组", "同意采用", "8,640.00", "少刮修六十小时"):
        assert part in text, part


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_technician_on_paper(book: Book, works: Works, language: Language) -> None:
    row = works.posting(shift_hours=Quantity(240_000))
    postings.write_log(book, row, Entry(day=date(1956, 7, 20), hours=Quantity(65_000), solved="走刀太快"))
    postings.come_back(book, row, Returning(returned_on=date(1956, 9, 20), opinion="肯同工人商量"))
    text = read(make.pdf_of(book, TECHNICIAN, row, language))
    for part in ("XF-1956-0001", "王志远", "孙玉", "1956-07-20", "6.5", "走刀太快", "肯同工人商量"):
        assert part in text, part
    wanted = {
        "zh": ("下放是到车间帮助生产、同工人结合，不是处分。", "技术员", "技术科", "1956年7月2日至1956年9月20日",
               "返回日期：1956年9月20日"),
        "en": ("itisnopunishment", "Technician", "Technicaldepartment", "2July1956to20September1956", "Returnedon:20September1956"),
    }  # fmt: skip
    for part in wanted[language]:
        assert part in text, part


@pytest.mark.parametrize("paper", [SOCIETY, TRIAL, TECHNICIAN], ids=lambda paper: paper.form)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_prints_blank(book: Book, paper: Paper, language: Language) -> None:
    data = make.blank_pdf(book, paper, language)
    text = read(data)
    title = {
        "society": {"zh": "技术研究会登记表", "en": "SheetoftheTechnicalResearchSociety"},
        "trial": {"zh": "试制记录", "en": "RecordofaTrial"},
        "technician": {"zh": "下放技术人员登记表", "en": "TechnicianAssignedtotheWorkshop"},
    }[paper.form][language]
    assert title in text
    assert "刘德才" not in text
    pages = len(PdfReader(io.BytesIO(data)).pages)
    assert pages == (1 if paper.form == "technician" else 2)
