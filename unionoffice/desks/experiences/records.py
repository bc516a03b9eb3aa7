"""What the office keeps to learn from the advanced: experiences and their spread, visits, demonstrations, help, contracts.

An *experience* (先进经验、操作法) is a way of working that has proved better, written down so that others can do the same; it often
bears a person's name. Its *key points* are its steps in order. Its *spread* is one line for each *target unit*: when the
experience was introduced there, demonstrated, first used, what came of it, and the *deviations* from the original. A
*visit* goes to where things are done better; what is *taken home* is a promise with who does it, and by when. A
*demonstration* shows a method to those who shall use it. *Help* is people or materials lent to another unit. A *contract
of mutual help and learning* (互助互学合同) binds several plants: problems to solve together, experiences to spread.

Lengths of time are written h:mm:ss. A line of parties, problems or experiences may stand for several, with their number.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_

MOST = 100_000
"""No line stands for more people, plants, problems or experiences than this."""


class ExperienceState(Worded):
    """How far an experience has come (domain: 发现、总结、鉴定、推广、普遍采用、不宜推广)."""

    FOUND = "found", N_("Found")
    WRITTEN_UP = "written_up", N_("Written up")
    CONFIRMED = "confirmed", N_("Confirmed")
    PROMOTED = "promoted", N_("Being spread")
    ADOPTED = "adopted", N_("Generally adopted")
    NOT_SPREAD = "not_spread", N_("Not to be spread")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Better(Worded):
    """Which way the figure of an experience shall move."""

    LOWER = "lower", N_("lower is better")
    HIGHER = "higher", N_("higher is better")


class Outcome(Worded):
    """What a target unit made of an experience."""

    ADOPTED = "adopted", N_("Fully adopted")
    PARTLY = "partly", N_("Partly adopted")
    REFUSED = "refused", N_("Not taken over")


class VisitState(Worded):
    """How far a visit has come."""

    PLANNED = "planned", N_("Planned")
    DONE = "done", N_("Visit made")
    REPORTED = "reported", N_("Reported back")
    CLOSED = "closed", N_("Visit closed")
    CANCELLED = "cancelled", N_("Cancelled")


class DemonstrationKind(Worded):
    """A demonstration, or a match in which several show their skill (技术表演赛)."""

    DEMONSTRATION = "demonstration", N_("Demonstration")
    MATCH = "match", N_("Technical demonstration match")


class DemonstrationState(Worded):
    """How far a demonstration has come."""

    PLANNED = "planned", N_("Planned")
    HELD = "held", N_("Demonstration held")
    CANCELLED = "cancelled", N_("Cancelled")


class HelpKind(Worded):
    """What one unit helps another with."""

    PEOPLE = "people", N_("People lent")
    MATERIALS = "materials", N_("Materials given")


class HelpState(Worded):
    """How far help has come."""

    PLANNED = "planned", N_("Planned")
    UNDER_WAY = "under_way", N_("Under way")
    ENDED = "ended", N_("Ended")
    CANCELLED = "cancelled", N_("Cancelled")


class ContractState(Worded):
    """How far a contract of mutual help and learning has come."""

    DRAWN_UP = "drawn_up", N_("Drawn up")
    SIGNED = "signed", N_("Signed")
    RUNNING = "running", N_("Running")
    CONCLUDED = "concluded", N_("Concluded")
    TERMINATED = "terminated", N_("Terminated")


class Progress(Worded):
    """How far a problem, or the spreading of an experience, has come under a contract."""

    OPEN = "open", N_("Still open")
    UNDER_WAY = "under_way", N_("Under way")
    PARTLY = "partly", N_("Partly done")
    DONE = "done", N_("Done")
    GIVEN_UP = "given_up", N_("Dropped")


# -- experiences ----------------------------------------------------------------------


class Creator(Record):
    """One creator (创造者) of an experience: a worker of the roster, or a name from outside."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("where the roster does not have it"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    trade: Annotated[str, shown(N_("Trade"))] = ""


