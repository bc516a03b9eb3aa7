"""The rules of this desk: which step can follow which, which day binds, and how a slip's code is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from unionoffice.core.errors import KnownError
from unionoffice.core.record import changed
from unionoffice.core.words import _
from unionoffice.desks.meetings import service as meetings
from unionoffice.desks.rectification.records import (
    Argument,
    Debate,
    Movement,
    Opinion,
    OpinionState,
    Position,
    Posters,
    Source,
    Stage,
    Stand,
    Way,
)

# -- opinions ---------------------------------------------------------------------------

_S = OpinionState

NEXT_OPINION: dict[OpinionState, tuple[OpinionState, ...]] = {
    _S.REGISTERED: (_S.ASSIGNED, _S.REPLIED, _S.EXPLAINED, _S.REFERRED, _S.MERGED, _S.WITHDRAWN),
    _S.ASSIGNED: (_S.ASSIGNED, _S.REPLIED, _S.EXPLAINED, _S.REFERRED, _S.MERGED, _S.WITHDRAWN),
    _S.REPLIED: (_S.CORRECTING, _S.DONE, _S.EXPLAINED, _S.REFERRED, _S.MERGED, _S.WITHDRAWN),
    _S.CORRECTING: (_S.DONE, _S.EXPLAINED, _S.REFERRED, _S.MERGED, _S.WITHDRAWN),
    _S.DONE: (_S.CORRECTED, _S.CORRECTING, _S.MERGED, _S.WITHDRAWN),
    _S.CORRECTED: (_S.CORRECTING,),
    _S.EXPLAINED: (_S.ASSIGNED, _S.REPLIED, _S.WITHDRAWN),
    _S.REFERRED: (_S.ASSIGNED, _S.REPLIED, _S.EXPLAINED, _S.WITHDRAWN),
    _S.MERGED: (),
    _S.WITHDRAWN: (),
}
"""The states an opinion can go to from each state. A separated one goes back to where it stood, which is no step of its own."""

OPEN = (_S.REGISTERED, _S.ASSIGNED, _S.REPLIED, _S.CORRECTING, _S.DONE, _S.REFERRED)
"""The states in which something is still owed."""

OWES_REPLY = (_S.REGISTERED, _S.ASSIGNED)
"""The states in which the reply is owed."""

OWES_CORRECTION = (_S.REPLIED, _S.CORRECTING)
"""The states in which the correction is owed."""

ANSWERED = (_S.REPLIED, _S.CORRECTING, _S.DONE, _S.CORRECTED, _S.EXPLAINED)
"""The states in which there is an answer that the raiser can be told."""

REPLY_DAYS = 7
"""The days for a reply. None was found for 1957-58: a default that the office can edit."""

AT_ONCE_DAYS = 3
"""The days in which class A, "at once", is to be done: a default that the office can edit."""


def due_after(day: date, days: int) -> date:
    """The day a term ends that begins on `day`."""
    return day + timedelta(days=days)


def check_opinion(opinion: Opinion) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not opinion.summary.strip():
        raise KnownError(_("Write the opinion in a few words."), field="summary")
    if not opinion.anonymous and not (opinion.raised_by or "").strip():
        raise KnownError(_("Write who raised it, or leave it anonymous."), field="raised_by")
    if not opinion.anonymous and opinion.slip:
        raise KnownError(_("A slip with a code was given for it: it stays anonymous."), field="anonymous")
    if opinion.people < 1:
        raise KnownError(_("At least one person raised it."), field="people")
    if opinion.poster is not None and opinion.source is not Source.POSTER:
        raise KnownError(_("It stands on posters, so it came by a poster."), field="source")
    if opinion.by_union and opinion.responsible is not None:
        raise KnownError(_("Either a unit answers for it, or the union itself."), field="by_union")
    if opinion.reply_due and opinion.reply_due < opinion.raised_on:
        raise KnownError(_("A reply cannot be due before the opinion was raised."), field="reply_due")
    if opinion.planned_on and opinion.replied_on and opinion.planned_on < opinion.replied_on:
        raise KnownError(_("This cannot be due before it was promised."), field="planned_on")
    if opinion.way is Way.BY_DATE and opinion.state in (_S.REPLIED, _S.CORRECTING) and opinion.planned_on is None:
        raise KnownError(_("Class B is corrected by a date: write the date."), field="planned_on")
    _check_days(opinion)


def _check_days(opinion: Opinion) -> None:
    """The days of the steps stand in the order in which the steps follow each other."""
    checked = [("checks", check.checked_on) for check in opinion.checks]
    ways = (
        (("raised_on", opinion.raised_on), ("assigned_on", opinion.assigned_on)),
        (("raised_on", opinion.raised_on), ("replied_on", opinion.replied_on), ("begun_on", opinion.begun_on),
         ("done_on", opinion.done_on), ("corrected_on", opinion.corrected_on)),
        (("raised_on", opinion.raised_on), ("referred_on", opinion.referred_on)),
        (("raised_on", opinion.raised_on), ("told_on", opinion.told_on)),
        (("raised_on", opinion.raised_on), ("slip_on", opinion.slip_on)),
        (("raised_on", opinion.raised_on), ("merged_on", opinion.merged_on)),
        (("raised_on", opinion.raised_on), ("ended_on", opinion.ended_on)),
        (("replied_on", opinion.replied_on), *checked),
    )  # fmt: skip
    for way in ways:
        last: date | None = None
        for field, day in way:
            if day is not None:
                not_before(day, last, field)
                last = day


def not_before(day: date, earlier: date | None, field: str) -> None:
    """Raise KnownError when a step would be dated before what it follows."""
    if earlier is not None and day < earlier:
        raise KnownError(_("This day cannot stand before that of the step before, {day}.", day=earlier), field=field)


def check_step(present: OpinionState, wanted: OpinionState) -> None:
    """Raise KnownError when the step cannot follow from the present state."""
    if wanted not in NEXT_OPINION[present]:
        raise KnownError(_("This cannot become “{wanted}”: it now stands at “{present}”.", wanted=wanted, present=present))


def owed_by(opinion: Opinion) -> date | None:
    """The day by which the next thing is owed: the reply, or the correction; None when nothing with a day is."""
    if opinion.state in OWES_REPLY:
        return opinion.reply_due
    return opinion.planned_on if opinion.state in OWES_CORRECTION else None


def is_overdue(opinion: Opinion, today: date) -> bool:
    """Whether the reply is past its term, or a correction of class A or B past its day."""
    day = owed_by(opinion)
    return day is not None and day < today


def last_day(opinion: Opinion) -> date:
    """The latest day that is written of an opinion's steps."""
    days = (
        opinion.raised_on, opinion.assigned_on, opinion.replied_on, opinion.begun_on, opinion.done_on, opinion.corrected_on,
        opinion.referred_on, *(check.checked_on for check in opinion.checks),
    )  # fmt: skip
    return max(day for day in days if day is not None)


