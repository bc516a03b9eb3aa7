"""What a clerk does with saving proposals: receive, pass on, decide, carry out, reckon, award, pay; and what others ask of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from unionoffice.core import numbering
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.money import Fen, format_money
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query, Sum
from unionoffice.core.record import changed
from unionoffice.core.search import Hit
from unionoffice.core.words import N_, Said, _, word
from unionoffice.desks.proposals import rules, store
from unionoffice.desks.proposals.records import (
    Appraisal,
    Author,
    AwardSetting,
    Body,
    Calculation,
    Completion,
    Decision,
    Duplication,
    Finish,
    Mode,
    Nature,
    Part,
    Payment,
    Promotion,
    Proposal,
    Reasoned,
    Reckoning,
    Referral,
    Rejection,
    ReplyRule,
    Review,
    Scale,
    ScaleRow,
    Start,
    State,
    Step,
    Way,
)
from unionoffice.desks.roster import service as roster

NUMBERS = "JY"
TABLE = store.PROPOSALS.name
FORM, SLIP, NOTICE = "proposal", "proposal_slip", "proposal_award"
"""The papers of a proposal; slip and notice are handed out when they are printed."""
RAISED = N_("raised to a proposal")
"""The kind of the link from a waste exposure, or another record, to the proposal that grew out of it."""
DUPLICATE = N_("duplicate of")
NO_SCALE = N_("No award scale is in force on {day}. Enter the office's own scale under Award scales, then set the award.")

Person = TypeVar("Person", Author, Part)


def _due_shown(_book: Book, proposal: Proposal) -> str:
    """The day in short, as the register writes it; the year only where it is another than that of the receipt."""
    day = proposal.due_on
    if day is None or proposal.state not in rules.WAITING:
        return ""
    return f"{day.month}-{day.day:02}" if day.year == proposal.received_on.year else day.isoformat()


def _saved_shown(_book: Book, proposal: Proposal) -> Fen | None:
    return proposal.actual_fen if proposal.actual_fen is not None else proposal.forecast_fen


def _where(*states: State) -> str:
    return "state in ({})".format(", ".join(f"'{state.value}'" for state in states))


_S = State
REGISTER = Query(
    store.PROPOSALS,
    columns=(
        Column("no"),
        Column("title", N_("Proposal"), wide=True),
        Column("unit"),
        Column("state"),
        Column("due_on", N_("Reply due"), value=_due_shown, sql="due_on"),
        Column("saved", N_("Saved (yuan)"), value=_saved_shown, kind="money", sql="coalesce(actual_fen, forecast_fen)"),
    ),
    filters=(
        Filter("open", N_("open"), "not " + _where(*rules.ENDED)),
        Filter("received", N_("received"), _where(_S.RECEIVED, _S.RETURNED)),
        Filter("review", N_("under review"), _where(_S.REVIEWED, _S.REFERRED)),
        Filter("adopted", N_("adopted"), _where(_S.ADOPTED, _S.TRIAL)),
        Filter("implementing", N_("implementing"), _where(_S.IMPLEMENTING)),
        Filter("award", N_("to be awarded"), _where(_S.IMPLEMENTED, _S.APPRAISED, _S.AWARD_SET)),
        Filter("paid", N_("award paid"), _where(_S.PAID, _S.PROMOTED)),
        Filter("kept", N_("kept for later"), _where(_S.KEPT)),
        Filter("rejected", N_("not adopted"), _where(_S.REJECTED, _S.DUPLICATE, _S.WITHDRAWN)),
        Filter("overdue", N_("answer overdue"), _where(*rules.WAITING) + " and due_on < :today", alert=True),
        Filter("late", N_("carried out late"), _where(_S.IMPLEMENTING) + " and planned_end < :today", alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "received_on desc, id desc"),
        Order("oldest", N_("oldest first"), "received_on, id"),
        Order("due", N_("by reply due"), "due_on, id"),
        Order("saved", N_("by saving"), "coalesce(actual_fen, forecast_fen) desc, id desc"),
    ),
    day="received_on",
    kind=NUMBERS,
    sums=(Sum(N_("12-month saving"), "coalesce(actual_fen, forecast_fen)"), Sum(N_("Award"), "award_fen")),
)
SCALES = Query(
    store.SCALES,
    columns=(Column("name", wide=True), Column("mode"), Column("valid_from"), Column("valid_to")),
    filters=(Filter("all_scales", N_("all scales"), "1"),),
    orders=(Order("latest", N_("latest first"), "valid_from desc, id desc"), Order("oldest", N_("oldest first"), "valid_from, id")),
)
REPLY_RULES = Query(
    store.RULES,
    columns=(Column("name", wide=True), Column("valid_from"), Column("general_days"), Column("major_days")),
    filters=(Filter("all_rules", N_("all rules"), "1"),),
    orders=(Order("latest", N_("latest first"), "valid_from desc, id desc"), Order("oldest", N_("oldest first"), "valid_from, id")),
)


# -- first use ---------------------------------------------------------------------------


def prepare(book: Book) -> None:
    """Put the two scales found in the law and the default reply rule into a book that has none; otherwise do nothing."""
    if store.has_rules(book) or not book.writable:
        return
    with book.act(N_("Lay out the award scales and the reply rule"), aside=True) as act:
        for key, source, rows, first, last in (
            (rules.SCALE_1982, rules.SOURCE_1982, rules.ROWS_1982, rules.FROM_1982, rules.TO_1982),
            (rules.SCALE_1986, rules.SOURCE_1986, rules.ROWS_1986, rules.FROM_1986, None),
        ):
            shipped = Scale(
                name=word(key, "zh"), english=key, mode=Mode.RANGE, valid_from=first, valid_to=last,
                source=f"{word(source, 'zh')}\n{source}", rows=rows,
            )  # fmt: skip
            store.save_scale(act, shipped)
        rule = ReplyRule(
            name=f"{word(rules.RULE_NAME, 'zh')} / {rules.RULE_NAME}", valid_from=date(1900, 1, 1),
            source=f"{word(rules.RULE_SOURCE, 'zh')}\n{rules.RULE_SOURCE}",
        )  # fmt: skip
        store.save_rule(act, rule)


# -- receipt -----------------------------------------------------------------------------


def enter(book: Book, proposal: Proposal, came_from: tuple[str, int] | None = None) -> int:
    """Receive a proposal: number it, set the day the answer is due; give its id.

    `came_from` is (table, id) of the record it grew out of, such as a waste exposure; both are
    tied in the same act. Raises KnownError with the field at fault.
    """
    rules.check_receipt(proposal)
    authors = _named(book, rules.settled_authors(proposal.authors))
    _check_calculations(proposal)
    day = proposal.received_on
    number = numbering.written(NUMBERS, day.year, book.next_running(NUMBERS, day.year))
    with book.act(N_("Receive proposal {no}: {title}"), no=number, title=proposal.title.strip()) as act:
        prepare(book)
        record = changed(
            _fresh(proposal), authors=authors, no=act.number(NUMBERS, day), title=proposal.title.strip(),
            due_on=rules.due(store.rule_on(book, day), proposal.weight, day),
            steps=(Step(stage=State.RECEIVED, body=Body.OFFICE, given_on=day),),
        )  # fmt: skip
        row = store.save(act, reckoned(record))
        if came_from is not None:
            act.link(RAISED, came_from, (TABLE, row))
        return row


def _fresh(proposal: Proposal) -> Proposal:
    """What stands on the paper at receipt, and nothing that later steps write."""
    kept = {name: getattr(proposal, name) for name in (*CORRECTABLE, "received_on") if name != "corrected_because"}
    return Proposal(**kept)


CORRECTABLE = (
    "title", "kind", "second_kind", "weight", "authors", "unit", "received_on", "problem", "method", "expected", "old_number",
    "needed", "own_means", "told_on", "implementing_unit", "responsible", "planned_end", "planned_cost", "norms", "cost",
    "measures", "benefit_from", "calculations", "archive_no", "corrected_because",
)  # fmt: skip
"""What `correct` may change; everything else is written by the steps."""

ON_THE_SLIP = ("title", "authors", "unit", "received_on")
UNDER_THE_AWARD = ("authors", "measures", "benefit_from", "calculations", "cost", "planned_cost")


def correct(book: Book, proposal: Proposal) -> None:
    """Correct what is written in a proposal, its figures and its calculations.

    Once the slip is handed out, what stands on it is changed only with a new `corrected_because`; once
    the award is set, what it rests on is changed only after the award was taken back. Raises KnownError.
    """
    stood = store.proposal(book, proposal.id)
    record = changed(stood, **{name: getattr(proposal, name) for name in CORRECTABLE})
    rules.check_receipt(record)
    record = changed(record, title=record.title.strip(), authors=_named(book, rules.settled_authors(record.authors)))
    if stood.state in rules.AWARDED and differs(stood, record, UNDER_THE_AWARD):
        raise KnownError(_("An award rests on these figures. Take the award back first, then correct them."), field="calculations")
    reason = record.corrected_because.strip()
    slip_on = handed_out(book, SLIP, stood.id)
    if slip_on is not None and differs(stood, record, ON_THE_SLIP) and reason in ("", stood.corrected_because.strip()):
        raise KnownError(
            _("The receipt slip was handed out on {day}. Write the reason of the correction.", day=slip_on),
            field="corrected_because",
        )
    if record.planned_end and record.started_on and record.planned_end < record.started_on:
        raise KnownError(_("This would end before it begins."), field="planned_end")
    if record.benefit_from and record.benefit_from < record.received_on:
        raise KnownError(_("The benefit cannot appear before the proposal was received."), field="benefit_from")
    _check_measures(record)
    _check_calculations(record)
    record = redated(stood, record, partial(store.rule_on, book))
    newly_explained = reason not in ("", stood.corrected_because.strip())
    label = N_("Correct proposal {no}: {reason}") if newly_explained else N_("Correct proposal {no}")
    with book.act(label, no=stood.no, reason=reason) as act:
        store.save(act, reckoned(record))


def differs(one: Proposal, other: Proposal, names: Sequence[str]) -> bool:
    """Whether two proposals differ in some fields, wherever their lines are kept."""
    return any(bare(getattr(one, name)) != bare(getattr(other, name)) for name in names)


def bare(value: Any) -> Any:
    """Lines without their ids and places, so that two sets of lines can be compared."""
    if isinstance(value, tuple):
        return tuple(changed(line, id=0, parent=0, place=0) for line in value)
    return value


def redated(stood: Proposal, record: Proposal, rule_on: Callable[[date], ReplyRule | None]) -> Proposal:
    """The receipt's step and the reply's day follow a corrected day of receipt or weight."""
    if record.received_on == stood.received_on and record.weight is stood.weight:
        return record
    first, *later = record.steps
    following = [step.given_on for step in later if not step.struck]
    if following and record.received_on > following[0]:
        raise KnownError(_("The proposal cannot be received after its next step on {day}.", day=following[0]), field="received_on")
    record = changed(record, steps=(changed(first, given_on=record.received_on), *later))
    return changed(record, due_on=_due(record, rule_on))


def _due(proposal: Proposal, rule_on: Callable[[date], ReplyRule | None]) -> date:
    """The day the answer is due: counted from receipt, or from the day it came back complete or was taken up again."""
    counted_from = proposal.received_on
    for before, step in pairwise(step for step in proposal.steps if not step.struck):
        if before.stage in (State.RETURNED, State.KEPT) and step.stage in rules.WAITING:
            counted_from = step.given_on
    return rules.due(rule_on(counted_from), proposal.weight, counted_from)


def _named(book: Book, persons: Sequence[Person]) -> tuple[Person, ...]:
    """The persons with the names they are called by: of a worker, the roster's; of others, the one written."""
    named = []
    for person in persons:
        written = "" if person.worker is not None else person.name.strip()
        called = written or roster.worker(book, person.worker or 0).name
        named.append(changed(person, name=written, called=called))
    return tuple(named)


