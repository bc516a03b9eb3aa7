"""What can be found of a record: its entry in the register, its texts in the search, the workers and units it names.

This is the one place that writes the tables `register`, `texts`, `found` and `mentions`, and takes out of them, for many
records at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from unionoffice.core.bulk import insert
from unionoffice.core.errors import BugError
from unionoffice.core.pinyin import spoken
from unionoffice.core.record import Found, Record, Table, fields
from unionoffice.core.search import laid_down, tokens

Key = tuple[str, int]
"""A record: its table and its id."""


class Entry(msgspec.Struct, frozen=True):
    """All that can be found of one record: its row of the register, the texts it is found by, whom it names."""

    tbl: str
    row: int
    number: str
    title: str
    state: str
    note: str
    day: str
    old_number: str
    unit: int | None
    texts: tuple[str, ...]
    names: tuple[str, ...]  # those of its texts that are found by their pinyin
    mentions: tuple[Key, ...]

    @property
    def key(self) -> Key:
        """The record it belongs to."""
        return self.tbl, self.row

    @property
    def registered(self) -> tuple[Any, ...]:
        """Its row of the register, in the order of REGISTERED."""
        return self.tbl, self.row, self.number, self.title, self.state, self.note, self.day, self.old_number, self.unit


REGISTERED = ("tbl", "row", "number", "title", "state", "note", "day", "old_number", "unit")
_UPDATE = f"update register set {', '.join(f'{name} = ?' for name in REGISTERED)} where id = ?"


def entry_of(table: Table[Any], row: int, record: Record) -> Entry:
    """The entry of a record with its lines, by what its table says can be found. BugError when it says nothing."""
    found = table.found
    if found is None:
        raise BugError(f"{table.name} cannot be found")

    state, unit, *said = [read(record) for read in _readers(found)]
    number, title, old_number, note, day = texts = [str(each or "") for each in said]
    for name in found.text:
        texts += _in(record, name)
    names: list[str] = []
    for name in found.pinyin:
        names += [title] if name == "title" else _in(record, name)
    texts += names
    return Entry(
        table.name, row, number, title, str(getattr(state, "word", state) or ""), note, day, old_number, unit or None,
        tuple(texts), tuple(names), _mentioned(table, record),
    )  # fmt: skip


@cache
def _readers(found: Found[Any]) -> tuple[Callable[[Record], Any], ...]:
    """What reads state and unit, number, title, old number, note and day of a record."""

    def reader(said: Any) -> Callable[[Record], Any]:
        return said if callable(said) else attrgetter(said) if said else lambda _record: ""

    return tuple(map(reader, (found.state, found.unit, found.number, found.title, found.old_number, found.note, found.day)))


def _in(record: Record, name: str) -> list[str]:
    """What stands in a field, or in a field of all lines: `speeches.text`."""
    if "." not in name:
        return [str(getattr(record, name) or "")]
    part, _dot, inner = name.partition(".")
    return [str(getattr(holder, inner) or "") for holder in getattr(record, part)]


def _mentioned(table: Table[Any], record: Record) -> tuple[Key, ...]:
    """The workers and units a record stands under in the roster, in order."""
    if table.found is None or not table.found.mentions:
        return ()
    named: set[Key] = set()
    for name in table.found.mentions:
        part, _dot, inner = name.partition(".")
        holders = getattr(record, part) if inner else (record,)
        field = fields(table.lines[part].record if inner else table.record)[inner or part]
        named |= {(field.shown.ref, row) for holder in holders if (row := getattr(holder, field.name))}
    return tuple(sorted(named))


class Laid(NamedTuple):
    """An entry with its texts as the search keeps them, how its names are read, and its tokens, empty while they are not cut."""

    entry: Entry
    text: str
    spoken: str
    cut: str = ""

    @property
    def tokens(self) -> str:
        """What the index holds of it."""
        return self.cut or tokens(self.entry.tbl, self.text, self.spoken)


def laid(entry: Entry, *, cut: bool = False) -> Laid:
    """An entry made ready to be written; `cut` where it is new and its tokens will be wanted."""
    text, heard = texts_of(entry)
    return Laid(entry, text, heard, tokens(entry.tbl, text, heard) if cut else "")


def texts_of(entry: Entry) -> tuple[str, str]:
    """An entry's texts as the search keeps them, and how its names are read."""
    return laid_down(entry.texts), spoken(entry.names) if any(entry.names) else ""


