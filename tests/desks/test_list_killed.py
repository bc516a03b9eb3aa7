"""Killed in the midst of taking a list in, or of taking it back: the book stands as before, and the list comes in whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from unionoffice import schema
from unionoffice.core import intake, upkeep
from unionoffice.core.book import Book
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Unit

HERE = Path(__file__).parents[2]
COUNT = 6_000
POINTS = ("begun", "half", "written", "undo")
"""How far the child is when it waits to be killed."""

CHILD = '''
import os
import signal
import sys
from pathlib import Path

from unionoffice.core import intake, spreadsheet
from unionoffice.core.book import Book
from unionoffice.desks.roster import service as roster

book, source, point = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
signal.alarm(120)  # nobody came to kill it


def wait():
    os.write(1, b"inside\\n")
    while True:
        signal.pause()


def told(done, total):
    if (point, done) in (("begun", 0), ("written", total)) or (point == "half" and 0 < done < total):
        wait()


opened = Book.open(book, clerk="王秀英")
found = intake.read_rows(opened, spreadsheet.rows_of(source), roster.ROLL)
roster.take_in(opened, intake.plan(found), told)
if point == "undo":
    os.write(1, b"taken in\\n")
    opened.undo(lambda done, total: wait() if done else None)
'''


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    lines = [f"{number},李桂{'兰芳英'[number % 3]},铸工车间,造型{number % 40}组,{number % 8 + 1}级" for number in range(COUNT)]
    path.write_text("\n".join(["工号,姓名,车间,班组,等级", *lines]), encoding="utf-8")
    return path


def whole(book: Book) -> tuple[int, ...]:
    """How many entries, units, acts, changes and rows of the register there are."""
    return tuple(int(book.value(f"select count(*) from {table}")) for table in ("workers", "units", "acts", "changes", "register"))


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_in_the_midst_of_a_list_leaves_nothing_half_done(tmp_path: Path, source: Path, point: str) -> None:
    path = tmp_path / "office.db"
    upkeep.create(path, schema.SETS)
    book = Book.open(path, clerk="王秀英")
    roster.enter_unit(book, Unit(name="铸工车间"))
    before = whole(book)
    book.close()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(source), point], cwd=HERE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = []
        for line in child.stdout:
            said.append(line.strip())
            if said[-1] == "inside":
                os.kill(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL and said[-1] == "inside"
    book = Book.open(path, clerk="王秀英")
    try:
        if point == "undo":  # what was taken in whole stands whole: the taking back is undone, not the list
            assert (book.value("select count(*) from workers"), book.value("select count(*) from units")) == (COUNT, 41)
            assert book.value("select count(*) from taken_back") == 0
        else:
            assert whole(book) == before
            found = intake.read_rows(book, _rows(source), roster.ROLL)
            assert roster.take_in(book, intake.plan(found)) == COUNT
            assert str(book.undo()) == f"Take in {COUNT} workers from a list"
            assert whole(book)[:2] == before[:2]
        assert upkeep.check(book, schema.TABLES) == []
    finally:
        book.close()


def _rows(source: Path) -> list[list[str]]:
    return [line.split(",") for line in source.read_text(encoding="utf-8").splitlines()]


def test_a_list_that_is_stopped_leaves_nothing(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "office.db"
    upkeep.create(path, schema.SETS)
    book = Book.open(path, clerk="王秀英")
    before = whole(book)

    class Enough(Exception):  # noqa: N818 - the clerk wished it
        pass

    def told(done: int, _all: int) -> None:
        if done:
            raise Enough

    planned = intake.plan(intake.read_rows(book, _rows(source), roster.ROLL))
    with pytest.raises(Enough):
        roster.take_in(book, planned, told)
    assert whole(book) == before
    assert upkeep.check(book, schema.TABLES) == []
    assert roster.take_in(book, planned) == COUNT
    book.close()
