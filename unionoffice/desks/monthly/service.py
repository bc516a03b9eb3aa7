"""What a clerk does with summaries: look at a period, write the texts, issue, void; carry figures in from before the book."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import msgspec

from unionoffice.core import office as offices
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Month, Period
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import LANGUAGES, N_, Language, Said, _, language, speaking, word
from unionoffice.desks.awards import service as awards
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import service as plan
from unionoffice.desks.groups import service as groups
from unionoffice.desks.monthly import rules, store
from unionoffice.desks.monthly.records import CarriedFigure, Summary, SummaryState, Trend, Voiding
from unionoffice.desks.monthly.rules import Correction, Kept, KeptLine, Line, Part, Scope
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.rectification import service as rectification
from unionoffice.desks.targets import service as targets
from unionoffice.desks.waste import service as waste

LOOKS_BACK = 24
"""So many issued summaries are compared with the book; older ones are history."""

Files = Mapping[str, bytes]
"""The papers of a summary by the field that keeps them: pdf_zh, pdf_en, xlsx_zh, xlsx_en, csv_zh, csv_en."""
PAPER_FIELDS = ("pdf_zh", "pdf_en", "xlsx_zh", "xlsx_en", "csv_zh", "csv_en")

SUMMARIES = Query(
    store.SUMMARIES,
    columns=(Column("number"), Column("period", wide=True), Column("reported_to", wide=True), Column("dated"), Column("state")),
    filters=(
        Filter("valid", N_("not voided"), "state <> 'voided'"),
        Filter("issued", N_("issued and kept"), "state = 'issued'"),
        Filter("voided", N_("voided"), "state = 'voided'"),
    ),
    orders=(Order("latest", N_("the latest first"), "dated desc, id desc"),),
    day="dated",
    kind="YB",
)


def _plan_figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """The plan's fulfilment; each figure is called by its unit and its indicator, so that its remark need not say them again."""
    found = []
    for figure in plan.figures(book, period):
        if figure.note is None or not (unit := figure.note.values.get("unit")):
            found.append(figure)
            continue
        note = Said(N_("plan {plan}, actual {actual} {measure}"), figure.note.values)
        found.append(msgspec.structs.replace(figure, label=f"{unit} {figure.label}", unit=N_("%"), note=note))
    return tuple(found)


Gives = Callable[[Book, Period], tuple[Figure, ...]]

DESKS: Mapping[str, Gives] = {
    "rectification": rectification.figures, "waste": waste.figures, "proposals": proposals.figures, "plan": _plan_figures,
    "targets": targets.figures, "comparison": comparison.figures, "experiences": experiences.figures, "groups": groups.figures,
    "competitions": competitions.figures, "awards": awards.figures,
}  # fmt: skip
"""Where the figures come from."""

PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("rectification", N_("Opinions and corrections"), ("rectification",)),
    ("waste", N_("Against waste"), ("waste",)),
    ("proposals", N_("Saving proposals"), ("proposals",)),
    ("plan", N_("Plan and targets"), ("plan", "targets")),
    ("compare", N_("Compare, learn, catch up"), ("comparison", "experiences")),
    ("skill", N_("Technical mutual aid"), ("groups",)),
    ("trials", N_("Trials and research"), ("groups",)),
    ("competitions", N_("Competitions"), ("competitions",)),
    ("awards", N_("Awards"), ("awards",)),
)
"""The parts of the summary in their order (domain.md B13): code, title, and the desks they come from."""

TRIALS = ("trials.", "societies.")
"""Figures of mutual aid that stand in the part of trials and research."""


def _stands_in(part: str, desk: str, code: str) -> bool:
    """Whether a desk's figure belongs to a part."""
    return desk != "groups" or code.startswith(TRIALS) == (part == "trials")


# -- figures ------------------------------------------------------------------------------


def period_of(book: Book, text: str) -> Period:
    """The period written as 1958-02, 1958-Q1, 1958-H1 or 1958, as this office closes its months."""
    return Period.parse(text, offices.office(book).closing_day)


