"""A card is laid out: every block at its place, long names shrunk and then wrapped, never one upon another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import Language, _, printed
from unionoffice.printing import wording
from unionoffice.printing.forms import (
    CardBlock,
    CardBox,
    CardFrame,
    CardFree,
    CardGrid,
    CardImage,
    CardLine,
    CardText,
    Form,
    Style,
)
from unionoffice.printing.glyphs import clean
from unionoffice.printing.lines import Line
from unionoffice.printing.marks import POINT, Area, DrawnBox, Letters, Mark, Picture, Stroke
from unionoffice.printing.paper import Sheet
from unionoffice.printing.setting import line_height, lines_of, set_lines, settled, width_in

_STEP = 0.5


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How a form is printed: language, empty or filled, on pre-printed paper, as a second print, in black and white."""

    language: Language
    blank: bool = False
    text_only: bool = False
    reprint: bool = False


def blocks_of(form: Form, how: How) -> list[CardBlock]:
    """The blocks that are drawn at all in such a print."""
    return [
        block
        for block in form.placed
        if block.only in ("", how.language) and not (how.text_only and block.preprinted) and (not block.reprint or how.reprint)
    ]


def is_constant(block: CardBlock) -> bool:
    """Whether the block is the same on every sheet."""
    if block.when or isinstance(block, CardImage):
        return False
    return not any(wording.PLACE.search(text) for pair in block.texts for text in pair)


def place(form: Form, block: CardBlock, sheet: Sheet, how: How) -> list[Mark]:
    """The marks of one block. Raises KnownError when its text does not fit at the smallest size."""
    if block.when and not how.blank and not sheet[block.when]:
        return []
    if isinstance(block, CardText):
        return _text(form, block, sheet, how)
    if isinstance(block, CardLine):
        return [Stroke(*block.at, *block.to, block.width, block.colour)]
    if isinstance(block, CardBox):
        return [
            Area(*block.at, *block.size, fill=block.fill or None, outline=block.colour if block.width else None, width=block.width)
        ]
    if isinstance(block, CardImage):
        data = sheet[block.value]
        if data is None or how.blank:
            return []
        if not isinstance(data, bytes):
            raise BugError(f"form {form.name}: {block.value} is no picture")
        return [Picture(*block.at, *block.size, data)]
    if isinstance(block, CardFrame):
        return _frame(block)
    if isinstance(block, CardGrid):
        return _grid(block, how.language)
    return []


def box(block: CardBlock, marks: Sequence[Mark], language: Language) -> list[DrawnBox]:
    """The boxes around what a block drew; a frame gives its outside and its "opening", free room itself."""
    kind, name = _kind(block), block.name
    if isinstance(block, CardFree):
        return [DrawnBox(1, kind, name, *block.at, *block.size)]
    if isinstance(block, CardFrame):
        inset = max((layer.inset + layer.width * POINT for layer in block.layer), default=0)
        (x, y), (w, h) = block.at, block.size
        return [
            DrawnBox(1, kind, name, x, y, w, h),
            DrawnBox(1, "opening", name, x + inset, y + inset, w - 2 * inset, h - 2 * inset),
        ]
    edges = [extent(mark, language) for mark in marks]
    if not edges:
        return []
    left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
    right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
    return [DrawnBox(1, kind, name, left, top, right - left, bottom - top)]


def _kind(block: CardBlock) -> str:
    return str(type(block).__struct_config__.tag)


