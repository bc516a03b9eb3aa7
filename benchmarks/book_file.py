"""The book as a file: opened after a kill with a long log behind it, brought up to date, and what each record takes of it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

LOG = 300_000_000  # bytes of the log that stands beside the book when the program is killed

KILLED = """
import datetime, os, random, sys
from pathlib import Path
from unionoffice import large_sample
from unionoffice.core.book import Book
from unionoffice.core.record import changed
from unionoffice.desks.roster import service
path = Path(sys.argv[1])
book = Book.open(path, clerk="王秀英")
book.conn.execute("pragma wal_autocheckpoint = 0")
chance = random.Random(7)
log = path.with_name(path.name + "-wal")
while not log.exists() or log.stat().st_size < int(sys.argv[2]):
    service.enter_workers(book, [changed(each, number="") for each in large_sample.some_workers(2_000, (), chance)])
print(book.value("select count(*) from workers"), flush=True)
os._exit(9)
"""


CHECKED = """
import sys, time
from pathlib import Path
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
def most():
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
book = Book.open(Path(sys.argv[1]), write=False)
before, begun = most(), time.perf_counter()
if upkeep.check(book, schema.TABLES):
    sys.exit("the book is not sound")
print(time.perf_counter() - begun, most() - before)
"""


class Checked(NamedTuple):
    """A check of the whole book: seconds, and the bytes of memory it took at most (0 where the system does not tell)."""

    seconds: float
    memory: int


class Opened(NamedTuple):
    """Opening a book after a kill: seconds until it can be read, bytes of the log beside it."""

    seconds: float
    log: int


def copied(book: Path, place: Path) -> Path:
    """A copy of a closed book."""
    place.mkdir(parents=True, exist_ok=True)
    copy = place / book.name
    shutil.copyfile(book, copy)
    return copy


def opened_after_kill(book: Path, place: Path) -> Opened:
    """Seconds to open the book and count what was saved, after its program was killed with a log of 300 MB."""
    from unionoffice.core.book import Book

    copy = copied(book, place)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(copy), str(LOG)], capture_output=True, text=True, check=False)
    if killed.returncode != 9:
        raise RuntimeError(killed.stderr)
    log = copy.with_name(copy.name + "-wal").stat().st_size
    begun = time.perf_counter()
    again = Book.open(copy)
    count = again.value("select count(*) from workers")
    seconds = time.perf_counter() - begun
    again.close()
    if count != int(killed.stdout):
        raise RuntimeError("what was saved is not there")
    gone(copy)
    return Opened(seconds, log)


def bytes_by_part(book: Path) -> dict[str, float]:
    """Bytes per record of the register, by what takes them: data, journal, search, register and indexes."""
    conn = sqlite3.connect(f"file:{book}?mode=ro", uri=True)
    try:
        records = conn.execute("select count(*) from register").fetchone()[0]
        tables = dict(conn.execute("select name, tbl_name from sqlite_master where type in ('table', 'index')"))
        indexes = {name for (name,) in conn.execute("select name from sqlite_master where type = 'index'")}
        found: dict[str, int] = {}
        for name, size in conn.execute("select name, sum(pgsize) from dbstat group by name"):
            table = str(tables.get(name, name))
            if table in ("acts", "changes", "taken_back"):
                part = "journal"
            elif table.startswith("found") or table == "texts":
                part = "search"
            elif table in ("register", "mentions", "numbers", "links"):
                part = "register and links"
            else:
                part = "indexes of the desks" if name in indexes else "data"
            found[part] = found.get(part, 0) + size
        return {part: size / records for part, size in found.items()}
    finally:
        conn.close()


def gone(book: Path) -> None:
    """Take a copy away."""
    for ending in ("", "-wal", "-shm", ".lock", ".drafts"):
        book.with_name(book.name + ending).unlink(missing_ok=True)


def checked(book: Path) -> Checked:
    """A check of the book, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", CHECKED, str(book)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, memory = done.stdout.split()
    return Checked(float(seconds), int(memory))


def backed_up(book: Path, place: Path) -> float:
    """Seconds of a backup of the book, checked as the program checks it."""
    from unionoffice.core import backup

    place.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    backup.back_up(book, place)
    seconds = time.perf_counter() - begun
    shutil.rmtree(place)
    return seconds


FORMER = (
    "drop table found",
    "drop table texts",
    "create virtual table found using fts5 (text, tokenize = 'unicode61 remove_diacritics 0')",
    "drop index proposals_title",
    "drop index waste_exposures_title",
    "drop index units_code",
    "alter table units drop column code",
    "delete from _sqlite_migrations where name in "  # noqa: ISC004 - one statement
    "('c002_runs', 'r002_codes_of_units', 'p002_ordered_by_title', 'w003_ordered_by_title')",
    "pragma user_version = 16",
)
"""What makes a book what it was before the search by pinyin, but for the entries of the search it then had."""


def upgraded(book: Path, place: Path) -> float:
    """Seconds of bringing a copy of the book up to date from its former state, with the checked backup before."""
    from unionoffice import schema
    from unionoffice.core import upkeep

    copy = copied(book, place)
    conn = sqlite3.connect(copy, isolation_level=None)
    for statement in FORMER:
        conn.execute(statement)
    conn.close()
    begun = time.perf_counter()
    if upkeep.bring_up_to_date(copy, schema.SETS, place, schema.TABLES) is None:
        raise RuntimeError("there was nothing to bring up to date")
    seconds = time.perf_counter() - begun
    shutil.rmtree(place)
    return seconds
