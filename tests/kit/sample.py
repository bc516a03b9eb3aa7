"""A record with every kind of field, for the tests of the bricks."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import date
from typing import Annotated

from unionoffice.core.book import Book
from unionoffice.core.money import Fen
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_
from unionoffice.kit.asker import Asker
from unionoffice.kit.section import Section


class Stage(Worded):
    """How far a proposal is."""

    RECEIVED = "received", N_("Received")
    ADOPTED = "adopted", N_("Adopted")
    REJECTED = "rejected", N_("Rejected")


class Speech(Record):
    """One line of the minutes."""

    parent: int
    place: int
    speaker: Annotated[int | None, shown(N_("Name"), ref="workers", private=True)] = None
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = False
    minutes: Annotated[int, shown(N_("Minutes"), ge=0)] = 0
    words: Annotated[str, shown(N_("Words"), long=True)] = ""


class Proposal(Record):
    """A proposal with a field of each kind."""

    title: Annotated[str, shown(N_("Title"), hint=N_("what is to be changed, in a few words"))]
    received_on: Annotated[date, shown(N_("Received on"))]
    unit: Annotated[int, shown(N_("Unit"), ref="units")]
    proposer: Annotated[str, shown(N_("Name"), suggests="workers")] = ""
    stage: Annotated[Stage, shown(N_("State"))] = Stage.RECEIVED
    secret: Annotated[str, shown(N_("Name of the speaker"), private=True)] = ""
    anonymous: Annotated[bool, shown(N_("Anonymous"))] = False
    now: Annotated[str, shown(N_("Present state"), long=True, hint=N_("how it is done today"))] = ""
    saving: Annotated[Fen | None, shown(N_("Saving"), unit=N_("yuan"), ge=0)] = None
    hours: Annotated[Quantity | None, shown(N_("Hours saved"), unit=N_("hours"), hint=N_("in twelve months"))] = None
    born: Annotated[int | None, shown(N_("Year of birth"), ge=1850, le=2100)] = None
    pieces: Annotated[int, shown(N_("Pieces"))] = 0
    month: Annotated[Month | None, shown(N_("Month"))] = None
    met_at: Annotated[datetime.datetime | None, shown(N_("Met at"))] = None
    end: Annotated[Stage | None, shown(N_("End"))] = None
    speeches: Annotated[tuple[Speech, ...], shown(N_("Speeches"))] = ()


SECTIONS = (
    Section(N_("At receipt"), ("title", ("received_on", "unit"), ("proposer", "stage"), ("secret", "anonymous"), "now")),
    Section(N_("Benefit"), (("saving", "hours"), ("born", "pieces"), ("month", "met_at"), "end")),
    Section(N_("Minutes"), ("speeches",)),
)


class Office:
    """The least that the boxes need of an office."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.asker: Asker | None = None
        self.month = Month(1958, 2)
        self.added: list[tuple[str, str, Callable[[int], None]]] = []

    def add_new(self, table: str, text: str, done: Callable[[int], None]) -> None:
        """Remember what was asked for."""
        self.added.append((table, text, done))
