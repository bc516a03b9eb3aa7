"""The tab of saving proposals: entered, corrected and taken back by keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.core.words import Language
from unionoffice.desks.proposals import service
from unionoffice.desks.proposals.records import Calculation, Scale, State
from unionoffice.desks.proposals.tab import ProposalsPage, ProposalsTab
from unionoffice.kit import theme
from unionoffice.kit.office import Office
from unionoffice.kit.questions import Questions

from .test_proposals import Plant, q

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Agreeing:
    """A clerk who answers yes and chooses no file."""

    def yes(self, *_words: str) -> bool:
        return True

    def open_file(self, *_words: object) -> None:
        return None

    save_file = folder = open_file


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


@pytest.fixture
def tab(plant: Plant, qtbot: QtBot, qapp: QApplication) -> Iterator[ProposalsTab]:
    theme.apply(qapp, dark=False)
    office = Office(plant.book, None, Questions(QWidget(), answer_with=Agreeing()))
    office.choose_month(Month(1958, 2))
    made = ProposalsTab(office)
    qtbot.addWidget(made)
    made.resize(1200, 680)
    made.show()
    yield made
    plant.book.acted = None


def page_of(tab: ProposalsTab) -> ProposalsPage:
    page = tab.pages[0]
    assert isinstance(page, ProposalsPage)
    return page


def click(page: QWidget, name: str) -> None:
    QApplication.processEvents()
    for found in page.findChildren(QPushButton, name):
        if found.isVisible():
            QTest.mouseClick(found, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"there is no button {name}")


def compose(widget: QWidget, text: str) -> None:
    """Type through the input method."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def fill(page: ProposalsPage, **values: object) -> None:
    assert page.form is not None
    page.form.set_values(values)


def said(page: QWidget, name: str) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel, name) if label.isVisible()]


def receive(page: ProposalsPage, plant: Plant) -> None:
    page.new()  # the button stands in the window's toolbar
    draft = plant.draft()
    assert page.form is not None
    compose(page.form.editor("title").first_widget(), draft.title)
    fill(page, authors=draft.authors, unit=plant.foundry, received_on=date(1958, 2, 11), problem=draft.problem, method=draft.method)
    click(page, "save")


def test_received_seen_undone_and_gone(tab: ProposalsTab, plant: Plant, qtbot: QtBot) -> None:
    page = page_of(tab)
    assert page.model.rowCount() == 0
    receive(page, plant)
    assert page.form is None
    assert page.model.rowCount() == 1
    assert said(page, "record_number") == ["JY-1958-0001"]
    assert "改用离心浇铸，金属型预热" in said(page, "method")
    page.office.undo()
    assert page.office.book.value("select count(*) from proposals") == 0
    assert said(page, "record_number") == []
    page.office.redo()
    assert page.office.book.value("select count(*) from proposals") == 1


def test_a_phenomenon_without_a_method_is_told_beside_the_method_and_nothing_is_lost(
    tab: ProposalsTab, plant: Plant, qtbot: QtBot
) -> None:
    page = page_of(tab)
    page.new()  # the button stands in the window's toolbar
    draft = plant.draft()
    fill(page, title=draft.title, authors=draft.authors, unit=plant.foundry, received_on=date(1958, 2, 11), problem=draft.problem)
    click(page, "save")
    assert page.form is not None
    assert "waste exposures" in said(page, "method_problem")[0]
    assert page.form.editor("title").value() == draft.title


def test_only_the_next_steps_are_offered_and_each_asks_what_it_needs(tab: ProposalsTab, plant: Plant, qtbot: QtBot) -> None:
    page = page_of(tab)
    receive(page, plant)
    assert page.findChild(QPushButton, "adopt") is None
    click(page, "review")
    click(page, "save")  # the opinion is missing
    assert said(page, "opinion_problem") != []
    fill(page, opinion="可行", given_on=date(1958, 2, 18))
    click(page, "save")
    click(page, "reject")
    click(page, "save")
    assert said(page, "reason_problem") != []
    fill(page, reason="设备不足", given_on=date(1958, 2, 20))
    click(page, "save")
    assert said(page, "record_state") == ["Not adopted"]
    assert page.findChild(QPushButton, "start") is None
    click(page, "take_back")
    fill(page, reason="新到机床", given_on=date(1958, 2, 21))
    click(page, "save")
    assert said(page, "record_state") == ["Reviewed"]


