"""What is worked out from what is kept: comparisons and gains of a group, the course of a catch-up plan. It only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import format_money
from unionoffice.core.period import CALENDAR, Month, Period, month_of
from unionoffice.core.record import QUANTITY_SCALE, Worded
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.comparison import rules, store
from unionoffice.desks.comparison.records import (
    CatchUpPlan,
    Compared,
    CompareGroup,
    OutsideFigure,
    OutsideUnit,
    Turns,
)
from unionoffice.desks.comparison.rules import Gain, Gains, Place, Rate, Reading, Standing
from unionoffice.desks.figures import service as figures_desk
from unionoffice.desks.figures.records import Indicator, OverMonths
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit

# -- values as they are written ---------------------------------------------------------------


def read(indicator: Indicator, text: str, field: str = "value") -> Fraction:
    """The value that was written, exact, in the indicator's unit of measure. Raises KnownError with the field."""
    return rules.read_value(text, clock=is_clock(indicator), field=field)


def is_clock(indicator: Indicator) -> bool:
    """Whether an indicator is a length of time, written in hours, minutes and seconds."""
    return indicator.clock


def written(indicator: Indicator, value: Fraction) -> str:
    """A value as it is kept: exact where it is a decimal fraction, else with the indicator's decimals."""
    if is_clock(indicator):
        return shown(indicator, value)
    places = next((places for places in range(13) if (value * 10**places).denominator == 1), None)
    places = indicator.decimals if places is None else max(places, indicator.decimals)
    return figures_desk.format_value(rules.rounded(value * 10**places), places)


def shown(indicator: Indicator, value: Fraction | None, *, finer: int = 0) -> str:
    """A value with the indicator's decimals (or so many `finer`), rounded once; nothing for None."""
    if value is None:
        return ""
    if is_clock(indicator):
        seconds = rules.rounded(value)
        minutes, second = divmod(abs(seconds), 60)
        return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02d}:{second:02d}"
    decimals = indicator.decimals + finer
    return figures_desk.format_value(rules.rounded(value * 10**decimals), decimals)


def signed(text: str) -> str:
    """A gap with its sign: + is behind, nothing but the figure at the leader."""
    return text if not text or text.startswith("-") or not text.strip("0.:,%") else f"+{text}"


def shown_percent(share: Fraction | None) -> str:
    """A share in percent with one decimal: 0.125 gives "12.5%"; nothing for None."""
    return "" if share is None else figures_desk.format_value(rules.rounded(share * 1000), 1) + "%"


# -- comparing ----------------------------------------------------------------------------------


class Reach(Worded):
    """The level that everyone is thought to reach."""

    AVERAGE = "average", N_("the average")
    ADVANCED = "advanced", N_("the average of the advanced")
    LEADER = "leader", N_("the leader")


class Called(msgspec.Struct, frozen=True):
    """What a member is called in both languages; for an outside unit with its plant."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


class Absent(msgspec.Struct, frozen=True):
    """A member that is not in the comparison, and why."""

    key: int
    why: Said


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A group by one indicator in one period, worked out.

    Units of the plant have their id as key, outside units theirs below zero. `marks` are the outside figures of another
    time by key. `absent` are the members left out, with the reason.
    """

    group: CompareGroup
    line: Compared
    indicator: Indicator
    volume: Indicator | None
    period: Period
    standing: Standing
    names: Mapping[int, Called]
    marks: Mapping[int, OutsideFigure]
    sources: Mapping[int, OutsideFigure]
    absent: tuple[Absent, ...]

    @property
    def rate(self) -> Rate:
        """How a gap becomes a gain here."""
        line = self.line
        return Rate(turns=line.turns, per=Fraction(line.per, QUANTITY_SCALE), price=line.price, price_for=line.price_for)

    def level(self, reach: Reach) -> Fraction | None:
        """The value of a level."""
        return {
            Reach.AVERAGE: self.standing.average, Reach.ADVANCED: self.standing.advanced, Reach.LEADER: self.standing.leader,
        }[reach]  # fmt: skip

    def place(self, key: int) -> Place | None:
        """Where a member stands; None when it is not in the comparison."""
        return next((place for place in self.standing.places if place.key == key), None)


