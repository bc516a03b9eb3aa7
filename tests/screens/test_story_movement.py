"""The movement of one office through the window, by keys and clicks only, until all of it stands in the month's summary.

An opinion from a poster to the notice board; a plan discussion to a target and its fulfilment; a gap to a visit, an
experience, its spread, and a unit that caught up. Each part is walked in a story of its own beside this one; here they
meet in one book, and the summary of the year is held against what was done.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from tests.screens import test_story_comparison as comparison
from tests.screens import test_story_experiences as experiences
from tests.screens import test_story_opinions as opinions
from tests.screens import test_story_targets as targets
from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book

MORE_UNITS = (
    ("造型二组", "Team", "铸工"), ("车工一组", "Team", "机工"), ("车工二组", "Team", "机工"), ("车工三组", "Team", "机工"),
    ("刨工组", "Team", "机工"),
)  # fmt: skip


def enter_the_units(clerk: Clerk) -> None:
    """A plant of two workshops and six teams, and two turners."""
    enter_plant(clerk)
    for name, level, above in MORE_UNITS:
        clerk.new()
        clerk.fill(name=name, level=level, above=above)
        clerk.save()
    clerk.page(0)
    for number, name, unit in (("0101", "刘守德", "车工一组"), ("0117", "李桂兰", "车工二组")):
        clerk.new()
        clerk.fill(name=name, number=number, unit=unit, trade="车工")
        clerk.save()


def open_figure(clerk: Clerk, label: str) -> str:
    """Click the year's figure of a line of the summary; give what the register that opens shows."""
    view = clerk.see("figures", QTableView)
    row = next(place for place, cells in enumerate(clerk.rows("figures")) if cells[0].strip() == label)
    index = view.model().index(row, 2)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    clerk.settle()
    found = "\n".join(" ".join(cells) for cells in clerk.rows())
    clerk.tab("monthly")
    return found


def the_month_tells_it(clerk: Clerk) -> None:
    """April's summary, with the year up to it: every line by its name, and what stands behind it."""
    clerk.month("1958-04")
    clerk.tab("monthly")
    clerk.look("movement_month")
    year = {cells[0].strip(): cells[2] for cells in clerk.rows("figures") if len(cells) > 2}
    for label, value in FOUND.items():
        assert year.get(label) == value, f"{label} is {year.get(label)} in {year}"
    assert "ZG-1958-0001" in open_figure(clerk, "Opinions corrected")
    assert "JH-1958-0001" in open_figure(clerk, "Plan discussions decided")
    assert "GX-1958-0001" in open_figure(clerk, "Catch-up plans reached")
    path = clerk.folder / "movement.csv"
    clerk.answers.save.append(path)
    clerk.export("csv")
    written = path.read_text(encoding="utf-8-sig")
    for label in FOUND:
        assert label.partition(" (")[0] in written, label


FOUND = {
    "Posters put up (sheets)": "6",
    "Opinions raised (items)": "1",
    "Opinions replied to": "1",
    "Opinions corrected": "1",
    "Opinions overdue": "0",
    "Plan discussions decided": "1",
    "Opinions and criticisms raised in them": "46",
    "Promised measures carried out": "1",
    "Effect of a year: 铸件 (吨)": "140",  # 17.5 minutes at 8 t a minute
    "铸工车间 Time of a heat (%)": "102.09",
    "Catch-up plans reached": "1",
    "Visits made to learn": "1",
    "People on these visits": "2",
    "Experiences confirmed": "1",
    "Units set as targets of experiences": "3",
    "Units that adopted an experience": "1",
}
"""What the year's column must say after the story: as it was done, counted by hand."""


def test_the_movement_of_an_office(clerk: Clerk, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    begin(clerk, path)
    clerk.month("1958-02")
    enter_the_units(clerk)
    experiences.make_the_visit(clerk)
    experiences.write_it_up(clerk)
    experiences.spread_it(clerk)
    plan = comparison.from_a_gap_to_a_plan(clerk)
    clerk.month("1958-03")
    opinions.from_a_poster_to_the_notice_board(clerk)
    targets.enter_the_indicator(clerk)
    target = targets.set_the_target(clerk, targets.discuss(clerk))
    targets.type_two_months(clerk)
    targets.see_it_fulfilled(clerk, target)
    comparison.catch_up(clerk, plan)
    the_month_tells_it(clerk)
    clerk.program.close_book()
    book = Book.open(path)
    assert upkeep.check(book, schema.TABLES) == []
    book.close()
