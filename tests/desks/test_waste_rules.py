"""Rules that prevent waste: draft to revision, inspections and what they find, limits passed; and stopped waste looked at again."""

from __future__ import annotations

import calendar
import io
from collections.abc import Callable
from datetime import date, timedelta

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks.test_waste import exposure, measured, unit
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed
from unionoffice.core.words import Language
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction, Entry, Indicator
from unionoffice.desks.waste import rules, service, sheets
from unionoffice.desks.waste.records import (
    Approving,
    CycleUnit,
    Discussing,
    Ending,
    Exposure,
    ExposureState,
    Inspection,
    InspectionChoice,
    InspectionFinding,
    Inspector,
    MeasureSetting,
    PreventionRule,
    PuttingInForce,
    Recheck,
    Reviewing,
    Revising,
    RuleState,
    RuleUnit,
    Stopping,
    Verification,
    WasteNumber,
)
from unionoffice.desks.waste.service import prevention
from unionoffice.printing import make

MARCH = Period.of_month(Month(1958, 3))


def draft(book: Book, place: int | None = None, came_from: tuple[str, int] | None = None, **more: object) -> int:
    place = place or unit(book)
    values: dict[str, object] = {
        "title": "切削油领用制度", "drafted_on": date(1958, 2, 1), "text": "凭卡领用。", "units": (RuleUnit(unit=place),),
        "responsible": place, "owner": "陈大为", "inspectors": (Inspector(name="吴桂芳", post="监督岗"),), "every": 1,
        "cycle": CycleUnit.MONTHS, **more,
    }
    return prevention.enter_rule(book, PreventionRule(**values), came_from)  # type: ignore[arg-type]


def in_force(book: Book, place: int | None = None, effective_from: date = date(1958, 2, 10), **more: object) -> int:
    row = draft(book, place, None, **more)
    prevention.discuss(book, row, Discussing(discussed_on=date(1958, 2, 3), discussion="加一条"))
    prevention.approve(book, row, Approving(approved_on=date(1958, 2, 5), approved_by="厂长室"))
    prevention.put_in_force(book, row, PuttingInForce(effective_from=effective_from))
    return row


def inspection(day: date = date(1958, 3, 3), **more: object) -> Inspection:
    return Inspection(**{"inspected_on": day, "inspector": "吴桂芳", **more})  # type: ignore[arg-type]


def stopped(book: Book) -> int:
    row = service.enter_exposure(book, exposure())
    measured(book, row)
    service.stop(book, row, Stopping(stopped_on=date(1958, 2, 18), result="不漏了"))
    return row


def fault(do: Callable[[], object]) -> str:
    """The field at fault of what is refused."""
    with pytest.raises(KnownError) as trouble:
        do()
    return trouble.value.field or ""


# -- the life of a rule -----------------------------------------------------------------------


def test_a_rule_from_the_waste_that_led_to_it_into_force(book: Book) -> None:
    source = service.enter_exposure(book, exposure(responsible=unit(book, "三车间")))
    taken = prevention.for_rule(service.exposure(book, source))
    assert taken["title"] == "机床漏切削油"
    row = draft(book, came_from=("waste_exposures", source))
    assert prevention.rule(book, row).number == "ZD-1958-0001"
    assert [(link.kind, link.other.tbl) for link in book.links("waste_exposures", source)] == [(prevention.LED_TO, "waste_rules")]
    waiting = [each.what.key for each in service.due(book, date(1958, 2, 2)) if each.tbl == "waste_rules"]
    assert waiting == ["Rule to be discussed"]
    said = Discussing(discussed_on=date(1958, 2, 3), discussion="加一条")
    assert fault(lambda: prevention.discuss(book, row, changed(said, discussed_on=date(1958, 1, 31)))) == "discussed_on"
    assert fault(lambda: prevention.discuss(book, row, changed(said, discussion=" "))) == "discussion"
    prevention.discuss(book, row, Discussing(discussed_on=date(1958, 2, 3), discussion="加一条"))
    with pytest.raises(KnownError):
        prevention.put_in_force(book, row, PuttingInForce(effective_from=date(1958, 2, 9)))
    prevention.approve(book, row, Approving(approved_on=date(1958, 2, 5), approved_by="厂长室"))
    early = PuttingInForce(effective_from=date(1958, 2, 4))
    assert fault(lambda: prevention.put_in_force(book, row, early)) == "effective_from"
    prevention.put_in_force(book, row, PuttingInForce(effective_from=date(1958, 2, 10), review_on=date(1958, 8, 10)))
    found = prevention.rule(book, row)
    assert (found.state, found.next_due) == (RuleState.IN_FORCE, date(1958, 3, 10))
    for _step in range(4):
        book.undo()
    assert book.value("select count(*) from waste_rules") == 0
    assert book.links("waste_exposures", source) == []


