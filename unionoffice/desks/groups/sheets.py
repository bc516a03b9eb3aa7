"""What mutual aid prints: contracts, the log of a group, the sheets of a society, a trial and a technician in a workshop."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import LANGUAGES, N_, Language, Said, _, speaking
from unionoffice.desks.groups import rules, service
from unionoffice.desks.groups.records import Contract, ContractKind, ContractState, Learner, Participant, Verdict
from unionoffice.desks.groups.service import postings, societies, trials
from unionoffice.desks.roster import service as roster
from unionoffice.printing.chart import Bars, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

ROOM = "____________"
"""Room to write by hand what was not yet entered."""


def _measured(value: int | None, sign: str = "") -> object:
    return None if value is None else Exact(value, QUANTITY_SCALE, sign=sign)


def grades(contract: Contract) -> Bars | None:
    """The picture of a contract: each learner's grade before, the goal, and the grade after; None without any grade."""
    learners = [learner for learner in contract.learners if learner.from_grade or learner.to_grade or learner.new_grade]
    if not learners:
        return None
    series = [
        Series(Said(N_("Grade before")), tuple(_before(learner) for learner in learners)),
        Series(Said(N_("Grade aimed at")), tuple(learner.to_grade for learner in learners)),
    ]
    if any(learner.examined_on for learner in learners):
        series.append(Series(Said(N_("Grade after")), tuple(learner.new_grade for learner in learners)))
    names = tuple(learner.name for learner in learners)
    return Bars(title=Said(N_("Grades before and after")), categories=names, series=tuple(series))


def _before(learner: Learner) -> int | None:
    return learner.grade_before if learner.examined_on else learner.from_grade


def contract(book: Book, contract_id: int) -> Sheet:
    """A contract of technical mutual aid, with its checks and its examination as far as there are any."""
    return _contract(book, contract_id, ContractKind.MUTUAL_AID)


def apprentice_contract(book: Book, contract_id: int) -> Sheet:
    """A contract of master and apprentice, with its checks and its examination as far as there are any."""
    return _contract(book, contract_id, ContractKind.APPRENTICE)


def _contract(book: Book, contract_id: int, kind: ContractKind) -> Sheet:
    found = service.contract(book, contract_id)
    if found.kind is not kind:
        raise KnownError(_("{number} is a contract of {kind}: print it on that form.", number=found.number, kind=found.kind))
    signed = found.signed_on is not None
    return {
        "number": found.number,
        "unit": _unit(book, found.unit),
        "union_group": found.union_group,
        "teacher": roster.told_apart(book, found.teacher, found.teacher_name),
        "teacher_trade": found.teacher_trade,
        "teacher_grade": found.teacher_grade,
        "teacher_years": found.teacher_years,
        "learners": [
            (
                roster.told_apart(book, learner.worker, learner.name), learner.trade, learner.from_grade, learner.to_grade,
                learner.operations,
                _measured(learner.scrap_goal, "%"), _measured(learner.quota_goal, "%"),
            )
            for learner in found.learners
        ],
        "effective_on": found.effective_on or ROOM,
        "term": found.term_months or ROOM,
        "ends_on": found.ends_on or ROOM,
        "content": [(line.month, line.content) for line in found.content] or [("", "")] * 4,
        **{name: _duties(found.kind, name, getattr(found, name)) for name in ("teacher_duties", "learner_duties", "unit_duties")},
        "usual": False,
        "teacher_reward": found.teacher_reward,
        "learner_reward": found.learner_reward,
        "witness": found.witness,
        "signed_on": found.signed_on or ROOM,
        "for_workshop": found.for_workshop if signed else "",
        "for_union": found.for_union if signed else "",
        "checks": [(line.checked_on, line.finding, line.checked_by) for line in found.checks] or [("", "", "")] * 2,
        "marks": [
            (
                roster.told_apart(book, learner.worker, learner.name), _measured(learner.theory), _measured(learner.practice),
                _measured(learner.score), learner.result,
                learner.grade_before, learner.new_grade, learner.examined_on, learner.examined_by,
            )
            for learner in found.learners
        ],
        "outcome": found.outcome,
        "concluded_on": found.concluded_on,
        "conclusion": found.conclusion,
        "changes": _changes(found),
    }


def _unit(book: Book, row: int | None) -> Both:
    """A unit with those above it, in both languages."""
    return Both(roster.path(book, row), roster.path(book, row, english=True))


