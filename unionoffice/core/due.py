"""What is due, what waits, and what was promised: as every desk tells it, and the first screen shows it."""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from unionoffice.core.words import Said


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody still owes.

    `what` says what is owed ("Reply owed", "Measure to be checked"). `day` is the day it is due, None where it only
    waits. `who` is the person who answers for it, `unit` the responsible unit; either may be missing. `kind` tells what
    is due (with a day; overdue once that has passed) from what waits for somebody, and from what is only reminded of
    and forgotten once its day has passed (the end of a competition). `tbl` and `row` are the record it opens.
    """

    tbl: str
    row: int
    number: str
    title: str
    what: Said
    day: datetime.date | None = None
    who: str = ""
    unit: int | None = None
    kind: Literal["due", "waits", "reminder"] = "due"


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """One promise with its owner and its day, from minutes, an answer, a visit or a plan.

    `tbl` and `row` are the record it was made in and that opens, `line` the id of its line there (0: the record itself).
    `unit` is the unit that promised or answers for it, `who` the person, where one is named for the task. `made_on` is the
    day it was made, `due` the day it is promised for, `done_on` the day it was kept.
    """

    tbl: str
    row: int
    line: int = 0
    number: str
    source: Said
    text: str
    who: str = ""
    unit: int | None = None
    made_on: datetime.date
    due: datetime.date | None = None
    done_on: datetime.date | None = None
