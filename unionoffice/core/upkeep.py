"""Looking after the book's file: making it, bringing it up to date, backups, restoring, checking, copying.

This module and the desks' `migrations.py` are the only ones that know sqlite_utils; it is
imported when there is something to look after, never at an ordinary start.
"""

from __future__ import annotations

import datetime
import json
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database, Migrations

from unionoffice.core.backup import back_up, backup_folder, unlink_with_companions
from unionoffice.core.book import APPLICATION_ID, Book, Tell, connect, looks_like_a_book, told, untold
from unionoffice.core.bulk import TOGETHER
from unionoffice.core.entries import REGISTERED, entry_of, laid, put, texts_of
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.kept import SETTINGS, Setting
from unionoffice.core.record import Record, Table, changed, from_row
from unionoffice.core.search import tokens
from unionoffice.core.words import N_, _

migrations = Migrations("core")


@migrations()
def c001_book(db: Database) -> None:
    """The tables every book has: journal, register and search, links, numbers, papers, settings."""
    for sql in (
        """create table acts (
            id integer primary key autoincrement, at text not null, clerk text not null, label text not null,
            args text not null, undoes integer references acts (id), final integer not null check (final in (0, 1))) strict""",
        "create index acts_undoes on acts (undoes)",
        """create table changes (
            id integer primary key autoincrement, act integer not null references acts (id), tbl text not null,
            row integer not null, before text, after text) strict""",
        "create index changes_act on changes (act)",
        "create index changes_row on changes (tbl, row)",
        "create table taken_back (act integer primary key references acts (id)) strict",
        """create table register (
            id integer primary key autoincrement, tbl text not null, row integer not null, number text not null,
            title text not null, state text not null, note text not null, day text not null, old_number text not null,
            unit integer, unique (tbl, row)) strict""",
        "create index register_number on register (number)",
        "create index register_unit on register (unit)",
        # The columns stand in the order of the key: in any other, quick_check of SQLite 3.40 finds fault with a sound table.
        """create table mentions (
            of_tbl text not null, of_row integer not null, tbl text not null, row integer not null,
            primary key (of_tbl, of_row, tbl, row)) strict, without rowid""",
        "create index mentions_in on mentions (tbl, row)",
        "create virtual table found using fts5 (text, tokenize = 'unicode61 remove_diacritics 0')",
        """create table links (
            id integer primary key autoincrement, kind text not null, from_tbl text not null, from_row integer not null,
            to_tbl text not null, to_row integer not null, unique (kind, from_tbl, from_row, to_tbl, to_row)) strict""",
        "create index links_to on links (to_tbl, to_row)",
        "create table blobs (sha256 text primary key, bytes blob not null) strict",
        """create table attachments (
            id integer primary key autoincrement, tbl text not null, row integer not null,
            sha256 text not null references blobs (sha256), name text not null, media text not null, added text not null) strict""",
        "create index attachments_row on attachments (tbl, row)",
        "create index attachments_blob on attachments (sha256)",
        """create table numbers (
            number text primary key, kind text not null, year integer not null, running integer not null,
            act integer not null references acts (id), unique (kind, year, running)) strict""",
        "create index numbers_act on numbers (act)",
        """create table printed (
            id integer primary key autoincrement, form text not null, tbl text not null, row integer not null,
            period text not null, language text not null, at text not null, clerk text not null, copies integer not null,
            reprint integer not null check (reprint in (0, 1)), blob text not null) strict""",
        "create index printed_what on printed (form, tbl, row, period)",
        "create table forms (id integer primary key autoincrement, name text not null unique, text text not null) strict",
        "create table settings (id integer primary key autoincrement, name text not null unique, value text not null) strict",
    ):
        db.execute(sql)


@migrations()
def c002_runs(db: Database) -> None:
    """The search in runs of one to three signs, without places; the texts stand beside it, with how the names in them are read.

    It is empty at first: `_lay_down` fills it from the records.
    """
    db.execute("drop table found")
    db.execute("create table texts (entry integer primary key, text text not null, spoken text not null) strict")
    db.execute("create virtual table found using fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'ascii')")


