"""What people write in lists: numbers, amounts, dates, months, grades and yes or no, read exactly or refused with a reason.

Every function takes any text. It gives the value, None for a cell that says nothing ("", "-", "—", "无"), or raises KnownError
with the reason in the clerk's words. What could mean two things is refused, not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import MONTH_NAMES, Month
from unionoffice.core.record import QUANTITY_SCALE, Quantity
from unionoffice.core.words import _

LONGEST = 80
"""No number or date is longer; more is refused unread, so that no text can take long."""
SHOWN = 40
_DIGITS_AT_MOST = 40
_MOST_FEN = 10**13
_MOST = 10**17

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "–",
        "－",
        "―",
        "─",
        "/",
        "\\",
        "无",
        "無",
        "空",
        "¥-",
        "¥ -",
        "￥-",
        "￥ -",
        "none",
        "nil",
        "null",
        "n/a",
    }
)
_DITTO = frozenset({"同上", "〃", "″", '"', "''", "”", "ditto", "do."})
_POINTING = frozenset({"", "#", "E", "e", "D", *(word[0] for word in _DITTO)})
"""With what a text begins that may be no entry but a fault or a ditto."""
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SIGNS = str.maketrans({"−": "-", "‒": "-", "–": "-", "﹣": "-", "’": "'", "，": ",", "。": ".", "．": ".", "﹒": ".", "：": ":"})

_RAISED = ("<super>", "<sub>", "<fraction>")

_QUICK_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,15})?")
_QUICK_DATE = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_ERROR = re.compile(r"#(?:[A-Z/0]+[?!]?|NAME\?)|#+|Err:\d+", re.IGNORECASE)


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds one of the signs by which people say that there is nothing."""
    return not text or text.translate(_INVISIBLE).strip().casefold() in _NOTHING


def seen(text: str) -> str:
    """A text without the signs in it that nobody sees and no paper can show, as they come along with what is copied elsewhere."""
    if text.isprintable():
        return text
    plain = text.translate(_INVISIBLE | dict.fromkeys((0x2028, 0x2029), " "))
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def written(text: str) -> str:
    """What is written in a cell: without signs that cannot be seen, which come along when a text is copied.

    Raises KnownError for a fault of the spreadsheet, for what points at the line above, and for signs that no paper can show.
    """
    if text.isprintable() and text[:1] not in _POINTING:
        return text
    plain = text.translate(_INVISIBLE).strip()
    _refuse_pointing(plain, text)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and not sign.isspace() for sign in plain):
        raise KnownError(_("“{text}” has signs that cannot be seen or printed. Write it anew.", text=shown(text)))
    return plain


def _refuse_pointing(plain: str, text: str) -> None:
    if plain.casefold() in _DITTO or text.strip() in _DITTO:
        raise KnownError(_("“{text}” points at the line above. Write the entry out.", text=shown(text)))
    if plain.startswith(("#", "Err:")) and _ERROR.fullmatch(plain):
        raise KnownError(
            _("The cell holds a fault of the spreadsheet ({text}). Mend the formula there, or write the entry.", text=plain)
        )


