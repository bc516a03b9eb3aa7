"""The summary: its figures against independent queries, its three papers against each other, issue, corrections, carried in."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import openpyxl
import pypdf
import pytest

from unionoffice import schema
from unionoffice.core import office, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.money import Fen
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed
from unionoffice.core.words import Language
from unionoffice.desks.awards import service as awards
from unionoffice.desks.awards.records import Certificate
from unionoffice.desks.figures import service as plan
from unionoffice.desks.figures.records import Entry, Indicator
from unionoffice.desks.monthly import service, sheets
from unionoffice.desks.monthly.records import CarriedFigure, SummaryState, Voiding
from unionoffice.desks.monthly.rules import Line
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Author, Calculation, Decision, Nature, Proposal, Review, Way
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import Exposure, LossPer, Verification
from unionoffice.printing import forms, pdf

FEBRUARY = Period.of_month(Month(1958, 2))
MARCH = Period.of_month(Month(1958, 3))
RECEIVED = (date(1957, 2, 10), date(1958, 1, 15), date(1958, 1, 16), date(1958, 2, 5), date(1958, 2, 6), date(1958, 2, 28))


def received(book: Book, day: date, **more: object) -> int:
    given = {
        "title": f"建议 {day}", "received_on": day, "authors": (Author(name="李桂兰"),), "unit": 2,
        "problem": "废品多。", "method": "改用离心浇铸。", **more,
    }
    return proposals.enter(book, Proposal(**given))  # type: ignore[arg-type]


@pytest.fixture
def busy(book: Book) -> Book:
    union, english = "第二机械厂工会委员会", "Union of the Works"
    office.set_office(book, office.Office(union=union, union_english=english, enterprise="第二机械厂", higher="市机械工会"))
    plant = roster.enter_unit(book, Unit(name="第二机械厂", english="Second Machine Works", level=Level.PLANT))
    shop = roster.enter_unit(book, Unit(name="铸工车间", english="Foundry", level=Level.WORKSHOP, above=plant))
    worker = roster.enter_worker(book, Worker(name="李桂兰", unit=shop))
    for day in RECEIVED:
        received(book, day)
    forecast = Calculation(nature=Nature.FORECAST, way=Way.FREE, what="省铁", amount=Fen(1_234_567))
    adopted = received(book, date(1958, 2, 7), calculations=(forecast,))
    proposals.review(book, adopted, Review(given_on=date(1958, 2, 8), opinion="可行"))
    proposals.adopt(book, adopted, Decision(given_on=date(1958, 2, 20), opinion="采纳"))
    for day in (date(1958, 1, 20), date(1958, 2, 3), date(1958, 2, 4)):
        found = waste.enter_exposure(book, Exposure(exposed_on=day, title="切削油外流", unit=shop))
    day, loss = date(1958, 2, 25), Fen(10_050)
    waste.verify(book, found, Verification(verified_on=day, verified_by="王秀英", verified_loss=loss, verified_per=LossPer.YEAR))
    output = plan.enter(book, Indicator(name="产量", english="Output", measure="吨", decimals=1))
    plan.write(book, output, [Entry(shop, Month(1958, 2), "plan", 1000), Entry(shop, Month(1958, 2), "actual", 1023)])
    rows = awards.draw_up(
        book, [(Certificate(worker=worker, competition="竞赛", period="二月", title="先进", dated=date(1958, 2, 27)), None)] * 2
    )
    awards.issue(book, rows)
    return book


def lines(book: Book, period: Period = FEBRUARY) -> dict[str, Line]:
    return {line.code: line for part in service.parts(book, period) for line in part.lines}


def begun(book: Book, period: Period = FEBRUARY) -> int:
    fresh = service.fresh(book, period, date(1958, 4, 3))
    texts = changed(fresh, reported_by="王秀英", experience="当天送到技术员手里。", problems="材料到货晚。", next_work="组织观摩。")
    return service.write(book, texts)


def text_of(data: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def test_the_figures_equal_those_of_independent_queries(busy: Book) -> None:
    found = lines(busy)
    stretches = (("1958-02-01", "1958-03-01"), ("1958-01-01", "1958-03-01"), ("1957-02-01", "1957-03-01"))

    def counted(table: str, day: str, also: str = "1") -> tuple[int, ...]:
        sql = f"select count(*) from {table} where {day} >= :a and {day} < :b and {also}"
        return tuple(busy.value(sql, a=first, b=after) for first, after in stretches)

    assert found["proposals.received"].values == counted("proposals", "received_on") == (4, 6, 1)
    assert found["waste.exposed"].values == counted("waste_exposures", "exposed_on") == (2, 3, 0)
    assert found["awards.issued"].values == counted("certificates", "dated", "standing = 'issued'") == (2, 2, 0)
    verified = tuple(
        busy.value(
            "select coalesce(sum(verified_loss), 0) from waste_exposures where verified_on >= :a and verified_on < :b", a=a, b=b
        )
        for a, b in stretches
    )
    assert found["waste.verified"].values == verified == (10_050, 10_050, 0)
    assert found["proposals.saved_forecast"].values[0] == busy.value("select sum(forecast_fen) from proposals") == 1_234_567
    output = next(line for line in found.values() if line.label.endswith("Output"))
    assert (output.kind, output.values[0]) == ("percent", 10_230)  # 102.3 of 100.0, in hundredths of a percent


def test_every_figure_opens_its_rows(busy: Book) -> None:
    line = lines(busy)["proposals.received"]
    wanted = {row["id"] for row in busy.rows("select id from proposals where received_on like '1958-02-%'")}
    assert (line.tbl, set(line.rows[0])) == ("proposals", wanted)
    for each in lines(busy).values():
        for value, rows in zip(each.values, each.rows, strict=True):
            if each.kind == "count" and value and len(rows) == value:
                assert all(busy.image(each.tbl, row) for row in rows)


@pytest.mark.parametrize(("text", "count"), [("1958-Q1", 6), ("1958-H1", 6), ("1958", 6), ("1957", 1)])
def test_longer_periods(busy: Book, text: str, count: int) -> None:
    assert lines(busy, service.period_of(busy, text))["proposals.received"].value("now") == count


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pdf_spreadsheet_and_csv_hold_the_same_numbers(busy: Book, language: Language) -> None:
    files = sheets.export(busy, FEBRUARY, language)
    assert sorted(files) == ["summary-1958-02.csv", "summary-1958-02.pdf", "summary-1958-02.xlsx"]
    rows = list(csv.reader(io.StringIO(files["summary-1958-02.csv"].decode("utf-8-sig"))))
    assert len(rows[0]) == 8
    page = text_of(files["summary-1958-02.pdf"])
    grid = openpyxl.load_workbook(io.BytesIO(files["summary-1958-02.xlsx"])).worksheets[0]
    by_label: dict[str, list[object]] = {}
    for row in grid.iter_rows(values_only=True):
        cells: list[object] = [cell for cell in row if cell is not None]
        for place, cell in enumerate(cells):
            by_label.setdefault(str(cell), cells[place + 1 :])
    scopes = sorted({row[7] for row in rows[1:]})
    assert len(scopes) == 3
    seen = 0
    for period, _part, code, chinese, english, value, _unit, _scope in rows[1:]:
        assert period == "1958-02"
        kind = lines(busy)[code].kind
        label = chinese if language == "zh" else english
        numbers = [cell for cell in by_label[label] if isinstance(cell, int | float)]
        if not value:
            continue
        assert any(abs(float(value) - each) < 1e-9 for each in numbers), (code, value, numbers)
        decimals = 2 if kind in ("money", "percent") else 0
        wanted = f"{float(value):,.{decimals}f}" if kind != "quantity" else value
        assert re.sub(r"\s", "", label) in page
        assert wanted in page
        seen += 1
    assert seen > 60


def test_the_papers_read_back(busy: Book) -> None:
    row = begun(busy)
    sheets.issue(busy, row)
    summary = service.summary(busy, row)
    chinese, english = (text_of(service.paper(busy, summary, "pdf", spoken)) for spoken in ("zh", "en"))
    for wanted in ("1958年2月份生产工作总结表", "YB-1958-0001", "第二机械厂工会委员会", "市机械工会", "当天送到", "1958年4月3日"):
        assert wanted in chinese
    for wanted in ("SummaryofProductionWorkFebruary1958", "UnionoftheWorks", "FoundryOutput", "3April1958"):
        assert wanted in english


def test_an_issued_summary_is_kept_and_reprints_identically(busy: Book) -> None:
    row = begun(busy)
    before = {language: sheets.export(busy, FEBRUARY, language) for language in ("zh", "en")}
    assert sheets.issue(busy, row) == "YB-1958-0001"
    assert busy.undo() is None
    first = {language: sheets.export(busy, FEBRUARY, language) for language in ("zh", "en")}
    assert before["zh"]["summary-1958-02.csv"] == first["zh"]["summary-1958-02.csv"]
    received(busy, date(1958, 2, 11))
    roster.correct_unit(busy, changed(roster.unit(busy, 2), name="改名车间"))
    office.set_office(busy, changed(office.office(busy), union="改名工会"))
    again = {language: sheets.export(busy, FEBRUARY, language) for language in ("zh", "en")}
    assert again == first
    assert sheets.SUMMARY.draw is not None
    assert sheets.SUMMARY.draw(busy, [FEBRUARY], "zh", reprint=True, mono=False) == first["zh"]["summary-1958-02.pdf"]
    assert sheets.SUMMARY.draw(busy, [row], "en", reprint=True, mono=False) == first["en"]["summary-1958-02.pdf"]
    assert upkeep.check(busy, schema.TABLES) == []


def test_later_entries_show_as_corrections_and_are_told_once(busy: Book) -> None:
    sheets.issue(busy, begun(busy))
    assert service.corrections(busy) == ()
    received(busy, date(1958, 2, 11))
    told = {each.code: each for each in service.corrections(busy)}
    proposal = told["proposals.received"]
    assert (proposal.period, proposal.before, proposal.after) == ("1958-02", 4, 5)
    assert "awards.issued" not in told
    march = begun(busy, MARCH)
    sheet = sheets.summary_sheet(busy, MARCH)
    assert any(cells[3:] == (4, 5) for cells in sheet["corrections"])  # type: ignore[attr-defined]
    sheets.issue(busy, march)
    page = text_of(sheets.export(busy, MARCH, "zh")["summary-1958-03.pdf"])
    assert "对已报数字的更正" in page
    assert service.corrections(busy) == ()
    received(busy, date(1958, 2, 12))
    assert {(each.before, each.after) for each in service.corrections(busy) if each.code == "proposals.received"} == {(5, 6)}
    busy.undo()
    assert service.corrections(busy) == ()


def test_a_summary_without_corrections_has_no_such_table(busy: Book) -> None:
    assert "对已报数字的更正" not in text_of(sheets.export(busy, FEBRUARY, "zh")["summary-1958-02.pdf"])


def test_drafts_are_written_undone_and_thrown_away(busy: Book) -> None:
    row = begun(busy)
    with pytest.raises(KnownError, match="already a summary") as trouble:
        begun(busy)
    assert trouble.value.field == "period"
    service.write(busy, changed(service.summary(busy, row), problems="别的问题"))
    busy.undo()
    assert service.summary(busy, row).problems == "材料到货晚。"
    service.drop(busy, row)
    assert service.of_period(busy, FEBRUARY) is None
    busy.undo()
    assert service.of_period(busy, FEBRUARY) is not None
    assert [hit.row for hit in busy.search("技术员手里", tbl="summaries")] == [row]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"dated": date(1958, 2, 27)}, "dated"),
        ({"period": "1958-01..02"}, "period"),
        ({"period": "1958-02-01/1958-02-10"}, "period"),
    ],
)
def test_bad_input_names_its_field(busy: Book, values: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as trouble:
        service.write(busy, changed(service.fresh(busy, FEBRUARY, date(1958, 3, 1)), **values))
    assert trouble.value.field == field


@pytest.mark.parametrize("field", ["reported_to", "reported_by"])
def test_nothing_is_issued_while_something_is_missing(busy: Book, field: str) -> None:
    row = begun(busy)
    service.write(busy, changed(service.summary(busy, row), **{field: " "}))
    with pytest.raises(KnownError) as trouble:
        sheets.issue(busy, row)
    assert trouble.value.field == field
    assert service.summary(busy, row).number == ""
    assert busy.struck("YB") == []


def test_what_is_issued_can_only_be_voided_with_a_reason(busy: Book) -> None:
    row = begun(busy)
    with pytest.raises(KnownError, match="not issued yet"):
        service.void(busy, row, Voiding(voided_on=date(1958, 4, 4), reason="数字有误"))
    sheets.issue(busy, row)
    for step in (
        lambda: service.write(busy, service.summary(busy, row)),
        lambda: service.drop(busy, row),
        lambda: sheets.issue(busy, row),
    ):
        with pytest.raises(KnownError, match="cannot be changed"):
            step()
    with pytest.raises(KnownError, match="reason"):
        service.void(busy, row, Voiding(voided_on=date(1958, 4, 4)))
    with pytest.raises(KnownError, match="before"):
        service.void(busy, row, Voiding(voided_on=date(1958, 4, 2), reason="数字有误"))
    service.void(busy, row, Voiding(voided_on=date(1958, 4, 4), reason="数字有误"))
    assert service.summary(busy, row).state is SummaryState.VOIDED
    assert service.corrections(busy) == ()
    again = begun(busy)
    assert sheets.issue(busy, again) == "YB-1958-0002"


def test_carried_in_figures_count_and_are_marked(busy: Book) -> None:
    for code, month, value in (
        ("proposals.received", Month(1957, 2), 11),
        ("proposals.received", Month(1958, 1), 7),
        ("proposals.saved_actual", Month(1958, 1), 500_000),
        ("contracts.running", Month(1958, 1), 9),
    ):
        service.carry_in(busy, CarriedFigure(code=code, month=month, value=value, note="旧账"))
    found = lines(busy)
    assert found["proposals.received"].values == (4, 13, 12)
    assert found["proposals.received"].carried == (None, 7, 11)
    assert found["contracts.running"].values == (0, 0, 0)  # what stood in January does not stand at the end of February
    assert lines(busy, Period.of_month(Month(1958, 1)))["contracts.running"].values[0] == 9
    assert service.savings_by_month(busy, FEBRUARY) == ((Month(1958, 1), 0, 500_000), (Month(1958, 2), 1_234_567, 0))
    assert "含转入数" in text_of(sheets.export(busy, FEBRUARY, "zh")["summary-1958-02.pdf"])
    service.carry_in(busy, CarriedFigure(code="proposals.received", month=Month(1958, 1), value=8))
    assert lines(busy)["proposals.received"].values[1] == 14
    busy.undo()
    assert lines(busy)["proposals.received"].values[1] == 13
    service.drop_carried(busy, service.carried(busy)[0].id)
    assert len(service.carried(busy)) == 3


def test_figures_are_carried_in_only_from_before_the_summaries(busy: Book) -> None:
    sheets.issue(busy, begun(busy))
    for figure, field in (
        (CarriedFigure(code="proposals.received", month=Month(1958, 2), value=1), "month"),
        (CarriedFigure(code="nothing", month=Month(1958, 1), value=1), "code"),
        (CarriedFigure(code="proposals.received", month=Month(1958, 1), value=-1), "value"),
    ):
        with pytest.raises(KnownError) as trouble:
            service.carry_in(busy, figure)
        assert trouble.value.field == field


def test_an_office_that_closes_on_the_25th(busy: Book) -> None:
    office.set_office(busy, changed(office.office(busy), closing_day=25))
    february = service.period_of(busy, "1958-02")
    assert (february.first, february.last) == (date(1958, 1, 26), date(1958, 2, 25))
    assert lines(busy, february)["proposals.received"].value("now") == 3  # 5, 6 and 7 February; the 28th is March's
    row = begun(busy, february)
    sheets.issue(busy, row)
    office.set_office(busy, changed(office.office(busy), closing_day=31))
    assert service.summary(busy, row).of() == february
    assert service.corrections(busy) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_prints_filled_and_blank(language: Language) -> None:
    form = forms.shipped("monthly")
    for blank in (False, True):
        data = pdf.render(form, forms.sample(form), language, blank=blank)
        assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 2


def test_the_badge_reminds_of_the_month_that_closed(busy: Book) -> None:
    assert service.badge(busy, date(1958, 3, 4)) == 0
    row = begun(busy)
    assert service.badge(busy, date(1958, 3, 4)) == 1
    sheets.issue(busy, row)
    assert service.badge(busy, date(1958, 3, 4)) == 0
    assert service.badge(busy, date(1958, 4, 4)) == 1
