"""The desk “Compare and catch up” on the screen."""

from __future__ import annotations

from unionoffice.kit.desk import DeskTab


class ComparisonTab(DeskTab):
    """Compare and catch up."""
