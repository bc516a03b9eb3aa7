"""The list of proposals from elsewhere: those just handed in, and those of earlier years as far as they came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from unionoffice.core import choices, numbering, reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.intake import Intake, Plan, Target, Told, day_target, loaded, read_text, still_as_read, write
from unionoffice.core.joined import BETWEEN, joined, parted
from unionoffice.core.money import Fen, format_money, old_yuan_said
from unionoffice.core.numbered import Numbered, line_key, read_number
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.proposals import rules, service, store
from unionoffice.desks.proposals.records import (
    Author,
    Body,
    Calculation,
    Honour,
    Kind,
    Measure,
    Nature,
    Part,
    Proposal,
    ReplyRule,
    Role,
    Sharer,
    State,
    Step,
    Way,
    Weight,
)
from unionoffice.desks.roster import service as roster

FROM_THE_LIST = N_("as a list of earlier years has it")
"""On what a saving rests that a list gives without its reckoning."""

WRITTEN_AT_ONCE = (
    "title", "kind", "second_kind", "weight", "unit", "received_on", "problem", "method", "expected", "needed", "own_means",
    "old_number", "archive_no",
)  # fmt: skip
"""The fields a list gives as they stand in the record."""

STAGES: tuple[tuple[State, str, Body], ...] = (
    (State.REVIEWED, "reviewed_on", Body.GROUP),
    (State.ADOPTED, "decided_on", Body.COMMITTEE),
    (State.IMPLEMENTING, "started_on", Body.ADMINISTRATION),
    (State.IMPLEMENTED, "ended_on", Body.UNIT),
    (State.APPRAISED, "appraised_on", Body.APPRAISERS),
    (State.AWARD_SET, "award_on", Body.COMMITTEE),
    (State.PAID, "paid_on", Body.OFFICE),
    (State.PROMOTED, "promoted_on", Body.COMMITTEE),
)
"""The steps that a list of earlier years can bring, each with the column of its day, in their order."""
DECISIONS: Mapping[State, Body] = {
    State.ADOPTED: Body.COMMITTEE, State.TRIAL: Body.COMMITTEE, State.REJECTED: Body.COMMITTEE, State.KEPT: Body.OFFICE,
    State.WITHDRAWN: Body.AUTHORS, State.RETURNED: Body.OFFICE, State.DUPLICATE: Body.OFFICE, State.REFERRED: Body.OFFICE,
}  # fmt: skip
"""The states whose day is the day it was decided, each with who takes the step."""
WITH_REASON = (State.REJECTED, State.KEPT, State.WITHDRAWN, State.RETURNED, State.REFERRED)
NAMED: Mapping[State, tuple[str, str]] = {
    State.DUPLICATE: ("duplicate_of", N_("Write the number of the proposal that came before.")),
    State.REFERRED: ("referred_to", N_("Write down to whom it is referred.")),
    State.PROMOTED: ("promoted_to", N_("Write down to whom it is recommended.")),
}
"""What else a state must name, and how it is asked for."""


class Earlier(NamedTuple):
    """A proposal that another may be a duplicate of: one of the book, or one of the list, below zero while it is not entered."""

    row: int
    number: str
    day: str
    duplicate: bool


class Known:
    """What the book knows when a list of proposals is read."""

    def __init__(self, book: Book) -> None:
        service.prepare(book)  # awards of a list rest on the scales
        self.people = roster.people(book)
        self.paths = roster.paths(book)
        self.entries = Numbered(
            (row, no, old_number, received_on, (title, received_on, unit))
            for row, no, old_number, title, received_on, unit in store.told_apart_by(book)
        )
        self.duplicates = store.duplicates(book)
        self._listed: dict[str, list[Earlier]] = {}
        self._rows: dict[Hashable, int] = {}
        self._new: dict[Hashable, int] = {}  # what a line was called once, it is called for good
        self.called: dict[int, str] = {}
        """The numbers of proposals that others are duplicates of."""
        self.years = book.numbered_years(service.NUMBERS)
        self.slips = store.slips_handed_out(book, service.SLIP)
        self.scales = store.scales(book)
        self.scale_names = {scale.id: scale.name for scale in self.scales}
        self._rules = store.reply_rules(book)

    def rule_on(self, day: date) -> ReplyRule | None:
        """The reply rule in force on a day."""
        return next((rule for rule in self._rules if rule.valid_from <= day), None)

    def unit(self, text: str) -> int:
        """The unit that a cell names. Raises KnownError when there is none, or several."""
        return self.people.units.find(text)

    def persons(self, text: str) -> tuple[roster.Written, ...] | None:
        """The persons that a cell names."""
        return None if reading.says_nothing(text) else self.people.written(text) or None

    def parts(self, text: str) -> tuple[tuple[Role, roster.Written, Fen], ...] | None:
        """Who shares in the award, as a register leaves the office: as what, who, the share, the amount."""
        if reading.says_nothing(text):
            return None
        found = []
        for role, worker, name, share, amount in (line[:5] for line in parted(text, 5)):
            [person] = self.people.written(joined([[worker, name, share or "0"]]))
            found.append((_read_role(role) or Role.AUTHOR, person, _fen(amount) or Fen(0)))
        return tuple(found)

    def standing(self, values: Mapping[str, Any]) -> int | None:
        """The proposal that a line already is: by its number, its paper number, or title, day and unit together."""
        received = str(values.get("received_on", ""))
        return self.entries.find(
            values.get("no", ""), values.get("old_number", ""), received,
            (values.get("title", ""), received, values.get("unit")), several=_several,
        )  # fmt: skip

    def keeps_number(self, values: Mapping[str, Any]) -> bool:
        """Whether a proposal of another book keeps its number: where this book has given none in its year."""
        day = values.get("received_on")
        return day is not None and day.year not in self.years and numbering.of_year(values.get("no", ""), service.NUMBERS, day.year)

    def key(self, values: Mapping[str, Any]) -> Hashable:
        """What no two lines of one list share: the number of a year, else everything."""
        return line_key(values.get("no") or values.get("old_number"), values.get("received_on", ""), values)


    # -- one line that names another ------------------------------------

    def gather(self, lines: Iterable[Mapping[str, Any]]) -> bool:
        """Take note of the numbers of all lines, where one is a duplicate of another, in whatever order they stand."""
        self._listed.clear()
        self._rows.clear()
        if not any(map(self.is_duplicate, lines)):
            return False
        for values in map(_stated, lines):
            key, numbers = self.key(values), {values.get("no", ""), values.get("old_number", "")} - {""}
            if not numbers or key in self._rows:
                continue
            try:
                standing = self.standing(values)
            except KnownError:
                standing = None
            row = self._rows[key] = standing or self._new.setdefault(key, -1 - len(self._new))
            duplicate = "duplicate_of" in values or values.get("state") is State.DUPLICATE
            for number in numbers:
                self._listed.setdefault(number, []).append(Earlier(row, number, str(values.get("received_on", "")), duplicate))
        return True

    def is_duplicate(self, values: Mapping[str, Any]) -> bool:
        """Whether a line names another proposal that it is a duplicate of."""
        return "duplicate_of" in values or isinstance(values.get("state"), tuple)

    def new_row(self, values: Mapping[str, Any]) -> int:
        """How a new proposal is called that others may name: by a number below zero; 0 where none can."""
        return min(self._rows.get(self.key(values), 0), 0)

    def earlier(self, values: Mapping[str, Any]) -> int:
        """The proposal that a line says it is a duplicate of, of the book or of the list. Raises KnownError."""
        standing = self.standing(values)
        text, day = values["duplicate_of"], str(values.get("received_on", self.entries.days.get(standing or 0, "")))
        found: dict[int, Earlier] = {}
        for number in dict.fromkeys((text, numbering.as_kept(_said_number(text)), text.split()[0])):
            found = {
                row: Earlier(row, number, when, row in self.duplicates) for row, when in self.entries.bearing(number).items()
            } | {each.row: each for each in self._listed.get(number, ())}
            if found:
                break
        own = {self._rows.get(self.key(values), 0), standing}
        others = [each for each in found.values() if each.row not in own]
        if found and not others:
            raise KnownError(_("A proposal cannot be a duplicate of itself."), field="duplicate_of")
        others = [each for each in others if each.day <= day] or others
        others = [each for each in others if each.day[:4] == day[:4]] or others
        if not others:
            raise KnownError(
                _("No proposal {number} stands in the book or in the list.", number=reading.shown(text)), field="duplicate_of"
            )
        if len(others) > 1:
            raise KnownError(str(_several(others[0].number)), field="duplicate_of")
        [one] = others
        if one.duplicate:
            raise KnownError(_("{no} is itself a duplicate. Choose the first one.", no=one.number), field="duplicate_of")
        if one.day > day:
            raise KnownError(_("{no} came later: it is the duplicate of this one.", no=one.number), field="duplicate_of")
        self.called[one.row] = one.number
        return one.row


_AROUND = re.compile(r"^(?:of|与|同|和|跟|系|为|是)?\s*(?:no\.?|№|第)?\s*(.*?)\s*(?:号(?:建议)?)?$", re.IGNORECASE)
_DUPLICATE = re.compile(r"重复(?:于)?|duplicate", re.IGNORECASE)


def _said_number(text: str) -> str:
    """The number in what is said of a duplicate: 与第17号 is 17, No. 17 too."""
    plain = unicodedata.normalize("NFKC", _DUPLICATE.sub(" ", text)).strip(" ()[]【】:：,，。")
    found = _AROUND.match(plain)
    return found[1] if found is not None else plain


def read_state(text: str) -> State | tuple[State, str] | None:
    """A state in words; with the number of the other proposal where the cell has it: 与第17号重复."""
    try:
        return _read_state(text)
    except KnownError:
        if _DUPLICATE.search(text) is None or not (number := _said_number(text)):
            raise
        return State.DUPLICATE, number


def _stated(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a line says, the number of the other proposal apart from the state."""
    if not isinstance(values.get("state"), tuple):
        return values
    state, number = values["state"]
    return {"duplicate_of": number, **values, "state": state}


