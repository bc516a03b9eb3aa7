"""What is wrong with a window: cut text, foreign words, nameless widgets, what no key reaches, faint letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTableView,
    QTextBrowser,
    QWidget,
)

from unionoffice.kit import theme

SLACK = 2  # pixels that fonts may round
LEAST_CONTRAST = 4.5
SETTLING = 150  # milliseconds for a layout to settle
WORDS = re.compile(r"[A-Za-z]{3,}")
# What stays Latin in Chinese: keys of the keyboard, kinds of file, the program's name, English names in the office's own data.
LATIN = {
    "Ctrl", "Esc", "PDF", "XLSX", "CSV", "XLS", "ODS", "TXT", "English", "Qt", "unionoffice", "PIN", "PNG", "JPEG", "kWh", "office",
    "db", "Enter", "Delete", "Alt", "Shift", "Tab",
}  # fmt: skip
BOTH = {"wording_example"}  # shows both languages on purpose
ACTS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QTextBrowser)


def faults(root: QWidget, language: str, data: Iterable[str] = ()) -> list[str]:
    """Every fault of what can be seen below `root`, in words that name the widget. `data` are the office's own texts.

    What is faulty only while the layout is still settling is looked at a second time.
    """
    found = _faults_now(root, language, data)
    for _again in range(3):
        if not found:
            break
        QTest.qWait(SETTLING)
        still = set(_faults_now(root, language, data))
        found = [fault for fault in found if fault in still]
    return found


def _faults_now(root: QWidget, language: str, data: Iterable[str]) -> list[str]:
    found: list[str] = []
    known = set(data)
    shot = root.grab().toImage()
    for widget in seen(root):
        found += cut_off(widget)
        found += beyond(widget)
        found += faint(widget, shot, root)
        if language == "zh":
            found += untranslated(widget, known)
        spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if isinstance(widget, ACTS) and widget.isEnabled() and not nameless_is_fine(widget) and not spoken:
            found.append(f"{path(widget)}: no accessible name")
    found += overlapping(root)
    return found


def seen(root: QWidget) -> Iterator[QWidget]:
    """Every widget of ours that is in sight: not the inside of Qt's own composed widgets."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and not widget.visibleRegion().isEmpty() and not inside_of_qt(widget):
            yield widget


def inside_of_qt(widget: QWidget) -> bool:
    """Whether a widget is a part that Qt made: a viewport, a scroll bar, the button in a line edit."""
    parent = widget.parentWidget()
    if isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_"):
        return True
    return isinstance(parent, QLineEdit | QComboBox | QAbstractItemView)


def path(widget: QWidget) -> str:
    """Where a widget stands, by the names above it."""
    names: list[str] = []
    above: QWidget | None = widget
    while above is not None and len(names) < 4:
        names.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return " < ".join(names)


def text_of(widget: QWidget) -> str:
    """The words a widget shows."""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return str(widget.text()).replace("&", "")
    return ""


def cut_off(widget: QWidget) -> list[str]:
    """A label or button that has less room than its words need."""
    text = text_of(widget)
    if not text or ("…" in text and isinstance(widget, QPushButton) and widget.toolTip()):
        return []
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            needed, have = widget.heightForWidth(widget.width()), widget.height()
            short = needed > have + SLACK
            parts = [part for part in re.split(r"[\s/-]+", text) if part.isascii()]
            longest = max((widget.fontMetrics().horizontalAdvance(part) for part in parts), default=0)
            if longest > widget.width() + SLACK:
                return [f"{path(widget)}: a word of “{text}” needs {longest}, has {widget.width()}"]
            return [f"{path(widget)}: “{text}” needs {needed} high, has {have}"] if short else []
        needed = widget.sizeHint().width()
        return [f"{path(widget)}: “{text}” needs {needed} wide, has {widget.width()}"] if needed > widget.width() + SLACK else []
    if isinstance(widget, QPushButton | QCheckBox):
        words = widget.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, widget.text())
        if words.width() > widget.width() + SLACK or words.height() > widget.height() + SLACK:
            return [f"{path(widget)}: “{text}” needs {words.width()}x{words.height()}, has {widget.width()}x{widget.height()}"]
    if isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height():
        return [f"{path(widget)}: the box is lower than its letters"]
    return []


def beyond(widget: QWidget) -> list[str]:
    """Words that reach over the side of the scroll area they lie in, where no bar leads to them."""
    if not text_of(widget):
        return []
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            sideways = above.horizontalScrollBar()
            right = widget.mapTo(above.viewport(), widget.rect().topRight()).x()
            if right > above.viewport().width() + SLACK and not (sideways.isVisible() and sideways.maximum()):
                return [f"{path(widget)}: “{text_of(widget)[:30]}” reaches {right}, the area ends at {above.viewport().width()}"]
            return []
        above = above.parentWidget()
    return []


