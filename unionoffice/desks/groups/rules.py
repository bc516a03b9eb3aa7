"""What must hold of groups, meetings and contracts, what only deserves a word of warning, and how terms are counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Quantity
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.groups.records import (
    Attendance,
    Contract,
    ContractKind,
    ContractState,
    Examination,
    Group,
    Learner,
    Meeting,
    Member,
    Outcome,
    Participant,
    Posting,
    PostingState,
    ProblemState,
    Run,
    RunResult,
    Society,
    SocietyMember,
    SocietySession,
    Trial,
    TrialOutcome,
    TrialState,
)

DECIDED = date(1958, 2, 6)
"""The day of the State Council's rule on the term of apprenticeship."""
USUAL_TERM = 36
LEAST_TERM = 24
"""Three years; simple trades may take less, never under two; specially complex trades more (State Council, 1958-02-06)."""

_DAY = timedelta(days=1)


# -- groups and meetings ----------------------------------------------------------------


def check_group(group: Group) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not group.name.strip():
        raise KnownError(_("Write the name of the group."), field="name")
    if group.unit is None:
        raise KnownError(_("Choose the unit the group belongs to."), field="unit")
    if group.leader is None:
        raise KnownError(_("Choose who leads the group."), field="leader")
    if group.closed_on is not None and group.closed_on < group.founded_on:
        raise KnownError(_("The group cannot have ended before it was founded."), field="closed_on")
    seen: set[object] = set()
    for member in group.members:
        who: object = member.worker or member.name
        if who in seen and member.left_on is None:
            raise KnownError(_("{name} stands twice among the members.", name=member.name), field="members")
        seen.add(who)
        if member.joined_on is not None and member.joined_on < group.founded_on:
            raise KnownError(_("{name} cannot have joined before the group was founded.", name=member.name), field="members")
        if member.left_on is not None and member.left_on < (member.joined_on or group.founded_on):
            raise KnownError(_("{name} cannot have left before joining.", name=member.name), field="members")


def belonged(member: Member, day: date) -> bool:
    """Whether the member belonged to the group on that day; the day of leaving still counts."""
    return (member.joined_on is None or member.joined_on <= day) and (member.left_on is None or day <= member.left_on)


def check_meeting(meeting: Meeting, group: Group) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not meeting.topic.strip():
        raise KnownError(_("Write what the meeting was about."), field="topic")
    if not 0 < meeting.hours <= 24 * 10_000:
        raise KnownError(_("A meeting lasts more than no time and at most 24 hours."), field="hours")
    if meeting.held_on < group.founded_on:
        raise KnownError(_("The group was founded on {day}; it cannot have met before.", day=group.founded_on), field="held_on")
    if group.closed_on is not None and meeting.held_on > group.closed_on:
        raise KnownError(_("The group ended on {day}; it cannot have met after that.", day=group.closed_on), field="held_on")
    members = {member.id: member for member in group.members}
    for line in meeting.attendance:
        member = members.get(line.member)
        if member is None or not belonged(member, meeting.held_on):
            raise KnownError(_("{name} did not belong to the group on that day.", name=line.name or "?"), field="attendance")
    if len({line.member for line in meeting.attendance}) < len(meeting.attendance):
        raise KnownError(_("A member stands twice in the attendance."), field="attendance")
    if not any(line.present for line in meeting.attendance):
        raise KnownError(_("Tick who was present."), field="attendance")


def person_hours(hours: int, attendance: Iterable[Attendance]) -> Quantity:
    """Hours times those present, in ten-thousandths."""
    return Quantity(hours * sum(line.present for line in attendance))


def rate(part: int, whole: int) -> Fraction | None:
    """The exact share; None when there is nothing to take a share of."""
    return Fraction(part, whole) if whole else None


def hundredths(share: Fraction) -> int:
    """A share in hundredths of a percent, halves rounded up: 2/3 gives 6667."""
    return (share.numerator * 20_000 + share.denominator) // (2 * share.denominator)


# -- contracts: the term ------------------------------------------------------------------


def last_day(effective_on: date, months: int) -> date:
    """The last day of a term of whole months.

    The term counts from the day the contract takes effect (Ministry of Labour, 1958-04-23), so
    that day is its first: from 1 July four months end on 31 October. Where the last month has no
    such day, the term ends with that month: from 31 October four months end with February.
    """
    month = Month(effective_on.year, effective_on.month).plus(months)
    days = month.days()
    if effective_on.day > days:
        return date(month.year, month.number, days)
    return date(month.year, month.number, effective_on.day) - _DAY


