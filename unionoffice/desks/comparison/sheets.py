"""What this desk prints: the comparison as table and picture and as a wall chart, catch-up plans and their report."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.money import Fen, Yuan
from unionoffice.core.period import Period
from unionoffice.core.words import N_, Said
from unionoffice.desks.comparison import reckoning, rules, service
from unionoffice.desks.comparison.reckoning import Called, Comparison, Reach
from unionoffice.desks.comparison.records import OPEN, CatchUpPlan, PlanState
from unionoffice.desks.figures import service as figures_desk
from unionoffice.desks.figures.records import Indicator
from unionoffice.printing.chart import Dots, Level, Lines, Rows, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
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


# -- the comparison ------------------------------------------------------------------------------

PICTURES = 3
"""So many pictures a paper has room for; further indicators stand in the table alone."""


def comparison(book: Book, period: Period, group: int | None = None, indicator: int | None = None) -> Sheet:
    """The comparison of a period: one group by one indicator, or (on the whole) every group by every indicator.

    Levels, pictures, the place of every unit, what would be gained at each level, and who was left out and why.
    """
    found = _wanted(book, period, group, indicator)
    groups = list(dict.fromkeys(each.group.id for each in found))
    by_group = {each.group.id: each.group for each in found}
    whole = {
        row: reckoning.added([reckoning.gains(each, Reach.LEADER).fen for each in found if each.group.id == row]) for row in groups
    }
    pictures: dict[str, object] = {f"picture_{n}": "" for n in range(1, PICTURES + 1)}
    drawn_ones = [each for each in found if each.standing.places]
    pictures.update({f"picture_{n}": dots(each) for n, each in enumerate(drawn_ones[:PICTURES], start=1)})
    return {
        "union": union(book),
        "period": period,
        "groups": [Both(by_group[row].name, by_group[row].english or by_group[row].name) for row in groups],
        **pictures,
        "levels": [_level_row(each) for each in found],
        "rows": [row for each in found for row in _place_rows(each)],
        "gains": [row for each in found for row in _gain_rows(each)],
        "whole": [
            Said(N_("{group}: if all reached the leader by every indicator, {yuan} yuan"),
                 {"group": Both(by_group[row].name, by_group[row].english or by_group[row].name), "yuan": Yuan(Fen(fen))})
            for row, fen in whole.items() if fen and len(found) > 1
        ],
        "left_out": [
            Said(N_("{unit} ({why})"), {"unit": both(each.names[one.key]), "why": one.why}) for each in found for one in each.absent
        ],
    }  # fmt: skip


def _wanted(book: Book, period: Period, group: int | None, indicator: int | None) -> list[Comparison]:
    if group is not None and indicator is not None:
        return [reckoning.comparison(book, group, indicator, period)]
    rows = [each.id for each in service.groups(book)] if group is None else [group]
    return [each for row in rows for each in reckoning.comparisons(book, row, period)]


def _heading(found: Comparison) -> object:
    """The indicator with its unit of measure."""
    values: dict[str, object] = {"indicator": indicator_name(found.indicator), "measure": measure_of(found.indicator)}
    return Said(N_("{indicator} ({measure})"), values) if found.indicator.measure else indicator_name(found.indicator)


def _level_row(found: Comparison) -> tuple[object, ...]:
    standing, indicator = found.standing, found.indicator
    leaders = [both(found.names[key]) for key in standing.leaders[:3]]
    return (
        _heading(found), found.indicator.direction, leaders, reckoning.shown(indicator, standing.leader),
        reckoning.shown(indicator, standing.advanced), reckoning.shown(indicator, standing.average),
        reckoning.shown(indicator, standing.weighted),
    )  # fmt: skip


def _place_rows(found: Comparison) -> list[tuple[object, ...]]:
    indicator, head = found.indicator, _heading(found)
    by_key = {gain.key: gain for gain in reckoning.gains(found, Reach.LEADER).gains}
    rows: list[tuple[object, ...]] = []
    for place in found.standing.places:
        gain = by_key.get(place.key)
        name: object = both(found.names[place.key])
        said = reckoning.remark(found, place.key)
        if said:
            name = Said(N_("{unit} ({why})"), {"unit": name, "why": said})
        rows.append((
            head, Said(N_("mark")) if place.rank is None else place.rank, name,
            reckoning.shown(indicator, place.value), reckoning.signed(reckoning.shown(indicator, place.gap)),
            reckoning.signed(reckoning.shown_percent(place.percent)), place.quartile or "",
            reckoning.signed(reckoning.shown(indicator, place.trend, finer=0 if indicator.clock else 1)),
            place.months if place.months and place.gap else "",
            reckoning.shown_gain(gain.physical) if gain else "", reckoning.shown_yuan(gain.fen) if gain else "",
        ))  # fmt: skip
    return rows


def _gain_rows(found: Comparison) -> list[tuple[object, ...]]:
    """What would be gained at each level; nothing where no gain is reckoned."""
    rows: list[tuple[object, ...]] = []
    for reach in Reach:
        gains = reckoning.gains(found, reach)
        if gains.physical is not None:
            rows.append((
                _heading(found), reach, reckoning.shown(found.indicator, found.level(reach)), reckoning.shown_gain(gains.physical),
                both(reckoning.measured_gain(found)), "" if gains.fen is None else Yuan(Fen(gains.fen)),
            ))  # fmt: skip
    return rows


def wall(book: Book, period: Period, group: int | None = None, indicator: int | None = None) -> Sheet:
    """The comparison for the wall: large pictures, and the figures of the units in them; no label on anybody."""
    sheet = dict(comparison(book, period, group, indicator))
    rows = [
        row[:6] + row[9:]
        for each in _wanted(book, period, group, indicator)
        for key, row in zip([place.key for place in each.standing.places], _place_rows(each), strict=True)
        if key in set(in_sight(each))
    ]
    kept = ("union", "period", "groups", "levels", "whole", *(f"picture_{n}" for n in range(1, PICTURES + 1)))
    return {**{name: sheet[name] for name in kept}, "rows": rows}


def of(paper: Paper, group: int, indicator: int) -> Paper:
    """The paper of one group by one indicator, as it stands on the screen."""
    make = paper.make

    def made(book: Book, period: Period) -> Sheet:
        return make(book, period, group, indicator)

    return msgspec.structs.replace(paper, make=made)


# -- catch-up plans --------------------------------------------------------------------------------


def catch_up_plan(book: Book, row: int) -> Sheet:
    """One catch-up plan: what was agreed, measures, help, and the months so far."""
    plan = service.plan(book, row)
    indicator = figures_desk.indicator(book, plan.indicator)
    found = reckoning.course(book, plan)
    return {
        "union": union(book),
        "number": plan.number,
        "state": plan.state,
        "unit": both(reckoning.unit_called(book, plan.unit)),
        "partner": both(reckoning.partner_called(book, plan)),
        "indicator": indicator_name(indicator),
        "measure": measure_of(indicator),
        "direction": indicator.direction,
        "own_value": plan.own_value,
        "target_value": plan.target_value,
        "leader_value": plan.leader_value,
        "in_a_row": plan.in_a_row,
        "drawn_up_on": plan.drawn_up_on,
        "started_on": plan.started_on,
        "by": plan.by,
        "experiences": [
            Said(N_("{number} {name}"), {"number": link.other.number, "name": link.other.title})
            for link in book.links("catch_up_plans", row) if link.kind == service.LEARNS
        ],
        "steps": [(place, line.text, line.who, line.due, line.done_on) for place, line in enumerate(plan.steps, start=1)],
        "help": [
            (line.given_on, line.what, line.people or "", "" if line.days is None else Exact(line.days), line.materials)
            for line in plan.help
        ],
        "picture": course_picture(book, plan),
        "months": [
            (month, reckoning.shown(indicator, own), reckoning.signed(reckoning.shown(indicator, gap)),
             reckoning.shown(indicator, partner))
            for month, own, gap, partner in zip(found.months, found.own, found.gaps, found.partner, strict=True)
            if own is not None or partner is not None
        ],
        "postponed": [
            Said(N_("On {day} postponed from {before} to {after}: {reason}"),
                 {"day": line.decided_on, "before": line.until_then, "after": line.by, "reason": line.reason})
            for line in plan.postponements
        ],
        "ended_on": plan.ended_on,
        "result": plan.result,
        "by_hand": "",
    }  # fmt: skip


def catch_up_report(book: Book, period: Period) -> Sheet:
    """Every catch-up plan of a period: how far each has come, what is done, and how the gap stands."""
    plans = service.plans_of(book, period)
    return {
        "union": union(book),
        "period": period,
        "count": len(plans),
        "running": sum(1 for plan in plans if plan.state in OPEN),
        "reached": sum(1 for plan in plans if plan.state is PlanState.REACHED),
        "rows": [_report_row(book, plan) for plan in plans],
    }


def _report_row(book: Book, plan: CatchUpPlan) -> tuple[object, ...]:
    indicator = figures_desk.indicator(book, plan.indicator)
    found = reckoning.course(book, plan)
    latest = next((value for value in reversed(found.own) if value is not None), None)
    gap = next((value for value in reversed(found.gaps) if value is not None), None)
    done = sum(1 for line in plan.steps if line.done_on is not None)
    return (
        plan.number, both(reckoning.unit_called(book, plan.unit)), both(reckoning.partner_called(book, plan)),
        indicator_name(indicator), plan.own_value, plan.target_value, reckoning.shown(indicator, latest),
        reckoning.signed(reckoning.shown(indicator, gap)), f"{done}/{len(plan.steps)}", plan.by,
        [plan.state, plan.ended_on] if plan.ended_on else plan.state,
    )  # fmt: skip


COMPARISON = Paper("comparison", N_("Comparison of a group"), comparison, of="period", subject="compare_groups")
WALL = Paper("comparison_wall", N_("Comparison for the wall"), wall, of="period", subject="compare_groups")
PLAN = Paper(service.PLAN, N_("Catch-up plan"), catch_up_plan, of="record", subject="catch_up_plans")
REPORT = Paper("catch_up_report", N_("Catch-up report"), catch_up_report, of="period", subject="catch_up_plans")
PLAN_PAPERS: tuple[Paper, ...] = (PLAN, REPORT)
PAPERS: tuple[Paper, ...] = (COMPARISON, WALL, *PLAN_PAPERS)
