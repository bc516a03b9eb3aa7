"""A paper in the window: shown as it will print, in either language, printed or saved, and written down as printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.errors import KnownError
from unionoffice.core.words import Language, _, language
from unionoffice.kit import theme
from unionoffice.kit.desk import button
from unionoffice.kit.office import Office, Print
from unionoffice.kit.preview import Preview
from unionoffice.printing import make


class PaperView(QWidget):
    """The preview of one paper with its own head: what it is, and the way back."""

    closed = Signal()

    def __init__(self, office: Office, wanted: Print) -> None:
        super().__init__()
        self.setObjectName("paper_view")
        self.office = office
        self.wanted = wanted
        self.spoken: Language = language()
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(round(e), round(e * 0.6), round(e), round(e * 0.3))
        title = QLabel(self.title())
        title.setProperty("role", "title")
        head.addWidget(title, 1)
        back = button(_("Back  Esc"), "back")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        column.addLayout(head)
        self.preview = Preview(questions=office.questions)
        column.addWidget(self.preview, 1)
        self.preview.language_chosen.connect(self.speak)
        self.preview.printed.connect(lambda _copies: self.note())
        self.preview.saved.connect(lambda _path: self.note())
        self.pdf = b""
        self.speak(self.spoken)

    def title(self) -> str:
        """What the paper is, and of what."""
        wanted = self.wanted
        words = _(wanted.paper.title)
        if wanted.blank:
            return _("Blank: {paper}", paper=words)
        if wanted.tbl:
            hit = self.office.book.hit(wanted.tbl, wanted.row)
            return f"{words}  {hit.number or hit.title}" if hit else words
        return f"{words}  {wanted.period.name(language())}" if wanted.period else words

    def speak(self, spoken: Language) -> None:
        """Show the paper in a language. Raises KnownError when it cannot be made."""
        self.spoken = spoken
        wanted, book = self.wanted, self.office.book
        if wanted.blank:
            self.pdf = make.blank_pdf(book, wanted.paper, spoken)
        elif wanted.rows:
            self.pdf = make.pdf_of_many(book, wanted.paper, wanted.rows, spoken)
        else:
            subject = wanted.row if wanted.tbl else wanted.period
            self.pdf = make.pdf_of(book, wanted.paper, subject, spoken, reprint=self.printed_before())
        self.preview.show_pdf(self.pdf, self.title(), language=spoken)

    def printed_before(self) -> bool:
        """Whether this very paper was handed out before: then it says so."""
        wanted = self.wanted
        return wanted.paper.final and bool(self.office.book.printings(wanted.paper.form, wanted.tbl, wanted.row, self._period()))

    def _period(self) -> str:
        return str(self.wanted.period) if self.wanted.period is not None else ""

    def note(self) -> None:
        """Write down that the paper was printed; a paper in the register only, not a blank one."""
        wanted = self.wanted
        if wanted.blank or not self.office.book.writable:
            return
        try:
            for row in wanted.rows or (wanted.row,):
                settings.note_printed(
                    self.office.book,
                    wanted.paper.form,
                    wanted.paper.title,
                    tbl=wanted.tbl,
                    row=row,
                    period=self._period(),
                    language=self.spoken,
                    final=wanted.paper.final,
                )
        except KnownError as trouble:
            self.office.tell(trouble)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
