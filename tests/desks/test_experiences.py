"""Learn from the advanced: experiences and their spread, visits, demonstrations, help, contracts; what is due and counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import office as offices
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import parse_quantity
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.experiences import rules, service
from unionoffice.desks.experiences.records import (
    BeforeAfter,
    Better,
    Choosing,
    Confirming,
    ContractConclusion,
    ContractProgress,
    ContractSigning,
    ContractState,
    Creator,
    Demonstrating,
    Demonstration,
    DemonstrationState,
    Ending,
    Experience,
    ExperienceState,
    Gap,
    Going,
    Help,
    HelpEnding,
    HelpKind,
    HelpState,
    Keeping,
    LearningContract,
    Lent,
    Material,
    OnDay,
    Outcome,
    Party,
    Point,
    Problem,
    Progress,
    Promised,
    Promoting,
    Reporting,
    Seen,
    Spread,
    TakenHome,
    Target,
    Timing,
    Visit,
    Visitor,
    VisitState,
    Watchers,
    WritingUp,
)
from unionoffice.desks.figures import records as figure_records
from unionoffice.desks.figures import service as figures
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

MARCH = Period.of_month(Month(1958, 3))
END = date(1958, 3, 31)


def day(number: int, month: int = 3) -> date:
    return date(1958, month, number)


class Plant:
    """A plant with three teams and two workers, and the ways to bring an experience to each state."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.plant = roster.enter_unit(book, Unit(name="二机厂", level=Level.PLANT))
        self.shop = roster.enter_unit(book, Unit(name="金工车间", english="Machine shop", level=Level.WORKSHOP, above=self.plant))
        self.one, self.two, self.three = (
            roster.enter_unit(book, Unit(name=name, english=english, level=Level.TEAM, above=self.shop))
            for name, english in (("一组", "Team 1"), ("二组", "Team 2"), ("三组", "Team 3"))
        )
        self.liu = roster.enter_worker(book, Worker(name="刘守德", unit=self.one, trade="车工"))
        self.wang = roster.enter_worker(book, Worker(name="王建国", unit=self.two, trade="车工"))

    def card(self, **more: object) -> Experience:
        values: dict[str, object] = {
            "name": "刘守德双刀法", "english": "Liu's two tools", "found_on": day(1), "unit": self.one, "trade": "车工",
            "creators": (Creator(worker=self.liu),), "problem": "丝杠让刀",
            "points": (Point(text="两刀对切"), Point(text="半个螺距")),
            "results": (BeforeAfter(
                what="工时", measured_in="分", before=Quantity(400000), before_on=day(1, 2), after=Quantity(180000),
                after_on=day(20, 2),
            ),),
            "measured_in": "分/根", "volume_in": "根", "effect_in": "分",
        }  # fmt: skip
        return Experience(**{**values, **more})  # type: ignore[arg-type]

    def found(self, **more: object) -> int:
        return service.enter_experience(self.book, self.card(**more))

    def confirmed(self, **more: object) -> int:
        row = self.found(**more)
        service.write_up(self.book, row, WritingUp(written_on=day(2), written_by="李文"))
        service.confirm(self.book, row, Confirming(confirmed_on=day(3), confirmed_by="技术科"))
        return row

    def spreading(self, **more: object) -> int:
        row = self.confirmed(**more)
        targets = (Target(unit=self.two, due=day(20)), Target(unit=self.three, due=day(25)), Target(outside="农具厂"))
        service.promote(self.book, row, Promoting(day=day(4), targets=targets))
        return row

    def write(self, row: int, place: int, /, on: Any = END, **cells: Any) -> None:
        line = service.experience(self.book, row).spread[place]
        service.write_spread(self.book, row, [service.Cell(line.id, name, value) for name, value in cells.items()], on)

    def visit(self, **more: object) -> int:
        values: dict[str, object] = {
            "first_on": day(3), "last_on": day(5), "host_name": "一机厂", "visiting": self.shop, "purpose": "看废品率",
            "visitors": (Visitor(worker=self.liu), Visitor(name="周技术员", trade="技术员")),
        }
        return service.enter_visit(self.book, Visit(**{**values, **more}))  # type: ignore[arg-type]

    def visited(self, *taken: TakenHome) -> int:
        row = self.visit()
        service.go(self.book, row, Going(first_on=day(3), last_on=day(5)))
        visit = service.visit(self.book, row)
        service.correct_visit(self.book, changed(visit, seen=(Seen(text="检验台在工段"),), taken=taken))
        return row


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


# -- experiences -------------------------------------------------------------------------


def test_an_experience_goes_from_the_find_to_general_use_and_keeps_its_number(plant: Plant) -> None:
    book = plant.book
    row = plant.spreading()
    plant.write(row, 0, introduced_on=day(5), demonstrated_on=day(6), first_used_on=day(7), outcome=Outcome.ADOPTED)
    plant.write(row, 1, introduced_on=day(5), reason="没有后刀架", outcome=Outcome.REFUSED, on=day(10))
    with pytest.raises(KnownError, match="still open in 农具厂"):
        service.adopt(book, row, OnDay(day=END))
    plant.write(row, 2, first_used_on=day(20), outcome=Outcome.PARTLY, outcome_on=day(25))
    with pytest.raises(KnownError, match="before 1958-03-31"):
        service.adopt(book, row, OnDay(day=day(30)))
    service.adopt(book, row, OnDay(day=END))
    found = service.experience(book, row)
    assert (found.number, found.state, found.adopted_on) == ("TG-1958-0001", ExperienceState.ADOPTED, END)
    assert [line.outcome_on for line in found.spread] == [END, day(10), day(25)]
    assert rules.count(found.spread) == rules.Count(
        targets=3, introduced=2, demonstrated=1, used=2, adopted=1, partly=1, refused=1, open=0
    )
    assert upkeep.check(book, schema.TABLES) == []


