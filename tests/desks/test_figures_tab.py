"""The figures on the screen: an indicator by its form, a paste from a spreadsheet, undo, the totals and the picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.core.words import speaking, use
from unionoffice.desks.figures import service
from unionoffice.desks.figures.records import Direction, Entry, Indicator
from unionoffice.desks.figures.tab import FiguresTab
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.kit import theme
from unionoffice.kit.office import Office
from unionoffice.kit.questions import Questions
from unionoffice.printing.chart import Lines

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def tab(qapp: QApplication, qtbot: QtBot, book: Book) -> FiguresTab:
    theme.apply(qapp, dark=False)
    plant = roster.enter_unit(book, Unit(name="第二机械厂", english="Machine Works", level=Level.PLANT))
    roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=plant))
    asked = QWidget()
    qtbot.addWidget(asked)
    office = Office(book, None, Questions(asked))
    office.choose_month(Month(1958, 2))
    made = FiguresTab(office)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def test_from_an_empty_book_to_a_pasted_year_and_back(tab: FiguresTab, book: Book) -> None:
    sheet, indicators, *_others = tab.pages
    assert sheet.first.isVisible()
    assert not sheet.splitter.isVisible()
    QTest.mouseClick(sheet.first, Qt.MouseButton.LeftButton)
    name = indicators.form.findChild(QWidget, "name")
    QTest.keyClicks(name, "Castings")
    indicators.save()
    (indicator,) = service.indicators(book)
    assert indicator.name == "Castings"
    service.correct(book, Indicator(id=indicator.id, name="Castings", measure="t", decimals=1))
    tab.show_page(0)
    assert [sheet.model.rows[place].strip() for place in (0, 1, 2, 3)] == [
        "Machine Works: plan", "Machine Works: actual", "Machine Works: fulfilled", "Foundry: plan",
    ]
    view = sheet.grid.view
    view.setCurrentIndex(sheet.model.index(3, 0))
    QGuiApplication.clipboard().setText("100\t1,200.5\t\n105\t１２００．５\t7\n")
    view.paste()
    foundry = sheet.units[1][0]
    assert str(book.to_undo()) == "Write Castings: 5 figures"
    kept = service.value(book, indicator.id, foundry, Month(1958, 2))
    assert kept is not None
    assert (kept.plan, kept.actual) == (12005, 12005)
    assert [sheet.model.text(5, column) for column in (0, 1, 2, 12)] == ["105.00%", "100.00%", "", "100.38%"]
    assert [sheet.model.text(row, 12) for row in (3, 4)] == ["1,300.5", "1,312.5"]
    chart = sheet.chart.chart
    assert isinstance(chart, Lines)
    assert [series.values[:3] for series in chart.series] == [(1050, 12005, 70), (1000, 12005, None)]
    tab.office.undo()
    assert sheet.model.text(3, 1) == ""
    assert service.value(book, indicator.id, foundry, Month(1958, 2)) is None
    tab.office.redo()
    assert sheet.model.text(3, 1) == "1,200.5"


def test_what_cannot_be_read_stays_in_its_cell_with_the_reason(tab: FiguresTab, book: Book) -> None:
    row = service.enter(book, Indicator(name="废品率", english="Scrap rate", decimals=2, direction=Direction.LOWER))
    sheet = tab.pages[0]
    view = sheet.grid.view
    view.setCurrentIndex(sheet.model.index(0, 0))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_1)
    editor: QWidget = view.findChildren(QWidget, "cell")[-1]
    QTest.keyClicks(editor, ".234")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert sheet.model.text(0, 0) == "1.234"
    assert "Decimals of this indicator: 2" in sheet.grid.problem.text()
    assert service.table(book, row, sheet.months()) == {}
    view.setCurrentIndex(sheet.model.index(0, 1))
    QTest.keyClick(view, Qt.Key.Key_3)
    last: QWidget = view.findChildren(QWidget, "cell")[-1]
    QTest.keyClick(last, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert view.currentIndex().row() == 1
    assert sheet.model.text(0, 1) == "3.00"
    assert sheet.model.text(0, 0) == "1.234"


def test_a_length_of_time_is_typed_shown_and_drawn_as_one(tab: FiguresTab, book: Book) -> None:
    service.enter(book, Indicator(name="每炉熔炼时间", english="Time of a heat", clock=True, direction=Direction.LOWER))
    sheet = tab.pages[0]
    view = sheet.grid.view
    view.setCurrentIndex(sheet.model.index(0, 0))
    view.setFocus()
    for text in ("5:29:00", "5h11m30s"):
        QTest.keyClick(view, Qt.Key.Key_5)
        editor: QWidget = view.findChildren(QWidget, "cell")[-1]
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
    assert [sheet.model.text(row, 0) for row in (0, 1, 2)] == ["5:29:00", "5:11:30", "105.32%"]
    assert [sheet.model.text(row, 12) for row in (0, 1)] == ["5:29:00", "5:11:30"]
    view.setCurrentIndex(sheet.model.index(0, 0))
    assert isinstance(sheet.chart.chart, Lines)
    assert sheet.chart.chart.clock
    assert sheet.chart.chart.series[0].values[0] == 18690


def test_the_month_in_the_toolbar_decides_the_year_and_a_figure_of_the_summary_opens_its_row(tab: FiguresTab, book: Book) -> None:
    first = service.enter(book, Indicator(name="甲"))
    second = service.enter(book, Indicator(name="乙", english="Second"))
    sheet = tab.pages[0]
    unit = sheet.units[1][0]
    service.write(book, second, [Entry(unit, Month(1957, 3), "plan", 10), Entry(unit, Month(1957, 3), "actual", 12)])
    assert sheet.title.text() == "Monthly figures 1958"
    assert sheet.choice.currentData() == first
    (figure,) = service.figures(book, Period.of_month(Month(1957, 3)))
    tab.show_rows(figure.tbl, figure.rows, "")
    assert sheet.title.text() == "Monthly figures 1957"
    assert sheet.choice.currentData() == second
    assert (sheet.grid.view.currentIndex().row(), sheet.grid.view.currentIndex().column()) == (1, 2)  # its only unit: plan, actual
    heads, rows = sheet.table_of_all()
    assert heads[0] == "Second"
    assert rows[1][:4] == ["Foundry: actual", "", "", "12"]


def test_the_sheet_speaks_chinese(qtbot: QtBot, tab: FiguresTab, book: Book) -> None:
    service.enter(book, Indicator(name="产量"))
    use("zh")
    with speaking("zh"):
        chinese = FiguresTab(tab.office)
        qtbot.addWidget(chinese)
        said = " ".join(label.text() for label in chinese.findChildren(QLabel))
        assert "1958 年逐月数字" in said
        assert chinese.pages[0].model.rows[0] == "第二机械厂：计划"
    use("en")
