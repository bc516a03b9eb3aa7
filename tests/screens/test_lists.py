"""Lists of proposals and of earlier certificates come in through the window: a fault mended on the spot, taken in, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.core.book import Book
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker


def _office(clerk: Clerk, tmp_path: Path) -> Book:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    book = clerk.program.book
    assert book is not None
    shop = next(unit.id for unit in roster.units(book) if unit.name == "铸工车间")
    roster.enter_worker(book, Worker(name="李桂兰", number="0117", unit=shop))
    return book


def _csv(path: Path, lines: list[str]) -> Path:
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_list_of_proposals(clerk: Clerk, tmp_path: Path) -> None:
    book = _office(clerk, tmp_path)
    source = _csv(tmp_path / "proposals.csv", [
        "铸工车间合理化建议登记册", "", "编号,收到日期,单位,建议人,建议名称,建议内容",
        "铸57-1,1957.2.11,铸工车间,李桂兰,余砂再用,型砂一次就倒掉，过筛再用",
        "铸57-2,1957.2.31,铸工车间,李桂兰、老赵,改浇口,浇口太小，改大",
    ])  # fmt: skip
    clerk.tab("proposals")
    clerk.page(3)
    clerk.answers.open.append(source)
    clerk.press("choose_file")
    clerk.wait()
    clerk.look("proposals_list_faults")
    assert not clerk.can("take_in")
    clerk.cell(clerk.see("faults"), 0, 2, "1957-02-28")
    assert clerk.can("take_in")
    clerk.look("proposals_list")
    clerk.press("take_in")
    clerk.wait()
    assert "2 proposals were taken in" in clerk.message()
    assert [row["old_number"] for row in book.rows("select old_number from proposals order by no")] == ["铸57-1", "铸57-2"]
    clerk.page(0)
    assert [row[0] for row in clerk.rows()] == ["JY-1957-0002", "JY-1957-0001"]
    clerk.press("tool_undo")
    clerk.wait()
    assert all("struck" in row[1] for row in clerk.rows())
    assert book.value("select count(*) from proposals") == 0


def test_a_list_of_earlier_certificates_is_found_in_the_menu(clerk: Clerk, tmp_path: Path) -> None:
    book = _office(clerk, tmp_path)
    lines = ["编号,姓名,荣誉称号,日期,颁发单位", "57-12,李桂兰,先进生产者,1957.5.1,工会委员会"]
    source = _csv(tmp_path / "certificates.csv", lines)
    clerk.window.book_menu.take_in("awards", "certificates")
    clerk.settle()
    clerk.answers.open.append(source)
    clerk.press("choose_file")
    clerk.wait()
    clerk.look("certificates_list")
    clerk.press("take_in")
    clerk.wait()
    assert "1 certificates of earlier years were taken in" in clerk.message()
    assert book.value("select standing from certificates") == "issued"


def test_the_lists_of_units_and_exposures_open_in_chinese(clerk: Clerk, tmp_path: Path) -> None:
    _office(clerk, tmp_path)
    clerk.window.language_wanted.emit("zh")
    clerk.settle()
    units = _csv(tmp_path / "units.csv", ["代码,名称,上级", "0301,熔化工段,铸工车间", "030101,一组,0301"])
    waste = _csv(tmp_path / "waste.csv", ["日期,浪费现象,单位,每月损失", "1958.2.3,余砂倒掉,铸工车间,120元"])
    for tab, name, source in (("roster", "units", units), ("waste", "exposures", waste)):
        clerk.window.book_menu.take_in(tab, name)
        clerk.settle()
        clerk.answers.open.append(source)
        clerk.press("choose_file")
        clerk.wait()
        assert clerk.can("take_in")
        clerk.look(f"list_{name}")


def test_a_sheet_to_fill_is_made_filled_and_known_again(clerk: Clerk, tmp_path: Path) -> None:
    import datetime

    import openpyxl

    book = _office(clerk, tmp_path)
    for spoken in ("zh", "en"):
        clerk.window.language_wanted.emit(spoken)
        clerk.settle()
        clerk.window.book_menu.sheet_to_fill()
        clerk.settle()
        clerk.look(f"fill_sheet_{spoken}")
    clerk.fill(unit="铸工车间")
    path = tmp_path / "sheet.xlsx"
    clerk.answers.save.append(path)
    clerk.press("save_sheet")
    clerk.wait()
    assert "The sheet to fill is saved" in clerk.message()
    assert [each.name for each in tmp_path.glob("sheet.*")] == ["sheet.xlsx"]
    before = path.read_bytes()
    (tmp_path / "sheet.xlsx.part").mkdir()  # the disk refuses
    clerk.fill(lines="7")
    clerk.answers.save.append(path)
    clerk.press("save_sheet")
    clerk.wait()
    assert "sheet.xlsx cannot be written" in clerk.message() and path.read_bytes() == before
    (tmp_path / "sheet.xlsx.part").rmdir()
    workbook = openpyxl.load_workbook(path)
    page = workbook.worksheets[0]
    cells: dict[int, Any] = {1: datetime.date(1958, 2, 11), 3: "李桂兰 0117", 7: "余砂再用", 9: "型砂倒掉", 10: "过筛再用"}
    for column, value in cells.items():
        page.cell(5, column).value = value
    workbook.save(path)
    clerk.key(Qt.Key.Key_Escape)
    clerk.window.book_menu.take_in("proposals", "proposals")
    clerk.settle()
    clerk.answers.open.append(path)
    clerk.press("choose_file")
    clerk.wait()
    clerk.look("filled_sheet_back")
    clerk.press("take_in")
    clerk.wait()
    assert "1 proposals were taken in" in clerk.message()
    shop = next(unit.id for unit in roster.units(book) if unit.name == "铸工车间")
    assert book.rows("select title, unit from proposals") == [{"title": "余砂再用", "unit": shop}]


def test_a_register_of_another_book_says_what_stays_there_and_keeps_its_numbers(clerk: Clerk, tmp_path: Path) -> None:
    book = _office(clerk, tmp_path)
    lines = """\
编号,收到日期,单位,建议人,建议名称,建议内容,状态,与哪一件重复,经过
JY-1957-0007,1957-02-12,铸工车间,｜老赵｜100,浇口加大,浇口太小，加大,Duplicate,JY-1957-0003 改浇口,"Received｜｜｜1957-02-12
Duplicate｜Union office｜｜1957-02-20｜no"
JY-1957-0003,1957-02-11,铸工车间,0117 李桂兰｜｜100,改浇口,浇口太小，改大,Returned for completion,,"Received｜｜｜1957-02-11
Returned for completion｜Union office｜缺图纸｜1957-02-14｜no"
""".splitlines()
    clerk.tab("proposals")
    clerk.page(3)
    clerk.answers.open.append(_csv(tmp_path / "register.csv", lines))
    clerk.press("choose_file")
    clerk.wait()
    clerk.look("proposals_of_another_book")
    assert "stay in the other book" in clerk.see("take_in_said").text()
    clerk.press("take_in")
    clerk.wait()
    assert [tuple(row.values()) for row in book.rows(
        "select p.no, p.state, q.no as first from proposals p left join proposals q on q.id = p.duplicate_of order by p.no"
    )] == [("JY-1957-0003", "returned", None), ("JY-1957-0007", "duplicate", "JY-1957-0003")]  # fmt: skip
