"""What is being typed and not saved yet: kept beside the book, so that neither a crash nor a power cut takes it.

Drafts are not journaled, searched or backed up, and are wiped when the entry is saved. A name
field of an anonymous entry never reaches them: the form leaves it out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def beside(book: Path) -> Path:
    """The file of a book's drafts."""
    return book.with_name(book.name + ".drafts")


class Drafts:
    """The drafts of one book, one for each place where something can be typed."""

    def __init__(self, book: Path) -> None:
        self._conn = sqlite3.connect(beside(book), isolation_level=None)
        self._conn.execute("pragma secure_delete = on")
        self._conn.execute("create table if not exists drafts (place text primary key, typed text not null) strict")

    def keep(self, place: str, typed: Mapping[str, Any]) -> None:
        """Keep what is typed at a place; nothing typed wipes it."""
        if not typed:
            self.wipe(place)
            return
        self._conn.execute(
            "insert into drafts (place, typed) values (?, ?) on conflict (place) do update set typed = excluded.typed",
            (place, json.dumps(typed, ensure_ascii=False)),
        )

    def kept(self, place: str) -> dict[str, Any]:
        """What was typed at a place, or nothing."""
        row = self._conn.execute("select typed from drafts where place = ?", (place,)).fetchone()
        return {} if row is None else dict(json.loads(row[0]))

    def places(self) -> list[str]:
        """Where something is typed and not saved."""
        return [row[0] for row in self._conn.execute("select place from drafts order by place")]

    def wipe(self, place: str) -> None:
        """Forget what was typed at a place."""
        self._conn.execute("delete from drafts where place = ?", (place,))

    def close(self) -> None:
        """Close the file."""
        self._conn.close()
