"""Summaries of a period, and figures from before the book began.

A *summary* gathers the figures of all desks for one period, with three texts by the clerk. It is a draft until it is
*issued*; then its papers are kept as they were handed out. A *correction* is a figure of an issued summary that later
entries have changed. A *carried-in figure* is a month's figure from before the book began, typed once.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from unionoffice.core.period import CALENDAR, Month, Period
from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_


class SummaryState(Worded):
    """How far a summary has come."""

    DRAFT = "draft", N_("Draft")
    ISSUED = "issued", N_("Issued and kept")
    VOIDED = "voided", N_("Voided")


class Summary(Record):
    """One monthly summary (月报), or that of a quarter, half a year or a year."""

    number: Annotated[str, shown(N_("Number"))] = ""
    state: Annotated[SummaryState, shown(N_("State"))] = SummaryState.DRAFT
    period: Annotated[str, shown(N_("Period"))] = ""  # as Period writes it: 1958-02, 1958-Q1, 1958-H1, 1958
    closing_day: int = CALENDAR
    reported_to: Annotated[str, shown(N_("Reported to"))] = ""
    reported_by: Annotated[str, shown(N_("Reported by"), suggests="workers")] = ""
    dated: Annotated[date, shown(N_("Date of the summary"))]
    experience: Annotated[str, shown(N_("Experience"), long=True)] = ""
    problems: Annotated[str, shown(N_("Problems"), long=True)] = ""
    next_work: Annotated[str, shown(N_("Work of the next period"), long=True)] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    voided_on: Annotated[date | None, shown(N_("Voided on"))] = None
    void_reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    figures: str = ""  # the blobs kept at issue: the figures, and each paper in each language
    pdf_zh: str = ""
    pdf_en: str = ""
    xlsx_zh: str = ""
    xlsx_en: str = ""
    csv_zh: str = ""
    csv_en: str = ""

    def of(self) -> Period:
        """The period it summarises."""
        return Period.parse(self.period, self.closing_day)


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a month, those of the months before it (the earliest first, its own last), and that of the year before."""

    code: str
    label: str  # an English key, or the name of an indicator
    kind: Literal["count", "money", "quantity", "percent"]
    unit: str
    months: tuple[int | None, ...]
    last_year: int | None
    tbl: str
    rows: tuple[int, ...]

    @property
    def value(self) -> int | None:
        """The month's own value."""
        return self.months[-1]

    @property
    def before(self) -> int | None:
        """The value of the month before."""
        return self.months[-2]


class CarriedFigure(Record):
    """One figure of one month from before the book began (账前转入数), in the unit the figure is kept in."""

    code: str
    month: Annotated[Month, shown(N_("Month"))]
    value: int
    note: Annotated[str, shown(N_("Where it is taken from"))] = ""


class CarriedMonth(Record):
    """What is typed for one carried-in figure: the month, and the amount as the clerk writes it."""

    month: Annotated[Month, shown(N_("Month"))]
    amount: Annotated[str, shown(N_("Figure to carry in"), hint=N_("such as 12, or 1,200.50 for money"))] = ""
    note: Annotated[str, shown(N_("Where it is taken from"))] = ""


class Voiding(Record):
    """What is asked when an issued summary is voided."""

    voided_on: Annotated[date, shown(N_("Voided on"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
