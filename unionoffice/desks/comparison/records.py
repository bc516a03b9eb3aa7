"""What the office keeps to compare, learn and catch up: groups of comparables, other plants' figures, catch-up plans.

A *group of comparables* (可比组) holds units of the same trade or equipment, units of the plant and *outside units*, those of
other plants, and says by which indicators they are compared. The *leader* (先进单位) is the best of a group by one
indicator in one period, never for good; the *average of the advanced* (平均先进) is the mean of those better than the mean.
A *gap* is written so that + means behind, whichever way is better. What would be *gained* is the gap turned into
physical units by the *volume* of a unit, and into yuan where a price is known. A member can be *left out* for a while,
while it is under trial or repair.

A *catch-up plan* (赶先进计划) ties a unit to the *partner* (对口单位) it learns from: its own value, the *target* agreed, the
leader's value, by when, by which measures, with what help. It is *reached* when the figures stand at the target or
better in several months in a row.

Values are kept as they are written, such as 5.62 or 5:11:30: exact, whatever the decimals of the indicator become.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_
from unionoffice.desks.roster.records import Level

TIMES_IN_A_ROW = 2
"""In how many months in a row a target must stand to count as reached (a default the office can edit in each plan)."""


class Turns(Worded):
    """How a gap turns into physical units."""

    NOT = "not", N_("no gain is reckoned")
    ITSELF = "itself", N_("the gap itself is the gain")
    TIMES = "times", N_("gap × volume ÷ “per”")
    OUTPUT = "output", N_("the volume is the output, and changes in proportion")


class Why(Worded):
    """Why a unit is left out of a comparison for a while."""

    TRIAL = "trial", N_("under trial")
    REPAIR = "repair", N_("under repair")
    OTHER = "other", N_("for another reason")


class PlanState(Worded):
    """How far a catch-up plan has come (订立、进行、已赶上、未达、延期)."""

    DRAWN_UP = "drawn_up", N_("Plan agreed")
    RUNNING = "running", N_("Running")
    POSTPONED = "postponed", N_("Postponed")
    REACHED = "reached", N_("Caught up")
    NOT_REACHED = "not_reached", N_("Not reached")
    WITHDRAWN = "withdrawn", N_("Plan withdrawn")


OPEN = (PlanState.RUNNING, PlanState.POSTPONED)
"""A plan under way: a postponed one runs on, with a later day."""


# -- other plants ------------------------------------------------------------------------


class OutsideFigure(Record):
    """One figure of an outside unit, with its source."""

    parent: int = 0
    place: int = 0
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    period: Annotated[str, shown(N_("Month or year"), hint=N_("such as 1958-02, 1956-H1 or 1955"))]
    value: Annotated[str, shown(N_("Value"))]
    source: Annotated[str, shown(N_("Source of the figure"), hint=N_("newspaper and day, report, visit"))] = ""
    dated: Annotated[date | None, shown(N_("Source dated"))] = None


class OutsideUnit(Record):
    """One unit of another plant that ours are compared with."""

    name: Annotated[str, shown(N_("Outside unit"), hint=N_("such as 一号高炉; may be the whole plant"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    plant: Annotated[str, shown(N_("Of which plant"))] = ""
    plant_english: Annotated[str, shown(N_("Plant in English"), hint=N_("for English papers; may stay empty"))] = ""
    figures: Annotated[tuple[OutsideFigure, ...], shown(N_("Its figures"))] = ()
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class OutsideEntry(Record):
    """One figure of an outside unit as a list says it, the unit by its names; as a row it is an OutsideFigure."""

    unit: Annotated[str, shown(N_("Outside unit"))]
    plant: Annotated[str, shown(N_("Of which plant"))] = ""
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    period: Annotated[str, shown(N_("Month or year"))]
    value: Annotated[str, shown(N_("Value"))]
    source: Annotated[str, shown(N_("Source of the figure"))] = ""
    dated: Annotated[date | None, shown(N_("Source dated"))] = None


# -- groups of comparables --------------------------------------------------------------------


class Member(Record):
    """One unit of the plant in a group."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int, shown(N_("Unit"), ref="units")]


class OutsideMember(Record):
    """One outside unit in a group."""

    parent: int = 0
    place: int = 0
    outside: Annotated[int, shown(N_("Outside unit"), ref="outside_units")]


class Compared(Record):
    """One indicator by which a group is compared, and how its gaps turn into physical units and yuan."""

    parent: int = 0
    place: int = 0
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    volume: Annotated[int | None, shown(N_("Volume (indicator)"), ref="indicators")] = None
    turns: Annotated[Turns, shown(N_("How a gap becomes a gain"))] = Turns.NOT
    per: Annotated[Quantity, shown(N_("per"), hint=N_("units of the volume: 1; 100 for percent"))] = Quantity(10_000)
    measure: Annotated[str, shown(N_("Gain counted in"), hint=N_("such as kWh, tonnes"))] = ""
    measure_english: Annotated[str, shown(N_("Gain counted in (English)"))] = ""
    price: Annotated[Fen | None, shown(N_("Price (yuan)"), ge=0)] = None
    price_for: Annotated[int, shown(N_("for so many"), ge=1)] = 1


