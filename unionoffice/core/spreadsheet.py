"""Reading other people's lists: a spreadsheet, a CSV, a text or a web page as plain texts, whatever the file is called.

What a file is, is told by what stands in it. Workbooks (XLSX, XLSB, XLS, ET, ODS) are opened in a process of their own
(`core.workbook`), texts are read here. A file is read whole or refused in words; nothing of a list is left out silently.
"""

from __future__ import annotations

import codecs
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import msgspec

from unionoffice.core import apart, separated, webpage, workbook
from unionoffice.core import encoding as encodings
from unionoffice.core.encoding import ENCODINGS, Candidate
from unionoffice.core.errors import KnownError
from unionoffice.core.separated import SEPARATORS
from unionoffice.core.words import N_, _

__all__ = ["ENCODINGS", "LARGEST", "MOST_COLUMNS", "MOST_ROWS", "SEPARATORS", "Candidate", "Source", "open_source", "rows_of"]

LARGEST = 60_000_000
MOST_ROWS = workbook.MOST_ROWS
MOST_COLUMNS = workbook.MOST_COLUMNS

Told = Callable[[int, int], None]
"""Is told how many lines of how many are read (of a web page: signs), (0, 0) while that is not known; may raise to end it."""

_PAGE_LARGEST = 20_000_000
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"Rar!", N_("a packed file")),
    (b"7z\xbc\xaf", N_("a packed file")),
    (b"\x1f\x8b", N_("a packed file")),
    (b"SQLite format 3\x00", N_("a book of this program")),
    (b"{\\rtf", N_("a text document")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
)

Kind = Literal["workbook", "text", "page"]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it was read. A line's number in the file, as a spreadsheet shows it, is its place in `rows` plus one.

    `rows` hold texts without spaces at their ends; empty cells at the end of a line and empty lines at the end of the list are left
    out. Of a workbook: `sheets` are the sheets that can be seen, `sheet` the one that was read. Of a text: `encoding` is how it was
    read, `candidates` how it could be read (with first lines of each), `separator` what stands between its entries.
    `shortened` are cells (line from 0, column from 0) whose numbers have more than 15 digits: the spreadsheet has lost the last.
    """

    path: Path
    kind: Kind
    rows: list[list[str]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    candidates: tuple[Candidate, ...] = ()
    separator: str = ""
    shortened: tuple[tuple[int, int], ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a text looks little like writing in the encoding in which it was read."""
        return any(found.encoding == self.encoding and found.likeness < 0.5 for found in self.candidates)


def rows_of(path: Path, told: Told = lambda _done, _all: None) -> list[list[str]]:
    """The lines of the first sheet that is not empty, or of the text; see `open_source`, which raises the same."""
    return open_source(path, told=told).rows


def open_source(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    told: Told = lambda _done, _all: None,
) -> Source:
    """Read a list: of a workbook the sheet of that name or the first that is not empty, of a text by what was chosen or found.

    Dates come as 1958-02-10, times as 5:11:30, numbers exactly as the cell holds them to 15 digits, a formula as its last value,
    cells in error as #DIV/0!; a cell that is joined over several lines stands in each of them (XLSX, XLS). `told` is told how
    far it is; what it raises ends the reading.

    Raises KnownError when the file cannot be read, is damaged, locked, too large or another kind of file.
    """
    head = _head(path)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return _workbook(path, sheet or "", told)
    for mark, what in _OTHERS:
        if head.startswith(mark) and (len(mark) > 2 or b"\x00" in head):
            raise KnownError(
                _("{path} is {what}. A list must be a spreadsheet (XLSX, XLS, ODS), CSV or text.", path=path, what=_(what))
            )
    data = _bytes(path)
    if not data.strip(b"\x00 \t\r\n"):
        raise KnownError(_("{path} is empty.", path=path)) if b"\x00" not in data else separated.no_text(path)
    return _text(path, data, encoding, separator, told)


def _head(path: Path) -> bytes:
    try:
        what = path.stat()
        if not (stat.S_ISREG(what.st_mode) or stat.S_ISDIR(what.st_mode)):  # a folder says so itself
            raise KnownError(_("{path} cannot be read: {why}.", path=path, why=_("it is no file")))
        if what.st_size > LARGEST:
            raise KnownError(_("{path} is larger than 60 MB. Save the list alone in a file of its own.", path=path))
        with path.open("rb") as file:
            return file.read(512)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > LARGEST:  # it has grown since, or is a device
        raise KnownError(_("{path} is larger than 60 MB. Save the list alone in a file of its own.", path=path))
    return data


def _unreadable(path: Path, error: Exception) -> KnownError:
    return KnownError(_("{path} cannot be read: {why}.", path=path, why=getattr(error, "strerror", None) or error))


# -- workbooks -------------------------------------------------------------------------


def _workbook(path: Path, sheet: str, told: Told) -> Source:
    rows: list[list[str]] = []
    sheets: dict[str, Any] = {}
    shortened: list[tuple[int, int]] = []
    try:
        with closing(apart.messages(path, sheet)) as messages:
            for kind, what in messages:
                if kind == "rows":
                    rows.extend(what)
                elif kind == "sheets":
                    sheets = what
                elif kind == "refused":
                    raise _refusal(path, what)
                elif kind == "end":
                    shortened = what["shortened"]
                told(len(rows), max(sheets.get("height", 0), len(rows)))
    except OSError as error:
        raise _unreadable(path, error) from error
    return Source(
        path=path, kind="workbook", rows=rows, sheets=tuple(sheets["sheets"]), sheet=sheets["sheet"],
        shortened=tuple((line, column) for line, column in shortened),
    )  # fmt: skip