def test_a_confirmed_card_is_final_and_corrected_with_a_reason_only(plant: Plant) -> None:
    book = plant.book
    row = plant.confirmed()
    assert book.to_undo() is None  # confirmed: nothing before it can be taken back
    record = service.experience(book, row)
    with pytest.raises(KnownError, match="write why") as trouble:
        service.correct_experience(book, changed(record, conditions="要有后刀架"))
    assert trouble.value.field == "correction"
    service.correct_experience(book, changed(record, conditions="要有后刀架", correction="漏写条件"))
    assert service.experience(book, row).conditions == "要有后刀架"
    again = service.experience(book, row)
    with pytest.raises(KnownError, match="write why"):
        service.correct_experience(book, changed(again, safety="戴眼镜"))  # the old reason does not serve twice
    with pytest.raises(KnownError, match="key points"):
        service.correct_experience(book, changed(again, points=(), correction="重写"))


def test_the_spread_is_corrected_without_a_reason(plant: Plant) -> None:
    row = plant.spreading()
    record = service.experience(plant.book, row)
    first = changed(record.spread[0], introduced_on=day(6))
    service.correct_experience(plant.book, changed(record, spread=(first, *record.spread[1:])))
    assert service.experience(plant.book, row).spread[0].introduced_on == day(6)


@pytest.mark.parametrize(
    ("lacks", "words", "field"),
    [({"points": ()}, "key points", "points"), ({"problem": ""}, "problem", "problem")],
)
def test_what_a_card_lacks_before_it_is_written_up(plant: Plant, lacks: dict[str, object], words: str, field: str) -> None:
    row = plant.found(**lacks)
    with pytest.raises(KnownError, match=words) as trouble:
        service.write_up(plant.book, row, WritingUp(written_on=day(2), written_by="李文"))
    assert trouble.value.field == field


def test_what_a_card_lacks_before_it_is_confirmed(plant: Plant) -> None:
    for lacks, words in (({"creators": ()}, "whose experience"), ({"results": (), "effect": ""}, "better yet")):
        row = plant.found(**lacks)
        service.write_up(plant.book, row, WritingUp(written_on=day(2), written_by="李文"))
        with pytest.raises(KnownError, match=words):
            service.confirm(plant.book, row, Confirming(confirmed_on=day(3), confirmed_by="技术科"))
    row = plant.found()
    service.write_up(plant.book, row, WritingUp(written_on=day(2), written_by="李文"))
    with pytest.raises(KnownError, match="before 1958-03-02"):
        service.confirm(plant.book, row, Confirming(confirmed_on=day(1), confirmed_by="技术科"))


def test_bad_cards_are_refused_with_the_field_at_fault(plant: Plant) -> None:
    for wrong, field in (
        ({"name": "  "}, "name"),
        ({"points": (Point(text=" "),)}, "points"),
        ({"creators": (Creator(),)}, "creators"),
        ({"creators": (Creator(worker=plant.liu), Creator(worker=plant.liu))}, "creators"),
        ({"results": (BeforeAfter(),)}, "results"),
        ({"results": (BeforeAfter(what="a", before_on=day(9), after_on=day(8)),)}, "results"),
    ):
        with pytest.raises(KnownError) as trouble:
            plant.found(**wrong)
        assert trouble.value.field == field, wrong
    assert plant.book.value("select count(*) from experiences") == 0


@pytest.mark.parametrize("state", list(ExperienceState))
def test_only_the_steps_that_can_come_next_are_open(plant: Plant, state: ExperienceState) -> None:
    book = plant.book
    row = {
        ExperienceState.FOUND: plant.found, ExperienceState.CONFIRMED: plant.confirmed, ExperienceState.PROMOTED: plant.spreading,
    }.get(state, plant.found)()  # fmt: skip
    if state is ExperienceState.WRITTEN_UP:
        service.write_up(book, row, WritingUp(written_on=day(2), written_by="李文"))
    elif state is ExperienceState.ADOPTED:
        row = plant.confirmed()
        service.promote(book, row, Promoting(day=day(4), targets=(Target(unit=plant.two),)))
        plant.write(row, 0, first_used_on=day(5), outcome=Outcome.ADOPTED)
        service.adopt(book, row, OnDay(day=END))
    elif state is ExperienceState.NOT_SPREAD:
        row = plant.confirmed()
        service.not_to_be_spread(book, row, Ending(day=END, reason="费料"))
    elif state is ExperienceState.WITHDRAWN:
        service.withdraw(book, row, Ending(day=END, reason="重复"))
    assert service.experience(book, row).state is state
    steps: dict[ExperienceState, Callable[[], None]] = {
        ExperienceState.WRITTEN_UP: lambda: service.write_up(book, row, WritingUp(written_on=END, written_by="李文")),
        ExperienceState.CONFIRMED: lambda: service.confirm(book, row, Confirming(confirmed_on=END, confirmed_by="技术科")),
        ExperienceState.PROMOTED: lambda: service.promote(book, row, Promoting(day=END, targets=(Target(unit=plant.plant),))),
        ExperienceState.ADOPTED: lambda: service.adopt(book, row, OnDay(day=END)),
        ExperienceState.NOT_SPREAD: lambda: service.not_to_be_spread(book, row, Ending(day=END, reason="费料")),
        ExperienceState.WITHDRAWN: lambda: service.withdraw(book, row, Ending(day=END, reason="重复")),
    }
    for wanted, step in steps.items():
        if wanted not in rules.NEXT_EXPERIENCE[state]:
            with pytest.raises(KnownError, match="not open to it"):
                step()
    assert service.experience(book, row).state is state


