"""A file that the clerk asked for is whole, or what stood there before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from unionoffice.core import whole
from unionoffice.core.errors import KnownError


def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"before")
    with whole.in_its_place(path) as part:
        part.write_bytes(b"after")
        assert path.read_bytes() == b"before"
    assert path.read_bytes() == b"after" and list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_disk_that_refuses_leaves_no_half_file(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(KnownError, match=r"sheet.xlsx cannot be written"):
            whole.write(path, bytes(5_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]


def test_a_stop_in_the_midst_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with pytest.raises(KeyboardInterrupt), whole.in_its_place(path) as part:
        part.write_bytes(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
