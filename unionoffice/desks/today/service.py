"""What is due today, gathered from all desks: by day, by who and by desk; every promise; the month's main figures and lacks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from types import ModuleType
from typing import Any

import msgspec

from unionoffice.core import backup
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError
from unionoffice.core.period import Month, Period
from unionoffice.core.words import N_, Said
from unionoffice.desks.awards import service as awards
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import service as figures
from unionoffice.desks.groups import service as groups
from unionoffice.desks.monthly import service as monthly
from unionoffice.desks.monthly.records import SummaryState, Trend
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.rectification import service as rectification
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import service as targets
from unionoffice.desks.today import rules
from unionoffice.desks.today.records import Backup, Entry, Lack, Made
from unionoffice.desks.waste import service as waste

Told = Callable[[int, int], None]
"""Is told after each desk how many of all are done; may raise to stop the gathering."""


class Desk(msgspec.Struct, frozen=True):
    """One desk that says what is due: its name, its title, and its service."""

    name: str
    title: str
    service: ModuleType

    def badge(self, book: Book, day: date) -> int:
        """How much is overdue at the desk."""
        return int(self.service.badge(book, day))

    def due(self, book: Book, until: date) -> list[Due]:
        """What is due by a day, and what waits."""
        ask: Any = getattr(self.service, "due", None)
        return [] if ask is None else ask(book, until)

    def promises(self, book: Book) -> list[Promise]:
        """The promises made at the desk; none where it takes no promises."""
        ask: Any = getattr(self.service, "promises", None)
        return [] if ask is None else ask(book)


DESKS: tuple[Desk, ...] = (
    Desk("groups", N_("Technical mutual aid"), groups),
    Desk("proposals", N_("Saving proposals"), proposals),
    Desk("waste", N_("Against waste"), waste),
    Desk("rectification", N_("Opinions and corrections"), rectification),
    Desk("targets", N_("Plan and targets"), targets),
    Desk("comparison", N_("Compare and catch up"), comparison),
    Desk("experiences", N_("Learn from the advanced"), experiences),
    Desk("competitions", N_("Competition scoring"), competitions),
    Desk("awards", N_("Awards"), awards),
    Desk("monthly", N_("Monthly summary"), monthly),
)
"""The desks that are asked, in the order of their tabs."""

MAIN = {
    "proposals": ("proposals.received", "proposals.saved_actual"),
    "waste": ("waste.verified", "waste.stopped"),
    "rectification": ("rectification.corrected",),
}
"""The figures of a month that stand on the first screen below the plan's fulfilment, by the desk they come from."""
BACK = 6
"""So many months are shown before the month itself."""


def badge(book: Book, today: date) -> int:
    """How much is overdue at all desks together."""
    return sum(desk.badge(book, today) for desk in DESKS)


# -- what is due -----------------------------------------------------------------------------


def gather(book: Book, day: date, told: Told = lambda _done, _all: None) -> list[Entry]:
    """Everything overdue on a day, due in the week after it, waiting, or to be reminded of; the overdue first.

    `told` hears after each desk how far it is.
    """
    found: list[Entry] = []
    names = _Names(book)
    for place, desk in enumerate(DESKS):
        for due in desk.due(book, rules.until(day)):
            if rules.concerns(due, day):
                unit, english = names.of(due.unit)
                found.append(Entry(desk=desk.title, place=place, due=due, unit=unit, unit_english=english))
        told(place + 1, len(DESKS))
    return rules.sorted_by_day(found, day)


class _Names:
    """The names of units with those above them, in both languages, each looked up once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.known: dict[int, tuple[str, str]] = {}

    def of(self, unit: int | None) -> tuple[str, str]:
        """A unit's names; empty when there is none."""
        if unit is None:
            return "", ""
        if unit not in self.known:
            self.known[unit] = roster.path(self.book, unit), roster.path(self.book, unit, english=True)
        return self.known[unit]


def month_to_open(due: Due) -> Month | None:
    """The month that must be chosen before a thing due is opened: that of a summary which is not begun."""
    return Month.parse(due.title) if due.tbl == monthly.SUMMARIES.table.name and not due.row else None


# -- promises -----------------------------------------------------------------------------------


def promises(book: Book, day: date) -> list[Made]:
    """Every promise with owner and day, from minutes, answers, visits, discussions and plans: the open ones first, by their day."""
    names = _Names(book)
    found = []
    for desk in DESKS:
        for promise in desk.promises(book):
            unit, english = names.of(promise.unit)
            found.append(Made(desk=desk.name, promise=promise, unit=unit, unit_english=english))
    return rules.promises_in_order(found, day)


