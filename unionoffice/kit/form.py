"""The entry form of a record: labels at the left, boxes at the right, mistakes told beside the box, nothing typed thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.record import Field, Record, changed
from unionoffice.core.words import _
from unionoffice.kit import boxes, theme
from unionoffice.kit.editors import Editor, EditorContext, close_private, editor_for
from unionoffice.kit.lines import LinesEditor
from unionoffice.kit.section import Section, one_section, rows_of

R = TypeVar("R", bound=Record)

_PAUSE = 900  # milliseconds without a key before a mistake is told
_LABEL_LETTERS = 8.5  # labels longer than this many letters take two lines


class _Cell(QWidget):
    """A label, its box, the unit after it, and the words of a mistake below it."""

    def __init__(self, editor: Editor, numbers: boxes.Numbers, *, alone: bool) -> None:
        super().__init__()
        field = editor.field
        self.editor = editor
        self.over = field.kind == "lines"
        number = numbers.of(field.name)
        room = bool(numbers.by_field) and not self.over
        self.label = boxes.BoxLabel("" if field.kind == "yes" else _(field.label), number, room=room)
        if not self.over:
            boxes.spoken(editor.first_widget(), number)
        self.label.setObjectName(f"{field.name}_label")
        self.label.setProperty("role", "quiet")
        self.label.setWordWrap(True)
        if not self.over:
            self.label.setBuddy(editor.first_widget())
        self.problem = QLabel()
        self.problem.setObjectName(f"{field.name}_problem")
        self.problem.setProperty("role", "error")
        self.problem.setWordWrap(True)
        self.problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(round(theme.em() * 0.5))
        grid.setVerticalSpacing(round(theme.em() * 0.2))
        top = Qt.AlignmentFlag.AlignTop
        if self.over:
            grid.addWidget(self.label, 0, 0, 1, 4)
            grid.addWidget(editor, 1, 0, 1, 4)
            grid.addWidget(self.problem, 2, 0, 1, 4)
            grid.setColumnStretch(3, 1)
            return
        self.label.set_top(round(theme.em() * 0.4))
        grid.addWidget(self.label, 0, 0, top)
        grid.addWidget(editor, 0, 1, top)
        column = 2
        if field.shown.unit:
            unit = QLabel(_(field.shown.unit))
            unit.setObjectName(f"{field.name}_unit")
            unit.setProperty("role", "quiet")
            unit.setContentsMargins(0, round(theme.em() * 0.4), 0, 0)
            grid.addWidget(unit, 0, 2, top)
            column = 3
        grid.addWidget(self.problem, 2, 1, 1, 3)
        if field.shown.hint:
            box = editor.first_widget()
            if editor.wide and isinstance(box, QLineEdit | QPlainTextEdit):
                box.setPlaceholderText(_(field.shown.hint))
            else:
                hint = QLabel(_(field.shown.hint))
                hint.setObjectName(f"{field.name}_hint")
                hint.setProperty("role", "quiet")
                hint.setWordWrap(True)
                if alone:
                    hint.setContentsMargins(0, round(theme.em() * 0.4), 0, 0)
                    grid.addWidget(hint, 0, column, 1, 4 - column)
                else:
                    grid.addWidget(hint, 1, 1, 1, 3)
        grid.setColumnStretch(1 if editor.wide else 3, 1)
        grid.setRowStretch(3, 1)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if editor.wide else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
        )

    def say(self, problem: str) -> None:
        """Show, or take away, the words of a mistake."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.editor.show_faulty(bool(problem))


