"""Every tab, empty and full, in both languages, at two sizes: nothing cut off, foreign, nameless, out of reach or faint."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.screens import walk
from tests.screens.clerk import Answers, Clerk
from unionoffice import schema
from unionoffice.app import Program
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.words import Language
from unionoffice.desks.monthly.service import last_act
from unionoffice.kit import theme
from unionoffice.tabs import TABS


@pytest.fixture(scope="module")
def books(sample_book: Path, template: Path) -> dict[str, Path]:
    """The sample office, and an empty book."""
    return {"full": sample_book, "empty": template}


@pytest.fixture
def _back_to_normal() -> Iterator[None]:
    yield
    theme.set_size(100)
    theme.set_dark(False)
    words.use("en")


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("content", ["full", "empty"])
@pytest.mark.usefixtures("_back_to_normal")
def test_every_tab_can_be_read_and_reached(
    qapp: QApplication, books: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    content: str, language: Language, percent: int,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    book = tmp_path / "office.db"
    shutil.copyfile(books[content], book)
    program = Program(qapp, answers=Answers())
    program.speak(language)
    theme.apply(qapp, size_percent=percent, dark=False)
    program.open(book, clerk="王秀英")
    clerk = Clerk(program, Answers(), tmp_path)
    clerk.month("1958-03")
    if percent == 150:
        clerk.window.resize(1366, 728)
    found: list[str] = []
    try:
        for tab in TABS:
            clerk.tab(tab.name)
            pages = clerk.window.made[tab.name].pages
            for place, page in enumerate(pages):
                if len(pages) > 1:
                    clerk.page(place)
                if content == "full" and hasattr(page, "model") and hasattr(page.model, "record") and page.model.count():
                    page.show_record(page.model.record(0).id)
                clerk.settle()
                own = own_words(book, last_act(clerk.window.office.book)) if language == "zh" else []
                picture(clerk, f"{tab.name}_{place}_{content}_{language}_{percent}")
                for _shown in walk.scrolled(clerk.window):
                    found += walk.faults(clerk.window, language, own)
                found += walk.unreachable(clerk.window, page)
                if getattr(page, "NEW", "") and content == "full":
                    page.new()
                    clerk.settle()
                    picture(clerk, f"{tab.name}_{place}_new_{language}_{percent}")
                    for _shown in walk.scrolled(clerk.window):
                        found += walk.faults(clerk.window, language, own)
                    page.cancel()
    finally:
        clerk.window.jobs.wait_for_done(20_000)
        program.close_book()
        window = program.window
        if window is not None:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # gone before all is dressed anew
    assert not found, "\n".join(sorted(set(found)))


@cache
def own_words(path: Path, _last_act: int) -> list[str]:
    """The office's own texts, which may be in any language: every text of every table, read again after an act."""
    book = Book.open(path, write=False)
    texts = {
        str(value)
        for table in schema.TABLES
        for row in book.rows(f"select * from {table.name}")
        for value in row.values()
        if isinstance(value, str) and value
    }
    book.close()
    return sorted(texts)


def picture(clerk: Clerk, name: str) -> None:
    """Keep a picture when pictures are wanted."""
    if os.environ.get("PICTURES"):
        clerk.look(name)
