"""Comparing and catching up on the screen: the comparison, what if, catch-up plans, groups, other plants' figures."""

from __future__ import annotations

from unionoffice.desks.comparison.tab.intake import OutsideIntakePage
from unionoffice.desks.comparison.tab.registers import GroupsPage, OutsidePage, PlansPage
from unionoffice.kit.desk import DeskTab


class ComparisonTab(DeskTab):
    """Compare and catch up."""

    PAGES = (PlansPage, GroupsPage, OutsidePage, OutsideIntakePage)
