"""What must hold of units and workers, and how a line of a list becomes a worker."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from unionoffice.core import reading
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import WITHIN
from unionoffice.core.joined import BETWEEN, parted
from unionoffice.core.record import changed
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

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)


def plain_name(text: str) -> str:
    """A name as lists are searched by: full width or half, capitals or not, spaces, and which dot parts it do not matter."""
    return "".join(one_dot(unicodedata.normalize("NFKC", text)).casefold().split())


def one_dot(name: str) -> str:
    """A name such as 艾山·买买提 with the usual dot, whichever was at hand."""
    return name.translate(_DOTS)


_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．", "·"))


class UnitNames:
    """Which unit a list means by a name, in Chinese or English: the name alone, or a path to it.

    A path is written as the office prints it ("铸工车间 一组", "Foundry, Team 1") or with strokes ("plant/Foundry/Team 1");
    with strokes a step may be left out. Where no unit is called so, it may be a code. Of two units of one name the one in use
    is meant.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._chains = {unit.id: self._chain(unit) for unit in units}
        self._found: dict[str, int | None] = {}
        self._named: dict[str, list[int]] = {}
        self._written: dict[str, list[int]] = {}
        self._codes = {plain_name(unit.code): unit.id for unit in units if unit.code}
        for unit in units:
            for name in self._names(unit):
                self._named.setdefault(name, []).append(unit.id)
            for written in self._paths(self._chains[unit.id]):
                self._written.setdefault(written, []).append(unit.id)

    def find(self, text: str) -> int:
        """The unit's id. Raises KnownError when no unit, or more than one, may be meant."""
        found = self.find_or_none(text)
        if found is None:
            raise KnownError(_("no unit is called {name}", name=text))
        return found

    def find_or_none(self, text: str) -> int | None:
        """The unit's id, or None when no unit is called so. Raises KnownError when more than one may be meant."""
        if text not in self._found:
            self._found[text] = self._only(text)
        return self._found[text]

    def means(self, text: str) -> int | None:
        """The unit's id; None when no unit, or more than one, may be meant."""
        try:
            return self.find_or_none(text)
        except KnownError:
            return None

    def _only(self, text: str) -> int | None:
        found = self._in_use(self._written.get(plain_name(text), [])) or self._in_use(self._along(text))
        if len(found) > 1:
            paths = "; ".join("/".join(unit.name for unit in self._chains[row]) for row in found[:4])
            raise KnownError(_("several units are called {name}; write the whole path: {paths}", name=text, paths=paths))
        return found[0] if found else self._codes.get(plain_name(text))

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


class Known(msgspec.Struct, frozen=True):
    """What tells a worker of the roster from another of the same name."""

    id: int
    number: str
    unit: int | None
    born: int | None