def test_entering_and_writing_cells_can_be_undone(plant: Plant) -> None:
    row = plant.spreading()
    plant.write(row, 0, introduced_on=day(5), first_used_on=day(6))
    said = plant.book.undo()
    assert said is not None and str(said) == "Spread of TG-1958-0001: 二组"
    assert service.experience(plant.book, row).spread[0].introduced_on is None
    plant.book.redo()
    assert service.experience(plant.book, row).spread[0].first_used_on == day(6)


def test_creators_stand_in_the_roster_and_nobody_who_only_watched_or_spoke(plant: Plant) -> None:
    book = plant.book
    row = plant.found()
    plant.visited(TakenHome(text="检验台搬到工段", who="王建国"))
    assert [(hit.tbl, hit.row) for hit in book.mentioning("workers", plant.liu)] == [("experiences", row)]
    assert [hit.tbl for hit in book.mentioning("units", plant.one)] == ["experiences"]
    assert book.mentioning("workers", plant.wang) == []


def test_experiences_of_a_unit_come_with_what_stands_firmest_first(plant: Plant) -> None:
    book = plant.book
    found = plant.found(name="新发现", unit=plant.three, creators=())
    spread = plant.spreading()
    gone = plant.found(name="撤回的", unit=plant.one)
    service.withdraw(book, gone, Ending(day=END, reason="重复"))
    visiting = plant.found(name="二组的人，三组的事", unit=plant.three, creators=(Creator(worker=plant.wang),))
    assert [each.id for each in service.experiences_of_unit(book, plant.shop)] == [spread, visiting, found]
    assert [each.id for each in service.experiences_of_unit(book, plant.two)] == [visiting]
    assert len(service.experiences_of_unit(book, plant.one)[0].points) == 2  # with its lines, for the card


def test_an_experience_knows_what_it_comes_from(plant: Plant) -> None:
    visit = plant.visited(TakenHome(text="检验台搬到工段\n先搬一个"), TakenHome(text="当天换图"))
    values = service.experience_from_visit(plant.book, visit, Choosing(line=2), day(8))
    assert (values["name"], values["origin"], values["found_on"]) == ("当天换图", "一机厂", day(8))
    row = service.enter_experience(plant.book, Experience(**values), ("visits", visit))  # type: ignore[arg-type]
    (link,) = plant.book.links("experiences", row)
    assert (link.kind, link.other.tbl, link.other.row, link.outward) == (service.WRITTEN_UP, "visits", visit, False)
    proposal = service.proposal_from_visit(plant.book, visit, Choosing(line=1))
    assert (proposal["title"], proposal["method"], proposal["unit"]) == ("检验台搬到工段", "检验台搬到工段\n先搬一个", plant.shop)
    with pytest.raises(KnownError, match="no line 3"):
        service.proposal_from_visit(plant.book, visit, Choosing(line=3))


# -- the spread ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"introduced_on": day(9), "first_used_on": day(8)}, "out of order"),
        ({"outcome": Outcome.ADOPTED}, "first used"),
        ({"outcome": Outcome.PARTLY}, "first used"),
        ({"outcome": Outcome.REFUSED}, "why it was not"),
        ({"first_used_on": day(8), "outcome": Outcome.ADOPTED, "outcome_on": day(7)}, "out of order"),
        ({"first_used_on": day(8), "checked_on": day(7)}, "first use"),
        ({"outcome_on": day(7)}, "no outcome"),
    ],
)
def test_a_line_that_cannot_be_is_refused_whole(plant: Plant, cells: dict[str, object], words: str) -> None:
    row = plant.spreading()
    before = service.experience(plant.book, row)
    with pytest.raises(KnownError, match=words):
        plant.write(row, 0, **cells)
    assert service.experience(plant.book, row) == before


def test_an_outcome_without_its_day_takes_the_day_of_the_office_and_gives_it_back(plant: Plant) -> None:
    row = plant.spreading()
    plant.write(row, 0, on=day(15), first_used_on=day(20), outcome=Outcome.ADOPTED)
    assert service.experience(plant.book, row).spread[0].outcome_on == day(20)  # never before the first use
    plant.write(row, 0, outcome=None)
    line = service.experience(plant.book, row).spread[0]
    assert (line.outcome, line.outcome_on) == (None, None)


