"""The questions asked of certificates, wordings and printers, and the writing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.awards.records import Certificate, Printer, Wording


def _note(certificate: Certificate) -> str:
    return " · ".join(part for part in (certificate.competition, certificate.title, certificate.period) if part)


CERTIFICATES: Table[Certificate] = Table(
    "certificates",
    Certificate,
    found=Found(
        number="number", title="name", state=lambda certificate: certificate.standing.word, unit="unit", day="dated",
        old_number="old_number", note=_note, text=("body", "issuer", "void_reason"), pinyin=("title",), mentions=("worker", "unit"),
    ),
)
WORDINGS: Table[Wording] = Table("wordings", Wording, found=Found(title="name", text=("chinese", "english")))
PRINTERS: Table[Printer] = Table("printers", Printer, found=Found(title="name", text=("remark",)))
TABLES = (CERTIFICATES, WORDINGS, PRINTERS)


def certificate(book: Book, row: int) -> Certificate:
    """One certificate."""
    return book.get(CERTIFICATES, row)


def between(book: Book, first: date, after: date) -> list[Certificate]:
    """The certificates with a number that are dated from `first` to before `after`, by number."""
    return book.all(
        Certificate,
        "select * from certificates where number <> '' and dated >= :first and dated < :after order by number, id",
        first=first.isoformat(), after=after.isoformat(),
    )


def voided_between(book: Book, first: date, after: date) -> list[Certificate]:
    """The certificates voided from `first` to before `after`."""
    return book.all(
        Certificate,
        "select * from certificates where voided_on >= :first and voided_on < :after order by voided_on, id",
        first=first.isoformat(), after=after.isoformat(),
    )


def drafts(book: Book) -> list[Certificate]:
    """The certificates not issued yet, as they were drawn up."""
    return book.all(Certificate, "select * from certificates where standing = 'draft' order by dated, id")


def count_drafts(book: Book) -> int:
    """How many certificates are not issued yet."""
    return int(book.value("select count(*) from certificates where standing = 'draft'"))


def issued_to(book: Book, tbl: str, row: int) -> list[Certificate]:
    """The certificates in force of a worker ("workers") or a unit ("units"), by date."""
    column = {"workers": "worker", "units": "unit"}[tbl]
    return book.all(
        Certificate, f"select * from certificates where {column} = :row and standing = 'issued' order by dated, id", row=row
    )


def last_issuer(book: Book) -> str:
    """Who issued the latest certificate; empty when there is none."""
    return str(book.value("select issuer from certificates order by id desc limit 1") or "")


def wordings(book: Book) -> list[Wording]:
    """The wordings that the office changed or added."""
    return book.all(Wording, "select * from wordings order by id")


def printers(book: Book) -> list[Printer]:
    """The printers and their offsets, by name."""
    return book.all(Printer, "select * from printers order by name, id")


def told_apart_by(book: Book) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Of every certificate what tells one from another: (id, number, paper number, name, date, title)."""
    for row in book.rows("select id, number, old_number, name, dated, title from certificates order by id"):
        yield row["id"], row["number"], row["old_number"], row["name"], row["dated"], row["title"]


def save_all(act: Act, records: Sequence[Certificate]) -> list[int]:
    """Write many certificates."""
    return act.save_all(CERTIFICATES, records)


def save(act: Act, record: Certificate) -> int:
    """Write a certificate."""
    return act.save(CERTIFICATES, record)


def drop(act: Act, row: int) -> None:
    """Take a draft out of the book."""
    act.delete(CERTIFICATES, row)


def save_wording(act: Act, record: Wording) -> int:
    """Write a wording."""
    return act.save(WORDINGS, record)


def save_printer(act: Act, record: Printer) -> int:
    """Write a printer."""
    return act.save(PRINTERS, record)


def drop_printer(act: Act, row: int) -> None:
    """Take a printer out of the list."""
    act.delete(PRINTERS, row)
