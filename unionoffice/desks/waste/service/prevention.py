"""What a clerk does with the rules that prevent waste: draft, discuss, approve, put in force, inspect, review, revise, repeal."""

from __future__ import annotations

from datetime import date

import msgspec

from unionoffice.core import numbering
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Direction
from unionoffice.desks.meetings.service import names_hint
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import rules, store
from unionoffice.desks.waste.records import (
    Approving,
    Discussing,
    Ending,
    Exposure,
    Inspection,
    InspectionChoice,
    InspectionFinding,
    Inspector,
    PreventionRule,
    PuttingInForce,
    Reviewing,
    Revising,
    RuleState,
    WasteNumber,
)

TABLE = store.RULES.name
INSPECTIONS = store.INSPECTIONS.name
NUMBERS = "ZD"

LED_TO = N_("led to the rule")
"""The kind of link from an exposure to the rule it led to."""

FOUND = N_("found at an inspection")
"""The kind of link from a rule to the waste that an inspection found."""

REVISED_AS = N_("revised as")
"""The kind of link from a rule to its revision."""

RULES = Query(
    store.RULES,
    columns=(
        Column("number"), Column("title", wide=True), Column("responsible", label=N_("Unit")), Column("next_due"), Column("state"),
    ),
    filters=(
        Filter("open", N_("drafted and in force"), "state in ('draft', 'discussed', 'approved', 'in_force')"),
        Filter("inspect", N_("inspection overdue"), store.INSPECTION_DUE, alert=True),
        Filter("review", N_("review overdue"), store.REVIEW_DUE, alert=True),
        *(Filter(state.value, state.word, f"state = '{state.value}'") for state in RuleState),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("drafted", N_("by day of drafting"), "drafted_on, id"),
        Order("next", N_("by next inspection"), "next_due, id"),
    ),
    day="drafted_on",
    kind=NUMBERS,
)


def rule(book: Book, row: int) -> PreventionRule:
    """One prevention rule with its inspections."""
    return store.rule(book, row)


# -- drafting ----------------------------------------------------------------------------------


def enter_rule(book: Book, rule: PreventionRule, came_from: tuple[str, int] | None = None) -> int:
    """Draft a rule; give its id. `came_from` is the exposure that led to it. Raises KnownError with the field at fault."""
    fresh = changed(
        rule, id=0, state=RuleState.DRAFT, discussed_on=None, discussion="", approved_on=None, approved_by="", effective_from=None,
        review_on=None, next_due=None, inspections=(), revises=None, revised_why="", ended_on=None, ended_why="",
    )
    made = _complete(book, fresh)
    with book.act(N_("Draft rule {no}"), no=_next_number(book, made.drafted_on)) as act:
        row = store.save_rule(act, changed(made, number=act.number(NUMBERS, made.drafted_on)))
        if came_from is not None:
            act.link(LED_TO, came_from, (TABLE, row))
        return row


FIXED = ("title", "drafted_on", "text", "units", "indicator", "limit_at", "approved_on", "approved_by")
"""What stands once a rule is approved: it is changed by a revision."""


def correct_rule(book: Book, rule: PreventionRule) -> None:
    """Correct a rule: its owner, inspectors, cycle and inspections at any time, its text until it is approved.

    Raises KnownError with the field at fault.
    """
    old = store.rule(book, rule.id)
    if old.state in (RuleState.REVISED, RuleState.REPEALED, RuleState.WITHDRAWN):
        raise KnownError(_("Rule {number} is no longer in force; it is no longer changed.", number=old.number))
    made = changed(
        rule, number=old.number, state=old.state, effective_from=old.effective_from, revises=old.revises,
        ended_on=None, ended_why="",
    )
    if old.approved_on is not None:
        for field in FIXED:
            if _plain(getattr(old, field)) != _plain(getattr(made, field)):
                raise KnownError(_("An approved rule is changed by a revision."), field=field)
        rules.check_ready(made)
    if old.discussed_on is not None and made.discussed_on is None:
        raise KnownError(_("This was written down with a step and cannot be left empty."), field="discussed_on")
    kept = {line.id: line.exposure for line in old.inspections}
    lines = tuple(changed(line, exposure=kept.get(line.id)) for line in made.inspections)
    gone = {line.id for line in old.inspections if line.exposure is not None} - {line.id for line in lines}
    if gone:
        raise KnownError(_("An inspection whose waste was registered stays."), field="inspections")
    made = _complete(book, changed(made, inspections=lines))
    with book.act(N_("Correct rule {no}"), no=old.number) as act:
        store.save_rule(act, made)


