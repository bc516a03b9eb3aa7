"""One record saved through its desk's service, journaled and searchable, against a plain insert into the same table."""

from __future__ import annotations

import datetime
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SAVES = 60

COUNTED = """
import sys
from pathlib import Path
from unionoffice.core.book import Book
from benchmarks.saving import SAVES, save
book = Book.open(Path(sys.argv[1]), clerk="王秀英")
save(book, 0)
sys.stderr.write("begun\\n")
for number in range(SAVES):
    save(book, number + 1)
sys.stderr.write("ended\\n")
"""


class Saved(NamedTuple):
    """Milliseconds of one saving through the service, and of the plain insert and commit beside it."""

    ours: float
    bare: float


def save(book: object, number: int) -> None:
    """Register one exposure of waste as the entry form does."""
    from unionoffice.core.book import Book
    from unionoffice.desks.waste import service
    from unionoffice.desks.waste.records import Exposure

    if not isinstance(book, Book):
        raise TypeError("a book is wanted")
    service.enter_exposure(
        book,
        Exposure(
            exposed_on=datetime.date(1982, 12, 1 + number % 28), title=f"冷却水长期漏损{number}", spot="三号冲天炉旁",
            description="每班漏水六吨，阀门失修，已报机修车间两次。", old_number=f"{number}",
        ),
    )  # fmt: skip


def in_turn(book: Path, place: Path) -> list[Saved]:
    """Save records in one copy of the book, and put the same into the table of another, in turn, each in its own transaction."""
    from unionoffice.core.book import Book, connect

    ours, plain = place / "ours" / book.name, place / "plain" / book.name
    for copy in (ours, plain):
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(book, copy)
    opened, bare = Book.open(ours, clerk="王秀英"), connect(plain)
    save(opened, 0)
    row = opened.rows("select * from waste_exposures order by id desc limit 1")[0]
    del row["id"]
    sql = f"insert into waste_exposures ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})"

    def insert(number: int) -> None:
        bare.execute("begin immediate")
        bare.execute(sql, {**row, "number": f"LF-1983-{number:04d}"})
        bare.execute("commit")

    insert(0)
    found = [Saved(_timed(save, opened, each), _timed(insert, each)) for each in range(1, SAVES + 1)]
    opened.close()
    bare.close()
    shutil.rmtree(place)
    return found


def middle(found: list[Saved]) -> tuple[float, float]:
    """The median of both."""
    return statistics.median(each.ours for each in found), statistics.median(each.bare for each in found)


def _timed(work: Callable[..., None], *given: object) -> float:
    begun = time.perf_counter()
    work(*given)
    return (time.perf_counter() - begun) * 1000


def syncs_an_act(book: Path, place: Path) -> float | None:
    """How often an act waits for the log to be on the disk, counted from outside by strace; None where strace may not look.

    Bringing the log into the book, once in some dozens of acts, has it wait once more.
    """
    if shutil.which("strace") is None:
        return None
    place.mkdir(parents=True, exist_ok=True)
    copy, seen = place / book.name, place / "seen"
    shutil.copyfile(book, copy)
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(seen), sys.executable, "-c", COUNTED, str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(place)
        return None
    between = seen.read_text(encoding="utf-8", errors="replace").partition('"begun')[2].partition('"ended')[0]
    shutil.rmtree(place)
    return len(re.findall(r"\bf(?:data)?sync\([^)]*-wal>", between)) / SAVES
