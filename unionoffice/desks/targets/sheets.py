"""What the plan desk prints: the record of a discussion, a unit's targets as a wall chart, the production bulletin of a month."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import QUANTITY_SCALE, Quantity
from unionoffice.core.words import N_, Said
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Indicator
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import reckoning, rules, service
from unionoffice.desks.targets.records import Discussion, DiscussionState, Effect, Target, Voice, VoiceKind
from unionoffice.printing.chart import Level, Lines, Points, Rows, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

Row = tuple[object, ...]
MOST_BARS = 12
"""Bars of the bulletin's picture; the table below it holds all targets."""

_VOICE_NAMES = {
    VoiceKind.PROPOSAL: N_("{who}, proposed"),
    VoiceKind.OBJECTION: N_("{who}, objection"),
    VoiceKind.EVIDENCE: N_("{who}, evidence"),
}


def discussion_record(book: Book, row: int) -> Sheet:
    """The record of a plan discussion (计划讨论记录). Voices stand by unit and group; a name only where it was to stand."""
    found = service.discussion(book, row)
    indicator = monthly.indicator(book, found.indicator)
    gained = reckoning.gained(book, found)
    changes = reckoning.effects(book, found)
    return {
        "union": union(book),
        "number": found.number,
        "remark": _remark(found),
        "unit": whose(book, found),
        "indicator": measured(indicator),
        "direction": indicator.direction,
        "period": reckoning.period_of(book, found.period),
        "received_on": found.received_on,
        "draft": found.draft,
        "last_year": found.last_year,
        "best": Said(N_("{value} ({when})"), {"value": found.best, "when": found.best_when}) if found.best_when else found.best,
        "peers": Said(N_("{value} ({when})"), {"value": found.peers, "when": found.peer}) if found.peer else found.peers,
        "source": found.source,
        "picture": picture(book, found),
        "voices": [_voice(book, place, line) for place, line in enumerate(found.voices, start=1)],
        "balance": found.balance,
        "measures": [
            (place, line.text, [part for part in (unit(book, line.unit), line.owner) if part], line.due, line.done_on)
            for place, line in enumerate(found.measures, start=1)
        ],
        "decided": found.decided,
        "against_draft": against_draft(indicator, gained) if gained is not None else "",
        "decided_on": found.decided_on,
        "decided_by": found.decided_by,
        "decided_why": found.decided_why,
        "effects": [effect_row(line, change) for line, change in changes],
        "criticisms": _criticisms(found),
        "in_force_on": found.in_force_on,
        "note": found.remark,
        "by_hand": "",
    }


def _remark(found: Discussion) -> Said | str:
    if found.state is DiscussionState.CANCELLED:
        values: dict[str, object] = {"day": found.cancelled_on, "reason": found.cancelled_why}
        return Said(N_("This discussion was cancelled on {day}: {reason}"), values)
    if found.outside:
        return Said(N_("An example from another plant."))
    return "" if found.decided_on is not None else Said(N_("Not decided yet: {state}."), {"state": found.state})


def _voice(book: Book, place: int, line: Voice) -> Row:
    who: list[object] = [part for part in (alone(book, line.unit), line.circle) if part]
    if line.name and not line.anonymous:
        who.append(line.name)
    return (place, line.kind, who, line.value, line.reason, line.answer)


def _criticisms(found: Discussion) -> object:
    if found.criticisms is None:
        return ""
    return Said(N_("over {count}"), {"count": found.criticisms}) if found.criticisms_over else found.criticisms


def against_draft(indicator: Indicator, gained: Fraction) -> Said:
    """How a figure stands to the draft: by how much better or worse."""
    if not gained:
        return Said(N_("as the draft"))
    key = N_("{amount} better than the draft") if gained > 0 else N_("{amount} worse than the draft")
    return Said(key, {"amount": amount(indicator, abs(gained))})


def amount(indicator: Indicator, value: Fraction) -> Both:
    """An amount of an indicator with its unit of measure; of a time in minutes and seconds: 17 min 30 s."""
    if indicator.clock:
        hours, rest = divmod(rules.rounded(value), 3600)
        minutes, seconds = divmod(rest, 60)
        zh = "".join(f"{part}{name}" for part, name in ((hours, "小时"), (minutes, "分"), (seconds, "秒")) if part)
        en = " ".join(f"{part} {name}" for part, name in ((hours, "h"), (minutes, "min"), (seconds, "s")) if part)
        return Both(zh or "0秒", en or "0 s")
    figure = monthly.written(indicator, value)
    english = indicator.measure_english or indicator.measure
    return Both(f"{figure}{indicator.measure}", f"{figure} {english}".rstrip())