def test_targets_are_added_and_taken_out_as_long_as_nothing_happened(plant: Plant) -> None:
    book, row = plant.book, plant.spreading()
    with pytest.raises(KnownError, match="twice"):
        service.add_targets(book, row, Promoting(day=day(9), targets=(Target(unit=plant.two),)))
    service.add_targets(book, row, Promoting(day=day(9), targets=(Target(unit=plant.shop),)))
    line = service.experience(book, row).spread[3]
    assert line.targeted_on == day(9)
    service.take_target_out(book, row, line.id)
    assert len(service.experience(book, row).spread) == 3
    plant.write(row, 0, introduced_on=day(6))
    with pytest.raises(KnownError, match="happened in 二组"):
        service.take_target_out(book, row, service.experience(book, row).spread[0].id)
    record = service.experience(book, row)
    with pytest.raises(KnownError, match="happened in 二组") as trouble:
        service.correct_experience(book, changed(record, spread=record.spread[1:]))
    assert trouble.value.field == "spread"
    service.correct_experience(book, changed(record, spread=record.spread[:2]))
    assert [line.unit for line in service.experience(book, row).spread] == [plant.two, plant.three]


def test_changing_before_copying_draws_the_hint_with_its_source(plant: Plant) -> None:
    row = plant.spreading()
    plant.write(row, 0, deviations="改用一把刀")
    (warning,) = service.experience_warnings(plant.book, service.experience(plant.book, row), day(10))
    assert "二组" in warning and "Copy exactly first" in warning and "Harvard Business Review, January 2002" in warning
    plant.write(row, 0, first_used_on=day(8))
    assert service.experience_warnings(plant.book, service.experience(plant.book, row), day(10)) == []
    plant.write(row, 1, reason="王建国说费事", outcome=Outcome.REFUSED)
    (named,) = service.experience_warnings(plant.book, service.experience(plant.book, row), day(10))
    assert "王建国" in named


def test_the_effect_of_the_spread_is_reckoned_by_hand(plant: Plant) -> None:
    """Team 2: 41 to 19 minutes a piece, 120 pieces: 2,640; team 3: 43 to 30, 80 pieces: 1,040. Together 3,680; yuan as written."""
    row = plant.spreading()
    figure = {name: parse_quantity(text) for name, text in (("before", "41"), ("after", "19"), ("volume", "120"))}
    plant.write(row, 0, first_used_on=day(6), outcome=Outcome.ADOPTED, money=Fen(71_80), **figure)
    figure = {name: parse_quantity(text) for name, text in (("before", "43"), ("after", "30"), ("volume", "80"))}
    plant.write(row, 1, first_used_on=day(9), outcome=Outcome.PARTLY, **figure)
    figure = {name: parse_quantity(text) for name, text in (("before", "40"), ("after", "10"), ("volume", "999"))}
    plant.write(row, 2, reason="没有刀架", outcome=Outcome.REFUSED, money=Fen(1_00), **figure)  # not taken over: not counted
    effect = service.effect(plant.book, service.experience(plant.book, row))
    assert effect.gain is not None and Fraction(effect.gain, rules.GAIN_SCALE) == 3680
    assert (effect.money, effect.measured, effect.valued, effect.taken_over) == (Fen(71_80), 2, 1, 2)


def test_the_direction_belongs_to_the_indicator(plant: Plant) -> None:
    higher = figures.enter(
        plant.book, figure_records.Indicator(name="台时产量", measure="件", direction=figure_records.Direction.HIGHER)
    )
    row = plant.spreading(indicator=higher, better=Better.LOWER)
    plant.write(
        row, 0, first_used_on=day(6), outcome=Outcome.ADOPTED, before=Quantity(100_000), after=Quantity(125_000),
        volume=Quantity(20_000),
    )  # fmt: skip
    effect = service.effect(plant.book, service.experience(plant.book, row))
    assert effect.gain == 25_000 * 20_000  # 2.5 more, twice


days = st.dates(date(1958, 1, 1), date(1958, 12, 31))
figure = st.none() | st.integers(-(10**9), 10**9).map(Quantity)


@st.composite
def lines(draw: st.DrawFn) -> Spread:
    """The line of a target unit that the rules take."""
    stages = sorted(draw(st.lists(days, min_size=4, max_size=4)))
    has = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    outcome = draw(st.none() | st.sampled_from(Outcome))
    used = has[2] or outcome in rules.TAKEN_OVER
    return Spread(
        outside=draw(st.text(min_size=1, max_size=8).filter(str.strip)), introduced_on=stages[0] if has[0] else None,
        demonstrated_on=stages[1] if has[1] else None, first_used_on=stages[2] if used else None, outcome=outcome,
        outcome_on=stages[3] if outcome else None, reason="原因" if outcome is Outcome.REFUSED else "", before=draw(figure),
        after=draw(figure), volume=draw(st.none() | st.integers(0, 10**9).map(Quantity)),
        money=draw(st.none() | st.integers(-(10**9), 10**9).map(Fen)),
    )  # fmt: skip


def gain_by_fractions(found: Sequence[Spread], better: Better) -> Fraction | None:
    """The gain reckoned another way: with fractions of the units themselves, unit by unit."""
    total: Fraction | None = None
    for line in found:
        if line.outcome in (Outcome.ADOPTED, Outcome.PARTLY) and None not in (line.before, line.after, line.volume):
            before, after, volume = (Fraction(value or 0, 10_000) for value in (line.before, line.after, line.volume))
            step = before - after if better is Better.LOWER else after - before
            total = (total or Fraction(0)) + step * volume
    return total