def test_the_reckoning_stands_there_as_a_formula_and_the_award_says_what_the_scale_gives(
    tab: ProposalsTab, plant: Plant, qtbot: QtBot
) -> None:
    page = page_of(tab)
    row = plant.up_to(State.IMPLEMENTED)
    page.show_record(row)
    click(page, "reckon")
    assert page.form is not None
    fill(page, what="车削", measure="h", old=q("3.0"), new=q("1.6"), price=q("0.82"), output=q("6000"))
    click(page, "save")
    assert said(page, "formula_actual_1") == ["车削: (3.0 − 1.6) h × 0.82 yuan × 6,000 = 6,888.00 yuan"]
    assert said(page, "total_actual") == ["6,888.00 − cost 2,898.00 = 3,990.00 yuan"]
    plant.reckon(row)
    assert "No award scale is in force" in said(page, "warning")[0]
    assert isinstance(service.proposal(plant.book, row).calculations[0], Calculation)


def test_a_like_proposal_is_named_while_typing(tab: ProposalsTab, plant: Plant, qtbot: QtBot) -> None:
    page = page_of(tab)
    plant.enter()
    page.new()  # the button stands in the window's toolbar
    assert page.form is not None
    compose(page.form.editor("title").first_widget(), "轴承座采用离心浇铸")
    assert "JY-1958-0001" in said(page, "entry_hint")[0]


def test_a_like_proposal_is_named_while_another_one_is_in_sight(tab: ProposalsTab, plant: Plant, qtbot: QtBot) -> None:
    row = plant.enter()
    page = page_of(tab)
    page.show_record(row)
    page.new()
    assert page.form is not None
    compose(page.form.editor("title").first_widget(), "轴承座采用离心浇铸")
    assert "JY-1958-0001" in page.hint.text()
    page.leave_form()
    page.start_correction()
    compose(page.form.editor("title").first_widget(), "法")
    assert page.hint.text() == ""  # a correction is not like itself


def test_the_scales_of_the_law_stand_ready(tab: ProposalsTab, qtbot: QtBot) -> None:
    tab.show_page(1)
    page = tab.pages[1]
    assert page.model.rowCount() == 2
    rows = [row["id"] for row in page.office.book.rows("select id from proposal_scales where valid_from = '1982-03-16'")]
    page.show_record(rows[0])
    assert said(page, "grade_3_1") == ["10,000.00 to under 100,000.00"]
    assert said(page, "grade_3_2") == ["200.00 to 500.00 yuan"]
    assert said(page, "warning")
    assert isinstance(page.office.book.get(page.table, rows[0]), Scale)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("reached", [*list(State)[:3], State.APPRAISED, State.PAID])
def test_every_step_shows_in_both_languages_with_names_for_screen_readers(
    plant: Plant, qtbot: QtBot, qapp: QApplication, language: Language, reached: State
) -> None:
    words.use(language)
    theme.apply(qapp, dark=False)
    row = plant.enter() if reached is State.RECEIVED else plant.up_to(State.REVIEWED if reached is State.TRIAL else reached)
    office = Office(plant.book, None, Questions(QWidget(), answer_with=Agreeing()))
    tab = ProposalsTab(office)
    qtbot.addWidget(tab)
    tab.show()
    page = page_of(tab)
    assert page.show_record(row)
    for found in page.findChildren(QPushButton):
        if found.isVisible():
            assert found.accessibleName() or found.text()
    for action in page.next_actions(plant.book.get(page.table, row)):
        if action.asks is None:
            continue  # it opens another desk's form
        page.take(action)
        assert page.form is not None
        page.cancel()
    plant.book.acted = None
