"""Saving proposals: what the authors hand in, what is said and done about it, what it saves and what it is awarded.

A *proposal* names a state of affairs and a method to better it; without a method it is no proposal.
A *step* is one line of its story: what was decided or done, by which body, with what opinion, on which day.
A *calculation* is one reckoning of what the proposal saves in the twelve months from the day its
benefit appears: a forecast, or an actual figure; the two are never added together.
An *award scale* says which award belongs to which saving, and from when to when it is in force.
A *reply rule* says within how many days the authors are owed an answer.
A *share* is one person's part of the award in whole percent; a *helper* has a part without being an author.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.money import Fen
from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_


class Kind(Worded):
    """What a proposal betters: the five kinds of the 1982 Regulations, article 3, and those added in 1986."""

    PRODUCT = "product", N_("Products and their quality")
    PROCESS = "process", N_("Processes, testing, safety")
    TOOLS = "tools", N_("Tools and equipment")
    MATERIALS = "materials", N_("Materials, fuel and power")
    DESIGN = "design", N_("Design, statistics, calculation")
    MANAGEMENT = "management", N_("Management methods (1986)")
    ENERGY = "energy", N_("Use of energy (1986)")
    ENVIRONMENT = "environment", N_("Environment (1986)")
    TECHNOLOGY = "technology", N_("Imported technology (1986)")


class Weight(Worded):
    """How weighty a proposal is: a major one is given longer for the answer."""

    GENERAL = "general", N_("General")
    MAJOR = "major", N_("Major")


class State(Worded):
    """Where a proposal stands."""

    RECEIVED = "received", N_("Received")
    REVIEWED = "reviewed", N_("Reviewed")
    ADOPTED = "adopted", N_("Adopted")
    TRIAL = "trial", N_("On trial")
    REJECTED = "rejected", N_("Not adopted")
    KEPT = "kept", N_("Kept for later")
    IMPLEMENTING = "implementing", N_("Implementing")
    IMPLEMENTED = "implemented", N_("Implemented")
    APPRAISED = "appraised", N_("Appraised")
    AWARD_SET = "award_set", N_("Award set")
    PAID = "paid", N_("Award paid")
    PROMOTED = "promoted", N_("Promoted to others")
    RETURNED = "returned", N_("Returned for completion")
    DUPLICATE = "duplicate", N_("Duplicate")
    REFERRED = "referred", N_("Referred up")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Body(Worded):
    """Who holds an opinion or takes a step."""

    OFFICE = "office", N_("Union office")
    GROUP = "group", N_("Workshop group")
    COMMITTEE = "committee", N_("Proposals committee")
    ADMINISTRATION = "administration", N_("Administration")
    UNIT = "unit", N_("Implementing unit")
    APPRAISERS = "appraisers", N_("Appraisal committee")
    HIGHER = "higher", N_("Higher body")
    AUTHORS = "authors", N_("The authors")


class Nature(Worded):
    """Whether a calculation looks ahead or back."""

    FORECAST = "forecast", N_("Forecast")
    ACTUAL = "actual", N_("Actual")


class Way(Worded):
    """How a saving is reckoned."""

    LABOUR = "labour", N_("Labour")
    MATERIAL = "material", N_("Material")
    FREE = "free", N_("Free entry")


class Role(Worded):
    """In what part a person shares in the award."""

    AUTHOR = "author", N_("Author")
    HELPER = "helper", N_("Helper")


class Mode(Worded):
    """How a scale arrives at an award."""

    RANGE = "range", N_("From a least to a most")
    PERCENT = "percent", N_("Percent plus fixed amount")


class Honour(Worded):
    """The honour that goes with an award."""

    CERTIFICATE = "certificate", N_("Certificate of award")
    COMMENDATION = "commendation", N_("Commendation")


class Author(Record):
    """One author of a proposal (建议人): a worker of the roster, or a name from outside; `called` is the name either way."""

    parent: int = 0
    place: int = 0
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name, if not on the roster"), suggests="workers")] = ""
    share: Annotated[int, shown(N_("Share"), unit=N_("%"), ge=0, le=100)] = 0
    called: str = ""


class Step(Record):
    """One line of a proposal's story (意见栏): what was decided or done, by whom, with what opinion, on which day.

    A struck step was taken back with a reason; it stays to be read and no longer counts.
    """

    parent: int = 0
    place: int = 0
    stage: Annotated[State, shown(N_("Step"))]
    body: Annotated[Body, shown(N_("By"))] = Body.OFFICE
    opinion: Annotated[str, shown(N_("Opinion or reason"), long=True)] = ""
    given_on: Annotated[date, shown(N_("Date"))]
    struck: Annotated[bool, shown(N_("Taken back"))] = False


class Measure(Record):
    """One figure before and after (实施前后对比), with the days of measuring."""

    parent: int = 0
    place: int = 0
    what: Annotated[str, shown(N_("What was measured"))]
    measure: Annotated[str, shown(N_("Unit of measure"))] = ""
    before: Annotated[Quantity | None, shown(N_("Before"))] = None
    before_on: Annotated[date | None, shown(N_("Measured on (before)"))] = None
    after: Annotated[Quantity | None, shown(N_("After"))] = None
    after_on: Annotated[date | None, shown(N_("Measured on (after)"))] = None


class Calculation(Record):
    """One reckoning of the saving of twelve months (年节约价值计算).

    Labour and material: what one piece took before, what it takes now, the price of one hour or
    one unit, and the output of the twelve months. Free entry: the amount and on what it rests.
    """

    parent: int = 0
    place: int = 0
    nature: Annotated[Nature, shown(N_("Forecast or actual"))] = Nature.FORECAST
    way: Annotated[Way, shown(N_("Reckoned by"))] = Way.LABOUR
    what: Annotated[str, shown(N_("What, and on what it rests"))] = ""
    measure: Annotated[str, shown(N_("Measured in"), hint=N_("such as h or kg"))] = ""
    old: Annotated[Quantity | None, shown(N_("For one piece before"), ge=0)] = None
    new: Annotated[Quantity | None, shown(N_("For one piece now"), ge=0)] = None
    price: Annotated[Quantity | None, shown(N_("Price of one"), unit=N_("yuan"), ge=0)] = None
    output: Annotated[Quantity | None, shown(N_("Output of twelve months"), ge=0)] = None
    amount: Annotated[Fen | None, shown(N_("Amount (free entry)"))] = None


class Part(Record):
    """One person's part of the award (奖金分配): the shares add up to 100, the amounts to the fen."""

    parent: int = 0
    place: int = 0
    role: Annotated[Role, shown(N_("As"))] = Role.AUTHOR
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name, if not on the roster"), suggests="workers")] = ""
    share: Annotated[int, shown(N_("Share"), unit=N_("%"), ge=0, le=100)] = 0
    part_fen: Annotated[Fen, shown(N_("Amount"))] = Fen(0)
    called: str = ""


