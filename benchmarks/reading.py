"""A list of workers read from XLSX, in a process apart, and from CSV, against plain python-calamine and the plain csv module."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.ground import Ground
from benchmarks.line import Line, ratio

HEADING = ("工号", "姓名", "性别", "出生年", "单位", "工种", "技术等级", "进厂日期", "会员")
_SURNAMES, _NAMES, _TRADES = "王李张刘陈杨赵黄周吴", "建国淑华秀英志强", ("车工", "钳工", "铸工")


def prepare(place: Path, count: int) -> tuple[Path, Path]:
    """The list as XLSX and as CSV."""
    import xlsxwriter

    sheet, text = place / "workers.xlsx", place / "workers.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADING)
        out.writerows(_workers(count))
    book = xlsxwriter.Workbook(sheet, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("工人")
    page.write_row(0, 0, HEADING)
    for number, worker in enumerate(_workers(count), start=1):
        for column, cell in enumerate(worker):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell)
            else:
                page.write(number, column, cell)
    book.close()
    return sheet, text


def _workers(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        name = _SURNAMES[number % 10] + _NAMES[number % 8] + _NAMES[number // 8 % 8]
        entered = date(1945 + number % 12, 1 + number % 12, 1 + number % 28)
        trade, sex, member = _TRADES[number % 3], "男女"[number % 2], "是否"[number % 2]
        yield f"A{number:06d}", name, sex, 1920 + number % 20, f"{number % 30}车间", trade, number % 8 + 1, entered, member


def lines(ground: Ground) -> list[Line]:
    """Reading alone, as it costs before anything is checked."""
    count = ground.rows // 10
    place = ground.folder / "lists"
    place.mkdir(exist_ok=True)
    sheet, text = prepare(place, count)
    found = [
        ratio(
            f"{count:,} lines read from XLSX in a process apart, as texts", "s", "python-calamine in the same process", 1.5,
            ground.times, lambda: ours(sheet), lambda: calamine(sheet), plus=0.2,
        ),
        ratio(
            "the same from CSV, its encoding and separator found", "s", "the csv module", 2.5, ground.times,
            lambda: ours(text), lambda: plain_csv(text), plus=0.05,
        ),
    ]  # fmt: skip
    shutil.rmtree(place)
    return found


def ours(path: Path) -> float:
    """Seconds until all lines stand as texts."""
    from unionoffice.core.spreadsheet import rows_of

    begun = time.perf_counter()
    rows_of(path)
    return time.perf_counter() - begun


def calamine(path: Path) -> float:
    """Seconds of python-calamine alone, from the file to its own values."""
    import python_calamine

    begun = time.perf_counter()
    with path.open("rb") as file:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return time.perf_counter() - begun


def plain_csv(path: Path) -> float:
    """Seconds of the csv module alone."""
    begun = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        list(csv.reader(file))
    return time.perf_counter() - begun
