"""What a clerk does with certificates: draw up, issue, void, look up; and what a worker or a unit has earned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from unionoffice.core import numbering
from unionoffice.core import office as offices
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.awards import rules, store
from unionoffice.desks.awards.records import (
    USUAL,
    Certificate,
    Lacking,
    Printer,
    Recipient,
    Source,
    Standing,
    Tongue,
    Voiding,
    Wording,
)
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.competitions.records import State as CompetitionState
from unionoffice.desks.experiences.records import ExperienceState
from unionoffice.desks.groups.records import ContractState, GroupState
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import State
from unionoffice.desks.roster import service as roster
from unionoffice.printing import glyphs

NUMBERS = "JZ"
LINK = N_("certificate")
FORM = "certificate"
MOST_COMPETITIONS = 200
"""So many competitions are looked through for awards that have no certificate yet."""

CERTIFICATES = Query(
    store.CERTIFICATES,
    columns=(
        Column("number"),
        Column("name", N_("Recipient"), wide=True, value=lambda book, certificate: recipient(book, certificate)),
        Column("for_what", N_("For"), wide=True, value=lambda _book, certificate: for_what(certificate)),
        Column("dated", N_("Date"), kind="date"),
        Column("standing"),
    ),
    filters=(
        Filter("valid", N_("drafts and issued"), "standing <> 'voided'"),
        Filter("drafts", N_("not issued yet"), "standing = 'draft'"),
        Filter("issued", N_("issued"), "standing = 'issued'"),
        Filter("voided", N_("voided"), "standing = 'voided'"),
    ),
    orders=(
        Order("latest", N_("the latest first"), "dated desc, id desc"),
        Order("number", N_("by number"), "number, id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="dated",
    kind=NUMBERS,
)
WORDINGS = Query(
    store.WORDINGS,
    columns=(Column("name", wide=True), Column("for_units"), Column("chinese", wide=True)),
    filters=(Filter("in_use", N_("in use"), "retired = 0"), Filter("retired", N_("no longer used"), "retired = 1")),
    orders=(Order("entered", N_("as entered"), "id"),),
)
PRINTERS = Query(
    store.PRINTERS,
    columns=(Column("name", wide=True), Column("right"), Column("down")),
    filters=(Filter("printers", N_("printers"), "1"),),
    orders=(Order("name", N_("by name"), "name, id"),),
)


def recipient(book: Book, certificate: Certificate) -> Said | str:
    """The recipient's name for lists; where the roster knows another worker of that name, told apart."""
    return roster.told_apart(book, certificate.worker, certificate.name)


def for_what(certificate: Certificate) -> str:
    """In few words what a certificate is given for, in the language spoken here."""
    return " · ".join(str(part) for part in parts(certificate))


def parts(certificate: Certificate) -> tuple[str | Said, ...]:
    """What a certificate is given for: the competition with title or rank, the proposal with its grade, or the merits."""
    found: list[str | Said] = [part for part in (certificate.competition, certificate.title) if part]
    if certificate.rank:
        found.append(Said(N_("rank {rank}"), {"rank": certificate.rank}))
    if certificate.grade:
        found.append(Said(N_("award of grade {grade}"), {"grade": certificate.grade}))
    return tuple(found) or ((certificate.facts,) if certificate.facts else ())


# -- drawing up -------------------------------------------------------------------------


def completed(book: Book, certificate: Certificate) -> Certificate:
    """The certificate with what can be filled in for the clerk: name, issuer, recipient line and text.

    What the clerk wrote stays. Raises KnownError when the wording has a place for which
    nothing is written, or there is no wording of that name.
    """
    if certificate.kind is Recipient.WORKER:
        certificate = changed(certificate, unit=None)
        if certificate.worker and not certificate.name.strip():
            certificate = changed(certificate, name=roster.worker(book, certificate.worker).name)
    elif certificate.kind is Recipient.UNIT:
        certificate = changed(certificate, worker=None)
        if certificate.unit and not certificate.name.strip():
            unit = roster.unit(book, certificate.unit)
            english = certificate.tongue is Tongue.ENGLISH and unit.english
            certificate = changed(certificate, name=english or unit.name)
    else:
        certificate = changed(certificate, worker=None, unit=None)
    if not certificate.issuer.strip():
        certificate = changed(certificate, issuer=usual_issuer(book, certificate.tongue))
    certificate = changed(certificate, name=certificate.name.strip(), issuer=certificate.issuer.strip())
    rules.check(certificate)
    if certificate.addressed.strip() and certificate.body.strip():
        return certificate
    wording = wording_for(book, certificate)
    unit_name = roster.path(book, roster.worker(book, certificate.worker).unit) if certificate.worker else ""
    addressed, body = rules.written(certificate, wording, unit_name)
    return changed(
        certificate,
        wording=wording.name,
        addressed=certificate.addressed.strip() or addressed,
        body=certificate.body.strip() or body,
    )


