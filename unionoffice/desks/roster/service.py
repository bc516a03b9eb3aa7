"""What a clerk does with the roster: enter and correct units and workers, find them, take whole lists in."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from unionoffice.core import reading
from unionoffice.core.book import Act, Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import WITHIN, Intake, Plan, Reading, Target, Told, loaded, read_name, still_as_read
from unionoffice.core.query import Column, Filter, Order, Query, tree_line
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.roster import rules, store
from unionoffice.desks.roster.records import Level, Standing, Unit, Worker
from unionoffice.desks.roster.rules import People, Roll, UnitNames
from unionoffice.desks.roster.rules import Person as Person
from unionoffice.desks.roster.rules import Written as Written


def _in_the_tree(book: Book, unit: Unit) -> str:
    """The unit's name, moved to the right by as many steps as it stands below the plant."""
    return "\u2003" * store.depth(book, unit.id) + unit.name


UNITS = Query(
    store.UNITS,
    columns=(
        Column("name", N_("Unit name"), wide=True, value=_in_the_tree, sql=store.IN_TREE),
        Column("code"),
        Column("level"),
        Column("above"),
        Column("head"),
    ),
    filters=(
        Filter("open", N_("in use"), "closed_on is null"),
        *(Filter(level.value, level.word, f"closed_on is null and level = '{level.value}'") for level in Level),
        Filter("closed", N_("closed"), "closed_on is not null"),
    ),
    orders=(Order("tree", N_("as a tree"), store.IN_TREE), Order("name", N_("by name"), "name, id"),
            Order("entered", N_("as entered"), "id")),
)  # fmt: skip
_LINE, _TREE = tree_line("workers", "unit", "units")
_BY_UNIT = (f"{_LINE}, id", _TREE)
WORKERS = Query(
    store.WORKERS,
    columns=(
        Column("number"),
        Column("name", wide=True),
        Column("unit", wide=True),
        Column("trade"),
        Column("grade"),
        Column("born"),
    ),
    filters=(
        Filter("active", N_("on the roll"), "standing = 'active'"),
        Filter("members", N_("union members"), "standing = 'active' and member = 1"),
        Filter("left", N_("left the plant"), "standing = 'left'"),
    ),
    orders=(
        Order("name", N_("by surname"), "name, id"),
        Order("entered", N_("as entered"), "id"),
        Order("unit", N_("by unit"), *_BY_UNIT),
    ),
)


def enter_unit(book: Book, unit: Unit) -> int:
    """Put a new unit into the tree; give its id. Raises KnownError with the field at fault."""
    _check_place(book, unit)
    with book.act(N_("Enter unit {name}"), name=unit.name.strip()) as act:
        return store.save_unit(act, changed(unit, name=unit.name.strip(), code=unit.code.strip()))


def _check_place(book: Book, unit: Unit) -> None:
    """A unit stands below one that is in use, and no other of its name stands beside it."""
    above = store.unit(book, unit.above) if unit.above else None
    rules.check_unit(unit, above)
    if above is not None and above.closed_on is not None and unit.closed_on is None:
        raise KnownError(_("{name} is closed.", name=above.name), field="above")
    beside = [other for other in store.unit_named(book, unit.name.strip()) if other.above == unit.above and other.id != unit.id]
    if unit.closed_on is None and any(other.closed_on is None for other in beside):
        raise KnownError(_("There is already a unit {name} in the same place.", name=unit.name), field="name")
    same = store.unit_with_code(book, unit.code.strip())
    if same is not None and same.id != unit.id:
        raise KnownError(_("Code {code} belongs to {name}.", code=unit.code, name=same.name), field="code")


def correct_unit(book: Book, unit: Unit) -> None:
    """Correct a unit. Raises KnownError with the field at fault."""
    _check_place(book, unit)
    unit = changed(unit, name=unit.name.strip(), code=unit.code.strip())
    rules.check_no_circle(unit.id, unit.above, {u.id: u.above for u in store.units(book)})
    with book.act(N_("Correct unit {name}"), name=unit.name) as act:
        store.save_unit(act, unit)


def enter_worker(book: Book, worker: Worker) -> int:
    """Put a new worker on the roll; give the id. Raises KnownError with the field at fault."""
    _check_worker(book, worker)
    with book.act(N_("Enter worker {name}"), name=worker.name.strip()) as act:
        return store.save_worker(act, changed(worker, name=worker.name.strip(), number=worker.number.strip()))


def add_on_the_spot(book: Book, table: str, name: str) -> int:
    """Enter a worker or a unit of whom only the name is known yet, while another paper is being entered; give the id."""
    if table == "units":
        return enter_unit(book, Unit(name=name))
    return enter_worker(book, Worker(name=name))


