"""One box for each kind of field: what is typed is read as the clerk means it, and told in words when it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.record import Field
from unionoffice.core.words import _
from unionoffice.kit.editors.base import Editor, EditorContext, Line
from unionoffice.kit.editors.choices import ChoiceEditor, YesEditor
from unionoffice.kit.editors.dates import DateEditor, MomentEditor, MonthEditor
from unionoffice.kit.editors.numbers import MoneyEditor, QuantityEditor, WholeEditor
from unionoffice.kit.editors.refs import RefEditor
from unionoffice.kit.editors.texts import LongEditor, TextEditor

_EDITORS: dict[str, type[Editor]] = {
    "text": TextEditor,
    "long": LongEditor,
    "whole": WholeEditor,
    "money": MoneyEditor,
    "quantity": QuantityEditor,
    "date": DateEditor,
    "moment": MomentEditor,
    "month": MonthEditor,
    "yes": YesEditor,
    "choice": ChoiceEditor,
    "ref": RefEditor,
}


def editor_for(field: Field, context: EditorContext, parent: QWidget | None = None) -> Editor:
    """The box for a field of any kind."""
    if field.kind == "lines":
        from unionoffice.kit.lines import LinesEditor  # here: lines are made of editors

        return LinesEditor(field, context, parent)
    made = _EDITORS.get(field.kind)
    if made is None:
        raise BugError(f"no box for a field of kind {field.kind}")
    return made(field, context, parent)


def read_fields(fields: Sequence[Field], editors: dict[str, Editor]) -> dict[str, object]:
    """The values of the boxes by field. An empty box gives the field's default.

    Raises KnownError, with the field, for the first that cannot be read or must be filled in.
    """
    values: dict[str, object] = {}
    for field in fields:
        editor = editors[field.name]
        value = editor.value()
        if value is None and not field.optional:
            if field.required:
                raise KnownError(_("Fill in: {field}.", field=_(field.label)), field=field.name)
            value = field.default
        values[field.name] = value
    return values


def close_private(fields: Sequence[Field], editors: dict[str, Editor]) -> None:
    """Close the boxes of names while `anonymous` is ticked, and open them when it is not."""
    anonymous = editors.get("anonymous")
    if anonymous is None or anonymous.field.kind != "yes":
        return
    hidden = bool(anonymous.value())
    for field in fields:
        if field.shown.private and editors[field.name].closed != hidden:
            editors[field.name].set_closed(hidden)


__all__ = [
    "ChoiceEditor", "DateEditor", "Editor", "EditorContext", "Line", "LongEditor", "MomentEditor", "MoneyEditor", "MonthEditor",
    "QuantityEditor", "RefEditor", "TextEditor", "WholeEditor", "YesEditor", "close_private", "editor_for", "read_fields",
]
