"""The office's book: one SQLite file that anyone may read and that only an Act may write.

Everything that changes goes through `with book.act(...)`: one transaction, one journal line,
one step of undo, the search entries, and the notice that tells the screen what to show anew.
"""

from __future__ import annotations

import datetime
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from unionoffice.core import entries, numbering
from unionoffice.core.act import Act as Act
from unionoffice.core.act import Image, Step, by_table, packed, unheard, unpacked
from unionoffice.core.act import Told as Told
from unionoffice.core.act import Touched as Touched
from unionoffice.core.bulk import TOGETHER, roomy, unswept
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.core.kept import TABLES, Attachment, Line, Link, Printed
from unionoffice.core.record import Record, Table, from_row
from unionoffice.core.search import Hit, heard, question
from unionoffice.core.words import N_, Said, _

APPLICATION_ID = 0x554E494F  # "UNIO"
VERSION = 21  # the number of migrations in schema.py; a test counts them
UNDO_REACHES = 100

R = TypeVar("R", bound=Record)
Tell = Callable[[int, int, str], None]
"""Told how many of how many are done (0 of 0: nobody can say) of what, in words; may raise to end the work."""


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
        with unswept(), roomy(self.conn), self.act(label, undoes=target, what={"key": said.key, "values": said.values}) as act:
            self.conn.execute("pragma defer_foreign_keys = on")
            done = 0
            for steps in self._steps_of(target, back=back):
                told(done, 2 * changes)
                standing: dict[entries.Key, Image] = {
                    (tbl, row): image
                    for tbl, rows in by_table({(step.table.name, step.row): None for step in steps})
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
                before, after = (unpacked(change[side]) for side in (("after", "before") if back else ("before", "after")))
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
                    side: packed({**msgspec.json.decode(change[side]), **blanked}) if change[side] else None
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
