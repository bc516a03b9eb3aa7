"""The pages about the office itself: its settings, its clerks, the next numbers, and the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, _
from unionoffice.kit import theme
from unionoffice.kit.desk import button
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office
from unionoffice.kit.section import Section
from unionoffice.window.numbers import KINDS, MAIN, MORE, FirstNumbers


class Clerk(Record):
    """A clerk who may open the book."""

    clerk: Annotated[str, shown(N_("Clerk"))]
    pin: Annotated[str, shown(N_("PIN"), hint=N_("4 to 12 digits; empty asks for none"), private=True)] = ""


OFFICE = (
    Section(
        N_("Office"), ("union", "union_english", "enterprise", "higher", "code", "closing_day", ("reply_days", "at_once_days"))
    ),
)
NUMBERS = (Section("", MAIN), Section(N_("More registers"), MORE))


class Aside(QWidget):
    """A page beside the tabs, left with Esc."""

    closed = Signal()

    def __init__(self, title: str, office: Office) -> None:
        super().__init__()
        self.office = office
        e = theme.em()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget()
        holder.setProperty("area", "clear")
        holder.setMaximumWidth(round(e * 60))
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(round(e * 1.5), round(e), round(e * 1.5), round(e))
        head = QHBoxLayout()
        words = QLabel(title)
        words.setProperty("role", "title")
        head.addWidget(words, 1)
        back = button(_("Back  Esc"), "back")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        self.column.addLayout(head)
        area.setWidget(holder)
        outer.addWidget(area)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class OfficePage(Aside):
    """The office's name and habits, the next numbers, the clerks."""

    def __init__(self, office: Office) -> None:
        super().__init__(_("Office"), office)
        self.setObjectName("office_page")
        book = office.book
        self.office_form: Form[settings.Office] = Form(settings.Office, office, sections=OFFICE)
        self.office_form.show_record(settings.office(book))
        self._add(self.office_form, "save_office", lambda: self._save_office())
        year = office.month.year
        heading = QLabel(_("Next register numbers of {year}", year=year))
        heading.setProperty("role", "heading")
        self.column.addWidget(heading)
        now = FirstNumbers(**{kind: book.next_running(kind, year) for kind in KINDS})
        self.numbers_form: Form[FirstNumbers] = Form(FirstNumbers, office, sections=NUMBERS)
        self.numbers_form.show_record(now)
        self._add(self.numbers_form, "save_numbers", lambda: self._save_numbers(year))
        heading = QLabel(_("Clerks: {names}", names="、".join(settings.clerks(book)) or "—"))
        heading.setProperty("role", "heading")
        heading.setObjectName("clerk_names")
        heading.setWordWrap(True)
        self.clerk_names = heading
        self.column.addWidget(heading)
        self.clerk_form: Form[Clerk] = Form(Clerk, office)
        self._add(self.clerk_form, "save_clerk", lambda: self._save_clerk())
        self.column.addStretch(1)

    def _add(
        self, form: Form[Record] | Form[settings.Office] | Form[FirstNumbers] | Form[Clerk], name: str, save: Callable[[], None]
    ) -> None:
        self.column.addWidget(form)
        keep = button(_("Save"), name, "primary")
        keep.setEnabled(self.office.book.writable)
        keep.clicked.connect(lambda: save())
        form.submitted.connect(lambda: save())
        self.column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)

    def _save_office(self) -> None:
        try:
            settings.set_office(self.office.book, self.office_form.corrected(settings.office(self.office.book)))
        except KnownError as trouble:
            self.office_form.show_problem(trouble)
            return
        self.office.tell(_("The office's settings are saved."))

    def _save_numbers(self, year: int) -> None:
        try:
            wanted = self.numbers_form.record()
            book = self.office.book
            changed = {
                f"{kind}-{year}": getattr(wanted, kind)
                for kind in KINDS
                if getattr(wanted, kind) != book.next_running(kind, year)
            }
            settings.set_first_numbers(book, changed)
        except KnownError as trouble:
            self.numbers_form.show_problem(KnownError(str(trouble), field=(trouble.field or "").split("-")[0]))
            return
        self.office.tell(_("The next numbers are set."))

    def _save_clerk(self) -> None:
        try:
            entered = self.clerk_form.record()
            settings.set_clerk(self.office.book, entered.clerk, entered.pin)
        except KnownError as trouble:
            self.clerk_form.show_problem(trouble)
            return
        self.clerk_names.setText(_("Clerks: {names}", names="、".join(settings.clerks(self.office.book))))
        self.office.tell(_("{name} may now open the book.", name=entered.clerk))


class JournalPage(Aside):
    """What was done in the book, the latest first."""

    def __init__(self, office: Office) -> None:
        super().__init__(_("Journal"), office)
        self.setObjectName("journal_page")
        self.list = QListWidget()
        self.list.setObjectName("journal")
        self.list.setAccessibleName(_("Journal"))
        self.list.setWordWrap(True)
        for line in office.book.journal():
            self.list.addItem(f"{line.at:%Y-%m-%d %H:%M}   {line.said}" + (f"   · {line.clerk}" if line.clerk else ""))
        self.column.addWidget(self.list, 1)
