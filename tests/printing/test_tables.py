"""CSV and spreadsheets: read back as they were, numbers as numbers, and no cell that acts."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.printing import forms, tables, xlsx

EVERY = forms.read_form(Path(__file__).with_name("every_block.toml").read_text(encoding="utf-8"), "every_block")


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=10))
def test_csv_is_read_back(rows: list[list[str]]) -> None:
    assert tables.read_csv(tables.csv_bytes(["甲", "乙"], rows)) == [["甲", "乙"], *rows]


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(categories=["L"]), min_size=1, max_size=10))
def test_no_cell_is_a_formula(sign: str, rest: str) -> None:
    line = tables.csv_bytes(["x"], [[sign + rest]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


def test_csv_values() -> None:
    data = tables.csv_bytes(["a"], [[1234567], [Yuan(-120050)], [date(1958, 2, 1)], [None], [True]], "en")
    assert data.startswith(b"\xef\xbb\xbf")
    assert tables.read_csv(data)[1:] == [["1234567"], ["-1200.50"], ["1958-02-01"], [""], ["yes"]]


def cells(data: bytes, page: int = 0) -> list[object]:
    rows = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(page).to_python()
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_as_a_spreadsheet(language: Language) -> None:
    data = xlsx.render(EVERY, forms.sample(EVERY), language)
    assert data == xlsx.render(EVERY, forms.sample(EVERY), language)
    found = cells(data)
    assert 12000.5 in found
    assert 95.5 in found
    assert 1280 in found
    assert date(1958, 2, 11) in found
    assert "把冷却液回收利用，改进浇口，减少切头，冷铸件先试后铸" in found
    assert 1100 in cells(data, 1)
    assert xlsx.render(EVERY, {}, language, blank=True)


def test_nothing_in_a_spreadsheet_acts() -> None:
    sheet = {**forms.sample(EVERY), "rows": [[None, "=1+1", 1, 2, "=cmd|' /C calc'!A0"]], "no": "0012"}
    found = cells(xlsx.render(EVERY, sheet, "zh"))
    assert "=1+1" in found
    assert "0012" in found


def test_a_card_is_no_spreadsheet() -> None:
    form = forms.shipped("certificate")
    with pytest.raises(KnownError, match="certificate"):
        xlsx.render(form, forms.sample(form), "zh")