def test_what_a_rule_lacks_is_told_before_it_is_approved(book: Book) -> None:
    lacks: tuple[dict[str, object], ...] = ({"text": ""}, {"units": ()}, {"owner": "", "responsible": None}, {"every": None})
    for lacking in lacks:
        row = draft(book, unit(book, str(lacking)), None, **lacking)
        prevention.discuss(book, row, Discussing(discussed_on=date(1958, 2, 3), discussion="好"))
        with pytest.raises(KnownError, match="Correct the rule first"):
            prevention.approve(book, row, Approving(approved_on=date(1958, 2, 5), approved_by="厂长室"))
    place = unit(book)
    assert fault(lambda: draft(book, place, title=" ")) == "title"
    assert fault(lambda: draft(book, place, units=(RuleUnit(unit=place), RuleUnit(unit=place)))) == "units"
    assert fault(lambda: draft(book, place, units=(RuleUnit(),))) == "units"
    assert fault(lambda: draft(book, place, inspectors=(Inspector(),))) == "inspectors"
    assert fault(lambda: draft(book, place, limit_at="42.5")) == "indicator"


def test_an_approved_text_is_changed_by_a_revision_only(book: Book) -> None:
    row = in_force(book)
    found = prevention.rule(book, row)
    assert fault(lambda: prevention.correct_rule(book, changed(found, text="另一条"))) == "text"
    assert fault(lambda: prevention.correct_rule(book, changed(found, units=()))) == "units"
    prevention.correct_rule(book, changed(found, owner="李文", every=15, cycle=CycleUnit.DAYS))
    assert prevention.rule(book, row).next_due == date(1958, 2, 25)
    prevention.inspect(book, row, inspection(date(1958, 2, 20)))
    new = prevention.revise(book, row, Revising(drafted_on=date(1958, 2, 21), reason="定额领用"))
    made = prevention.rule(book, new)
    assert (made.number, made.text, made.revises, made.inspections, made.every) == ("ZD-1958-0002", "凭卡领用。", row, (), 15)
    with pytest.raises(KnownError, match="ZD-1958-0002"):
        prevention.revise(book, row, Revising(drafted_on=date(1958, 2, 22), reason="又一次"))
    prevention.correct_rule(book, changed(made, text="凭卡按定额领用。"))
    prevention.discuss(book, new, Discussing(discussed_on=date(1958, 2, 23), discussion="好"))
    prevention.approve(book, new, Approving(approved_on=date(1958, 2, 24), approved_by="厂长室"))
    assert prevention.rule(book, row).state is RuleState.IN_FORCE, "the old one holds until the new one does"
    prevention.put_in_force(book, new, PuttingInForce(effective_from=date(1958, 3, 1)))
    old = prevention.rule(book, row)
    assert (old.state, old.ended_on, old.next_due) == (RuleState.REVISED, date(1958, 3, 1), None)
    counted = {day: _figure(book, Period.of_days(day, day), "waste.rules") for day in (
        date(1958, 2, 9), date(1958, 2, 10), date(1958, 2, 28), date(1958, 3, 1))}  # fmt: skip
    assert list(counted.values()) == [0, 1, 1, 1]
    book.undo()
    assert prevention.rule(book, row).state is RuleState.IN_FORCE, "one undo takes both back"