class Roll:
    """What the roster knows when a list of workers is read: its units, its workers, and the units that the list would bring.

    A unit of the list that the roster does not have is planned: it has a number below zero until it is entered.
    """

    def __init__(self, units: Sequence[Unit], workers: Iterable[tuple[int, str, str, int | None, int | None]]) -> None:
        """`workers` are (id, number, name, unit, year of birth)."""
        self.units = {unit.id: unit for unit in units}
        self.names = UnitNames(units)
        self.closed: dict[int | None, str] = {unit.id: unit.name for unit in units if unit.closed_on is not None}
        self.numbers: dict[str, int] = {}
        self.named: dict[str, list[Known]] = {}
        self.planned: dict[int, Unit] = {}
        self._places: dict[tuple[int | None, str], int] = {}
        for row, number, name, unit, born in workers:
            if number:
                self.numbers[number] = row
            self.named.setdefault(one_dot(name), []).append(Known(row, number, unit, born))

    def unit(self, text: str) -> int | None:
        """The unit a list means; a planned one when the roster has none of that name. Raises KnownError when it may be several."""
        found = self.names.find_or_none(text)
        steps = [step for part in re.split(r"[/／\\>＞→]", text) if not reading.says_nothing(step := part.strip())]
        if found is None and steps:
            found = self.names.find_or_none("/".join(steps))
        if found is not None or not steps:
            return found
        *before, name = steps
        above: int | None = None
        for place, step in enumerate(before):
            standing = self.names.find_or_none("/".join(before[: place + 1]))
            above = standing if standing is not None else self._plan(step, above, Level.WORKSHOP)
        return self._plan(name, above, Level.TEAM)

    def _plan(self, name: str, above: int | None, level: Level) -> int:
        place = (above, plain_name(name))
        if place not in self._places:
            number = self._places[place] = -1 - len(self.planned)
            self.planned[number] = Unit(name=name, level=level, above=above)
        return self._places[place]

    def path(self, row: int | None) -> str:
        """The unit with those above it, the plant left out, whether it stands or is planned."""
        steps: list[str] = []
        while row is not None:
            unit = self.units.get(row) or self.planned[row]
            if unit.level is not Level.PLANT or not steps:
                steps.insert(0, unit.name)
            row = unit.above
        return WITHIN.join(steps)

    def standing(self, number: str, name: str, unit: int | None, born: int | None) -> int | None:
        """The worker whom a line means: of that works number, else of that name, with unit and year of birth not against it.

        A number from which a spreadsheet has taken the zeros before it is still that number, where the name is the same.
        A worker with another works number is another. Raises KnownError when it may be several.
        """
        if number and number in self.numbers:
            return self.numbers[number]
        named = self.named.get(one_dot(name))
        if not named:
            return None
        shortened = [known for known in named if same_but_zeros(known.number, number)]
        if len(shortened) == 1:
            return shortened[0].id
        alike = [known for known in named if not (number and known.number)]
        exact = [known for known in alike if (known.unit, known.born) == (unit, born)]
        found = exact or [known for known in alike if _agree(known, unit, born)]
        if len(found) > 1:
            raise KnownError(_("several workers are called {name}; give the works number", name=name), field="name")
        return found[0].id if found else None


def _agree(known: Known, unit: int | None, born: int | None) -> bool:
    """Whether unit or year of birth are the same and neither speaks against it."""
    pairs = [(ours, theirs) for ours, theirs in ((known.unit, unit), (known.born, born)) if ours is not None and theirs is not None]
    return bool(pairs) and all(ours == theirs for ours, theirs in pairs)


def worker_of(roll: Roll, values: Mapping[str, Any], before: Worker | None) -> Worker:
    """The worker of a line, checked; what the line does not say stays as it is. Raises KnownError with the field at fault."""
    if "left_on" in values and "standing" not in values:
        values = {**values, "standing": Standing.LEFT}
    elif values.get("standing") is Standing.ACTIVE and before is not None:
        values = {"left_on": None, **values}
    if before is not None:
        if same_but_zeros(before.number, values.get("number", "")):
            values = {**values, "number": before.number}
        if one_dot(values.get("name", "")) == one_dot(before.name):
            values = {**values, "name": before.name}
        worker = changed(before, **values)
    elif "name" in values:
        worker = Worker(**values)
    else:
        raise KnownError(_("Write the worker's name."), field="name")
    check_worker(worker)
    if worker.unit in roll.closed and worker.standing is Standing.ACTIVE and (before is None or before.unit != worker.unit):
        raise KnownError(_("{name} is closed.", name=roll.closed[worker.unit]), field="unit")
    return worker


def read_number(text: str) -> str | None:
    """A works number: full-width letters and digits as plain ones, without blanks; 117.0 is a spreadsheet's way of writing 117."""
    if text.isascii() and text.isdigit():
        return text
    if reading.says_nothing(text):
        return None
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if re.fullmatch(r"\d+(\.\d+)?E\+\d+", plain, re.IGNORECASE):
        raise KnownError(
            _("“{text}” was shortened by a spreadsheet. Show the number whole there and save the list again.", text=text)
        )
    return re.sub(r"^(\d+)\.0+$", r"\1", plain)


def same_but_zeros(known: str, number: str) -> bool:
    """Whether two works numbers of digits are one but for the zeros before them."""
    return known.isdecimal() and number.isdecimal() and known != number and known.lstrip("0") == number.lstrip("0")


_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def read_born(text: str) -> int | None:
    """The year of birth, alone or out of a date."""
    plain = unicodedata.normalize("NFKC", text).strip().translate(_CHINESE_DIGITS)
    match = re.match(r"(\d{4})(?:$|[-./年\s]|\d{4}$)", plain)
    if match is not None:
        return int(match[1])
    if plain.isdigit():
        raise KnownError(_("“{text}” is no year of birth", text=text))
    day = reading.read_date(text)
    return None if day is None else day.year


