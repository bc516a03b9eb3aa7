"""The list of units from elsewhere: their codes, names, levels and what they belong to, in whatever order the list has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import WITHIN, Intake, Plan, Target, Told, loaded, read_name, still_as_read
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.roster import rules, store
from unionoffice.desks.roster.records import Level, Unit
from unionoffice.desks.roster.rules import UnitNames, plain_name

_STEPS = re.compile(r"[/／\\>＞→]")


class Listed(msgspec.Struct, frozen=True):
    """One line of the list: what it says, and the unit it stands for, below zero while that is not in the book."""

    values: Mapping[str, Any]
    row: int


class Tree:
    """What is known when a list of units is read: the units of the book, and those the list brings.

    A unit of the list that the book does not have bears a number below zero until it is entered.
    """

    def __init__(self, units: Sequence[Unit], busy: Collection[int]) -> None:
        """`busy` are the units to which workers on the roll belong."""
        self.units = {unit.id: unit for unit in units}
        self.names = UnitNames(units)
        self.codes = {unit.code: unit.id for unit in units if unit.code}
        self.busy = frozenset(busy)
        self._listed: dict[Hashable, Listed] = {}
        self._by_row: dict[int, Listed] = {}
        self._by_code: dict[str, Listed] = {}
        self._by_name: dict[str, list[Listed]] = {}
        self._places: dict[tuple[int | None, str], set[int]] | None = None

    # -- what the list says ---------------------------------------------

    def gather(self, lines: Iterable[Mapping[str, Any]]) -> bool:
        """Take note of all lines, so that one may name another that stands below it; where one stands, always matters to others."""
        for kept in (self._listed, self._by_row, self._by_code, self._by_name):
            kept.clear()
        self._places = None
        for values in lines:
            key = self.key(values)
            if key is None or key in self._listed:
                continue
            try:
                standing = self.standing(values)
            except KnownError:
                standing = None
            listed = Listed(values, standing or -1 - len(self._listed))
            self._listed[key] = self._by_row[listed.row] = listed
            if code := values.get("code"):
                self._by_code[code] = listed
            for field in ("name", "english"):
                if name := plain_name(values.get(field, "")):
                    self._by_name.setdefault(name, []).append(listed)
        return True

    def key(self, values: Mapping[str, Any]) -> Hashable | None:
        """What tells lines of the list apart: the code, else the name and what it belongs to."""
        if "code" in values:
            return str(values["code"])
        return (plain_name(values.get("above", "")), plain_name(values["name"])) if "name" in values else None

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The unit of the book that a line means: that of its code, else of its name in its place. KnownError for several."""
        code, name = values.get("code", ""), plain_name(values.get("name", ""))
        if code in self.codes:
            return self.codes[code]
        above: int | None = None
        if "above" in values:
            above = self._in_book(values["above"])
            if above is None:
                return None
        alike = [
            unit for unit in self.units.values()
            if name and name in (plain_name(unit.name), plain_name(unit.english)) and not (code and unit.code)
            and ("above" not in values or unit.above == above)
        ]  # fmt: skip
        alike = [unit for unit in alike if unit.closed_on is None] or alike
        if len(alike) > 1:
            raise KnownError(_("several units are called {name}; write what it belongs to", name=values["name"]), field="name")
        return alike[0].id if alike else None

    def _in_book(self, text: str) -> int | None:
        if text in self.codes:
            return self.codes[text]
        try:
            return self.names.find_or_none(text)
        except KnownError as trouble:
            raise KnownError(str(trouble), field="above") from trouble

    def above(self, text: str) -> int:
        """The unit of the book or of the list that a line says it belongs to, by code, name or path. KnownError for none."""
        if text in self._by_code:
            return self._by_code[text].row
        own = self._in_book(text)
        if own is not None and text in self.codes:
            return own
        *before, name = [plain_name(step) for step in _STEPS.split(text)]
        found = {listed.row for listed in self._by_name.get(name, ()) if self._below(listed, before)}
        if own is not None:
            found.add(own)
        if len(found) > 1:
            raise KnownError(_("several units are called {name}; write its code, or the whole path", name=text), field="above")
        if not found:
            raise KnownError(_("no unit is called {name}, neither in the book nor in the list", name=text), field="above")
        return found.pop()

    def _below(self, listed: Listed, before: Sequence[str]) -> bool:
        if not before:
            return True
        own = listed.values.get("above", "")
        other = self._by_code[own].values.get("name", "") if own in self._by_code else _STEPS.split(own)[-1]
        return plain_name(other) == before[-1]

    # -- what follows from it --------------------------------------------

    def row_of(self, values: Mapping[str, Any]) -> int:
        """The number of a new unit, below zero."""
        return self._listed[self.key(values)].row

    def parent_of(self, row: int) -> int | None:
        """What a unit belongs to, as the list says it, else as the book has it."""
        listed = self._by_row.get(row)
        if listed is not None and "above" in listed.values:
            return self.above(listed.values["above"])
        return self.units[row].above if row in self.units else None

    def as_placed(self, row: int) -> Unit:
        """A unit as far as those below it must know it."""
        stands, listed = self.units.get(row), self._by_row.get(row)
        said = listed.values if listed is not None else {}
        name = said.get("name", "") or (stands.name if stands else "")
        level = said.get("level") or (stands.level if stands else level_of(name, top="above" not in said))
        return Unit(id=row, name=name, level=level, closed_on=said.get("closed_on") or (stands.closed_on if stands else None))

    def check_place(self, unit: Unit) -> None:
        """Raise KnownError when the unit cannot stand where it is said to."""
        above = self.as_placed(unit.above) if unit.above is not None else None
        rules.check_unit(unit, above)
        if above is not None and above.closed_on is not None and unit.closed_on is None:
            raise KnownError(_("{name} is closed.", name=above.name), field="above")
        seen, row = {unit.id}, unit.above
        while row is not None:
            if row in seen:
                raise KnownError(_("A unit cannot belong to itself."), field="above")
            seen.add(row)
            try:
                row = self.parent_of(row)
            except KnownError:  # its own line tells it
                break
        if unit.closed_on is None and self._in_place().get((unit.above, unit.name), set()) - {unit.id}:
            raise KnownError(_("There is already a unit {name} in the same place.", name=unit.name), field="name")

    def _in_place(self) -> dict[tuple[int | None, str], set[int]]:
        """The units in use by where they stand and what they are called, as it will be with the list."""
        if self._places is None:
            self._places = {}
            for row in {*self.units, *self._by_row}:
                placed = self.as_placed(row)
                if placed.closed_on is None:
                    try:
                        above = self.parent_of(row)
                    except KnownError:
                        continue
                    self._places.setdefault((above, placed.name), set()).add(row)
        return self._places

    def check_closing(self, unit: Unit) -> None:
        """Raise KnownError when a unit cannot be closed because somebody or something still belongs to it."""
        if unit.id in self.busy:
            raise KnownError(
                _("Workers still belong to {name}. Move them to another unit first.", name=unit.name), field="closed_on"
            )
        if any(each.above == unit.id and self.as_placed(each.id).closed_on is None for each in self.units.values()):
            raise KnownError(_("Units still belong to {name}. Close or move them first.", name=unit.name), field="closed_on")

    def path(self, row: int | None) -> str:
        """A unit with those above it, the plant left out, whether it stands or is new."""
        steps: list[str] = []
        while row is not None and len(steps) < len(rules.ORDER):
            unit = self.as_placed(row)
            if unit.level is not Level.PLANT or not steps:
                steps.insert(0, unit.name)
            row = self.parent_of(row)
        return WITHIN.join(steps)


