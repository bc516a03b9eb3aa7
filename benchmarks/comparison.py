"""A group of 1,500 units compared by 10 indicators with six months behind them, exact, against the same reckoned in floats."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path

from benchmarks import intake

UNITS = intake.WORKSHOPS * (intake.TEAMS + 1)


def prepare(place: Path) -> Path:
    """A book with 1,500 units, 10 indicators, 12 months, and one group of all of them."""
    from unionoffice.core.book import Book
    from unionoffice.core.record import Quantity
    from unionoffice.desks.comparison import service
    from unionoffice.desks.comparison.records import Compared, CompareGroup, Member, Turns
    from unionoffice.desks.figures import service as figures
    from unionoffice.desks.roster import service as roster

    place.mkdir()
    path, source = intake.prepare(place)
    compared = path.with_name("compared.db")
    shutil.copyfile(path, compared)
    book = Book.open(compared, clerk="王秀英")
    lines = source.read_text(encoding="utf-8").splitlines()
    spread = [lines[0]]
    for place_of, line in enumerate(lines[1:]):
        *head, _actual = line.split(",")
        spread.append(",".join([*head, str(500 + place_of * 7919 % 4001)]))  # every unit and month a figure of its own
    source.write_text("\n".join(spread) + "\n", encoding="utf-8")
    intake.take_in(book, source)
    indicators = [each.id for each in figures.indicators(book)]
    units = [unit.id for unit in roster.units(book) if unit.above is not None]
    service.enter_group(book, CompareGroup(
        name="全厂", members=tuple(Member(unit=unit) for unit in units),
        compared=tuple(
            Compared(indicator=one, volume=indicators[place - 1], turns=Turns.TIMES, per=Quantity(1_000_000))
            for place, one in enumerate(indicators)
        ),
    ))  # fmt: skip
    book.close()
    return compared


def ours(path: Path) -> float:
    """Seconds from the open book to every unit's place and gain by every indicator at the three levels, exact."""
    from unionoffice.core.book import Book
    from unionoffice.core.period import Month, Period
    from unionoffice.desks.comparison import reckoning

    book = Book.open(path, write=False)
    begun = time.perf_counter()
    found = reckoning.comparisons(book, 1, Period.of_month(Month(1958, 12)))
    total = [reckoning.gains(each, reach).physical for each in found for reach in reckoning.Reach]
    seconds = time.perf_counter() - begun
    book.close()
    if len(found) != intake.INDICATORS or any(len(each.standing.places) != UNITS for each in found) or None in total:
        raise RuntimeError("not everybody was compared")
    return seconds


def floats(path: Path) -> float:
    """Seconds of the same in floats over the same rows: rank, gap, averages, trend, gains; without names, reasons or marks."""
    conn = sqlite3.connect(path)
    begun = time.perf_counter()
    lines = conn.execute("select indicator, volume, per from compare_indicators where parent = 1 order by place").fetchall()
    units = [row[0] for row in conn.execute("select unit from compare_members where parent = 1 order by place")]
    history = [f"1958-{month:02d}" for month in range(7, 13)]
    scale = {row: 10.0**decimals for row, decimals in conn.execute("select id, decimals from indicators")}
    found: dict[tuple[int, int], dict[str, int]] = {}
    for indicator, unit, month, actual in conn.execute(
        "select indicator, unit, month, actual from month_figures where month between ? and ?", (history[0], history[-1])
    ):
        found.setdefault((indicator, unit), {})[month] = actual
    for indicator, volume_of, per in lines:
        values = {unit: found[indicator, unit][history[-1]] / scale[indicator] for unit in units}
        volumes = {unit: found[volume_of, unit][history[-1]] / scale[volume_of] for unit in units}
        mean = sum(values.values()) / len(values)
        ahead = [value for value in values.values() if value > mean]
        best = max(values.values())
        ranks: dict[float, int] = {}
        for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
            ranks.setdefault(value, place)
        places = []
        for unit, value in values.items():
            months = found[indicator, unit]
            points = [(place, months[month] / scale[indicator]) for place, month in enumerate(history) if month in months]
            n, total = len(points), sum(place for place, _value in points)
            slope = sum(y * (n * x - total) for x, y in points) / (n * sum(x * x for x, _y in points) - total * total)
            places.append((ranks[value], unit, value, best - value, (best - value) / best if best else None, slope))
        places.sort()
        for level in (mean, sum(ahead) / len(ahead) if ahead else mean, best):
            sum(max(level - value, 0.0) * volumes[unit] / (per / 10_000) for unit, value in values.items())
    seconds = time.perf_counter() - begun
    conn.close()
    return seconds
