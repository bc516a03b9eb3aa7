"""The act, the one door to writing: what a step of the office writes goes into the tables, the journal and the search together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import msgspec

from unionoffice.core import entries, numbering
from unionoffice.core.bulk import TOGETHER, ahead, insert, roomy, unswept
from unionoffice.core.errors import BugError
from unionoffice.core.kept import ATTACHMENTS, LINKS, SETTINGS, Attachment, LinkRow, Setting
from unionoffice.core.record import Record, Table, changed, to_row

if TYPE_CHECKING:
    from unionoffice.core.book import Book

R = TypeVar("R", bound=Record)
Touched = dict[str, set[int]]
Image = dict[str, Any] | None
Change = tuple[int, str, int, str | None, str | None]
"""A line of what the journal keeps of rows: the act, table and row, as JSON what stood there and what stands there now."""
Told = Callable[[int, int], None]
"""Told how many of how many are done; may raise to end the work."""


def unheard(_done: int, _all: int) -> None:
    """Nobody hears how far the work is."""


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
            gone = entries.listed(step.row for step in steps)
            conn.execute(f"delete from {tbl} where id in (select value from json_each(?))", (gone,))
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
        return [(self.id, table.name, row, packed(before), packed(after)) for table, row, before, after in steps]

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
        for tbl, rows in by_table(key for key in self._with_other_lines if key not in self._journaled):
            table, images = self.book.tables[tbl], self.book.images(tbl, rows)
            steps = [Step(table, row, images[row], images[row]) for row in rows if row in images]
            self._journal(steps, self._changes(steps))
        self._index_pending()

    def _index_pending(self, told: Told = unheard) -> None:
        """Make everything to be found as it stands now that was not yet."""
        pending, self._to_index = self._to_index, {}
        done = 0
        for tbl, rows in by_table(pending):
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


def by_table(keys: Iterable[entries.Key]) -> Iterator[tuple[str, list[int]]]:
    """Rows to be looked up together: of one table each, at most TOGETHER."""
    rows: dict[str, list[int]] = {}
    for tbl, row in keys:
        rows.setdefault(tbl, []).append(row)
    for tbl, of_it in rows.items():
        for start in range(0, len(of_it), TOGETHER):
            yield tbl, of_it[start : start + TOGETHER]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, int | str | None]).decode


def packed(image: Image) -> str | None:
    """A row as the journal keeps it, as JSON; None stays None."""
    return None if image is None else _encode(image).decode()


def unpacked(text: str | None) -> Image:
    """A row that the journal kept."""
    return None if text is None else _decode(text)
