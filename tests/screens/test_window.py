"""The window itself: its tools at every size, search, settings, a book that can only be read, a disk that is full."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QWidget

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.core import words
from unionoffice.core.lock import Lock
from unionoffice.core.words import Language
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker
from unionoffice.kit import theme
from unionoffice.tabs import TABS
from unionoffice.window.main import MainWindow


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tools_fit_a_small_screen_whatever_can_be_undone(clerk: Clerk, tmp_path: Path, language: Language) -> None:
    begin(clerk, tmp_path / "office.db")
    book = clerk.program.book
    assert book is not None
    try:
        theme.set_size(150)
        clerk.window.language_wanted.emit(language)
        clerk.settle()
        for number in range(2):
            roster.enter_worker(book, Worker(name="欧阳" * 12 + str(number)))
        clerk.press("tool_undo")  # now both can be pressed: undo and redo
        clerk.window.resize(1366, 700)
        clerk.settle()
        assert clerk.window.width() == 1366 and clerk.window.minimumSizeHint().width() <= 1366
        shown = [each for each in clerk.see("tools").findChildren(QPushButton) if each.isVisible()]
        ends = sorted((each.geometry().left(), each.geometry().right()) for each in shown)
        assert all(right < left for (_l, right), (left, _r) in pairwise(ends))
        assert "欧阳" * 12 in clerk.see("tool_undo").accessibleName()
        assert clerk.see("tool_redo").width() > 40
    finally:
        theme.set_size(100)
        words.use("en")


def test_twelve_tabs_fit_768_pixels(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    book = clerk.program.book
    assert book is not None
    window = MainWindow(book, clerk.program.drafts, tabs=(*TABS, *TABS)[:12])
    try:
        window.resize(1366, 768 - 40)  # less the bar of the system
        window.show()
        QApplication.processEvents()
        assert window.height() <= 728
        places = [each.geometry() for each in window.sidebar.findChildren(QPushButton)]
        assert len(places) == 12 and all(a.bottom() < b.top() for a, b in pairwise(places))
        assert places[-1].bottom() <= window.sidebar.height()
    finally:
        window.jobs.wait_for_done(10_000)
        window.close()
        window.deleteLater()


def test_a_page_is_made_only_when_it_is_wanted_whatever_the_screen_remembers(office: Clerk) -> None:
    path = office.window.book.path
    assert office.window.office.remembered("month") == "1958-03"
    office.program.open(path, clerk="王秀英")
    office.settle()
    assert office.all("today_list") and not office.window.findChildren(QWidget, "promises_list")
    office.page(1)
    assert office.all("promises_list")


def test_changed_settings_show_at_once(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.month("1958-02")
    clerk.window.book_menu.settings()
    clerk.fill(union="第三机械厂工会委员会", closing_day="25")
    clerk.press("save_office")
    assert "第三机械厂" in clerk.window.windowTitle()
    clerk.press("back")
    assert str(clerk.window.office.period().first) == "1958-01-26" and str(clerk.window.office.period().last) == "1958-02-25"
    clerk.press("tool_undo")
    assert "第二机械厂" in clerk.window.windowTitle()


def test_a_book_that_is_only_read_offers_no_writing_and_prints(clerk: Clerk, sample_book: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    clerk.program.close_book()
    other = Lock(path)
    assert other.take("赵会计")
    clerk.program.open(path)
    clerk.settle()
    try:
        for tab in TABS:
            clerk.tab(tab.name)
            for place, page in enumerate(clerk.window.made[tab.name].pages):
                if len(clerk.window.made[tab.name].pages) > 1:
                    clerk.page(place)
                if hasattr(page, "model") and hasattr(page.model, "record") and page.model.count():
                    page.show_record(page.model.record(0).id)
                clerk.settle()
                pressable = {
                    each.objectName() for each in page.findChildren(QPushButton) if each.isVisible() and each.isEnabled()
                }
                writing = {name for name in pressable if name in WRITES}
                assert not writing, (tab.name, place, writing)
                clerk.keys("Ctrl+N")
                assert not clerk.all("form_title"), tab.name
                for view in page.findChildren(QTableView):
                    model = view.model()
                    if not view.isVisible() or model is None or view.editTriggers() == QTableView.EditTrigger.NoEditTriggers:
                        continue
                    rows, columns = range(min(6, model.rowCount())), range(model.columnCount())
                    cells = [model.index(row, column) for row in rows for column in columns]
                    assert not any(model.flags(cell) & Qt.ItemFlag.ItemIsEditable for cell in cells), (tab.name, place)
        clerk.window.book_menu.settings()
        assert not any(clerk.can(name) for name in ("save_office", "save_numbers", "save_clerk"))
        clerk.press("back")
        clerk.tab("proposals")
        clerk.page(0)
        clerk.choose("JY-1958-0030")
        assert "JY-1958-0030" in clerk.print("proposal_slip")
    finally:
        other.release()


WRITES = {
    "correct", "attach", "review", "adopt", "take_figures", "veto", "excuse", "rank_again", "first_indicator", "choose_file",
    "take_in", "leave", "close_unit", "give_up", "save", "issue", "reckon", "withdraw", "void", "close_entries",
    "open_correction", "expose",
}  # fmt: skip


def test_a_full_disk_keeps_what_is_typed_and_says_the_way_out(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    book = clerk.program.book
    assert book is not None
    clerk.page(0)
    clerk.new()
    clerk.fill(name="李桂兰", trade="型砂工" * 3000)
    pages = book.value("pragma page_count")
    book.conn.execute(f"pragma max_page_count = {pages}")
    clerk.keys("Ctrl+S")
    assert clerk.all("form_title") and clerk._box("name").text() == "李桂兰"
    told = " ".join(each.text() for each in clerk.window.findChildren(QPushButton)) + clerk.words() + clerk.message()
    assert "disk is full" in told
    book.conn.execute("pragma max_page_count = 1000000")
    clerk.save()
    assert clerk.rows()[0][1] == "李桂兰"


def test_the_keys_of_the_window(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    for place, tab in enumerate(TABS[:10], 1):
        clerk.keys(f"Ctrl+{place % 10}")
        assert clerk.see(f"tab_{tab.name}").isChecked()
    for tab in (*TABS[10:], TABS[0]):
        clerk.keys("Ctrl+PgDown")
        assert clerk.see(f"tab_{tab.name}").isChecked()
    clerk.keys("Ctrl+PgUp")
    assert clerk.see(f"tab_{TABS[-1].name}").isChecked()
    clerk.keys("Ctrl+2")
    clerk.keys("Ctrl+N")
    assert clerk.all("form_title")
    clerk.type("李桂兰")
    clerk.keys("Ctrl+S")
    clerk.keys("Ctrl+Z")
    assert clerk.all("empty")
    clerk.keys("Ctrl+Y")
    assert clerk.rows()[0][1] == "李桂兰"
    clerk.keys("Ctrl+F")
    here = QApplication.focusWidget()
    assert isinstance(here, QLineEdit) and here.objectName() == "search"
    shortcuts = [action.shortcut().toString() for action in clerk.window.findChildren(QAction) if not action.shortcut().isEmpty()]
    assert len(shortcuts) == len(set(shortcuts)), shortcuts  # two actions of one key would both be dead
