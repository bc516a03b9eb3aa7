"""The numbers of the paper form on the screen, and the way to a box by its number, by real keys on the real window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.kit.boxes import BoxLabel

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
