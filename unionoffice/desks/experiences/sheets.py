"""What this desk prints: the experience card, the spread matrix, the records of visits and demonstrations, the contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.money import Yuan
from unionoffice.core.period import Month
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Said
from unionoffice.desks.experiences import rules, service
from unionoffice.desks.experiences.records import (
    BeforeAfter,
    ContractState,
    DemonstrationState,
    Experience,
    ExperienceState,
    Gap,
    LearningContract,
    Party,
    Problem,
    Progress,
    Spread,
    VisitState,
)
from unionoffice.desks.figures import service as figure_service
from unionoffice.desks.roster import service as roster
from unionoffice.printing.chart import Lines, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both, words

ROOM = "____________"
"""Room to write by hand what was not yet entered."""


def experience_card(book: Book, row: int) -> Sheet:
    """The card of an experience (先进经验推广卡): whose it is, how it is done, what it brings. What is not confirmed says so."""
    found = service.experience(book, row)
    return {
        "union": union(book),
        "number": found.number,
        "name": called(found),
        "state": found.state,
        "remark": _card_remark(found),
        "unit": unit(book, found.unit) or found.origin,
        "trade": found.trade,
        "creators": [
            (person(book, line.worker, line.name), unit(book, line.unit), line.trade) for line in found.creators
        ] or [("", "", "")],
        "problem": found.problem.strip(),
        "points": _numbered(line.text for line in found.points),
        "conditions": found.conditions.strip(),
        "results": [result_row(book, line) for line in found.results],
        "effect": found.effect.strip(),
        "safety": found.safety.strip(),
        "source": found.source.strip(),
        "written_by": found.written_by,
        "written_on": found.written_on,
        "confirmed_by": found.confirmed_by,
        "confirmed_on": found.confirmed_on,
        "spread": spread_words(found.spread) if found.spread else "",
        "by_hand": "",
    }


def _card_remark(found: Experience) -> Said | str:
    if found.state is ExperienceState.WITHDRAWN:
        return Said(N_("This experience was withdrawn on {day}: {reason}"), {"day": found.ended_on, "reason": found.ended_why})
    if found.state is ExperienceState.NOT_SPREAD:
        return Said(N_("Not to be spread (decided on {day}): {reason}"), {"day": found.ended_on, "reason": found.ended_why})
    if found.confirmed_on is None:
        return Said(N_("Draft: this experience is not confirmed yet."))
    return ""


def result_row(book: Book, line: BeforeAfter) -> tuple[object, ...]:
    """One figure before and after, as the card shows it: what, in which unit, before with its day, after with its day."""
    what: object = line.what or indicator(book, line.indicator)
    return (
        what, measure(book, line.indicator, line.measured_in), _measured(line.before), line.before_on, _measured(line.after),
        line.after_on,
    )  # fmt: skip


def spread_words(lines: Sequence[Spread]) -> Said:
    """The spread in one sentence: how many units of how many."""
    count = rules.count(lines)
    return Said(
        N_("{targets} units: {adopted} adopted it, {partly} partly, {refused} did not, {open} still open"),
        {name: getattr(count, name) for name in ("targets", "adopted", "partly", "refused", "open")},
    )


def spread_matrix(book: Book, row: int) -> Sheet:
    """The spread of an experience: its target units by stages, the effect in sum, and the picture over time."""
    found = service.experience(book, row)
    count = rules.count(found.spread)
    return {
        "union": union(book),
        "number": found.number,
        "name": called(found),
        "creators": whose(book, found),
        "since": found.promoted_on,
        "compared": compared(book, found),
        "rows": [_matrix_row(book, line) for line in found.spread],
        "total": (
            Said(N_("Units reached")), count.introduced, count.demonstrated, count.used,
            f"{count.adopted + count.partly}/{count.targets}", "", "", "", "", "",
        ),
        "spread": spread_words(found.spread) if found.spread else "",
        "effect": paragraphs(effect_words(book, found)),
        "picture": picture(book, found),
    }  # fmt: skip


def _matrix_row(book: Book, line: Spread) -> tuple[object, ...]:
    outcome: object = line.outcome or ""
    if line.outcome is not None and line.reason:
        outcome = Said(N_("{outcome}: {reason}"), {"outcome": line.outcome, "reason": line.reason})
    return (
        target(book, line), line.introduced_on, line.demonstrated_on, line.first_used_on, outcome, _measured(line.before),
        _measured(line.after), _measured(line.volume), line.checked_on, line.deviations,
    )  # fmt: skip


def compared(book: Book, found: Experience) -> object:
    """Which figure is compared before and after: the indicator with its unit, or what was written."""
    own = measure(book, found.indicator, found.measured_in)
    if found.indicator is None:
        return own
    name = indicator(book, found.indicator)
    return Said(N_("{name} ({unit})"), {"name": name, "unit": own}) if own else name


def effect_words(book: Book, found: Experience) -> list[Said]:
    """The effect of the spread in sum, in sentences: what was gained in a month, over how many units, and the yuan written down."""
    effect = service.effect(book, found)
    said = []
    if effect.gain is not None:
        said.append(Said(
            N_("Gained in a month: {gain} {unit} (figure after less before, times the month's volume; {count} of {all} units)"),
            {
                "gain": Exact(effect.gain, rules.GAIN_SCALE), "unit": effect_unit(book, found), "count": effect.measured,
                "all": effect.taken_over,
            },
        ))  # fmt: skip
    if effect.money is not None:
        said.append(Said(
            N_("Saved in a month: {money} yuan (written down by {count} of {all} units)"),
            {"money": Yuan(effect.money), "count": effect.valued, "all": effect.taken_over},
        ))  # fmt: skip
    return said


def effect_unit(book: Book, found: Experience) -> object:
    """What figure times volume makes: as was written, else the two units with a sign between them."""
    if found.effect_in:
        return found.effect_in
    own = measure(book, found.indicator, found.measured_in)
    return Said(N_("{figure} × {volume}"), {"figure": own, "volume": found.volume_in}) if found.volume_in else own


def picture(book: Book, found: Experience, until: Month | None = None) -> Lines | None:
    """How many units were reached by the end of each month; None when nothing has happened yet."""
    over = service.over_time(book, found, until)
    if over is None:
        return None
    return Lines(
        title=Said(N_("Units reached, month by month")), categories=over.months, unit=Said(N_("units")),
        series=(
            Series(Said(N_("Took it over")), over.adopted),
            Series(Said(N_("Used it")), over.used),
            Series(Said(N_("Introduced")), over.introduced),
        ),
    )  # fmt: skip


def visit_record(book: Book, row: int) -> Sheet:
    """The record of a visit (参观访问记录): who went where, why, what they saw and what they take home, as promises."""
    found = service.visit(book, row)
    remark: Said | str = ""
    if found.state is VisitState.CANCELLED:
        remark = Said(N_("This visit was cancelled on {day}: {reason}"), {"day": found.ended_on, "reason": found.ended_why})
    return {
        "union": union(book),
        "number": found.number,
        "remark": remark,
        "host": unit(book, found.host) or found.host_name,
        "visiting": unit(book, found.visiting) or found.visiting_name,
        "days": _span(found.first_on, found.last_on),
        "people": len(found.visitors) or "",
        "cost": Yuan(found.cost) if found.cost is not None else "",
        "visitors": [
            (person(book, line.worker, line.name), line.trade, unit(book, line.unit)) for line in found.visitors
        ] or [("", "", "")] * 3,
        "purpose": found.purpose.strip(),
        "gaps": [_gap_row(book, line) for line in found.gaps],
        "seen": _numbered(line.text for line in found.seen),
        "taken": [
            (line.text, line.who, unit(book, line.unit), line.due, _kept(line.done_on, line.dropped)) for line in found.taken
        ] or [("", "", "", "", "")] * 3,
        "result": found.result.strip(),
        "source": found.source.strip(),
        "reported_on": found.reported_on,
        "reported_to": found.reported_to,
        "by_hand": "",
    }


def _gap_row(book: Book, line: Gap) -> tuple[object, ...]:
    what: object = line.what or indicator(book, line.indicator)
    return (what, measure(book, line.indicator, line.measured_in), _measured(line.own), _measured(line.theirs))


def _kept(done_on: date | None, dropped: str) -> object:
    return Said(N_("given up: {reason}"), {"reason": dropped}) if dropped else done_on or ""


def demonstration_record(book: Book, row: int) -> Sheet:
    """The record of a demonstration (观摩表演记录): the method, who showed it, who watched and tried, the times, the conclusion."""
    found = service.demonstration(book, row)
    remark: Said | str = ""
    if found.state is DemonstrationState.CANCELLED:
        remark = Said(N_("This demonstration was cancelled on {day}: {reason}"), {"day": found.ended_on, "reason": found.ended_why})
    return {
        "union": union(book),
        "number": found.number,
        "kind": found.kind,
        "remark": remark,
        "method": found.method,
        "experience": called(service.experience(book, found.experience)) if found.experience else "",
        "demonstrator": person(book, found.demonstrator, found.demonstrator_name),
        "unit": unit(book, found.unit),
        "held_on": found.held_on,
        "room": found.room,
        "watchers": [(unit(book, line.unit) or line.name, line.people) for line in found.watchers] or [("", "")] * 3,
        "total": (Said(N_("In all")), rules.watched(found) or ""),
        "tried": found.tried or "",
        "times": [
            (line.what, line.before, line.after, part(rules.shorter_by(line.before, line.after))) for line in found.times
        ] or [("", "", "", "")] * 2,
        "conclusion": found.conclusion.strip(),
        "by_hand": "",
    }


def part(share: Fraction | None) -> object:
    """A part in percent with one decimal; nothing for None."""
    if share is None:
        return ""
    scaled = share * 1000
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Exact(rounded, 10, 1, "%")


def learning_contract(book: Book, row: int) -> Sheet:
    """A contract of mutual help and learning between plants, to sign, with its course as far as there is any."""
    found = service.contract(book, row)
    return {
        "number": found.number,
        "title": Both(found.title, found.english or found.title),
        "parties": [(party(book, line), line.plants) for line in found.parties] or [("", "")] * 3,
        "seals": [(party(book, line), line.signed_by, "") for line in found.parties] or [("", "", "")] * 3,
        "plants": rules.plants(found) or ROOM,
        "problem_count": rules.problems(found) or ROOM,
        "experience_count": rules.experiences(found) or ROOM,
        "problems": [(line.text, line.problems, line.whose, line.due) for line in found.problems] or [("", "", "", "")] * 3,
        "experiences": [(line.text, line.experiences, line.giver, line.taker) for line in found.experiences]
        or [("", "", "", "")] * 3,
        "course": [_course_row(line) for line in found.problems] or [("", "", "", "", "")] * 3,
        "spread": [(line.text, line.experiences, _progress(line.state)) for line in found.experiences] or [("", "", "")] * 3,
        "duties": found.duties.strip(),
        "starts_on": found.starts_on or ROOM,
        "ends_on": found.ends_on or ROOM,
        "signed_on": found.signed_on or ROOM,
        "results": found.results.strip(),
        "concluded_on": found.concluded_on,
        "state": found.state,
        "source": found.source.strip(),
        "changes": _changes(found),
    }  # fmt: skip


def _course_row(line: Problem) -> tuple[object, ...]:
    result: object = _progress(line.state)
    if line.result:
        result = Said(N_("{state}: {reason}"), {"state": line.state, "reason": line.result})
    return (line.text, line.problems, _with_unit(line.before, line.measured_in), _with_unit(line.after, line.measured_in), result)


def _with_unit(value: int | None, measured_in: str) -> object:
    if value is None or not measured_in:
        return _measured(value)
    return Said(N_("{figure} {unit}"), {"figure": _measured(value), "unit": measured_in})


def _progress(state: Progress) -> object:
    return "" if state is Progress.OPEN else state


def _changes(found: LearningContract) -> Said | str:
    if found.state is ContractState.TERMINATED:
        return Said(N_("terminated on {day}: {reason}"), {"day": found.ended_on, "reason": found.ended_why})
    return ""


# -- wording what the papers share -----------------------------------------------------------


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def unit(book: Book, row: int | None) -> Both | str:
    """A unit with those above it, in both languages; empty when there is none."""
    return "" if row is None else Both(roster.path(book, row), roster.path(book, row, english=True))


def target(book: Book, line: Spread) -> Both | str:
    """A target unit by its own name, in both languages; a unit outside as it was written."""
    if line.unit is None:
        return line.outside
    found = roster.unit(book, line.unit)
    return Both(found.name, found.english or found.name)


def person(book: Book, worker: int | None, name: str) -> Said | str:
    """Somebody by name; workers of one name are told apart."""
    return roster.told_apart(book, worker, book.title("workers", worker) if worker is not None else name)


def called(found: Experience) -> Both:
    """The name of an experience, on English papers its English name if it has one."""
    return Both(found.name, found.english or found.name)


def whose(book: Book, found: Experience) -> object:
    """Who created an experience, or where it was seen."""
    if found.creators:
        return [person(book, line.worker, line.name) for line in found.creators]
    return unit(book, found.unit) or found.origin


def party(book: Book, line: Party) -> Both | str:
    """A party of a contract, one of the plant's own units with its English name."""
    return unit(book, line.unit) or line.name


