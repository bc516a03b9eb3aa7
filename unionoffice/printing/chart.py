"""Charts: said once as figures, laid out once as marks, so that paper and screen show the same picture.

A chart says what it shows: upright ones (`Bars`, `StackedBars`, `Lines`) and lying ones (`Rows`, `Dots`, `Points`,
`Spans`); `layout` turns it into letters, strokes and areas in millimetres. One accent colour, two greys and a hatch
carry the series, so that a print in black and white still tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from unionoffice.core.words import Language
from unionoffice.printing import chart_lying, chart_upright
from unionoffice.printing.chart_base import Figures, Level, Series, figure, shortened, text_width, ticks, written
from unionoffice.printing.chart_lying import Dots, Points, Rows, Span, Spans
from unionoffice.printing.chart_upright import Bars, Lines, StackedBars
from unionoffice.printing.marks import Mark

__all__ = [
    "CHARTS", "KINDS", "Bars", "Chart", "Dots", "Figures", "Level", "Lines", "Points", "Rows", "Series", "Span", "Spans",
    "StackedBars", "figure", "height_of", "layout", "shortened", "text_width", "ticks", "written",
]  # fmt: skip

Chart = Bars | StackedBars | Lines | Rows | Dots | Points | Spans
KINDS = (Bars, StackedBars, Lines, Rows, Dots, Points, Spans)


def _reader(kind: type[Any]) -> Callable[[Any], object]:
    def read(raw: Any) -> object:
        return msgspec.convert(raw, kind)

    return read


CHARTS: dict[str, Callable[[Any], object]] = {
    "bars": _reader(Bars), "stacked": _reader(StackedBars), "lines": _reader(Lines),
    "rows": _reader(Rows), "dots": _reader(Dots), "points": _reader(Points), "spans": _reader(Spans),
}  # fmt: skip
"""How a form's sample writes a chart: `{bars = {categories = [...], series = [{name = "...", values = [1, 2]}]}}`."""


def layout(chart: Chart, width: float, height: float, language: Language) -> list[Mark]:
    """The marks of a chart in a field of width by height mm, from its top left corner."""
    if isinstance(chart, Bars | StackedBars | Lines):
        return chart_upright.layout(chart, width, height, language)
    return chart_lying.layout(chart, width, height, language)


def height_of(chart: Chart) -> float:
    """The height in mm that a chart wants: a lying one grows with its rows."""
    if isinstance(chart, Bars | StackedBars | Lines):
        return 70.0
    return chart_lying.height_of(chart)
