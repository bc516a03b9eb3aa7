"""What is read of other people's spreadsheets: numbers as they are shown, times, dates."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from unionoffice.core import spreadsheet


def test_empty_rows_at_the_top_count_so_that_a_line_has_the_number_of_the_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A3"], sheet["B3"], sheet["B5"] = "单位", "计划", 7
    book.save(tmp_path / "list.xlsx")
    rows = spreadsheet.rows_of(tmp_path / "list.xlsx")
    assert rows == [["", ""], ["", ""], ["单位", "计划"], ["", ""], ["", "7"]]
    (tmp_path / "list.csv").write_text("\n\n单位,计划\n\n,7\n", encoding="utf-8")
    assert spreadsheet.rows_of(tmp_path / "list.csv") == [[], [], ["单位", "计划"], [], ["", "7"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_below_a_title(tmp_path: Path, separator: str) -> None:
    lines = ["一九五八年指标", "", separator.join(["单位", "指标", "计划"]), separator.join(["甲", "产量", "12"])]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    assert spreadsheet.rows_of(tmp_path / "list.csv")[2:] == [["单位", "指标", "计划"], ["甲", "产量", "12"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0.1 + 0.2, "0.3"), (1234.5, "1234.5"), (12.0, "12"), (0.0000001, "0.0000001"), (-2.5, "-2.5"), (1e15, "1000000000000000"),
        (123456789012.25, "123456789012.25"), (None, ""), (True, "1"), (datetime.date(1958, 2, 1), "1958-02-01"),
        (datetime.timedelta(hours=5, minutes=11, seconds=30), "5:11:30"), (datetime.timedelta(hours=31), "31:00:00"),
        ("  甲班 ", "甲班"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_spreadsheet_shows_it(tmp_path: Path, cell: object, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["before", cell, "after"])
    book.save(tmp_path / "list.xlsx")
    assert spreadsheet.rows_of(tmp_path / "list.xlsx") == [["before", text, "after"]]
