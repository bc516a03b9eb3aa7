"""The boxes: typed as clerks type, read as they mean it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.kit.sample import Office, Proposal, Stage
from unionoffice.core import words
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import fields
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.kit.asker import Asker
from unionoffice.kit.editors import ChoiceEditor, DateEditor, Editor, Line, RefEditor, TextEditor, editor_for

Compose = Callable[[QWidget, str, str], None]


@pytest.fixture
def box(qtbot: QtBot, office: Office) -> Callable[[str], Editor]:
    """The box of one of the sample's fields, on the screen."""

    def made(name: str) -> Editor:
        editor = editor_for(fields(Proposal)[name], office)
        qtbot.addWidget(editor)
        editor.resize(400, 40)
        editor.show()
        editor.take_focus()
        return editor

    return made


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("received_on", "5", date(1958, 2, 5)),
        ("received_on", "3-5", date(1958, 3, 5)),
        ("received_on", "0305", date(1958, 3, 5)),
        ("received_on", "1957-12-31", date(1957, 12, 31)),
        ("saving", "1.2万", 1200000),
        ("saving", "1,200.50", 120050),
        ("hours", "3.25", 32500),
        ("born", "1923", 1923),
        ("pieces", "6,000", 6000),
        ("month", "3", Month(1958, 3)),
        ("month", "195712", Month(1957, 12)),
        ("met_at", "5 14:30", datetime(1958, 2, 5, 14, 30)),
        ("met_at", "3-5 8", datetime(1958, 3, 5, 8, 0)),
        ("title", " 离心浇铸 ", "离心浇铸"),
        ("now", "two\nlines\n", "two\nlines"),
        ("unit", "铸工车间", 2),
        ("title", "", None),
        ("saving", "  ", None),
    ],
)
def test_read_as_the_clerk_means_it(box: Callable[[str], Editor], name: str, typed: str, value: object) -> None:
    editor = box(name)
    editor.restore(typed)
    assert editor.value() == value
    assert editor.problem() == ""
    assert editor.draft() == typed


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("title", "\u202d王\u200b建国\u202c", "王建国"), ("title", "\u200b\u00ad", None), ("title", "离\x07心\ud83d", "离心"),
        ("received_on", "\u202a3-5\u202c", date(1958, 3, 5)), ("saving", "\ufeff1.2万", 1200000),
        ("now", "two\u200b\nlines\u202c", "two\nlines"),
    ],
)  # fmt: skip
def test_what_nobody_sees_does_not_come_along_with_what_is_pasted(
    box: Callable[[str], Editor], name: str, typed: str, value: object
) -> None:
    editor = box(name)
    QApplication.clipboard().setText(typed)
    QTest.keySequence(editor.first_widget(), "Ctrl+V")
    assert editor.value() == value
    assert editor.problem() == ""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("received_on", "31.2"), ("received_on", "soon"), ("saving", "12x"), ("saving", "-3"), ("born", "1066"),
        ("month", "13"), ("met_at", "5 25:00"), ("met_at", "5"), ("unit", "no such"), ("pieces", "1.5"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_field_and_stays(box: Callable[[str], Editor], name: str, typed: str) -> None:
    editor = box(name)
    editor.restore(typed)
    with pytest.raises(KnownError) as told:
        editor.value()
    assert told.value.field == name
    assert editor.problem() == str(told.value)
    assert editor.draft() == typed


def test_leaving_writes_the_usual_form(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("saving")
    QTest.keyClicks(editor.first_widget(), "1200")
    editor.tidy()
    assert editor.draft() == "1,200.00"
    editor.set_value(None)
    QTest.keyClicks(editor.first_widget(), "12x")
    editor.tidy()
    assert editor.draft() == "12x"


def test_years_bear_no_separators(box: Callable[[str], Editor]) -> None:
    editor = box("born")
    editor.set_value(1923)
    assert editor.draft() == "1923"


def test_enter_goes_on_but_not_while_composing(qtbot: QtBot, box: Callable[[str], Editor], compose: Compose) -> None:
    editor = box("title")
    line = editor.first_widget()
    gone: list[int] = []
    editor.go_on.connect(lambda: gone.append(1))
    compose(line, "", "zhu")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not gone
    assert editor.value() is None
    compose(line, "铸造𬭎", "")
    QTest.keyClick(line, Qt.Key.Key_Enter)
    assert gone == [1]
    assert editor.value() == "铸造𬭎"


def test_in_long_text_enter_is_a_new_line(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("now")
    gone: list[int] = []
    editor.go_on.connect(lambda: gone.append(1))
    QTest.keyClicks(editor.first_widget(), "a")
    QTest.keyClick(editor.first_widget(), Qt.Key.Key_Return)
    QTest.keyClicks(editor.first_widget(), "b")
    assert editor.value() == "a\nb"
    assert not gone
    QTest.keyClick(editor.first_widget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert gone == [1]


def test_long_text_grows(box: Callable[[str], Editor]) -> None:
    editor = box("now")
    before = editor.sizeHint().height()
    editor.set_value("\n".join("abcdefg"))
    QApplication.processEvents()
    assert editor.sizeHint().height() > before


def test_a_choice_is_taken_by_its_number(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("stage")
    assert isinstance(editor, ChoiceEditor)
    told: list[int] = []
    editor.changed.connect(lambda: told.append(1))
    assert editor.value() is None
    QTest.keyClick(editor.first_widget(), Qt.Key.Key_2)
    assert editor.value() is Stage.ADOPTED
    assert told
    optional = box("end")
    QTest.keyClick(optional.first_widget(), Qt.Key.Key_3)
    assert optional.value() is Stage.REJECTED
    QTest.keyClick(optional.first_widget(), Qt.Key.Key_0)
    assert optional.value() is None
    optional.restore("adopted")
    assert optional.value() is Stage.ADOPTED
    assert optional.draft() == "adopted"


def test_the_wheel_changes_no_choice(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("stage")
    editor.set_value(Stage.RECEIVED)
    assert editor.value() is Stage.RECEIVED


def test_persons_of_one_name_are_told_apart(
    qtbot: QtBot, office: Office, compose: Compose
) -> None:
    from tests.kit.sample import Speech

    editor = editor_for(fields(Speech)["speaker"], office)
    qtbot.addWidget(editor)
    assert isinstance(editor, RefEditor)
    editor.show()
    editor.take_focus()
    compose(editor.line, "李桂", "")
    offers = editor._offers.list
    shown = [offers.offers.offers[row] for row in range(offers.offers.rowCount())]
    people = [offer for offer in shown if not offer.new]
    assert len(people) == 2
    assert people[0].spoken != people[1].spoken
    assert shown[-1].new
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    gone: list[int] = []
    editor.go_on.connect(lambda: gone.append(1))
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == people[1].row
    assert gone == [1]
    assert offers.isHidden()
    assert editor.draft() == {"row": people[1].row, "text": "李桂兰"}
    again = editor_for(fields(Speech)["speaker"], office)
    qtbot.addWidget(again)
    again.restore(editor.draft())
    assert again.value() == people[1].row
    editor.restore("李桂兰")
    with pytest.raises(KnownError, match="Several"):
        editor.value()


def test_a_number_names_its_person(qtbot: QtBot, office: Office) -> None:
    from tests.kit.sample import Speech

    editor = editor_for(fields(Speech)["speaker"], office)
    qtbot.addWidget(editor)
    editor.restore("王建国")
    assert isinstance(editor.value(), int)
    editor.tidy()
    assert isinstance(editor, RefEditor)
    assert editor.chosen == editor.value()


def person_box(qtbot: QtBot, office: Office) -> RefEditor:
    from tests.kit.sample import Speech

    editor = editor_for(fields(Speech)["speaker"], office)
    assert isinstance(editor, RefEditor)
    qtbot.addWidget(editor)
    editor.show()
    editor.take_focus()
    return editor


def leave(line: Line, way: str) -> None:
    """Go on from a box by keys, or by a click elsewhere."""
    if way == "a click elsewhere":
        line.left.emit()
        return
    if way == "escape and tab":
        QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(line, Qt.Key.Key_Return if way == "enter" else Qt.Key.Key_Tab)
    line.left.emit()


@pytest.mark.parametrize("typed", ["wjg", "WJG", "wangjianguo", "jianguo"])
@pytest.mark.parametrize("way", ["tab", "enter", "escape and tab", "a click elsewhere"])
def test_pinyin_that_one_person_is_read_by_names_him_however_the_box_is_left(
    qtbot: QtBot, office: Office, beside: Asker, typed: str, way: str
) -> None:
    editor = person_box(qtbot, office)
    QTest.keyClicks(editor.line, typed)
    leave(editor.line, way)
    assert (editor.value(), editor.line.text()) == (3, "王建国")


def test_of_several_that_are_read_so_the_box_says_who_and_offers_them(qtbot: QtBot, office: Office, beside: Asker) -> None:
    editor = person_box(qtbot, office)
    QTest.keyClicks(editor.line, "lgl")
    leave(editor.line, "a click elsewhere")
    assert editor.line.text() == "lgl"
    assert "1024" in editor.problem()
    assert "2077" in editor.problem()
    editor.take_focus()  # as the form does for what cannot be read
    assert beside.wait_for_done(5_000)
    assert [offer.title for offer in editor._offers.list.offers.offers if not offer.new] == ["李桂兰", "李桂兰"]
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() in (1, 2)


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_enter_or_tab_takes_none_of_several_that_were_not_seen_yet(
    qtbot: QtBot, office: Office, beside: Asker, key: Qt.Key
) -> None:
    editor = person_box(qtbot, office)
    QTest.keyClicks(editor.line, "lgl")
    QTest.keyClick(editor.line, key)  # before the list could open
    assert editor.chosen is None
    assert editor._offers.list.isVisible()
    QTest.keyClick(editor.line, key)
    assert editor.chosen in (1, 2)


def test_letters_that_nobody_is_read_by_are_refused(qtbot: QtBot, office: Office) -> None:
    editor = person_box(qtbot, office)
    editor.restore("xyz")
    assert "is not in the book" in editor.problem()
    editor.restore("桂")  # a part of a name is no reading of it
    assert "is not in the book" in editor.problem()


def test_escape_closes_the_list_and_keeps_what_was_typed(qtbot: QtBot, box: Callable[[str], Editor], compose: Compose) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    compose(editor.line, "铸", "")
    assert editor._offers.list.isVisible()
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert editor._offers.list.isHidden()
    assert editor.draft() == "铸"


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_an_emptied_box_stays_empty_when_the_clerk_goes_on(box: Callable[[str], Editor], key: Qt.Key) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    editor.set_value(2)
    editor.line.selectAll()
    QTest.keyClick(editor.line, Qt.Key.Key_Delete)
    assert editor._offers.list.isVisible()  # what there is to choose is shown, and nothing of it is marked
    QTest.keyClick(editor.line, key)
    assert editor.value() is None


def test_what_is_not_there_can_be_added(qtbot: QtBot, office: Office, box: Callable[[str], Editor], compose: Compose) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    wished: list[tuple[str, str]] = []
    editor.wanted_new.connect(lambda table, text: wished.append((table, text)))
    compose(editor.line, "木工房", "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert wished == [("units", "木工房")]
    table, text, done = office.added[0]
    assert (table, text) == ("units", "木工房")
    done(1)
    assert editor.value() == 1


def test_earlier_wordings_are_offered_but_any_text_is_taken(qtbot: QtBot, box: Callable[[str], Editor], compose: Compose) -> None:
    editor = box("proposer")
    assert isinstance(editor, TextEditor)
    compose(editor.line, "王", "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == "王"
    compose(editor.line, "建", "")
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == "王建国"


def test_the_calendar_gives_a_day(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("received_on")
    assert isinstance(editor, DateEditor)
    editor.open_calendar.trigger()
    assert editor.calendar is not None
    assert editor.calendar.isVisible()
    days = editor.calendar.days
    assert (days.selectedDate().year(), days.selectedDate().month()) == (1958, 2)
    days.activated.emit(days.selectedDate().addDays(9))
    assert editor.value() == date(1958, 2, 10)
    assert editor.calendar.isHidden()


def test_every_box_has_its_names(box: Callable[[str], Editor]) -> None:
    words.use("zh")
    for name in fields(Proposal):
        editor = box(name)
        widget = editor.first_widget()
        assert widget.accessibleName(), name
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, name
        if name != "speeches":
            assert widget.objectName() == name


def test_values_put_in_are_not_the_clerks_change(box: Callable[[str], Editor]) -> None:
    told: list[str] = []
    for name, value in {"saving": 5, "stage": Stage.ADOPTED, "anonymous": True, "now": "x", "unit": 1, "speeches": ()}.items():
        editor = box(name)
        editor.changed.connect(lambda name=name: told.append(name))
        editor.set_value(value)
    assert told == []


def test_marked_text_is_replaced_by_typing(qtbot: QtBot, box: Callable[[str], Editor]) -> None:
    editor = box("pieces")
    editor.set_value(12)
    editor.take_focus()
    assert isinstance(editor.first_widget(), Line)
    QTest.keyClicks(editor.first_widget(), "7")
    assert editor.value() == 7


@pytest.fixture
def beside(office: Office) -> Iterator[Asker]:
    """The office's questions are put beside the window, as in the real one."""
    office.asker = Asker(office.book, lambda trouble: pytest.fail(str(trouble)))
    yield office.asker
    office.asker.close()


def test_the_list_of_a_box_is_asked_for_beside_the_window(box: Callable[[str], Editor], beside: Asker, compose: Compose) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    compose(editor.line, "铸", "")
    assert beside.wait_for_done(5_000)
    offers = editor._offers.list
    assert offers.isVisible()
    assert [offer.title for offer in offers.offers.offers if not offer.new] == ["铸工车间"]


def test_enter_takes_what_fits_all_that_was_typed_though_the_answer_was_not_there_yet(
    box: Callable[[str], Editor], beside: Asker, compose: Compose
) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    compose(editor.line, "第", "")
    assert beside.wait_for_done(5_000)
    editor.line.clear()
    compose(editor.line, "铸", "")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == 2
    assert beside.wait_for_done(5_000)
    assert editor._offers.list.isHidden()


def test_an_answer_for_a_box_that_was_left_opens_no_list(
    box: Callable[[str], Editor], office: Office, beside: Asker, compose: Compose
) -> None:
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    compose(editor.line, "铸", "")
    editor.line.left.emit()
    assert beside.wait_for_done(5_000)
    assert editor._offers.list.isHidden()
    gone = editor_for(fields(Proposal)["proposer"], office)
    compose(gone.first_widget(), "王", "")
    delete(gone)
    assert beside.wait_for_done(5_000)


def test_who_is_called_so_is_offered_first(box: Callable[[str], Editor], office: Office, compose: Compose) -> None:
    service.enter_unit(office.book, Unit(name="铸工车间二组", level=Level.WORKSHOP, above=1))
    editor = box("unit")
    assert isinstance(editor, RefEditor)
    compose(editor.line, "铸工车间", "")
    assert [offer.title for offer in editor._offers.list.offers.offers if not offer.new] == ["铸工车间", "铸工车间二组"]
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.value() == 2


def test_a_works_number_finds_its_person_whatever_else_holds_these_digits(
    qtbot: QtBot, office: Office, beside: Asker
) -> None:
    from tests.kit.sample import Speech

    with office.book.act("many"):
        for number in range(150):  # the latest that hold 88, but none is called so
            service.enter_worker(office.book, Worker(name=f"张{number}", number=f"{9880000 + number}"))
    editor = editor_for(fields(Speech)["speaker"], office)
    qtbot.addWidget(editor)
    assert isinstance(editor, RefEditor)
    editor.show()
    editor.take_focus()
    QTest.keyClicks(editor.line, "88")
    assert beside.wait_for_done(5_000)
    assert editor._offers.list.offers.offers[0].title == "王建国"
    QTest.keyClick(editor.line, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert editor.line.text() == "王建国"
    editor.set_value(None)
    editor.restore("88")  # typed and left without looking at the list
    editor.tidy()
    assert editor.line.text() == "王建国"
