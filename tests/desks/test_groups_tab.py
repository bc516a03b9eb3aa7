"""Mutual aid on the screen: a group and its meetings, a contract through its steps, by the boxes and buttons a clerk uses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tests.desks.test_groups import Shop
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.desks.groups import service
from unionoffice.desks.groups.records import Closing, Contract, ContractKind, ContractState
from unionoffice.desks.groups.tab import ContractsPage, GroupsPage, GroupsTab, MeetingsPage
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office, Print
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
W = TypeVar("W", bound=QWidget)


class Agrees:
    """Says yes to what cannot be undone, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        self.asked.append(f"{title}: {question} [{act}/{keep}]")
        return True

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        raise AssertionError(title)

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        raise AssertionError(title)

    def folder(self, title: str, start: Path | None) -> Path | None:
        raise AssertionError(title)


class Desk:
    """The tab on the screen, and the fingers before it."""

    def __init__(self, book: Book) -> None:
        self.answers = Agrees()
        holder = QWidget()
        self.holder = holder
        self.drafts = Drafts(book.path)
        self.office = Office(book, self.drafts, Questions(holder, answer_with=self.answers))
        self.office.choose_month(Month(1956, 7))
        self.tab = GroupsTab(self.office)
        self.tab.resize(1200, 720)
        self.tab.show()
        self.settle()

    @property
    def groups(self) -> GroupsPage:
        page = self.tab.pages[0]
        assert isinstance(page, GroupsPage)
        return page

    @property
    def contracts(self) -> ContractsPage:
        page = self.tab.pages[1]
        assert isinstance(page, ContractsPage)
        return page

    @property
    def meetings(self) -> MeetingsPage:
        page = self.tab.pages[2]
        assert isinstance(page, MeetingsPage)
        return page

    def settle(self) -> None:
        for _turn in range(4):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def find(self, kind: type[W], name: str) -> W:
        self.settle()
        found = [each for each in self.tab.page().findChildren(kind, name) if each.isVisibleTo(self.tab)]
        assert found, f"no {name}"
        widget = found[0]
        assert isinstance(widget, kind)
        return widget

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, name: str, text: str) -> None:
        box = self.find(QLineEdit, name)
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)

    def form(self) -> Form[Any]:
        form = self.tab.page().form
        assert isinstance(form, Form)
        return form

    def save(self) -> None:
        self.press("save")

    def texts(self, name: str) -> list[str]:
        self.settle()
        return [each.text() for each in self.tab.page().findChildren(QLabel, name) if each.isVisibleTo(self.tab)]


@pytest.fixture
def shop(book: Book) -> Shop:
    return Shop(book)


@pytest.fixture
def desk(book: Book, shop: Shop, qapp: QApplication) -> Iterator[Desk]:
    theme.apply(qapp, dark=False)
    made = Desk(book)
    yield made
    made.tab.hide()
    made.tab.deleteLater()
    made.holder.deleteLater()
    made.settle()
    made.drafts.close()
    book.acted = None


def test_a_group_is_founded_seen_and_undone(book: Book, shop: Shop, desk: Desk) -> None:
    desk.groups.new()
    form = desk.form()
    desk.save()
    assert desk.form() is form, "a faulty entry stays open"
    assert desk.texts("name_problem") == ["Fill in: Name of the group."]
    desk.type("name", "Turners")
    form.editor("unit").set_value(shop.section)
    form.editor("leader").set_value(shop.liu)
    desk.save()
    assert desk.groups.model.count() == 1
    assert desk.texts("record_title") == ["Turners"]
    assert desk.texts("record_number") == ["HZ-1956-0001"]
    desk.office.undo()
    assert desk.groups.model.count() == 0
    assert desk.groups.shown is None


