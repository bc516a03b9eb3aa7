"""Every figure of the summary, reckoned once more by plain SQL on the sample office, month by month, quarter and year."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from unionoffice.core.book import Book
from unionoffice.core.period import Period
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.monthly import service
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.rectification import service as rectification
from unionoffice.desks.waste import service as waste

PERIODS = ("1957-03", "1958-01", "1958-02", "1958-03", "1958-04", "1958-Q1", "1958-H1", "1958")

HELD = "held_on >= :a and held_on < :b and state in ('held', 'confirmed', 'filed')"
"""A meeting that took place in the period."""
OVER = "coalesce(nullif(closed_at, ''), ends)"
MINUTES = f"(substr({OVER}, 1, 2) * 60 + substr({OVER}, 4) - substr(begins, 1, 2) * 60 - substr(begins, 4) + 1440) % 1440"
"""How long a meeting took, to its close or else to its planned end."""


def came_to(stage: str) -> str:
    """The day on which a proposal last came to a stage."""
    last = f"(select max(given_on) from proposal_steps s where s.parent = p.id and s.stage = '{stage}' and s.struck = 0)"
    return f"{last} >= :a and {last} < :b"


def people_at(kind: str) -> str:
    """Everybody at a meeting of a table, with a vote or without."""
    return (
        f"(coalesce((select sum(people) from {kind}_present x where x.parent = m.id), 0) + "
        f"coalesce((select sum(people) from {kind}_attendees x where x.parent = m.id), 0))"
    )


NOT_VOIDED = "state <> 'voided'"
OWN = "outside = '' and state <> 'cancelled'"
"""A plan discussion of the office's own."""


def within(day: str, also: str = "1") -> str:
    return f"{day} >= :a and {day} < :b and {also}"


