"""Rectification and production without delay: the hours of all meetings against an independent reckoning; page and paper."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pypdf
import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction, Entry, Indicator
from unionoffice.desks.groups import service as groups
from unionoffice.desks.groups.records import Attendance, Group, Meeting, Member
from unionoffice.desks.meetings.records import Attendee, Present
from unionoffice.desks.rectification import sheets
from unionoffice.desks.rectification.records import Debate, DebateHolding
from unionoffice.desks.rectification.service import debates, hours
from unionoffice.desks.rectification.tab.hours import HoursPage
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import Holding, Session
from unionoffice.kit import theme
from unionoffice.kit.office import Office
from unionoffice.kit.questions import Questions
from unionoffice.printing import forms, pdf

MONTHS = [Month(1958, number) for number in (1, 2, 3)]


class Plant:
    """A plant with two workshops, one with a team, and workers in each; what was held is kept apart in plain numbers."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
        self.shop = roster.enter_unit(book, Unit(name="金工车间", level=Level.WORKSHOP, above=self.plant))
        self.team = roster.enter_unit(book, Unit(name="车工一组", level=Level.TEAM, above=self.shop))
        self.other = roster.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=self.plant))
        for unit, count in ((self.shop, 2), (self.team, 5), (self.other, 4)):
            for place in range(count):
                roster.enter_worker(book, Worker(name=f"工{unit}{place}", unit=unit))
        self.indicator = figures.enter(book, Indicator(name="产值"))
        self.held: list[tuple[int | None, date, int, Fraction, bool]] = []
        """What an independent hand wrote down of each meeting: unit, day, people, hours, inside working time."""

    def session(self, unit: int | None, day: date, people: int, begins: str, ends: str, *, inside: bool = False) -> int:
        row = waste.enter_session(self.book, Session(
            topic="浪费", unit=unit, held_on=day, begins=begins, closed_at=ends, present=(Present(name="众人", people=people),)))
        waste.hold(self.book, row, Holding(held_on=day, in_working_time=inside))
        self._note(unit, day, people, begins, ends, inside=inside)
        return row

    def debate(self, unit: int | None, day: date, people: int, begins: str, ends: str, *, inside: bool = False) -> int:
        seated = (Attendee(name="列席", people=1),) if people > 1 else ()
        row = debates.enter(self.book, Debate(
            motion="能不能", unit=unit, held_on=day, begins=begins, closed_at=ends, attendees=seated,
            present=(Present(name="众人", people=people - len(seated)),),
        ))  # fmt: skip
        debates.hold(self.book, row, DebateHolding(held_on=day, in_working_time=inside))
        self._note(unit, day, people, begins, ends, inside=inside)
        return row

    def group(self, unit: int) -> int:
        workers = roster.workers_of(self.book, unit)
        members = tuple(Member(worker=each.id, name=each.name, joined_on=date(1957, 1, 1)) for each in workers)
        return groups.enter_group(self.book, Group(
            name="互助组", unit=unit, leader=workers[0].id, founded_on=date(1957, 1, 1), topic="磨刀", members=members))

    def meeting(self, group: int, unit: int, day: date, present: int, ten_thousandths: int, *, inside: bool = False) -> int:
        lines = groups.sheet_of_attendance(self.book, group, day)
        lines = tuple(
            line if place < present else Attendance(member=line.member, present=False, reason="夜班")
            for place, line in enumerate(lines)
        )
        row = groups.enter_meeting(self.book, Meeting(
            group_id=group, held_on=day, hours=Quantity(ten_thousandths), topic="磨刀", in_working_time=inside, attendance=lines))
        self.held.append((unit, day, present, Fraction(ten_thousandths, 10_000), inside))
        return row

    def _note(self, unit: int | None, day: date, people: int, begins: str, ends: str, *, inside: bool) -> None:
        start, end = (datetime.fromisoformat(f"1958-01-01T{text}") for text in (begins, ends))
        length = (end - start if end > start else end + timedelta(days=1) - start).total_seconds()
        self.held.append((unit, day, people, Fraction(int(length), 3600), inside))

    def fulfil(self, unit: int, *pairs: tuple[int, int]) -> None:
        entries = []
        for month, (plan, actual) in zip(MONTHS, pairs, strict=False):
            entries += [Entry(unit, month, "plan", plan), Entry(unit, month, "actual", actual)]
        figures.write(self.book, self.indicator, entries)


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


