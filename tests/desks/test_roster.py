"""The roster: a tree of units, workers on the roll, and lists taken in whole or not at all."""

from __future__ import annotations

from datetime import date as D  # noqa: N812 - dates are many here
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core import intake, spreadsheet
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.core.record import changed
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Standing, Unit, Worker


@pytest.fixture
def plant(book: Book) -> dict[str, int]:
    """A plant of two workshops, each with a team of the same name."""
    top = service.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    shops = [service.enter_unit(book, Unit(name=name, level=Level.WORKSHOP, above=top)) for name in ("铸工车间", "机工车间")]
    teams = [service.enter_unit(book, Unit(name="一组", above=shop)) for shop in shops]
    return {"plant": top, "foundry": shops[0], "machines": shops[1], "foundry team": teams[0], "machine team": teams[1]}


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode("gb18030"))
    return path


def read_list(book: Book, path: Path) -> Reading[Worker]:
    return intake.read_rows(book, spreadsheet.rows_of(path), service.ROLL)


def refused(field: str) -> pytest.RaisesExc[KnownError]:
    return pytest.RaisesExc(KnownError, check=lambda error: error.field == field)


def test_the_tree_keeps_its_order_and_knows_its_depth(book: Book, plant: dict[str, int]) -> None:
    register = service.UNITS
    rows = register.page(book, "1", register.orders[0], 0, 50)
    assert [unit.id for unit in rows] == [unit.id for unit in service.units(book)]  # reckoned another way, by walking
    assert [service.depth(book, unit.id) for unit in rows] == [0, 1, 2, 1, 2]
    assert service.path(book, plant["machine team"]) == "机工车间 一组"
    assert set(service.with_all_below(book, plant["foundry"])) == {plant["foundry"], plant["foundry team"]}


@given(st.lists(st.integers(0, 8), max_size=14))
def test_the_order_of_the_register_is_the_walk_through_the_tree(parents: list[int]) -> None:
    from tempfile import TemporaryDirectory

    from unionoffice import schema
    from unionoffice.core import upkeep

    with TemporaryDirectory() as folder:
        path = Path(folder, "office.db")
        upkeep.create(path, schema.SETS)
        book = Book.open(path)
        made: list[int] = []
        for number, parent in enumerate(parents):
            above = made[parent % len(made)] if made and parent else None
            made.append(service.enter_unit(book, Unit(name=f"科{number}", level=Level.OFFICE, above=above)))
        register = service.UNITS
        rows = register.page(book, "1", register.orders[0], 0, 50)
        assert [unit.id for unit in rows] == [unit.id for unit in service.units(book)]
        book.close()


def test_no_two_units_of_one_name_in_one_place_not_even_by_correcting(book: Book, plant: dict[str, int]) -> None:
    other = service.enter_unit(book, Unit(name="二组", above=plant["foundry"]))
    with refused("name"):
        service.enter_unit(book, Unit(name=" 一组 ", above=plant["foundry"]))
    with refused("name"):
        service.correct_unit(book, changed(service.unit(book, other), name="一组"))
    with refused("name"):
        service.correct_unit(book, changed(service.unit(book, plant["machine team"]), above=plant["foundry"]))
    service.correct_unit(book, changed(service.unit(book, other), remark="夜班"))  # itself is no other


def test_a_closed_unit_takes_nobody_and_can_be_opened_again(book: Book, plant: dict[str, int]) -> None:
    who = service.enter_worker(book, Worker(name="李桂兰", unit=plant["foundry team"]))
    with pytest.raises(KnownError, match="Workers still belong"):
        service.close_unit(book, plant["foundry team"], D(1958, 2, 1))
    service.leave(book, who, D(1958, 1, 31))
    service.close_unit(book, plant["foundry team"], D(1958, 2, 1))
    with refused("unit"):
        service.enter_worker(book, Worker(name="王建国", unit=plant["foundry team"]))
    with refused("unit"):
        service.return_to_roll(book, who)  # to a unit that is no more
    service.correct_worker(book, changed(service.worker(book, who), remark="调出"))  # who left stays as written
    service.close_unit(book, plant["foundry"], D(1958, 3, 1))
    with refused("above"):
        service.open_unit_again(book, plant["foundry team"])
    with refused("above"):
        service.enter_unit(book, Unit(name="三组", above=plant["foundry"]))
    service.open_unit_again(book, plant["foundry"])
    service.open_unit_again(book, plant["foundry team"])
    service.return_to_roll(book, who)
    assert service.worker(book, who).standing is Standing.ACTIVE
    for _step in range(3):
        book.undo()
    assert service.unit(book, plant["foundry"]).closed_on == D(1958, 3, 1)


def test_a_list_with_a_unit_that_may_be_two_names_the_line(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    found = read_list(book, listed(tmp_path, "姓名,班组\n李桂兰,一组\n王建国,二组\n"))
    assert [line.what for line in found.lines] == ["faulty", "new"]
    with pytest.raises(KnownError, match="line 2"):
        intake.plan(found)
    assert service.headcount(book) == 0


def test_a_list_with_workshop_and_team_puts_everyone_in_place(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    text = "姓名,车间,班组\n李桂兰,铸工车间,一组\n王建国,机工车间,一组\n赵一,机工车间,\n钱二,机工车间,九组\n孙三,新车间,一组\n"
    found = read_list(book, listed(tmp_path, text))
    assert not found.faults
    assert service.new_units(found) == ["机工车间 / 九组", "新车间 / 一组"]
    assert service.take_in(book, intake.plan(found)) == 5
    places = {row["name"]: service.path(book, row["unit"]) for row in book.rows("select name, unit from workers")}
    assert places == {
        "李桂兰": "铸工车间 一组", "王建国": "机工车间 一组", "赵一": "机工车间", "钱二": "机工车间 九组", "孙三": "新车间 一组",
    }  # fmt: skip
    book.undo()
    assert service.headcount(book) == 0
    assert len(service.units(book)) == 5


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("李桂兰,九,1931,", "九"), ("李桂兰,4,31,", "31"), (",4,1931,", "name"), ("李桂兰,4,1931,1935-01-01", "1935"),
        ("李桂兰,4,,1958-13-01", "1958-13"),
    ],
)
def test_a_faulty_line_is_named_with_its_reason(book: Book, tmp_path: Path, line: str, words: str) -> None:
    found = read_list(book, listed(tmp_path, f"姓名,等级,出生年,进厂日期\n{line}\n"))
    assert found.lines[0].record is None
    (fault,) = found.faults
    assert fault.line == 2 and words in f"{fault.value} {fault.reason}"
