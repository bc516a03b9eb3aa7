"""A record to read, in the sections of the paper form: quiet headings at the left, what was written at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.core.book import Book
from unionoffice.core.record import Field, Record, fields
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.section import Section, one_section, rows_of
from unionoffice.kit.table import alignment, show_value

R = TypeVar("R", bound=Record)
NARROW = 33  # letters under which two fields no longer share a line


class RecordView(QWidget, Generic[R]):
    """Shows one record after another. Text can be marked and copied; what holds nothing yet is not shown."""

    def __init__(
        self, record_type: type[R], sections: Sequence[Section] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("record_view")
        self.record_type = record_type
        self.sections: Sequence[Section] = sections if sections is not None else (one_section(record_type),)
        self.record: R | None = None
        self._book: Book | None = None
        self._narrow = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body: QWidget | None = None

    def show(self, record: R | None = None, book: Book | None = None) -> None:
        """Show a record; without one, show the widget itself as it stands."""
        if record is not None and book is not None:
            self.show_record(record, book)
        super().show()

    def show_record(self, record: R, book: Book) -> None:
        """Show a record."""
        self.clear()
        self.record, self._book = record, book
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(round(theme.em() * 0.9))
        grid.setVerticalSpacing(round(theme.em() * 0.5))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        line = 0
        for section in self.sections:
            line = self._section(grid, line, section, record, book)
        self._body = body
        self._layout.addWidget(body)
        body.show()  # laid out anew while the panel is only about to be seen, it would stay hidden

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """In a narrow panel every field has a line of its own."""
        super().resizeEvent(event)
        narrow = self.width() < theme.em() * NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            if self.record is not None and self._book is not None:
                self.show_record(self.record, self._book)

    def clear(self) -> None:
        """Show nothing."""
        self.record = None
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None

    def _section(self, grid: QGridLayout, line: int, section: Section, record: R, book: Book) -> int:
        shown: list[tuple[tuple[Field, str], ...]] = []
        for row in rows_of(self.record_type, section):
            cells = tuple((field, show_value(field, getattr(record, field.name), book)) for field in row)
            kept = tuple(cell for cell in cells if self._says_something(*cell))
            if kept:
                shown.append(kept)
        if not shown:
            return line
        if section.title:
            heading = QLabel(_(section.title))
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, round(theme.em() * 0.4) if line else 0, 0, 0)
            grid.addWidget(heading, line, 0, 1, 4)
            line += 1
        for cells in shown:
            line = self._cells(grid, line, cells, record, book)
        return line

    def _says_something(self, field: Field, text: str) -> bool:
        return bool(text) and not (field.kind == "yes" and text == _("no"))

    def _cells(self, grid: QGridLayout, line: int, cells: tuple[tuple[Field, str], ...], record: R, book: Book) -> int:
        first = cells[0][0]
        if first.kind == "lines":
            heading = QLabel(_(first.label))
            heading.setProperty("role", "quiet")
            heading.setWordWrap(True)
            grid.addWidget(heading, line, 0, 1, 4)
            grid.addWidget(Lines(first, getattr(record, first.name), book), line + 1, 0, 1, 4)
            return line + 2
        top = Qt.AlignmentFlag.AlignTop
        together = 1 if self._narrow else 2
        for place in range(0, len(cells), together):
            pair = cells[place : place + together]
            for beside, (field, text) in enumerate(pair):
                grid.addWidget(self._label(field), line, 2 * beside, top)
                grid.addWidget(_value(field, text), line, 2 * beside + 1, 1, 3 if len(pair) == 1 else 1)
            line += 1
        return line

    def _label(self, field: Field) -> QLabel:
        label = QLabel(_(field.label))
        label.setProperty("role", "quiet")
        label.setWordWrap(True)
        widest = round(theme.em() * 8.5)
        label.setFixedWidth(min(label.fontMetrics().horizontalAdvance(label.text()) + 4, widest))
        return label


def _value(field: Field, text: str) -> QLabel:
    unit = _(field.shown.unit) if field.shown.unit and text else ""
    label = QLabel(f"{text} {unit}".strip() or "—")
    label.setObjectName(field.name)
    label.setAccessibleName(f"{_(field.label)}: {label.text()}")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as high as its words are at its width
    label.setMinimumWidth(min(max(round(theme.em() * 3), longest_word(label)), round(theme.em() * 10)))
    if not text:
        label.setProperty("role", "quiet")
    return label


def longest_word(label: QLabel) -> int:
    """How wide the longest word of a label is; Chinese may break anywhere."""
    words = (word for word in label.text().split() if word.isascii())
    return max((label.fontMetrics().horizontalAdvance(word) + 2 for word in words), default=0)


class Lines(QWidget):
    """The lines of a record: a small table, or, in a panel that is too narrow for it, one paragraph a line."""

    def __init__(self, field: Field, lines: Sequence[Any], book: Book) -> None:
        super().__init__()
        self.setObjectName(f"{field.name}_lines")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = _small_table(field, lines, book)
        self.paragraphs = _paragraphs(field, lines, book)
        self.paragraphs.hide()
        column.addWidget(self.table)
        column.addWidget(self.paragraphs)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """It never makes its panel wider."""
        return QSize(round(theme.em() * 10), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """The table as long as every column has its room."""
        super().resizeEvent(event)
        fits = self.table.minimumSizeHint().width() <= event.size().width()
        self.table.setVisible(fits)
        self.paragraphs.setVisible(not fits)


def _paragraphs(field: Field, lines: Sequence[Any], book: Book) -> QWidget:
    """Each line as words: what it is called, then its fields with their headings."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(round(theme.em() * 0.6), 0, 0, 0)
    column.setSpacing(round(theme.em() * 0.4))
    for line in lines:
        said = [(inner, show_value(inner, getattr(line, inner.name), book)) for inner in fields(field.type).values()]
        said = [(inner, text) for inner, text in said if text and not (inner.kind == "yes" and text == _("no"))]
        if not said:
            continue
        head, *rest = said
        parts = [f"{_(inner.label)}: {text}{' ' + _(inner.shown.unit) if inner.shown.unit else ''}" for inner, text in rest]
        label = QLabel("\n".join([head[1], " · ".join(parts)]).strip())
        label.setObjectName("line_words")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(label)
    return body


