"""What is loaded when: core and desks work without Qt, the start loads nothing that is not yet needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal, Slot

HERE = Path(__file__).parents[2]


def child(script: str, **more: str) -> Any:
    """What a program of its own says as JSON in its last line."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", script],
        cwd=HERE, check=False, capture_output=True, text=True, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **more},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_everything_below_the_tabs_works_without_qt(tmp_path: Path) -> None:
    said = child(
        f"""
import importlib, json, sys
from pathlib import Path

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(name)
        return None

sys.meta_path.insert(0, NoQt())
loaded = []
for path in sorted(Path("unionoffice").rglob("*.py")):
    name = ".".join(path.with_suffix("").parts)
    below = name.startswith(("unionoffice.core.", "unionoffice.printing.", "unionoffice.desks.")) and ".tab" not in name
    if (below or name in ("unionoffice.papers", "unionoffice.schema")) and not name.endswith("__init__"):
        importlib.import_module(name)
        loaded.append(name)

from unionoffice import schema
from unionoffice.core import upkeep
from unionoffice.core.book import Book
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Worker
path = Path({str(tmp_path / "office.db")!r})
upkeep.create(path, schema.SETS)
book = Book.open(path)
service.enter_worker(book, Worker(name="李桂兰"))
assert [hit.title for hit in book.search("桂")] == ["李桂兰"]
print(json.dumps(loaded))
"""
    )
    assert len(said) > 60
    assert {"unionoffice.core.book", "unionoffice.printing.pdf", "unionoffice.desks.roster.service"} <= set(said)


START = """
import json, sys
from pathlib import Path
from unionoffice import app as program
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
program.prepare()
application = QApplication([])
from unionoffice.window.main import MainWindow

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if not seen and event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow):
            seen.extend(sys.modules)
            running.window.close()
            application.quit()
        return False

seen = []
watch = FirstPaint()
application.installEventFilter(watch)
running = program.Program(application)
running.open(Path({book!r}))
QTimer.singleShot(30000, application.quit)
application.exec()
application.removeEventFilter(watch)
running.close_book()
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def at_first_paint(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The modules that are loaded when the window over a book is first painted."""
    folder = tmp_path_factory.mktemp("start")
    shutil.copyfile(template, folder / "office.db")
    seen = child(START.format(book=str(folder / "office.db")), XDG_DATA_HOME=str(folder / "data"), HOME=str(folder))
    assert isinstance(seen, list)
    assert "unionoffice.window.main" in seen, "the window was never painted"
    return seen


@pytest.mark.parametrize("name", [
    "reportlab", "xlsxwriter", "python_calamine", "pypdfium2", "sqlite_utils", "pypinyin", "click", "babel", "openpyxl", "numpy",
    "unionoffice.schema", "unionoffice.papers", "unionoffice.sample", "unionoffice.core.upkeep",
    "unionoffice.kit.page", "unionoffice.kit.form", "unionoffice.kit.editors", "unionoffice.kit.register", "unionoffice.kit.boxes",
    "unionoffice.window.first", "hashlib", "_hashlib", "secrets", "tomllib", "csv", "socket", "calendar",
    "argparse", "logging", "fractions",
    "PySide6.QtNetwork", "PySide6.QtSql", "PySide6.QtPrintSupport",
])
def test_the_start_does_not_load(at_first_paint: list[str], name: str) -> None:
    assert [module for module in at_first_paint if module == name or module.startswith(name + ".")] == []


def test_the_start_loads_no_desk_but_the_one_in_sight(at_first_paint: list[str], template: Path) -> None:
    tabs = [module for module in at_first_paint if module.startswith("unionoffice.desks.") and module.endswith(".tab")]
    assert len(tabs) == 1, tabs
    needed = child(
        f"import importlib, json, sys; importlib.import_module({tabs[0]!r});"
        "print(json.dumps([name for name in sys.modules if name.startswith('unionoffice.desks.')]))"
    )
    assert {module for module in at_first_paint if module.startswith("unionoffice.desks.")} <= set(needed)


