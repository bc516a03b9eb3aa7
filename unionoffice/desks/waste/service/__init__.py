"""What a clerk does against waste: plan, hold, confirm and file sessions; register, verify, stop waste; keep names out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from unionoffice.core import numbering
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.kept import Traces
from unionoffice.core.money import Fen, format_money
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query, Sum
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.records import MeetingTime
from unionoffice.desks.meetings.service import names_hint as names_hint
from unionoffice.desks.waste import rules, store
from unionoffice.desks.waste.records import (
    CarryingOut,
    Confirmation,
    Correction,
    Ending,
    Exposure,
    ExposureState,
    Filing,
    Holding,
    InspectionFinding,
    MeasureSetting,
    Recheck,
    Refutation,
    Session,
    SessionState,
    Speech,
    Stopping,
    Verification,
    WasteKind,
)
from unionoffice.desks.waste.service import prevention

RAISED = store.RAISED
"""The kind of link from an exposure to the proposal it was raised to: the proposals desk makes it."""

EXPOSED_AT = N_("waste exposed at the session")
"""The kind of link from a session to an exposure made there."""

NUMBERS = "LF"
"""What the numbers of exposures begin with."""
EXPOSED_FROM = N_("exposed as waste")
"""The kind of link from another record, such as an opinion, to the exposure that grew out of it."""

CAME_AGAIN = N_("the waste came again as")
"""The kind of link from stopped waste to the exposure registered when it came again."""

MINUTES = "minutes"
"""The form of the minutes."""


SESSIONS = Query(
    store.SESSIONS,
    columns=(
        Column("number"), Column("held_on", label=N_("Date")), Column("topic", wide=True), Column("unit"), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('planned', 'held', 'confirmed')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in SessionState),
        Filter("waiting", N_("day has passed"), "state = 'planned' and held_on < :today", alert=True),
        Filter("promised", N_("resolution overdue"), store.PROMISE_BROKEN, alert=True),
    ),
    orders=(Order("latest", N_("latest first"), "held_on desc, id desc"), Order("held", N_("by date"), "held_on, id")),
    day="held_on",
    kind="HY",
)
EXPOSURES = Query(
    store.EXPOSURES,
    columns=(
        Column("number"), Column("title", wide=True), Column("unit", label=N_("Unit")), Column("deadline"), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('registered', 'verified', 'measure_set')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in ExposureState),
        Filter("overdue", N_("overdue"), "state = 'measure_set' and deadline < :today", alert=True),
        Filter("recheck", N_("recheck overdue"), store.RECHECK_DUE, alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "exposed_on desc, id desc"),
        Order("exposed", N_("by date"), "exposed_on, id"),
        Order("deadline", N_("by deadline"), "deadline, id"),
    ),
    day="exposed_on",
    kind=NUMBERS,
    sums=(Sum(N_("Estimated loss"), "loss"), Sum(N_("Verified loss"), "verified_loss")),
)


# -- sessions -----------------------------------------------------------------------


def enter_session(book: Book, session: Session) -> int:
    """Register a session, planned or already written up; give its id. Raises KnownError with the field at fault."""
    tidy = changed(
        _tidied(session), id=0, state=SessionState.PLANNED, confirmed_on=None, filed_on=None, file_number="", ended_on=None,
        ended_why="", addenda=(),
    )
    rules.check_session(tidy)
    with book.act(N_("Register session {no}"), no=_next_number(book, "HY", tidy.held_on)) as act:
        return store.save_session(act, changed(tidy, number=act.number("HY", tidy.held_on)))


def correct_session(book: Book, session: Session) -> Traces | None:
    """Correct a session or write its minutes, while they are not confirmed.

    A speech that becomes anonymous, or is taken out, takes its speaker's name out of the whole
    book with it (ask before with `gives_names_up`); then where the name may still stand is given.
    Raises KnownError with the field at fault, or when the minutes are locked.
    """
    old = store.session(book, session.id)
    if old.state not in (SessionState.PLANNED, SessionState.HELD):
        raise KnownError(_("These minutes are locked. Write an addendum with its date instead."))
    tidy = meetings.with_days_kept(old, changed(_tidied(session), number=old.number, state=old.state, addenda=old.addenda))
    rules.check_session(tidy)
    _check_exposed_at(book, old, tidy)
    clean = [_forget_speaker(book, old, speech.id) for speech in _names_given_up(old, tidy)]
    with book.act(N_("Correct session {no}"), no=old.number) as act:
        store.save_session(act, tidy)
    return _traces_of_session(book, old.id, clean=all(clean)) if clean else None


def gives_names_up(book: Book, record: Session | Exposure) -> bool:
    """Whether saving a corrected session or exposure takes a name out of the book for good."""
    if isinstance(record, Session):
        return bool(_names_given_up(store.session(book, record.id), record))
    return record.anonymous and bool(store.exposure(book, record.id).exposed_by)


def _names_given_up(old: Session, new: Session) -> list[Speech]:
    """The speeches whose speaker's name no longer stands with them."""
    named = {speech.id for speech in new.speeches if speech.speaker and not speech.anonymous}
    return [speech for speech in old.speeches if speech.speaker and speech.id not in named]


