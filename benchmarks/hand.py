"""A hand at the real window: it lets the window do its work, and tells how long it takes until something is painted."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class _Watch(QObject):
    """Notes the first painting of a widget after it shows what was asked for."""

    def __init__(self, on: QWidget, there: Callable[[], bool]) -> None:
        super().__init__()
        self.there, self.seen = there, False
        on.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Look at every painting."""
        if event.type() == QEvent.Type.Paint and self.there():
            self.seen = True
        return super().eventFilter(watched, event)


class Hand:
    """The program over a book, in this process, when all that begins by itself is ended."""

    def __init__(self, path: Path) -> None:
        from unionoffice.app import Program, prepare

        prepare()
        self.app = QApplication(sys.argv[:1])
        self.program = Program(self.app)
        self.program.start(path)
        window: Any = self.program.window
        self.window = window
        self.rest(1500)
        self.window.jobs.stop_all()
        self.window.jobs.wait_for_done()

    def rest(self, milliseconds: int = 0) -> None:
        """Let the window do what it has to do."""
        until = time.monotonic() + milliseconds / 1000
        self.app.processEvents()
        while time.monotonic() < until:
            time.sleep(0.001)
            self.app.processEvents()

    def painted(
        self, do: Callable[[], object], view: QWidget, there: Callable[[], bool], *, at_most: float
    ) -> tuple[float, float]:
        """Milliseconds until what was done is painted, at most so many seconds; and the longest pause of the window meanwhile."""
        watch, pause = _Watch(view, there), 0.0
        start = turn = time.perf_counter()
        do()
        while not watch.seen and time.perf_counter() - start < at_most:
            self.app.processEvents()
            pause = max(pause, time.perf_counter() - turn)
            if not watch.seen:
                time.sleep(0.0002)
            turn = time.perf_counter()
        took = time.perf_counter() - start
        view.removeEventFilter(watch)
        return took * 1000, pause * 1000
