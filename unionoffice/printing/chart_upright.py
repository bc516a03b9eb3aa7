"""Pictures that stand: bars, bars on top of each other, and lines over time, with an axis of figures at the left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from unionoffice.core.words import Language
from unionoffice.printing.chart_base import (
    LINE,
    SMALL,
    Figures,
    Series,
    area_of,
    figure,
    pen,
    shortened,
    text_width,
    ticks,
    written,
)
from unionoffice.printing.marks import Area, Letters, Mark, Stroke

_SHORTENED = 11.0  # millimetres: names with less room than this are left out in turn


class _Upright(Figures, frozen=True, kw_only=True):
    """`categories` are texts or values that `printing` words; `target` is drawn as a dashed line across."""

    categories: tuple[Any, ...]
    series: tuple[Series, ...]
    target: int | None = None


class Bars(_Upright, frozen=True):
    """Bars side by side."""


class StackedBars(_Upright, frozen=True):
    """Bars on top of each other; no figure below zero."""


class Lines(_Upright, frozen=True, kw_only=True):
    """Lines over time. Series that say `right` are read on an axis of their own, with `right_unit` and `right_scale`."""

    right_unit: Any = ""
    right_scale: int = 1


Upright = Bars | StackedBars | Lines


def layout(chart: Upright, width: float, height: float, language: Language) -> list[Mark]:
    """The marks of a chart in a field of width by height mm, from its top left corner."""
    from unionoffice.printing.wording import words

    labels_above: list[Mark] = []
    names = [words(series.name, language) for series in chart.series]
    categories = [words(category, language, cell=True) for category in chart.categories]
    marks: list[Mark] = []
    right = [series for series in chart.series if series.right] if isinstance(chart, Lines) else []
    both = [words(chart.unit, language), words(chart.right_unit, language) if right and isinstance(chart, Lines) else ""]
    top = _head(marks, chart, words(chart.title, language), both if right else [both[0]], names, width)
    at_left = [series for series in chart.series if not series.right or not right]
    first, last, step = ticks(*_extent(chart, at_left), clock=chart.clock)
    labels = [written(chart, value) for value in range(first, last + 1, step)]
    left = max(text_width(label, SMALL) for label in labels) + 3
    margin = 1.0
    if right and isinstance(chart, Lines):
        second = ticks(*_extent(chart, right))
        ends = (second[0], second[1], second[1] - second[2])
        margin = max(text_width(figure(value, chart.right_scale), SMALL) for value in ends) + 3
    named = _named(categories, (width - left - margin) / max(1, len(categories)), in_order=isinstance(chart, Lines))
    bottom = height - 6 - LINE * (max((len(lines) for lines in named), default=1) - 1)
    plot = _Plot(left, top, width - left - margin, bottom - top, first, last)
    for value, label in zip(range(first, last + 1, step), labels, strict=True):
        y = plot.y(value)
        marks.append(Stroke(left, y, left + plot.width, y, 0.9 if value == 0 else 0.35, "ink" if value == 0 else "pale"))
        marks.append(Letters(left - 1.5, y + 0.9, label, "hei", SMALL, "soft", anchor="end"))
    _categories(marks, plot, named, bottom)
    if isinstance(chart, Lines):
        other = plot
        if right:
            other = _Plot(left, top, plot.width, plot.height, second[0], second[1])
            marks += [
                Letters(left + plot.width + 1.5, other.y(value) + 0.9, figure(value, chart.right_scale), "hei", SMALL, "soft")
                for value in range(second[0], second[1] + 1, second[2])
            ]
        _draw_lines(marks, labels_above, plot, other, chart)
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


def _extent(chart: Upright, shown: Sequence[Series]) -> tuple[int, int]:
    if isinstance(chart, StackedBars):
        columns = [[series.values[place] or 0 for series in chart.series] for place in range(len(chart.categories))]
        figures = [sum(column) for column in columns]
    else:
        figures = [value for series in shown for value in series.values if value is not None]
    if chart.target is not None and not all(series.right for series in shown):
        figures.append(chart.target)
    low, high = min(figures, default=0), max(figures, default=0)
    if isinstance(chart, Lines) and 2 * low > high:
        # A line may begin above zero; a bar may not, or its length would lie.
        return max(0, low - (high - low) // 4), high
    return min(low, 0), max(high, 0)


def _head(marks: list[Mark], chart: Upright, title: str, units: Sequence[str], names: Sequence[str], width: float) -> float:
    """Title, units and legend; gives where the field may begin. Of two units the first stands at the left, over its own axis."""
    unit = units[-1]
    top = 1.0
    if title:
        marks.append(Letters(0, top + 3.2, title, "hei_medium", 9.5))
        top += 5.5
    if len(names) > 1:
        x = 0.0
        for place, name in enumerate(names):
            step = 6 + text_width(name, SMALL) + 5
            if x and x + step > width - text_width(unit, SMALL):
                x, top = 0.0, top + 4.2
            if isinstance(chart, Lines):
                colour, dashed, weight = pen(place)
                marks.append(Stroke(x, top + 1.7, x + 5, top + 1.7, weight, colour, dashed))
            else:
                marks += area_of(x, top + 0.5, 4.2, 2.4, place)
            marks.append(Letters(x + 6, top + 2.7, name, "hei", SMALL))
            x += step
        top += 4.6
    if unit:
        marks.append(Letters(width, top - 1.5 if len(names) > 1 or title else top + 2, unit, "hei", SMALL, "soft", anchor="end"))
        top += 0 if len(names) > 1 or title else 3
    if len(units) > 1 and any(units):
        marks.append(Letters(0, top + 2.2, units[0], "hei", SMALL, "soft"))
        top += 3
    return top + 3


def _named(names: Sequence[str], pitch: float, *, in_order: bool) -> list[tuple[str, ...]]:
    """The lines of each name under the field, none where it is left out.

    Where names are too long for their `pitch` in mm, those in an order (months) are left out in turn; others go on in a
    second line, and are shortened where that is not enough.
    """
    room = pitch - 0.8
    widest = max((text_width(name, SMALL) for name in names), default=0.0)
    if widest <= room:
        return [(name,) for name in names]
    if in_order or pitch < _SHORTENED:
        every = math.ceil((widest + 1.5) / pitch)
        return [() if place % every else (name,) for place, name in enumerate(names)]
    return [_in_two(name, room) for name in names]


def _in_two(name: str, room: float) -> tuple[str, ...]:
    """A name in one line or two: parted at a blank, or in Chinese anywhere."""
    if text_width(name, SMALL) <= room:
        return (name,)
    fits = max((end for end in range(len(name) + 1) if text_width(name[:end], SMALL) <= room), default=0)
    blank = name.rfind(" ", 0, fits + 1)
    part = blank if blank > 0 else fits if name[fits - 1 : fits] >= "\u2e80" else 0
    if not part:
        return (shortened(name, room, SMALL),)
    return name[:part].rstrip(), shortened(name[part:].lstrip(), room, SMALL)


def _categories(marks: list[Mark], plot: _Plot, named: Sequence[tuple[str, ...]], bottom: float) -> None:
    pitch = plot.width / max(1, len(named))
    marks += [
        Letters(plot.left + pitch * (place + 0.5), bottom + 3.8 + LINE * line, text, "hei", SMALL, "soft", anchor="middle")
        for place, lines in enumerate(named)
        for line, text in enumerate(lines)
    ]


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
                marks += area_of(x + gap, y1, bar - 2 * gap, y2 - y1, place)
            sum_so_far += value
            if not stacked and labelled:
                _figure_label(
                    labels, x + bar / 2, y1 - 0.9 if value >= 0 else y2 + 3, written(chart, value), max(bar, pitch / count)
                )
        if stacked and labelled and sum_so_far:
            _figure_label(labels, middle, plot.y(sum_so_far) - 0.9, written(chart, sum_so_far), pitch)


def _figure_label(marks: list[Mark], x: float, y: float, text: str, room: float) -> None:
    if text_width(text, SMALL) <= room:
        width = text_width(text, SMALL)
        marks.append(Area(x - width / 2, y - 2.3, width, 2.6, fill="paper"))
        marks.append(Letters(x, y, text, "hei", SMALL, anchor="middle"))


def _draw_lines(marks: list[Mark], labels: list[Mark], plot: _Plot, other: _Plot, chart: Lines) -> None:
    pitch = plot.width / max(1, len(chart.categories))
    for place, series in enumerate(chart.series):
        colour, dashed, weight = pen(place)
        points = [
            None if value is None else (plot.left + pitch * (column + 0.5), (other if series.right else plot).y(value))
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
                    _figure_label(labels, point[0], point[1] - 1.6, written(chart, value), pitch)