def read_day(text: str) -> date | None:
    """A day; of a month alone its first day, as lists write the entry into the plant."""
    try:
        return reading.read_date(text, serials=True)
    except KnownError as trouble:
        try:
            month = reading.read_month(text)
        except KnownError:
            raise trouble from None
        return None if month is None else date(month.year, month.number, 1)


def read_sex(text: str) -> Sex | None:
    """The sex."""
    found = reading.read_sex(text)
    return None if found is None else Sex.MALE if found == "male" else Sex.FEMALE


def read_member(text: str) -> bool | None:
    """Whether the worker is a union member."""
    return reading.read_yes(text, yes=("会员", "工会会员", "union member", "member"), no=("非会员", "不是会员"))


def read_standing(text: str) -> Standing | None:
    """Whether the worker is on the roll."""
    plain = plain_name(text)
    if plain in _ON_ROLL:
        return Standing.ACTIVE
    if plain in _OFF_ROLL:
        return Standing.LEFT
    said = reading.read_yes(text)
    return None if said is None else Standing.ACTIVE if said else Standing.LEFT


_ON_ROLL = {plain_name(text) for text in ("在册", "在职", "在厂", "在岗", "Active", "on the roll")}
_OFF_ROLL = {plain_name(text) for text in ("离厂", "离职", "调出", "退休", "不在册", "Left", "Left the plant", "off the roll")}


def looks_like_a_name(_roll: Roll, text: str) -> bool:
    """Whether a cell holds a Chinese name of two to four characters with a frequent surname."""
    plain = "".join(text.split())
    return 2 <= len(plain) <= 4 and plain[0] in _SURNAMES and all("\u3400" <= sign <= "\u9fff" for sign in plain)


def looks_like_a_sex(_roll: Roll, text: str) -> bool:
    """Whether a cell says nothing but a sex."""
    return text.strip().casefold() in ("男", "女", "male", "female", "m", "f")


def looks_like_a_unit(roll: Roll, text: str) -> bool:
    """Whether a cell names a unit of the roster."""
    try:
        return roll.names.find_or_none(text) is not None
    except KnownError:
        return True


def looks_like_a_grade(_roll: Roll, text: str) -> bool:
    """Whether a cell holds a technical grade with its word."""
    return re.fullmatch(r"[一二三四五六七八1-8]\s*级工?", text.strip()) is not None


# -- persons whom other lists name ---------------------------------------------------


class Person(msgspec.Struct, frozen=True):
    """Somebody whom a list names: a worker of the roster, or a name from outside (`worker` None)."""

    worker: int | None
    name: str


class Written(msgspec.Struct, frozen=True):
    """A person as a cell writes him: works number, name, the unit in brackets, the share; each may be missing.

    `outside`: a register that left an office says that he is not of the roster.
    """

    number: str = ""
    name: str = ""
    unit: str = ""
    share: int | None = None
    outside: bool = False


_SHARE = re.compile(r"(\d{1,3})\s*%")
_BRACKETS = re.compile(r"[(\[【〔<](.*?)[)\]】〕>]")
_AND_OTHERS = re.compile(r"等\s*[\d一二三四五六七八九十两]*\s*(人|名|位|同志)*$|\bet al\.?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:(?P<before>[A-Za-z-]*\d[\dA-Za-z-]*)\s*)?(?P<name>[^\d]*?)\s*(?P<after>\d[\dA-Za-z-]*)?$")


