"""The manual's page about a tab, offline, in the language of the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from unionoffice.core import paths
from unionoffice.core.words import _, language
from unionoffice.kit import theme


def show_help(parent: QWidget, tab: str) -> QWidget:
    """Open the page about a tab in a small window; the page about the whole when a tab has none."""
    folder = paths.resources() / "manual" / language()
    page = folder / f"{tab}.md"
    window = QWidget(parent, Qt.WindowType.Window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setObjectName("help_window")
    window.setWindowTitle(_("Help"))
    text = QTextBrowser()
    text.setObjectName("help_text")
    text.setAccessibleName(_("Help"))
    text.setSearchPaths([str(folder)])
    text.setMarkdown((page if page.is_file() else folder / "index.md").read_text(encoding="utf-8"))
    column = QVBoxLayout(window)
    column.addWidget(text)
    window.resize(round(theme.em() * 46), round(theme.em() * 40))
    window.show()
    return window
