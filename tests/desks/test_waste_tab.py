"""Against waste on the screen: a session from plan to locked minutes, waste raised to a proposal, names that stay out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_waste import RARE, confirmed, exposure, files_with, held, measured, minutes
from unionoffice.core import backup, words
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service
from unionoffice.desks.waste.records import (
    ExposureState,
    InspectionFinding,
    RuleState,
    RuleUnit,
    SessionState,
    Speech,
    Stopping,
    Verification,
)
from unionoffice.desks.waste.service import prevention
from unionoffice.desks.waste.tab import ExposuresPage, RulesPage, SessionsPage, WasteTab, WherePage
from unionoffice.kit import theme
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office, Start
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Answers:
    """What the clerk answers where a question stands before the window."""

    def __init__(self) -> None:
        self.agrees = True
        self.asked: list[tuple[str, str]] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        self.asked.append((title, question))
        return self.agrees

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        return None

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        return None

    def folder(self, title: str, start: Path | None) -> Path | None:
        return None


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def office(qapp: QApplication, book: Book, answers: Answers) -> Iterator[Office]:
    theme.apply(qapp, dark=False)
    drafts = Drafts(book.path)
    made = Office(book, drafts, Questions(QWidget(), answer_with=answers))
    made.choose_month(Month(1958, 2))
    jobs = Jobs(book)
    made.job_wanted.connect(jobs.start)
    made.jobs = jobs  # type: ignore[attr-defined]
    yield made
    jobs.wait_for_done(10_000)
    drafts.close()


@pytest.fixture
def tab(qtbot: QtBot, office: Office) -> WasteTab:
    made = WasteTab(office)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


Click = Callable[[QWidget, str], None]


@pytest.fixture
def click() -> Click:
    def clicked(page: QWidget, name: str) -> None:
        QApplication.processEvents()
        found = [each for each in page.findChildren(QPushButton, name) if each.isVisible()]
        for more in page.findChildren(QPushButton, "more_steps") if not found else ():
            entry = next((each for each in more.menu().actions() if each.objectName() == name), None)
            if more.isVisible() and entry is not None:
                entry.trigger()
                return
        assert len(found) == 1, (name, [each.objectName() for each in page.findChildren(QPushButton) if each.isVisible()])
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    return clicked


def sessions(tab: WasteTab) -> SessionsPage:
    page = tab.page_of("waste_sessions")
    assert isinstance(page, SessionsPage)
    return page


def exposures(tab: WasteTab) -> ExposuresPage:
    page = tab.page_of("waste_exposures")
    assert isinstance(page, ExposuresPage)
    return page


def write(page: SessionsPage | ExposuresPage, **texts: str) -> None:
    assert page.form is not None
    for name, text in texts.items():
        page.form.editor(name).restore(text)


def offered(page: QWidget) -> set[str]:
    bar = page.findChild(QWidget, "actions")
    assert bar is not None
    return {each.objectName() for each in bar.findChildren(QPushButton)}


def test_a_session_is_entered_seen_undone_and_gone(tab: WasteTab, book: Book, click: Click) -> None:
    page = sessions(tab)
    page.new()
    write(page, topic="切削油的浪费", held_on="10", begins="1400", room="休息室")
    click(page, "save")
    assert page.model.count() == 1
    assert service.session(book, 1).held_on == date(1958, 2, 10)
    assert service.session(book, 1).begins == "14:00"
    page.office.undo()
    assert page.model.count() == 0
    page.office.redo()
    assert page.model.count() == 1


def test_minutes_are_written_confirmed_and_locked(tab: WasteTab, book: Book, click: Click, answers: Answers) -> None:
    page = sessions(tab)
    page.show_record(service.enter_session(book, minutes(speeches=(), resolutions=(), votes=())))
    click(page, "hold")
    click(page, "save")
    assert service.session(book, 1).state is SessionState.HELD
    click(page, "write")
    assert page.form is not None
    lines = page.form.editor("speeches")
    for text in ("油盘太浅。", "白天点灯。"):
        box = lines.rows[-1].editors["text"].first_widget()  # type: ignore[attr-defined]
        box.setPlainText(text)
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert len(lines.rows) == 3  # type: ignore[attr-defined]
    assert all(row.editors["speaker"].closed for row in lines.rows)  # type: ignore[attr-defined]
    click(page, "save")
    written = [(line.text, line.anonymous) for line in service.session(book, 1).speeches]
    assert written == [("油盘太浅。", True), ("白天点灯。", True)]
    assert "confirm" in offered(page)
    click(page, "confirm")
    click(page, "save")
    assert service.session(book, 1).state is SessionState.CONFIRMED
    assert "locked" in answers.asked[-1][1]
    assert {"write", "correct", "confirm", "cancel_session"} & offered(page) == set()
    assert {"file", "addendum", "void", "print_menu"} <= offered(page)
    click(page, "addendum")
    write(page, written_on="1958-3-1", text="到会实为十四人。")
    click(page, "save")
    assert service.session(book, 1).addenda[0].text == "到会实为十四人。"


def test_a_resolution_is_carried_out_under_locked_minutes_and_is_read_there(tab: WasteTab, book: Book, click: Click) -> None:
    page = sessions(tab)
    page.show_record(confirmed(book))
    click(page, "carry_out")
    write(page, done_on="1958-2-27")
    click(page, "save")
    assert service.session(book, 1).resolutions[0].done_on == date(1958, 2, 27)
    QApplication.processEvents()
    said = [label.text() for label in page.findChildren(QLabel, "resolution") if label.isVisible()]
    assert said[-1].endswith("Carried out on 27 February 1958.")
    page.office.undo()
    assert service.session(book, 1).resolutions[0].done_on is None


def test_confirming_is_not_done_when_the_clerk_says_no(tab: WasteTab, book: Book, click: Click, answers: Answers) -> None:
    page = sessions(tab)
    page.show_record(held(book))
    answers.agrees = False
    click(page, "confirm")
    click(page, "save")
    assert service.session(book, 1).state is SessionState.HELD


def test_what_the_minutes_lack_is_told_in_the_panel(tab: WasteTab, book: Book, click: Click) -> None:
    page = sessions(tab)
    page.show_record(held(book, minutes(chair="")))
    click(page, "confirm")
    click(page, "save")
    assert service.session(book, 1).state is SessionState.HELD
    assert any("in the chair" in label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_draft_of_minutes_keeps_every_word_and_no_name(tab: WasteTab, book: Book, click: Click, office: Office) -> None:
    page = sessions(tab)
    row = held(book)
    page.show_record(row)
    click(page, "write")
    assert page.form is not None
    lines = page.form.editor("speeches")
    last = lines.rows[-1] if lines.rows[-1].is_blank() else lines._add(None)  # type: ignore[attr-defined]
    last.editors["text"].restore("吊车等料。")
    last.editors["anonymous"].set_value(False)
    last.close_private(lines.fields)  # type: ignore[attr-defined]
    last.editors["speaker"].restore(RARE)
    page.keep_draft()
    assert RARE.encode() not in book.path.with_name(book.path.name + ".drafts").read_bytes()
    page.leave_form()
    page.show_record(row)
    click(page, "write")
    assert page.form is not None
    kept = [each.editors["text"].draft() for each in page.form.editor("speeches").rows]  # type: ignore[attr-defined]
    assert kept == ["机床漏油没有人管。", "油盘太浅，切屑把油带走。", "吊车等料。"]


def test_a_speech_is_made_anonymous_and_the_backups_renewed(tab: WasteTab, book: Book, click: Click, answers: Answers) -> None:
    page = sessions(tab)
    row = confirmed(book, minutes(speeches=(Speech(text="油盘太浅。"), Speech(text="吊车等料。", anonymous=False, speaker=RARE))))
    old = backup.back_up(book.path, backup.backup_folder(book.path))
    page.show_record(row)
    click(page, "make_anonymous")
    assert page.form is not None
    assert page.form.editor("speech").value() == 2
    click(page, "save")
    assert [title for title, _question in answers.asked] == ["Make a speech anonymous", "Renew the backups?"]
    assert old.name in answers.asked[-1][1]
    assert tab.office.jobs.busy()  # type: ignore[attr-defined]
    assert tab.office.jobs.wait_for_done(10_000)  # type: ignore[attr-defined]
    assert not old.exists()
    assert files_with(book, RARE) == []
    assert "make_anonymous" not in offered(page)
    assert not any(RARE in label.text() for label in page.findChildren(QLabel))


def test_backups_are_kept_when_the_clerk_wants_so(tab: WasteTab, book: Book, click: Click, answers: Answers) -> None:
    row = service.enter_exposure(book, exposure(anonymous=False, exposed_by=RARE))
    old = backup.back_up(book.path, backup.backup_folder(book.path))
    page = exposures(tab)
    page.show_record(row)
    answers.agrees = False
    click(page, "make_anonymous")
    assert service.exposure(book, row).exposed_by == RARE
    answers.agrees = True
    monkey = answers.yes
    answers.yes = lambda title, question, act, keep: monkey(title, question, act, keep) and title != "Renew the backups?"  # type: ignore[method-assign]
    click(page, "make_anonymous")
    assert service.exposure(book, row).exposed_by is None
    assert files_with(book, RARE) == [old.name]


def test_waste_from_a_session_is_raised_to_a_proposal(tab: WasteTab, book: Book, click: Click, office: Office) -> None:
    started: list[Start] = []
    office.started.connect(started.append)
    page = sessions(tab)
    page.show_record(held(book))
    click(page, "expose")
    assert [start.tbl for start in started] == ["waste_exposures"]
    tab.start(started[0])
    page_two = exposures(tab)
    write(page_two, title="机床漏切削油", loss="40.50")
    click(page_two, "save")
    found = service.exposure(book, 1)
    assert (found.session, found.exposed_on, found.loss, found.anonymous) == (1, date(1958, 2, 10), 4050, True)
    QApplication.processEvents()
    assert any("HY-1958-0001" in each.text() for each in page_two.findChildren(QPushButton) if each.isVisible())
    click(page_two, "raise")
    assert (started[1].tbl, started[1].came_from) == ("proposals", ("waste_exposures", 1))
    assert started[1].values["title"] == "机床漏切削油"


def test_an_exposure_goes_its_way_in_the_panel(tab: WasteTab, book: Book, click: Click) -> None:
    from tests.desks.test_waste import unit

    shop = unit(book)
    page = exposures(tab)
    page.show_record(service.enter_exposure(book, exposure(unit=shop)))
    click(page, "verify")
    write(page, verified_on="1958-2-12", verified_by="会计科", verified_loss="36")
    click(page, "save")
    click(page, "set_measure")
    write(page, measure_on="1958-2-13", measure="加油盘", deadline="1958-2-20")
    click(page, "save")
    assert service.exposure(book, 1).state is ExposureState.MEASURE_SET
    assert any("deadline of 1958-02-20 has passed" in label.text() for label in page.findChildren(QLabel, "warning"))
    click(page, "stop")
    write(page, stopped_on="1958-2-25", result="不再漏油")
    click(page, "save")
    assert service.exposure(book, 1).state is ExposureState.STOPPED
    assert {"verify", "set_measure", "stop"} & offered(page) == set()


def test_a_text_that_names_a_worker_draws_the_hint_while_typing(tab: WasteTab, book: Book, click: Click) -> None:
    roster.enter_worker(book, Worker(name="陈大为"))
    page = exposures(tab)
    page.new()
    write(page, title="白天点灯", description="陈大为不关灯。")
    assert page.form is not None
    page.form.changed.emit()
    assert page.hint.isVisible()
    assert "not the person" in page.hint.text()
    click(page, "save")
    assert service.exposure(book, 1).title == "白天点灯"


def test_the_picture_opens_the_cases_behind_a_bar(tab: WasteTab, book: Book, office: Office) -> None:
    wanted: list[tuple[str, tuple[int, ...]]] = []
    office.rows_wanted.connect(lambda tbl, rows, _title: wanted.append((tbl, rows)))
    row = service.enter_exposure(book, exposure())
    tab.show_page(3)
    where = tab.page()
    assert isinstance(where, WherePage)
    assert "no verified loss" in where.words.text()
    service.verify(book, row, Verification(verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(3600)))
    assert "432.00" in where.words.text()
    where.by_kind.setFocus()
    QTest.keyClick(where.by_kind, Qt.Key.Key_Right)
    QTest.keyClick(where.by_kind, Qt.Key.Key_Return)
    assert wanted == [("waste_exposures", (row,))]
    assert {each.paper.form for each in where.prints()} == {"waste_where", "exposure_register"}


def test_a_cancelled_session_shows_its_reason(tab: WasteTab, book: Book, click: Click) -> None:
    page = sessions(tab)
    page.show_record(service.enter_session(book, changed(minutes(), speeches=())))
    click(page, "cancel_session")
    write(page, reason="停电")
    click(page, "save")
    assert service.session(book, 1).state is SessionState.CANCELLED
    assert any(label.text() == "停电" for label in page.findChildren(QLabel))


def test_a_correction_asks_before_it_takes_a_name_out_for_good(
    tab: WasteTab, book: Book, click: Click, answers: Answers, office: Office
) -> None:
    told: list[object] = []
    office.told.connect(told.append)
    row = service.enter_exposure(book, exposure(anonymous=False, exposed_by=RARE))
    page = exposures(tab)
    page.show_record(row)
    answers.agrees = False
    page.start_correction()
    assert page.form is not None
    page.form.editor("anonymous").set_value(True)
    page.save()
    assert page.form is not None  # nothing was saved, what was typed stays
    assert service.exposure(book, row).exposed_by == RARE
    answers.agrees = True
    page.save()
    assert service.exposure(book, row).exposed_by is None
    assert "Copies outside this computer" in str(told[-1])
    assert files_with(book, RARE) == []


def test_the_rows_behind_a_figure_are_shown_whole_even_when_only_one_month_was_asked_for(
    tab: WasteTab, book: Book, click: Click
) -> None:
    page = exposures(tab)
    rows = [service.enter_exposure(book, exposure(exposed_on=date(1958, month, 11))) for month in (1, 2, 2)]
    click(page, "filter_month")
    assert page.model.count() == 2
    tab.show_rows("waste_exposures", rows, "Waste exposed")
    assert page.model.count() == 3
    assert not page.chips.is_on("month")


def test_speeches_are_read_numbered_as_on_paper_and_name_nobody_who_did_not_wish_it(tab: WasteTab, book: Book) -> None:
    page = sessions(tab)
    row = held(book, minutes(speeches=(Speech(text="油盘太浅。"), Speech(text="吊车等料。", anonymous=False, speaker=RARE))))
    page.show_record(row)
    QApplication.processEvents()
    assert [each.text() for each in page.findChildren(QLabel, "speech") if each.isVisible()] == [
        "Speech 1 (a worker): 油盘太浅。", f"Speech 2 ({RARE}): 吊车等料。",
    ]


def test_waste_leads_to_a_rule_that_is_inspected_and_finds_waste(
    tab: WasteTab, book: Book, office: Office, click: Click
) -> None:
    place = roster.enter_unit(book, Unit(name="二车间", level=Level.WORKSHOP))
    source = service.enter_exposure(book, exposure())
    office.started.connect(tab.start)
    tab.show_record("waste_exposures", source)
    click(tab.page(), "to_rule")
    page = tab.page()
    assert isinstance(page, RulesPage)
    assert page.form is not None
    assert page.form.editor("title").value() == "机床漏切削油"
    page.form.editor("text").set_value("凭卡领用")
    page.form.editor("units").set_value((RuleUnit(unit=place),))
    page.form.editor("owner").set_value("李文")
    click(tab.page(), "save")
    row = page.shown
    assert row is not None
    assert [link.other.row for link in book.links("waste_rules", row)] == [source]
    for step, field in (("discuss", "discussion"), ("approve", "approved_by"), ("put_in_force", "")):
        click(tab.page(), step)
        if field:
            page.form.editor(field).set_value("好")
        click(tab.page(), "save")
    assert prevention.rule(book, row).state is RuleState.IN_FORCE
    click(tab.page(), "inspect")
    page.form.editor("inspector").set_value("吴桂芳")
    page.form.editor("finding").set_value(InspectionFinding.VIOLATION)
    page.form.editor("what").set_value("无卡领油")
    click(tab.page(), "save")
    click(tab.page(), "expose")
    click(tab.page(), "save")
    exposures = tab.page()
    assert isinstance(exposures, ExposuresPage)
    assert exposures.form is not None
    click(tab.page(), "save")
    found = prevention.rule(book, row)
    assert found.inspections[0].exposure == exposures.shown
    words.use("zh")
    tab.show_record("waste_rules", row)
    assert [label.text() for label in tab.page().findChildren(QLabel, "inspection")] == [
        f"1.  {found.inspections[0].inspected_on} · 吴桂芳 · 二车间 · 违反制度 · LF-1958-0002\n无卡领油"]


def test_stopped_waste_is_rechecked_from_its_page(tab: WasteTab, book: Book, office: Office, click: Click) -> None:
    row = service.enter_exposure(book, exposure())
    measured(book, row)
    service.stop(book, row, Stopping(stopped_on=date(1958, 1, 20) + timedelta(days=25), result="好"))
    office.choose_month(Month(1958, 3))
    tab.show_record("waste_exposures", row)
    page = tab.page()
    assert page.tone(service.exposure(book, row)) == "overdue"
    click(tab.page(), "recheck")
    page.form.editor("again").set_value(True)
    page.form.editor("finding").set_value("又漏")
    click(tab.page(), "save")
    started: list[Start] = []
    office.started.connect(started.append)
    click(tab.page(), "register_again")
    assert (started[0].tbl, started[0].came_from) == ("waste_exposures", ("waste_exposures", row))
