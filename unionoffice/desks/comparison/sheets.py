"""What this desk prints: the comparison as table and picture and as a wall chart, catch-up plans and their report."""

from __future__ import annotations

from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.words import N_, Said
from unionoffice.desks.comparison import reckoning, rules
from unionoffice.desks.comparison.reckoning import Called, Comparison, Reach
from unionoffice.desks.comparison.records import CatchUpPlan
from unionoffice.desks.figures import service as figures_desk
from unionoffice.desks.figures.records import Indicator
from unionoffice.printing.chart import Dots, Level, Lines, Rows, Series
from unionoffice.printing.paper import Paper
from unionoffice.printing.wording import Both

MOST_DRAWN = 40
"""A picture shows at most so many units: the first and the last of a longer list."""


def both(called: Called | None) -> Both | str:
    """A name in both languages; empty where there is none."""
    return "" if called is None else Both(called.zh, called.en)


def indicator_name(indicator: Indicator) -> Both:
    """An indicator's name in both languages."""
    return Both(indicator.name, indicator.english or indicator.name)


def measure_of(indicator: Indicator) -> Both:
    """An indicator's unit of measure in both languages."""
    return Both(indicator.measure, indicator.measure_english or indicator.measure)


# -- pictures -------------------------------------------------------------------------------


def drawn(indicator: Indicator, value: Fraction | None) -> int | None:
    """A value as a picture takes it: in the indicator's last decimal, or in seconds."""
    if value is None:
        return None
    return rules.rounded(value if reckoning.is_clock(indicator) else value * 10**indicator.decimals)


def scale_of(indicator: Indicator) -> int:
    """How many of a picture's whole numbers make one."""
    return 1 if reckoning.is_clock(indicator) else 10**indicator.decimals


def in_sight(found: Comparison) -> list[int]:
    """The members a picture shows, the best first: all, or the first and the last of a long list."""
    keys = [place.key for place in found.standing.places]
    if len(keys) <= MOST_DRAWN:
        return keys
    return keys[: MOST_DRAWN // 2] + keys[-MOST_DRAWN // 2 :]


def dots(found: Comparison, *, moved: dict[int, Fraction] | None = None, chosen: int | None = None) -> Dots:
    """Every unit as a dot, with leader and averages; `moved` are the values units are thought to have."""
    keys, indicator, standing = in_sight(found), found.indicator, found.standing
    by_key = {place.key: place.value for place in standing.places}
    values = tuple(drawn(indicator, (moved or {}).get(key, by_key[key])) for key in keys)
    series: tuple[Series, ...] = (Series(Said(N_("actual")), values),)
    if moved:
        series = (
            Series(Said(N_("thought")), values),
            Series(Said(N_("actual")), tuple(drawn(indicator, by_key[key]) if key in moved else None for key in keys)),
        )
    levels = [
        Level(Said(name), value)
        for name, exact in (
            (N_("leader"), standing.leader), (N_("average of the advanced"), standing.advanced), (N_("average"), standing.average),
        )
        if (value := drawn(indicator, exact)) is not None
    ]  # fmt: skip
    return Dots(
        title=Said(N_("{indicator}: every unit, leader and averages"), {"indicator": indicator_name(indicator)}),
        categories=tuple(both(found.names[key]) for key in keys), series=series, levels=tuple(levels),
        chosen=keys.index(chosen) if chosen in keys else None,
        unit=measure_of(indicator), scale=scale_of(indicator), clock=reckoning.is_clock(indicator),
    )  # fmt: skip


def gain_keys(found: Comparison, reach: Reach) -> list[int]:
    """The plant's units that would gain anything at a level, the most first: where to help first."""
    gained = [gain for gain in reckoning.gains(found, reach).gains if gain.physical]
    return [gain.key for gain in sorted(gained, key=lambda gain: (-(gain.physical or 0), gain.key))][:MOST_DRAWN]


def gain_rows(found: Comparison, reach: Reach) -> Rows | None:
    """What each unit would gain at a level, the most first; None when nothing is gained."""
    keys = gain_keys(found, reach)
    if not keys:
        return None
    by_key = {gain.key: gain for gain in reckoning.gains(found, reach).gains}
    return Rows(
        title=Said(N_("What would be gained if all reached {level}"), {"level": reach}),
        categories=tuple(both(found.names[key]) for key in keys),
        series=(Series(Said(N_("gain")), tuple(by_key[key].physical for key in keys)),),
        unit=both(reckoning.measured_gain(found)), scale=rules.SHOWN_GAIN,
    )


def course_picture(book: Book, plan: CatchUpPlan) -> Lines:
    """The gap that closes: what the unit and its partner reached month by month, and the target."""
    found = reckoning.course(book, plan)
    indicator = figures_desk.indicator(book, plan.indicator)
    series = [
        Series(both(reckoning.unit_called(book, plan.unit)), tuple(drawn(indicator, value) for value in found.own)),
        Series(Said(N_("agreed target")), tuple(drawn(indicator, found.target) for _month in found.months)),
    ]
    partner = reckoning.partner_called(book, plan)
    if partner is not None and any(value is not None for value in found.partner):
        series.append(Series(both(partner), tuple(drawn(indicator, value) for value in found.partner)))
    elif plan.leader_value:
        leader = drawn(indicator, reckoning.read(indicator, plan.leader_value))
        series.append(Series(Said(N_("leader's value")), tuple(leader for _month in found.months)))
    return Lines(
        title=indicator_name(indicator), categories=tuple(str(month) for month in found.months), series=tuple(series),
        unit=measure_of(indicator), scale=scale_of(indicator), clock=reckoning.is_clock(indicator),
    )


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


PLAN_PAPERS: tuple[Paper, ...] = ()
PAPERS: tuple[Paper, ...] = ()
