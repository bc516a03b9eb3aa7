"""Pictures that lie: rows of bars or dots on a level axis, named points on one line, and stretches of time in rows.

The names stand at the left and have the room they need, so that a workshop's full name can be read.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from unionoffice.core.period import Month
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.printing.chart_base import (
    LINE,
    SMALL,
    TONES,
    Figures,
    Level,
    Series,
    area_of,
    shortened,
    text_width,
    ticks,
    written,
)
from unionoffice.printing.marks import Area, Colour, Letters, Mark, Stroke

_PITCH = 6.2  # millimetres from one row to the next where there is room
_LEAST = 3.3  # names closer than this are left out in turn
_DOT = 2.1


class _Lying(Figures, frozen=True, kw_only=True):
    """`categories` name the rows; `levels` are drawn across all rows with their names above."""

    categories: tuple[Any, ...]
    series: tuple[Series, ...]
    levels: tuple[Level, ...] = ()
    chosen: int | None = None


class Rows(_Lying, frozen=True):
    """A bar a row, from zero to the right, or to the left below zero."""


class Dots(_Lying, frozen=True):
    """A dot a row and series. The axis need not begin at zero; the `chosen` row stands out."""


class Points(Figures, frozen=True, kw_only=True):
    """Named points on one line; the `chosen` one stands out."""

    points: tuple[Level, ...]
    chosen: int | None = None


class Span(msgspec.Struct, frozen=True):
    """A stretch of time in a row: from `first` on and before `next`, in the tone of one of the names."""

    row: int
    first: datetime.date
    next: datetime.date
    tone: int


class Spans(msgspec.Struct, frozen=True, kw_only=True):
    """Stretches of time in rows: `categories` name the rows, `names` the tones; shown is the time from `first` before `next`."""

    title: Any = ""
    categories: tuple[Any, ...]
    names: tuple[Any, ...]
    first: datetime.date
    next: datetime.date
    spans: tuple[Span, ...]


Lying = Rows | Dots | Points | Spans


class Field(msgspec.Struct, frozen=True):
    """Where the rows lie in mm, how far apart, and the figures (days of time as ordinals) at both ends of the axis."""

    left: float
    top: float
    width: float
    pitch: float
    rows: int
    first: int
    last: int

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.top + self.pitch * self.rows

    def x(self, value: int) -> float:
        """Where a figure stands."""
        return self.left + self.width * (value - self.first) / max(1, self.last - self.first)

    def y(self, row: int) -> float:
        """The middle of a row."""
        return self.top + self.pitch * (row + 0.5)

    def value(self, x: float) -> int:
        """The figure at a place, no further than the ends of the axis."""
        part = min(1.0, max(0.0, (x - self.left) / max(0.1, self.width)))
        return self.first + round(part * (self.last - self.first))


def height_of(chart: Lying) -> float:
    """The height in mm that a lying chart wants."""
    if isinstance(chart, Points):
        return 18.0 + _LABEL * _lines_of(chart)
    levels = len(chart.levels) if not isinstance(chart, Spans) else 0
    return 19.0 + LINE * min(levels, 4) + _PITCH * max(1, len(chart.categories))


def field_of(chart: Lying, width: float, height: float, language: Language) -> Field:
    """Where the rows of a chart lie in a field of width by height mm."""
    return _laid(chart, width, height, language)[1]


def layout(chart: Lying, width: float, height: float, language: Language) -> list[Mark]:
    """The marks of a chart in a field of width by height mm, from its top left corner."""
    return _laid(chart, width, height, language)[0]


def _laid(chart: Lying, width: float, height: float, language: Language) -> tuple[list[Mark], Field]:
    if isinstance(chart, Points):
        return _points(chart, width, height, language)
    if isinstance(chart, Spans):
        return _spans(chart, width, height, language)
    return _rows(chart, width, height, language)


# -- rows of bars and dots --------------------------------------------------------------


def _rows(chart: Rows | Dots, width: float, height: float, language: Language) -> tuple[list[Mark], Field]:
    from unionoffice.printing.wording import words

    marks: list[Mark] = []
    names = [words(series.name, language) for series in chart.series] if len(chart.series) > 1 else []
    top = _head(marks, words(chart.title, language), words(chart.unit, language), names, width, dots=isinstance(chart, Dots))
    categories = [words(category, language, cell=True) for category in chart.categories]
    left = _names_width(categories, width)
    first, last, step = _axis(chart, width - left)
    left = max(left, text_width(written(chart, first), SMALL) / 2 + 0.5)
    right = max(text_width(written(chart, last), SMALL) / 2, 2.0)
    if isinstance(chart, Rows):  # the figure of the longest bar stands behind it
        values = [value for series in chart.series for value in series.values if value is not None]
        right += max((text_width(written(chart, value), SMALL) for value in values), default=0.0)
    field = Field(left, 0, max(10.0, width - left - right), 1, len(categories), first, last)
    labels, deep = _level_names(chart.levels, [words(level.name, language) for level in chart.levels], chart, field, top, width)
    top += deep
    pitch = min(_PITCH * 1.4, (height - 6 - top) / max(1, len(categories)))
    field = msgspec.structs.replace(field, top=top, pitch=max(0.4, pitch))
    if chart.chosen is not None and 0 <= chart.chosen < len(categories):
        marks.append(Area(0, field.y(chart.chosen) - field.pitch / 2, left + field.width, field.pitch, fill="tint"))
    _grid(marks, chart, field, step)
    _names(marks, categories, field, chart.chosen)
    for level, label in zip(chart.levels, labels, strict=True):
        x = field.x(level.value)
        marks.append(Stroke(x, label.y + 0.9, x, field.bottom, 0.9, "ink", dashed=True))
    for label in labels:  # no stroke goes through a name
        marks += [Area(label.x - 0.4, label.y - 2.4, text_width(label.text, SMALL) + 0.8, 3.0, fill="paper"), label]
    marks += _bars(chart, field) if isinstance(chart, Rows) else _dots(chart, field)
    return marks, field


def _axis(chart: Rows | Dots, room: float) -> tuple[int, int, int]:
    figures = [value for series in chart.series for value in series.values if value is not None]
    figures += [level.value for level in chart.levels]
    low, high = min(figures, default=0), max(figures, default=0)
    if isinstance(chart, Rows) or 2 * low <= high:
        low = min(0, low)
    else:
        low = max(0, low - max(1, high - low) // 6)
    high = max(high, 0 if isinstance(chart, Rows) else high)
    widest = max(text_width(written(chart, value), SMALL) for value in (low, high)) + 5
    return ticks(low, high, max(2, min(6, int(room / widest))), clock=chart.clock)


def _names_width(categories: Sequence[str], width: float) -> float:
    return min(max((text_width(name, SMALL) for name in categories), default=0.0), width * 0.36) + 3


def _head(marks: list[Mark], title: str, unit: str, names: Sequence[str], width: float, *, dots: bool) -> float:
    """Title, unit and legend; gives where the rest may begin."""
    top = 1.0
    if title:
        marks.append(Letters(0, top + 3.2, shortened(title, width - text_width(unit, SMALL) - 3, 9.5), "hei_medium", 9.5))
    if unit:
        marks.append(Letters(width, top + 3.2, unit, "hei", SMALL, "soft", anchor="end"))
    top += 5.5 if title or unit else 0
    x = 0.0
    for place, name in enumerate(names):
        step = 6 + text_width(name, SMALL) + 5
        if x and x + step > width:
            x, top = 0.0, top + 4.2
        marks += [_dot(x + 2.1, top + 1.7, place)] if dots else area_of(x, top + 0.5, 4.2, 2.4, place)
        marks.append(Letters(x + 6, top + 2.7, shortened(name, width - x - 6, SMALL), "hei", SMALL))
        x += step
    return top + (4.6 if names else 0) + 1


def _level_names(
    levels: Sequence[Level], names: Sequence[str], chart: Figures, field: Field, top: float, width: float
) -> tuple[list[Letters], float]:
    """The levels' names above the rows, in as many lines as it takes for none to lie on another; and how deep they go."""
    texts = [f"{name} {written(chart, level.value)}".strip() for name, level in zip(names, levels, strict=True)]
    placed: list[list[tuple[float, float]]] = []
    found: dict[int, Letters] = {}
    for place in sorted(range(len(levels)), key=lambda place: levels[place].value):
        text = shortened(texts[place], width, SMALL)
        half = text_width(text, SMALL) / 2
        middle = min(max(field.x(levels[place].value), half), max(half, width - half))
        line = next(
            (
                line for line, taken in enumerate(placed)
                if all(middle + half + 1.5 <= start or end + 1.5 <= middle - half for start, end in taken)
            ),
            len(placed),
        )  # fmt: skip
        if line == len(placed):
            placed.append([])
        placed[line].append((middle - half, middle + half))
        found[place] = Letters(middle - half, top + 2.6 + LINE * line, text, "hei", SMALL)
    return [found[place] for place in range(len(levels))], LINE * len(placed) + (1.2 if levels else 0)


