"""Research societies, trials and technicians in the workshops: their whole lives, what is refused, what is due, the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks.test_groups import Shop
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import Quantity, changed
from unionoffice.desks.groups import rules, service, store
from unionoffice.desks.groups.records import (
    Appraising,
    Approval,
    Beginning,
    Choice,
    Closing,
    Concluding,
    Entry,
    GroupState,
    Participant,
    Partner,
    Posting,
    PostingState,
    PostTitle,
    Problem,
    ProblemChange,
    ProblemState,
    Production,
    Resuming,
    Returning,
    Run,
    RunResult,
    SessionHeld,
    Society,
    SocietyEnding,
    SocietyMember,
    Staying,
    Stopping,
    Trial,
    TrialOutcome,
    TrialState,
    Tying,
)
from unionoffice.desks.groups.service import postings, societies, ties, trials
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Author, Proposal
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker


class Works(Shop):
    """The repair shop with a technical department, where Technician Wang sits."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.department = roster.enter_unit(book, Unit(name="技术科", english="Technical department", level=Level.OFFICE))
        self.wang = roster.enter_worker(book, Worker(name="王志远", unit=self.department, trade="工艺技术员"))

    def society(self, **values: object) -> int:
        given: dict[str, object] = {
            "name": "细长轴研究会", "unit": self.section, "founded_on": date(1956, 7, 2), "aim": "不颤", "chair": self.liu,
            "members": (SocietyMember(worker=self.sun), SocietyMember(worker=self.wang)), **values,
        }
        return societies.enter_society(self.book, Society(**given))  # type: ignore[arg-type]

    def trial(self, **values: object) -> int:
        given: dict[str, object] = {
            "title": "火焰淬火", "unit": self.section, "proposed_on": date(1956, 7, 2), "leader": self.liu, "technician": self.wang,
            "idea": "导轨表面淬硬", "risk": "离火五米", "plan_first": date(1956, 7, 10), "plan_last": date(1956, 8, 10), **values,
        }
        return trials.enter_trial(self.book, Trial(**given))  # type: ignore[arg-type]

    def under_trial(self, *results: RunResult, **values: object) -> int:
        row = self.trial(**values)
        trials.approve(self.book, row, Approval(approved_on=date(1956, 7, 5), approved_by="总工程师"))
        trials.begin(self.book, row, Beginning(begun_on=date(1956, 7, 10)))
        for place, result in enumerate(results):
            cause = "走得快" if result is RunResult.FAILED else ""
            day = date(1956, 7, 12) + timedelta(days=place)
            trials.write_run(self.book, row, Run(ran_on=day, result=result, measured="HRC 45", cause=cause))
        return row

    def concluded(self, outcome: TrialOutcome = TrialOutcome.SUCCEEDED, **values: object) -> int:
        row = self.under_trial(RunResult.FAILED, RunResult.PASSED, **values)
        trials.conclude(self.book, row, Concluding(concluded_on=date(1956, 7, 25), outcome=outcome, conclusion="合要求"))
        return row

    def posting(self, **values: object) -> int:
        given: dict[str, object] = {
            "worker": self.wang, "title": PostTitle.TECHNICIAN, "unit": self.section, "assigned_on": date(1956, 7, 2),
            "until": date(1956, 9, 30), "reason": "车间试验", "partners": (Partner(worker=self.sun),), **values,
        }
        return postings.assign(self.book, Posting(**given))  # type: ignore[arg-type]


@pytest.fixture
def works(book: Book) -> Works:
    return Works(book)


def fault(do: Callable[[], object]) -> str:
    """The field at fault of what is refused."""
    with pytest.raises(KnownError) as trouble:
        do()
    return trouble.value.field or ""


JULY = Period.of_month(Month(1956, 7))
AUGUST = Period.of_month(Month(1956, 8))


def figures(book: Book, period: Period) -> dict[str, int | None]:
    return {figure.code: figure.value for figure in service.figures(book, period)}


# -- societies ----------------------------------------------------------------------------------


