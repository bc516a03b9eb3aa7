"""A workbook (XLSX, XLSB, XLS, ET, ODS) opened in a process of its own, which `core.apart` starts and listens to.

It knows neither the book nor the words, has a limit of memory where the system knows one, and tells what it finds on its standard
output, each message as four bytes of length and msgpack: `["size", bytes]`, `["sheets", {...}]`, `["rows", [[...], ...]]` again and
again, and at last `["end", {...}]` or `["refused", {"why": ...}]`.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

MEMORY = 640 * 1024 * 1024
"""Bytes of address space; the native reader asks for room for every cell between the first and the last."""
SECONDS = 120
INFLATED = 256 * 1024 * 1024
"""What the members of a packed workbook may unpack to, all together."""
MEMBERS = 10_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 512
MOST_ENTRIES = 5_000_000
MOST_PLACES = 20_000_000
"""Entries and the empty places before them, in all lines."""
CHUNK = 4096
_FLAGGED = 1000
_TAG = 64
_REMEMBERED = 50_000
_BLOCK = 1 << 18
_MOST_STYLES = 1 << 23

_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\b[^<>]*?\bt=)(["'])e\2""")
_PERCENT_CELL = re.compile(
    rb"""<((?:\w+:)?c)\b([^<>]{0,200}?\bs=["'](\d{1,6})["'][^<>]{0,200}?)>(<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<>]*</(?:\w+:)?f>))?<((?:\w+:)?v)>([^<>]*)<"""
)
_TYPE = re.compile(rb"""\st=["'](\w*)["']""")
_ODS_PERCENT = re.compile(rb'office:value-type="percentage" office:value="([^"<>]*)"')
_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b[^<>]*>""")
_STYLE = re.compile(rb"""<(?:\w+:)?xf\b[^<>]*?\bnumFmtId=["'](\d{1,6})["']""")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT_CODE = re.compile(rb"""\bnumFmtId=["'](\d{1,6})["']|\bformatCode=(?:"([^"]*)"|'([^']*)')""")
_MEANT_AS_TEXT = re.compile(rb"&quot;.*?&quot;|\".*?\"|\\.", re.DOTALL)
_PERCENT_FORMATS = {b"9", b"10"}  # the two of every workbook, 0% and 0.00% (ECMA-376 part 1, 18.8.30)
_ODS_ERROR = re.compile(rb'office:string-value="" (calcext:value-type="error")')
_UNRECKONED = re.compile(
    rb"""<(?:\w+:)?c\b(?![^<>]*\bt=)[^<>]*><((?:\w+:)?)f\b[^<>]*>[^<]*</\1f>(?:<\1v\s*/>|<\1v></\1v>)?</\1c>"""
)
"""A cell with a formula that was never worked out, as programs write it that are no spreadsheets."""
_PLACE = re.compile(rb"""\sr=["']([A-Za-z]{0,8})(\d{1,12})["']""")
_MARKS = (b't="e"', b"t='e'", b'calcext:value-type="error"', b'office:value-type="percentage"')
_LENGTH_OF_TIME = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


class RefusedError(Exception):
    """The workbook is not read; `why` is one of the reasons that `spreadsheet` puts into words."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


def main(path: str, sheet: str) -> None:
    """Read the sheet of that name, or the first that is not empty, and write the messages. Called in a process of its own."""
    import msgspec

    gc.disable()  # nothing here goes round in circles
    bounded = _limit()
    out = sys.stdout.buffer
    encode = msgspec.msgpack.encode

    def tell(kind: str, what: object) -> None:
        message = encode((kind, what))
        out.write(struct.pack("<I", len(message)) + message)
        out.flush()

    try:
        for kind, what in read(path, sheet, bounded=bounded):
            tell(kind, what)
    except RefusedError as refused:
        tell("refused", {"why": refused.why, **refused.values})
    except MemoryError:
        tell("refused", {"why": "far"})
    except BaseException as error:  # noqa: BLE001 - a panic of the native reader is no Exception; all are told by the other side
        tell("refused", {"why": _why(error)})


def _why(error: BaseException) -> str:
    if type(error).__name__ == "PasswordError":
        return "locked"
    return "far" if "capacity overflow" in str(error) else "damaged"


def _limit() -> bool:
    """Bound this process's memory and time; give whether the system can."""
    try:
        import resource
    except ImportError:  # Windows: `far_cells` looks before the native reader does
        return False
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        return sys.platform != "darwin"
    return False


def read(path: str, sheet: str, *, bounded: bool = True) -> Iterator[tuple[str, Any]]:
    """The messages, one by one. `bounded` says that too much memory ends the process, so that nothing need be reckoned before.

    Raises RefusedError, or whatever the native reader raises.
    """
    import python_calamine

    with open(path, "rb") as file:  # noqa: PTH123 - pathlib is not needed here
        data: BinaryIO = io.BytesIO(file.read())
    open_document = b"opendocument.spreadsheet" in data.read(200)
    data.seek(0)
    if data.read(4) == b"PK\x03\x04":
        data.seek(0)
        data, size = _unpacked(data, far_cells=not bounded)
    else:
        size = data.seek(0, io.SEEK_END)
    yield "size", size
    data.seek(0)
    book = python_calamine.CalamineWorkbook.from_filelike(data)
    names = _names(book)
    if not names:
        raise RefusedError("empty")
    if sheet and sheet not in names:
        raise RefusedError("no sheet", name=sheet)
    for name in [sheet] if sheet else names:
        page, height = _page(book, name)
        if any(text_of(cell) for row in page.iter_rows() for cell in row):
            break
    else:
        name = sheet or names[0]
        page, height = _page(book, name)
    yield "sheets", {"sheets": names, "sheet": name, "height": height}
    flagged: list[tuple[int, int]] = []
    rows = _rows(page, flagged, _fills(page))
    for portion in _chunks(_with_times(rows) if open_document else rows):
        yield "rows", portion
    yield "end", {"shortened": flagged[:_FLAGGED]}


def _names(book: Any) -> list[str]:
    """The sheets of cells (not of charts), those that the clerk does not see last."""
    import python_calamine

    cells, seen = python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is cells]
    return [sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.visible is not seen)]


