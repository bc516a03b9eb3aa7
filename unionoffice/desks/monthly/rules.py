"""How figures of a summary are put together and compared, and what must hold of a summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.money import format_money
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.monthly.records import CarriedFigure, Summary, SummaryState, Voiding

Scope = Literal["now", "year", "last"]
SCOPES: tuple[Scope, ...] = ("now", "year", "last")
"""This period, this year up to its end, the same period of the year before."""

KINDS = ("month", "quarter", "half", "year")

AT_THE_END = frozenset(
    {
        "rectification.overdue", "waste.overdue", "waste.rules",
        "proposals.in_account", "proposals.oldest_open", "proposals.overdue",
        "comparison.running", "comparison.overdue", "groups.running", "contracts.running", "societies.running",
        "technicians.below", "trials.running", "competitions.running",
    }
)  # fmt: skip
"""Figures that say how things stand at the end of a period: months of them are never added up."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a summary: the same figure of three stretches of time, carried-in figures counted in.

    `carried` says how much of each value was carried in; None where nothing was.
    """

    code: str
    label: str  # an English key, or the name of an indicator
    kind: Literal["count", "money", "quantity", "percent"]
    unit: str  # an English key
    note: Said | None
    values: tuple[int | None, int | None, int | None]
    carried: tuple[int | None, int | None, int | None]
    tbl: str
    rows: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]

    def value(self, scope: Scope) -> int | None:
        """The value of one stretch of time."""
        return self.values[SCOPES.index(scope)]

    @property
    def has_carried(self) -> bool:
        """Whether a carried-in figure is counted in anywhere."""
        return any(part is not None for part in self.carried)


class Part(msgspec.Struct, frozen=True):
    """One part of a summary: its code, its title (an English key), its lines."""

    code: str
    title: str
    lines: tuple[Line, ...]


class Correction(msgspec.Struct, frozen=True):
    """A figure of an issued period that is now another: what was issued (or last corrected to), and what it is now."""

    period: str
    closing_day: int
    code: str
    label_zh: str
    label_en: str
    kind: str
    unit: str
    before: int | None
    after: int | None


class KeptLine(msgspec.Struct, frozen=True):
    """A line as it was issued, worded in both languages."""

    code: str
    label_zh: str
    label_en: str
    kind: str
    unit: str
    values: tuple[int | None, int | None, int | None]


class Kept(msgspec.Struct, frozen=True):
    """What an issued summary said: its lines, and the corrections to earlier periods it reported."""

    lines: tuple[KeptLine, ...]
    corrections: tuple[Correction, ...]


def carried_in(figures: Sequence[CarriedFigure], code: str, period: Period) -> int | None:
    """How much was carried in for a figure over a period; None when nothing was.

    What is counted over time adds up by months; what stands at the end is that of the last month.
    """
    mine = [figure for figure in figures if figure.code == code]
    if not mine:
        return None
    months = {period.last_month} if code in AT_THE_END else set(period.months())
    found = [figure.value for figure in mine if figure.month in months]
    return sum(found) if found else None


def together(figure: Figure | None, kind: str, carried: int | None) -> int | None:
    """The book's figure and what was carried in. Percentages are never added: the carried one stands where the book has none."""
    value = figure.value if figure is not None else None
    if carried is None:
        return value
    if kind == "percent":
        return carried if value is None else value
    return (value or 0) + carried


def lines(
    by_scope: Mapping[Scope, Sequence[Figure]], periods: Mapping[Scope, Period], carried: Sequence[CarriedFigure]
) -> tuple[Line, ...]:
    """The lines of one desk from its figures of the three stretches, in the order of this period's figures."""
    found = {scope: {figure.code: figure for figure in figures} for scope, figures in by_scope.items()}
    order: dict[str, Figure] = {}
    for scope in SCOPES:
        for figure in by_scope[scope]:
            order.setdefault(figure.code, figure)
    made = []
    for code, first in order.items():
        figures = [found[scope].get(code) for scope in SCOPES]
        added = [carried_in(carried, code, periods[scope]) for scope in SCOPES]
        if first.kind == "percent":
            known = [each is not None and each.value is not None for each in figures]
            added = [None if stands else part for stands, part in zip(known, added, strict=True)]
        values = [together(figure, first.kind, part) for figure, part in zip(figures, added, strict=True)]
        made.append(
            Line(
                code=code, label=first.label, kind=first.kind, unit=first.unit, note=figures[0].note if figures[0] else None,
                values=(values[0], values[1], values[2]), carried=(added[0], added[1], added[2]), tbl=first.tbl,
                rows=_three([() if figure is None else figure.rows for figure in figures]),
            )
        )
    return tuple(made)


