"""What left one book as a register with all its fields comes whole into another that has its roster."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Collection, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.desks.test_exports_come_back import KINDS, REGISTER_OF, long, read_back
from unionoffice import registers, schema
from unionoffice.core import intake, upkeep
from unionoffice.core.book import Book
from unionoffice.core.money import Fen
from unionoffice.core.spreadsheet import rows_of
from unionoffice.core.words import LANGUAGES, Language, _, speaking
from unionoffice.desks.proposals import rules
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import (
    Appraisal,
    Author,
    AwardSetting,
    Completion,
    Decision,
    Duplication,
    Finish,
    Kind,
    Nature,
    Payment,
    Promotion,
    Proposal,
    Reasoned,
    Reckoning,
    Referral,
    Rejection,
    Review,
    Role,
    Sharer,
    Start,
    State,
    Way,
    Weight,
)
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import (
    Basis,
    Ending,
    Exposure,
    ExposureState,
    LossPer,
    MeasureSetting,
    Recheck,
    Refutation,
    Stopping,
    Verification,
    WasteKind,
)
from unionoffice.desks.waste.rules import NEXT_EXPOSURE
from unionoffice.printing import export


@pytest.fixture
def office(sample_book: Path, tmp_path: Path) -> Iterator[Book]:
    """The sample office."""
    shutil.copyfile(sample_book, tmp_path / "sample.db")
    book = Book.open(tmp_path / "sample.db", clerk="王秀英")
    yield book
    book.close()


@pytest.fixture
def other(office: Book, book: Book, tmp_path: Path) -> Book:
    """A fresh book with the roster of the sample office, out of its own exports, and with its award scales."""
    take_over(office, book, tmp_path / "list.xlsx", "units", "workers")
    scales_of(office, book)
    return book


def take_over(source: Book, target: Book, path: Path, *names: str, encoding: export.Encoding = "utf-8") -> None:
    """Take registers of one book into another; no line may be faulty."""
    for name in names:
        reading = read_back(source, target, name, path, encoding)
        assert not [(fault.line, fault.field, fault.value, fault.reason) for fault in reading.faults]
        reading.intake.take_in(target, intake.plan(reading), lambda _done, _all: None)


def scales_of(source: Book, target: Book) -> None:
    """Enter the scales of one book by hand in another that has only those of the law."""
    proposals.prepare(target)
    known = {row["name"] for row in target.rows("select name from proposal_scales")}
    for row in source.rows("select id, name from proposal_scales order by id"):
        if row["name"] not in known:
            proposals.enter_scale(target, msgspec.structs.replace(proposals.scale(source, row["id"]), id=0))


def register(book: Book, name: str, path: Path, *, but: Collection[str] = ()) -> list[dict[str, str]]:
    """A register as it leaves a book, all fields, line by line; in no order, as entries of one day are in that of the list."""
    listed = registers.named(REGISTER_OF[name])
    assert listed is not None
    export.write(book, registers.leaving(book, listed, "all", whole=True), path)
    heads, *lines = rows_of(path)
    found = [{head: cell for head, cell in zip_longest(heads, line, fillvalue="") if head not in but} for line in lines]
    return sorted(found, key=str)


def plain(title: str, received: datetime.date) -> Proposal:
    """A proposal with what it must have."""
    return Proposal(title=title, unit=1, received_on=received, problem="旧", method="新", authors=(Author(name="甲"),))


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize(("file", "encoding"), KINDS[::2])
def test_the_sample_office_comes_whole_into_another_book(
    office: Book, other: Book, tmp_path: Path, file: str, encoding: export.Encoding, spoken: Language
) -> None:
    """Its three registers leave the other book as they left the first, numbers and all; but the sessions, which are no list."""
    with speaking(spoken):
        names = ("proposals", "exposures", "certificates")
        take_over(office, other, tmp_path / file, *names, encoding=encoding)
        for name in names:
            lost = {_("Exposed at the session")} if name == "exposures" else set()
            there, here = (register(each, name, tmp_path / "left.csv", but=lost) for each in (office, other))
            assert here == there
            assert len(here) >= 12
            assert {line.what for line in read_back(other, other, name, tmp_path / file, encoding).lines} == {"same"}
    assert not upkeep.check(other, schema.TABLES)
    highest = office.value("select max(no) from proposals")
    following = proposals.enter(other, plain("又一件", datetime.date(1958, 4, 1)))
    assert proposals.proposal(other, following).no == f"JY-1958-{int(highest[-4:]) + 1:04}"


def test_in_a_year_with_numbers_of_its_own_a_book_gives_new_ones_and_keeps_the_old_as_paper_numbers(
    office: Book, other: Book, tmp_path: Path
) -> None:
    proposals.enter(other, plain("先来的", datetime.date(1958, 1, 1)))
    reading = read_back(office, other, "proposals", tmp_path / "list.xlsx")
    # the one whose number this book has given itself is taken for that entry, and told; those with two numbers are told too
    assert [fault.field for fault in reading.faults if reading.cells(fault.line)[0] == "JY-1958-0001"] == ["state"]
    assert {fault.field for fault in reading.faults if reading.cells(fault.line)[0] != "JY-1958-0001"} <= {"no"}
    reading.intake.take_in(other, intake.plan(reading, faulty="skip"), lambda _done, _all: None)
    numbers = other.rows("select no, old_number from proposals where title <> '先来的' order by no")
    assert [row["no"] for row in numbers] == [f"JY-1958-{place:04}" for place in range(2, len(numbers) + 2)]
    known = {row["no"] for row in office.rows("select no from proposals where old_number = '' and no <> 'JY-1958-0001'")}
    assert {row["old_number"] for row in numbers} == known


class Hand:
    """A clerk who takes the steps that can come next, each with its own texts, on days that follow each other."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], book: Book) -> None:
        self.draw, self.book, self.day = draw, book, datetime.date(1990, 1, 1)

    def text(self) -> str:
        return f"因{self.draw(long)}"

    def next_day(self) -> datetime.date:
        self.day += datetime.timedelta(days=self.draw(st.integers(0, 40)))
        return self.day

    def receive(self, number: int) -> int:
        names = self.draw(st.lists(st.sampled_from(["甲", "乙（外）", "丙 3", "=1+1"]), min_size=1, max_size=3, unique=True))
        authors = [Author(worker=1), *(Author(name=name) for name in names)][self.draw(st.integers(0, 1)) :]
        return proposals.enter(self.book, Proposal(
            title=f"建议{number}", unit=self.draw(st.integers(1, 2)), received_on=self.next_day(), problem=self.text(),
            method=self.text(), expected=self.draw(long), authors=tuple(authors), kind=self.draw(st.sampled_from(Kind)),
            weight=self.draw(st.sampled_from(Weight)), old_number=self.draw(st.sampled_from(["", f"铸 {number}"])),
        ))  # fmt: skip

    def go_on(self, row: int) -> None:
        """One step on, of those that the state allows; now and then the last one is taken back."""
        state = proposals.proposal(self.book, row).state
        back = len([step for step in proposals.proposal(self.book, row).steps if not step.struck]) > 1
        following = [*rules.AFTER[state]] + [State.DUPLICATE] * (row > 1 and state is State.RECEIVED)
        if back and (not following or not self.draw(st.integers(0, 4))):
            proposals.take_back(self.book, row, Reasoned(given_on=self.next_day(), reason=self.text()))
            return
        self.take(row, state, self.draw(st.sampled_from(following)))

    def take(self, row: int, now: State, wanted: State) -> None:
        """Take one step."""
        book, day, text = self.book, self.next_day(), self.text()
        if wanted is State.DUPLICATE:
            first = next((other for other in range(1, row) if proposals.proposal(book, other).state is not State.DUPLICATE), None)
            if first is not None:
                proposals.mark_duplicate(book, row, Duplication(given_on=day, duplicate_of=first, reason=text))
        elif wanted is State.REVIEWED:
            (proposals.take_up if now is State.KEPT else proposals.review)(book, row, Review(given_on=day, opinion=text))
        elif wanted in (State.ADOPTED, State.TRIAL):
            (proposals.adopt if wanted is State.ADOPTED else proposals.try_out)(book, row, Decision(given_on=day, opinion=text))
        elif wanted is State.REJECTED:
            proposals.reject(book, row, Rejection(given_on=day, reason=text, told_on=day))
        elif wanted in (State.KEPT, State.RETURNED, State.WITHDRAWN):
            step = {
                State.KEPT: proposals.keep, State.RETURNED: proposals.return_for_completion, State.WITHDRAWN: proposals.withdraw,
            }[wanted]
            step(book, row, Reasoned(given_on=day, reason=text))
        elif wanted is State.RECEIVED:
            proposals.complete(book, row, Completion(given_on=day, added=text))
        elif wanted is State.REFERRED:
            proposals.refer_up(book, row, Referral(given_on=day, referred_to="冶金局", reason=text))
        elif wanted is State.IMPLEMENTING:
            proposals.start(book, row, Start(started_on=day, implementing_unit=2, responsible=1, planned_cost=Fen(123), order=text))
        elif wanted is State.IMPLEMENTED:
            proposals.finish(book, row, Finish(ended_on=day, cost=Fen(70), norms=text, result=text))
            proposals.reckon(book, row, Reckoning(nature=Nature.ACTUAL, way=Way.FREE, what=text, amount=Fen(100_001)))
        elif wanted is State.APPRAISED:
            proposals.appraise(book, row, Appraisal(given_on=day, opinion=text))
        elif wanted is State.AWARD_SET:
            helped = (Sharer(worker=1, share=67), Sharer(role=Role.HELPER, name="丁|戊", share=33))
            shares = self.draw(st.sampled_from([(), helped]))
            proposals.set_award(book, row, AwardSetting(
                given_on=day, award_fen=Fen(self.draw(st.integers(1, 400_000))), award_reason=text, parts=shares,
            ))  # fmt: skip
        elif wanted is State.PAID:
            proposals.pay(book, row, Payment(paid_on=day, receipt="凭证 58"))
        else:
            proposals.promote(book, row, Promotion(given_on=day, promoted_to="全厂", opinion=text))


