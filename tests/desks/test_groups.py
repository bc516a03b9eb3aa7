"""Mutual aid: groups and their log, the term of contracts, the whole life of a contract, warnings, figures."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.groups import rules, service, sheets, store
from unionoffice.desks.groups.records import (
    Attendance,
    Check,
    Closing,
    Conclusion,
    Content,
    Contract,
    ContractKind,
    ContractState,
    Ending,
    Examination,
    Extension,
    Group,
    GroupState,
    Joining,
    Learner,
    Leaving,
    Mark,
    Meeting,
    Member,
    Outcome,
    Reward,
    Signing,
    Start,
    Termination,
    Withdrawal,
)
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker


class Shop:
    """The turning section of the repair shop, July 1956, as the Benxi paper tells of it; the names are invented."""

    def __init__(self, book: Book) -> None:
        self.book = book
        plant = roster.enter_unit(book, Unit(name="本溪钢铁公司", level=Level.PLANT))
        shop = roster.enter_unit(book, Unit(name="第一修理厂", level=Level.WORKSHOP, above=plant))
        self.section = roster.enter_unit(book, Unit(name="车工工段", english="turning section", level=Level.SECTION, above=shop))
        self.liu = self.worker("刘德才", 7, entered_on=date(1943, 3, 1))
        self.sun, self.he, self.zhao = self.worker("孙玉", 2), self.worker("何广林", 2), self.worker("赵铁生", 2)

    def worker(self, name: str, grade: int | None, entered_on: date | None = None) -> int:
        return roster.enter_worker(
            self.book, Worker(name=name, unit=self.section, trade="车工", grade=grade, entered_on=entered_on)
        )

    def grade(self, worker: int) -> int | None:
        return roster.worker(self.book, worker).grade

    def learners(self, to_grade: int | None = 3) -> tuple[Learner, ...]:
        return tuple(
            Learner(worker=worker, to_grade=to_grade, operations="外圆、镗孔、三角螺纹", scrap_goal=Quantity(0))
            for worker in (self.sun, self.he, self.zhao)
        )

    def contract(self, **values: object) -> int:
        given: dict[str, object] = {
            "drawn_up_on": date(1956, 6, 26), "unit": self.section, "teacher": self.liu, "learners": self.learners(),
            "effective_on": date(1956, 7, 1), "term_months": 4, **values,
        }
        return service.enter_contract(self.book, Contract(**given))  # type: ignore[arg-type]

    def running(self, **values: object) -> int:
        row = self.contract(**values)
        service.sign(self.book, row, Signing(signed_on=date(1956, 6, 28), for_workshop="周国栋", for_union="李桂兰"))
        service.start(self.book, row, Start(effective_on=date(1956, 7, 1)))
        return row

    def examined(self, *grades: int, results: tuple[Outcome, ...] = (Outcome.MET,) * 3) -> int:
        row = self.running()
        service.examine(self.book, row, self.examination(row, grades or (3, 3, 3), results))
        return row

    def examination(self, row: int, grades: tuple[int, ...], results: tuple[Outcome, ...]) -> Examination:
        learners = service.contract(self.book, row).learners
        marks = tuple(
            Mark(
                learner=learner.id, name=learner.name, theory=Quantity(850_000), practice=Quantity(905_000), result=result,
                new_grade=grade,
            )
            for learner, grade, result in zip(learners, grades, results, strict=False)
        )
        return Examination(examined_on=date(1956, 10, 30), examined_by="技术考核组", marks=marks)

    def group(self, **values: object) -> int:
        given: dict[str, object] = {
            "name": "车工互助小组", "unit": self.section, "leader": self.liu, "founded_on": date(1956, 7, 1), "topic": "三角螺纹",
            "members": (Member(worker=self.sun), Member(worker=self.he), Member(name="外厂老周", trade="钳工", grade=5)), **values,
        }
        return service.enter_group(self.book, Group(**given))  # type: ignore[arg-type]

    def meeting(self, group: int, day: date, absent: tuple[str, ...] = (), hours: int = 20_000) -> int:
        lines = tuple(
            changed(line, present=line.name not in absent, reason="夜班" if line.name in absent else "")
            for line in service.sheet_of_attendance(self.book, group, day)
        )
        return service.enter_meeting(
            self.book, Meeting(group_id=group, held_on=day, hours=Quantity(hours), topic="刀具刃磨", attendance=lines)
        )


@pytest.fixture
def shop(book: Book) -> Shop:
    return Shop(book)


def refused(do: Callable[[], object], field: str | None, match: str) -> None:
    with pytest.raises(KnownError, match=match) as caught:
        do()
    assert caught.value.field == field


# -- the whole life, after Benxi 1956 ------------------------------------------------------


def test_the_benxi_contract_from_talk_to_reward(book: Book, shop: Shop) -> None:
    """Veteran Liu, three youths, grade 2 to 3 in four months (Benxi Daily, 1956): a contract lived through."""
    row = shop.contract(content=(Content(month="1", content="刀具刃磨"), Content(month="2", content="三角螺纹")))
    found = service.contract(book, row)
    assert found.number == "HT-1956-0001"
    assert found.ends_on == date(1956, 10, 31)
    assert (found.teacher_name, found.teacher_trade, found.teacher_grade, found.teacher_years) == ("刘德才", "车工", 7, 13)
    assert [(line.name, line.trade, line.from_grade, line.to_grade) for line in found.learners] == [
        ("孙玉", "车工", 2, 3), ("何广林", "车工", 2, 3), ("赵铁生", "车工", 2, 3),
    ]
    assert service.warnings(book, found, date(1956, 6, 26)) == []
    service.sign(book, row, Signing(signed_on=date(1956, 6, 28), for_workshop="周国栋", for_union="李桂兰"))
    assert book.undo() is None, "a signed contract was handed out"
    service.start(book, row, Start(effective_on=date(1956, 7, 1)))
    service.check(book, row, Check(checked_on=date(1956, 7, 31), finding="两人质量达到百分之百", checked_by="车间工会"))
    met, partly = Outcome.MET, Outcome.PARTLY_MET
    service.examine(book, row, shop.examination(row, (3, 3, 2), (met, met, partly)))
    assert service.contract(book, row).state is ContractState.EXAMINED
    assert [shop.grade(worker) for worker in (shop.sun, shop.he, shop.zhao)] == [3, 3, 2]
    service.conclude(book, row, Conclusion(concluded_on=date(1956, 11, 2)))
    assert service.contract(book, row).state is ContractState.PARTLY_MET
    service.reward(book, row, Reward(rewarded_on=date(1956, 11, 10), teacher_reward="表扬"))
    found = service.contract(book, row)
    assert (found.state, found.outcome) == (ContractState.REWARDED, Outcome.PARTLY_MET)
    assert [str(line.said) for line in reversed(book.story("contracts", row))] == [
        "Draw up contract of 刘德才", "Sign contract HT-1956-0001", "Contract HT-1956-0001 takes effect",
        "Check contract HT-1956-0001", "Examine the learners of contract HT-1956-0001",
        "Conclude contract HT-1956-0001: Partly met", "Reward teacher and learners of HT-1956-0001",
    ]
    words.use("zh")
    assert str(book.story("contracts", row)[1].said) == "合同 HT-1956-0001 结论：部分达到"


def test_grade_and_examination_are_undone_and_done_again_together(book: Book, shop: Shop) -> None:
    row = shop.examined()
    assert shop.grade(shop.sun) == 3
    book.undo()
    assert shop.grade(shop.sun) == 2
    assert service.contract(book, row).state is ContractState.RUNNING
    assert all(line.examined_on is None for line in service.contract(book, row).learners)
    book.redo()
    assert shop.grade(shop.sun) == 3
    assert service.contract(book, row).state is ContractState.EXAMINED


def test_learners_may_be_examined_one_after_the_other(book: Book, shop: Shop) -> None:
    row = shop.running()
    service.examine(book, row, shop.examination(row, (3,), (Outcome.MET,)))
    assert service.contract(book, row).state is ContractState.RUNNING
    refused(lambda: service.examine(book, row, shop.examination(row, (3,), (Outcome.MET,))), "marks", "already examined")
    learners = service.contract(book, row).learners[1:]
    marks = tuple(Mark(learner=line.id, result=Outcome.NOT_MET) for line in learners)
    service.examine(book, row, Examination(examined_on=date(1956, 10, 31), examined_by="技术考核组", marks=marks))
    found = service.contract(book, row)
    assert found.state is ContractState.EXAMINED
    assert [shop.grade(line.worker) for line in found.learners] == [3, 2, 2], "a learner who did not pass keeps the grade"
    assert [(e.examined_on.day, len(e.marks)) for e in service.examinations(found)] == [(30, 1), (31, 2)]


def test_an_examination_never_lowers_a_grade_and_then_writes_nothing(book: Book, shop: Shop) -> None:
    row = shop.running()
    roster.correct_worker(book, changed(roster.worker(book, shop.he), grade=4))
    refused(lambda: service.examine(book, row, shop.examination(row, (3, 3, 3), (Outcome.MET,) * 3)), "marks", "does not lower")
    assert shop.grade(shop.sun) == 2, "the first learner's grade went back with the rest"
    assert service.contract(book, row).learners[0].examined_on is None


def test_an_examination_is_taken_back_with_a_reason_and_grades_return(book: Book, shop: Shop) -> None:
    row = shop.examined()
    service.conclude(book, row, Conclusion(concluded_on=date(1956, 11, 2)))
    refused(lambda: service.take_back_examination(book, row, Withdrawal(reason=" ")), "reason", "reason")
    service.take_back_examination(book, row, Withdrawal(reason="试件拿错"))
    found = service.contract(book, row)
    assert (found.state, found.outcome, found.concluded_on) == (ContractState.RUNNING, None, None)
    assert [shop.grade(worker) for worker in (shop.sun, shop.he, shop.zhao)] == [2, 2, 2]
    refused(lambda: service.take_back_examination(book, row, Withdrawal(reason="again")), None, "Nobody was examined")


def test_a_grade_changed_since_stops_taking_back(book: Book, shop: Shop) -> None:
    row = shop.examined()
    roster.correct_worker(book, changed(roster.worker(book, shop.he), grade=5))
    refused(lambda: service.take_back_examination(book, row, Withdrawal(reason="试件拿错")), None, "何广林")
    assert shop.grade(shop.sun) == 3


def test_an_apprentice_without_a_grade_gets_none_back(book: Book, shop: Shop) -> None:
    young = shop.worker("小李", None)
    row = shop.running(
        kind=ContractKind.APPRENTICE, learners=(Learner(worker=young, to_grade=2),), term_months=36,
    )
    service.examine(book, row, shop.examination(row, (2,), (Outcome.MET,)))
    assert shop.grade(young) == 2
    service.take_back_examination(book, row, Withdrawal(reason="尚未期满"))
    assert shop.grade(young) is None


# -- the steps that do not follow ------------------------------------------------------------

STEPS: dict[str, Callable[[Book, int], None]] = {
    "sign": lambda b, r: service.sign(b, r, Signing(signed_on=date(1956, 12, 28))),
    "start": lambda b, r: service.start(b, r, Start(effective_on=date(1956, 12, 28))),
    "check": lambda b, r: service.check(b, r, Check(checked_on=date(1956, 12, 28), finding="好")),
    "extend": lambda b, r: service.extend(b, r, Extension(agreed_on=date(1956, 12, 29), new_end=date(1957, 12, 28), reason="病")),
    "examine": lambda b, r: service.examine(
        b, r, Examination(examined_on=date(1956, 12, 28), examined_by="组",
                          marks=tuple(Mark(learner=x.id, new_grade=8) for x in service.contract(b, r).learners)),
    ),
    "conclude": lambda b, r: service.conclude(b, r, Conclusion(concluded_on=date(1956, 12, 28))),
    "reward": lambda b, r: service.reward(b, r, Reward(rewarded_on=date(1956, 12, 28), teacher_reward="表扬")),
    "terminate": lambda b, r: service.terminate(b, r, Termination(terminated_on=date(1956, 12, 28), reason="调动")),
    "take_back": lambda b, r: service.take_back_examination(b, r, Withdrawal(reason="误")),
    "void": lambda b, r: service.void_contract(b, r, Closing(closed_on=date(1956, 12, 28), reason="误")),
}
ALLOWED = {
    "discussed": {"sign", "void"},
    "signed": {"start", "terminate", "void"},
    "running": {"check", "extend", "examine", "terminate", "void"},
    "examined": {"conclude", "take_back"},
    "met": {"reward", "take_back"},
    "rewarded": set(),
    "terminated": {"void"},
    "voided": set(),
}
WAY = {
    "discussed": (), "signed": ("sign",), "running": ("sign", "start"), "examined": ("sign", "start", "examine"),
    "met": ("sign", "start", "examine", "conclude"), "rewarded": ("sign", "start", "examine", "conclude", "reward"),
    "terminated": ("sign", "start", "terminate"), "voided": ("void",),
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ALLOWED)
def test_only_the_steps_that_can_come_next_are_done(book: Book, shop: Shop, state: str, step: str) -> None:
    row = shop.contract(effective_on=None)
    for each in WAY[state]:
        STEPS[each](book, row)
    before = service.contract(book, row)
    assert before.state.value == state
    if step in ALLOWED[state]:
        STEPS[step](book, row)
        assert service.contract(book, row) != before
    else:
        with pytest.raises(KnownError):
            STEPS[step](book, row)
        assert service.contract(book, row) == before


# -- bad input of contracts ------------------------------------------------------------------


def test_a_contract_names_teacher_unit_learners_and_goals(book: Book, shop: Shop) -> None:
    refused(lambda: shop.contract(unit=None), "unit", "unit")
    refused(lambda: shop.contract(teacher=None), "teacher", "teacher")
    refused(lambda: shop.contract(learners=()), "learners", "at least one")
    refused(lambda: shop.contract(learners=(Learner(worker=shop.liu),)), "learners", "cannot be a learner")
    refused(lambda: shop.contract(learners=(Learner(worker=shop.sun), Learner(worker=shop.sun))), "learners", "twice")
    refused(lambda: shop.contract(term_months=0), "term_months", "whole months")
    refused(lambda: shop.contract(content=(Content(content=" "),)), "content", "what is taught")
    refused(lambda: shop.contract(learners=(Learner(worker=shop.sun, to_grade=9),)), "learners", "1 to 8")
    assert book.value("select count(*) from contracts") == 0


def test_a_teacher_from_outside_is_named(book: Book, shop: Shop) -> None:
    row = shop.contract(teacher=None, teacher_name=" 外厂老周 ", teacher_grade=8)
    assert service.contract(book, row).teacher_name == "外厂老周"
    assert book.title("contracts", row) == "外厂老周 → 孙玉、何广林、赵铁生"


def test_what_must_stand_before_anyone_signs(book: Book, shop: Shop) -> None:
    signing = Signing(signed_on=date(1956, 6, 28))
    no_term, no_goal = shop.contract(term_months=None), shop.contract(learners=(Learner(worker=shop.sun),))
    forced = shop.contract(voluntary=False)
    refused(lambda: service.sign(book, no_term, signing), "term_months", "term")
    refused(lambda: service.sign(book, no_goal, signing), "learners", "goal for 孙玉")
    refused(lambda: service.sign(book, forced, signing), "voluntary", "voluntarily")
    early = shop.contract()
    refused(lambda: service.sign(book, early, Signing(signed_on=date(1956, 6, 25))), "signed_on", "before it was drawn up")


def test_no_event_precedes_what_it_follows(book: Book, shop: Shop) -> None:
    row = shop.contract()
    service.sign(book, row, Signing(signed_on=date(1956, 6, 28)))
    refused(lambda: service.start(book, row, Start(effective_on=date(1956, 6, 27))), "effective_on", "before it was signed")
    service.start(book, row, Start(effective_on=date(1956, 7, 1)))
    refused(lambda: service.check(book, row, Check(checked_on=date(1956, 6, 30), finding="好")), "checked_on", "precede")
    refused(lambda: service.check(book, row, Check(checked_on=date(1956, 8, 30), finding=" ")), "finding", "found")
    same_end = Extension(agreed_on=date(1956, 10, 1), new_end=date(1956, 10, 31), reason="病")
    refused(lambda: service.extend(book, row, same_end), "new_end", "after 1956-10-31")
    too_soon = Termination(terminated_on=date(1956, 6, 30), reason="调动")
    refused(lambda: service.terminate(book, row, too_soon), "terminated_on", "before")
    refused(lambda: service.terminate(book, row, Termination(terminated_on=date(1956, 8, 1), reason="")), "reason", "reason")
    too_early = changed(shop.examination(row, (3,), (Outcome.MET,)), examined_on=date(1956, 6, 30))
    refused(lambda: service.examine(book, row, too_early), "examined_on", "precede")
    refused(lambda: service.examine(book, row, changed(too_early, marks=())), "marks", "at least one")
    stranger = changed(shop.examination(row, (3,), (Outcome.MET,)), marks=(Mark(learner=999, name="生人"),))
    refused(lambda: service.examine(book, row, stranger), "marks", "生人 is not a learner")
    service.examine(book, row, shop.examination(row, (3, 3, 3), (Outcome.MET,) * 3))
    refused(lambda: service.conclude(book, row, Conclusion(concluded_on=date(1956, 10, 29))), "concluded_on", "before the exam")
    service.conclude(book, row, Conclusion(concluded_on=date(1956, 11, 2)))
    too_soon_reward = Reward(rewarded_on=date(1956, 11, 1), learner_reward="奖状")
    refused(lambda: service.reward(book, row, too_soon_reward), "rewarded_on", "precede")
    refused(lambda: service.reward(book, row, Reward(rewarded_on=date(1956, 11, 3))), "teacher_reward", "received")


def test_a_signed_contract_is_corrected_only_with_a_new_reason_and_for_good(book: Book, shop: Shop) -> None:
    row = shop.running()
    found = service.contract(book, row)
    refused(lambda: service.correct_contract(book, changed(found, union_group="二组")), "correction", "signed")
    service.correct_contract(book, changed(found, union_group="二组", term_months=5, correction="期限写错"))
    found = service.contract(book, row)
    assert (found.union_group, found.ends_on) == ("二组", date(1956, 11, 30))
    assert book.undo() is None
    refused(lambda: service.correct_contract(book, changed(found, union_group="三组")), "correction", "signed")
    without_day = changed(found, effective_on=None, correction="x")
    refused(lambda: service.correct_contract(book, without_day), "effective_on", "took effect")


def test_a_correction_leaves_marks_checks_and_state_alone(book: Book, shop: Shop) -> None:
    row = shop.examined()
    found = service.contract(book, row)
    typed = tuple(changed(line, theory=None, result=None, examined_on=None, to_grade=4) for line in found.learners)
    service.correct_contract(
        book, changed(found, learners=typed, state=ContractState.DISCUSSED, checks=(), number="X", correction="目标写错")
    )
    again = service.contract(book, row)
    assert (again.state, again.number) == (ContractState.EXAMINED, found.number)
    assert [(line.to_grade, line.theory, line.result) for line in again.learners] == [(4, 850_000, Outcome.MET)] * 3
    fewer = changed(again, learners=again.learners[:1], correction="去掉")
    refused(lambda: service.correct_contract(book, fewer), "learners", "stays in the contract")
    other = (changed(again.learners[0], worker=shop.worker("生人", 2)), *again.learners[1:])
    refused(lambda: service.correct_contract(book, changed(again, learners=other, correction="换人")), "learners", "stays")


def test_a_voided_contract_keeps_row_and_number(book: Book, shop: Shop) -> None:
    row = shop.contract()
    service.void_contract(book, row, Closing(closed_on=date(1956, 6, 27), reason="重复登记"))
    found = service.contract(book, row)
    assert (found.state, found.number, found.reason) == (ContractState.VOIDED, "HT-1956-0001", "重复登记")
    assert service.contracts_of_worker(book, shop.liu) == []
    refused(lambda: service.correct_contract(book, found), None, "voided")
    assert service.contract(book, shop.contract()).number == "HT-1956-0002"
    examined = shop.examined()
    with pytest.raises(KnownError, match="Take the examination back first"):
        service.void_contract(book, examined, Closing(closed_on=date(1956, 12, 1), reason="误"))


def test_prolonging_moves_the_end_and_keeps_the_old_one(book: Book, shop: Shop) -> None:
    row = shop.running()
    service.extend(book, row, Extension(agreed_on=date(1956, 10, 20), new_end=date(1956, 12, 31), reason="病休一个月"))
    service.extend(book, row, Extension(agreed_on=date(1956, 12, 20), new_end=date(1957, 1, 31), reason="设备检修"))
    found = service.contract(book, row)
    assert [(line.old_end, line.new_end) for line in found.extensions] == [
        (date(1956, 10, 31), date(1956, 12, 31)), (date(1956, 12, 31), date(1957, 1, 31)),
    ]
    assert found.ends_on == date(1957, 1, 31)
    service.correct_contract(book, changed(found, remark="x", correction="补记"))
    assert service.contract(book, row).ends_on == date(1957, 1, 31), "a correction does not undo the prolonging"


# -- the term -----------------------------------------------------------------------------


@pytest.mark.parametrize(("begins", "months", "ends"), [
    (date(1956, 7, 1), 4, date(1956, 10, 31)),  # Benxi: July to October
    (date(1958, 2, 6), 36, date(1961, 2, 5)),
    (date(1956, 10, 31), 4, date(1957, 2, 28)),
    (date(1955, 10, 31), 4, date(1956, 2, 29)),
    (date(1956, 1, 30), 1, date(1956, 2, 29)),
    (date(1956, 12, 15), 1, date(1957, 1, 14)),
])
def test_the_term_counts_from_the_day_the_contract_takes_effect(begins: date, months: int, ends: date) -> None:
    assert rules.last_day(begins, months) == ends


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 120))
def test_the_day_after_the_term_is_the_same_day_of_the_month_or_the_first(begins: date, months: int) -> None:
    after = rules.last_day(begins, months) + dt.timedelta(days=1)
    assert after.day in (begins.day, 1)
    year, month0 = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    if begins.day <= calendar.monthrange(year, month0 + 1)[1]:
        assert after == date(year, month0 + 1, begins.day)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 4000))
def test_half_way_lies_in_the_middle(begins: date, days: int) -> None:
    half = rules.half_way(begins, begins + dt.timedelta(days=days))
    assert 0 <= (begins + dt.timedelta(days=days) - half).days - (half - begins).days <= 1


# -- warnings -------------------------------------------------------------------------------


def said(book: Book, row: int, today: date = date(1956, 8, 1)) -> str:
    return " | ".join(str(each) for each in service.warnings(book, service.contract(book, row), today))


def test_grades_that_do_not_fit_are_told_and_never_forbidden(book: Book, shop: Shop) -> None:
    low = shop.worker("吴师傅", 3)
    learners = (Learner(worker=shop.sun, to_grade=3), Learner(worker=shop.he, from_grade=4, to_grade=4))
    row = shop.contract(teacher=low, learners=learners)
    told = said(book, row)
    assert "grade 3 is not above grade 3, which 孙玉 shall reach" in told
    assert "The goal of 何广林, grade 4, is not above the present grade 4" in told
    service.sign(book, row, Signing(signed_on=date(1956, 6, 28)))


def test_a_learner_in_two_running_contracts_of_one_trade_is_told(book: Book, shop: Shop) -> None:
    first = shop.running()
    second = shop.contract(teacher=shop.worker("吴师傅", 6), learners=(Learner(worker=shop.sun, to_grade=3),))
    assert said(book, second) == "孙玉 is also a learner of HT-1956-0001, in the same trade."
    assert said(book, first) == "", "the other one is only under discussion"
    third = shop.contract(teacher=shop.worker("郑师傅", 6), learners=(Learner(worker=shop.sun, trade="钳工", to_grade=3),))
    assert said(book, third) == ""
    service.terminate(book, first, Termination(terminated_on=date(1956, 7, 2), reason="调动"))
    assert said(book, second) == ""


@pytest.mark.parametrize(("months", "words_of_it"), [(23, "never shorter"), (24, "simple trades"), (35, "simple trades"), (36, ""),
                                                       (37, "specially complex")])
def test_the_term_of_apprenticeship(book: Book, shop: Shop, months: int, words_of_it: str) -> None:
    """State Council, 1958-02-06: three years, simple trades shorter, never under two, specially complex ones longer."""
    given = {
        "kind": ContractKind.APPRENTICE, "term_months": months, "effective_on": date(1958, 3, 1), "drawn_up_on": date(1958, 2, 20),
    }
    told = said(book, shop.contract(**given))
    assert words_of_it in told
    assert bool(told) == bool(words_of_it)
    assert said(book, shop.contract(**{**given, "changing_trade": True})) == "", "it does not bind regular workers who change trade"
    assert said(book, shop.contract(**{**given, "kind": ContractKind.MUTUAL_AID})) == "", "mutual aid has no statutory term"
    assert said(book, shop.contract(**{**given, "effective_on": date(1958, 2, 5)})) == "", "it took effect before the rule"


def test_a_term_that_ran_out_unchecked_is_told(book: Book, shop: Shop) -> None:
    row = shop.running()
    assert said(book, row, date(1956, 10, 31)) == ""
    assert said(book, row, date(1956, 11, 1)) == "The term ran out without a check half-way."
    service.check(book, row, Check(checked_on=date(1956, 11, 5), finding="迟"))
    assert said(book, row, date(1956, 11, 6)) == "The check of 1956-11-05 was made after the contract's last day."


# -- what is due ------------------------------------------------------------------------------


def test_the_badge_counts_a_missing_check_then_a_missing_examination(book: Book, shop: Shop) -> None:
    row = shop.running()  # 1 July to 31 October: 122 days apart, half of them on 31 August
    assert [service.badge(book, date(1956, 8, day)) for day in (30, 31)] == [0, 0]
    assert service.badge(book, date(1956, 9, 1)) == 1
    service.check(book, row, Check(checked_on=date(1956, 9, 1), finding="好"))
    assert service.badge(book, date(1956, 10, 31)) == 0
    assert service.badge(book, date(1956, 11, 1)) == 1
    service.examine(book, row, shop.examination(row, (3, 3, 3), (Outcome.MET,) * 3))
    assert service.badge(book, date(1957, 1, 1)) == 0


def test_badge_chips_and_colour_agree_on_every_day(book: Book, shop: Shop) -> None:
    rows = [shop.running(), shop.running(term_months=1), shop.running(term_months=7)]
    service.check(book, rows[2], Check(checked_on=date(1956, 7, 20), finding="好"))
    chips = {f.name: f.where for f in service.CONTRACTS.filters}
    for offset in range(0, 260, 3):
        day = date(1956, 7, 1) + dt.timedelta(days=offset)
        due = [row for row in rows if service.is_due(service.contract(book, row), day)]
        assert service.badge(book, day) == len(due)
        chip = sum(service.CONTRACTS.count(book, chips[name], today=day.isoformat()) for name in ("ran_out", "check_due"))
        assert chip == len(due)


# -- groups and their log -------------------------------------------------------------------------


def test_a_group_takes_trade_and_grade_at_entry_from_the_roster(book: Book, shop: Shop) -> None:
    row = shop.group()
    found = service.group(book, row)
    assert found.number == "HZ-1956-0001"
    assert [(m.name, m.trade, m.grade, m.joined_on) for m in found.members] == [
        ("孙玉", "车工", 2, date(1956, 7, 1)), ("何广林", "车工", 2, date(1956, 7, 1)), ("外厂老周", "钳工", 5, date(1956, 7, 1)),
    ]
    assert [hit.row for hit in book.search("老周")] == [row]
    roster.correct_worker(book, changed(roster.worker(book, shop.sun), grade=5))
    service.correct_group(book, changed(service.group(book, row), topic="锥体"))
    assert service.group(book, row).members[0].grade == 2, "the grade at entry stays"


def test_bad_input_of_groups(book: Book, shop: Shop) -> None:
    refused(lambda: shop.group(name=" "), "name", "name")
    refused(lambda: shop.group(unit=None), "unit", "unit")
    refused(lambda: shop.group(leader=None), "leader", "leads")
    refused(lambda: shop.group(members=(Member(worker=shop.sun), Member(worker=shop.sun))), "members", "twice")
    refused(lambda: shop.group(members=(Member(),)), "members", "Choose each member")
    refused(lambda: shop.group(members=(Member(name="甲", joined_on=date(1956, 6, 30)),)), "members", "joined before")
    left_early = Member(name="甲", joined_on=date(1956, 8, 1), left_on=date(1956, 7, 31))
    refused(lambda: shop.group(members=(left_early,)), "members", "left before joining")


def test_the_log_counts_person_hours_and_attendance_exactly(book: Book, shop: Shop) -> None:
    row = shop.group()
    shop.meeting(row, date(1956, 7, 4))
    shop.meeting(row, date(1956, 7, 11), absent=("何广林",), hours=15_000)
    service.leave_group(book, row, Leaving(name="外厂老周", left_on=date(1956, 7, 12)))
    service.join_group(book, row, Joining(joined_on=date(1956, 7, 16), worker=shop.zhao))
    shop.meeting(row, date(1956, 7, 18), absent=("孙玉", "赵铁生"), hours=3_333)
    log = service.log(book, row)
    assert log.person_hours == 3 * 20_000 + 2 * 15_000 + 1 * 3_333
    assert log.rate == Fraction(6, 9)
    assert [(each.member.name, each.present, each.called) for each in log.members] == [
        ("孙玉", 2, 3), ("何广林", 2, 3), ("外厂老周", 2, 2), ("赵铁生", 0, 1),
    ]
    assert rules.hundredths(Fraction(2, 3)) == 6667
    assert [line.reason for line in log.meetings[1].attendance] == ["", "夜班", ""]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_hundredths_round_halves_up(part: int, whole: int) -> None:
    share = Fraction(part, whole)
    found = rules.hundredths(share)
    assert Fraction(-1, 20_000) < Fraction(found, 10_000) - share <= Fraction(1, 20_000)


def test_whoever_is_not_mentioned_was_absent(book: Book, shop: Shop) -> None:
    row = shop.group()
    first = service.group(book, row).members[0]
    only_first = (Attendance(member=first.id),)
    meeting = service.enter_meeting(
        book, Meeting(group_id=row, held_on=date(1956, 7, 4), hours=Quantity(10_000), topic="刃磨", attendance=only_first)
    )
    lines = service.meeting(book, meeting).attendance
    assert [(line.name, line.present) for line in lines] == [("孙玉", True), ("何广林", False), ("外厂老周", False)]
    assert service.present_of(book, meeting) == "1/3"


def test_bad_input_of_meetings(book: Book, shop: Shop) -> None:
    row = shop.group()
    good = Meeting(
        group_id=row, held_on=date(1956, 7, 4), hours=Quantity(20_000), topic="刃磨",
        attendance=service.sheet_of_attendance(book, row, date(1956, 7, 4)),
    )
    refused(lambda: service.enter_meeting(book, changed(good, topic=" ")), "topic", "about")
    refused(lambda: service.enter_meeting(book, changed(good, hours=Quantity(0))), "hours", "24 hours")
    refused(lambda: service.enter_meeting(book, changed(good, hours=Quantity(240_001))), "hours", "24 hours")
    refused(lambda: service.enter_meeting(book, changed(good, held_on=date(1956, 6, 30))), "held_on", "founded")
    refused(lambda: service.enter_meeting(book, changed(good, attendance=())), "attendance", "Tick")
    stranger = (*good.attendance, Attendance(member=999, name="生人"))
    refused(lambda: service.enter_meeting(book, changed(good, attendance=stranger)), "attendance", "生人 did not belong")
    refused(lambda: service.enter_meeting(book, changed(good, attendance=good.attendance[:1] * 2)), "attendance", "twice")
    assert book.value("select count(*) from mutual_meetings") == 0


def test_a_member_in_the_log_is_never_taken_out(book: Book, shop: Shop) -> None:
    row = shop.group()
    shop.meeting(row, date(1956, 7, 4))
    found = service.group(book, row)
    refused(lambda: service.correct_group(book, changed(found, members=found.members[1:])), "members", "孙玉 stands in the log")
    late = (changed(found.members[0], joined_on=date(1956, 7, 5)), *found.members[1:])
    refused(lambda: service.correct_group(book, changed(found, members=late)), "members", "meeting of 1956-07-04")
    refused(lambda: service.leave_group(book, row, Leaving(name="孙玉", left_on=date(1956, 7, 3))), "left_on", "1956-07-04")
    refused(lambda: service.leave_group(book, row, Leaving(name="生人", left_on=date(1956, 7, 9))), "name", "not a member")
    refused(lambda: service.join_group(book, row, Joining(joined_on=date(1956, 7, 9), worker=shop.sun)), "worker", "twice")


def test_a_meeting_is_corrected_struck_and_undone(book: Book, shop: Shop) -> None:
    row = shop.group()
    meeting = shop.meeting(row, date(1956, 7, 4))
    service.correct_meeting(book, changed(service.meeting(book, meeting), topic="锥体"))
    assert [hit.row for hit in book.search("锥体") if hit.tbl == "mutual_meetings"] == [meeting]
    service.strike_meeting(book, meeting)
    assert service.log(book, row).meetings == ()
    book.undo()
    assert service.meeting(book, meeting).topic == "锥体"
    assert len(service.meeting(book, meeting).attendance) == 3


def test_a_group_ends_with_results_or_is_dissolved_with_a_reason(book: Book, shop: Shop) -> None:
    row = shop.group()
    shop.meeting(row, date(1956, 7, 4))
    refused(lambda: service.end_group(book, row, Ending(ended_on=date(1956, 12, 1), results="")), "results", "came of")
    refused(lambda: service.end_group(book, row, Ending(ended_on=date(1956, 7, 3), results="好")), "ended_on", "still met")
    service.end_group(book, row, Ending(ended_on=date(1956, 12, 1), results="三人掌握三角螺纹"))
    assert service.group(book, row).state is GroupState.ENDED
    refused(lambda: service.dissolve_group(book, row, Closing(closed_on=date(1956, 12, 2), reason="x")), None, "no longer runs")
    refused(lambda: shop.meeting(row, date(1956, 12, 2)), "held_on", "ended on 1956-12-01")
    shop.meeting(row, date(1956, 11, 30))  # a meeting written down late
    other = shop.group(name="钳工小组")
    refused(lambda: service.dissolve_group(book, other, Closing(closed_on=date(1956, 8, 1), reason=" ")), "reason", "reason")
    refused(lambda: service.dissolve_group(book, other, Closing(closed_on=date(1956, 6, 1), reason="x")), "closed_on", "founded")
    service.dissolve_group(book, other, Closing(closed_on=date(1956, 8, 1), reason="人员调动"))
    assert service.group(book, other).state is GroupState.DISSOLVED
    third = shop.group(name="误")
    service.void_group(book, third, Closing(closed_on=date(1956, 7, 1), reason="重复"))
    refused(lambda: service.void_group(book, third, Closing(closed_on=date(1956, 7, 1), reason="x")), None, "voided")
    refused(lambda: shop.meeting(third, date(1956, 7, 1)), None, "voided")


# -- figures and questions ---------------------------------------------------------------------


def figures(book: Book, month: str) -> dict[str, int | None]:
    return {f.code: f.value for f in service.figures(book, Period.of_month(Month.parse(month)))}


def test_the_figures_of_a_month_open_their_rows(book: Book, shop: Shop) -> None:
    group = shop.group()
    first = shop.meeting(group, date(1956, 7, 4))
    second = shop.meeting(group, date(1956, 7, 31), absent=("孙玉",), hours=15_000)
    shop.meeting(group, date(1956, 8, 1))
    voided = shop.group(name="误")
    shop.meeting(voided, date(1956, 7, 4))
    service.void_group(book, voided, Closing(closed_on=date(1956, 7, 31), reason="误"))
    contract = shop.running()
    july = {f.code: f for f in service.figures(book, Period.of_month(Month(1956, 7)))}
    assert (july["groups.running"].value, july["groups.running"].rows) == (1, (group,))
    assert (july["groups.meetings"].value, july["groups.meetings"].rows) == (2, (first, second))
    assert july["groups.person_hours"].value == 3 * 20_000 + 2 * 15_000
    assert july["groups.attendance"].value == 8333  # 5 of 6
    assert (july["contracts.running"].value, july["contracts.running"].rows) == (1, (contract,))
    assert july["contracts.signed"].value == 0
    assert figures(book, "1956-06")["contracts.signed"] == 1
    assert figures(book, "1956-06")["groups.attendance"] is None, "nothing to say is not zero"
    service.examine(book, contract, shop.examination(contract, (3, 3, 2), (Outcome.MET, Outcome.MET, Outcome.NOT_MET)))
    service.conclude(book, contract, Conclusion(concluded_on=date(1956, 11, 2), outcome=Outcome.MET))
    october = {f.code: f for f in service.figures(book, Period.of_month(Month(1956, 10)))}
    assert (october["contracts.grade_rises"].value, october["contracts.grade_rises"].rows) == (2, (shop.sun, shop.he))
    assert (october["contracts.running"].value, october["contracts.met"].value) == (1, 0)
    november = figures(book, "1956-11")
    assert (november["contracts.finished"], november["contracts.met"], november["contracts.running"]) == (1, 1, 0)


def test_a_group_counts_on_the_last_day_of_the_period(book: Book, shop: Shop) -> None:
    row = shop.group()
    service.dissolve_group(book, row, Closing(closed_on=date(1956, 8, 31), reason="x"))
    assert [figures(book, m)["groups.running"] for m in ("1956-06", "1956-07", "1956-08")] == [0, 1, 0]


def test_what_a_worker_and_a_unit_took_part_in(book: Book, shop: Shop) -> None:
    group, contract = shop.group(), shop.contract()
    assert [found.id for found in service.contracts_of_worker(book, shop.liu)] == [contract]
    assert [found.id for found in service.contracts_of_worker(book, shop.he)] == [contract]
    assert [found.id for found in service.groups_of_worker(book, shop.liu)] == [group]
    assert [found.id for found in service.groups_of_worker(book, shop.he)] == [group]
    assert service.groups_of_worker(book, shop.zhao) == []
    plant = roster.units(book)[0].id
    groups, contracts = service.of_unit(book, plant)
    assert ([g.id for g in groups], [c.id for c in contracts]) == ([group], [contract])


def test_what_the_roster_shows_of_a_worker(book: Book, shop: Shop) -> None:
    group, contract = shop.group(), shop.contract()
    both = {("mutual_groups", group), ("contracts", contract)}
    assert {(hit.tbl, hit.row) for hit in book.mentioning("workers", shop.he)} == both
    assert {(hit.tbl, hit.row) for hit in book.mentioning("workers", shop.zhao)} == {("contracts", contract)}


def test_the_usual_duties_follow_the_kind(book: Book, shop: Shop) -> None:
    usual = service.usual_duties(ContractKind.MUTUAL_AID)
    row = shop.contract(kind=ContractKind.APPRENTICE, **{**usual, "learner_duties": "每天练习一小时"})
    found = service.contract(book, row)
    wanted = service.usual_duties(ContractKind.APPRENTICE)
    assert (found.teacher_duties, found.unit_duties) == (wanted["teacher_duties"], wanted["unit_duties"])
    assert found.learner_duties == "每天练习一小时"


# -- the picture -----------------------------------------------------------------------------------


def test_the_picture_shows_the_grades_before_and_after(book: Book, shop: Shop) -> None:
    row = shop.running()
    before = sheets.grades(service.contract(book, row))
    assert before is not None
    assert [series.values for series in before.series] == [(2, 2, 2), (3, 3, 3)]
    service.examine(book, row, shop.examination(row, (3, 4), (Outcome.MET,) * 2))
    after = sheets.grades(service.contract(book, row))
    assert after is not None
    assert [series.values for series in after.series] == [(2, 2, 2), (3, 3, 3), (3, 4, None)]
    learner = Learner(worker=shop.worker("小李", None), operations="锉")
    ungraded = shop.contract(teacher=shop.worker("吴", 6), learners=(learner,))
    assert sheets.grades(service.contract(book, ungraded)) is None


def test_every_register_can_be_counted_paged_and_ordered(book: Book, shop: Shop) -> None:
    group = shop.group()
    shop.meeting(group, date(1956, 7, 4))
    shop.running()
    values: dict[str, Any] = {"today": "1956-09-10", "first": "1956-07-01", "next": "1956-08-01"}
    for query, expected in ((service.GROUPS, 1), (service.MEETINGS, 1), (service.CONTRACTS, 1)):
        assert query.count(book, query.filters[0].where, **values) == expected
        for order in query.orders:
            (record,) = query.page(book, query.filters[0].where, order, 0, 10, **values)
            for column in query.columns:
                assert (column.value(book, record) if column.value else getattr(record, column.field)) is not None
            plan = book.rows(f"explain query plan select id from {query.table.name} order by {order.by}")
            assert not any("TEMP B-TREE" in str(step["detail"]) for step in plan), order.name
        for each in query.filters:
            query.count(book, each.where, **values)


def test_the_tables_are_all_in_the_schema(book: Book) -> None:
    from unionoffice import schema

    assert set(store.TABLES) <= set(schema.TABLES)


# -- what a second pair of eyes found ----------------------------------------------------------


def test_a_learner_who_did_not_reach_the_goal_does_not_rise(book: Book, shop: Shop) -> None:
    row = shop.running()
    results = (Outcome.MET, Outcome.NOT_MET, Outcome.PARTLY_MET)
    refused(lambda: service.examine(book, row, shop.examination(row, (3, 3, 2), results)), "marks", "何广林 did not reach")
    assert (shop.grade(shop.sun), shop.grade(shop.he)) == (2, 2)
    service.examine(book, row, shop.examination(row, (3, 2, 2), results))  # the old grade may stand there
    assert (shop.grade(shop.sun), shop.grade(shop.he)) == (3, 2)


def test_a_correction_cannot_let_a_contract_take_effect_before_it_was_signed(book: Book, shop: Shop) -> None:
    row = shop.running()
    running = service.contract(book, row)
    early = changed(running, effective_on=date(1956, 6, 27), correction="日期有误")
    refused(lambda: service.correct_contract(book, early), "effective_on", "before it was signed")
    assert service.contract(book, row).effective_on == date(1956, 7, 1)
    planned = shop.contract()  # before it is signed the day is only a plan
    service.correct_contract(book, changed(service.contract(book, planned), effective_on=date(1956, 6, 26)))


def test_nothing_ends_a_contract_before_what_was_done_last(book: Book, shop: Shop) -> None:
    row = shop.running()
    service.check(book, row, Check(checked_on=date(1956, 8, 20), finding="好"))
    stopped = Termination(terminated_on=date(1956, 8, 19), reason="调动")
    refused(lambda: service.terminate(book, row, stopped), "terminated_on", "1956-08-20")
    voided = Closing(closed_on=date(1956, 6, 30), reason="登错")
    refused(lambda: service.void_contract(book, row, voided), "closed_on", "1956-08-20")
    service.terminate(book, row, Termination(terminated_on=date(1956, 8, 20), reason="调动"))


def test_two_workers_of_one_name_are_told_apart(book: Book, shop: Shop) -> None:
    twin = roster.enter_worker(book, Worker(name="孙玉", number="0245", unit=shop.section, trade="车工", grade=2))
    first = roster.worker(book, shop.sun)
    roster.correct_worker(book, changed(first, number="0117"))
    learners = tuple(Learner(worker=worker, to_grade=3) for worker in (shop.sun, twin, shop.he))
    row = shop.running(learners=learners)
    shop.running(learners=(Learner(worker=twin, to_grade=3),))
    told = [line[0] for line in sheets.contract(book, row)["learners"]]  # type: ignore[attr-defined]
    assert [str(each) for each in told] == ["孙玉 (0117)", "孙玉 (0245)", "何广林"]
    assert "孙玉 (0245) is also a learner" in said(book, row)
    assert "孙玉 (0117) is also" not in said(book, row)