def indicator(book: Book, row: int | None) -> Both | str:
    """An indicator in both languages; empty when there is none."""
    if row is None:
        return ""
    found = figure_service.indicator(book, row)
    return Both(found.name, found.english or found.name)


def measure(book: Book, row: int | None, written: str) -> Both | str:
    """The unit of measure: as it was written, else that of the indicator in both languages."""
    if written or row is None:
        return written
    found = figure_service.indicator(book, row)
    return Both(found.measure, found.measure_english or found.measure)


def _measured(value: int | None) -> object:
    return "" if value is None else Exact(value, QUANTITY_SCALE)


def _span(first: date, last: date) -> Said | date:
    return first if first == last else Said(N_("{first} to {last}"), {"first": first, "last": last})


def _numbered(texts: Iterable[str]) -> Both | str:
    """Several texts as numbered paragraphs of one, in either language."""
    return paragraphs(
        [Said(N_("{n}. {text}"), {"n": str(place), "text": text.strip()}) for place, text in enumerate(texts, start=1)]
    )


def paragraphs(lines: Sequence[Said]) -> Both | str:
    """Several sayings as paragraphs of one text, in either language."""
    if not lines:
        return ""
    return Both("\n".join(words(line, "zh") for line in lines), "\n".join(words(line, "en") for line in lines))


CARD = Paper("experience_card", N_("Experience card"), experience_card, of="record", subject="experiences")
MATRIX = Paper("spread_matrix", N_("Spread matrix"), spread_matrix, of="record", subject="experiences")
VISIT = Paper("visit_record", N_("Visit record"), visit_record, of="record", subject="visits")
DEMONSTRATION = Paper(
    "demonstration_record", N_("Demonstration record"), demonstration_record, of="record", subject="demonstrations"
)
CONTRACT = Paper("learning_contract", N_("Mutual-learning contract"), learning_contract, of="record", subject="learning_contracts")
PAPERS: tuple[Paper, ...] = (CARD, MATRIX, VISIT, DEMONSTRATION, CONTRACT)
