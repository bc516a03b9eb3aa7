"""Taking in a list from elsewhere: where its heading stands, what each column means, what every line becomes, what is wrong with
it.

A desk declares an `Intake`: the fields a column may mean and how a line becomes a record. The functions here find the heading,
match the columns, read all lines against the book and gather the faults; nothing is written before the clerk has seen it. What is
to be written is a `Plan`, which the desk's service writes as one act.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from operator import getitem, itemgetter
from typing import Any, Final, Generic, Literal, TypeVar

import msgspec

from unionoffice.core import numbering, reading
from unionoffice.core.book import Book
from unionoffice.core.book import Told as Told
from unionoffice.core.bulk import TOGETHER, unswept
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record, Table, fields, from_row
from unionoffice.core.words import LANGUAGES, N_, _, word

R = TypeVar("R", bound=Record)
Choice = Literal["update", "add", "skip"]
"""What shall become of a line that stands in the book already."""
Why = Literal["name", "content", "last", "kept", "chosen"]
"""Why a column was taken for a field: its heading, its cells, the last list of the same heads, a kept arrangement, or the clerk."""

LOOKED_AT: Final = 60
"""In how many rows from the top the heading is looked for."""
WITHIN: Final = " / "
"""Between the cells of a field that has several columns, such as 车间 and 班组."""
_STEP = 1_000
"""After so many lines that were read it is told how far the reading is."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a column may mean: a field, its heading, and how a cell is read.

    `label` is the English key of the heading, left out where it is the record's own; `aliases` are other headings in either
    language. `read` makes a value of the text of a cell that is not blank; `find` does it with the help of what the desk prepared
    from the book. Both raise KnownError with the reason, and may give None for a cell that says nothing. `several` columns are
    read as one text, joined by WITHIN. `looks` tells by the text of a cell whether a column without a known heading holds this
    field. `blank` is what a blank cell says; None: nothing. `figure`: it is shown as figures are, at the right. `assumed`: where a
    new line does not say it, the value that the form offers is taken, and that is told.
    """

    field: str
    label: str = ""
    aliases: tuple[str, ...] = ()
    read: Callable[[str], Any] | None = None
    find: Callable[[Any, str], Any] | None = None
    several: bool = False
    example: str = ""
    looks: Callable[[Any, str], bool] | None = None
    blank: Any = None
    figure: bool = False
    assumed: bool = False


class Intake(Generic[R]):
    """What a desk says of a list it can take in.

    `needed`: one of these groups of fields must have columns. `prepare(book)` gathers what reading needs to know of the book.
    `standing(context, values)` gives the id of the record that a line already is, or None; KnownError when it may be several.
    `key(context, values)` tells lines of one list apart: two lines of one key cannot both be right; None: nothing is known.
    `key_field` is the field to be mended then; `key_alone`: that field tells lines apart by itself, so that no two can say the
    same in it.
    `understand(context, values, before)` makes the record, checked, from the cells that are not blank; `before` is the record that
    stands, which keeps what the line does not say. It raises KnownError naming the field at fault, and gives None where a new line
    says nothing that could be written. `load` gives standing records by id. `called(context, record)` is how one is called that
    the register of entries does not know.
    `unlike(before, record)`: what stands and what comes may not be the same thing after all; such a line is skipped unless the
    clerk decides otherwise. `may_add(context, values)` says whether a line that stands already may be added once more.
    `said(context, record)` tells of a line what else will happen, such as a new unit; `show(context, field, record)` words a
    value that only the desk can.
    `gather(context, lines)` is told what all lines of the list say before any is understood, and again when one was written anew;
    it tells whether lines name each other. Then those that do, as `names_another(context, values)` says, are understood anew with
    each line that is mended. `lay_out(book, rows)` makes lines of a sheet that has another shape. `tables` are the tables that a
    reading depends on: when something else is entered in them, the list is read anew. `number` is the field of the register
    number, and `left_behind` the English key of what a register that left another book does not bring.
    """

    def __init__(
        self,
        name: str,
        label: str,
        record: type[R],
        targets: Sequence[Target],
        *,
        needed: Sequence[Sequence[str]],
        prepare: Callable[[Book], Any],
        understand: Callable[[Any, Mapping[str, Any], R | None], R | None],
        load: Callable[[Book, Sequence[int]], Mapping[int, R]],
        take_in: Callable[[Book, Plan[R], Told], int],
        standing: Callable[[Any, Mapping[str, Any]], int | None] = lambda _context, _values: None,
        key: Callable[[Any, Mapping[str, Any]], Hashable | None] = lambda _context, _values: None,
        key_field: str = "",
        key_alone: bool = True,
        called: Callable[[Any, R], str] | None = None,
        may_add: Callable[[Any, Mapping[str, Any]], bool] = lambda _context, _values: False,
        unlike: Callable[[R, R], bool] = lambda _before, _record: False,
        said: Callable[[Any, R], str] = lambda _context, _record: "",
        show: Callable[[Any, str, R], str | None] = lambda _context, _field, _record: None,
        gather: Callable[[Any, Iterable[Mapping[str, Any]]], bool] | None = None,
        names_another: Callable[[Any, Mapping[str, Any]], bool] = lambda _context, _values: True,
        lay_out: Callable[[Book, list[list[str]]], list[list[str]]] | None = None,
        tables: Sequence[str] = (),
        number: str = "",
        left_behind: str = "",
    ) -> None:
        self.name = name
        self.label = label
        self.record = record
        self._declared = tuple(targets)
        self.needed = tuple(tuple(group) for group in needed)
        self.prepare = prepare
        self.understand = understand
        self.load = load
        self.take_in = take_in
        self.standing = standing
        self.key = key
        self.key_field = key_field
        self.key_alone = key_alone
        self.called = called
        self.may_add = may_add
        self.unlike = unlike
        self.said = said
        self.show = show
        self.gather = gather
        self.names_another = names_another
        self.lay_out = lay_out
        self.tables = tuple(tables)
        self.number = number
        self.left_behind = left_behind

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """What a column may mean, each with its heading."""
        own = fields(self.record)
        return tuple(
            target if target.label else msgspec.structs.replace(target, label=own[target.field].label) for target in self._declared
        )

    @cached_property
    def by_field(self) -> dict[str, Target]:
        """The targets by their fields."""
        return {target.field: target for target in self.targets}

    def label_of(self, field: str) -> str:
        """The English key of a field's heading."""
        target = self.by_field.get(field)
        return target.label if target else ""


