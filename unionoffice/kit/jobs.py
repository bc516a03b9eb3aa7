"""Long work beside the window: it says what it does and how much is left, and the clerk can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, Interrupted, KnownError
from unionoffice.core.words import N_, Language, _, language, speaking
from unionoffice.kit import theme

APPEARS_AFTER = 400  # milliseconds
_STEPS = 100_000  # of SQLite's machine, between two looks at whether the clerk wants it to end
State = Literal["waiting", "running", "done", "failed", "stopped"]


class Stopped(Exception):  # noqa: N818 - it is not an error: the clerk wished it
    """Raised inside a job when the clerk has pressed Stop; what was begun is rolled back."""


class Progress:
    """What a job tells while it works. Calling it raises Stopped when the clerk wants it to end."""

    def __init__(self, told: Callable[[int, int, str], None], stop: threading.Event) -> None:
        self._told = told
        self._stop = stop

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """`done` of `total` are finished (`total` 0: nobody knows); `words` say what it is doing now."""
        self.check()
        self._told(done, total, words)

    def check(self) -> None:
        """End here when the clerk wants it."""
        if self._stop.is_set():
            raise Stopped


class Job(QObject):
    """Reading work: it gets a Book of its own, inside one read transaction, so that all its figures are of one moment.

    `work(book, progress)` runs on the worker thread and speaks the screen's language of the start.
    The signals reach the window's thread.
    """

    writes = False
    progressed = Signal(object, object, str)
    finished = Signal(object)
    """The result of the work."""
    failed = Signal(object)
    """A KnownError or a BugError."""
    stopped = Signal()
    ended = Signal()
    """After any of the three."""
    _ran = Signal(str, object)

    def __init__(
        self, label: str, work: Callable[[Book, Progress], Any], *, speak: Language | None = None, parent: QObject | None = None
    ) -> None:
        """`label` says what it does, already in the screen's language."""
        super().__init__(parent)
        self.label = label
        self.work = work
        self.state: State = "waiting"
        self.done, self.total, self.words = 0, 0, ""
        self._speak: Language = speak or language()
        self._stop = threading.Event()
        self.progressed.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._ran.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Ask it to end; it does so at its next step, also in the midst of a long question to the book."""
        self._stop.set()

    def prepare(self, book: Book) -> None:
        """On the window's thread, before it starts."""
        del book
        self.state = "running"

    def run_on(self, book: Book) -> None:
        """On the worker thread. `book` is the window's: only a second one is opened from it."""
        outcome, result = self._outcome(book)
        self._ran.emit(outcome, result)

    def settle(self, outcome: str, result: object) -> object:
        """On the window's thread, when it has ended, before anyone is told; gives the result to tell."""
        del outcome
        return result

    def _outcome(self, book: Book) -> tuple[State, object]:
        try:
            with speaking(self._speak):
                return "done", self._worked(book)
        except (Stopped, Interrupted):
            return "stopped", None
        except (KnownError, BugError) as error:
            return "failed", error
        except Exception as error:  # noqa: BLE001 - what a worker thread meets must reach the crash dialog
            fault = BugError(f"{type(error).__name__}: {error}")
            fault.__cause__ = error
            return "failed", fault

    def _worked(self, book: Book) -> object:
        own = self._second(book, write=False)
        try:
            with own.one_moment():
                return self.work(own, Progress(self._tell, self._stop))
        finally:
            own.close()

    def _second(self, book: Book, *, write: bool) -> Book:
        own = book.second(write=write)
        own.only_while(lambda: not self._stop.is_set(), steps=_STEPS)
        return own

    def _tell(self, done: int, total: int, words: str) -> None:
        self.progressed.emit(done, total, words)

    def _keep(self, done: object, total: object, words: str) -> None:
        self.done, self.total, self.words = int(str(done)), int(str(total)), words

    def _deliver(self, outcome: str, result: object) -> None:
        result = self.settle(outcome, result)
        if outcome == "done":
            self.state = "done"
            self.finished.emit(result)
        elif outcome == "stopped":
            self.state = "stopped"
            self.stopped.emit()
        else:
            self.state = "failed"
            self.failed.emit(result)
        self.ended.emit()


