"""A paper form as a spreadsheet that looks and prints like the page, its numbers left as numbers."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.words import N_, Language, _, printed, word
from unionoffice.printing import chart, flow, wording
from unionoffice.printing.card import How
from unionoffice.printing.forms import (
    SIZES,
    Align,
    Break,
    Chart,
    Fields,
    Form,
    Heading,
    Lines,
    PaperBlock,
    Rule,
    Seal,
    Signatures,
    Space,
    Style,
    Table,
    Text,
    Title,
    check_sheet,
)
from unionoffice.printing.marks import COLOURS, POINT
from unionoffice.printing.paper import Sheet
from unionoffice.printing.setting import line_height, lines_of

FIGURES = N_("Data")

_INCH = 25.4
_PIXEL = 25.4 / 96
_TALLEST = 400.0
"""A spreadsheet's row is at most 409 points high."""
_NEAR = 1.5
"""Column edges of different blocks nearer than this (mm) are made one."""
_PAPER = {"A3": 8, "A4": 9, "A5": 11, "B4": 12, "B5": 13}
_FONTS = {
    "zh": {"song": "宋体", "song_bold": "宋体", "hei": "黑体", "hei_medium": "黑体", "kai": "楷体"},
    "en": {
        "song": "Times New Roman",
        "song_bold": "Times New Roman",
        "hei": "Arial",
        "hei_medium": "Arial",
        "kai": "Times New Roman",
    },
}
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.(\d+))?(%?)")
_ALIGN = {"left": "left", "centre": "center", "right": "right", "justify": "left"}
_MADE = datetime(2000, 1, 1)
"""The file's own date: the same sheet gives the same bytes."""


_Native = chart.Bars | chart.StackedBars | chart.Lines | chart.Rows


def _standing(value: chart.Chart) -> _Native:
    """A chart as a spreadsheet knows it: dots, points and levels become rows of bars, and what is beside them a series."""
    if isinstance(value, chart.Points):
        names = tuple(point.name for point in value.points)
        series = (chart.Series("", tuple(point.value for point in value.points)),)
        return chart.Rows(title=value.title, unit=value.unit, scale=value.scale, clock=value.clock, categories=names, series=series)
    if isinstance(value, chart.Dots):
        return chart.Rows(
            title=value.title, unit=value.unit, scale=value.scale, clock=value.clock, categories=value.categories,
            series=value.series,
        )  # fmt: skip
    if isinstance(value, chart.Spans):
        raise BugError("stretches of time are no chart of a spreadsheet")
    return value


def render(form: Form, sheet: Sheet, language: Language, *, blank: bool = False) -> bytes:
    """The sheet of a paper form as XLSX.

    Paper size, margins, column widths, borders and repeated heads are those of the PDF.
    Whole numbers, money and figures are numbers with their formats, dates are dates.
    Raises BugError as `pdf.render` does, and KnownError for a card, which has no rows.
    """
    if form.is_card:
        raise KnownError(_("The form {form} is placed on the page and cannot be a spreadsheet.", form=form.name))
    if not blank:
        check_sheet(form, sheet)
    out = io.BytesIO()
    book = _book(out)
    _Page(book, form, sheet, How(language=language, blank=blank)).write()
    book.close()
    return out.getvalue()


def _book(out: io.BytesIO) -> Any:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
    )
    book.set_properties({"created": _MADE, "author": "unionoffice"})
    return book


def pixels(width: float) -> int:
    """A width in millimetres as spreadsheets measure columns."""
    return max(1, round(width / _PIXEL))


def sheet_name(text: str) -> str:
    """A text as the name of a worksheet: at most 31 characters, none of those that are forbidden there."""
    return re.sub(r"[\[\]:*?/\\]", " ", text).strip("' ")[:31] or "1"


