"""What a clerk does with the plan: discuss and decide it, set targets, see how they are fulfilled, keep what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core import numbering
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.kept import Traces
from unionoffice.core.period import Month, Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Entry, Indicator
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import reckoning, rules, store
from unionoffice.desks.targets.reckoning import in_last_decimal, normal, period_of, titles
from unionoffice.desks.targets.records import (
    Decision,
    Discussion,
    DiscussionState,
    Ending,
    Keeping,
    OnDay,
    PlanMeasure,
    Reconciling,
    Revising,
    Revision,
    Saying,
    Spread,
    Target,
    TargetMonth,
    TargetState,
    Voice,
    VoiceKind,
    WhyWorse,
)

TAKEN_UP = N_("taken up in the plan discussion")
"""The kind of link to a discussion from the record it follows from."""

FROM_DISCUSSION = store.FROM_DISCUSSION
"""The kind of link from a discussion to the target that was made of it."""

RECORD = "plan_discussion"
"""The form of the record of a discussion."""

_DAY = timedelta(days=1)


def _called(book: Book, record: Discussion | Target) -> str:
    return reckoning.title(book, record)


DISCUSSIONS = Query(
    store.DISCUSSIONS,
    columns=(
        Column("number"), Column("title", wide=True, value=_called, label=N_("What is discussed")),
        Column("draft", kind="quantity", label=N_("Draft figure"), value=lambda _book, record: record.draft),
        Column("decided", kind="quantity", label=N_("Decided figure"), value=lambda _book, record: record.decided), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), f"state in {store.OPEN} or (state = 'decided' and outside = '')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in DiscussionState),
        Filter("overdue", N_("overdue"), f"decide_by < :today and state in {store.OPEN} and outside = ''", alert=True),
        Filter("outside", N_("of other plants"), "outside <> ''"),
    ),
    orders=(
        Order("latest", N_("latest first"), "received_on desc, id desc"),
        Order("received", N_("by date"), "received_on, id"),
    ),
    day="received_on",
    kind="JH",
)


def _fulfilled(book: Book, record: Target) -> str:
    return monthly.shown_percent(reckoning.course(book, store.target(book, record.id)).share)


def _foreseen(book: Book, record: Target) -> str:
    found = reckoning.course(book, store.target(book, record.id))
    return monthly.written(monthly.indicator(book, record.indicator), found.forecast)


TARGETS = Query(
    store.TARGETS,
    columns=(
        Column("number"), Column("title", wide=True, value=_called, label=N_("Unit, period, indicator")),
        Column("value", kind="quantity", label=N_("Target"), value=lambda _book, record: record.value),
        Column("fulfilled", label=N_("Fulfilled"), kind="quantity", value=_fulfilled),
        Column("foreseen", label=N_("Foreseen"), kind="quantity", value=_foreseen), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state in ('running', 'revised')"),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in TargetState),
        Filter("ended", N_("period is over"), "state in ('running', 'revised') and ends_on < :today", alert=True),
    ),
    orders=(
        Order("latest", N_("latest first"), "set_on desc, id desc"),
        Order("unit", N_("by unit"), "unit, id"),
        Order("ends", N_("by end of the period"), "ends_on, id"),
    ),
    day="set_on",
    kind="MB",
)


# -- discussions --------------------------------------------------------------------------


def enter_discussion(
    book: Book, discussion: Discussion, came_from: tuple[str, int] | None = None, *, look_up: bool = True
) -> int:
    """Register the draft of a plan for discussion; give its id. What stays empty is looked up in the book's own figures.

    `came_from` is (table, id) of the record it follows from, such as a debate; both are tied in the same act. Raises
    KnownError with the field at fault.
    """
    tidy = _tidied(book, changed(
        discussion, id=0, state=DiscussionState.RECEIVED, discussed_on=None, groups_on=None, reconciled_on=None, balance="",
        decided="", decided_on=None, decided_by="", decided_why="", in_force_on=None, cancelled_on=None, cancelled_why="",
    ))  # fmt: skip
    if look_up:
        tidy = _looked_up(book, tidy)
    _check(book, tidy)
    with book.act(N_("Register plan discussion {no}"), no=_next_number(book, "JH", tidy.received_on)) as act:
        row = store.save_discussion(act, changed(tidy, number=act.number("JH", tidy.received_on)))
        if came_from is not None:
            act.link(TAKEN_UP, came_from, (store.DISCUSSIONS.name, row))
        return row


def correct_discussion(book: Book, discussion: Discussion) -> Traces | None:
    """Correct a discussion or write its voices; what the steps wrote down stays, or is corrected but not emptied.

    A voice that becomes anonymous, or is taken out, takes its name out of the whole book (ask before with
    `gives_names_up`); then where the name may still stand is given. Raises KnownError with the field at fault.
    """
    old = store.discussion(book, discussion.id)
    if old.state is DiscussionState.CANCELLED:
        raise KnownError(_("This discussion was cancelled; it is no longer changed."))
    if discussion.title in titles(book, old).values():
        discussion = changed(discussion, title="")  # it was made of unit, period and indicator, and follows them
    tidy = _tidied(book, changed(discussion, number=old.number, state=old.state))
    for field in ("discussed_on", "groups_on", "reconciled_on", "decided", "decided_on", "decided_by", "in_force_on"):
        if getattr(old, field) not in (None, "") and getattr(tidy, field) in (None, ""):
            raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)
    if old.state is DiscussionState.IN_FORCE and tidy.decided != old.decided:
        raise KnownError(_("The decided figure is in force. Revise its target instead."), field="decided")
    _check(book, tidy)
    clean = [_forget_name(book, old, voice.id) for voice in _names_given_up(old, tidy)]
    with book.act(N_("Correct plan discussion {no}"), no=old.number) as act:
        store.save_discussion(act, tidy)
    return _traces(book, old.id, clean=all(clean)) if clean else None


def look_up(book: Book, row: int) -> None:
    """Take last year's actual, the best ever and the best of comparable units from the monthly figures, where they are empty."""
    old = store.discussion(book, row)
    found = _looked_up(book, old)
    if found == old:
        raise KnownError(_("The monthly figures hold nothing that is still missing here."))
    with book.act(N_("Take the figures of plan discussion {no} from the book"), no=old.number) as act:
        store.save_discussion(act, found)


