"""Groups of comparables, other plants' figures, comparisons and gains of a real book, catch-up plans from end to end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.comparison import reckoning, service
from unionoffice.desks.comparison.reckoning import Comparison, Reach
from unionoffice.desks.comparison.records import (
    AddUnits,
    CatchUpPlan,
    Closing,
    Compared,
    CompareGroup,
    Delay,
    Ending,
    LeftOut,
    Member,
    OutsideEntry,
    OutsideFigure,
    OutsideMember,
    OutsideUnit,
    PlanState,
    PlanStep,
    Starting,
    StepDone,
    TakeOut,
    Turns,
    Why,
)
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction, Entry, Indicator, OverMonths
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit

MARCH = Period.of_month(Month(1958, 3))
F = Fraction


class Plant:
    """A foundry with four teams, their scrap rate and castings from January to March 1958."""

    def __init__(self, book: Book) -> None:
        self.book = book
        plant = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
        self.shop = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=plant))
        self.teams = [
            roster.enter_unit(book, Unit(name=f"造型{n}组", english=f"Moulding team {n}", above=self.shop)) for n in (1, 2, 3, 4)
        ]
        self.scrap = figures.enter(book, Indicator(
            name="废品率", english="Scrap rate", measure="%", measure_english="%", direction=Direction.LOWER, decimals=2,
            over_months=OverMonths.MEAN,
        ))
        self.tonnes = figures.enter(book, Indicator(
            name="铸件产量", english="Castings", measure="吨", measure_english="t", decimals=1,
        ))
        for team, rates, outputs in zip(
            self.teams,
            ((600, 550, 500), (500, 450, 400), (500, 450, 400), (700, 720, 800)),
            ((500, 400, 1000), (500, 400, 1000), (500, 400, 2000), (500, 400, 0)), strict=True,
        ):
            for month, rate, output in zip((1, 2, 3), rates, outputs, strict=True):
                self.write(self.scrap, team, month, rate)
                self.write(self.tonnes, team, month, output)

    def write(self, indicator: int, unit: int, month: int, value: int | None) -> None:
        figures.write(self.book, indicator, [Entry(unit, Month(1958, month), "actual", value)])

    def group(self, **more: object) -> int:
        values: dict[str, object] = {
            "name": "造型小组", "english": "Moulding teams",
            "members": tuple(Member(unit=team) for team in self.teams),
            "compared": (Compared(
                indicator=self.scrap, volume=self.tonnes, turns=Turns.TIMES, per=Quantity(1_000_000), measure="吨",
                measure_english="t", price=Fen(30_000),
            ),),
        }
        return service.enter_group(self.book, CompareGroup(**{**values, **more}))  # type: ignore[arg-type]

    def compare(self, group: int, period: Period = MARCH) -> Comparison:
        return reckoning.comparison(self.book, group, self.scrap, period)

    def plan(self, **more: object) -> int:
        values: dict[str, object] = {
            "drawn_up_on": date(1958, 1, 10), "unit": self.teams[0], "partner": self.teams[1], "indicator": self.scrap,
            "own_value": "6", "leader_value": "4.5", "target_value": "5.5", "by": date(1958, 6, 30),
            "steps": (PlanStep(text="跟班学习造型", who="车间工会", due=date(1958, 2, 1)), PlanStep(text="改浇口")),
        }
        return service.enter_plan(self.book, CatchUpPlan(**{**values, **more}))  # type: ignore[arg-type]


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


# -- comparing --------------------------------------------------------------------------------------


def test_a_group_is_compared_by_an_indicator(plant: Plant) -> None:
    found = plant.compare(plant.group())
    one, two, three, four = plant.teams
    assert [(place.key, place.rank, place.gap) for place in found.standing.places] == [
        (two, 1, F(0)), (three, 1, F(0)), (one, 3, F(1)), (four, 4, F(4)),
    ]
    assert found.standing.leaders == (two, three)
    assert found.standing.average == F("5.25")
    assert found.standing.advanced == F("4.3333") + F(1, 30000)  # (5 + 4 + 4) / 3
    assert found.standing.weighted == F(5 * 100 + 4 * 100 + 4 * 200, 400)  # by tonnes; the fourth cast none
    place = found.place(one)
    assert place is not None
    assert place.trend == F("0.5")  # 6.00, 5.50, 5.00: half a percent better a month
    assert place.months == 2  # one percent behind
    assert found.place(four) is not None
    worst = found.place(four)
    assert worst is not None
    assert worst.months is None  # it goes the other way


def test_what_would_be_gained_by_unit_and_in_all(plant: Plant) -> None:
    row = plant.group()
    found = plant.compare(row)
    gains = reckoning.gains(found, Reach.LEADER)
    by_unit = {gain.key: (gain.physical, gain.fen) for gain in gains.gains}
    # Team 1: 1 % of 100 t is 1 t, at 300 yuan; team 4 cast nothing; the leaders gain nothing.
    assert by_unit == {plant.teams[0]: (100, 30_000), plant.teams[1]: (0, 0), plant.teams[2]: (0, 0), plant.teams[3]: (0, 0)}
    assert (gains.physical, gains.fen) == (100, 30_000)
    assert str(reckoning.measured_gain(found)) == "t"
    average = reckoning.gains(found, Reach.AVERAGE)
    assert average.physical == 0
    parts, fen = reckoning.in_all(plant.book, row, MARCH, Reach.LEADER)
    assert [(each.indicator.id, one.physical) for each, one in parts] == [(plant.scrap, 100)]
    assert fen == 30_000


def test_what_if_moves_the_unit_and_nobody_else(plant: Plant) -> None:
    found = plant.compare(plant.group())
    assert reckoning.moved(found, plant.teams[0], F("4.5")) == service_gain(plant.teams[0], 50, 15_000)
    assert reckoning.moved(found, plant.teams[0], F(6)) == service_gain(plant.teams[0], -100, -30_000)
    assert reckoning.moved(found, 999, F(6)) == service_gain(999, None, None)


def service_gain(key: int, physical: int | None, fen: int | None) -> object:
    from unionoffice.desks.comparison.rules import Gain

    return Gain(key=key, physical=physical, fen=fen)


def test_no_figure_is_not_zero_and_the_reason_stands(plant: Plant) -> None:
    plant.write(plant.scrap, plant.teams[1], 3, None)
    row = plant.group()
    found = plant.compare(row)
    assert [(each.key, str(each.why)) for each in found.absent] == [(plant.teams[1], "no figure")]
    quarter = plant.compare(row, Period.parse("1958-Q1"))
    assert [(each.key, str(each.why)) for each in quarter.absent] == [(plant.teams[1], "no figure of 1958-03")]
    assert len(quarter.standing.places) == 3
    first = quarter.place(plant.teams[0])
    assert first is not None
    assert first.value == F("5.5")  # the plain mean of the months, as the indicator says
    assert first.volume == 190  # tonnes add up
    to_date = plant.compare(row, Period.of_month(Month(1958, 2)).year_to_date())
    place = to_date.place(plant.teams[1])
    assert place is not None
    assert place.value == F("4.75")


def test_a_unit_under_repair_is_left_out_with_the_reason(plant: Plant) -> None:
    row = plant.group(left_out=(
        LeftOut(unit=plant.teams[3], first=Month(1958, 3), last=Month(1958, 4), why=Why.REPAIR, note="冲天炉大修"),
        LeftOut(unit=plant.teams[2], first=Month(1957, 1), last=Month(1957, 12), why=Why.TRIAL),
    ))
    found = plant.compare(row)
    assert [(each.key, str(each.why)) for each in found.absent] == [(plant.teams[3], "under repair: 冲天炉大修")]
    assert found.standing.average == F(13, 3)
    february = plant.compare(row, Period.of_month(Month(1958, 2)))
    assert not february.absent


def test_an_outside_figure_of_the_month_is_compared_and_one_of_another_time_is_a_mark(plant: Plant) -> None:
    other = service.enter_outside(plant.book, OutsideUnit(
        name="铸工车间", english="Foundry", plant="一机厂", plant_english="No. 1 Works",
        figures=(
            OutsideFigure(indicator=plant.scrap, period="1958.3", value="3.5", source="参观", dated=date(1958, 4, 2)),
            OutsideFigure(indicator=plant.scrap, period="1955", value="3%", source="年报"),
        ),
    ))
    row = plant.group(outside=(OutsideMember(outside=other),))
    found = plant.compare(row)
    assert found.standing.leaders == (-other,)
    assert found.standing.average == F("4.9")  # (5 + 4 + 4 + 8 + 3.5) / 5
    assert not found.marks
    assert str(found.names[-other]) == "No. 1 Works, Foundry"
    february = plant.compare(row, Period.of_month(Month(1958, 2)))
    assert february.standing.leader == 3
    assert february.standing.average == F("5.425")  # of the four teams alone
    assert list(february.marks) == [-other]
    assert str(reckoning.remark(february, -other)) == "figure of 1955; 年报"
    assert reckoning.gains(february, Reach.LEADER).physical == 100 + 60 + 60 + 168  # 2.5, 1.5, 1.5 and 4.2 % of 40 t
    early = plant.compare(row, Period.of_month(Month(1954, 2)))
    assert [str(each.why) for each in early.absent if each.key < 0] == ["no figure"]


def test_an_outside_unit_has_its_quarter_from_its_months(plant: Plant) -> None:
    lines = [OutsideFigure(indicator=plant.scrap, period=f"1958-{n:02d}", value=text) for n, text in ((1, "3"), (2, "4"), (3, "8"))]
    other = service.enter_outside(plant.book, OutsideUnit(name="一号炉", plant="一机厂", figures=tuple(lines)))
    found = plant.compare(plant.group(outside=(OutsideMember(outside=other),)), Period.parse("1958-Q1"))
    place = found.place(-other)
    assert place is not None
    assert place.value == 5
    assert not place.mark


def test_rows_of_a_comparison_in_words(plant: Plant) -> None:
    found = plant.compare(plant.group())
    listed = reckoning.rows(found)
    assert [(row.rank, row.unit, row.value, row.gap, row.percent, row.gain, row.yuan) for row in listed] == [
        (1, "Moulding team 2", "4.00", "0.00", "0.0%", "0", "0.00"),
        (1, "Moulding team 3", "4.00", "0.00", "0.0%", "0", "0.00"),
        (3, "Moulding team 1", "5.00", "+1.00", "+25.0%", "1", "300.00"),
        (4, "Moulding team 4", "8.00", "+4.00", "+100.0%", "0", "0.00"),
    ]


def test_units_of_one_name_are_told_apart(plant: Plant) -> None:
    other = roster.enter_unit(plant.book, Unit(name="二铸车间", english="Second foundry", level=Level.WORKSHOP))
    twin = roster.enter_unit(plant.book, Unit(name="造型1组", english="Moulding team 1", above=other))
    row = plant.group(members=(Member(unit=plant.teams[0]), Member(unit=twin), Member(unit=plant.teams[1])))
    names = plant.compare(row).names
    assert [str(names[key]) for key in (plant.teams[0], twin, plant.teams[1])] == [
        "Foundry, Moulding team 1", "Second foundry, Moulding team 1", "Moulding team 2",
    ]


# -- groups and outside units ---------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "change"), [
    ("name", {"name": " "}),
    ("members", {"members": (Member(unit=3), Member(unit=3))}),
    ("compared", {"compared": (Compared(indicator=1, turns=Turns.TIMES),)}),
    ("compared", {"compared": (Compared(indicator=1, volume=1, turns=Turns.TIMES),)}),
    ("compared", {"compared": (Compared(indicator=1), Compared(indicator=1))}),
    ("compared", {"compared": (Compared(indicator=1, price=Fen(5)),)}),
    ("compared", {"compared": (Compared(indicator=1, volume=2, turns=Turns.TIMES, per=Quantity(0)),)}),
    ("left_out", {"left_out": (LeftOut(unit=3, first=Month(1958, 3), last=Month(1958, 2)),)}),
    ("left_out", {"left_out": (LeftOut(unit=1, first=Month(1958, 3)),)}),
])
def test_a_group_that_cannot_be_is_refused_at_its_field(plant: Plant, field: str, change: dict[str, object]) -> None:
    with pytest.raises(KnownError) as told:
        plant.group(**change)
    assert told.value.field == field
    assert not service.groups(plant.book)


def test_many_units_are_taken_in_and_one_out(plant: Plant) -> None:
    row = plant.group(members=(Member(unit=plant.teams[0]),), left_out=(LeftOut(unit=plant.teams[0], first=Month(1958, 1)),))
    assert service.add_units(plant.book, row, AddUnits(above=plant.shop)) == 3
    with pytest.raises(KnownError):
        service.add_units(plant.book, row, AddUnits(above=plant.shop))
    service.take_out(plant.book, row, TakeOut(unit=plant.teams[0]))
    group = service.group(plant.book, row)
    assert [line.unit for line in group.members] == plant.teams[1:]
    assert group.left_out == ()
    plant.book.undo()
    assert len(service.group(plant.book, row).members) == 4
    with pytest.raises(KnownError):
        service.take_out(plant.book, row, TakeOut(unit=plant.shop))


def test_a_group_is_closed_and_its_name_is_free_again(plant: Plant) -> None:
    row = plant.group()
    with pytest.raises(KnownError):
        plant.group()
    service.close_group(plant.book, row, Closing(day=date(1958, 4, 1)))
    assert not service.groups(plant.book)
    second = plant.group()
    with pytest.raises(KnownError):
        service.open_group_again(plant.book, row)
    service.close_group(plant.book, second, Closing(day=date(1958, 4, 1)))
    service.open_group_again(plant.book, row)
    assert [each.id for each in service.groups_by(plant.book, plant.scrap)] == [row]


def test_outside_figures_are_kept_in_one_form_and_taken_in_whole_or_not_at_all(plant: Plant) -> None:
    entries = [
        OutsideEntry(unit="二高炉", plant="鞍钢", indicator=plant.scrap, period="1958年2月", value="3.1", source="报表"),
        OutsideEntry(unit="二高炉", plant="鞍钢", indicator=plant.scrap, period="1958-03", value="2.9"),
    ]
    assert service.take_in_outside(plant.book, entries) == 2
    unit = service.outside(plant.book, 1)
    assert [(line.period, line.value) for line in unit.figures] == [("1958-02", "3.10"), ("1958-03", "2.90")]
    again = [OutsideEntry(unit="二高炉", plant="鞍钢", indicator=plant.scrap, period="1958-03", value="2.8")]
    service.take_in_outside(plant.book, again)
    assert [line.value for line in service.outside(plant.book, 1).figures] == ["3.10", "2.80"]
    bad = [*again, OutsideEntry(unit="三高炉", plant="鞍钢", indicator=plant.scrap, period="1958-03", value="much")]
    with pytest.raises(KnownError):
        service.take_in_outside(plant.book, bad)
    assert plant.book.value("select count(*) from outside_units") == 1


def test_an_outside_unit_in_use_stays(plant: Plant) -> None:
    row = service.add_outside_on_the_spot(plant.book, "一机厂")
    group = plant.group(outside=(OutsideMember(outside=row),))
    with pytest.raises(KnownError):
        service.drop_outside(plant.book, row)
    service.correct_group(plant.book, changed(service.group(plant.book, group), outside=()))
    service.drop_outside(plant.book, row)
    assert plant.book.value("select count(*) from outside_units") == 0
    with pytest.raises(KnownError) as told:
        service.enter_outside(plant.book, OutsideUnit(name="甲", figures=(
            OutsideFigure(indicator=plant.scrap, period="1958-01", value="1"),
            OutsideFigure(indicator=plant.scrap, period="1958.1", value="2"),
        )))
    assert told.value.field == "figures"


# -- catch-up plans --------------------------------------------------------------------------------------


def test_a_plan_runs_until_the_figures_show_two_months_in_a_row(plant: Plant) -> None:
    book, row = plant.book, plant.plan()
    assert service.plan(book, row).number == "GX-1958-0001"
    assert service.plan(book, row).title == "Moulding team 1 catches up with Moulding team 2: Scrap rate"
    assert [str(each.what) for each in service.due(book, date(1958, 2, 15))] == [
        "Catch-up plan to be started", "Measure of a catch-up plan",
    ]
    with pytest.raises(KnownError):
        service.reach_plan(book, row, Ending(day=date(1958, 2, 28), result="x"))  # it does not run yet
    service.start_plan(book, row, Starting(started_on=date(1958, 2, 1)))
    # 6.00 in January does not count, 5.50 and 5.00 do: reached in March.
    assert reckoning.reached_in(book, service.plan(book, row)) == Month(1958, 3)
    assert reckoning.gap_now(book, service.plan(book, row)) == "-0.50"
    assert "Target reached: to be written down" in [str(each.what) for each in service.due(book, date(1958, 3, 31))]
    with pytest.raises(KnownError) as told:
        service.reach_plan(book, row, Ending(day=date(1958, 2, 28), result="赶上了"))
    assert told.value.field == "day"
    service.reach_plan(book, row, Ending(day=date(1958, 4, 2), result="赶上了"))
    plan = service.plan(book, row)
    assert (plan.state, plan.ended_on) == (PlanState.REACHED, date(1958, 4, 2))
    assert service.due(book, date(1959, 1, 1)) == []
    assert upkeep.check(book, schema.TABLES) == []


def test_a_month_without_a_figure_breaks_the_row(plant: Plant) -> None:
    plant.write(plant.scrap, plant.teams[0], 2, None)
    row = plant.plan(drawn_up_on=date(1958, 1, 1), own_value="7", target_value="6")
    service.start_plan(plant.book, row, Starting(started_on=date(1958, 1, 1)))
    with pytest.raises(KnownError, match="do not show it yet: 2 months"):
        service.reach_plan(plant.book, row, Ending(day=date(1958, 4, 1), result="x"))
    service.correct_plan(plant.book, changed(service.plan(plant.book, row), in_a_row=1))
    service.reach_plan(plant.book, row, Ending(day=date(1958, 4, 1), result="x"))


def test_a_plan_is_postponed_missed_and_withdrawn_with_the_reason(plant: Plant) -> None:
    book = plant.book
    row = plant.plan(by=date(1958, 3, 31))
    with pytest.raises(KnownError):
        service.postpone_plan(book, row, Delay(decided_on=date(1958, 3, 1), by=date(1958, 5, 31), reason="x"))  # not begun
    service.start_plan(book, row, Starting(started_on=date(1958, 2, 1)))
    with pytest.raises(KnownError) as told:
        service.miss_plan(book, row, Ending(day=date(1958, 3, 1), result="x"))
    assert told.value.field == "day"
    for delay, field in (
        (Delay(decided_on=date(1958, 3, 20), by=date(1958, 3, 31), reason="x"), "by"),
        (Delay(decided_on=date(1958, 3, 20), by=date(1958, 5, 31), reason=" "), "reason"),
        (Delay(decided_on=date(1957, 3, 20), by=date(1958, 5, 31), reason="x"), "decided_on"),
    ):
        with pytest.raises(KnownError) as told:
            service.postpone_plan(book, row, delay)
        assert told.value.field == field
    service.postpone_plan(book, row, Delay(decided_on=date(1958, 3, 20), by=date(1958, 5, 31), reason="砂处理设备没到"))
    plan = service.plan(book, row)
    assert plan.state is PlanState.POSTPONED
    assert [(line.until_then, line.by) for line in plan.postponements] == [(date(1958, 3, 31), date(1958, 5, 31))]
    with pytest.raises(KnownError) as told:
        service.correct_plan(book, changed(plan, by=date(1958, 7, 31)))
    assert told.value.field == "by"
    with pytest.raises(KnownError) as told:
        service.miss_plan(book, row, Ending(day=date(1958, 6, 1), result=""))
    assert told.value.field == "result"
    service.miss_plan(book, row, Ending(day=date(1958, 6, 1), result="设备仍未到"))
    with pytest.raises(KnownError):
        service.withdraw_plan(book, row, Ending(day=date(1958, 6, 1), result="x"))
    ended = service.plan(book, row)
    service.correct_plan(book, changed(ended, result="设备六月到", target_value="9"))
    assert (service.plan(book, row).result, service.plan(book, row).target_value) == ("设备六月到", "5.50")
    other = plant.plan()
    service.withdraw_plan(book, other, Ending(day=date(1958, 1, 20), result="两组合并"))
    assert service.plan(book, other).number == "GX-1958-0002"
    assert not service.due(book, date(1958, 12, 31))


@pytest.mark.parametrize(("field", "change"), [
    ("target_value", {"target_value": "6.2"}),
    ("target_value", {"target_value": "six"}),
    ("target_value", {"target_value": " "}),
    ("leader_value", {"leader_value": "??"}),
    ("by", {"by": date(1958, 1, 1)}),
    ("partner", {"partner": 3}),
    ("steps", {"steps": (PlanStep(text=" "),)}),
])
def test_a_plan_that_cannot_be_is_refused_at_its_field(plant: Plant, field: str, change: dict[str, object]) -> None:
    with pytest.raises(KnownError) as told:
        plant.plan(**change)
    assert told.value.field == field


def test_two_partners_are_one_too_many(plant: Plant) -> None:
    row = service.add_outside_on_the_spot(plant.book, "一机厂")
    with pytest.raises(KnownError) as told:
        plant.plan(partner_outside=row)
    assert told.value.field == "partner_outside"


def test_measures_are_promises_and_can_be_kept(plant: Plant) -> None:
    book, row = plant.book, plant.plan()
    service.start_plan(book, row, Starting(started_on=date(1958, 1, 10)))
    first, second = service.promises(book)
    assert (first.text, first.who, first.due, first.done_on) == ("跟班学习造型", "车间工会", date(1958, 2, 1), None)
    assert service.badge(book, date(1958, 2, 1)) == 0
    assert service.badge(book, date(1958, 2, 2)) == 1
    service.keep_promise(book, "catch_up_steps", first.line, date(1958, 2, 3))
    service.finish_step(book, row, StepDone(step=2, done_on=date(1958, 2, 20)))
    assert [each.done_on for each in service.promises(book)] == [date(1958, 2, 3), date(1958, 2, 20)]
    assert service.badge(book, date(1958, 2, 28)) == 0
    assert service.badge(book, date(1958, 7, 1)) == 1  # the plan's own day
    for step, day in ((3, date(1958, 2, 20)), (1, date(1957, 1, 1))):
        with pytest.raises(KnownError):
            service.finish_step(book, row, StepDone(step=step, done_on=day))
    with pytest.raises(KnownError):
        service.keep_promise(book, "waste_resolutions", second.line, date(1958, 2, 20))


def test_a_plan_is_drawn_up_from_a_comparison(plant: Plant) -> None:
    found = plant.compare(plant.group())
    values = service.for_plan(found, plant.teams[3], date(1958, 4, 1))
    assert (values["unit"], values["partner"], values["partner_outside"]) == (plant.teams[3], plant.teams[1], None)
    assert (values["own_value"], values["leader_value"], values["target_value"]) == ("8.00", "4.00", "4.33")
    row = service.enter_plan(plant.book, CatchUpPlan(**values, by=date(1958, 9, 30)))  # type: ignore[arg-type]
    assert service.plan(plant.book, row).compared_in == found.group.id
    one = service.for_plan(found, plant.teams[0], date(1958, 4, 1))
    assert one["target_value"] == "4.33"
    for key in (plant.teams[1], -1):
        with pytest.raises(KnownError):
            service.for_plan(found, key, date(1958, 4, 1))


# -- the summary ---------------------------------------------------------------------------------------------


def test_figures_of_a_period_with_what_is_behind_them(plant: Plant) -> None:
    group = plant.group()
    reached, late = plant.plan(), plant.plan(unit=plant.teams[3], by=date(1958, 3, 15))
    for row in (reached, late):
        service.start_plan(plant.book, row, Starting(started_on=date(1958, 2, 1)))
    service.reach_plan(plant.book, reached, Ending(day=date(1958, 3, 31), result="赶上了"))
    found = {each.code: each for each in service.figures(plant.book, MARCH)}
    gap = found[f"comparison.{group}.{plant.scrap}.gap"]
    assert (gap.value, gap.kind, gap.rows) == (10_000, "percent", (group,))
    assert str(gap.note) == "ahead Moulding team 2, Moulding team 3 4.00, behind Moulding team 4 8.00 %"
    gain = found[f"comparison.{group}.{plant.scrap}.gain"]
    assert (gain.value, gain.kind, str(gain.note)) == (30_000, "money", "1 t")
    assert found["comparison.running"].rows == (late,)  # the other has ended on the last day
    assert found["comparison.reached"].rows == (reached,)
    assert found["comparison.overdue"].rows == (late,)
    april = {each.code: each.value for each in service.figures(plant.book, Period.of_month(Month(1958, 4)))}
    assert april["comparison.running"] == 1
    assert f"comparison.{group}.{plant.scrap}.gap" not in april


def test_lines_can_change_places_and_be_taken_out_and_put_in_again(plant: Plant) -> None:
    row = plant.group()
    group = service.group(plant.book, row)
    first, second, *rest = group.members
    swapped = (changed(first, unit=second.unit), changed(second, unit=first.unit), *rest)
    service.correct_group(plant.book, changed(group, members=swapped))
    anew = tuple(Member(unit=line.unit) for line in swapped)
    service.correct_group(plant.book, changed(group, members=anew, compared=tuple(changed(c, id=0) for c in group.compared)))
    assert [line.unit for line in service.group(plant.book, row).members] == [plant.teams[1], plant.teams[0], *plant.teams[2:]]
    plant.book.undo()
    plant.book.undo()
    assert service.group(plant.book, row) == group