def usual_issuer(book: Book, tongue: Tongue) -> str:
    """Who issues certificates: the union by its full name, in English by its English name if it has one."""
    settings = offices.office(book)
    return (settings.union_english if tongue is Tongue.ENGLISH else "") or settings.union or store.last_issuer(book)


def wording_for(book: Book, certificate: Certificate) -> Wording:
    """The wording that was chosen by name, else the one that fits: by grade, by title, or by rank alone."""
    known = wordings(book)
    if certificate.wording.strip():
        for wording in known:
            if wording.name == certificate.wording.strip():
                return wording
        raise KnownError(_("There is no wording {name}.", name=certificate.wording), field="wording")
    if certificate.grade and certificate.source is not Source.COMPETITION:
        fits = "proposal"
    else:
        fits = "rank" if certificate.rank and not certificate.title.strip() else "title"
    return next(wording for wording in known if wording.shipped == fits)


def enter(book: Book, certificate: Certificate, came_from: tuple[str, int] | None = None) -> int:
    """Draw up one certificate as a draft; give its id. `came_from` is the competition or proposal it is given for."""
    return draw_up(book, [(certificate, came_from)])[0]


def draw_up(book: Book, wanted: Sequence[tuple[Certificate, tuple[str, int] | None]]) -> list[int]:
    """Draw up several certificates as drafts in one act; give their ids.

    Each comes with the record it is given for, or None. Raises KnownError, and draws up
    none, when one cannot be.
    """
    ready = [(completed(book, _as_draft(certificate)), source) for certificate, source in wanted]
    for certificate, source in ready:
        _check_day(book, certificate, source)
    if not ready:
        raise KnownError(_("Choose who gets a certificate."))
    label = N_("Draw up the certificate of {name}") if len(ready) == 1 else N_("Draw up {count} certificates, {name} and others")
    with book.act(label, name=ready[0][0].name, count=len(ready)) as act:
        return [_draw(act, certificate, source) for certificate, source in ready]


def ready(book: Book, wanted: Sequence[Certificate]) -> set[str]:
    """The characters about which the clerk must be asked before these certificates are drawn up and issued at once.

    Raises KnownError when one of them cannot be drawn up.
    """
    made = [completed(book, certificate) for certificate in wanted]
    return {letter for certificate in made for letter in kai_lacks(certificate) | none_has(certificate)}


def draw_up_and_issue(
    book: Book, wanted: Sequence[tuple[Certificate, tuple[str, int] | None]], lacking: Lacking | None = None
) -> list[int]:
    """Draw up several certificates and issue them in one final act; give their ids. See `draw_up` and `issue`."""
    with book.act(N_("Issue {count} certificates"), final=True, count=len(wanted)):
        rows = draw_up(book, wanted)
        issue(book, rows, lacking)
    return rows


def _check_day(book: Book, certificate: Certificate, source: tuple[str, int] | None) -> None:
    """A certificate cannot bear a date before the results it is given for were published, or the award was set."""
    decided = decided_on(book, source)
    if decided is not None and certificate.dated < decided:
        raise KnownError(_("It cannot bear a date before {day}, when this was decided.", day=decided), field="dated")


def decided_on(book: Book, source: tuple[str, int] | None) -> date | None:
    """When what a certificate is given for was decided: the results published, the award set; None when there is no such day."""
    if source is None:
        return None
    tbl, row = source
    if tbl == "competitions":
        return competitions.published(book, row).published_on
    return proposals.awarded_one(book, row).set_on if tbl == "proposals" else None


def _source_of(book: Book, row: int) -> tuple[str, int] | None:
    """The record a certificate is given for, or None."""
    return next(((link.other.tbl, link.other.row) for link in book.links(store.CERTIFICATES.name, row) if link.kind == LINK), None)


def _as_draft(certificate: Certificate) -> Certificate:
    return changed(certificate, id=0, number="", standing=Standing.DRAFT, voided_on=None, void_reason="", sheet="", form="")