class Point(Record):
    """One key point (要点): a step of the method as it must be done."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Key point"), long=True)]


class BeforeAfter(Record):
    """One figure before and after, with the days of the two."""

    parent: int = 0
    place: int = 0
    what: Annotated[str, shown(N_("What was measured"))] = ""
    indicator: Annotated[int | None, shown(N_("Indicator"), ref="indicators")] = None
    measured_in: Annotated[str, shown(N_("Unit of measure"))] = ""
    before: Annotated[Quantity | None, shown(N_("Before"))] = None
    before_on: Annotated[date | None, shown(N_("measured on"))] = None
    after: Annotated[Quantity | None, shown(N_("After"))] = None
    after_on: Annotated[date | None, shown(N_("measured on"))] = None


class Spread(Record):
    """One target unit of an experience, and how far the experience has come there."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int | None, shown(N_("Target unit"), ref="units")] = None
    outside: Annotated[str, shown(N_("or a unit outside"))] = ""
    targeted_on: Annotated[date | None, shown(N_("Set as a target on"))] = None
    due: Annotated[date | None, shown(N_("Outcome due by"))] = None
    introduced_on: Annotated[date | None, shown(N_("Introduced on"))] = None
    demonstrated_on: Annotated[date | None, shown(N_("Demonstrated on"))] = None
    first_used_on: Annotated[date | None, shown(N_("First used on"))] = None
    outcome: Annotated[Outcome | None, shown(N_("What came of it there"))] = None
    outcome_on: Annotated[date | None, shown(N_("Outcome on"))] = None
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    before: Annotated[Quantity | None, shown(N_("Before"))] = None
    after: Annotated[Quantity | None, shown(N_("After"))] = None
    volume: Annotated[Quantity | None, shown(N_("Volume a month"), ge=0)] = None
    money: Annotated[Fen | None, shown(N_("Yuan saved a month"))] = None
    checked_on: Annotated[date | None, shown(N_("Checked on"))] = None
    deviations: Annotated[str, shown(N_("Deviations from the original"), long=True)] = ""