def untranslated(widget: QWidget, data: set[str]) -> list[str]:
    """Latin words on a Chinese screen that are neither keys, file kinds, nor the office's own data."""
    if widget.objectName() in BOTH:
        return []
    texts = [text_of(widget), widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLineEdit):
        texts = [widget.placeholderText(), widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QComboBox):
        texts += [widget.itemText(row) for row in range(widget.count())]
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        if isinstance(widget, QTableView):
            texts += [str(model.headerData(place, Qt.Orientation.Horizontal) or "") for place in range(model.columnCount())]
    found = []
    for text in texts:
        foreign = [word for word in WORDS.findall(text) if word not in LATIN and not any(word in own for own in data)]
        if foreign:
            found.append(f"{path(widget)}: “{text}” speaks no Chinese: {foreign}")
    return found


def nameless_is_fine(widget: QWidget) -> bool:
    """Parts that a screen reader passes over."""
    return widget.focusPolicy() is Qt.FocusPolicy.NoFocus


def faint(widget: QWidget, shot: QImage, root: QWidget) -> list[str]:
    """Letters whose contrast with the ground they really stand on is under 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    if not isinstance(widget, QLabel) or not widget.text() or not widget.isEnabled():
        return []
    corner = widget.mapTo(root, QPoint(1, 1))
    if not shot.rect().contains(corner) or not widget.visibleRegion().contains(QPoint(1, 1)):
        return []  # its corner is scrolled out of sight: what stands there is somebody else's ground
    ground = shot.pixelColor(corner).name()
    letters = widget.palette().color(QPalette.ColorRole.WindowText).name()
    ratio = theme.contrast(letters, ground)
    return [f"{path(widget)}: contrast {ratio:.1f} of “{widget.text()[:20]}”"] if ratio < LEAST_CONTRAST else []


def overlapping(root: QWidget) -> list[str]:
    """Neighbours that show words and cover each other."""
    found = []
    for parent in [root, *root.findChildren(QWidget)]:
        if not parent.isVisible() or inside_of_qt(parent) or isinstance(parent, QAbstractButton):
            continue
        speaking = (QLabel, QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
        shown = [
            child for child in parent.children() if isinstance(child, speaking) and child.isVisible() and not inside_of_qt(child)
        ]
        for one, other in combinations(shown, 2):
            both = one.geometry().adjusted(1, 1, -1, -1).intersected(other.geometry().adjusted(1, 1, -1, -1))
            if both.width() > SLACK and both.height() > SLACK:
                found.append(f"{path(one)} covers {path(other)}")
    return found


def unreachable(window: QWidget, root: QWidget) -> list[str]:
    """Widgets below `root` that act, can be used now, and are never reached by Tab."""
    wanted = {
        widget: path(widget)
        for widget in seen(root)
        if isinstance(widget, ACTS) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    never = [
        path(widget)
        for widget in seen(root)
        if isinstance(widget, QPushButton | QLineEdit | QComboBox | QPlainTextEdit)
        and widget.isEnabled()
        and widget.focusPolicy() is Qt.FocusPolicy.NoFocus
    ]
    reached: set[QWidget] = set()
    start = QApplication.focusWidget() or root
    start.setFocus()
    for _step in range(600):
        now = QApplication.focusWidget()
        if now is not None:
            if now in reached and len(reached) > 3 and now is start:
                break
            reached.add(now)
            if isinstance(now, QPlainTextEdit):
                QTest.keyClick(now, Qt.Key.Key_Tab)
                if QApplication.focusWidget() is now:
                    break
                continue
        QTest.keyClick(now or window, Qt.Key.Key_Tab)
    covered = {widget for widget in wanted if widget in reached or _in_group(widget, reached)}
    return [f"{name}: no key reaches it" for widget, name in wanted.items() if widget not in covered] + [
        f"{name}: takes no focus" for name in never
    ]


def _in_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons that exclude each other, one is reached by Tab and the others by the arrow keys."""
    if not isinstance(widget, QAbstractButton) or not (widget.autoExclusive() or widget.group() is not None):
        return False
    return any(isinstance(other, QAbstractButton) and other.parentWidget() is widget.parentWidget() for other in reached)


def scrolled(root: QWidget) -> Iterator[None]:
    """Show every part of every scroll area below `root`, one after the other."""
    areas = [area for area in root.findChildren(QScrollArea) if area.isVisible()]
    yield
    for area in areas:
        bar = area.verticalScrollBar()
        step = max(1, area.viewport().height() - 40)
        for place in range(bar.minimum() + step, bar.maximum() + step, step):
            bar.setValue(min(place, bar.maximum()))
            QApplication.processEvents()
            yield
        bar.setValue(bar.minimum())