def _draw(act: Act, certificate: Certificate, source: tuple[str, int] | None) -> int:
    row = store.save(act, certificate)
    if source is not None:
        act.link(LINK, source, (store.CERTIFICATES.name, row))
    return row


def correct(book: Book, certificate: Certificate) -> None:
    """Correct a draft. Raises KnownError for a certificate that was issued, and with the field at fault."""
    before = store.certificate(book, certificate.id)
    rules.must_be(before, Standing.DRAFT)
    # Text that came from the wording follows what was changed; text the clerk wrote stays.
    if (certificate.addressed, certificate.body) == (before.addressed, before.body) and _as_worded(book, before):
        certificate = changed(certificate, addressed="", body="")
    if certificate.wording != before.wording:
        certificate = changed(certificate, addressed="", body="")
    ready = completed(book, changed(certificate, number="", standing=Standing.DRAFT, source=before.source))
    _check_day(book, ready, _source_of(book, ready.id))
    with book.act(N_("Correct the certificate of {name}"), name=ready.name) as act:
        store.save(act, ready)


def _as_worded(book: Book, certificate: Certificate) -> bool:
    """Whether a draft's texts are those its wording gives."""
    try:
        fresh = completed(book, changed(certificate, addressed="", body=""))
    except KnownError:
        return False
    return (fresh.addressed, fresh.body) == (certificate.addressed, certificate.body)


def drop(book: Book, row: int) -> None:
    """Throw a draft away. Raises KnownError when the certificate was issued."""
    certificate = store.certificate(book, row)
    rules.must_be(certificate, Standing.DRAFT)
    with book.act(N_("Throw away the draft for {name}"), name=certificate.name) as act:
        for link in book.links(store.CERTIFICATES.name, row):
            here, there = (store.CERTIFICATES.name, row), (link.other.tbl, link.other.row)
            start, end = (here, there) if link.outward else (there, here)
            act.unlink(link.kind, start, end)
        store.drop(act, row)


def draw_up_again(book: Book, row: int, day: date) -> int:
    """Draw up another certificate in place of a voided one, given for the same; give the draft's id."""
    certificate = store.certificate(book, row)
    rules.must_be(certificate, Standing.VOIDED)
    return enter(book, changed(certificate, dated=day, lacking=None, old_number=""), _source_of(book, row))


# -- from a competition, from a proposal ---------------------------------------------------


class Candidate(msgspec.Struct, frozen=True):
    """A certificate that could be drawn up, what it is given for, and the certificates the same recipient already has for it."""

    certificate: Certificate
    source: tuple[str, int]
    has: tuple[Certificate, ...]
    foreseen: bool  # the competition's scheme or the proposal's award foresees it


def of_competition(book: Book, row: int, day: date, tongue: Tongue = Tongue.CHINESE) -> list[Candidate]:
    """The certificates of a published competition, by rank: one for each award foreseen, else one by rank.

    `day` is the date they shall bear. Who is out of the ranking gets none. Raises KnownError
    when the competition is not published.
    """
    found = competitions.published(book, row)
    if day < found.published_on:
        raise KnownError(_("It cannot bear a date before {day}, when this was decided.", day=found.published_on), field="dated")
    english = tongue is Tongue.ENGLISH
    given = certificates_of(book, "competitions", row)
    closing_day = offices.office(book).closing_day
    made = []
    for standing in found.standings:
        if standing.rank is None:
            continue
        base = Certificate(
            source=Source.COMPETITION, tongue=tongue, dated=day, rank=standing.rank,
            kind={"workers": Recipient.WORKER, "units": Recipient.UNIT}.get(standing.tbl, Recipient.BODY),
            worker=standing.row if standing.tbl == "workers" else None, unit=standing.row if standing.tbl == "units" else None,
            name=(standing.english if english else "") or standing.name,
            competition=(found.english if english else "") or found.name,
            period=rules.period_words(found.first, found.last, closing_day, tongue),
        )  # fmt: skip
        for title in standing.awards or ("",):
            candidate = changed(base, title="" if rules.is_rank(title) else title)
            has = tuple(each for each in given if _same_recipient(each, candidate) and each.title == candidate.title)
            made.append(Candidate(candidate, ("competitions", row), has, bool(standing.awards)))
    return made


