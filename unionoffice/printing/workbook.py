"""A register as a spreadsheet, in constant memory: XlsxWriter makes the workbook, and the rows are poured into its one sheet."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import Language, _, language, word
from unionoffice.printing import chart, flow, wording, xlsx
from unionoffice.printing.forms import Align, Style
from unionoffice.printing.listing import Leaving, Out, as_text

MOST_ROWS: Final = 1_048_576
LONGEST: Final = 32_767
"""What one sheet, and one cell of it, can hold."""
HEAD: Final = 2
"""The rows above the first entry: the title, and the headings."""
_BUTTON = 8  # millimetres beside a heading for the button that filters by it
_LINE, _MOST_LINES = 13.5, 3  # points of a line, and how many of an entry's lines are seen before a row is made higher by hand
_MEASURED = 200  # rows looked at for the widths
_TOGETHER = 500  # rows written at once
_FIRST_SERIAL = "1900-03-01"
"""Before that day spreadsheets count days differently, or not at all: such a date is written as text, 1899-12-31."""
_SERIAL_OF_NOTHING = 693_594
_SERIALS_KEPT = 40_000
_MOST_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; a longer one is written as text."""
_FIGURES = ("whole", "money", "quantity")
_DECIMALS = tuple("#,##0" + ("." + "0" * places if places else "") for places in range(5))
_DAY = "yyyy-mm-dd"
_SHEET = "xl/worksheets/sheet1.xml"
_SAMPLES = re.compile(rb'<row r="3"[^>]*>(.*?)</row>', re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s\\Z")
"""What cannot stand in a cell's text as it is (ECMA-376 part 1, 22.9.2.19 for signs that XML cannot hold)."""
_SIGN = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_SIGN = re.compile("[\ufffe\uffff]")

Cell = Callable[[Any, int], str]
"""Gives a value of a column, in a row counted from 1, as the sheet's file holds it."""


def write(found: Leaving, rows: Iterator[Sequence[Any]], part: Path) -> int:
    """Write what leaves into a file, and give how many rows there were.

    A title, headings that stay in sight and can be filtered by, columns as wide as the first rows need. Texts are strings whatever
    they begin with; numbers and dates are such. Raises KnownError when a sheet cannot hold it.
    """
    if found.total + HEAD > MOST_ROWS:
        raise KnownError(
            _(
                "The register has {count} rows, more than a sheet can hold ({most}). "
                "Choose fewer by a filter, or export it as CSV.",
                count=f"{found.total:,}", most=f"{MOST_ROWS:,}",
            )
        )  # fmt: skip
    first = list(islice(rows, _MEASURED))
    shell, wanted = _shell(found, first)
    styles, before, after = _opened(shell, wanted, f"A1:{_letters(len(found.outs) - 1)}{found.total + HEAD}")
    cells = [_cell(place, out, styles, boxed=found.boxed) for place, out in enumerate(found.outs)]
    with zipfile.ZipFile(shell) as ready, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
        for each in ready.infolist():
            if each.filename != _SHEET:
                made.writestr(each, ready.read(each), zipfile.ZIP_DEFLATED)
        sheet = zipfile.ZipInfo(_SHEET, ready.getinfo(_SHEET).date_time)
        sheet.compress_type = zipfile.ZIP_DEFLATED
        with made.open(sheet, "w", force_zip64=True) as file:
            file.write(before)
            count = _pour(file, found, cells, chain(first, rows))
            file.write(after)
    return count


def _pour(file: IO[bytes], found: Leaving, cells: Sequence[Cell], rows: Iterator[Sequence[Any]]) -> int:
    number, lined = HEAD, [place for place, out in enumerate(found.outs) if out.kind == "lines"]
    while some := list(islice(rows, _TOGETHER)):
        written = []
        for row in some:
            number += 1
            try:
                inner = "".join([cell(value, number) for cell, value in zip(cells, row, strict=True)])
            except _Impossible as error:
                place = row.index(error.value)
                raise KnownError(error.words(row, found.outs[place].head)) from error
            most = max([row[place].count("\n") for place in lined], default=0)
            height = f' ht="{min(most + 1, _MOST_LINES) * _LINE}" customHeight="1"' if most else ""
            written.append(f'<row r="{number}"{height}>{inner}</row>')
        file.write("".join(written).encode())
    return number - HEAD


# -- the workbook around the rows ---------------------------------------------------------


class _Look(NamedTuple):
    """How a cell looks: to which side its contents stand, the format of its number, whether a text goes on in the next line."""

    align: Align
    number: str = ""
    wrap: bool = False


def _shell(found: Leaving, first: Sequence[Sequence[Any]]) -> tuple[io.BytesIO, list[_Look]]:
    """The workbook without the rows. In the place of the first of them stands an empty cell of every look there may be."""
    import xlsxwriter

    spoken, shell = language(), io.BytesIO()
    made = xlsxwriter.Workbook(shell, {"in_memory": True})
    made.set_properties({"author": "unionoffice", "title": found.title})
    page = made.add_worksheet(xlsx.sheet_name(found.title))
    wrapped, flat = (xlsx.Formats(made, spoken, wrap=wrap) for wrap in (True, False))
    page.set_paper(9)
    page.set_landscape()
    if found.boxed:
        page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.freeze_panes(HEAD, 0)
    page.set_footer("&C" + word(flow.PAGE_OF, spoken, page="&P", pages="&N"))
    page.write_string(0, 0, found.title, flat.of(Style(face="hei_medium", size=14)))
    head = wrapped.of(Style(face="hei_medium", size=10, align="centre"), border=True, tint=True)
    for place, (out, width) in enumerate(zip(found.outs, _widths(found, first), strict=True)):
        page.write_string(1, place, out.head, head)
        page.set_column_pixels(place, place, xlsx.pixels(width))
    page.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(found.outs) - 1)}{found.total + HEAD}"})
    page.autofilter(1, 0, max(found.total, 1) + 1, len(found.outs) - 1)
    wanted = list(dict.fromkeys(look for out in found.outs for look in _looks(found, out, spoken)))
    for place, look in enumerate(wanted):
        style, formats = Style(face="song", size=10, align=look.align), wrapped if look.wrap or found.boxed else flat
        page.write_blank(HEAD, place, None, formats.of(style, border=found.boxed, number=look.number, top=not found.boxed))
    made.close()
    return shell, wanted


