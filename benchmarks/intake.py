"""A list of monthly figures of 1,500 units, 10 indicators and 12 months taken in, against the same CSV put into a bare table."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionoffice.core.book import Book

WORKSHOPS, TEAMS, INDICATORS, MONTHS = 30, 49, 10, 12
COUNT = WORKSHOPS * (TEAMS + 1) * INDICATORS * MONTHS


def prepare(place: Path) -> tuple[Path, Path]:
    """A book with the units and the indicators, and the list."""
    from unionoffice import schema
    from unionoffice.core import upkeep
    from unionoffice.core.book import Book
    from unionoffice.desks.figures import service as figures
    from unionoffice.desks.figures.records import Indicator
    from unionoffice.desks.roster import service as roster
    from unionoffice.desks.roster.records import Level, Unit

    path, source = place / "intake.db", place / "figures.csv"
    upkeep.create(path, schema.SETS)
    book = Book.open(path, clerk="王秀英")
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    names = []
    for number in range(WORKSHOPS):
        shop = roster.enter_unit(book, Unit(name=f"{number}车间", level=Level.WORKSHOP, above=plant))
        names.append(f"{number}车间")
        for team in range(TEAMS):
            roster.enter_unit(book, Unit(name=f"{team}组", above=shop))
            names.append(f"{number}车间/{team}组")
    for number in range(INDICATORS):
        figures.enter(book, Indicator(name=f"指标{number}", decimals=number % 3))
    book.close()
    with source.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["单位", "指标", "月份", "计划", "实际"])
        for name in names:
            for number in range(INDICATORS):
                for month in range(MONTHS):
                    out.writerow([name, f"指标{number}", f"1958-{month + 1:02d}", 100 + month, 90 + number])
    return path, source


def ours(book: Path, source: Path) -> float:
    """Seconds from the file to the journaled act that can be undone."""
    from unionoffice.core.book import Book

    copy = book.with_name("copy.db")
    shutil.copyfile(book, copy)
    opened = Book.open(copy, clerk="王秀英")
    begun = time.perf_counter()
    taken = take_in(opened, source)
    seconds = time.perf_counter() - begun
    opened.close()
    _gone(copy)
    if taken != COUNT:
        raise RuntimeError(f"{taken} figures were taken in")
    return seconds


def take_in(book: Book, source: Path) -> int:
    """Take the list in as the command line does; give how many figures."""
    from unionoffice.core import filling, intake, spreadsheet
    from unionoffice.desks.figures.intake import FIGURES

    reading = intake.read_rows(book, filling.as_list(book, spreadsheet.open_source(source), FIGURES).rows, FIGURES)
    return FIGURES.take_in(book, intake.plan(reading), lambda _done, _all: None)


def bare(source: Path) -> float:
    """Seconds of csv.reader and executemany into a table with the same columns and indexes, names and all as they stand."""
    path = source.with_name("bare.db")
    conn = sqlite3.connect(path)
    conn.executescript(
        "pragma journal_mode = wal; pragma synchronous = full; create table figures (id integer primary key autoincrement, "
        "indicator text, unit text, month text, plan integer, actual integer, unique (indicator, unit, month)) strict; "
        "create index by_month on figures (indicator, month); create index by_unit on figures (unit)"
    )
    begun = time.perf_counter()
    with source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        with conn:
            conn.executemany("insert into figures (unit, indicator, month, plan, actual) values (?, ?, ?, ?, ?)", rows)
    seconds = time.perf_counter() - begun
    conn.close()
    _gone(path)
    return seconds


def _gone(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
