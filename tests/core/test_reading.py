"""What people write in lists is read exactly, or refused with a reason; nothing is guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core import money, period, quantity, reading
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month

NUMBERS = [
    ("1,234.50", "1234.50"), ("１２３４", "1234"), ("1.2万", "12000"), ("3亿", "300000000"), ("3亿5000万", "350000000"),
    ("1万2345", "12345"),
    ("壹仟贰佰元整", "1200"), ("一千二百", "1200"), ("(1,200)", "-1200"), ("（１，２００．５）", "-1200.5"), ("¥ 12", "12"),
    ("￥-12.5", "-12.5"),
    ("人民币：壹佰元正", "100"), ("12元", "12"), ("12 元 5 角", "12.5"), ("3角5分", "0.35"), ("伍分", "0.05"), ("12%", "0.12"),
    ("5‰", "0.005"),
    ("百分之十二", "0.12"), ("1 234.50", "1234.50"), ("1\u2009234\u2009567", "1234567"), ("1\u202f234", "1234"),
    ("1'234.5", "1234.5"), ("'0012", "12"),
    ("1.234", "1.234"), ("-5", "-5"), ("−5", "-5"), ("5-", "-5"), ("+5", "5"), (".5", "0.5"), ("5.", "5"), ("三点一四", "3.14"),
    ("一九五八", "1958"),
    ("二〇〇八", "2008"), ("两万", "20000"), ("三万五", "35000"), ("三万零五", "30005"), ("一千二", "1200"), ("一百零二", "102"),
    ("十五", "15"),
    ("廿三", "23"), ("负三", "-3"), ("壹万亿", "1000000000000"), ("1.2 万", "12000"), ("2.5千", "2500"), ("12万元", "120000"),
    ("1,200 元", "1200"),
    ("\ufeff12", "12"), ("\u200b7", "7"), ("0", "0"), ("-0", "0"), ("零", "0"), ("捌拾萬圓整", "800000"), ("RMB 5", "5"),
    ("5 CNY", "5"),
]  # fmt: skip
REFUSED = [
    "1.234,50", "1234,5", "1.234.567", "1,2345", "12 34", "1 2元", "1.2E+05", "约100", "100左右", "10-12", "1万2", "12角3元",
    "2元12角", "1.5元3角", "一二百",
    "千", "万", "亿", "百二", "一百百", "一万万", "abc", "1.2.3", "--5", "+-5", "-(5)", "(-5)", "#DIV/0!", "#N/A", "####", "同上",
    "〃", "12²", "½", "1" * 90,
    "12人", "¥", "%", "元", "整", ".", ",", "\ud800", "\x00", "1e400", "NaN", "Infinity", "９" * 79, "1_000", "0x12", "一千千",
    "二十十", "零零", "1,23,456",
]  # fmt: skip
NOTHING = ["", " ", "-", "—", "——", "－", "无", "\u3000", "\xa0", "/", "None", "¥-", "\ufeff"]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_is_read_as_it_is_written(text: str, number: str) -> None:
    assert reading.read_exact(text) == Decimal(number)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_or_could_be_two_is_refused_in_words(text: str) -> None:
    with pytest.raises(KnownError) as refused:
        reading.read_exact(text)
    assert len(str(refused.value)) > 15
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("text", NOTHING)
def test_an_empty_cell_and_a_stroke_say_nothing(text: str) -> None:
    for read in (
        reading.read_exact, reading.read_whole, reading.read_fen, reading.read_quantity, reading.read_date, reading.read_month,
        reading.read_grade, reading.read_sex,
    ):  # fmt: skip
        assert read(text) is None
    assert text == "无" or reading.read_yes(text) is None


def test_a_column_of_percent() -> None:
    assert reading.read_exact("12%", percent=True) == reading.read_exact("12", percent=True) == 12
    assert reading.read_exact("5‰", percent=True) == Decimal("0.5")


def test_money_quantities_and_whole_numbers() -> None:
    assert reading.read_fen("壹仟贰佰叁拾肆元伍角陆分") == 123456
    assert reading.read_fen("1.2万") == 1_200_000
    assert reading.read_quantity("3.5") == 35000
    assert reading.read_whole("1.2万") == 12000
    for read, text in ((reading.read_fen, "0.005"), (reading.read_fen, "5％"), (reading.read_fen, "百分之五"),
                       (reading.read_fen, "2万亿"), (reading.read_quantity, "0.00001"),
    (reading.read_whole, "1.5"),
                       (reading.read_whole, "9" * 30)):  # fmt: skip
        with pytest.raises(KnownError):
            read(text)


@given(st.integers(-(10**15), 10**15))
def test_capitals_are_read_back_to_the_fen(fen: int) -> None:
    text = money.capitals(fen)
    assert reading.read_exact(text) == Decimal(fen).scaleb(-2)
    if abs(fen) <= 10**13:
        assert reading.read_fen(text) == fen


@given(st.integers(0, 10**15), st.sampled_from(["low", "up"]))
def test_chinese_numbers_are_read_as_another_program_writes_them(number: int, mode: str) -> None:
    assert reading.read_exact(cn2an.an2cn(number, mode)) == number


@given(st.integers(0, 99))
def test_small_numbers_in_words(number: int) -> None:
    assert reading.read_whole(period.chinese_number(number)) == number


@given(st.integers(-(10**13), 10**13))
def test_formatted_amounts_are_read_back(fen: int) -> None:
    assert reading.read_fen(money.format_money(fen)) == fen
    assert reading.read_quantity(quantity.format_quantity(fen)) == fen


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_no_digit_is_lost(number: Decimal) -> None:
    assert reading.read_exact(f"{number:f}") == number
    assert reading.read_exact(f"{number:,f}") == number


DATES = [
    "1958-2-3", "1958.2.3", "1958/2/3", "58-2-3", "58.02.03", "1958年2月3日", "1958年2月3号", "1958 年 2 月 3 日",
    "一九五八年二月三日", "五八年二月三日", "19580203", "580203",
    "1958-02-03 00:00:00", "1958-02-03T08:30:00", "1958/2/3 0:00", "１９５８．２．３", "1958。2。3", "1958—2—3", "公元1958年2月3日",
    "1958年2月3日星期一", "1958年二月三日", "一九五八年2月3日", "58年二月3日",
    "3 February 1958", "Feb 3, 1958", "3-Feb-58", "February 3rd, 1958", "'1958-2-3", "1958. 2. 3.", "1958年2月3",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_day_is_read_as_it_is_written(text: str) -> None:
    assert reading.read_date(text) == date(1958, 2, 3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2月3日", "no year"), ("2-3", "no year"), ("1958年2月", "no day"), ("1958.2", "no day"), ("1958", "no day"),
        ("195802", "no day"), ("58-13", "no day"),
        ("1958-2-30", "no such day"), ("1958年2月30日", "no such day"), ("3/2/1958", "could be either"),
        ("3/2/58", "could be either"), ("21219", "not a date"),
        ("初三", "not a date"), ("民国四十七年二月三日", "not a date"), ("0000-01-01", "no such day"), ("1958-2-3-4", "not a date"),
        ("#VALUE!", "fault of the spreadsheet"),
        ("\ud83d", "not a date"), ("一九五八年十三月三日", "no such day"), ("3 Fevruary 1958", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_what_is_wanting(text: str, reason: str) -> None:
    with pytest.raises(KnownError, match=reason):
        reading.read_date(text)


def test_the_day_numbers_of_spreadsheets() -> None:
    def read(text: str) -> date | None:
        return reading.read_date(text, serials=True)

    assert read("21219") == read("21219.75") == date(1958, 2, 3)
    assert (read("1"), read("59"), read("61")) == (date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1))
    assert reading.read_date("19757", serials=True, epoch=1904) == date(1958, 2, 3)
    assert read("19580203") == read("58-2-3") == date(1958, 2, 3)
    for text in ("60", "1958", "0", "9999999", "-5"):
        with pytest.raises(KnownError):
            read(text)


@given(st.integers(61, 2_958_465))
def test_serials_run_from_day_to_day(serial: int) -> None:
    if not 1800 <= serial <= 2100 and not (100_000 <= serial <= 999_999):
        assert reading.read_date(str(serial), serials=True) == date(1899, 12, 30) + timedelta(days=serial)


def test_two_digits_of_a_year_are_of_the_century_that_is_asked_for() -> None:
    assert reading.read_date("08-2-3", century=2000) == date(2008, 2, 3)
    assert reading.read_month("08-2", century=2000) == Month(2008, 2)


@given(st.dates(date(1000, 1, 1)))
def test_days_are_read_back_as_the_office_writes_them(day: date) -> None:
    for text in (
        day.isoformat(),
        period.chinese_date(day),
        period.formal_chinese_date(day),
        period.english_date(day),
        f"{day:%Y%m%d}",
        f"{day} 00:00:00",
    ):
        assert reading.read_date(text) == day


@pytest.mark.parametrize(
    "text", ["1958-02", "1958.2", "1958/2", "195802", "58-2", "58年2月", "1958年2月", "1958年2月份", "一九五八年二月",
    "1958年二月", "February 1958", "Feb-58", "1958-02-01", "1958-02-01 00:00:00"]
)  # fmt: skip
def test_a_month_is_read_as_it_is_written(text: str) -> None:
    assert reading.read_month(text) == Month(1958, 2)


@pytest.mark.parametrize("text", ["2月", "二月份", "1958", "1958-13", "1958-02-15", "9999-12", "x"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(KnownError):
        reading.read_month(text)


@pytest.mark.parametrize(
    "text", ["3", "三级", "3级", "３级", "Ⅲ", "III", "叁级", "三级工", "grade 3", "3.0", "技术等级三级", "3级技工"]
)
def test_a_grade(text: str) -> None:
    assert reading.read_grade(text) == 3


@pytest.mark.parametrize("text", ["9", "0", "三级半", "3.5", "二三级", "高级", "三级以上", "-3"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(KnownError):
        reading.read_grade(text)


def test_yes_and_no_man_and_woman() -> None:
    assert [reading.read_yes(text) for text in ("是", "√", " YES ", "１", "有", "会员")[:5]] == [True] * 5
    assert [reading.read_yes(text) for text in ("否", "×", "No", "０", "无")] == [False] * 5
    assert reading.read_yes("非会员", yes=("会员",), no=("非会员",)) is False
    assert [reading.read_sex(text) for text in ("男", "女", "Female", "ｍ")] == ["male", "female", "female", "male"]
    for text in ("x", "也许", "2"):
        with pytest.raises(KnownError):
            reading.read_yes(text)
    with pytest.raises(KnownError):
        reading.read_sex("男女")


@given(st.text() | st.text("0123456789.,-+()%年月日号/ 零一二三十百千万亿元角分整级壹贰拾佰仟点#E'〇廿", max_size=14))
def test_any_text_gives_a_value_nothing_or_a_reason(text: str) -> None:
    for read in (
        reading.read_exact, reading.read_whole, reading.read_fen, reading.read_quantity, reading.read_date, reading.read_month,
        reading.read_grade, reading.read_yes,
        reading.read_sex, lambda cell: reading.read_date(cell, serials=True), lambda cell: reading.read_exact(cell, percent=True),
    ):  # fmt: skip
        with suppress(KnownError):
            read(text)