def _page(book: Any, name: str) -> tuple[Any, int]:
    """The sheet of that name and its height. Raises RefusedError when it takes too much room, most of it empty."""
    page = book.get_sheet_by_name(name)
    height, width = (page.end[0] + 1, page.end[1] + 1) if page.end is not None else (0, 0)
    if height * width > MOST_PLACES:
        raise RefusedError("far")
    return page, height


# -- rows ------------------------------------------------------------------------------


def _rows(page: Any, flagged: list[tuple[int, int]], fills: dict[int, list[tuple[int, int]]]) -> Iterator[list[str]]:
    """The lines of a sheet as texts, from the first line of the file on, without empty cells at their ends."""
    if page.start is None:
        return
    margin = [""] * page.start[1]
    kept: dict[tuple[int, int], str] = {}
    long: list[float] = []
    numbers, days = _Texts(long), _Texts()
    for number, row in enumerate(page.iter_rows()):
        texts = [
            cell.strip() if (kind := cell.__class__) is str
            else numbers[cell] if kind is float
            else days[cell] if kind is datetime.date
            else text_of(cell)
            for cell in row
        ]  # fmt: skip
        if long:
            flagged.extend((number, column + len(margin)) for column, cell in enumerate(row) if cell in long)
            long.clear()
        if margin:
            texts = margin + texts
        for column, top in fills.get(number, ()):
            if number == top:
                kept[column, top] = texts[column] if column < len(texts) else ""
            elif column < len(texts) and not texts[column]:
                texts[column] = kept.get((column, top), "")
        while texts and not texts[-1]:
            texts.pop()
        yield texts


class _Texts(dict[Any, str]):
    """The texts of cells of one kind that come again and again, such as years and days; numbers that have lost digits are noted."""

    def __init__(self, long: list[float] | None = None) -> None:
        super().__init__()
        self._long = long

    def __missing__(self, cell: Any) -> str:
        text = text_of(cell)
        if self._long is not None and not -1e15 < cell < 1e15:
            self._long.append(cell)
        elif len(self) < _REMEMBERED:
            self[cell] = text
        return text


