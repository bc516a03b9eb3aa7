"""Competitions on the screen: a scheme by its form, figures pasted, a veto, publication and correction, and undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_competitions import FIGURES, entered, evaluated, fill, running, scheme
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.core.words import use
from unionoffice.desks.competitions import service
from unionoffice.desks.competitions.records import State
from unionoffice.desks.competitions.tab import CompetitionsPage, CompetitionsTab, ScoreSheetPage
from unionoffice.kit import theme
from unionoffice.kit.office import Office, Print
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Agrees:
    """Answers yes to every question, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        self.asked.append(title)
        return bool(question and act and keep)

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        return None

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        return None

    def folder(self, title: str, start: Path | None) -> Path | None:
        return None


@pytest.fixture
def agrees() -> Agrees:
    return Agrees()


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, book: Book, agrees: Agrees) -> Iterator[Office]:
    theme.apply(qapp, dark=False)
    asked = QWidget()
    qtbot.addWidget(asked)
    made = Office(book, None, Questions(asked, answer_with=agrees))
    made.choose_month(Month(1958, 4))
    yield made
    made.deleteLater()


def opened(office: Office, qtbot: QtBot) -> tuple[CompetitionsTab, CompetitionsPage, ScoreSheetPage]:
    tab = CompetitionsTab(office)
    qtbot.addWidget(tab)
    tab.resize(1200, 700)
    tab.show()
    page, sheet = tab.pages
    return tab, page, sheet


def press(widget: QWidget, name: str) -> None:
    QApplication.processEvents()
    found = [each for each in widget.findChildren(QPushButton, name) if each.isVisible()]
    assert found, name
    assert found[-1].isEnabled(), name
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def cells(sheet: ScoreSheetPage) -> list[list[str]]:
    model = sheet.standing_model
    return [
        [name, *(model.text(row, column) for column in (0, 1, len(model.columns) - 1))] for row, name in enumerate(model.rows)
    ]


def test_a_scheme_is_entered_seen_and_taken_back(office: Office, qtbot: QtBot, book: Book) -> None:
    wanted = scheme(book)
    _tab, page, _sheet = opened(office, qtbot)
    page.new()
    assert page.form is not None
    page.form.set_values({"first": date(1958, 1, 1), "last": date(1958, 3, 31), "participants": wanted.participants})
    page.form.set_values({"name": "Workshops", "vetoes": wanted.vetoes})
    page.form.editor("indicators").set_value(wanted.indicators[:2])
    page._typed()
    assert page.hint.text() == "The weights add up to 70; they must add up to 100."
    page.form.editor("indicators").set_value(wanted.indicators)
    page._typed()
    assert not page.hint.isVisible()
    page.save()
    (kept,) = service.competitions(book)
    assert (kept.number, kept.name, kept.state) == ("JS-1958-0001", "Workshops", State.SCHEME)
    assert page.model.count() == 1
    office.undo()
    assert page.model.count() == 0
    assert service.competitions(book) == []


