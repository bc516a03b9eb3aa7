"""A register as plain values: which columns leave the office, how they are headed, and the rows, some hundreds at a time."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

import msgspec

from unionoffice.core import finding
from unionoffice.core.book import Book
from unionoffice.core.joined import BETWEEN, joined
from unionoffice.core.query import Asked, Column, Query
from unionoffice.core.record import QUANTITY_SCALE, Field, Kind, Record, Worded, columns, fields, from_row
from unionoffice.core.words import Language, language, word
from unionoffice.printing import wording

Naming = Callable[[Book, Sequence[int]], Mapping[int, str]]
"""How the rows of a table are called in a list, so that a list which comes back finds them again."""
Told = Callable[[int, int], None]
"""Told how many of how many rows are written; may raise to end the work."""

_FIGURE = re.compile(r"[-−]?\d{1,3}(,\d{3})*(\.\d+)?")
_ASIDE = re.compile(r"\s*[（(](.*?)[）)]")  # no brackets within brackets: who reads the list leaves out what stands in them
_TOGETHER = 500
_NAMES_KEPT = 50_000


class Sheet(msgspec.Struct, frozen=True):
    """A sheet as it stands on the screen: headings, and rows of figures, dates and texts."""

    title: str
    heads: Sequence[str]
    cells: Sequence[Sequence[object]]


class Register(msgspec.Struct, frozen=True):
    """What shall leave: the rows of a register that are asked for, in their order.

    `whole`: all fields of every record, so that it can be read back without loss; otherwise the columns of the screen, for
    printing and for showing. `struck` are numbers that stand after the rows of the screen. `names` say
    how a row of another table is called; a table without its own is called by number and title.
    """

    title: str
    query: Query[Any]
    asked: Asked
    whole: bool = True
    struck: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, Naming] = {}


def heads(record: type[Record], spoken: Language) -> dict[str, str]:
    """The fields of a record that leave the office, each with its heading; no two headings are alike. Private ones stay."""
    found: dict[str, str] = {}
    for name, field in fields(record).items():
        if field.shown.private:
            continue
        head = word(field.label, spoken)
        if field.kind == "lines":
            aside = r"：\1" if spoken == "zh" else r": \1"
            inner = BETWEEN.join(_ASIDE.sub(aside, word(each.label, spoken)) for each in line_fields(field))
            head += f"（{inner}）" if spoken == "zh" else f" ({inner})"
        again = sum(other == head or other.startswith(head + " 〔") for other in found.values())
        found[name] = f"{head} 〔{again + 1}〕" if again else head
    return found


def line_fields(field: Field) -> list[Field]:
    """The fields of a field's lines that leave the office."""
    return [each for each in fields(field.type).values() if not each.shown.private]


# -- from the book to plain values ----------------------------------------------------------


class Out(msgspec.Struct, frozen=True):
    """One column that leaves: its heading, and what its values are: whole numbers of a kind, ISO dates, texts, or whatever a
    sheet has shown.
    """

    head: str
    kind: Kind | Literal["shown"]
    small: bool = False  # years and grades, written without separators


class Leaving(Protocol):
    """What leaves: a title, columns, and rows. `boxed`: for showing and printing."""

    title: str
    outs: list[Out]
    total: int
    boxed: bool

    def rows(self, told: Told) -> Iterator[Sequence[Any]]:
        """The rows, one after the other."""


def leaving(book: Book, what: Register | Sheet) -> Leaving:
    """What there is to write of a register or a sheet."""
    return _OfBook(book, what) if isinstance(what, Register) else _OfScreen(what)


