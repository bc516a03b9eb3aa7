"""The desk “Opinions and corrections” on the screen."""

from __future__ import annotations

from unionoffice.desks.rectification.tab.answers import AnswersPage
from unionoffice.desks.rectification.tab.debates import DebatesPage
from unionoffice.desks.rectification.tab.hours import HoursPage
from unionoffice.desks.rectification.tab.movement import MovementPage
from unionoffice.desks.rectification.tab.opinions import OpinionsPage, PostersPage
from unionoffice.kit.desk import DeskTab


class RectificationTab(DeskTab):
    """Opinions, posters, who owes what, and where the units stand."""

    PAGES = (OpinionsPage, PostersPage, AnswersPage, MovementPage, DebatesPage, HoursPage)