def _plain(value: object) -> object:
    """A value to compare: of lines only what they name, in order."""
    return tuple(line.unit for line in value) if isinstance(value, tuple) else value


def _complete(book: Book, rule: PreventionRule) -> PreventionRule:
    """The rule with names from the roster and its next inspection. Raises KnownError for what cannot be."""
    made = changed(
        rule, title=rule.title.strip(), owner=rule.owner.strip(), limit_at=rule.limit_at.strip(),
        inspectors=tuple(_named(book, each) for each in rule.inspectors),
        inspections=tuple(sorted(rule.inspections, key=lambda line: line.inspected_on)),
    )
    if made.indicator is not None and made.limit_at:
        _read_limit(book, made.indicator, made.limit_at)
    if made.state is RuleState.IN_FORCE and made.every is None:
        raise KnownError(_("Write how often the rule is inspected."), field="every")
    made = changed(made, next_due=rules.next_inspection(made))
    rules.check_rule(made)
    return made


def _read_limit(book: Book, indicator: int, text: str) -> int:
    """A limit in the indicator's last decimal, or seconds. Raises KnownError in the field `limit_at`."""
    try:
        found = figures.parse(book, indicator, text)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="limit_at") from trouble
    if found is None:
        raise KnownError(_("Write the limit."), field="limit_at")
    return found


def _named(book: Book, inspector: Inspector) -> Inspector:
    if inspector.worker is not None:
        return changed(inspector, name=roster.worker(book, inspector.worker).name)
    if not inspector.name.strip():
        raise KnownError(_("Choose each inspector, or write the name."), field="inspectors")
    return changed(inspector, name=inspector.name.strip())


def _next_number(book: Book, day: date) -> str:
    return numbering.written(NUMBERS, day.year, book.next_running(NUMBERS, day.year))


# -- the steps ---------------------------------------------------------------------------------


def discuss(book: Book, row: int, asked: Discussing) -> None:
    """Write down what the discussion of the draft said."""
    old = _stepped(book, row, RuleState.DISCUSSED)
    if not asked.discussion.strip():
        raise KnownError(_("Write what the discussion said."), field="discussion")
    rules.not_before(asked.discussed_on, old.drafted_on, "discussed_on")
    made = changed(old, state=RuleState.DISCUSSED, discussed_on=asked.discussed_on, discussion=asked.discussion.strip())
    _save(book, N_("Discuss rule {no}"), made)


def approve(book: Book, row: int, asked: Approving) -> None:
    """Approve a rule; its text then stands. Raises KnownError for what it still lacks."""
    old = _stepped(book, row, RuleState.APPROVED)
    rules.check_ready(old)
    if not asked.approved_by.strip():
        raise KnownError(_("Write who approved it."), field="approved_by")
    rules.not_before(asked.approved_on, old.discussed_on, "approved_on")
    made = changed(old, state=RuleState.APPROVED, approved_on=asked.approved_on, approved_by=asked.approved_by.strip())
    _save(book, N_("Approve rule {no}"), made)


