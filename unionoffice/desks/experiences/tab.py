"""The desk “Learn from the advanced” on the screen."""

from __future__ import annotations

from unionoffice.kit.desk import DeskTab


class ExperiencesTab(DeskTab):
    """Learn from the advanced."""
