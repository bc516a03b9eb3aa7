"""What is worked out from discussions, targets and the monthly figures: gains, effects, suggestions, courses. It never acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Month, Period
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import LANGUAGES, N_, Said, _, language, speaking
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Direction, Indicator, OverMonths
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import rules, store
from unionoffice.desks.targets.records import Discussion, Effect, Target, TargetState

FULL = 300
"""More targets in a month than this are reckoned beside the window."""

def normal(indicator: Indicator, text: str, field: str) -> str:
    """A figure as the indicator is written; empty stays empty. Raises KnownError at `field` when it is none."""
    try:
        value = monthly.read(indicator, text)
    except KnownError as trouble:
        raise KnownError(str(trouble), field=field) from trouble
    return monthly.written(indicator, value)


def in_last_decimal(indicator: Indicator, text: str) -> Fraction:
    """A written figure in the indicator's last decimal (a length of time: in seconds), exact."""
    return rules.exact(text) * (1 if indicator.clock else 10**indicator.decimals)


def period_of(book: Book, text: str) -> Period:
    """The period of a plan. Raises KnownError, naming the field, when it is none."""
    return rules.period(text, offices.office(book).closing_day)


def unit_called(book: Book, record: Discussion) -> str:
    """The unit of a discussion in the language spoken here: of the roster, or of another plant."""
    english = language() == "en"
    if record.unit is None:
        return (english and record.outside_english) or record.outside
    return roster.path(book, record.unit, english=english)


def title(book: Book, record: Discussion | Target) -> str:
    """What a discussion or a target is of, in the language spoken here; a title of its own as it was written."""
    made = titles(book, record)
    own = isinstance(record, Discussion) and record.title not in ("", *made.values())
    return record.title if own else made[language()]


def titles(book: Book, record: Discussion | Target) -> dict[str, str]:
    """The title that is made where none is written, by language."""
    found: dict[str, str] = {}
    indicator, period = monthly.indicator(book, record.indicator), period_of(book, record.period)
    for chosen in LANGUAGES:
        with speaking(chosen):
            if isinstance(record, Discussion):
                who = unit_called(book, record)
            else:
                who = roster.path(book, record.unit, english=chosen == "en")
            values = {"unit": who, "period": period.name(chosen), "indicator": monthly.called(indicator)}
            found[chosen] = str(Said(N_("{unit}, {period}: {indicator}"), dict(values)))
    return found


class Known(msgspec.Struct, frozen=True):
    """What the monthly figures know for a discussion, as it is written; empty where they know nothing."""

    last_year: str = ""
    best: str = ""
    best_when: str = ""
    peers: str = ""
    peer: str = ""


def known(book: Book, unit: int, indicator_row: int, period: Period) -> Known:
    """Last year's actual of the same period, the best ever before it with its month or period, and the best comparable unit.

    Volumes that add up are compared over whole periods of the same kind, rates month by month. Units are compared in rates
    only: those of the same level under the same unit, over last year's same period; a volume says nothing of a larger unit.
    """
    indicator = monthly.indicator(book, indicator_row)
    sums = indicator.over_months is OverMonths.SUM
    before = period.same_last_year()
    last = monthly.over(book, indicator_row, unit, before.months()).actual
    best, when = _best(book, indicator, unit, period, sums=sums)
    peers, peer = (None, "") if sums else _best_peer(book, indicator, unit, before)
    return Known(monthly.written(indicator, last), monthly.written(indicator, best), when, monthly.written(indicator, peers), peer)


def _best(book: Book, indicator: Indicator, unit: int, period: Period, *, sums: bool) -> tuple[Fraction | None, str]:
    months = period.months()
    rows = monthly.of_unit(book, indicator.id, unit, before=months[0])
    actual = {row.month: Fraction(row.actual) for row in rows if row.actual is not None}
    found: list[tuple[Fraction, str]] = []
    if not sums:
        found = [(value, str(month)) for month, value in actual.items()]
    elif actual:
        each = period.previous()
        while each.months()[-1] >= min(actual):
            parts = [actual.get(month) for month in each.months()]
            if None not in parts:
                found.append((sum((part for part in parts if part is not None), Fraction(0)), str(each)))
            each = each.previous()
    if not found:
        return None, ""
    higher = indicator.direction is Direction.HIGHER
    return (max if higher else min)(found, key=lambda pair: pair[0])


