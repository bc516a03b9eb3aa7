"""The tables of sessions and exposures. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("waste")


@migrations()
def w001_sessions_and_exposures(db: Database) -> None:
    """Sessions with the lines of their minutes, and exposures of waste."""
    db.execute(
        """create table waste_sessions (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('planned', 'held', 'confirmed', 'filed', 'cancelled', 'voided')),
            topic text not null, held_on text not null, begins text not null, ends text not null, room text not null,
            unit integer references units (id), in_working_time integer not null check (in_working_time in (0, 1)),
            chair_post text not null, chair text not null, recorder text not null, agenda text not null,
            open_questions text not null, closed_at text not null, confirmed_on text, filed_on text, file_number text not null,
            ended_on text, ended_why text not null,
            check ((state in ('confirmed', 'filed', 'voided')) = (confirmed_on is not null)),
            check ((state in ('cancelled', 'voided')) = (ended_on is not null))) strict"""
    )
    db.execute("create index waste_sessions_held on waste_sessions (held_on, id)")
    db.execute("create index waste_sessions_state on waste_sessions (state, held_on, id)")
    db.execute("create index waste_sessions_unit on waste_sessions (unit, id)")
    line = "id integer primary key autoincrement, parent integer not null references waste_sessions (id), place integer not null"
    for name, columns in (
        ("waste_present", "name text not null, people integer not null check (people >= 1)"),
        ("waste_absent", "name text not null, people integer not null check (people >= 1), reason text not null"),
        ("waste_attendees", "name text not null, post text not null, people integer not null check (people >= 1)"),
        (
            "waste_speeches",
            """text text not null, anonymous integer not null check (anonymous in (0, 1)), speaker text,
            check (anonymous = 0 or speaker is null)""",
        ),
        ("waste_resolutions", "text text not null, unit integer references units (id), due text"),
        (
            "waste_votes",
            """motion text not null, in_favour integer not null check (in_favour >= 0),
            against integer not null check (against >= 0), abstained integer not null check (abstained >= 0)""",
        ),
        ("waste_addenda", "written_on text not null, text text not null"),
    ):
        db.execute(f"create table {name} ({line}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    db.execute("create index waste_resolutions_unit on waste_resolutions (unit)")
    db.execute(
        """create table waste_exposures (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('registered', 'verified', 'unfounded', 'measure_set', 'stopped', 'withdrawn')),
            exposed_on text not null, session integer references waste_sessions (id),
            anonymous integer not null check (anonymous in (0, 1)), exposed_by text, title text not null,
            kind text not null check (kind in ('materials', 'power', 'hours', 'equipment', 'scrap', 'funds', 'stocks',
                'transport', 'office', 'other')),
            unit integer references units (id), spot text not null, description text not null,
            quantity integer check (quantity >= 0), measured_in text not null, unit_price integer check (unit_price >= 0),
            loss integer check (loss >= 0), loss_per text not null check (loss_per in ('month', 'year', 'once')),
            basis text not null check (basis in ('measured', 'estimated', 'unknown')), since text not null, cause text not null,
            responsible integer references units (id), verified_on text, verified_by text not null,
            verified_loss integer check (verified_loss >= 0),
            verified_per text not null check (verified_per in ('month', 'year', 'once')), finding text not null,
            measure text not null, measure_on text, deadline text, result text not null, stopped_on text,
            withdrawn_on text, withdrawn_why text not null,
            check (anonymous = 0 or exposed_by is null),
            check (state not in ('verified', 'measure_set', 'stopped') or (verified_on is not null and verified_loss is not null)),
            check (state not in ('measure_set', 'stopped') or (measure_on is not null and deadline is not null)),
            check (state <> 'stopped' or stopped_on is not null),
            check ((state = 'withdrawn') = (withdrawn_on is not null))) strict"""
    )
    db.execute("create index waste_exposures_exposed on waste_exposures (exposed_on, id)")
    db.execute("create index waste_exposures_state on waste_exposures (state, exposed_on, id)")
    db.execute("create index waste_exposures_verified on waste_exposures (verified_on)")
    db.execute("create index waste_exposures_stopped on waste_exposures (stopped_on)")
    db.execute("create index waste_exposures_deadline on waste_exposures (deadline, id)")
    db.execute("create index waste_exposures_session on waste_exposures (session)")
    db.execute("create index waste_exposures_unit on waste_exposures (unit, id)")
    db.execute("create index waste_exposures_responsible on waste_exposures (responsible)")


@migrations()
def w002_prevention_rules_and_promises(db: Database) -> None:
    """Rules that prevent waste with their inspections; the day a resolution was carried out."""
    db.execute("alter table waste_resolutions add column done_on text")
    db.execute("create index waste_resolutions_due on waste_resolutions (due)")
