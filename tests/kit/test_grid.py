"""The sheet of figures: typed, copied and pasted as in a spreadsheet, one step for each of the clerk's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from unionoffice.kit.grid import Cell, Edit, Grid, GridColumn, GridModel, pasted

COLUMNS = (
    GridColumn("Plan", "February", Cell("quantity")),
    GridColumn("Actual", "February", Cell("quantity")),
    GridColumn("Saved", cell=Cell("money")),
    GridColumn("Sum", cell=Cell("money", read_only=True)),
)


@pytest.fixture
def model() -> GridModel:
    """Three rows of four columns; the last is closed."""
    return GridModel(("一车间", "二车间", "三车间"), COLUMNS, [[10000, None, 100, 5]])


@pytest.fixture
def grid(qtbot: QtBot, model: GridModel) -> Grid:
    """The sheet on the screen, its first cell chosen."""
    made = Grid(model)
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitActive(made):
        made.show()
    made.view.setFocus()
    made.view.setCurrentIndex(model.index(0, 0))
    return made


@pytest.fixture
def edits(grid: Grid) -> list[list[Edit]]:
    """What was told, step by step."""
    told: list[list[Edit]] = []
    grid.edited.connect(told.append)
    return told


def test_it_is_a_proper_model(model: GridModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.enter([(0, 1, "3.5"), (1, 1, "x")])
    model.put([[1, 2, 3, 4]], rows=("a", "b"))
    model.put_value(1, 1, 7)
    assert model.value(1, 1) == 7


def test_typing_replaces_and_enter_goes_down(qtbot: QtBot, grid: Grid, model: GridModel, edits: list[list[Edit]]) -> None:
    QTest.keyClicks(grid.view.viewport(), "7")
    editor = grid.view.findChild(QLineEdit, "cell")
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.value(0, 0) == 750000)
    assert edits == [[(0, 0, 750000)]]
    assert (grid.view.currentIndex().row(), grid.view.currentIndex().column()) == (1, 0)


def test_tab_goes_right_over_closed_cells_and_leaves_at_the_end(qtbot: QtBot, grid: Grid, model: GridModel) -> None:
    def here() -> tuple[int, int]:
        return grid.view.currentIndex().row(), grid.view.currentIndex().column()

    for place in ((0, 1), (0, 2), (1, 0)):
        QTest.keyClick(grid.view, Qt.Key.Key_Tab)
        assert here() == place
    QTest.keyClick(grid.view, Qt.Key.Key_Backtab)
    assert here() == (0, 2)
    grid.view.setCurrentIndex(model.index(2, 2))
    assert not grid.view.go_right(1)
    grid.view.go_down(1)
    assert here() == (2, 2)


def select(grid: Grid, *cells: tuple[int, int]) -> None:
    selection = grid.view.selectionModel()
    selection.clear()
    for row, column in cells:
        index = grid.model.index(row, column)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)


def test_a_block_is_one_step(qtbot: QtBot, grid: Grid, model: GridModel, edits: list[list[Edit]]) -> None:
    QGuiApplication.clipboard().setText("1\t2\t3.50\r\n4\t\t1.2万\r\n")
    select(grid, (1, 0))
    QTest.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edits == [[(1, 0, 10000), (1, 1, 20000), (1, 2, 350), (2, 0, 40000), (2, 2, 1200000)]]
    select(grid, (1, 0), (1, 1), (2, 0), (2, 1))
    QTest.keyClick(grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1\t2\n4\t"


def test_one_value_fills_what_is_chosen(qtbot: QtBot, grid: Grid, edits: list[list[Edit]]) -> None:
    QGuiApplication.clipboard().setText("9")
    select(grid, (1, 1), (2, 1))
    grid.view.paste()
    assert edits == [[(1, 1, 90000), (2, 1, 90000)]]


def test_too_large_a_block_is_told(grid: Grid) -> None:
    QGuiApplication.clipboard().setText("1\n2\n3\n4")
    select(grid, (1, 0))
    grid.view.paste()
    assert "2" in grid.problem.text()
    assert grid.problem.isVisible()


def test_a_slip_stays_in_its_cell_with_the_reason(qtbot: QtBot, grid: Grid, model: GridModel, edits: list[list[Edit]]) -> None:
    model.enter([(0, 0, "12o"), (0, 1, "4")])
    assert edits == [[(0, 1, 40000)]]
    assert model.text(0, 0) == "12o"
    assert "12o" in grid.problem.text()
    assert model.problems() == [(0, 0, model.problem(0, 0))]
    assert model.value(0, 0) == 10000
    assert "12o" in str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    model.enter([(0, 0, "1")])
    assert model.problems() == []
    assert not grid.problem.isVisible()


def test_delete_clears_the_open_cells(qtbot: QtBot, grid: Grid, model: GridModel, edits: list[list[Edit]]) -> None:
    select(grid, (0, 0), (0, 2), (0, 3))
    QTest.keyClick(grid.view, Qt.Key.Key_Delete)
    assert edits == [[(0, 0, None), (0, 2, None)]]
    assert model.value(0, 3) == 5


def test_the_offices_rules_may_refuse_a_value(grid: Grid, model: GridModel) -> None:
    model.enter([(1, 2, "5")])
    model.refuse(1, 2, "The month is closed.")
    assert model.text(1, 2) == "5.00"
    assert grid.problem.text() == "The month is closed."


def test_a_cell_may_be_of_its_own_kind(qtbot: QtBot) -> None:
    model = GridModel(("a", "b"), (GridColumn("x"),), cell_at=lambda row, _column: Cell("text") if row else None)
    model.enter([(0, 0, "5"), (1, 0, "five")])
    assert [model.value(row, 0) for row in (0, 1)] == [5, "five"]


def test_groups_stand_over_their_columns(grid: Grid) -> None:
    header = grid.view.horizontalHeader()
    assert header.groups() == [("February", 0, 1)]  # type: ignore[attr-defined]
    grid.grab()


def test_headings_are_spoken(model: GridModel) -> None:
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "一车间 February Plan, 1"


LETTERS = st.text(st.characters(exclude_characters='\t\r\n"', codec="utf-8"), max_size=5)
ROWS = st.lists(LETTERS, min_size=1, max_size=4).filter(lambda row: row != [""])


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_a_block_is_read_as_it_was_copied(block: list[list[str]]) -> None:
    assert pasted("\n".join("\t".join(row) for row in block) + "\n") == block


def test_quoted_cells_hold_line_breaks() -> None:
    assert pasted('a\t"one\ntwo"\n') == [["a", "one\ntwo"]]
    assert pasted("") == []
