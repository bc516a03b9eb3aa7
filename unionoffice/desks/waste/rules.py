"""What must hold of sessions and exposures, and how people, hours and losses are counted."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
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
from unionoffice.desks.waste.records import Exposure, ExposureState, LossPer, Session

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


def is_overdue(exposure: Exposure, today: date) -> bool:
    """Whether the measure's deadline has passed and the waste is not stopped."""
    return exposure.state is ExposureState.MEASURE_SET and exposure.deadline is not None and exposure.deadline < today
