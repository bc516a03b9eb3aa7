"""The first start: everything it asks, what it does not take, and the sample office one click away."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin
from unionoffice.core import office as settings
from unionoffice.window.first import ClerkPage, FirstPage
from unionoffice.window.main import MainWindow


def test_it_asks_what_an_office_says_of_itself_and_all_can_be_changed_later(clerk: Clerk, tmp_path: Path) -> None:
    asked = clerk.names()
    assert {"union", "enterprise", "higher", "code", "clerk", "pin", "closing_day", "year"} <= asked
    assert {"JY", "HT", "HZ", "HY", "LF", "JS", "JZ", "YB"} <= asked
    assert {"language_zh", "language_en", "open_book", "open_sample"} <= asked
    clerk.fill(enterprise="第二机械厂")
    clerk.press("begin_book")
    assert "need" in clerk.problem("union").lower() or clerk.problem("union")  # told beside the box
    assert clerk._box("enterprise").text() == "第二机械厂"
    clerk.fill(union="第二机械厂工会委员会", clerk="王秀英", pin="12", year="1958", closing_day="25", JY="31")
    clerk.press("begin_book")
    assert "4 to 12" in clerk.problem("pin")
    clerk.fill(pin="1958")
    assert "ZG" not in clerk.names()  # the other registers are unfolded when they are wanted
    clerk.press("more_registers")
    clerk.fill(ZG="12")
    clerk.answers.save.append(tmp_path / "office.db")
    clerk.press("begin_book")
    book = clerk.program.book
    assert book is not None
    assert settings.office(book).closing_day == 25 and book.next_running("JY", 1958) == 31
    assert book.next_running("ZG", 1958) == 12
    clerk.month("1958-02")
    assert str(clerk.window.office.period().first) == "1958-01-26"
    clerk.window.book_menu.settings()
    offered = clerk.names()
    assert {"union", "enterprise", "higher", "code", "closing_day", "JY", "clerk", "pin"} <= offered
    clerk.fill(JY="40")
    clerk.press("save_numbers")
    assert book.next_running("JY", 1958) == 40


def test_the_clerk_is_chosen_at_the_start_and_the_pin_is_asked(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.window.book_menu.settings()
    clerk.fill(clerk="赵会计", pin="2468")
    clerk.press("save_clerk")
    clerk.program.close_book()
    clerk.program.open(path)
    assert isinstance(clerk.program.window, ClerkPage)
    clerk.fill(clerk="赵会计", pin="1111")
    clerk.press("open")
    assert "not the clerk's" in clerk.see("pin_problem").text()
    clerk.fill(pin="2468")
    clerk.press("open")
    assert isinstance(clerk.program.window, MainWindow)
    assert clerk.program.book is not None and clerk.program.book.clerk == "赵会计"


def test_the_sample_office_is_made_beside_the_window(clerk: Clerk) -> None:
    page = clerk.program.window
    assert isinstance(page, FirstPage)
    clerk.press("open_sample")
    assert "being made" in clerk.message() and not clerk.can("begin_book")
    began = time.monotonic()
    turns = 0
    while clerk.program.window is page:
        QApplication.processEvents()  # the window answers all the while
        turns += 1
        assert time.monotonic() - began < 120
        time.sleep(0.01)
    assert turns > 20
    clerk.settle()
    clerk.month("1958-03")
    clerk.tab("proposals")
    assert len(clerk.rows()) > 10


def test_the_sample_office_says_that_it_is_invented(clerk: Clerk, sample_book: Path, tmp_path: Path) -> None:
    clerk.program.open(Path(shutil.copytree(sample_book.parent, tmp_path / "sample"), "office.db"), clerk="林素琴")
    assert "invented" in clerk.message()
