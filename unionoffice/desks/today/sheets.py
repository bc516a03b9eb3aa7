"""What the first screen prints: the working list of a morning, the list of promises, and the invitation to a meeting."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.period import Period
from unionoffice.core.words import N_, Said
from unionoffice.desks.rectification import service as rectification
from unionoffice.desks.roster import service as roster
from unionoffice.desks.today import rules, service
from unionoffice.desks.today.records import Entry, Made
from unionoffice.desks.waste import service as waste
from unionoffice.printing.paper import Paper, Sheet
from unionoffice.printing.wording import Both

BOX = "□"
"""The box that is ticked by hand."""
WEEKDAYS = (
    Both("星期一", "Monday"), Both("星期二", "Tuesday"), Both("星期三", "Wednesday"), Both("星期四", "Thursday"),
    Both("星期五", "Friday"), Both("星期六", "Saturday"), Both("星期日", "Sunday"),
)  # fmt: skip


def working_list(book: Book, period: Period) -> Sheet:
    """The working list of a day: overdue, due today, due in the week to come, waiting; each by who answers for it.

    The day is today when it lies in the period, else the period's last.
    """
    day = _day(period)
    late, today, after, waiting = rules.in_the_week(service.gather(book, day), day)
    return {
        "union": _union(book),
        "day": day,
        "weekday": WEEKDAYS[day.weekday()],
        "late": _rows(late, day),
        "today": _rows(today, day),
        "after": _rows(after, day),
        "waiting": _rows(waiting, day),
        "nothing": "" if late or today or after or waiting else Said(N_("Nothing is overdue, due or waiting.")),
    }


def _rows(entries: Sequence[Entry], day: date) -> list[tuple[object, ...]]:
    """Lines of the list, those of one owner together, in the order in which the owners first come up."""
    first = {owner: place for place, owner in reversed(list(enumerate(rules.owner(each) for each in entries)))}
    ordered = sorted(entries, key=lambda each: (not rules.owner(each), first[rules.owner(each)]))
    return [
        (
            _owner(each), BOX, each.due.day or "", _stands(each, day),
            Both(*(" ".join(part for part in (each.due.number, each.due.title) if part) for _ in ("zh", "en"))),
        )
        for each in ordered
    ]  # fmt: skip


def _stands(each: Entry, day: date) -> Said:
    """What is owed, and by how many days it is late."""
    days = rules.days_late(each.due, day)
    if not days:
        return each.due.what
    return Said(N_("{what} ({mark})"), {"what": each.due.what, "mark": rules.mark(each.due, day)})


def _owner(each: Entry) -> Both | Said:
    """Who answers for it: the person or the unit, in both languages; else the office itself."""
    name = rules.owner(each)
    return Both(name, rules.owner(each, english=True)) if name else Said(N_("The union office itself"))


def _promiser(made: Made) -> Both | Said:
    """The unit that promised, with who answers for the task."""
    zh, en = rules.promiser(made), rules.promiser(made, english=True)
    return Both(zh, en) if zh else Said(N_("The union office itself"))


def promise_list(book: Book, period: Period) -> Sheet:
    """Every promise that is open on a day, and those kept in the month of that day, by who promised."""
    day = _day(period)
    month = service.period_of_day(book, day)
    made = service.promises(book, day)
    still = [each for each in made if rules.is_open(each, day)]
    kept = [each for each in made if not rules.is_open(each, day) and (each.promise.done_on or day) in month]
    return {
        "union": _union(book),
        "day": day,
        "rows": [
            (_promiser(each), each.promise.text, _source(each), each.promise.made_on, each.promise.due or "", _how(each, day))
            for each in sorted(still, key=lambda each: (not each.unit, each.unit))
        ],
        "kept": [
            (_promiser(each), each.promise.text, _source(each), each.promise.due or "", each.promise.done_on) for each in kept
        ],
        "count": len(still),
        "late": sum(rules.is_late(each, day) for each in still),
    }


def _source(made: Made) -> Said | str:
    """In which record it was promised."""
    number = made.promise.number
    return Said(N_("{source} {number}"), {"source": made.promise.source, "number": number}) if number else made.promise.source


def _how(made: Made, day: date) -> Said:
    """Done or not: kept on a day, overdue by so many days, or open."""
    promise = made.promise
    if promise.done_on is not None and not rules.is_open(made, day):
        return Said(N_("done on {day}"), {"day": promise.done_on})
    if rules.is_late(made, day) and promise.due is not None:
        days = (day - promise.due).days
        return Said(N_("not done, overdue 1 day")) if days == 1 else Said(N_("not done, overdue {days} days"), {"days": days})
    return Said(N_("not done yet"))


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says of a meeting, whichever desk plans it."""

    number: str
    kind: Said
    topic: str
    day: date
    begins: str
    ends: str
    room: str
    unit: int | None
    chair: str
    agenda: str
    invited: tuple[str, ...]


