"""What the office does about itself: settings, clerks, first numbers, pictures, papers printed."""

from __future__ import annotations

import datetime

import pytest

from unionoffice.core import office, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.kept import ATTACHMENTS, TABLES
from unionoffice.core.office import Office
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.core.words import N_
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Worker

PNG, JPEG, PDF = b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xff\xe0rest", b"%PDF-1.4 rest"


def test_settings_are_kept_and_taken_back(book: Book) -> None:
    assert office.office(book) == Office()
    settings = Office(union="第二机械厂工会委员会", enterprise="第二机械厂", code="2J", closing_day=25)
    office.set_office(book, settings)
    again = Book.open(book.path)
    assert office.office(again) == settings
    again.close()
    office.set_office(book, changed(settings, closing_day=31))
    book.undo()
    assert office.office(book) == settings
    book.undo()
    assert office.office(book) == Office()


def test_a_setting_of_a_later_program_does_not_keep_the_book_shut(book: Book) -> None:
    with book.act("Later") as act:
        act.set("office", {"union": "工会", "colour": "red"})
    assert office.office(book).union == "工会"


@pytest.mark.parametrize(("settings", "field"), [
    (Office(union="  "), "union"),
    (Office(union="工会", closing_day=0), "closing_day"),
    (Office(union="工会", closing_day=32), "closing_day"),
])
def test_what_cannot_be_is_told_beside_its_field(book: Book, settings: Office, field: str) -> None:
    with pytest.raises(KnownError) as told:
        office.set_office(book, settings)
    assert told.value.field == field
    assert office.office(book) == Office()


def test_months_close_on_the_offices_day(book: Book) -> None:
    office.set_office(book, Office(union="工会", closing_day=25))
    february = office.month_period(book, Month(1958, 2))
    assert (february.first, february.next) == (datetime.date(1958, 1, 26), datetime.date(1958, 2, 26))
    assert office.month_of_day(book, datetime.date(1958, 2, 25)) == Month(1958, 2)
    assert office.month_of_day(book, datetime.date(1958, 2, 26)) == Month(1958, 3)


def test_clerks_and_their_pins(book: Book) -> None:
    office.set_clerk(book, " 王秀英 ")
    office.set_clerk(book, "李桂兰", "4711")
    assert office.clerks(book) == ["王秀英", "李桂兰"]
    assert not office.has_pin(book, "王秀英")
    assert office.pin_fits(book, "王秀英", "")
    assert office.has_pin(book, "李桂兰")
    assert office.pin_fits(book, "李桂兰", "4711")
    for wrong in ("", "4712", "471", "47110", "４７１１"):
        assert not office.pin_fits(book, "李桂兰", wrong)
    assert "4711" not in str(book.setting("clerks")), "a PIN is never kept in the clear"
    office.set_clerk(book, "李桂兰", "")
    assert office.pin_fits(book, "李桂兰", "anything")


@pytest.mark.parametrize(("name", "pin", "field"), [
    ("", "", "clerk"), ("甲", "123", "pin"), ("甲", "1234567890123", "pin"), ("甲", "12a4", "pin"),
])
def test_a_clerk_who_cannot_be_entered(book: Book, name: str, pin: str, field: str) -> None:
    with pytest.raises(KnownError) as told:
        office.set_clerk(book, name, pin)
    assert told.value.field == field
    assert office.clerks(book) == []


def test_first_numbers_follow_the_paper_registers(book: Book) -> None:
    office.set_first_numbers(book, {"JY-1958": 31, "HY-1958": 4})
    with book.act("Enter") as act:
        assert act.number("JY", datetime.date(1958, 3, 1)) == "JY-1958-0031"
        assert act.number("JY", datetime.date(1958, 3, 2)) == "JY-1958-0032"
        assert act.number("HY", datetime.date(1958, 3, 2)) == "HY-1958-0004"
        assert act.number("JY", datetime.date(1959, 1, 2)) == "JY-1959-0001"
    for running in (32, 31, 1, 0, -5):
        with pytest.raises(KnownError, match="already go up to 32"):
            office.set_first_numbers(book, {"HT-1958": 2, "JY-1958": running})
    assert book.next_running("HT", 1958) == 1, "of a refused list nothing is taken"
    office.set_first_numbers(book, {"JY-1958": 100})
    assert book.next_running("JY", 1958) == 100


