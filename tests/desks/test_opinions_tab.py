"""Opinions on the screen: an opinion entered, passed on and taken back; codes looked up; answers posted; names that stay out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_opinions import DAY, RARE, assigned, corrected, raised, replied, state, unit
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.period import Month
from unionoffice.desks.rectification.records import Movement, OpinionState, Posters, SlipGiving
from unionoffice.desks.rectification.service import movement, opinions, overview
from unionoffice.desks.rectification.tab.answers import AnswersPage
from unionoffice.desks.rectification.tab.movement import MovementPage
from unionoffice.desks.rectification.tab.opinions import OpinionsPage, PostersPage
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker
from unionoffice.kit import theme
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Answers:
    """What the clerk answers where a question stands before the window."""

    def __init__(self) -> None:
        self.agrees = True
        self.asked: list[str] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        self.asked.append(title)
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
    made.choose_month(Month(1958, 3))
    jobs = Jobs(book)
    made.job_wanted.connect(jobs.start)
    yield made
    jobs.wait_for_done(10_000)
    drafts.close()


def shown(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    QApplication.processEvents()


def press(page: QWidget, name: str) -> None:
    QApplication.processEvents()
    found = [each for each in page.findChildren(QPushButton, name) if each.isVisible() or name == "any"]
    if found:
        QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
    else:
        more = next(each for each in page.findChildren(QPushButton, "more_steps") if each.isVisible())
        next(action for action in more.menu().actions() if action.objectName() == name).trigger()
    QApplication.processEvents()


def test_an_opinion_is_entered_seen_passed_on_and_taken_back(qtbot: QtBot, office: Office) -> None:
    page = OpinionsPage(office)
    shown(qtbot, page)
    page.new()
    assert page.form is not None
    page.form.set_values({"summary": "吸尘管堵了", "raised_on": DAY, "people": 9})
    page.save()
    row = page.shown
    assert row is not None
    assert page.model.count() == 1
    press(page, "assign")
    assert page.form is not None
    page.form.set_values({"assigned_on": DAY, "by_union": True})
    page.save()
    assert state(office.book, row) is OpinionState.ASSIGNED
    assert opinions.in_charge(office.book, overview.opinion(office.book, row)) == "the union itself"
    office.undo()
    office.undo()
    QApplication.processEvents()
    assert page.model.count() == 0


def test_a_slip_is_not_given_when_the_clerk_does_not_agree(qtbot: QtBot, office: Office, answers: Answers) -> None:
    row = raised(office.book)
    page = OpinionsPage(office)
    shown(qtbot, page)
    papers: list[Print] = []
    office.print_wanted.connect(papers.append)
    page.show_record(row)
    answers.agrees = False
    press(page, "give_slip")
    page.save()
    assert answers.asked == ["Give a slip with a code"]
    assert overview.opinion(office.book, row).slip_on is None
    answers.agrees = True
    page.save()
    assert overview.opinion(office.book, row).slip_on is not None
    assert [wanted.paper.form for wanted in papers] == ["code_slip"]
    assert papers[0].paper.final
    # Neither the list of prints nor the foot of the record offers the slip again.
    assert "code_slip" not in {wanted.paper.form for wanted in page.prints()}


def test_an_anonymous_name_is_closed_and_never_drafted(qtbot: QtBot, office: Office) -> None:
    page = OpinionsPage(office)
    shown(qtbot, page)
    page.new()
    assert page.form is not None
    assert page.form.editor("raised_by").closed
    page.form.editor("anonymous").set_value(False)
    page.form.editor("anonymous").changed.emit()
    page.form.set_values({"summary": "会太多", "anonymous": False, "raised_by": RARE})
    page.keep_draft()
    assert office.drafts is not None
    assert RARE not in str([office.drafts.kept(place) for place in office.drafts.places()])
    page.leave_form()


def test_a_text_that_names_a_worker_draws_the_hint_while_it_is_typed(qtbot: QtBot, office: Office) -> None:
    roster.enter_worker(office.book, Worker(name="欧阳志远"))
    page = OpinionsPage(office)
    shown(qtbot, page)
    page.new()
    assert page.form is not None
    page.form.set_values({"summary": "欧阳志远不下车间"})
    page.form.changed.emit()
    assert "arrangement" in page.hint.text()
    page.leave_form()


def test_the_poster_opens_the_form_of_an_opinion_filled_in(qtbot: QtBot, office: Office) -> None:
    shop = unit(office.book)
    wall = opinions.enter_posters(office.book, Posters(posted_on=DAY, unit=shop, subject="通风", sheets=3))
    page = PostersPage(office)
    shown(qtbot, page)
    started: list[Start] = []
    office.started.connect(started.append)
    page.show_record(wall)
    press(page, "write_opinion")
    assert (started[0].tbl, started[0].came_from) == ("opinions", ("opinion_posters", wall))
    assert started[0].values["unit"] == shop
    assert started[0].values["raised_on"] == DAY


def test_raising_starts_the_other_desks_form(qtbot: QtBot, office: Office) -> None:
    row = raised(office.book, "灯整天开着")
    page = OpinionsPage(office)
    shown(qtbot, page)
    started: list[Start] = []
    office.started.connect(started.append)
    page.show_record(row)
    press(page, "to_exposure")
    press(page, "to_proposal")
    press(page, "to_rule")
    assert [(each.tbl, each.came_from, each.values["title"]) for each in started] == [
        ("waste_exposures", ("opinions", row), "灯整天开着"), ("proposals", ("opinions", row), "灯整天开着"),
        ("waste_rules", ("opinions", row), "灯整天开着"),
    ]  # fmt: skip


def test_every_count_opens_its_opinions_and_the_wall_is_posted(qtbot: QtBot, office: Office) -> None:
    shop = unit(office.book)
    late = assigned(office.book, raised(office.book), responsible=shop, by_union=False)
    answer, finished = replied(office.book), corrected(office.book)
    page = AnswersPage(office)
    shown(qtbot, page)
    wanted: list[tuple[int, ...]] = []
    office.rows_wanted.connect(lambda _tbl, rows, _title: wanted.append(tuple(rows)))
    for name in (f"overdue_{shop}", "corrections_0", "corrected_0", f"owed_{shop}", "to_post"):
        press(page, name)
    assert wanted == [(late,), (answer,), (finished,), (late,), (answer, finished)]
    press(page, "post_answers")
    assert overview.opinion(office.book, answer).told_on == date(1958, 3, 31)
    assert not [each for each in page.findChildren(QPushButton, "post_answers") if each.isVisible()]
    papers: list[Print] = []
    office.print_wanted.connect(papers.append)
    press(page, f"list_{shop}")
    press(page, "list_0")
    assert [(each.paper.form, each.row) for each in papers] == [("opinion_list", shop), ("opinion_list", 0)]


def test_a_code_is_looked_up_and_kept_nowhere(qtbot: QtBot, office: Office) -> None:
    row = raised(office.book)
    code = opinions.give_slip(office.book, row, SlipGiving(slip_on=DAY))
    page = AnswersPage(office)
    shown(qtbot, page)
    opened: list[tuple[str, int]] = []
    office.wanted.connect(lambda tbl, found: opened.append((tbl, found)))
    QTest.keyClicks(page.code, "K7MF")
    press(page, "find_code")
    assert "8 letters" in page.findChild(QLabel, "code_problem").text()  # type: ignore[union-attr]
    assert page.code.text() == "K7MF"  # nothing typed is thrown away
    page.code.clear()
    QTest.keyClicks(page.code, code.lower())
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    assert opened == [("opinions", row)]
    assert page.code.text() == ""
    office.book.conn.execute("pragma wal_checkpoint(truncate)")
    lying = b"".join(path.read_bytes() for path in office.book.path.parent.iterdir() if path.is_file())
    assert code.lower().encode() not in lying
    assert code.encode() not in lying


def test_making_an_opinion_anonymous_asks_and_says_where_the_name_may_stand(
    qtbot: QtBot, office: Office, answers: Answers
) -> None:
    row = raised(office.book, anonymous=False, raised_by=RARE)
    page = OpinionsPage(office)
    shown(qtbot, page)
    told: list[object] = []
    office.told.connect(told.append)
    page.show_record(row)
    press(page, "make_anonymous")
    assert answers.asked == ["Make it anonymous"]
    assert overview.opinion(office.book, row).raised_by is None
    assert "no longer in the book" in str(told[-1])


def test_the_movement_page_moves_a_unit_on_and_shows_the_picture(qtbot: QtBot, office: Office) -> None:
    row = movement.enter_movement(office.book, Movement(unit=unit(office.book)))
    page = MovementPage(office)
    shown(qtbot, page)
    page.show_record(row)
    assert page.findChild(QWidget, "movement_picture") is None
    press(page, "stage_airing")
    assert page.form is not None
    page.form.set_values({"day": date(1958, 3, 3)})
    page.save()
    assert page.findChild(QWidget, "movement_picture") is not None
    assert page.heading(movement.movement(office.book, row)) == "机修车间"


def test_a_book_that_is_only_read_offers_no_posting(qtbot: QtBot, office: Office) -> None:
    replied(office.book)
    office.book.writable = False
    page = AnswersPage(office)
    shown(qtbot, page)
    post = next(each for each in page.findChildren(QPushButton, "post_answers"))
    assert post.isVisible()
    assert not post.isEnabled()
    office.book.writable = True