def test_the_first_screen_gathers_from_the_desks_only_after_the_first_paint(at_first_paint: list[str]) -> None:
    loaded = {module for module in at_first_paint if module.startswith("unionoffice.desks.")}
    own = "unionoffice.desks.today"
    assert loaded == {own, f"{own}.tab", f"{own}.rules", f"{own}.records"}


@pytest.mark.parametrize("name", [
    "hashlib", "_hashlib", "tomllib", "calendar", "locale", "PySide6", "unionoffice.printing.forms", "unionoffice.printing.chart",
])
def test_gathering_what_is_due_from_all_desks_does_not_load(gathering: list[str], name: str) -> None:
    assert name not in gathering


@pytest.fixture(scope="module")
def gathering() -> list[str]:
    """What is loaded to count the badges and to fill the first screen; it stays for the whole day."""
    seen = child("import json, sys; import unionoffice.desks.today.service; print(json.dumps(list(sys.modules)))")
    assert isinstance(seen, list)
    return seen


WRONG_CALL = """
import json, sys
compiled = []
sys.addaudithook(lambda event, of: compiled.append(str(of[1])) if event == "compile" else None)
import unionoffice.kit
of_qt = [name for name in compiled if "shiboken" in name]
from PySide6.QtCore import QObject
try:
    QObject().setObjectName(1958)
except TypeError as error:
    print(json.dumps([of_qt, str(error)]))
"""


def test_what_qt_has_in_python_is_compiled_once_and_words_its_errors_all_the_same(tmp_path: Path) -> None:
    first, said = child(WRONG_CALL, XDG_DATA_HOME=str(tmp_path))
    assert first and "setObjectName(int)" in said and "Supported signatures" in said
    assert child(WRONG_CALL, XDG_DATA_HOME=str(tmp_path)) == [[], said]
    for place, spoilt in enumerate((tmp_path / "unionoffice" / "qt-python").iterdir()):
        kept = spoilt.read_bytes()
        spoilt.write_bytes((kept[:-9], b"", kept[:90] + bytes(len(kept) - 90))[place % 3])
    assert child(WRONG_CALL, XDG_DATA_HOME=str(tmp_path)) == [first, said]
    assert child(WRONG_CALL, XDG_DATA_HOME=str(tmp_path)) == [[], said]


def test_the_program_starts_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "unionoffice").mkdir()
    (tmp_path / "unionoffice" / "qt-python").write_text("a file where the folder should be", encoding="utf-8")
    first, said = child(WRONG_CALL, XDG_DATA_HOME=str(tmp_path))
    assert first and "Supported signatures" in said


# -- reference counts: PySide6 6.12 under Python 3.11 lost one of None or True with every call, and aborted --------------


class Teller(QObject):
    """Tells what it is given."""

    told = Signal(object)
    ticked = Signal(bool)
    plain = Signal()


class Listener(QObject):
    """Hears and forgets."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(object)
    def hear(self, what: object) -> None:
        self.heard += what is None

    @Slot(bool)
    def tick(self, on: bool) -> None:
        self.heard += on

    @Slot()
    def nothing(self) -> None:
        self.heard += 1


def test_none_and_true_keep_their_references_over_twenty_thousand_signals() -> None:
    teller, listener = Teller(), Listener()
    teller.told.connect(listener.hear)
    teller.ticked.connect(listener.tick)
    teller.plain.connect(listener.nothing)
    before = {value: sys.getrefcount(value) for value in (None, True, False)}
    for _ in range(20_000):
        teller.told.emit(None)
        teller.ticked.emit(True)
        teller.plain.emit()
        teller.setObjectName("x")
        teller.blockSignals(False)
    after = {value: sys.getrefcount(value) for value in (None, True, False)}
    assert listener.heard == 60_000
    assert all(abs(after[value] - before[value]) < 200 for value in before), (before, after)
