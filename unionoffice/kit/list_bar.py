"""How a list was read: its sheet, its letters, what parts its cells, where its heading stands; each can be chosen otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from unionoffice.core.spreadsheet import Source
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.list_work import Opened
from unionoffice.kit.plain import button

RESTS_AFTER = 900  # milliseconds without a further key, after which a choice is meant
_HEADINGS_OFFERED = 20
_SHORT = 19
_SEPARATORS = {",": N_("commas ,"), ";": N_("semicolons ;"), "\t": N_("tabs"), "|": N_("strokes |")}


def flow(*widgets: QWidget) -> QWidget:
    """Widgets beside each other, line under line."""
    bar = QWidget()
    line = FlowLayout(bar)
    grows_down(bar)
    line.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        line.addWidget(widget)
    return bar


class LateCombo(QComboBox):
    """A choice that is told when the clerk has come to rest: at once from the open list, by keys after Enter, Tab or a moment.

    What is chosen here has the list read anew, which must not happen at every step of the arrow keys.
    """

    settled = Signal(object)
    """The data of what was chosen; never of what stood there."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._open = False
        self._stood: Any = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESTS_AFTER)
        self._timer.timeout.connect(self._settle)
        self.activated.connect(self._activated)

    def stands_at(self, place: int) -> None:
        """Show a choice that is no news."""
        self._timer.stop()
        self.setCurrentIndex(place)
        self._stood = self.currentData()

    def _activated(self, _place: int) -> None:
        if self._open:
            self._settle()
        else:
            self._timer.start()

    def _settle(self) -> None:
        self._timer.stop()
        self._open = False
        if self.currentData() != self._stood:
            self._stood = self.currentData()
            self.settled.emit(self._stood)

    def showPopup(self) -> None:  # noqa: N802 - Qt's own name
        """The list opens: what is chosen there is meant."""
        self._open = True
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's own name
        """The wheel turns the page, not the choice."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter means what stands there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentData() != self._stood:
            self._settle()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Going on means what stands there."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and self._timer.isActive():
            self._settle()


class Choosing(QWidget):
    """A choice with its label before it, in one widget that shows and hides as one."""

    def __init__(self, name: str, label: str, chosen: Callable[[Any], None]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(round(theme.em() * 0.6), 0, 0, 0)
        line.setSpacing(round(theme.em() * 0.4))
        words = QLabel(label)
        words.setProperty("role", "quiet")
        self.combo = LateCombo()
        self.combo.setObjectName(name)
        self.combo.setAccessibleName(label)
        self.combo.setMaximumWidth(round(theme.em() * 24))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.combo.settled.connect(chosen)
        words.setBuddy(self.combo)
        line.addWidget(words)
        line.addWidget(self.combo)
        self.hide()

    def offer(self, offered: Sequence[tuple[str, Any]], now: Any) -> None:
        """Offer choices, each with its words; nothing to choose from hides it."""
        self.combo.clear()
        for text, data in offered:
            self.combo.addItem(text, data)
        places = [place for place, (_text, data) in enumerate(offered) if data == now]
        self.combo.stands_at(places[0] if places else -1)
        self.setVisible(bool(offered))


class FileBar(QWidget):
    """The file that was chosen and how it was read."""

    wanted = Signal()
    """Another file is wanted."""
    otherwise = Signal(object)
    """The same file is wanted in another way: {"sheet": ...}, {"encoding": ...} or {"separator": ...}."""
    heading_wanted = Signal(int, int)
    """Another heading: its first and its last row, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self.choose = button(_("Choose the file…"), "choose_file")
        self.choose.clicked.connect(self.wanted)
        self.file = QLabel()
        self.file.setObjectName("file_name")
        self.sheet = Choosing("sheet", _("Sheet"), lambda name: self.otherwise.emit({"sheet": name}))
        self.encoding = Choosing("encoding", _("Letters written as"), lambda name: self.otherwise.emit({"encoding": name}))
        self.separator = Choosing("separator", _("Cells parted by"), lambda sign: self.otherwise.emit({"separator": sign}))
        self.heading = Choosing("heading", _("Heading"), lambda rows: self.heading_wanted.emit(*rows))
        self.note = QLabel()
        self.note.setObjectName("file_note")
        self.note.setWordWrap(True)
        self.note.setProperty("role", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(theme.em() * 0.3))
        column.addWidget(flow(self.choose, self.file, self.sheet, self.encoding, self.separator, self.heading))
        column.addWidget(self.note)

    def show_how(self, path: Path | None, opened: Opened | None) -> None:
        """Show how a file was read, each with what else it could be."""
        source = opened.source if opened is not None else None
        self.file.setText(path.name if path is not None and opened is not None else "")
        self.file.setVisible(bool(self.file.text()))
        sheets = source.sheets if source is not None else ()
        self.sheet.offer([(name, name) for name in sheets] if len(sheets) > 1 else [], source.sheet if source else "")
        could = source.candidates if source is not None else ()
        self.encoding.offer([(f"{each.name}  {_short(' '.join(each.lines))}", each.encoding) for each in could], _encoding(source))
        parted = source.separator if source is not None else ""
        self.separator.offer([(_(words), sign) for sign, words in _SEPARATORS.items()] if parted else [], parted)
        self.heading.offer(_headings(opened) if opened is not None else [], _place_of(opened))
        notes = []
        if source is not None and source.doubtful:
            notes.append(_("These letters hardly look like writing: choose how they are written."))
        shortened = len(source.shortened) if source is not None else 0
        if shortened:
            notes.append(
                _(
                    "{count} numbers have more than 15 digits, and a spreadsheet keeps only 15: look at them.",
                    count=f"{shortened:,}",
                )
            )
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))

    def can(self, idle: bool) -> None:
        """Let things be chosen, or not while something is under way."""
        for box in (self.choose, self.sheet, self.encoding, self.separator, self.heading):
            box.setEnabled(idle)


def _place_of(opened: Opened | None) -> tuple[int, int] | None:
    return (opened.heading.first, opened.heading.last) if opened is not None else None


def _headings(opened: Opened) -> list[tuple[str, tuple[int, int]]]:
    """The lines that could be the heading, each with its words; and that there is none."""
    heading = opened.heading
    offered: list[tuple[str, tuple[int, int]]] = []
    for place, row in enumerate(opened.rows[:_HEADINGS_OFFERED]):
        if any(row):
            offered.append((_("line {number}: {text}", number=place + 1, text=_short(" ".join(filter(None, row)))), (place, place)))
            if place == heading.last and place:
                both = _("lines {first} and {last} together", first=place, last=place + 1)
                offered.append((both, (place - 1, place)))
    offered.append((_("none, the list begins in line {number}", number=heading.first + 1), (heading.first, heading.first - 1)))
    now = (heading.first, heading.last)
    if now not in [data for _text, data in offered]:
        offered.insert(0, (_("line {number}: {text}", number=heading.last + 1, text=_short(" ".join(heading.heads))), now))
    return offered


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _encoding(source: Source | None) -> str:
    return source.encoding if source is not None else ""
