"""What a clerk does with opinions: register them, have them answered, corrected and checked, merge them, tell who raised them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from unionoffice.core import numbering
from unionoffice.core import office as offices
from unionoffice.core.book import Act, Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.kept import Printed, Traces
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.rectification import rules, store
from unionoffice.desks.rectification.records import (
    Answer,
    Approval,
    Assignment,
    Beginning,
    Check,
    Completion,
    Ending,
    Explanation,
    Merging,
    Opinion,
    OpinionState,
    Posters,
    Referral,
    Reopening,
    SlipGiving,
    SlipRenewal,
    Source,
    Telling,
    ToldBy,
    Way,
)

NUMBERS, POSTER_NUMBERS = "ZG", "DZ"
TABLE = store.OPINIONS.name
POSTERS_TABLE = store.POSTERS.name

REPLY_SLIP, CODE_SLIP = "reply_slip", "code_slip"
"""The papers of an opinion that are handed out."""

RAISED_THERE = N_("opinion raised there")
"""The kind of link from a session, a debate or posters to an opinion that was raised there."""

MERGED_INTO = N_("merged into")
"""The kind of link from a merged opinion to the one it went into."""


def where(*states: OpinionState) -> str:
    """The condition that an opinion stands at one of some states."""
    return "state in ({})".format(", ".join(f"'{state.value}'" for state in states))


_S = OpinionState
REPLY_LATE = f"({where(*rules.OWES_REPLY)} and reply_due < :today)"
CORRECTION_LATE = f"({where(*rules.OWES_CORRECTION)} and planned_on < :today)"
UNTOLD = f"(told_on is null and {where(*rules.ANSWERED)})"


def in_charge(book: Book, opinion: Opinion) -> str:
    """Who answers for an opinion, in words of the screen: the union itself, or the unit; empty before it was passed on."""
    if opinion.by_union:
        return _("the union itself")
    return book.title("units", opinion.responsible)


def _due_shown(_book: Book, opinion: Opinion) -> str:
    """The day in short, as the register writes it; the year only where it is another than that of the opinion."""
    day = rules.owed_by(opinion)
    if day is None:
        return ""
    return f"{day.month}-{day.day:02}" if day.year == opinion.raised_on.year else day.isoformat()


OPINIONS = Query(
    store.OPINIONS,
    columns=(
        Column("number"), Column("summary", wide=True), Column("in_charge", N_("In charge"), value=in_charge),
        Column("owed_by", N_("Owed by"), value=_due_shown), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), where(*rules.OPEN)),
        *(Filter(state.value, state.word, where(state)) for state in (_S.REGISTERED, _S.ASSIGNED)),
        Filter("correcting", _S.CORRECTING.word, where(_S.REPLIED, _S.CORRECTING)),
        *(Filter(state.value, state.word, where(state)) for state in (_S.DONE, _S.CORRECTED, _S.EXPLAINED, _S.REFERRED)),
        Filter("gone", N_("merged, withdrawn"), where(_S.MERGED, _S.WITHDRAWN)),
        Filter("untold", N_("to be told"), UNTOLD),
        Filter("overdue", N_("overdue"), f"{REPLY_LATE} or {CORRECTION_LATE}", alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "raised_on desc, id desc"),
        Order("raised", N_("by date"), "raised_on, id"),
        Order("reply", N_("by reply due"), "reply_due, id"),
        Order("planned", N_("by deadline"), "planned_on, id"),
    ),
    day="raised_on",
    kind=NUMBERS,
)  # fmt: skip


def _opinions_shown(book: Book, posters: Posters) -> int:
    return len(store.on_posters(book, posters.id)) + posters.counted


POSTERS = Query(
    store.POSTERS,
    columns=(
        Column("number"), Column("posted_on", N_("Date")), Column("subject", wide=True), Column("unit"), Column("sheets", sum=True),
        Column("items", N_("Opinions"), value=_opinions_shown, kind="whole"),
    ),
    filters=(
        Filter("put_up", N_("put up"), "voided_on is null"),
        Filter("voided", N_("voided"), "voided_on is not null"),
    ),
    orders=(Order("latest", N_("latest first"), "posted_on desc, id desc"), Order("posted", N_("by date"), "posted_on, id")),
    day="posted_on",
    kind=POSTER_NUMBERS,
)  # fmt: skip


def _next_number(book: Book, kind: str, day: date) -> str:
    return numbering.written(kind, day.year, book.next_running(kind, day.year))


# -- posters ----------------------------------------------------------------------------


def enter_posters(book: Book, posters: Posters) -> int:
    """Enter the posters a unit put up on a day; give their id. Raises KnownError with the field at fault."""
    tidy = changed(posters, id=0, subject=posters.subject.strip(), voided_on=None, voided_why="")
    rules.check_posters(tidy)
    with book.act(N_("Enter posters {no}"), no=_next_number(book, POSTER_NUMBERS, tidy.posted_on)) as act:
        return store.save_posters(act, changed(tidy, number=act.number(POSTER_NUMBERS, tidy.posted_on)))


def correct_posters(book: Book, posters: Posters) -> None:
    """Correct an entry of posters. Raises KnownError with the field at fault, or when it was voided."""
    old = store.posters(book, posters.id)
    if old.voided_on is not None:
        raise KnownError(_("These posters were voided; they are no longer changed."))
    tidy = changed(posters, subject=posters.subject.strip(), number=old.number, voided_on=None, voided_why="")
    rules.check_posters(tidy)
    first = min((store.opinion(book, row).raised_on for row in store.on_posters(book, old.id)), default=None)
    if first is not None and tidy.posted_on > first:
        raise KnownError(_("An opinion on them is dated {day}.", day=first), field="posted_on")
    with book.act(N_("Correct posters {no}"), no=old.number) as act:
        store.save_posters(act, tidy)


def void_posters(book: Book, row: int, asked: Ending) -> None:
    """Void an entry of posters with the reason; its number stays. Raises KnownError while opinions stand on it."""
    old = store.posters(book, row)
    if old.voided_on is not None:
        raise KnownError(_("These posters were voided; they are no longer changed."))
    if store.on_posters(book, row):
        raise KnownError(_("Opinions stand on these posters. Correct or withdraw them first."))
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules.not_before(asked.day, old.posted_on, "day")
    with book.act(N_("Void posters {no}"), no=old.number) as act:
        store.save_posters(act, changed(old, voided_on=asked.day, voided_why=asked.reason.strip()))


def for_opinion(posters: Posters) -> dict[str, object]:
    """What the form of a new opinion takes over from the posters it stands on."""
    return {"source": Source.POSTER, "poster": posters.id, "raised_on": posters.posted_on, "unit": posters.unit}


# -- registering and correcting -----------------------------------------------------------

ENTERED = (
    "old_number", "raised_on", "source", "poster", "anonymous", "raised_by", "people", "unit", "category", "summary", "details",
    "remark",
)  # fmt: skip
"""What is written of an opinion when it is registered; the rest is written by the steps."""

CORRECTABLE = (
    *ENTERED, "assigned_on", "responsible", "by_union", "person", "way", "reply_due", "replied_on", "reply", "measure",
    "planned_on", "begun_on", "done_on", "result", "referred_on", "referred_to", "told_on", "told_by", "corrected_because",
)  # fmt: skip
"""What `correct` may change."""

WRITTEN_WITH_A_STEP = (
    "assigned_on", "reply_due", "replied_on", "reply", "way", "planned_on", "begun_on", "done_on", "result", "referred_on",
    "referred_to", "told_on", "told_by",
)  # fmt: skip
ON_THE_SLIP = ("summary", "responsible", "by_union", "person", "way", "replied_on", "reply", "measure", "planned_on")


def reply_days(book: Book) -> int:
    """The days in which the office has an opinion answered."""
    return offices.office(book).reply_days


def enter(book: Book, opinion: Opinion, came_from: tuple[str, int] | None = None) -> int:
    """Register an opinion: number it, set the day its reply is due; give its id.

    `came_from` is (table, id) of the session, the debate or the posters it was raised at; both are tied in the same act.
    Raises KnownError with the field at fault.
    """
    fresh = Opinion(**{name: getattr(opinion, name) for name in ENTERED})
    if fresh.poster is None and came_from is not None and came_from[0] == POSTERS_TABLE:
        fresh = changed(fresh, poster=came_from[1], source=Source.POSTER)
    tidy = changed(_tidied(fresh), reply_due=rules.due_after(fresh.raised_on, reply_days(book)))
    rules.check_opinion(tidy)
    _check_posters_of(book, tidy)
    with book.act(N_("Register opinion {no}"), no=_next_number(book, NUMBERS, tidy.raised_on)) as act:
        row = store.save_opinion(act, changed(tidy, number=act.number(NUMBERS, tidy.raised_on)))
        if came_from is not None and came_from[0] != POSTERS_TABLE:
            act.link(RAISED_THERE, came_from, (TABLE, row))
        _tie_to_posters(act, row, None, tidy.poster)
        return row


def correct(book: Book, opinion: Opinion) -> Traces | None:
    """Correct an opinion; what the steps have written is corrected with it, its state stays.

    When it becomes anonymous, the name goes out of the whole book (ask before with `gives_name_up`); then where it may
    still stand is given. Once the reply slip was handed out, what stands on it is changed only with a new
    `corrected_because`. Raises KnownError with the field at fault.
    """
    old = store.opinion(book, opinion.id)
    if old.state in (_S.MERGED, _S.WITHDRAWN):
        raise KnownError(_("It now stands at “{state}” and is no longer changed.", state=old.state))
    tidy = _tidied(changed(old, **{name: getattr(opinion, name) for name in CORRECTABLE}))
    for field in WRITTEN_WITH_A_STEP:
        if getattr(old, field) not in (None, "") and getattr(tidy, field) in (None, ""):
            raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)
    if old.assigned_on is not None and tidy.responsible is None and not tidy.by_union:
        raise KnownError(_("Name the unit that answers for it, or the union itself."), field="responsible")
    if tidy.raised_on != old.raised_on and old.assigned_on is None and tidy.reply_due == old.reply_due:
        tidy = changed(tidy, reply_due=rules.due_after(tidy.raised_on, reply_days(book)))
    rules.check_opinion(tidy)
    _check_posters_of(book, tidy)
    handed = _handed_out(book, REPLY_SLIP, old.id)
    reason = tidy.corrected_because.strip()
    newly_explained = reason not in ("", old.corrected_because.strip())
    if handed is not None and any(getattr(old, name) != getattr(tidy, name) for name in ON_THE_SLIP) and not newly_explained:
        raise KnownError(
            _("The reply slip was handed out on {day}. Write the reason of the correction.", day=handed), field="corrected_because"
        )
    clean = [_forget(book, old)] if gives_name_up(book, tidy) else []
    label = N_("Correct opinion {no}: {reason}") if newly_explained else N_("Correct opinion {no}")
    with book.act(label, no=old.number, reason=reason) as act:
        store.save_opinion(act, tidy)
        _tie_to_posters(act, tidy.id, old.poster, tidy.poster)
    return _traces(book, old.id, clean=all(clean)) if clean else None


def _tidied(opinion: Opinion) -> Opinion:
    name = None if opinion.anonymous else (opinion.raised_by or "").strip()
    return changed(opinion, summary=opinion.summary.strip(), raised_by=name, person=opinion.person.strip())


def _handed_out(book: Book, paper: str, row: int) -> date | None:
    found = book.printings(paper, TABLE, row)
    return found[0].at.date() if found else None


def _check_posters_of(book: Book, opinion: Opinion) -> None:
    """What stands on posters was not raised before they were put up."""
    if opinion.poster is None:
        return
    posters = store.posters(book, opinion.poster)
    if posters.voided_on is not None:
        raise KnownError(_("These posters were voided; they are no longer changed."), field="poster")
    if opinion.raised_on < posters.posted_on:
        raise KnownError(_("The posters were put up on {day}.", day=posters.posted_on), field="raised_on")


def _tie_to_posters(act: Act, row: int, old: int | None, new: int | None) -> None:
    opinion = (TABLE, row)
    if old and old != new:
        act.unlink(RAISED_THERE, (POSTERS_TABLE, old), opinion)
    if new:
        act.link(RAISED_THERE, (POSTERS_TABLE, new), opinion)


# -- the steps -----------------------------------------------------------------------------


def _stepped(book: Book, row: int, wanted: OpinionState, day: date, field: str) -> Opinion:
    """The opinion as it stands, when the step may follow on that day."""
    opinion = store.opinion(book, row)
    rules.check_step(opinion.state, wanted)
    rules.not_before(day, rules.last_day(opinion), field)
    return opinion


def _save(book: Book, label: str, opinion: Opinion, *, final: bool = False) -> None:
    rules.check_opinion(opinion)
    with book.act(label, final=final, no=opinion.number) as act:
        store.save_opinion(act, opinion)


def assign(book: Book, row: int, asked: Assignment) -> None:
    """Pass an opinion on to the unit that owes the reply, the union itself among them, and name who answers for it.

    Without a day the reply is due as it was when the opinion was raised; passed on later than that, the term begins anew.
    """
    opinion = _stepped(book, row, _S.ASSIGNED, asked.assigned_on, "assigned_on")
    if asked.responsible is None and not asked.by_union:
        raise KnownError(_("Name the unit that answers for it, or the union itself."), field="responsible")
    due = asked.reply_due or opinion.reply_due
    if asked.reply_due is None and (due is None or due < asked.assigned_on):
        due = rules.due_after(asked.assigned_on, reply_days(book))
    if due is None or due < asked.assigned_on:
        raise KnownError(_("A reply cannot be due before it was asked for."), field="reply_due")
    _save(book, N_("Pass on opinion {no}"), changed(
        opinion, state=_S.ASSIGNED, assigned_on=asked.assigned_on, responsible=asked.responsible, by_union=asked.by_union,
        person=asked.person.strip(), way=asked.way, reply_due=due,
    ))  # fmt: skip


def reply(book: Book, row: int, asked: Answer) -> None:
    """Write down the reply and what it promises. Class C promises nothing: then the opinion is explained.

    Class A is due in the office's term for "at once" when no day is written.
    """
    if asked.way is Way.EXPLAIN:
        explain(book, row, Explanation(replied_on=asked.replied_on, reply=asked.reply))
        return
    opinion = _stepped(book, row, _S.REPLIED, asked.replied_on, "replied_on")
    if not asked.reply.strip():
        raise KnownError(_("Write down the reply."), field="reply")
    planned = asked.planned_on
    if planned is None and asked.way is Way.AT_ONCE:
        planned = rules.due_after(asked.replied_on, offices.office(book).at_once_days)
    if planned is None:
        raise KnownError(_("Class B is corrected by a date: write the date."), field="planned_on")
    if planned < asked.replied_on:
        raise KnownError(_("This cannot be due before it was promised."), field="planned_on")
    _save(book, N_("Reply to opinion {no}"), changed(
        opinion, state=_S.REPLIED, replied_on=asked.replied_on, way=asked.way, reply=asked.reply.strip(),
        measure=asked.measure.strip(), planned_on=planned, person=asked.person.strip() or opinion.person,
    ))  # fmt: skip


def explain(book: Book, row: int, asked: Explanation) -> None:
    """Write down why it cannot be done; the raiser is still to be told."""
    opinion = _stepped(book, row, _S.EXPLAINED, asked.replied_on, "replied_on")
    if not asked.reply.strip():
        raise KnownError(_("Write why it cannot be done."), field="reply")
    _save(book, N_("Explain opinion {no}"), changed(
        opinion, state=_S.EXPLAINED, replied_on=asked.replied_on, way=Way.EXPLAIN, reply=asked.reply.strip(), measure="",
        planned_on=None, begun_on=None, told_on=None, told_by=None,
    ))  # fmt: skip


def refer_up(book: Book, row: int, asked: Referral) -> None:
    """Refer an opinion to a higher body that alone can decide."""
    opinion = _stepped(book, row, _S.REFERRED, asked.referred_on, "referred_on")
    if not asked.referred_to.strip():
        raise KnownError(_("Write which body decides."), field="referred_to")
    _save(book, N_("Refer opinion {no} up"), changed(
        opinion, state=_S.REFERRED, referred_on=asked.referred_on, referred_to=asked.referred_to.strip()
    ))  # fmt: skip


def begin(book: Book, row: int, asked: Beginning) -> None:
    """Write down that the correction was begun."""
    opinion = store.opinion(book, row)
    if opinion.state is not _S.REPLIED:
        rules.check_step(opinion.state, _S.REPLIED)
    opinion = _stepped(book, row, _S.CORRECTING, asked.begun_on, "begun_on")
    _save(book, N_("Begin to correct opinion {no}"), changed(opinion, state=_S.CORRECTING, begun_on=asked.begun_on))


def claim_done(book: Book, row: int, asked: Completion) -> None:
    """Write down that the responsible unit says it is done; the union still checks it."""
    opinion = _stepped(book, row, _S.DONE, asked.done_on, "done_on")
    if not asked.result.strip():
        raise KnownError(_("Write what was done."), field="result")
    _save(book, N_("Opinion {no} is said to be done"), changed(
        opinion, state=_S.DONE, done_on=asked.done_on, result=asked.result.strip()
    ))  # fmt: skip


def approve(book: Book, row: int, asked: Approval) -> None:
    """Write down that the union checked the correction and found it done."""
    opinion = _stepped(book, row, _S.CORRECTED, asked.checked_on, "checked_on")
    if not asked.checked_by.strip():
        raise KnownError(_("Write who checked it."), field="checked_by")
    line = Check(checked_on=asked.checked_on, checked_by=asked.checked_by.strip(), finding=asked.finding.strip())
    _save(book, N_("Opinion {no} is corrected"), changed(
        opinion, state=_S.CORRECTED, corrected_on=asked.checked_on, checks=(*opinion.checks, line)
    ))  # fmt: skip


def reopen(book: Book, row: int, asked: Reopening) -> None:
    """Write down that the check found it not corrected: it goes back to correction with a new day."""
    opinion = store.opinion(book, row)
    if opinion.state not in (_S.DONE, _S.CORRECTED):
        raise KnownError(_("Only what was claimed done can be found not corrected."))
    opinion = _stepped(book, row, _S.CORRECTING, asked.checked_on, "checked_on")
    if not asked.checked_by.strip():
        raise KnownError(_("Write who checked it."), field="checked_by")
    if not asked.finding.strip():
        raise KnownError(_("Write what is not corrected."), field="finding")
    rules.not_before(asked.planned_on, asked.checked_on, "planned_on")
    line = Check(
        checked_on=asked.checked_on, checked_by=asked.checked_by.strip(), corrected=False, finding=asked.finding.strip()
    )  # fmt: skip
    _save(book, N_("Opinion {no} is not corrected yet"), changed(
        opinion, state=_S.CORRECTING, done_on=None, result="", corrected_on=None, planned_on=asked.planned_on,
        begun_on=opinion.begun_on or opinion.done_on, checks=(*opinion.checks, line),
    ))  # fmt: skip


def withdraw(book: Book, row: int, asked: Ending) -> None:
    """Withdraw an opinion, with the reason; row and number stay. What was merged into it must be separated first."""
    opinion = _stepped(book, row, _S.WITHDRAWN, asked.day, "day")
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    if store.merged_into(book, row):
        raise KnownError(_("Other opinions were merged into this one. Separate them first."))
    _save(book, N_("Withdraw opinion {no}"), changed(
        opinion, state=_S.WITHDRAWN, ended_on=asked.day, ended_why=asked.reason.strip()
    ))  # fmt: skip


def tell(book: Book, row: int, asked: Telling) -> None:
    """Write down that the raiser was told the answer; who raised what was merged into it was told with it."""
    opinion = store.opinion(book, row)
    if opinion.state not in rules.ANSWERED:
        raise KnownError(_("There is no answer yet that the raiser could be told."))
    rules.not_before(asked.told_on, opinion.replied_on, "told_on")
    with book.act(N_("Whoever raised opinion {no} was told"), no=opinion.number) as act:
        _tell(act, opinion, asked)


def _tell(act: Act, opinion: Opinion, asked: Telling) -> None:
    told = changed(opinion, told_on=asked.told_on, told_by=asked.told_by)
    rules.check_opinion(told)
    store.save_opinion(act, told)
    for other in store.merged_into(act.book, opinion.id):
        if other.told_on is None:
            whole = store.opinion(act.book, other.id)
            store.save_opinion(act, changed(whole, told_on=max(asked.told_on, whole.raised_on), told_by=asked.told_by))


# -- merging --------------------------------------------------------------------------------


def merge(book: Book, row: int, asked: Merging) -> None:
    """Merge an opinion into one of the same content: that one is gone after, this one points to it, and their people add up.

    What was merged into this one before goes along. Raises KnownError.
    """
    opinion = store.opinion(book, row)
    rules.check_step(opinion.state, _S.MERGED)
    if asked.into == row:
        raise KnownError(_("An opinion cannot be merged into itself."), field="into")
    target = store.opinion(book, asked.into)
    if target.state in (_S.MERGED, _S.WITHDRAWN):
        raise KnownError(_("{no} now stands at “{state}”: choose the one it went into.", no=target.number, state=target.state),
                         field="into")  # fmt: skip
    rules.not_before(asked.merged_on, max(opinion.raised_on, target.raised_on), "merged_on")
    with book.act(N_("Merge opinion {no} into {other}"), no=opinion.number, other=target.number) as act:
        for other in store.merged_into(book, row):
            act.unlink(MERGED_INTO, (TABLE, other.id), (TABLE, row))
            act.link(MERGED_INTO, (TABLE, other.id), (TABLE, target.id))
            store.save_opinion(act, changed(store.opinion(book, other.id), merged_into=target.id))
        merged = changed(
            opinion, state=_S.MERGED, state_before=opinion.state, merged_into=target.id, merged_on=asked.merged_on
        )  # fmt: skip
        rules.check_opinion(merged)
        store.save_opinion(act, merged)
        act.link(MERGED_INTO, (TABLE, row), (TABLE, target.id))


def separate(book: Book, row: int) -> None:
    """Take an opinion out of the one it was merged into: it stands again where it stood before."""
    opinion = store.opinion(book, row)
    if opinion.state is not _S.MERGED or opinion.merged_into is None or opinion.state_before is None:
        raise KnownError(_("This opinion is not merged into another."))
    with book.act(N_("Separate opinion {no} again"), no=opinion.number) as act:
        act.unlink(MERGED_INTO, (TABLE, row), (TABLE, opinion.merged_into))
        store.save_opinion(act, changed(
            opinion, state=opinion.state_before, state_before=None, merged_into=None, merged_on=None
        ))  # fmt: skip


# -- slips with a code ----------------------------------------------------------------------


def give_slip(book: Book, row: int, asked: SlipGiving) -> str:
    """Give who stays anonymous a slip with a code, and give the code: it is printed once and then known to nobody here.

    The book keeps only its salted slow hash. Cannot be undone. Raises KnownError when the opinion is named, or has a slip.
    """
    opinion = store.opinion(book, row)
    if opinion.slip:
        raise KnownError(_("A slip was given already. If it was spoilt or lost, give a new one in its place."))
    return _new_slip(book, opinion, asked.slip_on, N_("Give a slip with a code for opinion {no}"), "")


def renew_slip(book: Book, row: int, asked: SlipRenewal) -> str:
    """Give a new slip in place of one that was spoilt or lost; the old code no longer opens anything. Gives the new code."""
    opinion = store.opinion(book, row)
    if not opinion.slip:
        raise KnownError(_("No slip was given for this opinion yet."))
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    label = N_("Give a new slip with a code for opinion {no}: {reason}")
    return _new_slip(book, opinion, asked.slip_on, label, asked.reason.strip())


def _new_slip(book: Book, opinion: Opinion, day: date, label: str, reason: str) -> str:
    if not opinion.anonymous:
        raise KnownError(_("A slip with a code is for who stays anonymous."))
    if opinion.state is _S.WITHDRAWN:
        raise KnownError(_("It now stands at “{state}” and is no longer changed.", state=opinion.state))
    locked = store.slip_of_year(book, day.year) or rules.lock(rules.new_salt())
    taken = {kept for _row, kept in store.slips(book)}
    code = rules.new_code()
    while (kept := rules.kept_as(code, locked)) in taken:
        code = rules.new_code()
    given = changed(opinion, slip=kept, slip_on=day)
    rules.check_opinion(given)
    with book.act(label, final=True, no=opinion.number, reason=reason) as act:
        store.save_opinion(act, given)
    return rules.written(code)


def find_by_code(book: Book, text: str) -> int:
    """The opinion whose slip bears this code. Raises KnownError when it is no code, or no slip bears it."""
    code = rules.read_code(text)
    tried: dict[str, str] = {}
    for row, kept in store.slips(book):
        locked = kept.rpartition("$")[0]
        if locked not in tried:
            tried[locked] = rules.kept_as(code, locked)
        if rules.same(tried[locked], kept):
            return row
    raise KnownError(_("No slip of this book bears this code."), field="code")


def to_post(book: Book) -> tuple[int, ...]:
    """The anonymous opinions that have an answer and whose raiser was not told yet: the answer wall tells them."""
    return store.rows_of(book, f"anonymous = 1 and {UNTOLD}")


def post_answers(book: Book, rows: Sequence[int], day: date) -> int:
    """Write down that the answers of some anonymous opinions hang on the wall: that counts as told. Gives how many."""
    wanted = [row for row in rows if row in set(to_post(book))]
    if not wanted:
        raise KnownError(_("There is no answer to post."))
    with book.act(N_("Post {count} answers on the wall"), count=len(wanted)) as act:
        for row in wanted:
            opinion = store.opinion(book, row)
            _tell(act, opinion, Telling(told_on=max(day, opinion.replied_on or day), told_by=ToldBy.WALL))
    return len(wanted)


# -- anonymity ----------------------------------------------------------------------------------


def gives_name_up(book: Book, opinion: Opinion) -> bool:
    """Whether saving a corrected opinion takes a name out of the book for good."""
    return opinion.anonymous and bool(store.opinion(book, opinion.id).raised_by)


def make_anonymous(book: Book, row: int) -> Traces:
    """Take the name of who raised an opinion out of the book for good. Cannot be undone. Gives where it may still stand."""
    opinion = store.opinion(book, row)
    if not opinion.raised_by:
        raise KnownError(_("This opinion is anonymous already."))
    return _traces(book, row, clean=_forget(book, opinion))


def _forget(book: Book, opinion: Opinion) -> bool:
    return book.redact(
        store.OPINIONS, opinion.id, {"anonymous": 1, "raised_by": None}, N_("Make opinion {no} anonymous"), no=opinion.number
    )


def _traces(book: Book, row: int, *, clean: bool) -> Traces:
    printed: tuple[Printed, ...] = ()  # no paper of this desk bears the name
    return Traces(_backups_that_name(book, row), printed, not clean)


def _backups_that_name(book: Book, row: int) -> tuple[Path, ...]:
    """The backups whose journal holds a name that the book's own no longer holds, or that cannot be read."""
    from unionoffice.core import backup  # here: it is needed only when there is something to look after

    here = store.names_kept(book, row)
    found = []
    for path in backup.backups(backup.backup_folder(book.path)):
        try:
            kept = Book.open(path, write=False, immutable=True)
        except (KnownError, BugError):
            found.append(path)
            continue
        try:
            if store.names_kept(kept, row) - here:
                found.append(path)
        finally:
            kept.close()
    return tuple(found)


# -- raising an opinion further ------------------------------------------------------------------


def can_be_raised(opinion: Opinion) -> bool:
    """Whether an opinion can become a proposal, an exposure of waste or a rule."""
    return opinion.state not in (_S.MERGED, _S.WITHDRAWN)


def for_proposal(opinion: Opinion) -> dict[str, object]:
    """What the form of a new proposal takes over from an opinion."""
    return {"title": opinion.summary, "unit": opinion.unit, "problem": opinion.details.strip() or opinion.summary}


def for_exposure(opinion: Opinion) -> dict[str, object]:
    """What the form of a new exposure of waste takes over from an opinion. Nobody's name goes along."""
    return {
        "title": opinion.summary, "unit": opinion.unit, "exposed_on": opinion.raised_on,
        "description": opinion.details.strip() or opinion.summary, "responsible": opinion.responsible,
    }  # fmt: skip


def for_rule(opinion: Opinion) -> dict[str, object]:
    """What the form of a new rule that prevents waste takes over from an opinion."""
    return {"title": opinion.summary, "responsible": opinion.responsible, "remark": opinion.details.strip()}
