"""What the office keeps of opinions and their correction: opinions, posters, and where each workshop stands.

An *opinion* (意见) is one item that was raised, about things and arrangements, not persons; it is anonymous unless
the raiser wished otherwise before the name was written. *Posters* (大字报) are counted in sheets (张), the
opinions on them in items (条): two different counts. The *responsible unit* owes a *reply* (答复) by its day, and what
the reply promises is *corrected*, *claimed done* and then *checked* by the union. Opinions of one content are
*merged* (并案): one is gone after, the others point to it. A *slip* with a code lets who stays anonymous ask for the answer.

A *debate* (辩论会) argues a *motion*: each *position* (for, against, others) has its *arguments* with evidence, kept by the
unit or group that brought them. Its minutes are those of every meeting, locked once they are confirmed.

The *movement* (整风) in a unit goes from airing views over debate and correction to the final check.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.period import Month
from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_
from unionoffice.desks.meetings.records import Minutes

# -- opinions ---------------------------------------------------------------------------


class Source(Worded):
    """By which channel an opinion came; forum, poster, blackboard and box are those named in 1957."""

    SESSION = "session", N_("Criticism session")
    POSTER = "poster", N_("Big-character poster")
    BOX = "box", N_("Suggestion box")
    FORUM = "forum", N_("Forum")
    BLACKBOARD = "blackboard", N_("Blackboard bulletin")
    VISIT = "visit", N_("Call at the workplace")
    DEBATE = "debate", N_("Debate")
    OTHER = "other", N_("Another way")


class Category(Worded):
    """What an opinion is about, as the register of corrections (整改登记表) asks for it."""

    PRODUCTION = "production", N_("Organisation of production")
    TECHNIQUE = "technique", N_("Technique and equipment")
    SUPPLY = "supply", N_("Supply of materials")
    SAFETY = "safety", N_("Safety and working conditions")
    RULES = "rules", N_("Rules and paperwork")
    MEETINGS = "meetings", N_("Meetings and reports")
    OTHER = "other", N_("Other matters")


class Way(Worded):
    """How an opinion is dealt with. The letters and their names are a default, not a law: an office's word list changes them."""

    AT_ONCE = "a", N_("A, corrected at once")
    BY_DATE = "b", N_("B, corrected by a date")
    EXPLAIN = "c", N_("C, explained")


class OpinionState(Worded):
    """How far an opinion has come."""

    REGISTERED = "registered", N_("Registered")
    ASSIGNED = "assigned", N_("Assigned")
    REPLIED = "replied", N_("Replied")
    CORRECTING = "correcting", N_("Under correction")
    DONE = "done", N_("Claimed done")
    CORRECTED = "corrected", N_("Corrected")
    EXPLAINED = "explained", N_("Explained")
    REFERRED = "referred", N_("Referred up")
    MERGED = "merged", N_("Merged")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class ToldBy(Worded):
    """How the raiser was told."""

    IN_PERSON = "in_person", N_("In person")
    SLIP = "slip", N_("By a reply slip")
    WALL = "wall", N_("On the answer wall")
    BOARD = "board", N_("On the notice board")
    MEETING = "meeting", N_("At a meeting")


class Check(Record):
    """One check of a correction by the union: whether it holds, and what was found."""

    parent: int = 0
    place: int = 0
    checked_on: Annotated[date, shown(N_("Checked on"))]
    checked_by: Annotated[str, shown(N_("Checked by"), suggests="workers")]
    corrected: Annotated[bool, shown(N_("It is corrected"))] = True
    finding: Annotated[str, shown(N_("Finding of the check"), long=True)] = ""


