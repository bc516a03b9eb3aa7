"""The questions asked of experiences, visits, demonstrations, help and contracts, and the writing of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import Found, Table
from unionoffice.core.words import N_
from unionoffice.desks.experiences.records import (
    BeforeAfter,
    ContractState,
    Creator,
    Demonstration,
    DemonstrationState,
    Experience,
    ExperienceState,
    Gap,
    Help,
    HelpState,
    LearningContract,
    Lent,
    Material,
    Party,
    Point,
    Problem,
    Promised,
    Seen,
    Spread,
    TakenHome,
    Timing,
    Visit,
    Visitor,
    VisitState,
    Watchers,
)


def _visit_title(visit: Visit) -> str:
    """A visit is called by where it goes and why."""
    first = visit.purpose.strip().splitlines()
    return " · ".join(part for part in (visit.host_name, first[0] if first else "") if part)


SPREAD: Table[Spread] = Table("experience_spread", Spread)
EXPERIENCES: Table[Experience] = Table(
    "experiences",
    Experience,
    found=Found(
        number="number", title="name", state="state", unit="unit", day="found_on", old_number="old_number",
        text=(
            "english", "origin", "trade", "problem", "points.text", "conditions", "effect", "safety", "source",
        ),
        pinyin=("creators.name",),
        mentions=("unit", "creators.worker", "creators.unit"),
    ),
    lines={
        "creators": Table("experience_creators", Creator),
        "points": Table("experience_points", Point),
        "results": Table("experience_results", BeforeAfter),
        "spread": SPREAD,
    },
)
TAKEN: Table[TakenHome] = Table("visit_taken", TakenHome)
VISITS: Table[Visit] = Table(
    "visits",
    Visit,
    found=Found(
        number="number", title=_visit_title, state="state", unit="host", day="first_on", old_number="old_number",
        text=("purpose", "seen.text", "taken.text", "result", "source"),
    ),
    lines={
        "visitors": Table("visit_visitors", Visitor),
        "gaps": Table("visit_gaps", Gap),
        "seen": Table("visit_seen", Seen),
        "taken": TAKEN,
    },
)
DEMONSTRATIONS: Table[Demonstration] = Table(
    "demonstrations",
    Demonstration,
    found=Found(
        number="number", title="method", state="state", unit="unit", day="held_on", old_number="old_number",
        text=("room", "times.what", "conclusion"),
    ),
    lines={
        "watchers": Table("demonstration_watchers", Watchers),
        "times": Table("demonstration_times", Timing),
    },
)
HELP: Table[Help] = Table(
    "help_given",
    Help,
    found=Found(
        number="number", title="purpose", state="state", unit="to_unit", day="first_on", old_number="old_number",
        text=("from_name", "to_name", "materials.name", "result"),
    ),
    lines={"people": Table("help_people", Lent), "materials": Table("help_materials", Material)},
)
PROBLEMS: Table[Problem] = Table("learning_problems", Problem)
CONTRACTS: Table[LearningContract] = Table(
    "learning_contracts",
    LearningContract,
    found=Found(
        number="number", title="title", state="state", day="drawn_up_on", old_number="old_number",
        text=("english", "parties.name", "problems.text", "experiences.text", "duties", "results", "source"),
    ),
    lines={
        "parties": Table("learning_parties", Party),
        "problems": PROBLEMS,
        "experiences": Table("learning_experiences", Promised),
    },
)
_HEADS: tuple[Table[Any], ...] = (EXPERIENCES, VISITS, DEMONSTRATIONS, HELP, CONTRACTS)
TABLES: tuple[Table[Any], ...] = tuple(table for head in _HEADS for table in (head, *head.lines.values()))


# -- the registers ------------------------------------------------------------------------

_OPEN = "state in ('found', 'written_up', 'confirmed', 'promoted')"
_LATE = "state = 'promoted' and id in (select parent from experience_spread where outcome is null and due < :today)"
_OWED = (
    "state in ('done', 'reported') and id in "
    "(select parent from visit_taken where done_on is null and dropped = '' and due < :today)"
)


def _where_from(_book: Book, record: Experience) -> str:
    return _book.title("units", record.unit) if record.unit else record.origin


def _reached(book: Book, record: Experience) -> str:
    """How many of how many target units have taken it over."""
    found = book.rows(
        "select count(*) as targets, coalesce(sum(outcome in ('adopted', 'partly')), 0) as over from experience_spread "
        "where parent = :row", row=record.id,
    )[0]  # fmt: skip
    return f"{found['over']}/{found['targets']}" if found["targets"] else ""


def _host(book: Book, record: Visit) -> str:
    return book.title("units", record.host) if record.host else record.host_name


def _shower(book: Book, record: Demonstration) -> str:
    return book.title("workers", record.demonstrator) if record.demonstrator else record.demonstrator_name


def _from(book: Book, record: Help) -> str:
    return book.title("units", record.from_unit) if record.from_unit else record.from_name


def _to(book: Book, record: Help) -> str:
    return book.title("units", record.to_unit) if record.to_unit else record.to_name


EXPERIENCE_REGISTER = Query(
    EXPERIENCES,
    columns=(
        Column("number"), Column("name", wide=True), Column("unit", label=N_("Unit"), value=_where_from),
        Column("reached", label=N_("Taken over"), value=_reached), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), _OPEN),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in ExperienceState),
        Filter("overdue", N_("outcome overdue"), _LATE, alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "found_on desc, id desc"),
        Order("found", N_("by date"), "found_on, id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="found_on",
    kind="TG",
)
VISIT_REGISTER = Query(
    VISITS,
    columns=(
        Column("number"), Column("first_on", label=N_("Date")), Column("host", label=N_("Visited"), value=_host),
        Column("purpose", wide=True), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('planned', 'done', 'reported')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in VisitState),
        Filter("overdue", N_("taken home, overdue"), _OWED, alert=True),
    ),
    orders=(Order("latest", N_("latest first"), "first_on desc, id desc"), Order("first", N_("by date"), "first_on, id")),
    day="first_on",
    kind="CG",
)
DEMONSTRATION_REGISTER = Query(
    DEMONSTRATIONS,
    columns=(
        Column("number"), Column("held_on"), Column("method", wide=True),
        Column("demonstrator", label=N_("Demonstrator"), value=_shower), Column("state"),
    ),
    filters=(
        Filter("planned", DemonstrationState.PLANNED.word, "state = 'planned'"),
        Filter("held", DemonstrationState.HELD.word, "state = 'held'"),
        Filter("cancelled", DemonstrationState.CANCELLED.word, "state = 'cancelled'"),
        Filter("waiting", N_("its day has passed"), "state = 'planned' and held_on < :today", alert=True),
    ),
    orders=(Order("latest", N_("latest first"), "held_on desc, id desc"), Order("held", N_("by date"), "held_on, id")),
    day="held_on",
    kind="GM",
)
HELP_REGISTER = Query(
    HELP,
    columns=(
        Column("number"), Column("purpose", label=N_("Purpose"), wide=True),
        Column("from_unit", label=N_("From unit"), value=_from), Column("to_unit", label=N_("To unit"), value=_to), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('planned', 'under_way')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in HelpState),
        Filter("overdue", N_("overdue"), "state in ('planned', 'under_way') and last_on < :today", alert=True),
    ),
    orders=(Order("latest", N_("latest first"), "first_on desc, id desc"), Order("first", N_("by date"), "first_on, id")),
    day="first_on",
    kind="BZ",
)
CONTRACT_REGISTER = Query(
    CONTRACTS,
    columns=(Column("number"), Column("title", wide=True), Column("ends_on"), Column("state")),
    filters=(
        Filter("open", N_("open"), "state in ('drawn_up', 'signed', 'running')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in ContractState),
        Filter("overdue", N_("overdue"), "state in ('signed', 'running') and ends_on < :today", alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "drawn_up_on desc, id desc"),
        Order("drawn_up", N_("by date"), "drawn_up_on, id"),
        Order("ends", N_("by end"), "ends_on, id"),
    ),
    day="drawn_up_on",
    kind="HX",
)


# -- writing ----------------------------------------------------------------------------


def save_experience(act: Act, record: Experience) -> int:
    """Write an experience with its creators, points, figures and spread."""
    return act.save(EXPERIENCES, record)


def save_visit(act: Act, record: Visit) -> int:
    """Write a visit with its lines."""
    return act.save(VISITS, record)


def save_demonstration(act: Act, record: Demonstration) -> int:
    """Write a demonstration with its watchers and times."""
    return act.save(DEMONSTRATIONS, record)


def save_help(act: Act, record: Help) -> int:
    """Write help with its people and materials."""
    return act.save(HELP, record)


def save_contract(act: Act, record: LearningContract) -> int:
    """Write a contract with its parties, problems and experiences."""
    return act.save(CONTRACTS, record)


# -- reading ----------------------------------------------------------------------------


def experience(book: Book, row: int) -> Experience:
    """One experience."""
    return book.get(EXPERIENCES, row)


def visit(book: Book, row: int) -> Visit:
    """One visit."""
    return book.get(VISITS, row)


def demonstration(book: Book, row: int) -> Demonstration:
    """One demonstration."""
    return book.get(DEMONSTRATIONS, row)


def help_of(book: Book, row: int) -> Help:
    """One piece of help."""
    return book.get(HELP, row)


def contract(book: Book, row: int) -> LearningContract:
    """One contract of mutual help and learning."""
    return book.get(CONTRACTS, row)


def of_units(book: Book, units: Sequence[int]) -> list[Experience]:
    """The experiences that stand that arose in one of some units or were created by somebody there, with all their lines."""
    marks = ", ".join(str(int(unit)) for unit in units) or "null"
    rows = book.rows(
        "select e.id from experiences e where e.state not in ('withdrawn', 'not_spread') and (e.unit in "
        f"({marks}) or e.id in (select parent from experience_creators where unit in ({marks}))) "
        "order by e.found_on desc, e.id desc"
    )
    return [experience(book, row["id"]) for row in rows]


def spreading(book: Book) -> list[tuple[int, str, str]]:
    """The experiences that can have a spread sheet, as id, number and name, those being spread first."""
    rows = book.rows(
        "select id, number, name from experiences where state in ('promoted', 'adopted') "
        "or id in (select parent from experience_spread) order by state <> 'promoted', promoted_on desc, id desc"
    )
    return [(row["id"], row["number"], row["name"]) for row in rows]


def demonstrations_of(book: Book, row: int) -> list[Demonstration]:
    """The demonstrations that were held of an experience, with their lines."""
    rows = book.rows("select id from demonstrations where experience = :row and state = 'held' order by held_on, id", row=row)
    return [demonstration(book, each["id"]) for each in rows]


def between(book: Book, sql: str, first: date, following: date) -> list[dict[str, Any]]:
    """The rows of a question about a stretch of time: from a day on and before another."""
    return book.rows(sql, first=first.isoformat(), next=following.isoformat())


VISITS_MADE = (
    "select v.id, count(p.id) as people from visits v left join visit_visitors p on p.parent = v.id "
    "where v.last_on >= :first and v.last_on < :next and v.state in ('done', 'reported', 'closed') "
    "group by v.id order by v.last_on, v.id"
)
DEMONSTRATIONS_HELD = (
    "select d.id, coalesce(sum(w.people), 0) as people from demonstrations d left join demonstration_watchers w on w.parent = d.id "
    "where d.held_on >= :first and d.held_on < :next and d.state = 'held' group by d.id order by d.held_on, d.id"
)
WRITTEN_UP = (
    "select id from experiences where written_on >= :first and written_on < :next and state <> 'withdrawn' order by written_on, id"
)
CONFIRMED = (
    "select id from experiences where confirmed_on >= :first and confirmed_on < :next and state <> 'withdrawn' "
    "order by confirmed_on, id"
)
TARGETED = (
    "select e.id, s.id as line from experience_spread s join experiences e on e.id = s.parent "
    "where s.targeted_on >= :first and s.targeted_on < :next and e.state <> 'withdrawn' order by e.id, s.place"
)
ADOPTED = (
    "select e.id, s.id as line from experience_spread s join experiences e on e.id = s.parent where s.outcome = 'adopted' "
    "and s.outcome_on >= :first and s.outcome_on < :next and e.state <> 'withdrawn' order by e.id, s.place"
)
SIGNED = (
    "select id from learning_contracts where signed_on >= :first and signed_on < :next order by signed_on, id"
)
LENT = (
    "select h.id, coalesce(sum(p.people), 0) as people from help_given h join help_people p on p.parent = h.id "
    "where h.first_on >= :first and h.first_on < :next and h.kind = 'people' and h.state in ('under_way', 'ended') "
    "group by h.id order by h.first_on, h.id"
)


# -- what is due ----------------------------------------------------------------------------

SPREAD_OPEN = (
    "from experience_spread s join experiences e on e.id = s.parent where e.state = 'promoted' and s.outcome is null and s.due "
)
TAKEN_OPEN = (
    "from visit_taken t join visits v on v.id = t.parent where v.state in ('done', 'reported') "
    "and t.done_on is null and t.dropped = '' and t.due "
)
PROBLEMS_OPEN = (
    "from learning_problems p join learning_contracts c on c.id = p.parent where c.state = 'running' "
    "and p.state not in ('done', 'given_up') and p.due "
)
VISITS_OPEN = "from visits v where v.state = 'planned' and v.last_on "
DEMONSTRATIONS_OPEN = "from demonstrations d where d.state = 'planned' and d.held_on "
HELP_OPEN = "from help_given h where h.state in ('planned', 'under_way') and h.last_on "
CONTRACTS_OPEN = "from learning_contracts c where c.state in ('signed', 'running') and c.ends_on "
EVERY_OPEN = (SPREAD_OPEN, TAKEN_OPEN, PROBLEMS_OPEN, VISITS_OPEN, DEMONSTRATIONS_OPEN, HELP_OPEN, CONTRACTS_OPEN)
"""What can be overdue; each ends in the day that decides it."""


def overdue(book: Book, today: date) -> int:
    """How much is past its day."""
    parts = " + ".join(f"(select count(*) {each} < :today)" for each in EVERY_OPEN)
    return int(book.value(f"select {parts}", today=today.isoformat()))


def open_until(book: Book, sql: str, what: str, until: date) -> list[dict[str, Any]]:
    """The rows of something open whose day is not after `until`. `what` names the columns."""
    return book.rows(f"select {what} {sql} <= :until", until=until.isoformat())


def waiting(book: Book, table: str, state: str) -> list[dict[str, Any]]:
    """The records of a table that wait in a state: all their columns."""
    return book.rows(f"select * from {table} where state = :state order by id", state=state)


def taken_home(book: Book) -> list[dict[str, Any]]:
    """Everything that was taken home from a visit that was made, with the visit's number, host and last day."""
    return book.rows(
        "select t.*, v.number, v.host, v.host_name, v.last_on from visit_taken t join visits v on v.id = t.parent "
        "where v.state in ('done', 'reported', 'closed') and t.dropped = '' order by v.last_on, v.id, t.place, t.id"
    )


def visit_of(book: Book, taken: int) -> int | None:
    """The visit from which a thing was taken home; None when it is no longer there."""
    found = book.value("select parent from visit_taken where id = :row", row=taken)
    return None if found is None else int(found)