def test_from_the_sheet_to_version_two(office: Office, qtbot: QtBot, book: Book, agrees: Agrees) -> None:
    found = entered(book)
    tab, page, sheet = opened(office, qtbot)
    page.show_record(found.id)
    press(page, "close_entries")
    press(page, "start")
    press(page, "open_score_sheet")
    assert tab.page() is sheet
    view = sheet.grid.view
    view.setCurrentIndex(sheet.model.index(0, 0))
    texts = [
        [(f"{p / 10:.1f}", f"{a / 10:.1f}"), (f"{q / 100:.2f}", f"{b / 100:.2f}"), (str(r), str(c))]
        for (p, a), (q, b), (r, c) in FIGURES
    ]
    QGuiApplication.clipboard().setText("\n".join("\t".join(text for pair in row for text in pair) for row in texts))
    view.paste()
    assert str(book.to_undo()) == "Write 24 figures of 车间劳动竞赛"
    assert cells(sheet) == [
        ["Shop 0", "1", "106.58", ""],
        ["Shop 1", "2", "100.00", "shares the place"],
        ["Shop 3", "2", "100.00", "shares the place"],
        ["Shop 2", "4", "80.27", ""],
    ]
    view.setCurrentIndex(sheet.model.index(0, 0))
    press(sheet, "veto")
    QTest.keyClicks(sheet.reason, "serious injury on 3 February")
    press(sheet, "keep_mark")
    assert not sheet.asking.isVisible()
    assert cells(sheet)[-1] == ["Shop 0", "–", "106.58", "out by veto: 重伤事故: serious injury on 3 February"]
    press(sheet, "rank_again")
    assert cells(sheet)[0][0] == "Shop 0"
    tab.show_page(0)
    for step in ("complete", "score"):
        press(page, step)
    press(page, "review")
    page.save()
    press(page, "publish")
    page.save()
    assert agrees.asked == ["Publish the results"]
    assert service.competition(book, found.id).state is State.PUBLISHED
    assert not sheet.veto.isEnabled()
    assert sheet.model.cell(0, 0).read_only
    press(page, "open_correction")
    assert page.form is not None
    page.form.editor("reason").set_value("a slip of the pen")
    page.save()
    assert any("Version 1 stands" in label.text() for label in page.findChildren(QLabel, "warning"))
    sheet.model.enter([(2, 1, "400")])
    press(page, "publish")
    page.save()
    assert [version.reason for version in service.versions(book, found.id)] == ["", "a slip of the pen"]
    assert cells(sheet)[0][0] == "Shop 2"
    shown: list[Print] = []
    office.print_wanted.connect(shown.append)
    press(page, "version_1")
    made = shown[0].paper.make(book, found.id)
    assert made["points"][0][1].zh == "铸工车间"  # type: ignore[index]


def test_a_plan_of_zero_is_told_on_the_sheet(office: Office, qtbot: QtBot, book: Book) -> None:
    found = running(book)
    fill(book, found)
    tab, page, sheet = opened(office, qtbot)
    tab.show_sheet(found.id)
    assert not sheet.trouble.isVisible()
    sheet.model.enter([(1, 0, "0")])
    assert "Shop 1, Output: a plan of zero" in sheet.trouble.text()
    assert ["Shop 1", "–", "", "incomplete"] in cells(sheet)
    told: list[object] = []
    office.told.connect(told.append)
    tab.show_page(0)
    page.show_record(found.id)
    press(page, "complete")
    assert "a plan of zero" in str(told[-1])
    tab.show_page(1)
    sheet.grid.view.setCurrentIndex(sheet.model.index(1, 0))
    press(sheet, "excuse")
    press(sheet, "keep_mark")
    assert str(told[-1]) == "Write the reason."
    QTest.keyClicks(sheet.reason, "rebuilt")
    QTest.keyClick(sheet.reason, Qt.Key.Key_Return)
    assert ["Shop 1", "–", "", "excused: rebuilt"] in cells(sheet)
    assert not sheet.trouble.isVisible()


def test_the_sheet_of_nothing_says_what_belongs_here(office: Office, qtbot: QtBot, book: Book) -> None:
    tab, _page, sheet = opened(office, qtbot)
    tab.show_page(1)
    assert sheet.empty.isVisible()
    assert [each.blank for each in sheet.prints()] == [True, True]
    found = evaluated(book)
    assert sheet.row == found.id
    assert sheet.splitter.isVisible()
    assert [each.blank for each in sheet.prints()] == [False, True, True]
    heads, rows = sheet.table_of_all()
    assert heads[:3] == ["Participant", "Rank", "Total"]
    assert rows[0][:3] == ["Shop 0", "1", "106.58"]
    service.cancel(book, found.id, "x")
    assert sheet.empty.isVisible()


def test_both_pages_speak_chinese(office: Office, qtbot: QtBot, book: Book) -> None:
    found = running(book)
    fill(book, found)
    use("zh")
    tab, page, sheet = opened(office, qtbot)
    page.show_record(found.id)
    tab.show_sheet(found.id)
    assert sheet.standing_model.rows[0] == "铸工车间"
    assert [column.title for column in sheet.standing_model.columns][:2] == ["名次", "合计"]
    said = " ".join(each.text() for each in tab.findChildren(QPushButton))
    assert "数据齐" in said
    assert "取用月度数字" in said
    use("en")