class LeftOut(Record):
    """One member left out for some months, with the reason."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int, shown(N_("Unit"), ref="units")]
    first: Annotated[Month, shown(N_("From month"))]
    last: Annotated[Month | None, shown(N_("To month"))] = None
    why: Annotated[Why, shown(N_("Why left out"))] = Why.REPAIR
    note: Annotated[str, shown(N_("Note"))] = ""


class CompareGroup(Record):
    """One group of comparables (可比组)."""

    name: Annotated[str, shown(N_("Group of comparables"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    trade: Annotated[str, shown(N_("Same trade or equipment"), hint=N_("why they can be compared"))] = ""
    members: Annotated[tuple[Member, ...], shown(N_("Units compared"))] = ()
    outside: Annotated[tuple[OutsideMember, ...], shown(N_("Units of other plants"))] = ()
    compared: Annotated[tuple[Compared, ...], shown(N_("Indicators compared"))] = ()
    left_out: Annotated[tuple[LeftOut, ...], shown(N_("Left out for a while"))] = ()
    closed_on: Annotated[date | None, shown(N_("Compared until"))] = None
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


# -- catch-up plans ---------------------------------------------------------------------------


class PlanStep(Record):
    """One measure of a catch-up plan, with who does it and by when: a promise."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Measure"), long=True)]
    who: Annotated[str, shown(N_("Who does it"), suggests="workers")] = ""
    due: Annotated[date | None, shown(N_("By when"))] = None
    done_on: Annotated[date | None, shown(N_("Done on"))] = None


class PlanHelp(Record):
    """Help that a unit received for catching up."""

    parent: int = 0
    place: int = 0
    given_on: Annotated[date | None, shown(N_("Help given on"))] = None
    what: Annotated[str, shown(N_("Help received"), hint=N_("by whom, with what"))]
    people: Annotated[int, shown(N_("People"), ge=0, le=100_000)] = 0
    days: Annotated[Quantity | None, shown(N_("Days"), ge=0)] = None
    materials: Annotated[str, shown(N_("Materials given"))] = ""


class Postponement(Record):
    """One postponement: the day that stood before, and why it was moved."""

    parent: int = 0
    place: int = 0
    decided_on: Annotated[date, shown(N_("Postponed on"))]
    until_then: Annotated[date, shown(N_("Day before"))]
    by: Annotated[date, shown(N_("New day"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class CatchUpPlan(Record):
    """One catch-up plan (赶先进计划) of a unit with its partner."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[PlanState, shown(N_("State"))] = PlanState.DRAWN_UP
    title: Annotated[str, shown(N_("Catch-up plan"), hint=N_("may stay empty: unit, partner and indicator make it"))] = ""
    drawn_up_on: Annotated[date, shown(N_("Plan agreed on"))]
    unit: Annotated[int, shown(N_("Unit that catches up"), ref="units")]
    partner: Annotated[int | None, shown(N_("Partner unit"), ref="units")] = None
    partner_outside: Annotated[int | None, shown(N_("or a unit of another plant"), ref="outside_units")] = None
    compared_in: Annotated[int | None, shown(N_("Group of comparables"), ref="compare_groups")] = None
    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    own_value: Annotated[str, shown(N_("Own value"), hint=N_("where the unit stands now"))] = ""
    leader_value: Annotated[str, shown(N_("Leader's value"))] = ""
    target_value: Annotated[str, shown(N_("Agreed target"))]
    in_a_row: Annotated[int, shown(N_("Months in a row"), ge=1, le=12, hint=N_("so many at the target count as reached"))] = (
        TIMES_IN_A_ROW
    )
    by: Annotated[date, shown(N_("By when"))]
    steps: Annotated[tuple[PlanStep, ...], shown(N_("Measures"))] = ()
    help: Annotated[tuple[PlanHelp, ...], shown(N_("Help received"))] = ()
    started_on: Annotated[date | None, shown(N_("Running since"))] = None
    postponements: Annotated[tuple[Postponement, ...], shown(N_("Postponements"))] = ()
    ended_on: Annotated[date | None, shown(N_("Ended on"))] = None
    result: Annotated[str, shown(N_("Result"), long=True)] = ""


# -- what the steps ask for ---------------------------------------------------------------------


class AddUnits(Record):
    """What is asked to take many units into a group at once."""

    above: Annotated[int, shown(N_("All units below"), ref="units")]
    level: Annotated[Level, shown(N_("of the level"))] = Level.TEAM


class TakeOut(Record):
    """What is asked to take a unit out of a group."""

    unit: Annotated[int, shown(N_("Unit"), ref="units")]


class Closing(Record):
    """What is asked when a group is no longer compared."""

    day: Annotated[date, shown(N_("On"))]


class Starting(Record):
    """What is asked when a plan begins to run."""

    started_on: Annotated[date, shown(N_("Running since"))]


class StepDone(Record):
    """What is asked when a measure was carried out."""

    step: Annotated[int, shown(N_("Measure number"), ge=1, le=1_000)]
    done_on: Annotated[date, shown(N_("Done on"))]


class Ending(Record):
    """What is asked when a plan ends: reached, not reached, or withdrawn."""

    day: Annotated[date, shown(N_("On"))]
    result: Annotated[str, shown(N_("Result"), long=True)]


class Delay(Record):
    """What is asked when a plan is postponed."""

    decided_on: Annotated[date, shown(N_("Postponed on"))]
    by: Annotated[date, shown(N_("New day"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class LearnFrom(Record):
    """What is asked to tie a plan to the experience the unit learns."""

    experience: Annotated[int, shown(N_("Experience"), ref="experiences")]
