"""Register numbers and their check character (ISO/IEC 7064, MOD 37,36)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unionoffice.core import numbering
from unionoffice.core.errors import KnownError

SIGNS = numbering.SIGNS
kinds = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
numbers = st.builds(numbering.written, kinds, st.integers(1949, 2999), st.integers(1, 99_999))


def test_the_published_example() -> None:
    """The GRid Standard (IFPI) prints the release number A1-2425G-ABC1234002-M; M is its check character."""
    assert numbering.check_character("A1-2425G-ABC1234002") == "M"


def by_the_book(body: str) -> str:
    """The character whose weighted sum is 1 modulo 36, as the standard says it: tried one by one, from the verifying side."""
    fitting = []
    for candidate in SIGNS:
        product = 36
        for sign in body:
            total = (product + SIGNS.index(sign)) % 36 or 36
            product = total * 2 % 37
        if (product + SIGNS.index(candidate)) % 36 == 1:
            fitting.append(candidate)
    assert len(fitting) == 1
    return fitting[0]


@given(st.text(SIGNS, max_size=20))
def test_the_character_verifies_as_the_standard_says(body: str) -> None:
    assert numbering.check_character(body) == by_the_book(body)


@given(st.text(SIGNS, min_size=1, max_size=16), st.data())
def test_every_single_wrong_sign_is_noticed(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in SIGNS if sign != body[place]]))
    assert numbering.check_character(body[:place] + wrong + body[place + 1 :]) != numbering.check_character(body)


@given(st.text(SIGNS, min_size=2, max_size=16), st.data())
def test_exchanged_neighbours_are_noticed_but_for_the_standards_own_exception(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body) - 2))
    one, two = body[place], body[place + 1]
    assume(one != two)
    assume((SIGNS.index(one) - SIGNS.index(two)) % 36 not in (1, 35))  # neighbours in the alphabet: see below
    assert numbering.check_character(body[:place] + two + one + body[place + 2 :]) != numbering.check_character(body)


def test_the_standards_own_exception_is_one_exchange_in_630() -> None:
    """After any beginning, exactly one pair of signs can be exchanged unnoticed, and the two follow one another in the alphabet."""
    beginnings = {numbering.check_character(body): body for body in ("".join(p) for p in itertools.product(SIGNS, repeat=2))}
    assert len(beginnings) == 36
    for body in beginnings.values():
        unnoticed = [
            (one, two)
            for one, two in itertools.combinations(SIGNS, 2)
            if numbering.check_character(body + one + two) == numbering.check_character(body + two + one)
        ]
        assert len(unnoticed) == 1
        assert (SIGNS.index(unnoticed[0][0]) - SIGNS.index(unnoticed[0][1])) % 36 in (1, 35)


@given(kinds, st.integers(1949, 2999), st.integers(1, 99_999))
def test_a_number_is_read_as_it_was_written(kind: str, year: int, running: int) -> None:
    number = numbering.written(kind, year, running)
    assert numbering.taken_apart(number) == (kind, year, running)
    assert numbering.taken_apart(f" {numbering.with_check(number).lower()} ") == (kind, year, running)


def test_full_width_signs_of_an_input_method_are_read() -> None:
    assert numbering.taken_apart("ＪＹ－１９５８－００３１") == ("JY", 1958, 31)


@given(numbers, st.sampled_from(SIGNS))
def test_a_wrong_check_character_is_told(number: str, sign: str) -> None:
    assume(sign != numbering.check_character(number))
    with pytest.raises(KnownError, match="one sign is wrong"):
        numbering.taken_apart(f"{number}-{sign}")


@pytest.mark.parametrize(
    "typed", ["", "31", "JY-58-31", "JY-1958-31", "J-1958-0031", "JY-1958-0031-", "JY 1958 0031", "JY-1958-0031-AB"]
)
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(KnownError):
        numbering.taken_apart(typed)
