"""What the first screen shows: entries that are due, promises, what a month still lacks. Nothing of it is kept: it is gathered.

An *entry* is one thing that a desk says is due, waits for somebody, or is reminded of. It is *overdue* when its day has
passed. A *promise* has an owner, who is a unit or answers for the task, and a day; it is *kept* on a day. What a month
*lacks* is what must be written before its summary can be issued.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from unionoffice.core.due import Due, Promise
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, Said

Grouping = Literal["day", "who", "desk"]
"""By what the entries stand together."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing due, as a desk tells it, with the desk's title and the unit's names in both languages."""

    desk: str  # the title of the desk, an English key
    place: int = 0  # where the desk stands among the tabs
    due: Due
    unit: str = ""
    unit_english: str = ""


class Group(msgspec.Struct, frozen=True):
    """Entries that stand together under one heading: words, a day, or a name."""

    head: Said | date | str
    entries: tuple[Entry, ...]
    late: bool = False


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """One promise, with the name of the desk that keeps it and the unit's names in both languages."""

    desk: str
    promise: Promise
    unit: str = ""
    unit_english: str = ""


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """What a month still lacks: in words, how many, and the records where it is written."""

    what: Said
    count: int
    tbl: str
    rows: tuple[int, ...] = ()


class Backup(msgspec.Struct, frozen=True):
    """The latest backup beside the book, and how many days old it is; no path where there is none."""

    path: Path | None
    days: int = 0


class KeptOn(Record):
    """What is asked when a promise was kept."""

    done_on: Annotated[date, shown(N_("Kept on"))]
