"""Charts: said once as figures, laid out once as marks, so that paper and screen show the same picture.

A chart says what it shows (`Bars`, `StackedBars`, `Lines`); `layout` turns it into
letters, strokes and areas in millimetres. One accent colour, two greys and a hatch
carry the series, so that a print in black and white still tells them apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import msgspec

from unionoffice.core.words import Language
from unionoffice.printing.marks import POINT, Area, Colour, Letters, Mark, Stroke


class Series(msgspec.Struct, frozen=True):
    """One row of figures with its name; None where there is no figure."""

    name: Any
    values: tuple[int | None, ...]


class _Chart(msgspec.Struct, frozen=True, kw_only=True):
    """What all charts say.

    `title`, `categories` and series names are texts or values that `printing` words.
    Figures are whole numbers of which `scale` make one `unit` (fen: 100). `target` is
    drawn as a dashed line across.
    """

    title: Any = ""
    categories: tuple[Any, ...]
    series: tuple[Series, ...]
    unit: Any = ""
    scale: int = 1
    target: int | None = None


class Bars(_Chart, frozen=True):
    """Bars side by side."""


class StackedBars(_Chart, frozen=True):
    """Bars on top of each other; no figure below zero."""


class Lines(_Chart, frozen=True):
    """Lines over time."""


Chart = Bars | StackedBars | Lines

Tone = tuple[Colour, Colour, Literal["", "/", "x"]]
_TONES: tuple[Tone, ...] = (
    ("accent", "accent", ""),
    ("mid", "mid", ""),
    ("paper", "soft", "/"),
    ("pale", "soft", ""),
    ("paper", "soft", "x"),
)
_SMALL = 7.5
_LINE = 3.2  # millimetres from one line of a name to the next
_SHORTENED = 11.0  # millimetres: names with less room than this are left out in turn


def _reader(kind: type[Chart]) -> Callable[[Any], Chart]:
    def read(raw: Any) -> Chart:
        return msgspec.convert(raw, kind)

    return read


CHARTS: dict[str, Callable[[Any], object]] = {
    "bars": _reader(Bars),
    "stacked": _reader(StackedBars),
    "lines": _reader(Lines),
}
"""How a form's sample writes a chart: `{bars = {categories = [...], series = [{name = "...", values = [1, 2]}]}}`."""


def text_width(text: str, size: float) -> float:
    """About how wide a text is in mm at `size` points: a Chinese character is one em, others 0.56."""
    return sum(1.0 if ord(letter) >= 0x2E80 else 0.56 for letter in text) * size * POINT


def ticks(low: int, high: int, wanted: int = 5) -> tuple[int, int, int]:
    """First and last tick and their step: round whole numbers that cover low to high."""
    if low == high:
        high = low + 1
    rough = Fraction(high - low, wanted)
    power = 10 ** max(0, math.floor(math.log10(rough)) if rough >= 1 else 0)
    step = next((factor * power for factor in (1, 2, 5, 10) if factor * power >= rough), 10 * power)
    return math.floor(Fraction(low, step)) * step, math.ceil(Fraction(high, step)) * step, step


