"""The process in which a workbook is opened, seen from the program: it is started, listened to, and ended.

A workbook from elsewhere is opened by native code that may run out of memory, go round in circles or break down. Apart it can take
neither the window nor the book with it. `core.workbook` is what runs there, and says what the messages are.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

WORD: str = "--read-workbook"
"""The first word of the command line by which a frozen program becomes that process."""
Message = tuple[str, Any]

PATIENCE = 8.0
"""Seconds that may pass without a message, before what the size allows."""
SLOWEST = 4_000_000
"""Bytes of an unpacked workbook that are read in a second, at the very least."""
_BREATH = 0.2
_LONGEST_MESSAGE = 200_000_000


def messages(path: Path, sheet: str) -> Generator[Message, None, None]:
    """What the process tells of the workbook, as it comes, and ("waiting", None) at least every fifth of a second in between.

    The last message is "end" or "refused", also when the process broke down or took too long. The process ends with the iterator,
    which the caller closes. Raises OSError when it cannot be started or the file is not there.
    """
    left = PATIENCE + path.stat().st_size / SLOWEST
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        command(str(path), sheet),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RUST_BACKTRACE": "0"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    pipe = process.stdout
    if pipe is None:
        raise OSError("no pipe")
    found: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(pipe, found), daemon=True)
    listener.start()
    try:
        heard = time.monotonic()
        while True:
            message: Message | None = ("waiting", None)
            with suppress(queue.Empty):
                message = found.get(timeout=_BREATH)
                heard = time.monotonic()
            if message is None:  # it ended without a last word
                message = "refused", {"why": _why(process.wait())}
            elif time.monotonic() - heard > left:
                message = "refused", {"why": "slow"}
            elif message[0] == "size":
                left = PATIENCE + message[1] / SLOWEST
                continue
            yield message
            if message[0] in ("end", "refused"):
                return
    finally:
        process.kill()
        process.wait()
        listener.join()
        pipe.close()


def command(path: str, sheet: str) -> list[str]:
    """The command that opens a workbook in a process of its own; a frozen program calls itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD, path, sheet]
    start = "import sys; sys.path[:] = sys.argv[3:]; from unionoffice.core.workbook import main; main(sys.argv[1], sys.argv[2])"
    return [sys.executable, "-I", "-S", "-W", "ignore", "-c", start, path, sheet, *(place for place in sys.path if place)]


def _listen(pipe: BinaryIO, found: queue.SimpleQueue[Message | None]) -> None:
    """Put the messages into the queue, and None behind the last: on a thread, as not every system can wait for a pipe."""
    decode = msgspec.msgpack.Decoder(Message).decode
    with suppress(OSError, ValueError, msgspec.DecodeError):
        while head := pipe.read(4):
            size = int.from_bytes(head, "little")
            if size > _LONGEST_MESSAGE:
                break
            found.put(decode(pipe.read(size)))
    found.put(None)


def _why(code: int) -> str:
    """Why the process ended without a word: native code that gets no more memory aborts, too much reckoning is stopped."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return "slow"
    return "far" if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 0)) else "damaged"