def effect_row(line: Effect, change: rules.Change | None) -> Row:
    """One effect of a year: what changes, its unit, at the draft, at the decision, the change, its share."""
    name = Both(line.what, line.english or line.what)
    unit_of = Both(line.measure, line.measure_english or line.measure)
    if change is None:
        before = None if line.at_draft is None else Fraction(line.at_draft, QUANTITY_SCALE)
        return (name, unit_of, _number(before), "", "", "")
    share = "" if change.share is None else _signed(Exact(rules.rounded(change.share * 10_000), 100, sign="%"), change.share)
    return (name, unit_of, _number(change.before), _number(change.after), _signed(_number(change.change), change.change), share)


def _number(value: Fraction | None) -> str:
    return "" if value is None else format_quantity(Quantity(rules.rounded(value * QUANTITY_SCALE)))


def _signed(text: object, value: Fraction) -> str:
    return f"+{text}" if value > 0 else str(text)


def picture(book: Book, found: Discussion) -> Points:
    """The draft, what was proposed, objected and reached before, and the decision, on one line."""
    indicator = monthly.indicator(book, found.indicator)
    named: list[tuple[object, str]] = [
        (Said(N_("draft of the plan")), found.draft), (Said(N_("last year's actual")), found.last_year),
        (Said(N_("best ever {when}"), {"when": found.best_when}), found.best),
        (Said(N_("best unit {who}"), {"who": found.peer}), found.peers),
    ]  # fmt: skip
    named += [
        (Said(_VOICE_NAMES[line.kind], {"who": alone(book, line.unit) or line.circle}), line.value) for line in found.voices
    ]
    named.append((Said(N_("decided")), found.decided))
    points = tuple(
        Level(name, rules.rounded(reckoning.in_last_decimal(indicator, text))) for name, text in named if text
    )
    return Points(
        title=Both(indicator.name, indicator.english or indicator.name), points=points, unit=measure(indicator),
        scale=10**indicator.decimals, clock=indicator.clock, chosen=len(points) - 1 if found.decided else None,
    )


# -- targets ------------------------------------------------------------------------------------


def target_table(book: Book, row: int) -> Sheet:
    """The targets of a unit in a year, month by month, with the actual figures there are; room for those to come.

    It is printed of one target and shows all of its unit and year; the picture is that target's own.
    """
    chosen = service.target(book, row)
    year = reckoning.period_of(book, chosen.period).months()[0].year
    rows: list[Row] = []
    for each in reckoning.of_unit_and_year(book, chosen.unit, year):
        rows += _table_rows(book, each, year)
    return {
        "union": union(book),
        "unit": unit(book, chosen.unit),
        "year": Period.of_year(year),
        "rows": rows,
        "picture": course_picture(book, chosen),
    }


def _table_rows(book: Book, target: Target, year: int) -> list[Row]:
    indicator = monthly.indicator(book, target.indicator)
    found = reckoning.course(book, target)
    by_month = {line.month: line for line in found.months}
    months = [by_month.get(Month(year, number)) for number in range(1, 13)]
    period = reckoning.period_of(book, target.period)
    name: object = measured(indicator)
    if period.kind != "year":
        name = Said(N_("{indicator}, {period}"), {"indicator": name, "period": period})
    plan = [monthly.written(indicator, line.plan) if line else "" for line in months]
    actual = [monthly.written(indicator, line.actual) if line else "" for line in months]
    return [
        (name, Said(N_("target")), target.value, *plan, ""),
        (name, Said(N_("actual")), monthly.written(indicator, found.actual), *actual, percent(found.share)),
    ]


def course_picture(book: Book, target: Target, until: Month | None = None) -> Lines:
    """Plan and actual of a target by month; the same on screen and paper."""
    indicator = monthly.indicator(book, target.indicator)
    found = reckoning.course(book, target, until)
    return Lines(
        title=Both(f"{roster.path(book, target.unit)}：{indicator.name}",
                   f"{roster.path(book, target.unit, english=True)}: {indicator.english or indicator.name}"),
        categories=tuple(_month(line.month) for line in found.months),
        series=(
            Series(Said(N_("actual")), tuple(None if line.actual is None else rules.rounded(line.actual) for line in found.months)),
            Series(Said(N_("target")), tuple(rules.rounded(line.plan) for line in found.months)),
        ),
        unit=measure(indicator), scale=10**indicator.decimals, clock=indicator.clock,
    )  # fmt: skip