def parts(book: Book, period: Period, *, whole: bool = False) -> tuple[Part, ...]:
    """The figures of a period by part: this period, this year up to its end, the same period of the year before.

    What is not applicable to this office is left out (see `rules.applicable`), but for `whole`, where every line of every
    desk stands. Indicators and units are named in the language spoken here.
    """
    periods: dict[Scope, Period] = {"now": period, "year": period.year_to_date(), "last": period.same_last_year()}
    carried = store.carried(book)
    by_desk = {
        desk: rules.lines({scope: figures(book, periods[scope]) for scope in rules.SCOPES}, periods, carried)
        for desk, figures in DESKS.items()
    }
    if not whole:
        in_use = cache(lambda tbl: store.holds_something(book, tbl))
        codes = {figure.code for figure in carried}
        by_desk = {desk: rules.applicable(lines, in_use, codes) for desk, lines in by_desk.items()}
    return tuple(
        Part(code, title, tuple(line for desk in desks for line in by_desk[desk] if _stands_in(code, desk, line.code)))
        for code, title, desks in PARTS
    )


def offered(parts: Sequence[Part]) -> dict[str, str]:
    """The sentences that the figures offer for the three texts, by field, in the language spoken here."""
    found = rules.offered(parts)
    return {
        name: "\n".join(str(sentence) for sentence in getattr(found, name)) for name in ("experience", "problems", "next_work")
    }


def _now(book: Book, period: Period) -> dict[str, KeptLine]:
    """The lines of a period by code, of this period alone; labels in the language spoken here stand for both."""
    carried = store.carried(book)
    found: dict[str, KeptLine] = {}
    for figures in DESKS.values():
        by_scope: dict[Scope, Sequence[Figure]] = {"now": figures(book, period), "year": (), "last": ()}
        for line in rules.lines(by_scope, {"now": period, "year": period, "last": period}, carried):
            found[line.code] = _kept_line(line, line)
    return found


def _kept_line(chinese: Line, english: Line) -> KeptLine:
    return KeptLine(
        chinese.code, word(chinese.label, "zh"), word(english.label, "en"), chinese.kind, chinese.unit, chinese.values
    )


def kept_lines(book: Book, period: Period) -> tuple[KeptLine, ...]:
    """Every line of a period with all three values, worded in both languages."""
    with speaking("zh"):
        chinese = [line for part in parts(book, period, whole=True) for line in part.lines]
    with speaking("en"):
        english = {line.code: line for part in parts(book, period, whole=True) for line in part.lines}
    return tuple(_kept_line(line, english[line.code]) for line in chinese)


def savings_by_month(book: Book, period: Period) -> tuple[tuple[Month, int, int], ...]:
    """For each month of the year up to the period's end: saving forecast and actual, in fen, carried-in figures counted in."""
    carried = store.carried(book)
    closing_day = period.closing_day
    found = []
    for month in period.year_to_date().months():
        one = Period.of_month(month, closing_day)
        by_code = {figure.code: figure for figure in proposals.figures(book, one)}
        forecast, actual = (
            rules.together(by_code.get(code), "money", rules.carried_in(carried, code, one)) or 0
            for code in ("proposals.saved_forecast", "proposals.saved_actual")
        )
        found.append((month, forecast, actual))
    return tuple(found)


def trends(book: Book, period: Period, wanted: Mapping[str, Sequence[str]], back: int = 6) -> tuple[Trend, ...]:
    """Chosen figures of a month with those of the months before it and of the year before, carried-in figures counted in.

    `wanted` gives the codes of the figures by the desk they come from. What no desk knows is left out.
    """
    carried = store.carried(book)
    spans = [Period.of_month(period.last_month.plus(-step), period.closing_day) for step in range(back, -1, -1)]
    spans.append(period.same_last_year())
    found = []
    for desk, figures in DESKS.items():
        codes = wanted.get(desk, ())
        by_span = [{each.code: each for each in figures(book, span)} for span in spans] if codes else []
        for figure in [by_span[-2][code] for code in codes if code in by_span[-2]]:
            values = []
            for by_code, span in zip(by_span, spans, strict=True):
                here = by_code.get(figure.code)
                values.append(rules.together(here, figure.kind, _carried_beside(carried, here, figure, span)))
            found.append(
                Trend(
                    code=figure.code, label=figure.label, kind=figure.kind, unit=figure.unit, months=tuple(values[:-1]),
                    last_year=values[-1], tbl=figure.tbl, rows=figure.rows,
                )
            )  # fmt: skip
    return tuple(found)


def _carried_beside(carried: Sequence[CarriedFigure], here: Figure | None, figure: Figure, span: Period) -> int | None:
    """What was carried in for a figure; a percentage only where the book has none."""
    if figure.kind == "percent" and here is not None and here.value is not None:
        return None
    return rules.carried_in(carried, figure.code, span)