# -- the reckoning -----------------------------------------------------------------------------


def test_the_hours_agree_with_an_independent_reckoning_over_random_meetings(plant: Plant) -> None:
    dice = Random(1958)
    team_group, other_group = plant.group(plant.team), plant.group(plant.other)
    places = (plant.plant, plant.shop, plant.team, plant.other, None)
    for _turn in range(60):
        day = date(1958, dice.randint(1, 3), dice.randint(1, 28))
        begins = f"{dice.randint(0, 23):02d}:{dice.choice((0, 10, 35)):02d}"
        ends = (datetime.fromisoformat(f"1958-01-01T{begins}") + timedelta(minutes=dice.randint(5, 300))).strftime("%H:%M")
        inside, people, unit = dice.random() < 0.4, dice.randint(1, 40), dice.choice(places)
        which = dice.randint(0, 3)
        if which == 0:
            plant.session(unit, day, people, begins, ends, inside=inside)
        elif which == 1:
            plant.debate(unit, day, people, begins, ends, inside=inside)
        elif which == 2:
            plant.meeting(team_group, plant.team, day, dice.randint(1, 5), dice.randint(1, 30_000), inside=inside)
        else:
            plant.meeting(other_group, plant.other, day, dice.randint(1, 4), dice.randint(1, 30_000), inside=inside)
    under: dict[int, set[int | None]] = {
        plant.plant: {plant.plant, plant.shop, plant.team, plant.other, None}, plant.shop: {plant.shop, plant.team},
        plant.team: {plant.team}, plant.other: {plant.other},
    }
    heads = {plant.plant: 11, plant.shop: 7, plant.team: 5, plant.other: 4}
    for unit, mine in under.items():
        found = hours.by_month(plant.book, unit, plant.indicator, MONTHS)
        for each in found:
            held = [one for one in plant.held if one[0] in mine and one[1].month == each.month.number]
            for inside, said in ((True, each.inside), (False, each.outside)):
                assert said == sum((one[2] * one[3] * 60 for one in held if one[4] is inside), Fraction(0))
            assert (len(each.meetings), each.people) == (len(held), sum(one[2] for one in held))
            assert each.heads == heads[unit]
            assert each.per_head == sum((one[2] * one[3] for one in held), Fraction(0)) / heads[unit]
            assert each.per_head is not None and each.inside_per_head is not None
            assert 0 <= each.inside_per_head <= each.per_head
    whole = hours.by_month(plant.book, plant.plant, None, MONTHS)
    assert sum(len(each.meetings) for each in whole) == len(plant.held) == 60


def test_what_was_only_planned_cancelled_or_voided_takes_no_hours(plant: Plant) -> None:
    from unionoffice.desks.rectification.records import Ending

    debates.enter(plant.book, Debate(motion="只是计划", unit=plant.shop, held_on=date(1958, 2, 3), begins="14:00", ends="15:00"))
    gone = plant.debate(plant.shop, date(1958, 2, 4), 9, "14:00", "15:00")
    debates.cancel(plant.book, gone, Ending(day=date(1958, 2, 5), reason="重复登记"))
    assert hours.meeting_times(plant.book, Period.of_month(Month(1958, 2))) == []
    assert hours.first_meeting(plant.book) is None