def of_proposal(book: Book, row: int, day: date, tongue: Tongue = Tongue.CHINESE) -> list[Candidate]:
    """The certificates of an awarded proposal, one for each author. Raises KnownError when no award stands."""
    found = proposals.awarded_one(book, row)
    if day < found.set_on:
        raise KnownError(_("It cannot bear a date before {day}, when this was decided.", day=found.set_on), field="dated")
    given = certificates_of(book, "proposals", row)
    made = []
    for worker, name in found.authors:
        candidate = Certificate(
            source=Source.PROPOSAL, tongue=tongue, dated=day, kind=Recipient.WORKER if worker else Recipient.PERSON, worker=worker,
            name=name or (roster.worker(book, worker).name if worker else ""), title=found.title, grade=found.grade,
        )  # fmt: skip
        has = tuple(each for each in given if _same_recipient(each, candidate))
        made.append(Candidate(candidate, ("proposals", row), has, True))
    return made


def _same_recipient(one: Certificate, other: Certificate) -> bool:
    if one.worker or other.worker or one.unit or other.unit:
        return (one.worker, one.unit) == (other.worker, other.unit)
    return one.name == other.name


# -- issuing and voiding ------------------------------------------------------------------


def kai_lacks(certificate: Certificate) -> set[str]:
    """The characters of a Chinese certificate that the Kai typeface lacks; none for an English one, which is set in Song."""
    if certificate.tongue is Tongue.ENGLISH:
        return set()
    return glyphs.missing(certificate.addressed + certificate.body + certificate.issuer, "kai")


def none_has(certificate: Certificate) -> set[str]:
    """The characters of a certificate that no typeface of the office has."""
    return glyphs.missing(certificate.addressed + certificate.body + certificate.issuer, "kai", allow_fallback=True)


def values(book: Book, certificate: Certificate) -> dict[str, object]:
    """The values of the printed sheet: those kept at issue, or those of the draft as it stands.

    Raises KnownError for a certificate of earlier years, whose text is not in the book.
    """
    if certificate.standing is not Standing.DRAFT and not certificate.sheet and not certificate.body:
        raise KnownError(_(
            "Certificate {number} was handed out before this book was kept: its text is not in the book.", number=certificate.number
        ))  # fmt: skip
    if certificate.sheet:
        kept = msgspec.json.decode(book.blob(certificate.sheet))
        return {**kept, "date": date.fromisoformat(kept["date"])}
    lacking = none_has(certificate) | (kai_lacks(certificate) if certificate.lacking is Lacking.BRUSH else set())
    return rules.sheet(certificate, lacking)


def form_text(book: Book, certificate: Certificate) -> str:
    """The text of the form: the one kept at issue, else the office's own, else the shipped one."""
    if certificate.form:
        return book.blob(certificate.form).decode()
    from unionoffice.printing import forms  # not needed to count what waits

    return book.form_text(FORM) or forms.shipped_text(FORM)


def needs_choice(book: Book, rows: Sequence[int]) -> set[str]:
    """The characters about which the clerk must be asked before these drafts are issued."""
    found: set[str] = set()
    for row in rows:
        certificate = store.certificate(book, row)
        if certificate.lacking is None:
            found |= kai_lacks(certificate) | none_has(certificate)
    return found


def issue(book: Book, rows: Sequence[int], lacking: Lacking | None = None) -> list[str]:
    """Issue drafts: each gets its number, and what is printed of it is kept for good. Gives the numbers in order.

    `lacking` answers, for those not asked yet, what is done with characters that Kai
    lacks. Final: what was issued can be voided, not undone. Raises KnownError, and
    issues none, when one is no draft, or the question is still open.
    """
    ready: list[Certificate] = []
    for row in rows:
        certificate = store.certificate(book, row)
        rules.must_be(certificate, Standing.DRAFT)
        certificate = completed(book, certificate)
        _check_day(book, certificate, _source_of(book, row))
        missing, nowhere = kai_lacks(certificate), none_has(certificate)
        if (missing or nowhere) and certificate.lacking is None:
            certificate = changed(certificate, lacking=lacking)
        rules.must_choose(certificate, missing | nowhere, nowhere)
        ready.append(certificate)
    if not ready:
        raise KnownError(_("There is no draft to issue."))
    label = N_("Issue the certificate of {name}") if len(ready) == 1 else N_("Issue {count} certificates, {name} and others")
    with book.act(label, final=True, name=ready[0].name, count=len(ready)) as act:
        return [_issue(act, certificate) for certificate in ready]


def _issue(act: Act, certificate: Certificate) -> str:
    number = numbering.with_check(act.number(NUMBERS, certificate.dated))
    numbered = changed(certificate, number=number)
    store.save(
        act,
        changed(
            numbered,
            standing=Standing.ISSUED,
            sheet=act.blob(msgspec.json.encode(values(act.book, numbered))),
            form=act.blob(form_text(act.book, numbered).encode()),
        ),
    )
    return number