def gains(found: Comparison, reach: Reach) -> Gains:
    """What the plant's units would gain if every one of them reached a level."""
    return rules.gains(found.standing, found.level(reach), found.indicator.direction, found.rate, own_units(found))


def own_units(found: Comparison) -> list[int]:
    """The plant's own units in a comparison, as they stand."""
    return [place.key for place in found.standing.places if place.key > 0]


def moved(found: Comparison, key: int, value: Fraction) -> Gain:
    """What a unit of the plant would gain if it came to a value, or lose, below zero."""
    place = found.place(key)
    if place is None:
        return Gain(key=key, physical=None, fen=None)
    return rules.gain_of(key, place.value, value, place.volume, found.indicator.direction, found.rate, loss=True)


def gap_to(found: Comparison, value: Fraction, level: Fraction) -> Fraction:
    """How far a value is behind a level, + means behind."""
    return rules.gap(value, level, found.indicator.direction)


def measured_gain(found: Comparison) -> Called:
    """What gains are counted in: as the group says, else as the indicator where the gap itself is the gain."""
    line, indicator = found.line, found.indicator
    if line.measure or line.measure_english:
        return Called(line.measure or line.measure_english, line.measure_english or line.measure)
    of = indicator if line.turns is Turns.ITSELF else found.volume if line.turns is Turns.OUTPUT else None
    return Called(of.measure, of.measure_english or of.measure) if of is not None else Called("", "")


def comparisons(book: Book, row: int, period: Period) -> list[Comparison]:
    """A group by all its indicators in a period."""
    group = store.group(book, row)
    return _compared(book, group, group.compared, period)


def comparison(book: Book, row: int, indicator: int, period: Period) -> Comparison:
    """A group by one indicator in a period. Raises KnownError when the group is not compared by it."""
    group = store.group(book, row)
    lines = [line for line in group.compared if line.indicator == indicator]
    if not lines:
        raise KnownError(_("{name} is not compared by this indicator.", name=group.name))
    return _compared(book, group, lines, period)[0]


def _compared(book: Book, group: CompareGroup, lines: Sequence[Compared], period: Period) -> list[Comparison]:
    """The work itself: all months' figures are asked of the book at once, and those of other plants."""
    months = period.months()
    last = period.last_month
    asked = [last.plus(step) for step in range(1 - max(rules.TREND_MONTHS, len(months)), 1)]
    wanted = sorted({line.indicator for line in lines} | {line.volume for line in lines if line.volume is not None})
    known = {row: figures_desk.indicator(book, row) for row in wanted}
    actuals = figures_desk.actuals(book, wanted, asked)
    outside = [line.outside for line in group.outside]
    theirs: dict[tuple[int, int], list[OutsideFigure]] = {}
    for figure in store.outside_figures(book, wanted, outside) if outside else ():
        theirs.setdefault((figure.indicator, figure.parent), []).append(figure)
    names = _names(book, group, outside)
    away = _left_out(group, months)
    return [
        _one(group, line, known, period, [str(m) for m in months], [str(m) for m in asked], actuals, theirs, names, away)
        for line in lines
    ]


def _one(
    group: CompareGroup,
    line: Compared,
    known: Mapping[int, Indicator],
    period: Period,
    months: Sequence[str],
    asked: Sequence[str],
    actuals: Mapping[tuple[int, int], tuple[int | None, ...]],
    theirs: Mapping[tuple[int, int], Sequence[OutsideFigure]],
    names: Mapping[int, Called],
    away: Mapping[int, Said],
) -> Comparison:
    """One indicator. `asked` are the months that `actuals` give, the last of them those of the period."""
    indicator, volume = known[line.indicator], None if line.volume is None else known[line.volume]
    readings: list[Reading] = []
    absent: list[Absent] = []
    parts, none = 10**indicator.decimals, (None,) * len(asked)
    span, history = slice(-len(months), None), slice(-rules.TREND_MONTHS, None)
    for member in group.members:
        if member.unit in away:
            absent.append(Absent(member.unit, away[member.unit]))
            continue
        values = actuals.get((indicator.id, member.unit), none)
        value = _over(indicator, values[span], parts)
        if value is None:
            absent.append(Absent(member.unit, _no_figure(values[span], months)))
            continue
        readings.append(Reading(
            key=member.unit, value=value, history=values[history], parts=parts,
            volume=None if volume is None else _over(
                volume, actuals.get((volume.id, member.unit), none)[span], 10**volume.decimals
            ),
        ))  # fmt: skip
    marks: dict[int, OutsideFigure] = {}
    sources: dict[int, OutsideFigure] = {}
    for other in group.outside:
        figures = theirs.get((indicator.id, other.outside), ())
        value, source = _outside_value(indicator, figures, period, months)
        if value is None or source is None:
            absent.append(Absent(-other.outside, Said(N_("no figure"))))
            continue
        sources[-other.outside] = source
        mark = source.period != str(period) and source.period not in months
        if mark:
            marks[-other.outside] = source
        of_volume = () if volume is None else theirs.get((volume.id, other.outside), ())
        readings.append(Reading(
            key=-other.outside, value=value, mark=mark,
            volume=None if volume is None or mark else _outside_value(volume, of_volume, period, months)[0],
            history=_outside_history(indicator, figures, asked[history]),
        ))  # fmt: skip
    return Comparison(
        group=group, line=line, indicator=indicator, volume=volume, period=period,
        standing=rules.compare(readings, indicator.direction), names=names, marks=marks, sources=sources, absent=tuple(absent),
    )  # fmt: skip


