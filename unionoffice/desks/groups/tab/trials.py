"""Trials on the screen: the idea, every run with what it showed, the conclusions, and the way into production."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.words import N_, _
from unionoffice.desks.groups import rules, sheets
from unionoffice.desks.groups.records import (
    Appraising,
    Approval,
    Beginning,
    Closing,
    Concluding,
    Production,
    Resuming,
    Run,
    RunResult,
    Stopping,
    Trial,
    TrialOutcome,
    TrialState,
    Verdict,
)
from unionoffice.desks.groups.service import trials
from unionoffice.desks.groups.tab.parts import do, either, join, numbered, people, ties_of, together
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.office import Start
from unionoffice.kit.section import Section

IDEA = Section(N_("The idea"), ("title", ("kind", "proposed_on"), "initiator", "unit", "outside", "idea"))
WHO = Section(N_("Who takes part in the trial"), ("leader", "leader_name", "technician", "technician_name", "people"))
PLAN = Section(N_("Plan of the trial"), (("plan_first", "plan_last"), "resources", "risk"))
REST = Section("", ("source", "old_number", "remark"))


class TrialsPage(Page[Trial]):
    """The register of trials and the trial beside it."""

    TITLE = N_("Trials")
    QUERY = trials.TRIALS
    NEW = N_("New trial")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    CARRY = ("kind", "unit")
    PAPERS = tuple(paper for paper in sheets.PAPERS if paper.subject == trials.TABLE)
    EMPTY = N_("New products, technologies and processes that are tried out stand here, failures too.")
    ENTRY = (IDEA, WHO, PLAN, REST)
    SECTIONS = (
        Section(N_("The idea"), (("kind", "proposed_on"), "initiator", "unit", "outside", "idea")),
        Section(N_("Who takes part in the trial"), ("leader", "leader_name", "technician", "technician_name")),
        Section(N_("Plan of the trial"), (("plan_first", "plan_last"), "resources", "risk")),
        Section(N_("Approval and beginning"), ("approved_by", ("approved_on", "begun_on"))),
        Section(N_("Appraisal"), ("appraised_by", "appraised_on", "appraisal")),
        Section(N_("Production"), ("produced_on", "value", "reckoning")),
        Section("", ("source", "old_number", "remark")),
        Section(N_("Voided"), ("closed_on", "reason")),
    )

    def sections(self, record: Trial) -> tuple[Section, ...]:
        """Head and technician as workers of the roster, or else by name."""
        who = (either(record, "leader", "leader_name"), either(record, "technician", "technician_name"))
        return (self.SECTIONS[0], Section(N_("Who takes part in the trial"), who), *self.SECTIONS[2:])

    def enter(self, record: Trial, came_from: tuple[str, int] | None) -> int:
        """Note the idea of a trial, tied to the record it grew out of."""
        return trials.enter_trial(self.office.book, record, came_from)

    def correct(self, record: Trial) -> None:
        """Correct a trial and its runs."""
        trials.correct_trial(self.office.book, record)

    def can_correct(self, record: Trial) -> bool:
        """A voided trial stays as it is."""
        return record.state is not TrialState.VOIDED

    def correction(self, record: Trial) -> tuple[Section, ...]:
        """What the steps so far have written down."""
        found = [IDEA, WHO, PLAN]
        if record.begun_on is not None:
            found.append(Section(N_("Approval and beginning"), ("approved_by", ("approved_on", "begun_on"))))
            found.append(Section("", ("runs",)))
        elif record.approved_on is not None:
            found.append(Section(N_("Approval and beginning"), ("approved_by", "approved_on")))
        if record.verdicts:
            found.append(Section("", ("verdicts",)))
        if record.appraised_on is not None:
            found.append(Section(N_("Appraisal"), ("appraised_by", "appraised_on", "appraisal")))
        if record.produced_on is not None:
            found.append(Section(N_("Production"), ("produced_on", "value", "reckoning")))
        return (*found, REST)

    def defaults(self) -> Mapping[str, object]:
        """The day the clerk works for."""
        return {"proposed_on": self.office.day()}

    def steps(self, record: Trial) -> StepLine:
        """From the idea into production."""
        outcome = record.verdicts[-1].outcome if record.verdicts else TrialOutcome.SUCCEEDED
        result = TrialState.FAILED if outcome is TrialOutcome.FAILED else TrialState.SUCCEEDED
        way = (
            TrialState.IDEA, TrialState.APPROVED, TrialState.UNDER_TRIAL, result, TrialState.APPRAISED, TrialState.IN_PRODUCTION,
        )
        names = tuple(state.word for state in way)
        if record.state in way:
            if record.state is TrialState.UNDER_TRIAL:
                names = (*names[:3], TrialState.SUCCEEDED.word, *names[4:])
            return StepLine(names, way.index(record.state))
        days = (record.produced_on, record.appraised_on, record.begun_on, record.approved_on)
        places = (5, 4, 2, 1)
        reached = next((place for place, day in zip(places, days, strict=True) if day is not None), 0)
        return StepLine(names, reached, record.state.word)

    def tone(self, record: Trial) -> str:
        """Red past the planned end; a failure is no alarm."""
        if trials.is_late(record, self.office.day()):
            return "overdue"
        if record.state in (TrialState.SUCCEEDED, TrialState.IN_PRODUCTION):
            return "good"
        return "warn" if record.state in (TrialState.IDEA, TrialState.APPROVED, TrialState.UNDER_TRIAL) else "quiet"

    def warnings(self, record: Trial) -> Sequence[str]:
        """A planned end that passed, a failure without cause, nothing about safety."""
        return trials.warnings(record, self.office.day())

    def extra(self, record: Trial) -> QWidget | None:
        """Every run and every conclusion, numbered."""
        book = self.office.book
        counts = [(result, sum(run.result is result for run in record.runs)) for result in RunResult]
        note = join(*(f"{_(result.word)}: {count}" for result, count in counts if count))

        def run(line: Run) -> str:
            return join(line.ran_on, _(line.result.word) if line.result else "", line.output)

        def verdict(line: Verdict) -> str:
            again = _("taken up again on {day}", day=line.resumed_on) if line.resumed_on else ""
            return join(line.concluded_on, _(line.outcome.word), again)

        return together(
            people(book, _("Workers and technicians"), record.people),
            numbered(book, _("Runs"), note, record.runs, run, "run"),
            numbered(book, _("Conclusions"), "", record.verdicts, verdict, "verdict", text="conclusion"),
        )

    def next_actions(self, record: Trial) -> Sequence[Action]:
        """The steps that can come next."""
        book = self.office.book
        if record.state is TrialState.VOIDED:
            return []
        day = max(self.office.day(), rules.last_day_of(record))
        found = self._towards_a_result(record)
        if record.state in (TrialState.FAILED, TrialState.STOPPED):
            found.append(Action(
                name="resume", label=N_("Try it again"), asks=Resuming, values={"resumed_on": day}, do=do(trials.resume, book)))
        if record.state in (TrialState.SUCCEEDED, TrialState.FAILED):
            found.append(Action(
                name="appraise", label=N_("Appraise"), asks=Appraising, primary=record.state is TrialState.SUCCEEDED,
                values={"appraised_on": day}, do=do(trials.appraise, book),
            ))
        if record.state is TrialState.APPRAISED and rules.succeeded(record):
            found.append(Action(
                name="produce", label=N_("Put into production"), asks=Production, primary=True, values={"produced_on": day},
                do=do(trials.produce, book),
            ))
        if rules.succeeded(record) and record.state is not TrialState.UNDER_TRIAL:
            found.append(Action(name="experience", label=N_("Write up as an experience"), do=self._write_up))
        found.append(Action(name="raise", label=N_("Raise to a proposal"), do=self._raise))
        void = Action(
            name="void", label=N_("Void"), asks=Closing, values={"closed_on": day}, do=do(trials.void_trial, book))
        return [*found, *ties_of(book, trials.TABLE, record.id), void]

    def _towards_a_result(self, record: Trial) -> list[Action]:
        book = self.office.book
        day = max(self.office.day(), rules.last_day_of(record))
        stop = Action(
            name="stop", label=N_("Stop the trial"), asks=Stopping, values={"stopped_on": day}, do=do(trials.stop, book))
        match record.state:
            case TrialState.IDEA:
                return [
                    Action(name="approve", label=N_("Approve the trial"), asks=Approval, primary=True,
                           values={"approved_on": day}, do=do(trials.approve, book)),
                    stop,
                ]  # fmt: skip
            case TrialState.APPROVED:
                return [
                    Action(name="begin", label=N_("The trial begins"), asks=Beginning, primary=True, values={"begun_on": day},
                           do=do(trials.begin, book)),
                    stop,
                ]  # fmt: skip
            case TrialState.UNDER_TRIAL:
                passed = bool(record.runs) and record.runs[-1].result is RunResult.PASSED
                outcome = TrialOutcome.SUCCEEDED if passed else TrialOutcome.FAILED
                return [
                    Action(name="run", label=N_("Write down a run"), asks=Run, primary=True, values={"ran_on": self.office.day()},
                           do=do(trials.write_run, book)),
                    Action(name="conclude", label=N_("Conclude the trial"), asks=Concluding,
                           values={"concluded_on": day, "outcome": outcome}, do=do(trials.conclude, book)),
                ]  # fmt: skip
            case _:
                return []

    def _write_up(self, row: int, _asked: object) -> None:
        values = trials.for_experience(self.office.book, row, self.office.day())
        self.office.start(Start("experiences", values, (trials.TABLE, row)))

    def _raise(self, row: int, _asked: object) -> None:
        self.office.start(Start("proposals", trials.for_proposal(self.office.book, row), (trials.TABLE, row)))
