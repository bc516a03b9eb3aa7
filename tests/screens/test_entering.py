"""Entering fast, held against every form of every desk: focus, Enter, the input method, Ctrl+S, digits, slips, the paper's date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.screens.clerk import Clerk
from unionoffice.kit.editors import ChoiceEditor, Editor
from unionoffice.kit.form import Form
from unionoffice.tabs import TABS

CTRL = Qt.KeyboardModifier.ControlModifier


def forms(clerk: Clerk, desk: str) -> Iterator[tuple[str, Any, Form[Any]]]:
    """Every entry form of a desk, opened new one after the other."""
    tab = clerk.window.show_tab(desk)
    for place in range(len(tab.PAGES)):
        tab.show_page(place)
        page = tab.page()
        if not getattr(page, "NEW", "") or not hasattr(page, "form"):
            continue
        page.new()
        clerk.settle()
        if isinstance(page.form, Form):
            yield f"{desk}/{place}", page, page.form
            page.leave_form()
            clerk.settle()


def within(widget: QWidget | None, editor: Editor) -> bool:
    """Whether the cursor is somewhere in a box."""
    return widget is not None and (widget is editor or editor.isAncestorOf(widget))


@pytest.mark.parametrize("desk", [tab.name for tab in TABS])
def test_every_form_of_a_desk_is_gone_through_by_enter(office: Clerk, desk: str) -> None:
    for name, _page, form in forms(office, desk):
        editors = [editor for editor in form.editors.values() if not editor.closed and not editor.isHidden()]
        first = next((each for each in editors if each.is_empty() and each.field.kind != "yes"), editors[0])
        assert within(QApplication.focusWidget(), first), f"{name}: the cursor is not in the first empty box, {first.objectName()}"
        submitted: list[bool] = []
        form.submitted.disconnect()
        form.submitted.connect(lambda form=form, told=submitted: told.append(form.by_last_enter))
        editors[0].take_focus()
        for here, after in zip(editors, [*editors[1:], None], strict=True):
            cursor = QApplication.focusWidget()
            assert within(cursor, here), f"{name}: Enter did not come to {here.objectName()}"
            assert cursor is not None
            if here.field.kind in ("text", "ref", "date", "money", "whole", "quantity", "month", "moment", "long"):
                QApplication.sendEvent(cursor, QInputMethodEvent("pin", []))
                QTest.keyClick(cursor, Qt.Key.Key_Return)
                assert within(QApplication.focusWidget(), here), f"{name}: Enter was taken from the input method"
                QApplication.sendEvent(cursor, QInputMethodEvent("", []))
            for _turn in range(12):
                if not within(QApplication.focusWidget(), here) or submitted:
                    break
                cursor = QApplication.focusWidget() or cursor
                long = isinstance(cursor, QPlainTextEdit)
                QTest.keyClick(cursor, Qt.Key.Key_Return, CTRL if long else Qt.KeyboardModifier.NoModifier)
                office.settle()
            if after is not None:
                assert not submitted, f"{name}: {here.objectName()} saved before the last box"
        assert submitted == [True], f"{name}: the last Enter does not save"
        for editor in editors:
            submitted.clear()
            editor.take_focus()
            QTest.keyClick(QApplication.focusWidget() or form, Qt.Key.Key_S, CTRL)
            assert submitted == [False], f"{name}: Ctrl+S does not save from {editor.objectName()}"


@pytest.mark.parametrize("desk", [tab.name for tab in TABS])
def test_every_choice_is_taken_by_a_digit(office: Clerk, desk: str) -> None:
    for name, _page, form in forms(office, desk):
        for editor in form.editors.values():
            if not isinstance(editor, ChoiceEditor) or editor.closed or editor.isHidden():
                continue
            choices = [choice for choice in editor.choices if choice is not None]
            for number, choice in enumerate(choices[:9], 1):
                editor.take_focus()
                QTest.keyClick(editor.first_widget(), Qt.Key(ord(str(number))), Qt.KeyboardModifier.KeypadModifier)
                assert editor.value() is choice, f"{name}: {number} in {editor.objectName()}"


@pytest.mark.parametrize("desk", [tab.name for tab in TABS])
def test_nothing_typed_is_thrown_away_and_a_slip_is_told_beside_its_box(office: Clerk, desk: str) -> None:
    for name, _page, form in forms(office, desk):
        for field, editor in form.editors.items():
            if editor.field.kind not in ("date", "money", "whole", "quantity", "month", "moment") or editor.closed:
                continue
            if editor.isHidden():
                continue
            editor.clear()
            editor.take_focus()
            QTest.keyClicks(editor.first_widget(), "7x7")
            form._pause.timeout.emit()
            assert not form._cells[field].problem.isHidden(), f"{name}: the slip in {field} is not told while typing"
            assert form._cells[field].problem.text()
            editor.first_widget().clearFocus()
            assert editor.draft() == "7x7", f"{name}: what was typed in {field} is gone"
            editor.clear()


@pytest.mark.parametrize(
    ("typed", "day"),
    [("5", "1958-03-05"), ("2-5", "1958-02-05"), ("0205", "1958-02-05"), ("1957-12-31", "1957-12-31")],
)
def test_the_date_of_the_paper_decides_the_series_of_the_number(office: Clerk, typed: str, day: str) -> None:
    from unionoffice.desks.proposals.records import Proposal
    from unionoffice.desks.proposals.store import PROPOSALS

    office.tab("proposals")
    office.new()
    form = office.window.page().form
    unit = office.window.book.value("select id from units where closed_on is null order by id desc limit 1")
    office.fill(title="离心浇铸", received_on=typed)
    office.fill(problem="砂型浇铸，废品多。", method="改为离心浇铸。", authors=[{"name": "赵技术员"}])
    form.editor("unit").set_value(unit)
    office.save()
    made = office.window.book.get(PROPOSALS, office.window.book.value("select max(id) from proposals"))
    assert isinstance(made, Proposal)
    assert str(made.received_on) == day
    assert made.no.split("-")[1] == day[:4]
