"""The main window: tabs, tools, search, messages, papers, and the book's state."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import office as settings
from unionoffice.core import paths
from unionoffice.core.book import Book, Touched
from unionoffice.core.drafts import Drafts
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import Language, _, language
from unionoffice.kit import theme
from unionoffice.kit.desk_tab import DeskTab
from unionoffice.kit.jobs import JobBar, Jobs
from unionoffice.kit.link import WordyButton
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.plain import button
from unionoffice.kit.questions import Answers, MessageBar, Questions
from unionoffice.printing.paper import Paper
from unionoffice.tabs import TABS, Tab
from unionoffice.window.find import Find
from unionoffice.window.months import MonthBox

if TYPE_CHECKING:
    from unionoffice.window.menus import Entry

WIDTH, HEIGHT = 1366, 728


class TabButton(QPushButton):
    """One tab at the left edge, with the number of what is due."""

    def __init__(self, tab: Tab, place: int) -> None:
        super().__init__(_(tab.title))
        self.setObjectName(f"tab_{tab.name}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(_(tab.title))
        self.setToolTip(f"{_(tab.title)}  Ctrl+{place % 10}" if place <= 10 else _(tab.title))
        picture = paths.resources() / "icons" / "tabs" / f"{tab.icon}.svg"
        if picture.is_file():
            self.setIcon(QIcon(str(picture)))
            self.setIconSize(QSize(round(theme.em() * 1.25), round(theme.em() * 1.25)))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, round(theme.em() * 0.8), 0)
        line.addStretch(1)
        self.badge = QLabel()
        self.badge.setObjectName(f"badge_{tab.name}")
        self.badge.setProperty("role", "badge")
        self.badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.badge.hide()
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_due(self, count: int, title: str) -> None:
        """Show how many are due; none shows no badge."""
        self.badge.setText(str(count))
        self.badge.setVisible(bool(count))
        self.setAccessibleName(_("{title}, {count} due", title=title, count=count) if count else title)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the words and a badge of two figures."""
        hint = super().sizeHint()
        return QSize(hint.width() + round(theme.em() * 2.4), hint.height())


