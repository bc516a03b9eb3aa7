"""Today on the screen: the first screen of the day."""

from __future__ import annotations

from unionoffice.kit.desk import DeskTab


class TodayTab(DeskTab):
    """Today."""
