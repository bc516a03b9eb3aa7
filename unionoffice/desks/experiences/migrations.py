"""The tables of this desk. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("experiences")


@migrations()
def e001_experiences_and_visits(db: Database) -> None:
    """Experiences with their spread, visits, demonstrations, help, and contracts of mutual help and learning."""
    for name, columns, lines in (
        (
            "experiences",
            """number text not null unique, old_number text not null,
            state text not null check (state in
                ('found', 'written_up', 'confirmed', 'promoted', 'adopted', 'not_spread', 'withdrawn')),
            name text not null, english text not null, found_on text not null, unit integer references units (id),
            origin text not null, trade text not null, problem text not null, conditions text not null, effect text not null,
            safety text not null, source text not null, indicator integer references indicators (id), measured_in text not null,
            better text not null check (better in ('lower', 'higher')), volume_in text not null, effect_in text not null,
            written_by text not null, written_on text, confirmed_by text not null, confirmed_on text, promoted_on text,
            adopted_on text, ended_on text, ended_why text not null, correction text not null,
            check (state not in ('written_up', 'confirmed', 'promoted', 'adopted') or written_on is not null),
            check (state not in ('confirmed', 'promoted', 'adopted') or confirmed_on is not null),
            check (state not in ('promoted', 'adopted') or promoted_on is not null),
            check ((state = 'adopted') = (adopted_on is not null)),
            check ((state in ('not_spread', 'withdrawn')) = (ended_on is not null))""",
            (
                (
                    "experience_creators",
                    """worker integer references workers (id), name text not null, unit integer references units (id),
                    trade text not null""",
                ),
                ("experience_points", "text text not null"),
                (
                    "experience_results",
                    """what text not null, indicator integer references indicators (id), measured_in text not null, before integer,
                    before_on text, after integer, after_on text""",
                ),
                (
                    "experience_spread",
                    """unit integer references units (id), outside text not null, targeted_on text, due text, introduced_on text,
                    demonstrated_on text, first_used_on text, outcome text check (outcome in ('adopted', 'partly', 'refused')),
                    outcome_on text, reason text not null, before integer, after integer, volume integer check (volume >= 0),
                    money integer, checked_on text, deviations text not null,
                    check ((outcome is null) = (outcome_on is null))""",
                ),
            ),
        ),
        (
            "visits",
            """number text not null unique, old_number text not null,
            state text not null check (state in ('planned', 'done', 'reported', 'closed', 'cancelled')),
            first_on text not null, last_on text not null, host integer references units (id), host_name text not null,
            visiting integer references units (id), visiting_name text not null, purpose text not null, result text not null,
            cost integer check (cost >= 0), source text not null, reported_on text, reported_to text not null, ended_on text,
            ended_why text not null, check (last_on >= first_on),
            check ((state in ('closed', 'cancelled')) = (ended_on is not null))""",
            (
                (
                    "visit_visitors",
                    """worker integer references workers (id), name text not null, trade text not null,
                    unit integer references units (id)""",
                ),
                (
                    "visit_gaps",
                    """indicator integer references indicators (id), what text not null, measured_in text not null, own integer,
                    theirs integer""",
                ),
                ("visit_seen", "text text not null"),
                (
                    "visit_taken",
                    """text text not null, who text not null, unit integer references units (id), due text, done_on text,
                    dropped text not null, check (done_on is null or dropped = '')""",
                ),
            ),
        ),
        (
            "demonstrations",
            """number text not null unique, old_number text not null,
            state text not null check (state in ('planned', 'held', 'cancelled')),
            kind text not null check (kind in ('demonstration', 'match')), method text not null,
            experience integer references experiences (id), demonstrator integer references workers (id),
            demonstrator_name text not null, unit integer references units (id), held_on text not null, room text not null,
            tried integer not null check (tried >= 0), conclusion text not null, ended_on text, ended_why text not null,
            check ((state = 'cancelled') = (ended_on is not null))""",
            (
                (
                    "demonstration_watchers",
                    "unit integer references units (id), name text not null, people integer not null check (people >= 1)",
                ),
                ("demonstration_times", "what text not null, before text not null, after text not null"),
            ),
        ),
        (
            "help_given",
            """number text not null unique, old_number text not null,
            state text not null check (state in ('planned', 'under_way', 'ended', 'cancelled')),
            kind text not null check (kind in ('people', 'materials')), purpose text not null,
            from_unit integer references units (id), from_name text not null, to_unit integer references units (id),
            to_name text not null, first_on text not null, last_on text, days integer check (days >= 0),
            experience integer references experiences (id), result text not null, ended_on text, ended_why text not null,
            check (state <> 'ended' or last_on is not null), check ((state = 'cancelled') = (ended_on is not null))""",
            (
                (
                    "help_people",
                    """worker integer references workers (id), name text not null, trade text not null,
                    people integer not null check (people >= 1)""",
                ),
                (
                    "help_materials",
                    """name text not null, quantity integer check (quantity >= 0), measured_in text not null,
                    back integer not null check (back in (0, 1))""",
                ),
            ),
        ),
        (
            "learning_contracts",
            """number text not null unique, old_number text not null,
            state text not null check (state in ('drawn_up', 'signed', 'running', 'concluded', 'terminated')),
            title text not null, english text not null, drawn_up_on text not null, duties text not null, starts_on text,
            ends_on text, source text not null, signed_on text, results text not null, concluded_on text, ended_on text,
            ended_why text not null, correction text not null,
            check (state not in ('signed', 'running', 'concluded') or (signed_on is not null and starts_on is not null
                and ends_on is not null)),
            check ((state = 'concluded') = (concluded_on is not null)), check ((state = 'terminated') = (ended_on is not null))""",
            (
                (
                    "learning_parties",
                    """name text not null, unit integer references units (id), plants integer not null check (plants >= 1),
                    signed_by text not null""",
                ),
                (
                    "learning_problems",
                    """text text not null, problems integer not null check (problems >= 1), whose text not null, due text,
                    state text not null check (state in ('open', 'under_way', 'partly', 'done', 'given_up')),
                    measured_in text not null, before integer, after integer, result text not null""",
                ),
                (
                    "learning_experiences",
                    """text text not null, experiences integer not null check (experiences >= 1),
                    experience integer references experiences (id), giver text not null, taker text not null,
                    state text not null check (state in ('open', 'under_way', 'partly', 'done', 'given_up'))""",
                ),
            ),
        ),
    ):
        db.execute(f"create table {name} (id integer primary key autoincrement, {columns}) strict")
        for line, own in lines:
            db.execute(
                f"create table {line} (id integer primary key autoincrement, parent integer not null references {name} (id), "
                f"place integer not null, {own}) strict"
            )
            db.execute(f"create index {line}_parent on {line} (parent, place)")
    for table, column, more in (
        ("experiences", "found_on", ", id"), ("experiences", "state", ", found_on, id"), ("experiences", "name", ", id"),
        ("experiences", "unit", ", id"), ("experiences", "indicator", ""), ("experiences", "written_on", ""),
        ("experiences", "confirmed_on", ""), ("experiences", "promoted_on", ", id"),
        ("experience_creators", "worker", ""), ("experience_creators", "unit", ""), ("experience_results", "indicator", ""),
        ("experience_spread", "unit", ""), ("experience_spread", "due", ""), ("experience_spread", "targeted_on", ""),
        ("experience_spread", "outcome_on", ""),
        ("visits", "first_on", ", id"), ("visits", "last_on", ", id"), ("visits", "state", ", first_on, id"),
        ("visits", "host", ", id"), ("visits", "visiting", ", id"), ("visit_visitors", "worker", ""),
        ("visit_visitors", "unit", ""),
        ("visit_gaps", "indicator", ""), ("visit_taken", "unit", ""), ("visit_taken", "due", ""),
        ("demonstrations", "held_on", ", id"), ("demonstrations", "state", ", held_on, id"), ("demonstrations", "experience", ""),
        ("demonstrations", "demonstrator", ""), ("demonstrations", "unit", ", id"), ("demonstration_watchers", "unit", ""),
        ("help_given", "first_on", ", id"), ("help_given", "last_on", ", id"), ("help_given", "state", ", first_on, id"),
        ("help_given", "from_unit", ""), ("help_given", "to_unit", ", id"), ("help_given", "experience", ""),
        ("help_people", "worker", ""),
        ("learning_contracts", "drawn_up_on", ", id"), ("learning_contracts", "ends_on", ", id"),
        ("learning_contracts", "state", ", drawn_up_on, id"), ("learning_contracts", "signed_on", ""),
        ("learning_parties", "unit", ""), ("learning_problems", "due", ""), ("learning_experiences", "experience", ""),
    ):  # fmt: skip
        db.execute(f"create index {table}_{column} on {table} ({column}{more})")
