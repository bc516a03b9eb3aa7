"""The proposal form, the receipt slip and the award notice, read back from the PDF in both languages, filled and blank."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest

from unionoffice import papers
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.words import speaking
from unionoffice.desks.proposals import service, sheets
from unionoffice.desks.proposals.records import AwardSetting, Role, Sharer, State
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Sheet

from .test_proposals import Plant, appraised_with_scale

Language = Literal["zh", "en"]
TITLES = {
    ("proposal", "zh"): "合理化建议表", ("proposal", "en"): "Savingproposal", ("proposal_slip", "zh"): "受理回条",
    ("proposal_slip", "en"): "Receipt", ("proposal_award", "zh"): "奖励通知书", ("proposal_award", "en"): "Notice",
}  # fmt: skip


@pytest.fixture
def plant(book: Book) -> Plant:
    offices.set_office(book, offices.Office(union="第二机械厂工会委员会", union_english="Union of the Second Machine Works"))
    return Plant(book)


def read(name: str, sheet: Sheet, language: Language, *, blank: bool = False) -> tuple[str, int]:
    """The text of a print without spaces, and its pages."""
    with speaking(language):
        data = pdf.render(forms.shipped(name), sheet, language, blank=blank)
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def test_the_papers_are_among_the_offices_papers() -> None:
    for paper in sheets.PAPERS:
        assert papers.named(paper.form) == (paper,)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reached", [*list(State)[:3], State.IMPLEMENTING, State.PAID, State.PROMOTED])
def test_the_form_prints_on_two_pages_wherever_the_proposal_stands(plant: Plant, language: Language, reached: State) -> None:
    row = plant.up_to(reached)
    text, pages = read("proposal", sheets.proposal(plant.book, row), language)
    assert pages == 2
    assert "JY-1958-0001" in text
    assert "改用离心浇铸，金属型预热" in text
    assert ("铸工车间" if language == "zh" else "Foundry") in text


def test_the_form_shows_the_reckoning_the_award_and_the_split(plant: Plant) -> None:
    row = plant.up_to(State.PAID)
    text, _pages = read("proposal", sheets.proposal(plant.book, row), "zh")
    for part in ("×0.82", "6,888.00", "4,620.00", "8,610.00", "100.00", "人民币壹佰元整", "60.00", "40.00", "凭证58-104"):
        assert part in text, part
    assert "1958-03-18" in text
    assert "1959-03-17" in text  # the last of the twelve months


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["proposal", "proposal_slip", "proposal_award"])
def test_every_form_prints_blank(name: str, language: Language) -> None:
    form = forms.shipped(name)
    text, pages = read(name, form.sample, language, blank=True)
    assert pages == (2 if name == "proposal" else 1)
    assert "离心浇铸" not in text
    assert "JY-1958" not in text
    assert TITLES[name, language] in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_slip_names_number_day_and_reply(plant: Plant, language: Language) -> None:
    row = plant.enter()
    text, pages = read("proposal_slip", sheets.slip(plant.book, row), language)
    assert pages == 1
    days = ("1958年2月11日", "1958年3月13日") if language == "zh" else ("11February1958", "13March1958")
    for part in ("JY-1958-0001", "李桂兰", "王建国", "王秀英", *days):
        assert part in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_notice_gives_the_amount_in_figures_and_capitals_and_the_parts(plant: Plant, language: Language) -> None:
    row = appraised_with_scale(plant)
    with pytest.raises(KnownError):
        sheets.award(plant.book, row)
    parts = (Sharer(worker=plant.li, share=70), Sharer(role=Role.HELPER, name="外厂张师傅", share=30))
    service.set_award(plant.book, row, AwardSetting(given_on=date(1959, 3, 30), grade=1, award_fen=Fen(12_345), parts=parts))
    text, pages = read("proposal_award", sheets.award(plant.book, row), language)
    assert pages == 1
    # 70 % of 123.45 is 86.415, 30 % is 37.035: the fen left over goes to the first of equal remainders
    for part in ("123.45", "86.42", "37.03", "70%", "30%", "外厂张师傅", "8,610.00"):
        assert part in text
    assert ("人民币壹佰贰拾叁元肆角伍分" in text) is (language == "zh")
    assert text.count("1959年3月30日" if language == "zh" else "30March1959") == 2  # in the sentence, and under the seal


def test_long_texts_flow_on_without_loss(plant: Plant) -> None:
    long = "改进办法说明" * 200
    row = plant.enter(method=long)
    text, pages = read("proposal", sheets.proposal(plant.book, row), "zh")
    assert pages <= 4
    assert text.count("改进办法说明") >= 190  # a few stand across the end of a line or a page