def day_target(field: str, *aliases: str, label: str = "", example: str = "1958-03-18") -> Target:
    """A column of days, also as a spreadsheet counts them."""
    return Target(field=field, label=label, read=_read_day, aliases=aliases, example=example)


def _read_day(text: str) -> datetime.date | None:
    return reading.read_date(text, serials=True)


def loaded(table: Table[R]) -> Callable[[Book, Sequence[int]], Mapping[int, R]]:
    """How records of a table are looked up by their ids, many at once where they have no lines."""

    def load(book: Book, ids: Sequence[int]) -> Mapping[int, R]:
        if table.lines:
            return {row: record for row in ids if (record := book.get_or_none(table, row)) is not None}
        listed = msgspec.json.encode(list(ids)).decode()
        rows = book.rows(f"select * from {table.name} where id in (select value from json_each(:ids))", ids=listed)
        return {row["id"]: from_row(table.record, row) for row in rows}

    return load


# -- headings --------------------------------------------------------------------------------


class Heading(msgspec.Struct, frozen=True):
    """Where the heading stands: its first and last row, counted from 0; `last` -1 when the list has none and begins at once.

    `heads` are the words over each column; `sure` is False when no heading was recognised.
    """

    first: int
    last: int
    heads: tuple[str, ...]
    sure: bool = True


