"""The filter over a register: conditions on any field as chips that can be changed and taken away, and views kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from unionoffice.core import views
from unionoffice.core.condition import Condition, asked_of, fitting
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record
from unionoffice.core.views import View
from unionoffice.core.words import _
from unionoffice.kit import signs, theme
from unionoffice.kit.condition_bar import ConditionBar, name_of, words_of
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button, clear
from unionoffice.kit.section import Section


class _ConditionChip(QWidget):
    """One condition: its words, which open it for changing, and a cross that takes it away, as the Delete key does."""

    def __init__(self, place: int, words: str, filtering: Filtering) -> None:
        super().__init__()
        self.place, self.filtering = place, filtering
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.words = button(words, f"condition_{place}", "chip", tip=_("Change the condition; Delete takes it away"))
        self.words.clicked.connect(lambda: filtering.change(place))
        line.addWidget(self.words)
        cross = QPushButton()
        cross.setObjectName(f"condition_{place}_away")
        cross.setAccessibleName(_("Take away: {what}", what=words))
        cross.setToolTip(_("Take the condition away"))
        cross.setIcon(signs.icon("cross"))
        cross.setProperty("kind", "sign")
        cross.setAutoDefault(False)
        cross.clicked.connect(lambda: filtering.take_away(place))
        line.addWidget(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Delete takes the condition away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.filtering.take_away(self.place)
        else:
            super().keyPressEvent(event)


class Filtering(QWidget):
    """The row of conditions, the line in which one is asked, and the menu "Filter", which also offers the columns.

    `changed`: other conditions. `view_chosen` carries the View to be shown. `standing` gives how the register is looked at now.
    """

    changed = Signal()
    view_chosen = Signal(object)
    view_named = Signal()
    """The view in sight was kept, called otherwise or forgotten."""
    left = Signal()
    """The clerk is done here: the cursor goes back to the register."""

    def __init__(
        self, register: str, record: type[Record], sections: Sequence[Section], office: Office, standing: Callable[[], View]
    ) -> None:
        super().__init__()
        self.setObjectName("filtering")
        self.register, self.record, self.sections, self.office, self.standing = register, record, sections, office, standing
        self.conditions: tuple[Condition, ...] = ()
        self.fill_columns: Callable[[QMenu], None] | None = None
        """Puts the columns that can be shown into a menu."""
        self.view = ""  # the name of the kept view that was chosen last
        self._changing: int | None = None
        self._renaming = ""
        self._parts_shown: list[QMenu] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(theme.em() * 0.3))
        self.row = QWidget()
        self.row.setObjectName("conditions")
        self.row.setAccessibleName(_("Conditions"))
        self.row_line = FlowLayout(self.row)
        grows_down(self.row)
        column.addWidget(self.row)
        self.bar: ConditionBar | None = None
        self.name_bar: QWidget | None = None
        self.button = button(_("Filter"), "filter", "quiet", tip=_("Conditions on any field, columns, and kept views  Ctrl+L"))
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.button.setMenu(self.menu)
        self._show_row()

    # -- the menu ----------------------------------------------------------------

    def fill_menu(self) -> None:
        """What can be chosen now: kept views, fields to ask for, what can be done with the view in sight."""
        for part in self._parts_shown:
            part.deleteLater()
        self._parts_shown = []
        self.menu.clear()
        kept = views.kept_views(self.office.book, self.register)
        for place, (name, view) in enumerate(kept.items()):
            entry = self.menu.addAction(name.replace("&", "&&"))
            entry.setObjectName(f"view_{place}")
            entry.setCheckable(True)
            entry.setChecked(name == self.view and view == self.standing())
            entry.triggered.connect(lambda _checked=False, name=name, view=view: self._choose_view(name, view))
        if kept:
            self.menu.addSeparator()
        for place, (title, names) in enumerate(self._parts()):
            part = self.menu.addMenu(title)
            self._parts_shown.append(part)
            part.setObjectName(f"part_{place}")
            for name in names:
                entry = part.addAction(name_of(self.record, name))
                entry.setObjectName(f"ask_{name}")
                entry.triggered.connect(lambda _checked=False, name=name: self.ask(name))
        self.menu.addSeparator()
        if self.fill_columns is not None:
            part = self.menu.addMenu(_("Columns shown"))
            self._parts_shown.append(part)
            part.setObjectName("columns")
            self.fill_columns(part)
        if self.conditions:
            entry = self.menu.addAction(_("Take all conditions away"))
            entry.setObjectName("conditions_away")
            entry.triggered.connect(lambda: self.put(()))
        if self.office.book.writable:
            entry = self.menu.addAction(_("Keep this view…"))
            entry.setObjectName("view_keep")
            entry.triggered.connect(lambda: self.ask_name(""))
            if self.view in kept:
                entry = self.menu.addAction(_("Call “{view}” otherwise…", view=self.view))
                entry.setObjectName("view_rename")
                entry.triggered.connect(lambda: self.ask_name(self.view))
                entry = self.menu.addAction(_("Forget “{view}”", view=self.view))
                entry.setObjectName("view_forget")
                entry.triggered.connect(lambda: self.forget())

    def _parts(self) -> list[tuple[str, list[str]]]:
        """The fields that can be asked for, in the sections of the record; those of no section at the end."""
        left = [name for name, _field in asked_of(self.record)]
        found: list[tuple[str, list[str]]] = []
        for section in self.sections:
            names = [each for each in left if each.partition(".")[0] in section.names()]
            left = [each for each in left if each not in names]
            if names:
                found.append((_(section.title) if section.title else _("Entry"), names))
        if left:
            found.append((_("Other fields") if found else _("Fields"), left))
        return found

    def open_menu(self) -> None:
        """Open the menu by the keyboard."""
        self.button.setFocus()
        self.button.showMenu()

    # -- conditions ------------------------------------------------------------------

    def put(self, conditions: Sequence[Condition], *, quietly: bool = False) -> None:
        """Ask for these conditions; those that cannot be asked are left out. `quietly`: nobody is told."""
        self._close()
        before, self.conditions = self.conditions, fitting(self.record, conditions)
        self._show_row()
        if not quietly and before != self.conditions:
            self.changed.emit()

    def ask(self, name: str) -> None:
        """Ask for a condition on a field."""
        self._changing = None
        self._bar().ask(name)

    def change(self, place: int) -> None:
        """Open a condition for changing."""
        self._changing = place
        self._bar().ask(self.conditions[place].field, self.conditions[place])

    def take_away(self, place: int) -> None:
        """Ask for one condition no longer."""
        self.put((*self.conditions[:place], *self.conditions[place + 1 :]))
        self.left.emit()

    def _taken(self, condition: Condition) -> None:
        here = list(self.conditions)
        if self._changing is not None and self._changing < len(here):
            here[self._changing] = condition
        else:
            here.append(condition)
        self.put(tuple(dict.fromkeys(here)))
        self.left.emit()

    def _bar(self) -> ConditionBar:
        self._close()
        self.bar = ConditionBar(self.record, self.office)
        self.bar.taken.connect(self._taken)
        self.bar.left.connect(self._leave)
        self._column().addWidget(self.bar)
        return self.bar

    def _column(self) -> QVBoxLayout:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        return column

    def _close(self) -> None:
        for bar in (self.bar, self.name_bar):
            if bar is not None:
                bar.hide()
                bar.deleteLater()
        self.bar = self.name_bar = None

    def _leave(self) -> None:
        self._close()
        self.left.emit()

    def _show_row(self) -> None:
        clear(self.row_line)
        for place, condition in enumerate(self.conditions):
            self.row_line.addWidget(_ConditionChip(place, words_of(self.record, condition, self.office.book), self))
        self.row.setVisible(bool(self.conditions))
        self.row_line.invalidate()
        self.row.updateGeometry()

    def show_view_name(self) -> None:
        """Say on the button which kept view is in sight, while the register stands as it says."""
        kept = views.kept_views(self.office.book, self.register) if self.view else {}
        named = self.view in kept and kept[self.view] == self.standing()
        words = _("View: {view}", view=self.view) if named else _("Filter")
        self.button.setText(words.replace("&", "&&"))
        self.button.setAccessibleName(words)

    # -- kept views ---------------------------------------------------------------------

    def _choose_view(self, name: str, view: View) -> None:
        self.view = name
        self._close()
        self.view_chosen.emit(view)

    def ask_name(self, before: str) -> None:
        """Ask under which name the view shall be kept, or how a kept one shall be called."""
        self._close()
        self._renaming = before
        bar = _NameBar(_("Call the view") if before else _("Keep this view as"), before)
        bar.taken.connect(self._named)
        bar.left.connect(self._leave)
        self.name_bar = bar
        self._column().addWidget(bar)
        bar.line.setFocus()
        bar.line.selectAll()

    def _named(self, name: str) -> None:
        book = self.office.book
        try:
            if self._renaming:
                self.view = views.rename_view(book, self.register, self._renaming, name)
            else:
                self.view = views.keep_view(book, self.register, name, self.standing())
        except KnownError as trouble:
            if isinstance(self.name_bar, _NameBar):
                self.name_bar.say(str(trouble))
            return
        self.view_named.emit()
        self.show_view_name()
        self._leave()

    def forget(self) -> None:
        """Keep the view in sight no longer; what it shows stays in sight."""
        try:
            views.forget_view(self.office.book, self.register, self.view)
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        self.view = ""
        self.view_named.emit()
        self.show_view_name()


class _NameBar(QWidget):
    """The line in which a view gets its name."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self.setObjectName("view_name_bar")
        line = FlowLayout(self)
        grows_down(self)
        label = QLabel(words)
        line.addWidget(label)
        self.line = QLineEdit(name)
        self.line.setObjectName("view_name")
        self.line.setAccessibleName(words)
        self.line.setMaxLength(views.LONGEST)
        self.line.setFixedWidth(round(theme.em() * 15))
        label.setBuddy(self.line)
        line.addWidget(self.line)
        keep = button(_("Keep"), "view_name_take", "primary")
        keep.clicked.connect(lambda: self.taken.emit(self.line.text()))
        line.addWidget(keep)
        leave = button(_("Cancel"), "view_name_leave", "quiet")
        leave.clicked.connect(lambda: self.left.emit())
        line.addWidget(leave)
        self.problem = QLabel()
        self.problem.setObjectName("view_name_problem")
        self.problem.setProperty("role", "error")
        self.problem.hide()
        line.addWidget(self.problem)

    def say(self, problem: str) -> None:
        """Show what is wrong with the name."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter keeps, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.line.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