def corrections(book: Book, *, before: Period | None = None) -> tuple[Correction, ...]:
    """What later entries have changed in issued periods; with `before`, only in periods that end before that one ends.

    A change that a later summary has already told is not told again.
    """
    issued = store.issued(book)[-LOOKS_BACK:]
    if before is not None:
        issued = [summary for summary in issued if summary.of().next <= before.next and summary.period != str(before)]
    kept = [(summary, said(book, summary)) for summary in issued]
    found = rules.corrections(kept, {summary.period: _now(book, summary.of()) for summary in issued})
    told = {(summary.period, line.code) for summary, each in kept for line in each.lines}
    return _in_both(book, found, told)


def _in_both(book: Book, found: Sequence[Correction], told: Collection[tuple[str, str]]) -> tuple[Correction, ...]:
    """Corrections whose labels are worded in both languages; those `told` by a summary are so already."""
    new = {(each.period, each.closing_day) for each in found if (each.period, each.code) not in told}
    labels: dict[tuple[str, str, Language], str] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            for text, closing_day in new:
                for line in _now(book, Period.parse(text, closing_day)).values():
                    labels[text, line.code, spoken] = line.label_zh if spoken == "zh" else line.label_en
    return tuple(
        msgspec.structs.replace(
            each,
            label_zh=labels.get((each.period, each.code, "zh"), each.label_zh),
            label_en=labels.get((each.period, each.code, "en"), each.label_en),
        )
        for each in found
    )


def said(book: Book, summary: Summary) -> Kept:
    """What an issued summary said."""
    return msgspec.json.decode(book.blob(summary.figures), type=Kept)


# -- writing and issuing ---------------------------------------------------------------------


def fresh(book: Book, period: Period, today: date) -> Summary:
    """A new summary of a period, filled in from the last one: to whom, by whom; dated today, but not before its last day."""
    last = store.last(book)
    return Summary(
        period=str(period), closing_day=period.closing_day, dated=max(today, period.last),
        reported_to=last.reported_to if last else offices.office(book).higher, reported_by=last.reported_by if last else book.clerk,
    )  # fmt: skip


def write(book: Book, summary: Summary) -> int:
    """Enter a summary as a draft, or correct a draft; give its id. Raises KnownError with the field at fault."""
    rules.check(summary)
    other = store.of_period(book, summary.period)
    if other is not None and other.id != summary.id:
        raise KnownError(_("There is already a summary of {period}.", period=summary.period), field="period")
    if summary.id:
        before = store.summary(book, summary.id)
        rules.must_be(before, SummaryState.DRAFT)
        with book.act(N_("Write the summary of {period}"), period=summary.period) as act:
            return store.save(act, changed(summary, number="", state=SummaryState.DRAFT))
    with book.act(N_("Begin the summary of {period}"), period=summary.period) as act:
        return store.save(act, changed(summary, number="", state=SummaryState.DRAFT))


def drop(book: Book, row: int) -> None:
    """Throw a draft away."""
    summary = store.summary(book, row)
    rules.must_be(summary, SummaryState.DRAFT)
    with book.act(N_("Throw away the draft summary of {period}"), period=summary.period) as act:
        store.drop(act, row)


def issue(book: Book, row: int, make: Callable[[Book, Summary, tuple[Correction, ...]], Files]) -> str:
    """Issue a summary: it gets its number, and its figures and papers are kept for good. Gives the number.

    `make` draws the papers of the numbered summary with the corrections it tells. Final. Raises
    KnownError, and issues nothing, when something is still missing.
    """
    summary = store.summary(book, row)
    rules.check_issue(summary)
    with book.act(N_("Issue the summary of {period}"), final=True, period=summary.period) as act:
        return _issue(act, summary, make)


def _issue(act: Act, summary: Summary, make: Callable[[Book, Summary, tuple[Correction, ...]], Files]) -> str:
    period = summary.of()
    told = corrections(act.book, before=period)
    numbered = changed(summary, number=act.number("YB", summary.dated), state=SummaryState.ISSUED)
    kept = Kept(kept_lines(act.book, period), told)
    papers: dict[str, Any] = {field: act.blob(data) for field, data in make(act.book, numbered, told).items()}
    store.save(act, changed(numbered, figures=act.blob(msgspec.json.encode(kept)), **papers))
    return numbered.number