def put(conn: sqlite3.Connection, entries: Sequence[Laid]) -> None:
    """Write entries, one of each record: in place of what stands of the same record, the others as new ones in this order."""
    if not entries:
        return
    standing = _standing(conn, [each.entry.key for each in entries])
    kept = _kept(conn, standing.values())
    last = conn.execute("select seq from sqlite_sequence where name = 'register'").fetchone()
    following = 1 + (last[0] if last else 0)
    new, old = [], []
    gone: list[tuple[int, tuple[str, str, str]]] = []
    texts, found = [], []
    for each in entries:
        entry = each.entry
        place = standing.get(entry.key)
        if place is None:
            place, following = following, following + 1
            new.append((place, *entry.registered))
        else:
            old.append((*entry.registered, place))
        before = kept.get(place)
        if before == (each.text, each.spoken):
            continue
        if before is not None:
            gone.append((place, (entry.tbl, *before)))
        texts.append((place, each.text, each.spoken))
        found.append((place, each.tokens))
    insert(conn, "register", ("id", *REGISTERED), new)
    if old:
        conn.executemany(_UPDATE, old)
    _take_texts(conn, gone)
    insert(conn, "texts", ("entry", "text", "spoken"), texts)
    insert(conn, "found", ("rowid", "text"), found)
    _take_mentions(conn, standing)
    mentions = [(each.entry.tbl, each.entry.row, *of_it) for each in entries for of_it in each.entry.mentions]
    insert(conn, "mentions", ("tbl", "row", "of_tbl", "of_row"), mentions)


def take_out(conn: sqlite3.Connection, keys: Sequence[Key]) -> None:
    """Take all that can be found of these records out of the book."""
    standing = _standing(conn, keys)
    if not standing:
        return
    kept = _kept(conn, standing.values())
    _take_texts(conn, [(place, (tbl, *kept[place])) for (tbl, _row), place in standing.items() if place in kept])
    _take_mentions(conn, standing)
    conn.execute("delete from register where id in (select value from json_each(?))", (listed(standing.values()),))


def listed(ids: Iterable[int]) -> str:
    """Ids as SQLite's json_each takes them."""
    return msgspec.json.encode(list(ids)).decode()


def _take_mentions(conn: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """These records name nobody any more."""
    for tbl, rows in _rows(keys).items():
        conn.execute("delete from mentions where tbl = ? and row in (select value from json_each(?))", (tbl, listed(rows)))


def _rows(keys: Iterable[Key]) -> dict[str, list[int]]:
    """The records of each table."""
    rows: dict[str, list[int]] = {}
    for tbl, row in keys:
        rows.setdefault(tbl, []).append(row)
    return rows


def _standing(conn: sqlite3.Connection, keys: Sequence[Key]) -> dict[Key, int]:
    """The ids in the register of those records that stand in it."""
    if len(keys) == 1:  # one record saved, the commonest of all
        found = conn.execute("select id from register where tbl = ? and row = ?", keys[0]).fetchone()
        return {keys[0]: found[0]} if found else {}
    return {
        (tbl, row): place
        for tbl, of_it in _rows(keys).items()
        for row, place in conn.execute(
            "select row, id from register where tbl = ? and row in (select value from json_each(?))", (tbl, listed(of_it))
        )
    }


def _kept(conn: sqlite3.Connection, places: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The texts the search keeps of entries, by their ids in the register."""
    ids = list(places)
    if not ids:
        return {}
    rows = conn.execute("select entry, text, spoken from texts where entry in (select value from json_each(?))", (listed(ids),))
    return {place: (text, spoken) for place, text, spoken in rows}


def _take_texts(conn: sqlite3.Connection, laid: Sequence[tuple[int, tuple[str, str, str]]]) -> None:
    """Take texts out of the search: (id in the register, (table, text, spoken) as they stand). The index is told what to forget."""
    if not laid:
        return
    insert(conn, "found", ("found", "rowid", "text"), [("delete", place, tokens(*each)) for place, each in laid])
    conn.execute("delete from texts where entry in (select value from json_each(?))", (listed(place for place, _each in laid),))