STEPS = 100_000
"""Of SQLite's machine, between two looks at whether the work shall end."""


def create(path: Path, sets: Sequence[Migrations]) -> None:
    """Make a new, empty book at `path`. Raises KnownError when something stands there already or the disk refuses."""
    if path.exists():
        raise KnownError(_("There is already a file {path}. Choose another name.", path=path))
    part = path.with_name(path.name + ".part")  # a stop in between leaves no half-made book under the book's name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unlink_with_companions(part)
        conn = connect(part, mode="rwc")
        try:
            conn.execute(f"pragma application_id = {APPLICATION_ID}")
            conn.execute("pragma journal_mode = wal")
            _apply(conn, sets, (), untold)
        finally:
            conn.close()
        book = Book.open(part)
        with book.act(N_("Open a new book"), final=True) as act:
            act.set("book_id", secrets.token_hex(8))
        book.close()
        part.replace(path)
    except OSError as error:
        raise KnownError(_("{path} cannot be made: {why}.", path=path, why=error.strerror or error)) from error
    except sqlite3.Error as error:
        raise told(error) from error
    finally:
        unlink_with_companions(part)


def _apply(
    conn: sqlite3.Connection, sets: Sequence[Migrations], tables: Sequence[Table[Any]], progress: Tell
) -> None:
    conn.execute("pragma foreign_keys = off")
    conn.execute("begin immediate")
    try:
        db = Database(conn, execute_plugins=False)
        pending, done = [len(each.pending(db)) for each in sets], 0
        for each, changes in zip(sets, pending, strict=True):
            progress(done, sum(pending), _("Changes made to the tables"))
            each.apply(db)
            done += changes
        if conn.execute("select 1 from register").fetchone() and not conn.execute("select 1 from texts").fetchone():
            _lay_down(conn, tables, progress)
        progress(0, 0, _("Check of what was written"))
        faults = conn.execute("pragma foreign_key_check").fetchall()
        if faults:
            raise BugError(f"after the upgrade {len(faults)} rows point nowhere")
        count = sum(len(each.applied(db)) for each in sets)
        conn.execute(f"pragma user_version = {count}")
        progress(0, 0, _("Saving"))
        conn.execute("commit")
    except BaseException:
        if conn.in_transaction:
            conn.execute("rollback")
        raise
    finally:
        conn.execute("pragma foreign_keys = on")


def _lay_down(conn: sqlite3.Connection, tables: Sequence[Table[Any]], progress: Tell) -> None:
    """Write all that can be found anew, from the records."""
    every, done = conn.execute("select count(*) from register").fetchone()[0], 0
    for table in tables:
        if table.found is None:
            continue
        for records in _records(conn, table):
            put(conn, [laid(entry_of(table, record.id, record)) for record in records])
            done += len(records)
            progress(done, every, _("Entries written anew for the search"))
    left = conn.execute("select tbl, count(*) from register where id not in (select entry from texts) group by tbl").fetchall()
    if left:
        raise BugError(f"after the upgrade the search lacks entries: {[tuple(row) for row in left]}")


def _records(conn: sqlite3.Connection, table: Table[Any]) -> Iterator[list[Record]]:
    """The records of a table with their lines, some hundred at a time."""
    after = 0
    while rows := conn.execute(f"select * from {table.name} where id > ? order by id limit 500", (after,)).fetchall():
        after = rows[-1]["id"]
        ids = json.dumps([row["id"] for row in rows])
        lines: dict[int, dict[str, list[Record]]] = {row["id"]: {name: [] for name in table.lines} for row in rows}
        for name, of_it in table.lines.items():
            for line in conn.execute(
                f"select * from {of_it.name} where parent in (select value from json_each(?)) order by parent, place, id", (ids,)
            ):
                lines[line["parent"]][name].append(from_row(of_it.record, dict(line)))
        yield [
            from_row(table.record, dict(row), **{name: tuple(of_it) for name, of_it in lines[row["id"]].items()}) for row in rows
        ]


