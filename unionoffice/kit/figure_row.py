"""One figure on a line: its name, how much, how it changed, and a small picture of the months; a click opens what is behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.kit import theme


class Months(QWidget):
    """A small picture: one bar a month, the last one filled; a month without a figure is a dot on the line, a loss hangs below."""

    def __init__(self, values: Sequence[int | None], spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = tuple(values)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(round(theme.em() * 2.5))
        self.setMaximumWidth(round(theme.em() * 5.6))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Seven months and a little air."""
        return QSize(round(theme.em() * 5.6), round(theme.em() * 2.2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the bars over the line of zero."""
        del event
        known = [value for value in self.values if value is not None]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, least = max([0, *known]), min([0, *known])
        span = top - least or 1
        step = self.width() / max(1, len(self.values))
        high = self.height() - 3
        zero = 1 + high * top / span
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawLine(0, round(zero), self.width(), round(zero))
        for place, value in enumerate(self.values):
            last = place == len(self.values) - 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent" if last else "edge"))
            left = place * step + step * 0.18
            if value is None:
                painter.drawEllipse(QRectF(left + step * 0.32 - 1.5, zero - 1.5, 3, 3))
                continue
            tall = high * value / span
            painter.drawRect(QRectF(left, zero - max(tall, 0), step * 0.64, max(abs(tall), 1)))
        painter.end()


class FigureRow(QPushButton):
    """A figure as a button as wide as there is room; without anything behind it, it is shown and opens nothing."""

    def __init__(
        self, name: str, label: str, value: str, change: str, months: Sequence[int | None], spoken: str, *, opens: bool
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "figure")
        self.setAutoDefault(False)
        self.setEnabled(opens)
        self.setAccessibleName(", ".join(part for part in (label, value, change) if part))
        self.setAccessibleDescription(spoken)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e * 0.5), round(e * 0.25), round(e * 0.5), round(e * 0.25))
        column.setSpacing(0)
        self.label, self.value, self.change = QLabel(label), QLabel(value), QLabel(change)
        self.label.setProperty("role", "quiet")
        self.value.setProperty("role", "figure")
        self.change.setProperty("role", "quiet")
        for each in (self.label, self.change):
            each.setWordWrap(True)
        for each in (self.label, self.value, self.change):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(self.label)
        line = QHBoxLayout()
        line.setSpacing(round(e * 0.8))
        line.addWidget(self.value)
        line.addStretch(1)
        line.addWidget(Months(months, spoken))
        column.addLayout(line)
        column.addWidget(self.change)
        if not change:
            self.change.hide()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's own name
        """Narrower is higher: long names go on in a second line."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's own name
        """How high all its words stand at a width."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for its words and the picture."""
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """It may be narrow; its height follows."""
        return QSize(round(theme.em() * 12), theme.line_height() * 3)
