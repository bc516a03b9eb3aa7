"""Quick questions to the book beside the window: the boxes never wait, and only the latest question of a place is answered."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from shiboken6 import isValid

from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.core.words import Language, language, speaking

T = TypeVar("T")
TURN = 0.001  # seconds: window and worker take turns oftener than Python's five milliseconds, a third of a frame


class _Question:
    """One question on its way: who asked, in which language, and whether the answer is still wanted."""

    def __init__(
        self,
        slot: str,
        question: Callable[[Book], Any],
        answered: Callable[[Any], None],
        failed: Callable[[KnownError], None] | None,
    ) -> None:
        self.slot, self.question, self.answered, self.failed = slot, question, answered, failed
        self.speak: Language = language()
        self.forgotten = False


class Asker(QObject):
    """Puts quick questions to the book beside the window: one worker, its own read-only Book, the latest question of a slot wins.

    The thread begins with the first question and ends with `close`. A question is asked inside one
    read transaction and speaks the screen's language of the moment it was asked.
    """

    _told = Signal(object, str, object)

    def __init__(self, book: Book, tell: Callable[[KnownError], None], parent: QObject | None = None) -> None:
        """`tell` takes the troubles of questions that have no `failed` of their own."""
        super().__init__(parent)
        self.setObjectName("asker")
        self._book = book
        self._tell = tell
        self._turn = threading.Condition()
        self._waiting: dict[str, _Question] = {}
        self._running: _Question | None = None
        self._unsaid: list[_Question] = []  # ended on the worker, not yet told in the window
        self._own: Book | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        slot: str,
        question: Callable[[Book], T],
        answered: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Ask `question` on the worker; `answered` gets what it gives, on the window's thread.

        What waits or runs under the same `slot` is interrupted and forgotten: neither of its two is called any more, nor when
        they belong to a widget that is gone. A KnownError goes to `failed`, without one it is told to the clerk.
        """
        asked = _Question(slot, question, answered, failed)
        with self._turn:
            if self._closed:
                return
            self._drop(slot)
            self._waiting[slot] = asked
            if self._thread is None:
                sys.setswitchinterval(TURN)
                self._thread = threading.Thread(target=self._work, name="asker", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def forget(self, slot: str) -> None:
        """The answer of this slot is no longer wanted."""
        with self._turn:
            self._drop(slot)

    def asking(self, slot: str) -> bool:
        """Whether a question of this slot is still to be answered."""
        with self._turn:
            under_way = [*self._waiting.values(), *self._unsaid, *([self._running] if self._running else [])]
            return any(asked.slot == slot and not asked.forgotten for asked in under_way)

    def wait_for_done(self, milliseconds: int = -1) -> bool:
        """Wait until every question is answered and told; for closing and for tests. False when the time was too short."""
        until = time.monotonic() + milliseconds / 1000
        while True:
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            with self._turn:
                if self._running is None and not self._waiting and not self._unsaid:
                    return True
                if self._running is not None or self._waiting:
                    self._turn.wait(0.02)
            if milliseconds >= 0 and time.monotonic() > until:
                return False

    def close(self) -> None:
        """Forget all questions, end the thread and close its book. Nothing is answered afterwards."""
        with self._turn:
            self._closed = True
            for slot in [*self._waiting, *(asked.slot for asked in self._unsaid), *([self._running.slot] if self._running else [])]:
                self._drop(slot)
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # -- in the window ---------------------------------------------------------

    def _drop(self, slot: str) -> None:
        """Forget a slot's question wherever it is; the caller holds the turn."""
        waiting = self._waiting.pop(slot, None)
        for asked in (waiting, self._running, *self._unsaid):
            if asked is not None and asked.slot == slot:
                asked.forgotten = True
        if self._running is not None and self._running.slot == slot and self._own is not None:
            self._own.interrupt()

    def _deliver(self, asked: _Question, outcome: str, result: object) -> None:
        with self._turn:
            if asked in self._unsaid:
                self._unsaid.remove(asked)
        if outcome == "bug" and isinstance(result, BugError):
            raise result
        if asked.forgotten:
            return
        if outcome == "answered":
            if _is_there(asked.answered):
                asked.answered(result)
        elif isinstance(result, KnownError):
            if asked.failed is None:
                self._tell(result)
            elif _is_there(asked.failed):
                asked.failed(result)

    # -- on the worker -----------------------------------------------------------

    def _work(self) -> None:
        try:
            while True:
                with self._turn:
                    while not self._waiting and not self._closed:
                        self._turn.wait()
                    if self._closed:
                        return
                    asked = self._running = self._waiting.pop(next(iter(self._waiting)))
                outcome, result = self._answer(asked)
                with self._turn:
                    self._running = None
                    self._turn.notify_all()
                    if outcome == "bug" or not asked.forgotten:
                        self._unsaid.append(asked)
                        self._told.emit(asked, outcome, result)
        finally:
            if self._own is not None:
                self._own.close()

    def _answer(self, asked: _Question) -> tuple[str, object]:
        try:
            with speaking(asked.speak):
                own = self._reader()
                with own.one_moment():
                    return "answered", asked.question(own)
        except Interrupted:
            return "forgotten", None
        except KnownError as error:
            return "failed", error
        except Exception as error:  # noqa: BLE001 - what a worker thread meets must reach the crash dialog
            if isinstance(error, BugError):
                return "bug", error
            fault = BugError(f"{type(error).__name__}: {error}")
            fault.__cause__ = error
            return "bug", fault

    def _reader(self) -> Book:
        """The worker's own book, opened with the first question; what a forgotten question begins afterwards ends soon, too."""
        if self._own is None:
            own = self._book.second(write=False)
            own.search("a", limit=1)  # opens the search once for all: ended in the middle of that, it would say it is broken
            own.only_while(self._wanted)
            with self._turn:
                self._own = own
        return self._own

    def _wanted(self) -> bool:
        asked = self._running
        return asked is None or not asked.forgotten


def _is_there(told: Callable[..., None]) -> bool:
    """Whether the widget that a method belongs to still stands."""
    owner = getattr(told, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
