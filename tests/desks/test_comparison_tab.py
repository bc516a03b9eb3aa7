"""Comparing on the screen: a table with its pictures, a dot that is dragged, plans with the gap that closes, large groups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_comparison import Plant
from tests.desks.test_waste_tab import Answers
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.period import Month
from unionoffice.core.record import changed
from unionoffice.desks.comparison import service
from unionoffice.desks.comparison.records import Member, OutsideFigure, OutsideMember, OutsideUnit, Starting
from unionoffice.desks.comparison.tab import ComparisonTab
from unionoffice.desks.comparison.tab.compare import ComparePage
from unionoffice.desks.comparison.tab.registers import GroupsPage, OutsidePage, PlansPage
from unionoffice.desks.comparison.tab.whatif import WhatIfPage
from unionoffice.desks.experiences import records as experiences_records
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Entry
from unionoffice.desks.roster.records import Unit
from unionoffice.kit import theme
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office, Start
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


@pytest.fixture
def office(qapp: QApplication, book: Book) -> Iterator[Office]:
    theme.apply(qapp, dark=False)
    drafts = Drafts(book.path)
    made = Office(book, drafts, Questions(QWidget(), answer_with=Answers()))
    made.choose_month(Month(1958, 3))
    jobs = Jobs(book)
    made.job_wanted.connect(jobs.start)
    yield made
    jobs.wait_for_done(10_000)
    drafts.close()


@pytest.fixture
def tab(qtbot: QtBot, office: Office, plant: Plant) -> Iterator[ComparisonTab]:
    made = ComparisonTab(office)
    made.resize(1200, 800)
    made.show()
    office.started.connect(made.start)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page(tab: ComparisonTab, kind: type) -> QWidget:
    place = next(place for place, each in enumerate(tab.pages) if isinstance(each, kind))
    tab.show_page(place)
    QApplication.processEvents()
    found = tab.page()
    assert isinstance(found, QWidget)
    return found


def compare_page(tab: ComparisonTab) -> ComparePage:
    found = page(tab, ComparePage)
    assert isinstance(found, ComparePage)
    return found


def what_if(tab: ComparisonTab) -> WhatIfPage:
    found = page(tab, WhatIfPage)
    assert isinstance(found, WhatIfPage)
    return found


def click(where: QWidget, name: str) -> None:
    QApplication.processEvents()
    found = [each for each in where.findChildren(QPushButton, name) if each.isVisible()]
    assert len(found) == 1, (name, [each.objectName() for each in where.findChildren(QPushButton) if each.isVisible()])
    assert found[0].isEnabled(), name
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def said(where: QWidget, name: str) -> str:
    return " ".join(each.text() for each in where.findChildren(QLabel, name) if each.isVisible())


def cells(found: ComparePage) -> list[tuple[str, ...]]:
    return found.model.rows


def test_an_empty_desk_says_what_belongs_here_and_the_first_step(tab: ComparisonTab) -> None:
    found = compare_page(tab)
    assert "Enter a group of comparables first" in said(found, "empty")
    click(found, "first_group")
    assert isinstance(tab.page(), GroupsPage)
    assert tab.page().form is not None


def test_a_group_is_compared_as_table_and_pictures(tab: ComparisonTab, plant: Plant) -> None:
    plant.group()
    found = compare_page(tab)
    rows = cells(found)
    assert [row[:5] for row in rows] == [
        ("1", "Moulding team 2", "4.00", "0.00", "0.0%"), ("1", "Moulding team 3", "4.00", "0.00", "0.0%"),
        ("3", "Moulding team 1", "5.00", "+1.00", "+25.0%"), ("4", "Moulding team 4", "8.00", "+4.00", "+100.0%"),
    ]
    assert rows[2][5:10] == ("3", "+0.500", "2", "1", "300.00")
    assert found.marked() == plant.teams[3]  # the one most behind
    assert "Moulding team 2, Moulding team 3 with 4.00 %" in said(found, "comparison_words")
    assert said(found, "gain_words") == "In all 1 t, 300.00 yuan"
    assert found.dots.chart is not None
    click(found, "level_average")
    assert said(found, "gain_words") == "In all 0 t, 0.00 yuan"
    assert not found.gains.isVisible()  # nothing to gain, so no empty picture
    click(found, "level_leader")
    assert found.gains.isVisible()
    found.gains.setFocus()
    QTest.keyClick(found.gains, Qt.Key.Key_Down)
    QTest.keyClick(found.gains, Qt.Key.Key_Return)
    assert found.marked() == plant.teams[0]  # a bar marks its unit


def test_figures_and_month_and_group_are_followed_at_once(tab: ComparisonTab, plant: Plant, office: Office) -> None:
    row = plant.group()
    found = compare_page(tab)
    plant.write(plant.scrap, plant.teams[3], 3, 350)
    assert cells(found)[0][1] == "Moulding team 4"
    office.undo()
    assert cells(found)[3][1] == "Moulding team 4"
    office.choose_month(Month(1958, 2))
    assert cells(found)[0][2] == "4.50"
    click(found, "reach_to_date")
    assert cells(found)[0][2] == "4.75"
    service.correct_group(plant.book, changed(service.group(plant.book, row), members=(Member(unit=plant.teams[0]),)))
    assert len(cells(found)) == 1
    office.choose_month(Month(1958, 9))
    assert cells(found)[0][-1].startswith("no figure")
    assert "none of these units has a figure" in said(found, "comparison_words")


def test_a_plan_is_drawn_up_from_the_row_that_is_marked(tab: ComparisonTab, plant: Plant) -> None:
    plant.group()
    found = compare_page(tab)
    found.view.choose(2)
    click(found, "draw_up_plan")
    plans = tab.page()
    assert isinstance(plans, PlansPage)
    form = plans.form
    assert form is not None
    assert form.editor("target_value").draft() == "4.33"
    form.editor("by").restore("1958-9-30")
    click(plans, "save")
    plan = service.plan(plant.book, 1)
    assert (plan.unit, plan.partner, plan.own_value) == (plant.teams[0], plant.teams[1], "5.00")
    found = compare_page(tab)
    found.view.choose(0)
    assert not found.plan.isEnabled()  # the leader has nobody to catch up with


def test_a_dot_is_dragged_with_keys_and_the_sums_move(tab: ComparisonTab, plant: Plant) -> None:
    plant.group()
    found = compare_page(tab)
    found.view.choose(2)
    click(found, "what_if")
    thinking = tab.page()
    assert isinstance(thinking, WhatIfPage)
    assert said(thinking, "what_if_unit") == "Moulding team 1"
    assert said(thinking, "what_if_own") == "This unit: 0 t, 0.00 yuan"
    dots = thinking.dots
    dots.setFocus()
    for _step in range(3):  # down to the third row
        QTest.keyClick(dots, Qt.Key.Key_Down)
    QTest.keyClick(dots, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    value = thinking.moved[plant.teams[0]]
    assert value < 5
    # Team 1 cast 100 t: what it is better by, in percent, are its tonnes; 300 yuan a tonne.
    tonnes = 5 - value
    assert said(thinking, "what_if_own") == f"This unit: +{float(tonnes):g} t, +{float(tonnes) * 300:.2f} yuan"
    assert said(thinking, "what_if_all").startswith(f"The plant: +{float(tonnes):g} t")
    QTest.keyClick(dots, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert thinking.moved.get(plant.teams[0], Fraction(5)) == 5
    click(thinking, "to_leader")
    assert said(thinking, "what_if_own") == "This unit: +1 t, +300.00 yuan"
    assert said(thinking, "what_if_left") == "Behind the leader now: 0.00 %"
    click(thinking, "as_it_is")
    assert said(thinking, "what_if_all") == "The plant: 0 t, 0.00 yuan"
    click(thinking, "all_to_leader")
    assert said(thinking, "what_if_all") == "The plant: +1 t, +300.00 yuan"
    click(thinking, "draw_up_plan")
    assert tab.page().form.editor("target_value").draft() == "4.00"  # the value the dot was dragged to


def test_a_dot_is_dragged_with_the_mouse_and_an_outside_one_stays(tab: ComparisonTab, plant: Plant) -> None:
    other = service.enter_outside(plant.book, OutsideUnit(name="一机厂", english="No. 1 Works", figures=(
        OutsideFigure(indicator=plant.scrap, period="1958-03", value="2"),
    )))
    plant.group(outside=(OutsideMember(outside=other),))
    thinking = what_if(tab)
    dots = thinking.dots
    dots.repaint()
    field = dots._lying_field()
    assert field is not None
    k = dots._scale()

    def at(row: int, value: int) -> QPoint:
        return QPoint(round(field.x(value) * k), round((field.top + field.pitch * (row + 0.5)) * k))

    QTest.mousePress(dots, Qt.MouseButton.LeftButton, pos=at(3, 500))
    assert thinking.chosen == plant.teams[0]
    for value in (450, 400):
        QTest.mouseMove(dots, at(3, value))
    QTest.mouseRelease(dots, Qt.MouseButton.LeftButton, pos=at(3, 400))
    assert thinking.moved[plant.teams[0]] == pytest.approx(4, abs=0.1)
    before = dict(thinking.moved)
    QTest.mousePress(dots, Qt.MouseButton.LeftButton, pos=at(0, 200))
    QTest.mouseMove(dots, at(0, 300))
    QTest.mouseRelease(dots, Qt.MouseButton.LeftButton, pos=at(0, 300))
    assert thinking.moved == before


def test_the_leaders_experience_stands_beside_it_and_opens(tab: ComparisonTab, plant: Plant, office: Office) -> None:
    plant.group()
    thinking = what_if(tab)
    assert "No experience of the leader" in said(thinking, "no_experience")
    row = experiences.enter_experience(plant.book, experiences_records.Experience(
        name="浇口改进法", found_on=date(1958, 2, 1), unit=plant.teams[1],
        points=(experiences_records.Point(text="浇口开在分型面"), experiences_records.Point(text="每班测水分")),
    ))
    opened: list[tuple[str, int]] = []
    office.wanted.connect(lambda tbl, which: opened.append((tbl, which)))
    QApplication.processEvents()
    assert "1. 浇口开在分型面\n2. 每班测水分" in said(thinking, "experience_points")
    click(thinking, f"experience_{row}")
    assert opened == [("experiences", row)]


def test_both_pages_speak_of_the_same_comparison(tab: ComparisonTab, plant: Plant) -> None:
    plant.group()
    second = plant.group(name="另一组", english="Another", members=(Member(unit=plant.teams[0]),))
    found = compare_page(tab)
    found.choice.choose(second)
    thinking = what_if(tab)
    assert thinking.choice.chosen() == (second, plant.scrap)
    click(thinking, "reach_quarter")
    assert compare_page(tab).choice.period().kind == "quarter"
    assert len(cells(compare_page(tab))) == 1


def test_a_plan_goes_its_way_on_the_screen(tab: ComparisonTab, plant: Plant) -> None:
    plans = page(tab, PlansPage)
    assert isinstance(plans, PlansPage)
    row = plant.plan()
    plans.show_record(row)
    click(plans, "start_plan")
    assert plans.form is not None
    plans.form.editor("started_on").restore("1958-2-1")
    click(plans, "save")
    assert any("reached in 1958-03" in each.text() for each in plans.findChildren(QLabel, "warning"))
    click(plans, "reach_plan")
    plans.form.editor("result").restore("赶上了")
    click(plans, "save")
    assert service.plan(plant.book, row).state.value == "reached"
    assert plans.findChild(QWidget, "course") is not None


def test_a_plan_follows_the_figures_that_are_typed(tab: ComparisonTab, plant: Plant) -> None:
    plans = page(tab, PlansPage)
    assert isinstance(plans, PlansPage)
    row = plant.plan(target_value="4.9")
    service.start_plan(plant.book, row, Starting(started_on=date(1958, 2, 1)))
    plans.show_record(row)
    assert not any("reached" in each.text() for each in plans.findChildren(QLabel, "warning"))
    for month in (3, 4):
        plant.write(plant.scrap, plant.teams[0], month, 480)
    QApplication.processEvents()
    assert any("reached in 1958-04" in each.text() for each in plans.findChildren(QLabel, "warning"))


def test_an_outside_unit_is_entered_with_its_figures_and_undone(tab: ComparisonTab, office: Office, plant: Plant) -> None:
    outside = page(tab, OutsidePage)
    assert isinstance(outside, OutsidePage)
    outside.new()
    form = outside.form
    assert form is not None
    form.editor("name").restore("二号高炉")
    line = {"indicator": {"row": plant.scrap, "text": ""}, "period": "1955年", "value": "3,1", "source": "年报"}
    form.editor("figures").restore([line])
    click(outside, "save")
    assert outside.form is not None  # "3,1" is no number: told beside its box, and nothing is lost
    form.editor("figures").restore([{**line, "value": "3.1"}])
    click(outside, "save")
    assert outside.model.count() == 1
    assert service.outside(plant.book, 1).figures[0].value == "3.10"
    office.undo()
    assert outside.model.count() == 0


def test_a_large_group_is_worked_out_beside_the_window(qtbot: QtBot, tab: ComparisonTab, plant: Plant) -> None:
    book = plant.book
    with book.act("many") as act:
        from unionoffice.desks.roster import store as rows

        units = [rows.save_unit(act, Unit(name=f"小组{n}", above=plant.shop)) for n in range(300)]
    figures.write(book, plant.scrap, [Entry(unit, Month(1958, 3), "actual", 300 + n) for n, unit in enumerate(units)])
    group = plant.group(members=tuple(Member(unit=unit) for unit in units))
    found = compare_page(tab)
    found.choice.choose(group)
    qtbot.waitUntil(lambda: len(cells(found)) == 300, timeout=10_000)
    assert cells(found)[299][0] == "300"
    groups = page(tab, GroupsPage)
    assert isinstance(groups, GroupsPage)
    groups.show_record(group)
    assert any("300" in each.text() for each in groups.findChildren(QLabel, "warning"))
    groups.start_correction()
    assert groups.form is not None
    assert "members" not in groups.form.editors  # taken in and out by steps, not line by line
    click(groups, "save")
    assert len(service.group(book, group).members) == 300


def test_what_is_printed_is_the_comparison_in_sight(tab: ComparisonTab, plant: Plant) -> None:
    plant.group()
    found = compare_page(tab)
    forms = [(each.paper.form, each.blank) for each in found.prints()]
    assert forms == [("comparison", False), ("comparison_wall", False), ("comparison", True), ("comparison_wall", True)]
    sheet = found.prints()[0].paper.make(plant.book, found.choice.period())
    assert len(sheet["rows"]) == 4  # type: ignore[arg-type]
    heads, rows = found.table_of_all()
    assert len(heads) == len(rows[0]) == 11


def test_a_start_from_elsewhere_opens_the_plan_filled_in(tab: ComparisonTab, plant: Plant) -> None:
    tab.start(Start("catch_up_plans", {"unit": plant.teams[0], "target_value": "5"}))
    assert isinstance(tab.page(), PlansPage)
    assert tab.page().form.editor("target_value").draft() == "5"
    assert tab.page().form.editor("unit").value() == plant.teams[0]

