"""Undo and redo over any sequence of acts: the very same rows, register, search and mentions come back."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.core import letters
from tests.core.letters import LETTERS, Letter, LetterState, Passage
from unionoffice.core import office, upkeep
from unionoffice.core.book import UNDO_REACHES, Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import changed
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Level, Sex, Unit, Worker

ROWS = ("units", "workers", "letters", "letter_passages", "links", "attachments", "settings", "printed", "forms")

names = st.text("李桂兰王𬭎AbÖ 1★'\"%", min_size=1, max_size=5).filter(lambda name: bool(name.strip()))
remarks = st.text("节约切削油A1 ，。\n☆", max_size=12)
whose = st.integers(0, 1_000_000)
days = st.dates(datetime.date(1957, 1, 1), datetime.date(1959, 12, 31))


def state(book: Book) -> dict[str, Any]:
    """Everything in the book that a clerk could see or find, as plain values; the journal itself only grows."""
    kept: dict[str, Any] = {name: book.rows(f"select * from {name} order by id") for name in ROWS}
    kept["found"] = book.rows(
        "select r.tbl, r.row, r.number, r.title, r.state, r.note, r.day, r.old_number, r.unit, f.text, f.spoken "
        "from register r left join texts f on f.entry = r.id order by 1, 2"
    )
    kept["found of nothing"] = book.rows("select entry from texts where entry not in (select id from register)")
    kept["mentions"] = book.rows("select * from mentions order by tbl, row, of_tbl, of_row")
    return kept


class Clerk(RuleBasedStateMachine):
    """A clerk who enters, corrects, links, takes away, changes his mind, and changes it again."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "office.db"
        shutil.copyfile(self.template, path)
        self.book = Book.open(path, clerk="王秀英")
        for number in "123":
            service.enter_worker(self.book, Worker(name=f"工{number}", number=number))
        letters.enter(self.book, Letter(title="信", passages=(Passage(said="一", worker=1), Passage(said="二", worker=2))))
        self.book.done.clear()
        self.first = state(self.book)
        self.steps: list[tuple[dict[str, Any], dict[str, Any]]] = []  # before and after each act that can be undone
        self.back: list[tuple[dict[str, Any], dict[str, Any]]] = []  # and of each that can be redone

    def teardown(self) -> None:
        while self.book.to_undo() is not None:
            self.undo()
        assert self.steps == []
        assert state(self.book) == self.first
        assert upkeep.check(self.book, letters.TABLES) == []
        self.book.close()
        self.folder.cleanup()

    def one_of(self, table: str, which: int) -> int | None:
        """One of the rows that are there, or None."""
        ids = [row["id"] for row in self.book.rows(f"select id from {table} order by id")]
        return ids[which % len(ids)] if ids else None

    def did(self, before: dict[str, Any]) -> None:
        self.steps.append((before, state(self.book)))
        self.back.clear()

    def attempt(self, act: Any) -> None:
        """Do an act; one that is refused changes nothing."""
        before = state(self.book)
        lines = self.book.value("select count(*) from acts")
        try:
            act()
        except KnownError:
            assert state(self.book) == before
            assert self.book.value("select count(*) from acts") == lines
        else:
            self.did(before)

    @rule(name=names, level=st.sampled_from(Level), above=whose, top=st.booleans(), remark=remarks)
    def enter_unit(self, name: str, level: Level, above: int, top: bool, remark: str) -> None:
        under = None if top else self.one_of("units", above)
        self.attempt(lambda: service.enter_unit(self.book, Unit(name=name, level=level, above=under, remark=remark)))

    @rule(name=names, number=st.sampled_from(["", "1", "2", "3"]), unit=whose, grade=st.none() | st.integers(1, 8), remark=remarks)
    def enter_worker(self, name: str, number: str, unit: int, grade: int | None, remark: str) -> None:
        worker = Worker(name=name, number=number, unit=self.one_of("units", unit), grade=grade, sex=Sex.FEMALE, remark=remark)
        self.attempt(lambda: service.enter_worker(self.book, worker))

    @rule(which=whose, name=names, number=st.sampled_from(["", "1", "2", "3"]), remark=remarks)
    def correct_worker(self, which: int, name: str, number: str, remark: str) -> None:
        row = self.one_of("workers", which)
        if row is not None:
            wanted = changed(service.worker(self.book, row), name=name, number=number, remark=remark)
            self.attempt(lambda: service.correct_worker(self.book, wanted))

    @rule(one=whose, two=whose)
    def exchange_numbers(self, one: int, two: int) -> None:
        """Three writings of two rows in one act, through a number that only one may bear."""
        first, second = self.one_of("workers", one), self.one_of("workers", two)
        if first is None or second is None or first == second:
            return
        a, b = service.worker(self.book, first), service.worker(self.book, second)

        def exchange() -> None:
            with self.book.act("Exchange numbers") as act:
                store.save_worker(act, changed(a, number=""))
                store.save_worker(act, changed(b, number=a.number))
                store.save_worker(act, changed(a, number=b.number))

        self.attempt(exchange)

    @rule(title=names, unit=whose, day=days, said=st.lists(remarks, max_size=4), worker=whose)
    def enter_letter(self, title: str, unit: int, day: datetime.date, said: list[str], worker: int) -> None:
        passages = tuple(Passage(said=text, worker=self.one_of("workers", worker + n)) for n, text in enumerate(said))
        letter = Letter(title=title, written_on=day, unit=self.one_of("units", unit), passages=passages)
        self.attempt(lambda: letters.enter(self.book, letter))

    @rule(which=whose, order=st.randoms(use_true_random=False), more=st.lists(remarks, max_size=2), closed=st.booleans())
    def correct_letter(self, which: int, order: Any, more: list[str], closed: bool) -> None:
        """Lines are left out, exchanged, changed and added."""
        row = self.one_of("letters", which)
        if row is None:
            return
        letter = self.book.get(LETTERS, row)
        kept = [changed(line, said=order.choice([line.said, "改"])) for line in letter.passages if order.random() < 0.7]
        order.shuffle(kept)
        passages = (*kept, *(Passage(said=text) for text in more))
        wanted = changed(letter, passages=passages, state=LetterState.CLOSED if closed else LetterState.OPEN)

        def correct() -> None:
            with self.book.act("Correct letter") as act:
                letters.save(act, wanted)

        self.attempt(correct)

    @rule(which=whose)
    def delete_letter(self, which: int) -> None:
        row = self.one_of("letters", which)
        if row is not None:

            def delete() -> None:
                with self.book.act("Take letter out") as act:
                    act.delete(LETTERS, row)

            self.attempt(delete)

    @rule(one=whose, two=whose, kind=st.sampled_from(["answers", "belongs to"]), tie=st.booleans())
    def link(self, one: int, two: int, kind: str, tie: bool) -> None:
        letter, worker = self.one_of("letters", one), self.one_of("workers", two)
        if letter is None or worker is None:
            return

        def act_of_links() -> None:
            with self.book.act("Tie") as act:
                (act.link if tie else act.unlink)(kind, ("letters", letter), ("workers", worker))

        self.attempt(act_of_links)

    @rule(which=whose, data=st.binary(max_size=4))
    def attach(self, which: int, data: bytes) -> None:
        row = self.one_of("letters", which)
        if row is not None:
            self.attempt(lambda: office.attach(self.book, LETTERS, row, "图.png", b"\x89PNG" + data))

    @rule(which=whose)
    def detach(self, which: int) -> None:
        row = self.one_of("attachments", which)
        if row is not None:
            self.attempt(lambda: office.detach(self.book, row))

    @rule(union=names, day=st.integers(1, 31))
    def change_settings(self, union: str, day: int) -> None:
        self.attempt(lambda: office.set_office(self.book, office.Office(union=union, closing_day=day)))

    @rule(name=names)
    def an_act_that_fails_midway(self, name: str) -> None:
        def fail() -> None:
            with self.book.act("Fail") as act:
                store.save_worker(act, Worker(name=name))
                letters.save(act, Letter(title=name, passages=(Passage(said=name),)))
                raise KnownError("no")

        self.attempt(fail)

    @precondition(lambda self: self.steps)
    @rule()
    def undo(self) -> None:
        before, after = self.steps.pop()
        assert state(self.book) == after
        said = self.book.to_undo()
        assert self.book.undo() == said
        assert state(self.book) == before
        self.back.append((before, after))

    @precondition(lambda self: self.back)
    @rule()
    def redo(self) -> None:
        before, after = self.back.pop()
        assert state(self.book) == before
        said = self.book.to_redo()
        assert self.book.redo() == said
        assert state(self.book) == after
        self.steps.append((before, after))

    @invariant()
    def what_can_be_taken_back_is_known(self) -> None:
        assert (self.book.to_undo() is not None) == bool(self.steps)
        assert (self.book.to_redo() is not None) == bool(self.back)