class Experience(Record):
    """One advanced experience with its card (先进经验推广卡) and its spread."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[ExperienceState, shown(N_("State"))] = ExperienceState.FOUND
    name: Annotated[
        str, shown(N_("Name of the experience"), hint=N_("often with a person's name: Wang's way of turning long screws"))
    ]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    found_on: Annotated[date, shown(N_("Found on"))]
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    origin: Annotated[str, shown(N_("or a plant outside"))] = ""
    creators: Annotated[tuple[Creator, ...], shown(N_("Creators"))] = ()
    trade: Annotated[str, shown(N_("Trade or equipment"))] = ""
    problem: Annotated[str, shown(N_("Problem it solves"), long=True)] = ""
    points: Annotated[tuple[Point, ...], shown(N_("Key points"))] = ()
    conditions: Annotated[str, shown(N_("What it needs"), long=True)] = ""
    results: Annotated[tuple[BeforeAfter, ...], shown(N_("Figures before and after"))] = ()
    effect: Annotated[str, shown(N_("Effect"), long=True)] = ""
    safety: Annotated[str, shown(N_("Safety notes"), long=True)] = ""
    source: Annotated[str, shown(N_("Source"), hint=N_("where it was published, with the year"))] = ""
    indicator: Annotated[int | None, shown(N_("Indicator it moves"), ref="indicators")] = None
    measured_in: Annotated[str, shown(N_("Figure compared"), hint=N_("such as minutes a piece; empty: as the indicator"))] = ""
    better: Annotated[Better, shown(N_("Direction"))] = Better.LOWER
    volume_in: Annotated[str, shown(N_("Volume counted in"), hint=N_("such as pieces"))] = ""
    effect_in: Annotated[str, shown(N_("Effect counted in"), hint=N_("what figure times volume makes, such as minutes"))] = ""
    written_by: Annotated[str, shown(N_("Written by"), suggests="workers")] = ""
    written_on: Annotated[date | None, shown(N_("Written up on"))] = None
    confirmed_by: Annotated[str, shown(N_("Confirmed by"))] = ""
    confirmed_on: Annotated[date | None, shown(N_("Confirmed on"))] = None
    promoted_on: Annotated[date | None, shown(N_("Spread since"))] = None
    adopted_on: Annotated[date | None, shown(N_("Generally adopted on"))] = None
    ended_on: Annotated[date | None, shown(N_("Ended on"))] = None
    ended_why: Annotated[str, shown(N_("Why it was ended"), long=True)] = ""
    correction: Annotated[str, shown(N_("Why it was corrected"))] = ""
    spread: Annotated[tuple[Spread, ...], shown(N_("Spread"))] = ()


# -- visits ------------------------------------------------------------------------------


class Visitor(Record):
    """One visitor: a worker of the roster, or a name."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("where the roster does not have it"))] = ""
    trade: Annotated[str, shown(N_("Trade"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None


class Gap(Record):
    """One gap that the visit is about: the own value beside theirs."""

    parent: int = 0
    place: int = 0
    indicator: Annotated[int | None, shown(N_("Indicator"), ref="indicators")] = None
    what: Annotated[str, shown(N_("or what is compared"))] = ""
    measured_in: Annotated[str, shown(N_("Unit of measure"))] = ""
    own: Annotated[Quantity | None, shown(N_("Our value"))] = None
    theirs: Annotated[Quantity | None, shown(N_("Their value"))] = None


class Seen(Record):
    """One thing that was seen."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("What was seen"), long=True)]


class TakenHome(Record):
    """One thing that is taken home: what is to be done, who does it, by when. A promise."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("What is taken home"), long=True)]
    who: Annotated[str, shown(N_("Who does it"), suggests="workers")] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    due: Annotated[date | None, shown(N_("By when"))] = None
    done_on: Annotated[date | None, shown(N_("Done on"))] = None
    dropped: Annotated[str, shown(N_("Given up because"))] = ""


class Visit(Record):
    """One visit to learn (参观访问), to a unit of the plant or to another plant."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[VisitState, shown(N_("State"))] = VisitState.PLANNED
    first_on: Annotated[date, shown(N_("From"))]
    last_on: Annotated[date, shown(N_("To"))]
    host: Annotated[int | None, shown(N_("Host unit"), ref="units")] = None
    host_name: Annotated[str, shown(N_("or a plant outside"))] = ""
    visiting: Annotated[int | None, shown(N_("Visiting unit"), ref="units")] = None
    visiting_name: Annotated[str, shown(N_("or a unit outside"))] = ""
    visitors: Annotated[tuple[Visitor, ...], shown(N_("Visitors"))] = ()
    purpose: Annotated[str, shown(N_("Purpose"), long=True)] = ""
    gaps: Annotated[tuple[Gap, ...], shown(N_("Gaps"))] = ()
    seen: Annotated[tuple[Seen, ...], shown(N_("Seen"))] = ()
    taken: Annotated[tuple[TakenHome, ...], shown(N_("Taken home"))] = ()
    result: Annotated[str, shown(N_("What came of it"), long=True)] = ""
    cost: Annotated[Fen | None, shown(N_("Cost"), ge=0, unit=N_("yuan"))] = None
    source: Annotated[str, shown(N_("Source"), hint=N_("where it was published, with the year"))] = ""
    reported_on: Annotated[date | None, shown(N_("Reported on"))] = None
    reported_to: Annotated[str, shown(N_("Reported to whom"))] = ""
    ended_on: Annotated[date | None, shown(N_("Closed or cancelled on"))] = None
    ended_why: Annotated[str, shown(N_("Why it was ended"), long=True)] = ""


# -- demonstrations --------------------------------------------------------------------------


class Watchers(Record):
    """Those who watched from one unit, with their number."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    name: Annotated[str, shown(N_("or a unit outside"))] = ""
    people: Annotated[int, shown(N_("People"), ge=1, le=MOST)] = 1


class Timing(Record):
    """One piece of work timed before and after, in h:mm:ss."""

    parent: int = 0
    place: int = 0
    what: Annotated[str, shown(N_("What was timed"))]
    before: Annotated[str, shown(N_("Time before"), hint=N_("h:mm:ss"))] = ""
    after: Annotated[str, shown(N_("Time after"), hint=N_("h:mm:ss"))] = ""


class Demonstration(Record):
    """One demonstration of a method (观摩表演), or a technical demonstration match."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[DemonstrationState, shown(N_("State"))] = DemonstrationState.PLANNED
    kind: Annotated[DemonstrationKind, shown(N_("Kind"))] = DemonstrationKind.DEMONSTRATION
    method: Annotated[str, shown(N_("Method shown"))]
    experience: Annotated[int | None, shown(N_("Experience shown"), ref="experiences")] = None
    demonstrator: Annotated[int | None, shown(N_("Demonstrator"), ref="workers")] = None
    demonstrator_name: Annotated[str, shown(N_("or by name"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    held_on: Annotated[date, shown(N_("Date"))]
    room: Annotated[str, shown(N_("Place"))] = ""
    watchers: Annotated[tuple[Watchers, ...], shown(N_("Watchers"))] = ()
    tried: Annotated[int, shown(N_("Tried it on the spot"), ge=0, le=MOST, unit=N_("people"))] = 0
    times: Annotated[tuple[Timing, ...], shown(N_("Times measured"))] = ()
    conclusion: Annotated[str, shown(N_("What it showed"), long=True)] = ""
    ended_on: Annotated[date | None, shown(N_("Cancelled on"))] = None
    ended_why: Annotated[str, shown(N_("Why it was ended"), long=True)] = ""


# -- help --------------------------------------------------------------------------------------


class Lent(Record):
    """One who was lent: a worker of the roster, or a name or a trade with the number of people."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name or group"), hint=N_("where the roster does not have it"))] = ""
    trade: Annotated[str, shown(N_("Trade"))] = ""
    people: Annotated[int, shown(N_("People"), ge=1, le=MOST)] = 1


