"""Every form prints, filled and blank, in both languages: its words can be read back and its typefaces are in it."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import LANGUAGES, Language, word
from unionoffice.printing import flow, forms, pdf
from unionoffice.printing.marks import DrawnBox
from unionoffice.printing.wording import Both, words

EVERY = Path(__file__).with_name("every_block.toml").read_text(encoding="utf-8")
ALL = {name: forms.shipped_text(name) for name in forms.shipped_names()} | {"every_block": EVERY}
FORMS = pytest.mark.parametrize("name", ALL)
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def form_of(name: str) -> forms.Form:
    return forms.read_form(ALL[name], name)


def text_of(data: bytes) -> str:
    """All the text of a PDF without its spaces."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def fonts_of(data: bytes) -> list[tuple[str, bool]]:
    """The names of all fonts of a PDF and whether each is embedded."""
    found = []
    reader = PdfReader(io.BytesIO(data))
    for page in reader.pages:
        fonts = page["/Resources"].get_object()["/Font"].get_object()  # type: ignore[index]
        for font in fonts.values():
            described = font.get_object().get("/FontDescriptor")
            found.append((str(font.get_object()["/BaseFont"]), described is not None and "/FontFile2" in described.get_object()))
    return found


@FORMS
@LANGUAGE
@pytest.mark.parametrize(
    "how", [{}, {"blank": True}, {"mono": True}, {"text_only": True, "offset": (2.5, -1.5)}, {"reprint": True}]
)
def test_every_form_prints(name: str, language: Language, how: dict[str, bool]) -> None:
    form = form_of(name)
    data = pdf.render(form, forms.sample(form), language, **how)  # type: ignore[arg-type]
    assert data == pdf.render(form, forms.sample(form), language, **how)  # type: ignore[arg-type]
    pages = PdfReader(io.BytesIO(data)).pages
    width, height = form.page.paper_size
    assert (float(pages[0].mediabox.width) * 25.4 / 72, float(pages[0].mediabox.height) * 25.4 / 72) == pytest.approx(
        (width, height)
    )
    if form.is_card:
        assert len(pages) == 1
    for base, embedded in fonts_of(data):
        assert embedded, base
    if how.get("reprint"):
        assert word(flow.REPRINT, language).replace(" ", "") in text_of(data)


@FORMS
@LANGUAGE
def test_the_sample_can_be_read_back(name: str, language: Language) -> None:
    form = form_of(name)
    text = text_of(pdf.render(form, forms.sample(form), language))
    shown = {place for block in (*form.blocks, *form.placed) if block.only in ("", language) and not block.when
             for pair in block.texts for place, style in _places(pair[0 if language == "zh" else 1]) if not style}  # fmt: skip
    for value in [form.sample[place] for place in shown]:
        if isinstance(value, str | Both):
            assert "".join(words(value, language).split()) in text


def _places(text: str) -> list[tuple[str, str]]:
    from unionoffice.printing.wording import places

    return places(text)


@FORMS
@LANGUAGE
def test_no_text_over_the_margins(name: str, language: Language) -> None:
    form = form_of(name)
    width, height = form.page.paper_size
    for box in pdf.boxes(form, forms.sample(form), language):
        assert box.x >= 10 - 1e-6
        assert box.y >= 10 - 1e-6
        assert box.x + box.w <= width - 10 + 1e-6
        assert box.y + box.h <= height - 10 + 1e-6


def test_rare_names_are_copied_rightly() -> None:
    form = form_of("every_block")
    data = pdf.render(form, {**forms.sample(form), "speakers": ["王𬭎", "李㛃", "赵𫟹"]}, "zh")
    assert "王𬭎、李㛃、赵𫟹" in text_of(data)


def test_a_long_table_repeats_its_heads_and_loses_no_row() -> None:
    form = form_of("every_block")
    rows = [(date(1958, 2, 1), f"第{place}组", place, place, "意见" * (place % 40)) for place in range(300)]
    reader = PdfReader(io.BytesIO(pdf.render(form, {**forms.sample(form), "rows": rows}, "zh")))
    texts = ["".join(page.extract_text().split()) for page in reader.pages]
    held = [text for text in texts if any(f"第{place}组" in text for place in range(300))]
    assert len(held) > 5
    assert all("改进办法" in text for text in held)
    whole = "".join(texts)
    assert all(f"第{place}组" in whole for place in range(300))
    assert f"第1页共{len(texts)}页" in texts[0]


def test_a_very_long_cell_is_parted_over_pages() -> None:
    form = form_of("every_block")
    minutes = "".join(f"（{place}）大家同意首件三检。" for place in range(700))
    text = text_of(pdf.render(form, {**forms.sample(form), "minutes": minutes}, "zh"))
    assert all(f"（{place}）" in text for place in range(700))
    for box in pdf.boxes(form, {**forms.sample(form), "minutes": minutes}, "zh"):
        assert box.y + box.h <= 297 - 10


