"""Reading other people's lists: the rows of an XLSX, XLS, ODS or CSV file as plain texts."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from itertools import islice
from pathlib import Path

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _

LARGEST = 60_000_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 200
SHEETS = {".xlsx", ".xls", ".ods", ".et"}


def rows_of(path: Path) -> list[list[str]]:
    """All rows of the first sheet, every cell as text: dates as 1958-02-10, times as 5:11:30, whole numbers without a point.

    CSV is read as UTF-8 (with or without its mark) or GB18030, separated by commas, semicolons or tabs.
    Raises KnownError when the file cannot be read, is too large, or is of another kind.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnownError(_("{path} cannot be read: {why}.", path=path, why=error.strerror or error)) from error
    if len(data) > LARGEST:
        raise KnownError(_("{path} is larger than 60 MB. Save the list alone in a file of its own.", path=path))
    if path.suffix.lower() in SHEETS:
        return _sheet(data, path)
    return _separated(data, path)


def _sheet(data: bytes, path: Path) -> list[list[str]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not book.sheet_names:
            raise KnownError(_("{path} holds no sheet.", path=path))
        # Row by row: other threads go on meanwhile, and empty rows at the top count, so that a line's number is the file's.
        found = [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in islice(book.get_sheet_by_index(0).iter_rows(), MOST_ROWS)]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise KnownError(
            _("{path} is no spreadsheet that can be read. Save it as XLSX or CSV and try again.", path=path)
        ) from error
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        # fifteen digits, as a spreadsheet shows them: a sum of 0.1 and 0.2 is 0.3
        return str(int(cell)) if cell.is_integer() else f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    return str(cell).strip()


def _separated(data: bytes, path: Path) -> list[list[str]]:
    text = _decoded(data, path)
    if "\x00" in text:
        raise KnownError(_("{path} is not a list of text.", path=path))
    first = "\n".join(text.split("\n", 10)[:10])  # a title without any may stand above the heading
    separator = max(",;\t", key=first.count)
    try:
        found = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise KnownError(_("{path} cannot be read as a list: {why}.", path=path, why=error)) from error
    return [row[:MOST_COLUMNS] for row in found[:MOST_ROWS]]


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KnownError(_("{path} is neither UTF-8 nor GB18030. Save it as CSV UTF-8 and try again.", path=path))
