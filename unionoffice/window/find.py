"""The search over all registers: what is typed is looked for while it is typed, and the box never waits; Enter opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import finding
from unionoffice.core.book import Book
from unionoffice.core.finding import Found
from unionoffice.core.marks import marks
from unionoffice.core.search import Hit, question
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.office import Office

SAID_AFTER = 150  # milliseconds until the list says that it is still looking
COUNTED_AFTER = 40  # milliseconds of rest after an answer until all that there is is counted
LATEST = 60  # entries looked at for the first answer
EACH = 6  # entries shown of a register when several have some
ALONE = 40  # entries shown when only one register has some
IN_REGISTER = 5_000  # entries that "show all" shows at most
MOST_SEEN = 17  # lines of the list in sight
_LATEST, _COUNTED, _ALL = "find/latest", "find/counted", "find/all"
AnyIndex = QModelIndex | QPersistentModelIndex


class Line(msgspec.Struct, frozen=True):
    """One line of the list: the heading of a desk, an entry that was found, or the way to all of a register."""

    words: str  # of a heading or of the way to all
    beside: str = ""  # quietly at the right of them
    hit: Hit | None = None
    unit: str = ""
    all_of: str = ""  # the table all of which can be shown
    count: int = 0

    @property
    def opens(self) -> bool:
        """Whether the clerk can choose it."""
        return self.hit is not None or bool(self.all_of)

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by when the list changes round it."""
        return (self.hit.tbl, self.hit.row) if self.hit else (self.all_of, 0)

    @property
    def spoken(self) -> str:
        """All of it, as a screen reader says it."""
        if self.hit is None:
            return ", ".join(part for part in (self.words, self.beside) if part)
        hit = self.hit
        parts = (hit.number, hit.title, hit.note, hit.old_number, _(hit.state) if hit.state else "", self.unit, hit.day)
        return ", ".join(part for part in parts if part)


class Answer(msgspec.Struct, frozen=True):
    """What the book answered to a text: the latest entries, or (`counted`) what each register has."""

    text: str
    registers: tuple[Found, ...]
    units: dict[int, str]
    counted: bool  # all that there is was counted


