"""Every register of the office that can leave it as a list, desk by desk. Written by hand; for the window and the command line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec

from unionoffice.core import condition
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Period, month_of
from unionoffice.core.query import Asked, Query
from unionoffice.core.views import View, kept_views
from unionoffice.core.words import LANGUAGES, N_, _, word
from unionoffice.desks.awards import service as awards
from unionoffice.desks.comparison import service as comparison
from unionoffice.desks.competitions import service as competitions
from unionoffice.desks.experiences import service as experiences
from unionoffice.desks.figures import service as figures
from unionoffice.desks.groups import service as groups
from unionoffice.desks.groups.service import postings, societies, trials
from unionoffice.desks.monthly import service as monthly
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.rectification.service import debates, movement, opinions
from unionoffice.desks.roster import service as roster
from unionoffice.desks.targets import service as targets
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.service import prevention
from unionoffice.printing.listing import Naming, Register


class Listed(msgspec.Struct, frozen=True):
    """A register: how it is headed on the screen, and how it is asked for."""

    title: str
    query: Query[Any]

    @property
    def name(self) -> str:
        """How the command line calls it: "workers", "saving-proposals"."""
        return self.title.lower().replace("'", "").replace(" ", "-")


REGISTERS: tuple[Listed, ...] = (
    Listed(N_("Workers"), roster.WORKERS),
    Listed(N_("Units"), roster.UNITS),
    Listed(N_("Indicators kept"), figures.INDICATORS),
    Listed(N_("Figures as a list"), figures.FIGURES),
    Listed(N_("Groups"), groups.GROUPS),
    Listed(N_("Meetings"), groups.MEETINGS),
    Listed(N_("Contracts"), groups.CONTRACTS),
    Listed(N_("Research societies"), societies.SOCIETIES),
    Listed(N_("Trials"), trials.TRIALS),
    Listed(N_("Technicians in the workshops"), postings.POSTINGS),
    Listed(N_("Saving proposals"), proposals.REGISTER),
    Listed(N_("Award scales"), proposals.SCALES),
    Listed(N_("Reply rules"), proposals.REPLY_RULES),
    Listed(N_("Sessions"), waste.SESSIONS),
    Listed(N_("Exposures"), waste.EXPOSURES),
    Listed(N_("Prevention rules"), prevention.RULES),
    Listed(N_("Opinions"), opinions.OPINIONS),
    Listed(N_("Posters"), opinions.POSTERS),
    Listed(N_("Debates"), debates.DEBATES),
    Listed(N_("Where the units stand"), movement.MOVEMENT),
    Listed(N_("Plan discussions"), targets.DISCUSSIONS),
    Listed(N_("Targets"), targets.TARGETS),
    Listed(N_("Catch-up plans"), comparison.PLANS),
    Listed(N_("Groups of comparables"), comparison.GROUPS),
    Listed(N_("Other plants' figures"), comparison.OUTSIDE),
    Listed(N_("Other plants' figures as a list"), comparison.OUTSIDE_FIGURES),
    Listed(N_("Experiences"), experiences.EXPERIENCES),
    Listed(N_("Visits"), experiences.VISITS),
    Listed(N_("Contracts between plants"), experiences.CONTRACTS),
    Listed(N_("Demonstrations"), experiences.DEMONSTRATIONS),
    Listed(N_("Help between units"), experiences.HELP),
    Listed(N_("Competitions"), competitions.REGISTER),
    Listed(N_("Certificates"), awards.CERTIFICATES),
    Listed(N_("Wordings"), awards.WORDINGS),
    Listed(N_("Pre-printed paper"), awards.PRINTERS),
    Listed(N_("Monthly summary"), monthly.SUMMARIES),
)

NAMES: Mapping[str, Naming] = {"units": roster.units_in_lists, "workers": roster.workers_in_lists}
"""How lists call a unit and a worker so that a list which comes back means the same one."""


def named(name: str) -> Listed | None:
    """The register of a name, as the command line, the screen in either language, or the book calls it."""
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-").replace("'", "")
    for each in REGISTERS:
        titles = {word(each.title, spoken).lower().replace(" ", "-") for spoken in LANGUAGES}
        if wanted in (each.name, each.query.table.name.replace("_", "-"), *titles):
            return each
    return None


def leaving(book: Book, listed: Listed, chosen: str, *, whole: bool) -> Register:
    """A register for export, as it stands today: "all" of it in its first order, what one of its filters shows, or a kept view.

    Raises KnownError when it has no filter and no view of that name.
    """
    query, views = listed.query, kept_views(book, listed.query.table.name)
    filters = {"all": "1"} | {each.name: each.where for each in query.filters}
    if chosen not in filters and chosen not in views:
        known = ", ".join([*filters, *views])
        raise KnownError(_("There is no filter or view {name}. There are: {known}.", name=chosen, known=known))
    view = View(chip=chosen) if chosen in filters else views[chosen]
    today, closing_day = datetime.date.today(), offices.office(book).closing_day
    period = Period.of_month(month_of(today, closing_day), closing_day)
    values = {"today": today.isoformat(), "first": period.first.isoformat(), "next": period.next.isoformat()}
    where, more = condition.sql(query.table, view.conditions, closing_day)
    where = f"({filters.get(view.chip, '1')}) and {where}"
    if view.only_month and query.day:
        where += f" and {query.day} >= :first and {query.day} < :next"
    asked = Asked(where, query.order(view.order) or query.orders[0], values | more, query.shown(view.columns))
    return Register(_(listed.title), query, asked, whole=whole, names=NAMES)
