"""What all pictures of figures share: their figures and names, the tones of their series, and round ticks."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Literal

import msgspec

from unionoffice.printing.marks import POINT, Area, Colour, Mark, Stroke


class Series(msgspec.Struct, frozen=True):
    """One row of figures with its name; None where there is no figure. `right`: read on the axis at the right (lines only)."""

    name: Any
    values: tuple[int | None, ...]
    right: bool = False


class Level(msgspec.Struct, frozen=True):
    """A figure with a name of its own: the leader's, an average, a decided value."""

    name: Any
    value: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What all pictures say.

    `title`, `categories` and names are texts or values that `printing` words. Figures are whole numbers of which
    `scale` make one `unit` (fen: 100); with `clock` they are seconds, written as hours, minutes and seconds.
    """

    title: Any = ""
    unit: Any = ""
    scale: int = 1
    clock: bool = False


Tone = tuple[Colour, Colour, Literal["", "/", "x"]]
TONES: tuple[Tone, ...] = (
    ("accent", "accent", ""),
    ("mid", "mid", ""),
    ("paper", "soft", "/"),
    ("pale", "soft", ""),
    ("paper", "soft", "x"),
)
SMALL = 7.5
LINE = 3.2  # millimetres from one line of a name to the next


def text_width(text: str, size: float) -> float:
    """About how wide a text is in mm at `size` points: a Chinese character is one em, others 0.56."""
    return sum(1.0 if ord(letter) >= 0x2E80 else 0.56 for letter in text) * size * POINT


_CLOCK_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)


def ticks(low: int, high: int, wanted: int = 5, *, clock: bool = False) -> tuple[int, int, int]:
    """First and last tick and their step: round whole numbers, or with `clock` round times, that cover low to high."""
    if low == high:
        high = low + 1
    rough = Fraction(high - low, wanted)
    if clock and rough <= _CLOCK_STEPS[-1]:
        step = next(step for step in _CLOCK_STEPS if step >= rough)
    else:
        unit = 3600 if clock else 1
        power = unit * 10 ** max(0, math.floor(math.log10(rough / unit)) if rough >= unit else 0)
        step = next((factor * power for factor in (1, 2, 5, 10) if factor * power >= rough), 10 * power)
    return math.floor(Fraction(low, step)) * step, math.ceil(Fraction(high, step)) * step, step


def figure(value: int, scale: int) -> str:
    """A figure with separators and only the decimals it needs: 12050 of scale 100 is 120.5."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    whole, rest = divmod(value, scale)
    decimals = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0") if rest else ""
    return f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def written(chart: Figures, value: int) -> str:
    """A figure of a picture as it is written: with separators and the decimals it needs, or as 5:11:30."""
    if not chart.clock:
        return figure(value, chart.scale)
    minutes, seconds = divmod(abs(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < 0 else ''}{hours}:{minutes:02d}:{seconds:02d}"


def shortened(text: str, room: float, size: float) -> str:
    """A text cut with dots so that it fits into `room` mm at `size` points."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def area_of(x: float, y: float, w: float, h: float, place: int) -> list[Mark]:
    """One bar in the tone of its series; a hatch is drawn as strokes so that every painter can."""
    fill, outline, hatch = TONES[place % len(TONES)]
    marks: list[Mark] = [Area(x, y, w, h, fill=fill, outline=outline, width=0.5)]
    if hatch and w > 0 and h > 0:
        pitch, start = 1.3, 1.3
        while start < w + h:
            marks.append(
                Stroke(x + min(start, w), y + max(0.0, start - w), x + max(0.0, start - h), y + min(start, h), 0.35, outline)
            )
            if hatch == "x":
                marks.append(
                    Stroke(
                        x + w - min(start, w),
                        y + max(0.0, start - w),
                        x + w - max(0.0, start - h),
                        y + min(start, h),
                        0.35,
                        outline,
                    )
                )
            start += pitch
    return marks


def pen(place: int) -> tuple[Colour, bool, float]:
    """Colour, whether dashed, and width in points of a line by its place."""
    pens: tuple[tuple[Colour, bool, float], ...] = (
        ("accent", False, 1.5), ("soft", True, 1.1), ("mid", False, 1.1), ("ink", True, 0.8), ("line", False, 0.7),
    )  # fmt: skip
    return pens[place % len(pens)]
