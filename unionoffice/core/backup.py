"""Backups of the book: made beside it, checked, thinned out. Known to every start, so it stands apart from the schema's upkeep."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from unionoffice.core.book import connect, told
from unionoffice.core.errors import Interrupted, KnownError
from unionoffice.core.words import _

Progress = Callable[[int, int], bool]
"""Takes what is done and the whole; gives False when the clerk wants to stop. The whole is told again while the copy is checked."""
_STEPS = 100_000  # of SQLite's machine, between two looks at whether the clerk wants to stop

_DAILY = re.compile(r"-\d{6,}-\d{4}-\d\d-\d\d$")


def unlink_with_companions(path: Path) -> None:
    """Take a database file away with its -wal, -shm and -journal; a disk that refuses is no further trouble."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):  # the trouble that led here is told; this one adds nothing
            path.with_name(path.name + ending).unlink(missing_ok=True)


def backup_folder(book: Path) -> Path:
    """Where the backups of a book lie: beside it."""
    return book.with_name(book.stem + ".backups")


def back_up(path: Path, folder: Path, *, to: Path | None = None, progress: Progress | None = None) -> Path:
    """Copy the book as of one moment, check the copy, and give its path.

    Without `to` the copy is named by the last act and the day, such as
    `office-000231-1958-02-10.db`. Raises KnownError when the clerk stopped it, the
    disk is full or the copy does not pass its check, and Interrupted when the clerk
    stopped the check; nothing half-made is left.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        source = connect(path, mode="ro")
    except (OSError, sqlite3.Error) as error:
        raise KnownError(_("No backup was made: {why}.", why=error)) from error
    part = folder / "unfinished.part"
    try:
        source.execute("begin")
        last = source.execute("select coalesce(max(id), 0) from acts").fetchone()[0]
        target_path = to or folder / f"{path.stem}-{last:06d}-{datetime.date.today().isoformat()}.db"
        part = target_path.with_name(target_path.name + ".part")
        unlink_with_companions(part)
        target = sqlite3.connect(part, isolation_level=None)
        try:

            def step(_status: int, remaining: int, total: int) -> None:
                if progress is not None and not progress(total - remaining, total):
                    raise KnownError(_("The backup was stopped; earlier backups are as they were."))

            source.backup(target, pages=2000, progress=step)
            target.execute("pragma journal_mode = delete")
            if progress is not None:
                target.set_progress_handler(lambda: int(not progress(1, 1)), _STEPS)
            verdict = target.execute("pragma quick_check").fetchone()[0]
        finally:
            target.close()
        if verdict != "ok":
            raise KnownError(_("The backup did not pass its check: the book may be damaged. Use Check in the menu."))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target_path)
        return target_path
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and isinstance(ended := told(error), Interrupted):
            raise ended from error
        raise KnownError(_("No backup was made: {why}.", why=error)) from error
    finally:
        source.close()
        unlink_with_companions(part)


def renew(path: Path, old: Sequence[Path], progress: Callable[[int, int], object] | None = None) -> Path:
    """Make a backup of the book at `path` as it is now and then delete the old ones; give the new one.

    `progress` hears how many pages of how many are copied; what it raises ends the work before anything is deleted.
    Raises KnownError.
    """

    def copied(done: int, total: int) -> bool:
        if progress is not None:
            progress(done, total)
        return True

    new = back_up(path, backup_folder(path), progress=copied)
    for each in old:
        if each == new:
            continue
        try:
            each.unlink(missing_ok=True)
        except OSError as error:
            raise KnownError(_("{path} cannot be deleted: {why}.", path=each, why=error.strerror or error)) from error
    return new


def backups(folder: Path) -> list[Path]:
    """The finished backups, the latest first."""
    return sorted(folder.glob("*.db"), key=lambda p: (p.stat().st_mtime, p.name), reverse=True)


def backed_up_today(folder: Path, today: datetime.date) -> bool:
    """Whether a backup of this day is there."""
    return any(path.stem.endswith(today.isoformat()) for path in folder.glob("*.db"))


def thin_out(folder: Path) -> list[Path]:
    """Let old backups go: keep the last of each of 14 days and of 12 months, while all take under a fifth
    of the free disk, and never fewer than 3. Gives the ones let go.

    Only backups named by act and day are let go; one made before a restore, or a file laid here by hand, stays.
    """
    days: dict[str, Path] = {}
    months: dict[str, Path] = {}
    found = [path for path in backups(folder) if _DAILY.search(path.stem)]
    for path in found:
        day = path.stem[-10:]
        days.setdefault(day, path)
        months.setdefault(day[:7], path)
    keep = list(
        dict.fromkeys(
            [
                *found[:3],
                *sorted(days.values(), key=lambda p: p.stem[-10:], reverse=True)[:14],
                *sorted(months.values(), key=lambda p: p.stem[-10:], reverse=True)[:12],
            ]
        )
    )
    room = shutil.disk_usage(folder).free / 5 if found else 0
    keep.sort(key=found.index)
    while len(keep) > 3 and sum(path.stat().st_size for path in keep) > room:
        keep.pop()
    gone = [path for path in found if path not in keep]
    for path in gone:
        path.unlink()
    return gone
