"""One office from its first day to its first issued month, by keys and clicks only, in English and in Chinese papers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QTableView

from tests.screens.clerk import Clerk, read_pdf
from tests.screens.test_begin import begin, enter_plant
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book

WORKERS = (
    # works number, name, unit, trade, grade, born
    ("0101", "刘守德", "造型", "车工", "6", "1908"),
    ("0117", "李桂兰", "造型", "车工", "2", "1936"),
    ("0118", "王建国", "造型", "车工", "2", "1937"),
    ("0119", "李桂兰", "机工", "钳工", "5", "1925"),
)


def enter_workers(clerk: Clerk) -> None:
    """Four workers, two of them of one name."""
    clerk.tab("roster")
    clerk.page(0)
    for number, name, unit, trade, grade, born in WORKERS:
        clerk.new()
        clerk.fill(name=name, number=number, unit=unit, trade=trade, grade=grade, born=born, entered_on="1956-3-1")
        clerk.save()
    assert len(clerk.rows()) == 4


def run_a_group(clerk: Clerk) -> None:
    """A mutual-aid group meets; a contract runs to its examination, and the grade in the roster rises."""
    clerk.tab("groups")
    clerk.page(0)
    clerk.new()
    clerk.fill(
        name="车工互助组",
        unit="造型",
        leader="刘守德",
        founded_on="1957-10-5",
        topic="螺纹车削",
        members=[{"worker": "刘守德"}, {"worker": "0117"}, {"worker": "王建国"}],
    )
    clerk.save()
    clerk.fill(held_on="2-5", hours="1.5", topic="磨刀角度")
    clerk.put(clerk.all("present_3")[0], False)
    clerk.put(clerk.all("reason_3")[0], "夜班")
    clerk.press("log_meeting")
    assert "磨刀角度" in clerk.words()
    clerk.look("group")
    log = clerk.print("group_log", language="zh")
    assert "磨刀角度" in log and "夜班" in log and "车工互助组" in log

    clerk.page(1)
    clerk.new()
    clerk.fill(
        drawn_up_on="1957-10-6",
        unit="造型",
        teacher="刘守德",
        term_months="4",
        teacher_duties="每周讲一次磨刀",
        learner_duties="按时到场",
        learners=[{"worker": "0117", "from_grade": "2", "to_grade": "3"}],
    )
    clerk.save()
    number = clerk.see("record_number").text()
    clerk.step("sign", signed_on="1957-10-7", for_workshop="周主任", for_union="王秀英")
    clerk.step("start", effective_on="1957-10-10")
    contract = clerk.print("contract", language="zh")
    assert "刘守德" in contract and "李桂兰" in contract and number in contract
    clerk.step("check", checked_on="1957-12-10", finding="质量合格率百分之百", checked_by="周主任")
    clerk.look("contract")
    clerk.press("examine")
    clerk.fill(examined_on="2-9", examined_by="周主任")
    clerk.line("marks", 0, theory="85", practice="90", result="Met", new_grade="3")
    clerk.save()
    clerk.tab("roster")
    clerk.page(0)
    clerk.choose("0117")
    assert "3" in [row[4] for row in clerk.rows() if row[0] == "0117"]
    assert number in clerk.words() and "车工互助组" in clerk.words()  # what a worker did stands under the worker


def hold_a_session(clerk: Clerk) -> None:
    """A session against waste with an anonymous speech; minutes confirmed and printed; an exposure raised to a proposal."""
    clerk.tab("waste")
    clerk.page(0)
    clerk.new()
    clerk.fill(
        topic="切削油浪费",
        held_on="2-11",
        begins="16:30",
        ends="18:00",
        room="一号会议室",
        unit="机工",
        chair_post="车间工会主席",
        chair="刘守德",
        recorder="王秀英",
    )
    clerk.save()
    number = clerk.see("record_number").text()
    clerk.step("hold", held_on="2-11", begins="16:30", closed_at="18:00")
    clerk.press("write")
    clerk.fill(
        present=[{"name": "机工车间一班", "people": "12"}, {"name": "刘守德"}],
        absent=[{"name": "王建国", "reason": "夜班"}],
        attendees=[{"name": "赵技术员", "post": "技术科"}],
        agenda="一、切削油用量",
        speeches=[{"text": "油盘漏油，地上天天一滩。"}, {"text": "滤油机停了两年没人管。"}],
        resolutions=[{"text": "修好滤油机", "unit": "机工", "due": "2-28"}],
        votes=[{"motion": "二月底前修好滤油机", "in_favour": "12", "against": "0", "abstained": "1"}],
    )
    speakers = clerk.see("speeches_editor").findChildren(QLineEdit, "speaker")
    assert len(speakers) == 2 and not any(box.isEnabled() for box in speakers)  # anonymous unless the clerk says otherwise
    clerk.save()
    clerk.step("confirm", confirmed_on="2-12")
    assert clerk.answers.asked and not clerk.can("write")
    clerk.look("session")
    minutes = clerk.print("minutes", language="zh")
    for words in ("反浪费专题鸣放会记录", "油盘漏油", "散会", "刘守德", number, "修好滤油机"):
        assert words in minutes, words
    assert "2026" not in minutes
    assert "签" in clerk.print("sign_in", language="zh")

    clerk.press("expose")
    clerk.fill(
        title="切削油漏失",
        kind="Raw materials",
        unit="机工",
        spot="六角车床",
        description="油盘漏油",
        quantity="180",
        measured_in="kg",
        unit_price="0.85",
        loss="153",
    )
    clerk.save()
    exposure = clerk.see("record_number").text()
    clerk.step("verify", verified_on="2-13", verified_by="刘守德", verified_loss="140")
    clerk.look("exposure")
    clerk.press("raise")
    assert clerk._box("title").text() == "切削油漏失"
    assert exposure == "LF-1958-0001"


def follow_a_proposal(clerk: Clerk) -> None:
    """The proposal that came from the exposure: from receipt to an award split among three, to the fen."""
    clerk.fill(
        title="切削油过滤回收",
        unit="机工",
        received_on="2-14",
        problem="切削油用后流失，每月一百八十公斤。",
        method="修复滤油机，油盘加回油槽，滤后再用。",
        expected="每月少领一百五十公斤",
        authors=[{"worker": "0119", "share": "50"}, {"worker": "王建国", "share": "25"}, {"name": "赵技术员", "share": "25"}],
    )
    clerk.save()
    assert clerk.see("record_number").text() == "JY-1958-0031"  # where the paper book stood
    assert "LF-1958-0001" in clerk.words()
    slip = clerk.print("proposal_slip", language="zh")
    assert "JY-1958-0031" in slip and "切削油过滤回收" in slip
    assert not clerk.can("tool_undo")  # the slip was handed out
    clerk.step("review", given_on="2-17", opinion="可行，油量已复核")
    clerk.step("adopt", given_on="2-20", opinion="采纳")
    clerk.step("reckon", way="Material", what="切削油", measure="kg", old="3.5", new="1.2", price="0.85", output="6000")
    assert "11,730.00" in clerk.words()
    clerk.step("start", started_on="2-21", implementing_unit="机工", responsible="0119", planned_end="3-20", planned_cost="200")
    clerk.step("finish", ended_on="2-26", benefit_from="2-26", cost="230.50", result="回收率八成")
    clerk.step("reckon", way="Material", what="切削油", measure="kg", old="3.5", new="1.3", price="0.85", output="6000")
    clerk.step("appraise", given_on="2-27", opinion="效果属实")
    assert "10,989.50" in clerk.words()  # (3.5 - 1.3) x 0.85 x 6,000 - 230.50
    clerk.look("proposal_appraised")
    # In February 1958 no shipped scale is in force: the office enters its own, and sets the award by it.
    clerk.press("page_1")
    clerk.new()
    clerk.fill(
        name="本厂奖励办法",
        valid_from="1957-1-1",
        source="厂务会议决定",
        rows=[
            {"grade": "1", "lower": "10000", "least": "100", "most": "300"},
            {"grade": "2", "lower": "0", "upper": "10000", "least": "10", "most": "100"},
        ],
    )
    clerk.save()
    clerk.press("page_0")
    clerk.press("award")
    clerk.fill(given_on="2-27", scale="本厂", grade="1", award_fen="200.01")
    for place, share in enumerate(("34", "33", "33")):
        clerk.line("parts", place, share=share)
    clerk.save()
    clerk.look("proposal_awarded")
    notice = clerk.print("proposal_award", language="zh")
    assert "200.01" in notice and "贰佰元零壹分" in notice
    parts = ["68.01", "66.00", "66.00"]  # 34 % of 20001 fen is 6800.34: the largest remainder takes the last fen
    assert all(part in notice for part in parts)
    clerk.step("pay", paid_on="2-28", receipt="三人签收")


def run_a_competition(clerk: Clerk) -> None:
    """Four teams: two share the first place, one is third, one is out by a veto; published, corrected to version 2."""
    clerk.tab("competitions")
    clerk.page(0)
    clerk.new()
    clerk.fill(
        name="二月份班组竞赛",
        level="between teams",
        written_on="2-1",
        first="2-1",
        last="2-28",
        committee="厂评委会",
        tie_rule="nothing: equal totals share the place",
        participants=[{"unit": "造型"}, {"unit": "机工"}, {"outside": "红旗小组"}, {"outside": "跃进小组"}],
        indicators=[
            {"name": "产量", "measure": "吨", "weight": "60", "scoring": "higher: actual ÷ plan"},
            {"name": "废品率", "measure": "%", "weight": "40", "scoring": "lower: 2 − actual ÷ plan", "decimals": "1"},
        ],
        vetoes=[{"what": "重大工伤"}],
        awards=[{"title": "优胜小组", "from_rank": "1", "to_rank": "2"}],
    )
    clerk.save()
    number = clerk.see("record_number").text()
    clerk.press("close_entries")
    clerk.press("start")
    clerk.press("open_score_sheet")
    grid = clerk.see("grid", QTableView)
    for row, values in enumerate(
        (("100", "110", "5.0", "4.5"), ("200", "220", "4.0", "3.6"), ("100", "100", "5.0", "5.0"), ("100", "130", "5.0", "4.0"))
    ):
        for column, text in enumerate(values):
            clerk.cell(grid, row, column, text)
    clerk.choose("130", "grid")
    clerk.press("veto")
    clerk.put(clerk.see("reason"), "二月十九日一人重伤")
    clerk.press("keep_mark")
    clerk.look("score_sheet")
    # By hand: 60 x 1.1 + 40 x (2 - 0.9) = 66 + 44 = 110.00 for both; 60 + 40 = 100.00; 60 x 1.3 + 40 x 1.2 = 126.00, vetoed.
    standing = clerk.rows("standing_grid")
    assert [row[:2] for row in standing] == [["1", "110.00"], ["1", "110.00"], ["3", "100.00"], ["–", "126.00"]]
    clerk.press("go_to_scheme")
    clerk.press("complete")
    clerk.press("score")
    clerk.step("review", evaluated_on="3-4")
    clerk.step("publish", published_on="3-6")
    clerk.look("competition")
    sheet = clerk.print("score_sheet", language="zh")
    for words in ("110.00", "126.00", "重大工伤", "二月十九日一人重伤", number):
        assert words in sheet, words
    assert "造型一组" in clerk.print("competition_notice", language="zh")
    clerk.step("open_correction", reason="红旗小组产量漏记五吨")
    clerk.press("open_score_sheet")
    clerk.cell(clerk.see("grid", QTableView), 2, 1, "105")
    clerk.press("go_to_scheme")
    clerk.step("publish", published_on="3-8")
    second = clerk.print("score_sheet", language="zh")
    assert "103.00" in second and "红旗小组产量漏记五吨" in second
    clerk.press("version_1")
    assert "103.00" not in clerk.take_paper("version 1", language="zh")  # the old print stays as it was


def give_certificates(clerk: Clerk) -> None:
    """Certificates from the competition and from the proposal, and one by hand, printed."""
    clerk.tab("awards")
    clerk.press("from_competition")
    clerk.fill(competition="二月份", dated="3-8")
    assert [row[1] for row in clerk.rows("candidate_list")] == ["优胜小组 (rank 1)", "优胜小组 (rank 1)", "rank 3"]
    clerk.look("candidates")
    clerk.press("draw_up_and_issue")
    clerk.press("from_proposal")
    clerk.fill(proposal="0031", dated="3-8")
    clerk.press("draw_up")
    clerk.press("issue_drafts")
    clerk.press("filter_all")
    numbers = [row[0] for row in clerk.rows()]
    assert len(numbers) >= 5 and len(set(numbers)) == len(numbers) and all(number.startswith("JZ-1958-") for number in numbers)
    clerk.choose("造型")
    clerk.look("certificate")
    text = clerk.print("certificate", language="")
    assert "奖状" in text and "造型一组" in text and "优胜小组" in text and "一九五八年三月八日" in text
    clerk.choose("王建国")
    assert "王建国同志" in clerk.print("certificate") and len(clerk.rows()) == len(numbers)


def issue_the_month(clerk: Clerk) -> None:
    """The summary of February in three formats, issued."""
    clerk.tab("monthly")
    clerk.fill(
        reported_to="市总工会", reported_by="王秀英", dated="3-10", experience="滤油机修复快", problems="备件少", next_work="抓废品"
    )
    clerk.look("monthly")
    words = clerk.words()
    assert "10,989.50" in words or any("10,989.50" in cell for row in clerk.rows("figures") for cell in row)
    clerk.press("issue")
    for kind in ("pdf", "xlsx", "csv"):
        path = clerk.folder / f"summary.{kind}"
        clerk.answers.save.append(path)
        clerk.export(kind)
        assert path.stat().st_size > 500
    printed = read_pdf((clerk.folder / "summary.pdf").read_bytes())
    table = (clerk.folder / "summary.csv").read_text(encoding="utf-8-sig")
    assert "10,989.50" in printed and "10989.50" in table  # the same figure, for reading and for reckoning


def test_the_story_of_an_office(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.month("1958-02")
    enter_plant(clerk)
    enter_workers(clerk)
    run_a_group(clerk)
    hold_a_session(clerk)
    follow_a_proposal(clerk)
    run_a_competition(clerk)
    give_certificates(clerk)
    issue_the_month(clerk)
    clerk.window.close()
    clerk.program.open(path)
    clerk.settle()
    clerk.tab("proposals")
    clerk.press("filter_all")
    assert [row[0] for row in clerk.rows()] == ["JY-1958-0031"]
    clerk.tab("awards")
    assert len(clerk.rows()) >= 5
    clerk.program.close_book()
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
