"""Every test starts from a real, empty book of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

from unionoffice import schema
from unionoffice.core import upkeep, words
from unionoffice.core.book import Book

settings.register_profile("office", deadline=None, max_examples=50)
settings.load_profile("office")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book, made once and copied for every test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upkeep.create(path, schema.SETS)
    return path


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
