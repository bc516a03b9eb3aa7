"""What must hold of discussions and targets, and how effects, breakdowns, fulfilment, forecasts and days are reckoned: exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period, parse_duration
from unionoffice.core.quantity import read_exactly
from unionoffice.core.record import QUANTITY_SCALE, Worded
from unionoffice.core.words import _
from unionoffice.desks.figures.records import Direction, OverMonths
from unionoffice.desks.targets.records import (
    Discussion,
    DiscussionState,
    Effect,
    EffectWay,
    Spread,
    Target,
    TargetState,
    VoiceKind,
)

KINDS = ("month", "quarter", "half", "year")
"""The periods that a plan is made for."""

NEXT_DISCUSSION: dict[DiscussionState, tuple[DiscussionState, ...]] = {
    DiscussionState.RECEIVED: (DiscussionState.DISCUSSING, DiscussionState.CANCELLED),
    DiscussionState.DISCUSSING: (DiscussionState.GROUPS, DiscussionState.CANCELLED),
    DiscussionState.GROUPS: (DiscussionState.RECONCILED, DiscussionState.CANCELLED),
    DiscussionState.RECONCILED: (DiscussionState.DECIDED, DiscussionState.CANCELLED),
    DiscussionState.DECIDED: (DiscussionState.IN_FORCE, DiscussionState.CANCELLED),
    DiscussionState.IN_FORCE: (),
    DiscussionState.CANCELLED: (),
}
"""The states a discussion can go to from each state (草案下达、发动讨论、小组指标、平衡、定案、执行)."""

OPEN_TARGET = (TargetState.RUNNING, TargetState.REVISED)
"""The states of a target that is still to be settled."""


@lru_cache(maxsize=8192)
def exact(text: str) -> Fraction:
    """A figure as it was written, in units of its indicator; a length of time ("5:11:30") in seconds.

    Raises KnownError when it is no figure.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).removesuffix("%")
    return Fraction(parse_duration(plain)) if ":" in plain else Fraction(*read_exactly(plain))


def period(text: str, closing_day: int) -> Period:
    """The period of a plan. Raises KnownError, naming the field, when it is no month, quarter, half-year or year."""
    try:
        found = Period.parse(text, closing_day)
    except KnownError:
        found = None
    if found is None or found.kind not in KINDS:
        raise KnownError(_("A plan is made for a year (1958), a half (1958-H1), a quarter (1958-Q2) or a month (1958-04)."),
                         field="period")
    return found


def not_before(day: date, earliest: date | None, field: str) -> None:
    """Raise KnownError when a step is dated before the step it follows."""
    if earliest is not None and day < earliest:
        raise KnownError(_("This day stands before {day}, the step before it.", day=earliest), field=field)


def check_step(now: Worded, wanted: Worded, allowed: Sequence[Worded]) -> None:
    """Raise KnownError when a state cannot follow the present one."""
    if wanted not in allowed:
        raise KnownError(_("“{wanted}” does not follow “{now}”.", wanted=wanted, now=now))


def check_discussion(discussion: Discussion) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if (discussion.unit is None) == (not discussion.outside):
        raise KnownError(_("Name one unit: of the roster, or of another plant."), field="unit")
    if discussion.outside and not discussion.source:
        raise KnownError(_("An example from another plant needs its source and year."), field="source")
    if not discussion.draft:
        raise KnownError(_("Write the figure of the draft."), field="draft")
    if discussion.peer and not discussion.peers:
        raise KnownError(_("Write the figure of the best comparable unit."), field="peers")
    for voice in discussion.voices:
        if voice.unit is None and not voice.circle:
            raise KnownError(_("Write which unit or group brought it."), field="voices")
        if voice.kind is VoiceKind.PROPOSAL and not voice.value:
            raise KnownError(_("A proposed figure needs its figure."), field="voices")
        if voice.kind is not VoiceKind.PROPOSAL and not (voice.value or voice.reason):
            raise KnownError(_("Write the figure or the grounds."), field="voices")
    for measure in discussion.measures:
        if not measure.text:
            raise KnownError(_("Write what was promised."), field="measures")
        if measure.done_on is not None:
            not_before(measure.done_on, discussion.received_on, "measures")
    for effect in discussion.effects:
        check_effect(effect)


