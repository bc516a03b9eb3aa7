"""A book of an earlier version is brought up to date in front of the clerk: seen, stopped, closed, refused; nothing is lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from benchmarks.book_file import FORMER
from tests.screens.clerk import Clerk
from unionoffice import cli, large_sample, schema
from unionoffice.core import upkeep
from unionoffice.core.book import VERSION, Book
from unionoffice.window.first import FirstPage
from unionoffice.window.main import MainWindow
from unionoffice.window.upgrade import UpgradePage

ENTRIES = 3_000


@pytest.fixture(scope="module")
def former_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book of some thousand entries as the program kept it before the search by pinyin."""
    path = large_sample.make(tmp_path_factory.mktemp("former"), ENTRIES)
    conn = sqlite3.connect(path, isolation_level=None)
    for statement in FORMER:
        conn.execute(statement)
    conn.close()
    return path.read_bytes()


@pytest.fixture
def former(former_book: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "office" / "office.db"
    path.parent.mkdir()
    path.write_bytes(former_book)
    return path


def version(path: Path) -> int:
    conn = sqlite3.connect(path)
    try:
        return int(conn.execute("pragma user_version").fetchone()[0])
    finally:
        conn.close()


def wait_until(come: Callable[[], bool]) -> int:
    """Let the window live until something has come; give how often it turned."""
    began, turns = time.monotonic(), 0
    while not come():
        QApplication.processEvents()
        turns += 1
        assert time.monotonic() - began < 120
        time.sleep(0.005)
    return turns


def sound(path: Path) -> bool:
    book = Book.open(path, write=False)
    try:
        return upkeep.check(book, schema.TABLES) == []
    finally:
        book.close()


def test_it_is_seen_from_the_first_moment_and_the_window_lives(clerk: Clerk, former: Path) -> None:
    clerk.program.open(former)
    page = clerk.program.window
    assert isinstance(page, UpgradePage) and page.isVisible()
    assert "office.db" in page.findChildren(type(page.now))[0].text()
    steps: list[str] = []
    counts: set[str] = set()

    def book_is_open() -> bool:
        if page.now.text() not in steps[-1:]:
            steps.append(page.now.text())
            clerk.look(f"upgrade-{len(steps)}")
        counts.add(page.count.text())
        return isinstance(clerk.program.window, MainWindow)

    assert wait_until(book_is_open) > 5
    assert "Entries written anew for the search" in steps
    assert "✓ Check of the backup" in page.done.text() and "✓ Entries written anew" in page.done.text()
    clerk.settle()
    book = clerk.program.book
    assert book is not None and book.search("王")
    every = book.value("select count(*) from register")
    assert [count for count in counts if count.endswith(f" of {every:,}")], counts
    backups = list((former.parent / "office.backups").glob("*.db"))
    clerk.program.close_book()
    assert version(former) == VERSION and sound(former)
    assert {version(backup) for backup in backups} >= {16}


def test_a_stop_leaves_the_book_as_it_was_and_the_first_page_says_so(clerk: Clerk, former: Path, former_book: bytes) -> None:
    clerk.program.open(former)
    clerk.press("upgrade_stop")
    wait_until(lambda: isinstance(clerk.program.window, FirstPage))
    assert "office.db was not brought up to date: it is as it was." in clerk.message()
    assert former.read_bytes() == former_book
    assert not list(former.parent.glob("*.part")) and not list((former.parent / "office.backups").glob("*.part"))
    clerk.program.open(former)
    wait_until(lambda: isinstance(clerk.program.window, MainWindow))


def test_closing_the_window_meanwhile_leaves_the_book_as_it_was(clerk: Clerk, former: Path, former_book: bytes) -> None:
    clerk.program.open(former)
    page = clerk.window
    page.close()
    clerk.program.close_book()  # what the program does when its last window is closed
    assert former.read_bytes() == former_book
    assert not former.with_name("office.db.holder").exists()  # nobody writes in it any more
    clerk.program.open(former)
    wait_until(lambda: isinstance(clerk.program.window, MainWindow))


def test_a_trouble_is_told_with_the_way_out(clerk: Clerk, former: Path, former_book: bytes) -> None:
    (former.parent / "office.backups").write_text("a file where the backups should lie")
    clerk.program.open(former)
    wait_until(lambda: isinstance(clerk.program.window, FirstPage))
    assert "No backup was made" in clerk.message()
    assert former.read_bytes() == former_book


def test_the_command_line_tells_it_beside_the_errand(former: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(former)]) == cli.DONE
    said = capsys.readouterr()
    assert said.out == "All is well.\n"
    for part in ("Pages copied to the backup", "Check of the backup", "Entries written anew for the search"):
        assert part in said.err
        assert part not in said.out
