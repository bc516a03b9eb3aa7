"""The office's book: one SQLite file that anyone may read and that only an Act may write.

Everything that changes goes through `with book.act(...)`: one transaction, one journal line,
one step of undo, the search entries, and the notice that tells the screen what to show anew.
"""

from __future__ import annotations

import datetime
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from unionoffice.core import entries, numbering
from unionoffice.core.bulk import TOGETHER, ahead, insert, roomy, unswept
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.core.record import Record, Table, changed, from_row, to_row
from unionoffice.core.search import Hit, heard, question
from unionoffice.core.words import N_, Said, _

APPLICATION_ID = 0x554E494F  # "UNIO"
VERSION = 21  # the number of migrations in schema.py; a test counts them
UNDO_REACHES = 100

R = TypeVar("R", bound=Record)
Touched = dict[str, set[int]]
Image = dict[str, Any] | None
Change = tuple[int, str, int, str | None, str | None]
"""A line of what the journal keeps of rows: the act, table and row, as JSON what stood there and what stands there now."""
Told = Callable[[int, int], None]
"""Told how many of how many are done; may raise to end the work."""
Tell = Callable[[int, int, str], None]
"""Told how many of how many are done (0 of 0: nobody can say) of what, in words; may raise to end the work."""


class Line(msgspec.Struct, frozen=True):
    """One line of the journal: who did what, when. `said` is worded in the language of who reads it."""

    id: int
    at: datetime.datetime
    clerk: str
    said: Said
    undoes: int | None
    final: bool


class Link(msgspec.Struct, frozen=True):
    """A link between two records, seen from one of them: its kind and the record at the other end."""

    kind: str
    outward: bool  # True: this record is the one the link comes from
    other: Hit


class Attachment(Record):
    """A picture or a PDF kept inside the book with the record it belongs to."""

    tbl: str
    row: int
    sha256: str
    name: str
    media: str
    added: datetime.datetime


class Printed(Record):
    """One printing of a paper: which form, of which record or period, when, by whom."""

    form: str
    tbl: str = ""
    row: int = 0
    period: str = ""
    language: str = "zh"
    at: datetime.datetime
    clerk: str
    copies: int = 1
    reprint: bool = False
    blob: str = ""


class Traces(msgspec.Struct, frozen=True):
    """Where a name may still stand after it was taken out of the book.

    `backups` hold it for certain or cannot be read; `printed` are the papers that were printed
    with it; `log` says that another program was reading, so that the name leaves the book's log
    only when the book is closed.
    """

    backups: tuple[Path, ...] = ()
    printed: tuple[Printed, ...] = ()
    log: bool = False


class FormText(Record):
    """An office's own text of a form, in place of the shipped one."""

    name: str
    text: str


class Setting(Record):
    """One of the office's settings: its name, and its value as JSON."""

    name: str
    value: str


ATTACHMENTS = Table("attachments", Attachment)
PRINTED = Table("printed", Printed)
FORMS = Table("forms", FormText)
SETTINGS = Table("settings", Setting)


class LinkRow(Record):
    """A link as it lies in the book."""

    kind: str
    from_tbl: str
    from_row: int
    to_tbl: str
    to_row: int


LINKS = Table("links", LinkRow)
TABLES: tuple[Table[Any], ...] = (ATTACHMENTS, PRINTED, FORMS, SETTINGS, LINKS)


def unheard(_done: int, _all: int) -> None:
    """Nobody hears how far the work is."""


def untold(_done: int, _all: int, _what: str) -> None:
    """Nobody is told what is done just now."""


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)


def told(error: sqlite3.Error) -> Exception:
    """The trouble of the file in the clerk's words; what is our own fault comes back as a BugError, an end from
    outside as Interrupted.
    """
    text = str(error)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
        return Interrupted(text)
    if isinstance(error, sqlite3.IntegrityError):
        return BugError(text)
    if "full" in text:
        return KnownError(_("The disk is full: nothing was saved. Free some space, then do it again."))
    if "locked" in text or "busy" in text:
        return KnownError(_("Another program is writing in this book. Wait a moment, then do it again."))
    if "readonly" in text:
        return KnownError(_("This book can only be read: nothing was saved."))
    if "disk I/O" in text or "unable to open" in text:
        return KnownError(_("The disk does not answer: nothing was saved. Check the disk, then do it again."))
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return KnownError(_("The book is damaged. Restore it from the latest backup (menu Book, Restore)."))
    return BugError(text)


def connect(path: Path, *, mode: str = "rw", immutable: bool = False) -> sqlite3.Connection:
    """A plain connection with the book's settings. `mode` is "rw", "rwc" or "ro"."""
    from urllib.parse import quote

    uri = f"file:{quote(str(path))}?mode={mode}" + ("&immutable=1" if immutable else "")
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0)
    conn.row_factory = sqlite3.Row
    conn.execute("pragma foreign_keys = on")
    conn.create_function("heard", 2, heard, deterministic=True)
    if mode != "ro":
        conn.execute("pragma synchronous = full")
        conn.execute("pragma secure_delete = on")
    return conn


