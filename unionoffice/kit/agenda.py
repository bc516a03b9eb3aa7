"""A list to be read and gone through: two lines an entry under quiet headings, opened with a click or Enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from unionoffice.kit import theme

_TOP = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex
_HINTED = 60  # entries that the list would like to have room for
_RIGHT = 0.4  # the share of an entry's width that the words at the right may take from those at the left


class Head(msgspec.Struct, frozen=True):
    """A heading: its words, what stands small at the right, and its tone ("overdue" or none)."""

    text: str
    right: str = ""
    tone: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry: two lines at the left, two at the right; `key` says which it is, `spoken` what a screen reader says.

    `tone` colours the words at the upper right ("overdue", "good", "quiet"); they say the same without the colour.
    """

    key: object
    text: str
    below: str = ""
    right: str = ""
    right_below: str = ""
    tone: str = ""
    spoken: str = ""


class Lines(Sequence[Head | Line]):
    """What an agenda shows. A long list makes its lines only when they are painted or asked for, and says without them where
    the headings are and where an entry is.
    """

    def is_head(self, row: int) -> bool:
        """Whether a heading stands there."""
        return isinstance(self[row], Head)

    def row_of(self, key: object) -> int:
        """Where the entry with a key stands; -1 when it does not."""
        return next((row for row, line in enumerate(self) if isinstance(line, Line) and line.key == key), -1)


class Given(Lines):
    """Lines that are there already."""

    def __init__(self, lines: Iterable[Head | Line] = ()) -> None:
        self._lines = tuple(lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, row: Any) -> Any:
        return self._lines[row]


class _Model(QAbstractListModel):
    """The lines as Qt asks for them, one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Lines = Given()

    def show(self, lines: Lines) -> None:
        """Take other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _TOP) -> int:  # noqa: N802 - Qt's own name
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A heading can be neither chosen nor reached."""
        if not index.isValid() or self.lines.is_head(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line, or what is said of it."""
        if role not in _ASKED or not index.isValid():
            return None
        line = self.lines[index.row()]
        if isinstance(line, Head):
            return f"{line.text} {line.right}".strip() if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (line.text, line.below, line.right_below) if part)
        return line.spoken or ", ".join(part for part in (line.right, line.text, line.below, line.right_below) if part)


