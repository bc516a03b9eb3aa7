"""Registers and records on the screen: order, filter and widths are remembered, exports equal the screen, nothing is cut off."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from tests.screens.clerk import Clerk
from unionoffice.core.book import Book
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Author, Proposal
from unionoffice.kit import theme
from unionoffice.kit.sheet_view import RecordView
from unionoffice.printing import tables


def again(clerk: Clerk) -> None:
    """Close the window and open the same book anew."""
    path = clerk.program.book.path if clerk.program.book else Path()
    clerk.program.close_book()
    clerk.program.open(path, clerk="王秀英")
    clerk.settle()


def click_heading(clerk: Clerk, column: int) -> None:
    header = clerk.see("register").horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, header.height() // 2))
    clerk.settle()


def test_a_click_on_a_heading_chooses_an_order_and_it_is_remembered(office: Clerk) -> None:
    office.tab("proposals")
    office.press("filter_all")
    latest = [row[0] for row in office.rows() if "struck" not in row[1]]
    saved = [row[5] for row in office.rows()]
    click_heading(office, 5)
    figures = [float(row[5].replace(",", "")) for row in office.rows() if row[5]]
    assert figures == sorted(figures, reverse=True)
    assert [row[5] for row in office.rows()] != saved
    assert office.see("order").text() == "by saving"
    again(office)
    office.tab("proposals")
    assert [float(row[5].replace(",", "")) for row in office.rows() if row[5]] == figures
    assert office.see("filter_all").isChecked()  # the filter is remembered too
    office.press("order")
    office._from_menu(office.see("order").menu(), lambda action: action.objectName() == "order_latest")
    assert [row[0] for row in office.rows() if "struck" not in row[1]] == latest


def test_only_this_month_is_remembered_and_hides_nothing_unseen(office: Clerk) -> None:
    office.tab("proposals")
    office.press("filter_month")
    some = office.rows()
    assert some
    again(office)
    office.tab("proposals")
    assert office.see("filter_month").isChecked()
    assert office.rows() == some


def test_a_register_of_everything_offers_it_once(office: Clerk) -> None:
    office.tab("proposals")
    office.page(1)
    assert office.all("filter_all_scales") and not office.all("filter_all")


def test_states_stand_in_colours_with_their_words(office: Clerk) -> None:
    office.tab("proposals")
    office.press("filter_overdue")
    model = office.see("register").model()
    column = [field.name for field in model.columns].index("state")
    shown = model.data(model.index(0, column), Qt.ItemDataRole.ForegroundRole)
    assert shown == theme.colour("overdue")
    assert model.data(model.index(0, column))


def exported(clerk: Clerk, path: Path, *choices: str) -> bytes:
    clerk.answers.save.append(path)
    clerk.press("tool_export")
    for choice in choices:
        clerk.press(f"export_{choice}")
    clerk.press("export_go")
    clerk.wait()
    assert str(path) in clerk.message()
    return path.read_bytes()


def test_an_export_equals_the_register_with_figures_as_figures(office: Clerk, tmp_path: Path) -> None:
    book = office.program.book
    assert book is not None
    office.tab("proposals")
    office.new()
    office.fill(title="甲", unit="铸工", problem="乙", method="丙", authors=[{"name": "赵一"}])
    office.save()
    office.press("tool_undo")  # leaves a struck number
    office.press("filter_all")
    click_heading(office, 5)
    screen = office.rows()
    assert "was taken back" in screen[-1][1]
    view = office.see("register")
    assert view.columnSpan(len(screen) - 1, 1) == 5  # readable: the words have the whole line
    assert view.columnSpan(0, 1) == 1
    lines = tables.read_csv(exported(office, tmp_path / "out.csv", "csv"))
    heads = [str(office.see("register").model().headerData(place, Qt.Orientation.Horizontal)) for place in range(6)]
    assert lines == [heads, *([*row[:5], row[5].replace(",", "")] for row in screen)]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(exported(office, tmp_path / "out.xlsx", "xlsx"))).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [[row[0], row[1], row[2] or "", row[3] or ""] for row in values] == [row[:4] for row in screen]
    assert [row[5] for row in values] == [float(row[5].replace(",", "")) if row[5] else None for row in screen]


def test_a_works_number_stays_a_text_in_a_spreadsheet(office: Clerk, tmp_path: Path) -> None:
    office.tab("roster")
    office.choose("2905")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(exported(office, tmp_path / "workers.xlsx"))).active
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=3)}
    assert rows["2905"][4:6] == [5, 1937] and "0506" in rows
    assert sheet.max_row - 2 == len(office.rows())


def test_the_badges_follow_the_month(office: Clerk) -> None:
    book = office.program.book
    assert book is not None
    counts = set()
    for month in ("1958-02", "1958-03", "1958-07"):
        office.month(month)
        due = proposals.badge(book, office.window.office.day())
        counts.add(due)
        badge = office.window.buttons["proposals"].badge
        assert (badge.text() if badge.isVisible() else "0") == str(due)
    assert len(counts) > 1


def test_in_a_narrow_window_register_and_record_stand_alone(office: Clerk) -> None:
    office.tab("proposals")
    office.window.resize(860, 700)
    office.settle()
    page = office.window.page()
    assert page.width() < 700
    assert office.all("register") and not office.all("record_title")
    office.choose("JY-1958-0030")
    assert office.all("register") and QApplication.focusWidget() is office.see("register")  # moving the bar stays in the register
    office.key(Qt.Key.Key_Return, widget=office.see("register"))
    assert office.see("record_number").text() == "JY-1958-0030" and not office.all("register")
    office.keys("F9")
    assert office.all("register") and not office.all("record_title")
    office.keys("F9")
    office.press("back_to_register")
    assert office.all("register")
    office.new()
    assert office.all("form_title") and not office.all("register")
    office.keys("Esc")
    office.window.resize(1366, 728)
    office.settle()
    assert office.all("register") and office.all("record_title")


def test_a_unit_with_many_proposals_lists_the_latest_and_leads_to_all(office: Clerk) -> None:
    book: Book | None = office.program.book
    assert book is not None
    unit = int(book.value("select id from units where name = '铸工车间'"))
    title = "把" + "很长的建议名称" * 12
    for _number in range(20):
        proposals.enter(book, Proposal(title=title, unit=unit, problem="甲", method="乙", received_on=office.window.office.day(),
                                       authors=(Author(name="赵一"),)))  # fmt: skip
    office.tab("roster")
    office.page(1)
    office.choose("铸工车间")
    shown = [each for each in office.window.findChildren(QPushButton) if each.objectName().startswith("mention_proposals_")]
    assert len([each for each in shown if each.isVisible()]) == 12
    area = next(each for each in office.window.findChildren(QScrollArea, "record_scroll") if each.isVisible())
    assert area.widget().width() <= area.viewport().width()  # a long title makes nothing wider than the panel
    office.press("mentions_proposals")
    rows = office.rows()
    assert len(rows) == len([hit for hit in book.mentioning("units", unit) if hit.tbl == "proposals"]) >= 20


@pytest.mark.parametrize("tab", ["competitions", "proposals", "groups", "waste", "awards"])
@pytest.mark.parametrize("percent", [100, 150])
def test_no_record_is_wider_than_its_panel(office: Clerk, tab: str, percent: int) -> None:
    theme.set_size(percent)
    try:
        office.window.resize(1366, 728)
        office.tab(tab)
        page = office.window.made[tab].pages[0]
        for place in range(page.model.count()):
            page.show_record(page.model.record(place).id)
            office.settle()
            area = page.record_area
            assert area.widget().width() <= area.viewport().width()
            assert page.foot_bar.height() < office.window.height() / 4  # two lines of steps; the rest stands under "More"
    finally:
        theme.set_size(100)


def test_another_language_keeps_the_tab_the_page_the_record_and_what_is_typed(office: Clerk) -> None:
    office.tab("roster")
    office.page(1)
    office.choose("铸工车间")
    office.tab("proposals")
    office.press("filter_all")
    office.choose("JY-1958-0029")
    office.press("correct")
    office.fill(title="改过一半的名称")
    office.window.language_wanted.emit("zh")
    office.settle()
    assert office.see("tab_proposals").isChecked() and office.see("tab_proposals").text() == "合理化建议"
    assert office._box("title").text() == "改过一半的名称"
    office.keys("Esc")
    assert office.see("record_number").text() == "JY-1958-0029"
    office.tab("roster")
    assert office.see("record_title").text() == "铸工车间"


def test_the_answers_of_a_step_are_offered_again(office: Clerk) -> None:
    office.tab("proposals")
    office.choose("JY-1958-0030")
    office.press("review")
    office.fill(opinion="可行，余量数据已复核")
    office.window.page().keep_draft()
    book = office.program.book
    assert book is not None
    again(office)
    office.tab("proposals")
    assert office._box("opinion").toPlainText() == "可行，余量数据已复核"
    assert "not saved" in office.see("entry_hint").text()
    office.save()
    assert office.see("record_state").text() == "Reviewed"
    office.press("tool_undo")
    again(office)
    office.tab("proposals")
    assert not office.all("form_title")  # a saved step leaves no draft behind


@pytest.mark.parametrize("tab", ["experiences", "proposals", "targets", "waste"])
def test_a_record_shows_its_fields_however_wide_its_panel_is(office: Clerk, tab: str) -> None:
    office.window.resize(1366, 728)
    office.tab(tab)
    page = office.window.made[tab].at(0)
    for width in range(440, 560, 8):  # at some of these the fields are laid out anew while the record is about to be seen
        page.splitter.setSizes([1100 - width, width])
        page.show_record(page.model.record(0).id)
        office.settle()
        views = page.sheet.findChildren(RecordView)
        assert [label for view in views for label in view.findChildren(QLabel) if label.isVisible()], width
