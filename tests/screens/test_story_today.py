"""A morning at the desk: Today says what is due, a promise is kept from the list, the next invitation asks for it first."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.kit.agenda import Agenda, Line

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def gathered(clerk: Clerk) -> None:
    """Wait until the page in sight has gathered what it shows."""
    clerk.settle()
    until = time.monotonic() + 30
    while not clerk.window.page().is_settled() or clerk.window.jobs.busy():
        assert time.monotonic() < until
        QTest.qWait(20)
    clerk.settle()


def listed(clerk: Clerk, name: str = "today_list") -> list[Line]:
    """What stands in a list, without its headings."""
    gathered(clerk)
    found: Agenda = clerk.see(name)
    return [line for line in found.lines() if isinstance(line, Line)]


def go_to(clerk: Clerk, text: str, name: str = "today_list") -> None:
    """Go down the list with the arrow key until a line that holds a text is the current one."""
    found: Agenda = clerk.see(name)
    clerk.key(Qt.Key.Key_Home, widget=found)
    for line in listed(clerk, name):
        if line.key == found.current_key() and text in line.text:
            return
        clerk.key(Qt.Key.Key_Down, widget=found)
    raise AssertionError(f"no {text} among {[line.text for line in listed(clerk, name)]}")


def test_from_an_empty_book_to_a_promise_kept(clerk: Clerk, tmp_path: Path) -> None:
    """A new office begins at Today; a session's resolution becomes due, is opened, kept, taken back, and asked for next time."""
    begin(clerk, tmp_path / "office.db")
    gathered(clerk)
    assert clerk.window.buttons["today"].isChecked()
    clerk.press("first_units")  # the first step leads to the units' entry form
    assert clerk.window.buttons["roster"].isChecked() and clerk.all("form_title")
    clerk.keys("Esc")
    enter_plant(clerk)
    clerk.month("1958-02")
    clerk.tab("waste")
    clerk.new()
    clerk.fill(topic="造型材料的浪费", held_on="10", begins="17:20", ends="18:30", unit="铸工车间", chair="王秀英", recorder="李文")
    clerk.save()
    clerk.tab("today")
    assert [line.text for line in listed(clerk)] == ["造型材料的浪费"]  # its day has passed at the end of February
    assert "overdue 18 days" in listed(clerk)[0].right
    clerk.key(Qt.Key.Key_Return, widget=clerk.see("today_list"))  # Enter opens the session
    assert clerk.window.buttons["waste"].isChecked()
    clerk.step("hold", held_on="10", begins="17:20", closed_at="18:25")
    clerk.press("write")
    clerk.fill(present=[{"name": "造型一组", "people": "9"}], resolutions=[{"text": "型砂过筛后回用", "unit": "铸工", "due": "20"}])
    clerk.save()
    clerk.tab("today")
    assert [(line.text, line.right) for line in listed(clerk)] == [("型砂过筛后回用", "overdue 8 days")]
    assert clerk.window.buttons["today"].badge.text() == "1"
    assert "1  Minutes not confirmed" in clerk.words()
    assert "型砂过筛后回用" in clerk.print_from_menu("Working list", language="zh")
    clerk.page(1)
    assert [line.text for line in listed(clerk, "promises_list")] == ["型砂过筛后回用"]
    clerk.press("keep_promise")
    clerk.fill(done_on="26")
    clerk.keys("Ctrl+S")
    assert not listed_or_none(clerk)
    assert not clerk.window.buttons["today"].badge.isVisible()
    clerk.press("tool_undo")
    assert [line.right for line in listed(clerk, "promises_list")] == ["overdue 8 days"]
    clerk.press("tool_redo")
    clerk.press("filter_kept")
    assert [line.right for line in listed(clerk, "promises_list")] == ["kept on 1958-02-26"]
    clerk.month("1958-03")
    clerk.tab("waste")
    clerk.new()
    clerk.fill(topic="冒口和补缩", held_on="12", begins="17:20", unit="铸工车间", chair="王秀英", recorder="李文")
    clerk.save()
    paper = clerk.print("invitation", language="zh")
    assert paper.index("型砂过筛后回用") < paper.index("二、冒口和补缩")
    assert "1958年2月26日办成" in paper


def listed_or_none(clerk: Clerk) -> list[Line]:
    gathered(clerk)
    return listed(clerk, "promises_list") if clerk.all("promises_list") else []


def test_the_sample_office_opens_on_today_of_march(clerk: Clerk, sample_book: Path, tmp_path: Path) -> None:
    """The sample office shows the end of March 1958; every kind of line opens its own record by keys."""
    clerk.program.open(Path(shutil.copytree(sample_book.parent, tmp_path / "sample"), "office.db"), clerk="林素琴")
    gathered(clerk)
    assert clerk.window.buttons["today"].isChecked()
    assert "31 March 1958" in clerk.see("page_title").text()
    assert QApplication.focusWidget() is clerk.see("today_list")
    first: dict[str, Line] = {}
    for line in listed(clerk):
        first.setdefault(str(line.key[0]), line)  # type: ignore[index]
    assert len(first) >= 8
    for tbl, line in first.items():
        clerk.tab("today")
        go_to(clerk, line.text)
        clerk.key(Qt.Key.Key_Return, widget=clerk.see("today_list"))
        tab = next(each for each in clerk.window.tabs if tbl in each.shows)
        assert clerk.window.buttons[tab.name].isChecked(), tbl
        number = line.below.split(" · ")[0]
        assert number in clerk.words() or line.text in clerk.words(), (tbl, line.text)
    clerk.tab("today")
    path = tmp_path / "list.csv"
    clerk.answers.save.append(path)
    clerk.press("tool_export")
    assert not clerk.all("export_whole")  # what is due is no register: it has no fields but those in sight
    clerk.press("export_csv")
    clerk.press("export_go")
    clerk.wait()
    written = path.read_text(encoding="utf-8-sig").splitlines()
    assert written[0].startswith("Date,How it stands,Number")
    assert len(written) == len(listed(clerk)) + 1