def _check_calculations(proposal: Proposal) -> None:
    for line in proposal.calculations:
        rules.exact_saving(line)


def _check_measures(proposal: Proposal) -> None:
    for line in proposal.measures:
        if not line.what.strip():
            raise KnownError(_("Say what was measured."), field="measures")
        if line.before_on and line.after_on and line.after_on < line.before_on:
            raise KnownError(_("{what}: measured after before it was measured before.", what=line.what), field="measures")


def reckoned(proposal: Proposal) -> Proposal:
    """The proposal with its two savings worked out from its calculations."""
    return changed(
        proposal,
        forecast_fen=rules.net(proposal.calculations, Nature.FORECAST, proposal.planned_cost),
        actual_fen=rules.net(proposal.calculations, Nature.ACTUAL, proposal.cost),
    )


def reckon(book: Book, proposal: int, asked: Reckoning) -> None:
    """Add one calculation of the saving. Raises KnownError with the field at fault."""
    found = store.proposal(book, proposal)
    if found.state in rules.AWARDED:
        raise KnownError(_("An award rests on these figures. Take the award back first, then correct them."))
    line = Calculation(**{name: getattr(asked, name) for name in Reckoning.__struct_fields__ if name != "id"})
    try:
        rules.exact_saving(line)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="amount" if line.way is Way.FREE else "old") from trouble
    with book.act(N_("Reckon the saving of proposal {no}"), no=found.no) as act:
        store.save(act, reckoned(changed(found, calculations=(*found.calculations, line))))


