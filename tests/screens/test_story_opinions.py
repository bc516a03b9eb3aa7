"""An opinion from a poster to the notice board, and one of somebody who stays anonymous, by keys and clicks only."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.desks.rectification import rules


def go_to(clerk: Clerk, title: str) -> None:
    """Click the page of the desk that bears this title."""
    chips = [each for each in clerk.window.findChildren(QPushButton) if each.isVisible() and each.objectName().startswith("page_")]
    wanted = next(each for each in chips if each.text() == title)
    QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)
    clerk.settle()


def badge(clerk: Clerk) -> str:
    """The number on the tab, once it was counted anew; empty when there is none."""
    clerk.settle()
    found = clerk.all("badge_rectification", QLabel)
    return str(found[0].text()) if found else ""


def from_a_poster_to_the_notice_board(clerk: Clerk) -> None:
    """Six sheets on dust; one opinion on them is passed on, answered, found not corrected, corrected, checked, told, published."""
    clerk.tab("rectification")
    go_to(clerk, "Posters")
    clerk.new()
    clerk.fill(subject="吸尘、通风", posted_on="3-3", sheets="6", unit="机工", spot="机工车间东墙", counted="2")
    clerk.save()
    assert "6 sheets, 2 opinions: 0 entered, 2 only counted." in clerk.words()
    clerk.press("write_opinion")
    assert clerk._box("raised_on").text() == "1958-03-03"  # the day of the posters
    clerk.fill(summary="吸尘管堵了半年", category="Safety and working conditions", people="9", details="弯头处全是泥。")
    clerk.save()
    number = clerk.see("record_number").text()
    assert number == "ZG-1958-0001" and "DZ-1958-0001 吸尘、通风" in clerk.words()
    clerk.look("opinion_registered")

    clerk.step("assign", assigned_on="3-4", responsible="铸工", person="刘主任")
    assert "1958-03-10" in clerk.words()  # seven days from the day it was raised
    assert not clerk.can("begin") and not clerk.can("approve")
    clerk.press("reply")
    clerk.fill(replied_on="3-7", way="B, corrected by a date", reply="情况属实，管径太小。", measure="换大管")
    clerk.keys("Ctrl+S")
    assert "write the date" in clerk.problem("planned_on")  # told beside the box; nothing typed is thrown away
    clerk.fill(planned_on="3-20")
    clerk.save()
    assert "The correction was due on 1958-03-20." in clerk.words()  # the month's last day is past it
    assert badge(clerk) == "1"
    slip = clerk.print("reply_slip", language="zh")
    assert "意见答复单" in slip and number in slip and "情况属实，管径太小。" in slip and "刘主任" in slip

    clerk.step("begin", begun_on="3-10")
    clerk.step("claim_done", done_on="3-18", result="大管已换")
    clerk.step("reopen", checked_on="3-20", checked_by="郑师傅", finding="弯头还堵", planned_on="3-26")
    assert clerk.see("record_state").text() == "Under correction" and "弯头还堵" in clerk.words()
    clerk.step("claim_done", done_on="3-24", result="弯头改大，加清扫口")
    clerk.step("approve", checked_on="3-25", checked_by="郑师傅")
    clerk.press("tool_undo")
    assert clerk.see("record_state").text() == "Claimed done"
    clerk.press("tool_redo")
    clerk.step("tell", told_on="3-26", told_by="On the notice board")
    assert clerk.see("record_state").text() == "Corrected" and badge(clerk) == ""
    clerk.look("opinion_corrected")
    board = clerk.print_from_menu("Notice of what was corrected · March 1958", language="zh")
    assert "整改公布" in board and "吸尘管堵了半年" in board and "弯头改大，加清扫口" in board and "刘主任" in board


def the_way_of_a_code(clerk: Clerk) -> str:
    """Who stays anonymous takes a slip; the answer hangs on the wall under its number, and the code opens it. Gives the code."""
    clerk.tab("rectification")
    go_to(clerk, "Opinions")
    clerk.new()
    clerk.fill(summary="会太多", raised_on="3-6", source="Suggestion box", category="Meetings and reports", people="3")
    assert not clerk._box("raised_by").isEnabled()  # closed as long as it is anonymous
    clerk.save()
    number = clerk.see("record_number").text()
    clerk.step("give_slip", slip_on="3-6")
    assert clerk.answers.asked[-1] == "Give a slip with a code"
    printed = clerk.take_paper("slip", language="zh")
    found = re.search(f"[{rules.LETTERS}]{{4}}-[{rules.LETTERS}]{{4}}", printed)
    assert found and number in printed and "不记名意见凭条" in printed
    code = found[0]
    assert not clerk.can("tool_undo") and not clerk.can("give_slip") and not clerk.can("print_code_slip")
    assert code not in clerk.words()

    clerk.step("assign", assigned_on="3-7", by_union=True, person="王秀英")
    clerk.step("reply", replied_on="3-8", way="A, corrected at once", reply="每周只开一次会。", planned_on="3-9")
    wall = clerk.print_from_menu("Register of corrections · March 1958", language="zh")
    assert number in wall and code not in wall
    go_to(clerk, "Answers owed")
    assert "the union itself" in clerk.words() and "Answers for the wall, not yet told: 1" in clerk.words()
    clerk.look("answers_owed")
    wall = clerk.print_from_menu("Answer wall · March 1958", language="zh")
    assert number in wall and "每周只开一次会。" in wall and code not in wall
    clerk.press("post_answers")
    assert "counts as told" in clerk.message()
    assert not clerk.all("post_answers")

    clerk.put(clerk.see("code"), "AAAA-AAAA")
    clerk.press("find_code")
    assert "No slip" in clerk.see("code_problem", QLabel).text()
    clerk.put(clerk.see("code"), code.lower().replace("-", " "))
    clerk.key(Qt.Key.Key_Return, widget=clerk.see("code"))
    assert clerk.see("record_number").text() == number  # the opinion stands in its register
    assert "On the answer wall" in clerk.words()
    return code


def merged_and_grown(clerk: Clerk) -> None:
    """An opinion of the same content is merged; another one becomes a proposal."""
    go_to(clerk, "Opinions")
    clerk.new()
    clerk.fill(summary="班后会太长", raised_on="3-12", source="Forum", category="Meetings and reports", people="4", unit="机工")
    clerk.save()
    clerk.step("merge", into="会太多", merged_on="3-12")
    assert clerk.see("record_state").text() == "Merged"
    clerk.press("link_opinions_2")
    assert "Raised by 7 people in all. Merged into it: 1." in clerk.words()
    clerk.press("link_opinions_3")
    clerk.press("separate")
    assert clerk.see("record_state").text() == "Registered"
    clerk.press("to_proposal")
    assert clerk._box("title").text() == "班后会太长"
    clerk.key(Qt.Key.Key_Escape)


def the_movement(clerk: Clerk) -> None:
    """Two workshops enter the movement; one goes on to the debate; how many spoke is counted."""
    clerk.tab("rectification")
    go_to(clerk, "Where the units stand")
    for name in ("铸工", "机工"):
        clerk.new()
        clerk.fill(unit=name, airing_on="3-3")
        clerk.save()
    clerk.step("stage_debating", day="3-17")
    assert clerk.see("record_state").text() == "Debating"
    clerk.press("correct")
    clerk.fill(turnout=[{"month": "1958-03", "people": "30", "heads": "20"}])
    clerk.keys("Ctrl+S")
    assert "cannot be right" in clerk.problem("turnout")
    clerk.line("turnout", 0, heads="40")
    clerk.save()
    assert clerk.all("movement_picture")
    clerk.look("movement")
    paper = clerk.print_from_menu("Where each unit stands · March 1958", language="zh")
    assert "75.0%" in paper and "1958-03-17" in paper


def test_the_story_of_opinions(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "desk" / "office.db"
    path.parent.mkdir()
    begin(clerk, path)
    clerk.month("1958-03")
    enter_plant(clerk)
    from_a_poster_to_the_notice_board(clerk)
    code = the_way_of_a_code(clerk)
    merged_and_grown(clerk)
    the_movement(clerk)
    clerk.window.close()
    clerk.program.close_book()
    lying = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    for written in (code, code.replace("-", ""), code.lower(), code.lower().replace("-", " ")):
        assert written.encode() not in lying
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
