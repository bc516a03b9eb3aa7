"""The desk “Opinions and corrections” on the screen."""

from __future__ import annotations

from unionoffice.kit.desk import DeskTab


class RectificationTab(DeskTab):
    """Opinions and corrections."""
