"""A desk in miniature for the proofs of the core: letters with lines that name workers and units.

Its migrations also serve as "what is new in this program" in the proofs of upgrading.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from sqlite_utils import Database, Migrations

from unionoffice import schema
from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Record, Table, Worded, shown
from unionoffice.core.words import N_


class LetterState(Worded):
    """Where a letter stands."""

    OPEN = "open", N_("open")
    CLOSED = "closed", N_("closed")


class Passage(Record):
    """One passage of a letter."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    said: Annotated[str, shown(N_("Text"))] = ""


class Letter(Record):
    """A letter with its passages."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    title: Annotated[str, shown(N_("Title"))]
    written_on: Annotated[date, shown(N_("Date"))] = date(1958, 2, 10)
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    state: LetterState = LetterState.OPEN
    passages: Annotated[tuple[Passage, ...], shown(N_("Text"))] = ()


migrations = Migrations("letters")


@migrations()
def l001_letters(db: Database) -> None:
    db.execute(
        """create table letters (
            id integer primary key autoincrement, number text not null, old_number text not null, title text not null,
            written_on text not null, unit integer references units (id),
            state text not null check (state in ('open', 'closed'))) strict"""
    )
    db.execute("create index letters_unit on letters (unit)")
    db.execute(
        """create table letter_passages (
            id integer primary key autoincrement, parent integer not null references letters (id), place integer not null,
            worker integer references workers (id), said text not null) strict"""
    )
    db.execute("create index letter_passages_parent on letter_passages (parent, place)")
    db.execute("create index letter_passages_worker on letter_passages (worker)")


PASSAGES: Table[Passage] = Table("letter_passages", Passage)
LETTERS: Table[Letter] = Table(
    "letters",
    Letter,
    found=Found(
        number="number", title="title", state="state", unit="unit", day="written_on", old_number="old_number",
        text=("passages.said",), mentions=("unit", "passages.worker"),
    ),
    lines={"passages": PASSAGES},
)
SETS = (*schema.SETS, migrations)
TABLES = (*schema.TABLES, LETTERS, PASSAGES)


def enter(book: Book, letter: Letter) -> int:
    """Enter a letter; it takes the next number of its year when it has none."""
    with book.act("Enter letter {title}", title=letter.title) as act:
        return save(act, letter)


def save(act: Act, letter: Letter) -> int:
    """Write a letter; a new one takes the next number of its year."""
    from unionoffice.core.record import changed

    if not letter.id and not letter.number:
        letter = changed(letter, number=act.number("XJ", letter.written_on))
    return act.save(LETTERS, letter)