class _Row(QWidget):
    """Fields that share a line while there is room, and stand below each other when there is not."""

    def __init__(self, cells: Sequence[_Cell]) -> None:
        super().__init__()
        self.cells = list(cells)
        self.line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(round(theme.em() * 0.6))
        for cell in self.cells:
            self.line.addWidget(cell, 3 if cell.editor.wide else 1)
        self._label_width, self._second_width = 0, 0

    def set_label_width(self, width: int, second: int = 0) -> None:
        """Line up the labels at the left, and those further right with their neighbours above and below."""
        self._label_width, self._second_width = width, second
        self._arrange()

    def second_width(self) -> int:
        """How wide the labels are that do not stand at the left."""
        return max((self._label(cell) for cell in self.cells[1:] if not cell.over), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Narrow panels get one field a line."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> Any:  # noqa: N802 - Qt's own name
        """A row may become as narrow as its widest field."""
        hint = super().minimumSizeHint()
        hint.setWidth(max(cell.minimumSizeHint().width() for cell in self.cells))
        return hint

    def _arrange(self) -> None:
        needed = self._label_width + sum(self._natural(cell) for cell in self.cells)
        needed += self.line.spacing() * (len(self.cells) - 1) - self._label(self.cells[0])
        beside = len(self.cells) > 1 and needed <= self.width()
        more = sum(max(0, self._second_width - self._label(cell)) for cell in self.cells[1:])
        second = self._second_width if needed + more <= self.width() else 0
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self.line.direction() != direction:
            self.line.setDirection(direction)
        for place, cell in enumerate(self.cells):
            if not any(each.editor.wide for each in self.cells):
                self.line.setStretch(place, self._natural(cell))  # no box gives up room that its neighbour has no use for
            if cell.over:
                continue
            if place == 0 or not beside:
                cell.label.setFixedWidth(self._label_width)
            else:
                cell.label.setFixedWidth(max(second, self._label(cell)))

    def _natural(self, cell: _Cell) -> int:
        if cell.editor.wide:
            return self._label(cell) + round(theme.em() * 12)
        return self._label(cell) + cell.editor.sizeHint().width() + round(theme.em() * (3 if cell.editor.field.shown.unit else 1))

    def _label(self, cell: _Cell) -> int:
        text = cell.label.text()
        if not text:
            return cell.label.gutter() if cell.label.number else 0
        words = min(cell.label.fontMetrics().horizontalAdvance(text) + 4, round(theme.em() * _LABEL_LETTERS))
        return words + cell.label.gutter()


class Form(QWidget, Generic[R]):
    """The boxes of one record.

    `submitted`: the clerk pressed Ctrl+S, or Enter in the last box. `changed`: something was typed.
    Put the form into a scroll area: a box that takes the focus scrolls into view.
    """

    submitted = Signal()
    changed = Signal()
    wanted_new = Signal(str, str)

    def __init__(
        self,
        record_type: type[R],
        context: EditorContext,
        *,
        sections: Sequence[Section] | None = None,
        values: Mapping[str, object] = {},
        only: Sequence[str] = (),
        numbers: boxes.Numbers = boxes.NONE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.record_type = record_type
        self.context = context
        self.numbers = numbers
        self.editors: dict[str, Editor] = {}
        self._cells: dict[str, _Cell] = {}
        self._rows: list[_Row] = []
        self._headings: dict[str, QLabel] = {}
        self._last: Editor | None = None
        self.by_last_enter = False  # while `submitted` is told: the clerk pressed Enter in the last box
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._paused)
        self.trouble = QLabel()
        self.trouble.setObjectName("form_problem")
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(round(theme.em() * 0.5))
        self._layout.addWidget(self.trouble)
        for section in sections if sections is not None else (one_section(record_type),):
            self._build(section, only)
        if not self.editors:
            raise BugError(f"a form of {record_type.__name__} without fields")
        self._layout.addStretch(1)
        self.fields: list[Field] = [editor.field for editor in self.editors.values()]
        for editor in self.editors.values():
            start = editor.field.default
            if start not in (None, "", 0, ()) or editor.field.kind == "yes":
                editor.set_value(start)
        self._line_up()
        self.set_values(values)
        self._jump = boxes.Jump(self, numbers, self) if numbers.by_field else None

    # -- values ---------------------------------------------------------------

    def set_values(self, values: Mapping[str, object]) -> None:
        """Put values into boxes; names without a box are passed over."""
        for name, value in values.items():
            if name in self.editors:
                self.editors[name].set_value(value)
        self._close_private()
        self._start = self._drafts()

    def show_record(self, record: R) -> None:
        """Put a whole record into the boxes, to correct it."""
        self.set_values({name: getattr(record, name) for name in self.editors})

    def values(self) -> dict[str, object]:
        """What was entered, by field. Tells every mistake beside its box and raises KnownError for the first."""
        found: dict[str, object] = {}
        first: KnownError | None = None
        self._pause.stop()
        for field in self.fields:
            try:
                found[field.name] = self._value(field)
                self._cells[field.name].say("")
            except KnownError as error:
                self._cells[field.name].say(str(error))
                first = first or error
        if first is not None:
            self._focus_on(str(first.field))
            raise first
        return found

    def record(self, **fixed: Any) -> R:
        """The record of what was entered; `fixed` gives the fields that have no box."""
        return self.record_type(**{**self.values(), **fixed})

    def corrected(self, record: R, **fixed: Any) -> R:
        """An existing record with what was entered in place of what stood there."""
        return changed(record, **{**self.values(), **fixed})

    def editor(self, name: str) -> Editor:
        """The box of a field."""
        return self.editors[name]

    def has_changes(self) -> bool:
        """Whether the clerk entered anything since the values were put in."""
        return self._drafts() != self._start

    # -- mistakes ----------------------------------------------------------------

    def show_problem(self, error: KnownError) -> None:
        """Show a mistake beside its field and go there; above the form when it concerns no field of it."""
        name = (error.field or "").split(".")[0]
        if name in self._cells:
            self._cells[name].say(str(error))
            self._focus_on(name)
        else:
            self.trouble.setText(str(error))
            self.trouble.show()
            self._show_widget(self.trouble)

    def clear_problems(self) -> None:
        """Take all words of mistakes away."""
        self.trouble.hide()
        for cell in self._cells.values():
            cell.say("")

    # -- drafts --------------------------------------------------------------------

    def draft(self) -> dict[str, object]:
        """What was typed, readable or not, as JSON can hold it. Names that are private are never in it."""
        return {name: text for name, text in self._drafts().items() if text not in ("", None, [])}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Put back what `draft` gave."""
        for name, text in draft.items():
            if name in self.editors and not self.editors[name].field.shown.private:
                self.editors[name].restore(text)
        self._close_private()

    def _drafts(self) -> dict[str, object]:
        return {name: editor.draft() for name, editor in self.editors.items() if not editor.field.shown.private}

    # -- focus -----------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the cursor into the first empty box, or the first of all."""
        open_ones = self._open()
        empty = next((editor for editor in open_ones if editor.is_empty() and editor.field.kind != "yes"), None)
        target = empty or (open_ones[0] if open_ones else None)
        if target is not None:
            self._focus_on(target.field.name)

    def go_to(self, field: str) -> bool:
        """Put the cursor into the box of a field, or of a column of a small table ("authors.worker"); False when it is closed."""
        name, _dot, column = field.partition(".")
        editor = self.editors.get(name)
        if editor is None or editor not in self._open():
            return False
        if isinstance(editor, LinesEditor):
            if not editor.go_to(column):
                return False
            self._show_widget(self.window().focusWidget() or editor)
        else:
            self._focus_on(name)
        return True

    def event(self, event: QEvent) -> bool:
        """Ctrl+S belongs to the form while the cursor is in it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(
            QKeySequence.StandardKey.Save
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Ctrl+S saves from every box."""
        if event.matches(QKeySequence.StandardKey.Save):
            self.submitted.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Another text size, other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_rows"):
            self._line_up()

    # -- underneath ----------------------------------------------------------------------

    def _build(self, section: Section, only: Sequence[str]) -> None:
        rows = rows_of(self.record_type, section, only)
        if not rows:
            return
        if section.title:
            heading = QLabel(_(section.title))
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, round(theme.em() * 0.5) if self._rows else 0, 0, 0)
            self._layout.addWidget(heading)
        for row in rows:
            cells = []
            for field in row:
                editor = editor_for(field, self.context, self)
                self.editors[field.name] = editor
                if isinstance(editor, LinesEditor):
                    editor.set_numbers(self.numbers.of_lines(field.name))
                cell = self._cells[field.name] = _Cell(editor, self.numbers, alone=len(row) == 1)
                editor.changed.connect(lambda editor=editor: self._changed(editor))
                editor.left.connect(lambda editor=editor: self._left(editor))
                editor.go_on.connect(lambda editor=editor: self._go_on(editor))
                editor.wanted_new.connect(self.wanted_new)
                cells.append(cell)
            made = _Row(cells)
            self._rows.append(made)
            self._layout.addWidget(made)

    def _line_up(self) -> None:
        widths = [row._label(row.cells[0]) for row in self._rows if not row.cells[0].over]
        second = max((row.second_width() for row in self._rows), default=0)
        for row in self._rows:
            row.set_label_width(max(widths, default=0), second)

    def _value(self, field: Field) -> object:
        value = self.editors[field.name].value()
        if value is None and not field.optional:
            if field.required and not self.editors[field.name].closed:
                raise KnownError(_("Fill in: {field}.", field=_(field.label)), field=field.name)
            return field.default
        return value

    def _open(self) -> list[Editor]:
        return [editor for editor in self.editors.values() if not editor.closed and not editor.isHidden()]

    def _close_private(self) -> None:
        close_private(self.fields, self.editors)

    def _changed(self, editor: Editor) -> None:
        self._last = editor
        self.trouble.hide()
        self._close_private()
        cell = self._cells[editor.field.name]
        if not cell.problem.isHidden():
            cell.say(editor.problem())
        self._pause.start()
        self.changed.emit()

    def _left(self, editor: Editor) -> None:
        cell = self._cells[editor.field.name]
        problem = editor.problem()
        if problem or not cell.problem.isHidden():
            cell.say(problem)

    def _paused(self) -> None:
        if self._last is not None:
            self._cells[self._last.field.name].say(self._last.problem())

    def _go_on(self, editor: Editor) -> None:
        open_ones = self._open()
        after = open_ones[open_ones.index(editor) + 1 :] if editor in open_ones else []
        if after:
            self._focus_on(after[0].field.name)
        else:
            self.by_last_enter = True
            self.submitted.emit()
            self.by_last_enter = False

    def _focus_on(self, name: str) -> None:
        self.editors[name].take_focus()
        self._show_widget(self._cells[name])

    def _show_widget(self, widget: QWidget) -> None:
        above: QWidget | None = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 0, round(theme.em() * 2))
                return
            above = above.parentWidget()


__all__ = ["Form", "Section"]