def check_effect(effect: Effect) -> None:
    """Raise KnownError when what its way of reckoning needs is missing."""
    if not effect.what:
        raise KnownError(_("Write what changes."), field="effects")
    lacking = {
        EffectWay.DIFFERENCE: effect.at_draft is None or effect.at_decision is None,
        EffectWay.PROPORTION: effect.at_draft is None,
        EffectWay.RATE: effect.per_unit is None,
    }
    if not lacking[effect.way]:
        return
    words = {
        EffectWay.DIFFERENCE: _("{what}: write the year's figure at the draft and at the decision.", what=effect.what),
        EffectWay.PROPORTION: _("{what}: write the year's figure at the draft.", what=effect.what),
        EffectWay.RATE: _("{what}: write how much each unit gained brings.", what=effect.what),
    }
    raise KnownError(words[effect.way], field="effects")


def order_of_days(discussion: Discussion) -> tuple[tuple[str, date | None], ...]:
    """The days of the steps in their order, by field."""
    return (
        ("received_on", discussion.received_on), ("discussed_on", discussion.discussed_on), ("groups_on", discussion.groups_on),
        ("reconciled_on", discussion.reconciled_on), ("decided_on", discussion.decided_on),
        ("in_force_on", discussion.in_force_on),
    )


def check_days(discussion: Discussion) -> None:
    """Raise KnownError, naming the field, when a step is dated before the one it follows."""
    latest: date | None = None
    for field, day in order_of_days(discussion):
        if day is not None:
            not_before(day, latest, field)
            latest = day


# -- what a decision brings -------------------------------------------------------------


def gain(draft: Fraction, figure: Fraction, direction: Direction) -> Fraction:
    """By how much a figure is better than the draft, whichever way is better; below zero when it is worse."""
    return figure - draft if direction is Direction.HIGHER else draft - figure


def is_worse(figure: Fraction, than: Fraction, direction: Direction) -> bool:
    """Whether a figure is worse than another."""
    return gain(than, figure, direction) < 0


class Change(msgspec.Struct, frozen=True):
    """An effect reckoned: the year's figure at the draft and at the decision where they are known, the change, and its share."""

    before: Fraction | None
    after: Fraction | None
    change: Fraction
    share: Fraction | None


def effect(
    line: Effect, draft: Fraction, decided: Fraction, direction: Direction, *, per_minute: bool
) -> Change | None:
    """What an effect comes to in a year, in its own unit of measure, exactly; None when it cannot be reckoned.

    - both figures known: decision − draft.
    - in proportion: the year's figure at the draft × (decided ÷ draft), or × (draft ÷ decided) where lower is better: a furnace
      that runs the same hours makes as many more heats as each is shorter.
    - by rate: so much for each unit of the indicator that was gained; for a length of time (`per_minute`) for each minute.

    The share is the change ÷ the year's figure at the draft, where that is above zero.
    """
    before = None if line.at_draft is None else Fraction(line.at_draft, QUANTITY_SCALE)
    after: Fraction | None
    if line.way is EffectWay.DIFFERENCE:
        if before is None or line.at_decision is None:
            return None
        after = Fraction(line.at_decision, QUANTITY_SCALE)
        change = after - before
    elif line.way is EffectWay.PROPORTION:
        top, bottom = (decided, draft) if direction is Direction.HIGHER else (draft, decided)
        if before is None or bottom <= 0:
            return None
        after = before * top / bottom
        change = after - before
    else:
        if line.per_unit is None:
            return None
        gained = gain(draft, decided, direction) / (60 if per_minute else 1)
        change = Fraction(line.per_unit, QUANTITY_SCALE) * gained
        after = None if before is None else before + change
    return Change(before, after, change, change / before if before is not None and before > 0 else None)


