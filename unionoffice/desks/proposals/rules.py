"""What must hold of a proposal: which step follows which, when an answer is due, what it saves, and what award belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core import search
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen, Yuan, format_money, split
from unionoffice.core.period import Month, Period
from unionoffice.core.quantity import format_quantity
from unionoffice.core.record import QUANTITY_SCALE, changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.proposals.records import (
    Author,
    Calculation,
    Honour,
    Kind,
    Mode,
    Nature,
    Part,
    Proposal,
    ReplyRule,
    Role,
    Scale,
    ScaleRow,
    Sharer,
    State,
    Step,
    Way,
    Weight,
)

# -- states ------------------------------------------------------------------------------

_S = State
AFTER: Mapping[State, tuple[State, ...]] = {
    _S.RECEIVED: (_S.REVIEWED, _S.RETURNED, _S.DUPLICATE, _S.REFERRED, _S.WITHDRAWN),
    _S.REVIEWED: (_S.ADOPTED, _S.TRIAL, _S.REJECTED, _S.KEPT, _S.RETURNED, _S.DUPLICATE, _S.REFERRED, _S.WITHDRAWN),
    _S.RETURNED: (_S.RECEIVED, _S.WITHDRAWN),
    _S.REFERRED: (_S.ADOPTED, _S.TRIAL, _S.REJECTED, _S.KEPT, _S.WITHDRAWN),
    _S.TRIAL: (_S.ADOPTED, _S.REJECTED, _S.KEPT, _S.WITHDRAWN),
    _S.ADOPTED: (_S.IMPLEMENTING, _S.KEPT, _S.REFERRED, _S.WITHDRAWN),
    _S.REJECTED: (),
    _S.KEPT: (_S.REVIEWED, _S.ADOPTED, _S.TRIAL, _S.REJECTED, _S.WITHDRAWN),
    _S.DUPLICATE: (),
    _S.WITHDRAWN: (),
    _S.IMPLEMENTING: (_S.IMPLEMENTED, _S.KEPT, _S.WITHDRAWN),
    _S.IMPLEMENTED: (_S.APPRAISED,),
    _S.APPRAISED: (_S.AWARD_SET,),
    _S.AWARD_SET: (_S.PAID,),
    _S.PAID: (_S.PROMOTED,),
    _S.PROMOTED: (),
}
"""Which states can follow which. The way back is to take the last step back with a reason."""

WAITING = (State.RECEIVED, State.REVIEWED)
"""The authors are owed an answer."""

ANSWERED = (State.ADOPTED, State.TRIAL, State.REJECTED, State.KEPT, State.DUPLICATE, State.REFERRED)
"""Steps that are an answer to the authors."""

ENDED = (State.PAID, State.PROMOTED, State.REJECTED, State.DUPLICATE, State.WITHDRAWN)
"""Nothing more is owed."""

AWARDED = (State.AWARD_SET, State.PAID, State.PROMOTED)
"""An award stands."""

WAY = (
    State.RECEIVED, State.REVIEWED, State.ADOPTED, State.IMPLEMENTING, State.IMPLEMENTED,
    State.APPRAISED, State.AWARD_SET, State.PAID, State.PROMOTED,
)  # fmt: skip
"""The straight way of a proposal, for the line of steps on the screen."""


def check_step(now: State, wanted: State) -> None:
    """Raise KnownError when a proposal that stands at `now` cannot come to `wanted` next."""
    if wanted not in AFTER[now]:
        raise KnownError(
            _("A proposal that is “{now}” cannot become “{wanted}” next.", now=now, wanted=wanted)
        )


def check_day(steps: Sequence[Step], day: date, field: str) -> None:
    """Raise KnownError when a step would stand before the one it follows."""
    standing = [step for step in steps if not step.struck]
    if standing and day < standing[-1].given_on:
        raise KnownError(
            _("This cannot be before {day}, the day of the step “{step}”.", day=standing[-1].given_on, step=standing[-1].stage),
            field=field,
        )


def check_reason(text: str, field: str = "reason") -> None:
    """Raise KnownError when no reason is given."""
    if not text.strip():
        raise KnownError(_("Write down the reason."), field=field)


def stood_at(steps: Sequence[Step], day: date) -> State | None:
    """Where a proposal stood at the end of a day, by its steps that still count; None before its receipt."""
    reached = [step.stage for step in steps if not step.struck and step.given_on <= day]
    return reached[-1] if reached else None


# -- receipt -----------------------------------------------------------------------------


def check_receipt(proposal: Proposal) -> None:
    """Raise KnownError, naming the field, for what cannot be taken in.

    A mere phenomenon without a method is a general opinion, not a proposal: Sichuan rules to the
    1986 Regulations (a proposal must be progressive, feasible and beneficial, with a concrete method).
    """
    if not proposal.title.strip():
        raise KnownError(_("Give the proposal a title."), field="title")
    if proposal.second_kind is not None and proposal.second_kind is proposal.kind:
        raise KnownError(_("The second kind is the same as the first. Leave it empty."), field="second_kind")
    if not proposal.problem.strip():
        raise KnownError(_("Write down the present state and what is wrong with it."), field="problem")
    if not proposal.method.strip():
        raise KnownError(
            _("A proposal says how to do it better. A loss that was seen, without a method, belongs to the waste exposures "
              "(Against waste); from there it can be raised to a proposal."),
            field="method",
        )
    if proposal.unit is None:
        raise KnownError(_("Choose the unit the proposal comes from."), field="unit")


def settled_authors(authors: Sequence[Author]) -> tuple[Author, ...]:
    """The authors with their shares: shares left at 0 by all are made equal, so that they add up to 100.

    Raises KnownError when there is no author, one is named twice, or the shares do not add up.
    """
    named = [author for author in authors if author.worker is not None or author.name.strip()]
    if not named:
        raise KnownError(_("Name at least one author."), field="authors")
    _check_persons(named, "authors")
    if all(author.share == 0 for author in named):
        equal = split(100, _even(len(named)))
        named = [changed(author, share=int(share)) for author, share in zip(named, equal, strict=True)]
    _check_shares([author.share for author in named], "authors")
    if any(author.share == 0 for author in named):
        raise KnownError(_("Every author has a share; a person without one belongs among the helpers."), field="authors")
    return tuple(named)


def _even(count: int) -> tuple[int, ...]:
    if count > 100:
        raise KnownError(_("More than 100 persons cannot share in whole percent."), field="authors")
    whole, more = divmod(100, count)
    return tuple(whole + (1 if place < more else 0) for place in range(count))


def _check_persons(persons: Sequence[Author] | Sequence[Sharer], field: str) -> None:
    seen: set[tuple[int | None, str]] = set()
    for person in persons:
        key = (person.worker, "" if person.worker else person.name.strip())
        if key in seen:
            raise KnownError(_("{name} stands here twice.", name=person.name or _("One person")), field=field)
        seen.add(key)


def _check_shares(shares: Sequence[int], field: str) -> None:
    if any(share < 0 for share in shares):
        raise KnownError(_("A share cannot be below zero."), field=field)
    if sum(shares) != 100:
        raise KnownError(_("The shares add up to {sum} percent; they must add up to 100.", sum=sum(shares)), field=field)


def due(rule: ReplyRule | None, weight: Weight, received_on: date) -> date:
    """The day by which the authors are owed an answer; without a rule 30 days, 90 for a major proposal.

    Deadlines that were found: China after 1986, general items 1 to 2 months, major ones 3 months from
    receiving the form (implementing rules of posts and telecommunications, article 19); USSR,
    1973 statute, 15 days at the enterprise. The 30 and 90 days are this program's default.
    """
    general, major = (rule.general_days, rule.major_days) if rule else (30, 90)
    return received_on + timedelta(days=major if weight is Weight.MAJOR else general)


def is_overdue(proposal: Proposal, today: date) -> bool:
    """Whether the answer is owed and its day is past."""
    return proposal.state in WAITING and proposal.due_on is not None and proposal.due_on < today


# -- saving ------------------------------------------------------------------------------


def exact_saving(line: Calculation) -> Fraction:
    """What one calculation comes to in fen, exactly.

    Labour: (old norm hours - new norm hours) x average cost of an hour x output; material: (old use -
    new use) x price x output (an enterprise rule that follows the 1986 Regulations). Free entry: the
    amount as written. Raises KnownError when a figure is missing.
    """
    if line.way is Way.FREE:
        if line.amount is None:
            raise KnownError(_("Write the amount of the free entry."), field="calculations")
        if not line.what.strip():
            raise KnownError(_("A free entry says on what it rests."), field="calculations")
        return Fraction(line.amount)
    if line.old is None or line.new is None or line.price is None or line.output is None:
        raise KnownError(
            _("{way}: write what one piece took before and takes now, the price, and the output.", way=line.way),
            field="calculations",
        )
    if min(line.old, line.new, line.price, line.output) < 0:
        raise KnownError(_("{way}: a figure cannot be below zero.", way=line.way), field="calculations")
    return Fraction((line.old - line.new) * line.price * line.output * 100, QUANTITY_SCALE**3)


def rounded(exact: Fraction) -> Fen:
    """Whole fen, a half away from zero."""
    doubled = 2 * abs(exact) + 1
    whole = doubled.numerator // (2 * doubled.denominator)
    return Fen(-whole if exact < 0 else whole)


def saving(line: Calculation) -> Fen:
    """What one calculation comes to, rounded once to the fen."""
    return rounded(exact_saving(line))


def gross(calculations: Iterable[Calculation], nature: Nature) -> Fen | None:
    """The sum of the forecasts, or of the actual calculations; None when there is none."""
    lines = [line for line in calculations if line.nature is nature]
    return Fen(sum(saving(line) for line in lines)) if lines else None


def net(calculations: Iterable[Calculation], nature: Nature, cost: int) -> Fen | None:
    """The saving of twelve months less the cost of implementing, subtracted once; None when nothing is reckoned."""
    total = gross(calculations, nature)
    return None if total is None else Fen(total - cost)


LABOUR_FORMULA = N_("({old} − {new}) {measure} × {price} yuan × {output} = {result} yuan")
FREE_FORMULA = N_("{what}: {result} yuan")
SUM_FORMULA = N_("{parts} − cost {cost} = {result} yuan")
PLAIN_SUM = N_("{parts} = {result} yuan")


def formula(line: Calculation) -> Said:
    """One calculation with its steps, for screen and paper: (3.0 − 1.6) h × 0.82 yuan × 6,000 = 6,888.00 yuan."""
    result = format_money(saving(line))
    if line.way is Way.FREE:
        return Said(FREE_FORMULA, {"what": line.what, "result": result})
    old, new, price, output = (format_quantity(value or 0) for value in (line.old, line.new, line.price, line.output))
    decimals = max(len(text.partition(".")[2]) for text in (old, new))
    return Said(LABOUR_FORMULA, {
        "old": _padded(old, decimals), "new": _padded(new, decimals), "measure": line.measure, "price": price,
        "output": output, "result": result,
    })  # fmt: skip


def _padded(text: str, decimals: int) -> str:
    """The number with as many decimals as its neighbour, so that 3.0 stands beside 1.6."""
    whole, _dot, part = text.partition(".")
    return f"{whole}.{part.ljust(decimals, '0')}" if decimals else whole


def sum_formula(calculations: Iterable[Calculation], nature: Nature, cost: int) -> Said | None:
    """How the lines of one nature and the cost make the saving; None when nothing is reckoned."""
    lines = [line for line in calculations if line.nature is nature]
    total = net(lines, nature, cost)
    if total is None:
        return None
    parts = " + ".join(format_money(saving(line)) for line in lines)
    values: dict[str, object] = {"parts": parts, "cost": format_money(cost), "result": format_money(total)}
    return Said(SUM_FORMULA if cost else PLAIN_SUM, values)


LONGEST_ACCOUNT = timedelta(days=367)
"""No account of twelve months is as long."""


def account(benefit_from: date) -> Period:
    """The twelve months in which the saving counts: from the day the benefit appears; they may cross the year."""
    year = benefit_from.year + 1
    last = Month(year, benefit_from.month).days()
    end = date(year, benefit_from.month, min(benefit_from.day, last))
    if benefit_from.day > last:  # 29 February: the twelve months end with 28 February of the next year
        end += timedelta(days=1)
    return Period.of_days(benefit_from, end - timedelta(days=1))


# -- award scales ------------------------------------------------------------------------


def check_scale(scale: Scale) -> None:
    """Raise KnownError, naming the field, for a scale that cannot be used."""
    if not scale.name.strip():
        raise KnownError(_("Give the scale a name."), field="name")
    if scale.valid_to is not None and scale.valid_to < scale.valid_from:
        raise KnownError(_("The scale would end before it begins."), field="valid_to")
    if not scale.rows:
        raise KnownError(_("Write at least one grade."), field="rows")
    if len({row.grade for row in scale.rows}) != len(scale.rows):
        raise KnownError(_("A grade stands there twice."), field="rows")
    before: ScaleRow | None = None
    for row in sorted(scale.rows, key=lambda each: each.lower):
        if row.upper is not None and row.upper <= row.lower:
            raise KnownError(_("Grade {grade}: the upper limit must be above the lower one.", grade=row.grade), field="rows")
        if row.most is not None and row.most < row.least:
            raise KnownError(_("Grade {grade}: the most award is below the least.", grade=row.grade), field="rows")
        if before is not None and (before.upper is None or before.upper > row.lower):
            raise KnownError(_("Grades {a} and {b} overlap.", a=before.grade, b=row.grade), field="rows")
        before = row


def in_force(scales: Iterable[Scale], day: date) -> list[Scale]:
    """The scales in force on a day, the one that began last before the others."""
    standing = [s for s in scales if s.valid_from <= day and (s.valid_to is None or day <= s.valid_to)]
    return sorted(standing, key=lambda s: (s.valid_from, s.id), reverse=True)


def grade_of(scale: Scale, saved: int | None) -> ScaleRow | None:
    """The grade that belongs to a saving: the lower limit belongs to the grade, the upper one to the next. None without a saving.

    In Chinese legal usage 以上 includes the figure named, so exactly 100,000 yuan is grade 2 of 1982 and grade 3 of 1986.
    """
    if saved is None or saved <= 0:
        return None
    for row in scale.rows:
        if row.lower <= saved and (row.upper is None or saved < row.upper):
            return row
    return None


def row_of(scale: Scale, grade: int | None) -> ScaleRow | None:
    """The row of a grade."""
    return next((row for row in scale.rows if row.grade == grade), None)


def award_range(mode: Mode, row: ScaleRow, saved: int | None) -> tuple[Fen, Fen | None]:
    """Least and most award of a grade, most None when it has no limit.

    By percent: the percentage of the saving plus the fixed amount, rounded once to the fen, kept
    between the least and the most of the row.
    """
    if mode is Mode.RANGE:
        return row.least, row.most
    exact = rounded(Fraction(max(saved or 0, 0) * row.percent, 100 * QUANTITY_SCALE)) + row.fixed
    amount = max(exact, row.least)
    amount = amount if row.most is None else min(amount, row.most)
    return Fen(amount), Fen(amount)


def range_words(mode: Mode, row: ScaleRow, saved: int | None) -> Said:
    """What the scale gives for a grade, in words for the screen."""
    least, most = award_range(mode, row, saved)
    if most is None:
        return Said(N_("{least} yuan and more"), {"least": format_money(least)})
    if least == most:
        return Said(N_("{most} yuan"), {"most": format_money(most)})
    if least == 0:
        return Said(N_("up to {most} yuan"), {"most": format_money(most)})
    return Said(N_("{least} to {most} yuan"), {"least": format_money(least), "most": format_money(most)})


def saving_words(row: ScaleRow) -> Said:
    """The savings of a grade, in words for the screen."""
    if row.upper is None:
        return Said(N_("{lower} and over"), {"lower": format_money(row.lower)})
    return Said(N_("{lower} to under {upper}"), {"lower": format_money(row.lower), "upper": format_money(row.upper)})


def scale_words(mode: Mode, row: ScaleRow) -> Said:
    """What a scale gives for a grade whatever was saved, in words for the screen."""
    if mode is Mode.RANGE:
        return range_words(mode, row, None)
    return Said(N_("{percent} % and {fixed} yuan"), {"percent": format_quantity(row.percent), "fixed": format_money(row.fixed)})


def needs_reason(scale: Scale, grade: int, award_fen: int, saved: int | None) -> str | None:
    """Why the committee owes a reason for this award, in words; None when the scale covers it.

    A grade without a computed saving is possible (graded by analogy, as to the 1986 text), with a reason.
    """
    row = row_of(scale, grade)
    if row is None:
        return _("{scale} has no grade {grade}.", scale=scale.name, grade=grade)
    own = grade_of(scale, saved)
    if own is None:
        return _("There is no actual saving to grade by: say why this grade is given.")
    if own.grade != grade:
        return _("By its saving of {saved} yuan the proposal is grade {grade}: say why another is given.",
                 saved=format_money(saved or 0), grade=own.grade)
    least, most = award_range(scale.mode, row, saved)
    if award_fen < least or (most is not None and award_fen > most):
        return _("For grade {grade} the scale gives {range}: say why it is another amount.",
                 grade=grade, range=range_words(scale.mode, row, saved))
    return None


def settled_parts(parts: Sequence[Sharer], award_fen: int) -> tuple[Part, ...]:
    """The split of an award: each person's amount by the shares, adding up to the fen.

    Raises KnownError when nobody is named, one is named twice or the shares do not add up to 100.
    """
    named = [part for part in parts if part.worker is not None or part.name.strip()]
    if not named:
        raise KnownError(_("Say who shares in the award."), field="parts")
    _check_persons(named, "parts")
    shares = [part.share for part in named]
    _check_shares(shares, "parts")
    amounts = split(award_fen, shares)
    return tuple(
        Part(role=part.role, worker=part.worker, name=part.name, share=part.share, part_fen=amount)
        for part, amount in zip(named, amounts, strict=True)
    )


def parts_of(authors: Sequence[Author]) -> tuple[Sharer, ...]:
    """The split as the authors agreed on it at receipt."""
    return tuple(Sharer(role=Role.AUTHOR, worker=a.worker, name=a.name, share=a.share) for a in authors)


# -- the shipped scales --------------------------------------------------------------------

_YUAN = 100


def _row(grade: int, lower: int, upper: int | None, least: int, most: int, honour: Honour) -> ScaleRow:
    return ScaleRow(
        grade=grade, lower=Fen(lower * _YUAN), upper=None if upper is None else Fen(upper * _YUAN),
        least=Fen(least * _YUAN), most=Fen(most * _YUAN), honour=honour,
    )  # fmt: skip


SCALE_1982 = N_("State Council Regulations of 1982 (4 grades)")
SOURCE_1982 = N_(
    "Regulations on awards for rationalization proposals and technical improvements, State Council, Guofa [1982] No. 43, "
    "16 March 1982, article 6. The effect is counted for one year from adoption."
)
ROWS_1982 = (
    _row(1, 1_000_000, None, 1000, 2000, Honour.CERTIFICATE),
    _row(2, 100_000, 1_000_000, 500, 1000, Honour.CERTIFICATE),
    _row(3, 10_000, 100_000, 200, 500, Honour.CERTIFICATE),
    _row(4, 0, 10_000, 0, 200, Honour.COMMENDATION),
)
SCALE_1986 = N_("State Council Regulations as revised in 1986 (5 grades)")
SOURCE_1986 = N_(
    "Regulations on awards for rationalization proposals and technical improvements as revised, State Council, "
    "Guofa [1986] No. 59, 4 June 1986."
)
ROWS_1986 = (
    _row(1, 1_000_000, None, 2500, 4000, Honour.CERTIFICATE),
    _row(2, 500_000, 1_000_000, 1500, 2500, Honour.CERTIFICATE),
    _row(3, 100_000, 500_000, 500, 1500, Honour.CERTIFICATE),
    _row(4, 10_000, 100_000, 300, 500, Honour.COMMENDATION),
    _row(5, 0, 10_000, 0, 300, Honour.COMMENDATION),
)
FROM_1982, TO_1982, FROM_1986 = date(1982, 3, 16), date(1986, 6, 3), date(1986, 6, 4)
BOUNDARY = N_("A saving that equals the lower limit belongs to the grade; one that equals the upper limit belongs to the next.")
RULE_NAME = N_("Answer within 30 days, major ones within 90")
RULE_SOURCE = N_(
    "Default of this program; change it to the rule of your plant. Found in texts: China after 1986, 1 to 2 months, major "
    "proposals 3 months (posts and telecommunications, article 19); USSR, statute of 1973, 15 days in the enterprise."
)


# -- likeness ------------------------------------------------------------------------------

pieces, likeness = search.pieces, search.likeness
"""By what likeness is measured, and how like two texts are."""


def kinds_of(proposal: Proposal) -> tuple[Kind, ...]:
    """The one or two kinds of a proposal."""
    return (proposal.kind,) if proposal.second_kind is None else (proposal.kind, proposal.second_kind)


def amount(fen: int | None) -> Yuan | None:
    """An amount on its way to paper; None stays None."""
    return None if fen is None else Yuan(fen)


def stage_day(proposal: Proposal, stage: State) -> Step | None:
    """The last step of that stage that still counts."""
    found = [step for step in proposal.steps if step.stage is stage and not step.struck]
    return found[-1] if found else None

