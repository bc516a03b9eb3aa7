"""`python -m benchmarks`: every line of the table with its yardstick in the same run, several times in turn.

python -m benchmarks                       a book of a million entries; prints the table
python -m benchmarks --quick               50,000 entries, in two and a half minutes
python -m benchmarks --only start,search   some lines alone
python -m benchmarks --json FILE           also as a list of name, figure, unit, yardstick, ratio, target, met
python -m benchmarks --write               put the table into docs/performance.md
python -m benchmarks --growth              measure smaller books too and draw how the lines grow (docs/pictures/growth.png)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import groups, growth, written
from benchmarks.ground import Ground, large_book
from benchmarks.line import Line, as_json, table

ROWS, QUICK_ROWS = 1_000_000, 50_000
TIMES, QUICK_TIMES = 5, 2


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--times", type=int)
    parser.add_argument("--only", default="", metavar="NAMES", help=", ".join(groups.GROUPS))
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--folder", type=Path, help="keep the books here and use those that are there")
    chosen = parser.parse_args()
    names = [name for name in chosen.only.split(",") if name] or list(groups.GROUPS)
    unknown = [name for name in names if name not in groups.GROUPS]
    if unknown:
        parser.error(f"there is no line {unknown[0]}; there are {', '.join(groups.GROUPS)}")
    if chosen.growth and not growth.drawable():
        parser.error("matplotlib is not installed (pip install '.[bench]')")
    with _folder(chosen.folder) as folder:
        rows = chosen.rows or (QUICK_ROWS if chosen.quick else ROWS)
        times = chosen.times or (QUICK_TIMES if chosen.quick else TIMES)
        begun = time.perf_counter()
        ground = Ground(folder, large_book(folder, rows), rows, times, bool(chosen.quick))
        lines, skipped = measured(ground, names)
        print(table(lines))
        for words in skipped:
            print(f"skipped: {words}", file=sys.stderr)
        if chosen.json is not None:
            chosen.json.write_text(json.dumps(as_json(lines), indent=1), encoding="utf-8")
        if chosen.write:
            written.into_page(lines, skipped, rows, time.perf_counter() - begun)
        if chosen.growth:
            growing = [name for name in names if name not in growth.ALIKE]
            by_rows = {rows: lines}
            for size in growth.SIZES:
                print(f"a book of {size:,} entries", file=sys.stderr)
                by_rows[size] = measured(Ground(folder, large_book(folder, size), size, QUICK_TIMES, quick=True), growing)[0]
            growth.draw(by_rows, written.PLOT)
    return 0


def measured(ground: Ground, names: list[str]) -> tuple[list[Line], list[str]]:
    """The lines of some groups, and what was skipped because a peer is not installed."""
    lines: list[Line] = []
    skipped: list[str] = []
    for name in names:
        begun = time.perf_counter()
        try:
            found = groups.GROUPS[name](ground)
        except groups.Skipped as words:
            skipped.append(f"{name}: {words}")
            continue
        lines += found
        print(f"{name}: {time.perf_counter() - begun:.0f} s\n{table(found)}", file=sys.stderr, flush=True)
    return lines, skipped


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


if __name__ == "__main__":
    raise SystemExit(main())
