"""The plan desk on the screen: a discussion by its form and its steps, a target made of it, its course and the month's table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_targets import heat_time, output, tianjin, workshop, year_target
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.period import Month
from unionoffice.core.words import use
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Entry
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Worker
from unionoffice.desks.targets import reckoning, service
from unionoffice.desks.targets.records import DiscussionState, TargetState
from unionoffice.desks.targets.tab import TargetsTab
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office
from unionoffice.kit.questions import Questions
from unionoffice.printing.chart import Lines, Points

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, book: Book) -> Iterator[Office]:
    theme.apply(qapp, dark=False)
    asked = QWidget()
    qtbot.addWidget(asked)
    drafts = Drafts(book.path)
    made = Office(book, drafts, Questions(asked))
    made.choose_month(Month(1958, 3))
    yield made
    drafts.close()


@pytest.fixture
def tab(qtbot: QtBot, office: Office) -> TargetsTab:
    made = TargetsTab(office)
    office.started.connect(made.start)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def click(page: QWidget, name: str) -> None:
    QApplication.processEvents()
    found = [each for each in page.findChildren(QPushButton, name) if each.isVisible()]
    assert found, f"no button {name}"
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def fill(page: Any, **values: object) -> None:
    for name, value in values.items():
        page.form.editor(name).set_value(value)


def words_of(page: QWidget, name: str) -> list[str]:
    QApplication.processEvents()
    return [each.text() for each in page.findChildren(QLabel, name) if each.isVisibleTo(page)]


def test_a_discussion_becomes_a_target_that_is_fulfilled(tab: TargetsTab, book: Book) -> None:
    unit, indicator = workshop(book), output(book)
    discussions, targets, month = tab.pages
    tab.show_page(0)
    discussions.new()
    fill(discussions, unit=unit, indicator=indicator, period="1958-Q2", draft="十")
    discussions.save()
    assert discussions.form is not None  # the box is told what is wrong, and nothing is thrown away
    fill(discussions, draft="600", best="640", best_when="1957-Q4")
    discussions.save()
    assert discussions.form is None
    (row,) = (hit.row for hit in book.offered("plan_discussions", ""))
    assert discussions.shown == row
    click(discussions, "open_discussion")
    discussions.save()
    click(discussions, "say")
    fill(discussions, circle="造型小组", value="650", reason="型砂已经改好。")
    discussions.save()
    for step in ("gather", "reconcile"):
        click(discussions, step)
        discussions.save()
    click(discussions, "decide")
    fill(discussions, decided="630", decided_by="车间职工大会")
    discussions.save()
    assert service.discussion(book, row).state is DiscussionState.DECIDED
    assert any("worse than the unit's own best of 640.0" in text for text in words_of(discussions, "warning"))
    assert words_of(discussions, "against_draft") == ["Decided 630.0: 30.0 t better than the draft."]
    chart = discussions.findChild(ChartView, "discussion_chart")
    assert chart is not None
    assert isinstance(chart.chart, Points)
    assert [point.value for point in chart.chart.points] == [6000, 6400, 6500, 6300]
    click(discussions, "explain")
    fill(discussions, decided_why="二季度一座化铁炉大修。")
    discussions.save()
    assert words_of(discussions, "warning") == []
    click(discussions, "make_target")
    assert tab.page() is targets
    targets.save()
    assert targets.form is None
    (made,) = (hit.row for hit in book.offered("targets", ""))
    assert [line.value for line in service.target(book, made).months] == ["210.0", "210.0", "210.0"]
    monthly.write(book, indicator, [Entry(unit, Month(1958, 4), "actual", 2310)])
    (course,) = words_of(targets, "course")
    assert course == (
        "Up to 1958-04: target 210.0, actual 231.0, fulfilled 110.00%. At this pace the whole period comes to 693.0, 110.00%. "
        "3 days ahead of plan."
    )
    click(targets, "revise")
    fill(targets, value="690", reason="群众再次讨论")
    targets.save()
    assert service.target(book, made).state is TargetState.REVISED
    click(targets, "write_plan")
    april = monthly.value(book, indicator, unit, Month(1958, 4))
    assert april is not None
    assert april.plan == 2300
    tab.office.choose_month(Month(1958, 4))
    tab.show_page(2)
    assert month.model.rows == ["Foundry: Castings (t)"]
    assert [month.model.text(0, column) for column in range(9)] == [
        "230.0", "231.0", "100.4%", "230.0", "231.0", "100.4%", "690.0", "693.0", "0"]
    assert isinstance(month.chart.chart, Lines)
    for _step in range(3):  # the plan, the revision, the figure
        tab.office.undo()
    assert month.model.text(0, 1) == ""
    assert service.target(book, made).value == "630.0"


def test_the_example_of_tianjin_reads_as_a_story_in_both_languages(tab: TargetsTab, book: Book) -> None:
    found = tianjin(book)
    page = tab.pages[0]
    page.show_record(found.id)
    assert words_of(page, "record_title") == ["Tianjin Steel, open-hearth section, 1958: Time of an open-hearth heat"]
    assert words_of(page, "effect") == [
        "钢产量: +7,600 吨, +5.62% a year (from 135,280 to 142,880)",
        "总产值（草案为100）: +5.8, +5.8% a year (from 100 to 105.8)",
        "成本盈亏: +625,000 元 a year (from -465,000 to 160,000)",
    ]
    assert words_of(page, "against_draft") == ["Decided 5:11:30: 17 min 30 s better than the draft."]
    use("zh")
    page.show_record(found.id)
    assert words_of(page, "record_title") == ["天津钢厂平炉工段 1958年平炉每炉熔炼时间"]
    assert words_of(page, "against_draft") == ["定案 5:11:30：比草案先进17分30秒。"]


def test_a_name_that_is_typed_draws_the_hint(tab: TargetsTab, book: Book) -> None:
    roster.enter_worker(book, Worker(name="刘守德"))
    workshop(book)
    heat_time(book)
    page = tab.pages[0]
    page.new()
    fill(page, title="刘守德主张的指标")
    assert "刘守德" in page.entry_problem(page.form)
    page.leave_form()


def test_the_month_opens_the_target_and_says_when_there_is_none(tab: TargetsTab, book: Book) -> None:
    unit, indicator = workshop(book), output(book)
    month = tab.pages[2]
    tab.show_page(2)
    assert month.empty.isVisible()
    assert not month.splitter.isVisible()
    row = year_target(book, unit, indicator)
    assert month.splitter.isVisible()
    heads, rows = month.table_of_all()
    assert (len(heads), len(rows)) == (10, 1)
    wanted: list[tuple[str, int]] = []
    tab.office.wanted.connect(lambda tbl, wanted_row: wanted.append((tbl, wanted_row)))
    click(month, "open_target")
    assert wanted == [("targets", row)]
    papers: list[Any] = []
    tab.office.print_wanted.connect(papers.append)
    click(month, "print_bulletin")
    assert papers[0].paper.form == "bulletin"
    tab.office.choose_month(Month(1957, 3))
    assert month.empty.isVisible()


def test_many_targets_are_reckoned_beside_the_window(
    tab: TargetsTab, book: Book, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "FULL", 1)
    jobs = Jobs(book)
    tab.office.job_wanted.connect(jobs.start)
    indicator = output(book)
    units = [workshop(book, f"车间{place}", f"Shop {place}") for place in (1, 2)]
    tab.show_page(2)
    month = tab.pages[2]
    for unit in units:
        year_target(book, unit, indicator)
        monthly.write(book, indicator, [Entry(unit, Month(1958, 3), "actual", 1100)])
    qtbot.waitUntil(lambda: month.model.rows == ["Shop 1: Castings (t)", "Shop 2: Castings (t)"], timeout=10_000)
    qtbot.waitUntil(lambda: [month.model.text(row, 2) for row in (0, 1)] == ["110.0%", "110.0%"], timeout=10_000)
    assert "2 reached the month's plan" in month.words.text()
    tab.office.choose_month(Month(1957, 3))
    assert month.empty.isVisible()
    jobs.wait_for_done(10_000)
