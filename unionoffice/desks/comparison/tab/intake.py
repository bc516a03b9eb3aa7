"""A list of other plants' figures on the screen: what it would change, and taking it in."""

from __future__ import annotations

from pathlib import Path

from unionoffice.core.book import Book
from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import service
from unionoffice.desks.figures import service as figures_desk
from unionoffice.kit.intake import MOST_SHOWN, IntakePage, Shown, ShownLine
from unionoffice.kit.jobs import Progress


class OutsideIntakePage(IntakePage[service.OutsideList]):
    """A list of other plants' figures is read, shown with what it would change, and taken in whole or not at all."""

    HEADING = N_("Take in other plants' figures from a list")
    WORDS = N_(
        "An XLSX, XLS, ODS or CSV file with a heading line: plant, unit, indicator, month, value, source, date; in Chinese or "
        "English, in any order. Either the whole list is taken in, or nothing."
    )
    HEADS = (
        N_("Line"), N_("Plant"), N_("Unit"), N_("Indicator"), N_("Month"), N_("Value"), N_("Source"), N_("What happens"),
    )  # fmt: skip
    RIGHT = (0, 5)

    def read(self, book: Book, path: Path, progress: Progress, *, erase: bool) -> service.OutsideList:
        """Read the list."""
        return service.read_outside(book, path, told=progress)

    def shown(self, book: Book, found: service.OutsideList) -> Shown:
        """The faulty lines, then those that change a figure, then the new ones."""
        called = {each.id: figures_desk.called(each) for each in figures_desk.indicators(book, also_closed=True)}
        lines = [ShownLine((str(fault.line), *fault.texts, fault.reason), faulty=True) for fault in found.faults[:MOST_SHOWN]]
        changes = sorted(found.changes, key=lambda change: (not change.before, change.line))
        for change in changes[: MOST_SHOWN - len(lines)]:
            entry = change.entry
            cells = (
                str(change.line), entry.plant, entry.unit, called[entry.indicator], entry.period,
                f"{change.before} → {entry.value}" if change.before not in ("", entry.value) else entry.value, entry.source,
                _("changes") if change.before else _("new"),
            )
            lines.append(ShownLine(cells))
        return Shown(
            said=service.said_of_outside(found), lines=lines, count=len(found.faults) + len(found.changes),
            ready=not found.faults and bool(found.changes),
        )

    def write(self, book: Book, found: service.OutsideList, progress: Progress) -> int:
        """Take the list in."""
        return service.take_in_outside_list(book, found, told=progress)

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} figures of other plants were taken in. Undo takes the whole list back.", count=f"{count:,}")