class Proposal(Record):
    """One saving proposal (合理化建议) from receipt to promotion; money in fen, the shares in whole percent."""

    no: Annotated[str, shown(N_("Number"))] = ""
    title: Annotated[str, shown(N_("Title of the proposal"))]
    kind: Annotated[Kind, shown(N_("Betters"))] = Kind.PROCESS
    second_kind: Annotated[Kind | None, shown(N_("Betters also"))] = None
    weight: Annotated[Weight, shown(N_("Weight"))] = Weight.GENERAL
    authors: Annotated[tuple[Author, ...], shown(N_("Authors"))] = ()
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    received_on: Annotated[date, shown(N_("Received on"))]
    problem: Annotated[str, shown(N_("Present state and problem"), long=True)] = ""
    method: Annotated[str, shown(N_("Proposed method"), long=True)] = ""
    expected: Annotated[str, shown(N_("Expected effect"), long=True)] = ""
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    needed: Annotated[str, shown(N_("Cost and material needed"), long=True)] = ""
    own_means: Annotated[bool, shown(N_("The unit can do it by its own means"))] = True
    state: Annotated[State, shown(N_("State"))] = State.RECEIVED
    due_on: Annotated[date | None, shown(N_("Reply due"))] = None
    told_on: Annotated[date | None, shown(N_("Explained to the authors on"))] = None
    duplicate_of: Annotated[int | None, shown(N_("Duplicate of"), ref="proposals")] = None
    referred_to: Annotated[str, shown(N_("Referred to"))] = ""
    implementing_unit: Annotated[int | None, shown(N_("Implementing unit"), ref="units")] = None
    responsible: Annotated[int | None, shown(N_("Responsible person"), ref="workers")] = None
    started_on: Annotated[date | None, shown(N_("Started on"))] = None
    planned_end: Annotated[date | None, shown(N_("To be done by"))] = None
    planned_cost: Annotated[Fen, shown(N_("Cost foreseen"), ge=0)] = Fen(0)
    ended_on: Annotated[date | None, shown(N_("Done on"))] = None
    norms: Annotated[str, shown(N_("Changes of norms"), long=True)] = ""
    cost: Annotated[Fen, shown(N_("Cost of implementing"), ge=0)] = Fen(0)
    measures: Annotated[tuple[Measure, ...], shown(N_("Before and after"))] = ()
    benefit_from: Annotated[date | None, shown(N_("Benefit appears from"))] = None
    calculations: Annotated[tuple[Calculation, ...], shown(N_("Saving of twelve months"))] = ()
    forecast_fen: Annotated[Fen | None, shown(N_("Saving, forecast"))] = None
    actual_fen: Annotated[Fen | None, shown(N_("Saving, actual"))] = None
    scale: Annotated[int | None, shown(N_("Award scale"), ref="proposal_scales")] = None
    grade: Annotated[int | None, shown(N_("Grade"), ge=1, le=20)] = None
    award_fen: Annotated[Fen | None, shown(N_("Award"), ge=0)] = None
    honour: Annotated[Honour | None, shown(N_("Honour"))] = None
    award_reason: Annotated[str, shown(N_("Reason for grade or amount"), long=True)] = ""
    parts: Annotated[tuple[Part, ...], shown(N_("Split of the award"))] = ()
    paid_on: Annotated[date | None, shown(N_("Paid on"))] = None
    receipt: Annotated[str, shown(N_("Receipt"), hint=N_("who signed, voucher number"))] = ""
    promoted_to: Annotated[str, shown(N_("Promotion recommended to"))] = ""
    archive_no: Annotated[str, shown(N_("Archive number"))] = ""
    corrected_because: Annotated[
        str, shown(N_("Reason of the latest correction"), hint=N_("asked for once the slip is handed out"))
    ] = ""
    steps: Annotated[tuple[Step, ...], shown(N_("Story"))] = ()


