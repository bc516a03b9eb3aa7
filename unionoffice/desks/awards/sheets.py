"""What the desk of awards prints: certificates, the ruler for pre-printed paper, the register, and records of merit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Period
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import N_, Language, Said, _
from unionoffice.desks.awards import service
from unionoffice.desks.awards.records import Certificate, Printer, Standing
from unionoffice.desks.roster import service as roster
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Paper, Sheet
from unionoffice.printing.wording import Both

DRAFT = Said(N_("draft, not issued"))


def certificate(book: Book, row: int) -> Sheet:
    """One certificate: as it was issued, or as the draft stands."""
    return _sheet(book, service.certificate(book, row))


def _sheet(book: Book, certificate: Certificate) -> Sheet:
    values = service.values(book, certificate)
    return values if certificate.number else {**values, "number": DRAFT}


def ruler(book: Book, row: int) -> Sheet:
    """The ruler sheet of a printer, with today's date."""
    return {"printer": next((p.name for p in service.printers(book) if p.id == row), ""), "date": date.today()}


def register(book: Book, period: Period) -> Sheet:
    """The register of certificates of a period."""
    found = service.register(book, period)
    return {
        "union": union(book),
        "period": period,
        "rows": [
            (each.number, each.dated, service.recipient(book, each), service.parts(each), each.standing, _remark(each), "")
            for each in found
        ],
        "issued": sum(each.standing is Standing.ISSUED for each in found),
        "voided": sum(each.standing is Standing.VOIDED for each in found),
    }


def union(book: Book) -> Both:
    """The union's name, on English papers its English name if it has one."""
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def _remark(certificate: Certificate) -> str:
    parts = (certificate.old_number, str(certificate.voided_on or ""), certificate.void_reason)
    return " ".join(part for part in parts if part)


def merit_of_worker(book: Book, row: int) -> Sheet:
    """The record of merit of a worker."""
    worker = roster.worker(book, row)
    about: list[object] = [worker.number, worker.trade]
    if worker.grade:
        about.append(Said(N_("technical grade {grade}"), {"grade": worker.grade}))
    about.append(Both(roster.path(book, worker.unit), roster.path(book, worker.unit, english=True)))
    return _merits(book, "workers", row, worker.name, about)


def merit_of_unit(book: Book, row: int) -> Sheet:
    """The record of merit of a unit."""
    unit = roster.unit(book, row)
    above = Both(roster.path(book, unit.above), roster.path(book, unit.above, english=True))
    return _merits(book, "units", row, Both(unit.name, unit.english or unit.name), [unit.level, above])


def _merits(book: Book, tbl: str, row: int, name: object, about: Sequence[object]) -> Sheet:
    return {
        "union": union(book),
        "name": name,
        "about": [part for part in about if part not in ("", Both("", ""))],
        "rows": [
            (merit.day, Said(merit.kind), merit.number, merit.matter, Said(merit.state)) for merit in service.merits(book, tbl, row)
        ],
        "date": date.today(),
    }


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How certificates are printed: on which printer's offsets, only the text (pre-printed paper), without colour, again."""

    printer: Printer | None = None
    text_only: bool = False
    mono: bool = False
    reprint: bool = False


PLAIN = Look()


def certificates_pdf(book: Book, rows: Sequence[int], look: Look = PLAIN, *, progress: pdf.Progress | None = None) -> bytes:
    """Several certificates as one PDF, a page each, in the order given.

    What was issued is printed from what was kept then. Raises KnownError when they
    cannot stand in one file: two languages, or forms that were changed in between.
    """
    found = [service.certificate(book, row) for row in rows]
    if not found:
        raise KnownError(_("There is no certificate to print."))
    if len({each.tongue for each in found}) > 1:
        raise KnownError(_("Print Chinese and English certificates apart."))
    texts = {service.form_text(book, each) for each in found}
    if len(texts) > 1:
        raise KnownError(_("The form was changed between these certificates. Print those of the old form apart."))
    language: Language = "zh" if found[0].tongue.value == "zh" else "en"
    offset = (look.printer.right / QUANTITY_SCALE, look.printer.down / QUANTITY_SCALE) if look.printer else (0.0, 0.0)
    return pdf.render_many(
        forms.read_form(texts.pop(), service.FORM),
        [_sheet(book, each) for each in found],
        language,
        mono=look.mono,
        text_only=look.text_only,
        offset=offset,
        reprint=look.reprint,
        progress=progress,
    )


def _draw(book: Book, rows: Sequence[object], _language: Language, *, reprint: bool, mono: bool) -> bytes:
    """As the window prints certificates; each speaks its own language, not the screen's."""
    return certificates_pdf(book, [row for row in rows if isinstance(row, int)], Look(reprint=reprint, mono=mono))


def looking(paper: Paper, look: Look) -> Paper:
    """The same paper printed in a certain way: on a printer's offsets, text only, without colour."""

    def draw(book: Book, rows: Sequence[object], _language: Language, *, reprint: bool, mono: bool) -> bytes:
        wanted = msgspec.structs.replace(look, reprint=reprint, mono=mono or look.mono)
        return certificates_pdf(book, [row for row in rows if isinstance(row, int)], wanted)

    return msgspec.structs.replace(paper, draw=draw)


def drawn(paper: Paper, data: bytes) -> Paper:
    """The same paper, its PDF already drawn beside the window."""

    def draw(_book: Book, _rows: Sequence[object], _language: Language, *, reprint: bool, mono: bool) -> bytes:
        del reprint, mono
        return data

    return msgspec.structs.replace(paper, draw=draw)


CERTIFICATE = Paper(
    "certificate", N_("Certificate of award"), certificate, of="record", subject="certificates", final=True, draw=_draw
)
DRAFT_PAPER = Paper("certificate", N_("Certificate, draft"), certificate, of="record", subject="certificates", draw=_draw)
RULER = Paper("certificate_ruler", N_("Ruler for pre-printed paper"), ruler, of="record", subject="printers")
REGISTER = Paper("certificate_register", N_("Register of certificates"), register, of="period")
MERIT_OF_WORKER = Paper("merit_record", N_("Record of merit"), merit_of_worker, of="record", subject="workers")
MERIT_OF_UNIT = Paper("merit_record", N_("Record of merit"), merit_of_unit, of="record", subject="units")
PAPERS = (CERTIFICATE, RULER, REGISTER, MERIT_OF_WORKER, MERIT_OF_UNIT)
