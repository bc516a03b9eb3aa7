"""What all meetings share: resolutions that are promises, head counts and hours, and the parts of printed minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import parse_quantity
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.meetings.records import Attendee, CarryingOut, Confirmation, Minutes, Present, Resolution
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import Ending, Exposure, Filing, Holding, Session, Speech
from unionoffice.printing.wording import words

DAY = date(1958, 2, 10)
FEBRUARY = Period.of_month(Month(1958, 2))


def session(**more: object) -> Session:
    values: dict[str, object] = {
        "topic": "切削油的浪费", "held_on": DAY, "begins": "14:00", "closed_at": "15:30", "chair": "王秀英", "recorder": "李文",
        "present": (Present(name="甲班车工", people=11),), "attendees": (Attendee(name="工艺科", people=2),),
        "speeches": (Speech(text="机床漏油没有人管。"),),
        "resolutions": (Resolution(text="加油盘", due=date(1958, 2, 20)), Resolution(text="修漏油", due=date(1958, 3, 1))),
    }
    return Session(**{**values, **more})  # type: ignore[arg-type]


def filed(book: Book) -> int:
    row = waste.enter_session(book, session())
    waste.hold(book, row, Holding(held_on=DAY))
    waste.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    waste.file(book, row, Filing(filed_on=date(1958, 2, 13)))
    return row


# -- resolutions as promises --------------------------------------------------------------


def test_a_resolution_is_carried_out_also_when_the_minutes_are_locked(book: Book) -> None:
    row = filed(book)
    waste.carry_out(book, row, CarryingOut(number=2, done_on=date(1958, 2, 25)))
    assert [line.done_on for line in waste.session(book, row).resolutions] == [None, date(1958, 2, 25)]
    assert waste.session(book, row).confirmed_on == date(1958, 2, 12)
    assert str(book.to_undo()) == "A resolution of session HY-1958-0001 was carried out"
    waste.carry_out(book, row, CarryingOut(number=2, done_on=None))
    assert [line.done_on for line in waste.session(book, row).resolutions] == [None, None]


@pytest.mark.parametrize(("asked", "field"), [
    (CarryingOut(number=3, done_on=date(1958, 2, 25)), "number"), (CarryingOut(number=1, done_on=date(1958, 2, 9)), "done_on"),
])
def test_what_cannot_have_been_carried_out_is_told_at_its_field(book: Book, asked: CarryingOut, field: str) -> None:
    row = filed(book)
    with pytest.raises(KnownError) as told:
        waste.carry_out(book, row, asked)
    assert told.value.field == field


def test_correcting_the_minutes_keeps_the_day_a_resolution_was_carried_out(book: Book) -> None:
    from unionoffice.core.record import changed

    row = waste.enter_session(book, session())
    waste.hold(book, row, Holding(held_on=DAY))
    waste.carry_out(book, row, CarryingOut(number=1, done_on=DAY))
    kept = waste.session(book, row)
    typed = tuple(changed(line, done_on=None, text=line.text + "。") for line in kept.resolutions[::-1])
    waste.correct_session(book, changed(kept, resolutions=typed))
    assert [(line.text, line.done_on) for line in waste.session(book, row).resolutions] == [("修漏油。", None), ("加油盘。", DAY)]


def test_promises_are_those_of_sessions_that_were_held_and_are_kept_by_their_line(book: Book) -> None:
    row = filed(book)
    waste.enter_session(book, session(topic="只是计划"))
    promised = waste.promises(book)
    assert [(p.row, p.number, p.text, p.made_on, p.due, p.done_on) for p in promised] == [
        (row, "HY-1958-0001", "加油盘", DAY, date(1958, 2, 20), None), (row, "HY-1958-0001", "修漏油", DAY, date(1958, 3, 1), None),
    ]
    assert str(promised[0].source) == "Criticism session of 1958-02-10"
    waste.keep_promise(book, promised[0].tbl, promised[0].line, date(1958, 2, 19))
    waste.keep_promise(book, "waste_resolutions", promised[1].line, date(1958, 2, 28))
    assert [p.done_on for p in waste.promises(book)] == [date(1958, 2, 19), date(1958, 2, 28)]
    with pytest.raises(BugError):
        waste.keep_promise(book, "waste_exposures", 1, DAY)
    with pytest.raises(KnownError):
        waste.keep_promise(book, "waste_resolutions", 999, DAY)


def test_a_planned_session_has_nothing_to_carry_out_yet(book: Book) -> None:
    row = waste.enter_session(book, session())
    with pytest.raises(KnownError, match="after the session was held"):
        waste.carry_out(book, row, CarryingOut(number=1, done_on=DAY))


def test_what_is_due_is_the_open_resolutions_the_measures_and_the_planned_sessions(book: Book) -> None:
    from unionoffice.core.money import Fen
    from unionoffice.desks.waste.records import MeasureSetting, Verification

    shop = roster.enter_unit(book, Unit(name="二车间", level=Level.WORKSHOP))
    row = filed(book)
    ahead = waste.enter_session(book, session(topic="电力", held_on=date(1958, 2, 24), resolutions=()))
    exposed = waste.enter_exposure(book, Exposure(exposed_on=DAY, title="漏油"))
    waste.verify(book, exposed, Verification(verified_on=DAY, verified_by="会计科", verified_loss=Fen(1)))
    asked = MeasureSetting(measure_on=DAY, measure="加油盘", responsible=shop, deadline=date(1958, 2, 18))
    waste.set_measure(book, exposed, asked)

    def seen(day: int) -> list[tuple[str, int, str]]:
        return [(each.tbl, each.row, each.kind) for each in waste.due(book, date(1958, 2, day))]

    measure, promise = ("waste_exposures", exposed, "due"), ("waste_sessions", row, "due")
    assert seen(17) == []
    assert seen(18) == [measure]
    assert seen(20) == [measure, promise]
    assert seen(28) == [measure, promise, ("waste_sessions", ahead, "due")]
    assert [waste.badge(book, date(1958, 2, day)) for day in (18, 19, 20, 21, 24, 25)] == [0, 1, 1, 2, 2, 3]
    waste.carry_out(book, row, CarryingOut(number=1, done_on=date(1958, 2, 21)))
    assert waste.badge(book, date(1958, 2, 21)) == 1
    assert seen(28) == [measure, ("waste_sessions", ahead, "due")]
    waste.void(book, row, Ending(day=date(1958, 3, 5), reason="重复"))
    assert [each.tbl for each in waste.due(book, date(1958, 3, 10))] == ["waste_exposures", "waste_sessions"]


# -- people and hours -----------------------------------------------------------------------


def test_meeting_times_are_of_held_sessions_of_the_period_and_say_whether_inside(book: Book) -> None:
    row = filed(book)
    untimed = waste.enter_session(book, session(begins="", closed_at="", in_working_time=True))
    waste.hold(book, untimed, Holding(held_on=DAY, in_working_time=True))
    waste.enter_session(book, session(topic="只是计划"))
    found = waste.meeting_times(book, FEBRUARY)
    assert [(t.tbl, t.row, t.day, t.minutes, t.people, t.inside) for t in found] == [
        ("waste_sessions", row, DAY, 90, 13, False), ("waste_sessions", untimed, DAY, None, 13, True),
    ]
    assert waste.meeting_times(book, FEBRUARY.following()) == []


def test_a_mutual_aid_meeting_counts_those_present_and_its_hours_exactly(book: Book) -> None:
    from unionoffice.desks.groups import service as groups
    from unionoffice.desks.groups.records import Attendance, Closing, Group, Meeting, Member

    shop = roster.enter_unit(book, Unit(name="二车间", level=Level.WORKSHOP))
    workers = [roster.enter_worker(book, Worker(name=name, unit=shop)) for name in ("甲一", "乙一", "丙一")]
    members = tuple(Member(worker=row, name="", joined_on=DAY) for row in workers)
    group = groups.enter_group(
        book, Group(name="磨刀组", unit=shop, leader=workers[0], founded_on=DAY, topic="磨刀", members=members))
    lines = groups.sheet_of_attendance(book, group, DAY)
    some = (lines[0], Attendance(member=lines[1].member, present=False, reason="夜班"), lines[2])
    third = parse_quantity("0.3333")
    row = groups.enter_meeting(
        book, Meeting(group_id=group, held_on=DAY, hours=third, in_working_time=True, topic="角度", attendance=some))
    found = groups.meeting_times(book, FEBRUARY)
    assert [(t.tbl, t.row, t.unit, t.people, t.inside) for t in found] == [("mutual_meetings", row, shop, 2, True)]
    assert found[0].minutes == Fraction(3333 * 60, 10_000)
    with_minutes = found[0].minutes
    assert with_minutes is not None and meetings.hours(with_minutes * 2) == 6666
    hours = next(f for f in groups.figures(book, FEBRUARY) if f.code == "groups.person_hours")
    assert hours.value == 6666
    assert groups.meeting_times(book, FEBRUARY.previous()) == []
    groups.void_group(book, group, Closing(closed_on=DAY, reason="重复"))
    assert groups.meeting_times(book, FEBRUARY) == []


TIMES = st.integers(0, 24 * 60 - 1)


@given(TIMES, TIMES)
def test_minutes_between_two_times_agree_with_a_calendar(begins: int, ends: int) -> None:
    first = datetime(1958, 2, 10) + timedelta(minutes=begins)
    last = datetime(1958, 2, 10 if ends >= begins else 11) + timedelta(minutes=ends)
    said = meetings.minutes_between(f"{first:%H:%M}", f"{last:%H:%M}")
    assert said == (last - first).total_seconds() // 60


# -- what minutes say -------------------------------------------------------------------------


def test_the_parts_of_minutes_are_given_as_values_and_worded_in_either_language(book: Book) -> None:
    shop = roster.enter_unit(book, Unit(name="机修车间", english="Repair shop", level=Level.WORKSHOP))
    minutes = Minutes(
        held_on=DAY, begins="14:00", closed_at="15:30", present=(Present(name="甲班", people=11),),
        resolutions=(Resolution(text="修漏油", unit=shop, due=date(1958, 3, 1), done_on=date(1958, 2, 27)),),
    )
    values = meetings.minutes_values(book, minutes, "BL-1958-0001")
    assert words(values["resolutions"], "zh") == "一、修漏油（机修车间，1958年3月1日前）"
    assert words(values["resolutions"], "en") == "1. 修漏油 (Repair shop, by 1 March 1958)"
    assert words(values["time"], "zh") == "1958年2月10日 14:00至15:30"
    assert words(values["hours"], "zh") == "16.5"
    assert words(meetings.resolution_followed(book, 1, minutes.resolutions[0]), "en").endswith("Carried out on 27 February 1958.")
    assert words(meetings.remark(minutes, "held"), "en") == "Draft: these minutes are not confirmed yet."
    assert len(meetings.sign_in_values(book, minutes, "BL-1958-0001")["rows"]) == 20  # type: ignore[arg-type]
