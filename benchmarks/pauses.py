"""How long the window cannot answer while it starts or works beside: a timer of five milliseconds in its own thread tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.line import percentile
from benchmarks.start import AT_REST, compiled

BEGUN = """
import sys, time
from unionoffice.app import Program, application
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
def fail(*what):
    sys.__excepthook__(*what)
    import os
    os._exit(3)
sys.excepthook = fail
app = application()
program = Program(app)
ticks = []
watch = QTimer()
watch.setTimerType(Qt.TimerType.PreciseTimer)
watch.timeout.connect(lambda: ticks.append(time.perf_counter()))
def look():
    if not at_rest():
        QTimer.singleShot(50, look)
    elif steps:
        watch.start(5)
        steps.pop(0)()
        QTimer.singleShot(50, look)
    else:
        watch.stop()
        app.quit()
""" + AT_REST

FIRST_SCREEN = """
steps = []
program.start(Path(sys.argv[1]))
program.window.painted.connect(lambda: (watch.start(5), QTimer.singleShot(300, look)))
"""
BACKUP = """
steps = [lambda: program.window.book_menu.back_up()]
"""
WORKERS = """
def read():
    program.window.book_menu.take_in("roster", "workers")
    program.window.page().open_file(Path(sys.argv[2]))
def write():
    page = program.window.page()
    if not page.take.isEnabled():
        raise SystemExit(page.said.text())
    page.take.click()
steps = [read, write]
"""
CERTIFICATES = """
def draw():
    from unionoffice.kit.jobs import Job
    def work(book, progress):
        from benchmarks.certificates import print_ours
        print_ours(sys.argv[2])
    program.window.jobs.start(Job("certificates", work))
steps = [draw]
"""
LATER = """
program.start(Path(sys.argv[1]))
program.window.painted.connect(lambda: QTimer.singleShot(300, look))
"""
ENDED = """
app.exec()
if steps:
    raise SystemExit("the work was not begun")
print(*((after - before) * 1000 for before, after in zip(ticks, ticks[1:])))
program.window.jobs.wait_for_done()
program.close_book()
"""


class Pauses(NamedTuple):
    """The pauses of the window in milliseconds: the middle one, that of one in a hundred, and the longest."""

    middle: float
    one_in_a_hundred: float
    longest: float


def of(pauses: list[float]) -> Pauses:
    """What a list of pauses comes to."""
    return Pauses(percentile(pauses, 50), percentile(pauses, 99), max(pauses))


def after_painting(book: Path) -> Pauses:
    """From the first painting until badges, first screen and, when there is none of today, the daily backup are done."""
    return _watched(FIRST_SCREEN, book)


def while_backing_up(book: Path) -> Pauses:
    """While the menu's backup of a book is made and checked."""
    return _watched(BACKUP + LATER, book)


def while_taking_in(book: Path, spreadsheet: Path) -> Pauses:
    """While a list of workers is read, shown and taken in on the page of the roster; the book is written."""
    return _watched(WORKERS + LATER, book, spreadsheet)


def while_drawing(book: Path, to: Path) -> Pauses:
    """While ten thousand certificates are drawn into a file."""
    return _watched(CERTIFICATES + LATER, book, to)


def _watched(work: str, book: Path, *more: Path) -> Pauses:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled()), "XDG_DATA_HOME": str(book.parent / "home")}
    command = [sys.executable, "-c", BEGUN + work + ENDED, str(book), *map(str, more)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900, env={**kept, **ours})
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return of([float(word) for word in done.stdout.split()])


if __name__ == "__main__":
    print(after_painting(Path(sys.argv[1])))
