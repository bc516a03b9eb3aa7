"""Lists from elsewhere of entries that bear numbers: which entry of the book a line already is, and what tells two lines apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from unionoffice.core import numbering, reading
from unionoffice.core.errors import KnownError


def read_number(text: str) -> str | None:
    """A register number, or a paper number."""
    return None if reading.says_nothing(text) else numbering.as_kept(text)


def line_key(number: str | None, day: object, values: Mapping[str, Any]) -> Hashable:
    """What no two lines of one list share: the number in the year of its day, else everything."""
    return (number, str(day)[:4]) if number else tuple(values.items())


class Numbered:
    """The entries of a register, by their numbers, by their paper numbers, and by what alike ones share.

    Each is given as (id, number or "", paper number or "", day as ISO text, what alike ones share).
    """

    def __init__(self, entries: Iterable[tuple[int, str, str, str, Hashable]]) -> None:
        self.numbers: dict[str, int] = {}
        self.days: dict[int, str] = {}
        self._old_numbers: dict[str, list[tuple[int, str]]] = {}
        self._alike: dict[Hashable, int] = {}
        for row, number, old_number, day, alike in entries:
            self.days[row] = day
            if number:
                self.numbers[number] = row
            if old_number:
                self._old_numbers.setdefault(old_number, []).append((row, day))
            self._alike[alike] = row

    def find(
        self, number: str, old_number: str, day: str, alike: Hashable, *, several: Callable[[str], KnownError]
    ) -> int | None:
        """The id of the entry that a line is: by its number, its paper number in the year of its day, or what alike ones share.

        A number that the book does not know may be that of another book, which was kept as the paper number. Raises what
        `several` gives for a paper number that more than one entry bears, and the day does not tell apart.
        """
        if number in self.numbers:
            return self.numbers[number]
        if old := old_number or number:
            found = [each for each in self._old_numbers.get(old, ()) if not day or each[1][:4] == day[:4]]
            found = [each for each in found if each[1] == day] or found
            if len(found) > 1:
                raise several(old)
            return found[0][0] if found else None
        return self._alike.get(alike)

    def bearing(self, number: str) -> dict[int, str]:
        """The entries that bear a number, of the register or of paper, each with its day."""
        found = {row for row, _day in self._old_numbers.get(number, ())}
        if number in self.numbers:
            found.add(self.numbers[number])
        return {row: self.days[row] for row in found}
