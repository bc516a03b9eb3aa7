"""The first page: make the office's book, open one that is there, or walk through the sample office."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core import backup
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import CALENDAR, Month
from unionoffice.core.record import changed, shown
from unionoffice.core.words import N_, _, language
from unionoffice.kit import theme
from unionoffice.kit.desk import button
from unionoffice.kit.form import Form
from unionoffice.kit.questions import Answers, MessageBar, Questions
from unionoffice.kit.section import Section
from unionoffice.window.numbers import MAIN, MORE, MORE_KINDS, FirstNumbers


class Beginning(FirstNumbers):
    """What the office says of itself when its book is begun."""

    union: Annotated[str, shown(N_("Full name of the union"))]
    enterprise: Annotated[str, shown(N_("Enterprise"))] = ""
    higher: Annotated[str, shown(N_("Higher union"))] = ""
    code: Annotated[str, shown(N_("Short code"), hint=N_("a few letters or digits"))] = ""
    clerk: Annotated[str, shown(N_("Clerk"))]
    pin: Annotated[str, shown(N_("PIN"), hint=N_("4 to 12 digits; empty asks for none"), private=True)] = ""
    closing_day: Annotated[
        int, shown(N_("Months close on day"), ge=1, le=31, hint=N_("31 is the calendar month; 25 closes on the 25th"))
    ] = CALENDAR
    year: Annotated[int, shown(N_("The paper books are of the year"), ge=1900, le=2200)]


SECTIONS = (
    Section(N_("The office"), ("union", "enterprise", "higher", "code", "closing_day")),
    Section(N_("Who keeps the book"), (("clerk", "pin"),)),
    Section(N_("The next number of each register"), ("year", *MAIN)),
)


class _NoBook:
    """What a form needs of an office before there is a book: a month for its dates, and nothing to choose from."""

    asker = None

    def __init__(self, month: Month) -> None:
        self.month = month

    @property
    def book(self) -> Book:
        raise KnownError(_("There is no book yet."))

    def add_new(self, _table: str, _text: str, _done: Callable[[int], None]) -> None:
        raise KnownError(_("There is no book yet."))


class FirstPage(QWidget):
    """Shown when no book is open. `begun` carries the path and what was said; `chosen` a book to open; `sample` a folder;
    `restore_wanted` a book that cannot be opened, and the backup to put in its place.
    """

    begun = Signal(object, object)
    chosen = Signal(object)
    sample = Signal(object)
    restore_wanted = Signal(object, object)
    language_wanted = Signal(str)

    def __init__(
        self, month: Month, folder: Path, *, answers: Answers | None = None, typed: dict[str, object] | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("first_page")
        self.setWindowTitle("unionoffice")
        self.setProperty("area", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.folder = folder
        self.questions = Questions(self, answer_with=answers)
        self.context = _NoBook(month)
        e = theme.em()
        outer = QVBoxLayout(self)
        self.message = MessageBar()
        outer.addWidget(self.message)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        outer.addWidget(area, 1)
        middle = QWidget()
        middle.setProperty("area", "clear")
        line = QHBoxLayout(middle)
        line.addStretch(1)
        card = self.card = QWidget()
        card.setProperty("area", "card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setMaximumWidth(round(e * 52))
        card.setMinimumWidth(round(e * 30))
        line.addWidget(card, 6)
        line.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(round(e * 2), round(e), round(e * 2), round(e))
        column.setSpacing(round(e * 0.5))
        head = QHBoxLayout()
        title = QLabel(_("The union office's book"))
        title.setProperty("role", "title")
        head.addWidget(title, 1)
        for name, words in (("zh", "中文"), ("en", "English")):
            chip = button(words, f"language_{name}", "chip")
            chip.setCheckable(True)
            chip.setChecked(language() == name)
            chip.clicked.connect(lambda _checked=False, name=name: self.language_wanted.emit(name))
            head.addWidget(chip)
        column.addLayout(head)
        promise = QLabel(_("One file on this computer holds everything. Nothing leaves it but what you print, copy or export."))
        promise.setWordWrap(True)
        promise.setProperty("role", "quiet")
        column.addWidget(promise)
        line2 = QHBoxLayout()
        other = button(_("Open a book that is there…"), "open_book")
        other.clicked.connect(self._open)
        sample = button(_("Walk through the sample office"), "open_sample")
        sample.clicked.connect(lambda: self.sample.emit(self.folder / "sample"))
        line2.addWidget(other)
        line2.addWidget(sample)
        line2.addStretch(1)
        column.addLayout(line2)
        self.form: Form[Beginning] = Form(Beginning, self.context, sections=SECTIONS, values={"year": month.year, **(typed or {})})
        self.form.submitted.connect(self.begin)
        column.addWidget(self.form)
        self.more = button(_("More registers…"), "more_registers", "quiet")
        self.more.clicked.connect(lambda: self.unfold())
        self.more_form: Form[FirstNumbers] = Form(FirstNumbers, self.context, sections=(Section("", MORE),), values=typed or {})
        self.more_form.submitted.connect(self.begin)
        self.more_form.hide()
        if any((typed or {}).get(kind, 1) != 1 for kind in MORE_KINDS):
            self.unfold()
        column.addWidget(self.more_form)
        foot = QHBoxLayout()
        make = button(_("Begin the book"), "begin_book", "primary")
        make.clicked.connect(self.begin)
        foot.addWidget(make)
        foot.addWidget(self.more)
        foot.addStretch(1)
        column.addLayout(foot)
        area.setWidget(middle)
        self.form.focus_first()

    def unfold(self) -> None:
        """Ask for the numbers of the other registers too."""
        self.more.hide()
        self.more_form.show()
        self.more_form.focus_first()

    def typed(self) -> dict[str, object]:
        """What was typed so far and can be read, by field."""
        editors = {**self.form.editors, **self.more_form.editors}
        found = {name: editor.value() for name, editor in editors.items() if not editor.problem()}
        return {name: value for name, value in found.items() if value is not None}

    def _open(self) -> None:
        path = self.questions.open_file(_("Open which book?"), folder=self.folder, kinds="*.db")
        if path is not None:
            self.chosen.emit(path)

    def begin(self) -> None:
        """Check what was said and ask for the book's place."""
        self.form.clear_problems()
        self.more_form.clear_problems()
        try:
            said = self.form.record()
            said = changed(said, **self.more_form.values())
            if said.pin and not (said.pin.isdigit() and 4 <= len(said.pin) <= 12):
                raise KnownError(_("A PIN is 4 to 12 digits."), field="pin")
        except KnownError as trouble:
            (self.more_form if trouble.field in MORE_KINDS else self.form).show_problem(trouble)
            return
        name = "".join(letter for letter in (said.code or said.enterprise or said.union) if letter.isalnum())[:40] or "office"
        path = self.questions.save_file(_("Where shall the book lie?"), self.folder / f"{name}.db", kinds="*.db", ending=".db")
        if path is not None:
            self.begun.emit(path, said)

    def tell(self, trouble: KnownError | str, *, of: Path | None = None) -> None:
        """Say what went wrong; of a book that cannot be opened, offer its backups."""
        found = [] if of is None else backup.backups(backup.backup_folder(of))
        if of is None or not found:
            self.message.tell(trouble)
            return
        words = _("{trouble} Its latest backup is {name}.", trouble=trouble, name=found[0].name)
        self.message.tell(words, action=_("Restore from a backup…"), act=lambda: self._restore(of))

    def _restore(self, book: Path) -> None:
        source = self.questions.open_file(_("Restore from which backup?"), folder=backup.backup_folder(book), kinds="*.db")
        if source is not None:
            self.restore_wanted.emit(book, source)

    def wait(self, words: str) -> None:
        """Say what is being done, and take nothing meanwhile; no words end it."""
        self.card.setEnabled(not words)
        if words:
            self.message.inform(words)
        else:
            self.message.clear()


