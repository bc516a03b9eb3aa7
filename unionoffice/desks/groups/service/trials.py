"""What a clerk does with trials: note the idea, approve, begin, write down every run, conclude, appraise, put into production."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import rules, store
from unionoffice.desks.groups.records import (
    Appraising,
    Approval,
    Beginning,
    Closing,
    Concluding,
    Participant,
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
from unionoffice.desks.roster import service as roster

TABLE = store.TRIALS.name
NUMBERS = "SZ"

TRIED = N_("tried out in")
"""The kind of link from the record a trial grew out of, such as a proposal, to the trial."""

TRIALS = Query(
    store.TRIALS,
    columns=(Column("number"), Column("title", wide=True), Column("plan_last"), Column("state"), Column("unit")),
    filters=(
        Filter("open", N_("not finished"), store.TRIAL_OPEN),
        Filter("late", N_("past the planned end"), store.TRIAL_LATE, alert=True),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in TrialState if state is not TrialState.VOIDED),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("proposed", N_("by day of the idea"), "proposed_on, id"),
        Order("planned", N_("by planned end"), "plan_last, id"),
    ),
    day="proposed_on",
    kind=NUMBERS,
)


def trial(book: Book, row: int) -> Trial:
    """One trial with its people, runs and verdicts."""
    return store.trial(book, row)


def enter_trial(book: Book, trial: Trial, came_from: tuple[str, int] | None = None) -> int:
    """Note the idea of a trial; give its id. `came_from` is the record it grew out of.

    Raises KnownError with the field at fault.
    """
    fresh = changed(
        trial, id=0, state=TrialState.IDEA, approved_by="", approved_on=None, begun_on=None, runs=(), verdicts=(),
        appraised_on=None, appraised_by="", appraisal="", produced_on=None, value=None, reckoning="", closed_on=None, reason="",
    )
    made = _complete(book, fresh)
    rules.check_trial(made)
    with book.act(N_("Note the idea of a trial: {title}"), title=made.title) as act:
        row = store.save_trial(act, changed(made, number=act.number(NUMBERS, made.proposed_on)))
        if came_from is not None:
            act.link(TRIED, came_from, (TABLE, row))
        return row


KEPT = (
    "approved_by", "approved_on", "begun_on", "appraised_on", "appraised_by", "appraisal", "produced_on",
)
"""What a step has written down may be corrected, but not emptied; and what no step has written yet is not written here."""


def correct_trial(book: Book, trial: Trial) -> None:
    """Correct a trial and its runs; its state and its verdicts' outcomes stay. Raises KnownError with the field at fault."""
    old = store.trial(book, trial.id)
    if old.state is TrialState.VOIDED:
        raise KnownError(_("{number} was voided: nothing more is written there.", number=old.number))
    made = changed(trial, number=old.number, state=old.state, closed_on=old.closed_on)
    for field in KEPT:
        if getattr(old, field) in (None, ""):
            made = changed(made, **{field: getattr(old, field)})
        elif getattr(made, field) in (None, ""):
            raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)
    if old.begun_on is None and made.runs:
        raise KnownError(_("The trial has not begun: there are no runs yet."), field="runs")
    if old.runs and not made.runs and any(each.outcome is not TrialOutcome.STOPPED for each in old.verdicts):
        raise KnownError(_("A trial that was concluded keeps at least one run."), field="runs")
    if old.produced_on is None:
        made = changed(made, value=None, reckoning="")
    if [_fixed(each) for each in old.verdicts] != [_fixed(each) for each in made.verdicts]:
        raise KnownError(_("Conclusions are added by their steps; here only their words and days are corrected."),
                         field="verdicts")
    made = _complete(book, made)
    rules.check_trial(made)
    with book.act(N_("Correct trial {no}"), no=old.number) as act:
        store.save_trial(act, made)


def _fixed(verdict: Verdict) -> tuple[int, TrialOutcome, bool]:
    """What of a verdict no correction changes: which it is, its outcome, and whether the trial was taken up again."""
    return verdict.id, verdict.outcome, verdict.resumed_on is not None


def _complete(book: Book, trial: Trial) -> Trial:
    """The trial with names and trades from the roster."""
    made = changed(
        trial, title=trial.title.strip(), leader_name=trial.leader_name.strip(), technician_name=trial.technician_name.strip(),
        outside=trial.outside.strip(),
    )
    if trial.leader is not None:
        made = changed(made, leader_name=roster.worker(book, trial.leader).name)
    if trial.technician is not None:
        made = changed(made, technician_name=roster.worker(book, trial.technician).name)
    return changed(made, people=tuple(_named(book, person) for person in trial.people))


def _named(book: Book, person: Participant) -> Participant:
    if person.worker is None:
        return changed(person, name=rules.written(person.name, _("Choose each person, or write the name."), "people"))
    worker = roster.worker(book, person.worker)
    trade = person.trade or worker.trade
    technician = person.technician or (not person.id and roster.is_technician(trade))
    return changed(person, name=worker.name, trade=trade, technician=technician)