def put_in_force(book: Book, row: int, asked: PuttingInForce) -> None:
    """Put an approved rule in force; a rule that it revises ends on that day."""
    old = _stepped(book, row, RuleState.IN_FORCE)
    rules.not_before(asked.effective_from, old.approved_on, "effective_from")
    made = changed(old, state=RuleState.IN_FORCE, effective_from=asked.effective_from, review_on=asked.review_on)
    made = _complete(book, made)
    before = None if old.revises is None else store.rule(book, old.revises)
    if before is not None and before.state is RuleState.IN_FORCE:
        last = max((line.inspected_on for line in before.inspections), default=before.effective_from)
        rules.not_before(asked.effective_from, last, "effective_from")
    with book.act(N_("Put rule {no} in force"), no=old.number) as act:
        store.save_rule(act, made)
        if before is not None and before.state is RuleState.IN_FORCE:
            why = _("Revised as {number}.", number=old.number)
            store.save_rule(act, changed(
                before, state=RuleState.REVISED, next_due=None, ended_on=asked.effective_from, ended_why=why))


def inspect(book: Book, row: int, asked: Inspection) -> None:
    """Write down an inspection of a rule in force; the next one is due its cycle later."""
    old = _in_force(book, row)
    line = changed(asked, id=0, parent=0, exposure=None, inspector=asked.inspector.strip(), what=asked.what.strip())
    rules.check_inspection(line, old)
    _save(book, N_("Inspect whether rule {no} is kept"), changed(old, inspections=(*old.inspections, line)))


def review(book: Book, row: int, asked: Reviewing) -> None:
    """A rule in force was reviewed and stays as it is; the next review may be set."""
    old = _in_force(book, row)
    rules.not_before(asked.reviewed_on, old.effective_from, "reviewed_on")
    if asked.review_on is not None and asked.review_on <= asked.reviewed_on:
        raise KnownError(_("The next review comes after this one."), field="review_on")
    with book.act(N_("Rule {no} was reviewed on {day} and stays"), no=old.number, day=asked.reviewed_on.isoformat()) as act:
        store.save_rule(act, changed(old, review_on=asked.review_on))


def revise(book: Book, row: int, asked: Revising) -> int:
    """Draft a revision of a rule in force; give its id. The old rule stays in force until the revision does."""
    old = _in_force(book, row)
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules.not_before(asked.drafted_on, old.effective_from, "drafted_on")
    for link in book.links(TABLE, row):
        other = store.rule(book, link.other.row) if link.outward and link.kind == REVISED_AS else None
        if other is not None and other.state is not RuleState.WITHDRAWN:
            raise KnownError(_("{number} is a revision of this rule already.", number=other.number))
    draft = PreventionRule(
        title=old.title, drafted_on=asked.drafted_on, text=old.text, responsible=old.responsible, owner=old.owner,
        units=tuple(changed(line, id=0) for line in old.units), inspectors=tuple(changed(line, id=0) for line in old.inspectors),
        indicator=old.indicator, limit_at=old.limit_at, every=old.every, cycle=old.cycle, revises=row,
        revised_why=asked.reason.strip(), remark=old.remark,
    )
    rules.check_rule(draft)
    with book.act(N_("Draft a revision of rule {no}"), no=old.number) as act:
        new = store.save_rule(act, changed(draft, number=act.number(NUMBERS, draft.drafted_on)))
        act.link(REVISED_AS, (TABLE, row), (TABLE, new))
        return new


def repeal(book: Book, row: int, asked: Ending) -> None:
    """Repeal a rule in force, with the reason."""
    old = _stepped(book, row, RuleState.REPEALED)
    last = max((line.inspected_on for line in old.inspections), default=old.effective_from)
    _end(book, old, RuleState.REPEALED, asked, last, N_("Repeal rule {no}"))


def withdraw_rule(book: Book, row: int, asked: Ending) -> None:
    """Withdraw a rule that never came into force, with the reason; row and number stay."""
    old = _stepped(book, row, RuleState.WITHDRAWN)
    _end(book, old, RuleState.WITHDRAWN, asked, old.approved_on or old.discussed_on or old.drafted_on, N_("Withdraw rule {no}"))