def correct_worker(book: Book, worker: Worker) -> None:
    """Correct a worker. Raises KnownError with the field at fault."""
    _check_worker(book, worker)
    with book.act(N_("Correct worker {name}"), name=worker.name.strip()) as act:
        store.save_worker(act, worker)


def set_grade(act: Act, worker: int, grade: int | None) -> None:
    """Give a worker a technical grade, or none again, inside another desk's act: both stand or fall together."""
    store.save_worker(act, changed(store.worker(act.book, worker), grade=grade))


def _check_worker(book: Book, worker: Worker) -> None:
    rules.check_worker(worker)
    unit = store.unit(book, worker.unit) if worker.unit and worker.standing is Standing.ACTIVE else None
    if unit is not None and unit.closed_on is not None:
        raise KnownError(_("{name} is closed.", name=unit.name), field="unit")
    same = store.with_number(book, worker.number.strip())
    if same is not None and same.id != worker.id:
        raise KnownError(_("Works number {number} belongs to {name}.", number=worker.number, name=same.name), field="number")


def leave(book: Book, worker: int, day: date) -> None:
    """Strike a worker off the roll from a day on."""
    left = changed(store.worker(book, worker), standing=Standing.LEFT, left_on=day)
    rules.check_worker(left)
    with book.act(N_("{name} left the plant"), name=left.name) as act:
        store.save_worker(act, left)


def return_to_roll(book: Book, worker: int) -> None:
    """Put a worker who had left back on the roll."""
    back = changed(store.worker(book, worker), standing=Standing.ACTIVE, left_on=None)
    _check_worker(book, back)
    with book.act(N_("{name} is back on the roll"), name=back.name) as act:
        store.save_worker(act, back)


def close_unit(book: Book, unit: int, day: date) -> None:
    """Close a unit from a day on. Raises KnownError while workers on the roll or open units belong to it."""
    found = store.unit(book, unit)
    if any(u.above == unit and u.closed_on is None for u in store.units(book)):
        raise KnownError(_("Units still belong to {name}. Close or move them first.", name=found.name))
    if any(worker.standing is Standing.ACTIVE for worker in store.workers_of(book, [unit])):
        raise KnownError(_("Workers still belong to {name}. Move them to another unit first.", name=found.name))
    with book.act(N_("Close unit {name}"), name=found.name) as act:
        store.save_unit(act, changed(found, closed_on=day))


def open_unit_again(book: Book, unit: int) -> None:
    """Take a closed unit into use again. Raises KnownError while the one it belongs to is closed."""
    back = changed(store.unit(book, unit), closed_on=None)
    _check_place(book, back)
    with book.act(N_("Open unit {name} again"), name=back.name) as act:
        store.save_unit(act, back)


# -- questions ------------------------------------------------------------------------


def unit(book: Book, row: int) -> Unit:
    """One unit."""
    return store.unit(book, row)


def worker(book: Book, row: int) -> Worker:
    """One worker."""
    return store.worker(book, row)


def names_of(book: Book, rows: Collection[int]) -> dict[int, str]:
    """The names of some workers. Raises KnownError when one is not there."""
    names = store.names_of(book, list(rows))
    for row in rows:
        if row not in names:
            store.worker(book, row)  # tells that it was taken back
    return names


def units(book: Book) -> list[Unit]:
    """All units in the order of the tree: each followed by those that belong to it."""
    below: dict[int | None, list[Unit]] = {}
    for each in store.units(book):
        below.setdefault(each.above, []).append(each)
    ordered: list[Unit] = []

    def walk(above: int | None) -> None:
        for each in below.get(above, []):
            ordered.append(each)
            walk(each.id)

    walk(None)
    return ordered


def unit_names(book: Book) -> UnitNames:
    """Which unit a list means by a name or a path."""
    return UnitNames(store.units(book))


def people(book: Book) -> People:
    """Whom a list means by a name, a works number, or both."""
    return People(store.units(book), store.told_apart_by(book))


def depth(book: Book, row: int | None) -> int:
    """How far below the top of the tree a unit stands; 0 for the top."""
    return 0 if row is None else store.depth(book, row)


def with_all_below(book: Book, row: int) -> list[int]:
    """The ids of a unit and of every unit under it."""
    found, wanted = [row], [row]
    children: dict[int | None, list[int]] = {}
    for each in store.units(book):
        children.setdefault(each.above, []).append(each.id)
    while wanted:
        below = children.get(wanted.pop(), [])
        found += below
        wanted += below
    return found


def path(book: Book, row: int | None, *, english: bool = False) -> str:
    """The unit with those above it, the plant left out: "Foundry, moulding section"."""
    return "" if row is None else _path({u.id: u for u in store.with_all_above(book, row)}, row, english=english)


