"""Labour competitions: who takes part, by which indicators they are measured, and the sheet that is published.

A *scheme* says before the competition begins who takes part, how it is scored and what is
awarded. *Points* of a cell are the indicator's weight times its completion, rounded once to
hundredths; the *total* is their sum. A *veto* takes a participant out of the ranking but leaves
its score. *Excused* is a participant who is not ranked for a stated reason. What is *published*
is frozen; a correction is a new *version* with a reason. Points are whole hundredths everywhere.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from unionoffice.core.record import QUANTITY_SCALE, Quantity, Record, Worded, shown
from unionoffice.core.words import N_

Side = Literal["plan", "actual"]


class CompetitionLevel(Worded):
    """Who competes with whom (厂际、车间、班组、同工种、个人)."""

    INTER_PLANT = "inter_plant", N_("between plants")
    WORKSHOP = "workshop", N_("between workshops")
    TEAM = "team", N_("between teams")
    SAME_TRADE = "same_trade", N_("within one trade")
    INDIVIDUAL = "individual", N_("between persons")


class State(Worded):
    """How far a competition is."""

    SCHEME = "scheme", N_("Scheme drawn up")
    ENTERED = "entered", N_("Participants entered")
    RUNNING = "running", N_("Under way")
    COMPLETE = "complete", N_("Data complete")
    SCORED = "scored", N_("Scored")
    REVIEWED = "reviewed", N_("Evaluated")
    PUBLISHED = "published", N_("Published")
    AWARDED = "awarded", N_("Awards given out")
    FILED = "filed", N_("Filed")
    CORRECTING = "correcting", N_("Being corrected")
    CANCELLED = "cancelled", N_("Cancelled")


class Scoring(Worded):
    """How completion is reckoned from plan and actual, according to which way is better."""

    COMPLETION = "completion", N_("higher: actual ÷ plan")
    MIRROR = "mirror", N_("lower: 2 − actual ÷ plan")
    RATIO = "ratio", N_("lower: plan ÷ actual")


class TieRule(Worded):
    """What decides between equal totals; who is still equal shares the place."""

    LISTED = "listed", N_("points by indicator, in the order of the scheme")
    NUMBERED = "numbered", N_("points by indicator, in the order of the tie-break numbers")
    SHARED = "shared", N_("nothing: equal totals share the place")


class Standing(Worded):
    """Whether a participant is in the ranking, and if not, why."""

    RANKED = "ranked", N_("ranked")
    VETOED = "vetoed", N_("out by veto")
    EXCUSED = "excused", N_("excused")
    INCOMPLETE = "incomplete", N_("incomplete")


class Participant(Record):
    """One participant: a unit or a worker of the roster, or somebody from outside (参赛单位或个人)."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    outside: Annotated[str, shown(N_("From outside"), hint=N_("a unit or person not in the roster"))] = ""
    category: Annotated[str, shown(N_("Class"))] = ""
    remark: Annotated[str, shown(N_("Remark"))] = ""


class SchemeIndicator(Record):
    """One indicator of the scheme (评比项目); with a link its figures can be taken from the monthly figures."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Indicator"))] = ""
    english: Annotated[str, shown(N_("English name"))] = ""
    measure: Annotated[str, shown(N_("Unit of measure"))] = ""
    measure_english: Annotated[str, shown(N_("Unit of measure in English"))] = ""
    weight: Annotated[Quantity, shown(N_("Marks"), ge=0)] = Quantity(0)
    scoring: Annotated[Scoring, shown(N_("How it is scored"))] = Scoring.COMPLETION
    decimals: Annotated[int, shown(N_("Decimals"), ge=0, le=6, hint=N_("0 to 6"))] = 0
    tie_order: Annotated[int | None, shown(N_("Tie-break number"), ge=1, hint=N_("1 is looked at first"))] = None
    figure: Annotated[int | None, shown(N_("Monthly figure"), ref="indicators")] = None


class Veto(Record):
    """One thing that takes a participant out of the ranking (一票否决项)."""

    parent: int = 0
    place: int = 0
    what: Annotated[str, shown(N_("Veto"))] = ""


class Award(Record):
    """One award foreseen, for the ranks from one to another (奖项)."""

    parent: int = 0
    place: int = 0
    title: Annotated[str, shown(N_("Title or award"))] = ""
    english: Annotated[str, shown(N_("English name"))] = ""
    from_rank: Annotated[int, shown(N_("From rank"), ge=1)] = 1
    to_rank: Annotated[int, shown(N_("To rank"), ge=1)] = 1


class Competition(Record):
    """One competition (劳动竞赛) with its scheme."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    name: Annotated[str, shown(N_("Name of the competition"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    level: Annotated[CompetitionLevel, shown(N_("Kind"))] = CompetitionLevel.WORKSHOP
    written_on: Annotated[date, shown(N_("Scheme dated"))]
    first: Annotated[date, shown(N_("Begins on"))]
    last: Annotated[date, shown(N_("Ends on"))]
    conditions: Annotated[str, shown(N_("Conditions"), long=True)] = ""
    committee: Annotated[str, shown(N_("Evaluation committee"))] = ""
    source: Annotated[str, shown(N_("Data come from"))] = ""
    data_due_on: Annotated[date | None, shown(N_("Data due on"))] = None
    evaluate_by: Annotated[date | None, shown(N_("Evaluation planned for"))] = None
    full_marks: Annotated[Quantity, shown(N_("Sum of the weights"), ge=1)] = Quantity(100 * QUANTITY_SCALE)
    tie_rule: Annotated[TieRule, shown(N_("Between equal totals decides"))] = TieRule.LISTED
    participants: Annotated[tuple[Participant, ...], shown(N_("Participants"))] = ()
    indicators: Annotated[tuple[SchemeIndicator, ...], shown(N_("Indicators"))] = ()
    vetoes: Annotated[tuple[Veto, ...], shown(N_("Vetoes"))] = ()
    awards: Annotated[tuple[Award, ...], shown(N_("Awards foreseen"))] = ()
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
    state: Annotated[State, shown(N_("State"))] = State.SCHEME
    evaluated_on: Annotated[date | None, shown(N_("Evaluated on"))] = None
    published_on: Annotated[date | None, shown(N_("Published on"))] = None
    version: Annotated[int, shown(N_("Version"))] = 0
    correction: Annotated[str, shown(N_("Reason of the correction"), long=True)] = ""
    awarded_on: Annotated[date | None, shown(N_("Awards given out on"))] = None
    filed_on: Annotated[date | None, shown(N_("Filed on"))] = None
    cancelled: Annotated[str, shown(N_("Why it was cancelled"), long=True)] = ""


