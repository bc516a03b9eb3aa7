"""What must hold of sessions and exposures, and how people, hours and losses are counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import QUANTITY_SCALE, Quantity
from unionoffice.core.words import _
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.service import WAS_HELD as WAS_HELD
from unionoffice.desks.meetings.service import check_step as check_step
from unionoffice.desks.meetings.service import hours as hours
from unionoffice.desks.meetings.service import latest as latest
from unionoffice.desks.meetings.service import length as length
from unionoffice.desks.meetings.service import not_before as not_before
from unionoffice.desks.meetings.service import people as people
from unionoffice.desks.meetings.service import rounded as rounded
from unionoffice.desks.meetings.service import time_of_day as time_of_day
from unionoffice.desks.meetings.service import voters as voters
from unionoffice.desks.waste.records import (
    CycleUnit,
    Exposure,
    ExposureState,
    Inspection,
    InspectionFinding,
    LossPer,
    PreventionRule,
    RuleState,
    Session,
)

NEXT_SESSION = meetings.NEXT
"""The states a session can go to from each state."""

NEXT_EXPOSURE: dict[ExposureState, tuple[ExposureState, ...]] = {
    ExposureState.REGISTERED: (ExposureState.VERIFIED, ExposureState.UNFOUNDED, ExposureState.WITHDRAWN),
    ExposureState.VERIFIED: (ExposureState.MEASURE_SET, ExposureState.WITHDRAWN),
    ExposureState.UNFOUNDED: (ExposureState.WITHDRAWN,),
    ExposureState.MEASURE_SET: (ExposureState.STOPPED, ExposureState.WITHDRAWN),
    ExposureState.STOPPED: (ExposureState.WITHDRAWN,),
    ExposureState.WITHDRAWN: (),
}
"""The states an exposure can go to from each state."""

HOLDS = (ExposureState.VERIFIED, ExposureState.MEASURE_SET, ExposureState.STOPPED)
"""The states of an exposure that was checked and holds."""


def worth(quantity: Quantity, unit_price: Fen) -> Fen:
    """What a quantity is worth at a price for one unit, rounded to the fen."""
    return Fen(rounded(Fraction(quantity * unit_price, QUANTITY_SCALE)))


def in_a_year(amount: int, per: LossPer) -> Fen:
    """A loss as that of one year, so that losses can be added up: a monthly one twelve times, a single one once."""
    return Fen(amount * 12 if per is LossPer.MONTH else amount)


def check_session(session: Session) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not session.topic.strip():
        raise KnownError(_("Write the topic of the session."), field="topic")
    meetings.check_times(session)
    meetings.check_attendance(session)
    for speech in session.speeches:
        if not speech.text.strip():
            raise KnownError(_("Write down what was said."), field="speeches")
        if not speech.anonymous and not (speech.speaker or "").strip():
            raise KnownError(_("Write the speaker's name, or leave the speech anonymous."), field="speeches")
    meetings.check_resolutions(session)
    meetings.check_votes(session)


def check_minutes(session: Session) -> None:
    """Raise KnownError for the first thing the minutes still lack before they can be confirmed."""
    check_session(session)
    meetings.check_complete(session)
    if not session.speeches and not session.resolutions:
        raise KnownError(_("Minutes hold at least one speech or one resolution."), field="speeches")


def check_exposure(exposure: Exposure) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not exposure.title.strip():
        raise KnownError(_("Write in a few words what is wasted."), field="title")
    if not exposure.anonymous and not (exposure.exposed_by or "").strip():
        raise KnownError(_("Write who exposed it, or leave it anonymous."), field="exposed_by")
    for field in ("quantity", "unit_price", "loss", "verified_loss"):
        value = getattr(exposure, field)
        if value is not None and value < 0:
            raise KnownError(_("A quantity, price or loss cannot be below zero."), field=field)
    if exposure.quantity is not None and not exposure.measured_in.strip():
        raise KnownError(_("Write the unit of measure of the quantity."), field="measured_in")
    _check_days(exposure)


def _check_days(exposure: Exposure) -> None:
    days = (
        ("exposed_on", exposure.exposed_on), ("verified_on", exposure.verified_on),
        ("measure_on", exposure.measure_on), ("stopped_on", exposure.stopped_on),
    )
    last: date | None = None
    for field, day in days:
        if day is None:
            continue
        if last is not None and day < last:
            raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=last), field=field)
        last = day
    if exposure.deadline and exposure.measure_on and exposure.deadline < exposure.measure_on:
        raise KnownError(_("The deadline cannot stand before the day the measure was set."), field="deadline")
    for line in exposure.rechecks:
        not_before(line.checked_on, exposure.stopped_on, "rechecks")


def is_overdue(exposure: Exposure, today: date) -> bool:
    """Whether the measure's deadline has passed and the waste is not stopped."""
    return exposure.state is ExposureState.MEASURE_SET and exposure.deadline is not None and exposure.deadline < today


