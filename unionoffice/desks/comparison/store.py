"""The questions asked of other plants' figures, groups of comparables and catch-up plans, and the writing of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.comparison.records import (
    CatchUpPlan,
    Compared,
    CompareGroup,
    LeftOut,
    Member,
    OutsideEntry,
    OutsideFigure,
    OutsideMember,
    OutsideUnit,
    PlanHelp,
    PlanStep,
    Postponement,
)

OUTSIDE_FIGURES: Table[OutsideFigure] = Table("outside_figures", OutsideFigure)
OUTSIDE: Table[OutsideUnit] = Table(
    "outside_units",
    OutsideUnit,
    found=Found(
        title=lambda unit: " ".join(part for part in (unit.plant, unit.name) if part),
        note=lambda unit: ", ".join(part for part in (unit.plant_english, unit.english) if part),
        text=("remark", "figures.source"), pinyin=("plant", "name"),
    ),
    lines={"figures": OUTSIDE_FIGURES},
)
MEMBERS: Table[Member] = Table("compare_members", Member)
GROUPS: Table[CompareGroup] = Table(
    "compare_groups",
    CompareGroup,
    found=Found(
        title="name", note=lambda group: " · ".join(p for p in (group.english, group.trade) if p), text=("remark",),
        pinyin=("title",),
    ),
    lines={
        "members": MEMBERS,
        "outside": Table("compare_outside", OutsideMember),
        "compared": Table("compare_indicators", Compared),
        "left_out": Table("compare_left_out", LeftOut),
    },
)
STEPS: Table[PlanStep] = Table("catch_up_steps", PlanStep)
PLANS: Table[CatchUpPlan] = Table(
    "catch_up_plans",
    CatchUpPlan,
    found=Found(
        number="number", title="title", state="state", unit="unit", day="drawn_up_on", old_number="old_number",
        text=("steps.text", "help.what", "help.materials", "result"), mentions=("unit", "partner"),
    ),
    lines={"steps": STEPS, "help": Table("catch_up_help", PlanHelp), "postponements": Table("catch_up_delays", Postponement)},
)
TABLES: tuple[Table[Any], ...] = tuple(
    table for head in (OUTSIDE, GROUPS, PLANS) for table in (head, *head.lines.values())
)


# -- writing ------------------------------------------------------------------------------


def save_outside(act: Act, record: OutsideUnit) -> int:
    """Write an outside unit with its figures."""
    return act.save(OUTSIDE, record)


def save_group(act: Act, record: CompareGroup) -> int:
    """Write a group with its members, indicators, and who is left out."""
    return act.save(GROUPS, record)


def save_plan(act: Act, record: CatchUpPlan) -> int:
    """Write a catch-up plan with its measures, help and postponements."""
    return act.save(PLANS, record)


# -- reading --------------------------------------------------------------------------------


def outside(book: Book, row: int) -> OutsideUnit:
    """One outside unit with its figures."""
    return book.get(OUTSIDE, row)


def outside_standing(book: Book) -> list[dict[str, Any]]:
    """Every outside unit by its names, each of its figures beside it; a unit without figures once."""
    return book.rows(
        "select u.name, u.english, u.plant, u.plant_english, f.id, f.indicator, f.period "
        "from outside_units u left join outside_figures f on f.parent = u.id order by u.id, f.id"
    )


def outside_entries(book: Book, rows: Sequence[int]) -> dict[int, OutsideEntry]:
    """Some figures of outside units, with the names of their units, by their ids."""
    found = book.all(
        OutsideEntry,
        "select f.id, u.name as unit, u.plant, f.indicator, f.period, f.value, f.source, f.dated from outside_figures f "
        "join outside_units u on u.id = f.parent where f.id in (select value from json_each(:rows))",
        rows=json.dumps(list(rows)),
    )
    return {entry.id: entry for entry in found}


def outside_names(book: Book, row: int) -> dict[str, str]:
    """Name and plant of an outside unit; empty when it is not there."""
    found = book.rows("select name, plant from outside_units where id = :row", row=row)
    return found[0] if found else {"name": "", "plant": ""}


def outside_named(book: Book, name: str, plant: str) -> list[int]:
    """The outside units of a name and a plant."""
    rows = book.rows("select id from outside_units where name = :name and plant = :plant order by id", name=name, plant=plant)
    return [row["id"] for row in rows]


def outside_of(book: Book, rows: Sequence[int]) -> list[OutsideUnit]:
    """Some outside units, without their figures."""
    marks = ", ".join(str(int(row)) for row in rows) or "null"
    return book.all(OutsideUnit, f"select * from outside_units where id in ({marks})")


def outside_figures(book: Book, indicators: Sequence[int], rows: Sequence[int]) -> list[OutsideFigure]:
    """The figures of some outside units by some indicators."""
    marks = ", ".join(str(int(row)) for row in rows) or "null"
    kept = ", ".join(str(int(row)) for row in indicators) or "null"
    return book.all(
        OutsideFigure, f"select * from outside_figures where parent in ({marks}) and indicator in ({kept}) order by period, id"
    )


def outside_use(book: Book, row: int) -> int:
    """In how many groups and plans an outside unit stands."""
    return int(
        book.value(
            "select (select count(*) from compare_outside where outside = :row) + "
            "(select count(*) from catch_up_plans where partner_outside = :row)", row=row,
        )
    )


def figures_of(book: Book, row: int) -> int:
    """How many figures of an outside unit are kept."""
    return int(book.value("select count(*) from outside_figures where parent = :row", row=row))


def group(book: Book, row: int) -> CompareGroup:
    """One group of comparables."""
    return book.get(GROUPS, row)


def groups(book: Book) -> list[CompareGroup]:
    """All groups that are compared, in the order they were entered, without their lines."""
    return book.all(CompareGroup, "select * from compare_groups where closed_on is null order by id")


def group_named(book: Book, name: str) -> list[CompareGroup]:
    """The groups of a name that are compared, without their lines."""
    return book.all(CompareGroup, "select * from compare_groups where name = :name and closed_on is null order by id", name=name)


def size(book: Book, row: int) -> int:
    """How many units stand in a group, outside ones too."""
    return int(
        book.value(
            "select (select count(*) from compare_members where parent = :row) + "
            "(select count(*) from compare_outside where parent = :row)", row=row,
        )
    )


def indicators_of(book: Book, row: int) -> list[Compared]:
    """By which indicators a group is compared."""
    return book.all(Compared, "select * from compare_indicators where parent = :row order by place, id", row=row)


def groups_by(book: Book, indicator: int) -> list[int]:
    """The groups that are compared by an indicator."""
    rows = book.rows(
        "select g.id from compare_groups g where g.closed_on is null and exists "
        "(select 1 from compare_indicators c where c.parent = g.id and c.indicator = :indicator) order by g.id",
        indicator=indicator,
    )
    return [row["id"] for row in rows]


def plan(book: Book, row: int) -> CatchUpPlan:
    """One catch-up plan."""
    return book.get(PLANS, row)


def plans(book: Book, where: str, **values: Any) -> list[CatchUpPlan]:
    """The catch-up plans that fulfil a condition, with their lines, by the day they were drawn up."""
    rows = book.rows(f"select id from catch_up_plans where {where} order by drawn_up_on, id", **values)
    return [plan(book, row["id"]) for row in rows]


def owner_of_step(book: Book, step: int) -> int | None:
    """The plan a measure belongs to."""
    found = book.value("select parent from catch_up_steps where id = :step", step=step)
    return None if found is None else int(found)


# -- what is due --------------------------------------------------------------------------------

PLANS_OPEN = "from catch_up_plans p where p.state in ('drawn_up', 'running', 'postponed') and p.by "
STEPS_OPEN = (
    "from catch_up_steps s join catch_up_plans p on p.id = s.parent where s.done_on is null "
    "and p.state in ('drawn_up', 'running', 'postponed') and s.due "
)


def overdue(book: Book, today: date) -> int:
    """How many open plans and measures are past their day."""
    return int(
        book.value(f"select (select count(*) {PLANS_OPEN} < :day) + (select count(*) {STEPS_OPEN} < :day)", day=today.isoformat())
    )


def steps_open(book: Book, until: date) -> list[dict[str, Any]]:
    """The measures of open plans that are not done and due by a day."""
    return book.rows(
        f"select s.id, s.text, s.who, s.due, p.id as plan, p.number, p.unit {STEPS_OPEN} <= :until order by s.due, s.id",
        until=until.isoformat(),
    )


def steps(book: Book) -> list[dict[str, Any]]:
    """The measures of all plans that were not withdrawn."""
    return book.rows(
        "select s.id, s.text, s.who, s.due, s.done_on, p.id as plan, p.number, p.unit, p.drawn_up_on from catch_up_steps s "
        "join catch_up_plans p on p.id = s.parent where p.state <> 'withdrawn' order by p.drawn_up_on, p.id, s.place, s.id"
    )
