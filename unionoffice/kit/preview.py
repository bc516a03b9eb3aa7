"""Paper in the window, exactly as it will print: turn pages, look closer, print at 100 percent, save as PDF."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

import msgspec
from PySide6.QtCore import QEvent, QMarginsF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPageSize, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core import whole
from unionoffice.core.errors import KnownError
from unionoffice.core.words import Language, _
from unionoffice.kit import signs, theme
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.questions import MessageBar, Questions

if TYPE_CHECKING:  # printing is loaded when something is printed
    from PySide6.QtPrintSupport import QPrinter

Zoom = Literal["width", "page"] | float
_ZOOMS: tuple[Zoom, ...] = ("width", "page", 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_PIXELS_PER_POINT = 96 / 72
_DOTS = 300  # printing without a printer driver that takes PDF: dots to the inch


class Copies(msgspec.Struct, frozen=True):
    """What the clerk chose to print: on which printer, how many, and which pages (from 0)."""

    printer: str
    copies: int
    pages: tuple[int, ...]


class Printers(Protocol):
    """The printers of this computer, or a test's."""

    def names(self) -> list[str]:
        """All there are."""

    def ask(self, window: QWidget, pages: int) -> Copies | None:
        """Let the clerk choose; None when it was called off."""

    def put_out(self, data: bytes, chosen: Copies, name: str) -> None:
        """Print at 100 percent. Raises KnownError when it fails."""


class ThisComputer:
    """Prints through `lp` where there is one (it takes the PDF itself), else through Qt as pictures of 300 dots to the inch."""

    def __init__(self) -> None:
        self._printer: QPrinter | None = None

    def names(self) -> list[str]:
        """All printers that are set up."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return list(QPrinterInfo.availablePrinterNames())

    def ask(self, window: QWidget, pages: int) -> Copies | None:
        """Qt's own dialog: printer, copies, pages."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFromTo(1, pages)
        dialog = QPrintDialog(printer, window)
        dialog.setWindowTitle(_("Print"))
        dialog.setMinMax(1, pages)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        chosen = bool(dialog.exec())
        dialog.deleteLater()
        if not chosen:
            return None
        self._printer = printer
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        return Copies(printer.printerName(), max(1, printer.copyCount()), tuple(range(first - 1, min(last, pages))))

    def put_out(self, data: bytes, chosen: Copies, name: str) -> None:
        """Print at 100 percent."""
        lp = shutil.which("lp") if sys.platform != "win32" else None
        if lp is not None:
            self._through_lp(lp, data, chosen, name)
        else:
            self._as_pictures(data, chosen)

    def _through_lp(self, lp: str, data: bytes, chosen: Copies, name: str) -> None:
        pages = ",".join(str(page + 1) for page in chosen.pages)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            what = ["-d", chosen.printer, "-n", str(chosen.copies), "-P", pages, "-o", "print-scaling=none", "-t", name]
            done = subprocess.run([lp, *what, file.name], capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program, no shell
        if done.returncode:
            raise KnownError(_("The printer did not take the paper: {why}. Save it as PDF instead.", why=done.stderr.strip()))

    def _as_pictures(self, data: bytes, chosen: Copies) -> None:
        from PySide6.QtPrintSupport import QPrinter

        printer = self._printer or QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setResolution(_DOTS)
        with _Paper(data) as paper:
            width, height = paper.size(chosen.pages[0])
            printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Point))
            printer.setPageMargins(QMarginsF(0, 0, 0, 0))
            painter = QPainter()
            if not painter.begin(printer):
                raise KnownError(_("The printer does not answer. Save the paper as PDF instead."))
            for place, page in enumerate(chosen.pages):
                if place:
                    printer.newPage()
                width, height = paper.size(page)
                picture = paper.picture(page, _DOTS / 72)
                painter.drawImage(QRectF(0, 0, width * _DOTS / 72, height * _DOTS / 72), picture)
            painter.end()


class _Paper:
    """An open PDF."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise KnownError(_("This file is not a PDF that can be shown.")) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        self._document.close()

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points."""
        width, height = self._document.get_page_size(page)
        return float(width), float(height)

    def picture(self, page: int, scale: float) -> QImage:
        """A page, `scale` pixels to the point."""
        opened = self._document[page]
        try:
            bitmap = opened.render(scale=scale, prefer_bgrx=True)
            picture = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride,
                QImage.Format.Format_RGB32 if bitmap.n_channels == 4 else QImage.Format.Format_BGR888,
            ).copy()  # fmt: skip
            bitmap.close()
        finally:
            opened.close()
        return picture