class Act:
    """The one door to writing, open for the length of a `with` block. Made by `Book.act` alone."""

    def __init__(self, book: Book, act_id: int, at: datetime.datetime, *, final: bool, undoes: int | None) -> None:
        self.book = book
        self.id = act_id
        self.at = at
        self.final = final
        self.undoes = undoes
        self.touched: Touched = {}
        self.open = True
        self._to_index: dict[entries.Key, Record | None] = {}
        self._with_other_lines: dict[entries.Key, None] = {}
        self._journaled: set[entries.Key] = set()

    def save(self, table: Table[R], record: R) -> int:
        """Write a record and its lines; give its id. `id == 0` is a new one.

        Lines keep their order; a line left out is deleted. A record that stands
        unchanged is not written again.
        """
        made = self._made(table, [record], self._new_ids(table))
        self._write(table, made)
        (written,) = made.written
        if table.found is not None:
            self._to_index[table.name, written.id] = written
        return written.id

    def save_all(self, table: Table[R], records: Sequence[R], told: Told = unheard) -> list[int]:
        """Write many records as `save` would write them one by one, journal and undo alike; give their ids in order.

        They are looked up, written and made to be found together, some thousands at a time; of new ones the next are made ready on
        a thread beside while SQLite writes. `told` hears how many of how many are done and may raise to end it: then the act writes
        nothing.
        """
        ids: list[int] = []
        new_ids = self._new_ids(table)
        all_new = len(records) > TOGETHER and not any(record.id for record in records)
        if all_new:  # on the thread beside the book is not asked
            new_ids = {tbl: count(next(of_it)) for tbl, of_it in new_ids.items()}
        made_ready = (
            self._made(table, records[start : start + TOGETHER], new_ids, found=True) for start in range(0, len(records), TOGETHER)
        )
        with unswept(), roomy(self.book.conn), closing(ahead(made_ready) if all_new else made_ready) as every:
            for made in every:
                told(len(ids), len(records))
                self._write(table, made)
                entries.put(self.book.conn, made.found)
                for record in made.written:
                    self._to_index.pop((table.name, record.id), None)
                    ids.append(record.id)
        told(len(records), len(records))
        return ids

    def delete(self, table: Table[Any], row: int) -> None:
        """Take a record that was never handed out back out of the book, with its lines."""
        gone = [Step(table, row, self.book.image(table.name, row), None)]
        for lines in table.lines.values():
            gone[:0] = [
                Step(lines, line["id"], line, None)
                for line in self.book.rows(f"select * from {lines.name} where parent = :row", row=row)
            ]
        steps = [step for step in gone if step.before is not None]
        self._make(steps, self._changes(steps))

    def number(self, kind: str, day: datetime.date) -> str:
        """The next register number of a kind in the year of `day`. It is never given again, not even after undo."""
        return self.numbers(kind, [day])[0]

    def numbers(self, kind: str, days: Sequence[datetime.date]) -> list[str]:
        """The next register numbers of a kind, one for each day in this order; none is ever given again."""
        self._must_be_open()
        following: dict[int, int] = {}
        given = []
        for day in days:
            running = following.get(day.year) or self.book.next_running(kind, day.year)
            following[day.year] = running + 1
            given.append((numbering.written(kind, day.year, running), kind, day.year, running, self.id))
        self.book.conn.executemany("insert into numbers (number, kind, year, running, act) values (?, ?, ?, ?, ?)", given)
        return [row[0] for row in given]

    def keep_numbers(self, kind: str, numbers: Sequence[str]) -> None:
        """Take over register numbers that another book gave; none may have been given here in their years."""
        self._must_be_open()
        given = [(number, *numbering.taken_apart(number), self.id) for number in numbers]
        self.book.conn.executemany("insert into numbers (number, kind, year, running, act) values (?, ?, ?, ?, ?)", given)

    def link(self, kind: str, start: tuple[str, int], end: tuple[str, int]) -> None:
        """Tie two records of any desks together; a link that stands is not made twice."""
        known = self.book.value(
            "select count(*) from links where kind = :kind and from_tbl = :a and from_row = :b and to_tbl = :c and to_row = :d",
            kind=kind,
            a=start[0],
            b=start[1],
            c=end[0],
            d=end[1],
        )
        if not known:
            self.save(LINKS, LinkRow(kind=kind, from_tbl=start[0], from_row=start[1], to_tbl=end[0], to_row=end[1]))
            for tbl, row in (start, end):
                self.touched.setdefault(tbl, set()).add(row)

    def unlink(self, kind: str, start: tuple[str, int], end: tuple[str, int]) -> None:
        """Untie two records."""
        for link in self.book.all(
            LinkRow,
            "select * from links where kind = :kind and from_tbl = :a and from_row = :b and to_tbl = :c and to_row = :d",
            kind=kind,
            a=start[0],
            b=start[1],
            c=end[0],
            d=end[1],
        ):
            self.delete(LINKS, link.id)

    def blob(self, data: bytes) -> str:
        """Keep bytes in the book and give their name, the SHA-256. The same bytes are kept once."""
        self._must_be_open()
        import hashlib

        name = hashlib.sha256(data).hexdigest()
        self.book.conn.execute("insert or ignore into blobs (sha256, bytes) values (?, ?)", (name, data))
        return name

    def attach(self, table: Table[Any], row: int, name: str, media: str, data: bytes) -> int:
        """Keep a picture or a PDF with a record."""
        kept = Attachment(tbl=table.name, row=row, sha256=self.blob(data), name=name, media=media, added=self.at)
        self.touched.setdefault(table.name, set()).add(row)
        return self.save(ATTACHMENTS, kept)

    def set(self, name: str, value: Any) -> None:
        """Change one of the office's settings. `value` is anything JSON can hold."""
        old = self.book.one(Setting, "select * from settings where name = :name", name=name)
        text = msgspec.json.encode(value).decode()
        self.save(SETTINGS, changed(old, value=text) if old else Setting(name=name, value=text))

    # -- underneath ------------------------------------------------------

    def _must_be_open(self) -> None:
        if not self.open:
            raise BugError("an act was used after its end")

    def _new_ids(self, table: Table[Any]) -> dict[str, Iterator[int]]:
        self._must_be_open()
        return {each.name: self.book.new_ids(each.name) for each in (table, *table.lines.values())}

    def _made(self, table: Table[R], records: Sequence[R], new_ids: Mapping[str, Iterator[int]], *, found: bool = False) -> Made[R]:
        """What writing records with their lines comes to; nothing is written. Only for those that stand is the book asked.

        With `found` also what can be found of them.
        """
        known = [record.id for record in records if record.id]
        standing = self.book.images(table.name, known)
        lines_standing = {name: self.book.lines_of(lines, known) for name, lines in table.lines.items()}
        steps: list[Step] = []
        written: list[R] = []

        def put(of: Table[Any], record: Record, kept: dict[int, dict[str, Any]]) -> None:
            image = to_row(record)
            before = kept.get(record.id)
            if before != image:
                steps.append(Step(of, record.id, before, image))
                kept[record.id] = image

        for record in records:
            now = record if record.id else changed(record, id=next(new_ids[table.name]))
            put(table, now, standing)
            for name, lines in table.lines.items():
                kept = lines_standing[name].setdefault(now.id, {})
                given = tuple(
                    # a line that was taken out before comes back as a new one
                    changed(line, id=line.id if line.id in kept else next(new_ids[lines.name]), parent=now.id, place=place)
                    for place, line in enumerate(getattr(record, name))
                )
                for line in given:
                    put(lines, line, kept)
                ids = {line.id for line in given}
                steps += [Step(lines, gone, kept.pop(gone), None) for gone in list(kept) if gone not in ids]
                now = changed(now, **{name: given})
            written.append(now)
        return Made(written, steps, self._changes(steps), _laid(table, written, set(known)) if found else [])

    def _write(self, table: Table[R], made: Made[R]) -> None:
        """Write what was made ready, all but what can be found."""
        self.book.tables[table.name] = table
        self._make(made.steps, made.changes)
        for name, lines in table.lines.items():
            self.touched.setdefault(lines.name, set()).update(line.id for record in made.written for line in getattr(record, name))

    def _make(self, steps: Sequence[Step], changes: Sequence[Change]) -> None:
        """Make rows that stand as `before` what `after` says, and journal each step in this order."""
        self._must_be_open()
        for table, together in _in_turn(steps):
            self._put(table.name, together)
        self._journal(steps, changes)
        for table, row, before, after in steps:
            if table.owner is not None:
                owner, parent = table.owner, (after or before or {})["parent"]
                self.touched.setdefault(owner.name, set()).add(parent)
                if owner.found is not None:
                    self._to_index[owner.name, parent] = None
            if table.found is not None:
                self._to_index[table.name, row] = None

    def _put(self, tbl: str, steps: Sequence[Step]) -> None:
        """Take rows out, change them or put them in: all steps alike."""
        conn, (_table, _row, before, after) = self.book.conn, steps[0]
        if after is None:
            conn.executemany(f"delete from {tbl} where id = ?", [(step.row,) for step in steps])
        elif before is None:
            values = itemgetter(*after)
            insert(conn, tbl, tuple(after), [values(step.after) for step in steps if step.after])
        else:
            both = [(step.before or {}, step.after or {}) for step in steps]
            different = [name for name in after if any(old[name] != new[name] for old, new in both)]
            if different:
                pairs = ", ".join(f"{name} = ?" for name in different)
                values = itemgetter(*different, "id")
                conn.executemany(f"update {tbl} set {pairs} where id = ?", [values(new) for _old, new in both])

    def _changes(self, steps: Sequence[Step]) -> list[Change]:
        """Steps as the journal keeps them."""
        return [(self.id, table.name, row, _packed(before), _packed(after)) for table, row, before, after in steps]

    def _journal(self, steps: Sequence[Step], changes: Sequence[Change]) -> None:
        insert(self.book.conn, "changes", ("act", "tbl", "row", "before", "after"), changes)
        for table in {step.table for step in steps}:
            self.book.tables[table.name] = table
            if table.owner is not None:
                self.book.tables[table.owner.name] = table.owner
        for table, row, before, after in steps:
            self.touched.setdefault(table.name, set()).add(row)
            if table.lines:
                self._journaled.add((table.name, row))
            if table.owner is not None:
                self._with_other_lines[table.owner.name, (after or before or {})["parent"]] = None

    def _finish(self) -> None:
        # A record of which only lines changed is journaled as it stands, so that its story tells this act too.
        for tbl, rows in _by_table(key for key in self._with_other_lines if key not in self._journaled):
            table, images = self.book.tables[tbl], self.book.images(tbl, rows)
            steps = [Step(table, row, images[row], images[row]) for row in rows if row in images]
            self._journal(steps, self._changes(steps))
        self._index_pending()

    def _index_pending(self, told: Told = unheard) -> None:
        """Make everything to be found as it stands now that was not yet."""
        pending, self._to_index = self._to_index, {}
        done = 0
        for tbl, rows in _by_table(pending):
            table = self.book.tables[tbl]
            told(done, len(pending))
            if table.found is not None:
                unread = self.book.get_many(table, [row for row in rows if pending[tbl, row] is None])
                self.book.index({(tbl, row): pending[tbl, row] or unread.get(row) for row in rows})
            done += len(rows)


