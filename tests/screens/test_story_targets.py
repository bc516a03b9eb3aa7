"""The plan from its draft to the bulletin, by keys and clicks only: discussed, decided, set as target, fulfilled, printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant

BY_MINUTE = "so much for each unit gained (each minute, where it is a time)"


def discuss(clerk: Clerk) -> str:
    """The draft goes to the groups, comes back with their figures, and is decided."""
    clerk.tab("targets")
    clerk.page(0)
    clerk.new()
    clerk.fill(
        unit="铸工", indicator="熔炼", period="1958Q2", draft="5:29:00", received_on="3-3", best="5:15:00", best_when="1956-Q4",
        peers="5:20:00", peer="三车间",
    )  # fmt: skip
    clerk.save()
    number: str = clerk.see("record_number").text()
    clerk.step("open_discussion", day="3-5")
    clerk.step("say", unit="造型一组", value="5:15:00", reason="去年第四季度已经做到过。")
    clerk.step("say", kind="Objection", circle="熔化组", value="5h20m", reason="吊车不足。", answer="三月修好二号吊车。")
    clerk.press("correct")
    clerk.fill(
        measures=[{"text": "修好二号吊车", "unit": "机工", "due": "3-28"}],
        effects=[{"what": "铸件", "measure": "吨", "way": BY_MINUTE, "per_unit": "8"}],
        criticisms="46",
    )  # fmt: skip
    clerk.save()
    clerk.step("gather", day="3-10")
    clerk.step("reconcile", reconciled_on="3-12", balance="与机工车间相配。")
    clerk.step("decide", decided="5小时11分30秒", decided_on="3-15", decided_by="车间职工大会")
    assert "17 min 30 s better than the draft" in clerk.words()
    assert "铸件: +140 吨 a year" in clerk.words()  # 17.5 minutes at 8 t a minute
    clerk.look("plan_discussion")
    record = clerk.print("plan_discussion", language="zh")
    for words in ("计划讨论记录", number, "5:29:00", "5:11:30", "比草案先进17分30秒", "吊车不足。", "+140", "修好二号吊车"):
        assert words in record, words
    clerk.step("put_in_force", day="3-31")
    clerk.step("keep_measure", done_on="3-27")
    return number


def enter_the_indicator(clerk: Clerk) -> None:
    """The time of a heat: hours, minutes and seconds, lower is better."""
    clerk.tab("figures")
    clerk.page(1)
    clerk.new()
    clerk.fill(
        name="每炉熔炼时间", english="Time of a heat", direction="lower is better", clock=True, aspect="faster",
        over_months="the plain mean of the months",
    )  # fmt: skip
    clerk.save()


def set_the_target(clerk: Clerk, number: str) -> str:
    """What was decided becomes a target, and the plan of its months; give its number."""
    clerk.press("make_target")
    clerk.fill(set_on="3-31")
    clerk.save()
    target: str = clerk.see("record_number").text()
    assert target == "MB-1958-0001" and number in clerk.words()
    assert "5:11:30" in clerk.words() and "No month has an actual figure yet" in clerk.words()
    clerk.press("write_plan")
    assert "3" in clerk.message()
    return target


def type_two_months(clerk: Clerk) -> None:
    """The actual figures of April and May, beside the plan that was written from the target."""
    clerk.tab("figures")
    clerk.page(0)
    clerk.put(clerk.see("indicator"), "Time of a heat")
    clerk.month("1958-04")
    sheet = clerk.see("grid", QTableView)
    rows = [sheet.model().headerData(row, Qt.Orientation.Vertical) for row in range(sheet.model().rowCount())]
    place = next(row for row, name in enumerate(rows) if "铸工车间" in name and "actual" in name)
    assert sheet.model().text(place - 1, 3) == "5:11:30"  # the plan that was written from the target
    clerk.cell(sheet, place, 3, "5:05:00")
    clerk.cell(sheet, place, 4, "5:14:00")


def see_it_fulfilled(clerk: Clerk, target: str) -> None:
    """The target with its fulfilment, the month's page, and the bulletin."""
    clerk.tab("targets")
    clerk.page(1)
    clerk.choose(target)
    assert "fulfilled 100.64%" in clerk.words()  # 2 − 5:09:30 ÷ 5:11:30
    clerk.look("target")
    clerk.page(2)
    assert "1 reached the month's plan" in clerk.words()
    clerk.look("fulfilment")
    clerk.press("print_bulletin")
    bulletin = clerk.take_paper("bulletin", language="zh")
    for words in ("生产快报", "1958年4月份", "铸工车间", "5:05:00", "5:11:30", "102.1%"):
        assert words in bulletin, words


def test_the_plan_from_the_draft_to_the_bulletin(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    clerk.month("1958-03")
    enter_the_indicator(clerk)
    target = set_the_target(clerk, discuss(clerk))
    type_two_months(clerk)
    see_it_fulfilled(clerk, target)
    clerk.press("open_target")
    clerk.step("revise", revised_on="5-2", value="5:08:00", reason="群众再次讨论")
    assert "Revised" in clerk.words() and "群众再次讨论" in clerk.words()
    wall = clerk.print("target_wall", language="zh")
    assert "铸工车间1958年指标任务表" in wall and "5:08:00" in wall
    clerk.press("tool_undo")
    assert "群众再次讨论" not in clerk.words()