def test_meetings_are_entered_fast_under_the_group(book: Book, shop: Shop, desk: Desk) -> None:
    row = shop.group()
    desk.tab.show_record("mutual_groups", row)
    first, second, _third = service.group(book, row).members
    desk.type("held_on", "4")
    desk.type("hours", "2")
    desk.type("topic", "Grinding")
    QTest.keyClicks(desk.find(QPlainTextEdit, "learned"), "Rake and relief")
    desk.find(QCheckBox, f"present_{first.id}").setFocus()
    QTest.keyClick(desk.find(QCheckBox, f"present_{first.id}"), Qt.Key.Key_Return)
    tick = desk.find(QCheckBox, f"present_{second.id}")
    QTest.keyClick(tick, Qt.Key.Key_Space)
    desk.type(f"reason_{second.id}", "night shift")
    desk.press("log_meeting")
    (meeting,) = service.log(book, row).meetings
    assert (meeting.held_on, meeting.hours) == (date(1956, 7, 4), 20_000)
    assert (meeting.topic, meeting.learned) == ("Grinding", "Rake and relief")
    assert [(line.present, line.reason) for line in meeting.attendance] == [(True, ""), (False, "night shift"), (True, "")]
    assert desk.texts("log_summary") == ["1 meetings, 4 person-hours, attendance 66.7%"]
    assert desk.find(QLineEdit, "hours").text() == "2", "the hours of the last meeting stand ready"
    assert desk.find(QLineEdit, "held_on").text() == ""
    assert desk.drafts.kept(f"mutual_groups/{row}/meeting") == {}
    desk.office.undo()
    assert desk.texts("log_summary") == ["The group has not met yet."]


def test_a_faulty_meeting_is_told_and_nothing_typed_is_lost(book: Book, shop: Shop, desk: Desk) -> None:
    row = shop.group()
    desk.tab.show_record("mutual_groups", row)
    desk.type("held_on", "1956-6-4")
    desk.type("hours", "2")
    desk.type("topic", "Grinding")
    desk.press("log_meeting")
    assert "cannot have met before" in desk.texts("held_on_problem")[0] or "did not belong" in " ".join(desk.texts("form_problem"))
    assert desk.find(QLineEdit, "topic").text() == "Grinding"
    assert service.log(book, row).meetings == ()
    desk.groups.show_record(None)
    desk.groups.show_record(row)
    assert desk.find(QLineEdit, "topic").text() == "Grinding", "what was typed comes back with the record"


def test_a_meeting_opens_from_the_log_and_is_corrected(book: Book, shop: Shop, desk: Desk) -> None:
    row = shop.group()
    meeting = shop.meeting(row, date(1956, 7, 4))
    opened: list[tuple[str, object]] = []
    desk.office.wanted.connect(lambda tbl, wanted: opened.append((tbl, wanted)))
    desk.tab.show_record("mutual_groups", row)
    desk.press(f"meeting_{meeting}")
    assert opened == [("mutual_meetings", meeting)]
    assert desk.tab.show_record("mutual_meetings", meeting)
    desk.press("correct")
    desk.type("topic", "Threads")
    desk.save()
    assert service.meeting(book, meeting).topic == "Threads"
    assert service.meeting(book, meeting).attendance[0].name == "孙玉"
    desk.press("to_group")
    assert opened[-1] == ("mutual_groups", row)


def test_a_contract_goes_its_way_through_the_panel(book: Book, shop: Shop, desk: Desk) -> None:
    row = shop.contract()
    desk.tab.show_record("contracts", row)
    assert desk.texts("record_title") == ["刘德才 → 孙玉、何广林、赵铁生"]
    desk.press("sign")
    desk.type("signed_on", "1956-6-28")
    desk.save()
    assert desk.answers.asked == [
        "Sign: A signed contract is handed out to both sides: it can then only be corrected or voided with a reason. [Sign/Cancel]"
    ]
    desk.press("start")
    assert desk.find(QLineEdit, "effective_on").text() == "1956-07-01"
    desk.save()
    desk.press("examine")
    desk.type("examined_on", "1956-10-30")
    desk.type("examined_by", "Examiners")
    desk.save()
    found = service.contract(book, row)
    assert found.state is ContractState.EXAMINED
    assert [shop.grade(line.worker) for line in found.learners] == [3, 3, 3], "the goal stood ready as the new grade"
    chart = desk.find(ChartView, "grades_chart")
    assert "孙玉" in chart.spoken()
    desk.office.undo()
    assert shop.grade(shop.sun) == 2
    desk.office.redo()
    desk.press("conclude")
    desk.type("concluded_on", "1956-11-2")
    desk.save()
    assert service.contract(book, row).state is ContractState.MET
    assert desk.texts("record_state") == ["Met"]


