"""What is due today: gathered from all desks, exactly what their badges count; grouped without losing any; promises kept."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.book import Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.words import Language, Said
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Entry as Figure
from unionoffice.desks.monthly import service as monthly
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.roster import service as roster
from unionoffice.desks.today import rules, service, sheets
from unionoffice.desks.today.records import Entry, Made
from unionoffice.printing import make

LAST = date(1958, 3, 31)
MARCH = Period.of_month(Month(1958, 3))


@pytest.fixture
def office(sample_book: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample office."""
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    opened = Book.open(path, clerk="王秀英")
    yield opened
    opened.close()


# -- what is due --------------------------------------------------------------------------------


@pytest.mark.parametrize("desk", [each for each in service.DESKS if hasattr(each.service, "due")], ids=lambda desk: desk.name)
def test_every_badge_is_the_number_of_what_is_overdue(office: Book, desk: service.Desk) -> None:
    for day in (LAST, date(1958, 4, 9), date(1958, 4, 30), date(1958, 9, 1), date(1959, 6, 30)):
        found = desk.due(office, day + timedelta(days=7))
        late = [each for each in found if rules.is_overdue(each, day)]
        if desk.name == "awards":  # no day is set for a certificate: its badge counts what waits
            assert (late, desk.badge(office, day)) == ([], sum(each.kind == "waits" for each in found))
        else:
            assert len(late) == desk.badge(office, day), (day, [(str(each.what), each.title) for each in late])


def test_the_badge_of_today_is_that_of_all_tabs(office: Book) -> None:
    from unionoffice.tabs import TABS

    for day in (LAST, date(1958, 5, 2)):
        assert service.badge(office, day) == sum(tab.due(office, day) for tab in TABS if tab.name != "today") > 0


def test_every_entry_can_be_opened_and_speaks_both_languages(office: Book) -> None:
    from unionoffice.core.words import word
    from unionoffice.tabs import TABS

    shown = {table for tab in TABS for table in tab.shows}
    entries = service.gather(office, date(1958, 4, 20))
    assert len(entries) > 10
    for each in entries:
        assert each.due.tbl in shown
        if each.due.row:
            assert office.hit(each.due.tbl, each.due.row) is not None
        assert word(each.due.what.key, "zh") != each.due.what.key
        assert (each.unit == "") == (each.due.unit is None) == (each.unit_english == "")


def test_a_proposal_is_due_until_it_is_answered(office: Book) -> None:
    late = [each.due for each in service.gather(office, LAST) if rules.is_overdue(each.due, LAST)]
    answer = next(each for each in late if each.tbl == "proposals")
    row = answer.row
    proposal = proposals.proposal(office, row)
    assert proposal.due_on is not None
    assert rules.days_late(answer, LAST) == (LAST - proposal.due_on).days == 5

    def told(day: date) -> list[Due]:
        return [each.due for each in service.gather(office, day) if (each.due.tbl, each.due.row) == ("proposals", row)]

    assert [rules.is_overdue(each, proposal.due_on) for each in told(proposal.due_on)] == [False]  # on its day it is due
    assert len(told(proposal.due_on - timedelta(days=7))) == 1
    assert told(proposal.due_on - timedelta(days=8)) == []


def test_months_without_a_summary_are_owed_from_the_first_one_on(office: Book) -> None:
    assert monthly.badge(office, date(1958, 4, 30)) == 0
    assert monthly.badge(office, date(1958, 5, 1)) == 1
    assert [each.title for each in monthly.due(office, date(1958, 6, 30))] == ["1958-04", "1958-05", "1958-06"]
    owed = monthly.due(office, date(1958, 6, 30))[0]
    assert (owed.day, owed.row, service.month_to_open(owed)) == (date(1958, 4, 30), 0, Month(1958, 4))


def test_an_empty_book_owes_nothing(book: Book) -> None:
    assert service.gather(book, LAST) == []
    assert service.promises(book, LAST) == []
    assert service.badge(book, LAST) == 0
    assert service.lacks(book, MARCH) == []
    assert service.is_new(book)


# -- grouping -------------------------------------------------------------------------------------

DUES = st.builds(
    Due,
    tbl=st.just("proposals"), row=st.integers(1, 9), number=st.sampled_from(["JY-1", "JY-2"]), title=st.just("t"),
    what=st.just(Said("Answer owed")), day=st.none() | st.dates(date(1958, 3, 1), date(1958, 4, 9)),
    who=st.sampled_from(["", "顾阿根"]), kind=st.sampled_from(["due", "waits", "reminder"]),
)  # fmt: skip
ENTRIES = st.lists(
    st.builds(Entry, desk=st.sampled_from(["Saving proposals", "Against waste"]), due=DUES, unit=st.sampled_from(["", "铸工车间"])),
    max_size=12,
)