def folded(text: str) -> str:
    """A heading as it is compared: full width or half, capitals, spaces and marks around it do not matter."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain.strip("*:.,;、。?#_-")


_ASIDE = re.compile(r"[(\[【〔<{].*?[)\]】〕>}]")


def _bare(text: str) -> str:
    """A heading without what stands in brackets: 基本工资(元) is 基本工资."""
    return _ASIDE.sub("", folded(text)).strip("*:.,;、。?#_-")


@cache
def _names(targets: tuple[Target, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for target in targets:
        for text in (*(word(target.label, spoken) for spoken in LANGUAGES), target.label, *target.aliases):
            found.setdefault(folded(text), target.field)
    found.pop("", None)
    return found


def meaning(heads: Iterable[str], targets: tuple[Target, ...]) -> str:
    """The field that a heading names, given the ways it can be read from the likeliest on; empty when it names none."""
    names = _names(targets)
    tried = [text for text in heads if text]
    for text in tried:
        found = names.get(folded(text)) or names.get(_bare(text))
        if found:
            return found
    return ""


def _resembles(heads: Iterable[str], targets: tuple[Target, ...]) -> str:
    """The field whose name ends a heading: 职工姓名 is the name. The longest such name holds."""
    best = ("", "")
    for text in heads:
        bare = _bare(text)
        for name, field in _names(targets).items():
            long_enough = len(name) >= (2 if not name.isascii() else 4)
            if long_enough and len(name) > len(best[0]) and bare.endswith(name):
                best = (name, field)
    return best[1]


def _readings(rows: Sequence[Sequence[str]], first: int, last: int) -> list[tuple[str, ...]]:
    """The ways in which the words over each column can be read; a heading of two rows is read below, together, above."""
    below = rows[last]
    if first == last:
        return [(text,) for text in below]
    above, carried = [], ""
    width = max(len(rows[first]), len(below))
    for place in range(width):
        carried = (rows[first][place] if place < len(rows[first]) else "") or carried
        above.append(carried)
    found: list[tuple[str, ...]] = []
    for place in range(width):
        low = below[place] if place < len(below) else ""
        own = rows[first][place] if place < len(rows[first]) else ""
        found.append((low, above[place] + low) if low else (own,))
    return found


def find_heading(
    rows: Sequence[Sequence[str]], intake: Intake[Any], last: Mapping[str, Mapping[str, str]] | None = None
) -> Heading:
    """Where the heading of a list stands, in one row or two, below whatever titles, dates and units stand above it.

    It is the row whose cells name most fields; heads that were arranged before are known too. Without any known name, it is the
    first row of words above rows that are as wide.
    """
    best: tuple[int, int, int] | None = None  # how many fields, first, last
    top = rows[:LOOKED_AT]
    for place, row in enumerate(top):
        if last and heads_key(row) in last:
            return Heading(place, place, _heads(rows, place, place))
        alone = _score(_readings(rows, place, place), intake)
        for first in (place, place - 1):
            score = alone if first == place else 0
            if first != place and first >= 0 and alone:
                score = _score(_readings(rows, first, place), intake)
                if score <= max(alone, _score(_readings(rows, first, first), intake)):
                    continue
            few = sum(bool(cell) for cell in row) <= 2
            if score >= (1 if few else 2) and (best is None or score > best[0]):
                best = (score, first, place)
    if best is not None:
        return Heading(best[1], best[2], _heads(rows, best[1], best[2]))
    for place, row in enumerate(top):
        if _could_head(row, rows[place + 1 : place + 4]):
            return Heading(place, place, _heads(rows, place, place), sure=False)
    width = max((len(row) for row in top), default=0)
    return Heading(0, -1, ("",) * width, sure=False)


def heading_at(rows: Sequence[Sequence[str]], first: int, last: int) -> Heading:
    """The heading that the clerk says it is; `last` before `first`: there is none, and the list begins at `first`."""
    if last < first:
        return Heading(first, first - 1, ("",) * max((len(row) for row in rows[first : first + LOOKED_AT]), default=0))
    return Heading(first, last, _heads(rows, first, last))


def _score(readings: Sequence[tuple[str, ...]], intake: Intake[Any]) -> int:
    return len({field for heads in readings if (field := meaning(heads, intake.targets))})


def _heads(rows: Sequence[Sequence[str]], first: int, last: int) -> tuple[str, ...]:
    width = max((len(row) for row in rows[first : last + LOOKED_AT]), default=0)
    heads = [next((text for text in ways if text), "") for ways in _readings(rows, first, last)]
    return tuple(" ".join(text.split()) for text in heads) + ("",) * (width - len(heads))


def _could_head(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    words_in_it = [cell for cell in row if cell]
    if len(words_in_it) < 2 or len(set(words_in_it)) < len(words_in_it) or any(re.search(r"\d", cell) for cell in words_in_it):
        return False
    return any(sum(bool(cell) for cell in other) * 2 >= len(words_in_it) for other in below)


def heads_key(heads: Sequence[str]) -> str:
    """What heads are remembered by: their words in order, blanks at the end left out."""
    return "\t".join(folded(text) for text in heads).rstrip("\t")


# -- what a column means --------------------------------------------------------------------


class Match(msgspec.Struct, frozen=True):
    """What one column was taken for, and why; no field: it is left out."""

    column: int
    head: str
    field: str = ""
    why: Why | Literal[""] = ""


class Arrangement(msgspec.Struct, frozen=True):
    """What every column of a list was taken for."""

    columns: tuple[Match, ...]

    def fields(self) -> dict[str, tuple[int, ...]]:
        """The columns of each field that has any."""
        found: dict[str, tuple[int, ...]] = {}
        for match in self.columns:
            if match.field:
                found[match.field] = (*found.get(match.field, ()), match.column)
        return found

    def kept(self) -> dict[str, str]:
        """As it is remembered: each head with its field, empty for a column left out."""
        return {folded(match.head) or f"#{match.column}": match.field for match in self.columns}


def match(
    rows: Sequence[Sequence[str]],
    heading: Heading,
    intake: Intake[Any],
    *,
    context: Any = None,
    kept: Mapping[str, str] | None = None,
    last: Mapping[str, Mapping[str, str]] | None = None,
) -> Arrangement:
    """Take each column for a field: by a kept arrangement, as the last time for the same heads, by its name, by what it holds."""
    remembered: Mapping[str, str] = kept or {}
    why: Why = "kept"
    if not kept and last and heads_key(heading.heads) in last:
        remembered, why = last[heads_key(heading.heads)], "last"
    ways = _readings(rows, heading.first, heading.last) if heading.last >= heading.first else []
    found: list[Match] = []
    taken: set[str] = set()

    def free(field: str) -> bool:
        return bool(field) and field in intake.by_field and (field not in taken or intake.by_field[field].several)

    for column, head in enumerate(heading.heads):
        known = folded(head) or f"#{column}"
        field = remembered.get(known, "")
        if known in remembered and (free(field) or not field):
            found.append(Match(column, head, field, why))
        else:
            field = meaning(ways[column] if column < len(ways) else (head,), intake.targets)
            found.append(Match(column, head, field, "name") if free(field) else Match(column, head))
        if found[-1].field:
            taken.add(field)
    for column, each in enumerate(found):
        if not each.why and each.head:
            field = _resembles(ways[column] if column < len(ways) else (each.head,), intake.targets)
            if field and field not in taken:
                taken.add(field)
                found[column] = Match(column, each.head, field, "name")
    _by_content(rows, heading, intake, context, found, taken)
    return Arrangement(tuple(found))


def _by_content(
    rows: Sequence[Sequence[str]], heading: Heading, intake: Intake[Any], context: Any, found: list[Match], taken: set[str]
) -> None:
    below = rows[heading.last + 1 : heading.last + 1 + 200]
    for target in intake.targets:
        if target.looks is None or target.field in taken:
            continue
        for column, each in enumerate(found):
            if each.why or (each.head and meaning((each.head,), intake.targets)):
                continue
            cells = [row[column] for row in below if column < len(row) and row[column]][:50]
            if cells and sum(target.looks(context, cell) for cell in cells) * 10 >= len(cells) * 9:
                found[column] = Match(column, each.head, target.field, "content")
                taken.add(target.field)
                break


def taken_for(arrangement: Arrangement, intake: Intake[Any], column: int, field: str) -> Arrangement:
    """The arrangement with one column taken for another field by the clerk; who had that field alone gives it up."""
    changed = []
    alone = field and not intake.by_field[field].several
    for each in arrangement.columns:
        if each.column == column:
            changed.append(Match(column, each.head, field, "chosen"))
        elif alone and each.field == field:
            changed.append(Match(each.column, each.head, "", "chosen"))
        else:
            changed.append(each)
    return Arrangement(tuple(changed))


def missing(arrangement: Arrangement, intake: Intake[Any]) -> tuple[str, ...]:
    """The fields, English keys of their headings, without which no line can be understood; empty when all is there."""
    there = arrangement.fields()
    if any(all(field in there for field in group) for group in intake.needed):
        return ()
    return tuple(intake.label_of(field) for field in intake.needed[0] if field not in there)


# -- reading ---------------------------------------------------------------------------------


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a line: its number in the file, the column counted from 0 (-1: none of them), what stands there, and why."""

    line: int
    column: int
    field: str
    value: str
    reason: str


