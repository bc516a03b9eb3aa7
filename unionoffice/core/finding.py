"""What a search found, table by table: how many there are, and the latest of each."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from unionoffice.core.book import HIT, Book
from unionoffice.core.search import Hit, question


class Found(msgspec.Struct, frozen=True):
    """What was found in one table: how many, and the latest of them."""

    tbl: str
    count: int
    hits: tuple[Hit, ...]


def latest(book: Book, text: str, tables: Container[str], *, limit: int) -> tuple[list[Hit], bool]:
    """The latest entries that hold what was typed, of the tables that have a place on the screen, and whether these are all."""
    begins = numbered(book, text, limit=limit)
    if begins:  # at once by the numbers' own index; what else holds it is found when all is counted
        return [hit for hit in begins if hit.tbl in tables], False
    hits = book.search(text, limit=limit)
    return [hit for hit in hits if hit.tbl in tables], len(hits) < limit


def numbered(book: Book, text: str, *, limit: int) -> list[Hit]:
    """The latest entries whose register number begins with what was typed, such as JY-1958-00."""
    begins = text.strip().upper()
    if not begins[:1].isalpha() or not any(sign.isdigit() for sign in begins):
        return []
    return [
        Hit(**row)
        for row in book.rows(
            f"select {HIT} from register where number >= :begins and number < :beyond order by number desc limit :n",
            begins=begins,
            beyond=begins + "\U0010ffff",
            n=limit,
        )
    ]


def found(book: Book, text: str, tables: Container[str], known: list[Hit], *, each: int) -> list[Found]:
    """How many of each table hold what was typed, with the latest `each` of them.

    `known` are the latest of all, as `latest` gave them: only what they lack is asked for again. All that is found is counted:
    with a million entries that may take some tenths of a second, so it is asked beside the window.
    """
    asked = question(text)
    if asked is None:
        return []
    counts = book.rows(
        "select register.tbl as tbl, count(*) as count, max(register.id) as latest from found "
        "join register on register.id = found.rowid where found match :q group by register.tbl",
        q=asked,
    )
    made = []
    for row in counts:
        tbl, count = str(row["tbl"]), int(row["count"])
        if tbl not in tables:
            continue
        hits = [hit for hit in known if hit.tbl == tbl]
        if len(hits) < min(each, count):
            hits = book.search(text, tbl=tbl, limit=each)
        made.append(Found(tbl, count, tuple(hits)))
    return made


def rows(book: Book, text: str, tbl: str, *, limit: int) -> list[int]:
    """The ids of the latest entries of one table that hold what was typed."""
    return [hit.row for hit in book.search(text, tbl=tbl, limit=limit)]


def units(book: Book, hits: list[Hit]) -> dict[int, str]:
    """The names of the units the entries belong to, by their ids."""
    return {unit: book.title("units", unit) for unit in {hit.unit for hit in hits if hit.unit}}


def offered(book: Book, tbl: str, text: str, *, limit: int) -> list[Hit]:
    """Entries of one table to choose from while typing: digits begin its own number, else it holds the text.

    A person's works number stands first in the note. Digits stand in many texts: the latest that hold them would seldom be the one.
    """
    if text.isdigit():
        begins = [
            Hit(**row)
            for row in book.rows(
                f"select {HIT} from register "
                "where tbl = :tbl and (note glob :begins or number glob :begins or old_number glob :begins) order by row limit :n",
                tbl=tbl,
                begins=f"{text}*",
                n=limit,
            )
        ]
        if begins:
            return begins
    return book.offered(tbl, text, limit=limit)
