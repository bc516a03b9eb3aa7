"""What the office keeps of the plan: its discussion among the groups, and the targets that come out of it.

A *discussion* (计划讨论) begins with the *draft* of the state plan for one indicator of one unit and one period. A *voice* is
a proposal, an objection or a piece of evidence that a group or unit brought, with its figure, its reason and the
answer; it is kept by group and unit, not by person. A *measure* is what was promised so that the figure can be reached.
The *decided* figure ends the discussion; an *effect* is what it brings in a year, reckoned from the figures.

A *target* (指标任务) is what a unit is to reach in a period, with its *breakdown* month by month. The actual figures are
those of the Figures desk: they are entered once. A *revision* keeps what stood before.

A figure is kept here as it was written ("5:11:30", "1,234.5") and read exactly: correcting an indicator's decimals
later cannot change what was said or decided.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.period import Month
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_


class DiscussionState(Worded):
    """How far a discussion has come (草案下达、发动讨论、小组指标、平衡、定案、执行)."""

    RECEIVED = "received", N_("Draft received")
    DISCUSSING = "discussing", N_("Being discussed")
    GROUPS = "groups", N_("Group figures in")
    RECONCILED = "reconciled", N_("Reconciled")
    DECIDED = "decided", N_("Decided")
    IN_FORCE = "in_force", N_("In force")
    CANCELLED = "cancelled", N_("Cancelled")


class VoiceKind(Worded):
    """What a voice brought."""

    PROPOSAL = "proposal", N_("Proposed figure")
    OBJECTION = "objection", N_("Objection")
    EVIDENCE = "evidence", N_("Evidence")


class EffectWay(Worded):
    """How the effect of a year is reckoned."""

    DIFFERENCE = "difference", N_("from the draft to the decision, both figures known")
    PROPORTION = "proportion", N_("in proportion to the indicator, as in the same hours")
    RATE = "rate", N_("so much for each unit gained (each minute, where it is a time)")


class TargetState(Worded):
    """How far a target has come."""

    RUNNING = "running", N_("Running")
    REVISED = "revised", N_("Revised")
    MET = "met", N_("Met")
    MISSED = "missed", N_("Missed")
    CANCELLED = "cancelled", N_("Cancelled")


class Spread(Worded):
    """How the target of a period is broken down by month."""

    EVEN = "even", N_("evenly")
    LAST_YEAR = "last_year", N_("as last year's actual figures ran")
    FIGURES = "figures", N_("as the plan in the monthly figures")
    BY_HAND = "by_hand", N_("typed month by month")


class Voice(Record):
    """One proposal, objection or piece of evidence: by which group or unit, its figure, reason, and the answer to it."""

    parent: int = 0
    place: int = 0
    kind: Annotated[VoiceKind, shown(N_("Kind of voice"))] = VoiceKind.PROPOSAL
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    circle: Annotated[str, shown(N_("Group or circle"), hint=N_("where it is no unit of the roster"))] = ""
    value: Annotated[str, shown(N_("Figure"))] = ""
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = True
    name: Annotated[str | None, shown(N_("Brought by"), suggests="workers", private=True)] = None
    reason: Annotated[str, shown(N_("Grounds"), long=True)] = ""
    answer: Annotated[str, shown(N_("Answer"), long=True)] = ""


class PlanMeasure(Record):
    """One measure that was promised in the discussion: what, by which unit, who answers for it, by when, done when."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Promised measure"))] = ""
    unit: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    owner: Annotated[str, shown(N_("Who answers for it"), suggests="workers")] = ""
    due: Annotated[date | None, shown(N_("By when"))] = None
    done_on: Annotated[date | None, shown(N_("Done on"))] = None


