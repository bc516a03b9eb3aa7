"""Months and periods as the office closes them, and dates in every way a clerk writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.period import (
    Month,
    Period,
    chinese_date,
    english_date,
    formal_chinese_date,
    format_duration,
    month_of,
    parse_date,
    parse_duration,
)

DAYS = st.dates(date(1900, 3, 1), date(2100, 1, 1))
CLOSING = st.integers(1, 31)
PERIODS = st.one_of(
    st.builds(lambda d, c: Period.of_month(month_of(d, c), c), DAYS, CLOSING),
    st.builds(Period.of_quarter, st.integers(1900, 2100), st.integers(1, 4), CLOSING),
    st.builds(Period.of_half, st.integers(1900, 2100), st.integers(1, 2), CLOSING),
    st.builds(Period.of_year, st.integers(1900, 2100), CLOSING),
    st.builds(lambda d, c: Period.of_month(month_of(d, c), c).year_to_date(), DAYS, CLOSING),
)


@given(DAYS, CLOSING)
def test_every_day_belongs_to_one_month(day: date, closing: int) -> None:
    month = month_of(day, closing)
    assert day in Period.of_month(month, closing)
    assert day not in Period.of_month(month.next(), closing)
    assert day not in Period.of_month(month.previous(), closing)
    assert Month.parse(str(month)) == month
    assert month.next().previous() == month
    assert month.previous() < month < month.next()


def test_closing_day() -> None:
    period = Period.of_month(Month(1958, 2), 25)
    assert (period.first, period.last) == (date(1958, 1, 26), date(1958, 2, 25))
    assert Period.of_month(Month(1958, 2)).last == date(1958, 2, 28)
    assert Period.of_month(Month(1958, 2), 30).last == date(1958, 2, 28)
    assert Period.of_month(Month(1958, 3), 30).first == date(1958, 3, 1)


@given(PERIODS)
def test_periods_join_without_gap(period: Period) -> None:
    assert Period.parse(str(period), period.closing_day) == period
    if period.kind != "to_date":
        assert period.following().first == period.next
    assert period.following().previous() == period
    assert period.same_last_year().kind == period.kind
    assert period.same_last_year().year == period.year - 1
    to_date = period.year_to_date()
    assert to_date.next == period.next
    assert to_date.first == Period.of_year(period.year, period.closing_day).first
    assert to_date.year_to_date() == to_date
    months = period.months()
    assert months[0].first_day(period.closing_day) == period.first
    assert months[-1].last_day(period.closing_day) == period.last


@given(DAYS, st.integers(0, 800))
def test_days(first: date, length: int) -> None:
    period = Period.of_days(first, first + timedelta(length))
    assert Period.parse(str(period)) == period
    assert period.following().first == period.next
    assert period.same_last_year().first.year == first.year - 1


def test_names() -> None:
    assert Period.of_month(Month(1958, 2)).name("zh") == "1958年2月份"
    assert Period.of_month(Month(1958, 2)).name("en") == "February 1958"
    assert Period.of_quarter(1958, 1).name("zh") == "1958年第一季度"
    assert Period.of_quarter(1958, 1).name("en") == "first quarter of 1958"
    assert Period.of_half(1958, 1).name("zh") == "1958年上半年"
    assert Period.of_half(1958, 2).name("en") == "second half of 1958"
    assert Period.of_year(1958).name("zh") == "1958年"
    assert Period.of_quarter(1958, 2).year_to_date().name("zh") == "1958年1至6月份"


def test_dates_in_words() -> None:
    assert chinese_date(date(1958, 2, 10)) == "1958年2月10日"
    assert english_date(date(1958, 2, 10)) == "10 February 1958"
    assert formal_chinese_date(date(1958, 2, 10)) == "一九五八年二月十日"
    assert formal_chinese_date(date(2026, 12, 31)) == "二〇二六年十二月三十一日"
    assert formal_chinese_date(date(2026, 11, 30)) == "二〇二六年十一月三十日"
    assert formal_chinese_date(date(2026, 10, 21)) == "二〇二六年十月二十一日"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5", date(1958, 3, 5)),
        ("5日", date(1958, 3, 5)),
        ("3-5", date(1958, 3, 5)),
        ("0305", date(1958, 3, 5)),
        ("19580305", date(1958, 3, 5)),
        ("1958-3-5", date(1958, 3, 5)),
        ("1958.3.5", date(1958, 3, 5)),
        ("1958/03/05", date(1958, 3, 5)),
        ("1958年3月5日", date(1958, 3, 5)),
        ("58-3-5", date(1958, 3, 5)),
        ("３－５", date(1958, 3, 5)),
        ("3月5日", date(1958, 3, 5)),
        ("2-28", date(1958, 2, 28)),
        ("99-1-1", date(1999, 1, 1)),
        ("11-30", date(1958, 11, 30)),
    ],
)
def test_ways_of_writing_a_date(text: str, day: date) -> None:
    assert parse_date(text, Month(1958, 3)) == day


def test_dates_around_closing_and_new_year() -> None:
    assert parse_date("28", Month(1958, 2), 25) == date(1958, 1, 28)
    assert parse_date("25", Month(1958, 2), 25) == date(1958, 2, 25)
    assert parse_date("28", Month(1958, 1), 25) == date(1957, 12, 28)
    assert parse_date("12-28", Month(1958, 1)) == date(1957, 12, 28)
    assert parse_date("1-3", Month(1957, 12)) == date(1958, 1, 3)


@pytest.mark.parametrize("text", ["", "abc", "31", "2-30", "1958-13-1", "305", "0", "1958-3", "5-"])
def test_no_such_date(text: str) -> None:
    with pytest.raises(KnownError, match=r"is not a date|no such day"):
        parse_date(text, Month(1958, 2))


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]), st.integers(-600, 600))
def test_whole_dates_are_read_back(day: date, style: str, away: int) -> None:
    assert parse_date(day.strftime(style), month_of(day).plus(away)) == day


@given(st.integers(0, 10**7))
def test_durations(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


def test_ways_of_writing_a_duration() -> None:
    assert parse_duration("100000:00:00") == 360_000_000  # the hours of a plant in a month
    assert parse_duration("5:11:30") == parse_duration("5小时11分30秒") == parse_duration("５：１１：３０") == 18690
    assert parse_duration("11:30") == 690
    for text in ("", "5", "1:60:00", "1:00:60", "x"):
        with pytest.raises(KnownError):
            parse_duration(text)