def open_discussion(book: Book, row: int, asked: OnDay) -> None:
    """Open the discussion among the groups."""
    old = _stepped(book, row, DiscussionState.DISCUSSING)
    _save_step(book, N_("Open plan discussion {no}"), changed(old, state=DiscussionState.DISCUSSING, discussed_on=asked.day))


def say(book: Book, row: int, asked: Saying) -> None:
    """Write down one more voice; without a name. A figure before the discussion was opened counts as brought early."""
    old = store.discussion(book, row)
    if old.state in (DiscussionState.IN_FORCE, DiscussionState.CANCELLED):
        raise KnownError(_("The discussion is over; nothing more is brought to it."))
    voice = Voice(
        kind=asked.kind, unit=asked.unit, circle=asked.circle, value=asked.value, reason=asked.reason, answer=asked.answer)
    tidy = _tidied(book, changed(old, voices=(*old.voices, voice)))
    _check(book, tidy)
    with book.act(N_("Write down a voice of plan discussion {no}"), no=old.number) as act:
        store.save_discussion(act, tidy)


def gather_figures(book: Book, row: int, asked: OnDay) -> None:
    """Write down that the groups' figures are in. Raises KnownError while no group has proposed one."""
    old = _stepped(book, row, DiscussionState.GROUPS)
    if not any(voice.kind is VoiceKind.PROPOSAL for voice in old.voices):
        raise KnownError(_("No group has proposed a figure yet. Write down at least one."))
    _save_step(
        book, N_("Group figures of plan discussion {no} are in"), changed(old, state=DiscussionState.GROUPS, groups_on=asked.day))