def shown(text: str) -> str:
    """A cell as a sentence quotes it: on one line, cut when it is long."""
    plain = " ".join(text.split())
    plain = "".join(sign if sign.isprintable() else "�" for sign in plain[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else plain[:SHOWN] + "…"


def _plain(text: str) -> str:
    """Full-width signs as plain ones, without what cannot be seen. Raises KnownError for what no field can be."""
    if len(text) > LONGEST:
        raise KnownError(_("“{text}” is too long for this column.", text=shown(text)))
    if not text.isascii() and any(unicodedata.decomposition(sign).startswith(_RAISED) for sign in text):
        raise KnownError(_("“{text}” has small raised or lowered signs. Write it in plain digits.", text=shown(text)))
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_SIGNS).strip()
    _refuse_pointing(plain, text)
    return plain.lstrip("'") if plain.startswith("'") else plain


# -- numbers ---------------------------------------------------------------------------

_ARABIC = re.compile(r"(?P<whole>\d*)(?:\.(?P<part>\d*))?")
_GROUPED = re.compile(r"\d{1,3}(?P<gap>[, '])\d{3}(?:(?P=gap)\d{3})*(?:\.\d*)?")
_UNITS = {
    word: power
    for power, word in enumerate(("十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿"), start=1)
}
_TERM = re.compile(r"(\d+(?:\.\d+)?)(万亿|[十百千]?亿|[十百千]?万|[十百千])")
_SHORTENED = re.compile(r"[-+]?\d+(?:\.\d+)?E[-+]?\d+", re.IGNORECASE)
_SHARE = re.compile("[%％﹪‰]|百分之")
_OTHER_WAY = re.compile(r"[-+]?(?:\d{1,3}(?:[. ']\d{3})*,\d*|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|\d+,\d{4,})")
_CHINESE = {
    word: digit
    for digit, words in enumerate(("零〇○", "一壹弌", "二贰两貳", "三叁参參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"))
    for word in words
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SAME_SIGN = str.maketrans("萬億圓圆块塊毛拾佰仟", "万亿元元元元角十百千")
_MONEY = re.compile(r"(?:(?P<yuan>[^元角分]+)元)?零?(?:(?P<jiao>[^元角分]+)角)?零?(?:(?P<fen>[^元角分]+)分)?")
_CURRENCY = ("人民币", "人民幣", "RMB", "CNY", "¥")
_GAPS = re.compile(r"\s+(?=\D)|(?<=\D)\s+")


def read_exact(text: str, *, percent: bool = False) -> Decimal | None:
    """The number in a cell, exactly as it was written; None when it says nothing.

    Takes "1,234.50", "1 234.50", "１２３４", "1.2万", "3亿5000万", "一千二百", "一九五八", "壹仟贰佰元整", "3角5分" (in yuan),
    "¥12", "(1,200)" for minus 1,200, and "12%", which is 0.12, or 12 when the column is in `percent`. Raises KnownError for
    "1.234,50", "1.2E+05", "约100" and whatever else is no number or could be two.
    """
    if _QUICK_NUMBER.fullmatch(text):
        return Decimal(text)
    if says_nothing(text):
        return None
    return _exact(text, percent)


def read_whole(text: str) -> int | None:
    """The whole number in a cell, as `read_exact` takes it; None when it says nothing. KnownError when it has a rest."""
    if text.isascii() and text.isdigit() and len(text) < 18:
        return int(text)
    found = read_exact(text)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise KnownError(_("“{text}” is not a whole number.", text=shown(text)))
    return _bounded(int(found), text)


def read_fen(text: str) -> Fen | None:
    """The amount of money in a cell, in fen; None when it says nothing. The cell is in yuan unless it names jiao or fen.

    Raises KnownError when it is no amount, is a share such as 5%, is finer than a fen, or too large.
    """
    found = read_exact(text)
    if found is None:
        return None
    if _SHARE.search(text):
        raise KnownError(_("“{text}” is a share, not an amount of money.", text=shown(text)))
    fen = _times(found, 2)
    if fen != fen.to_integral_value():
        raise KnownError(_("“{text}” is finer than a fen. Write at most two decimals.", text=shown(text)))
    if abs(fen) > _MOST_FEN:
        raise KnownError(_("“{text}” is too large an amount of money.", text=shown(text)))
    return Fen(int(fen))


def read_quantity(text: str) -> Quantity | None:
    """The measured number in a cell, in ten-thousandths; None when it says nothing. Raises KnownError beyond four decimals."""
    found = read_exact(text)
    if found is None:
        return None
    value = _times(found, len(str(QUANTITY_SCALE)) - 1)
    if value != value.to_integral_value():
        raise KnownError(_("“{text}” is too fine. Write at most four decimals.", text=shown(text)))
    return Quantity(_bounded(int(value), text))


def _bounded(number: int, text: str) -> int:
    if abs(number) > _MOST:
        raise KnownError(_("“{text}” is too large a number.", text=shown(text)))
    return number


def _times(number: Decimal, places: int) -> Decimal:
    """The number times ten to that power, without rounding."""
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


@lru_cache(maxsize=8192)
def _exact(text: str, percent: bool) -> Decimal:
    plain = _plain(text)
    if _SHORTENED.fullmatch(plain):
        raise KnownError(
            _("“{text}” was shortened by a spreadsheet. Show the number whole there and save the list again.", text=shown(text))
        )
    body, negative = _sign(plain)
    power = 0
    for mark, less in (("%", -2), ("‰", -3)):
        if body.endswith(mark):
            body, power = body[:-1].rstrip(), less
    if body.startswith("百分之"):
        body, power = body[3:], -2
    if percent and power:
        power += 2
    number = _money(body)
    if number is None:
        if _OTHER_WAY.fullmatch(body):
            raise KnownError(
                _("“{text}” can be read in two ways. Write it with a point before the decimals: 1234.50.", text=shown(text))
            )
        raise KnownError(_("“{text}” is not a number. Write it in digits, such as 12 or 3.5.", text=shown(text)))
    value, exponent = number
    if value >= 10**_DIGITS_AT_MOST:
        raise KnownError(_("“{text}” is too large a number.", text=shown(text)))
    exponent += power
    if exponent > 0:
        value, exponent = value * 10**exponent, 0
    return Decimal(f"{'-' if negative and value else ''}{value}E{exponent}")


def _sign(plain: str) -> tuple[str, bool]:
    """The number without its sign and currency, and whether it is below zero."""
    body, minus, signed = plain, False, False
    if body.startswith("(") and body.endswith(")"):
        body, minus, signed = body[1:-1].strip(), True, True
    while body:
        if body[0] in "+-负負" and not signed:
            minus, signed, body = body[0] != "+", True, body[1:].lstrip()
            continue
        mark = next((mark for mark in _CURRENCY if body.upper().startswith(mark)), "")
        if not mark:
            break
        body = body[len(mark) :].lstrip(": ")
    if body.endswith("-") and not signed:
        body, minus = body[:-1].rstrip(), True
    if body.upper().endswith(("RMB", "CNY")):
        body = body[:-3].rstrip()
    return body, minus


def _money(body: str) -> tuple[int, int] | None:
    """The number, or the yuan, jiao and fen, as a whole number and a power of ten; None when it is neither."""
    plain = _GAPS.sub("", body.translate(_SAME_SIGN))
    plain = plain[:-1] if plain.endswith(("整", "正")) else plain
    number = _number(plain)
    if number is not None:
        return number
    found = _MONEY.fullmatch(plain)
    if found is None:
        return None
    named = [(text, place) for place, text in enumerate(found.groups()) if text]
    parts: list[tuple[int, int]] = []
    for text, place in named:
        part = _number(text)
        if part is None or (len(named) > 1 and (part[1] < 0 or (parts and part[0] >= 10))):
            return None  # 1.5元3角 and 2元12角 are slips of the hand
        parts.append((part[0], part[1] - place))
    least = min((power for _value, power in parts), default=0)
    return (sum(value * 10 ** (power - least) for value, power in parts), least) if parts else None


def _number(body: str) -> tuple[int, int] | None:
    """A number without sign: digits with or without groups, with or without 万 and its like, or in Chinese words."""
    if not body:
        return None
    if body[0].isdecimal() or body[0] == ".":
        return _arabic(body)
    whole, point, part = body.partition("点")
    value = _chinese(whole)
    if value is None or not point:
        return None if value is None else (value, 0)
    if not part or any(sign not in _CHINESE for sign in part):
        return None
    digits = "".join(str(_CHINESE[sign]) for sign in part)
    return int(str(value) + digits), -len(digits)


def _arabic(body: str) -> tuple[int, int] | None:
    head = body.rstrip("十百千万亿 ")
    units = body[len(head) :].replace(" ", "")
    if any(gap in head for gap in ", '"):
        if not _GROUPED.fullmatch(head):
            return None
        head = re.sub(r"[, ']", "", head)
    found = _ARABIC.fullmatch(head)
    if found is None or units:
        return _terms(head + units)
    digits, part = found["whole"] + (found["part"] or ""), found["part"] or ""
    return (int(digits), -len(part)) if digits and len(digits) <= LONGEST else None


def _terms(body: str) -> tuple[int, int] | None:
    """1.2万, 3亿5000万, 1万2345: each term smaller than the unit before it, the last with all its digits."""
    before, place = 99, 0
    numerators: list[tuple[int, int]] = []
    while found := _TERM.match(body, place):
        whole, _point, part = found[1].partition(".")
        power = _UNITS[found[2]]
        if len(whole) + power > before or (part and (numerators or found.end() != len(body))):
            return None
        numerators.append((int(whole + part), power - len(part)))
        before, place = power, found.end()
    rest = body[place:]
    if not numerators or (rest and not (rest.isdecimal() and rest.isascii() and len(rest) == before)):
        return None
    if rest:
        numerators.append((int(rest), 0))
    least = min(power for _value, power in numerators)
    return sum(value * 10 ** (power - least) for value, power in numerators), least


def _chinese(words: str) -> int | None:
    """A whole number in Chinese words, everyday or capital: 一千二百, 壹仟贰佰, 一九五八, 三万五; None when it is none.

    The inverse of `money.capitals` for whole numbers. Signs are those of `_SAME_SIGN`.
    """
    if not words:
        return None
    if all(sign in _CHINESE for sign in words):
        if words.startswith("零") and len(words) > 1 and words.count("零") == len(words):
            return None
        return int("".join(str(_CHINESE[sign]) for sign in words))
    high, unit, low = words.rpartition("亿")
    if not unit:
        return _below_hundred_million(words)
    above = _below_hundred_million(high)
    if above is None or above == 0:
        return None
    below = _rest(low, 10**8)
    return None if below is None else above * 10**8 + below


def _below_hundred_million(words: str) -> int | None:
    high, unit, low = words.rpartition("万")
    if not unit:
        return _thousands(words)
    above = _thousands(high)
    if not above:
        return None
    below = _rest(low, 10**4)
    return None if below is None else above * 10**4 + below


def _rest(words: str, unit: int) -> int | None:
    """What stands after 万 or 亿: one bare digit counts in the next place (三万五 is 35,000), after a 零 in the last (三万零五)."""
    if not words:
        return 0
    if len(words) == 1:
        digit = _CHINESE.get(words, 0)
        return digit * unit // 10 if digit else None
    bare = words[1:] if words[0] in "零〇○" else words
    return _below_hundred_million(bare) if unit > 10**4 else _thousands(bare)


def _thousands(words: str) -> int | None:
    total, last, digit, zero = 0, 10_000, None, False
    for place, sign in enumerate(words):
        value = _CHINESE.get(sign)
        if value is not None:
            if digit is not None:
                return None
            if value:
                digit = value
            else:
                if zero and total:
                    return None
                zero = True
            continue
        unit = _PLACES.get(sign, 10_000)
        if sign in "廿卅" and digit is None and last > 10:
            total, last = total + (20 if sign == "廿" else 30), 10
            continue
        if unit >= last or (digit is None and (unit != 10 or (place and not zero and not total))):
            return None
        total, last, digit, zero = total + (digit or 1) * unit, unit, None, False
    if digit is None:
        return total if total or words in {"零", "〇", "○"} else None
    return total + digit * (last // 10 if last in (100, 1000) and not zero else 1)


# -- days and months -------------------------------------------------------------------

_ENGLISH = {
    name: number
    for number, full in enumerate(map(str.casefold, MONTH_NAMES), start=1)
    for name in (full, full[:3], full[:4] if full == "september" else full)
}
_TIME = re.compile(r"[T\s]*(?:[上下]午)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?Z?$")
_WEEKDAY = re.compile(r"\s*\(?(?:星期|礼拜|周)[一二三四五六日天]\)?$")
_DATE = re.compile(r"(\d{4}|\d{2})\s*[-./年,]\s*(\d{1,2})\s*[-./月,]\s*(\d{1,2})\s*[日号]?\.?")
_WITHOUT_DAY = re.compile(r"(\d{4}|\d{2})\s*[-./年]\s*(\d{1,2})\s*(?:月份?)?")
_ONLY_YEAR = re.compile(r"(?:1[89]\d\d|20\d\d|2100)年?")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_YEAR_LAST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})")
_ENGLISH_DATE = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-\s,.]*([A-Za-z]{3,9})[-\s,.]*(\d{4}|\d{2})|([A-Za-z]{3,9})[-\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})"
)
_ENGLISH_MONTH = re.compile(r"([A-Za-z]{3,9})[-\s,./]*(\d{4}|\d{2})|(\d{4})[-\s,./]*([A-Za-z]{3,9})")
_CHINESE_DATE = re.compile(
    r"((?:[零〇○一二三四五六七八九]{2}){1,2}|(?:\d\d){1,2})年"
    r"(元|\d\d?|[一二三四五六七八九十]{1,3})月(?:份|(\d\d?|[一二三四五六七八九十廿卅]{1,3})[日号]?)?"
)
_SERIAL = re.compile(r"\d{1,7}(?:\.\d*)?")
_LAST_SERIAL = 2_958_465  # 31 December 9999


