"""The tables of a fresh book are the decided ones, and keep the house's rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.house import schema as shown
from unionoffice import schema
from unionoffice.core.book import Book
from unionoffice.core.record import Record, Table, columns, line_fields


def test_the_schema_is_the_one_that_was_decided(tmp_path: Path) -> None:
    assert shown.KEPT.read_text(encoding="utf-8") == shown.fresh(tmp_path / "fresh.db"), (
        "the tables changed; if that was decided and no office holds such a book yet, or the change is a new migration, run: "
        "python -m tests.house.schema"
    )


def tables(book: Book) -> list[str]:
    """Our own tables: not SQLite's, not those inside the index."""
    names = [row["name"] for row in book.rows("select name from sqlite_master where type = 'table' order by name")]
    return [name for name in names if not name.startswith(("sqlite_", "_sqlite_", "found"))]


def test_every_table_is_strict_and_its_ids_are_never_given_twice(book: Book) -> None:
    for name in tables(book):
        sql = book.value("select sql from sqlite_master where name = :name", name=name).lower()
        assert re.search(r"\)\s*strict\b", sql), f"{name} is not strict"
        if re.search(r"\(\s*id integer primary key", sql):
            assert "autoincrement" in sql, f"{name}: an id could be given twice"


def test_every_foreign_key_has_an_index_and_none_cascades(book: Book) -> None:
    for name in tables(book):
        leading = {
            book.rows(f"pragma index_info({index['name']})")[0]["name"]
            for index in book.rows(f"pragma index_list({name})") if index["partial"] == 0
        }
        keys = {column["name"] for column in book.rows(f"pragma table_info({name})") if column["pk"] == 1}
        for key in book.rows(f"pragma foreign_key_list({name})"):
            assert key["from"] in leading | keys, f"{name}.{key['from']} has no index"
            assert (key["on_delete"], key["on_update"]) == ("NO ACTION", "NO ACTION"), f"{name}.{key['from']} cascades"


GROUND = {"roster", "figures"}
"""The two ground floors: every desk above may hold on to their rows."""


def test_foreign_keys_point_to_the_desk_itself_or_to_the_ground_floors(book: Book) -> None:
    # A table of lines belongs to the desk of its head: the records of lines may be those that all meetings share.
    owner = {
        table.name: (table.owner or table).record.__module__.split(".")[2]
        for table in schema.TABLES if ".desks." in table.record.__module__
    }
    for name in tables(book):
        for key in book.rows(f"pragma foreign_key_list({name})"):
            other = key["table"]
            if name in owner and other in owner:
                assert owner[other] in {owner[name], *GROUND}, f"{name} points into the desk {owner[other]}"


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_a_tables_columns_are_its_records_fields(book: Book, table: Table[Any]) -> None:
    found = {row["name"] for row in book.rows(f"pragma table_info({table.name})")}
    record: type[Record] = table.record
    assert found == set(columns(record))
    assert set(table.lines) == set(line_fields(record)), "each list of lines has its table"
    if table.owner is not None:
        assert {"parent", "place"} <= found


def test_every_table_of_the_book_is_in_the_list(book: Book) -> None:
    underneath = {"acts", "changes", "taken_back", "register", "texts", "mentions", "blobs", "numbers"}
    assert set(tables(book)) == {table.name for table in schema.TABLES} | underneath