def _duties(kind: ContractKind, name: str, text: str) -> Both | str:
    """The usual duties speak the language of the paper; what the office wrote itself stays as it wrote it."""
    usual: dict[Language, str] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            usual[spoken] = service.usual_duties(kind)[name]
    return Both(usual["zh"], usual["en"]) if text.strip() in usual.values() else text


def _changes(found: Contract) -> list[Said]:
    """What became of the contract aside from its course: prolonged, terminated, voided."""
    said = [
        Said(N_("prolonged from {old} to {new}: {reason}"), {"old": line.old_end, "new": line.new_end, "reason": line.reason})
        for line in found.extensions
    ]
    if found.closed_on is not None:
        words = N_("terminated on {day}: {reason}") if found.state is ContractState.TERMINATED else N_("voided on {day}: {reason}")
        said.append(Said(words, {"day": found.closed_on, "reason": found.reason}))
    return said


def group_log(book: Book, group_id: int) -> Sheet:
    """The log of a group: who belongs to it, its meetings with attendance, and its totals."""
    log = service.log(book, group_id)
    group = log.group
    return {
        "number": group.number,
        "name": group.name,
        "unit": _unit(book, group.unit),
        "leader": roster.told_apart(book, group.leader, book.title("workers", group.leader)),
        "founded_on": group.founded_on,
        "topic": group.topic,
        "rhythm": group.rhythm,
        "meetings": [
            (
                meeting.held_on,
                Exact(meeting.hours, QUANTITY_SCALE),
                meeting.topic,
                meeting.learned,
                f"{sum(line.present for line in meeting.attendance)}/{len(meeting.attendance)}",
                [f"{line.name}（{line.reason}）" if line.reason else line.name for line in meeting.attendance if not line.present],
            )
            for meeting in log.meetings
        ],
        "members": [
            (
                roster.told_apart(book, each.member.worker, each.member.name),
                each.member.trade, each.member.grade, each.member.joined_on, each.member.left_on,
                f"{each.present}/{each.called}", percent(rules.rate(each.present, each.called)),
            )
            for each in log.members
        ],
        "count": len(log.meetings),
        "person_hours": Exact(log.person_hours, QUANTITY_SCALE),
        "rate": percent(log.rate),
        "results": group.results,
        "closing": Said(N_("{state}: {reason}"), {"state": group.state, "reason": group.reason}) if group.reason else "",
    }


def _union(book: Book) -> Both:
    """The union's name in both languages."""
    office = offices.office(book)
    return Both(office.union, office.union_english or office.union)


def society(book: Book, row: int) -> Sheet:
    """A research society: who belongs to it, its problems, its sessions, what came of it."""
    found = societies.society(book, row)
    return {
        "union": _union(book),
        "number": found.number,
        "name": found.name,
        "unit": _unit(book, found.unit),
        "chair": roster.told_apart(book, found.chair, found.chair_name),
        "founded_on": found.founded_on,
        "state": found.state,
        "next_on": found.next_on,
        "aim": found.aim,
        "members": [
            (place, roster.told_apart(book, each.worker, each.name), each.trade, Said(N_("technician")) if each.technician else
             Said(N_("worker")))
            for place, each in enumerate(found.members, start=1)
        ],
        "problems": [
            (place, each.problem, each.proposer, each.state, each.solution, each.solved_on)
            for place, each in enumerate(found.problems, start=1)
        ],
        "sessions": [
            (each.held_on, Exact(each.hours, QUANTITY_SCALE), each.people, each.topic, each.who) for each in found.sessions
        ],
        "count": len(found.sessions),
        "person_hours": Exact(societies.person_hours(found), QUANTITY_SCALE),
        "results": found.results,
        "closing": Said(N_("{state}: {reason}"), {"state": found.state, "reason": found.reason}) if found.reason else "",
        "linked": _linked(book, societies.TABLE, row),
    }  # fmt: skip