def _grid(marks: list[Mark], chart: Figures, field: Field, step: int) -> None:
    for value in range(field.first, field.last + 1, step):
        x = field.x(value)
        marks.append(Stroke(x, field.top, x, field.bottom, 0.9 if value == 0 else 0.35, "ink" if value == 0 else "pale"))
        marks.append(Letters(x, field.bottom + 3.6, written(chart, value), "hei", SMALL, "soft", anchor="middle"))


def _names(marks: list[Mark], categories: Sequence[str], field: Field, chosen: int | None = None) -> None:
    every = max(1, math.ceil(_LEAST / field.pitch))
    for row, name in enumerate(categories):
        if row % every == 0 or row == chosen:
            face = "hei_medium" if row == chosen else "hei"
            marks.append(Letters(0, field.y(row) + 0.95, shortened(name, field.left - 2.5, SMALL), face, SMALL, "ink"))


def _bars(chart: Rows, field: Field) -> Iterable[Mark]:
    count = max(1, len(chart.series))
    bar = field.pitch * 0.68 / count
    for place, series in enumerate(chart.series):
        for row, value in enumerate(series.values):
            if value is None:
                continue
            left, right = sorted((field.x(0), field.x(value)))
            y = field.y(row) - field.pitch * 0.34 + bar * place
            yield from area_of(left, y, max(0.2, right - left), bar * 0.94, place)
            if bar >= 2.2:
                text = written(chart, value)
                if value >= 0:
                    yield Letters(right + 1, y + bar / 2 + 0.95, text, "hei", SMALL)
                else:
                    yield Letters(max(left - 1, text_width(text, SMALL)), y + bar / 2 + 0.95, text, "hei", SMALL, anchor="end")