def reconcile(book: Book, row: int, asked: Reconciling) -> None:
    """Write down that the groups' figures were reconciled."""
    old = _stepped(book, row, DiscussionState.RECONCILED)
    _save_step(book, N_("Reconcile plan discussion {no}"), changed(
        old, state=DiscussionState.RECONCILED, reconciled_on=asked.reconciled_on, balance=asked.balance.strip()))


def decide(book: Book, row: int, asked: Decision) -> None:
    """Write down the figure that was decided, by whom, and why where it is worse than the best (asked for, never demanded)."""
    old = _stepped(book, row, DiscussionState.DECIDED)
    if not asked.decided_by.strip():
        raise KnownError(_("Write who decided it."), field="decided_by")
    indicator = monthly.indicator(book, old.indicator)
    value = normal(indicator, asked.decided, "decided")
    if not value:
        raise KnownError(_("Write the figure that was decided."), field="decided")
    _save_step(book, N_("Decide plan discussion {no}"), changed(
        old, state=DiscussionState.DECIDED, decided=value, decided_on=asked.decided_on,
        decided_by=asked.decided_by.strip(), decided_why=asked.decided_why.strip()))  # fmt: skip


def explain(book: Book, row: int, asked: WhyWorse) -> None:
    """Write down why the decided figure is worse than the best that was reached."""
    old = store.discussion(book, row)
    if not asked.decided_why.strip():
        raise KnownError(_("Write the reason."), field="decided_why")
    with book.act(N_("Write the reason of plan discussion {no}"), no=old.number) as act:
        store.save_discussion(act, changed(old, decided_why=asked.decided_why.strip()))


def put_in_force(book: Book, row: int, asked: OnDay) -> None:
    """Put the decided figure in force from a day on."""
    old = _stepped(book, row, DiscussionState.IN_FORCE)
    _save_step(
        book, N_("Put plan discussion {no} in force"), changed(old, state=DiscussionState.IN_FORCE, in_force_on=asked.day))


def cancel_discussion(book: Book, row: int, asked: Ending) -> None:
    """Cancel a discussion with the reason; row and number stay."""
    old = _stepped(book, row, DiscussionState.CANCELLED)
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    latest = max(day for _field, day in rules.order_of_days(old) if day is not None)
    rules.not_before(asked.day, latest, "day")
    with book.act(N_("Cancel plan discussion {no}"), no=old.number) as act:
        store.save_discussion(act, changed(
            old, state=DiscussionState.CANCELLED, cancelled_on=asked.day, cancelled_why=asked.reason.strip()))


def keep_measure(book: Book, row: int, asked: Keeping) -> None:
    """Write down on which day a promised measure, by its number in the record, was carried out."""
    old = store.discussion(book, row)
    if asked.measure > len(old.measures):
        raise KnownError(_("There is no measure of this number."), field="measure")
    keep_promise(book, store.MEASURES.name, old.measures[asked.measure - 1].id, asked.done_on)


def _stepped(book: Book, row: int, state: DiscussionState) -> Discussion:
    old = store.discussion(book, row)
    rules.check_step(old.state, state, rules.NEXT_DISCUSSION[old.state])
    return old


def _save_step(book: Book, label: str, record: Discussion) -> None:
    rules.check_days(record)
    with book.act(label, no=record.number) as act:
        store.save_discussion(act, record)


def _check(book: Book, record: Discussion) -> None:
    rules.check_discussion(record)
    rules.check_days(record)
    if record.unit is not None:
        roster.unit(book, record.unit)


