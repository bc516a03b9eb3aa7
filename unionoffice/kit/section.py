"""The sections of a paper form: which fields stand together, under which heading, and which share a line."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from unionoffice.core.errors import BugError
from unionoffice.core.record import Field, Record, fields

_SHORT = {"whole", "money", "quantity", "date", "month", "yes", "choice"}


class Section(msgspec.Struct, frozen=True):
    """A heading (an English key, or empty) and its fields; a tuple among them is one line of several fields."""

    title: str
    fields: tuple[str | tuple[str, ...], ...]

    def names(self) -> tuple[str, ...]:
        """All its fields in order."""
        return tuple(name for row in self.fields for name in ((row,) if isinstance(row, str) else row))


def rows_of(record: type[Record], section: Section, only: Sequence[str] = ()) -> list[tuple[Field, ...]]:
    """The section's lines of fields; with `only`, the other fields are left out."""
    known = fields(record)
    rows: list[tuple[Field, ...]] = []
    for row in section.fields:
        names = (row,) if isinstance(row, str) else row
        for name in names:
            if name not in known:
                raise BugError(f"{record.__name__} has no shown field {name}")
        kept = tuple(known[name] for name in names if not only or name in only)
        if kept:
            rows.append(kept)
    return rows


def one_section(record: type[Record]) -> Section:
    """All fields of a record in their order, short ones two by two on a line."""
    rows: list[str | tuple[str, ...]] = []
    waiting: str | None = None
    for name, field in fields(record).items():
        if field.kind in _SHORT and waiting is not None:
            rows[-1] = (waiting, name)
            waiting = None
        else:
            rows.append(name)
            waiting = name if field.kind in _SHORT else None
    return Section("", tuple(rows))