# -- the steps ---------------------------------------------------------------------------------


def approve(book: Book, row: int, asked: Approval) -> None:
    """The trial may begin."""
    old = _stepping(book, row, TrialState.APPROVED)
    by = rules.written(asked.approved_by, _("Write who approved it."), "approved_by")
    rules.not_before(asked.approved_on, rules.last_day_of(old), "approved_on")
    _save(book, N_("Approve trial {no}"), changed(old, state=TrialState.APPROVED, approved_on=asked.approved_on, approved_by=by))


def begin(book: Book, row: int, asked: Beginning) -> None:
    """The trial begins: from now on its runs are written down."""
    old = _stepping(book, row, TrialState.UNDER_TRIAL)
    if old.state is not TrialState.APPROVED:
        _refuse(old)
    rules.not_before(asked.begun_on, rules.last_day_of(old), "begun_on")
    _save(book, N_("Trial {no} begins"), changed(old, state=TrialState.UNDER_TRIAL, begun_on=asked.begun_on))


def write_run(book: Book, row: int, asked: Run) -> None:
    """Write down a run, whether it passed or not. Raises KnownError when the trial is not under way."""
    old = store.trial(book, row)
    if old.state is not TrialState.UNDER_TRIAL:
        raise KnownError(_("Runs are written down while the trial is under way."))
    run = changed(asked, id=0, parent=0)
    resumed = old.verdicts[-1].resumed_on if old.verdicts else None
    if run.ran_on is not None:
        rules.not_before(run.ran_on, resumed, "ran_on")
    made = changed(old, runs=(*old.runs, run))
    try:
        rules.check_run(run, old, len(made.runs))
    except KnownError as trouble:
        field = "ran_on" if run.ran_on is not None and old.begun_on is not None and run.ran_on < old.begun_on else "output"
        raise KnownError(str(trouble), field=field) from trouble
    with book.act(N_("Run {n} of trial {no}"), n=len(made.runs), no=old.number) as act:
        store.save_trial(act, made)


def conclude(book: Book, row: int, asked: Concluding) -> None:
    """Say how a trial under way came out. Without a run it can only be stopped. Raises KnownError with the field at fault."""
    state = rules.STATE_AFTER[asked.outcome]
    old = _stepping(book, row, state)
    if old.state is not TrialState.UNDER_TRIAL:
        _refuse(old)
    if not old.runs and asked.outcome is not TrialOutcome.STOPPED:
        raise KnownError(_("Write down at least one run first."), field="outcome")
    if asked.outcome is TrialOutcome.SUCCEEDED and all(run.result in (RunResult.FAILED, None) for run in old.runs):
        raise KnownError(_("No run has passed: correct the runs, or choose another outcome."), field="outcome")
    _conclude(book, old, asked)


def stop(book: Book, row: int, asked: Stopping) -> None:
    """Stop a trial before it began, with the reason."""
    old = _stepping(book, row, TrialState.STOPPED)
    reason = rules.reasoned(asked.reason)
    _conclude(book, old, Concluding(concluded_on=asked.stopped_on, outcome=TrialOutcome.STOPPED, conclusion=reason))


def _conclude(book: Book, old: Trial, asked: Concluding) -> None:
    conclusion = rules.written(asked.conclusion, _("Write what the trial showed; a failure too has shown something."), "conclusion")
    rules.not_before(asked.concluded_on, rules.last_day_of(old), "concluded_on")
    verdict = Verdict(concluded_on=asked.concluded_on, outcome=asked.outcome, conclusion=conclusion)
    made = changed(old, state=rules.STATE_AFTER[asked.outcome], verdicts=(*old.verdicts, verdict))
    rules.check_trial(made)
    said = {"key": asked.outcome.word, "values": {}}
    with book.act(N_("Conclude trial {no}: {outcome}"), no=old.number, outcome=said) as act:
        store.save_trial(act, made)


def resume(book: Book, row: int, asked: Resuming) -> None:
    """Take a trial that failed or was stopped up again; its verdict stays in the record."""
    old = store.trial(book, row)
    if old.state not in (TrialState.FAILED, TrialState.STOPPED):
        _refuse(old)
    rules.not_before(asked.resumed_on, rules.last_day_of(old), "resumed_on")
    last = changed(old.verdicts[-1], resumed_on=asked.resumed_on, resumed_why=rules.reasoned(asked.reason))
    state = TrialState.UNDER_TRIAL if old.begun_on is not None else TrialState.APPROVED if old.approved_on else TrialState.IDEA
    _save(book, N_("Take trial {no} up again"), changed(old, state=state, verdicts=(*old.verdicts[:-1], last)))