def bring_up_to_date(
    path: Path,
    sets: Sequence[Migrations],
    backups: Path,
    tables: Sequence[Table[Any]] = (),
    progress: Tell = untold,
) -> Path | None:
    """Apply what is new in this program to a book, after a checked backup; give the backup, or None when nothing was to do.

    All sets in one transaction: all of it or nothing, also when the program is killed. When the search is laid down in a new
    way it is filled from the records of `tables`. What `progress` raises ends the work and the book stays as it was; where it
    is raised in the midst of a long statement, Interrupted comes in its place. Raises KnownError when the book was written by
    a newer program, or cannot be written.
    """
    looks_like_a_book(path)
    conn = None
    said = (0, 0, _("Reading of the book"))

    def tell(done: int, total: int, what: str) -> None:
        nonlocal said
        said = done, total, what
        progress(*said)

    def copied(done: int, total: int) -> bool:
        if said[2] != _("Check of the backup"):
            tell(done, total, _("Pages copied to the backup"))
        if done >= total:
            tell(0, 0, _("Check of the backup"))
        return True

    try:
        conn = connect(path)
        conn.set_progress_handler(lambda: progress(*said), STEPS)
        db = Database(conn, execute_plugins=False)
        known = {each.name: {m.name for m in each._migrations} for each in sets}
        if db.table("_sqlite_migrations").exists():
            for row in conn.execute("select migration_set, name from _sqlite_migrations"):
                if row["name"] not in known.get(row["migration_set"], set()):
                    raise KnownError(
                        _(
                            "{path} was written by a newer version of this program. Install that version; "
                            "the book was left as it is.",
                            path=path,
                        )
                    )
        if not any(each.pending(db) for each in sets):
            return None
        backup = back_up(path, backups, progress=copied)
        _apply(conn, sets, tables, tell)
        return backup
    except sqlite3.Error as error:
        raise told(error) from error
    finally:
        if conn is not None:
            conn.close()


# -- restoring and checking -------------------------------------------------------


def restore(book: Book, source: Path, sets: Sequence[Migrations], tables: Sequence[Table[Any]] = ()) -> Path:
    """Put a backup in the place of the open book's content; give the backup made of the present content first.

    The source is checked before anything is touched and is brought up to date on a copy.
    Numbers go on from the highest of both books. Raises KnownError.
    """
    looks_like_a_book(source)
    folder = backup_folder(book.path)
    going_on = _next_numbers(book)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="restoring-", ignore_cleanup_errors=True) as aside:
            fresh = Path(aside) / book.path.name
            for ending in ("", "-wal", "-journal"):  # what stands in the log beside a copied book belongs to it
                if source.with_name(source.name + ending).exists():
                    shutil.copyfile(source.with_name(source.name + ending), fresh.with_name(fresh.name + ending))
            check_file(fresh, called=source)
            bring_up_to_date(fresh, sets, Path(aside), tables)
            present = back_up(
                book.path, folder, to=folder / f"{book.path.stem}-before-restore-{datetime.datetime.now():%Y%m%d-%H%M%S}.db"
            )
            from_file = connect(fresh)
            try:
                from_file.backup(book.conn)
            finally:
                from_file.close()
    except OSError as error:
        raise KnownError(_("{path} cannot be read: {why}.", path=source, why=error.strerror or error)) from error
    except sqlite3.Error as error:
        raise told(error) from error
    book.done.clear()
    book.undone.clear()
    with book.act(N_("Restore the book from {name}"), final=True, name=source.name) as act:
        first = dict(book.setting("first_numbers", {}))
        for key, running in going_on.items():
            first[key] = max(first.get(key, 1), running)
        act.set("first_numbers", first)
    return present


def _next_numbers(book: Book) -> dict[str, int]:
    """The next running number of every kind and year that a book has given, or was told to begin with."""
    given = {f"{row['kind']}-{row['year']}" for row in book.rows("select distinct kind, year from numbers")}
    known = given | set(book.setting("first_numbers", {}))
    return {key: book.next_running(key.split("-")[0], int(key.split("-")[1])) for key in known}