def read_date(text: str, *, serials: bool = False, century: int = 1900, epoch: Literal[1900, 1904] = 1900) -> date | None:
    """The day in a cell; None when it says nothing.

    Takes "1958-2-3", "1958.2.3", "1958/2/3", "58-2-3" (a year of two digits is of `century`), "1958年2月3日",
    "一九五八年二月三日", "1958年二月三日", "19580203", "1958-02-03 00:00:00", "3 February 1958", "Feb 3, 1958"; with
    `serials` also the day numbers of spreadsheets, counted from `epoch` (of 1900 with its day too many, 29 February 1900, which is
    refused). Raises KnownError when it is no day, or day, month or year is wanting, or the year stands last in digits: day and
    month could be either.
    """
    if len(text) <= 10 and (found := _QUICK_DATE.fullmatch(text)):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise KnownError(_("There is no such day as “{text}”.", text=shown(text))) from None
    if says_nothing(text):
        return None
    return _date(text, serials, century, epoch)


@lru_cache(maxsize=8192)
def _date(text: str, serials: bool, century: int, epoch: int) -> date:
    plain = _WEEKDAY.sub("", _plain(text).replace("—", "-").removeprefix("公元").strip())
    plain = _TIME.sub("", plain) if ":" in plain else plain
    parts = _day_parts(plain)
    if parts is not None:
        year, month, day = parts
        try:
            return date(year + century if year < 100 else year, month, day)
        except ValueError:
            raise KnownError(_("There is no such day as “{text}”.", text=shown(text))) from None
    if (found := _WITHOUT_YEAR.fullmatch(plain)) and int(found[1]) <= 12:
        raise KnownError(_("“{text}” names no year. Write the day with its year, such as 1958-2-3.", text=shown(text)))
    if _ONLY_YEAR.fullmatch(plain) or _month_parts(plain) is not None:
        raise KnownError(_("“{text}” names no day. Write it whole, such as 1958-2-3.", text=shown(text)))
    if serials and _SERIAL.fullmatch(plain) and (counted := _of_serial(int(plain.partition(".")[0]), epoch)):
        return counted
    if _YEAR_LAST.fullmatch(plain):
        raise KnownError(_("In “{text}” day and month could be either. Write the year first, such as 1958-2-3.", text=shown(text)))
    raise KnownError(_("“{text}” is not a date. Write it as 1958-2-3.", text=shown(text)))