@given(found=st.lists(lines(), max_size=8), better=st.sampled_from(Better))
def test_the_effect_is_exact_additive_and_turns_with_the_direction(found: list[Spread], better: Better) -> None:
    effect = rules.effect(found, better)
    wanted = gain_by_fractions(found, better)
    assert (None if effect.gain is None else Fraction(effect.gain, rules.GAIN_SCALE)) == wanted
    other = rules.effect(found, Better.HIGHER if better is Better.LOWER else Better.LOWER)
    assert other.gain == (None if effect.gain is None else -effect.gain)
    assert rules.effect(list(reversed(found)), better) == effect
    parts = [rules.effect([line], better) for line in found]
    assert (effect.gain or 0) == sum(part.gain or 0 for part in parts)
    assert (effect.money or 0) == sum(part.money or 0 for part in parts)
    assert effect.measured <= effect.taken_over and effect.valued <= effect.taken_over


@given(found=st.lists(lines(), max_size=8))
def test_every_target_stands_in_one_outcome_and_the_picture_ends_at_the_counts(found: list[Spread]) -> None:
    assert all(rules.spread_problem(line) == "" for line in found)
    count = rules.count(found)
    assert count.adopted + count.partly + count.refused + count.open == count.targets == len(found)
    months = {day: Month(day.year, day.month) for day in rules.days_in(found)}
    over = rules.over_time(found, months)
    if over is None:
        assert not rules.days_in(line for line in found if line.outcome is not Outcome.REFUSED or line.introduced_on)
        return
    assert (over.introduced[-1], over.used[-1], over.adopted[-1]) == (count.introduced, count.used, count.adopted + count.partly)
    for series in (over.introduced, over.used, over.adopted):
        assert series[0] == 0 and list(series) == sorted(series)
    assert [each.next() for each in over.months[:-1]] == list(over.months[1:])
    later = rules.over_time(found, months, over.months[-1].plus(3))
    assert later is not None and later.months[:-3] == over.months and later.adopted[-1] == over.adopted[-1]


def test_the_picture_counts_by_the_months_as_the_office_closes_them(plant: Plant) -> None:
    offices.set_office(plant.book, offices.Office(union="二机厂工会", closing_day=25))
    row = plant.spreading()
    plant.write(row, 0, introduced_on=day(25))
    plant.write(row, 1, introduced_on=day(26))  # the 26th counts to April
    over = service.over_time(plant.book, service.experience(plant.book, row))
    assert over is not None
    assert (over.months, over.introduced) == ((Month(1958, 2), Month(1958, 3), Month(1958, 4)), (0, 1, 2))


# -- visits ------------------------------------------------------------------------------------------


def test_a_visit_goes_from_plan_to_the_last_thing_done(plant: Plant) -> None:
    book = plant.book
    row = plant.visited(TakenHome(text="检验台搬到工段", due=day(20)), TakenHome(text="换图", due=day(25)))
    assert service.visit(book, row).number == "CG-1958-0001"
    service.report(book, row, Reporting(reported_on=day(8), reported_to="一组班后会"))
    with pytest.raises(KnownError, match="line 1, 2"):
        service.close(book, row, OnDay(day=END))
    service.keep_taken(book, row, Keeping(line=1, done_on=day(18)))
    service.keep_taken(book, row, Keeping(line=2, dropped="原有办法够用"))
    service.close(book, row, OnDay(day=END))
    visit = service.visit(book, row)
    assert (visit.state, visit.ended_on) == (VisitState.CLOSED, END)
    with pytest.raises(KnownError, match="no longer changed"):
        service.correct_visit(book, visit)


def test_what_a_visit_needs_before_its_steps(plant: Plant) -> None:
    book = plant.book
    nobody = plant.visit(visitors=())
    with pytest.raises(KnownError, match="who went"):
        service.go(book, nobody, Going(first_on=day(3), last_on=day(3)))
    row = plant.visit()
    with pytest.raises(KnownError, match="not made yet"):
        service.keep_taken(book, row, Keeping(line=1, done_on=day(9)))
    service.go(book, row, Going(first_on=day(3), last_on=day(4)))
    with pytest.raises(KnownError, match="what was seen"):
        service.report(book, row, Reporting(reported_on=day(8), reported_to="一组"))
    row = plant.visited(TakenHome(text="换图"))
    for asked in (Keeping(line=1), Keeping(line=1, done_on=day(9), dropped="不做")):
        with pytest.raises(KnownError, match="either"):
            service.keep_taken(book, row, asked)
    with pytest.raises(KnownError, match="before 1958-03-05"):
        service.report(book, row, Reporting(reported_on=day(4), reported_to="一组"))