def void(book: Book, row: int, voiding: Voiding) -> None:
    """Void an issued summary with a reason; it keeps its number and its papers, and another may be made. Final."""
    summary = store.summary(book, row)
    rules.check_voiding(summary, voiding)
    with book.act(N_("Void summary {number}"), final=True, number=summary.number) as act:
        voided = changed(summary, state=SummaryState.VOIDED, voided_on=voiding.voided_on, void_reason=voiding.reason.strip())
        store.save(act, voided)


def paper(book: Book, summary: Summary, kind: str, spoken: Language) -> bytes:
    """A paper of an issued summary as it was handed out: kind "pdf", "xlsx" or "csv"."""
    return book.blob(getattr(summary, f"{kind}_{spoken}"))


# -- carried in ------------------------------------------------------------------------------


FULL = 20_000
"""Rows written in a book, above which its figures are gathered beside the window."""
MANY_ISSUED = 4
"""Issued summaries to compare with the book, above which it is done beside the window."""


def is_full(book: Book) -> bool:
    """Whether gathering the figures of this book may take long enough for a clerk to notice."""
    return store.journaled(book) > FULL or len(store.issued(book)) > MANY_ISSUED


def last_act(book: Book) -> int:
    """The number of the last thing written in the book."""
    lines = book.journal(limit=1)
    return lines[0].id if lines else 0


def known_figures(book: Book, period: Period) -> tuple[Line, ...]:
    """The figures that can be carried in, those of the given period."""
    return tuple(line for part in parts(book, period, whole=True) for line in part.lines)


def carry_in(book: Book, figure: CarriedFigure) -> int:
    """Write down a figure of a month before the book began; one already written for it is replaced. Gives its id.

    Raises KnownError with the field at fault.
    """
    period = offices.month_period(book, figure.month)
    known = {line.code: line.kind for line in known_figures(book, period)}
    issued = [min(summary.of().months()) for summary in store.issued(book)]
    rules.check_carried(figure, dict(known), min(issued) if issued else None)
    before = store.carried_one(book, figure.code, figure.month)
    with book.act(N_("Carry in figures of {month}"), month=str(figure.month)) as act:
        return store.save_carried(act, changed(figure, id=before.id if before else 0))


def drop_carried(book: Book, row: int) -> None:
    """Take a carried-in figure out again."""
    figure = book.get(store.CARRIED, row)
    with book.act(N_("Take out the carried-in figure of {month}"), month=str(figure.month)) as act:
        store.drop_carried(act, row)


def carried(book: Book) -> list[CarriedFigure]:
    """All carried-in figures by month."""
    return store.carried(book)


# -- questions --------------------------------------------------------------------------------


def summary(book: Book, row: int) -> Summary:
    """One summary."""
    return store.summary(book, row)


def of_period(book: Book, period: Period) -> Summary | None:
    """The summary of a period, draft or issued, or None."""
    return store.of_period(book, str(period))


def every(book: Book) -> list[Summary]:
    """All summaries, the latest first."""
    return store.every(book)


def badge(book: Book, today: date) -> int:
    """How many months that closed before a day have no issued summary, from the first one that has, or was begun, on."""
    return sum(1 for period in owed(book, today) if period.last < today)


def owed(book: Book, until: date) -> list[Period]:
    """The months closed by a day whose summary is not issued, from the first one that was issued or begun on.

    Not more than LOOKS_BACK months are looked back: what is older is history.
    """
    known = store.of_months(book)
    if not known:
        return []
    month = offices.month_of_day(book, until)
    first = max(min(known), month.plus(-LOOKS_BACK))
    found = []
    while first <= month:
        period = offices.month_period(book, first) if first not in known else known[first].of()
        if period.last <= until and (first not in known or known[first].state is SummaryState.DRAFT):
            found.append(period)
        first = first.next()
    return found


def due(book: Book, until: date) -> list[Due]:
    """The summaries owed by a day: each was due when its month closed. Its title is the month, such as 1958-03.

    Its record is the draft; 0 where none is begun.
    """
    found = []
    for period in owed(book, until):
        draft = store.of_period(book, str(period))
        found.append(
            Due(
                tbl=store.SUMMARIES.name, row=draft.id if draft is not None else 0, number="", title=str(period),
                what=Said(N_("Summary to be issued")), day=period.last, who=draft.reported_by if draft is not None else "",
            )
        )
    return found


def spoken_label(line: KeptLine | Correction) -> str:
    """The label in the language spoken here."""
    return line.label_zh if language() == "zh" else line.label_en
