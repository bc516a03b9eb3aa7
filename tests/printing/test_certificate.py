"""A thousand certificates: each on one page, nothing upon another, nothing near the edge, the seal's place free."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from unionoffice.core.words import LANGUAGES, Language
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Sheet

CHANCE = random.Random(1958)
HAN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜欧阳建国𬭎㛃喆堃第一二三机械厂车间工会委员会（甲）·"
LATIN = "abcdefghijklmnopqrstuvwxyz     AEIOU"


def some(letters: str, least: int, most: int) -> str:
    drawn = "".join(CHANCE.choices(letters, k=CHANCE.randint(least, most)))
    return drawn.strip().ljust(least, letters[0])


def sheets(count: int, letters: str) -> list[Sheet]:
    """Sheets with names of 2 to 40 and units of up to 60 characters, bodies short and long."""
    return [
        {
            "recipient": some(letters, 2, 40) if place % 3 else f"{some(letters, 2, 60)} {some(letters, 2, 40)}",
            "body": f"在竞赛中，{some(letters, 2, 60)}成绩显著，{some(letters, 2, 200)}，被评为先进生产者。\n特发此状，以资鼓励。"
            if letters is HAN
            else f"in recognition of {some(letters, 2, 60)} and {some(letters, 2, 300)}.",
            "issuer": some(letters, 2, 60),
            "date": date(1950, 1, 1) + timedelta(CHANCE.randrange(30000)),
            "number": f"JZ-1958-{place:04d}",
        }
        for place in range(count)
    ]


@pytest.mark.parametrize(("language", "letters"), [("zh", HAN), ("zh", LATIN), ("en", LATIN), ("en", HAN)])
def test_nothing_overlaps(language: Language, letters: str) -> None:
    form = forms.shipped("certificate")
    width, height = form.page.paper_size
    for sheet in sheets(250, letters):
        drawn = pdf.boxes(form, sheet, language)
        texts = [box for box in drawn if box.kind in ("text", "line")]
        (opening,) = (box for box in drawn if box.kind == "opening")
        (seal,) = (box for box in drawn if box.kind == "free")
        assert (seal.w, seal.h) == (42, 42)
        for box in drawn:
            assert min(box.x, box.y, width - box.x - box.w, height - box.y - box.h) >= 10 - 1e-9, (box, sheet)
        for place, box in enumerate(texts):
            assert box.x >= opening.x
            assert box.y >= opening.y
            assert box.x + box.w <= opening.x + opening.w
            assert box.y + box.h <= opening.y + opening.h
            assert box.name in ("issuer", "date") or not box.meets(seal), (box, sheet)
            for other in texts[place + 1 :]:
                assert not box.meets(other), (box, other, sheet)
        # The seal covers the middle of issuer and date.
        for box in texts:
            if box.name in ("issuer", "date"):
                assert seal.x < box.x + box.w / 2 < seal.x + seal.w
                assert seal.y <= box.y + 1
                assert box.y + box.h <= seal.y + seal.h


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_each(language: Language) -> None:
    form = forms.shipped("certificate")
    many = sheets(1000, HAN if language == "zh" else LATIN)
    reader = PdfReader(io.BytesIO(pdf.render_many(form, many, language)))
    assert len(reader.pages) == 1000
    for place in CHANCE.sample(range(1000), 12):
        text = "".join(reader.pages[place].extract_text().split())
        assert "".join(str(many[place]["recipient"]).split()) in text
        assert str(many[place]["number"]) in text


def test_text_only_leaves_out_what_the_paper_bears() -> None:
    form = forms.shipped("certificate")
    whole = pdf.boxes(form, forms.sample(form), "zh")
    bare = pdf.boxes(form, forms.sample(form), "zh", text_only=True)
    assert {box.name for box in whole} - {box.name for box in bare} == {"frame", "title"}
