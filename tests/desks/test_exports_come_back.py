"""What left the office as a register with all its fields comes in again as a list: nothing is changed by it, nothing is lost."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionoffice import lists, registers, schema
from unionoffice.core import intake, upkeep
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.core.spreadsheet import rows_of
from unionoffice.core.words import LANGUAGES, Language, speaking
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.comparison.records import OutsideFigure, OutsideUnit
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction, Entry, Indicator, Side
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Sex, Standing, Unit, Worker
from unionoffice.printing import export

REGISTER_OF = {
    "workers": "workers", "units": "units", "proposals": "saving-proposals", "exposures": "exposures",
    "certificates": "certificates", "figures": "figures-as-a-list", "outside": "other-plants-figures-as-a-list",
}  # fmt: skip
"""The register that a list is one of."""
KINDS: tuple[tuple[str, export.Encoding], ...] = (("list.xlsx", "utf-8"), ("list.csv", "utf-8"), ("old.csv", "gb18030"))


def read_back(source: Book, target: Book, name: str, path: Path, encoding: export.Encoding = "utf-8") -> intake.Reading[Any]:
    """A register of one book, all its fields, written and read as a list against another book."""
    listed = registers.named(REGISTER_OF[name])
    assert listed is not None
    count = export.write(source, registers.leaving(source, listed, "all", whole=True), path, encoding=encoding)
    reading = intake.read_rows(target, rows_of(path), lists.named(name))
    assert len(reading.lines) == count
    return reading


@pytest.fixture(scope="module")
def office(sample_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    path = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copyfile(sample_book, path)
    book = Book.open(path, clerk="王秀英")
    yield book
    book.close()


def test_every_list_is_looked_at() -> None:
    assert set(REGISTER_OF) == set(lists.LISTS)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize(("file", "encoding"), KINDS[::2])
@pytest.mark.parametrize("name", REGISTER_OF)
def test_read_against_its_own_book_it_changes_nothing(
    office: Book, tmp_path: Path, name: str, file: str, encoding: export.Encoding, spoken: Language
) -> None:
    """Encoding, separator, heading and columns are found by themselves; every line stands in the book as it is."""
    with speaking(spoken):
        reading = read_back(office, office, name, tmp_path / file, encoding)
        faults = [(fault.field, fault.value, fault.reason) for fault in reading.faults]
    assert not faults
    assert {line.what for line in reading.lines} == {"same"}
    before = office.value("select count(*) from acts")
    assert reading.intake.take_in(office, intake.plan(reading), lambda _done, _all: None) == 0
    assert office.value("select count(*) from acts") == before, "taking in nothing is a step that could be undone"


# -- into an empty book -------------------------------------------------------------------

HAN = "一二三四王李张铸金工造型车钳组𬭎㛃镕"
names = st.text(HAN, min_size=2, max_size=4)


def says_something(text: str) -> bool:
    """Whether a text is more than a mark that points at the line above, and is not one word with spaces between its signs."""
    return text not in ('"', "''") and not re.fullmatch(r"\S(?: \S)+", text)


words = st.text(HAN + "Aa1½=+-@'\",;|｜\\<&_x ", max_size=12).map(lambda text: " ".join(text.split())) | st.sampled_from(
    ["=1+1", "007", "-", "@a", "1,2", "造型工（甲）", "'='", "1E5", "_x000D_", "TRUE"]
)
words = words.filter(says_something)
long = st.text(HAN + "=+-@'\",;|\\\n\t <&", max_size=30).map(str.strip).filter(says_something)
days = st.dates(datetime.date(1880, 1, 1), datetime.date(2099, 12, 31))


@st.composite
def workers(draw: st.DrawFn, units: int) -> Worker:
    born = draw(st.none() | st.integers(1850, 1950))
    entered = draw(st.none() | days.filter(lambda day: born is None or day.year - born >= 10))
    left = draw(st.none() | days.filter(lambda day: entered is None or day >= entered))
    return Worker(
        name=draw(names), sex=draw(st.none() | st.sampled_from(Sex)), born=born, unit=draw(st.integers(0, units - 1)),
        trade=draw(words), grade=draw(st.none() | st.integers(1, 8)), entered_on=entered, member=draw(st.booleans()),
        standing=Standing.LEFT if left else draw(st.sampled_from(Standing)), left_on=left, remark=draw(long),
    )  # fmt: skip


@st.composite
def offices(draw: st.DrawFn) -> tuple[list[tuple[Unit, int | None]], list[Worker]]:
    """Units, each with the place of the one above it, and workers whose unit is a place among them."""
    english, code = draw(st.sampled_from(["", "Second Works"])), draw(st.sampled_from(["", "00"]))
    plant = Unit(name="二机厂", english=english, level=Level.PLANT, code=code)
    units: list[tuple[Unit, int | None]] = [(plant, None)]
    for number, name in enumerate(draw(st.lists(names, min_size=1, max_size=3, unique=True))):
        code = draw(st.sampled_from(["", f"0{number}1"]))
        head = draw(st.just("") | names)
        units.append((Unit(name=name + "车间", english=f"Shop {number}", level=Level.WORKSHOP, code=code, head=head), 0))
        above, teams = len(units) - 1, draw(st.lists(st.sampled_from("甲乙丙"), max_size=2, unique=True))
        units += [(Unit(name=team + "组", level=Level.TEAM), above) for team in teams]
    people = draw(st.lists(workers(len(units)), min_size=1, max_size=5))
    written = st.from_regex(r"0{0,3}[1-9][0-9]{0,5}", fullmatch=True)
    numbers = draw(st.lists(written, min_size=len(people), max_size=len(people), unique=True))
    return units, [msgspec.structs.replace(one, number=number) for one, number in zip(people, numbers, strict=True)]


def told(book: Book) -> tuple[list[Any], list[Any]]:
    """Units and workers without the ids that the book gave them."""
    paths = roster.paths(book)

    def plain(row: Mapping[str, Any], ref: str) -> dict[str, Any]:
        return {**{name: value for name, value in row.items() if name != "id"}, ref: paths.get(row[ref], "")}

    units = [plain(row, "above") | {"path": paths[row["id"]]} for row in book.rows("select * from units")]
    people = [plain(row, "unit") for row in book.rows("select * from workers order by number")]
    return sorted(units, key=lambda unit: unit["path"]), people


@pytest.mark.parametrize("spoken", LANGUAGES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(office=offices(), kind=st.sampled_from(KINDS[:2]))
def test_units_and_workers_come_back_into_an_empty_book(
    template: Path, tmp_path: Path, office: Any, kind: tuple[str, export.Encoding], spoken: Language
) -> None:
    units, people = office
    books = []
    for name in ("one.db", "two.db"):
        for old in tmp_path.glob(f"{name}*"):
            old.unlink()
        shutil.copyfile(template, tmp_path / name)
        books.append(Book.open(tmp_path / name, clerk="王秀英"))
    full, empty = books
    ids: list[int] = []
    for unit, above in units:
        ids.append(roster.enter_unit(full, msgspec.structs.replace(unit, above=None if above is None else ids[above])))
    roster.enter_workers(full, [msgspec.structs.replace(one, unit=ids[one.unit]) for one in people])
    with speaking(spoken):
        for name in ("units", "workers"):
            reading = read_back(full, empty, name, tmp_path / kind[0], kind[1])
            assert not [(fault.field, fault.value, fault.reason) for fault in reading.faults]
            assert reading.intake.take_in(empty, intake.plan(reading), lambda _done, _all: None) == len(reading.lines)
    assert told(empty) == told(full)
    assert not upkeep.check(empty, schema.TABLES)
    for book in books:
        book.close()


# -- figures ------------------------------------------------------------------------------

INDICATORS = [
    *(Indicator(name=f"指标{decimals}", measure="吨" if decimals % 2 else "%", decimals=decimals) for decimals in range(7)),
    Indicator(name="每炉时间", english="Time of a heat", direction=Direction.LOWER, clock=True),
]
values = st.none() | st.integers(-(10**17), 10**17)
seconds = st.none() | st.integers(0, 10**6)
months = st.builds(Month, st.integers(1900, 2099), st.integers(1, 12))
places = st.tuples(st.integers(0, 2), st.integers(0, len(INDICATORS) - 1), months)


def plant_with_indicators(template: Path, path: Path) -> tuple[Book, list[int]]:
    """A book with a plant, two teams of one name in its workshop and beside it, and the indicators; and the units."""
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copyfile(template, path)
    book = Book.open(path, clerk="王秀英")
    top = roster.enter_unit(book, Unit(name="二机厂", level=Level.PLANT))
    shop = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=top))
    teams = [roster.enter_unit(book, Unit(name="甲组", level=Level.TEAM, above=above)) for above in (shop, top)]
    for each in INDICATORS:
        figures.enter(book, each)
    return book, [shop, *teams]


def all_in(book: Book, table: str) -> list[dict[str, Any]]:
    rows = [{name: value for name, value in row.items() if name != "id"} for row in book.rows(f"select * from {table}")]
    return sorted(rows, key=str)


@pytest.mark.parametrize("spoken", LANGUAGES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_figures_come_back_into_an_empty_book(
    template: Path, tmp_path: Path, data: st.DataObject, kind: tuple[str, export.Encoding], spoken: Language
) -> None:
    (full, units), (empty, _same) = (plant_with_indicators(template, tmp_path / name) for name in ("one.db", "two.db"))
    for unit, indicator, month in data.draw(st.lists(places, min_size=1, max_size=8, unique=True)):
        of_it = seconds if INDICATORS[indicator].clock else values
        plan, actual = data.draw(st.tuples(of_it, of_it).filter(any))
        sides: list[tuple[Side, int | None]] = [("plan", plan), ("actual", actual)]
        figures.write(full, indicator + 1, [Entry(units[unit], month, side, value) for side, value in sides])
    with speaking(spoken):
        reading = read_back(full, empty, "figures", tmp_path / kind[0], kind[1])
        assert not [(fault.field, fault.value, fault.reason) for fault in reading.faults]
        assert reading.intake.take_in(empty, intake.plan(reading), lambda _done, _all: None) == len(reading.lines)
    assert all_in(empty, "month_figures") == all_in(full, "month_figures")
    assert not upkeep.check(empty, schema.TABLES)
    full.close()
    empty.close()


@pytest.mark.parametrize("spoken", LANGUAGES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_other_plants_figures_come_back_into_an_empty_book(
    template: Path, tmp_path: Path, data: st.DataObject, kind: tuple[str, export.Encoding], spoken: Language
) -> None:
    (full, _units), (empty, _same) = (plant_with_indicators(template, tmp_path / name) for name in ("one.db", "two.db"))
    whose = st.lists(st.tuples(names, st.sampled_from(["", "鞍钢", "本钢"])), min_size=1, max_size=3, unique=True)
    periods = months.map(str) | st.sampled_from(["1957", "1956-H1", "1957-H2"])
    for name, plant in data.draw(whose):
        of_it = data.draw(st.lists(st.tuples(st.integers(0, len(INDICATORS) - 1), periods), min_size=1, max_size=4, unique=True))
        lines = [
            OutsideFigure(
                indicator=indicator + 1, period=period, source=data.draw(words), dated=data.draw(st.none() | days),
                value=figures.written(INDICATORS[indicator], data.draw(st.integers(0, 10**9))),
            )
            for indicator, period in of_it
        ]
        comparison.enter_outside(full, OutsideUnit(name=name, plant=plant, figures=tuple(lines)))
    with speaking(spoken):
        reading = read_back(full, empty, "outside", tmp_path / kind[0], kind[1])
        assert not [(fault.field, fault.value, fault.reason) for fault in reading.faults]
        assert reading.intake.take_in(empty, intake.plan(reading), lambda _done, _all: None) == len(reading.lines)
    assert all_in(empty, "outside_units") == all_in(full, "outside_units")
    assert all_in(empty, "outside_figures") == all_in(full, "outside_figures")
    full.close()
    empty.close()