# -- breaking a target down ----------------------------------------------------------------


def broken_down(
    total: int, months: int, how: OverMonths, shape: Sequence[Fraction] | None = None
) -> tuple[int, ...]:
    """A target as whole numbers by month, which together make exactly the target again: sum, mean or last, as the indicator says.

    Without a `shape` every month has the same (of a sum what is left over goes to the later months, one each); with one
    the months stand to each other as its figures do, rounded so that the whole stays exact. Raises KnownError for a
    shape whose figures are not above zero.
    """
    if shape is None:
        weights = [Fraction(1)] * months
    else:
        weights = list(shape)
        if any(weight < 0 for weight in weights) or not sum(weights) or not weights[-1]:
            raise KnownError(_("Last year's figures cannot be followed: they are not above zero."), field="spread")
    if how is OverMonths.LAST:
        return tuple(rounded(Fraction(total) * weight / weights[-1]) for weight in weights)
    whole = total if how is OverMonths.SUM else total * months
    found: list[int] = []
    given, reached = 0, Fraction(0)
    for weight in weights:
        reached += weight
        upto = rounded_down(Fraction(whole) * reached / sum(weights))
        found.append(upto - given)
        given = upto
    return tuple(found)


def revised_breakdown(
    total: int, kept: Sequence[int], months: int, how: OverMonths, shape: Sequence[Fraction] | None = None
) -> tuple[int, ...]:
    """A revised target by month: the months gone by (`kept`) keep what they had, the others make up what is missing.

    `shape` is that of the months still to come. Raises KnownError when the months gone by already make more.
    """
    left = months - len(kept)
    if how is OverMonths.LAST:
        return (*kept, *broken_down(total, left, how, shape))
    missing = (total if how is OverMonths.SUM else total * months) - sum(kept)
    if missing < 0 <= min(total, *kept):
        raise KnownError(_("The months gone by already make more than that."), field="value")
    return (*kept, *broken_down(missing, left, OverMonths.SUM, shape))


def makes(values: Sequence[Fraction], how: OverMonths) -> Fraction:
    """What months make together: sum, plain mean, or the last."""
    if how is OverMonths.LAST:
        return values[-1]
    whole = sum(values, Fraction(0))
    return whole if how is OverMonths.SUM else whole / len(values)


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as clerks round."""
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def rounded_down(value: Fraction) -> int:
    """The whole number at or below."""
    return value.numerator // value.denominator


def check_breakdown(values: Sequence[Fraction], total: Fraction, how: OverMonths) -> bool:
    """Whether months make their target: a sum and the last month exactly, a mean rounded to the indicator's last decimal."""
    together = makes(values, how)
    return rounded(together) == total if how is OverMonths.MEAN else together == total


# -- where a target stands ---------------------------------------------------------------------


class MonthLine(msgspec.Struct, frozen=True):
    """One month of a target: its days, its plan, and the actual figure where there is one (in the indicator's last decimal)."""

    month: Month
    days: int
    plan: Fraction
    actual: Fraction | None


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """Where a target stands: over the months that have an actual figure."""

    months: tuple[MonthLine, ...]
    counted: tuple[Month, ...]
    missing: tuple[Month, ...]  # months before the last counted one that have no actual figure
    plan: Fraction | None
    actual: Fraction | None
    share: Fraction | None
    forecast: Fraction | None
    forecast_share: Fraction | None
    days: int | None