def _dot(x: float, y: float, place: int, size: float = _DOT) -> Area:
    fill, outline, hatch = TONES[place % len(TONES)]
    return Area(x - size / 2, y - size / 2, size, size, fill="paper" if hatch else fill, outline=outline, width=0.9, round=True)


def _dots(chart: Dots, field: Field) -> Iterable[Mark]:
    size = max(0.9, min(_DOT, field.pitch * 0.6))
    for row in range(len(chart.categories)):
        y = field.y(row)
        yield Stroke(field.left, y, field.left + field.width, y, 0.25, "pale")
        for place, series in enumerate(chart.series):
            value = series.values[row]
            if value is not None:
                yield _dot(field.x(value), y, place, size * (1.35 if row == chart.chosen else 1))


# -- points on one line ------------------------------------------------------------------

_LABEL = 4.0
_NARROW = 110.0


def _lines_of(chart: Points) -> int:
    """How many lines the names of the points take in a narrow picture, in the longer of the two languages."""
    from unionoffice.printing.wording import words

    values = [point.value for point in chart.points]
    field = Field(8, 0, _NARROW - 16, 1, 1, min(values, default=0), max(values, default=1))
    both = [[words(point.name, spoken) for point in chart.points] for spoken in LANGUAGES]
    found = [_level_names(chart.points, names, chart, field, 0, _NARROW)[0] for names in both]
    return max(len({label.y for label in labels}) for labels in found)