def test_a_society_from_its_first_problem_to_its_end(book: Book, works: Works) -> None:
    row = works.society(next_on=date(1956, 7, 9))
    found = societies.society(book, row)
    assert (found.number, found.chair_name, found.state) == ("YJ-1956-0001", "刘德才", GroupState.RUNNING)
    assert [(m.name, m.trade, m.technician) for m in found.members] == [("孙玉", "车工", False), ("王志远", "工艺技术员", True)]
    assert service.badge(book, date(1956, 7, 9)) == 0
    assert service.badge(book, date(1956, 7, 10)) == 1, "the session was not held on its day"
    societies.take_up(book, row, Problem(problem="车到中段发颤"))
    societies.take_up(book, row, Problem(problem="顶尖发热", proposer="孙玉"))
    held = SessionHeld(held_on=date(1956, 7, 11), hours=Quantity(15_000), people=3, topic="分工", next_on=date(1956, 7, 25))
    societies.hold_session(book, row, held)
    assert service.badge(book, date(1956, 7, 12)) == 0
    solved = ProblemChange(problem=1, state=ProblemState.SOLVED, on=date(1956, 7, 20), solution="跟刀架改铸铁")
    societies.change_problem(book, row, solved)
    societies.hold_session(book, row, SessionHeld(held_on=date(1956, 7, 25), hours=Quantity(20_000), people=2, topic="讲评"))
    found = societies.society(book, row)
    assert found.next_on is None, "no next session was set"
    assert [(p.state, p.solved_on) for p in found.problems] == [(ProblemState.SOLVED, date(1956, 7, 20)), (ProblemState.OPEN, None)]
    assert societies.person_hours(found) == 15_000 * 3 + 20_000 * 2
    july = figures(book, JULY)
    assert [july[f"societies.{code}"] for code in ("running", "sessions", "solved")] == [1, 2, 1]
    assert fault(lambda: societies.end_society(book, row, SocietyEnding(ended_on=date(1956, 7, 31), results=" "))) == "results"
    assert fault(lambda: societies.end_society(book, row, SocietyEnding(ended_on=date(1956, 7, 24), results="成"))) == "ended_on"
    societies.end_society(book, row, SocietyEnding(ended_on=date(1956, 7, 31), results="跟刀架两只"))
    assert figures(book, JULY)["societies.running"] == 0
    with pytest.raises(KnownError):
        societies.hold_session(book, row, held)
    book.undo()
    assert societies.society(book, row).state is GroupState.RUNNING


def test_what_cannot_be_of_a_society_is_told_by_field(book: Book, works: Works) -> None:
    row = works.society()
    session = {"hours": Quantity(10_000), "people": 2, "topic": "题"}
    held = SessionHeld(held_on=date(1956, 7, 11), **session)  # type: ignore[arg-type]
    assert fault(lambda: works.society(name=" ")) == "name"
    assert fault(lambda: works.society(unit=None)) == "unit"
    assert fault(lambda: works.society(chair=None)) == "chair"
    assert fault(lambda: works.society(members=(SocietyMember(worker=works.sun),) * 2)) == "members"
    assert fault(lambda: works.society(members=(SocietyMember(),))) == "members"
    assert fault(lambda: works.society(next_on=date(1956, 7, 2))) == "next_on"
    assert fault(lambda: societies.take_up(book, row, Problem(problem=" "))) == "problem"
    assert fault(lambda: societies.change_problem(book, row, ProblemChange(problem=1, on=date(1956, 7, 3)))) == "problem"
    assert fault(lambda: societies.hold_session(book, row, changed(held, held_on=date(1956, 7, 1)))) == "held_on"
    assert fault(lambda: societies.hold_session(book, row, changed(held, topic=""))) == "topic"
    assert fault(lambda: societies.hold_session(book, row, changed(held, hours=Quantity(0)))) == "hours"
    assert fault(lambda: societies.hold_session(book, row, changed(held, next_on=date(1956, 7, 11)))) == "next_on"
    assert fault(lambda: societies.dissolve_society(book, row, Closing(closed_on=date(1956, 8, 1), reason=""))) == "reason"
    societies.take_up(book, row, Problem(problem="题"))
    unsolved = ProblemChange(problem=1, state=ProblemState.SOLVED, on=date(1956, 7, 3))
    assert fault(lambda: societies.change_problem(book, row, unsolved)) == "solution"
    assert book.value("select count(*) from society_sessions") == 0