def test_a_new_contract_has_the_usual_duties_ready(book: Book, shop: Shop, desk: Desk) -> None:
    desk.tab.show_page(1)
    desk.contracts.new()
    form = desk.form()
    assert desk.find(QPlainTextEdit, "teacher_duties").toPlainText().startswith("Teach all")
    form.editor("unit").set_value(shop.section)
    form.editor("teacher").set_value(shop.liu)
    form.editor("learners").set_value(shop.learners())
    desk.type("term_months", "4")
    desk.type("effective_on", "1956-7-1")
    desk.save()
    (contract,) = service.contracts_of_worker(book, shop.liu)
    assert (contract.ends_on, contract.teacher_years, len(contract.learners)) == (date(1956, 10, 31), 13, 3)


def test_a_signed_contract_asks_why_it_is_corrected(book: Book, shop: Shop, desk: Desk) -> None:
    row = shop.running()
    desk.tab.show_record("contracts", row)
    desk.press("correct")
    desk.type("union_group", "Second")
    desk.save()
    assert desk.texts("correction_problem") == ["The contract is signed: write why it is corrected."]
    QTest.keyClicks(desk.find(QPlainTextEdit, "correction"), "slip of the pen")
    desk.save()
    assert service.contract(book, row).union_group == "Second"


def test_each_contract_prints_on_the_form_of_its_kind(book: Book, shop: Shop, desk: Desk) -> None:
    wanted: list[Print] = []
    desk.office.print_wanted.connect(wanted.append)
    row = shop.contract()
    desk.tab.show_record("contracts", row)
    desk.press("print_contract")
    assert (wanted[0].paper.form, wanted[0].row) == ("contract", row)
    filled = [each.paper.form for each in desk.contracts.prints() if not each.blank]
    assert filled == ["contract"]
    assert [each.paper.form for each in desk.contracts.prints() if each.blank] == ["contract", "apprentice_contract"]


def test_every_state_can_be_shown_in_both_languages(book: Book, shop: Shop, desk: Desk) -> None:
    rows = [shop.contract(), shop.running(), shop.examined(), shop.contract(kind=ContractKind.APPRENTICE, term_months=20)]
    service.void_contract(book, rows[0], Closing(closed_on=date(1956, 7, 1), reason="误"))
    for language, ran_out in (("en", "The term ran out without a check half-way."), ("zh", "期限已满，期中没有检查。")):
        words.use("zh" if language == "zh" else "en")
        desk.office.choose_month(Month(1957, 7))
        for row in rows:
            assert desk.tab.show_record("contracts", row)
        desk.tab.show_record("contracts", rows[1])
        assert ran_out in desk.texts("warning")
        assert desk.contracts.tone(service.contract(book, rows[1])) == "overdue"
    steps = {row: desk.contracts.steps(service.contract(book, row)) for row in rows}
    assert (steps[rows[0]].reached, steps[rows[0]].aside) == (0, "Voided")
    assert [steps[row].reached for row in rows[1:]] == [2, 4, 0]
    never_begun = changed(service.contract(book, rows[1]), state=ContractState.TERMINATED, effective_on=None)
    assert isinstance(never_begun, Contract)
    assert desk.contracts.steps(never_begun).reached == 1
