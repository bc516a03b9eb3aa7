"""Money is counted in whole fen: it is read, written, put into capitals and shared out without losing one.

A fen is a hundredth of a yuan. Amounts are whole numbers everywhere: in the book, in
the rules and on paper; no amount is ever a float.

The capitals (人民币大写) follow the rules for filling in bills and settlement vouchers,
支付结算办法 (银发〔1997〕393号), annex 正确填写票据和结算凭证的基本规定.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NewType

import msgspec

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import _

Fen = NewType("Fen", int)

_AMOUNT = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?(?P<many>[万亿]?)")
_MANY = {"": 1, "万": 10_000, "亿": 100_000_000}
# Eighteen digits fit an SQLite integer; beyond a hundred thousand million yuan it is a slip of the hand.
_MOST = 10**13

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


class Yuan(msgspec.Struct, frozen=True, order=True):
    """An amount of money on its way to paper: it says that this whole number is `fen`."""

    fen: int

    def __str__(self) -> str:
        return format_money(self.fen)


def parse_money(text: str) -> Fen:
    """The fen that the clerk wrote as `text`, an amount in yuan.

    Takes "1200", "1,200.50", "1.2万", "￥12", "12元" and full-width digits. Raises
    KnownError when it is no amount, or is finer than a fen.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")
    plain = plain.removesuffix("元").removesuffix("圆")
    for sign in ("¥", "RMB", "人民币"):
        plain = plain.replace(sign, "", 1)
    found = _AMOUNT.fullmatch(plain)
    if found is None or not (found["whole"] or found["part"]):
        raise KnownError(_("“{text}” is not an amount of money. Write it in yuan, such as 1200.50.", text=text.strip()))
    whole, part = found["whole"].replace(",", "") or "0", found["part"] or ""
    scale = _MANY[found["many"]] * 100
    numerator, denominator = int(whole + part) * scale, 10 ** len(part)
    fen, rest = divmod(numerator, denominator)
    if rest:
        raise KnownError(_("“{text}” is finer than a fen. Write at most two decimals.", text=text.strip()))
    if fen > _MOST:
        raise KnownError(_("“{text}” is too large an amount of money.", text=text.strip()))
    return Fen(-fen if found["sign"] == "-" else fen)


NEW_YUAN = date(1955, 3, 1)
"""From this day on one yuan stands for 10,000 of the old ones (新币): what was written before may be either."""


def old_yuan_said(day: date, amounts: Iterable[int | None]) -> str:
    """What must be said of amounts of a list from before the new yuan; empty when there is none."""
    if day >= NEW_YUAN or not any(amounts):
        return ""
    return _("from before 1 March 1955: are the amounts new yuan (10,000 old ones are one)?")


def format_money(fen: int) -> str:
    """The amount in yuan with thousands separators and two decimals: 120050 gives "1,200.50"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def capitals(fen: int, *, prefix: bool = True) -> str:
    """The amount in Chinese capitals, such as 人民币壹仟肆佰零玖元伍角.

    Source: the rules named at the head of this module. An amount that ends at yuan
    closes with 整; one that ends at jiao or fen does not. `prefix` writes 人民币 before it
    without a gap. A negative amount is written with 负.
    """
    yuan, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    if yuan >= 10**16:
        raise BugError(f"no capitals for {fen} fen")
    words = _integer(yuan) + "元" if yuan else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif last and yuan:
        words += "零"
    if last:
        words += _DIGITS[last] + "分"
    elif not jiao:
        words = (words or "零元") + "整"
    return ("人民币" if prefix else "") + ("负" if fen < 0 else "") + words


def _integer(number: int) -> str:
    """A whole number in capitals, by groups of four digits; several zeros inside make one 零."""
    words, zero, group = "", False, 0
    parts = []
    while number:
        number, part = divmod(number, 10_000)
        parts.append((part, _GROUPS[group]))
        group += 1
    hundred_millions = False  # 亿 is owed once when only 万亿 stands before it
    for part, name in reversed(parts):
        if not part:
            zero = bool(words)
            if name == "亿" and hundred_millions:
                words += "亿"
            continue
        if words and (zero or part < 1000):
            words += "零"
        words += _thousands(part) + ("万" if name == "万亿" else name)
        hundred_millions = name == "万亿"
        zero = False
    return words


def _thousands(number: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words


def split(total_fen: int, shares: Sequence[int]) -> tuple[Fen, ...]:
    """Share out `total_fen` by whole percentages that add up to 100; the parts add up to the fen.

    Each part is rounded towards zero; the fen left over go one each to the largest
    remainders, among equals to the first in order (the largest-remainder method). A
    negative total is shared out as its positive counterpart and turned round.
    """
    if not shares or any(share < 0 for share in shares):
        raise KnownError(_("A share cannot be below zero, and somebody must have one."))
    if sum(shares) != 100:
        raise KnownError(_("The shares add up to {sum} percent; they must add up to 100.", sum=sum(shares)))
    sign, total = (-1, -total_fen) if total_fen < 0 else (1, total_fen)
    parts = [total * share // 100 for share in shares]
    remainders = [total * share % 100 for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: -remainders[place])
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(Fen(sign * part) for part in parts)
