"""The numbers of the paper form beside the boxes of the screen, and the way from box to box by them: `.12` goes to box 12."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record, fields
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.printing.paper import Paper

_SMALL = 0.78  # the size of a number beside the size of its label
_TOLD = 2500  # milliseconds that stand the words of a number that leads nowhere
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_POINTS = (".", "。", "．")  # what an input method makes of the point
_ONLY_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock)


class Numbers:
    """The numbers of one form as one panel uses them: by field ("title", "authors.worker"), and all that stand on the paper."""

    def __init__(self, by_field: Mapping[str, int] = {}, on_paper: Collection[int] = ()) -> None:
        self.by_field = dict(by_field)
        self.on_paper = frozenset(on_paper)

    def of(self, field: str) -> int:
        """The number of a field; 0 when it has none."""
        return self.by_field.get(field, 0)

    def of_lines(self, field: str) -> dict[str, int]:
        """The numbers of the columns of a field that is a small table."""
        start = f"{field}."
        return {name.removeprefix(start): number for name, number in self.by_field.items() if name.startswith(start)}

    def field(self, number: int) -> str:
        """The field of a number; empty when it is not asked in this panel."""
        return next((name for name, each in self.by_field.items() if each == number), "")


NONE = Numbers()


def numbers_for(book: Book, papers: Sequence[Paper], main: type[Record], asked: type[Record], step: str = "") -> Numbers:
    """The numbers for a panel that asks the fields of `asked`: those of the first of the papers that is entered by hand.

    `main` is the record of the papers. What a step asks is named on the form with the step or
    with its record before it ("review.opinion"); a field of the same name as one of `main` is that field.
    """
    from unionoffice.printing import boxes
    from unionoffice.printing.make import form_of

    for paper in papers:
        try:
            form = form_of(book, paper.form)
        except KnownError:
            continue  # an office's form that is no longer understood: it is told when it is printed
        if form.boxes is not None:
            break
    else:
        return NONE
    numbers = boxes.numbers_of(form)
    found: dict[str, int] = {}
    for owner in (step, _snake(asked.__name__)):
        for name, number in numbers.items():
            if owner and name.startswith(f"{owner}.") and name.removeprefix(f"{owner}.").split(".")[0] in fields(asked):
                found.setdefault(name.removeprefix(f"{owner}."), number)
    for name, number in numbers.items():
        first = name.split(".")[0]
        if first in fields(asked) and first in fields(main):
            found.setdefault(name, number)
    return Numbers(found, numbers.values())


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class BoxLabel(QLabel):
    """A label with the number of its box small at its left; `room` keeps the place of a number free where others have one."""

    def __init__(self, text: str, number: int = 0, *, room: bool = False) -> None:
        super().__init__(text)
        self.number = number
        self._room = room or bool(number)
        self._top = 0

    def set_top(self, margin: int) -> None:
        """Free space above the text."""
        self._top = margin
        self._settle()

    def set_number(self, number: int) -> None:
        """Give it its number."""
        self.number, self._room = number, self._room or bool(number)
        self._settle()

    def gutter(self) -> int:
        """How wide the place of the number is."""
        return QFontMetrics(self._small()).horizontalAdvance("00") + round(theme.em() * 0.3) if self._room else 0

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """One line at least; how many it takes follows from its width."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() + self._top)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Another text size, another gutter."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Draw the label, and its number before it."""
        super().paintEvent(event)
        if not self.number:
            return
        painter = QPainter(self)
        painter.setFont(self._small())
        painter.setPen(theme.colour("quiet"))
        down = self.alignment() & Qt.AlignmentFlag.AlignBottom
        lines = max(1, self.fontMetrics().lineSpacing())
        top = self.height() - lines if down else self._top
        painter.drawText(0, top, self.gutter(), lines, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(self.number))

    def _small(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * _SMALL)
        else:
            font.setPixelSize(max(1, round(font.pixelSize() * _SMALL)))
        return font

    def _settle(self) -> None:
        self.setContentsMargins(self.gutter(), self._top, 0, 0)


class Panel(Protocol):
    """What the jump must know of a form."""

    def parentWidget(self) -> QWidget | None:  # noqa: N802 - Qt's own name
        """What it lies in."""

    def isAncestorOf(self, child: QWidget) -> bool:  # noqa: N802 - Qt's own name
        """Whether a widget lies in it."""

    def go_to(self, field: str) -> bool:
        """Put the cursor into a box; False when it is closed."""


class Jump(QObject):
    """Reads a point and the number of a box, wherever a text cannot begin with a point, and goes there.

    In an empty box, in one whose whole text is marked, and beside the boxes: `.12`. Boxes of money and
    measured numbers want the point twice, since .5 is an amount. In a long text it is the keypad's
    point, while the text is empty. What turns out to be no number of a box is put into the box as text.
    """

    def __init__(self, form: Panel, numbers: Numbers, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._numbers = form, numbers
        self._watched: QWidget | None = None
        self._typed = ""
        self._composing = self._passing = False
        self._hint: QLabel | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_TOLD)
        self._gone.timeout.connect(self._hide)
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.focusChanged.connect(self._focus_moved)

    def _area(self) -> QWidget | None:
        above = self._form.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None:
            if old is self._watched:
                self._watched.removeEventFilter(self)
            self._watched, self._composing = None, False
            self._leave()
        area = self._area()
        if new is not None and (new is self.parent() or self._form.isAncestorOf(new) or new is area):
            self._watched = new
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """The keys of the box that has the cursor, before the box itself."""
        if self._passing or watched is not self._watched:
            return False
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return not self._composing and self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride and self._typed:
                event.accept()  # no shortcut of the window takes a key of the number away
                return True
        elif isinstance(event, QInputMethodEvent):
            return self._composed(event)
        return False

    # -- reading -------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        text, key = event.text(), event.key()
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not self._typed:
            keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
            return text == "." and not held and self._begin(keypad=keypad)
        if key in _ONLY_HELD:
            return False
        if key == Qt.Key.Key_Escape:
            self._leave()
            return True
        if key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._show()
            return True
        if key in (*_ENTER, Qt.Key.Key_Tab) and self._number():
            self._jump()
            return True
        if not held and self._takes(text):
            return True
        self._deliver()
        return False

    def _composed(self, event: QInputMethodEvent) -> bool:
        self._composing = bool(event.preeditString())
        text = event.commitString()
        if not self._typed:
            return text in _POINTS and not self._composing and self._begin(keypad=False)
        if not text and not self._composing:
            return False
        if not self._composing and all(self._takes(unicodedata.normalize("NFKC", sign)) for sign in text):
            return True
        self._deliver()
        return False

    def _begin(self, *, keypad: bool) -> bool:
        if not self._may_begin(keypad=keypad):
            return False
        self._typed = "."
        self._show()
        return True

    def _may_begin(self, *, keypad: bool) -> bool:
        box = self._watched
        if isinstance(box, QLineEdit):
            return not box.text() or box.selectedText() == box.text()
        if isinstance(box, QPlainTextEdit):
            return keypad and not box.toPlainText()
        return isinstance(box, QComboBox | QAbstractButton) or box is self._area() or box is self.parent()

    def _takes(self, sign: str) -> bool:
        """Take one more sign of the number."""
        if sign in _POINTS and self._typed == ".":
            self._typed = ".."
            self._show()
            return True
        if len(sign) != 1 or sign not in "0123456789" or (self._typed == "." and self._wants_two()):
            return False
        self._typed += sign
        begins = [number for number in self._numbers.on_paper if str(number).startswith(str(self._number() or "-"))]
        if begins == [self._number()]:
            self._jump()
        else:
            self._show()
        return True

    def _wants_two(self) -> bool:
        above = self._watched.parentWidget() if self._watched is not None else None
        return getattr(getattr(above, "field", None), "kind", "") in ("money", "quantity")

    def _number(self) -> int:
        figures = self._typed.lstrip(".")
        return int(figures) if figures else 0

    # -- going -----------------------------------------------------------------------

    def _jump(self) -> None:
        number = self._number()
        self._leave()
        field = self._numbers.field(number)
        if number not in self._numbers.on_paper:
            self._tell(_("There is no box {number} on the paper.", number=number))
        elif not field or not self._form.go_to(field):
            self._tell(_("Box {number} is not asked here.", number=number))

    def _leave(self) -> None:
        self._typed = ""
        self._hide()

    def _deliver(self) -> None:
        """It was no number: what was typed goes into the box, as if it had gone there at once."""
        typed, box = self._typed, self._watched
        self._leave()
        if isinstance(box, QLineEdit | QPlainTextEdit):
            self._passing = True
            key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, typed)
            QApplication.sendEvent(box, key)
            self._passing = False

    # -- the hint -----------------------------------------------------------------------

    def _show(self) -> None:
        if not self._typed:
            self._hide()
            return
        number = self._number()
        self._say(_("box {number}", number=f"{number or ''}_") if number or not self._waits() else f"{self._typed}_")

    def _waits(self) -> bool:
        return self._typed == "." and self._wants_two()

    def _tell(self, words: str) -> None:
        self._say(words)
        self._gone.start()

    def _say(self, words: str) -> None:
        self._gone.stop()
        area = self._area()
        if area is None:
            return
        if self._hint is None:
            self._hint = QLabel(area)
            self._hint.setObjectName("box_jump")
            self._hint.setProperty("area", "notice")
            self._hint.setMargin(round(theme.em() * 0.4))
        hint = self._hint
        hint.setText(words)
        hint.setAccessibleName(words)
        hint.adjustSize()
        gap = round(theme.em() * 0.6)
        hint.move(gap, area.height() - hint.height() - gap)
        hint.show()
        hint.raise_()

    def _hide(self) -> None:
        self._gone.stop()
        if self._hint is not None:
            self._hint.hide()


def spoken(widget: Any, number: int) -> None:
    """Let a screen reader say the number of a box."""
    if number:
        words = [widget.accessibleDescription(), _("box {number}", number=number)]
        widget.setAccessibleDescription(", ".join(part for part in words if part))