def handed_out(book: Book, paper: str, proposal: int) -> date | None:
    """The day the slip or the award notice was first printed and so handed out; None when it was not."""
    found = book.printings(paper, TABLE, proposal)
    return found[0].at.date() if found else None


# -- the steps -----------------------------------------------------------------------------


def _step(
    book: Book, found: Proposal, wanted: State, day: date, body: Body, opinion: str, label: str, /,
    *, field: str = "given_on", final: bool = False, link_to: int = 0, **changes: Any,
) -> None:  # fmt: skip
    rules.check_step(found.state, wanted)
    rules.check_day(found.steps, day, field)
    line = Step(stage=wanted, body=body, opinion=opinion.strip(), given_on=day)
    record = reckoned(changed(found, state=wanted, steps=(*found.steps, line), **changes))
    with book.act(label, final=final, no=found.no) as act:
        store.save(act, record)
        if link_to:
            act.link(DUPLICATE, (TABLE, found.id), (TABLE, link_to))


def review(book: Book, proposal: int, asked: Review) -> None:
    """Note the first opinion, of the workshop group as a rule."""
    found = store.proposal(book, proposal)
    if not asked.opinion.strip():
        raise KnownError(_("Write down the opinion."), field="opinion")
    _step(book, found, State.REVIEWED, asked.given_on, asked.body, asked.opinion, N_("First review of proposal {no}"))


def adopt(book: Book, proposal: int, asked: Decision) -> None:
    """Adopt a proposal."""
    found = store.proposal(book, proposal)
    _step(book, found, State.ADOPTED, asked.given_on, asked.body, asked.opinion, N_("Adopt proposal {no}"))


def try_out(book: Book, proposal: int, asked: Decision) -> None:
    """Put a proposal on trial."""
    found = store.proposal(book, proposal)
    _step(book, found, State.TRIAL, asked.given_on, asked.body, asked.opinion, N_("Put proposal {no} on trial"))


def reject(book: Book, proposal: int, asked: Rejection) -> None:
    """Decline a proposal. The concrete reason is asked for: an enterprise rule wants it stated and explained face to face."""
    found = store.proposal(book, proposal)
    rules.check_reason(asked.reason)
    if asked.told_on is not None and asked.told_on < asked.given_on:
        raise KnownError(_("It cannot be explained before it was decided."), field="told_on")
    _step(
        book, found, State.REJECTED, asked.given_on, asked.body, asked.reason, N_("Do not adopt proposal {no}"),
        told_on=asked.told_on,
    )  # fmt: skip


def keep(book: Book, proposal: int, asked: Reasoned) -> None:
    """Keep a proposal for later, or stop its implementation for now."""
    found = store.proposal(book, proposal)
    rules.check_reason(asked.reason)
    _step(book, found, State.KEPT, asked.given_on, asked.body, asked.reason, N_("Keep proposal {no} for later"))