# -- prevention rules and rechecks ------------------------------------------------------------------

NEXT_RULE: Mapping[RuleState, tuple[RuleState, ...]] = {
    RuleState.DRAFT: (RuleState.DISCUSSED, RuleState.WITHDRAWN),
    RuleState.DISCUSSED: (RuleState.APPROVED, RuleState.WITHDRAWN),
    RuleState.APPROVED: (RuleState.IN_FORCE, RuleState.WITHDRAWN),
    RuleState.IN_FORCE: (RuleState.REVISED, RuleState.REPEALED),
    RuleState.REVISED: (),
    RuleState.REPEALED: (),
    RuleState.WITHDRAWN: (),
}
"""The way of a rule (domain B5: 草案、讨论、批准、执行、修订/废止)."""

RECHECKS = (30, 90)
"""Stopped waste is looked at again after so many days; a default the office may depart from (domain B3)."""


def next_recheck(exposure: Exposure) -> date | None:
    """When stopped waste is to be rechecked next; None when it came again, or was looked at often enough."""
    done = len(exposure.rechecks)
    if exposure.state is not ExposureState.STOPPED or exposure.stopped_on is None or done >= len(RECHECKS):
        return None
    if any(line.again for line in exposure.rechecks):
        return None
    return exposure.stopped_on + timedelta(days=RECHECKS[done])


def next_inspection(rule: PreventionRule) -> date | None:
    """When a rule in force is to be inspected next: its cycle after the last inspection, or after it came into force.

    Where the month has no such day, the last day of the month stands for it.
    """
    if rule.state is not RuleState.IN_FORCE or rule.effective_from is None or rule.every is None:
        return None
    last = max((line.inspected_on for line in rule.inspections), default=rule.effective_from)
    if rule.cycle is CycleUnit.DAYS:
        return last + timedelta(days=rule.every)
    month = Month(last.year, last.month).plus(rule.every)
    days = month.days()
    return date(month.year, month.number, min(last.day, days))


def check_rule(rule: PreventionRule) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not rule.title.strip():
        raise KnownError(_("Write the title of the rule."), field="title")
    if rule.limit_at.strip() and rule.indicator is None:
        raise KnownError(_("Choose the indicator that the limit is for."), field="indicator")
    units = [line.unit for line in rule.units]
    if None in units:
        raise KnownError(_("Choose each unit in which the rule applies."), field="units")
    if len(set(units)) < len(units):
        raise KnownError(_("A unit stands twice."), field="units")
    days = (("drafted_on", rule.drafted_on), ("discussed_on", rule.discussed_on), ("approved_on", rule.approved_on),
            ("effective_from", rule.effective_from))  # fmt: skip
    last: date | None = None
    for field, day in days:
        if day is not None:
            not_before(day, last, field)
            last = day
    if rule.ended_on is not None:
        not_before(rule.ended_on, last, "ended_on")
    if rule.review_on is not None and rule.effective_from is not None:
        not_before(rule.review_on, rule.effective_from, "review_on")
    for line in rule.inspections:
        check_inspection(line, rule)


def check_ready(rule: PreventionRule) -> None:
    """Raise KnownError for the first thing a rule still lacks before it can be approved."""
    if not rule.text.strip():
        raise KnownError(_("Correct the rule first: it does not say anything yet."))
    if not rule.units:
        raise KnownError(_("Correct the rule first: write in which units it applies."))
    if not rule.owner.strip() and rule.responsible is None:
        raise KnownError(_("Correct the rule first: write who answers for it."))
    if rule.every is None:
        raise KnownError(_("Correct the rule first: write how often it is inspected."))


def check_inspection(line: Inspection, rule: PreventionRule) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not line.inspector.strip():
        raise KnownError(_("Write who inspected."), field="inspector")
    if rule.effective_from is None or line.inspected_on < rule.effective_from:
        raise KnownError(_("A rule is inspected while it is in force."), field="inspected_on")
    if rule.ended_on is not None and line.inspected_on > rule.ended_on:
        raise KnownError(_("A rule is inspected while it is in force."), field="inspected_on")
    if line.amount is not None and line.amount < 0:
        raise KnownError(_("A quantity, price or loss cannot be below zero."), field="amount")
    if line.finding is InspectionFinding.VIOLATION and not line.what.strip():
        raise KnownError(_("Write what was found."), field="what")
    if line.finding is InspectionFinding.OK and (line.amount or line.exposure is not None):
        raise KnownError(_("Where the rule was kept nothing was wasted: change the finding, or leave the amount empty."),
                         field="amount")
    if line.unit is not None and line.unit not in [each.unit for each in rule.units]:
        raise KnownError(_("The rule does not apply to this unit."), field="unit")


def over(value: int, limit: int, *, lower_is_better: bool) -> bool:
    """Whether a value is on the wrong side of a limit; exactly at the limit is within it."""
    return value > limit if lower_is_better else value < limit
