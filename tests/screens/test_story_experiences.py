"""A visit, what it takes home, the experience written up from it, its spread to three units: by keys and clicks only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QTableView

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book

UNITS = (
    ("第二机械厂", "Plant", ""), ("机工车间", "Workshop", "第二机械厂"), ("车工一组", "Team", "机工"), ("车工二组", "Team", "机工"),
    ("车工三组", "Team", "机工"), ("刨工组", "Team", "机工"),
)  # fmt: skip


def enter_the_roster(clerk: Clerk) -> None:
    """A workshop with four teams, and two turners."""
    clerk.tab("roster")
    clerk.page(1)
    for name, level, above in UNITS:
        clerk.new()
        clerk.fill(name=name, level=level, above=above)
        clerk.save()
    clerk.page(0)
    for number, name, unit in (("0101", "刘守德", "车工一组"), ("0117", "李桂兰", "车工二组")):
        clerk.new()
        clerk.fill(name=name, number=number, unit=unit, trade="车工")
        clerk.save()


def make_the_visit(clerk: Clerk) -> None:
    """Planned, made, its record written with what is taken home, reported; one thing is done."""
    clerk.tab("experiences")
    clerk.page(2)
    clerk.new()
    clerk.fill(
        purpose="看一机厂怎样粗车丝杠", first_on="2-3", last_on="2-5", host_name="第一机械厂", visiting="机工车间",
        visitors=[{"worker": "刘守德"}, {"name": "周技术员", "trade": "技术员"}],
        gaps=[{"what": "一根丝杠粗车", "measured_in": "小时", "own": "6.5", "theirs": "3.8"}], cost="42.60",
    )  # fmt: skip
    clerk.save()
    assert clerk.see("record_number").text() == "CG-1958-0001"
    clerk.step("go", first_on="2-3", last_on="2-5")
    clerk.press("write")
    clerk.fill(
        seen=[{"text": "前后两把刀对着吃，一次走到头。"}],
        taken=[
            {"text": "双刀对切丝杠", "who": "刘守德", "unit": "车工一组", "due": "2-20"},
            {"text": "检验台搬到工段", "unit": "机工车间", "due": "2-10"},
        ],
    )
    clerk.save()
    clerk.step("report", reported_on="2-7", reported_to="车工一组班后会")
    assert "line 2" in clerk.words() or "line 1, 2" in clerk.words()  # overdue at the end of the month
    clerk.step("keep", line="2", done_on="2-9")
    clerk.look("visit")
    paper = clerk.print("visit_record", language="zh")
    for words in ("参观访问记录", "第一机械厂", "刘守德", "双刀对切丝杠", "6.53.8", "1958-02-20", "1958-02-09"):
        assert words in paper, words


def write_it_up(clerk: Clerk) -> None:
    """From the visit to a card; what is missing is told; confirmed for good."""
    clerk.press("to_experience")
    clerk.fill(line="1")
    clerk.keys("Ctrl+S")  # the form of a new experience opens
    assert clerk._box("name").text() == "双刀对切丝杠" and clerk._box("origin").text() == "第一机械厂"
    clerk.fill(
        name="刘守德双刀对切丝杠法", found_on="2-10", trade="车工", problem="丝杠让刀，要走七刀。", safety="装挡屑板",
        creators=[{"worker": "0101"}], measured_in="小时/根", volume_in="根", effect_in="小时",
        results=[{
            "what": "一根丝杠粗车", "measured_in": "小时", "before": "6.5", "before_on": "2-4", "after": "3.8", "after_on": "2-15",
        }],
    )  # fmt: skip
    clerk.save()
    assert clerk.see("record_number").text() == "TG-1958-0001"
    assert clerk.all("link_visits_1")
    clerk.press("write_up")
    clerk.fill(written_on="2-16", written_by="周技术员")
    clerk.keys("Ctrl+S")
    told = "\n".join(each.text() for each in clerk.window.findChildren(QLabel) if each.isVisible())
    assert "Write the key points first" in told  # nothing is lost, the form stays
    clerk.press("cancel")
    clerk.press("correct")
    clerk.fill(points=[{"text": "后刀反装，两刀对切。"}, {"text": "后刀落后半个螺距。"}])
    clerk.save()
    clerk.step("write_up", written_on="2-16", written_by="周技术员")
    clerk.step("confirm", confirmed_on="2-18", confirmed_by="技术科")
    assert clerk.answers.asked and clerk.see("record_state").text() == "Confirmed"
    clerk.step(
        "promote", day="2-19",
        targets=[{"unit": "车工二组", "due": "2-26"}, {"unit": "车工三组", "due": "2-26"}, {"unit": "刨工组", "due": "2-26"}],
    )  # fmt: skip
    assert "overdue in 车工二组, 车工三组, 刨工组" in clerk.words()


def spread_it(clerk: Clerk) -> None:
    """The matrix, typed by keys: adopted, partly, refused; what is out of order is told in its cell."""
    clerk.press("open_spread")
    view = clerk.see("grid", QTableView)
    column = {str(view.model().headerData(place, view.horizontalHeader().orientation())): place for place in range(13)}
    introduced, used = column["Introduced on"], column["First used on"]
    outcome, reason = column["What came of it there"], column["Reason"]
    for row in range(3):
        clerk.cell(view, row, introduced, "20")
    clerk.cell(view, 0, outcome, "1")
    assert "not used was not taken over" in clerk.see("grid_problem").text()
    clerk.cell(view, 0, used, "21")
    clerk.cell(view, 0, outcome, "1")
    clerk.cell(view, 1, column["Deviations from the original"], "one tool only")
    assert "Copy exactly first" in clerk.see("spread_notice").text()
    clerk.cell(view, 1, used, "22")
    clerk.cell(view, 1, outcome, "2")
    clerk.cell(view, 2, reason, "no rear tool post")
    clerk.cell(view, 2, outcome, "3")
    for row, figures in ((0, ("6.4", "3.9", "34")), (1, ("6.8", "5.1", "20"))):
        for name, text in zip(("Before", "After", "Volume a month (根)"), figures, strict=True):
            clerk.cell(view, row, column[name], text)
    assert "1 adopted it, 1 partly, 1 did not, 0 still open" in clerk.see("spread_summary").text()
    assert "119" in clerk.see("spread_effect").text()  # 2.5 x 34 + 1.7 x 20
    assert not clerk.all("spread_notice")
    clerk.look("spread")
    clerk.press("tool_undo")
    assert clerk.see("spread_effect").text().count("85") == 1
    clerk.press("tool_redo")
    clerk.press("open_card")
    clerk.step("adopt", day="2-28")
    assert clerk.see("record_state").text() == "Generally adopted"


def print_it(clerk: Clerk) -> None:
    """The card and the matrix, in both languages."""
    card = clerk.print("experience_card", language="zh")
    for words in ("先进经验推广卡", "刘守德双刀对切丝杠法", "1、后刀反装，两刀对切。", "6.51958-02-043.81958-02-15", "技术科"):
        assert words in card, words
    matrix = clerk.print("spread_matrix", language="zh")
    for words in ("车工二组1958-02-201958-02-21采用", "部分采用", "未采用：noreartoolpost", "2/3", "每月得益119小时"):
        assert words in matrix, words
    assert "SpreadofanExperience" in clerk.print("spread_matrix", language="en")


def test_the_story_of_an_experience(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.month("1958-02")
    enter_the_roster(clerk)
    make_the_visit(clerk)
    write_it_up(clerk)
    spread_it(clerk)
    print_it(clerk)
    clerk.tab("roster")
    clerk.page(0)
    clerk.choose("刘守德")
    assert clerk.all("mention_experiences_1")  # it stands under the creator's name
    clerk.program.close_book()
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    assert book.value("select count(*) from experience_spread where outcome is not null") == 3
    book.close()