def take_up(book: Book, proposal: int, asked: Review) -> None:
    """Take up a proposal that was kept for later; the days for the answer begin anew."""
    found = store.proposal(book, proposal)
    if found.state is not State.KEPT:
        raise KnownError(_("Only a proposal kept for later can be taken up again."))
    due_on = rules.due(store.rule_on(book, asked.given_on), found.weight, asked.given_on)
    _step(
        book, found, State.REVIEWED, asked.given_on, asked.body, asked.opinion, N_("Take up proposal {no} again"), due_on=due_on
    )


def return_for_completion(book: Book, proposal: int, asked: Reasoned) -> None:
    """Give a proposal back to its authors, saying what is lacking."""
    found = store.proposal(book, proposal)
    rules.check_reason(asked.reason)
    _step(
        book, found, State.RETURNED, asked.given_on, asked.body, asked.reason, N_("Return proposal {no} for completion")
    )


def complete(book: Book, proposal: int, asked: Completion) -> None:
    """Receive a returned proposal again; the days for the answer are counted from this day."""
    found = store.proposal(book, proposal)
    if found.state is not State.RETURNED:
        raise KnownError(_("Only a returned proposal can come back completed."))
    if not asked.added.strip():
        raise KnownError(_("Write down what was added."), field="added")
    due_on = rules.due(store.rule_on(book, asked.given_on), found.weight, asked.given_on)
    _step(
        book, found, State.RECEIVED, asked.given_on, Body.AUTHORS, asked.added, N_("Receive proposal {no} completed"), due_on=due_on
    )


def mark_duplicate(book: Book, proposal: int, asked: Duplication) -> None:
    """Close a proposal as a duplicate of one that came before; both show it."""
    found = store.proposal(book, proposal)
    if asked.duplicate_of is None:
        raise KnownError(_("Choose the proposal that came before."), field="duplicate_of")
    if asked.duplicate_of == found.id:
        raise KnownError(_("A proposal cannot be a duplicate of itself."), field="duplicate_of")
    earlier = store.proposal(book, asked.duplicate_of)
    if earlier.state is State.DUPLICATE:
        raise KnownError(_("{no} is itself a duplicate. Choose the first one.", no=earlier.no), field="duplicate_of")
    if (earlier.received_on, earlier.id) > (found.received_on, found.id):
        raise KnownError(_("{no} came later: it is the duplicate of this one.", no=earlier.no), field="duplicate_of")
    _step(
        book, found, State.DUPLICATE, asked.given_on, Body.OFFICE, asked.reason, N_("Close proposal {no} as a duplicate"),
        link_to=earlier.id, duplicate_of=earlier.id,
    )  # fmt: skip


def refer_up(book: Book, proposal: int, asked: Referral) -> None:
    """Refer a proposal to a higher body because the unit cannot decide it or carry it out."""
    found = store.proposal(book, proposal)
    if not asked.referred_to.strip():
        raise KnownError(_("Write down to whom it is referred."), field="referred_to")
    rules.check_reason(asked.reason)
    _step(
        book, found, State.REFERRED, asked.given_on, Body.OFFICE, asked.reason, N_("Refer proposal {no} up"),
        referred_to=asked.referred_to.strip(),
    )  # fmt: skip


def withdraw(book: Book, proposal: int, asked: Reasoned) -> None:
    """Withdraw a proposal: its row and its number stay."""
    found = store.proposal(book, proposal)
    rules.check_reason(asked.reason)
    _step(book, found, State.WITHDRAWN, asked.given_on, Body.AUTHORS, asked.reason, N_("Withdraw proposal {no}"))


def start(book: Book, proposal: int, asked: Start) -> None:
    """Begin to implement an adopted proposal, by the administration's order: who, by when, at what cost."""
    found = store.proposal(book, proposal)
    if asked.implementing_unit is None:
        raise KnownError(_("Choose the unit that implements it."), field="implementing_unit")
    if asked.responsible is None:
        raise KnownError(_("Name the one person responsible."), field="responsible")
    if asked.planned_end is not None and asked.planned_end < asked.started_on:
        raise KnownError(_("This would end before it begins."), field="planned_end")
    _step(
        book, found, State.IMPLEMENTING, asked.started_on, Body.ADMINISTRATION, asked.order, N_("Begin to implement proposal {no}"),
        field="started_on", implementing_unit=asked.implementing_unit, responsible=asked.responsible, started_on=asked.started_on,
        planned_end=asked.planned_end, planned_cost=asked.planned_cost,
    )  # fmt: skip


def finish(book: Book, proposal: int, asked: Finish) -> None:
    """Note that a proposal is implemented. Without another day its benefit appears from the day it was done."""
    found = store.proposal(book, proposal)
    benefit_from = asked.benefit_from or asked.ended_on
    if benefit_from < found.received_on:
        raise KnownError(_("The benefit cannot appear before the proposal was received."), field="benefit_from")
    _step(
        book, found, State.IMPLEMENTED, asked.ended_on, Body.UNIT, asked.result, N_("Proposal {no} is implemented"),
        field="ended_on", ended_on=asked.ended_on, benefit_from=benefit_from, cost=asked.cost,
        norms=asked.norms.strip(),
    )  # fmt: skip


def appraise(book: Book, proposal: int, asked: Appraisal) -> None:
    """Note the appraisers' opinion of the result."""
    found = store.proposal(book, proposal)
    if not asked.opinion.strip():
        raise KnownError(_("Write down the opinion."), field="opinion")
    _step(book, found, State.APPRAISED, asked.given_on, asked.body, asked.opinion, N_("Appraise proposal {no}"))


