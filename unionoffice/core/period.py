"""Months, quarters, half-years and years as the office closes them, and dates as the clerk writes and reads them.

An office may close its months on a day of its own: with closing day 25 the month
1958-02 runs from 26 January to 25 February. Closing day 31, the usual one, means the
calendar month. A period knows its first day and the first day after it, so that a
question to the book is always `>= first and < next`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Literal

import msgspec

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import Language, _

CALENDAR = 31
"""The closing day of an office that keeps calendar months."""

Kind = Literal["month", "quarter", "half", "year", "to_date", "days"]

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)
_DIGITS = "〇一二三四五六七八九"
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth")


class Month(msgspec.Struct, frozen=True, order=True):
    """One month of one year, written 1958-02."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9998):
            raise BugError(f"no month {self.year}-{self.number}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as "1958-02", "1958.2", "1958/2", "195802" or "1958年2月"; KnownError when it is none."""
        plain = _plain(text)
        found = re.fullmatch(r"(\d{4})[-./年](\d{1,2})月?份?|(\d{4})(\d{2})", plain)
        if found:
            year, number = int(found[1] or found[3]), int(found[2] or found[4])
            if 1 <= number <= 12 and 1 <= year <= 9998:
                return cls(year, number)
        raise KnownError(_("“{text}” is not a month. Write it as 1958-02.", text=text.strip()))

    def plus(self, months: int) -> Month:
        """The month that many months later, or earlier for a negative number."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def next(self) -> Month:
        """The month after this one."""
        return self.plus(1)

    def previous(self) -> Month:
        """The month before this one."""
        return self.plus(-1)

    def days(self) -> int:
        """How many days it has in the calendar."""
        after = self.next()
        return (date(after.year, after.number, 1) - _DAY).day

    def last_day(self, closing_day: int = CALENDAR) -> date:
        """The day on which the office closes this month."""
        return date(self.year, self.number, min(_checked(closing_day), self.days()))

    def first_day(self, closing_day: int = CALENDAR) -> date:
        """The day after the month before was closed."""
        return self.previous().last_day(closing_day) + _DAY

    def name(self, language: Language) -> str:
        """1958年2月份, or February 1958."""
        return f"{self.year}年{self.number}月份" if language == "zh" else f"{MONTH_NAMES[self.number - 1]} {self.year}"


def month_of(day: date, closing_day: int = CALENDAR) -> Month:
    """The month to which the office counts this day."""
    month = Month(day.year, day.month)
    return month.next() if day > month.last_day(closing_day) else month


class Period(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A stretch of days with a name: from `first` up to, but without, `next`.

    `kind` says what it is; `year` and `number` name it (quarter 1-4, half 1-2, month
    1-12; in "to_date" the last month). A period of kind "days" has no number.
    """

    first: date
    next: date
    kind: Kind
    year: int
    number: int = 0
    closing_day: int = CALENDAR

    @classmethod
    def of_month(cls, month: Month, closing_day: int = CALENDAR) -> Period:
        """The month as the office closes it."""
        return cls._of("month", month.year, month.number, closing_day)

    @classmethod
    def of_quarter(cls, year: int, number: int, closing_day: int = CALENDAR) -> Period:
        """Quarter 1 to 4 of a year."""
        return cls._of("quarter", year, number, closing_day)

    @classmethod
    def of_half(cls, year: int, number: int, closing_day: int = CALENDAR) -> Period:
        """The first or the second half of a year."""
        return cls._of("half", year, number, closing_day)

    @classmethod
    def of_year(cls, year: int, closing_day: int = CALENDAR) -> Period:
        """A whole year."""
        return cls._of("year", year, 1, closing_day)

    @classmethod
    def of_days(cls, first: date, last: date) -> Period:
        """From one day to another, both of them in it; KnownError when they stand the wrong way round."""
        if last < first:
            raise KnownError(_("The last day stands before the first day."))
        return cls(first=first, next=last + _DAY, kind="days", year=first.year)

    @classmethod
    def _of(cls, kind: Kind, year: int, number: int, closing_day: int) -> Period:
        months = _MONTHS[kind]
        if not 1 <= number <= 12 // months:
            raise BugError(f"no {kind} {number}")
        start = Month(year, (number - 1) * months + 1)
        return cls(
            first=start.first_day(closing_day),
            next=start.plus(months).first_day(closing_day),
            kind=kind,
            year=year,
            number=number,
            closing_day=closing_day,
        )

    @classmethod
    def parse(cls, text: str, closing_day: int = CALENDAR) -> Period:
        """The period written as 1958-02, 1958-Q1, 1958-H1, 1958, 1958-01..03 or 1958-01-05/1958-02-10."""
        plain = _plain(text).upper()
        if found := re.fullmatch(r"(\d{4})-?Q([1-4])", plain):
            return cls.of_quarter(int(found[1]), int(found[2]), closing_day)
        if found := re.fullmatch(r"(\d{4})-?H([12])", plain):
            return cls.of_half(int(found[1]), int(found[2]), closing_day)
        if found := re.fullmatch(r"(\d{4})年?", plain):
            return cls.of_year(int(found[1]), closing_day)
        if found := re.fullmatch(r"(\d{4})-01\.\.(0[1-9]|1[0-2])", plain):
            return cls.of_month(Month(int(found[1]), int(found[2])), closing_day).year_to_date()
        if found := re.fullmatch(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", plain):
            try:
                return cls.of_days(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
            except ValueError:
                raise KnownError(_("There is no such day as “{text}”.", text=text.strip())) from None
        return cls.of_month(Month.parse(text), closing_day)

    def __str__(self) -> str:
        match self.kind:
            case "month":
                return f"{self.year:04d}-{self.number:02d}"
            case "quarter":
                return f"{self.year:04d}-Q{self.number}"
            case "half":
                return f"{self.year:04d}-H{self.number}"
            case "year":
                return f"{self.year:04d}"
            case "to_date":
                return f"{self.year:04d}-01..{self.number:02d}"
            case "days":
                return f"{self.first}/{self.last}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.next

    @property
    def last(self) -> date:
        """The last day that belongs to the period."""
        return self.next - _DAY

    @property
    def last_month(self) -> Month:
        """The month to which the last day is counted."""
        return month_of(self.last, self.closing_day)

    def months(self) -> tuple[Month, ...]:
        """Every month that has a day in the period, in order."""
        month, end = month_of(self.first, self.closing_day), self.last_month
        found = [month]
        while month < end:
            month = month.next()
            found.append(month)
        return tuple(found)

    def following(self) -> Period:
        """The period of the same kind that comes next."""
        return self._moved(1)

    def previous(self) -> Period:
        """The period of the same kind that came before."""
        return self._moved(-1)

    def _moved(self, step: int) -> Period:
        if self.kind == "days":
            length = (self.next - self.first) * step
            first = self.first + length
            return Period(first=first, next=self.next + length, kind="days", year=first.year)
        if self.kind == "to_date":
            return Period.of_month(Month(self.year, self.number).plus(step), self.closing_day).year_to_date()
        count = 12 // _MONTHS[self.kind]
        year, place = divmod(self.year * count + self.number - 1 + step, count)
        return Period._of(self.kind, year, place + 1, self.closing_day)

    def same_last_year(self) -> Period:
        """The same period of the year before; 29 February answers to 28 February."""
        if self.kind == "days":
            return Period.of_days(_year_before(self.first), _year_before(self.last))
        if self.kind == "to_date":
            return Period.of_month(Month(self.year - 1, self.number), self.closing_day).year_to_date()
        return Period._of(self.kind, self.year - 1, self.number, self.closing_day)

    def year_to_date(self) -> Period:
        """From the first day of the year in which this period ends to its last day."""
        end = self.last_month
        return Period(
            first=Month(end.year, 1).first_day(self.closing_day),
            next=self.next,
            kind="to_date",
            year=end.year,
            number=end.number,
            closing_day=self.closing_day,
        )

    def name(self, language: Language) -> str:
        """The period's name: 1958年2月份, 1958年第一季度, 1958年上半年 / February 1958, first quarter of 1958."""
        return _chinese_name(self) if language == "zh" else _english_name(self)

    def days(self, language: Language) -> str:
        """From which day to which: 1958年1月26日至1958年2月25日 / 26 January 1958 to 25 February 1958."""
        between = "至" if language == "zh" else " to "
        return date_words(self.first, language) + between + date_words(self.last, language)


def _chinese_name(period: Period) -> str:
    year, number = period.year, period.number
    match period.kind:
        case "month":
            return f"{year}年{number}月份"
        case "quarter":
            return f"{year}年第{_DIGITS[number]}季度"
        case "half":
            return f"{year}年{'上下'[number - 1]}半年"
        case "year":
            return f"{year}年"
        case "to_date":
            return f"{year}年1月份" if number == 1 else f"{year}年1至{number}月份"
        case "days":
            return period.days("zh")


def _english_name(period: Period) -> str:
    year, number = period.year, period.number
    match period.kind:
        case "month":
            return f"{MONTH_NAMES[number - 1]} {year}"
        case "quarter":
            return f"{_ORDINALS[number - 1]} quarter of {year}"
        case "half":
            return f"{_ORDINALS[number - 1]} half of {year}"
        case "year":
            return f"{year}"
        case "to_date":
            return f"January {year}" if number == 1 else f"January to {MONTH_NAMES[number - 1]} {year}"
        case "days":
            return period.days("en")


def chinese_date(day: date) -> str:
    """1958年2月10日, as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def formal_chinese_date(day: date) -> str:
    """一九五八年二月十日, as certificates write it: the year digit by digit with 〇, month and day as numbers."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def chinese_number(number: int) -> str:
    """A number from 0 to 99 in Chinese words: 十, 二十一, 三十."""
    if not 0 <= number <= 99:
        raise BugError(f"no Chinese words for {number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def english_date(day: date) -> str:
    """10 February 1958."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def date_words(day: date, language: Language, *, formal: bool = False) -> str:
    """The date in words of the language; `formal` as certificates write it."""
    if language == "en":
        return english_date(day)
    return formal_chinese_date(day) if formal else chinese_date(day)


def parse_date(text: str, month: Month, closing_day: int = CALENDAR) -> date:
    """The day that the clerk wrote while entering for `month`.

    Takes "5" (the 5th, counted to that month as the office closes it), "3-5", "0305",
    "1958-3-5", "1958.3.5", "1958/3/5", "58-3-5", "19580305", "1958年3月5日", "3月5日" and
    full-width digits. Two digits of a year mean the year nearest to the month's; a day
    without a year is taken in the year in which it lies nearest to the month. Raises
    KnownError when it is no date or there is no such day.
    """
    year, number, day = _date_parts(text)
    try:
        if number is None:
            here = date(month.year, month.number, day) if day <= closing_day else None
            return here or date(month.previous().year, month.previous().number, day)
        if year is None:
            return _nearest(month, number, day)
        if year < 100:
            year += month.year // 100 * 100
            year = min((year - 100, year, year + 100), key=lambda full: (abs(full - month.year), full))
        return date(year, number, day)
    except ValueError:
        raise KnownError(_("There is no such day as “{text}”.", text=text.strip())) from None


def _date_parts(text: str) -> tuple[int | None, int | None, int]:
    plain = _plain(text)
    for pattern in (
        r"(?:(?:(?P<y>\d{4}|\d{2})[-./年])?(?P<m>\d{1,2})[-./月])?(?P<d>\d{1,2})[日号]?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<y>\d{2})?(?P<m>\d{2})(?P<d>\d{2})",
    ):
        if found := re.fullmatch(pattern, plain):
            year, number = found["y"], found["m"]
            return int(year) if year else None, int(number) if number else None, int(found["d"])
    raise KnownError(_("“{text}” is not a date. Write the day, such as 5, 3-5 or 1958-3-5.", text=text.strip()))


def _nearest(month: Month, number: int, day: int) -> date:
    """The day in the year in which its month lies nearest to `month`; its own year wins unless six months part them."""
    distance = (number - month.number) % 12
    year = month.plus(distance if distance <= 6 else distance - 12).year
    # Only around New Year does a day without a year belong to a neighbouring year.
    return date(year if {month.number, number} <= {12, 1} else month.year, number, day)


def parse_duration(text: str) -> int:
    """The seconds in "5:11:30" (hours, minutes, seconds), "11:30" (minutes, seconds) or "5小时11分30秒".

    Raises KnownError when it is no length of time, or minutes or seconds reach 60
    below a larger unit.
    """
    plain = _plain(text)
    hours: str | None
    minutes: str | None
    seconds: str | None
    if found := re.fullmatch(r"(?:(\d{1,9}):)?(\d{1,9}):(\d{1,2})", plain):
        hours, minutes, seconds = found.groups()
    else:
        found = re.fullmatch(r"(?:(\d{1,9})(?:小时|时|h))?(?:(\d{1,9})(?:分钟|分|min|m))?(?:(\d{1,9})(?:秒|s))?", plain)
        hours, minutes, seconds = found.groups() if found else (None, None, None)
    values = int(hours or 0), int(minutes or 0), int(seconds or 0)
    slipped = (hours is not None and values[1] >= 60) or (minutes is not None and values[2] >= 60)
    if slipped or (hours, minutes, seconds) == (None, None, None):
        raise KnownError(_("“{text}” is not a length of time. Write hours, minutes and seconds: 5:11:30.", text=text.strip()))
    return values[0] * 3600 + values[1] * 60 + values[2]


def format_duration(seconds: int) -> str:
    """5:11:30, as `parse_duration` reads it."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def _checked(closing_day: int) -> int:
    if not 1 <= closing_day <= CALENDAR:
        raise BugError(f"no closing day {closing_day}")
    return closing_day


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones, without spaces."""
    return re.sub(r"[\s]", "", unicodedata.normalize("NFKC", text)).replace("。", ".").replace("—", "-").replace("–", "-")
