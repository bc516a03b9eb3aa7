"""Register numbers: kind, year, running number (JY-1958-0031), given once and never again."""

from __future__ import annotations

import re
import unicodedata

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_NUMBER = re.compile(r"^([A-Z]{2})-(\d{4})-(\d{4,})(?:-([0-9A-Z]))?$")


def written(kind: str, year: int, running: int) -> str:
    """The number as it stands on paper: ("JY", 1958, 31) gives JY-1958-0031."""
    return f"{kind}-{year:04d}-{running:04d}"


def check_character(number: str) -> str:
    """The check character of a number's letters and digits, by ISO/IEC 7064, MOD 37,36.

    One wrong sign always gives another character; so do two neighbours exchanged, but for one pair in 630.
    """
    rest = len(SIGNS) // 2
    for sign in number.replace("-", ""):
        rest = ((rest or 36) * 2 % 37 + SIGNS.index(sign)) % 36
    return SIGNS[(1 - (rest or 36) * 2 % 37) % 36]


def with_check(number: str) -> str:
    """The number followed by its check character, as certificates bear it."""
    return f"{number}-{check_character(number)}"


def taken_apart(number: str) -> tuple[str, int, int]:
    """Kind, year and running number of what was typed. Raises KnownError when it is not a register number."""
    match = _NUMBER.match(unicodedata.normalize("NFKC", number).strip().upper())
    if match is None:
        raise KnownError(_("{number} is not a register number such as JY-1958-0031.", number=number))
    plain = written(match[1], int(match[2]), int(match[3]))
    if match[4] and match[4] != check_character(plain):
        raise KnownError(_("The last character of {number} does not fit: one sign is wrong.", number=number))
    return match[1], int(match[2]), int(match[3])


def as_kept(number: str) -> str:
    """A number of a list: a register number as the book writes it, without its check character; any other as it stands."""
    try:
        return written(*taken_apart(number))
    except KnownError:
        return " ".join(number.split())


def is_number(text: str) -> bool:
    """Whether it is a register number."""
    return _NUMBER.match(text) is not None


def of_year(number: str, kind: str, year: int) -> bool:
    """Whether it is a register number of a kind and a year."""
    match = _NUMBER.match(number)
    return match is not None and (match[1], int(match[2])) == (kind, year)
