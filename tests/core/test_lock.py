"""One writer at a book: a second program is refused and told who; a fallen one leaves no lock behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from unionoffice.core import lock as locks
from unionoffice.core.errors import KnownError
from unionoffice.core.lock import Lock

HERE = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from unionoffice.core.lock import Lock
lock = Lock(Path(sys.argv[1]))
print(lock.take(sys.argv[2]), flush=True)
sys.stdin.read()
lock.release()
"""


def another_program(path: Path, clerk: str) -> subprocess.Popen[str]:
    """A program of its own that tries to become the one writer and says whether it is."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), clerk], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_a_second_program_is_refused_and_told_who(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with another_program(path, "李桂兰") as other:
        assert said(other) == "True"
        mine = Lock(path)
        assert not mine.take("王秀英")
        assert mine.holder().startswith("李桂兰 on ")
        mine.release()
        assert mine.holder().startswith("李桂兰 on "), "who was refused takes nothing away"
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(30) == 0
        assert mine.take("王秀英"), "what was given back can be taken"
    with another_program(path, "赵工") as third:
        assert said(third) == "False"
        assert third.stdin is not None
        third.stdin.close()
        third.wait(30)
    assert mine.holder().startswith("王秀英 on ")
    mine.release()
    assert not path.with_name("office.db.holder").exists()


def test_a_killed_program_leaves_no_stale_lock(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    with another_program(path, "李桂兰") as other:
        assert said(other) == "True"
        os.kill(other.pid, signal.SIGKILL)
        other.wait(30)
        mine = Lock(path)
        assert mine.take("王秀英")
        assert mine.holder().startswith("王秀英 on ")
        mine.release()


def test_two_locks_of_one_program_are_two_writers(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "office.db"), Lock(tmp_path / "office.db")
    assert first.take("王秀英")
    assert not second.take("王秀英")
    first.sign("李桂兰")
    assert second.holder().startswith("李桂兰 on ")
    first.release()
    first.release()
    assert second.take("王秀英")
    second.release()


def test_a_holder_that_cannot_be_read_is_another_program(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "office.db")
    assert lock.holder() == "another program"
    (tmp_path / "office.db.holder").write_bytes(b"\xff\x00half")
    assert lock.holder() == "another program"


def test_a_disk_that_cannot_be_written_has_no_writer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not Lock(tmp_path / "file" / "office.db").take("王秀英")


@pytest.mark.skipif(sys.platform == "win32", reason="reads /proc/mounts")
@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/wang/office.db", False), ("/mnt/share/office.db", True),
        ("/mnt/shared/office.db", False), ("/mnt/my share/a/b.db", True),
    ],
)
def test_a_network_drive_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch, path: str, network: bool) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\n//server/x /mnt/share cifs rw 0 0\nserver:/y /mnt/my\\040share nfs4 rw 0 0\n"
    read = Path.read_text
    told = lambda self, **how: mounts if str(self) == "/proc/mounts" else read(self, **how)
    monkeypatch.setattr(Path, "read_text", told)
    assert locks.on_network(Path(path)) == network
    if network:
        with pytest.raises(KnownError, match="Copy it to this computer"):
            locks.refuse_network(Path(path))
    else:
        locks.refuse_network(Path(path))


def test_a_windows_share_is_a_network_drive() -> None:
    class Share(type(Path())):  # type: ignore[misc]
        def absolute(self) -> Path:
            return self

        def __str__(self) -> str:
            return "\\\\server\\union\\office.db"

    assert locks.on_network(Share("x"))
