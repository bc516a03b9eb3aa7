"""What the office keeps of the struggle against waste: sessions with their minutes, and exposures of waste.

A *session* is a meeting on the one topic of waste, where workers criticise things and
arrangements, not persons. Its *minutes* are locked once they are confirmed; what must
be set right afterwards is an *addendum* with its date. A *speech* is anonymous unless
the speaker wished otherwise before the name was written. A *resolution* names the unit
that carries it out. A *non-voting attendee* sits in without a vote.

An *exposure* reports a loss that was seen; it needs no method, and so is not a
proposal, but can be *raised* to one. Its *estimated* loss is what was said at the
exposure, its *verified* loss what the check found; only the second is ever added up.

A *prevention rule* is what an exposure led to so that the waste does not come again: a written rule with an owner,
inspectors and a cycle of *inspections*. Its *limit* is a value of an indicator that must not be passed. A *recheck* looks,
30 and 90 days after waste was stopped, whether it came again.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_
from unionoffice.desks.meetings.records import Absent as Absent
from unionoffice.desks.meetings.records import Addendum as Addendum
from unionoffice.desks.meetings.records import Attendee as Attendee
from unionoffice.desks.meetings.records import CarryingOut as CarryingOut
from unionoffice.desks.meetings.records import Confirmation as Confirmation
from unionoffice.desks.meetings.records import Correction as Correction
from unionoffice.desks.meetings.records import Filing as Filing
from unionoffice.desks.meetings.records import Minutes
from unionoffice.desks.meetings.records import Present as Present
from unionoffice.desks.meetings.records import Resolution as Resolution
from unionoffice.desks.meetings.records import Speech as Speech
from unionoffice.desks.meetings.records import Vote as Vote


class SessionState(Worded):
    """How far a session has come."""

    PLANNED = "planned", N_("Planned")
    HELD = "held", N_("Session held")
    CONFIRMED = "confirmed", N_("Minutes confirmed")
    FILED = "filed", N_("Filed")
    CANCELLED = "cancelled", N_("Cancelled")
    VOIDED = "voided", N_("Voided")


class ExposureState(Worded):
    """How far an exposure has come."""

    REGISTERED = "registered", N_("Registered")
    VERIFIED = "verified", N_("Verified")
    UNFOUNDED = "unfounded", N_("Unfounded")
    MEASURE_SET = "measure_set", N_("Measure set")
    STOPPED = "stopped", N_("Stopped")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class WasteKind(Worded):
    """What is wasted, as the register of waste (浪费现象登记表) asks for it."""

    MATERIALS = "materials", N_("Raw materials")
    POWER = "power", N_("Fuel and power")
    HOURS = "hours", N_("Working hours, idle time")
    EQUIPMENT = "equipment", N_("Idle equipment")
    SCRAP = "scrap", N_("Scrap and rework")
    FUNDS = "funds", N_("Tied-up funds")
    STOCKS = "stocks", N_("Stocks")
    TRANSPORT = "transport", N_("Transport")
    OFFICE = "office", N_("Office expenses")
    OTHER = "other", N_("Other waste")


class LossPer(Worded):
    """The time a loss is stated for."""

    MONTH = "month", N_("a month")
    YEAR = "year", N_("a year")
    ONCE = "once", N_("once")


class Basis(Worded):
    """What a stated loss rests on."""

    MEASURED = "measured", N_("Measured")
    ESTIMATED = "estimated", N_("Estimated")
    UNKNOWN = "unknown", N_("Unknown")


class Session(Minutes):
    """One special criticism session against waste (反浪费专题鸣放会) with its minutes."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[SessionState, shown(N_("State"))] = SessionState.PLANNED
    topic: Annotated[str, shown(N_("Topic of the session"))]
    speeches: Annotated[tuple[Speech, ...], shown(N_("Speeches"))] = ()


class RuleState(Worded):
    """How far a prevention rule has come (草案、讨论、批准、执行、修订、废止)."""

    DRAFT = "draft", N_("Drafted")
    DISCUSSED = "discussed", N_("Discussed")
    APPROVED = "approved", N_("Approved")
    IN_FORCE = "in_force", N_("In force")
    REVISED = "revised", N_("Revised")
    REPEALED = "repealed", N_("Repealed")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class CycleUnit(Worded):
    """What the cycle of inspections is counted in."""

    DAYS = "days", N_("days")
    MONTHS = "months", N_("months")


class InspectionFinding(Worded):
    """What an inspection found."""

    OK = "ok", N_("As the rule says")
    VIOLATION = "violation", N_("Against the rule")


class Recheck(Record):
    """One look, after waste was stopped, whether it came again (复查)."""

    parent: int = 0
    place: int = 0
    checked_on: Annotated[date, shown(N_("Rechecked on"))]
    checked_by: Annotated[str, shown(N_("Rechecked by"), suggests="workers")] = ""
    again: Annotated[bool, shown(N_("The waste came again"))] = False
    finding: Annotated[str, shown(N_("Finding"), long=True)] = ""


