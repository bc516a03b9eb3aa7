"""The columns of a register are chosen, by mouse and by keys; kept per register and with a view, and what leaves follows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.screens.clerk import Clerk
from tests.screens.test_filtering import choose, pick
from tests.screens.test_register import again, click_heading
from unionoffice import registers
from unionoffice.core.spreadsheet import rows_of
from unionoffice.kit.register import RegisterModel
from unionoffice.printing import export

USUAL = ["Number", "Proposal", "Unit", "State", "Reply due", "Saved (yuan)"]


def heads(clerk: Clerk) -> list[str]:
    model = clerk.see("register").model()
    return [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]


def on_heading(clerk: Clerk) -> None:
    """The menu of the heading, as a right click opens it."""
    header = clerk.see("register").horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(5, 5))
    clerk.settle()


def test_columns_are_chosen_at_the_heading_and_stay(proposals: Clerk) -> None:
    office = proposals
    assert heads(office) == USUAL
    register = office.see("register")
    register.setCurrentIndex(register.model().index(3, 0))
    office.settle()
    bar, numbers = register.current(), [row[0] for row in office.rows()]
    on_heading(office)
    office.look("columns")
    pick(office, "column_due_on")
    on_heading(office)
    pick(office, "column_received_on")
    assert heads(office) == ["Number", "Proposal", "Unit", "State", "Saved (yuan)", "Received on"]
    assert register.current() == bar
    assert [row[0] for row in office.rows()] == numbers
    book = office.program.book
    assert book is not None
    assert office.rows()[0][5] == book.value("select received_on from proposals where no = :no", no=numbers[0])
    click_heading(office, 5)
    days = [row[5] for row in office.rows() if row[5]]
    assert days == sorted(days, reverse=days[0] > days[-1]) and len(set(days)) > 3
    office.look("columns_chosen")
    again(office)
    office.tab("proposals")
    assert heads(office)[-1] == "Received on"
    on_heading(office)
    pick(office, "columns_usual")
    assert heads(office) == USUAL


def test_the_keys_offer_them_too_and_one_stays(office: Clerk) -> None:
    office.tab("proposals")
    register = office.see("register")
    register.setFocus()
    for _column in USUAL[:-1]:  # the first entry is always that of the first column in sight
        QApplication.sendEvent(register, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
        office.settle()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        shown = next(place for place, action in enumerate(menu.actions()) if action.isChecked())
        for _step in range(shown + 1):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        office.settle()
    assert heads(office) == USUAL[-1:]
    on_heading(office)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.isChecked() and not action.isEnabled()] == USUAL[-1:]
    menu.close()
    choose(office, "columns_usual")  # in the menu "Filter", which Ctrl+L opens
    assert heads(office) == USUAL


def test_a_view_keeps_its_columns_and_what_leaves_as_shown_has_them(office: Clerk, tmp_path: Path) -> None:
    office.tab("proposals")
    office.press("filter_all")
    choose(office, "column_unit")
    on_heading(office)
    pick(office, "column_kind")
    chosen, rows = heads(office), office.rows()
    choose(office, "view_keep")
    office.type("种类")
    office.key(Qt.Key.Key_Return)
    choose(office, "columns_usual")
    assert office.see("filter").text() == "Filter"
    choose(office, "view_0")
    assert (heads(office), office.rows(), office.see("filter").text()) == (chosen, rows, "View: 种类")
    book = office.program.book
    assert book is not None
    listed = registers.named("saving-proposals")
    assert listed is not None
    export.write(book, registers.leaving(book, listed, "种类", whole=False), tmp_path / "view.csv")
    model = office.see("register").model()
    assert isinstance(model, RegisterModel)
    export.write(book, model.leaving("Saving proposals", {}, whole=False), tmp_path / "shown.csv")
    for name in ("view.csv", "shown.csv"):
        first, *lines = rows_of(tmp_path / name)
        assert first == chosen
        assert [line[chosen.index("Betters")] for line in lines if line[0].startswith("JY")][:5] == [
            row[chosen.index("Betters")] for row in rows[:5]
        ]