def can_be_kept(made: Made) -> bool:
    """Whether the promise is open and its desk can write down that it was kept."""
    return made.promise.done_on is None and hasattr(_desk(made.desk).service, "keep_promise")


def keep(book: Book, made: Made, done_on: date) -> None:
    """Write down that a promise was kept, at the desk where it was made. Raises KnownError with the field at fault."""
    service: Any = _desk(made.desk).service
    service.keep_promise(book, made.promise.tbl, made.promise.line or made.promise.row, done_on)


def _desk(name: str) -> Desk:
    for desk in DESKS:
        if desk.name == name:
            return desk
    raise BugError(f"no desk {name}")


def to_answer_for(book: Book, unit: int | None, day: date, last: date | None) -> list[Made]:
    """What a meeting of a unit on a day is asked about first: what it and all below it promised since and at its last
    meeting, done or not, and what is still open from before.
    """
    units = None if unit is None else set(roster.with_all_below(book, unit))
    return rules.to_answer_for(promises(book, day), units, last, day)


def met_last(book: Book, units: Sequence[int] | None, before: date) -> date | None:
    """The day on which some units (None: anybody) last met before a day, whatever kind of meeting it was."""
    days = (waste.met_last(book, units, before), rectification.debates.met_last(book, units, before))
    return max((day for day in days if day is not None), default=None)


# -- the month ------------------------------------------------------------------------------------


def main_figures(book: Book, period: Period) -> tuple[Trend, ...]:
    """The month's main figures with those of the six months before and of the year before; what was always nothing is left out."""
    plan = _plan(book, period)
    found = (*(() if plan is None else (plan,)), *monthly.trends(book, period, MAIN, BACK))
    return tuple(each for each in found if any((*each.months, each.last_year)))


def _plan(book: Book, period: Period) -> Trend | None:
    """The plan's fulfilment by the plant, of the first indicator, in hundredths of a percent."""
    spans = [Period.of_month(period.last_month.plus(-step), period.closing_day) for step in range(BACK, -1, -1)]
    found = figures.leading(book, [*spans, period.same_last_year()])
    if found is None:
        return None
    indicator, over = found
    values = [None if each is None else figures.percent(each.share) for each in over]
    now = over[-2]
    return Trend(
        code="figures.leading", label=figures.called(indicator), kind="percent", unit="", months=tuple(values[:-1]),
        last_year=values[-1], tbl="month_figures", rows=() if now is None else now.rows,
    )  # fmt: skip


def lacks(book: Book, period: Period) -> list[Lack]:
    """What must still be written before the summary of a month can be issued; what nobody has begun is not missed."""
    months, debates = period.months(), rectification.debates
    cells = [cell for month in months for cell in figures.not_typed(book, month)]
    asked: Iterable[tuple[str, str, Iterable[int], int | None]] = (
        (N_("Monthly figures not typed"), "indicators", dict.fromkeys(indicator for indicator, _unit in cells), len(cells)),
        (N_("Sessions without times"), "waste_sessions", waste.untimed(book, period), None),
        (N_("Minutes not confirmed"), "waste_sessions", waste.unconfirmed(book, period), None),
        (N_("Debates without times"), debates.TABLE, debates.untimed(book, period), None),
        (N_("Minutes of debates not confirmed"), debates.TABLE, debates.unconfirmed(book, period), None),
        (N_("Groups without a meeting in their log"), "mutual_groups", groups.not_logged(book, period), None),
        (N_("Competitions ended without their data"), "competitions", competitions.without_data(book, period), None),
    )
    found = []
    for what, tbl, ids, count in asked:
        rows = tuple(ids)
        if rows:
            found.append(Lack(what=Said(what), count=len(rows) if count is None else count, tbl=tbl, rows=rows))
    return found


def is_issued(book: Book, period: Period) -> bool:
    """Whether the summary of a month is issued."""
    summary = monthly.of_period(book, period)
    return summary is not None and summary.state is SummaryState.ISSUED


def latest_backup(book: Book, now: datetime.datetime) -> Backup:
    """The latest backup that lies beside the book, and its age in whole days."""
    for path in backup.backups(backup.backup_folder(book.path)):
        made = datetime.datetime.fromtimestamp(path.stat().st_mtime)
        return Backup(path, max(0, (now - made).days))
    return Backup(None)


def is_new(book: Book) -> bool:
    """Whether the office has entered nothing yet: no unit and nobody on the roll."""
    return not roster.units(book) and not roster.headcount(book)


def period_of_day(book: Book, day: date) -> Period:
    """The month to which the office counts a day."""
    return offices.month_period(book, offices.month_of_day(book, day))
