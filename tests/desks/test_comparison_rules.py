"""Comparing by the rules: an independent slow reference on random tables, the real figures of the press, and the laws."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.desks.comparison import rules
from unionoffice.desks.comparison.records import Turns
from unionoffice.desks.comparison.rules import Rate, Reading, Standing
from unionoffice.desks.figures.records import Direction

UP, DOWN = Direction.HIGHER, Direction.LOWER
F = Fraction


# -- an independent slow reference ---------------------------------------------------------------
# Written otherwise on purpose: no sorting, every pair is looked at; whole numbers over one denominator.


def slow_better(a: int, b: int, up: bool) -> bool:
    return a - b > 0 if up else b - a > 0


def slow_ranks(values: list[int | None], up: bool) -> list[int | None]:
    """A rank is one more than the number of those who are better."""
    found: list[int | None] = []
    for mine in values:
        if mine is None:
            found.append(None)
            continue
        rank = 1
        for other in values:
            if other is not None and slow_better(other, mine, up):
                rank += 1
        found.append(rank)
    return found


def slow_leader(values: list[int | None], up: bool) -> int | None:
    """The one whom nobody beats."""
    for mine in values:
        if mine is not None and not any(other is not None and slow_better(other, mine, up) for other in values):
            return mine
    return None


def slow_mean(values: list[int]) -> tuple[int, int]:
    """Sum and count: a mean without dividing."""
    total = 0
    for value in values:
        total += value
    return total, len(values)


def slow_advanced(values: list[int], up: bool) -> tuple[int, int]:
    total, count = slow_mean(values)
    ahead = [value for value in values if slow_better(value * count, total, up)]
    return slow_mean(ahead) if ahead else (total, count)


def half_up(upper: int, lower: int) -> int:
    """upper / lower to the nearest whole number, a half upwards, by counting digits; both above zero or upper zero."""
    whole, rest = divmod(upper, lower)
    return whole + (1 if rest + rest >= lower else 0)


def slow_gains(values: list[int | None], volumes: list[int | None], level: tuple[int, int], up: bool, per: int, price: int) -> (
    tuple[list[int | None], list[int | None]]
):
    """Hundredths of a physical unit and fen by unit, of gap times volume over per."""
    physical: list[int | None] = []
    fen: list[int | None] = []
    upper, lower = level
    for value, volume in zip(values, volumes, strict=True):
        if value is None or volume is None:
            physical.append(None)
            fen.append(None)
            continue
        behind = (upper - value * lower) if up else (value * lower - upper)
        behind = max(behind, 0)
        physical.append(half_up(behind * volume * 100, lower * per))
        fen.append(half_up(behind * volume * price, lower * per))
    return physical, fen


VALUES = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(-6, 30)), st.one_of(st.none(), st.integers(0, 50))), min_size=1, max_size=12
)


def table(rows: list[tuple[int | None, int | None]]) -> list[Reading]:
    return [
        Reading(key=place + 1, value=None if value is None else F(value), volume=None if volume is None else F(volume))
        for place, (value, volume) in enumerate(rows)
    ]


@given(rows=VALUES, direction=st.sampled_from([UP, DOWN]))
def test_ranks_levels_and_gaps_agree_with_the_slow_reference(
    rows: list[tuple[int | None, int | None]], direction: Direction
) -> None:
    up = direction is UP
    values = [value for value, _volume in rows]
    standing = rules.compare(table(rows), direction)
    ranks = dict(enumerate(slow_ranks(values, up), start=1))
    known = [value for value in values if value is not None]
    leader = slow_leader(values, up)
    assert {place.key: place.rank for place in standing.places} == {key: rank for key, rank in ranks.items() if rank is not None}
    assert set(standing.missing) == {key for key, rank in ranks.items() if rank is None}
    if leader is None:
        assert standing == Standing(missing=standing.missing)
        return
    assert standing.leader == leader
    assert set(standing.leaders) == {key for key, rank in ranks.items() if rank == 1}
    total, count = slow_mean(known)
    assert standing.average == F(total, count)
    assert standing.advanced == F(*slow_advanced(known, up))
    for place in standing.places:
        value = values[place.key - 1]
        assert value is not None
        behind = leader - value if up else value - leader
        assert behind >= 0
        assert place.gap == behind
        assert place.percent == (None if leader == 0 else F(behind, abs(leader)))
        # The quarter: how many quarters of all units are better than this one.
        ahead = sum(1 for other in known if slow_better(other, value, up))
        assert place.quartile == next(q for q in (1, 2, 3, 4) if 4 * ahead < q * count)
    pairs = [(value, volume) for value, volume in rows if value is not None and volume is not None]
    if len(pairs) < 2 or not sum(volume for _value, volume in pairs):
        assert standing.weighted is None
    else:
        assert standing.weighted == F(sum(value * volume for value, volume in pairs), sum(volume for _value, volume in pairs))


@given(rows=VALUES, direction=st.sampled_from([UP, DOWN]), per=st.sampled_from([1, 100, 7]), price=st.integers(0, 900),
       which=st.sampled_from(["average", "advanced", "leader"]))  # fmt: skip
def test_gains_agree_with_the_slow_reference(
    rows: list[tuple[int | None, int | None]], direction: Direction, per: int, price: int, which: str
) -> None:
    up = direction is UP
    values, volumes = [value for value, _v in rows], [volume for _v, volume in rows]
    known = [value for value in values if value is not None]
    standing = rules.compare(table(rows), direction)
    rate = Rate(turns=Turns.TIMES, per=F(per), price=price)
    found = rules.gains(standing, getattr(standing, which), direction, rate, [place.key for place in standing.places])
    if not known:
        assert found == rules.Gains()
        return
    leader = slow_leader(values, up)
    assert leader is not None
    level = {"average": slow_mean(known), "advanced": slow_advanced(known, up), "leader": (leader, 1)}[which]
    physical, fen = slow_gains(values, volumes, level, up, per, price)
    assert {gain.key: gain.physical for gain in found.gains} == {
        key: physical[key - 1] for key in range(1, len(rows) + 1) if values[key - 1] is not None
    }
    assert {gain.key: gain.fen for gain in found.gains} == {
        key: fen[key - 1] for key in range(1, len(rows) + 1) if values[key - 1] is not None
    }
    there = [part for part in physical if part is not None]
    assert found.physical == (sum(there) if there else None)


# -- laws ------------------------------------------------------------------------------------------

KNOWN = st.lists(st.tuples(st.integers(-20, 40), st.integers(0, 90)), min_size=1, max_size=10)
TURNS = st.sampled_from([Turns.ITSELF, Turns.TIMES, Turns.OUTPUT])


@given(rows=KNOWN, direction=st.sampled_from([UP, DOWN]), who=st.integers(0, 9), better=st.integers(1, 25))
def test_improving_a_unit_never_raises_its_gap(rows: list[tuple[int, int]], direction: Direction, who: int, better: int) -> None:
    who %= len(rows)
    value, volume = rows[who]
    after = list(rows)
    after[who] = (value + better if direction is UP else value - better, volume)
    one, two = rules.compare(table(list(rows)), direction), rules.compare(table(list(after)), direction)
    before = next(place for place in one.places if place.key == who + 1)
    later = next(place for place in two.places if place.key == who + 1)
    assert later.gap <= before.gap
    assert (later.rank or 0) <= (before.rank or 0)


@given(rows=KNOWN, direction=st.sampled_from([UP, DOWN]), turns=TURNS, level=st.integers(-20, 40), price=st.integers(0, 700))
def test_a_gain_is_never_negative_and_the_parts_make_the_whole(
    rows: list[tuple[int, int]], direction: Direction, turns: Turns, level: int, price: int
) -> None:
    standing = rules.compare(table(list(rows)), direction)
    rate = Rate(turns=turns, per=F(3), price=price, price_for=10)
    found = rules.gains(standing, F(level), direction, rate, [place.key for place in standing.places])
    assert all(gain.physical is None or gain.physical >= 0 for gain in found.gains)
    assert all(gain.fen is None or gain.fen >= 0 for gain in found.gains)
    assert (found.physical or 0) == sum(gain.physical or 0 for gain in found.gains)
    assert (found.fen or 0) == sum(gain.fen or 0 for gain in found.gains)
    for gain in found.gains:
        value = rows[gain.key - 1][0]
        if not rules.better(F(level), F(value), direction):
            assert not gain.physical
            assert not gain.fen


@given(volumes=st.lists(st.integers(0, 90), min_size=1, max_size=8), value=st.integers(1, 30),
       direction=st.sampled_from([UP, DOWN]), turns=TURNS, behind=st.integers(1, 9))  # fmt: skip
def test_the_gain_is_zero_when_all_units_with_a_volume_are_at_the_level(
    volumes: list[int], value: int, direction: Direction, turns: Turns, behind: int
) -> None:
    worse = value - behind if direction is UP else value + behind
    rows = [(value if volume or turns is Turns.ITSELF else worse, volume) for volume in volumes]
    standing = rules.compare(table(list(rows)), direction)
    rate = Rate(turns=turns, price=5)
    found = rules.gains(standing, F(value), direction, rate, [place.key for place in standing.places])
    assert found.physical == 0
    assert found.fen == 0


@given(rows=KNOWN, direction=st.sampled_from([UP, DOWN]), seed=st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(rows: list[tuple[int, int]], direction: Direction, seed: object) -> None:
    readings = table(list(rows))
    mixed = list(readings)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.compare(readings, direction) == rules.compare(mixed, direction)


@given(values=st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=9), direction=st.sampled_from([UP, DOWN]))
def test_the_trend_is_the_line_of_least_squares(values: list[int | None], direction: Direction) -> None:
    """Against the textbook: mean of the products of the deviations over mean of their squares, in floats."""
    found = rules.trend([None if value is None else F(value) for value in values], direction)
    points = [(x, y) for x, y in enumerate(values[-6:]) if y is not None]
    if len(points) < 3 or values[-1] is None:
        assert found is None
        return
    mean_x = math.fsum(x for x, _y in points) / len(points)
    mean_y = math.fsum(y for _x, y in points) / len(points)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / math.fsum((x - mean_x) ** 2 for x, _y in points)
    assert found is not None
    assert float(found) == pytest.approx(slope if direction is UP else -slope, abs=1e-9)


@given(values=st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=14), target=st.integers(0, 9), row=st.integers(1, 4),
       direction=st.sampled_from([UP, DOWN]))  # fmt: skip
def test_a_target_is_reached_by_so_many_months_on_end(
    values: list[int | None], target: int, row: int, direction: Direction
) -> None:
    months = [Month(1957, 1).plus(place) for place in range(len(values))]
    found = rules.reached_in(
        [(m, None if v is None else F(v)) for m, v in zip(months, values, strict=True)], F(target), row, direction
    )
    good = ["x" if v is not None and (v >= target if direction is UP else v <= target) else "." for v in values]
    place = "".join(good).find("x" * row)  # the first such row, as a text is searched
    assert found == (None if place < 0 else months[place + row - 1])


# -- the real figures of the press -------------------------------------------------------------------


def standing(direction: Direction, *values: object) -> Standing:
    return rules.compare([Reading(key=n, value=F(str(value))) for n, value in enumerate(values, start=1)], direction)


def gap_of(direction: Direction, value: str, best: str) -> tuple[Fraction, Fraction | None]:
    return rules.gap(F(value), F(best), direction), rules.gap_percent(F(value), F(best), direction)


@pytest.mark.parametrize(("before", "after", "gap", "percent"), [
    ("27.5", "20.3", "7.2", "35.5"),  # clinker: 7.2 / 20.3 = 0.35467...
    ("24", "21.4", "2.6", "12.1"),  # raw mill
    ("40", "34.75", "5.25", "15.1"),  # coal mill
    ("42", "36.5", "5.5", "15.1"),  # crushing
    ("154", "134.4", "19.6", "14.6"),  # a tonne of cement in all
])
def test_liulihe_cement_works_of_1949(before: str, after: str, gap: str, percent: str) -> None:
    """kWh a tonne, April and May 1949 (domain.md B7, People's Daily of 5 May 1949): lower is better."""
    found, share = gap_of(DOWN, before, after)
    assert found == F(gap)
    assert share is not None
    assert f"{float(share) * 100:.1f}" == percent


def test_ansteel_coefficient_by_its_direction() -> None:
    """Cubic metres a tonne, 1.77 to 0.705 (domain.md finding 4): lower is better, and output rises in proportion."""
    found, share = gap_of(DOWN, "1.77", "0.705")
    assert found == F("1.065")
    assert share is not None
    assert round(float(share), 3) == 1.511  # 1.065 / 0.705
    gain = rules.turned(F("1.77"), F("0.705"), F(1000), DOWN, Rate(turns=Turns.OUTPUT))
    assert gain is not None
    # A furnace that gives 1,000 t at 1.77 has 1,770 m3 days, which give 1770 / 0.705 = 2510.638... t at 0.705.
    assert float(gain) == pytest.approx(1770 / 0.705 - 1000)
    # The open-hearth coefficient (t a m2 of hearth) is better when it is higher: the same numbers, the other way round.
    assert standing(UP, "1.77", "0.705").leaders == (1,)
    assert standing(DOWN, "1.77", "0.705").leaders == (2,)


def test_national_blast_furnaces_of_1953_and_1955() -> None:
    """1.0 (over 1.0) in 1953, 0.88 in 1955 (domain.md B7)."""
    assert gap_of(DOWN, "1.0", "0.88") == (F("0.12"), F("0.12") / F("0.88"))


def test_benxi_mines_of_1956_is_a_mixed_result() -> None:
    """First half-year of 1956 (domain.md B7): output 44,993 t over plan and 37.12 % on the year, face productivity 14.2 %
    over plan; ash, tunnelling and cost not met. Ahead by some indicators, behind by others: the sign says so, not a sum."""
    ahead, share = gap_of(UP, "137.12", "100")
    assert ahead == F("-37.12")
    assert share == F("-0.3712")
    assert gap_of(UP, "114.2", "100")[1] == F("-0.142")
    behind, _share = gap_of(DOWN, "101", "100")  # an ash content over the plan: lower is better
    assert behind == 1
    # Output over plan: the gap itself is the quantity.
    assert rules.turned(F(0), F(44993), None, UP, Rate(turns=Turns.ITSELF)) == 44993


def test_ansteel_sheet_mill_months_over_plan() -> None:
    """8.89, 10.47, 18.42, 2.7 and about 15 % over plan (domain.md B7): the third month leads, 3 of 5 are over the mean."""
    found = standing(UP, "8.89", "10.47", "18.42", "2.7", "15")
    assert [place.key for place in found.places] == [3, 5, 2, 1, 4]
    assert found.average == F("55.48") / 5  # 11.096
    assert found.advanced == (F("18.42") + 15) / 2  # only two are better than 11.096
    assert [place.quartile for place in found.places] == [1, 1, 2, 3, 4]
    assert found.places[-1].gap == F("15.72")


def test_tianjin_heats_by_the_clock() -> None:
    """5 h 29 min drafted, 5 h 15 the best ever, 5 h 11.5 decided (domain.md B6): 17.5 min behind, in seconds."""
    draft, decided = rules.read_value("5:29:00", clock=True), rules.read_value("5:11:30", clock=True)
    assert rules.gap(draft, decided, DOWN) == 17 * 60 + 30
    assert rules.better(decided, rules.read_value("5:15:00", clock=True), DOWN)


# -- the edges -------------------------------------------------------------------------------------------


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    found = standing(UP, 7, 5, 5, 3)
    assert [place.rank for place in found.places] == [1, 2, 2, 4]
    assert [place.quartile for place in found.places] == [1, 2, 2, 4]


def test_no_value_is_not_zero() -> None:
    found = rules.compare([Reading(key=1, value=F(0)), Reading(key=2), Reading(key=3, value=F(2))], DOWN)
    assert found.leaders == (1,)
    assert found.missing == (2,)
    assert found.average == 1
    assert found.places[-1].percent is None  # the best is zero: only the absolute gap is shown
    assert found.places[-1].gap == 2


def test_a_mark_of_another_time_leads_but_is_not_counted() -> None:
    found = rules.compare(
        [Reading(key=1, value=F(4)), Reading(key=2, value=F(2)), Reading(key=-1, value=F(5), mark=True)], UP
    )
    assert found.leaders == (-1,)
    assert found.average == 3
    assert [(place.key, place.rank, place.gap) for place in found.places] == [
        (-1, None, F(0)), (1, 1, F(1)), (2, 2, F(3)),
    ]


def test_all_equal_stand_all_first_and_gain_nothing() -> None:
    found = standing(DOWN, 3, 3, 3)
    assert found.average == found.advanced == found.leader == 3
    assert {place.rank for place in found.places} == {1}
    assert found.leaders == (1, 2, 3)


def test_months_to_go_only_when_the_trend_goes_there() -> None:
    assert rules.months_to_go(F(5), F(2)) == 3  # 2.5 months: the third
    assert rules.months_to_go(F(5), F(0)) is None
    assert rules.months_to_go(F(5), F(-1)) is None
    assert rules.months_to_go(F(5), None) is None
    assert rules.months_to_go(F(0), F(-1)) == 0


def test_a_unit_that_did_not_work_gains_nothing_and_one_without_a_figure_is_not_reckoned() -> None:
    rate = Rate(turns=Turns.TIMES, price=10)
    assert rules.gain_of(1, F(5), F(3), F(0), DOWN, rate) == rules.Gain(key=1, physical=0, fen=0)
    assert rules.gain_of(1, F(5), F(3), None, DOWN, rate) == rules.Gain(key=1, physical=None, fen=None)
    assert rules.gain_of(1, F(5), F(3), F(2), DOWN, Rate()) == rules.Gain(key=1, physical=None, fen=None)


def test_what_if_can_also_lose() -> None:
    rate = Rate(turns=Turns.TIMES, per=F(100), price=1000)
    assert rules.gain_of(1, F(5), F(6), F(200), DOWN, rate, loss=True) == rules.Gain(key=1, physical=-200, fen=-2000)
    assert rules.gain_of(1, F(5), F(6), F(200), DOWN, rate) == rules.Gain(key=1, physical=0, fen=0)


@pytest.mark.parametrize(("text", "value"), [
    ("1,234.5", "1234.5"), ("3%", "3"), ("0.705", "0.705"), ("－2", "-2"), ("1.2万", "12000"),
])
def test_values_are_read_exactly(text: str, value: str) -> None:
    assert rules.read_value(text) == F(value)


@pytest.mark.parametrize("text", ["", "viel", "1:2"])
def test_what_is_no_value_is_told(text: str) -> None:
    with pytest.raises(KnownError) as told:
        rules.read_value(text, field="target_value")
    assert told.value.field == "target_value"


@pytest.mark.parametrize(("text", "kept"), [
    ("1949.5", "1949-05"), ("1955年", "1955"), ("1956-h1", "1956-H1"), ("1958q1", "1958-Q1"),
])
def test_periods_of_other_plants_figures(text: str, kept: str) -> None:
    assert str(rules.read_period(text)) == kept


@pytest.mark.parametrize("text", ["", "1956-13", "1958-01..03", "spring"])
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(KnownError):
        rules.read_period(text)