class Material(Record):
    """One material, tool or drawing that was given or lent."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Material"))]
    quantity: Annotated[Quantity | None, shown(N_("Quantity"), ge=0)] = None
    measured_in: Annotated[str, shown(N_("Unit of measure"))] = ""
    back: Annotated[bool, shown(N_("to be returned"))] = False


class Help(Record):
    """Help from one unit to another (支援): people lent, or materials given."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[HelpState, shown(N_("State"))] = HelpState.PLANNED
    kind: Annotated[HelpKind, shown(N_("Kind of help"))] = HelpKind.PEOPLE
    purpose: Annotated[str, shown(N_("Purpose of the help"), hint=N_("in a few words"))]
    from_unit: Annotated[int | None, shown(N_("From unit"), ref="units")] = None
    from_name: Annotated[str, shown(N_("or a plant outside"))] = ""
    to_unit: Annotated[int | None, shown(N_("To unit"), ref="units")] = None
    to_name: Annotated[str, shown(N_("or a plant outside"))] = ""
    first_on: Annotated[date, shown(N_("From"))]
    last_on: Annotated[date | None, shown(N_("To"))] = None
    people: Annotated[tuple[Lent, ...], shown(N_("Who is lent"))] = ()
    materials: Annotated[tuple[Material, ...], shown(N_("Materials"))] = ()
    days: Annotated[int | None, shown(N_("Days worked"), ge=0, le=MOST, hint=N_("empty: all days from first to last"))] = None
    experience: Annotated[int | None, shown(N_("For the experience"), ref="experiences")] = None
    result: Annotated[str, shown(N_("Result"), long=True)] = ""
    ended_on: Annotated[date | None, shown(N_("Ended on"))] = None
    ended_why: Annotated[str, shown(N_("Why it was ended"), long=True)] = ""


# -- contracts of mutual help and learning ----------------------------------------------------------


class Party(Record):
    """One party of a contract; `plants` of them where one line stands for several."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Party"))]
    unit: Annotated[int | None, shown(N_("or one of our units"), ref="units")] = None
    plants: Annotated[int, shown(N_("How many plants"), ge=1, le=MOST)] = 1
    signed_by: Annotated[str, shown(N_("Signed by"))] = ""


class Problem(Record):
    """One problem to solve together, with what came of it; `problems` of them where one line stands for several."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Problem to solve"))]
    problems: Annotated[int, shown(N_("How many problems"), ge=1, le=MOST)] = 1
    whose: Annotated[str, shown(N_("Whose problem"))] = ""
    due: Annotated[date | None, shown(N_("By when"))] = None
    state: Annotated[Progress, shown(N_("State"))] = Progress.OPEN
    measured_in: Annotated[str, shown(N_("Unit of measure"))] = ""
    before: Annotated[Quantity | None, shown(N_("Before"))] = None
    after: Annotated[Quantity | None, shown(N_("After"))] = None
    result: Annotated[str, shown(N_("Result"), long=True)] = ""


