"""The questions asked of this desk's tables, and the writing of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.rectification.records import Check, Movement, Opinion, Posters, Turnout

# -- opinions ---------------------------------------------------------------------------

OPINIONS: Table[Opinion] = Table(
    "opinions",
    Opinion,
    found=Found(
        number="number", title="summary", state="state", unit="unit", day="raised_on", old_number="old_number",
        text=("details", "remark", "reply", "measure", "result", "referred_to", "checks.finding"),
    ),
    lines={"checks": Table("opinion_checks", Check)},
)  # fmt: skip
POSTERS: Table[Posters] = Table(
    "opinion_posters",
    Posters,
    found=Found(number="number", title="subject", unit="unit", day="posted_on", text=("spot", "remark")),
)
MOVEMENT: Table[Movement] = Table("movement_units", Movement, lines={"turnout": Table("movement_turnout", Turnout)})
TABLES: tuple[Table[Any], ...] = (OPINIONS, *OPINIONS.lines.values(), POSTERS, MOVEMENT, *MOVEMENT.lines.values())


def opinion(book: Book, row: int) -> Opinion:
    """One opinion with its checks."""
    return book.get(OPINIONS, row)


def posters(book: Book, row: int) -> Posters:
    """One entry of posters."""
    return book.get(POSTERS, row)


def movement(book: Book, row: int) -> Movement:
    """Where one unit stands."""
    return book.get(MOVEMENT, row)


def save_opinion(act: Act, record: Opinion) -> int:
    """Write an opinion with its checks."""
    return act.save(OPINIONS, record)


def save_posters(act: Act, record: Posters) -> int:
    """Write an entry of posters."""
    return act.save(POSTERS, record)


def save_movement(act: Act, record: Movement) -> int:
    """Write where a unit stands."""
    return act.save(MOVEMENT, record)


def opinions(book: Book, condition: str, *, order: str = "raised_on, id", **values: object) -> list[Opinion]:
    """The opinions that fulfil a condition, without their checks."""
    return book.all(Opinion, f"select * from opinions where {condition} order by {order}", **values)


def rows_of(book: Book, condition: str, **values: object) -> tuple[int, ...]:
    """The ids of the opinions that fulfil a condition, by date."""
    rows = book.rows(f"select id from opinions where {condition} order by raised_on, id", **values)
    return tuple(row["id"] for row in rows)


def count(book: Book, condition: str, **values: object) -> int:
    """How many opinions fulfil a condition."""
    return int(book.value(f"select count(*) from opinions where {condition}", **values))


def corrected_by_unit(book: Book) -> dict[int | None, tuple[int, ...]]:
    """The corrected opinions by responsible unit; None is the union itself."""
    found: dict[int | None, tuple[int, ...]] = {}
    for row in book.rows("select id, responsible, by_union from opinions where state = 'corrected' order by id"):
        if row["by_union"] or row["responsible"] is not None:
            found[row["responsible"]] = (*found.get(row["responsible"], ()), row["id"])
    return found


def corrected_of_raised(book: Book, first: date, next: date) -> tuple[int, ...]:  # noqa: A002 - a period's own word
    """The opinions raised from a day on and before another that were corrected before it too, a merged one with its main one."""
    return rows_of(
        book,
        "raised_on >= :first and raised_on < :next and state <> 'withdrawn' and exists (select 1 from opinions as main "
        "where main.id = coalesce(opinions.merged_into, opinions.id) and main.corrected_on < :next)",
        first=first.isoformat(), next=next.isoformat(),
    )  # fmt: skip


def merged_into(book: Book, row: int) -> list[Opinion]:
    """The opinions that were merged into one."""
    return opinions(book, "merged_into = :row", row=row)


def people_of(book: Book, row: int) -> int:
    """How many people raised an opinion, those of the merged ones among them."""
    return int(book.value("select sum(people) from opinions where id = :row or merged_into = :row", row=row) or 0)


def on_posters(book: Book, row: int) -> tuple[int, ...]:
    """The opinions that stand on an entry of posters, withdrawn ones left out."""
    return rows_of(book, "poster = :row and state <> 'withdrawn'", row=row)


def sheets_between(book: Book, first: date, next: date) -> list[Posters]:  # noqa: A002 - a period's own word
    """The posters put up from a day on and before another, voided entries left out."""
    return book.all(
        Posters,
        "select * from opinion_posters where posted_on >= :first and posted_on < :next and voided_on is null "
        "order by posted_on, id",
        first=first.isoformat(), next=next.isoformat(),
    )  # fmt: skip


def slips(book: Book) -> list[tuple[int, str]]:
    """The kept hashes of all slips, the latest first: (opinion, hash)."""
    rows = book.rows("select id, slip from opinions where slip <> '' order by slip_on desc, id desc")
    return [(row["id"], row["slip"]) for row in rows]


def slip_of_year(book: Book, year: int) -> str:
    """A kept hash of a slip given in a year, empty when there is none yet."""
    return str(
        book.value(
            "select slip from opinions where slip <> '' and slip_on >= :first and slip_on < :next order by slip_on, id limit 1",
            first=f"{year:04d}-01-01", next=f"{year + 1:04d}-01-01",
        ) or ""
    )  # fmt: skip


def movements(book: Book) -> list[Movement]:
    """Where every unit stands, with the turnouts."""
    return [book.get(MOVEMENT, row["id"]) for row in book.rows("select id from movement_units order by id")]


def movement_of(book: Book, unit: int) -> int | None:
    """The entry of a unit, if it has one."""
    found = book.value("select id from movement_units where unit = :unit", unit=unit)
    return None if found is None else int(found)


def turnouts(book: Book, months: Sequence[str]) -> list[tuple[int, int, str, int, int]]:
    """What was counted in some months: (entry, unit, month, people, heads)."""
    if not months:
        return []
    marks = ", ".join(f":m{place}" for place in range(len(months)))
    rows = book.rows(
        "select m.id, m.unit, t.month, t.people, t.heads from movement_turnout t join movement_units m on m.id = t.parent "
        f"where t.month in ({marks}) order by m.id, t.month",
        **{f"m{place}": month for place, month in enumerate(months)},
    )
    return [(row["id"], row["unit"], row["month"], row["people"], row["heads"]) for row in rows]


def names_kept(book: Book, row: int) -> set[str]:
    """The names that the journal holds of who raised an opinion."""
    one_side = "select json_extract({side}, '$.raised_by') as name from changes where tbl = 'opinions' and row = :row"
    sides = " union ".join(one_side.format(side=side) for side in ("before", "after"))
    return {each["name"] for each in book.rows(sides, row=row) if each["name"]}
