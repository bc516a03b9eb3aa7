"""What must hold of units and workers, and how a line of a list becomes a worker."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _
from unionoffice.desks.roster.records import Level, Sex, Standing, Unit, Worker

ORDER = (Level.PLANT, Level.WORKSHOP, Level.SECTION, Level.TEAM)
"""From the top of the plant to its bottom; an office may stand under a plant or a workshop."""

TECHNICIANS = ("工程师", "技术员", "技师", "工艺员", "设计员", "engineer", "technician", "technologist", "designer")
"""What ends the trade of engineering and technical staff (工程技术人员): 助理工程师, 工艺技术员 and so on."""


def is_technician(trade: str) -> bool:
    """Whether a trade or post, as the roster writes it, is that of an engineer or technician."""
    return trade.strip().casefold().endswith(TECHNICIANS)


def check_unit(unit: Unit, above: Unit | None) -> None:
    """Raise KnownError when the unit has no name or stands under one that is not above it."""
    if not unit.name.strip():
        raise KnownError(_("Write the unit's name."), field="name")
    if above is None:
        return
    if unit.level is Level.PLANT:
        raise KnownError(_("A plant belongs to no other unit."), field="above")
    if above.level is Level.OFFICE and unit.level is not Level.OFFICE:
        raise KnownError(_("Only a department can belong to a department."), field="above")
    if unit.level is not Level.OFFICE and ORDER.index(above.level) >= ORDER.index(unit.level):
        raise KnownError(
            _("A unit of level {level} cannot belong to one of level {above}.", level=unit.level, above=above.level), field="above"
        )


def check_no_circle(unit: int, above: int | None, parents: Mapping[int, int | None]) -> None:
    """Raise KnownError when a unit would belong, over others, to itself."""
    while above is not None:
        if above == unit:
            raise KnownError(_("A unit cannot belong to itself."), field="above")
        above = parents.get(above)


def check_worker(worker: Worker) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not worker.name.strip():
        raise KnownError(_("Write the worker's name."), field="name")
    if worker.grade is not None and not 1 <= worker.grade <= 8:
        raise KnownError(_("The technical grade is a number from 1 to 8."), field="grade")
    if worker.born is not None and not 1850 <= worker.born <= 2100:
        raise KnownError(_("The year of birth is written with four digits, such as 1931."), field="born")
    if worker.born and worker.entered_on and worker.entered_on.year - worker.born < 10:
        raise KnownError(
            _(
                "Born {born} and entered the plant {entered}: one of the two cannot be right.",
                born=worker.born,
                entered=worker.entered_on,
            ),
            field="entered_on",
        )
    if worker.left_on and worker.entered_on and worker.left_on < worker.entered_on:
        raise KnownError(_("The worker cannot have left before entering the plant."), field="left_on")
    if worker.left_on and worker.standing is not Standing.LEFT:
        raise KnownError(_("A worker with a day of leaving is no longer on the roll."), field="standing")


# -- lists from elsewhere -----------------------------------------------------------

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("工号", "职工编号", "编号", "number", "no", "no.", "works number", "works no", "staff no"),
    "name": ("姓名", "名字", "职工姓名", "name", "full name"),
    "sex": ("性别", "sex", "gender"),
    "born": ("出生年", "出生年份", "生年", "出生年月", "出生日期", "born", "year of birth", "birth year", "birth date"),
    "unit": ("单位", "班组", "小组", "车间", "部门", "所在单位", "unit", "team", "workshop", "department"),
    "trade": ("工种", "职别", "职务", "岗位", "trade", "post", "job"),
    "grade": ("技术等级", "等级", "级别", "工级", "grade", "technical grade"),
    "entered_on": ("进厂日期", "入厂日期", "入厂时间", "参加工作", "entry date", "entered", "entered the plant on", "entered on"),
    "member": ("会员", "工会会员", "是否会员", "member", "union member"),
}
"""What the columns of a list of workers are called, in either language."""

WITHIN = " / "
"""Between the workshop and the team of a list that has a column for each."""

_YES = {"是", "会员", "√", "1", "y", "yes", "true", "有"}
_NO = {"否", "非会员", "×", "0", "n", "no", "false", "无", ""}
_GRADES = {word: number for number, word in enumerate("一二三四五六七八", start=1)}


class Line(msgspec.Struct, frozen=True):
    """One line of a list as it was understood: its number in the file, the worker, the unit's name, and what is wrong with it."""

    number: int
    worker: Worker | None
    unit: str
    fault: str = ""


