"""Registers leave the office as CSV: spreadsheets open them rightly, and no cell can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from unionoffice.core.formula import bare, guarded
from unionoffice.core.money import Yuan, format_money
from unionoffice.core.words import Language
from unionoffice.printing import wording
from unionoffice.printing.paper import Exact


def csv_bytes(heads: Sequence[object], rows: Iterable[Sequence[object]], language: Language = "zh") -> bytes:
    """A table as CSV in UTF-8 with a mark that spreadsheets know; values as in a sheet.

    Whole numbers and money are written without separators, dates as 1958-02-10. A text
    that a spreadsheet would take for a formula gets an apostrophe in front; `read_csv`
    takes it off again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_cell(head, language) for head in heads])
    for row in rows:
        writer.writerow([_cell(value, language) for value in row])
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> list[list[str]]:
    """The rows of a CSV that `csv_bytes` wrote, heads first, texts as they were."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [[bare(text) for text in row] for row in rows]


def _cell(value: object, language: Language) -> str:
    if isinstance(value, Yuan):
        return format_money(value.fen).replace(",", "")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Exact):
        return str(value).replace(",", "")
    text = wording.words(value, language, "iso", cell=True)
    return guarded(text)
