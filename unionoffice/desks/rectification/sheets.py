"""What this desk prints: register, lists, slips, notice board and answer wall of opinions, and where the units stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Period
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Indicator
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.rectification import rules, service
from unionoffice.desks.rectification.records import Argument, Debate, Opinion, OpinionState, Way
from unionoffice.desks.rectification.service import debates, hours, opinions, overview
from unionoffice.desks.rectification.service import movement as movements
from unionoffice.desks.rectification.service.hours import MonthHours
from unionoffice.desks.roster import service as roster
from unionoffice.printing.chart import Lines, Series, Span, Spans
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

# -- opinions ---------------------------------------------------------------------------


def register(book: Book, period: Period) -> Sheet:
    """The register of corrections (整改登记册) of a period. Nobody's name who raised something stands in it."""
    return {
        "union": union(book),
        "period": period,
        "rows": [_register_row(book, each) for each in overview.register_of(book, period)],
        "counts": _counts(book, period),
    }


def _register_row(book: Book, each: Opinion) -> tuple[object, ...]:
    return (
        each.number, each.raised_on, each.source, unit(book, each.unit), each.category, each.summary,
        overview.people_of(book, each.id) if each.state is not OpinionState.MERGED else each.people, _in_charge(book, each),
        _letter(each.way), each.measure or each.reply, each.planned_on, each.replied_on, each.corrected_on or each.done_on,
        each.told_on, _state(book, each),
    )  # fmt: skip


def _letter(way: Way | None) -> str:
    return "" if way is None else way.value.upper()


def _state(book: Book, each: Opinion) -> object:
    if each.merged_into is not None:
        return Said(N_("Merged into {no}"), {"no": overview.opinion(book, each.merged_into).number})
    return each.state


def _in_charge(book: Book, each: Opinion) -> object:
    """The unit and the person who answer for it."""
    where: object = Said(N_("the union itself")) if each.by_union else unit(book, each.responsible)
    return [part for part in (where, each.person) if part]


def _counts(book: Book, period: Period) -> Said:
    counted = {figure.code.rpartition(".")[2]: figure.value or 0 for figure in service.figures(book, period, period.next)}
    return Said(
        N_("Posters: {sheets} sheets. Opinions raised: {items}; replied to: {replied}; corrected: {corrected}."),
        {"sheets": counted["posters"], "items": counted["opinions"] + counted["counted"], "replied": counted["replied"],
         "corrected": counted["corrected"]},
    )  # fmt: skip


THE_UNION = 0
"""Stands for the union itself where a list is printed of a unit."""


def unit_list(book: Book, row: int) -> Sheet:
    """What one responsible unit, with all under it, or the union itself still owes: a list to hand to it."""
    return {
        "union": union(book),
        "unit": Said(N_("the union itself")) if row == THE_UNION else unit(book, row),
        "rows": [_list_row(book, each) for each in overview.open_of(book, row or None)],
    }


def _list_row(book: Book, each: Opinion) -> tuple[object, ...]:
    return (
        each.number, each.raised_on, each.summary, overview.people_of(book, each.id), each.person, _letter(each.way),
        each.measure or each.reply, rules.owed_by(each), each.state,
    )  # fmt: skip


def by_unit(book: Book, period: Period) -> Sheet:
    """The opinions of a period by responsible unit, the union itself among them: raised in it, or before and still open."""
    rows: list[tuple[object, ...]] = []
    for row, found in overview.by_unit(book, period):
        where: object = Said(N_("the union itself")) if row is None else unit(book, row)
        rows += [
            (where, each.number, each.raised_on, each.summary, each.person, _letter(each.way), each.measure or each.reply,
             rules.owed_by(each), each.corrected_on or each.done_on, each.state)
            for each in found
        ]  # fmt: skip
    return {"union": union(book), "period": period, "rows": rows}


def reply_slip(book: Book, row: int) -> Sheet:
    """The reply slip (答复单) for who raised an opinion. It bears no name: who stays anonymous can take it as well."""
    opinion = overview.opinion(book, row)
    if opinion.state not in rules.ANSWERED:
        raise KnownError(_("{no} has no reply yet.", no=opinion.number))
    return {
        "union": union(book),
        "number": opinion.number,
        "raised_on": opinion.raised_on,
        "summary": opinion.summary,
        "in_charge": _in_charge(book, opinion),
        "way": opinion.way,
        "reply": opinion.reply,
        "measure": opinion.measure,
        "planned_on": opinion.planned_on,
        "replied_on": opinion.replied_on,
        "state": _progress(opinion),
    }


