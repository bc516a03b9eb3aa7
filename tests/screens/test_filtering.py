"""The filter over a register: conditions by clicks and keys, views kept under a name, sums in the foot, large books the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from tests.screens.clerk import Clerk
from tests.screens.test_register import again, click_heading
from unionoffice.core.money import Fen, format_money
from unionoffice.kit.register import RegisterModel


def choose(clerk: Clerk, name: str) -> None:
    """Choose an entry of the menu "Filter", in whichever part of it the entry stands."""
    clerk.see("filter").menu().popup(QPoint(0, 0))
    clerk.settle()
    pick(clerk, name)


def pick(clerk: Clerk, name: str) -> None:
    """Click an entry of the open menu, or of what opens beside it."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    beside = [part for action in menu.actions() if isinstance(part := action.menu(), QMenu)]
    for part in [menu, *beside]:
        for action in part.actions():
            if action.objectName() == name:
                if part is not menu:
                    menu.setActiveAction(part.menuAction())
                    part.popup(QPoint(0, 0))
                    clerk.settle()
                QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=part.actionGeometry(action).center())
                menu.close()
                clerk.settle()
                return
    raise AssertionError(f"the menu does not offer {name}")


def wanted(clerk: Clerk, sql: str, **values: Any) -> list[str]:
    book = clerk.program.book
    assert book is not None
    return [row["no"] for row in book.rows(f"select no from proposals where {sql} order by received_on desc, id desc", **values)]


def numbers(clerk: Clerk) -> list[str]:
    return [row[0] for row in clerk.rows()] if clerk.all("register") else []


def test_conditions_by_keys_and_clicks_are_chips_that_can_be_changed_and_taken_away(proposals: Clerk) -> None:
    office = proposals
    every = numbers(office)
    choose(office, "ask_title")
    office.type("改")  # the cursor stands in the box already
    office.key(Qt.Key.Key_Return)
    some = wanted(office, "title like '%改%'")
    assert some and numbers(office) == some != every
    assert office.see("condition_0").text() == "Title of the proposal contains “改”"
    assert QApplication.focusWidget() is office.see("register")
    choose(office, "ask_received_on")
    office.put(office.see("condition_least"), "1958-3-1")
    office.key(Qt.Key.Key_Return, widget=office.see("condition_least"))  # on to the second box
    office.type("1958-3-31")
    office.key(Qt.Key.Key_Return)
    march = wanted(office, "title like '%改%' and received_on between '1958-03-01' and '1958-03-31'")
    assert numbers(office) == march != some
    office.press("condition_1")  # changed: to the day before
    office.put(office.see("condition_least"), "")
    office.put(office.see("condition_most"), "1958-2-28")
    office.press("condition_take")
    assert numbers(office) == wanted(office, "title like '%改%' and received_on <= '1958-02-28'")
    office.key(Qt.Key.Key_Delete, widget=office.see("condition_1"))
    assert numbers(office) == some and not office.all("condition_1")
    office.press("condition_0_away")
    assert [each for each in numbers(office) if each in every] == every and not office.all("condition_0")


def test_every_kind_of_field_can_be_asked_for(proposals: Clerk) -> None:
    office = proposals
    book = office.program.book
    assert book is not None
    choose(office, "ask_state")
    office.key(Qt.Key.Key_Space, widget=office.see("choice_paid"))
    office.key(Qt.Key.Key_Space, widget=office.see("choice_rejected"))
    office.key(Qt.Key.Key_Return, widget=office.see("choice_rejected"))
    assert numbers(office) == wanted(office, "state in ('paid', 'rejected')")
    choose(office, "conditions_away")
    unit = book.rows("select id, name from units where id in (select above from units) and above is not null limit 1")[0]
    choose(office, "ask_unit")
    office.put(office.see("condition_value"), unit["name"])
    office.key(Qt.Key.Key_Return, widget=office.see("condition_value"))
    down = "with recursive d (id) as (select :u union all select t.id from units t join d on t.above = d.id) select id from d"
    found = wanted(office, f"unit in ({down})", u=unit["id"])
    assert found and numbers(office) == found
    assert unit["name"] in office.see("condition_0").text()
    choose(office, "conditions_away")
    choose(office, "ask_actual_fen")
    office.put(office.see("condition_least"), "1000")
    office.press("condition_take")
    assert numbers(office) == wanted(office, "actual_fen >= 100000")
    choose(office, "conditions_away")
    choose(office, "ask_authors.worker")
    operator = office.see("condition_operator")
    assert operator.itemText(0) == "is"
    office.put(operator, "is empty")
    office.press("condition_take")
    without = wanted(office, "exists (select 1 from proposal_authors a where a.parent = proposals.id and a.worker is null)")
    assert numbers(office) == without


