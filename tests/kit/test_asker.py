"""Quick questions beside the window: the latest of a slot is answered, the others are forgotten, and no thread stays behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import N_, _
from unionoffice.kit.asker import Asker

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


@pytest.fixture
def told() -> list[KnownError]:
    """What the clerk was told."""
    return []


@pytest.fixture
def asker(book: Book, told: list[KnownError], qtbot: QtBot) -> Iterator[Asker]:
    """An asker whose thread must be gone after the test."""
    del qtbot
    before = set(threading.enumerate())
    asker = Asker(book, told.append)
    yield asker
    asker.close()
    assert set(threading.enumerate()) <= before


def units(book: Book) -> int:
    """How many units there are."""
    return int(book.value("select count(*) from units"))


def test_the_answer_comes_to_the_window_from_another_thread(asker: Asker) -> None:
    here, asked_on, told_on = threading.get_ident(), [], []
    assert all(thread.name != "asker" for thread in threading.enumerate())

    def question(book: Book) -> int:
        asked_on.append(threading.get_ident())
        assert not book.writable
        return units(book)

    def answered(count: int) -> None:
        assert count == 0
        told_on.append(threading.get_ident())

    asker.ask("a", question, answered)
    assert asker.asking("a")
    assert told_on == []
    assert asker.wait_for_done(5_000)
    assert told_on == [here]
    assert asked_on != [here]
    assert not asker.asking("a")


def test_a_new_question_of_a_slot_ends_the_one_that_runs(asker: Asker) -> None:
    answers: list[object] = []
    running = threading.Event()

    def endless(book: Book) -> Any:
        running.set()
        return book.value(ENDLESS)

    asker.ask("find", endless, answers.append)
    assert running.wait(5)
    asker.ask("find", lambda _book: "latest", answers.append)
    assert asker.wait_for_done(5_000)
    assert answers == ["latest"]


def test_a_question_between_two_statements_ends_with_the_next(asker: Asker) -> None:
    """The interruption of SQLite reaches only what runs just then; a question that pauses must not run on for ever."""
    answers: list[object] = []
    running, forgotten = threading.Event(), threading.Event()

    def pausing(book: Book) -> Any:
        running.set()
        assert forgotten.wait(5)
        return book.value(ENDLESS)

    asker.ask("find", pausing, answers.append)
    assert running.wait(5)
    asker.forget("find")
    forgotten.set()
    assert asker.wait_for_done(5_000)
    asker.ask("find", units, answers.append)
    assert asker.wait_for_done(5_000)
    assert answers == [0]


def test_only_the_latest_of_those_that_wait_is_asked(asker: Asker) -> None:
    asked: list[int] = []
    go = threading.Event()

    def question(number: int) -> Any:
        def ask(_book: Book) -> int:
            asked.append(number)
            return number

        return ask

    answers: list[object] = []
    asker.ask("other", lambda _book: go.wait(5), lambda _ended: None)
    for number in range(20):
        asker.ask("find", question(number), answers.append)
    go.set()
    assert asker.wait_for_done(5_000)
    assert asked == answers == [19]


def test_slots_do_not_disturb_each_other(asker: Asker) -> None:
    answers: list[object] = []

    def of(slot: str) -> Callable[[Book], str]:
        return lambda _book: slot

    for slot in "abc":
        asker.ask(slot, of(slot), answers.append)
    assert asker.wait_for_done(5_000)
    assert answers == ["a", "b", "c"]


def test_an_answer_under_way_to_the_window_is_forgotten_too(asker: Asker) -> None:
    answers: list[object] = []
    asker.ask("a", units, answers.append)
    until = time.monotonic() + 5
    while not asker._unsaid and time.monotonic() < until:
        time.sleep(0.001)
    asker.forget("a")
    assert asker.wait_for_done(5_000)
    assert answers == []


def test_trouble_goes_to_who_asked_or_to_the_clerk(asker: Asker, told: list[KnownError]) -> None:
    def trouble(_book: Book) -> None:
        raise KnownError("The disk is full.")

    mine: list[KnownError] = []
    asker.ask("a", trouble, lambda _answer: None, mine.append)
    asker.ask("b", trouble, lambda _answer: None)
    assert asker.wait_for_done(5_000)
    assert [str(error) for error in mine] == [str(error) for error in told] == ["The disk is full."]


def test_a_fault_of_ours_reaches_the_crash_dialog(asker: Asker, qtbot: QtBot) -> None:
    def fault(_book: Book) -> None:
        raise ZeroDivisionError("by nothing")

    with qtbot.captureExceptions() as caught:
        asker.ask("a", fault, lambda _answer: None)
        assert asker.wait_for_done(5_000)
    assert [(kind, str(error)) for kind, error, _trace in caught] == [(BugError, "ZeroDivisionError: by nothing")]


def test_the_worker_reads_what_was_written_since(asker: Asker, book: Book) -> None:
    answers: list[object] = []
    asker.ask("a", units, answers.append)
    assert asker.wait_for_done(5_000)
    from unionoffice.desks.roster import service
    from unionoffice.desks.roster.records import Level, Unit

    service.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    asker.ask("a", units, answers.append)
    assert asker.wait_for_done(5_000)
    assert answers == [0, 1]


def test_a_question_speaks_the_language_of_the_screen(asker: Asker) -> None:
    answers: list[object] = []
    words.use("zh")
    asker.ask("a", lambda _book: _(N_("Undo")), answers.append)
    words.use("en")
    asker.ask("b", lambda _book: _(N_("Undo")), answers.append)
    assert asker.wait_for_done(5_000)
    assert answers == ["撤销", "Undo"]


def test_a_widget_that_is_gone_is_not_answered(asker: Asker, qtbot: QtBot) -> None:
    answers: list[object] = []

    class Asking(QObject):
        def answered(self, answer: object) -> None:
            answers.append(answer)

    from shiboken6 import delete

    asking = Asking()
    asker.ask("a", units, asking.answered)
    delete(asking)
    assert asker.wait_for_done(5_000)
    assert answers == []


def test_closing_ends_what_runs_and_answers_nothing(asker: Asker) -> None:
    answers: list[object] = []
    running = threading.Event()

    def endless(book: Book) -> Any:
        running.set()
        return book.value(ENDLESS)

    asker.ask("a", endless, answers.append)
    asker.ask("b", units, answers.append)
    assert running.wait(5)
    asker.close()
    asker.ask("c", units, answers.append)
    assert asker.wait_for_done(1_000)
    assert answers == []


def test_the_very_first_question_can_be_forgotten_while_the_search_is_being_opened(book: Book, qtbot: QtBot) -> None:
    """The search is opened with the first question that is put to it; each asker here ends that at another moment."""
    del qtbot
    faults: list[KnownError] = []
    for moment in range(120):
        asker, begun = Asker(book, faults.append), threading.Event()
        answers: list[Any] = []

        def question(own: Book, begun: threading.Event = begun) -> object:
            begun.set()
            return own.search("李", limit=1)

        asker.ask("a", question, lambda _found: None)
        begun.wait(5)
        time.sleep(moment / 1_000_000)
        asker.ask("a", lambda own: own.search("李", limit=1), answers.append)
        assert asker.wait_for_done(5_000)
        asker.close()
        assert answers == [[]]
    assert faults == []