def test_any_sequence_of_acts_is_restored_by_undo_and_done_again_by_redo(template_with_letters: Path) -> None:
    class WithTemplate(Clerk):
        template = template_with_letters

    run_state_machine_as_test(WithTemplate, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))


def test_numbers_are_not_given_back_by_undo(lettered: Book) -> None:
    first = letters.enter(lettered, Letter(title="一"))
    assert lettered.get(LETTERS, first).number == "XJ-1958-0001"
    lettered.undo()
    second = letters.enter(lettered, Letter(title="二"))
    assert lettered.get(LETTERS, second).number == "XJ-1958-0002"
    assert second != first, "an id is never given twice"
    assert [number for number, _at, _clerk in lettered.struck("XJ")] == ["XJ-1958-0001"]


def test_undo_reaches_a_hundred_acts_and_no_more(book: Book) -> None:
    for count in range(UNDO_REACHES + 5):
        service.enter_worker(book, Worker(name=f"工{count}"))
    taken = 0
    while book.undo() is not None:
        taken += 1
    assert taken == UNDO_REACHES
    assert book.value("select count(*) from workers") == 5


def test_an_act_of_another_run_is_not_taken_back(book: Book) -> None:
    service.enter_worker(book, Worker(name="甲"))
    again = Book.open(book.path)
    assert again.to_undo() is None
    assert again.undo() is None
    again.close()