class Effect(Record):
    """One effect of a year: what changes, measured how, and the figures it is reckoned from."""

    parent: int = 0
    place: int = 0
    what: Annotated[str, shown(N_("What changes"), hint=N_("output, gross output, cost result ..."))] = ""
    english: Annotated[str, shown(N_("English name"))] = ""
    measure: Annotated[str, shown(N_("Unit of measure"))] = ""
    measure_english: Annotated[str, shown(N_("Unit of measure in English"))] = ""
    way: Annotated[EffectWay, shown(N_("How it is reckoned"))] = EffectWay.DIFFERENCE
    at_draft: Annotated[Quantity | None, shown(N_("A year at the draft"))] = None
    at_decision: Annotated[Quantity | None, shown(N_("A year at the decision"))] = None
    per_unit: Annotated[Quantity | None, shown(N_("For each unit gained"))] = None


class Discussion(Record):
    """One discussion of the plan (计划讨论): of an indicator, for a unit and a period."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[DiscussionState, shown(N_("State"))] = DiscussionState.RECEIVED
    title: Annotated[str, shown(N_("What is discussed"), hint=N_("may stay empty: unit, period and indicator"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    outside: Annotated[str, shown(N_("Unit of another plant"), hint=N_("as an example, with its source"))] = ""
    outside_english: Annotated[str, shown(N_("English name of that unit"))] = ""
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    period: Annotated[str, shown(N_("Period of the plan"), hint=N_("1958, 1958-H1, 1958-Q2 or 1958-04"))]
    received_on: Annotated[date, shown(N_("Draft received on"))]
    decide_by: Annotated[date | None, shown(N_("To be decided by"))] = None
    draft: Annotated[str, shown(N_("Draft of the state plan"))]
    source: Annotated[str, shown(N_("Source"))] = ""
    last_year: Annotated[str, shown(N_("Last year's actual"))] = ""
    best: Annotated[str, shown(N_("Best ever"))] = ""
    best_when: Annotated[str, shown(N_("Reached in"), hint=N_("such as 1956-Q4"))] = ""
    peers: Annotated[str, shown(N_("Best of comparable units"))] = ""
    peer: Annotated[str, shown(N_("Which unit"))] = ""
    discussed_on: Annotated[date | None, shown(N_("Discussion opened on"))] = None
    voices: Annotated[tuple[Voice, ...], shown(N_("Proposals, objections, evidence"))] = ()
    groups_on: Annotated[date | None, shown(N_("Group figures in on"))] = None
    reconciled_on: Annotated[date | None, shown(N_("Reconciled on"))] = None
    balance: Annotated[str, shown(N_("How it was reconciled"), long=True)] = ""
    measures: Annotated[tuple[PlanMeasure, ...], shown(N_("Promised measures"))] = ()
    decided: Annotated[str, shown(N_("Decided figure"))] = ""
    decided_on: Annotated[date | None, shown(N_("Decided on"))] = None
    decided_by: Annotated[str, shown(N_("Decided by"), hint=N_("a meeting or committee"))] = ""
    decided_why: Annotated[str, shown(N_("Reason where it is worse than the best"), long=True)] = ""
    effects: Annotated[tuple[Effect, ...], shown(N_("Effect of a year"))] = ()
    criticisms: Annotated[int | None, shown(N_("Opinions and criticisms raised"), ge=0, le=10_000_000)] = None
    criticisms_over: Annotated[bool, shown(N_("More than this number"))] = False
    in_force_on: Annotated[date | None, shown(N_("In force from"))] = None
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
    cancelled_on: Annotated[date | None, shown(N_("Cancelled on"))] = None
    cancelled_why: Annotated[str, shown(N_("Why it was cancelled"), long=True)] = ""


class TargetMonth(Record):
    """The target of one month."""

    parent: int = 0
    place: int = 0
    month: Annotated[Month, shown(N_("Month"))]
    value: Annotated[str, shown(N_("Target of the month"))] = ""


class Revision(Record):
    """What a target was before it was revised: its figure and breakdown, when and why it was changed."""

    parent: int = 0
    place: int = 0
    revised_on: Annotated[date, shown(N_("Revised on"))]
    before: Annotated[str, shown(N_("Target before"))]
    months_before: Annotated[str, shown(N_("Breakdown before"))] = ""
    reason: Annotated[str, shown(N_("Reason"))] = ""


class Target(Record):
    """What a unit is to reach in a period (指标任务), month by month. `ends_on` is the period's last day."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[TargetState, shown(N_("State"))] = TargetState.RUNNING
    title: Annotated[str, shown(N_("Target"))] = ""
    unit: Annotated[int, shown(N_("Unit"), ref="units")]
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    period: Annotated[str, shown(N_("Period of the plan"), hint=N_("1958, 1958-H1, 1958-Q2 or 1958-04"))]
    set_on: Annotated[date, shown(N_("Set on"))]
    discussion: Annotated[int | None, shown(N_("From the discussion"), ref="plan_discussions")] = None
    value: Annotated[str, shown(N_("Target of the whole period"))] = ""
    spread: Annotated[Spread, shown(N_("Broken down by month"))] = Spread.EVEN
    months: Annotated[tuple[TargetMonth, ...], shown(N_("Breakdown by month"))] = ()
    first_value: Annotated[str, shown(N_("First target"))] = ""
    revisions: Annotated[tuple[Revision, ...], shown(N_("Revisions"))] = ()
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
    ends_on: date = date(1, 1, 1)
    reached: Annotated[str, shown(N_("Reached"))] = ""
    settled_on: Annotated[date | None, shown(N_("Settled on"))] = None
    cancelled_on: Annotated[date | None, shown(N_("Cancelled on"))] = None
    cancelled_why: Annotated[str, shown(N_("Why it was cancelled"), long=True)] = ""


