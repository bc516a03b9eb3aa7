"""Against waste: sessions to filed minutes, exposures to stopped waste, names that stay out, figures, papers."""

from __future__ import annotations

import datetime as dt
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import backup, upkeep
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen, parse_money
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import parse_quantity
from unionoffice.core.record import changed
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import rules, service
from unionoffice.desks.waste.records import (
    Absent,
    Attendee,
    Confirmation,
    Correction,
    Ending,
    Exposure,
    ExposureState,
    Filing,
    Holding,
    LossPer,
    MeasureSetting,
    Present,
    Refutation,
    Resolution,
    Session,
    SessionState,
    Speech,
    Stopping,
    Verification,
    Vote,
    WasteKind,
)

DAY = date(1958, 2, 10)
FEBRUARY = Period.of_month(Month(1958, 2))
RARE = "钏靐龘"


def unit(book: Book, name: str = "二车间") -> int:
    return roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP))


def minutes(**more: object) -> Session:
    values: dict[str, object] = {
        "topic": "切削油的浪费", "held_on": DAY, "begins": "14:00", "ends": "15:00", "room": "二车间休息室",
        "chair_post": "车间工会主席", "chair": "王秀英", "recorder": "李文", "closed_at": "15:30",
        "present": (Present(name="陈大为"), Present(name="甲班车工", people=11)),
        "absent": (Absent(name="赵工", reason="夜班"),),
        "attendees": (Attendee(name="周技术员", post="工艺科", people=1),),
        "agenda": "一、切削油用量\n二、回收办法",
        "speeches": (Speech(text="机床漏油没有人管。"), Speech(text="油盘太浅，切屑把油带走。")),
        "resolutions": (Resolution(text="每台机床加油盘。", due=date(1958, 3, 1)),),
        "votes": (Vote(motion="加油盘", in_favour=10, against=1, abstained=1),),
        "open_questions": "回收油能否再用？",
    }
    return Session(**{**values, **more})  # type: ignore[arg-type]


def held(book: Book, session: Session | None = None) -> int:
    row = service.enter_session(book, session or minutes())
    service.hold(book, row, Holding(held_on=DAY))
    return row


def confirmed(book: Book, session: Session | None = None) -> int:
    row = held(book, session)
    service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    return row


# -- sessions -----------------------------------------------------------------------


def test_a_session_goes_from_plan_to_files_and_keeps_its_number(book: Book) -> None:
    row = service.enter_session(book, Session(topic="电力的浪费", held_on=DAY, old_number="1958-鸣-7"))
    session = service.session(book, row)
    assert (session.number, session.state) == ("HY-1958-0001", SessionState.PLANNED)
    service.hold(book, row, Holding(held_on=date(1958, 2, 11), begins="8.30", closed_at="1010", in_working_time=True))
    session = service.session(book, row)
    assert (session.held_on, session.begins, session.closed_at) == (date(1958, 2, 11), "08:30", "10:10")
    assert rules.length(session) == 100
    with pytest.raises(KnownError, match="in the chair"):
        service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    service.correct_session(book, changed(minutes(), id=row))
    service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    service.file(book, row, Filing(filed_on=date(1958, 2, 20), file_number="58-3-12"))
    session = service.session(book, row)
    assert (session.number, session.state, session.file_number) == ("HY-1958-0001", SessionState.FILED, "58-3-12")
    assert len(session.speeches) == 2
    assert all(speech.anonymous and speech.speaker is None for speech in session.speeches)
    assert [hit.row for hit in book.search("油盘", tbl="waste_sessions")] == [row]
    assert upkeep.check(book, schema.TABLES) == []


def test_entering_can_be_undone_and_done_again(book: Book) -> None:
    row = service.enter_session(book, minutes())
    assert str(book.to_undo()) == "Register session HY-1958-0001"
    book.undo()
    assert book.search("切削油") == []
    assert book.value("select count(*) from waste_speeches") == 0
    book.redo()
    assert service.session(book, row).votes[0].in_favour == 10