def test_a_corrected_society_keeps_its_state_and_a_voided_one_counts_nowhere(book: Book, works: Works) -> None:
    row = works.society()
    societies.hold_session(book, row, SessionHeld(held_on=date(1956, 7, 5), hours=Quantity(10_000), people=2, topic="题"))
    found = societies.society(book, row)
    societies.correct_society(book, changed(found, name="丝杠研究会", state=GroupState.ENDED, closed_on=date(1956, 7, 9)))
    found = societies.society(book, row)
    assert (found.name, found.state, found.closed_on) == ("丝杠研究会", GroupState.RUNNING, None)
    societies.void_society(book, row, Closing(closed_on=date(1956, 7, 9), reason="重复"))
    assert fault(lambda: societies.correct_society(book, found)) == ""
    july = figures(book, JULY)
    assert [july[f"societies.{code}"] for code in ("running", "sessions", "solved")] == [0, 0, 0]


# -- trials ------------------------------------------------------------------------------------------


def test_a_trial_from_idea_to_production(book: Book, works: Works) -> None:
    row = works.trial(people=(Participant(worker=works.sun), Participant(name="外厂老周", trade="钳工")))
    assert trials.trial(book, row).number == "SZ-1956-0001"
    assert [due.what.key for due in service.due(book, date(1956, 7, 2))] == ["Idea of a trial to be decided on"]
    trials.approve(book, row, Approval(approved_on=date(1956, 7, 5), approved_by="总工程师"))
    trials.begin(book, row, Beginning(begun_on=date(1956, 7, 10)))
    conclude = Concluding(concluded_on=date(1956, 7, 25), outcome=TrialOutcome.SUCCEEDED, conclusion="硬度合要求")
    assert fault(lambda: trials.conclude(book, row, conclude)) == "outcome", "no run was written down"
    trials.write_run(book, row, Run(ran_on=date(1956, 7, 12), result=RunResult.FAILED, measured="HRC 38"))
    assert fault(lambda: trials.conclude(book, row, conclude)) == "outcome", "no run has passed"
    assert trials.warnings(trials.trial(book, row), date(1956, 7, 12)) == ["The cause of failure is not written yet: run 1."]
    trials.write_run(book, row, Run(ran_on=date(1956, 7, 26), result=RunResult.PASSED, measured="HRC 46"))
    assert fault(lambda: trials.conclude(book, row, conclude)) == "concluded_on", "a run lies after it"
    trials.conclude(book, row, changed(conclude, concluded_on=date(1956, 7, 28)))
    assert [due.what.key for due in service.due(book, date(1956, 7, 31))] == ["Trial to be appraised"]
    appraising = Appraising(appraised_on=date(1956, 8, 2), appraised_by="鉴定小组", appraisal="同意采用")
    trials.appraise(book, row, appraising)
    assert [due.what.key for due in service.due(book, date(1956, 8, 31))] == ["Trial to be put into production"]
    worth = Production(produced_on=date(1956, 8, 5), value=Fen(864_000))
    assert fault(lambda: trials.produce(book, row, worth)) == "reckoning"
    trials.produce(book, row, changed(worth, reckoning="少刮修"))
    found = trials.trial(book, row)
    assert (found.state, found.value, len(found.runs)) == (TrialState.IN_PRODUCTION, 864_000, 2)
    july, august = figures(book, JULY), figures(book, AUGUST)
    codes = ("running", "runs", "succeeded", "failed", "produced", "value")
    assert [july[f"trials.{code}"] for code in codes] == [0, 2, 1, 0, 0, None]
    assert [august[f"trials.{code}"] for code in codes] == [0, 0, 0, 0, 1, 864_000]
    assert service.due(book, date(1956, 12, 31)) == []
    for _step in range(8):
        book.undo()
    assert book.value("select count(*) from trials") == 0


