"""What is read of other people's spreadsheets: numbers as they are shown, times, dates."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from unionoffice.core import spreadsheet


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
