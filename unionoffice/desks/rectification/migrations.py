"""The tables of this desk. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("rectification")


@migrations()
def r001_opinions_and_debates(db: Database) -> None:
    """The tables of this desk."""
    del db
