"""What a desk of registers is made of, in one place: its tab, its pages, their steps and buttons."""

from __future__ import annotations

from unionoffice.kit.desk_tab import DeskTab
from unionoffice.kit.page import DRAFT_PAUSE, Action, Page, StepLine
from unionoffice.kit.plain import button, clear

__all__ = ["DRAFT_PAUSE", "Action", "DeskTab", "Page", "StepLine", "button", "clear"]
