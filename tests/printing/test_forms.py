"""A slip in a form is told with the form and the block; a form's words are a closed vocabulary."""

from __future__ import annotations

import pytest

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.period import Month
from unionoffice.printing import forms

GOOD = """
[page]
margin = 15
[sample]
month = { month = "1958-02" }
sum = { yuan = 12050 }
rows = [["a", 1]]
[[block]]
kind = "title"
zh = "{month}"
en = "{month}"
[[block]]
kind = "table"
rows = "rows"
widths = [20, 30]
zh = ["甲", "乙"]
en = ["A", "B"]
"""


def test_a_good_form() -> None:
    form = forms.read_form(GOOD, "good")
    assert form.sample == {"month": Month(1958, 2), "sum": Yuan(12050), "rows": [["a", 1]]}
    assert form.page.margins == (15, 15, 15, 15)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('kind = "title"', 'kind = "titel"', "block 1.*titel"),
        ('zh = "{month}"', 'zh = "{moon}"', "block 1.*moon"),
        ('zh = "{month}"', 'zh = "{month|nice}"', "block 1.*nice"),
        ('rows = "rows"', 'rows = "lines"', "block 2.*lines"),
        ('rows = "rows"', "", "block 2.*rows"),
        ('rows = "rows"', 'rows = "rows"\ncolor = "red"', "block 2.*color"),
        ("widths = [20, 30]", "widths = [20]", "block 2"),
        ("widths = [20, 30]", 'widths = "20"', "block 2.*widths"),
        ("margin = 15", "margn = 15", "page.*margn"),
        ("margin = 15", 'size = "A9"', "A9"),
        ("margin = 15", 'margin = "wide"', "page.*margin"),
        ("[sample]", "[samples]", "samples"),
        ("[sample]", "[style.x]\nface = 'comic'\n[sample]", "style.x.*face"),
        ("yuan = 12050", "dollar = 12050", "sum"),
        ('{ month = "1958-02" }', '{ month = "1958-13" }', "1958-13"),
        ("kind = ", "kind == ", "cannot be read"),
    ],
)
def test_slips_are_told(before: str, after: str, told: str) -> None:
    assert before in GOOD
    with pytest.raises(KnownError, match=told):
        forms.read_form(GOOD.replace(before, after, 1), "slip")


@pytest.mark.parametrize("name", forms.shipped_names())
def test_shipped_forms_read(name: str) -> None:
    form = forms.shipped(name)
    assert form.blocks or form.placed