def test_confirmed_minutes_are_locked_final_and_corrected_by_addenda(book: Book) -> None:
    row = confirmed(book)
    assert book.to_undo() is None
    with pytest.raises(KnownError, match="locked"):
        service.correct_session(book, changed(service.session(book, row), topic="别的"))
    with pytest.raises(KnownError, match="before"):
        service.add_addendum(book, row, Correction(written_on=date(1958, 2, 11), text="更正"))
    service.add_addendum(book, row, Correction(written_on=date(1958, 2, 14), text="到会实为十三人。"))
    service.add_addendum(book, row, Correction(written_on=date(1958, 2, 15), text="决议改为三月五日前。"))
    with pytest.raises(KnownError, match="before"):
        service.add_addendum(book, row, Correction(written_on=date(1958, 2, 14), text="倒填"))
    assert [line.text for line in service.session(book, row).addenda] == ["到会实为十三人。", "决议改为三月五日前。"]
    service.void(book, row, Ending(day=date(1958, 2, 16), reason="重复登记"))
    assert service.session(book, row).state is SessionState.VOIDED
    assert book.to_undo() is None
    with pytest.raises(KnownError, match="addendum belongs"):
        service.add_addendum(book, row, Correction(written_on=date(1958, 2, 17), text="更正"))


STEPS = {
    SessionState.HELD: lambda book, row: service.hold(book, row, Holding(held_on=DAY)),
    SessionState.CONFIRMED: lambda book, row: service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12))),
    SessionState.FILED: lambda book, row: service.file(book, row, Filing(filed_on=date(1958, 2, 20))),
    SessionState.CANCELLED: lambda book, row: service.cancel(book, row, Ending(day=date(1958, 2, 21), reason="停电")),
    SessionState.VOIDED: lambda book, row: service.void(book, row, Ending(day=date(1958, 2, 21), reason="作废")),
}
WAYS = {
    SessionState.PLANNED: (), SessionState.HELD: (SessionState.HELD,),
    SessionState.CONFIRMED: (SessionState.HELD, SessionState.CONFIRMED),
    SessionState.FILED: (SessionState.HELD, SessionState.CONFIRMED, SessionState.FILED),
    SessionState.CANCELLED: (SessionState.CANCELLED,),
    SessionState.VOIDED: (SessionState.HELD, SessionState.CONFIRMED, SessionState.VOIDED),
}
ALLOWED = {
    ("planned", "held"), ("planned", "cancelled"), ("held", "confirmed"), ("held", "cancelled"),
    ("confirmed", "filed"), ("confirmed", "voided"), ("filed", "voided"),
}


@pytest.mark.parametrize("start", list(WAYS))
@pytest.mark.parametrize("step", list(STEPS))
def test_a_session_takes_only_the_steps_that_can_come_next(book: Book, start: SessionState, step: SessionState) -> None:
    row = service.enter_session(book, minutes())
    for each in WAYS[start]:
        STEPS[each](book, row)
    assert service.session(book, row).state is start
    if (start.value, step.value) in ALLOWED:
        STEPS[step](book, row)
        assert service.session(book, row).state is step
    else:
        with pytest.raises(KnownError, match="cannot become"):
            STEPS[step](book, row)
        assert service.session(book, row).state is start


