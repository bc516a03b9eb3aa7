"""The roster on the screen: workers with what they did and earned, and the tree of units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from unionoffice.core import intake, spreadsheet
from unionoffice.core.book import Book
from unionoffice.core.intake import Reading
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, _
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Standing, Unit, Worker
from unionoffice.kit.desk import Action, DeskTab, Page
from unionoffice.kit.intake import MOST_SHOWN, IntakePage, Shown, ShownLine
from unionoffice.kit.jobs import Progress
from unionoffice.kit.section import Section


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
    SECTIONS = (Section(N_("Unit"), ("name", "english", "level", "above", "remark")), Section(N_("Closed"), ("closed_on",)))
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


class WorkersIntakePage(IntakePage[Reading[Worker]]):
    """A list of workers is read, shown line by line with what is wrong, and taken in whole or not at all."""

    HEADING = N_("Take in workers from a list")
    WORDS = N_(
        "An XLSX, XLS, ODS or CSV file with a heading line: name, works number, sex, year of birth, unit, trade, grade, "
        "entry date, member; in Chinese or English, in any order. Either the whole list is taken in, or nothing."
    )
    HEADS = (
        N_("Line"), N_("Works number"), N_("Name"), N_("Unit"), N_("Trade"), N_("Technical grade"), N_("What is wrong"),
    )  # fmt: skip
    RIGHT = (0,)

    def read(self, book: Book, path: Path, progress: Progress, *, erase: bool) -> Reading[Worker]:
        """Read the list."""
        return intake.read_rows(book, spreadsheet.rows_of(path), service.ROLL, told=progress)

    def shown(self, book: Book, found: Reading[Worker]) -> Shown:
        """The faulty lines, then the others."""
        faulty = [line for line in found.lines if line.record is None]
        lines = []
        for line in [*faulty, *(line for line in found.lines if line.record is not None)][:MOST_SHOWN]:
            worker, fault = line.record, "; ".join(fault.reason for fault in line.faults)
            cells = (
                str(line.number), worker.number if worker else "", worker.name if worker else "",
                found.context.path(worker.unit) if worker else "",
                worker.trade if worker else "", str(worker.grade or "") if worker else "", fault,
            )
            lines.append(ShownLine(cells, faulty=worker is None))
        if faulty:
            said = _(
                "{faulty} of {count} lines are faulty. Mend them in the file and choose it again.",
                faulty=len(faulty), count=len(found.lines),
            )
        else:
            units = service.new_units(found)
            said = _("{count} workers can be taken in.", count=len(found.lines)) + (
                " " + _("New units, entered as teams: {names}", names="、".join(units)) if units else ""
            )
        return Shown(said=said, lines=lines, count=len(found.lines), ready=bool(found.lines) and not faulty)

    def write(self, book: Book, found: Reading[Worker], progress: Progress) -> int:
        """Take the list in."""
        return service.take_in(book, intake.plan(found), progress)

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} workers were taken in. Undo takes the whole list back.", count=count)


class RosterTab(DeskTab):
    """Workers and units."""

    PAGES = (WorkersPage, UnitsPage, WorkersIntakePage)