# -- what the steps ask for ---------------------------------------------------------


class OnDay(Record):
    """What is asked of a step that only needs its day."""

    day: Annotated[date, shown(N_("On"))]


class Reconciling(Record):
    """What is asked when the groups' figures were reconciled with each other and with the draft."""

    reconciled_on: Annotated[date, shown(N_("Reconciled on"))]
    balance: Annotated[str, shown(N_("How it was reconciled"), long=True)] = ""


class Decision(Record):
    """What is asked when the figure is decided."""

    decided: Annotated[str, shown(N_("Decided figure"))]
    decided_on: Annotated[date, shown(N_("Decided on"))]
    decided_by: Annotated[str, shown(N_("Decided by"), hint=N_("a meeting or committee"))]
    decided_why: Annotated[str, shown(N_("Reason where it is worse than the best"), long=True)] = ""


class WhyWorse(Record):
    """What is asked when a decided figure is worse than the best that was reached, and the reason is still missing."""

    decided_why: Annotated[str, shown(N_("Reason where it is worse than the best"), long=True)]


class Saying(Record):
    """What is asked when one more voice is written down."""

    kind: Annotated[VoiceKind, shown(N_("Kind of voice"))] = VoiceKind.PROPOSAL
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    circle: Annotated[str, shown(N_("Group or circle"), hint=N_("where it is no unit of the roster"))] = ""
    value: Annotated[str, shown(N_("Figure"))] = ""
    reason: Annotated[str, shown(N_("Grounds"), long=True)] = ""
    answer: Annotated[str, shown(N_("Answer"), long=True)] = ""


class Keeping(Record):
    """What is asked when a promised measure was carried out."""

    measure: Annotated[int, shown(N_("Number of the measure"), ge=1, le=1000)]
    done_on: Annotated[date, shown(N_("Done on"))]


class Ending(Record):
    """What is asked when a discussion or a target is cancelled."""

    day: Annotated[date, shown(N_("On"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Revising(Record):
    """What is asked when a target is revised; the month's breakdown follows as it did, or evenly."""

    revised_on: Annotated[date, shown(N_("Revised on"))]
    value: Annotated[str, shown(N_("Target of the whole period"))]
    spread: Annotated[Spread, shown(N_("Broken down by month"))] = Spread.EVEN
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class VoiceChoice(Record):
    """What is asked when a voice is made anonymous."""

    voice: Annotated[int, shown(N_("Number of the voice"), ge=1, le=1000)]
