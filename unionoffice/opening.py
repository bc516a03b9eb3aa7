"""Getting at a book: brought up to date, read, written by one at a time, or put back from a backup. No Qt."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from unionoffice.core import book as books
from unionoffice.core import office as offices
from unionoffice.core.book import Book, Tell, untold
from unionoffice.core.errors import KnownError
from unionoffice.core.lock import Lock, refuse_network
from unionoffice.core.words import _


def is_of_this_version(path: Path) -> bool:
    """Whether a book has just the tables this program knows."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:64], "big") == books.VERSION


def up_to_date(path: Path, tell: Tell = untold) -> None:
    """Bring a book up to date when this program is newer than the book. Raises KnownError when that cannot be."""
    books.looks_like_a_book(path)
    if not is_of_this_version(path):
        from unionoffice import schema
        from unionoffice.core import backup, upkeep

        upkeep.bring_up_to_date(path, schema.SETS, backup.backup_folder(path), schema.TABLES, tell)


def copied(path: Path) -> Path:
    """A book on a read-only disk with an unfinished -wal, copied where SQLite can read it."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="unionoffice-"))
    for each in (path, path.with_name(path.name + "-wal")):
        if each.exists():
            shutil.copyfile(each, folder / each.name)
    return folder / path.name


def can_be_written(path: Path) -> bool:
    """Whether the disk allows writing in the book and beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def to_write(path: Path, tell: Tell = untold) -> Iterator[Book]:
    """The book open for the one who writes, brought up to date before, of which `tell` hears. Raises KnownError, naming who
    writes in it just now.
    """
    refuse_network(path)
    books.looks_like_a_book(path)
    with _alone(path):
        up_to_date(path, tell)
        book = Book.open(path)
        try:
            book.clerk = clerk_of(book)
            offices.speak_as(book)
            yield book
        finally:
            book.close()


@contextmanager
def to_read(path: Path, tell: Tell = untold) -> Iterator[Book]:
    """The book open for reading, also while another program writes in it. A book of an earlier version is brought up to date;
    `tell` hears of it.
    """
    refuse_network(path)
    books.looks_like_a_book(path)
    sealed = not can_be_written(path)
    reading = path
    if not is_of_this_version(path):
        if sealed:
            reading = copied(path)
            up_to_date(reading, tell)
            sealed = False
        else:
            with _alone(path):
                up_to_date(path, tell)
    elif sealed and path.with_name(path.name + "-wal").exists():
        reading = copied(path)
    book = Book.open(reading, write=False, immutable=sealed and reading == path)
    try:
        offices.speak_as(book)
        yield book
    finally:
        book.close()
        if reading != path:
            shutil.rmtree(reading.parent, ignore_errors=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    if not can_be_written(path):
        raise KnownError(
            _("The book {path} lies on a disk that cannot be written. Copy it to this computer's own disk.", path=path)
        )
    lock = Lock(path)
    if not lock.take(_user()):
        raise KnownError(_("{who} is writing in {path}. Close the book there, then do it again.", who=lock.holder(), path=path))
    try:
        yield
    finally:
        lock.release()


def clerk_of(book: Book) -> str:
    """Under whose name the command line writes in the journal: the office's only clerk, else the user of this computer."""
    known = offices.clerks(book)
    return known[0] if len(known) == 1 else _user()


def _user() -> str:
    import getpass  # only here: the window asks for no user

    return getpass.getuser()


def restore(path: Path, source: Path, tell: Tell = untold) -> Path | None:
    """Put a backup in the place of a book, also of one that is damaged or gone; give what is kept of the book as it was.

    Of a sound book that is a backup, of a damaged one the file itself. The source is checked first. Raises KnownError.
    """
    from unionoffice import schema
    from unionoffice.core import upkeep

    refuse_network(path)
    upkeep.check_file(source)
    if path.resolve() == source.resolve():
        raise KnownError(_("{path} is the book itself. Choose one of its backups.", path=path))
    if not path.exists():
        return _put(path, source, tell)
    try:
        upkeep.check_file(path)
    except KnownError:
        with _alone(path):
            return _put(path, source, tell)
    with to_write(path, tell) as book:
        return upkeep.restore(book, source, schema.SETS, schema.TABLES)


def _put(path: Path, source: Path, tell: Tell) -> Path | None:
    """A copy of a sound book where no sound book stands; a damaged file goes aside under another name, nothing is lost."""
    from unionoffice.core import backup

    aside = path.with_name(f"{path.stem}-damaged-{datetime.datetime.now():%Y%m%d-%H%M%S}{path.suffix}")
    kept = None
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            old.rename(aside.with_name(aside.name + ending))
            kept = aside
    backup.back_up(source, path.parent, to=path)
    up_to_date(path, tell)
    return kept
