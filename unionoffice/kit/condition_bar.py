"""The line in which one condition of a register is asked: field, what is asked of it, the values. Enter takes it, Esc leaves it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from unionoffice.core.book import Book
from unionoffice.core.condition import WORDS, Condition, Operator, field_of, operators
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Field, Record, Shown, fields
from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.editors import Editor, RefEditor, editor_for
from unionoffice.kit.editors.base import LineEditor
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.offer import Offer
from unionoffice.kit.office import Office
from unionoffice.kit.plain import button
from unionoffice.kit.table import show_value

_WITH_LINE = {"text", "ref"}


def name_of(record: type[Record], name: str) -> str:
    """How the field of a condition is called on the screen; that of a line after the name of the lines."""
    lines, _point, inner = name.partition(".")
    label = _(fields(record)[lines].label)
    return f"{label} · {_(fields(fields(record)[lines].type)[inner].label)}" if inner else label


def words_of(record: type[Record], condition: Condition, book: Book) -> str:
    """A condition in words of the screen."""
    field, name, given = field_of(record, condition.field), name_of(record, condition.field), condition.values
    if field is None:
        return ""
    match condition.operator:
        case "contains":
            return _("{field} contains “{value}”", field=name, value=given[0])
        case "begins":
            return _("{field} begins with “{value}”", field=name, value=given[0])
        case "month":
            return _("{field} in {month}", field=name, month=given[0])
        case "between":
            least, most = (_shown(field, value, book) for value in given)
            if least and most:
                return _("{field} {least} – {most}", field=name, least=least, most=most)
            return _("{field} from {least}", field=name, least=least) if least else _("{field} up to {most}", field=name, most=most)
        case "one_of":
            chosen = [_(choice.word) for choice in field.type if choice.value in given]
            return _("{field}: {value}", field=name, value=_(", ").join(chosen))
        case "is":
            return _("{field}: {value}", field=name, value=_shown(field, given[0], book))
        case "within":
            return _("{field}: {value} with all below", field=name, value=_shown(field, given[0], book))
        case "yes" | "no":
            return _("{field}: {value}", field=name, value=_(WORDS[condition.operator]))
        case "empty":
            return _("{field} is empty", field=name)
        case "filled":
            return _("{field} is filled in", field=name)


def _shown(field: Field, value: object, book: Book) -> str:
    if value is None:
        return ""
    if field.kind == "ref":
        return show_value(field, value, book) or _("(no longer in the book)")
    return str(value) if field.kind in ("date", "moment", "month") else show_value(field, value, book)


class _Named(RefEditor):
    """A record of the book to look for; none is added here."""

    def _ask(self, text: str) -> Callable[[Book], list[Offer]]:
        fitting = super()._ask(text)
        return lambda book: [offer for offer in fitting(book) if not offer.new]


class ConditionBar(QWidget):
    """One condition under way. `taken` carries the Condition; `left`: the clerk leaves it."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, record: type[Record], office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record, self.office = record, office
        self.setObjectName("condition_bar")
        self.name = ""
        self.field: Field | None = None
        self.editors: list[Editor] = []
        self.ticks: list[QCheckBox] = []
        self.line = FlowLayout(self)
        grows_down(self)
        self.label = QLabel(self)
        self.label.setObjectName("condition_field")
        self.operator = QComboBox(self)
        self.operator.setObjectName("condition_operator")
        self.operator.setAccessibleName(_("What is asked of the field"))
        self.operator.activated.connect(lambda _place: self._operator_chosen())
        self.take = button(_("Apply"), "condition_take", "primary", tip=_("Show only what fulfils the condition  Enter"))
        self.take.clicked.connect(lambda: self.apply())
        self.leave = button(_("Cancel"), "condition_leave", "quiet", tip=_("Leave it as it was  Esc"))
        self.leave.clicked.connect(lambda: self.left.emit())
        self.problem = QLabel(self)
        self.problem.setObjectName("condition_problem")
        self.problem.setProperty("role", "error")
        self.problem.hide()

    def ask(self, name: str, before: Condition | None = None) -> None:
        """Ask for a condition on a field, filled in with one that stands already."""
        field = field_of(self.record, name)
        if field is None:
            return
        self.name, self.field = name, field
        self.label.setText(name_of(self.record, name))
        self.operator.clear()
        for each in operators(field):
            self.operator.addItem(_(WORDS[each]), each)
        self.operator.setCurrentIndex(operators(field).index(before.operator) if before is not None else 0)
        self._lay_values(before)
        self.show()
        (self.editors[0] if self.editors else self.ticks[0] if self.ticks else self.operator).setFocus()
        if self.editors:
            self.editors[0].take_focus()

    def _chosen(self) -> Operator:
        found: Operator = self.operator.currentData()
        return found

    def _operator_chosen(self) -> None:
        self._lay_values(None)

    def _lay_values(self, before: Condition | None) -> None:
        stays = (self.label, self.operator, self.take, self.leave, self.problem)
        while self.line.count():
            item = self.line.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in stays:
                widget.hide()
                widget.deleteLater()
        self.editors, self.ticks = [], []
        self.line.addWidget(self.label)
        self.line.addWidget(self.operator)
        self._say("")
        field = self.field
        if field is None:
            return
        given: tuple[Any, ...] = before.values if before is not None else ()
        match self._chosen():
            case "contains" | "begins":
                self._box("value", "text", str, given)
            case "month":
                self._box("value", "month", Month, tuple(Month.parse(each) for each in given))
            case "between":
                kind = "date" if field.kind == "moment" else field.kind
                self._box("least", kind, field.type, tuple(_typed(field, each) for each in given[:1]))
                dash = QLabel("–")
                self.line.addWidget(dash)
                self._box("most", kind, field.type, tuple(_typed(field, each) for each in given[1:]))
            case "is" | "within":
                self._box("value", "ref", int, given)
            case "one_of":
                for choice in field.type:
                    tick = QCheckBox(_(choice.word))
                    tick.setObjectName(f"choice_{choice.value}")
                    tick.setChecked(choice.value in given)
                    self.line.addWidget(tick)
                    self.ticks.append(tick)
            case _:
                pass
        for widget in (self.take, self.leave, self.problem):
            self.line.addWidget(widget)
        order = [self.operator, *(editor.first_widget() for editor in self.editors), *self.ticks, self.take, self.leave]
        for one, next_one in pairwise(order):
            QWidget.setTabOrder(one, next_one)
        self.line.invalidate()
        self.updateGeometry()

    def _box(self, name: str, kind: Any, value_type: Any, given: tuple[Any, ...]) -> None:
        assert self.field is not None
        how = self.field.shown
        bounds = Shown(label=how.label, ref=how.ref, unit=how.unit, le=how.le if kind == "whole" else None)
        field = Field(f"condition_{name}", kind, value_type, True, bounds)
        editor = _Named(field, self.office) if kind == "ref" else editor_for(field, self.office)
        if isinstance(editor, LineEditor) and kind in _WITH_LINE:
            editor.line.setFixedWidth(round(theme.em() * 13))
        if given:
            editor.set_value(given[0])
        editor.go_on.connect(self._go_on)
        self.line.addWidget(editor)
        self.editors.append(editor)

    def _go_on(self) -> None:
        """Enter in the first of two boxes goes on to the second while that is empty."""
        if len(self.editors) == 2 and self.editors[0].isAncestorOf(self.focusWidget() or self) and self.editors[1].is_empty():
            self.editors[1].take_focus()
        else:
            self.apply()

    def apply(self) -> None:
        """Take the condition, or say what it lacks."""
        try:
            condition = self.condition()
        except KnownError as trouble:
            self._say(str(trouble))
            return
        self.taken.emit(condition)

    def condition(self) -> Condition:
        """What is asked. Raises KnownError when it cannot be read or says nothing."""
        operator = self._chosen()
        if self.ticks and self.field is not None:
            choices = zip(self.field.type, self.ticks, strict=True)
            chosen = tuple(choice.value for choice, tick in choices if tick.isChecked())
            if not chosen:
                raise KnownError(_("Choose at least one."))
            return Condition(self.name, operator, chosen)
        values = tuple(_kept(editor.value()) for editor in self.editors)
        if self.editors and all(value is None for value in values):
            raise KnownError(_("Write what to look for."))
        if len(values) == 2 and None not in values and values[0] > values[1]:  # type: ignore[operator]
            raise KnownError(_("The range ends before it begins."))
        return Condition(self.name, operator, values)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Enter takes the condition, Esc leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _typed(field: Field, value: object) -> object:
    """A kept value as its box shows it."""
    if value is None:
        return None
    if field.kind in ("date", "moment"):
        return datetime.date.fromisoformat(str(value))
    return Month.parse(str(value)) if field.kind == "month" else value


def _kept(value: object) -> str | int | None:
    """What stands in a box as the book keeps it."""
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
