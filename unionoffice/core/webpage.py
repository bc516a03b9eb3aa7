"""The tables of a web page as lines: many a file called XLS is one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:]*)(?P<rest>[^<>]*)>?|(?P<text>[^<]+)|(?:<(?!/?[a-zA-Z]))+")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "title"})
_MOST_SPANNED = 256


def is_page(start: str) -> bool:
    """Whether a text that begins so is a web page."""
    head = start.lstrip("\ufeff \t\r\n")[:4000].casefold()
    return head.startswith("<") and any(mark in head for mark in ("<html", "<table", "<!doctype html"))


def charset(data: bytes) -> str:
    """The encoding that a page says it is in, in small letters; empty when it says none."""
    found = re.search(rb"charset\s*=\s*[\"']?([\w-]{1,20})", data[:4000], re.IGNORECASE)
    return found[1].decode("ascii").casefold() if found else ""


def rows_of_page(text: str, told: Callable[[int, int], None]) -> list[list[str]]:
    """The lines of all tables of the page, one below the other.

    A cell over several columns stands in the first of them, one over several lines in each of them. `told` is told how many signs
    of how many are read, and may raise to end it.
    """
    text = _without_comments(text)
    tables, silent = _Tables(), ""
    for count, piece in enumerate(_PIECE.finditer(text)):
        if count % 20_000 == 0:
            told(piece.start(), len(text))
        tag, end = (piece["tag"] or "").casefold(), bool(piece["end"])
        if silent:
            silent = "" if end and tag == silent else silent
        elif tag in _SILENT and not end:
            silent = tag
        elif tag in {"table", "tr", "td", "th"}:
            tables.take(tag, end, piece["rest"])
        else:
            tables.say(piece["text"] or (" " if tag in {"br", "p", "div"} else ""))
    tables.close_row()
    return tables.rows


class _Tables:
    """The lines as they grow, tag by tag."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._words: list[str] | None = None
        self._spans = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}  # by column: a cell that reaches down, into so many lines yet

    def take(self, tag: str, end: bool, rest: str) -> None:
        """A tag of a table, a line or a cell; what was open before it is closed, whether the page says so or not."""
        if tag in {"td", "th"}:
            self._close_cell()
            if not end:
                self._row = [] if self._row is None else self._row
                spans = {name.casefold(): min(max(int(number), 1), _MOST_SPANNED) for name, number in _SPAN.findall(rest)}
                self._words, self._spans = [], (spans.get("col", 1), spans.get("row", 1))
            return
        self.close_row()
        if tag == "table":
            self._below.clear()
        elif not end:
            self._row = []

    def say(self, text: str) -> None:
        """A piece of text; outside the cells it is no part of the list."""
        if self._words is not None:
            self._words.append(text)

    def close_row(self) -> None:
        """End the line."""
        self._close_cell()
        if self._row is None:
            return
        self._fill(self._row)
        self._below = {column: (left - 1, cell) for column, (left, cell) in self._below.items() if left > 1}
        self.rows.append(self._row)
        self._row = None

    def _close_cell(self) -> None:
        if self._row is None or self._words is None:
            return
        cell = " ".join(html.unescape("".join(self._words)).split())
        self._words = None
        self._fill(self._row)
        if self._spans[1] > 1:
            self._below[len(self._row)] = (self._spans[1], cell)
        self._row.extend([cell, *[""] * (self._spans[0] - 1)])

    def _fill(self, row: list[str]) -> None:
        """Put down the cells that reach into this line from above, as far as they come next."""
        while len(row) in self._below:
            row.append(self._below[len(row)][1])


def _without_comments(text: str) -> str:
    parts, place = [], 0
    while (begin := text.find("<!--", place)) >= 0:
        end = text.find("-->", begin)
        if end < 0:
            break
        parts.append(text[place:begin])
        place = end + 3
    parts.append(text[place:])
    return "".join(parts)