def _chunks(rows: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """The lines in portions, within the limits; empty lines at the end are left out. Raises RefusedError beyond them."""
    portion: list[list[str]] = []
    blank = entries = places = 0
    for number, row in enumerate(rows, start=1):
        if not row:
            blank += 1
            continue
        if number > MOST_ROWS:
            raise RefusedError("rows", count=MOST_ROWS)
        if len(row) > MOST_COLUMNS:
            raise RefusedError("columns", line=number, count=MOST_COLUMNS)
        if blank:
            portion.extend([] for _line in range(blank))
            blank = 0
        portion.append(row)
        places += len(row)
        entries += len(row) - row.count("")
        if entries > MOST_ENTRIES or places > MOST_PLACES:
            raise RefusedError("entries", count=MOST_ENTRIES)
        if len(portion) >= CHUNK:
            yield portion
            portion = []
    if portion:
        yield portion


def _fills(page: Any) -> dict[int, list[tuple[int, int]]]:
    """By line: the columns joined with the lines above, and the line where each begins; a title joined sideways is left alone."""
    found: dict[int, list[tuple[int, int]]] = {}
    lines = 0
    for (top, left), (bottom, right) in page.merged_cell_ranges or ():
        if bottom <= top or left != right:
            continue
        bottom = min(bottom, page.total_height)
        lines += bottom - top + 1
        if lines > MOST_ROWS:
            return {}
        for line in range(top, bottom + 1):
            found.setdefault(line, []).append((left, top))
    return found


def text_of(cell: object) -> str:
    """A cell as a text: 12, 3.5, 1958-02-10, 1958-02-10 08:30:00, 5:11:30, 1 for true."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        if -1e21 < cell < 1e21:
            # fifteen digits, as a spreadsheet shows them: a sum of 0.1 and 0.2 is 0.3
            return str(int(cell)) if cell.is_integer() else f"{Decimal(f'{cell:.15g}'):f}"
        return f"{cell:.15g}"
    if isinstance(cell, datetime.timedelta):
        return _clock(round(cell.total_seconds()))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.replace(microsecond=0).isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return _clock(round(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1_000_000))
    return str(cell).strip()


def _clock(seconds: int) -> str:
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _with_times(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The lines of an ODS, where the native reader gives lengths of time as PT31H05M00S."""
    for row in rows:
        for column, text in enumerate(row):
            if text.startswith("PT") and (found := _LENGTH_OF_TIME.fullmatch(text)):
                row[column] = f"{int(found[1])}:{found[2]:0>2}:{found[3]:0>2}"
        yield row


# -- packed workbooks ------------------------------------------------------------------


def _unpacked(data: BinaryIO, *, far_cells: bool) -> tuple[BinaryIO, int]:
    """The packed workbook, looked through before the native reader gets it, some cells made into texts (`_mended`); and its size.

    Every member is unpacked once and counted, whatever the file says of its sizes; with `far_cells` the room that the cells
    will ask for is reckoned too. Raises RefusedError when it is too much, or this is no workbook.
    """
    try:
        with zipfile.ZipFile(data) as packed:
            members = packed.infolist()
            names = {member.filename for member in members}
            if any(name.startswith("word/") for name in names):
                raise RefusedError("document")
            if not any(name.startswith("xl/") or name == "content.xml" for name in names):
                raise RefusedError("packed")
            if len(members) > MEMBERS or sum(member.file_size for member in members) > INFLATED:
                raise RefusedError("bomb", size=INFLATED >> 20)
            percent = _percent_styles(packed, names)
            to_mend, size = _looked_through(packed, members, far_cells=far_cells, percent=percent)
            return (_mended(packed, members, to_mend, percent) if to_mend else data), size
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        struct.error,
    ) as error:
        raise RefusedError("locked" if "encrypted" in str(error) else "damaged") from error


def _percent_styles(packed: zipfile.ZipFile, names: set[str]) -> set[bytes]:
    """The styles of cells by which a number is shown as per cent: 0.0225 as 2.25%. A sign that is only written behind is none."""
    if "xl/styles.xml" not in names or packed.getinfo("xl/styles.xml").file_size > _MOST_STYLES:
        return set()
    xml = packed.read("xl/styles.xml")
    percent = set(_PERCENT_FORMATS)
    for tag in _FORMAT.findall(xml):
        parts = _FORMAT_CODE.findall(tag)
        number = b"".join(each[0] for each in parts)
        code = b"".join(each[1] or each[2] for each in parts)
        if b"%" in _MEANT_AS_TEXT.sub(b"", code):
            percent.add(number)
    styles = _STYLES.search(xml)
    return {b"%d" % place for place, number in enumerate(_STYLE.findall(styles[0]) if styles else ()) if number in percent}


