"""The roster on the screen: workers with what they did and earned, and the tree of units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from unionoffice.core.intake import Reading
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, _
from unionoffice.desks.roster import service
from unionoffice.desks.roster.intake import UNITS
from unionoffice.desks.roster.records import Standing, Unit, Worker
from unionoffice.kit.desk import Action, DeskTab, Page
from unionoffice.kit.list_page import ListPage
from unionoffice.kit.section import Section

_UNITS_NAMED = 6


class Leaving(Record):
    """What is asked when a worker leaves or a unit is closed."""

    day: Annotated[date, shown(N_("On"))]


class WorkersPage(Page[Worker]):
    """The workers on the plant's roll."""

    TITLE = N_("Workers")
    QUERY = service.WORKERS
    NEW = N_("New worker")
    STATE = "standing"
    CARRY = ("unit",)
    EMPTY = N_("The workers of the plant stand here. Enter the first one, or take in a whole list (menu Book, Take in workers).")
    SECTIONS = (
        Section(N_("Worker"), ("name", ("number", "sex"), "unit", ("trade", "grade"), ("born", "entered_on"), "member", "remark")),
        Section(N_("Left"), ("left_on",)),
    )
    ENTRY = SECTIONS[:1]

    def enter(self, record: Worker, came_from: tuple[str, int] | None) -> int:
        """Put a new worker on the roll."""
        return service.enter_worker(self.office.book, record)

    def correct(self, record: Worker) -> None:
        """Correct a worker."""
        service.correct_worker(self.office.book, record)

    def next_actions(self, record: Worker) -> Sequence[Action]:
        """Leave the plant, or come back."""
        book = self.office.book
        if record.standing is Standing.LEFT:
            return [
                Action(name="come_back", label=N_("Put back on the roll"), do=lambda row, _asked: service.return_to_roll(book, row))
            ]
        return [
            Action(
                name="leave",
                label=N_("Left the plant"),
                asks=Leaving,
                values={"day": self.office.day()},
                do=lambda row, asked: service.leave(book, row, asked.day),
            )
        ]


class UnitsPage(Page[Unit]):
    """The units of the plant."""

    TITLE = N_("Units")
    QUERY = service.UNITS
    NEW = N_("New unit")
    STATE = "level"
    CARRY = ("above", "level")
    EMPTY = N_("The plant, its workshops, sections, teams and departments stand here. Enter the plant first.")
    SECTIONS = (
        Section(N_("Unit"), (("name", "code"), "english", "level", "above", "head", "remark")),
        Section(N_("Closed"), ("closed_on",)),
    )
    ENTRY = SECTIONS[:1]

    def enter(self, record: Unit, came_from: tuple[str, int] | None) -> int:
        """Put a new unit into the tree."""
        return service.enter_unit(self.office.book, record)

    def correct(self, record: Unit) -> None:
        """Correct a unit."""
        service.correct_unit(self.office.book, record)

    def next_actions(self, record: Unit) -> Sequence[Action]:
        """Close the unit, or open it again."""
        book = self.office.book
        if record.closed_on is not None:
            again = Action(
                name="open_unit", label=N_("Open the unit again"), do=lambda row, _asked: service.open_unit_again(book, row)
            )
            return [again]
        return [
            Action(
                name="close_unit",
                label=N_("Close the unit"),
                asks=Leaving,
                values={"day": self.office.day()},
                do=lambda row, asked: service.close_unit(book, row, asked.day),
            )
        ]


class WorkersListPage(ListPage):
    """A list of workers is read, shown line by line, mended and taken in."""

    INTAKE = service.ROLL
    TITLE = N_("Take in workers")
    HEADING = N_("Take in workers from a list")

    def brings(self, reading: Reading[Any]) -> str:
        """The units that the roster does not have."""
        units = service.new_units(reading)
        if not units:
            return ""
        names = _("; ").join(units[:_UNITS_NAMED]) + (" …" if len(units) > _UNITS_NAMED else "")
        return _("New units ({count}): {names}.", count=len(units), names=names)

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} workers were taken in. Undo takes the whole list back.", count=f"{count:,}")


class UnitsListPage(ListPage):
    """A list of units is read, shown line by line, mended and taken in."""

    TITLE = N_("Take in units")
    INTAKE = UNITS
    HEADING = N_("Take in units from a list")

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} units were taken in. Undo takes the whole list back.", count=f"{count:,}")


class RosterTab(DeskTab):
    """Workers and units."""

    PAGES = (WorkersPage, UnitsPage, WorkersListPage, UnitsListPage)
