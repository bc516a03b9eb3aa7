"""A few of the strange files at every run of the tests; `python -m tests.fuzz` makes thousands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.fuzz.__main__ import schedule
from tests.fuzz.made import KINDS

LARGE = {name for name in KINDS if name.startswith("1,048,576")}
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each file is taken in by a process of its own, by fork")


RUN = """
import json, sys
from tests.fuzz.__main__ import run
print(json.dumps([(each.kind, each.number, each.what, each.why) for each in run(110, seed=2, without=set(sys.argv[1:]))]))
"""
"""In a process of its own: a file's memory is measured in a fork, which would begin with all that the tests before have used."""


def test_strange_files_are_taken_in_whole_or_not_at_all() -> None:
    done = subprocess.run([sys.executable, "-c", RUN, *LARGE], capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    assert [each for each in results if each[2] == "broken"] == []
    assert {kind for kind, _number, _what, _why in results} == KINDS.keys() - LARGE
    counts = Counter(what for _kind, _number, what, _why in results)
    assert counts["taken in"] > 10, counts
    assert counts["refused"] > 30, counts


def test_every_kind_is_made_and_the_same_again() -> None:
    assert len(schedule(2_000)) >= 2_000
    assert {kind for kind, _number in schedule(50)} == KINDS.keys()