class Exposure(Record):
    """One exposure of waste (浪费现象); money is in fen."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[ExposureState, shown(N_("State"))] = ExposureState.REGISTERED
    exposed_on: Annotated[date, shown(N_("Date of the exposure"))]
    session: Annotated[int | None, shown(N_("Exposed at the session"), ref="waste_sessions")] = None
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = True
    exposed_by: Annotated[str | None, shown(N_("Exposed by"), suggests="workers", private=True)] = None
    title: Annotated[str, shown(N_("What is wasted"), hint=N_("in a few words"))]
    kind: Annotated[WasteKind, shown(N_("Kind of waste"))] = WasteKind.MATERIALS
    unit: Annotated[int | None, shown(N_("Unit where it arises"), ref="units")] = None
    spot: Annotated[str, shown(N_("Place or machine"))] = ""
    description: Annotated[str, shown(N_("Description of the waste"), long=True)] = ""
    quantity: Annotated[Quantity | None, shown(N_("Quantity wasted"), ge=0)] = None
    measured_in: Annotated[str, shown(N_("Unit of measure"), hint=N_("kg, kWh, hours ..."))] = ""
    unit_price: Annotated[Fen | None, shown(N_("Unit price"), ge=0)] = None
    loss: Annotated[Fen | None, shown(N_("Estimated loss"), ge=0)] = None
    loss_per: Annotated[LossPer, shown(N_("Loss stated for"))] = LossPer.MONTH
    basis: Annotated[Basis, shown(N_("Basis"))] = Basis.ESTIMATED
    since: Annotated[str, shown(N_("Since when"))] = ""
    cause: Annotated[str, shown(N_("Cause"), long=True)] = ""
    responsible: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    verified_on: Annotated[date | None, shown(N_("Verified on"))] = None
    verified_by: Annotated[str, shown(N_("Verified by"), suggests="workers")] = ""
    verified_loss: Annotated[Fen | None, shown(N_("Verified loss"), ge=0)] = None
    verified_per: Annotated[LossPer, shown(N_("Verified for"))] = LossPer.MONTH
    finding: Annotated[str, shown(N_("Finding"), long=True)] = ""
    measure: Annotated[str, shown(N_("Measure"), long=True)] = ""
    measure_on: Annotated[date | None, shown(N_("Measure set on"))] = None
    deadline: Annotated[date | None, shown(N_("Deadline"))] = None
    result: Annotated[str, shown(N_("Result"), long=True)] = ""
    stopped_on: Annotated[date | None, shown(N_("Stopped on"))] = None
    recheck_on: Annotated[date | None, shown(N_("To be rechecked on"))] = None
    rechecks: Annotated[tuple[Recheck, ...], shown(N_("Rechecks"))] = ()
    withdrawn_on: Annotated[date | None, shown(N_("Withdrawn on"))] = None
    withdrawn_why: Annotated[str, shown(N_("Reason for withdrawing"), long=True)] = ""


class RuleUnit(Record):
    """One unit in which a rule applies."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None