def test_a_failure_stays_when_the_trial_is_taken_up_again(book: Book, works: Works) -> None:
    row = works.under_trial(RunResult.FAILED)
    trials.conclude(book, row, Concluding(concluded_on=date(1956, 7, 20), outcome=TrialOutcome.FAILED, conclusion="隔日无效"))
    assert fault(lambda: trials.resume(book, row, Resuming(resumed_on=date(1956, 7, 19), reason="再试"))) == "resumed_on"
    trials.resume(book, row, Resuming(resumed_on=date(1956, 8, 2), reason="当日再试"))
    assert trials.trial(book, row).state is TrialState.UNDER_TRIAL
    assert fault(lambda: trials.write_run(book, row, Run(ran_on=date(1956, 8, 1), output="一只"))) == "ran_on"
    trials.write_run(book, row, Run(ran_on=date(1956, 8, 4), result=RunResult.PASSED, output="一只"))
    trials.conclude(book, row, Concluding(concluded_on=date(1956, 8, 6), outcome=TrialOutcome.SUCCEEDED, conclusion="当日有效"))
    found = trials.trial(book, row)
    assert [verdict.outcome for verdict in found.verdicts] == [TrialOutcome.FAILED, TrialOutcome.SUCCEEDED]
    assert (figures(book, JULY)["trials.failed"], figures(book, AUGUST)["trials.succeeded"]) == (1, 1)

    def running(day: date) -> int | None:
        return figures(book, Period.of_days(day, day))["trials.running"]

    assert [running(date(1956, 7, 9)), running(date(1956, 7, 19)), running(date(1956, 7, 20)), running(date(1956, 8, 1)),
            running(date(1956, 8, 2)), running(date(1956, 8, 6))] == [0, 1, 0, 0, 1, 0]  # fmt: skip


def test_the_railway_workers_six_rounds(book: Book) -> None:
    """People's Daily, 1955-07-03: six charges, two went off; six rounds in two months, success in the end (domain B10, S:46)."""
    day = date(1955, 7, 3)
    row = trials.enter_trial(book, Trial(title="爆破试验", outside="铁路", proposed_on=day, source="人民日报，1955年7月3日第六版"))
    trials.approve(book, row, Approval(approved_on=day, approved_by="—"))
    trials.begin(book, row, Beginning(begun_on=day))
    trials.write_run(book, row, Run(result=RunResult.PARTLY, output="放炮六个，响了两个"))
    for place in range(2, 6):
        trials.write_run(book, row, Run(output=f"第{place}回"))
    trials.write_run(book, row, Run(result=RunResult.PASSED, output="第六回"))
    trials.conclude(book, row, Concluding(concluded_on=day, outcome=TrialOutcome.SUCCEEDED, conclusion="最后成功"))
    found = trials.trial(book, row)
    assert (len(found.runs), found.state, found.unit) == (6, TrialState.SUCCEEDED, None)
    assert book.search("响了两个")[0].number == "SZ-1955-0001"


def test_the_dye_plants_trial_of_seven_days(book: Book, works: Works) -> None:
    """People's Daily, 1958-06-26: a trial planned for next year was finished in seven days (domain B10, S:46b)."""
    row = works.trial(proposed_on=date(1958, 6, 1), plan_first=None, plan_last=date(1959, 12, 31), title="染料新品种试制")
    trials.approve(book, row, Approval(approved_on=date(1958, 6, 1), approved_by="厂"))
    trials.begin(book, row, Beginning(begun_on=date(1958, 6, 19)))
    trials.write_run(book, row, Run(ran_on=date(1958, 6, 26), result=RunResult.PASSED, output="成品"))
    trials.conclude(
        book, row, Concluding(concluded_on=date(1958, 6, 26), outcome=TrialOutcome.SUCCEEDED, conclusion="七天完成"))
    found = trials.trial(book, row)
    assert found.begun_on is not None
    assert (found.verdicts[-1].concluded_on - found.begun_on).days == 7
    assert service.badge(book, date(1960, 1, 1)) == 0


