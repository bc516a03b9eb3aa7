"""The manual: a page about the whole and one about each tab, in both languages, that the window's help can show."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.core import paths, words
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.tabs import TABS
from unionoffice.window.help import show_help

PAGES = ("index", "lists", *(tab.name for tab in TABS))
"""`index` leads to `lists`: which files can come in."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tab_has_its_page_and_no_other_page_is_there(language: Language) -> None:
    found = {page.stem for page in (paths.resources() / "manual" / language).glob("*.md")}
    assert found == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_parts(name: str) -> None:
    heads = {}
    for language in LANGUAGES:
        text = (paths.resources() / "manual" / language / f"{name}.md").read_text(encoding="utf-8")
        heads[language] = re.findall(r"^(#+) ", text, re.MULTILINE)
        assert len(text.splitlines()) < 60, "short enough to be read"
    assert heads["zh"] == heads["en"]
    english = (paths.resources() / "manual" / "en" / f"{name}.md").read_text(encoding="utf-8")
    assert not re.findall(r"[\u4e00-\u9fff]", english.replace("1.2万", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_window_shows_the_page_of_the_tab(qtbot: QtBot, language: Language) -> None:
    words.use(language)
    parent = QWidget()
    qtbot.addWidget(parent)
    for tab in TABS:
        window = show_help(parent, tab.name)
        text = window.findChild(QTextBrowser, "help_text")
        assert isinstance(text, QTextBrowser)
        said = text.toPlainText()
        assert len(said) > 200
        assert "|" not in said, "tables are drawn as tables"
        window.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_lists_opens_from_the_first_page(qtbot: QtBot, language: Language) -> None:
    words.use(language)
    parent = QWidget()
    qtbot.addWidget(parent)
    window = show_help(parent, "index")
    text = window.findChild(QTextBrowser, "help_text")
    assert isinstance(text, QTextBrowser)
    assert "lists.md" in text.toHtml()
    text.setSource(QUrl("lists.md"))  # as a click on the link does
    assert "GB18030" in text.toPlainText()
    window.close()
