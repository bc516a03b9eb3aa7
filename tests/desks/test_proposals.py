"""Saving proposals: from receipt to promotion, the reply's day, the saving, the award, and what others ask."""

from __future__ import annotations

import datetime
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import office as offices
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import speaking
from unionoffice.desks.proposals import rules, service, store
from unionoffice.desks.proposals.records import (
    Appraisal,
    Author,
    AwardSetting,
    Calculation,
    Completion,
    Decision,
    Duplication,
    Finish,
    Honour,
    Kind,
    Measure,
    Mode,
    Nature,
    Payment,
    Promotion,
    Proposal,
    Reasoned,
    Referral,
    Rejection,
    ReplyRule,
    Review,
    Role,
    Scale,
    ScaleRow,
    Sharer,
    Start,
    State,
    Way,
    Weight,
)
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker

D = date


def q(text: str) -> Quantity:
    return Quantity(int(Decimal(text) * 10_000))


class Plant:
    """A small plant to enter proposals in."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.plant = roster.enter_unit(book, Unit(name="第二机械厂", english="Second Machine Works", level=Level.PLANT))
        self.foundry = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=self.plant))
        self.li = roster.enter_worker(book, Worker(name="李桂兰", number="0117", unit=self.foundry, trade="铸工", born=1931))
        self.wang = roster.enter_worker(book, Worker(name="王建国", number="0233", unit=self.foundry, trade="车工", grade=6))
        self.chen = roster.enter_worker(book, Worker(name="陈德福", unit=self.foundry))

    def draft(self, **values: Any) -> Proposal:
        given: dict[str, Any] = {
            "title": "轴承座改用离心浇铸", "kind": Kind.PROCESS, "unit": self.foundry, "received_on": D(1958, 2, 11),
            "authors": (Author(worker=self.li, share=60), Author(worker=self.wang, share=40)),
            "problem": "砂型铸造废品率百分之十一", "method": "改用离心浇铸，金属型预热", "expected": "每件省一点四小时", **values,
        }  # fmt: skip
        return Proposal(**given)

    def enter(self, **values: Any) -> int:
        return service.enter(self.book, self.draft(**values))

    def up_to(self, wanted: State, **values: Any) -> int:
        """A proposal brought along the straight way up to a state."""
        row = self.enter(**values)
        for state, step in self.way(row):
            step()
            if state is wanted:
                break
        return row

    def way(self, row: int) -> list[tuple[State, Any]]:
        book = self.book
        own_scale = Scale(
            name="本厂办法", valid_from=D(1958, 1, 1),
            rows=(
                ScaleRow(grade=1, lower=Fen(1_000_000), least=Fen(10_000), most=Fen(20_000), honour=Honour.CERTIFICATE),
                ScaleRow(grade=2, lower=Fen(0), upper=Fen(1_000_000), least=Fen(0), most=Fen(10_000), honour=Honour.COMMENDATION),
            ),
        )  # fmt: skip

        def award() -> None:
            if not service.scales_on(book, D(1959, 3, 30)):
                service.enter_scale(book, own_scale)
            service.set_award(book, row, AwardSetting(given_on=D(1959, 3, 30), award_fen=Fen(10_000)))

        return [
            (State.RECEIVED, lambda: None),
            (State.REVIEWED, lambda: service.review(book, row, Review(given_on=D(1958, 2, 18), opinion="可行"))),
            (State.ADOPTED, lambda: service.adopt(book, row, Decision(given_on=D(1958, 2, 24), opinion="七票赞成"))),
            (State.IMPLEMENTING, lambda: service.start(book, row, Start(
                started_on=D(1958, 3, 1), implementing_unit=self.foundry, responsible=self.chen, planned_end=D(1958, 3, 20)))),
            (State.IMPLEMENTED, lambda: service.finish(book, row, Finish(ended_on=D(1958, 3, 18), cost=Fen(289_800)))),
            (State.APPRAISED, lambda: self.reckon(row)),
            (State.AWARD_SET, award),
            (State.PAID, lambda: service.pay(book, row, Payment(paid_on=D(1959, 4, 5), receipt="凭证 58-104"))),
            (State.PROMOTED, lambda: service.promote(book, row, Promotion(given_on=D(1959, 5, 1), promoted_to="一车间"))),
        ]  # fmt: skip

    def reckon(self, row: int) -> None:
        labour = Calculation(nature=Nature.ACTUAL, way=Way.LABOUR, what="车削", measure="小时", old=q("3.0"), new=q("1.6"),
                             price=q("0.82"), output=q("6000"))  # fmt: skip
        material = Calculation(nature=Nature.ACTUAL, way=Way.MATERIAL, what="生铁", measure="千克", old=q("42.0"), new=q("38.5"),
                               price=q("0.22"), output=q("6000"))  # fmt: skip
        service.correct(self.book, changed(service.proposal(self.book, row), calculations=(labour, material)))
        service.appraise(self.book, row, Appraisal(given_on=D(1959, 3, 25), opinion="效果属实"))


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


def state(plant: Plant, row: int) -> State:
    return service.proposal(plant.book, row).state


# -- receipt -------------------------------------------------------------------------------


def test_receipt_numbers_by_the_papers_date_and_sets_the_replys_day(plant: Plant) -> None:
    row = plant.enter(received_on=D(1957, 12, 30), old_number="旧 17")
    found = service.proposal(plant.book, row)
    assert found.no == "JY-1957-0001"
    assert found.due_on == D(1958, 1, 29)  # 30 days: 30 December and 29 January
    assert [(s.stage, s.given_on) for s in found.steps] == [(State.RECEIVED, D(1957, 12, 30))]
    assert [a.called for a in found.authors] == ["李桂兰", "王建国"]
    assert plant.book.story("proposals", row)[0].said.values["no"] == "JY-1957-0001"
    for part in ("离心", "金属型", "李桂兰", "旧 17", "1957-0001"):
        assert row in [hit.row for hit in plant.book.search(part, tbl="proposals")]
    major = plant.enter(weight=Weight.MAJOR)
    assert service.proposal(plant.book, major).due_on == D(1958, 2, 11) + datetime.timedelta(days=90)


def test_a_phenomenon_without_a_method_is_shown_the_way_to_the_exposures(plant: Plant) -> None:
    with pytest.raises(KnownError, match="waste exposures") as trouble:
        plant.enter(method="  ")
    assert trouble.value.field == "method"
    assert plant.book.value("select count(*) from proposals") == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"), ({"problem": ""}, "problem"), ({"unit": None}, "unit"), ({"authors": ()}, "authors"),
        ({"second_kind": Kind.PROCESS}, "second_kind"),
        ({"authors": (Author(name="甲", share=60), Author(name="乙", share=41))}, "authors"),
        ({"authors": (Author(name="甲", share=100), Author(name="乙", share=0))}, "authors"),
        ({"authors": (Author(name="甲"), Author(name=" 甲"))}, "authors"),
        ({"authors": (Author(name="甲", share=110), Author(name="乙", share=-10))}, "authors"),
        ({"calculations": (Calculation(old=q("1")),)}, "calculations"),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_its_field(plant: Plant, values: dict[str, Any], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        plant.enter(**values)
    assert trouble.value.field == field


@given(st.integers(1, 100))
def test_shares_left_open_are_made_equal_and_add_up(count: int) -> None:
    authors = rules.settled_authors([Author(name=f"甲{place}") for place in range(count)])
    shares = [author.share for author in authors]
    assert sum(shares) == 100
    assert max(shares) - min(shares) <= 1


def test_entering_can_be_undone_and_leaves_a_struck_number(plant: Plant) -> None:
    row = plant.enter()
    plant.book.undo()
    assert plant.book.get_or_none(store.PROPOSALS, row) is None
    assert [number for number, _at, _by in plant.book.struck("JY")] == ["JY-1958-0001"]
    plant.book.redo()
    assert service.proposal(plant.book, row).no == "JY-1958-0001"
    assert len(service.proposal(plant.book, row).authors) == 2


def test_a_proposal_raised_from_another_record_is_tied_to_it_in_one_act(plant: Plant) -> None:
    before = plant.book.value("select count(*) from acts")
    row = service.enter(plant.book, plant.draft(), ("units", plant.foundry))
    assert plant.book.value("select count(*) from acts") == before + 1
    (link,) = plant.book.links("proposals", row)
    assert (link.kind, link.outward, link.other.tbl) == (service.RAISED, False, "units")
    plant.book.undo()
    assert plant.book.links("units", plant.foundry) == []


def test_like_proposals_are_hinted_at(plant: Plant) -> None:
    one = plant.enter(title="轴承座改用离心浇铸")
    two = plant.enter(title="棉纱领用定额", method="按班组核定棉纱用量，月底结算")
    assert [hit.row for hit in service.similar(plant.book, "轴承座采用离心浇铸法")] == [one]
    assert [hit.row for hit in service.similar(plant.book, "节约", "按班组核定棉纱用量，每月结算")] == [two]
    assert service.similar(plant.book, "夜班照明分区") == []
    assert service.similar(plant.book, "轴承座改用离心浇铸", but=one) == []


# -- steps ---------------------------------------------------------------------------------


def test_the_straight_way_to_promotion(plant: Plant) -> None:
    row = plant.up_to(State.PROMOTED)
    found = service.proposal(plant.book, row)
    assert [step.stage for step in found.steps] == list(rules.WAY)
    # 1.4 h x 0.82 x 6,000 + 3.5 kg x 0.22 x 6,000 - 2,898 = 6,888 + 4,620 - 2,898
    assert found.actual_fen == 861_000
    assert found.forecast_fen is None
    assert found.benefit_from == D(1958, 3, 18)
    assert (found.grade, found.award_fen, found.honour) == (2, 10_000, Honour.COMMENDATION)
    assert [(p.called, p.part_fen) for p in found.parts] == [("李桂兰", 6000), ("王建国", 4000)]
    assert found.steps[2].opinion == "七票赞成"


def test_every_step_not_in_the_table_is_refused(plant: Plant) -> None:
    row = plant.enter()
    day = D(1960, 1, 1)
    takes: dict[State, Any] = {
        State.REVIEWED: lambda: service.review(plant.book, row, Review(given_on=day, opinion="可行")),
        State.ADOPTED: lambda: service.adopt(plant.book, row, Decision(given_on=day)),
        State.TRIAL: lambda: service.try_out(plant.book, row, Decision(given_on=day)),
        State.REJECTED: lambda: service.reject(plant.book, row, Rejection(given_on=day, reason="已有")),
        State.KEPT: lambda: service.keep(plant.book, row, Reasoned(given_on=day, reason="无料")),
        State.RETURNED: lambda: service.return_for_completion(plant.book, row, Reasoned(given_on=day, reason="缺图")),
        State.REFERRED: lambda: service.refer_up(plant.book, row, Referral(given_on=day, referred_to="局", reason="无设备")),
        State.WITHDRAWN: lambda: service.withdraw(plant.book, row, Reasoned(given_on=day, reason="本人要求")),
        State.IMPLEMENTING: lambda: service.start(
            plant.book, row, Start(started_on=day, implementing_unit=plant.foundry, responsible=plant.chen)),
        State.IMPLEMENTED: lambda: service.finish(plant.book, row, Finish(ended_on=day)),
        State.APPRAISED: lambda: service.appraise(plant.book, row, Appraisal(given_on=day, opinion="好")),
        State.AWARD_SET: lambda: service.set_award(plant.book, row, AwardSetting(given_on=day)),
        State.PAID: lambda: service.pay(plant.book, row, Payment(paid_on=day, receipt="1")),
        State.PROMOTED: lambda: service.promote(plant.book, row, Promotion(given_on=day, promoted_to="一车间")),
    }  # fmt: skip
    stood = service.proposal(plant.book, row)
    tried = 0
    for now in State:
        with plant.book.act("put it there") as act:
            store.save(act, changed(stood, state=now))
        for wanted, take in takes.items():
            if wanted in rules.AFTER[now] or (now, wanted) == (State.KEPT, State.REVIEWED):
                continue
            with pytest.raises(KnownError):
                take()
            assert state(plant, row) is now
            tried += 1
    assert tried > 150


def test_every_state_can_be_reached_from_receipt() -> None:
    reached, wanted = {State.RECEIVED}, [State.RECEIVED]
    while wanted:
        for following in rules.AFTER[wanted.pop()]:
            if following not in reached:
                reached.add(following)
                wanted.append(following)
    assert reached == set(State)


def test_a_step_cannot_stand_before_the_one_it_follows(plant: Plant) -> None:
    row = plant.up_to(State.ADOPTED)
    with pytest.raises(KnownError, match="1958-02-24") as trouble:
        service.start(plant.book, row, Start(started_on=D(1958, 2, 23), implementing_unit=plant.foundry, responsible=plant.chen))
    assert trouble.value.field == "started_on"


def test_a_rejection_needs_its_reason_and_can_be_taken_back_with_one(plant: Plant) -> None:
    row = plant.up_to(State.REVIEWED)
    with pytest.raises(KnownError) as trouble:
        service.reject(plant.book, row, Rejection(given_on=D(1958, 3, 1)))
    assert trouble.value.field == "reason"
    service.reject(plant.book, row, Rejection(given_on=D(1958, 3, 1), reason="设备不足", told_on=D(1958, 3, 3)))
    assert service.proposal(plant.book, row).told_on == D(1958, 3, 3)
    with pytest.raises(KnownError):
        service.take_back(plant.book, row, Reasoned(given_on=D(1958, 4, 1)))
    service.take_back(plant.book, row, Reasoned(given_on=D(1958, 4, 1), reason="新到机床"))
    found = service.proposal(plant.book, row)
    assert (found.state, found.told_on, found.steps[-1].struck) == (State.REVIEWED, None, True)
    assert "新到机床" in found.steps[-1].opinion
    assert figure(plant, 1958, 3, "rejected").value == 0


def test_the_receipt_itself_is_not_taken_back(plant: Plant) -> None:
    row = plant.enter()
    with pytest.raises(KnownError, match="Withdraw"):
        service.take_back(plant.book, row, Reasoned(given_on=D(1958, 3, 1), reason="错"))
    service.withdraw(plant.book, row, Reasoned(given_on=D(1958, 3, 1), reason="本人要求"))
    assert service.proposal(plant.book, row).no == "JY-1958-0001"


def test_a_returned_proposal_is_owed_its_answer_from_the_day_it_comes_back(plant: Plant) -> None:
    row = plant.enter()
    service.return_for_completion(plant.book, row, Reasoned(given_on=D(1958, 2, 20), reason="缺图"))
    assert service.badge(plant.book, D(1959, 1, 1)) == 0
    with pytest.raises(KnownError):
        service.complete(plant.book, row, Completion(given_on=D(1958, 3, 1)))
    service.complete(plant.book, row, Completion(given_on=D(1958, 3, 1), added="附图两张"))
    found = service.proposal(plant.book, row)
    assert (found.state, found.due_on) == (State.RECEIVED, D(1958, 3, 31))


def test_kept_for_later_is_taken_up_again(plant: Plant) -> None:
    row = plant.up_to(State.REVIEWED)
    service.keep(plant.book, row, Reasoned(given_on=D(1958, 3, 1), reason="材料未到"))
    service.take_up(plant.book, row, Review(given_on=D(1958, 6, 1), opinion="材料已到"))
    assert service.proposal(plant.book, row).due_on == D(1958, 7, 1)
    assert figure(plant, 1958, 3, "overdue").value == 0


def test_a_duplicate_names_the_one_that_came_before(plant: Plant) -> None:
    one, two = plant.enter(), plant.enter(received_on=D(1958, 2, 12))
    for wrong in (None, two):
        with pytest.raises(KnownError):
            service.mark_duplicate(plant.book, two, Duplication(given_on=D(1958, 2, 13), duplicate_of=wrong))
    with pytest.raises(KnownError, match="came later"):
        service.mark_duplicate(plant.book, one, Duplication(given_on=D(1958, 2, 13), duplicate_of=two))
    service.mark_duplicate(plant.book, two, Duplication(given_on=D(1958, 2, 13), duplicate_of=one))
    assert [link.kind for link in plant.book.links("proposals", one)] == [service.DUPLICATE]
    service.take_back(plant.book, two, Reasoned(given_on=D(1958, 2, 14), reason="办法不同"))
    assert plant.book.links("proposals", one) == []
    assert state(plant, two) is State.RECEIVED


def test_refer_up_and_answer_from_above(plant: Plant) -> None:
    row = plant.enter()
    with pytest.raises(KnownError) as trouble:
        service.refer_up(plant.book, row, Referral(given_on=D(1958, 2, 20), reason="无设备"))
    assert trouble.value.field == "referred_to"
    service.refer_up(plant.book, row, Referral(given_on=D(1958, 2, 20), referred_to="机械局", reason="无设备"))
    service.adopt(plant.book, row, Decision(given_on=D(1958, 4, 1)))
    assert state(plant, row) is State.ADOPTED


def test_trial_then_adoption(plant: Plant) -> None:
    row = plant.up_to(State.REVIEWED)
    service.try_out(plant.book, row, Decision(given_on=D(1958, 3, 1)))
    service.adopt(plant.book, row, Decision(given_on=D(1958, 4, 1)))
    assert figure(plant, 1958, 3, "trial").rows == figure(plant, 1958, 4, "adopted").rows == (row,)


# -- reply due -----------------------------------------------------------------------------------


def test_overdue_begins_on_the_day_after(plant: Plant) -> None:
    row = plant.enter()  # due on 13 March
    assert service.badge(plant.book, D(1958, 3, 13)) == 0
    assert service.overdue(plant.book, D(1958, 3, 14)) == [row]
    assert rules.is_overdue(service.proposal(plant.book, row), D(1958, 3, 14))
    service.review(plant.book, row, Review(given_on=D(1958, 3, 14), opinion="可行"))
    assert service.badge(plant.book, D(1958, 3, 15)) == 1
    service.adopt(plant.book, row, Decision(given_on=D(1958, 3, 15)))
    assert service.badge(plant.book, D(1958, 3, 16)) == 0


def test_the_reply_rule_is_the_one_in_force_on_the_day(plant: Plant) -> None:
    service.prepare(plant.book)
    service.enter_rule(plant.book, ReplyRule(name="十五天", valid_from=D(1958, 3, 1), general_days=15, major_days=45))
    early, late = plant.enter(), plant.enter(received_on=D(1958, 3, 1))
    assert service.proposal(plant.book, early).due_on == D(1958, 3, 13)
    assert service.proposal(plant.book, late).due_on == D(1958, 3, 16)
    rule = plant.book.all(ReplyRule, "select * from proposal_reply_rules where name = '十五天'")[0]
    service.correct_rule(plant.book, changed(rule, general_days=10))
    assert service.proposal(plant.book, late).due_on == D(1958, 3, 11)
    assert service.proposal(plant.book, early).due_on == D(1958, 3, 13)
    with pytest.raises(KnownError) as trouble:
        service.correct_rule(plant.book, changed(rule, major_days=0))
    assert trouble.value.field == "major_days"


# -- corrections ------------------------------------------------------------------------------------


def test_what_stands_on_a_slip_is_corrected_with_a_reason(plant: Plant) -> None:
    row = plant.enter()
    service.correct(plant.book, changed(service.proposal(plant.book, row), title="轴承座离心浇铸"))
    offices.note_printed(plant.book, service.SLIP, "Receipt slip", tbl="proposals", row=row, final=True)
    assert plant.book.to_undo() is None
    found = service.proposal(plant.book, row)
    with pytest.raises(KnownError) as trouble:
        service.correct(plant.book, changed(found, title="轴承座浇铸"))
    assert trouble.value.field == "corrected_because"
    service.correct(plant.book, changed(found, expected="省工"))  # not on the slip
    service.correct(plant.book, changed(found, title="轴承座浇铸", corrected_because="题目写错"))
    assert "题目写错" in str(plant.book.story("proposals", row)[0].said)
    again = service.proposal(plant.book, row)
    with pytest.raises(KnownError):  # the reason of the last correction does not serve again
        service.correct(plant.book, changed(again, title="轴承座"))


def test_correcting_cannot_move_the_state_or_the_award(plant: Plant) -> None:
    row = plant.up_to(State.AWARD_SET)
    found = service.proposal(plant.book, row)
    service.correct(plant.book, changed(found, state=State.RECEIVED, award_fen=Fen(1), no="JY-1", steps=(), archive_no="档 1"))
    after = service.proposal(plant.book, row)
    assert (after.state, after.award_fen, after.no, after.archive_no) == (State.AWARD_SET, 10_000, found.no, "档 1")
    assert len(after.steps) == len(found.steps)
    with pytest.raises(KnownError, match="award"):
        service.correct(plant.book, changed(after, cost=Fen(1)))


def test_a_corrected_day_of_receipt_moves_the_replys_day(plant: Plant) -> None:
    row = plant.up_to(State.REVIEWED)
    found = service.proposal(plant.book, row)
    service.correct(plant.book, changed(found, received_on=D(1958, 2, 1)))
    after = service.proposal(plant.book, row)
    assert (after.due_on, after.steps[0].given_on) == (D(1958, 3, 3), D(1958, 2, 1))
    with pytest.raises(KnownError) as trouble:
        service.correct(plant.book, changed(found, received_on=D(1958, 2, 19)))
    assert trouble.value.field == "received_on"


def test_measuring_after_comes_after(plant: Plant) -> None:
    row = plant.enter()
    measure = Measure(what="废品率", before=q("11"), before_on=D(1958, 3, 1), after=q("4.5"), after_on=D(1958, 2, 1))
    with pytest.raises(KnownError) as trouble:
        service.correct(plant.book, changed(service.proposal(plant.book, row), measures=(measure,)))
    assert trouble.value.field == "measures"


# -- saving ------------------------------------------------------------------------------------------

WHOLE = st.integers(0, 10**9)


@given(WHOLE, WHOLE, WHOLE, WHOLE)
def test_a_saving_is_exact_and_rounded_once(old: int, new: int, price: int, output: int) -> None:
    line = Calculation(old=Quantity(old), new=Quantity(new), price=Quantity(price), output=Quantity(output))
    tens = Decimal(10) ** -4
    with localcontext() as context:
        context.prec = 60
        exact = (Decimal(old) - Decimal(new)) * tens * Decimal(price) * tens * Decimal(output) * tens * 100
        assert rules.saving(line) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(("exact", "fen"), [("1/2", 1), ("-1/2", -1), ("49/100", 0), ("3/2", 2), ("-3/2", -2), ("5/2", 3)])
def test_a_half_fen_goes_up(exact: str, fen: int) -> None:
    assert rules.rounded(Fraction(exact)) == fen


def test_the_cost_is_subtracted_once_and_forecast_and_actual_stay_apart() -> None:
    lines = (
        Calculation(nature=Nature.FORECAST, way=Way.FREE, what="估计", amount=Fen(500_000)),
        Calculation(nature=Nature.ACTUAL, way=Way.FREE, what="清点", amount=Fen(300_000)),
        Calculation(nature=Nature.ACTUAL, way=Way.FREE, what="清点二", amount=Fen(40_000)),
    )
    assert rules.net(lines, Nature.FORECAST, 100_000) == 400_000
    assert rules.net(lines, Nature.ACTUAL, 90_000) == 250_000
    assert rules.net(lines[:1], Nature.ACTUAL, 90_000) is None
    assert str(rules.sum_formula(lines, Nature.ACTUAL, 90_000)) == "3,000.00 + 400.00 − cost 900.00 = 2,500.00 yuan"


def test_a_calculation_shows_its_steps() -> None:
    line = Calculation(measure="h", old=q("3.0"), new=q("1.6"), price=q("0.82"), output=q("6000"))
    assert str(rules.formula(line)) == "(3.0 − 1.6) h × 0.82 yuan × 6,000 = 6,888.00 yuan"


@given(st.dates(D(1950, 1, 1), D(2030, 12, 31)))
def test_twelve_months_are_a_year_of_days(day: date) -> None:
    account = rules.account(day)
    assert account.first == day
    assert (account.next - account.first).days in (365, 366)
    following = rules.account(account.next)
    assert following.first.year == day.year + 1


# -- scales and awards ----------------------------------------------------------------------------------

YUAN = 100


@pytest.mark.parametrize(
    ("day", "saved", "grade", "least", "most"),
    [  # Guofa [1982] No. 43, article 6
        (D(1983, 1, 1), 1_000_000, 1, 1000, 2000), (D(1983, 1, 1), 999_999, 2, 500, 1000), (D(1983, 1, 1), 100_000, 2, 500, 1000),
        (D(1983, 1, 1), 99_999, 3, 200, 500), (D(1983, 1, 1), 10_000, 3, 200, 500), (D(1983, 1, 1), 9_999, 4, 0, 200),
        # Guofa [1986] No. 59
        (D(1987, 1, 1), 1_000_000, 1, 2500, 4000), (D(1987, 1, 1), 500_000, 2, 1500, 2500), (D(1987, 1, 1), 100_000, 3, 500, 1500),
        (D(1987, 1, 1), 10_000, 4, 300, 500), (D(1987, 1, 1), 9_999, 5, 0, 300),
    ],
)  # fmt: skip
def test_the_scales_of_1982_and_1986(plant: Plant, day: date, saved: int, grade: int, least: int, most: int) -> None:
    service.prepare(plant.book)
    (scale,) = service.scales_on(plant.book, day)
    row = rules.grade_of(scale, saved * YUAN)
    assert row is not None
    assert (row.grade, row.least, row.most) == (grade, least * YUAN, most * YUAN)
    assert scale.source


def test_the_scales_are_in_force_to_the_day(plant: Plant) -> None:
    service.prepare(plant.book)
    service.prepare(plant.book)  # once is enough
    in_force = {day: [len(s.rows) for s in service.scales_on(plant.book, day)] for day in (
        D(1982, 3, 15), D(1982, 3, 16), D(1986, 6, 3), D(1986, 6, 4))}  # fmt: skip
    assert list(in_force.values()) == [[], [4], [4], [5]]


def test_without_a_scale_in_force_the_step_leads_to_the_own_scale(plant: Plant) -> None:
    row = plant.up_to(State.APPRAISED)
    assert "own scale" in str(service.award_words(plant.book, row, D(1959, 3, 30))[0])
    with pytest.raises(KnownError, match="own scale") as trouble:
        service.set_award(plant.book, row, AwardSetting(given_on=D(1959, 3, 30), award_fen=Fen(100)))
    assert trouble.value.field == "scale"


def appraised_with_scale(plant: Plant, **values: Any) -> int:
    row = plant.up_to(State.APPRAISED, **values)
    service.enter_scale(plant.book, Scale(
        name="本厂办法", valid_from=D(1958, 1, 1), rows=(
            ScaleRow(grade=1, lower=Fen(861_000), least=Fen(10_000), most=Fen(20_000)),
            ScaleRow(grade=2, lower=Fen(0), upper=Fen(861_000), most=Fen(10_000)),
        )))  # fmt: skip
    return row


def test_an_award_outside_the_range_or_the_grade_needs_a_reason(plant: Plant) -> None:
    row = appraised_with_scale(plant)
    day = D(1959, 3, 30)
    suggested = service.suggested_award(plant.book, row, day)
    assert (suggested.grade, suggested.award_fen) == (1, None)  # exactly at the lower limit
    with pytest.raises(KnownError) as trouble:
        service.set_award(plant.book, row, suggested)
    assert trouble.value.field == "award_fen"
    for wrong in (changed(suggested, award_fen=Fen(9_999)), changed(suggested, award_fen=Fen(20_001)),
                  changed(suggested, grade=2, award_fen=Fen(5_000))):  # fmt: skip
        with pytest.raises(KnownError) as trouble:
            service.set_award(plant.book, row, wrong)
        assert trouble.value.field == "award_reason"
    with pytest.raises(KnownError):
        service.set_award(plant.book, row, changed(suggested, grade=7, award_fen=Fen(1), award_reason="特"))
    service.set_award(plant.book, row, changed(suggested, award_fen=Fen(20_001), award_reason="影响大"))
    assert service.proposal(plant.book, row).award_reason == "影响大"


def test_a_grade_without_an_amount_saved_is_given_with_a_reason(plant: Plant) -> None:
    row = appraised_with_scale(plant)
    found = service.proposal(plant.book, row)
    service.correct(plant.book, changed(found, calculations=()))
    asked = AwardSetting(given_on=D(1959, 3, 30), award_fen=Fen(0))
    with pytest.raises(KnownError) as trouble:
        service.set_award(plant.book, row, asked)
    assert trouble.value.field == "grade"
    with pytest.raises(KnownError) as trouble:
        service.set_award(plant.book, row, changed(asked, grade=2))
    assert trouble.value.field == "award_reason"
    service.set_award(plant.book, row, changed(asked, grade=2, award_reason="改善劳动条件，比照评定"))
    assert [p.part_fen for p in service.proposal(plant.book, row).parts] == [0, 0]


def test_an_award_is_shared_with_helpers_to_the_fen(plant: Plant) -> None:
    row = appraised_with_scale(plant)
    helper = Sharer(worker=plant.chen, share=33, role=Role.HELPER)
    parts = (Sharer(worker=plant.li, share=34), Sharer(name="张师傅", share=33), helper)
    asked = AwardSetting(given_on=D(1959, 3, 30), award_fen=Fen(10_001), parts=parts)
    with pytest.raises(KnownError) as trouble:
        service.set_award(plant.book, row, changed(asked, parts=parts[:2]))
    assert trouble.value.field == "parts"
    service.set_award(plant.book, row, asked)
    found = service.proposal(plant.book, row)
    # 3400.34, 3300.33, 3300.33: the fen left over goes to the largest remainder
    assert [p.part_fen for p in found.parts] == [3401, 3300, 3300]
    assert sum(p.part_fen for p in found.parts) == 10_001
    assert row in [p.id for p in service.proposals_of_worker(plant.book, plant.chen)]


def test_percent_plus_fixed_is_reckoned_and_bounded(plant: Plant) -> None:
    row = ScaleRow(grade=1, lower=Fen(0), percent=q("10"), fixed=Fen(45_000), most=Fen(130_000))
    # 8,610.55 yuan: 861.055 rounded to 861.06, and 450
    assert rules.award_range(Mode.PERCENT, row, 861_055) == (130_000, 130_000)  # 1,311.06 is above the most
    assert rules.award_range(Mode.PERCENT, changed(row, most=None), 861_055) == (86_106 + 45_000, 86_106 + 45_000)
    own = Scale(name="百分比", mode=Mode.PERCENT, valid_from=D(1958, 1, 1), rows=(changed(row, most=None),))
    proposal = plant.up_to(State.APPRAISED)
    service.enter_scale(plant.book, own)
    service.set_award(plant.book, proposal, AwardSetting(given_on=D(1959, 3, 30)))
    assert service.proposal(plant.book, proposal).award_fen == 86_100 + 45_000


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"), ({"rows": ()}, "rows"), ({"valid_to": D(1957, 1, 1)}, "valid_to"),
        ({"rows": (ScaleRow(grade=1), ScaleRow(grade=1, lower=Fen(5)))}, "rows"),
        ({"rows": (ScaleRow(grade=1), ScaleRow(grade=2, lower=Fen(5)))}, "rows"),
        ({"rows": (ScaleRow(grade=1, lower=Fen(5), upper=Fen(5)),)}, "rows"),
        ({"rows": (ScaleRow(grade=1, least=Fen(5), most=Fen(4)),)}, "rows"),
    ],
)  # fmt: skip
def test_a_scale_that_cannot_be_used_is_refused(plant: Plant, values: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"name": "本厂", "valid_from": D(1958, 1, 1), "rows": (ScaleRow(grade=1),), **values}
    with pytest.raises(KnownError) as trouble:
        service.enter_scale(plant.book, Scale(**given))
    assert trouble.value.field == field


def test_a_scale_by_which_awards_were_set_is_ended_not_rewritten(plant: Plant) -> None:
    row = plant.up_to(State.AWARD_SET)
    scale = service.scale(plant.book, service.proposal(plant.book, row).scale or 0)
    with pytest.raises(KnownError, match="End it"):
        service.correct_scale(plant.book, changed(scale, rows=scale.rows[:1]))
    service.correct_scale(plant.book, changed(scale, valid_to=D(1959, 12, 31)))
    assert service.scales_on(plant.book, D(1960, 1, 1)) == []


def test_payment_is_final_and_taken_back_only_with_a_reason(plant: Plant) -> None:
    row = plant.up_to(State.AWARD_SET)
    with pytest.raises(KnownError) as trouble:
        service.pay(plant.book, row, Payment(paid_on=D(1959, 4, 5)))
    assert trouble.value.field == "receipt"
    service.pay(plant.book, row, Payment(paid_on=D(1959, 4, 5), receipt="凭证"))
    assert plant.book.to_undo() is None
    service.take_back(plant.book, row, Reasoned(given_on=D(1959, 4, 6), reason="付错"))
    found = service.proposal(plant.book, row)
    assert (found.state, found.paid_on, plant.book.to_undo()) == (State.AWARD_SET, None, None)
    service.take_back(plant.book, row, Reasoned(given_on=D(1959, 4, 7), reason="重评"))
    found = service.proposal(plant.book, row)
    assert (found.state, found.award_fen, found.parts) == (State.APPRAISED, None, ())
    assert plant.book.to_undo() is not None  # no notice had been handed out


def test_an_award_whose_notice_was_handed_out_is_taken_back_for_good(plant: Plant) -> None:
    row = plant.up_to(State.AWARD_SET)
    offices.note_printed(plant.book, service.NOTICE, "Award notice", tbl="proposals", row=row, final=True)
    assert service.handed_out(plant.book, service.NOTICE, row) is not None
    service.take_back(plant.book, row, Reasoned(given_on=D(1959, 4, 7), reason="重评"))
    assert state(plant, row) is State.APPRAISED
    assert plant.book.to_undo() is None


# -- what others ask ---------------------------------------------------------------------------------------


def figure(plant: Plant, year: int, month: int, code: str) -> Figure:
    found = {f.code: f for f in service.figures(plant.book, Period.of_month(Month(year, month)))}
    return found[f"proposals.{code}"]


def test_the_figures_of_a_month_open_their_rows(plant: Plant) -> None:
    paid = plant.up_to(State.PAID)
    waiting = plant.enter(received_on=D(1958, 2, 12), authors=(Author(worker=plant.li), Author(name="外人")))
    rejected = plant.up_to(State.REVIEWED)
    service.reject(plant.book, rejected, Rejection(given_on=D(1958, 2, 27), reason="重复建设"))
    february = {f.code.partition(".")[2]: f for f in service.figures(plant.book, Period.of_month(Month(1958, 2)))}
    assert february["received"].rows == (paid, rejected, waiting)
    assert february["people"].value == 3  # Li, Wang and one from outside
    assert (february["adopted"].rows, february["rejected"].rows, february["implemented"].value) == ((paid,), (rejected,), 0)
    assert (february["oldest_open"].value, february["oldest_open"].rows) == (16, (waiting,))  # 12 to 28 February
    assert (february["saved_actual"].value, february["overdue"].value) == (None, 0)
    assert figure(plant, 1958, 3, "overdue").rows == (waiting,)
    assert figure(plant, 1958, 3, "implemented").rows == (paid,)
    account = [figure(plant, y, m, "in_account").value for y, m in ((1958, 2), (1958, 3), (1959, 3), (1959, 4))]
    assert account == [0, 1, 1, 0]
    assert (figure(plant, 1959, 3, "saved_actual").value, figure(plant, 1959, 4, "award_paid").value) == (861_000, 10_000)


def test_a_workers_and_a_units_proposals_and_the_awarded_ones(plant: Plant) -> None:
    row = plant.up_to(State.AWARD_SET)
    other = plant.enter(authors=(Author(worker=plant.wang),), received_on=D(1958, 5, 1))
    assert [p.id for p in service.proposals_of_worker(plant.book, plant.wang)] == [other, row]
    assert [p.id for p in service.proposals_of_worker(plant.book, plant.li)] == [row]
    assert [p.id for p in service.proposals_of_unit(plant.book, plant.plant)] == [other, row]
    (awarded,) = service.awarded(plant.book)
    assert (awarded.id, awarded.grade, awarded.authors, awarded.set_on) == (
        row, 2, ((plant.li, "李桂兰"), (plant.wang, "王建国")), D(1959, 3, 30))  # fmt: skip
    assert service.awarded_one(plant.book, row) == awarded
    with pytest.raises(KnownError):
        service.awarded_one(plant.book, other)


def test_the_book_is_sound_after_all_of_it(plant: Plant) -> None:
    row = plant.up_to(State.PROMOTED)
    service.take_back(plant.book, row, Reasoned(given_on=D(1959, 6, 1), reason="未推广"))
    plant.book.undo()
    plant.book.redo()
    assert upkeep.check(plant.book, schema.TABLES) == []


def test_every_step_can_be_undone_until_payment(plant: Plant) -> None:
    row = plant.enter()
    images = []
    for reached, step in plant.way(row)[1:6]:
        images.append(service.proposal(plant.book, row))
        step()
        if reached is State.APPRAISED:
            plant.book.undo()  # the reckoning is an act of its own
        plant.book.undo()
        assert service.proposal(plant.book, row) == images[-1]
        plant.book.redo()
        if reached is State.APPRAISED:
            plant.book.redo()
        assert state(plant, row) is reached


def test_words_of_a_refusal_are_chinese_too(plant: Plant) -> None:
    with speaking("zh"), pytest.raises(KnownError) as trouble:
        plant.enter(method="")
    assert str(trouble.value)


def test_a_cost_of_nothing_at_the_start_and_at_the_end_is_taken_as_it_is_typed(plant: Plant) -> None:
    row = plant.up_to(State.ADOPTED, planned_cost=Fen(50_000))
    service.start(plant.book, row, Start(started_on=D(1958, 3, 1), implementing_unit=plant.foundry, responsible=plant.li))
    assert service.proposal(plant.book, row).planned_cost == 0
    found = service.proposal(plant.book, row)
    service.correct(plant.book, changed(found, cost=Fen(70_000), norms="旧定额"))
    service.finish(plant.book, row, Finish(ended_on=D(1958, 3, 20), cost=Fen(0)))
    found = service.proposal(plant.book, row)
    assert (found.cost, found.norms) == (0, "")
