"""Rectification and production without delay (整风、生产两不误): hours of all meetings beside the plan's fulfilment.

Side by side and by month; nothing is said of cause, and units are not ranked. Meetings are those with minutes against
waste, the debates, and those of the mutual-aid groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.desks.figures import service as figures
from unionoffice.desks.groups import service as groups
from unionoffice.desks.meetings.records import MeetingTime
from unionoffice.desks.rectification import store
from unionoffice.desks.rectification.service import debates
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.desks.waste import service as waste

MONTHS = 12
"""So many months are shown, the chosen one the last of them."""

LEAST = 3
"""So many months with both figures make a picture: fewer would show a chance, not a course."""


class MonthHours(msgspec.Struct, frozen=True, kw_only=True):
    """One month of one unit: its meetings, and its plan. Times are exact person-minutes.

    `meetings` are those of the unit and of all under it. `inside` and `outside` are the person-minutes inside and outside
    working time; both are None before the office wrote down its first meeting, which is not zero. `untimed` counts the
    meetings whose times were not written. `heads` are those on the roll at the month's end. `plan` and `actual` are the
    unit's own figures of the indicator, `share` the fulfilment (1 is as planned).
    """

    month: Month
    meetings: tuple[MeetingTime, ...]
    inside: Fraction | None
    outside: Fraction | None
    untimed: int
    heads: int
    plan: Fraction | None
    actual: Fraction | None
    share: Fraction | None

    @property
    def per_head(self) -> Fraction | None:
        """The hours of meetings that fall to one head; None without hours or heads."""
        if self.inside is None or self.outside is None or not self.heads:
            return None
        return (self.inside + self.outside) / (60 * self.heads)

    @property
    def inside_per_head(self) -> Fraction | None:
        """Of these, the hours inside working time."""
        return None if self.inside is None or not self.heads else self.inside / (60 * self.heads)

    @property
    def people(self) -> int:
        """How many people took part, each as often as he came."""
        return sum(each.people for each in self.meetings)

    def rows(self, tbl: str) -> tuple[int, ...]:
        """The meetings of one kind."""
        return tuple(each.row for each in self.meetings if each.tbl == tbl)


def by_month(book: Book, unit: int, indicator: int | None, months: Sequence[Month]) -> list[MonthHours]:
    """The hours of all meetings of a unit and of all under it, beside the unit's plan, for some months in order.

    Meetings of no unit in particular count to the units at the top of the tree. Months at the beginning in which nothing
    was written down, neither a meeting nor a figure, are left out.
    """
    under = roster.with_all_below(book, unit)
    wanted: set[int | None] = {*under, None} if roster.unit(book, unit).above is None else set(under)
    chosen = figures.indicator(book, indicator) if indicator is not None else None
    begun = first_meeting(book)
    found: list[MonthHours] = []
    for month in months:
        period = offices.month_period(book, month)
        mine = tuple(each for each in meeting_times(book, period) if each.unit in wanted)
        kept = begun is not None and begun < period.next
        figure = figures.value(book, chosen.id, unit, month) if chosen is not None else None
        plan, actual, share = (None, None, None) if chosen is None or figure is None else figures.so_far(chosen, [figure])
        found.append(MonthHours(
            month=month, meetings=mine, inside=_minutes(mine, inside=True) if kept else None,
            outside=_minutes(mine, inside=False) if kept else None, untimed=sum(each.minutes is None for each in mine),
            heads=roster.heads_on(book, under, period.last), plan=plan, actual=actual, share=share,
        ))  # fmt: skip
    while found and not found[0].meetings and found[0].plan is None and found[0].actual is None:
        found.pop(0)
    return found


def _minutes(times: Sequence[MeetingTime], *, inside: bool) -> Fraction:
    """The person-minutes inside, or outside, working time; those of meetings without times are not in it."""
    return sum(((each.minutes or Fraction(0)) * each.people for each in times if each.inside is inside), Fraction(0))


def meeting_times(book: Book, period: Period) -> list[MeetingTime]:
    """All meetings of a period, of whatever kind, by day."""
    found = [*waste.meeting_times(book, period), *debates.meeting_times(book, period), *groups.meeting_times(book, period)]
    return sorted(found, key=lambda each: (each.day, each.tbl, each.row))


def first_meeting(book: Book) -> date | None:
    """The day of the first meeting of any kind that was written down."""
    days = (waste.first_meeting(book), store.first_debate(book), groups.first_meeting(book))
    return min((day for day in days if day is not None), default=None)


def makes_a_picture(found: Sequence[MonthHours]) -> bool:
    """Whether so many months have both the hours a head and the fulfilment that a picture says something."""
    return sum(each.per_head is not None and each.share is not None for each in found) >= LEAST


def months_to(period: Period) -> list[Month]:
    """The months shown for a period: its own, and for a single month those before it as well."""
    months = period.months()
    return [months[-1].plus(-back) for back in range(MONTHS - 1, -1, -1)] if len(months) == 1 else list(months)


def units(book: Book) -> list[Unit]:
    """The units to choose from, as a tree: those in use."""
    return [each for each in roster.units(book) if each.closed_on is None]


def unit_at_first(book: Book) -> int | None:
    """The unit shown at first: the plant, or what stands at the top of the tree; None without any."""
    found = units(book)
    return next((each.id for each in found if each.level is Level.PLANT), found[0].id if found else None)


def indicator_at_first(book: Book, unit: int, months: Sequence[Month]) -> int | None:
    """The indicator shown at first: one in use by which the unit's plan is measured in these months, else any; None without."""
    found = figures.indicators(book)
    for each in found:
        if months and any(row == unit for row, _month in figures.table(book, each.id, months)):
            return each.id
    return found[0].id if found else None