def check_file(path: Path, *, called: Path | None = None) -> None:
    """Raise KnownError when the file is no sound book; `called` is the name to tell when `path` is only its copy."""
    looks_like_a_book(path)
    try:
        conn = connect(path, mode="ro")
        try:
            verdict = conn.execute("pragma integrity_check").fetchone()[0]
        finally:
            conn.close()
    except sqlite3.OperationalError as error:
        raise told(error) from error
    except sqlite3.DatabaseError:
        verdict = "not to be read"
    if verdict != "ok":
        raise KnownError(_("{path} is damaged and was not used.", path=called or path))


TOLD = 1_000
"""How many faults are told at most."""


def check(book: Book, tables: Iterable[Table[Any]], progress: Tell = untold) -> list[str]:
    """Look the whole book over; give a sentence for each fault, none when all is well, at most TOLD and one that says so.

    Looks at the file's integrity, at rows that point nowhere, at the journal (the last image of every row must be the row),
    and at the register and the search (rebuilt and compared). It goes row by row and keeps little of each, however large the
    book is. `progress` hears how far it is and may raise to end it.
    """
    faults = list(islice(_faults(book, list(tables), progress), TOLD + 1))
    return [*faults[:TOLD], _("There are more faults than these.")] if len(faults) > TOLD else faults


def _faults(book: Book, tables: Sequence[Table[Any]], progress: Tell) -> Iterator[str]:
    progress(0, 0, _("The file"))
    verdict = [row["integrity_check"] for row in book.rows("pragma integrity_check")]
    if verdict != ["ok"]:
        yield from (_("The file: {what}", what=what) for what in verdict)
        return  # of a broken file nothing else can be asked
    for row in book.each("pragma foreign_key_check"):
        yield _(
            "{table} {row} points to an entry of {other} that is not there.",
            table=row["table"], row=row["rowid"], other=row["parent"],
        )  # fmt: skip
    yield from _against_journal(book, tables, progress)
    yield from _against_register(book, [table for table in tables if table.found is not None], progress)
    if book.rows("select entry from texts where entry not in (select id from register) limit 1"):
        yield _("The search holds a text of no entry.")
    yield from _of_index(book, progress)
    for row in book.each("select distinct sha256 from attachments where sha256 not in (select sha256 from blobs)"):
        yield _("A picture kept in the book is missing: {name}", name=row["sha256"])


LAST_IMAGES = """select row, after from changes c where tbl = :t and not exists (
    select 1 from changes later where later.tbl = :t and later.row = c.row and later.id > c.id) order by row"""
"""The last image the journal keeps of each row of a table, in the order of their ids, read along an index."""


def _against_journal(book: Book, tables: Sequence[Table[Any]], progress: Tell) -> Iterator[str]:
    """Both are read in the order of the ids, each row beside its last image."""
    every, done = sum(book.value(f"select count(*) from {table.name}") for table in tables), 0
    for table in tables:
        rows, images = book.each(f"select * from {table.name} order by id"), book.each(LAST_IMAGES, t=table.name)
        row, last = next(rows, None), next(images, None)
        while row is not None or last is not None:
            here = min(row["id"] if row else last["row"], last["row"] if last else row["id"])  # type: ignore[index]
            stands = row if row is not None and row["id"] == here else None
            image = last["after"] if last is not None and last["row"] == here else None
            if stands != _as_now(msgspec.json.decode(image) if image else None, stands):
                yield _("{table} {row} is not as the journal left it.", table=table.name, row=here)
            if stands is not None:
                row = next(rows, None)
                done += 1
                if done % TOGETHER == 0:
                    progress(done, every, _("Rows compared with the journal"))
            if last is not None and last["row"] == here:
                last = next(images, None)


def _as_now(image: dict[str, Any] | None, row: dict[str, Any] | None) -> dict[str, Any] | None:
    """An image of an older schema with the columns that came since, so that it can be compared."""
    if image is None or row is None or image.keys() == row.keys():
        return image
    return {**{name: row[name] for name in row.keys() - image.keys()}, **image}