@pytest.mark.parametrize(("wrong", "field"), [
    ({"topic": " "}, "topic"),
    ({"begins": "25:00"}, "begins"),
    ({"begins": "half past two"}, "begins"),
    ({"begins": "14:00", "closed_at": "14:00"}, "closed_at"),
    ({"begins": "14:00", "ends": "13:00"}, "ends"),
    ({"present": (Present(name=""),)}, "present"),
    ({"absent": (Absent(name=" "),)}, "absent"),
    ({"attendees": (Attendee(name="众人", people=0),)}, "attendees"),
    ({"speeches": (Speech(text=""),)}, "speeches"),
    ({"speeches": (Speech(text="…", anonymous=False),)}, "speeches"),
    ({"resolutions": (Resolution(text=" "),)}, "resolutions"),
    ({"resolutions": (Resolution(text="办", due=date(1958, 2, 9)),)}, "resolutions"),
    ({"votes": (Vote(motion=" "),)}, "votes"),
    ({"votes": (Vote(motion="加油盘", in_favour=11, against=1, abstained=1),)}, "votes"),
    ({"votes": (Vote(motion="加油盘", in_favour=-1),)}, "votes"),
])
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(book: Book, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.enter_session(book, minutes(**wrong))
    assert trouble.value.field == field
    assert book.value("select count(*) from waste_sessions") == 0


@pytest.mark.parametrize("lacking", [
    {"begins": ""}, {"closed_at": ""}, {"chair": ""}, {"recorder": " "}, {"present": (), "votes": ()},
    {"speeches": (), "resolutions": ()},
])
def test_minutes_that_lack_something_are_not_confirmed(book: Book, lacking: dict[str, object]) -> None:
    row = held(book, minutes(**lacking))
    with pytest.raises(KnownError) as trouble:
        service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    assert trouble.value.field in lacking
    assert service.session(book, row).state is SessionState.HELD


def test_non_voting_attendees_take_part_but_have_no_vote() -> None:
    session = minutes(attendees=(Attendee(name="科室干部", people=5),), votes=(Vote(motion="加油盘", in_favour=13),))
    assert (rules.voters(session), rules.people(session)) == (12, 17)
    with pytest.raises(KnownError, match="13 votes"):
        rules.check_session(session)


@pytest.mark.parametrize(("written", "kept"), [
    ("14:00", "14:00"), ("8:5", "08:05"), ("8.30", "08:30"), ("0830", "08:30"), ("830", "08:30"), ("14", "14:00"),
    ("１４：３０", "14:30"), ("14时30分", "14:30"), ("14时", "14:00"), ("", ""), ("0:00", "00:00"),
])
def test_times_are_read_as_clerks_write_them(written: str, kept: str) -> None:
    assert rules.time_of_day(written, "begins") == kept


def test_a_night_shift_session_runs_over_midnight() -> None:
    assert rules.length(minutes(begins="23:10", ends="", closed_at="00:40")) == 90


@given(st.integers(0, 10_000_000))
def test_person_hours_are_rounded_once_and_to_the_nearest(person_minutes: int) -> None:
    hours = rules.hours(person_minutes)
    assert abs(Fraction(hours, 10_000) - Fraction(person_minutes, 60)) <= Fraction(1, 20_000)


def test_warnings_are_hints_and_stop_nothing(book: Book) -> None:
    roster.enter_worker(book, Worker(name="陈大为"))
    row = service.enter_session(book, minutes(in_working_time=True, speeches=(Speech(text="陈大为不关灯。"),)))
    said = service.session_warnings(book, service.session(book, row), date(1958, 3, 1))
    assert len(said) == 3
    assert "working time" in said[0]
    assert "day has passed" in said[1]
    assert said[2] == "Write of the arrangement, not the person? The text names 陈大为."
    service.hold(book, row, Holding(held_on=DAY))
    clean = service.session_warnings(book, minutes(), DAY)
    assert clean == []


# -- anonymity ------------------------------------------------------------------------


def test_an_anonymous_speech_keeps_no_name_even_if_one_was_typed(book: Book) -> None:
    row = service.enter_session(book, minutes(speeches=(Speech(text="电灯白天亮着。", anonymous=True, speaker=RARE),)))
    assert service.session(book, row).speeches[0].speaker is None
    book.conn.execute("pragma wal_checkpoint(truncate)")
    assert files_with(book, RARE) == []


def test_the_book_itself_refuses_a_name_beside_an_anonymous_speech(book: Book) -> None:
    import sqlite3

    row = service.enter_session(book, minutes())
    with pytest.raises(sqlite3.IntegrityError):
        book.conn.execute("update waste_speeches set speaker = 'x' where parent = ? and anonymous = 1", (row,))


def files_with(book: Book, text: str) -> list[str]:
    """The files of the book's folder that hold the bytes of a text."""
    files = [path for path in book.path.parent.rglob("*") if path.is_file()]
    assert files
    return sorted(path.name for path in files if text.encode() in path.read_bytes())


def named(book: Book, row: int, text: str = "吊车等料。") -> int:
    """A speech with the rare name, added by a correction; its id."""
    session = service.session(book, row)
    service.correct_session(
        book, changed(session, speeches=(*session.speeches, Speech(text=text, anonymous=False, speaker=RARE))))
    return next(line.id for line in service.session(book, row).speeches if line.speaker == RARE)


def test_the_bytes_of_a_name_made_anonymous_are_nowhere(book: Book) -> None:
    drafts = Drafts(book.path)
    row = held(book)
    speech = named(book, row)
    session = service.session(book, row)
    service.correct_session(book, changed(session, topic="吊车和切削油", speeches=session.speeches[::-1]))
    book.undo()
    book.redo()
    drafts.keep(f"waste_sessions/{row}", {"topic": "吊车"})
    old = backup.back_up(book.path, backup.backup_folder(book.path))
    service.confirm(book, row, Confirmation(confirmed_on=date(1958, 2, 12)))
    assert book.path.name in files_with(book, RARE) or f"{book.path.name}-wal" in files_with(book, RARE)
    assert old.name in files_with(book, RARE)

    traces = service.make_anonymous(book, row, speech)
    assert files_with(book, RARE) == [old.name]
    assert traces.backups == (old,)
    assert not traces.log
    kept = next(line for line in service.session(book, row).speeches if line.id == speech)
    assert (kept.text, kept.anonymous, kept.speaker) == ("吊车等料。", True, None)
    assert service.session(book, row).state is SessionState.CONFIRMED
    assert upkeep.check(book, schema.TABLES) == []
    assert [str(line.said) for line in book.journal(limit=1)] == ["Make a speech of session HY-1958-0001 anonymous"]
    assert book.to_undo() is None
    assert book.to_redo() is None

    new = backup.renew(book.path, traces.backups)
    assert files_with(book, RARE) == []
    assert not old.exists()
    assert new.exists()
    restored = Book.open(new, write=False, immutable=True)
    assert service.session(restored, row).topic == "吊车和切削油"
    restored.close()
    drafts.close()
    book.close()
    assert files_with(book, RARE) == []


def test_a_name_that_was_taken_back_and_typed_again_goes_with_it(book: Book) -> None:
    row = held(book)
    named(book, row)
    book.undo()
    assert all(line.speaker is None for line in service.session(book, row).speeches)
    speech = named(book, row, "吊车又等料。")
    service.make_anonymous(book, row, speech)
    assert files_with(book, RARE) == []
    assert upkeep.check(book, schema.TABLES) == []


@pytest.mark.parametrize("how", ["ticked", "taken out"])
def test_a_speech_corrected_to_anonymous_or_taken_out_takes_its_name_along(book: Book, how: str) -> None:
    row = held(book)
    speech = named(book, row)
    session = service.session(book, row)
    kept = tuple(
        changed(line, anonymous=True) if line.id == speech else line
        for line in session.speeches if how == "ticked" or line.id != speech
    )
    service.correct_session(book, changed(session, speeches=kept))
    book.conn.execute("pragma wal_checkpoint(truncate)")
    assert files_with(book, RARE) == []
    assert len(service.session(book, row).speeches) == (3 if how == "ticked" else 2)
    assert upkeep.check(book, schema.TABLES) == []


def test_a_refused_correction_forgets_nothing(book: Book) -> None:
    row = held(book)
    speech = named(book, row)
    session = service.session(book, row)
    with pytest.raises(KnownError):
        service.correct_session(book, changed(session, topic="", speeches=()))
    assert next(line for line in service.session(book, row).speeches if line.id == speech).speaker == RARE


def test_other_named_speeches_stay_named_and_papers_are_listed(book: Book) -> None:
    from unionoffice.core import office

    row = held(book)
    speech = named(book, row)
    session = service.session(book, row)
    service.correct_session(
        book, changed(session, speeches=(*session.speeches, Speech(text="我愿署名。", anonymous=False, speaker="刘愿署"))))
    before = backup.back_up(book.path, backup.backup_folder(book.path))
    office.note_printed(book, "minutes", "Minutes", tbl="waste_sessions", row=row)
    traces = service.make_anonymous(book, row, speech)
    assert [line.speaker for line in service.session(book, row).speeches] == [None, None, None, "刘愿署"]
    assert traces.backups == (before,)
    assert len(traces.printed) == 1
    with pytest.raises(KnownError, match="already"):
        service.make_anonymous(book, row, speech)
    with pytest.raises(KnownError, match="no longer"):
        service.make_anonymous(book, row, 9999)


def test_backups_from_before_the_name_are_left_alone(book: Book) -> None:
    row = held(book)
    early = backup.back_up(book.path, backup.backup_folder(book.path))
    speech = named(book, row)
    damaged = early.with_name("damaged-1958-02-10.db")
    damaged.write_bytes(b"not a book")
    traces = service.make_anonymous(book, row, speech)
    assert traces.backups == (damaged,)  # it cannot be read, so nobody can say what it holds


def test_the_name_of_who_exposed_waste_can_be_taken_out_as_well(book: Book) -> None:
    row = service.enter_exposure(book, exposure(anonymous=False, exposed_by=RARE))
    assert book.search(RARE) == []
    service.verify(book, row, Verification(verified_on=DAY, verified_by="会计科", verified_loss=Fen(100)))
    old = backup.back_up(book.path, backup.backup_folder(book.path))
    traces = service.make_exposure_anonymous(book, row)
    assert traces.backups == (old,)
    backup.renew(book.path, traces.backups)
    assert files_with(book, RARE) == []
    assert service.exposure(book, row).exposed_by is None
    with pytest.raises(KnownError, match="already"):
        service.make_exposure_anonymous(book, row)
    second = service.enter_exposure(book, exposure(anonymous=False, exposed_by=RARE))
    service.correct_exposure(book, changed(service.exposure(book, second), anonymous=True))
    book.conn.execute("pragma wal_checkpoint(truncate)")
    assert files_with(book, RARE) == []
    assert upkeep.check(book, schema.TABLES) == []


# -- exposures ----------------------------------------------------------------------


def exposure(**more: object) -> Exposure:
    values: dict[str, object] = {
        "exposed_on": DAY, "title": "机床漏切削油", "kind": WasteKind.MATERIALS, "spot": "六号车床",
        "description": "一班漏油约三公斤。", "quantity": parse_quantity("90"), "measured_in": "公斤",
        "unit_price": parse_money("0.45"), "loss": parse_money("40.50"), "since": "去年十月", "cause": "油盘太浅",
    }
    return Exposure(**{**values, **more})  # type: ignore[arg-type]


def measured(book: Book, row: int, deadline: date = date(1958, 2, 20)) -> None:
    service.verify(
        book, row, Verification(verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(3600), finding="属实"))
    responsible = unit(book)
    service.set_measure(
        book, row, MeasureSetting(measure_on=date(1958, 2, 13), measure="加油盘", responsible=responsible, deadline=deadline))


def test_an_exposure_goes_from_register_to_stopped(book: Book) -> None:
    row = service.enter_exposure(book, exposure())
    assert (service.exposure(book, row).number, service.exposure(book, row).anonymous) == ("LF-1958-0001", True)
    measured(book, row)
    service.stop(book, row, Stopping(stopped_on=date(1958, 2, 19), result="不再漏油"))
    done = service.exposure(book, row)
    assert (done.state, done.loss, done.verified_loss) == (ExposureState.STOPPED, 4050, 3600)
    book.undo()
    assert service.exposure(book, row).state is ExposureState.MEASURE_SET
    book.redo()
    assert service.exposure(book, row).state is ExposureState.STOPPED
    assert [hit.row for hit in book.search("油盘", tbl="waste_exposures")] == [row]
    assert upkeep.check(book, schema.TABLES) == []


EXPOSURE_STEPS = {
    ExposureState.VERIFIED: lambda book, row: service.verify(
        book, row, Verification(verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(1))),
    ExposureState.UNFOUNDED: lambda book, row: service.refute(
        book, row, Refutation(verified_on=date(1958, 2, 12), verified_by="会计科", finding="数字有误")),
    ExposureState.MEASURE_SET: lambda book, row: service.set_measure(
        book, row, MeasureSetting(measure_on=date(1958, 2, 13), measure="加油盘", responsible=1, deadline=date(1958, 2, 20))),
    ExposureState.STOPPED: lambda book, row: service.stop(book, row, Stopping(stopped_on=date(1958, 2, 19), result="好")),
    ExposureState.WITHDRAWN: lambda book, row: service.withdraw(book, row, Ending(day=date(1958, 2, 21), reason="重复")),
}
CHAIN = (ExposureState.VERIFIED, ExposureState.MEASURE_SET, ExposureState.STOPPED)
EXPOSURE_WAYS: dict[ExposureState, tuple[ExposureState, ...]] = {
    ExposureState.REGISTERED: (), ExposureState.VERIFIED: CHAIN[:1], ExposureState.MEASURE_SET: CHAIN[:2],
    ExposureState.STOPPED: CHAIN, ExposureState.UNFOUNDED: (ExposureState.UNFOUNDED,),
    ExposureState.WITHDRAWN: (ExposureState.WITHDRAWN,),
}
EXPOSURE_ALLOWED = {
    ("registered", "verified"), ("registered", "unfounded"), ("verified", "measure_set"), ("measure_set", "stopped"),
    *((state.value, "withdrawn") for state in ExposureState if state is not ExposureState.WITHDRAWN),
}


@pytest.mark.parametrize("start", list(EXPOSURE_WAYS))
@pytest.mark.parametrize("step", list(EXPOSURE_STEPS))
def test_an_exposure_takes_only_the_steps_that_can_come_next(book: Book, start: ExposureState, step: ExposureState) -> None:
    unit(book)
    row = service.enter_exposure(book, exposure())
    for each in EXPOSURE_WAYS[start]:
        EXPOSURE_STEPS[each](book, row)
    if (start.value, step.value) in EXPOSURE_ALLOWED:
        EXPOSURE_STEPS[step](book, row)
        assert service.exposure(book, row).state is step
    else:
        with pytest.raises(KnownError, match="cannot become"):
            EXPOSURE_STEPS[step](book, row)
        assert service.exposure(book, row).state is start


@pytest.mark.parametrize(("wrong", "field"), [
    ({"title": " "}, "title"), ({"anonymous": False}, "exposed_by"), ({"quantity": -1}, "quantity"),
    ({"unit_price": -1}, "unit_price"), ({"loss": -1}, "loss"), ({"measured_in": ""}, "measured_in"),
])
def test_a_faulty_exposure_is_told_at_its_field(book: Book, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.enter_exposure(book, exposure(**wrong))
    assert trouble.value.field == field


def test_no_step_is_dated_before_the_one_it_follows(book: Book) -> None:
    row = service.enter_exposure(book, exposure())
    with pytest.raises(KnownError) as trouble:
        service.verify(book, row, Verification(verified_on=date(1958, 2, 9), verified_by="会计科", verified_loss=Fen(1)))
    assert trouble.value.field == "verified_on"
    service.verify(book, row, Verification(verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(1)))
    place = unit(book)
    for on, until, field in ((11, 20, "measure_on"), (13, 12, "deadline")):
        asked = MeasureSetting(
            measure_on=date(1958, 2, on), measure="加油盘", responsible=place, deadline=date(1958, 2, until))
        with pytest.raises(KnownError) as trouble:
            service.set_measure(book, row, asked)
        assert trouble.value.field == field
    with pytest.raises(KnownError, match="before"):
        service.withdraw(book, row, Ending(day=date(1958, 2, 1), reason="重复"))


def test_what_a_step_wrote_can_be_corrected_but_not_emptied(book: Book) -> None:
    row = service.enter_exposure(book, exposure())
    measured(book, row)
    service.correct_exposure(book, changed(service.exposure(book, row), verified_loss=Fen(5000), title="漏油"))
    assert service.exposure(book, row).verified_loss == 5000
    with pytest.raises(KnownError) as trouble:
        service.correct_exposure(book, changed(service.exposure(book, row), deadline=None))
    assert trouble.value.field == "deadline"
    service.withdraw(book, row, Ending(day=date(1958, 2, 21), reason="重复"))
    with pytest.raises(KnownError, match="withdrawn"):
        service.correct_exposure(book, changed(service.exposure(book, row), title="别的"))


def test_an_exposure_from_a_session_is_tied_to_it_both_ways(book: Book) -> None:
    first, second = held(book), service.enter_session(book, minutes(topic="电灯"))
    row = service.enter_exposure(book, exposure(), came_from=("waste_sessions", first))
    assert service.exposure(book, row).session == first
    assert [(link.kind, link.other.row) for link in book.links("waste_sessions", first)] == [(service.EXPOSED_AT, row)]
    service.correct_exposure(book, changed(service.exposure(book, row), session=second))
    assert book.links("waste_sessions", first) == []
    assert [link.other.number for link in book.links("waste_exposures", row)] == ["HY-1958-0002"]
    assert (service.exposed_at(book, first), service.exposed_at(book, second)) == ([], [row])


def test_raised_to_a_proposal_is_read_from_the_link(book: Book) -> None:
    row = service.enter_exposure(book, exposure())
    stands = service.for_proposal(service.exposure(book, row))
    assert stands["title"] == "机床漏切削油"
    assert "Estimated loss: 40.50 yuan a month" in str(stands["problem"])
    other = held(book)  # stands in for the proposal: the link knows nothing of desks
    with book.act("Enter proposal") as act:
        act.link("raised to a proposal", ("waste_exposures", row), ("waste_sessions", other))
    assert service.proposals_of(book, row) == ["HY-1958-0001"]
    assert [link.outward for link in book.links("waste_sessions", other)] == [False]
    service.withdraw(book, row, Ending(day=date(1958, 2, 21), reason="重复"))
    with pytest.raises(KnownError, match="stands"):
        service.for_proposal(service.exposure(book, row))


def test_quantity_times_price_is_exact_and_told_when_it_differs(book: Book) -> None:
    assert rules.worth(parse_quantity("90"), parse_money("0.45")) == 4050
    assert rules.worth(parse_quantity("0.5"), Fen(1)) == 1  # half a fen goes up
    assert service.exposure_warnings(book, exposure(), DAY) == []
    assert service.exposure_warnings(book, exposure(loss=Fen(9999)), DAY) == ["Quantity times unit price makes 40.50 yuan."]


def test_a_measure_past_its_deadline_is_overdue_the_day_after(book: Book) -> None:
    row = service.enter_exposure(book, exposure())
    measured(book, row, deadline=date(1958, 2, 20))
    assert [service.badge(book, date(1958, 2, day)) for day in (19, 20, 21)] == [0, 0, 1]
    assert any("1958-02-20" in said for said in service.exposure_warnings(book, service.exposure(book, row), date(1958, 2, 21)))
    service.stop(book, row, Stopping(stopped_on=date(1958, 2, 25), result="好"))
    assert service.badge(book, date(1958, 3, 1)) == 0
    service.enter_session(book, minutes())
    assert service.badge(book, DAY) == 0
    assert service.badge(book, DAY + dt.timedelta(days=1)) == 1


# -- figures --------------------------------------------------------------------------


def test_the_figures_of_a_month_agree_with_the_rows_behind_them(book: Book) -> None:
    held(book)  # 13 people from 14:00 to 15:30
    service.enter_session(book, minutes(topic="只是计划"))
    seven = {"present": (Present(name="一班", people=7),), "attendees": (), "votes": ()}
    held(book, minutes(topic="电灯", begins="08:00", closed_at="08:20", **seven))
    kinds = (WasteKind.MATERIALS, WasteKind.POWER, WasteKind.POWER)
    exposed = [service.enter_exposure(book, exposure(kind=kind)) for kind in kinds]
    service.enter_exposure(book, exposure(loss=Fen(9_000_000)))  # an estimate is never added up
    elsewhere = service.enter_exposure(book, exposure(exposed_on=date(1958, 1, 31)))
    gone = service.enter_exposure(book, exposure())
    service.withdraw(book, gone, Ending(day=DAY, reason="重复"))
    for row, amount, per in zip(exposed, (3000, 50_000, 7_700), (LossPer.MONTH, LossPer.YEAR, LossPer.ONCE), strict=True):
        service.verify(book, row, Verification(
            verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(amount), verified_per=per))
    service.verify(book, elsewhere, Verification(verified_on=date(1958, 3, 1), verified_by="会计科", verified_loss=Fen(1)))
    place = unit(book)
    for row, until in ((exposed[0], 20), (exposed[1], 20)):
        service.set_measure(book, row, MeasureSetting(
            measure_on=date(1958, 2, 13), measure="改", responsible=place, deadline=date(1958, 2, until)))
    service.stop(book, exposed[0], Stopping(stopped_on=date(1958, 2, 18), result="好"))
    service.stop(book, exposed[1], Stopping(stopped_on=date(1958, 3, 2), result="好"))

    found = {figure.code: figure for figure in service.figures(book, FEBRUARY)}
    assert {code: figure.value for code, figure in found.items()} == {
        "waste.sessions": 2, "waste.people": 20, "waste.person_hours": round((13 * 90 + 7 * 20) * 10_000 / 60),
        "waste.exposed": 4, "waste.verified": 3000 * 12 + 50_000 + 7_700, "waste.stopped": 1, "waste.overdue": 1, "waste.raised": 0,
        "waste.came_again": 0, "waste.rules": 0, "waste.inspections": 0, "waste.violations": 0,
    }
    for figure in found.values():
        assert book.value(f"select count(*) from {figure.tbl} where id in ({', '.join(map(str, figure.rows)) or 'null'})") == len(
            figure.rows)
    assert found["waste.overdue"].rows == (exposed[1],)
    assert found["waste.verified"].rows == tuple(exposed)
    early = {figure.code: figure.value for figure in service.figures(book, FEBRUARY, date(1958, 2, 20))}
    assert early["waste.overdue"] == 0

    shares = service.by_kind(book, FEBRUARY)
    assert [(share.where, share.loss) for share in shares] == [(WasteKind.POWER, 57_700), (WasteKind.MATERIALS, 36_000)]
    assert sum(share.loss for share in service.by_unit(book, FEBRUARY)) == found["waste.verified"].value


def test_a_session_without_times_is_named_beside_the_hours(book: Book) -> None:
    held(book, minutes(begins="", ends="", closed_at=""))
    hours = next(f for f in service.figures(book, FEBRUARY) if f.code == "waste.person_hours")
    assert hours.value == 0
    assert str(hours.note) == "Sessions without times are not in it: 1"


def test_raised_exposures_count_in_the_month_of_the_proposal(book: Book) -> None:
    row = service.enter_exposure(book, exposure(exposed_on=date(1958, 1, 5)))
    other = held(book)
    with book.act("Enter proposal") as act:
        act.link(service.RAISED, ("waste_exposures", row), ("waste_sessions", other))
    raised = next(f for f in service.figures(book, FEBRUARY) if f.code == "waste.raised")
    assert raised.rows == (row,)
    assert next(f for f in service.figures(book, FEBRUARY.previous()) if f.code == "waste.raised").value == 0



def test_an_exposure_raised_at_the_proposals_desk_shows_on_both(book: Book) -> None:
    from unionoffice.desks.proposals import service as proposals
    from unionoffice.desks.proposals.records import Author, Proposal

    row = service.enter_exposure(book, exposure(unit=unit(book)))
    values = service.for_proposal(service.exposure(book, row))
    proposal = Proposal(
        received_on=date(1958, 2, 15), authors=(Author(name="陈大为", share=100),), method="油盘加深四厘米。",
        title=str(values["title"]), unit=service.exposure(book, row).unit, problem=str(values["problem"]),
    )
    other = proposals.enter(book, proposal, came_from=("waste_exposures", row))
    assert service.proposals_of(book, row) == ["JY-1958-0001"]
    assert [(link.kind, link.other.number) for link in book.links("proposals", other)] == [(service.RAISED, "LF-1958-0001")]
    raised = next(f for f in service.figures(book, FEBRUARY) if f.code == "waste.raised")
    assert raised.rows == (row,)
    book.undo()
    assert service.proposals_of(book, row) == []


def test_withdrawn_waste_no_longer_counts_as_raised(book: Book) -> None:
    row = service.enter_exposure(book, exposure(exposed_on=date(1958, 2, 5)))
    with book.act("Enter proposal") as act:
        act.link(service.RAISED, ("waste_exposures", row), ("waste_sessions", held(book)))
    service.withdraw(book, row, Ending(day=date(1958, 2, 21), reason="重复"))
    assert next(f for f in service.figures(book, FEBRUARY) if f.code == "waste.raised").value == 0


def test_nothing_ends_before_what_was_done_last(book: Book) -> None:
    session = confirmed(book)
    service.file(book, session, Filing(filed_on=date(1958, 2, 15)))
    service.add_addendum(book, session, Correction(written_on=date(1958, 2, 18), text="补正一处"))
    with pytest.raises(KnownError, match="1958-02-18"):
        service.void(book, session, Ending(day=date(1958, 2, 17), reason="拿错记录本"))
    other = held(book)
    with pytest.raises(KnownError, match="1958-02-10"):
        service.cancel(book, other, Ending(day=date(1958, 2, 9), reason="停电"))
    planned = service.enter_session(book, minutes(held_on=date(1958, 3, 1), resolutions=()))
    service.cancel(book, planned, Ending(day=date(1958, 2, 20), reason="停电"))  # what was only planned is called off before
    row = service.enter_exposure(book, exposure())
    measured(book, row)
    with pytest.raises(KnownError) as told:
        service.withdraw(book, row, Ending(day=service.exposure(book, row).exposed_on, reason="重复"))
    assert told.value.field == "day"


def test_waste_is_not_exposed_before_the_session_at_which_it_was(book: Book) -> None:
    session = held(book)
    with pytest.raises(KnownError, match="1958-02-10") as told:
        service.enter_exposure(book, exposure(exposed_on=date(1958, 2, 9)), came_from=("waste_sessions", session))
    assert told.value.field == "exposed_on"
    row = service.enter_exposure(book, exposure(exposed_on=DAY), came_from=("waste_sessions", session))
    with pytest.raises(KnownError):
        service.correct_exposure(book, changed(service.exposure(book, row), exposed_on=date(1958, 2, 9)))
    with pytest.raises(KnownError, match="LF-1958-0001"):
        service.correct_session(book, changed(service.session(book, session), held_on=date(1958, 2, 12), resolutions=()))
    assert service.session(book, session).held_on == DAY


def test_a_correction_that_takes_a_name_out_says_so_before_and_where_it_may_still_stand(book: Book) -> None:
    row = held(book)
    speech = named(book, row)
    old = backup.back_up(book.path, backup.backup_folder(book.path))
    session = service.session(book, row)
    assert not service.gives_names_up(book, changed(session, topic="吊车"))
    hidden = changed(
        session, speeches=tuple(changed(s, anonymous=True) if s.id == speech else s for s in session.speeches))
    assert service.gives_names_up(book, hidden)
    assert service.gives_names_up(book, changed(session, speeches=session.speeches[:1]))
    traces = service.correct_session(book, hidden)
    assert traces is not None and traces.backups == (old,)
    assert service.correct_session(book, changed(service.session(book, row), topic="吊车")) is None
    exposed = service.enter_exposure(book, exposure(anonymous=False, exposed_by=RARE))
    found = service.exposure(book, exposed)
    assert service.gives_names_up(book, changed(found, anonymous=True))
    assert service.correct_exposure(book, changed(found, anonymous=True)) is not None
    assert service.correct_exposure(book, changed(service.exposure(book, exposed), title="漏油")) is None