_ENDINGS = (
    (Level.WORKSHOP, ("车间", "分厂", "workshop", "shop", "foundry")),
    (Level.SECTION, ("工段", "工区", "section")),
    (Level.TEAM, ("班组", "小组", "组", "班", "team", "group", "shift")),
    (Level.OFFICE, ("科", "室", "处", "股", "部", "办公室", "仓库", "department", "office")),
    (Level.PLANT, ("厂", "公司", "works", "plant", "factory")),
)


def level_of(name: str, *, top: bool) -> Level:
    """The level that a unit's name tells; a plant only where it belongs to nothing; a team where the name tells nothing."""
    plain = name.strip().casefold()
    found = next((level for level, endings in _ENDINGS if plain.endswith(endings)), Level.TEAM)
    return found if found is not Level.PLANT or top else Level.WORKSHOP


_LEVELS = {
    Level.PLANT: ("厂", "总厂", "厂级", "公司", "plant", "works"),
    Level.WORKSHOP: ("车间", "分厂", "车间级", "workshop", "shop"),
    Level.SECTION: ("工段", "工区", "section"),
    Level.TEAM: ("班组", "小组", "组", "班", "team", "group"),
    Level.OFFICE: ("科室", "科", "室", "处", "处室", "股", "部门", "行政", "机关", "department", "office"),
}


def read_level(text: str) -> Level | None:
    """The level in a cell."""
    if reading.says_nothing(text):
        return None
    plain = plain_name(text)
    for level, ways in _LEVELS.items():
        if plain in ways:
            return level
    raise KnownError(_("“{text}” is no level: plant, workshop, section, team or department", text=reading.shown(text)))