class CellFigures(Record):
    """Plan and actual of one participant for one indicator, whole numbers in the indicator's last decimal."""

    competition: int
    participant: int
    indicator: int
    plan: int | None = None
    actual: int | None = None


class VetoMark(Record):
    """A veto that was found to hold against a participant."""

    competition: int
    participant: int
    veto: int
    reason: Annotated[str, shown(N_("Reason"))]
    document: Annotated[str, shown(N_("Document"))] = ""


class Excuse(Record):
    """Why a participant is not ranked though nothing is held against it."""

    competition: int
    participant: int
    reason: Annotated[str, shown(N_("Reason"))]


class Version(Record):
    """One published version: the whole score sheet as it was, as JSON."""

    competition: int
    version: Annotated[int, shown(N_("Version"))]
    published_on: Annotated[date, shown(N_("Published on"))]
    reason: Annotated[str, shown(N_("Reason of the correction"))] = ""
    snapshot: str


class Entry(msgspec.Struct, frozen=True):
    """One cell of the score sheet as the clerk leaves it: whose, for what, plan or actual, the figure or None."""

    participant: int
    indicator: int
    side: Side
    value: int | None


# -- the score sheet: what is worked out, shown, frozen and printed ---------------------


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the sheet: completion in hundredths of a percent, points in hundredths; None while they cannot be said.

    `trouble` says why points cannot be worked out though both figures are there.
    """

    plan: int | None = None
    actual: int | None = None
    completion: int | None = None
    points: int | None = None
    trouble: Literal["", "plan", "actual"] = ""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """A participant's score: cells in the order of the scheme, total in hundredths, rank, and what decided a tie."""

    participant: int
    cells: tuple[Cell, ...]
    total: int | None
    standing: Standing
    rank: int | None = None
    tie_key: tuple[int, ...] = ()
    tie_breaks: tuple[int, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why a participant is out of the ranking: the veto, or nothing for an excuse; the reason and the document."""

    veto: str
    reason: str
    document: str = ""


class SheetIndicator(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator as the sheet shows it."""

    id: int
    name: str
    english: str
    measure: str
    measure_english: str
    weight: int
    scoring: Scoring
    decimals: int
    clock: bool = False  # its figures are seconds, written as hours, minutes and seconds


class SheetAward(msgspec.Struct, frozen=True):
    """An award foreseen, as the sheet shows it."""

    title: str
    english: str
    from_rank: int
    to_rank: int


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A participant as the sheet shows it: the record of the roster behind it if there is one, its names, its score."""

    tbl: str
    row: int
    name: str
    english: str
    category: str
    scored: Scored
    reasons: tuple[Reason, ...] = ()
    awards: tuple[int, ...] = ()


class ScoreSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The whole score sheet (竞赛评分表), live or as published; rows in the order of the ranking, then those out of it."""

    competition: int
    number: str
    name: str
    english: str
    level: CompetitionLevel
    first: date
    last: date
    conditions: str
    committee: str
    source: str
    full_marks: int
    tie_rule: TieRule
    tie_order: tuple[int, ...]
    indicators: tuple[SheetIndicator, ...]
    awards: tuple[SheetAward, ...]
    rows: tuple[SheetRow, ...]
    evaluated_on: date | None = None
    published_on: date | None = None
    version: int = 0
    reason: str = ""


class PublishedStanding(msgspec.Struct, frozen=True, kw_only=True):
    """One participant of a published competition: total in hundredths of a point; rank None when out of the ranking."""

    tbl: str
    row: int
    name: str
    english: str
    rank: int | None
    total: int | None
    awards: tuple[str, ...]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A published competition for others: awards, the monthly summary."""

    competition: int
    number: str
    version: int
    name: str
    english: str
    first: date
    last: date
    published_on: date
    standings: tuple[PublishedStanding, ...]


# -- what a step asks -------------------------------------------------------------------


class Evaluation(Record):
    """What is asked when the committee evaluated the competition."""

    evaluated_on: Annotated[date, shown(N_("Evaluated on"))]


class Publication(Record):
    """What is asked when the results are published."""

    published_on: Annotated[date, shown(N_("Published on"))]


class OnDay(Record):
    """What is asked of a step that only needs its day."""

    day: Annotated[date, shown(N_("On"))]


class Because(Record):
    """What is asked of a step that needs its reason."""

    reason: Annotated[str, shown(N_("Reason"), long=True)]
