"""What is being typed and not saved yet: kept beside the book, so that neither a crash nor a power cut takes it.

Drafts are not journaled, searched or backed up, and are wiped when the entry is saved. A name
field of an anonymous entry never reaches them: the form leaves it out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from unionoffice.core.book import told


def beside(book: Path) -> Path:
    """The file of a book's drafts."""
    return book.with_name(book.name + ".drafts")


def _opened(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        conn.execute("pragma secure_delete = on")
        conn.execute("create table if not exists drafts (place text primary key, typed text not null) strict")
    except sqlite3.Error:
        conn.close()
        raise
    return conn


class Drafts:
    """The drafts of one book, one for each place where something can be typed."""

    def __init__(self, book: Path) -> None:
        self._soon: dict[str, Mapping[str, Any]] = {}
        try:
            self._conn = _opened(beside(book))
        except sqlite3.OperationalError as error:
            raise told(error) from error
        except sqlite3.DatabaseError:  # spoilt: what was typed cannot be read any more, the book opens all the same
            beside(book).unlink()
            self._conn = _opened(beside(book))

    def keep(self, place: str, typed: Mapping[str, Any]) -> None:
        """Keep what is typed at a place; nothing typed wipes it."""
        if not typed:
            self.wipe(place)
            return
        self._soon.pop(place, None)
        self._do(
            "insert into drafts (place, typed) values (?, ?) on conflict (place) do update set typed = excluded.typed",
            place, msgspec.json.encode(typed).decode(),
        )

    def keep_soon(self, place: str, typed: Mapping[str, Any]) -> None:
        """Keep something that may wait, such as how the screen stands; it is written by `write_soon`, at the latest by `close`."""
        self._soon[place] = typed

    def write_soon(self) -> None:
        """Write all that was to be kept soon, at once."""
        if not self._soon:
            return
        soon, self._soon = self._soon, {}
        self._do("begin")
        try:
            for place, typed in soon.items():
                self.keep(place, typed)
        finally:
            self._do("commit")

    def kept(self, place: str) -> dict[str, Any]:
        """What was typed at a place, or nothing."""
        if place in self._soon:
            return dict(self._soon[place])
        row = self._do("select typed from drafts where place = ?", place).fetchone()
        return {} if row is None else dict(msgspec.json.decode(row[0]))

    def places(self) -> list[str]:
        """Where something is typed and not saved."""
        return sorted({*self._soon, *(row[0] for row in self._do("select place from drafts"))})

    def wipe(self, place: str) -> None:
        """Forget what was typed at a place."""
        self._soon.pop(place, None)
        self._do("delete from drafts where place = ?", place)

    def _do(self, sql: str, *values: str) -> sqlite3.Cursor:
        try:
            return self._conn.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise told(error) from error

    def close(self) -> None:
        """Write what was to be kept soon and close the file."""
        try:
            self.write_soon()
        finally:
            self._conn.close()
