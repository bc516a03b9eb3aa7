"""The tables of this desk. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("rectification")


@migrations()
def r001_opinions_and_debates(db: Database) -> None:
    """Posters, opinions with their checks, where each unit stands, and debates with their minutes."""
    _opinions(db)
    _movement(db)
    _debates(db)


def _opinions(db: Database) -> None:
    db.execute(
        """create table opinion_posters (
            id integer primary key autoincrement, number text not null unique, posted_on text not null,
            unit integer references units (id), spot text not null, subject text not null,
            sheets integer not null check (sheets >= 1), counted integer not null check (counted >= 0), remark text not null,
            voided_on text, voided_why text not null) strict"""
    )
    db.execute("create index opinion_posters_posted on opinion_posters (posted_on, id)")
    db.execute("create index opinion_posters_unit on opinion_posters (unit)")
    db.execute(
        """create table opinions (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('registered', 'assigned', 'replied', 'correcting', 'done', 'corrected',
                'explained', 'referred', 'merged', 'withdrawn')),
            raised_on text not null, source text not null check (source in ('session', 'poster', 'box', 'forum', 'blackboard',
                'visit', 'debate', 'other')),
            poster integer references opinion_posters (id), anonymous integer not null check (anonymous in (0, 1)),
            raised_by text, people integer not null check (people >= 1), unit integer references units (id),
            category text not null check (category in ('production', 'technique', 'supply', 'safety', 'rules', 'meetings',
                'other')),
            summary text not null, details text not null, remark text not null, assigned_on text,
            responsible integer references units (id), by_union integer not null check (by_union in (0, 1)),
            person text not null, way text check (way in ('a', 'b', 'c')), reply_due text, replied_on text,
            reply text not null, measure text not null, planned_on text, begun_on text, done_on text, result text not null,
            corrected_on text, referred_on text, referred_to text not null, told_on text,
            told_by text check (told_by in ('in_person', 'slip', 'wall', 'board', 'meeting')), slip_on text,
            merged_into integer references opinions (id), merged_on text, ended_on text, ended_why text not null,
            corrected_because text not null, state_before text, slip text not null,
            check (anonymous = 0 or raised_by is null),
            check (by_union = 0 or responsible is null),
            check (state <> 'assigned' or (assigned_on is not null and reply_due is not null)),
            check (state not in ('replied', 'correcting', 'done', 'corrected')
                or (replied_on is not null and planned_on is not null)),
            check (state not in ('done', 'corrected') or done_on is not null),
            check ((state = 'corrected') = (corrected_on is not null)),
            check (state <> 'explained' or replied_on is not null),
            check (state <> 'referred' or referred_on is not null),
            check ((state = 'merged') = (merged_into is not null)),
            check ((state = 'merged') = (state_before is not null)),
            check ((state = 'withdrawn') = (ended_on is not null)),
            check ((slip = '') = (slip_on is null))) strict"""
    )
    for name, columns in (
        ("raised", "raised_on, id"),
        ("state", "state, raised_on, id"),
        ("reply_due", "reply_due, id"),
        ("planned", "planned_on, id"),
        ("replied", "replied_on"),
        ("corrected", "corrected_on"),
        ("poster", "poster"),
        ("unit", "unit"),
        ("responsible", "responsible, state"),
        ("merged", "merged_into"),
    ):
        db.execute(f"create index opinions_{name} on opinions ({columns})")
    db.execute("create index opinions_slip on opinions (slip_on) where slip <> ''")
    db.execute("create index opinions_untold on opinions (state) where told_on is null")
    db.execute(
        """create table opinion_checks (
            id integer primary key autoincrement, parent integer not null references opinions (id), place integer not null,
            checked_on text not null, checked_by text not null, corrected integer not null check (corrected in (0, 1)),
            finding text not null) strict"""
    )
    db.execute("create index opinion_checks_parent on opinion_checks (parent, place)")


def _movement(db: Database) -> None:
    db.execute(
        """create table movement_units (
            id integer primary key autoincrement, unit integer not null unique references units (id),
            stage text not null check (stage in ('not_begun', 'airing', 'debating', 'correcting', 'checked')),
            airing_on text, debating_on text, correcting_on text, checked_on text, remark text not null) strict"""
    )
    db.execute("create index movement_units_stage on movement_units (stage, id)")
    db.execute(
        """create table movement_turnout (
            id integer primary key autoincrement, parent integer not null references movement_units (id), place integer not null,
            month text not null, people integer not null check (people >= 0),
            heads integer not null check (heads >= people)) strict"""
    )
    db.execute("create index movement_turnout_parent on movement_turnout (parent, place)")
    db.execute("create index movement_turnout_month on movement_turnout (month)")


def _debates(db: Database) -> None:
    db.execute(
        """create table debates (
            id integer primary key autoincrement, begins text not null, ends text not null, room text not null,
            unit integer references units (id), in_working_time integer not null check (in_working_time in (0, 1)),
            chair_post text not null, chair text not null, recorder text not null, agenda text not null,
            open_questions text not null, closed_at text not null, confirmed_on text, filed_on text, file_number text not null,
            ended_on text, ended_why text not null, number text not null unique, old_number text not null,
            state text not null check (state in ('planned', 'held', 'confirmed', 'filed', 'cancelled', 'voided')),
            motion text not null, held_on text not null, conclusion text not null, follows text not null,
            check ((state in ('confirmed', 'filed', 'voided')) = (confirmed_on is not null)),
            check ((state in ('cancelled', 'voided')) = (ended_on is not null))) strict"""
    )
    db.execute("create index debates_held on debates (held_on, id)")
    db.execute("create index debates_state on debates (state, held_on, id)")
    db.execute("create index debates_unit on debates (unit, id)")
    line = "id integer primary key autoincrement, parent integer not null references debates (id), place integer not null"
    stand = "stand text not null check (stand in ('for', 'against', 'other'))"
    for name, columns in (
        ("debate_present", "name text not null, people integer not null check (people >= 1)"),
        ("debate_absent", "name text not null, people integer not null check (people >= 1), reason text not null"),
        ("debate_attendees", "name text not null, post text not null, people integer not null check (people >= 1)"),
        ("debate_positions", f"{stand}, text text not null"),
        (
            "debate_arguments",
            f"""{stand}, other text not null, unit integer references units (id), from_group text not null, text text not null,
            evidence text not null, check ((stand = 'other') = (other <> ''))""",
        ),
        ("debate_resolutions", "text text not null, unit integer references units (id), due text, done_on text"),
        (
            "debate_votes",
            """motion text not null, in_favour integer not null check (in_favour >= 0),
            against integer not null check (against >= 0), abstained integer not null check (abstained >= 0)""",
        ),
        ("debate_addenda", "written_on text not null, text text not null"),
    ):
        db.execute(f"create table {name} ({line}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    db.execute("create index debate_arguments_unit on debate_arguments (unit)")
    db.execute("create index debate_resolutions_unit on debate_resolutions (unit)")
    db.execute("create index debate_resolutions_due on debate_resolutions (due)")
