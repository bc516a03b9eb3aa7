"""What a desk says of a page: class variables and methods that its page overrides. Nothing is made here; `kit.page` makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from unionoffice.core.query import Query
from unionoffice.core.record import Record, fields
from unionoffice.core.words import N_
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office
from unionoffice.kit.section import Section
from unionoffice.kit.table import show_value
from unionoffice.printing.paper import Paper

R = TypeVar("R", bound=Record)


class StepLine(msgspec.Struct, frozen=True):
    """The states a record goes through (English keys), how far it is, and the side exit it took, if any."""

    names: tuple[str, ...]
    reached: int
    aside: str = ""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """A step the clerk can take now.

    `do` takes the record's id and what was asked (None when nothing is); it may give the id of a
    record to show. `asks` is the record of the questions, `values` fills them in. `final` is an
    English key that says before the step why it cannot be undone.
    """

    name: str
    label: str
    do: Callable[[int, Any], int | None]
    asks: type[Record] | None = None
    sections: tuple[Section, ...] | None = None
    values: Mapping[str, object] = {}
    primary: bool = False
    final: str = ""


class Declared(Generic[R]):
    """A register with its record, as a desk describes it."""

    TITLE: ClassVar[str] = ""
    QUERY: ClassVar[Query[Any]]
    SECTIONS: ClassVar[tuple[Section, ...]] = ()
    ENTRY: ClassVar[tuple[Section, ...]] = ()  # what is asked at first; empty: the same as SECTIONS
    NEW: ClassVar[str] = ""  # the words of the button for a new entry; empty: entries are not made here
    NUMBER: ClassVar[str] = ""  # the field of the register number
    HEADING: ClassVar[str] = "name"  # the field at the head of the record
    STATE: ClassVar[str] = ""  # the field of the state
    CARRY: ClassVar[tuple[str, ...]] = ()  # filled in from the entry before
    PAPERS: ClassVar[tuple[Paper, ...]] = ()
    EMPTY: ClassVar[str] = N_("Nothing here yet.")  # what belongs here, and the first step

    office: Office

    def enter(self, record: R, came_from: tuple[str, int] | None) -> int:
        """Save a new record; give its id."""
        raise NotImplementedError

    def correct(self, record: R) -> None:
        """Save a corrected record."""
        raise NotImplementedError

    def can_correct(self, record: R) -> bool:
        """Whether the record may still be corrected."""
        return True

    def correction(self, record: R) -> tuple[Section, ...]:
        """The sections that can be corrected in the record's present state."""
        return self.ENTRY or self.SECTIONS

    def defaults(self) -> Mapping[str, object]:
        """What stands in the boxes of a new entry."""
        return {}

    def steps(self, record: R) -> StepLine | None:
        """The record's way and how far it is."""
        return None

    def state_words(self, record: R) -> str:
        """The record's state in words of the screen."""
        if not self.STATE:
            return ""
        return show_value(fields(type(record))[self.STATE], getattr(record, self.STATE), self.office.book)

    def tone(self, record: R) -> str:
        """The colour of the state: "good", "warn", "overdue" or "quiet"."""
        return "quiet"

    def next_actions(self, record: R) -> Sequence[Action]:
        """The steps that can come next."""
        return ()

    def warnings(self, record: R) -> Sequence[str]:
        """What the clerk should know about this record, in words of the screen."""
        return ()

    def extra(self, record: R) -> QWidget | None:
        """What the desk shows of a record beyond its fields: a picture, a grid, a sheet."""
        return None

    def sections(self, record: R) -> tuple[Section, ...]:
        """The sections to show of a record; those whose fields are all empty are left out by themselves."""
        return self.SECTIONS

    def entry_problem(self, form: Form[Any]) -> str:
        """A hint beside a form while something is typed; empty when there is none."""
        return ""

    def heading(self, record: R) -> str:
        """What stands at the head of the record."""
        return str(getattr(record, self.HEADING))

    def offers(self, paper: Paper, record: R) -> bool:
        """Whether a paper can be printed of this record in its present state."""
        return True