def test_a_trial_can_be_stopped_before_it_began_and_resumed_where_it_stood(book: Book, works: Works) -> None:
    row = works.trial()
    assert fault(lambda: trials.stop(book, row, Stopping(stopped_on=date(1956, 7, 4), reason=" "))) == "reason"
    trials.stop(book, row, Stopping(stopped_on=date(1956, 7, 4), reason="没有材料"))
    assert figures(book, JULY)["trials.stopped"] == 1
    trials.resume(book, row, Resuming(resumed_on=date(1956, 7, 6), reason="材料到了"))
    assert trials.trial(book, row).state is TrialState.IDEA
    trials.approve(book, row, Approval(approved_on=date(1956, 7, 7), approved_by="厂"))
    trials.stop(book, row, Stopping(stopped_on=date(1956, 7, 8), reason="又缺"))
    trials.resume(book, row, Resuming(resumed_on=date(1956, 7, 9), reason="又到"))
    assert trials.trial(book, row).state is TrialState.APPROVED
    with pytest.raises(KnownError):
        trials.produce(book, row, Production(produced_on=date(1956, 8, 1)))
    with pytest.raises(KnownError):
        trials.write_run(book, row, Run(output="一只"))
    with pytest.raises(KnownError):
        trials.resume(book, row, Resuming(resumed_on=date(1956, 8, 1), reason="x"))


def test_a_failure_can_be_appraised_but_not_put_into_production(book: Book, works: Works) -> None:
    row = works.concluded(TrialOutcome.FAILED)
    trials.appraise(book, row, Appraising(appraised_on=date(1956, 8, 1), appraised_by="小组", appraisal="不能用"))
    assert service.due(book, date(1956, 12, 1)) == [], "an appraised failure is finished"
    with pytest.raises(KnownError, match="Only a trial that succeeded"):
        trials.produce(book, row, Production(produced_on=date(1956, 8, 2)))
    with pytest.raises(KnownError):
        trials.for_experience(book, row, date(1956, 8, 2))


def test_a_trial_is_corrected_within_its_steps(book: Book, works: Works) -> None:
    row = works.concluded()
    found = trials.trial(book, row)
    words = changed(found.verdicts[0], conclusion="合要求，可用")
    trials.correct_trial(book, changed(found, title="导轨淬火", verdicts=(words,), produced_on=date(1956, 8, 1), value=Fen(1)))
    made = trials.trial(book, row)
    assert (made.title, made.verdicts[0].conclusion, made.produced_on, made.value) == ("导轨淬火", "合要求，可用", None, None)
    other = changed(found.verdicts[0], outcome=TrialOutcome.FAILED)
    assert fault(lambda: trials.correct_trial(book, changed(made, verdicts=(other,)))) == "verdicts"
    assert fault(lambda: trials.correct_trial(book, changed(made, verdicts=()))) == "verdicts"
    assert fault(lambda: trials.correct_trial(book, changed(made, runs=()))) == "runs"
    assert fault(lambda: trials.correct_trial(book, changed(made, approved_on=None))) == "approved_on"
    assert fault(lambda: trials.correct_trial(book, changed(made, begun_on=date(1956, 7, 1)))) == "begun_on"
    assert fault(lambda: trials.correct_trial(book, changed(made, plan_last=date(1956, 7, 1)))) == "plan_last"
    assert fault(lambda: works.trial(unit=None)) == "unit"
    assert fault(lambda: works.trial(title="")) == "title"
    bad = changed(made.runs[1], cause="何故")
    assert fault(lambda: trials.correct_trial(book, changed(made, runs=(made.runs[0], bad)))) == "runs"
    trials.void_trial(book, row, Closing(closed_on=date(1956, 8, 9), reason="重复"))
    assert figures(book, JULY)["trials.succeeded"] == 0
    with pytest.raises(KnownError):
        trials.correct_trial(book, made)


