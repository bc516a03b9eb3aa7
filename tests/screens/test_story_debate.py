"""A debate from its plan to filed minutes and what follows; three months of meetings beside the plan: keys and clicks only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QTableView

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from tests.screens.test_story_opinions import go_to
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book


def a_debate_is_held_and_filed(clerk: Clerk) -> None:
    """Planned with its positions, held, argued, concluded, confirmed, corrected by an addendum, filed, promised and kept."""
    clerk.tab("rectification")
    go_to(clerk, "Debates")
    assert clerk.all("empty")
    clerk.new()
    clerk.fill(motion="机床利用率能不能到八十五", held_on="3-10", unit="机工", begins="1600", ends="17.30", room="机工车间",
               chair_post="车间工会主席", chair="王秀英", recorder="李文")  # fmt: skip
    clerk.save()
    assert clerk.see("record_number").text() == "BL-1958-0001"
    assert "Its day has passed" in clerk.words()  # the month's last day is past it
    clerk.step("hold", held_on="3-11", begins="16:00", closed_at="17:30", in_working_time=True)
    assert clerk.see("record_state").text() == "Debate held"
    assert "must not cost production" in clerk.words()  # warned of, never blocked

    clerk.press("confirm")
    clerk.fill(confirmed_on="3-12")
    clerk.keys("Ctrl+S")
    assert "Write who was present" in clerk.words()
    clerk.keys("Esc")
    clerk.press("write")
    clerk.fill(
        positions=[{"stand": "For the motion", "text": "能到八十五"}, {"stand": "Against the motion", "text": "只能定八十"},
                   {"stand": "Another position", "text": "分两步走"}],
        arguments=[
            {"stand": "For the motion", "unit": "机工", "text": "等料少了一半，就到过八十一。", "evidence": "三月上旬台时记录。"},
            {"stand": "Against the motion", "from_group": "机修组", "text": "两台立车四月大修。"},
            {"stand": "Another position", "text": "修好以后再提。"},
        ],
        present=[{"name": "甲班车工", "people": "11"}, {"name": "乙班车工", "people": "9"}],
        votes=[{"motion": "分两步走", "in_favour": "17", "against": "3", "abstained": "1"}],
        conclusion="多数同意分两步走。",
        resolutions=[{"text": "两台立车错开大修。", "unit": "铸工", "due": "3-20"}],
    )  # fmt: skip
    clerk.keys("Ctrl+S")
    assert "21 votes" in clerk.problem("votes")  # one hand too many; nothing typed is thrown away
    clerk.line("votes", 0, in_favour="16")
    clerk.save()
    for said in ("[For the motion] 能到八十五", "1. 等料少了一半，就到过八十一。 (机工车间) Evidence: 三月上旬台时记录。",
                 "1. 修好以后再提。", "20 people took part: 30 person-hours."):
        assert said in clerk.words(), said
    clerk.look("debate_held")
    draft = clerk.print("debate_minutes", language="zh")
    assert "草稿" in draft and "【反方】只能定八十" in draft and "机修组" in draft

    clerk.step("confirm", confirmed_on="3-12")
    assert clerk.answers.asked[-1] == "Confirm the minutes"
    assert not clerk.can("write") and not clerk.can("tool_undo")
    clerk.step("addendum", written_on="3-13", text="到会实为二十一人。")
    clerk.step("file", filed_on="3-14", file_number="五八—会—三")
    assert "Resolutions past their day and not carried out: 1." in clerk.words()
    assert clerk.see("badge_rectification", QLabel).text() == "1"
    clerk.step("carry_out", number="1", done_on="3-24")
    assert "Carried out on 24 March 1958." in clerk.words()
    assert not clerk.all("badge_rectification", QLabel)
    clerk.press("tool_undo")
    assert clerk.see("badge_rectification", QLabel).text() == "1"
    clerk.press("tool_redo")
    minutes = clerk.print("debate_minutes", language="zh")
    for wanted in ("辩论会记录", "散会。", "1958年3月12日核定。", "1958年3月13日补正：到会实为二十一人。", "分两步走1631"):
        assert wanted in minutes, wanted
    assert "草稿" not in minutes
    assert "辩论会签到表" in clerk.print("debate_sign_in", language="zh")


def what_follows_is_tied(clerk: Clerk) -> None:
    """An opinion raised at the debate is registered from it; each shows the other."""
    clerk.press("opinion")
    assert clerk._box("raised_on").text() == "1958-03-11"
    clerk.fill(summary="夜班领料没有人发")
    clerk.save()
    number = clerk.see("record_number").text()
    assert "BL-1958-0001" in clerk.words()
    go_to(clerk, "Debates")
    clerk.press("link_opinions_1")
    assert clerk.see("record_number").text() == number
    clerk.press("link_debates_1")
    assert clerk.see("record_number").text() == "BL-1958-0001"
    clerk.press("tie")
    clerk.fill(number=number)
    clerk.keys("Ctrl+S")
    assert "tied to it already" in clerk.problem("number")
    clerk.keys("Esc")


def two_more_months_of_meetings(clerk: Clerk) -> None:
    """Debates in January and February, and the plan of three months."""
    go_to(clerk, "Debates")
    for day, people in (("1958-1-8", "12"), ("1958-2-6", "8")):
        clerk.new()
        clerk.fill(motion="定额怎么定", held_on=day, unit="机工", begins="17:00", ends="18:00")
        clerk.save()
        clerk.press("correct")
        clerk.fill(present=[{"name": "各组代表", "people": people}])
        clerk.save()
        clerk.step("hold", held_on=day, begins="17:00", closed_at="18:00")
    clerk.tab("roster")
    clerk.page(0)
    for number in range(1, 5):
        clerk.new()
        clerk.fill(name=f"工人{'甲乙丙丁'[number - 1]}", unit="机工")
        clerk.save()
    clerk.tab("figures")
    clerk.press("first_indicator")
    clerk.new()
    clerk.fill(name="产值", measure="万元")
    clerk.save()
    clerk.page(0)
    view = clerk.see("grid", QTableView)
    rows = [str(view.model().headerData(row, Qt.Orientation.Vertical)) for row in range(view.model().rowCount())]
    plan = next(place for place, row in enumerate(rows) if "机工车间" in row)
    for month, (planned, reached) in enumerate((("200", "210"), ("200", "190"), ("200", "200"))):
        clerk.cell(view, plan, month, planned)
        clerk.cell(view, plan + 1, month, reached)


def side_by_side(clerk: Clerk) -> None:
    """The page shows both lines once three months have both; a figure opens its meetings; the paper says the same."""
    clerk.tab("rectification")
    go_to(clerk, "Without delay to production")
    box = clerk.see("hours_unit", QComboBox)
    clerk.put(box, next(box.itemText(row) for row in range(box.count()) if "机工车间" in box.itemText(row)))
    assert clerk.all("hours_chart")
    # 12 people for an hour over 4 heads; 8 for an hour; 20 for an hour and a half, inside working time
    assert [clerk.see(f"per_head_1958-0{month}", QLabel).text() for month in (1, 2, 3)] == ["3.00", "2.00", "7.50"]
    assert [clerk.see(f"inside_per_head_1958-0{month}", QLabel).text() for month in (1, 2, 3)] == ["0.00", "0.00", "7.50"]
    assert [clerk.see(f"share_1958-0{month}", QLabel).text() for month in (1, 2, 3)] == ["105.00%", "95.00%", "100.00%"]
    clerk.look("without_delay")
    paper = clerk.print_from_menu("Rectification and production without delay", language="zh")
    for wanted in ("整风、生产两不误", "机工车间", "产值", "7.50", "95.0%", "不说明因果"):
        assert wanted in paper, wanted
    clerk.press("debates_1958-03")
    assert [row[0] for row in clerk.rows()] == ["BL-1958-0001"]


def test_a_debate_and_what_it_costs(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    enter_plant(clerk)
    clerk.month("1958-03")
    a_debate_is_held_and_filed(clerk)
    what_follows_is_tied(clerk)
    two_more_months_of_meetings(clerk)
    side_by_side(clerk)
    clerk.program.close_book()
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