def _against_register(book: Book, tables: Sequence[Table[Any]], progress: Tell) -> Iterator[str]:
    every, done = sum(book.value(f"select count(*) from {table.name}") for table in tables), 0
    for table in tables:
        for ids in _ids(book, table):
            yield from _entries_of(book, table, ids)
            done += len(ids)
            progress(done, every, _("Entries compared with the register and the search"))
        gone = f"select row from register where tbl = :t and row not in (select id from {table.name}) order by row"
        for entry in book.each(gone, t=table.name):
            yield _("The register names {table} {row}, which is not there.", table=table.name, row=entry["row"])


def _ids(book: Book, table: Table[Any]) -> Iterator[list[int]]:
    """The ids of a table, some thousands at a time."""
    after = 0
    while ids := [
        row["id"]
        for row in book.rows(f"select id from {table.name} where id > :after order by id limit :n", after=after, n=TOGETHER)
    ]:
        yield ids
        after = ids[-1]


def _entries_of(book: Book, table: Table[Any], ids: Sequence[int]) -> Iterator[str]:
    """What is wrong with the entries of some records."""
    these = "(select value from json_each(:ids))"
    values = {"t": table.name, "ids": json.dumps(ids)}
    records = _readable(book, table, ids)
    kept = {row["row"]: row for row in book.rows(f"select * from register where tbl = :t and row in {these}", **values)}
    places = json.dumps([row["id"] for row in kept.values()])
    texts = {
        row["entry"]: (row["text"], row["spoken"])
        for row in book.rows(f"select entry, text, spoken from texts where entry in {these}", ids=places)
    }
    named: dict[int, list[tuple[str, int]]] = {}
    for row in book.rows(f"select row, of_tbl, of_row from mentions where tbl = :t and row in {these} order by 1, 2, 3", **values):
        named.setdefault(row["row"], []).append((row["of_tbl"], row["of_row"]))
    for each in ids:
        record, entered = records.get(each), kept.get(each)
        if record is None:  # a value that no program of ours would write
            yield _("{table} {row} cannot be read.", table=table.name, row=each)
            continue
        entry = entry_of(table, each, record)
        if (
            entered is None
            or tuple(entered[name] for name in REGISTERED) != entry.registered
            or texts.get(entered["id"]) != texts_of(entry)
            or tuple(named.get(each, ())) != entry.mentions
        ):
            yield _("The register does not agree with {table} {row}.", table=table.name, row=each)


def _readable(book: Book, table: Table[Any], ids: Sequence[int]) -> dict[int, Record]:
    """Those of some records that can be read, by their ids: together or, where one cannot, one by one."""
    try:
        return book.get_many(table, ids)
    except BugError:
        if len(ids) == 1:
            return {}
    return {row: record for each in ids for row, record in _readable(book, table, [each]).items()}


def _of_index(book: Book, progress: Tell) -> Iterator[str]:
    """Whether the index holds each run as often as the texts do.

    Each run counts with its hash: the sum over all texts must be the sum over the index. Nothing is kept of either.
    """
    progress(0, 0, _("The index of the search"))
    told_by_texts = told_by_index = 0
    with book.fetching("select tbl, text, spoken from texts join register on register.id = texts.entry") as texts:
        for each in texts:
            told_by_texts += sum(map(hash, set(tokens(*each).split(" "))))
    book.rows("create virtual table if not exists temp.runs using fts5vocab (main, found, row)")
    with book.fetching("select term, doc from temp.runs") as runs:
        for term, count in runs:
            told_by_index += hash(term) * count
    book.rows("drop table temp.runs")
    if told_by_texts != told_by_index:
        yield _("The index of the search does not agree with its texts.")


def become_another_office(book: Book) -> None:
    """Give a copied book an id of its own, so that gathering books never takes two for one."""
    old = book.one(Setting, "select * from settings where name = 'book_id'")
    with book.act(N_("Make this copy a book of its own"), final=True) as act:
        text = json.dumps(secrets.token_hex(8))
        act.save(SETTINGS, changed(old, value=text) if old else Setting(name="book_id", value=text))