class Promised(Record):
    """One experience to spread under a contract; `experiences` of them where one line stands for several."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Experience to spread"))]
    experiences: Annotated[int, shown(N_("How many experiences"), ge=1, le=MOST)] = 1
    experience: Annotated[int | None, shown(N_("its card"), ref="experiences")] = None
    giver: Annotated[str, shown(N_("From whom"))] = ""
    taker: Annotated[str, shown(N_("To whom"))] = ""
    state: Annotated[Progress, shown(N_("State"))] = Progress.OPEN


class LearningContract(Record):
    """One contract of mutual help and learning between plants (厂际互助互学合同) [S:19]."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[ContractState, shown(N_("State"))] = ContractState.DRAWN_UP
    title: Annotated[str, shown(N_("Contract"), hint=N_("between whom, about what"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    drawn_up_on: Annotated[date, shown(N_("Drawn up on"))]
    parties: Annotated[tuple[Party, ...], shown(N_("Parties"))] = ()
    problems: Annotated[tuple[Problem, ...], shown(N_("Problems to solve"))] = ()
    experiences: Annotated[tuple[Promised, ...], shown(N_("Experiences to spread"))] = ()
    duties: Annotated[str, shown(N_("What the parties undertake"), long=True)] = ""
    starts_on: Annotated[date | None, shown(N_("Takes effect on"))] = None
    ends_on: Annotated[date | None, shown(N_("Ends on"))] = None
    source: Annotated[str, shown(N_("Source"), hint=N_("where it was published, with the year"))] = ""
    signed_on: Annotated[date | None, shown(N_("Signed on"))] = None
    results: Annotated[str, shown(N_("Results under the contract"), long=True)] = ""
    concluded_on: Annotated[date | None, shown(N_("Concluded on"))] = None
    ended_on: Annotated[date | None, shown(N_("Terminated on"))] = None
    ended_why: Annotated[str, shown(N_("Why it was ended"), long=True)] = ""
    correction: Annotated[str, shown(N_("Why it was corrected"))] = ""


# -- what the steps ask for ---------------------------------------------------------------------------


class WritingUp(Record):
    """What is asked when an experience is written up: who wrote it, when."""

    written_on: Annotated[date, shown(N_("Written up on"))]
    written_by: Annotated[str, shown(N_("Written by"), suggests="workers")]


class Confirming(Record):
    """What is asked when an experience is confirmed (鉴定)."""

    confirmed_on: Annotated[date, shown(N_("Confirmed on"))]
    confirmed_by: Annotated[str, shown(N_("Confirmed by"))]


class Target(Record):
    """One unit that shall take an experience over."""

    parent: int = 0
    place: int = 0
    unit: Annotated[int | None, shown(N_("Target unit"), ref="units")] = None
    outside: Annotated[str, shown(N_("or a unit outside"))] = ""
    due: Annotated[date | None, shown(N_("Outcome due by"))] = None


class Promoting(Record):
    """What is asked when an experience is to be spread, or spread to further units."""

    day: Annotated[date, shown(N_("On"))]
    targets: Annotated[tuple[Target, ...], shown(N_("Target units"))] = ()


class OnDay(Record):
    """What is asked where a step needs its day alone."""

    day: Annotated[date, shown(N_("On"))]


class Ending(Record):
    """What is asked when something is not gone on with: the day and the reason."""

    day: Annotated[date, shown(N_("On"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Going(Record):
    """What is asked when a visit was made: from when to when."""

    first_on: Annotated[date, shown(N_("From"))]
    last_on: Annotated[date, shown(N_("To"))]


class Reporting(Record):
    """What is asked when the visitors reported to their team."""

    reported_on: Annotated[date, shown(N_("Reported on"))]
    reported_to: Annotated[str, shown(N_("Reported to whom"), hint=N_("which team, at which meeting"))]


class Keeping(Record):
    """What is asked when a thing taken home was done, or is given up."""

    line: Annotated[int, shown(N_("Number of the line"), ge=1, le=1000)]
    done_on: Annotated[date | None, shown(N_("Done on"))] = None
    dropped: Annotated[str, shown(N_("or given up because"))] = ""


class Choosing(Record):
    """What is asked when one of several things taken home is meant."""

    line: Annotated[int, shown(N_("Number of the line"), ge=1, le=1000)]


class Demonstrating(Record):
    """What is asked when a demonstration was held."""

    held_on: Annotated[date, shown(N_("Date"))]
    watchers: Annotated[tuple[Watchers, ...], shown(N_("Watchers"))] = ()
    tried: Annotated[int, shown(N_("Tried it on the spot"), ge=0, le=MOST, unit=N_("people"))] = 0
    times: Annotated[tuple[Timing, ...], shown(N_("Times measured"))] = ()
    conclusion: Annotated[str, shown(N_("What it showed"), long=True)] = ""


class HelpEnding(Record):
    """What is asked when help has ended."""

    last_on: Annotated[date, shown(N_("To"))]
    days: Annotated[int | None, shown(N_("Days worked"), ge=0, le=MOST, hint=N_("empty: all days from first to last"))] = None
    result: Annotated[str, shown(N_("Result"), long=True)] = ""


class ContractSigning(Record):
    """What is asked when a contract is signed: when, and for how long it holds."""

    signed_on: Annotated[date, shown(N_("Signed on"))]
    starts_on: Annotated[date, shown(N_("Takes effect on"))]
    ends_on: Annotated[date, shown(N_("Ends on"))]


class ContractProgress(Record):
    """What is asked when the course of a contract is written down: how far each problem and each experience has come."""

    problems: Annotated[tuple[Problem, ...], shown(N_("Problems to solve"))] = ()
    experiences: Annotated[tuple[Promised, ...], shown(N_("Experiences to spread"))] = ()


class ContractConclusion(Record):
    """What is asked when a contract is concluded."""

    concluded_on: Annotated[date, shown(N_("Concluded on"))]
    results: Annotated[str, shown(N_("Results under the contract"), long=True)]
