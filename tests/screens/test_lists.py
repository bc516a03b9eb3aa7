"""Lists of proposals and of earlier certificates come in through the window: a fault mended on the spot, taken in, taken back."""

from __future__ import annotations

from pathlib import Path

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
    source = _csv(tmp_path / "certificates.csv", ["编号,姓名,荣誉称号,日期,颁发单位", "57-12,李桂兰,先进生产者,1957.5.1,工会委员会"])
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
