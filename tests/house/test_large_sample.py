"""The invented office of any size: what is in it, that it is sound, and that it is the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionoffice import cli, large_sample, schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError

SIZE = 240


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    book = Book.open(path, write=False)
    try:
        assert upkeep.check(book, schema.TABLES) == []
        names = [table.name for table in schema.TABLES if table.name != "settings"]  # each book has an id of its own
        found = {name: book.rows(f"select * from {name} order by id") for name in names}
        found["acts"] = book.rows("select count(*) as count from acts")
        return found
    finally:
        book.close()


def test_a_large_office_is_sound_has_as_many_entries_as_asked_and_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = (_rows(large_sample.make(tmp_path / name, SIZE)) for name in ("one", "two"))
    assert first == second
    counts = {name: len(rows) for name, rows in first.items()}
    assert (counts["workers"], counts["proposals"] + counts["waste_exposures"]) == (SIZE // 10, SIZE - SIZE // 10)
    assert abs(counts["proposals"] - counts["waste_exposures"]) <= counts["acts"] + SIZE // 10
    assert counts["proposal_authors"] >= counts["proposals"]
    assert int(str(first["acts"][0]["count"])) > 10


def test_it_is_made_from_the_command_line_and_never_over_another(tmp_path: Path) -> None:
    assert cli.main(["demo", str(tmp_path), "--rows", "20", "--no-window"]) == cli.DONE
    assert (tmp_path / "office-20.db").is_file()
    with pytest.raises(KnownError, match="already a file"):
        large_sample.make(tmp_path, 20)