def _looked_through(
    packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, far_cells: bool, percent: set[bytes]
) -> tuple[set[str], int]:
    """The members that hold cells in error or per cent, and the size of all.

    Raises RefusedError when all unpack to too much, a cell stands too far out, or a formula was never worked out.
    """
    total, found, right, low = 0, set(), 1, 1
    marks = (*_MARKS, *(b's="%s"' % style for style in percent), *(b"s='%s'" % style for style in percent))
    for member in members:
        sheet = _is_sheet(member)
        rest = b""
        for block in _blocks(packed, member):
            total += len(block)
            if total > INFLATED:
                raise RefusedError("bomb", size=INFLATED >> 20)
            if not sheet:
                continue
            seen = rest + block
            if any(mark in seen for mark in marks):
                found.add(member.filename)
            if (b"<f>" in seen or b"<f " in seen) and _UNRECKONED.search(seen):
                raise RefusedError("formulas")
            if far_cells:
                for letters, line in set(_PLACE.findall(seen)):
                    right, low = max(right, _column(letters)), max(low, int(line))
                if right * low > MOST_PLACES:
                    raise RefusedError("far")
            rest = block[-_TAG:]
    return found, total


def _is_sheet(member: zipfile.ZipInfo) -> bool:
    return member.filename == "content.xml" or (member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _blocks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(member) as file:
        while block := file.read(_BLOCK):
            yield block


def _mended(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], to_mend: set[str], percent: set[bytes]) -> BinaryIO:
    """The workbook with two kinds of cells as texts.

    Cells in error (#DIV/0!) the native reader would leave empty or refuse; of 2.25% it would give 0.0225.
    """
    anew = io.BytesIO()
    with zipfile.ZipFile(anew, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for member in members:
            with out.open(member.filename, "w", force_zip64=True) as file:
                blocks = _blocks(packed, member)
                for block in _as_texts(blocks, percent) if member.filename in to_mend else blocks:
                    file.write(block)
    return anew


def _as_texts(blocks: Iterator[bytes], percent: set[bytes]) -> Iterator[bytes]:
    """The same XML with those cells as texts; a cell is never cut in two, unless it is absurdly long."""
    rest = b""
    for block in blocks:
        seen = rest + block
        cut = max(seen.rfind(b"c>") + 2, seen.rfind(b"-cell>") + 6)  # </c>, </x:c>, </table:table-cell>
        if cut < 6 or len(seen) - cut > _BLOCK:
            cut = seen.rfind(b"<")
        if cut < 0 or len(seen) - cut > _BLOCK:
            cut = len(seen)
        rest = seen[cut:]
        yield _told_as_text(seen[:cut], percent)
    yield _told_as_text(rest, percent)


def _told_as_text(xml: bytes, percent: set[bytes]) -> bytes:
    xml = _ODS_ERROR.sub(rb"\1", _ERROR_CELL.sub(rb"\1\2str\2", xml))
    xml = _ODS_PERCENT.sub(lambda found: b'office:value-type="string" office:string-value="%s"' % _per_cent(found[1]), xml)
    return _PERCENT_CELL.sub(lambda found: _percent_cell(found, percent), xml) if percent else xml


def _percent_cell(found: re.Match[bytes], percent: set[bytes]) -> bytes:
    name, attributes, style, formula, value, number = found.groups()
    kind = _TYPE.search(attributes)
    if style not in percent or attributes.endswith(b"/") or (kind is not None and kind[1] != b"n"):
        return found[0]
    return b'<%s%s t="str">%s<%s>%s<' % (name, _TYPE.sub(b"", attributes), formula or b"", value, _per_cent(number))


def _per_cent(number: bytes) -> bytes:
    """A fraction as it is shown, in hundredths: 0.0225 is 2.25%. What is no number stays."""
    try:
        value = float(number)
    except ValueError:
        return number
    if not -1e12 < value < 1e12:
        return number
    return f"{Decimal(f'{value:.15g}').scaleb(2).normalize():f}%".encode()