def appraise(book: Book, row: int, asked: Appraising) -> None:
    """Appraise a trial that succeeded, or one that failed."""
    old = _stepping(book, row, TrialState.APPRAISED)
    by = rules.written(asked.appraised_by, _("Write who appraised it."), "appraised_by")
    opinion = rules.written(asked.appraisal, _("Write the opinion of the appraisal."), "appraisal")
    made = changed(
        old, state=TrialState.APPRAISED, appraised_on=asked.appraised_on, appraised_by=by, appraisal=opinion)
    rules.not_before(asked.appraised_on, rules.last_day_of(old), "appraised_on")
    _save(book, N_("Appraise trial {no}"), made)


def produce(book: Book, row: int, asked: Production) -> None:
    """Put what succeeded and was appraised into production, with the value of a year and how it was reckoned."""
    old = _stepping(book, row, TrialState.IN_PRODUCTION)
    if not rules.succeeded(old):
        raise KnownError(_("Only a trial that succeeded is put into production."))
    if asked.value is not None and asked.value < 0:
        raise KnownError(_("The value cannot be below zero."), field="value")
    if asked.value:
        rules.written(asked.reckoning, _("Write how the value was reckoned."), "reckoning")
    rules.not_before(asked.produced_on, rules.last_day_of(old), "produced_on")
    made = changed(
        old, state=TrialState.IN_PRODUCTION, produced_on=asked.produced_on, value=asked.value, reckoning=asked.reckoning.strip())
    _save(book, N_("Put trial {no} into production"), made)


def void_trial(book: Book, row: int, asked: Closing) -> None:
    """Void a trial entered by mistake; row and number stay."""
    old = _stepping(book, row, TrialState.VOIDED)
    reason = rules.reasoned(asked.reason)
    rules.not_before(asked.closed_on, rules.last_day_of(old), "closed_on")
    _save(book, N_("Void trial {no}"), changed(old, state=TrialState.VOIDED, closed_on=asked.closed_on, reason=reason))


def _stepping(book: Book, row: int, state: TrialState) -> Trial:
    found = store.trial(book, row)
    if state not in rules.NEXT_TRIAL[found.state]:
        _refuse(found)
    return found


def _refuse(trial: Trial) -> None:
    raise KnownError(_("Trial {number} stands at “{state}”: this step does not follow.", number=trial.number, state=trial.state))


def _save(book: Book, label: str, trial: Trial) -> None:
    rules.check_trial(trial)
    with book.act(label, no=trial.number) as act:
        store.save_trial(act, trial)


# -- questions ----------------------------------------------------------------------------------


def warnings(trial: Trial, today: date) -> list[str]:
    """What the clerk should look at again in a trial, in words of the screen; nothing of it forbids anything."""
    found = []
    if is_late(trial, today):
        found.append(_("The planned end of {day} has passed.", day=trial.plan_last))
    failed = [(place, run) for place, run in enumerate(trial.runs, start=1) if run.result is RunResult.FAILED]
    without = [str(place) for place, run in failed if not run.cause.strip()]
    if without:
        found.append(_("The cause of failure is not written yet: run {runs}.", runs=", ".join(without)))
    if trial.state in (TrialState.APPROVED, TrialState.UNDER_TRIAL) and not trial.risk.strip():
        found.append(_("Nothing is written about risk and safety."))
    return found


def is_late(trial: Trial, today: date) -> bool:
    """Whether the planned end has passed and nothing was concluded."""
    under_way = trial.state in (TrialState.APPROVED, TrialState.UNDER_TRIAL)
    return under_way and trial.plan_last is not None and trial.plan_last < today


def technicians(book: Book) -> set[int]:
    """Those whom the roster, or a posting, knows as technicians."""
    return roster.technicians(book) | store.posted_technicians(book)


def joint_share(book: Book, rows: list[int]) -> tuple[list[int], Fraction | None]:
    """Which of some trials join technicians and workers, and their share of all; None when there are none."""
    known = technicians(book)
    together = [row for row in rows if rules.joint(store.trial(book, row), known)]
    return together, rules.rate(len(together), len(rows))


def for_experience(book: Book, row: int, day: date) -> dict[str, object]:
    """What the form of a new experience takes over from a trial. Raises KnownError when it did not succeed."""
    found = store.trial(book, row)
    if not rules.succeeded(found):
        raise KnownError(_("Only a trial that succeeded is written up as an experience."))
    return {
        "name": found.title, "unit": found.unit, "origin": found.outside, "problem": found.idea,
        "conditions": found.runs[-1].conditions if found.runs else "", "effect": found.verdicts[-1].conclusion,
        "safety": found.risk, "source": found.source, "found_on": found.verdicts[-1].concluded_on or day,
    }


def for_proposal(book: Book, row: int) -> dict[str, object]:
    """What the form of a new proposal takes over from a trial: its idea, and the way it was done."""
    found = store.trial(book, row)
    method = [found.runs[-1].conditions] if found.runs else []
    method += [found.verdicts[-1].conclusion] if found.verdicts else []
    return {
        "title": found.title, "unit": found.unit, "problem": found.idea, "method": "\n".join(part for part in method if part),
    }
