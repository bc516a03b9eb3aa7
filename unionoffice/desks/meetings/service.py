"""What the desks of meetings share: the rules of minutes, what minutes say on paper, and the promises made in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.period import chinese_number
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.meetings.records import Absent, Attendee, MeetingTime, Minutes, Present, Resolution, Speech
from unionoffice.desks.meetings.rules import LOCKED as LOCKED
from unionoffice.desks.meetings.rules import LONGEST as LONGEST
from unionoffice.desks.meetings.rules import NEXT as NEXT
from unionoffice.desks.meetings.rules import WAS_HELD as WAS_HELD
from unionoffice.desks.meetings.rules import carried_out as carried_out
from unionoffice.desks.meetings.rules import check_attendance as check_attendance
from unionoffice.desks.meetings.rules import check_complete as check_complete
from unionoffice.desks.meetings.rules import check_resolutions as check_resolutions
from unionoffice.desks.meetings.rules import check_step as check_step
from unionoffice.desks.meetings.rules import check_times as check_times
from unionoffice.desks.meetings.rules import check_votes as check_votes
from unionoffice.desks.meetings.rules import hours as hours
from unionoffice.desks.meetings.rules import latest as latest
from unionoffice.desks.meetings.rules import length as length
from unionoffice.desks.meetings.rules import minutes_between as minutes_between
from unionoffice.desks.meetings.rules import not_before as not_before
from unionoffice.desks.meetings.rules import people as people
from unionoffice.desks.meetings.rules import rounded as rounded
from unionoffice.desks.meetings.rules import tidied as tidied
from unionoffice.desks.meetings.rules import time_of_day as time_of_day
from unionoffice.desks.meetings.rules import voters as voters
from unionoffice.desks.meetings.rules import with_addendum as with_addendum
from unionoffice.desks.meetings.rules import with_days_kept as with_days_kept
from unionoffice.desks.roster import service as roster
from unionoffice.printing.paper import Exact
from unionoffice.printing.wording import Both, words

SIGN_IN_ROWS = 20
"""The rows of one page of a sign-in sheet."""


# -- hints --------------------------------------------------------------------------------


def names_hint(book: Book, text: str) -> list[str]:
    """The hint for a text that names workers of the roster; none when it names nobody. Quick, and never a block."""
    names = roster.named_in(book, text)
    if not names:
        return []
    return [_("Write of the arrangement, not the person? The text names {names}.", names=", ".join(names))]


# -- promises and times -------------------------------------------------------------------


def promises_of(rows: Iterable[Mapping[str, Any]], tbl: str, source: str) -> list[Promise]:
    """Resolutions as promises: what, by which unit, by when, and when it was done.

    `rows` have row, number, held_on, line, text, unit, due, done_on; `tbl` is the table of the meetings, `source` the key
    that names a meeting by its {day}.
    """
    return [
        Promise(
            tbl=tbl, row=each["row"], line=each["line"], number=each["number"],
            source=Said(source, {"day": date.fromisoformat(each["held_on"])}), text=each["text"].strip(), unit=each["unit"],
            made_on=date.fromisoformat(each["held_on"]), due=date.fromisoformat(each["due"]) if each["due"] else None,
            done_on=date.fromisoformat(each["done_on"]) if each["done_on"] else None,
        )
        for each in rows
    ]


def resolutions_due(promises: Iterable[Promise], until: date) -> list[Due]:
    """The resolutions that are not carried out and are due by a day."""
    return [
        Due(
            tbl=each.tbl, row=each.row, number=each.number, title=each.text, what=Said(N_("Resolution to be carried out")),
            day=each.due, unit=each.unit,
        )
        for each in promises if each.done_on is None and each.due is not None and each.due <= until
    ]


def times_of(rows: Iterable[Mapping[str, Any]], tbl: str) -> list[MeetingTime]:
    """How long how many people met, of meetings with minutes.

    `rows` have id, unit, held_on, begins, ends (the close, or the planned end), in_working_time and people.
    """
    found = []
    for each in rows:
        took = minutes_between(each["begins"], each["ends"])
        found.append(MeetingTime(
            tbl=tbl, row=each["id"], unit=each["unit"], day=date.fromisoformat(each["held_on"]),
            minutes=None if took is None else Fraction(took), people=each["people"], inside=bool(each["in_working_time"]),
        ))
    return found


# -- what minutes say on paper ------------------------------------------------------------


def minutes_values(book: Book, minutes: Minutes, number: str) -> dict[str, object]:
    """What the page of the minutes gives for every kind of meeting; each kind adds its own matter to it."""
    took = length(minutes)
    return {
        **head(book, minutes, number),
        "chair_name": minutes.chair,
        "recorder_name": minutes.recorder,
        "present": [group(line) for line in minutes.present],
        "people": people(minutes) or "",
        "absent": [absent(line) for line in minutes.absent],
        "attendees": [attendee(line) for line in minutes.attendees],
        "hours": "" if took is None else Exact(hours(took * people(minutes)), QUANTITY_SCALE),
        "in_working_time": minutes.in_working_time,
        "agenda": minutes.agenda.strip(),
        "resolutions": paragraphs(resolution(book, place, line) for place, line in enumerate(minutes.resolutions, start=1)),
        "votes": [(line.motion, line.in_favour, line.against, line.abstained) for line in minutes.votes],
        "open_questions": minutes.open_questions.strip(),
        "closed": Said(N_("The session was closed.")) if minutes.closed_at else "",
        "confirmed": Said(N_("Confirmed on {day}."), {"day": minutes.confirmed_on}) if minutes.confirmed_on else "",
        "addenda_head": Said(N_("Addenda")) if minutes.addenda else "",
        "addenda": paragraphs(
            Said(N_("Addendum of {day}: {text}"), {"day": line.written_on, "text": line.text}) for line in minutes.addenda
        ),
        "by_hand": "",
    }


def head(book: Book, minutes: Minutes, number: str) -> dict[str, object]:
    """The head of every sheet about a meeting: of which union, when, where, who kept it."""
    return {
        "union": union(book),
        "number": number,
        "time": time_line(minutes),
        "room": minutes.room,
        "unit": unit(book, minutes.unit),
        "chair": " ".join(part for part in (minutes.chair_post, minutes.chair) if part),
        "recorder": minutes.recorder,
    }


def sign_in_values(book: Book, minutes: Minutes, number: str) -> dict[str, object]:
    """The sign-in sheet of a meeting: its head filled in, numbered rows to sign on, at least a page of them."""
    wanted = max(people(minutes) + len(minutes.absent), 1)
    count = -(-wanted // SIGN_IN_ROWS) * SIGN_IN_ROWS
    return {**head(book, minutes, number), "rows": [(place, "", "", "", "") for place in range(1, count + 1)]}


def remark(minutes: Minutes, state: str, cancelled: str = N_("This session was cancelled on {day}: {reason}")) -> Said | str:
    """What is said across the head of minutes that do not hold, or not yet; `cancelled` is the key for a meeting called off."""
    ended: dict[str, object] = {"day": minutes.ended_on, "reason": minutes.ended_why}
    if state == "voided":
        return Said(N_("These minutes were voided on {day}: {reason}"), ended)
    if state == "cancelled":
        return Said(cancelled, ended)
    if minutes.confirmed_on is None:
        return Said(N_("Draft: these minutes are not confirmed yet."))
    return ""


def time_line(minutes: Minutes) -> Said | date:
    """The day of a meeting with the times that are written."""
    ends = minutes.closed_at or minutes.ends
    if minutes.begins and ends:
        return Said(N_("{day}, {start} to {end}"), {"day": minutes.held_on, "start": minutes.begins, "end": ends})
    if minutes.begins:
        return Said(N_("{day}, from {start}"), {"day": minutes.held_on, "start": minutes.begins})
    return minutes.held_on


def group(line: Present | Absent | Attendee) -> Said | str:
    """A name, or a group with its number of people."""
    return Said(N_("{name} ({count} people)"), {"name": line.name, "count": line.people}) if line.people > 1 else line.name


def absent(line: Absent) -> Said | str:
    """Who was absent, with the reason."""
    return Said(N_("{name}: {reason}"), {"name": group(line), "reason": line.reason}) if line.reason else group(line)


def attendee(line: Attendee) -> Said | str:
    """Who sat in without a vote, with the post."""
    return Said(N_("{name}, {post}"), {"name": group(line), "post": line.post}) if line.post else group(line)


def speech(place: int, line: Speech) -> Said:
    """A speech as the minutes give it: its number, who spoke (a worker, where nobody is named), and what was said."""
    who: object = line.speaker if not line.anonymous and line.speaker else Said(N_("a worker"))
    return Said(N_("Speech {n} ({who}): {text}"), {"n": ordinal(place), "who": who, "text": line.text.strip()})


def resolution(book: Book, place: int, line: Resolution) -> Said:
    """A resolution as the minutes give it: its number and text, by which unit, by when."""
    values: dict[str, object] = {"n": ordinal(place), "text": line.text.strip(), "unit": unit(book, line.unit), "day": line.due}
    if line.unit and line.due:
        return Said(N_("{n}. {text} ({unit}, by {day})"), values)
    if line.unit:
        return Said(N_("{n}. {text} ({unit})"), values)
    if line.due:
        return Said(N_("{n}. {text} (by {day})"), values)
    return Said(N_("{n}. {text}"), values)


def resolution_followed(book: Book, place: int, line: Resolution) -> Said:
    """A resolution as the screen gives it: as on paper, and the day it was carried out."""
    said = resolution(book, place, line)
    if line.done_on is None:
        return said
    return Said(N_("{resolution} Carried out on {done}."), {"resolution": said, "done": line.done_on})


def ordinal(place: int) -> Both:
    """一, 二, 三 or 1, 2, 3."""
    return Both(chinese_number(place) if place < 100 else str(place), str(place))


def paragraphs(lines: Iterable[object]) -> Both | str:
    """Several texts as paragraphs of one, in either language."""
    found = list(lines)
    if not found:
        return ""
    return Both("\n".join(words(line, "zh") for line in found), "\n".join(words(line, "en") for line in found))


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def unit(book: Book, row: int | None) -> Both | str:
    """A unit with those above it, in both languages; empty when there is none."""
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