def test_a_rule_is_repealed_or_never_comes(book: Book) -> None:
    row = in_force(book)
    prevention.inspect(book, row, inspection())
    assert fault(lambda: prevention.repeal(book, row, Ending(day=date(1958, 3, 2), reason="并入"))) == "day"
    assert fault(lambda: prevention.repeal(book, row, Ending(day=date(1958, 3, 9), reason=""))) == "reason"
    prevention.repeal(book, row, Ending(day=date(1958, 3, 9), reason="并入"))
    with pytest.raises(KnownError):
        prevention.inspect(book, row, inspection(date(1958, 3, 10)))
    with pytest.raises(KnownError):
        prevention.correct_rule(book, prevention.rule(book, row))
    gone = draft(book, unit(book, "四车间"))
    prevention.withdraw_rule(book, gone, Ending(day=date(1958, 2, 2), reason="不妥"))
    assert prevention.rule(book, gone).state is RuleState.WITHDRAWN
    assert _figure(book, MARCH, "waste.rules") == 0
    assert [each for each in service.due(book, date(1959, 1, 1)) if each.tbl == "waste_rules"] == []


# -- inspections -----------------------------------------------------------------------------------


def test_inspections_are_due_by_their_cycle_and_counted(book: Book) -> None:
    row = in_force(book)
    assert service.badge(book, date(1958, 3, 10)) == 0
    assert service.badge(book, date(1958, 3, 11)) == 1
    (due,) = [each for each in service.due(book, date(1958, 3, 10)) if each.tbl == "waste_rules"]
    assert (due.what.key, due.day, due.who, due.row) == ("Inspection to be held", date(1958, 3, 10), "陈大为", row)
    prevention.inspect(book, row, inspection(date(1958, 3, 3)))
    assert prevention.rule(book, row).next_due == date(1958, 4, 3)
    assert service.badge(book, date(1958, 3, 11)) == 0
    prevention.inspect(book, row, inspection(
        date(1958, 3, 12), finding=InspectionFinding.VIOLATION, what="无卡领油", amount=Fen(1860)))
    assert [_figure(book, MARCH, f"waste.{code}") for code in ("rules", "inspections", "violations")] == [1, 2, 1]


def test_what_cannot_be_of_an_inspection_is_told_by_field(book: Book) -> None:
    place, elsewhere = unit(book), unit(book, "三车间")
    row = in_force(book, place)

    def wrong(**more: object) -> str:
        return fault(lambda: prevention.inspect(book, row, changed(inspection(), **more)))

    assert wrong(inspector="") == "inspector"
    assert wrong(inspected_on=date(1958, 2, 9)) == "inspected_on"
    assert wrong(unit=elsewhere) == "unit"
    assert wrong(finding=InspectionFinding.VIOLATION) == "what"
    assert wrong(amount=Fen(100)) == "amount"
    assert book.value("select count(*) from waste_inspections") == 0


def test_what_an_inspection_found_becomes_waste(book: Book) -> None:
    place = unit(book)
    row = in_force(book, place)
    prevention.inspect(book, row, inspection(
        unit=place, finding=InspectionFinding.VIOLATION, what="无卡领油三桶", amount=Fen(1860)))
    found = prevention.rule(book, row)
    assert any("inspection 1" in each for each in prevention.rule_warnings(book, found, date(1958, 3, 4)))
    values, came_from = prevention.for_exposure(book, row, InspectionChoice(inspection=1))
    assert (values["title"], values["loss"], values["unit"]) == ("无卡领油三桶", 1860, place)
    made = service.enter_exposure(book, Exposure(**values), came_from)  # type: ignore[arg-type]
    assert prevention.rule(book, row).inspections[0].exposure == made
    assert [(link.kind, link.other.row) for link in book.links("waste_rules", row)] == [(prevention.FOUND, made)]
    with pytest.raises(KnownError):
        prevention.for_exposure(book, row, InspectionChoice(inspection=1))
    found = prevention.rule(book, row)
    assert fault(lambda: prevention.correct_rule(book, changed(found, inspections=()))) == "inspections"
    prevention.correct_rule(book, changed(found, remark="三月起改卡"))
    assert prevention.rule(book, row).inspections[0].exposure == made
    book.undo()
    book.undo()
    assert prevention.rule(book, row).inspections[0].exposure is None
    assert book.links("waste_rules", row) == []


