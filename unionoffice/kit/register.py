"""A register on the screen: a window onto many rows, of which only the ones in sight are fetched."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from unionoffice.core.book import Book
from unionoffice.core.query import Asked, Column, Laid, Order, Query
from unionoffice.core.record import Field, Record
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.office import Office
from unionoffice.kit.table import alignment, show_value

if TYPE_CHECKING:
    from unionoffice.printing.listing import Naming, Register

R = TypeVar("R", bound=Record)
Index = QModelIndex | QPersistentModelIndex
PAGE = 60
PAGES_KEPT = 12
PAGES_SEEN = 3  # of these, the last looked at, which are fetched again with a large register
SAMPLED = 25  # rows looked at for the widths
LEAST, LEAST_OF = 12.0, {"ref": 6.0, "choice": 6.5}
LEAST_WIDE = 7.5
"""How many letters' heights a column always gets if it needs them: figures, numbers and dates; units; states; the wide ones."""
_NOTHING = QModelIndex()
_HELD = ("units", "workers")  # whose names are held until the register is laid out anew, as it is when one of them changes
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.TextAlignmentRole,
    )
)  # fmt: skip
_Struck = tuple[str, datetime.datetime, str]


def shared_widths(wanted: Sequence[int], least: Sequence[int], wide: Sequence[bool], room: int) -> list[int]:
    """The widths of columns that want so many pixels each and have `room` together.

    Every column gets what it wants up to its least width; what is left goes to those that want more, each in
    proportion to what it lacks; what nobody wants goes to the wide ones. When not even the least
    widths find room, they stay: the register is then moved sideways, but every column can be read.
    """
    given = [min(want, enough) for want, enough in zip(wanted, least, strict=True)]
    lacking = [want - width for want, width in zip(wanted, given, strict=True)]
    total = sum(lacking)
    if total:
        share = min(max(0, room - sum(given)), total)
        given = [width + lack * share // total for width, lack in zip(given, lacking, strict=True)]
    left, growing = max(0, room - sum(given)), [place for place, grows in enumerate(wide) if grows]
    for place in growing:
        given[place] += left // len(growing)
    return given


class RegisterModel(QAbstractTableModel):
    """The rows of a query: their number, and a few pages of them. Struck numbers stand after the last row.

    A small register is laid out at once. A large one is laid out beside the window: what stands on the screen stays
    until the rows of the new filter or order are counted and the first of them are there.
    """

    large = 5_000
    """How many rows a table must have for its register to be laid out beside the window."""
    laid = Signal(object)
    """The register was laid out anew: the row in which the wanted record stands, or None."""
    found = Signal(object)
    """The row of a record that was asked for by `ask_place`, or None."""
    completed = Signal()
    """What was still to come after the first rows of a large register is there."""

    def __init__(self, query: Query[Any], office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query = query
        self.office = office
        self.where = query.filters[0].where if query.filters else "1"
        self.more: dict[str, Any] = {}  # values that `where` names besides those of the month
        self.order: Order = query.orders[0]
        self.shown = query.columns
        self.columns: list[Field] = [query.field(column) for column in self.shown]
        self.tone: Callable[[Any], str] = lambda _record: ""
        self.state = ""  # the field whose words are coloured by `tone`
        self.with_struck = True
        self._asked = self.asked()
        self._laid = Laid(0, None, {})
        self._wanted: int | None = None
        self._beside = False  # something was asked beside the window
        self._pages = self._laid.pages
        self._struck: list[_Struck] = []
        self._titles: dict[tuple[str, int | None], str] = {}  # of the units and workers that were shown
        self._tones: dict[int, str] = {}

    def asked(self) -> Asked:
        """Which rows the register shall show, in which order, with which columns."""
        return Asked(self.where, self.order, self.values(), self.shown)

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self.shown = columns
        self.columns = [self.query.field(column) for column in columns]
        self.endResetModel()

    def values(self) -> dict[str, Any]:
        """What a filter's condition may name."""
        period = self.office.period()
        days = {"today": self.office.day().isoformat(), "first": period.first.isoformat(), "next": period.next.isoformat()}
        return {**days, **self.more}

    def is_large(self) -> bool:
        """Whether the register is laid out beside the window."""
        return self.query.largest(self.office.book) > self.large

    def refetch(self, wanted: int | None = None) -> None:
        """Lay the register out anew, as `where` and `order` say now, and find the record `wanted`. Tells by `laid`.

        A large register is counted with its first page beside the window; what takes longer follows. When only its rows may have
        changed, it stands as it is until all is there.
        """
        asked = self.asked()
        query, kind = self.query, self.query.kind if self.with_struck else ""
        self._wanted = wanted
        if not self.is_large():
            if self._beside:
                for what in ("first", "rest", "place"):
                    self.office.asker.forget(self._slot(what))
            laid = query.lay(self.office.book, asked, PAGE, (), wanted)
            self._put(asked, laid, self.office.book.struck(kind) if kind else [])
            return
        self._beside = True
        self.office.asker.forget(self._slot("rest"))
        self.office.asker.forget(self._slot("place"))
        if asked == self._asked and self._pages and not self._laid.waiting:
            seen = sorted(self._pages)[-PAGES_SEEN:]
            self.office.asker.ask(
                self._slot("first"),
                lambda book: (asked, query.lay(book, asked, PAGE, seen, wanted), book.struck(kind) if kind else [], wanted),
                self._whole_answered,
            )
        else:
            self.office.asker.ask(self._slot("first"), lambda book: (asked, query.begin(book, asked, PAGE)), self._first_answered)

    def _slot(self, what: str) -> str:
        return f"register/{self.query.table.name}/{what}"

    def is_being_laid(self) -> bool:
        """Whether a large register is still being laid out."""
        return self._beside and any(self.office.asker.asking(self._slot(what)) for what in ("first", "rest"))

    def _whole_answered(self, answer: tuple[Asked, Laid, list[_Struck], int | None]) -> None:
        asked, laid, struck, wanted = answer
        if self._wanted != wanted:
            laid.place = None  # meanwhile the clerk went to another record
        self._put(asked, laid, struck)
        self._then_ask_rest(asked, laid, "", None)
        if self._wanted is not None and self._wanted != wanted:
            self.ask_place(self._wanted)

    def _first_answered(self, answer: tuple[Asked, Laid]) -> None:
        """A large register is counted and its first rows are there; the rest of it is asked for."""
        asked, laid = answer
        first = [record.id for record in laid.pages.get(0, ())]
        wanted, kind = self._wanted, self.query.kind if self.with_struck else ""
        if wanted in first:
            laid.place, wanted, self._wanted = first.index(wanted), None, None
        self._put(asked, laid, [])
        self._then_ask_rest(asked, laid, kind, wanted)

    def _then_ask_rest(self, asked: Asked, laid: Laid, kind: str, wanted: int | None) -> None:
        """When the first rows are painted, ask for what is still to come."""
        if (laid.count > PAGE and laid.ids is None) or kind or wanted is not None:
            ask = lambda: self._ask_rest(asked, laid, kind, wanted)
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, ask))  # the view lays itself out, then it is painted
        else:
            self.completed.emit()

    def _ask_rest(self, asked: Asked, laid: Laid, kind: str, wanted: int | None) -> None:
        """Ask for the ids of all rows, which make every page quick; for the struck numbers of a kind; where a record stands."""
        if laid is not self._laid:
            return  # meanwhile the register shows something else
        query, is_long = self.query, laid.count > PAGE

        def rest(book: Book) -> tuple[array[int] | None, list[_Struck], int | None, int | None]:
            ids = query.all_ids(book, asked.where, asked.order, **asked.values) if is_long else None
            place = None if wanted is None else query.place_of(book, asked, Laid(laid.count, ids, {}), wanted)
            return ids, book.struck(kind) if kind else [], wanted, place

        self.office.asker.ask(self._slot("rest"), rest, self._rest_answered)

    def _rest_answered(self, answer: tuple[array[int] | None, list[_Struck], int | None, int | None]) -> None:
        """The ids of all rows of a large register, its struck numbers, and where the wanted record stands."""
        ids, struck, wanted, place = answer
        waited, self._laid.waiting = self._laid.waiting, False
        if ids is not None and len(ids) != self._laid.count:
            self.refetch(self._wanted)  # another program wrote in between
            return
        if ids is not None:
            self._laid.ids = ids
        if waited:
            self.dataChanged.emit(self.index(0, 0), self.index(self._laid.count - 1, len(self.columns) - 1))
        if struck:
            self.beginInsertRows(_NOTHING, self._laid.count, self._laid.count + len(struck) - 1)
            self._struck = struck
            self.endInsertRows()
        self.completed.emit()
        if self._wanted is not None and self._wanted == wanted:
            self.found.emit(place)
        elif self._wanted is not None:
            self.ask_place(self._wanted)

    def stop_looking(self) -> None:
        """The clerk went to another row: the record looked for is no longer wanted."""
        self._wanted = None
        if self._beside:
            self.office.asker.forget(self._slot("place"))

    def _put(self, asked: Asked, laid: Laid, struck: list[_Struck]) -> None:
        self.beginResetModel()
        self._asked, self._laid, self._struck = asked, laid, struck
        self._pages = laid.pages
        self._titles.clear()
        self._tones.clear()
        self.endResetModel()
        self.laid.emit(laid.place)

    def count(self) -> int:
        """How many records the register shows, struck numbers not counted."""
        return self._laid.count

    def record(self, row: int) -> Any:
        """The record of a row, without its lines; None for a struck number."""
        if not 0 <= row < self._laid.count:
            return None
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            if self._laid.waiting:
                return None
            page = self.query.page_of(self.office.book, self._asked, self._laid, number, PAGE)
            if len(self._pages) >= PAGES_KEPT:
                self._pages.pop(next(iter(self._pages)))
        else:
            del self._pages[number]
        self._pages[number] = page  # the last one looked at stands last
        return page[place] if place < len(page) else None

    def orders_of(self, column: int) -> list[Order]:
        """The orders a click on a column's heading goes through."""
        return self.query.heading_orders(self.shown[column])

    def leaving(self, title: str, names: Mapping[str, Naming], *, whole: bool) -> Register:
        """The register as it is filtered and ordered now, for export: its columns with the struck numbers, or `whole`, which calls
        the rows of other tables as `names` says.
        """
        from unionoffice.printing.listing import Register

        struck = () if whole else tuple((number, _struck_words(at, clerk)) for number, at, clerk in self._struck)
        return Register(title, self.query, self.asked(), whole=whole, struck=struck, names=names)

    def holds(self, row_id: int) -> bool:
        """Whether the register shows a record, as it is filtered now."""
        return self.query.holds(self.office.book, self.where, row_id, **self.values())

    def place(self, row_id: int) -> int | None:
        """In which row of what is laid out a record stands, or None."""
        for number, page in self._pages.items():
            for place, record in enumerate(page):
                if record.id == row_id:
                    return number * PAGE + place
        return self.query.place_of(self.office.book, self._asked, self._laid, row_id)

    def ask_place(self, row_id: int) -> None:
        """Find the row of a record; told by `found`. In a large register it is looked for beside the window."""
        self._wanted = row_id
        shown = {record.id for page in self._pages.values() for record in page}
        if row_id in shown or not self.is_large():
            self.found.emit(self.place(row_id))
            return
        query, asked, laid = self.query, self._asked, self._laid
        if not self.is_being_laid():  # else it is looked for when it is laid out
            self._beside = True
            self.office.asker.ask(self._slot("place"), lambda book: query.place_of(book, asked, laid, row_id), self._place_answered)

    def _place_answered(self, place: int | None) -> None:
        self.found.emit(place)

    # -- what Qt asks ---------------------------------------------------------

    def rowCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802
        """As Qt asks it."""
        return 0 if parent.isValid() else self._laid.count + len(self._struck)

    def columnCount(self, parent: Index = _NOTHING) -> int:  # noqa: N802
        """As Qt asks it."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.query.heading(self.shown[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role not in _ROLES or not index.isValid():
            return None
        field = self.columns[index.column()]
        if index.row() >= self._laid.count:
            return self._struck_data(index.row() - self._laid.count, index.column(), role)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(field)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            record = self.record(index.row())
            if record is None:
                return None
            return self._shown(self.shown[index.column()], field, record)
        if role == Qt.ItemDataRole.ForegroundRole and field.name == self.state:
            record = self.record(index.row())
            if record is None:
                return None
            if record.id not in self._tones:
                self._tones[record.id] = self.tone(record)
            return theme.colour(self._tones[record.id] or "text")
        return None

    def _shown(self, column: Column, field: Field, record: Any) -> str:
        value = _value(column, self.office.book, record)
        if field.shown.ref not in _HELD:
            return show_value(field, value, self.office.book)
        key = (field.shown.ref, value if isinstance(value, int) else None)
        if key not in self._titles:
            self._titles[key] = show_value(field, value, self.office.book)
        return self._titles[key]

    def _struck_data(self, place: int, column: int, role: int) -> Any:
        if place >= len(self._struck):
            return None
        number, at, clerk = self._struck[place]
        if role == Qt.ItemDataRole.FontRole and column == 0:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("quiet")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if column == 0:
                return number
            if column == 1:
                return _struck_words(at, clerk)
        return None


def _value(column: Column, book: Book, record: Any) -> object:
    return column.value(book, record) if column.value else getattr(record, column.field)


def _struck_words(at: datetime.datetime, clerk: str) -> str:
    return _("struck: its entry of {day} by {clerk} was taken back", day=at.date(), clerk=clerk or "—")


class RegisterView(QTableView):
    """The register itself. `chosen` carries the id of the record under the bar, or None."""

    chosen = Signal(object)
    opened = Signal(object)  # Enter or double click
    ordered = Signal(object)  # another Order was chosen at a heading
    resized = Signal(object)  # the widths set by hand
    columns_wanted = Signal(object)  # where on the screen the columns shall be offered

    def __init__(self, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register = model
        self.setObjectName("register")
        self.setAccessibleName(_("Register"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.setCornerButtonEnabled(False)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self.opened.emit(self.current()))
        model.laid.connect(self._laid)
        model.found.connect(self._found)
        model.completed.connect(self._completed)
        self._scroll: int | None = None
        self._restoring = False
        self._fitting = False
        self._by_hand = False
        self._wanted: list[int] = []
        self._fitted = False  # on as many rows as are looked at; a large register then keeps its widths
        self.fit()

    def fit(self) -> None:
        """Set heights and widths from the size of the letters and what stands in the first rows."""
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(round(theme.em() * 3))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda where: self.columns_wanted.emit(header.mapToGlobal(where)))
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._heading_clicked)
        self._fit_columns()

    def _resized(self, _column: int, _before: int, _now: int) -> None:
        if not self._fitting and self.isVisible() and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._by_hand = True
            self.resized.emit([self.columnWidth(place) for place in range(len(self.register.columns))])

    def keep_widths(self, widths: Sequence[int]) -> None:
        """Take up widths that were set by hand before."""
        if len(widths) != len(self.register.columns):
            return
        self._by_hand = True
        self._fitting = True
        for place, width in enumerate(widths):
            self.setColumnWidth(place, int(width))
        self._fitting = False

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show other columns; the record under the bar stays there."""
        if columns == self.register.shown:
            return
        current, before, self._restoring = self.current(), self._restoring, True
        self.register.show_columns(columns)
        self._restoring, self._by_hand = before, False
        self._fit_columns()
        self.show_order()
        self._spread_struck()
        self.choose(current)

    def _heading_clicked(self, column: int) -> None:
        """A click on a heading puts the register into the next order that column has."""
        orders = self.register.orders_of(column)
        if not orders:
            return
        here = [place for place, order in enumerate(orders) if order.name == self.register.order.name]
        self.ordered.emit(orders[(here[0] + 1) % len(orders)] if here else orders[0])

    def show_order(self) -> None:
        """Mark the column the register is ordered by."""
        order, header = self.register.order, self.horizontalHeader()
        column = next((place for place in range(len(self.register.columns)) if order in self.register.orders_of(place)), -1)
        rising = not order.terms()[0][1]
        header.setSortIndicatorShown(column >= 0)
        header.setSortIndicator(
            column, Qt.SortOrder.DescendingOrder if rising else Qt.SortOrder.AscendingOrder
        )  # Qt draws the arrow the other way

    def _fit_columns(self) -> None:
        """Widths that show the first rows whole as far as there is room; a width set by hand stays."""
        measure, more = self.fontMetrics(), round(theme.em() * 1.25)
        self._wanted = []
        for place in range(len(self.register.columns)):
            rows = range(min(self.register.count(), SAMPLED))
            texts = [str(self.register.headerData(place, Qt.Orientation.Horizontal) or "")]
            texts += [str(self.register.data(self.register.index(row, place)) or "") for row in rows]
            self._wanted.append(max(measure.horizontalAdvance(text) for text in texts) + more)
        self._share_room()

    def _share_room(self) -> None:
        if self._by_hand:
            return
        wide = [column.wide for column in self.register.shown]
        kinds = [field.kind for field in self.register.columns]
        least = [
            round(theme.em() * (LEAST_WIDE if grows else LEAST_OF.get(kind, LEAST)))
            for grows, kind in zip(wide, kinds, strict=True)
        ]
        self._fitting = True
        for place, width in enumerate(shared_widths(self._wanted, least, wide, self.viewport().width())):
            self.setColumnWidth(place, width)
        self._fitting = False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """More room, or less, is shared out anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def current(self) -> int | None:
        """The id of the record under the bar."""
        record = self.register.record(self.currentIndex().row())
        return None if record is None else int(record.id)

    def choose(self, row_id: int | None) -> None:
        """Put the bar on a record without telling anyone, if the register shows it; in a large one as soon as it is found."""
        if row_id is not None:
            self.register.ask_place(row_id)

    def _found(self, place: int | None) -> None:
        if place is None:
            return
        before, self._restoring = self._restoring, True
        self.setCurrentIndex(self.register.index(place, 0))
        self._restoring = before

    def refetch(self) -> None:
        """Show the register anew, keeping the record under the bar and the place in sight."""
        self._scroll = self.verticalScrollBar().value()
        self._restoring = True
        self.register.refetch(self.current())
        self._restoring = False

    def _laid(self, place: int | None) -> None:
        """The register stands anew: widths, the record that was under the bar, the place in sight."""
        before, self._restoring = self._restoring, True
        if not self._fitted or not self.register.is_large():
            self._fit_columns()
            self._fitted = self.register.count() >= SAMPLED
        self._spread_struck()
        self._found(place)
        if self._scroll is not None:
            self.verticalScrollBar().setValue(self._scroll)
            self._scroll = None
        self._restoring = before

    def _completed(self) -> None:
        """Struck numbers came after the first rows."""
        self._spread_struck()

    def _spread_struck(self) -> None:
        """The words beside a struck number take the whole line."""
        self.clearSpans()
        others = len(self.register.columns) - 1
        if others > 1:
            for row in range(self.register.count(), self.register.rowCount()):
                self.setSpan(row, 1, 1, others)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._restoring:
            self.register.stop_looking()
            record = self.register.record(now.row()) if now.isValid() else None
            self.chosen.emit(None if record is None else record.id)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Taking the focus chooses nothing: the record in sight may be one that the filter leaves out."""
        nowhere = not self.currentIndex().isValid()
        before, self._restoring = self._restoring, True
        super().focusInEvent(event)
        if nowhere:
            self.setCurrentIndex(QModelIndex())
        self._restoring = before

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's own name
        """The menu key offers the columns, as the heading does to the mouse."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            header = self.horizontalHeader()
            self.columns_wanted.emit(header.mapToGlobal(header.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens the record for reading on the right."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)