def _small_table(field: Field, lines: Sequence[Any], book: Book) -> QWidget:
    """Lines as a small table: headings, then one row each; long texts on a row of their own."""
    table = QWidget()
    table.setObjectName(field.name)
    table.setAccessibleName(_(field.label))
    grid = QGridLayout(table)
    grid.setContentsMargins(round(theme.em() * 0.6), 0, 0, 0)
    grid.setHorizontalSpacing(round(theme.em() * 0.9))
    grid.setVerticalSpacing(round(theme.em() * 0.25))
    known = fields(field.type).values()
    beside = [
        f for f in known
        if f.kind != "long" and any(show_value(f, getattr(line, f.name), book) not in ("", _("no")) for line in lines)
    ]
    below = [f for f in known if f.kind == "long"]
    for column, inner in enumerate(beside):
        head = QLabel(_(inner.label))
        head.setProperty("role", "quiet")
        head.setAlignment(alignment(inner))
        head.setWordWrap(True)
        grid.addWidget(head, 0, column)
        grid.setColumnStretch(column, {"text": 3, "ref": 2, "choice": 4}.get(inner.kind, 0))
    row = 1
    for line in lines:
        for column, inner in enumerate(beside):
            said = show_value(inner, getattr(line, inner.name), book)
            cell = _value(inner, said if inner.kind != "yes" or getattr(line, inner.name) else "")
            if inner.kind not in ("text", "ref", "choice"):
                cell.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
                cell.setWordWrap(False)
            cell.setAlignment(alignment(inner))
            grid.addWidget(cell, row, column)
        row += 1
        for inner in below:
            text = show_value(inner, getattr(line, inner.name), book)
            if text:
                cell = _value(inner, text)
                grid.addWidget(cell, row, 0, 1, max(1, len(beside)))
                row += 1
    return table
