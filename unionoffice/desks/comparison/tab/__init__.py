"""Comparing and catching up on the screen: the comparison, what if, catch-up plans, groups, other plants' figures."""

from __future__ import annotations

from unionoffice.desks.comparison.tab.compare import ComparePage
from unionoffice.desks.comparison.tab.intake import OutsideListPage
from unionoffice.desks.comparison.tab.registers import GroupsPage, OutsideFiguresPage, OutsidePage, PlansPage
from unionoffice.desks.comparison.tab.whatif import WhatIfPage
from unionoffice.kit.desk import DeskTab


class ComparisonTab(DeskTab):
    """Compare and catch up."""

    PAGES = (ComparePage, WhatIfPage, PlansPage, GroupsPage, OutsidePage, OutsideFiguresPage, OutsideListPage)
