"""The lines of the table, in groups that can be measured alone. A group takes the ground and gives its lines."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable, Mapping
from functools import partial

from benchmarks import (
    book_file,
    certificates,
    comparison,
    exports,
    finding,
    intake,
    pauses,
    reading,
    registers,
    saving,
    searching,
    start,
    workers,
)
from benchmarks.ground import Ground
from benchmarks.line import Line, compared, percentile, ratio, reported, within


class Skipped(Exception):  # noqa: N818 - nothing is wrong: a peer is not installed
    """A group cannot be measured here; says what would have to be installed."""


def starting(ground: Ground) -> list[Line]:
    """From the process to the painted window, and the idle window's memory."""
    start.painted(ground.book), start.painted(None)  # a round that does not count
    pairs = [(start.painted(ground.book), start.painted(None)) for _round in range(3 if ground.quick else max(5, ground.times))]
    against = "a bare PySide6 window with tabs and a table"
    seconds = compared(
        f"process start to first painted window, book of {ground.rows:,} entries", "s", against, 1.6,
        [(ours.seconds, bare.seconds) for ours, bare in pairs], short="start",
    )  # fmt: skip
    memory = compared(
        "memory of the idle window, same book", "MB", "the same bare process", 1.5,
        [(ours.megabytes, bare.megabytes) for ours, bare in pairs], short="idle memory",
    )  # fmt: skip
    return [seconds, memory]


