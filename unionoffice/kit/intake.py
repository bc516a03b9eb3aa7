"""A page on which a list from elsewhere is read, shown line by line with what is wrong, and taken in whole or not at all.

Reading and writing run beside the window, which answers meanwhile; both can be stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from unionoffice.core.book import Book
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.desk import button
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.jobs import Job, Progress, WriteJob
from unionoffice.kit.office import Office
from unionoffice.kit.table import RIGHT, prepare

T = TypeVar("T")
MOST_SHOWN = 2_000


class ShownLine(msgspec.Struct, frozen=True):
    """A line of the list as the page shows it: a cell for each heading; `faulty` in red."""

    cells: tuple[str, ...]
    faulty: bool = False


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows of a list that was read: what is said of it, its lines, and whether it can be taken in.

    The faulty lines stand first; `count` is how many lines there are in all.
    """

    said: str
    lines: Sequence[ShownLine]
    count: int
    ready: bool


class IntakePage(QWidget, Generic[T]):
    """Choose a file, look at what it would change, take it in. A desk says how its list is read, shown and written."""

    TITLE: ClassVar[str] = N_("Take in a list")
    NEW: ClassVar[str] = ""
    HEADING: ClassVar[str]
    """What the page is called, an English key."""
    WORDS: ClassVar[str]
    """Which columns the list has, an English key."""
    HEADS: ClassVar[tuple[str, ...]]
    """The headings of the lines, English keys; the last one takes the room that is left."""
    RIGHT: ClassVar[tuple[int, ...]] = ()
    """The columns whose texts are figures."""
    EMPTY: ClassVar[str] = N_("The list stands here line by line, with what is wrong, before anything is taken in.")
    ERASE: ClassVar[str] = ""
    """The words of the box that lets blank cells empty what stands; without words there is no such box."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.list: T | None = None
        self._path: Path | None = None
        self._job: Job | None = None
        self.setObjectName("take_in_page")
        self.setProperty("area", "page")
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.8))
        title = QLabel(_(self.HEADING))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        title.setWordWrap(True)
        column.addWidget(title)
        words = QLabel(_(self.WORDS))
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        column.addWidget(words)
        bar = QWidget()
        line = FlowLayout(bar)
        grows_down(bar)
        line.setContentsMargins(0, 0, 0, 0)
        self.choose = button(_("Choose the file…"), "choose_file")
        self.choose.clicked.connect(self._choose)
        self.take = button(_("Take in"), "take_in")
        self.take.clicked.connect(self._take)
        line.addWidget(self.choose)
        line.addWidget(self.take)
        self.erase = QCheckBox(_(self.ERASE) if self.ERASE else "", bar)
        self.erase.setObjectName("blank_erases")
        self.erase.toggled.connect(lambda _on: self._read())
        line.addWidget(self.erase)
        self.erase.setVisible(bool(self.ERASE))
        column.addWidget(bar)
        self.said = QLabel()
        self.said.setObjectName("take_in_said")
        self.said.setWordWrap(True)
        column.addWidget(self.said)
        self.table = QTableWidget(0, len(self.HEADS))
        self.table.setObjectName("preview")
        self.table.setAccessibleName(_("The list as it was understood"))
        prepare(self.table)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setHorizontalHeaderLabels([_(head) for head in self.HEADS])
        self.table.horizontalHeader().setStretchLastSection(True)
        for place in self.RIGHT:
            item = self.table.horizontalHeaderItem(place)
            if item is not None:
                item.setTextAlignment(RIGHT)
        column.addWidget(self.table, 1)
        self.empty = QLabel(_(self.EMPTY))
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 3), 0, 0)
        column.addWidget(self.empty, 1)
        self._show(None)

    # -- what the desk says -------------------------------------------------------------

    def read(self, book: Book, path: Path, progress: Progress, *, erase: bool) -> T:
        """Read the list, on the worker's thread. Raises KnownError when it cannot be read."""
        raise NotImplementedError

    def shown(self, book: Book, found: T) -> Shown:
        """What the page shows of a list, worked out on the worker's thread; at most MOST_SHOWN lines of it."""
        raise NotImplementedError

    def write(self, book: Book, found: T, progress: Progress) -> int:
        """Take the list in, on the worker's thread; give how much was taken."""
        raise NotImplementedError

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        raise NotImplementedError

    # -- choosing and taking --------------------------------------------------------------

    def _choose(self) -> None:
        path = self.office.questions.open_file(_("Which list?"), kinds="*.xlsx *.xls *.ods *.et *.csv *.txt")
        if path is not None:
            self._path = path
            self._read()

    def _read(self) -> None:
        path, erase = self._path, self.erase.isChecked()
        if path is None:
            return
        self._show(None)

        def work(book: Book, progress: Progress) -> tuple[T, Shown]:
            found = self.read(book, path, progress, erase=erase)
            return found, self.shown(book, found)

        self._run(Job(_("Reading the list"), work), self._was_read)

    def _was_read(self, result: Any) -> None:
        self.list, shown = result
        self._show(shown)

    def _take(self) -> None:
        found = self.list
        if found is None:
            return
        job = WriteJob(_("Taking in the list"), lambda book, progress: self.write(book, found, progress))
        self._run(job, self._was_written)

    def _was_written(self, count: Any) -> None:
        self._path = None
        self._show(None)
        self.office.tell(self.written(count))

    def _run(self, job: Job, done: Any) -> None:
        """Start work beside the window; meanwhile nothing else can be chosen here."""
        self._job = job
        job.finished.connect(done)
        job.ended.connect(self._ended)
        self._can()
        self.office.run(job)

    def _ended(self) -> None:
        self._job = None
        self._can()
        if self.isVisible():
            self.take_focus()

    # -- showing -----------------------------------------------------------------------------

    def _can(self) -> None:
        idle = self._job is None and self.office.book.writable
        self.choose.setEnabled(idle)
        self.erase.setEnabled(idle)
        self.take.setEnabled(idle and self._ready)
        theme.put(self.choose, kind="" if self._ready else "primary")
        theme.put(self.take, kind="primary" if self._ready else "")

    def _show(self, shown: Shown | None) -> None:
        if shown is None:
            self.list = None
        self._ready = shown is not None and shown.ready
        lines = shown.lines if shown is not None else ()
        self.table.setVisible(bool(lines))
        self.empty.setVisible(shown is None)
        words = [shown.said] if shown is not None else []
        if shown is not None and shown.count > len(lines) > 0:
            words.append(_("The first {shown} of {all} lines stand below.", shown=f"{len(lines):,}", all=f"{shown.count:,}"))
        self.said.setText(" ".join(words))
        self.said.setVisible(bool(words))
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for place, text in enumerate(line.cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if place in self.RIGHT:
                    item.setTextAlignment(RIGHT)
                if line.faulty:
                    item.setForeground(theme.colour("overdue"))
                self.table.setItem(row, place, item)
        self.table.resizeColumnsToContents()
        self._can()

    def leave_form(self) -> None:
        """Nothing is typed here."""

    def take_focus(self) -> None:
        """The cursor goes to what can be done next."""
        (self.take if self.take.isEnabled() else self.choose).setFocus()
