"""Where the clerk's own folder lies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from unionoffice.core import paths


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folders of XDG")
@pytest.mark.parametrize(("named", "expected"), [("elsewhere", "elsewhere"), ("", ".local/share"), (None, ".local/share")])
def test_the_clerks_folder_is_made_where_the_system_keeps_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, expected: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_DATA_HOME", named and str(tmp_path / named))
    folder = paths.user_data()
    assert folder == tmp_path / expected / "unionoffice"
    assert folder.is_dir()