def _several(number: str) -> KnownError:
    return KnownError(_("several proposals bear the paper number {number}", number=number), field="old_number")


def read_shares(text: str) -> tuple[int, ...] | None:
    """The shares of several authors in percent: 60%、40%, or 60:40."""
    if reading.says_nothing(text):
        return None
    found = []
    for part in _parted(text):
        exact = reading.read_exact(part.rstrip("%％ "))
        if exact is None or exact != int(exact) or not 0 < exact <= 100:
            raise KnownError(_("“{text}” are no shares in whole percent", text=reading.shown(text)))
        found.append(int(exact))
    return tuple(found)


def _parted(text: str) -> list[str]:
    for sign in "、，,;；:：/\n":
        text = text.replace(sign, " ")
    return text.split()


def read_numbers(text: str) -> tuple[str, ...] | None:
    """The works numbers of several authors."""
    return None if reading.says_nothing(text) else tuple(_parted(text)) or None


def _authors(known: Known, values: Mapping[str, Any]) -> tuple[Author, ...] | None:
    """The authors of a line, found in the roster; None when the line says nothing of them."""
    written: Sequence[roster.Written] = values.get("authors", ())
    numbers: Sequence[str] = values.get("numbers", ())
    shares: Sequence[int] = values.get("shares", ())
    if not written and not numbers:
        return None
    if not written:
        written = [roster.Written(number=number) for number in numbers]
    elif numbers:
        if len(numbers) != len(written):
            raise KnownError(_("There are {a} names and {b} works numbers.", a=len(written), b=len(numbers)), field="numbers")
        written = [roster.Written(number, one.name, one.unit, one.share) for one, number in zip(written, numbers, strict=True)]
    if shares and len(shares) != len(written):
        raise KnownError(_("There are {a} authors and {b} shares.", a=len(written), b=len(shares)), field="shares")
    authors = []
    for place, one in enumerate(written):
        person = known.people.find(one, values.get("unit"), field="authors")
        share = shares[place] if shares else one.share or 0
        authors.append(
            Author(worker=person.worker, name="" if person.worker else person.name, called=person.name, share=share, place=place)
        )
    return rules.settled_authors(authors)


