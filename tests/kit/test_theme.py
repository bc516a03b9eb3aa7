"""The look: everything can be read in both themes, at every size."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from unionoffice.kit import theme
from unionoffice.kit.theme import DARK, LIGHT, Theme

READ_ON = {
    "text": ("page", "panel", "field", "hover", "notice", "trouble"),
    "quiet": ("page", "panel", "field", "hover", "notice"),
    "accent_text": ("page", "panel", "field", "hover", "notice", "trouble"),
    "overdue": ("page", "panel", "chosen", "trouble"),
    "warn": ("page", "panel", "chosen"),
    "good": ("page", "panel", "chosen"),
    "on_accent": ("accent",),
    "on_chosen": ("chosen",),
    "on_side": ("side", "side_chosen"),
    "side_quiet": ("side", "side_chosen"),
}


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(now: Theme) -> None:
    weak = [
        (ink, paper, round(theme.contrast(getattr(now, ink), getattr(now, paper)), 2))
        for ink, papers in READ_ON.items()
        for paper in papers
        if theme.contrast(getattr(now, ink), getattr(now, paper)) < 4.5
    ]
    assert not weak


@pytest.mark.parametrize("now", [LIGHT, DARK], ids=["light", "dark"])
def test_outlines_of_what_can_be_used_are_seen(now: Theme) -> None:
    faint = [
        (edge, paper)
        for edge, paper in product(("accent_text",), ("page", "panel", "field"))
        if theme.contrast(getattr(now, edge), getattr(now, paper)) < 3
    ]
    assert not faint


def test_black_on_white_is_the_most() -> None:
    assert round(theme.contrast("#000000", "#ffffff"), 2) == 21
    assert theme.contrast("#123456", "#123456") == 1


def test_the_size_keeps_its_bounds(qapp: QApplication) -> None:
    assert theme.set_size(500) == theme.LARGEST
    assert theme.set_size(10) == theme.SMALLEST
    small = theme.em()
    theme.set_size(160)
    assert theme.em() == pytest.approx(small * 2, abs=1)
    assert theme.row_height() > theme.line_height()


@pytest.mark.parametrize("size", [80, 100, 150, 200])
@pytest.mark.parametrize("dark", [False, True])
def test_no_box_is_lower_than_its_text(qtbot: QtBot, qapp: QApplication, size: int, dark: bool) -> None:
    theme.apply(qapp, size_percent=size, dark=dark)
    panel = QWidget()
    qtbot.addWidget(panel)
    layout = QVBoxLayout(panel)
    boxes: list[QWidget] = [QLineEdit("字gÅ"), QPushButton("字gÅ"), QCheckBox("字gÅ"), QComboBox(), QLabel("字gÅ")]
    for box in boxes:
        layout.addWidget(box)
    panel.show()
    for box in boxes:
        assert box.height() >= theme.line_height(), type(box)


def test_the_programs_own_typeface_is_used(qapp: QApplication) -> None:
    assert qapp.font().family() == theme.FAMILY


def test_dark_is_another_palette(qapp: QApplication) -> None:
    light = qapp.palette().window().color()
    theme.set_dark(True)
    assert theme.now().dark
    assert qapp.palette().window().color() != light
