"""One writer at a book: who holds it, and where a live book may not stand."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import msgspec

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _

_NETWORK = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs", "vboxsf", "prl_fs"}


class Lock:
    """The right to write in a book, held until `release`."""

    def __init__(self, book: Path) -> None:
        self._file = book.with_name(book.name + ".lock")
        self._holder = book.with_name(book.name + ".holder")
        self._held: int | None = None  # the open file whose lock is ours

    def take(self, clerk: str) -> bool:
        """Try to become the one writer; False when another program is."""
        if self._held is not None:
            self.sign(clerk)
            return True
        try:
            opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError:
            return False  # the medium cannot be written: nobody writes here
        try:
            _hold(opened)
        except OSError:
            os.close(opened)
            return False
        self._held = opened
        self.sign(clerk)
        return True

    def sign(self, clerk: str) -> None:
        """Say who holds the book, for a second program to tell."""
        said = {"clerk": clerk, "host": platform.node(), "pid": os.getpid()}
        self._holder.write_bytes(msgspec.json.encode(said))

    def holder(self) -> str:
        """Who writes in the book, for showing: "Wang Xiuying on PC-3"."""
        try:
            said = msgspec.json.decode(self._holder.read_bytes())
            return _("{clerk} on {host}", clerk=said["clerk"] or _("a clerk"), host=said["host"])
        except (OSError, ValueError, TypeError, KeyError):
            return _("another program")

    def release(self) -> None:
        """Give the right back."""
        if self._held is not None:
            self._holder.unlink(missing_ok=True)
            _let_go(self._held)  # the system does it as well when the program is killed
            os.close(self._held)
            self._held = None


def _hold(opened: int) -> None:
    """Lock an open file for this program alone, without waiting. Raises OSError when another holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _let_go(opened: int) -> None:
    """Unlock an open file at once, also when a child of this program still has it open."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_UN)


def refuse_network(path: Path) -> None:
    """Raise KnownError when a live book would stand on a network share, where SQLite's WAL is not safe."""
    if on_network(path):
        raise KnownError(
            _(
                "{path} lies on a network drive, where a book can be damaged. "
                "Copy it to this computer's own disk and open it there.",
                path=path,
            )
        )


def on_network(path: Path) -> bool:
    """Whether the path lies on a network drive."""
    text = str(path.absolute())
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(text[:3]) == 4)
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, where, filesystem, *_rest = line.split(" ")
        where = where.replace("\\040", " ")
        if len(where) >= len(best) and (text == where or text.startswith(where.rstrip("/") + "/")):
            best, kind = where, filesystem
    return kind in _NETWORK