def test_markup_and_braces_are_only_text() -> None:
    form = form_of("every_block")
    odd = "<b>未闭合 & {month} {no} <公司> %s \\n ${x}"
    assert "".join(odd.split()) in text_of(pdf.render(form, {**forms.sample(form), "no": odd}, "zh"))


def test_a_sheet_gives_exactly_the_names_of_the_sample() -> None:
    form = form_of("certificate")
    sheet = dict(forms.sample(form))
    with pytest.raises(BugError, match="more"):
        pdf.render(form, {**sheet, "more": 1}, "zh")
    del sheet["number"]
    with pytest.raises(BugError, match="number"):
        pdf.render(form, sheet, "zh")
    pdf.render(form, {}, "zh", blank=True)


def test_what_cannot_be_printed_is_told() -> None:
    form = form_of("certificate")
    with pytest.raises(KnownError, match="1F600"):
        pdf.render(form, {**forms.sample(form), "recipient": "王\U0001f600"}, "zh")
    with pytest.raises(KnownError, match="certificate"):
        pdf.render(form, {**forms.sample(form), "body": "太长" * 5000}, "zh")


def test_progress_is_told_and_can_stop() -> None:
    form = form_of("certificate")
    told: list[tuple[int, int]] = []
    pdf.render_many(form, [forms.sample(form)] * 5, "zh", progress=lambda done, total: told.append((done, total)))
    assert told == [(place, 5) for place in range(1, 6)]

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pdf.render_many(form, [forms.sample(form)] * 5, "zh", progress=stop)


def test_reportlab_waits_until_something_is_drawn() -> None:
    code = (
        "import sys\n"
        "import unionoffice.printing.paper, unionoffice.printing.forms, unionoffice.printing.pdf, unionoffice.printing.xlsx\n"
        "from unionoffice.printing import forms\n"
        "forms.shipped('certificate')\n"
        "assert not {'reportlab', 'xlsxwriter', 'PySide6', 'PIL'} & set(sys.modules), sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_sheet_that_cannot_be_printed_is_named() -> None:
    form = form_of("certificate")
    good = forms.sample(form)
    with pytest.raises(KnownError, match=r"Sheet 2 of 3.*王\U0001f600"):
        pdf.render_many(form, [good, {**good, "recipient": "王\U0001f600"}, good], "zh")


@LANGUAGE
@pytest.mark.parametrize("blank", [False, True])
@FORMS
def test_no_text_upon_another(name: str, language: Language, blank: bool) -> None:
    form = form_of(name)
    texts = [box for box in pdf.boxes(form, forms.sample(form), language, blank=blank) if box.kind == "text" and box.name.strip()]
    for place, box in enumerate(texts):
        # Letters have air around them: only what overlaps by more than that is a fault.
        slim = DrawnBox(box.page, box.kind, box.name, box.x + 0.3, box.y + 0.3, box.w - 0.6, box.h - 0.6)
        for other in texts[place + 1 :]:
            assert not slim.meets(other), (box, other)


@pytest.mark.parametrize("count", range(27, 32))
def test_the_name_of_a_group_that_goes_on_over_the_page_has_room_there(count: int) -> None:
    form = form_of("monthly")
    long, short = Both("整改", "Opinions and corrections of all workshops"), Both("反浪费", "Waste")
    rows = [(long, f"figure {place}", "", place, place, place, "") for place in range(count)]
    sheet = {**forms.sample(form), "rows": [*rows, *((short, f"other {place}", "", 0, 0, 0, "") for place in range(9))]}
    texts = [box for box in pdf.boxes(form, sheet, "en") if box.kind == "text" and box.name.strip()]
    for place, box in enumerate(texts):
        slim = DrawnBox(box.page, box.kind, box.name, box.x + 0.3, box.y + 0.3, box.w - 0.6, box.h - 0.6)
        assert not [other for other in texts[place + 1 :] if slim.meets(other)], box


def test_a_bulk_print_spells_every_sheet_right() -> None:
    """Lines that stand on many sheets are spelled once; each sheet still has its own, whatever signs are in it."""
    form = forms.shipped("certificate")
    names = ["王（建）国", "a(b)c\\d", "王建国", "o'Neill & Söhne", "王建国"]
    sheets = [{**form.sample, "recipient": name, "number": f"编号 {place}"} for place, name in enumerate(names, start=1)]
    data = pdf.render_many(form, sheets, "zh")
    assert data == pdf.render_many(form, sheets, "zh")
    read = PdfReader(io.BytesIO(data), strict=True)
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == len(names)
    for place, (name, text) in enumerate(zip(names, texts, strict=True), start=1):
        assert name in text and f"编号 {place}" in text
    alone = [pdf.render(form, sheet, "zh") for sheet in sheets]
    assert [PdfReader(io.BytesIO(one)).pages[0].extract_text() for one in alone] == texts
    assert len(data) < sum(len(one) for one in alone)
