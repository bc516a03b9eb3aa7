"""`python -m benchmarks [--times N] [--json FILE]`: each line with its yardstick, in turn, several times."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import certificates, comparison, intake, start


class Line(NamedTuple):
    """One line of the table: medians of the figure and of its yardstick, and the ratio's median, least and most."""

    name: str
    unit: str
    figure: float
    yardstick: float
    ratio: float
    least: float
    most: float
    target: float
    against: str

    @property
    def met(self) -> bool:
        """Whether the ratio keeps its target."""
        return self.ratio <= self.target


def measured(
    name: str, unit: str, against: str, target: float, times: int, ours: Callable[[], float], theirs: Callable[[], float]
) -> Line:
    """Measure both in turn, `times` times, after one round that does not count."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _round in range(times)]
    ratios = [mine / yardstick for mine, yardstick in pairs]
    return Line(
        name,
        unit,
        statistics.median(p[0] for p in pairs),
        statistics.median(p[1] for p in pairs),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        target,
        against,
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    lines: list[Line] = []
    skipped: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        book = start.sample_book(Path(place))
        lines.append(
            measured(
                "process start to first painted window",
                "s",
                "a bare PySide6 window with tabs and a table",
                1.6,
                chosen.times,
                lambda: start.painted(book).seconds,
                lambda: start.painted(None).seconds,
            )
        )
        lines.append(
            measured(
                "memory of the idle window",
                "MB",
                "the same bare window",
                1.5,
                chosen.times,
                lambda: start.painted(book).megabytes,
                lambda: start.painted(None).megabytes,
            )
        )
        empty, source = intake.prepare(Path(place))
        lines.append(
            measured(
                f"{intake.COUNT:,} monthly figures from a CSV list",
                "s",
                "csv and executemany into a bare table, neither checked nor journaled",
                5.0,
                chosen.times,
                lambda: intake.ours(empty, source),
                lambda: intake.bare(source),
            )
        )
        compared = comparison.prepare(Path(place) / "compared")
        lines.append(
            measured(
                f"{comparison.UNITS:,} units compared by {intake.INDICATORS} indicators, exact, with trend and gains",
                "s",
                "the same rows reckoned in floats",
                3.5,
                chosen.times,
                lambda: comparison.ours(compared),
                lambda: comparison.floats(compared),
            )
        )
        if certificates.typst_is_there():
            lines.append(
                measured(
                    f"{certificates.COUNT} certificates into one PDF",
                    "s",
                    "Typst on the same page",
                    1.0,
                    chosen.times,
                    certificates.ours,
                    certificates.typst,
                )
            )
        else:
            skipped.append("certificates: Typst is not installed (pip install '.[bench]')")
    show(lines, skipped)
    if chosen.json is not None:
        found = [
            {
                "name": x.name,
                "figure": x.figure,
                "unit": x.unit,
                "yardstick": x.yardstick,
                "ratio": x.ratio,
                "target": x.target,
                "met": x.met,
            }
            for x in lines
        ]
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0


def show(lines: list[Line], skipped: list[str]) -> None:
    """Print the table, and what was skipped."""
    print("| what | figure | yardstick | ratio (least - most) | target | |")
    print("|---|---|---|---|---|---|")
    for x in lines:
        print(
            f"| {x.name} | {x.figure:.2f} {x.unit} | {x.yardstick:.2f} {x.unit}, {x.against} "
            f"| {x.ratio:.2f} ({x.least:.2f} - {x.most:.2f}) | at most {x.target:.1f} | {'met' if x.met else 'missed'} |"
        )
    for words in skipped:
        print(f"skipped: {words}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
