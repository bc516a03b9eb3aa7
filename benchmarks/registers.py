"""Registers of a large book in the real window: a jump to any row, another filter, another order, until they are painted."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from benchmarks.hand import Hand
from benchmarks.line import percentile

PLACES = (("proposals", 0, "open"), ("waste", 1, "open"), ("roster", 0, "active"))
"""The registers measured: tab, page, the filter they open on."""
AT_FIRST = 60  # rows of the first page


class Measured(NamedTuple):
    """All jumps in milliseconds with the same page by hand, and all changes of filter and of order with count and rows by hand."""

    jumps: list[tuple[float, float]]
    filters: list[tuple[float, float]]
    orders: list[tuple[float, float]]
    pause: float

    @property
    def jump(self) -> float:
        """Of a hundred jumps, the 95th."""
        return percentile([ours for ours, _hand in self.jumps], 95)


def measured(book: Path, *, jumps: int = 100, seed: int = 1958, once: bool = False) -> Measured:
    """Measure in a window of its own process. `book` is not changed but for what the screen remembers.

    `once`: each filter once instead of there and back, each order over all rows alone.
    """
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.registers", str(book), str(jumps), str(seed), *(["once"] if once else [])],
        check=True,
        capture_output=True,
        text=True,
        timeout=1_200,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    jumped, filtered, ordered = ([(ours, hand) for ours, hand in found[name]] for name in ("jumps", "filters", "orders"))
    return Measured(jumped, filtered, ordered, found["pause"])


class _Hand(Hand):
    """Goes about in the registers of the real window."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.window.resize(1366, 768)
        self.rest()
        self.plain = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.pause = 0.0

    def settle(self) -> None:
        """Until nothing is asked beside the window any more."""
        for _turn in range(5):  # an answer may ask the next question
            self.rest()
            while not self.window.office.asker.wait_for_done(60_000):
                self.rest(5)

    def shown(self, do: Callable[[], object], there: Callable[[], bool]) -> float:
        """Milliseconds until what was done is painted; what goes on beside the window comes to its end afterwards, not counted."""
        took, pause = self.painted(do, self.page.register.viewport(), there, at_most=30)
        self.pause = max(self.pause, pause)
        return took

    def go_to(self, tab: str, place: int) -> None:
        """Show a register."""
        self.window.show_tab(tab)
        self.window.page()
        desk = self.window.stack.currentWidget()
        desk.show_page(place)
        self.page: Any = desk.at(place)
        self.settle()

    def by_hand(self, sql: str, values: dict[str, Any]) -> float:
        """Milliseconds of a plain question and the fetching of its rows."""
        start = time.perf_counter()
        self.plain.execute(sql, values).fetchall()
        return (time.perf_counter() - start) * 1000

    def jump(self, row: int) -> tuple[float, float]:
        """Jump to a row, and fetch the same page by hand, from the nearer end."""
        page = self.page
        bar = page.register.verticalScrollBar()
        if bar.value() == row:
            row += 1  # who stands there already is painted nothing
        ours = self.shown(lambda: bar.setValue(row), lambda: bar.value() == row)
        asked, count, table = page.model.asked(), page.model.count(), page.table.name
        behind = row > count // 2
        order, start = (asked.order.turned(), count - row - AT_FIRST) if behind else (asked.order.by, row)
        sql = f"select * from {table} where id in (select id from {table} where {asked.where} order by {order} limit :n offset :s)"
        return ours, self.by_hand(sql, {**asked.values, "n": AT_FIRST, "s": max(0, start)})

    def change(self, do: Callable[[], object]) -> tuple[float, float]:
        """Change filter or order, and count and fetch the first rows by hand."""
        page = self.page
        laid: list[object] = []
        page.model.laid.connect(laid.append)
        ours = self.shown(do, lambda: bool(laid))
        page.model.laid.disconnect(laid.append)
        self.settle()
        asked, table = page.model.asked(), page.table.name
        rows = f"select {table}.* from {table} {asked.order.join} where {asked.where} order by {asked.order.by} limit {AT_FIRST}"

        def hand() -> float:
            return self.by_hand(f"select count(*) from {table} where {asked.where}", asked.values) + self.by_hand(
                rows, asked.values
            )

        hand()  # what is read for the first time does not count: ours has been read, too
        return ours, hand()

    def filter(self, name: str) -> tuple[float, float]:
        """Another filter, by its chip."""
        return self.change(lambda: self.page.chips.findChild(QWidget, f"filter_{name}").click())

    def order(self, order: Any) -> tuple[float, float]:
        """Another order."""
        return self.change(lambda: self.page.put_in_order(order))


def _measure(path: Path, jumps: int, seed: int, *, once: bool) -> dict[str, Any]:
    hand, chance = _Hand(path), random.Random(seed)
    found: dict[str, Any] = {"jumps": [], "filters": [], "orders": []}
    for tab, place, first in PLACES:
        hand.go_to(tab, place)
        page = hand.page
        hand.order(page.QUERY.orders[0])
        for name in ("all", first):
            if name == page.chips.current():
                hand.filter("all" if name != "all" else first)
            hand.filter(name)
            hand.settle()
            if page.model.count() <= 60:
                continue  # there is nowhere to jump to
            for _turn in range(jumps // (2 * len(PLACES)) + 1):
                found["jumps"].append(hand.jump(chance.randrange(page.model.count() - 30)))
        chips = [each.chip.name for each in page.chips._buttons.values() if not each.chip.alone]
        for name in chips if once else [*chips, *reversed(chips)]:
            if page.chips.current() != name:
                found["filters"].append((*hand.filter(name), f"{tab} {name}"))
        orders = [*page.QUERY.orders, *(each for column in page.QUERY.columns for each in page.QUERY.heading_orders(column))]
        for name in ("all",) if once else ("all", first):
            hand.filter(name)
            for order in orders[1:]:
                found["orders"].append((*hand.order(order), f"{tab} {name} {order.name}"))
    found["pause"] = hand.pause
    hand.plain.close()
    hand.window.close()
    hand.program.close_book()
    return found


if __name__ == "__main__":
    all_of_it = _measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), once=sys.argv[4:] == ["once"])
    if sys.argv[4:]:
        for kind in ("filters", "orders"):
            for ours, by_hand, name in all_of_it[kind]:
                print(f"{name:40} {ours:8.1f} {by_hand:8.1f}", file=sys.stderr)
    for kind in ("filters", "orders"):
        all_of_it[kind] = [each[:2] for each in all_of_it[kind]]
    print(json.dumps(all_of_it))