def void(book: Book, row: int, voiding: Voiding) -> None:
    """Void an issued certificate with a reason; it keeps its number and stays in the register. Final."""
    certificate = store.certificate(book, row)
    rules.check_voiding(certificate, voiding)
    with book.act(N_("Void certificate {number}"), final=True, number=certificate.number) as act:
        store.save(
            act,
            changed(certificate, standing=Standing.VOIDED, voided_on=voiding.voided_on, void_reason=voiding.reason.strip()),
        )


# -- wordings and printers -------------------------------------------------------------------


def wordings(book: Book, *, retired: bool = False) -> list[Wording]:
    """The three usual wordings, as the office changed them, then the office's own; retired ones only if wanted."""
    kept = store.wordings(book)
    by_shipped = {wording.shipped: wording for wording in kept if wording.shipped}
    whole = [by_shipped.get(usual.shipped, usual) for usual in USUAL] + [wording for wording in kept if not wording.shipped]
    return [wording for wording in whole if retired or wording.shipped or not wording.retired]


def prepare(book: Book) -> None:
    """Lay the three usual wordings into a book that has none of them, so that they can be changed; otherwise do nothing."""
    laid = {wording.shipped for wording in store.wordings(book)}
    if not book.writable or book.busy or any(usual.shipped in laid for usual in USUAL):
        return
    with book.act(N_("Lay out the usual wordings"), aside=True) as act:
        for usual in USUAL:
            store.save_wording(act, usual)


def save_wording(book: Book, wording: Wording) -> int:
    """Change a wording or add one; give its id. Raises KnownError with the field at fault."""
    rules.check_wording(wording)
    wording = changed(wording, name=wording.name.strip(), chinese=wording.chinese.strip(), english=wording.english.strip())
    for other in wordings(book, retired=True):
        if other.name == wording.name and (other.id, other.shipped) != (wording.id, wording.shipped):
            raise KnownError(_("There is already a wording {name}.", name=wording.name), field="name")
    if wording.shipped and not wording.id:
        wording = changed(wording, id=next((kept.id for kept in store.wordings(book) if kept.shipped == wording.shipped), 0))
    with book.act(N_("Write down wording {name}"), name=wording.name) as act:
        return store.save_wording(act, wording)


def printers(book: Book) -> list[Printer]:
    """The printers and their offsets."""
    return store.printers(book)


def save_printer(book: Book, printer: Printer) -> int:
    """Write down a printer's offsets; give its id. Raises KnownError with the field at fault."""
    rules.check_printer(printer)
    if any(other.name == printer.name.strip() and other.id != printer.id for other in store.printers(book)):
        raise KnownError(_("There is already a printer {name}.", name=printer.name), field="name")
    with book.act(N_("Write down the offsets of {name}"), name=printer.name.strip()) as act:
        return store.save_printer(act, changed(printer, name=printer.name.strip()))


def drop_printer(book: Book, row: int) -> None:
    """Take a printer out of the list."""
    printer = book.get(store.PRINTERS, row)
    with book.act(N_("Take printer {name} out"), name=printer.name) as act:
        store.drop_printer(act, row)


# -- questions ----------------------------------------------------------------------------


def certificate(book: Book, row: int) -> Certificate:
    """One certificate."""
    return store.certificate(book, row)


def drafts(book: Book) -> list[Certificate]:
    """The certificates not issued yet."""
    return store.drafts(book)


def register(book: Book, period: Period) -> list[Certificate]:
    """The certificates dated in a period that bear a number, issued and voided, by number."""
    return store.between(book, period.first, period.next)


def certificates_of_worker(book: Book, worker: int) -> list[Certificate]:
    """The certificates in force of a worker, by date."""
    return store.issued_to(book, "workers", worker)


def certificates_of_unit(book: Book, unit: int) -> list[Certificate]:
    """The certificates in force of a unit, by date."""
    return store.issued_to(book, "units", unit)


def certificates_of(book: Book, tbl: str, row: int) -> list[Certificate]:
    """The certificates given for a record, voided ones left out."""
    linked = [link.other.row for link in book.links(tbl, row) if link.kind == LINK and link.outward]
    found = [store.certificate(book, certificate) for certificate in linked]
    return [each for each in found if each.standing is not Standing.VOIDED]


