"""Sheets to fill: what a spreadsheet made by the program says of itself when it comes back from a workshop.

The keys stand on a sheet of their own that nobody sees: of which list it is, for which unit, where the heading stands and what
each column means. With them nothing need be asked when the sheet comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.spreadsheet import Source, open_source
from unionoffice.core.words import N_, _

if TYPE_CHECKING:
    from unionoffice.core.book import Book
    from unionoffice.core.intake import Intake

KEYS, PICKS = "unionoffice", "unionoffice-lists"
"""The sheets that nobody sees: the keys, and the lists from which cells are picked."""
VERSION = 1


_NAMES = {
    "workers": N_("Workers"), "proposals": N_("Saving proposals"), "exposures": N_("Exposures of waste"),
    "figures": N_("Monthly figures"),
}  # fmt: skip


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet to fill says of itself. `heading` is the row of the heads, from 0; `heads` what each column means, in words.

    `unit` is the unit for which it was made, as a list writes it; `unit_column` the column in which a blank means that unit, or -1.
    """

    version: int = VERSION
    list: str
    language: str
    office: str
    unit: str
    unit_column: int
    made_on: str
    heading: int
    heads: tuple[str, ...]


def written(keys: Keys) -> list[tuple[str, str]]:
    """The keys as they stand on their sheet: name and value."""
    return [(name, "|".join(value) if name == "heads" else str(value)) for name, value in msgspec.structs.asdict(keys).items()]


def keys_of(source: Source) -> Keys | None:
    """The keys of a workbook that is a sheet to fill; None of any other list. Raises KnownError for one of a newer program."""
    if KEYS not in source.sheets or source.sheet in (KEYS, PICKS):
        return None
    said = {row[0]: row[1] for row in open_source(source.path, sheet=KEYS).rows if len(row) > 1}
    try:
        keys = msgspec.convert({**said, "heads": tuple(said.get("heads", "").split("|"))}, Keys, strict=False)
    except msgspec.ValidationError:
        return None
    if keys.version > VERSION:
        raise KnownError(_("{path} was made by a newer version of the program.", path=source.path.name))
    return keys


def as_list(book: Book, source: Source, listed: Intake[Any]) -> Source:
    """A file that was opened, as a list: of a sheet to fill heads in plain words and a blank unit filled in, of a sheet of another
    shape its lines. Any other list as it is.

    Raises KnownError when the sheet was made for another list.
    """
    keys = keys_of(source)
    if keys is None:
        return msgspec.structs.replace(source, rows=listed.lay_out(book, source.rows)) if listed.lay_out else source
    if keys.list != listed.name:
        made_for = _(_NAMES.get(keys.list, keys.list))
        raise KnownError(_("This sheet was made to be filled with “{list}”: take it in there.", list=made_for))
    sheets = tuple(sheet for sheet in source.sheets if sheet not in (KEYS, PICKS))
    return msgspec.structs.replace(source, rows=_completed(source.rows, keys), sheets=sheets)


def _completed(rows: Sequence[list[str]], keys: Keys) -> list[list[str]]:
    found = []
    for place, row in enumerate(rows):
        if place == keys.heading:
            row = list(keys.heads)
        elif place > keys.heading and any(row) and keys.unit_column >= 0:
            row = row + [""] * (keys.unit_column + 1 - len(row))
            row[keys.unit_column] = row[keys.unit_column] or keys.unit
        elif place < keys.heading:
            row = []  # title and instructions are no lines
        found.append(row)
    return found
