"""How long the window cannot answer while it starts and backs its book up: a timer of five milliseconds in its own thread tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.line import percentile
from benchmarks.start import AT_REST, compiled

WATCHED = """
import sys, time
from unionoffice.app import Program, application
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
app = application()
program = Program(app)
ticks = []
watch = QTimer()
watch.setTimerType(Qt.TimerType.PreciseTimer)
watch.timeout.connect(lambda: ticks.append(time.perf_counter()))
def painted():
    watch.start(5)
    QTimer.singleShot(300, wait)
def wait():
    if at_rest():
        watch.stop()
        app.quit()
    else:
        QTimer.singleShot(50, wait)
""" + AT_REST + """
program.start(Path(sys.argv[1]))
program.window.painted.connect(painted)
app.exec()
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
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled()), "XDG_DATA_HOME": str(book.parent / "home")}
    command = [sys.executable, "-c", WATCHED, str(book)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300, env={**kept, **ours})
    return of([float(word) for word in done.stdout.split()])


if __name__ == "__main__":
    print(after_painting(Path(sys.argv[1])))
