"""The box that names a worker, a unit or another record of the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from unionoffice.core import finding, search
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Field
from unionoffice.core.search import Hit
from unionoffice.core.words import _
from unionoffice.kit import signs
from unionoffice.kit.editors.base import EditorContext, LineEditor
from unionoffice.kit.editors.offers import Offers
from unionoffice.kit.offer import Offer

OFFERED = 30  # entries in the list
TOLD = 3  # of several that are read alike
LOOKED_AT = 120  # entries of which the nearest are offered


class RefEditor(LineEditor):
    """Names a record of the book: typed by any part of its name or number, chosen from the list below."""

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.table = field.shown.ref
        self.chosen: int | None = None
        self._heard: tuple[str, list[Hit]] = ("", [])  # what was last looked for, and what fits it
        self.compact = False
        self.note = QLabel()
        self.note.setObjectName(f"{field.name}_note")
        self.note.setProperty("role", "quiet")
        self.note.hide()
        self.box.addWidget(self.note)
        self._offers = Offers(self.line, context, self._ask, first=True)
        self._offers.taken.connect(self._take)
        self.line.textEdited.connect(self._forget)
        self.open_list = QAction(signs.icon("down"), _("Choices"), self)
        self.open_list.setToolTip(_("Choose from the list (arrow down)"))
        self.open_list.triggered.connect(self._offers.open)
        self.line.addAction(self.open_list, QLineEdit.ActionPosition.TrailingPosition)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        if self.chosen is not None:
            return self.chosen
        heard, hits = self._heard
        if heard != text:
            hits = finding.offered(self.context.book, self.table, text, limit=LOOKED_AT)
            self._heard = text, hits
        fitting = [hit.row for hit in hits if text in names(hit)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise KnownError(_("Several are called “{text}”. Choose one from the list.", text=text))
        read_so = [hit for hit in hits if is_read(hit, text)]
        if len(read_so) == 1:
            return read_so[0].row
        if read_so:
            called = _("; ").join(" ".join(filter(None, (hit.title, told_apart(self.context.book, hit)))) for hit in read_so[:TOLD])
            more = " …" if len(read_so) > TOLD else ""
            raise KnownError(_("Several are read “{text}”: {names}. Choose one from the list.", text=text, names=called + more))
        raise KnownError(_("“{text}” is not in the book. Choose from the list, or add it.", text=text))

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return self.context.book.title(self.table, value) or _("(no longer in the book)")

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        self.chosen = value if isinstance(value, int) and value else None
        hit = self.context.book.hit(self.table, self.chosen)
        super().set_value(self.chosen)
        parts = (hit.number, told_apart(self.context.book, hit)) if hit else ()
        quiet = "  ".join(part for part in parts if part and hit and part != hit.title)
        self.note.setText(quiet)
        self.note.setVisible(bool(quiet) and not self.compact)
        self.line.setToolTip(quiet)

    def tidy(self) -> None:
        """Write it in its usual form."""
        try:
            value = self.value()
        except KnownError:
            return
        if value is not None and value != self.chosen:
            self.set_value(value)

    def draft(self) -> object:
        """What was typed."""
        text = self.line.text()
        return {"row": self.chosen, "text": text} if self.chosen else text

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        if isinstance(draft, dict):
            self.set_value(draft.get("row"))
            if not self.context.book.hit(self.table, self.chosen):
                self.chosen = None
                self.line.setText(str(draft.get("text", "")))
        else:
            self.set_value(None)
            self.line.setText(str(draft))

    def take_focus(self) -> None:
        """Put the cursor into the box; where nobody was chosen for what stands in it, what it may mean is offered."""
        super().take_focus()
        if self.chosen is None and self.line.text().strip():
            self._offers.open()

    def _ask(self, text: str) -> Callable[[Book], list[Offer]]:
        table, shown = self.table, "" if self.chosen is not None else text

        def fitting(book: Book) -> list[Offer]:
            hits = nearest(finding.offered(book, table, shown, limit=LOOKED_AT), shown)
            self._heard = shown, hits
            offers = [Offer(hit.title, hit.number, told_apart(book, hit), hit.row) for hit in hits[:OFFERED]]
            if shown:
                offers.append(Offer(_("Add “{text}”", text=shown), new=True))
            return offers

        return fitting

    def _left(self) -> None:
        """What was heard while typing may have changed when the form is saved."""
        super()._left()
        self._heard = ("", [])

    def make_compact(self) -> None:
        """Take less room in a line of lines."""
        self.compact = True
        self.note.hide()

    def _forget(self, _text: str) -> None:
        self.chosen = None
        self.note.hide()

    def _take(self, offer: object) -> None:
        if not isinstance(offer, Offer):
            return
        if offer.new:
            text = self.line.text().strip()
            self.wanted_new.emit(self.table, text)
            self.context.add_new(self.table, text, self._added)
            return
        self.set_value(offer.row)
        self.changed.emit()

    def _added(self, row: int) -> None:
        self.set_value(row)
        self.changed.emit()
        self.take_focus()


def names(hit: Hit) -> tuple[str, ...]:
    """What an entry is called by: title, number, old paper number, and the works number, which stands first in a person's note."""
    first = hit.note.partition(" · ")[0]
    return hit.title, hit.number, hit.old_number, first if any(sign.isdigit() for sign in first) else ""


def is_read(hit: Hit, text: str) -> bool:
    """Whether the title of an entry is read as it was typed: `lgl` or `guilan` for 李桂兰. Only letters say how a name is read."""
    letters = search.folded(text)
    own = [line for line in hit.spoken.split("\n") if line.partition("\t")[0] == hit.title]
    return letters.isascii() and letters.isalpha() and any(search.heard(line, letters) for line in own)


def nearest(hits: Sequence[Hit], text: str) -> list[Hit]:
    """Those that are called or numbered exactly what was typed first, then those that begin with it, then the others."""

    def far(hit: Hit) -> int:
        return 0 if text in names(hit) else 1 if any(name.startswith(text) for name in names(hit)) else 2

    return sorted(hits, key=far) if text else list(hits)


def told_apart(book: Book, hit: Hit) -> str:
    """What tells two of one name apart: the unit they belong to, works number, trade, grade."""
    return " · ".join(part for part in (book.title("units", hit.unit), hit.note) if part)