def _check_exposed_at(book: Book, old: Session, new: Session) -> None:
    """A session cannot be moved behind what was exposed at it."""
    if new.held_on <= old.held_on:
        return
    for row in store.exposed_at(book, old.id):
        exposure = store.exposure(book, row)
        if exposure.exposed_on < new.held_on:
            raise KnownError(
                _("Waste {no} was exposed at this session on {day}.", no=exposure.number, day=exposure.exposed_on), field="held_on"
            )


def hold(book: Book, row: int, asked: Holding) -> None:
    """Write down that a planned session was held: on which day, from when to when."""
    session = store.session(book, row)
    rules.check_step(session.state, SessionState.HELD, rules.NEXT_SESSION[session.state])
    held = changed(
        session, state=SessionState.HELD, held_on=asked.held_on, in_working_time=asked.in_working_time,
        begins=rules.time_of_day(asked.begins, "begins") or session.begins,
        closed_at=rules.time_of_day(asked.closed_at, "closed_at") or session.closed_at,
    )
    rules.check_session(held)
    _check_exposed_at(book, session, held)
    with book.act(N_("Session {no} was held"), no=session.number) as act:
        store.save_session(act, held)


def confirm(book: Book, row: int, asked: Confirmation) -> None:
    """Confirm the minutes: from now on they are locked. Cannot be undone. Raises KnownError for what they still lack."""
    session = store.session(book, row)
    rules.check_step(session.state, SessionState.CONFIRMED, rules.NEXT_SESSION[session.state])
    rules.check_minutes(session)
    rules.not_before(asked.confirmed_on, session.held_on, "confirmed_on")
    with book.act(N_("Confirm the minutes of session {no}"), final=True, no=session.number) as act:
        store.save_session(act, changed(session, state=SessionState.CONFIRMED, confirmed_on=asked.confirmed_on))


def file(book: Book, row: int, asked: Filing) -> None:
    """Put confirmed minutes to the files."""
    session = store.session(book, row)
    rules.check_step(session.state, SessionState.FILED, rules.NEXT_SESSION[session.state])
    rules.not_before(asked.filed_on, session.confirmed_on, "filed_on")
    with book.act(N_("File the minutes of session {no}"), no=session.number) as act:
        store.save_session(
            act, changed(session, state=SessionState.FILED, filed_on=asked.filed_on, file_number=asked.file_number.strip()))


def cancel(book: Book, row: int, asked: Ending) -> None:
    """Cancel a session whose minutes are not confirmed, with the reason; row and number stay."""
    _end_session(book, row, SessionState.CANCELLED, asked)


def void(book: Book, row: int, asked: Ending) -> None:
    """Void confirmed minutes, with the reason; row and number stay. Cannot be undone."""
    _end_session(book, row, SessionState.VOIDED, asked)


def _end_session(book: Book, row: int, state: SessionState, asked: Ending) -> None:
    session = store.session(book, row)
    rules.check_step(session.state, state, rules.NEXT_SESSION[session.state])
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    done = (None if session.state is SessionState.PLANNED else session.held_on, session.confirmed_on, session.filed_on)
    rules.not_before(asked.day, rules.latest(*done, *(line.written_on for line in session.addenda)), "day")
    label = N_("Cancel session {no}") if state is SessionState.CANCELLED else N_("Void the minutes of session {no}")
    with book.act(label, final=state is SessionState.VOIDED, no=session.number) as act:
        store.save_session(act, changed(session, state=state, ended_on=asked.day, ended_why=asked.reason.strip()))


def add_addendum(book: Book, row: int, asked: Correction) -> None:
    """Add a dated addendum to confirmed minutes: the only way to correct them."""
    session = store.session(book, row)
    if session.state not in (SessionState.CONFIRMED, SessionState.FILED):
        raise KnownError(_("An addendum belongs to confirmed minutes; these can still be corrected."))
    added = meetings.with_addendum(session, asked)
    with book.act(N_("Add to the minutes of session {no}"), no=session.number) as act:
        store.save_session(act, added)