def of_session(book: Book, row: int) -> Meeting:
    """A session against waste as an invitation announces it."""
    session = waste.session(book, row)
    return Meeting(
        number=session.number, kind=Said(N_("special criticism session against waste")), topic=session.topic, day=session.held_on,
        begins=session.begins, ends=session.ends, room=session.room, unit=session.unit,
        chair=" ".join(part for part in (session.chair_post, session.chair) if part), agenda=session.agenda.strip(),
        invited=(*(line.name for line in session.present), *(line.name for line in session.attendees)),
    )  # fmt: skip


def of_debate(book: Book, row: int) -> Meeting:
    """A debate as an invitation announces it; its motion is the topic."""
    debate = rectification.debates.debate(book, row)
    return Meeting(
        number=debate.number, kind=Said(N_("debate")), topic=debate.motion, day=debate.held_on, begins=debate.begins,
        ends=debate.ends, room=debate.room, unit=debate.unit,
        chair=" ".join(part for part in (debate.chair_post, debate.chair) if part), agenda=debate.agenda.strip(),
        invited=(*(line.name for line in debate.present), *(line.name for line in debate.attendees)),
    )  # fmt: skip


def _invitation(read: Callable[[Book, int], Meeting]) -> Callable[[Book, int], Sheet]:
    """The sheet of an invitation to one kind of meeting; its first item is what was promised at the last one."""

    def make(book: Book, row: int) -> Sheet:
        meeting = read(book, row)
        units = None if meeting.unit is None else roster.with_all_below(book, meeting.unit)
        last = service.met_last(book, units, meeting.day)
        promised = service.to_answer_for(book, meeting.unit, meeting.day, last)
        return {
            "union": _union(book),
            "number": meeting.number,
            "kind": meeting.kind,
            "topic": meeting.topic,
            "time": _time(meeting),
            "room": meeting.room,
            "unit": _unit(book, meeting.unit),
            "chair": meeting.chair,
            "invited": list(meeting.invited),
            "agenda": meeting.agenda,
            "last": Said(N_("At the last meeting, on {day}, was promised:"), {"day": last}) if last is not None else "",
            "promises": [
                (place, each.promise.text, _promiser(each), each.promise.due or "", _how(each, meeting.day))
                for place, each in enumerate(promised, start=1)
            ],
        }

    return make


def _time(meeting: Meeting) -> Said | date:
    if meeting.begins and meeting.ends:
        return Said(N_("{day}, {start} to {end}"), {"day": meeting.day, "start": meeting.begins, "end": meeting.ends})
    if meeting.begins:
        return Said(N_("{day}, from {start}"), {"day": meeting.day, "start": meeting.begins})
    return meeting.day


def _day(period: Period) -> date:
    now = datetime.date.today()
    return now if now in period else period.last


def _unit(book: Book, row: int | None) -> Both | str:
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


def _union(book: Book) -> Both:
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


WORKING_LIST = Paper("working_list", N_("Working list of the day"), working_list, of="period")
PROMISES = Paper("promise_list", N_("List of promises"), promise_list, of="period")
INVITATION = Paper("invitation", N_("Invitation to the meeting"), _invitation(of_session), of="record", subject="waste_sessions")
TO_DEBATE = Paper("invitation", N_("Invitation to the meeting"), _invitation(of_debate), of="record", subject="debates")
PAPERS: tuple[Paper, ...] = (WORKING_LIST, PROMISES, INVITATION, TO_DEBATE)
