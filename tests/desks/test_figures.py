"""Indicators and monthly figures: exact reading, one act a paste, months together, the plan's fulfilment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed
from unionoffice.core.words import speaking
from unionoffice.desks.figures import rules, service
from unionoffice.desks.figures.records import Direction, Entry, Indicator, OverMonths, Side
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit

JANUARY = Month(1958, 1)
SIDES: tuple[Side, Side] = ("plan", "actual")


def workshop(book: Book, name: str = "铸工车间", english: str = "Foundry") -> int:
    return roster.enter_unit(book, Unit(name=name, english=english, level=Level.WORKSHOP))


def output(book: Book, **other: object) -> int:
    return service.enter(book, Indicator(**{"name": "铸件产量", "english": "Castings", "measure": "吨", "decimals": 1, **other}))  # type: ignore[arg-type]


# -- reading and writing a figure -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("1,234.5", 1, 12345),
        ("１２３４．５", 1, 12345),
        ("1234.50", 1, 12345),
        (" 12 ", 0, 12),
        ("", 2, None),
        ("　", 2, None),
        ("—", 2, None),
        ("-3.25", 2, -325),
        ("−3.25", 2, -325),
        (".705", 3, 705),
        ("1.2万", 0, 12000),
        ("3.5%", 1, 35),
        ("0", 2, 0),
    ],
)
def test_a_figure_is_read_exactly(text: str, decimals: int, value: int | None) -> None:
    assert rules.parse_value(text, decimals) == value


@pytest.mark.parametrize(
    ("text", "decimals", "words"),
    [
        ("1.25", 1, "Decimals of this indicator: 1"),
        ("1.5", 0, "whole numbers"),
        ("12吨", 0, "not a number"),
        ("1,23", 0, "not a number"),
        ("1e5", 0, "not a number"),
        ("9" * 30, 0, "too large"),
        ("9" * 50, 0, "too large"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(text: str, decimals: int, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        rules.parse_value(text, decimals)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_what_is_written_is_read_back(value: int, decimals: int) -> None:
    text = rules.format_value(value, decimals)
    assert rules.parse_value(text, decimals) == value
    assert Decimal(text.replace(",", "")) == Decimal(value).scaleb(-decimals)


@pytest.mark.parametrize("text", ["5:11:30", "5：11：30", " 5h11m30s", "5小时11分30秒", "311分30秒", "18690秒"])
def test_a_length_of_time_is_read_in_seconds(text: str) -> None:
    assert rules.parse_value(text, 0, clock=True) == 5 * 3600 + 11 * 60 + 30
    assert rules.parse_value(" ", 0, clock=True) is None


@pytest.mark.parametrize("text", ["5:61:00", "311.5", "5", "tomorrow"])
def test_what_is_no_length_of_time_is_told(text: str) -> None:
    with pytest.raises(KnownError, match="not a length of time"):
        rules.parse_value(text, 0, clock=True)


@given(st.integers(0, 10**8))
def test_a_length_of_time_that_is_written_is_read_back(seconds: int) -> None:
    text = rules.format_value(seconds, 0, clock=True)
    assert rules.parse_value(text, 0, clock=True) == seconds
    assert rules.format_value(-seconds, 0, clock=True) == (f"-{text}" if seconds else text)


@given(st.integers(-(10**9), 10**9), st.integers(1, 1000))
def test_rounding_takes_the_nearest_and_a_half_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    found = rules.rounded(exact)
    assert abs(found - exact) <= Fraction(1, 2)
    assert rules.rounded(-exact) == -found
    assert [rules.rounded(Fraction(n, 2)) for n in (-3, -1, 1, 3, 5)] == [-2, -1, 1, 2, 3]


# -- indicators ------------------------------------------------------------------------


def test_an_indicator_is_entered_found_taken_back_and_done_again(book: Book) -> None:
    row = output(book)
    assert [hit.row for hit in book.search("铸件")] == [row]
    assert [hit.row for hit in book.search("casting")] == [row]
    book.undo()
    assert service.indicators(book) == []
    book.redo()
    assert [each.name for each in service.indicators(book)] == ["铸件产量"]


def test_an_indicator_of_time_is_written_in_hours_minutes_seconds_everywhere(book: Book) -> None:
    shop = workshop(book)
    with pytest.raises(KnownError, match="whole seconds") as told:
        service.enter(book, Indicator(name="每炉熔炼时间", clock=True, decimals=1))
    assert told.value.field == "decimals"
    time = Indicator(name="每炉熔炼时间", english="Time of a heat", clock=True, over_months=OverMonths.MEAN)
    row = service.enter(book, changed(time, direction=Direction.LOWER))
    plan, actual = service.parse(book, row, "5:29:00"), service.parse(book, row, "5:11:30")
    service.write(book, row, [Entry(shop, JANUARY, "plan", plan), Entry(shop, JANUARY, "actual", actual)])
    service.write(book, row, [Entry(shop, JANUARY.next(), "actual", 18691)])
    kept = service.indicator(book, row)
    mean = service.over(book, row, shop, [JANUARY, JANUARY.next()]).actual
    assert mean == Fraction(18690 + 18691, 2)
    assert service.written(kept, mean) == "5:11:31"
    (figure,) = service.figures(book, Period.of_month(JANUARY))
    assert str(figure.note) == "Foundry: plan 5:29:00, actual 5:11:30 "
    with pytest.raises(KnownError, match="has figures already") as told:
        service.correct(book, changed(kept, clock=False))
    assert told.value.field == "clock"


def test_an_indicator_needs_a_name_of_its_own_and_sensible_decimals(book: Book) -> None:
    first = output(book)
    wrongs = ((Indicator(name=" "), "name"), (Indicator(name="铸件产量"), "name"), (Indicator(name="甲", decimals=7), "decimals"))
    for wrong, field in wrongs:
        with pytest.raises(KnownError) as told:
            service.enter(book, wrong)
        assert told.value.field == field
    service.close(book, first, date(1958, 3, 1))
    second = service.enter(book, Indicator(name="铸件产量"))
    with pytest.raises(KnownError, match="already"):
        service.take_up_again(book, first)
    with pytest.raises(KnownError, match="in use"):
        service.take_up_again(book, second)
    with pytest.raises(KnownError, match="no longer kept since 1958-03-01"):
        service.close(book, first, date(1958, 4, 1))
    with pytest.raises(KnownError, match="no longer kept"):
        service.write(book, first, [Entry(workshop(book), JANUARY, "plan", 1)])
    assert [each.id for each in service.indicators(book)] == [second]


def test_other_decimals_keep_the_worth_of_figures_or_are_refused(book: Book) -> None:
    unit, row = workshop(book), output(book)
    service.write(book, row, [Entry(unit, JANUARY, "plan", 1200), Entry(unit, JANUARY, "actual", 1234)])
    service.correct(book, changed(service.indicator(book, row), decimals=3))
    kept = service.value(book, row, unit, JANUARY)
    assert kept is not None
    assert (kept.plan, kept.actual) == (120000, 123400)
    with pytest.raises(KnownError, match=r"123\.400 has more decimals") as told:
        service.correct(book, changed(service.indicator(book, row), decimals=0))
    assert told.value.field == "decimals"
    book.undo()
    assert service.value(book, row, unit, JANUARY) == changed(kept, plan=1200, actual=1234)


# -- the grid ----------------------------------------------------------------------------


def test_a_paste_is_one_act_and_goes_back_whole(book: Book) -> None:
    unit, other, row = workshop(book), workshop(book, "锻工车间"), output(book)
    service.write(book, row, [Entry(unit, JANUARY, "plan", 100)])
    months = [Month(1958, number) for number in range(1, 13)]
    pasted = [Entry(where, month, side, month.number * 10) for where in (unit, other) for month in months for side in SIDES]
    assert service.write(book, row, pasted) == 48
    assert str(book.to_undo()) == "Write 铸件产量: 48 figures"
    assert len(service.table(book, row, [JANUARY, Month(1958, 12)])) == 24
    book.undo()
    left = service.table(book, row, [JANUARY, Month(1958, 12)])
    assert [(key, kept.plan, kept.actual) for key, kept in left.items()] == [((unit, JANUARY), 100, None)]


def test_nothing_written_is_no_zero_and_an_emptied_cell_is_gone(book: Book) -> None:
    unit, row = workshop(book), output(book)
    assert service.value(book, row, unit, JANUARY) is None
    service.write(book, row, [Entry(unit, JANUARY, "actual", 0)])
    kept = service.value(book, row, unit, JANUARY)
    assert kept is not None
    assert (kept.plan, kept.actual) == (None, 0)
    assert service.write(book, row, [Entry(unit, JANUARY, "actual", 0)]) == 0
    service.write(book, row, [Entry(unit, JANUARY, "actual", None)])
    assert service.value(book, row, unit, JANUARY) is None
    assert book.value("select count(*) from month_figures") == 0
    book.undo()
    assert service.value(book, row, unit, JANUARY) == kept


def test_the_grid_shows_units_in_tree_order_and_a_closed_one_while_it_has_figures(book: Book) -> None:
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    late = roster.enter_unit(book, Unit(name="机工车间", level=Level.WORKSHOP, above=plant))
    early = roster.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=plant))
    team = roster.enter_unit(book, Unit(name="造型组", level=Level.TEAM, above=late))
    gone = roster.enter_unit(book, Unit(name="旧组", level=Level.TEAM, above=early))
    row = output(book)
    service.write(book, row, [Entry(gone, JANUARY, "actual", 5)])
    roster.close_unit(book, gone, date(1958, 2, 1))
    other = service.enter(book, Indicator(name="废品率"))
    everywhere = [(plant, 0), (late, 1), (team, 2), (early, 1), (gone, 2)]
    assert service.units_shown(book, row, everywhere=True) == everywhere
    assert service.units_shown(book, row) == [(gone, 2)]
    assert service.units_shown(book, other) == [each for each in everywhere if each[0] != gone]
    assert gone not in dict(service.units_shown(book, other))


# -- months together ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "plan", "actual"),
    [
        (OverMonths.SUM, Fraction(600), Fraction(611)),
        (OverMonths.MEAN, Fraction(200), Fraction(611, 3)),
        (OverMonths.LAST, Fraction(300), Fraction(310)),
    ],
)
def test_months_make_together_what_the_indicator_says(book: Book, how: OverMonths, plan: Fraction, actual: Fraction) -> None:
    unit, row = workshop(book), output(book, over_months=how)
    months = [Month(1958, m) for m in (1, 2, 3)]
    for month, p, a in zip(months, (100, 200, 300), (101, 200, 310), strict=True):
        service.write(book, row, [Entry(unit, month, "plan", p), Entry(unit, month, "actual", a)])
    whole = service.over(book, row, unit, months[::-1])
    assert (whole.plan, whole.actual, whole.without_plan, whole.without_actual) == (plan, actual, (), ())


def test_a_missing_month_is_named_and_never_counted_as_zero(book: Book) -> None:
    unit, row = workshop(book), output(book)
    february = Month(1958, 2)
    january = [Entry(unit, JANUARY, "plan", 100), Entry(unit, JANUARY, "actual", 90)]
    service.write(book, row, [*january, Entry(unit, february, "plan", 100)])
    whole = service.over(book, row, unit, [JANUARY, Month(1958, 2)])
    assert whole.plan == 200
    assert whole.actual is None
    assert whole.without_actual == (Month(1958, 2),)
    rows = list(service.table(book, row, [JANUARY, Month(1958, 2)]).values())
    assert service.so_far(service.indicator(book, row), rows) == (Fraction(200), Fraction(90), Fraction(9, 10))


def test_real_fulfilment_in_both_directions() -> None:
    # Liulihe cement, 1949-04/05: clinker 27.5 to 20.3 kWh a tonne (lower is better); Ansteel No.1 sheet mill 8.89 % over plan.
    assert rules.fulfilment(275, 203, Direction.LOWER) == 2 - Fraction(203, 275)
    assert rules.fulfilment(10000, 10889, Direction.HIGHER) == Fraction(10889, 10000)
    assert rules.fulfilment(100, 0, Direction.LOWER) == 2
    assert rules.fulfilment(0, 5, Direction.HIGHER) is None
    assert rules.fulfilment(None, 5, Direction.HIGHER) is None
    assert rules.fulfilment(5, None, Direction.HIGHER) is None


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 100), st.sampled_from(Direction))
def test_better_is_never_less_fulfilled(plan: int, actual: int, step: int, direction: Direction) -> None:
    better = actual + step if direction is Direction.HIGHER else actual - step
    before, after = rules.fulfilment(plan, actual, direction), rules.fulfilment(plan, better, direction)
    assert before is not None
    assert after is not None
    assert after > before
    assert (before >= 1) == (actual >= plan if direction is Direction.HIGHER else actual <= plan)


def test_the_summary_gets_each_indicator_by_plant_and_workshop_with_its_rows(book: Book) -> None:
    plant = roster.enter_unit(book, Unit(name="第二机械厂", english="Second Machine Works", level=Level.PLANT))
    shop = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=plant))
    team = roster.enter_unit(book, Unit(name="造型组", level=Level.TEAM, above=shop))
    row = output(book, measure_english="tonnes")
    for unit in (plant, shop, team):
        for month in (JANUARY, Month(1958, 2)):
            service.write(book, row, [Entry(unit, month, "plan", 300), Entry(unit, month, "actual", 305)])
    service.write(book, row, [Entry(shop, Month(1958, 3), "plan", 300)])
    quarter = service.figures(book, Period.of_quarter(1958, 1))
    assert [(f.code, f.label, f.value, f.kind) for f in quarter] == [
        (f"figures.{row}.{plant}", "Castings", 10167, "percent"),
        (f"figures.{row}.{shop}", "Castings", 10167, "percent"),
    ]
    assert str(quarter[1].note) == "Foundry: plan 60.0, actual 61.0 tonnes"
    rows = [book.image("month_figures", each) or {} for each in quarter[1].rows]
    assert [(each["unit"], each["month"], each["actual"]) for each in rows] == [(shop, "1958-01", 305), (shop, "1958-02", 305)]
    with speaking("zh"):
        chinese = service.figures(book, Period.of_quarter(1958, 1))[1]
    assert chinese.label == "铸件产量"
    assert service.figures(book, Period.of_month(Month(1958, 3))) == ()