def proposal_of(known: Known, values: Mapping[str, Any], before: Proposal | None) -> Proposal:
    """The proposal of a line, checked; what the line does not say stays as it is. Raises KnownError with the field at fault."""
    values = _stated(values)
    said = {name: values[name] for name in WRITTEN_AT_ONCE if name in values}
    if "content" in values:  # one text that holds both
        said.setdefault("problem", values["content"])
        said.setdefault("method", values["content"])
    authors = _authors(known, values)
    if before is not None:
        return _corrected(known, values, before, said, authors)
    if known.keeps_number(values):
        said["no"] = values["no"]
    elif "no" in values:  # a number of another book
        if said.get("old_number", values["no"]) != values["no"]:
            raise KnownError(
                _("This book has no proposal {no}. It gives its numbers itself: leave the number out.", no=values["no"]), field="no"
            )
        said["old_number"] = values["no"]
    for field, words in (("title", _("Give the proposal a title.")), ("received_on", _("Write the day on which it was received."))):
        if field not in said:
            raise KnownError(words, field=field)
    proposal = Proposal(id=known.new_row(values), authors=authors or (), **said)
    rules.check_receipt(proposal)
    if not authors:
        raise KnownError(_("Name at least one author."), field="authors")
    return _as_far_as_it_came(known, proposal, values)


def _corrected(
    known: Known, values: Mapping[str, Any], before: Proposal, said: dict[str, Any], authors: tuple[Author, ...] | None
) -> Proposal:
    """A proposal that stands, with what stands on its paper corrected; what its steps wrote is not touched by a list."""
    record = changed(before, **said)
    if authors is not None:
        kept = {(one.worker, one.name): one for one in before.authors}
        authors = tuple(
            changed(one, id=kept[one.worker, one.name].id, parent=before.id) if (one.worker, one.name) in kept else one
            for one in authors
        )
        if service.differs(before, changed(before, authors=authors), ("authors",)):
            record = changed(record, authors=authors)
    rules.check_receipt(record)
    if before.state in rules.AWARDED and service.differs(before, record, service.UNDER_THE_AWARD):
        raise KnownError(_("An award rests on these figures. Take the award back first, then correct them."), field="authors")
    if before.id in known.slips and service.differs(before, record, service.ON_THE_SLIP):
        raise KnownError(
            _("The receipt slip of {no} was handed out: correct it at the proposal itself, with the reason.", no=before.no),
            field=next(name for name in service.ON_THE_SLIP if service.differs(before, record, (name,))),
        )
    _same_steps(known, before, values)
    return service.redated(before, record, known.rule_on)


def _same_steps(known: Known, before: Proposal, values: Mapping[str, Any]) -> None:
    """Raise KnownError when a list says otherwise than the steps of a proposal that stands."""
    wanted = values.get("state")
    if wanted is not None and wanted is not before.state:
        raise KnownError(
            _("In the book it is “{now}”, not “{wanted}”: take the step at the proposal itself.", now=before.state, wanted=wanted),
            field="state",
        )
    days = {step.stage: step.given_on for step in before.steps if not step.struck}
    for stage, field, _body in STAGES:
        reached = before.state if field == "decided_on" and before.state in DECISIONS else stage
        if field in values and days.get(reached) != values[field]:
            raise KnownError(_("In the book this step has another day: correct it at the proposal itself."), field=field)
    stands = {
        "saved": rules.gross(before.calculations, Nature.ACTUAL), "forecast": rules.gross(before.calculations, Nature.FORECAST),
        "cost": before.cost, "award_fen": before.award_fen, "grade": before.grade, "implementing_unit": before.implementing_unit,
        "benefit_from": before.benefit_from, "planned_cost": before.planned_cost, "planned_end": before.planned_end,
        "duplicate_of": before.duplicate_of, "referred_to": before.referred_to, "promoted_to": before.promoted_to,
        "norms": before.norms, "honour": before.honour, "corrected_because": before.corrected_because,
        "told_on": before.told_on, "receipt": before.receipt, "award_reason": before.award_reason,
        "scale": known.scale_names.get(before.scale or 0),
        **{field: service.bare(getattr(before, field)) for field in ("steps", "measures", "calculations", "parts")},
    }  # fmt: skip
    if "duplicate_of" in values:
        values = {**values, "duplicate_of": known.earlier(values)}
    told = {field: service.bare(values[field]) for field in ("steps", "measures", "calculations") if field in values}
    if "parts" in values and before.award_fen is not None:
        told["parts"] = service.bare(_split(known, before, before.award_fen, values))
    values = {**values, **told}
    net = {"saved": before.actual_fen, "forecast": before.forecast_fen}  # so it stands in a register that left the office
    for field, stood in stands.items():
        if field in values and values[field] not in (stood, net.get(field, stood)):
            raise KnownError(_("In the book it is otherwise: correct it at the proposal itself."), field=field)


# -- earlier years ---------------------------------------------------------------------