def figure(value: int, scale: int) -> str:
    """A figure with separators and only the decimals it needs: 12050 of scale 100 is 120.5."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    whole, rest = divmod(value, scale)
    decimals = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0") if rest else ""
    return f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def layout(chart: Chart, width: float, height: float, language: Language) -> list[Mark]:
    """The marks of a chart in a field of width by height mm, from its top left corner."""
    from unionoffice.printing.wording import words

    labels_above: list[Mark] = []
    names = [words(series.name, language) for series in chart.series]
    categories = [words(category, language, cell=True) for category in chart.categories]
    marks: list[Mark] = []
    top = _head(marks, chart, words(chart.title, language), words(chart.unit, language), names, width)
    first, last, step = ticks(*_extent(chart))
    labels = [figure(value, chart.scale) for value in range(first, last + 1, step)]
    left = max(text_width(label, _SMALL) for label in labels) + 3
    named = _named(categories, (width - left - 1) / max(1, len(categories)), in_order=isinstance(chart, Lines))
    bottom = height - 6 - _LINE * (max((len(lines) for lines in named), default=1) - 1)
    plot = _Plot(left, top, width - left - 1, bottom - top, first, last)
    for value, label in zip(range(first, last + 1, step), labels, strict=True):
        y = plot.y(value)
        marks.append(Stroke(left, y, left + plot.width, y, 0.9 if value == 0 else 0.35, "ink" if value == 0 else "pale"))
        marks.append(Letters(left - 1.5, y + 0.9, label, "hei", _SMALL, "soft", anchor="end"))
    _categories(marks, plot, named, bottom)
    if isinstance(chart, Lines):
        _draw_lines(marks, labels_above, plot, chart)
    else:
        _draw_bars(marks, labels_above, plot, chart)
    if chart.target is not None:
        y = plot.y(chart.target)
        marks.append(Stroke(left, y, left + plot.width, y, 0.9, "ink", dashed=True))
    return marks + labels_above


class _Plot(msgspec.Struct, frozen=True):
    """The field in which figures are drawn, and the figures at its foot and head."""

    left: float
    top: float
    width: float
    height: float
    first: int
    last: int

    def y(self, value: int) -> float:
        return self.top + self.height * (self.last - value) / (self.last - self.first)


def _extent(chart: Chart) -> tuple[int, int]:
    if isinstance(chart, StackedBars):
        columns = [[series.values[place] or 0 for series in chart.series] for place in range(len(chart.categories))]
        figures = [sum(column) for column in columns]
    else:
        figures = [value for series in chart.series for value in series.values if value is not None]
    if chart.target is not None:
        figures.append(chart.target)
    low, high = min(figures, default=0), max(figures, default=0)
    if isinstance(chart, Lines) and 2 * low > high:
        # A line may begin above zero; a bar may not, or its length would lie.
        return max(0, low - (high - low) // 4), high
    return min(low, 0), max(high, 0)


def _head(marks: list[Mark], chart: Chart, title: str, unit: str, names: Sequence[str], width: float) -> float:
    """Title, unit and legend; gives where the field may begin."""
    top = 1.0
    if title:
        marks.append(Letters(0, top + 3.2, title, "hei_medium", 9.5))
        top += 5.5
    if len(names) > 1:
        x = 0.0
        for place, name in enumerate(names):
            step = 6 + text_width(name, _SMALL) + 5
            if x and x + step > width - text_width(unit, _SMALL):
                x, top = 0.0, top + 4.2
            if isinstance(chart, Lines):
                colour, dashed, weight = _pen(place)
                marks.append(Stroke(x, top + 1.7, x + 5, top + 1.7, weight, colour, dashed))
            else:
                marks += _area(x, top + 0.5, 4.2, 2.4, place)
            marks.append(Letters(x + 6, top + 2.7, name, "hei", _SMALL))
            x += step
        top += 4.6
    if unit:
        marks.append(Letters(width, top - 1.5 if len(names) > 1 or title else top + 2, unit, "hei", _SMALL, "soft", anchor="end"))
        top += 0 if len(names) > 1 or title else 3
    return top + 3


def _named(names: Sequence[str], pitch: float, *, in_order: bool) -> list[tuple[str, ...]]:
    """The lines of each name under the field, none where it is left out.

    Where names are too long for their `pitch` in mm, those in an order (months) are left out in turn; others go on in a
    second line, and are shortened where that is not enough.
    """
    room = pitch - 0.8
    widest = max((text_width(name, _SMALL) for name in names), default=0.0)
    if widest <= room:
        return [(name,) for name in names]
    if in_order or pitch < _SHORTENED:
        every = math.ceil((widest + 1.5) / pitch)
        return [() if place % every else (name,) for place, name in enumerate(names)]
    return [_in_two(name, room) for name in names]


def _in_two(name: str, room: float) -> tuple[str, ...]:
    """A name in one line or two: parted at a blank, or in Chinese anywhere."""
    if text_width(name, _SMALL) <= room:
        return (name,)
    fits = max((end for end in range(len(name) + 1) if text_width(name[:end], _SMALL) <= room), default=0)
    blank = name.rfind(" ", 0, fits + 1)
    part = blank if blank > 0 else fits if name[fits - 1 : fits] >= "\u2e80" else 0
    if not part:
        return (shortened(name, room, _SMALL),)
    return name[:part].rstrip(), shortened(name[part:].lstrip(), room, _SMALL)


def _categories(marks: list[Mark], plot: _Plot, named: Sequence[tuple[str, ...]], bottom: float) -> None:
    pitch = plot.width / max(1, len(named))
    marks += [
        Letters(plot.left + pitch * (place + 0.5), bottom + 3.8 + _LINE * line, text, "hei", _SMALL, "soft", anchor="middle")
        for place, lines in enumerate(named)
        for line, text in enumerate(lines)
    ]


def shortened(text: str, room: float, size: float) -> str:
    """A text cut with dots so that it fits into `room` mm at `size` points."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _area(x: float, y: float, w: float, h: float, place: int) -> list[Mark]:
    """One bar in the tone of its series; a hatch is drawn as strokes so that every painter can."""
    fill, outline, hatch = _TONES[place % len(_TONES)]
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


