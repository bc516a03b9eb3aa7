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
    db.execute("alter table waste_exposures add column recheck_on text")
    db.execute("update waste_exposures set recheck_on = date(stopped_on, '+30 days') where state = 'stopped'")
    db.execute("create index waste_exposures_recheck on waste_exposures (recheck_on)")
    line = "id integer primary key autoincrement, parent integer not null references {owner} (id), place integer not null"
    db.execute(
        """create table waste_rules (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('draft', 'discussed', 'approved', 'in_force', 'revised', 'repealed', 'withdrawn')),
            title text not null, drafted_on text not null, text text not null, responsible integer references units (id),
            owner text not null, indicator integer references indicators (id), limit_at text not null,
            every integer check (every >= 1), cycle text not null check (cycle in ('days', 'months')), discussed_on text,
            discussion text not null, approved_on text, approved_by text not null, effective_from text, review_on text,
            next_due text, revises integer references waste_rules (id), revised_why text not null, ended_on text,
            ended_why text not null, remark text not null,
            check (state <> 'in_force' or (effective_from is not null and next_due is not null)),
            check (next_due is null or state = 'in_force'),
            check ((state in ('revised', 'repealed', 'withdrawn')) = (ended_on is not null))) strict"""
    )
    for name, owner, columns in (
        ("waste_rule_units", "waste_rules", "unit integer not null references units (id)"),
        (
            "waste_rule_inspectors", "waste_rules",
            "worker integer references workers (id), name text not null check (name <> ''), post text not null",
        ),
        (
            "waste_inspections", "waste_rules",
            """inspected_on text not null, inspector text not null, unit integer references units (id),
            finding text not null check (finding in ('ok', 'violation')), amount integer check (amount >= 0), what text not null,
            exposure integer references waste_exposures (id), check (finding = 'violation' or exposure is null)""",
        ),
        (
            "waste_rechecks", "waste_exposures",
            """checked_on text not null, checked_by text not null, again integer not null check (again in (0, 1)),
            finding text not null""",
        ),
    ):
        db.execute(f"create table {name} ({line.format(owner=owner)}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    for name, columns in (
        ("waste_rules_drafted", "waste_rules (drafted_on, id)"),
        ("waste_rules_next", "waste_rules (next_due, id)"),
        ("waste_rules_state", "waste_rules (state, id)"),
        ("waste_rules_review", "waste_rules (review_on)"),
        ("waste_rules_responsible", "waste_rules (responsible)"),
        ("waste_rules_indicator", "waste_rules (indicator)"),
        ("waste_rules_revises", "waste_rules (revises)"),
        ("waste_rule_units_unit", "waste_rule_units (unit)"),
        ("waste_rule_inspectors_worker", "waste_rule_inspectors (worker)"),
        ("waste_inspections_inspected", "waste_inspections (inspected_on)"),
        ("waste_inspections_unit", "waste_inspections (unit)"),
        ("waste_inspections_exposure", "waste_inspections (exposure)"),
        ("waste_rechecks_checked", "waste_rechecks (checked_on)"),
    ):
        db.execute(f"create index {name} on {columns}")


@migrations()
def w003_ordered_by_title(db: Database) -> None:
    """A register of half a million exposures can be put in the order of their titles at once."""
    db.execute("create index waste_exposures_title on waste_exposures (title, id)")