def _tidied(book: Book, record: Discussion) -> Discussion:
    """The discussion with its figures as the indicator is written, its period in one form, and no name with an anonymous voice."""
    indicator, period = monthly.indicator(book, record.indicator), period_of(book, record.period)
    record = changed(record, outside=record.outside.strip(), outside_english=record.outside_english.strip(), period=str(period))
    voices = tuple(
        changed(
            voice, circle=voice.circle.strip(), value=normal(indicator, voice.value, "voices"), reason=voice.reason.strip(),
            answer=voice.answer.strip(), name=None if voice.anonymous else (voice.name or "").strip() or None,
        )
        for voice in record.voices
        if voice.id or voice.unit or voice.circle.strip() or voice.value.strip() or voice.reason.strip()
    )
    return changed(
        record,
        title=record.title.strip() or titles(book, record)[language()],
        decide_by=record.decide_by or (None if record.outside else max(record.received_on, period.first - _DAY)),
        draft=normal(indicator, record.draft, "draft"), last_year=normal(indicator, record.last_year, "last_year"),
        best=normal(indicator, record.best, "best"), best_when=record.best_when.strip(),
        peers=normal(indicator, record.peers, "peers"), peer=record.peer.strip(), source=record.source.strip(),
        decided=normal(indicator, record.decided, "decided"), decided_by=record.decided_by.strip(),
        decided_why=record.decided_why.strip(), voices=voices,
        measures=tuple(
            changed(line, text=line.text.strip(), owner=line.owner.strip())
            for line in record.measures if line.id or line.text.strip() or line.unit or line.due
        ),
        effects=tuple(
            changed(line, what=line.what.strip(), measure=line.measure.strip(), measure_english=line.measure_english.strip())
            for line in record.effects if line.id or line.what.strip() or line.at_draft is not None or line.per_unit is not None
        ),
    )  # fmt: skip


def _next_number(book: Book, kind: str, day: date) -> str:
    return numbering.written(kind, day.year, book.next_running(kind, day.year))


# -- what the book's own figures say --------------------------------------------------------


def _looked_up(book: Book, record: Discussion) -> Discussion:
    if record.unit is None:
        return record
    found = reckoning.known(book, record.unit, record.indicator, period_of(book, record.period))
    if not record.last_year:
        record = changed(record, last_year=found.last_year)
    if not record.best:
        record = changed(record, best=found.best, best_when=record.best_when or found.best_when)
    if not record.peers:
        record = changed(record, peers=found.peers, peer=record.peer or found.peer)
    return record


# -- anonymity ----------------------------------------------------------------------------------


def gives_names_up(book: Book, record: Discussion) -> bool:
    """Whether saving a corrected discussion takes a name out of the book for good."""
    return bool(_names_given_up(store.discussion(book, record.id), record))


def make_anonymous(book: Book, row: int, place: int) -> Traces:
    """Make a voice, by its number in the record, anonymous for good, in the book, its journal and its index. Cannot be undone."""
    record = store.discussion(book, row)
    if place > len(record.voices):
        raise KnownError(_("There is no voice of this number."), field="voice")
    voice = record.voices[place - 1]
    if not voice.name:
        raise KnownError(_("This voice is anonymous already."), field="voice")
    return _traces(book, row, clean=_forget_name(book, record, voice.id))


def _names_given_up(old: Discussion, new: Discussion) -> list[Voice]:
    named = {voice.id for voice in new.voices if voice.name and not voice.anonymous}
    return [voice for voice in old.voices if voice.name and voice.id not in named]


def _forget_name(book: Book, record: Discussion, voice: int) -> bool:
    return book.redact(
        store.VOICES, voice, {"anonymous": 1, "name": None}, N_("Make a voice of plan discussion {no} anonymous"), no=record.number
    )


def _traces(book: Book, row: int, *, clean: bool) -> Traces:
    """The papers printed with the name, and the backups whose journal holds one that the book's own no longer holds."""
    from unionoffice.core import backup  # here: it is needed only when there is something to look after

    here, found = store.names_kept(book, row), []
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
    return Traces(tuple(found), tuple(book.printings(RECORD, store.DISCUSSIONS.name, row)), not clean)


