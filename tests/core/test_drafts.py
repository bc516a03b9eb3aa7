"""What is typed and not saved yet is kept, and wiped without a trace when it is saved."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core.drafts import Drafts, beside
from unionoffice.core.errors import KnownError

values = st.dictionaries(
    st.text(min_size=1, max_size=10), st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=30), max_size=5
)


def test_what_is_typed_survives_closing(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "office.db")
    drafts.keep("proposals/new", {"title": "节约切削油", "saved": 120000, "unit": None})
    drafts.keep("roster/7", {"name": "王𬭎"})
    drafts.close()
    assert beside(tmp_path / "office.db").exists()
    again = Drafts(tmp_path / "office.db")
    assert again.places() == ["proposals/new", "roster/7"]
    assert again.kept("proposals/new") == {"title": "节约切削油", "saved": 120000, "unit": None}
    assert again.kept("elsewhere") == {}
    again.wipe("proposals/new")
    again.keep("roster/7", {})
    assert again.places() == []
    again.close()


def test_what_is_typed_survives_a_kill(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from unionoffice.core.drafts import Drafts
Drafts(Path({str(tmp_path / "office.db")!r})).keep("a", {{"text": "刚写的"}})
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False).returncode == -9
    drafts = Drafts(tmp_path / "office.db")
    assert drafts.kept("a") == {"text": "刚写的"}
    drafts.close()


@given(st.lists(st.tuples(st.sampled_from("abc"), values), max_size=12))
def test_the_last_word_at_each_place_is_what_is_kept(kept: list[tuple[str, dict[str, object]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        drafts = Drafts(Path(folder) / "office.db")
        expected: dict[str, dict[str, object]] = {}
        for place, typed in kept:
            drafts.keep(place, typed)
            expected[place] = typed
        assert {place: drafts.kept(place) for place in "abc"} == {place: expected.get(place, {}) for place in "abc"}
        assert drafts.places() == sorted(place for place, typed in expected.items() if typed)
        drafts.close()


def test_a_wiped_draft_is_in_no_byte_of_the_file(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "office.db")
    drafts.keep("a", {"speaker": "独一无二的名字" * 500})
    drafts.keep("b", {"x": "y"})
    drafts.wipe("a")
    drafts.close()
    for path in tmp_path.iterdir():
        assert "独一无二".encode() not in path.read_bytes()


def test_a_spoilt_file_of_drafts_does_not_keep_the_book_shut(tmp_path: Path) -> None:
    path = beside(tmp_path / "office.db")
    path.write_bytes(b"not a database" * 100)
    drafts = Drafts(tmp_path / "office.db")
    assert drafts.places() == []
    drafts.keep("a", {"x": 1})
    assert drafts.kept("a") == {"x": 1}
    drafts.close()


def test_a_full_disk_is_told_and_earlier_drafts_stay(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "office.db")
    drafts.keep("a", {"x": "先写的"})
    drafts._conn.execute("pragma max_page_count = 4")
    with pytest.raises(KnownError, match="disk is full"):
        drafts.keep("a", {"x": "长" * 50_000})
    assert drafts.kept("a") == {"x": "先写的"}
    drafts.close()