def _points(chart: Points, width: float, height: float, language: Language) -> tuple[list[Mark], Field]:
    from unionoffice.printing.wording import words

    marks: list[Mark] = []
    top = _head(marks, words(chart.title, language), words(chart.unit, language), (), width, dots=True)
    values = [point.value for point in chart.points]
    low, high = min(values, default=0), max(values, default=0)
    room = max(1, high - low) // 8
    widest = max((text_width(written(chart, value), SMALL) for value in (low, high)), default=5.0) + 5
    first, last, step = ticks(max(min(low, 0), low - room), high + room, max(2, min(6, int(width / widest))), clock=chart.clock)
    edge = max(text_width(written(chart, value), SMALL) for value in (first, last)) / 2 + 1
    y = height - 6.5
    field = Field(edge, y - 3, width - 2 * edge, 6, 1, first, last)
    for value in range(first, last + 1, step):
        marks.append(Stroke(field.x(value), y - 0.8, field.x(value), y + 0.8, 0.5, "line"))
        marks.append(Letters(field.x(value), y + 4.8, written(chart, value), "hei", SMALL, "soft", anchor="middle"))
    marks.append(Stroke(field.left, y, field.left + field.width, y, 0.9, "ink"))
    names = [words(point.name, language) for point in chart.points]
    labels, _deep = _level_names(chart.points, names, chart, field, 0, width)
    lines = sorted({label.y for label in labels})
    pitch = min(_LABEL, (y - 3 - top) / max(1, len(lines)))
    strokes: list[Mark] = []
    names_above: list[Mark] = []
    for place, (point, label) in enumerate(zip(chart.points, labels, strict=True)):
        at = y - 3.2 - pitch * lines.index(label.y)
        x, chosen = field.x(point.value), place == chart.chosen
        strokes.append(Stroke(x, at + 0.6, x, y, 0.35, "line"))
        size = _DOT * (1.4 if chosen else 1)
        fill: Colour = "accent" if chosen else "paper"
        marks.append(Area(x - size / 2, y - size / 2, size, size, fill=fill, outline="accent", width=0.9, round=True))
        half = text_width(label.text, SMALL) / 2
        names_above.append(Area(label.x - 0.4, at - 2.5, 2 * half + 0.8, 3.1, fill="paper"))
        names_above.append(Letters(label.x, at, label.text, "hei_medium" if chosen else "hei", SMALL))
    return strokes + marks + names_above, field


# -- stretches of time --------------------------------------------------------------------


def _spans(chart: Spans, width: float, height: float, language: Language) -> tuple[list[Mark], Field]:
    from unionoffice.printing.wording import words

    marks: list[Mark] = []
    top = _head(
        marks, words(chart.title, language), "", [words(name, language) for name in chart.names], width, dots=False
    )
    categories = [words(category, language, cell=True) for category in chart.categories]
    left = _names_width(categories, width)
    pitch = min(_PITCH * 1.4, (height - 6 - top) / max(1, len(categories)))
    field = Field(left, top, width - left - 4, max(0.4, pitch), len(categories), chart.first.toordinal(), chart.next.toordinal())
    _names(marks, categories, field)
    months = _months(chart.first, chart.next)
    every = max(1, math.ceil(13.0 / max(0.1, field.width / max(1, len(months)))))
    for place, (day, name) in enumerate(months):
        x = field.x(day.toordinal())
        marks.append(Stroke(x, field.top, x, field.bottom, 0.35, "pale"))
        half = text_width(name, SMALL) / 2
        if place % every == 0 and x + half <= width:
            marks.append(Letters(max(x, half), field.bottom + 3.6, name, "hei", SMALL, "soft", anchor="middle"))
    for span in chart.spans:
        start, end = (min(max(day.toordinal(), field.first), field.last) for day in (span.first, span.next))
        if end > start and 0 <= span.row < len(categories):
            x, y = field.x(start), field.y(span.row) - field.pitch * 0.34
            marks += area_of(x, y, field.x(end) - x, field.pitch * 0.68, span.tone)
    return marks, field


def _months(first: datetime.date, end: datetime.date) -> list[tuple[datetime.date, str]]:
    """The first days of the months between two days, with the first day itself, and how they are written: 1958-02."""
    found = []
    month = Month(first.year, first.month)
    while month.first_day() < end:
        if month.first_day() >= first:
            found.append((month.first_day(), str(month)))
        month = month.plus(1)
    return found