def _end(book: Book, old: PreventionRule, state: RuleState, asked: Ending, last: date | None, label: str) -> None:
    if not asked.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    rules.not_before(asked.day, last, "day")
    _save(book, label, changed(old, state=state, ended_on=asked.day, ended_why=asked.reason.strip()))


def _stepped(book: Book, row: int, state: RuleState) -> PreventionRule:
    found = store.rule(book, row)
    rules.check_step(found.state, state, rules.NEXT_RULE[found.state])
    return found


def _in_force(book: Book, row: int) -> PreventionRule:
    found = store.rule(book, row)
    if found.state is not RuleState.IN_FORCE:
        raise KnownError(_("Rule {number} is not in force.", number=found.number))
    return found


def _save(book: Book, label: str, rule: PreventionRule) -> None:
    made = _complete(book, rule)
    with book.act(label, no=made.number) as act:
        store.save_rule(act, made)


# -- waste that led to it, and waste that it found ------------------------------------------------------


def for_rule(exposure: Exposure) -> dict[str, object]:
    """What the form of a new rule takes over from an exposure: what was wasted, where, and who answers for it."""
    parts = [exposure.description.strip(), exposure.cause.strip(), exposure.measure.strip()]
    return {
        "title": exposure.title, "responsible": exposure.responsible or exposure.unit,
        "remark": "\n".join(part for part in parts if part),
    }


def tie_waste(book: Book, row: int, asked: WasteNumber) -> None:
    """Write down that another exposure led to a rule, by its number. Raises KnownError when no waste bears it."""
    found = store.rule(book, row)
    try:
        kind, year, running = numbering.taken_apart(asked.number)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="number") from trouble
    number = numbering.written(kind, year, running)
    hit = book.numbered(number)
    if hit is None or hit.tbl != store.EXPOSURES.name:
        raise KnownError(_("No waste bears the number {number}.", number=number), field="number")
    with book.act(N_("Waste {waste} led to rule {no}"), waste=number, no=found.number) as act:
        act.link(LED_TO, (hit.tbl, hit.row), (TABLE, row))


def violations(rule: PreventionRule) -> list[int]:
    """The places, counted from 1, of the inspections that found a violation whose waste is not registered yet."""
    return [
        place for place, line in enumerate(rule.inspections, start=1)
        if line.finding is InspectionFinding.VIOLATION and line.exposure is None
    ]


def for_exposure(book: Book, row: int, asked: InspectionChoice) -> tuple[dict[str, object], tuple[str, int]]:
    """What the form of new waste takes over from an inspection, and the inspection it comes from. Raises KnownError."""
    found = store.rule(book, row)
    if asked.inspection not in violations(found):
        raise KnownError(_("This inspection found nothing that is still to be registered."), field="inspection")
    line = found.inspections[asked.inspection - 1]
    values: dict[str, object] = {
        "title": (line.what.splitlines() or [found.title])[0][:60], "exposed_on": line.inspected_on, "unit": line.unit,
        "description": line.what, "loss": line.amount, "responsible": found.responsible,
    }
    return values, (INSPECTIONS, line.id)


# -- what is over its limit, due, waiting ---------------------------------------------------------------


class Breach(msgspec.Struct, frozen=True):
    """A unit whose latest figure has passed the limit of a rule: the month and the value, as the indicator writes it."""

    rule: int
    number: str
    title: str
    owner: str
    unit: int
    indicator: int
    month: Month
    value: str
    limit: str


