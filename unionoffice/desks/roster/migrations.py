"""The roster's tables. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("roster")


@migrations()
def r001_units_and_workers(db: Database) -> None:
    """Units as a tree, workers in units."""
    db.execute(
        """create table units (
            id integer primary key autoincrement, name text not null, english text not null,
            level text not null check (level in ('plant', 'workshop', 'section', 'team', 'office')),
            above integer references units (id) check (above is null or above <> id),
            closed_on text, remark text not null) strict"""
    )
    db.execute("create index units_above on units (above)")
    db.execute("create index units_name on units (name, id)")
    db.execute(
        """create table workers (
            id integer primary key autoincrement, number text not null, name text not null,
            sex text check (sex in ('male', 'female')), born integer, unit integer references units (id),
            trade text not null, grade integer check (grade between 1 and 8), entered_on text,
            member integer not null check (member in (0, 1)),
            standing text not null check (standing in ('active', 'left')), left_on text, remark text not null) strict"""
    )
    db.execute("create unique index workers_number on workers (number) where number <> ''")
    db.execute("create index workers_name on workers (name, id)")
    db.execute("create index workers_unit on workers (unit, id)")


@migrations()
def r002_codes_of_units(db: Database) -> None:
    """The codes by which lists of the plant call its units."""
    db.execute("alter table units add column code text not null default ''")
    db.execute("create unique index units_code on units (code) where code <> ''")


@migrations()
def r003_heads_of_units(db: Database) -> None:
    """Who is at the head of a unit, by name."""
    db.execute("alter table units add column head text not null default ''")