def _best_peer(book: Book, indicator: Indicator, unit: int, period: Period) -> tuple[Fraction | None, str]:
    own = roster.unit(book, unit)
    found: list[tuple[Fraction, str]] = []
    for each in roster.units(book):
        if each.id == unit or each.level is not own.level or each.above != own.above or each.closed_on is not None:
            continue
        value = monthly.over(book, indicator.id, each.id, period.months()).actual
        if value is not None:
            found.append((value, (language() == "en" and each.english) or each.name))
    if not found:
        return None, ""
    return (max if indicator.direction is Direction.HIGHER else min)(found, key=lambda pair: pair[0])


def own_best(record: Discussion) -> str:
    """The unit's best that a decided figure is measured by: the best ever, or last year's where no better is known."""
    return record.best or record.last_year


def is_worse_than_best(book: Book, record: Discussion) -> bool:
    """Whether the decided figure is worse than the unit's own best."""
    if not record.decided or not own_best(record):
        return False
    direction = monthly.indicator(book, record.indicator).direction
    return rules.is_worse(rules.exact(record.decided), rules.exact(own_best(record)), direction)


def gained(book: Book, record: Discussion, figure: str = "") -> Fraction | None:
    """By how much the decided figure, or another one, is better than the draft, in the indicator's last decimal or in seconds."""
    wanted = figure or record.decided
    if not wanted:
        return None
    indicator = monthly.indicator(book, record.indicator)
    return rules.gain(in_last_decimal(indicator, record.draft), in_last_decimal(indicator, wanted), indicator.direction)


def effects(book: Book, record: Discussion) -> list[tuple[Effect, rules.Change | None]]:
    """Every effect of a year with what it comes to; None for what cannot be reckoned or before the decision."""
    indicator = monthly.indicator(book, record.indicator)
    if not record.decided:
        return [(line, None) for line in record.effects]
    draft, decided = rules.exact(record.draft), rules.exact(record.decided)
    return [
        (line, rules.effect(line, draft, decided, indicator.direction, per_minute=indicator.clock)) for line in record.effects
    ]


def course(book: Book, target: Target, until: Month | None = None) -> rules.Course:
    """Where a target stands, with the actual figures of the months up to one (all of them without)."""
    months = [line.month for line in target.months]
    rows = monthly.of_unit(book, target.indicator, target.unit, first=months[0], before=months[-1].next())
    actual = {(row.unit, row.month): row.actual for row in rows}
    return _course(monthly.indicator(book, target.indicator), target, actual, until, offices.office(book).closing_day)


def courses(book: Book, targets: Sequence[Target], until: Month | None = None) -> list[tuple[Indicator, rules.Course]]:
    """Where many targets stand, each with its indicator, in their order: the figures are fetched once for each indicator."""
    closing_day = offices.office(book).closing_day
    months: dict[int, set[Month]] = {}
    for target in targets:
        months.setdefault(target.indicator, set()).update(line.month for line in target.months)
    indicators = {row: monthly.indicator(book, row) for row in months}
    actual = {
        row: {key: figure.actual for key, figure in monthly.table(book, row, sorted(wanted)).items()}
        for row, wanted in months.items()
    }
    return [
        (indicators[each.indicator], _course(indicators[each.indicator], each, actual[each.indicator], until, closing_day))
        for each in targets
    ]  # fmt: skip


def _course(
    indicator: Indicator, target: Target, actual: Mapping[tuple[int, Month], int | None], until: Month | None, closing_day: int
) -> rules.Course:
    lines = []
    for line in target.months:
        made = actual.get((target.unit, line.month)) if until is None or line.month <= until else None
        days = (line.month.last_day(closing_day) - line.month.first_day(closing_day)).days + 1
        plan = in_last_decimal(indicator, line.value)
        lines.append(rules.MonthLine(line.month, days, plan, None if made is None else Fraction(made)))
    return rules.course(lines, in_last_decimal(indicator, target.value), indicator.over_months, indicator.direction)


class Standing(msgspec.Struct, frozen=True):
    """A target in a month: its indicator, the month's own plan, actual and fulfilment, and where it stands up to the month."""

    target: Target
    indicator: Indicator
    plan: Fraction | None
    actual: Fraction | None
    share: Fraction | None
    course: rules.Course


def standings(book: Book, month: Month) -> list[Standing]:
    """Every target that has this month, in the order of the roster's tree, then of the indicators."""
    order = {unit.id: place for place, unit in enumerate(roster.units(book))}
    targets = store.touching(book, str(month), str(month))
    found = []
    for target, (indicator, here) in zip(targets, courses(book, targets, month), strict=True):
        line = next(line for line in here.months if line.month == month)
        share = rules.fulfilment(line.plan, line.actual, indicator.direction)
        found.append(Standing(target, indicator, line.plan, line.actual, share, here))
    return sorted(found, key=lambda each: (order.get(each.target.unit, len(order)), each.indicator.id, each.target.id))


