"""Every wall of the house stands, and every wall would be seen to break: one forbidden import each in a copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.walls import NO_CYCLES, THROUGH_THE_DOOR

HERE = Path(__file__).parents[2]
FLOORS, INSIDE, BETWEEN = "Floors", "Inside a desk", "Between desks"
NO_QT_BELOW, NO_QT_IN_DESKS = "Qt stays in the tabs, the kit and the window", "No desk but its tab knows Qt"
DRAWING, SQLITE, SCHEMA = (
    "Only printing draws PDF and writes XLSX", "Only core knows SQLite", "Only upkeep and migrations know sqlite_utils",
)
ROSTER = "unionoffice/desks/roster"

CANARIES: dict[str, tuple[dict[str, str], set[str]]] = {
    "as it is": ({}, set()),
    "the core asks a desk": ({"unionoffice/core/lock.py": "from unionoffice.desks.roster import records"}, {FLOORS}),
    "the kit asks the window": ({"unionoffice/kit/flow.py": "from unionoffice import window"}, {FLOORS}),
    "printing asks the kit": (
        {"unionoffice/printing/marks.py": "from unionoffice.kit import theme"}, {FLOORS, NO_QT_BELOW, NO_QT_IN_DESKS},
    ),
    "a room on no floor": ({"unionoffice/plugins.py": "NONE = 0"}, {FLOORS}),
    "records ask rules": ({f"{ROSTER}/records.py": "from unionoffice.desks.roster import rules"}, {INSIDE, NO_CYCLES}),
    "the service asks its tab": (
        {"unionoffice/desks/monthly/service.py": "from unionoffice.desks.monthly import tab"},
        {INSIDE, NO_CYCLES, NO_QT_IN_DESKS, NO_QT_BELOW},
    ),
    "a room no desk has": ({f"{ROSTER}/helper.py": "NONE = 0"}, {INSIDE}),
    "a lower desk asks a higher": (
        {"unionoffice/desks/figures/rules.py": "from unionoffice.desks.groups import records"}, {BETWEEN},
    ),
    "desks of one floor ask each other": (
        {"unionoffice/desks/proposals/rules.py": "from unionoffice.desks.waste import records"}, {BETWEEN},
    ),
    "a desk reads another's tables": (
        {"unionoffice/desks/monthly/store.py": "from unionoffice.desks.roster import store"}, {THROUGH_THE_DOOR},
    ),
    "the core asks Qt": ({"unionoffice/core/lock.py": "import PySide6.QtCore"}, {NO_QT_BELOW}),
    "printing asks Qt": ({"unionoffice/printing/xlsx.py": "from PySide6 import QtGui"}, {NO_QT_BELOW, NO_QT_IN_DESKS}),
    "rules ask Qt": ({f"{ROSTER}/rules.py": "from PySide6.QtCore import QDate"}, {NO_QT_IN_DESKS, NO_QT_BELOW}),
    "a service asks the kit": ({f"{ROSTER}/service.py": "from unionoffice.kit import flow"}, {NO_QT_IN_DESKS, NO_QT_BELOW}),
    "a sheet draws by itself": ({"unionoffice/desks/waste/sheets.py": "import reportlab"}, {DRAWING}),
    "the command line writes XLSX by itself": ({"unionoffice/cli.py": "import xlsxwriter"}, {DRAWING}),
    "a service knows SQLite": ({f"{ROSTER}/service.py": "import sqlite3"}, {SQLITE}),
    "the window knows SQLite": ({"unionoffice/window/main.py": "import sqlite3"}, {SQLITE}),
    "a store knows sqlite_utils": ({f"{ROSTER}/store.py": "import sqlite_utils"}, {SCHEMA}),
    "the book knows sqlite_utils": ({"unionoffice/core/book.py": "from sqlite_utils import Database"}, {SCHEMA}),
    "a circle in the core": ({"unionoffice/core/paths.py": "from unionoffice.core import words"}, {NO_CYCLES}),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """For each canary the walls that broke. One process looks at all of them, in one copy."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(HERE / "unionoffice", copy / "unionoffice", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(HERE / "pyproject.toml", copy / "pyproject.toml")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("walls.py"))],
        input=json.dumps([added for added, _walls in CANARIES.values()]),
        cwd=copy, check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.rpartition("<<<")[2])
    return {name: set(walls) for name, walls in zip(CANARIES, answers, strict=True)}


def test_every_wall_stands(seen: dict[str, set[str]]) -> None:
    assert seen["as it is"] == set(), "see `lint-imports`"


@pytest.mark.parametrize("name", [name for name in CANARIES if name != "as it is"])
def test_a_forbidden_import_breaks_exactly_its_wall(seen: dict[str, set[str]], name: str) -> None:
    assert seen[name] - seen["as it is"] == CANARIES[name][1] - seen["as it is"]


def test_every_wall_has_a_canary() -> None:
    contracts = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    walls = {contract["name"] for contract in contracts} | {THROUGH_THE_DOOR, NO_CYCLES}
    assert walls == set().union(*(broken for _added, broken in CANARIES.values()))
