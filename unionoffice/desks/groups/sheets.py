"""What mutual aid prints: the contract to sign, in its two kinds, and the log of a group."""

from __future__ import annotations

from fractions import Fraction

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import LANGUAGES, N_, Language, Said, _, speaking
from unionoffice.desks.groups import rules, service
from unionoffice.desks.groups.records import Contract, ContractKind, ContractState, Learner
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


def percent(share: Fraction | None) -> object:
    """An exact share as it is shown and printed, with one decimal; a dash when there is none."""
    return "—" if share is None else Exact(rules.hundredths(share), 100, 1, "%")


PAPERS = (
    Paper("contract", N_("Technical mutual-aid contract"), contract, "record", "contracts"),
    Paper("apprentice_contract", N_("Master-apprentice contract"), apprentice_contract, "record", "contracts"),
    Paper("group_log", N_("Group's log"), group_log, "record", "mutual_groups"),
)
