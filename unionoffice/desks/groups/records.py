"""Who learns from whom, and who finds out what: mutual-aid groups, contracts, research societies, trials, technicians.

A *mutual-aid group* is a handful of workers who meet to teach each other a trade. A *meeting* is
one entry of its log. A *contract* binds a teacher and one or more learners for a term: as
*technical mutual aid* among regular workers, or as *master and apprentice*. A *check* looks at
a contract half-way; the *examination* at its end may raise the learner's grade. A *goal* is what
a learner shall reach: a grade, operations mastered, a scrap rate, a share of the quota.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_


class GroupState(Worded):
    """How a group stands."""

    RUNNING = "running", N_("Running")
    ENDED = "ended", N_("Ended")
    DISSOLVED = "dissolved", N_("Dissolved")
    VOIDED = "voided", N_("Voided")


class ContractKind(Worded):
    """Among regular workers, or with an apprentice."""

    MUTUAL_AID = "mutual_aid", N_("Technical mutual aid")
    APPRENTICE = "apprentice", N_("Master and apprentice")


class ContractState(Worded):
    """How a contract stands; that it was checked half-way is read from its checks."""

    DISCUSSED = "discussed", N_("Under discussion")
    SIGNED = "signed", N_("Signed")
    RUNNING = "running", N_("Running")
    EXAMINED = "examined", N_("Examined")
    MET = "met", N_("Met")
    PARTLY_MET = "partly_met", N_("Partly met")
    NOT_MET = "not_met", N_("Not met")
    REWARDED = "rewarded", N_("Rewarded")
    TERMINATED = "terminated", N_("Terminated")
    VOIDED = "voided", N_("Voided")


class Outcome(Worded):
    """Whether the goals were reached, by one learner or by the contract as a whole."""

    MET = "met", N_("Met")
    PARTLY_MET = "partly_met", N_("Partly met")
    NOT_MET = "not_met", N_("Not met")


class ProblemState(Worded):
    """How far a society has come with a problem."""

    OPEN = "open", N_("Not taken up yet")
    UNDER_STUDY = "under_study", N_("Under study")
    SOLVED = "solved", N_("Solved")
    SET_ASIDE = "set_aside", N_("Set aside")


class TrialKind(Worded):
    """What is tried out (新产品、新技术、新工艺)."""

    PRODUCT = "product", N_("New product")
    TECHNOLOGY = "technology", N_("New technology")
    PROCESS = "process", N_("New process")


class TrialState(Worded):
    """How far a trial has come (设想、批准、试验中、成功、失败、中止、鉴定、投产)."""

    IDEA = "idea", N_("Idea")
    APPROVED = "approved", N_("Trial approved")
    UNDER_TRIAL = "under_trial", N_("Under trial")
    SUCCEEDED = "succeeded", N_("Trial succeeded")
    FAILED = "failed", N_("Trial failed")
    STOPPED = "stopped", N_("Trial stopped")
    APPRAISED = "appraised", N_("Appraised")
    IN_PRODUCTION = "in_production", N_("In production")
    VOIDED = "voided", N_("Voided")


class TrialOutcome(Worded):
    """How a trial came out."""

    SUCCEEDED = "succeeded", N_("Trial succeeded")
    FAILED = "failed", N_("Trial failed")
    STOPPED = "stopped", N_("Trial stopped")


class RunResult(Worded):
    """How one run came out."""

    PASSED = "passed", N_("Passed")
    PARTLY = "partly", N_("Passed in part")
    FAILED = "failed", N_("Did not pass")


class PostTitle(Worded):
    """The title of a technician."""

    ENGINEER = "engineer", N_("Engineer")
    TECHNICIAN = "technician", N_("Technician")
    ASSISTANT = "assistant", N_("Assistant technician")


class PostingState(Worded):
    """How a posting stands."""

    ASSIGNED = "assigned", N_("In the workshop")
    RETURNED = "returned", N_("Returned")
    CANCELLED = "cancelled", N_("Cancelled")


class Member(Record):
    """One member of a group: a worker of the roster, or somebody from outside by name."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("only for those not on the roster"))] = ""
    trade: Annotated[str, shown(N_("Trade"))] = ""
    grade: Annotated[int | None, shown(N_("Grade at entry"), ge=1, le=8)] = None
    joined_on: Annotated[date | None, shown(N_("Joined on"), hint=N_("empty: when the group was founded"))] = None
    left_on: Annotated[date | None, shown(N_("Left the group on"))] = None