def test_other_waste_is_tied_to_a_rule_by_its_number(book: Book) -> None:
    row = draft(book)
    service.enter_exposure(book, exposure())
    prevention.tie_waste(book, row, WasteNumber(number="lf-1958-0001"))
    assert [link.other.number for link in book.links("waste_rules", row)] == ["LF-1958-0001"]
    for wrong in ("LF-1958-0009", "ZD-1958-0001", "七"):
        number = WasteNumber(number=wrong)
        assert fault(lambda number=number: prevention.tie_waste(book, row, number)) == "number"  # type: ignore[misc]


def test_a_review_is_due_and_put_off(book: Book) -> None:
    row = in_force(book)
    found = prevention.rule(book, row)
    prevention.correct_rule(book, changed(found, review_on=date(1958, 3, 1)))
    assert service.badge(book, date(1958, 3, 1)) == 0
    assert service.badge(book, date(1958, 3, 2)) == 1
    again = Reviewing(reviewed_on=date(1958, 3, 2), review_on=date(1958, 3, 2))
    assert fault(lambda: prevention.review(book, row, again)) == "review_on"
    prevention.review(book, row, changed(again, review_on=date(1958, 9, 1)))
    assert service.badge(book, date(1958, 3, 3)) == 0


@given(
    start=st.dates(date(1950, 1, 1), date(1970, 12, 31)), every=st.integers(1, 40), months=st.booleans(),
    days=st.lists(st.integers(0, 900), max_size=4),
)
def test_the_next_inspection_is_one_cycle_after_the_last(start: date, every: int, months: bool, days: list[int]) -> None:
    """Against counting month by month, the last day of a month standing for a day it has not."""
    lines = tuple(inspection(start + timedelta(days=offset)) for offset in days)
    rule = PreventionRule(
        title="t", drafted_on=start, state=RuleState.IN_FORCE, effective_from=start, every=every, inspections=lines,
        cycle=CycleUnit.MONTHS if months else CycleUnit.DAYS,
    )
    last = max([start, *(line.inspected_on for line in lines)])
    if months:
        year, month = last.year, last.month
        for _month in range(every):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        expected = date(year, month, min(last.day, calendar.monthrange(year, month)[1]))
    else:
        expected = date.fromordinal(last.toordinal() + every)
    assert rules.next_inspection(rule) == expected
    assert rules.next_inspection(changed(rule, state=RuleState.APPROVED)) is None


# -- limits ----------------------------------------------------------------------------------------------


def _figure(book: Book, period: Period, code: str) -> int | None:
    return next(figure.value for figure in service.figures(book, period) if figure.code == code)


@pytest.mark.parametrize(
    ("direction", "limit", "actual", "over"),
    [
        (Direction.LOWER, "42.5", 426, True), (Direction.LOWER, "42.5", 425, False), (Direction.LOWER, "42.5", 424, False),
        (Direction.HIGHER, "42.5", 424, True), (Direction.HIGHER, "42.5", 425, False), (Direction.HIGHER, "42.5", 426, False),
    ],
)  # fmt: skip
def test_a_limit_is_passed_in_the_direction_of_its_indicator(
    book: Book, direction: Direction, limit: str, actual: int, over: bool
) -> None:
    place = unit(book)
    indicator = figures.enter(book, Indicator(name="耗油", measure="公斤", direction=direction, decimals=1))
    row = in_force(book, place, indicator=indicator, limit_at=limit)
    day = date(1958, 3, 5)
    assert prevention.breaches(book, day) == [], "no figure passes no limit"
    figures.write(book, indicator, [Entry(place, Month(1958, 1), "actual", 10_000), Entry(place, Month(1958, 2), "actual", actual)])
    assert [(each.unit, each.value, each.month) for each in prevention.breaches(book, day)] == (
        [(place, f"{actual // 10}.{actual % 10}", Month(1958, 2))] if over else [])
    assert service.badge(book, day) == int(over)
    late = [each for each in service.due(book, day) if each.what.key == "{indicator} {value} in {month}: past the limit of {limit}"]
    assert [(each.row, each.day) for each in late] == ([(row, date(1958, 2, 1))] if over else [])
    assert prevention.is_late(book, prevention.rule(book, row), day) == over