def half_way(effective_on: date, ends_on: date) -> date:
    """The day by which a first check is due: half of the days between first and last day, rounded down."""
    return effective_on + timedelta(days=(ends_on - effective_on).days // 2)


def whole_years(since: date, day: date) -> int:
    """The full years of service on a day; none before they began."""
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))


# -- contracts: what must hold ----------------------------------------------------------------


def check_contract(contract: Contract) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if contract.unit is None:
        raise KnownError(_("Choose the unit in which teacher and learners work."), field="unit")
    if contract.teacher is None and not contract.teacher_name.strip():
        raise KnownError(_("Choose the teacher."), field="teacher")
    if contract.teacher_grade is not None and not 1 <= contract.teacher_grade <= 8:
        raise KnownError(_("The technical grade is a number from 1 to 8."), field="teacher_grade")
    if not contract.learners:
        raise KnownError(_("A contract needs at least one learner."), field="learners")
    workers = [learner.worker for learner in contract.learners]
    if contract.teacher is not None and contract.teacher in workers:
        raise KnownError(_("The teacher cannot be a learner of the same contract."), field="learners")
    if len(set(workers)) < len(workers):
        raise KnownError(_("A learner stands twice in the contract."), field="learners")
    for learner in contract.learners:
        for grade in (learner.from_grade, learner.to_grade):
            if grade is not None and not 1 <= grade <= 8:
                raise KnownError(_("The technical grade is a number from 1 to 8."), field="learners")
    if contract.term_months is not None and not 1 <= contract.term_months <= 120:
        raise KnownError(_("The term is written in whole months, from 1 to 120."), field="term_months")
    if any(not line.content.strip() for line in contract.content):
        raise KnownError(_("Write what is taught in each part of the term."), field="content")
    _check_days(contract)


def _check_days(contract: Contract) -> None:
    """Nothing may precede what it follows."""
    drawn, signed, begun = contract.drawn_up_on, contract.signed_on, contract.effective_on
    if signed is not None and signed < drawn:
        raise KnownError(_("The contract cannot have been signed before it was drawn up."), field="signed_on")
    for check in contract.checks:
        if begun is not None and check.checked_on < begun:
            raise KnownError(_("A check cannot precede the day on which the contract took effect."), field="checks")
    for learner in contract.learners:
        if learner.examined_on is not None and begun is not None and learner.examined_on < begun:
            raise KnownError(_("An examination cannot precede the day on which the contract took effect."), field="learners")
    if begun is None or contract.state in (ContractState.DISCUSSED, ContractState.SIGNED, ContractState.VOIDED):
        return
    if signed is not None and begun < signed:
        raise KnownError(_("The contract cannot take effect before it was signed."), field="effective_on")
    if contract.closed_on is not None and contract.closed_on < begun:
        raise KnownError(_("The contract cannot have been terminated before it began."), field="effective_on")


def latest_day(contract: Contract) -> date:
    """The day of what was done last under a contract: nothing that ends it can stand before."""
    days = [contract.drawn_up_on, contract.signed_on, contract.concluded_on, contract.closed_on]
    days += [contract.effective_on] if contract.state not in (ContractState.DISCUSSED, ContractState.SIGNED) else []
    days += [check.checked_on for check in contract.checks] + [line.agreed_on for line in contract.extensions]
    days += [learner.examined_on for learner in contract.learners]
    return max(day for day in days if day is not None)


def check_ready_to_sign(contract: Contract) -> None:
    """Raise KnownError for what a contract must say before anyone signs it."""
    if contract.term_months is None:
        raise KnownError(_("Write the term before the contract is signed."), field="term_months")
    if not contract.voluntary:
        raise KnownError(_("Both sides must enter into the contract voluntarily."), field="voluntary")
    for learner in contract.learners:
        if not (learner.to_grade or learner.operations.strip() or learner.scrap_goal is not None or learner.quota_goal is not None):
            raise KnownError(
                _("Write a goal for {name}: a grade, operations, scrap or quota.", name=learner.name), field="learners"
            )


