"""One line of the table: a figure beside its yardstick, measured in turn in the same run."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple

Measure = Callable[[], float]


class Line(NamedTuple):
    """One line: medians of the figure and of its yardstick, the ratio's median, least and most, and what was aimed at.

    `yardstick`, `ratio` and `target` are None where there is none; `target` is a ratio, or the most the figure may be, or the
    most it may be above the yardstick, as `aim` says in words. `short` is what it is called where its growth is drawn; without,
    it is not drawn.
    """

    name: str
    unit: str
    figure: float
    yardstick: float | None = None
    ratio: float | None = None
    least: float | None = None
    most: float | None = None
    target: float | None = None
    met: bool | None = None
    aim: str = ""
    against: str = ""
    note: str = ""
    short: str = ""

    @property
    def limit(self) -> float | None:
        """The most the figure may be, where the target is not told by a yardstick."""
        return self.target if self.yardstick is None else None


def in_turn(times: int, ours: Measure, theirs: Measure) -> list[tuple[float, float]]:
    """Both measured in turn, `times` times, after one round that does not count."""
    ours(), theirs()
    return [(ours(), theirs()) for _round in range(times)]


def ratio(
    name: str, unit: str, against: str, target: float, times: int, ours: Measure, theirs: Measure, *,
    plus: float = 0.0, note: str = "", short: str = "",
) -> Line:  # fmt: skip
    """A line that aims at a ratio; `plus` is what the figure may take above it."""
    return compared(name, unit, against, target, in_turn(times, ours, theirs), plus=plus, note=note, short=short)


def compared(
    name: str, unit: str, against: str, target: float, pairs: Sequence[tuple[float, float]], *, plus: float = 0.0, note: str = "",
    short: str = "",
) -> Line:  # fmt: skip
    """A line of pairs that were measured already: the figure and its yardstick."""
    aim = f"at most {target:g}x" + (f" plus {plus:g} {unit}" if plus else "")
    figure, yardstick = statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
    ratios = [mine / theirs for mine, theirs in pairs]
    middle = statistics.median(ratios)
    met = statistics.median(mine - plus - target * theirs for mine, theirs in pairs) <= 0 if plus else middle <= target
    return Line(name, unit, figure, yardstick, middle, min(ratios), max(ratios), target, met, aim, against, note, short)


def above(
    name: str, unit: str, against: str, target: float, times: int, ours: Measure, theirs: Measure, *, note: str = "",
    short: str = "",
) -> Line:  # fmt: skip
    """A line that aims at a difference from its yardstick."""
    pairs = in_turn(times, ours, theirs)
    met = statistics.median(mine - theirs for mine, theirs in pairs) <= target
    return compared(name, unit, against, target, pairs, note=note, short=short)._replace(
        met=met, aim=f"at most {target:g} {unit} above it"
    )


def within(name: str, unit: str, target: float, figure: float, *, note: str = "", short: str = "") -> Line:
    """A line without a yardstick: the figure alone shall be at most `target`."""
    return Line(name, unit, figure, target=target, met=figure <= target, aim=f"at most {target:g} {unit}", note=note, short=short)


def reported(name: str, unit: str, figure: float, *, note: str = "", short: str = "") -> Line:
    """A line without a target."""
    return Line(name, unit, figure, aim="reported", note=note, short=short)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not pass: the nearest of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100) - 1))]


def table(lines: Sequence[Line]) -> str:
    """The table in Markdown."""
    out = ["| what | figure | yardstick in the same run | ratio (least - most) | target | |", "|---|---|---|---|---|---|"]
    for x in lines:
        yardstick = f"{_number(x.yardstick)} {x.unit}, {x.against}" if x.yardstick is not None else "-"
        compared = f"{x.ratio:.2f} ({x.least:.2f} - {x.most:.2f})" if x.ratio is not None else "-"
        verdict = "" if x.met is None else "met" if x.met else "**missed**"
        words = f"{x.name}; {x.note}" if x.note else x.name
        out.append(f"| {words} | {_number(x.figure)} {x.unit} | {yardstick} | {compared} | {x.aim} | {verdict} |")
    return "\n".join(out)


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def as_json(lines: Sequence[Line]) -> list[dict[str, object]]:
    """The lines as the file of `--json` holds them."""
    return [
        {
            "name": x.name, "figure": x.figure, "unit": x.unit, "yardstick": x.yardstick, "ratio": x.ratio, "target": x.target,
            "met": x.met,
        }
        for x in lines
    ]  # fmt: skip