def _widths(found: Leaving, first: Sequence[Sequence[Any]]) -> list[float]:
    """How wide each column is, in millimetres: as the heading and the first rows need, within bounds."""
    spoken, widths = language(), []
    for place, out in enumerate(found.outs):
        texts = [_in_sight(out, row[place], spoken) for row in first]
        widest = max((chart.text_width(text.split("\n", 1)[0][:60], 10) for text in texts), default=0.0)
        widths.append(min(max(chart.text_width(out.head, 10) + _BUTTON, widest + 4, 12), 90))
    return widths


def _opened(shell: io.BytesIO, wanted: Sequence[_Look], reach: str) -> tuple[Mapping[_Look, str], bytes, bytes]:
    """The workbook's own name for each look, and what stands in the sheet before the rows and after them."""
    with zipfile.ZipFile(shell) as ready:
        sheet = _DIMENSION.sub(f'<dimension ref="{reach}"/>'.encode(), ready.read(_SHEET))
    samples = _SAMPLES.search(sheet)
    names = re.findall(rb' s="(\d+)"', samples[1]) if samples else []
    if samples is None or len(names) != len(wanted):
        raise BugError("the looks of the cells were not found in the workbook")
    styles = {look: name.decode() for look, name in zip(wanted, names, strict=True)}
    return styles, sheet[: samples.start()], sheet[samples.end() :]


def _letters(place: int) -> str:
    """A column's name: A, B, ... Z, AA."""
    found = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        found = chr(65 + left) + found
    return found


# -- the cells of a column ----------------------------------------------------------------


def _looks(found: Leaving, out: Out, spoken: Language) -> Iterator[_Look]:
    """Every look that a column's cells may have; the first is that of a text."""
    side = _side(out)
    yield _text_look(out)
    if out.kind == "date":
        yield _Look(side, _DAY)
    elif out.kind in _FIGURES:
        yield _Look(side, _plain(out))
        yield from (_Look(side, number) for number in _DECIMALS)
    if out.kind == "shown":
        for row in found.rows(lambda _done, _all: None):
            for value in row:
                number, kind = xlsx.as_number(value, wording.words(value, spoken, cell=True))
                if number is not None:
                    yield _Look("left" if isinstance(number, datetime.date) else "right", kind)


def _side(out: Out) -> Align:
    """Figures stand at the right, but years and grades, of which nobody reckons a sum, in the middle."""
    return ("centre" if out.small else "right") if out.kind in _FIGURES else "left"


def _text_look(out: Out) -> _Look:
    """How the texts of a column look: of the lines of an entry all are seen."""
    return _Look(_side(out), wrap=out.kind == "lines")


def _plain(out: Out) -> str:
    """The format of a figure that has as many decimals as its kind."""
    return "#,##0.00" if out.kind == "money" else "0" if out.small else "#,##0"


def _in_sight(out: Out, value: Any, spoken: Language) -> str:
    return wording.words(value, spoken, cell=True) if out.kind == "shown" else as_text(out.kind, value)


def _cell(place: int, out: Out, styles: Mapping[_Look, str], *, boxed: bool) -> Cell:
    """What writes the cells of a column."""
    begin = f'<c r="{_letters(place)}'
    text = _text(begin, styles[_text_look(out)], boxed=boxed)
    if out.kind == "date":
        return _date(begin, styles[_Look("left", _DAY)], text)
    if out.kind == "shown":
        return _shown(begin, styles, text)
    return _figure(begin, out, styles, text) if out.kind in _FIGURES else text