def paths(book: Book, *, english: bool = False) -> dict[int, str]:
    """The path of every unit, for long lists."""
    by_id = {u.id: u for u in store.units(book)}
    return {row: _path(by_id, row, english=english) for row in by_id}


def units_in_lists(book: Book, _rows: Sequence[int]) -> dict[int, str]:
    """How a list calls each unit so that it is found again: "Foundry / Team 1", with the plant only where it is needed."""
    every = store.units(book)
    names, by_id = UnitNames(every), {unit.id: unit for unit in every}
    found: dict[int, str] = {}
    for unit in every:
        chain = [unit]
        while chain[0].above is not None:
            chain.insert(0, by_id[chain[0].above])
        short = [each for each in chain if each.level is not Level.PLANT] or chain[-1:]
        ways = [WITHIN.join(each.name for each in short), WITHIN.join(each.name for each in chain),
                " ".join(each.name for each in short), " ".join(each.name for each in chain)]  # fmt: skip
        found[unit.id] = next((way for way in ways if names.means(way) == unit.id), ways[1])
    return found


def workers_in_lists(book: Book, rows: Sequence[int]) -> dict[int, str]:
    """How a list calls workers: "1042 李桂兰"; by the name alone where there is no works number."""
    return {worker.id: f"{worker.number} {worker.name}".strip() for worker in store.some_workers(book, rows)}


def _path(by_id: Mapping[int, Unit], row: int | None, *, english: bool) -> str:
    names: list[str] = []
    while row is not None and row in by_id:
        each = by_id[row]
        if each.level is not Level.PLANT or not names:
            names.insert(0, (each.english or each.name) if english else each.name)
        row = each.above
    return (", " if english else " ").join(names)


def workers_of(book: Book, row: int, *, on_roll: bool = True) -> list[Worker]:
    """The workers of a unit and of all units under it."""
    found = store.workers_of(book, with_all_below(book, row))
    return [w for w in found if w.standing is Standing.ACTIVE] if on_roll else found


def headcount(book: Book, row: int | None = None) -> int:
    """How many workers are on the roll, in the plant or in a unit with all below it."""
    if row is not None:
        return len(workers_of(book, row))
    return store.count_on_roll(book)


def heads_on(book: Book, units: Sequence[int], day: date) -> int:
    """How many workers of some units were on the roll on a day: those who entered the plant by then and left it later or not.

    The roster keeps no day of moving: everybody counts to the unit of now. Whose day of entry is not written counts always.
    """
    return store.count_heads(book, units, day)


def is_technician(trade: str) -> bool:
    """Whether a trade or post, as the roster writes it, is that of an engineer or technician."""
    return rules.is_technician(trade)


def technicians(book: Book) -> set[int]:
    """The workers whose trade is that of an engineer or technician, those who left among them."""
    return store.of_trades(book, [trade for trade in store.trades(book) if rules.is_technician(trade)])


def by_name_and_unit(book: Book, name: str) -> list[Worker]:
    """All workers of a name, for telling them apart."""
    return store.named(book, name)


def told_apart(book: Book, row: int | None, name: str) -> Said | str:
    """A worker's name for lists: where the roster knows another of that name, with the works number behind it.

    Without a number the year of birth stands there, or the trade. `row` None, somebody from outside: the name alone.
    """
    if row is None:
        return name
    found = store.worker(book, row)
    mark = found.number or found.born or found.trade
    if not mark or len(store.named(book, found.name)) < 2:
        return name
    return Said(N_("{name} ({mark})"), {"name": name, "mark": str(mark)})


def named_in(book: Book, text: str) -> list[str]:
    """The names of workers of the roster that stand in a text: a hint to write of the arrangement, not the person."""
    return store.named_in(book, text) if text.strip() else []


# -- lists from elsewhere --------------------------------------------------------------


def _roll(book: Book) -> Roll:
    return Roll(store.units(book), store.told_apart_by(book))


def _standing(roll: Roll, values: Mapping[str, Any]) -> int | None:
    return roll.standing(values.get("number", ""), values.get("name", ""), values.get("unit"), values.get("born"))


def _key(_roll: Roll, values: Mapping[str, Any]) -> Hashable:
    """Two lines with one works number, or alike in everything, are one worker twice."""
    return values.get("number") or tuple(values.items())


def _said(roll: Roll, worker: Worker) -> str:
    return _("new unit: {name}", name=roll.path(worker.unit)) if worker.unit is not None and worker.unit < 0 else ""


def _show(roll: Roll, field: str, worker: Worker) -> str | None:
    return roll.path(worker.unit) if field == "unit" else None


