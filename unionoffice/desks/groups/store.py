"""The questions asked of groups, contracts, societies, trials and postings, and the writing of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.groups.records import (
    Attendance,
    Check,
    Content,
    Contract,
    Entry,
    Extension,
    Group,
    Learner,
    Meeting,
    Member,
    Outcome,
    Participant,
    Partner,
    Posting,
    Problem,
    Run,
    Society,
    SocietyMember,
    SocietySession,
    Trial,
    Verdict,
)


def _contract_title(contract: Contract) -> str:
    return f"{contract.teacher_name} → {'、'.join(learner.name for learner in contract.learners)}"


MEMBERS: Table[Member] = Table("mutual_members", Member)
GROUPS: Table[Group] = Table(
    "mutual_groups",
    Group,
    found=Found(
        title="name", number="number", state="state", unit="unit", day="founded_on", old_number="old_number",
        text=("topic", "results", "remark"), pinyin=("title", "members.name"), mentions=("unit", "leader", "members.worker"),
    ),
    lines={"members": MEMBERS},
)
ATTENDANCE: Table[Attendance] = Table("mutual_attendance", Attendance)
MEETINGS: Table[Meeting] = Table(
    "mutual_meetings",
    Meeting,
    found=Found(title="topic", day="held_on", note=lambda meeting: meeting.held_on.isoformat(), text=("learned",)),
    lines={"attendance": ATTENDANCE},
)
CONTRACTS: Table[Contract] = Table(
    "contracts",
    Contract,
    found=Found(
        title=_contract_title, number="number", state="state", unit="unit", day="drawn_up_on", old_number="old_number",
        text=("teacher_duties", "learner_duties", "unit_duties", "remark", "learners.operations", "content.content"),
        pinyin=("title",),
        mentions=("unit", "teacher", "learners.worker"),
    ),
    lines={
        "learners": Table("contract_learners", Learner),
        "content": Table("contract_content", Content),
        "checks": Table("contract_checks", Check),
        "extensions": Table("contract_extensions", Extension),
    },
)
SOCIETIES: Table[Society] = Table(
    "research_societies",
    Society,
    found=Found(
        title="name", number="number", state="state", unit="unit", day="founded_on", old_number="old_number",
        text=("aim", "results", "remark", "problems.problem", "problems.solution", "sessions.topic"),
        pinyin=("title", "members.name"), mentions=("unit", "chair", "members.worker"),
    ),
    lines={
        "members": Table("society_members", SocietyMember),
        "problems": Table("society_problems", Problem),
        "sessions": Table("society_sessions", SocietySession),
    },
)
TRIALS: Table[Trial] = Table(
    "trials",
    Trial,
    found=Found(
        title="title", number="number", state="state", unit="unit", day="proposed_on", old_number="old_number",
        text=(
            "outside", "idea", "resources", "risk", "source", "appraisal", "remark", "runs.output",
            "runs.conditions", "runs.measured", "runs.cause", "runs.next_step", "verdicts.conclusion",
        ),
        pinyin=("people.name",),
        mentions=("unit", "leader", "technician", "people.worker"),
    ),
    lines={
        "people": Table("trial_people", Participant),
        "runs": Table("trial_runs", Run),
        "verdicts": Table("trial_verdicts", Verdict),
    },
)
POSTINGS: Table[Posting] = Table(
    "postings",
    Posting,
    found=Found(
        title="name", number="number", state="state", unit="unit", day="assigned_on", old_number="old_number",
        note=lambda posting: posting.assigned_on.isoformat(), text=("reason", "tasks", "opinion", "remark", "log.solved"),
        pinyin=("title",), mentions=("unit", "worker", "partners.worker"),
    ),
    lines={"partners": Table("posting_partners", Partner), "log": Table("posting_log", Entry)},
)
TABLES: tuple[Table[Any], ...] = (
    GROUPS, MEMBERS, MEETINGS, ATTENDANCE, CONTRACTS, *CONTRACTS.lines.values(), SOCIETIES, *SOCIETIES.lines.values(),
    TRIALS, *TRIALS.lines.values(), POSTINGS, *POSTINGS.lines.values(),
)


def group(book: Book, row: int) -> Group:
    """One group with its members."""
    return book.get(GROUPS, row)


def meeting(book: Book, row: int) -> Meeting:
    """One meeting with its attendance."""
    return book.get(MEETINGS, row)


def contract(book: Book, row: int) -> Contract:
    """One contract with all that belongs to it."""
    return book.get(CONTRACTS, row)


def save_group(act: Act, record: Group) -> int:
    """Write a group and its members."""
    return act.save(GROUPS, record)


def save_meeting(act: Act, record: Meeting) -> int:
    """Write a meeting and its attendance."""
    return act.save(MEETINGS, record)


def save_contract(act: Act, record: Contract) -> int:
    """Write a contract and all that belongs to it."""
    return act.save(CONTRACTS, record)


def delete_meeting(act: Act, row: int) -> None:
    """Take a meeting out of the log."""
    act.delete(MEETINGS, row)


def society(book: Book, row: int) -> Society:
    """One research society with all that belongs to it."""
    return book.get(SOCIETIES, row)


def save_society(act: Act, record: Society) -> int:
    """Write a society and all that belongs to it."""
    return act.save(SOCIETIES, record)


def trial(book: Book, row: int) -> Trial:
    """One trial with its people, runs and verdicts."""
    return book.get(TRIALS, row)


def save_trial(act: Act, record: Trial) -> int:
    """Write a trial and all that belongs to it."""
    return act.save(TRIALS, record)


def posting(book: Book, row: int) -> Posting:
    """One technician's posting with partners and log."""
    return book.get(POSTINGS, row)


