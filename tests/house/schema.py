"""The tables of a fresh book as text. `python -m tests.house.schema` writes them to schema.sql after a decided change."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book

KEPT = Path(__file__).with_name("schema.sql")


def fresh(path: Path) -> str:
    """The schema of a new book made at `path`, in one form and order."""
    upkeep.create(path, schema.SETS)
    book = Book.open(path)
    rows = book.rows(
        "select sql from sqlite_master where sql is not null and name not like 'found\\_%' escape '\\' order by type desc, name"
    )
    version = book.value("pragma user_version")
    book.close()
    statements = [re.sub(r"\s+", " ", row["sql"]).strip() for row in rows if "_sqlite_migrations" not in row["sql"]]
    return f"-- user_version {version}\n" + "".join(f"{statement};\n" for statement in statements)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        KEPT.write_text(fresh(Path(folder) / "fresh.db"), encoding="utf-8")
    sys.stdout.write(f"{KEPT} written\n")
