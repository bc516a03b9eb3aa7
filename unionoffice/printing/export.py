"""A register or a sheet leaves the office as a spreadsheet or a list, row by row, and every value can be read back as it was."""

from __future__ import annotations

import csv
import datetime
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final, Literal, get_args

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.formula import guarded
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import Language, _, language, word
from unionoffice.printing import chart, flow, wording, xlsx
from unionoffice.printing.forms import Style
from unionoffice.printing.listing import Leaving, Out, Register, Sheet, Told, as_text, leaving, without_separators

Encoding = Literal["utf-8", "gb18030"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
KINDS = (".xlsx", ".csv")

MOST_ROWS: Final = 1_048_576
LONGEST: Final = 32_767
"""What one sheet, and one cell of it, can hold."""
_MEASURED = 200  # rows looked at for the widths
_FIRST_SERIAL = "1900-03-01"
"""Before that day spreadsheets count days differently, or not at all: such a date is written as text, 1899-12-31."""
_SERIAL_OF_NOTHING = 693_594
_MOST_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; a longer one is written as text."""
_NO_SIGN = re.compile("[\ufffe\uffff]")


def write(
    book: Book, what: Register | Sheet, path: Path, *, encoding: Encoding = "utf-8", told: Told = lambda _done, _all: None
) -> int:
    """Write a register or a sheet as XLSX or, where the file's name ends in .csv, as CSV, in the language spoken here; give how
    many rows were written. `encoding` is that of the CSV.

    The file appears when it is whole; whatever ends the work before leaves nothing behind, and a file that stood there stays as
    it was. Raises KnownError when it cannot be written or a sheet cannot hold it.
    """
    if path.resolve() == book.path.resolve():
        raise KnownError(_("{path} is the book itself. Choose another file.", path=path))
    if path.suffix.lower() not in KINDS:
        raise KnownError(_("{path} must end in .xlsx or .csv.", path=path))
    found = leaving(book, what)
    with in_its_place(path) as part:
        if path.suffix.lower() == ".csv":
            return _as_csv(found, found.rows(told), part, encoding)
        if found.total + 2 > MOST_ROWS:
            raise KnownError(
                _(
                    "The register has {count} rows, more than a sheet can hold ({most}). "
                    "Choose fewer by a filter, or export it as CSV.",
                    count=f"{found.total:,}", most=f"{MOST_ROWS:,}",
                )
            )  # fmt: skip
        return _as_xlsx(found, found.rows(told), path, part)


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


@contextmanager
def in_its_place(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which takes its name when all went well; otherwise nothing is left of it."""
    part = path.with_name(path.name + ".part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise KnownError(_("{path} cannot be written: {why}.", path=path, why=error.strerror or error)) from error
    finally:
        part.unlink(missing_ok=True)


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


# -- the spreadsheet ------------------------------------------------------------------------


def _as_xlsx(found: Leaving, rows: Iterator[Sequence[Any]], path: Path, part: Path) -> int:
    """A title, headings that stay in sight, and the rows; rows are written as they come and never kept."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        made = xlsxwriter.Workbook(
            str(part),
            {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_numbers": False,
             "strings_to_urls": False},
        )  # fmt: skip
        made.set_properties({"author": "unionoffice", "title": found.title})
        page = made.add_worksheet(xlsx.sheet_name(found.title))
        try:
            count = _fill(made, page, found, rows, language())
            made.close()
        except xlsxwriter.exceptions.XlsxFileError as error:
            raise KnownError(_("{path} cannot be written: {why}.", path=path, why=error)) from error
        finally:
            if page.row_data_fh is not None:
                page.row_data_fh.close()
    return count


def _fill(made: Any, page: Any, found: Leaving, rows: Iterator[Sequence[Any]], spoken: Language) -> int:
    formats = xlsx.Formats(made, spoken, wrap=found.boxed)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.freeze_panes(2, 0)
    page.set_footer("&C" + word(flow.PAGE_OF, spoken, page="&P", pages="&N"))
    page.write_string(0, 0, found.title, formats.of(Style(face="hei_medium", size=14)))
    head = Style(face="hei_medium", size=10, align="centre")
    for column, out in enumerate(found.outs):
        page.write_string(1, column, out.head, formats.of(head, border=True, tint=True))
    widest = [chart.text_width(out.head, 10) for out in found.outs]
    writers = [_writer(page, formats, out, boxed=found.boxed) for out in found.outs]
    last = 1
    for last, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            try:
                writers[column](last, column, value)
            except _Impossible as error:
                raise KnownError(_told_of(error, row, found.outs[column].head)) from error
        if last < _MEASURED:
            for column, value in enumerate(row):
                if value not in (None, ""):
                    text = as_text(found.outs[column].kind, value).split("\n", 1)[0][:60]
                    widest[column] = max(widest[column], chart.text_width(text, 10))
    for column, width in enumerate(widest):
        page.set_column_pixels(column, column, xlsx.pixels(min(max(width + 4, 12), 90)))
    page.autofilter(1, 0, max(last, 2), max(len(found.outs) - 1, 0))
    return last - 1


class _Impossible(Exception):  # noqa: N818 - turned into words by who knows the row
    """A text that no cell of a spreadsheet can hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.length = _units(text)


def _units(text: str) -> int:
    """The length of a text as spreadsheets count it: a rare sign counts twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def _told_of(error: _Impossible, row: Sequence[Any], head: str) -> str:
    which = next((str(value) for value in row if value not in (None, "")), "")[:40]
    if error.length > LONGEST:
        return _(
            "{entry}, {field}: a text of {count} characters; a cell of a spreadsheet holds {most}. "
            "Export as CSV, which holds it whole.",
            entry=which, field=head, count=f"{error.length:,}", most=f"{LONGEST:,}",
        )  # fmt: skip
    return _("{entry}, {field}: a sign that no spreadsheet can hold. Export as CSV, or correct the text.", entry=which, field=head)


_FIGURES = ("whole", "money", "quantity")
Writer = Callable[[int, int, Any], Any]


def _writer(page: Any, formats: xlsx.Formats, out: Out, *, boxed: bool) -> Writer:
    """What writes the values of one column."""
    cell = Style(face="song", size=10, align="right" if out.kind in _FIGURES else "left")

    def of(number: str = "", *, right: bool = False) -> Any:
        style = msgspec.structs.replace(cell, align="right") if right else cell
        return formats.of(style, border=boxed, number=number, top=not boxed)

    text = _text_writer(page, of(), boxed=boxed)
    if out.kind == "date":
        return _date_writer(page, of("yyyy-mm-dd"), text)
    if out.kind == "shown":
        return _shown_writer(page, of, text)
    return _number_writer(page, of, out, text) if out.kind in _FIGURES else text


def _shown_writer(page: Any, of: Callable[..., Any], text: Writer) -> Writer:
    """A sheet's cells, each of a kind of its own: numbers and dates as such, all else as text."""
    spoken = language()

    def cell(row: int, column: int, value: Any) -> None:
        said = wording.words(value, spoken, cell=True)
        number, form = xlsx.as_number(value, said)
        if isinstance(number, datetime.date):
            page.write_datetime(row, column, number, of(form))
        elif number is not None:
            page.write_number(row, column, number, of(form, right=True))
        else:
            text(row, column, said)

    return cell


def _text_writer(page: Any, plain: Any, *, boxed: bool) -> Writer:
    write_string, write_blank = page.write_string, page.write_blank

    def text(row: int, column: int, value: str | None) -> None:
        if not value:
            if boxed:
                write_blank(row, column, None, plain)
            return
        if (len(value) > LONGEST // 2 and _units(value) > LONGEST) or (not value.isascii() and _NO_SIGN.search(value)):
            raise _Impossible(value)
        write_string(row, column, value, plain)

    return text


def _date_writer(page: Any, as_day: Any, text: Writer) -> Writer:
    write_number = page.write_number

    def day(row: int, column: int, value: str | None) -> None:
        if value and value >= _FIRST_SERIAL:
            write_number(row, column, _serial(value), as_day)
        else:
            text(row, column, value)

    return day


def _number_writer(page: Any, of: Callable[..., Any], out: Out, text: Writer) -> Writer:
    write_number = page.write_number
    scale = {"whole": 1, "money": 100, "quantity": QUANTITY_SCALE}[out.kind]
    plain = of("#,##0.00" if out.kind == "money" else "0" if out.small else "#,##0")
    by_decimals = [of("#,##0" + ("." + "0" * places if places else "")) for places in range(5)]

    def number(row: int, column: int, value: Any) -> None:
        if type(value) is not int or not -_MOST_EXACT < value < _MOST_EXACT:
            loose(row, column, value)
        elif scale == QUANTITY_SCALE:
            write_number(row, column, value / scale, by_decimals[_decimals(value)])
        else:
            write_number(row, column, value / scale if scale > 1 else value, plain)

    def loose(row: int, column: int, value: Any) -> None:
        """A figure that was kept as it was written, or is longer than a spreadsheet's numbers."""
        said = as_text(out.kind, value)
        found, form = xlsx.as_number(value, said) if type(value) is str else (None, "")
        if found is None or isinstance(found, datetime.date):
            text(row, column, said)
        else:
            write_number(row, column, found, of(form))

    return number


def _decimals(value: int) -> int:
    """How many decimals a measured number needs."""
    return next((places for places, step in enumerate((10_000, 1_000, 100, 10)) if not value % step), 4)


_SERIALS: dict[str, int] = {}


def _serial(day: str) -> int:
    """The number by which a spreadsheet knows a day."""
    found = _SERIALS.get(day)
    if found is None:
        if len(_SERIALS) > 40_000:
            _SERIALS.clear()
        found = _SERIALS[day] = datetime.date.fromisoformat(day).toordinal() - _SERIAL_OF_NOTHING
    return found