def test_the_latest_month_up_to_the_day_counts(book: Book) -> None:
    place = unit(book)
    indicator = figures.enter(book, Indicator(name="耗油", direction=Direction.LOWER))
    in_force(book, place, indicator=indicator, limit_at="40")
    figures.write(book, indicator, [
        Entry(place, Month(1958, 1), "actual", 45), Entry(place, Month(1958, 2), "actual", 44),
        Entry(place, Month(1958, 3), "plan", 39), Entry(place, Month(1958, 4), "actual", 30),
    ])  # fmt: skip
    assert prevention.breaches(book, date(1958, 1, 31)) == [], "January lies before the rule"
    assert [each.month for each in prevention.breaches(book, date(1958, 3, 31))] == [Month(1958, 2)], "March is only planned"
    assert prevention.breaches(book, date(1958, 4, 1)) == []


def test_a_limit_is_read_as_its_indicator_is_written(book: Book) -> None:
    place = unit(book)
    clock = figures.enter(book, Indicator(name="炼钢时间", direction=Direction.LOWER, clock=True))
    assert fault(lambda: draft(book, place, indicator=clock, limit_at="五小时")) == "limit_at"
    in_force(book, place, indicator=clock, limit_at="5:11:30")
    figures.write(book, clock, [Entry(place, Month(1958, 2), "actual", 5 * 3600 + 29 * 60)])
    (breach,) = prevention.breaches(book, date(1958, 2, 10))
    assert (breach.value, breach.limit) == ("5:29:00", "5:11:30")


def test_a_limit_that_can_no_longer_be_read_is_told_and_breaks_nothing(book: Book) -> None:
    place = unit(book)
    row = figures.enter(book, Indicator(name="耗油", direction=Direction.LOWER, decimals=2))
    made = in_force(book, place, indicator=row, limit_at="42.55")
    figures.correct(book, changed(figures.indicator(book, row), decimals=1))
    figures.write(book, row, [Entry(place, Month(1958, 2), "actual", 999)])
    assert prevention.breaches(book, date(1958, 3, 1)) == []
    (said,) = prevention.rule_warnings(book, prevention.rule(book, made), date(1958, 3, 1))
    assert said.startswith("The limit cannot be read:")


# -- stopped waste is looked at again ------------------------------------------------------------------


def test_stopped_waste_is_rechecked_after_30_and_90_days(book: Book) -> None:
    row = stopped(book)
    assert service.exposure(book, row).recheck_on == date(1958, 3, 20)
    assert (service.badge(book, date(1958, 3, 20)), service.badge(book, date(1958, 3, 21))) == (0, 1)
    assert "Stopped waste to be rechecked" in [each.what.key for each in service.due(book, date(1958, 3, 20))]
    assert fault(lambda: service.recheck(book, row, Recheck(checked_on=date(1958, 2, 17)))) == "checked_on"
    service.recheck(book, row, Recheck(checked_on=date(1958, 3, 25), checked_by="李文", finding="没有漏"))
    assert service.exposure(book, row).recheck_on == date(1958, 5, 19), "90 days after it was stopped"
    service.recheck(book, row, Recheck(checked_on=date(1958, 5, 19)))
    found = service.exposure(book, row)
    assert (found.recheck_on, len(found.rechecks), found.state) == (None, 2, ExposureState.STOPPED)
    assert _figure(book, Period.of_days(date(1958, 1, 1), date(1958, 12, 31)), "waste.came_again") == 0


def test_waste_that_came_again_is_registered_anew(book: Book) -> None:
    row = stopped(book)
    with pytest.raises(KnownError):
        service.for_waste_again(service.exposure(book, row))
    again = Recheck(checked_on=date(1958, 3, 12), again=True)
    assert fault(lambda: service.recheck(book, row, again)) == "finding"
    service.recheck(book, row, changed(again, finding="夜班又漏"))
    found = service.exposure(book, row)
    assert found.recheck_on is None
    assert "The waste came again: register it anew." in service.exposure_warnings(book, found, date(1958, 3, 13))
    assert _figure(book, MARCH, "waste.came_again") == 1
    values = service.for_waste_again(found)
    assert (values["title"], values["description"], values["exposed_on"]) == ("机床漏切削油", "夜班又漏", date(1958, 3, 12))
    new = service.enter_exposure(book, Exposure(**values), ("waste_exposures", row))  # type: ignore[arg-type]
    assert [(link.kind, link.other.row) for link in book.links("waste_exposures", row)] == [(service.CAME_AGAIN, new)]
    assert "The waste came again: register it anew." not in service.exposure_warnings(book, found, date(1958, 3, 13))


