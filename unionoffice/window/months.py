"""The box with the chosen month: typed as 1958-02, or turned with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.words import _, language
from unionoffice.kit import theme
from unionoffice.kit.office import Office


class MonthBox(QLineEdit):
    """Shows the month in words; while it has the focus, as it is typed."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.setObjectName("month")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(round(theme.em() * 10.5))
        self.setToolTip(_("Type a month such as 1958-02, or turn with the arrow keys"))
        self.setAccessibleDescription(self.toolTip())
        office.month_changed.connect(lambda _month: self.show_month())
        self.show_month()

    def show_month(self) -> None:
        """Show the chosen month: in words, or as it is typed."""
        words = self.office.month.name(language())
        self.setText(str(self.office.month) if self.hasFocus() else words)
        self.setAccessibleName(_("Month: {month}", month=words))
        if self.hasFocus():
            self.selectAll()

    def take(self) -> None:
        """Choose what was typed; what is no month is told, and the chosen one stays."""
        if self.text().strip() in (str(self.office.month), self.office.month.name(language())):
            return
        try:
            self.office.choose_month(Month.parse(self.text()))
        except KnownError as trouble:
            self.office.tell(trouble)
        self.show_month()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter takes it, the arrows turn, Esc leaves it as it was."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.office.choose_month(self.office.month.plus(-1 if event.key() == Qt.Key.Key_Up else 1))
        elif event.key() == Qt.Key.Key_Escape:
            self.show_month()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Show it as it is typed."""
        super().focusInEvent(event)
        self.show_month()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's own name
        """Take what was typed, and show it in words."""
        self.take()
        super().focusOutEvent(event)
        self.show_month()
