"""Lines in one cell: any fields come back, and what a hand wrote is understood; a formula is guarded and comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.formula import RISKY, bare, guarded
from unionoffice.core.joined import joined, parted

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text("ab\\|｜ \n\r\t　", max_size=8)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5)))
def test_lines_come_back(lines: list[list[str]]) -> None:
    width = len(lines[0]) if lines else 1
    assert parted(joined(lines), width) == lines


def test_lines_written_by_hand() -> None:
    assert parted("1042 李桂兰 |60\n张三 ｜ ", 3) == [["1042 李桂兰", "60", ""], ["张三", "", ""]]
    assert joined([["1042 李桂兰", "", "60"], ["张三", "", ""]]) == "1042 李桂兰｜｜60\n张三"
    assert joined([]) == ""


@given(texts)
def test_guarded_comes_back(text: str) -> None:
    assert bare(guarded(text)) == text


def test_what_is_guarded() -> None:
    assert [guarded(text) for text in ("=1+1", "-5", "+8.5", "-", "@a", "＝1", "'a", "007", "3-5")] == [
        "'=1+1", "-5", "+8.5", "'-", "'@a", "'＝1", "''a", "007", "3-5",
    ]  # fmt: skip
    assert bare("'abc") == "'abc"
    assert all(guarded(sign + "x") == "'" + sign + "x" for sign in RISKY)
