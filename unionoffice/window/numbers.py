"""Where the paper registers stand: the next number of each, asked at the first start and changed under "Office"."""

from __future__ import annotations

from typing import Annotated

from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_


class FirstNumbers(Record):
    """The next number of each register in a year; the letters are those of the numbers."""

    HZ: Annotated[int, shown(N_("Mutual-aid groups"), ge=1)] = 1
    HT: Annotated[int, shown(N_("Contracts"), ge=1)] = 1
    JY: Annotated[int, shown(N_("Proposals"), ge=1)] = 1
    HY: Annotated[int, shown(N_("Sessions"), ge=1)] = 1
    LF: Annotated[int, shown(N_("Exposures of waste"), ge=1)] = 1
    JS: Annotated[int, shown(N_("Competitions"), ge=1)] = 1
    JZ: Annotated[int, shown(N_("Certificates"), ge=1)] = 1
    YB: Annotated[int, shown(N_("Monthly summaries"), ge=1)] = 1
    ZG: Annotated[int, shown(N_("Opinions"), ge=1)] = 1
    DZ: Annotated[int, shown(N_("Posters"), ge=1)] = 1
    BL: Annotated[int, shown(N_("Debates"), ge=1)] = 1
    ZD: Annotated[int, shown(N_("Rules against waste"), ge=1)] = 1
    JH: Annotated[int, shown(N_("Plan discussions"), ge=1)] = 1
    MB: Annotated[int, shown(N_("Targets of units"), ge=1)] = 1
    GX: Annotated[int, shown(N_("Catch-up plans"), ge=1)] = 1
    TG: Annotated[int, shown(N_("Experiences"), ge=1)] = 1
    CG: Annotated[int, shown(N_("Visits"), ge=1)] = 1
    GM: Annotated[int, shown(N_("Demonstrations"), ge=1)] = 1
    HX: Annotated[int, shown(N_("Contracts between plants"), ge=1)] = 1
    BZ: Annotated[int, shown(N_("People lent"), ge=1)] = 1
    YJ: Annotated[int, shown(N_("Research societies"), ge=1)] = 1
    SZ: Annotated[int, shown(N_("Trials"), ge=1)] = 1
    XF: Annotated[int, shown(N_("Technicians in the workshops"), ge=1)] = 1


MAIN = (("HZ", "HT"), ("JY", "HY"), ("LF", "JS"), ("JZ", "YB"))
"""The registers every office keeps."""
MORE = (
    ("ZG", "DZ"), ("BL", "ZD"), ("JH", "MB"), ("GX", "TG"), ("CG", "GM"), ("HX", "BZ"), ("YJ", "SZ"), "XF",
)  # fmt: skip
"""Those that are unfolded when they are wanted."""
KINDS = tuple(kind for row in (*MAIN, *MORE) for kind in ((row,) if isinstance(row, str) else row))
MORE_KINDS = tuple(kind for row in MORE for kind in ((row,) if isinstance(row, str) else row))
