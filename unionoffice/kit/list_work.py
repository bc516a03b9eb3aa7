"""A list as the page has it open: read beside the window, kept as a draft with all that the clerk mended and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from unionoffice.core import filling, intake, office, spreadsheet
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Arrangement, Heading, Intake, Reading
from unionoffice.core.spreadsheet import Source
from unionoffice.core.words import _
from unionoffice.kit.jobs import Progress

Rows = Sequence[Sequence[str]]


class Opened(msgspec.Struct, frozen=True):
    """A list as it was opened: where it came from, its rows, where its heading stands and what its columns mean.

    `rows` are those of the source with what was mended. `reading` is None while a needed column is missing.
    """

    source: Source
    rows: Rows
    heading: Heading
    arrangement: Arrangement
    reading: Reading[Any] | None


class Draft(msgspec.Struct, frozen=True):
    """What the clerk did to a list that is not taken in yet, to go on with it another day.

    `size` and `changed` tell whether the file is still the same one; `how` is how it was read.
    """

    path: str
    size: int
    changed: int
    how: dict[str, str]
    first: int
    last: int
    arrangement: Arrangement
    cells: dict[int, dict[int, str]]
    left_out: list[int]
    choices: dict[int, str]

    @property
    def count(self) -> int:
        """How many cells were mended and lines decided."""
        return sum(len(row) for row in self.cells.values()) + len(self.left_out) + len(self.choices)


def open_source(path: Path, progress: Progress, how: Mapping[str, str]) -> Source:
    """Read the file: `how` names the sheet, the encoding or the separator where the clerk chose one."""
    return spreadsheet.open_source(
        path, sheet=how.get("sheet"), encoding=how.get("encoding"), separator=how.get("separator"), told=progress
    )


def open_list(book: Book, progress: Progress, listed: Intake[Any], path: Path, how: Mapping[str, str]) -> Opened:
    """Read a file, find its heading, match its columns and read its lines."""
    source = filling.as_list(book, open_source(path, progress, how), listed)
    last = office.last_arrangements(book, listed.name)
    return read_list(book, progress, listed, source, source.rows, intake.find_heading(source.rows, listed, last), None, last=last)


def read_list(
    book: Book,
    progress: Progress,
    listed: Intake[Any],
    source: Source,
    rows: Rows,
    heading: Heading,
    arrangement: Arrangement | None,
    *,
    kept: Mapping[str, str] | None = None,
    last: Mapping[str, Mapping[str, str]] | None = None,
) -> Opened:
    """Match the columns unless they are given, and read all lines when none that is needed is missing."""
    context = listed.prepare(book)
    columns = arrangement or intake.match(rows, heading, listed, context=context, kept=kept, last=last)
    if intake.missing(columns, listed):
        return Opened(source, rows, heading, columns, None)
    reading = intake.read(book, rows, heading, columns, listed, context=context, told=lambda done, all_: progress(done, all_))
    return Opened(source, reading.rows, heading, columns, reading)


def decided_as_before(reading: Reading[Any], before: Reading[Any]) -> None:
    """What the clerk decided of single lines holds when the list is read anew."""
    _decide(reading, *_decisions(before))


def _decisions(reading: Reading[Any]) -> tuple[set[int], dict[int, str]]:
    """The lines left out, and the choice of each line where it is not the one that was offered."""
    out = {line.number for line in reading.lines if line.left_out}
    return out, {line.number: line.choice for line in reading.lines if line.choice and line.choice != reading.offered(line)}


def _decide(reading: Reading[Any], out: set[int], choices: Mapping[int, str]) -> None:
    for line in reading.lines:
        line.left_out = line.number in out
        if line.what == "change" and (choice := choices.get(line.number)):
            intake.decide(reading, choice, [line.number])  # type: ignore[arg-type]


def draft_of(opened: Opened, path: Path, how: Mapping[str, str]) -> Draft | None:
    """What the clerk did to a list; None when there is nothing that another reading would not find by itself."""
    cells = {
        number: {place: cell for place, cell in enumerate(now) if cell != (was[place] if place < len(was) else "")}
        for number, (was, now) in enumerate(zip(opened.source.rows, opened.rows, strict=True), start=1)
        if was is not now
    }
    out, choices = _decisions(opened.reading) if opened.reading is not None else (set(), {})
    if not (cells or out or choices or any(each.why == "chosen" for each in opened.arrangement.columns)):
        return None
    try:
        told = path.stat()
    except OSError:
        return None
    return Draft(
        path=str(path), size=told.st_size, changed=told.st_mtime_ns, how=dict(how), first=opened.heading.first,
        last=opened.heading.last, arrangement=opened.arrangement, cells=cells, left_out=sorted(out), choices=choices,
    )  # fmt: skip


def go_on(book: Book, progress: Progress, listed: Intake[Any], draft: Draft) -> Opened:
    """Read the file of a draft again, with all that was mended and decided. Raises KnownError when it is not the same file."""
    path = Path(draft.path)
    try:
        told = path.stat()
    except OSError as error:
        raise KnownError(_("{path} cannot be read: {why}.", path=path, why=error.strerror or error)) from error
    if (told.st_size, told.st_mtime_ns) != (draft.size, draft.changed):
        raise KnownError(_("{path} has changed since it was mended here. Choose it again.", path=path))
    source = filling.as_list(book, open_source(path, progress, draft.how), listed)
    rows = list(source.rows)
    for number, cells in draft.cells.items():
        row = list(rows[number - 1])
        row += [""] * (max(cells) + 1 - len(row)) if cells else []
        for place, text in cells.items():
            row[place] = text
        rows[number - 1] = row
    found = read_list(book, progress, listed, source, rows, intake.heading_at(rows, draft.first, draft.last), draft.arrangement)
    if found.reading is not None:
        _decide(found.reading, set(draft.left_out), draft.choices)
    return found