class Formats:
    """The formats of one workbook, each made once. `wrap`: a long text goes on in the next line of its cell."""

    def __init__(self, book: Any, language: Language, *, wrap: bool = True) -> None:
        self._book = book
        self._wrap = wrap
        self._language = language
        self._made: dict[tuple[object, ...], Any] = {}

    def of(
        self, style: Style, *, border: bool = False, tint: bool = False, number: str = "", under: bool = False, top: bool = False
    ) -> Any:
        """The format of a style, boxed or tinted or ruled under, with a number format."""
        key = (style, border, tint, number, under, top)
        if key not in self._made:
            properties: dict[str, object] = {
                "font_name": _FONTS[self._language][style.face],
                "font_size": style.size,
                "bold": style.face in ("song_bold", "hei_medium"),
                "font_color": COLOURS[style.colour],
                "align": _ALIGN[style.align],
                "valign": "top" if top else "vcenter",
                "text_wrap": self._wrap,
            }
            if border:
                properties["border"] = 1
            if under:
                properties["bottom"] = 1
            if tint:
                properties["bg_color"] = COLOURS["tint"]
            if number:
                properties["num_format"] = number
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _put(
    page: Any,
    formats: Formats,
    row: int,
    column: int,
    value: object,
    text: str,
    style: Style,
    last: int | None = None,
    tint: bool = False,
) -> None:
    """One boxed cell, or a merged range up to the column `last`: numbers and dates as such, all else as text."""
    number, kind = as_number(value, text)
    made = formats.of(style, border=True, tint=tint, number=kind)
    if last is not None and last > column:
        page.merge_range(row, column, row, last, "", made)
    if isinstance(number, date):
        page.write_datetime(row, column, number, made)
    elif number is not None:
        page.write_number(row, column, number, made)
    elif text:
        page.write_string(row, column, text, made)
    else:
        page.write_blank(row, column, None, made)


def as_number(value: object, text: str) -> tuple[float | date | None, str]:
    """The number or date that a value is, with its format; None for a text.

    A figure that comes as text (100.0) is a number with as many decimals, as long as it
    has no leading zero and no more than fifteen digits, which a spreadsheet would lose.
    """
    if isinstance(value, bool):
        return None, ""
    if isinstance(value, Yuan):
        return value.fen / 100, "#,##0.00"
    if isinstance(value, datetime):
        return value, "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return value, "yyyy-mm-dd"
    if isinstance(value, int):
        return value, "#,##0"
    found = _NUMBER.fullmatch(text)
    plain = text.replace(",", "").replace("−", "-").rstrip("%")
    digits = plain.lstrip("-").replace(".", "")
    if found is None or len(digits) > 15 or (digits.startswith("0") and len(digits) > 1 and not plain.lstrip("-").startswith("0.")):
        return None, ""
    decimals = "." + "0" * len(found[1]) if found[1] else ""
    if found[2]:
        return float(plain) / 100, f"0{decimals}%"
    return float(plain), ("#,##0" if "," in text else "0") + decimals


