"""What the desk against waste prints: minutes, sign-in sheet, register of exposures, where waste arises, and prevention rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from unionoffice.core.book import Book
from unionoffice.core.money import Fen, Yuan, format_money
from unionoffice.core.period import Period
from unionoffice.core.words import N_, Said
from unionoffice.desks.figures import service as figures
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.service import union, unit
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import rules, service
from unionoffice.desks.waste.records import CycleUnit, Exposure, LossPer, PreventionRule
from unionoffice.desks.waste.service import prevention
from unionoffice.printing.chart import Bars, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both


def minutes(book: Book, row: int) -> Sheet:
    """The minutes of a session; as long as they are not confirmed, they say so. A name stands only by an open speech."""
    session = service.session(book, row)
    return {
        **meetings.minutes_values(book, session, session.number),
        "topic": session.topic,
        "speeches": meetings.paragraphs(meetings.speech(place, line) for place, line in enumerate(session.speeches, start=1)),
        "remark": meetings.remark(session, session.state),
    }


def sign_in(book: Book, row: int) -> Sheet:
    """The sign-in sheet of a session: its head filled in, numbered rows to sign on, at least a page of them."""
    session = service.session(book, row)
    return {**meetings.sign_in_values(book, session, session.number), "topic": session.topic}


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


def rule(book: Book, row: int) -> Sheet:
    """A prevention rule: what it says, who looks after it, its course, and the log of its inspections."""
    found = prevention.rule(book, row)
    waste = [link.other for link in book.links(prevention.TABLE, row) if link.kind == prevention.LED_TO]
    indicator = None if found.indicator is None else figures.indicator(book, found.indicator)
    return {
        "union": union(book),
        "number": found.number,
        "title": found.title,
        "state": found.state,
        "drafted_on": found.drafted_on,
        "waste": [f"{other.number} {other.title}" for other in waste],
        "text": found.text.strip(),
        "units": [unit(book, line.unit) for line in found.units],
        "responsible": unit(book, found.responsible) if found.responsible else "",
        "owner": found.owner,
        "inspectors": [
            Said(N_("{name} ({post})"), {"name": line.name, "post": line.post}) if line.post else line.name
            for line in found.inspectors
        ],
        "indicator": "" if indicator is None else Both(indicator.name, indicator.english or indicator.name),
        "limit": found.limit_at,
        "cycle": _cycle(found),
        "discussion": _on(found.discussion, found.discussed_on),
        "approved": _on(found.approved_by, found.approved_on),
        "effective_from": found.effective_from,
        "review_on": found.review_on,
        "next_due": found.next_due,
        "inspections": [
            (
                place, line.inspected_on, line.inspector, _where(book, line.unit, alone=True) if line.unit else "", line.finding,
                None if line.amount is None else Yuan(line.amount), line.what,
            )
            for place, line in enumerate(found.inspections, start=1)
        ],
        "ended": Said(N_("{state} on {day}: {reason}"), {"state": found.state, "day": found.ended_on, "reason": found.ended_why})
        if found.ended_on else "",
        "by_hand": "",
    }  # fmt: skip


def _cycle(found: PreventionRule) -> Said | str:
    if found.every is None:
        return ""
    words = N_("every {n} days") if found.cycle is CycleUnit.DAYS else N_("every {n} months")
    return Said(words, {"n": found.every})


def _on(text: str, day: date | None) -> Said | str:
    return Said(N_("{text} ({day})"), {"text": text, "day": day}) if day is not None else text


MINUTES = Paper(service.MINUTES, N_("Minutes"), minutes, of="record", subject="waste_sessions")
SIGN_IN = Paper("sign_in", N_("Sign-in sheet"), sign_in, of="record", subject="waste_sessions")
REGISTER = Paper("exposure_register", N_("Register of exposures"), exposure_register, of="period", subject="waste_exposures")
WHERE = Paper("waste_where", N_("Where waste arises"), where_waste_arises, of="period", subject="waste_exposures")
RULE = Paper("waste_rule", N_("Prevention rule"), rule, of="record", subject="waste_rules")
PAPERS: tuple[Paper, ...] = (MINUTES, SIGN_IN, REGISTER, WHERE, RULE)