def test_bad_visits_are_refused_with_the_field_at_fault(plant: Plant) -> None:
    for wrong, field in (
        ({"host_name": ""}, "host"), ({"purpose": " "}, "purpose"), ({"last_on": day(1)}, "last_on"),
        ({"visitors": (Visitor(),)}, "visitors"), ({"gaps": (Gap(),)}, "gaps"), ({"seen": (Seen(text=""),)}, "seen"),
        ({"taken": (TakenHome(text=""),)}, "taken"), ({"taken": (TakenHome(text="a", done_on=day(9), dropped="b"),)}, "taken"),
    ):  # fmt: skip
        with pytest.raises(KnownError) as trouble:
            plant.visit(**wrong)
        assert trouble.value.field == field, wrong


def test_a_visit_inside_the_plant_is_called_by_its_host(plant: Plant) -> None:
    row = plant.visit(host=plant.three, host_name="", purpose="看摆料\n和工具柜")
    assert plant.book.title("visits", row) == "三组 · 看摆料"
    assert [hit.row for hit in plant.book.search("工具柜", tbl="visits")] == [row]


# -- demonstrations and help ---------------------------------------------------------------------------


def test_a_demonstration_marks_the_targets_that_watched(plant: Plant) -> None:
    book, row = plant.book, plant.spreading()
    plant.write(row, 1, first_used_on=day(4))  # it was used there before: the day of the demonstration would be out of order
    show = service.enter_demonstration(
        book, Demonstration(method="双刀", held_on=day(6), demonstrator=plant.liu), ("experiences", row)
    )
    assert service.demonstration(book, show).experience == row
    asked = Demonstrating(
        held_on=day(6), tried=3, watchers=(Watchers(unit=plant.two, people=9), Watchers(unit=plant.three, people=4)),
        times=(Timing(what="一根", before="40:10", after="0:18:05"),), conclusion="都做成了",
    )  # fmt: skip
    service.demonstrate(book, show, asked)
    found = service.demonstration(book, show)
    assert (found.state, rules.watched(found), found.times[0].before) == (DemonstrationState.HELD, 13, "0:40:10")
    assert rules.shorter_by("0:40:10", "0:18:05") == Fraction(2410 - 1085, 2410)
    assert rules.shorter_by("", "0:18:05") is None and rules.shorter_by("0:10:00", "0:15:00") == Fraction(-1, 2)
    assert [line.demonstrated_on for line in service.experience(book, row).spread] == [day(6), None, None]
    assert [link.kind for link in book.links("demonstrations", show)] == [service.SHOWN]
    book.undo()  # the demonstration and the marks in the spread are one step
    assert service.experience(book, row).spread[0].demonstrated_on is None


def test_bad_demonstrations_are_refused(plant: Plant) -> None:
    book = plant.book
    show = service.enter_demonstration(book, Demonstration(method="双刀", held_on=day(6)))
    for asked, field in (
        (Demonstrating(held_on=day(6)), "watchers"),
        (Demonstrating(held_on=day(6), watchers=(Watchers(),)), "watchers"),
        (Demonstrating(held_on=day(6), watchers=(Watchers(unit=plant.two, people=2),), tried=3), "tried"),
        (Demonstrating(held_on=day(6), watchers=(Watchers(unit=plant.two),), times=(Timing(what="一根", before="五分"),)), "times"),
    ):
        with pytest.raises(KnownError) as trouble:
            service.demonstrate(book, show, asked)
        assert trouble.value.field == field
    service.cancel_demonstration(book, show, Ending(day=day(6), reason="停电"))
    with pytest.raises(KnownError, match="not open"):
        service.demonstrate(book, show, Demonstrating(held_on=day(6), watchers=(Watchers(unit=plant.two),)))


def test_help_is_lent_and_comes_back(plant: Plant) -> None:
    book = plant.book
    given_to = Help(
        purpose="教双刀", from_unit=plant.one, to_unit=plant.two, first_on=day(10), last_on=day(12),
        people=(Lent(worker=plant.liu), Lent(name="青年组", people=3)),
    )  # fmt: skip
    row = service.enter_help(book, given_to)
    service.begin_help(book, row, OnDay(day=day(11)))
    service.end_help(book, row, HelpEnding(last_on=day(14), result="学会了"))
    found = service.help_of(book, row)
    assert (found.number, found.state, found.people[0].trade) == ("BZ-1958-0001", HelpState.ENDED, "车工")
    assert (rules.people_lent(found), rules.person_days(found)) == (4, 16)  # the 11th to the 14th, four people
    assert rules.person_days(changed(found, days=3)) == 12
    materials = changed(given_to, kind=HelpKind.MATERIALS, people=(), materials=(Material(name="刀架"),))
    assert rules.people_lent(service.help_of(book, service.enter_help(book, materials))) == 0
    for wrong, field in (
        (changed(given_to, to_unit=plant.one), "to_unit"), (changed(given_to, people=()), "people"),
        (changed(given_to, from_unit=None), "from_unit"), (changed(given_to, last_on=day(9)), "last_on"),
        (changed(given_to, kind=HelpKind.MATERIALS, materials=()), "materials"),
        (changed(given_to, people=(Lent(worker=plant.liu, people=2),)), "people"),
    ):  # fmt: skip
        with pytest.raises(KnownError) as trouble:
            service.enter_help(book, wrong)
        assert trouble.value.field == field


# -- contracts --------------------------------------------------------------------------------------------


