"""The row of filters over a register: each a small button with its count; the arrow keys go from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from unionoffice.core.words import _
from unionoffice.kit import theme
from unionoffice.kit.flow import FlowLayout, grows_down


class Chip(msgspec.Struct, frozen=True):
    """One filter: its name, its words (already in the screen's language), and whether it shows what is overdue.

    Of the chips that are not `alone`, exactly one is chosen; one that is `alone` is on or off by itself.
    """

    name: str
    text: str
    alert: bool = False
    alone: bool = False


class _ChipButton(QPushButton):
    def __init__(self, chip: Chip, row: Chips) -> None:
        super().__init__(chip.text, row)
        self.chip = chip
        self._row = row
        self.setObjectName(f"filter_{chip.name}")
        self.setCheckable(True)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Arrows go to the neighbours, Enter chooses."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._row.step(self, 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._row.step(self, -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """`chosen(name)`: another of the exclusive filters; `toggled(name, on)`: one that stands alone."""

    chosen = Signal(str)
    toggled = Signal(str, bool)

    def __init__(self, chips: Sequence[Chip] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chips")
        self.setAccessibleName(_("Filters"))
        self._flow = FlowLayout(self)
        grows_down(self)
        self._buttons: dict[str, _ChipButton] = {}
        self._counts: dict[str, int | None] = {}
        self.put(chips)

    def put(self, chips: Sequence[Chip]) -> None:
        """Show these filters; what was chosen stays chosen, else the first one is."""
        if [(chip.name, chip.alone, chip.alert) for chip in chips] == [
            (each.chip.name, each.chip.alone, each.chip.alert) for each in self._buttons.values()
        ]:
            for chip in chips:
                self._buttons[chip.name].chip = chip
            self.set_counts(self._counts)
            return
        before = self.current()
        on = {name for name, button in self._buttons.items() if button.chip.alone and button.isChecked()}
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for chip in chips:
            button = _ChipButton(chip, self)
            if chip.alert:
                button.setProperty("tone", "overdue")
            button.clicked.connect(lambda _checked=False, name=chip.name: self._clicked(name))
            self._flow.addWidget(button)
            self._buttons[chip.name] = button
            button.setChecked(chip.alone and chip.name in on)
        exclusive = [name for name, button in self._buttons.items() if not button.chip.alone]
        if exclusive:
            self._check(before if before in exclusive else exclusive[0])
        self.set_counts(self._counts)

    def current(self) -> str:
        """The name of the chosen filter; empty when there is none."""
        return next((name for name, button in self._buttons.items() if not button.chip.alone and button.isChecked()), "")

    def is_on(self, name: str) -> bool:
        """Whether a filter is chosen or on."""
        return name in self._buttons and self._buttons[name].isChecked()

    def choose(self, name: str) -> None:
        """Choose a filter, or switch a lone one on, without telling."""
        if name not in self._buttons:
            return
        if self._buttons[name].chip.alone:
            self._buttons[name].setChecked(True)
        else:
            self._check(name)

    def set_on(self, name: str, on: bool) -> None:
        """Switch a lone filter on or off without telling."""
        self._buttons[name].setChecked(on)

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Show how many each filter would show; None shows no count. An overdue filter with none is quiet."""
        self._counts = dict(counts)
        for name, button in self._buttons.items():
            count = self._counts.get(name)
            button.setText(button.chip.text if count is None else f"{button.chip.text} {count:,}")
            button.setAccessibleName(button.text())
            if button.chip.alert:
                theme.put(button, tone="overdue" if count is None or count else "")
        self._flow.invalidate()
        self.updateGeometry()

    def set_text(self, name: str, text: str) -> None:
        """Change the words of a filter, such as its month."""
        button = self._buttons[name]
        button.chip = msgspec.structs.replace(button.chip, text=text)
        self.set_counts(self._counts)

    def step(self, button: QPushButton, step: int) -> None:
        """Move the focus to a neighbour."""
        row = list(self._buttons.values())
        place = next(number for number, one in enumerate(row) if one is button) + step
        if 0 <= place < len(row):
            row[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _check(self, name: str) -> None:
        for other, button in self._buttons.items():
            if not button.chip.alone:
                button.setChecked(other == name)

    def _clicked(self, name: str) -> None:
        button = self._buttons[name]
        if button.chip.alone:
            self.toggled.emit(name, button.isChecked())
            return
        self._check(name)
        self.chosen.emit(name)