def _over(indicator: Indicator, values: Sequence[int | None], parts: int) -> Fraction | None:
    """What the months make together; None while one is missing: nothing is guessed."""
    if len(values) == 1:
        return None if values[0] is None else Fraction(values[0], parts)
    there = [value for value in values if value is not None]
    found = figures_desk.together(indicator, there) if len(there) == len(values) else None
    return None if found is None else found / parts


def _no_figure(values: Sequence[int | None], months: Sequence[str]) -> Said:
    missing = [month for month, value in zip(months, values, strict=True) if value is None]
    if len(missing) == len(months):
        return Said(N_("no figure"))
    return Said(N_("no figure of {months}"), {"months": ", ".join(missing)})


def _outside_value(
    indicator: Indicator, figures: Sequence[OutsideFigure], period: Period, months: Sequence[str]
) -> tuple[Fraction | None, OutsideFigure | None]:
    """An outside unit's value for a period and where it comes from.

    The figure of the period itself; else its months together where all are there; else the latest figure that ended
    before, as a mark of another time.
    """
    by_period = {figure.period: figure for figure in figures}
    own = by_period.get(str(period))
    if own is not None:
        return read(indicator, own.value), own
    if all(month in by_period for month in months):
        values = [read(indicator, by_period[month].value) for month in months]
        total = sum(values, Fraction(0))
        how = indicator.over_months
        made = total if how is OverMonths.SUM else total / len(values) if how is OverMonths.MEAN else values[-1]
        return made, by_period[months[-1]]
    ended = [(rules.read_period(figure.period).next, figure.id, figure) for figure in figures]
    before = [each for each in ended if each[0] <= _calendar(period).next]
    if not before:
        return None, None
    latest = max(before, key=lambda each: each[:2])[2]
    return read(indicator, latest.value), latest


def _calendar(period: Period) -> Period:
    """The period in calendar months: other plants' figures know no closing day of ours."""
    last = period.last_month
    return Period.of_month(last, CALENDAR)


def _outside_history(
    indicator: Indicator, figures: Sequence[OutsideFigure], history: Sequence[str]
) -> tuple[Fraction | None, ...]:
    by_period = {figure.period: figure for figure in figures}
    return tuple(read(indicator, by_period[month].value) if month in by_period else None for month in history)


def _left_out(group: CompareGroup, months: Sequence[Month]) -> dict[int, Said]:
    """The units that are left out in any of the months, with the reason."""
    found: dict[int, Said] = {}
    for line in group.left_out:
        if line.first <= months[-1] and (line.last is None or line.last >= months[0]):
            reason = Said(N_("{why}: {note}"), {"why": line.why, "note": line.note}) if line.note else Said(line.why.word)
            found.setdefault(line.unit, reason)
    return found