def test_the_plans_end_is_due_and_overdue(book: Book, works: Works) -> None:
    row = works.under_trial(RunResult.FAILED)
    assert service.badge(book, date(1956, 8, 10)) == 0
    assert service.badge(book, date(1956, 8, 11)) == 1
    (due,) = service.due(book, date(1956, 8, 10))
    assert (due.tbl, due.row, due.day, due.who, due.kind) == ("trials", row, date(1956, 8, 10), "刘德才", "due")
    assert service.due(book, date(1956, 8, 9)) == []


# -- technicians and workers together ---------------------------------------------------------------

SIDES = st.lists(st.sampled_from(["worker", "technician", "marked"]), max_size=4)


@given(people=SIDES, leader=st.sampled_from(["", "worker", "technician"]), attached=st.booleans())
def test_joint_is_one_of_each(people: list[str], leader: str, attached: bool) -> None:
    """Against the definition: at least one technician and at least one worker among all who take part."""
    names = [f"{kind}{place}" for place, kind in enumerate(people)]
    ids = {name: place + 1 for place, name in enumerate(names)}
    lines = tuple(
        Participant(worker=ids[name], name=name, technician=kind == "marked") for name, kind in zip(names, people, strict=True)
    )
    trial = Trial(
        title="t", proposed_on=date(1958, 1, 1), people=lines, leader=90 if leader else None, leader_name=leader,
        technician=91 if attached else None, technician_name="attached" if attached else "",
    )
    technicians = {ids[name] for name, kind in zip(names, people, strict=True) if kind == "technician"} | {91}
    if leader == "technician":
        technicians.add(90)
    all_kinds = ["technician" if kind != "worker" else "worker" for kind in people] + ([leader] if leader else [])
    all_kinds += ["technician"] if attached else []
    assert rules.joint(trial, technicians) == (set(all_kinds) == {"technician", "worker"})


def test_the_share_of_trials_that_join_both(book: Book, works: Works) -> None:
    assert figures(book, JULY)["trials.joint"] is None, "no trial, no share"
    works.trial()  # Liu heads it, Technician Wang is attached
    works.trial(technician=None, people=(Participant(worker=works.sun),))  # workers only
    works.trial(leader=None, technician=None, people=(Participant(worker=works.wang),))  # a technician alone
    assert figures(book, JULY)["trials.joint"] == 3333
    works.trial(technician=None, people=(Participant(name="周工", technician=True),))
    assert Fraction(figures(book, JULY)["trials.joint"] or 0, 10_000) == Fraction(1, 2)


def test_who_was_assigned_to_a_workshop_is_a_technician_for_good(book: Book, works: Works) -> None:
    works.trial(technician=None, people=(Participant(worker=works.he),))
    assert figures(book, JULY)["trials.joint"] == 0
    row = works.posting(worker=works.he, unit=works.department, title=PostTitle.ASSISTANT)
    assert figures(book, JULY)["trials.joint"] == 10_000
    postings.cancel_posting(book, row, Closing(closed_on=date(1956, 7, 3), reason="误"))
    assert figures(book, JULY)["trials.joint"] == 0


def test_the_share_of_proposals_that_join_both(book: Book, works: Works) -> None:
    def share() -> int | None:
        found = {figure.code: figure for figure in proposals.figures(book, JULY)}
        return found["proposals.joint"].value

    def proposal(*authors: Author) -> int:
        return proposals.enter(book, Proposal(
            title="跟刀架", unit=works.section, received_on=date(1956, 7, 3), problem="颤", method="铸铁块", authors=authors,
        ))

    assert share() is None
    proposal(Author(worker=works.sun, share=100))
    proposal(Author(worker=works.wang, share=100))
    assert share() == 0
    together = proposal(Author(worker=works.sun, share=50), Author(worker=works.wang, share=50))
    assert share() == 3333
    figure = next(each for each in proposals.figures(book, JULY) if each.code == "proposals.joint")
    assert figure.rows == (together,)


# -- technicians in the workshops --------------------------------------------------------------------