def carry_out(book: Book, row: int, asked: CarryingOut) -> None:
    """Write down that a resolution of a session was carried out, also when the minutes are locked; or that it was not.

    Raises KnownError when there is no resolution of that number, or the day stands before the session.
    """
    session = store.session(book, row)
    line = session.resolutions[asked.number - 1].id if asked.number <= len(session.resolutions) else 0
    _carry_out(book, session, line, asked.done_on)


def keep_promise(book: Book, tbl: str, line: int, done_on: date | None) -> None:
    """Write down that a promise made at this desk was kept: `line` is the id of the resolution. Raises KnownError."""
    if tbl not in (store.SESSIONS.name, store.RESOLUTIONS.name):
        raise BugError(f"no promise of this desk stands in {tbl}")
    parent = store.session_of_resolution(book, line)
    if parent is None:
        raise KnownError(_("This resolution is no longer in the minutes."))
    _carry_out(book, store.session(book, parent), line, done_on)


def _carry_out(book: Book, session: Session, line: int, done_on: date | None) -> None:
    if session.state not in rules.WAS_HELD:
        raise KnownError(_("A resolution is carried out after the session was held."))
    done = meetings.carried_out(session, line, done_on)
    label = N_("A resolution of session {no} was carried out") if done_on else N_("A resolution of session {no} is open again")
    with book.act(label, no=session.number) as act:
        store.save_session(act, done)


def _next_number(book: Book, kind: str, day: date) -> str:
    return numbering.written(kind, day.year, book.next_running(kind, day.year))


def _tidied(session: Session) -> Session:
    """The session with its times as HH:MM, and no name left with an anonymous speech."""
    return changed(
        meetings.tidied(session),
        topic=session.topic.strip(),
        speeches=tuple(
            changed(speech, speaker=None if speech.anonymous else (speech.speaker or "").strip()) for speech in session.speeches
        ),
    )


# -- exposures ----------------------------------------------------------------------


def enter_exposure(book: Book, exposure: Exposure, came_from: tuple[str, int] | None = None) -> int:
    """Register an exposure of waste; give its id. `came_from` is the session it was made at, or what it grew out of, if any.

    Raises KnownError with the field at fault.
    """
    session = exposure.session
    if session is None and came_from is not None and came_from[0] == store.SESSIONS.name:
        session = came_from[1]
    tidy = changed(
        _tidied_exposure(exposure), id=0, session=session, state=ExposureState.REGISTERED, verified_on=None, verified_by="",
        verified_loss=None, finding="", measure="", measure_on=None, deadline=None, result="", stopped_on=None,
        withdrawn_on=None, withdrawn_why="", recheck_on=None, rechecks=(),
    )
    rules.check_exposure(tidy)
    _check_session_day(book, tidy)
    with book.act(N_("Register waste {no}"), no=_next_number(book, NUMBERS, tidy.exposed_on)) as act:
        row = store.save_exposure(act, changed(tidy, number=act.number(NUMBERS, tidy.exposed_on)))
        _tie_to_session(act, row, None, session)
        if came_from is not None:
            _tie_to_source(act, row, came_from)
        return row


def register_all(book: Book, exposures: Sequence[Exposure]) -> list[int]:
    """Register many exposures in one act, each as far as it has come, tied to no session; give their ids.

    Those that keep the number of another book (`Act.keep_numbers`) bear it already; the others are numbered in their turn.

    Raises KnownError for the first that cannot be.
    """
    with book.act(N_("Register {count} exposures of waste"), count=len(exposures)) as act:
        tidy = [changed(_tidied_exposure(exposure), id=0, session=None) for exposure in exposures]
        for exposure in tidy:
            rules.check_exposure(exposure)
        numbers = iter(act.numbers(NUMBERS, [exposure.exposed_on for exposure in tidy if not exposure.number]))
        return store.save_exposures(act, [changed(each, number=each.number or next(numbers)) for each in tidy])


