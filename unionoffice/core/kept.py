"""What the book keeps beside the records of the desks: the journal, links, pictures, printings, the office's forms and settings."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec

from unionoffice.core.record import Record, Table
from unionoffice.core.search import Hit
from unionoffice.core.words import Said


class Line(msgspec.Struct, frozen=True):
    """One line of the journal: who did what, when. `said` is worded in the language of who reads it."""

    id: int
    at: datetime.datetime
    clerk: str
    said: Said
    undoes: int | None
    final: bool


class Link(msgspec.Struct, frozen=True):
    """A link between two records, seen from one of them: its kind and the record at the other end."""

    kind: str
    outward: bool  # True: this record is the one the link comes from
    other: Hit


class Attachment(Record):
    """A picture or a PDF kept inside the book with the record it belongs to."""

    tbl: str
    row: int
    sha256: str
    name: str
    media: str
    added: datetime.datetime


class Printed(Record):
    """One printing of a paper: which form, of which record or period, when, by whom."""

    form: str
    tbl: str = ""
    row: int = 0
    period: str = ""
    language: str = "zh"
    at: datetime.datetime
    clerk: str
    copies: int = 1
    reprint: bool = False
    blob: str = ""


class Traces(msgspec.Struct, frozen=True):
    """Where a name may still stand after it was taken out of the book.

    `backups` hold it for certain or cannot be read; `printed` are the papers that were printed
    with it; `log` says that another program was reading, so that the name leaves the book's log
    only when the book is closed.
    """

    backups: tuple[Path, ...] = ()
    printed: tuple[Printed, ...] = ()
    log: bool = False


class FormText(Record):
    """An office's own text of a form, in place of the shipped one."""

    name: str
    text: str


class Setting(Record):
    """One of the office's settings: its name, and its value as JSON."""

    name: str
    value: str


ATTACHMENTS = Table("attachments", Attachment)
PRINTED = Table("printed", Printed)
FORMS = Table("forms", FormText)
SETTINGS = Table("settings", Setting)


class LinkRow(Record):
    """A link as it lies in the book."""

    kind: str
    from_tbl: str
    from_row: int
    to_tbl: str
    to_row: int


LINKS = Table("links", LinkRow)
TABLES: tuple[Table[Any], ...] = (ATTACHMENTS, PRINTED, FORMS, SETTINGS, LINKS)
