"""What the summary prints and hands out: PDF, spreadsheet and CSV, all with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence

from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.money import Yuan, format_money
from unionoffice.core.period import Month, Period
from unionoffice.core.record import QUANTITY_SCALE
from unionoffice.core.words import LANGUAGES, N_, Language, Said, _, speaking
from unionoffice.desks.monthly import service
from unionoffice.desks.monthly.records import Summary, SummaryState
from unionoffice.desks.monthly.rules import SCOPES, Correction, Line
from unionoffice.printing import forms, make, pdf, tables, xlsx
from unionoffice.printing.chart import Bars, Series
from unionoffice.printing.paper import Exact, Paper, Sheet
from unionoffice.printing.wording import Both

FORM = "monthly"
NOTHING = "—"
DRAFT = Said(N_("draft, not issued yet"))
SCOPE_WORDS = {"now": N_("this period"), "year": N_("this year so far"), "last": N_("same period last year")}


def shown(kind: str, value: int | None) -> object:
    """A figure as paper shows it; a dash where there is nothing to say."""
    if value is None:
        return NOTHING
    if kind == "money":
        return Yuan(value)
    if kind == "quantity":
        hundredths = (abs(value) + 50) // 100  # read by people: rounded once, to two decimals; the CSV has it whole
        return Exact(-hundredths if value < 0 else hundredths, QUANTITY_SCALE // 100)
    if kind == "percent":
        return Exact(value, 100, decimals=2)
    return value


def plain(kind: str, value: int | None) -> str:
    """The same number for machines: no separators, a point before decimals, empty where there is nothing to say."""
    if value is None:
        return ""
    if kind == "money":
        return format_money(value).replace(",", "")
    if kind == "quantity":
        return str(Exact(value, QUANTITY_SCALE)).replace(",", "")
    if kind == "percent":
        return str(Exact(value, 100, decimals=2)).replace(",", "")
    return str(value)


def unit_of(kind: str, unit: str) -> str:
    """The English key of a figure's unit; percentages and money have theirs when the desk gave none."""
    return unit or {"percent": N_("%"), "money": N_("yuan")}.get(kind, "")


def summary_sheet(book: Book, period: Period) -> Sheet:
    """The sheet of a period as it stands now, with the texts of its draft if there is one."""
    written = service.of_period(book, period)
    summary = written or service.fresh(book, period, period.last)
    return _sheet(book, summary, service.corrections(book, before=summary.of()))


def _sheet(book: Book, summary: Summary, told: Sequence[Correction]) -> Sheet:
    period = summary.of()
    settings = offices.office(book)
    found = service.parts(book, period)
    return {
        "number": summary.number or DRAFT,
        "union": Both(settings.union, settings.union_english or settings.union),
        "enterprise": settings.enterprise or NOTHING,
        "period": period,
        "days": Both(period.days("zh"), period.days("en")),
        "reported_to": summary.reported_to,
        "reported_by": summary.reported_by,
        "date": summary.dated,
        "rows": [_row(part.title, line) for part in found for line in part.lines],
        "carried": any(line.has_carried for part in found for line in part.lines),
        "corrections": [
            (
                Period.parse(each.period, each.closing_day), Both(each.label_zh, each.label_en),
                Said(unit_of(each.kind, each.unit)), shown(each.kind, each.before), shown(each.kind, each.after),
            )
            for each in told
        ],
        "savings": savings_chart(book, period),
        "experience": summary.experience,
        "problems": summary.problems,
        "next_work": summary.next_work,
    }  # fmt: skip


def _row(title: str, line: Line) -> tuple[object, ...]:
    remark: list[object] = [line.note] if line.note else []
    if line.has_carried:
        remark.append(Said(N_("with figures carried in")))
    return (
        Said(title),
        Said(line.label),
        Said(unit_of(line.kind, line.unit)),
        *(shown(line.kind, line.value(scope)) for scope in SCOPES),
        tuple(remark),
    )