def set_award(book: Book, proposal: int, asked: AwardSetting) -> None:
    """Set grade, amount and split by the scale in force on the day.

    Without a scale in force, or with a grade or an amount the scale does not cover and no reason, this
    is a KnownError that says so. An empty split follows the shares the authors agreed on.
    """
    found = store.proposal(book, proposal)
    rules.check_step(found.state, State.AWARD_SET)
    scale = _scale_for(book, asked.scale, asked.given_on)
    row = rules.grade_of(scale, found.actual_fen) if asked.grade is None else rules.row_of(scale, asked.grade)
    if row is None and asked.grade is None:
        raise KnownError(_("There is no actual saving to grade by. Choose the grade and give the reason."), field="grade")
    if row is None:
        raise KnownError(_("{scale} has no grade {grade}.", scale=scale.name, grade=asked.grade), field="grade")
    least, most = rules.award_range(scale.mode, row, found.actual_fen)
    award_fen = asked.award_fen if asked.award_fen is not None else (least if least == most else None)
    if award_fen is None:
        raise KnownError(
            _("Write the amount the committee gave; the scale gives {range}.",
              range=rules.range_words(scale.mode, row, found.actual_fen)),
            field="award_fen",
        )  # fmt: skip
    owed = rules.needs_reason(scale, row.grade, award_fen, found.actual_fen)
    if owed is not None and not asked.award_reason.strip():
        raise KnownError(owed, field="award_reason")
    parts = _named(book, rules.settled_parts(asked.parts or rules.parts_of(found.authors), award_fen))
    _step(
        book, found, State.AWARD_SET, asked.given_on, asked.body, asked.award_reason, N_("Set the award of proposal {no}"),
        scale=scale.id, grade=row.grade, award_fen=award_fen, honour=asked.honour or row.honour,
        award_reason=asked.award_reason.strip(), parts=parts,
    )  # fmt: skip


def _scale_for(book: Book, chosen: int | None, day: date) -> Scale:
    standing = scales_on(book, day)
    if chosen is not None:
        for scale in standing:
            if scale.id == chosen:
                return scale
        raise KnownError(_("{scale} is not in force on {day}.", scale=store.scale(book, chosen).name, day=day), field="scale")
    if not standing:
        raise KnownError(
            str(Said(NO_SCALE, {"day": day.isoformat()})), field="scale"
        )
    return standing[0]


def pay(book: Book, proposal: int, asked: Payment) -> None:
    """Note that the award was paid and who signed for it. It cannot be undone; it can be taken back with a reason."""
    found = store.proposal(book, proposal)
    if not asked.receipt.strip():
        raise KnownError(_("Write down who signed for it, or the voucher's number."), field="receipt")
    _step(
        book, found, State.PAID, asked.paid_on, Body.OFFICE, asked.receipt, N_("Pay the award of proposal {no}"),
        field="paid_on", final=True, paid_on=asked.paid_on, receipt=asked.receipt.strip(),
    )  # fmt: skip


def promote(book: Book, proposal: int, asked: Promotion) -> None:
    """Recommend a proposal to other units."""
    found = store.proposal(book, proposal)
    if not asked.promoted_to.strip():
        raise KnownError(_("Write down to whom it is recommended."), field="promoted_to")
    _step(
        book, found, State.PROMOTED, asked.given_on, Body.COMMITTEE, asked.opinion, N_("Promote proposal {no}"),
        promoted_to=asked.promoted_to.strip(),
    )  # fmt: skip


_CLEARED: dict[State, dict[str, Any]] = {
    State.REJECTED: {"told_on": None},
    State.DUPLICATE: {"duplicate_of": None},
    State.REFERRED: {"referred_to": ""},
    State.IMPLEMENTING: {"started_on": None, "implementing_unit": None, "responsible": None, "planned_end": None},
    State.IMPLEMENTED: {"ended_on": None, "benefit_from": None},
    State.AWARD_SET: {
        "scale": None, "grade": None, "award_fen": None, "honour": None, "award_reason": "", "parts": (),
    },
    State.PAID: {"paid_on": None, "receipt": ""},
    State.PROMOTED: {"promoted_to": ""},
}  # fmt: skip
"""What a step wrote and what goes when it is taken back."""


def take_back(book: Book, proposal: int, asked: Reasoned) -> None:
    """Take the last step back with a reason: it stays in the story, struck, and the proposal stands where it stood before.

    For steps that undo no longer reaches. What was handed out or paid is taken back for good.
    """
    found = store.proposal(book, proposal)
    rules.check_reason(asked.reason)
    standing = [step for step in found.steps if not step.struck]
    if len(standing) < 2:
        raise KnownError(_("The receipt itself is not taken back. Withdraw the proposal instead."))
    last, before = standing[-1], standing[-2]
    if asked.given_on < last.given_on:
        raise KnownError(
            _("This cannot be before {day}, the day of the step “{step}”.", day=last.given_on, step=last.stage), field="given_on"
        )
    opinion = f"{last.opinion}\n{asked.given_on}: {asked.reason.strip()}".strip()
    steps = tuple(changed(step, struck=True, opinion=opinion) if step is last else step for step in found.steps)
    for_good = last.stage is State.PAID or (last.stage is State.AWARD_SET and handed_out(book, NOTICE, found.id) is not None)
    record = changed(found, state=before.stage, steps=steps, **_CLEARED.get(last.stage, {}))
    record = changed(record, due_on=_due(record, partial(store.rule_on, book)))
    label = N_("Take back “{step}” of proposal {no}: {reason}")
    with book.act(
        label, final=for_good, no=found.no, step={"key": last.stage.word, "values": {}}, reason=asked.reason.strip()
    ) as act:
        store.save(act, reckoned(record))
        if last.stage is State.DUPLICATE and found.duplicate_of:
            act.unlink(DUPLICATE, (TABLE, found.id), (TABLE, found.duplicate_of))