def _tie_to_source(act: Act, row: int, came_from: tuple[str, int]) -> None:
    """Tie new waste to what it grew out of: an inspection, waste that came again, or another desk's record."""
    tbl, source = came_from
    if tbl == prevention.INSPECTIONS:
        parent = store.rule_of_inspection(act.book, source)
        if parent is None:
            raise KnownError(_("This entry is no longer in the book: it was taken back."))
        found = store.rule(act.book, parent)
        lines = tuple(changed(line, exposure=row) if line.id == source else line for line in found.inspections)
        store.save_rule(act, changed(found, inspections=lines))
        act.link(prevention.FOUND, (prevention.TABLE, parent), (store.EXPOSURES.name, row))
    elif tbl == store.EXPOSURES.name:
        act.link(CAME_AGAIN, came_from, (store.EXPOSURES.name, row))
    elif tbl != store.SESSIONS.name:
        act.link(EXPOSED_FROM, came_from, (store.EXPOSURES.name, row))


def correct_exposure(book: Book, exposure: Exposure) -> Traces | None:
    """Correct an exposure; what was verified, set and stopped is corrected with it, its state stays.

    When it becomes anonymous, the name goes out of the whole book (ask before with `gives_names_up`); then where
    it may still stand is given. Raises KnownError with the field at fault.
    """
    old = store.exposure(book, exposure.id)
    if old.state is ExposureState.WITHDRAWN:
        raise KnownError(_("This exposure was withdrawn; it is no longer changed."))
    tidy = changed(_tidied_exposure(exposure), number=old.number, state=old.state)
    tidy = changed(tidy, recheck_on=rules.next_recheck(tidy))
    _check_kept(old, tidy)
    rules.check_exposure(tidy)
    _check_session_day(book, tidy)
    clean = [_forget_exposer(book, old)] if gives_names_up(book, tidy) else []
    with book.act(N_("Correct waste {no}"), no=old.number) as act:
        store.save_exposure(act, tidy)
        _tie_to_session(act, tidy.id, old.session, tidy.session)
    return _traces_of_exposure(book, old.id, clean=all(clean)) if clean else None


def _check_session_day(book: Book, exposure: Exposure) -> None:
    """What was exposed at a session cannot be dated before it."""
    if exposure.session is None:
        return
    held_on = store.session(book, exposure.session).held_on
    if exposure.exposed_on < held_on:
        raise KnownError(
            _("Waste cannot be exposed at a session before it was held, on {day}.", day=held_on), field="exposed_on")


def _check_kept(old: Exposure, new: Exposure) -> None:
    """What a step has written down may be corrected, but not emptied."""
    for field in ("verified_on", "verified_loss", "measure_on", "deadline", "stopped_on", "measure", "responsible", "result"):
        if getattr(old, field) not in (None, "") and getattr(new, field) in (None, ""):
            raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)


def verify(book: Book, row: int, asked: Verification) -> None:
    """Write down that an exposure was checked and holds, and the loss that was found."""
    exposure = _stepped(book, row, ExposureState.VERIFIED)
    if not asked.verified_by.strip():
        raise KnownError(_("Write who checked it."), field="verified_by")
    if asked.verified_loss < 0:
        raise KnownError(_("A quantity, price or loss cannot be below zero."), field="verified_loss")
    verified = changed(
        exposure, state=ExposureState.VERIFIED, verified_on=asked.verified_on, verified_by=asked.verified_by.strip(),
        verified_loss=asked.verified_loss, verified_per=asked.verified_per, finding=asked.finding.strip(),
    )
    _save_step(book, N_("Verify waste {no}"), verified)


def refute(book: Book, row: int, asked: Refutation) -> None:
    """Write down that an exposure was checked and does not hold, with the reason."""
    exposure = _stepped(book, row, ExposureState.UNFOUNDED)
    if not asked.verified_by.strip():
        raise KnownError(_("Write who checked it."), field="verified_by")
    if not asked.finding.strip():
        raise KnownError(_("Write why it does not hold."), field="finding")
    refuted = changed(
        exposure, state=ExposureState.UNFOUNDED, verified_on=asked.verified_on, verified_by=asked.verified_by.strip(),
        finding=asked.finding.strip(),
    )
    _save_step(book, N_("Waste {no} proved unfounded"), refuted)


def set_measure(book: Book, row: int, asked: MeasureSetting) -> None:
    """Set the measure against verified waste: what, by which unit, by when."""
    exposure = _stepped(book, row, ExposureState.MEASURE_SET)
    if not asked.measure.strip():
        raise KnownError(_("Write the measure."), field="measure")
    wanted = changed(
        exposure, state=ExposureState.MEASURE_SET, measure_on=asked.measure_on, measure=asked.measure.strip(),
        responsible=asked.responsible, deadline=asked.deadline,
    )
    _save_step(book, N_("Set the measure against waste {no}"), wanted)


