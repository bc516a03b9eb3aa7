"""Certificates of award, the wordings on them, and the printers that print them.

A *certificate* is drawn up as a draft, is issued with a number that is never given again, and may be voided; it then
keeps its number. A *wording* is the text of a certificate with {places} for what differs from one to the next. The
*recipient line* is the first line of the paper, the name and how the person is addressed; the *text* is the rest.
A *ruler sheet* is a printed grid that shows how far a printer is off on pre-printed paper; the distances are its *offsets*.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.record import Quantity, Record, Worded, shown
from unionoffice.core.words import N_


class Recipient(Worded):
    """Who is honoured: of the roster or from outside, a person or a unit."""

    WORKER = "worker", N_("Worker")
    UNIT = "unit", N_("Unit")
    PERSON = "person", N_("Person from outside")
    BODY = "body", N_("Unit from outside")

    @property
    def is_person(self) -> bool:
        """Whether a person is honoured, not a unit."""
        return self in (Recipient.WORKER, Recipient.PERSON)


class Source(Worded):
    """What a certificate is given for."""

    COMPETITION = "competition", N_("From a competition")
    PROPOSAL = "proposal", N_("From a proposal")
    HAND = "hand", N_("By hand")


class Standing(Worded):
    """How far a certificate has come."""

    DRAFT = "draft", N_("Draft")
    ISSUED = "issued", N_("Issued")
    VOIDED = "voided", N_("Voided")


class Tongue(Worded):
    """The language of the certificate."""

    CHINESE = "zh", N_("Chinese")
    ENGLISH = "en", N_("English")


class Lacking(Worded):
    """What is done with a character that the Kai typeface lacks."""

    SONG = "song", N_("taken from Song")
    BRUSH = "brush", N_("left blank for the brush")


class Certificate(Record):
    """One certificate of award (奖状)."""

    number: Annotated[str, shown(N_("Number"))] = ""
    standing: Annotated[Standing, shown(N_("State"))] = Standing.DRAFT
    source: Annotated[Source, shown(N_("Given for"))] = Source.HAND
    kind: Annotated[Recipient, shown(N_("Recipient is"))] = Recipient.WORKER
    worker: Annotated[int | None, shown(N_("Worker"), ref="workers")] = None
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    name: Annotated[str, shown(N_("Name on the certificate"), hint=N_("2 to 40 characters, a unit up to 60"))] = ""
    tongue: Annotated[Tongue, shown(N_("Language of the certificate"))] = Tongue.CHINESE
    period: Annotated[str, shown(N_("Period as written"), hint=N_("such as 一九五八年第一季度"))] = ""
    competition: Annotated[str, shown(N_("Competition"))] = ""
    title: Annotated[str, shown(N_("Title of honour or of the proposal"))] = ""
    rank: Annotated[int | None, shown(N_("Rank"), ge=1, le=999)] = None
    grade: Annotated[int | None, shown(N_("Grade of the award"), ge=1, le=9)] = None
    facts: Annotated[str, shown(N_("Merits"), long=True)] = ""
    wording: Annotated[str, shown(N_("Wording"), suggests="wordings", hint=N_("empty: the one that fits"))] = ""
    addressed: Annotated[str, shown(N_("Recipient line"), hint=N_("empty: from the wording"))] = ""
    body: Annotated[str, shown(N_("Text of the certificate"), long=True, hint=N_("empty: from the wording"))] = ""
    issuer: Annotated[str, shown(N_("Issued by"))] = ""
    dated: Annotated[date, shown(N_("Date on the certificate"))]
    lacking: Annotated[Lacking | None, shown(N_("Characters that Kai lacks"))] = None
    old_number: Annotated[str, shown(N_("Paper number"))] = ""
    voided_on: Annotated[date | None, shown(N_("Voided on"))] = None
    void_reason: Annotated[str, shown(N_("Reason"), long=True)] = ""
    sheet: str = ""  # the blobs of what was printed: values and form
    form: str = ""


class Wording(Record):
    """The text of certificates with places for what differs (奖状用语)."""

    name: Annotated[str, shown(N_("Name of the wording"))] = ""
    shipped: str = ""  # which of the three usual wordings this row changes; empty: one of the office's own
    for_units: Annotated[bool, shown(N_("For units"))] = False
    chinese: Annotated[str, shown(N_("Chinese wording"), long=True)] = ""
    english: Annotated[str, shown(N_("English wording"), long=True)] = ""
    retired: Annotated[bool, shown(N_("No longer used"))] = False


class Printer(Record):
    """A printer and how far it is off on pre-printed paper (打印偏移); to the right and downwards are positive."""

    name: Annotated[str, shown(N_("Printer"))] = ""
    right: Annotated[
        Quantity, shown(N_("Move to the right"), unit=N_("mm"), hint=N_("in steps of 0.5; to the left: -1.5"))
    ] = Quantity(0)
    down: Annotated[Quantity, shown(N_("Move down"), unit=N_("mm"), hint=N_("in steps of 0.5; up: -1.5"))] = Quantity(0)
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Issuing(Record):
    """What is asked before certificates are issued, when Kai lacks a character of theirs."""

    lacking: Annotated[Lacking, shown(N_("Characters that Kai lacks"))] = Lacking.SONG


class Voiding(Record):
    """What is asked when a certificate is voided."""

    voided_on: Annotated[date, shown(N_("Voided on"))]
    reason: Annotated[str, shown(N_("Reason"), long=True)] = ""


class FromCompetition(Record):
    """What is asked when certificates are drawn up from a competition."""

    competition: Annotated[int, shown(N_("Competition"), ref="competitions")]
    tongue: Annotated[Tongue, shown(N_("Language of the certificate"))] = Tongue.CHINESE
    dated: Annotated[date, shown(N_("Date on the certificate"))]


class FromProposal(Record):
    """What is asked when certificates are drawn up from an awarded proposal."""

    proposal: Annotated[int, shown(N_("Saving proposal"), ref="proposals")]
    tongue: Annotated[Tongue, shown(N_("Language of the certificate"))] = Tongue.CHINESE
    dated: Annotated[date, shown(N_("Date on the certificate"))]


class Printing(Record):
    """What is asked before certificates are printed in another way than usual."""

    printer: Annotated[int | None, shown(N_("Printer"), ref="printers", hint=N_("whose offsets are used"))] = None
    text_only: Annotated[bool, shown(N_("Text only, on pre-printed paper"))] = True
    mono: Annotated[bool, shown(N_("Black and white"))] = False


USUAL = (
    Wording(
        name="称号 Title",
        shipped="title",
        chinese="{name}同志：在{period}{competition}中成绩显著，被评为{title}。特发此状，以资鼓励。",
        english="{name}: in recognition of outstanding results in the {competition}, {period}, and of the title of {title}, "
        "awarded by decision of the committee.",
    ),
    Wording(
        name="名次 Rank",
        shipped="rank",
        for_units=True,
        chinese="{unit}：在{period}{competition}中荣获第{rank}名。特发此状，以资鼓励。",
        english="{unit}: in recognition of winning {rank} place in the {competition}, {period}.",
    ),
    Wording(
        name="合理化建议 Proposal",
        shipped="proposal",
        chinese="{name}同志：所提合理化建议“{title}”经实施效果显著，授予{grade}等奖。特发此状，以资鼓励。",
        english="{name}: for the saving proposal “{title}”, which has been carried out with outstanding results, "
        "and is honoured with an award of the {grade} grade.",
    ),
)
"""The three usual wordings; an office may change them and add its own."""