def check_posters(posters: Posters) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not posters.subject.strip():
        raise KnownError(_("Write what the posters are about, in a few words."), field="subject")
    if posters.sheets < 1:
        raise KnownError(_("There is at least one sheet."), field="sheets")
    if posters.counted < 0:
        raise KnownError(_("A number of opinions cannot be below zero."), field="counted")


def share(part: int, whole: int) -> int | None:
    """A part of a whole in hundredths of a percent, half rounded up; None of nothing."""
    if whole <= 0:
        return None
    exact = Fraction(part * 10_000, whole)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


# -- the code of an anonymous slip --------------------------------------------------------

LETTERS = "ACDEFHJKMNPRTWXY34679"
"""What a code is made of: nothing that is taken for another sign (no O or 0, I, L or 1, S or 5, B or 8, Z or 2 ...)."""

CODE_LENGTH = 8
"""21 signs in 8 places are 37,822,859,361 codes: nobody tries them through, one slow hash each."""

COST = (2**14, 8, 1)
"""The cost of scrypt (n, r, p) for new codes; each kept hash names its own, so that this may rise later."""


def new_code() -> str:
    """A new code by chance, from the system's own source of chance."""
    import secrets

    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))


def written(code: str) -> str:
    """The code as it stands on the slip: K7MF-3XRD."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str:
    """The code that was typed, in any width, case and grouping. Raises KnownError when it can be none."""
    plain = re.sub(r"[\s\-–—_.]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(plain) != CODE_LENGTH or any(sign not in LETTERS for sign in plain):
        raise KnownError(_("A code has {count} letters and figures, such as K7MF-3XRD.", count=CODE_LENGTH), field="code")
    return plain


def new_salt() -> str:
    """A new salt by chance, as hexadecimal figures."""
    import secrets

    return secrets.token_hex(16)


def lock(salt: str, cost: tuple[int, int, int] = COST) -> str:
    """The first part of a kept hash: the method, its cost, and the salt."""
    return "$".join(("scrypt", *(str(each) for each in cost), salt))


def kept_as(code: str, locked: str) -> str:
    """What the book keeps of a code: method, cost, salt and slow hash, and never the code.

    `locked` is `lock(...)`, or any kept hash whose method, cost and salt are to be used again. Takes about 50 ms on purpose.
    """
    _method, n, r, p, salt = locked.split("$")[:5]
    import hashlib

    hashed = hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=int(n), r=int(r), p=int(p), maxmem=2**26)
    return "$".join((*locked.split("$")[:5], hashed.hex()))


def same(one: str, other: str) -> bool:
    """Whether two kept hashes are of one code, in a time that tells nothing."""
    import hmac

    return hmac.compare_digest(one, other)


# -- the movement -----------------------------------------------------------------------------

STAGES: Mapping[Stage, str] = {
    Stage.AIRING: "airing_on",
    Stage.DEBATING: "debating_on",
    Stage.CORRECTING: "correcting_on",
    Stage.CHECKED: "checked_on",
}
"""The field in which the day of each stage stands, in order. A unit may pass over a stage: not everywhere was there a debate."""


def stage_of(movement: Movement) -> Stage:
    """The stage a unit stands at: the latest that has its day."""
    return next((stage for stage, field in reversed(list(STAGES.items())) if getattr(movement, field) is not None), Stage.NOT_BEGUN)


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """The stages that can come after one."""
    order = tuple(STAGES)
    return order if stage is Stage.NOT_BEGUN else order[order.index(stage) + 1 :]


def check_movement(movement: Movement) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    last: date | None = None
    for field in STAGES.values():
        day: date | None = getattr(movement, field)
        if day is not None:
            not_before(day, last, field)
            last = day
    months = [line.month for line in movement.turnout]
    if len(set(months)) < len(months):
        raise KnownError(_("A month stands here twice."), field="turnout")
    for line in movement.turnout:
        if line.people < 0 or line.heads is None or line.heads < 1:
            raise KnownError(_("Write how many people of how many."), field="turnout")
        if line.people > line.heads:
            raise KnownError(_("{people} people of {heads}: one of the two cannot be right.", people=line.people, heads=line.heads),
                             field="turnout")  # fmt: skip


def stretches(movement: Movement, until: date) -> list[tuple[Stage, date, date]]:
    """The stretches of time in the stages so far: (stage, first day, the day after), a running one up to and with `until`.

    The final check is one day. What would begin after `until` is left out.
    """
    begun = [(stage, getattr(movement, field)) for stage, field in STAGES.items() if getattr(movement, field) is not None]
    found = []
    for place, (stage, first) in enumerate(begun):
        if first > until:
            break
        following = begun[place + 1][1] if place + 1 < len(begun) else until + timedelta(days=1)
        end = min(following, until + timedelta(days=1)) if stage is not Stage.CHECKED else first + timedelta(days=1)
        if end > first:
            found.append((stage, first, end))
    return found


def sums_of(lines: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """People and heads added up."""
    pairs = list(lines)
    return sum(people for people, _heads in pairs), sum(heads for _people, heads in pairs)


# -- debates --------------------------------------------------------------------------------


def tidied_debate(debate: Debate) -> Debate:
    """The debate with its times as HH:MM; an argument of the one other position there is takes that position's words."""
    others = [each.text.strip() for each in debate.positions if each.stand is Stand.OTHER]
    only = others[0] if len(others) == 1 else ""
    return changed(
        meetings.tidied(debate),
        motion=debate.motion.strip(),
        positions=tuple(changed(each, text=each.text.strip()) for each in debate.positions),
        arguments=tuple(
            changed(
                each, text=each.text.strip(), evidence=each.evidence.strip(), from_group=each.from_group.strip(),
                other=(each.other.strip() or only) if each.stand is Stand.OTHER else "",
            )
            for each in debate.arguments
        ),
    )  # fmt: skip


