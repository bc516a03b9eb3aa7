"""The small table inside a form: the speakers of a meeting, the shares of a prize, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.record import Field, Record, changed, fields
from unionoffice.core.words import _
from unionoffice.kit import boxes, signs, theme
from unionoffice.kit.editors import Editor, EditorContext, close_private, editor_for, read_fields
from unionoffice.kit.flow import FlowLayout

_RIGHT = {"whole", "money", "quantity"}
_PANEL = 37  # ems at 100 % text: what half a small screen holds; wider lines go on below instead of being cut off
_AROUND = 6  # ems of margins, and the button that takes a line out


class _LineRow(QWidget):
    """One line: a box for each field, and a button that takes the line out."""

    def __init__(self, owner: LinesEditor, original: Record | None) -> None:
        super().__init__(owner)
        self.setObjectName("line")
        self.original = original
        self.editors: dict[str, Editor] = {}
        self.problems = QLabel()
        self.problems.setProperty("role", "error")
        self.problems.setWordWrap(True)
        self.problems.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        first: QHBoxLayout | FlowLayout = FlowLayout() if owner.flows else QHBoxLayout()
        first.setSpacing(owner.gap())
        whole.addLayout(first)
        self.heads: list[tuple[boxes.BoxLabel, Field]] = []
        for field in owner.fields:
            editor = editor_for(field, owner.context, self)
            editor.make_compact()
            self.editors[field.name] = editor
            if field.kind == "long":
                second = QHBoxLayout()
                second.setSpacing(round(theme.em() * 0.5))
                label = boxes.BoxLabel(_(field.label), owner.numbers.get(field.name, 0))
                label.setObjectName(f"{field.name}_head")
                label.setProperty("role", "quiet")
                self.heads.append((label, field))
                second.addWidget(label)
                second.addWidget(editor, 1)
                whole.addLayout(second)
            elif isinstance(first, QHBoxLayout):
                owner.fit(editor, field)
                first.addWidget(editor, owner.stretch(field))
            else:
                owner.fit(editor, field)
                first.addWidget(self._under_its_heading(owner, editor, field))
        self.out = QPushButton()
        self.out.setObjectName("take_out")
        self.out.setProperty("kind", "sign")
        self.out.setIcon(signs.icon("cross"))
        self.out.setToolTip(_("Take this line out (Ctrl+Delete)"))
        first.addWidget(self.out)
        whole.addWidget(self.problems)
        for field in owner.fields:
            start = field.default
            if start not in (None, "", 0, ()) or field.kind == "yes":
                self.editors[field.name].set_value(start)
        self.blank = self.drafts()
        if original is not None:
            for name, editor in self.editors.items():
                editor.set_value(getattr(original, name))
        self.close_private(owner.fields)

    def _under_its_heading(self, owner: LinesEditor, editor: Editor, field: Field) -> QWidget:
        """A box with its heading above it, for lines that are wider than a panel and go on below."""
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        label = owner.head(field)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.heads.append((label, field))
        column.addWidget(label)
        column.addWidget(editor)
        return cell

    def drafts(self) -> dict[str, object]:
        return {name: editor.draft() for name, editor in self.editors.items()}

    def is_blank(self) -> bool:
        return self.original is None and self.drafts() == self.blank

    def close_private(self, known: Sequence[Field]) -> None:
        close_private(known, self.editors)

    def widgets(self) -> list[QWidget]:
        return [*(editor.first_widget() for editor in self.editors.values()), self.out]

    def first_open(self) -> Editor:
        return next((editor for editor in self.editors.values() if not editor.closed), next(iter(self.editors.values())))


class LinesEditor(Editor):
    """Enter on the last line adds one, Ctrl+Delete takes one out, Alt+Up and Alt+Down change the order.

    In a long text inside a line Enter goes on as well; Shift+Enter begins a new line of text.
    """

    wide = True

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.record: type[Record] = field.type
        self.fields: list[Field] = list(fields(self.record).values())
        self.rows: list[_LineRow] = []
        self._heads: list[tuple[boxes.BoxLabel, Field]] = []
        self.numbers: dict[str, int] = {}
        self._taken_out: tuple[int, dict[str, object], Record | None] | None = None
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(self.gap())
        self.box.addLayout(whole)
        self.flows = self._natural_width() > theme.em() * (_PANEL * 100 / max(100, theme.size()) - _AROUND)
        if not self.flows:
            whole.addLayout(self._heading())
        self._body = QVBoxLayout()
        tall = self.flows or any(f.kind == "long" for f in self.fields)
        self._body.setSpacing(round(theme.em() * 0.7) if tall else self.gap())
        whole.addLayout(self._body)
        self.add_button = self._button("add_line", _("Add line"), signs.icon("plus", "accent_text"))
        self.add_button.clicked.connect(self._add_and_go)
        self.back_button = self._button("put_back", _("Put the line back"), None)
        self.back_button.clicked.connect(self._put_back)
        self.back_button.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        whole.addLayout(buttons)
        for keys, act in (("Ctrl+Del", self._delete_here), ("Alt+Up", self._up), ("Alt+Down", self._down)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._add(None)

    # -- value -----------------------------------------------------------------

    def read(self) -> object:
        """What stands in the box."""
        made: list[Record] = []
        fault: KnownError | None = None
        for row in self.rows:
            if row.is_blank():
                self._tell(row, None)
                continue
            try:
                values: dict[str, Any] = read_fields(self.fields, row.editors)
            except KnownError as error:
                self._tell(row, error)
                fault = fault or error
                continue
            self._tell(row, None)
            if row.original is not None:
                made.append(changed(row.original, **values))
            else:
                made.append(self._new(values, len(made)))
        if fault is not None:
            raise KnownError(_("One of the lines cannot be read; it is marked."))
        return tuple(made)

    def set_value(self, value: object) -> None:
        """Put a value into the box."""
        self._empty()
        if isinstance(value, tuple | list):
            for record in value:
                self._add(record)
        if not self.rows:
            self._add(None)

    def first_widget(self) -> QWidget:
        """The widget that takes the focus."""
        return self.rows[0].first_open().first_widget() if self.rows else self.add_button

    def is_empty(self) -> bool:
        """Whether it stands as it was at first."""
        return all(row.is_blank() for row in self.rows)

    def draft(self) -> object:
        """What was typed in each line. A name that is private, and one that an anonymous line has closed, is not among it."""
        kept: list[dict[str, object]] = []
        for row in self.rows:
            if row.is_blank():
                continue
            line = {
                f.name: row.editors[f.name].draft() for f in self.fields if not f.shown.private and not row.editors[f.name].closed
            }
            if row.original is not None:
                line["id"] = row.original.id
            kept.append(line)
        return kept

    def restore(self, draft: object) -> None:
        """Put back what was typed."""
        if not isinstance(draft, list):
            return
        known = {row.original.id: row.original for row in self.rows if row.original is not None}
        self._empty()
        for line in draft:
            row = self._add(known.get(line.get("id", 0)))
            for name, text in line.items():
                if name in row.editors:
                    row.editors[name].restore(text)
            row.close_private(self.fields)
        if not self.rows:
            self._add(None)

    def show_faulty(self, faulty: bool) -> None:
        """The faulty box inside the lines is marked by itself."""

    def set_closed(self, closed: bool) -> None:
        """Close or open it."""
        self.closed = closed
        self.setEnabled(not closed)

    def take_focus(self) -> None:
        """Go to the faulty line, else to the first."""
        faulty = next((row for row in self.rows if not row.problems.isHidden()), None)
        if faulty is not None:
            for field in self.fields:
                if faulty.editors[field.name].first_widget().property("problem") == "true":
                    faulty.editors[field.name].take_focus()
                    return
        self.first_widget().setFocus(Qt.FocusReason.TabFocusReason)

    def set_numbers(self, numbers: Mapping[str, int]) -> None:
        """The numbers of the columns on the paper form, small over their boxes."""
        self.numbers = dict(numbers)
        for label, field in (*self._heads, *(head for row in self.rows for head in row.heads)):
            label.set_number(self.numbers.get(field.name, 0))
        for row in self.rows:
            for field in self.fields:
                self._speak(row, field)
                if field.kind != "long":
                    self.fit(row.editors[field.name], field)
        for label, field in self._heads:
            self.fit(label, field)

    def _speak(self, row: _LineRow, field: Field) -> None:
        """Let a screen reader say the number of a box, after its hint."""
        number = self.numbers.get(field.name)
        words = [_(field.shown.hint) if field.shown.hint else "", _("box {number}", number=number) if number else ""]
        row.editors[field.name].first_widget().setAccessibleDescription(", ".join(part for part in words if part))

    def go_to(self, column: str) -> bool:
        """Put the cursor into a column: of the first line in which it is empty, else of the first line. False when it is closed."""
        open_ones = [row for row in self.rows if column in row.editors and not row.editors[column].closed]
        if not open_ones:
            return False
        empty = (row for row in open_ones if row.editors[column].draft() == row.blank[column])
        next(empty, open_ones[0]).editors[column].take_focus()
        return True

    # -- measures ----------------------------------------------------------------

    def gap(self) -> int:
        """The space between two boxes."""
        return max(2, round(theme.em() * 0.35))

    def stretch(self, field: Field) -> int:
        """How much of the spare room a field takes."""
        return {"ref": 3, "text": 4}.get(field.kind, 0)

    def fit(self, widget: QWidget, field: Field) -> None:
        """Make boxes and headings of one field equally wide in all lines."""
        if self.flows:
            heading = self.fontMetrics().horizontalAdvance(self._head_text(field)) + round(theme.em() * 0.3) + self._gutter(field)
            widget.setFixedWidth(max(heading, round(theme.em() * 11)) if self.stretch(field) else self._width(field))
        elif self.stretch(field):
            policy = widget.sizePolicy()  # kept but for this: a heading is as high as its width makes it
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            widget.setSizePolicy(policy)
            widget.setMinimumWidth(self._least())
        else:
            widget.setFixedWidth(self._width(field))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Another text size, other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_body"):
            for label, field in self._heads:
                self.fit(label, field)
            for row in self.rows:
                for label, field in row.heads:
                    if field.kind != "long":
                        self.fit(label, field)
                for field in self.fields:
                    if field.kind != "long":
                        self.fit(row.editors[field.name], field)

    def _width(self, field: Field) -> int:
        metrics = self.fontMetrics()
        heading = metrics.horizontalAdvance(self._head_text(field)) + round(theme.em() * 0.3) + self._gutter(field)
        if field.kind == "choice":
            longest = max(metrics.horizontalAdvance(_(choice.word)) for choice in field.type)
            return int(max(heading, longest + theme.em() * 3.6))
        if field.kind == "yes":
            return int(max(heading, theme.em() * 2))
        letters = {"whole": 6, "quantity": 8, "money": 11, "date": 12, "moment": 18, "month": 8}[field.kind]
        return int(max(heading, metrics.horizontalAdvance("0" * letters) + theme.em() * 1.2))

    def _least(self) -> int:
        """How narrow a box that takes the spare room may become: it makes room for the numbers of its neighbours."""
        stretching = [field for field in self.fields if self.stretch(field)]
        numbers = sum(self._gutter(field) for field in self.fields if not self.stretch(field))
        return round(max(theme.em() * 4.5, theme.em() * 6 - numbers / max(1, len(stretching))))

    def _gutter(self, field: Field) -> int:
        return boxes.BoxLabel("", self.numbers[field.name]).gutter() if self.numbers.get(field.name) else 0

    def _head_text(self, field: Field) -> str:
        text = _(field.label)
        return _("{field} ({unit})", field=text, unit=_(field.shown.unit)) if field.shown.unit else text

    def _natural_width(self) -> float:
        beside = [field for field in self.fields if field.kind != "long"]
        return sum((theme.em() * 6 if self.stretch(field) else self._width(field)) + self.gap() for field in beside)

    def head(self, field: Field) -> boxes.BoxLabel:
        """The heading over the boxes of a field."""
        label = boxes.BoxLabel(self._head_text(field), self.numbers.get(field.name, 0))
        label.setObjectName(f"{field.name}_head")
        label.setProperty("role", "quiet")
        label.setWordWrap(True)
        side = Qt.AlignmentFlag.AlignRight if field.kind in _RIGHT else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
        self.fit(label, field)
        return label

    def _heading(self) -> QHBoxLayout:
        heading = QHBoxLayout()
        heading.setSpacing(self.gap())
        for field in self.fields:
            if field.kind == "long":
                continue
            label = self.head(field)
            self._heads.append((label, field))
            heading.addWidget(label, self.stretch(field))
        space = QWidget()
        space.setFixedWidth(signs.side().width() + 2 * max(2, round(theme.em() * 0.22)) + 2)
        heading.addWidget(space)
        return heading

    def _button(self, name: str, text: str, icon: Any) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{_(self.field.label)}: {text}")
        if icon is not None:
            button.setIcon(icon)
        return button

    # -- lines ---------------------------------------------------------------------

    def _new(self, values: dict[str, Any], place: int) -> Record:
        needed = {name: given for name, given in (("parent", 0), ("place", place)) if name in self.record.__struct_fields__}
        return self.record(**needed, **values)

    def _add(self, original: Record | None, place: int | None = None) -> _LineRow:
        row = _LineRow(self, original)
        place = len(self.rows) if place is None else place
        self.rows.insert(place, row)
        self._body.insertWidget(place, row)
        row.show()  # at once: the cursor goes there next
        for field in self.fields:
            editor = row.editors[field.name]
            editor.changed.connect(lambda row=row: self._line_changed(row))
            editor.left.connect(lambda row=row: self._line_left(row))
            editor.go_on.connect(lambda row=row, editor=editor: self._go_on(row, editor))
            editor.wanted_new.connect(self.wanted_new)
        row.out.clicked.connect(lambda _checked=False, row=row: self._delete(row))
        self._settle()
        return row

    def _settle(self) -> None:
        """Name the lines anew, and let Tab go through them in their order."""
        chain: list[QWidget] = []
        for number, row in enumerate(self.rows, 1):
            for field in self.fields:
                row.editors[field.name].first_widget().setAccessibleName(
                    _("{field}, line {number}", field=_(field.label), number=number)
                )
                self._speak(row, field)
            row.out.setAccessibleName(_("Take line {number} out", number=number))
            chain += row.widgets()
        chain += [self.add_button, self.back_button]
        if self.rows:
            # The first row takes the place of the add button in the chain, then all follow it.
            before: QWidget | None = self.add_button.previousInFocusChain()
            while before is not None and before is not self.add_button and self._passed_over(before):
                before = before.previousInFocusChain()
            if before is not None and before is not self.add_button:
                QWidget.setTabOrder(before, chain[0])
            for one, two in pairwise(chain):
                QWidget.setTabOrder(one, two)

    def _passed_over(self, widget: QWidget) -> bool:
        """Whether a widget of the chain is one of ours, or takes no focus."""
        return widget is self or self.isAncestorOf(widget) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus

    def _empty(self) -> None:
        for row in self.rows:
            self._body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _row_here(self) -> _LineRow | None:
        focus = self.window().focusWidget()
        return next((row for row in self.rows if focus is not None and row.isAncestorOf(focus)), None)

    def _add_and_go(self) -> None:
        self._add(None).first_open().take_focus()

    def _go_on(self, row: _LineRow, editor: Editor) -> None:
        if row is self.rows[-1] and row.is_blank():
            self.go_on.emit()
            return
        open_ones = [one for one in row.editors.values() if not one.closed]
        after = open_ones[open_ones.index(editor) + 1 :] if editor in open_ones else []
        if editor.field.kind == "long" and "anonymous" in row.editors:
            after = []  # speeches are written as they come; to name a speaker is a step aside, by Tab
        if after:
            after[0].take_focus()
        elif row is self.rows[-1]:
            self._add_and_go()
        else:
            self.rows[self.rows.index(row) + 1].first_open().take_focus()

    def _delete_here(self) -> None:
        row = self._row_here()
        if row is not None:
            self._delete(row)

    def _delete(self, row: _LineRow) -> None:
        place = self.rows.index(row)
        if not row.is_blank():
            anonymous = row.editors.get("anonymous")
            drafts = row.drafts() if anonymous is None or not anonymous.draft() else {}
            self._taken_out = (place, drafts, row.original)
            self.back_button.setVisible(bool(drafts))
        self.rows.remove(row)
        self._body.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self.rows:
            self._add(None)
        self._settle()
        self.rows[min(place, len(self.rows) - 1)].first_open().take_focus()
        self.changed.emit()

    def _put_back(self) -> None:
        if self._taken_out is None:
            return
        place, drafts, original = self._taken_out
        row = self._add(original, min(place, len(self.rows)))
        for name, text in drafts.items():
            row.editors[name].restore(text)
        row.close_private(self.fields)
        self._taken_out = None
        row.first_open().take_focus()
        self.back_button.hide()
        self.changed.emit()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row, focus = self._row_here(), self.window().focusWidget()
        if row is None:
            return
        place = self.rows.index(row) + step
        if not 0 <= place < len(self.rows):
            return
        self.rows.remove(row)
        self.rows.insert(place, row)
        self._body.removeWidget(row)
        self._body.insertWidget(place, row)
        self._settle()
        if focus is not None:
            focus.setFocus()
        self.changed.emit()

    def _line_changed(self, row: _LineRow) -> None:
        row.close_private(self.fields)
        if not row.problems.isHidden():
            self._line_left(row)
        self.changed.emit()

    def _line_left(self, row: _LineRow) -> None:
        """Tell what cannot be read; what is still missing is told only when the form is saved."""
        for field in self.fields:
            try:
                row.editors[field.name].value()
            except KnownError as error:
                self._tell(row, error)
                return
        self._tell(row, None)

    def _tell(self, row: _LineRow, error: KnownError | None) -> None:
        for name, editor in row.editors.items():
            editor.show_faulty(error is not None and error.field == name)
        row.problems.setText(str(error) if error else "")
        row.problems.setVisible(error is not None)
