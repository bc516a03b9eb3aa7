"""The list that opens under a box while the clerk types, to choose a person, a unit or an earlier wording from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme

_MOST_SEEN = 8
AnyIndex = QModelIndex | QPersistentModelIndex


class Offer(msgspec.Struct, frozen=True):
    """One thing to choose. `row` is its id; `new` marks the entry that adds what was typed."""

    title: str
    number: str = ""
    note: str = ""
    row: int = 0
    new: bool = False

    @property
    def spoken(self) -> str:
        """Everything that tells it apart, as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.number, self.note) if part)


class OfferModel(QAbstractListModel):
    """What is offered just now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def put(self, offers: Sequence[Offer]) -> None:
        """Offer these instead."""
        self.beginResetModel()
        self.offers = list(offers)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title to show, and all of it to speak."""
        if not index.isValid() or index.row() >= len(self.offers):
            return None
        offer = self.offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return offer.spoken
        return None


class _OfferDelegate(QStyledItemDelegate):
    """Draws the title, and quietly beside it what tells persons of one name apart."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        offer = self._offer(index)
        now = theme.now()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("chosen"))
        gap = round(theme.em() * 0.6)
        inner = rect.adjusted(gap, 0, -gap, 0)
        metrics = option.fontMetrics
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        quiet = "  ".join(part for part in (offer.number, offer.note) if part)
        room = min(metrics.horizontalAdvance(quiet), inner.width() // 2) if quiet else 0
        title = metrics.elidedText(offer.title, Qt.TextElideMode.ElideRight, inner.width() - room - gap)
        painter.setPen(theme.colour("accent_text") if offer.new else theme.colour("on_chosen" if chosen else "text"))
        painter.drawText(inner, flags, title)
        if quiet:
            painter.setPen(theme.colour("on_chosen") if chosen and now.dark else theme.colour("quiet"))
            left = inner.left() + metrics.horizontalAdvance(title) + gap
            side = QRect(left, inner.top(), inner.right() - left + 1, inner.height())
            text = metrics.elidedText(quiet, Qt.TextElideMode.ElideRight, side.width())
            painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's own name
        metrics = option.fontMetrics
        offer = self._offer(index)
        width = metrics.horizontalAdvance(f"{offer.title}  {offer.number}  {offer.note}")
        return QSize(width + round(theme.em() * 2.5), theme.row_height())

    def _offer(self, index: AnyIndex) -> Offer:
        model = index.model()
        return model.offers[index.row()] if isinstance(model, OfferModel) else Offer("")


class OfferList(QListView):
    """The open list. It lies over the window and never takes the focus, so that the input method goes on undisturbed."""

    picked = Signal(object)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        self.setObjectName("offers")
        self.setAccessibleName(_("Choices"))
        self.box = box
        self.offers = OfferModel(self)
        self.setModel(self.offers)
        self.setItemDelegate(_OfferDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)
        self._watched: QWidget | None = None
        self.hide()

    def offer(self, offers: Sequence[Offer], *, first: bool) -> None:
        """Show these under the box; with `first`, the first one is marked and Enter takes it."""
        self.offers.put(offers)
        if not offers:
            self.hide()
            return
        window = self.box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        if self._watched is not window:
            window.installEventFilter(self)
            self._watched = window
        self._place(window)
        self.setCurrentIndex(self.offers.index(0) if first else QModelIndex())
        self.show()
        self.raise_()

    def follow(self) -> None:
        """Go with the box when it has moved under the open list."""
        if not self.isHidden() and self._watched is not None:
            self._place(self._watched)

    def current(self) -> Offer | None:
        """The marked one, while the list is open."""
        index = self.currentIndex()
        if self.isHidden() or not index.isValid():
            return None
        return self.offers.offers[index.row()]

    def move_mark(self, step: int) -> None:
        """Mark the next or the one before."""
        count = self.offers.rowCount()
        if not count:
            return
        index = self.currentIndex()
        row = index.row() + step if index.isValid() else (0 if step > 0 else count - 1)
        self.setCurrentIndex(self.offers.index(max(0, min(count - 1, row))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Close when the window moves under the list or the clerk turns to another one."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate, QEvent.Type.Hide)
        if moved and watched is self._watched:
            self.hide()
        return super().eventFilter(watched, event)

    def _place(self, window: QWidget) -> None:
        rows = min(self.offers.rowCount(), _MOST_SEEN)
        height = rows * theme.row_height() + 2 * self.frameWidth() + 4
        below = self.box.mapTo(window, QPoint(0, self.box.height()))
        width = max(self.box.width(), min(round(theme.em() * 26), self.sizeHintForColumn(0) + 24))
        width = min(width, window.width() - 4)
        left = max(2, min(below.x(), window.width() - width - 2))
        top = below.y() + 1
        room_above = below.y() - self.box.height()
        if top + height > window.height():
            if room_above > window.height() - top:
                height = min(height, room_above)
                top = room_above - height - 1
            else:
                height = window.height() - top
        self.setGeometry(left, top, width, max(height, theme.row_height()))

    def _clicked(self, index: QModelIndex) -> None:
        self.picked.emit(self.offers.offers[index.row()])
