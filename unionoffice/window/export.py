"""How the register in sight shall leave: asked in a small dialog, written beside the window, told when it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout

from unionoffice.core.book import Book
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.jobs import Job, Progress
from unionoffice.kit.plain import button
from unionoffice.printing import export
from unionoffice.printing.listing import Register, Sheet
from unionoffice.registers import NAMES

if TYPE_CHECKING:
    from unionoffice.window.main import MainWindow

FORMATS: Sequence[tuple[str, str, str, export.Encoding]] = (
    ("xlsx", N_("Spreadsheet (XLSX)"), ".xlsx", "utf-8"),
    ("csv", N_("List with commas (CSV), in UTF-8"), ".csv", "utf-8"),
    ("gb18030", N_("List with commas (CSV), in GB18030, for older programs"), ".csv", "gb18030"),
)
"""The forms a register can leave in: name, words, ending, encoding."""
FIELDS: Sequence[tuple[str, str]] = (
    ("shown", N_("the columns on the screen, for showing and printing")),
    ("whole", N_("all fields, with their lines, so that nothing is lost when it comes back")),
)


class Export(QDialog):
    """Asks for the form and the fields, then for the place. A sheet that is no register has no fields to choose."""

    def __init__(self, window: MainWindow, page: Any) -> None:
        super().__init__(window)
        self.window_, self.page = window, page
        self.office = window.office
        self.is_register = hasattr(page, "leaving")
        self.setObjectName("export")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Export the register"))
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e * 1.5), round(e * 1.2), round(e * 1.5), round(e * 1.2))
        column.setSpacing(round(e * 0.6))
        title = QLabel(_(page.TITLE))
        title.setProperty("role", "title")
        column.addWidget(title)
        if self.is_register:
            count = QLabel(_("{count} entries, as filtered and ordered on the screen", count=f"{page.model.count():,}"))
            count.setObjectName("export_count")
            count.setProperty("role", "quiet")
            column.addWidget(count)
        kinds = [(name, words) for name, words, _ending, _encoding in FORMATS]
        self.formats = self._choices(column, _("Kind of file"), "format", kinds)
        self.formats.buttons()[max(self.formats.checkedId(), 0)].setFocus()
        self.fields = self._choices(column, _("Fields"), "fields", FIELDS) if self.is_register else None
        line = QHBoxLayout()
        line.setContentsMargins(0, round(e * 0.6), 0, 0)
        line.addStretch(1)
        cancel = button(_("Cancel"), "export_cancel", "quiet")
        cancel.clicked.connect(self.reject)
        going = button(_("Export to…"), "export_go", "primary")
        going.setDefault(True)
        going.clicked.connect(self._go)
        line.addWidget(cancel)
        line.addWidget(going)
        column.addLayout(line)
        self.setMinimumWidth(round(e * 34))

    def _choices(self, column: QVBoxLayout, head: str, name: str, choices: Sequence[tuple[str, str]]) -> QButtonGroup:
        """Some choices below each other, the one of last time chosen."""
        label = QLabel(head)
        label.setProperty("role", "heading")
        column.addWidget(label)
        group, kept = QButtonGroup(self), self.office.remembered(f"export/{name}")
        for place, (value, words) in enumerate(choices):
            choice = QRadioButton(_(words))
            choice.setObjectName(f"export_{value}")
            choice.setAccessibleName(f"{head}: {_(words)}")
            choice.setChecked(value == kept or not place)
            group.addButton(choice, place)
            column.addWidget(choice)
        return group

    def _go(self) -> None:
        """Ask for the place, and write."""
        name, _words, ending, encoding = FORMATS[self.formats.checkedId()]
        whole = self.fields is not None and FIELDS[self.fields.checkedId()][0] == "whole"
        self.office.remember("export/format", name)
        if self.fields is not None:
            self.office.remember("export/fields", "whole" if whole else "shown")
        title = _(self.page.TITLE)
        start = Path.home() / f"{title} {self.office.month}{ending}"
        kinds = "XLSX (*.xlsx)" if ending == ".xlsx" else "CSV (*.csv)"
        path = self.office.questions.save_file(_("Export the register"), start, kinds=kinds, ending=ending)
        if path is None:
            return
        what: Register | Sheet
        if self.is_register:
            what = self.page.leaving(NAMES, whole=whole)
        else:
            heads, rows = self.page.table_of_all()
            what = Sheet(title, heads, rows)
        writing = _Writing(self.window_, what, path, encoding)
        self.accept()
        writing.begin()


class _Writing:
    """Writes a register on a worker; before one is saved in GB18030, says what older programs would show wrongly."""

    def __init__(self, window: MainWindow, what: Register | Sheet, path: Path, encoding: export.Encoding) -> None:
        self.window, self.what, self.path, self.encoding = window, what, path, encoding

    def begin(self) -> None:
        """Look at the signs first where there may be a warning."""
        if self.encoding == "utf-8":
            self._write()
            return
        self._start(_("Looking for signs that older programs do not know"), self._look, self._looked)

    def _start(self, label: str, work: Callable[[Book, Progress], object], done: Callable[[Any], None]) -> None:
        job = Job(label, work)
        job.finished.connect(done)
        job.failed.connect(self.window.job_failed)
        self.window.jobs.start(job)

    def _look(self, book: Book, progress: Progress) -> export.Rare | None:
        return export.beyond_gbk(book, self.what, progress)

    def _looked(self, rare: export.Rare | None) -> None:
        questions = self.window.office.questions
        if rare is None or questions.sure(
            _("Older programs will not show every sign"), rare.words(), act=_("Write it in GB18030"), keep=_("Do not write it")
        ):
            self._write()

    def _write(self) -> None:
        self._start(_("Exporting the register"), self._worked, self._told)

    def _worked(self, book: Book, progress: Progress) -> int:
        return export.write(book, self.what, self.path, encoding=self.encoding, told=progress)

    def _told(self, rows: int) -> None:
        self.window.message.inform(
            _("{count} entries written: {path}", count=f"{rows:,}", path=self.path),
            action=_("Open the folder"), act=self._open_folder,
        )  # fmt: skip

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))