def names_hint(book: Book, text: str) -> list[str]:
    """The hint for a text that names workers of the roster; none when it names nobody. Quick, and never a block."""
    names = roster.named_in(book, text)
    if not names:
        return []
    return [_("Write of the arrangement, not the person? The text names {names}.", names=", ".join(names))]


def discussion_warnings(book: Book, record: Discussion, today: date) -> list[str]:
    """What the clerk should know about a discussion, in words of the screen; none of it stops the work."""
    found = []
    if reckoning.is_worse_than_best(book, record) and not record.decided_why:
        found.append(_("The decided figure {decided} is worse than the unit's own best of {best} ({when}). Write the reason.",
                       decided=record.decided, best=reckoning.own_best(record), when=record.best_when or _("last year")))
    waits = record.decided_on is None and record.cancelled_on is None and not record.outside
    if waits and record.decide_by is not None and record.decide_by < today:
        found.append(_("It was to be decided by {day}.", day=record.decide_by))
    texts = [record.title, record.balance, record.decided_why, record.remark]
    texts += [text for voice in record.voices for text in (voice.circle, voice.reason, voice.answer)]
    texts += [measure.text for measure in record.measures]
    return found + names_hint(book, "\n".join(texts))


# -- targets --------------------------------------------------------------------------------------


def enter_target(book: Book, target: Target, came_from: tuple[str, int] | None = None) -> int:
    """Set a target, broken down by month; give its id. `came_from` is the discussion it comes from, if any.

    Months that were typed stand as they are and must make the target; else they are broken down as `spread` says.
    Raises KnownError with the field at fault.
    """
    discussion = target.discussion
    if discussion is None and came_from is not None and came_from[0] == store.DISCUSSIONS.name:
        discussion = came_from[1]
    tidy = _planned(book, changed(
        target, id=0, state=TargetState.RUNNING, discussion=discussion, revisions=(), reached="", settled_on=None,
        cancelled_on=None, cancelled_why="",
    ))  # fmt: skip
    tidy = changed(tidy, first_value=tidy.value)
    _check_alone(book, tidy)
    with book.act(N_("Set target {no}"), no=_next_number(book, "MB", tidy.set_on)) as act:
        row = store.save_target(act, changed(tidy, number=act.number("MB", tidy.set_on)))
        _tie(act, row, None, discussion)
        return row


def correct_target(book: Book, target: Target) -> None:
    """Correct a target's breakdown, its remark, or what was mistyped; what was agreed otherwise is revised.

    Once it was revised its figure stands: it is revised again. Raises KnownError with the field at fault.
    """
    old = store.target(book, target.id)
    if old.state not in rules.OPEN_TARGET:
        raise KnownError(_("This target is settled or cancelled; it is no longer changed."))
    tidy = changed(target, number=old.number, state=old.state, revisions=old.revisions)
    same_months = tuple(line.value for line in tidy.months) == tuple(line.value for line in old.months)
    asked, stood = (
        (each.value, each.spread, each.period, each.unit, each.indicator) for each in (tidy, old)
    )  # fmt: skip
    if same_months and tidy.spread is not Spread.BY_HAND and asked != stood:
        tidy = changed(tidy, months=())
    tidy = _planned(book, tidy, old)
    if old.revisions and tidy.value != old.value:
        raise KnownError(_("This target was revised: revise it again, with the reason."), field="value")
    tidy = changed(tidy, first_value=old.first_value if old.revisions else tidy.value)
    _check_alone(book, tidy)
    with book.act(N_("Correct target {no}"), no=old.number) as act:
        store.save_target(act, tidy)
        _tie(act, tidy.id, old.discussion, tidy.discussion)


