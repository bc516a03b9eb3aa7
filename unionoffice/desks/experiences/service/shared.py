"""What the modules of this service share: kinds of links, numbers, and what the roster knows of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from unionoffice.core import numbering
from unionoffice.core.book import Act, Book
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import store
from unionoffice.desks.experiences.records import (
    Creator,
    Visitor,
)
from unionoffice.desks.roster import service as roster

TABLE = store.EXPERIENCES.name
VISITS_TABLE = store.VISITS.name
DEMONSTRATIONS_TABLE = store.DEMONSTRATIONS.name

WRITTEN_UP = N_("written up as an experience")
"""The kind of link from a proposal, a trial, a visit or a competition to the experience that was written up from it."""
SHOWN = N_("demonstrated")
"""The kind of link from an experience to a demonstration of it."""
HELPED = N_("helped to introduce it")
"""The kind of link from an experience to help with it."""
UNDER_CONTRACT = N_("spread under the contract")
"""The kind of link from an experience to a contract under which it is spread."""
LED_TO = N_("led to the visit")
"""The kind of link from another record, such as a plan to catch up, to the visit made for it."""

EXPERIENCES = store.EXPERIENCE_REGISTER
VISITS = store.VISIT_REGISTER
DEMONSTRATIONS = store.DEMONSTRATION_REGISTER
HELP = store.HELP_REGISTER
CONTRACTS = store.CONTRACT_REGISTER


def next_number(book: Book, kind: str, day: date) -> str:
    """The number the next entry of a register will bear, for the words of its act."""
    return numbering.written(kind, day.year, book.next_running(kind, day.year))


def tie(act: Act, kind: str, old: int | None, new: int | None, end: tuple[str, int]) -> None:
    """Tie a record to the experience it is about, and untie it from the one it was about before."""
    if old and old != new:
        act.unlink(kind, (TABLE, old), end)
    if new:
        act.link(kind, (TABLE, new), end)


def known(book: Book, line: Any) -> Any:
    """A creator, visitor or lent worker as it is kept: of a worker the roster knows the name, and the trade and unit of now.

    The name of a worker is not written a second time; trade and unit are kept as they were.
    """
    if line.worker is None:
        return changed(line, name=line.name.strip(), trade=line.trade.strip())
    worker = roster.worker(book, line.worker)
    filled = changed(line, name="", trade=line.trade.strip() or worker.trade)
    return changed(filled, unit=line.unit or worker.unit) if isinstance(line, Creator | Visitor) else filled


def called(book: Book, line: Any) -> str:
    """What a creator, visitor or lent worker is called."""
    return book.title("workers", line.worker) if line.worker is not None else line.name or line.trade


def names_hint(book: Book, text: str) -> list[str]:
    """The hint for a text that names workers of the roster; none when it names nobody. Quick, and never a block."""
    names = roster.named_in(book, text)
    if not names:
        return []
    return [_("Write of the arrangement, not the person? The text names {names}.", names=", ".join(names))]