def stop(book: Book, row: int, asked: Stopping) -> None:
    """Write down that the waste was stopped, and with what result."""
    exposure = _stepped(book, row, ExposureState.STOPPED)
    if not asked.result.strip():
        raise KnownError(_("Write the result."), field="result")
    stopped = changed(exposure, state=ExposureState.STOPPED, stopped_on=asked.stopped_on, result=asked.result.strip())
    _save_step(book, N_("Waste {no} was stopped"), stopped)


def recheck(book: Book, row: int, asked: Recheck) -> None:
    """Write down a look at stopped waste: whether it came again. After 30 days comes the one after 90, then none."""
    exposure = store.exposure(book, row)
    if exposure.state is not ExposureState.STOPPED:
        raise KnownError(_("Only waste that was stopped is rechecked."))
    if asked.again and not asked.finding.strip():
        raise KnownError(_("Write how it came again."), field="finding")
    rules.not_before(asked.checked_on, rules.latest(exposure.stopped_on, *(line.checked_on for line in exposure.rechecks)),
                     "checked_on")
    line = changed(asked, id=0, parent=0, finding=asked.finding.strip(), checked_by=asked.checked_by.strip())
    _save_step(book, N_("Recheck waste {no}"), changed(exposure, rechecks=(*exposure.rechecks, line)))


def for_waste_again(exposure: Exposure) -> dict[str, object]:
    """What the form of new waste takes over from stopped waste that came again."""
    again = [line for line in exposure.rechecks if line.again]
    if not again:
        raise KnownError(_("No recheck has found that it came again."))
    return {
        "title": exposure.title, "kind": exposure.kind, "unit": exposure.unit, "spot": exposure.spot,
        "exposed_on": again[-1].checked_on, "description": again[-1].finding, "cause": exposure.cause,
        "responsible": exposure.responsible,
    }


def withdraw(book: Book, row: int, asked: Ending) -> None:
    """Withdraw an exposure with the reason; row and number stay."""
    exposure = _stepped(book, row, ExposureState.WITHDRAWN)
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    done = (exposure.exposed_on, exposure.verified_on, exposure.measure_on, exposure.stopped_on)
    rules.not_before(asked.day, rules.latest(*done), "day")
    withdrawn = changed(exposure, state=ExposureState.WITHDRAWN, withdrawn_on=asked.day, withdrawn_why=asked.reason.strip())
    _save_step(book, N_("Withdraw waste {no}"), withdrawn)


def _stepped(book: Book, row: int, state: ExposureState) -> Exposure:
    exposure = store.exposure(book, row)
    rules.check_step(exposure.state, state, rules.NEXT_EXPOSURE[exposure.state])
    return exposure


def _save_step(book: Book, label: str, exposure: Exposure) -> None:
    exposure = changed(exposure, recheck_on=rules.next_recheck(exposure))
    rules.check_exposure(exposure)
    with book.act(label, no=exposure.number) as act:
        store.save_exposure(act, exposure)


def _tidied_exposure(exposure: Exposure) -> Exposure:
    name = None if exposure.anonymous else (exposure.exposed_by or "").strip()
    return changed(exposure, title=exposure.title.strip(), exposed_by=name)


def _tie_to_session(act: Act, row: int, old: int | None, new: int | None) -> None:
    exposure = (store.EXPOSURES.name, row)
    if old and old != new:
        act.unlink(EXPOSED_AT, (store.SESSIONS.name, old), exposure)
    if new:
        act.link(EXPOSED_AT, (store.SESSIONS.name, new), exposure)


def can_be_raised(exposure: Exposure) -> bool:
    """Whether an exposure can be raised to a proposal: not when it was withdrawn or proved unfounded."""
    return exposure.state not in (ExposureState.UNFOUNDED, ExposureState.WITHDRAWN)


def for_proposal(exposure: Exposure) -> dict[str, object]:
    """What the form of a new proposal takes over from an exposure: its title, its unit, the present state.

    Raises KnownError when it was withdrawn or proved unfounded.
    """
    if not can_be_raised(exposure):
        raise KnownError(_("Only waste that stands can be raised to a proposal."))
    parts = [exposure.description.strip() or exposure.title]
    if exposure.spot:
        parts.append(_("Place or machine: {spot}", spot=exposure.spot))
    if exposure.cause:
        parts.append(_("Cause: {cause}", cause=exposure.cause))
    if exposure.verified_loss is not None:
        amount = format_money(exposure.verified_loss)
        parts.append(_("Verified loss: {amount} yuan {per}", amount=amount, per=exposure.verified_per))
    elif exposure.loss is not None:
        parts.append(_("Estimated loss: {amount} yuan {per}", amount=format_money(exposure.loss), per=exposure.loss_per))
    return {"title": exposure.title, "unit": exposure.unit, "problem": "\n".join(parts)}