def _day_parts(plain: str) -> tuple[int, int, int] | None:
    """Year (below 100 when two digits were written), month and day, as they stand; None when they are not all there."""
    if found := _DATE.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if plain.isdecimal() and len(plain) == 8:
        return int(plain[:4]), int(plain[4:6]), int(plain[6:])
    if plain.isdecimal() and len(plain) == 6 and not (1800 <= int(plain[:4]) <= 2100 and 1 <= int(plain[4:]) <= 12):
        return int(plain[:2]), int(plain[2:4]), int(plain[4:])
    if (found := _CHINESE_DATE.fullmatch(plain.translate(_SAME_SIGN))) and found[3]:
        year, month, day = _counted(found[1]), 1 if found[2] == "元" else _counted(found[2]), _counted(found[3])
        return (year, month, day) if year is not None and month is not None and day is not None else None
    if found := _ENGLISH_DATE.fullmatch(plain):
        number = _ENGLISH.get((found[2] or found[4]).casefold())
        return (int(found[3] or found[6]), number, int(found[1] or found[5])) if number else None
    return None


def _counted(text: str) -> int | None:
    """A year, month or day, in digits or in Chinese words."""
    return int(text) if text.isdecimal() else _chinese(text)


def _of_serial(number: int, epoch: int) -> date | None:
    if epoch == 1904:
        return date(1904, 1, 1) + timedelta(days=number) if number <= _LAST_SERIAL - 1462 else None
    if number == 60 or not 1 <= number <= _LAST_SERIAL:
        return None
    return date(1899, 12, 30 + (number < 60)) + timedelta(days=number)


