"""How the lines grow with the book: the same lines over books of several sizes, drawn as small plots on one page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.line import Line

SIZES = (1_000, 10_000, 100_000)
"""The books measured beside the large one."""
ALIKE = {"figures", "reading", "comparing", "certificates"}
"""Groups that are of one size whatever the book."""
ACROSS = 4
_OURS, _THEIRS, _TARGET = "#b3161b", "#555555", "#2f6b3a"


def drawable() -> bool:
    """Whether matplotlib is installed."""
    import importlib.util

    return importlib.util.find_spec("matplotlib") is not None


def gathered(measured: Mapping[int, Sequence[Line]]) -> dict[str, dict[int, Line]]:
    """The lines that have a short name, by that name and by the entries of the book they were measured on."""
    found: dict[str, dict[int, Line]] = {}
    for rows, lines in sorted(measured.items()):
        for line in lines:
            if line.short:
                found.setdefault(line.short, {})[rows] = line
    return found


def draw(measured: Mapping[int, Sequence[Line]], path: Path) -> None:
    """Draw one small plot a line, both axes logarithmic: ours in full, its yardstick broken, what it may be at most dotted.

    A figure of nothing at all (a file of no bytes, a pause of zero) has no place on such an axis and is left out.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot, ticker

    plots = gathered(measured)
    down = math.ceil(len(plots) / ACROSS)
    page, places = pyplot.subplots(down, ACROSS, figsize=(3.4 * ACROSS, 2.5 * down), squeeze=False)
    spots = [place for row in places for place in row]
    for spot in spots[len(plots) :]:
        spot.set_axis_off()
    for spot, (short, by_rows) in zip(spots, plots.items(), strict=False):
        _one(spot, short, by_rows)
        spot.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        spot.yaxis.set_major_formatter("{x:g}")
        spot.yaxis.set_minor_formatter(ticker.NullFormatter())
    page.supxlabel("entries of the book; red: the program, broken: its yardstick, dotted: the most it may take", fontsize=8)
    page.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    page.savefig(path, dpi=110)
    pyplot.close(page)


def _one(spot: object, short: str, by_rows: Mapping[int, Line]) -> None:
    axes: Any = spot
    ours = [(rows, line.figure) for rows, line in by_rows.items() if line.figure > 0]
    theirs = [(rows, line.yardstick) for rows, line in by_rows.items() if line.yardstick]
    most = next(iter(by_rows.values())).limit
    axes.plot(*zip(*ours, strict=True), color=_OURS, marker="o", markersize=3, linewidth=1.5)
    if theirs:
        axes.plot(*zip(*theirs, strict=True), color=_THEIRS, marker=".", markersize=3, linewidth=1, linestyle="--")
    values = [value for _rows, value in (*ours, *theirs)]
    if most is not None:
        axes.axhline(most, color=_TARGET, linewidth=1, linestyle=":")
        values.append(most)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(min(values) / 2, max(values) * 2)
    axes.set_title(f"{short} [{next(iter(by_rows.values())).unit}]", fontsize=8)
    axes.tick_params(labelsize=7)
    axes.grid(visible=True, which="major", linewidth=0.3)