class Merit(msgspec.Struct, frozen=True):
    """One line of a record of merit: when, what kind of thing (an English key), its number, what it was, what came of it."""

    day: date | None
    kind: str
    number: str
    matter: tuple[str | Said, ...]
    state: str  # an English key
    tbl: str
    row: int


KINDS = {
    "contracts": N_("Contract"),
    "mutual_groups": N_("Mutual-aid group"),
    "proposals": N_("Saving proposal"),
    "certificates": N_("Certificate"),
    "experiences": N_("Advanced experience"),
}
"""What stands in a record of merit: what was done and earned. Never a session, a speech or an exposure of waste."""

_NO_MERIT = frozenset(
    state.word
    for state in (
        Standing.DRAFT, Standing.VOIDED, GroupState.VOIDED, ContractState.VOIDED, ContractState.TERMINATED, ContractState.DISCUSSED,
        State.REJECTED, State.WITHDRAWN, State.DUPLICATE, State.RETURNED,
        ExperienceState.FOUND, ExperienceState.WRITTEN_UP, ExperienceState.NOT_SPREAD, ExperienceState.WITHDRAWN,
    )
)  # fmt: skip


def merits(book: Book, tbl: str, row: int) -> tuple[Merit, ...]:
    """What a worker ("workers") or a unit ("units") has done and earned: contracts, groups, proposals, experiences, certificates.

    By date. Left out is what was withdrawn, rejected, terminated or voided, and what is not signed, confirmed or issued yet.
    """
    found = []
    for hit in book.mentioning(tbl, row):
        if hit.tbl not in KINDS or hit.state in _NO_MERIT:
            continue
        matter: tuple[str | Said, ...] = (hit.title,)
        if hit.tbl == store.CERTIFICATES.name:
            matter = parts(store.certificate(book, hit.row))
        day = date.fromisoformat(hit.day) if hit.day else None
        found.append(Merit(day, KINDS[hit.tbl], hit.number, matter, hit.state, hit.tbl, hit.row))
    return tuple(sorted(found, key=lambda merit: (merit.day or date.min, merit.tbl, merit.row)))


def badge(book: Book, _today: date) -> int:
    """How many drafts wait to be issued, and how many published competitions have awards foreseen without a certificate."""
    return store.count_drafts(book) + len(without_certificates(book))


def due(book: Book, until: date) -> list[Due]:
    """What waits at this desk: certificates to be issued, and competitions whose awards have no certificate yet."""
    del until  # no day is set for an award
    found = [
        Due(
            tbl=store.CERTIFICATES.name, row=each.id, number="", title=each.name,
            what=Said(N_("Certificate to be issued")), unit=each.unit, kind="waits",
        )
        for each in store.drafts(book)
    ]
    for row in without_certificates(book):
        hit = book.hit("competitions", row)
        if hit is not None:
            what = Said(N_("Certificates to be drawn up"))
            found.append(Due(tbl=hit.tbl, row=hit.row, number=hit.number, title=hit.title, what=what, kind="waits"))
    return found


def without_certificates(book: Book) -> list[int]:
    """The published competitions, awards not given out yet, of which a foreseen award has no certificate."""
    return [
        row
        for row in published_competitions(book)
        if any(candidate.foreseen and not candidate.has for candidate in of_competition(book, row, date.max))
    ]


def published_competitions(book: Book) -> list[int]:
    """The published competitions whose awards are not given out yet, the latest first."""
    register = competitions.REGISTER
    where = next(each.where for each in register.filters if each.name == "published")
    found = register.page(book, where, register.orders[0], 0, MOST_COMPETITIONS)
    return [each.id for each in found if each.state is CompetitionState.PUBLISHED]


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """Certificates dated in a period: issued and in force, by what they were given for; and those voided in it."""
    given = [each for each in store.between(book, period.first, period.next) if each.standing is Standing.ISSUED]

    def counted(code: str, label: str, found: Sequence[Certificate]) -> Figure:
        rows = tuple(each.id for each in found)
        return Figure(code=f"awards.{code}", label=label, value=len(rows), tbl=store.CERTIFICATES.name, rows=rows)

    return (
        counted("issued", N_("Certificates issued"), given),
        counted("competition", N_("of these from competitions"), [c for c in given if c.source is Source.COMPETITION]),
        counted("proposal", N_("of these from proposals"), [c for c in given if c.source is Source.PROPOSAL]),
        counted("hand", N_("of these by hand"), [c for c in given if c.source is Source.HAND]),
        counted("voided", N_("Certificates voided"), store.voided_between(book, period.first, period.next)),
    )
