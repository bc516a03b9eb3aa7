"""What a clerk does with mutual aid: found groups, log their meetings, follow contracts from the first talk to the reward.

Research societies, trials and technicians in the workshops stand in modules of their own; what is due, and the figures of all,
are told here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import QUANTITY_SCALE, Quantity, changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.groups import rules, store
from unionoffice.desks.groups.records import (
    Attendance,
    Check,
    Closing,
    Conclusion,
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
    TrialOutcome,
    Withdrawal,
)
from unionoffice.desks.groups.service import postings, societies, ties, trials
from unionoffice.desks.meetings.records import MeetingTime
from unionoffice.desks.roster import service as roster

GROUPS = Query(
    store.GROUPS,
    columns=(
        Column("number"),
        Column("name", wide=True),
        Column("meetings", N_("Meetings"), value=lambda book, group: store.count_meetings(book, group.id), kind="whole"),
        Column("last", N_("Met last on"), value=lambda book, group: store.last_meeting(book, group.id), kind="date"),
        Column("state"),
        Column("unit"),
    ),
    filters=(
        Filter("open", N_("running groups"), "state = 'running'"),
        Filter("ended", N_("ended"), "state = 'ended'"),
        Filter("dissolved", N_("dissolved"), "state = 'dissolved'"),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("founded", N_("by day of founding"), "founded_on, id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="founded_on",
    kind="HZ",
)
MEETINGS = Query(
    store.MEETINGS,
    columns=(
        Column("held_on"),
        Column("group_id"),
        Column("topic", wide=True),
        Column("hours", sum=True),
        Column("present", N_("Present of called"), value=lambda book, meeting: present_of(book, meeting.id)),
    ),
    filters=(Filter("every", N_("all meetings"), "1 = 1"),),
    orders=(Order("held", N_("by date"), "held_on, id"), Order("entered", N_("as entered"), "id")),
    day="held_on",
)
CONTRACTS = Query(
    store.CONTRACTS,
    columns=(
        Column("number"),
        Column("title", N_("Teacher and learners"), wide=True, value=lambda book, contract: book.title("contracts", contract.id)),
        Column("ends_on"),
        Column("state"),
        Column("kind"),
    ),
    filters=(
        Filter("open", N_("not finished"), "state in ('discussed', 'signed', 'running', 'examined')"),
        Filter("ran_out", N_("term over, not examined"), store.RAN_OUT, alert=True),
        Filter("check_due", N_("check overdue"), store.CHECK_DUE, alert=True),
        Filter("discussed", N_("under discussion"), "state = 'discussed'"),
        Filter("running", N_("running"), "state in ('signed', 'running')"),
        Filter("finished", N_("finished"), "state in ('met', 'partly_met', 'not_met', 'rewarded')"),
        Filter("terminated", N_("terminated"), "state = 'terminated'"),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("drawn_up", N_("by day drawn up"), "drawn_up_on, id"),
        Order("ends", N_("by last day"), "ends_on, id"),
    ),
    day="drawn_up_on",
    kind="HT",
)

STATE_OF = {
    Outcome.MET: ContractState.MET,
    Outcome.PARTLY_MET: ContractState.PARTLY_MET,
    Outcome.NOT_MET: ContractState.NOT_MET,
}
FINISHED = tuple(STATE_OF.values())


# -- groups ---------------------------------------------------------------------------------


def enter_group(book: Book, group: Group) -> int:
    """Found a group; give its id. Members without a day joined at the founding. Raises KnownError with the field at fault."""
    made = _with_members(book, changed(group, name=group.name.strip(), state=GroupState.RUNNING, closed_on=None))
    rules.check_group(made)
    with book.act(N_("Found mutual-aid group {name}"), name=made.name) as act:
        return store.save_group(act, changed(made, number=act.number("HZ", made.founded_on)))


def correct_group(book: Book, group: Group) -> None:
    """Correct a group and its members. Raises KnownError with the field at fault.

    A member who stands in a meeting's attendance is never taken out; such a member leaves on a day.
    """
    old = store.group(book, group.id)
    _must_stand(old.state is not GroupState.VOIDED, old.number)
    made = _with_members(book, changed(group, number=old.number, state=old.state, name=group.name.strip()))
    rules.check_group(made)
    gone = {member.id: member.name for member in old.members}
    for member in made.members:
        gone.pop(member.id, None)
    for row in store.attended(book, set(gone)):
        raise KnownError(
            _("{name} stands in the log of meetings. Write the day of leaving instead.", name=gone[row]), field="members"
        )
    for meeting in store.meetings_of(book, group.id):
        try:
            rules.check_meeting(meeting, made)
        except KnownError as error:
            raise KnownError(
                _("This does not fit the meeting of {day}: {why}", day=meeting.held_on, why=str(error)), field="members"
            ) from error
    with book.act(N_("Correct group {number}"), number=old.number) as act:
        store.save_group(act, made)


def _with_members(book: Book, group: Group) -> Group:
    """The group with its members as they stand on paper: name, trade and grade at entry from the roster where not written."""
    members = []
    for member in group.members:
        filled = changed(member, name=member.name.strip(), joined_on=member.joined_on or group.founded_on)
        if member.worker is not None:
            worker = roster.worker(book, member.worker)
            filled = changed(filled, name=worker.name)
            if not member.id:
                filled = changed(filled, trade=member.trade or worker.trade, grade=member.grade or worker.grade)
        if not filled.name:
            raise KnownError(_("Choose each member, or write the name."), field="members")
        members.append(filled)
    return changed(group, members=tuple(members))


def join_group(book: Book, group_id: int, asked: Joining) -> None:
    """Take somebody into a running group."""
    group = _running_group(book, group_id)
    if asked.worker is None and not asked.name.strip():
        raise KnownError(_("Choose each member, or write the name."), field="worker")
    joined = Member(worker=asked.worker, name=asked.name, joined_on=asked.joined_on)
    made = _with_members(book, changed(group, members=(*group.members, joined)))
    new = made.members[-1]
    if any(m.left_on is None and (m.worker == new.worker if new.worker else m.name == new.name) for m in group.members):
        raise KnownError(_("{name} stands twice among the members.", name=new.name), field="worker")
    rules.check_group(made)
    with book.act(N_("{name} joins group {number}"), name=new.name, number=group.number) as act:
        store.save_group(act, made)


def leave_group(book: Book, group_id: int, asked: Leaving) -> None:
    """A member leaves a running group."""
    group = _running_group(book, group_id)
    staying = [member for member in group.members if member.name == asked.name.strip() and member.left_on is None]
    if not staying:
        raise KnownError(_("{name} is not a member of this group.", name=asked.name.strip()), field="name")
    if len(staying) > 1:
        raise KnownError(
            _("Two members are called {name}: write the day beside the right one.", name=staying[0].name), field="name"
        )
    made = changed(
        group, members=tuple(changed(m, left_on=asked.left_on) if m is staying[0] else m for m in group.members)
    )
    rules.check_group(made)
    for meeting in store.meetings_of(book, group_id):
        if meeting.held_on > asked.left_on and any(line.member == staying[0].id for line in meeting.attendance):
            raise KnownError(_("{name} stands in the log on {day}.", name=staying[0].name, day=meeting.held_on), field="left_on")
    with book.act(N_("{name} leaves group {number}"), name=staying[0].name, number=group.number) as act:
        store.save_group(act, made)


def end_group(book: Book, group_id: int, asked: Ending) -> None:
    """A group has reached its end; what came of it is written down."""
    group = _running_group(book, group_id)
    if not asked.results.strip():
        raise KnownError(_("Write what came of the group."), field="results")
    _check_closing(book, group, asked.ended_on, "ended_on")
    with book.act(N_("Group {number} ends"), number=group.number) as act:
        store.save_group(act, changed(group, state=GroupState.ENDED, closed_on=asked.ended_on, results=asked.results.strip()))


def dissolve_group(book: Book, group_id: int, asked: Closing) -> None:
    """A group is dissolved before its end, with the reason."""
    group = _running_group(book, group_id)
    _check_closing(book, group, asked.closed_on, "closed_on")
    with book.act(N_("Dissolve group {number}"), number=group.number) as act:
        store.save_group(
            act, changed(group, state=GroupState.DISSOLVED, closed_on=asked.closed_on, reason=_reason(asked.reason))
        )


def void_group(book: Book, group_id: int, asked: Closing) -> None:
    """Void a group that was entered by mistake; row and number stay, its meetings no longer count."""
    group = store.group(book, group_id)
    _must_stand(group.state is not GroupState.VOIDED, group.number)
    if asked.closed_on < group.founded_on:
        raise KnownError(_("The group cannot have ended before it was founded."), field="closed_on")
    with book.act(N_("Void group {number}"), number=group.number) as act:
        store.save_group(act, changed(group, state=GroupState.VOIDED, closed_on=asked.closed_on, reason=_reason(asked.reason)))


def _running_group(book: Book, group_id: int) -> Group:
    group = store.group(book, group_id)
    if group.state is not GroupState.RUNNING:
        raise KnownError(_("Group {number} no longer runs.", number=group.number))
    return group


def _check_closing(book: Book, group: Group, day: date, field: str) -> None:
    if day < group.founded_on:
        raise KnownError(_("The group cannot have ended before it was founded."), field=field)
    last = store.last_meeting(book, group.id)
    if last is not None and day < last:
        raise KnownError(_("The group still met on {day}.", day=last), field=field)


def _reason(text: str) -> str:
    if not text.strip():
        raise KnownError(_("Write the reason."), field="reason")
    return text.strip()


def _must_stand(stands: bool, number: str) -> None:
    if not stands:
        raise KnownError(_("{number} was voided: nothing more is written there.", number=number))


# -- meetings -------------------------------------------------------------------------------


def sheet_of_attendance(book: Book, group_id: int, day: date) -> tuple[Attendance, ...]:
    """Those who belong to a group on a day, all present: the list to tick."""
    return tuple(
        Attendance(member=member.id, name=member.name)
        for member in store.group(book, group_id).members
        if rules.belonged(member, day)
    )


def enter_meeting(book: Book, meeting: Meeting) -> int:
    """Write a meeting into the log of its group; give its id. A member not mentioned was absent."""
    group, made = _meeting_of(book, meeting)
    with book.act(N_("Log the meeting of {name} on {day}"), name=group.name, day=made.held_on.isoformat()) as act:
        return store.save_meeting(act, made)


def correct_meeting(book: Book, meeting: Meeting) -> None:
    """Correct a meeting in the log."""
    group, made = _meeting_of(book, meeting)
    with book.act(N_("Correct the meeting of {name} on {day}"), name=group.name, day=made.held_on.isoformat()) as act:
        store.save_meeting(act, made)


def strike_meeting(book: Book, meeting_id: int) -> None:
    """Take a meeting that was not held out of the log."""
    meeting = store.meeting(book, meeting_id)
    group = store.group(book, meeting.group_id)
    with book.act(N_("Strike the meeting of {name} on {day}"), name=group.name, day=meeting.held_on.isoformat()) as act:
        store.delete_meeting(act, meeting_id)


def _meeting_of(book: Book, meeting: Meeting) -> tuple[Group, Meeting]:
    group = store.group(book, meeting.group_id)
    _must_stand(group.state is not GroupState.VOIDED, group.number)
    names = {member.id: member.name for member in group.members}
    lines = [
        changed(line, name=names.get(line.member, line.name), reason="" if line.present else line.reason.strip())
        for line in meeting.attendance
    ]
    mentioned = {line.member for line in lines}
    lines += [
        Attendance(member=member.id, name=member.name, present=False)
        for member in group.members
        if member.id not in mentioned and rules.belonged(member, meeting.held_on)
    ]
    made = changed(meeting, topic=meeting.topic.strip(), attendance=tuple(lines))
    rules.check_meeting(made, group)
    return group, made


def present_of(book: Book, meeting_id: int) -> str:
    """How many of how many were present, as registers write it: 4/5."""
    lines = store.meeting(book, meeting_id).attendance
    return f"{sum(line.present for line in lines)}/{len(lines)}"


class Attended(msgspec.Struct, frozen=True):
    """How often a member was called and came."""

    member: Member
    called: int
    present: int


class Log(msgspec.Struct, frozen=True):
    """The log of a group: its meetings, person-hours, the exact rate of attendance, and that of each member."""

    group: Group
    meetings: tuple[Meeting, ...]
    person_hours: Quantity
    rate: Fraction | None
    members: tuple[Attended, ...]


def log(book: Book, group_id: int) -> Log:
    """The whole log of a group."""
    group, meetings = store.group(book, group_id), store.meetings_of(book, group_id)
    lines = [line for meeting in meetings for line in meeting.attendance]
    return Log(
        group=group,
        meetings=tuple(meetings),
        person_hours=Quantity(sum(rules.person_hours(meeting.hours, meeting.attendance) for meeting in meetings)),
        rate=rules.rate(sum(line.present for line in lines), len(lines)),
        members=tuple(
            Attended(
                member,
                sum(line.member == member.id for line in lines),
                sum(line.member == member.id and line.present for line in lines),
            )
            for member in group.members
        ),
    )


# -- contracts: drawing up ------------------------------------------------------------------


def usual_duties(kind: ContractKind) -> dict[str, str]:
    """The duties as such contracts usually word them, for the clerk to keep, change or strike, by field."""
    if kind is ContractKind.APPRENTICE:
        return {
            "teacher_duties": _("Teach the whole trade patiently, holding nothing back; teach safe work with every operation; "
                                "look after the apprentice's work and progress."),
            "learner_duties": _("Respect the master, study with care and practise daily; keep the rules of work and of safety; "
                                "look after tools and machines."),
            "unit_duties": _("Give suitable work pieces, a machine and time to teach; not move master or apprentice to other work "
                             "during the term without need; arrange checks and the examination."),
        }
    return {
        "teacher_duties": _("Teach all that is written in this contract, in the work and outside it, holding nothing back; "
                            "point out faults in time and help to mend them."),
        "learner_duties": _("Study with care and practise what was shown; keep quality and quota while learning; "
                            "ask at once where something is not clear."),
        "unit_duties": _("Give suitable work pieces, a machine and time for practice; keep teacher and learners on one shift "
                         "where possible; arrange checks and the examination."),
    }


def enter_contract(book: Book, contract: Contract) -> int:
    """Write down a contract under discussion; give its id. Raises KnownError with the field at fault.

    Trade, grade and years of service stand as at that time: where they are not written, the roster
    of today gives them. The last day follows from effective day and term.
    """
    fresh = changed(
        contract, state=ContractState.DISCUSSED, signed_on=None, outcome=None, concluded_on=None, rewarded_on=None, closed_on=None,
        checks=(), extensions=(), correction="",
    )
    made = _complete(book, _with_duties(fresh))
    rules.check_contract(made)
    with book.act(N_("Draw up contract of {name}"), name=made.teacher_name) as act:
        return store.save_contract(act, changed(made, number=act.number("HT", made.drawn_up_on)))


def _with_duties(contract: Contract) -> Contract:
    """Where the usual duties of the other kind were left standing, those of this kind."""
    other = ContractKind.APPRENTICE if contract.kind is ContractKind.MUTUAL_AID else ContractKind.MUTUAL_AID
    ours, theirs = usual_duties(contract.kind), usual_duties(other)
    swapped = {name: ours[name] for name in ours if getattr(contract, name) == theirs[name]}
    return changed(contract, **swapped)


def correct_contract(book: Book, contract: Contract) -> None:
    """Correct a contract. Once it is signed this needs a reason, in the field `correction`, and is final.

    Steps, marks and checks are not changed this way. Raises KnownError with the field at fault.
    """
    old = store.contract(book, contract.id)
    _must_stand(old.state is not ContractState.VOIDED, old.number)
    signed = old.state is not ContractState.DISCUSSED
    if signed and (not contract.correction.strip() or contract.correction == old.correction):
        raise KnownError(_("The contract is signed: write why it is corrected."), field="correction")
    marks = {learner.id: learner for learner in old.learners}
    kept = [learner.id for learner in contract.learners]
    if any(learner.examined_on is not None and learner.id not in kept for learner in old.learners):
        raise KnownError(_("A learner who was examined stays in the contract."), field="learners")
    learners = []
    for learner in contract.learners:
        before = marks.get(learner.id)
        if before is not None and before.examined_on is not None and learner.worker != before.worker:
            raise KnownError(_("A learner who was examined stays in the contract."), field="learners")
        learners.append(_with_marks_of(learner, before or Learner(worker=learner.worker)))
    made = changed(
        contract, number=old.number, state=old.state, outcome=old.outcome, concluded_on=old.concluded_on, signed_on=old.signed_on,
        rewarded_on=old.rewarded_on, closed_on=old.closed_on, checks=old.checks, extensions=old.extensions,
        learners=tuple(learners), correction=contract.correction.strip() if signed else "",
    )
    made = _complete(book, made)
    rules.check_contract(made)
    if signed:
        rules.check_ready_to_sign(made)
        if made.effective_on is None and old.effective_on is not None:
            raise KnownError(_("Write the day on which the contract took effect."), field="effective_on")
        with book.act(
            N_("Correct signed contract {number}: {reason}"), final=True, number=old.number, reason=made.correction
        ) as act:
            store.save_contract(act, made)
        return
    with book.act(N_("Correct contract {number}"), number=old.number) as act:
        store.save_contract(act, made)


def _with_marks_of(learner: Learner, marked: Learner) -> Learner:
    """The learner with the marks of the examination as they stand in the book."""
    return changed(
        learner, examined_on=marked.examined_on, examined_by=marked.examined_by, theory=marked.theory, practice=marked.practice,
        score=marked.score, result=marked.result, new_grade=marked.new_grade, grade_before=marked.grade_before,
    )


def _complete(book: Book, contract: Contract) -> Contract:
    """The contract with names, trades, grades and years from the roster where they are not written, and its last day."""
    made = changed(contract, teacher_name=contract.teacher_name.strip())
    if contract.teacher is not None:
        teacher = roster.worker(book, contract.teacher)
        years = contract.teacher_years
        if years is None and teacher.entered_on is not None:
            day = contract.drawn_up_on
            years = rules.whole_years(teacher.entered_on, day)
        made = changed(
            made, teacher_name=teacher.name, teacher_trade=contract.teacher_trade or teacher.trade,
            teacher_grade=contract.teacher_grade or teacher.grade, teacher_years=years,
        )
    learners = []
    for learner in contract.learners:
        worker = roster.worker(book, learner.worker)
        filled = changed(learner, name=worker.name, trade=learner.trade or worker.trade)
        if not learner.id:
            filled = changed(filled, from_grade=learner.from_grade or worker.grade)
        learners.append(filled)
    return changed(made, learners=tuple(learners), ends_on=_end(made))


def _end(contract: Contract) -> date | None:
    """The last day: of the latest prolongation, else of the term."""
    if contract.extensions:
        return contract.extensions[-1].new_end
    if contract.effective_on is None or contract.term_months is None:
        return None
    return rules.last_day(contract.effective_on, contract.term_months)


# -- contracts: the steps -------------------------------------------------------------------


def sign(book: Book, contract_id: int, asked: Signing) -> None:
    """Both sides, workshop and union have signed: the contract is handed out. Final."""
    contract = _in_state(book, contract_id, ContractState.DISCUSSED)
    if asked.signed_on < contract.drawn_up_on:
        raise KnownError(_("The contract cannot have been signed before it was drawn up."), field="signed_on")
    rules.check_ready_to_sign(contract)
    made = changed(
        contract, state=ContractState.SIGNED, signed_on=asked.signed_on, for_workshop=asked.for_workshop.strip(),
        for_union=asked.for_union.strip(),
    )
    with book.act(N_("Sign contract {number}"), final=True, number=contract.number) as act:
        store.save_contract(act, made)


def start(book: Book, contract_id: int, asked: Start) -> None:
    """The contract takes effect; from this day its term counts."""
    contract = _in_state(book, contract_id, ContractState.SIGNED)
    if contract.signed_on is not None and asked.effective_on < contract.signed_on:
        raise KnownError(_("The contract cannot take effect before it was signed."), field="effective_on")
    running = changed(contract, state=ContractState.RUNNING, effective_on=asked.effective_on)
    with book.act(N_("Contract {number} takes effect"), number=contract.number) as act:
        store.save_contract(act, changed(running, ends_on=_end(running)))


def check(book: Book, contract_id: int, asked: Check) -> None:
    """Write down a check of a running contract."""
    contract = _in_state(book, contract_id, ContractState.RUNNING)
    if not asked.finding.strip():
        raise KnownError(_("Write what the check found."), field="finding")
    if contract.effective_on is not None and asked.checked_on < contract.effective_on:
        raise KnownError(_("A check cannot precede the day on which the contract took effect."), field="checked_on")
    checks = tuple(sorted((*contract.checks, changed(asked, id=0, finding=asked.finding.strip())), key=lambda c: c.checked_on))
    with book.act(N_("Check contract {number}"), number=contract.number) as act:
        store.save_contract(act, changed(contract, checks=checks))


def extend(book: Book, contract_id: int, asked: Extension) -> None:
    """Prolong a running contract, with the reason."""
    contract = _in_state(book, contract_id, ContractState.RUNNING)
    if contract.ends_on is None or asked.new_end <= contract.ends_on:
        raise KnownError(_("The new end must lie after {day}.", day=contract.ends_on or "?"), field="new_end")
    if contract.signed_on is not None and asked.agreed_on < contract.signed_on:
        raise KnownError(_("The contract cannot have been prolonged before it was signed."), field="agreed_on")
    line = changed(asked, id=0, old_end=contract.ends_on, reason=_reason(asked.reason))
    with book.act(N_("Prolong contract {number} to {day}"), number=contract.number, day=asked.new_end.isoformat()) as act:
        store.save_contract(act, changed(contract, extensions=(*contract.extensions, line), ends_on=asked.new_end))


def examine(book: Book, contract_id: int, asked: Examination) -> None:
    """Write down the marks of some or all learners; new grades stand in the roster by the same act.

    When the last learner is examined, the contract is. An examination never lowers a grade.
    """
    contract = _in_state(book, contract_id, ContractState.RUNNING)
    rules.check_examination(asked, contract)
    marks = {mark.learner: mark for mark in asked.marks}
    with book.act(N_("Examine the learners of contract {number}"), number=contract.number) as act:
        learners = []
        for learner in contract.learners:
            mark = marks.get(learner.id)
            if mark is None:
                learners.append(learner)
                continue
            before = roster.worker(book, learner.worker).grade
            if mark.result is Outcome.NOT_MET and mark.new_grade is not None and mark.new_grade > (before or 0):
                raise KnownError(
                    _("{name} did not reach the goal: leave the new grade empty, or change the result.", name=learner.name),
                    field="marks",
                )
            if mark.new_grade is not None and before is not None and mark.new_grade < before:
                raise KnownError(
                    _("{name} has grade {grade} already; an examination does not lower it.", name=learner.name, grade=before),
                    field="marks",
                )
            learners.append(
                changed(
                    learner, examined_on=asked.examined_on, examined_by=asked.examined_by.strip(), theory=mark.theory,
                    practice=mark.practice, score=mark.score, result=mark.result, new_grade=mark.new_grade or before,
                    grade_before=before,
                )
            )
            if mark.new_grade is not None and mark.new_grade != before:
                roster.set_grade(act, learner.worker, mark.new_grade)
        made = changed(contract, learners=tuple(learners))
        store.save_contract(act, changed(made, state=ContractState.EXAMINED if rules.is_examined(made) else ContractState.RUNNING))


def take_back_examination(book: Book, contract_id: int, asked: Withdrawal) -> None:
    """Take an examination back with a reason: the marks go, the roster's grades are what they were, the contract runs again.

    Raises KnownError when a grade was changed again since, or the contract was rewarded.
    """
    contract = store.contract(book, contract_id)
    if contract.state not in (ContractState.RUNNING, ContractState.EXAMINED, *FINISHED):
        _refuse(contract)
    if not any(learner.examined_on for learner in contract.learners):
        raise KnownError(_("Nobody was examined yet."))
    reason = _reason(asked.reason)
    with book.act(N_("Take back the examination of {number}: {reason}"), number=contract.number, reason=reason) as act:
        for learner in contract.learners:
            if learner.examined_on is None or learner.new_grade == learner.grade_before:
                continue
            if roster.worker(book, learner.worker).grade != learner.new_grade:
                raise KnownError(_("The grade of {name} was changed again since the examination.", name=learner.name))
            roster.set_grade(act, learner.worker, learner.grade_before)
        unmarked = tuple(_with_marks_of(learner, Learner(worker=learner.worker)) for learner in contract.learners)
        store.save_contract(
            act,
            changed(contract, learners=unmarked, state=ContractState.RUNNING, outcome=None, concluded_on=None, conclusion=""),
        )


def conclude(book: Book, contract_id: int, asked: Conclusion) -> None:
    """Say how an examined contract came out: met, partly met or not met."""
    contract = _in_state(book, contract_id, ContractState.EXAMINED)
    last = max((learner.examined_on for learner in contract.learners if learner.examined_on), default=asked.concluded_on)
    if asked.concluded_on < last:
        raise KnownError(_("The contract cannot have been concluded before the examination."), field="concluded_on")
    outcome = asked.outcome or rules.outcome_of([learner.result for learner in contract.learners if learner.result])
    made = changed(
        contract, state=STATE_OF[outcome], outcome=outcome, concluded_on=asked.concluded_on,
        conclusion=asked.conclusion.strip(),
    )
    worded_later = {"key": outcome.word, "values": {}}
    with book.act(N_("Conclude contract {number}: {outcome}"), number=contract.number, outcome=worded_later) as act:
        store.save_contract(act, made)


def reward(book: Book, contract_id: int, asked: Reward) -> None:
    """Teacher and learners have received their reward. Final."""
    contract = _in_state(book, contract_id, *FINISHED)
    if not (asked.teacher_reward.strip() or asked.learner_reward.strip()):
        raise KnownError(_("Write what teacher or learner received."), field="teacher_reward")
    if contract.concluded_on is not None and asked.rewarded_on < contract.concluded_on:
        raise KnownError(_("The reward cannot precede the conclusion."), field="rewarded_on")
    made = changed(
        contract, state=ContractState.REWARDED, rewarded_on=asked.rewarded_on, teacher_reward=asked.teacher_reward.strip(),
        learner_reward=asked.learner_reward.strip(),
    )
    with book.act(N_("Reward teacher and learners of {number}"), final=True, number=contract.number) as act:
        store.save_contract(act, made)


def terminate(book: Book, contract_id: int, asked: Termination) -> None:
    """A signed or running contract is terminated before its end, with the reason."""
    contract = _in_state(book, contract_id, ContractState.SIGNED, ContractState.RUNNING)
    begun = contract.effective_on if contract.state is ContractState.RUNNING else contract.signed_on
    if begun is not None and asked.terminated_on < begun:
        raise KnownError(_("The contract cannot have been terminated before it began."), field="terminated_on")
    _not_before_the_last(contract, asked.terminated_on, "terminated_on")
    made = changed(contract, state=ContractState.TERMINATED, closed_on=asked.terminated_on, reason=_reason(asked.reason))
    with book.act(N_("Terminate contract {number}"), number=contract.number) as act:
        store.save_contract(act, made)


def void_contract(book: Book, contract_id: int, asked: Closing) -> None:
    """Void a contract, with the reason; row and number stay. An examination is taken back first."""
    contract = store.contract(book, contract_id)
    _must_stand(contract.state is not ContractState.VOIDED, contract.number)
    if any(learner.examined_on for learner in contract.learners):
        raise KnownError(_("Learners were examined under this contract. Take the examination back first."))
    if asked.closed_on < contract.drawn_up_on:
        raise KnownError(_("The contract cannot have been voided before it was drawn up."), field="closed_on")
    _not_before_the_last(contract, asked.closed_on, "closed_on")
    made = changed(contract, state=ContractState.VOIDED, closed_on=asked.closed_on, reason=_reason(asked.reason))
    with book.act(N_("Void contract {number}"), final=contract.state is not ContractState.DISCUSSED, number=contract.number) as act:
        store.save_contract(act, made)


def _not_before_the_last(contract: Contract, day: date, field: str) -> None:
    last = rules.latest_day(contract)
    if day < last:
        raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=last), field=field)


def _in_state(book: Book, contract_id: int, *allowed: ContractState) -> Contract:
    contract = store.contract(book, contract_id)
    if contract.state not in allowed:
        _refuse(contract)
    return contract


def _refuse(contract: Contract) -> None:
    raise KnownError(
        _("Contract {number} stands at “{state}”: this step does not follow.", number=contract.number, state=contract.state)
    )


# -- questions of other desks ---------------------------------------------------------------


def group(book: Book, row: int) -> Group:
    """One group with its members."""
    return store.group(book, row)


def meeting(book: Book, row: int) -> Meeting:
    """One meeting with its attendance."""
    return store.meeting(book, row)


def contract(book: Book, row: int) -> Contract:
    """One contract with all that belongs to it."""
    return store.contract(book, row)


def contracts_of_worker(book: Book, worker: int) -> list[Contract]:
    """The contracts in which a worker teaches or learns, with their lines, voided ones left out."""
    return [store.contract(book, found.id) for found in store.contracts_of_worker(book, worker)]


def groups_of_worker(book: Book, worker: int) -> list[Group]:
    """The groups a worker leads, belongs or belonged to, with their members, voided ones left out."""
    return [store.group(book, found.id) for found in store.groups_of_worker(book, worker)]


def of_unit(book: Book, unit: int) -> tuple[list[Group], list[Contract]]:
    """The groups and contracts of a unit and all units under it, without their lines, voided ones left out."""
    below = roster.with_all_below(book, unit)
    return store.groups_of_units(book, below), store.contracts_of_units(book, below)


def warnings(book: Book, contract: Contract, today: date) -> list[Said]:
    """What the clerk should look at again in a contract that is not yet finished; nothing of it forbids anything."""
    if contract.state not in (ContractState.DISCUSSED, ContractState.SIGNED, ContractState.RUNNING):
        return []
    elsewhere = [
        (learner, other.number)
        for learner in contract.learners
        for other in store.running_with_learner(book, learner.worker, learner.trade, but=contract.id)
    ]
    named = {learner.id: str(roster.told_apart(book, learner.worker, learner.name)) for learner in contract.learners}
    apart = tuple(changed(learner, name=named[learner.id]) for learner in contract.learners)
    by_row = {learner.id: learner for learner in apart}
    elsewhere = [(by_row[learner.id], number) for learner, number in elsewhere]
    return rules.warnings(changed(contract, learners=apart), today, elsewhere)


def is_due(contract: Contract, today: date) -> bool:
    """Whether the contract ran out unexamined, or went past half of its term without a check: what the badge counts."""
    if contract.ends_on is None or contract.state not in (ContractState.SIGNED, ContractState.RUNNING):
        return False
    if contract.ends_on < today:
        return True
    running = contract.state is ContractState.RUNNING and contract.effective_on is not None and not contract.checks
    return running and contract.effective_on is not None and today > rules.half_way(contract.effective_on, contract.ends_on)


def not_logged(book: Book, period: Period) -> list[int]:
    """The groups that ran through a whole period and have no meeting in their log for it."""
    return store.without_meeting(book, period.first, period.next)


def examinations(contract: Contract) -> tuple[Examination, ...]:
    """The examinations that were held under a contract, by day and examiner, with their marks."""
    held: dict[tuple[date, str], list[Mark]] = {}
    for learner in contract.learners:
        if learner.examined_on is not None and learner.result is not None:
            held.setdefault((learner.examined_on, learner.examined_by), []).append(
                Mark(
                    learner=learner.id, name=learner.name, theory=learner.theory, practice=learner.practice, score=learner.score,
                    result=learner.result, new_grade=learner.new_grade,
                )
            )
    return tuple(Examination(examined_on=day, examined_by=by, marks=tuple(marks)) for (day, by), marks in sorted(held.items()))


def badge(book: Book, today: date) -> int:
    """How much is past its day: contracts that ran out or lack their check, trials, technicians' time, sessions of societies."""
    return store.count_due(book, today)


