"""What the competition desk prints: the score sheet with every step of the reckoning, and the notice of results."""

from __future__ import annotations

from collections.abc import Sequence

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period, month_of
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.competitions import service
from unionoffice.desks.competitions.records import (
    Cell,
    Scored,
    ScoreSheet,
    Scoring,
    SheetIndicator,
    SheetRow,
    Standing,
    TieRule,
)
from unionoffice.desks.figures import service as monthly
from unionoffice.printing.chart import Series, StackedBars
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

Row = tuple[object, ...]

_FORMULAS = {
    Scoring.COMPLETION: "{actual} ÷ {plan}",
    Scoring.MIRROR: "2 − {actual} ÷ {plan}",
    Scoring.RATIO: "{plan} ÷ {actual}",
}


def score_sheet(book: Book, row: int) -> Sheet:
    """The score sheet (竞赛评分表) of a competition: the published one, or before publication a draft."""
    return _score_sheet(book, service.score_sheet(book, row))


def version(book: Book, row: int, number: int) -> Sheet:
    """The score sheet of one published version."""
    return _score_sheet(book, service.version_sheet(book, row, number))


def notice(book: Book, row: int) -> Sheet:
    """The notice of results (竞赛结果公布). Raises KnownError while nothing is published."""
    versions = service.versions(book, row)
    if not versions:
        raise KnownError(_("{name} is not published yet.", name=service.competition(book, row).name))
    return notice_of(book, row, versions[-1].version)


def notice_of(book: Book, row: int, number: int) -> Sheet:
    """The notice of results of one published version."""
    sheet = service.version_sheet(book, row, number)
    ranked = [each for each in sheet.rows if each.scored.standing is Standing.RANKED]
    return {
        **_head(book, sheet),
        "results": [(each.scored.rank, _name(each), _hundredths(each.scored.total), _awards(sheet, each)) for each in ranked],
        "out": [(_name(each), each.scored.standing) for each in sheet.rows if each.scored.standing is not Standing.RANKED],
    }


def _score_sheet(book: Book, sheet: ScoreSheet) -> Sheet:
    return {
        **_head(book, sheet),
        "draft": "" if sheet.version else Said(N_("Draft, not yet published")),
        "level": sheet.level,
        "source": sheet.source,
        "full_marks": Exact(sheet.full_marks),
        "tie_rule": _tie_rule(sheet),
        "indicators": [
            Both(f"{each.name}\n{Exact(each.weight)}", f"{each.english or each.name}\n{Exact(each.weight)}")
            for each in sheet.indicators
        ],
        "points": [_points_row(each) for each in sheet.rows],
        "ties": _ties(sheet),
        "out": [line for each in sheet.rows for line in _out(each)],
        "chart": chart(sheet),
        "steps": [line for each in sheet.rows for line in _steps(sheet, each)],
    }


def _head(book: Book, sheet: ScoreSheet) -> dict[str, object]:
    settings = offices.office(book)
    union = Both(settings.union, settings.union_english or settings.union)
    return {
        "union": union,
        "number": sheet.number,
        "name": Both(sheet.name, sheet.english or sheet.name),
        "period": period(sheet, settings.closing_day),
        "conditions": sheet.conditions,
        "committee": sheet.committee or union,
        "evaluated_on": sheet.evaluated_on,
        "published_on": sheet.published_on,
        "edition": Said(N_("version {version}"), {"version": sheet.version}) if sheet.version else Said(N_("draft")),
        "correction": Said(N_("Version {version}, corrected: {reason}"), {"version": sheet.version, "reason": sheet.reason})
        if sheet.version > 1
        else "",
    }


def period(sheet: ScoreSheet, closing_day: int) -> Period:
    """The competition's period by its own name where it has one: a month, a quarter, a half-year, a year; else its days."""
    month = month_of(sheet.first, closing_day)
    for wanted in _named_periods(month, closing_day):
        if (wanted.first, wanted.last) == (sheet.first, sheet.last):
            return wanted
    return Period.of_days(sheet.first, sheet.last)


