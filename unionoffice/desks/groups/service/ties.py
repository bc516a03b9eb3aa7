"""What belongs together: a society, trial or posting tied to proposals, experiences, trials and groups by their numbers."""

from __future__ import annotations

from unionoffice.core import numbering
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.search import Hit
from unionoffice.core.words import N_, _
from unionoffice.desks.groups.records import Tying

RESULT = N_("came of the society")
"""The kind of link from a society to a proposal, trial or experience that came of its work."""

WORKED_ON = N_("the technician worked on")
"""The kind of link from a posting to the proposals, trials and groups the technician worked on."""

BELONGS = N_("belongs to the trial")
"""The kind of link from a trial to a proposal, an experience or another trial."""

KINDS = {"research_societies": RESULT, "postings": WORKED_ON, "trials": BELONGS}
TIED = ("proposals", "trials", "experiences", "mutual_groups", "research_societies", "contracts")
"""The tables whose records can be tied by their numbers."""


def tie(book: Book, tbl: str, row: int, asked: Tying) -> None:
    """Tie a record to another by its number. Raises KnownError when no such record can be tied."""
    other = _asked(book, tbl, row, asked)
    with book.act(N_("Tie {no} to {other}"), no=_number(book, tbl, row), other=other.number) as act:
        act.link(KINDS[tbl], (tbl, row), (other.tbl, other.row))


def untie(book: Book, tbl: str, row: int, asked: Tying) -> None:
    """Take such a tie out again. Raises KnownError when there is none."""
    other = _asked(book, tbl, row, asked)
    if other.number not in tied(book, tbl, row):
        raise KnownError(_("{number} is not tied to this entry.", number=other.number), field="number")
    with book.act(N_("Untie {no} from {other}"), no=_number(book, tbl, row), other=other.number) as act:
        act.unlink(KINDS[tbl], (tbl, row), (other.tbl, other.row))


def tied(book: Book, tbl: str, row: int) -> list[str]:
    """The numbers of what was tied to a record here."""
    return [link.other.number for link in book.links(tbl, row) if link.outward and link.kind == KINDS[tbl]]


def _asked(book: Book, tbl: str, row: int, asked: Tying) -> Hit:
    kind, year, running = _parts(asked.number)
    other = book.numbered(numbering.written(kind, year, running))
    if other is None:
        raise KnownError(_("No entry bears the number {number}.", number=asked.number.strip()), field="number")
    if other.tbl not in TIED or (other.tbl, other.row) == (tbl, row):
        why = _("{number} is no proposal, trial, experience, group, society or contract.", number=other.number)
        raise KnownError(why, field="number")
    return other


def _parts(number: str) -> tuple[str, int, int]:
    try:
        return numbering.taken_apart(number)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="number") from trouble


def _number(book: Book, tbl: str, row: int) -> str:
    hit = book.hit(tbl, row)
    return hit.number if hit is not None else ""
