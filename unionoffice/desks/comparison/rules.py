"""How units are compared, what would be gained, and when a target is reached: exact, never a float.

The definitions are those of domain.md B7: the gap in percent is (best - x) / best where higher is better and
(x - best) / best where lower is better, so that + always means behind; with a best of zero only the absolute gap is
shown. The average of the advanced (平均先进) is the mean of those better than the mean.

Choices of this desk, all stated in the manual: the *average* is the plain mean of the units, as offices reckon it; the mean
weighted by volume, of the units that have one, stands beside it. A *mark* is a figure of another time, such as the best
of the country in 1955: it may lead, but is not averaged, ranked, or counted in a quartile.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.period import CALENDAR, Month, Period, parse_duration
from unionoffice.core.quantity import read_exactly
from unionoffice.core.words import _
from unionoffice.desks.comparison.records import (
    CatchUpPlan,
    CompareGroup,
    OutsideUnit,
    PlanState,
    Turns,
)
from unionoffice.desks.figures.records import Direction

TREND_MONTHS = 6
"""Over how many months, the last one being that of the comparison, a trend is drawn."""
TREND_LEAST = 3
"""With fewer figures than this there is no trend."""
SHOWN_GAIN = 100
"""A gain in physical units is rounded once, to hundredths, unit by unit; the total is the sum of what is shown."""
_YEAR_LIKE = ("month", "quarter", "half", "year")


# -- comparing ----------------------------------------------------------------------------


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One member as it enters a comparison: its value over the period, its volume, its months before.

    `value` None: no figure, which is not zero. `history` are its months' values in order, the last of the period being
    the last; None where a month has none. They are counted in parts of which `parts` make one.
    """

    key: int
    value: Fraction | None = None
    volume: Fraction | None = None
    mark: bool = False
    history: tuple[Fraction | int | None, ...] = ()
    parts: int = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where one member stands. `rank` and `quartile` are None for a mark; `gap` is to the leader, + means behind.

    `trend` is the change for the better a month; `months` how many at that pace to the leader's present value, None where
    the trend does not go there.
    """

    key: int
    value: Fraction
    volume: Fraction | None
    mark: bool
    rank: int | None
    quartile: int | None
    gap: Fraction
    percent: Fraction | None
    trend: Fraction | None
    months: int | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A group by one indicator in one period: everyone's place, the best first, and the levels.

    `missing` are the members without a value. The averages are None when there is no value of the period itself.
    """

    places: tuple[Place, ...] = ()
    missing: tuple[int, ...] = ()
    leaders: tuple[int, ...] = ()
    leader: Fraction | None = None
    average: Fraction | None = None
    weighted: Fraction | None = None
    advanced: Fraction | None = None


def better(one: Fraction, other: Fraction, direction: Direction) -> bool:
    """Whether a value is better than another."""
    return one > other if direction is Direction.HIGHER else one < other


def gap(value: Fraction, level: Fraction, direction: Direction) -> Fraction:
    """How far a value is behind a level; below zero when it is ahead (domain.md B7: + means behind)."""
    return level - value if direction is Direction.HIGHER else value - level


def gap_percent(value: Fraction, level: Fraction, direction: Direction) -> Fraction | None:
    """The gap as a share of the level (1 is 100 %); None when the level is zero. A level below zero counts by its size."""
    return None if level == 0 else gap(value, level, direction) / abs(level)


def compare(readings: Sequence[Reading], direction: Direction) -> Standing:
    """Everyone's place in a group. Ties share a rank and the next one is left out: 1, 2, 2, 4.

    All values are brought to one denominator first, so that whole numbers are compared and added.
    """
    there = [(reading, reading.value) for reading in readings if reading.value is not None]
    missing = tuple(reading.key for reading in readings if reading.value is None)
    if not there:
        return Standing(missing=missing)
    up = direction is Direction.HIGHER
    common = math.lcm(*(value.denominator for _reading, value in there))
    whole = [(reading, value, _whole(value, common)) for reading, value in there]
    leader = max(part for _r, _v, part in whole) if up else min(part for _r, _v, part in whole)
    counted = [part for reading, _value, part in whole if not reading.mark]
    ranks: dict[int, int] = {}
    for rank, part in enumerate(sorted(counted, reverse=up), start=1):
        ranks.setdefault(part, rank)
    ordered = sorted(whole, key=lambda each: (-each[2] if up else each[2], each[0].key))
    best, places = Fraction(leader, common), []
    for reading, value, part in ordered:
        behind = leader - part if up else part - leader
        pace = trend(reading.history, direction, reading.parts)
        gap_here = Fraction(behind, common)
        places.append(Place(
            key=reading.key, value=value, volume=reading.volume, mark=reading.mark,
            rank=None if reading.mark else ranks[part],
            quartile=None if reading.mark else quartile(ranks[part], len(counted)),
            gap=gap_here, percent=Fraction(behind, abs(leader)) if leader else None,
            trend=pace, months=months_to_go(gap_here, pace),
        ))  # fmt: skip
    return Standing(
        places=tuple(places),
        missing=missing,
        leaders=tuple(sorted(reading.key for reading, _value, part in whole if part == leader)),
        leader=best,
        average=Fraction(sum(counted), common * len(counted)) if counted else None,
        weighted=_weighted([reading for reading, _value in there if not reading.mark]),
        advanced=_advanced(counted, common, up=up),
    )


