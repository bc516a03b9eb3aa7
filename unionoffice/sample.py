"""The sample office: an invented plant to walk through, entered as a clerk would from what stands in `resources/sample`."""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from unionoffice import papers, schema
from unionoffice.core import office as offices
from unionoffice.core import paths, upkeep, whole
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.money import parse_money
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import parse_quantity, read_exactly
from unionoffice.core.record import Field, Record, changed, fields
from unionoffice.core.words import LANGUAGES, Language, _, speaking
from unionoffice.desks.awards import records as awards_records
from unionoffice.desks.awards import service as awards
from unionoffice.desks.comparison import records as comparison_records
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.competitions import records as competitions_records
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.experiences import records as experiences_records
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import records as figures_records
from unionoffice.desks.figures import service as figures
from unionoffice.desks.groups import records as groups_records
from unionoffice.desks.groups import service as groups
from unionoffice.desks.meetings import records as meetings_records
from unionoffice.desks.monthly import records as monthly_records
from unionoffice.desks.monthly import service as monthly
from unionoffice.desks.monthly import sheets as monthly_sheets
from unionoffice.desks.proposals import records as proposals_records
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.rectification import records as rectification_records
from unionoffice.desks.rectification.service import debates, movement, opinions, overview
from unionoffice.desks.roster import records as roster_records
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import records as targets_records
from unionoffice.desks.targets import service as targets
from unionoffice.desks.waste import records as waste_records
from unionoffice.desks.waste import service as waste
from unionoffice.printing import make as printing
from unionoffice.printing.paper import Paper

R = TypeVar("R", bound=Record)
Said = Mapping[str, Any]
"""What stands in a data file: texts and whole numbers as a clerk writes them, days as days."""
Steps = Mapping[str, tuple[Callable[[Book, int, Any], Any], type[Record]]]

FIRST_MONTH = Month(1957, 1)
SIDES: tuple[figures_records.Side, figures_records.Side] = ("plan", "actual")


# -- making it ---------------------------------------------------------------------------


def make(folder: Path) -> Path:
    """Make the sample office `office.db` in a folder and give its path; one that stands there already is given as it is.

    Raises KnownError when another office's book stands there, or the disk refuses.
    """
    path = folder / "office.db"
    if path.exists():
        _must_be_the_sample(path)
        return path
    unfinished = folder / "office-unfinished.db"  # closed and named only when it is whole: a half-made office is never opened
    for ending in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    upkeep.create(unfinished, schema.SETS)
    book = Book.open(unfinished)
    try:
        with speaking("zh"):
            month = _fill(book)
    finally:
        book.close()
    unfinished.rename(path)
    drafts = Drafts(path)
    drafts.keep("screen/month", {"value": json.dumps(month)})
    drafts.close()
    return path


def _must_be_the_sample(path: Path) -> None:
    book = Book.open(path, write=False)
    try:
        if not offices.office(book).sample:
            raise KnownError(_("{path} is another office's book. Choose another folder for the sample office.", path=path))
    finally:
        book.close()


def _fill(book: Book) -> str:
    """Enter everything; give the month the window shall show."""
    first = _read("office")
    book.clerk = first["clerk"]["name"]
    offices.set_office(book, offices.Office(**first["office"]))
    offices.set_clerk(book, book.clerk)
    known = _Known()
    _enter_roster(book, known, first["roster"]["units"], _read("workers"))
    _enter_figures(book, known, _read("figures")["indicators"])
    said = _read("waste")
    _enter_waste(book, known, said)
    _enter_rectification(book, known, _read("rectification"))
    _enter_proposals(book, known, _read("proposals"))
    _enter_targets(book, known, _read("targets"))
    groups_said = _read("groups")
    _enter_groups(book, known, groups_said)
    _enter_research(book, known, _read("research"))
    competitions_said = _read("competitions")
    for each in competitions_said["competitions"]:
        _enter_competition(book, known, each)
    for each in competitions_said["certificates"]:
        _enter_certificates(book, known, each)
    _enter_experiences(book, known, _read("experiences"))
    _enter_comparison(book, known, _read("comparison"))
    _enter_summaries(book, _read("monthly"), lambda: _enter_late_meetings(book, known, groups_said["late_meetings"]))
    return str(first["screen"]["month"])


def _read(name: str) -> dict[str, Any]:
    with (paths.resources() / "sample" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=str)