# -- anonymity ------------------------------------------------------------------------


def make_anonymous(book: Book, row: int, speech: int) -> Traces:
    """Make a speech of a session anonymous for good, in the book, its journal and its index, also in locked minutes.

    Cannot be undone. Gives where the name may still stand. Raises KnownError when the speech is
    not among the session's, or is anonymous already.
    """
    session = store.session(book, row)
    found = next((line for line in session.speeches if line.id == speech), None)
    if found is None:
        raise KnownError(_("This speech is no longer in the minutes."))
    if not found.speaker:
        raise KnownError(_("This speech is anonymous already."))
    return _traces_of_session(book, row, clean=_forget_speaker(book, session, speech))


def make_exposure_anonymous(book: Book, row: int) -> Traces:
    """Take the name of who made an exposure out of the book for good. Cannot be undone. Gives where it may still stand."""
    exposure = store.exposure(book, row)
    if not exposure.exposed_by:
        raise KnownError(_("This exposure is anonymous already."))
    return _traces_of_exposure(book, row, clean=_forget_exposer(book, exposure))


def _traces_of_session(book: Book, row: int, *, clean: bool) -> Traces:
    printed = tuple(book.printings(MINUTES, store.SESSIONS.name, row))
    return Traces(_backups_that_name(book, store.SPEECHES.name, row), printed, not clean)


def _traces_of_exposure(book: Book, row: int, *, clean: bool) -> Traces:
    return Traces(_backups_that_name(book, store.EXPOSURES.name, row), (), not clean)


def _forget_speaker(book: Book, session: Session, speech: int) -> bool:
    return book.redact(
        store.SPEECHES, speech, {"anonymous": 1, "speaker": None}, N_("Make a speech of session {no} anonymous"), no=session.number
    )


def _forget_exposer(book: Book, exposure: Exposure) -> bool:
    return book.redact(
        store.EXPOSURES, exposure.id, {"anonymous": 1, "exposed_by": None}, N_("Make waste {no} anonymous"), no=exposure.number
    )


def _backups_that_name(book: Book, tbl: str, parent: int) -> tuple[Path, ...]:
    """The backups whose journal holds a name that the book's own no longer holds, or that cannot be read."""
    from unionoffice.core import backup  # here: it is needed only when there is something to look after

    here = store.names_kept(book, tbl, parent)
    found = []
    for path in backup.backups(backup.backup_folder(book.path)):
        try:
            kept = Book.open(path, write=False, immutable=True)
        except (KnownError, BugError):
            found.append(path)
            continue
        try:
            if store.names_kept(kept, tbl, parent) - here:
                found.append(path)
        finally:
            kept.close()
    return tuple(found)


# -- warnings ---------------------------------------------------------------------------


def session_warnings(book: Book, session: Session, today: date) -> list[str]:
    """What the clerk should know about a session, in words of the screen; none of it stops the work."""
    found = []
    if session.in_working_time:
        found.append(_("The session lies inside working time: rectification must not cost production."))
    if session.state is SessionState.PLANNED and session.held_on < today:
        found.append(_("Its day has passed: write down that it was held, or cancel it."))
    texts = [session.topic, session.agenda, session.open_questions, *(line.text for line in session.speeches)]
    texts += [line.text for line in session.resolutions] + [line.motion for line in session.votes]
    return found + names_hint(book, "\n".join(texts))


def exposure_warnings(book: Book, exposure: Exposure, today: date) -> list[str]:
    """What the clerk should know about an exposure, in words of the screen; none of it stops the work."""
    found = []
    if rules.is_overdue(exposure, today):
        found.append(_("The deadline of {day} has passed.", day=exposure.deadline))
    if exposure.recheck_on is not None and exposure.recheck_on < today:
        found.append(_("It should have been rechecked on {day}: did the waste come again?", day=exposure.recheck_on))
    if any(line.again for line in exposure.rechecks) and not any(
        link.outward and link.kind == CAME_AGAIN for link in book.links(store.EXPOSURES.name, exposure.id)
    ):
        found.append(_("The waste came again: register it anew."))
    if exposure.quantity is not None and exposure.unit_price is not None:
        worth = rules.worth(exposure.quantity, exposure.unit_price)
        if exposure.loss != worth:
            found.append(_("Quantity times unit price makes {amount} yuan.", amount=format_money(worth)))
    texts = (exposure.title, exposure.description, exposure.cause, exposure.finding, exposure.measure, exposure.result)
    return found + names_hint(book, "\n".join(texts))


