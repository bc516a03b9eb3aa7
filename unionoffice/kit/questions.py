"""What the program asks and tells the clerk: questions only where the answer cannot be undone, everything else in a quiet bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _
from unionoffice.kit import signs, theme


class Answers(Protocol):
    """Who answers: the clerk through dialogs, or a test."""

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        """Whether to do what `act` says; `keep` is the other answer."""

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        """An existing file, or None."""

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        """Where to write, or None."""

    def folder(self, title: str, start: Path | None) -> Path | None:
        """An existing folder, or None."""


class Dialogs:
    """The clerk's own answers, by dialogs over a window. Qt's dialogs are loaded when the first one is asked for."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        """Ask in a modal box; Enter and Escape keep things as they are."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        box.setObjectName("question")
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(question)
        doing = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        doing.setProperty("kind", "danger")
        keeping = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keeping)
        box.setEscapeButton(keeping)
        box.exec()
        answer = box.clickedButton() is doing
        box.deleteLater()
        return answer

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        """Ask for an existing file."""
        from PySide6.QtWidgets import QFileDialog

        name, _kind = QFileDialog.getOpenFileName(self.window, title, str(folder or ""), kinds)
        return Path(name) if name else None

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        """Ask where to write; the dialog itself asks before a file is written over."""
        from PySide6.QtWidgets import QFileDialog

        name, _kind = QFileDialog.getSaveFileName(self.window, title, str(start), kinds)
        return Path(name) if name else None

    def folder(self, title: str, start: Path | None) -> Path | None:
        """Ask for a folder."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self.window, title, str(start or ""))
        return Path(name) if name else None


class Questions:
    """What the program may ask. Tests give `answer_with`; otherwise the clerk answers in dialogs over `window`."""

    def __init__(self, window: QWidget, *, answer_with: Answers | None = None) -> None:
        self._answers: Answers = answer_with if answer_with is not None else Dialogs(window)

    def sure(self, title: str, question: str, *, act: str, keep: str = "") -> bool:
        """Ask before something that cannot be undone; `act` is the button's verb, such as "Publish"."""
        return self._answers.yes(title, question, act, keep or _("Cancel"))

    def open_file(self, title: str, *, folder: Path | None = None, kinds: str = "") -> Path | None:
        """Ask for an existing file. `kinds` is such as "Excel (*.xlsx);;CSV (*.csv)"."""
        return self._answers.open_file(title, folder, kinds)

    def save_file(self, title: str, start: Path, *, kinds: str = "", ending: str = "") -> Path | None:
        """Ask where to write; `ending` (".pdf") is added when the clerk left it out."""
        path = self._answers.save_file(title, start, kinds)
        if path is not None and ending and path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
        return path

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        """Ask for a folder."""
        return self._answers.folder(title, start)


class MessageBar(QWidget):
    """The quiet bar at the top of a panel: what went wrong, or what was done, with a way to take it back."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.kind: Literal["info", "trouble"] = "info"
        self._act: Callable[[], None] | None = None
        self.sign = QLabel()
        self.words = QLabel()
        self.words.setObjectName("message")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.setObjectName("message_action")
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self._do)
        self.close_button = QPushButton()
        self.close_button.setObjectName("message_close")
        self.close_button.setProperty("kind", "sign")
        self.close_button.setAccessibleName(_("Close the message"))
        self.close_button.setToolTip(_("Close (Escape)"))
        self.close_button.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        side = round(theme.em() * 0.6)
        layout.setContentsMargins(side, round(side / 2), round(side / 2), round(side / 2))
        layout.setSpacing(side)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.hide()

    def tell(self, error: KnownError | str, *, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Tell a trouble in words."""
        self._show("trouble", str(error), action, act)

    def inform(self, text: str, *, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Tell what was done; `action` ("Undo") and `act` offer a way back."""
        self._show("info", text, action, act)

    def clear(self) -> None:
        """Take the message away."""
        self._act = None
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _show(self, kind: Literal["info", "trouble"], text: str, action: str, act: Callable[[], None] | None) -> None:
        self.kind = kind
        self._act = act
        self.setAccessibleName(text)
        self.words.setText(text)
        theme.put(self.words, role="error" if kind == "trouble" else "")
        self.sign.setPixmap(
            signs.icon(kind, "overdue" if kind == "trouble" else "good").pixmap(signs.side())
        )
        self.sign.setAccessibleName(_("Trouble") if kind == "trouble" else _("Message"))
        self.close_button.setIcon(signs.icon("cross"))
        self.button.setText(action)
        self.button.setAccessibleName(action)
        self.button.setVisible(bool(action and act))
        theme.put(self, area="trouble" if kind == "trouble" else "notice")
        self.show()

    def _do(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()
