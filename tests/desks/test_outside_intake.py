"""Other plants' figures from a list: names in either language, months and years, source and day; every faulty line told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.desks.test_figures_intake import listed
from unionoffice import schema
from unionoffice.core import intake, spreadsheet, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.desks.comparison import service
from unionoffice.desks.comparison.intake import OUTSIDE
from unionoffice.desks.comparison.records import OutsideEntry, OutsideFigure, OutsideUnit
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


def read(book: Book, folder: Path, rows: Sequence[Sequence[object]], ending: str = ".csv") -> Reading[OutsideEntry]:
    return intake.read_rows(book, spreadsheet.rows_of(listed(folder, rows, ending)), OUTSIDE)


def take_in(book: Book, reading: Reading[OutsideEntry]) -> int:
    return OUTSIDE.take_in(book, intake.plan(reading), lambda _done, _all: None)


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
    assert (found.faults, [line.what for line in found.lines]) == ([], ["new", "new", "new", "same"])
    assert take_in(book, found) == 3
    assert kept(book) == [
        ("鞍钢", "一号高炉", "1958-02", "0.705", "人民日报", "1958-03-12"), ("鞍钢", "二号高炉", "1957", "0.880", "", None),
        ("", "石景山", "1957-H2", "0.900", "", None),
    ]  # fmt: skip
    assert upkeep.check(book, schema.TABLES) == []
    assert {line.what for line in read(book, tmp_path, rows, ending).lines} == {"same"}
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
    assert [line.what for line in found.lines] == ["change", "same"]
    said = "鞍钢 · 一号高炉 · Blast furnace coefficient · 1958-02: Value 0.705 → 0.700"
    assert list(intake.said_of_changes(found)) == [(2, said)]
    assert take_in(book, found) == 1
    assert kept(book) == [
        ("鞍钢", "一号高炉", "1958-02", "0.700", "人民日报", "1958-03-12"), ("鞍钢", "一号高炉", "1957", "0.880", "", None),
    ]  # fmt: skip
    assert {line.what for line in read(book, tmp_path, rows).lines} == {"same"}


FAULTS = [
    (["", "", "高炉利用系数", "1958-02", "1", "", ""], "unit", "no unit is named"),
    (["", "平炉", "高炉利用系数", "1958-02", "1", "", ""], "unit", "several plants have a unit called 平炉"),
    (["鞍钢", "高炉", "", "1958-02", "1", "", ""], "indicator", "no indicator is named"),
    (["鞍钢", "高炉", "焦比", "1958-02", "1", "", ""], "indicator", "no indicator is called 焦比"),
    (["鞍钢", "高炉", "高炉利用系数", "", "1", "", ""], "period", "no month is named"),
    (["鞍钢", "高炉", "高炉利用系数", "3", "1", "", ""], "period", "the year of the month"),
    (["鞍钢", "高炉", "高炉利用系数", "spring", "1", "", ""], "period", "1958-02"),
    (["鞍钢", "高炉", "高炉利用系数", "1958-02", "much", "", ""], "value", "much"),
    (["鞍钢", "高炉", "高炉利用系数", "1958-01", "1 kg", "", ""], "value", "has no unit of measure"),
    (["鞍钢", "高炉", "高炉利用系数", "1958-03", "1", "", "3月"], "dated", "3月"),
    (["本钢", "高炉", "高炉利用系数", "1958年2月份", "2", "", ""], "period", "stands in line 2 too"),
]


def test_every_faulty_line_is_told_and_nothing_is_taken(book: Book, coke: int, tmp_path: Path) -> None:
    for plant in ("本钢", "鞍钢"):
        service.enter_outside(book, OutsideUnit(name="平炉", plant=plant))
    good = ["本钢", "高炉", "高炉利用系数", "1958-02", "1", "", ""]
    found = read(book, tmp_path, [HEAD, good, *(row for row, _field, _why in FAULTS)])
    assert [(fault.line, fault.field) for fault in found.faults] == [
        (line, field) for line, (_row, field, _why) in enumerate(FAULTS, start=3)
    ]
    for fault, (_row, _field, why) in zip(found.faults, FAULTS, strict=True):
        assert why in fault.reason
    with pytest.raises(KnownError, match=r"line 3: .* 11 lines are faulty"):
        take_in(book, found)
    assert kept(book) == []


def test_what_is_missing_in_the_heading_is_named(book: Book, coke: int, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="Value"):
        read(book, tmp_path, [["厂名", "指标", "月份"], ["鞍钢", "高炉利用系数", "1958-02"]])