def revise_target(book: Book, row: int, asked: Revising) -> None:
    """Revise a target with day and reason; the first figure and every one before, with its breakdown, stay in the record.

    The months that were over by that day keep what they had; the months to come make up what is missing.
    """
    old = store.target(book, row)
    if old.state not in rules.OPEN_TARGET:
        raise KnownError(_("This target is settled or cancelled; it is no longer changed."))
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules.not_before(asked.revised_on, max([old.set_on, *(line.revised_on for line in old.revisions)]), "revised_on")
    if not asked.value.strip() and asked.spread is not Spread.FIGURES:
        raise KnownError(_("Write the target."), field="value")
    if asked.spread is Spread.BY_HAND:
        raise KnownError(_("Choose another breakdown here; the months can be corrected afterwards."), field="spread")
    closing_day = period_of(book, old.period).closing_day
    gone = [line for line in old.months if line.month.last_day(closing_day) < asked.revised_on]
    if len(gone) == len(old.months):
        raise KnownError(_("The period is over: settle the target, or cancel it."), field="revised_on")
    tidy = _planned(book, changed(old, value=asked.value, spread=asked.spread, months=()), old, gone)
    before = Revision(
        revised_on=asked.revised_on, before=old.value, reason=asked.reason.strip(),
        months_before="; ".join(f"{line.month} {line.value}" for line in old.months),
    )
    with book.act(N_("Revise target {no}"), no=old.number) as act:
        store.save_target(act, changed(tidy, state=TargetState.REVISED, revisions=(*old.revisions, before)))


def settle_target(book: Book, row: int, asked: OnDay) -> None:
    """Settle a target whose period is over: met when the actual figure, as it is written, is at or better than it, else missed.

    Raises KnownError while the period runs, or an actual figure of one of its months is missing.
    """
    old = store.target(book, row)
    rules.check_step(old.state, TargetState.MET, (TargetState.MET,) if old.state in rules.OPEN_TARGET else ())
    if asked.day < old.ends_on:
        raise KnownError(_("The period runs until {day}; it can be settled after that.", day=old.ends_on), field="day")
    found = reckoning.course(book, old)
    lacking = [str(line.month) for line in found.months if line.actual is None]
    if found.actual is None or lacking:
        raise KnownError(_("There is no actual figure for {months} yet.", months=", ".join(lacking)))
    indicator = monthly.indicator(book, old.indicator)
    worse = rules.is_worse(Fraction(rules.rounded(found.actual)), in_last_decimal(indicator, old.value), indicator.direction)
    settled = changed(
        old, state=TargetState.MISSED if worse else TargetState.MET, settled_on=asked.day,
        reached=monthly.written(indicator, found.actual),
    )
    with book.act(N_("Settle target {no}"), no=old.number) as act:
        store.save_target(act, settled)


def cancel_target(book: Book, row: int, asked: Ending) -> None:
    """Cancel a target with the reason; row and number stay."""
    old = store.target(book, row)
    rules.check_step(old.state, TargetState.CANCELLED, (TargetState.CANCELLED,) if old.state in rules.OPEN_TARGET else ())
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules.not_before(asked.day, old.set_on, "day")
    with book.act(N_("Cancel target {no}"), no=old.number) as act:
        store.save_target(act, changed(
            old, state=TargetState.CANCELLED, cancelled_on=asked.day, cancelled_why=asked.reason.strip()))


def write_plan(book: Book, row: int) -> int:
    """Write the breakdown as the unit's plan into the monthly figures; give how many figures changed."""
    found = store.target(book, row)
    indicator = monthly.indicator(book, found.indicator)
    entries = []
    for line in found.months:
        value = in_last_decimal(indicator, line.value)
        if value.denominator != 1:
            raise KnownError(_("{value} is finer than the indicator is kept now. Correct the breakdown first.", value=line.value))
        entries.append(Entry(found.unit, line.month, "plan", int(value)))
    with book.act(N_("Write the breakdown of target {no} into the monthly figures"), no=found.number):
        return monthly.write(book, found.indicator, entries)


def _check_alone(book: Book, target: Target) -> None:
    other = store.another(book, target)
    if other is not None:
        raise KnownError(_("Target {no} is of the same unit, indicator and period. Revise or cancel it.", no=other.number),
                         field="period")