def two_books(template: Path, tmp_path: Path) -> list[Book]:
    """Two fresh books with the same plant, workshop and worker."""
    books = []
    for name in ("one.db", "two.db"):
        for old in tmp_path.glob(f"{name}*"):
            old.unlink()
        shutil.copyfile(template, tmp_path / name)
        book = Book.open(tmp_path / name, clerk="王秀英")
        plant = roster.enter_unit(book, Unit(name="二机厂", level=Level.PLANT))
        roster.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=plant))
        roster.enter_worker(book, Worker(number="0117", name="甲", unit=plant))
        books.append(book)
    return books


@settings(
    max_examples=12, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(drawn=st.data(), kind=st.sampled_from(KINDS), spoken=st.sampled_from(LANGUAGES))
def test_whatever_was_done_with_proposals_comes_whole_into_another_book(
    template: Path, tmp_path: Path, drawn: st.DataObject, kind: tuple[str, export.Encoding], spoken: Language
) -> None:
    full, empty = books = two_books(template, tmp_path)
    hand = Hand(drawn.draw, full)
    for number in range(1, drawn.draw(st.integers(1, 3)) + 1):
        row = hand.receive(number)
        for _step in range(drawn.draw(st.integers(0, 11))):
            hand.go_on(row)
    with speaking(spoken):
        take_over(full, empty, tmp_path / kind[0], "proposals", encoding=kind[1])
        there, here = (register(each, "proposals", tmp_path / "left.csv") for each in books)
        assert here == there
        assert {line.what for line in read_back(empty, empty, "proposals", tmp_path / kind[0], kind[1]).lines} == {"same"}
    assert not upkeep.check(empty, schema.TABLES)
    for book in books:
        book.close()


def expose(draw: Callable[[st.SearchStrategy[Any]], Any], book: Book, number: int) -> None:
    """Register an exposure of waste and take some of the steps that can follow."""
    day, texts = datetime.date(1990, 1, 1), long.map(lambda text: f"因{text}")
    row = waste.enter_exposure(book, Exposure(
        title=f"浪费{number}", exposed_on=day, unit=draw(st.sampled_from([None, 1, 2])),
        responsible=draw(st.sampled_from([None, 2])),
        kind=draw(st.sampled_from(WasteKind)), description=draw(long), cause=draw(long), basis=draw(st.sampled_from(Basis)),
        loss=draw(st.none() | st.integers(0, 10**7).map(Fen)), loss_per=draw(st.sampled_from(LossPer)),
        old_number=draw(st.sampled_from(["", f"浪 {number}"])),
    ))  # fmt: skip
    for _step in range(draw(st.integers(0, 7))):
        day += datetime.timedelta(days=draw(st.integers(0, 40)))
        now = waste.exposure(book, row).state
        following = [*([None] if now is ExposureState.STOPPED else []), *NEXT_EXPOSURE[now]]  # None: a recheck
        wanted = draw(st.sampled_from(following[:1] * 4 + following)) if following else ExposureState.REGISTERED
        text = draw(texts)
        if wanted is ExposureState.VERIFIED:
            waste.verify(book, row, Verification(
                verified_on=day, verified_by="甲", verified_loss=Fen(draw(st.integers(0, 10**7))),
                verified_per=draw(st.sampled_from(LossPer)), finding=text,
            ))  # fmt: skip
        elif wanted is ExposureState.UNFOUNDED:
            waste.refute(book, row, Refutation(verified_on=day, verified_by="甲", finding=text))
        elif wanted is ExposureState.MEASURE_SET:
            waste.set_measure(book, row, MeasureSetting(measure_on=day, measure=text, responsible=2, deadline=day))
        elif wanted is ExposureState.STOPPED:
            waste.stop(book, row, Stopping(stopped_on=day, result=text))
        elif wanted is ExposureState.WITHDRAWN:
            waste.withdraw(book, row, Ending(day=day, reason=text))
        elif wanted is None and waste.exposure(book, row).recheck_on is not None:
            waste.recheck(book, row, Recheck(checked_on=day, checked_by="乙|丙", again=draw(st.booleans()), finding=text))


@settings(
    max_examples=12, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(drawn=st.data(), kind=st.sampled_from(KINDS), spoken=st.sampled_from(LANGUAGES))
def test_whatever_was_done_about_waste_comes_whole_into_another_book(
    template: Path, tmp_path: Path, drawn: st.DataObject, kind: tuple[str, export.Encoding], spoken: Language
) -> None:
    full, empty = books = two_books(template, tmp_path)
    for number in range(1, drawn.draw(st.integers(1, 4)) + 1):
        expose(drawn.draw, full, number)
    with speaking(spoken):
        take_over(full, empty, tmp_path / kind[0], "exposures", encoding=kind[1])
        there, here = (register(each, "exposures", tmp_path / "left.csv") for each in books)
        assert here == there
        assert {line.what for line in read_back(empty, empty, "exposures", tmp_path / kind[0], kind[1]).lines} == {"same"}
    assert not upkeep.check(empty, schema.TABLES)
    for book in books:
        book.close()