class _Page:
    """Writes the blocks of one form down a worksheet whose columns are the edges of all its blocks."""

    def __init__(self, book: Any, form: Form, sheet: Sheet, how: How) -> None:
        self._book, self._form, self._sheet, self._how = book, form, sheet, how
        self._language = how.language
        width, _height = form.page.paper_size
        _top, right, _bottom, left = form.page.margins
        self._measure = width - left - right
        self._formats = Formats(book, how.language)
        self._page = book.add_worksheet(sheet_name(self._title()))
        self._figures: Any = None
        self._figure_row = 0
        self._row = 0
        self._edges = self._all_edges()
        self._longest = 0
        self._breaks: list[int] = []
        self._repeat: tuple[int, int] | None = None

    def write(self) -> None:
        """Write everything: columns, page, blocks, repeated heads."""
        form, page = self._form, self._page
        for column, (left, right) in enumerate(zip(self._edges, self._edges[1:], strict=False)):
            page.set_column_pixels(column, column, max(1, round((right - left) / _PIXEL)))
        self._set_up(page)
        for block in form.blocks:
            if block.only not in ("", self._language):
                continue
            if block.when and not self._how.blank and not self._sheet[block.when]:
                continue
            self._block(block)
        if self._repeat is not None:
            page.repeat_rows(*self._repeat)
        page.print_area(0, 0, max(self._row - 1, 0), len(self._edges) - 2)

    def _set_up(self, page: Any) -> None:
        layout = self._form.page
        size = layout.size if isinstance(layout.size, str) else ""
        if size in _PAPER:
            page.set_paper(_PAPER[size])
        if layout.paper_size[0] > layout.paper_size[1] or (layout.landscape and size in SIZES):
            page.set_landscape()
        top, right, bottom, left = layout.margins
        page.set_margins(left=left / _INCH, right=right / _INCH, top=top / _INCH, bottom=bottom / _INCH)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        page.center_horizontally()
        foot = printed(layout.foot.text(self._language), self._language).replace("&", "&&")
        if foot:
            foot = self._words(foot).replace("&&", "&").replace("&", "&&")
        number = word(flow.PAGE_OF, self._language, page="&P", pages="&N") if layout.numbered else ""
        font = f'&"{_FONTS[self._language]["hei"]},Regular"&8'
        if foot or number:
            page.set_footer((f"&L{font}{foot[:120]}&R{font}{number}") if foot else f"&C{font}{number}")

    def _title(self) -> str:
        for block in self._form.blocks:
            if isinstance(block, Title):
                return wording.PLACE.sub("", self._words(block.zh if self._how.language == "zh" else block.en))
        return self._form.name

    def _words(self, text: str) -> str:
        text = printed(text, self._language)
        if self._how.blank:
            return wording.fill_blank(text, self._form.sample, self._language)
        return wording.fill(text, self._sheet, self._language)

    def _local(self, zh: str, en: str) -> str:
        return self._words(zh if self._language == "zh" else en)

    # The columns.

    def _all_edges(self) -> list[float]:
        found = {0.0, self._measure}
        for block in self._form.blocks:
            found.update(self._block_edges(block))
        edges: list[float] = []
        for edge in sorted(found):
            if not edges or edge - edges[-1] > _NEAR:
                edges.append(edge)
        edges[-1] = self._measure
        return edges if len(edges) > 1 else [0.0, self._measure]

    def _block_edges(self, block: PaperBlock) -> list[float]:
        if isinstance(block, Table):
            widths = flow.column_widths(block, self._columns(block), self._measure)
            return [sum(widths[:place]) for place in range(1, len(widths))]
        if isinstance(block, Fields):
            pair = self._measure / block.columns
            return [edge for place in range(block.columns) for edge in (place * pair, place * pair + block.label)]
        if isinstance(block, Signatures):
            return [place * self._measure / len(block.zh) for place in range(1, len(block.zh))]
        if isinstance(block, Seal):
            return [self._measure - max(block.size + 20, 70.0)]
        return []

    def _columns(self, block: Table) -> int:
        if not block.heads:
            return len(block.zh)
        values = self._sheet.get(block.heads, self._form.sample[block.heads])
        if not isinstance(values, Sequence):
            raise BugError(f"form {self._form.name}: {block.heads} is no list")
        return len(block.zh) + len(values)

    def _column(self, edge: float) -> int:
        return min(range(len(self._edges)), key=lambda place: abs(self._edges[place] - edge))

    # The rows.

    def _next(self, height: float) -> int:
        """Take the next row, `height` mm high."""
        self._page.set_row(self._row, min(height / POINT, _TALLEST))
        self._row += 1
        return self._row - 1

    def _span(self, row: int, first: int, last: int, text: str, made: Any) -> None:
        if last > first:
            self._page.merge_range(row, first, row, last, "", made)
        if text:
            self._page.write_string(row, first, text, made)
        else:
            self._page.write_blank(row, first, None, made)

    def _block(self, block: PaperBlock) -> None:
        last = len(self._edges) - 2
        match block:
            case Title() | Heading() | Text():
                self._text(self._local(block.zh, block.en), self._form.style(block.style, self._language))
                if isinstance(block, Title):
                    self._next(2)
            case Fields():
                self._fields(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Signatures():
                self._signatures(block)
            case Rule():
                self._span(self._next(3), 0, last, "", self._formats.of(Style(), under=True))
            case Space():
                self._next(block.height)
            case Lines():
                self._lines(block)
            case Seal():
                text = self._local(block.zh, block.en)
                style = msgspec.structs.replace(self._form.style(block.style, self._language), align="centre")
                row = self._next(block.size)
                self._span(row, self._column(self._measure - max(block.size + 20, 70.0)), last, text, self._formats.of(style))
            case Break():
                self._breaks.append(self._row)
                self._page.set_h_pagebreaks(self._breaks)

    def _text(self, text: str, style: Style) -> None:
        if not text.strip():
            return
        last = len(self._edges) - 2
        pitch = line_height(style)
        for paragraph in text.split("\n"):
            lines = lines_of(paragraph, style, self._measure - 3, self._language)
            most = max(1, int(_TALLEST * POINT / pitch))
            indent = ("　" if self._language == "zh" else " ") * round(style.indent)
            if len(lines) <= most:
                pieces = [(indent + paragraph, len(lines))]
            else:
                chunks = [lines[start : start + most] for start in range(0, len(lines), most)]
                pieces = [
                    ((indent if place == 0 else "") + "".join(line.text for line in chunk), len(chunk))
                    for place, chunk in enumerate(chunks)
                ]
            for piece, count in pieces:
                self._span(self._next(count * pitch), 0, last, piece, self._formats.of(style, top=count > 1))

    def _needed(self, cells: Sequence[tuple[str, float, Style]], least: float) -> float:
        heights = [
            len(lines_of(text, style, max(width - 3.6, 5), self._language)) * line_height(style) + 2
            for text, width, style in cells
            if text
        ]
        return max(least, *heights) if heights else least

    def _fields(self, block: Fields) -> None:
        label = msgspec.structs.replace(self._form.style("label", self._language), align="centre")
        value_style = self._form.style(block.style, self._language)
        pair = self._measure / block.columns
        self._next(1.5)
        for row in flow.field_rows(block):
            cells: list[tuple[float, float, str, Style, bool]] = []
            x = 0.0
            for place, field in enumerate(row):
                wide = field.wide or (place + 1 == len(row) and len(row) < block.columns)
                end = self._measure if wide else x + pair
                cells.append((x, x + block.label, self._local(field.zh, field.en), label, True))
                text = flow.blank_field(field, self._form, self._language) if self._how.blank else self._words(field.value)
                cells.append((x + block.label, end, text, value_style, False))
                x = end
            least = max(block.height, *(field.height for field in row))
            at = self._next(self._needed([(text, right - left, style) for left, right, text, style, _tint in cells], least))
            for left, right, text, style, tint in cells:
                made = self._formats.of(style, border=True, tint=tint)
                self._span(at, self._column(left), self._column(right) - 1, text, made)
        self._next(1.5)

    def _table(self, block: Table) -> None:
        head, cell = self._form.style("head", self._language), self._form.style(block.style, self._language)
        heads = [printed(text, self._language) for text in (block.zh if self._language == "zh" else block.en)]
        if block.heads:
            values = self._sheet.get(block.heads, self._form.sample[block.heads])
            assert isinstance(values, Sequence)
            heads += [wording.words(value, self._language) for value in values]
        widths = flow.column_widths(block, len(heads), self._measure)
        columns = [(self._column(sum(widths[:place])), self._column(sum(widths[: place + 1])) - 1) for place in range(len(widths))]
        self._next(1.5)
        first = self._row
        if block.group:
            at, column = self._next(block.height), 0
            for group in block.group:
                text = printed(group.zh if self._language == "zh" else group.en, self._language)
                made = self._formats.of(head, border=True, tint=True)
                self._span(at, columns[column][0], columns[column + group.span - 1][1], text, made)
                column += group.span
        at = self._next(self._needed(list(zip(heads, widths, [head] * len(heads), strict=True)), block.height))
        for text, (left, right) in zip(heads, columns, strict=True):
            self._span(at, left, right, text, self._formats.of(head, border=True, tint=True))
        rows: Sequence[Sequence[object]]
        if self._how.blank:
            rows = [[""] * len(heads)] * block.blank
        else:
            rows = flow.list_of_rows(self._form, self._sheet, block.rows, len(heads))
        if len(rows) > self._longest:
            self._longest, self._repeat = len(rows), (first, at)
        for row in rows:
            self._table_row(block, row, widths, columns, cell)
        if not rows:
            text = block.zh_none if self._language == "zh" else block.en_none
            made = self._formats.of(msgspec.structs.replace(cell, align="centre"), border=True)
            self._span(self._next(block.height), columns[0][0], columns[-1][1], text, made)
        if block.total:
            values = [""] * len(heads) if self._how.blank else self._sheet[block.total]
            assert isinstance(values, Sequence)
            self._table_row(block, values, widths, columns, self._form.style("total", self._language))
        self._next(2.5)

    def _table_row(
        self, block: Table, row: Sequence[object], widths: Sequence[float], columns: Sequence[tuple[int, int]], style: Style
    ) -> None:
        texts = [wording.words(value, self._language, cell=True) for value in row]
        at = self._next(self._needed(list(zip(texts, widths, [style] * len(texts), strict=True)), block.height))
        for place, (value, text) in enumerate(zip(row, texts, strict=True)):
            align: Align = block.align[place] if place < len(block.align) else flow.natural_align(value, text)
            left, right = columns[place]
            _put(self._page, self._formats, at, left, value, text, msgspec.structs.replace(style, align=align), right)

    def _signatures(self, block: Signatures) -> None:
        self._next(block.space)
        row = self._next(9)
        style = msgspec.structs.replace(self._form.style("plain", self._language), align="left")
        labels = block.zh if self._language == "zh" else block.en
        step = self._measure / len(labels)
        for place, label in enumerate(labels):
            name = block.values[place] if block.values and not self._how.blank else ""
            line = "＿＿＿＿＿＿" if self._language == "zh" else "____________"
            said = wording.words(self._sheet[name], self._language) if name else line
            text = printed(label, self._language) + ("：" if self._language == "zh" else ": ") + said
            self._span(row, self._column(place * step), self._column((place + 1) * step) - 1, text, self._formats.of(style))

    def _lines(self, block: Lines) -> None:
        style = self._form.style(block.style, self._language)
        text = "" if self._how.blank else self._local(block.zh, block.en)
        lines = [line.text for line in lines_of(text, style, self._measure - 3, self._language)] if text.strip() else []
        made = self._formats.of(style, under=True)
        for place in range(max(len(lines), block.count)):
            self._span(self._next(block.pitch), 0, len(self._edges) - 2, lines[place] if place < len(lines) else "", made)
        self._next(2)

    def _chart(self, block: Chart) -> None:
        """The chart as a spreadsheet's own, its figures on a second worksheet."""
        value = (self._form.sample if self._how.blank else self._sheet)[block.value]
        if not isinstance(value, chart.KINDS):
            raise BugError(f"form {self._form.name}: {block.value} is no chart")
        pitch = 6.0
        count = math.ceil(block.height / pitch)
        first = self._row
        for _place in range(count):
            self._next(pitch)
        if self._how.blank or isinstance(value, chart.Spans):
            return  # a spreadsheet has no picture of stretches of time; what they show stands in the table beside them
        drawn = self._native(_standing(value))
        drawn.set_size({"width": round(self._measure / _PIXEL), "height": round(count * pitch / _PIXEL)})
        self._page.insert_chart(first, 0, drawn, {"object_position": 2})

    def _native(self, value: _Native) -> Any:
        if self._figures is None:
            self._figures = self._book.add_worksheet(sheet_name(word(FIGURES, self._language)))
        sheet, top = self._figures, self._figure_row
        name = sheet.get_name()
        kinds: dict[type, dict[str, str]] = {
            chart.Bars: {"type": "column"},
            chart.StackedBars: {"type": "column", "subtype": "stacked"},
            chart.Lines: {"type": "line"},
            chart.Rows: {"type": "bar"},
        }
        drawn = self._book.add_chart(kinds[type(value)])
        title = wording.words(value.title, self._language)
        sheet.write_string(top, 0, title)
        for place, category in enumerate(value.categories, start=1):
            sheet.write_string(top + place, 0, wording.words(category, self._language, cell=True))
        rows = list(value.series)
        target = None if isinstance(value, chart.Rows) else value.target
        if target is not None:
            rows.append(chart.Series("—", (target,) * len(value.categories)))
        fills = [("accent", None), ("mid", None), ("soft", "wide_upward_diagonal"), ("pale", None), ("soft", "diagonal_cross")]
        last = top + len(value.categories)
        for column, series in enumerate(rows, start=1):
            sheet.write_string(top, column, wording.words(series.name, self._language))
            for place, figure in enumerate(series.values, start=1):
                if figure is not None:
                    sheet.write_number(top + place, column, figure / value.scale)
            colour, pattern = fills[(column - 1) % len(fills)]
            hexed = COLOURS[colour]  # type: ignore[index]
            one: dict[str, Any] = {
                "name": [name, top, column],
                "categories": [name, top + 1, 0, last, 0],
                "values": [name, top + 1, column, last, column],
            }
            is_target = target is not None and column == len(rows)
            if isinstance(value, chart.Lines):
                one["line"] = {"color": hexed, "width": 1.75, **({"dash_type": "dash"} if column % 2 == 0 else {})}
            elif pattern:
                one["pattern"] = {"pattern": pattern, "fg_color": hexed, "bg_color": "#FFFFFF"}
                one["border"] = {"color": hexed}
            else:
                one["fill"] = {"color": hexed}
            if is_target:
                one["line"] = {"color": COLOURS["ink"], "width": 1, "dash_type": "dash"}
                over = self._book.add_chart({"type": "line"})
                over.add_series(one)
                drawn.combine(over)
            else:
                drawn.add_series(one)
        font = {"name": _FONTS[self._language]["hei"], "size": 9}
        drawn.set_title({"name": title, "name_font": {**font, "size": 11, "bold": True}} if title else {"none": True})
        drawn.set_legend({"position": "top", "font": font} if len(rows) > 1 else {"none": True})
        drawn.set_y_axis({"name": wording.words(value.unit, self._language), "num_font": font, "name_font": font,
                          "major_gridlines": {"visible": True, "line": {"color": COLOURS["pale"], "width": 0.5}}})  # fmt: skip
        drawn.set_x_axis({"num_font": font, "label_position": "low"})
        self._figure_row = last + 2
        return drawn
