"""The competitions' tables. A migration is frozen: it is never changed once a book may hold it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("competitions")


@migrations()
def k001_competitions(db: Database) -> None:
    """Competitions with scheme, figures, vetoes, excuses and published versions."""
    for sql in (
        """create table competitions (
            id integer primary key autoincrement, number text not null unique, old_number text not null, name text not null,
            english text not null,
            level text not null check (level in ('inter_plant', 'workshop', 'team', 'same_trade', 'individual')),
            written_on text not null, first text not null, last text not null check (last >= first), conditions text not null,
            committee text not null, source text not null, data_due_on text, evaluate_by text,
            full_marks integer not null check (full_marks > 0),
            tie_rule text not null check (tie_rule in ('listed', 'numbered', 'shared')), remark text not null,
            state text not null check (state in ('scheme', 'entered', 'running', 'complete', 'scored', 'reviewed', 'published',
                'awarded', 'filed', 'correcting', 'cancelled')),
            evaluated_on text, published_on text, version integer not null check (version >= 0), correction text not null,
            awarded_on text, filed_on text, cancelled text not null) strict""",
        "create index competitions_last on competitions (last, id)",
        "create index competitions_name on competitions (name, id)",
        "create index competitions_state on competitions (state, id)",
        """create table competition_participants (
            id integer primary key autoincrement, parent integer not null references competitions (id), place integer not null,
            unit integer references units (id), worker integer references workers (id), outside text not null,
            category text not null, remark text not null,
            check ((unit is not null) + (worker is not null) + (outside <> '') = 1)) strict""",
        "create index competition_participants_parent on competition_participants (parent, place)",
        "create index competition_participants_unit on competition_participants (unit)",
        "create index competition_participants_worker on competition_participants (worker)",
        """create table competition_indicators (
            id integer primary key autoincrement, parent integer not null references competitions (id), place integer not null,
            name text not null, english text not null, measure text not null, measure_english text not null,
            weight integer not null check (weight > 0), scoring text not null check (scoring in ('completion', 'mirror', 'ratio')),
            decimals integer not null check (decimals between 0 and 6), tie_order integer check (tie_order >= 1),
            figure integer references indicators (id)) strict""",
        "create index competition_indicators_parent on competition_indicators (parent, place)",
        "create index competition_indicators_figure on competition_indicators (figure)",
        """create table competition_vetoes (
            id integer primary key autoincrement, parent integer not null references competitions (id), place integer not null,
            what text not null) strict""",
        "create index competition_vetoes_parent on competition_vetoes (parent, place)",
        """create table competition_awards (
            id integer primary key autoincrement, parent integer not null references competitions (id), place integer not null,
            title text not null, english text not null, from_rank integer not null check (from_rank >= 1),
            to_rank integer not null check (to_rank >= from_rank)) strict""",
        "create index competition_awards_parent on competition_awards (parent, place)",
        """create table competition_figures (
            id integer primary key autoincrement, competition integer not null references competitions (id),
            participant integer not null references competition_participants (id),
            indicator integer not null references competition_indicators (id), plan integer, actual integer,
            check (plan is not null or actual is not null), unique (participant, indicator)) strict""",
        "create index competition_figures_competition on competition_figures (competition)",
        "create index competition_figures_indicator on competition_figures (indicator)",
        """create table competition_veto_marks (
            id integer primary key autoincrement, competition integer not null references competitions (id),
            participant integer not null references competition_participants (id),
            veto integer not null references competition_vetoes (id), reason text not null check (reason <> ''),
            document text not null) strict""",
        "create index competition_veto_marks_competition on competition_veto_marks (competition)",
        "create index competition_veto_marks_participant on competition_veto_marks (participant)",
        "create index competition_veto_marks_veto on competition_veto_marks (veto)",
        """create table competition_excuses (
            id integer primary key autoincrement, competition integer not null references competitions (id),
            participant integer not null unique references competition_participants (id),
            reason text not null check (reason <> '')) strict""",
        "create index competition_excuses_competition on competition_excuses (competition)",
        """create table competition_versions (
            id integer primary key autoincrement, competition integer not null references competitions (id),
            version integer not null check (version >= 1), published_on text not null, reason text not null,
            snapshot text not null, unique (competition, version)) strict""",
        "create index competition_versions_published on competition_versions (published_on, id)",
    ):
        db.execute(sql)
