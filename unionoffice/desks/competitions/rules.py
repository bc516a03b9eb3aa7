"""How a competition is scored: exact fractions, each cell rounded once to hundredths of a point, whole numbers from there.

Practice of enterprise competitions as gathered in the office's notes on scoring: completion by
indicator, points = weight × completion, veto last, missing data is not zero, equal ranks
shared and the next skipped (1, 2, 2, 4), and the tie-break shown is the one sorted by.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import _
from unionoffice.desks.competitions.records import (
    Award,
    Cell,
    CellFigures,
    Competition,
    Participant,
    SchemeIndicator,
    Scored,
    Scoring,
    Standing,
    State,
    TieRule,
)

EDITABLE = frozenset({State.SCHEME, State.ENTERED, State.RUNNING, State.COMPLETE, State.SCORED, State.REVIEWED, State.CORRECTING})
"""The states in which scheme and figures may be changed."""

FROZEN = frozenset({State.PUBLISHED, State.AWARDED, State.FILED})
"""The states in which the published sheet is read, and nothing else."""

OVER = frozenset({State.FILED, State.CANCELLED})
"""The states in which nothing is left to do."""


# -- one cell ------------------------------------------------------------------------------


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes away from zero, as clerks round."""
    whole = (abs(value.numerator) * 2 + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def completion(plan: int, actual: int, scoring: Scoring) -> Fraction:
    """How far the plan was fulfilled, 1 being exactly: a ÷ p, 2 − a ÷ p, or p ÷ a. The divisor is above zero."""
    if scoring is Scoring.COMPLETION:
        return Fraction(actual, plan)
    if scoring is Scoring.MIRROR:
        return 2 - Fraction(actual, plan)
    return Fraction(plan, actual)


def points(weight: int, share: Fraction) -> int:
    """The points of a cell in hundredths: weight (ten-thousandths) × completion, rounded once."""
    return rounded(Fraction(weight * 100, QUANTITY_SCALE) * share)


def cell(plan: int | None, actual: int | None, indicator: SchemeIndicator) -> Cell:
    """The cell worked out. A plan of zero cannot be divided by, nor an actual of zero under plan ÷ actual."""
    if plan is not None and plan <= 0:
        return Cell(plan=plan, actual=actual, trouble="plan")
    if plan is None or actual is None:
        return Cell(plan=plan, actual=actual)
    if indicator.scoring is Scoring.RATIO and actual <= 0:
        return Cell(plan=plan, actual=actual, trouble="actual")
    share = completion(plan, actual, indicator.scoring)
    return Cell(plan=plan, actual=actual, completion=rounded(share * 10_000), points=points(indicator.weight, share))


# -- the ranking ------------------------------------------------------------------------------


def tie_order(competition: Competition) -> tuple[int, ...]:
    """The places (0, 1, 2 ...) of the indicators looked at, one after the other, between equal totals."""
    places = range(len(competition.indicators))
    if competition.tie_rule is TieRule.SHARED:
        return ()
    if competition.tie_rule is TieRule.LISTED:
        return tuple(places)
    numbered = [(line.tie_order, place) for place, line in enumerate(competition.indicators) if line.tie_order is not None]
    return tuple(place for _number, place in sorted(numbered))


def score(
    competition: Competition, figures: Mapping[tuple[int, int], CellFigures], vetoed: Collection[int], excused: Collection[int]
) -> tuple[Scored, ...]:
    """Every participant's score: the ranking first, then those out of it in the order of the scheme.

    `figures` are by (participant, indicator); `vetoed` and `excused` are participants. A veto is
    looked at last: it changes nobody's points and not the participant's own. A total is said
    only of complete data.
    """
    order = tie_order(competition)
    scored = []
    for who in competition.participants:
        cells = []
        for line in competition.indicators:
            found = figures.get((who.id, line.id))
            cells.append(cell(found.plan if found else None, found.actual if found else None, line))
        known = [each.points for each in cells if each.points is not None]
        total = sum(known) if cells and len(known) == len(cells) else None
        if who.id in vetoed:
            standing = Standing.VETOED
        elif who.id in excused:
            standing = Standing.EXCUSED
        else:
            standing = Standing.INCOMPLETE if total is None else Standing.RANKED
        key = tuple(cells[place].points or 0 for place in order) if total is not None else ()
        scored.append(Scored(participant=who.id, cells=tuple(cells), total=total, standing=standing, tie_key=key))
    ranked = _ranking([each for each in scored if each.standing is Standing.RANKED], order)
    out = (Standing.VETOED, Standing.EXCUSED, Standing.INCOMPLETE)
    return (*ranked, *(each for standing in out for each in scored if each.standing is standing))


def _ranking(scored: Sequence[Scored], order: Sequence[int]) -> list[Scored]:
    """The highest first; equals share the place and the places after them are skipped."""

    def key(each: Scored) -> tuple[int, ...]:
        return (each.total or 0, *each.tie_key)

    ordered = sorted(scored, key=key, reverse=True)
    keys = [key(each) for each in ordered]
    found = []
    for place, each in enumerate(ordered):
        decided = {
            order[_first_difference(each.tie_key, other.tie_key)]
            for other in ordered[max(place - 1, 0) : place + 2]
            if other.total == each.total and other.tie_key != each.tie_key
        }
        found.append(
            Scored(
                participant=each.participant, cells=each.cells, total=each.total, standing=each.standing, tie_key=each.tie_key,
                rank=keys.index(keys[place]) + 1, tie_breaks=tuple(sorted(decided)),
            )
        )
    return found


def _first_difference(one: Sequence[int], other: Sequence[int]) -> int:
    return next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)


