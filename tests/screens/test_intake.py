"""A list of some thousand figures is read, written and taken back while the window goes on answering; a stop leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Entry, Indicator
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit

UNITS, MONTHS = 300, 12


@pytest.fixture
def book(clerk: Clerk, tmp_path: Path) -> Book:
    """The book of an office with many teams and one indicator, open in the window."""
    begin(clerk, tmp_path / "office.db")
    opened = clerk.program.book
    assert opened is not None
    plant = roster.enter_unit(opened, Unit(name="第二机械厂", level=Level.PLANT))
    for number in range(UNITS):
        roster.enter_unit(opened, Unit(name=f"{number}组", above=plant))
    figures.enter(opened, Indicator(name="产量", english="Output"))
    return opened


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    lines = [
        f"{number}组,产量,{Month(1957, 1).plus(month)},{100 + month},{90 + number}"
        for number in range(UNITS) for month in range(MONTHS)
    ]
    path.write_text("\n".join(["单位,指标,月份,计划,实际", *lines]), encoding="utf-8")
    return path


class Ticks:
    """Counts how often the window's own loop came round while something was being done beside it."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk, self.count = clerk, 0
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.count += self.clerk.window.jobs.current is not None

    def through(self) -> int:
        """Let the window run until the work has ended; give how often it came round since the work before."""
        while self.clerk.window.jobs.busy():
            QApplication.processEvents()
        self.clerk.settle()
        count, self.count = self.count, 0
        return count


@pytest.fixture
def ticks(clerk: Clerk) -> Ticks:
    return Ticks(clerk)


def count(book: Book) -> int:
    return int(book.value("select count(*) from month_figures"))


def test_the_window_answers_while_a_long_list_is_taken_in_and_back(
    clerk: Clerk, book: Book, source: Path, ticks: Ticks
) -> None:
    clerk.tab("figures")
    clerk.page(3)
    clerk.answers.open.append(source)
    clerk.press("choose_file")
    assert ticks.through() > 1
    assert clerk.see("take_in_said").text() == "3,600 new."
    clerk.look("figures_list")
    assert clerk.rows("lines")[0] == ["2", "0组", "Output", "1957-01", "100", "90", "new"]
    clerk.press("take_in")
    with pytest.raises(KnownError, match="is being written"):  # nothing else is written meanwhile
        roster.enter_unit(book, Unit(name="别的"))
    clerk.page(1)  # the clerk looks at something else
    assert ticks.through() > 1
    assert "3,600 monthly figures were taken in" in clerk.message()
    assert count(book) == UNITS * MONTHS
    clerk.press("tool_undo")
    assert ticks.through() > 1
    assert "Taken back" in clerk.message()
    assert count(book) == 0
    clerk.press("tool_redo")
    ticks.through()
    assert count(book) == UNITS * MONTHS
    assert str(book.to_undo()) == "Take in 3600 monthly figures from a list"


def test_a_stopped_list_leaves_nothing(clerk: Clerk, book: Book, source: Path, ticks: Ticks) -> None:
    clerk.tab("figures")
    clerk.page(3)
    clerk.answers.open.append(source)
    clerk.press("choose_file")
    ticks.through()
    clerk.press("take_in")
    clerk.window.jobs.stop_all()
    ticks.through()
    assert count(book) in (0, UNITS * MONTHS)  # whole or not at all, whichever came first
    assert clerk.can("choose_file")


