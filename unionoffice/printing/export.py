"""A register or a sheet leaves the office as a spreadsheet or a list, row by row, and every value can be read back as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.formula import guarded
from unionoffice.core.whole import in_its_place
from unionoffice.core.words import _, language
from unionoffice.printing import workbook
from unionoffice.printing.listing import Leaving, Out, Register, Sheet, Told, as_text, leaving, without_separators

Encoding = Literal["utf-8", "gb18030"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
KINDS = (".xlsx", ".csv")


def write(
    book: Book, what: Register | Sheet, path: Path, *, encoding: Encoding = "utf-8", told: Told = lambda _done, _all: None
) -> int:
    """Write a register or a sheet as XLSX or, where the file's name ends in .csv, as CSV, in the language spoken here; give how
    many entries were written, struck numbers not counted. `encoding` is that of the CSV.

    The file appears when it is whole; whatever ends the work before leaves nothing behind, and a file that stood there stays as
    it was. Raises KnownError when it cannot be written or a sheet cannot hold it.
    """
    if path.resolve() == book.path.resolve():
        raise KnownError(_("{path} is the book itself. Choose another file.", path=path))
    if path.suffix.lower() not in KINDS:
        raise KnownError(_("{path} must end in .xlsx or .csv.", path=path))
    found = leaving(book, what)
    with in_its_place(path) as part:
        rows = found.rows(told)
        count = _as_csv(found, rows, part, encoding) if path.suffix.lower() == ".csv" else workbook.write(found, rows, part)
    return count - (len(what.struck) if isinstance(what, Register) else 0)


class Rare(msgspec.Struct, frozen=True):
    """The signs that a program which knows only GBK shows wrongly, the first dozen of them, and in how many rows they stand."""

    signs: tuple[str, ...]
    rows: int

    def words(self) -> str:
        """The warning before such a list is saved."""
        return _(
            "{count} rows hold signs that old programs, which know only GBK or GB2312, show wrongly: {signs}. "
            "Programs that know GB18030, this one too, read every sign.",
            count=f"{self.rows:,}", signs=" ".join(self.signs),
        )  # fmt: skip


def beyond_gbk(book: Book, what: Register | Sheet, told: Told = lambda _done, _all: None) -> Rare | None:
    """What of a register old programs would show wrongly when it is written in GB18030; None when they show all of it.

    GB18030 has every sign of Unicode, so nothing is ever lost. A program that knows only GBK reads its two-byte signs, and takes
    the others, such as 𠮷 or €, for something else.
    """
    found = leaving(book, what)
    cells = [_csv_cell(out) for out in found.outs]
    signs: dict[str, None] = {}
    rows = 0
    heading = [out.head for out in found.outs]
    for row in chain([heading], ([cell(value) for cell, value in zip(cells, row, strict=True)] for row in found.rows(told))):
        if strange := _strange("".join(row)):
            signs.update(dict.fromkeys(strange))
            rows += 1
    return Rare(tuple(signs)[:12], rows) if rows else None


def _strange(text: str) -> list[str]:
    """The signs of a text that GBK has not. Those that it has are the same two bytes in GB18030."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return [sign for sign in dict.fromkeys(text) if not _in_gbk(sign)]
    return []


def _in_gbk(sign: str) -> bool:
    try:
        sign.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


# -- the list with commas -------------------------------------------------------------------


def _csv_cell(out: Out) -> Callable[[Any], str]:
    """How the values of a column stand in a CSV."""
    kind, spoken = out.kind, language()
    if kind in ("money", "quantity", "whole", "date", "month"):
        return lambda value: as_text(kind, value)
    if kind == "shown":
        return lambda value: guarded(without_separators(value, spoken))
    return lambda value: guarded(value) if value else ""


def _as_csv(found: Leaving, rows: Iterator[Sequence[Any]], part: Path, encoding: Encoding) -> int:
    """A list with commas: UTF-8 with the mark by which spreadsheets know it, or GB18030."""
    cells = [_csv_cell(out) for out in found.outs]
    count = 0
    with part.open("w", encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guarded(out.head) for out in found.outs])
        for count, row in enumerate(rows, start=1):  # noqa: B007
            writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])
    return count
