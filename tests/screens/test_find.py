"""The search over all registers: found while it is typed, desk by desk, and opened by Enter."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin
from tests.screens.walk import faults
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.marks import marks
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker
from unionoffice.window.find import EACH, Line


def look_for(clerk: Clerk, text: str) -> list[Line]:
    """Type into the search box; what the list shows."""
    clerk.keys("Ctrl+F")
    clerk.key(Qt.Key.Key_Delete)
    clerk.type(text)
    return lines(clerk)


def lines(clerk: Clerk) -> list[Line]:
    """The lines of the list in sight."""
    found = clerk.all("search_list")
    return list(found[0].model().lines) if found else []


def marked(clerk: Clerk) -> Line:
    """The marked line."""
    view = clerk.see("search_list")
    line: Line = view.model().lines[view.currentIndex().row()]
    return line


def many(clerk: Clerk, tmp_path: Path, count: int) -> Book:
    """An office with many workers called Wang."""
    begin(clerk, tmp_path / "office.db")
    book = clerk.program.book
    assert book is not None
    with book.act("many"):
        for number in range(count):
            roster.enter_worker(book, Worker(name=f"王{number:03d}"))
    return book


def test_any_part_of_anything_is_found_and_opens_the_right_page(office: Clerk) -> None:
    by_number = look_for(office, "0029")
    assert any(line.hit and line.hit.number == "JY-1958-0029" for line in by_number)
    assert any(line.words == "Saving proposals" and not line.opens for line in by_number)  # desk by desk, under its name
    assert look_for(office, "切削")
    assert any(line.hit and "1986" in line.spoken for line in look_for(office, "1986 年修订"))
    office.key(Qt.Key.Key_Return)
    assert "1986" in office.see("record_title").text() and office.see("page_1").isChecked()  # the award scales
    assert office.see("search").text() == ""


def test_names_are_found_by_pinyin_and_initials_and_marked(office: Clerk) -> None:
    book = office.program.book
    assert book is not None
    roster.enter_worker(book, Worker(name="单德禄", number="77001"))
    for asked in ("shandelu", "shan delu", "sdl", "SDL", "shande"):
        hits = [line.hit for line in look_for(office, asked) if line.hit and line.hit.tbl == "workers"]
        assert [hit.title for hit in hits] == ["单德禄"], asked
        assert marks(hits[0].title, asked, hits[0].spoken) == [(0, 2 if asked == "shande" else 3)]
    authors = [line.hit for line in look_for(office, "zhang") if line.hit and line.hit.tbl == "proposals"]
    assert any("张" in hit.note for hit in authors) and all(marks(hit.note, "zhang", hit.spoken) for hit in authors)
    look_for(office, "shandelu")
    office.key(Qt.Key.Key_Return)
    assert office.see("record_title").text() == "单德禄"


def test_a_box_takes_a_person_by_initials_and_a_unit_by_pinyin(office: Clerk) -> None:
    book = office.program.book
    assert book is not None
    row = roster.enter_worker(book, Worker(name="单德禄", number="77001"))
    office.tab("proposals")
    office.new()
    editor = office.window.page().form.editor("authors").rows[0].editors["worker"]
    editor.take_focus()
    office.type("sdl", editor.line)
    office.settle()
    office.key(Qt.Key.Key_Return)
    assert editor.value() == row and editor.line.text() == "单德禄"
    unit = office.window.page().form.editor("unit")
    unit.take_focus()
    office.type("zhugongchejian", unit.line)
    office.settle()
    office.key(Qt.Key.Key_Return)
    assert unit.line.text() == "铸工车间"


def test_nothing_found_says_what_can_be_looked_for(office: Clerk) -> None:
    assert not look_for(office, "世上没有的字句")
    assert "any part" in office.see("search_words", QLabel).text()
    office.key(Qt.Key.Key_Return)  # and Enter does nothing
    assert office.all("search_results")
    office.key(Qt.Key.Key_Escape)
    assert not office.all("search_results")
    assert QApplication.focusWidget() is not office.see("search")


def test_the_arrows_pass_over_headings_and_the_cursor_stays_in_the_box(office: Clerk) -> None:
    found = look_for(office, "1958")
    opening = [line for line in found if line.opens]
    assert len({line.hit.tbl for line in opening if line.hit}) > 1
    assert marked(office) == opening[0]
    for key, place in (
        (Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_End, len(opening) - 1),
        (Qt.Key.Key_Down, len(opening) - 1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Up, 0),
    ):  # fmt: skip
        office.key(key)
        assert marked(office) == opening[place]
    office.key(Qt.Key.Key_PageDown)
    there = opening.index(marked(office))
    assert there > 8
    office.key(Qt.Key.Key_PageUp)
    assert opening.index(marked(office)) < there
    box = office.see("search")
    assert box.hasFocus()
    assert box.accessibleDescription() == marked(office).spoken
    office.key(Qt.Key.Key_Right)
    office.key(Qt.Key.Key_Home)  # in the text again
    assert box.cursorPosition() == 0
    office.key(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert marked(office) == opening[-1]


def test_the_mouse_opens_too(office: Clerk) -> None:
    found = look_for(office, "切削")
    place = next(place for place, line in enumerate(found) if line.hit)
    hit = found[place].hit
    assert hit is not None
    view = office.see("search_list")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0)).center())
    assert office.all("search_results")  # a heading opens nothing
    where = view.visualRect(view.model().index(place)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    office.settle()
    assert hit.title in office.see("record_title").text()


def test_enter_before_the_answer_opens_what_was_typed_and_nothing_older(clerk: Clerk, tmp_path: Path) -> None:
    many(clerk, tmp_path, 3)
    look_for(clerk, "王001")
    clerk.keys("Ctrl+F")
    box = clerk.see("search")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    box.setText("王002")
    QTest.keyClick(box, Qt.Key.Key_Return)
    clerk.settle()
    assert clerk.see("record_title").text() == "王002"


def test_more_than_is_shown_is_opened_in_its_register(clerk: Clerk, tmp_path: Path) -> None:
    many(clerk, tmp_path, 75)
    found = look_for(clerk, "王")
    assert found[0].words == "Roster" and found[0].beside == "75"
    assert found[-1].all_of == "workers" and "75" in found[-1].words
    clerk.key(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert marked(clerk) == found[-1]
    clerk.key(Qt.Key.Key_Return)
    assert len(clerk.rows()) == 75
    assert not clerk.all("search_results")


def test_each_desk_has_its_latest_however_many_another_has(office: Clerk) -> None:
    book = office.program.book
    assert book is not None
    with book.act("many"):
        for number in range(200):
            roster.enter_worker(book, Worker(name=f"刀具{number:03d}"))
    found = look_for(office, "刀具")
    desks = [line.words for line in found if not line.opens]
    assert desks[0] == "Roster" and "Saving proposals" in desks
    workers = [line for line in found if line.hit and line.hit.tbl == "workers"]
    assert len(workers) == EACH
    assert any(line.all_of == "workers" and line.count == 200 for line in found)


def test_who_is_called_so_comes_first(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    book = clerk.program.book
    assert book is not None
    for name in ("王建", "王建国", "王建中"):
        roster.enter_worker(book, Worker(name=name))
    shown = [line.hit.title for line in look_for(clerk, "王建") if line.hit]
    assert shown[0] == "王建"
    assert set(shown) == {"王建", "王建国", "王建中"}


def test_going_to_work_elsewhere_leaves_the_search(clerk: Clerk, tmp_path: Path) -> None:
    many(clerk, tmp_path, 5)
    look_for(clerk, "王")
    clerk.key(Qt.Key.Key_Down)
    assert clerk.all("search_results")
    clerk.tab("roster")
    register = clerk.see("register")
    QTest.mouseClick(register.viewport(), Qt.MouseButton.LeftButton)
    register.setFocus()
    clerk.settle()
    assert not clerk.all("search_results")
    clerk.keys("Ctrl+F")  # what was typed stands there and is found again
    assert lines(clerk)


def test_a_long_search_says_that_it_is_looking_and_the_next_key_ends_it(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(clerk, tmp_path, 3)
    from unionoffice.core import finding

    plain, begun = finding.latest, threading.Event()

    def slow(book: Book, text: str, tables: Any, *, limit: int) -> Any:
        if text == "王":
            begun.set()
            book.value("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n")
        return plain(book, text, tables, limit=limit)

    monkeypatch.setattr(finding, "latest", slow)
    box = clerk.see("search")
    box.setFocus()
    box.setText("王")
    assert begun.wait(5)
    box._slow.timeout.emit()  # the time is over
    assert box.words.text() == "Still looking…" and box.results.isVisible()
    box.setText("王002")
    clerk.settle()
    assert [line.hit.title for line in lines(clerk) if line.hit] == ["王002"]
    assert not clerk.all("search_words")


def test_enter_belongs_to_the_input_method_while_it_composes(clerk: Clerk, tmp_path: Path) -> None:
    from PySide6.QtGui import QInputMethodEvent

    many(clerk, tmp_path, 3)
    look_for(clerk, "王")
    box = clerk.see("search")
    QApplication.sendEvent(box, QInputMethodEvent("wang", []))
    clerk.key(Qt.Key.Key_Down)
    clerk.key(Qt.Key.Key_Return)
    assert clerk.all("search_results")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", ["1958", "没有的字", "zhang", "cj 58.2"])
def test_the_open_list_is_sound(office: Clerk, language: words.Language, text: str) -> None:
    office.window.language_wanted.emit(language)
    office.settle()
    look_for(office, text)
    office.look(f"find-{language}-{text}")
    assert faults(office.see("search_results"), language, data=_data(office)) == []


def _data(clerk: Clerk) -> set[str]:
    return {line.spoken for line in lines(clerk)}


@pytest.mark.parametrize(
    ("text", "asked", "parts"),
    [
        ("JY-1958-0031", "0031", ["0031"]),
        ("JY-1958-0031", "19580031", ["1958-0031"]),
        ("乳化液回收和乳化液再用", "乳化液", ["乳化液", "乳化液"]),
        ("Reuse of Cutting oil", "cutting REUSE", ["Reuse", "Cutting"]),
        ("Ａ１ 刀具", "a1 刀", ["Ａ１", "刀"]),
        ("刀具", "车", []),
        ("刀具", "-", []),
        ("aaa", "aa", ["aa"]),
    ],
)
def test_what_is_marked_is_what_was_looked_for(text: str, asked: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, asked)] == parts