def test_a_technician_goes_to_the_workshop_and_returns(book: Book, works: Works) -> None:
    row = works.posting()
    found = postings.posting(book, row)
    assert (found.number, found.name, found.from_unit) == ("XF-1956-0001", "王志远", works.department)
    assert fault(lambda: works.posting()) == "worker", "one workshop at a time"
    postings.write_log(book, row, Entry(day=date(1956, 7, 20), hours=Quantity(60_000), solved="走刀太快"))
    postings.write_log(book, row, Entry(day=date(1956, 7, 12), hours=Quantity(25_000), solved="温度表"))
    assert [entry.day.day for entry in postings.posting(book, row).log] == [12, 20]
    july = figures(book, JULY)
    assert [july[f"technicians.{code}"] for code in ("below", "hours", "solved")] == [1, 85_000, 2]
    assert service.badge(book, date(1956, 10, 1)) == 1
    assert [due.what.key for due in service.due(book, date(1956, 9, 30))] == ["Technician's time in the workshop ends"]
    assert fault(lambda: postings.stay(book, row, Staying(until=date(1956, 9, 30), reason="x"))) == "until"
    postings.stay(book, row, Staying(until=date(1956, 10, 31), reason="试验未完"))
    assert service.badge(book, date(1956, 10, 1)) == 0
    assert fault(lambda: postings.come_back(book, row, Returning(returned_on=date(1956, 7, 19), opinion="好"))) == "returned_on"
    assert fault(lambda: postings.come_back(book, row, Returning(returned_on=date(1956, 10, 20), opinion=""))) == "opinion"
    postings.come_back(book, row, Returning(returned_on=date(1956, 10, 20), opinion="肯同工人商量"))
    october = Period.of_month(Month(1956, 10))
    assert figures(book, october)["technicians.below"] == 0
    assert figures(book, Period.of_days(date(1956, 10, 1), date(1956, 10, 19)))["technicians.below"] == 1
    with pytest.raises(KnownError):
        postings.write_log(book, row, Entry(day=date(1956, 10, 1), solved="x"))
    again = works.posting(assigned_on=date(1956, 11, 1), until=None)
    assert postings.posting(book, again).number == "XF-1956-0002"
    assert [posting.id for posting in postings.postings_of_unit(book, works.section)] == [row, again]


def test_what_cannot_be_of_a_posting_is_told_by_field(book: Book, works: Works) -> None:
    assert fault(lambda: works.posting(worker=None)) == "worker"
    assert fault(lambda: works.posting(unit=None)) == "unit"
    assert fault(lambda: works.posting(unit=works.department, from_unit=works.department)) == "unit"
    assert fault(lambda: works.posting(until=date(1956, 7, 1))) == "until"
    assert fault(lambda: works.posting(shift_hours=Quantity(1_690_000))) == "shift_hours"
    row = works.posting()
    assert fault(lambda: postings.write_log(book, row, Entry(day=date(1956, 7, 1), solved="x"))) == "day"
    assert fault(lambda: postings.write_log(book, row, Entry(day=date(1956, 7, 3), solved=" "))) == "solved"
    postings.write_log(book, row, Entry(day=date(1956, 7, 3), solved="x"))
    with pytest.raises(KnownError, match="write down the return"):
        postings.cancel_posting(book, row, Closing(closed_on=date(1956, 7, 4), reason="误"))
    found = postings.posting(book, row)
    postings.correct_posting(book, changed(found, tasks="定规范", state=PostingState.RETURNED, returned_on=date(1956, 7, 9)))
    made = postings.posting(book, row)
    assert (made.tasks, made.state, made.returned_on) == ("定规范", PostingState.ASSIGNED, None)


# -- ties ---------------------------------------------------------------------------------------------