def savings_chart(book: Book, period: Period) -> Bars:
    """Savings by month, forecast beside actual, from January to the end of the period."""
    months = service.savings_by_month(book, period)
    return Bars(
        title=Said(N_("12-month savings by month")),
        categories=tuple(_month(month) for month, _forecast, _actual in months),
        series=(
            Series(Said(N_("forecast, at adoption")), tuple(forecast for _month, forecast, _actual in months)),
            Series(Said(N_("actual, at appraisal")), tuple(actual for _month, _forecast, actual in months)),
        ),
        unit=Said(N_("yuan")),
        scale=100,
    )


def _month(month: Month) -> Both:
    return Both(f"{month.number}月", month.name("en")[:3])


def csv_of(book: Book, period: Period, language: Language) -> bytes:
    """The figures as CSV: period, part, code, Chinese, English, value, unit, scope; UTF-8 with a mark."""
    lines = {line.code: line for line in service.kept_lines(book, period)}
    with speaking(language):
        rows = [
            (
                str(period), part.code, line.code, lines[line.code].label_zh, lines[line.code].label_en,
                plain(line.kind, line.value(scope)), _(unit_of(line.kind, line.unit)), _(SCOPE_WORDS[scope]),
            )
            for part in service.parts(book, period)
            for line in part.lines
            for scope in SCOPES
        ]  # fmt: skip
        heads = [
            _("period"), _("part"), _("code"), _("Chinese"), _("English"),
            _("value"), _("unit"), _("scope"),
        ]  # fmt: skip
    return tables.csv_bytes(heads, rows, language)


def files(book: Book, summary: Summary, told: Sequence[Correction]) -> service.Files:
    """All papers of a summary in both languages, by the fields that keep them."""
    found: dict[str, bytes] = {}
    for spoken in LANGUAGES:
        found |= {f"{kind}_{spoken}": data for kind, data in _papers(book, summary, told, spoken).items()}
    return found


def _papers(book: Book, summary: Summary, told: Sequence[Correction], spoken: Language) -> dict[str, bytes]:
    form = make.form_of(book, FORM)
    with speaking(spoken):
        sheet = _sheet(book, summary, told)
        return {
            "pdf": pdf.render(form, sheet, spoken),
            "xlsx": xlsx.render(form, sheet, spoken),
            "csv": csv_of(book, summary.of(), spoken),
        }


def issue(book: Book, row: int) -> str:
    """Issue a draft with all its papers; give its number. See `service.issue`."""
    return service.issue(book, row, files)


def export(book: Book, period: Period, language: Language) -> dict[str, bytes]:
    """The summary of a period as files: summary-1958-02.pdf, .xlsx and .csv; of an issued one as it was handed out."""
    return {f"summary-{period}.{kind}": paper(book, period, kind, language) for kind in ("pdf", "xlsx", "csv")}


def paper(book: Book, period: Period, kind: str, language: Language) -> bytes:
    """One of "pdf", "xlsx", "csv" of a period: as it was handed out, or as it stands."""
    summary = service.of_period(book, period)
    if summary is not None and summary.state is SummaryState.ISSUED:
        return service.paper(book, summary, kind, language)
    if summary is None:
        summary = service.fresh(book, period, period.last)
    if kind == "csv":
        return csv_of(book, summary.of(), language)
    form = make.form_of(book, FORM)
    with speaking(language):
        sheet = _sheet(book, summary, service.corrections(book, before=summary.of()))
        return pdf.render(form, sheet, language) if kind == "pdf" else xlsx.render(form, sheet, language)


def _draw(book: Book, subjects: Sequence[object], language: Language, *, reprint: bool, mono: bool) -> bytes:
    """As the window prints it: an issued summary exactly as it was handed out."""
    (subject,) = subjects
    if isinstance(subject, int):
        summary = service.summary(book, subject)
        if summary.state is not SummaryState.DRAFT:
            return service.paper(book, summary, "pdf", language)
        subject = summary.of()
    if not isinstance(subject, Period):
        return pdf.render(forms.shipped(FORM), {}, language, blank=True)
    summary_or_none = service.of_period(book, subject)
    if summary_or_none is not None and summary_or_none.state is SummaryState.ISSUED:
        return service.paper(book, summary_or_none, "pdf", language)
    return pdf.render(make.form_of(book, FORM), summary_sheet(book, subject), language, reprint=reprint, mono=mono)


SUMMARY = Paper(FORM, N_("Monthly summary"), summary_sheet, of="period", draw=_draw)
PAPERS = (SUMMARY,)