class Step(NamedTuple):
    """One row that becomes another: new where there is no `before`, taken out where there is no `after`."""

    table: Table[Any]
    row: int
    before: Image
    after: Image


class Made(msgspec.Struct, Generic[R], frozen=True):
    """Records as they will stand, with the ids of new ones, and all that writing them comes to."""

    written: list[R]
    steps: list[Step]
    changes: list[Change]
    found: list[entries.Laid]


def _laid(table: Table[R], records: Sequence[R], known: set[int]) -> list[entries.Laid]:
    """What can be found of records, cut for the index where they are new; nothing of a table in which nothing is found."""
    if table.found is None:
        return []
    each = {record.id: record for record in records}
    return [entries.laid(entries.entry_of(table, row, record), cut=row not in known) for row, record in each.items()]


def _in_turn(steps: Sequence[Step]) -> Iterator[tuple[Table[Any], list[Step]]]:
    """Steps that can be written together: of one table, all taking out, all changing or all putting in.

    Where each row stands once, what is taken out goes first and what is new last, so that no value that only one row may bear is
    borne twice, and lines stand in the book only while their record does. A row that is written more than once keeps its order.
    """

    def alike(step: Step) -> tuple[int, bool, Table[Any]]:
        lines = step.table.owner is not None
        if step.after is None:
            return 0, not lines, step.table
        return (2, lines, step.table) if step.before is None else (1, lines, step.table)

    if len({(step.table.name, step.row) for step in steps}) < len(steps):
        for (_kind, _lines, table), each in groupby(steps, key=alike):
            yield table, list(each)
        return
    groups: dict[tuple[int, bool, Table[Any]], list[Step]] = {}
    for step in steps:
        groups.setdefault(alike(step), []).append(step)
    for kind in sorted(groups, key=itemgetter(0, 1)):
        yield kind[2], groups[kind]