def first_meeting(book: Book) -> date | None:
    """The day of the first meeting of a mutual-aid group; None when there was none."""
    return store.first_meeting(book)


def meeting_times(book: Book, period: Period) -> list[MeetingTime]:
    """How long how many people met in the mutual-aid groups in a period, by day; those absent do not count."""
    return [
        MeetingTime(
            tbl="mutual_meetings", row=each["id"], unit=each["unit"], day=date.fromisoformat(each["held_on"]),
            minutes=Fraction(each["hours"] * 60, QUANTITY_SCALE), people=each["people"], inside=bool(each["in_working_time"]),
        )
        for each in store.times_between(book, period.first, period.next)
    ]


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day and not done, however old, and what waits for somebody."""
    found = [
        _due("contracts", row, N_("First check of the contract") if row["half"] else N_("Learners to be examined"), "day",
             title=book.title("contracts", row["id"]), who=row["teacher_name"])
        for row in store.contracts_due(book, until)
    ]  # fmt: skip
    found += [
        _due(trials.TABLE, row, N_("Trial to be concluded"), "plan_last", title=row["title"], who=row["leader_name"])
        for row in store.dated(book, trials.TABLE, "state in ('approved', 'under_trial')", "plan_last", until)
    ]
    found += [
        _due(postings.TABLE, row, N_("Technician's time in the workshop ends"), "until", title=row["name"], who=row["name"])
        for row in store.dated(book, postings.TABLE, "state = 'assigned'", "until", until)
    ]
    found += [
        _due(societies.TABLE, row, N_("Session of the research society"), "next_on", title=row["name"], who=row["chair_name"])
        for row in store.dated(book, societies.TABLE, "state = 'running'", "next_on", until)
    ]  # fmt: skip
    found.sort(key=lambda each: (each.day or date.max, each.number))
    for table, where, what, who in _WAITS:
        for row in store.that(book, table, where):
            title = row.get("title") or book.title(table, row["id"])
            found.append(_due(table, row, what, "", title=title, who=row[who], kind="waits"))
    return found


_WAITS = (
    ("contracts", "state = 'discussed'", N_("Contract to be signed"), "teacher_name"),
    ("contracts", "state = 'signed'", N_("Contract to take effect"), "teacher_name"),
    ("contracts", "state = 'examined'", N_("Contract to be concluded"), "teacher_name"),
    ("trials", "state = 'idea' and unit is not null", N_("Idea of a trial to be decided on"), "initiator"),
    ("trials", "state = 'succeeded' and unit is not null", N_("Trial to be appraised"), "leader_name"),
    (
        "trials", f"state = 'appraised' and unit is not null and {store.TRIAL_SUCCEEDED}", N_("Trial to be put into production"),
        "leader_name",
    ),
)
"""What waits for somebody, without a day; trials of other plants wait for nobody here."""


def _due(
    table: str, row: dict[str, Any], what: str, day: str, *, title: str, who: str, kind: Literal["due", "waits", "reminder"] = "due"
) -> Due:
    return Due(
        tbl=table, row=row["id"], number=row["number"], title=title, what=Said(what), who=who, unit=row["unit"], kind=kind,
        day=date.fromisoformat(row[day]) if day else None,
    )


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of mutual aid for a period; what is running is counted on its last day."""
    groups = store.groups_running(book, period.last)
    meetings = store.meetings_between(book, period.first, period.next)
    lines = [line for meeting in meetings for line in meeting.attendance]
    share = rules.rate(sum(line.present for line in lines), len(lines))
    hours = sum(rules.person_hours(meeting.hours, meeting.attendance) for meeting in meetings)
    held = tuple(meeting.id for meeting in meetings)

    def counted(code: str, label: str, tbl: str, rows: Sequence[int]) -> Figure:
        return Figure(code=code, label=label, value=len(rows), tbl=tbl, rows=tuple(dict.fromkeys(rows)))

    first, until = period.first, period.next
    return (
        counted("groups.running", N_("Mutual-aid groups running"), "mutual_groups", groups),
        counted("groups.meetings", N_("Meetings of mutual-aid groups"), "mutual_meetings", held),
        Figure(
            code="groups.person_hours", label=N_("Hours learned together"), value=hours, kind="quantity", unit=N_("person-hours"),
            tbl="mutual_meetings", rows=held,
        ),
        Figure(
            code="groups.attendance", label=N_("Attendance at the meetings"), kind="percent", unit=N_("%"),
            value=None if share is None else rules.hundredths(share), tbl="mutual_meetings", rows=held,
        ),
        counted("contracts.signed", N_("Contracts signed"), "contracts", store.contracts_signed(book, first, until)),
        counted("contracts.running", N_("Contracts running"), "contracts", store.contracts_running(book, period.last)),
        counted("contracts.finished", N_("Contracts finished"), "contracts", store.contracts_concluded(book, first, until)),
        counted("contracts.met", N_("Contracts met"), "contracts", store.contracts_concluded(book, first, until, Outcome.MET)),
        counted("contracts.grade_rises", N_("Rises in grade"), "workers", store.grade_rises(book, first, until)),
        *_societies_and_technicians(book, period),
        *_trial_figures(book, period),
    )