def test_before_the_first_meeting_hours_are_not_written_which_is_not_zero(plant: Plant) -> None:
    plant.fulfil(plant.shop, (100, 90), (100, 110), (100, 120))
    plant.session(plant.other, date(1958, 2, 10), 10, "17:00", "18:00")
    found = hours.by_month(plant.book, plant.shop, plant.indicator, MONTHS)
    assert [(each.inside, each.outside, each.per_head) for each in found] == [
        (None, None, None), (Fraction(0), Fraction(0), Fraction(0)), (Fraction(0), Fraction(0), Fraction(0))]
    assert [each.share for each in found] == [Fraction(9, 10), Fraction(11, 10), Fraction(6, 5)]
    assert not hours.makes_a_picture(found)
    assert sheets.hours_picture(found) is None
    sheet = sheets.two_not_delayed(plant.book, Period.of_month(Month(1958, 3)), plant.shop, plant.indicator)
    rows: Any = sheet["rows"]
    assert [row[1:3] for row in rows] == [("", ""), (0, 0), (0, 0)]


def test_a_meeting_without_times_is_counted_but_has_no_hours(plant: Plant) -> None:
    row = waste.enter_session(plant.book, Session(
        topic="浪费", unit=plant.shop, held_on=date(1958, 2, 3), present=(Present(name="众人", people=8),)))
    waste.hold(plant.book, row, Holding(held_on=date(1958, 2, 3)))
    found = hours.by_month(plant.book, plant.shop, None, [Month(1958, 2)])
    assert (found[0].untimed, found[0].people, found[0].outside) == (1, 8, Fraction(0))
    assert str(sheets.two_not_delayed(plant.book, Period.of_month(Month(1958, 2)), plant.shop)["untimed"]) == (
        "Meetings without times, whose hours are not in it: 1.")


def test_heads_are_those_on_the_roll_at_the_months_end(plant: Plant) -> None:
    plant.session(plant.team, date(1958, 1, 10), 5, "17:00", "18:00")
    new = roster.enter_worker(plant.book, Worker(name="新来", unit=plant.team, entered_on=date(1958, 2, 1)))
    roster.enter_worker(plant.book, Worker(name="未来", unit=plant.team, entered_on=date(1958, 9, 1)))
    roster.leave(plant.book, new, date(1958, 3, 15))
    found = hours.by_month(plant.book, plant.team, None, MONTHS)
    assert [each.heads for each in found] == [5, 6, 5]
    assert found[0].per_head == Fraction(5, 5)
    bare = roster.enter_unit(plant.book, Unit(name="空组", level=Level.TEAM, above=plant.shop))
    plant.session(bare, date(1958, 1, 10), 5, "17:00", "18:00")
    assert hours.by_month(plant.book, bare, None, MONTHS)[0].per_head is None


def test_months_follow_the_offices_closing_day(plant: Plant) -> None:
    offices.set_office(plant.book, offices.Office(union="工会", closing_day=25))
    plant.session(plant.shop, date(1958, 1, 26), 6, "17:00", "18:00")
    found = hours.by_month(plant.book, plant.shop, None, [Month(1958, 1), Month(1958, 2)])
    assert [(each.month, len(each.meetings)) for each in found] == [(Month(1958, 2), 1)]


def test_fulfilment_respects_the_direction_of_the_indicator(plant: Plant) -> None:
    plant.session(plant.shop, date(1958, 1, 10), 6, "17:00", "18:00")
    indicator = figures.indicator(plant.book, plant.indicator)
    figures.correct(plant.book, changed(indicator, direction=Direction.LOWER))
    plant.fulfil(plant.shop, (100, 95))
    assert hours.by_month(plant.book, plant.shop, plant.indicator, MONTHS)[0].share == Fraction(105, 100)


# -- on paper and on the screen -----------------------------------------------------------------


@pytest.fixture
def worked(plant: Plant) -> Plant:
    """Three months with meetings and figures."""
    for number, people in ((1, 14), (2, 21), (3, 7)):
        plant.session(plant.shop, date(1958, number, 10), people, "17:00", "18:00", inside=number == 2)
    plant.debate(plant.shop, date(1958, 2, 20), 7, "08:00", "08:30", inside=True)
    plant.meeting(plant.group(plant.team), plant.team, date(1958, 3, 3), 3, 15_000)
    plant.fulfil(plant.shop, (200, 210), (200, 190), (200, 200))
    return plant


