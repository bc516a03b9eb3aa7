"""The search against plain FTS5: two bare tables over the same texts, and of the two the quicker that gives the same entries."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from unionoffice.core.book import HIT, Book
from unionoffice.core.search import folded

LENGTHS = range(1, 13)
LATEST = 60  # as many as the search box asks for


T = TypeVar("T")


class Asked(NamedTuple):
    """One text that was looked for: milliseconds of the search and of the quickest plain table that found the same."""

    text: str
    ours: float
    plain: float


def texts(book: Path, each: int, seed: int = 1958) -> list[str]:
    """Parts of the book's own texts, `each` of every length."""
    chance = random.Random(seed)
    conn = sqlite3.connect(f"file:{book}?mode=ro", uri=True)
    last = conn.execute("select max(entry) from texts").fetchone()[0]
    found: list[str] = []
    for length in LENGTHS:
        parts: dict[str, None] = {}
        while len(parts) < each:
            row = conn.execute("select text from texts where entry >= ? limit 1", (chance.randint(1, last),)).fetchone()
            lines = [line for line in str(row[0]).split("\n") if len(line) >= length]
            if lines:
                line = chance.choice(lines)
                start = chance.randint(0, len(line) - length)
                parts[line[start : start + length]] = None
        found += parts
    conn.close()
    return found


@contextlib.contextmanager
def plain_tables(book: Path, beside: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the book with two bare tables beside it: every three signs, and every sign by itself for phrases."""
    beside.unlink(missing_ok=True)
    conn = sqlite3.connect(f"file:{book}?mode=ro", uri=True)
    conn.execute("attach ? as beside", (str(beside),))
    conn.execute("pragma beside.journal_mode = off")
    conn.execute("pragma beside.synchronous = off")
    conn.execute("create virtual table beside.threes using fts5 (text, content = '', tokenize = 'trigram')")
    conn.execute("create virtual table beside.signs using fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 0')")
    for entry, text in conn.execute("select entry, text from texts"):
        conn.execute("insert into beside.threes (rowid, text) values (?, ?)", (entry, text))
        apart = " endoffield ".join(" ".join(line) for line in text.split("\n"))
        conn.execute("insert into beside.signs (rowid, text) values (?, ?)", (entry, apart))
    conn.commit()
    try:
        yield conn
    finally:
        conn.close()
        beside.unlink(missing_ok=True)


def compared(book: Path, beside: Path, *, each: int, times: int) -> list[Asked]:
    """Look for each text in turn, by the search and in the bare tables; the median of some times after one that does not count."""
    ours = Book.open(book, write=False)
    asked = texts(book, each)
    found: list[Asked] = []
    with plain_tables(book, beside) as conn:
        for text in asked:
            hits, mine = _timed(lambda text=text: ours.search(text, limit=LATEST), times)  # type: ignore[misc]
            keys = [(hit.tbl, hit.row) for hit in hits]
            theirs = []
            for table, match in (("threes", f'"{text}"'), ("signs", f'"{" ".join(text)}"')):
                if table == "threes" and len(text) < 3:
                    continue
                sql = (
                    f"select {HIT} from beside.{table} as found cross join register on register.id = found.rowid "
                    f"where {table} match ? order by found.rowid desc limit {LATEST}"
                )
                rows, took = _timed(lambda sql=sql, match=match: conn.execute(sql, (match,)).fetchall(), times)  # type: ignore[misc]
                if [tuple(row[:2]) for row in rows] == keys:
                    theirs.append(took)
            if theirs and folded(text) == text:
                found.append(Asked(text, mine, min(theirs)))
    ours.close()
    if len(found) < len(asked) * 0.8:  # letters may also be initials, which the bare tables do not know
        raise RuntimeError(f"of {len(asked)} texts the plain tables found the same entries for {len(found)} only")
    return found


def _timed(ask: Callable[[], T], times: int) -> tuple[T, float]:
    """What a question gives, and the median of its milliseconds."""
    answer, took = ask(), []
    for _round in range(times):
        begun = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begun) * 1000)
    return answer, statistics.median(took)
