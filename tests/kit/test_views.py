"""What is only looked at: sheets, steps, filters, charts, values in words."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.kit.sample import SECTIONS, Office, Proposal, Speech
from unionoffice.core import words
from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity, fields
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Dragged, Picked
from unionoffice.kit.chips import Chip, Chips
from unionoffice.kit.sheet_view import RecordView
from unionoffice.kit.steps import Steps
from unionoffice.kit.table import alignment, show_value
from unionoffice.printing.chart import Bars, Dots, Level, Lines, Points, Series, Span, Spans, StackedBars

RECORD = Proposal(
    title="离心浇铸", received_on=date(1958, 2, 11), unit=2, saving=Fen(861000), hours=Quantity(16000), born=1923, pieces=6000,
    month=Month(1958, 2), met_at=datetime(1958, 2, 11, 14, 30),
    speeches=(Speech(parent=1, place=0, speaker=1, minutes=5, words="同意"), Speech(parent=1, place=1, anonymous=True, minutes=2)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("title", "离心浇铸"), ("received_on", "1958-02-11"), ("unit", "铸工车间"), ("saving", "8,610.00"), ("hours", "1.6"),
        ("born", "1923"), ("pieces", "6,000"), ("month", "1958-02"), ("met_at", "1958-02-11 14:30"), ("anonymous", "no"),
        ("stage", "Received"), ("end", ""), ("speeches", "2"), ("now", ""),
    ],
)  # fmt: skip
def test_values_stand_in_words(office: Office, name: str, shown: str) -> None:
    assert show_value(fields(Proposal)[name], getattr(RECORD, name), office.book) == shown


def test_figures_stand_at_the_right() -> None:
    right = {name for name, field in fields(Proposal).items() if alignment(field) & Qt.AlignmentFlag.AlignRight}
    assert right == {"saving", "hours", "born", "pieces"}


def test_a_record_is_read_in_its_sections(qtbot: QtBot, office: Office) -> None:
    view = RecordView(Proposal, SECTIONS)
    qtbot.addWidget(view)
    view.show(RECORD, office.book)
    said = [label.text() for label in view.findChildren(QLabel)]
    for text in ("At receipt", "离心浇铸", "铸工车间", "8,610.00 yuan", "1.6 hours", "Minutes", "同意", "李桂兰"):
        assert text in said
    empty = Proposal(title="t", received_on=date(1958, 2, 1), unit=1)
    view.show_record(empty, office.book)
    said = [label.text() for label in view.findChildren(QLabel) if not label.isHidden()]
    assert "Benefit" not in said or view.record is empty
    view.clear()
    assert view.record is None


def test_sections_that_hold_nothing_are_not_shown(qtbot: QtBot, office: Office) -> None:
    view = RecordView(Proposal, SECTIONS)
    qtbot.addWidget(view)
    view.show(Proposal(title="t", received_on=date(1958, 2, 1), unit=1), office.book)
    said = [label.text() for label in view.findChildren(QLabel)]
    assert "At receipt" in said
    assert "Benefit" in said  # a count of nought stands in it
    assert "Minutes" not in said


def test_text_of_a_record_can_be_marked(qtbot: QtBot, office: Office) -> None:
    view = RecordView(Proposal, SECTIONS)
    qtbot.addWidget(view)
    view.show(RECORD, office.book)
    title = view.findChild(QLabel, "title")
    assert isinstance(title, QLabel)
    assert title.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert title.accessibleName() == "Title: 离心浇铸"


# -- steps ---------------------------------------------------------------------

STAGES = ("Received", "Under review", "Adopted", "Being implemented", "Accepted", "Award decided", "Spread")


def test_steps_are_spoken(qtbot: QtBot) -> None:
    steps = Steps()
    qtbot.addWidget(steps)
    steps.show_steps(STAGES, 2)
    assert steps.accessibleName().startswith("Adopted, step 3 of 7")
    steps.show_steps(STAGES, 1, left="Rejected")
    assert steps.accessibleName().startswith("Rejected")
    assert [kind for _word, kind in steps._shown()] == ["done", "done", "left"]


@pytest.mark.parametrize("size", [80, 100, 150, 200])
@pytest.mark.parametrize("width", [260, 420, 900])
def test_no_step_is_cut(qtbot: QtBot, qapp: QApplication, size: int, width: int) -> None:
    theme.apply(qapp, size_percent=size, dark=False)
    steps = Steps()
    qtbot.addWidget(steps)
    steps.show_steps(STAGES, 2)
    steps.resize(width, 400)
    steps.resize(width, steps.sizeHint().height())
    steps.show()
    steps.grab()
    per_row, rows = steps._arranged(width)
    assert per_row * rows >= len(STAGES)
    widest = max(steps.fontMetrics().horizontalAdvance(word) for stage in STAGES for word in stage.split())
    assert per_row == 1 or width / per_row >= widest
    assert steps.height() >= rows * (theme.em() + theme.line_height())


# -- chips -----------------------------------------------------------------------

FILTERS = (
    Chip("open", "Open"),
    Chip("received", "Received"),
    Chip("late", "Overdue", alert=True),
    Chip("month", "only 1958-02", alone=True),
)


@pytest.fixture
def chips(qtbot: QtBot) -> Chips:
    """A row of filters."""
    row = Chips(FILTERS)
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
    return row


def test_one_filter_is_chosen_and_lone_ones_stand_apart(qtbot: QtBot, chips: Chips) -> None:
    assert chips.current() == "open"
    chosen: list[str] = []
    lone: list[tuple[str, bool]] = []
    chips.chosen.connect(chosen.append)
    chips.toggled.connect(lambda name, on: lone.append((name, on)))
    QTest.mouseClick(chips._buttons["received"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(chips._buttons["month"], Qt.MouseButton.LeftButton)
    assert chosen == ["received"]
    assert lone == [("month", True)]
    assert chips.current() == "received"
    assert not chips.is_on("open")
    QTest.mouseClick(chips._buttons["received"], Qt.MouseButton.LeftButton)
    assert chips.current() == "received"  # a chosen filter stays chosen
    chips.put(FILTERS)
    assert chips.current() == "received"
    assert chips.is_on("month")


def test_arrows_go_along_the_filters(qtbot: QtBot, chips: Chips) -> None:
    first = chips._buttons["open"]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert chips._buttons["received"].hasFocus()
    QTest.keyClick(chips._buttons["received"], Qt.Key.Key_Return)
    assert chips.current() == "received"


def test_counts_stand_on_the_filters(chips: Chips) -> None:
    chips.set_counts({"open": 48, "late": 0, "received": 1200})
    assert chips._buttons["open"].text() == "Open 48"
    assert chips._buttons["received"].accessibleName() == "Received 1,200"
    assert chips._buttons["late"].property("tone") == ""
    chips.set_text("month", "only 1958-03")
    assert chips._buttons["month"].text() == "only 1958-03"


def test_filters_wrap_when_narrow(chips: Chips) -> None:
    chips.set_counts({"open": 48, "late": 2})
    layout = chips.layout()
    assert layout is not None
    assert layout.heightForWidth(2000) < layout.heightForWidth(200)


# -- charts ------------------------------------------------------------------------

SERIES = (Series("Plan", (100000, 200000, 150000)), Series("Actual", (120000, None, 160000)))


@pytest.mark.parametrize("kind", [Bars, StackedBars, Lines])
def test_a_chart_tells_its_figures(qtbot: QtBot, kind: type[Bars]) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(500, 260)
    view.show_chart(kind(title="Saved", categories=("Jan", "Feb", "Mar"), series=SERIES, unit="yuan", scale=100))
    view.show()
    view.grab()
    assert view.accessibleName() == "Saved"
    assert "Jan, Plan 1,000 yuan, Actual 1,200 yuan" in view.accessibleDescription()
    assert "Feb, Plan 2,000 yuan;" in view.accessibleDescription()


@pytest.mark.parametrize("kind", [Bars, StackedBars])
def test_a_click_opens_the_bar_that_was_hit(qtbot: QtBot, kind: type[Bars]) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(500, 260)
    view.show_chart(kind(categories=("Jan", "Feb", "Mar"), series=SERIES, scale=100))
    view.show()
    opened: list[Picked] = []
    view.picked.connect(opened.append)
    view._lay_out()
    bars = view._bars()
    assert [picked for picked, _area in bars] == [Picked(0, 0), Picked(0, 1), Picked(1, 0), Picked(2, 0), Picked(2, 1)]
    for _picked, area in bars:
        point = QPointF(area.center() * view._scale()).toPoint()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert opened == [picked for picked, _area in bars]


def test_a_chart_is_gone_through_by_keys(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.show_chart(Lines(categories=("Jan", "Feb"), series=(Series("Plan", (1, 2)),)))
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    opened: list[Picked] = []
    view.picked.connect(opened.append)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [Picked(1)]
    assert view.accessibleDescription() == "Feb, 2"


def test_an_empty_chart_is_no_trouble(qtbot: QtBot) -> None:
    words.use("zh")
    view = ChartView()
    qtbot.addWidget(view)
    view.show_chart(Bars(categories=(), series=()))
    view.show()
    view.grab()
    assert view.at(QPointF(10, 10)) is None
    view.show_chart(None)
    view.grab()


DOTS = Dots(categories=("甲班", "乙班", "丙班"), series=(Series("", (100, 200, 300)),), unit="吨")


def test_a_dot_is_dragged_and_the_row_stays_held(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.draggable = True
    view.show_chart(DOTS)
    view.resize(600, view.minimumSizeHint().height())
    view.show()
    moved: list[Dragged] = []

    def follow(dragged: Dragged) -> None:
        moved.append(dragged)
        values = list(DOTS.series[0].values)
        values[dragged.category] = dragged.value
        view.show_chart(Dots(categories=DOTS.categories, series=(Series("", tuple(values)),), unit="吨"))

    view.dragged.connect(follow)
    field = view._lying_field()
    assert field is not None
    k = view._scale()
    start, end = (QPointF(field.x(value) * k, field.y(1) * k).toPoint() for value in (200, 260))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert moved
    assert {each.category for each in moved} == {1}
    assert abs(moved[-1].value - 260) <= 2
    QTest.mouseMove(view, start)
    assert abs(moved[-1].value - 260) <= 2, "let go, it stays where it is"


def test_rows_are_gone_through_by_keys_and_a_dot_moved(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.draggable = True
    view.show_chart(DOTS)
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    opened: list[Picked] = []
    moved: list[Dragged] = []
    view.picked.connect(opened.append)
    view.dragged.connect(moved.append)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription() == "乙班, 200 吨"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == [Picked(1)]
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert moved[-1].category == 1
    assert 200 < moved[-1].value <= 204


def test_points_and_stretches_of_time_are_spoken(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.show_chart(Points(title="Plan", points=(Level("Draft", 19740), Level("Decided", 18690)), clock=True, chosen=1))
    view.show()
    view.grab()
    assert view.accessibleDescription() == "Draft, 5:29:00; Decided, 5:11:30"
    first, last = date(1958, 1, 1), date(1958, 2, 1)
    view.show_chart(Spans(categories=("Foundry",), names=("airing",), first=first, next=last, spans=(Span(0, first, last, 0),)))
    view.grab()
    assert view.accessibleDescription() == "Foundry, airing 1958-01-01 – 1958-02-01"
