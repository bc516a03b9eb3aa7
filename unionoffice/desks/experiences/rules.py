"""What must hold of experiences, visits, demonstrations, help and contracts, and how a spread and its effect are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeVar

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, format_duration, parse_duration
from unionoffice.core.record import QUANTITY_SCALE, Worded, changed
from unionoffice.core.words import _
from unionoffice.desks.experiences.records import (
    Better,
    ContractState,
    Demonstration,
    DemonstrationState,
    Experience,
    ExperienceState,
    Help,
    HelpKind,
    HelpState,
    LearningContract,
    Outcome,
    Progress,
    Spread,
    TakenHome,
    Visit,
    VisitState,
)

W = TypeVar("W", bound=Worded)

NEXT_EXPERIENCE: dict[ExperienceState, tuple[ExperienceState, ...]] = {
    ExperienceState.FOUND: (ExperienceState.WRITTEN_UP, ExperienceState.WITHDRAWN),
    ExperienceState.WRITTEN_UP: (ExperienceState.CONFIRMED, ExperienceState.NOT_SPREAD, ExperienceState.WITHDRAWN),
    ExperienceState.CONFIRMED: (ExperienceState.PROMOTED, ExperienceState.NOT_SPREAD, ExperienceState.WITHDRAWN),
    ExperienceState.PROMOTED: (ExperienceState.ADOPTED, ExperienceState.NOT_SPREAD),
    ExperienceState.ADOPTED: (),
    ExperienceState.NOT_SPREAD: (),
    ExperienceState.WITHDRAWN: (),
}
"""The states an experience can go to from each state (domain B8: 发现 → 总结 → 鉴定 → 推广 → 普遍采用 / 不宜推广)."""

NEXT_VISIT: dict[VisitState, tuple[VisitState, ...]] = {
    VisitState.PLANNED: (VisitState.DONE, VisitState.CANCELLED),
    VisitState.DONE: (VisitState.REPORTED,),
    VisitState.REPORTED: (VisitState.CLOSED,),
    VisitState.CLOSED: (),
    VisitState.CANCELLED: (),
}
"""The states a visit can go to from each state."""

NEXT_DEMONSTRATION: dict[DemonstrationState, tuple[DemonstrationState, ...]] = {
    DemonstrationState.PLANNED: (DemonstrationState.HELD, DemonstrationState.CANCELLED),
    DemonstrationState.HELD: (),
    DemonstrationState.CANCELLED: (),
}
"""The states a demonstration can go to from each state."""

NEXT_HELP: dict[HelpState, tuple[HelpState, ...]] = {
    HelpState.PLANNED: (HelpState.UNDER_WAY, HelpState.CANCELLED),
    HelpState.UNDER_WAY: (HelpState.ENDED, HelpState.CANCELLED),
    HelpState.ENDED: (),
    HelpState.CANCELLED: (),
}
"""The states help can go to from each state."""

NEXT_CONTRACT: dict[ContractState, tuple[ContractState, ...]] = {
    ContractState.DRAWN_UP: (ContractState.SIGNED, ContractState.TERMINATED),
    ContractState.SIGNED: (ContractState.RUNNING, ContractState.TERMINATED),
    ContractState.RUNNING: (ContractState.CONCLUDED, ContractState.TERMINATED),
    ContractState.CONCLUDED: (),
    ContractState.TERMINATED: (),
}
"""The states a contract can go to from each state."""

LOCKED = (ExperienceState.CONFIRMED, ExperienceState.PROMOTED, ExperienceState.ADOPTED)
"""The states of an experience that was confirmed: its card is then corrected with a reason only."""

TAKEN_OVER = (Outcome.ADOPTED, Outcome.PARTLY)
"""The outcomes with which a unit works by the experience, at least in part."""


# -- steps and days -----------------------------------------------------------------------


def check_step(state: W, wanted: W, following: Sequence[W]) -> None:
    """Raise KnownError when a record cannot go from its state to the wanted one."""
    if wanted not in following:
        raise KnownError(_("This is {state}: that step is not open to it.", state=state))


def not_before(day: date | None, earlier: date | None, field: str) -> None:
    """Raise KnownError at `field` when a day stands before one that must come first."""
    if day is not None and earlier is not None and day < earlier:
        raise KnownError(_("This cannot be before {day}.", day=earlier), field=field)


def latest(*days: date | None) -> date | None:
    """The last of some days, those not written left out."""
    return max((day for day in days if day is not None), default=None)


def must_say(text: str, problem: str, field: str) -> str:
    """The text without blanks around it. Raises KnownError at `field`, with the worded problem, when nothing is left."""
    plain = text.strip()
    if not plain:
        raise KnownError(problem, field=field)
    return plain


# -- experiences ----------------------------------------------------------------------------


def check_experience(experience: Experience) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    must_say(experience.name, _("Write the name of the experience."), "name")
    if any(not line.text.strip() for line in experience.points):
        raise KnownError(_("Write what this key point says."), field="points")
    if any(line.worker is None and not line.name.strip() for line in experience.creators):
        raise KnownError(_("Write the name, or choose the worker."), field="creators")
    workers = [line.worker for line in experience.creators if line.worker is not None]
    if len(set(workers)) < len(workers):
        raise KnownError(_("A worker stands here twice."), field="creators")
    for line in experience.results:
        if not (line.what.strip() or line.indicator):
            raise KnownError(_("Write what was measured, or choose the indicator."), field="results")
        if line.before_on and line.after_on and line.after_on < line.before_on:
            raise KnownError(_("The figure after cannot be older than the figure before."), field="results")
    not_before(experience.written_on, experience.found_on, "written_on")
    not_before(experience.confirmed_on, experience.written_on, "confirmed_on")
    not_before(experience.promoted_on, experience.confirmed_on, "promoted_on")
    check_spread(experience)


def check_written_up(experience: Experience) -> None:
    """Raise KnownError for what a card still lacks before it is written up: others could not work by it."""
    if not experience.points:
        raise KnownError(_("Write the key points first: others shall work by them."), field="points")
    must_say(experience.problem, _("Write which problem it solves."), "problem")


def check_confirmable(experience: Experience) -> None:
    """Raise KnownError for what an experience lacks before it is confirmed: its creators, and a proof that it is better."""
    if not experience.creators and not experience.origin.strip():
        raise KnownError(_("Write whose experience it is."), field="creators")
    measured = any(line.before is not None and line.after is not None for line in experience.results)
    if not measured and not experience.effect.strip():
        raise KnownError(_("Nothing shows that it is better yet: write figures before and after, or the effect."), field="results")


def check_spread(experience: Experience) -> None:
    """Raise KnownError for the first target unit whose line cannot be."""
    seen: set[object] = set()
    for line in experience.spread:
        who: object = line.unit if line.unit is not None else line.outside.strip()
        if not who:
            raise KnownError(_("Choose the target unit, or write the unit outside."), field="spread")
        if who in seen:
            raise KnownError(_("A unit stands here twice."), field="spread")
        seen.add(who)
        problem = spread_problem(line)
        if problem:
            raise KnownError(problem, field="spread")


def spread_problem(line: Spread) -> str:
    """What cannot be in the line of a target unit, in words; empty when nothing is.

    A stage may be left out, but a later one does not stand before an earlier one: introduced, demonstrated, first used,
    outcome; no check before the first use. Taking over needs a first use; not taking over needs a reason. A unit may have
    begun before the office set it as a target.
    """
    earlier: date | None = None
    for day in (line.introduced_on, line.demonstrated_on, line.first_used_on, line.outcome_on):
        if day is not None and earlier is not None and day < earlier:
            return _("The stages are out of order: {day} stands before {earlier}.", day=day, earlier=earlier)
        earlier = day or earlier
    if line.checked_on and line.first_used_on and line.checked_on < line.first_used_on:
        return _("It cannot be checked before its first use on {day}.", day=line.first_used_on)
    if line.outcome in TAKEN_OVER and line.first_used_on is None:
        return _("Write when it was first used: what was not used was not taken over.")
    if line.outcome is Outcome.REFUSED and not line.reason.strip():
        return _("Write why it was not taken over.")
    if line.outcome is None and line.outcome_on is not None:
        return _("There is a day of the outcome, but no outcome.")
    return ""


def stages_of(line: Spread) -> list[date]:
    """The days of the stages before the outcome that a unit has passed; the first of all days when it has passed none."""
    days = (line.introduced_on, line.demonstrated_on, line.first_used_on)
    return [day for day in days if day is not None] or [date.min]


def tidied_spread(lines: Iterable[Spread], old: Experience) -> tuple[Spread, ...]:
    """The target units as they are kept: an outcome without its day takes that of its check, first use or introduction."""
    known = {line.id: line for line in old.spread}
    found = []
    for line in lines:
        day = line.outcome_on
        if line.outcome is None:
            day = None
        elif day is None:
            day = line.checked_on or line.first_used_on or line.introduced_on or old.promoted_on
        before = known.get(line.id)
        since = line.targeted_on or (before.targeted_on if before else None) or old.promoted_on
        found.append(changed(
            line, outside="" if line.unit is not None else line.outside.strip(), outcome_on=day, targeted_on=since,
            reason=line.reason.strip(), deviations=line.deviations.strip(),
        ))  # fmt: skip
    return tuple(found)


def tinkers_early(line: Spread) -> bool:
    """Whether a unit changes the method before it has once used it as it is: copy exactly first, then adapt [S:45]."""
    return bool(line.deviations.strip()) and line.first_used_on is None


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How far an experience has spread, in target units; every unit stands in exactly one of the last four."""

    targets: int
    introduced: int
    demonstrated: int
    used: int
    adopted: int
    partly: int
    refused: int
    open: int