def test_a_fault_is_mended_in_place_and_what_stands_is_told(clerk: Clerk, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    lines = (
        "机械厂二月份指标", "班组,指标,年月,计划,附记", "1组,产量,1958-02,5,x", "无组,产量,1958-02,5,", "2组,产量,1958-02,2.5,",
        "3组,产量,1958-02,7吨,",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    clerk.tab("figures")
    clerk.page(3)
    clerk.answers.open += [path, path]
    clerk.press("choose_file")
    clerk.wait()
    assert [row[:4] for row in clerk.rows("faults")] == [
        ["4", "班组", "无组", "no unit is called 无组"],
        ["5", "计划", "2.5", "“2.5” has decimals, but the indicator is counted in whole numbers."],
        ["6", "计划", "7吨", "“7吨”: 产量 has no unit of measure; write the number alone."],
    ]
    assert not clerk.can("take_in")
    clerk.look("figures_list_faults")
    for text in ("4组", "3", "7"):  # Enter goes into the fault, and on to the next one
        clerk.key(Qt.Key.Key_Return)
        clerk.type(text)
        clerk.key(Qt.Key.Key_Return)
    clerk.press("take_in")
    clerk.wait()
    assert "4 monthly figures were taken in" in clerk.message()
    assert [row["plan"] for row in book.rows("select plan from month_figures order by unit")] == [5, 3, 7, 5]
    path.write_text("\n".join([*lines[:2], "1组,产量,1958-02,6,", "2组,产量,1958-02,3,"]), encoding="utf-8")
    clerk.press("choose_file")
    clerk.wait()
    assert clerk.rows("standing") == [["3", "1组 · Output · 1958-02", "Plan 5", "Plan 6", "changes"]]
    assert clerk.see("take_in_said").text() == "1 changed, 1 unchanged."
    clerk.look("figures_list_standing")


def test_blank_cells_empty_what_stands_only_when_the_clerk_says_so(clerk: Clerk, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_text("单位,指标,月份,计划,实际\n1组,产量,1958-02,5,6\n", encoding="utf-8")
    clerk.tab("figures")
    clerk.page(3)
    clerk.answers.open += [path, path]
    clerk.press("choose_file")
    clerk.wait()
    clerk.press("take_in")
    clerk.wait()
    path.write_text("单位,指标,月份,计划,实际\n1组,产量,1958-02,5,\n", encoding="utf-8")
    clerk.press("choose_file")
    clerk.wait()
    assert not clerk.can("take_in")
    clerk.see("blank_erases", QCheckBox).click()
    clerk.wait()
    clerk.press("view_standing")
    assert clerk.rows("standing") == [["2", "1组 · Output · 1958-02", "Actual 6", "Actual —", "changes"]]
    clerk.look("figures_list_blank")
    clerk.press("take_in")
    clerk.wait()
    assert book.rows("select plan, actual from month_figures") == [{"plan": 5, "actual": None}]


def test_other_plants_figures_come_from_a_list_too(clerk: Clerk, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "outside.csv"
    good = "工厂,单位,指标,月份,数值,来源\n鞍钢,一号高炉,产量,1958-02,705,人民日报\n"
    path.write_text(f"{good}鞍钢,,产量,1958-02,x,\n", encoding="utf-8")
    clerk.tab("comparison")
    clerk.page(len(clerk.window.made["comparison"].PAGES) - 1)
    clerk.answers.open.append(path)
    clerk.press("choose_file")
    clerk.wait()
    assert [row[:3] for row in clerk.rows("faults")] == [["3", "数值", "x"]]
    assert not clerk.can("take_in")
    clerk.cell(clerk.see("faults"), 0, 2, "698")
    assert clerk.rows("lines") == [
        ["2", "鞍钢", "一号高炉", "Output", "1958-02", "705", "人民日报", "new"],
        ["3", "", "鞍钢", "Output", "1958-02", "698", "", "new"],
    ]
    clerk.look("outside_list")
    clerk.press("take_in")
    clerk.wait()
    assert "2 figures of other plants were taken in" in clerk.message()
    assert book.rows("select period, value, source from outside_figures order by id") == [
        {"period": "1958-02", "value": "705", "source": "人民日报"}, {"period": "1958-02", "value": "698", "source": ""},
    ]  # fmt: skip
    clerk.press("tool_undo")
    assert book.value("select count(*) from outside_units") == 0


def test_figures_leave_as_a_list_are_changed_elsewhere_and_come_back(clerk: Clerk, book: Book, tmp_path: Path) -> None:
    shop = roster.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=1))
    scrap = figures.enter(book, Indicator(name="废品率", measure="%", decimals=2))
    january, february = Month(1958, 1), Month(1958, 2)
    figures.write(book, scrap, [Entry(shop, january, "plan", 250), Entry(shop, february, "plan", 225)])
    figures.write(book, scrap - 1, [Entry(shop, february, "actual", 1_234_500)])
    clerk.tab("figures")
    clerk.month("1958-02")
    clerk.page(2)
    assert clerk.rows() == [
        ["铸工车间", "产量", "1958-02", "", "1,234,500", ""], ["铸工车间", "废品率", "1958-02", "2.25", "", ""],
    ]  # fmt: skip
    clerk.look("figures_as_a_list")
    clerk.press("filter_missing")
    assert [row[1:3] for row in clerk.rows()] == [["废品率", "1958-01"], ["废品率", "1958-02"]]
    clerk.press("filter_all")
    path = tmp_path / "figures.xlsx"
    clerk.answers.save.append(path)
    clerk.press("tool_export")
    clerk.press("export_whole")
    clerk.press("export_go")
    clerk.wait()
    other = openpyxl.load_workbook(path)
    sheet: Any = other.active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["Unit", "Indicator", "Month", "Plan", "Actual"], ["铸工车间", "产量", "1958-02", None, 1_234_500],
        ["铸工车间", "废品率", "1958-01", 2.5, None], ["铸工车间", "废品率", "1958-02", 2.25, None],
    ]  # fmt: skip
    sheet["E4"] = 2.4
    other.save(path)
    clerk.page(3)
    clerk.answers.open.append(path)
    clerk.press("choose_file")
    clerk.wait()
    assert clerk.rows("standing") == [["4", "铸工车间 · 废品率 · 1958-01", "Actual —", "Actual 2.40", "changes"]]
    assert clerk.see("take_in_said").text() == "1 changed, 2 unchanged."
    clerk.press("take_in")
    clerk.wait()
    clerk.page(2)
    clerk.press("filter_missing")
    assert [row[1:3] for row in clerk.rows()] == [["废品率", "1958-02"]]
    clerk.choose("废品率")
    assert "plan 2.25, actual — %" in clerk.words()
    clerk.press("to_sheet")
    assert clerk.see("indicator").currentText() == "废品率"


def test_a_sheet_with_a_column_for_each_indicator_comes_in_as_it_is(clerk: Clerk, book: Book, tmp_path: Path) -> None:
    figures.enter(book, Indicator(name="废品率", english="Scrap rate", measure="%", decimals=2))
    path = tmp_path / "二月份.xlsx"
    wide = openpyxl.Workbook()
    sheet: Any = wide.active
    for row in (
        ["第二机械厂1958年2月份指标完成情况"], ["序号", "班组", "产量", None, "废品率", None],
        [None, None, "计划", "实际", "计划", "实际"], [1, "1组", 120, 125, 2.25, 2.1], [2, "2组", 50, None, None, 1.5],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("C2:D2")
    sheet.merge_cells("E2:F2")
    wide.save(path)
    clerk.tab("figures")
    clerk.page(3)
    clerk.answers.open.append(path)
    clerk.press("choose_file")
    clerk.wait()
    assert [row[1:6] for row in clerk.rows("lines")] == [
        ["1组", "Output", "1958-02", "120", "125"], ["1组", "Scrap rate", "1958-02", "2.25", "2.10"],
        ["2组", "Output", "1958-02", "50", ""], ["2组", "Scrap rate", "1958-02", "", "1.50"],
    ]  # fmt: skip
    clerk.press("view_columns")
    clerk.look("figures_wide")
    clerk.press("take_in")
    clerk.wait()
    assert [tuple(row.values()) for row in book.rows("select unit, indicator, plan, actual from month_figures order by id")] == [
        (3, 1, 120, 125), (3, 2, 225, 210), (4, 1, 50, None), (4, 2, None, 150),
    ]  # fmt: skip