def _names(book: Book, group: CompareGroup, outside: Sequence[int]) -> dict[int, Called]:
    """What the members are called: by their own name, with the unit above where two of one name are compared."""
    units = {unit.id: unit for unit in roster.units(book)}
    own = [units[line.unit] for line in group.members if line.unit in units]
    often: dict[str, int] = {}
    for unit in own:
        often[unit.name] = often.get(unit.name, 0) + 1
    names = {unit.id: _called(unit, units, apart=often[unit.name] > 1) for unit in own}
    for other in store.outside_of(book, outside) if outside else ():
        names[-other.id] = called_outside(other)
    return names


def _called(unit: Unit, units: Mapping[int, Unit], *, apart: bool) -> Called:
    english = unit.english or unit.name
    above = units.get(unit.above) if apart and unit.above else None
    if above is None or above.level is Level.PLANT:
        return Called(unit.name, english)
    return Called(f"{above.name} {unit.name}", f"{above.english or above.name}, {english}")


def called_outside(unit: OutsideUnit) -> Called:
    """An outside unit with its plant, in both languages."""
    chinese = " ".join(part for part in (unit.plant, unit.name) if part)
    english = ", ".join(part for part in (unit.plant_english or unit.plant, unit.english or unit.name) if part)
    return Called(chinese, english if unit.english or unit.plant_english else chinese)


def remark(found: Comparison, key: int) -> Said | str:
    """What is said beside a member: a mark of another time, and an outside figure's source."""
    source = found.sources.get(key)
    if source is None:
        return ""
    if key in found.marks:
        values = {"period": rules.read_period(source.period), "source": source.source}
        return Said(N_("figure of {period}; {source}"), values) if source.source else Said(N_("figure of {period}"), values)
    return source.source


def in_all(book: Book, row: int, period: Period, reach: Reach) -> tuple[list[tuple[Comparison, Gains]], int | None]:
    """What would be gained by each indicator of a group, and in yuan (fen) in all, if every unit reached a level."""
    found = [(each, gains(each, reach)) for each in comparisons(book, row, period)]
    return found, added([each.fen for _one, each in found])


def added(values: Sequence[int | None]) -> int | None:
    """The sum of those that are known; None when none is."""
    return rules.added(values)


def name_of(group: CompareGroup) -> str:
    """What a group is called in the language spoken here."""
    return (language() == "en" and group.english) or group.name


def unit_called(book: Book, row: int) -> Called:
    """A unit of the plant by its own name, in both languages."""
    unit = roster.unit(book, row)
    return Called(unit.name, unit.english or unit.name)


def partner_called(book: Book, plan: CatchUpPlan) -> Called | None:
    """What the partner of a plan is called; None when none is named."""
    if plan.partner is not None:
        return unit_called(book, plan.partner)
    if plan.partner_outside is not None:
        return called_outside(store.outside(book, plan.partner_outside))
    return None


# -- how a plan stands -----------------------------------------------------------------------------


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """The months of a plan: what the unit and its partner reached, and how far the unit was from the target."""

    months: tuple[Month, ...]
    own: tuple[Fraction | None, ...]
    partner: tuple[Fraction | None, ...]
    gaps: tuple[Fraction | None, ...]
    target: Fraction
    reached: Month | None


def course(book: Book, plan: CatchUpPlan) -> Course:
    """How a plan goes, month by month: from three months before it was drawn up to the month of its day or its end."""
    indicator = figures_desk.indicator(book, plan.indicator)
    first, last = month_of(plan.drawn_up_on).plus(-3), month_of(plan.ended_on or plan.by)
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next())
    actuals = figures_desk.actuals(book, [indicator.id], months)

    def of(unit: int | None) -> list[Fraction | None]:
        values = actuals.get((indicator.id, unit or 0), (None,) * len(months))
        return [None if value is None else Fraction(value, 10**indicator.decimals) for value in values]

    own, partner = of(plan.unit), of(plan.partner)
    if plan.partner_outside is not None:
        known = {line.period: line for line in store.outside_figures(book, [indicator.id], [plan.partner_outside])}
        partner = [read(indicator, known[str(m)].value) if str(m) in known else None for m in months]
    target = read(indicator, plan.target_value)
    begun = None if plan.started_on is None else month_of(plan.started_on)
    counted = [(m, value) for m, value in zip(months, own, strict=True) if begun is not None and m >= begun]
    return Course(
        months=tuple(months), own=tuple(own), partner=tuple(partner), target=target,
        gaps=tuple(None if value is None else rules.gap(value, target, indicator.direction) for value in own),
        reached=rules.reached_in(counted, target, plan.in_a_row, indicator.direction),
    )  # fmt: skip