def save_posting(act: Act, record: Posting) -> int:
    """Write a posting with partners and log."""
    return act.save(POSTINGS, record)


# -- groups ---------------------------------------------------------------------------


def meetings_of(book: Book, group_id: int) -> list[Meeting]:
    """The meetings of a group with their attendance, in order."""
    rows = book.rows("select id from mutual_meetings where group_id = :g order by held_on, id", g=group_id)
    return [meeting(book, row["id"]) for row in rows]


def meetings_between(book: Book, first: date, until: date) -> list[Meeting]:
    """The meetings from `first` up to, but without, `until`, of groups that were not voided, with their attendance."""
    rows = book.rows(
        "select m.id from mutual_meetings m join mutual_groups g on g.id = m.group_id "
        "where m.held_on >= :first and m.held_on < :until and g.state <> 'voided' order by m.held_on, m.id",
        first=first.isoformat(), until=until.isoformat(),
    )
    return [meeting(book, row["id"]) for row in rows]


def first_meeting(book: Book) -> date | None:
    """The day of the first meeting of groups that were not voided."""
    found = book.value(
        "select min(m.held_on) from mutual_meetings m join mutual_groups g on g.id = m.group_id where g.state <> 'voided'")
    return None if found is None else date.fromisoformat(found)


def times_between(book: Book, first: date, until: date) -> list[dict[str, Any]]:
    """The meetings from `first` up to, but without, `until`, of groups not voided: id, unit, held_on, hours, people present."""
    return book.rows(
        "select m.id, g.unit, m.held_on, m.hours, m.in_working_time, "
        "(select count(*) from mutual_attendance where parent = m.id and present = 1) as people "
        "from mutual_meetings m join mutual_groups g on g.id = m.group_id "
        "where m.held_on >= :first and m.held_on < :until and g.state <> 'voided' order by m.held_on, m.id",
        first=first.isoformat(), until=until.isoformat(),
    )


def last_meeting(book: Book, group_id: int) -> date | None:
    """When a group met last."""
    found = book.value("select max(held_on) from mutual_meetings where group_id = :g", g=group_id)
    return None if found is None else date.fromisoformat(found)