def is_full(book: Book, month: Month) -> bool:
    """Whether so many targets have this month that they are reckoned beside the window."""
    return store.count_touching(book, str(month)) > FULL


def of_unit_and_year(book: Book, unit: int, year: int) -> list[Target]:
    """A unit's targets that have a month in a year, by indicator."""
    found = store.touching(book, f"{year:04d}-01", f"{year:04d}-12", unit=unit)
    return sorted(found, key=lambda each: (each.indicator, each.ends_on, each.id))


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each.

    Discussions and their effects count by the day of the decision; examples from other plants never count. A target's
    fulfilment is that of its months in the period which have both figures; of several targets of one unit and
    indicator the one of the longest period speaks.
    """
    decided = store.decided(book, period.first, period.next)
    rows = tuple(each.id for each in decided)
    raised = [each for each in decided if each.criticisms]
    kept = store.kept_between(book, period.first, period.next)
    found = [
        Figure(code="targets.decided", label=N_("Plan discussions decided"), value=len(rows), tbl="plan_discussions", rows=rows),
        Figure(
            code="targets.criticisms", label=N_("Opinions and criticisms raised in them"),
            value=sum(each.criticisms or 0 for each in decided), tbl="plan_discussions", rows=tuple(each.id for each in raised),
        ),
        *_effect_figures(book, decided),
        Figure(
            code="targets.kept", label=N_("Promised measures carried out"), value=len(kept), tbl="plan_discussions",
            rows=tuple(dict.fromkeys(kept)),
        ),
    ]
    for state, code, label in (
        (TargetState.MET, "targets.met", N_("Targets met")), (TargetState.MISSED, "targets.missed", N_("Targets missed")),
    ):
        settled = store.settled(book, state.value, period.first, period.next)
        found.append(Figure(code=code, label=label, value=len(settled), tbl="targets", rows=tuple(settled)))
    return (*found, *_fulfilment_figures(book, period))


def _effect_figures(book: Book, decided: Sequence[Discussion]) -> list[Figure]:
    """The effects of a year added up: one figure for each thing that changes and its unit of measure."""
    sums: dict[tuple[str, str], Fraction] = {}
    rows: dict[tuple[str, str], list[int]] = {}
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for record in decided:
        for line, change in effects(book, record):
            if change is None:
                continue
            key = line.what, line.measure
            sums[key] = sums.get(key, Fraction(0)) + change.change
            rows.setdefault(key, []).append(record.id)
            english = language() == "en"
            said[key] = (english and line.english) or line.what, (english and line.measure_english) or line.measure
    return [
        Figure(
            code=f"targets.effect.{what}.{measure}", label=_("Effect of a year: {what}", what=said[what, measure][0]),
            value=rules.rounded(total * QUANTITY_SCALE),
            kind="quantity", unit=said[what, measure][1], note=Said(N_("effect of a year, decided in plan discussions")),
            tbl="plan_discussions", rows=tuple(dict.fromkeys(rows[what, measure])),
        )
        for (what, measure), total in sums.items()
    ]


def _fulfilment_figures(book: Book, period: Period) -> list[Figure]:
    months = period.months()
    longest: dict[tuple[int, int], Target] = {}
    for target in store.touching(book, str(months[0]), str(months[-1])):
        other = longest.get((target.indicator, target.unit))
        if other is None or len(target.months) > len(other.months):
            longest[target.indicator, target.unit] = target
    found = []
    targets = list(longest.values())
    for target, (indicator, course_now) in zip(targets, courses(book, targets), strict=True):
        lines = [line for line in course_now.months if line.month in months and line.actual is not None]
        if not lines:
            continue
        plan = rules.makes([line.plan for line in lines], indicator.over_months)
        actual = rules.makes([line.actual for line in lines if line.actual is not None], indicator.over_months)
        who = roster.path(book, target.unit, english=language() == "en")
        found.append(Figure(
            code=f"targets.{target.indicator}.{target.unit}",
            label=f"{who} {monthly.called(indicator)}",
            value=monthly.percent(rules.fulfilment(plan, actual, indicator.direction)),
            kind="percent", unit=N_("%"),
            note=Said(N_("target {plan}, actual {actual} {measure}"), {
                "plan": monthly.written(indicator, plan), "actual": monthly.written(indicator, actual),
                "measure": monthly.measured_in(indicator),
            }),
            tbl="targets", rows=(target.id,),
        ))  # fmt: skip
    return found
