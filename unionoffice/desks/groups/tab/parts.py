"""What the pages of societies, trials and technicians share: numbered paragraphs, and the steps that tie records by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.core.book import Book
from unionoffice.core.record import Record, fields
from unionoffice.core.words import N_, _
from unionoffice.desks.groups.records import Participant, Partner, SocietyMember, Tying
from unionoffice.desks.groups.service import ties
from unionoffice.desks.roster import service as roster
from unionoffice.kit import theme
from unionoffice.kit.desk import Action
from unionoffice.kit.table import show_value


def do(step: Callable[[Any, int, Any], None], book: Book) -> Callable[[int, Any], None]:
    """A step of a service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)


def ties_of(book: Book, tbl: str, row: int) -> list[Action]:
    """The steps that tie a record to another by its number, and take such a tie out."""
    found = [
        Action(
            name="tie", label=N_("Tie to another entry"), asks=Tying, do=lambda row, asked: ties.tie(book, tbl, row, asked),
        )
    ]
    tied = ties.tied(book, tbl, row)
    if tied:
        found.append(Action(
            name="untie", label=N_("Take a tie out"), asks=Tying, values={"number": tied[-1]},
            do=lambda row, asked: ties.untie(book, tbl, row, asked),
        ))
    return found


def numbered(
    book: Book, heading: str, note: str, lines: Sequence[Record], head: Callable[[Any], str], name: str, *, text: str = ""
) -> QWidget | None:
    """Lines of a record as numbered paragraphs under a heading (both worded already); None when there are none.

    `head` gives the first words of a line. Its long fields follow, each with its label, but for the field `text`, which says
    by itself what it is.
    """
    if not lines:
        return None
    holder = QWidget()
    holder.setObjectName(f"{name}_list")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, round(theme.em() * 0.3), 0, 0)
    title = QLabel(heading)
    title.setProperty("role", "heading")
    column.addWidget(title)
    if note:
        under = _paragraph(note, f"{name}_note")
        under.setProperty("role", "quiet")
        column.addWidget(under)
    for place, line in enumerate(lines, start=1):
        texts = [f"{place}.  {head(line)}"]
        for field in fields(type(line)).values():
            said = show_value(field, getattr(line, field.name), book) if field.kind == "long" else ""
            if said:
                texts.append(said if field.name == text else f"{_(field.label)}: {said}")
        column.addWidget(_paragraph("\n".join(texts), name))
    return holder


def people(book: Book, heading: str, lines: Sequence[Participant | SocietyMember | Partner]) -> QWidget | None:
    """Workers and technicians of a record, one a line; None when there are none."""

    def said(line: Participant | SocietyMember | Partner) -> str:
        technician = not isinstance(line, Partner) and line.technician and not roster.is_technician(line.trade)
        return join(roster.told_apart(book, line.worker, line.name), line.trade, _("technician") if technician else "")

    return numbered(book, heading, "", lines, said, "person")


def either(record: Record, ref: str, name: str) -> str:
    """The field that says who it is: the worker of the roster, or else the name."""
    return ref if getattr(record, ref) is not None else name


def together(*parts: QWidget | None) -> QWidget | None:
    """Several parts of a record under each other; None when there are none."""
    there = [part for part in parts if part is not None]
    if not there:
        return None
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    for part in there:
        column.addWidget(part)
    return holder


def _paragraph(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def join(*parts: object) -> str:
    """What is known of a line, side by side; what is empty is left out."""
    return " · ".join(str(part) for part in parts if part not in (None, ""))
