"""What must hold of sessions and exposures, and how people, hours and losses are counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import Fen
from unionoffice.core.record import QUANTITY_SCALE, Quantity, Worded
from unionoffice.core.words import _
from unionoffice.desks.waste.records import Exposure, ExposureState, LossPer, Session, SessionState

LONGEST = 12 * 60
"""A session of more minutes than this is a slip of the pen."""

NEXT_SESSION: dict[SessionState, tuple[SessionState, ...]] = {
    SessionState.PLANNED: (SessionState.HELD, SessionState.CANCELLED),
    SessionState.HELD: (SessionState.CONFIRMED, SessionState.CANCELLED),
    SessionState.CONFIRMED: (SessionState.FILED, SessionState.VOIDED),
    SessionState.FILED: (SessionState.VOIDED,),
    SessionState.CANCELLED: (),
    SessionState.VOIDED: (),
}
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

WAS_HELD = (SessionState.HELD, SessionState.CONFIRMED, SessionState.FILED)
"""The states of a session that took place."""

HOLDS = (ExposureState.VERIFIED, ExposureState.MEASURE_SET, ExposureState.STOPPED)
"""The states of an exposure that was checked and holds."""

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


def length(session: Session) -> int | None:
    """How many minutes the session took: to its close, or to the planned end; None when the times are not written."""
    return minutes_between(session.begins, session.closed_at or session.ends)


def voters(session: Session) -> int:
    """How many people were present with a vote."""
    return sum(line.people for line in session.present)


def people(session: Session) -> int:
    """How many people took part, those without a vote among them."""
    return voters(session) + sum(line.people for line in session.attendees)


def hours(person_minutes: int) -> Quantity:
    """Person-minutes as hours in ten-thousandths, half a ten-thousandth rounded up."""
    return Quantity(rounded(Fraction(person_minutes * QUANTITY_SCALE, 60)))


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


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
    for start, end, field in ((session.begins, session.ends, "ends"), (session.begins, session.closed_at, "closed_at")):
        minutes = minutes_between(start, end)
        if minutes is not None and not 0 < minutes <= LONGEST:
            raise KnownError(_("From {start} to {end}: one of the two cannot be right.", start=start, end=end), field=field)
    for field, lines in (("present", session.present), ("absent", session.absent), ("attendees", session.attendees)):
        for line in lines:
            if not line.name.strip():
                raise KnownError(_("Write the name, or the group and its number of people."), field=field)
            if line.people < 1:
                raise KnownError(_("{name}: a group has at least one person.", name=line.name), field=field)
    for speech in session.speeches:
        if not speech.text.strip():
            raise KnownError(_("Write down what was said."), field="speeches")
        if not speech.anonymous and not (speech.speaker or "").strip():
            raise KnownError(_("Write the speaker's name, or leave the speech anonymous."), field="speeches")
    for resolution in session.resolutions:
        if not resolution.text.strip():
            raise KnownError(_("Write down what was resolved."), field="resolutions")
        if resolution.due and resolution.due < session.held_on:
            raise KnownError(_("A resolution cannot be due before the session was held."), field="resolutions")
    check_votes(session)


def check_votes(session: Session) -> None:
    """Raise KnownError when more hands were counted than people were present with a vote."""
    for vote in session.votes:
        if not vote.motion.strip():
            raise KnownError(_("Write the motion that was voted on."), field="votes")
        if min(vote.in_favour, vote.against, vote.abstained) < 0:
            raise KnownError(_("A number of votes cannot be below zero."), field="votes")
        cast = vote.in_favour + vote.against + vote.abstained
        if cast > voters(session):
            raise KnownError(
                _("{cast} votes on “{motion}”, but only {present} people were present with a vote.",
                  cast=cast, motion=vote.motion, present=voters(session)), field="votes"
            )


def check_minutes(session: Session) -> None:
    """Raise KnownError for the first thing the minutes still lack before they can be confirmed."""
    check_session(session)
    if not session.begins:
        raise KnownError(_("Write when the session began."), field="begins")
    if not session.closed_at:
        raise KnownError(_("Write when the session was closed."), field="closed_at")
    if not session.chair.strip():
        raise KnownError(_("Write who was in the chair."), field="chair")
    if not session.recorder.strip():
        raise KnownError(_("Write who kept the minutes."), field="recorder")
    if not session.present:
        raise KnownError(_("Write who was present, by name or by group and number."), field="present")
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


def latest(*days: date | None) -> date | None:
    """The latest of some days; None when none is written."""
    return max((day for day in days if day is not None), default=None)


def not_before(day: date, earlier: date | None, field: str) -> None:
    """Raise KnownError when a step would be dated before what it follows."""
    if earlier is not None and day < earlier:
        raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=earlier), field=field)


def check_step(present: Worded, wanted: Worded, allowed: Iterable[Worded]) -> None:
    """Raise KnownError when the step cannot follow from the present state."""
    if type(present) is not type(wanted):
        raise BugError(f"{present!r} and {wanted!r} are states of different things")
    if wanted not in allowed:
        raise KnownError(_("This cannot become “{wanted}”: it now stands at “{present}”.", wanted=wanted, present=present))


def is_overdue(exposure: Exposure, today: date) -> bool:
    """Whether the measure's deadline has passed and the waste is not stopped."""
    return exposure.state is ExposureState.MEASURE_SET and exposure.deadline is not None and exposure.deadline < today
