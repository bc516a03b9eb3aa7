"""What is measured: indicators, and the plan and the actual figure of each unit in each month.

An *indicator* is something that production is measured by: tonnes cast, scrap rate, output per
machine-hour. Its *direction* says which way is better, its *decimals* how finely it is written. An
indicator of the *clock* is a length of time, kept in whole seconds and written as 5:11:30.
The *plan* is what a unit was to reach in a month, the *actual* what it reached. A figure that
was not written down is not zero: it is None.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import msgspec

from unionoffice.core.period import Month
from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_

MOST_DECIMALS = 6

Side = Literal["plan", "actual"]


class Direction(Worded):
    """Which way is better: a higher figure (output) or a lower one (scrap rate)."""

    HIGHER = "higher", N_("higher is better")
    LOWER = "lower", N_("lower is better")


class Aspect(Worded):
    """Which of the four aims the indicator serves (多快好省)."""

    MORE = "more", N_("more")
    FASTER = "faster", N_("faster")
    BETTER = "better", N_("better")
    ECONOMICAL = "economical", N_("more economical")


class OverMonths(Worded):
    """What several months make together: volumes add up, rates do not."""

    SUM = "sum", N_("they add up")
    MEAN = "mean", N_("the plain mean of the months")
    LAST = "last", N_("the last month stands")


class Indicator(Record):
    """One indicator (生产指标)."""

    name: Annotated[str, shown(N_("Indicator"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    measure: Annotated[str, shown(N_("Unit of measure"), hint=N_("such as tonnes, percent, pieces"))] = ""
    measure_english: Annotated[str, shown(N_("Unit of measure in English"), hint=N_("for English papers; may stay empty"))] = ""
    direction: Annotated[Direction, shown(N_("Direction"))] = Direction.HIGHER
    decimals: Annotated[int, shown(N_("Decimals"), ge=0, le=MOST_DECIMALS, hint=N_("0 to 6"))] = 0
    clock: Annotated[bool, shown(N_("A length of time"), hint=N_("hours, minutes, seconds, such as 5:11:30"))] = False
    aspect: Annotated[Aspect, shown(N_("Aim"))] = Aspect.MORE
    over_months: Annotated[OverMonths, shown(N_("Several months together"))] = OverMonths.SUM
    closed_on: Annotated[date | None, shown(N_("Kept until"))] = None
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class MonthFigure(Record):
    """Plan and actual of one unit in one month (计划、实际), whole numbers in the indicator's last decimal, or seconds."""

    indicator: Annotated[int, shown(N_("Indicator"), ref="indicators")]
    unit: Annotated[int, shown(N_("Unit"), ref="units")]
    month: Annotated[Month, shown(N_("Month"))]
    plan: int | None = None
    actual: int | None = None


class Entry(msgspec.Struct, frozen=True):
    """One cell of the grid as the clerk leaves it: whose, when, plan or actual, and the figure or None."""

    unit: int
    month: Month
    side: Side
    value: int | None


class Over(msgspec.Struct, frozen=True, kw_only=True):
    """What several months make together for one unit, in the indicator's last decimal and exact.

    `plan` and `actual` are None while a month of theirs is missing; those months are named.
    """

    plan: Fraction | None
    actual: Fraction | None
    without_plan: tuple[Month, ...] = ()
    without_actual: tuple[Month, ...] = ()


class Fulfilment(msgspec.Struct, frozen=True, kw_only=True):
    """How one unit fulfilled its plan over the months that have both figures; `share` 1 is exactly as planned."""

    indicator: Indicator
    unit: int
    plan: Fraction
    actual: Fraction
    share: Fraction | None
    rows: tuple[int, ...]
