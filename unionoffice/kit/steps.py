"""How far a record has come: its states as dots on a line, each with its word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme


class Steps(QWidget):
    """A line of steps. `show_steps(words, reached, left=...)`: the words of all steps, the place of the one reached,
    and the word of a side exit ("Rejected") when the record has left the line there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("steps")
        self.words: tuple[str, ...] = ()
        self.reached = -1
        self.left = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, words: Sequence[str], reached: int, *, left: str = "") -> None:
        """Show these steps; those up to `reached` are done, the rest are to come. `left` ends the line after `reached`."""
        self.words, self.reached, self.left = tuple(words), reached, left
        self.setAccessibleName(self.spoken())
        self.setToolTip(self.spoken())
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """The same in one sentence."""
        if not self.words:
            return ""
        line = " → ".join(self.words)
        if self.left:
            return _("{state} (left the line: {line})", state=self.left, line=line)
        if not 0 <= self.reached < len(self.words):
            return line
        return _("{state}, step {number} of {all}: {line}", state=self.words[self.reached], number=self.reached + 1,
                 all=len(self.words), line=line)  # fmt: skip

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A dot and its words, however many lines they take."""
        return QSize(round(theme.em() * 20), self._height(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As high as its words need at this width."""
        return QSize(round(theme.em() * 10), self._height(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Narrower words take more lines."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the line, the dots and the words."""
        shown = self._shown()
        if not shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, em = theme.now(), theme.em()
        per_row, rows = self._arranged(self.width())
        pitch = self.width() / per_row
        dot, row_height = em * 0.52, self._row_height(self.width())
        for row in range(rows):
            places = range(row * per_row, min(len(shown), (row + 1) * per_row))
            middle = row * row_height + dot + 2
            for place in places:
                x = (place - row * per_row + 0.5) * pitch
                if place + 1 in places:
                    done = place + 1 <= self.reached
                    painter.setPen(QPen(QColor(now.accent_text if done else now.edge), max(1.0, em * 0.12)))
                    painter.drawLine(QPointF(x + dot + 1, middle), QPointF(x + pitch - dot - 1, middle))
            for place in places:
                x = (place - row * per_row + 0.5) * pitch
                word, kind = shown[place]
                self._dot(painter, QPointF(x, middle), dot, kind)
                font = QFont(self.font())
                font.setWeight(QFont.Weight.Medium if kind in ("now", "left") else QFont.Weight.Normal)
                painter.setFont(font)
                painter.setPen(QColor({"now": now.text, "done": now.text, "left": now.overdue}.get(kind, now.quiet)))
                self._word(painter, word, x - pitch / 2, middle + dot + em * 0.25, pitch, font)

    def _dot(self, painter: QPainter, at: QPointF, radius: float, kind: str) -> None:
        now = theme.now()
        accent = QColor(now.overdue if kind == "left" else now.accent_text)
        if kind == "ahead":
            painter.setPen(QPen(QColor(now.edge), max(1.5, radius * 0.25)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius * 0.9, radius * 0.9)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(QColor(now.page), max(1.2, radius * 0.28)))
        if kind == "left":  # a cross: colour never says it alone
            arm = radius * 0.42
            painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
            painter.drawLine(at + QPointF(arm, -arm), at + QPointF(-arm, arm))
        elif kind == "now":
            painter.setBrush(QColor(now.page))
            painter.drawEllipse(at, radius * 0.32, radius * 0.32)

    def _word(self, painter: QPainter, word: str, left: float, top: float, pitch: float, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        width = pitch - 4
        for number, line in enumerate(_wrapped(word, metrics, width)):
            area = QRectF(left + 2, top + number * metrics.lineSpacing(), width, metrics.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, line)

    def _shown(self) -> list[tuple[str, str]]:
        """The words with what their dots say: done, now, ahead, left."""
        if self.left:
            return [*((word, "done") for word in self.words[: self.reached + 1]), (self.left, "left")]
        kinds = ["done"] * self.reached + ["now"] + ["ahead"] * len(self.words)
        return list(zip(self.words, kinds if self.reached >= 0 else kinds[1:], strict=False))

    def _arranged(self, width: int) -> tuple[int, int]:
        """Steps in one row, and rows: as many beside each other as leave each word room."""
        count = len(self._shown()) or 1
        metrics = QFontMetricsF(self.font())
        longest = max((_longest_part(word, metrics) for word, _kind in self._shown()), default=0.0)
        per_row = max(1, min(count, int(width // max(1.0, longest + 8))))
        rows = -(-count // per_row)
        return -(-count // rows), rows

    def _row_height(self, width: int) -> float:
        per_row, _rows = self._arranged(width)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        metrics = QFontMetricsF(font)
        room = width / per_row - 4
        lines = max((len(_wrapped(word, metrics, room)) for word, _kind in self._shown()), default=1)
        return float(theme.em() * 1.55 + lines * metrics.lineSpacing() + 2)

    def _height(self, width: int) -> int:
        return round(self._row_height(width) * self._arranged(width)[1]) + 2


def _longest_part(word: str, metrics: QFontMetricsF) -> float:
    """The room a word needs at least: its longest part between spaces; Chinese breaks after four characters."""
    parts = [part[:4] if part and ord(part[0]) >= 0x2E80 else part for part in word.split()]
    return max((metrics.horizontalAdvance(part) for part in parts), default=0.0)


def _wrapped(word: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """A word in lines no wider than the room: broken at spaces, Chinese anywhere; at most three, the rest elided."""
    pieces = word.split(" ") if " " in word else (list(word) if word and ord(word[0]) >= 0x2E80 else [word])
    glue = " " if " " in word else ""
    lines = [""]
    for piece in pieces:
        longer = lines[-1] + (glue if lines[-1] else "") + piece
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    if len(lines) > 3:
        lines = [*lines[:2], glue.join(lines[2:])]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width + 1) for line in lines]
