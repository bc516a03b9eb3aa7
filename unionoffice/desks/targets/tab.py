"""The desk “Plan and targets” on the screen."""

from __future__ import annotations

from unionoffice.kit.desk import DeskTab


class TargetsTab(DeskTab):
    """Plan and targets."""