def check_examination(examination: Examination, contract: Contract) -> None:
    """Raise KnownError when the marks do not fit the contract."""
    if not examination.marks:
        raise KnownError(_("Write the marks of at least one learner."), field="marks")
    if not examination.examined_by.strip():
        raise KnownError(_("Write who examined."), field="examined_by")
    begun = contract.effective_on or contract.drawn_up_on
    if examination.examined_on < begun:
        raise KnownError(_("An examination cannot precede the day on which the contract took effect."), field="examined_on")
    learners = {learner.id: learner for learner in contract.learners}
    for mark in examination.marks:
        learner = learners.get(mark.learner)
        if learner is None:
            raise KnownError(_("{name} is not a learner of this contract.", name=mark.name or "?"), field="marks")
        if learner.examined_on is not None:
            raise KnownError(_("{name} was already examined on {day}.", name=learner.name, day=learner.examined_on), field="marks")
        if mark.new_grade is not None and not 1 <= mark.new_grade <= 8:
            raise KnownError(_("The technical grade is a number from 1 to 8."), field="marks")
        if any(value is not None and value < 0 for value in (mark.theory, mark.practice, mark.score)):
            raise KnownError(_("A mark cannot be below zero."), field="marks")
    if len({mark.learner for mark in examination.marks}) < len(examination.marks):
        raise KnownError(_("A learner stands twice in the examination."), field="marks")


def outcome_of(results: Sequence[Outcome]) -> Outcome:
    """The contract's outcome from its learners': all met, none met, or in between partly met."""
    if all(result is Outcome.MET for result in results):
        return Outcome.MET
    if all(result is Outcome.NOT_MET for result in results):
        return Outcome.NOT_MET
    return Outcome.PARTLY_MET


# -- contracts: what deserves a word ------------------------------------------------------------


def warnings(contract: Contract, today: date, elsewhere: Sequence[tuple[Learner, str]] = ()) -> list[Said]:
    """What the clerk should look at again; none of it forbids anything.

    `elsewhere` are the learners who stand in another running contract of the same trade, with
    its number. The term of apprenticeship: State Council, 1958-02-06, three years, simple trades
    shorter, never under two, specially complex trades longer; it does not bind contracts that
    took effect before, nor regular workers who change their trade (Ministry of Labour,
    1958-04-23), nor mutual aid, for which no term is laid down.
    """
    said = _term_warning(contract)
    teacher = contract.teacher_grade
    for learner in contract.learners:
        goal, now = learner.to_grade, learner.from_grade
        if goal is not None and teacher is not None and teacher <= goal:
            said.append(
                Said(
                    N_("The teacher's grade {teacher} is not above grade {goal}, which {name} shall reach."),
                    {"teacher": teacher, "goal": goal, "name": learner.name},
                )
            )
        if goal is not None and now is not None and goal <= now:
            said.append(
                Said(N_("The goal of {name}, grade {goal}, is not above the present grade {now}."),
                     {"name": learner.name, "goal": goal, "now": now})
            )
    for learner, number in elsewhere:
        said.append(Said(N_("{name} is also a learner of {number}, in the same trade."), {"name": learner.name, "number": number}))
    return said + _check_warnings(contract, today)


def _term_warning(contract: Contract) -> list[Said]:
    term = contract.term_months
    early = contract.effective_on is not None and contract.effective_on < DECIDED
    if contract.kind is not ContractKind.APPRENTICE or contract.changing_trade or early or term is None:
        return []
    if term < LEAST_TERM:
        return [Said(N_("An apprenticeship is never shorter than two years (State Council, 6 February 1958)."))]
    if term < USUAL_TERM:
        return [Said(N_("An apprenticeship is three years; only simple trades take less (State Council, 6 February 1958)."))]
    if term > USUAL_TERM:
        longer = N_("An apprenticeship is three years; only specially complex trades take more (State Council, 6 February 1958).")
        return [Said(longer)]
    return []


def _check_warnings(contract: Contract, today: date) -> list[Said]:
    end = contract.ends_on
    if end is None or contract.effective_on is None:
        return []
    said = [
        Said(N_("The check of {day} was made after the contract's last day."), {"day": check.checked_on})
        for check in contract.checks
        if check.checked_on > end
    ]
    if not contract.checks and today > end:
        said.append(Said(N_("The term ran out without a check half-way.")))
    return said


def is_examined(contract: Contract) -> bool:
    """Whether every learner was examined."""
    return all(learner.examined_on is not None for learner in contract.learners)


# -- what all registers ask ----------------------------------------------------------------------


def written(text: str, missing: str, field: str) -> str:
    """A text without spaces around it. Raises KnownError with `missing`, already worded, when nothing was written."""
    if not text.strip():
        raise KnownError(missing, field=field)
    return text.strip()