def test_a_condition_that_says_nothing_or_cannot_be_read_is_told_and_esc_leaves_it(office: Clerk) -> None:
    office.tab("proposals")
    choose(office, "ask_actual_fen")
    office.press("condition_take")
    assert "Write what" in office.see("condition_problem").text()
    office.put(office.see("condition_least"), "ten")
    office.press("condition_take")
    assert office.see("condition_problem").text()
    office.put(office.see("condition_least"), "10")
    office.put(office.see("condition_most"), "5")
    office.press("condition_take")
    assert "ends before" in office.see("condition_problem").text()
    office.key(Qt.Key.Key_Escape, widget=office.see("condition_most"))
    assert not office.all("condition_bar") and not office.all("condition_0")
    choose(office, "ask_state")
    office.press("condition_take")
    assert "at least one" in office.see("condition_problem").text()


def test_a_condition_that_nothing_fulfils_says_so(office: Clerk) -> None:
    office.tab("proposals")
    choose(office, "ask_title")
    office.type("zzz")
    office.key(Qt.Key.Key_Return)
    assert not office.all("register") and "No entry fulfils" in office.see("empty").text()


def test_the_foot_adds_up_what_is_shown(proposals: Clerk) -> None:
    office = proposals
    book = office.program.book
    assert book is not None

    def foot(where: str) -> str:
        row = book.rows(
            f"select count(*) as n, sum(coalesce(actual_fen, forecast_fen)) as s, sum(award_fen) as a from proposals where {where}"
        )[0]
        saving, award = format_money(Fen(row["s"])), format_money(Fen(row["a"]))
        return f"{row['n']} entries · 12-month saving {saving} yuan · Award {award} yuan"

    assert office.see("register_foot").text() == foot("1")
    choose(office, "ask_actual_fen")
    office.put(office.see("condition_least"), "100")
    office.press("condition_take")
    assert office.see("register_foot").text() == foot("actual_fen >= 10000")


def test_a_view_is_kept_chosen_again_called_otherwise_and_forgotten(proposals: Clerk) -> None:
    office = proposals
    click_heading(office, 5)
    choose(office, "ask_title")
    office.type("改")
    office.key(Qt.Key.Key_Return)
    shown = office.rows()
    choose(office, "view_keep")
    office.key(Qt.Key.Key_Return)
    assert "Write a name" in office.see("view_name_problem").text()
    office.type("改进 by saving")
    office.key(Qt.Key.Key_Return)
    assert office.see("filter").text() == "View: 改进 by saving"
    office.press("filter_open")
    choose(office, "conditions_away")
    office.press("order")
    office._from_menu(office.see("order").menu(), lambda action: action.objectName() == "order_latest")
    assert office.see("filter").text() == "Filter" and office.rows() != shown
    again(office)
    office.tab("proposals")
    choose(office, "view_0")
    assert office.rows() == shown and office.see("condition_0").text() == "Title of the proposal contains “改”"
    assert office.see("filter_all").isChecked() and office.see("order").text() == "by saving"
    choose(office, "view_rename")
    assert office.see("view_name").text() == "改进 by saving"
    office.type("改进")
    office.key(Qt.Key.Key_Return)
    again(office)
    office.tab("proposals")
    assert office.rows() == shown and office.see("filter").text() == "View: 改进"  # the view in sight is remembered
    choose(office, "view_forget")
    assert office.see("filter").text() == "Filter" and office.rows() == shown
    menu = office.see("filter").menu()
    menu.aboutToShow.emit()
    assert not [action for action in menu.actions() if action.objectName().startswith("view_0")]


def test_the_menu_opens_by_the_keyboard(office: Clerk) -> None:
    office.tab("proposals")
    seen: list[str] = []
    menu = office.see("filter").menu()

    def go_on() -> None:
        seen.extend(action.objectName() for action in menu.actions())
        menu.close()

    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, go_on))
    office.see("register").setFocus()
    office.keys("Ctrl+L")
    office.settle()
    assert "view_keep" in seen