# -- questions --------------------------------------------------------------------------


def session(book: Book, row: int) -> Session:
    """One session with its minutes."""
    return store.session(book, row)


def exposure(book: Book, row: int) -> Exposure:
    """One exposure."""
    return store.exposure(book, row)


def proposals_of(book: Book, row: int) -> list[str]:
    """The numbers of the proposals an exposure was raised to."""
    return [link.other.number for link in book.links(store.EXPOSURES.name, row) if link.kind == RAISED]


def exposed_at(book: Book, row: int) -> list[int]:
    """The exposures made at a session."""
    return store.exposed_at(book, row)


def unconfirmed(book: Book, period: Period) -> list[int]:
    """The sessions held in a period whose minutes are not confirmed yet."""
    return store.unconfirmed(book, period.first, period.next)


def untimed(book: Book, period: Period) -> list[int]:
    """The sessions that took place in a period and whose times are not written."""
    return store.untimed(book, period.first, period.next)


def met_last(book: Book, units: Sequence[int] | None, before: date) -> date | None:
    """The day of the last session that some units (None: anybody) held before a day."""
    return store.met_last(book, units, before)


def register_of(book: Book, period: Period) -> list[Exposure]:
    """Every exposure whose date lies in a period, withdrawn ones too: the register has no gaps."""
    return store.exposures(book, "exposed_on >= :first and exposed_on < :next", **_days(period))


def counts(exposure: Exposure) -> bool:
    """Whether an exposure's verified loss counts: it was verified and neither refuted nor withdrawn."""
    return exposure.state in rules.HOLDS


def verified(book: Book, period: Period) -> list[Exposure]:
    """The exposures that were verified in a period and stand."""
    return store.exposures(book, store.VERIFIED, **_days(period))


class Share(msgspec.Struct, frozen=True):
    """Where waste arises: a kind or a unit (None: no unit written), the verified loss of a year, and the exposures behind it."""

    where: WasteKind | int | None
    loss: Fen
    rows: tuple[int, ...]


def by_kind(book: Book, period: Period) -> list[Share]:
    """The verified loss of a year of what was verified in a period, by kind of waste, the greatest first."""
    return _shares([(each.kind, each) for each in verified(book, period)])


def by_unit(book: Book, period: Period) -> list[Share]:
    """The verified loss of a year of what was verified in a period, by the unit where it arises, the greatest first."""
    return _shares([(each.unit, each) for each in verified(book, period)])


def _shares(found: Sequence[tuple[WasteKind | int | None, Exposure]]) -> list[Share]:
    parts: dict[WasteKind | int | None, list[Exposure]] = defaultdict(list)
    for where, each in found:
        parts[where].append(each)
    shares = [Share(where, loss_of(each), tuple(e.id for e in each)) for where, each in parts.items()]
    return sorted(shares, key=lambda share: (-share.loss, str(share.where)))


def loss_of(exposures: Sequence[Exposure]) -> Fen:
    """The verified losses of a year added up; estimates never count."""
    return Fen(sum(rules.in_a_year(each.verified_loss or 0, each.verified_per) for each in exposures if counts(each)))


def _days(period: Period) -> dict[str, object]:
    return {"first": period.first.isoformat(), "next": period.next.isoformat()}


def badge(book: Book, today: date) -> int:
    """How much is past its day: measures, resolutions, planned sessions, inspections, reviews, rechecks, and limits passed."""
    of_sessions = store.overdue(book, today) + store.not_held_yet(book, today) + store.resolutions_overdue(book, today)
    return of_sessions + prevention.badge(book, today)


def due(book: Book, until: date) -> list[Due]:
    """The measures, resolutions, rechecks and inspections due by a day and not done, limits passed, and sessions planned."""
    measures = store.each_exposure(book, "state = 'measure_set' and deadline <= :until", until=until.isoformat())
    to_carry_out = Said(N_("Measure against waste to be carried out"))
    planned = store.planned(book, until)
    return [
        *(
            Due(
                tbl=store.EXPOSURES.name, row=each.id, number=each.number, title=each.title, day=each.deadline,
                unit=each.responsible, what=to_carry_out,
            )
            for each in measures
        ),
        *meetings.resolutions_due(_promised(store.resolutions_open(book, until)), until),
        *(
            Due(
                tbl=store.EXPOSURES.name, row=each.id, number=each.number, title=each.title, day=each.recheck_on,
                unit=each.responsible, what=Said(N_("Stopped waste to be rechecked")),
            )
            for each in store.exposures(book, "+state = 'stopped' and recheck_on <= :until", until=until.isoformat())
        ),
        *prevention.due(book, until),
        *(
            Due(
                tbl=store.SESSIONS.name, row=each["id"], number=each["number"], title=each["topic"], unit=each["unit"],
                day=date.fromisoformat(each["held_on"]), what=Said(N_("Session to be held")),
            )
            for each in planned
        ),
    ]


