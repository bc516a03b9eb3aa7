"""Long work beside a window that has no book yet: it says how far it is, and the clerk can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from unionoffice.core.errors import Interrupted
from unionoffice.core.words import language, speaking
from unionoffice.kit.jobs import Progress, Stopped


class Beside(QObject):
    """One piece of work on a thread of its own; with a book open a `kit.jobs.Job` is the way.

    `work(progress)` speaks the screen's language of the start. The signals come on the window's thread, in this order.
    """

    progressed = Signal(object, object, str)
    """How many of how many are done, of what in words."""
    ended = Signal(object)
    """What the work gave, or the exception it ended with: Stopped when the clerk wanted that."""

    def __init__(self, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._spoken = language()
        self._stop = threading.Event()
        self._last: tuple[int, int, str] | None = None
        self._said: SimpleQueue[tuple[int, int, str]] = SimpleQueue()
        self._outcome: object = None
        self._thread = threading.Thread(target=self._run, name="beside the window")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._timer.start(50)

    def stop(self) -> None:
        """Ask it to end, which it does where it tells how far it is."""
        self._stop.set()

    def end(self) -> None:
        """Stop it and wait for its end; nobody is told any more."""
        self.stop()
        self._timer.stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            with speaking(self._spoken):
                self._outcome = self._work(Progress(self._tell, self._stop))
        except Interrupted:
            self._outcome = Stopped()
        except BaseException as error:  # noqa: BLE001 - told, or raised again, on the window's own thread
            self._outcome = error

    def _tell(self, done: int, total: int, what: str) -> None:
        if (done, total, what) != self._last:
            self._last = done, total, what
            self._said.put(self._last)

    def _look(self) -> None:
        alive = self._thread.is_alive()
        while not self._said.empty():
            self.progressed.emit(*self._said.get())
        if not alive:
            self._timer.stop()
            self.ended.emit(self._outcome)
