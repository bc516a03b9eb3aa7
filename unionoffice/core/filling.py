"""Sheets to fill: what a spreadsheet made by the program says of itself when it comes back from a workshop.

The keys stand on a sheet of their own that nobody sees: of which list it is, for which unit, where the heading stands and what
each column means. With them nothing need be asked when the sheet comes back.
"""

from __future__ import annotations

import re
from collections import Counter
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
    """The lines below the heading, wherever it stands now, under heads in plain words; a blank unit is that of the sheet."""
    if not rows:
        return []
    heading = max(range(min(len(rows), _LOOKED_AT)), key=lambda row: (_known(rows[row], keys), row == keys.heading))
    heads, unit = _heads(rows[heading], keys), -1
    if keys.unit_column >= 0:
        head = keys.heads[keys.unit_column]
        unit = heads.index(head) if head in heads else len(heads)
        heads[unit : unit + 1] = [head]
    found: list[list[str]] = [*([] for _title in rows[:heading]), heads]  # title and instructions are no lines
    for row in rows[heading + 1 :]:
        if unit >= 0 and any(row):
            row = row + [""] * (unit + 1 - len(row))
            row[unit] = row[unit] or keys.unit
        found.append(row)
    return found


def _known(row: Sequence[str], keys: Keys) -> int:
    """How many cells of a row are heads of the sheet."""
    return (Counter(map(_bare, row)) & Counter(keys.heads)).total()


def _heads(row: Sequence[str], keys: Keys) -> list[str]:
    """What each column means: what its head says, as columns may have been moved; else what stood in its place."""
    missing = list((Counter(keys.heads) - Counter(map(_bare, row))).elements())
    heads = list(map(_bare, row))
    for place, head in enumerate(keys.heads):
        if head in missing and (place >= len(heads) or heads[place] not in keys.heads):
            heads += [""] * (place + 1 - len(heads))
            heads[place] = head
            missing.remove(head)
    return heads


def _bare(cell: str) -> str:
    """A head without its mark, its number on the paper form, and the other language below it."""
    return _BESIDES.sub("", cell.split("\n")[0]).strip()


_BESIDES = re.compile(r"\*?(?: \[\d+\])?$")
_LOOKED_AT = 60
