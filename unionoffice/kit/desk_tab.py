"""A desk on the screen: one page, or several with a switch above them. A page is made when it is first wanted.

It knows no register and no form, so that the window and its first tab start without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.office import Office, Start
from unionoffice.kit.plain import button


class DeskTab(QWidget):
    """A desk: one page, or several with a switch above them. A page is a `Page` or any widget with the same few methods."""

    PAGES: ClassVar[tuple[Callable[[Office], QWidget], ...]] = ()
    page_changed = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._made: list[Any] = [None] * len(self.PAGES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.switch = QButtonGroup(self)
        self.stack = QStackedWidget()
        if len(self.PAGES) > 1:
            column.addWidget(self._bar())
        column.addWidget(self.stack, 1)
        for _make in self.PAGES:
            self.stack.addWidget(QWidget())
        open_forms = [place for place in self._with_drafts() if getattr(self.at(place), "form", None) is not None]
        if self.PAGES:
            self.show_page(open_forms[0] if open_forms else 0)

    def _bar(self) -> QWidget:
        """The switch between the pages."""
        bar = QWidget()
        bar.setProperty("area", "bar")
        line = FlowLayout(bar)
        grows_down(bar)
        line.setContentsMargins(round(theme.em()), round(theme.em() * 0.3), round(theme.em()), round(theme.em() * 0.3))
        for place, make in enumerate(self.PAGES):
            chip = button(_(make.TITLE), f"page_{place}", "chip")  # type: ignore[attr-defined]
            chip.setCheckable(True)
            self.switch.addButton(chip, place)
            line.addWidget(chip)
        self.switch.idClicked.connect(self.show_page)
        return bar

    def _with_drafts(self) -> list[int]:
        """The pages that may have to go on with what was typed and not saved."""
        tables = self.office.typed()
        return [place for place, make in enumerate(self.PAGES) if _table_of(make) in tables or (tables and not _table_of(make))]

    def at(self, place: int) -> Any:
        """One of the pages, made when it is first wanted."""
        page = self._made[place]
        if page is None:
            page = self._made[place] = self.PAGES[place](self.office)
            empty = self.stack.widget(place)
            in_sight = self.stack.currentIndex()
            self.stack.insertWidget(place, page)
            if empty is not None:
                self.stack.removeWidget(empty)
                empty.deleteLater()
            self.stack.setCurrentIndex(in_sight)
        return page

    @property
    def pages(self) -> list[Any]:
        """All pages; those not yet made are made."""
        return [self.at(place) for place in range(len(self.PAGES))]

    def standing(self) -> tuple[int, list[int | None]]:
        """Which page is in sight, and which record each page shows."""
        return self.stack.currentIndex(), [getattr(page, "shown", None) for page in self._made]

    def stand(self, place: int, shown: Sequence[int | None]) -> None:
        """Show the same pages and records again, after the window was built anew; an open form stays open."""
        from unionoffice.kit.page import Page

        for each, row in enumerate(shown):
            if row is not None and isinstance(self.at(each), Page) and self.at(each).form is None:
                self.at(each).show_record(row)
        if 0 <= place < len(self._made) and all(getattr(page, "form", None) is None for page in self._made):
            self.show_page(place)

    def page(self) -> Any:
        """The page in sight."""
        return self.stack.currentWidget()

    def show_page(self, place: int) -> None:
        """Show one of the pages."""
        self.at(place)
        self.stack.setCurrentIndex(place)
        self.page_changed.emit()
        chosen = self.switch.button(place)
        if chosen is not None:
            chosen.setChecked(True)

    def page_of(self, tbl: str) -> Any:
        """The page that shows a table, put in sight; None when there is none."""
        declared = [place for place, make in enumerate(self.PAGES) if _table_of(make) == tbl]
        others = [place for place, make in enumerate(self.PAGES) if not _table_of(make)]
        for place in (*declared, *others):
            if getattr(getattr(self.at(place), "table", None), "name", None) == tbl:
                self.show_page(place)
                return self.at(place)
        return None

    def show_record(self, tbl: str, row: int) -> bool:
        """Show a record of one of the pages."""
        page = self.page_of(tbl)
        if page is None:
            return False
        page.leave_form()
        reveal = getattr(page, "reveal", None)
        if reveal is not None:
            reveal(row)
        return bool(page.show_record(row))

    def show_rows(self, tbl: str, rows: Sequence[int], title: str) -> None:
        """Show the records behind a figure."""
        page = self.page_of(tbl)
        if page is not None:
            page.leave_form()
            page.show_rows(rows, title)

    def start(self, start: Start) -> None:
        """Open an entry form filled in from another desk."""
        page = self.page_of(start.tbl)
        if page is not None:
            page.new(start.values, start.came_from)

    def keep_drafts(self) -> None:
        """Write what is typed on every page to the drafts."""
        for page in self._made:
            keep = getattr(page, "keep_draft", None)
            if keep is not None:
                keep()


def _table_of(make: Callable[[Office], QWidget]) -> str:
    """The table that a page declares; empty when it is no register."""
    query = getattr(make, "QUERY", None)
    return "" if query is None else str(query.table.name)