class Inspector(Record):
    """One of those who inspect whether a rule is kept (工人监督岗): a worker of the roster, or a name."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("where the roster does not have it"))] = ""
    post: Annotated[str, shown(N_("Post"))] = ""


class Inspection(Record):
    """One inspection (检查): what was found, and the waste it led to, if any; money is in fen."""

    parent: int = 0
    place: int = 0
    inspected_on: Annotated[date, shown(N_("Inspected on"))]
    inspector: Annotated[str, shown(N_("Inspector"), suggests="workers")]
    unit: Annotated[int | None, shown(N_("Unit inspected"), ref="units")] = None
    finding: Annotated[InspectionFinding, shown(N_("Result"))] = InspectionFinding.OK
    amount: Annotated[Fen | None, shown(N_("Amount wasted"), ge=0)] = None
    what: Annotated[str, shown(N_("What was found"), long=True)] = ""
    exposure: Annotated[int | None, shown(N_("Registered as waste"), ref="waste_exposures")] = None


class PreventionRule(Record):
    """One rule of the system for supervising and preventing waste (监督和杜绝浪费的制度) with its inspections.

    `limit_at` is the limit as it is written, in the indicator's own way; `next_due` is reckoned by the office from the
    last inspection and the cycle, and stands only while the rule is in force.
    """

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[RuleState, shown(N_("State"))] = RuleState.DRAFT
    title: Annotated[str, shown(N_("Title of the rule"))]
    drafted_on: Annotated[date, shown(N_("Drafted on"))]
    text: Annotated[str, shown(N_("What the rule says"), long=True)] = ""
    units: Annotated[tuple[RuleUnit, ...], shown(N_("Where it applies"))] = ()
    responsible: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    owner: Annotated[str, shown(N_("Who answers for it"), suggests="workers")] = ""
    inspectors: Annotated[tuple[Inspector, ...], shown(N_("Inspectors"))] = ()
    indicator: Annotated[int | None, shown(N_("Indicator watched"), ref="indicators")] = None
    limit_at: Annotated[str, shown(N_("Limit"), hint=N_("as the indicator is written: 42.5, or 5:11:30"))] = ""
    every: Annotated[int | None, shown(N_("Inspected every"), ge=1, le=1000)] = None
    cycle: Annotated[CycleUnit, shown(N_("Counted in"))] = CycleUnit.MONTHS
    discussed_on: Annotated[date | None, shown(N_("Discussed on"))] = None
    discussion: Annotated[str, shown(N_("What the discussion said"), long=True)] = ""
    approved_on: Annotated[date | None, shown(N_("Approved on"))] = None
    approved_by: Annotated[str, shown(N_("Approved by"))] = ""
    effective_from: Annotated[date | None, shown(N_("In force from"))] = None
    review_on: Annotated[date | None, shown(N_("To be reviewed on"))] = None
    next_due: Annotated[date | None, shown(N_("Next inspection by"))] = None
    inspections: Annotated[tuple[Inspection, ...], shown(N_("Inspections"))] = ()
    revises: Annotated[int | None, shown(N_("Revision of"), ref="waste_rules")] = None
    revised_why: Annotated[str, shown(N_("Why it is revised"), long=True)] = ""
    ended_on: Annotated[date | None, shown(N_("No longer in force from"))] = None
    ended_why: Annotated[str, shown(N_("Reason for it"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


# -- what the steps ask for ---------------------------------------------------------


class Holding(Record):
    """What is asked when a session was held."""

    held_on: Annotated[date, shown(N_("Date of the session"))]
    begins: Annotated[str, shown(N_("Begins at"), hint=N_("time of day, such as 14:00"))] = ""
    closed_at: Annotated[str, shown(N_("Session closed at"), hint=N_("time of day, such as 15:30"))] = ""
    in_working_time: Annotated[bool, shown(N_("Inside working time"))] = False


class Ending(Record):
    """What is asked when a session is cancelled, minutes are voided, or an exposure is withdrawn."""

    day: Annotated[date, shown(N_("On"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Verification(Record):
    """What is asked when an exposure was checked and holds."""

    verified_on: Annotated[date, shown(N_("Verified on"))]
    verified_by: Annotated[str, shown(N_("Verified by"), suggests="workers")]
    verified_loss: Annotated[Fen, shown(N_("Verified loss"), ge=0)]
    verified_per: Annotated[LossPer, shown(N_("Verified for"))] = LossPer.MONTH
    finding: Annotated[str, shown(N_("Finding"), long=True)] = ""


class Refutation(Record):
    """What is asked when an exposure was checked and does not hold."""

    verified_on: Annotated[date, shown(N_("Verified on"))]
    verified_by: Annotated[str, shown(N_("Verified by"), suggests="workers")]
    finding: Annotated[str, shown(N_("Finding"), long=True)]


class MeasureSetting(Record):
    """What is asked when a measure is set."""

    measure_on: Annotated[date, shown(N_("Measure set on"))]
    measure: Annotated[str, shown(N_("Measure"), long=True)]
    responsible: Annotated[int, shown(N_("Responsible unit"), ref="units")]
    deadline: Annotated[date, shown(N_("Deadline"))]


class Stopping(Record):
    """What is asked when the waste was stopped."""

    stopped_on: Annotated[date, shown(N_("Stopped on"))]
    result: Annotated[str, shown(N_("Result"), long=True)]


class Discussing(Record):
    """What is asked when the draft of a rule was discussed."""

    discussed_on: Annotated[date, shown(N_("Discussed on"))]
    discussion: Annotated[str, shown(N_("What the discussion said"), long=True)]


class Approving(Record):
    """What is asked when a rule is approved."""

    approved_on: Annotated[date, shown(N_("Approved on"))]
    approved_by: Annotated[str, shown(N_("Approved by"))]


class PuttingInForce(Record):
    """What is asked when a rule comes into force."""

    effective_from: Annotated[date, shown(N_("In force from"))]
    review_on: Annotated[date | None, shown(N_("To be reviewed on"))] = None


class Reviewing(Record):
    """What is asked when a rule was reviewed and stays as it is."""

    reviewed_on: Annotated[date, shown(N_("Reviewed on"))]
    review_on: Annotated[date | None, shown(N_("Next review on"))] = None


class Revising(Record):
    """What is asked when a rule in force shall be revised."""

    drafted_on: Annotated[date, shown(N_("Drafted on"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class WasteNumber(Record):
    """The number of waste that led to a rule."""

    number: Annotated[str, shown(N_("Number"), hint=N_("such as LF-1958-0007"))]


class InspectionChoice(Record):
    """Which inspection found the waste that is to be registered; the first is 1."""

    inspection: Annotated[int, shown(N_("Inspection no."), ge=1)] = 1
