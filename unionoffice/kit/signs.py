"""Small drawn signs for buttons and boxes, in the theme's own colours at every text size."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from unionoffice.kit import theme

Sign = Literal["calendar", "down", "up", "left", "right", "cross", "plus", "check", "dot", "info", "trouble"]

# Strokes on a field of 16 by 16; each list is one line drawn without lifting the pen.
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "calendar": [
        [(2.5, 4), (13.5, 4), (13.5, 13.5), (2.5, 13.5), (2.5, 4)],
        [(2.5, 7), (13.5, 7)],
        [(5.5, 2), (5.5, 5)],
        [(10.5, 2), (10.5, 5)],
    ],
    "down": [[(3.5, 6), (8, 10.5), (12.5, 6)]],
    "up": [[(3.5, 10), (8, 5.5), (12.5, 10)]],
    "left": [[(10, 3.5), (5.5, 8), (10, 12.5)]],
    "right": [[(6, 3.5), (10.5, 8), (6, 12.5)]],
    "cross": [[(4, 4), (12, 12)], [(12, 4), (4, 12)]],
    "plus": [[(8, 3), (8, 13)], [(3, 8), (13, 8)]],
    "check": [[(3.5, 8.5), (6.8, 11.8), (12.5, 4.8)]],
    "dot": [],
    "info": [[(8, 7), (8, 11.5)], [(8, 4.4), (8, 4.6)]],
    "trouble": [[(8, 4), (8, 9)], [(8, 11.6), (8, 11.8)]],
}
_RINGED = {"info", "trouble"}


def drawn(sign: Sign, colour: str, pixels: int) -> QPixmap:
    """One sign as a picture of `pixels` by `pixels`."""
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / 16, pixels / 16)
    pen = QPen(QColor(colour), 2.2 if sign == "check" else 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in _STROKES[sign]:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in stroke]))
    if sign in _RINGED:
        painter.drawEllipse(QRectF(1.2, 1.2, 13.6, 13.6))
    if sign == "dot":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(5, 5, 6, 6))
    painter.end()
    return picture


def icon(sign: Sign, colour: str = "quiet") -> QIcon:
    """A sign for a button, in one of the theme's colours."""
    shade = getattr(theme.now(), colour)
    found = QIcon(drawn(sign, shade, 48))
    found.addPixmap(drawn(sign, shade, 24))
    return found


def side() -> QSize:
    """How large a sign stands beside text."""
    pixels = round(theme.em() * 1.15)
    return QSize(pixels, pixels)