def reached_in(book: Book, plan: CatchUpPlan) -> Month | None:
    """The month in which the figures show the target reached; None when they do not."""
    return course(book, plan).reached


def gap_now(book: Book, plan: CatchUpPlan) -> str | None:
    """The latest known gap to the target, with its sign; None when no figure of the plan's months is there."""
    found = course(book, plan)
    known = [each for each in found.gaps if each is not None]
    return None if not known else signed(shown(figures_desk.indicator(book, plan.indicator), known[-1]))


# -- gains in words, and a comparison as rows ---------------------------------------------------------


def shown_gain(hundredths: int | None) -> str:
    """A gain in physical units with as many decimals as it needs; nothing for None."""
    if hundredths is None:
        return ""
    text = figures_desk.format_value(hundredths, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_yuan(fen: int | None) -> str:
    """A gain in yuan; nothing for None."""
    return "" if fen is None else format_money(fen)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One unit of a comparison, in words and figures as they are written."""

    group: str
    unit: str
    rank: int | None
    value: str
    gap: str
    percent: str
    gain: str
    measure: str
    yuan: str
    remark: str


def rows(found: Comparison, reach: Reach = Reach.LEADER) -> list[Row]:
    """A comparison as rows, the best first, those left out at the end with the reason."""
    by_key = {each.key: each for each in gains(found, reach).gains}
    measure, indicator = str(measured_gain(found)), found.indicator
    listed = []
    for place in found.standing.places:
        gain = by_key.get(place.key)
        listed.append(Row(
            group=name_of(found.group), unit=str(found.names[place.key]), rank=place.rank, value=shown(indicator, place.value),
            gap=signed(shown(indicator, place.gap)), percent=signed(shown_percent(place.percent)),
            gain=shown_gain(gain.physical) if gain else "", measure=measure if gain and gain.physical is not None else "",
            yuan=shown_yuan(gain.fen) if gain else "", remark=str(remark(found, place.key)),
        ))  # fmt: skip
    listed += [
        Row(group=name_of(found.group), unit=str(found.names[each.key]), rank=None, value="", gap="", percent="", gain="",
            measure="", yuan="", remark=str(each.why))
        for each in found.absent
    ]  # fmt: skip
    return listed


def as_data(found: Comparison) -> dict[str, Any]:
    """A comparison as plain values for the command line: levels, gains at each level, and every unit."""
    indicator, standing = found.indicator, found.standing
    every = {reach: gains(found, reach) for reach in Reach}
    levels = {
        "leader": shown(indicator, standing.leader), "advanced": shown(indicator, standing.advanced),
        "average": shown(indicator, standing.average), "weighted": shown(indicator, standing.weighted),
    }  # fmt: skip
    measure = str(measured_gain(found))
    said = [
        _("{name} {value}", name=_(label), value=levels[name])
        for name, label in (
            ("leader", N_("leader")), ("advanced", N_("average of the advanced")), ("average", N_("average")),
            ("weighted", N_("average by volume")),
        ) if levels[name]
    ]  # fmt: skip
    lines = [" · ".join(said)] if said else []
    for reach, gain in every.items():
        if gain.physical is not None:
            parts = {"level": _(reach.word), "amount": shown_gain(gain.physical), "measure": measure}
            lines.append(
                _("If all reached {level}: {amount} {measure}", **parts) if gain.fen is None
                else _("If all reached {level}: {amount} {measure}, {yuan} yuan", **parts, yuan=shown_yuan(gain.fen))
            )
    return {
        "group": name_of(found.group), "indicator": figures_desk.called(indicator),
        "measure": figures_desk.measured_in(indicator), "period": str(found.period), "direction": _(indicator.direction.word),
        "levels": levels,
        "gains": {
            reach.value: {"gain": shown_gain(gain.physical), "measure": measure if gain.physical is not None else "",
                          "yuan": shown_yuan(gain.fen)}
            for reach, gain in every.items()
        },
        "units": [
            {name: getattr(row, name) for name in ("unit", "rank", "value", "gap", "percent", "gain", "measure", "yuan", "remark")}
            for row in rows(found)
        ],
        "said": lines,
    }  # fmt: skip
