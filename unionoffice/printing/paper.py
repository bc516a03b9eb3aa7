"""What can be printed: a paper is a form, its title for the clerk, and the way to its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

Sheet = Mapping[str, object]
"""The values of one printed sheet by name: dates, whole numbers, Yuan, keys, rows; never words of a language."""

Of = Literal["record", "period", "register", "selection", "blank"]


class Paper(msgspec.Struct, frozen=True):
    """One kind of sheet that a desk prints.

    `form` names the file in `forms/`, `title` is a marked English text, `make` gathers
    the sheet, and `of` says what it is made of: one record, a period, the whole
    register, several chosen records, or nothing but the empty form. `subject` is the
    table of its records. A final paper is handed out: what stands on it can then only
    be corrected or voided with a reason, never undone.
    """

    form: str
    title: str
    make: Callable[..., Sheet]
    of: Of = "period"
    subject: str = ""
    final: bool = False