# -- scales and rules ------------------------------------------------------------------------


def enter_scale(book: Book, scale: Scale) -> int:
    """Enter a scale of the office's own; give its id. Raises KnownError with the field at fault."""
    rules.check_scale(scale)
    prepare(book)
    with book.act(N_("Enter award scale {name}"), name=scale.name.strip()) as act:
        return store.save_scale(act, _in_order(scale))


def correct_scale(book: Book, scale: Scale) -> None:
    """Correct a scale, or end it. Grades by which awards were set are not changed: end the scale and enter a new one."""
    rules.check_scale(scale)
    stood = store.scale(book, scale.id)
    used = store.awarded_by(book, scale.id)
    rewritten = (scale.mode, scale.valid_from, bare(_in_order(scale).rows)) != (stood.mode, stood.valid_from, bare(stood.rows))
    if used and rewritten:
        raise KnownError(
            _("Awards were set by this scale. End it (in force to) and enter the new one as a scale of its own."), field="rows"
        )
    with book.act(N_("Correct award scale {name}"), name=scale.name) as act:
        store.save_scale(act, _in_order(scale))


def _in_order(scale: Scale) -> Scale:
    rows: tuple[ScaleRow, ...] = tuple(sorted(scale.rows, key=lambda row: row.grade))
    return changed(scale, name=scale.name.strip(), rows=rows)


def enter_rule(book: Book, rule: ReplyRule) -> int:
    """Enter a reply rule; answers due are reckoned by the rule in force on the day of receipt."""
    _check_rule(rule)
    prepare(book)
    with book.act(N_("Enter reply rule {name}"), name=rule.name.strip()) as act:
        return store.save_rule(act, rule)


def correct_rule(book: Book, rule: ReplyRule) -> None:
    """Correct a reply rule; proposals that are still owed an answer are reckoned anew in the same act."""
    _check_rule(rule)
    with book.act(N_("Correct reply rule {name}"), name=rule.name.strip()) as act:
        store.save_rule(act, rule)
        _reckon_due(act)


def _reckon_due(act: Act) -> None:
    for found in store.in_states(act.book, rules.WAITING):
        store.save(act, changed(found, due_on=_due(found, partial(store.rule_on, act.book))))


def _check_rule(rule: ReplyRule) -> None:
    if not rule.name.strip():
        raise KnownError(_("Give the rule a name."), field="name")
    for field in ("general_days", "major_days"):
        if not 1 <= getattr(rule, field) <= 730:
            raise KnownError(_("Write a number of days from 1 to 730."), field=field)


# -- to an experience -------------------------------------------------------------------------


def can_be_written_up(proposal: Proposal) -> bool:
    """Whether a proposal can be written up as an advanced experience: once it is implemented and stands."""
    return proposal.ended_on is not None and proposal.state in (State.IMPLEMENTED, State.APPRAISED, *rules.AWARDED)


def for_experience(proposal: Proposal, day: date) -> dict[str, object]:
    """What the form of a new experience takes over from a proposal, its lines as plain values: authors, method, measured figures.

    Raises KnownError while it is not implemented.
    """
    if not can_be_written_up(proposal):
        raise KnownError(_("Only a proposal that is implemented can be written up as an experience."))
    return {
        "name": proposal.title,
        "found_on": max(day, proposal.ended_on or day),
        "unit": proposal.unit,
        "creators": [{"worker": author.worker, "name": author.name} for author in proposal.authors],
        "problem": proposal.problem,
        "points": [{"text": line.strip()} for line in proposal.method.splitlines() if line.strip()],
        "results": [
            {
                "what": line.what, "measured_in": line.measure, "before": line.before, "before_on": line.before_on,
                "after": line.after, "after_on": line.after_on,
            }
            for line in proposal.measures
        ],
    }  # fmt: skip


# -- questions ---------------------------------------------------------------------------------


def proposal(book: Book, row: int) -> Proposal:
    """One proposal with its lines."""
    return store.proposal(book, row)


def scale(book: Book, row: int) -> Scale:
    """One award scale with its grades."""
    return store.scale(book, row)


def scales_on(book: Book, day: date) -> list[Scale]:
    """The scales in force on a day, the latest first."""
    return rules.in_force(store.scales(book), day)


def suggested_award(book: Book, row: int, day: date) -> AwardSetting:
    """What the step “set the award” starts from: scale, grade and honour by the actual saving, the split as agreed."""
    found = store.proposal(book, row)
    standing = scales_on(book, day)
    parts = rules.parts_of(found.authors)
    if not standing:
        return AwardSetting(given_on=day, parts=parts)
    grade = rules.grade_of(standing[0], found.actual_fen)
    if grade is None:
        return AwardSetting(given_on=day, scale=standing[0].id, parts=parts)
    least, most = rules.award_range(standing[0].mode, grade, found.actual_fen)
    return AwardSetting(
        given_on=day, scale=standing[0].id, grade=grade.grade, award_fen=least if least == most else None, honour=grade.honour,
        parts=parts,
    )  # fmt: skip


