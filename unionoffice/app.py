"""The start: bring the book up to date, open it, show the window. The only place where everything is put together."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from unionoffice import kit  # noqa: F401 - before anything else of Qt

# isort: split
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from unionoffice.core import book as books
from unionoffice.core import office as settings
from unionoffice.core import paths, words
from unionoffice.core.book import Book
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import KnownError
from unionoffice.core.lock import Lock, refuse_network
from unionoffice.core.period import Month
from unionoffice.core.words import Language, _
from unionoffice.kit import crash, theme
from unionoffice.kit.beside import Beside
from unionoffice.kit.jobs import Progress, Stopped
from unionoffice.kit.questions import Answers
from unionoffice.opening import copied, is_of_this_version, restore, up_to_date
from unionoffice.window.main import HEIGHT, WIDTH, MainWindow

if TYPE_CHECKING:
    from unionoffice.window.first import Beginning


def begin(path: Path, said: Beginning) -> None:
    """Make a new book of what was said on the first page. Raises KnownError."""
    from unionoffice import schema
    from unionoffice.core import upkeep
    from unionoffice.window.numbers import KINDS

    refuse_network(path)
    upkeep.create(path, schema.SETS)
    book = Book.open(path, clerk=said.clerk.strip())
    try:
        settings.set_office(
            book,
            settings.Office(
                union=said.union.strip(),
                enterprise=said.enterprise.strip(),
                higher=said.higher.strip(),
                code=said.code.strip(),
                closing_day=said.closing_day,
            ),
        )
        settings.set_clerk(book, said.clerk, said.pin)
        first = {f"{kind}-{said.year}": getattr(said, kind) for kind in KINDS if getattr(said, kind) != 1}
        if first:
            settings.set_first_numbers(book, first)
    finally:
        book.close()


class Kept:
    """What the program remembers of this computer's clerk: the last book, the language, the size of letters."""

    def __init__(self) -> None:
        self.path = paths.user_data() / "screen.json"

    def read(self) -> dict[str, Any]:
        """Everything kept; nothing when the file is not there or cannot be read."""
        try:
            found = msgspec.json.decode(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def keep(self, **values: Any) -> None:
        """Remember something; a disk that refuses is no reason to stop."""
        try:
            self.path.write_bytes(msgspec.json.encode({**self.read(), **values}))
        except OSError as error:
            sys.stderr.write(f"unionoffice: {self.path}: {error.strerror}\n")


class Program(QObject):
    """The running program: one window at a time, over one book or none."""

    def __init__(self, app: QApplication, *, answers: Answers | None = None) -> None:
        super().__init__()
        self.app = app
        self.answers = answers
        self.kept = Kept()
        self.book: Book | None = None
        self.lock: Lock | None = None
        self.drafts: Drafts | None = None
        self.window: QWidget | None = None
        self.upgrade: Beside | None = None  # a book is being brought up to date
        self._qt_words: QTranslator | None = None
        known = self.kept.read()
        system: Language = "zh" if QLocale.system().language() is QLocale.Language.Chinese else "en"
        self.speak(known.get("language", system))
        theme.apply(app, size_percent=int(known.get("text_size", 100)), dark=known.get("dark"))

    def speak(self, chosen: Language) -> None:
        """Speak a language: our words, and Qt's own on its buttons."""
        words.use(chosen)
        if self._qt_words is not None:
            self.app.removeTranslator(self._qt_words)
            self._qt_words = None
        if chosen == "zh":
            translator = QTranslator(self)
            if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self.app.installTranslator(translator)
                self._qt_words = translator

    def start(self, path: Path | None = None) -> None:
        """Open a book, or the last one, or show the first page."""
        last = self.kept.read().get("book")
        wanted = path or (Path(last) if last else None)
        if wanted is None:
            self.show_first()
            return
        try:
            self.open(wanted)
        except KnownError as trouble:
            self.show_first(trouble, of=wanted)

    # -- the first page ------------------------------------------------------------------

    def show_first(
        self, trouble: KnownError | None = None, typed: dict[str, object] | None = None, *, of: Path | None = None
    ) -> None:
        """Show the page from which a book is begun or opened; `trouble` says why the book `of` cannot be."""
        from unionoffice.window.first import FirstPage

        self.close_book()
        today = datetime.date.today()
        page = FirstPage(Month(today.year, today.month), paths.user_data(), answers=self.answers, typed=typed)
        page.begun.connect(self._begun)
        page.chosen.connect(self._chosen)
        page.sample.connect(self._sample)
        page.language_wanted.connect(self._first_language)
        page.restore_wanted.connect(self._restore)
        self._show(page)
        if trouble is not None:
            page.tell(trouble, of=of)

    def _restore(self, path: Path, source: Path) -> None:
        """Put a backup in the place of a book that cannot be opened; what stood there is kept beside it."""
        try:
            restore(path, source)
            self.open(path)
        except KnownError as trouble:
            self.tell(trouble)

    def _first_language(self, chosen: Language) -> None:
        from unionoffice.window.first import FirstPage

        page = self.window
        typed = page.typed() if isinstance(page, FirstPage) else {}
        self.speak(chosen)
        self.kept.keep(language=chosen)
        self.show_first(typed=typed)

    def _begun(self, path: Path, said: Beginning) -> None:
        from unionoffice.window.first import FirstPage

        try:
            begin(path, said)
            self.open(path, clerk=said.clerk.strip())
        except KnownError as trouble:
            if isinstance(self.window, FirstPage):
                self.window.tell(trouble)

    def _chosen(self, path: Path) -> None:
        from unionoffice.window.first import FirstPage

        try:
            self.open(path)
        except KnownError as trouble:
            if isinstance(self.window, FirstPage):
                self.window.tell(trouble, of=path)

    def _sample(self, folder: Path) -> None:
        """Make the sample office beside the window, which says so meanwhile, and open it."""
        from unionoffice.window.first import FirstPage

        page = self.window
        if not isinstance(page, FirstPage):
            return
        page.wait(_("The sample office is being made. This takes some seconds."))

        def make(_progress: Progress) -> Path:
            from unionoffice import sample

            return sample.make(folder)

        def made(outcome: object) -> None:
            page.wait("")
            try:
                if isinstance(outcome, BaseException):
                    raise outcome
                if self.window is page and isinstance(outcome, Path):
                    self.open(outcome)
            except KnownError as trouble:
                page.tell(trouble)

        work = Beside(make, page)
        work.ended.connect(made)
        work.start()

    # -- the book --------------------------------------------------------------------------

    def open(self, path: Path, *, clerk: str = "") -> None:
        """Open a book and show it; ask who is at the desk when it matters. Raises KnownError; an open book stays open then.

        A book of an earlier version is first brought up to date, beside a page that tells of it; what goes wrong there is told
        on the first page.
        """
        refuse_network(path)
        books.looks_like_a_book(path)
        lock = Lock(path)
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        if writable and self.lock is not None and self.book is not None and path.resolve() == self.book.path.resolve():
            self.close_book()
        if not writable:
            because = _("The book lies on a disk that cannot be written. It is open for reading only.")
            self._opened(path, lock, clerk, because=because)
        elif not lock.take(clerk):
            because = _("{who} is writing in this book. It is open here for reading only.", who=lock.holder())
            self._opened(path, lock, clerk, because=because)
        elif is_of_this_version(path):
            self._opened(path, lock, clerk)
        else:
            self._bring_up_to_date(path, lock, clerk)

    def _bring_up_to_date(self, path: Path, lock: Lock, clerk: str) -> None:
        """Bring a book up to date beside a page that tells how far it is, and open it; nobody else may write in it meanwhile."""
        from unionoffice.window.upgrade import UpgradePage

        self.close_book()
        self.lock = lock
        page = UpgradePage(path.name)
        work = self.upgrade = Beside(lambda progress: up_to_date(path, progress), self)
        page.stop_wanted.connect(work.stop)
        work.progressed.connect(page.tell)

        def ended(outcome: object) -> None:
            try:
                if isinstance(outcome, BaseException):
                    raise outcome
                self.lock = None  # `_opened` keeps it with the book
                self._opened(path, lock, clerk)
            except Stopped:
                self.show_first(KnownError(_("{name} was not brought up to date: it is as it was.", name=path.name)))
            except KnownError as trouble:
                self.show_first(trouble, of=path)
            except BaseException:
                self.show_first()
                raise

        work.ended.connect(ended)
        self._show(page)
        work.start()

    def _opened(self, path: Path, lock: Lock, clerk: str, *, because: str = "") -> None:
        """Show a book that is up to date; `because` says why it is open for reading only. Raises KnownError."""
        reading = path
        alone = not os.access(path.parent, os.W_OK)
        try:
            if alone and path.with_name(path.name + "-wal").exists():
                reading = copied(path)
            book = Book.open(reading, clerk=clerk, write=not because, immutable=alone and reading == path)
        except KnownError:
            lock.release()
            raise
        self.close_book()
        self.book, self.lock = book, lock
        self.drafts = None if because else Drafts(path)
        self.because = because
        known = settings.clerks(book)
        if not because and not clerk and (len(known) > 1 or any(settings.has_pin(book, name) for name in known)):
            from unionoffice.window.first import ClerkPage

            page = ClerkPage(known, path.name)
            page.chosen.connect(self._clerk_chosen)
            self._show(page)
            return
        self._seated(clerk or (known[0] if known else ""))

    def _clerk_chosen(self, name: str, pin: str) -> None:
        from unionoffice.window.first import ClerkPage

        if self.book is None or not isinstance(self.window, ClerkPage):
            return
        if not settings.pin_fits(self.book, name, pin):
            self.window.refuse()
            return
        self._seated(name)

    def _seated(self, clerk: str) -> None:
        if self.book is None:
            return
        self.book.clerk = clerk
        settings.speak_as(self.book)
        if self.lock is not None and self.book.writable:
            self.lock.sign(clerk)
        self.kept.keep(book=str(self.book.path))
        self.show_book()

    def show_book(self) -> None:
        """Build the window over the open book, in the language spoken now; it stands as the one before it."""
        if self.book is None:
            return
        before = self.window if isinstance(self.window, MainWindow) and self.window.book is self.book else None
        window = MainWindow(
            self.book, self.drafts, answers=self.answers, reading_because=self._greeting() if before is None else self.because,
            standing=before.standing() if before is not None else None,
        )  # fmt: skip
        window.language_wanted.connect(self._language_wanted)
        window.another_book.connect(self._another_book)
        self._show(window)

    def _greeting(self) -> str:
        if self.because or self.book is None:
            return self.because
        for last in self.book.journal(limit=1):
            days = (datetime.date.today() - last.at.date()).days
            if days < 0:
                return _(
                    "This computer's clock stands {days} days before the last entry. Check the date before you write.", days=-days
                )
            if days > 60:
                return _(
                    "The last entry is {days} days old. If this computer's date is wrong, set it right before you write.", days=days
                )
        return ""

    def _language_wanted(self, chosen: Language) -> None:
        if isinstance(self.window, MainWindow):
            self.window.keep_drafts()
        self.speak(chosen)
        self.kept.keep(language=chosen, text_size=theme.size())
        self.show_book()

    def _another_book(self, path: Path | None) -> None:
        if path is None:
            self.show_first()
            return
        clerk = self.book.clerk if self.book else ""
        try:
            self.open(path, clerk=clerk)
        except KnownError as trouble:
            self.show_first(trouble, of=path)

    def keep_drafts(self) -> None:
        """Write what is typed to the drafts now."""
        if isinstance(self.window, MainWindow):
            self.window.keep_drafts()

    def tell(self, trouble: KnownError) -> None:
        """Say a trouble that nobody else told."""
        from unionoffice.window.first import FirstPage

        if isinstance(self.window, MainWindow | FirstPage):
            self.window.tell(trouble)

    def close_book(self) -> None:
        """Close the open book, if there is one, and give the right to write back."""
        if self.upgrade is not None:
            self.upgrade.end()
            self.upgrade = None
        if isinstance(self.window, MainWindow):
            self.window.close()
        if self.drafts is not None:
            self.drafts.close()
            self.drafts = None
        if self.book is not None:
            self.book.close()
            self.book = None
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        if old is not None and old.isVisible():
            window.setGeometry(old.geometry())
        else:
            window.resize(WIDTH, HEIGHT)
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()


def prepare() -> None:
    """Before Qt starts: fcitx has no plugin for this Qt, so its ibus front end is used, or Chinese could not be typed."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
        if not any("fcitx" in each.name for each in plugins.glob("*")):
            os.environ["QT_IM_MODULE"] = "ibus"


def application() -> QApplication:
    """Qt's application, made for the program's look."""
    prepare()
    app = QApplication([*sys.argv[:1], *theme.ARGUMENTS])
    app.setProperty(theme.DRESSED, True)
    return app


def main(path: Path | None = None) -> int:
    """Show the window over a book, the last book, or the first page; give the exit code."""
    app = QApplication.instance() or application()
    if not isinstance(app, QApplication):
        return 1
    app.setApplicationName("unionoffice")
    program = Program(app)
    crash.install(app, paths.user_data() / "trouble.log", keep=program.keep_drafts, tell=program.tell)
    program.start(path)
    code = app.exec()
    program.close_book()
    return int(code)
