"""The parts of the summary: their order, what is left out because it does not apply, and the sentences the figures offer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks.test_monthly import FEBRUARY, begun, busy, lines
from unionoffice.core.book import Book
from unionoffice.core.period import Month, Period
from unionoffice.core.words import LANGUAGES, N_, Language, Said, speaking
from unionoffice.desks.figures import service as plan
from unionoffice.desks.figures.records import Entry, Indicator
from unionoffice.desks.monthly import rules, service, sheets
from unionoffice.desks.monthly.records import CarriedFigure
from unionoffice.desks.monthly.rules import Line, Part

__all__ = ["busy"]  # the fixture of a book with figures

B13 = ["rectification", "waste", "proposals", "plan", "compare", "skill", "trials", "competitions", "awards"]


@pytest.fixture(scope="module")
def office(sample_book: Path) -> Iterator[Book]:
    """The sample office, only read."""
    book = Book.open(sample_book, write=False)
    yield book
    book.close()


def line(code: str, *values: int | None, label: str = "", note: Said | None = None, **more: object) -> Line:
    given = {"kind": "count", "unit": "", "tbl": "proposals", "carried": (None, None, None), "rows": ((), (), ()), **more}
    return Line(code=code, label=label or code, values=values, note=note, **given)  # type: ignore[arg-type]


def offered(*given: Line, language: Language = "en") -> dict[str, list[str]]:
    with speaking(language):
        found = rules.offered([Part("part", "Part", given)])
        return {name: [str(each) for each in getattr(found, name)] for name in ("experience", "problems", "next_work")}


# -- order, and what is left out -----------------------------------------------------------


def test_the_parts_stand_in_the_order_of_the_report(busy: Book) -> None:
    assert [part.code for part in service.parts(busy, FEBRUARY)] == B13
    assert [part.code for part in service.parts(busy, FEBRUARY, whole=True)] == B13


def test_every_figure_of_every_desk_stands_in_just_one_part(busy: Book) -> None:
    given = [figure.code for figures in service.DESKS.values() for figure in figures(busy, FEBRUARY)]
    shown = [each.code for part in service.parts(busy, FEBRUARY, whole=True) for each in part.lines]
    assert sorted(given) == sorted(shown)
    assert len(set(shown)) == len(shown)


def test_what_this_office_never_did_is_left_out_and_zero_stands_where_it_did(busy: Book) -> None:
    found = lines(busy)
    by_part = {part.code: {each.code for each in part.lines} for part in service.parts(busy, FEBRUARY)}
    assert by_part["rectification"] == by_part["trials"] == by_part["competitions"] == by_part["skill"] == set()
    assert found["proposals.rejected"].values == (0, 0, 0)  # there are proposals, none was rejected: that is an answer
    assert found["awards.voided"].values == (0, 0, 0)
    assert "waste.sessions" not in found  # waste was exposed, but no session was ever held
    assert found["waste.exposed"].values == (2, 3, 0)
    assert "contracts.grade_rises" not in found  # there are workers, but no contracts
    page = service.parts(busy, Period.of_month(Month(1957, 8)))
    assert {each.code for part in page for each in part.lines} == set(lines(busy, Period.of_month(Month(1957, 8))))


def test_what_was_carried_in_was_done_once(busy: Book) -> None:
    service.carry_in(busy, CarriedFigure(code="contracts.signed", month=Month(1957, 3), value=2))
    assert lines(busy)["contracts.signed"].values == (0, 0, 0)
    assert "contracts.met" not in lines(busy)


def test_no_value_at_all_says_nothing(busy: Book) -> None:
    march = Period.of_month(Month(1956, 3))
    assert "proposals.oldest_open" not in lines(busy, march)
    assert "proposals.received" in lines(busy, march)


values = st.tuples(*[st.none() | st.integers(-3, 3)] * 3)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "workers"]), values), max_size=6), st.sets(st.sampled_from(["a", "b"])))
def test_nothing_that_says_something_is_ever_left_out(found: list[tuple[str, tuple[int | None, ...]]], used: set[str]) -> None:
    given_lines = [line(str(place), *each, tbl=tbl) for place, (tbl, each) in enumerate(found)]
    kept = rules.applicable(given_lines, lambda tbl: tbl in used, {"0"})
    assert [each for each in given_lines if any(each.values)] == [each for each in kept if any(each.values)]
    for each in kept:
        assert any(value is not None for value in each.values)
        in_use = each.tbl in used or each.code == "0" or (each.tbl == "workers" and any(x.tbl in used for x in given_lines))
        assert any(each.values) or in_use


def test_what_is_left_out_can_still_be_carried_in_and_is_compared_later(busy: Book) -> None:
    assert "contracts.signed" in {each.code for each in service.known_figures(busy, FEBRUARY)}
    row = begun(busy)
    sheets.issue(busy, row)
    kept = {each.code for each in service.said(busy, service.summary(busy, row)).lines}
    assert {"contracts.signed", "waste.sessions"} <= kept
    assert service.corrections(busy) == ()


def test_a_figure_that_no_summary_told_is_named_in_both_languages(busy: Book) -> None:
    sheets.issue(busy, begun(busy))
    scrap = plan.enter(busy, Indicator(name="废品率", english="Scrap rate"))
    plan.write(busy, scrap, [Entry(2, Month(1958, 2), side, 5) for side in ("plan", "actual")])
    for spoken in LANGUAGES:
        with speaking(spoken):
            (told,) = service.corrections(busy)
        assert (told.label_zh, told.label_en) == ("铸工车间 废品率", "Foundry Scrap rate")
        assert (told.before, told.after) == (None, 10_000)


# -- sentences -------------------------------------------------------------------------------


def test_rises_and_falls_against_last_year() -> None:
    found = offered(
        line("proposals.received", 14, 20, 9, label=N_("Proposals received")),
        line("waste.stopped", 2, 4, 5, label=N_("Waste stopped")),
        line("proposals.saved_actual", 1_250_000, 1, 1_000_000, label=N_("12-month saving, actual"), kind="money"),
        line("groups.attendance", 9_550, None, 9_000, label=N_("Attendance at the meetings"), kind="percent"),
        line("proposals.rejected", 5, 5, 1),  # neither good nor bad by itself
    )
    assert found["experience"] == [
        "Proposals received rose from 9 to 14 against the same period last year.",
        "12-month saving, actual rose from 10,000.00 yuan to 12,500.00 yuan against the same period last year.",
        "Attendance at the meetings rose from 90.00% to 95.50% against the same period last year.",
    ]
    assert found["problems"] == ["Waste stopped fell from 5 to 2 against the same period last year."]
    assert found["next_work"] == []


def test_of_a_year_without_figures_nothing_is_claimed() -> None:
    found = offered(line("proposals.received", 14, 20, 0, label="P"), line("proposals.adopted", 3, 3, None, label="A"))
    assert found == {"experience": ["P: 14.", "A: 3."], "problems": [], "next_work": []}


def test_what_is_overdue_is_named_with_its_count_and_taken_into_the_next_period() -> None:
    found = offered(
        line("waste.overdue", 3, 3, 0, label=N_("Measures against waste overdue")),
        line("proposals.overdue", 0, 0, 0, label=N_("Answers overdue")),
    )
    assert found["problems"] == ["Measures against waste overdue: 3."]
    assert found["next_work"] == ["Settle by a set day: Measures against waste overdue 3."]
    both = offered(line("waste.overdue", 3, 3, 0, label="Measures"), line("rectification.overdue", 5, 5, 0, label="Opinions"))
    assert both["next_work"] == ["Settle by a set day: Measures 3; Opinions 5."]


PLAN = Said(N_("plan {plan}, actual {actual} {measure}"), {"plan": "10", "actual": "11", "measure": "t"})


def test_plans_met_and_missed() -> None:
    found = offered(
        line("figures.1.2", 10_230, None, 9_000, label="Foundry Output", kind="percent", unit="%", note=PLAN),
        line("figures.1.3", 9_550, None, None, label="Forge Output", kind="percent", unit="%", note=PLAN),
        line("figures.1.4", 10_000, None, None, label="Plant Output", kind="percent", unit="%", note=PLAN),
        line("figures.1.5", None, 10, None, label="Assembly Output", kind="percent", unit="%", note=PLAN),
    )
    assert found["experience"] == [
        "Foundry Output fulfilled 102.30% of its plan: plan 10, actual 11 t.",
        "Plant Output fulfilled 100.00% of its plan: plan 10, actual 11 t.",
    ]
    assert found["problems"] == ["Forge Output reached only 95.50% of its plan, 4.50% short: plan 10, actual 11 t."]
    assert found["next_work"] == ["Forge Output: find out what holds it below the plan, and settle measures."]


def test_a_hair_below_the_plan_is_left_to_the_clerk() -> None:
    found = offered(line("figures.1.2", 9_998, None, None, label="Foundry Power", kind="percent", note=PLAN))
    assert found == {"experience": [], "problems": [], "next_work": []}


def test_a_target_that_the_unit_set_itself_speaks_before_the_plan() -> None:
    found = offered(
        line("figures.1.2", 10_230, None, None, label="Foundry Output", kind="percent", note=PLAN),
        line("targets.1.2", 9_900, None, None, label="Foundry Output", kind="percent", note=PLAN),
        line("targets.missed", 1, 1, 0, label=N_("Targets missed")),
    )
    assert found["experience"] == []
    assert found["problems"] == [
        "Targets missed: 1.", "Foundry Output reached only 99.00% of its plan, 1.00% short: plan 10, actual 11 t.",
    ]  # fmt: skip


GAP = Said(N_("ahead {leader} {best}, behind {laggard} {last} {measure}"), {
    "leader": "Foundry", "best": "1.2", "laggard": "Forge", "last": "1.5", "measure": "t", "what": "Foundries: coke",
})  # fmt: skip


def test_the_gap_between_the_first_and_the_last_is_named() -> None:
    found = offered(
        line("comparison.1.7.gap", 2_500, None, None, label="Gap to the leader: Foundries: coke", kind="percent", note=GAP),
        line("comparison.1.8.gap", 0, None, None, label="no gap", kind="percent", note=GAP),
    )
    assert found["problems"] == ["Gap to the leader: Foundries: coke, 25.00%: ahead Foundry 1.2, behind Forge 1.5 t."]
    assert found["next_work"] == ["Foundries: coke: Forge goes to learn from Foundry, and draws up a catch-up plan."]


def test_the_sentences_are_chinese_on_a_chinese_page() -> None:
    found = offered(
        line("proposals.received", 14, 20, 9, label=N_("Proposals received")),
        line("proposals.saved_actual", 1_250_000, 1, 0, label=N_("12-month saving, actual"), kind="money"),
        line("waste.overdue", 3, 3, 0, label=N_("Measures against waste overdue")),
        language="zh",
    )
    assert found["experience"][0] == "受理建议由上年同期的9增至14。"
    assert found["experience"][1].endswith("：12,500.00元。")
    assert found["problems"][0].endswith("：3。")
    assert not any(letter.isascii() and letter.isalpha() for texts in found.values() for text in texts for letter in text)


codes = st.sampled_from([*rules.MORE_IS_BETTER, *rules.GOES_ON, "waste.overdue", "figures.1.2", "comparison.1.2.gap", "other"])
any_lines = st.lists(st.builds(lambda code, v: line(code, *v, note=GAP), codes, values), max_size=30)


@given(any_lines, st.sampled_from(LANGUAGES))
def test_there_are_never_more_sentences_than_a_clerk_reads(given_lines: list[Line], language: Language) -> None:
    found = offered(*given_lines, language=language)
    for sentences in found.values():
        assert len(sentences) <= rules.MOST_SENTENCES
        assert all("{" not in sentence and "None" not in sentence for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_office_is_offered_sentences_that_name_no_person(office: Book, language: Language) -> None:
    with speaking(language):
        parts = service.parts(office, Period.of_month(Month(1958, 3)))
        texts: Mapping[str, str] = service.offered(parts)
    names = {row["name"] for row in office.rows("select name from workers")}
    for text in texts.values():
        assert text
        assert not [name for name in names if name in text]


def test_figures_of_the_sample_that_stand_open_rows_that_are_there(office: Book) -> None:
    for part in service.parts(office, Period.of_month(Month(1958, 3))):
        for each in part.lines:
            for value, rows in zip(each.values, each.rows, strict=True):
                assert not value or each.tbl, each.code
                assert all(office.image(each.tbl, row) for row in rows), each.code