def promises(book: Book) -> list[Promise]:
    """Every resolution of the sessions that were held, as promises, the earliest first."""
    return _promised(store.resolutions(book))


def _promised(rows: Sequence[Mapping[str, Any]]) -> list[Promise]:
    return meetings.promises_of(rows, store.SESSIONS.name, N_("Criticism session of {day}"))


def first_meeting(book: Book) -> date | None:
    """The day of the first session that took place; None when there was none."""
    return store.first_held(book)


def meeting_times(book: Book, period: Period) -> list[MeetingTime]:
    """How long how many people sat in the sessions that were held in a period, by day."""
    return meetings.times_of(store.times(book, period.first, period.next), store.SESSIONS.name)


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each.

    Sessions count by the day they were held, exposures by their date, verified losses by the day
    of the check (a monthly loss as twelve months), raised ones by the date of the proposal. What
    is overdue is so on the last day of the period, or `today` when the period is not over, as on the badge.
    """
    held = store.held(book, period.first, period.next)
    sessions = tuple(each.id for each in held)
    day = min(period.last, today or date.today())
    checked = store.losses(book, store.VERIFIED, **_days(period))
    stopped = store.which(book, store.STOPPED, **_days(period))
    late = store.which(book, store.LATE_ON, day=day.isoformat())
    raised = store.raised(book, period.first, period.next)
    entered = store.which(book, store.REGISTERED, **_days(period))
    minutes = sum((rules.length(each) or 0) * rules.people(each) for each in held)
    untimed = sum(1 for each in held if rules.length(each) is None)
    note = Said(N_("Sessions without times are not in it: {count}"), {"count": untimed}) if untimed else None

    def of(code: str, label: str, rows: Sequence[int]) -> Figure:
        return Figure(code=code, label=label, value=len(rows), tbl=store.EXPOSURES.name, rows=tuple(rows))

    def of_rules(code: str, label: str, found: Sequence[int]) -> Figure:
        rows = tuple(dict.fromkeys(found))
        return Figure(code=f"waste.{code}", label=label, value=len(found), tbl=prevention.TABLE, rows=rows)

    again = store.came_again(book, period.first, period.next)
    held_inspections = store.inspected(book, period.first, period.next)
    return (
        Figure(
            code="waste.sessions", label=N_("Sessions held against waste"), value=len(held), tbl=store.SESSIONS.name, rows=sessions,
        ),
        Figure(
            code="waste.people", label=N_("People taking part in them"), value=sum(rules.people(each) for each in held),
            tbl=store.SESSIONS.name, rows=sessions,
        ),
        Figure(
            code="waste.person_hours", label=N_("Person-hours used for them"), value=rules.hours(minutes), kind="quantity",
            unit=N_("hours"), note=note, tbl=store.SESSIONS.name, rows=sessions,
        ),
        of("waste.exposed", N_("Waste exposed"), entered),
        Figure(
            code="waste.verified", label=N_("Verified loss of a year"), kind="money", unit=N_("yuan"), tbl=store.EXPOSURES.name,
            value=sum(rules.in_a_year(loss, per) for _row, loss, per in checked),
            rows=tuple(row for row, _loss, _per in checked),
        ),
        of("waste.stopped", N_("Waste stopped"), stopped),
        of("waste.overdue", N_("Measures against waste overdue"), late),
        of("waste.came_again", N_("Stopped waste that came again"), again),
        of_rules("rules", N_("Prevention rules in force"), store.rules_in_force(book, period.last)),
        of_rules("inspections", N_("Inspections held"), [each["id"] for each in held_inspections]),
        of_rules("violations", N_("Violations found"), [
            each["id"] for each in held_inspections if each["finding"] == InspectionFinding.VIOLATION.value
        ]),
        of("waste.raised", N_("Waste raised to proposals"), raised),
    )


__all__ = ["names_hint", "prevention"]
