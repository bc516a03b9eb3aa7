"""Learn from the advanced on the screen: experiences and their spread, visits, demonstrations, help, contracts between plants."""

from __future__ import annotations

from unionoffice.desks.experiences import service
from unionoffice.desks.experiences.tab.cards import ExperiencesPage
from unionoffice.desks.experiences.tab.contracts import ContractsPage
from unionoffice.desks.experiences.tab.shows import DemonstrationsPage, HelpPage
from unionoffice.desks.experiences.tab.spread import SpreadPage
from unionoffice.desks.experiences.tab.visits import VisitsPage
from unionoffice.kit.desk import DeskTab


class ExperiencesTab(DeskTab):
    """Learn from the advanced: experiences, their spread, visits, demonstrations, help, contracts between plants."""

    PAGES = (ExperiencesPage, SpreadPage, VisitsPage, DemonstrationsPage, HelpPage, ContractsPage)

    def show_spread(self, row: int) -> None:
        """Show the spread sheet of an experience."""
        page = next(page for page in self.pages if isinstance(page, SpreadPage))
        page.show_spread(row)
        self.show_page(self.pages.index(page))
        page.take_focus()

    def take_step(self, row: int, name: str) -> None:
        """Show an experience and take one of its steps."""
        if not self.show_record("experiences", row):
            return
        page = self.page_of("experiences")
        action = next((each for each in page.next_actions(service.experience(self.office.book, row)) if each.name == name), None)
        if action is not None:
            page.take(action)
