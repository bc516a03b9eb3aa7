"""What must hold of every meeting's minutes, and how its people and hours are counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.record import QUANTITY_SCALE, Quantity, Worded, changed
from unionoffice.core.words import _
from unionoffice.desks.meetings.records import Addendum, Correction, Minutes

M = TypeVar("M", bound=Minutes)

LONGEST = 12 * 60
"""A meeting of more minutes than this is a slip of the pen."""

NEXT: Mapping[str, tuple[str, ...]] = {
    "planned": ("held", "cancelled"),
    "held": ("confirmed", "cancelled"),
    "confirmed": ("filed", "voided"),
    "filed": ("voided",),
    "cancelled": (),
    "voided": (),
}
"""The states a meeting can go to from each state (domain.md B2): 计划, 已召开, 记录已核, 已归档; 取消."""

WAS_HELD = ("held", "confirmed", "filed")
"""The states of a meeting that took place."""

LOCKED = ("confirmed", "filed")
"""The states in which minutes are corrected by addenda only."""

_TIME = re.compile(r"(\d{1,2})(?:[:.时点](\d{1,2})?分?|(\d\d))?")


def time_of_day(text: str, field: str) -> str:
    """A time of day as the clerk wrote it, as HH:MM; empty stays empty.

    Takes "14:00", "8.30", "0830", "14", "14时30分". Raises KnownError at `field` when it is no time.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return ""
    found = _TIME.fullmatch(plain)
    if found:
        hour, minute = int(found[1]), int(found[2] or found[3] or 0)
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise KnownError(_("“{text}” is not a time of day. Write it as 14:30.", text=text.strip()), field=field)


def minutes_between(begins: str, ends: str) -> int | None:
    """The minutes from one time of day (HH:MM) to another, over midnight if need be; None when one is missing."""
    if not begins or not ends:
        return None
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (begins, ends))
    return (end - start) % (24 * 60)


def length(minutes: Minutes) -> int | None:
    """How many minutes people met: to the close, or to the planned end; None when the times are not written."""
    return minutes_between(minutes.begins, minutes.closed_at or minutes.ends)


def voters(minutes: Minutes) -> int:
    """How many people were present with a vote."""
    return sum(line.people for line in minutes.present)


def people(minutes: Minutes) -> int:
    """How many people took part, those without a vote among them."""
    return voters(minutes) + sum(line.people for line in minutes.attendees)


def hours(person_minutes: int | Fraction) -> Quantity:
    """Person-minutes as hours in ten-thousandths, half a ten-thousandth rounded up."""
    return Quantity(rounded(Fraction(person_minutes) * QUANTITY_SCALE / 60))


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def tidied(minutes: M) -> M:
    """The minutes with their times as HH:MM. Raises KnownError at the field that holds no time."""
    return changed(
        minutes,
        begins=time_of_day(minutes.begins, "begins"),
        ends=time_of_day(minutes.ends, "ends"),
        closed_at=time_of_day(minutes.closed_at, "closed_at"),
    )


def check_times(minutes: Minutes) -> None:
    """Raise KnownError when the end does not lie after the beginning, or lies too far from it."""
    for end, field in ((minutes.ends, "ends"), (minutes.closed_at, "closed_at")):
        between = minutes_between(minutes.begins, end)
        if between is not None and not 0 < between <= LONGEST:
            said = _("From {start} to {end}: one of the two cannot be right.", start=minutes.begins, end=end)
            raise KnownError(said, field=field)


def check_attendance(minutes: Minutes) -> None:
    """Raise KnownError for a line that names nobody, or counts nobody."""
    lists = (("present", minutes.present), ("absent", minutes.absent), ("attendees", minutes.attendees))
    for field, lines in lists:
        for line in lines:
            if not line.name.strip():
                raise KnownError(_("Write the name, or the group and its number of people."), field=field)
            if line.people < 1:
                raise KnownError(_("{name}: a group has at least one person.", name=line.name), field=field)


