"""A clerk in front of the real window: works by keys and clicks, reads what is on the screen and on paper."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdf
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from unionoffice.app import Program
from unionoffice.core.words import _


class Answers:
    """What the clerk answers in the dialogs that belong to the system: files, and yes or no."""

    def __init__(self) -> None:
        self.save: list[Path] = []
        self.open: list[Path] = []
        self.agrees = True
        self.asked: list[str] = []

    def yes(self, title: str, question: str, act: str, keep: str) -> bool:
        assert title and question and act and keep
        self.asked.append(title)
        return self.agrees

    def open_file(self, title: str, folder: Path | None, kinds: str) -> Path | None:
        return self.open.pop(0) if self.open else None

    def save_file(self, title: str, start: Path, kinds: str) -> Path | None:
        return self.save.pop(0) if self.save else None

    def folder(self, title: str, start: Path | None) -> Path | None:
        return self.save.pop(0) if self.save else None


class Clerk:
    """One person at the desk. Every method does what a hand does, and fails when the hand would find nothing to do."""

    def __init__(self, program: Program, answers: Answers, folder: Path) -> None:
        self.program = program
        self.answers = answers
        self.folder = folder
        self.papers = 0

    # -- looking ------------------------------------------------------------------

    @property
    def window(self) -> Any:
        assert self.program.window is not None
        return self.program.window

    def settle(self) -> None:
        """Let the window do what it has to do."""
        for _turn in range(4):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()
            office = getattr(self.program.window, "office", None)
            if office is not None:
                self.window.search_box.count_now()
                assert office.asker.wait_for_done(20_000)

    def wait(self) -> None:
        """Let the work beside the window come to its end."""
        self.settle()
        assert self.window.jobs.wait_for_done(60_000)
        self.settle()

    def all(self, name: str, kind: type[QWidget] = QWidget) -> list[Any]:
        """Every widget of a name that can be seen, in the order they stand."""
        self.settle()
        return [each for each in self.window.findChildren(kind, name) if each.isVisible()]

    def see(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        """The one widget of a name that can be seen."""
        found = self.all(name, kind)
        assert found, f"no {name} to be seen; there are {sorted(self.names())}"
        return found[-1]

    def names(self) -> set[str]:
        return {each.objectName() for each in self.window.findChildren(QWidget) if each.isVisible() and each.objectName()}

    def message(self) -> str:
        """The words in the message bar, or nothing."""
        found = self.all("message", QLabel)
        return str(found[0].text()) if found else ""

    def problem(self, field: str) -> str:
        """The words beside a box."""
        found = self.all(f"{field}_problem", QLabel)
        return str(found[-1].text()) if found else ""

    def words(self) -> str:
        """Everything that can be read on the page in sight."""
        self.settle()
        texts: list[str] = []
        for each in self.window.stack.currentWidget().findChildren(QWidget):
            if not each.isVisible():
                continue
            text = getattr(each, "text", None)
            if isinstance(each, QLabel | QPushButton | QLineEdit) and text is not None:
                texts.append(str(text()))
            elif isinstance(each, QPlainTextEdit):
                texts.append(each.toPlainText())
        return "\n".join(texts)

    def rows(self, name: str = "register") -> list[list[str]]:
        """What the register shows."""
        view = self.see(name, QTableView)
        model = view.model()
        return [
            [str(model.data(model.index(row, column)) or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def look(self, name: str) -> None:
        """Keep a picture of the window, when pictures are wanted (PICTURES names the folder)."""
        folder = os.environ.get("PICTURES")
        if folder:
            self.settle()
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.window.grab().save(str(Path(folder, f"{name}.png")))

    # -- doing ----------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Click a button, or what stands under "More"."""
        if not self.all(name, QAbstractButton) and self._under_more(name):
            self._from_menu(self.see("more_steps", QPushButton).menu(), lambda action: action.objectName() == name)
            return
        button = self.see(name, QAbstractButton)
        assert button.isEnabled(), f"{name} cannot be pressed now"
        self._bring(button)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def can(self, name: str) -> bool:
        """Whether there is such a button, and it can be pressed."""
        return any(each.isEnabled() for each in self.all(name, QPushButton)) or self._under_more(name)

    def _under_more(self, name: str) -> bool:
        found = self.all("more_steps", QPushButton)
        return bool(found) and any(action.objectName() == name for action in found[-1].menu().actions())

    def _bring(self, widget: QWidget) -> None:
        from PySide6.QtWidgets import QScrollArea

        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        self.settle()

    def type(self, text: str, widget: QWidget | None = None) -> None:
        """Type at the keyboard: figures and letters by keys, the rest through the input method."""
        target = widget or QApplication.focusWidget()
        assert target is not None, "the cursor is nowhere"
        for part in _parts(text):
            if part.isascii():
                QTest.keyClicks(target, part)
            else:
                event = QInputMethodEvent()
                event.setCommitString(part)
                QCoreApplication.sendEvent(target, event)
        self.settle()

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, widget: QWidget | None = None
    ) -> None:
        """Press one key."""
        target = widget or QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        self.settle()

    def keys(self, sequence: str) -> None:
        """Press a shortcut such as "Ctrl+S"."""
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(sequence))
        self.settle()

    def put(self, widget: QWidget, value: object) -> None:
        """Fill one box, whatever kind it is."""
        self._bring(widget)
        assert widget.isEnabled(), f"{widget.objectName()} is closed"
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self.settle()
        if isinstance(widget, QCheckBox):
            if widget.isChecked() != bool(value):
                QTest.keyClick(widget, Qt.Key.Key_Space)
        elif isinstance(widget, QComboBox):
            wanted = [row for row in range(widget.count()) if widget.itemText(row) == str(value)]
            assert wanted, f"{widget.objectName()} offers {[widget.itemText(row) for row in range(widget.count())]}, not {value}"
            widget.setFocus()
            while widget.currentIndex() != wanted[0]:
                QTest.keyClick(widget, Qt.Key.Key_Down if widget.currentIndex() < wanted[0] else Qt.Key.Key_Up)
        elif isinstance(widget, QPlainTextEdit):
            widget.selectAll()
            QTest.keyClick(widget, Qt.Key.Key_Delete)
            for number, line in enumerate(str(value).split("\n")):
                if number:
                    QTest.keyClick(widget, Qt.Key.Key_Return)
                self.type(line, widget)
        elif isinstance(widget, QLineEdit | QAbstractSpinBox):
            widget.selectAll()
            QTest.keyClick(widget, Qt.Key.Key_Delete)
            self.type(str(value), widget)
            if self._chooses(widget):
                QTest.keyClick(widget, Qt.Key.Key_Tab)  # takes what is marked in the list under the box
        else:
            raise AssertionError(f"a {type(widget).__name__} cannot be filled")
        self.settle()

    def _chooses(self, widget: QWidget) -> bool:
        """Whether the box names a record: what is marked in its list is taken by Tab."""
        from unionoffice.kit.editors import RefEditor

        above = widget.parentWidget()
        return isinstance(above, RefEditor)

    def fill(self, **values: object) -> None:
        """Fill boxes of the form in sight, by the names of their fields."""
        for name, value in values.items():
            if isinstance(value, list):
                for number, line in enumerate(value):
                    self.line(name, number, **line)
            else:
                self.put(self._box(name), value)

    def _box(self, name: str) -> Any:
        boxes = [
            each
            for each in self.all(name)
            if isinstance(each, QLineEdit | QPlainTextEdit | QComboBox | QCheckBox | QAbstractSpinBox) and not self._in_line(each)
        ]
        assert boxes, f"no box {name}; there are {sorted(self.names())}"
        return boxes[-1]

    def _in_line(self, widget: QWidget) -> bool:
        above = widget.parentWidget()
        while above is not None:
            if above.objectName() == "line":
                return True
            above = above.parentWidget()
        return False

    def line(self, field: str, number: int, **values: object) -> None:
        """Fill one line of a small table in the form; lines that are missing are added."""
        editor = self.see(f"{field}_editor")
        while len(self._lines(editor)) <= number:
            add = next(each for each in editor.findChildren(QPushButton, "add_line") if each.isVisible())
            self._bring(add)
            QTest.mouseClick(add, Qt.MouseButton.LeftButton)
            self.settle()
        for name, value in values.items():
            row = self._lines(editor)[number]
            boxes = [each for each in row.findChildren(QWidget, name) if each.isVisible()]
            assert boxes, f"line {number} of {field} has no {name}"
            self.put(boxes[0], value)

    def _lines(self, editor: QWidget) -> list[QWidget]:
        found = [each for each in editor.findChildren(QWidget, "line") if each.isVisible()]
        return sorted(found, key=lambda each: each.mapTo(editor, QPoint(0, 0)).y())

    def save(self) -> None:
        """Ctrl+S; the form must close."""
        self.keys("Ctrl+S")
        left = [each.text() for each in self.window.findChildren(QLabel) if each.property("role") == "error" and each.isVisible()]
        assert not self.all("form_title"), f"the form stayed open: {left} {self.message()}"

    def tab(self, name: str) -> None:
        """Go to a tab."""
        self.press(f"tab_{name}")

    def page(self, number: int) -> None:
        """Go to one of the pages of a tab."""
        self.press(f"page_{number}")

    def month(self, month: str) -> None:
        """Choose the month in the toolbar."""
        box = self.see("month")
        self.put(box, month)
        self.key(Qt.Key.Key_Return, widget=box)

    def new(self) -> None:
        """A new entry."""
        self.press("tool_new")

    def choose(self, text: str, name: str = "register") -> None:
        """Click the row of a register that holds a text."""
        view = self.see(name, QTableView)
        for number, row in enumerate(self.rows(name)):
            if any(text in cell for cell in row):
                index = view.model().index(number, 0)
                view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
                self.settle()
                return
        raise AssertionError(f"no row with {text} among {self.rows(name)}")

    def step(self, name: str, **values: object) -> None:
        """Take a step of the record in sight: press it, answer what it asks, save."""
        self.press(name)
        if values or self.all("form_title"):
            self.fill(**values)
            self.save()

    def cell(self, view: QTableView, row: int, column: int, text: str) -> None:
        """Type into a cell of a sheet."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        self.settle()
        for letter in text:  # the first key opens the box, the next ones go into it
            QTest.keyClicks(QApplication.focusWidget() or view, letter)
            self.settle()
        self.key(Qt.Key.Key_Return)

    # -- paper ------------------------------------------------------------------------

    def print(self, form: str, *, language: str = "") -> str:
        """Print a paper of the record in sight from the panel, and read what stands on it."""
        if self.can(f"print_{form}"):
            self.press(f"print_{form}")
        else:
            self._from_menu(self.see("print_menu", QPushButton).menu(), lambda action: action.objectName() == f"print_{form}")
        return self.take_paper(form, language=language)

    def _from_menu(self, menu: Any, wanted: Callable[[QAction], bool]) -> None:
        action = next((each for each in menu.actions() if wanted(each)), None)
        assert action is not None, f"not among {[each.text() for each in menu.actions()]}"
        menu.popup(QPoint(0, 0))
        self.settle()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.settle()

    def export(self, kind: str) -> None:
        """Write the summary in sight as a file, from the menu of its kinds."""
        self._from_menu(self.see("export_menu", QPushButton).menu(), lambda action: action.objectName() == f"export_{kind}")

    def print_from_menu(self, words: str, *, language: str = "") -> str:
        """Print a paper from the window's Print, and read what stands on it."""
        self.press("tool_print")
        self._from_menu(self.window.paper_menu, lambda action: words in action.text())
        return self.take_paper(words, language=language)

    def take_paper(self, name: str, *, language: str = "") -> str:
        """Save the paper in sight as PDF, go back, and read it."""
        assert self.all("paper_view"), f"no paper: {self.message()}"
        if language:
            self.press(f"paper_{language}")
        self.papers += 1
        path = self.folder / f"paper-{self.papers:02d}-{''.join(c for c in name if c.isalnum())}.pdf"
        self.answers.save.append(path)
        self.press("save_pdf")
        self.press("back")
        return read_pdf(path.read_bytes())


def read_pdf(data: bytes) -> str:
    """The text of a PDF without blanks and line ends, as they depend on the layout."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def _parts(text: str) -> Sequence[str]:
    parts: list[str] = []
    for letter in text:
        if parts and parts[-1].isascii() == letter.isascii():
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def said(key: str) -> str:
    """A word as the screen says it now."""
    return _(key)
