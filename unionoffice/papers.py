"""Every paper the office prints, desk by desk. Written by hand; for the window, the command line and the tests. No Qt."""

from __future__ import annotations

from unionoffice.desks.awards import sheets as awards
from unionoffice.desks.comparison import sheets as comparison
from unionoffice.desks.competitions import sheets as competitions
from unionoffice.desks.experiences import sheets as experiences
from unionoffice.desks.groups import sheets as groups
from unionoffice.desks.monthly import sheets as monthly
from unionoffice.desks.proposals import sheets as proposals
from unionoffice.desks.rectification import sheets as rectification
from unionoffice.desks.targets import sheets as targets
from unionoffice.desks.today import sheets as today
from unionoffice.desks.waste import sheets as waste
from unionoffice.printing.paper import Paper

PAPERS: tuple[Paper, ...] = (
    *today.PAPERS,
    *groups.PAPERS,
    *proposals.PAPERS,
    *waste.PAPERS,
    *rectification.PAPERS,
    *targets.PAPERS,
    *comparison.PAPERS,
    *experiences.PAPERS,
    *competitions.PAPERS,
    *awards.PAPERS,
    *monthly.PAPERS,
)


def named(form: str) -> tuple[Paper, ...]:
    """The papers of a form's name, one for each kind of record; "score-sheet" and "score_sheet" are the same."""
    wanted = form.replace("-", "_")
    return tuple(each for each in PAPERS if each.form == wanted)


def of_table(table: str) -> tuple[Paper, ...]:
    """The papers that print a record of one table, whichever desk draws them."""
    return tuple(each for each in PAPERS if each.of == "record" and each.subject == table)
