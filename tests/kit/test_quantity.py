"""Numbers: read back as written, exact to the ten-thousandth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import format_quantity, format_whole, parse_quantity, parse_whole

NUMBERS = st.integers(-(10**15), 10**15)


@given(NUMBERS)
def test_what_is_written_is_read_back(value: int) -> None:
    assert parse_quantity(format_quantity(value)) == value
    assert parse_whole(format_whole(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.5", 35000), (".5", 5000), ("1,200.25", 12002500), ("1.2万", 120000000), ("１２", 120000), ("-0.0001", -1), ("7.", 70000)],
)
def test_ways_of_writing(text: str, value: int) -> None:
    assert parse_quantity(text) == value


@pytest.mark.parametrize("text", ["", ".", "x", "1.23456", "12,34", "1e3", "--1", "9" * 60])
def test_slips_are_told(text: str) -> None:
    with pytest.raises(KnownError, match=r"."):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["1.5", "a", "1,2"])
def test_no_whole_number(text: str) -> None:
    with pytest.raises(KnownError, match=r"."):
        parse_whole(text)


def test_a_half_of_ten_thousand_is_whole() -> None:
    assert parse_whole("1.5万") == 15000
