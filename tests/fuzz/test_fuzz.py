"""A few of the strange files at every run of the tests; `python -m tests.fuzz` makes thousands."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.fuzz.__main__ import run, schedule
from tests.fuzz.made import KINDS

LARGE = {name for name in KINDS if name.startswith("1,048,576")}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is taken in by a process of its own, by fork")


def test_strange_files_are_taken_in_whole_or_not_at_all() -> None:
    results = list(run(110, seed=2, without=LARGE))
    assert [(result.kind, result.number, result.why) for result in results if result.what == "broken"] == []
    assert {result.kind for result in results} == KINDS.keys() - LARGE
    counts = Counter(result.what for result in results)
    assert counts["taken in"] > 10, counts
    assert counts["refused"] > 30, counts


def test_every_kind_is_made_and_the_same_again() -> None:
    assert len(schedule(2_000)) >= 2_000
    assert {kind for kind, _number in schedule(50)} == KINDS.keys()
