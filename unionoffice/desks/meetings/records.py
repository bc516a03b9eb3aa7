"""What every kind of meeting has in common: who was there, what was resolved and voted, minutes that are locked.

*Minutes* (会议记录) are written while or after people meet and are locked once they are
confirmed; what must be set right afterwards is an *addendum* with its date. A *resolution*
names the unit that carries it out, and is a promise: by when, and when it was *carried out*.
A *non-voting attendee* sits in without a vote. A meeting lies *inside working time* when it
takes people from their work. The tables lie with the desks whose meetings they are.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

import msgspec

from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_


class Present(Record):
    """Someone present with a vote (出席): one name, or a class of people with their number."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Name or group"), suggests="workers", hint=N_("a name, or: turners of the second shift"))]
    people: Annotated[int, shown(N_("People"), ge=1, le=100_000)] = 1


class Absent(Record):
    """Someone who was called and did not come (缺席), with the reason."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Name or group"), suggests="workers")]
    people: Annotated[int, shown(N_("People"), ge=1, le=100_000)] = 1
    reason: Annotated[str, shown(N_("Reason"))] = ""


class Attendee(Record):
    """Someone who sat in without a vote (列席)."""

    parent: int = 0
    place: int = 0
    name: Annotated[str, shown(N_("Name or group"), suggests="workers")]
    post: Annotated[str, shown(N_("Post"))] = ""
    people: Annotated[int, shown(N_("People"), ge=1, le=100_000)] = 1


class Speech(Record):
    """One speech (发言): what was said; by whom only where the speaker wished to be named."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Speech"), long=True)]
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = True
    speaker: Annotated[str | None, shown(N_("Speaker"), suggests="workers", private=True)] = None


class Resolution(Record):
    """One resolution (决议): what is to be done, by which unit, by when; the day it was carried out is written later."""

    parent: int = 0
    place: int = 0
    text: Annotated[str, shown(N_("Resolution"), long=True)]
    unit: Annotated[int | None, shown(N_("Responsible unit"), ref="units")] = None
    due: Annotated[date | None, shown(N_("By when"))] = None
    done_on: date | None = None


class Vote(Record):
    """One vote (表决): the motion and how many hands were for it, against it, or stayed down."""

    parent: int = 0
    place: int = 0
    motion: Annotated[str, shown(N_("Motion"))]
    in_favour: Annotated[int, shown(N_("In favour"), ge=0, le=100_000)] = 0
    against: Annotated[int, shown(N_("Against"), ge=0, le=100_000)] = 0
    abstained: Annotated[int, shown(N_("Abstained"), ge=0, le=100_000)] = 0


class Addendum(Record):
    """A dated correction to confirmed minutes (补正)."""

    parent: int = 0
    place: int = 0
    written_on: Annotated[date, shown(N_("Addendum of"))]
    text: Annotated[str, shown(N_("Addendum"), long=True)]


class Minutes(Record):
    """The minutes that every kind of meeting has (会议记录): each kind adds its own matter and its states."""

    held_on: Annotated[date, shown(N_("Date of the session"))]
    begins: Annotated[str, shown(N_("Begins at"), hint=N_("time of day, such as 14:00"))] = ""
    ends: Annotated[str, shown(N_("Ends at"), hint=N_("time of day, such as 15:30"))] = ""
    room: Annotated[str, shown(N_("Place"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    in_working_time: Annotated[bool, shown(N_("Inside working time"))] = False
    chair_post: Annotated[str, shown(N_("Post of the chair"))] = ""
    chair: Annotated[str, shown(N_("Chair"), suggests="workers")] = ""
    recorder: Annotated[str, shown(N_("Recorder"), suggests="workers")] = ""
    present: Annotated[tuple[Present, ...], shown(N_("Present with a vote"))] = ()
    absent: Annotated[tuple[Absent, ...], shown(N_("Absent"))] = ()
    attendees: Annotated[tuple[Attendee, ...], shown(N_("Non-voting attendees"))] = ()
    agenda: Annotated[str, shown(N_("Agenda"), long=True)] = ""
    resolutions: Annotated[tuple[Resolution, ...], shown(N_("Resolutions"))] = ()
    votes: Annotated[tuple[Vote, ...], shown(N_("Votes"))] = ()
    open_questions: Annotated[str, shown(N_("Open questions"), long=True)] = ""
    closed_at: Annotated[str, shown(N_("Session closed at"), hint=N_("time of day, such as 15:30"))] = ""
    confirmed_on: Annotated[date | None, shown(N_("Minutes confirmed on"))] = None
    filed_on: Annotated[date | None, shown(N_("Filed on"))] = None
    file_number: Annotated[str, shown(N_("Archive number"))] = ""
    ended_on: Annotated[date | None, shown(N_("Cancelled or voided on"))] = None
    ended_why: Annotated[str, shown(N_("Reason for it"), long=True)] = ""
    addenda: Annotated[tuple[Addendum, ...], shown(N_("Addenda"))] = ()


class MeetingTime(msgspec.Struct, frozen=True, kw_only=True):
    """How long how many people met: one meeting of any kind, for the question whether production waits for it.

    `tbl` and `row` are its record; `inside` says whether it lay inside working time. `minutes`, exact, is None where the
    times were not written: that is never guessed.
    """

    tbl: str
    row: int
    unit: int | None
    day: date
    minutes: Fraction | None
    people: int
    inside: bool


# -- what the steps ask for ---------------------------------------------------------


class Confirmation(Record):
    """What is asked when the minutes are confirmed."""

    confirmed_on: Annotated[date, shown(N_("Minutes confirmed on"))]


class Filing(Record):
    """What is asked when the minutes go to the files."""

    filed_on: Annotated[date, shown(N_("Filed on"))]
    file_number: Annotated[str, shown(N_("Archive number"))] = ""


class Correction(Record):
    """What is asked for an addendum to confirmed minutes."""

    written_on: Annotated[date, shown(N_("Addendum of"))]
    text: Annotated[str, shown(N_("Addendum"), long=True)]


class CarryingOut(Record):
    """What is asked when a resolution was carried out."""

    number: Annotated[int, shown(N_("Number of the resolution"), ge=1, le=1000)]
    done_on: Annotated[date | None, shown(N_("Done on"), hint=N_("empty: not carried out after all"))] = None