def read_code(text: str) -> str | None:
    """A unit's code: full-width letters and digits as plain ones, without blanks."""
    return None if reading.says_nothing(text) else "".join(unicodedata.normalize("NFKC", text).split())


def read_above(text: str) -> str | None:
    """What a unit belongs to, as it is written."""
    return None if reading.says_nothing(text) else " ".join(unicodedata.normalize("NFKC", text).split())


def unit_of(tree: Tree, values: Mapping[str, Any], before: Unit | None) -> Unit:
    """The unit of a line, checked; what the line does not say stays as it is. Raises KnownError with the field at fault."""
    said = dict(values)
    if "above" in said:
        said["above"] = tree.above(said["above"])
    if before is not None:
        unit = changed(before, **said)
    elif "name" in said:
        said.setdefault("level", level_of(said["name"], top="above" not in said))
        unit = Unit(id=tree.row_of(values), **said)
    else:
        raise KnownError(_("Write the unit's name."), field="name")
    tree.check_place(unit)
    if unit.closed_on is not None and (before is None or before.closed_on is None):
        tree.check_closing(unit)
    return unit


def _tree(book: Book) -> Tree:
    return Tree(store.units(book), store.with_workers(book))


def take_in(book: Book, planned: Plan[Unit], told: Told = lambda _done, _all: None) -> int:
    """Take a list of units in as one act, each after what it belongs to; give how many were written.

    Raises KnownError when something was entered since the list was read, or one belongs to a unit whose line was left out.
    """
    waiting = list(planned.records)
    if not waiting:
        return 0
    given: dict[int, int] = {}
    with book.act(N_("Take in {count} units from a list"), count=len(waiting)) as act:
        still_as_read(book, planned)
        while waiting:
            ready = [unit for unit in waiting if unit.above is None or unit.above > 0 or unit.above in given]
            if not ready:
                brought = {unit.id for unit in waiting}
                alone = next((unit for unit in waiting if unit.above not in brought), waiting[0])
                above = planned.context.as_placed(alone.above).name
                raise KnownError(
                    _("{name} belongs to {above}, whose line is not taken in.", name=alone.name, above=above), field="above"
                )
            told(len(given), len(planned.records))
            rows = store.save_units(
                act, [changed(unit, id=max(unit.id, 0), above=given.get(unit.above or 0, unit.above)) for unit in ready]
            )
            given.update((unit.id, row) for unit, row in zip(ready, rows, strict=True))
            waiting = [unit for unit in waiting if unit.id not in given]
        told(len(planned.records), len(planned.records))
    return len(planned.records)


UNITS: Intake[Unit] = Intake(
    "units",
    N_("Units"),
    Unit,
    (
        Target(field="code", read=read_code, example="0301", aliases=(
            "单位代码", "单位编号", "部门代码", "部门编号", "代码", "编码", "编号", "代号", "code", "unit no", "no", "no.", "id")),
        Target(field="name", read=read_name, example="铸工车间一组", aliases=(
            "单位名称", "单位", "部门名称", "部门", "名称", "车间", "班组", "unit", "name", "department")),
        Target(field="english", example="Foundry, Team 1", aliases=("英文名称", "英文名", "英文", "english", "name in english")),
        Target(field="level", read=read_level, example="班组", aliases=(
            "级别", "层级", "类别", "单位类别", "单位级别", "性质", "种类", "level", "kind", "type")),
        Target(field="above", read=read_above, example="铸工车间", aliases=(
            "上级单位", "上级部门", "上级", "上级代码", "上级编号", "上级单位代码", "所属单位", "隶属单位", "归属", "主管单位",
            "belongs to", "parent", "parent code", "parent unit", "above", "part of")),
        Target(field="head", read=read_name, example="李桂兰", aliases=(
            "负责人", "单位负责人", "部门负责人", "主任", "班组长", "组长", "领导", "负责人姓名", "leader", "in charge", "manager",
            "person in charge")),
        Target(field="closed_on", read=rules.read_day, aliases=(
            "撤销日期", "撤销时间", "停用日期", "撤并日期", "closed", "closed on", "closing date")),
        Target(field="remark", aliases=("备注", "附注", "说明", "附记", "note", "notes", "remarks")),
    ),
    needed=(("name",), ("code",)),
    prepare=_tree,
    gather=Tree.gather,
    standing=Tree.standing,
    key=Tree.key,
    key_field="code",
    understand=unit_of,
    load=loaded(store.UNITS),
    show=lambda tree, field, unit: tree.path(unit.above) if field == "above" else None,
    take_in=take_in,
    tables=("units", "workers"),
)  # fmt: skip
"""A list of units: told apart by code, else by name and what they belong to, which may stand further down in the same list."""
