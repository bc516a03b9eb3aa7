"""The questions asked of units and workers, and the writing of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from unionoffice.core.act import unheard
from unionoffice.core.book import Act, Book, Told
from unionoffice.core.record import Found, Table
from unionoffice.desks.roster.records import Unit, Worker


def _worker_note(worker: Worker) -> str:
    parts = [worker.number, worker.trade, str(worker.grade or ""), str(worker.born or "")]
    return " · ".join(part for part in parts if part)


UNITS: Table[Unit] = Table(
    "units",
    Unit,
    found=Found(
        title="name", state=lambda unit: unit.level.word, unit="above", note=lambda unit: unit.english, text=("remark", "code"),
        pinyin=("title", "head"),
    ),
)
WORKERS: Table[Worker] = Table(
    "workers",
    Worker,
    found=Found(
        title="name", state=lambda worker: worker.standing.word, unit="unit", note=_worker_note, text=("trade", "remark"),
        pinyin=("title",),
    ),
)
TABLES = (UNITS, WORKERS)


IN_TREE = (
    "(with recursive up (row, above, line) as (select units.id, units.above, printf('%09d', units.id) union all "
    "select u.id, u.above, printf('%09d', u.id) || line from units u join up on u.id = up.above) "
    "select line from up where above is null)"
)
"""The order of the tree: each unit followed by those that belong to it. No index can hold it; 3,000 units take 35 ms."""


def depth(book: Book, row: int) -> int:
    """How far below the top of the tree a unit stands; 0 for the top."""
    steps = book.value(
        "with recursive up (above, steps) as (select above, 0 from units where id = :row union all "
        "select u.above, steps + 1 from units u join up on u.id = up.above) select max(steps) from up",
        row=row,
    )
    return int(steps or 0)


def with_all_above(book: Book, row: int) -> list[Unit]:
    """A unit with those above it, from the top of the plant down."""
    return book.all(
        Unit,
        "with recursive chain (id, step) as (select :row, 0 union all select u.above, step + 1 from units u join chain c "
        "on u.id = c.id where u.above is not null and step < 20) "
        "select u.* from units u join chain c on u.id = c.id order by c.step desc",
        row=row,
    )


def units(book: Book) -> list[Unit]:
    """All units in the order they were entered."""
    return book.all(Unit, "select * from units order by id")


def unit(book: Book, row: int) -> Unit:
    """One unit."""
    return book.get(UNITS, row)


def worker(book: Book, row: int) -> Worker:
    """One worker."""
    return book.get(WORKERS, row)


def some_workers(book: Book, rows: Sequence[int]) -> list[Worker]:
    """Some workers by their ids."""
    listed = msgspec.json.encode(list(rows)).decode()
    return book.all(Worker, "select * from workers where id in (select value from json_each(:rows))", rows=listed)


def names_of(book: Book, rows: Sequence[int]) -> dict[int, str]:
    """The names of those of some workers that are there."""
    return {row: image["name"] for row, image in book.images(WORKERS.name, rows).items()}


def workers_of(book: Book, unit_ids: list[int]) -> list[Worker]:
    """The workers of some units, by name."""
    marks = ", ".join(str(int(row)) for row in unit_ids) or "null"
    return book.all(Worker, f"select * from workers where unit in ({marks}) order by name, id")


def count_heads(book: Book, unit_ids: Sequence[int], day: date) -> int:
    """How many workers of some units are on the roll, or left it only after a day, and had entered the plant by then."""
    marks = ", ".join(str(int(row)) for row in unit_ids) or "null"
    return int(book.value(
        f"select count(*) from workers where unit in ({marks}) and (standing = 'active' or left_on > :day) "
        "and (entered_on is null or entered_on <= :day)", day=day.isoformat(),
    ))  # fmt: skip


def with_number(book: Book, number: str) -> Worker | None:
    """The worker who bears a works number."""
    return book.one(Worker, "select * from workers where number = :number and number <> ''", number=number)


def named(book: Book, name: str) -> list[Worker]:
    """All workers of a name."""
    return book.all(Worker, "select * from workers where name = :name order by id", name=name)


def named_in(book: Book, text: str) -> list[str]:
    """The names of workers that stand in a text."""
    rows = book.rows("select distinct name from workers where length(name) > 1 and instr(:text, name) > 0 order by name", text=text)
    return [row["name"] for row in rows]


def trades(book: Book) -> list[str]:
    """The trades of all workers, each once."""
    return [row["trade"] for row in book.rows("select distinct trade from workers where trade <> ''")]


def of_trades(book: Book, wanted: Sequence[str]) -> set[int]:
    """The workers of some trades, those who left among them."""
    marks = ", ".join(f":t{place}" for place in range(len(wanted))) or "null"
    values = {f"t{place}": trade for place, trade in enumerate(wanted)}
    return {row["id"] for row in book.each(f"select id from workers where trade in ({marks})", **values)}


def unit_named(book: Book, name: str) -> list[Unit]:
    """All units of a name."""
    return book.all(Unit, "select * from units where name = :name order by id", name=name)


def unit_with_code(book: Book, code: str) -> Unit | None:
    """The unit that a code belongs to."""
    return book.one(Unit, "select * from units where code = :code and code <> ''", code=code)


def told_apart_by(book: Book) -> Iterator[tuple[int, str, str, int | None, int | None]]:
    """Of every worker what tells one from another: (id, works number, name, unit, year of birth)."""
    for row in book.rows("select id, number, name, unit, born from workers order by id"):
        yield row["id"], row["number"], row["name"], row["unit"], row["born"]


def save_unit(act: Act, record: Unit) -> int:
    """Write a unit."""
    return act.save(UNITS, record)


def save_units(act: Act, records: Sequence[Unit]) -> list[int]:
    """Write many units."""
    return act.save_all(UNITS, records)


def with_workers(book: Book) -> set[int]:
    """The units to which workers on the roll belong."""
    return {row["unit"] for row in book.rows("select distinct unit from workers where standing = 'active' and unit is not null")}


def save_worker(act: Act, record: Worker) -> int:
    """Write a worker."""
    return act.save(WORKERS, record)


def save_workers(act: Act, records: Sequence[Worker], told: Told = unheard) -> list[int]:
    """Write many workers; `told` hears how far it is and may raise to end the act."""
    return act.save_all(WORKERS, records, told)


def count_on_roll(book: Book) -> int:
    """How many workers are on the roll."""
    return int(book.value("select count(*) from workers where standing = 'active'"))