def _named_periods(month: Month, closing_day: int) -> Sequence[Period]:
    return (
        Period.of_month(month, closing_day),
        Period.of_quarter(month.year, (month.number + 2) // 3, closing_day),
        Period.of_half(month.year, 1 if month.number < 7 else 2, closing_day),
        Period.of_year(month.year, closing_day),
    )


def chart(sheet: ScoreSheet) -> StackedBars:
    """The points of each participant stacked by indicator, in the order of the sheet; the same on screen and paper.

    Points below zero have no bar.
    """
    shown = [each for each in sheet.rows if each.scored.total is not None]
    return StackedBars(
        title=Said(N_("Points by indicator")),
        categories=tuple(_name(each) for each in shown),
        series=tuple(
            Series(_called(line), tuple(max(each.scored.cells[place].points or 0, 0) for each in shown))
            for place, line in enumerate(sheet.indicators)
        ),
        unit=Said(N_("points")),
        scale=100,
    )


def _name(row: SheetRow) -> Both:
    return Both(row.name, row.english or row.name)


def _called(line: SheetIndicator) -> Both:
    return Both(line.name, line.english or line.name)


def _hundredths(value: int | None) -> object:
    return "" if value is None else Exact(value, 100, 2)


def _rank(scored: Scored) -> object:
    return scored.standing if scored.rank is None else scored.rank


def _points_row(row: SheetRow) -> Row:
    return (_rank(row.scored), _name(row), _hundredths(row.scored.total), *(_hundredths(cell.points) for cell in row.scored.cells))


def _tie_rule(sheet: ScoreSheet) -> object:
    if sheet.tie_rule is not TieRule.NUMBERED:
        return sheet.tie_rule
    names = [_called(sheet.indicators[place]) for place in sheet.tie_order]
    return Said(N_("more points by: {indicators}"), {"indicators": names})


def _ties(sheet: ScoreSheet) -> list[Row]:
    """Who stands where by a tie-break: rank, participant, total, the indicators that decided, and the points there."""
    found: list[Row] = []
    for each in sheet.rows:
        if each.scored.tie_breaks:
            points = [_hundredths(each.scored.cells[place].points) for place in each.scored.tie_breaks]
            names = [_called(sheet.indicators[place]) for place in each.scored.tie_breaks]
            found.append((each.scored.rank, _name(each), _hundredths(each.scored.total), names, points))
    return found


def _out(row: SheetRow) -> list[Row]:
    """Why a participant is out of the ranking: participant, total, how, veto, reason and document."""
    if row.scored.standing is Standing.RANKED:
        return []
    reasons = row.reasons or (None,)
    return [
        (
            _name(row), _hundredths(row.scored.total),
            Standing.VETOED if reason and reason.veto else row.scored.standing,
            reason.veto if reason else "",
            reason.reason if reason else Said(N_("data are missing")),
            reason.document if reason else "",
        )
        for reason in reasons
    ]


def _steps(sheet: ScoreSheet, row: SheetRow) -> list[Row]:
    """Each cell's reckoning: participant, indicator, plan, actual, formula, completion, weight, points; then the total."""
    lines = [
        (
            _rank(row.scored), _name(row), _measured(line), _figure(cell.plan, line),
            _figure(cell.actual, line), _formula(cell, line),
            "" if cell.completion is None else Exact(cell.completion, 100, 2, "%"), Exact(line.weight),
            Said(N_("cannot be reckoned")) if cell.trouble else _hundredths(cell.points),
        )
        for line, cell in zip(sheet.indicators, row.scored.cells, strict=True)
    ]
    total = _hundredths(row.scored.total) if row.scored.total is not None else Standing.INCOMPLETE
    return [*lines, (_rank(row.scored), _name(row), Said(N_("Total")), "", "", "", "", Exact(sheet.full_marks), total)]


def _measured(line: SheetIndicator) -> Both:
    zh, en = line.measure, line.measure_english or line.measure
    name = line.english or line.name
    return Both(f"{line.name}（{zh}）" if zh else line.name, f"{name} ({en})" if en else name)


def _figure(value: int | None, line: SheetIndicator) -> object:
    if value is None:
        return ""
    return monthly.format_value(value, 0, clock=True) if line.clock else Exact(value, 10**line.decimals, line.decimals)


def _formula(cell: Cell, line: SheetIndicator) -> str:
    if cell.completion is None:
        return ""
    return _FORMULAS[line.scoring].format(plan=_figure(cell.plan, line), actual=_figure(cell.actual, line))


def _awards(sheet: ScoreSheet, row: SheetRow) -> list[Both]:
    return [Both(award.title, award.english or award.title) for award in (sheet.awards[place] for place in row.awards)]


PAPERS = (
    Paper("score_sheet", N_("Score sheet"), score_sheet, "record", subject="competitions"),
    Paper("competition_notice", N_("Notice of results"), notice, "record", subject="competitions"),
)