def award_words(book: Book, row: int, day: date) -> list[Said]:
    """What the screen says before an award is set: the scale's range for the saving, and which grade a limit belongs to."""
    found = store.proposal(book, row)
    standing = scales_on(book, day)
    if not standing:
        return [Said(NO_SCALE, {"day": day.isoformat()})]
    said = []
    grade = rules.grade_of(standing[0], found.actual_fen)
    names: dict[str, object] = {"scale": Said(standing[0].english or standing[0].name) if standing[0].english else standing[0].name}
    if grade is None:
        said.append(Said(N_("{scale}: without an actual saving a grade needs a reason."), names))
    else:
        said.append(Said(N_("{scale}: a saving of {saved} yuan is grade {grade}; {range}."), {
            **names, "saved": format_money(found.actual_fen or 0), "grade": grade.grade,
            "range": rules.range_words(standing[0].mode, grade, found.actual_fen),
        }))  # fmt: skip
    return [*said, Said(rules.BOUNDARY)]


def similar(book: Book, title: str, method: str = "", *, but: int = 0, limit: int = 5) -> list[Hit]:
    """Proposals that may be the same: by pieces of the title, then of the method; the likest first. `but` is left out."""
    candidates: dict[int, Hit] = {}
    for text in (title, method):
        asked = sorted(rules.pieces(text), key=lambda piece: (-len(piece), piece))[:24]
        for piece in asked:
            for hit in book.search(piece, tbl=TABLE, limit=40):
                candidates.setdefault(hit.row, hit)
    scored = []
    for row, hit in candidates.items():
        by_title = rules.likeness(title, hit.title)
        by_method = rules.likeness(method, store.proposal(book, row).method) if method.strip() else by_title * 0
        score = max(by_title, by_method)
        if row != but and score * 2 >= 1:
            scored.append((-score, -row, hit))
    return [hit for _score, _row, hit in sorted(scored, key=lambda each: each[:2])[:limit]]


def proposals_of_worker(book: Book, worker_id: int) -> list[Proposal]:
    """The proposals a worker is an author of, or helped with and shares in the award; the latest first."""
    return store.of_worker(book, worker_id)


def proposals_of_unit(book: Book, unit_id: int) -> list[Proposal]:
    """The proposals of a unit and of all units under it, the latest first."""
    return store.of_units(book, roster.with_all_below(book, unit_id))


class Awarded(msgspec.Struct, frozen=True, kw_only=True):
    """What a certificate needs to know of an awarded proposal. `authors` are (worker id or None, name)."""

    id: int
    no: str
    title: str
    grade: int | None
    authors: tuple[tuple[int | None, str], ...]
    set_on: date


def awarded(book: Book) -> list[Awarded]:
    """The proposals whose award stands, for the certificates of the awards desk; in the order of their receipt."""
    return [_awarded(each) for each in store.in_states(book, rules.AWARDED)]


def awarded_one(book: Book, row: int) -> Awarded:
    """One awarded proposal. Raises KnownError when no award stands."""
    found = store.proposal(book, row)
    if found.state not in rules.AWARDED:
        raise KnownError(_("No award is set yet."))
    return _awarded(found)


def _awarded(found: Proposal) -> Awarded:
    step = rules.stage_day(found, State.AWARD_SET)
    return Awarded(
        id=found.id, no=found.no, title=found.title, grade=found.grade,
        authors=tuple((author.worker, author.called) for author in found.authors),
        set_on=step.given_on if step else found.received_on,
    )  # fmt: skip


def badge(book: Book, today: date) -> int:
    """How many answers are overdue, and how many proposals should have been carried out and are not."""
    return store.answered_late(book, today) + store.carried_out_late(book, today)


WAITS: dict[str, str] = {
    State.RETURNED: N_("Waits for its authors to complete it"),
    State.REJECTED: N_("To be explained to the authors"),
    State.ADOPTED: N_("Order to carry it out is owed"),
    State.APPRAISED: N_("Award to be set"),
    State.AWARD_SET: N_("Award to be paid"),
}
"""What a proposal in a state waits for, where no day is set for it."""
MOST_WAITING = 200
"""So many proposals that wait are told; the register shows them all."""


def due(book: Book, until: date) -> list[Due]:
    """The answers owed and the proposals to be carried out by a day, overdue ones too; then what waits for somebody."""
    answer, carrying_out = Said(N_("Answer owed")), Said(N_("Proposal to be carried out"))
    found = []
    for row in store.owed(book, until):
        what = carrying_out if row["state"] == State.IMPLEMENTING else answer
        found.append(_owed(book, row, what, day=date.fromisoformat(row["day"]), named=what is carrying_out))
    waiting = store.waiting(book, [state for state in State if state in WAITS], MOST_WAITING)
    return found + [_owed(book, row, Said(WAITS[row["state"]]), named=False) for row in waiting]


_AT_THE_UNIT = (State.RECEIVED, State.RETURNED, State.ADOPTED, State.IMPLEMENTING)
"""The states in which the unit has the next word; in the others the committee has it."""


def _owed(book: Book, row: dict[str, Any], what: Said, *, day: date | None = None, named: bool) -> Due:
    """What is owed for a proposal; `named`: by the person who answers for carrying it out."""
    return Due(
        tbl=TABLE, row=row["id"], number=row["no"], title=row["title"], what=what, day=day,
        who=book.title("workers", row["responsible"]) if named else "",
        unit=row["implementing_unit"] or row["unit"] if row["state"] in _AT_THE_UNIT else None,
        kind="waits" if day is None else "due",
    )  # fmt: skip


