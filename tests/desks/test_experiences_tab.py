"""Learn from the advanced on the screen: enter, see the row, undo; the spread matrix by keys; what other desks hand over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desks.test_competitions import evaluated
from tests.desks.test_experiences import END, Plant, day
from unionoffice import papers
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.experiences import service
from unionoffice.desks.experiences.records import Ending, Experience, Help, HelpState, Lent, Outcome, TakenHome, VisitState
from unionoffice.desks.experiences.tab import ExperiencesTab
from unionoffice.desks.experiences.tab.spread import SpreadPage
from unionoffice.desks.proposals import records as proposal_records
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.tab import ProposalsTab
from unionoffice.kit import theme
from unionoffice.kit.office import Office, Start
from unionoffice.kit.questions import Questions

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Answers:
    """The clerk agrees to whatever stands before the window."""

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        return True

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        return None

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        return None

    def folder(self, title: str, start: Path | None) -> Path | None:
        return None


@pytest.fixture
def plant(book: Book) -> Plant:
    return Plant(book)


@pytest.fixture
def office(qapp: QApplication, plant: Plant) -> Iterator[Office]:
    theme.apply(qapp, dark=False)
    drafts = Drafts(plant.book.path)
    made = Office(plant.book, drafts, Questions(QWidget(), answer_with=Answers()))
    made.papers_of = papers.of_table
    made.choose_month(Month(1958, 3))
    yield made
    drafts.close()


@pytest.fixture
def tab(qtbot: QtBot, office: Office) -> ExperiencesTab:
    made = ExperiencesTab(office)
    qtbot.addWidget(made)
    made.resize(1250, 800)
    made.show()
    return made


def press(page: QWidget, name: str) -> None:
    QApplication.processEvents()
    found = [each for each in page.findChildren(QPushButton, name) if each.isVisible()]
    for more in page.findChildren(QPushButton, "more_steps") if not found else ():
        entry = next((each for each in more.menu().actions() if each.objectName() == name), None)
        if entry is not None:
            entry.trigger()
            return
    assert len(found) == 1, (name, [each.objectName() for each in page.findChildren(QPushButton) if each.isVisible()])
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def said(page: QWidget, name: str) -> str:
    QApplication.processEvents()
    return "\n".join(each.text() for each in page.findChildren(QLabel, name) if each.isVisible())


def spread_page(tab: ExperiencesTab) -> SpreadPage:
    return next(page for page in tab.pages if isinstance(page, SpreadPage))


def test_an_experience_is_entered_seen_and_taken_back(tab: ExperiencesTab, office: Office) -> None:
    page = tab.page_of("experiences")
    assert page.empty.isVisible()
    page.new()
    for name, text in (("name", "双刀法"), ("problem", "丝杠让刀")):
        page.form.editor(name).restore(text)
    page.save()
    assert page.model.rowCount() == 1
    head = [said(page, name) for name in ("record_title", "record_number", "record_state")]
    assert head == ["双刀法", "TG-1958-0001", "Found"]
    office.undo()
    assert said(page, "record_title") == ""  # in the register stands the struck number alone
    assert office.book.value("select count(*) from experiences") == 0


def test_a_draft_of_a_card_survives(tab: ExperiencesTab, office: Office, qtbot: QtBot) -> None:
    page = tab.page_of("experiences")
    page.new()
    page.form.editor("name").restore("没写完的经验")
    tab.keep_drafts()
    again = ExperiencesTab(office)
    qtbot.addWidget(again)
    opened = again.page_of("experiences").form
    assert opened is not None and opened.editor("name").value() == "没写完的经验"


def type_into(page: SpreadPage, row: int, field: str, text: str) -> None:
    page.model.enter([(row, service.CELLS.index(field), text)])


def test_the_matrix_is_written_cell_by_cell_and_says_what_it_refuses(tab: ExperiencesTab, plant: Plant, office: Office) -> None:
    row = plant.spreading()
    tab.show_spread(row)
    page = spread_page(tab)
    assert page.model.rows == ["二组", "三组", "农具厂"]
    type_into(page, 0, "introduced_on", "5")
    assert service.experience(plant.book, row).spread[0].introduced_on == day(5)
    type_into(page, 0, "outcome", "3")
    assert "Write why it was not taken over" in page.grid.problem.text() and page.grid.problem.isVisible()
    assert page.model.text(0, service.CELLS.index("outcome")) == "Not taken over"  # what was typed stays, marked
    assert service.experience(plant.book, row).spread[0].outcome is None
    type_into(page, 0, "reason", "没有后刀架")
    type_into(page, 0, "outcome", "3")  # the same again, now with its reason
    line = service.experience(plant.book, row).spread[0]
    assert (line.outcome, line.outcome_on) == (Outcome.REFUSED, office.day())
    assert page.model.problems() == []
    type_into(page, 1, "outcome", "perhaps")
    assert "none of them" in page.grid.problem.text()
    type_into(page, 1, "first_used_on", "1957-12-32")
    assert "no such day" in page.grid.problem.text()
    office.undo()
    assert service.experience(plant.book, row).spread[0].outcome is None


def test_a_pasted_block_is_one_step_and_refused_whole(tab: ExperiencesTab, plant: Plant, office: Office) -> None:
    row = plant.spreading()
    tab.show_spread(row)
    page = spread_page(tab)
    first = service.CELLS.index("introduced_on")
    page.model.enter([(place, first + step, text) for place in range(3) for step, text in enumerate(("5", "6", "7"))])
    assert [line.first_used_on for line in service.experience(plant.book, row).spread] == [day(7)] * 3
    office.undo()
    assert [line.introduced_on for line in service.experience(plant.book, row).spread] == [None] * 3
    page.model.enter([(0, first, "9"), (0, first + 2, "8"), (1, first, "5")])
    assert [line.introduced_on for line in service.experience(plant.book, row).spread] == [None] * 3
    assert len(page.model.problems()) == 3


def test_the_matrix_follows_its_experience(tab: ExperiencesTab, plant: Plant) -> None:
    page = spread_page(tab)
    assert (page.shown or 0) == 0 and not page.empty.isHidden() and page.grid.isHidden()
    row = plant.spreading()
    assert page.shown == row and page.choice.count() == 1
    tab.show_spread(row)
    page.grid.view.setCurrentIndex(page.model.index(2, 0))
    press(page, "take_target_out")
    assert page.model.rows == ["二组", "三组"]
    press(page, "add_target_units")
    cards = tab.page()
    assert cards.table.name == "experiences" and cards.form is not None and cards.form.record_type.__name__ == "Promoting"
    cards.cancel()
    service.not_to_be_spread(plant.book, row, Ending(day=END, reason="费料"))
    assert all(column.cell.read_only for column in page.model.columns)  # what was tried stays to be read


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_of_every_state_opens_in_both_languages(
    tab: ExperiencesTab, plant: Plant, office: Office, qtbot: QtBot, language: words.Language
) -> None:
    """A visit with two things taken home, a card in each of three states: every step asks or acts, every button has its name."""
    words.use(language)
    plant.found()
    plant.confirmed(name="已鉴定")
    row = plant.spreading(name="推广中")
    plant.write(row, 0, deviations="改了")
    plant.visited(TakenHome(text="甲", due=day(5)), TakenHome(text="乙"))
    plant.visit()
    made = ExperiencesTab(office)
    qtbot.addWidget(made)
    made.resize(1250, 800)
    made.show()
    for table in ("experiences", "visits"):
        page = made.page_of(table)
        for record in plant.book.all(page.table.record, f"select * from {table}"):
            assert page.show_record(record.id)
            for found in page.findChildren(QPushButton):
                assert not found.isVisible() or found.accessibleName() or found.text()
            for action in page.next_actions(plant.book.get(page.table, record.id)):
                if action.asks is not None:
                    page.take(action)
                    assert page.form is not None, action.name
                    page.cancel()
    shown = spread_page(made)
    made.show_spread(row)
    assert ("先照搬" if language == "zh" else "Copy exactly first") in shown.notice.text()


def test_steps_are_taken_from_the_panel(tab: ExperiencesTab, plant: Plant) -> None:
    visit = plant.visited(TakenHome(text="换图", due=day(5)))
    assert tab.show_record("visits", visit)
    page = tab.page()
    assert "line 1" in said(page, "warning")
    press(page, "keep")
    page.save()  # line 1, on the day of the office
    assert service.visit(plant.book, visit).taken[0].done_on == END
    press(page, "report")
    page.form.editor("reported_to").restore("一组班后会")
    page.save()
    press(page, "close")
    page.save()
    assert service.visit(plant.book, visit).state is VisitState.CLOSED
    lent = service.enter_help(plant.book, a_help(plant))
    assert tab.show_record("help_given", lent)
    page = tab.page()
    press(page, "begin")
    page.save()
    press(page, "end")
    page.save()
    assert service.help_of(plant.book, lent).state is HelpState.ENDED
    assert said(page, "person_days") == "1 people, 3 person-days."


def a_help(plant: Plant) -> Help:
    return Help(
        purpose="教双刀", from_unit=plant.one, to_unit=plant.two, first_on=day(10), last_on=day(12),
        people=(Lent(worker=plant.liu),),
    )


def test_a_proposal_that_was_carried_out_is_written_up(tab: ExperiencesTab, plant: Plant, office: Office, qtbot: QtBot) -> None:
    book = plant.book
    proposals.prepare(book)
    row = proposals.enter(book, proposal_records.Proposal(
        title="丝杠双刀", received_on=day(1), unit=plant.one, problem="让刀", method="前后两刀\n对着吃",
        authors=(proposal_records.Author(worker=plant.liu, share=60), proposal_records.Author(name="外厂张师傅", share=40)),
        measures=(proposal_records.Measure(what="工时", measure="分"),),
    ))  # fmt: skip
    assert not proposals.can_be_written_up(proposals.proposal(book, row))
    proposals.review(book, row, proposal_records.Review(given_on=day(2), opinion="可行"))
    proposals.adopt(book, row, proposal_records.Decision(given_on=day(3), opinion="采纳"))
    proposals.start(book, row, proposal_records.Start(started_on=day(4), implementing_unit=plant.one, responsible=plant.wang))
    proposals.finish(book, row, proposal_records.Finish(ended_on=day(10), result="试成"))
    other = ProposalsTab(office)
    qtbot.addWidget(other)
    other.show()
    started: list[Start] = []
    office.started.connect(started.append)
    assert other.show_record("proposals", row)
    press(other.page(), "to_experience")
    (start,) = started
    tab.start(start)
    page = tab.page_of("experiences")
    page.save()
    (entered,) = book.all(page.table.record, "select * from experiences")
    found = service.experience(book, entered.id)
    assert (found.name, found.unit, found.problem, found.found_on) == ("丝杠双刀", plant.one, "让刀", END)
    assert [(line.worker, line.name, line.trade) for line in found.creators] == [(plant.liu, "", "车工"), (None, "外厂张师傅", "")]
    assert [line.text for line in found.points] == ["前后两刀", "对着吃"]
    assert [(line.what, line.measured_in) for line in found.results] == [("工时", "分")]
    (link,) = book.links("experiences", found.id)
    assert (link.kind, link.other.tbl, link.other.row) == (service.WRITTEN_UP, "proposals", row)


def test_only_a_published_winner_is_written_up(book: Book) -> None:
    found = evaluated(book)
    with pytest.raises(KnownError, match="not published"):
        competitions.for_experience(book, found.id, END)
    competitions.publish(book, found.id, day(12, 4))
    (winner,) = [each for each in competitions.score_sheet(book, found.id).rows if each.scored.rank == 1]
    values = service.filled(competitions.for_experience(book, found.id, day(12, 4)))
    assert winner.tbl == "units"
    assert (values["unit"], values["found_on"]) == (winner.row, day(12, 4))
    row = service.enter_experience(book, Experience(name="优胜者的做法", **values), ("competitions", found.id))  # type: ignore[arg-type]
    assert [(link.kind, link.other.row) for link in book.links("experiences", row)] == [(service.WRITTEN_UP, found.id)]
