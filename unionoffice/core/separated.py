"""A list saved as text: its entries stand between commas, semicolons, tabs or strokes, its texts perhaps in quotation marks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from unionoffice.core import encoding as encodings
from unionoffice.core.errors import KnownError
from unionoffice.core.formula import RISKY
from unionoffice.core.words import N_, _

SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("stroke")}
"""What may stand between the entries of a text, and what it is called."""

_STEP = 5_000
_SAMPLE_LINES = 60
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)


def separator_of(text: str) -> str:
    """What stands between the entries: whatever divides the most lines into the same number of them, and into the most.

    One with which the quotation marks are right goes before one with which something stands behind a closing mark. A first line
    "sep=;" says it. `text` is the beginning of the list.
    """
    lines = [line for line in text.splitlines()[: _SAMPLE_LINES * 4] if line.strip()][:_SAMPLE_LINES]
    if lines and (said := _SEPARATOR_LINE.fullmatch(lines[0])):
        return said[1]
    best, most = ",", (False, 0, 0)
    for separator in SEPARATORS:
        with suppress(csv.Error):
            wide = [(width, taken) for width, taken in _widths(lines, separator) if width > 1]
            if wide:
                usual = max({width for width, _taken in wide}, key=lambda one: (sum(taken for w, taken in wide if w == one), one))
                # lines of lists are often shorter, or longer by a note at the end
                alike = sum(taken for width, taken in wide if abs(width - usual) <= usual // 4)
                found = (_well_quoted(lines, separator), alike, usual)
                if found > most:
                    best, most = separator, found
    return best


def _widths(lines: list[str], separator: str) -> Iterator[tuple[int, int]]:
    """How many entries each line of the list has, and over how many lines of text it goes, as texts in quotation marks do."""
    reader, before = csv.reader(lines, delimiter=separator), 0
    for row in reader:
        yield len(row), reader.line_num - before
        before = reader.line_num


def _well_quoted(lines: list[str], separator: str) -> bool:
    """Whether nothing stands behind a closing quotation mark; one that is still open where the sample ends is none the worse."""
    try:
        for _row in csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return True


def rows_of_text(path: Path, data: bytes, encoding: str, separator: str, told: Callable[[int, int], None]) -> Iterator[list[str]]:
    """The lines of the list, one by one, texts without spaces at their ends.

    What keeps spreadsheets from taking a text for a formula is taken off: '=1+1 and ="0012" come as =1+1 and 0012. A line "sep=;"
    comes as an empty one. `told` is told how far it is and may raise to end it. Raises KnownError when a line is not in that
    encoding, or quotation marks do not close.
    """
    file = io.TextIOWrapper(io.BytesIO(data), encodings.codec_of(encoding), newline="")
    lines = max(data.count(b"\n"), 1)
    reader = csv.reader(_without_nul(path, file) if b"\x00" in data else file, delimiter=separator, strict=True)
    guarded = b"'" in data or b"=" in data
    begun = 1
    try:
        for number, row in enumerate(reader):
            if number % _STEP == 0:
                told(min(number, lines), lines)
            if number == 0 and _SEPARATOR_LINE.fullmatch(separator.join(row)):
                yield []
                continue
            yield [_bare(cell) for cell in row] if guarded else [cell.strip() for cell in row]
            begun = reader.line_num + 1
    except csv.Error as error:
        raise _badly_quoted(path, begun, reader.line_num, str(error)) from error
    except UnicodeDecodeError as error:
        raise damaged(path, encodings.damage(data, encoding), encoding) from error


def damaged(path: Path, line: int | None, encoding: str) -> KnownError:
    """The trouble of a line that is not in the encoding."""
    return KnownError(
        _(
            "Line {line} of {path} cannot be read as {encoding}. Choose another encoding, or save the list anew as CSV UTF-8.",
            path=path,
            line=line or 1,
            encoding=encodings.ENCODINGS[encoding],
        )
    )


def no_text(path: Path) -> KnownError:
    """The trouble of a file that is no text at all."""
    return KnownError(_("{path} is not a list of text.", path=path))


def _bare(cell: str) -> str:
    """An entry without what keeps spreadsheets from taking it for a formula."""
    if cell.startswith("'"):
        return cell[1:] if cell.startswith(RISKY, 1) else cell.strip()
    cell = cell.strip()
    found = _FORMULA_TEXT.fullmatch(cell) if cell.startswith("=") else None
    return found[1].strip() if found else cell


def _without_nul(path: Path, file: Iterator[str]) -> Iterator[str]:
    for line in file:
        if "\x00" in line:
            raise no_text(path)
        yield line


def _badly_quoted(path: Path, begun: int, line: int, error: str) -> KnownError:
    if "limit" in error:
        return KnownError(
            _(
                "Line {line} of {path} has an entry that never ends. Look for a quotation mark too many, or another separator.",
                path=path,
                line=begun,
            )
        )
    if "unexpected end" in error:
        return KnownError(_("Line {line} of {path} opens a quotation mark that is never closed.", path=path, line=begun))
    return KnownError(
        _(
            "Line {line} of {path} has something behind a closing quotation mark, or another separator is meant.",
            path=path,
            line=line,
        )
    )
