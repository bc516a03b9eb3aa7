"""The tabs in the order they stand at the left edge. Written by hand: the order on screen is a decision."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from unionoffice.core.book import Book
from unionoffice.core.words import N_
from unionoffice.kit.desk_tab import DeskTab
from unionoffice.kit.office import Office


class Tab(msgspec.Struct, frozen=True):
    """One tab: its name for the program, its title, its icon, how it is made, and what is due on it.

    `make` and `due` import the desk when they are first called: at the start no desk is loaded but the one in sight. `make` takes
    the widget that the tab is made in.
    """

    name: str
    title: str
    icon: str
    make: Callable[[Office, QWidget], DeskTab]
    shows: tuple[str, ...]
    due: Callable[[Book, datetime.date], int] = lambda _book, _day: 0
    add_on_the_spot: Callable[[Book, str, str], int] | None = None  # table and name of a new row, wanted while typing elsewhere


def _today(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.today.tab import TodayTab

    return TodayTab(office, parent)


def _today_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.today import service

    return service.badge(book, day)


def _roster(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.roster.tab import RosterTab

    return RosterTab(office, parent)


def _new_in_roster(book: Book, table: str, name: str) -> int:
    from unionoffice.desks.roster import service

    return service.add_on_the_spot(book, table, name)


def _figures(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.figures.tab import FiguresTab

    return FiguresTab(office, parent)


def _groups(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.groups.tab import GroupsTab

    return GroupsTab(office, parent)


def _groups_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.groups import service

    return service.badge(book, day)


def _proposals(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.proposals.tab import ProposalsTab

    return ProposalsTab(office, parent)


def _proposals_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.proposals import service

    return service.badge(book, day)


def _waste(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.waste.tab import WasteTab

    return WasteTab(office, parent)


def _waste_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.waste import service

    return service.badge(book, day)


def _rectification(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.rectification.tab import RectificationTab

    return RectificationTab(office, parent)


def _rectification_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.rectification import service

    return service.badge(book, day)


def _targets(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.targets.tab import TargetsTab

    return TargetsTab(office, parent)


def _targets_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.targets import service

    return service.badge(book, day)


def _comparison(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.comparison.tab import ComparisonTab

    return ComparisonTab(office, parent)


def _new_outside(book: Book, _table: str, name: str) -> int:
    from unionoffice.desks.comparison import service

    return service.add_outside_on_the_spot(book, name)


def _comparison_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.comparison import service

    return service.badge(book, day)


def _experiences(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.experiences.tab import ExperiencesTab

    return ExperiencesTab(office, parent)


def _experiences_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.experiences import service

    return service.badge(book, day)


def _competitions(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.competitions.tab import CompetitionsTab

    return CompetitionsTab(office, parent)


def _competitions_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.competitions import service

    return service.badge(book, day)


def _awards(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.awards.tab import AwardsTab

    return AwardsTab(office, parent)


def _awards_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.awards import service

    return service.badge(book, day)


def _monthly(office: Office, parent: QWidget) -> DeskTab:
    from unionoffice.desks.monthly.tab import MonthlyTab

    return MonthlyTab(office, parent)


def _monthly_due(book: Book, day: datetime.date) -> int:
    from unionoffice.desks.monthly import service

    return service.badge(book, day)


TABS: tuple[Tab, ...] = (
    Tab("today", N_("Today"), "today", _today, (), _today_due),
    Tab("roster", N_("Roster"), "roster", _roster, ("workers", "units"), add_on_the_spot=_new_in_roster),
    Tab("figures", N_("Figures"), "figures", _figures, ("indicators", "month_figures")),
    Tab(
        "groups",
        N_("Technical mutual aid"),
        "groups",
        _groups,
        ("mutual_groups", "contracts", "mutual_meetings", "research_societies", "trials", "postings"),
        _groups_due,
    ),
    Tab(
        "proposals",
        N_("Saving proposals"),
        "proposals",
        _proposals,
        ("proposals", "proposal_scales", "proposal_reply_rules"),
        _proposals_due,
    ),
    Tab("waste", N_("Against waste"), "waste", _waste, ("waste_sessions", "waste_exposures", "waste_rules"), _waste_due),
    Tab(
        "rectification",
        N_("Opinions and corrections"),
        "rectification",
        _rectification,
        ("opinions", "opinion_posters", "movement_units", "debates"),
        _rectification_due,
    ),
    Tab("targets", N_("Plan and targets"), "targets", _targets, ("plan_discussions", "targets"), _targets_due),
    Tab(
        "comparison",
        N_("Compare and catch up"),
        "comparison",
        _comparison,
        ("catch_up_plans", "compare_groups", "outside_units"),
        _comparison_due,
        add_on_the_spot=_new_outside,
    ),
    Tab(
        "experiences",
        N_("Learn from the advanced"),
        "experiences",
        _experiences,
        ("experiences", "visits", "demonstrations", "help_given", "learning_contracts"),
        _experiences_due,
    ),
    Tab(
        "competitions", N_("Competition scoring"), "competitions", _competitions, ("competitions",), _competitions_due
    ),
    Tab("awards", N_("Awards"), "awards", _awards, ("certificates", "wordings", "printers"), _awards_due),
    Tab("monthly", N_("Monthly summary"), "monthly", _monthly, ("summaries",), _monthly_due),
)
