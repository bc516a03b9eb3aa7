"""The figures' tables. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("figures")


@migrations()
def f001_indicators_and_months(db: Database) -> None:
    """Indicators, and plan and actual by unit and month."""
    db.execute(
        """create table indicators (
            id integer primary key autoincrement, name text not null, english text not null, measure text not null,
            measure_english text not null, direction text not null check (direction in ('higher', 'lower')),
            decimals integer not null check (decimals between 0 and 6),
            aspect text not null check (aspect in ('more', 'faster', 'better', 'economical')),
            over_months text not null check (over_months in ('sum', 'mean', 'last')),
            closed_on text, remark text not null) strict"""
    )
    db.execute("create index indicators_name on indicators (name, id)")
    db.execute("create index indicators_aspect on indicators (aspect, id)")
    db.execute(
        """create table month_figures (
            id integer primary key autoincrement, indicator integer not null references indicators (id),
            unit integer not null references units (id), month text not null, plan integer, actual integer,
            check (plan is not null or actual is not null), unique (indicator, unit, month)) strict"""
    )
    db.execute("create index month_figures_month on month_figures (indicator, month)")
    db.execute("create index month_figures_unit on month_figures (unit)")


@migrations()
def f002_times(db: Database) -> None:
    """Indicators that are written as hours, minutes and seconds."""
    db.execute("alter table indicators add column clock integer not null default 0 check (clock in (0, 1))")
