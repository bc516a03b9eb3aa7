"""The first start, the roster, and what the window itself does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.screens.clerk import Clerk
from unionoffice.core.book import Book


def begin(clerk: Clerk, path: Path, *, clerk_name: str = "王秀英") -> None:
    """Answer the first page."""
    clerk.fill(
        union="第二机械厂工会委员会", enterprise="第二机械厂", higher="市总工会", code="2J", clerk=clerk_name, year="1958", JY="31"
    )
    clerk.answers.save.append(path)
    clerk.press("begin_book")


def enter_plant(clerk: Clerk) -> None:
    """Enter a plant with two workshops and a team by hand."""
    clerk.tab("roster")
    clerk.page(1)
    for name, level, above in (
        ("第二机械厂", "Plant", ""),
        ("铸工车间", "Workshop", "第二机械厂"),
        ("机工车间", "Workshop", "第二机械厂"),
        ("造型一组", "Team", "铸工"),
    ):
        clerk.new()
        clerk.fill(name=name, level=level, **({"above": above} if above else {}))
        if not above:
            clerk.fill(above="")
        clerk.save()


def test_from_the_first_page_to_a_worker_on_the_roll(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    assert "第二机械厂工会委员会" in clerk.window.windowTitle()
    enter_plant(clerk)
    clerk.page(0)
    clerk.new()
    clerk.fill(name="李桂兰", number="0117", sex="Female", unit="造型", trade="造型工", grade="9", born="1931")
    clerk.keys("Ctrl+S")
    assert "8" in clerk.problem("grade") and clerk.all("form_title")  # told beside the box, nothing thrown away
    clerk.fill(grade="4")
    clerk.save()
    assert clerk.rows() == [["0117", "李桂兰", "造型一组", "造型工", "4", "1931"]]
    clerk.press("tool_undo")
    assert clerk.all("empty")
    clerk.press("tool_redo")
    assert clerk.rows()[0][1] == "李桂兰"
    clerk.program.close_book()
    book = Book.open(path)
    assert book.value("select name from workers") == "李桂兰"
    assert book.next_running("JY", 1958) == 31
    book.close()


def test_what_is_typed_survives_closing(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.tab("roster")
    clerk.new()
    clerk.fill(name="张打铁", trade="锻工")
    clerk.window.close()
    clerk.program.open(path)
    clerk.settle()
    assert clerk._box("name").text() == "张打铁"
    clerk.save()
    assert clerk.rows()[0][1] == "张打铁"
    clerk.new()
    assert clerk._box("name").text() == ""


def test_the_window_speaks_the_other_language_and_keeps_what_is_typed(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    clerk.new()
    clerk.fill(name="张打铁")
    clerk.window.language_wanted.emit("zh")
    clerk.settle()
    assert clerk.see("tab_roster").text() == "花名册"
    assert clerk._box("name").text() == "张打铁"


def test_the_search_box_finds_and_opens(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    for name in ("李桂兰", "王建国"):
        clerk.new()
        clerk.fill(name=name)
        clerk.save()
    clerk.keys("Ctrl+F")
    clerk.type("建国")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.see("record_title").text() == "王建国"


def test_a_second_program_reads_only_and_says_who_holds_the_book(clerk: Clerk, tmp_path: Path) -> None:
    from unionoffice.core.lock import Lock

    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.program.close_book()
    other = Lock(path)
    assert other.take("赵会计")
    clerk.program.open(path)
    clerk.settle()
    assert "赵会计" in clerk.message() and "reading" in clerk.message()
    assert not clerk.can("tool_new")
    other.release()


def test_what_is_no_book_is_told_on_the_first_page(clerk: Clerk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear friend", encoding="utf-8")
    clerk.answers.open.append(letter)
    clerk.press("open_book")
    assert "not a book" in clerk.message()
    assert letter.read_text(encoding="utf-8") == "Dear friend"


def test_a_list_of_workers_is_taken_in_whole_or_not_at_all(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    clerk.page(2)
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_bytes("姓名,工号,等级\n李桂兰,1,4\n王建国,2,九\n赵一,1,3\n".encode("gb18030"))
    good.write_bytes("﻿姓名,工号,等级,班组\n李桂兰,1,四级,造型一组\n李桂兰,2,5,造型一组\n".encode())
    clerk.answers.open += [bad, good]
    clerk.press("choose_file")
    clerk.wait()
    assert [row[:3] for row in clerk.rows("faults")] == [["3", "等级", "九"], ["4", "工号", "1"]]
    assert not clerk.can("take_in")
    clerk.press("choose_file")
    clerk.wait()
    clerk.press("take_in")
    clerk.wait()
    assert "2" in clerk.message()
    clerk.page(0)
    assert [row[:3] for row in clerk.rows()] == [["1", "李桂兰", "造型一组"], ["2", "李桂兰", "造型一组"]]
    clerk.press("tool_undo")
    assert clerk.all("empty")


def test_the_last_enter_saves_and_opens_the_next(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    clerk.page(0)
    clerk.new()
    for text in ("李桂兰", "0117", None, "造型", "车工", "4", "1931", "1956-3-1", None):
        if text is not None:
            clerk.type(text)
        clerk.key(Qt.Key.Key_Return)
    clerk.keys("Ctrl+Return")  # in a long text Enter is a new line
    assert [row[:3] for row in clerk.rows()] == [["0117", "李桂兰", "造型一组"]]
    assert clerk._box("name").text() == "" and clerk._box("unit").text() == "造型一组"  # filled in from the entry before
    clerk.type("王建国")
    clerk.save()
    assert len(clerk.rows()) == 2


def test_printing_is_journaled_and_no_step_of_undo(clerk: Clerk, tmp_path: Path) -> None:
    from unionoffice.core import office

    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    clerk.new()
    clerk.fill(name="李桂兰")
    clerk.save()
    book = clerk.program.book
    assert book is not None
    office.note_printed(book, "merit_record", "Record of merit", tbl="workers", row=1)
    assert str(book.to_undo()) == "Enter worker 李桂兰"
    assert str(book.journal()[0].said) == "Print Record of merit 李桂兰"


def test_a_damaged_book_is_told_and_restored_from_its_backup(clerk: Clerk, tmp_path: Path) -> None:
    from unionoffice.core import backup

    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.tab("roster")
    clerk.new()
    clerk.fill(name="李桂兰")
    clerk.save()
    clerk.window.jobs.wait_for_done()
    kept = backup.back_up(path, backup.backup_folder(path))
    clerk.program.close_book()
    damaged = b"torn page" + path.read_bytes()[9:]
    path.write_bytes(damaged)
    clerk.program.start()
    assert "damaged" in clerk.message() and kept.name in clerk.message()
    assert path.read_bytes() == damaged
    clerk.answers.open.append(kept)
    clerk.press("message_action")
    clerk.tab("roster")
    assert [row[1] for row in clerk.rows()] == ["李桂兰"]


def test_a_backup_is_put_back_from_the_menu(clerk: Clerk, tmp_path: Path) -> None:
    from unionoffice.core import backup

    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.tab("roster")
    clerk.new()
    clerk.fill(name="李桂兰")
    clerk.save()
    clerk.window.jobs.wait_for_done()
    kept = backup.back_up(path, backup.backup_folder(path))
    clerk.new()
    clerk.fill(name="王建国")
    clerk.save()
    clerk.answers.open.append(kept)
    clerk.window.book_menu.restore()
    assert [row[1] for row in clerk.rows()] == ["李桂兰"]
    assert "Restored" in clerk.message()
    clerk.new()
    clerk.fill(name="赵一")
    clerk.save()
    assert len(clerk.rows()) == 2


def test_what_is_opened_from_elsewhere_is_shown_though_the_filter_left_it_out(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    for name in ("李桂兰", "王建国"):
        clerk.new()
        clerk.fill(name=name)
        clerk.save()
    clerk.choose("王建国")
    clerk.step("leave", day="1958-2-3")
    assert [row[1] for row in clerk.rows()] == ["李桂兰"]
    clerk.choose("李桂兰")
    clerk.keys("Ctrl+F")
    clerk.type("建国")
    clerk.key(Qt.Key.Key_Return)
    assert clerk.see("record_title").text() == "王建国"
    view = clerk.see("register")
    assert clerk.rows()[view.currentIndex().row()][1] == "王建国"