def overdue(book: Book, today: date) -> list[int]:
    """The proposals whose answer is overdue, the longest first."""
    return store.overdue(book, today)


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, each with the proposals behind it.

    Savings are those of twelve months, each counted once: the forecast when the proposal is adopted, the
    actual saving when it is appraised. What waits does so at the end of the period; what is overdue is so on its
    last day, or `today` when it is not over.
    """
    first, following = period.first, period.next
    received = store.received_between(book, first, following)
    adopted = store.came_to(book, State.ADOPTED, first, following)
    in_account = [
        row
        for row, day in store.benefit_between(book, first - rules.LONGEST_ACCOUNT, following)
        if rules.account(day).next > first
    ]
    actual, actual_rows = store.summed(book, "actual_fen", store.came_to(book, State.APPRAISED, first, following))
    forecast, forecast_rows = store.summed(book, "forecast_fen", adopted)
    paid, paid_rows = store.summed(book, "award_fen", store.paid_between(book, first, following))
    waiting = store.waiting_at(book, following)
    day = min(period.last, today or date.today())
    late = [row for row, _received, due_on in waiting if due_on is not None and due_on < day]
    oldest = (period.last - waiting[0][1]).days if waiting else None

    def count(code: str, label: str, rows: Sequence[int]) -> Figure:
        return Figure(code=f"proposals.{code}", label=label, value=len(rows), tbl=TABLE, rows=tuple(rows))

    def money(code: str, label: str, fen: int | None, rows: Sequence[int], note: str) -> Figure:
        return Figure(code=f"proposals.{code}", label=label, value=fen, kind="money", unit=N_("yuan"), tbl=TABLE,
                      rows=tuple(rows), note=Said(note) if note else None)  # fmt: skip

    return (
        count("received", N_("Proposals received"), received),
        Figure(code="proposals.people", label=N_("Persons taking part"), value=store.persons(book, received), tbl=TABLE,
               rows=tuple(received)),
        count("adopted", N_("Proposals adopted"), adopted),
        count("trial", N_("Proposals put on trial"), store.came_to(book, State.TRIAL, first, following)),
        count("rejected", N_("Proposals not adopted"), store.came_to(book, State.REJECTED, first, following)),
        count("implemented", N_("Proposals implemented"), store.came_to(book, State.IMPLEMENTED, first, following)),
        count("in_account", N_("Proposals within their twelve months"), in_account),
        money("saved_actual", N_("12-month saving, actual"), actual, actual_rows, N_("of proposals appraised in the period")),
        money("saved_forecast", N_("12-month saving, forecast"), forecast, forecast_rows, N_("of proposals adopted in the period")),
        money("award_paid", N_("Awards paid for proposals"), paid, paid_rows, ""),
        Figure(code="proposals.oldest_open", label=N_("Oldest unanswered proposal, days"), value=oldest, tbl=TABLE,
               rows=(waiting[0][0],) if waiting else ()),
        count("overdue", N_("Answers overdue"), late),
        _joint(book, received),
    )  # fmt: skip


def _joint(book: Book, received: Sequence[int]) -> Figure:
    """The share of the proposals received that join a technician with a worker among their authors (domain B10).

    Who is a technician says the trade in the roster; an author from outside counts as a worker.
    """
    known = roster.technicians(book)
    authors = store.authors_of(book, received)
    both = [row for row in received if 0 < len(authors.get(row, set()) & known) < len(authors[row])]
    share = (20_000 * len(both) + len(received)) // (2 * len(received)) if received else None
    return Figure(code="proposals.joint", label=N_("Proposals that join technicians and workers"), value=share, kind="percent",
                  unit=N_("%"), tbl=TABLE, rows=tuple(both))  # fmt: skip


# -- many at once ----------------------------------------------------------------------------


def receive_all(book: Book, proposals: Sequence[Proposal]) -> list[int]:
    """Receive many proposals in one act, each as far as it has come: with its state, its steps and its savings; give their ids.

    Each is numbered in its turn, but for those that keep the number of another book (`Act.keep_numbers`), and owed an answer as
    one received alone. Raises KnownError for the first that cannot be.
    """
    answers: dict[date, ReplyRule | None] = {}
    with book.act(N_("Receive {count} proposals"), count=len(proposals)) as act:
        prepare(book)
        for proposal in proposals:
            rules.check_receipt(proposal)
        numbers = iter(act.numbers(NUMBERS, [proposal.received_on for proposal in proposals if not proposal.no]))
        settled = [rules.settled_authors(proposal.authors) for proposal in proposals]
        known = roster.names_of(book, {author.worker for authors in settled for author in authors if author.worker is not None})
        named = []

        def rule_on(day: date) -> ReplyRule | None:
            if day not in answers:
                answers[day] = store.rule_on(book, day)
            return answers[day]

        for proposal, people in zip(proposals, settled, strict=True):
            authors = tuple(
                changed(author, called=known[author.worker] if author.worker is not None else author.name.strip())
                for author in people
            )
            named.append(changed(
                proposal, authors=authors, no=proposal.no or next(numbers), title=proposal.title.strip(),
                due_on=_due(proposal, rule_on),
            ))  # fmt: skip
        rows = store.save_all(act, named)
        for row, proposal in zip(rows, named, strict=True):
            if proposal.duplicate_of:
                act.link(DUPLICATE, (TABLE, row), (TABLE, proposal.duplicate_of))
        return rows
