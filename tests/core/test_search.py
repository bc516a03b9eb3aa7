"""Any part of any text is found: laws of the search, against Python's own `in`."""

from __future__ import annotations

import datetime
import sqlite3
import unicodedata

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.core import letters
from tests.core.letters import Letter
from unionoffice.core.book import Book
from unionoffice.core.search import RUN, cover, folded, laid_down, question, tokens
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Worker

HAN = "李桂兰王秀英刀具切削油节约浪费车工一二三𬭎㛃〇"
MIXED = HAN + "aAbBzZäÖßé0159 -/.,()（），。“”·٣яЯΣσς①㎡ｱあ한ั़"
any_letter = st.characters(codec="utf-8", categories=("L", "N", "So", "P", "S", "Mc", "Zs"))
"""Every letter, digit, sign and space there is; marks that melt into the letter before them stand apart, see below."""

texts = st.one_of(
    st.text(HAN, min_size=1, max_size=40), st.text(MIXED, min_size=1, max_size=40), st.text(any_letter, min_size=1, max_size=30)
)


def searched(text: str) -> str:
    """What is left of a text for searching: folded, without spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c) in ("So", "Mn", "Mc"))


def composed(text: str) -> bool:
    """Whether the text is as every keyboard and input method writes it: no part of it melts with its neighbour."""
    return unicodedata.normalize("NFKC", text).casefold() == "".join(unicodedata.normalize("NFKC", c).casefold() for c in text)


@settings(max_examples=300)
@given(texts, st.data())
@example("切削油 1958年节约𬭎", None)
def test_any_substring_of_one_to_twelve_signs_is_found(kept: Book, text: str, data: st.DataObject | None) -> None:
    assume(composed(text))
    with kept.act("Enter") as act:
        row = store.save_worker(act, Worker(name="x", remark=text))
    places = [(0, 1), (2, 5), (4, 16)] if data is None else []
    if data is not None:
        start = data.draw(st.integers(0, len(text) - 1))
        places = [(start, start + data.draw(st.integers(1, 12)))]
    for start, end in places:
        part = text[start:end]
        if question(part) is None:
            continue  # spaces and punctuation alone are no question
        assert row in {hit.row for hit in kept.search(part, limit=10_000)}, (text, part)
    kept.undo()
    assert kept.search(text[:12], limit=1) == [] or question(text[:12]) is None


@given(
    st.lists(st.text(HAN + "abAB01 ，", min_size=1, max_size=12), min_size=1, max_size=6),
    st.text(HAN + "abAB01 ，", min_size=1, max_size=9),
)
def test_the_search_finds_what_python_finds_and_nothing_else(kept: Book, remarks: list[str], asked: str) -> None:
    assume(question(asked) is not None)
    with kept.act("Enter") as act:
        rows = {store.save_worker(act, Worker(name="众", remark=remark)): remark for remark in remarks}
    wanted = [part for part in (searched(part) for part in asked.split()) if part]
    expected = {row for row, remark in rows.items() if all(part in searched(remark) or part in searched("众") for part in wanted)}
    found = {hit.row for hit in kept.search(asked, limit=10_000)}
    kept.undo()
    assert found == expected


def test_every_letter_digit_and_sign_of_unicode_can_be_found_alone() -> None:
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table found using fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'ascii')")
    signs = (chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)
    every = [(ord(sign), tokens("signs", laid_down([sign]), "")) for sign in signs if folded(sign)]
    assert len(every) > 130_000
    index.executemany("insert into found (rowid, text) values (?, ?)", every)
    lost = []
    for number, _laid in every[::7]:
        asked = question(chr(number))
        assert asked is not None
        if not index.execute("select 1 from found where found match ? and rowid = ?", (asked.match, number)).fetchone():
            lost.append(hex(number))
    index.close()
    assert lost == []


@given(st.text(max_size=40))
def test_no_question_is_a_command(kept: Book, typed: str) -> None:
    before = kept.value("select count(*) from workers")
    kept.search(typed)
    assert kept.value("select count(*) from workers") == before


@given(st.text(any_letter, min_size=1, max_size=12), st.text(any_letter, min_size=1, max_size=12))
def test_what_is_found_never_reaches_over_the_end_of_a_field(kept: Book, one: str, two: str) -> None:
    assume(folded(one) and folded(two) and composed(one) and composed(two))
    over = folded(one)[-2:] + folded(two)[:2]
    assume(over not in folded(one) and over not in folded(two) and len(over.split()) == 1)
    with kept.act("Enter") as act:
        row = store.save_worker(act, Worker(name="x", trade=one, remark=two))
    found = {hit.row for hit in kept.search(over, limit=10_000)}
    kept.undo()
    assert row not in found


@given(st.text(MIXED, min_size=1, max_size=20))
def test_the_runs_of_a_question_hold_all_of_it(text: str) -> None:
    runs = cover(text)
    assert all(run in text and len(run) <= RUN for run in runs)
    held = {place for run in runs for place in range(len(text)) if run in text[max(0, place - RUN + 1) : place + RUN]}
    assert held == set(range(len(text)))
    assert len(runs) <= -(-len(text) // RUN)


def test_capitals_full_width_signs_and_small_letters_are_one(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="孙工", remark="Ｃ６２０ 车床 Straße 12㎡ ★ 25℃"))
    for asked in ("c620", "C６20", "STRASSE", "12m2", "车 床", "★", "25°c"):
        assert [hit.row for hit in book.search(asked)] == [row], asked


def test_the_latest_comes_first_and_the_table_can_be_chosen(book: Book) -> None:
    first = service.enter_worker(book, Worker(name="李一"))
    second = service.enter_worker(book, Worker(name="李二"))
    assert [hit.row for hit in book.search("李")] == [second, first]
    assert book.search("李", tbl="units") == []
    assert [hit.row for hit in book.offered("workers", "李", limit=1)] == [second]
    assert [hit.row for hit in book.offered("workers", " ")] == [second, first]


def test_a_day_is_found_as_people_write_it(lettered: Book) -> None:
    row = letters.enter(lettered, Letter(title="信", written_on=datetime.date(1958, 2, 3)))
    for asked in ("1958-02-03", "1958.2.3", "58-2-3", "1958年2月3日", "58/2", "1958-2", "1958年2月", "195802", "５８．２．３"):
        assert [hit.row for hit in lettered.search(asked)] == [row], asked
    for asked in ("1958-13", "1958.2.4", "58-2-32", "1957.2.3"):
        assert lettered.search(asked) == [], asked
