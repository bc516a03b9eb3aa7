"""Monthly figures from a list: columns, names, months, numbers and measures as clerks write them; every faulty line told."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import filling, intake, spreadsheet, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.core.period import Month
from unionoffice.core.words import use
from unionoffice.desks.figures import rules, service
from unionoffice.desks.figures.intake import ERASING, FIGURES
from unionoffice.desks.figures.records import Direction, Entry, Indicator, MonthFigure
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit

FEBRUARY = Month(1958, 2)


@pytest.fixture
def plant(book: Book) -> dict[str, int]:
    """A plant with two workshops that both have a first team, and two indicators."""
    top = roster.enter_unit(book, Unit(name="第二机械厂", english="Machine Works", level=Level.PLANT))
    foundry = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=top))
    machining = roster.enter_unit(book, Unit(name="机工车间", english="Machining", level=Level.WORKSHOP, above=top))
    return {
        "top": top, "foundry": foundry, "machining": machining,
        "foundry 1": roster.enter_unit(book, Unit(name="一组", english="Team 1", above=foundry)),
        "machining 1": roster.enter_unit(book, Unit(name="一组", english="Team 1", above=machining)),
        "machining 2": roster.enter_unit(book, Unit(name="二组", above=machining)),
        "output": service.enter(book, Indicator(name="产量", english="Output", measure="吨", measure_english="t", decimals=1)),
        "scrap": service.enter(
            book, Indicator(name="废品率", english="Scrap rate", measure="%", direction=Direction.LOWER, decimals=2)
        ),
    }  # fmt: skip


def listed(folder: Path, rows: Sequence[Sequence[object]], ending: str = ".csv") -> Path:
    path = folder / f"list{ending}"
    if ending == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        book.save(path)
        return path
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode("gb18030"))
    return path


def read(book: Book, path: Path, *, erase: bool = False) -> Reading[MonthFigure]:
    listed = ERASING if erase else FIGURES
    return intake.read_rows(book, filling.as_list(book, spreadsheet.open_source(path), listed).rows, listed)


def take_in(book: Book, reading: Reading[MonthFigure]) -> int:
    return FIGURES.take_in(book, intake.plan(reading), lambda _done, _all: None)


def kept(book: Book) -> dict[tuple[int, int, str], tuple[int | None, int | None]]:
    return {
        (row["indicator"], row["unit"], row["month"]): (row["plan"], row["actual"])
        for row in book.rows("select * from month_figures")
    }


def test_a_chinese_list_and_an_english_one_say_the_same(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    chinese: list[list[object]] = [
        ["第二机械厂一九五八年指标"],
        ["备注", "实际（吨）", "计划（吨）", "月份", "指标", "单位"],
        ["好", "１２．５", "1,200", "1958年2月", "产量", "铸工车间"],
        ["", "", "2.25%", "1958-02", "废品率", "铸工车间/一组"],
        [],
    ]
    english: list[list[object]] = [
        ["Unit", "INDICATOR", "month", "plan", "Actual", "remark"],
        ["foundry", "output (t)", date(1958, 2, 28), 1200, 12.5, "good"],
        ["Foundry, Team 1", "Scrap Rate", "Feb 1958", 2.25, None, None],
    ]
    wanted = {
        (plant["output"], plant["foundry"], "1958-02"): (12000, 125),
        (plant["scrap"], plant["foundry 1"], "1958-02"): (225, None),
    }
    for rows, ending in ((chinese, ".csv"), (english, ".xlsx")):
        found = read(book, listed(tmp_path, rows, ending))
        assert (found.faults, [line.what for line in found.lines]) == ([], ["new", "new"])
        assert take_in(book, found) == 2
        assert kept(book) == wanted
        assert str(book.to_undo()) == "Take in 2 monthly figures from a list"
        book.undo()
        assert kept(book) == {}
    assert upkeep.check(book, schema.TABLES) == []


def test_what_would_change_is_said_and_the_rest_stays(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    service.write(
        book, plant["output"],
        [
            Entry(plant["foundry"], FEBRUARY, "plan", 1000), Entry(plant["foundry"], FEBRUARY, "actual", 1010),
            Entry(plant["machining"], FEBRUARY, "plan", 500),
        ],
    )  # fmt: skip
    rows = [
        ["unit", "indicator", "month", "plan", "actual"],
        ["铸工车间", "产量", "1958-02", "120", ""],
        ["机工车间", "产量", "1958-02", "50.0", "-"],
        ["机工车间/二组", "产量", "2/1958", "", "0"],
        ["铸工车间", "废品率", "1958.2", "", "—"],
    ]
    path = listed(tmp_path, rows)
    found = read(book, path)
    assert [line.what for line in found.lines] == ["change", "same", "new", "same"]
    assert list(intake.said_of_changes(found)) == [(2, "Foundry · Output · 1958-02: Plan 100.0 → 120.0")]
    assert intake.said_of(found.counts()) == "1 new, 1 changed, 2 unchanged"
    assert take_in(book, found) == 2
    output = plant["output"]
    assert kept(book) == {
        (output, plant["foundry"], "1958-02"): (1200, 1010), (output, plant["machining"], "1958-02"): (500, None),
        (output, plant["machining 2"], "1958-02"): (None, 0),
    }  # fmt: skip
    assert take_in(book, read(book, path)) == 0
    erased = read(book, path, erase=True)
    assert list(intake.said_of_changes(erased)) == [(2, "Foundry · Output · 1958-02: Actual 101.0 → —")]
    take_in(book, erased)
    assert kept(book)[output, plant["foundry"], "1958-02"] == (1200, None)
    book.undo()
    book.undo()
    assert kept(book) == {
        (output, plant["foundry"], "1958-02"): (1000, 1010), (output, plant["machining"], "1958-02"): (500, None),
    }  # fmt: skip


def test_a_column_that_is_not_there_erases_nothing_and_an_emptied_month_is_gone(
    book: Book, plant: dict[str, int], tmp_path: Path
) -> None:
    where = (plant["output"], plant["foundry"], "1958-02")
    service.write(book, plant["output"], [Entry(plant["foundry"], FEBRUARY, side, 10) for side in ("plan", "actual")])
    only_actual = [["单位", "指标", "月份", "实际"], ["铸工车间", "产量", "1958-02", ""]]
    take_in(book, read(book, listed(tmp_path, only_actual), erase=True))
    assert kept(book) == {where: (10, None)}
    both = [["单位", "指标", "月份", "计划", "实际"], ["铸工车间", "产量", "1958-02", "", ""]]
    take_in(book, read(book, listed(tmp_path, both), erase=True))
    assert kept(book) == {}
    book.undo()
    assert kept(book) == {where: (10, None)}


FAULTS = [
    (["锻工车间", "产量", "1958-02", "1", ""], "unit", "no unit is called 锻工车间"),
    (["一组", "产量", "1958-02", "1", ""], "unit", "several units are called 一组"),
    (["", "产量", "1958-02", "1", ""], "unit", "no unit is named"),
    (["铸工车间", "", "1958-02", "1", ""], "indicator", "no indicator is named"),
    (["铸工车间", "成本", "1958-02", "1", ""], "indicator", "no indicator is called 成本"),
    (["铸工车间", "旧指标", "1958-02", "1", ""], "indicator", "no longer kept"),
    (["铸工车间", "产量", "", "1", ""], "month", "no month is named"),
    (["铸工车间", "产量", "1958-13", "1", ""], "month", "not a month"),
    (["铸工车间", "产量", "二月", "1", ""], "month", "the year of the month"),
    (["铸工车间", "产量", "1958-03", "1.25", ""], "plan", "too fine"),
    (["铸工车间", "产量", "1958-04", "", "many"], "actual", "not a number"),
    (["铸工车间", "产量", "1958-05", "9" * 30, ""], "plan", "too large"),
    (["铸工车间", "产量", "1958-06", "", "3.5 kg"], "actual", "产量 is measured in 吨, not in kg"),
    (["铸工车间", "产量", "1958-07", "3%", ""], "plan", "产量 is measured in 吨, not in %"),
    (["铸工车间", "人数", "1958-03", "3人", ""], "plan", "人数 has no unit of measure"),
    (["机工车间", "产量", "1958/4", "1", ""], "month", "stands in line 2 too"),
]


def test_every_faulty_line_is_told_and_the_others_come_in_alone(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    old = service.enter(book, Indicator(name="旧指标"))
    service.close(book, old, date(1958, 1, 31))
    service.enter(book, Indicator(name="人数"))
    good = ["机工车间", "产量", "1958-04", "1", ""]
    rows = [["单位", "指标", "月份", "计划", "实际"], good, *(row for row, _field, _why in FAULTS)]
    found = read(book, listed(tmp_path, rows))
    assert [(fault.line, fault.field) for fault in found.faults] == [
        (line, field) for line, (_row, field, _why) in enumerate(FAULTS, start=3)
    ]
    for fault, (row, field, why) in zip(found.faults, FAULTS, strict=True):
        assert why in fault.reason
        assert fault.value == row[["unit", "indicator", "month", "plan", "actual"].index(field)]
    assert "铸工车间/一组" in found.faults[1].reason
    acts = book.value("select count(*) from acts")
    with pytest.raises(KnownError, match=r"line 3: .* 16 lines are faulty"):
        take_in(book, found)
    assert (kept(book), book.value("select count(*) from acts")) == ({}, acts)
    FIGURES.take_in(book, intake.plan(found, faulty="skip"), lambda _done, _all: None)
    assert kept(book) == {(plant["output"], plant["machining"], "1958-04"): (10, None)}


def test_a_fault_of_many_lines_is_mended_at_once_and_two_lines_alike_are_told(
    book: Book, plant: dict[str, int], tmp_path: Path
) -> None:
    rows = [["单位", "指标", "月份", "计划"], *(["铸工", "产量", f"1958-{month:02d}", "1"] for month in (1, 2, 3))]
    found = read(book, listed(tmp_path, [*rows, ["铸工车间", "产量", "1958-03", "1"]]))
    [first, *_others] = found.faults
    alike = intake.alike(found, first, found.faults)
    assert alike == [2, 3, 4]
    intake.repair_all(book, found, alike, first.column, "铸工车间")
    assert [(fault.line, fault.reason) for fault in found.faults] == [(5, "the same stands in line 4 too")]
    intake.repair(book, found, 5, 2, "1958-04")
    assert take_in(book, found) == 4
    months = read(book, listed(tmp_path, [rows[0], *([unit, "产量", "1958-13", "1"] for unit in ("铸工车间", "机工车间"))]))
    assert intake.alike(months, months.faults[0], months.faults) == [2, 3]  # a month does not tell lines apart by itself


def test_figures_of_an_indicator_no_longer_kept_stand_as_they_are(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    service.write(book, plant["output"], [Entry(plant["foundry"], FEBRUARY, "plan", 10)])
    service.close(book, plant["output"], date(1958, 3, 31))
    head = ["单位", "指标", "月份", "计划"]
    assert [line.what for line in read(book, listed(tmp_path, [head, ["铸工车间", "产量", "1958-02", "1"]])).lines] == ["same"]
    found = read(book, listed(tmp_path, [head, ["铸工车间", "产量", "1958-02", "2"]]))
    assert ["no longer kept" in fault.reason for fault in found.faults] == [True]


def test_what_is_no_such_list_is_told(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="No column was taken for: Month"):
        read(book, listed(tmp_path, [["单位", "指标", "计划"], ["铸工车间", "产量", "1"]]))
    with pytest.raises(KnownError, match="No column was taken for: Plan"):
        read(book, listed(tmp_path, [["单位", "指标", "月份"], ["铸工车间", "产量", "1958-02"]]))
    with pytest.raises(KnownError, match="no line"):
        read(book, listed(tmp_path, [["单位", "指标", "月份", "计划"]]))


def test_a_column_for_the_workshop_and_one_for_the_team_year_and_month_apart(
    book: Book, plant: dict[str, int], tmp_path: Path
) -> None:
    rows = [
        ["年份", "月份", "车间", "班组", "指标", "完成"],
        ["1958", "2", "铸工车间", "一组", "产量", "1"], ["1958年", "2月", "机工车间", "一组", "产量", "2"],
        ["1958", "3", "机工车间", "", "产量", "3"],
    ]  # fmt: skip
    found = read(book, listed(tmp_path, rows))
    assert found.faults == []
    take_in(book, found)
    assert kept(book) == {
        (plant["output"], plant["foundry 1"], "1958-02"): (None, 10),
        (plant["output"], plant["machining 1"], "1958-02"): (None, 20),
        (plant["output"], plant["machining"], "1958-03"): (None, 30),
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("铸工车间", "foundry"), ("FOUNDRY", "foundry"), (" 铸 工 车 间 ", "foundry"), ("第二机械厂", "top"),
        ("machine works", "top"), ("铸工车间/一组", "foundry 1"), ("铸工车间／一组", "foundry 1"),
        ("铸工车间 一组", "foundry 1"), ("铸工车间一组", "foundry 1"),
        ("第二机械厂/机工车间/一组", "machining 1"), ("Machine Works/Machining/Team 1", "machining 1"),
        ("Machining > Team 1", "machining 1"), ("Machining, Team 1", "machining 1"), ("第二机械厂/二组", "machining 2"),
        ("二组", "machining 2"),
    ],
)  # fmt: skip
def test_a_unit_is_found_by_name_or_path(book: Book, plant: dict[str, int], text: str, name: str) -> None:
    assert roster.unit_names(book).find(text) == plant[name]


@pytest.mark.parametrize("text", ["一组", "Team 1", "第二机械厂/一组", "铸工车间/二组", "机工车间/铸工车间", "三组", "/"])
def test_a_unit_that_may_be_several_or_none_is_refused(book: Book, plant: dict[str, int], text: str) -> None:
    with pytest.raises(KnownError):
        roster.unit_names(book).find(text)


def test_of_two_units_of_one_name_the_one_in_use_is_meant(book: Book, plant: dict[str, int]) -> None:
    roster.close_unit(book, plant["foundry 1"], date(1958, 1, 31))
    names = roster.unit_names(book)
    assert names.find("一组") == plant["machining 1"]
    assert names.find("铸工车间/一组") == plant["foundry 1"]  # its figures of last year can still be taken in


def test_a_path_to_the_very_step_goes_before_one_that_leaves_steps_out(book: Book, plant: dict[str, int]) -> None:
    section = roster.enter_unit(book, Unit(name="造型工段", level=Level.SECTION, above=plant["foundry"]))
    deeper = roster.enter_unit(book, Unit(name="一组", above=section))
    names = roster.unit_names(book)
    assert names.find("铸工车间/一组") == plant["foundry 1"]
    assert names.find("造型工段/一组") == names.find("铸工车间/造型工段/一组") == deeper


@pytest.mark.parametrize(
    "text",
    [
        "1958-02", "1958-2", "1958.02", "195802", "1958年2月", "1958年2月份", "2/1958", "02-1958", "1958-02-28", "1958/2/1",
        "1958年2月10日", "1958-02-01 00:00:00", "Feb 1958", "February 1958", "1958 Feb.", "１９５８－０２", "一九五八年二月",
    ],
)  # fmt: skip
def test_months_as_lists_write_them(text: str) -> None:
    assert rules.read_month(text) == FEBRUARY


@pytest.mark.parametrize(
    ("year", "month"), [("1958", "2"), ("1958年", "2月"), ("一九五八年", "二月份"), ("1958", "1958-02"), ("", "1958年2月")]
)
def test_year_and_month_in_two_columns(book: Book, plant: dict[str, int], tmp_path: Path, year: str, month: str) -> None:
    take_in(book, read(book, listed(tmp_path, [["年", "月", "单位", "指标", "计划"], [year, month, "铸工车间", "产量", "1 吨"]])))
    assert kept(book) == {(plant["output"], plant["foundry"], "1958-02"): (10, None)}


@given(value=st.integers(-(10**12), 10**12), decimals=st.integers(0, 6))
def test_a_number_is_read_as_the_sheet_of_figures_reads_it(value: int, decimals: int) -> None:
    indicator = Indicator(name="x", decimals=decimals)
    written = rules.format_value(value, decimals)
    for text in (written, written.replace(",", "")):
        assert rules.read_figure(indicator, text) == rules.parse_value(text, decimals) == value


def test_lengths_of_time_are_read_as_the_clerk_and_the_spreadsheet_write_them(
    book: Book, plant: dict[str, int], tmp_path: Path
) -> None:
    heat = service.enter(book, Indicator(name="熔炼时间", english="Time of a heat", direction=Direction.LOWER, clock=True))
    rows: list[list[object]] = [
        ["unit", "indicator", "month", "plan", "actual"],
        ["铸工车间", "熔炼时间", "1958-01", time(5, 29), timedelta(hours=5, minutes=11, seconds=30)],
        ["铸工车间", "Time of a heat", "1958-02", "5:15:00", "5小时11分30秒"],
        ["铸工车间", "熔炼时间", "1958-03", "5:61:00", ""],
    ]
    found = read(book, listed(tmp_path, rows, ".xlsx"))
    assert [fault.line for fault in found.faults] == [4]
    FIGURES.take_in(book, intake.plan(found, faulty="skip"), lambda _done, _all: None)
    assert kept(book) == {
        (heat, plant["foundry"], "1958-01"): (19_740, 18_690), (heat, plant["foundry"], "1958-02"): (18_900, 18_690),
    }  # fmt: skip


def test_a_list_that_the_book_has_left_behind_is_refused(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    found = read(book, listed(tmp_path, [["单位", "指标", "月份", "计划"], ["铸工车间", "产量", "1958-02", "1"]]))
    service.write(book, plant["output"], [Entry(plant["foundry"], FEBRUARY, "plan", 77)])
    with pytest.raises(KnownError, match="since the list was read"):
        take_in(book, found)
    assert kept(book) == {(plant["output"], plant["foundry"], "1958-02"): (77, None)}


def test_what_is_said_is_chinese_on_a_chinese_screen(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    service.write(book, plant["output"], [Entry(plant["foundry"], FEBRUARY, "actual", 77)])
    use("zh")
    head = ["unit", "indicator", "month", "actual"]
    rows = [head, ["Foundry", "Output", "1958-02", "1"], ["Foundry", "Output", "1958-03", "1 kg"]]
    found = read(book, listed(tmp_path, rows))
    assert list(intake.said_of_changes(found)) == [(2, "铸工车间 · 产量 · 1958-02：实际 7.7 → 1.0")]
    assert found.faults[0].reason == "“1 kg”：产量的计量单位是吨，不是kg。"


# -- sheets as workshops have them --------------------------------------------------------------


def test_the_month_of_a_list_may_stand_in_its_title(book: Book, plant: dict[str, int], tmp_path: Path) -> None:
    rows = [["第二机械厂"], ["一九五八年二月份生产指标完成情况"], ["单位", "指标", "计划", "实际"], ["铸工车间", "产量", "1", "2"]]
    found = read(book, listed(tmp_path, rows))
    assert (found.faults, found.lines[0].number) == ([], 4)
    take_in(book, found)
    assert kept(book) == {(plant["output"], plant["foundry"], "1958-02"): (10, 20)}
    rows[1] = ["1958年1月至1958年2月"]  # which of them?
    with pytest.raises(KnownError, match="No column was taken for: Month"):
        read(book, listed(tmp_path, rows))


WIDE: dict[str, list[list[object]]] = {
    "plan and actual below each indicator": [
        ["1958年2月份完成情况"], ["序号", "车间", "班组", "产量（吨）", "", "废品率", "", "备注"],
        ["", "", "", "计划", "实际", "计划", "实际", ""],
        ["1", "铸工车间", "一组", "120", "125.5", "2.25%", "2.1", "好"], ["2", "机工车间", "", "", "50 吨", "", "", ""],
    ],
    "the side in each head": [
        ["February 1958"], ["unit", "Output plan", "Output (actual)", "Scrap rate plan", "Actual scrap rate"],
        ["Foundry/Team 1", 120, 125.5, 2.25, 2.1], ["Machining", None, 50, None, None],
    ],
    "a column of months": [
        ["产量、废品率计划"], ["单位", "月份", "产量", "废品率"], ["铸工车间/一组", "1958-02", "120", "2.25"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("form", WIDE)
def test_a_sheet_with_a_column_for_each_indicator(
    book: Book, plant: dict[str, int], tmp_path: Path, form: str, ending: str
) -> None:
    found = read(book, listed(tmp_path, WIDE[form], ending))
    assert found.faults == []
    take_in(book, found)
    whole = form != "a column of months"
    wanted = {
        (plant["output"], plant["foundry 1"], "1958-02"): (1200, 1255 if whole else None),
        (plant["scrap"], plant["foundry 1"], "1958-02"): (225, 210 if whole else None),
    }
    assert kept(book) == (wanted | {(plant["output"], plant["machining"], "1958-02"): (None, 500)} if whole else wanted)


def test_a_column_of_such_a_sheet_that_is_no_indicator_is_told_where_it_stands(
    book: Book, plant: dict[str, int], tmp_path: Path
) -> None:
    rows = [["1958年2月"], ["单位", "产量", "焦比", "说明"], ["铸工车间", "1", "705", "好"], ["机工车间", "2", "698", ""]]
    found = read(book, listed(tmp_path, rows))
    assert [(fault.value, fault.reason) for fault in found.faults] == [("焦比", "no indicator is called 焦比")] * 2
    assert list(found.cells(found.faults[1].line)) == ["4", "机工车间", "1958-02", "焦比", "", "698"]
    alike = intake.alike(found, found.faults[0], found.faults)
    intake.repair_all(book, found, alike, found.faults[0].column, "废品率")
    assert take_in(book, found) == 4
    assert kept(book)[plant["scrap"], plant["machining"], "1958-02"] == (None, 69800)
