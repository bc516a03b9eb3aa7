"""The list of other plants' figures on the screen."""

from __future__ import annotations

from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import intake
from unionoffice.kit.list_page import ListPage


class OutsideListPage(ListPage):
    """A list of other plants' figures is looked at, mended and taken in."""

    INTAKE = intake.OUTSIDE
    HEADING = N_("Take in other plants' figures from a list")

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} figures of other plants were taken in. Undo takes the whole list back.", count=f"{count:,}")
