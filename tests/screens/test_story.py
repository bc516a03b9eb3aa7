"""One office from its first day to its first issued month, by keys and clicks only, in English and in Chinese papers."""

from __future__ import annotations

from pathlib import Path

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant

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
    clerk.fill(name="车工互助组", unit="造型", leader="刘守德", founded_on="1957-10-5", topic="螺纹车削",
               members=[{"worker": "刘守德"}, {"worker": "0117"}, {"worker": "王建国"}])
    clerk.save()
    clerk.fill(held_on="2-5", hours="1.5", topic="磨刀角度")
    clerk.put(clerk.all("present_3")[0], False)
    clerk.put(clerk.all("reason_3")[0], "夜班")
    clerk.press("log_meeting")
    assert "磨刀角度" in clerk.words()
    log = clerk.print("group_log", language="zh")
    assert "磨刀角度" in log and "夜班" in log and "车工互助组" in log

    clerk.page(1)
    clerk.new()
    clerk.fill(drawn_up_on="1957-10-6", unit="造型", teacher="刘守德", term_months="4", teacher_duties="每周讲一次磨刀", learner_duties="按时到场",
               learners=[{"worker": "0117", "from_grade": "2", "to_grade": "3"}])
    clerk.save()
    number = clerk.see("record_number").text()
    clerk.step("sign", signed_on="1957-10-7", for_workshop="周主任", for_union="王秀英")
    clerk.step("start", effective_on="1957-10-10")
    contract = clerk.print("contract", language="zh")
    assert "刘守德" in contract and "李桂兰" in contract and number in contract
    clerk.step("check", checked_on="1957-12-10", finding="质量合格率百分之百", checked_by="周主任")
    clerk.press("examine")
    clerk.fill(examined_on="2-9", examined_by="周主任")
    clerk.line("marks", 0, theory="85", practice="90", result="Met", new_grade="3")
    clerk.save()
    clerk.tab("roster")
    clerk.page(0)
    clerk.choose("0117")
    assert "3" in [row[4] for row in clerk.rows() if row[0] == "0117"]
    assert number in clerk.words() and "车工互助组" in clerk.words()  # what a worker did stands under the worker


def test_the_story_of_an_office(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.month("1958-02")
    enter_plant(clerk)
    enter_workers(clerk)
    run_a_group(clerk)
