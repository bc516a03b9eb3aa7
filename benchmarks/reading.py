"""A list of 100,000 workers read from XLSX and CSV, against plain python-calamine and the plain csv module."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

LINES = 100_000
HEADING = ("工号", "姓名", "性别", "出生年", "单位", "工种", "技术等级", "进厂日期", "会员")
_SURNAMES, _NAMES, _TRADES = "王李张刘陈杨赵黄周吴", "建国淑华秀英志强", ("车工", "钳工", "铸工")


def prepare(place: Path, lines: int = LINES) -> tuple[Path, Path]:
    """The list as XLSX and as CSV."""
    import xlsxwriter

    sheet, text = place / "workers.xlsx", place / "workers.csv"
    with text.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADING)
        out.writerows(_workers(lines))
    book = xlsxwriter.Workbook(sheet, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("工人")
    page.write_row(0, 0, HEADING)
    for number, worker in enumerate(_workers(lines), start=1):
        for column, cell in enumerate(worker):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell)
            else:
                page.write(number, column, cell)
    book.close()
    return sheet, text


def _workers(lines: int) -> Iterator[tuple[object, ...]]:
    for number in range(lines):
        name = _SURNAMES[number % 10] + _NAMES[number % 8] + _NAMES[number // 8 % 8]
        entered = date(1945 + number % 12, 1 + number % 12, 1 + number % 28)
        trade, sex, member = _TRADES[number % 3], "男女"[number % 2], "是否"[number % 2]
        yield f"A{number:06d}", name, sex, 1920 + number % 20, f"{number % 30}车间", trade, number % 8 + 1, entered, member


def ours(path: Path) -> float:
    """Seconds until all lines stand as texts."""
    from unionoffice.core.spreadsheet import open_source

    begun = time.perf_counter()
    rows = open_source(path).rows
    seconds = time.perf_counter() - begun
    if len(rows) != LINES + 1:
        raise RuntimeError(f"{len(rows)} lines were read")
    return seconds


def calamine(path: Path) -> float:
    """Seconds of python-calamine alone, from the file to its own values."""
    import python_calamine

    begun = time.perf_counter()
    with path.open("rb") as file:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    seconds = time.perf_counter() - begun
    if len(rows) != LINES + 1:
        raise RuntimeError(f"{len(rows)} lines were read")
    return seconds


def plain_csv(path: Path) -> float:
    """Seconds of the csv module alone."""
    begun = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    seconds = time.perf_counter() - begun
    if len(rows) != LINES + 1:
        raise RuntimeError(f"{len(rows)} lines were read")
    return seconds


def main() -> None:
    """Measure both, five times in turn, and print medians and ratios."""
    import statistics
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        sheet, text = prepare(Path(folder))
        for what, path, theirs in (("XLSX", sheet, calamine), ("CSV", text, plain_csv)):
            pairs = [(ours(path), theirs(path)) for _round in range(6)][1:]
            ratios = sorted(mine / yardstick for mine, yardstick in pairs)
            mine, yardstick = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
            spread = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
            print(f"{what}: {mine:.2f} s, {theirs.__name__} {yardstick:.2f} s, ratio {statistics.median(ratios):.2f} {spread}")


if __name__ == "__main__":
    main()