class People:
    """The workers of the roster, as lists name them: by works number, by name, by name and unit."""

    def __init__(self, units: Sequence[Unit], workers: Iterable[tuple[int, str, str, int | None, int | None]]) -> None:
        """`workers` are (id, number, name, unit, year of birth)."""
        self.units = UnitNames(units)
        self._above = {unit.id: unit.above for unit in units}
        self._numbers: dict[str, int] = {}
        self._named: dict[str, list[Known]] = {}
        self.names: dict[int, str] = {}
        for row, number, name, unit, born in workers:
            if number:
                self._numbers[number] = row
            self._named.setdefault(plain_name(name), []).append(Known(row, number, unit, born))
            self.names[row] = name

    def written(self, text: str) -> tuple[Written, ...]:
        """The persons that a cell names, parted by commas, strokes or line ends. Raises KnownError for "and others".

        Also as a register leaves the office: a line for each, with the worker, the name of one not on the roster, the share.
        """
        if BETWEEN in text:
            return tuple(self._left(*line[:3]) for line in parted(text, 3))
        found: list[Written] = []
        for part in re.split(r"[、,;/\n]+|(?<=%)\s+", unicodedata.normalize("NFKC", text)):
            for piece in _pieces(part.strip()):
                if _AND_OTHERS.search(piece):
                    raise KnownError(_("“{text}” does not name everybody; write all names", text=reading.shown(text)))
                found.append(self._one(piece))
        return tuple(found)

    def _left(self, worker: str, name: str, share: str) -> Written:
        """A person as a register leaves him: a worker, or the name of one not on the roster, and the share."""
        whole = int(share) if share.isdecimal() and int(share) <= 100 else 0
        if not worker:
            return Written("", name, share=whole, outside=True)
        number, _blank, called = worker.partition(" ")
        if plain_name(self.names.get(self._numbers.get(number, 0), "")) == plain_name(called):
            return Written(number, called, share=whole)
        return self._one(unicodedata.normalize("NFKC", f"{worker} {whole}%"))

    def _one(self, text: str) -> Written:
        number = unit = ""
        share: int | None = None
        if (match := _SHARE.search(text)) is not None:
            share, text = int(match[1]), text[: match.start()] + text[match.end() :]
        for inside in _BRACKETS.findall(text):
            plain = inside.strip()
            if plain in self._numbers:
                number = plain
            elif plain.isdigit() and int(plain) <= 100 and share is None:
                share = int(plain)
            elif plain.isdigit():
                number = plain
            else:
                unit = plain
        text = _BRACKETS.sub(" ", text).strip(" :：·-")
        if (match := _NUMBERED.match(text)) is not None:
            number = number or match["before"] or ""
            tail = match["after"] or ""
            if tail and (number or (tail not in self._numbers and tail.isdigit() and int(tail) <= 100 and share is None)):
                share = int(tail) if share is None and tail.isdigit() else share
            elif tail:
                number = tail
            text = match["name"].strip(" :：·-")
        return Written(number, read_plain_name(text), unit, share)

    def find(self, written: Written, unit: int | None = None, *, field: str = "") -> Person:
        """The person meant; of several of one name the one of that unit, or of one above or below it. Raises KnownError."""
        if written.outside:
            return Person(None, written.name)
        if written.number:
            row = self._numbers.get(written.number)
            if row is None:
                raise KnownError(_("no worker bears the works number {number}", number=written.number), field=field)
            if written.name and plain_name(written.name) != plain_name(self.names[row]):
                raise KnownError(
                    _("works number {number} belongs to {name}", number=written.number, name=self.names[row]), field=field
                )
            return Person(row, self.names[row])
        alike = self._named.get(plain_name(written.name), [])
        if written.unit:
            unit = self.units.find(written.unit)
        if len(alike) > 1 and unit is not None:
            line = self._line(unit)
            alike = [one for one in alike if one.unit == unit] or [
                one for one in alike if one.unit is not None and (one.unit in line or unit in self._line(one.unit))
            ] or alike
        if len(alike) > 1:
            raise KnownError(
                _("several workers are called {name}; write the works number beside the name", name=written.name), field=field
            )
        if not alike:
            return Person(None, written.name)
        return Person(alike[0].id, self.names[alike[0].id])

    def _line(self, unit: int | None) -> list[int]:
        """A unit and all above it."""
        line = []
        while unit is not None and unit not in line:
            line.append(unit)
            unit = self._above.get(unit)
        return line


def _pieces(text: str) -> list[str]:
    """Names parted by blanks alone: 李桂兰 王建国 are two, 李 明 is one."""
    steps = text.split()
    chinese = [step for step in steps if all("\u3400" <= sign <= "\u9fff" for sign in step)]
    if len(steps) > 1 and len(chinese) == len(steps) and all(len(step) >= 2 for step in steps):
        return steps
    return [text] if text else []


def read_plain_name(text: str) -> str:
    """A name without blanks around it, and without those between Chinese characters (李 明)."""
    return re.sub(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])", "", " ".join(text.split()))