def read_month(text: str, *, century: int = 1900) -> Month | None:
    """The month in a cell; None when it says nothing.

    Takes "1958-02", "1958.2", "1958/2", "195802", "58-2", "1958年2月", "一九五八年二月", "February 1958", and the first day of a
    month, by which spreadsheets keep one. Raises KnownError when it is no month, or a day in the midst of one, or has no year.
    """
    return None if says_nothing(text) else _month(text, century)


@lru_cache(maxsize=2048)
def _month(text: str, century: int) -> Month:
    plain = _plain(text).replace("—", "-").removeprefix("公元").strip()
    plain = _TIME.sub("", plain) if ":" in plain else plain
    parts = _month_parts(plain)
    if parts is None and (whole := _day_parts(plain)):
        if whole[2] != 1:
            raise KnownError(_("“{text}” is a day, and a month is wanted. Write it as 1958-02.", text=shown(text)))
        parts = whole[:2]
    if parts is None:
        if re.fullmatch(r"(?:\d{1,2}|[一二三四五六七八九十元]{1,2})月份?", plain):
            raise KnownError(_("“{text}” names no year. Write the month with its year, such as 1958-02.", text=shown(text)))
        raise KnownError(_("“{text}” is not a month. Write it as 1958-02.", text=shown(text)))
    year, number = parts
    year += century if year < 100 else 0
    if not (1 <= number <= 12 and 1 <= year <= 9998):
        raise KnownError(_("“{text}” is not a month. Write it as 1958-02.", text=shown(text)))
    return Month(year, number)