SQL: dict[str, str] = {
    "rectification.posters": f"select sum(sheets) from opinion_posters where {within('posted_on', 'voided_on is null')}",
    "rectification.opinions": f"select count(*) from opinions where {within('raised_on')} and state <> 'withdrawn'",
    "rectification.counted": f"select sum(counted) from opinion_posters where {within('posted_on', 'voided_on is null')}",
    "rectification.people": "select sum(people) from movement_turnout where month in (select value from json_each(:months))",
    "rectification.turnout": (
        "select (20000 * sum(people) + sum(heads)) / (2 * sum(heads)) from movement_turnout "
        "where month in (select value from json_each(:months)) having sum(heads) > 0"
    ),
    "rectification.replied": f"select count(*) from opinions where {within('replied_on')} and state not in ('withdrawn', 'merged')",
    "rectification.explained": f"select count(*) from opinions where {within('replied_on')} and state = 'explained'",
    "rectification.corrected": (
        "select count(*) from opinions o where state = 'corrected' and exists (select 1 from opinion_checks c "
        f"where c.parent = o.id and c.corrected = 1 and {within('c.checked_on')})"
    ),
    "rectification.rate": (
        "select (20000 * sum(done) + count(*)) / (2 * count(*)) from (select coalesce(m.corrected_on, o.corrected_on) < :b as done "
        f"from opinions o left join opinions m on m.id = o.merged_into where {within('o.raised_on')} and o.state <> 'withdrawn') "
        "having count(*) > 0"
    ),
    "rectification.debates": f"select count(*) from debates where {HELD}",
    "rectification.debate_people": f"select sum({people_at('debate')}) from debates m where {HELD}",
    "rectification.debate_hours": (
        f"select cast(round(sum({MINUTES} * {people_at('debate')}) * 10000 / 60.0) as int) from debates m "
        f"where {HELD} and ends <> ''"
    ),
    "rectification.debate_hours_inside": (
        f"select cast(round(sum({MINUTES} * {people_at('debate')}) * 10000 / 60.0) as int) from debates m "
        f"where {HELD} and ends <> '' and in_working_time = 1"
    ),
    "waste.sessions": f"select count(*) from waste_sessions where {HELD}",
    "waste.people": f"select sum({people_at('waste')}) from waste_sessions m where {HELD}",
    "waste.person_hours": (
        f"select cast(round(sum({MINUTES} * {people_at('waste')}) * 10000 / 60.0) as int) from waste_sessions m "
        f"where {HELD} and ends <> ''"
    ),
    "waste.exposed": f"select count(*) from waste_exposures where {within('exposed_on')} and state <> 'withdrawn'",
    "waste.verified": (
        "select sum(verified_loss * case verified_per when 'month' then 12 else 1 end) from waste_exposures "
        f"where {within('verified_on')} and state in ('verified', 'measure_set', 'stopped')"
    ),
    "waste.came_again": f"select count(distinct parent) from waste_rechecks where {within('checked_on', 'again = 1')}",
    "waste.rules": (
        "select count(*) from waste_rules where coalesce(effective_from, '9999') <= :z and coalesce(ended_on, '9999') > :z"
    ),
    "waste.inspections": f"select count(*) from waste_inspections where {within('inspected_on')}",
    "waste.violations": f"select count(*) from waste_inspections where {within('inspected_on')} and finding = 'violation'",
    "waste.raised": (
        "select count(*) from links l join proposals p on p.id = l.to_row and l.to_tbl = 'proposals' "
        f"where l.from_tbl = 'waste_exposures' and {within('p.received_on')}"
    ),
    "waste.stopped": f"select count(*) from waste_exposures where {within('stopped_on')} and state = 'stopped'",
    "proposals.received": f"select count(*) from proposals where {within('received_on')}",
    "proposals.adopted": f"select count(*) from proposals p where {came_to('adopted')}",
    "proposals.trial": f"select count(*) from proposals p where {came_to('trial')}",
    "proposals.rejected": f"select count(*) from proposals p where {came_to('rejected')}",
    "proposals.implemented": f"select count(*) from proposals p where {came_to('implemented')}",
    "proposals.saved_actual": f"select sum(actual_fen) from proposals p where {came_to('appraised')}",
    "proposals.saved_forecast": f"select sum(forecast_fen) from proposals p where {came_to('adopted')}",
    "proposals.award_paid": f"select sum(award_fen) from proposals where {within('paid_on')}",
    "targets.decided": f"select count(*) from plan_discussions where {within('decided_on', OWN)}",
    "targets.criticisms": f"select sum(criticisms) from plan_discussions where {within('decided_on', OWN)}",
    "targets.kept": (
        "select count(*) from plan_measures m join plan_discussions d on d.id = m.parent "
        f"where {within('m.done_on')} and d.outside = '' and d.state <> 'cancelled'"
    ),
    "targets.met": f"select count(*) from targets where {within('settled_on')} and state = 'met'",
    "targets.missed": f"select count(*) from targets where {within('settled_on')} and state = 'missed'",
    "comparison.running": (
        "select count(*) from catch_up_plans where started_on <= :z and coalesce(ended_on, '9999') > :z and state <> 'withdrawn'"
    ),
    "comparison.reached": f"select count(*) from catch_up_plans where {within('ended_on')} and state = 'reached'",
    "experiences.visits": f"select count(*) from visits where {within('last_on')} and state in ('done', 'reported', 'closed')",
    "experiences.visitors": (
        "select count(*) from visit_visitors p join visits v on v.id = p.parent "
        f"where {within('last_on')} and state in ('done', 'reported', 'closed')"
    ),
    "experiences.demonstrations": f"select count(*) from demonstrations where {within('held_on')} and state = 'held'",
    "experiences.watchers": (
        f"select sum(people) from demonstration_watchers w join demonstrations d on d.id = w.parent where {within('held_on')} "
        "and state = 'held'"
    ),
    "experiences.written_up": f"select count(*) from experiences where {within('written_on')} and state <> 'withdrawn'",
    "experiences.confirmed": f"select count(*) from experiences where {within('confirmed_on')} and state <> 'withdrawn'",
    "experiences.targeted": (
        f"select count(*) from experience_spread s, experiences e where e.id = s.parent and {within('targeted_on')} "
        "and state <> 'withdrawn'"
    ),
    "experiences.adopted": (
        f"select count(*) from experience_spread s, experiences e where e.id = s.parent and {within('outcome_on')} "
        "and outcome = 'adopted' and state <> 'withdrawn'"
    ),
    "experiences.contracts": f"select count(*) from learning_contracts where {within('signed_on')}",
    "experiences.lent": (
        f"select sum(people) from help_people p, help_given h where h.id = p.parent and {within('first_on')} and kind = 'people' "
        "and state in ('under_way', 'ended')"
    ),
    "groups.meetings": (
        f"select count(*) from mutual_meetings m join mutual_groups g on g.id = m.group_id where {within('held_on')} "
        "and g.state <> 'voided'"
    ),
    "groups.running": (
        "select count(*) from mutual_groups where founded_on <= :z and coalesce(closed_on, '9999') > :z and state <> 'voided'"
    ),
    "groups.person_hours": (
        "select sum(m.hours * (select sum(present) from mutual_attendance a where a.parent = m.id)) from mutual_meetings m "
        f"join mutual_groups g on g.id = m.group_id where {within('held_on', NOT_VOIDED)}"
    ),
    "groups.attendance": (
        "select (20000 * sum(present) + count(*)) / (2 * count(*)) from mutual_attendance a "
        "join mutual_meetings m on m.id = a.parent "
        f"join mutual_groups g on g.id = m.group_id where {within('held_on', NOT_VOIDED)} having count(*) > 0"
    ),
    "contracts.signed": f"select count(*) from contracts where {within('signed_on')} and state <> 'voided'",
    "societies.running": (
        "select count(*) from research_societies where founded_on <= :z and coalesce(closed_on, '9999') > :z and state <> 'voided'"
    ),
    "societies.sessions": f"select count(*) from society_sessions where {within('held_on')}",
    "societies.solved": f"select count(*) from society_problems where {within('solved_on')}",
    "technicians.below": (
        "select count(*) from postings where assigned_on <= :z and coalesce(returned_on, '9999') > :z and state <> 'cancelled'"
    ),
    "technicians.hours": (
        f"select sum(hours) from posting_log g, postings p where p.id = g.parent and {within('day')} and state <> 'cancelled'"
    ),
    "technicians.solved": (
        f"select count(*) from posting_log g, postings p where p.id = g.parent and {within('day')} and state <> 'cancelled'"
    ),
    "trials.runs": f"select count(*) from trial_runs r, trials t where t.id = r.parent and {within('ran_on', NOT_VOIDED)}",
    "trials.running": (
        "select count(*) from trials t where begun_on <= :z and state <> 'voided' and coalesce(("
        "select coalesce(resumed_on, '9999') from trial_verdicts "
        "v where v.parent = t.id and v.concluded_on <= :z order by concluded_on desc limit 1), '') <= :z"
    ),
    "trials.succeeded": f"select count(*) from trial_verdicts where {within('concluded_on')} and outcome = 'succeeded'",
    "trials.failed": f"select count(*) from trial_verdicts where {within('concluded_on')} and outcome = 'failed'",
    "trials.stopped": f"select count(*) from trial_verdicts where {within('concluded_on')} and outcome = 'stopped'",
    "trials.produced": f"select count(*) from trials where {within('produced_on')} and state <> 'voided'",
    "trials.value": f"select sum(value) from trials where {within('produced_on')} and state <> 'voided'",
    "competitions.held": f"select count(*) from competitions where {within('last')} and cancelled = ''",
    "awards.issued": f"select count(*) from certificates where {within('dated')} and standing = 'issued'",
    **{
        f"awards.{source}": (
            f"select count(*) from certificates where {within('dated')} and standing = 'issued' and source = '{source}'"
        )
        for source in ("competition", "proposal", "hand")
    },
    "awards.voided": f"select count(*) from certificates where {within('voided_on')} and standing = 'voided'",
}  # fmt: skip
"""What each figure must be: :a and :b are the first day and the day after the last, :z the last, :months the months."""