def awards_of(rank: int | None, awards: Sequence[Award]) -> tuple[int, ...]:
    """The places of the awards that a rank brings; all who share a place get them."""
    return () if rank is None else tuple(place for place, award in enumerate(awards) if award.from_rank <= rank <= award.to_rank)


# -- the scheme --------------------------------------------------------------------------------


def weights(competition: Competition) -> int:
    """The sum of the weights, in ten-thousandths."""
    return sum(line.weight for line in competition.indicators)


def check_scheme(competition: Competition) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not competition.name.strip():
        raise KnownError(_("Write the name of the competition."), field="name")
    if competition.last < competition.first:
        raise KnownError(_("The competition ends before it begins."), field="last")
    if competition.data_due_on and competition.data_due_on < competition.first:
        raise KnownError(_("The data cannot be due before the competition begins."), field="data_due_on")
    if competition.evaluate_by and competition.evaluate_by < competition.last:
        raise KnownError(_("It cannot be evaluated before its last day."), field="evaluate_by")
    if competition.full_marks <= 0:
        raise KnownError(_("The weights must add up to more than zero."), field="full_marks")
    for number, who in enumerate(competition.participants, start=1):
        _check_participant(number, who)
    _check_no_twice(competition.participants)
    for number, line in enumerate(competition.indicators, start=1):
        _check_indicator(number, line)
    orders = [line.tie_order for line in competition.indicators if line.tie_order is not None]
    if len(set(orders)) < len(orders):
        raise KnownError(_("Two indicators have the same tie-break number."), field="indicators")
    if competition.tie_rule is TieRule.NUMBERED and competition.indicators and not orders:
        text = _("Give at least one indicator a tie-break number, or choose another rule for equal totals.")
        raise KnownError(text, field="tie_rule")
    if any(not veto.what.strip() for veto in competition.vetoes):
        raise KnownError(_("Write what the veto is about, or take the empty line out."), field="vetoes")
    for award in competition.awards:
        if not award.title.strip():
            raise KnownError(_("Write the title or award, or take the empty line out."), field="awards")
        if not 1 <= award.from_rank <= award.to_rank:
            raise KnownError(_("{title}: the ranks run from a smaller to a larger number.", title=award.title), field="awards")


def check_ready(competition: Competition) -> None:
    """Raise KnownError unless the scheme is whole: two participants, indicators, weights that add up."""
    if len(competition.participants) < 2:
        raise KnownError(_("A competition needs at least two participants."), field="participants")
    if not competition.indicators:
        raise KnownError(_("A competition needs at least one indicator."), field="indicators")
    if weights(competition) != competition.full_marks:
        raise KnownError(weights_said(weights(competition), competition.full_marks), field="indicators")


def weights_said(total: int, full: int) -> str:
    """The sum of the weights beside what it must be, in words of the screen."""
    return _(
        "The weights add up to {sum}; they must add up to {full}.", sum=format_quantity(total), full=format_quantity(full)
    )


def _check_participant(number: int, who: Participant) -> None:
    given = sum((who.unit is not None, who.worker is not None, bool(who.outside.strip())))
    if given == 0:
        raise KnownError(
            _("Participant {number}: choose a unit or a worker, or write a name from outside.", number=number), field="participants"
        )
    if given > 1:
        raise KnownError(
            _("Participant {number}: a unit, a worker or a name from outside, only one of them.", number=number),
            field="participants",
        )


def _check_no_twice(participants: Sequence[Participant]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for number, who in enumerate(participants, start=1):
        same = seen.setdefault((who.unit, who.worker, who.outside.strip()), number)
        if same != number:
            raise KnownError(_("Participants {one} and {other} are the same.", one=same, other=number), field="participants")


def _check_indicator(number: int, line: SchemeIndicator) -> None:
    if not line.name.strip():
        raise KnownError(_("Indicator {number}: write its name, or choose a monthly figure.", number=number), field="indicators")
    if line.weight <= 0:
        raise KnownError(_("{name}: the weight must be above zero.", name=line.name), field="indicators")
    if not 0 <= line.decimals <= 6:
        raise KnownError(_("An indicator has from 0 to 6 decimals."), field="indicators")
