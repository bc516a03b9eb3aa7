"""Sheets to fill: made for a workshop, filled by another program, brought back, known again and taken in."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from unionoffice import fill_sheets, lists
from unionoffice.core import filling, intake, office, spreadsheet, words
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Reading
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Entry, Indicator
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Kind
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Sex, Unit, Worker
from unionoffice.desks.waste import service as waste

D = datetime.date


@pytest.fixture
def plant(book: Book) -> Mapping[str, int]:
    """A foundry with a team, and a machine shop."""
    office.set_office(book, changed(office.office(book), union="第二机械厂工会", union_english="Union of the Machine Works"))
    top = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    foundry = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=top))
    machines = roster.enter_unit(book, Unit(name="机工车间", level=Level.WORKSHOP, above=top))
    team = roster.enter_unit(book, Unit(name="一组", above=foundry))
    return {
        "foundry": foundry, "machines": machines, "team": team,
        "li": roster.enter_worker(book, Worker(
            name="李桂兰", number="0117", unit=foundry, sex=Sex.FEMALE, born=1931, grade=3, trade="造型工",
            entered_on=D(1952, 3, 1),
        )),
        "wang": roster.enter_worker(book, Worker(name="王建国", number="0233", unit=foundry)),
    }  # fmt: skip


def made(book: Book, name: str, language: Language, path: Path, **how: Any) -> Any:
    """The sheet as another program opens it."""
    path.write_bytes(fill_sheets.make(book, name, language, **how))
    return openpyxl.load_workbook(path)


def filled(workbook: Any, path: Path, *lines: Mapping[int, object]) -> Path:
    """Fill lines, by column, and save."""
    page = workbook.worksheets[0]
    for row, cells in enumerate(lines, start=5):
        for column, value in cells.items():
            page.cell(row, column + 1).value = value
    workbook.save(path)
    return path


def back(book: Book, name: str, path: Path) -> Reading[Any]:
    source = filling.as_list(book, spreadsheet.open_source(path), lists.named(name))
    return intake.read_rows(book, source.rows, lists.named(name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposals_filled_in_a_workshop(book: Book, plant: Mapping[str, int], tmp_path: Path, language: Language) -> None:
    workbook = made(book, "proposals", language, tmp_path / "p.xlsx", unit=plant["foundry"])
    heads = [cell.value.split("\n")[0] for cell in workbook.worksheets[0][4]]
    assert heads[0] == {"zh": "受理日期* [5]", "en": "Received on* [5]"}[language]  # 5 is its box on the paper form
    kinds = [words.word(kind.word, language) for kind in Kind]
    path = filled(
        workbook, tmp_path / "back.xlsx",
        {0: D(1958, 2, 11), 2: "李桂兰 0117", 3: "王建国 0233", 5: "60、40", 6: "余砂再用", 7: kinds[3], 8: "型砂倒掉",
         9: "过筛再用"},
        {0: "1958.2.12", 1: "铸工车间 一组", 2: "老赵师傅", 6: "改浇口", 7: kinds[1], 8: "浇口太小", 9: "改大", 10: "少废品"},
    )  # fmt: skip
    reading = back(book, "proposals", path)
    assert reading.faults == []
    assert all(each.why == "name" or not each.field for each in reading.arrangement.columns)
    lists.named("proposals").take_in(book, intake.plan(reading), lambda _done, _all: None)
    first, second = (proposals.proposal(book, row["id"]) for row in book.rows("select id from proposals order by no"))
    assert (first.title, first.received_on, first.unit, first.problem) == ("余砂再用", D(1958, 2, 11), plant["foundry"], "型砂倒掉")
    assert [(author.worker, author.share) for author in first.authors] == [(plant["li"], 60), (plant["wang"], 40)]
    assert (second.unit, second.expected, second.authors[0].called) == (plant["team"], "少废品", "老赵师傅")
    assert [first.kind.value, second.kind.value] == ["materials", "process"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_exposures_filled_in_a_workshop(book: Book, plant: Mapping[str, int], tmp_path: Path, language: Language) -> None:
    workbook = made(book, "exposures", language, tmp_path / "e.xlsx", unit=plant["foundry"])
    path = filled(workbook, tmp_path / "back.xlsx", {0: D(1958, 2, 11), 1: "余砂倒掉", 6: "12.5 吨", 7: 120.5})
    lists.named("exposures").take_in(book, intake.plan(back(book, "exposures", path)), lambda _done, _all: None)
    [found] = [waste.exposure(book, row["id"]) for row in book.rows("select id from waste_exposures")]
    assert (found.title, found.unit, found.loss) == ("余砂倒掉", plant["foundry"], 12050)
    assert (found.measured_in, found.quantity) == ("吨", 125000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_workers_stand_on_the_sheet_and_come_back_as_they_are(
    book: Book, plant: Mapping[str, int], tmp_path: Path, language: Language
) -> None:
    workbook = made(book, "workers", language, tmp_path / "w.xlsx", unit=plant["foundry"])
    workbook.save(tmp_path / "same.xlsx")
    assert {line.what for line in back(book, "workers", tmp_path / "same.xlsx").lines} == {"same"}
    page = workbook.worksheets[0]
    row = next(row for row in range(5, 10) if page.cell(row, 2).value == "李桂兰")
    page.cell(row, 7).value = 4
    page.cell(7, 1).value, page.cell(7, 2).value = "0300", "陈德福"
    workbook.save(tmp_path / "back.xlsx")
    reading = back(book, "workers", tmp_path / "back.xlsx")
    assert sorted(line.what for line in reading.lines) == ["change", "new", "same"]
    lists.named("workers").take_in(book, intake.plan(reading), lambda _done, _all: None)
    assert roster.worker(book, plant["li"]) == changed(roster.worker(book, plant["li"]), grade=4, sex=Sex.FEMALE, born=1931)
    assert roster.by_name_and_unit(book, "陈德福")[0].unit == plant["foundry"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_of_a_month_filled_in_a_workshop(book: Book, plant: Mapping[str, int], tmp_path: Path, language: Language) -> None:
    month = Month(1958, 2)
    tons = figures.enter(book, Indicator(name="铸件产量", english="Castings", decimals=1))
    time = figures.enter(book, Indicator(name="每炉时间", english="Time of a heat", clock=True))
    figures.write(book, tons, [Entry(unit=plant["foundry"], month=month, side="plan", value=1000)])
    figures.write(book, time, [Entry(unit=plant["foundry"], month=month.previous(), side="actual", value=20000)])
    workbook = made(book, "figures", language, tmp_path / "f.xlsx", month=month, unit=plant["foundry"])
    page = workbook.worksheets[0]
    lines = {(page.cell(row, 1).value, page.cell(row, 2).value): row for row in range(5, page.max_row + 1)}
    names = {"zh": ("铸件产量", "每炉时间"), "en": ("Castings", "Time of a heat")}[language]
    unit = {"zh": "铸工车间", "en": "Foundry"}[language]
    assert lines.keys() == {(unit, name) for name in names}
    page.cell(lines[unit, names[0]], 5).value = 98.5
    page.cell(lines[unit, names[1]], 5).value = "5:11:30"
    workbook.save(tmp_path / "back.xlsx")
    reading = back(book, "figures", tmp_path / "back.xlsx")
    assert reading.faults == []
    lists.named("figures").take_in(book, intake.plan(reading), lambda _done, _all: None)
    row = figures.value(book, tons, plant["foundry"], month)
    assert row is not None
    assert (row.plan, row.actual) == (1000, 985)
    timed = figures.value(book, time, plant["foundry"], month)
    assert timed is not None
    assert timed.actual == 5 * 3600 + 11 * 60 + 30


def test_what_can_be_changed_and_what_is_offered(book: Book, plant: Mapping[str, int], tmp_path: Path) -> None:
    workbook = made(book, "proposals", "zh", tmp_path / "p.xlsx", unit=plant["foundry"])
    page = workbook.worksheets[0]
    assert page.protection.sheet
    assert page.cell(4, 1).protection.locked
    assert not page.cell(5, 1).protection.locked
    assert page.freeze_panes == "A5"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert [sheet.sheet_state for sheet in workbook.worksheets] == ["visible", "veryHidden", "veryHidden"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert rules["A5"].type == "date"
    picks = workbook[filling.PICKS]
    assert rules["C5"].type == "list"
    assert rules["C5"].errorStyle == "warning"
    assert rules["C5"].formula1 == rules["D5"].formula1  # three boxes for authors pick from one list
    assert [picks.cell(row, 2).value for row in (1, 2)] == ["李桂兰 0117", "王建国 0233"]
    assert [picks.cell(row, 1).value for row in (1, 2)] == ["铸工车间", "铸工车间 一组"]
    assert rules["H5"].errorStyle in (None, "stop")
    assert rules["H5"].error


def test_a_sheet_of_another_list_says_so_and_a_lost_key_leaves_a_list_that_is_read_by_its_heads(
    book: Book, plant: Mapping[str, int], tmp_path: Path
) -> None:
    workbook = made(book, "proposals", "zh", tmp_path / "p.xlsx", unit=plant["foundry"])
    line = {0: D(1958, 2, 11), 1: "铸工车间", 2: "李桂兰 0117", 6: "余砂再用", 8: "型砂倒掉", 9: "过筛再用"}
    path = filled(workbook, tmp_path / "back.xlsx", line)
    with pytest.raises(KnownError, match="Saving proposals"):
        back(book, "exposures", path)
    rows = [[*row] for row in spreadsheet.open_source(path).rows]  # as a CSV saved from it would have them
    reading = intake.read_rows(book, rows, lists.named("proposals"))
    assert reading.faults == []
    assert len(reading.lines) == 1


def _moved(page: Any) -> None:
    for row in range(4, 7):  # the columns of the present state and of the method change places
        page.cell(row, 9).value, page.cell(row, 10).value = page.cell(row, 10).value, page.cell(row, 9).value


def _renamed(page: Any) -> None:
    page["G4"] = "叫什么"


CHANGES: Mapping[str, Callable[[Any], object]] = {
    "a line above": lambda page: page.insert_rows(1), "instructions gone": lambda page: page.delete_rows(1, 2),
    "a column more": lambda page: page.insert_cols(9), "a column less": lambda page: page.delete_cols(8),
    "the unit gone": lambda page: page.delete_cols(2), "columns moved": _moved, "a head of one's own": _renamed,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_sheet_whose_rows_and_columns_were_moved_is_understood_by_its_heads(
    book: Book, plant: Mapping[str, int], tmp_path: Path, language: Language, change: str
) -> None:
    workbook = made(book, "proposals", language, tmp_path / "p.xlsx", unit=plant["foundry"])
    lines = [
        {0: "1958.2.11", 2: "李桂兰 0117", 6: "余砂再用", 8: "型砂倒掉", 9: "过筛再用"},
        {0: "1958.2.12", 2: "王建国 0233", 6: "改浇口", 8: "浇口太小", 9: "改大", 10: "少废品"},
    ]
    filled(workbook, tmp_path / "back.xlsx", *lines)
    CHANGES[change](workbook.worksheets[0])
    workbook.save(tmp_path / "back.xlsx")
    reading = back(book, "proposals", tmp_path / "back.xlsx")
    assert reading.faults == []
    told = [(each.title, each.problem, each.method, each.expected, each.unit) for line in reading.lines if (each := line.record)]
    assert told == [
        ("余砂再用", "型砂倒掉", "过筛再用", "", plant["foundry"]), ("改浇口", "浇口太小", "改大", "少废品", plant["foundry"]),
    ]  # fmt: skip


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_sheet_saved_by_libreoffice_is_known_again(book: Book, plant: Mapping[str, int], tmp_path: Path, ending: str) -> None:
    workbook = made(book, "proposals", "zh", tmp_path / "p.xlsx", unit=plant["foundry"])
    line = {0: D(1958, 2, 11), 2: "李桂兰 0117", 6: "余砂再用", 8: "型砂倒掉", 9: "过筛再用"}
    path = filled(workbook, tmp_path / "filled.xlsx", line)
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", ending,
         "--outdir", out, path],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    reading = back(book, "proposals", out / f"filled.{ending}")
    assert reading.faults == []
    [only] = reading.lines
    assert only.record is not None
    assert (only.record.unit, only.record.authors[0].worker) == (plant["foundry"], plant["li"])
    assert only.record.received_on == D(1958, 2, 11)


def test_the_same_sheet_has_the_same_bytes(book: Book, plant: Mapping[str, int]) -> None:
    one, other = (fill_sheets.make(book, "workers", "zh", unit=plant["foundry"]) for _ in range(2))
    assert openpyxl.load_workbook(io.BytesIO(one)).sheetnames == openpyxl.load_workbook(io.BytesIO(other)).sheetnames
    assert one == other


def test_the_command_line_makes_a_sheet_and_takes_it_in(book: Book, plant: Mapping[str, int], tmp_path: Path) -> None:
    from unionoffice import cli

    path, out = book.path, tmp_path / "sheet.xlsx"
    book.close()
    assert cli.main(["sheet", str(path), "exposures", "--unit", "铸工车间", "--lang", "zh", "--lines", "5", "--out", str(out)]) == 0
    filled(openpyxl.load_workbook(out), out, {0: D(1958, 2, 11), 1: "余砂倒掉", 8: 300})
    assert cli.main(["import", str(path), "proposals", str(out)]) == 1  # it is another list's
    assert cli.main(["import", str(path), "exposures", str(out)]) == 0
    opened = Book.open(path, write=False)
    try:
        assert opened.rows("select title, loss, loss_per, unit from waste_exposures") == [
            {"title": "余砂倒掉", "loss": 30_000, "loss_per": "year", "unit": plant["foundry"]},
        ]  # fmt: skip
    finally:
        opened.close()
    assert cli.main(["sheet", str(path), "figures", "--out", str(out)]) == 1  # of which month?
