"""What is in sight while a book of an earlier version is brought up to date: what is done, how much is left, a way to end it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.desk import button


class UpgradePage(QWidget):
    """Says what is done beside it; the clerk can stop it, and closing the window stops it too."""

    stop_wanted = Signal()

    def __init__(self, book: str) -> None:
        """`book` is the name of its file."""
        super().__init__()
        self.setObjectName("upgrade_page")
        self.setWindowTitle("unionoffice")
        self.setProperty("area", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._what = ""
        e = theme.em()
        title = QLabel(_("The book {name} is being brought up to date", name=book))
        title.setProperty("role", "title")
        why = QLabel(
            _("An earlier version of this program wrote it. First a backup is made and checked, then all is changed at once or "
              "nothing. With very many entries this takes some minutes.")
        )  # fmt: skip
        safe = QLabel(
            _("Nothing can be lost: when you stop, close the window or the power fails, the book stays as it was, and this begins "
              "anew when you open it next.")
        )  # fmt: skip
        safe.setProperty("role", "quiet")
        self.done = QLabel()
        self.done.setObjectName("upgrade_done")
        self.done.setProperty("role", "quiet")
        self.done.hide()
        self.now = QLabel()
        self.now.setObjectName("upgrade_now")
        self.count = QLabel()
        self.count.setObjectName("upgrade_count")
        self.bar = QProgressBar()
        self.bar.setObjectName("upgrade_progress")
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.stop_button = button(_("Stop"), "upgrade_stop")
        self.stop_button.clicked.connect(self._stop)
        middle = QWidget()
        middle.setMaximumWidth(round(e * 52))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(e * 0.8))
        for each in (title, why, safe, self.done):
            each.setWordWrap(True)
            column.addWidget(each)
        line = QHBoxLayout()
        line.addWidget(self.now, 1)
        line.addWidget(self.count)
        column.addLayout(line)
        column.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self.stop_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(round(e * 4), round(e * 4), round(e * 4), round(e * 4))
        outer.addWidget(middle)

    def tell(self, done: int, total: int, what: str) -> None:
        """Show that `done` of `total` are done of `what`; what was told of before it is done. With `total` 0 nobody can say."""
        if what != self._what:
            if self._what:
                self.done.setText("\n".join((*filter(None, [self.done.text()]), f"✓ {self._what}")))
                self.done.show()
            self._what = what
            self.now.setText(what)
        self.count.setText(_("{done} of {all}", done=f"{done:,}", all=f"{total:,}") if total else "")
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(done * 1000 // total if total else 0)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stop_button.setText(_("Stopping…"))
        self.stop_wanted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own name
        """Closing the window ends the work; the book stays as it was."""
        self.stop_wanted.emit()
        super().closeEvent(event)