def breaches(book: Book, today: date, rule: int | None = None) -> list[Breach]:
    """Where the latest month's figure, up to today, is on the wrong side of the limit of a rule in force, or of one rule.

    Figures of months that ended before the rule came into force break no rule.
    """
    month = offices.month_of_day(book, today)
    found = []
    for row in store.watched(book):
        if rule not in (None, row["id"]):
            continue
        indicator = figures.indicator(book, row["indicator"])
        try:
            limit = figures.read(indicator, row["limit_at"])
        except KnownError:
            continue  # the indicator is written with fewer decimals now: the record says so
        since = offices.month_of_day(book, date.fromisoformat(row["effective_from"]))
        known = figures.of_unit(book, indicator.id, row["unit"], first=since, before=month.next())
        latest = next((each for each in reversed(known) if each.actual is not None), None)
        if limit is None or latest is None or latest.actual is None:
            continue
        if rules.over(latest.actual, limit, lower_is_better=indicator.direction is Direction.LOWER):
            found.append(Breach(
                row["id"], row["number"], row["title"], row["owner"], row["unit"], indicator.id, latest.month,
                figures.written(indicator, latest.actual), figures.written(indicator, limit),
            ))
    return found


def rule_warnings(book: Book, rule: PreventionRule, today: date) -> list[str]:
    """What the clerk should know about a rule, in words of the screen; none of it stops the work."""
    found = []
    if rule.next_due is not None and rule.next_due < today:
        found.append(_("The inspection due on {day} was not held.", day=rule.next_due))
    if rule.state is RuleState.IN_FORCE and rule.review_on is not None and rule.review_on < today:
        found.append(_("The review due on {day} was not held.", day=rule.review_on))
    found += [
        _("{unit}: {value} in {month}, the limit is {limit}.", unit=book.title("units", each.unit), value=each.value,
          month=each.month, limit=each.limit)
        for each in breaches(book, today, rule.id)
    ]  # fmt: skip
    if rule.indicator is not None and rule.limit_at:
        try:
            _read_limit(book, rule.indicator, rule.limit_at)
        except KnownError as trouble:
            found.append(_("The limit cannot be read: {why}", why=str(trouble)))
    places = violations(rule) if rule.state is RuleState.IN_FORCE else []
    if places:
        found.append(_("Violations not registered as waste yet: inspection {places}.", places=", ".join(map(str, places))))
    return found + names_hint(book, rule.text)


def is_late(book: Book, rule: PreventionRule, today: date) -> bool:
    """Whether an inspection or a review should have been held, or a unit is over the limit."""
    if rule.state is not RuleState.IN_FORCE:
        return False
    if any(day is not None and day < today for day in (rule.next_due, rule.review_on)):
        return True
    return rule.indicator is not None and bool(breaches(book, today, rule.id))


def badge(book: Book, today: date) -> int:
    """How many inspections, reviews and rechecks are past their day, and units over the limit of a rule."""
    return store.overdue_of_rules(book, today) + len(breaches(book, today))


_WAITS = {
    "draft": N_("Rule to be discussed"), "discussed": N_("Rule to be approved"), "approved": N_("Rule to be put in force"),
}


def due(book: Book, until: date) -> list[Due]:
    """The inspections and reviews due by a day, the units over a limit since their month began, and the rules that wait."""
    found = []
    for field, what in (("next_due", N_("Inspection to be held")), ("review_on", N_("Rule to be reviewed"))):
        found += [
            Due(
                tbl=TABLE, row=row["id"], number=row["number"], title=row["title"], what=Said(what), who=row["owner"],
                unit=row["responsible"], day=date.fromisoformat(row["day"]),
            )
            for row in store.rules_due(book, field, until)
        ]
    closing = offices.office(book).closing_day
    for each in breaches(book, until):
        values = {
            "indicator": figures.called(figures.indicator(book, each.indicator)), "value": each.value, "limit": each.limit,
            "month": each.month,
        }
        found.append(Due(
            tbl=TABLE, row=each.rule, number=each.number, title=each.title, who=each.owner, unit=each.unit,
            day=each.month.first_day(closing), what=Said(N_("{indicator} {value} in {month}: past the limit of {limit}"), values),
        ))
    return found + [
        Due(
            tbl=TABLE, row=row["id"], number=row["number"], title=row["title"], what=Said(_WAITS[row["state"]]), who=row["owner"],
            unit=row["responsible"], kind="waits",
        )
        for row in store.rules_waiting(book)
    ]