def test_a_refused_undo_does_nothing_and_can_be_asked_again(lettered: Book) -> None:
    row = letters.enter(lettered, Letter(title="甲", passages=(Passage(said="一"), Passage(said="二"))))
    lettered.conn.execute("update letter_passages set said = '别人改的' where place = 1")
    before = state(lettered)
    for _ in range(2):
        with pytest.raises(KnownError, match="no longer be taken back"):
            lettered.undo()
        assert state(lettered) == before
        assert str(lettered.to_undo()) == "Enter letter 甲"
    lettered.conn.execute("update letter_passages set said = '二' where place = 1")
    lettered.undo()
    assert lettered.get_or_none(LETTERS, row) is None


def test_the_refresh_notice_names_the_record_whose_line_changed(lettered: Book) -> None:
    told: list[dict[str, set[int]]] = []
    row = letters.enter(lettered, Letter(title="甲", passages=(Passage(said="一"),)))
    lettered.acted = told.append
    letter = lettered.get(LETTERS, row)
    with lettered.act("Correct line") as act:
        letters.save(act, changed(letter, passages=(changed(letter.passages[0], said="二"),)))
    lettered.undo()
    lettered.redo()
    assert len(told) == 3
    assert all(row in touched["letters"] for touched in told)
    assert [hit.row for hit in lettered.search("二")] == [row]


def test_a_long_list_is_taken_back_and_done_again_whole(book: Book) -> None:
    with book.act("Take a list in") as act:
        unit = store.save_unit(act, Unit(name="车间"))
        for count in range(3000):
            store.save_worker(act, Worker(name=f"工{count}", unit=unit))
    book.undo()
    assert book.value("select count(*) from workers") == 0
    book.redo()
    assert book.value("select count(*) from workers") == 3000
