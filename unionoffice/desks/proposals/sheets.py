"""What the desk of saving proposals prints: the proposal form, the receipt slip, the award notice."""

from __future__ import annotations

from collections.abc import Sequence

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Yuan
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.proposals import rules, service
from unionoffice.desks.proposals.records import Nature, Proposal, State, Way
from unionoffice.desks.roster import service as roster
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

Row = tuple[object, ...]


def _union(book: Book) -> Both:
    settings = offices.office(book)
    return Both(settings.union, settings.union_english or settings.union)


def _unit(book: Book, row: int | None) -> object:
    return Both(roster.path(book, row), roster.path(book, row, english=True)) if row else ""


def _padded(rows: Sequence[Row], columns: int, least: int) -> list[Row]:
    """The rows with empty ones below them, so that the form can be carried on by hand."""
    return [*rows, *[("",) * columns] * (least - len(rows))]


def _spoken(proposal: Proposal, *stages: State) -> tuple[object, object, object, object]:
    """Of the last of some steps: what it was, the opinion, the body and the day."""
    found = [step for step in proposal.steps if step.stage in stages and not step.struck]
    if not found:
        return "", "", "", None
    return found[-1].stage, found[-1].opinion, found[-1].body, found[-1].given_on


def _exact(value: int | None) -> object:
    return "" if value is None else Exact(value)


def proposal(book: Book, row: int) -> Sheet:
    """The proposal form (合理化建议表) with all that is known by now; the rest stays free for the pen."""
    found = service.proposal(book, row)
    _review, review, review_body, review_on = _spoken(found, State.REVIEWED)
    decision, reason, decision_body, decision_on = _spoken(
        found, State.ADOPTED, State.TRIAL, State.REJECTED, State.KEPT, State.REFERRED, State.DUPLICATE, State.WITHDRAWN
    )
    _appraised, appraisal, appraisal_body, appraisal_on = _spoken(found, State.APPRAISED)
    forecast = rules.sum_formula(found.calculations, Nature.FORECAST, found.planned_cost)
    actual = rules.sum_formula(found.calculations, Nature.ACTUAL, found.cost)
    account = rules.account(found.benefit_from) if found.benefit_from else None
    return {
        "union": _union(book),
        "no": found.no,
        "old_number": found.old_number,
        "title": found.title,
        "kinds": rules.kinds_of(found),
        "weight": found.weight,
        "unit": _unit(book, found.unit),
        "received_on": found.received_on,
        "due_on": found.due_on,
        "authors": _padded([_author(book, found, place) for place in range(len(found.authors))], 7, 2),
        "problem": found.problem,
        "method": found.method,
        "expected": found.expected,
        "needed": found.needed,
        "own_means": found.own_means,
        "drawings": len(book.attachments(service.TABLE, row)),
        "review": review,
        "review_body": review_body,
        "review_on": review_on,
        "decision": decision,
        "decision_reason": reason,
        "decision_body": decision_body,
        "decision_on": decision_on,
        "implementing_unit": _unit(book, found.implementing_unit),
        "responsible": book.title("workers", found.responsible),
        "started_on": found.started_on,
        "planned_end": found.planned_end,
        "ended_on": found.ended_on,
        "cost": Yuan(found.cost) if found.ended_on else "",
        "norms": found.norms,
        "measures": _padded(
            [(m.what, m.measure, _exact(m.before), m.before_on, _exact(m.after), m.after_on) for m in found.measures], 6, 2
        ),
        "account": account.first if account else None,
        "account_end": account.last if account else None,
        "calculations": _padded(_calculations(found), 4, 2),
        "forecast": forecast or "",
        "actual": actual or "",
        "appraisal": appraisal,
        "appraisal_body": appraisal_body,
        "appraisal_on": appraisal_on,
        "scale": _scale(book, found.scale),
        "grade": found.grade,
        "honour": found.honour,
        "award": rules.amount(found.award_fen),
        "award_reason": found.award_reason,
        "parts": _padded([(p.called, p.role, Exact(p.share, 1, sign="%"), Yuan(p.part_fen), "") for p in found.parts], 5, 2),
        "paid_on": found.paid_on,
        "receipt": found.receipt,
        "promoted_to": found.promoted_to,
        "archive_no": found.archive_no,
    }


def _calculations(found: Proposal) -> list[Row]:
    """The reckonings, the forecasts first, each with its formula."""
    ordered = sorted(found.calculations, key=lambda line: line.nature is Nature.ACTUAL)
    return [(line.nature, line.way, "" if line.way is Way.FREE else line.what, rules.formula(line)) for line in ordered]


def _author(book: Book, found: Proposal, place: int) -> Row:
    author = found.authors[place]
    share = Exact(author.share, 1, sign="%")
    if author.worker is None:
        return author.called, "", "", "", "", "", share
    worker = roster.worker(book, author.worker)
    born = "" if worker.born is None else str(worker.born)
    return author.called, worker.number, _unit(book, worker.unit), worker.trade, _plain(worker.grade), born, share


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _scale(book: Book, row: int | None) -> object:
    if row is None:
        return ""
    scale = service.scale(book, row)
    return Both(scale.name, scale.english or scale.name)


def slip(book: Book, row: int) -> Sheet:
    """The receipt slip: that it was received, under which number, and by when the authors are owed an answer."""
    found = service.proposal(book, row)
    return {
        "union": _union(book),
        "no": found.no,
        "title": found.title,
        "authors": tuple(author.called for author in found.authors),
        "unit": _unit(book, found.unit),
        "received_on": found.received_on,
        "due_on": found.due_on,
        "clerk": book.clerk,
    }


def award(book: Book, row: int) -> Sheet:
    """The award notice: saving, grade, amount in figures and capitals, each person's part. KnownError before an award is set."""
    found = service.proposal(book, row)
    step = rules.stage_day(found, State.AWARD_SET)
    if step is None or found.award_fen is None:
        raise KnownError(_("No award is set yet."))
    return {
        "union": _union(book),
        "no": found.no,
        "title": found.title,
        "unit": _unit(book, found.unit),
        "authors": tuple(author.called for author in found.authors),
        "set_on": step.given_on,
        "body": step.body,
        "scale": _scale(book, found.scale),
        "saved": rules.amount(found.actual_fen) or "",
        "grade": found.grade,
        "honour": found.honour or "",
        "award": Yuan(found.award_fen),
        "reason": found.award_reason,
        "parts": [(p.called, p.role, Exact(p.share, 1, sign="%"), Yuan(p.part_fen), "") for p in found.parts],
        "total": ("", Said(N_("Total")), Exact(100, 1, sign="%"), Yuan(found.award_fen), ""),
        "date": step.given_on,
    }


PAPERS = (
    Paper(service.FORM, N_("Proposal form"), proposal, of="record", subject=service.TABLE),
    Paper(service.SLIP, N_("Receipt slip"), slip, of="record", subject=service.TABLE, final=True),
    Paper(service.NOTICE, N_("Award notice"), award, of="record", subject=service.TABLE, final=True),
)