def luda() -> LearningContract:
    """The contract of 1956 as domain.md tells it [S:19]: eight plants, 22 problems, 29 experiences."""
    return LearningContract(
        title="旅大市八厂互助互学合同", drawn_up_on=date(1956, 1, 1), parties=(Party(name="旅大市八个工厂", plants=8),),
        problems=(
            Problem(text="缸套废品率", measured_in="%", before=Quantity(600_000)), Problem(text="其余", problems=21),
        ),
        experiences=(Promised(text="先进经验", experiences=29),),
    )  # fmt: skip


def test_the_contract_of_1956_runs_from_draft_to_results(plant: Plant) -> None:
    book = plant.book
    row = service.enter_contract(book, luda())
    service.sign(book, row, ContractSigning(signed_on=date(1956, 1, 1), starts_on=date(1956, 1, 1), ends_on=date(1956, 12, 31)))
    assert book.to_undo() is None
    service.start_contract(book, row)
    contract = service.contract(book, row)
    solved = changed(contract.problems[0], state=Progress.DONE, after=Quantity(20_000))
    service.write_progress(
        book, row, ContractProgress(problems=(solved, contract.problems[1]), experiences=contract.experiences)
    )
    service.conclude(book, row, ContractConclusion(concluded_on=date(1956, 8, 24), results="缸套废品率60%降到约2%"))
    found = service.contract(book, row)
    assert (found.number, found.state) == ("HX-1956-0001", ContractState.CONCLUDED)
    assert (rules.plants(found), rules.problems(found), rules.experiences(found)) == (8, 22, 29)
    assert rules.problems(found, Progress.DONE) == 1
    with pytest.raises(KnownError, match="why it is corrected"):
        service.correct_contract(book, changed(found, duties="互派人员"))


def test_what_a_contract_needs_before_it_is_signed(plant: Plant) -> None:
    book = plant.book
    asked = ContractSigning(signed_on=day(1), starts_on=day(2), ends_on=day(30))
    one = LearningContract(title="互学", drawn_up_on=day(1), parties=(Party(name="一机厂"),), problems=(Problem(text="砂眼"),))
    with pytest.raises(KnownError, match="two parties"):
        service.sign(book, service.enter_contract(book, one), asked)
    empty = changed(one, parties=(Party(name="一机厂"), Party(name="二机厂")), problems=())
    with pytest.raises(KnownError, match="problems"):
        service.sign(book, service.enter_contract(book, empty), asked)
    whole = service.enter_contract(book, changed(empty, problems=one.problems))
    with pytest.raises(KnownError, match="before 1958-03-02"):
        service.sign(book, whole, ContractSigning(signed_on=day(1), starts_on=day(2), ends_on=day(1)))
    service.terminate(book, whole, Ending(day=day(5), reason="对方搬迁"))
    with pytest.raises(KnownError, match="no longer changed"):
        service.correct_contract(book, service.contract(book, whole))
    with pytest.raises(KnownError, match="twice"):
        service.enter_contract(book, changed(one, parties=(Party(name="一机厂"), Party(name="一机厂"))))


def test_a_contract_is_tied_to_the_cards_it_names(plant: Plant) -> None:
    book, card = plant.book, plant.found()
    named = LearningContract(
        title="互学", drawn_up_on=day(1), parties=(Party(unit=plant.plant, name=""), Party(name="一机厂")),
        experiences=(Promised(text="双刀", experience=card),),
    )  # fmt: skip
    row = service.enter_contract(book, named)
    assert [link.kind for link in book.links("experiences", card)] == [service.UNDER_CONTRACT]
    assert service.contract(book, row).parties[0].name == "二机厂"
    contract = service.contract(book, row)
    service.correct_contract(book, changed(contract, experiences=(changed(contract.experiences[0], experience=None),)))
    assert book.links("experiences", card) == []


# -- due, promised, counted -----------------------------------------------------------------------------------


def everything_late(plant: Plant) -> None:
    """One of each that can be overdue at the end of March, and one of each that is not."""
    book = plant.book
    row = plant.spreading()  # two targets due on the 20th and the 25th, one without a day
    plant.write(row, 1, reason="没有刀架", outcome=Outcome.REFUSED)
    plant.visited(TakenHome(text="检验台", who="李文", unit=plant.two, due=day(10)), TakenHome(text="换图", due=day(5, 4)))
    plant.visit(first_on=day(20), last_on=day(21))
    plant.visit(first_on=day(20, 4), last_on=day(21, 4))
    service.enter_demonstration(book, Demonstration(method="双刀", held_on=day(6), demonstrator=plant.liu))
    service.enter_help(
        book, Help(purpose="教双刀", from_unit=plant.one, to_unit=plant.two, first_on=day(10), last_on=day(12),
                   people=(Lent(worker=plant.liu),)),
    )  # fmt: skip
    contract = LearningContract(
        title="互学", drawn_up_on=day(1), parties=(Party(name="一机厂"), Party(name="二机厂")),
        problems=(Problem(text="砂眼", due=day(20), whose="二机厂"), Problem(text="炉衬", due=day(20), state=Progress.DONE)),
    )  # fmt: skip
    for ends, start in ((day(30), True), (day(30, 4), False)):
        each = service.enter_contract(book, contract)
        service.sign(book, each, ContractSigning(signed_on=day(1), starts_on=day(1), ends_on=ends))
        if start:
            service.start_contract(book, each)


