"""The form: from the paper to a saved record by keys alone, and nothing typed is ever lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.sample import SECTIONS, Office, Proposal, Speech, Stage
from unionoffice.core.errors import BugError, KnownError
from unionoffice.kit.form import Form
from unionoffice.kit.lines import LinesEditor
from unionoffice.kit.section import Section

Compose = Callable[[QWidget, str, str], None]


@pytest.fixture
def form(qtbot: QtBot, office: Office) -> Form[Proposal]:
    """The whole form, on the screen."""
    made = Form(Proposal, office, sections=SECTIONS)
    qtbot.addWidget(made)
    made.resize(560, 900)
    with qtbot.waitActive(made):
        made.show()
    return made


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def test_a_proposal_is_entered_by_keys_alone(qtbot: QtBot, office: Office, compose: Compose) -> None:
    form = Form(Proposal, office, sections=(Section("", ("title", ("received_on", "unit"), "stage", "saving")),))
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    done: list[Proposal] = []
    form.submitted.connect(lambda: done.append(form.record()))
    form.focus_first()

    def here() -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    assert focused() == "title"
    compose(here(), "缩短铸件冷却时间", "")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    assert focused() == "received_on"
    QTest.keyClicks(here(), "5")
    QTest.keyClick(here(), Qt.Key.Key_Enter)
    assert focused() == "unit"
    compose(here(), "铸工", "")
    QTest.keyClick(here(), Qt.Key.Key_Enter)
    assert focused() == "stage"
    QTest.keyClick(here(), Qt.Key.Key_2)
    QTest.keyClick(here(), Qt.Key.Key_Enter)
    assert focused() == "saving"
    QTest.keyClicks(here(), "1240")
    QTest.keyClick(here(), Qt.Key.Key_Enter)
    assert done == [
        Proposal(title="缩短铸件冷却时间", received_on=date(1958, 2, 5), unit=2, stage=Stage.ADOPTED, saving=124000)  # type: ignore[arg-type]
    ]


def test_all_mistakes_are_told_beside_their_boxes(form: Form[Proposal]) -> None:
    form.editor("saving").restore("12x")
    form.editor("received_on").restore("40")
    with pytest.raises(KnownError) as told:
        form.values()
    assert told.value.field == "title"
    for name in ("title", "received_on", "unit", "saving"):
        label = form.findChild(QLabel, f"{name}_problem")
        assert isinstance(label, QLabel)
        assert label.isVisible(), name
        assert label.text()
    assert focused() == "title"
    assert form.editor("saving").draft() == "12x"


def test_a_mistake_is_told_on_leaving_and_goes_when_mended(qtbot: QtBot, form: Form[Proposal]) -> None:
    saving = form.editor("saving")
    saving.take_focus()
    QTest.keyClicks(saving.first_widget(), "12x")
    label = form.findChild(QLabel, "saving_problem")
    assert isinstance(label, QLabel)
    assert not label.isVisible()
    QTest.keyClick(saving.first_widget(), Qt.Key.Key_Tab)
    assert label.isVisible()
    saving.take_focus()
    QTest.keyClick(saving.first_widget(), Qt.Key.Key_End)
    QTest.keyClick(saving.first_widget(), Qt.Key.Key_Backspace)
    assert not label.isVisible()
    assert saving.value() == 1200


def test_a_mistake_is_told_after_a_pause(qtbot: QtBot, form: Form[Proposal]) -> None:
    saving = form.editor("saving")
    saving.take_focus()
    QTest.keyClicks(saving.first_widget(), "x")
    label = form.findChild(QLabel, "saving_problem")
    assert isinstance(label, QLabel)
    qtbot.waitUntil(label.isVisible)


def test_the_offices_rules_are_told_beside_the_field(form: Form[Proposal]) -> None:
    form.show_problem(KnownError("Write down the remedy.", field="now"))
    label = form.findChild(QLabel, "now_problem")
    assert isinstance(label, QLabel)
    assert label.text() == "Write down the remedy."
    assert focused() == "now"
    form.show_problem(KnownError("The month is closed."))
    assert form.trouble.isVisible()
    assert form.trouble.text() == "The month is closed."
    form.clear_problems()
    assert not form.trouble.isVisible()
    assert not label.isVisible()


def test_ctrl_s_saves_from_every_box(qtbot: QtBot, form: Form[Proposal]) -> None:
    pressed: list[int] = []
    form.submitted.connect(lambda: pressed.append(1))
    for name in ("title", "now", "stage", "anonymous", "speeches"):
        form.editor(name).take_focus()
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 5


def test_an_existing_record_is_corrected(office: Office, qtbot: QtBot) -> None:
    record = Proposal(
        id=7, title="t", received_on=date(1958, 2, 1), unit=1, pieces=0,
        speeches=(Speech(id=3, parent=7, place=0, speaker=1, minutes=4, words="w"),),
    )  # fmt: skip
    form = Form(Proposal, office)
    qtbot.addWidget(form)
    form.show_record(record)
    assert not form.has_changes()
    assert form.corrected(record) == record
    form.editor("title").restore("other")
    assert form.has_changes()
    assert form.corrected(record).title == "other"
    assert form.corrected(record, stage=Stage.REJECTED).stage is Stage.REJECTED


def test_a_draft_holds_what_was_typed_and_no_private_name(office: Office, qtbot: QtBot, form: Form[Proposal]) -> None:
    form.editor("saving").restore("12x")
    form.editor("now").restore("half a sen")
    form.editor("secret").restore("王某")
    form.editor("unit").set_value(2)
    lines = form.editor("speeches")
    lines.restore([{"speaker": "李某", "minutes": "5", "words": "open"}, {"anonymous": True, "words": "hidden"}])
    draft = form.draft()
    text = json.dumps(draft, ensure_ascii=False)
    assert "hidden" in text  # the words of an anonymous line are kept, only its name is not
    for name in ("王某", "李某"):
        assert name not in text
    again = Form(Proposal, office, sections=SECTIONS)
    qtbot.addWidget(again)
    again.restore(json.loads(text))
    assert again.editor("saving").draft() == "12x"
    assert again.editor("now").draft() == "half a sen"
    assert again.editor("unit").value() == 2
    assert again.draft() == draft


def test_the_name_is_closed_while_anonymous_is_ticked(qtbot: QtBot, form: Form[Proposal]) -> None:
    secret, anonymous = form.editor("secret"), form.editor("anonymous")
    secret.restore("王某")
    QTest.keyClick(anonymous.first_widget(), Qt.Key.Key_Space)
    assert secret.closed
    assert not secret.isEnabled()
    assert secret.value() is None
    QTest.keyClick(anonymous.first_widget(), Qt.Key.Key_0)
    assert secret.isEnabled()
    form.set_values({"anonymous": True})
    assert secret.closed


def test_only_some_fields_and_fixed_ones(office: Office, qtbot: QtBot) -> None:
    form = Form(Proposal, office, only=("title", "saving"), values={"title": "x"})
    qtbot.addWidget(form)
    assert set(form.editors) == {"title", "saving"}
    made = form.record(received_on=date(1958, 2, 1), unit=1)
    assert (made.title, made.unit) == ("x", 1)


def test_an_unknown_field_is_our_fault(office: Office) -> None:
    with pytest.raises(BugError):
        Form(Proposal, office, sections=(Section("", ("nothing",)),))


def test_short_fields_stand_below_each_other_in_a_narrow_panel(form: Form[Proposal]) -> None:
    def tops() -> tuple[int, int]:
        one, two = (form.editor(name).first_widget() for name in ("saving", "hours"))
        return one.mapTo(form, one.rect().topLeft()).y(), two.mapTo(form, two.rect().topLeft()).y()

    form.resize(900, 900)
    QApplication.processEvents()
    assert tops()[0] == tops()[1]
    form.resize(330, 900)
    QApplication.processEvents()
    assert tops()[0] < tops()[1]


def test_a_box_that_takes_the_focus_scrolls_into_view(qtbot: QtBot, office: Office) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    form = Form(Proposal, office, sections=SECTIONS)
    area.setWidget(form)
    area.resize(400, 200)
    area.show()
    form.show_problem(KnownError("x", field="end"))
    box = form.editor("end").first_widget()
    assert area.viewport().rect().contains(box.mapTo(area.viewport(), box.rect().center()))


def rows(form: Form[Proposal]) -> LinesEditor:
    editor = form.editor("speeches")
    assert isinstance(editor, LinesEditor)
    return editor


def test_enter_on_the_last_line_adds_one_and_on_an_empty_one_goes_on(qtbot: QtBot, form: Form[Proposal]) -> None:
    lines = rows(form)
    gone: list[int] = []
    form.submitted.connect(lambda: gone.append(1))
    lines.take_focus()
    lines.rows[0].editors["minutes"].restore("5")
    lines.rows[0].editors["words"].take_focus()
    QTest.keyClick(lines.rows[0].editors["words"].first_widget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(lines.rows) == 2
    assert not gone
    widget = QApplication.focusWidget()
    assert widget is not None
    assert lines.rows[1].isAncestorOf(widget)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert gone == [1]
    value = lines.value()
    assert isinstance(value, tuple)
    assert [line.minutes for line in value] == [5]


def test_lines_are_taken_out_put_back_and_moved(qtbot: QtBot, form: Form[Proposal]) -> None:
    lines = rows(form)
    lines.set_value(tuple(Speech(id=n, parent=1, place=n, minutes=n) for n in (1, 2, 3)))

    def minutes() -> list[int]:
        value = lines.value()
        assert isinstance(value, tuple)
        return [line.minutes for line in value]

    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    box = lines.rows[1].editors["minutes"]
    box.take_focus()
    QTest.keyClick(box.first_widget(), Qt.Key.Key_Up, alt)
    assert minutes() == [2, 1, 3]
    assert box.first_widget().hasFocus()
    QTest.keyClick(box.first_widget(), Qt.Key.Key_Delete, control)
    assert minutes() == [1, 3]
    QTest.mouseClick(lines.back_button, Qt.MouseButton.LeftButton)
    assert minutes() == [2, 1, 3]
    value = lines.value()
    assert isinstance(value, tuple)
    assert [line.id for line in value] == [2, 1, 3]


def test_an_anonymous_line_has_no_name(qtbot: QtBot, form: Form[Proposal]) -> None:
    lines = rows(form)
    lines.set_value((Speech(parent=0, place=0, speaker=3, minutes=1),))
    row = lines.rows[0]
    QTest.keyClick(row.editors["anonymous"].first_widget(), Qt.Key.Key_1)
    assert row.editors["speaker"].closed
    value = lines.value()
    assert isinstance(value, tuple)
    assert value[0].speaker is None


def test_a_faulty_line_is_marked(form: Form[Proposal]) -> None:
    lines = rows(form)
    lines.restore([{"minutes": "x"}])
    assert "marked" in lines.problem()
    assert lines.rows[0].problems.text()
    assert lines.rows[0].editors["minutes"].first_widget().property("problem") == "true"


def test_tab_goes_through_lines_in_their_order(qtbot: QtBot, form: Form[Proposal]) -> None:
    lines = rows(form)
    lines.set_value(tuple(Speech(parent=0, place=n, minutes=n) for n in (1, 2)))
    box = lines.rows[1].editors["minutes"]
    box.take_focus()
    QTest.keyClick(box.first_widget(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    seen: list[str] = []
    widget: QWidget | None = lines.rows[0].editors["speaker"].first_widget()
    assert widget is not None
    widget.setFocus()
    for _step in range(12):
        widget = QApplication.focusWidget()
        if widget is None or not lines.isAncestorOf(widget):
            break
        seen.append(widget.accessibleName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert seen == [
        "Name, line 1", "Anonymous, line 1", "Minutes, line 1", "Words, line 1", "Take line 1 out",
        "Name, line 2", "Anonymous, line 2", "Minutes, line 2", "Words, line 2", "Take line 2 out",
        "Speeches: Add line",
    ]  # fmt: skip
    assert focused() == "title"  # and round to the first box
    form.editor("end").take_focus()
    QTest.keyClick(form.editor("end").first_widget(), Qt.Key.Key_Tab)
    assert lines.rows[0].editors["speaker"].first_widget().hasFocus()