SHARED = frozenset({"workers", "units"})
"""Tables of the roster: that they hold something does not say that a desk is in use."""


def applicable(lines: Sequence[Line], in_use: Callable[[str], bool], carried: Collection[str]) -> tuple[Line, ...]:
    """The lines of one desk that are printed; what is not applicable to this office is left out, not printed as zero.

    A line stands when it says something in one of the three stretches of time, or when zero is an answer: where the book
    holds an entry of its kind, or a figure of its code was carried in. `in_use` tells of a table whether it holds a row; a
    line of the roster stands with the other lines of its desk. What has no value in any of the three says nothing.
    """
    stand = {line.code for line in lines if line.tbl not in SHARED and in_use(line.tbl)}
    desk_in_use = bool(stand)
    return tuple(
        line for line in lines
        if any(line.values)
        or (
            any(value is not None for value in line.values)
            and (line.code in stand or line.code in carried or (line.tbl in SHARED and desk_in_use))
        )
    )


def _three(rows: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    return rows[0], rows[1], rows[2]


def corrections(
    issued: Sequence[tuple[Summary, Kept]], now: Mapping[str, Mapping[str, KeptLine]]
) -> tuple[Correction, ...]:
    """What later entries have changed in issued periods, each told once.

    `issued` are the issued summaries with what they said, in the order of issue; `now` gives for each of
    their periods its lines as they are now. A correction that a later summary reported is the new base.
    """
    base: dict[tuple[str, str], tuple[int | None, KeptLine]] = {}
    closing: dict[str, int] = {}
    for summary, kept in issued:
        closing[summary.period] = summary.closing_day
        for line in kept.lines:
            base[summary.period, line.code] = (line.values[0], line)
        for each in kept.corrections:
            if (each.period, each.code) in base:
                base[each.period, each.code] = (each.after, base[each.period, each.code][1])
            else:
                gone = KeptLine(each.code, each.label_zh, each.label_en, each.kind, each.unit, (each.after, None, None))
                base[each.period, each.code] = (each.after, gone)
    found = []
    for (period, code), (before, line) in base.items():
        if period not in now:
            continue
        present = now[period].get(code)
        after = present.values[0] if present else None
        if after != before:
            found.append(
                Correction(period, closing[period], code, line.label_zh, line.label_en, line.kind, line.unit, before, after)
            )
    known = set(base)
    for period, present_lines in now.items():
        for code, line in present_lines.items():
            after = line.values[0]
            if (period, code) not in known and after:
                found.append(
                    Correction(period, closing[period], code, line.label_zh, line.label_en, line.kind, line.unit, None, after)
                )
    return tuple(found)


def check(summary: Summary) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    period = summary.of()
    if period.kind not in KINDS:
        raise KnownError(_("A summary is made of a month, a quarter, half a year or a year."), field="period")
    if summary.dated < period.last:
        raise KnownError(_("The summary of {period} cannot bear a date before {day}, its last day.",
                           period=summary.period, day=period.last), field="dated")


def check_issue(summary: Summary) -> None:
    """Raise KnownError when the summary cannot be issued."""
    must_be(summary, SummaryState.DRAFT)
    check(summary)
    if not summary.reported_to.strip():
        raise KnownError(_("Write down to whom the summary is reported."), field="reported_to")
    if not summary.reported_by.strip():
        raise KnownError(_("Write down who reports."), field="reported_by")


def must_be(summary: Summary, state: SummaryState) -> None:
    """Raise KnownError when the summary is not in the state from which the step can be taken."""
    if summary.state is state:
        return
    if summary.state is SummaryState.DRAFT:
        raise KnownError(_("The summary of {period} is not issued yet.", period=summary.period))
    if summary.state is SummaryState.VOIDED:
        raise KnownError(_("Summary {number} is voided: nothing more can be done with it.", number=summary.number))
    raise KnownError(_("Summary {number} is issued: it cannot be changed. Later changes are told in the next summary.",
                       number=summary.number))


def check_voiding(summary: Summary, voiding: Voiding) -> None:
    """Raise KnownError when the reason is missing or the day stands before the summary's date."""
    must_be(summary, SummaryState.ISSUED)
    if not voiding.reason.strip():
        raise KnownError(_("Write down the reason."), field="reason")
    if voiding.voided_on < summary.dated:
        raise KnownError(_("It cannot be voided before {day}, the date it bears.", day=summary.dated), field="voided_on")


def check_carried(figure: CarriedFigure, known: Mapping[str, str], first: Month | None) -> None:
    """Raise KnownError when the figure is none of the summary's, or its month is covered by an issued summary.

    `known` gives the kind of every figure by code, `first` the earliest month of an issued summary.
    """
    if figure.code not in known:
        raise KnownError(_("There is no such figure in the summary."), field="code")
    if figure.value < 0 and known[figure.code] != "money":
        raise KnownError(_("A carried-in figure cannot be below zero."), field="value")
    if first is not None and figure.month >= first:
        raise KnownError(_("From {month} on summaries are issued: figures are carried in for the months before.", month=first),
                         field="month")


# -- sentences offered to the clerk ----------------------------------------------------------

MORE_IS_BETTER = (
    "rectification.opinions", "rectification.replied", "rectification.corrected", "rectification.rate", "waste.stopped",
    "waste.raised", "proposals.received", "proposals.adopted", "proposals.implemented", "proposals.saved_actual",
    "comparison.reached", "experiences.visits", "experiences.demonstrations", "experiences.confirmed", "experiences.adopted",
    "groups.meetings", "groups.attendance", "contracts.signed", "contracts.met", "contracts.grade_rises", "technicians.solved",
    "societies.solved", "trials.succeeded", "trials.produced",
)  # fmt: skip
"""Figures whose rise is to be told as experience and whose fall as a problem, in this order of weight within a part."""

TO_TELL = (".overdue", "targets.missed", "waste.came_again", "waste.violations")
"""How the codes of figures end that are a problem whenever they are not zero."""

GOES_ON = ("contracts.running", "comparison.running", "trials.running")
"""What runs on into the next period."""

GAP_NAMES = frozenset({"leader", "laggard", "what"})
"""What the remark of a gap names: the unit that leads, the one behind, and the indicator of the group."""

MOST_SENTENCES = 8
MOST_OF_A_KIND = 3
FULL_PLAN = 10_000  # 100 % in hundredths of a percent
WELL_SHORT = 9_950  # from half a percent on a plan counts as missed in the sentences


class Offered(msgspec.Struct, frozen=True):
    """Sentences made from the figures, for the three texts of a summary; the clerk takes and edits them."""

    experience: tuple[Said, ...]
    problems: tuple[Said, ...]
    next_work: tuple[Said, ...]


def offered(parts: Iterable[Part]) -> Offered:
    """What the figures of a period say by themselves: rises and falls against the same period last year, plans fulfilled and
    missed, what is overdue with its count, the gap between the first and the last of comparable units.

    Nothing is claimed of a year of which the book holds no figure, no cause is guessed, and only figures and units are
    named, never a person. The choice of figures and their order is a default of this program.
    """
    lines = [line for part in parts for line in part.lines]
    known = [line for code in MORE_IS_BETTER for line in lines if line.code == code]
    rises = [line for line in known if _both(line) and _now(line) > _last(line)]
    falls = [line for line in known if _both(line) and _now(line) < _last(line)]
    plain = [line for line in known if line.values[0] and not line.values[2]]
    plans = sorted(_plans(lines), key=_now)
    met = [line for line in reversed(plans) if _now(line) >= FULL_PLAN]
    missed = [line for line in plans if _now(line) < WELL_SHORT]
    amiss = [line for line in lines if line.code.endswith(TO_TELL) and line.values[0]]
    overdue = [line for line in amiss if line.code.endswith(".overdue")]
    gaps = sorted((line for line in lines if is_gap(line) and (line.values[0] or 0) > 0), key=_now, reverse=True)
    running = [line for code in GOES_ON for line in lines if line.code == code and line.values[0]]
    return Offered(
        experience=(
            *(_said(N_("{figure} fulfilled {now} of its plan: {note}."), line) for line in met[:MOST_OF_A_KIND]),
            *(_said(N_("{figure} rose from {last} to {now} against the same period last year."), line) for line in rises),
            *(_said(N_("{figure}: {now}."), line) for line in plain),
        )[:MOST_SENTENCES],
        problems=(
            *(_said(N_("{figure}: {now}."), line) for line in amiss),
            *(
                _said(N_("{figure} reached only {now} of its plan, {short} short: {note}."), line)
                for line in missed[:MOST_OF_A_KIND]
            ),
            *(_said(N_("{figure}, {now}: {note}."), line) for line in gaps[:MOST_OF_A_KIND]),
            *(_said(N_("{figure} fell from {last} to {now} against the same period last year."), line) for line in falls),
        )[:MOST_SENTENCES],
        next_work=(
            *((Said(N_("Settle by a set day: {what}."), {"what": _listed(overdue)}),) if overdue else ()),
            *(
                _said(N_("{figure}: find out what holds it below the plan, and settle measures."), line)
                for line in missed[:MOST_OF_A_KIND]
            ),
            *(
                _said(N_("{what}: {laggard} goes to learn from {leader}, and draws up a catch-up plan."), line)
                for line in gaps[:MOST_OF_A_KIND] if line.note is not None and line.note.values.keys() >= GAP_NAMES
            ),
            *(_said(N_("Go on with what is running. {figure}: {now}."), line) for line in running),
        )[:MOST_SENTENCES],
    )


_FULFILMENT = re.compile(r"(figures|targets)\.(\d+\.\d+)")


def _plans(lines: Sequence[Line]) -> list[Line]:
    """How plans were fulfilled, 100 % being exactly as planned; where a unit has a target for an indicator, that one speaks."""
    found: dict[str, Line] = {}
    for line in lines:
        what = _FULFILMENT.fullmatch(line.code)
        if what is not None and line.values[0] is not None and (what[1] == "targets" or what[2] not in found):
            found[what[2]] = line
    return list(found.values())


def is_gap(line: Line) -> bool:
    """Whether a line is the gap between the first and the last of comparable units."""
    return line.code.startswith("comparison.") and line.code.endswith(".gap")


def _listed(lines: Sequence[Line]) -> Said:
    """Figures one after the other: "Opinions overdue 5; answers overdue 1"."""
    first = _said(N_("{figure} {now}"), lines[0])
    return Said(N_("{first}; {rest}"), {"first": first, "rest": _listed(lines[1:])}) if lines[1:] else first


def _said(key: str, line: Line) -> Said:
    now, last = line.values[0], line.values[2]
    values: dict[str, object] = {
        "figure": Said(line.label), "now": amount(line, now), "last": amount(line, last), "note": line.note or "",
        "short": amount(line, FULL_PLAN - (now or 0)),
    }  # fmt: skip
    if line.note is not None:
        values |= {name: line.note.values[name] for name in GAP_NAMES & line.note.values.keys()}
    return Said(key, values)


def amount(line: Line, value: int | None) -> object:
    """A value of a line in words, with its unit."""
    if value is None:
        return ""
    if line.kind == "percent":
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02d}%"
    written = format_money(value) if line.kind == "money" else format_quantity(value) if line.kind == "quantity" else f"{value:,}"
    unit = line.unit or (N_("yuan") if line.kind == "money" else "")
    return Said(N_("{amount} {unit}"), {"amount": written, "unit": Said(unit)}) if unit else written


def _both(line: Line) -> bool:
    return line.values[0] is not None and bool(line.values[2])


def _now(line: Line) -> int:
    return line.values[0] or 0


def _last(line: Line) -> int:
    return line.values[2] or 0