def _text(begin: str, style: str, *, boxed: bool) -> Cell:
    middle = f'" s="{style}" t="inlineStr"><is><t>'
    kept = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    empty = f'" s="{style}"/>'
    odd = _ODD.search

    def cell(value: Any, row: int) -> str:
        if not value:
            return f"{begin}{row}{empty}" if boxed else ""
        if len(value) > LONGEST // 2 and _length(value) > LONGEST:
            raise _Impossible(value)
        if odd(value):
            return f"{begin}{row}{kept}{_written(value)}</t></is></c>"
        return f"{begin}{row}{middle}{value}</t></is></c>"

    return cell


def _written(text: str) -> str:
    """A text as XML holds it."""
    if _NO_SIGN.search(text):
        raise _Impossible(text)
    text = _SIGN.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _date(begin: str, style: str, text: Cell) -> Cell:
    middle, serials = f'" s="{style}"><v>', dict[str, int]()

    def cell(value: Any, row: int) -> str:
        if not value or value < _FIRST_SERIAL:
            return text(value, row)
        serial = serials.get(value)
        if serial is None:
            if len(serials) >= _SERIALS_KEPT:
                serials.clear()
            serial = serials[value] = datetime.date.fromisoformat(value).toordinal() - _SERIAL_OF_NOTHING
        return f"{begin}{row}{middle}{serial}</v></c>"

    return cell


def _figure(begin: str, out: Out, styles: Mapping[_Look, str], text: Cell) -> Cell:
    by_decimals = [f'" s="{styles[_Look(_side(out), number)]}"><v>' for number in _DECIMALS]
    middle, kind = f'" s="{styles[_Look(_side(out), _plain(out))]}"><v>', out.kind

    def cell(value: Any, row: int) -> str:
        if type(value) is not int or not -_MOST_EXACT < value < _MOST_EXACT:
            return loose(value, row)
        if kind == "quantity":
            said = as_text(kind, value)
            return f"{begin}{row}{by_decimals[_decimals(value)]}{said}</v></c>"
        return f"{begin}{row}{middle}{value if kind == 'whole' else as_text(kind, value)}</v></c>"

    def loose(value: Any, row: int) -> str:
        """A figure that was kept as it was written, or is longer than a spreadsheet's numbers."""
        said = as_text(kind, value)
        number, form = xlsx.as_number(value, said) if type(value) is str else (None, "")
        decimals = len(form.partition(".")[2])
        if isinstance(number, float) and "%" not in form and decimals < len(by_decimals):
            return f"{begin}{row}{by_decimals[decimals]}{number!r}</v></c>"
        return text(said, row)

    return cell


def _decimals(value: int) -> int:
    """How many decimals a measured number needs."""
    return next((places for places, step in enumerate((10_000, 1_000, 100, 10)) if not value % step), 4)


def _shown(begin: str, styles: Mapping[_Look, str], text: Cell) -> Cell:
    """A sheet's cells, each of a kind of its own: numbers and dates as such, all else as text."""
    spoken = language()

    def cell(value: Any, row: int) -> str:
        said = wording.words(value, spoken, cell=True)
        number, form = xlsx.as_number(value, said)
        if number is None:
            return text(said, row)
        if isinstance(number, datetime.date):
            day = number if isinstance(number, datetime.datetime) else datetime.datetime.combine(number, datetime.time())
            since = day - datetime.datetime(1899, 12, 30)
            return f'{begin}{row}" s="{styles[_Look("left", form)]}"><v>{since.days + since.seconds / 86400:g}</v></c>'
        return f'{begin}{row}" s="{styles[_Look("right", form)]}"><v>{number!r}</v></c>'

    return cell


# -- what no spreadsheet can hold ----------------------------------------------------------


class _Impossible(Exception):  # noqa: N818 - turned into words by who knows the row
    """A text that no cell of a spreadsheet can hold."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def words(self, row: Sequence[Any], head: str) -> str:
        """What is told of it: in which entry, and under which heading."""
        which = next((str(value) for value in row if value not in (None, "")), "")[:40]
        length = _length(self.value)
        if length > LONGEST:
            return _(
                "{entry}, {field}: a text of {count} characters; a cell of a spreadsheet holds {most}. "
                "Export as CSV, which holds it whole.",
                entry=which, field=head, count=f"{length:,}", most=f"{LONGEST:,}",
            )  # fmt: skip
        return _(
            "{entry}, {field}: a sign that no spreadsheet can hold. Export as CSV, or correct the text.", entry=which, field=head
        )


def _length(text: str) -> int:
    """The length of a text as spreadsheets count it: a rare sign counts twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)
