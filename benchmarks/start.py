"""From the start of the process to the first painted window, and the memory of the idle window, against a bare Qt window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QTabWidget
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, tell)
def tell():
    print("painted", flush=True)
    QTimer.singleShot(700, rest)
def rest():
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")), flush=True)
    app.quit()
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
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from unionoffice.app import Program, prepare
def tell():
    print("painted", flush=True)
    QTimer.singleShot(700, rest)
def rest():
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")), flush=True)
    app.quit()
prepare()
app = QApplication(sys.argv[:1])
program = Program(app)
program.start(Path(sys.argv[1]))
program.window.painted.connect(tell)
app.exec()
program.window.jobs.wait_for_done()
program.close_book()
"""


class Painted(NamedTuple):
    """What one start took: seconds of the wall clock until the first painting, megabytes when idle."""

    seconds: float
    megabytes: float


def sample_book(place: Path) -> Path:
    """The sample office, with its backup of today already there."""
    from unionoffice import sample
    from unionoffice.core import backup

    book = sample.make(place)
    backup.back_up(book, backup.backup_folder(book))
    return book


def painted(book: Path | None) -> Painted:
    """Start the program over a book, or the bare window, without a screen, and wait for its first painting."""
    command = [sys.executable, "-c", BARE] if book is None else [sys.executable, "-c", OURS, str(book)]
    home = {"XDG_DATA_HOME": str(book.parent / "home")} if book is not None else {}
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **home},
    ) as process:
        if process.stdout is None or process.stdout.readline().strip() != "painted":
            raise RuntimeError("the window was not painted")
        seconds = time.perf_counter() - begun
        kilobytes = int(process.stdout.readline())
    return Painted(seconds, kilobytes / 1024)
