"""Text is set into type: lines become letters at their places, aligned as the style says."""

from __future__ import annotations

from collections.abc import Sequence

from unionoffice.core.words import Language
from unionoffice.printing.forms import Style
from unionoffice.printing.glyphs import RAISED, RAISED_BY, RAISED_FACE, RAISED_SIZE, clean, widths
from unionoffice.printing.lines import Line, Run, break_text, width_of
from unionoffice.printing.marks import POINT, Colour, Letters, Mark

ASCENT, DESCENT = 0.88, 0.12
"""The height of a character above and below its baseline in ems; the same in all our faces."""

_BALANCED = 8
"""Centred texts of up to so many lines are balanced."""


def line_height(style: Style, size: float | None = None) -> float:
    """The height of one line in mm."""
    return (size or style.size) * style.line * POINT


def lines_of(text: str, style: Style, width: float, language: Language, size: float | None = None) -> list[Line]:
    """The text broken into lines for a column of `width` mm."""
    table = widths(style.face, language)
    measure = width / ((size or style.size) * POINT)

    def broken(room: float) -> list[Line]:
        return break_text(text, table, room, indent=style.indent, justify=style.align == "justify", spacing=style.spacing)

    lines = broken(measure)
    if style.align != "centre" or not 1 < len(lines) <= _BALANCED:
        return lines
    # Centred lines are made about equally long: the narrowest column that needs no more of them.
    low, high = measure / 2, measure
    for _try in range(7):
        middle = (low + high) / 2
        tried = broken(middle)
        if len(tried) > len(lines) or any(line.width > middle for line in tried):
            low = middle
        else:
            high = middle
    return broken(high)


def width_in(text: str, style: Style, language: Language, size: float | None = None) -> float:
    """The width of one line of text in mm."""
    text = clean(text)
    ems = width_of(text, widths(style.face, language)) + style.spacing * max(0, len(text) - 1)
    return ems * (size or style.size) * POINT


def set_line(line: Line, style: Style, x: float, y: float, width: float, size: float | None = None) -> list[Mark]:
    """The letters of one line whose box of the style's line height has its top left corner at (x, y)."""
    size = size or style.size
    em = size * POINT
    if style.align == "centre":
        x += (width - line.width * em) / 2
    elif style.align == "right":
        x += width - line.width * em
    base = y + (style.line * em - (ASCENT + DESCENT) * em) / 2 + ASCENT * em
    return [_letters(run, x, base, size, style.colour) for run in line.runs]


def set_lines(lines: Sequence[Line], style: Style, x: float, y: float, width: float, size: float | None = None) -> list[Mark]:
    """The letters of several lines, the first at the top."""
    marks: list[Mark] = []
    pitch = line_height(style, size)
    for line in lines:
        marks += set_line(line, style, x, y, width, size)
        y += pitch
    return marks


def settled(mark: Letters, language: Language) -> list[Mark]:
    """The same letters from their left end, each in the face that really has it."""
    table = widths(mark.face, language)
    text = clean(mark.text).replace("\n", " ")
    em = mark.size * POINT
    lines = break_text(text, table, 1e9, spacing=mark.spacing / mark.size)
    line = lines[0]
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * line.width * em
    return [_letters(run, mark.x - shift, mark.y, mark.size, mark.colour) for run in line.runs]


def _letters(run: Run, x: float, base: float, size: float, colour: Colour) -> Letters:
    x += run.x * size * POINT
    if run.face != "raised":
        return Letters(x, base, run.text, run.face, size, colour, run.spacing * size)
    figures = "".join(RAISED[sign] for sign in run.text)
    return Letters(x, base - RAISED_BY * size * POINT, figures, RAISED_FACE, size * RAISED_SIZE, "soft")
