"""The search over all registers: what is typed is looked for while it is typed; Enter opens."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from unionoffice.core.search import Hit
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.office import Office

PAUSE = 60  # milliseconds after a key
SHOWN = 60


class Find(QLineEdit):
    """The search box, with what was found in a list below it, desk by desk."""

    def __init__(self, office: Office, desks: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.office = office
        self.desks = desks  # table -> title of its tab, an English key
        self.setObjectName("search")
        self.setAccessibleName(_("Search everything"))
        self.setPlaceholderText(_("Search everything  Ctrl+F"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(round(theme.em() * 15))
        self.results = QFrame(parent)
        self.results.setObjectName("search_results")
        self.results.setProperty("area", "card")
        column = QVBoxLayout(self.results)
        column.setContentsMargins(2, 2, 2, 2)
        self.list = QListWidget()
        self.list.setObjectName("search_list")
        self.list.setAccessibleName(_("Found entries"))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("plain", "true")
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.nothing = QLabel(_("Nothing found."))
        self.nothing.setProperty("role", "quiet")
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self.results.hide()
        self.list.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        self.textChanged.connect(lambda _text: self._timer.start())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def look(self) -> None:
        """Look for what stands in the box now."""
        self._timer.stop()
        text = self.text().strip()
        if not text:
            self.results.hide()
            return
        found = self.office.book.search(text, limit=SHOWN + 1)
        hits = [hit for hit in found if hit.tbl in self.desks][:SHOWN]
        self.list.clear()
        order = list(self.desks)
        for title in dict.fromkeys(self.desks[tbl] for tbl in order):
            of_desk = [hit for hit in hits if self.desks[hit.tbl] == title]
            if not of_desk:
                continue
            heading = QListWidgetItem(_(title))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setForeground(theme.colour("accent_text"))
            self.list.addItem(heading)
            for hit in of_desk:
                item = QListWidgetItem(self._words(hit))
                item.setToolTip(item.text().strip())
                item.setData(Qt.ItemDataRole.UserRole, (hit.tbl, hit.row))
                self.list.addItem(item)
        if len(found) > SHOWN:
            more = QListWidgetItem(_("The latest {count} are shown. Type more to find the others.", count=SHOWN))
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            more.setForeground(theme.colour("quiet"))
            self.list.addItem(more)
        self.list.setVisible(bool(hits))
        self.nothing.setVisible(not hits)
        self._place()
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole):
                self.list.setCurrentRow(row)
                break

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes to work elsewhere leaves the search; what was typed stays in the box."""
        if now is not None and now is not self and not self.results.isAncestorOf(now):
            self._timer.stop()
            self.results.hide()

    def _words(self, hit: Hit) -> str:
        parts = [hit.number, hit.title, hit.note, _(hit.state) if hit.state else ""]
        return "   " + "  ".join(part for part in parts if part)

    def _place(self) -> None:
        window = self.results.parentWidget() or self
        corner = self.mapTo(window, self.rect().bottomLeft())
        width = max(self.width(), round(theme.em() * 34))
        lines = min(max(self.list.count(), 1), 16)
        line = self.list.sizeHintForRow(0) if self.list.count() else self.nothing.sizeHint().height()
        height = lines * line + 10
        left = max(0, min(corner.x(), window.width() - width - 8))
        self.results.setGeometry(left, corner.y() + 4, width, min(height, window.height() - corner.y() - 12))
        self.results.show()
        self.results.raise_()

    def _open(self, item: QListWidgetItem) -> None:
        where = item.data(Qt.ItemDataRole.UserRole)
        if where:
            self.clear()
            self.results.hide()
            self.office.open(*where)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Up and Down choose among what was found, Enter opens it, Esc leaves."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.results.isVisible():
            self.list.setFocus()
            self.list.keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.look()
            if self.list.currentItem() is not None and self.results.isVisible():
                self._open(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.results.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and Esc in the list."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
                self._open(self.list.currentItem())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.results.hide()
                self.setFocus()
                return True
        return super().eventFilter(watched, event)
