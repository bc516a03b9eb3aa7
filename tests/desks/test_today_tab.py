"""Today on the screen: filled after the first painting, gone through with the keys, kept current, quiet when hidden."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.period import Month
from unionoffice.desks.today import rules, service
from unionoffice.desks.today.tab import TodayTab
from unionoffice.kit import theme
from unionoffice.kit.agenda import Head, Line
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office, Start
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LAST = date(1958, 3, 31)


def at_the_desk(qapp: QApplication, book: Book, month: Month) -> Iterator[Office]:
    gc.collect()  # the office of the test before is let go here: on a job's thread its timers would go on
    theme.apply(qapp, dark=False)
    drafts = Drafts(book.path)
    here = Office(book, drafts, Questions(QWidget()))
    here.choose_month(month)
    jobs = Jobs(book)
    here.job_wanted.connect(jobs.start)
    here.jobs = jobs  # type: ignore[attr-defined]
    yield here
    jobs.wait_for_done(10_000)
    drafts.close()


@pytest.fixture
def office(qapp: QApplication, sample_book: Path, tmp_path: Path) -> Iterator[Office]:
    """The sample office in March 1958."""
    path = tmp_path / "sample.db"
    shutil.copyfile(sample_book, path)
    book = Book.open(path, clerk="王秀英")
    yield from at_the_desk(qapp, book, Month(1958, 3))
    book.close()


@pytest.fixture
def new_office(qapp: QApplication, book: Book) -> Iterator[Office]:
    """An office whose book holds nothing yet."""
    yield from at_the_desk(qapp, book, Month(1958, 3))


def shown(qtbot: QtBot, office: Office, place: int = 0) -> TodayTab:
    tab = TodayTab(office)
    qtbot.addWidget(tab)
    tab.resize(1100, 640)
    tab.show()
    tab.show_page(place)
    settled(qtbot, tab)
    return tab


def settled(qtbot: QtBot, tab: TodayTab) -> None:
    """Wait until everything is gathered and shown."""
    qtbot.waitUntil(lambda: tab.page()._painted and tab.page().is_settled(), timeout=20_000)
    QApplication.processEvents()


def lines(page: Any) -> list[Line]:
    return [line for line in page.list.lines() if isinstance(line, Line)]


def heads(page: Any) -> list[str]:
    return [line.text for line in page.list.lines() if isinstance(line, Head)]


def see(page: QWidget, name: str) -> Any:
    QApplication.processEvents()
    return next(each for each in page.findChildren(QWidget, name) if each.isVisible())


def press(page: QWidget, name: str) -> None:
    QTest.mouseClick(see(page, name), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_the_frame_stands_before_anything_is_gathered(qtbot: QtBot, office: Office) -> None:
    tab = TodayTab(office)
    qtbot.addWidget(tab)
    page: Any = tab.page()
    assert page.title.text() == "Monday, 31 March 1958"
    assert not page.gathered and not office.jobs.busy()  # type: ignore[attr-defined]
    tab.show()
    settled(qtbot, tab)
    assert rules.days_late(page.gathered.entries[0].due, LAST) > 0
    assert lines(page)[0].key == page.list.current_key()


def test_the_list_says_overdue_in_words_and_is_grouped_three_ways(qtbot: QtBot, office: Office) -> None:
    tab_of_page = shown(qtbot, office)
    page = tab_of_page.page()
    entries = service.gather(office.book, LAST)
    late = sum(rules.is_overdue(each.due, LAST) for each in entries)
    assert heads(page)[0] == "Overdue"
    assert len(lines(page)) == len(entries)
    days = [rules.days_late(each.due, LAST) for each in entries[:late]]
    assert [line.right for line in lines(page)[:late]] == ["overdue 1 day" if n == 1 else f"overdue {n} days" for n in days]
    assert all(line.tone == "overdue" for line in lines(page)[:late])
    assert f"{late} overdue" in page.counts.text()
    press(page, "filter_who")
    assert len(lines(page)) == len(entries)
    assert "The union office itself" in heads(page)
    press(page, "filter_desk")
    titles = [desk.title for desk in service.DESKS]
    assert heads(page) == [title for title in titles if title in heads(page)]  # in the order of the tabs
    assert len(lines(page)) == len(entries)
    tab_of_again = shown(qtbot, office)
    again = tab_of_again.page()
    assert again.grouping == "desk"  # the next window stands as this one


def test_up_down_and_enter_open_a_record(qtbot: QtBot, office: Office) -> None:
    tab_of_page = shown(qtbot, office)
    page = tab_of_page.page()
    wanted: list[tuple[str, int]] = []
    office.wanted.connect(lambda tbl, row: wanted.append((tbl, row)))
    page.take_focus()
    keys = [line.key for line in lines(page)]
    for step in (1, 2, 3):
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        assert page.list.current_key() == keys[step]  # headings are passed over
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    entry = rules.grouped(page.gathered.entries, "day", LAST)[0].entries[2]
    assert wanted == [(entry.due.tbl, entry.due.row)]
    place = page.list.visualRect(page.list.model().index(page.list.currentIndex().row() + 1, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(wanted) == 2
    head = page.list.visualRect(page.list.model().index(0, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert len(wanted) == 2  # a heading opens nothing


def test_every_entry_speaks_to_a_screen_reader(qtbot: QtBot, office: Office) -> None:
    tab_of_page = shown(qtbot, office)
    page = tab_of_page.page()
    role = Qt.ItemDataRole.AccessibleTextRole
    for row, line in enumerate(page.list.lines()):
        said = page.list.model().index(row, 0).data(role)
        assert line.text in said
    assert page.list.accessibleName() == "What is due"


def test_what_was_done_leaves_the_list_when_it_is_looked_at_again(qtbot: QtBot, office: Office) -> None:
    tab = shown(qtbot, office)
    page = tab.page()
    made = next(each for each in service.promises(office.book, LAST) if each.desk == "waste" and rules.is_late(each, LAST))
    key = next(line.key for line in lines(page) if line.text == made.promise.text)
    page.list.choose(key)
    service.keep(office.book, made, LAST)
    settled(qtbot, tab)
    assert key not in [line.key for line in lines(page)]
    office.undo()
    settled(qtbot, tab)
    assert key in [line.key for line in lines(page)]
    tab.hide()
    before = page.gathered
    office.redo()
    QTest.qWait(300)
    assert page.gathered is before  # out of sight nothing is gathered
    tab.show()
    settled(qtbot, tab)
    assert key not in [line.key for line in lines(page)]


def test_many_acts_at_once_are_gathered_once(qtbot: QtBot, office: Office) -> None:
    tab = shown(qtbot, office)
    begun: list[object] = []
    office.job_wanted.connect(begun.append)
    for _time in range(20):
        office.acted.emit({"proposals": {1}})
    settled(qtbot, tab)
    assert len(begun) == 2  # what is due, and the month


def test_the_month_shows_its_figures_and_what_it_lacks(qtbot: QtBot, office: Office) -> None:
    tab = shown(qtbot, office)
    page = tab.page()
    rows: list[tuple[str, tuple[int, ...]]] = []
    office.rows_wanted.connect(lambda tbl, found, _title: rows.append((tbl, found)))
    trends = service.main_figures(office.book, office.period())
    received = next(place for place, each in enumerate(trends) if each.code == "proposals.received")
    figure = see(page, f"figure_{received}")
    assert isinstance(figure, QPushButton)
    assert "4" in figure.accessibleName() and "−6 on the month before" in figure.accessibleName()  # 10 in February
    figure.click()
    assert rows == [("proposals", trends[received].rows)]
    office.choose_month(Month(1958, 4))
    settled(qtbot, tab)
    assert "30 April 1958" in page.title.text()
    lack = see(page, "lack_0")
    assert "Monthly figures not typed" in lack.accessibleName()
    assert isinstance(lack, QPushButton)
    lack.click()
    assert rows[-1][0] == "indicators"
    assert see(page, "to_summary").accessibleName() == "The summary is not issued yet"


def test_a_summary_that_is_owed_opens_its_month(qtbot: QtBot, office: Office) -> None:
    office.choose_month(Month(1958, 5))
    tab_of_page = shown(qtbot, office)
    page = tab_of_page.page()
    wanted: list[tuple[str, int]] = []
    office.wanted.connect(lambda tbl, row: wanted.append((tbl, row)))
    owed = next(line.key for line in lines(page) if line.text == "1958-04")
    page.open_entry(owed)
    assert (office.month, wanted) == (Month(1958, 4), [("summaries", 0)])


def test_a_new_office_is_offered_its_first_steps(qtbot: QtBot, new_office: Office) -> None:
    tab_of_page = shown(qtbot, new_office)
    page = tab_of_page.page()
    started: list[Start] = []
    new_office.started.connect(started.append)
    assert "So far the book holds nothing" in see(page, "today_empty_words").text()
    assert not page.list.isVisible()
    page.take_focus()
    QTest.keyClick(QApplication.focusWidget() or see(page, "first_units"), Qt.Key.Key_Space)
    press(page, "first_proposals")
    assert [each.tbl for each in started] == ["units", "proposals"]


def test_it_is_all_chinese_on_a_chinese_screen(qtbot: QtBot, office: Office) -> None:
    words.use("zh")
    tab_of_page = shown(qtbot, office)
    page = tab_of_page.page()
    assert page.title.text() == "1958年3月31日　星期一"
    assert heads(page)[0] == "逾期"
    assert all("逾期" in line.right for line in lines(page) if line.tone == "overdue")
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert not [text for text in texts if any(letter.isascii() and letter.isalpha() for letter in text)]


# -- promises --------------------------------------------------------------------------------------


def test_a_promise_is_kept_from_the_list_with_the_keys_alone(qtbot: QtBot, office: Office) -> None:
    tab = shown(qtbot, office, 1)
    page = tab.page()
    still = [each for each in service.promises(office.book, LAST) if rules.is_open(each, LAST)]
    assert [line.text for line in lines(page)] == [each.promise.text for each in still]
    place = next(number for number, each in enumerate(still) if each.desk == "waste")
    page.take_focus()
    for _step in range(place):
        QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert see(page, "promise_text").text() == still[place].promise.text
    see(page, "keep_promise").setFocus()
    QTest.keyClick(see(page, "keep_promise"), Qt.Key.Key_Space)
    assert page.form is not None
    QTest.keyClick(see(page, "done_on"), Qt.Key.Key_Escape)
    assert page.form is None  # asked, and left unanswered
    press(page, "keep_promise")
    QTest.keyClick(see(page, "done_on"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, tab)
    assert still[place].promise.text not in [line.text for line in lines(page)]
    press(page, "filter_kept")
    assert still[place].promise.text in [line.text for line in lines(page)]
    office.undo()
    settled(qtbot, tab)
    press(page, "filter_open")
    assert [line.text for line in lines(page)] == [each.promise.text for each in still]


def test_promises_are_filtered_by_unit_and_never_by_person(qtbot: QtBot, office: Office) -> None:
    tab_of_page = shown(qtbot, office, 1)
    page = tab_of_page.page()
    made = service.promises(office.book, LAST)
    names = [page.unit.itemText(place) for place in range(page.unit.count())]
    assert names == ["all units", *sorted({each.unit_english or each.unit for each in made} - {""})]
    assert not {each.promise.who for each in made if each.promise.who} & set(names)
    press(page, "filter_all")
    for place, name in enumerate(names[1:], start=1):
        page.unit.setCurrentIndex(place)
        assert len(lines(page)) == sum((each.unit_english or each.unit) == name for each in made)
        assert page.chips._buttons["all"].text() == f"all {len(lines(page)):,}"


def test_a_promise_opens_the_record_it_was_made_in(qtbot: QtBot, office: Office) -> None:
    tab_of_page = shown(qtbot, office, 1)
    page = tab_of_page.page()
    wanted: list[tuple[str, int]] = []
    office.wanted.connect(lambda tbl, row: wanted.append((tbl, row)))
    first = page.chosen().promise
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    press(page, "open_promise")
    assert wanted == [(first.tbl, first.row)] * 2


def test_an_office_without_promises_is_told_what_belongs_here(qtbot: QtBot, new_office: Office) -> None:
    tab_of_page = shown(qtbot, new_office, 1)
    page = tab_of_page.page()
    assert "write the resolutions into the minutes" in see(page, "promises_empty").text()