@given(ENTRIES, st.sampled_from(["day", "who", "desk"]))
def test_grouping_keeps_every_entry_once_and_the_overdue_first(entries: list[Entry], by: str) -> None:
    groups = rules.grouped(entries, by, LAST)  # type: ignore[arg-type]
    shown = [each for group in groups for each in group.entries]
    assert sorted(map(repr, shown)) == sorted(map(repr, entries))
    assert all(group.entries for group in groups)
    for group in groups:
        late = [rules.is_overdue(each.due, LAST) for each in group.entries]
        assert late == sorted(late, reverse=True)
        assert group.late == any(late)
    if by == "day":
        assert [group.late for group in groups] == sorted([group.late for group in groups], reverse=True)
        days = [group.head for group in groups if isinstance(group.head, date)]
        assert days == sorted(set(days))
    if by == "who":
        for group in groups:
            assert len({rules.owner(each) for each in group.entries}) == 1


@given(ENTRIES)
def test_the_working_list_of_a_morning_holds_every_entry_once(entries: list[Entry]) -> None:
    parts = rules.in_the_week(entries, LAST)
    assert sum(len(part) for part in parts) == len(entries)
    assert all(rules.is_overdue(each.due, LAST) for each in parts[0])
    assert all(each.due.day == LAST for each in parts[1])
    assert not any(rules.is_overdue(each.due, LAST) for each in parts[2])


def test_a_past_reminder_is_no_longer_told() -> None:
    due = Due(tbl="competitions", row=1, number="", title="", what=Said("Competition ends"), day=LAST, kind="reminder")
    assert rules.concerns(due, LAST)
    assert not rules.concerns(due, LAST + timedelta(days=1))
    assert not rules.is_overdue(due, LAST + timedelta(days=1))


# -- promises ---------------------------------------------------------------------------------------


def test_promises_stand_open_first_by_their_day_and_name_their_unit_in_both_languages(office: Book) -> None:
    made = service.promises(office, LAST)
    assert {"waste", "rectification", "experiences"} <= {each.desk for each in made}
    still = [each for each in made if rules.is_open(each, LAST)]
    assert made[: len(still)] == still
    days = [each.promise.due or date.max for each in still]
    assert days == sorted(days)
    kept = [each.promise.done_on for each in made[len(still):]]
    assert kept == sorted(kept, reverse=True)  # type: ignore[type-var]
    assert len({(each.promise.tbl, each.promise.row, each.promise.line) for each in made}) == len(made)
    for each in made:
        assert (each.unit == "") == (each.promise.unit is None)
        assert office.hit(each.promise.tbl, each.promise.row) is not None


KEEPERS = [each for each in service.DESKS if hasattr(each.service, "keep_promise")]


@pytest.mark.parametrize("desk", KEEPERS, ids=lambda desk: desk.name)
def test_a_promise_is_kept_where_it_was_made_and_undo_opens_it_again(office: Book, desk: service.Desk) -> None:
    day = date(1958, 4, 30)
    still = [each for each in service.promises(office, day) if each.desk == desk.name and service.can_be_kept(each)]
    if not still:
        pytest.skip("the sample office has no open promise of this desk")
    kept = 0
    for made in still:
        try:
            service.keep(office, made, max(day, made.promise.made_on))
        except KnownError:
            continue  # told in words, such as an answer whose correction has not begun
        same = [each.promise for each in service.promises(office, day) if rules_key(each) == rules_key(made)]
        assert [each.done_on for each in same] == [max(day, made.promise.made_on)]
        assert not any(rules_key(made) == rules_key(each) for each in service.promises(office, day) if service.can_be_kept(each))
        office.undo()
        assert [each for each in service.promises(office, day) if rules_key(each) == rules_key(made)] == [made]
        kept += 1
    assert kept


def rules_key(made: Made) -> tuple[str, int, int]:
    return made.promise.tbl, made.promise.row, made.promise.line


