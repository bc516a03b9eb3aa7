"""A list of 100,000 workers taken in, from a spreadsheet and from CSV, and taken back, against the barest ways of doing it."""

from __future__ import annotations

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

HEADS = ["工号", "姓名", "性别", "出生年", "车间", "班组", "工种", "技术等级", "进厂日期", "会员"]
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "秀英桂兰建国志强玉珍德胜宝珠永福春梅长庚淑芳立新文华国栋明远"
_TRADES = ("车工", "铣工", "钳工", "造型工", "熔化工", "木模工", "电工", "起重工", "检验工", "工艺技术员")
WORKSHOPS, TEAMS = 20, 25


def lines(count: int, seed: int = 1958) -> list[list[str]]:
    """The lines of the list, all invented, in an office's usual writing."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        born = chance.randrange(1900, 1940)
        found.append([
            f"{number + 1:06d}",
            chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2)))),
            chance.choice("男男女"), str(born),
            f"{chance.randrange(WORKSHOPS) + 1}车间", f"{chance.randrange(TEAMS) + 1}组",
            chance.choice(_TRADES), f"{chance.choice('一二三四五六七八')}级",
            f"{born + chance.randrange(16, 19)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
            chance.choice(("是", "是", "是", "否")),
        ])  # fmt: skip
    return found


def prepare(place: Path, count: int = 100_000) -> tuple[Path, Path, Path]:
    """A book with the units, and the list as a spreadsheet and as CSV."""
    import xlsxwriter

    from unionoffice import schema
    from unionoffice.core import upkeep
    from unionoffice.core.book import Book
    from unionoffice.desks.roster import service as roster
    from unionoffice.desks.roster.records import Level, Unit

    book_path, xlsx, separated = place / "workers.db", place / "workers.xlsx", place / "workers.csv"
    upkeep.create(book_path, schema.SETS)
    book = Book.open(book_path, clerk="王秀英")
    plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    for shop in range(WORKSHOPS):
        above = roster.enter_unit(book, Unit(name=f"{shop + 1}车间", level=Level.WORKSHOP, above=plant))
        for team in range(TEAMS):
            roster.enter_unit(book, Unit(name=f"{team + 1}组", above=above))
    book.close()
    written = lines(count)
    workbook = xlsxwriter.Workbook(xlsx, {"constant_memory": True})
    sheet = workbook.add_worksheet()
    for row, line in enumerate([["第二机械厂职工名册"], ["一九五八年二月"], [], HEADS, *written]):
        sheet.write_row(row, 0, line)
    workbook.close()
    with separated.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *written])
    return book_path, xlsx, separated


def ours(book: Path, source: Path) -> tuple[float, float]:
    """Seconds from the file to the journaled act with its search entries, and seconds of taking it back."""
    from unionoffice.core import intake, spreadsheet
    from unionoffice.core.book import Book
    from unionoffice.desks.roster import service as roster

    copy = book.with_name("copy.db")
    shutil.copyfile(book, copy)
    opened = Book.open(copy, clerk="王秀英")
    begun = time.perf_counter()
    found = intake.read_rows(opened, spreadsheet.rows_of(source), roster.ROLL)
    taken = roster.take_in(opened, intake.plan(found))
    seconds = time.perf_counter() - begun
    if opened.value("select count(*) from workers") != taken or taken != len(found.lines):
        raise RuntimeError(f"{taken} workers were taken in")
    begun = time.perf_counter()
    opened.undo()
    back = time.perf_counter() - begun
    if opened.value("select count(*) from workers"):
        raise RuntimeError("the list was not taken back")
    opened.close()
    _gone(copy)
    return seconds, back


_BARE = (
    "create table workers (id integer primary key autoincrement, number text, name text, sex text, born integer, workshop text, "
    "team text, trade text, grade text, entered_on text, member text)"
)


def bare_spreadsheet(source: Path) -> float:
    """Seconds of python-calamine's reading and a plain executemany in one transaction, texts as they stand."""
    import python_calamine

    path = source.with_name("bare.db")
    conn = sqlite3.connect(path)
    conn.executescript(f"pragma journal_mode = wal; pragma synchronous = full; {_BARE}")
    begun = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()[4:]
    with conn:
        conn.executemany(f"insert into workers values (null{', ?' * len(HEADS)})", rows)
    seconds = time.perf_counter() - begun
    conn.close()
    _gone(path)
    return seconds


def sqlite_utils(source: Path) -> float:
    """Seconds of the command `sqlite-utils insert BOOK workers FILE --csv`, as it is called from a shell."""
    path = source.with_name("utils.db")
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sqlite_utils", "insert", str(path), "workers", str(source), "--csv"],
        check=True, capture_output=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    _gone(path)
    return seconds


def _gone(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
