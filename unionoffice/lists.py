"""Every list that can be taken in from elsewhere. Written by hand; for the window, the command line and the tests. No Qt.

A desk's lists are loaded when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _

if TYPE_CHECKING:
    from unionoffice.core.intake import Intake


def _workers() -> Intake[Any]:
    from unionoffice.desks.roster import service

    return service.ROLL


def _units() -> Intake[Any]:
    from unionoffice.desks.roster import intake

    return intake.UNITS


def _proposals() -> Intake[Any]:
    from unionoffice.desks.proposals import intake

    return intake.PROPOSALS


def _exposures() -> Intake[Any]:
    from unionoffice.desks.waste import intake

    return intake.EXPOSURES


def _certificates() -> Intake[Any]:
    from unionoffice.desks.awards import intake

    return intake.CERTIFICATES


def _figures() -> Intake[Any]:
    from unionoffice.desks.figures import intake

    return intake.FIGURES


def _outside() -> Intake[Any]:
    from unionoffice.desks.comparison import intake

    return intake.OUTSIDE


LISTS: dict[str, Callable[[], Intake[Any]]] = {
    "workers": _workers,
    "units": _units,
    "proposals": _proposals,
    "exposures": _exposures,
    "certificates": _certificates,
    "figures": _figures,
    "outside": _outside,
}
"""The lists by name, as the command line and sheets to fill call them."""


def named(name: str) -> Intake[Any]:
    """The list of a name, such as "workers". Raises KnownError when there is none."""
    if name not in LISTS:
        raise KnownError(_("There is no list {name}. Known are: {known}.", name=name, known=", ".join(LISTS)))
    return LISTS[name]()
