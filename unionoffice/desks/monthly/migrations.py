"""The tables of summaries and carried-in figures. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("monthly")


@migrations()
def m001_summaries(db: Database) -> None:
    """Summaries with what was kept at issue, and figures carried in."""
    db.execute(
        """create table summaries (
            id integer primary key autoincrement, number text not null,
            state text not null check (state in ('draft', 'issued', 'voided')),
            period text not null, closing_day integer not null check (closing_day between 1 and 31),
            reported_to text not null, reported_by text not null, dated text not null,
            experience text not null, problems text not null, next_work text not null, old_number text not null,
            voided_on text, void_reason text not null,
            figures text not null, pdf_zh text not null, pdf_en text not null, xlsx_zh text not null, xlsx_en text not null,
            csv_zh text not null, csv_en text not null,
            check ((state = 'draft') = (number = '')), check ((state = 'voided') = (voided_on is not null))) strict"""
    )
    db.execute("create unique index summaries_number on summaries (number) where number <> ''")
    db.execute("create unique index summaries_period on summaries (period) where state <> 'voided'")
    db.execute("create index summaries_dated on summaries (dated, id)")
    db.execute(
        """create table carried_figures (
            id integer primary key autoincrement, code text not null, month text not null, value integer not null,
            note text not null, unique (code, month)) strict"""
    )
    db.execute("create index carried_figures_month on carried_figures (month, code)")
