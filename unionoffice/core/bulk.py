"""Many rows at once: put in by few statements, the next made ready on a thread beside, the collector of cycles at rest."""

from __future__ import annotations

import gc
import sqlite3
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, Final, TypeVar

T = TypeVar("T")

TOGETHER: Final = 2_000
"""How many rows are looked up and written together."""
_MOST_VALUES: Final = 32_000
"""No more stand in one statement; SQLite takes 32,766."""
_TURN: Final = 0.001
"""Seconds until a thread of Python lets another in; five times as many by default, in which nothing is written."""


def insert(conn: sqlite3.Connection, tbl: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Put rows into a table in this order.

    A full portion of TOGETHER goes in by as few statements as can be: SQLite then works for a long time without asking for Python,
    whose other threads go on meanwhile. Other counts go in one by one, so that few long statements are kept prepared.
    """
    if not rows:
        return
    head, marks = f"insert into {tbl} ({', '.join(columns)}) values ", f"({', '.join('?' * len(columns))})"
    if len(rows) != TOGETHER:
        conn.executemany(head + marks, rows)
        return
    parts = -(-len(rows) * len(columns) // _MOST_VALUES)
    ends = [len(rows) * part // parts for part in range(parts + 1)]
    for start, end in pairwise(ends):
        conn.execute(_statement(head, marks, end - start), list(chain.from_iterable(rows[start:end])))


@lru_cache(16)
def _statement(head: str, marks: str, rows: int) -> str:
    return head + ", ".join([marks] * rows)


def ahead(values: Iterator[T]) -> Generator[T, None, None]:
    """The values of an iterator, none of them None; while one is used, the next is made on a thread beside.

    Meanwhile Python's threads take turns more often: the one that writes is let in as soon as SQLite has done a statement.
    """
    from concurrent.futures import ThreadPoolExecutor

    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        with ThreadPoolExecutor(1, "ahead") as beside:
            coming = beside.submit(next, values, None)
            while (value := coming.result()) is not None:
                coming = beside.submit(next, values, None)
                yield value
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def roomy(conn: sqlite3.Connection) -> Iterator[None]:
    """SQLite keeps 16 MB of pages at hand meanwhile: of a long list it need not put the same pages away again and again."""
    (usual,) = conn.execute("pragma cache_size").fetchone()
    conn.execute("pragma cache_size = -16000")
    try:
        yield
    finally:
        conn.execute(f"pragma cache_size = {usual}")


@contextmanager
def unswept() -> Iterator[None]:
    """Python does not look for cycles meanwhile: it would walk over all lines of a long list again and again, and find none."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
