"""Values are worded once, in the print's language: dates, money, figures, keys."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import BugError
from unionoffice.core.money import Yuan
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Worded
from unionoffice.core.words import N_, Said
from unionoffice.printing.paper import Exact
from unionoffice.printing.wording import Both, fill, words


class Answer(Worded):
    """A closed list, as records have them."""

    YES = "y", N_("yes")


def test_values_in_both_languages() -> None:
    day = date(1958, 2, 10)
    assert [words(day, "zh"), words(day, "en"), words(day, "zh", "formal"), words(day, "zh", cell=True)] == [
        "1958年2月10日", "10 February 1958", "一九五八年二月十日", "1958-02-10",
    ]  # fmt: skip
    assert words(datetime.fromisoformat("1958-02-10T14:05"), "en") == "10 February 1958 14:05"
    assert words(Yuan(120050), "zh") == "1,200.50"
    assert words(Yuan(120050), "zh", "capitals") == "人民币壹仟贰佰元伍角"
    assert words(1234567, "zh") == "1,234,567"
    assert words(1958, "zh", "plain") == "1958"
    assert [words(True, "zh"), words(None, "zh"), words(Answer.YES, "zh")] == ["是", "", "是"]
    assert words(Month(1958, 2), "zh") == "1958年2月份"
    assert words(Period.of_quarter(1958, 1), "en") == "first quarter of 1958"
    assert words(["甲", "乙"], "zh") == "甲、乙"
    assert words(Both("甲", "A"), "en") == "A"
    assert words(Said("yes"), "zh") == "是"
    assert fill("{day|iso} {sum} {no}", {"day": day, "sum": Yuan(5), "no": "{day}"}, "zh") == "1958-02-10 0.05 {day}"


@pytest.mark.parametrize("value", [1.5, Fraction(1, 2), object(), {"a": 1}])
def test_no_other_value_is_printed(value: object) -> None:
    with pytest.raises(BugError):
        words(value, "zh")


@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 10, 100, 10_000]), st.none() | st.integers(0, 4))
def test_exact_numbers(value: int, scale: int, decimals: int | None) -> None:
    text = str(Exact(value, scale, decimals))
    shown = Fraction(text.replace(",", ""))
    if decimals is None:
        assert shown == Fraction(value, scale)
    else:
        assert abs(shown - Fraction(value, scale)) * 2 <= Fraction(1, 10**decimals)
        assert len(text.partition(".")[2]) == decimals
