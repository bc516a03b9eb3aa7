"""Pictures of figures on the screen: the same marks that go on paper, in the theme's colours; a click opens the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from unionoffice.core.words import Language, _, language
from unionoffice.kit import theme

if TYPE_CHECKING:  # the printing floor is loaded when the first picture is drawn
    from unionoffice.printing.chart import Chart
    from unionoffice.printing.chart_lying import Field as LyingField
    from unionoffice.printing.marks import Letters, Mark

_POINT = 25.4 / 72


class Picked(msgspec.Struct, frozen=True):
    """What was clicked: the place of the category, and of the series when one bar was hit."""

    category: int
    series: int | None = None


class Dragged(msgspec.Struct, frozen=True):
    """Where a dot was moved to: the row, and the figure under it now."""

    category: int
    value: int


class ChartView(QWidget):
    """Shows one chart. The arrow keys go through its figures, Enter or a click opens one: `picked(Picked)`.

    Where it is `draggable` and shows dots, a dot is moved with the mouse, or with Shift and Left or Right: `dragged(Dragged)`
    tells where it stands; whoever listens shows the chart anew.
    """

    picked = Signal(object)
    dragged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart")
        self.chart: Chart | None = None
        self._language: Language = language()
        self._marked = -1
        self._marks: list[Mark] = []
        self._laid_out: tuple[int, int, float] = (0, 0, 0.0)
        self.draggable = False
        self._held: int | None = None
        self._field_held: LyingField | None = None  # while a dot is held the axis stays as it was taken
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart of `printing.chart`, or nothing. A row that is marked or held stays so while there are as many rows."""
        stays = chart is not None and self.chart is not None and len(_categories(chart)) == len(_categories(self.chart))
        self.chart = chart
        self._language = language()
        if not (stays and self._lies()):
            self._marked, self._held = -1, None
        self._laid_out = (0, 0, 0.0)
        self.setAccessibleName(self._title())
        self.setAccessibleDescription(self.spoken())
        self.update()

    def spoken(self) -> str:
        """All figures in words, for those who do not see the picture."""
        chart = self.chart
        if chart is None:
            return ""
        return "; ".join(", ".join([self._category(place), *self._figures(place)]) for place in range(len(_categories(chart))))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A picture of usual proportions; a lying one is as high as its rows want."""
        return QSize(round(theme.em() * 34), max(self.minimumSizeHint().height(), round(theme.em() * 17)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Smaller than this nothing can be read."""
        if self.chart is not None and self._lies():
            from unionoffice.printing.chart import height_of

            return QSize(round(theme.em() * 16), round(height_of(self.chart) * self._scale()))
        return QSize(round(theme.em() * 16), round(theme.em() * 11))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.chart is None:
            return
        self._lay_out()
        k = self._scale()
        if 0 <= self._marked < len(_categories(self.chart)) and self.hasFocus():
            painter.fillRect(self._marked_area(k), theme.colour("chosen"))
        for mark in self._marks:
            self._draw(painter, mark, k)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent_text"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A click opens the figure under the mouse, or takes hold of a dot."""
        found = self.at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._marked = found.category
            if self.draggable:
                self._held, self._field_held = found.category, self._lying_field()
            self.update()
            self.picked.emit(found)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """The dot is let go where it is."""
        self._held = self._field_held = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """The hand says that a figure can be opened; a dot that is held goes with it."""
        if self._held is not None and self._field_held is not None:
            self.dragged.emit(Dragged(self._held, self._field_held.value(event.position().x() / self._scale())))
            return
        over = self.at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """The arrows mark a figure (up and down where the rows lie), Enter opens it, Shift with an arrow moves a dot."""
        count = len(_categories(self.chart)) if self.chart is not None else 0
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and self.draggable and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move_by_key(1 if event.key() == Qt.Key.Key_Right else -1)
        elif count and event.key() in ((Qt.Key.Key_Up, Qt.Key.Key_Down) if self._lies() else (Qt.Key.Key_Left, Qt.Key.Key_Right)):
            step = 1 if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
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
        if self.chart is None or not _categories(self.chart):
            return None
        self._lay_out()
        k = self._scale()
        x, y = position.x() / k, position.y() / k
        lying = self._lying_field()
        if lying is not None:
            return self._at_lying(lying, x, y)
        for picked, area in self._bars():
            if area.contains(QPointF(x, y)):
                return picked
        left, width = self._field()
        if not left <= x < left + width:
            return None
        count = len(_categories(self.chart))
        return Picked(min(count - 1, int((x - left) / width * count)))

    # -- underneath ---------------------------------------------------------------

    def _lies(self) -> bool:
        """Whether the rows lie one below the other."""
        from unionoffice.printing.chart import Bars, Lines, StackedBars

        return not isinstance(self.chart, Bars | StackedBars | Lines)

    def _lying_field(self) -> LyingField | None:
        from unionoffice.printing.chart import Bars, Lines, StackedBars
        from unionoffice.printing.chart_lying import field_of

        if self.chart is None or isinstance(self.chart, Bars | StackedBars | Lines):
            return None
        return field_of(self.chart, self.width() / self._scale(), self.height() / self._scale(), self._language)

    def _at_lying(self, field: LyingField, x: float, y: float) -> Picked | None:
        """The row under a point; of points on one line the nearest, of stretches of time the one that was hit."""
        from unionoffice.printing.chart import Points

        if isinstance(self.chart, Points):
            nearest = min(range(len(self.chart.points)), key=lambda place: abs(field.x(self.chart_value(place, 0) or 0) - x))
            return Picked(nearest)
        if not field.top <= y < field.bottom:
            return None
        return Picked(min(field.rows - 1, int((y - field.top) / field.pitch)))

    def chart_value(self, category: int, series: int) -> int | None:
        """The figure of a row or column and a series; None where there is none."""
        from unionoffice.printing.chart import Points, Spans

        if self.chart is None or isinstance(self.chart, Spans):
            return None
        if isinstance(self.chart, Points):
            return self.chart.points[category].value
        return self.chart.series[series].values[category]

    def _move_by_key(self, step: int) -> None:
        """Move the marked dot by a hundredth of the axis."""
        field = self._lying_field()
        if field is None or not 0 <= self._marked < field.rows:
            return
        value = self.chart_value(self._marked, 0)
        if value is not None:
            moved = value + step * max(1, (field.last - field.first) // 100)
            self.dragged.emit(Dragged(self._marked, min(field.last, max(field.first, moved))))

    def _marked_area(self, k: float) -> QRectF:
        """What is marked, in pixels: the whole column, or the row."""
        lying = self._lying_field()
        if lying is None:
            left, width = self._field()
            pitch = width / max(1, len(_categories(self.chart)))
            return QRectF((left + pitch * self._marked) * k, 1, pitch * k, self.height() - 2)
        if lying.rows != len(_categories(self.chart)):  # points on one line
            x = lying.x(self.chart_value(self._marked, 0) or 0)
            return QRectF((x - 2) * k, 1, 4 * k, self.height() - 2)
        return QRectF(1, (lying.top + lying.pitch * self._marked) * k, self.width() - 2, lying.pitch * k)

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
        from unionoffice.printing.chart import Bars, StackedBars
        from unionoffice.printing.marks import Area

        chart = self.chart
        if not isinstance(chart, Bars | StackedBars):
            return []
        areas = [mark for mark in self._marks if isinstance(mark, Area)][len(chart.series) if len(chart.series) > 1 else 0 :]
        drawn = [
            Picked(category, place)
            for category in range(len(chart.categories))
            for place, series in enumerate(chart.series)
            if series.values[category]
        ]
        return [(picked, QRectF(area.x, area.y, area.w, area.h)) for picked, area in zip(drawn, areas, strict=False)]

    def _ground(self) -> QColor:
        """The colour the picture stands on: that of a panel, or of the page."""
        above = self.parentWidget()
        while above is not None and above.property("area") not in ("panel", "page"):
            above = above.parentWidget()
        return QColor(theme.now().panel if above is not None and above.property("area") == "panel" else theme.now().page)

    def _draw(self, painter: QPainter, mark: Mark, k: float) -> None:
        from unionoffice.printing.marks import Area, Letters, Stroke

        paper = self._ground()
        if isinstance(mark, Stroke):
            pen = QPen(_colour(mark.colour), max(1.0, mark.width * _POINT * k))
            if mark.dashed:
                pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(mark.x1 * k, mark.y1 * k), QPointF(mark.x2 * k, mark.y2 * k))
        elif isinstance(mark, Area):
            painter.setPen(QPen(_colour(mark.outline), max(1.0, mark.width * _POINT * k)) if mark.outline else Qt.PenStyle.NoPen)
            fill = paper if mark.fill == "paper" else _colour(mark.fill) if mark.fill else None
            painter.setBrush(fill or Qt.BrushStyle.NoBrush)
            area = QRectF(mark.x * k, mark.y * k, mark.w * k, mark.h * k)
            if mark.round:
                painter.drawEllipse(area)
            else:
                painter.drawRect(area)
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

        return words(_categories(self.chart)[place], self._language, cell=True) if self.chart is not None else ""

    def _figures(self, place: int) -> list[str]:
        from unionoffice.printing.chart import Lines, Points, Spans, figure, written
        from unionoffice.printing.wording import words

        chart, found = self.chart, []
        if chart is None:
            return []
        if isinstance(chart, Spans):
            return [
                f"{words(chart.names[span.tone], self._language)} {span.first:%Y-%m-%d} – {span.next:%Y-%m-%d}"
                for span in chart.spans if span.row == place
            ]  # fmt: skip
        unit = words(chart.unit, self._language)
        if isinstance(chart, Points):
            return [" ".join(part for part in (written(chart, chart.points[place].value), unit) if part)]
        for series in chart.series:
            value = series.values[place]
            if value is not None:
                name = words(series.name, self._language) if len(chart.series) > 1 else ""
                said, of = written(chart, value), unit
                if series.right and isinstance(chart, Lines):
                    said, of = figure(value, chart.right_scale), words(chart.right_unit, self._language)
                found.append(" ".join(part for part in (name, said, of) if part))
        return found


def _categories(chart: Chart | None) -> Sequence[object]:
    """What the columns, the rows or the points of a chart are called."""
    from unionoffice.printing.chart import Points

    if chart is None:
        return ()
    return tuple(point.name for point in chart.points) if isinstance(chart, Points) else chart.categories


def _colour(name: str) -> QColor:
    """A mark's colour in the theme; what stands only on paper stays as it is."""
    now = theme.now()
    mine = {
        "ink": now.text, "soft": now.quiet, "line": now.edge, "tint": now.panel, "paper": now.page,
        "accent": now.accent if not now.dark else now.accent_text, "mid": now.edge, "pale": now.line, "red": now.overdue,
    }  # fmt: skip
    return QColor(mine.get(name, now.quiet))
