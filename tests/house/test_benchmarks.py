"""The table of a run says what was measured: verdicts, the file of `--json`, the place in the page of speeds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import written
from benchmarks.growth import gathered
from benchmarks.line import above, as_json, compared, percentile, reported, table, within


def test_a_ratio_is_met_by_its_middle_and_the_page_says_how_far_it_spread() -> None:
    line = compared("saving", "s", "a bare insert", 1.5, [(3.0, 2.0), (2.0, 2.0), (8.0, 2.0)])
    assert (line.ratio, line.least, line.most, line.met) == (1.5, 1.0, 4.0, True)
    missed = compared("saving", "s", "a bare insert", 1.4, [(3.0, 2.0)])
    assert missed.met is False
    assert "**missed**" in table([missed])


def test_what_may_be_added_to_a_ratio_counts() -> None:
    assert compared("turn", "ms", "by hand", 1.5, [(11.0, 2.0)], plus=8).met
    assert not compared("turn", "ms", "by hand", 1.5, [(11.5, 2.0)], plus=8).met


def test_a_difference_is_met_by_its_middle() -> None:
    ours, theirs = iter([9.0, 1.4, 1.6, 1.4]), iter([9.0, 1.0, 1.0, 1.0])
    assert above("saving", "ms", "a bare insert", 0.5, 3, lambda: next(ours), lambda: next(theirs)).met


def test_the_file_holds_what_the_line_says() -> None:
    lines = [within("key", "ms", 16, 20.0), reported("bytes", "B", 3.0)]
    assert as_json(lines) == [
        {"name": "key", "figure": 20.0, "unit": "ms", "yardstick": None, "ratio": None, "target": 16, "met": False},
        {"name": "bytes", "figure": 3.0, "unit": "B", "yardstick": None, "ratio": None, "target": None, "met": None},
    ]


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_pass(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    needed = math.ceil(len(values) * percent / 100)
    assert sum(value <= found for value in values) >= needed
    assert sum(value < found for value in values) < needed


def test_the_table_takes_the_place_of_the_last_one_and_the_words_around_it_stay(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{written.BEGIN}\nold\n{written.END}\nafter\n", encoding="utf-8")
    for name in ("first", "second"):
        written.into_page([reported(name, "s", 1.0)], ["printing: a peer is missing"], 50_000, 90, page=page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "| second |" in text
    assert "old" not in text
    assert "first" not in text
    assert "Skipped: printing: a peer is missing" in text
    page.write_text("no place", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        written.into_page([], [], 1, 1, page=page)


def test_the_page_of_speeds_has_a_place_for_the_table() -> None:
    text = written.PAGE.read_text(encoding="utf-8")
    assert text.count(written.BEGIN) == text.count(written.END) == 1


def test_only_lines_with_a_short_name_are_drawn_by_size() -> None:
    key, other = within("key", "ms", 16, 2.0, short="key"), reported("bytes", "B", 3.0)
    assert gathered({10: [key, other], 1: [key._replace(figure=1.0)]}) == {"key": {1: key._replace(figure=1.0), 10: key}}
