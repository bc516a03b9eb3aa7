"""Signatures never stand on a page alone, however long the paper before them is."""

from __future__ import annotations

import io

import pypdf
import pytest

from unionoffice.printing import forms, pdf

FORM = """
[sample]
lines = ["一条"]
[[block]]
kind = "title"
zh = "登记"
en = "Register"
[[block]]
kind = "table"
rows = "lines"
widths = [60]
zh = ["事项"]
en = ["Matter"]
[[block]]
kind = "signatures"
zh = ["组长"]
en = ["Leader"]
"""


@pytest.mark.parametrize("count", range(18, 34))
def test_the_page_that_is_signed_holds_something_of_the_paper(count: int) -> None:
    form = forms.read_form(FORM, "signed")
    data = pdf.render(form, {"lines": [[f"第{number}条"] for number in range(count)]}, "zh")
    last = pypdf.PdfReader(io.BytesIO(data)).pages[-1].extract_text()
    assert "组长" in "".join(last.split()) and f"第{count - 1}条" in "".join(last.split())