def check_resolutions(minutes: Minutes) -> None:
    """Raise KnownError for a resolution without words, or one that is due or done before the meeting."""
    for resolution in minutes.resolutions:
        if not resolution.text.strip():
            raise KnownError(_("Write down what was resolved."), field="resolutions")
        if resolution.due and resolution.due < minutes.held_on:
            raise KnownError(_("A resolution cannot be due before the session was held."), field="resolutions")
        if resolution.done_on and resolution.done_on < minutes.held_on:
            raise KnownError(_("A resolution cannot be carried out before the session was held."), field="resolutions")


def check_votes(minutes: Minutes) -> None:
    """Raise KnownError when more hands were counted than people were present with a vote."""
    for vote in minutes.votes:
        if not vote.motion.strip():
            raise KnownError(_("Write the motion that was voted on."), field="votes")
        if min(vote.in_favour, vote.against, vote.abstained) < 0:
            raise KnownError(_("A number of votes cannot be below zero."), field="votes")
        cast = vote.in_favour + vote.against + vote.abstained
        if cast > voters(minutes):
            raise KnownError(
                _("{cast} votes on “{motion}”, but only {present} people were present with a vote.",
                  cast=cast, motion=vote.motion, present=voters(minutes)), field="votes"
            )


def check_complete(minutes: Minutes) -> None:
    """Raise KnownError for the first thing that minutes of any kind still lack before they can be confirmed."""
    if not minutes.begins:
        raise KnownError(_("Write when the session began."), field="begins")
    if not minutes.closed_at:
        raise KnownError(_("Write when the session was closed."), field="closed_at")
    if not minutes.chair.strip():
        raise KnownError(_("Write who was in the chair."), field="chair")
    if not minutes.recorder.strip():
        raise KnownError(_("Write who kept the minutes."), field="recorder")
    if not minutes.present:
        raise KnownError(_("Write who was present, by name or by group and number."), field="present")


def with_addendum(minutes: M, asked: Correction) -> M:
    """Confirmed minutes with one more addendum. Raises KnownError when it says nothing, or stands before the last one."""
    if not asked.text.strip():
        raise KnownError(_("Write what is to be set right."), field="text")
    latest_day = max((line.written_on for line in minutes.addenda), default=minutes.confirmed_on)
    not_before(asked.written_on, latest_day, "written_on")
    return changed(minutes, addenda=(*minutes.addenda, Addendum(written_on=asked.written_on, text=asked.text.strip())))


def carried_out(minutes: M, line: int, done_on: date | None) -> M:
    """The minutes with the day on which the resolution of the id `line` was carried out; None: not after all.

    Raises KnownError when there is no such resolution, or the day stands before the meeting.
    """
    if not any(resolution.id == line for resolution in minutes.resolutions):
        raise KnownError(_("This resolution is no longer in the minutes."), field="number")
    if done_on is not None:
        not_before(done_on, minutes.held_on, "done_on")
    done = (changed(each, done_on=done_on) if each.id == line else each for each in minutes.resolutions)
    return changed(minutes, resolutions=tuple(done))


def with_days_kept(old: M, new: M) -> M:
    """Corrected minutes in which a resolution keeps the day it was carried out, which the page of the minutes does not ask."""
    days = {each.id: each.done_on for each in old.resolutions}
    return changed(new, resolutions=tuple(changed(each, done_on=days.get(each.id)) for each in new.resolutions))


def latest(*days: date | None) -> date | None:
    """The latest of some days; None when none is written."""
    return max((day for day in days if day is not None), default=None)


def not_before(day: date, earlier: date | None, field: str) -> None:
    """Raise KnownError when a step would be dated before what it follows."""
    if earlier is not None and day < earlier:
        raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=earlier), field=field)


def check_step(present: Worded, wanted: Worded, allowed: Iterable[str]) -> None:
    """Raise KnownError when the step cannot follow from the present state."""
    if type(present) is not type(wanted):
        raise BugError(f"{present!r} and {wanted!r} are states of different things")
    if wanted not in tuple(allowed):
        raise KnownError(_("This cannot become “{wanted}”: it now stands at “{present}”.", wanted=wanted, present=present))
