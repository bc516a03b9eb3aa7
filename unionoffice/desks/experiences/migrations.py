"""The tables of this desk. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("experiences")


@migrations()
def e001_experiences_and_visits(db: Database) -> None:
    """The tables of this desk."""
    del db
