"""Certificates on the screen: the register, certificates from a competition or a proposal, wordings, printers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record
from unionoffice.core.words import N_, _
from unionoffice.desks.awards import rules, service, sheets
from unionoffice.desks.awards.intake import CERTIFICATES
from unionoffice.desks.awards.records import (
    Certificate,
    FromCompetition,
    FromProposal,
    Issuing,
    Lacking,
    Printer,
    Printing,
    Recipient,
    Standing,
    Voiding,
    Wording,
)
from unionoffice.kit import theme
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine, button
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.form import Form
from unionoffice.kit.jobs import Job, Progress
from unionoffice.kit.list_page import ListPage
from unionoffice.kit.office import Office, Print
from unionoffice.kit.section import Section
from unionoffice.kit.table import prepare
from unionoffice.printing.paper import Paper

FINAL = N_("The certificate gets its number and is kept as it is. It can then only be voided with a reason.")
MOST_PRINTED = 500
"""So many certificates go into one print."""
DRAWN_ASIDE = 100
"""More certificates than this are drawn beside the window, which stays free meanwhile."""


class Candidates(QWidget):
    """Certificates that can be drawn up from one competition or proposal: who gets one, for what, and the text of each."""

    drawn_up = Signal(object)  # the ids of the drafts, or of the certificates issued
    left = Signal()

    def __init__(
        self,
        office: Office,
        title: str,
        asks: type[Record],
        find: Callable[[Any], list[service.Candidate]],
        values: Mapping[str, object],
    ) -> None:
        super().__init__()
        self.setObjectName("candidates")
        self.setProperty("area", "clear")
        self.office = office
        self._find = find
        self._found: list[service.Candidate] = []
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e * 1.2), round(e), round(e * 1.2), round(e * 0.7))
        heading = QLabel(title)
        heading.setObjectName("candidates_title")
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        column.addWidget(heading)
        self.form: Form[Any] = Form(asks, office, values=values)
        column.addWidget(self.form)
        self.trouble = QLabel()
        self.trouble.setObjectName("candidates_trouble")
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        column.addWidget(self.trouble)
        column.addWidget(self._make_table(), 1)
        self.text = QLabel()
        self.text.setObjectName("certificate_text")
        self.text.setAccessibleName(_("Text of the certificate"))
        self.text.setWordWrap(True)
        self.text.setProperty("area", "notice")
        self.text.setContentsMargins(8, 6, 8, 6)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.text)
        column.addWidget(self._make_buttons())
        self.form.changed.connect(self.look)
        self.form.submitted.connect(self.look)
        self.look()

    def _make_table(self) -> QTableWidget:
        table = self.table = QTableWidget(0, 3)
        table.setObjectName("candidate_list")
        table.setAccessibleName(_("Who gets a certificate"))
        table.setHorizontalHeaderLabels([_("Recipient"), _("For"), _("Certificate")])
        prepare(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setMinimumHeight(round(theme.em() * 9))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda *_places: self._show_text())
        table.itemChanged.connect(lambda _item: self._count())
        return table

    def _make_buttons(self) -> QWidget:
        bar = QWidget()
        row = FlowLayout(bar)
        grows_down(bar)
        row.setContentsMargins(0, 0, 0, 0)
        self.draw_button = button(_("Draw up drafts"), "draw_up", "primary")
        self.draw_button.clicked.connect(lambda: self._do(issue=False))
        self.issue_button = button(_("Draw up and issue…"), "draw_up_and_issue")
        self.issue_button.clicked.connect(lambda: self._do(issue=True))
        leave = button(_("Cancel  Esc"), "leave_candidates")
        leave.clicked.connect(self.left)
        for each in (self.draw_button, self.issue_button, leave):
            row.addWidget(each)
        return bar

    def look(self) -> None:
        """List who could get a certificate, by what the form now says."""
        self.trouble.hide()
        if any(editor.problem() or editor.value() is None for editor in self.form.editors.values()):
            return  # something is half typed: what is listed stays until it can be read
        try:
            found = self._find(self.form.record())
        except KnownError as trouble:
            found = []
            self.trouble.setText(str(trouble))
            self.trouble.show()
        if found == self._found and self.table.rowCount() == len(found):
            return
        self._found = found
        self.table.blockSignals(True)
        self.table.setRowCount(len(found))
        any_foreseen = any(candidate.foreseen for candidate in found)
        for place, candidate in enumerate(found):
            certificate = candidate.certificate
            wanted = not candidate.has and (candidate.foreseen if any_foreseen else (certificate.rank or 1) <= 3)
            name = QTableWidgetItem(str(service.recipient(self.office.book, certificate)))
            name.setToolTip(name.text())
            name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            name.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            has = ", ".join(each.number or _(each.standing.word) for each in candidate.has)
            for column, item in enumerate((name, QTableWidgetItem(_what(certificate)), QTableWidgetItem(has))):
                self.table.setItem(place, column, item)
        self.table.blockSignals(False)
        if found:
            self.table.setCurrentCell(0, 0)
        self._show_text()
        self._count()

    def chosen(self) -> list[service.Candidate]:
        """The candidates with a tick."""
        rows = range(min(self.table.rowCount(), len(self._found)))
        items = ((row, self.table.item(row, 0)) for row in rows)
        return [self._found[row] for row, item in items if item is not None and item.checkState() is Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.chosen())
        self.draw_button.setText(_("Draw up {count} drafts", count=count) if count else _("Draw up drafts"))
        self.issue_button.setText(_("Draw up and issue {count}…", count=count) if count else _("Draw up and issue…"))
        for each in (self.draw_button, self.issue_button):
            each.setAccessibleName(each.text())
            each.setEnabled(bool(count))

    def _show_text(self) -> None:
        place = self.table.currentRow()
        if not 0 <= place < len(self._found):
            self.text.hide()
            return
        try:
            ready = service.completed(self.office.book, self._found[place].certificate)
            self.text.setText(f"{ready.addressed}：\n{ready.body}\n\n{ready.issuer}")
        except KnownError as trouble:
            self.text.setText(str(trouble))
        self.text.show()

    def _do(self, *, issue: bool) -> None:
        wanted = [(candidate.certificate, candidate.source) for candidate in self.chosen()]
        book = self.office.book
        try:
            if not issue:
                self.drawn_up.emit(service.draw_up(book, wanted))
                return
            asked = service.ready(book, [certificate for certificate, _source in wanted])
            lacking = _asked_about(self.office, asked)
            if not self.office.questions.sure(_("Issue certificates"), _(FINAL), act=_("Issue {count}", count=len(wanted))):
                return
            self.drawn_up.emit(service.draw_up_and_issue(book, wanted, lacking))
        except KnownError as trouble:
            self.trouble.setText(str(trouble))
            self.trouble.show()


def _what(certificate: Certificate) -> str:
    if certificate.rank and not certificate.title:
        return _("rank {rank}", rank=certificate.rank)
    rank = f" ({_('rank {rank}', rank=certificate.rank)})" if certificate.rank else ""
    return certificate.title + rank


def _asked_about(office: Office, letters: set[str]) -> Lacking | None:
    """Ask once what is done with characters that Kai lacks; None when it lacks none."""
    if not letters:
        return None
    question = _(
        "The Kai typeface lacks {letters}. They can be taken from Song, or their places left blank for the brush.",
        letters=" ".join(sorted(letters)),
    )
    song = office.questions.sure(_("Characters that Kai lacks"), question, act=_("Take from Song"), keep=_("Leave blank"))
    return Lacking.SONG if song else Lacking.BRUSH


class CertificatesPage(Page[Certificate]):
    """The register of certificates and the certificate beside it."""

    TITLE = N_("Certificates")
    QUERY = service.CERTIFICATES
    NEW = N_("New certificate")
    NUMBER = "number"
    HEADING = "name"
    STATE = "standing"
    CARRY = ("tongue", "period", "competition", "issuer", "dated")
    PAPERS = (sheets.CERTIFICATE, sheets.DRAFT_PAPER, sheets.REGISTER)
    EMPTY = N_(
        "Certificates of award stand here, issued and voided. Draw them up from a published competition, from an awarded "
        "proposal, or by hand."
    )
    SECTIONS = (
        Section(N_("Recipient"), (("kind", "tongue"), "worker", "unit", "name")),
        Section(N_("Given for"), ("period", "competition", "title", ("rank", "grade"), "facts")),
        Section(N_("The certificate"), ("wording", "addressed", "body", ("issuer", "dated"), "lacking", "old_number")),
        Section(N_("Voided"), ("voided_on", "void_reason")),
    )
    ENTRY = (
        Section(N_("Recipient"), (("kind", "tongue"), "worker", "unit", "name")),
        Section(N_("Given for"), ("period", "competition", "title", ("rank", "grade"), "facts")),
        Section(N_("The certificate"), ("wording", "addressed", "body", ("issuer", "dated"), "old_number")),
    )

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._candidates: QScrollArea | None = None
        bar = QWidget()
        row = FlowLayout(bar)
        grows_down(bar)
        row.setContentsMargins(0, 0, 0, 0)
        for name, label, do in (
            ("from_competition", N_("From a competition…"), lambda: self.from_competition()),
            ("from_proposal", N_("From a proposal…"), lambda: self.from_proposal()),
            ("issue_drafts", N_("Issue all drafts…"), lambda: self.issue_drafts()),
            ("print_shown", N_("Print those shown"), lambda: self.print_shown()),
        ):
            each = button(_(label), name)
            each.setEnabled(office.book.writable or name == "print_shown")
            each.clicked.connect(do)
            row.addWidget(each)
        layout = self.left.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, bar)

    # -- entering ----------------------------------------------------------------

    def enter(self, record: Certificate, came_from: tuple[str, int] | None) -> int:
        """Draw up a certificate."""
        return service.enter(self.office.book, record, came_from)

    def correct(self, record: Certificate) -> None:
        """Correct a draft."""
        service.correct(self.office.book, record)

    def can_correct(self, record: Certificate) -> bool:
        """Only drafts."""
        return record.standing is Standing.DRAFT

    def defaults(self) -> Mapping[str, object]:
        """The date of the office."""
        return {"dated": self.office.day()}

    # -- the record --------------------------------------------------------------

    def sections(self, record: Certificate) -> tuple[Section, ...]:
        """The recipient's own kind, without the boxes of the others."""
        who = {Recipient.WORKER: ("worker",), Recipient.UNIT: ("unit",)}.get(record.kind, ())
        return (Section(N_("Recipient"), (("kind", "tongue"), *who, "name")), *self.SECTIONS[1:])

    def steps(self, record: Certificate) -> StepLine:
        """Draft, issued; voided is the side exit."""
        aside = record.standing.word if record.standing is Standing.VOIDED else ""
        return StepLine((Standing.DRAFT.word, Standing.ISSUED.word), 0 if record.standing is Standing.DRAFT else 1, aside)

    def tone(self, record: Certificate) -> str:
        """Drafts wait, issued ones are done."""
        return {Standing.DRAFT: "warn", Standing.ISSUED: "good", Standing.VOIDED: "quiet"}[record.standing]

    def warnings(self, record: Certificate) -> Sequence[str]:
        """Characters that Kai lacks, as long as they can still be decided about."""
        if record.standing is not Standing.DRAFT:
            return ()
        letters = service.needs_choice(self.office.book, [record.id])
        return [_("The Kai typeface lacks: {letters}", letters=" ".join(sorted(letters)))] if letters else ()

    def next_actions(self, record: Certificate) -> Sequence[Action]:
        """Issue, throw away, void, draw up again, print in another way."""
        book = self.office.book
        if record.standing is Standing.DRAFT:
            asks = bool(service.needs_choice(book, [record.id]))
            return [
                Action(
                    name="issue", label=N_("Issue"), asks=Issuing if asks else None, primary=True, final=FINAL,
                    do=lambda row, asked: self._issue([row], asked.lacking if asked else None),
                ),
                Action(name="drop", label=N_("Throw away"), do=lambda row, _asked: service.drop(book, row)),
            ]
        if record.standing is Standing.ISSUED:
            return [
                Action(
                    name="print_otherwise", label=N_("Print on other paper"), asks=Printing,
                    do=lambda row, asked: self._print([row], asked),
                ),
                Action(
                    name="void", label=N_("Void"), asks=Voiding, values={"voided_on": max(self.office.day(), record.dated)},
                    do=lambda row, asked: service.void(book, row, asked),
                    final=N_("A voided certificate keeps its number in the register and is never valid again."),
                ),
            ]
        return [
            Action(
                name="draw_up_again", label=N_("Draw up again"),
                do=lambda row, _asked: service.draw_up_again(book, row, self.office.day()),
            )
        ]

    def offers(self, paper: Paper, record: Certificate) -> bool:
        """A draft prints as a draft, an issued certificate as itself, a voided one no more."""
        if paper is sheets.DRAFT_PAPER:
            return record.standing is Standing.DRAFT
        return record.standing is Standing.ISSUED

    def _issue(self, rows: Sequence[int], lacking: Lacking | None) -> None:
        numbers = service.issue(self.office.book, rows, lacking)
        self.office.tell(_("Issued: {numbers}", numbers=", ".join(numbers[:5]) + (" …" if len(numbers) > 5 else "")))

    def _print(self, rows: Sequence[int], asked: Printing) -> None:
        printer = next((each for each in service.printers(self.office.book) if each.id == asked.printer), None)
        look = sheets.Look(printer=printer, text_only=asked.text_only, mono=asked.mono)
        self._show_certificates(sheets.looking(sheets.CERTIFICATE, look), rows)

    def _show_certificates(self, paper: Paper, rows: Sequence[int]) -> None:
        if len(rows) == 1:
            self.office.show_paper(Print(paper, tbl=self.table.name, row=rows[0]))
        elif len(rows) > DRAWN_ASIDE:
            self._draw_aside(paper, tuple(rows))
        elif rows:
            self.office.show_paper(Print(paper, tbl=self.table.name, rows=tuple(rows)))
        else:
            self.office.tell(_("No issued certificate is shown here."))

    def _draw_aside(self, paper: Paper, rows: tuple[int, ...]) -> None:
        def draw(book: Book, progress: Progress) -> bytes:
            return sheets.certificates_pdf(book, rows, progress=progress)

        job = Job(_("Drawing {count} certificates", count=len(rows)), draw)
        job.finished.connect(lambda data: self.office.show_paper(Print(sheets.drawn(paper, data), tbl=self.table.name, rows=rows)))
        self.office.run(job)

    # -- several at once -----------------------------------------------------------

    def issue_drafts(self) -> None:
        """Issue every draft, in the order of their dates."""
        rows = [draft.id for draft in service.drafts(self.office.book)]
        if not rows:
            self.office.tell(_("There is no draft to issue."))
            return
        lacking = _asked_about(self.office, service.needs_choice(self.office.book, rows))
        if not self.office.questions.sure(_("Issue all drafts"), _(FINAL), act=_("Issue {count}", count=len(rows))):
            return
        try:
            self._issue(rows, lacking)
        except KnownError as trouble:
            self.office.tell(trouble)

    def print_shown(self) -> None:
        """Print the issued certificates that the register now shows, one page each."""
        shown = (self.model.record(row) for row in range(min(self.model.count(), MOST_PRINTED)))
        rows = [each.id for each in shown if each is not None and each.standing is Standing.ISSUED]
        self._show_certificates(sheets.CERTIFICATE, rows)

    def from_competition(self) -> None:
        """Show who could get a certificate from a published competition."""
        waiting = service.without_certificates(self.office.book)
        values: dict[str, object] = {"dated": self.office.day()}
        if waiting:
            decided = service.decided_on(self.office.book, ("competitions", waiting[0]))
            values = {"competition": waiting[0], "dated": max(self.office.day(), decided or self.office.day())}

        def find(asked: FromCompetition) -> list[service.Candidate]:
            return service.of_competition(self.office.book, asked.competition, asked.dated, asked.tongue)

        self._show_candidates(Candidates(self.office, _("Certificates from a competition"), FromCompetition, find, values))

    def from_proposal(self) -> None:
        """Show which authors of an awarded proposal could get a certificate."""

        def find(asked: FromProposal) -> list[service.Candidate]:
            return service.of_proposal(self.office.book, asked.proposal, asked.dated, asked.tongue)

        values = {"dated": self.office.day()}
        self._show_candidates(Candidates(self.office, _("Certificates from a proposal"), FromProposal, find, values))

    def _show_candidates(self, candidates: Candidates) -> None:
        self.leave_form()
        self._leave_candidates()
        area = QScrollArea()
        area.setObjectName("candidates_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(candidates)
        candidates.left.connect(self._leave_candidates)
        candidates.drawn_up.connect(self._drawn_up)
        self._candidates = area
        self.stack.addWidget(area)
        self.stack.setCurrentWidget(area)
        self.foot_bar.hide()
        candidates.form.focus_first()

    def _leave_candidates(self) -> None:
        if self._candidates is None:
            return
        area, self._candidates = self._candidates, None
        self.stack.removeWidget(area)
        area.deleteLater()
        self.show_record(self.shown)

    def _drawn_up(self, rows: list[int]) -> None:
        self._leave_candidates()
        self.show_rows(rows, _("just drawn up"))

    def show_record(self, row: int | None) -> bool:
        """Show a certificate; the list of who could get one gives way to it only when a record is chosen."""
        if getattr(self, "_candidates", None) is not None and row is None:
            return False
        if getattr(self, "_candidates", None) is not None:
            area, self._candidates = self._candidates, None
            if area is not None:
                self.stack.removeWidget(area)
                area.deleteLater()
        return super().show_record(row)

    def prints(self) -> list[Print]:
        """What can be printed now; the blank certificate once."""
        return [each for each in super().prints() if not (each.blank and each.paper is sheets.DRAFT_PAPER)]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Esc leaves the list of who could get a certificate."""
        if event.key() == Qt.Key.Key_Escape and self._candidates is not None:
            self._leave_candidates()
        else:
            super().keyPressEvent(event)


class WordingsPage(Page[Wording]):
    """The wordings of certificates; an example is filled in beside each."""

    TITLE = N_("Wordings")
    QUERY = service.WORDINGS
    NEW = N_("New wording")
    HEADING = "name"
    EMPTY = N_("The texts of certificates stand here, with places such as {name} for what differs.")
    SECTIONS = (Section(N_("Wording"), ("name", "for_units", "chinese", "english", "retired")),)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """The three usual wordings are laid out when the page is first looked at."""
        service.prepare(self.office.book)
        super().showEvent(event)

    def enter(self, record: Wording, came_from: tuple[str, int] | None) -> int:
        """Add a wording."""
        return service.save_wording(self.office.book, record)

    def correct(self, record: Wording) -> None:
        """Change a wording."""
        service.save_wording(self.office.book, record)

    def extra(self, record: Wording) -> QWidget | None:
        """The wording with an example filled in."""
        words = QLabel("\n\n".join(rules.example(record)))
        words.setObjectName("wording_example")
        words.setWordWrap(True)
        words.setProperty("area", "notice")
        words.setContentsMargins(8, 6, 8, 6)
        return words

    def entry_problem(self, form: Form[Any]) -> str:
        """While a wording is typed: the places it may have."""
        return _("Places: {places}", places=" ".join("{" + place + "}" for place in rules.PLACES)) if form else ""


class PrintersPage(Page[Printer]):
    """Printers and their offsets for pre-printed paper."""

    TITLE = N_("Pre-printed paper")
    QUERY = service.PRINTERS
    NEW = N_("New printer")
    HEADING = "name"
    PAPERS = (sheets.RULER,)
    EMPTY = N_(
        "For certificates on pre-printed paper: enter the printer, print its ruler sheet, hold it and a pre-printed certificate "
        "against the light, and write down how far the text must move."
    )
    SECTIONS = (Section(N_("Printer"), ("name", ("right", "down"), "remark")),)

    def enter(self, record: Printer, came_from: tuple[str, int] | None) -> int:
        """Enter a printer."""
        return service.save_printer(self.office.book, record)

    def correct(self, record: Printer) -> None:
        """Change a printer's offsets."""
        service.save_printer(self.office.book, record)

    def next_actions(self, record: Printer) -> Sequence[Action]:
        """Take the printer out of the list."""
        book = self.office.book
        drop = Action(name="drop_printer", label=N_("Take out of the list"), do=lambda row, _asked: service.drop_printer(book, row))
        return [drop]


class CertificatesListPage(ListPage):
    """A list of certificates of earlier years is read, shown line by line, mended and taken in."""

    INTAKE = CERTIFICATES
    HEADING = N_("Take in certificates of earlier years from a list")

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} certificates of earlier years were taken in. Undo takes the whole list back.", count=f"{count:,}")


class AwardsTab(DeskTab):
    """Certificates, their wordings, and the printers for pre-printed paper."""

    PAGES = (CertificatesPage, WordingsPage, PrintersPage, CertificatesListPage)