def headings_of(row: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Which columns hold which field: {"name": (1,), "unit": (3, 4) ...}; a unit may have several, such as 车间 and 班组.

    Empty when the row is no heading.
    """
    found: dict[str, tuple[int, ...]] = {}
    for place, cell in enumerate(row):
        plain = unicodedata.normalize("NFKC", cell).strip().casefold()
        for field, names in HEADINGS.items():
            if plain in names and (field not in found or field == "unit"):
                found[field] = (*found.get(field, ()), place)
    return found if "name" in found else {}


def fitting(units: Mapping[int, Unit], text: str) -> list[int]:
    """The units in use that a list may mean: of that name, below those named before it ("Foundry / Team 1")."""
    *before, name = text.split(WITHIN)

    def names_above(unit: Unit) -> list[str]:
        found, above = [], unit.above
        while above is not None:
            found.append(units[above].name)
            above = units[above].above
        return found

    return [
        row for row, unit in units.items()
        if unit.closed_on is None and unit.name == name and set(before) <= set(names_above(unit))
    ]


def plain_name(text: str) -> str:
    """A name as lists are searched by: full width or half, capitals or not, and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


class UnitNames:
    """Which unit a list means by a name, in Chinese or English: the name alone, or a path to it.

    A path is written as the office prints it ("铸工车间 一组", "Foundry, Team 1") or with strokes ("plant/Foundry/Team 1");
    with strokes a step may be left out. Of two units of one name the one in use is meant.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._chains = {unit.id: self._chain(unit) for unit in units}
        self._found: dict[str, int] = {}
        self._named: dict[str, list[int]] = {}
        self._written: dict[str, list[int]] = {}
        for unit in units:
            for name in self._names(unit):
                self._named.setdefault(name, []).append(unit.id)
            for written in self._paths(self._chains[unit.id]):
                self._written.setdefault(written, []).append(unit.id)

    def find(self, text: str) -> int:
        """The unit's id. Raises KnownError when no unit, or more than one, may be meant."""
        if text not in self._found:
            self._found[text] = self._only(text)
        return self._found[text]

    def _only(self, text: str) -> int:
        found = self._in_use(self._written.get(plain_name(text), [])) or self._in_use(self._along(text))
        if not found:
            raise KnownError(_("no unit is called {name}", name=text))
        if len(found) > 1:
            paths = "; ".join("/".join(unit.name for unit in self._chains[row]) for row in found[:4])
            raise KnownError(_("several units are called {name}; write the whole path: {paths}", name=text, paths=paths))
        return found[0]

    def _in_use(self, rows: Sequence[int]) -> list[int]:
        unique = list(dict.fromkeys(rows))
        return [row for row in unique if self._units[row].closed_on is None] or unique

    def _along(self, text: str) -> list[int]:
        """The units to which a path with strokes leads: those it names step by step, else those that lie on its way."""
        *before, name = (plain_name(step) for step in re.split(r"[/／\\>＞→]", text))
        steps = [step for step in before if step]
        fitting = [row for row in self._named.get(name, ()) if self._on_the_way(self._chains[row][:-1], steps)]
        whole = [
            row for row in fitting
            if len(steps) in (len(self._chains[row]) - 1, sum(unit.level is not Level.PLANT for unit in self._chains[row][:-1]))
        ]
        return whole or fitting

    def _on_the_way(self, above: Sequence[Unit], steps: Sequence[str]) -> bool:
        left = iter(above)
        return all(any(step in self._names(unit) for unit in left) for step in steps)

    def _chain(self, unit: Unit) -> list[Unit]:
        chain = [unit]
        while chain[0].above is not None:
            chain.insert(0, self._units[chain[0].above])
        return chain

    def _names(self, unit: Unit) -> set[str]:
        return {name for name in (plain_name(unit.name), plain_name(unit.english)) if name}

    def _paths(self, chain: Sequence[Unit]) -> set[str]:
        """The unit's names, and its path as it is printed in either language, with and without the plant."""
        found = self._names(chain[-1])
        for part in (chain, [unit for unit in chain if unit.level is not Level.PLANT] or chain[-1:]):
            found.add("".join(plain_name(unit.name) for unit in part))
            found.add(",".join(plain_name(unit.english or unit.name) for unit in part))
        return found


def understood(rows: Sequence[Sequence[str]], taken: set[str]) -> list[Line]:
    """The lines below the heading. `taken` are works numbers already on the roll.

    Raises KnownError when no heading with a name column is among the first ten rows.
    """
    headings = [(place, where) for place, row in enumerate(rows[:10]) if (where := headings_of(row))]
    if not headings:
        raise KnownError(_("No heading with a column “姓名” or “Name” was found in the first ten lines of the list."))
    start, where = headings[0]
    seen: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if not any(cell.strip() for cell in row):
            continue
        texts = {
            field: WITHIN.join(cell for place in places if place < len(row) and (cell := row[place].strip()))
            for field, places in where.items()
        }
        try:
            worker = _worker(texts)
            if worker.number and worker.number in taken:
                raise KnownError(_("works number {number} is already on the roll", number=worker.number))
            if worker.number and worker.number in seen:
                raise KnownError(
                    _("works number {number} stands in line {line} too", number=worker.number, line=seen[worker.number])
                )
            seen.setdefault(worker.number, number)
            lines.append(Line(number, worker, texts.get("unit", "")))
        except KnownError as error:
            lines.append(Line(number, None, texts.get("unit", ""), str(error)))
    return lines


def _worker(texts: Mapping[str, str]) -> Worker:
    def text(field: str) -> str:
        return unicodedata.normalize("NFKC", texts.get(field, "")).strip()

    worker = Worker(
        number=text("number"),
        name=texts.get("name", "").strip(),
        sex=_sex(text("sex")),
        born=_year(text("born")),
        trade=text("trade"),
        grade=_grade(text("grade")),
        entered_on=_day(text("entered_on")),
        member=_member(text("member")) if "member" in texts else True,
    )
    check_worker(worker)
    return worker


def _sex(text: str) -> Sex | None:
    known = {"男": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "女": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE}
    if text and text.casefold() not in known:
        raise KnownError(_("“{text}” is no sex; write 男 or 女", text=text))
    return known.get(text.casefold())


def _year(text: str) -> int | None:
    if not text:
        return None
    match = re.match(r"(\d{4})(?:$|[-./年])", text)
    if match is None:
        raise KnownError(_("“{text}” is no year of birth", text=text))
    return int(match[1])


def _grade(text: str) -> int | None:
    plain = text.removesuffix("级")
    if not plain:
        return None
    if plain in _GRADES:
        return _GRADES[plain]
    if not plain.isdigit() or not 1 <= int(plain) <= 8:
        raise KnownError(_("“{text}” is no grade from 1 to 8", text=text))
    return int(plain)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月?)", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    try:
        if match is None:
            raise ValueError
        return datetime.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        raise KnownError(_("“{text}” is no date", text=text)) from None


def _member(text: str) -> bool:
    plain = text.casefold()
    if plain not in _YES | _NO:
        raise KnownError(_("“{text}” does not say whether the worker is a union member; write 是 or 否", text=text))
    return plain in _YES
