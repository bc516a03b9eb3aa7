"""From a key in the search box, or in the box of a person, to the painted list: in the real window, by kind of what is typed."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from benchmarks.hand import Hand
from benchmarks.line import percentile

TARGETS = {  # milliseconds at the 95th of a hundred keys
    "1 Han character": 16,
    "2 Han characters": 16,
    "3 Han characters": 16,
    "start of a number": 16,
    "part of a number": 300,
    "4 to 8 Han characters": 300,
    "a date": 300,
    "person, 1 to 3 characters": 16,
    "person, works number": 16,
}


class Painted(NamedTuple):
    """One kind of question: milliseconds from the key to the painted list, the longest pause of the window, and the target."""

    name: str
    keys: int
    p50: float
    p95: float
    pause: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the target is kept."""
        return self.p95 <= self.target


def painted(book: Path, *, keys: int = 60, seed: int = 1958) -> list[Painted]:
    """Measure all kinds in a window of its own process. `book` is not changed but for what the screen remembers."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.finding", str(book), str(keys), str(seed)],
        check=True,
        capture_output=True,
        text=True,
        timeout=1_200,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return [Painted(**line) for line in json.loads(ran.stdout.splitlines()[-1])]


def texts(book: Any, chance: random.Random, keys: int) -> dict[str, list[str]]:
    """What is typed of each kind, drawn from what stands in the book."""
    last = book.value("select max(id) from register")

    def drawn(sql: str) -> list[str]:
        found: list[str] = []
        while len(found) < keys * 2:
            value = book.value(sql, id=chance.randint(1, last))
            if value:
                found.append(str(value))
        return found

    titles = [t for t in drawn("select title from register where id >= :id and tbl <> 'workers' order by id limit 1") if len(t) > 3]
    numbers = drawn("select number from register where id >= :id and number <> '' order by id limit 1")
    days = drawn("select day from register where id >= :id and day <> '' order by id limit 1")
    people = drawn("select title from register where tbl = 'workers' and row >= :id % 100000 order by row limit 1")
    works = drawn("select number from workers where id >= :id % 100000 and number <> '' order by id limit 1")

    def part(text: str, length: int) -> str:
        start = chance.randint(0, max(0, len(text) - length))
        return text[start : start + length]

    made = {f"{n} Han character{'s' if n > 1 else ''}": [part(t, n) for t in titles] for n in (1, 2, 3)}
    made["start of a number"] = [n[: chance.randint(4, len(n))] for n in numbers]
    made["part of a number"] = [n[-chance.randint(2, 4) :] for n in numbers]
    made["4 to 8 Han characters"] = [part(t, chance.randint(4, 8)) for t in titles]
    made["a date"] = [d[: chance.choice((7, 10))] for d in days]
    made["person, 1 to 3 characters"] = [p[: chance.randint(1, 3)] for p in people]
    made["person, works number"] = works
    return {name: [text for text in found if text == text.strip()][:keys] for name, found in made.items()}


class _Hand(Hand):
    """Types into the boxes of the real window and waits for what is painted."""

    def type(self, box: QLineEdit, letters: str) -> None:
        """Commit letters as the input method does."""
        event = QInputMethodEvent()
        event.setCommitString(letters)
        QApplication.sendEvent(box, event)

    def key(self, box: QLineEdit, text: str, view: QWidget, there: Callable[[], bool]) -> tuple[float, float]:
        """Type all but the last letter, rest, type it: milliseconds until painted, and the longest pause of the window."""
        box.clear()
        self.type(box, text[:-1])
        self.rest()
        while self.window.search_box.counting() or not self.window.office.asker.wait_for_done(5_000):
            self.rest(5)
        self.rest()
        return self.painted(lambda: self.type(box, text[-1]), view, there, at_most=5)

    def searched(self, text: str) -> tuple[float, float]:
        """One key in the search box."""
        search = self.window.search_box
        return self.key(search, text, search.list.viewport(), lambda: bool(search.shown_for(text)))

    def chosen(self, text: str) -> tuple[float, float]:
        """One key in the box of the first author of a proposal; the last line of its list bears what was typed."""
        editor = self.window.page().form.editor("authors").rows[0].editors["worker"]
        view = editor._offers.list
        offered = view.offers
        return self.key(
            editor.line, text, view.viewport(), lambda: bool(offered.offers) and text in offered.offers[-1].title
        )


def _painted(name: str, texts: list[str], measure: Callable[[str], tuple[float, float]]) -> Painted:
    measure(texts[0])
    pairs = [measure(text) for text in texts]
    took = [pair[0] for pair in pairs]
    at = percentile(took, 95)
    pause = max(pair[1] for pair in pairs)
    return Painted(name, len(took), round(statistics.median(took), 2), round(at, 2), round(pause, 2), TARGETS[name])


def _measure(path: Path, keys: int, seed: int) -> list[Painted]:
    hand = _Hand(path)
    asked = texts(hand.window.book, random.Random(seed), keys)
    hand.window.look_for()
    found = [_painted(name, these, hand.searched) for name, these in asked.items() if not name.startswith("person")]
    hand.window.search_box.clear()
    hand.window.show_tab("proposals")
    hand.window.new()
    hand.rest(300)
    hand.window.page().form.editor("authors").rows[0].editors["worker"].take_focus()
    found += [_painted(name, these, hand.chosen) for name, these in asked.items() if name.startswith("person")]
    hand.window.page().leave_form()
    hand.window.office.drafts.wipe("proposals/new")  # nothing unfinished is offered at the next start
    hand.window.close()
    hand.program.close_book()
    return found


if __name__ == "__main__":
    measured = _measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps([line._asdict() for line in measured], ensure_ascii=False))