def _progress(opinion: Opinion) -> object:
    """How far it is, as the raiser and the wall read it."""
    if opinion.corrected_on is not None:
        return Said(N_("Corrected, checked on {day}"), {"day": opinion.corrected_on})
    if opinion.state is OpinionState.DONE:
        return Said(N_("Claimed done on {day}, still to be checked"), {"day": opinion.done_on})
    if opinion.planned_on is not None and opinion.state in rules.OWES_CORRECTION:
        return Said(N_("To be corrected by {day}"), {"day": opinion.planned_on})
    return opinion.state


def code_slip(book: Book, row: int, code: str = "") -> Sheet:
    """The slip with a code for who stays anonymous. The code is at hand only while the slip is given.

    Raises KnownError without one: a slip that was given is not printed again.
    """
    opinion = overview.opinion(book, row)
    if not code:
        why = _("The code of {no} is printed only while the slip is given; the book does not keep it.", no=opinion.number)
        raise KnownError(why)
    return {
        "union": union(book),
        "number": opinion.number,
        "code": code,
        "raised_on": opinion.raised_on,
        "reply_due": opinion.reply_due,
        "slip_on": opinion.slip_on,
    }


def slip_with(code: str) -> Paper:
    """The paper of a slip that bears this code: it lives as long as the slip is shown and printed, and nowhere else."""
    return Paper(
        opinions.CODE_SLIP, N_("Slip with a code"), lambda book, row: code_slip(book, row, code), of="record", subject="opinions",
        final=True,
    )  # fmt: skip


def notice_board(book: Book, period: Period) -> Sheet:
    """The notice of what was corrected (整改公布) in a period, with the counts of the period above it."""
    found = overview.corrected_in(book, period)
    return {
        "union": union(book),
        "period": period,
        "counts": _counts(book, period),
        "rows": [
            (place, each.summary, overview.people_of(book, each.id), each.result or each.measure, _in_charge(book, each),
             each.corrected_on)
            for place, each in enumerate(found, start=1)
        ],
        "published": period.last,
    }  # fmt: skip


def answer_wall(book: Book, period: Period) -> Sheet:
    """The answer wall of a period: every number with its answer, who answers, and the day; the unanswered on top.

    Who stays anonymous finds the answer by the number on the slip. A number merged into another stands beside it.
    """
    waiting, answered = overview.for_the_wall(book, period)
    return {
        "union": union(book),
        "period": period,
        "waiting": [
            (_numbers(book, each), each.raised_on, each.summary, _waiting_for(book, each), each.reply_due, _late(each, period))
            for each in waiting
        ],
        "answered": [
            (_numbers(book, each), each.summary, each.reply, _in_charge(book, each), each.replied_on, _progress(each))
            for each in answered
        ],
        "as_of": period.last,
    }  # fmt: skip


def _numbers(book: Book, each: Opinion) -> list[str]:
    return [each.number, *overview.merged_numbers(book, each.id)]


def _waiting_for(book: Book, each: Opinion) -> object:
    if each.state is OpinionState.REFERRED:
        return Said(N_("referred to {body}"), {"body": each.referred_to})
    return _in_charge(book, each) or Said(N_("not passed on yet"))


def _late(each: Opinion, period: Period) -> object:
    """By how many days the reply was late at the end of the period."""
    if each.state is OpinionState.REFERRED or each.reply_due is None or each.reply_due >= period.last:
        return ""
    return (period.last - each.reply_due).days


# -- where the units stand --------------------------------------------------------------------


def movement(book: Book, period: Period) -> Sheet:
    """Where every unit stands in the movement at the end of a period, with its days, its turnout, and a picture over time."""
    people, heads, _rows = movements.turnout(book, period)
    return {
        "union": union(book),
        "period": period,
        "as_of": period.last,
        "picture": movement_picture(book, period.last),
        "rows": [
            (unit(book, each.unit), each.airing_on, each.debating_on, each.correcting_on, each.checked_on, each.stage,
             *_turnout_of(book, each.unit, period))
            for each in movements.movements(book)
        ],
        "total": (Said(N_("In all")), "", "", "", "", "", people if heads else "", _percent(people, heads)),
    }  # fmt: skip


def _turnout_of(book: Book, row: int, period: Period) -> tuple[object, object]:
    months = set(period.months())
    lines = [line for each in movements.movements(book) if each.unit == row for line in each.turnout if line.month in months]
    people, heads = rules.sums_of((line.people, line.heads or 0) for line in lines)
    return (people, _percent(people, heads)) if lines else ("", "")


