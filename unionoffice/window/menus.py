"""What the menu "Book" does: new and open, backups, restoring, checking, copying, the office's settings, the journal."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import N_, _
from unionoffice.kit.jobs import Job, Progress

if TYPE_CHECKING:
    from unionoffice.window.main import MainWindow

Entry = tuple[str, str, Callable[[], object]] | tuple[str, Sequence[tuple[str, str, Callable[[], object]]]]
"""Words, keys and what it does; or words and the entries of a menu of its own."""

LISTS = (
    (N_("Workers…"), "roster", "workers"),
    (N_("Units…"), "roster", "units"),
    (N_("Saving proposals…"), "proposals", "proposals"),
    (N_("Exposures of waste…"), "waste", "exposures"),
    (N_("Certificates of earlier years…"), "awards", "certificates"),
    (N_("Monthly figures…"), "figures", "figures"),
    (N_("Other plants' figures…"), "comparison", "outside"),
)
"""What is offered to be taken in from a list: its words, the tab, the name of its `Intake`."""


class BookMenu:
    """The entries of the menu, over one window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.office = window.office
        self.book = window.book

    def entries(self) -> list[Entry | None]:
        """The menu's lines: words, keys, what they do."""
        return [
            (_("New or other book…"), "Ctrl+O", lambda: self.window.another_book.emit(None)),
            None,
            (_("Back up now"), "", self.back_up),
            (_("Copy to another disk…"), "", self.copy_out),
            (_("Restore from a backup…"), "", self.restore),
            (_("Check the book"), "", self.check),
            None,
            (_("Sheet to fill…"), "", self.sheet_to_fill),
            (_("Take in a list"), [(_(words), "", self._to_list(tab, name)) for words, tab, name in LISTS]),
            (_("Office…"), "", self.settings),
            (_("Paper forms…"), "", self.forms),
            (_("Journal"), "", self.journal),
            None,
            (_("Close"), "Ctrl+Q", self.window.close),
        ]

    # -- backups ---------------------------------------------------------------------

    def daily_backup(self) -> None:
        """After the first painting: a backup when there is none of today, and old ones thinned out."""
        if not self.book.writable:
            return
        from unionoffice.core import backup

        folder = backup.backup_folder(self.book.path)
        if backup.backed_up_today(folder, datetime.date.today()):
            self._show_backups()
            return
        self._start_backup(None, quiet=True)

    def back_up(self) -> None:
        """A backup now, in the usual folder."""
        self._start_backup(None, quiet=False)

    def copy_out(self) -> None:
        """A backup on another disk."""
        start = Path.home() / f"{self.book.path.stem}-{datetime.date.today().isoformat()}.db"
        path = self.office.questions.save_file(_("Copy the book to another disk"), start, kinds="*.db", ending=".db")
        if path is not None:
            self._start_backup(path, quiet=False)

    def _start_backup(self, to: Path | None, *, quiet: bool) -> None:
        from unionoffice.core import backup

        path, folder = self.book.path, backup.backup_folder(self.book.path)

        def work(_book: Book, progress: Progress) -> Path:
            def step(done: int, total: int) -> bool:
                progress(done, total)
                return True

            made = backup.back_up(path, to.parent if to else folder, to=to, progress=step)
            if to is None:
                backup.thin_out(folder)
            return made

        job = Job(_("Making a backup"), work)

        def finished(made: Any) -> None:
            if to is not None:
                self.office.remember("copied_out", datetime.date.today().isoformat())
            self._show_backups()
            self.office.backed_up.emit()
            if not quiet:
                self.window.tell(_("The backup is made and checked: {path}", path=made))

        job.finished.connect(finished)
        job.failed.connect(self._failed)
        self.window.jobs.start(job)

    def _failed(self, trouble: object) -> None:
        if isinstance(trouble, KnownError):
            self.window.tell(trouble)
        elif isinstance(trouble, BugError):
            raise trouble

    def _show_backups(self) -> None:
        from unionoffice.core import backup

        found = backup.backups(backup.backup_folder(self.book.path))
        words = []
        if found:
            at = datetime.datetime.fromtimestamp(found[0].stat().st_mtime)
            today = at.date() == datetime.date.today()
            words.append(_("backup {time}", time=f"{at:%H:%M}" if today else at.date().isoformat()))
        copied = self.office.remembered("copied_out")
        if copied:
            days = (datetime.date.today() - datetime.date.fromisoformat(copied)).days
            words.append(_("copy outside this PC: {days} days ago", days=days) if days else _("copy outside this PC: today"))
        else:
            words.append(_("copy outside this PC: none yet"))
        self.window.show_backups("     ".join(words))

    def restore(self) -> None:
        """Put a backup in the place of the book, after a backup of what is there now."""
        from unionoffice import schema
        from unionoffice.core import backup, upkeep

        folder = backup.backup_folder(self.book.path)
        source = self.office.questions.open_file(_("Restore from which backup?"), folder=folder, kinds="*.db")
        if source is None:
            return
        if not self.office.questions.sure(
            _("Restore from {name}?", name=source.name),
            _("The book will be as it was in that backup. What was entered since is kept in a backup made now."),
            act=_("Restore"),
        ):
            return
        try:
            present = upkeep.restore(self.book, source, schema.SETS, schema.TABLES)
        except KnownError as trouble:
            self.window.tell(trouble)
            return
        self.office.acted.emit({table.name: set() for table in schema.TABLES})  # every page shows the book anew
        self.window.tell(_("Restored. The book as it was before lies in {path}.", path=present))

    def check(self) -> None:
        """Look the whole book over on a second connection."""
        from unionoffice import schema
        from unionoffice.core import upkeep

        job = Job(_("Checking the book"), lambda book, progress: upkeep.check(book, schema.TABLES, progress))

        def finished(faults: Any) -> None:
            if faults:
                self.window.tell(
                    KnownError(
                        _(
                            "{count} faults: {first} Restore from a backup, or send the book to the developers.",
                            count=len(faults),
                            first=faults[0],
                        )
                    )
                )
            else:
                self.window.tell(_("The book is sound: file, journal, register and search agree."))

        job.finished.connect(finished)
        job.failed.connect(self._failed)
        self.window.jobs.start(job)

    # -- pages ---------------------------------------------------------------------------

    def take_in(self, tab_name: str, name: str) -> None:
        """Show the page of a tab that takes in a list, by the list's name; the last page when there is none of that name."""
        tab = self.window.show_tab(tab_name)
        pages = [getattr(getattr(page, "INTAKE", None), "name", "") for page in tab.PAGES]
        tab.show_page(pages.index(name) if name in pages else len(pages) - 1)

    def _to_list(self, tab_name: str, name: str) -> Callable[[], None]:
        return lambda: self.take_in(tab_name, name)

    def sheet_to_fill(self) -> None:
        """Ask what a workshop shall fill in, and make the spreadsheet for it."""
        from unionoffice.window.fill_sheet import FillSheetPage

        self.window.show_aside(FillSheetPage(self.office))

    def settings(self) -> None:
        """Show the office's settings."""
        from unionoffice.window.settings import OfficePage

        self.window.show_aside(OfficePage(self.office))

    def forms(self) -> None:
        """Show the paper forms and the office's own words on them."""
        from unionoffice.window.forms import FormsPage

        self.window.show_aside(FormsPage(self.office))

    def journal(self) -> None:
        """Show what was done in the book, the latest first."""
        from unionoffice.window.settings import JournalPage

        self.window.show_aside(JournalPage(self.office))

    def about(self) -> None:
        """What this program is, and whose work is in it."""
        from PySide6.QtWidgets import QMessageBox

        from unionoffice import __version__

        QMessageBox.about(
            self.window,
            "unionoffice",
            _(
                "unionoffice {version}: the office book of a grassroots trade union, for production work. Offline, in one file.\n\n"
                "Made with Qt for Python (LGPL), sqlite-utils, ReportLab, PDFium, XlsxWriter, calamine, msgspec; "
                "typefaces Noto and LXGW WenKai (SIL Open Font License).",
                version=__version__,
            ),
        )