def reasoned(text: str) -> str:
    """A reason without spaces around it. Raises KnownError when none was written."""
    return written(text, _("Write the reason."), "reason")


def not_before(day: date, earliest: date | None, field: str) -> None:
    """Raise KnownError when a day stands before that of an earlier step."""
    if earliest is not None and day < earliest:
        raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=earliest), field=field)


def check_people(people: Iterable[Participant | SocietyMember], field: str) -> None:
    """Raise KnownError when somebody stands twice in a list."""
    seen: set[object] = set()
    for person in people:
        who: object = person.worker or person.name
        if who in seen:
            raise KnownError(_("{name} stands twice in the list.", name=person.name), field=field)
        seen.add(who)


# -- research societies ---------------------------------------------------------------------------


def check_society(society: Society) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    written(society.name, _("Write the name of the society."), "name")
    if society.unit is None:
        raise KnownError(_("Choose the unit of the society."), field="unit")
    written(society.chair_name, _("Choose who heads the society, or write the name."), "chair")
    if society.closed_on is not None and society.closed_on < society.founded_on:
        raise KnownError(_("The society cannot have ended before it was founded."), field="closed_on")
    check_people(society.members, "members")
    for problem in society.problems:
        written(problem.problem, _("Write down the problem."), "problems")
        if (problem.state is ProblemState.SOLVED) != (problem.solved_on is not None):
            raise KnownError(_("A solved problem has the day on which it was solved, and no other has one."), field="problems")
        if problem.state is ProblemState.SOLVED:
            written(problem.solution, _("Write down how the problem was solved."), "problems")
        if problem.solved_on is not None and problem.solved_on < society.founded_on:
            raise KnownError(_("A problem cannot have been solved before the society was founded."), field="problems")
    for session in society.sessions:
        check_session(session, society)
    if society.next_on is not None and society.next_on <= max((s.held_on for s in society.sessions), default=society.founded_on):
        raise KnownError(_("The next session comes after the last one."), field="next_on")


def check_session(session: SocietySession, society: Society) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    written(session.topic, _("Write what the session was about."), "topic")
    if not 0 < session.hours <= 24 * 10_000:
        raise KnownError(_("A session lasts more than no time and at most 24 hours."), field="hours")
    if session.held_on < society.founded_on:
        raise KnownError(
            _("The society was founded on {day}; it cannot have met before.", day=society.founded_on), field="held_on")
    if society.closed_on is not None and session.held_on > society.closed_on:
        raise KnownError(_("The society ended on {day}; it cannot have met after that.", day=society.closed_on), field="held_on")


# -- trials -----------------------------------------------------------------------------------------

CAN_STOP = (TrialState.IDEA, TrialState.APPROVED)
CONCLUDED = (TrialState.SUCCEEDED, TrialState.FAILED, TrialState.STOPPED)
STATE_AFTER = {
    TrialOutcome.SUCCEEDED: TrialState.SUCCEEDED, TrialOutcome.FAILED: TrialState.FAILED, TrialOutcome.STOPPED: TrialState.STOPPED,
}
NEXT_TRIAL = {
    TrialState.IDEA: (TrialState.APPROVED, TrialState.STOPPED, TrialState.VOIDED),
    TrialState.APPROVED: (TrialState.UNDER_TRIAL, TrialState.STOPPED, TrialState.VOIDED),
    TrialState.UNDER_TRIAL: (*CONCLUDED, TrialState.VOIDED),
    TrialState.SUCCEEDED: (TrialState.APPRAISED, TrialState.VOIDED),
    TrialState.FAILED: (TrialState.APPRAISED, TrialState.UNDER_TRIAL, TrialState.VOIDED),
    TrialState.STOPPED: (TrialState.UNDER_TRIAL, TrialState.VOIDED),
    TrialState.APPRAISED: (TrialState.IN_PRODUCTION, TrialState.VOIDED),
    TrialState.IN_PRODUCTION: (TrialState.VOIDED,),
    TrialState.VOIDED: (),
}
"""The way of a trial (domain: 设想、批准、试验中、成功/失败/中止、鉴定、投产); what failed or was stopped can be taken up again."""