@pytest.mark.parametrize(("name", "data", "media"), [
    ("图.png", PNG, "image/png"), ("图.PNG", PNG, "image/png"), ("图.jpg", JPEG, "image/jpeg"),
    ("图.jpeg", JPEG, "image/jpeg"), ("信.pdf", PDF, "application/pdf"),
])
def test_pictures_and_pdf_are_kept(book: Book, name: str, data: bytes, media: str) -> None:
    worker = service.enter_worker(book, Worker(name="甲"))
    row = office.attach(book, store.WORKERS, worker, name, data)
    (kept,) = book.attachments("workers", worker)
    assert (kept.id, kept.name, kept.media) == (row, name, media)
    assert book.blob(kept.sha256) == data
    office.detach(book, row)
    assert book.attachments("workers", worker) == []
    book.undo()
    assert book.attachments("workers", worker) == [kept]
    assert upkeep.check(book, (*TABLES, *store.TABLES)) == []


@pytest.mark.parametrize(("name", "data"), [
    ("图.gif", b"GIF89a"), ("图.png", JPEG), ("图.pdf", PNG), ("图", b"plain"),
    ("信.docx", b"PK\x03\x04"), ("图.png", b""), ("信.pdf.exe", b"MZ"),
])
def test_anything_else_is_refused(book: Book, name: str, data: bytes) -> None:
    worker = service.enter_worker(book, Worker(name="甲"))
    with pytest.raises(KnownError, match="not a PNG or JPEG"):
        office.attach(book, store.WORKERS, worker, name, data)
    assert book.attachments("workers", worker) == []
    assert book.value("select count(*) from blobs") == 0


def test_a_picture_of_more_than_fifty_megabytes_is_refused(book: Book) -> None:
    with pytest.raises(KnownError, match="50 MB"):
        office.attach(book, store.WORKERS, 1, "图.png", PNG + bytes(office.LARGEST_PICTURE))


def test_the_same_bytes_are_kept_once(book: Book) -> None:
    one, two = (service.enter_worker(book, Worker(name=name)) for name in "甲乙")
    office.attach(book, store.WORKERS, one, "a.png", PNG)
    office.attach(book, store.WORKERS, two, "b.png", PNG)
    assert book.value("select count(*) from blobs") == 1
    assert book.value("select count(*) from attachments") == 2


def test_bytes_that_are_not_there_are_our_fault(book: Book) -> None:
    with pytest.raises(BugError):
        book.blob("0" * 64)
    with pytest.raises(KnownError, match="no longer in the book"):
        book.get(ATTACHMENTS, 99)


def test_a_second_printing_is_a_reprint(book: Book) -> None:
    worker = service.enter_worker(book, Worker(name="甲"))
    other = service.enter_worker(book, Worker(name="乙"))
    title = N_("Record of merit")
    first = office.note_printed(book, "merit", title, tbl="workers", row=worker)
    office.note_printed(book, "merit", title, tbl="workers", row=worker, language="en")
    office.note_printed(book, "merit", title, tbl="workers", row=other)
    office.note_printed(book, "month", title, period="1958-02")
    office.note_printed(book, "month", title, period="1958-03")
    printed = book.printings("merit", "workers", worker)
    assert [(p.id == first, p.reprint, p.language) for p in printed] == [(True, False, "zh"), (False, True, "en")]
    assert {p.clerk for p in printed} == {"王秀英"}
    assert [p.reprint for p in book.printings("merit", "workers", other)] == [False]
    assert [p.reprint for p in book.printings("month", period="1958-03")] == [False]
    assert "甲" in str(book.journal()[4].said)


def test_what_was_handed_out_ends_undo(book: Book) -> None:
    worker = service.enter_worker(book, Worker(name="甲"))
    office.note_printed(book, "slip", N_("Record of merit"), tbl="workers", row=worker)
    assert book.to_undo() is not None
    office.note_printed(book, "slip", N_("Record of merit"), tbl="workers", row=worker, final=True)
    assert book.to_undo() is None
    assert book.journal()[0].final