class ClerkPage(QWidget):
    """Who is at the desk: asked at the start when there are several clerks or a PIN."""

    chosen = Signal(str, str)

    def __init__(self, clerks: list[str], book: str) -> None:
        super().__init__()
        from PySide6.QtWidgets import QComboBox, QLineEdit

        self.setObjectName("clerk_page")
        self.setWindowTitle("unionoffice")
        self.setProperty("area", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e * 4), round(e * 4), round(e * 4), round(e * 4))
        title = QLabel(_("Who keeps the book {name} now?", name=book))
        title.setProperty("role", "title")
        column.addWidget(title)
        self.clerk = QComboBox()
        self.clerk.setObjectName("clerk")
        self.clerk.setAccessibleName(_("Clerk"))
        self.clerk.addItems(clerks)
        self.pin = QLineEdit()
        self.pin.setObjectName("pin")
        self.pin.setAccessibleName(_("PIN"))
        self.pin.setPlaceholderText(_("PIN, if you have one"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = QLabel()
        self.problem.setProperty("role", "error")
        self.problem.setObjectName("pin_problem")
        go = button(_("Open"), "open", "primary")
        go.clicked.connect(self._go)
        self.pin.returnPressed.connect(self._go)
        for each in (self.clerk, self.pin, self.problem, go):
            each.setMaximumWidth(round(e * 22))
            column.addWidget(each)
        column.addStretch(1)

    def _go(self) -> None:
        self.chosen.emit(self.clerk.currentText(), self.pin.text())

    def refuse(self) -> None:
        """The PIN did not fit."""
        self.problem.setText(_("This PIN is not the clerk's."))
        self.pin.selectAll()
        self.pin.setFocus()
