"""A register leaves as a spreadsheet, against XlsxWriter writing the same cells from memory."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCALES = {"money": 100, "quantity": 10_000, "whole": 1}
_FORMATS = {"money": "#,##0.00", "quantity": "#,##0.####", "whole": "0", "date": "yyyy-mm-dd"}
_LEAST_DAY = "1900-03-01"


@contextmanager
def _asked(book: Path, most: int, *, whole: bool) -> Iterator[tuple[Any, Any]]:
    """The book, and its saving proposals, at most so many of them."""
    from unionoffice import opening, registers
    from unionoffice.core.query import Asked
    from unionoffice.printing.listing import Register

    query = next(each.query for each in registers.REGISTERS if each.name == "saving-proposals")
    with opening.to_read(book) as opened, opened.one_moment():
        asked = Asked("id <= :most", query.orders[0], {"most": most})
        yield opened, Register("Saving proposals", query, asked, whole=whole, names=registers.NAMES)


def ours(book: Path, target: Path, most: int, *, whole: bool) -> float:
    """Seconds from the book to the file in its place."""
    from unionoffice.printing import export

    with _asked(book, most, whole=whole) as (opened, what):
        begun = time.perf_counter()
        export.write(opened, what, target)
        return time.perf_counter() - begun


class Cells:
    """What stands in the cells, each as XlsxWriter takes it (which of its methods, and the value), with the kind of each column."""

    def __init__(self, book: Path, most: int, *, whole: bool) -> None:
        from unionoffice.printing.listing import leaving

        with _asked(book, most, whole=whole) as (opened, what):
            found = leaving(opened, what)
            self.boxed = found.boxed
            self.heads = [out.head for out in found.outs]
            self.kinds = [str(out.kind) for out in found.outs]
            self.rows = [
                [_as_taken(kind, value) for kind, value in zip(self.kinds, row, strict=True)]
                for row in found.rows(lambda _done, _all: None)
            ]


def _as_taken(kind: str, value: Any) -> tuple[str, Any]:
    if value is None or value == "":
        return "blank", None
    if kind in _SCALES and isinstance(value, int):
        return "number", value / _SCALES[kind]
    if kind == "date" and value >= _LEAST_DAY:
        return "number", (datetime.date.fromisoformat(value) - datetime.date(1899, 12, 30)).days
    return "string", str(value)


def xlsx_writer(cells: Cells, target: Path) -> float:
    """Seconds of XlsxWriter in constant-memory mode; what stands in the cells is ready in memory, its type known."""
    import xlsxwriter

    begun = time.perf_counter()
    made = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    page = made.add_worksheet()
    formats = [made.add_format({"num_format": _FORMATS.get(kind, ""), "border": int(cells.boxed)}) for kind in cells.kinds]
    page.write_row(1, 0, cells.heads)
    for number, row in enumerate(cells.rows, start=2):
        for column, (how, value) in enumerate(row):
            if how == "string":
                page.write_string(number, column, value, formats[column])
            elif how == "number":
                page.write_number(number, column, value, formats[column])
            elif cells.boxed:
                page.write_blank(number, column, None, formats[column])
    made.close()
    return time.perf_counter() - begun


def same(mine: Path, theirs: Path) -> None:
    """Raises RuntimeError when the two spreadsheets do not hold the same below the title."""
    import python_calamine

    pages = [python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows() for path in (mine, theirs)]
    for number, (ours_, other) in enumerate(zip(*pages, strict=True)):
        if number and ours_ != other:
            raise RuntimeError(f"line {number + 1}: {ours_} is not {other}")