def without_meeting(book: Book, first: date, until: date) -> list[int]:
    """The groups running all the time from `first` up to `until` that have no meeting written in it."""
    rows = book.rows(
        "select id from mutual_groups g where founded_on <= :first and state <> 'voided' "
        "and (closed_on is null or closed_on >= :until) and not exists ("
        "select 1 from mutual_meetings m where m.group_id = g.id and m.held_on >= :first and m.held_on < :until) "
        "order by founded_on, id",
        first=first.isoformat(), until=until.isoformat(),
    )
    return [row["id"] for row in rows]


def count_meetings(book: Book, group_id: int) -> int:
    """How often a group met."""
    return int(book.value("select count(*) from mutual_meetings where group_id = :g", g=group_id))


def attended(book: Book, members: set[int]) -> set[int]:
    """Which of these members stand in the attendance of a meeting."""
    marks = ", ".join(str(int(row)) for row in members) or "null"
    return {row["member"] for row in book.rows(f"select distinct member from mutual_attendance where member in ({marks})")}


def groups_running(book: Book, day: date) -> list[int]:
    """The groups that were founded by that day and had not ended on it."""
    rows = book.rows(
        "select id from mutual_groups where founded_on <= :day and state <> 'voided' "
        "and (closed_on is null or closed_on > :day) order by founded_on, id",
        day=day.isoformat(),
    )
    return [row["id"] for row in rows]


def groups_of_worker(book: Book, worker: int) -> list[Group]:
    """The groups a worker leads or belongs to, or belonged to, without voided ones."""
    return book.all(
        Group,
        "select * from mutual_groups g where state <> 'voided' and (leader = :w or exists "
        "(select 1 from mutual_members m where m.parent = g.id and m.worker = :w)) order by founded_on, id",
        w=worker,
    )


def groups_of_units(book: Book, unit_ids: list[int]) -> list[Group]:
    """The groups of some units, without voided ones."""
    marks = ", ".join(str(int(row)) for row in unit_ids) or "null"
    return book.all(
        Group, f"select * from mutual_groups where unit in ({marks}) and state <> 'voided' order by founded_on, id"
    )


# -- contracts --------------------------------------------------------------------------


def contracts_of_worker(book: Book, worker: int) -> list[Contract]:
    """The contracts in which a worker teaches or learns, without voided ones and without their lines."""
    return book.all(
        Contract,
        "select * from contracts c where state <> 'voided' and (teacher = :w or exists "
        "(select 1 from contract_learners l where l.parent = c.id and l.worker = :w)) order by drawn_up_on, id",
        w=worker,
    )


def contracts_of_units(book: Book, unit_ids: list[int]) -> list[Contract]:
    """The contracts of some units, without voided ones and without their lines."""
    marks = ", ".join(str(int(row)) for row in unit_ids) or "null"
    return book.all(
        Contract, f"select * from contracts where unit in ({marks}) and state <> 'voided' order by drawn_up_on, id"
    )


def running_with_learner(book: Book, worker: int, trade: str, *, but: int) -> list[Contract]:
    """Other contracts, signed or running, in which a worker learns that trade."""
    return book.all(
        Contract,
        "select * from contracts c where c.id <> :but and c.state in ('signed', 'running') and exists "
        "(select 1 from contract_learners l where l.parent = c.id and l.worker = :w and l.trade = :trade) order by id",
        but=but, w=worker, trade=trade,
    )


RAN_OUT = "state in ('signed', 'running') and ends_on < :today"
"""The term has passed and nobody was examined, or not everybody."""

CHECK_DUE = (
    "state = 'running' and ends_on >= :today and :today > date(effective_on, '+' || "
    "(cast(julianday(ends_on) - julianday(effective_on) as integer) / 2) || ' days') "
    "and not exists (select 1 from contract_checks k where k.parent = contracts.id)"
)
"""Half of the term has passed without a check."""


