"""The tables of the proposals. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("proposals")


@migrations()
def p001_proposals(db: Database) -> None:
    """Proposals with authors, steps, measures, calculations and parts; award scales; reply rules."""
    for sql in (
        """create table proposal_scales (
            id integer primary key autoincrement, name text not null, english text not null,
            mode text not null check (mode in ('range', 'percent')), valid_from text not null, valid_to text,
            source text not null, check (valid_to is null or valid_to >= valid_from)) strict""",
        "create index proposal_scales_from on proposal_scales (valid_from, id)",
        """create table proposal_scale_rows (
            id integer primary key autoincrement, parent integer not null references proposal_scales (id), place integer not null,
            grade integer not null check (grade between 1 and 20), lower integer not null check (lower >= 0), upper integer,
            least integer not null check (least >= 0), most integer, percent integer not null check (percent >= 0),
            fixed integer not null check (fixed >= 0), honour text check (honour in ('certificate', 'commendation')),
            check (upper is null or upper > lower), check (most is null or most >= least)) strict""",
        "create index proposal_scale_rows_parent on proposal_scale_rows (parent, place)",
        """create table proposal_reply_rules (
            id integer primary key autoincrement, name text not null, valid_from text not null,
            general_days integer not null check (general_days between 1 and 730),
            major_days integer not null check (major_days between 1 and 730), source text not null) strict""",
        "create index proposal_reply_rules_from on proposal_reply_rules (valid_from, id)",
        """create table proposals (
            id integer primary key autoincrement, no text not null unique, title text not null,
            kind text not null check (kind in ('product', 'process', 'tools', 'materials', 'design', 'management', 'energy',
                'environment', 'technology')),
            second_kind text check (second_kind is null or second_kind <> kind),
            weight text not null check (weight in ('general', 'major')), unit integer references units (id),
            received_on text not null, problem text not null, method text not null, expected text not null,
            old_number text not null, needed text not null, own_means integer not null check (own_means in (0, 1)),
            state text not null check (state in ('received', 'reviewed', 'adopted', 'trial', 'rejected', 'kept', 'implementing',
                'implemented', 'appraised', 'award_set', 'paid', 'promoted', 'returned', 'duplicate', 'referred', 'withdrawn')),
            due_on text, told_on text, duplicate_of integer references proposals (id) check (duplicate_of <> id),
            referred_to text not null, implementing_unit integer references units (id),
            responsible integer references workers (id),
            started_on text, planned_end text, planned_cost integer not null check (planned_cost >= 0), ended_on text,
            norms text not null, cost integer not null check (cost >= 0), benefit_from text, forecast_fen integer,
            actual_fen integer, scale integer references proposal_scales (id), grade integer,
            award_fen integer check (award_fen >= 0),
            honour text check (honour in ('certificate', 'commendation')), award_reason text not null, paid_on text,
            receipt text not null, promoted_to text not null, archive_no text not null, corrected_because text not null) strict""",
        "create index proposals_received on proposals (received_on, id)",
        "create index proposals_due on proposals (due_on, id)",
        "create index proposals_state on proposals (state, due_on)",
        "create index proposals_unit on proposals (unit, id)",
        "create index proposals_implementing_unit on proposals (implementing_unit)",
        "create index proposals_responsible on proposals (responsible)",
        "create index proposals_duplicate_of on proposals (duplicate_of)",
        "create index proposals_scale on proposals (scale)",
        "create index proposals_saved on proposals (coalesce(actual_fen, forecast_fen), id)",
        "create index proposals_paid on proposals (paid_on)",
        "create index proposals_benefit on proposals (benefit_from)",
        """create table proposal_authors (
            id integer primary key autoincrement, parent integer not null references proposals (id), place integer not null,
            worker integer references workers (id), name text not null,
            share integer not null check (share between 0 and 100), called text not null) strict""",
        "create index proposal_authors_parent on proposal_authors (parent, place)",
        "create index proposal_authors_worker on proposal_authors (worker)",
        """create table proposal_steps (
            id integer primary key autoincrement, parent integer not null references proposals (id), place integer not null,
            stage text not null, body text not null, opinion text not null, given_on text not null,
            struck integer not null check (struck in (0, 1))) strict""",
        "create index proposal_steps_parent on proposal_steps (parent, place)",
        "create index proposal_steps_given on proposal_steps (stage, given_on)",
        """create table proposal_measures (
            id integer primary key autoincrement, parent integer not null references proposals (id), place integer not null,
            what text not null, measure text not null, before integer, before_on text, after integer, after_on text) strict""",
        "create index proposal_measures_parent on proposal_measures (parent, place)",
        """create table proposal_calculations (
            id integer primary key autoincrement, parent integer not null references proposals (id), place integer not null,
            nature text not null check (nature in ('forecast', 'actual')),
            way text not null check (way in ('labour', 'material', 'free')),
            what text not null, measure text not null, old integer, new integer, price integer, output integer,
            amount integer) strict""",
        "create index proposal_calculations_parent on proposal_calculations (parent, place)",
        """create table proposal_parts (
            id integer primary key autoincrement, parent integer not null references proposals (id), place integer not null,
            role text not null check (role in ('author', 'helper')), worker integer references workers (id), name text not null,
            share integer not null check (share between 0 and 100), part_fen integer not null check (part_fen >= 0),
            called text not null) strict""",
        "create index proposal_parts_parent on proposal_parts (parent, place)",
        "create index proposal_parts_worker on proposal_parts (worker)",
    ):
        db.execute(sql)


@migrations()
def p002_ordered_by_title(db: Database) -> None:
    """A register of half a million proposals can be put in the order of their titles at once."""
    db.execute("create index proposals_title on proposals (title, id)")