ELSEWHERE = {
    "waste.overdue", "proposals.overdue", "rectification.overdue", "comparison.overdue",  # below, against what is due
    "proposals.people", "proposals.in_account", "proposals.oldest_open", "proposals.joint", "contracts.finished", "contracts.met",
    "contracts.running", "contracts.grade_rises", "trials.joint", "competitions.participants", "competitions.published",
    "competitions.running", "competitions.winners",
}  # fmt: skip
"""Figures that the tests of their own desks reckon otherwise."""


@pytest.fixture(scope="module")
def book(sample_book: Path) -> Iterator[Book]:
    opened = Book.open(sample_book, write=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def conn(sample_book: Path) -> Iterator[sqlite3.Connection]:
    """Another way to the same file."""
    opened = sqlite3.connect(f"file:{sample_book}?mode=ro", uri=True)
    yield opened
    opened.close()


def figures(book: Book, period: Period) -> dict[str, Any]:
    return {figure.code: figure for gives in service.DESKS.values() for figure in gives(book, period)}


def bounds(period: Period) -> dict[str, str]:
    months = "[" + ", ".join(f'"{month}"' for month in period.months()) + "]"
    return {"a": period.first.isoformat(), "b": period.next.isoformat(), "z": period.last.isoformat(), "months": months}


@pytest.mark.parametrize("text", PERIODS)
def test_every_figure_equals_an_independent_query(book: Book, conn: sqlite3.Connection, text: str) -> None:
    period = service.period_of(book, text)
    found = figures(book, period)
    for code, sql in SQL.items():
        row = conn.execute(sql, bounds(period)).fetchone()
        value = row[0] if row is not None else None
        assert (found[code].value or 0) == (value or 0), (text, code)


def test_no_figure_is_left_unproved(book: Book) -> None:
    found = {code for code in figures(book, service.period_of(book, "1958-03")) if not any(sign.isdigit() for sign in code)}
    assert {code for code in found if not code.startswith("targets.effect.")} == SQL.keys() | ELSEWHERE


def test_each_figure_of_the_sample_says_something_in_some_period(book: Book) -> None:
    said = {code for text in PERIODS for code, figure in figures(book, service.period_of(book, text)).items() if figure.value}
    assert SQL.keys() - said == {"awards.hand"}, "a query that is always zero proves nothing"


@pytest.mark.parametrize("text", ["1958-01", "1958-03", "1958-Q1"])
def test_the_plan_is_fulfilled_as_the_sheet_says(book: Book, conn: sqlite3.Connection, text: str) -> None:
    period = service.period_of(book, text)
    found = {code: figure for code, figure in figures(book, period).items() if code.startswith("figures.")}
    wanted: dict[str, Fraction] = {}
    for indicator, direction, over in conn.execute("select id, direction, over_months from indicators"):
        for (unit,) in conn.execute("select id from units where level in ('plant', 'workshop')"):
            rows = conn.execute(
                "select plan, actual from month_figures where indicator = ? and unit = ? and plan is not null "
                "and actual is not null and month between ? and ? order by month",
                (indicator, unit, str(period.months()[0]), str(period.months()[-1])),
            ).fetchall()  # fmt: skip
            if not rows:
                continue
            sums = [sum(column) if over != "last" else column[-1] for column in zip(*rows, strict=True)]
            share = Fraction(sums[1], sums[0])
            wanted[f"figures.{indicator}.{unit}"] = share if direction == "higher" else 2 - share
    assert found.keys() == wanted.keys()
    for code, share in wanted.items():
        assert abs(Fraction(found[code].value, 10_000) - share) <= Fraction(1, 20_000), code


@pytest.mark.parametrize("text", ["1958-02", "1958-03"])
def test_the_gap_of_each_group_is_that_of_its_last_behind_its_first(book: Book, conn: sqlite3.Connection, text: str) -> None:
    period = service.period_of(book, text)
    seen = 0
    for code, figure in figures(book, period).items():
        if not (code.startswith("comparison.") and code.endswith(".gap")):
            continue
        group, indicator = (int(part) for part in code.split(".")[1:3])
        direction, decimals, clock = conn.execute(
            "select direction, decimals, clock from indicators where id = ?", (indicator,)
        ).fetchone()
        ours = [
            Fraction(value, 10**decimals)
            for (value,) in conn.execute(
                "select f.actual from compare_members m join month_figures f on f.unit = m.unit and f.indicator = ? "
                "and f.month = ? where m.parent = ? and f.actual is not null and not exists (select 1 from compare_left_out l "
                "where l.parent = m.parent and l.unit = m.unit and l.first <= f.month and coalesce(l.last, '9999') >= f.month)",
                (indicator, text, group),
            )
        ]
        theirs = [
            _outside(value, clock=bool(clock))
            for (value,) in conn.execute(  # one of another time may lead, but is not ranked
                "select f.value from compare_outside o join outside_figures f on f.parent = o.outside and f.indicator = ? "
                "where o.parent = ? and f.period <= ?",
                (indicator, group, text),
            )
        ]
        best, worst = (max, min) if direction == "higher" else (min, max)
        leader, last = best([*ours, *theirs]), worst(ours)
        assert abs(Fraction(figure.value, 10_000) - abs(last - leader) / leader) <= Fraction(1, 20_000), (code, text)
        seen += 1
    assert seen > 2


def _outside(text: str, *, clock: bool) -> Fraction:
    if not clock:
        return Fraction(text.replace(",", ""))
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return Fraction(hours * 3600 + minutes * 60 + seconds)


Counts = Callable[[Book, date], int]


@pytest.mark.parametrize("days", range(0, 150, 7))
def test_what_is_overdue_is_what_the_desk_shows_as_overdue_on_that_day(book: Book, days: int) -> None:
    """For days after everything in the sample was done, when nothing that was late has been mended since."""
    day = date(1958, 4, 30) + timedelta(days=days)
    period = Period.of_days(day, day)
    found = {
        figure.code: figure.value
        for gives in (waste.figures, proposals.figures, comparison.figures, rectification.figures)
        for figure in gives(book, period)
    }
    late = {
        "waste.overdue": [each for each in waste.due(book, day) if each.what.key == "Measure against waste to be carried out"],
        "proposals.overdue": [each for each in proposals.due(book, day) if "nswer" in each.what.key or "eply" in each.what.key],
        "rectification.overdue": [each for each in rectification.due(book, day) if each.tbl == "opinions"],
        "comparison.overdue": [each for each in comparison.due(book, day) if each.what.key.startswith("Catch-up plan")],
    }
    for code, listed in late.items():
        rows = {each.row for each in listed if each.kind == "due" and each.day is not None and each.day < day}
        assert found[code] == len(rows), (code, day)