def _whole(value: Fraction, common: int) -> int:
    """A value in parts of which `common`, a multiple of its denominator, make one."""
    upper, lower = value.as_integer_ratio()
    return upper * (common // lower)


def quartile(rank: int, count: int) -> int:
    """In which quarter of `count` units a rank stands: 1 is the best quarter. Ties share theirs."""
    return 4 * (rank - 1) // count + 1


def _weighted(readings: Sequence[Reading]) -> Fraction | None:
    """The mean weighted by volume, of those that have one; None unless two do and they do not add up to zero."""
    pairs = [
        (reading.volume, reading.value) for reading in readings
        if reading.volume is not None and reading.value is not None and reading.volume >= 0
    ]
    if len(pairs) < 2:
        return None
    volumes = math.lcm(*(volume.denominator for volume, _value in pairs))
    values = math.lcm(*(value.denominator for _volume, value in pairs))
    whole = [(_whole(volume, volumes), _whole(value, values)) for volume, value in pairs]
    total = sum(volume for volume, _value in whole)
    return Fraction(sum(volume * value for volume, value in whole), total * values) if total else None


def _advanced(values: Sequence[int], common: int, *, up: bool) -> Fraction | None:
    """The mean of those better than the mean (domain.md B7, 平均先进); where all are equal, what all have."""
    if not values:
        return None
    total, count = sum(values), len(values)
    ahead = [value for value in values if (value * count > total if up else value * count < total)] or values
    return Fraction(sum(ahead), common * len(ahead))


def trend(history: Sequence[Fraction | int | None], direction: Direction, parts: int = 1) -> Fraction | None:
    """The change for the better a month over the last months: the slope of the line of least squares, exact.

    Months without a figure are left out of the line but keep their place in time. None with fewer than three figures,
    or when the last month has none. The figures are counted in parts of which `parts` make one.
    """
    recent = history[-TREND_MONTHS:]
    points = [(place, value) for place, value in enumerate(recent) if value is not None]
    if len(points) < TREND_LEAST or recent[-1] is None:
        return None
    # Where x are whole numbers, n·Σxy − Σx·Σy over n·Σx² − (Σx)² needs one division only.
    count, total = len(points), sum(place for place, _value in points)
    upper: Fraction | int = sum(value * (count * place - total) for place, value in points)
    slope = Fraction(upper) / ((count * sum(place * place for place, _value in points) - total * total) * parts)
    return slope if direction is Direction.HIGHER else -slope


def months_to_go(behind: Fraction, pace: Fraction | None) -> int | None:
    """In how many months the leader's present value is reached at the present pace; None unless the trend goes there."""
    if behind == 0:
        return 0
    if pace is None or pace <= 0:
        return None
    upper, lower = behind.numerator * pace.denominator, behind.denominator * pace.numerator
    return -(-upper // lower)


# -- what would be gained -----------------------------------------------------------------------


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How a gap by an indicator turns into physical units, and those into fen: `price` fen for `price_for` units."""

    turns: Turns = Turns.NOT
    per: Fraction = Fraction(1)
    price: int | None = None
    price_for: int = 1


class Gain(msgspec.Struct, frozen=True, kw_only=True):
    """What one unit would gain: hundredths of a physical unit, and fen where a price is known; each rounded once.

    None means that it cannot be reckoned, which is not zero: there is no volume, or no way to turn the gap.
    """

    key: int
    physical: int | None
    fen: int | None


class Gains(msgspec.Struct, frozen=True, kw_only=True):
    """What all units together would gain at one level: exactly the sum of the units' gains."""

    gains: tuple[Gain, ...] = ()
    physical: int | None = None
    fen: int | None = None


Ratio = tuple[int, int]
"""A numerator and a denominator above zero, not brought to their lowest terms: a thousand of them are quick to work out."""


def turned(value: Fraction, level: Fraction, volume: Fraction | None, direction: Direction, rate: Rate) -> Fraction | None:
    """What a unit gains in physical units when it comes from a value to a level: below zero when the level is worse.

    The gap itself; or the gap times the volume, per so many units of volume (kWh a tonne times tonnes; percent of
    tonnes: per 100); or the output (the volume) in proportion: times the new value over the old where higher is
    better, the old over the new where lower is better, as with cubic metres of furnace a tonne a day (domain.md 4).
    """
    found = _turned(_behind(value, level, direction), value, level, volume, direction, rate)
    return None if found is None else Fraction(*found)


def _behind(value: Fraction, level: Fraction, direction: Direction) -> Ratio:
    (upper, lower), (level_upper, level_lower) = value.as_integer_ratio(), level.as_integer_ratio()
    behind = level_upper * lower - upper * level_lower
    return (behind if direction is Direction.HIGHER else -behind), lower * level_lower


def _turned(
    behind: Ratio, value: Fraction, level: Fraction, volume: Fraction | None, direction: Direction, rate: Rate
) -> Ratio | None:
    upper, lower = behind
    if rate.turns is Turns.NOT:
        return None
    if rate.turns is Turns.ITSELF:
        return behind
    if volume is None:
        return None
    of_upper, of_lower = volume.as_integer_ratio()
    if of_upper < 0:
        return None
    if rate.turns is Turns.TIMES:
        per_upper, per_lower = rate.per.as_integer_ratio()
        return upper * of_upper * per_lower, lower * of_lower * per_upper
    base_upper, base_lower = (value if direction is Direction.HIGHER else level).as_integer_ratio()
    if base_upper <= 0:
        return (0, 1) if of_upper == 0 else None  # what does not work neither gains nor loses
    return upper * of_upper * base_lower, lower * of_lower * base_upper


def gain_of(
    key: int, value: Fraction, level: Fraction, volume: Fraction | None, direction: Direction, rate: Rate, *, loss: bool = False
) -> Gain:
    """One unit's gain at a level; one that is better than the level gains nothing, or with `loss` loses, below zero."""
    behind = _behind(value, level, direction)
    if behind[0] <= 0 and not loss:
        behind, level = (0, 1), value
    exact = _turned(behind, value, level, volume, direction, rate)
    if exact is None:
        return Gain(key=key, physical=None, fen=None)
    upper, lower = exact
    fen = None if rate.price is None else _rounded(upper * rate.price, lower * rate.price_for)
    return Gain(key=key, physical=_rounded(upper * SHOWN_GAIN, lower), fen=fen)


def gains(standing: Standing, level: Fraction | None, direction: Direction, rate: Rate, units: Sequence[int]) -> Gains:
    """What some units, those of the plant, would gain if each of them reached a level."""
    if level is None:
        return Gains()
    wanted = set(units)
    found = tuple(
        gain_of(place.key, place.value, level, place.volume, direction, rate)
        for place in standing.places
        if place.key in wanted and not place.mark
    )
    return Gains(gains=found, physical=added(each.physical for each in found), fen=added(each.fen for each in found))


def added(values: Iterable[int | None]) -> int | None:
    """The sum of those that are known; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as clerks round."""
    return _rounded(*value.as_integer_ratio())


def _rounded(upper: int, lower: int) -> int:
    whole = (abs(upper) * 2 + lower) // (2 * lower)
    return -whole if upper < 0 else whole


# -- values as they are written -----------------------------------------------------------------


def read_value(text: str, *, clock: bool = False, field: str = "value") -> Fraction:
    """The value that was written, exact: "1,234.5", "3%", "1.2万", or with `clock` "5:11:30", in seconds.

    Raises KnownError, naming the field, when it is none.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-").removesuffix("%")
    try:
        if clock:
            return Fraction(parse_duration(plain))
        numerator, denominator = read_exactly(plain)
    except KnownError as error:
        raise KnownError(str(error), field=field) from error
    return Fraction(numerator, denominator)


def read_period(text: str) -> Period:
    """The month, quarter, half-year or year that a figure is of. Raises KnownError with the field."""
    try:
        period = Period.parse(text, CALENDAR)
    except KnownError as error:
        raise KnownError(_("Write a month, a half-year or a year: 1958-02, 1956-H1, 1955."), field="period") from error
    if period.kind not in _YEAR_LIKE:
        raise KnownError(_("Write a month, a half-year or a year: 1958-02, 1956-H1, 1955."), field="period")
    return period


# -- checking -------------------------------------------------------------------------------------


def check_outside(unit: OutsideUnit) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not unit.name.strip():
        raise KnownError(_("Write the name of the unit."), field="name")
    seen: set[tuple[int, str]] = set()
    for line in unit.figures:
        period = str(read_period(line.period))
        if (line.indicator, period) in seen:
            raise KnownError(_("There are two figures of one indicator for {period}.", period=period), field="figures")
        seen.add((line.indicator, period))


def check_group(group: CompareGroup) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not group.name.strip():
        raise KnownError(_("Write the name of the group."), field="name")
    units = [line.unit for line in group.members]
    if len(set(units)) < len(units):
        raise KnownError(_("A unit stands twice in the group."), field="members")
    outside = [line.outside for line in group.outside]
    if len(set(outside)) < len(outside):
        raise KnownError(_("A unit stands twice in the group."), field="outside")
    indicators = [line.indicator for line in group.compared]
    if len(set(indicators)) < len(indicators):
        raise KnownError(_("An indicator stands twice in the group."), field="compared")
    for line in group.compared:
        if line.turns in (Turns.TIMES, Turns.OUTPUT) and line.volume is None:
            raise KnownError(_("A gain by volume needs the indicator of the volume."), field="compared")
        if line.volume == line.indicator:
            raise KnownError(_("An indicator cannot be its own volume."), field="compared")
        if line.per <= 0:
            raise KnownError(_("“per” must be above zero."), field="compared")
        if line.turns is Turns.NOT and line.price is not None:
            raise KnownError(_("A price needs a gain: say how a gap becomes one."), field="compared")
    for out in group.left_out:
        if out.last is not None and out.last < out.first:
            raise KnownError(_("A unit cannot be left out to a month before the first."), field="left_out")
        if out.unit not in units:
            raise KnownError(_("Only a unit of the group can be left out for a while."), field="left_out")


NEXT: Mapping[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAWN_UP: (PlanState.RUNNING, PlanState.WITHDRAWN),
    PlanState.RUNNING: (PlanState.REACHED, PlanState.NOT_REACHED, PlanState.POSTPONED, PlanState.WITHDRAWN),
    PlanState.POSTPONED: (PlanState.REACHED, PlanState.NOT_REACHED, PlanState.POSTPONED, PlanState.WITHDRAWN),
    PlanState.REACHED: (),
    PlanState.NOT_REACHED: (),
    PlanState.WITHDRAWN: (),
}
"""Which states can come next."""


def check_step(state: PlanState, wanted: PlanState) -> None:
    """Raise KnownError when the plan cannot come from one state into the other."""
    if wanted not in NEXT[state]:
        raise KnownError(_("This step cannot be taken now: {state}.", state=_(state.word)))


def check_plan(plan: CatchUpPlan, direction: Direction, *, clock: bool = False) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if plan.partner is not None and plan.partner == plan.unit:
        raise KnownError(_("A unit cannot be its own partner."), field="partner")
    if plan.partner is not None and plan.partner_outside is not None:
        raise KnownError(_("Give one partner: a unit of the plant or one of another plant."), field="partner_outside")
    if not plan.target_value.strip():
        raise KnownError(_("Write the target that was agreed."), field="target_value")
    target = read_value(plan.target_value, clock=clock, field="target_value")
    if plan.leader_value.strip():
        read_value(plan.leader_value, clock=clock, field="leader_value")
    if plan.own_value.strip():
        own = read_value(plan.own_value, clock=clock, field="own_value")
        if not better(target, own, direction):
            raise KnownError(_("The target is not better than the own value."), field="target_value")
    if plan.by < plan.drawn_up_on:
        raise KnownError(_("The day stands before the plan was drawn up."), field="by")
    if plan.started_on is not None and plan.started_on < plan.drawn_up_on:
        raise KnownError(_("A plan cannot run before it is drawn up."), field="started_on")
    for line in plan.steps:
        if not line.text.strip():
            raise KnownError(_("Write what is to be done."), field="steps")


def reached_in(
    values: Sequence[tuple[Month, Fraction | None]], target: Fraction, in_a_row: int, direction: Direction
) -> Month | None:
    """The month in which a target was reached: the last of the first so many in a row at it or better; None when never.

    `values` are months on end in order; a month without a figure breaks the row, for no figure is not a success
    (domain.md B8: at or better than the agreed target in two periods in a row).
    """
    row = 0
    for month, value in values:
        row = row + 1 if value is not None and not better(target, value, direction) else 0
        if row >= in_a_row:
            return month
    return None
