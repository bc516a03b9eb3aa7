"""What stands around a record: its head, and below its fields who names it, what it is tied to, its pictures, its story."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Table
from unionoffice.core.search import Hit
from unionoffice.core.words import _
from unionoffice.kit.declared import StepLine
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button
from unionoffice.kit.steps import Steps

MENTIONED = 12
"""Entries of one desk that a worker's or unit's record lists; the rest is one click away."""


def record_head(called: str, number: str, state: str, tone: str, steps: StepLine | None) -> QVBoxLayout:
    """The head of a record: what it is called, at the right its number and its state in the colour of `tone`, below its way."""
    head, line = QVBoxLayout(), QHBoxLayout()
    head.addLayout(line)
    title = QLabel(called)
    title.setObjectName("record_title")
    title.setProperty("role", "title")
    title.setWordWrap(True)
    line.addWidget(title, 1)
    side = QVBoxLayout()
    numbered = QLabel(number)
    numbered.setObjectName("record_number")
    numbered.setProperty("role", "quiet")
    for label in (title, numbered):
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    stands = QLabel(state)
    stands.setObjectName("record_state")
    stands.setProperty("tone", tone)
    for label in (numbered, stands):
        if label.text():
            side.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
    line.addLayout(side)
    if steps is not None:
        way = Steps()
        way.show_steps([_(name) for name in steps.names], steps.reached, left=_(steps.aside) if steps.aside else "")
        head.addWidget(way)
    return head


class Around(QWidget):
    """All that belongs to one record beside its own fields, each line one click away."""

    def __init__(self, office: Office, table: Table[Any], row: int, called: str, *, spacing: int) -> None:
        """`called` is how the record is called at the head of a register of what names it."""
        super().__init__()
        self.office, self.table, self.row, self.called = office, table, row, called
        self.setProperty("area", "clear")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self._mentions()
        self._links()
        self._attachments()
        self._story()

    def _links(self) -> None:
        links = self.office.book.links(self.table.name, self.row)
        if not links:
            return
        self._heading(_("Linked"))
        for link in links:
            name = f"{link.other.number} {link.other.title}".strip()
            state = f" · {_(link.other.state)}" if link.other.state else ""
            go = Link(f"{_(link.kind)}: {name}{state}", f"link_{link.other.tbl}_{link.other.row}")
            go.clicked.connect(lambda _checked=False, other=link.other: self.office.open(other.tbl, other.row))
            self._add_link(go)

    def _add_link(self, link: Link) -> None:
        """Links stand under each other, none wider than the panel."""
        line = QHBoxLayout()
        line.addWidget(link)
        line.addStretch(1)
        self.column.addLayout(line)

    def _mentions(self) -> None:
        """What a worker or a unit did and earned, desk by desk."""
        by_desk: dict[str, list[Hit]] = {}
        for hit in self.office.book.mentioning(self.table.name, self.row):
            by_desk.setdefault(self.office.desk_titles.get(hit.tbl, ""), []).append(hit)
        for title, hits in by_desk.items():
            self._heading(_(title))
            for hit in hits[:MENTIONED]:
                words = "  ".join(part for part in (hit.day, hit.number, hit.title, _(hit.state) if hit.state else "") if part)
                go = Link(words, f"mention_{hit.tbl}_{hit.row}")
                go.clicked.connect(lambda _checked=False, hit=hit: self.office.open(hit.tbl, hit.row))
                self._add_link(go)
            for tbl in dict.fromkeys(hit.tbl for hit in hits[MENTIONED:]):
                rows = tuple(hit.row for hit in hits if hit.tbl == tbl)
                go = Link(_("Show all {count}", count=len(rows)), f"mentions_{tbl}")
                go.clicked.connect(lambda _checked=False, tbl=tbl, rows=rows: self.office.show_rows(tbl, rows, self.called))
                self._add_link(go)

    def _attachments(self) -> None:
        kept = self.office.book.attachments(self.table.name, self.row)
        if kept:
            self._heading(_("Pictures and papers"))
        for each in kept:
            go = Link(each.name, f"attachment_{each.id}")
            go.clicked.connect(lambda _checked=False, each=each: self._open_attachment(each))
            self._add_link(go)
        if self.office.book.writable:
            keep = button(_("Keep a picture…"), "attach", "link", tip=_("A PNG or JPEG picture or a PDF is kept inside the book"))
            keep.clicked.connect(lambda: self._attach())
            self.column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)

    def _open_attachment(self, attachment: Any) -> None:
        from unionoffice.kit.picture import show_attachment

        show_attachment(self, self.office, attachment)

    def _story(self) -> None:
        story = self.office.book.story(self.table.name, self.row)
        if not story:
            return
        self._heading(_("What was done"))
        for line in story[:30]:
            words = QLabel(f"{line.at:%Y-%m-%d %H:%M}  {line.said}" + (f" · {line.clerk}" if line.clerk else ""))
            words.setProperty("role", "quiet")
            words.setWordWrap(True)
            words.setObjectName("story")
            self.column.addWidget(words)

    def _heading(self, words: str) -> None:
        heading = QLabel(words)
        heading.setProperty("role", "heading")
        self.column.addWidget(heading)

    def _attach(self) -> None:
        path = self.office.questions.open_file(_("Keep a picture or a PDF with this entry"), kinds="*.png *.jpg *.jpeg *.pdf")
        if path is None:
            return
        try:
            settings.attach(self.office.book, self.table, self.row, path.name, path.read_bytes())
        except OSError as error:
            self.office.tell(KnownError(_("{path} cannot be read: {why}.", path=path, why=error.strerror)))
        except KnownError as trouble:
            self.office.tell(trouble)