def _month_parts(plain: str) -> tuple[int, int] | None:
    if found := _WITHOUT_DAY.fullmatch(plain):
        return int(found[1]), int(found[2])
    if plain.isdecimal() and len(plain) == 6 and 1 <= int(plain[4:]) <= 12:
        return int(plain[:4]), int(plain[4:])
    if (found := _CHINESE_DATE.fullmatch(plain)) and not found[3]:
        year, month = _counted(found[1]), 1 if found[2] == "元" else _counted(found[2])
        return (year, month) if year is not None and month is not None else None
    if found := _ENGLISH_MONTH.fullmatch(plain):
        number = _ENGLISH.get((found[1] or found[4]).casefold())
        return (int(found[2] or found[3]), number) if number else None
    return None


# -- grades, yes and no, sex -----------------------------------------------------------

_GRADE = re.compile(
    r"(?:技术等级|技术|等级|技工|第|grade\s*)?\s*([1-8]|[一二三四五六七八]|[壹贰叁肆伍陆柒捌]|iii|ii|iv|i|viii|vii|vi|v)\s*(?:级|級)?(?:[技工][工人]?)?(?:\.0+)?"
)
_ROMAN = {word: number for number, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), start=1)}
_YES = frozenset({"是", "√", "✓", "✔", "☑", "✅", "有", "对", "真", "1", "y", "yes", "true"})
_NO = frozenset({"否", "不是", "×", "✗", "✘", "✕", "☐", "没有", "无", "無", "错", "假", "0", "n", "no", "false"})
_MALE = frozenset({"男", "男性", "m", "male", "man", "♂"})
_FEMALE = frozenset({"女", "女性", "f", "female", "woman", "♀"})


def read_grade(text: str) -> int | None:
    """The technical grade in a cell, 1 to 8; None when it says nothing. Takes "3", "三级", "3级", "Ⅲ", "八级工", "grade 3".

    Raises KnownError when it is no grade, such as "三级半" or "9".
    """
    if len(text) == 1 and text in "12345678":
        return int(text)
    if says_nothing(text):
        return None
    found = _GRADE.fullmatch(_plain(text).casefold())
    if found is None:
        raise KnownError(_("“{text}” is not a grade. Write a number from 1 to 8.", text=shown(text)))
    word = found[1]
    return int(word) if word.isdecimal() else _ROMAN.get(word) or _CHINESE[word]


def read_yes(text: str, *, yes: Collection[str] = (), no: Collection[str] = ()) -> bool | None:
    """Yes or no in a cell; None when it is empty or a stroke. Takes 是 √ 有 yes y true 1, and 否 × 无 no n false 0.

    `yes` and `no` are further words for either, such as 会员 and 非会员, in small letters. Raises KnownError for anything else.
    """
    plain = text.strip().casefold()
    if plain not in _YES and plain not in _NO and plain not in yes and plain not in no:
        if says_nothing(text):
            return None
        plain = _plain(text).casefold()
    if plain in _YES or plain in yes:
        return True
    if plain in _NO or plain in no:
        return False
    raise KnownError(_("“{text}” is neither yes nor no. Write 是 or 否.", text=shown(text)))


def read_sex(text: str) -> Literal["male", "female"] | None:
    """The sex in a cell; None when it says nothing. Takes 男, 女, male, female, m, f. Raises KnownError for anything else."""
    plain = text.strip().casefold()
    if plain in _MALE:
        return "male"
    if plain in _FEMALE:
        return "female"
    if says_nothing(text):
        return None
    plain = _plain(text).casefold()
    if plain in _MALE or plain in _FEMALE:
        return "male" if plain in _MALE else "female"
    raise KnownError(_("“{text}” is neither man nor woman. Write 男 or 女.", text=shown(text)))