class MainWindow(QMainWindow):
    """The window over one open book.

    `language_wanted` asks the program to build the window anew in another language; `another_book`
    asks it to open another book (a path, or None for the first page).
    """

    language_wanted = Signal(str)
    another_book = Signal(object)
    painted = Signal()

    def __init__(
        self,
        book: Book,
        drafts: Drafts | None,
        *,
        answers: Answers | None = None,
        reading_because: str = "",
        tabs: Sequence[Tab] = TABS,
        standing: Mapping[str, tuple[int, list[int | None]]] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.book = book
        self.office = Office(book, drafts, Questions(self, answer_with=answers), self)
        self.tabs = tabs
        self.office.papers_of = _papers_of
        self.office.desk_titles = {table: tab.title for tab in tabs for table in tab.shows}
        self.made: dict[str, DeskTab] = {}
        self._standing = dict(standing or {})
        self.preview: Any = None
        self._paint_told = False
        self.starting = True  # until the badges are counted and the daily backup is looked at
        self._closed = False
        self._back: QWidget | None = None
        self._saved_at: datetime.datetime | None = None
        self.jobs = Jobs(book, self)
        self._build()
        self._connect()
        self._build_menus()
        self.refresh_title()
        self.refresh_tools()
        self.resize(WIDTH, HEIGHT)
        if reading_because:
            self.message.tell(reading_because)
        elif settings.office(book).sample:
            self.message.inform(_("This is the sample office: the plant, its people and its figures are all invented."))
        self.show_tab(self._first_tab(anew=bool(standing)))

    def _first_tab(self, *, anew: bool) -> str:
        """The day begins with the first tab; but what was typed and not saved is gone on with, and a window built anew in
        another's place stands where that one stood.
        """
        last, typed = self.office.remembered("tab", self.tabs[0].name), self.office.typed()
        goes_on = anew or any(tab.name == last and typed.intersection(tab.shows) for tab in self.tabs)
        return str(last) if goes_on else self.tabs[0].name

    # -- building ------------------------------------------------------------------

    def _build(self) -> None:
        e = theme.em()
        centre = QWidget()
        self.setCentralWidget(centre)  # first: what is put into a window is dressed once, what moves into it later again
        rows = QVBoxLayout(centre)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._tools(centre))
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        rows.addLayout(body, 1)
        self.sidebar = QWidget()
        self.sidebar.setObjectName("sidebar")
        self.sidebar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        body.addWidget(self.sidebar)
        column = QVBoxLayout(self.sidebar)
        column.setContentsMargins(0, round(e * 0.6), 0, round(e * 0.6))
        column.setSpacing(round(e * 0.15))
        self.buttons: dict[str, TabButton] = {}
        for place, tab in enumerate(self.tabs, 1):
            made = TabButton(tab, place)
            made.clicked.connect(lambda _checked=False, name=tab.name: self.show_tab(name))
            self.buttons[tab.name] = made
            column.addWidget(made)
            if place <= 10:
                key = QShortcut(QKeySequence(f"Ctrl+{place % 10}"), self)
                key.activated.connect(lambda name=tab.name: self.show_tab(name))
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self._show_neighbour(step))
        column.addStretch(1)
        self.sidebar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        right = QVBoxLayout()
        right.setSpacing(0)
        body.addLayout(right, 1)
        self.message = MessageBar()
        self.job_bar = JobBar(self.jobs)
        self.stack = QStackedWidget()
        self.stack.setObjectName("stack")
        right.addWidget(self.message)
        right.addWidget(self.job_bar)
        right.addWidget(self.stack, 1)
        rows.addWidget(self._foot(centre))
        self.search_box.results.setParent(centre)

    def _show_neighbour(self, step: int) -> None:
        """The tab below or above the one in sight, from the last one on to the first."""
        names = list(self.buttons)
        place = next((place for place, name in enumerate(names) if self.buttons[name].isChecked()), 0)
        self.show_tab(names[(place + step) % len(names)])

    def _tools(self, parent: QWidget) -> QWidget:
        e = theme.em()
        bar = QWidget(parent)
        bar.setObjectName("tools")
        bar.setProperty("area", "bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(round(e), round(e * 0.5), round(e), round(e * 0.5))
        self.new_button = button(_("New"), "tool_new", "primary", tip=_("New entry  Ctrl+N"))
        self.print_button = button(_("Print"), "tool_print", tip=_("Papers of this tab  Ctrl+P"))
        self.export_button = button(_("Export"), "tool_export", tip=_("The register as a spreadsheet  Ctrl+E"))
        self.undo_button = WordyButton(_("Undo"), "tool_undo", least=6)
        self.redo_button = WordyButton(_("Redo"), "tool_redo", least=5)
        for each in (self.new_button, self.print_button, self.export_button):
            line.addWidget(each)
        line.addWidget(self.undo_button, 8)
        line.addWidget(self.redo_button, 4)
        line.addStretch(1)
        self.month_back = button("◀", "month_back", "quiet", tip=_("The month before"))
        self.month_back.setAccessibleName(_("The month before"))
        self.month_box = MonthBox(self.office)
        self.month_next = button("▶", "month_next", "quiet", tip=_("The next month"))
        self.month_next.setAccessibleName(_("The next month"))
        line.addWidget(self.month_back)
        line.addWidget(self.month_box)
        line.addWidget(self.month_next)
        line.addStretch(1)
        self.search_box = Find(self.office, self.office.desk_titles, self)
        self.search_box.left.connect(self._focus_page)
        line.addWidget(self.search_box)
        return bar

    def _foot(self, parent: QWidget) -> QWidget:
        e = theme.em()
        foot = QWidget(parent)
        foot.setObjectName("foot")
        foot.setProperty("area", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(foot)
        line.setContentsMargins(round(e), round(e * 0.25), round(e), round(e * 0.25))
        line.setSpacing(round(e * 2))
        self.book_words = QLabel()
        self.book_words.setObjectName("book_words")
        self.saved_words = QLabel()
        self.saved_words.setObjectName("saved_words")
        self.backup_words = QLabel()
        self.backup_words.setObjectName("backup_words")
        for each in (self.book_words, self.saved_words, self.backup_words):
            each.setProperty("role", "quiet")
            line.addWidget(each)
        line.addStretch(1)
        return foot

    def _connect(self) -> None:
        office = self.office
        office.acted.connect(self._acted)
        office.told.connect(self.tell)
        office.wanted.connect(self.open_record)
        office.rows_wanted.connect(self.show_rows)
        office.started.connect(self.start)
        office.print_wanted.connect(self.show_paper)
        office.new_wanted.connect(self._add_new)
        office.job_wanted.connect(self.jobs.start)
        office.month_changed.connect(lambda _month: self.refresh_tools())
        office.month_changed.connect(lambda _month: self.refresh_badges())
        self.new_button.clicked.connect(self.new)
        self.print_button.clicked.connect(self.choose_paper)
        self.export_button.clicked.connect(self.export)
        self.undo_button.clicked.connect(self.office.undo)
        self.redo_button.clicked.connect(self.office.redo)
        self.month_back.clicked.connect(lambda: office.choose_month(office.month.previous()))
        self.month_next.clicked.connect(lambda: office.choose_month(office.month.next()))

    # -- menus ------------------------------------------------------------------------

    def _menu(self, title: str, entries: Sequence[Entry | None], above: QMenu | None = None) -> QMenu:
        menu = (above or self.menuBar()).addMenu(title)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            if len(entry) == 2:
                self._menu(*entry, above=menu)
                continue
            words, keys, do = entry
            action = QAction(words, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, do=do: do())
            menu.addAction(action)
        return menu

    def _build_menus(self) -> None:
        from unionoffice.window.menus import BookMenu

        self.book_menu = BookMenu(self)
        self._menu(_("Book"), self.book_menu.entries())
        self._menu(
            _("Edit"),
            [
                (_("New entry"), "Ctrl+N", self.new),
                (_("Undo"), "Ctrl+Z", self.office.undo),
                (_("Redo"), "Ctrl+Y", self.office.redo),
                None,
                (_("Search everything"), "Ctrl+F", self.look_for),
                (_("Print"), "Ctrl+P", self.choose_paper),
                (_("Export the register…"), "Ctrl+E", self.export),
            ],
        )
        other: Language = "en" if language() == "zh" else "zh"
        self._menu(
            _("View"),
            [
                (_("Larger text"), "Ctrl++", lambda: self.resize_text(10)),
                (_("Smaller text"), "Ctrl+-", lambda: self.resize_text(-10)),
                (_("Light or dark"), "", self.turn_light),
                (_("Register, both, record"), "F9", self.next_mode),
                None,
                ("中文" if other == "zh" else "English", "", lambda: self.language_wanted.emit(other)),
            ],
        )
        self._menu(
            _("Help"),
            [
                (_("About this tab"), "F1", self.show_help),
                (_("About the program"), "", self.book_menu.about),
                (_("About Qt"), "", QApplication.aboutQt),
            ],
        )

    # -- tabs -------------------------------------------------------------------------

    def show_tab(self, name: str) -> DeskTab:
        """Show a tab; it is made when it is first shown."""
        known = {tab.name: tab for tab in self.tabs}
        tab = known.get(name) or self.tabs[0]
        if tab.name not in self.made:
            made = tab.make(self.office, self.stack)
            made.setObjectName(f"desk_{tab.name}")
            made.page_changed.connect(self.refresh_tools)
            self.made[tab.name] = made
            self.stack.addWidget(made)
            if tab.name in self._standing:
                made.stand(*self._standing.pop(tab.name))
        self.stack.setCurrentWidget(self.made[tab.name])
        self.buttons[tab.name].setChecked(True)
        self.office.remember("tab", tab.name)
        self.refresh_tools()
        self._focus_page()
        return self.made[tab.name]

    def standing(self) -> dict[str, tuple[int, list[int | None]]]:
        """Which page and records each tab shows, for a window that is built in this one's place."""
        return {**self._standing, **{name: tab.standing() for name, tab in self.made.items()}}

    def _focus_page(self) -> None:
        take = getattr(self.page(), "take_focus", None)
        if take is not None:
            take()

    def current(self) -> DeskTab | None:
        """The tab in sight, or None while a paper is."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, DeskTab) else None

    def page(self) -> Any:
        """The page in sight, or None."""
        tab = self.current()
        return None if tab is None else tab.page()

    def _tab_of(self, tbl: str) -> Tab | None:
        return next((tab for tab in self.tabs if tbl in tab.shows), None)

    def open_record(self, tbl: str, row: int) -> None:
        """Show a record in its tab."""
        tab = self._tab_of(tbl)
        if tab is not None:
            self.show_tab(tab.name).show_record(tbl, row)

    def show_rows(self, tbl: str, rows: Sequence[int], title: str) -> None:
        """Show the records behind a figure."""
        tab = self._tab_of(tbl)
        if tab is not None:
            self.show_tab(tab.name).show_rows(tbl, rows, title)

    def start(self, start: Start) -> None:
        """Open another desk's form filled in."""
        tab = self._tab_of(start.tbl)
        if tab is not None:
            self.show_tab(tab.name).start(start)

    def _add_new(self, table: str, text: str, done: Callable[[int], None]) -> None:
        tab = self._tab_of(table)
        if tab is None or tab.add_on_the_spot is None:
            return
        try:
            row = tab.add_on_the_spot(self.book, table, text)
        except KnownError as trouble:
            self.tell(trouble)
            return
        done(row)

    def new(self) -> None:
        """A new entry on the page in sight."""
        page = self.page()
        make = getattr(page, "new", None)
        if make is not None and self.book.writable:
            make()

    def next_mode(self) -> None:
        """F9 on the page in sight."""
        page = self.page()
        turn = getattr(page, "next_mode", None)
        if turn is not None:
            turn()

    def look_for(self) -> None:
        """Go to the search box."""
        self.search_box.setFocus()
        self.search_box.selectAll()

    # -- papers -------------------------------------------------------------------------

    def choose_paper(self) -> None:
        """Show what can be printed here."""
        page = self.page()
        offered: list[Print] = page.prints() if hasattr(page, "prints") else []
        menu = QMenu(self)
        menu.setObjectName("papers")
        for each in offered:
            words = _(each.paper.title)
            if each.blank:
                words = _("Blank: {paper}", paper=words)
            elif each.period is not None:
                words = f"{words} · {each.period.name(language())}"
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, each=each: self.show_paper(each))
        if not offered:
            menu.addAction(_("Nothing can be printed here.")).setEnabled(False)
        menu.popup(self.print_button.mapToGlobal(self.print_button.rect().bottomLeft()))
        self.paper_menu = menu

    def show_paper(self, wanted: Print) -> None:
        """Show a paper in the window, exactly as it will print."""
        from unionoffice.window.paper_view import PaperView

        if self.preview is not None:
            self.close_paper()
        back = self.stack.currentWidget()
        try:
            view = PaperView(self.office, wanted)
        except KnownError as trouble:
            self.tell(trouble)
            return
        self.preview, self._back = view, back
        view.closed.connect(self.close_paper)
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        view.setFocus()

    def close_paper(self) -> None:
        """Go back from the paper to the tab."""
        if self.preview is None:
            return
        view, self.preview = self.preview, None
        if self._back is not None and self.stack.currentWidget() is view:
            self.stack.setCurrentWidget(self._back)
        self.stack.removeWidget(view)
        view.deleteLater()

    def show_aside(self, page: Any) -> None:
        """Show a page that belongs to no tab: the office's settings, the journal."""
        self.close_paper()
        self.preview, self._back = page, self.stack.currentWidget()
        page.closed.connect(self.close_paper)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()

    def export(self) -> None:
        """Ask how the register in sight shall leave, and write it."""
        from unionoffice.window.export import Export

        page = self.page()
        if not hasattr(page, "leaving") and not hasattr(page, "table_of_all"):
            self.tell(_("There is no register here to export."))
            return
        Export(self, page).open()

    def job_failed(self, trouble: object) -> None:
        """Tell why the work beside the window came to nothing."""
        if isinstance(trouble, KnownError):
            self.tell(trouble)
        elif isinstance(trouble, BugError):
            raise trouble

    # -- telling -----------------------------------------------------------------------------

    def tell(self, what: KnownError | str) -> None:
        """Say a trouble, or that something is done."""
        if isinstance(what, KnownError):
            self.message.tell(what)
        else:
            self.message.inform(what)

    def _acted(self, touched: Touched) -> None:
        self._saved_at = datetime.datetime.now()
        self.refresh_tools()
        if "settings" in touched:  # the union's name, or the day on which its months close
            self.refresh_title()
            self.office.month_changed.emit(self.office.month)
        QTimer.singleShot(0, self, self.refresh_badges)

    def refresh_title(self) -> None:
        """The title and the line at the bottom."""
        union = settings.office(self.book).union
        self.setWindowTitle(f"{union} – unionoffice" if union else "unionoffice")
        parts = [_("book: {name}", name=self.book.path.name)]
        if self.book.clerk:
            parts.append(_("clerk: {name}", name=self.book.clerk))
        self.book_words.setText("     ".join(parts))

    def refresh_tools(self) -> None:
        """The words of undo and redo, the month, when was saved."""
        undo, redo = self.book.to_undo(), self.book.to_redo()
        for made, said, plain in ((self.undo_button, undo, _("Undo")), (self.redo_button, redo, _("Redo"))):
            words = plain if said is None else f"{plain}: {said}"
            made.say(words)
            made.setEnabled(said is not None)
        self.redo_button.setVisible(redo is not None)
        page = self.page()
        new = getattr(page, "NEW", "")
        self.new_button.setText(_(new) if new else _("New"))
        self.new_button.setAccessibleName(self.new_button.text())
        self.new_button.setEnabled(bool(new) and self.book.writable)
        if self._saved_at is not None:
            self.saved_words.setText(_("saved {time}", time=f"{self._saved_at:%H:%M}"))
        elif not self.book.writable:
            self.saved_words.setText(_("reading only"))

    def refresh_badges(self) -> None:
        """Count what is due on every tab."""
        day = self.office.day()
        for tab in self.tabs:
            self.buttons[tab.name].show_due(tab.due(self.book, day), _(tab.title))

    def show_backups(self, words: str) -> None:
        """Say at the bottom when the last backup was made."""
        self.backup_words.setText(words)

    # -- looks --------------------------------------------------------------------------------

    def resize_text(self, by: int) -> None:
        """Larger or smaller letters everywhere; the window is built anew so that everything fits."""
        size = theme.set_size(theme.size() + by)
        self.office.remember("text_size", size)
        self.language_wanted.emit(language())

    def turn_light(self) -> None:
        """From light to dark and back."""
        dark = not theme.now().dark
        theme.set_dark(dark)
        self.office.remember("dark", dark)

    def show_help(self) -> None:
        """The manual's page about the tab in sight."""
        from unionoffice.window.help import show_help

        tab = self.current()
        name = next((name for name, made in self.made.items() if made is tab), "")
        self.help_window = show_help(self, name)

    # -- painting and closing ---------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """After the first painting comes what can wait: badges, the daily backup."""
        super().paintEvent(event)
        if not self._paint_told:
            self._paint_told = True
            QTimer.singleShot(0, self, self._after_paint)

    def _after_paint(self) -> None:
        self.painted.emit()
        self._focus_page()
        self._count_badges(iter(self.tabs[::-1]))

    def _count_badges(self, rest: Iterator[Tab]) -> None:
        """The first counting, one tab after the other, so that the window answers while their desks are loaded; then the backup."""
        if self._closed:
            return
        tab = next(rest, None)
        if tab is None:
            self.book_menu.daily_backup()
            self.starting = False
            return
        self.buttons[tab.name].show_due(tab.due(self.book, self.office.day()), _(tab.title))
        QTimer.singleShot(0, self, lambda: self._count_badges(rest))

    def event(self, event: QEvent) -> bool:
        """Leaving the window writes what is typed to the drafts."""
        if event.type() is QEvent.Type.WindowDeactivate:
            self.keep_drafts()
        return super().event(event)

    def keep_drafts(self) -> None:
        """Write what is typed everywhere to the drafts now."""
        for tab in self.made.values():
            tab.keep_drafts()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """What is typed is kept; a job that writes is finished or stopped first."""
        self._closed = True
        self.keep_drafts()
        self.office.stop_asking()
        self.jobs.close()
        super().closeEvent(event)


def _papers_of(table: str) -> Sequence[Paper]:
    """The papers of a table; the desks' sheets are loaded when a record is first shown, not at the start."""
    from unionoffice import papers

    return papers.of_table(table)
