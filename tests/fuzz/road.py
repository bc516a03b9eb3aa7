"""One file taken all the way, in a process of its own: opened, its heading found, its columns matched, read, planned, taken into a
book; and the book looked over afterwards.

The process is measured and may break down, hang or be killed; what became of the book is then looked at from outside.
"""

from __future__ import annotations

import math
import os
import resource
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from unionoffice import schema
from unionoffice.core import intake, spreadsheet, upkeep, words
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker

SILENCE = 10.0
"""Seconds without progress after which a program hangs."""
MEMORY = 1_000
"""Megabytes that the program and the process beside it may need together."""
_GIVEN_UP = 60.0  # seconds without a sign after which nothing more is waited for
_SIGN = b"."
_CHECKED_WHOLE = 20_000


class Result(msgspec.Struct, kw_only=True):
    """What became of a file: taken in, read, refused, stopped, or broken; and what it cost."""

    kind: str = ""
    number: int = 0
    what: str = "broken"
    why: str = ""
    lines: int = 0
    taken: int = 0
    seconds: float = 0
    silent: float = 0
    megabytes: int = 0
    apart: int = 0


class StoppedError(Exception):
    """The clerk has had enough."""


def make_book(path: Path) -> None:
    """A book with a plant, a workshop and a worker."""
    upkeep.create(path, schema.SETS)
    book = Book.open(path, clerk="王秀英")
    plant = service.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    service.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=plant))
    service.enter_workers(book, [Worker(number="F000001", name="王秀英")])
    book.close()


def travel(source: Path, empty: Path, chance: Random, *, undisturbed: bool = False) -> Result:
    """Take the file into a copy of the empty book, which stands beside it, in a process of its own.

    Unless it shall be undisturbed, one time in eight the clerk stops in the midst of it, one in twelve the process is killed.
    """
    copy = source.with_name("office.db")
    for rest in source.parent.glob("office.db*"):
        rest.unlink()
    shutil.copyfile(empty, copy)
    before = _state(copy, whole=True)
    stopped_at = chance.randint(1, 12) if not undisturbed and chance.random() < 1 / 8 else 0
    killed_after = chance.uniform(0.02, 0.6) if not undisturbed and chance.random() < 1 / 12 else 0.0
    begun = time.monotonic()
    taken, given = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        os.close(taken)
        _there(source, copy, stopped_at, given)
    os.close(given)
    told = _heard(pid, taken, begun + killed_after if killed_after else math.inf)
    _pid, status, usage = os.wait4(pid, 0)
    seconds = time.monotonic() - begun
    if told:
        result = msgspec.msgpack.decode(told, type=Result)
    elif killed_after and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        result = Result(what="killed")
    else:
        result = Result(why=f"ended without a word, status {status}, after {seconds:.0f} s")
    result.seconds = seconds
    result.megabytes = result.megabytes or usage.ru_maxrss // 1024
    if result.what != "broken":
        result.why = _faults(result, before, copy) or result.why
    return result


def _heard(pid: int, pipe: int, until: float) -> bytes:
    """The last word of the process. It is killed when its time is over, or when it gives no sign of going on."""
    said, last = b"", time.monotonic()
    with os.fdopen(pipe, "rb", buffering=0) as file:
        while True:
            ready, _w, _x = select.select([file], [], [], max(min(until, last + _GIVEN_UP) - time.monotonic(), 0))
            if not ready:
                os.kill(pid, signal.SIGKILL)
                return b""
            if not (part := file.read(1 << 16)):
                return said
            said, last = (said + part).lstrip(_SIGN), time.monotonic()