def test_the_picture_comes_with_three_months_and_shows_both_lines(worked: Plant) -> None:
    found = hours.by_month(worked.book, worked.shop, worked.indicator, MONTHS)
    assert sheets.hours_picture(found[:2]) is None
    picture = sheets.hours_picture(found)
    assert picture is not None
    # 14/7, (21 + 3.5)/7 and (7 + 4.5)/7 hours a head, in hundredths
    assert [series.values for series in picture.series] == [(200, 350, 164), (10_500, 9_500, 10_000), (0, 350, 0)]
    assert [series.right for series in picture.series] == [False, True, False]


def read(data: bytes) -> tuple[str, int]:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_sets_hours_beside_the_plan(worked: Plant, language: str) -> None:
    sheet = sheets.two_not_delayed(worked.book, Period.of_month(Month(1958, 3)), worked.shop, worked.indicator)
    assert len(sheet["rows"]) == 3  # type: ignore[arg-type]
    text, pages = read(pdf.render(forms.shipped("two_not_delayed"), sheet, language))  # type: ignore[arg-type]
    assert pages == 1
    for wanted in ("金工车间", "产值", "14.0", "24.5", "3.50", "105.0%", "95.0%", "100.0%", "1.64"):
        assert wanted in text, wanted
    assert ("整风、生产两不误" if language == "zh" else "Rectificationandproductionwithoutdelay") in text
    assert ("不说明因果" if language == "zh" else "withoutcause") in text


def test_the_paper_of_a_whole_year_is_one_page_and_of_an_empty_book_says_so(worked: Plant, tmp_path: object) -> None:
    year = Period.of_year(1958)
    for number in range(4, 13):
        worked.session(worked.shop, date(1958, number, 10), 9, "17:00", "18:00")
    sheet = sheets.two_not_delayed(worked.book, year)
    assert len(sheet["rows"]) == 12  # type: ignore[arg-type]
    _text, pages = read(pdf.render(forms.shipped("two_not_delayed"), sheet, "zh"))
    assert pages == 1


def test_the_paper_of_an_empty_book_says_that_nothing_was_written_down(book: Book) -> None:
    sheet = sheets.two_not_delayed(book, Period.of_month(Month(1958, 3)))
    text, _pages = read(pdf.render(forms.shipped("two_not_delayed"), sheet, "en"))
    assert "Neithermeetingsnorfigureswerewrittendownyet." in text


@pytest.fixture
def office(qapp: QApplication, book: Book) -> Office:
    theme.apply(qapp, dark=False)
    made = Office(book, None, Questions(QWidget()))
    made.choose_month(Month(1958, 3))
    return made


def test_the_page_follows_the_choice_and_opens_the_meetings(qtbot: QtBot, office: Office, worked: Plant) -> None:
    page = HoursPage(office)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    units = page.findChild(QComboBox, "hours_unit")
    assert isinstance(units, QComboBox)
    assert (units.currentData(), units.count()) == (worked.plant, 4)

    def seen(name: str) -> str:
        QApplication.processEvents()
        found = [each for each in page.findChildren(QLabel, name) if each.isVisible()]
        assert found, name
        return str(found[-1].text())

    units.setCurrentIndex(units.findData(worked.shop))
    assert seen("per_head_1958-02") == "3.50"
    assert seen("inside_per_head_1958-02") == "3.50"
    assert seen("share_1958-02") == "95.00%"
    assert page.chart.isVisible()
    asked: list[tuple[str, tuple[int, ...]]] = []
    office.rows_wanted.connect(lambda tbl, rows, _title: asked.append((tbl, rows)))
    link = page.findChild(QPushButton, "debates_1958-02")
    assert isinstance(link, QPushButton)
    link.click()
    assert asked == [("debates", (1,))]
    units.setCurrentIndex(units.findData(worked.other))
    QApplication.processEvents()
    assert not page.chart.isVisible()
    assert "once they are written down" in seen("hours_words")
    chosen = page.prints()[0].paper
    assert chosen.make(office.book, office.period())["unit"].zh == "铸工车间"  # type: ignore[attr-defined]
    worked.session(worked.other, date(1958, 3, 20), 4, "17:00", "18:00")
    assert seen("per_head_1958-03") == "1.00"
    assert "three months" in seen("hours_words")
