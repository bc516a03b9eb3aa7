"""A figure of a period that can be opened: what is counted, how much, and which records it comes from."""

from __future__ import annotations

from typing import Literal

import msgspec

from unionoffice.core.words import Said


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one desk for one period.

    `code` names it for machines, such as "proposals.received"; it never changes. `value` is a
    whole number: a count, fen, ten-thousandths (quantity) or hundredths of a percent; None when
    there is nothing to say, which is not zero. `tbl` and `rows` are the records behind it.
    """

    code: str
    label: str  # an English key
    value: int | None
    kind: Literal["count", "money", "quantity", "percent"] = "count"
    unit: str = ""  # an English key, such as N_("yuan")
    note: Said | None = None
    tbl: str = ""
    rows: tuple[int, ...] = ()