TRIAL_LATE = "state in ('approved', 'under_trial') and plan_last < :today"
"""The planned end has passed and nothing was concluded."""

TRIAL_SUCCEEDED = (
    "(select outcome from trial_verdicts v where v.parent = trials.id order by place desc limit 1) = 'succeeded'"
)
"""The last verdict is success."""

TRIAL_OPEN = f"state in ('idea', 'approved', 'under_trial', 'succeeded') or (state = 'appraised' and {TRIAL_SUCCEEDED})"
"""Something is still to be done: a failure that was appraised is finished."""

POSTING_LATE = "state = 'assigned' and until < :today"
"""The time in the workshop is over, and the technician neither returned nor stays."""

SOCIETY_LATE = "state = 'running' and next_on < :today"
"""The next session should have been held."""


def count_due(book: Book, today: date) -> int:
    """How many contracts ran out unexamined or lack their check half-way, and trials, postings and sessions are past their day."""
    parts = (
        ("contracts", f"({RAN_OUT}) or ({CHECK_DUE})"), ("trials", TRIAL_LATE), ("postings", POSTING_LATE),
        ("research_societies", SOCIETY_LATE),
    )
    sums = " + ".join(f"(select count(*) from {table} where {where})" for table, where in parts)
    return int(book.value(f"select {sums}", today=today.isoformat()))


def contracts_due(book: Book, until: date) -> list[dict[str, Any]]:
    """The contracts in effect whose examination, or first check half-way (then `half` is 1), is due by a day; with that day."""
    return book.rows(
        "select id, number, teacher_name, unit, ends_on as day, 0 as half from contracts "
        "where state in ('signed', 'running') and ends_on <= :until "
        "union all select id, number, teacher_name, unit, day, 1 from (select c.*, date(effective_on, '+' || "
        "(cast(julianday(ends_on) - julianday(effective_on) as integer) / 2) || ' days') as day from contracts c "
        "where state = 'running' and ends_on is not null "
        "and not exists (select 1 from contract_checks k where k.parent = c.id)) where day <= :until and ends_on >= :until "
        "order by day, id", until=until.isoformat(),
    )


def dated(book: Book, table: str, where: str, day: str, until: date) -> list[dict[str, Any]]:
    """The rows of a table that fulfil a condition and whose `day` has come by a day, the earliest first."""
    return book.rows(
        f"select * from {table} where {where} and {day} <= :until order by {day}, id", until=until.isoformat())


def that(book: Book, table: str, where: str) -> list[dict[str, Any]]:
    """The rows of a table that fulfil a condition, as entered."""
    return book.rows(f"select * from {table} where {where} order by id")


def contracts_signed(book: Book, first: date, until: date) -> list[int]:
    """The contracts signed from `first` up to, but without, `until`."""
    return _ids(book, "signed_on >= :first and signed_on < :until and state <> 'voided'", first=first, until=until)


def contracts_running(book: Book, day: date) -> list[int]:
    """The contracts in effect on a day: begun by then, and neither concluded nor terminated."""
    return _ids(
        book,
        "effective_on <= :day and state not in ('discussed', 'signed', 'voided') "
        "and coalesce(concluded_on, closed_on, '9999') > :day",
        day=day,
    )


def contracts_concluded(book: Book, first: date, until: date, outcome: Outcome | None = None) -> list[int]:
    """The contracts concluded from `first` up to, but without, `until`; all, or those with one outcome."""
    where = "concluded_on >= :first and concluded_on < :until and state <> 'voided'"
    if outcome is not None:
        return _ids(book, where + " and outcome = :outcome", first=first, until=until, outcome=outcome.value)
    return _ids(book, where, first=first, until=until)


