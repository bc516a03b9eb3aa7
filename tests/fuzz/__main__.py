"""`python -m tests.fuzz [--files N] [--seed S] [--only KIND] [--keep FOLDER]`: strange files, each taken all the way into a book.

Prints what became of each kind, what was slowest and largest, and what broke; exit code 1 when anything did.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from random import Random

from tests.fuzz.made import KINDS
from tests.fuzz.road import Result, make_book, travel

WORST = {"slowest": "seconds", "longest without progress": "silent", "largest": "megabytes", "largest beside": "apart"}
NAMES = ("list.xlsx", "list.xls", "list.et", "list.ods", "list.csv", "list.txt", "list")


def schedule(files: int, only: str = "", without: Collection[str] = ()) -> list[tuple[str, int]]:
    """The kinds of so many files or a few more, each with its number: every kind at least once, the costly ones at the end."""
    kinds = {name: kind for name, kind in KINDS.items() if name not in without and only in ("", name)}
    weight = sum(kind.weight for kind in kinds.values())
    return [(name, number) for name, kind in kinds.items() for number in range(math.ceil(files * kind.weight / weight))]


def run(
    files: int,
    seed: int,
    *,
    only: str = "",
    without: Collection[str] = (),
    keep: Path | None = None,
    number: int | None = None,
) -> Iterator[Result]:
    """Make the files and take each all the way; give what became of it. Files that broke are kept in `keep`."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        empty = Path(folder, "empty.db")
        make_book(empty)
        for kind, place in schedule(files, only, without):
            if number is not None and place != number:
                continue
            chance = Random(f"{seed} {kind} {place}")
            work = Path(folder, "work")
            work.mkdir()
            source = work / chance.choice(NAMES)
            KINDS[kind].make(chance, source)
            result = travel(source, empty, chance, undisturbed=not place)
            if result.what == "broken" and "nothing went on" in result.why:  # the machine may have been busy: once more
                chance = Random(f"{seed} {kind} {place} again")
                result = travel(source, empty, chance)
            result.kind, result.number = kind, place
            if result.what == "broken" and keep and source.is_file():
                keep.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, keep / f"{kind.replace(' ', '-')}-{place}{source.suffix}")
            shutil.rmtree(work)
            yield result


def table(results: list[Result]) -> str:
    """What became of each kind, and the worst of all."""
    columns = ("taken in", "read", "refused", "stopped", "killed", "broken")
    head = f"{'kind':24}{'files':>7}" + "".join(f"{name:>10}" for name in columns) + f"{'slowest s':>11}{'MB':>7}{'beside':>8}"
    said = [head]
    for kind in [*KINDS, ""]:
        some = [result for result in results if result.kind == kind or not kind]
        if some:
            counts = "".join(f"{sum(result.what == name for result in some):10,}" for name in columns)
            most = f"{max(r.seconds for r in some):11.2f}{max(r.megabytes for r in some):7,}{max(r.apart for r in some):8,}"
            said.append(f"{kind or 'all':24}{len(some):7,}{counts}{most}")
    for what, worst in WORST.items():
        said.append(f"\n{what}:")
        for result in sorted(results, key=lambda each: -getattr(each, worst))[:5]:
            cost = f"{result.seconds:.1f} s, silent {result.silent:.1f} s, {result.megabytes:,} and {result.apart:,} MB"
            said.append(f"  {result.kind} {result.number}: {result.what}, {result.lines:,} lines, {cost} {result.why[:110]}")
    return "\n".join(said)


def main() -> int:
    """Do it and say what was found."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--files", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="", help="one kind: " + ", ".join(KINDS))
    asked.add_argument("--number", type=int, help="one file of that kind")
    asked.add_argument("--keep", type=Path, help="where files that broke are kept")
    given = asked.parse_args()
    os.environ["RUST_BACKTRACE"] = "0"
    results, begun, said = [], time.monotonic(), time.monotonic()
    for result in run(given.files, given.seed, only=given.only, keep=given.keep, number=given.number):
        results.append(result)
        if result.what == "broken":
            print(f"BROKEN {result.kind} {result.number}: {result.why}", flush=True)
        if time.monotonic() - said > 20:
            said = time.monotonic()
            print(f"{len(results):,} files in {said - begun:.0f} s", file=sys.stderr, flush=True)
    print(table(results))
    broken = sum(result.what == "broken" for result in results)
    print(f"\n{len(results):,} files, seed {given.seed}, {time.monotonic() - begun:.0f} s: {broken or 'none'} broken")
    return 1 if broken or not results else 0


if __name__ == "__main__":
    sys.exit(main())
