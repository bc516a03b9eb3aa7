"""How many keys a saving proposal takes, from the empty form to the saved record, and that the kept list is what is pressed.

Every key that goes down counts one, a chord such as Ctrl+S one. Of a text that goes in through the input method each
committed character counts one, whatever was pressed to compose it: the other program is counted alike.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.desks.proposals.records import Kind, Proposal, Weight

KEPT = Path(__file__).parents[2] / "docs" / "performance.md"
KEYS = {"Enter": Qt.Key.Key_Enter, "Tab": Qt.Key.Key_Tab, "Down": Qt.Key.Key_Down}
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Typist:
    """Presses keys and writes each of them down, box by box."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.lines: list[str] = []

    def enter(self, box: str, *keys: str) -> None:
        """Type texts and press keys ("[Enter]") in the box that has the cursor."""
        number = box.split()[0]
        if number.isdecimal():
            asked = self.clerk.see("proposals_page").form.numbers.field(int(number))
            assert asked.split(".")[-1] == here().objectName(), f"{box}: the cursor is in {here().objectName()}"
        self.lines.append(f"{box}: " + " ".join(key if key.startswith("[") else f"“{key}”" for key in keys))
        for key in keys:
            if key.startswith("["):
                QTest.keyClick(here(), KEYS[key[1:-1]], KEYPAD if key == "[Enter]" else Qt.KeyboardModifier.NoModifier)
            else:
                self._type(key)
            self.clerk.wait()

    def _type(self, text: str) -> None:
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(here(), sign, KEYPAD if sign in "0123456789." else Qt.KeyboardModifier.NoModifier)
            else:
                event = QInputMethodEvent()
                event.setCommitString(sign)
                QCoreApplication.sendEvent(here(), event)


def here() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def kept(title: str) -> list[str]:
    """A list as it stands in the documentation."""
    text = KEPT.read_text(encoding="utf-8")
    found = re.search(rf"^### {re.escape(title)}.*?\n```text\n(.*?)\n```", text, re.DOTALL | re.MULTILINE)
    assert found, f"docs/performance.md has no list {title}"
    return found[1].split("\n")


def count(lines: list[str]) -> int:
    """The keys of a list: characters of its texts, and named keys."""
    total = 0
    for line in lines:
        keys = line.partition(": ")[2]
        total += sum(len(text) for text in re.findall(r"“(.*?)”", keys)) + len(re.findall(r"\[[^\]]+\]", keys))
    return total


def test_the_kept_list_of_keys_is_what_is_pressed(clerk: Clerk) -> None:
    begin(clerk, clerk.folder / "office.db")
    enter_plant(clerk)
    clerk.tab("roster")
    clerk.page(0)
    for number, name in (("0117", "李桂兰"), ("0233", "王建国")):
        clerk.new()
        clerk.fill(name=name, number=number, unit="造型", trade="铸工", grade="4", born="1931", entered_on="1956-3-1")
        clerk.save()
    clerk.month("1958-02")
    clerk.tab("proposals")
    clerk.page(0)
    clerk.new()
    typist = Typist(clerk)
    typist.enter("2 Title", "轴承座改用离心浇铸", "[Enter]")
    typist.enter("3 Betters", "4", "[Enter]")
    typist.enter("14 Weight", "[Enter]")
    typist.enter("7 Works number, first author", "0117", "[Enter]")
    typist.enter("6 Name, first author", "[Enter]")
    typist.enter("8 Share, first author", "60", "[Enter]")
    typist.enter("7 Works number, second author", "0233", "[Enter]")
    typist.enter("6 Name, second author", "[Enter]")
    typist.enter("8 Share, second author", "40", "[Enter]", "[Enter]")
    typist.enter("4 Unit", "造型", "[Enter]")
    typist.enter("5 Received on", "11", "[Enter]")
    typist.enter("9 Present state and problem", "砂型铸造废品率百分之十一，每件车削要三小时。", "[Tab]")
    typist.enter("10 Proposed method", "改用离心浇铸，金属型预热，余量减至四毫米。", "[Tab]")
    typist.enter("11 Expected effect", "每件省工一点四小时，废品减少一半。", "[Tab]")
    typist.enter("Betters also", "[Enter]")
    typist.enter("1 Paper number", "17", "[Enter]")

    page = clerk.see("proposals_page")
    proposal = page.office.book.get(page.table, 1)
    assert isinstance(proposal, Proposal)
    assert (proposal.title, proposal.kind, proposal.weight) == ("轴承座改用离心浇铸", Kind.MATERIALS, Weight.GENERAL)
    assert [(author.called, author.share) for author in proposal.authors] == [("李桂兰", 60), ("王建国", 40)]
    assert proposal.unit and proposal.received_on.isoformat() == "1958-02-11"
    assert proposal.problem.startswith("砂型") and proposal.method.startswith("改用") and proposal.expected.startswith("每件")
    assert proposal.old_number == "17" and proposal.no
    assert kept("unionoffice") == typist.lines, "\n".join(typist.lines)


def test_the_sums_of_both_lists_are_right() -> None:
    text = KEPT.read_text(encoding="utf-8")
    for title in ("unionoffice", "LibreOffice Calc"):
        assert f"### {title}: {count(kept(title))} keys" in text, f"{title}: {count(kept(title))}"
    assert count(kept("unionoffice")) < count(kept("LibreOffice Calc"))