def grade_rises(book: Book, first: date, until: date) -> list[int]:
    """The workers whose grade an examination raised from `first` up to, but without, `until`, once for each rise."""
    rows = book.rows(
        "select l.worker from contract_learners l join contracts c on c.id = l.parent where l.examined_on >= :first "
        "and l.examined_on < :until and l.new_grade > coalesce(l.grade_before, 0) and c.state <> 'voided' "
        "order by l.examined_on, l.id",
        first=first.isoformat(), until=until.isoformat(),
    )
    return [row["worker"] for row in rows]


def _ids(book: Book, where: str, **values: object) -> list[int]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return [row["id"] for row in book.rows(f"select id from contracts where {where} order by drawn_up_on, id", **plain)]


# -- societies, trials, technicians ---------------------------------------------------------------


def rows(book: Book, sql: str, **values: object) -> list[dict[str, Any]]:
    """The rows of one of the questions below."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return book.rows(sql, **plain)


SOCIETIES_RUNNING = (
    "select id from research_societies where founded_on <= :day and state <> 'voided' "
    "and (closed_on is null or closed_on > :day) order by founded_on, id"
)
SOCIETY_SESSIONS = (
    "select s.parent as id from society_sessions s join research_societies r on r.id = s.parent "
    "where s.held_on >= :first and s.held_on < :until and r.state <> 'voided' order by s.held_on, s.id"
)
PROBLEMS_SOLVED = (
    "select p.parent as id from society_problems p join research_societies r on r.id = p.parent "
    "where p.solved_on >= :first and p.solved_on < :until and r.state <> 'voided' order by p.solved_on, p.id"
)
POSTINGS_RUNNING = (
    "select id from postings where assigned_on <= :day and state <> 'cancelled' "
    "and (returned_on is null or returned_on > :day) order by assigned_on, id"
)
POSTING_LOG = (
    "select g.parent as id, g.hours from posting_log g join postings p on p.id = g.parent "
    "where g.day >= :first and g.day < :until and p.state <> 'cancelled' order by g.day, g.id"
)
TRIALS_RUNNING = (
    "select id from trials t where begun_on <= :day and state <> 'voided' and not exists (select 1 from trial_verdicts v "
    "where v.parent = t.id and v.concluded_on <= :day and (v.resumed_on is null or v.resumed_on > :day)) order by begun_on, id"
)
TRIAL_RUNS = (
    "select r.parent as id from trial_runs r join trials t on t.id = r.parent "
    "where r.ran_on >= :first and r.ran_on < :until and t.state <> 'voided' order by r.ran_on, r.id"
)
TRIAL_VERDICTS = (
    "select v.parent as id from trial_verdicts v join trials t on t.id = v.parent "
    "where v.concluded_on >= :first and v.concluded_on < :until and v.outcome = :outcome and t.state <> 'voided' "
    "order by v.concluded_on, v.id"
)
TRIALS_IN_PRODUCTION = (
    "select id, value from trials where produced_on >= :first and produced_on < :until and state <> 'voided' "
    "order by produced_on, id"
)
TRIALS_PROPOSED = (
    "select id from trials where proposed_on >= :first and proposed_on < :until and state <> 'voided' order by proposed_on, id"
)


def posted_technicians(book: Book) -> set[int]:
    """The workers of the roster that were ever assigned to a workshop as technicians."""
    found = book.rows("select distinct worker from postings where worker is not null and state <> 'cancelled'")
    return {row["worker"] for row in found}


def assigned(book: Book, worker: int, *, but: int) -> str | None:
    """The number of another posting under which a worker is in a workshop now."""
    found = book.rows(
        "select number from postings where worker = :w and state = 'assigned' and id <> :but order by id", w=worker, but=but)
    return found[0]["number"] if found else None


def postings_of(book: Book, unit_ids: list[int]) -> list[Posting]:
    """The postings to some units, cancelled ones left out, without their lines."""
    marks = ", ".join(str(int(row)) for row in unit_ids) or "null"
    return book.all(
        Posting, f"select * from postings where unit in ({marks}) and state <> 'cancelled' order by assigned_on, id")
