"""Where indicators and their figures lie, and the questions asked of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.period import Month
from unionoffice.core.record import Found, Table
from unionoffice.desks.figures.records import Indicator, MonthFigure

INDICATORS: Table[Indicator] = Table(
    "indicators",
    Indicator,
    found=Found(
        title="name",
        state=lambda indicator: indicator.aspect.word,
        note=lambda indicator: " · ".join(part for part in (indicator.english, indicator.measure) if part),
        text=("remark",),
        pinyin=("title",),
    ),
)
MONTHS: Table[MonthFigure] = Table("month_figures", MonthFigure)
TABLES = (INDICATORS, MONTHS)


def indicator(book: Book, row: int) -> Indicator:
    """One indicator."""
    return book.get(INDICATORS, row)


def indicators(book: Book) -> list[Indicator]:
    """All indicators in the order they were entered."""
    return book.all(Indicator, "select * from indicators order by id")


def indicator_named(book: Book, name: str) -> Indicator | None:
    """The indicator of a name that is still kept."""
    return book.one(Indicator, "select * from indicators where name = :name and closed_on is null", name=name)


def figure(book: Book, indicator_id: int, unit: int, month: Month) -> MonthFigure | None:
    """Plan and actual of one unit in one month."""
    return book.one(
        MonthFigure,
        "select * from month_figures where indicator = :indicator and unit = :unit and month = :month",
        indicator=indicator_id, unit=unit, month=str(month),
    )


def of_unit(book: Book, indicator_id: int, unit: int, first: Month, last: Month) -> list[MonthFigure]:
    """A unit's figures of some months on end, in order."""
    return book.all(
        MonthFigure,
        "select * from month_figures where indicator = :indicator and unit = :unit "
        "and month >= :first and month <= :last order by month",
        indicator=indicator_id, unit=unit, first=str(first), last=str(last),
    )


def between(book: Book, indicator_id: int, first: Month, last: Month) -> list[MonthFigure]:
    """All units' figures of some months on end, by month."""
    return book.all(
        MonthFigure,
        "select * from month_figures where indicator = :indicator and month >= :first and month <= :last order by month, unit",
        indicator=indicator_id, first=str(first), last=str(last),
    )


def expected_not_typed(book: Book, month: Month, since: Month) -> list[tuple[int, int]]:
    """The actual figures that a month should have and has not, by indicator in use and unit not closed.

    A figure is expected where it was planned for the month, or where there was an actual one from `since` on.
    """
    rows = book.rows(
        "select distinct f.indicator, f.unit from month_figures f join indicators i on i.id = f.indicator "
        "join units u on u.id = f.unit "
        "where f.month >= :since and f.month <= :month and i.closed_on is null and u.closed_on is null "
        "and (f.actual is not null or (f.month = :month and f.plan is not null)) and not exists (select 1 from month_figures n "
        "where n.indicator = f.indicator and n.unit = f.unit and n.month = :month and n.actual is not null) "
        "order by f.indicator, f.unit",
        since=str(since), month=str(month),
    )  # fmt: skip
    return [(row["indicator"], row["unit"]) for row in rows]


def last_month(book: Book, indicator_id: int) -> str | None:
    """The latest month in which anything was reached by an indicator, as it is written."""
    found = book.value("select max(month) from month_figures where indicator = :i and actual is not null", i=indicator_id)
    return None if found is None else str(found)


def actuals(book: Book, indicators: Sequence[int], months: Sequence[str]) -> list[tuple[Any, ...]]:
    """What the units reached by some indicators in some months: indicator, unit, then the actual of each month or None."""
    marks = ", ".join(str(int(row)) for row in indicators) or "null"
    wanted = {f"m{place}": month for place, month in enumerate(months)}
    columns = ", ".join(f"max(case month when :{name} then actual end) as {name}" for name in wanted)
    rows = book.rows(
        f"select indicator, unit, {columns} from month_figures where indicator in ({marks}) "
        "and month >= :first and month <= :last group by indicator, unit",
        **wanted, first=min(months), last=max(months),
    )
    return [tuple(row.values()) for row in rows]


def sheet(book: Book, indicator_id: int, first: Month, last: Month, units: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """Figures of some months on end, of all units or of some, as plain rows: unit, month, plan, actual."""
    only = "" if units is None else "and unit in (select value from json_each(:units)) "
    return book.rows(
        f"select unit, month, plan, actual from month_figures where indicator = :indicator {only}"
        "and month >= :first and month <= :last",
        indicator=indicator_id, units=json.dumps(units), first=str(first), last=str(last),
    )


def whose(book: Book, indicator_id: int, rows: Sequence[int]) -> list[int] | None:
    """The units whose figures of an indicator are among some rows; None when one of the rows is no longer there."""
    found = book.rows(
        "select indicator, unit from month_figures where id in (select value from json_each(:rows))", rows=json.dumps(rows)
    )
    if len(found) < len(rows):
        return None
    return list(dict.fromkeys(row["unit"] for row in found if row["indicator"] == indicator_id))


def all_of(book: Book, indicator_id: int) -> list[MonthFigure]:
    """Every figure of an indicator."""
    return book.all(MonthFigure, "select * from month_figures where indicator = :indicator order by id", indicator=indicator_id)


def places(book: Book) -> dict[tuple[int, int, Month], int]:
    """The row of every figure, by indicator, unit and month."""
    months: dict[str, Month] = {}
    found = {}
    with book.fetching("select indicator, unit, month, id from month_figures") as rows:
        for indicator_id, unit, month, row in rows:
            if month not in months:
                months[month] = Month.parse(month)
            found[indicator_id, unit, months[month]] = row
    return found


def units_with_figures(book: Book, indicator_id: int) -> set[int]:
    """The units that have any figure of an indicator."""
    return {r["unit"] for r in book.rows("select distinct unit from month_figures where indicator = :i", i=indicator_id)}


def save_indicator(act: Act, record: Indicator) -> int:
    """Write an indicator."""
    return act.save(INDICATORS, record)


def save_figures(act: Act, records: Sequence[MonthFigure]) -> None:
    """Write many months' plans and actuals together; a month with neither is taken out."""
    act.save_all(MONTHS, [record for record in records if record.plan is not None or record.actual is not None])
    for record in records:
        if record.plan is None and record.actual is None:
            save_figure(act, record)


def save_figure(act: Act, record: MonthFigure) -> None:
    """Write a month's plan and actual; a month with neither is taken out."""
    if record.plan is None and record.actual is None:
        if record.id:
            act.delete(MONTHS, record.id)
    else:
        act.save(MONTHS, record)
