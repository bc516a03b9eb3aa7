"""The register in sight leaves the office: asked in a small dialog, by keys alone too; nothing is written that was not wanted."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Clerk
from unionoffice import desks
from unionoffice.core.record import fields
from unionoffice.core.spreadsheet import rows_of
from unionoffice.desks.proposals.records import Proposal
from unionoffice.desks.roster.records import Worker
from unionoffice.kit.page import Page
from unionoffice.registers import REGISTERS


def pages(above: type[Page[Any]] = Page) -> Iterator[type[Page[Any]]]:
    for each in above.__subclasses__():
        if each.__module__.startswith("unionoffice.") and hasattr(each, "QUERY"):
            yield each
        yield from pages(each)


def test_every_register_on_a_page_can_leave() -> None:
    """The list of registers is written by hand: whoever adds a page adds it there, under the words at its head."""
    for module in pkgutil.walk_packages(desks.__path__, "unionoffice.desks."):
        if "tab" in module.name.split("."):
            importlib.import_module(module.name)
    known = {(listed.title, listed.query.table.name): listed.query for listed in REGISTERS}
    shown = {(page.TITLE, page.QUERY.table.name): page.QUERY for page in pages()}
    handmade = {("Monthly summary", "summaries")}  # its page is laid out by hand
    assert {key: known[key] for key in known.keys() - handmade} == shown
    assert len({listed.name for listed in REGISTERS}) == len(REGISTERS)


def test_what_is_in_sight_leaves_by_keys_alone(office: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "overdue.xlsx"
    office.tab("proposals")
    office.press("filter_overdue")
    screen = office.rows()
    shown = [row for row in screen if "struck" not in row[1]]
    office.keys("Ctrl+E")
    assert office.see("export_count").text() == f"{len(shown)} entries, as filtered and ordered on the screen"
    office.look("export")
    office.answers.save.append(path)
    office.key(Qt.Key.Key_Return)
    office.wait()
    assert str(path) in office.message() and not office.all("export")
    sheet: Any = openpyxl.load_workbook(path).active
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == f"A2:F{sheet.max_row}"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    model = office.see("register").model()
    assert rows[0] == [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(6)]
    assert [[str(value or "") for value in row[:4]] for row in rows[1:]] == [row[:4] for row in screen]


def test_escape_writes_nothing_and_the_choice_is_kept(office: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "workers.csv"
    office.tab("roster")
    office.keys("Ctrl+E")
    office.key(Qt.Key.Key_Escape)
    office.wait()
    assert not office.all("export") and "written" not in office.message()
    office.window.activateWindow()  # as the window manager does
    office.settle()
    office.keys("Ctrl+E")
    office.key(Qt.Key.Key_Down)  # from the spreadsheet to the list in UTF-8
    office.answers.save.append(path)
    office.key(Qt.Key.Key_Return)
    office.wait()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    office.window.activateWindow()
    office.settle()
    office.keys("Ctrl+E")
    assert office.see("export_csv").isChecked() and QApplication.focusWidget() is office.see("export_csv")


def test_all_fields_of_the_workers_for_older_programs(office: Clerk, tmp_path: Path) -> None:
    office.tab("roster")
    office.new()
    office.fill(number="000777", name="𠮷田", unit="铸工", trade="=1+1")
    office.save()
    path = tmp_path / "workers.csv"
    for agrees in (False, True):
        office.answers.agrees = agrees
        office.answers.save.append(path)
        office.press("tool_export")
        office.press("export_gb18030")
        office.press("export_whole")
        office.press("export_go")
        office.wait()
        assert office.answers.asked.pop() == "Older programs will not show every sign"
        assert path.exists() is agrees and not list(tmp_path.glob("*.part"))
    assert "𠮷田".encode("gb18030") in path.read_bytes() and b",'=1+1," in path.read_bytes()
    table = rows_of(path)
    assert len(table[0]) == len(fields(Worker))
    (new,) = [dict(zip(table[0], row, strict=False)) for row in table if row[0] == "000777"]
    assert new["Name"] == "𠮷田" and new["Trade"] == "=1+1"


def test_all_fields_of_proposals_hold_their_lines(office: Clerk, tmp_path: Path) -> None:
    book = office.program.book
    assert book is not None
    office.tab("proposals")
    office.press("filter_all")
    path = tmp_path / "proposals.xlsx"
    office.answers.save.append(path)
    office.press("tool_export")
    office.press("export_whole")
    office.press("export_go")
    office.wait()
    assert not office.answers.asked
    table = rows_of(path)
    heads = table[1]
    assert len(heads) == len(fields(Proposal))
    place = next(place for place, head in enumerate(heads) if head.startswith("Authors"))
    wanted = book.rows(
        "select no, (select count(*) from proposal_authors where parent = proposals.id) as many from proposals"
    )
    found = {row[heads.index("Number")]: len(row[place].split("\n")) if row[place] else 0 for row in table[2:]}
    assert found == {each["no"]: each["many"] for each in wanted}