def _societies_and_technicians(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of research societies, and of technicians in the workshops by the days of their logs."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return store.rows(book, sql, day=period.last, first=period.first, until=period.next)

    def of(code: str, label: str, table: str, found: list[dict[str, Any]]) -> Figure:
        return Figure(code=code, label=label, value=len(found), tbl=table, rows=tuple(dict.fromkeys(row["id"] for row in found)))

    log = rows(store.POSTING_LOG)
    return (
        of("societies.running", N_("Research societies running"), societies.TABLE, rows(store.SOCIETIES_RUNNING)),
        of("societies.sessions", N_("Sessions of research societies"), societies.TABLE, rows(store.SOCIETY_SESSIONS)),
        of("societies.solved", N_("Problems solved by them"), societies.TABLE, rows(store.PROBLEMS_SOLVED)),
        of("technicians.below", N_("Technicians in the workshops"), postings.TABLE, rows(store.POSTINGS_RUNNING)),
        Figure(
            code="technicians.hours", label=N_("Their hours on shift"), kind="quantity", unit=N_("hours"),
            value=sum(row["hours"] or 0 for row in log), tbl=postings.TABLE, rows=tuple(dict.fromkeys(row["id"] for row in log)),
        ),
        of("technicians.solved", N_("Problems they solved there"), postings.TABLE, log),
    )


def _trial_figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of trials for a period (domain B13, part 7).

    Runs count by their day, verdicts by theirs, also where a failed trial was taken up again later. The share of trials that
    join a technician with a worker is of those whose idea was noted in the period (domain B10, the report line).
    """

    def rows(sql: str, **values: object) -> list[dict[str, Any]]:
        return store.rows(book, sql, **{"first": period.first, "until": period.next, **values})

    def of(code: str, label: str, found: Sequence[dict[str, Any]]) -> Figure:
        ids = tuple(dict.fromkeys(row["id"] for row in found))
        return Figure(code=f"trials.{code}", label=label, value=len(found), tbl=trials.TABLE, rows=ids)

    produced = rows(store.TRIALS_IN_PRODUCTION)
    worth = [row for row in produced if row["value"] is not None]
    proposed = [row["id"] for row in rows(store.TRIALS_PROPOSED)]
    together, share = trials.joint_share(book, proposed)
    came_out = {outcome: rows(store.TRIAL_VERDICTS, outcome=outcome.value) for outcome in TrialOutcome}
    return (
        of("running", N_("Trials under way"), store.rows(book, store.TRIALS_RUNNING, day=period.last)),
        of("runs", N_("Runs of trials"), rows(store.TRIAL_RUNS)),
        of("succeeded", N_("Trials that succeeded"), came_out[TrialOutcome.SUCCEEDED]),
        of("failed", N_("Trials that failed"), came_out[TrialOutcome.FAILED]),
        of("stopped", N_("Trials stopped"), came_out[TrialOutcome.STOPPED]),
        of("produced", N_("Trials put into production"), produced),
        Figure(
            code="trials.value", label=N_("Value of a year of what was put into production"), kind="money", unit=N_("yuan"),
            value=sum(row["value"] for row in worth) if worth else None, tbl=trials.TABLE, rows=tuple(row["id"] for row in worth),
        ),
        Figure(
            code="trials.joint", label=N_("Trials that join technicians and workers"), kind="percent", unit=N_("%"),
            value=None if share is None else rules.hundredths(share), tbl=trials.TABLE, rows=tuple(together),
        ),
    )


__all__ = ["postings", "societies", "ties", "trials"]