def fulfilment(plan: Fraction | None, actual: Fraction | None, direction: Direction) -> Fraction | None:
    """How far a plan was fulfilled, as the figures desk reckons it; 1 is exactly as planned, more is better in either direction.

    Higher is better: actual ÷ plan. Lower is better: 2 − actual ÷ plan. None without both, or with a plan not above zero.
    """
    if plan is None or actual is None or plan <= 0:
        return None
    return actual / plan if direction is Direction.HIGHER else 2 - actual / plan


def forecast(actuals: Sequence[Fraction], months: int, how: OverMonths) -> Fraction | None:
    """What the whole period comes to at the present pace; None while no month has a figure.

    A sum: actual so far + the mean of the months so far × the months left. A mean stays the mean of the months so far; where
    the last month counts, it stays as it is now. `months` is the number of months in the period.
    """
    if not actuals:
        return None
    if how is OverMonths.SUM:
        whole = sum(actuals, Fraction(0))
        return whole + whole / len(actuals) * (months - len(actuals))
    return makes(actuals, how)


def ahead(lines: Sequence[tuple[int, Fraction]], counted: int, actual: Fraction, direction: Direction) -> Fraction | None:
    """How many calendar days a volume is ahead of its plan (below zero: behind) at the end of the month counted last.

    `lines` are the months of the period as (days, plan), the first `counted` of which have their actual figure. The plan of
    a month is spread evenly over its days; looked for is the day on which the plan foresees what was actually made. Ahead
    is the time from the end of the last month to that day, never past the end of the period. Where lower is better, what
    the plan foresees only later means that too much was used: the sign turns. None when a plan is below zero.
    """
    if any(plan < 0 for _days, plan in lines):
        return None
    now = Fraction(sum(days for days, _plan in lines[:counted]))
    planned = sum((plan for _days, plan in lines[:counted]), Fraction(0))
    if actual == planned:
        return Fraction(0)
    moment = _earliest(lines, actual) if actual > planned else _latest(lines, actual)
    return moment - now if direction is Direction.HIGHER else now - moment


def _earliest(lines: Sequence[tuple[int, Fraction]], wanted: Fraction) -> Fraction:
    """The first moment, in days, at which the plan has come to what is wanted; the end when it never does."""
    day, reached = Fraction(0), Fraction(0)
    for days, plan in lines:
        if reached + plan >= wanted:
            return day + days * (wanted - reached) / plan if plan else day
        day, reached = day + days, reached + plan
    return day


def _latest(lines: Sequence[tuple[int, Fraction]], wanted: Fraction) -> Fraction:
    """The last moment, in days, at which the plan had not come to more than is wanted."""
    day, reached = Fraction(0), Fraction(0)
    for days, plan in lines:
        if reached + plan > wanted:
            return day + max(Fraction(0), days * (wanted - reached) / plan)
        day, reached = day + days, reached + plan
    return day


def course(months: Sequence[MonthLine], target: Fraction, how: OverMonths, direction: Direction) -> Course:
    """Where a target stands by its months. Days are told of volumes only, and only where no month before the last is missing."""
    done = [line for line in months if line.actual is not None]
    last = done[-1].month if done else None
    missing = tuple(line.month for line in months if last is not None and line.month < last and line.actual is None)
    actuals = [line.actual for line in done if line.actual is not None]
    plan = makes([line.plan for line in done], how) if done else None
    actual = makes(actuals, how) if done else None
    foreseen = forecast(actuals, len(months), how)
    days = None
    if how is OverMonths.SUM and actual is not None and not missing:
        exactly = ahead([(line.days, line.plan) for line in months], len(done), actual, direction)
        days = None if exactly is None else rounded(exactly)
    return Course(
        months=tuple(months), counted=tuple(line.month for line in done), missing=missing, plan=plan, actual=actual,
        share=fulfilment(plan, actual, direction), forecast=foreseen,
        forecast_share=fulfilment(target, foreseen, direction), days=days,
    )


def check_target(target: Target) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not target.value and target.spread is not Spread.FIGURES and not target.months:
        raise KnownError(_("Write the target."), field="value")