def _as_far_as_it_came(known: Known, proposal: Proposal, values: Mapping[str, Any]) -> Proposal:
    """The proposal with its state, its steps, its savings and its award, as far as the rules of the desk allow."""
    wanted = values.get("state") or _reached(values)
    story: tuple[Step, ...] = values.get("steps", ())
    _names_what_it_must(wanted, values)
    steps = _told(proposal, story, values) if story else _by_their_days(proposal, wanted, values)
    later = _later_fields(known, proposal, values, wanted)
    came = service.reckoned(changed(proposal, state=wanted, steps=steps, calculations=_calculations(values), **later))
    if story:
        _days_as_told(came)
    if wanted in rules.AWARDED:
        came = _awarded(known, came, values)
    return came


def _by_their_days(proposal: Proposal, wanted: State, values: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps up to a state whose days a line gives, each in its own column."""
    steps = [Step(stage=State.RECEIVED, body=Body.OFFICE, given_on=proposal.received_on)]
    opinion = values.get("opinion", "")
    for stage, field, body in _steps_to(wanted):
        if field not in values:
            if stage is wanted or (wanted is State.PROMOTED and stage is State.PAID):
                raise KnownError(_("Write the day of the step “{step}”.", step=stage), field=field)
            continue
        rules.check_day(steps, values[field], field)
        steps.append(Step(stage=stage, body=body, given_on=values[field], opinion=opinion if stage is _judged(wanted) else ""))
    _nothing_later(wanted, values)
    if wanted in WITH_REASON:
        rules.check_reason(opinion, "opinion")
    if wanted in (State.REVIEWED, State.APPRAISED) and not opinion:
        raise KnownError(_("Write down the opinion."), field="opinion")
    return tuple(steps)


def _told(proposal: Proposal, story: tuple[Step, ...], values: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps as a register tells the whole story, those taken back among them. Raises KnownError where it cannot be."""
    standing: list[Step] = []
    for step in story:
        if not step.struck:
            rules.check_day(standing, step.given_on, "steps")
            standing.append(step)
    if not standing or (standing[0].stage, standing[0].given_on) != (State.RECEIVED, proposal.received_on):
        raise KnownError(_("The story must begin with the receipt, on the day of the receipt."), field="steps")
    if values.get("state", standing[-1].stage) is not standing[-1].stage:
        raise KnownError(
            _("It is “{state}”, and yet its story ends with “{step}”.", state=values["state"], step=standing[-1].stage),
            field="state",
        )
    return story


def _days_as_told(proposal: Proposal) -> None:
    """Raise KnownError when the day of a step stands otherwise beside the story than in it."""
    days = {step.stage: step.given_on for step in proposal.steps if not step.struck}
    for stage, field in ((State.IMPLEMENTING, "started_on"), (State.IMPLEMENTED, "ended_on"), (State.PAID, "paid_on")):
        if days.get(stage) != getattr(proposal, field):
            raise KnownError(_("The story tells another day of the step “{step}”.", step=stage), field=field)


def _reached(values: Mapping[str, Any]) -> State:
    """How far a proposal came whose line gives days and no state, or what only one state has."""
    if "steps" in values:
        return next((step.stage for step in reversed(values["steps"]) if not step.struck), State.RECEIVED)
    if "duplicate_of" in values:
        return State.DUPLICATE
    if "promoted_to" in values:
        return State.PROMOTED
    reached = next((stage for stage, field, _body in reversed(STAGES) if field in values), State.RECEIVED)
    return State.REFERRED if "referred_to" in values and reached in (State.RECEIVED, State.REVIEWED, State.ADOPTED) else reached


def _names_what_it_must(wanted: State, values: Mapping[str, Any]) -> None:
    """Raise KnownError when a line lacks what its state must name, or names what belongs to another state.

    To whom a proposal was referred stays with it when it goes on.
    """
    for state, (field, words) in NAMED.items():
        if wanted is state and field not in values:
            raise KnownError(_(words), field=field)
        if field in values and wanted is not state and state is not State.REFERRED:
            label = _(PROPOSALS.label_of(field))
            raise KnownError(_("It is “{state}”, and yet there is “{field}”.", state=wanted, field=label), field=field)
    if wanted is State.PROMOTED and "award_fen" not in values:
        raise KnownError(
            _("A proposal is promoted when its award was paid: write award and payment, or bring it in as “{state}”.",
              state=State.IMPLEMENTED),
            field="award_fen",
        )  # fmt: skip


def _steps_to(wanted: State) -> list[tuple[State, str, Body]]:
    """The steps up to a state, each with the column of its day."""
    if wanted in DECISIONS:
        return [STAGES[0], (wanted, "decided_on", DECISIONS[wanted])]
    order = [stage for stage, _field, _body in STAGES]
    return list(STAGES[: order.index(wanted) + 1]) if wanted in order else []


def _judged(wanted: State) -> State:
    """The step to which the opinion or reason of a line belongs."""
    return wanted if wanted in (*DECISIONS, State.REVIEWED, State.APPRAISED) else State.ADOPTED


def _nothing_later(wanted: State, values: Mapping[str, Any]) -> None:
    """Raise KnownError when a line gives the day of a step that its state did not reach."""
    reached = {field for _stage, field, _body in _steps_to(wanted)}
    for stage, field, _body in STAGES:
        if field in values and field not in reached:
            raise KnownError(_("It is “{state}”, and yet the step “{step}” has a day.", state=wanted, step=stage), field=field)


def _later_fields(known: Known, proposal: Proposal, values: Mapping[str, Any], wanted: State) -> dict[str, Any]:
    """What the steps write into the record besides themselves."""
    kept = (
        "started_on", "planned_end", "planned_cost", "ended_on", "paid_on", "cost", "told_on", "referred_to", "promoted_to",
        "norms", "measures", "corrected_because",
    )  # fmt: skip
    later: dict[str, Any] = {name: values[name] for name in kept if name in values}
    later["implementing_unit"] = values.get("implementing_unit")
    if "duplicate_of" in values:
        later["duplicate_of"] = known.earlier(values)
    if "responsible" in values:
        persons = values["responsible"]
        person = known.people.find(persons[0], proposal.unit, field="responsible")
        if len(persons) > 1 or person.worker is None:
            raise KnownError(_("Name the one person responsible."), field="responsible")
        later["responsible"] = person.worker
    if wanted is State.IMPLEMENTING:
        if later["implementing_unit"] is None:
            raise KnownError(_("Choose the unit that implements it."), field="implementing_unit")
        if "responsible" not in later:
            raise KnownError(_("Name the one person responsible."), field="responsible")
    if later.get("planned_end") and later.get("started_on") and later["planned_end"] < later["started_on"]:
        raise KnownError(_("This would end before it begins."), field="planned_end")
    if "steps" in values:
        return later | {"benefit_from": values.get("benefit_from")}
    if "told_on" in later and wanted is not State.REJECTED:
        raise KnownError(_("Only what was not adopted is explained to the authors."), field="told_on")
    if later.get("told_on") and later["told_on"] < values["decided_on"]:
        raise KnownError(_("It cannot be explained before it was decided."), field="told_on")
    if "ended_on" in later:
        later["benefit_from"] = values.get("benefit_from", later["ended_on"])
        if later["benefit_from"] < proposal.received_on:
            raise KnownError(_("The benefit cannot appear before the proposal was received."), field="benefit_from")
    elif "benefit_from" in values:
        raise KnownError(_("The benefit appears when a proposal is implemented: write the day it was done."), field="ended_on")
    return later


def _calculations(values: Mapping[str, Any]) -> tuple[Calculation, ...]:
    """The savings a list gives: as they were reckoned where it says so, else as free entries."""
    lines: tuple[Calculation, ...] = values.get("calculations", ())
    reckoned = {line.nature for line in lines}
    lines += tuple(
        Calculation(nature=nature, way=Way.FREE, what=_(FROM_THE_LIST), amount=values[field])
        for nature, field in ((Nature.FORECAST, "forecast"), (Nature.ACTUAL, "saved")) if field in values and nature not in reckoned
    )  # fmt: skip
    return tuple(changed(line, place=place) for place, line in enumerate(lines))


_read_nature, _read_way = choices.reader(Nature), choices.reader(Way)
_read_body, _read_role = choices.reader(Body), choices.reader(Role)


def read_story(text: str) -> tuple[Step, ...] | None:
    """The steps as a register leaves the office: a line for each with step, who took it, opinion, day, whether taken back."""
    if reading.says_nothing(text):
        return None
    found = []
    for place, (stage, body, opinion, day, struck) in enumerate(line[:5] for line in parted(text, 5)):
        step, given_on = _read_state(stage), reading.read_date(day)
        if step is None or given_on is None:
            raise KnownError(_("A line of the story has no step or no day."))
        found.append(Step(
            place=place, stage=step, body=_read_body(body) or Body.OFFICE, opinion=opinion, given_on=given_on,
            struck=bool(reading.read_yes(struck)),
        ))  # fmt: skip
    return tuple(found)


def read_measures(text: str) -> tuple[Measure, ...] | None:
    """Figures before and after, as a register leaves the office: a line for each."""
    if reading.says_nothing(text):
        return None
    return tuple(
        Measure(
            place=place, what=what, measure=measure, before=reading.read_quantity(before), before_on=reading.read_date(before_on),
            after=reading.read_quantity(after), after_on=reading.read_date(after_on),
        )
        for place, (what, measure, before, before_on, after, after_on) in enumerate(line[:6] for line in parted(text, 6))
    )  # fmt: skip


def read_calculations(text: str) -> tuple[Calculation, ...] | None:
    """How a saving was reckoned, as a register leaves the office: a line for each calculation. An amount alone is a free entry."""
    if reading.says_nothing(text):
        return None
    if BETWEEN not in text:
        return (Calculation(nature=Nature.ACTUAL, way=Way.FREE, what=_(FROM_THE_LIST), amount=_fen(text)),)
    found = []
    for nature, way, what, measure, old, new, price, output, amount in (line[:9] for line in parted(text, 9)):
        one = Calculation(
            nature=_read_nature(nature) or Nature.FORECAST, way=_read_way(way) or Way.FREE, what=what, measure=measure,
            old=reading.read_quantity(old), new=reading.read_quantity(new), price=reading.read_quantity(price),
            output=reading.read_quantity(output), amount=reading.read_fen(amount),
        )  # fmt: skip
        rules.saving(one)
        found.append(one)
    return tuple(found)


def _awarded(known: Known, proposal: Proposal, values: Mapping[str, Any]) -> Proposal:
    """The proposal with the award a list gives, by the scale in force on its day. Raises KnownError where no rule allows it."""
    step = rules.stage_day(proposal, State.AWARD_SET) or rules.stage_day(proposal, State.PAID)
    day = proposal.received_on if step is None else step.given_on
    if "award_fen" not in values:
        raise KnownError(_("Write the amount of the award."), field="award_fen")
    standing = rules.in_force(known.scales, day)
    if "scale" in values:
        standing = [scale for scale in standing if values["scale"] in (scale.name, scale.english)]
        if not standing:
            raise KnownError(
                _("No award scale {name} is in force on {day}. Enter it under Award scales first.", name=values["scale"], day=day),
                field="scale",
            )
    if not standing:
        raise KnownError(str(Said(service.NO_SCALE, {"day": day.isoformat()})), field="award_fen")
    scale, award, reason = standing[0], values["award_fen"], values.get("award_reason", "")
    row = rules.row_of(scale, values["grade"]) if "grade" in values else rules.grade_of(scale, proposal.actual_fen)
    if row is None and "grade" in values:
        raise KnownError(_("{scale} has no grade {grade}.", scale=scale.name, grade=values["grade"]), field="grade")
    if row is None:
        raise KnownError(_("There is no actual saving to grade by. Choose the grade and give the reason."), field="grade")
    owed = rules.needs_reason(scale, row.grade, award, proposal.actual_fen)
    if owed is not None and not reason:
        raise KnownError(owed, field="award_reason")
    if proposal.state is not State.AWARD_SET and "receipt" not in values:
        raise KnownError(_("Write down who signed for it, or the voucher's number."), field="receipt")
    return changed(
        proposal, scale=scale.id, grade=row.grade, award_fen=award, honour=values.get("honour", row.honour), award_reason=reason,
        parts=_split(known, proposal, award, values), receipt=values.get("receipt", ""),
    )  # fmt: skip


def _split(known: Known, proposal: Proposal, award: Fen, values: Mapping[str, Any]) -> tuple[Part, ...]:
    """Who has which part of the award: as a register tells it, else by the shares of the authors. Raises KnownError."""
    told: Sequence[tuple[Role, roster.Written, Fen]] = values.get("parts", ())
    people = [known.people.find(written, proposal.unit, field="parts") for _role, written, _part in told]
    sharers = [
        Sharer(role=role, worker=person.worker, name="" if person.worker else person.name, share=written.share or 0)
        for (role, written, _part), person in zip(told, people, strict=True)
    ] or rules.parts_of(proposal.authors)
    called = [person.name for person in people] or [author.called for author in proposal.authors]
    parts = rules.settled_parts(sharers, award)
    if told and [part.part_fen for part in parts] != [amount for _role, _written, amount in told]:
        raise KnownError(_("The parts are not the award split by these shares."), field="parts")
    return tuple(changed(part, called=name, place=place) for place, (part, name) in enumerate(zip(parts, called, strict=True)))


# -- the list --------------------------------------------------------------------------------


def _show(known: Known, field: str, proposal: Proposal) -> str | None:
    if field == "authors":
        return "、".join(f"{one.called} {one.share}%" for one in proposal.authors)
    if field in ("unit", "implementing_unit"):
        return known.paths.get(getattr(proposal, field) or 0, "")
    if field == "calculations":
        return "; ".join(f"{_(line.nature.word)} {format_money(rules.saving(line))}" for line in proposal.calculations)
    if field == "content":
        return proposal.method
    if field == "steps":
        return " → ".join(_(step.stage.word) for step in proposal.steps if not step.struck)
    if field == "parts":
        return "、".join(f"{one.called} {format_money(one.part_fen)}" for one in proposal.parts)
    if field == "scale":
        return known.scale_names.get(proposal.scale or 0, "")
    if field == "duplicate_of":
        return known.called.get(proposal.duplicate_of or 0, "")
    if field in ("saved", "forecast"):
        amount = rules.gross(proposal.calculations, Nature.ACTUAL if field == "saved" else Nature.FORECAST)
        return "" if amount is None else format_money(amount)
    for stage, column, _body in STAGES:
        if field == column:
            days = [step.given_on for step in proposal.steps if not step.struck and step.stage is stage]
            return days[-1].isoformat() if days else ""
    return None


def _said(_known: Known, proposal: Proposal) -> str:
    """Who is not on the roster, so that a wrong name is seen; amounts that may be of old money."""
    outside = [author.called for author in proposal.authors if author.worker is None]
    said = [_("not on the roster: {names}", names="、".join(outside))] if outside else []
    amounts = (proposal.forecast_fen, proposal.actual_fen, proposal.award_fen, proposal.cost)
    said.append(old_yuan_said(proposal.received_on, amounts))
    return _("; ").join(each for each in said if each)


def take_in(book: Book, planned: Plan[Proposal], told: Told = lambda _done, _all: None) -> int:
    """Take a list of proposals in as one act, those received first numbered first; give how many were written.

    Raises KnownError when something was entered since the list was read.
    """
    given: dict[int, int] = {}

    def enter(portion: Sequence[Proposal]) -> None:
        for _named, some in groupby(portion, key=_names_another):
            proposals = list(some)
            rows = service.receive_all(book, [changed(each, id=0, duplicate_of=earlier(each)) for each in proposals])
            given.update((each.id, row) for each, row in zip(proposals, rows, strict=True))

    def earlier(proposal: Proposal) -> int | None:
        if not _names_another(proposal):
            return proposal.duplicate_of
        if proposal.duplicate_of not in given:
            number = planned.context.called[proposal.duplicate_of]
            raise KnownError(
                _("{title} is a duplicate of {number}, whose line is not taken in.", title=proposal.title, number=number),
                field="duplicate_of",
            )
        return given[proposal.duplicate_of]

    if not planned.records:
        return 0
    with book.act(N_("Take in {count} proposals from a list"), count=len(planned.records)) as act:
        still_as_read(book, planned)
        act.keep_numbers(service.NUMBERS, [proposal.no for proposal in planned.records if proposal.id <= 0 and proposal.no])
        return write(
            planned, told, order=lambda proposal: (proposal.received_on, _names_another(proposal)),
            enter=enter, correct=lambda portion: store.save_all(act, portion),
        )  # fmt: skip


def _names_another(proposal: Proposal) -> bool:
    """Whether it is a duplicate of a proposal that the same list brings, and so is entered after it."""
    return (proposal.duplicate_of or 0) < 0


def _may_add(known: Known, values: Mapping[str, Any]) -> bool:
    """Paper numbers may be given twice, register numbers never."""
    return values.get("no") not in known.entries.numbers


def _unlike(before: Proposal, record: Proposal) -> bool:
    """Another title under one paper number: it may be another proposal."""
    return before.title != record.title and rules.likeness(before.title, record.title) * 2 < 1


def _fen(text: str) -> Fen | None:
    """An amount that cannot be below zero."""
    found = reading.read_fen(text)
    if found is not None and found < 0:
        raise KnownError(_("An amount cannot be below zero."))
    return found


def _words(text: str) -> str | None:
    """A text that may be a mere dash."""
    return None if reading.says_nothing(text) else read_text(text)


_KINDS = {
    Kind.PRODUCT: ("产品", "产品质量", "质量", "product", "products", "quality"),
    Kind.PROCESS: ("工艺", "操作方法", "操作", "安全", "技术安全", "劳动保护", "process", "processes", "safety"),
    Kind.TOOLS: ("工具", "设备", "工具设备", "工卡具", "工夹具", "机械", "tools", "equipment"),
    Kind.MATERIALS: ("材料", "原材料", "燃料", "节约材料", "materials", "fuel"),
    Kind.DESIGN: ("设计", "统计", "计算", "design"),
    Kind.MANAGEMENT: ("管理", "企业管理", "劳动组织", "经营管理", "management"),
    Kind.ENERGY: ("能源", "节能", "energy"),
    Kind.ENVIRONMENT: ("环境", "环保", "环境保护", "environment"),
    Kind.TECHNOLOGY: ("引进技术", "technology"),
}
_WEIGHTS = {Weight.GENERAL: ("普通", "一般建议", "小"), Weight.MAJOR: ("重要", "重大建议", "大")}
_STATES = {
    State.RECEIVED: ("收到", "已收", "已受理", "登记", "待审", "未处理"),
    State.REVIEWED: ("已审", "已审查", "审查中", "under review"),
    State.ADOPTED: ("采用", "已采用", "已采纳", "同意采纳", "批准"),
    State.TRIAL: ("试用", "试验", "试行中", "trial"),
    State.REJECTED: ("未采纳", "未采用", "不采用", "不予采纳", "否决", "rejected"),
    State.KEPT: ("缓办", "待研究", "暂存", "留存", "kept"),
    State.IMPLEMENTING: ("正在实施", "在办", "推行中", "执行中"),
    State.IMPLEMENTED: ("实施", "实现", "已实现", "完成", "已完成", "已推行", "done", "carried out"),
    State.APPRAISED: ("已鉴定", "已评定"),
    State.AWARD_SET: ("已评奖", "评奖"),
    State.PAID: ("已发奖", "已领奖", "奖励", "发奖", "paid", "awarded"),
    State.WITHDRAWN: ("撤销", "已撤回"),
    State.PROMOTED: ("已推广", "promoted"),
    State.RETURNED: ("退回", "已退回", "退回修改", "补充", "待补充", "returned"),
    State.DUPLICATE: ("重复建议", "重复提出", "雷同"),
    State.REFERRED: ("转报", "已转报", "上报", "已上报", "报上级", "转上级", "referred"),
}
_read_state = choices.reader(State, _STATES)


PROPOSALS: Intake[Proposal] = Intake(
    "proposals",
    N_("Saving proposals"),
    Proposal,
    (
        Target(field="no", read=read_number, example="JY-1958-0031", aliases=(
            "登记号", "登记编号", "编号", "建议编号", "号码", "号", "no", "no.", "register number")),
        Target(field="old_number", read=read_text, example="铸 58-12", aliases=(
            "原编号", "原号", "旧编号", "建议书编号", "纸面编号", "old number", "paper number")),
        Target(field="received_on", read=lambda text: reading.read_date(text, serials=True), example="1958-02-11", aliases=(
            "收到日期", "提出日期", "建议日期", "提出时间", "受理日期", "登记日期", "日期", "时间", "date", "received",
            "date received")),
        Target(field="unit", find=Known.unit, several=True, example="铸工车间", aliases=(
            "单位", "车间", "工段", "班组", "部门", "科室", "所在单位", "建议单位", "提出单位", "workshop", "section", "team",
            "department")),
        Target(field="authors", find=Known.persons, several=True, example="李桂兰 60%、王建国 40%", aliases=(
            "建议人", "建议者", "提出人", "提建议人", "姓名", "合作者", "共同建议人", "author", "authors", "names", "name")),
        Target(field="numbers", label=N_("Works numbers of the authors"), read=read_numbers, several=True, example="0117",
               aliases=(
            "工号", "职工号", "建议人工号", "works number", "works numbers")),
        Target(field="shares", label=N_("Shares of the authors"), read=read_shares, example="60%、40%", aliases=(
            "份额", "分配比例", "比例", "贡献比例", "share", "shares")),
        Target(field="title", example="轴承座改用离心浇铸", aliases=(
            "建议名称", "建议题目", "题目", "名称", "建议项目", "项目", "项目名称", "title", "proposal", "subject")),
        Target(field="kind", assumed=True, read=choices.reader(Kind, _KINDS), example="工艺", aliases=(
            "类别", "种类", "分类", "性质", "建议类别", "kind", "type", "category")),
        Target(field="second_kind", read=choices.reader(Kind, _KINDS)),
        Target(field="weight", read=choices.reader(Weight, _WEIGHTS), example="一般", aliases=("重要性", "轻重", "weight")),
        Target(field="problem", aliases=(
            "现状", "存在问题", "问题", "原来情况", "原状", "现有情况", "改进前", "现状和问题", "problem", "present state")),
        Target(field="method", aliases=(
            "改进方法", "改进办法", "改进措施", "办法", "方法", "措施", "具体办法", "改进后", "method", "proposed method",
            "solution")),
        Target(field="content", label=N_("Problem and method in one text"), aliases=(
            "建议内容", "内容", "主要内容", "内容摘要", "建议内容摘要", "摘要", "content", "contents", "summary")),
        Target(field="expected", aliases=("预计效果", "预期效果", "效果", "预计效益", "expected effect", "effect")),
        Target(field="needed", aliases=("所需条件", "需要材料", "所需费用和材料", "needed")),
        Target(field="own_means", read=reading.read_yes, example="是", aliases=("能否自行解决", "本单位能否解决", "by own means")),
        Target(field="state", read=read_state, example="已实施", aliases=(
            "状态", "处理结果", "处理情况", "采纳情况", "处理意见", "结果", "state", "status", "result", "decision")),
        day_target("reviewed_on", "审查日期", "初审日期", "reviewed", label=N_("First review on")),
        day_target("decided_on", "采纳日期", "决定日期", "批准日期", "审定日期", "处理日期", "采用日期", "退回日期", "转报日期",
            "decided", "adopted on", "date adopted", label=N_("Decided on")),
        Target(field="opinion", label=N_("Opinion or reason"), aliases=(
            "意见", "理由", "审查意见", "审定意见", "不采纳理由", "未采纳原因", "原因", "鉴定意见", "reason", "opinion")),
        day_target("told_on", "答复日期", "说明日期", "told on"),
        Target(field="duplicate_of", read=read_number, example="铸 58-12", aliases=(
            "重复建议编号", "重复编号", "重复于", "原建议编号", "与何号重复", "duplicate", "duplicate of no")),
        Target(field="referred_to", read=_words, example="冶金工业部", aliases=(
            "转报单位", "上报单位", "转报上级", "报送单位", "referred up to")),
        Target(field="implementing_unit", find=Known.unit, aliases=("实施单位", "执行单位", "负责单位", "implemented by")),
        Target(field="responsible", find=Known.persons, aliases=("负责人", "实施负责人", "执行人", "responsible")),
        day_target("started_on", "开始实施日期", "实施日期", "开始日期", "started"),
        day_target("ended_on", "完成日期", "实施完成日期", "实现日期", "完工日期", "投产日期", "done", "completed",
            "implemented on"),
        day_target("benefit_from", "见效日期", "受益日期", "benefit from"),
        Target(field="cost", read=_fen, example="120", aliases=("实施费用", "费用", "投资", "改进费用", "cost")),
        Target(field="forecast", label=N_("Saving, forecast"), read=_fen, example="6,000", aliases=(
            "预计节约", "预计节约金额", "预计年节约", "预计年节约价值", "expected saving", "forecast saving")),
        Target(field="saved", label=N_("Saving, actual"), read=_fen, example="6888.00", aliases=(
            "节约金额", "节约价值", "年节约价值", "年节约金额", "节约", "实际节约", "经济效果", "全年节约", "saved", "saving",
            "actual saving")),
        Target(field="planned_cost", read=_fen, example="150", aliases=("计划费用", "planned cost")),
        day_target("planned_end", "计划完成日期", "planned end"),
        Target(field="calculations", read=read_calculations, example="实际｜工时｜节省的工时｜h｜3｜1.6｜0.82｜6000"),
        Target(field="norms", aliases=("定额变动", "定额修改", "norms")),
        Target(field="measures", read=read_measures, example="每件工时｜h｜3｜1958-02-01｜1.6｜1958-04-01"),
        day_target("appraised_on", "鉴定日期", "评定日期", "appraised", label=N_("Appraised on")),
        Target(field="grade", read=reading.read_whole, example="3", aliases=("奖励等级", "等级", "奖级", "grade")),
        Target(field="award_fen", read=_fen, example="50元", aliases=("奖金", "奖金额", "奖励金额", "奖金数", "award", "bonus")),
        day_target("award_on", "评奖日期", "奖励日期", "award date", label=N_("Award decided on")),
        Target(field="scale", read=read_text),
        Target(field="honour", read=choices.reader(Honour)),
        Target(field="parts", find=Known.parts, example="建议人｜0117 李桂兰｜｜60｜30.00"),
        Target(field="award_reason", aliases=("评奖理由", "奖励说明", "award reason")),
        day_target("paid_on", "发奖日期", "领奖日期", "发放日期", "paid", "payment date"),
        Target(field="receipt", example="凭证 58-104", aliases=("收据", "领款人", "凭证", "凭证号", "签收", "receipt", "voucher")),
        day_target("promoted_on", "推广日期", "推广时间", "promoted", label=N_("Promoted on")),
        Target(field="promoted_to", read=_words, example="全厂各车间", aliases=("推广单位", "推广范围", "推荐推广", "promoted to")),
        Target(field="steps", read=read_story, example="受理｜工会｜｜1958-02-11"),
        Target(field="corrected_because"),
        Target(field="archive_no", aliases=("档案号", "存档号", "卷号", "archive number")),
    ),
    needed=(("title", "received_on", "unit", "authors"), ("title", "received_on", "unit", "numbers"), ("no",), ("old_number",)),
    prepare=Known,
    gather=Known.gather,
    names_another=Known.is_duplicate,
    standing=Known.standing,
    key=Known.key,
    key_field="old_number",
    understand=proposal_of,
    load=loaded(store.PROPOSALS),
    may_add=_may_add,
    unlike=_unlike,
    said=_said,
    show=_show,
    take_in=take_in,
    tables=("proposals", "workers", "units", "proposal_scales", "proposal_reply_rules"),
    number="no",
    left_behind=N_("What was printed, attachments, ties to other entries, and who wrote what when, stay in the other book."),
)  # fmt: skip
"""A list of proposals: told apart by register number, by paper number and year, else by title, day and unit."""