class Group(Record):
    """One technical mutual-aid group (技术互助小组)."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    name: Annotated[str, shown(N_("Name of the group"))]
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    leader: Annotated[int | None, shown(N_("Leader"), ref="workers")] = None
    founded_on: Annotated[date, shown(N_("Founded on"))]
    topic: Annotated[str, shown(N_("What the group works on"))] = ""
    rhythm: Annotated[str, shown(N_("Meets"), hint=N_("such as every Wednesday after the shift"))] = ""
    members: Annotated[tuple[Member, ...], shown(N_("Members"))] = ()
    state: Annotated[GroupState, shown(N_("State"))] = GroupState.RUNNING
    closed_on: Annotated[date | None, shown(N_("Ended on"))] = None
    results: Annotated[str, shown(N_("What came of the group"), long=True)] = ""
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Attendance(Record):
    """Whether one member was at a meeting; `member` is the line of the group, `name` as it stood then."""

    parent: int = 0
    place: int = 0
    member: int = 0
    name: Annotated[str, shown(N_("Name"))] = ""
    present: Annotated[bool, shown(N_("Was present"))] = True
    reason: Annotated[str, shown(N_("Reason of absence"))] = ""


class Meeting(Record):
    """One meeting of a mutual-aid group (互助小组活动记录); hours in ten-thousandths."""

    group_id: Annotated[int, shown(N_("Group"), ref="mutual_groups")]
    held_on: Annotated[date, shown(N_("Met on"))]
    hours: Annotated[Quantity, shown(N_("Hours"), unit=N_("hours"), ge=1, le=240_000)]
    in_working_time: Annotated[bool, shown(N_("Inside working time"))] = False
    topic: Annotated[str, shown(N_("Subject of the meeting"))]
    learned: Annotated[str, shown(N_("What was learned"), long=True)] = ""
    attendance: Annotated[tuple[Attendance, ...], shown(N_("Attendance"))] = ()


class Learner(Record):
    """One learner of a contract: from which grade to which, the goals, and later the marks of the examination.

    `name` is as it stood when the contract was drawn up; `grade_before` is the grade in the
    roster before the examination changed it. Percentages and marks are in ten-thousandths.
    """

    parent: int = 0
    place: int = 0
    worker: Annotated[int, shown(N_("Worker"), ref="workers")]
    name: str = ""
    trade: Annotated[str, shown(N_("Trade"))] = ""
    from_grade: Annotated[int | None, shown(N_("From grade"), ge=1, le=8)] = None
    to_grade: Annotated[int | None, shown(N_("To grade"), ge=1, le=8)] = None
    operations: Annotated[str, shown(N_("Operations to master"), long=True)] = ""
    scrap_goal: Annotated[Quantity | None, shown(N_("Scrap at most"), unit=N_("%"), ge=0, le=1_000_000)] = None
    quota_goal: Annotated[Quantity | None, shown(N_("Quota at least"), unit=N_("%"), ge=0)] = None
    examined_on: date | None = None
    examined_by: str = ""
    theory: Quantity | None = None
    practice: Quantity | None = None
    score: Quantity | None = None
    result: Outcome | None = None
    new_grade: int | None = None
    grade_before: int | None = None


class Content(Record):
    """What is taught in one part of the term."""

    parent: int = 0
    place: int = 0
    month: Annotated[str, shown(N_("Month of the term"), hint=N_("such as 1, or 1-3"))] = ""
    content: Annotated[str, shown(N_("What is taught"))]


class Check(Record):
    """One check while the contract runs."""

    parent: int = 0
    place: int = 0
    checked_on: Annotated[date, shown(N_("Checked on"))]
    finding: Annotated[str, shown(N_("What the check found"), long=True)]
    checked_by: Annotated[str, shown(N_("Checked by"), suggests="workers")] = ""


class Extension(Record):
    """One prolongation of a contract; `old_end` is filled in by the office."""

    parent: int = 0
    place: int = 0
    agreed_on: Annotated[date, shown(N_("Agreed on"))]
    old_end: date | None = None
    new_end: Annotated[date, shown(N_("New end"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Contract(Record):
    """One contract of technical mutual aid or of master and apprentice (技术互助合同、师徒合同)."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    kind: Annotated[ContractKind, shown(N_("Kind"))] = ContractKind.MUTUAL_AID
    drawn_up_on: Annotated[date, shown(N_("Drawn up on"))]
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    union_group: Annotated[str, shown(N_("Union group"))] = ""
    teacher: Annotated[int | None, shown(N_("Teacher"), ref="workers")] = None
    teacher_name: Annotated[str, shown(N_("Teacher's name"), hint=N_("only for those not on the roster"))] = ""
    teacher_trade: Annotated[str, shown(N_("Teacher's trade"))] = ""
    teacher_grade: Annotated[int | None, shown(N_("Teacher's grade"), ge=1, le=8)] = None
    teacher_years: Annotated[int | None, shown(N_("Years of service"), ge=0, le=70)] = None
    learners: Annotated[tuple[Learner, ...], shown(N_("Learners"))] = ()
    changing_trade: Annotated[bool, shown(N_("Change of trade"), hint=N_("regular workers who learn another trade"))] = False
    voluntary: Annotated[bool, shown(N_("Voluntary on both sides"))] = True
    effective_on: Annotated[date | None, shown(N_("Takes effect on"))] = None
    term_months: Annotated[int | None, shown(N_("Term"), unit=N_("months"), ge=1, le=120)] = None
    ends_on: Annotated[date | None, shown(N_("Last day"))] = None
    content: Annotated[tuple[Content, ...], shown(N_("Content by month"))] = ()
    teacher_duties: Annotated[str, shown(N_("The teacher undertakes"), long=True)] = ""
    learner_duties: Annotated[str, shown(N_("The learner undertakes"), long=True)] = ""
    unit_duties: Annotated[str, shown(N_("The unit undertakes"), long=True, hint=N_("work pieces, machine, time"))] = ""
    teacher_reward: Annotated[str, shown(N_("Reward to the teacher"))] = ""
    learner_reward: Annotated[str, shown(N_("Reward to the learner"))] = ""
    witness: Annotated[str, shown(N_("Witness"), suggests="workers")] = ""
    signed_on: Annotated[date | None, shown(N_("Signed on"))] = None
    for_workshop: Annotated[str, shown(N_("Signed for the workshop"), suggests="workers")] = ""
    for_union: Annotated[str, shown(N_("Signed for the union"), suggests="workers")] = ""
    checks: Annotated[tuple[Check, ...], shown(N_("Checks"))] = ()
    extensions: Annotated[tuple[Extension, ...], shown(N_("Prolonged"))] = ()
    state: Annotated[ContractState, shown(N_("State"))] = ContractState.DISCUSSED
    outcome: Annotated[Outcome | None, shown(N_("Outcome"))] = None
    concluded_on: Annotated[date | None, shown(N_("Concluded on"))] = None
    conclusion: Annotated[str, shown(N_("Conclusion"), long=True)] = ""
    rewarded_on: Annotated[date | None, shown(N_("Rewarded on"))] = None
    closed_on: Annotated[date | None, shown(N_("On"))] = None
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    correction: Annotated[str, shown(N_("Why the signed contract was corrected"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class SocietyMember(Record):
    """One member of a research society: a worker or a technician, of the roster or by name."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("only for those not on the roster"))] = ""
    trade: Annotated[str, shown(N_("Trade or post"))] = ""
    technician: Annotated[bool, shown(N_("Engineer or technician"))] = False


class Problem(Record):
    """One problem a society works on; who proposed it may be left open."""

    parent: int = 0
    place: int = 0
    problem: Annotated[str, shown(N_("Problem"), long=True)]
    proposer: Annotated[str, shown(N_("Put forward by"), suggests="workers", hint=N_("may stay empty"))] = ""
    state: Annotated[ProblemState, shown(N_("How far"))] = ProblemState.OPEN
    solved_on: Annotated[date | None, shown(N_("Solved on"))] = None
    solution: Annotated[str, shown(N_("Solution"), long=True)] = ""


class SocietySession(Record):
    """One session of a society; hours in ten-thousandths."""

    parent: int = 0
    place: int = 0
    held_on: Annotated[date, shown(N_("Met on"))]
    hours: Annotated[Quantity, shown(N_("Hours"), unit=N_("hours"), ge=1, le=240_000)]
    people: Annotated[int, shown(N_("People"), ge=1, le=100_000)]
    topic: Annotated[str, shown(N_("Subject of the session"))]
    who: Annotated[str, shown(N_("Who was present"), suggests="workers", hint=N_("may stay empty"))] = ""


class Society(Record):
    """One technical research society (技术研究会)."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    name: Annotated[str, shown(N_("Name of the society"))]
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    founded_on: Annotated[date, shown(N_("Founded on"))]
    aim: Annotated[str, shown(N_("Aim of the society"), long=True)] = ""
    chair: Annotated[int | None, shown(N_("Head of the society"), ref="workers")] = None
    chair_name: Annotated[str, shown(N_("Name of the head"), hint=N_("only for those not on the roster"))] = ""
    members: Annotated[tuple[SocietyMember, ...], shown(N_("Workers and technicians"))] = ()
    problems: Annotated[tuple[Problem, ...], shown(N_("Problems taken up"))] = ()
    sessions: Annotated[tuple[SocietySession, ...], shown(N_("Sessions of the society"))] = ()
    next_on: Annotated[date | None, shown(N_("Next session on"))] = None
    state: Annotated[GroupState, shown(N_("State"))] = GroupState.RUNNING
    closed_on: Annotated[date | None, shown(N_("Ended on"))] = None
    results: Annotated[str, shown(N_("What came of the society"), long=True)] = ""
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Participant(Record):
    """One who takes part in a trial, a worker or a technician, of the roster or by name."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("only for those not on the roster"))] = ""
    trade: Annotated[str, shown(N_("Trade or post"))] = ""
    technician: Annotated[bool, shown(N_("Engineer or technician"))] = False


class Run(Record):
    """One run of a trial (一次试验); its number is its place. What was measured stands as it was read off, with its units."""

    parent: int = 0
    place: int = 0
    ran_on: Annotated[date | None, shown(N_("Day of the run"), hint=N_("may stay empty"))] = None
    result: Annotated[RunResult | None, shown(N_("Result"), hint=N_("may stay empty"))] = None
    output: Annotated[str, shown(N_("What was made"))] = ""
    conditions: Annotated[str, shown(N_("Conditions of the run"), long=True)] = ""
    measured: Annotated[str, shown(N_("Measured values"), long=True)] = ""
    cause: Annotated[str, shown(N_("Cause of failure"), long=True)] = ""
    next_step: Annotated[str, shown(N_("Next step"), long=True)] = ""


class Verdict(Record):
    """How a trial came out at one time. A trial that failed or was stopped can be taken up again; its verdict stays."""

    parent: int = 0
    place: int = 0
    concluded_on: Annotated[date, shown(N_("Concluded on"))]
    outcome: Annotated[TrialOutcome, shown(N_("Outcome"))]
    conclusion: Annotated[str, shown(N_("What the trial showed"), long=True)]
    resumed_on: Annotated[date | None, shown(N_("Taken up again on"))] = None
    resumed_why: Annotated[str, shown(N_("Why it is taken up again"), long=True)] = ""


class Trial(Record):
    """One trial of a new product, technology or process (试制记录); money is in fen."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[TrialState, shown(N_("State"))] = TrialState.IDEA
    kind: Annotated[TrialKind, shown(N_("Kind of trial"))] = TrialKind.PROCESS
    title: Annotated[str, shown(N_("What is tried out"))]
    proposed_on: Annotated[date, shown(N_("Date of the idea"))]
    initiator: Annotated[str, shown(N_("Put forward by"), suggests="workers", hint=N_("may stay empty"))] = ""
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    outside: Annotated[str, shown(N_("or a plant outside"))] = ""
    leader: Annotated[int | None, shown(N_("Head of the trial"), ref="workers")] = None
    leader_name: Annotated[str, shown(N_("Name of the head"), hint=N_("only for those not on the roster"))] = ""
    technician: Annotated[int | None, shown(N_("Technician attached"), ref="workers")] = None
    technician_name: Annotated[
        str, shown(N_("Name of the technician"), hint=N_("only for those not on the roster"))
    ] = ""
    people: Annotated[tuple[Participant, ...], shown(N_("Workers and technicians"))] = ()
    idea: Annotated[str, shown(N_("The idea"), long=True)] = ""
    plan_first: Annotated[date | None, shown(N_("Planned from"))] = None
    plan_last: Annotated[date | None, shown(N_("Planned to end on"))] = None
    resources: Annotated[str, shown(N_("Materials, machines, money"), long=True)] = ""
    risk: Annotated[str, shown(N_("Risk and safety"), long=True)] = ""
    source: Annotated[str, shown(N_("Source"), hint=N_("where it was published, with the year"))] = ""
    approved_by: Annotated[str, shown(N_("Approved by"))] = ""
    approved_on: Annotated[date | None, shown(N_("Approved on"))] = None
    begun_on: Annotated[date | None, shown(N_("Trial begun on"))] = None
    runs: Annotated[tuple[Run, ...], shown(N_("Runs"))] = ()
    verdicts: Annotated[tuple[Verdict, ...], shown(N_("Conclusions"))] = ()
    appraised_on: Annotated[date | None, shown(N_("Appraised on"))] = None
    appraised_by: Annotated[str, shown(N_("Appraised by"))] = ""
    appraisal: Annotated[str, shown(N_("Opinion of the appraisal"), long=True)] = ""
    produced_on: Annotated[date | None, shown(N_("Put into production on"))] = None
    value: Annotated[Fen | None, shown(N_("Saved or created in a year"), ge=0, unit=N_("yuan"))] = None
    reckoning: Annotated[str, shown(N_("How it was reckoned"), long=True)] = ""
    closed_on: Annotated[date | None, shown(N_("Voided on"))] = None
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Partner(Record):
    """A worker with whom a technician works together on the spot."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("only for those not on the roster"))] = ""
    trade: Annotated[str, shown(N_("Trade"))] = ""


class Entry(Record):
    """One line of a technician's log: when, how long on shift, and what was solved; hours in ten-thousandths."""

    parent: int = 0
    place: int = 0
    day: Annotated[date, shown(N_("Date"))]
    hours: Annotated[Quantity | None, shown(N_("Hours on shift"), unit=N_("hours"), ge=1, le=240_000)] = None
    solved: Annotated[str, shown(N_("What was solved"), long=True)]


class Posting(Record):
    """One technician's time in a workshop or section (下放技术人员登记)."""

    number: Annotated[str, shown(N_("Number"))] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    state: Annotated[PostingState, shown(N_("State"))] = PostingState.ASSIGNED
    worker: Annotated[int | None, shown(N_("Name"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name of the technician"), hint=N_("only for those not on the roster"))] = ""
    title: Annotated[PostTitle, shown(N_("Title"))] = PostTitle.TECHNICIAN
    from_unit: Annotated[int | None, shown(N_("From department"), ref="units")] = None
    unit: Annotated[int | None, shown(N_("To workshop or section"), ref="units")] = None
    assigned_on: Annotated[date, shown(N_("From"))]
    until: Annotated[date | None, shown(N_("Until"))] = None
    reason: Annotated[str, shown(N_("What for"), long=True, hint=N_("what the workshop needs; it is no punishment"))] = ""
    tasks: Annotated[str, shown(N_("Tasks"), long=True)] = ""
    shift_hours: Annotated[Quantity | None, shown(N_("On shift in a week"), unit=N_("hours"), ge=0, le=1_680_000)] = None
    partners: Annotated[tuple[Partner, ...], shown(N_("Paired with"))] = ()
    log: Annotated[tuple[Entry, ...], shown(N_("Log"))] = ()
    returned_on: Annotated[date | None, shown(N_("Returned on"))] = None
    opinion: Annotated[str, shown(N_("Opinion of the workshop"), long=True)] = ""
    cancelled_on: Annotated[date | None, shown(N_("Cancelled on"))] = None
    cancelled_why: Annotated[str, shown(N_("Why it was cancelled"), long=True)] = ""
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


# -- what the steps ask ---------------------------------------------------------------


class Ending(Record):
    """A group reached its end."""

    ended_on: Annotated[date, shown(N_("Ended on"))]
    results: Annotated[str, shown(N_("What came of the group"), long=True)]


class Closing(Record):
    """A group is dissolved, or a group or contract voided: when, and why."""

    closed_on: Annotated[date, shown(N_("On"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Joining(Record):
    """Somebody joins a group."""

    joined_on: Annotated[date, shown(N_("Joined on"))]
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name"), hint=N_("only for those not on the roster"))] = ""


class Leaving(Record):
    """Somebody leaves a group; `name` as it stands among its members."""

    name: Annotated[str, shown(N_("Name"), suggests="workers")]
    left_on: Annotated[date, shown(N_("Left the group on"))]


class Signing(Record):
    """Both sides, workshop and union sign."""

    signed_on: Annotated[date, shown(N_("Signed on"))]
    for_workshop: Annotated[str, shown(N_("Signed for the workshop"), suggests="workers")] = ""
    for_union: Annotated[str, shown(N_("Signed for the union"), suggests="workers")] = ""


class Start(Record):
    """The contract takes effect: from this day its term counts."""

    effective_on: Annotated[date, shown(N_("Takes effect on"))]


class Mark(Record):
    """The marks of one learner; `learner` is the line of the contract. Marks in ten-thousandths."""

    learner: int = 0
    name: Annotated[str, shown(N_("Name"))] = ""
    theory: Annotated[Quantity | None, shown(N_("Theory"), ge=0)] = None
    practice: Annotated[Quantity | None, shown(N_("Practice"), ge=0)] = None
    score: Annotated[Quantity | None, shown(N_("Overall mark"), ge=0)] = None
    result: Annotated[Outcome, shown(N_("Result"))] = Outcome.MET
    new_grade: Annotated[int | None, shown(N_("New grade"), ge=1, le=8)] = None


class Examination(Record):
    """The examination at the end of a contract, of all learners or of some."""

    examined_on: Annotated[date, shown(N_("Examined on"))]
    examined_by: Annotated[str, shown(N_("Examined by"), suggests="workers")]
    marks: Annotated[tuple[Mark, ...], shown(N_("Marks of the learners"))]


class Withdrawal(Record):
    """An examination is taken back."""

    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Conclusion(Record):
    """How the contract came out; without an outcome it follows from the learners' results."""

    concluded_on: Annotated[date, shown(N_("Concluded on"))]
    outcome: Annotated[Outcome | None, shown(N_("Outcome"), hint=N_("empty: follows from the learners' results"))] = None
    conclusion: Annotated[str, shown(N_("Conclusion"), long=True)] = ""


class Reward(Record):
    """What teacher and learners received."""

    rewarded_on: Annotated[date, shown(N_("Rewarded on"))]
    teacher_reward: Annotated[str, shown(N_("Reward to the teacher"))] = ""
    learner_reward: Annotated[str, shown(N_("Reward to the learner"))] = ""


class Termination(Record):
    """The contract is terminated before its end."""

    terminated_on: Annotated[date, shown(N_("Terminated on"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class ProblemChange(Record):
    """How far a society has come with one of its problems; `problem` is its place in the list, counted from 1."""

    problem: Annotated[int, shown(N_("Problem no."), ge=1)]
    state: Annotated[ProblemState, shown(N_("How far"))] = ProblemState.UNDER_STUDY
    on: Annotated[date, shown(N_("On"))]
    solution: Annotated[str, shown(N_("Solution"), long=True)] = ""


class SessionHeld(Record):
    """A session of a society was held, and when the next one is."""

    held_on: Annotated[date, shown(N_("Met on"))]
    hours: Annotated[Quantity, shown(N_("Hours"), unit=N_("hours"), ge=1, le=240_000)]
    people: Annotated[int, shown(N_("People"), ge=1, le=100_000)]
    topic: Annotated[str, shown(N_("Subject of the session"))]
    who: Annotated[str, shown(N_("Who was present"), suggests="workers", hint=N_("may stay empty"))] = ""
    next_on: Annotated[date | None, shown(N_("Next session on"))] = None


class SocietyEnding(Record):
    """A society reached its end."""

    ended_on: Annotated[date, shown(N_("Ended on"))]
    results: Annotated[str, shown(N_("What came of the society"), long=True)]


class Choice(Record):
    """One of the problems of a society, by its place in the list."""

    problem: Annotated[int, shown(N_("Problem no."), ge=1)] = 1


class Tying(Record):
    """The number of a record that belongs with this one."""

    number: Annotated[str, shown(N_("Number"), hint=N_("such as JY-1958-0031"))]


class Approval(Record):
    """The trial may begin."""

    approved_on: Annotated[date, shown(N_("Approved on"))]
    approved_by: Annotated[str, shown(N_("Approved by"))]


class Beginning(Record):
    """The trial begins."""

    begun_on: Annotated[date, shown(N_("Trial begun on"))]


class Concluding(Record):
    """How the trial came out."""

    concluded_on: Annotated[date, shown(N_("Concluded on"))]
    outcome: Annotated[TrialOutcome, shown(N_("Outcome"))]
    conclusion: Annotated[str, shown(N_("What the trial showed"), long=True)]


class Stopping(Record):
    """The trial is stopped before it came to a result."""

    stopped_on: Annotated[date, shown(N_("Concluded on"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]


class Resuming(Record):
    """A trial that failed or was stopped is taken up again."""

    resumed_on: Annotated[date, shown(N_("Taken up again on"))]
    reason: Annotated[str, shown(N_("Why it is taken up again"), long=True)]


class Appraising(Record):
    """The trial is appraised."""

    appraised_on: Annotated[date, shown(N_("Appraised on"))]
    appraised_by: Annotated[str, shown(N_("Appraised by"))]
    appraisal: Annotated[str, shown(N_("Opinion of the appraisal"), long=True)]


class Production(Record):
    """What succeeded goes into production."""

    produced_on: Annotated[date, shown(N_("Put into production on"))]
    value: Annotated[Fen | None, shown(N_("Saved or created in a year"), ge=0, unit=N_("yuan"))] = None
    reckoning: Annotated[str, shown(N_("How it was reckoned"), long=True)] = ""


class Returning(Record):
    """The technician returns; the workshop says how it was."""

    returned_on: Annotated[date, shown(N_("Returned on"))]
    opinion: Annotated[str, shown(N_("Opinion of the workshop"), long=True)]


class Staying(Record):
    """The technician stays longer."""

    until: Annotated[date, shown(N_("Until"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)]