def test_the_badge_counts_what_the_list_says_is_overdue(plant: Plant) -> None:
    everything_late(plant)
    for today in (day(1), day(11), day(21), END, day(30, 4)):
        listed = service.due(plant.book, today)
        assert service.badge(plant.book, today) == sum(each.day is not None and each.day < today for each in listed), today
    due = service.due(plant.book, END)
    owed = [(str(each.what), each.day, each.who, each.unit) for each in due if each.kind == "due"]
    assert owed == [
        ("Demonstration to be held", day(6), "刘守德", plant.one),
        ("Taken home from a visit: 检验台", day(10), "李文", plant.two),
        ("Help comes to its end", day(12), "", plant.two),
        ("Problem under a contract: 砂眼", day(20), "二机厂", None),
        ("Write down how the unit took it over", day(20), "", plant.two),
        ("Visit to be made", day(21), "", plant.shop),
        ("Contract to be concluded", day(30), "", None),
    ]
    waits = [str(each.what) for each in due if each.kind == "waits"]
    assert waits == ["Report on the visit is owed to the team", "Contract to take effect"]
    assert all(plant.book.hit(each.tbl, each.row) for each in due)


def test_what_is_overdue_stands_behind_the_red_filters(plant: Plant) -> None:
    everything_late(plant)
    found = {}
    for query in (service.EXPERIENCES, service.VISITS, service.DEMONSTRATIONS, service.HELP, service.CONTRACTS):
        (alert,) = [each for each in query.filters if each.alert]
        found[query.table.name] = query.count(plant.book, alert.where, today=END.isoformat())
    assert found == {"experiences": 1, "visits": 1, "demonstrations": 1, "help_given": 1, "learning_contracts": 1}


def test_promises_come_from_visits_and_are_kept_from_elsewhere(plant: Plant) -> None:
    book = plant.book
    row = plant.visited(TakenHome(text="检验台", who="李文", due=day(10)), TakenHome(text="不做了", dropped="够用"))
    (promise,) = service.promises(book)
    assert (promise.tbl, promise.row, promise.text, promise.who, promise.made_on) == ("visits", row, "检验台", "李文", day(5))
    assert (str(promise.source), promise.due, promise.done_on) == ("Visit to 一机厂", day(10), None)
    service.keep_promise(book, promise.tbl, promise.line, day(9))
    (kept,) = service.promises(book)
    assert kept.done_on == day(9)
    book.undo()
    service.keep_promise(book, "visit_taken", promise.line, day(8))
    assert service.promises(book)[0].done_on == day(8)
    with pytest.raises(KnownError, match="no longer in the book"):
        service.keep_promise(book, "visit_taken", 999, day(8))
    with pytest.raises(BugError):
        service.keep_promise(book, "waste_resolutions", 1, day(8))


def test_the_figures_of_the_month_and_the_records_behind_them(plant: Plant) -> None:
    book, row = plant.book, plant.spreading()
    plant.write(row, 0, first_used_on=day(6), outcome=Outcome.ADOPTED, outcome_on=day(20))
    plant.write(row, 2, first_used_on=day(6), outcome=Outcome.ADOPTED, outcome_on=day(2, 4))  # April
    visit = plant.visited()
    plant.visit()  # only planned
    show = service.enter_demonstration(book, Demonstration(method="双刀", held_on=day(6)))
    service.demonstrate(book, show, Demonstrating(held_on=day(7), watchers=(Watchers(unit=plant.two, people=9),)))
    lent = service.enter_help(
        book, Help(purpose="教", from_unit=plant.one, to_unit=plant.two, first_on=day(10), people=(Lent(name="青年组", people=3),))
    )
    service.begin_help(book, lent, OnDay(day=day(10)))
    found = {each.code: (each.value, each.rows) for each in service.figures(book, MARCH)}
    assert found == {
        "experiences.visits": (1, (visit,)), "experiences.visitors": (2, (visit,)),
        "experiences.demonstrations": (1, (show,)), "experiences.watchers": (9, (show,)),
        "experiences.written_up": (1, (row,)), "experiences.confirmed": (1, (row,)),
        "experiences.targeted": (3, (row,)), "experiences.adopted": (1, (row,)), "experiences.contracts": (0, ()),
        "experiences.lent": (3, (lent,)),
    }  # fmt: skip
    april = {each.code: each.value for each in service.figures(book, MARCH.following())}
    assert april["experiences.adopted"] == 1 and sum(value or 0 for value in april.values()) == 1
    service.not_to_be_spread(book, row, Ending(day=END, reason="费料"))
    assert {each.code: each.value for each in service.figures(book, MARCH)}["experiences.adopted"] == 1  # what happened, happened


def test_badge_and_due_are_quick_in_a_large_book(plant: Plant) -> None:
    """Ten thousand things taken home, a hundred of them late: counted by index, not row by row."""
    book = plant.book
    done = tuple(TakenHome(text=f"第{n}件", due=day(10), done_on=day(9)) for n in range(9_900))
    late = tuple(TakenHome(text=f"晚{n}", due=day(10)) for n in range(100))
    plant.visited(*done, *late)
    start = time.perf_counter()
    assert service.badge(book, END) == 100
    assert len([each for each in service.due(book, END) if each.kind == "due"]) == 100
    assert time.perf_counter() - start < 0.5
