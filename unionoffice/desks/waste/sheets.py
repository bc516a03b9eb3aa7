"""What the desk against waste prints: minutes, sign-in sheet, register of exposures, and where waste arises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.money import Fen, Yuan, format_money
from unionoffice.core.period import Period, chinese_number
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Said
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import rules, service
from unionoffice.desks.waste.records import (
    Absent,
    Attendee,
    Exposure,
    LossPer,
    Present,
    Resolution,
    Session,
    SessionState,
    Speech,
)
from unionoffice.printing.chart import Bars, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both, words

SIGN_IN_ROWS = 20
"""The rows of one page of the sign-in sheet."""


def minutes(book: Book, row: int) -> Sheet:
    """The minutes of a session; as long as they are not confirmed, they say so. A name stands only by an open speech."""
    session = service.session(book, row)
    length = rules.length(session)
    return {
        "union": union(book),
        "number": session.number,
        "topic": session.topic,
        "time": _time(session),
        "room": session.room,
        "unit": unit(book, session.unit),
        "chair": " ".join(part for part in (session.chair_post, session.chair) if part),
        "recorder": session.recorder,
        "chair_name": session.chair,
        "recorder_name": session.recorder,
        "present": [_group(line) for line in session.present],
        "people": rules.people(session) or "",
        "absent": [_absent(line) for line in session.absent],
        "attendees": [_attendee(line) for line in session.attendees],
        "hours": "" if length is None else Exact(rules.hours(length * rules.people(session)), QUANTITY_SCALE),
        "in_working_time": session.in_working_time,
        "agenda": session.agenda.strip(),
        "speeches": _paragraphs(speech(place, line) for place, line in enumerate(session.speeches, start=1)),
        "resolutions": _paragraphs(resolution(book, place, line) for place, line in enumerate(session.resolutions, start=1)),
        "votes": [(line.motion, line.in_favour, line.against, line.abstained) for line in session.votes],
        "open_questions": session.open_questions.strip(),
        "closed": Said(N_("The session was closed.")) if session.closed_at else "",
        "confirmed": Said(N_("Confirmed on {day}."), {"day": session.confirmed_on}) if session.confirmed_on else "",
        "remark": _remark(session),
        "addenda_head": Said(N_("Addenda")) if session.addenda else "",
        "addenda": _paragraphs(
            Said(N_("Addendum of {day}: {text}"), {"day": line.written_on, "text": line.text}) for line in session.addenda
        ),
        "by_hand": "",
    }


def _remark(session: Session) -> Said | str:
    if session.state is SessionState.VOIDED:
        return Said(N_("These minutes were voided on {day}: {reason}"), {"day": session.ended_on, "reason": session.ended_why})
    if session.state is SessionState.CANCELLED:
        return Said(N_("This session was cancelled on {day}: {reason}"), {"day": session.ended_on, "reason": session.ended_why})
    if session.confirmed_on is None:
        return Said(N_("Draft: these minutes are not confirmed yet."))
    return ""


def _time(session: Session) -> Said | date:
    ends = session.closed_at or session.ends
    if session.begins and ends:
        return Said(N_("{day}, {start} to {end}"), {"day": session.held_on, "start": session.begins, "end": ends})
    if session.begins:
        return Said(N_("{day}, from {start}"), {"day": session.held_on, "start": session.begins})
    return session.held_on


def _group(line: Present | Absent | Attendee) -> Said | str:
    return Said(N_("{name} ({count} people)"), {"name": line.name, "count": line.people}) if line.people > 1 else line.name


def _absent(line: Absent) -> Said | str:
    return Said(N_("{name}: {reason}"), {"name": _group(line), "reason": line.reason}) if line.reason else _group(line)


def _attendee(line: Attendee) -> Said | str:
    return Said(N_("{name}, {post}"), {"name": _group(line), "post": line.post}) if line.post else _group(line)


def speech(place: int, line: Speech) -> Said:
    """A speech as the minutes give it: its number, who spoke (a worker, where nobody is named), and what was said."""
    who: object = line.speaker if not line.anonymous and line.speaker else Said(N_("a worker"))
    return Said(N_("Speech {n} ({who}): {text}"), {"n": _ordinal(place), "who": who, "text": line.text.strip()})


def resolution(book: Book, place: int, line: Resolution) -> Said:
    """A resolution as the minutes give it: its number and text, by which unit, by when."""
    values: dict[str, object] = {"n": _ordinal(place), "text": line.text.strip(), "unit": unit(book, line.unit), "day": line.due}
    if line.unit and line.due:
        return Said(N_("{n}. {text} ({unit}, by {day})"), values)
    if line.unit:
        return Said(N_("{n}. {text} ({unit})"), values)
    if line.due:
        return Said(N_("{n}. {text} (by {day})"), values)
    return Said(N_("{n}. {text}"), values)


def _ordinal(place: int) -> Both:
    return Both(chinese_number(place) if place < 100 else str(place), str(place))


def _paragraphs(lines: Iterable[Said]) -> Both | str:
    """Several texts as paragraphs of one, in either language."""
    found = list(lines)
    if not found:
        return ""
    return Both("\n".join(words(line, "zh") for line in found), "\n".join(words(line, "en") for line in found))


def sign_in(book: Book, row: int) -> Sheet:
    """The sign-in sheet of a session: its head filled in, numbered rows to sign on, at least a page of them."""
    session = service.session(book, row)
    wanted = max(rules.people(session) + len(session.absent), 1)
    count = -(-wanted // SIGN_IN_ROWS) * SIGN_IN_ROWS
    return {
        "union": union(book),
        "number": session.number,
        "topic": session.topic,
        "time": _time(session),
        "room": session.room,
        "unit": unit(book, session.unit),
        "chair": " ".join(part for part in (session.chair_post, session.chair) if part),
        "recorder": session.recorder,
        "rows": [(place, "", "", "", "") for place in range(1, count + 1)],
    }


def exposure_register(book: Book, period: Period) -> Sheet:
    """The register of the exposures of a period. Only verified losses are added up; nobody's name stands in it."""
    found = service.register_of(book, period)
    total = service.loss_of(found)
    return {
        "union": union(book),
        "period": period,
        "rows": [_register_row(book, each) for each in found],
        "total": (Said(N_("Verified in all")), "", "", "", "", "", Yuan(total), "", "", "", ""),
    }