class WriteJob(Job):
    """A long act: it writes through the same door with a Book of its own, whole or not at all; stop is rollback.

    `work` opens the act itself, by a service. While it runs, `book.act` in the window tells that something
    is being written; when it ends, the window's book takes the act over, so that it can be undone and is shown.
    """

    writes = True

    def __init__(
        self, label: str, work: Callable[[Book, Progress], Any], *, speak: Language | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(label, work, speak=speak, parent=parent)
        self._book: Book | None = None
        self._acts: list[tuple[int, dict[str, set[int]]]] = []
        self._tables: dict[str, Any] = {}

    def prepare(self, book: Book) -> None:
        """From now on the window may not write."""
        super().prepare(book)
        self._book = book
        book.busy = _(N_("Not now: “{what}” is being written. Wait for it, or stop it."), what=self.label)

    def settle(self, outcome: str, result: object) -> object:
        """The window may write again, and knows what was written."""
        if self._book is not None:
            self._book.busy = ""
            for act_id, touched in self._acts:
                self._book.took_part(act_id, touched, self._tables)
        return super().settle(outcome, result)

    def _worked(self, book: Book) -> object:
        own = self._second(book, write=True)
        try:

            def acted(touched: dict[str, set[int]]) -> None:
                self._acts.append((own.journal(limit=1)[0].id, touched))

            own.acted = acted
            result = self.work(own, Progress(self._tell, self._stop))
            self._tables = dict(own.tables)
            return result
        finally:
            self._tables = dict(own.tables)
            own.close()


class _Run(QRunnable):
    """Carries a job to the worker thread."""

    def __init__(self, job: Job, book: Book) -> None:
        super().__init__()
        self.job, self.book = job, book

    def run(self) -> None:
        """Do the work."""
        self.job.run_on(self.book)


class Jobs(QObject):
    """Runs jobs one at a time, in the order they were asked for."""

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.book = book
        self.current: Job | None = None
        self._waiting: list[Job] = []
        self._closed = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(0)

    def start(self, job: Job) -> Job:
        """Run a job now, or when those before it have ended. After `close` nothing is begun any more."""
        job.setParent(self)
        if self._closed:
            return job
        self._waiting.append(job)
        self._next()
        return job

    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return self.current is not None or bool(self._waiting)

    def stop_all(self) -> None:
        """Stop what runs and forget what waits."""
        self._waiting.clear()
        if self.current is not None:
            self.current.stop()

    def close(self) -> None:
        """Stop what runs, wait for its end, and begin nothing afterwards: the window goes, and its threads with it."""
        self._closed = True
        self.stop_all()
        self.wait_for_done()

    def wait_for_done(self, milliseconds: int = -1) -> bool:
        """Wait until everything has ended and was told; for closing and for tests. False when the time was too short."""
        from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent

        clock = QElapsedTimer()
        clock.start()
        while self.busy():
            if not self._pool.waitForDone(50) and 0 <= milliseconds < clock.elapsed():
                return False
            job = self.current
            if job is not None:
                QCoreApplication.sendPostedEvents(job, QEvent.Type.MetaCall.value)
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return self._pool.waitForDone(milliseconds)

    def _next(self) -> None:
        if self.current is not None or not self._waiting:
            return
        job = self.current = self._waiting.pop(0)
        job.ended.connect(self._ended)
        job.prepare(self.book)
        self.started.emit(job)
        self._pool.start(_Run(job, self.book))

    def _ended(self) -> None:
        job, self.current = self.current, None
        self.ended.emit(job)
        if job is not None:
            job.deleteLater()
        self._next()


class JobBar(QWidget):
    """Shows the running job once it has taken 400 ms: what it does, how much is left, and a Stop button."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_bar")
        self.setProperty("area", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._job: Job | None = None
        self.words = QLabel()
        self.words.setObjectName("job_words")
        self.left = QLabel()
        self.left.setObjectName("job_left")
        self.left.setProperty("role", "quiet")
        self.bar = QProgressBar()
        self.bar.setObjectName("job_progress")
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.stop_button = QPushButton(_("Stop"))
        self.stop_button.setObjectName("job_stop")
        self.stop_button.setAccessibleName(_("Stop"))
        self.stop_button.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        side = round(theme.em() * 0.6)
        layout.setContentsMargins(side, round(side / 2), side, round(side / 2))
        layout.setSpacing(side)
        layout.addWidget(self.words)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.left)
        layout.addWidget(self.stop_button)
        self._appear = QTimer(self)
        self._appear.setSingleShot(True)
        self._appear.setInterval(APPEARS_AFTER)
        self._appear.timeout.connect(self._show)
        jobs.started.connect(self._started)
        jobs.ended.connect(self._ended)
        self.hide()

    def _started(self, job: object) -> None:
        if not isinstance(job, Job):
            return
        self._job = job
        job.progressed.connect(self._progressed)
        self.words.setText(job.label)
        self.left.setText("")
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        self.stop_button.setText(_("Stop"))
        self._appear.start()

    def _progressed(self, done: object, total: object, words: str) -> None:
        if self._job is None:
            return
        so_far, whole = int(str(done)), int(str(total))
        self.words.setText(f"{self._job.label}: {words}" if words else self._job.label)
        if whole <= 0:
            self.bar.setRange(0, 0)
            self.left.setText(f"{so_far:,}" if so_far else "")
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(max(0, min(1000, so_far * 1000 // whole)))
        self.left.setText(_("{left} of {all} left", left=f"{max(0, whole - so_far):,}", all=f"{whole:,}"))

    def _show(self) -> None:
        if self._job is not None:
            self.show()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self.stop_button.setEnabled(False)
            self.stop_button.setText(_("Stopping…"))

    def _ended(self, _job: object) -> None:
        self._appear.stop()
        self._job = None
        self.hide()