class Preview(QWidget):
    """Shows a PDF. `printed(copies)` and `saved(path)` tell what was done; `language_chosen("zh" or "en")` asks for the
    paper in the other language: whoever listens answers with `show_pdf`.
    """

    printed = Signal(int)
    saved = Signal(object)
    language_chosen = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, questions: Questions | None = None, printers: Printers | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._questions = questions
        self._printers: Printers = printers if printers is not None else ThisComputer()
        self._paper: _Paper | None = None
        self.data = b""
        self.name = ""
        self.page = 0
        self.zoom: Zoom = "width"
        self.messages = MessageBar(self)
        bar = QWidget()
        bar.setObjectName("preview_bar")
        flow = FlowLayout(bar)
        side = round(theme.em() * 0.5)
        flow.setContentsMargins(side, side // 2, side, side // 2)
        grows_down(bar)
        self.print_button = self._button("print", _("Print…"), "primary", self.print_out)
        self.save_button = self._button("save_pdf", _("Save as PDF…"), "", self.save)
        self.before = self._button("page_before", "", "sign", lambda: self.turn(-1), _("Page before (Page Up)"))
        self.page_words = QLabel()
        self.page_words.setObjectName("page_words")
        self.after = self._button("page_after", "", "sign", lambda: self.turn(1), _("Next page (Page Down)"))
        self.smaller = self._button("zoom_out", "－", "sign", lambda: self.zoom_by(-1), _("Smaller (−)"))
        self.zooms = QComboBox()
        self.zooms.setObjectName("zoom")
        self.zooms.setAccessibleName(_("Size of the page"))
        self.zooms.addItems([_zoom_words(zoom) for zoom in _ZOOMS])
        self.zooms.activated.connect(lambda row: self.set_zoom(_ZOOMS[row]))
        self.larger = self._button("zoom_in", "＋", "sign", lambda: self.zoom_by(1), _("Larger (+)"))
        self.chinese = self._button("paper_zh", "中文", "chip", lambda: self._speak("zh"), _("The paper in Chinese"))
        self.english = self._button("paper_en", "English", "chip", lambda: self._speak("en"), _("The paper in English"))
        for button in (self.chinese, self.english):
            button.setCheckable(True)
            button.hide()
        for widget in (
            self.print_button, self.save_button, self.before, self.page_words, self.after,
            self.smaller, self.zooms, self.larger, self.chinese, self.english,
        ):  # fmt: skip
            flow.addWidget(widget)
        self.sheet = QLabel()
        self.sheet.setObjectName("sheet")
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = _Desk(self)
        self.area.setWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.messages)
        layout.addWidget(self.area, 1)
        self.setFocusProxy(self.area)
        self._paint_signs()
        self._words()

    # -- what is shown ------------------------------------------------------

    def show_pdf(self, data: bytes, name: str, *, language: Language | None = None) -> None:
        """Show a PDF called `name`; with `language`, the clerk can ask for the paper in the other one.

        Raises KnownError when it is no PDF.
        """
        same_paper = name == self.name
        opened = _Paper(data)
        self.close_pdf()
        self._paper, self.data, self.name = opened, data, name
        self.page = min(self.page, len(opened) - 1) if same_paper else 0
        self.area.setAccessibleName(name)
        for button, spoken in ((self.chinese, "zh"), (self.english, "en")):
            button.setVisible(language is not None)
            button.setChecked(language == spoken)
        self._draw()

    def close_pdf(self) -> None:
        """Show nothing."""
        if self._paper is not None:
            self._paper.close()
            self._paper = None
        self.data = b""
        self.sheet.setPixmap(QPixmap())
        self._words()

    def pages(self) -> int:
        """How many pages there are."""
        return len(self._paper) if self._paper is not None else 0

    def turn(self, step: int) -> None:
        """Turn to a later page, or back."""
        self.go_to(self.page + step)

    def go_to(self, page: int) -> None:
        """Turn to a page, counted from 0."""
        page = max(0, min(self.pages() - 1, page))
        if page != self.page:
            self.page = page
            self._draw()
            self.area.verticalScrollBar().setValue(0)

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the page at "width", "page", or how many times its own size."""
        self.zoom = zoom if isinstance(zoom, str) else max(0.25, min(4.0, zoom))
        self._draw()

    def zoom_by(self, step: int) -> None:
        """Look closer, or from farther away."""
        self.set_zoom(self._factor() * (1.25 if step > 0 else 0.8))

    # -- what is done ---------------------------------------------------------

    def print_out(self) -> None:
        """Let the clerk choose the printer and print; what goes wrong is told in the bar."""
        if self._paper is None:
            return
        self.messages.clear()
        try:
            if not self._printers.names():
                raise KnownError(_("No printer is set up on this computer. Save the paper as PDF and print it elsewhere."))
            chosen = self._printers.ask(self.window(), self.pages())
            if chosen is None:
                return
            self._printers.put_out(self.data, chosen, self.name)
        except KnownError as error:
            self.messages.tell(error, action=_("Save as PDF…"), act=self.save)
            return
        self.printed.emit(chosen.copies)

    def save(self) -> None:
        """Let the clerk choose where, and write the PDF."""
        if self._paper is None:
            return
        questions = self._questions or Questions(self.window())
        start = Path.home() / (_file_name(self.name) + ".pdf")
        path = questions.save_file(_("Save as PDF…"), start, kinds="PDF (*.pdf)", ending=".pdf")
        if path is None:
            return
        try:
            whole.write(path, self.data)
        except KnownError as trouble:
            self.messages.tell(trouble)
            return
        self.messages.inform(_("Saved: {path}", path=path))
        self.saved.emit(path)

    # -- underneath ----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Page Up, Page Down, Home, End; plus and minus."""
        key = Qt.Key
        doing = {
            key.Key_PageDown: lambda: self.turn(1), key.Key_PageUp: lambda: self.turn(-1),
            key.Key_Home: lambda: self.go_to(0), key.Key_End: lambda: self.go_to(self.pages() - 1),
            key.Key_Plus: lambda: self.zoom_by(1), key.Key_Equal: lambda: self.zoom_by(1), key.Key_Minus: lambda: self.zoom_by(-1),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if doing is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        doing()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """A page that fits goes on fitting."""
        super().resizeEvent(event)
        if isinstance(self.zoom, str):
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Another theme, other signs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "after"):
            self._paint_signs()

    def _paint_signs(self) -> None:
        self.before.setIcon(signs.icon("left", "text"))
        self.after.setIcon(signs.icon("right", "text"))

    def _factor(self) -> float:
        """How many times its own size the page is shown."""
        if not isinstance(self.zoom, str):
            return self.zoom
        if self._paper is None:
            return 1.0
        width, height = (side * _PIXELS_PER_POINT for side in self._paper.size(self.page))
        room = self.area.size() - QSize(self.area.verticalScrollBar().sizeHint().width() + 8, 8)
        fitting = room.width() / width
        if self.zoom == "page":
            fitting = min(fitting, room.height() / height)
        return max(0.2, min(4.0, fitting))

    def _draw(self) -> None:
        if self._paper is not None:
            ratio = self.devicePixelRatioF()
            picture = self._paper.picture(self.page, self._factor() * _PIXELS_PER_POINT * ratio)
            picture.setDevicePixelRatio(ratio)
            self.sheet.setPixmap(QPixmap.fromImage(picture))
        self._words()

    def _words(self) -> None:
        count = self.pages()
        self.page_words.setText(_("Page {page} of {all}", page=self.page + 1, all=count) if count else "")
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page + 1 < count)
        self.print_button.setEnabled(count > 0)
        self.save_button.setEnabled(count > 0)
        if self.zoom in _ZOOMS:
            self.zooms.setCurrentIndex(_ZOOMS.index(self.zoom))
        else:
            self.zooms.setCurrentIndex(-1)
            self.zooms.setPlaceholderText(_zoom_words(self.zoom))

    def _speak(self, spoken: Language) -> None:
        for button, its in ((self.chinese, "zh"), (self.english, "en")):
            button.setChecked(its == spoken)
        self.messages.clear()
        self.language_chosen.emit(spoken)

    def _button(self, name: str, text: str, kind: str, act: Any, spoken: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        button.setAccessibleName(spoken or text)
        button.setToolTip(spoken)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button


class _Desk(QScrollArea):
    """The surface on which the page lies."""

    def __init__(self, owner: Preview) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("area", "desk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Page keys turn pages; the arrows move the page."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's own name
        """At the foot of a page the wheel turns it; with Ctrl it looks closer."""
        step = -1 if event.angleDelta().y() > 0 else 1
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._owner.zoom_by(-step)
            event.accept()
            return
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.maximum() if step > 0 else bar.minimum())
        if at_end and event.angleDelta().y():
            self._owner.turn(step)
            event.accept()
            return
        super().wheelEvent(event)


def _zoom_words(zoom: Zoom) -> str:
    if isinstance(zoom, str):
        return _("Fit the width") if zoom == "width" else _("Whole page")
    return f"{zoom:.0%}"


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    return "".join("-" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name).strip(" .") or "paper"


__all__ = ["Copies", "Preview", "Printers", "ThisComputer"]
