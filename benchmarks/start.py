"""From the start of the process to the first painted window, and the memory of the idle window, against a bare Qt window."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

MEMORY = """
def kept():
    found = dict(line.split(":") for line in open("/proc/self/smaps_rollup").read().splitlines()[1:])
    print(*(int(found[name].split()[0]) for name in ("Rss", "Pss")), flush=True)
    app.quit()
"""

AT_REST = """
def at_rest():
    page, window = program.window.page(), program.window
    settled = getattr(page, "is_settled", lambda: True)  # only the first screen fills itself
    return not window.starting and not window.jobs.busy() and settled()
"""
"""Whether all has ended that begins by itself, in a program named `program`."""

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QTabWidget
told = []
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not told:
            told.append(True)
            QTimer.singleShot(0, tell)
def tell():
    print("painted", flush=True)
    QTimer.singleShot(700, kept)
""" + MEMORY + """
app = QApplication(sys.argv)
window = Window()
tabs = QTabWidget()
tabs.addTab(QTableView(), "table")
window.setCentralWidget(tabs)
window.resize(1366, 728)
window.show()
app.exec()
"""

OURS = """
import sys
from unionoffice.app import Program, application
from pathlib import Path
from PySide6.QtCore import QTimer
def tell():
    print("painted", flush=True)
    QTimer.singleShot(300, wait)
def wait():
    if at_rest():
        QTimer.singleShot(700, kept)
    else:
        QTimer.singleShot(50, wait)
""" + AT_REST + MEMORY + """
app = application()
program = Program(app)
program.start(Path(sys.argv[1]))
program.window.painted.connect(tell)
app.exec()
program.window.jobs.wait_for_done()
program.close_book()
"""


class Painted(NamedTuple):
    """What one start took: seconds until the first painting; megabytes resident when idle, and its own share of them."""

    seconds: float
    megabytes: float
    own: float


def sample_book(place: Path) -> Path:
    """The sample office, with its backup of today already there."""
    from unionoffice import sample
    from unionoffice.core import backup

    book = sample.make(place)
    backup.back_up(book, backup.backup_folder(book))
    return book


@cache
def compiled() -> Path:
    """Where both programs find their compiled modules, as an installed program does, whatever this environment keeps."""
    place = Path(tempfile.mkdtemp(prefix="unionoffice-compiled-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def painted(book: Path | None) -> Painted:
    """Start the program over a book, or the bare window, without a screen, and wait for its first painting.

    The memory is that of the window when all has ended that begins by itself: badges, the first screen, the daily backup.
    """
    command = [sys.executable, "-c", BARE] if book is None else [sys.executable, "-c", OURS, str(book)]
    home = {"XDG_DATA_HOME": str(book.parent / "home")} if book is not None else {}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled()), **home},
    ) as process:
        if process.stdout is None or process.stdout.readline().strip() != "painted":
            raise RuntimeError("the window was not painted")
        seconds = time.perf_counter() - begun
        resident, own = (int(word) / 1024 for word in process.stdout.readline().split())
    return Painted(seconds, resident, own)
