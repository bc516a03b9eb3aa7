"""Who works where: the units of the plant as a tree, and its workers.

A *unit* is any part of the plant that has a name: the plant itself, a workshop, a section,
a team, or an office that does not produce. A *worker* is anyone on the plant's roll, technicians
and clerks among them. A *grade* is one of the eight technical grades, 1 the lowest.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from unionoffice.core.record import Record, Worded, shown
from unionoffice.core.words import N_


class Level(Worded):
    """Where a unit stands in the plant: plant, workshop, section, team; an office stands beside them (科室)."""

    PLANT = "plant", N_("Plant")
    WORKSHOP = "workshop", N_("Workshop")
    SECTION = "section", N_("Section")
    TEAM = "team", N_("Team")
    OFFICE = "office", N_("Department")


class Sex(Worded):
    """As the forms ask for it."""

    MALE = "male", N_("Male")
    FEMALE = "female", N_("Female")


class Standing(Worded):
    """Whether a worker is on the roll."""

    ACTIVE = "active", N_("Active")
    LEFT = "left", N_("Left the plant")


class Unit(Record):
    """One unit of the plant (厂、车间、工段、班组、科室); `code` is what lists of the plant call it by, where they have codes."""

    code: Annotated[str, shown(N_("Unit code"), hint=N_("may stay empty"))] = ""
    name: Annotated[str, shown(N_("Unit name"))]
    english: Annotated[str, shown(N_("English name"), hint=N_("for English papers; may stay empty"))] = ""
    level: Annotated[Level, shown(N_("Level"))] = Level.TEAM
    above: Annotated[int | None, shown(N_("Belongs to"), ref="units")] = None
    head: Annotated[str, shown(N_("Head of the unit"), suggests="workers", hint=N_("may stay empty"))] = ""
    closed_on: Annotated[date | None, shown(N_("Closed on"))] = None
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""


class Worker(Record):
    """One worker of the plant (职工); two of one name are told apart by number, unit, trade and year of birth."""

    number: Annotated[str, shown(N_("Works number"), hint=N_("may stay empty"))] = ""
    name: Annotated[str, shown(N_("Name"))]
    sex: Annotated[Sex | None, shown(N_("Sex"))] = None
    born: Annotated[int | None, shown(N_("Year of birth"), ge=1850, le=2100)] = None
    unit: Annotated[int | None, shown(N_("Unit"), ref="units")] = None
    trade: Annotated[str, shown(N_("Trade"))] = ""
    grade: Annotated[int | None, shown(N_("Technical grade"), ge=1, le=8, hint=N_("1 to 8"))] = None
    entered_on: Annotated[date | None, shown(N_("Entered the plant on"))] = None
    member: Annotated[bool, shown(N_("Union member"))] = True
    standing: Annotated[Standing, shown(N_("On the roll"))] = Standing.ACTIVE
    left_on: Annotated[date | None, shown(N_("Left on"))] = None
    remark: Annotated[str, shown(N_("Remark"), long=True)] = ""