def test_records_are_tied_by_their_numbers_and_untied(book: Book, works: Works) -> None:
    society, trial, posting = works.society(), works.trial(), works.posting()
    ties.tie(book, "postings", posting, Tying(number="sz-1956-0001"))
    ties.tie(book, "postings", posting, Tying(number="YJ-1956-0001"))
    ties.tie(book, "research_societies", society, Tying(number="SZ-1956-0001"))
    assert ties.tied(book, "postings", posting) == ["SZ-1956-0001", "YJ-1956-0001"]
    assert {link.other.tbl for link in book.links("trials", trial)} == {"postings", "research_societies"}
    assert fault(lambda: ties.tie(book, "postings", posting, Tying(number="JY-1956-0099"))) == "number"
    assert fault(lambda: ties.tie(book, "postings", posting, Tying(number="31"))) == "number"
    assert fault(lambda: ties.tie(book, "trials", trial, Tying(number="SZ-1956-0001"))) == "number", "not to itself"
    assert fault(lambda: ties.tie(book, "trials", trial, Tying(number="XF-1956-0001"))) == "number"
    ties.untie(book, "postings", posting, Tying(number="YJ-1956-0001"))
    assert ties.tied(book, "postings", posting) == ["SZ-1956-0001"]
    assert fault(lambda: ties.untie(book, "postings", posting, Tying(number="YJ-1956-0001"))) == "number"
    book.undo()
    assert ties.tied(book, "postings", posting) == ["SZ-1956-0001", "YJ-1956-0001"]


def test_what_a_proposal_and_an_experience_take_over(book: Book, works: Works) -> None:
    row = works.concluded()
    values = trials.for_experience(book, row, date(1956, 9, 1))
    assert (values["name"], values["effect"], values["found_on"]) == ("火焰淬火", "合要求", date(1956, 7, 25))
    assert trials.for_proposal(book, row)["problem"] == "导轨表面淬硬"
    society = works.society()
    societies.take_up(book, society, Problem(problem="车到中段发颤"))
    solved = ProblemChange(problem=1, state=ProblemState.SOLVED, on=date(1956, 7, 20), solution="铸铁块")
    societies.change_problem(book, society, solved)
    taken = societies.for_proposal(book, society, Choice(problem=1))
    assert (taken["title"], taken["method"]) == ("车到中段发颤", "铸铁块")
    assert societies.for_experience(book, society, Choice(problem=1), date(1956, 9, 1))["found_on"] == date(1956, 7, 20)
    tried = societies.for_trial(book, society, Choice(problem=1), date(1956, 8, 1))
    made = trials.enter_trial(book, Trial(**tried), ("research_societies", society))  # type: ignore[arg-type]
    assert (trials.trial(book, made).leader_name, trials.trial(book, made).idea) == ("刘德才", "铸铁块")
    assert [(link.kind, link.other.row) for link in book.links("research_societies", society)] == [(trials.TRIED, made)]
    with pytest.raises(KnownError):
        societies.for_proposal(book, society, Choice(problem=2))
    second = works.trial()
    assert trials.enter_trial(book, changed(trials.trial(book, second), id=0), ("trials", row)) > second
    assert {link.kind for link in book.links("trials", row)} == {trials.TRIED}


def test_workers_are_found_under_what_they_took_part_in(book: Book, works: Works) -> None:
    works.society()
    works.trial()
    works.posting()
    assert {hit.tbl for hit in book.mentioning("workers", works.wang)} == {"research_societies", "trials", "postings"}
    assert {hit.tbl for hit in book.mentioning("workers", works.sun)} == {"research_societies", "postings"}


# -- what is due --------------------------------------------------------------------------------------


def test_due_and_badge_agree_on_contracts(book: Book, works: Works) -> None:
    row = works.running()
    end = service.contract(book, row).ends_on
    assert end == date(1956, 10, 31)
    for day in (date(1956, 8, 31), date(1956, 9, 1), date(1956, 10, 31), date(1956, 11, 1), date(1957, 1, 1)):
        overdue = [due for due in service.due(book, day) if due.day is not None and due.day < day]
        assert len(overdue) == service.badge(book, day) == store.count_due(book, day), day
    (check,) = service.due(book, date(1956, 9, 15))
    assert (check.what.key, check.who) == ("First check of the contract", "刘德才")
    (examine,) = service.due(book, date(1956, 12, 1))
    assert (examine.what.key, examine.day) == ("Learners to be examined", end)
