"""The numbers of the paper form on the screen, and the way to a box by its number, by real keys on the real window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.core import office as offices
from unionoffice.kit.boxes import BoxLabel
from unionoffice.printing import forms

KEYPAD = Qt.KeyboardModifier.KeypadModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def here() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(keys: str, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    for sign in keys:
        QTest.keyClicks(here(), sign, modifier)


def compose(preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(here(), event)


def hint(clerk: Clerk) -> str:
    return "".join(each.text() for each in clerk.all("box_jump", QLabel))


def go(clerk: Clerk, number: int, modifier: Qt.KeyboardModifier, point: str = ".") -> None:
    """Type the number of a box; Enter where it could be the beginning of a longer one."""
    press(f"{point}{number}", modifier)
    if hint(clerk):
        assert hint(clerk).endswith(f"{number}_")
        QTest.keyClick(here(), Qt.Key.Key_Enter, modifier)
    assert not hint(clerk)


def labels(clerk: Clerk) -> dict[str, int]:
    """The numbers that can be seen, by the name of their label."""
    clerk.settle()
    return {each.objectName(): each.number for each in clerk.window.findChildren(BoxLabel) if each.isVisible() and each.number}


def receive(clerk: Clerk) -> dict[str, int]:
    begin(clerk, clerk.folder / "office.db")
    enter_plant(clerk)
    clerk.tab("proposals")
    clerk.page(0)
    clerk.new()
    clerk.settle()
    return labels(clerk)


def test_a_box_is_reached_by_its_number(clerk: Clerk) -> None:
    numbers = receive(clerk)
    clerk.look("boxes")
    for modifier in (KEYPAD, PLAIN):
        clerk.see("title", QLineEdit).setFocus()
        for name in ("received_on", "title", "unit", "kind", "second_kind", "title", "method"):
            label = f"{name}_label"
            if label not in numbers:
                continue
            two = f"{numbers[label]}"
            press("." + two, modifier)
            if here().objectName() != name:
                assert "_" in hint(clerk), f"{name} {two} at {here().objectName()}"
                QTest.keyClick(here(), Qt.Key.Key_Enter, modifier)
            assert here().objectName() == name, f"{two} leads to {here().objectName()}"
            assert not hint(clerk)
    # A long text that is empty hears the keypad's point only.
    assert isinstance(here(), QPlainTextEdit)
    press(".")
    assert here().toPlainText() == "."  # type: ignore[attr-defined]
    here().clear()  # type: ignore[attr-defined]
    go(clerk, numbers["worker_head"], KEYPAD)
    assert here().objectName() == "worker"


def test_what_is_typed_is_never_lost(clerk: Clerk) -> None:
    numbers = receive(clerk)
    title = clerk.see("title", QLineEdit)
    title.setFocus()
    press(".NET")
    assert title.text() == ".NET"
    press(".5")
    assert title.text() == ".NET.5" and not hint(clerk)
    title.selectAll()
    press(".5")
    assert title.text() == ".NET.5", "the marked text stands until it is clear that no number was meant"
    assert here().objectName() == "title" or numbers
    clerk.key(Qt.Key.Key_Escape)
    assert clerk.all("form_title") and title.text() == ".NET.5" and not hint(clerk)
    press(".59")
    assert hint(clerk) and title.text() == ".NET.5"
    clerk.key(Qt.Key.Key_Escape)
    press(".")
    QTest.keyClick(title, Qt.Key.Key_Backspace)
    assert title.text() == ".NET.5" and not hint(clerk)
    press("...")
    assert title.text() == "..."


def test_while_something_is_composed_the_point_belongs_to_the_input_method(clerk: Clerk) -> None:
    numbers = receive(clerk)
    title = clerk.see("title", QLineEdit)
    title.setFocus()
    compose("ni")
    press(".")
    assert not hint(clerk)
    compose("", "你")
    assert "你" in title.text()
    title.clear()
    compose("", "。")  # an input method that makes Chinese points of all
    assert hint(clerk) and not title.text()
    compose("", str(numbers["received_on_label"]))
    if here() is title:
        clerk.key(Qt.Key.Key_Return)
    assert here().objectName() == "received_on"


def test_boxes_of_amounts_want_the_point_twice(clerk: Clerk) -> None:
    receive(clerk)
    fill_proposal(clerk)
    clerk.step("review", opinion="可行")
    clerk.step("adopt", opinion="由造型工段实施")
    clerk.press("start")
    numbers = labels(clerk)
    for modifier in (KEYPAD, PLAIN):
        cost = clerk.see("planned_cost", QLineEdit)
        cost.setFocus()
        cost.selectAll()
        press(".5", modifier)
        assert cost.text() == ".5" and not hint(clerk)
        cost.selectAll()
        go(clerk, numbers["started_on_label"], modifier, point="..")
        assert here().objectName() == "started_on" and cost.text() in ("0.50", ".5")
        go(clerk, numbers["implementing_unit_label"], modifier)
        assert here().objectName() == "implementing_unit"
    cost = clerk.see("planned_cost", QLineEdit)
    cost.setFocus()
    cost.selectAll()
    press(".")
    assert hint(clerk) == "._"
    clerk.key(Qt.Key.Key_Tab)  # no number after it: what was typed goes into the box, and Tab goes on
    assert here() is not cost and cost.text() == "."
    clerk.put(cost, "3000")


def test_the_number_is_heard_beside_the_boxes_too(clerk: Clerk) -> None:
    numbers = receive(clerk)
    add = clerk.see("add_line")
    add.setFocus()
    go(clerk, numbers["title_label"], KEYPAD)
    assert here().objectName() == "title"
    page = clerk.see("proposals_page")
    page.form_area.setFocus()
    assert here() is page.form_area
    go(clerk, numbers["unit_label"], KEYPAD)
    assert here().objectName() == "unit"
    press(".53", KEYPAD)
    assert hint(clerk) == "Box 53 is not asked here." and here().objectName() == "unit"
    press(".59", KEYPAD)
    clerk.key(Qt.Key.Key_Enter, KEYPAD)
    assert hint(clerk) == "There is no box 59 on the paper." and here().objectName() == "unit"
    assert not clerk.see("unit", QLineEdit).text()


def test_lines_are_gone_through_by_the_numbers_of_their_columns(clerk: Clerk) -> None:
    numbers = receive(clerk)
    go(clerk, numbers["name_head"], KEYPAD)
    first = here()
    press("x")
    go_to_title(clerk, numbers)
    add = clerk.see("add_line")
    QTest.mouseClick(add, Qt.MouseButton.LeftButton)
    go_to_title(clerk, numbers)
    go(clerk, numbers["name_head"], KEYPAD)
    assert here() is not first and here().objectName() == "name", "the first line in which that column is still empty"


def test_an_office_that_changed_its_form_sees_its_own_numbers(clerk: Clerk) -> None:
    before = receive(clerk)
    page = clerk.see("proposals_page")
    page.cancel()
    lines = [line for line in forms.shipped_text("proposal").split("\n") if "{old_number}" not in line]
    offices.set_form(page.office.book, "proposal", "\n".join(lines))
    page.new()
    after = labels(clerk)
    assert "old_number_label" in before and "old_number_label" not in after
    assert after["title_label"] == before["title_label"] - 1


def go_to_title(clerk: Clerk, numbers: dict[str, int]) -> None:
    clerk.see("title", QLineEdit).setFocus()
    assert numbers


def fill_proposal(clerk: Clerk) -> None:
    clerk.fill(title="轴承座改用离心浇铸", unit="造型", problem="废品多", method="改用离心浇铸", authors=[{"name": "李桂兰"}])
    clerk.save()