def _tie(act: Act, row: int, old: int | None, new: int | None) -> None:
    end = (store.TARGETS.name, row)
    if old and old != new:
        act.unlink(FROM_DISCUSSION, (store.DISCUSSIONS.name, old), end)
    if new:
        act.link(FROM_DISCUSSION, (store.DISCUSSIONS.name, new), end)


def _planned(book: Book, target: Target, old: Target | None = None, gone: Sequence[TargetMonth] = ()) -> Target:
    """The target with its figures as the indicator is written and its months, which make it exactly. Raises KnownError.

    `old` is the target as it stood, `gone` are the months that keep what they had when it is revised.
    """
    rules.check_target(target)
    indicator, period = monthly.indicator(book, target.indicator), period_of(book, target.period)
    roster.unit(book, target.unit)
    if target.discussion is not None:
        source = store.discussion(book, target.discussion)
        if source.decided_on is None or (source.unit, source.indicator) != (target.unit, target.indicator):
            raise KnownError(_("A target comes from a decided discussion of the same unit and indicator."), field="discussion")
    months = period.months()
    typed = {line.month: normal(indicator, line.value, "months") for line in target.months}
    value = normal(indicator, target.value, "value")
    spread = target.spread
    if typed:
        if set(typed) != set(months) or not all(typed.values()) or len(typed) != len(target.months):
            raise KnownError(_("Write a figure for each month of the period, once."), field="months")
        values = [in_last_decimal(indicator, typed[month]) for month in months]
        value = value or monthly.written(indicator, rules.makes(values, indicator.over_months))
    elif spread is Spread.BY_HAND:
        raise KnownError(_("Write a figure for each month of the period, once."), field="months")
    elif spread is Spread.FIGURES:
        kept = [in_last_decimal(indicator, line.value) for line in gone]
        values = [*kept, *_planned_in_figures(book, indicator, target.unit, months[len(kept):])]
        value = value or monthly.written(indicator, rules.makes(values, indicator.over_months))
    else:
        shape = _last_year(book, indicator, target.unit, months[len(gone):]) if spread is Spread.LAST_YEAR else None
        whole, how = int(in_last_decimal(indicator, value)), indicator.over_months
        before = [rules.rounded(in_last_decimal(indicator, line.value)) for line in gone]
        values = [Fraction(part) for part in rules.revised_breakdown(whole, before, len(months), how, shape)]
    if not rules.check_breakdown(values, in_last_decimal(indicator, value), indicator.over_months):
        made = monthly.written(indicator, rules.makes(values, indicator.over_months))
        raise KnownError(_("The months make {made} together, but the target is {target}.", made=made, target=value), field="months")
    ids = {line.month: line.id for line in (target if old is None else old).months}
    return changed(
        target, value=value, period=str(period), ends_on=period.last,
        title=titles(book, target)[language()],
        months=tuple(
            TargetMonth(id=ids.get(month, 0), month=month, value=monthly.written(indicator, part))
            for month, part in zip(months, values, strict=True)
        ),
    )  # fmt: skip


def _planned_in_figures(book: Book, indicator: Indicator, unit: int, months: Sequence[Month]) -> list[Fraction]:
    rows = [monthly.value(book, indicator.id, unit, month) for month in months]
    lacking = [str(month) for month, row in zip(months, rows, strict=True) if row is None or row.plan is None]
    if lacking:
        raise KnownError(_("The monthly figures have no plan for {months}.", months=", ".join(lacking)), field="spread")
    return [Fraction(row.plan) for row in rows if row is not None and row.plan is not None]


def _last_year(book: Book, indicator: Indicator, unit: int, months: Sequence[Month]) -> list[Fraction]:
    rows = [monthly.value(book, indicator.id, unit, month.plus(-12)) for month in months]
    lacking = [str(month.plus(-12)) for month, row in zip(months, rows, strict=True) if row is None or row.actual is None]
    if lacking:
        raise KnownError(_("There is no actual figure for {months}: choose another breakdown.", months=", ".join(lacking)),
                         field="spread")
    return [Fraction(row.actual) for row in rows if row is not None and row.actual is not None]