class Opinion(Record):
    """One opinion (意见) and what became of it."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[OpinionState, shown(N_("State"))] = OpinionState.REGISTERED
    raised_on: Annotated[date, shown(N_("Raised on"))]
    source: Annotated[Source, shown(N_("Came by"))] = Source.POSTER
    poster: Annotated[int | None, shown(N_("On the posters"), ref="opinion_posters")] = None
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = True
    raised_by: Annotated[str | None, shown(N_("Raised by"), suggests="workers", private=True)] = None
    people: Annotated[int, shown(N_("How many raised it"), ge=1, le=100_000)] = 1
    unit: Annotated[int | None, shown(N_("Unit concerned"), ref="units")] = None
    category: Annotated[Category, shown(N_("What it is about"))] = Category.PRODUCTION
    summary: Annotated[str, shown(N_("The opinion"), hint=N_("in a few words"))]
    details: Annotated[str, shown(N_("In full"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
    assigned_on: Annotated[date | None, shown(N_("Passed on, on"))] = None
    responsible: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    by_union: Annotated[bool, shown(N_("The union itself answers for it"))] = False
    person: Annotated[str, shown(N_("Who answers for it"), suggests="workers")] = ""
    way: Annotated[Way | None, shown(N_("Class A, B or C"))] = None
    reply_due: Annotated[date | None, shown(N_("Reply due by"))] = None
    replied_on: Annotated[date | None, shown(N_("Replied on"))] = None
    reply: Annotated[str, shown(N_("Reply"), long=True)] = ""
    measure: Annotated[str, shown(N_("Measure"), long=True)] = ""
    planned_on: Annotated[date | None, shown(N_("To be done by"))] = None
    begun_on: Annotated[date | None, shown(N_("Begun on"))] = None
    done_on: Annotated[date | None, shown(N_("Done on"))] = None
    result: Annotated[str, shown(N_("What was put right"), long=True)] = ""
    checks: Annotated[tuple[Check, ...], shown(N_("Checks by the union"))] = ()
    corrected_on: Annotated[date | None, shown(N_("Found corrected on"))] = None
    referred_on: Annotated[date | None, shown(N_("Referred on"))] = None
    referred_to: Annotated[str, shown(N_("Referred to"))] = ""
    told_on: Annotated[date | None, shown(N_("Raiser told on"))] = None
    told_by: Annotated[ToldBy | None, shown(N_("Told how"))] = None
    slip_on: Annotated[date | None, shown(N_("Code slip given on"))] = None
    merged_into: Annotated[int | None, shown(N_("Merged into"), ref="opinions")] = None
    merged_on: Annotated[date | None, shown(N_("Merged on"))] = None
    ended_on: Annotated[date | None, shown(N_("Withdrawn on"))] = None
    ended_why: Annotated[str, shown(N_("Reason for withdrawing"), long=True)] = ""
    corrected_because: Annotated[
        str, shown(N_("Reason of the correction"), hint=N_("needed once the reply slip was handed out"))
    ] = ""
    state_before: OpinionState | None = None  # what a merged opinion goes back to when it is separated again
    slip: str = ""  # the salted slow hash of the slip's code with its parameters; the code itself is kept nowhere


class Posters(Record):
    """Big-character posters (大字报) put up by a unit on a day, counted in sheets; their opinions are counted apart."""

    number: Annotated[str, shown(N_("Number"))] = ""
    posted_on: Annotated[date, shown(N_("Put up on"))]
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    spot: Annotated[str, shown(N_("Where they hang"), hint=N_("wall of the canteen"))] = ""
    subject: Annotated[str, shown(N_("What they are about"), hint=N_("in a few words"))]
    sheets: Annotated[int, shown(N_("Sheets"), ge=1, le=1_000_000)] = 1
    counted: Annotated[
        int, shown(N_("Opinions only counted"), ge=0, le=1_000_000, hint=N_("those on them that are not entered one by one"))
    ] = 0
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
    voided_on: Annotated[date | None, shown(N_("Voided on"))] = None
    voided_why: Annotated[str, shown(N_("Reason for voiding"), long=True)] = ""


# -- where a unit stands in the movement ---------------------------------------------------


class Stage(Worded):
    """How far the movement has come in a unit."""

    NOT_BEGUN = "not_begun", N_("Not begun")
    AIRING = "airing", N_("Airing views")
    DEBATING = "debating", N_("Debating")
    CORRECTING = "correcting", N_("Correcting")
    CHECKED = "checked", N_("Checked")


class Turnout(Record):
    """How many people of the unit raised something in a month: a count only, never who."""

    parent: int = 0
    place: int = 0
    month: Annotated[Month, shown(N_("Month"))]
    people: Annotated[int, shown(N_("People who raised something"), ge=0, le=100_000)]
    heads: Annotated[int | None, shown(N_("People of the unit"), ge=1, le=100_000, hint=N_("empty: as in the roster"))] = None


class Movement(Record):
    """Where one unit stands in the movement, with the day each stage began."""

    unit: Annotated[int, shown(N_("Unit"), ref="units")]
    stage: Annotated[Stage, shown(N_("Stage"))] = Stage.NOT_BEGUN
    airing_on: Annotated[date | None, shown(N_("Airing began on"))] = None
    debating_on: Annotated[date | None, shown(N_("Debate began on"))] = None
    correcting_on: Annotated[date | None, shown(N_("Correction began on"))] = None
    checked_on: Annotated[date | None, shown(N_("Final check on"))] = None
    turnout: Annotated[tuple[Turnout, ...], shown(N_("How many took part"))] = ()
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


# -- what the steps on an opinion ask for ----------------------------------------------------


class Assignment(Record):
    """What is asked when an opinion is passed on to who must reply."""

    assigned_on: Annotated[date, shown(N_("Passed on, on"))]
    responsible: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    by_union: Annotated[bool, shown(N_("The union itself answers for it"))] = False
    person: Annotated[str, shown(N_("Who answers for it"), suggests="workers")] = ""
    way: Annotated[Way | None, shown(N_("Class A, B or C"))] = None
    reply_due: Annotated[date | None, shown(N_("Reply due by"), hint=N_("left empty, the office's term holds"))] = None


class Answer(Record):
    """What is asked when the responsible unit replied and promises a correction."""

    replied_on: Annotated[date, shown(N_("Replied on"))]
    way: Annotated[Way, shown(N_("Class A, B or C"))] = Way.AT_ONCE
    reply: Annotated[str, shown(N_("Reply"), long=True)]
    measure: Annotated[str, shown(N_("Measure"), long=True)] = ""
    planned_on: Annotated[date | None, shown(N_("To be done by"), hint=N_("class A: the office's term, if empty"))] = None
    person: Annotated[str, shown(N_("Who answers for it"), suggests="workers")] = ""


class Explanation(Record):
    """What is asked when it cannot be done and that is explained."""

    replied_on: Annotated[date, shown(N_("Replied on"))]
    reply: Annotated[str, shown(N_("Why it cannot be done"), long=True)]


class Referral(Record):
    """What is asked when only a higher body can decide."""

    referred_on: Annotated[date, shown(N_("Referred on"))]
    referred_to: Annotated[str, shown(N_("Referred to"))]


class Beginning(Record):
    """What is asked when the correction is begun."""

    begun_on: Annotated[date, shown(N_("Begun on"))]


class Completion(Record):
    """What is asked when the responsible unit says that it is done."""

    done_on: Annotated[date, shown(N_("Done on"))]
    result: Annotated[str, shown(N_("What was put right"), long=True)]


class Approval(Record):
    """What is asked when the union checked the correction and it holds."""

    checked_on: Annotated[date, shown(N_("Checked on"))]
    checked_by: Annotated[str, shown(N_("Checked by"), suggests="workers")]
    finding: Annotated[str, shown(N_("Finding of the check"), long=True)] = ""


class Reopening(Record):
    """What is asked when the check finds it not corrected: what was found, and the new day."""

    checked_on: Annotated[date, shown(N_("Checked on"))]
    checked_by: Annotated[str, shown(N_("Checked by"), suggests="workers")]
    finding: Annotated[str, shown(N_("Finding of the check"), long=True)]
    planned_on: Annotated[date, shown(N_("To be done by"))]


class Telling(Record):
    """What is asked when the raiser was told."""

    told_on: Annotated[date, shown(N_("Raiser told on"))]
    told_by: Annotated[ToldBy, shown(N_("Told how"))] = ToldBy.IN_PERSON


class Merging(Record):
    """What is asked when an opinion is merged into one of the same content."""

    into: Annotated[int, shown(N_("Merged into"), ref="opinions")]
    merged_on: Annotated[date, shown(N_("Merged on"))]


class Ending(Record):
    """What is asked when an opinion is withdrawn or posters are voided."""

    day: Annotated[date, shown(N_("On"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class SlipGiving(Record):
    """What is asked when a slip with a code is handed to who stays anonymous."""

    slip_on: Annotated[date, shown(N_("Code slip given on"))]


class SlipRenewal(Record):
    """What is asked when a spoilt or lost slip is replaced: the old code no longer opens anything."""

    slip_on: Annotated[date, shown(N_("Code slip given on"))]
    reason: Annotated[str, shown(N_("Reason"), hint=N_("the slip was spoilt by the printer"))]


class StageBeginning(Record):
    """What is asked when a unit enters the next stage of the movement."""

    day: Annotated[date, shown(N_("On"))]


# -- debates --------------------------------------------------------------------------------


class DebateState(Worded):
    """How far a debate has come."""

    PLANNED = "planned", N_("Planned")
    HELD = "held", N_("Debate held")
    CONFIRMED = "confirmed", N_("Minutes confirmed")
    FILED = "filed", N_("Filed")
    CANCELLED = "cancelled", N_("Cancelled")
    VOIDED = "voided", N_("Voided")


class Stand(Worded):
    """Where a position or an argument stands towards the motion."""

    FOR = "for", N_("For the motion")
    AGAINST = "against", N_("Against the motion")
    OTHER = "other", N_("Another position")


class Position(Record):
    """One position in a debate: what those hold who take it. One for, one against; others are told apart by their words."""

    parent: int = 0
    place: int = 0
    stand: Annotated[Stand, shown(N_("Position"))] = Stand.FOR
    text: Annotated[str, shown(N_("What it holds"))] = ""


class Argument(Record):
    """One argument with its evidence, kept by position and by the unit or group that brought it, never by person."""

    parent: int = 0
    place: int = 0
    stand: Annotated[Stand, shown(N_("Position"))] = Stand.FOR
    other: Annotated[str, shown(N_("Which other position"), hint=N_("as written above"))] = ""
    unit: Annotated[int | None, shown(N_("Brought by the unit"), ref="units")] = None
    from_group: Annotated[str, shown(N_("Or by the group"), hint=N_("a group, such as: turners of the second shift"))] = ""
    text: Annotated[str, shown(N_("Argument"), long=True)]
    evidence: Annotated[str, shown(N_("Evidence"), long=True)] = ""


class Debate(Minutes):
    """One debate (辩论会): a motion, positions with their arguments, a conclusion and what follows, and the minutes."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[DebateState, shown(N_("State"))] = DebateState.PLANNED
    motion: Annotated[str, shown(N_("The motion"), hint=N_("what is for and against"))]
    held_on: Annotated[date, shown(N_("Debated on"))]
    positions: Annotated[tuple[Position, ...], shown(N_("Positions"))] = ()
    arguments: Annotated[tuple[Argument, ...], shown(N_("Arguments"))] = ()
    conclusion: Annotated[str, shown(N_("Conclusion of the debate"), long=True)] = ""
    follows: Annotated[str, shown(N_("What follows from it"), long=True)] = ""


class DebateHolding(Record):
    """What is asked when a debate was held."""

    held_on: Annotated[date, shown(N_("Debated on"))]
    begins: Annotated[str, shown(N_("Begins at"), hint=N_("time of day, such as 14:00"))] = ""
    closed_at: Annotated[str, shown(N_("Session closed at"), hint=N_("time of day, such as 15:30"))] = ""
    in_working_time: Annotated[bool, shown(N_("Inside working time"))] = False


class Tying(Record):
    """What is asked when a record that stands in the book follows from a debate."""

    number: Annotated[str, shown(N_("Number of the record"), hint=N_("such as ZG-1958-0003"))]