def _percent(part: int, whole: int) -> Exact | str:
    found = rules.share(part, whole)
    return "" if found is None else Exact(found, 100, 1, "%")


def movement_picture(book: Book, until: date) -> Spans | None:
    """The stages of every unit as stretches of time, up to a day; None when nothing has begun."""
    found = [(each, rules.stretches(each, until)) for each in movements.movements(book)]
    begun = [(each, parts) for each, parts in found if parts]
    if not begun:
        return None
    tones = {stage: place for place, stage in enumerate(rules.STAGES)}
    return Spans(
        title=Said(N_("Where each unit stands")),
        categories=tuple(short(book, each.unit) for each, _parts in begun),
        names=tuple(rules.STAGES),
        first=min(parts[0][1] for _each, parts in begun),
        next=max(until + timedelta(days=1), max(parts[-1][2] for _each, parts in begun)),
        spans=tuple(
            Span(row, first, next_day, tones[stage])
            for row, (_each, parts) in enumerate(begun)
            for stage, first, next_day in parts
        ),
    )


# -- debates ------------------------------------------------------------------------------------


def debate_minutes(book: Book, row: int) -> Sheet:
    """The minutes of a debate; as long as they are not confirmed, they say so. Arguments stand by position, never by person."""
    debate = debates.debate(book, row)
    followed = [f"{link.other.number} {link.other.title}".strip() for link in debates.what_followed(book, row)]
    said = [debate.follows.strip()] if debate.follows.strip() else []
    return {
        **meetings.minutes_values(book, debate, debate.number),
        "motion": debate.motion,
        "positions": meetings.paragraphs(line for line in positions(book, debate)),
        "conclusion": debate.conclusion.strip(),
        "follows": meetings.paragraphs([*said, *followed]),
        "remark": meetings.remark(debate, debate.state, N_("This debate was cancelled on {day}: {reason}")),
    }


def positions(book: Book, debate: Debate) -> list[Said]:
    """The positions of a debate, each followed by its numbered arguments with the unit or group and the evidence."""
    found: list[Said] = []
    for position, brought in rules.by_position(debate):
        key = N_("[{stand}] {text}") if position.text else N_("[{stand}]")
        found.append(Said(key, {"stand": Said(position.stand.word), "text": position.text}))
        found += [argument(book, place, each) for place, each in enumerate(brought, start=1)]
    return found


def argument(book: Book, place: int, line: Argument) -> Said:
    """One argument as the minutes give it: its number and words, which unit or group brought it, on what evidence."""
    said = Said(N_("{n}. {text}"), {"n": meetings.ordinal(place), "text": line.text})
    who = [part for part in (unit(book, line.unit), line.from_group) if part]
    if who:
        said = Said(N_("{argument} ({who})"), {"argument": said, "who": who})
    return Said(N_("{argument} Evidence: {evidence}"), {"argument": said, "evidence": line.evidence}) if line.evidence else said


def debate_sign_in(book: Book, row: int) -> Sheet:
    """The sign-in sheet of a debate: its head filled in, numbered rows to sign on, at least a page of them."""
    debate = debates.debate(book, row)
    return {**meetings.sign_in_values(book, debate, debate.number), "motion": debate.motion}


# -- rectification and production without delay ---------------------------------------------------


def two_not_delayed(book: Book, period: Period, unit_row: int | None = None, indicator_row: int | None = None) -> Sheet:
    """Hours of all meetings beside the plan's fulfilment, by month: of the plant, or of a chosen unit and indicator."""
    months = hours.months_to(period)
    chosen = unit_row if unit_row is not None else hours.unit_at_first(book)
    measured = indicator_row
    if measured is None and chosen is not None:
        measured = hours.indicator_at_first(book, chosen, months)
    found = [] if chosen is None else hours.by_month(book, chosen, measured, months)
    untimed = sum(each.untimed for each in found)
    return {
        "union": union(book),
        "first": found[0].month if found else months[0],
        "last": months[-1],
        "unit": "" if chosen is None else unit(book, chosen),
        "indicator": "" if measured is None else _indicator(figures.indicator(book, measured)),
        "picture": hours_picture(found) or "",
        "rows": [_hours_row(each, measured, book) for each in found],
        "total": (
            Said(N_("In all")), sum(len(each.meetings) for each in found), sum(each.people for each in found),
            _hours(sum((each.inside or Fraction(0) for each in found), Fraction(0))),
            _hours(sum((each.outside or Fraction(0) for each in found), Fraction(0))), "", "", "", "", "", "",
        ),
        "untimed": Said(N_("Meetings without times, whose hours are not in it: {count}."), {"count": untimed}) if untimed else "",
    }  # fmt: skip