def take_in(book: Book, planned: Plan[Worker], told: Told = lambda _done, _all: None) -> int:
    """Take a list of workers in as one act, with the units it brings; give how many workers were written.

    `told` is told how much is done, and may raise to end it: then nothing was written. Raises KnownError when something was
    entered since the list was read.
    """
    records = planned.records
    if not records:
        return 0
    with book.act(N_("Take in {count} workers from a list"), count=len(records)) as act:
        still_as_read(book, planned)
        wanted = {worker.unit for worker in records if worker.unit is not None and worker.unit < 0}
        ids = _enter_planned(act, planned.context, wanted)
        if ids:
            records = [changed(worker, unit=ids[worker.unit]) if worker.unit in ids else worker for worker in records]
        store.save_workers(act, records, told)
    return len(records)


def new_units(found: Reading[Worker]) -> list[str]:
    """The units, with those above them, that taking the list in would enter."""
    roll: Roll = found.context
    wanted = {line.record.unit for line in found.lines if line.record is not None and not line.left_out}
    return [roll.path(row) for row in roll.planned if row in wanted]


def _enter_planned(act: Act, roll: Roll, wanted: set[int]) -> dict[int | None, int]:
    """Enter the planned units that are wanted, and those above them; give each one's id."""
    for row in sorted(wanted):
        above = roll.planned[row].above
        while above is not None and above < 0:
            wanted.add(above)
            above = roll.planned[above].above
    ids: dict[int | None, int] = {}
    for row in sorted(wanted, reverse=True):
        unit = roll.planned[row]
        ids[row] = store.save_unit(act, changed(unit, above=ids.get(unit.above, unit.above)))
    return ids


ROLL: Intake[Worker] = Intake(
    "workers",
    N_("Workers"),
    Worker,
    (
        Target(field="number", read=rules.read_number, example="1042", aliases=(
            "工号", "职工编号", "职工号", "员工号", "人员编号", "编号", "number", "no", "no.", "works no", "staff no", "id")),
        Target(field="name", read=read_name, example="李桂兰", looks=rules.looks_like_a_name, aliases=(
            "姓名", "名字", "职工姓名", "full name", "worker")),
        Target(field="sex", read=rules.read_sex, example="女", looks=rules.looks_like_a_sex, aliases=("性别", "gender")),
        Target(field="born", read=rules.read_born, example="1931", aliases=(
            "出生年", "出生年份", "生年", "出生年月", "出生日期", "出生", "生日",
            "born", "birth year", "birth date", "date of birth")),
        Target(field="unit", find=Roll.unit, several=True, example="铸工车间 / 一组", looks=rules.looks_like_a_unit, aliases=(
            "单位", "工厂", "车间", "工段", "班组", "小组", "部门", "科室", "所在单位", "所属单位",
            "所在车间", "所在班组", "所在部门",
            "workshop", "section", "team", "department")),
        Target(field="trade", example="造型工", aliases=(
            "工种", "职别", "职务", "岗位", "职称", "专业", "post", "job", "position", "occupation")),
        Target(field="grade", read=reading.read_grade, example="三级", looks=rules.looks_like_a_grade, aliases=(
            "技术等级", "等级", "级别", "工级", "grade")),
        Target(field="entered_on", read=rules.read_day, example="1952-03-01", aliases=(
            "进厂日期", "进厂时间", "入厂日期", "入厂时间", "入职日期", "参加工作", "entry date", "entered", "entered on")),
        Target(field="member", read=rules.read_member, example="是", aliases=(
            "会员", "工会会员", "是否会员", "是否工会会员", "member")),
        Target(field="standing", read=rules.read_standing, example="在册", aliases=(
            "在册", "是否在册", "在职", "状态", "人员状态", "status", "standing")),
        Target(field="left_on", read=rules.read_day, example="1957-12-31", aliases=(
            "离厂日期", "离厂时间", "离职日期", "调出日期", "退休日期", "left", "leaving date")),
        Target(field="remark", aliases=("备注", "附注", "说明", "附记", "note", "notes", "remarks")),
    ),
    needed=(("name",), ("number",)),
    prepare=_roll,
    standing=_standing,
    key=_key,
    key_field="number",
    understand=rules.worker_of,
    load=loaded(store.WORKERS),
    unlike=lambda before, worker: before.name != worker.name,
    may_add=lambda _roll, values: not values.get("number"),
    said=_said,
    show=_show,
    take_in=take_in,
    tables=("workers", "units"),
)  # fmt: skip
"""A list of workers: told apart by works number, else by name with unit and year of birth; unknown units are entered as teams."""


def enter_workers(book: Book, workers: Sequence[Worker]) -> list[int]:
    """Put many workers on the roll in one act; give their ids. Raises KnownError for the first that cannot be."""
    for worker in workers:
        rules.check_worker(worker)
    with book.act(N_("Put {count} workers on the roll"), count=len(workers)) as act:
        return store.save_workers(act, workers)