def _there(source: Path, copy: Path, stopped_at: int, pipe: int) -> None:
    """What happens in the process itself; it never comes back."""
    result = Result()
    try:
        words.use("zh")
        _go(source, copy, stopped_at, result, lambda: os.write(pipe, _SIGN))
    except StoppedError:
        result.what = "stopped"
    except KnownError as error:
        result.what, result.why = "refused", str(error)
        if "\n" in result.why or len(result.why) > 1_500:
            result.what, result.why = "broken", f"no sentence: {result.why[:200]!r}"
    except BaseException:  # noqa: BLE001 - whatever it is, it is what we look for
        result.what, result.why = "broken", traceback.format_exc()[-2_000:]
    result.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result.apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    os.write(pipe, msgspec.msgpack.encode(result))
    os._exit(0)


def _go(source: Path, copy: Path, stopped_at: int, result: Result, sign: Callable[[], object]) -> None:
    heard: dict[str, Any] = {"at": time.monotonic(), "sign": None, "times": 0}

    def told(done: int, whole: int, stage: str = "") -> None:
        """Note how long nothing went on; stop when the clerk has had enough."""
        now = time.monotonic()
        if (done, whole, stage) != heard["sign"]:
            heard["sign"], silent, heard["at"] = (done, whole, stage), now - heard["at"], now
            result.silent = max(result.silent, silent)
            sign()
        heard["times"] += 1
        if heard["times"] == stopped_at:
            raise StoppedError

    roll = service.ROLL
    opened = spreadsheet.open_source(source, told=told)
    told(0, 0, "opened")
    result.lines = len(opened.rows)
    book = Book.open(copy, clerk="王秀英")
    context = roll.prepare(book)
    heading = intake.find_heading(opened.rows, roll)
    matched = intake.match(opened.rows, heading, roll, context=context)
    told(0, 0, "matched")
    reading = intake.read(book, opened.rows, heading, matched, roll, context=context, told=told)
    told(0, 0, "read")
    result.what = "read"
    planned = intake.plan(reading, faulty="skip")
    told(0, 0, "planned")
    result.taken = len(planned.records)
    service.take_in(book, planned, told)
    result.what, heard["times"] = "taken in", stopped_at  # too late to stop
    told(0, 0, "taken in")
    book.close()


# -- the book afterwards ---------------------------------------------------------------

_COUNTS = {
    "acts": "select count(*) from acts",
    "changes": "select count(*) from changes",
    "workers": "select count(*) from workers",
    "units": "select count(*) from units",
    "register": "select count(*) from register where tbl = 'workers'",
}


def _state(path: Path, *, whole: bool) -> dict[str, Any]:
    """How many of everything stand in the book, and what `check` finds."""
    book = Book.open(path, clerk="王秀英")
    found: dict[str, Any] = {name: book.value(query) for name, query in _COUNTS.items()}
    found["faults"] = upkeep.check(book, schema.TABLES) if whole else book.rows("pragma integrity_check")[1:]
    book.close()
    return found


def _faults(result: Result, before: dict[str, Any], copy: Path) -> str:
    """What is wrong with the book, or was with the way; `result` is then broken. Empty when all is well."""
    try:
        after = _state(copy, whole=result.taken < _CHECKED_WHOLE)
    except Exception as error:  # noqa: BLE001 - a book that does not open is the worst that can be
        result.what = "broken"
        return f"the book does not open: {error!r}"
    found = [str(fault) for fault in after["faults"][:3]]
    same = all(after[name] == before[name] for name in _COUNTS)
    if result.what == "killed" and not same:  # all of it then
        if after["acts"] != before["acts"] + 1:
            found.append(f"{after['acts']} acts after {before['acts']}")
    elif result.what == "taken in":
        if after["changes"] - before["changes"] != result.taken + after["units"] - before["units"]:
            found.append(f"{after['changes']} changes for {result.taken} workers")
    elif not same:
        found.append(f"half of it is in the book: {before} became {after}")
    if after["register"] != after["workers"]:
        found.append(f"{after['register']} of {after['workers']} workers stand in the register")
    if result.silent > SILENCE:
        found.append(f"nothing went on for {result.silent:.0f} s")
    if result.megabytes + result.apart > MEMORY:
        found.append(f"it needed {result.megabytes} MB, and {result.apart} MB beside")
    if found:
        result.what = "broken"
    return "; ".join(found)
