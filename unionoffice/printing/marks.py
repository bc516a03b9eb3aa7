"""The marks of which every page and chart is made: letters, strokes, areas and pictures.

All lengths are millimetres from the top left corner; type sizes and stroke widths are
points. A mark knows nothing of PDF or of a screen, so that both draw the same page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

POINT = 25.4 / 72
"""One point in millimetres."""

Colour = Literal["ink", "soft", "line", "tint", "paper", "accent", "mid", "pale", "red", "gold"]

COLOURS: dict[Colour, str] = {
    "ink": "#1a1a1a",
    "soft": "#5c5c5c",
    "line": "#8a8a8a",
    "tint": "#f1f0ec",
    "paper": "#ffffff",
    "accent": "#a8322a",
    "mid": "#9a9a96",
    "pale": "#d8d6d0",
    "red": "#b5121b",
    "gold": "#b8923a",
}
"""The colours of our prints and charts, by name."""

MONOCHROME: dict[Colour, str] = {
    "ink": "#000000",
    "soft": "#404040",
    "line": "#707070",
    "tint": "#f2f2f2",
    "paper": "#ffffff",
    "accent": "#3c3c3c",
    "mid": "#969696",
    "pale": "#d9d9d9",
    "red": "#000000",
    "gold": "#6e6e6e",
}
"""The same in black and grey, for a printer without colour."""


class Letters(msgspec.Struct, frozen=True):
    """Letters on a baseline at (x, y); `anchor` says which point of them x is; `spacing` (pt) follows each letter."""

    x: float
    y: float
    text: str
    face: str = "hei"
    size: float = 9
    colour: Colour = "ink"
    spacing: float = 0
    anchor: Literal["start", "middle", "end"] = "start"


class Stroke(msgspec.Struct, frozen=True):
    """A straight line, `width` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: Colour = "ink"
    dashed: bool = False


class Area(msgspec.Struct, frozen=True):
    """A rectangle: filled, outlined, or both; `round` is the ellipse in it."""

    x: float
    y: float
    w: float
    h: float
    fill: Colour | None = None
    outline: Colour | None = None
    width: float = 0.5
    round: bool = False


class Picture(msgspec.Struct, frozen=True):
    """A picture (PNG or JPEG bytes) fitted into a rectangle with its proportions kept."""

    x: float
    y: float
    w: float
    h: float
    data: bytes


Mark = Letters | Stroke | Area | Picture


class DrawnBox(msgspec.Struct, frozen=True):
    """Where something was drawn, in mm: `page` from 1, the block's `kind` and `name`, and the box around its marks."""

    page: int
    kind: str
    name: str
    x: float
    y: float
    w: float
    h: float

    def meets(self, other: DrawnBox) -> bool:
        """Whether the two boxes lie on the same page and overlap."""
        return (
            self.page == other.page
            and self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


def moved(marks: Iterable[Mark], dx: float, dy: float) -> list[Mark]:
    """The same marks, shifted by (dx, dy) millimetres."""
    found: list[Mark] = []
    for mark in marks:
        if isinstance(mark, Stroke):
            found.append(Stroke(mark.x1 + dx, mark.y1 + dy, mark.x2 + dx, mark.y2 + dy, mark.width, mark.colour, mark.dashed))
        elif isinstance(mark, Letters):
            found.append(Letters(mark.x + dx, mark.y + dy, mark.text, mark.face, mark.size, mark.colour, mark.spacing, mark.anchor))
        else:
            found.append(msgspec.structs.replace(mark, x=mark.x + dx, y=mark.y + dy))
    return found


def enlarged(marks: Iterable[Mark], times: float) -> list[Mark]:
    """The same marks, so many times as large, letters and lines too."""
    found: list[Mark] = []
    for mark in marks:
        if isinstance(mark, Stroke):
            x1, y1, x2, y2 = mark.x1 * times, mark.y1 * times, mark.x2 * times, mark.y2 * times
            found.append(Stroke(x1, y1, x2, y2, mark.width * times, mark.colour, mark.dashed))
        elif isinstance(mark, Letters):
            found.append(msgspec.structs.replace(mark, x=mark.x * times, y=mark.y * times, size=mark.size * times))
        else:
            grown = msgspec.structs.replace(mark, x=mark.x * times, y=mark.y * times, w=mark.w * times, h=mark.h * times)
            found.append(msgspec.structs.replace(grown, width=grown.width * times) if isinstance(grown, Area) else grown)
    return found