def _hours_row(each: MonthHours, indicator: int | None, book: Book) -> tuple[object, ...]:
    chosen = None if indicator is None else figures.indicator(book, indicator)
    plan, actual = ("", "") if chosen is None else (figures.written(chosen, each.plan), figures.written(chosen, each.actual))
    kept = each.inside is not None  # before the first meeting was written down nothing is said: that is not zero
    return (
        each.month, len(each.meetings) if kept else "", each.people if kept else "", _hours(each.inside),
        _hours(each.outside), each.heads or "",
        _a_head(each.per_head), _a_head(each.inside_per_head), plan, actual,
        "" if each.share is None else Exact(figures.percent(each.share) or 0, 100, 1, "%"),
    )  # fmt: skip


def _hours(person_minutes: Fraction | None) -> Exact | str:
    return "" if person_minutes is None else Exact(meetings.hours(person_minutes), QUANTITY_SCALE, 1)


def _a_head(value: Fraction | None) -> Exact | str:
    return "" if value is None else Exact(meetings.rounded(value * 100), 100, 2)


def _indicator(found: Indicator) -> Both:
    return Both(found.name, found.english or found.name)


def hours_picture(found: Sequence[MonthHours]) -> Lines | None:
    """Hours of meetings a head and the plan's fulfilment, month by month; None before three months have both."""
    if not hours.makes_a_picture(found):
        return None
    return Lines(
        title=Said(N_("Meetings and plan, month by month")), categories=tuple(each.month for each in found),
        unit=Said(N_("hours a head")), scale=100, right_unit="%", right_scale=100,
        series=(
            Series(Said(N_("Hours of meetings a head")), tuple(_hundredths(each.per_head) for each in found)),
            Series(Said(N_("Plan fulfilled")), tuple(figures.percent(each.share) for each in found), right=True),
            Series(Said(N_("of these inside working time")), tuple(_hundredths(each.inside_per_head) for each in found)),
        ),
    )  # fmt: skip


def _hundredths(value: Fraction | None) -> int | None:
    return None if value is None else meetings.rounded(value * 100)


# -- common -------------------------------------------------------------------------------------


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def unit(book: Book, row: int | None) -> Both | str:
    """A unit with those above it, in both languages; empty when there is none."""
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


def short(book: Book, row: int) -> Both:
    """A unit by its own name alone."""
    found = roster.unit(book, row)
    return Both(found.name, found.english or found.name)


REGISTER = Paper("opinion_register", N_("Register of corrections"), register, of="period", subject="opinions")
UNIT_LIST = Paper("opinion_list", N_("What a unit owes"), unit_list, of="record", subject="units")
BY_UNIT = Paper("opinion_units", N_("Opinions by responsible unit"), by_unit, of="period", subject="opinions")
REPLY_SLIP = Paper(opinions.REPLY_SLIP, N_("Reply slip"), reply_slip, of="record", subject="opinions", final=True)
CODE_SLIP = Paper(opinions.CODE_SLIP, N_("Slip with a code"), code_slip, of="record", subject="opinions", final=True)
NOTICE_BOARD = Paper("correction_notice", N_("Notice of what was corrected"), notice_board, of="period", subject="opinions")
ANSWER_WALL = Paper("answer_wall", N_("Answer wall"), answer_wall, of="period", subject="opinions")
MOVEMENT = Paper("movement", N_("Where each unit stands"), movement, of="period", subject="movement_units")
OPINION_PAPERS: Sequence[Paper] = (REGISTER, UNIT_LIST, BY_UNIT, REPLY_SLIP, CODE_SLIP, NOTICE_BOARD, ANSWER_WALL, MOVEMENT)
DEBATE_MINUTES = Paper(debates.MINUTES, N_("Minutes of the debate"), debate_minutes, of="record", subject="debates")
DEBATE_SIGN_IN = Paper("debate_sign_in", N_("Sign-in sheet of the debate"), debate_sign_in, of="record", subject="debates")
HOURS = Paper("two_not_delayed", N_("Rectification and production without delay"), two_not_delayed, of="period", subject="debates")
PAPERS: tuple[Paper, ...] = (*OPINION_PAPERS, DEBATE_MINUTES, DEBATE_SIGN_IN, HOURS)