def _by_table(keys: Iterable[entries.Key]) -> Iterator[tuple[str, list[int]]]:
    """Rows to be looked up together: of one table each, at most TOGETHER."""
    rows: dict[str, list[int]] = {}
    for tbl, row in keys:
        rows.setdefault(tbl, []).append(row)
    for tbl, of_it in rows.items():
        for start in range(0, len(of_it), TOGETHER):
            yield tbl, of_it[start : start + TOGETHER]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, int | str | None]).decode


def _packed(image: Image) -> str | None:
    return None if image is None else _encode(image).decode()


def _unpacked(text: str | None) -> Image:
    return None if text is None else _decode(text)


class Book:
    """The open book: reading for everyone, writing through `act`.

    Raises KnownError when the file is not a book, is damaged, newer, or not to be had.
    """

    def __init__(self, path: Path, conn: sqlite3.Connection, *, clerk: str = "", writable: bool = True) -> None:
        self.path = path
        self.conn = conn
        self.clerk = clerk
        self.writable = writable
        self.busy: str = ""  # why the window may not write just now: a long act is being written
        self.acted: Callable[[Touched], None] | None = None
        self.tables: dict[str, Table[Any]] = {table.name: table for table in TABLES}
        self.done: list[int] = []
        self.undone: list[int] = []
        self._act: Act | None = None

    # -- opening and closing ---------------------------------------------

    @classmethod
    def open(cls, path: Path, *, clerk: str = "", write: bool = True, immutable: bool = False, unfinished: bool = False) -> Book:
        """Open a book that is up to date (see `core.upkeep.bring_up_to_date`).

        Acts in an `unfinished` book, which nobody keeps before it is closed, do not wait for the disk.
        """
        looks_like_a_book(path)
        try:
            conn = connect(path, mode="rw" if write else "ro", immutable=immutable)
            conn.execute("select count(*) from acts where id = 0").fetchone()
            if unfinished:
                conn.execute("pragma synchronous = normal")
        except sqlite3.Error as error:
            raise told(error) from error
        return cls(path, conn, clerk=clerk, writable=write)

    def second(self, *, write: bool = False) -> Book:
        """Another connection to the same book, for a job on another thread."""
        other = Book.open(self.path, clerk=self.clerk, write=write)
        other.tables = dict(self.tables)
        return other

    def close(self) -> None:
        """Close the file; what was saved is in it."""
        self.conn.close()

    def interrupt(self) -> None:
        """End what is asked of the book just now, or the act that is being written: it raises Interrupted, nothing is written.

        May be called from any thread; what is not being asked at this moment is not touched.
        """
        with suppress(sqlite3.ProgrammingError):  # the book is closed already
            self.conn.interrupt()

    def only_while(self, wanted: Callable[[], bool], *, steps: int = 10_000) -> None:
        """From now on end whatever is asked of this book, or written, once it is not `wanted` any more, as `interrupt` does.

        `wanted` is asked on the book's own thread, after every so many `steps` of SQLite's machine.
        """
        self.conn.set_progress_handler(lambda: int(not wanted()), steps)

    # -- reading ----------------------------------------------------------

    def rows(self, sql: str, /, **values: Any) -> list[dict[str, Any]]:
        """All rows of a query as dictionaries."""
        try:
            return [dict(row) for row in self.conn.execute(sql, values)]
        except sqlite3.DatabaseError as error:
            raise told(error) from error

    def each(self, sql: str, /, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one, for those who keep little of each."""
        try:
            for row in self.conn.execute(sql, values):
                yield dict(row)
        except sqlite3.DatabaseError as error:
            raise told(error) from error

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first value of the first row, or None."""
        try:
            row = self.conn.execute(sql, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise told(error) from error
        return None if row is None else row[0]

    @contextmanager
    def fetching(self, sql: str, /, **values: Any) -> Iterator[sqlite3.Cursor]:
        """A query whose rows are taken as bare tuples, some at a time."""
        try:
            cursor = self.conn.execute(sql, values)
            cursor.row_factory = None
            yield cursor
        except sqlite3.DatabaseError as error:
            raise told(error) from error

    def plan(self, sql: str, /, **values: Any) -> str:
        """How SQLite would go about a query, in its own words; empty when it cannot go the way the query prescribes."""
        try:
            return "\n".join(row["detail"] for row in self.conn.execute(f"explain query plan {sql}", values))
        except sqlite3.OperationalError as error:
            if "no query solution" in str(error):
                return ""
            raise told(error) from error

    def all(self, record: type[R], sql: str, /, **values: Any) -> list[R]:
        """The records of a query, without their lines. The columns must be exactly the record's."""
        return [from_row(record, row) for row in self.each(sql, **values)]

    def one(self, record: type[R], sql: str, /, **values: Any) -> R | None:
        """The first record of a query, or None."""
        found = self.all(record, sql, **values)
        return found[0] if found else None

    def get(self, table: Table[R], row: int) -> R:
        """A record with its lines. Raises KnownError when it is no longer there."""
        record = self.get_or_none(table, row)
        if record is None:
            raise KnownError(_("This entry is no longer in the book: it was taken back."))
        return record

    def get_or_none(self, table: Table[R], row: int) -> R | None:
        """A record with its lines, or None."""
        return self.get_many(table, [row]).get(row)

    def get_many(self, table: Table[R], ids: Sequence[int]) -> dict[int, R]:
        """Those of some records that are there, with their lines, by their ids."""
        if not ids:
            return {}
        lines: dict[str, dict[int, tuple[Record, ...]]] = {
            name: {
                parent: tuple(from_row(of.record, line) for line in kept.values())
                for parent, kept in self.lines_of(of, ids).items()
            }
            for name, of in table.lines.items()
        }
        return {
            row: from_row(table.record, image, **{name: of_all.get(row, ()) for name, of_all in lines.items()})
            for row, image in self.images(table.name, ids).items()
        }

    def setting(self, name: str, default: Any = None) -> Any:
        """One of the office's settings."""
        text = self.value("select value from settings where name = :name", name=name)
        return default if text is None else msgspec.json.decode(text)

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Read inside one transaction, so that all figures are of one moment. Raises Interrupted when it was ended from outside."""
        try:
            self.conn.execute("begin")
        except sqlite3.DatabaseError as error:
            raise told(error) from error
        try:
            yield
        finally:
            if self.conn.in_transaction:
                try:
                    self.conn.execute("rollback")
                except sqlite3.OperationalError:  # an end meant for the reading came a moment too late
                    self.conn.execute("rollback")

    # -- numbers, names, search --------------------------------------------

    def next_running(self, kind: str, year: int) -> int:
        """The running number that the next entry of this kind and year will bear."""
        return int(self.value(
            "select max(1 + coalesce((select max(running) from numbers where kind = :kind and year = :year), 0), "
            "coalesce((select json_extract(value, :first) from settings where name = 'first_numbers'), 1))",
            kind=kind, year=year, first=f'$."{kind}-{year}"',
        ))  # fmt: skip

    def numbered_years(self, kind: str) -> frozenset[int]:
        """The years in which this book has given numbers of a kind."""
        return frozenset(row["year"] for row in self.rows("select distinct year from numbers where kind = :kind", kind=kind))

    def struck(self, kind: str) -> list[tuple[str, datetime.datetime, str]]:
        """Numbers that were given and whose entry was taken back: (number, when, by whom), the latest first.

        Of a year in which as many numbers stand in the register as were given, none was; only the others are gone through.
        """
        years = [
            given["year"]
            for given in self.rows("select year, count(*) as count from numbers where kind = :kind group by year", kind=kind)
            if given["count"] != self._registered(kind, given["year"])
        ]
        rows = self.rows(
            "select n.number, a.at, a.clerk from numbers n join acts a on a.id = n.act "
            "where n.kind = :kind and n.year in (select value from json_each(:years)) "
            "and not exists (select 1 from register r where r.number = n.number "
            "or r.number between n.number || '-' and n.number || '-Z') "
            "order by n.year desc, n.running desc",
            kind=kind, years=entries.listed(years),
        )  # fmt: skip
        return [(r["number"], datetime.datetime.fromisoformat(r["at"]), r["clerk"]) for r in rows]

    def _registered(self, kind: str, year: int) -> int:
        """How many numbers of a kind and year stand in the register."""
        first = numbering.written(kind, year, 0).removesuffix("0000")  # "JY-1958-"; the full stop comes next after the dash
        sql = "select count(distinct number) from register where number >= :first and number < :beyond"
        return int(self.value(sql, first=first, beyond=f"{first[:-1]}."))

    def hit(self, tbl: str, row: int | None) -> Hit | None:
        """What the register knows of a record: number, title, state. None when it is not there."""
        if not row:
            return None
        found = self.rows(f"select {HIT} from register where tbl = :tbl and row = :row", tbl=tbl, row=row)
        return Hit(**found[0]) if found else None

    def title(self, tbl: str, row: int | None) -> str:
        """The name of a record for showing: a worker's name, a unit's. Empty when there is none."""
        hit = self.hit(tbl, row)
        return hit.title if hit else ""

    def numbered(self, number: str) -> Hit | None:
        """The record that bears a register number."""
        found = self.rows(f"select {HIT} from register where number = :n and number <> ''", n=number.strip().upper())
        return Hit(**found[0]) if found else None

    def search(self, text: str, *, tbl: str = "", limit: int = 50) -> list[Hit]:
        """Records that hold what was typed in any part of any text, the latest first."""
        asked = question(text, tbl=tbl)
        if asked is None:
            return []
        sql = f"select {HIT} from found"
        if asked.spelled or asked.looked_at:
            sql = f"select {HIT}, spoken from found cross join texts on texts.entry = found.rowid"
        sql += " cross join register on register.id = found.rowid where found match :match"
        sql += f" and {asked.looked_at}" if asked.looked_at else ""
        values = {"match": asked.match, "limit": limit, **asked.values}
        try:
            rows = self.conn.execute(f"{sql} order by found.rowid desc limit :limit", values).fetchall()
        except sqlite3.DatabaseError as error:
            raise told(error) from error
        return [Hit(*row) for row in rows]

    def offered(self, tbl: str, text: str, *, limit: int = 30) -> list[Hit]:
        """Records of one table to choose from while typing; with nothing typed, the latest ones."""
        if text.strip():
            return self.search(text, tbl=tbl, limit=limit)
        sql = f"select {HIT} from register where tbl = :tbl order by id desc limit :n"
        return [Hit(**r) for r in self.rows(sql, tbl=tbl, n=limit)]

    def links(self, tbl: str, row: int) -> list[Link]:
        """The records tied to this one, in the order they were tied."""
        hits = ", ".join(f"r.{name.strip()}" for name in HIT.split(","))
        return [
            Link(kind=r.pop("kind"), outward=bool(r.pop("outward")), other=Hit(**r))
            for r in self.rows(
                f"select l.id as link_id, l.kind, 1 as outward, {hits} from links l join register r "
                "on r.tbl = l.to_tbl and r.row = l.to_row where l.from_tbl = :tbl and l.from_row = :row "
                f"union all select l.id, l.kind, 0, {hits} from links l join register r "
                "on r.tbl = l.from_tbl and r.row = l.from_row where l.to_tbl = :tbl and l.to_row = :row order by 1",
                tbl=tbl,
                row=row,
            )
            if r.pop("link_id")
        ]

    def mentioning(self, tbl: str, row: int) -> list[Hit]:
        """The records that name a worker or a unit, the latest first: contracts, groups, proposals, certificates."""
        hits = ", ".join(f"r.{name.strip()}" for name in HIT.split(","))
        return [
            Hit(**r)
            for r in self.rows(
                f"select {hits} from mentions m join register r on r.tbl = m.tbl and r.row = m.row "
                "where m.of_tbl = :tbl and m.of_row = :row order by r.day desc, r.id desc",
                tbl=tbl,
                row=row,
            )
        ]

    def index(self, records: Mapping[entries.Key, Record | None]) -> None:
        """Write (or, for None, take out) what can be found of records of tables in which things are found."""
        standing = {key: record for key, record in records.items() if record is not None}
        entries.take_out(self.conn, [key for key in records if key not in standing])
        found = [entries.laid(entries.entry_of(self.tables[tbl], row, record)) for (tbl, row), record in standing.items()]
        entries.put(self.conn, found)

    # -- papers, pictures, forms -------------------------------------------

    def attachments(self, tbl: str, row: int) -> list[Attachment]:
        """The pictures and PDFs kept with a record."""
        return self.all(Attachment, "select * from attachments where tbl = :tbl and row = :row order by id", tbl=tbl, row=row)

    def blob(self, sha256: str) -> bytes:
        """Bytes kept in the book. Raises BugError when they are not there."""
        data = self.value("select bytes from blobs where sha256 = :name", name=sha256)
        if not isinstance(data, bytes):
            raise BugError(f"blob {sha256} is missing")
        return data

    def printings(self, form: str, tbl: str = "", row: int = 0, period: str = "") -> list[Printed]:
        """When and by whom this paper was printed before."""
        return self.all(
            Printed,
            "select * from printed where form = :form and tbl = :tbl and row = :row and period = :period order by id",
            form=form,
            tbl=tbl,
            row=row,
            period=period,
        )

    def form_text(self, name: str) -> str | None:
        """The office's own text of a form, or None when the shipped one holds."""
        text = self.value("select text from forms where name = :name", name=name)
        return None if text is None else str(text)

    # -- the journal ---------------------------------------------------------

    def story(self, tbl: str, row: int) -> list[Line]:
        """What was done to a record, the latest first; acts taken back and their undoing are left out."""
        return [
            _line(r)
            for r in self.rows(
                "select * from acts a where a.id in (select act from changes where tbl = :tbl and row = :row) "
                "and a.undoes is null and not exists (select 1 from taken_back t where t.act = a.id) order by a.id desc",
                tbl=tbl,
                row=row,
            )
        ]

    def journal(self, *, limit: int = 500) -> list[Line]:
        """The latest lines of the whole journal."""
        return [_line(r) for r in self.rows("select * from acts order by id desc limit :n", n=limit)]

    # -- writing -------------------------------------------------------------

    @contextmanager
    def act(
        self, label: str, /, *, final: bool = False, undoes: int | None = None, aside: bool = False, **args: Any
    ) -> Iterator[Act]:
        """Open the door to writing: all inside is saved, or none of it.

        `label` is an English key with {places} for `args`; it stands in the journal and names
        what undo takes back. A final act was handed out and is never undone. An act `aside`, such as
        a note that something was printed, is journaled and passed over by undo. Inside an act,
        `act` joins it: the outer label, one commit, one undo.
        Raises KnownError when the book cannot be written.
        """
        if self._act is not None:
            self._act.final = self._act.final or final
            yield self._act
            return
        if not self.writable:
            raise KnownError(_("This book is open for reading only: nothing can be changed."))
        if self.busy:
            raise KnownError(self.busy)
        import json  # only here: the start reads, and the window waits for nothing that it does not need

        at = _now()
        try:
            self.conn.execute("begin immediate")
            new = self.conn.execute(
                "insert into acts (at, clerk, label, args, undoes, final) values (?, ?, ?, ?, ?, 0)",
                (at.isoformat(" "), self.clerk, label, json.dumps(args, ensure_ascii=False, default=str), undoes),
            ).lastrowid
        except sqlite3.Error as error:
            self._roll_back()
            raise told(error) from error
        act = self._act = Act(self, int(new or 0), at, final=final, undoes=undoes)
        try:
            yield act
            act._finish()
            if act.final:
                self.conn.execute("update acts set final = 1 where id = ?", (act.id,))
            self.conn.execute("commit")
        except sqlite3.Error as error:
            self._roll_back()
            raise told(error) from error
        except BaseException:
            self._roll_back()
            raise
        finally:
            act.open = False
            self._act = None
        if act.final or not aside:
            self._remember(act)
        if self.acted is not None:
            self.acted(act.touched)

    def _roll_back(self) -> None:
        if self.conn.in_transaction:
            self.conn.execute("rollback")

    def _remember(self, act: Act) -> None:
        if act.undoes is not None:
            return
        self.undone.clear()
        if act.final:
            self.done.clear()
        else:
            self.done = [*self.done, act.id][-UNDO_REACHES:]

    def took_part(self, act_id: int, touched: Touched, tables: Mapping[str, Table[Any]]) -> None:
        """Take over an act that a job wrote through a second connection: it can be undone here, and is shown."""
        self.tables.update(tables)
        act = self.rows("select undoes, final from acts where id = :id", id=act_id)[0]
        if act["undoes"] in self.done:
            self.done.remove(act["undoes"])
            self.undone.append(act["undoes"])
        elif act["undoes"] in self.undone:
            self.undone.remove(act["undoes"])
            self.done.append(act["undoes"])
        else:
            self.undone.clear()
            self.done = [] if act["final"] else [*self.done, act_id][-UNDO_REACHES:]
        if self.acted is not None:
            self.acted(touched)

    # -- undo ----------------------------------------------------------------

    def to_undo(self) -> Said | None:
        """The words of the act that undo would take back now."""
        return self._said(self.done[-1]) if self.done else None

    def to_redo(self) -> Said | None:
        """The words of the act that redo would do again now."""
        return self._said(self.undone[-1]) if self.undone else None

    def changes_to_turn(self, *, back: bool = True) -> int:
        """How many rows undo would take back now, or redo (`back` False) do again; 0 when there is nothing."""
        acts = self.done if back else self.undone
        return int(self.value("select count(*) from changes where act = :act", act=acts[-1])) if acts else 0

    def _said(self, act_id: int) -> Said:
        return _line(self.rows("select * from acts where id = :id", id=act_id)[0]).said

    def undo(self, told: Told = unheard) -> Said | None:
        """Take back the latest act of this run; give its words, or None when there is none.

        `told` hears how far it is and may raise to end it: then nothing was taken back. Raises KnownError, and does nothing, when
        a row was changed since.
        """
        if not self.done:
            return None
        target = self.done[-1]
        said = self._said(target)
        self._turn(target, N_("Undo: {what}"), said, told, back=True)
        self.done.pop()
        self.undone.append(target)
        return said

    def redo(self, told: Told = unheard) -> Said | None:
        """Do again what undo took back last; `told` as with undo."""
        if not self.undone:
            return None
        target = self.undone[-1]
        said = self._said(target)
        self._turn(target, N_("Redo: {what}"), said, told, back=False)
        self.undone.pop()
        self.done.append(target)
        return said

    def _turn(self, target: int, label: str, said: Said, told: Told, *, back: bool) -> None:
        changes = int(self.value("select count(*) from changes where act = :act", act=target))
        with self.act(label, undoes=target, what={"key": said.key, "values": said.values}) as act:
            self.conn.execute("pragma defer_foreign_keys = on")
            done = 0
            for steps in self._steps_of(target, back=back):
                told(done, 2 * changes)
                standing: dict[entries.Key, Image] = {
                    (tbl, row): image
                    for tbl, rows in _by_table({(step.table.name, step.row): None for step in steps})
                    for row, image in self.images(tbl, rows).items()
                }
                for step in steps:
                    if standing.get((step.table.name, step.row)) != step.before:
                        raise KnownError(_("This can no longer be taken back: a later step builds on it."))
                    standing[step.table.name, step.row] = step.after
                different = [step for step in steps if step.before != step.after]
                act._make(different, act._changes(different))
                done += len(steps)
            act._index_pending(lambda done, all_: told(changes + changes * done // all_, 2 * changes))
            if back:
                self.conn.execute("insert into taken_back (act) values (?)", (target,))
            else:
                self.conn.execute("delete from taken_back where act = ?", (target,))
            told(2 * changes, 2 * changes)

    def _steps_of(self, act: int, *, back: bool) -> Iterator[list[Step]]:
        """What takes an act back, or does it again, some thousands of steps at a time in their order."""
        order, beyond, last = ("desc", "<", sys.maxsize) if back else ("asc", ">", 0)
        while True:
            changes = self.rows(
                f"select * from changes where act = :act and id {beyond} :last order by id {order} limit :n",
                act=act,
                last=last,
                n=TOGETHER,
            )
            if not changes:
                return
            last = changes[-1]["id"]
            steps = []
            for change in changes:
                table = self.tables.get(change["tbl"])
                if table is None:
                    raise BugError(f"undo met an unknown table {change['tbl']}")
                before, after = (_unpacked(change[side]) for side in (("after", "before") if back else ("before", "after")))
                steps.append(Step(table, change["row"], before, after))
            yield steps

    # -- rows as they are -------------------------------------------------------

    def image(self, tbl: str, row: int) -> Image:
        """A row as it stands in its table, or None."""
        return self.images(tbl, [row]).get(row)

    def images(self, tbl: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Those of some rows that are there, as they stand in their table, by their ids."""
        if not ids:
            return {}
        found = self.rows(f"select * from {tbl} where id in (select value from json_each(:ids))", ids=entries.listed(ids))
        return {row["id"]: row for row in found}

    def lines_of(self, table: Table[Any], parents: Sequence[int]) -> dict[int, dict[int, dict[str, Any]]]:
        """The rows of a table of lines by the record they belong to and by their ids, in their order."""
        lines: dict[int, dict[int, dict[str, Any]]] = {}
        if parents:
            sql = f"select * from {table.name} where parent in (select value from json_each(:ids)) order by parent, place, id"
            for line in self.rows(sql, ids=entries.listed(parents)):
                lines.setdefault(line["parent"], {})[line["id"]] = line
        return lines

    def new_ids(self, tbl: str) -> Iterator[int]:
        """The ids that new rows of a table take, none that was ever used; the table is asked when the first is wanted."""
        last = self.value("select seq from sqlite_sequence where name = :name", name=tbl)
        yield from count((last or 0) + 1)

    # -- anonymity ------------------------------------------------------------

    def redact(self, table: Table[Any], row: int, blanked: Mapping[str, Any], label: str, /, **args: Any) -> bool:
        """Take words out of a record for good: out of its row and every image the journal keeps of it.

        `blanked` gives the fields and what stands in them from now on. Of a line, the images of
        lines that were taken out of the same record before are blanked with it: the same words may
        have stood there. This is the one act that rewrites the journal; it cannot be undone.
        Afterwards the bytes are in no page of the book, its index or its WAL; earlier backups and
        printed papers still hold them. Gives False while another program is reading the book: then
        the WAL is emptied only when the book is closed.
        """
        with self.act(label, final=True, **args) as act:
            before = self.image(table.name, row)
            if before is None:
                raise KnownError(_("This entry is no longer in the book: it was taken back."))
            act._put(table.name, [Step(table, row, before, {**before, **blanked})])
            for change in self.rows(
                "select id, before, after from changes where tbl = :tbl and (row = :row or "
                "(coalesce(json_extract(after, '$.parent'), json_extract(before, '$.parent')) = :parent "
                f"and row not in (select id from {table.name})))",
                tbl=table.name,
                row=row,
                parent=before.get("parent"),
            ):
                images = {
                    side: _packed({**msgspec.json.decode(change[side]), **blanked}) if change[side] else None
                    for side in ("before", "after")
                }
                self.conn.execute(
                    "update changes set before = :before, after = :after where id = :id", {**images, "id": change["id"]}
                )
            act.touched.setdefault(table.name, set()).add(row)
            shown_in = table if table.found is not None else table.owner
            if shown_in is not None:
                where = row if shown_in is table else int(before["parent"])
                self.tables[shown_in.name] = shown_in
                act._to_index[shown_in.name, where] = None
                act.touched.setdefault(shown_in.name, set()).add(where)
        self.conn.execute("insert into found (found) values ('optimize')")
        return bool(self.conn.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0)


HIT = ", ".join(name for name in Hit.__struct_fields__ if name != "spoken")
"""The columns of the register that make a Hit."""


def _line(row: Mapping[str, Any]) -> Line:
    args = {
        name: Said(**value) if isinstance(value, dict) and set(value) == {"key", "values"} else value
        for name, value in msgspec.json.decode(row["args"]).items()
    }
    return Line(
        id=row["id"],
        at=datetime.datetime.fromisoformat(row["at"]),
        clerk=row["clerk"],
        said=Said(row["label"], args),
        undoes=row["undoes"],
        final=bool(row["final"]),
    )


def looks_like_a_book(path: Path) -> None:
    """Raise KnownError, with the way out, when the file is not there or is no book of ours."""
    if not path.is_file():
        raise KnownError(_("There is no book {path}.", path=path))
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise KnownError(_("The book {path} cannot be read: {why}.", path=path, why=error.strerror)) from error
    if head[:16] != b"SQLite format 3\x00" or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise KnownError(
            _(
                "{path} is not a book of this program, or it is damaged. The file was left as it is. "
                "Choose another file, or restore the book from a backup.",
                path=path,
            )
        )