_ASKED = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class Agenda(QListView):
    """Shows headings and entries. `opened(key)`: Enter, or a click (with `by_click`), else a double click.

    `moved(key)`: another entry is the current one; None when there is none.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, spoken: str, *, by_click: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.by_click = by_click
        self.setProperty("kind", "agenda")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Painter(self))
        self._lines = _Model()
        self._changing = False
        self.setModel(self._lines)

    def currentChanged(self, now: AnyIndex, before: AnyIndex) -> None:  # noqa: N802 - Qt's own name
        """Another entry is the current one."""
        super().currentChanged(now, before)
        if not self._changing:
            self.moved.emit(_key_of(now))

    def show_lines(self, lines: Lines | Iterable[Head | Line]) -> None:
        """Show these; the entry that was the current one stays so while it is there, else the first is, and the scroll stays."""
        key, place = self.current_key(), self.verticalScrollBar().value()
        shown = lines if isinstance(lines, Lines) else Given(lines)
        chosen = shown.row_of(key) if key is not None else -1
        now = chosen if chosen >= 0 else next((row for row in range(len(shown)) if not shown.is_head(row)), -1)
        self._changing = True
        self._lines.show(shown)
        if now >= 0:
            self.setCurrentIndex(self._lines.index(now))
        self._changing = False
        self.verticalScrollBar().setValue(place if chosen >= 0 else 0)
        self.moved.emit(self.current_key())

    def current_key(self) -> object:
        """Which entry is the current one; None when there is none."""
        return _key_of(self.currentIndex())

    def lines(self) -> list[Head | Line]:
        """What is shown, in order."""
        return list(self._lines.lines)

    def choose(self, key: object) -> bool:
        """Make an entry the current one; False when it is not there."""
        row = self._lines.lines.row_of(key) if key is not None else -1
        if row >= 0:
            self.setCurrentIndex(self._lines.index(row))
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter opens the current entry; Home and End go to the first and last; at the first, Up shows the heading above it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            key = self.current_key()
            if key is not None:
                self.opened.emit(key)
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            rows = range(len(self._lines.lines))
            ahead = rows if event.key() == Qt.Key.Key_Home else reversed(rows)
            wanted = next((row for row in ahead if not self._lines.lines.is_head(row)), -1)
            if wanted >= 0:
                self.setCurrentIndex(self._lines.index(wanted))
        else:
            super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageUp) and self.currentIndex().row() == 1:
            self.scrollToTop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A click opens what it hits."""
        super().mouseReleaseEvent(event)
        if self.by_click and event.button() is Qt.MouseButton.LeftButton:
            self._open_at(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A double click opens where a single one only chooses."""
        super().mouseDoubleClickEvent(event)
        if not self.by_click:
            self._open_at(event.position().toPoint())

    def _open_at(self, place: QPoint) -> None:
        key = _key_of(self.indexAt(place))
        if key is not None:
            self.opened.emit(key)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as its first entries: whoever wants less gives it less."""
        height = sum(self.sizeHintForRow(row) for row in range(min(len(self._lines.lines), _HINTED))) + 4
        return QSize(round(theme.em() * 28), max(round(theme.em() * 8), height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A few entries are enough."""
        return QSize(round(theme.em() * 16), round(theme.em() * 8))


def _key_of(index: AnyIndex) -> object:
    model = index.model()
    line = model.lines[index.row()] if isinstance(model, _Model) and index.isValid() else None
    return line.key if isinstance(line, Line) else None


class _Painter(QStyledItemDelegate):
    """Draws headings and entries in the theme's colours, whole or with dots at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Two lines of text and air for an entry; a line and more air above for a heading."""
        high = theme.line_height()
        model = index.model()
        if isinstance(model, _Model) and model.lines.is_head(index.row()):
            return QSize(0, round(high * (1.7 if index.row() == 0 else 2.2)))
        return QSize(0, round(high * 2.75))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one."""
        model = index.model()
        line = model.lines[index.row()] if isinstance(model, _Model) else None
        painter.save()
        rect: QRect = option.rect
        if isinstance(line, Head):
            self._heading(painter, rect, line)
        elif isinstance(line, Line):
            self._entry(painter, rect, line, option)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, head: Head) -> None:
        e = theme.em()
        font = QFont(self._font())
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        inner = rect.adjusted(round(e * 0.5), 0, -round(e * 0.5), -round(e * 0.3))
        metrics = QFontMetrics(font)
        right = metrics.horizontalAdvance(head.right)
        painter.setPen(theme.colour("overdue" if head.tone == "overdue" else "accent_text"))
        bottom = Qt.AlignmentFlag.AlignBottom
        left = inner.adjusted(0, 0, -right - round(e), 0)
        text = metrics.elidedText(head.text, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, int(bottom | Qt.AlignmentFlag.AlignLeft), text)
        painter.setPen(theme.colour("quiet"))
        painter.drawText(inner, int(bottom | Qt.AlignmentFlag.AlignRight), head.right)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _entry(self, painter: QPainter, rect: QRect, line: Line, option: QStyleOptionViewItem) -> None:
        from PySide6.QtWidgets import QStyle  # hundreds of names that the first painting does not wait for

        e = theme.em()
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        ground: QColor | None = None
        if chosen:
            ground = theme.colour("chosen")
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = theme.colour("hover")
        if ground is not None:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), ground)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if focused:
            painter.setPen(QPen(theme.colour("accent_text"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))
        font = QFont(self._font())
        metrics = QFontMetrics(font)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.92)
        fine = QFontMetrics(small)
        inner = rect.adjusted(round(e * 0.6), 0, -round(e * 0.6), 0)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2).adjusted(0, round(e * 0.35), 0, 0)
        lower = QRect(inner.left(), inner.top() + inner.height() // 2, inner.width(), inner.height() // 2)
        lower.adjust(0, 0, 0, -round(e * 0.35))
        plain, quiet = theme.colour("on_chosen" if chosen else "text"), theme.colour("quiet")
        if chosen and theme.now().dark:
            quiet = theme.colour("on_chosen")
        right = theme.colour(line.tone) if line.tone in ("overdue", "good", "warn") and not (chosen and theme.now().dark) else quiet
        self._pair(painter, upper, font, metrics, (line.text, plain), (line.right, right))
        self._pair(painter, lower, small, fine, (line.below, quiet), (line.right_below, quiet))

    def _pair(
        self, painter: QPainter, rect: QRect, font: QFont, metrics: QFontMetrics,
        left: tuple[str, QColor], right: tuple[str, QColor],
    ) -> None:  # fmt: skip
        """Words at the left and at the right of one line; both end in dots where there is no room."""
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        gap = round(theme.em()) if right[0] else 0
        room = max(round(rect.width() * _RIGHT), rect.width() - gap - metrics.horizontalAdvance(left[0]))
        wide = min(metrics.horizontalAdvance(right[0]), room)
        painter.setPen(left[1])
        words = metrics.elidedText(left[0], Qt.TextElideMode.ElideRight, rect.width() - wide - gap)
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignLeft), words)
        painter.setPen(right[1])
        words = metrics.elidedText(right[0], Qt.TextElideMode.ElideRight, wide + 1)
        painter.drawText(rect, int(middle | Qt.AlignmentFlag.AlignRight), words)

    def _font(self) -> QFont:
        parent = self.parent()
        return parent.font() if isinstance(parent, QWidget) else QFont()
