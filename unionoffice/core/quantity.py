"""Whole and measured numbers as the clerk writes and reads them: exact to the ten-thousandth, never a float."""

from __future__ import annotations

import re
import unicodedata

from unionoffice.core.errors import KnownError
from unionoffice.core.record import QUANTITY_SCALE, Quantity
from unionoffice.core.words import _

_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?(?P<many>[万亿]?)")
_MANY = {"": 1, "万": 10_000, "亿": 100_000_000}
_MOST = 10**17  # in ten-thousandths; eighteen digits fit an SQLite integer


def parse_quantity(text: str) -> Quantity:
    """The measured number that the clerk wrote, in ten-thousandths: "3.5" gives Quantity(35000).

    Takes "1200", "1,200.25", "1.2万", ".5" and full-width digits. Raises KnownError when it
    is no number, or has more than four decimals.
    """
    numerator, denominator = read_exactly(text)
    value, rest = divmod(abs(numerator) * QUANTITY_SCALE, denominator)
    if rest:
        raise KnownError(_("“{text}” is too fine. Write at most four decimals.", text=text.strip()))
    if value > _MOST:
        raise KnownError(_("“{text}” is too large a number.", text=text.strip()))
    return Quantity(-value if numerator < 0 else value)


def format_quantity(value: int) -> str:
    """The number with thousands separators and no needless zeros: 35000 gives "3.5", 120000000 "12,000"."""
    whole, part = divmod(abs(value), QUANTITY_SCALE)
    decimals = f"{part:04d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole:,}{'.' if decimals else ''}{decimals}"


def parse_whole(text: str) -> int:
    """The whole number that the clerk wrote: "12", "1,200", "1.2万". Raises KnownError when it is none."""
    numerator, denominator = read_exactly(text)
    value, rest = divmod(abs(numerator), denominator)
    if rest:
        raise KnownError(_("“{text}” is not a whole number.", text=text.strip()))
    if value > _MOST:
        raise KnownError(_("“{text}” is too large a number.", text=text.strip()))
    return -value if numerator < 0 else value


def format_whole(value: int) -> str:
    """The whole number with thousands separators."""
    return f"{value:,}"


def read_exactly(text: str) -> tuple[int, int]:
    """Numerator and denominator of the number that was written. Raises KnownError when it is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found["whole"] or found["part"]):
        raise KnownError(_("“{text}” is not a number. Write it in digits, such as 12 or 3.5.", text=text.strip()))
    whole, part = found["whole"].replace(",", "") or "0", found["part"] or ""
    numerator = int((whole + part)[:40]) * _MANY[found["many"]]
    if len(whole + part) > 40:
        raise KnownError(_("“{text}” is too large a number.", text=text.strip()))
    return (-numerator if found["sign"] == "-" else numerator), 10 ** len(part)
