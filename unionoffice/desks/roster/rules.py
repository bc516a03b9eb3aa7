"""What must hold of units and workers, and how persons of one name are told apart."""

from __future__ import annotations

from collections.abc import Mapping

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _
from unionoffice.desks.roster.records import Level, Standing, Unit, Worker

ORDER = (Level.PLANT, Level.WORKSHOP, Level.SECTION, Level.TEAM)
"""From the top of the plant to its bottom; an office may stand under a plant or a workshop."""


def check_unit(unit: Unit, above: Unit | None) -> None:
    """Raise KnownError when the unit has no name or stands under one that is not above it."""
    if not unit.name.strip():
        raise KnownError(_("Write the unit's name."), field="name")
    if above is None:
        return
    if unit.level is Level.PLANT:
        raise KnownError(_("A plant belongs to no other unit."), field="above")
    if above.level is Level.OFFICE and unit.level is not Level.OFFICE:
        raise KnownError(_("Only a department can belong to a department."), field="above")
    if unit.level is not Level.OFFICE and ORDER.index(above.level) >= ORDER.index(unit.level):
        raise KnownError(
            _("A unit of level {level} cannot belong to one of level {above}.", level=unit.level, above=above.level), field="above"
        )


def check_no_circle(unit: int, above: int | None, parents: Mapping[int, int | None]) -> None:
    """Raise KnownError when a unit would belong, over others, to itself."""
    while above is not None:
        if above == unit:
            raise KnownError(_("A unit cannot belong to itself."), field="above")
        above = parents.get(above)


def check_worker(worker: Worker) -> None:
    """Raise KnownError, naming the field, for the first thing that cannot be."""
    if not worker.name.strip():
        raise KnownError(_("Write the worker's name."), field="name")
    if worker.grade is not None and not 1 <= worker.grade <= 8:
        raise KnownError(_("The technical grade is a number from 1 to 8."), field="grade")
    if worker.born is not None and not 1850 <= worker.born <= 2100:
        raise KnownError(_("The year of birth is written with four digits, such as 1931."), field="born")
    if worker.born and worker.entered_on and worker.entered_on.year - worker.born < 10:
        raise KnownError(_("Born {born} and entered the plant {entered}: one of the two cannot be right.",
                           born=worker.born, entered=worker.entered_on), field="entered_on")
    if worker.left_on and worker.entered_on and worker.left_on < worker.entered_on:
        raise KnownError(_("The worker cannot have left before entering the plant."), field="left_on")
    if worker.left_on and worker.standing is not Standing.LEFT:
        raise KnownError(_("A worker with a day of leaving is no longer on the roll."), field="standing")