def test_a_corrected_day_moves_the_recheck_and_a_withdrawn_case_has_none(book: Book) -> None:
    row = stopped(book)
    service.correct_exposure(book, changed(service.exposure(book, row), stopped_on=date(1958, 2, 28)))
    assert service.exposure(book, row).recheck_on == date(1958, 3, 30)
    service.recheck(book, row, Recheck(checked_on=date(1958, 3, 30)))
    found = service.exposure(book, row)
    assert fault(lambda: service.correct_exposure(book, changed(found, stopped_on=date(1958, 4, 1)))) == "rechecks"
    service.withdraw(book, row, Ending(day=date(1958, 4, 2), reason="重复"))
    found = service.exposure(book, row)
    assert (found.recheck_on, len(found.rechecks)) == (None, 1)
    with pytest.raises(KnownError):
        service.recheck(book, row, Recheck(checked_on=date(1958, 4, 3)))


def test_what_is_overdue_is_what_the_badge_counts(book: Book) -> None:
    place = unit(book, "五车间")
    indicator = figures.enter(book, Indicator(name="耗油", direction=Direction.LOWER))
    row = in_force(book, place, indicator=indicator, limit_at="40")
    prevention.correct_rule(book, changed(prevention.rule(book, row), review_on=date(1958, 3, 25)))
    stopped(book)
    measured_too = service.enter_exposure(book, exposure(title="另一处"))
    service.verify(book, measured_too, Verification(verified_on=date(1958, 2, 12), verified_by="会计科", verified_loss=Fen(1)))
    service.set_measure(book, measured_too, MeasureSetting(
        measure_on=date(1958, 2, 13), measure="改", responsible=place, deadline=date(1958, 3, 5)))
    figures.write(book, indicator, [Entry(place, Month(1958, 3), "actual", 41)])
    counts = []
    for day in (date(1958, 2, 20) + timedelta(days=step) for step in range(60)):
        late = [each for each in service.due(book, day) if each.kind == "due" and each.day is not None and each.day < day]
        if day != date(1958, 3, 1):  # on the first of its month a figure that was typed ahead is due, not yet overdue
            assert len(late) == service.badge(book, day), day
        counts.append(len(late))
    assert counts[0] == 0
    assert counts[-1] == 5, "a measure, a recheck, an inspection, a review, a limit"


# -- on paper -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rule_on_paper_with_its_inspections(book: Book, language: Language) -> None:
    place = unit(book)
    indicator = figures.enter(book, Indicator(name="耗油", english="Oil used", direction=Direction.LOWER, decimals=1))
    service.enter_exposure(book, exposure())
    row = in_force(book, place, indicator=indicator, limit_at="42.5")
    prevention.tie_waste(book, row, WasteNumber(number="LF-1958-0001"))
    prevention.inspect(book, row, inspection(
        unit=place, finding=InspectionFinding.VIOLATION, what="无卡领油三桶", amount=Fen(1860)))
    pages = pypdf.PdfReader(io.BytesIO(make.pdf_of(book, sheets.RULE, row, language))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for part in ("ZD-1958-0001", "切削油领用制度", "凭卡领用。", "二车间", "陈大为", "LF-1958-0001机床漏切削油", "42.5",
                 "1958-03-03", "无卡领油三桶", "18.60"):  # fmt: skip
        assert part in text, part
    wanted = {
        "zh": ("监督和杜绝浪费的制度", "每1个月", "厂长室（1958年2月5日）", "吴桂芳（监督岗）", "违反制度", "耗油", "1958年4月3日"),
        "en": ("RuleforSupervisingandPreventingWaste", "every1months", "厂长室(5February1958)", "Againsttherule",
               "Oilused", "3April1958"),
    }  # fmt: skip
    for part in wanted[language]:
        assert part in text, part
    prevention.repeal(book, row, Ending(day=date(1958, 3, 9), reason="并入总表"))
    ended = make.pdf_of(book, sheets.RULE, row, language)
    assert "并入总表" in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(ended)).pages)