def _register_row(book: Book, each: Exposure) -> tuple[object, ...]:
    where = [part for part in (unit(book, each.unit), each.spot) if part]
    counted: object = Yuan(rules.in_a_year(each.verified_loss or 0, each.verified_per)) if service.counts(each) else ""
    return (
        each.number, each.exposed_on, where, each.title, each.kind, _amount(each.loss, each.loss_per), counted, each.measure,
        unit(book, each.responsible), each.deadline, [each.state, *service.proposals_of(book, each.id)],
    )


def _amount(loss: Fen | None, per: LossPer) -> Said | str:
    return "" if loss is None else Said(N_("{amount} {per}"), {"amount": format_money(loss), "per": per})


def where_waste_arises(book: Book, period: Period) -> Sheet:
    """Where waste arises: the verified losses of a period by kind and by unit, as pictures and figures."""
    kinds, units = service.by_kind(book, period), service.by_unit(book, period)
    total = sum(share.loss for share in kinds)
    return {
        "union": union(book),
        "period": period,
        "kind_picture": kind_picture(book, period),
        "unit_picture": unit_picture(book, period),
        "kinds": [(share.where, len(share.rows), Yuan(share.loss), _part(share.loss, total)) for share in kinds],
        "units": [(_where(book, share.where), len(share.rows), Yuan(share.loss), _part(share.loss, total)) for share in units],
        "total": (Said(N_("In all")), sum(len(share.rows) for share in kinds), Yuan(total), _part(total, total)),
    }


def kind_picture(book: Book, period: Period) -> Bars:
    """The verified losses of a year by kind of waste."""
    return _picture(Said(N_("By kind of waste")), [(share.where, share.loss) for share in service.by_kind(book, period)])


def unit_picture(book: Book, period: Period) -> Bars:
    """The verified losses of a year by the unit where the waste arises, the eight greatest."""
    shares = service.by_unit(book, period)[:8]
    return _picture(Said(N_("By unit where it arises")), [(_where(book, share.where, alone=True), share.loss) for share in shares])


def _picture(title: Said, parts: Sequence[tuple[object, int]]) -> Bars:
    return Bars(
        title=title, categories=tuple(where for where, _loss in parts), unit=Said(N_("yuan")), scale=100,
        series=(Series(Said(N_("Verified loss of a year")), tuple(loss for _where, loss in parts)),),
    )


def _where(book: Book, where: object, *, alone: bool = False) -> object:
    """A unit with those above it, or by its own name alone."""
    if not isinstance(where, int):
        return Said(N_("no unit written"))
    if alone:
        found = roster.unit(book, where)
        return Both(found.name, found.english or found.name)
    return unit(book, where)


def _part(loss: int, total: int) -> Exact | str:
    return Exact(rules.rounded(Fraction(loss * 1000, total)), 10, 1, "%") if total else ""


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def unit(book: Book, row: int | None) -> Both | str:
    """A unit with those above it, in both languages; empty when there is none."""
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


MINUTES = Paper(service.MINUTES, N_("Minutes"), minutes, of="record", subject="waste_sessions")
SIGN_IN = Paper("sign_in", N_("Sign-in sheet"), sign_in, of="record", subject="waste_sessions")
REGISTER = Paper("exposure_register", N_("Register of exposures"), exposure_register, of="period", subject="waste_exposures")
WHERE = Paper("waste_where", N_("Where waste arises"), where_waste_arises, of="period", subject="waste_exposures")
PAPERS: tuple[Paper, ...] = (MINUTES, SIGN_IN, REGISTER, WHERE)
