"""What every line of the table stands on: a folder, and a book of the wanted size in it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import NamedTuple


class Ground(NamedTuple):
    """Where the lines are measured: the folder, the large book, its entries, how often in turn, and whether in a hurry."""

    folder: Path
    book: Path
    rows: int
    times: int
    quick: bool


def large_book(folder: Path, rows: int) -> Path:
    """A book of so many entries with today's backup beside it, made when it is not there yet."""
    from unionoffice import large_sample
    from unionoffice.core import backup

    place = folder / f"rows-{rows}"
    path = place / f"office-{rows}.db"
    if not path.exists():
        begun = time.perf_counter()
        place.mkdir(parents=True, exist_ok=True)
        large_sample.make(place, rows)
        backup.back_up(path, backup.backup_folder(path))
        print(f"a book of {rows:,} entries made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return path
