"""When the program itself is at fault: it says so, keeps what was typed, and writes down what the developers need."""

from __future__ import annotations

import datetime
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _
from unionoffice.kit import theme

_LARGEST_LOG = 1_000_000  # bytes; beyond it the older half is let go


class CrashDialog(QDialog):
    """Tells the clerk that the fault is ours. The details are folded away."""

    def __init__(self, details: str, log_path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(_("A fault of the program"))
        title = QLabel(_("Something went wrong inside the program."))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        words = QLabel(
            _("This is our fault, not yours. What was saved is safe in the book, and what you were typing is kept. "
              "You can go on working; if something looks strange, close the program and open it again.")
        )  # fmt: skip
        words.setWordWrap(True)
        where = QLabel(_("What happened was written down here, for the developers: {path}", path=log_path))
        where.setProperty("role", "quiet")
        where.setWordWrap(True)
        flags = Qt.TextInteractionFlag
        where.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        where.setAccessibleName(where.text())
        self.details = QPlainTextEdit(details)
        self.details.setObjectName("crash_details")
        self.details.setAccessibleName(_("Details for the developers"))
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setMinimumHeight(theme.line_height() * 10)
        self.details.hide()
        self.more = QPushButton(_("Details"))
        self.more.setObjectName("crash_more")
        self.more.setProperty("kind", "quiet")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._fold)
        self.copy = QPushButton(_("Copy the details"))
        self.copy.setObjectName("crash_copy")
        self.copy.setProperty("kind", "quiet")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        going_on = QPushButton(_("Go on working"))
        going_on.setObjectName("crash_go_on")
        going_on.setProperty("kind", "primary")
        going_on.setDefault(True)
        going_on.clicked.connect(self.accept)
        for button in (self.more, self.copy, going_on):
            button.setAccessibleName(button.text())
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(going_on)
        layout = QVBoxLayout(self)
        side = round(theme.em() * 1.5)
        layout.setContentsMargins(side, side, side, side)
        layout.setSpacing(round(theme.em() * 0.8))
        for widget in (title, words, where, self.details):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setMinimumWidth(round(theme.em() * 38))

    def _fold(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.adjustSize()


class _Catcher(QObject):
    """Takes faults of any thread and tells them on the window's."""

    caught = Signal(str)

    def __init__(
        self, app: QApplication, log_path: Path, keep: Callable[[], None] | None, tell: Callable[[KnownError], None] | None
    ) -> None:
        super().__init__(app)
        self.log_path = log_path
        self._keep = keep
        self._tell = tell
        self.dialog: CrashDialog | None = None
        self.caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def hook(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` does from now on."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        if isinstance(fault, KnownError) and self._tell is not None:
            self._tell(fault)  # a KnownError that nobody caught is still told in words
            return
        self.take(fault)

    def take(self, fault: BaseException) -> str:
        """Write a fault down, keep what was typed, and tell the clerk."""
        details = described(fault)
        write_log(self.log_path, details)
        if self._keep is not None:
            try:
                self._keep()
            except Exception as second:  # noqa: BLE001 - the first fault must still be told
                write_log(self.log_path, described(second))
        self.caught.emit(details)
        return details

    def _show(self, details: str) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            return  # one dialog for a row of faults; all are in the log
        self.dialog = CrashDialog(details, self.log_path, QApplication.activeWindow())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.dialog.open()


def described(fault: BaseException) -> str:
    """A fault as the developers need it: when, on what, where in the program."""
    now = datetime.datetime.now().replace(microsecond=0).isoformat(" ")
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}, Qt {qVersion()}"
    return f"{now}\n{system}\n" + "".join(traceback.format_exception(fault))


def write_log(path: Path, details: str) -> None:
    """Add a fault to the log; a log that cannot be written is no further trouble."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            kept = path.read_text(encoding="utf-8", errors="replace")[-_LARGEST_LOG // 2 :]
            path.write_text(kept, encoding="utf-8")
        with path.open("a", encoding="utf-8") as file:
            file.write(details + "\n\n")
    except OSError:
        return


def install(
    app: QApplication,
    log_path: Path,
    *,
    keep: Callable[[], None] | None = None,
    tell: Callable[[KnownError], None] | None = None,
) -> Callable[[BaseException], str]:
    """Catch every fault that nobody else caught; give the function that tells one that was.

    `keep` writes the drafts at once; `tell` shows a KnownError that slipped through, such as in the message bar.
    """
    catcher = _Catcher(app, log_path, keep, tell)
    app.setProperty("crash_catcher", catcher)

    def thread_hook(args: Any) -> None:
        if args.exc_value is not None:
            catcher.take(args.exc_value)

    sys.excepthook = catcher.hook
    threading.excepthook = thread_hook
    return catcher.take
