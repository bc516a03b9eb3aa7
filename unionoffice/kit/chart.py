"""Pictures of figures on the screen: the same marks that go on paper, in the theme's colours; a click opens the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from unionoffice.core.words import Language, _, language
from unionoffice.kit import theme

if TYPE_CHECKING:  # the printing floor is loaded when the first picture is drawn
    from unionoffice.printing.chart import Chart
    from unionoffice.printing.marks import Letters, Mark

_POINT = 25.4 / 72


class Picked(msgspec.Struct, frozen=True):
    """What was clicked: the place of the category, and of the series when one bar was hit."""

    category: int
    series: int | None = None


class ChartView(QWidget):
    """Shows one chart. Left and Right go through its figures, Enter or a click opens one: `picked(Picked)`."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart")
        self.chart: Chart | None = None
        self._language: Language = language()
        self._marked = -1
        self._marks: list[Mark] = []
        self._laid_out: tuple[int, int, float] = (0, 0, 0.0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart of `printing.chart`, or nothing."""
        self.chart = chart
        self._language = language()
        self._marked = -1
        self._laid_out = (0, 0, 0.0)
        self.setAccessibleName(self._title())
        self.setAccessibleDescription(self.spoken())
        self.update()

    def spoken(self) -> str:
        """All figures in words, for those who do not see the picture."""
        chart = self.chart
        if chart is None:
            return ""
        return "; ".join(
            ", ".join([self._category(place), *self._figures(place)]) for place in range(len(chart.categories))
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A picture of usual proportions."""
        return QSize(round(theme.em() * 34), round(theme.em() * 17))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Smaller than this nothing can be read."""
        return QSize(round(theme.em() * 16), round(theme.em() * 11))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.chart is None:
            return
        self._lay_out()
        k = self._scale()
        if 0 <= self._marked < len(self.chart.categories) and self.hasFocus():
            left, width = self._field()
            pitch = width / len(self.chart.categories)
            area = QRectF((left + pitch * self._marked) * k, 1, pitch * k, self.height() - 2)
            painter.fillRect(area, theme.colour("chosen"))
        for mark in self._marks:
            self._draw(painter, mark, k)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent_text"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A click opens the figure under the mouse."""
        found = self.at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._marked = found.category
            self.update()
            self.picked.emit(found)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """The hand says that a figure can be opened."""
        over = self.at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Left and Right mark a figure, Enter opens it."""
        count = len(self.chart.categories) if self.chart is not None else 0
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and count:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._marked = max(0, min(count - 1, self._marked + step))
            self.setAccessibleDescription(", ".join([self._category(self._marked), *self._figures(self._marked)]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._marked < count:
            self.picked.emit(Picked(self._marked))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """The focus is seen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """All figures are spoken again."""
        super().focusOutEvent(event)
        self.setAccessibleDescription(self.spoken())
        self.update()

    def event(self, event: QEvent) -> bool:
        """The mouse over a bar tells its figures."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.at(QPointF(event.pos()))
            if found is not None:
                words = [self._category(found.category), *self._figures(found.category)]
                QToolTip.showText(event.globalPos(), "\n".join(words), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def at(self, position: QPointF) -> Picked | None:
        """What stands at a point of the widget."""
        if self.chart is None or not self.chart.categories:
            return None
        self._lay_out()
        k = self._scale()
        x, y = position.x() / k, position.y() / k
        for picked, area in self._bars():
            if area.contains(QPointF(x, y)):
                return picked
        left, width = self._field()
        if not left <= x < left + width:
            return None
        return Picked(min(len(self.chart.categories) - 1, int((x - left) / width * len(self.chart.categories))))

    # -- underneath ---------------------------------------------------------------

    def _scale(self) -> float:
        """Pixels of a millimetre, so that the picture's letters are a little smaller than the screen's."""
        return theme.em() * 0.325

    def _lay_out(self) -> None:
        from unionoffice.printing.chart import layout

        now = (self.width(), self.height(), self._scale())
        if self.chart is None or now == self._laid_out:
            return
        self._laid_out = now
        self._marks = layout(self.chart, self.width() / now[2], self.height() / now[2], self._language)

    def _field(self) -> tuple[float, float]:
        """Left edge and width, in mm, of the field of figures: its zero line runs across it."""
        from unionoffice.printing.marks import Stroke

        for mark in self._marks:
            if isinstance(mark, Stroke) and mark.colour == "ink" and mark.width == 0.9 and mark.y1 == mark.y2 and not mark.dashed:
                return mark.x1, max(1.0, mark.x2 - mark.x1)
        return 0.0, max(1.0, self.width() / self._scale())

    def _bars(self) -> list[tuple[Picked, QRectF]]:
        """Each bar with its place in mm: the areas after the legend come in the order of categories and series."""
        from unionoffice.printing.chart import Lines
        from unionoffice.printing.marks import Area

        chart = self.chart
        if chart is None or isinstance(chart, Lines):
            return []
        areas = [mark for mark in self._marks if isinstance(mark, Area)][len(chart.series) if len(chart.series) > 1 else 0 :]
        drawn = [
            Picked(category, place)
            for category in range(len(chart.categories))
            for place, series in enumerate(chart.series)
            if series.values[category]
        ]
        return [(picked, QRectF(area.x, area.y, area.w, area.h)) for picked, area in zip(drawn, areas, strict=False)]

    def _draw(self, painter: QPainter, mark: Mark, k: float) -> None:
        from unionoffice.printing.marks import Area, Letters, Stroke

        if isinstance(mark, Stroke):
            pen = QPen(_colour(mark.colour), max(1.0, mark.width * _POINT * k))
            if mark.dashed:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(mark.x1 * k, mark.y1 * k), QPointF(mark.x2 * k, mark.y2 * k))
        elif isinstance(mark, Area):
            painter.setPen(QPen(_colour(mark.outline), max(1.0, mark.width * _POINT * k)) if mark.outline else Qt.PenStyle.NoPen)
            painter.setBrush(_colour(mark.fill) if mark.fill else Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(mark.x * k, mark.y * k, mark.w * k, mark.h * k))
        elif isinstance(mark, Letters):
            self._write(painter, mark, k)

    def _write(self, painter: QPainter, mark: Letters, k: float) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(mark.size * _POINT * k)))
        if mark.face == "hei_medium":
            font.setWeight(QFont.Weight.Medium)
        width = QFontMetricsF(font).horizontalAdvance(mark.text)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
        painter.setFont(font)
        painter.setPen(_colour(mark.colour))
        left = max(0.0, min(mark.x * k - shift, self.width() - width))
        painter.drawText(QPointF(left, mark.y * k), mark.text)

    def _title(self) -> str:
        from unionoffice.printing.wording import words

        if self.chart is None:
            return _("Picture")
        return words(self.chart.title, self._language) or _("Picture")

    def _category(self, place: int) -> str:
        from unionoffice.printing.wording import words

        return words(self.chart.categories[place], self._language, cell=True) if self.chart is not None else ""

    def _figures(self, place: int) -> list[str]:
        from unionoffice.printing.chart import figure
        from unionoffice.printing.wording import words

        chart, found = self.chart, []
        if chart is None:
            return []
        unit = words(chart.unit, self._language)
        for series in chart.series:
            value = series.values[place]
            if value is not None:
                name = words(series.name, self._language) if len(chart.series) > 1 else ""
                found.append(" ".join(part for part in (name, figure(value, chart.scale), unit) if part))
        return found


def _colour(name: str) -> QColor:
    """A mark's colour in the theme; what stands only on paper stays as it is."""
    now = theme.now()
    mine = {
        "ink": now.text, "soft": now.quiet, "line": now.edge, "tint": now.panel, "paper": now.page,
        "accent": now.accent if not now.dark else now.accent_text, "mid": now.edge, "pale": now.line, "red": now.overdue,
    }  # fmt: skip
    return QColor(mine.get(name, now.quiet))