class _Known:
    """What was entered already, by table and name, so that later entries can name it as the data do."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, list[int]]] = {}

    def note(self, table: str, row: int, *names: str) -> int:
        for name in names:
            self._rows.setdefault(table, {}).setdefault(name, []).append(row)
        return row

    def row(self, table: str, name: str) -> int:
        found = self._rows.get(table, {}).get(name, [])
        if len(found) != 1:
            raise BugError(f"the sample office has {len(found)} {table} called {name}")
        return found[0]


def _made(kind: type[R], said: Said, known: _Known) -> R:
    """A record of what is said: money and measured numbers read as the clerk writes them, other records by their names."""
    declared = fields(kind)
    return kind(**{name: _value(declared[name], value, known) for name, value in said.items()})


def _value(field: Field, said: Any, known: _Known) -> Any:
    if field.kind == "lines":
        return tuple(_made(field.type, line, known) for line in said)
    if field.kind == "ref":
        return known.row(field.shown.ref, said)
    if field.kind == "money":
        return parse_money(said)
    if field.kind == "quantity":
        return parse_quantity(said)
    if field.kind == "month":
        return Month.parse(said)
    if field.kind == "choice":
        choices: Iterable[Enum] = field.type
        return next(each for each in choices if each.value == said)
    return said


def _without(said: Said, *names: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


def _take_steps(book: Book, known: _Known, row: int, said: Iterable[Said], steps: Steps) -> None:
    for each in said:
        step, asked = steps[each["do"]]
        step(book, row, _made(asked, _without(each, "do"), known))


# -- the roster and the figures ---------------------------------------------------------------


def _enter_roster(book: Book, known: _Known, units: Iterable[Any], said: Said) -> None:
    for name, english, level, above in units:
        unit = roster_records.Unit(
            name=name, english=english, level=next(each for each in roster_records.Level if each.value == level),
            above=known.row("units", above) if above else None,
        )  # fmt: skip
        known.note("units", roster.enter_unit(book, unit), name)
    for number, name, sex, born, unit_name, trade, grade, entered_on, member in said["workers"]:
        worker = roster_records.Worker(
            number=number, name=name, sex=next(each for each in roster_records.Sex if each.value == sex), born=born,
            unit=known.row("units", unit_name), trade=trade, grade=grade or None, entered_on=entered_on, member=member,
        )  # fmt: skip
        known.note("workers", roster.enter_worker(book, worker), number, name)
    for number, day in said["left"]:
        roster.leave(book, known.row("workers", number), day)


def _enter_figures(book: Book, known: _Known, indicators: Iterable[Said]) -> None:
    for said in indicators:
        made = _made(figures_records.Indicator, _without(said, "figures"), known)
        row = known.note("indicators", figures.enter(book, made), made.name)
        entries = []
        for unit, sides in said.get("figures", {}).items():
            for side in SIDES:
                for place, value in enumerate(sides[side]):
                    number = _in_last_decimal(str(value), made.decimals)
                    entries.append(figures_records.Entry(known.row("units", unit), FIRST_MONTH.plus(place), side, number))
        if entries:
            figures.write(book, row, entries)


def _in_last_decimal(text: str, decimals: int) -> int:
    numerator, denominator = read_exactly(text)
    return int(numerator * 10**decimals // denominator)


# -- against waste, and proposals ----------------------------------------------------------------

SESSION_STEPS: Steps = {
    "hold": (waste.hold, waste_records.Holding),
    "confirm": (waste.confirm, waste_records.Confirmation),
    "file": (waste.file, waste_records.Filing),
    "add_addendum": (waste.add_addendum, waste_records.Correction),
    "carry_out": (waste.carry_out, waste_records.CarryingOut),
}
EXPOSURE_STEPS: Steps = {
    "verify": (waste.verify, waste_records.Verification),
    "refute": (waste.refute, waste_records.Refutation),
    "set_measure": (waste.set_measure, waste_records.MeasureSetting),
    "stop": (waste.stop, waste_records.Stopping),
    "recheck": (waste.recheck, waste_records.Recheck),
    "withdraw": (waste.withdraw, waste_records.Ending),
}
PROPOSAL_STEPS: Steps = {
    "review": (proposals.review, proposals_records.Review),
    "adopt": (proposals.adopt, proposals_records.Decision),
    "try_out": (proposals.try_out, proposals_records.Decision),
    "reject": (proposals.reject, proposals_records.Rejection),
    "keep": (proposals.keep, proposals_records.Reasoned),
    "return_for_completion": (proposals.return_for_completion, proposals_records.Reasoned),
    "mark_duplicate": (proposals.mark_duplicate, proposals_records.Duplication),
    "refer_up": (proposals.refer_up, proposals_records.Referral),
    "withdraw": (proposals.withdraw, proposals_records.Reasoned),
    "start": (proposals.start, proposals_records.Start),
    "finish": (proposals.finish, proposals_records.Finish),
    "appraise": (proposals.appraise, proposals_records.Appraisal),
    "set_award": (proposals.set_award, proposals_records.AwardSetting),
    "pay": (proposals.pay, proposals_records.Payment),
    "promote": (proposals.promote, proposals_records.Promotion),
}


def _enter_waste(book: Book, known: _Known, said: Said) -> None:
    for each in said["sessions"]:
        session = _made(waste_records.Session, _without(each, "steps"), known)
        row = known.note("waste_sessions", waste.enter_session(book, session), session.topic)
        _take_steps(book, known, row, each.get("steps", ()), SESSION_STEPS)
    for each in said["exposures"]:
        exposure = _made(waste_records.Exposure, _without(each, "steps"), known)
        row = known.note("waste_exposures", waste.enter_exposure(book, exposure), exposure.title)
        _take_steps(book, known, row, each.get("steps", ()), EXPOSURE_STEPS)
    for each in said["rules"]:
        _enter_rule(book, known, each)


RULE_STEPS: Steps = {
    "discuss": (waste.prevention.discuss, waste_records.Discussing),
    "approve": (waste.prevention.approve, waste_records.Approving),
    "put_in_force": (waste.prevention.put_in_force, waste_records.PuttingInForce),
    "inspect": (waste.prevention.inspect, waste_records.Inspection),
    "review": (waste.prevention.review, waste_records.Reviewing),
    "repeal": (waste.prevention.repeal, waste_records.Ending),
    "withdraw_rule": (waste.prevention.withdraw_rule, waste_records.Ending),
}


def _enter_rule(book: Book, known: _Known, said: Said) -> None:
    """A prevention rule with its steps, the waste an inspection found, and its revision."""
    plain = _without(said, "steps", "from_waste", "expose", "revision", "revision_steps")
    source = ("waste_exposures", known.row("waste_exposures", said["from_waste"])) if "from_waste" in said else None
    row = waste.prevention.enter_rule(book, _made(waste_records.PreventionRule, plain, known), source)
    _take_steps(book, known, row, said.get("steps", ()), RULE_STEPS)
    if "expose" in said:
        found = waste_records.InspectionChoice(inspection=said["expose"]["inspection"])
        values, came_from = waste.prevention.for_exposure(book, row, found)
        plain = {"exposed_on": values["exposed_on"], **_without(said["expose"], "inspection")}
        written = _made(waste_records.Exposure, plain, known)
        given = {name: value for name, value in values.items() if name not in said["expose"]}
        waste.enter_exposure(book, changed(written, **given), came_from)
    if "revision" in said:
        new = waste.prevention.revise(book, row, _made(waste_records.Revising, said["revision"], known))
        _take_steps(book, known, new, said["revision_steps"], RULE_STEPS)


def _enter_proposals(book: Book, known: _Known, said: Said) -> None:
    proposals.prepare(book)
    for each in said["scales"]:
        scale = _made(proposals_records.Scale, each, known)
        known.note("proposal_scales", proposals.enter_scale(book, scale), scale.name)
    for each in said["proposals"]:
        proposal = _made(proposals_records.Proposal, _without(each, "steps", "from_waste", "from_opinion"), known)
        source = ("waste_exposures", known.row("waste_exposures", each["from_waste"])) if "from_waste" in each else None
        source = ("opinions", known.row("opinions", each["from_opinion"])) if "from_opinion" in each else source
        row = known.note("proposals", proposals.enter(book, proposal, source), proposal.title)
        _take_steps(book, known, row, each.get("steps", ()), PROPOSAL_STEPS)


# -- opinions and corrections ------------------------------------------------------------------

OPINION_STEPS: Steps = {
    "assign": (opinions.assign, rectification_records.Assignment),
    "reply": (opinions.reply, rectification_records.Answer),
    "explain": (opinions.explain, rectification_records.Explanation),
    "refer_up": (opinions.refer_up, rectification_records.Referral),
    "begin": (opinions.begin, rectification_records.Beginning),
    "claim_done": (opinions.claim_done, rectification_records.Completion),
    "approve": (opinions.approve, rectification_records.Approval),
    "reopen": (opinions.reopen, rectification_records.Reopening),
    "withdraw": (opinions.withdraw, rectification_records.Ending),
    "merge": (opinions.merge, rectification_records.Merging),
    "tell": (opinions.tell, rectification_records.Telling),
    "give_slip": (opinions.give_slip, rectification_records.SlipGiving),
}


DEBATE_STEPS: Steps = {
    "hold": (debates.hold, rectification_records.DebateHolding),
    "confirm": (debates.confirm, meetings_records.Confirmation),
    "file": (debates.file, meetings_records.Filing),
    "add_addendum": (debates.add_addendum, meetings_records.Correction),
    "carry_out": (debates.carry_out, meetings_records.CarryingOut),
    "cancel": (debates.cancel, rectification_records.Ending),
    "void": (debates.void, rectification_records.Ending),
}


def _enter_rectification(book: Book, known: _Known, said: Said) -> None:
    for each in said["posters"]:
        posters = _made(rectification_records.Posters, each, known)
        known.note("opinion_posters", opinions.enter_posters(book, posters), posters.subject)
    for each in said["opinions"]:
        opinion = _made(rectification_records.Opinion, _without(each, "steps", "session"), known)
        source = ("waste_sessions", known.row("waste_sessions", each["session"])) if "session" in each else None
        row = known.note("opinions", opinions.enter(book, opinion, source), opinion.summary)
        _take_steps(book, known, row, each.get("steps", ()), OPINION_STEPS)
    for each in said["movement"]:
        turnout = tuple(
            rectification_records.Turnout(month=Month.parse(line["month"]), people=line["people"])
            for line in each.get("turnout", ())
        )
        stands = _made(rectification_records.Movement, _without(each, "turnout"), known)
        movement.enter_movement(book, changed(stands, turnout=turnout))
    for each in said["debates"]:
        debate = _made(rectification_records.Debate, _without(each, "steps", "follows_from_it"), known)
        row = known.note("debates", debates.enter(book, debate), debate.motion)
        for summary in each.get("follows_from_it", ()):
            opinion = overview.opinion(book, known.row("opinions", summary))
            debates.tie(book, row, rectification_records.Tying(number=opinion.number))
        _take_steps(book, known, row, each.get("steps", ()), DEBATE_STEPS)


# -- technical mutual aid ----------------------------------------------------------------------


def _examine(book: Book, row: int, asked: groups_records.Examination) -> None:
    lines = {learner.name: learner.id for learner in groups.contract(book, row).learners}
    marks = tuple(changed(mark, learner=lines[mark.name]) for mark in asked.marks)
    groups.examine(book, row, changed(asked, marks=marks))


CONTRACT_STEPS: Steps = {
    "sign": (groups.sign, groups_records.Signing),
    "start": (groups.start, groups_records.Start),
    "check": (groups.check, groups_records.Check),
    "extend": (groups.extend, groups_records.Extension),
    "examine": (_examine, groups_records.Examination),
    "conclude": (groups.conclude, groups_records.Conclusion),
    "reward": (groups.reward, groups_records.Reward),
    "terminate": (groups.terminate, groups_records.Termination),
    "void_contract": (groups.void_contract, groups_records.Closing),
}


DISCUSSION_STEPS: Steps = {
    "open": (targets.open_discussion, targets_records.OnDay),
    "gather": (targets.gather_figures, targets_records.OnDay),
    "reconcile": (targets.reconcile, targets_records.Reconciling),
    "decide": (targets.decide, targets_records.Decision),
    "put_in_force": (targets.put_in_force, targets_records.OnDay),
    "keep_measure": (targets.keep_measure, targets_records.Keeping),
    "cancel": (targets.cancel_discussion, targets_records.Ending),
}
TARGET_STEPS: Steps = {
    "revise": (targets.revise_target, targets_records.Revising),
    "settle": (targets.settle_target, targets_records.OnDay),
    "cancel": (targets.cancel_target, targets_records.Ending),
}


def _enter_targets(book: Book, known: _Known, said: Said) -> None:
    for each in said["discussions"]:
        row = targets.enter_discussion(book, _made(targets_records.Discussion, _without(each, "steps"), known))
        known.note("plan_discussions", row, targets.discussion(book, row).number)
        _take_steps(book, known, row, each.get("steps", ()), DISCUSSION_STEPS)
    for each in said["targets"]:
        row = targets.enter_target(book, _made(targets_records.Target, _without(each, "steps"), known))
        _take_steps(book, known, row, each.get("steps", ()), TARGET_STEPS)


def _enter_groups(book: Book, known: _Known, said: Said) -> None:
    for each in said["groups"]:
        group = _made(groups_records.Group, _without(each, "meetings", "end"), known)
        row = known.note("mutual_groups", groups.enter_group(book, group), group.name)
        for meeting in each["meetings"]:
            _enter_meeting(book, known, row, meeting)
        if "end" in each:
            groups.end_group(book, row, _made(groups_records.Ending, each["end"], known))
    for each in said["contracts"]:
        contract = _made(groups_records.Contract, _without(each, "steps"), known)
        usual = {name: text for name, text in groups.usual_duties(contract.kind).items() if not getattr(contract, name)}
        row = groups.enter_contract(book, changed(contract, **usual))
        _take_steps(book, known, row, each.get("steps", ()), CONTRACT_STEPS)


SOCIETY_STEPS: Steps = {
    "take_up": (groups.societies.take_up, groups_records.Problem),
    "change_problem": (groups.societies.change_problem, groups_records.ProblemChange),
    "hold_session": (groups.societies.hold_session, groups_records.SessionHeld),
    "end_society": (groups.societies.end_society, groups_records.SocietyEnding),
    "dissolve_society": (groups.societies.dissolve_society, groups_records.Closing),
    "void_society": (groups.societies.void_society, groups_records.Closing),
}
TRIAL_STEPS: Steps = {
    "approve": (groups.trials.approve, groups_records.Approval),
    "begin": (groups.trials.begin, groups_records.Beginning),
    "write_run": (groups.trials.write_run, groups_records.Run),
    "conclude": (groups.trials.conclude, groups_records.Concluding),
    "resume": (groups.trials.resume, groups_records.Resuming),
    "appraise": (groups.trials.appraise, groups_records.Appraising),
    "produce": (groups.trials.produce, groups_records.Production),
    "void_trial": (groups.trials.void_trial, groups_records.Closing),
}
POSTING_STEPS: Steps = {
    "write_log": (groups.postings.write_log, groups_records.Entry),
    "come_back": (groups.postings.come_back, groups_records.Returning),
    "cancel_posting": (groups.postings.cancel_posting, groups_records.Closing),
}


def _enter_research(book: Book, known: _Known, said: Said) -> None:
    """Research societies, trials, technicians in the workshops, and what they are tied to."""
    registers: tuple[tuple[str, str, type[Record], Callable[[Book, Any], int], Steps], ...] = (
        ("societies", "research_societies", groups_records.Society, groups.societies.enter_society, SOCIETY_STEPS),
        ("trials", "trials", groups_records.Trial, groups.trials.enter_trial, TRIAL_STEPS),
        ("postings", "postings", groups_records.Posting, groups.postings.assign, POSTING_STEPS),
    )
    for name, table, kind, enter, steps in registers:
        for each in said[name]:
            row = enter(book, _made(kind, _without(each, "steps", "ties"), known))
            known.note(table, row, book.title(table, row))
            _take_steps(book, known, row, each.get("steps", ()), steps)
            for number in each.get("ties", ()):
                groups.ties.tie(book, table, row, groups_records.Tying(number=number))


def _enter_meeting(book: Book, known: _Known, group: int, said: Said) -> None:
    away = {known.row("workers", name): reason for name, reason in said.get("absent", ())}
    workers = {member.id: member.worker for member in groups.group(book, group).members}
    attendance = tuple(
        changed(line, present=workers[line.member] not in away, reason=away.get(workers[line.member] or 0, ""))
        for line in groups.sheet_of_attendance(book, group, said["held_on"])
    )
    meeting = groups_records.Meeting(
        group_id=group, held_on=said["held_on"], hours=parse_quantity(said["hours"]), topic=said["topic"], learned=said["learned"],
        attendance=attendance,
    )  # fmt: skip
    groups.enter_meeting(book, meeting)


def _enter_late_meetings(book: Book, known: _Known, said: Iterable[Said]) -> None:
    for each in said:
        _enter_meeting(book, known, known.row("mutual_groups", each["group"]), each)


# -- compare and catch up -----------------------------------------------------------------------

TEAMS_FROM = Month(1957, 10)
PLAN_STEPS: Steps = {
    "start": (comparison.start_plan, comparison_records.Starting),
    "finish_step": (comparison.finish_step, comparison_records.StepDone),
    "postpone": (comparison.postpone_plan, comparison_records.Delay),
    "reach": (comparison.reach_plan, comparison_records.Ending),
    "miss": (comparison.miss_plan, comparison_records.Ending),
    "withdraw": (comparison.withdraw_plan, comparison_records.Ending),
    "learn_from": (comparison.learn_from, comparison_records.LearnFrom),
}


def _enter_comparison(book: Book, known: _Known, said: Said) -> None:
    for each in said["indicators"]:
        made = _made(figures_records.Indicator, _without(each, "figures"), known)
        row = known.note("indicators", figures.enter(book, made), made.name)
        figures.write(book, row, [
            figures_records.Entry(known.row("units", unit), TEAMS_FROM.plus(place), "actual", figures.parse(book, row, value))
            for unit, values in each.get("figures", {}).items() for place, value in enumerate(values)
        ])  # fmt: skip
    for each in said["outside"]:
        outside = _made(comparison_records.OutsideUnit, each, known)
        known.note("outside_units", comparison.enter_outside(book, outside), f"{outside.plant} {outside.name}")
    for each in said["groups"]:
        group = _made(comparison_records.CompareGroup, each, known)
        known.note("compare_groups", comparison.enter_group(book, group), group.name)
    for each in said["plans"]:
        values = {**_without(each, "steps", "measures"), "steps": each.get("measures", [])}
        row = comparison.enter_plan(book, _made(comparison_records.CatchUpPlan, values, known))
        known.note("catch_up_plans", row, comparison.plan(book, row).number)
        _take_steps(book, known, row, each.get("steps", ()), PLAN_STEPS)


# -- competitions and certificates ----------------------------------------------------------------

_SCHEME = (
    "name", "english", "level", "written_on", "first", "last", "conditions", "committee", "source", "data_due_on", "evaluate_by",
    "participants", "indicators", "vetoes", "awards",
)  # fmt: skip


def _enter_competition(book: Book, known: _Known, said: Said) -> None:
    scheme = _made(competitions_records.Competition, {name: said[name] for name in _SCHEME if name in said}, known)
    row = known.note("competitions", competitions.enter(book, scheme), scheme.name)
    if "published_on" not in said:
        return
    competitions.close_entries(book, row)
    competitions.start(book, row)
    entered = competitions.competition(book, row)
    people = {who.unit: who.id for who in entered.participants}

    def participant(name: str) -> int:
        return people[known.row("units", name)]

    if said.get("from_figures"):
        competitions.take_from_figures(book, row)
    competitions.write(book, row, [
        competitions_records.Entry(participant(name), line.id, side, _in_last_decimal(str(value), line.decimals))
        for name, *cells in said.get("cells", ())
        for line, pair in zip(entered.indicators, cells, strict=True)
        for side, value in zip(SIDES, pair, strict=True)
    ])  # fmt: skip
    for mark in said.get("marks", ()):
        veto = next(each.id for each in entered.vetoes if each.what == mark["veto"])
        competitions.mark_veto(book, row, competitions_records.VetoMark(
            competition=row, participant=participant(mark["participant"]), veto=veto, reason=mark["reason"],
            document=mark["document"],
        ))  # fmt: skip
    competitions.complete(book, row)
    competitions.score(book, row)
    competitions.review(book, row, said["evaluated_on"])
    competitions.publish(book, row, said["published_on"])
    if "correction" in said:
        wrong = said["correction"]
        competitions.open_correction(book, row, wrong["reason"])
        line = next(each for each in entered.indicators if each.name == wrong["indicator"])
        right = _in_last_decimal(wrong["actual"], line.decimals)
        competitions.write(book, row, [competitions_records.Entry(participant(wrong["participant"]), line.id, "actual", right)])
        competitions.publish(book, row, wrong["published_on"])
        competitions.give_awards(book, row, wrong["awarded_on"])
    if "awarded_on" in said:
        competitions.give_awards(book, row, said["awarded_on"])


def _enter_certificates(book: Book, known: _Known, said: Said) -> None:
    wanted: list[tuple[awards_records.Certificate, tuple[str, int] | None]]
    if "competition" in said:
        found = awards.of_competition(book, known.row("competitions", said["competition"]), said["dated"])
        wanted = [(each.certificate, each.source) for each in found if each.certificate.rank in said["ranks"]]
    elif "proposal" in said:
        found = awards.of_proposal(book, known.row("proposals", said["proposal"]), said["dated"])
        wanted = [(each.certificate, each.source) for each in found]
    else:
        wanted = [(_made(awards_records.Certificate, said["by_hand"], known), None)]
    rows = awards.draw_up(book, wanted)
    if said.get("draft"):
        return
    for row in rows:
        nowhere = awards.none_has(awards.certificate(book, row))
        awards.issue(book, [row], awards_records.Lacking.BRUSH if nowhere else awards_records.Lacking.SONG)
        if "void" in said:
            awards.void(book, row, _made(awards_records.Voiding, said["void"], known))


# -- learning from the advanced ----------------------------------------------------------------------

EXPERIENCE_STEPS: Steps = {
    "write_up": (experiences.write_up, experiences_records.WritingUp),
    "confirm": (experiences.confirm, experiences_records.Confirming),
    "promote": (experiences.promote, experiences_records.Promoting),
    "adopt": (experiences.adopt, experiences_records.OnDay),
    "not_to_be_spread": (experiences.not_to_be_spread, experiences_records.Ending),
    "withdraw": (experiences.withdraw, experiences_records.Ending),
}
VISIT_STEPS: Steps = {
    "go": (experiences.go, experiences_records.Going),
    "report": (experiences.report, experiences_records.Reporting),
    "keep": (experiences.keep_taken, experiences_records.Keeping),
    "close": (experiences.close, experiences_records.OnDay),
    "cancel_visit": (experiences.cancel_visit, experiences_records.Ending),
}
DEMONSTRATION_STEPS: Steps = {
    "demonstrate": (experiences.demonstrate, experiences_records.Demonstrating),
    "cancel_demonstration": (experiences.cancel_demonstration, experiences_records.Ending),
}
HELP_STEPS: Steps = {
    "begin_help": (experiences.begin_help, experiences_records.OnDay),
    "end_help": (experiences.end_help, experiences_records.HelpEnding),
    "cancel_help": (experiences.cancel_help, experiences_records.Ending),
}
LEARNING_STEPS: Steps = {
    "sign": (experiences.sign, experiences_records.ContractSigning),
    "conclude": (experiences.conclude, experiences_records.ContractConclusion),
    "terminate": (experiences.terminate, experiences_records.Ending),
}


def _enter_experiences(book: Book, known: _Known, said: Said) -> None:
    for each in said["visits"]:
        visit = _made(experiences_records.Visit, _without(each, "steps"), known)
        row = experiences.enter_visit(book, visit)
        known.note("visits", row, book.title("visits", row))
        _take_steps(book, known, row, each["steps"], VISIT_STEPS)
    for each in said["experiences"]:
        experience = _made(experiences_records.Experience, _without(each, "steps", "from"), known)
        source = (each["from"][0], known.row(*each["from"])) if "from" in each else None
        row = known.note("experiences", experiences.enter_experience(book, experience, source), experience.name)
        for step in each["steps"]:
            if step["do"] == "spread":
                _write_spread(book, known, row, step)
            else:
                _take_steps(book, known, row, (step,), EXPERIENCE_STEPS)
    for each in said["demonstrations"]:
        shown = _made(experiences_records.Demonstration, _without(each, "steps"), known)
        _take_steps(book, known, experiences.enter_demonstration(book, shown), each["steps"], DEMONSTRATION_STEPS)
    for each in said["help"]:
        given = _made(experiences_records.Help, _without(each, "steps"), known)
        _take_steps(book, known, experiences.enter_help(book, given), each["steps"], HELP_STEPS)
    for each in said["contracts"]:
        contract = _made(experiences_records.LearningContract, _without(each, "steps"), known)
        row = experiences.enter_contract(book, contract)
        for step in each["steps"]:
            if step["do"] == "start_contract":
                experiences.start_contract(book, row)
            elif step["do"] == "progress":
                _write_progress(book, known, row, step)
            else:
                _take_steps(book, known, row, (step,), LEARNING_STEPS)


def _write_spread(book: Book, known: _Known, row: int, said: Said) -> None:
    """Write cells of the line of a target unit, named by its unit or as a unit outside."""
    unit = known.row("units", said["unit"]) if "unit" in said else None
    lines = experiences.experience(book, row).spread
    line = next(each for each in lines if each.unit == unit and each.outside == said.get("outside", ""))
    declared = fields(experiences_records.Spread)
    cells = [
        experiences.Cell(line.id, name, _value(declared[name], value, known))
        for name, value in _without(said, "do", "unit", "outside").items()
    ]
    experiences.write_spread(book, row, cells, next(iter(each.value for each in cells if isinstance(each.value, datetime.date))))


def _write_progress(book: Book, known: _Known, row: int, said: Said) -> None:
    """Write down how far one problem or one experience of a contract has come, named by its text."""
    contract = experiences.contract(book, row)

    def moved(lines: tuple[Any, ...], text: str | None, kind: type[Record]) -> tuple[Any, ...]:
        declared = fields(kind)
        told = _without(said, "do", "problem", "experience")
        values = {name: _value(declared[name], value, known) for name, value in told.items()}
        return tuple(changed(line, **values) if line.text == text else line for line in lines)

    experiences.write_progress(book, row, experiences_records.ContractProgress(
        problems=moved(contract.problems, said.get("problem"), experiences_records.Problem) if "problem" in said
        else contract.problems,
        experiences=moved(contract.experiences, said.get("experience"), experiences_records.Promised) if "experience" in said
        else contract.experiences,
    ))  # fmt: skip


# -- summaries ------------------------------------------------------------------------------------


def _enter_summaries(book: Book, said: Said, later: Callable[[], None]) -> None:
    """Carry in the figures of 1957 and issue the summaries; `later` is what is entered after the first one went out."""
    carried = said["carried"]
    kinds = {line.code: line.kind for line in monthly.known_figures(book, Period.parse(QUARTER))}
    read: Mapping[str, Callable[[str], int]] = {"money": parse_money, "quantity": parse_quantity}
    for code, values in _without(carried, "note", "months").items():
        for month, value in zip(carried["months"], values, strict=True):
            amount = read.get(kinds[code], int)(value)
            figure = monthly_records.CarriedFigure(code=code, month=Month.parse(month), value=amount, note=carried["note"])
            monthly.carry_in(book, figure)
    for place, each in enumerate(said["summaries"]):
        if place == 1:
            later()
        summary = monthly_records.Summary(reported_to=said["reported_to"], reported_by=said["reported_by"], **each)
        monthly_sheets.issue(book, monthly.write(book, summary))


# -- its papers -------------------------------------------------------------------------------------

QUARTER = "1958-Q1"
MONTH = "1958-03"
CHOSEN: Mapping[tuple[str, str], str] = {
    ("proposal", "proposals"): "JY-1958-0001",
    ("proposal_slip", "proposals"): "JY-1958-0026",
    ("proposal_award", "proposals"): "JY-1958-0005",
    ("minutes", "waste_sessions"): "HY-1958-0001",
    ("plan_discussion", "plan_discussions"): "JH-1957-0001",
    ("target_table", "targets"): "MB-1958-0001",
    ("target_wall", "targets"): "MB-1958-0001",
    ("sign_in", "waste_sessions"): "HY-1958-0003",
    ("invitation", "waste_sessions"): "HY-1958-0004",
    ("contract", "contracts"): "HT-1957-0001",
    ("catch_up_plan", "catch_up_plans"): "GX-1957-0002",
    ("score_sheet", "competitions"): "JS-1958-0002",
    ("competition_notice", "competitions"): "JS-1958-0002",
    ("reply_slip", "opinions"): "ZG-1958-0011",
    ("opinion_list", "units"): "机修动力车间",
    ("experience_card", "experiences"): "TG-1958-0002",
    ("spread_matrix", "experiences"): "TG-1958-0002",
    ("visit_record", "visits"): "CG-1958-0001",
    ("demonstration_record", "demonstrations"): "GM-1958-0001",
    ("learning_contract", "learning_contracts"): "HX-1958-0001",
    ("merit_record", "workers"): "夏永年",
    ("merit_record", "units"): "车工一组",
}
"""The records that show best what a paper of them can hold; for the others the first that can be printed."""
BY_HAND = ("proposal", "contract", "apprentice_contract", "sign_in", "minutes", "score_sheet")
"""The papers that are also filled in by hand: they are printed blank as well."""
BOTH = ("minutes", "contract", "score_sheet", "monthly", "proposal")
"""The papers that are printed in both languages in any case, to be laid side by side."""


def print_papers(book_path: Path, folder: Path, language: Language) -> list[Path]:
    """Print one of each paper of the sample office into a folder, some blank too, and the issued summaries; give the files.

    All in Chinese, the office's language; those of `BOTH`, or with `language` "en" all, in English too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book = Book.open(book_path, write=False)
    written: list[Path] = []

    def write(name: str, data: bytes) -> None:
        path = folder / name.replace("/", "-")
        whole.write(path, data)
        written.append(path)

    try:
        for paper in papers.PAPERS:
            form = paper.form.replace("_", "-")
            for spoken in LANGUAGES if paper.form in BOTH or language == "en" else LANGUAGES[:1]:
                name, data = _printed(book, paper, spoken)
                write(f"{form}-{name}-{spoken}.pdf", data)
                if paper.form in BY_HAND:
                    write(f"{form}-blank-{spoken}.pdf", printing.blank_pdf(book, paper, spoken))
        for summary in monthly.every(book):
            for name, data in monthly_sheets.export(book, summary.of(), "zh").items():
                write(name, data)
        certificates = awards.register(book, Period.parse(QUARTER))
        issued = [each.id for each in certificates if each.standing is awards_records.Standing.ISSUED]
        (certificate,) = papers.named("certificate")
        write("certificates-all.pdf", printing.pdf_of_many(book, certificate, issued, "zh"))
    finally:
        book.close()
    return written


def _printed(book: Book, paper: Paper, spoken: Language) -> tuple[str, bytes]:
    """What a paper was printed of, for the file's name, and its PDF."""
    if paper.of == "period":
        period = Period.parse(MONTH if paper.form == "monthly" else QUARTER)
        return str(period), printing.pdf_of(book, paper, period, spoken)
    if paper.of != "record":
        return "blank", printing.blank_pdf(book, paper, spoken)
    hits = list(reversed(book.offered(paper.subject, "", limit=1000)))
    chosen = CHOSEN.get((paper.form, paper.subject))
    for hit in [each for each in hits if chosen in (None, each.number, each.title)]:
        try:
            return hit.number or hit.title, printing.pdf_of(book, paper, hit.row, spoken)
        except KnownError:
            continue  # this record has no such paper, as a contract of the other kind
    return "blank", printing.blank_pdf(book, paper, spoken)
