"""The tables of plan discussions and targets. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("targets")


@migrations()
def t001_discussions_and_targets(db: Database) -> None:
    """Discussions of the plan with voices, measures and effects; targets with their months and revisions."""
    db.execute(
        """create table plan_discussions (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in
                ('received', 'discussing', 'groups', 'reconciled', 'decided', 'in_force', 'cancelled')),
            title text not null, unit integer references units (id), outside text not null, outside_english text not null,
            indicator integer not null references indicators (id), period text not null, received_on text not null,
            decide_by text, draft text not null check (draft <> ''), source text not null, last_year text not null,
            best text not null, best_when text not null, peers text not null, peer text not null, discussed_on text,
            groups_on text, reconciled_on text, balance text not null, decided text not null, decided_on text,
            decided_by text not null, decided_why text not null, criticisms integer check (criticisms >= 0),
            criticisms_over integer not null check (criticisms_over in (0, 1)), in_force_on text, remark text not null,
            cancelled_on text, cancelled_why text not null,
            check ((unit is null) = (outside <> '')),
            check ((decided = '') = (decided_on is null)),
            check (state not in ('decided', 'in_force') or decided_on is not null),
            check (state <> 'in_force' or in_force_on is not null),
            check ((state = 'cancelled') = (cancelled_on is not null))) strict"""
    )
    db.execute("create index plan_discussions_received on plan_discussions (received_on, id)")
    db.execute("create index plan_discussions_state on plan_discussions (state, received_on, id)")
    db.execute("create index plan_discussions_unit on plan_discussions (unit, id)")
    db.execute("create index plan_discussions_indicator on plan_discussions (indicator)")
    db.execute("create index plan_discussions_decide_by on plan_discussions (decide_by)")
    db.execute("create index plan_discussions_decided on plan_discussions (decided_on)")
    line = "id integer primary key autoincrement, parent integer not null references {0} (id), place integer not null"
    for name, owner, columns in (
        (
            "plan_voices", "plan_discussions",
            """kind text not null check (kind in ('proposal', 'objection', 'evidence')), unit integer references units (id),
            circle text not null, value text not null, anonymous integer not null check (anonymous in (0, 1)), name text,
            reason text not null, answer text not null, check (anonymous = 0 or name is null)""",
        ),
        ("plan_measures", "plan_discussions",
         "text text not null, unit integer references units (id), owner text not null, due text, done_on text"),
        (
            "plan_effects", "plan_discussions",
            """what text not null, english text not null, measure text not null, measure_english text not null,
            way text not null check (way in ('difference', 'proportion', 'rate')), at_draft integer, at_decision integer,
            per_unit integer""",
        ),
    ):  # fmt: skip
        db.execute(f"create table {name} ({line.format(owner)}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    db.execute("create index plan_voices_unit on plan_voices (unit)")
    db.execute("create index plan_measures_unit on plan_measures (unit)")
    db.execute("create index plan_measures_due on plan_measures (due)")
    db.execute(
        """create table targets (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('running', 'revised', 'met', 'missed', 'cancelled')), title text not null,
            unit integer not null references units (id), indicator integer not null references indicators (id),
            period text not null, set_on text not null, discussion integer references plan_discussions (id),
            value text not null check (value <> ''),
            spread text not null check (spread in ('even', 'last_year', 'figures', 'by_hand')), first_value text not null,
            remark text not null, ends_on text not null, reached text not null, settled_on text, cancelled_on text,
            cancelled_why text not null,
            check ((state in ('met', 'missed')) = (settled_on is not null)),
            check ((state = 'cancelled') = (cancelled_on is not null))) strict"""
    )
    db.execute("create index targets_set on targets (set_on, id)")
    db.execute("create index targets_state on targets (state, ends_on, id)")
    db.execute("create index targets_unit on targets (unit, id)")
    db.execute("create index targets_indicator on targets (indicator)")
    db.execute("create index targets_discussion on targets (discussion)")
    db.execute("create index targets_ends on targets (ends_on, id)")
    for name, columns in (
        ("target_months", "month text not null, value text not null"),
        ("target_revisions", "revised_on text not null, before text not null, months_before text not null, reason text not null"),
    ):
        db.execute(f"create table {name} ({line.format('targets')}, {columns}) strict")
        db.execute(f"create index {name}_parent on {name} (parent, place)")
    db.execute("create index target_months_month on target_months (month, parent)")