def figures(ground: Ground) -> list[Line]:
    """A list of monthly figures taken in."""
    place = ground.folder / "figures"
    place.mkdir(exist_ok=True)
    empty, source = intake.prepare(place)
    line = ratio(
        f"{intake.COUNT:,} monthly figures from a CSV list", "s",
        "csv and executemany into a bare table, neither checked nor journaled", 5.0, 1 if ground.quick else min(3, ground.times),
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
    ours, theirs = (size / 1e6 for size in certificates.sizes())
    return [
        ratio(
            f"{certificates.COUNT:,} certificates into one PDF", "s", "Typst on the same page", 1.0, ground.times,
            certificates.ours, certificates.typst,
        ),
        compared("the file of these certificates", "MB", "Typst's", 1.0, [(ours, theirs)]),
    ]  # fmt: skip


def finding_words(ground: Ground) -> list[Line]:
    """The search without a window, against plain FTS5."""
    found = searching.compared(ground.book, ground.folder / "plain.db", each=10 if ground.quick else 40, times=ground.times)
    against = "the quickest plain FTS5 query for the same entries: every three signs, or phrases of single signs"
    return [
        compared(
            f"search query, texts of {words}, the latest {searching.LATEST} entries", "ms", against, 2.0,
            [(each.ours, each.plain) for each in found if len(each.text) in lengths],
            note=f"{sum(len(each.text) in lengths for each in found)} texts of the book; the slowest "
            f"{max(each.ours for each in found if len(each.text) in lengths):.1f} ms, of plain FTS5 "
            f"{max(each.plain for each in found if len(each.text) in lengths):.1f} ms",
            short=f"query: {words}",
        )
        for words, lengths in (
            ("1 to 12 signs", range(1, 13)), ("1 to 3 signs", range(1, 4)), ("4 to 12 signs", range(4, 13))
        )
    ]  # fmt: skip


def painting_words(ground: Ground) -> list[Line]:
    """From the key to the painted results."""
    return [
        within(
            f"key to painted results, 95th of a hundred: {each.name}", "ms", each.target, each.p95, note=f"{each.keys} keys",
            short=f"key: {each.name}",
        )
        for each in finding.painted(ground.book, keys=20 if ground.quick else 60)
    ]  # fmt: skip


def going_about(ground: Ground) -> list[Line]:
    """The registers of proposals, exposures and workers: any row, any filter, any order."""
    found = registers.measured(ground.book, jumps=60 if ground.quick else 200, once=ground.quick)
    by_hand = percentile([hand for _ours, hand in found.jumps], 95)
    against = "count and the first 60 rows by hand"
    return [
        within(
            "jump to a random row of a register, painted, 95th of a hundred", "ms", 16, found.jump,
            note=f"{len(found.jumps)} jumps; the same page by hand {by_hand:.1f} ms", short="jump",
        ),
        compared("change of filter, painted", "ms", against, 1.5, found.filters, plus=8, short="change of filter"),
        compared("change of order, painted", "ms", against, 1.5, found.orders, plus=8, short="change of order"),
        reported("longest pause of the window meanwhile", "ms", found.pause),
    ]  # fmt: skip


def pausing(ground: Ground) -> list[Line]:
    """How long the window does not answer after its first painting, and while it works beside."""
    count = ground.rows // 10
    place = ground.folder / "pauses"
    place.mkdir(exist_ok=True)
    roster, spreadsheet, _separated = workers.prepare(place, count)
    found = (
        ("badges and the first screen fill", "at the start", pauses.after_painting(ground.book)),
        (f"{count:,} workers are taken in from XLSX", "while taking in", pauses.while_taking_in(roster, spreadsheet)),
        ("a backup is made", "during a backup", pauses.while_backing_up(ground.book)),
        (f"{certificates.COUNT:,} certificates are drawn", "while drawing", pauses.while_drawing(ground.book, place / "drawn.pdf")),
    )
    shutil.rmtree(place)
    lines = []
    for what, short, each in found:
        name = f"pause of the window while {what}"
        lines.append(within(f"{name}, 99th of a hundred", "ms", 100, each.one_in_a_hundred))
        lines.append(within(f"{name}, the longest", "ms", 300, each.longest, short=f"longest pause {short}"))
    return lines


def taking_in(ground: Ground) -> list[Line]:
    """A list of workers taken in, and taken back."""
    count = ground.rows // 10
    place = ground.folder / "workers"
    place.mkdir(exist_ok=True)
    book, spreadsheet, separated = workers.prepare(place, count)
    taken = [(*workers.ours(book, spreadsheet), workers.bare_spreadsheet(spreadsheet)) for _round in range(min(3, ground.times))]
    lines = [
        compared(
            f"{count:,} workers from XLSX, checked, journaled, searchable", "s", "python-calamine and plain executemany", 4.0,
            [(seconds, bare) for seconds, _back, bare in taken], short="workers from XLSX",
        ),
        ratio(
            "the same from CSV", "s", "sqlite-utils insert --csv", 1.0, min(3, ground.times),
            lambda: workers.ours(book, separated)[0], lambda: workers.sqlite_utils(separated),
            short="workers from CSV",
        ),
        compared(
            "undo of that list", "s", "taking it in", 1.0, [(back, seconds) for seconds, back, _bare in taken],
            short="undo of workers",
        ),
    ]  # fmt: skip
    shutil.rmtree(place)
    return lines


def going_out(ground: Ground) -> list[Line]:
    """A register written as a spreadsheet."""
    place = ground.folder / "exports"
    place.mkdir(exist_ok=True)
    mine, theirs, lines = place / "ours.xlsx", place / "theirs.xlsx", []
    for most, whole, what in (
        (10_000 if ground.quick else 100_000, False, "the columns of the screen"),
        (5_000 if ground.quick else 20_000, True, "all fields with their lines"),
    ):
        cells = exports.Cells(ground.book, most, whole=whole)
        lines.append(ratio(
            f"XLSX export of {len(cells.rows):,} saving proposals, {what}", "s",
            "XlsxWriter in constant-memory mode, the same cells ready in memory", 1.3, min(3, ground.times),
            partial(exports.ours, ground.book, mine, most, whole=whole), partial(exports.xlsx_writer, cells, theirs),
        ))  # fmt: skip
        exports.same(mine, theirs)
    shutil.rmtree(place)
    return lines


def keeping(ground: Ground) -> list[Line]:
    """One record saved."""
    rounds = [saving.middle(saving.in_turn(ground.book, ground.folder / "saved")) for _round in range(min(3, ground.times))]
    counted = saving.syncs_an_act(ground.book, ground.folder / "saved")
    seen = "waits for the disk not counted: strace is missing" if counted is None else f"{counted:.2f} waits for the log an act"
    against = "plain insert and commit in the same table, same settings"
    line = compared("saving one record", "ms", against, 1.0, rounds, note=seen, short="saving")
    apart = statistics.median(ours - bare for ours, bare in rounds)
    return [line._replace(target=0.5, met=apart <= 0.5 and (counted is None or counted < 1.1), aim="at most 0.5 ms above it")]


def file(ground: Ground) -> list[Line]:
    """The book as a file."""
    rounds = range(1 if ground.quick else min(3, ground.times))
    opened = [book_file.opened_after_kill(ground.book, ground.folder / "killed") for _round in rounds]
    parts = book_file.bytes_by_part(ground.book)
    words = ", ".join(f"{part} {size:,.0f}" for part, size in sorted(parts.items(), key=lambda each: -each[1]))
    middle = sorted(x.seconds for x in opened)[len(opened) // 2]
    check = book_file.checked(ground.book)
    backup = min(book_file.backed_up(ground.book, ground.folder / "backups") for _round in range(2))
    return [
        reported("open after a kill", "s", middle, note=f"with a log of {opened[0].log / 1e6:,.0f} MB beside it"),
        reported("a backup of the book, checked", "s", backup, note=f"{ground.book.stat().st_size / 1e6:,.0f} MB", short="backup"),
        reported("a check of the book", "s", check.seconds, note=f"{check.memory / 1e6:,.0f} MB of memory", short="check"),
        reported(
            "upgrade of the book from the state before the search by pinyin, with its backup", "s",
            book_file.upgraded(ground.book, ground.folder / "former"), short="upgrade",
        ),
        reported("bytes per record", "B", sum(parts.values()), note=words, short="bytes per record"),
    ]  # fmt: skip


GROUPS: Mapping[str, Callable[[Ground], list[Line]]] = {
    "start": starting,
    "query": finding_words,
    "search": painting_words,
    "registers": going_about,
    "saving": keeping,
    "pauses": pausing,
    "reading": reading.lines,
    "workers": taking_in,
    "figures": figures,
    "comparing": comparing,
    "certificates": printing,
    "exports": going_out,
    "file": file,
}
