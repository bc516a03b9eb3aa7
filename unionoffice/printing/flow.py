"""A paper form flows down its pages: strips that are never cut, table heads repeated, headings kept with their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

import msgspec

from unionoffice.core.errors import BugError
from unionoffice.core.period import Month, Period
from unionoffice.core.words import N_, Language, printed, word
from unionoffice.printing import boxes, chart, wording
from unionoffice.printing.card import How
from unionoffice.printing.forms import (
    Align,
    Break,
    Chart,
    Field,
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
)
from unionoffice.printing.lines import Line
from unionoffice.printing.marks import POINT, Area, Letters, Mark, Stroke, enlarged, moved
from unionoffice.printing.paper import Sheet
from unionoffice.printing.setting import line_height, lines_of, set_line, set_lines, settled, width_in

PAGE_OF = N_("Page {page} of {pages}")
REPRINT = N_("Reprint")

_NUMERIC = re.compile(r"[-−+]?[\d,]+(\.\d+)?%?")
_PAD = 1.4
_THIN = 0.4
_GROUP = 8
"""A group of at most so many rows is not parted over pages."""
_CHUNK = 12
"""A row of more lines than these may be parted over pages."""
_SMALL_TABLE = 50.0
"""A table lower than this many mm is never parted."""
_NUMBER, _NUMBER_BASE = 6.5, 2.4
"""The number of a box: points of its type, mm of its foot under the upper edge of the box."""
_SIGNED_WITH = 40.0
"""So many mm of the paper go with its signatures when they need a new page."""


class Strip(msgspec.Struct):
    """A piece of a page that is never cut: its height and its marks from its own top.

    `head` is set again when the strip opens a page, `closing` is drawn under it when it
    ends one, `keep` binds it to the next strip, and a `gap` vanishes at the top of a page.
    """

    height: float
    marks: list[Mark]
    keep: bool = False
    gap: bool = False
    breaks: bool = False
    head: tuple[Strip, ...] = ()
    closing: list[Mark] = []


def pages(form: Form, sheet: Sheet, how: How) -> list[list[Mark]]:
    """The marks of each page of a paper form. Raises KnownError for a character that cannot be printed."""
    width, height = form.page.paper_size
    top, right, bottom, left = form.page.margins
    room = height - top - bottom
    done: list[list[Mark]] = []
    strips: list[Strip] = []
    numbers = boxes.numbers_in(form) if how.blank else {}
    for place, block in enumerate(form.blocks):
        if block.only in ("", how.language) and (how.blank or not block.when or _present(sheet[block.when])):
            if isinstance(block, Signatures):
                _bind_last(strips)
            room_follows = any(isinstance(later, Lines) or later.when == "by_hand" for later in form.blocks[place + 1 : place + 2])
            setter = _Setter(form, sheet, how, left, width - left - right, room, numbers.get(place, {}), room_follows)
            strips += setter.strips(block)
    for page in _paged(strips, room):
        marks: list[Mark] = []
        y = top
        for strip in page:
            marks += moved(strip.marks, 0, y)
            y += strip.height
        done.append(marks)
    for number, marks in enumerate(done, start=1):
        marks += _margins(form, sheet, how, number, len(done))
    return done


def _bind_last(strips: Sequence[Strip]) -> None:
    """Bind the last words of a paper to its signatures, which never stand on a page alone."""
    bound = 0.0
    for strip in reversed(strips):
        bound += strip.height
        if strip.breaks or bound > _SIGNED_WITH:
            return
        strip.keep = True


def _present(value: object) -> bool:
    return value not in (None, "", False) and not (isinstance(value, Sequence) and len(value) == 0)


def _paged(strips: Sequence[Strip], room: float) -> list[list[Strip]]:
    """The strips of each page."""
    done: list[list[Strip]] = [[]]
    used = 0.0
    place = 0
    while place < len(strips):
        strip = strips[place]
        if strip.breaks:
            if done[-1]:
                done.append([])
                used = 0.0
            place += 1
            continue
        # Strips bound together are tried as one, as long as one page can hold them.
        bound, end = strip.height, place
        while strips[end].keep and end + 1 < len(strips) and not strips[end + 1].breaks:
            end += 1
            bound += strips[end].height
        if bound > room:
            bound = strip.height
        if done[-1] and used + bound > room + 1e-6:
            last = done[-1][-1]
            if last.closing:
                done[-1].append(Strip(0, list(last.closing)))
            done.append([])
            used = 0.0
        if not done[-1]:
            if strip.gap:
                place += 1
                continue
            for head in strip.head:
                done[-1].append(head)
                used += head.height
        done[-1].append(strip)
        used += strip.height
        place += 1
    if len(done) > 1 and not done[-1]:
        done.pop()
    return done


def _margins(form: Form, sheet: Sheet, how: How, number: int, count: int) -> list[Mark]:
    """Foot line, page number and the mark of a second print."""
    width, height = form.page.paper_size
    _top, right, bottom, left = form.page.margins
    style = form.style("foot", how.language)
    base = height - max(bottom * 0.5, 11.0)
    marks: list[Letters] = []
    foot = form.page.foot.text(how.language)
    if foot:
        foot = printed(foot, how.language)
        filled = wording.fill_blank(foot, form.sample, how.language) if how.blank else wording.fill(foot, sheet, how.language)
        marks.append(Letters(left, base, filled, style.face, style.size, style.colour))
    if form.page.numbered:
        text = word(PAGE_OF, how.language, page=number, pages=count)
        x, anchor = (width - right, "end") if foot else (width / 2, "middle")
        marks.append(Letters(x, base, text, style.face, style.size, style.colour, 0, anchor))  # type: ignore[arg-type]
    if how.reprint:
        marks.append(Letters(width - max(right, 12), 14, word(REPRINT, how.language), "hei", 9, "soft", anchor="end"))
    return [mark for letters in marks for mark in settled(letters, how.language)]


class _Cell(msgspec.Struct, frozen=True):
    """One box of a row: from x, w wide, its lines in a style, tinted or not."""

    x: float
    w: float
    lines: Sequence[Line]
    style: Style
    tint: bool = False


class _Setter(msgspec.Struct, frozen=True):
    """Sets the blocks of one form into strips between the left margin and the measure."""

    form: Form
    sheet: Sheet
    how: How
    left: float
    measure: float
    room: float
    numbers: Mapping[int | str, int] = {}
    """The numbers of the parts of the block on a blank form."""
    room_follows: bool = False
    """Whether what comes next stands there for writing by hand."""

    @property
    def language(self) -> Language:
        return self.how.language

    def strips(self, block: PaperBlock) -> list[Strip]:
        """The strips of one block."""
        match block:
            case Title():
                return [*self._text(block.zh, block.en, block.style, keep=True), self._gap(3, keep=True)]
            case Heading():
                return [self._gap(3), *self._text(block.zh, block.en, block.style, keep=True)]
            case Text():
                return self._text(block.zh, block.en, block.style)
            case Fields():
                return self._fields(block)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Signatures():
                return self._signatures(block)
            case Rule():
                line = Stroke(self.left, 1.5, self.left + self.measure, 1.5, block.width)
                return [Strip(3, [line])]
            case Space():
                return [self._gap(block.height)]
            case Lines():
                return self._ruled(block)
            case Seal():
                return self._seal(block)
            case Break():
                return [Strip(0, [], breaks=True)]

    def _gap(self, height: float, *, keep: bool = False) -> Strip:
        return Strip(height, [], gap=True, keep=keep)

    def _words(self, zh: str, en: str) -> str:
        """A text of the form, its places filled, or left as room to write on a blank form."""
        text = printed(zh if self.language == "zh" else en, self.language)
        if self.how.blank:
            return wording.fill_blank(text, self.form.sample, self.language, self.numbers)
        return wording.fill(text, self.sheet, self.language)

    def _without_numbers(self, zh: str, en: str) -> str:
        """A text of the blank form as it would stand without the numbers of its boxes."""
        return wording.fill_blank(printed(zh if self.language == "zh" else en, self.language), self.form.sample, self.language)

    def _number(self, part: int | str, x: float) -> list[Mark]:
        """The small number in the corner of a box whose left edge is at x."""
        if part not in self.numbers:
            return []
        return settled(Letters(x + 0.7, _NUMBER_BASE, str(self.numbers[part]), "hei", _NUMBER, "soft"), self.language)

    def _text(self, zh: str, en: str, name: str, *, keep: bool = False) -> list[Strip]:
        text = self._words(zh, en)
        if self.how.blank and self.room_follows and not self._without_numbers(zh, en).strip():
            # Nothing but room to write: what follows gives it, and the number stands over its first line.
            numbers = [number for part, _style in wording.places(zh) if (number := self._number(part, self.left))]
            return [Strip(0, numbers[0], keep=True)] if numbers else []
        if not text.strip():
            return []
        style = self.form.style(name, self.language)
        lines = lines_of(text, style, self.measure, self.language)
        height = line_height(style)
        strips = [Strip(height, set_line(line, style, self.left, 0, self.measure), keep=keep) for line in lines]
        # No paragraph leaves its first line behind or sends its last line on alone.
        for place, line in enumerate(lines):
            first = place == 0 or lines[place - 1].ends
            before_last = place + 1 < len(lines) and lines[place + 1].ends
            if not line.ends and (first or before_last):
                strips[place].keep = True
        return strips

    # Rows of boxes: tables and grids of fields.

    def _rows(self, cells: Sequence[_Cell], least: float, edge: float = _THIN) -> list[Strip]:
        """One row of boxes as strips: one strip, or several when a cell holds very many lines."""
        pitches = [line_height(cell.style) for cell in cells]
        needed = max((len(cell.lines) * pitch for cell, pitch in zip(cells, pitches, strict=True)), default=0) + 2 * _PAD
        height = max(least, needed)
        if height <= max(_CHUNK * 5.5, least):
            return [Strip(height, self._boxes(cells, height, pitches, edge))]
        strips: list[Strip] = []
        start, count = 0, max(len(cell.lines) for cell in cells)
        while start < count:
            part = [_Cell(cell.x, cell.w, cell.lines[start : start + _CHUNK], cell.style, cell.tint) for cell in cells]
            tallest = max(len(cell.lines) * pitch for cell, pitch in zip(part, pitches, strict=True))
            first, last = start == 0, start + _CHUNK >= count
            tall = tallest + (_PAD if first else 0) + (_PAD if last else 0)
            marks: list[Mark] = []
            for cell, pitch in zip(part, pitches, strict=True):
                marks += self._sides(cell, tall, edge)
                marks += set_lines(cell.lines, cell.style, cell.x + _PAD, _PAD if first else 0, cell.w - 2 * _PAD)
                del pitch
            across = self._across(cells, edge)
            if first:
                marks += across
            if last:
                marks += moved(across, 0, tall)
            strips.append(Strip(tall, marks, closing=across))
            start += _CHUNK
        return strips

    def _boxes(self, cells: Sequence[_Cell], height: float, pitches: Sequence[float], edge: float) -> list[Mark]:
        marks: list[Mark] = []
        for cell, pitch in zip(cells, pitches, strict=True):
            marks.append(Area(cell.x, 0, cell.w, height, fill="tint" if cell.tint else None, outline="ink", width=edge))
            free = height - len(cell.lines) * pitch
            middle = (cell.style.align != "justify" and len(cell.lines) <= 3) or cell.tint
            marks += set_lines(cell.lines, cell.style, cell.x + _PAD, free / 2 if middle else _PAD, cell.w - 2 * _PAD)
        return marks

    def _sides(self, cell: _Cell, height: float, edge: float) -> list[Mark]:
        return [
            *([Area(cell.x, 0, cell.w, height, fill="tint")] if cell.tint else []),
            Stroke(cell.x, 0, cell.x, height, edge),
            Stroke(cell.x + cell.w, 0, cell.x + cell.w, height, edge),
        ]

    def _across(self, cells: Sequence[_Cell], edge: float) -> list[Mark]:
        return [Stroke(cells[0].x, 0, cells[-1].x + cells[-1].w, 0, edge)]

    def _cell(self, x: float, w: float, text: str, style: Style, *, tint: bool = False) -> _Cell:
        lines = lines_of(text, style, w - 2 * _PAD, self.language) if text else ()
        return _Cell(x, w, lines, style, tint)

    def _fields(self, block: Fields) -> list[Strip]:
        label, value = self.form.style("label", self.language), self.form.style(block.style, self.language)
        label = msgspec.structs.replace(label, align="centre")
        pair = self.measure / block.columns
        strips: list[Strip] = [self._gap(1.5, keep=True)]
        for row in field_rows(block):
            cells: list[_Cell] = []
            corners: list[Mark] = []
            x = self.left
            for place, field in enumerate(row):
                corners += self._number(block.field.index(field), x + block.label)
                wide = field.wide or (place + 1 == len(row) and len(row) < block.columns)
                w = self.left + self.measure - x if wide else pair
                cells.append(self._cell(x, block.label, self._words(field.zh, field.en), label, tint=True))
                text = blank_field(field, self.form, self.language) if self.how.blank else self._words(field.value, field.value)
                cells.append(self._cell(x + block.label, w - block.label, text, value))
                x += w
            made = self._rows(cells, max(block.height, *(field.height for field in row)))
            made[0].marks += corners
            strips += made
        return [*strips, self._gap(1.5)]

    def _table(self, block: Table) -> list[Strip]:
        head, cell_style = self.form.style("head", self.language), self.form.style(block.style, self.language)
        texts = list(block.zh if self.language == "zh" else block.en)
        heads = [printed(text, self.language) for text in texts] + self._more_heads(block)
        widths = self._widths(block, len(heads))
        edges = [self.left + sum(widths[:place]) for place in range(len(widths))]
        header = self._groups(block, head, edges, widths)
        header += self._rows(
            [self._cell(x, w, text, head, tint=True) for x, w, text in zip(edges, widths, heads, strict=True)], block.height
        )
        for strip in header:
            strip.keep = True
        strips: list[Strip] = []
        if self.how.blank:
            rows: list[Sequence[object]] = [[""] * len(heads) for _row in range(block.blank)]
        else:
            rows = list_of_rows(self.form, self.sheet, block.rows, len(heads))
        aligned = {align: msgspec.structs.replace(cell_style, align=align) for align in ("left", "centre", "right", "justify")}
        if block.merge and not self.how.blank:
            strips += self._merged_rows(block, rows, edges, widths, aligned)
        else:
            for row in rows:
                strips += self._row(block, row, edges, widths, aligned)
        for column, x in enumerate(edges if strips else ()):
            strips[0].marks += self._number(column, x)
        if not rows:
            text = block.zh_none if self.language == "zh" else block.en_none
            strips += self._rows([self._cell(self.left, sum(widths), text, aligned["centre"])], block.height)
        if block.total and not self.how.blank:
            total = self.form.style("total", self.language)
            bold = {align: msgspec.structs.replace(total, align=align) for align in aligned}
            (row,) = list_of_rows(self.form, {block.total: [self.sheet[block.total]]}, block.total, len(heads))
            if strips:
                strips[-1].keep = True
            strips += self._row(block, row, edges, widths, bold)
        elif block.total:
            strips += self._rows([self._cell(x, w, "", cell_style) for x, w in zip(edges, widths, strict=True)], block.height)
        for strip in strips:
            strip.head = (*header, *strip.head)
        if sum(strip.height for strip in (*header, *strips)) < _SMALL_TABLE:
            for strip in strips[:-1]:
                strip.keep = True
        return [self._gap(1.5, keep=True), *header, *strips, self._gap(2.5)]

    def _groups(self, block: Table, head: Style, edges: Sequence[float], widths: Sequence[float]) -> list[Strip]:
        if not block.group:
            return []
        cells, column = [], 0
        for group in block.group:
            text = printed(group.zh if self.language == "zh" else group.en, self.language)
            cells.append(self._cell(edges[column], sum(widths[column : column + group.span]), text, head, tint=True))
            column += group.span
        return self._rows(cells, block.height)

    def _row(
        self, block: Table, row: Sequence[object], edges: Sequence[float], widths: Sequence[float], styles: dict[str, Style]
    ) -> list[Strip]:
        return self._rows(self._cells(block, row, edges, widths, styles), block.height)

    def _cells(
        self, block: Table, row: Sequence[object], edges: Sequence[float], widths: Sequence[float], styles: dict[str, Style]
    ) -> list[_Cell]:
        cells = []
        for place, value in enumerate(row):
            text = wording.words(value, self.language, cell=True)
            align: Align = block.align[place] if place < len(block.align) else natural_align(value, text)
            cells.append(self._cell(edges[place], widths[place], text, styles[align]))
        return cells

    def _merged_rows(
        self,
        block: Table,
        rows: Sequence[Sequence[object]],
        edges: Sequence[float],
        widths: Sequence[float],
        styles: dict[str, Style],
    ) -> list[Strip]:
        """Rows in groups: the first cells of a group are written once, and again where it goes on over the page."""
        strips: list[Strip] = []
        for _lead, group in groupby(rows, key=lambda row: [str(value) for value in row[: block.merge]]):
            made = [self._cells(block, row, edges, widths, styles) for row in group]
            together = [self._merged(cells, block.merge, block.height, first=place == 0) for place, cells in enumerate(made)]
            lead = max(len(cell.lines) * line_height(cell.style) for cell in made[0][: block.merge]) + 2 * _PAD
            left = 0.0  # what stands below a row must hold the first cells, should it go on over the page
            for place in reversed(range(len(together))):
                together[place].keep = place + 1 < len(together) and (len(together) <= _GROUP or left < lead)
                left += together[place].height
            strips += together
        if strips:
            last = strips[-1]
            last.marks += moved(last.closing, 0, last.height)
        return strips

    def _merged(self, cells: Sequence[_Cell], merge: int, least: float, *, first: bool) -> Strip:
        named, own = cells[:merge], cells[merge:]
        pitches = [line_height(cell.style) for cell in cells]
        counted = cells if first else own
        needed = max(len(cell.lines) * line_height(cell.style) for cell in counted) + 2 * _PAD
        height = max(least, needed)
        across = self._across(named, _THIN)
        marks = self._boxes(own, height, pitches[merge:], _THIN)
        words: list[Mark] = []
        for cell, pitch in zip(named, pitches, strict=False):
            marks += self._sides(cell, height, _THIN)
            free = least - len(cell.lines) * pitch
            words += set_lines(cell.lines, cell.style, cell.x + _PAD, max(free / 2, _PAD), cell.w - 2 * _PAD)
        if first:
            return Strip(height, [*across, *words, *marks], closing=across)
        return Strip(height, marks, closing=across, head=(Strip(0, words),))

    def _more_heads(self, block: Table) -> list[str]:
        if not block.heads:
            return []
        # A blank form bears the heads of its sheet, if it is given one, else as many empty ones as the sample has.
        values = self.sheet.get(block.heads, self.form.sample[block.heads])
        if not isinstance(values, Sequence):
            raise BugError(f"form {self.form.name}: {block.heads} is no list")
        if self.how.blank and block.heads not in self.sheet:
            return [""] * len(values)
        return [wording.words(value, self.language) for value in values]

    def _widths(self, block: Table, count: int) -> list[float]:
        return column_widths(block, count, self.measure)

    def _chart(self, block: Chart) -> list[Strip]:
        value = (self.form.sample if self.how.blank else self.sheet)[block.value]
        if self.how.blank and not value:  # a picture that the sample leaves out has no place on the blank form
            return []
        if not isinstance(value, chart.KINDS):
            raise BugError(f"form {self.form.name}: {block.value} is no chart")
        marks: list[Mark] = []
        if self.how.blank:
            title = Letters(0, 4, wording.words(value.title, self.language), "hei_medium", 9.5)
            marks = [*settled(title, self.language), Area(0, 6, self.measure, block.height - 6, outline="line", width=_THIN)]
            return [Strip(block.height + 3, moved(marks, self.left, 1.5))]
        lies = not isinstance(value, chart.Bars | chart.StackedBars | chart.Lines)
        zoom = block.zoom
        height = min(chart.height_of(value) * zoom, self.room - 4) if lies else block.height
        for mark in enlarged(chart.layout(value, self.measure / zoom, height / zoom, self.language), zoom):
            marks += settled(mark, self.language) if isinstance(mark, Letters) else [mark]
        return [Strip(height + 3, moved(marks, self.left, 1.5))]

    def _signatures(self, block: Signatures) -> list[Strip]:
        style = self.form.style("plain", self.language)
        labels = block.zh if self.language == "zh" else block.en
        w = self.measure / len(labels)
        pitch = line_height(style)
        marks: list[Mark] = []
        for place, raw in enumerate(labels):
            number = wording.raised(self.numbers[place]) if place in self.numbers else ""
            text = number + printed(raw, self.language) + ("：" if self.language == "zh" else ": ")
            x = self.left + place * w
            (line, *_more) = lines_of(text, msgspec.structs.replace(style, align="left"), w, self.language)
            marks += set_line(line, style, x, 0, w)
            start = x + width_in(text, style, self.language) + 1
            marks.append(Stroke(start, pitch * 0.86, x + w - 5, pitch * 0.86, _THIN))
            name = block.values[place] if block.values else ""
            if name and not self.how.blank:
                said = wording.words(self.sheet[name], self.language)
                centred = msgspec.structs.replace(style, align="centre")
                lines = lines_of(said, centred, x + w - 5 - start, self.language)
                marks += moved(set_lines(lines, centred, start, 0, x + w - 5 - start), 0, -pitch * (len(lines) - 1))
        return [self._gap(block.space, keep=True), Strip(pitch + 2, marks, keep=True)]

    def _ruled(self, block: Lines) -> list[Strip]:
        style = self.form.style(block.style, self.language)
        style = msgspec.structs.replace(style, line=max(1.0, block.pitch / (style.size * POINT)))
        text = "" if self.how.blank else self._words(block.zh, block.en)
        lines = lines_of(text, style, self.measure, self.language) if text.strip() else []
        strips: list[Strip] = []
        for place in range(max(len(lines), block.count)):
            marks: list[Mark] = [Stroke(self.left, block.pitch - 1, self.left + self.measure, block.pitch - 1, 0.35, "line")]
            if place < len(lines):
                marks += set_line(lines[place], style, self.left, 0.6, self.measure)
            strips.append(Strip(block.pitch, marks))
        if strips:
            strips[0].marks += self._number(0, self.left)
        return [*strips, self._gap(2)]

    def _seal(self, block: Seal) -> list[Strip]:
        style = msgspec.structs.replace(self.form.style(block.style, self.language), align="centre")
        width = max(block.size + 20, 70.0)
        lines = lines_of(self._words(block.zh, block.en), style, width, self.language)
        used = len(lines) * line_height(style)
        height = max(block.size, used)
        marks = set_lines(lines, style, self.left + self.measure - width, (height - used) / 2, width)
        return [Strip(height, marks)]


def blank_field(field: Field, form: Form, language: Language) -> str:
    """What stands in the box of a field on a blank form: 年 月 日 where a date belongs, else nothing."""
    found = wording.PLACE.fullmatch(field.value)
    sample = form.sample[found[1]] if found else None
    return wording.room(sample, language) if isinstance(sample, date | Month | Period) else ""


def column_widths(block: Table, count: int, measure: float) -> list[float]:
    """The widths of a table's columns in mm, made to fill the measure: those without one share what is left."""
    fixed = list(block.widths)
    more = count - len(fixed)
    if more > 0:
        share = max(measure - sum(fixed), more * 9.0) / more
        fixed += [share] * more
    scale = measure / sum(fixed)
    return [width * scale for width in fixed]


def natural_align(value: object, text: str) -> Align:
    """Numbers stand at the right, everything else at the left."""
    if isinstance(value, bool):
        return "centre"
    return "right" if isinstance(value, int) or (text and _NUMERIC.fullmatch(text)) else "left"


def field_rows(block: Fields) -> Iterable[list[Field]]:
    """The fields row by row: as many as there are columns, a wide one alone."""
    row: list[Field] = []
    for field in block.field:
        if field.wide and row:
            yield row
            row = []
        row.append(field)
        if field.wide or len(row) == block.columns:
            yield row
            row = []
    if row:
        yield row


def list_of_rows(form: Form, sheet: Sheet, name: str, columns: int) -> list[Sequence[object]]:
    """The rows of that name in the sheet; BugError unless each has as many cells as the table has columns."""
    rows = sheet[name]
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise BugError(f"form {form.name}: {name} is no list of rows")
    for row in rows:
        if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != columns:
            raise BugError(f"form {form.name}: a row of {name} has not {columns} cells: {row!r}")
    return list(rows)