class Line(msgspec.Struct, Generic[R]):
    """One line of a list: its number in the file, what it becomes, what stands in the book, and what is wrong with it.

    `what`: "new"; "change" and "same" stand in the book already; "faulty" has no record. `choice` is what the clerk wants of a
    line that stands in the book, `standing` that entry's id. `values` are the cells as they were read, kept where they may be
    needed again.
    """

    number: int
    record: R | None
    what: Literal["new", "change", "same", "faulty"] = "new"
    before: R | None = None
    choice: Choice | Literal[""] = ""
    standing: int = 0
    values: dict[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    left_out: bool = False


class Counts(msgspec.Struct, frozen=True):
    """How many lines are what; `left_out` are those that stand in the book and are skipped, and those the clerk left out."""

    lines: int
    new: int
    changed: int
    same: int
    left_out: int
    faulty: int


class _Column(dict[Any, Any]):
    """The values of the texts of one column, or of several together, each read once.

    A text that cannot be read raises KnownError each time it is met.
    """

    def __init__(self, read: Callable[[Any], Any], blank: Any = None) -> None:
        super().__init__({"": blank})
        self._read = read

    def __missing__(self, text: Any) -> Any:
        value = self._read(text)
        if len(self) < 50_000:
            self[text] = value
        return value


def _one_text(cells: Iterable[str]) -> str:
    """The cells of several columns as one text. Raises KnownError where one holds no entry."""
    return WITHIN.join(filter(None, map(reading.written, filter(None, cells))))


def _together(read: Callable[[str], Any]) -> Callable[[Sequence[str]], Any]:
    """How the cells of several columns are read as one text; None when all are blank."""

    def joined(cells: Sequence[str]) -> Any:
        text = _one_text(cells)
        return read(text) if text else None

    return joined


def _picker(places: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """What gives the cells at some places of a row."""
    if not places:
        return lambda _row: ()
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)


class Reading(Generic[R]):
    """A list as it was read against the book: its lines, faults, and which of them stand in the book already."""

    def __init__(
        self, intake: Intake[R], context: Any, rows: Sequence[Sequence[str]], heading: Heading, arrangement: Arrangement
    ) -> None:
        self.intake = intake
        self.context = context
        self.rows: list[Sequence[str]] = list(rows)
        self.heading = heading
        self.arrangement = arrangement
        self.lines: list[Line[R]] = []
        self.repeated = 0
        """How many times the heading stands again among the lines, as on a list printed on several pages; they are passed over."""
        self.moment = 0
        """The last act of the book when the list was read."""
        where = arrangement.fields()
        self.entwined = False
        """Whether its lines name each other, so that what one says may matter to any other."""
        single: list[tuple[str, int]] = []
        self._joined: list[tuple[str, tuple[int, ...], Callable[[Sequence[str]], Any], _Column]] = []
        for field, places in where.items():
            read = _reader(intake.by_field[field], context, intake.record)
            if len(places) == 1:
                single.append((field, places[0]))
            else:
                self._joined.append((field, places, _picker(places), _Column(_together(read))))
        self._fields = [field for field, _place in single]
        self._columns = [
            _Column(_reader(target, context, intake.record), target.blank)
            for target in map(intake.by_field.__getitem__, self._fields)
        ]
        self._cells = _picker([place for _field, place in single])
        self._column = {field: places[-1] for field, places in where.items()}
        self._width = 1 + max((place for places in where.values() for place in places), default=-1)
        self._first: dict[Hashable, int] = {}
        self._again: dict[Hashable, list[int]] = {}
        self._place: dict[int, int] = {}

    def line(self, number: int) -> Line[R]:
        """A line by its number in the file."""
        if not self._place:
            self._place = {line.number: place for place, line in enumerate(self.lines)}
        return self.lines[self._place[number]]

    def head_of(self, fault: Fault) -> str:
        """How the column of a fault is called: by its heading in the list, else by the field, worded."""
        heads = self.heading.heads
        return (heads[fault.column] if 0 <= fault.column < len(heads) else "") or _(self.intake.label_of(fault.field))

    def cells(self, number: int) -> Sequence[str]:
        """The texts of a line as they stand, repaired ones as they were repaired."""
        return self.rows[number - 1]

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, line by line; lines that were left out are no trouble any more."""
        return [fault for line in self.lines if line.what == "faulty" and not line.left_out for fault in line.faults]

    @property
    def duplicates(self) -> list[Line[R]]:
        """The lines that stand in the book already and would change something."""
        return [line for line in self.lines if line.what == "change"]

    def counts(self) -> Counts:
        """How many lines are what, as they are decided now."""
        new = changed = same = left = faulty = 0
        for line in self.lines:
            if line.left_out:
                left += 1
            elif line.what == "new" or line.choice == "add":
                new += 1
            elif line.what == "faulty":
                faulty += 1
            elif line.what == "same":
                same += 1
            elif line.choice == "skip":
                left += 1
            else:
                changed += 1
        return Counts(len(self.lines), new, changed, same, left, faulty)

    # -- understanding one line ---------------------------------------------

    def _values(self, row: Sequence[str]) -> dict[str, Any]:
        """The values of the cells that say something. Raises KnownError at the first that cannot be read."""
        if len(row) < self._width:
            row = [*row, *[""] * (self._width - len(row))]
        found = list(map(getitem, self._columns, self._cells(row)))
        values = dict(zip(self._fields, found, strict=True))
        if None in found:
            values = {field: value for field, value in values.items() if value is not None}
        for field, _places, cells, column in self._joined:
            if (value := column[cells(row)]) is not None:
                values[field] = value
        return values

    def _gather(self, numbers: Sequence[int]) -> None:
        """Let the desk know what all lines say, cells that cannot be read left out."""
        if self.intake.gather is not None:
            self.entwined = self.intake.gather(self.context, _AllSay(self, numbers))

    def readable(self, number: int) -> dict[str, Any]:
        """What a line says, cells that cannot be read left out."""
        row = self.rows[number - 1]
        with suppress(KnownError):
            return self._values(row)
        values = {}
        for field, places in self.arrangement.fields().items():
            with suppress(KnownError):
                text = _one_text(row[place] for place in places if place < len(row))
                value = _reader(self.intake.by_field[field], self.context, self.intake.record)(text) if text else None
                if value is not None:
                    values[field] = value
        return values

    def _cell_faults(self, number: int, row: Sequence[str]) -> tuple[Fault, ...]:
        """All cells of a line that cannot be read, each with its reason."""
        faults = []
        for field, places in self.arrangement.fields().items():
            text = WITHIN.join(cell for place in places if place < len(row) and (cell := row[place]))
            if text:
                try:
                    _one_text(row[place] for place in places if place < len(row))
                    _reader(self.intake.by_field[field], self.context, self.intake.record)(text)
                except KnownError as error:
                    faults.append(Fault(number, places[-1], field, text, str(error)))
        return tuple(faults)

    def _fault(self, number: int, error: KnownError) -> Fault:
        field = error.field or ""
        column = self._column.get(field, -1)
        row = self.rows[number - 1]
        return Fault(number, column, field, row[column] if 0 <= column < len(row) else "", str(error))

    def _new_line(self, number: int, row: Sequence[str]) -> Line[R]:
        """A line understood but for what stands in the book, which is asked of many lines together."""
        place = 0 if row[0] else next(place for place, cell in enumerate(row) if cell)
        begins = row[place]
        if ("计" in begins or "otal" in begins) and _TOTAL.fullmatch(folded(begins)):
            fault = Fault(number, place, "", begins, _("This is a line of totals. Leave it out."))
            return Line(number, None, "faulty", faults=(fault,))
        try:
            values = self._values(row)
            standing = self.intake.standing(self.context, values)
            for key in self._keys(values, standing):
                first = self._first.setdefault(key, number)
                if first != number:
                    self._again.setdefault(key, []).append(number)
                    raise KnownError(_("the same stands in line {line} too", line=first), field=self.intake.key_field)
            if standing is not None:
                return Line(number, None, "change", standing=standing, values=values)
            record = self.intake.understand(self.context, values, None)
            return Line(number, record, "same" if record is None else "new")
        except KnownError as error:
            faults = self._cell_faults(number, row) or (self._fault(number, error),)
            return Line(number, None, "faulty", faults=faults)

    def _keys(self, values: dict[str, Any], standing: int | None) -> Sequence[Hashable]:
        """What no two lines of a list may share: the desk's own key, and the entry of the book that a line already is."""
        key = self.intake.key(self.context, values)
        if standing is None:
            return () if key is None else (key,)
        entry = ("an entry of the book", standing)
        return (entry,) if key is None else (key, entry)

    def _forget(self, number: int) -> set[int]:
        """Forget what a line was told apart by; give the lines that were like it."""
        try:
            values = self._values(self.rows[number - 1])
            keys = self._keys(values, self.intake.standing(self.context, values))
        except KnownError:
            return set()
        alike: set[int] = set()
        for key in keys:
            if key in self._first:
                alike |= {self._first.pop(key), *self._again.pop(key, ())}
        return alike

    def _stand(self, lines: Sequence[Line[R]], book: Book) -> None:
        """Set beside lines that stand in the book what stands there."""
        asked = [line for line in lines if line.what == "change" and line.before is None]
        if not asked:
            return
        standing = self.intake.load(book, [line.standing for line in asked])
        for line in asked:
            before = standing[line.standing]
            try:
                record = self.intake.understand(self.context, line.values or {}, before)
            except KnownError as error:
                line.what, line.values, line.faults = "faulty", None, (self._fault(line.number, error),)
                continue
            line.before, line.record = before, record
            if record is None or record == before:
                line.what, line.values = "same", None
            else:
                line.choice = line.choice or self.offered(line)

    def offered(self, line: Line[R]) -> Choice:
        """What is offered for a line that stands in the book already, until the clerk decides otherwise."""
        doubtful = line.before is not None and line.record is not None and self.intake.unlike(line.before, line.record)
        return "skip" if doubtful else "update"


class _AllSay:
    """What all lines of a list say, as often as it is asked, without keeping it."""

    def __init__(self, reading: Reading[Any], numbers: Sequence[int]) -> None:
        self._reading, self._numbers = reading, numbers

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """What each line says, in their order."""
        return map(self._reading.readable, self._numbers)


_TOTAL = re.compile(r"(?:本页|全厂|全车间)?(?:总?合|总|小|共|累)计(?:[:(].*|[\d.,]+\D?)?|(?:sub|grand)?total(?:[:(].*)?")


def _reader(target: Target, context: Any, record: type[Record]) -> Callable[[str], Any]:
    find, field = target.find, fields(record).get(target.field)
    read = target.read or (read_long if field is not None and field.kind == "long" else read_text)

    def value(text: str) -> Any:
        plain = reading.written(text)
        if not plain:
            return target.blank
        return read(plain) if find is None else find(context, plain)

    return value


def read_text(text: str) -> str | None:
    """The text of a cell without blanks around it; spaces inside are single, and none part the signs of 先 进 生 产 者."""
    plain = " ".join(text.split())
    if " " in plain and _SPACED_OUT.fullmatch(plain):
        plain = plain.replace(" ", "")
    return plain or None


_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACED_OUT = re.compile(f"{_HAN}(?: {_HAN})+")


def read_name(text: str) -> str | None:
    """A name as `read_text` reads it, and without the spaces between Chinese characters: 王 建国 is 王建国. Marks are none."""
    plain = None if reading.says_nothing(text) or not any(map(str.isalnum, text)) else read_text(text)
    return plain and _BETWEEN_HAN.sub("", plain)


_BETWEEN_HAN = re.compile(f"(?<={_HAN}) (?={_HAN})")


def read_long(text: str) -> str | None:
    """The text of a cell of several lines or sentences, as it stands."""
    return text.strip() or None


@unswept()
def read(
    book: Book,
    rows: Sequence[Sequence[str]],
    heading: Heading,
    arrangement: Arrangement,
    intake: Intake[R],
    *,
    context: Any = None,
    told: Told = lambda _done, _all: None,
) -> Reading[R]:
    """Read all lines below the heading against the book; nothing is written. `told` hears how far it is and may end it.

    Blank lines, and the heading where it is repeated, are passed over.
    """
    lacking = missing(arrangement, intake)
    if lacking:
        raise KnownError(_("No column was taken for: {fields}.", fields=_("; ").join(_(label) for label in lacking)))
    moment = int(book.value("select max(id) from acts") or 0)
    reading = Reading(intake, intake.prepare(book) if context is None else context, rows, heading, arrangement)
    reading.moment = moment
    start = max(heading.last, heading.first - 1) + 1
    again = list(rows[heading.last]) if heading.last >= heading.first else None
    total = len(rows) - start
    lines = reading.lines
    if intake.gather is not None:
        reading._gather([number for number, row in enumerate(rows[start:], start=start + 1) if any(row) and row != again])
    for number, row in enumerate(rows[start:], start=start + 1):
        if not number % _STEP:
            told(number - start, total)
        if not any(row):
            continue
        if row == again:
            reading.repeated += 1
            continue
        lines.append(reading._new_line(number, row))
    reading._stand(lines, book)
    return reading


def read_rows(
    book: Book,
    rows: Sequence[Sequence[str]],
    intake: Intake[R],
    *,
    kept: Mapping[str, str] | None = None,
    last: Mapping[str, Mapping[str, str]] | None = None,
    told: Told = lambda _done, _all: None,
) -> Reading[R]:
    """Find the heading, match the columns and read all lines. Raises KnownError when no needed column was found, or no line."""
    heading = find_heading(rows, intake, last)
    context = intake.prepare(book)
    reading = read(
        book, rows, heading, match(rows, heading, intake, context=context, kept=kept, last=last), intake, context=context, told=told
    )
    if not reading.lines:
        raise KnownError(_("The list holds no line below its heading."))
    return reading


def repair(book: Book, reading: Reading[R], number: int, column: int, text: str) -> None:
    """Write another text into a cell of the list, not of the file, and understand the line anew, with those that were like it."""
    repair_all(book, reading, (number,), column, text)


def repair_all(book: Book, reading: Reading[R], numbers: Collection[int], column: int, text: str) -> None:
    """Write the same text into one column of many lines, and understand them anew; see `repair`."""
    changed = {}
    for number in numbers:
        row = list(reading.rows[number - 1])
        row += [""] * (column + 1 - len(row))
        for _field, places, _cells, _texts in reading._joined:
            if column in places:  # what stands there was shown as one text, and is written anew as one
                for place in places:
                    row[place : place + 1] = [""]
        row[column] = text.strip()
        changed[number] = row
    _anew(book, reading, changed)


def alike(reading: Reading[Any], fault: Fault, faults: Sequence[Fault]) -> list[int]:
    """The lines among `faults` with the very same fault: the same text in the same column, wrong for the same reason.

    Never what tells lines apart: the same works number written into ten lines would be wrong again.
    """
    if fault.column < 0 or not fault.value or (fault.field == reading.intake.key_field and reading.intake.key_alone):
        return [fault.line]
    same = (fault.column, fault.value, fault.reason)
    return [each.line for each in faults if (each.column, each.value, each.reason) == same]


def leave_out(reading: Reading[R], number: int, out: bool = True) -> None:
    """Leave a line out, or take it in again."""
    reading.line(number).left_out = out


def _anew(book: Book, reading: Reading[R], changed: Mapping[int, Sequence[str]]) -> None:
    """Put other rows in the place of some, and understand them anew with those that were like them."""
    again = set(changed)
    entwined, every = reading.entwined, [line.number for line in reading.lines]
    for number in changed:
        again |= reading._forget(number)
    for number, row in changed.items():
        reading.rows[number - 1] = row
    reading._gather(every)
    if reading.entwined != entwined:
        again.update(every)
    elif entwined:
        again.update(number for number in every if reading.intake.names_another(reading.context, reading.readable(number)))
    for number in list(again):  # those that are like it now, too: of two alike it is always the later that is told
        again |= reading._forget(number)
    found = []
    for number in sorted(again):
        kept = reading.line(number)
        line = reading._new_line(number, reading.rows[number - 1])
        line.choice, line.left_out = kept.choice, kept.left_out and number not in changed
        reading.lines[reading._place[number]] = line
        found.append(line)
    reading._stand(found, book)


def decide(reading: Reading[R], choice: Choice, numbers: Collection[int] | None = None) -> None:
    """What shall become of lines that stand in the book already.

    Of some, or of all. A line that cannot be added keeps its choice.
    """
    for line in reading.lines if numbers is None else [reading.line(number) for number in numbers]:
        if line.what == "change" and (choice != "add" or can_be_added(reading, line)):
            line.choice = choice


def can_be_added(reading: Reading[R], line: Line[R]) -> bool:
    """Whether a line that stands in the book may be entered once more beside it."""
    return line.what == "change" and line.values is not None and reading.intake.may_add(reading.context, line.values)


# -- what will be written -----------------------------------------------------------------------


class Plan(msgspec.Struct, Generic[R]):
    """What a list will write: the records, those with an id in place of what stands; and what the desk prepared.

    `moment` is the book's last act when the list was read, `tables` what it was read against: entries since then were not looked
    at.
    """

    records: list[R]
    context: Any
    counts: Counts
    moment: int
    tables: tuple[str, ...]


def plan(reading: Reading[R], *, faulty: Literal["skip", "stop"] = "stop") -> Plan[R]:
    """What will be written as things are decided.

    Raises KnownError when lines are faulty and shall not be skipped, or nothing is left.
    """
    counts = reading.counts()
    if counts.faulty and faulty == "stop":
        first = reading.faults[0]
        raise KnownError(
            _(
                "Nothing was taken in: line {line}: {fault}. {count} lines are faulty in all.",
                line=first.line, fault=first.reason.rstrip("。."), count=counts.faulty,
            )
        )  # fmt: skip
    records = []
    for line in reading.lines:
        if line.left_out or line.what in ("same", "faulty"):
            continue
        if line.what == "change" and line.choice == "skip":
            continue
        if line.what == "change" and line.choice == "add":
            again = reading.intake.understand(reading.context, line.values or {}, None)
            records += [] if again is None else [again]
        elif line.record is not None:
            records.append(line.record)
    return Plan(records, reading.context, counts, reading.moment, reading.intake.tables)


def still_as_read(book: Book, planned: Plan[Any]) -> None:
    """Raise KnownError when something was entered since the list was read; a service asks before it writes, inside its act."""
    listed = msgspec.json.encode(planned.tables).decode()
    since = book.value(
        "select count(*) from changes where act > :moment and act < (select max(id) from acts) "
        "and tbl in (select value from json_each(:tables))",
        moment=planned.moment, tables=listed,
    )  # fmt: skip
    if since:
        raise KnownError(_("Something was entered in the book since the list was read. Look at the list again, then take it in."))


def portions(records: Sequence[R], told: Told, *, before: int = 0, of: int | None = None) -> Iterator[Sequence[R]]:
    """Records as they are written together. `told` is told before each how many of how many are done; `before` came earlier."""
    for start in range(0, len(records), TOGETHER):
        told(before + start, len(records) if of is None else of)
        yield records[start : start + TOGETHER]


def write(
    planned: Plan[R],
    told: Told,
    *,
    order: Callable[[R], Any],
    enter: Callable[[Sequence[R]], object],
    correct: Callable[[Sequence[R]], object],
) -> int:
    """Write what a plan holds, inside an act: the new ones in their order through `enter`, then through `correct` those that stand.

    Gives how many were written.
    """
    count = len(planned.records)
    new = sorted((record for record in planned.records if record.id <= 0), key=order)
    for portion in portions(new, told, of=count):
        enter(portion)
    for portion in portions([record for record in planned.records if record.id > 0], told, before=len(new), of=count):
        correct(portion)
    told(count, count)
    return count


def left_behind(reading: Reading[Any]) -> str:
    """What does not come with new entries that bear the register numbers of another book, in words; empty where there are none."""
    for place in reading.arrangement.fields().get(reading.intake.number, ()):
        for line in reading.lines:
            row = reading.cells(line.number) if line.what == "new" else ()
            if place < len(row) and numbering.is_number(row[place]):
                return _(reading.intake.left_behind)
    return ""


def said_of(counts: Counts) -> str:
    """What taking the list in will do, in one sentence: "1,203 new, 14 changed, 3 left out"."""
    parts = [
        (counts.new, N_("{count} new")),
        (counts.changed, N_("{count} changed")),
        (counts.same, N_("{count} unchanged")),
        (counts.left_out, N_("{count} left out")),
        (counts.faulty, N_("{count} faulty")),
    ]
    said = [_(key, count=f"{count:,}") for count, key in parts if count]
    return _(", ").join(said)


def said_of_line(reading: Reading[R], line: Line[R]) -> str:
    """What else is to be known of a line that is not faulty, in words: what the desk says of it, and what it does not say itself.

    "Betters: Process (not in the list)".
    """
    if line.record is None:
        return ""
    said = [reading.intake.said(reading.context, line.record)]
    asked = [target for target in reading.intake.targets if target.assumed] if line.what == "new" else []
    told = reading.readable(line.number) if asked else {}
    for target in asked:
        if target.field not in told:
            value = _(getattr(line.record, target.field).word)
            said.append(_("{field}: {value} (not in the list)", field=_(target.label), value=value))
    return _("; ").join(filter(None, said))


def said_of_changes(reading: Reading[Any]) -> Iterator[tuple[int, str]]:
    """The lines by which a figure of the book changes, in words: "Foundry · Output · 1958-02: Plan 100 → 120".

    Of lists whose entries have a name of their own; of the others it is seen at the entry.
    """
    intake = reading.intake
    for line in reading.duplicates if intake.called else ():
        before, record = line.before, line.record
        if intake.called is None or before is None or record is None or line.choice != "update" or line.left_out:
            continue
        parts = []
        for field in (name for name in intake.by_field if name in record.__struct_fields__):
            if getattr(before, field) != getattr(record, field):
                was, now = (intake.show(reading.context, field, each) for each in (before, record))
                parts.append(f"{_(intake.label_of(field))} {was or '—'} → {now or '—'}")
        yield line.number, _("{entry}: {changes}", entry=intake.called(reading.context, before), changes=_("; ").join(parts))