def _draw_bars(marks: list[Mark], labels: list[Mark], plot: _Plot, chart: Bars | StackedBars) -> None:
    count, pitch = len(chart.series), plot.width / max(1, len(chart.categories))
    stacked = isinstance(chart, StackedBars)
    room = min(pitch * 0.72, 22.0 if stacked else 14.0 * count)
    bar = room if stacked else room / max(1, count)
    labelled = len(chart.categories) * (1 if stacked else count) <= 24
    for column in range(len(chart.categories)):
        middle = plot.left + pitch * (column + 0.5)
        sum_so_far = 0
        for place, series in enumerate(chart.series):
            value = series.values[column]
            if value is None:
                continue
            base, end = (sum_so_far, sum_so_far + value) if stacked else (0, value)
            x = middle - room / 2 + (0 if stacked else place * bar)
            y1, y2 = sorted((plot.y(base), plot.y(end)))
            gap = 0 if stacked else min(0.3, bar * 0.06)
            if y2 > y1:
                marks += _area(x + gap, y1, bar - 2 * gap, y2 - y1, place)
            sum_so_far += value
            if not stacked and labelled:
                _figure_label(
                    labels, x + bar / 2, y1 - 0.9 if value >= 0 else y2 + 3, figure(value, chart.scale), max(bar, pitch / count)
                )
        if stacked and labelled and sum_so_far:
            _figure_label(labels, middle, plot.y(sum_so_far) - 0.9, figure(sum_so_far, chart.scale), pitch)


def _figure_label(marks: list[Mark], x: float, y: float, text: str, room: float) -> None:
    if text_width(text, _SMALL) <= room:
        width = text_width(text, _SMALL)
        marks.append(Area(x - width / 2, y - 2.3, width, 2.6, fill="paper"))
        marks.append(Letters(x, y, text, "hei", _SMALL, anchor="middle"))


def _pen(place: int) -> tuple[Colour, bool, float]:
    pens: tuple[tuple[Colour, bool, float], ...] = (
        ("accent", False, 1.5), ("soft", True, 1.1), ("mid", False, 1.1), ("ink", True, 0.8), ("line", False, 0.7),
    )  # fmt: skip
    return pens[place % len(pens)]


def _draw_lines(marks: list[Mark], labels: list[Mark], plot: _Plot, chart: Lines) -> None:
    pitch = plot.width / max(1, len(chart.categories))
    for place, series in enumerate(chart.series):
        colour, dashed, weight = _pen(place)
        points = [
            None if value is None else (plot.left + pitch * (column + 0.5), plot.y(value))
            for column, value in enumerate(series.values)
        ]
        for before, after in pairwise(points):
            if before and after:
                marks.append(Stroke(*before, *after, weight, colour, dashed))
        if len(points) <= 40:
            marks += [
                Area(x - 0.7, y - 0.7, 1.4, 1.4, fill="paper" if dashed else colour, outline=colour, width=0.8)
                for x, y in filter(None, points)
            ]
        if place == 0 and len(points) <= 13:
            for point, value in zip(points, series.values, strict=True):
                if point and value is not None:
                    _figure_label(labels, point[0], point[1] - 1.6, figure(value, chart.scale), pitch)