def discussion(book: Book, row: int) -> Discussion:
    """One discussion."""
    return store.discussion(book, row)


def target(book: Book, row: int) -> Target:
    """One target."""
    return store.target(book, row)


def for_target(book: Book, row: int) -> dict[str, object]:
    """What the form of a new target takes over from a decided discussion."""
    record = store.discussion(book, row)
    return {
        "unit": record.unit, "indicator": record.indicator, "period": record.period, "value": record.decided,
        "discussion": record.id,
    }  # fmt: skip


def has_target(book: Book, row: int) -> bool:
    """Whether a target was made of a discussion."""
    return any(link.kind == FROM_DISCUSSION for link in book.links(store.DISCUSSIONS.name, row))


# -- what is due and promised ---------------------------------------------------------------------------


def badge(book: Book, today: date) -> int:
    """How many promised measures are past their day, and discussions past the day they were to be decided by."""
    return store.overdue(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What is due by a day: promised measures, a decision before the period begins; and what waits: a target to be settled."""
    found = [
        Due(
            tbl=store.DISCUSSIONS.name, row=row["discussion"], number=row["number"], title=row["text"],
            what=Said(N_("Promised measure of the plan discussion")), day=date.fromisoformat(row["due"]), who=row["owner"],
            unit=row["unit"] or row["whose"],
        )
        for row in store.measures_due(book, until)
    ]
    found += [
        Due(
            tbl=store.DISCUSSIONS.name, row=row["id"], number=row["number"], title=row["title"],
            what=Said(N_("The plan waits for its decision")), day=date.fromisoformat(row["decide_by"]), unit=row["unit"],
        )
        for row in store.undecided(book, until)
    ]
    found += [
        Due(
            tbl=store.TARGETS.name, row=row["id"], number=row["number"], title=row["title"],
            what=Said(N_("The target's period is over: settle it")), unit=row["unit"], kind="waits",
        )
        for row in store.unsettled(book, until)
    ]
    return found


def promises(book: Book) -> list[Promise]:
    """Every measure promised in a plan discussion of the office's own units."""
    return [
        Promise(
            tbl=store.DISCUSSIONS.name, row=row["discussion"], line=row["id"], number=row["number"],
            source=Said(N_("Plan discussion")), text=row["text"], who=row["owner"], unit=row["unit"] or row["whose"],
            made_on=date.fromisoformat(row["made_on"]), due=None if row["due"] is None else date.fromisoformat(row["due"]),
            done_on=None if row["done_on"] is None else date.fromisoformat(row["done_on"]),
        )
        for row in store.promised(book)
    ]


def keep_promise(book: Book, tbl: str, line: int, done_on: date) -> None:
    """Write down the day on which a promised measure was carried out. `line` is the measure, `tbl` its table or that of
    its discussion.
    """
    row = store.discussion_of_measure(book, line) if tbl in (store.DISCUSSIONS.name, store.MEASURES.name) else None
    if row is None:
        raise KnownError(_("This entry is no longer in the book: it was taken back."))
    old = store.discussion(book, row)
    if old.state is DiscussionState.CANCELLED:
        raise KnownError(_("This discussion was cancelled; it is no longer changed."))
    rules.not_before(done_on, old.received_on, "done_on")
    measures: tuple[PlanMeasure, ...] = tuple(
        changed(each, done_on=done_on) if each.id == line else each for each in old.measures)
    with book.act(N_("A measure of plan discussion {no} was carried out"), no=old.number) as act:
        store.save_discussion(act, changed(old, measures=measures))


# -- for the monthly summary -------------------------------------------------------------------------------


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each: see `reckoning.figures`."""
    return reckoning.figures(book, period)