def check_debate(debate: Debate) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not debate.motion:
        raise KnownError(_("Write the motion of the debate."), field="motion")
    meetings.check_times(debate)
    meetings.check_attendance(debate)
    others = [each.text for each in debate.positions if each.stand is Stand.OTHER]
    for stand in (Stand.FOR, Stand.AGAINST):
        if sum(each.stand is stand for each in debate.positions) > 1:
            raise KnownError(_("“{stand}” stands here twice.", stand=stand), field="positions")
    if not all(others):
        raise KnownError(_("Write what the other position holds."), field="positions")
    if len(set(others)) < len(others):
        raise KnownError(_("Two other positions hold the same."), field="positions")
    for argument in debate.arguments:
        if not argument.text:
            raise KnownError(_("Write the argument."), field="arguments")
        if argument.stand is Stand.OTHER and argument.other not in others:
            said = _("The argument “{text}” belongs to another position: write that position as it stands above.",
                     text=argument.text)  # fmt: skip
            raise KnownError(said, field="arguments")
    meetings.check_resolutions(debate)
    meetings.check_votes(debate)


def check_debate_minutes(debate: Debate) -> None:
    """Raise KnownError for the first thing the minutes still lack before they can be confirmed."""
    check_debate(debate)
    meetings.check_complete(debate)
    if not debate.arguments:
        raise KnownError(_("Minutes of a debate hold at least one argument."), field="arguments")
    if not debate.conclusion.strip():
        raise KnownError(_("Write the conclusion, or that none was reached."), field="conclusion")


def by_position(debate: Debate) -> list[tuple[Position, list[Argument]]]:
    """The positions in their order (for, against, then the others) with the arguments brought for each.

    A position that nobody worded is there when an argument was brought for it.
    """
    found: list[tuple[Position, list[Argument]]] = []
    for stand in (Stand.FOR, Stand.AGAINST):
        worded = next((each for each in debate.positions if each.stand is stand), None)
        brought = [each for each in debate.arguments if each.stand is stand]
        if worded is not None or brought:
            found.append((worded or Position(stand=stand), brought))
    for position in (each for each in debate.positions if each.stand is Stand.OTHER):
        mine = [each for each in debate.arguments if each.stand is Stand.OTHER and each.other == position.text]
        found.append((position, mine))
    return found