def check_trial(trial: Trial) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    written(trial.title, _("Write what is tried out."), "title")
    if trial.unit is None and not trial.outside.strip():
        raise KnownError(_("Choose the unit of the trial, or write the plant outside."), field="unit")
    if trial.plan_first is not None and trial.plan_last is not None and trial.plan_last < trial.plan_first:
        raise KnownError(_("The plan cannot end before it begins."), field="plan_last")
    check_people(trial.people, "people")
    _check_order(trial)
    for place, run in enumerate(trial.runs, start=1):
        check_run(run, trial, place)


def _check_order(trial: Trial) -> None:
    """The days of the steps follow each other; a trial may have been stopped and taken up again before it was approved or begun."""
    last = trial.proposed_on
    for field in ("approved_on", "begun_on"):
        day = getattr(trial, field)
        if day is not None:
            not_before(day, last, field)
            last = day
    again = trial.proposed_on
    for verdict in trial.verdicts:
        begun = trial.begun_on if verdict.outcome is not TrialOutcome.STOPPED or verdict.resumed_on is None else None
        not_before(verdict.concluded_on, max(again, begun or again), "verdicts")
        again = verdict.resumed_on or verdict.concluded_on
        not_before(again, verdict.concluded_on, "verdicts")
    last = max(last, again)
    for field in ("appraised_on", "produced_on", "closed_on"):
        day = getattr(trial, field)
        if day is not None:
            not_before(day, last, field)
            last = day


def check_run(run: Run, trial: Trial, place: int) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be of the run at a place."""
    if not (run.output.strip() or run.conditions.strip() or run.measured.strip() or run.cause.strip()):
        raise KnownError(_("Run {n}: write what was done, made or measured.", n=place), field="runs")
    if run.ran_on is not None and trial.begun_on is not None and run.ran_on < trial.begun_on:
        raise KnownError(_("Run {n} cannot lie before the trial began, on {day}.", n=place, day=trial.begun_on), field="runs")
    if run.result is RunResult.PASSED and run.cause.strip():
        raise KnownError(_("Run {n} passed: it has no cause of failure.", n=place), field="runs")


def last_day_of(trial: Trial) -> date:
    """The day of the last thing that was written down of a trial."""
    days = [trial.proposed_on, trial.approved_on, trial.begun_on, trial.appraised_on, trial.produced_on]
    days += [run.ran_on for run in trial.runs]
    days += [day for verdict in trial.verdicts for day in (verdict.concluded_on, verdict.resumed_on)]
    return max(day for day in days if day is not None)


def succeeded(trial: Trial) -> bool:
    """Whether the last verdict is success."""
    return bool(trial.verdicts) and trial.verdicts[-1].outcome is TrialOutcome.SUCCEEDED


def joint(trial: Trial, technicians: Collection[int]) -> bool:
    """Whether a trial joins a technician with a worker ("close integration of science with workers' experience", domain B10).

    `technicians` are the ids of those the roster or a posting knows as technicians. The technician attached is one, and so is
    who is marked as one among the people; everybody else, the head of the trial among them, is a worker.
    """
    sides = {person.technician or person.worker in technicians for person in trial.people}
    if trial.technician_name:
        sides.add(True)
    if trial.leader_name and trial.leader_name not in {trial.technician_name, *(person.name for person in trial.people)}:
        sides.add(trial.leader in technicians)
    return sides == {True, False}


# -- technicians in the workshops ----------------------------------------------------------------------


def check_posting(posting: Posting) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    written(posting.name, _("Choose the technician, or write the name."), "worker")
    if posting.unit is None:
        raise KnownError(_("Choose the workshop or section."), field="unit")
    if posting.unit == posting.from_unit:
        raise KnownError(_("Department and workshop are the same."), field="unit")
    if posting.until is not None and posting.until < posting.assigned_on:
        raise KnownError(_("It cannot end before it begins."), field="until")
    if posting.shift_hours is not None and not 0 <= posting.shift_hours <= 168 * 10_000:
        raise KnownError(_("A week has 168 hours."), field="shift_hours")
    for entry in posting.log:
        written(entry.solved, _("Write what was solved."), "log")
        if entry.day < posting.assigned_on or (posting.returned_on is not None and entry.day > posting.returned_on):
            raise KnownError(_("{day} does not lie within the time in the workshop.", day=entry.day), field="log")
        if entry.hours is not None and not 0 < entry.hours <= 24 * 10_000:
            raise KnownError(_("A day has 24 hours."), field="log")
    if posting.state is PostingState.RETURNED:
        not_before(posting.returned_on or posting.assigned_on, posting.assigned_on, "returned_on")
