"""Every test starts from a real, empty book of its own."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

from unionoffice import sample, schema
from unionoffice.core import upkeep, words
from unionoffice.core.book import Book
from unionoffice.core.lock import Lock

settings.register_profile("office", deadline=None, max_examples=50)
settings.load_profile("office")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, made once and copied for every test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upkeep.create(path, schema.SETS)
    return path


@pytest.fixture(scope="session")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office, made once for all processes that test side by side. It is read or copied, never written."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    folder.mkdir(exist_ok=True)
    lock = Lock(folder / "office")
    while not lock.take("tests"):
        time.sleep(0.1)
    try:
        return sample.make(folder)
    finally:
        lock.release()


@pytest.fixture
def book(template: Path, tmp_path: Path) -> Iterator[Book]:
    """A fresh book in a folder of its own, kept by the clerk Wang Xiuying."""
    path = tmp_path / "office.db"
    shutil.copyfile(template, path)
    opened = Book.open(path, clerk="王秀英")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Tests speak English unless they say otherwise."""
    words.use("en")
    yield
    words.use("en")
    words.set_office_words({})


@pytest.fixture(autouse=True)
def _nothing_left_on_the_screen() -> Iterator[None]:
    """Windows that a test has thrown away are gone before the next: no event loop runs here that would take them."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
