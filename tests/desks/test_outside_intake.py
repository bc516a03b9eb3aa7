"""Other plants' figures from a list: names in either language, months and years, source and day; all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.desks.test_figures_intake import listed
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.desks.comparison import service
from unionoffice.desks.comparison.records import OutsideFigure, OutsideUnit
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction, Indicator

HEAD = ["工厂", "单位", "指标", "月份", "数值", "来源", "日期"]


@pytest.fixture
def coke(book: Book) -> int:
    """The indicator that the lists speak of."""
    return figures.enter(
        book, Indicator(name="高炉利用系数", english="Blast furnace coefficient", direction=Direction.LOWER, decimals=3)
    )


def kept(book: Book) -> list[tuple[object, ...]]:
    return [
        tuple(row.values())
        for row in book.rows(
            "select u.plant, u.name, f.period, f.value, f.source, f.dated from outside_figures f "
            "join outside_units u on u.id = f.parent order by f.id"
        )
    ]


def read(book: Book, folder: Path, rows: Sequence[Sequence[object]], ending: str = ".csv") -> service.OutsideList:
    return service.read_outside(book, listed(folder, rows, ending))


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_figures_with_their_source_are_taken_in_and_back(book: Book, coke: int, tmp_path: Path, ending: str) -> None:
    rows = [
        [*HEAD, "附记"],
        ["鞍钢", "一号高炉", "高炉利用系数", "1958年2月", "0.705", "人民日报", "1958-03-12", "好"],
        ["鞍钢", "二号高炉", "Blast furnace coefficient", "1957", "0.88", "", "", ""],
        ["", "石景山", "高炉利用系数", "1957-H2", "0.9", "", "", ""],
        ["本钢", "", "高炉利用系数", "1958-02", "", "", "", ""],
    ]
    found = read(book, tmp_path, rows, ending)
    assert (found.faults, found.unchanged, found.passed_over) == ((), 1, ("附记",))
    assert service.take_in_outside_list(book, found) == 3
    assert kept(book) == [
        ("鞍钢", "一号高炉", "1958-02", "0.705", "人民日报", "1958-03-12"), ("鞍钢", "二号高炉", "1957", "0.880", "", None),
        ("", "石景山", "1957-H2", "0.900", "", None),
    ]  # fmt: skip
    assert upkeep.check(book, schema.TABLES) == []
    assert service.said_of_outside(found) == "4 lines: 3 new, 0 change a figure, 1 change nothing. Columns passed over: 附记."
    book.undo()
    assert kept(book) == []
    assert book.value("select count(*) from outside_units") == 0


def test_a_second_list_changes_what_it_says_and_keeps_the_rest(book: Book, coke: int, tmp_path: Path) -> None:
    first = OutsideFigure(indicator=coke, period="1958-02", value="0.705", source="人民日报", dated=date(1958, 3, 12))
    other = OutsideFigure(indicator=coke, period="1957", value="0.88")
    service.enter_outside(
        book, OutsideUnit(name="一号高炉", english="No. 1", plant="鞍钢", plant_english="Ansteel", figures=(first, other))
    )
    rows = [
        ["unit", "works", "indicator", "month", "value"], ["No. 1", "ANSTEEL", "高炉利用系数", "2/1958", "0.700"],
        ["一号高炉", "", "高炉利用系数", "1957", "0.88"],
    ]  # fmt: skip
    found = read(book, tmp_path, rows)
    ((line, before, value),) = [(change.line, change.before, change.entry.value) for change in found.changes]
    assert (line, before, value, found.unchanged) == (2, "0.705", "0.700", 1)
    service.take_in_outside_list(book, found)
    assert kept(book) == [
        ("鞍钢", "一号高炉", "1958-02", "0.700", "人民日报", "1958-03-12"), ("鞍钢", "一号高炉", "1957", "0.880", "", None),
    ]  # fmt: skip
    assert service.take_in_outside_list(book, read(book, tmp_path, rows)) == 0


FAULTS = [
    (["", "", "高炉利用系数", "1958-02", "1", "", ""], "no unit is named"),
    (["", "平炉", "高炉利用系数", "1958-02", "1", "", ""], "several plants have a unit called 平炉"),
    (["鞍钢", "高炉", "", "1958-02", "1", "", ""], "no indicator is named"),
    (["鞍钢", "高炉", "焦比", "1958-02", "1", "", ""], "no indicator is called 焦比"),
    (["鞍钢", "高炉", "高炉利用系数", "", "1", "", ""], "no month is named"),
    (["鞍钢", "高炉", "高炉利用系数", "spring", "1", "", ""], "1958-02"),
    (["鞍钢", "高炉", "高炉利用系数", "1958-02", "much", "", ""], "much"),
    (["鞍钢", "高炉", "高炉利用系数", "1958-03", "1", "", "3月"], "no date"),
    (["本钢", "高炉", "高炉利用系数", "1958年2月份", "2", "", ""], "stand in line 2 too"),
]


def test_every_faulty_line_is_told_and_nothing_is_taken(book: Book, coke: int, tmp_path: Path) -> None:
    for plant in ("本钢", "鞍钢"):
        service.enter_outside(book, OutsideUnit(name="平炉", plant=plant))
    found = read(book, tmp_path, [HEAD, ["本钢", "高炉", "高炉利用系数", "1958-02", "1", "", ""], *(row for row, _why in FAULTS)])
    assert [fault.line for fault in found.faults] == list(range(3, 3 + len(FAULTS)))
    for fault, (_row, why) in zip(found.faults, FAULTS, strict=True):
        assert why in fault.reason
    with pytest.raises(KnownError, match=r"line 3: .* 9 lines are faulty"):
        service.take_in_outside_list(book, found)
    assert kept(book) == []


def test_what_is_missing_in_the_heading_is_named(book: Book, coke: int, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="数值 / value"):
        read(book, tmp_path, [["厂名", "指标", "月份"], ["鞍钢", "高炉利用系数", "1958-02"]])
