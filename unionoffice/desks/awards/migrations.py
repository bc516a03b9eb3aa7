"""The tables of certificates, wordings and printers. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("awards")


@migrations()
def a001_certificates(db: Database) -> None:
    """Certificates with what was printed of them, wordings, printers."""
    db.execute(
        """create table certificates (
            id integer primary key autoincrement, number text not null,
            standing text not null check (standing in ('draft', 'issued', 'voided')),
            source text not null check (source in ('competition', 'proposal', 'hand')),
            kind text not null check (kind in ('worker', 'unit', 'person', 'body')),
            worker integer references workers (id), unit integer references units (id), name text not null,
            tongue text not null check (tongue in ('zh', 'en')), period text not null, competition text not null,
            title text not null, rank integer check (rank >= 1), grade integer check (grade >= 1), facts text not null,
            wording text not null, addressed text not null, body text not null, issuer text not null, dated text not null,
            lacking text check (lacking in ('song', 'brush')), old_number text not null,
            voided_on text, void_reason text not null,
            sheet text not null, form text not null,
            check ((kind = 'worker') = (worker is not null)), check ((kind = 'unit') = (unit is not null)),
            check ((standing = 'draft') = (number = '')), check ((standing = 'voided') = (voided_on is not null))) strict"""
    )
    db.execute("create unique index certificates_number on certificates (number) where number <> ''")
    db.execute("create index certificates_dated on certificates (dated, id)")
    db.execute("create index certificates_numbered on certificates (number, id)")
    db.execute("create index certificates_name on certificates (name, id)")
    db.execute("create index certificates_worker on certificates (worker)")
    db.execute("create index certificates_unit on certificates (unit)")
    db.execute("create index certificates_voided on certificates (voided_on)")
    db.execute("create index certificates_standing on certificates (standing, dated, id)")
    db.execute(
        """create table wordings (
            id integer primary key autoincrement, name text not null, shipped text not null,
            for_units integer not null check (for_units in (0, 1)), chinese text not null, english text not null,
            retired integer not null check (retired in (0, 1))) strict"""
    )
    db.execute("create unique index wordings_shipped on wordings (shipped) where shipped <> ''")
    db.execute(
        """create table printers (
            id integer primary key autoincrement, name text not null unique, right integer not null, down integer not null,
            remark text not null) strict"""
    )