def trial(book: Book, row: int) -> Sheet:
    """The record of a trial: the idea, the plan, every run, the conclusions, appraisal and production."""
    found = trials.trial(book, row)
    return {
        "union": _union(book),
        "number": found.number,
        "title": found.title,
        "kind": found.kind,
        "state": found.state,
        "proposed_on": found.proposed_on,
        "initiator": found.initiator,
        "unit": _unit(book, found.unit) if found.unit else found.outside,
        "leader": roster.told_apart(book, found.leader, found.leader_name),
        "technician": roster.told_apart(book, found.technician, found.technician_name),
        "people": [_person(book, each) for each in found.people],
        "plan": _span(found.plan_first, found.plan_last),
        "idea": found.idea,
        "resources": found.resources,
        "risk": found.risk,
        "approved": _by(found.approved_by, found.approved_on),
        "begun_on": found.begun_on,
        "runs": [
            (
                place, each.ran_on, _lines(each.output, each.conditions), each.measured, each.result,
                _lines(each.cause, each.next_step),
            )
            for place, each in enumerate(found.runs, start=1)
        ],
        "conclusions": [
            (each.concluded_on, each.outcome, _again(each) if each.resumed_on else each.conclusion) for each in found.verdicts
        ],
        "appraisal": found.appraisal,
        "appraised": _by(found.appraised_by, found.appraised_on),
        "produced_on": found.produced_on,
        "value": None if found.value is None else Yuan(found.value),
        "reckoning": found.reckoning,
        "source": found.source,
        "closing": Said(N_("voided on {day}: {reason}"), {"day": found.closed_on, "reason": found.reason}) if found.reason else "",
    }


def _person(book: Book, each: Participant) -> Said | str:
    who = roster.told_apart(book, each.worker, each.name)
    return Said(N_("{name} ({trade})"), {"name": who, "trade": each.trade}) if each.trade else who


def _span(first: date | None, last: date | None) -> Said | date | str:
    if first is not None and last is not None:
        return Said(N_("{first} to {last}"), {"first": first, "last": last})
    if first is not None:
        return Said(N_("from {day}"), {"day": first})
    return Said(N_("until {day}"), {"day": last}) if last is not None else ""


def _by(who: str, day: date | None) -> Said | str:
    return Said(N_("{name}, {day}"), {"name": who, "day": day}) if day is not None else who


def _lines(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())


def _again(verdict: Verdict) -> Said:
    return Said(
        N_("{text} Taken up again on {day}: {reason}"),
        {"text": verdict.conclusion, "day": verdict.resumed_on, "reason": verdict.resumed_why},
    )


def posting(book: Book, row: int) -> Sheet:
    """The sheet of a technician in a workshop: tasks, partners, log, and the workshop's opinion."""
    found = postings.posting(book, row)
    return {
        "union": _union(book),
        "number": found.number,
        "name": roster.told_apart(book, found.worker, found.name),
        "title": found.title,
        "from_unit": _unit(book, found.from_unit),
        "unit": _unit(book, found.unit),
        "time": _span(found.assigned_on, found.returned_on or found.until),
        "shift_hours": None if found.shift_hours is None else Exact(found.shift_hours, QUANTITY_SCALE),
        "reason": found.reason,
        "tasks": found.tasks,
        "partners": [
            Said(N_("{name} ({trade})"), {"name": roster.told_apart(book, each.worker, each.name), "trade": each.trade})
            if each.trade else roster.told_apart(book, each.worker, each.name)
            for each in found.partners
        ],
        "log": [
            (each.day, None if each.hours is None else Exact(each.hours, QUANTITY_SCALE), each.solved) for each in found.log
        ],
        "count": len(found.log),
        "hours": Exact(postings.hours(found), QUANTITY_SCALE),
        "linked": _linked(book, postings.TABLE, row),
        "opinion": found.opinion,
        "returned_on": found.returned_on,
        "closing": Said(N_("cancelled on {day}: {reason}"), {"day": found.cancelled_on, "reason": found.cancelled_why})
        if found.cancelled_on else "",
    }


def _linked(book: Book, table: str, row: int) -> list[str]:
    """Numbers and titles of what is tied to a record."""
    return [f"{link.other.number} {link.other.title}".strip() for link in book.links(table, row)]


def percent(share: Fraction | None) -> object:
    """An exact share as it is shown and printed, with one decimal; a dash when there is none."""
    return "—" if share is None else Exact(rules.hundredths(share), 100, 1, "%")


PAPERS = (
    Paper("contract", N_("Technical mutual-aid contract"), contract, "record", "contracts"),
    Paper("apprentice_contract", N_("Master-apprentice contract"), apprentice_contract, "record", "contracts"),
    Paper("group_log", N_("Group's log"), group_log, "record", "mutual_groups"),
    Paper("society", N_("Society's sheet"), society, "record", "research_societies"),
    Paper("trial", N_("Trial record"), trial, "record", "trials"),
    Paper("technician", N_("Technician's sheet"), posting, "record", "postings"),
)