class _OfScreen:
    """A sheet in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.boxed = True
        self.title = sheet.title
        self.outs = [Out(head, "shown") for head in sheet.heads]
        self.total = len(sheet.cells)
        self._cells = sheet.cells

    def rows(self, told: Told) -> Iterator[Sequence[Any]]:
        """The rows as they stand."""
        told(0, self.total)
        yield from self._cells


class _OfBook:
    """Turns rows of the book into plain values: numbers as they are kept, dates in ISO, everything else in words."""

    def __init__(self, book: Book, register: Register) -> None:
        self.title = register.title
        self.boxed = not register.whole
        self._count = register.query.count(book, register.asked.where, **register.asked.values)
        self.total = self._count + len(register.struck)
        self.book = book
        self.register = register
        self.spoken = language()
        self._names = _Names(book, register.names, numbered=register.whole)
        self.outs: list[Out] = []
        self._record: Any = register.query.table.record
        self._fields = fields(self._record)
        self._by_fields = register.whole and not register.query.leaving
        self._columns = register.query.leaving if register.whole else register.asked.columns or register.query.columns
        self._from_records = not self._by_fields and any(column.value for column in self._columns)
        record: Any = self._record
        self._asked = list(columns(record)) if self._from_records else ["id"]
        if self._by_fields:
            for name, head in heads(self._record, self.spoken).items():
                self._take(self._fields[name], head)
        else:
            for column in self._columns:
                if column.value is None:
                    field = self._fields[column.field]
                    self._take(field, word(column.label or field.label, self.spoken))
                else:
                    self.outs.append(Out(word(column.label, self.spoken), column.kind))

    def _take(self, field: Field, head: str) -> None:
        if not self._from_records and field.kind != "lines":
            self._asked.append(field.name)
        small = field.shown.le is not None and field.shown.le < 10_000
        self.outs.append(Out(head, field.kind, small=field.kind == "whole" and small))

    def rows(self, told: Told) -> Iterator[Sequence[Any]]:
        """The rows, and after them the numbers that were struck."""
        plain = self._computed if self._from_records else self._plain
        done = 0
        for some in self.register.query.stream(self.book, self.register.asked, self._asked, _TOGETHER):
            told(done, self._count)
            yield from plain(some)
            done += len(some)
        told(self._count, self._count)
        for number, said in self.register.struck:
            yield [number, said, *[""] * (len(self.outs) - 2)][: len(self.outs)]

    def _plain(self, some: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
        held = dict(zip(self._asked, zip(*some, strict=True), strict=True))
        ids = held["id"]
        if self._by_fields:
            wanted = [self._fields[name] for name in heads(self._record, self.spoken)]
        else:
            wanted = [self._fields[column.field] for column in self._columns]
        return zip(*(
            self._lines(field, ids) if field.kind == "lines" else self._in_words(field, held[field.name]) for field in wanted
        ), strict=True)  # fmt: skip

    def _in_words(self, field: Field, values: Sequence[Any]) -> Sequence[Any]:
        """The values of a column as they leave."""
        if field.kind == "yes":
            said = {0: word(wording.NO, self.spoken), 1: word(wording.YES, self.spoken), None: ""}
            return [said[value] for value in values]
        if field.kind == "choice":
            words = {each.value: word(each.word, self.spoken) for each in field.type}
            return ["" if value is None else words[value] for value in values]
        if field.kind == "ref":
            names = self._names.of(field.shown.ref, values)
            return [names[value] if value else "" for value in values]
        return values

    def _lines(self, field: Field, ids: Sequence[int]) -> Sequence[str]:
        """The lines of some records, each record's in one text."""
        table = self.register.query.table.lines[field.name]
        if not self.register.whole:
            return [""] * len(ids)
        inner = line_fields(field)
        asked = ", ".join(["parent", *(each.name for each in inner)])
        listed = msgspec.json.encode(list(ids)).decode()
        chosen = "parent in (select value from json_each(:ids))"
        with self.book.fetching(f"select {asked} from {table.name} where {chosen} order by parent, place, id", ids=listed) as rows:
            found = rows.fetchall()
        if not found:
            return [""] * len(ids)
        parents, *held = zip(*found, strict=True)
        said = [[as_text(each.kind, value) for value in self._in_words(each, values)]
                for each, values in zip(inner, held, strict=True)]  # fmt: skip
        lines: dict[int, list[Sequence[str]]] = {}
        for parent, line in zip(parents, zip(*said, strict=True), strict=True):
            lines.setdefault(parent, []).append(line)
        return [joined(lines[row]) if row in lines else "" for row in ids]

    def _computed(self, some: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
        records = [from_row(self._record, dict(zip(self._asked, row, strict=True))) for row in some]
        held = dict(zip(self._asked, zip(*some, strict=True), strict=True))
        return zip(*(self._shown(column, records, held) for column in self._columns), strict=True)

    def _shown(self, column: Column, records: Sequence[Any], held: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
        worked_out = column.value
        if worked_out is not None:
            return [self._said(worked_out(self.book, record), column.kind) for record in records]
        field = self._fields[column.field]
        return [""] * len(records) if field.kind == "lines" else self._in_words(field, held[field.name])

    def _said(self, value: object, kind: Kind) -> object:
        """What was worked out for a row, as it leaves."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return word(wording.YES if value else wording.NO, self.spoken)
        if isinstance(value, Worded):
            return word(value.word, self.spoken)
        if isinstance(value, int):
            return int(value) if kind in ("whole", "money", "quantity") else str(int(value))
        return value.isoformat() if isinstance(value, datetime.date) else str(value)


class _Names:
    """How rows of other tables are called, looked up many together."""

    def __init__(self, book: Book, own: Mapping[str, Naming], *, numbered: bool) -> None:
        self._book = book
        self._own = own if numbered else {}
        self._numbered = numbered
        self._known: dict[str, dict[int, str]] = {}

    def of(self, table: str, values: Sequence[int | None]) -> Mapping[int, str]:
        """The names of some rows."""
        known = self._known.setdefault(table, {})
        if len(known) > _NAMES_KEPT:
            known.clear()
        wanted = {value for value in values if value and value not in known}
        if wanted:
            own, rows = self._own.get(table), list(wanted)
            known.update(dict.fromkeys(rows, ""))
            called = own(self._book, rows) if own else finding.by_number_and_title(self._book, table, rows, numbered=self._numbered)
            known.update(called)
        return known


# -- plain values as text -------------------------------------------------------------------


def as_text(kind: str, value: Any) -> str:
    """A plain value as a list holds it: numbers without separators, everything else as it stands."""
    if value is None:
        return ""
    if type(value) is not int:
        return str(value)
    if kind == "money":
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if kind == "quantity":
        whole, part = divmod(abs(value), QUANTITY_SCALE)
        return f"{'-' if value < 0 else ''}{whole}{f'.{part:04d}'.rstrip('0').rstrip('.') if part else ''}"
    return str(value)


def without_separators(value: object, spoken: Language) -> str:
    """A cell of a sheet as a list holds it: 1,234.50 is 1234.50."""
    text = wording.words(value, spoken, "iso", cell=True)
    return text.replace(",", "").replace("−", "-") if _FIGURE.fullmatch(text) else text