def test_a_record_that_the_conditions_leave_out_is_shown_when_it_is_opened(proposals: Clerk) -> None:
    office = proposals
    choose(office, "ask_title")
    office.type("改")
    office.key(Qt.Key.Key_Return)
    other = wanted(office, "title not like '%改%'")[0]
    book = office.program.book
    assert book is not None
    office.window.office.open("proposals", book.value("select id from proposals where no = :no", no=other))
    office.settle()
    assert other in numbers(office) and not office.all("condition_0")
    view = office.see("register")
    assert view.register.record(view.currentIndex().row()).no == other


def test_a_large_register_keeps_its_place_when_something_is_entered_and_taken_back(
    office: Clerk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(RegisterModel, "large", 3)
    office.tab("proposals")
    office.press("filter_all")
    before = office.rows()
    office.choose(before[4][0])
    office.new()
    office.fill(title="甲", unit="铸工", problem="乙", method="丙", authors=[{"name": "赵一"}])
    office.save()
    assert len(office.rows()) == len(before) + 1 and office.rows()[0][1] == "甲"
    view = office.see("register")
    assert view.register.record(view.currentIndex().row()).title == "甲"
    office.press("tool_undo")
    after = office.rows()
    assert "was taken back" in after[-1][1] and after[: len(before)] == before


def test_a_column_orders_both_ways_by_click_and_by_keys_and_bears_the_sign(proposals: Clerk) -> None:
    office = proposals
    header = office.see("register").horizontalHeader()
    signs: list[Any] = []
    for title in (0, 1):
        click_heading(office, 1)
        titles = [row[1] for row in office.rows() if "was taken back" not in row[1]]
        assert titles == sorted(titles, reverse=bool(title))
        assert header.isSortIndicatorShown() and header.sortIndicatorSection() == 1
        assert office.see("order").text() == ("by Proposal ↓" if title else "by Proposal ↑")
        signs.append(header.sortIndicatorOrder())
    assert signs == [Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder]  # Qt draws these up, then down
    book = office.program.book
    assert book is not None
    menu = office.see("order").menu()

    def last() -> None:
        QTest.keyClick(menu, Qt.Key.Key_Up)  # from the first entry round to the last: the saving, rising
        QTest.keyClick(menu, Qt.Key.Key_Return)

    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, last))
    office.see("order").setFocus()
    QTest.keyClick(office.see("order"), Qt.Key.Key_Space)
    office.settle()
    assert office.see("order").text() == "by Saved (yuan) ↑"
    no = book.rows("select no from proposals order by coalesce(actual_fen, forecast_fen), id")
    assert numbers(office)[: len(no)] == [row["no"] for row in no]


def test_rows_far_down_a_large_register_are_the_same_as_when_it_is_laid_out_at_once(
    office: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.tab("roster")
    office.press("filter_all")
    for column in (1, 2, 4):
        shown = []
        for large in (RegisterModel.large, 3):
            with monkeypatch.context() as as_if:
                as_if.setattr(RegisterModel, "large", large)
                click_heading(office, 0)
                click_heading(office, column)
                shown.append(office.rows())
        assert len(shown[0]) > 200 and shown[0] == shown[1]




def counted(office: Clerk) -> dict[str, int]:
    """The counts of the chips that bear one; the chip of the month bears none."""
    texts = {each.objectName().removeprefix("filter_"): each.text() for each in office.see("chips").findChildren(QPushButton)}
    ends = {name: text.rsplit(" ", 1)[-1].replace(",", "") for name, text in texts.items() if name != "month"}
    return {name: int(end) for name, end in ends.items() if end.isdigit()}


def test_chips_count_what_is_in_sight_or_bear_no_count(proposals: Clerk) -> None:
    office = proposals
    office.settle()
    whole = counted(office)
    assert whole["all"] == len(wanted(office, "1")) and len(whole) > 3
    choose(office, "ask_title")
    office.type("改")
    office.key(Qt.Key.Key_Return)
    assert counted(office) == {"all": len(wanted(office, "title like '%改%'"))}
    office.look("chips_narrowed")
    office.press("filter_paid")
    assert counted(office) == {"paid": len(wanted(office, "title like '%改%' and state in ('paid', 'promoted')"))}
    office.press("filter_all")
    office.key(Qt.Key.Key_Delete, widget=office.see("condition_0"))
    office.settle()
    assert counted(office) == whole
    office.press("filter_month")
    march = wanted(office, "received_on between '1958-03-01' and '1958-03-31'")
    assert march and counted(office) == {"all": len(march)}
    office.press("filter_month")
    assert counted(office) == whole