def extent(mark: Mark, language: Language) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark in mm; of letters, the boxes of their characters."""
    if isinstance(mark, Letters):
        style = Style(face=mark.face, size=mark.size, spacing=mark.spacing / mark.size)  # type: ignore[arg-type]
        em = mark.size * POINT
        return mark.x, mark.y - 0.88 * em, mark.x + width_in(mark.text, style, language), mark.y + 0.12 * em
    if isinstance(mark, Stroke):
        half = mark.width * POINT / 2
        return (
            min(mark.x1, mark.x2) - half,
            min(mark.y1, mark.y2) - half,
            max(mark.x1, mark.x2) + half,
            max(mark.y1, mark.y2) + half,
        )
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h


def _text(form: Form, block: CardText, sheet: Sheet, how: How) -> list[Mark]:
    raw = block.zh if how.language == "zh" else block.en
    if how.blank:
        empty = block.zh_blank if how.language == "zh" else block.en_blank
        text = wording.fill_blank(raw, form.sample, how.language) if empty is None else empty
        text = printed(text, how.language)
    else:
        text = wording.fill(printed(raw, how.language), sheet, how.language)
    text = clean(text).strip("\n ")
    if not text.strip():
        return []
    style = form.style(block.style, how.language)
    return list(_set(form.name, block, style, text, how.language))


@lru_cache(maxsize=1024)
def _set(form: str, block: CardText, style: Style, text: str, language: Language) -> tuple[Mark, ...]:
    """The letters of a text in its box; kept, because issuer, date and body are often those of the sheet before."""
    (x, y), (width, height) = block.at, block.size
    size, lines = _fitted(form, block, style, text, language)
    used = line_height(style, size) * len(lines)
    y += {"top": 0.0, "middle": 0.5, "bottom": 1.0}[block.vertical] * (height - used)
    return tuple(set_lines(lines, style, x, y, width, size))


def _fitted(form: str, block: CardText, style: Style, text: str, language: Language) -> tuple[float, list[Line]]:
    """The largest size at which the text fits its box, and its lines at that size."""
    width, height = block.size
    if block.one_line and "\n" not in text:
        natural = width_in(text, style, language) + style.indent * style.size * POINT
        size = min(style.size, math.floor((width - 1e-6) / natural * style.size / _STEP) * _STEP)
        if size >= min(block.shrink, style.size) or (size == style.size and not block.fit):
            return size, lines_of(text, style, width, language, size)
    size = style.size
    while True:
        lines = lines_of(text, style, width, language, size)
        if line_height(style, size) * len(lines) <= height + 1e-6:
            return size, lines
        if not block.fit or size - _STEP < block.smallest:
            raise KnownError(_("“{text}” does not fit into its place on the form {form}. Shorten it.", text=text, form=form))
        size -= _STEP


def _frame(block: CardFrame) -> list[Mark]:
    (x, y), (w, h) = block.at, block.size
    marks: list[Mark] = []
    for layer in block.layer:
        # The stroke lies wholly inside its inset, so that the frame never passes its own edge.
        half = layer.width * POINT / 2
        inset = layer.inset + half
        marks.append(Area(x + inset, y + inset, w - 2 * inset, h - 2 * inset, outline=layer.colour, width=layer.width))
    if block.corner:
        c, d = block.corner, block.corner_inset
        for across in (False, True):
            for down in (False, True):
                marks += [
                    Stroke(
                        *_turned(x1 + d, y1 + d, across, down, x, y, w, h),
                        *_turned(x2 + d, y2 + d, across, down, x, y, w, h),
                        width,
                        block.corner_colour,
                    )
                    for x1, y1, x2, y2, width in _fret(c)
                ]
    return marks


def _turned(px: float, py: float, across: bool, down: bool, x: float, y: float, w: float, h: float) -> tuple[float, float]:
    """A point of the top left corner's pattern, mirrored into another corner."""
    return (x + w - px if across else x + px), (y + h - py if down else y + py)


def _fret(size: float) -> list[tuple[float, float, float, float, float]]:
    """A corner of the fret pattern (回纹), the same on both arms: strokes as (x1, y1, x2, y2, width in points)."""
    unit = size / 12
    arm = [(0, 0), (12, 0), (12, 6), (8, 6), (8, 4), (10, 4), (10, 2), (2, 2)]
    strokes = []
    for (x1, y1), (x2, y2) in pairwise(arm):
        strokes.append((x1 * unit, y1 * unit, x2 * unit, y2 * unit, 0.9))
        strokes.append((y1 * unit, x1 * unit, y2 * unit, x2 * unit, 0.9))
    for x1, y1, x2, y2 in ((4, 4, 6, 4), (6, 4, 6, 6), (6, 6, 4, 6), (4, 6, 4, 4)):
        strokes.append((x1 * unit, y1 * unit, x2 * unit, y2 * unit, 0.9))
    return strokes


def _grid(block: CardGrid, language: Language) -> list[Mark]:
    """Lines each `step` mm, stronger each 10, strongest and numbered each 50, counted from the edge of the paper."""
    (left, top), (w, h) = block.at, block.size
    marks: list[Mark] = []

    def weight(at: float) -> float:
        return 0.7 if at % 50 == 0 else 0.35 if at % 10 == 0 else 0.15

    for across, start, length in ((True, left, w), (False, top, h)):
        at = math.ceil(start / block.step) * block.step
        while at <= start + length + 1e-9:
            if across:
                marks.append(Stroke(at, top, at, top + h, weight(at), "line"))
                label = Letters(at + 0.6, top + 3, f"{at:g}", "hei", 7, "ink")
            else:
                marks.append(Stroke(left, at, left + w, at, weight(at), "line"))
                label = Letters(left + 0.6, at - 0.6, f"{at:g}", "hei", 7, "ink")
            if at % 50 == 0:
                marks += settled(label, language)
            at += block.step
    return marks
