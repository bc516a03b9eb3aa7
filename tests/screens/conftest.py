"""The real program over an empty home, with a clerk in front of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Answers, Clerk
from unionoffice.app import Program
from unionoffice.core import words
from unionoffice.kit.register import RegisterModel


@pytest.fixture
def clerk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """A clerk who has just started the program for the first time."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    answers = Answers()
    program = Program(qapp, answers=answers)
    program.speak("en")
    words.use("en")
    program.start()
    yield Clerk(program, answers, tmp_path)
    window = program.window
    if window is not None and hasattr(window, "jobs"):
        window.jobs.stop_all()
        window.jobs.wait_for_done(10_000)
    program.close_book()
    if window is not None:
        window.close()
        window.deleteLater()


@pytest.fixture
def office(clerk: Clerk, sample_book: Path, tmp_path: Path) -> Clerk:
    """The clerk in front of a copy of the sample office, in March 1958."""
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    clerk.program.open(path, clerk="王秀英")
    clerk.settle()
    clerk.month("1958-03")
    return clerk


@pytest.fixture(params=["at once", "beside the window"])
def proposals(office: Clerk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """The register of proposals, laid out at once, or as if it were too large for that."""
    if request.param != "at once":
        monkeypatch.setattr(RegisterModel, "large", 3)
    office.tab("proposals")
    office.press("filter_all")
    return office
