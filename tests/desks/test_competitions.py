"""Competitions: the scheme, exact scores, ties, vetoes, missing data, publication and correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.competitions import rules, service
from unionoffice.desks.competitions import sheets as papers
from unionoffice.desks.competitions.records import (
    Award,
    CellFigures,
    Competition,
    CompetitionLevel,
    Entry,
    Participant,
    SchemeIndicator,
    Scored,
    ScoreSheet,
    Scoring,
    Side,
    Standing,
    State,
    TieRule,
    Veto,
    VetoMark,
)
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Direction, Indicator, OverMonths
from unionoffice.desks.figures.records import Entry as MonthEntry
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

NAMES = ("铸工车间", "锻工车间", "机工车间", "装配车间")


SIDES: tuple[Side, Side] = ("plan", "actual")


def weight(points: int) -> Quantity:
    return Quantity(points * 10_000)


OUTPUT = SchemeIndicator(name="产量", english="Output", measure="吨", weight=weight(40), decimals=1)
SCRAP = SchemeIndicator(name="废品率", english="Scrap rate", measure="%", weight=weight(30), decimals=2, scoring=Scoring.MIRROR)
COST = SchemeIndicator(name="成本", english="Cost", measure="元/吨", weight=weight(30), scoring=Scoring.RATIO)


def scheme(book: Book, **other: object) -> Competition:
    """Four workshops, three indicators, the first quarter of 1958."""
    shops = [unit.id for unit in roster.units(book)] or [
        roster.enter_unit(book, Unit(name=name, english=f"Shop {place}", level=Level.WORKSHOP)) for place, name in enumerate(NAMES)
    ]
    given = {
        "name": "车间劳动竞赛", "english": "Workshop competition", "written_on": date(1957, 12, 28),
        "first": date(1958, 1, 1), "last": date(1958, 3, 31), "participants": tuple(Participant(unit=shop) for shop in shops),
        "indicators": (OUTPUT, SCRAP, COST), "vetoes": (Veto(what="重伤事故"), Veto(what="质量事故")),
        "awards": (Award(title="优胜车间", english="Winning workshop"), Award(title="表扬", from_rank=2, to_rank=3)),
        **other,
    }
    return Competition(**given)  # type: ignore[arg-type]


def entered(book: Book, **other: object) -> Competition:
    return service.competition(book, service.enter(book, scheme(book, **other)))


def running(book: Book, **other: object) -> Competition:
    found = entered(book, **other)
    service.close_entries(book, found.id)
    service.start(book, found.id)
    return service.competition(book, found.id)


FIGURES = (  # plan and actual by indicator, for each workshop
    ((1000, 1050), (300, 270), (200, 190)),
    ((1000, 1000), (300, 300), (200, 200)),
    ((2000, 1900), (300, 450), (200, 220)),
    ((1000, 1000), (300, 300), (200, 200)),
)


def fill(book: Book, found: Competition, figures: Sequence[Sequence[tuple[int | None, int | None]]] = FIGURES) -> None:
    entries = [
        Entry(who.id, line.id, side, value)
        for who, row in zip(found.participants, figures, strict=False)
        for line, (plan, actual) in zip(found.indicators, row, strict=True)
        for side, value in zip(SIDES, (plan, actual), strict=True)
    ]
    service.write(book, found.id, entries)


def evaluated(book: Book, **other: object) -> Competition:
    found = running(book, **other)
    fill(book, found)
    service.complete(book, found.id)
    service.score(book, found.id)
    service.review(book, found.id, date(1958, 4, 10))
    return service.competition(book, found.id)


def ranks(sheet: ScoreSheet) -> list[tuple[str, int | None, int | None]]:
    return [(row.name, row.scored.rank, row.scored.total) for row in sheet.rows]


# -- one cell ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scoring", "plan", "actual", "share"),
    [
        (Scoring.COMPLETION, 1000, 1050, Fraction(105, 100)),
        (Scoring.COMPLETION, 3, 1, Fraction(1, 3)),
        (Scoring.MIRROR, 300, 270, Fraction(11, 10)),
        (Scoring.MIRROR, 300, 0, Fraction(2)),
        (Scoring.MIRROR, 100, 250, Fraction(-1, 2)),
        (Scoring.RATIO, 200, 160, Fraction(5, 4)),
    ],
)
def test_completion_in_each_way(scoring: Scoring, plan: int, actual: int, share: Fraction) -> None:
    assert rules.completion(plan, actual, scoring) == share


def test_a_cell_is_rounded_once_from_the_exact_ratio() -> None:
    # 1/3 of 10 points: 3.33; from the shown 33.33 % it would be 3.333. 40 points at 100.0125 % are 40.005 -> 40.01, half up.
    assert rules.cell(3, 1, changed(OUTPUT, weight=weight(10))).points == 333
    assert rules.cell(80000, 80010, OUTPUT).points == 4001
    assert rules.cell(80000, 80010, OUTPUT).completion == 10001
    assert rules.cell(100, 250, SCRAP).points == -1500
    assert rules.points(125_000, Fraction(1)) == 1250  # a weight of 12.5


def test_what_cannot_be_divided_has_no_points() -> None:
    assert rules.cell(0, 10, OUTPUT).trouble == "plan"
    assert rules.cell(-5, None, OUTPUT).trouble == "plan"
    assert rules.cell(10, 0, COST).trouble == "actual"
    assert rules.cell(None, 10, OUTPUT).points is None
    zero = rules.cell(10, 0, OUTPUT)
    assert (zero.points, zero.trouble) == (0, "")


# -- laws -------------------------------------------------------------------------------------------

small = st.integers(90, 110)
sheets = st.lists(st.tuples(small, small, small), min_size=2, max_size=7)


def scored(
    rows: Sequence[Sequence[int | None]], *, vetoed: frozenset[int] = frozenset(), rule: TieRule = TieRule.LISTED
) -> dict[int, Scored]:
    """Scores of participants 1, 2, ... with plans of 100, by participant."""
    lines = tuple(changed(line, id=place + 1) for place, line in enumerate((OUTPUT, SCRAP, COST)))
    people = tuple(Participant(id=number, outside=str(number)) for number in range(1, len(rows) + 1))
    found = Competition(
        name="x", written_on=date(1958, 1, 1), first=date(1958, 1, 1), last=date(1958, 1, 31),
        participants=people, indicators=lines, tie_rule=rule,
    )
    figures = {
        (who.id, line.id): CellFigures(competition=0, participant=who.id, indicator=line.id, plan=100, actual=value)
        for who, row in zip(people, rows, strict=True)
        for line, value in zip(lines, row, strict=True)
    }
    return {each.participant: each for each in rules.score(found, figures, vetoed, ())}


@given(sheets, st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_the_order_of_entry(rows: list[tuple[int, int, int]], chance: object) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    before, after = scored(rows), scored([rows[place] for place in order])
    for new, old in enumerate(order, start=1):
        assert after[new].rank == before[old + 1].rank
        assert after[new].tie_breaks == before[old + 1].tie_breaks


@given(sheets, st.data())
def test_a_better_figure_never_lowers_a_rank(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    who, what = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    better = [list(row) for row in rows]
    better[who][what] += 1 if what == 0 else -1
    before, after = scored(rows)[who + 1], scored(better)[who + 1]
    assert (after.total or 0) >= (before.total or 0)
    assert (after.rank or 0) <= (before.rank or 0)


@given(sheets, st.data())
def test_a_veto_changes_nobodys_points(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    out = frozenset({data.draw(st.integers(1, len(rows)))})
    before, after = scored(rows), scored(rows, vetoed=out)
    for who in before:
        assert (after[who].total, after[who].cells) == (before[who].total, before[who].cells)
        assert (after[who].rank is None) == (who in out)
        assert after[who].rank is None or after[who].rank <= before[who].rank  # type: ignore[operator]


@given(sheets, st.sampled_from(TieRule))
def test_equals_share_the_place_and_the_next_is_skipped(rows: list[tuple[int, int, int]], rule: TieRule) -> None:
    found = scored(rows, rule=rule)
    for each in found.values():
        better = [o for o in found.values() if (o.total or 0, o.tie_key) > (each.total or 0, each.tie_key)]
        assert each.rank == 1 + len(better)
        same_total = [o for o in found.values() if o.total == each.total and o.tie_key != each.tie_key]
        assert bool(each.tie_breaks) == bool(same_total)
        if rule is TieRule.SHARED:
            assert not each.tie_breaks


@given(sheets, st.sampled_from(TieRule), st.data())
def test_what_is_frozen_thaws_as_it_was(rows: list[tuple[int, int, int]], rule: TieRule, data: st.DataObject) -> None:
    out = frozenset(data.draw(st.sets(st.integers(1, len(rows)), max_size=2)))
    before = tuple(scored(rows, vetoed=out, rule=rule).values())
    assert msgspec.json.decode(msgspec.json.encode(before), type=tuple[Scored, ...]) == before


@given(st.lists(st.tuples(small, small, st.one_of(st.none(), small)), min_size=1, max_size=5))
def test_missing_is_incomplete_and_never_zero(rows: list[tuple[int, int, int | None]]) -> None:
    for who, each in scored(rows).items():
        missing = rows[who - 1][2] is None
        assert (each.standing is Standing.INCOMPLETE) == missing == (each.total is None) == (each.rank is None)


def test_one_two_two_four_and_the_tie_break_that_decided() -> None:
    same = (100, 100, 100)
    found = scored([(110, 100, 100), same, same, (90, 100, 100)])
    assert [found[who].rank for who in (1, 2, 3, 4)] == [1, 2, 2, 4]
    assert all(each.tie_breaks == () for each in found.values())
    one, other = (105, 105, 100), (100, 95, 103)
    decided = scored([one, other])
    totals = [decided[1].total, decided[2].total]
    assert totals == [4200 + 2850 + 3000, 4000 + 3150 + 2913]
    assert [decided[1].rank, decided[2].rank] == [2, 1]
    tie = scored([(103, 104, 100), (100, 100, 100)])
    assert (tie[1].total, tie[2].total) == (4120 + 2880 + 3000, 10000)
    assert (tie[1].rank, tie[2].rank, tie[1].tie_breaks, tie[2].tie_breaks) == (1, 2, (0,), (0,))
    shared = scored([(103, 104, 100), (100, 100, 100)], rule=TieRule.SHARED)
    assert (shared[1].rank, shared[2].rank, shared[1].tie_breaks) == (1, 1, ())


# -- the scheme -------------------------------------------------------------------------------------


def test_a_scheme_gets_its_number_is_found_and_taken_back(book: Book) -> None:
    found = entered(book)
    assert found.number == "JS-1957-0001"
    assert [hit.row for hit in book.search("劳动竞赛")] == [found.id]
    assert [c.id for c in service.competitions_of_unit(book, found.participants[0].unit or 0)] == [found.id]
    book.undo()
    assert book.search("劳动竞赛") == []
    assert book.value("select count(*) from competition_participants") == 0
    book.redo()
    assert service.competition(book, found.id) == found


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"last": date(1957, 12, 31)}, "last"),
        ({"data_due_on": date(1957, 1, 1)}, "data_due_on"),
        ({"evaluate_by": date(1958, 3, 30)}, "evaluate_by"),
        ({"full_marks": Quantity(0)}, "full_marks"),
        ({"participants": (Participant(outside="甲"), Participant(outside="甲"))}, "participants"),
        ({"participants": (Participant(outside="甲", unit=1),)}, "participants"),
        ({"indicators": (changed(OUTPUT, weight=weight(0)),)}, "indicators"),
        ({"indicators": (changed(OUTPUT, decimals=7),)}, "indicators"),
        ({"indicators": (changed(OUTPUT, name=""),)}, "indicators"),
        ({"indicators": (changed(OUTPUT, tie_order=1), changed(SCRAP, tie_order=1))}, "indicators"),
        ({"tie_rule": TieRule.NUMBERED}, "tie_rule"),
        ({"awards": (Award(title="红旗", from_rank=3, to_rank=2),)}, "awards"),
        ({"awards": (Award(from_rank=1, to_rank=2),)}, "awards"),
    ],
)
def test_a_faulty_scheme_is_told_beside_the_field(book: Book, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as told:
        service.enter(book, scheme(book, **wrong))
    assert told.value.field == field
    assert book.value("select count(*) from competitions") == 0


def test_entries_close_only_on_a_whole_scheme(book: Book) -> None:
    found = entered(book, indicators=(OUTPUT, SCRAP))
    with pytest.raises(KnownError, match="add up to 70; they must add up to 100"):
        service.close_entries(book, found.id)
    service.correct(book, changed(found, full_marks=weight(70)))
    service.close_entries(book, found.id)
    alone = service.enter(book, changed(found, id=0, name="独", participants=(Participant(outside="甲"),), indicators=(OUTPUT,)))
    with pytest.raises(KnownError, match="at least two participants"):
        service.close_entries(book, alone)
    two = (Participant(outside="甲"), Participant(outside="乙"))
    empty = service.enter(book, changed(found, id=0, name="空", participants=two, indicators=()))
    with pytest.raises(KnownError, match="at least one indicator"):
        service.close_entries(book, empty)


def test_each_step_comes_only_after_the_one_before(book: Book) -> None:
    day = date(1958, 4, 10)
    steps: dict[State, Callable[[int], object]] = {
        State.SCHEME: lambda row: service.close_entries(book, row),
        State.ENTERED: lambda row: service.start(book, row),
        State.RUNNING: lambda row: service.complete(book, row),
        State.COMPLETE: lambda row: service.score(book, row),
        State.SCORED: lambda row: service.review(book, row, day),
        State.REVIEWED: lambda row: service.publish(book, row, day),
        State.PUBLISHED: lambda row: service.give_awards(book, row, day),
        State.AWARDED: lambda row: service.file(book, row, day),
    }
    found = entered(book)
    fill(book, found)
    for state, step in steps.items():
        assert service.competition(book, found.id).state is state
        for other, early in steps.items():
            if other is not state and not (state is State.PUBLISHED and other is State.AWARDED):
                with pytest.raises(KnownError, match="does not come next"):
                    early(found.id)
        step(found.id)
    assert service.competition(book, found.id).state is State.FILED
    with pytest.raises(KnownError, match="does not come next"):
        service.cancel(book, found.id, "x")


def test_days_stand_in_their_order(book: Book) -> None:
    found = running(book)
    fill(book, found)
    service.complete(book, found.id)
    service.score(book, found.id)
    with pytest.raises(KnownError, match="before its last day"):
        service.review(book, found.id, date(1958, 3, 30))
    service.review(book, found.id, date(1958, 4, 10))
    with pytest.raises(KnownError, match="before it was evaluated"):
        service.publish(book, found.id, date(1958, 4, 9))
    service.publish(book, found.id, date(1958, 4, 12))
    for step in (service.give_awards, service.file):
        with pytest.raises(KnownError, match="before the results"):
            step(book, found.id, date(1958, 4, 11))


def test_a_cancelled_competition_keeps_number_and_reason(book: Book) -> None:
    found = running(book)
    with pytest.raises(KnownError, match="reason"):
        service.cancel(book, found.id, " ")
    service.cancel(book, found.id, "停电")
    kept = service.competition(book, found.id)
    assert (kept.number, kept.state, kept.cancelled) == (found.number, State.CANCELLED, "停电")
    with pytest.raises(KnownError, match="cancelled"):
        service.correct(book, found)
    with pytest.raises(KnownError, match="cancelled"):
        fill(book, found)
    book.undo()
    assert service.competition(book, found.id).state is State.RUNNING


def test_correcting_the_scheme_takes_its_figures_along(book: Book) -> None:
    found = running(book)
    fill(book, found)
    service.complete(book, found.id)
    first, second = found.indicators[0], found.indicators[1]
    finer = (changed(first, decimals=3, weight=weight(70)), second)
    service.correct(book, changed(found, indicators=finer, participants=found.participants[1:]))
    kept = service.competition(book, found.id)
    assert kept.state is State.RUNNING
    figures = service.figures_of(book, found.id)
    assert len(figures) == 3 * 2
    assert figures[found.participants[1].id, first.id].plan == 100_000
    with pytest.raises(KnownError, match="does not come next"):
        service.score(book, found.id)
    book.undo()
    assert service.competition(book, found.id).participants == found.participants
    assert len(service.figures_of(book, found.id)) == 4 * 3


# -- figures, vetoes, excuses ------------------------------------------------------------------------


def test_the_sheet_ranks_by_exact_totals(book: Book) -> None:
    found = running(book)
    fill(book, found)
    sheet = service.score_sheet(book, found.id)
    # 40*1.05 + 30*(2-0.9) + 30*200/190 = 42 + 33 + 31.58; 40*0.95 + 30*0.5 + 30/1.1 = 38 + 15 + 27.27
    assert ranks(sheet) == [("铸工车间", 1, 10658), ("锻工车间", 2, 10000), ("装配车间", 2, 10000), ("机工车间", 4, 8027)]
    assert [row.awards for row in sheet.rows] == [(0,), (1,), (1,), ()]
    assert service.standings(book, found.id)[0] == {
        "rank": 1, "standing": "ranked", "participant": "Shop 0", "total": "106.58",
        "points": {"Output": "42.00", "Scrap rate": "33.00", "Cost": "31.58"},
    }


def test_a_paste_is_one_act_and_reopens_complete_data(book: Book) -> None:
    found = running(book)
    fill(book, found)
    assert str(book.to_undo()) == "Write 24 figures of 车间劳动竞赛"
    service.complete(book, found.id)
    fill(book, found)
    assert service.competition(book, found.id).state is State.COMPLETE
    one = Entry(found.participants[0].id, found.indicators[0].id, "actual", 1)
    assert service.write(book, found.id, [one]) == 1
    assert service.competition(book, found.id).state is State.RUNNING
    book.undo()
    assert service.competition(book, found.id).state is State.COMPLETE


def test_missing_data_are_named_and_stop_the_way_until_excused(book: Book) -> None:
    found = running(book)
    fill(book, found, FIGURES[:3])
    with pytest.raises(KnownError, match=r"3 figures are missing: Shop 3: Output; Shop 3: Scrap rate.*excuse"):
        service.complete(book, found.id)
    sheet = service.score_sheet(book, found.id)
    assert (sheet.rows[-1].scored.standing, sheet.rows[-1].scored.total) == (Standing.INCOMPLETE, None)
    late = found.participants[3].id
    with pytest.raises(KnownError, match="reason"):
        service.excuse(book, found.id, late, "")
    service.excuse(book, found.id, late, "大修停产")
    with pytest.raises(KnownError, match="already excused"):
        service.excuse(book, found.id, late, "大修停产")
    service.complete(book, found.id)
    assert [reason.reason for reason in service.score_sheet(book, found.id).rows[-1].reasons] == ["大修停产"]
    service.take_excuse_back(book, found.id, late)
    assert service.competition(book, found.id).state is State.RUNNING
    with pytest.raises(KnownError, match="not excused"):
        service.take_excuse_back(book, found.id, late)


def test_a_plan_of_zero_is_refused_with_the_way_out(book: Book) -> None:
    found = running(book)
    fill(book, found)
    who, line = found.participants[1], found.indicators[0]
    service.write(book, found.id, [Entry(who.id, line.id, "plan", 0)])
    with pytest.raises(KnownError, match=r"Shop 1, Output: a plan of zero.*Correct the plan, excuse"):
        service.complete(book, found.id)
    service.write(book, found.id, [Entry(who.id, line.id, "plan", 10), Entry(who.id, found.indicators[2].id, "actual", 0)])
    with pytest.raises(KnownError, match=r"Shop 1, Cost: plan ÷ actual.*2 − actual ÷ plan instead"):
        service.complete(book, found.id)


def test_a_veto_shows_the_score_out_of_the_ranking(book: Book) -> None:
    found = running(book)
    fill(book, found)
    best, veto = found.participants[0].id, found.vetoes[0].id
    mark = VetoMark(competition=found.id, participant=best, veto=veto, reason="二月三日重伤一人", document="安字3号")
    wrongs = {"reason": changed(mark, reason=" "), "veto": changed(mark, veto=999), "participant": changed(mark, participant=999)}
    for field, wrong in wrongs.items():
        with pytest.raises(KnownError) as told:
            service.mark_veto(book, found.id, wrong)
        assert told.value.field == field
    row = service.mark_veto(book, found.id, mark)
    with pytest.raises(KnownError, match="already marked"):
        service.mark_veto(book, found.id, mark)
    sheet = service.score_sheet(book, found.id)
    assert ranks(sheet) == [("锻工车间", 1, 10000), ("装配车间", 1, 10000), ("机工车间", 3, 8027), ("铸工车间", None, 10658)]
    (reason,) = sheet.rows[-1].reasons
    assert (reason.veto, reason.reason, reason.document) == ("重伤事故", "二月三日重伤一人", "安字3号")
    service.lift_veto(book, found.id, row)
    assert ranks(service.score_sheet(book, found.id))[0] == ("铸工车间", 1, 10658)


def test_a_veto_after_the_evaluation_asks_for_a_new_one(book: Book) -> None:
    found = evaluated(book)
    mark = VetoMark(competition=found.id, participant=found.participants[0].id, veto=found.vetoes[0].id, reason="x")
    service.mark_veto(book, found.id, mark)
    after = service.competition(book, found.id)
    assert (after.state, after.evaluated_on) == (State.SCORED, None)


def test_a_length_of_time_stays_one_on_the_score_sheet(book: Book) -> None:
    time = Indicator(name="每炉熔炼时间", clock=True, direction=Direction.LOWER, over_months=OverMonths.MEAN)
    row = monthly.enter(book, time)
    found = entered(book, indicators=(SchemeIndicator(figure=row, weight=weight(100)),))
    shop = found.participants[0].unit or 0
    for month in (Month(1958, number) for number in (1, 2, 3)):
        monthly.write(book, row, [MonthEntry(shop, month, "plan", 19740), MonthEntry(shop, month, "actual", 18690)])
    service.take_from_figures(book, found.id)
    sheet = service.score_sheet(book, found.id)
    assert sheet.indicators[0].clock
    steps = next(each for each in papers.score_sheet(book, found.id)["steps"] if each[3])  # type: ignore[attr-defined]
    assert steps[3:6] == ("5:29:00", "5:11:30", "2 − 5:11:30 ÷ 5:29:00")
    with pytest.raises(KnownError, match="whole seconds"):
        finer = SchemeIndicator(figure=row, name="时间", scoring=Scoring.MIRROR, decimals=1, weight=weight(100))
        entered(book, indicators=(finer,))


def test_figures_are_taken_from_the_monthly_figures(book: Book) -> None:
    output = monthly.enter(book, Indicator(name="产量", english="Output", measure="吨", decimals=1))
    mean = Indicator(name="废品率", measure="%", decimals=1, direction=Direction.LOWER, over_months=OverMonths.MEAN)
    rate = monthly.enter(book, mean)
    lines = (SchemeIndicator(figure=output, weight=weight(60)), SchemeIndicator(figure=rate, weight=weight(40)))
    found = entered(book, indicators=lines)
    taken_over = [(line.name, line.decimals, line.scoring) for line in found.indicators]
    assert taken_over == [("产量", 1, Scoring.COMPLETION), ("废品率", 1, Scoring.MIRROR)]
    shop, other = (who.unit or 0 for who in found.participants[:2])
    months = [Month(1958, number) for number in (1, 2, 3)]
    for month, actual in zip(months, (101, 102, 104), strict=True):
        monthly.write(book, output, [MonthEntry(shop, month, "plan", 100), MonthEntry(shop, month, "actual", actual)])
        monthly.write(book, rate, [MonthEntry(shop, month, "plan", 30), MonthEntry(shop, month, "actual", actual)])
    monthly.write(book, output, [MonthEntry(other, months[0], "plan", 100)])
    changed_cells, lacking = service.take_from_figures(book, found.id)
    assert changed_cells == 4
    figures = service.figures_of(book, found.id)
    first, second = found.indicators
    assert (figures[found.participants[0].id, first.id].plan, figures[found.participants[0].id, first.id].actual) == (300, 307)
    assert figures[found.participants[0].id, second.id].actual == 102  # (101 + 102 + 104) / 3 = 102.33, rounded once
    assert "Shop 1, Output: no plan for 1958-02; 1958-03." in lacking
    assert "Shop 1, Output: no actual figure for 1958-01; 1958-02; 1958-03." in lacking
    book.undo()
    assert service.figures_of(book, found.id) == {}
    service.correct(book, changed(found, last=date(1958, 3, 30)))
    with pytest.raises(KnownError, match="whole months"):
        service.take_from_figures(book, found.id)
    with pytest.raises(KnownError, match="tied to a monthly figure"):
        service.take_from_figures(book, service.enter(book, changed(found, id=0, indicators=(OUTPUT,))))


@pytest.mark.parametrize(
    "line",
    [
        SchemeIndicator(name="产量", measure="件", weight=weight(60), decimals=1),
        SchemeIndicator(name="产量", weight=weight(60), decimals=1, scoring=Scoring.MIRROR),
        SchemeIndicator(name="产量", weight=weight(60), decimals=0),
    ],
)
def test_a_link_to_the_monthly_figures_must_fit(book: Book, line: SchemeIndicator) -> None:
    row = monthly.enter(book, Indicator(name="产量", measure="吨", decimals=1))
    with pytest.raises(KnownError) as told:
        service.enter(book, scheme(book, indicators=(changed(line, figure=row),)))
    assert told.value.field == "indicators"


def test_a_month_of_the_offices_own_closing_day_is_whole() -> None:
    found = Competition(name="x", written_on=date(1958, 1, 1), first=date(1957, 12, 26), last=date(1958, 2, 25))
    assert service.whole_months(found, 25) == (Month(1958, 1), Month(1958, 2))
    with pytest.raises(KnownError):
        service.whole_months(found, 31)


# -- publication ---------------------------------------------------------------------------------------


def test_what_is_published_is_frozen_and_equals_the_screen(book: Book) -> None:
    found = evaluated(book)
    live = service.score_sheet(book, found.id)
    assert service.publish(book, found.id, date(1958, 4, 12)) == 1
    assert book.to_undo() is None
    shown = service.score_sheet(book, found.id)
    assert shown == msgspec.structs.replace(live, published_on=date(1958, 4, 12), version=1)
    shop = found.participants[0].unit or 0
    roster.correct_unit(book, changed(roster.unit(book, shop), name="改名车间"))
    assert service.score_sheet(book, found.id) == shown
    for forbidden in (
        lambda: fill(book, found),
        lambda: service.correct(book, found),
        lambda: service.excuse(book, found.id, found.participants[0].id, "x"),
        lambda: service.take_from_figures(book, found.id),
    ):
        with pytest.raises(KnownError, match="is published"):
            forbidden()


def test_a_correction_is_the_next_version_and_the_old_one_stays(book: Book) -> None:
    found = evaluated(book)
    service.publish(book, found.id, date(1958, 4, 12))
    first = service.score_sheet(book, found.id)
    with pytest.raises(KnownError, match="reason"):
        service.open_correction(book, found.id, "")
    service.open_correction(book, found.id, "机工车间产量漏报")
    service.write(book, found.id, [Entry(found.participants[2].id, found.indicators[0].id, "actual", 4000)])
    assert service.published(book, found.id).version == 1
    with pytest.raises(KnownError, match="before what it corrects"):
        service.publish(book, found.id, date(1958, 4, 11))
    assert service.publish(book, found.id, date(1958, 4, 20)) == 2
    second = service.score_sheet(book, found.id)
    assert (second.version, second.reason) == (2, "机工车间产量漏报")
    assert service.version_sheet(book, found.id, 1) == first
    assert [(v.version, v.published_on, v.reason) for v in service.versions(book, found.id)] == [
        (1, date(1958, 4, 12), ""), (2, date(1958, 4, 20), "机工车间产量漏报"),
    ]
    assert ranks(second)[0][0] == "机工车间"
    assert [s.name for s in service.published(book, found.id, 1).standings if s.rank == 1] == ["铸工车间"]
    assert service.published(book, found.id).standings[0].awards == ("优胜车间",)
    with pytest.raises(KnownError, match="no published version 3"):
        service.version_sheet(book, found.id, 3)


def test_a_correction_without_a_change_is_closed_again(book: Book) -> None:
    found = evaluated(book)
    service.publish(book, found.id, date(1958, 4, 12))
    service.give_awards(book, found.id, date(1958, 4, 15))
    with pytest.raises(KnownError, match="does not come next"):
        service.give_up_correction(book, found.id)
    service.open_correction(book, found.id, "疑有漏报")
    cell = Entry(found.participants[0].id, found.indicators[0].id, "actual", 1051)
    service.write(book, found.id, [cell])
    with pytest.raises(KnownError, match="as it stands in version 1"):
        service.give_up_correction(book, found.id)
    service.write(book, found.id, [msgspec.structs.replace(cell, value=1050)])
    shop = found.participants[0].unit or 0
    roster.correct_unit(book, changed(roster.unit(book, shop), name="改名车间"))
    service.give_up_correction(book, found.id)
    kept = service.competition(book, found.id)
    assert (kept.state, kept.correction, kept.version) == (State.AWARDED, "", 1)
    assert service.score_sheet(book, found.id).rows[0].name == "铸工车间"


def test_nothing_is_published_of_nobody(book: Book) -> None:
    found = running(book)
    fill(book, found)
    for who in found.participants:
        mark = VetoMark(competition=found.id, participant=who.id, veto=found.vetoes[1].id, reason="x")
        service.mark_veto(book, found.id, mark)
    service.complete(book, found.id)
    service.score(book, found.id)
    service.review(book, found.id, date(1958, 4, 10))
    with pytest.raises(KnownError, match="Nobody is left"):
        service.publish(book, found.id, date(1958, 4, 12))
    with pytest.raises(KnownError, match="not published yet"):
        service.published(book, found.id)


def test_workers_and_outsiders_compete_too(book: Book) -> None:
    shop = roster.enter_unit(book, Unit(name="工具车间", english="Tool shop", level=Level.WORKSHOP))
    row = roster.enter_worker(book, Worker(name="李桂兰", unit=shop))
    people = (Participant(worker=row), Participant(outside="红旗厂张师傅"))
    found = running(book, participants=people, level=CompetitionLevel.INDIVIDUAL)
    fill(book, found, FIGURES[:2])
    assert [(r.tbl, r.row, r.name, r.english) for r in service.score_sheet(book, found.id).rows] == [
        ("workers", row, "李桂兰（工具车间）", "李桂兰 (Tool shop)"), ("", 0, "红旗厂张师傅", ""),
    ]
    assert [c.id for c in service.competitions_of_worker(book, row)] == [found.id]
    assert [hit.row for hit in book.search("红旗厂")] == [found.id]


def test_the_month_and_the_badge(book: Book) -> None:
    found = evaluated(book, data_due_on=date(1958, 4, 5), evaluate_by=date(1958, 4, 15))
    assert service.badge(book, date(1958, 5, 1)) == 0
    late = entered(book, name="另一竞赛", data_due_on=date(1958, 4, 5))
    assert (service.badge(book, date(1958, 4, 5)), service.badge(book, date(1958, 4, 6))) == (0, 1)
    service.publish(book, found.id, date(1958, 4, 12))

    def of(month: int) -> dict[str, tuple[int | None, tuple[int, ...]]]:
        return {f.code: (f.value, f.rows) for f in service.figures(book, Period.of_month(Month(1958, month)))}

    assert of(3)["competitions.held"] == (2, (found.id, late.id))
    assert of(2)["competitions.running"] == (2, (found.id, late.id))
    assert of(4) == {
        "competitions.running": (0, ()),
        "competitions.held": (0, ()), "competitions.published": (1, (found.id,)),
        "competitions.participants": (4, (found.id,)), "competitions.winners": (1, (found.id,)),
    }


def test_a_correction_cannot_end_after_the_evaluation(book: Book) -> None:
    found = evaluated(book)
    service.publish(book, found.id, date(1958, 4, 12))
    service.open_correction(book, found.id, "期限写错")
    with pytest.raises(KnownError) as refused:
        service.correct(book, changed(service.competition(book, found.id), last=date(1958, 4, 11)))
    assert refused.value.field == "last"
    service.correct(book, changed(service.competition(book, found.id), last=date(1958, 4, 10)))
    assert service.publish(book, found.id, date(1958, 4, 15)) == 2
