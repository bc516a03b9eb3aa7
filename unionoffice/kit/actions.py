"""The bar of steps below a record: two lines at most, so that the record keeps its room; the rest stands under "More"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.flow import FlowLayout, grows_down

LINES = 2


class ActionBar(QWidget):
    """`put(steps, always)`: the steps that can come next, the most likely first, and what always stays in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actions")
        self._flow = FlowLayout(self)
        grows_down(self)
        e = theme.em()
        self._flow.setContentsMargins(round(e * 1.2), round(e * 0.5), round(e * 1.2), round(e * 0.7))
        self._steps: list[QPushButton] = []
        self._always: list[QPushButton] = []
        self.more = QPushButton()
        self.more.setObjectName("more_steps")
        self.more.setAutoDefault(False)
        self.more.setMenu(QMenu(self.more))
        self.more.setParent(self)
        self.more.hide()

    def put(self, steps: Sequence[QPushButton], always: Sequence[QPushButton] = ()) -> None:
        """Show these buttons in place of what stood here."""
        self.clear()
        self._steps, self._always = list(steps), list(always)
        self.more.setText(_("More"))
        self.more.setAccessibleName(_("More steps"))
        for each in (*self._steps, self.more, *self._always):
            self._flow.addWidget(each)
        self._fit()

    def clear(self) -> None:
        """Take all buttons away."""
        for each in (*self._steps, *self._always):
            self._flow.removeWidget(each)
            each.hide()
            each.setParent(None)
            each.deleteLater()
        self._flow.removeWidget(self.more)
        self.more.hide()
        self._steps, self._always = [], []

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """A narrower panel puts more steps under "More"."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Show as many steps as two lines hold; at least the first one stays."""
        for each in (*self._steps, *self._always):
            each.show()
        self.more.hide()
        tallest = max((each.sizeHint().height() for each in (*self._steps, *self._always)), default=0)
        gap, margins = round(theme.em() * 0.45), self._flow.contentsMargins()
        most = LINES * tallest + (LINES - 1) * gap + margins.top() + margins.bottom()
        under: list[QPushButton] = []
        width = self.width()
        while self._flow.heightForWidth(width) > most and len(under) < len(self._steps) - 1:
            under.insert(0, self._steps[len(self._steps) - 1 - len(under)])
            under[0].hide()
            self.more.show()
        menu = self.more.menu()
        menu.clear()
        for each in under:
            entry = menu.addAction(each.text())
            entry.setObjectName(each.objectName())
            entry.triggered.connect(each.click)
        self._flow.invalidate()
        self.updateGeometry()
