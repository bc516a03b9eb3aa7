"""What can be printed: a paper is a form, its title for the clerk, and the way to its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

Sheet = Mapping[str, object]
"""The values of one printed sheet by name: dates, whole numbers, Yuan, keys, rows; never words of a language."""


class Exact(msgspec.Struct, frozen=True):
    """An exact number for paper: `value` whole parts of which `scale` (a power of ten) make one.

    With `decimals` it has that many, otherwise as many as it needs: Exact(35000) is
    3.5. `sign` follows it, such as "%".
    """

    value: int
    scale: int = 10_000
    decimals: int | None = None
    sign: str = ""

    def __str__(self) -> str:
        places = len(str(self.scale)) - 1
        whole, part = divmod(abs(self.value), self.scale)
        if self.decimals is not None and self.decimals < places:
            # Rounded once, half away from zero, as the office rounds by hand.
            step = 10 ** (places - self.decimals)
            whole, part = divmod((abs(self.value) + step // 2) // step * step, self.scale)
        digits = f"{part:0{places}d}" if places else ""
        digits = digits.rstrip("0") if self.decimals is None else digits[: self.decimals].ljust(self.decimals, "0")
        minus = "-" if self.value < 0 and (whole or digits.strip("0")) else ""
        return f"{minus}{whole:,}{'.' if digits else ''}{digits}{self.sign}"


Of = Literal["record", "period", "register", "selection", "blank"]


class Paper(msgspec.Struct, frozen=True):
    """One kind of sheet that a desk prints.

    `form` names the file in `forms/`, `title` is a marked English text, `make` gathers
    the sheet, and `of` says what it is made of: one record, a period, the whole
    register, several chosen records, or nothing but the empty form. `subject` is the
    table of its records. A final paper is handed out: what stands on it can then only
    be corrected or voided with a reason, never undone. `draw` gives the PDF of a paper
    that keeps its own print, such as an issued certificate: it takes the book, the
    subjects, the language, and `reprint` and `mono` by name.
    """

    form: str
    title: str
    make: Callable[..., Sheet]
    of: Of = "period"
    subject: str = ""
    final: bool = False
    draw: Callable[..., bytes] | None = None
