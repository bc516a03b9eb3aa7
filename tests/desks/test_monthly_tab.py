"""The summary on the screen: figures that open their rows, texts, issue, corrections, files, figures carried in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_monthly import busy, received
from tests.screens.clerk import Answers, read_pdf
from unionoffice.core import office as settings
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.desks.monthly import service, sheets
from unionoffice.desks.monthly.records import CarriedFigure, SummaryState
from unionoffice.desks.monthly.tab import CarriedPage, MonthlyTab, SummaryPage
from unionoffice.kit import theme
from unionoffice.kit.jobs import Jobs
from unionoffice.kit.office import Office
from unionoffice.kit.questions import Questions

__all__ = ["busy"]  # the fixture of a book with figures

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def tab(qapp: QApplication, qtbot: QtBot, busy: Book, answers: Answers) -> Iterator[MonthlyTab]:
    theme.apply(qapp)
    desk = QWidget()
    office = Office(busy, None, Questions(desk, answer_with=answers))
    office.choose_month(Month(1958, 2))
    made = MonthlyTab(office)
    qtbot.addWidget(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    QApplication.processEvents()
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def summaries(tab: MonthlyTab) -> SummaryPage:
    page = tab.pages[0]
    assert isinstance(page, SummaryPage)
    return page


def press(tab: MonthlyTab, name: str) -> None:
    QApplication.processEvents()
    (found,) = [each for each in tab.findChildren(QPushButton, name) if each.isVisible()]
    assert found.isEnabled()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def export(tab: MonthlyTab, kind: str) -> None:
    QApplication.processEvents()
    (menu,) = [each.menu() for each in tab.findChildren(QPushButton, "export_menu") if each.isVisible()]
    (entry,) = [each for each in menu.actions() if each.objectName() == f"export_{kind}"]
    menu.popup(QPoint(0, 0))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    QApplication.processEvents()


def fill(page: SummaryPage, **values: object) -> None:
    for name, value in values.items():
        page._form.editor(name).set_value(value)  # type: ignore[union-attr]


def row_of(page: SummaryPage, code: str) -> int:
    table = page.figures
    return next(row for row in range(table.rowCount()) if (line := table.line_at(row)) is not None and line.code == code)


def texts(page: SummaryPage, code: str) -> list[str]:
    row = row_of(page, code)
    return [page.figures.item(row, column).text() for column in range(1, 4)]  # type: ignore[union-attr]


def test_figures_stand_in_three_columns_and_open_their_rows(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    assert page.isVisible()  # the tab opens on the summary
    assert texts(page, "proposals.received") == ["4", "6", "1"]
    assert texts(page, "waste.verified")[0] == "100.50"
    opened: list[tuple[str, object, str]] = []
    tab.office.rows_wanted.connect(lambda *what: opened.append(what))
    row = row_of(page, "proposals.received")
    page.figures.setCurrentCell(row, 2)
    QTest.keyClick(page.figures, Qt.Key.Key_Return)
    ((table, rows, title),) = opened
    wanted = {each["id"] for each in busy.rows("select id from proposals where received_on like '1958-%'")}
    assert (table, set(rows), title) == ("proposals", wanted, "Proposals received")  # type: ignore[call-overload]
    page.figures.open_figure(row_of(page, "awards.voided"), 1)
    assert len(opened) == 1  # nothing behind a zero


def test_one_picker_for_month_quarter_half_year_and_year(tab: MonthlyTab) -> None:
    page = summaries(tab)
    for name, period in (("quarter", "1958-Q1"), ("half", "1958-H1"), ("year", "1958"), ("month", "1958-02")):
        press(tab, f"filter_{name}")
        assert str(page.period) == period
    press(tab, "period_back")
    assert str(page.period) == "1958-01"
    assert texts(page, "proposals.received")[0] == "2"
    press(tab, "filter_quarter")
    press(tab, "period_on")
    assert str(page.period) == "1958-Q2"


def test_a_draft_is_written_undone_issued_and_corrected(tab: MonthlyTab, busy: Book, answers: Answers) -> None:
    page = summaries(tab)
    fill(page, reported_by="王秀英", experience="当天送到技术员手里。", dated=dt.date(1958, 3, 3))
    press(tab, "save")
    summary = service.of_period(busy, page.period)
    assert summary is not None
    assert summary.experience == "当天送到技术员手里。"
    assert "Draft" in page.state.text()
    tab.office.undo()
    assert page.state.text() == ""
    assert service.of_period(busy, page.period) is None
    tab.office.redo()
    assert "Draft" in page.state.text()
    answers.agrees = False
    press(tab, "issue")
    assert service.of_period(busy, page.period).state is SummaryState.DRAFT  # type: ignore[union-attr]
    answers.agrees = True
    press(tab, "issue")
    issued = service.of_period(busy, page.period)
    assert issued is not None
    assert issued.state is SummaryState.ISSUED
    assert page.state.text().startswith("YB-1958-0001")
    assert page.told.isHidden()
    received(busy, dt.date(1958, 2, 11))
    assert "Proposals received: issued as 4, now 5" in page.told.text()
    assert page.told.isVisible()


def test_a_missing_word_is_told_beside_its_box(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    fill(page, reported_to="", experience="什么也没丢")
    press(tab, "issue")
    (problem,) = [each for each in tab.findChildren(QLabel, "reported_to_problem") if each.isVisible()]
    assert "to whom" in problem.text()
    summary = service.of_period(busy, page.period)
    assert summary is not None
    assert (summary.state, summary.experience) == (SummaryState.DRAFT, "什么也没丢")


def test_files_hold_what_the_screen_shows(tab: MonthlyTab, busy: Book, answers: Answers, tmp_path: Path) -> None:
    page = summaries(tab)
    paths = [tmp_path / f"summary.{kind}" for kind in ("pdf", "xlsx", "csv")]
    answers.save += paths
    for kind in ("pdf", "xlsx", "csv"):
        export(tab, kind)
    assert "12,345.67" in texts(page, "proposals.saved_forecast")
    assert "12,345.67" in read_pdf(paths[0].read_bytes())
    assert "12345.67" in paths[2].read_text("utf-8-sig")
    assert paths[1].read_bytes()[:2] == b"PK"
    assert [each.paper for each in page.prints()] == [sheets.SUMMARY, sheets.SUMMARY]


def test_an_issued_summary_is_voided_with_a_reason(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    fill(page, reported_by="王秀英")
    press(tab, "issue")
    press(tab, "void")
    press(tab, "void_now")
    assert service.of_period(busy, page.period) is not None
    fill(page, reason="数字有误")
    press(tab, "void_now")
    assert service.of_period(busy, page.period) is None
    assert page.past.item(0).text().startswith("YB-1958-0001")
    assert "Voided" in page.past.item(0).text()


def test_a_summary_is_found_again_from_elsewhere(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    fill(page, reported_by="王秀英")
    press(tab, "issue")
    summary = service.every(busy)[0]
    tab.office.choose_month(Month(1958, 6))
    assert tab.show_record("summaries", summary.id)
    assert str(page.period) == "1958-02"


def test_figures_are_carried_in_month_by_month(tab: MonthlyTab, busy: Book) -> None:
    tab.show_page(1)
    QApplication.processEvents()
    page = tab.pages[1]
    assert isinstance(page, CarriedPage)
    page.which.setCurrentIndex(page.which.findData("proposals.saved_actual"))
    page.entry.set_values({"month": Month(1957, 2), "amount": "5,000.50", "note": "旧账第三册"})
    press(tab, "save_carried")
    (kept,) = service.carried(busy)
    assert (kept.month, kept.value) == (Month(1957, 2), 500_050)
    assert page.entry.editor("month").value() == Month(1957, 3)
    page.entry.set_values({"amount": "many"})
    press(tab, "save_carried")
    (problem,) = [each for each in tab.findChildren(QLabel, "amount_problem") if each.isVisible()]
    assert "many" in problem.text()
    tab.show_page(0)
    QApplication.processEvents()
    row = row_of(summaries(tab), "proposals.saved_actual")
    table = summaries(tab).figures
    assert table.item(row, 3).text() == "5,000.50"  # type: ignore[union-attr]
    assert "carried in" in table.item(row, 4).text()  # type: ignore[union-attr]
    tab.office.undo()
    assert service.carried(busy) == []


def test_the_desk_speaks_chinese(qtbot: QtBot, tab: MonthlyTab) -> None:
    words.use("zh")
    chinese = MonthlyTab(tab.office)
    qtbot.addWidget(chinese)
    chinese.show()
    QApplication.processEvents()
    said = {each.text() for each in chinese.findChildren(QPushButton) if each.isVisible()}
    assert {"报出…", "存成文件", "季"} <= said
    assert summaries(chinese).title.text() == "总结表：1958年2月份"


def test_figures_need_no_moving_sideways_and_remarks_have_a_column_only_when_there_are_any(tab: MonthlyTab, busy: Book) -> None:
    table = summaries(tab).figures
    assert not table.horizontalScrollBar().isVisible()
    said = [line.note or line.has_carried for row in range(table.rowCount()) if (line := table.line_at(row)) is not None]
    assert table.isColumnHidden(4) is (not any(said))
    for column in range(5):
        if table.isColumnHidden(column):
            continue
        for row in range(table.rowCount()):
            item = table.item(row, column)
            if item is None or table.columnSpan(row, column) > 1:
                continue
            cell = table.visualRect(table.indexFromItem(item))
            if column in (1, 2, 3):
                assert table.fontMetrics().horizontalAdvance(item.text()) < cell.width(), item.text()
            inside = cell.adjusted(6, 0, -6, 0)
            needed = table.fontMetrics().boundingRect(inside, Qt.TextFlag.TextWordWrap, item.text())
            assert needed.height() <= cell.height() + 2, item.text()


def test_a_correction_names_its_unit_beside_the_texts_and_leaves_the_figures_their_room(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    fill(page, reported_by="王秀英")
    press(tab, "issue")
    tab.office.choose_month(Month(1958, 3))
    service.carry_in(busy, CarriedFigure(code="proposals.saved_actual", month=Month(1957, 12), value=500_050))
    received(busy, dt.date(1958, 2, 20))
    (told,) = [each for each in tab.findChildren(QLabel, "corrections") if each.isVisible()]
    assert "Proposals received: issued as 4, now 5" in told.text()
    assert page.figures.height() > page.height() * 0.7


def test_carried_in_figures_can_be_typed_with_large_letters(qapp: QApplication, qtbot: QtBot, tab: MonthlyTab) -> None:
    theme.apply(qapp, size_percent=150)
    try:
        page = CarriedPage(tab.office)
        qtbot.addWidget(page)
        page.resize(1000, 540)
        page.show()
        QApplication.processEvents()
        for label in page.entry.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    finally:
        theme.apply(qapp)


def test_a_month_stays_closed_on_the_day_it_was_closed_on(tab: MonthlyTab, busy: Book, answers: Answers, tmp_path: Path) -> None:
    settings.set_office(busy, msgspec.structs.replace(settings.office(busy), closing_day=25))
    page = summaries(tab)
    page.refresh()
    assert texts(page, "proposals.received")[0] == "3"  # what came on 28 February belongs to March
    fill(page, reported_by="王秀英")
    page.save()
    settings.set_office(busy, msgspec.structs.replace(settings.office(busy), closing_day=31))
    page.refresh()
    assert texts(page, "proposals.received")[0] == "3"
    path = tmp_path / "summary.csv"
    answers.save.append(path)
    export(tab, "csv")
    lines = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]
    assert next(line[5] for line in lines if line[2] == "proposals.received") == "3"
    press(tab, "issue")
    assert service.corrections(busy) == ()
    tab.office.choose_month(Month(1958, 3))
    assert page.period.last == dt.date(1958, 3, 31)


def test_the_figures_offer_sentences_below_what_is_written_and_never_twice(tab: MonthlyTab, busy: Book) -> None:
    page = summaries(tab)
    fill(page, experience="当天送到技术员手里。")
    press(tab, "offer")
    form = page._form
    assert form is not None
    assert form.has_changes()
    first, *rest = str(form.editor("experience").value()).split("\n")
    assert first == "当天送到技术员手里。"
    assert rest[:2] == [
        "Foundry Output fulfilled 102.30% of its plan: plan 100.0, actual 102.3 吨.",
        "Proposals received rose from 1 to 4 against the same period last year.",
    ]
    press(tab, "offer")
    assert str(form.editor("experience").value()).split("\n") == [first, *rest]
    fill(page, experience=f"{first}\n{rest[1]}")  # the clerk has taken a sentence out, and it comes back when asked for
    press(tab, "offer")
    assert set(str(form.editor("experience").value()).split("\n")) == {first, *rest}
    assert page.save()
    written = service.of_period(busy, page.period)
    assert written is not None
    assert rest[0] in written.experience


def test_a_full_book_is_gathered_beside_the_window(tab: MonthlyTab, busy: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    page = summaries(tab)
    jobs = Jobs(busy)
    tab.office.job_wanted.connect(jobs.start)
    assert page.parts == service.parts(busy, page.period)
    monkeypatch.setattr(service, "FULL", 0)
    received(busy, dt.date(1958, 2, 11))
    assert texts(page, "proposals.received")[0] == "4"  # what stands is shown until the new figures are there
    fill(page, problems="材料到货晚。")
    assert jobs.wait_for_done(60_000)
    QApplication.processEvents()
    assert texts(page, "proposals.received") == ["5", "7", "1"]
    assert page._form is not None
    assert page._form.editor("problems").value() == "材料到货晚。"
    press(tab, "period_back")
    assert page.figures.rowCount() == 0  # the figures of another month are not those of this one
    press(tab, "period_on")
    assert jobs.wait_for_done(60_000)
    QApplication.processEvents()
    assert str(page.period) == "1958-02"
    assert texts(page, "proposals.received") == ["5", "7", "1"]


def test_a_full_book_issues_and_writes_files_beside_the_window(
    tab: MonthlyTab, busy: Book, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, jobs = summaries(tab), Jobs(busy)
    tab.office.job_wanted.connect(jobs.start)
    told: list[str] = []
    tab.office.told.connect(lambda what: told.append(str(what)))
    monkeypatch.setattr(service, "FULL", 0)
    fill(page, reported_to="市机械工会", reported_by="王秀英")
    answers.agrees = True
    press(tab, "issue")
    assert jobs.wait_for_done(60_000)
    QApplication.processEvents()
    summary = service.of_period(busy, page.period)
    assert summary is not None
    assert summary.state is SummaryState.ISSUED
    assert told[-1] == "Issued: YB-1958-0001"
    assert busy.to_undo() is None  # what was issued is not taken back
    assert jobs.wait_for_done(60_000)
    answers.save.append(tmp_path / "summary.csv")
    export(tab, "csv")
    assert jobs.wait_for_done(60_000)
    QApplication.processEvents()
    assert (tmp_path / "summary.csv").read_bytes() == service.paper(busy, summary, "csv", "en")
    assert told[-1].startswith("Written: ")


def test_corrections_are_looked_for_again_only_when_something_was_written(tab: MonthlyTab, busy: Book, answers: Answers) -> None:
    page = summaries(tab)
    fill(page, reported_to="市机械工会", reported_by="王秀英")
    press(tab, "issue")
    assert not page.told.isVisible()
    received(busy, dt.date(1958, 2, 12))
    assert "now 5" in page.told.text()
    looked_for = page._gathered.corrections
    press(tab, "period_on")
    assert page._gathered.corrections is looked_for  # another month is shown, nothing was written
    assert "now 5" in page.told.text()
    tab.office.undo()
    assert page._gathered.corrections == ()
    assert not page.told.isVisible()
