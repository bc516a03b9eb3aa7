"""Boxes for whole numbers, money and measured numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from unionoffice.core.money import format_money, parse_money
from unionoffice.core.quantity import format_quantity, parse_quantity, parse_whole
from unionoffice.core.record import Field
from unionoffice.kit.editors.base import EditorContext, LineEditor
from unionoffice.kit.table import whole


class WholeEditor(LineEditor):
    """A whole number."""

    letters = 10

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_whole(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return whole(self.field, value)


class MoneyEditor(WholeEditor):
    """An amount in yuan; its value is whole fen."""

    letters = 14

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_money(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return format_money(value)


class QuantityEditor(WholeEditor):
    """A measured number; its value is whole ten-thousandths."""

    letters = 12

    def parse(self, text: str) -> object:
        """The value of what was typed."""
        return parse_quantity(text)

    def written(self, value: Any) -> str:
        """The value in its usual form."""
        return format_quantity(value)
