"""Money: read back as written, spelled by the book of rules, shared out to the last fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Yuan, capitals, format_money, parse_money, split

AMOUNTS = st.integers(-(10**13), 10**13)


@given(AMOUNTS)
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen
    assert parse_money(f" ￥{format_money(fen)}元 ") == fen
    assert str(Yuan(fen)) == format_money(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1200", 120000),
        ("1,200.50", 120050),
        ("1.2万", 1200000),
        ("１２３４", 123400),
        ("￥12", 1200),
        (".5", 50),
        ("2亿", 2 * 10**10),
    ],
)
def test_ways_of_writing(text: str, fen: int) -> None:
    assert parse_money(text) == fen


@pytest.mark.parametrize("text", ["", ".", "abc", "1,2", "1.234", "12,34,567", "1e5", "--1", "万", "9" * 30])
def test_slips_are_told_in_words(text: str) -> None:
    with pytest.raises(KnownError, match=r"yuan|decimals|too large"):
        parse_money(text)


@pytest.mark.parametrize(
    ("fen", "allowed"),
    [  # the examples of the rules themselves; zeros in brackets there are optional
        (140950, {"壹仟肆佰零玖元伍角", "壹仟肆佰零玖元伍角整"}),
        (600714, {"陆仟零柒元壹角肆分"}),
        (168032, {"壹仟陆佰捌拾元叁角贰分", "壹仟陆佰捌拾元零叁角贰分"}),
        (
            10700053,
            {f"壹拾万{a}柒仟元{b}伍角叁分" for a in ("", "零") for b in ("", "零")},
        ),
        (1640902, {"壹万陆仟肆佰零玖元零贰分"}),
        (32504, {"叁佰贰拾伍元零肆分"}),
    ],
)
def test_capitals_by_the_rules(fen: int, allowed: set[str]) -> None:
    assert capitals(fen, prefix=False) in allowed
    assert capitals(fen) == "人民币" + capitals(fen, prefix=False)


def read_capitals(words: str) -> int:
    """Fen from capitals, read the other way round: an independent check."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    sign = -1 if words.startswith("负") else 1
    total = high = group = digit = 0
    for character in words.removeprefix("负").removesuffix("整"):
        if character in digits:
            digit = digits[character]
            continue
        if character in places:
            group, digit = group + digit * places[character], 0
        elif character == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif character == "亿":
            high, total, group, digit = (total + group + digit) * 10**8, 0, 0, 0
        elif character == "元":
            high, total, group, digit = (high + total + group + digit) * 100, 0, 0, 0
        elif character == "角":
            high, digit = high + digit * 10, 0
        elif character == "分":
            high, digit = high + digit, 0
    return sign * high


@given(AMOUNTS)
def test_capitals_read_back(fen: int) -> None:
    words = capitals(fen, prefix=False)
    assert read_capitals(words) == fen
    assert "零零" not in words
    assert words.endswith("整") == (fen % 10 == 0 and fen // 10 % 10 == 0)


@st.composite
def hundred(draw: st.DrawFn) -> list[int]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=8)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]


@given(AMOUNTS, hundred())
def test_parts_add_up_to_the_fen(total: int, shares: list[int]) -> None:
    parts = split(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part * 100 - total * share) < 100
        assert share or not part
    assert split(-total, shares) == tuple(-part for part in parts)


def test_equal_remainders_go_by_order() -> None:
    assert split(1, [50, 50]) == (1, 0)
    assert split(10, [25, 25, 25, 25]) == (3, 3, 2, 2)


@pytest.mark.parametrize("shares", [[], [50, 49], [101, -1]])
def test_shares_that_do_not_make_a_hundred(shares: list[int]) -> None:
    with pytest.raises(KnownError):
        split(100, shares)
