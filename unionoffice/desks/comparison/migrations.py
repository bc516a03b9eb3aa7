"""The tables of this desk. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("comparison")


@migrations()
def c001_groups_and_catch_up(db: Database) -> None:
    """Other plants' units and figures, groups of comparables, catch-up plans."""
    line = "id integer primary key autoincrement, parent integer not null references {owner} (id), place integer not null"
    db.execute(
        """create table outside_units (
            id integer primary key autoincrement, name text not null, english text not null, plant text not null,
            plant_english text not null, remark text not null) strict"""
    )
    db.execute("create index outside_units_name on outside_units (name, id)")
    db.execute("create index outside_units_plant on outside_units (plant, name, id)")
    db.execute(
        """create table compare_groups (
            id integer primary key autoincrement, name text not null, english text not null, trade text not null,
            closed_on text, remark text not null) strict"""
    )
    db.execute("create index compare_groups_name on compare_groups (name, id)")
    db.execute(
        """create table catch_up_plans (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('drawn_up', 'running', 'postponed', 'reached', 'not_reached', 'withdrawn')),
            title text not null, drawn_up_on text not null,
            unit integer not null references units (id), partner integer references units (id),
            partner_outside integer references outside_units (id), compared_in integer references compare_groups (id),
            indicator integer not null references indicators (id), own_value text not null, leader_value text not null,
            target_value text not null check (target_value <> ''), in_a_row integer not null check (in_a_row between 1 and 12),
            by text not null, started_on text, ended_on text, result text not null,
            check (partner is null or partner_outside is null), check (partner is null or partner <> unit),
            check (state not in ('running', 'postponed', 'reached', 'not_reached') or started_on is not null),
            check ((state in ('reached', 'not_reached', 'withdrawn')) = (ended_on is not null))) strict"""
    )
    for name, columns in (
        ("drawn", "drawn_up_on, id"), ("state", "state, by, id"), ("due", "by, id"), ("unit", "unit, id"), ("partner", "partner"),
        ("outside", "partner_outside"), ("compared", "compared_in"), ("indicator", "indicator"), ("ended", "ended_on"),
    ):  # fmt: skip
        db.execute(f"create index catch_up_plans_{name} on catch_up_plans ({columns})")
    for name, owner, columns in (
        (
            "outside_figures", "outside_units",
            """indicator integer not null references indicators (id), period text not null check (period <> ''),
            value text not null check (value <> ''), source text not null, dated text""",
        ),
        ("compare_members", "compare_groups", "unit integer not null references units (id)"),
        ("compare_outside", "compare_groups", "outside integer not null references outside_units (id)"),
        (
            "compare_indicators", "compare_groups",
            """indicator integer not null references indicators (id), volume integer references indicators (id),
            turns text not null check (turns in ('not', 'itself', 'times', 'output')), per integer not null check (per > 0),
            measure text not null, measure_english text not null, price integer check (price >= 0),
            price_for integer not null check (price_for >= 1),
            check (turns not in ('times', 'output') or volume is not null)""",
        ),
        (
            "compare_left_out", "compare_groups",
            """unit integer not null references units (id), first text not null, last text,
            why text not null check (why in ('trial', 'repair', 'other')), note text not null,
            check (last is null or last >= first)""",
        ),
        ("catch_up_steps", "catch_up_plans", "text text not null, who text not null, due text, done_on text"),
        (
            "catch_up_help", "catch_up_plans",
            """given_on text, what text not null, people integer not null check (people >= 0),
            days integer check (days >= 0), materials text not null""",
        ),
        (
            "catch_up_delays", "catch_up_plans",
            "decided_on text not null, until_then text not null, by text not null, reason text not null",
        ),
    ):  # fmt: skip
        db.execute(f"create table {name} ({line.format(owner=owner)}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    for name, column in (
        ("outside_figures", "indicator"), ("compare_members", "unit"), ("compare_outside", "outside"),
        ("compare_indicators", "indicator"), ("compare_indicators", "volume"), ("compare_left_out", "unit"),
        ("catch_up_steps", "due"),
    ):  # fmt: skip
        db.execute(f"create index {name}_{column} on {name} ({column})")
