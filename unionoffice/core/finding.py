"""What a search found, table by table: how many there are, and the latest of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Container, Sequence

import msgspec

from unionoffice.core.book import HIT, Book
from unionoffice.core.search import Hit, begun, question


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
    begins = unicodedata.normalize("NFKC", text).strip().upper()
    if not begins.isascii() or not begins[:1].isalpha() or not any(sign.isdigit() for sign in begins):
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


def count(book: Book, text: str, tbl: str) -> int:
    """How many entries of a table hold what was typed: by the index alone where it can tell."""
    asked = question(text, tbl=tbl)
    if asked is None:
        return 0
    looked_at = f" cross join texts on texts.entry = found.rowid where found match :match and {asked.looked_at}"
    sql = f"select count(*) from found{looked_at if asked.looked_at else ' where found match :match'}"
    return int(book.value(sql, match=asked.match, **asked.values))


def found(book: Book, text: str, tables: Collection[str], known: list[Hit], *, each: int) -> list[Found]:
    """How many of each table hold what was typed, with the latest `each` of them; tables that have none are left out.

    `known` are the latest of all, as `latest` gave them: only what they lack is asked for again. All that is found is counted:
    with a million entries that may take some tenths of a second, so it is asked beside the window.
    """
    made = []
    for tbl in sorted(tables):
        count_of_it = count(book, text, tbl)
        if not count_of_it:
            continue
        hits = [hit for hit in known if hit.tbl == tbl]
        if len(hits) < min(each, count_of_it):
            hits = book.search(text, tbl=tbl, limit=each)
        made.append(Found(tbl, count_of_it, tuple(hits)))
    return made


def rows(book: Book, text: str, tbl: str, *, limit: int) -> list[int]:
    """The ids of the latest entries of one table that hold what was typed."""
    return [hit.row for hit in book.search(text, tbl=tbl, limit=limit)]


def units(book: Book, hits: list[Hit]) -> dict[int, str]:
    """The names of the units the entries belong to, by their ids."""
    return {unit: book.title("units", unit) for unit in {hit.unit for hit in hits if hit.unit}}


def offered(book: Book, tbl: str, text: str, *, limit: int) -> list[Hit]:
    """Entries of one table to choose from while typing: digits begin its own number, else it holds the text or is read so.

    A person's works number stands first in the note. Digits stand in many texts: the latest that hold them would seldom be the one.
    """
    if text.isdigit() and text.isascii():
        begins = [
            Hit(**row)
            for row in book.rows(
                f"select {HIT} from found cross join register on register.id = found.rowid where found match :match "
                "and (note glob :begins or number glob :begins or old_number glob :begins) order by found.rowid limit :n",
                match=begun(text, tbl),
                begins=f"{text}*",
                n=limit,
            )
        ]
        if begins:
            return begins
    return book.offered(tbl, text, limit=limit)


def by_number_and_title(book: Book, table: str, rows: Sequence[int], *, numbered: bool = True) -> dict[int, str]:
    """Records as lists call them: by register number and title, or by title alone."""
    listed = msgspec.json.encode(list(rows)).decode()
    sql = "select row, number, title from register where tbl = :tbl and row in (select value from json_each(:rows))"
    with book.fetching(sql, tbl=table, rows=listed) as found:
        return {row: f"{number} {title}" if number and numbered and number != title else title for row, number, title in found}