class FoundModel(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def put(self, lines: Sequence[Line]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line, shown, spoken or beside the mouse."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole and line.hit is not None:
            return line.spoken
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        line = self.lines[index.row()] if index.isValid() else None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if line and line.opens else Qt.ItemFlag.NoItemFlags


class FoundDelegate(QStyledItemDelegate):
    """Draws an entry: number, title and note with the words that were looked for marked, then unit, state and day."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.asked = self.spoken = ""
        self.em, self.high = theme.em(), theme.row_height()

    def measure(self) -> None:
        """Take the size of the letters anew."""
        self.em, self.high = theme.em(), theme.row_height()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802 - Qt's own name
        """One roomy line."""
        return QSize(round(self.em * 20), self.high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one line."""
        from PySide6.QtWidgets import QStyle  # hundreds of names that the first painting does not wait for

        model = index.model()
        if not isinstance(model, FoundModel):
            return
        line, rect = model.lines[index.row()], option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(option.font)
        if chosen:
            painter.fillRect(rect, theme.colour("chosen"))
        gap = round(self.em * 0.6)
        inner = rect.adjusted(gap, 0, -gap, 0)
        if line.hit is None:
            self._draw_words(painter, line, inner, gap)
        else:
            self.spoken = line.hit.spoken
            self._draw_hit(painter, line, line.hit, inner.adjusted(gap, 0, 0, 0), gap, chosen=chosen)
        painter.restore()

    def _draw_words(self, painter: QPainter, line: Line, inner: QRect, gap: int) -> None:
        start = inner.adjusted(gap, 0, 0, 0) if line.opens else inner
        used = self._draw(painter, start, line.words, "accent_text")
        self._draw(painter, start.adjusted(used + gap, 0, 0, 0), line.beside, "quiet", right=not line.opens)

    def _draw_hit(self, painter: QPainter, line: Line, hit: Hit, inner: QRect, gap: int, *, chosen: bool) -> None:
        e = self.em
        quiet = "on_chosen" if chosen and theme.now().dark else "quiet"
        day, state, unit = round(e * 5.6), round(e * 7.6), round(e * 8)
        right = inner.right() + 1
        for width, text, marked in (
            (day, hit.day, True), (state, _(hit.state) if hit.state else "", False), (unit, line.unit, False)
        ):  # fmt: skip
            if inner.width() < e * 30 and text == line.unit:
                continue
            box = QRect(right - width, inner.top(), width, inner.height())
            self._draw(painter, box, text, "text" if text == hit.day and chosen else quiet, marked=marked)
            right -= width + gap
        left = inner.left()
        if hit.number:
            width = round(e * 8)
            self._draw(painter, QRect(left, inner.top(), width, inner.height()), hit.number, quiet, marked=True)
            left += width + gap
        room = QRect(left, inner.top(), max(0, right - left), inner.height())
        used = self._draw(painter, room, hit.title, "on_chosen" if chosen else "text", marked=True)
        old = hit.old_number if marks(hit.old_number, self.asked) else ""
        for part in (hit.note if hit.note != hit.day else "", old):
            if part and used + 2 * gap < room.width():
                used += gap + self._draw(painter, room.adjusted(used + gap, 0, 0, 0), part, quiet, marked=True)

    def _draw(
        self, painter: QPainter, room: QRect, text: str, colour: str, *, marked: bool = False, right: bool = False
    ) -> int:
        """Draw a text into its room, as much as fits; give the width it took."""
        if not text or room.width() <= 0:
            return 0
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        painter.setPen(theme.colour(colour))
        places = marks(text, self.asked, self.spoken) if marked else []
        if not places:
            painter.drawText(room, flags, shown)
            return metrics.horizontalAdvance(shown)
        whole = len(shown) if shown == text else len(shown) - 1
        left, at = room.left(), 0
        bottom = room.center().y() + metrics.ascent() // 2 + 3
        for start, end in [*places, (len(shown), len(shown))]:
            start, end = min(start, whole), min(end, whole)
            before, part = shown[at:start], shown[start:end]
            if start >= whole:
                before, part, end = shown[at:], "", len(shown)
            painter.setPen(theme.colour(colour))
            painter.drawText(QRect(left, room.top(), room.right() - left + 1, room.height()), flags, before)
            left += metrics.horizontalAdvance(before)
            if part:
                painter.setPen(theme.colour("accent_text"))
                width = metrics.horizontalAdvance(part)
                painter.drawText(QRect(left, room.top(), room.right() - left + 1, room.height()), flags, part)
                painter.drawLine(left, bottom, left + width - 1, bottom)
                left += width
            at = end
            if at >= len(shown):
                break
        return left - room.left()


class Find(QLineEdit):
    """The search box, with what was found in a list below it, desk by desk. The cursor stays in the box."""

    left = Signal()
    """Esc: the clerk goes back to the work."""

    def __init__(self, office: Office, desks: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.office = office
        self.desks = desks  # table -> title of its tab, an English key
        self.setObjectName("search")
        self.setAccessibleName(_("Search everything"))
        self.setPlaceholderText(_("Search everything  Ctrl+F"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(round(theme.em() * 15))
        self.results = QFrame(parent)
        self.results.setObjectName("search_results")
        self.results.setProperty("area", "card")
        column = QVBoxLayout(self.results)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        self.found = FoundModel(self)
        self.list = QListView()
        self.list.setObjectName("search_list")
        self.list.setAccessibleName(_("Found entries"))
        self.list.setModel(self.found)
        self.drawing = FoundDelegate(self.list)
        self.list.setItemDelegate(self.drawing)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("plain", "true")
        self.list.clicked.connect(lambda index: self._open(self.found.lines[index.row()]))
        self.words = QLabel()
        self.words.setObjectName("search_words")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        side = round(theme.em() * 0.6)
        self.words.setContentsMargins(side, round(side / 2), side, round(side / 2))
        column.addWidget(self.list, 1)
        column.addWidget(self.words)
        self.results.hide()
        self._answer: Answer | None = None
        self._moved = False  # the clerk has moved the mark in the list
        self._open_first = False  # Enter came before the answer
        self._composing = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SAID_AFTER)
        self._slow.timeout.connect(self._say_looking)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(COUNTED_AFTER)
        self._rest.timeout.connect(self._count)
        self.textChanged.connect(self.look)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    # -- asking ------------------------------------------------------------------

    def look(self) -> None:
        """Look for what stands in the box now; what was looked for before is forgotten."""
        asker = self.office.asker
        asker.forget(_COUNTED)
        self._rest.stop()
        self._moved = self._open_first = False
        text = self.text().strip()
        if question(text) is None:
            self._leave()
            return
        desks, own = frozenset(self.desks), text

        def latest(book: Book) -> Answer:
            hits, all_of_them = finding.latest(book, own, desks, limit=LATEST)
            of_table = {tbl: tuple(hit for hit in hits if hit.tbl == tbl) for tbl in dict.fromkeys(hit.tbl for hit in hits)}
            registers = tuple(Found(tbl, len(these), these) for tbl, these in of_table.items())
            return Answer(own, registers, finding.units(book, hits), counted=all_of_them)

        self._slow.start()
        asker.ask(_LATEST, latest, self._found, self._failed)

    def _found(self, answer: Answer) -> None:
        if not self.text().strip():
            return
        if answer.counted:
            self._slow.stop()
        else:  # there may be more: they are counted, and the other registers heard, when what was found is painted
            self._rest.start()
        self._answer = answer
        self._show()
        if self._open_first:
            self._open_first = False
            self._open_marked()

    def counting(self) -> bool:
        """Whether there may be more than the list shows, and it is not counted yet."""
        return self._rest.isActive() or self.office.asker.asking(_COUNTED)

    def count_now(self) -> None:
        """Count without waiting for a rest; for whoever wants to see all of the list."""
        if self._rest.isActive():
            self._rest.stop()
            self._count()

    def _count(self) -> None:
        answer = self._answer
        if answer is None:
            return
        desks, text = frozenset(self.desks), answer.text
        known = [hit for register in answer.registers for hit in register.hits]

        def counted(book: Book) -> Answer:
            registers = tuple(finding.found(book, text, desks, known, each=EACH))
            hits = [hit for register in registers for hit in register.hits]
            return Answer(text, registers, finding.units(book, hits), counted=True)

        self.office.asker.ask(_COUNTED, counted, self._found, self._failed)

    def _failed(self, trouble: Exception) -> None:
        self._slow.stop()
        self.found.put([])
        self._say(str(trouble))

    # -- showing -------------------------------------------------------------------

    def _show(self) -> None:
        if self._answer is None:
            return
        index = self.list.currentIndex()
        kept = self.found.lines[index.row()].key if self._moved and index.isValid() else None
        lines = self._lines(self._answer)
        self.drawing.asked = self._answer.text
        self.found.put(lines)
        places = [place for place, line in enumerate(lines) if line.opens]
        mark = next((place for place in places if lines[place].key == kept), places[0] if places else -1)
        if lines:
            self._say("")
        elif self._answer.counted:
            self._say(
                _(
                    "Nothing found for “{text}”. Every entry can be found by any part of its number, date, names and texts, "
                    "names also by pinyin or its initials. Several words, with a space between them, narrow it down.",
                    text=self._answer.text,
                )
            )
        if mark >= 0:
            self._mark(mark)
            if mark == places[0]:
                self.list.scrollToTop()

    def _lines(self, answer: Answer) -> list[Line]:
        by_table = {each.tbl: each for each in answer.registers}
        most = ALONE if answer.counted and len(by_table) == 1 else EACH
        lines: list[Line] = []
        for title in dict.fromkeys(self.desks.values()):
            registers = [by_table[tbl] for tbl, desk in self.desks.items() if desk == title and tbl in by_table]
            if not registers:
                continue
            count = sum(each.count for each in registers)
            lines.append(Line(_(title), f"{count:,}" if answer.counted else ""))
            for each in registers:
                here = most + 1 if each.count == most + 1 else most  # rather the last one than a line that leads to it
                hits = first(each.hits, answer.text)[:here]
                lines += [Line("", hit=hit, unit=answer.units.get(hit.unit or 0, "")) for hit in hits]
                if answer.counted and each.count > len(hits):
                    words = _("Show all {count} in the register", count=f"{each.count:,}")
                    if each.count > IN_REGISTER:
                        words = _("Show the latest {count} in the register", count=f"{IN_REGISTER:,}")
                    lines.append(Line(words, all_of=each.tbl, count=each.count))
        return lines

    def shown_for(self, text: str) -> bool:
        """Whether the list shows what was found for this text."""
        return self._answer is not None and self._answer.text == text and self.results.isVisible()

    def _say_looking(self) -> None:
        if not self.shown_for(self.text().strip()):
            self.found.put([])
        self._say(_("Still looking…"))

    def _say(self, words: str) -> None:
        """Say something below the list, or nothing."""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.list.setVisible(bool(self.found.lines))
        self._place()

    def _place(self) -> None:
        window = self.results.parentWidget() or self
        corner = self.mapTo(window.window(), self.rect().bottomLeft()) - window.mapTo(window.window(), window.rect().topLeft())
        right = corner.x() + self.width()
        width = min(max(self.width(), round(theme.em() * 58)), window.width() - 16)
        left = max(8, min(corner.x(), right - width, window.width() - width - 8))
        height = 6
        if self.found.lines:
            height += min(len(self.found.lines), MOST_SEEN) * theme.row_height() + 2
        if self.words.text():
            height += max(theme.row_height(), self.words.heightForWidth(width - 6))
        self.results.setGeometry(left, corner.y() + 4, width, min(height, window.height() - corner.y() - 12))
        self.results.show()
        self.results.raise_()

    def _leave(self) -> None:
        """Close the list and forget what is still asked."""
        self._slow.stop()
        self._rest.stop()
        self._open_first = False
        self._answer = None
        self.office.asker.forget(_LATEST)
        self.office.asker.forget(_COUNTED)
        self.results.hide()
        self.setAccessibleDescription("")

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes to work elsewhere leaves the search; what was typed stays in the box."""
        if now is not None and now is not self and not self.results.isAncestorOf(now) and not self.results.isHidden():
            self._leave()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """What still stands in the box is found again."""
        super().focusInEvent(event)
        back = event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if back and self.results.isHidden() and self.text().strip():
            self.look()

    # -- choosing --------------------------------------------------------------------

    def _mark(self, place: int) -> None:
        index = self.found.index(place)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self.setAccessibleDescription(self.found.lines[place].spoken)

    def _move(self, key: int) -> None:
        """Move the mark; headings are passed over."""
        places = [place for place, line in enumerate(self.found.lines) if line.opens]
        if not places:
            return
        index = self.list.currentIndex()
        here = index.row() if index.isValid() else -1
        page = max(1, self.list.viewport().height() // theme.row_height() - 1)
        at = next((number for number, place in enumerate(places) if place >= here), 0)
        wanted = {
            Qt.Key.Key_Down: at + 1 if here >= 0 else 0,
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(places) - 1,
            Qt.Key.Key_PageDown: sum(place <= here + page for place in places) - 1,
            Qt.Key.Key_PageUp: sum(place < here - page for place in places),
        }[Qt.Key(key)]
        self._moved = True
        wanted = max(0, min(len(places) - 1, wanted))
        self._mark(places[wanted])
        if wanted == 0:
            self.list.scrollToTop()

    def _open_marked(self) -> None:
        index = self.list.currentIndex()
        if self.results.isVisible() and index.isValid() and index.row() < len(self.found.lines):
            self._open(self.found.lines[index.row()])

    def _open(self, line: Line) -> None:
        if line.all_of:
            self._show_all(line.all_of, self._answer.text if self._answer else self.text().strip())
        elif line.hit is not None:
            tbl, row = line.hit.tbl, line.hit.row
            self.clear()
            self.office.open(tbl, row)

    def _show_all(self, tbl: str, text: str) -> None:
        def rows(book: Book) -> list[int]:
            return finding.rows(book, text, tbl, limit=IN_REGISTER)

        def show(found: list[int]) -> None:
            self.clear()
            self.office.show_rows(tbl, found, _("found: {text}", text=text))

        self.office.asker.ask(_ALL, rows, show)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's own name
        """While something is being composed, Enter and the arrows belong to the input method."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """The arrows choose among what was found, Enter opens it, Esc leaves."""
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shown = self.results.isVisible() and bool(self.found.lines)
        in_list = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        ends = (Qt.Key.Key_Home, Qt.Key.Key_End)
        ends_of_list = key in ends and (self._moved if plain else event.modifiers() == Qt.KeyboardModifier.ControlModifier)
        if self._composing:
            super().keyPressEvent(event)
        elif shown and ((plain and key in in_list) or ends_of_list):
            self._move(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self._leave()
            self.left.emit()
        else:
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self._moved = False
            super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.text().strip()
        if not text:
            return
        if self.shown_for(text):
            self._open_marked()
            return
        if not self.office.asker.asking(_LATEST):
            self.look()
        self._open_first = True


def first(hits: Iterable[Hit], asked: str) -> list[Hit]:
    """Those that are called or numbered exactly what was typed, before the others."""
    wanted = asked.strip().casefold()
    return sorted(hits, key=lambda hit: wanted not in (hit.number.casefold(), hit.title.casefold(), hit.old_number.casefold()))