def count(lines: Sequence[Spread]) -> Count:
    """The spread in numbers."""
    outcomes = [line.outcome for line in lines]
    return Count(
        targets=len(lines),
        introduced=sum(line.introduced_on is not None for line in lines),
        demonstrated=sum(line.demonstrated_on is not None for line in lines),
        used=sum(line.first_used_on is not None for line in lines),
        adopted=outcomes.count(Outcome.ADOPTED),
        partly=outcomes.count(Outcome.PARTLY),
        refused=outcomes.count(Outcome.REFUSED),
        open=outcomes.count(None),
    )


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What the spread of an experience has brought in a month.

    `gain` is in 1/100,000,000 of figure times volume, above zero when it is better; None when no unit gave all three of
    figure before, figure after and volume. `money` is what units wrote down as saved, None when none did. `measured`,
    `valued` and `taken_over` count the units behind them.
    """

    gain: int | None
    money: Fen | None
    measured: int
    valued: int
    taken_over: int


GAIN_SCALE = QUANTITY_SCALE * QUANTITY_SCALE
"""So many parts of `Effect.gain` make one."""


def gain(line: Spread, better: Better) -> int | None:
    """What one unit gains in a month: figure after minus before, times volume, turned so that better is above zero.

    In 1/100,000,000; exact. None where the unit did not take the experience over, or one of the three is missing: that is not zero.
    """
    if line.outcome not in TAKEN_OVER or line.before is None or line.after is None or line.volume is None:
        return None
    step = line.after - line.before
    return (step if better is Better.HIGHER else -step) * line.volume


def effect(lines: Sequence[Spread], better: Better) -> Effect:
    """The effect in sum: over the units that adopted the experience, wholly or partly, and gave the figures."""
    gains = [found for line in lines if (found := gain(line, better)) is not None]
    taken_over = [line for line in lines if line.outcome in TAKEN_OVER]
    moneys = [line.money for line in taken_over if line.money is not None]
    return Effect(
        gain=sum(gains) if gains else None, money=Fen(sum(moneys)) if moneys else None, measured=len(gains), valued=len(moneys),
        taken_over=len(taken_over),
    )


class OverTime(msgspec.Struct, frozen=True, kw_only=True):
    """How many units had been reached by the end of each month: introduced, first used, adopted wholly or partly."""

    months: tuple[Month, ...]
    introduced: tuple[int, ...]
    used: tuple[int, ...]
    adopted: tuple[int, ...]


def over_time(lines: Sequence[Spread], months_of: Mapping[date, Month], until: Month | None = None) -> OverTime | None:
    """The spread month by month, from the month before the first event to the last one, or to `until` if that is later.

    `months_of` gives the office's month of each day that stands in the lines. None when nothing has happened yet.
    """
    introduced = [months_of[line.introduced_on] for line in lines if line.introduced_on]
    used = [months_of[line.first_used_on] for line in lines if line.first_used_on]
    adopted = [months_of[line.outcome_on] for line in lines if line.outcome_on and line.outcome in TAKEN_OVER]
    every = [*introduced, *used, *adopted]
    if not every:
        return None
    month, last = min(every).previous(), max(every)
    if until is not None:
        last = max(last, until)
    months = [month]
    while month < last:
        month = month.next()
        months.append(month)

    def so_far(events: Iterable[Month]) -> tuple[int, ...]:
        found = list(events)
        return tuple(sum(event <= each for event in found) for each in months)

    return OverTime(months=tuple(months), introduced=so_far(introduced), used=so_far(used), adopted=so_far(adopted))


def has_begun(line: Spread) -> bool:
    """Whether anything has happened in a target unit: then it stays among the targets."""
    days = (line.introduced_on, line.demonstrated_on, line.first_used_on, line.outcome_on)
    return any(day is not None for day in days)


def days_in(lines: Iterable[Spread]) -> set[date]:
    """Every day of a stage that stands in some lines."""
    return {day for line in lines for day in (line.introduced_on, line.first_used_on, line.outcome_on) if day is not None}


def is_late(experience: Experience, line: Spread, today: date) -> bool:
    """Whether the outcome of a target unit is owed past its day."""
    return experience.state is ExperienceState.PROMOTED and line.outcome is None and line.due is not None and line.due < today


# -- visits ------------------------------------------------------------------------------------


def check_visit(visit: Visit) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if visit.host is None and not visit.host_name.strip():
        raise KnownError(_("Choose the unit that is visited, or write the plant."), field="host")
    must_say(visit.purpose, _("Write the purpose of the visit."), "purpose")
    not_before(visit.last_on, visit.first_on, "last_on")
    not_before(visit.reported_on, visit.last_on, "reported_on")
    if any(line.worker is None and not line.name.strip() for line in visit.visitors):
        raise KnownError(_("Write the name, or choose the worker."), field="visitors")
    workers = [line.worker for line in visit.visitors if line.worker is not None]
    if len(set(workers)) < len(workers):
        raise KnownError(_("A worker stands here twice."), field="visitors")
    if any(line.indicator is None and not line.what.strip() for line in visit.gaps):
        raise KnownError(_("Choose the indicator, or write what is compared."), field="gaps")
    if any(not line.text.strip() for line in visit.seen):
        raise KnownError(_("Write what was seen."), field="seen")
    for line in visit.taken:
        if not line.text.strip():
            raise KnownError(_("Write what is taken home."), field="taken")
        if line.done_on is not None and line.dropped.strip():
            raise KnownError(_("A thing is either done or given up."), field="taken")
        if line.done_on is not None and line.done_on < visit.first_on:
            raise KnownError(_("It cannot be done before the visit."), field="taken")


def open_taken(visit: Visit) -> list[int]:
    """The numbers, from 1, of the things taken home that are neither done nor given up."""
    return [place for place, line in enumerate(visit.taken, start=1) if line.done_on is None and not line.dropped.strip()]


def for_experience(visit: Visit, taken: TakenHome | None, day: date) -> dict[str, object]:
    """What a new experience takes over from a visit, or from one thing taken home: whose it is, where it was seen, its effect."""
    found: dict[str, object] = {"found_on": max(day, visit.first_on), "unit": visit.host, "effect": visit.result}
    if visit.host is None:
        found["origin"] = visit.host_name
    if taken is not None:
        found["name"] = taken.text.splitlines()[0]
    gaps = [line.indicator for line in visit.gaps if line.indicator is not None]
    return {**found, "indicator": gaps[0]} if gaps else found


def for_proposal(visit: Visit, taken: TakenHome | None) -> dict[str, object]:
    """What a new proposal takes over from a visit, or from one thing taken home."""
    found: dict[str, object] = {"unit": visit.visiting, "problem": visit.purpose}
    if taken is not None:
        found.update(title=taken.text.splitlines()[0], method=taken.text, unit=taken.unit or visit.visiting)
    return found


def days_between(first: date, last: date) -> int:
    """How many days a stretch has, both ends in it."""
    return (last - first).days + 1


# -- demonstrations ------------------------------------------------------------------------------


def duration(text: str, field: str) -> str:
    """A length of time as the clerk wrote it, as h:mm:ss; empty stays empty. Raises KnownError at `field`."""
    if not text.strip():
        return ""
    try:
        return format_duration(parse_duration(text))
    except KnownError as error:
        raise KnownError(str(error), field=field) from error


def seconds(text: str) -> int | None:
    """The seconds of a length of time; None when it is not written."""
    return parse_duration(text) if text else None


def shorter_by(before: str, after: str) -> Fraction | None:
    """By which part of the time before the time after is shorter; below zero when it is longer, None when one is missing."""
    old, new = seconds(before), seconds(after)
    return None if not old or new is None else Fraction(old - new, old)


def watched(demonstration: Demonstration) -> int:
    """How many people watched."""
    return sum(line.people for line in demonstration.watchers)


def check_demonstration(demonstration: Demonstration) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    must_say(demonstration.method, _("Write which method is shown."), "method")
    if any(line.unit is None and not line.name.strip() for line in demonstration.watchers):
        raise KnownError(_("Choose the unit, or write the unit outside."), field="watchers")
    units = [line.unit for line in demonstration.watchers if line.unit is not None]
    if len(set(units)) < len(units):
        raise KnownError(_("A unit stands here twice."), field="watchers")
    if any(not line.what.strip() for line in demonstration.times):
        raise KnownError(_("Write what was timed."), field="times")
    if demonstration.watchers and demonstration.tried > watched(demonstration):
        raise KnownError(
            _("{tried} tried it, but only {count} watched.", tried=demonstration.tried, count=watched(demonstration)), field="tried"
        )


# -- help ------------------------------------------------------------------------------------------


def check_help(given: Help) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    must_say(given.purpose, _("Write what the help is for."), "purpose")
    for unit, name, field in ((given.from_unit, given.from_name, "from_unit"), (given.to_unit, given.to_name, "to_unit")):
        if unit is None and not name.strip():
            raise KnownError(_("Choose the unit, or write the plant."), field=field)
    if given.from_unit is not None and given.from_unit == given.to_unit:
        raise KnownError(_("A unit cannot lend to itself."), field="to_unit")
    not_before(given.last_on, given.first_on, "last_on")
    if given.kind is HelpKind.PEOPLE and not given.people:
        raise KnownError(_("Write who is lent."), field="people")
    if given.kind is HelpKind.MATERIALS and not given.materials:
        raise KnownError(_("Write what is given."), field="materials")
    for line in given.people:
        if line.worker is None and not line.name.strip() and not line.trade.strip():
            raise KnownError(_("Write the name, or choose the worker."), field="people")
        if line.worker is not None and line.people != 1:
            raise KnownError(_("A worker is one person; write a group by its name."), field="people")
    workers = [line.worker for line in given.people if line.worker is not None]
    if len(set(workers)) < len(workers):
        raise KnownError(_("A worker stands here twice."), field="people")
    if any(not line.name.strip() for line in given.materials):
        raise KnownError(_("Write the material."), field="materials")


def people_lent(given: Help) -> int:
    """How many people were lent; none where materials were given."""
    return sum(line.people for line in given.people) if given.kind is HelpKind.PEOPLE else 0


def person_days(given: Help) -> int | None:
    """Days times people: the days written down, else all days from first to last; None while it is not over."""
    if given.kind is not HelpKind.PEOPLE or given.last_on is None:
        return None
    days = given.days if given.days is not None else days_between(given.first_on, given.last_on)
    return days * people_lent(given)


# -- contracts ---------------------------------------------------------------------------------------


def check_contract(contract: LearningContract) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    must_say(contract.title, _("Write between whom the contract is."), "title")
    for field, lines, problem in (
        ("parties", [line.name for line in contract.parties], _("Write the name of the party.")),
        ("problems", [line.text for line in contract.problems], _("Write the problem.")),
        ("experiences", [line.text for line in contract.experiences], _("Write the experience.")),
    ):
        if any(not text.strip() for text in lines):
            raise KnownError(problem, field=field)
    names = [line.name.strip() for line in contract.parties]
    if len(set(names)) < len(names):
        raise KnownError(_("A party stands here twice."), field="parties")
    if contract.starts_on is not None:
        not_before(contract.ends_on, contract.starts_on, "ends_on")
    not_before(contract.signed_on, contract.drawn_up_on, "signed_on")


def check_ready_to_sign(contract: LearningContract) -> None:
    """Raise KnownError for what a contract lacks before it is signed: two plants, and something they promise each other."""
    if plants(contract) < 2:
        raise KnownError(_("A contract needs at least two parties."), field="parties")
    if not contract.problems and not contract.experiences:
        raise KnownError(_("Write which problems are to be solved, or which experiences spread."), field="problems")


def plants(contract: LearningContract) -> int:
    """How many plants are parties."""
    return sum(line.plants for line in contract.parties)


def problems(contract: LearningContract, *states: Progress) -> int:
    """How many problems stand in the contract, or stand in some states."""
    return sum(line.problems for line in contract.problems if not states or line.state in states)


def experiences(contract: LearningContract, *states: Progress) -> int:
    """How many experiences stand in the contract, or stand in some states."""
    return sum(line.experiences for line in contract.experiences if not states or line.state in states)