def test_an_invitation_asks_first_what_the_unit_promised(office: Book) -> None:
    day = date(1958, 4, 3)
    foundry = next(unit.id for unit in roster.units(office) if unit.name == "铸工车间")
    below = set(roster.with_all_below(office, foundry))
    last = service.met_last(office, sorted(below), day)
    assert last == date(1958, 2, 20)  # its debate, after its session of the 11th
    asked = service.to_answer_for(office, foundry, day, last)
    assert asked
    assert [each.promise.made_on for each in asked] == sorted(each.promise.made_on for each in asked)
    for each in service.promises(office, day):
        wanted = each.promise.unit in below and each.promise.made_on < day and (
            each.promise.done_on is None or each.promise.done_on > day or each.promise.made_on >= last)  # fmt: skip
        assert (each in asked) == wanted
    sheet = sheets.INVITATION.make(office, office.numbered("HY-1958-0004").row)  # type: ignore[union-attr]
    rows = sheet["promises"]
    assert isinstance(rows, list)
    assert [row[1] for row in rows] == [each.promise.text for each in asked]
    said = [str(row[4]) for row in rows]
    assert all(words.startswith(("done on", "not done")) for words in said)
    with pytest.raises(KnownError):
        sheets.INVITATION.make(office, 999)


# -- papers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_papers_of_the_morning_say_what_the_list_says(office: Book, language: Language) -> None:
    period = Period.of_days(LAST, LAST)
    text = "".join(read(make.pdf_of(office, sheets.WORKING_LIST, period, language)))
    for each in service.gather(office, LAST):
        assert squeezed(each.due.number) in text
    assert ("今日工作单" if language == "zh" else "Workinglist") in text
    assert text.count("□") == len(service.gather(office, LAST))
    text = "".join(read(make.pdf_of(office, sheets.PROMISES, period, language)))
    for made in service.promises(office, LAST):
        if rules.is_open(made, LAST):
            assert squeezed(made.promise.text)[:8] in text
    invited = office.numbered("HY-1958-0004")
    assert invited is not None
    text = "".join(read(make.pdf_of(office, sheets.INVITATION, invited.row, language)))
    first, second = ("一、上次保证的事：办了没有", "二、") if language == "zh" else ("1.Promisedlasttime:doneornot", "2.")
    assert -1 < text.index(first) < text.index(second)


def test_an_empty_list_says_so(book: Book) -> None:
    period = Period.of_days(LAST, LAST)
    assert "Nothingisoverdue,dueorwaiting." in "".join(read(make.pdf_of(book, sheets.WORKING_LIST, period, "en")))
    assert "Nopromiseisopen." in "".join(read(make.pdf_of(book, sheets.PROMISES, period, "en")))


def read(data: bytes) -> list[str]:
    """The pages of a PDF without blanks and line ends."""
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


# -- what the month lacks, and its figures ---------------------------------------------------------------


def test_a_figure_not_typed_is_missed_and_no_longer_when_it_is(office: Book) -> None:
    def missed(month: Month) -> int:
        return len(figures.not_typed(office, month))

    assert missed(Month(1958, 3)) == 0
    april = missed(Month(1958, 4))
    typed = {
        (row["indicator"], row["unit"])
        for row in office.rows("select indicator, unit from month_figures where month between '1958-01' and '1958-04'")
    }
    assert april == len(typed) > 0
    indicator, unit = figures.not_typed(office, Month(1958, 4))[0]
    figures.write(office, indicator, [Figure(unit=unit, month=Month(1958, 4), side="actual", value=7)])
    assert missed(Month(1958, 4)) == april - 1
    lack = next(each for each in service.lacks(office, Period.of_month(Month(1958, 4))) if each.tbl == "indicators")
    assert lack.count == april - 1
    office.undo()
    assert missed(Month(1958, 4)) == april


def test_trends_agree_with_the_summaries_of_each_month(office: Book) -> None:
    trends = service.main_figures(office, MARCH)
    assert {"figures.leading", "proposals.received", "proposals.saved_actual", "waste.verified"} <= {each.code for each in trends}
    assert len({each.code for each in trends}) == len(trends)
    for trend in trends:
        code = "figures.1.1" if trend.code == "figures.leading" else trend.code  # the plant is unit 1, castings the first indicator
        assert len(trend.months) == 7
        for back, value in enumerate(reversed(trend.months)):
            period = Period.of_month(Month(1958, 3).plus(-back))
            line = next((one for part in monthly.parts(office, period) for one in part.lines if one.code == code), None)
            assert value == (None if line is None else line.value("now")), (code, back)
        line = next(one for part in monthly.parts(office, MARCH) for one in part.lines if one.code == code)
        assert (trend.value, trend.last_year, trend.rows) == (line.value("now"), line.value("last"), line.rows[0])


def test_the_office_is_no_longer_new_with_its_first_unit(book: Book) -> None:
    from unionoffice.desks.roster.records import Level, Unit

    assert service.is_new(book)
    roster.enter_unit(book, Unit(name="红旗机械厂", level=Level.PLANT))
    assert not service.is_new(book)
