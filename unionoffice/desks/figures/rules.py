"""How figures are read, written, put together over months, and set against the plan: exact, never a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import read_exactly
from unionoffice.core.words import _
from unionoffice.desks.figures.records import MOST_DECIMALS, Direction, Indicator, OverMonths

_MOST = 10**17  # eighteen digits fit an SQLite integer


def check_indicator(indicator: Indicator) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not indicator.name.strip():
        raise KnownError(_("Write the indicator's name."), field="name")
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        raise KnownError(_("An indicator has from 0 to 6 decimals."), field="decimals")


def parse_value(text: str, decimals: int) -> int | None:
    """The figure that the clerk wrote, as a whole number in the last of `decimals`; None for an empty cell.

    Takes "1,234.5", "1.2万", "3%" and full-width digits. Raises KnownError when it is no number,
    is finer than the indicator, or is too large.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-").removesuffix("%")
    if not plain or plain in ("-", "—", "/"):
        return None
    numerator, denominator = read_exactly(plain)
    value, rest = divmod(abs(numerator) * int(10**decimals), denominator)
    if rest and decimals == 0:
        raise KnownError(_("“{text}” has decimals, but the indicator is counted in whole numbers.", text=text.strip()))
    if rest:
        raise KnownError(
            _("“{text}” is too fine. Decimals of this indicator: {decimals}.", text=text.strip(), decimals=decimals)
        )
    if value > _MOST:
        raise KnownError(_("“{text}” is too large a number.", text=text.strip()))
    return -value if numerator < 0 else value


def format_value(value: int | None, decimals: int) -> str:
    """The figure with thousands separators and all its decimals: (12345, 1) gives "1,234.5"; nothing for None."""
    if value is None:
        return ""
    whole, part = divmod(abs(value), 10**decimals)
    return f"{'-' if value < 0 else ''}{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as clerks round."""
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def together(values: Sequence[int], over_months: OverMonths) -> Fraction | None:
    """What the months' figures, in order, make together; None when there are none."""
    if not values:
        return None
    if over_months is OverMonths.SUM:
        return Fraction(sum(values))
    if over_months is OverMonths.MEAN:
        return Fraction(sum(values), len(values))
    return Fraction(values[-1])


def fulfilment(plan: Fraction | int | None, actual: Fraction | int | None, direction: Direction) -> Fraction | None:
    """How far the plan was fulfilled: 1 is exactly as planned, more is better, whichever way is better.

    Higher is better: actual ÷ plan. Lower is better: 2 − actual ÷ plan, so that 5 % under the plan
    is 105 % (domain practice for indicators such as scrap rate; it is defined at an actual of zero).
    None without both figures, or when the plan is not above zero.
    """
    if plan is None or actual is None or plan <= 0:
        return None
    share = Fraction(actual) / Fraction(plan)
    return share if direction is Direction.HIGHER else 2 - share


def rescaled(value: int, before: int, after: int) -> int:
    """A figure of `before` decimals written with `after` decimals. Raises KnownError when a digit would be lost."""
    exact = Fraction(value) * Fraction(10) ** (after - before)
    if exact.denominator != 1:
        raise KnownError(
            _("The figure {value} has more decimals than that. Correct it first.", value=format_value(value, before)),
            field="decimals",
        )
    return int(exact)
