"""Who learns from whom: mutual-aid groups with the log of their meetings, and contracts of teaching and learning.

A *mutual-aid group* is a handful of workers who meet to teach each other a trade. A *meeting* is
one entry of its log. A *contract* binds a teacher and one or more learners for a term: as
*technical mutual aid* among regular workers, or as *master and apprentice*. A *check* looks at
a contract half-way; the *examination* at its end may raise the learner's grade. A *goal* is what
a learner shall reach: a grade, operations mastered, a scrap rate, a share of the quota.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

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
