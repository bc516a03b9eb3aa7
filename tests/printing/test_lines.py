"""Lines break as Chinese printers break them: nothing forbidden at their ends, nothing over the margin, nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.words import Language
from unionoffice.printing.glyphs import clean, missing, widths
from unionoffice.printing.lines import NO_END, NO_START, Line, break_text, width_of

HAN = st.text(st.sampled_from("车间劳动竞赛成绩显著提前完成生产计划被评为先进者王𬭎李喆"), min_size=1, max_size=9)
LATIN = st.text(st.sampled_from("abcdefgHIJK"), min_size=1, max_size=9)
NUMBER = st.integers(0, 10**6).map(lambda number: f"{number:,}元")
# Sentences as people write them: one mark at a time, brackets and quotes in pairs.
WORD = st.one_of(HAN, HAN, HAN, NUMBER, LATIN)
PHRASE = st.one_of(
    WORD,
    WORD.map(lambda word: f"（{word}）"),
    WORD.map(lambda word: f"“{word}”"),
    WORD.map(lambda word: f"《{word}》"),
)
TEXT = st.lists(
    st.tuples(PHRASE, st.sampled_from(["，", "。", "；", "：", "、", "！", "？", "……", "——", " "])), min_size=1, max_size=25
).map(lambda parts: "".join(phrase + mark for phrase, mark in parts))
FACES = st.sampled_from(["song", "kai", "hei"])


def extent(line: Line, face: str) -> float:
    """The right end of the line by its runs alone: an independent measure."""
    table = widths(face, "zh")
    ends = [run.x + width_of(run.text, table) + run.spacing * (len(run.text) - 1) for run in line.runs]
    return max(ends, default=0)


@given(TEXT, FACES, st.integers(12, 60), st.sampled_from([0, 2]), st.booleans())
def test_chinese_lines(text: str, face: str, measure: int, indent: int, justify: bool) -> None:
    lines = break_text(text, widths(face, "zh"), measure, indent=indent, justify=justify)
    for line in lines:
        assert line.text == "" or (line.text[-1] not in NO_END and line.text[0] != " ")
        assert extent(line, face) <= measure + 1e-6
    for line in lines[1:]:
        assert line.text[0] not in NO_START
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(lines):
        assert not (before.text[-1] in "…—" and before.text[-1] == after.text[0])
        assert not (before.text[-1].isdigit() and after.text[0] in "0123456789,元")


@given(TEXT, FACES, st.integers(20, 60))
def test_justified_lines_reach_the_margin(text: str, face: str, measure: int) -> None:
    for line in break_text(text, widths(face, "zh"), measure, justify=True):
        if not line.ends and line.width == measure:
            assert extent(line, face) == pytest.approx(measure, abs=1e-6)


@given(st.lists(LATIN, min_size=1, max_size=60), st.integers(8, 40), st.booleans())
def test_english_words_stay_whole(words: list[str], measure: int, justify: bool) -> None:
    lines = break_text(" ".join(words), widths("song", "en"), measure, justify=justify)
    assert [word for line in lines for word in line.text.split(" ")] == words
    for line in lines:
        assert extent(line, "song") <= measure + 1e-6


def test_english_quotes_and_apostrophes() -> None:
    text = "The workers’ “own” words (as they said) aren’t cut."
    for measure in range(6, 40):
        lines = break_text(text, widths("song", "en"), measure)
        assert " ".join(line.text for line in lines) == text


@given(st.text(st.sampled_from("abcdefgh"), min_size=30, max_size=200), st.integers(3, 12))
def test_a_word_longer_than_the_line_is_cut(word: str, measure: int) -> None:
    lines = break_text(word, widths("hei", "en"), measure)
    assert "".join(line.text for line in lines) == word
    assert all(extent(line, "hei") <= measure + 1e-6 for line in lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rare_names_fall_back_and_unknown_ones_are_told(language: Language) -> None:
    table = widths("kai", language)
    for letter in "㛃䶮𬭎喆堃昇𫟹𬸦":
        assert table[letter][0] in ("kai", "song", "hei")
    assert missing("㛃建国", "kai") <= {"㛃"}
    assert missing("㛃建国", "kai", allow_fallback=True) == set()
    assert missing("\U0001f600国", "kai", allow_fallback=True) == {"\U0001f600"}
    with pytest.raises(KnownError, match="1F600"):
        break_text("王\U0001f600", table, 20)


@given(st.text(max_size=30))
def test_clean_text_has_nothing_invisible(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert all(letter == "\n" or ord(letter) >= 32 for letter in cleaned)