def _refusal(path: Path, told: dict[str, Any]) -> KnownError:
    match told["why"]:
        case "locked":
            return KnownError(_("{path} is locked with a password. Save it without one and try again.", path=path))
        case "empty":
            return KnownError(_("{path} holds no sheet.", path=path))
        case "no sheet":
            return KnownError(_("{path} has no sheet {name}.", path=path, name=told["name"]))
        case "document":
            return KnownError(
                _(
                    "{path} is {what}. A list must be a spreadsheet (XLSX, XLS, ODS), CSV or text.",
                    path=path,
                    what=_("a text document"),
                )
            )
        case "packed":
            return KnownError(_("{path} is a packed file. Unpack it and choose the list in it.", path=path))
        case "bomb":
            return KnownError(
                _("{path} unpacks to more than {size} MB. Copy the list alone into a new file.", path=path, size=told["size"])
            )
        case "formulas":
            return KnownError(
                _("{path} has formulas that were never worked out. Open it in a spreadsheet, save it, and try again.", path=path)
            )
        case "far":
            return KnownError(
                _("{path} has cells far outside the list, or too many. Copy the list alone into a new file.", path=path)
            )
        case "rows":
            return _too_long(path)
        case "columns":
            return _too_wide(path, told["line"])
        case "entries":
            return _too_many(path)
        case "slow":
            return KnownError(_("{path} takes too long to read. It may be damaged: save it anew and try again.", path=path))
    return KnownError(_("{path} is no spreadsheet that can be read. Save it as XLSX or CSV and try again.", path=path))


def _too_long(path: Path) -> KnownError:
    return KnownError(_("{path} has more than {count} lines. Divide the list.", path=path, count=f"{MOST_ROWS:,}"))


def _too_wide(path: Path, line: int) -> KnownError:
    return KnownError(
        _(
            "{path} has more than {count} columns in line {line}. Copy the list alone into a new file.",
            path=path,
            count=MOST_COLUMNS,
            line=line,
        )
    )


def _too_many(path: Path) -> KnownError:
    return KnownError(_("{path} holds more than {count} entries. Divide the list.", path=path, count=f"{workbook.MOST_ENTRIES:,}"))


# -- texts -----------------------------------------------------------------------------


def _text(path: Path, data: bytes, encoding: str | None, separator: str | None, told: Told) -> Source:
    found = encodings.candidates(data)
    chosen = encoding or _said_by_page(data) or (found[0].encoding if found else "")
    if not chosen:
        if b"\x00" in data[: encodings.SAMPLE]:
            raise separated.no_text(path)
        likeliest = max(ENCODINGS, key=lambda name: encodings.damage(data, name) or 0)
        raise separated.damaged(path, encodings.damage(data, likeliest), likeliest)
    if chosen.startswith("utf-16") and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data[2:]
    first = encodings.start_of(data, chosen)
    if webpage.is_page(first):
        rows = list(_kept(path, _rows_of_page(path, data, chosen, told)))
        return Source(path=path, kind="page", rows=rows, encoding=chosen, candidates=tuple(found))
    if first.lstrip().startswith("<?xml"):
        raise KnownError(_("{path} is no spreadsheet that can be read. Save it as XLSX or CSV and try again.", path=path))
    between = separator or separated.separator_of(first)
    rows = list(_kept(path, separated.rows_of_text(path, data, chosen, between, told)))
    return Source(path=path, kind="text", rows=rows, encoding=chosen, candidates=tuple(found), separator=between)


def _said_by_page(data: bytes) -> str:
    """The encoding that a web page says it is in, as far as it is one of ours and true."""
    said = webpage.charset(data) if data[:200].lstrip().startswith(b"<") else ""
    name = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "big5": "big5"}.get(said, "")
    return name if name and encodings.damage(data, name) is None else ""


def _rows_of_page(path: Path, data: bytes, encoding: str, told: Told) -> list[list[str]]:
    if len(data) > _PAGE_LARGEST:
        raise KnownError(_("{path} is a web page of more than 20 MB. Open it in a spreadsheet and save it as XLSX.", path=path))
    try:
        text = data.decode(encodings.codec_of(encoding))
    except UnicodeDecodeError as error:
        raise separated.damaged(path, encodings.damage(data, encoding), encoding) from error
    return webpage.rows_of_page(text, told)


def _kept(path: Path, rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The lines within the limits, without what is empty at their ends and at the end of the list. Raises KnownError beyond."""
    blank = entries = places = 0
    for number, row in enumerate(rows, start=1):
        while row and not row[-1]:
            row.pop()
        if not row:
            blank += 1
            continue
        if number > MOST_ROWS:
            raise _too_long(path)
        if len(row) > MOST_COLUMNS:
            raise _too_wide(path, number)
        places += len(row)
        entries += len(row) - row.count("")
        if entries > workbook.MOST_ENTRIES or places > workbook.MOST_PLACES:
            raise _too_many(path)
        for _line in range(blank):
            yield []
        blank = 0
        yield row
