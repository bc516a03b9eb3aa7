"""What is overdue, what stands together under which heading, and which promises a meeting is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from unionoffice.core.due import Due
from unionoffice.core.money import format_money
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Said
from unionoffice.desks.today.records import Entry, Group, Grouping, Made
from unionoffice.printing.paper import Exact

AHEAD = 7
"""So many days are looked ahead: a week. Default the office can read in the manual; a longer list is no list of the day."""
OLD_BACKUP = 7
"""A backup older than so many days is called old."""


def is_overdue(due: Due, day: date) -> bool:
    """Whether its day has passed. What waits has no day; what is only reminded of is never overdue."""
    return due.kind == "due" and due.day is not None and due.day < day


def concerns(due: Due, day: date) -> bool:
    """Whether it belongs on the list of a day: a reminder whose day has passed does not."""
    return due.kind != "reminder" or due.day is None or due.day >= day


def days_late(due: Due, day: date) -> int:
    """How many days it is overdue; 0 when it is not."""
    return (day - due.day).days if due.day is not None and is_overdue(due, day) else 0


def mark(due: Due, day: date) -> Said:
    """In words how a thing due stands on a day: overdue by so many days, due today, waiting; empty when it is to come."""
    late = days_late(due, day)
    if late:
        return Said(N_("overdue 1 day")) if late == 1 else Said(N_("overdue {days} days"), {"days": late})
    if due.day is None or due.kind == "waits":
        return Said(N_("waiting"))
    return Said(N_("today")) if due.day == day else Said("")


def sorted_by_day(entries: Iterable[Entry], day: date) -> list[Entry]:
    """The overdue first, the longest overdue on top; then by day; what waits comes last, in the order of the desks."""
    found = list(enumerate(entries))

    def place(each: tuple[int, Entry]) -> tuple[int, date, int, int]:
        number, entry = each
        due = entry.due
        waits = due.kind == "waits" or due.day is None
        return (2 if waits else 0 if is_overdue(due, day) else 1, due.day or date.max, int(due.kind == "reminder"), number)

    return [entry for _number, entry in sorted(found, key=place)]


def grouped(entries: Sequence[Entry], by: Grouping, day: date, *, english: bool = False) -> list[Group]:
    """The entries under headings, in the order in which they are read: the overdue before all others.

    By day: overdue, then each day, then what waits. By who: each unit or person, those with something overdue first, and
    last what nobody else is named for: the office does that itself. By desk: in the order of the desks.
    """
    ordered = sorted_by_day(entries, day)
    if by == "day":
        late = [each for each in ordered if is_overdue(each.due, day)]
        waiting = [each for each in ordered if each.due.day is None or each.due.kind == "waits"]
        by_day: dict[date, list[Entry]] = {}
        for each in ordered:
            if each.due.day is not None and each.due.kind != "waits" and not is_overdue(each.due, day):
                by_day.setdefault(each.due.day, []).append(each)
        groups = [Group(Said(N_("Overdue")), tuple(late), late=True)] if late else []
        groups += [Group(when, tuple(found)) for when, found in by_day.items()]
        return groups + ([Group(Said(N_("Waiting, without a day")), tuple(waiting))] if waiting else [])
    parts: dict[str, list[Entry]] = {}
    for each in ordered:
        name = each.desk if by == "desk" else owner(each, english=english)
        parts.setdefault(name, []).append(each)
    nobody = Said(N_("The union office itself"))
    groups = [
        Group(Said(name) if by == "desk" else name or nobody, tuple(found), late=any(is_overdue(e.due, day) for e in found))
        for name, found in parts.items()
    ]
    if by == "desk":
        return sorted(groups, key=lambda group: group.entries[0].place)
    return sorted(groups, key=lambda group: (group.head == nobody, not group.late))


def owner(entry: Entry, *, english: bool = False) -> str:
    """Who answers for it: the person named for the task, else the unit; empty when neither is known."""
    return entry.due.who or (entry.unit_english if english else "") or entry.unit


def promiser(made: Made, *, english: bool = False) -> str:
    """The unit that promised, with who answers for the task beside it; empty when neither is known."""
    unit = (made.unit_english if english else "") or made.unit
    return " · ".join(part for part in (unit, made.promise.who) if part)


def in_the_week(entries: Sequence[Entry], day: date) -> tuple[list[Entry], list[Entry], list[Entry], list[Entry]]:
    """The entries as the working list of a morning has them: overdue, due today, in the days after, and waiting."""
    ordered = sorted_by_day(entries, day)
    late = [each for each in ordered if is_overdue(each.due, day)]
    waiting = [each for each in ordered if _waits(each)]
    today = [each for each in ordered if each.due.day == day and each.due.kind != "waits"]
    after = [each for each in ordered if not (is_overdue(each.due, day) or _waits(each) or each.due.day == day)]
    return late, today, after, waiting


def _waits(entry: Entry) -> bool:
    return entry.due.day is None or entry.due.kind == "waits"


def is_open(made: Made, day: date) -> bool:
    """Whether a promise is not kept by a day."""
    return made.promise.done_on is None or made.promise.done_on > day


def is_late(made: Made, day: date) -> bool:
    """Whether a promise is not kept though its day has passed."""
    return is_open(made, day) and made.promise.due is not None and made.promise.due < day


def promises_in_order(promises: Iterable[Made], day: date) -> list[Made]:
    """Open ones first by the day they are promised for, those without a day after them; then the kept, the latest first."""

    def place(made: Made) -> tuple[bool, int, int, str]:
        promise = made.promise
        if is_open(made, day):
            return False, (promise.due or date.max).toordinal(), promise.made_on.toordinal(), promise.number
        return True, -(promise.done_on or day).toordinal(), 0, promise.number

    return sorted(promises, key=place)


def to_answer_for(promises: Iterable[Made], units: set[int] | None, last: date | None, day: date) -> list[Made]:
    """What a meeting of some units is asked about first: what they promised since and at their last meeting, done or not,
    and what is open from before; in the order in which it was promised. `units` None means the whole office.
    """
    found = [
        made
        for made in promises
        if made.promise.made_on < day
        and (units is None or made.promise.unit in units)
        and (is_open(made, day) or (last is not None and made.promise.made_on >= last) or (last is None))
    ]
    return sorted(found, key=lambda made: (made.promise.made_on, made.promise.number, made.promise.line))


def shown(kind: str, value: int | None) -> str:
    """A figure of a month in its unit of keeping, as it is read: a dash where there is nothing to say."""
    if value is None:
        return "—"
    if kind == "money":
        return format_money(value)
    if kind == "quantity":
        return str(Exact(value, QUANTITY_SCALE))
    if kind == "percent":
        return str(Exact(value, 100, decimals=2))
    return f"{value:,}"


def change(kind: str, value: int | None, other: int | None) -> str:
    """By how much a figure lies above (+) or below (−) another; "±0" when they are equal, empty when one of them is not known."""
    if value is None or other is None:
        return ""
    if value == other:
        return "±0"
    return ("+" if value > other else "−") + shown(kind, abs(value - other))


def until(day: date) -> date:
    """The last day that the list of a day looks ahead to."""
    return day + timedelta(days=AHEAD)
