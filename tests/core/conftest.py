"""Books that also hold letters, the core's desk in miniature."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core import letters
from unionoffice.core import upkeep
from unionoffice.core.book import Book


@pytest.fixture(scope="session")
def template_with_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book with letters, made once and copied for every test and every example."""
    path = tmp_path_factory.mktemp("letters") / "letters.db"
    upkeep.create(path, letters.SETS)
    return path


@pytest.fixture
def lettered(template_with_letters: Path, tmp_path: Path) -> Iterator[Book]:
    """A fresh book with letters, kept by the clerk Wang Xiuying."""
    path = tmp_path / "office.db"
    shutil.copyfile(template_with_letters, path)
    opened = Book.open(path, clerk="王秀英")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kept(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book that the tests of a module fill together, for laws that are tried on many examples."""
    path = tmp_path_factory.mktemp("kept") / "kept.db"
    shutil.copyfile(template, path)
    opened = Book.open(path, clerk="王秀英")
    yield opened
    opened.close()
