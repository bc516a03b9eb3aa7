"""Societies, trials and technicians on the screen: entered, taken through their steps and undone, by boxes and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from tests.desks.test_groups_tab import Desk
from tests.desks.test_research import Works
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.period import Month
from unionoffice.desks.experiences.tab import ExperiencesTab
from unionoffice.desks.groups.records import PostingState, ProblemState, RunResult, TrialOutcome, TrialState
from unionoffice.desks.groups.service import postings, societies, trials
from unionoffice.kit import theme
from unionoffice.kit.office import Start

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def works(book: Book) -> Works:
    return Works(book)


@pytest.fixture
def desk(book: Book, works: Works, qapp: QApplication) -> Iterator[Desk]:
    theme.apply(qapp, dark=False)
    made = Desk(book)
    yield made
    made.tab.hide()
    made.tab.deleteLater()
    made.holder.deleteLater()
    made.settle()
    made.drafts.close()
    book.acted = None


def write(desk: Desk, name: str, text: str) -> None:
    box = desk.find(QPlainTextEdit, name)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def step(desk: Desk, name: str) -> None:
    """Take a step: by its button, or under More where there is no room for it."""
    desk.settle()
    buttons = [each for each in desk.tab.page().findChildren(QPushButton, name) if each.isVisibleTo(desk.tab)]
    if buttons:
        desk.press(name)
        return
    entry = next(each for each in desk.find(QPushButton, "more_steps").menu().actions() if each.objectName() == name)
    entry.trigger()
    desk.settle()


def test_a_trial_is_entered_run_concluded_and_handed_on(book: Book, works: Works, desk: Desk) -> None:
    desk.tab.show_page(4)
    page = desk.tab.page()
    page.new()
    desk.save()
    assert desk.texts("title_problem") == ["Fill in: What is tried out."]
    desk.type("title", "Flame hardening")
    desk.form().editor("unit").set_value(works.section)
    desk.form().editor("leader").set_value(works.liu)
    desk.form().editor("technician").set_value(works.wang)
    desk.type("plan_last", "1956-7-20")
    desk.save()
    assert desk.texts("record_number") == ["SZ-1956-0001"]
    row = page.shown
    step(desk, "approve")
    desk.type("approved_on", "1956-7-31")
    desk.type("approved_by", "Chief engineer")
    desk.save()
    assert "The planned end of 1956-07-20 has passed." in desk.texts("warning")
    assert page.tone(trials.trial(book, row)) == "overdue"
    step(desk, "begin")
    desk.save()
    step(desk, "run")
    desk.form().editor("result").set_value(RunResult.FAILED)
    write(desk, "measured", "HRC 38")
    write(desk, "cause", "too fast")
    desk.save()
    step(desk, "run")
    desk.form().editor("result").set_value(RunResult.PASSED)
    write(desk, "measured", "HRC 46")
    desk.save()
    assert desk.texts("run") == [
        "1.  1956-07-31 · Did not pass\nMeasured values: HRC 38\nCause of failure: too fast",
        "2.  1956-07-31 · Passed\nMeasured values: HRC 46",
    ]
    step(desk, "conclude")
    assert desk.form().editor("outcome").value() is TrialOutcome.SUCCEEDED, "the last run passed"
    write(desk, "conclusion", "hard enough")
    desk.save()
    assert desk.texts("record_state") == ["Trial succeeded"]
    started: list[Start] = []
    desk.office.started.connect(started.append)
    step(desk, "experience")
    assert (started[0].tbl, started[0].came_from, started[0].values["name"]) == ("experiences", ("trials", row), "Flame hardening")
    step(desk, "raise")
    assert (started[1].tbl, started[1].came_from) == ("proposals", ("trials", row))
    for _step in range(6):
        desk.office.undo()
    assert book.value("select count(*) from trials") == 0


def test_a_society_takes_up_and_solves_a_problem(book: Book, works: Works, desk: Desk) -> None:
    row = works.society()
    desk.tab.show_record("research_societies", row)
    step(desk, "problem")
    write(desk, "problem", "Chatter")
    desk.save()
    step(desk, "change_problem")
    desk.form().editor("state").set_value(ProblemState.SOLVED)
    desk.save()
    assert desk.texts("solution_problem") == ["Write down how the problem was solved."]
    write(desk, "solution", "Cast iron rests")
    desk.save()
    assert desk.texts("society_problem") == ["1.  Solved · 1956-07-31\nChatter\nSolution: Cast iron rests"]
    step(desk, "session")
    desk.type("hours", "1.5")
    desk.type("topic", "Review")
    desk.save()
    assert desk.texts("society_session_note") == ["1 sessions, 4.5 person-hours"]
    (problem,) = societies.society(book, row).problems
    assert problem.state is ProblemState.SOLVED


def test_a_technician_is_assigned_logs_and_returns(book: Book, works: Works, desk: Desk) -> None:
    desk.tab.show_page(5)
    page = desk.tab.page()
    page.new()
    desk.form().editor("worker").set_value(works.wang)
    desk.form().editor("unit").set_value(works.section)
    desk.type("assigned_on", "1956-7-2")
    desk.save()
    row = page.shown
    step(desk, "log")
    desk.type("hours", "6")
    write(desk, "solved", "Feed too fast")
    desk.save()
    assert desk.texts("log_entry") == ["1.  1956-07-31 · 6 hours\nFeed too fast"]
    works.trial()
    step(desk, "tie")
    desk.type("number", "SZ-1956-0001")
    desk.save()
    assert [link.other.number for link in book.links("postings", row)] == ["SZ-1956-0001"]
    step(desk, "come_back")
    write(desk, "opinion", "Good")
    desk.save()
    assert postings.posting(book, row).state is PostingState.RETURNED


def test_every_state_can_be_shown_in_both_languages(book: Book, works: Works, desk: Desk) -> None:
    rows = {TrialState.SUCCEEDED: works.concluded(), TrialState.FAILED: works.concluded(TrialOutcome.FAILED),
            TrialState.STOPPED: works.concluded(TrialOutcome.STOPPED), TrialState.UNDER_TRIAL: works.under_trial(RunResult.FAILED),
            TrialState.IDEA: works.trial()}  # fmt: skip
    posting = works.posting(until=date(1956, 7, 5))
    society = works.society(next_on=date(1956, 7, 5))
    for language in ("en", "zh"):
        words.use("zh" if language == "zh" else "en")
        desk.office.choose_month(Month(1956, 8))
        for state, row in rows.items():
            assert desk.tab.show_record("trials", row)
            assert desk.texts("record_state") == [words._(state.word)]
        desk.tab.show_record("postings", posting)
        assert len(desk.texts("warning")) == 1
        desk.tab.show_record("research_societies", society)
        assert len(desk.texts("warning")) == 1
    steps = {state: desk.tab.page_of("trials").steps(trials.trial(book, row)) for state, row in rows.items()}
    assert {state: (line.reached, line.aside) for state, line in steps.items()} == {
        TrialState.SUCCEEDED: (3, ""), TrialState.FAILED: (3, ""), TrialState.STOPPED: (2, "Trial stopped"),
        TrialState.UNDER_TRIAL: (2, ""), TrialState.IDEA: (0, ""),
    }  # fmt: skip


def test_a_trial_opens_the_form_of_an_experience_and_is_tied_to_it(book: Book, works: Works, desk: Desk) -> None:
    row = works.concluded()
    experiences = ExperiencesTab(desk.office)
    desk.office.started.connect(experiences.start)
    desk.tab.show_record("trials", row)
    step(desk, "experience")
    form = experiences.page().form
    assert form is not None
    assert (form.editor("name").value(), form.editor("effect").value()) == ("火焰淬火", "合要求")
    experiences.page().save()
    assert [link.other.tbl for link in book.links("trials", row)] == ["experiences"]
    experiences.deleteLater()
    desk.settle()