def bulletin(book: Book, period: Period) -> Sheet:
    """The production bulletin (生产快报) of a month, of a longer period its last: every target, the month and the year so far."""
    month = period.last_month
    found = reckoning.standings(book, month)
    return {
        "union": union(book),
        "month": offices.month_period(book, month),
        "words": bulletin_words(found),
        "picture": bulletin_picture(book, found),
        "rows": [bulletin_row(book, each) for each in found],
    }  # fmt: skip


def bulletin_words(found: Sequence[reckoning.Standing]) -> Said:
    """How many targets reached the month's plan, and how many are on plan up to the month."""
    if not found:
        return Said(N_("No target has this month."))
    with_figure = [each for each in found if each.share is not None]
    so_far = [each for each in found if each.course.share is not None]
    return Said(
        N_("Of {count} targets with figures, {met} reached the month's plan; up to this month {both} of {all} are on plan."),
        {
            "count": len(with_figure), "met": sum(1 for each in with_figure if (each.share or 0) >= 1),
            "both": sum(1 for each in so_far if (each.course.share or 0) >= 1), "all": len(so_far),
        },
    )


def bulletin_picture(book: Book, found: Sequence[reckoning.Standing]) -> Rows:
    """The fulfilment of each target up to the month as bars, with the plan at 100 %."""
    shown = [each for each in found if each.course.share is not None][:MOST_BARS]
    return Rows(
        title=Said(N_("Fulfilled up to this month")),
        categories=tuple(_called(book, each) for each in shown),
        series=(Series(Said(N_("fulfilled")), tuple(monthly.percent(each.course.share) for each in shown)),),
        levels=(Level(Said(N_("plan")), 10_000),) if shown else (),
        unit=Said(N_("%")), scale=100,
    )  # fmt: skip


def _called(book: Book, each: reckoning.Standing) -> Both:
    name = each.indicator
    return Both(
        f"{roster.path(book, each.target.unit)} {name.name}",
        f"{roster.path(book, each.target.unit, english=True)}, {name.english or name.name}",
    )


def bulletin_row(book: Book, each: reckoning.Standing) -> Row:
    """One line of the bulletin: unit, indicator, the month, the months up to it, the target, the forecast, the days."""
    here, indicator = each.course, each.indicator
    return (
        unit(book, each.target.unit), measured(indicator), monthly.written(indicator, each.plan),
        monthly.written(indicator, each.actual), percent(each.share), monthly.written(indicator, here.plan),
        monthly.written(indicator, here.actual), percent(here.share), each.target.value,
        monthly.written(indicator, here.forecast), days_written(here.days),
    )  # fmt: skip


def days_written(days: int | None) -> str:
    """Days ahead with a plus, behind with a minus; empty where days say nothing."""
    return "" if days is None else f"+{days}" if days > 0 else str(days)


def percent(share: Fraction | None) -> object:
    """A share in percent with one decimal; empty where there is none."""
    return "" if share is None else Exact(monthly.percent(share) or 0, 100, 1, "%")


def _month(month: Month) -> Both:
    return Both(f"{month.number}月", month.name("en")[:3])


def measured(indicator: Indicator) -> Both:
    """An indicator with its unit of measure, in both languages."""
    zh, en = indicator.measure, indicator.measure_english or indicator.measure
    english = indicator.english or indicator.name
    return Both(f"{indicator.name}（{zh}）" if zh else indicator.name, f"{english} ({en})" if en else english)


def measure(indicator: Indicator) -> Both:
    """An indicator's unit of measure in both languages."""
    return Both(indicator.measure, indicator.measure_english or indicator.measure)


def whose(book: Book, found: Discussion) -> Both | str:
    """The unit of a discussion in both languages: of the roster, or of another plant."""
    if found.unit is None:
        return Both(found.outside, found.outside_english or found.outside)
    return unit(book, found.unit)


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def unit(book: Book, row: int | None) -> Both | str:
    """A unit with those above it, in both languages; empty when there is none."""
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


def alone(book: Book, row: int | None) -> Both | str:
    """A unit by its own name, in both languages; empty when there is none."""
    if row is None:
        return ""
    found = roster.unit(book, row)
    return Both(found.name, found.english or found.name)


RECORD = Paper(service.RECORD, N_("Record of the plan discussion"), discussion_record, of="record", subject="plan_discussions")
TABLE = Paper("target_table", N_("Target table of the unit"), target_table, of="record", subject="targets")
WALL = Paper("target_wall", N_("Target table of the unit, A3 wall chart"), target_table, of="record", subject="targets")
BULLETIN = Paper("bulletin", N_("Production bulletin"), bulletin, of="period", subject="targets")
PAPERS: tuple[Paper, ...] = (RECORD, TABLE, WALL, BULLETIN)
