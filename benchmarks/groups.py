"""The lines of the table, in groups that can be measured alone. A group takes the ground and gives its lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from benchmarks import book_file, certificates, comparison, intake, start
from benchmarks.ground import Ground
from benchmarks.line import Line, ratio, reported


class Skipped(Exception):  # noqa: N818 - nothing is wrong: a peer is not installed
    """A group cannot be measured here; says what would have to be installed."""


def starting(ground: Ground) -> list[Line]:
    """From the process to the painted window, and the idle window's memory."""
    begun: list[start.Painted] = []
    bare: list[start.Painted] = []

    def ours() -> float:
        begun.append(start.painted(ground.book))
        return begun[-1].seconds

    def theirs() -> float:
        bare.append(start.painted(None))
        return bare[-1].seconds

    against = "a bare PySide6 window with tabs and a table"
    seconds = ratio(
        f"process start to first painted window, book of {ground.rows:,} entries", "s", against, 1.6, max(5, ground.times),
        ours, theirs,
    )  # fmt: skip
    memory = ratio(
        "memory of the idle window, same book", "MB", "the same bare process", 1.5, len(begun) - 1,
        iter([x.megabytes for x in begun]).__next__, iter([x.megabytes for x in bare]).__next__,
    )  # fmt: skip
    return [seconds, memory]


def figures(ground: Ground) -> list[Line]:
    """A list of monthly figures taken in."""
    place = ground.folder / "figures"
    place.mkdir(exist_ok=True)
    empty, source = intake.prepare(place)
    line = ratio(
        f"{intake.COUNT:,} monthly figures from a CSV list", "s",
        "csv and executemany into a bare table, neither checked nor journaled", 5.0, min(3, ground.times),
        lambda: intake.ours(empty, source), lambda: intake.bare(source),
    )  # fmt: skip
    shutil.rmtree(place)
    return [line]


def comparing(ground: Ground) -> list[Line]:
    """Units compared by indicators."""
    place = ground.folder / "compared"
    compared = comparison.prepare(place)
    line = ratio(
        f"{comparison.UNITS:,} units compared by {intake.INDICATORS} indicators, exact, with trend and gains", "s",
        "the same rows reckoned in floats", 3.5, ground.times, lambda: comparison.ours(compared),
        lambda: comparison.floats(compared),
    )  # fmt: skip
    shutil.rmtree(place)
    return [line]


def printing(ground: Ground) -> list[Line]:
    """Certificates in bulk."""
    if not certificates.typst_is_there():
        raise Skipped("Typst is not installed (pip install '.[bench]')")
    return [
        ratio(
            f"{certificates.COUNT:,} certificates into one PDF", "s", "Typst on the same page", 1.0, ground.times,
            certificates.ours, certificates.typst,
        )
    ]  # fmt: skip


def file(ground: Ground) -> list[Line]:
    """The book as a file."""
    opened = [book_file.opened_after_kill(ground.book, ground.folder / "killed") for _round in range(min(3, ground.times))]
    parts = book_file.bytes_by_part(ground.book)
    words = ", ".join(f"{part} {size:,.0f}" for part, size in sorted(parts.items(), key=lambda each: -each[1]))
    middle = sorted(x.seconds for x in opened)[len(opened) // 2]
    return [
        reported("open after a kill", "s", middle, note=f"with a log of {opened[0].log / 1e6:,.0f} MB beside it"),
        reported("bytes per record", "B", sum(parts.values()), note=words),
    ]


GROUPS: Mapping[str, Callable[[Ground], list[Line]]] = {
    "start": starting,
    "figures": figures,
    "comparing": comparing,
    "certificates": printing,
    "file": file,
}
