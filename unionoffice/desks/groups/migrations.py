"""The tables of mutual aid. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("groups")


@migrations()
def g001_groups_and_contracts(db: Database) -> None:
    """Groups with members, meetings with attendance, contracts with all that belongs to them."""
    for sql in (
        """create table mutual_groups (
            id integer primary key autoincrement, number text not null unique, old_number text not null, name text not null,
            unit integer references units (id), leader integer references workers (id), founded_on text not null,
            topic text not null, rhythm text not null,
            state text not null check (state in ('running', 'ended', 'dissolved', 'voided')), closed_on text,
            results text not null, reason text not null, remark text not null,
            check ((state = 'running') = (closed_on is null))) strict""",
        "create index mutual_groups_unit on mutual_groups (unit, id)",
        "create index mutual_groups_leader on mutual_groups (leader)",
        "create index mutual_groups_founded on mutual_groups (founded_on, id)",
        "create index mutual_groups_name on mutual_groups (name, id)",
        """create table mutual_members (
            id integer primary key autoincrement, parent integer not null references mutual_groups (id), place integer not null,
            worker integer references workers (id), name text not null check (name <> ''), trade text not null,
            grade integer check (grade between 1 and 8), joined_on text not null, left_on text,
            check (left_on is null or left_on >= joined_on)) strict""",
        "create index mutual_members_parent on mutual_members (parent, place)",
        "create index mutual_members_worker on mutual_members (worker)",
        """create table mutual_meetings (
            id integer primary key autoincrement, group_id integer not null references mutual_groups (id), held_on text not null,
            hours integer not null check (hours > 0 and hours <= 240000), topic text not null, learned text not null) strict""",
        "create index mutual_meetings_group on mutual_meetings (group_id, held_on, id)",
        "create index mutual_meetings_held on mutual_meetings (held_on, id)",
        """create table mutual_attendance (
            id integer primary key autoincrement, parent integer not null references mutual_meetings (id), place integer not null,
            member integer not null references mutual_members (id), name text not null,
            present integer not null check (present in (0, 1)), reason text not null, check (present = 0 or reason = '')) strict""",
        "create index mutual_attendance_parent on mutual_attendance (parent, place)",
        "create index mutual_attendance_member on mutual_attendance (member)",
        """create table contracts (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            kind text not null check (kind in ('mutual_aid', 'apprentice')), drawn_up_on text not null,
            unit integer references units (id), union_group text not null, teacher integer references workers (id),
            teacher_name text not null check (teacher_name <> ''), teacher_trade text not null,
            teacher_grade integer check (teacher_grade between 1 and 8), teacher_years integer check (teacher_years >= 0),
            changing_trade integer not null check (changing_trade in (0, 1)),
            voluntary integer not null check (voluntary in (0, 1)),
            effective_on text, term_months integer check (term_months > 0), ends_on text,
            teacher_duties text not null, learner_duties text not null, unit_duties text not null,
            teacher_reward text not null, learner_reward text not null, witness text not null, signed_on text,
            for_workshop text not null, for_union text not null,
            state text not null check (state in ('discussed', 'signed', 'running', 'examined', 'met', 'partly_met', 'not_met',
                'rewarded', 'terminated', 'voided')),
            outcome text check (outcome in ('met', 'partly_met', 'not_met')), concluded_on text, conclusion text not null,
            rewarded_on text, closed_on text, reason text not null, correction text not null, remark text not null,
            check (ends_on is null or ends_on >= effective_on),
            check (state not in ('met', 'partly_met', 'not_met') or outcome = state),
            check ((state in ('terminated', 'voided')) = (closed_on is not null))) strict""",
        "create index contracts_unit on contracts (unit, id)",
        "create index contracts_teacher on contracts (teacher)",
        "create index contracts_drawn_up on contracts (drawn_up_on, id)",
        "create index contracts_ends on contracts (ends_on, id)",
        "create index contracts_state on contracts (state, id)",
        """create table contract_learners (
            id integer primary key autoincrement, parent integer not null references contracts (id), place integer not null,
            worker integer not null references workers (id), name text not null, trade text not null,
            from_grade integer check (from_grade between 1 and 8), to_grade integer check (to_grade between 1 and 8),
            operations text not null, scrap_goal integer check (scrap_goal >= 0), quota_goal integer check (quota_goal >= 0),
            examined_on text, examined_by text not null, theory integer, practice integer, score integer,
            result text check (result in ('met', 'partly_met', 'not_met')), new_grade integer check (new_grade between 1 and 8),
            grade_before integer check (grade_before between 1 and 8),
            check ((examined_on is null) = (result is null))) strict""",
        "create index contract_learners_parent on contract_learners (parent, place)",
        "create index contract_learners_worker on contract_learners (worker)",
        "create index contract_learners_examined on contract_learners (examined_on)",
        """create table contract_content (
            id integer primary key autoincrement, parent integer not null references contracts (id), place integer not null,
            month text not null, content text not null) strict""",
        "create index contract_content_parent on contract_content (parent, place)",
        """create table contract_checks (
            id integer primary key autoincrement, parent integer not null references contracts (id), place integer not null,
            checked_on text not null, finding text not null, checked_by text not null) strict""",
        "create index contract_checks_parent on contract_checks (parent, place)",
        """create table contract_extensions (
            id integer primary key autoincrement, parent integer not null references contracts (id), place integer not null,
            agreed_on text not null, old_end text not null, new_end text not null, reason text not null,
            check (new_end > old_end)) strict""",
        "create index contract_extensions_parent on contract_extensions (parent, place)",
    ):
        db.execute(sql)


@migrations()
def g002_societies_trials_and_technicians(db: Database) -> None:
    """Research societies, trials, technicians assigned to the workshops; whether a meeting lay inside working time."""
    line = "id integer primary key autoincrement, parent integer not null references {owner} (id), place integer not null"
    person = (
        "worker integer references workers (id), name text not null check (name <> ''), trade text not null, "
        "technician integer not null check (technician in (0, 1))"
    )
    lines = (
        ("society_members", "research_societies", person),
        (
            "society_problems", "research_societies",
            """problem text not null, proposer text not null,
            state text not null check (state in ('open', 'under_study', 'solved', 'set_aside')), solved_on text,
            solution text not null, check ((state = 'solved') = (solved_on is not null))""",
        ),
        (
            "society_sessions", "research_societies",
            """held_on text not null, hours integer not null check (hours > 0 and hours <= 240000),
            people integer not null check (people >= 1), topic text not null, who text not null""",
        ),
        ("trial_people", "trials", person),
        (
            "trial_runs", "trials",
            """ran_on text, result text check (result in ('passed', 'partly', 'failed')), output text not null,
            conditions text not null, measured text not null, cause text not null, next_step text not null""",
        ),
        (
            "trial_verdicts", "trials",
            """concluded_on text not null, outcome text not null check (outcome in ('succeeded', 'failed', 'stopped')),
            conclusion text not null, resumed_on text, resumed_why text not null,
            check (resumed_on is null or resumed_on >= concluded_on)""",
        ),
        (
            "posting_partners", "postings",
            "worker integer references workers (id), name text not null check (name <> ''), trade text not null",
        ),
        (
            "posting_log", "postings",
            "day text not null, hours integer check (hours > 0 and hours <= 240000), solved text not null",
        ),
    )
    for sql in (
        """create table research_societies (
            id integer primary key autoincrement, number text not null unique, old_number text not null, name text not null,
            unit integer references units (id), founded_on text not null, aim text not null,
            chair integer references workers (id), chair_name text not null, next_on text,
            state text not null check (state in ('running', 'ended', 'dissolved', 'voided')), closed_on text,
            results text not null, reason text not null, remark text not null,
            check ((state = 'running') = (closed_on is null))) strict""",
        "create index research_societies_unit on research_societies (unit, id)",
        "create index research_societies_chair on research_societies (chair)",
        "create index research_societies_founded on research_societies (founded_on, id)",
        "create index research_societies_name on research_societies (name, id)",
        "create index research_societies_next on research_societies (state, next_on)",
        """create table trials (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('idea', 'approved', 'under_trial', 'succeeded', 'failed', 'stopped',
                'appraised', 'in_production', 'voided')),
            kind text not null check (kind in ('product', 'technology', 'process')), title text not null,
            proposed_on text not null, initiator text not null, unit integer references units (id), outside text not null,
            leader integer references workers (id), leader_name text not null,
            technician integer references workers (id), technician_name text not null, idea text not null,
            plan_first text, plan_last text, resources text not null, risk text not null, source text not null,
            approved_by text not null, approved_on text, begun_on text, appraised_on text, appraised_by text not null,
            appraisal text not null, produced_on text, value integer check (value >= 0), reckoning text not null,
            closed_on text, reason text not null, remark text not null,
            check (plan_last is null or plan_first is null or plan_last >= plan_first),
            check (state <> 'under_trial' or begun_on is not null),
            check (state <> 'in_production' or produced_on is not null),
            check ((state = 'voided') = (closed_on is not null))) strict""",
        "create index trials_unit on trials (unit, id)",
        "create index trials_leader on trials (leader)",
        "create index trials_technician on trials (technician)",
        "create index trials_proposed on trials (proposed_on, id)",
        "create index trials_planned on trials (plan_last, id)",
        "create index trials_state on trials (state, plan_last)",
        "create index trials_produced on trials (produced_on)",
        """create table postings (
            id integer primary key autoincrement, number text not null unique, old_number text not null,
            state text not null check (state in ('assigned', 'returned', 'cancelled')),
            worker integer references workers (id), name text not null check (name <> ''),
            title text not null check (title in ('engineer', 'technician', 'assistant')),
            from_unit integer references units (id), unit integer references units (id), assigned_on text not null, until text,
            reason text not null, tasks text not null, shift_hours integer check (shift_hours >= 0), returned_on text,
            opinion text not null, cancelled_on text, cancelled_why text not null, remark text not null,
            check ((state = 'returned') = (returned_on is not null)),
            check ((state = 'cancelled') = (cancelled_on is not null))) strict""",
        "create index postings_worker on postings (worker)",
        "create index postings_from_unit on postings (from_unit)",
        "create index postings_unit on postings (unit, id)",
        "create index postings_assigned on postings (assigned_on, id)",
        "create index postings_until on postings (until, id)",
        "create index postings_name on postings (name, id)",
        "create index postings_state on postings (state, until)",
        *(f"create table {name} ({line.format(owner=owner)}, {columns}) strict" for name, owner, columns in lines),
        *(f"create index {name}_parent on {name} (parent, place)" for name, _owner, _columns in lines),
        "create index society_members_worker on society_members (worker)",
        "create index society_problems_solved on society_problems (solved_on)",
        "create index society_sessions_held on society_sessions (held_on)",
        "create index trial_people_worker on trial_people (worker)",
        "create index trial_runs_ran on trial_runs (ran_on)",
        "create index trial_verdicts_concluded on trial_verdicts (concluded_on)",
        "create index posting_partners_worker on posting_partners (worker)",
        "create index posting_log_day on posting_log (day)",
    ):
        db.execute(sql)
    db.execute(
        "alter table mutual_meetings add column in_working_time integer not null default 0 check (in_working_time in (0, 1))"
    )