class ScaleRow(Record):
    """One grade of an award scale: savings from `lower` up to, but not including, `upper`."""

    parent: int = 0
    place: int = 0
    grade: Annotated[int, shown(N_("Grade"), ge=1, le=20)]
    lower: Annotated[Fen, shown(N_("Saving from"), ge=0)] = Fen(0)
    upper: Annotated[Fen | None, shown(N_("to under"), hint=N_("empty: no upper limit"))] = None
    least: Annotated[Fen, shown(N_("Least award"), ge=0)] = Fen(0)
    most: Annotated[Fen | None, shown(N_("Most award"), hint=N_("empty: no limit"))] = None
    percent: Annotated[Quantity, shown(N_("Percent of the saving"), unit=N_("%"), ge=0, le=1_000_000)] = Quantity(0)
    fixed: Annotated[Fen, shown(N_("Fixed amount added"), ge=0)] = Fen(0)
    honour: Annotated[Honour | None, shown(N_("Honour"))] = None


class Scale(Record):
    """One award scale (奖励标准) with the days between which it is in force and the text it rests on."""

    name: Annotated[str, shown(N_("Name of the scale"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    mode: Annotated[Mode, shown(N_("The award is reckoned"))] = Mode.RANGE
    valid_from: Annotated[date, shown(N_("In force from"))]
    valid_to: Annotated[date | None, shown(N_("In force to"), hint=N_("empty: until further notice"))] = None
    source: Annotated[str, shown(N_("Text it rests on"), long=True)] = ""
    rows: Annotated[tuple[ScaleRow, ...], shown(N_("Grades"))] = ()


class ReplyRule(Record):
    """Within how many days of receipt the authors are owed an answer (答复期限)."""

    name: Annotated[str, shown(N_("Name of the rule"))]
    valid_from: Annotated[date, shown(N_("In force from"))]
    general_days: Annotated[int, shown(N_("Days for a general proposal"), ge=1, le=730)] = 30
    major_days: Annotated[int, shown(N_("Days for a major proposal"), ge=1, le=730)] = 90
    source: Annotated[str, shown(N_("Text it rests on"), long=True)] = ""


# -- what each step asks ----------------------------------------------------------------


class Review(Record):
    """The first opinion."""

    given_on: Annotated[date, shown(N_("Date"))]
    body: Annotated[Body, shown(N_("Opinion of"))] = Body.GROUP
    opinion: Annotated[str, shown(N_("Opinion"), long=True)] = ""


class Decision(Record):
    """Adoption or trial, and the opinion with it."""

    given_on: Annotated[date, shown(N_("Decided on"))]
    body: Annotated[Body, shown(N_("Decided by"))] = Body.COMMITTEE
    opinion: Annotated[str, shown(N_("Opinion"), long=True)] = ""


class Rejection(Record):
    """A rejection gives its concrete reason, and the day it was explained face to face."""

    given_on: Annotated[date, shown(N_("Decided on"))]
    body: Annotated[Body, shown(N_("Decided by"))] = Body.COMMITTEE
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    told_on: Annotated[date | None, shown(N_("Explained to the authors on"))] = None


class Reasoned(Record):
    """A step that needs nothing but its day and its reason."""

    given_on: Annotated[date, shown(N_("Date"))]
    body: Annotated[Body, shown(N_("By"))] = Body.OFFICE
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""


class Completion(Record):
    """What the authors added."""

    given_on: Annotated[date, shown(N_("Came back on"))]
    added: Annotated[str, shown(N_("What was added"), long=True)] = ""


class Duplication(Record):
    """Which proposal came before."""

    given_on: Annotated[date, shown(N_("Date"))]
    duplicate_of: Annotated[int | None, shown(N_("Duplicate of"), ref="proposals")] = None
    reason: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Referral(Record):
    """To which higher body, and why."""

    given_on: Annotated[date, shown(N_("Date"))]
    referred_to: Annotated[str, shown(N_("Referred to"))] = ""
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""


class Start(Record):
    """The administration's order: who implements it, by when, at what cost."""

    started_on: Annotated[date, shown(N_("Started on"))]
    implementing_unit: Annotated[int | None, shown(N_("Implementing unit"), ref="units")] = None
    responsible: Annotated[int | None, shown(N_("Responsible person"), ref="workers")] = None
    planned_end: Annotated[date | None, shown(N_("To be done by"))] = None
    planned_cost: Annotated[Fen, shown(N_("Cost foreseen"), ge=0)] = Fen(0)
    order: Annotated[str, shown(N_("Order: people and material"), long=True)] = ""


class Finish(Record):
    """What it came to, and from when it bears fruit."""

    ended_on: Annotated[date, shown(N_("Done on"))]
    benefit_from: Annotated[date | None, shown(N_("Benefit appears from"))] = None
    cost: Annotated[Fen, shown(N_("Cost of implementing"), ge=0)] = Fen(0)
    norms: Annotated[str, shown(N_("Changes of norms"), long=True)] = ""
    result: Annotated[str, shown(N_("Result"), long=True)] = ""


class Reckoning(Record):
    """One calculation to be added; see `Calculation`."""

    nature: Annotated[Nature, shown(N_("Forecast or actual"))] = Nature.FORECAST
    way: Annotated[Way, shown(N_("Reckoned by"))] = Way.LABOUR
    what: Annotated[str, shown(N_("What, and on what it rests"))] = ""
    measure: Annotated[str, shown(N_("Measured in"), hint=N_("such as h or kg"))] = ""
    old: Annotated[Quantity | None, shown(N_("For one piece before"), ge=0)] = None
    new: Annotated[Quantity | None, shown(N_("For one piece now"), ge=0)] = None
    price: Annotated[Quantity | None, shown(N_("Price of one"), unit=N_("yuan"), ge=0)] = None
    output: Annotated[Quantity | None, shown(N_("Output of twelve months"), ge=0)] = None
    amount: Annotated[Fen | None, shown(N_("Amount (free entry)"))] = None


class Appraisal(Record):
    """The appraisers' opinion of the result."""

    given_on: Annotated[date, shown(N_("Appraised on"))]
    body: Annotated[Body, shown(N_("Opinion of"))] = Body.APPRAISERS
    opinion: Annotated[str, shown(N_("Opinion"), long=True)] = ""


class Sharer(Record):
    """One person who shall share in the award; the amount follows from the share."""

    role: Annotated[Role, shown(N_("As"))] = Role.AUTHOR
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    name: Annotated[str, shown(N_("Name, if not on the roster"), suggests="workers")] = ""
    share: Annotated[int, shown(N_("Share"), unit=N_("%"), ge=0, le=100)] = 0


class AwardSetting(Record):
    """The grade, the amount within its range, and who has which part."""

    given_on: Annotated[date, shown(N_("Decided on"))]
    body: Annotated[Body, shown(N_("Decided by"))] = Body.COMMITTEE
    scale: Annotated[int | None, shown(N_("Award scale"), ref="proposal_scales")] = None
    grade: Annotated[int | None, shown(N_("Grade"), ge=1, le=20)] = None
    award_fen: Annotated[Fen | None, shown(N_("Award"), ge=0)] = None
    honour: Annotated[Honour | None, shown(N_("Honour"))] = None
    award_reason: Annotated[str, shown(N_("Reason for grade or amount"), long=True)] = ""
    parts: Annotated[tuple[Sharer, ...], shown(N_("Split of the award"))] = ()


class Payment(Record):
    """The day of payment and the receipt."""

    paid_on: Annotated[date, shown(N_("Paid on"))]
    receipt: Annotated[str, shown(N_("Receipt"), hint=N_("who signed, voucher number"))] = ""


class Promotion(Record):
    """To whom it is recommended."""

    given_on: Annotated[date, shown(N_("Date"))]
    promoted_to: Annotated[str, shown(N_("Promotion recommended to"))] = ""
    opinion: Annotated[str, shown(N_("Opinion"), long=True)] = ""
