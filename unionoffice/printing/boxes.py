"""The places to fill in of a blank form are numbered as they follow each other; the boxes of the screen bear the same numbers.

A form with a part `[boxes]` is one that is filled in by hand and then entered. Its numbers are
nowhere written down: they are counted here from the form as the office prints it. A place belongs
to the field of its own name; where the record calls it otherwise, `[boxes]` says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from unionoffice.printing import wording
from unionoffice.printing.forms import Fields, Form, Heading, Lines, PaperBlock, Signatures, Table, Text


class Box(msgspec.Struct, frozen=True):
    """One numbered place of a form.

    `block` is the place of its block in the form; `part` the place of a field, column or
    signature in it, or the name of a value within a running text. `fields` are the fields it is
    entered in: "title", "authors.worker" (a column of lines), "review.opinion" (what a step asks).
    """

    number: int
    block: int
    part: int | str
    fields: tuple[str, ...]


def boxes_of(form: Form) -> tuple[Box, ...]:
    """The numbered places of a form in their order; none when nothing is entered from it."""
    if form.boxes is None:
        return ()
    found: list[Box] = []
    seen: set[str] = set()
    for place, block in enumerate(form.blocks):
        for part, name, fields in _parts(form.boxes, block):
            if fields and name not in seen:
                seen.add(name)
                found.append(Box(len(found) + 1, place, part, fields))
    return tuple(found)


def numbers_of(form: Form) -> dict[str, int]:
    """The number of each field that has a place on the form."""
    found: dict[str, int] = {}
    for box in boxes_of(form):
        for field in box.fields:
            found.setdefault(field, box.number)
    return found


def numbers_in(form: Form) -> dict[int, dict[int | str, int]]:
    """For each block of the form, the numbers of its parts."""
    found: dict[int, dict[int | str, int]] = {}
    for box in boxes_of(form):
        found.setdefault(box.block, {})[box.part] = box.number
    return found


def _parts(boxes: dict[str, tuple[str, ...]], block: PaperBlock) -> Iterator[tuple[int | str, str, tuple[str, ...]]]:
    """What can be filled in of a block: its place or name within it, a name that is counted once, and its fields."""
    match block:
        case Fields():
            for place, field in enumerate(block.field):
                for name, _style in wording.places(field.value):
                    if _fields(boxes, name):
                        yield place, name, _fields(boxes, name)
                        break
        case Table():
            for column, written in enumerate(boxes.get(block.rows, ())):
                yield column, f"{block.rows} {column}", tuple(written.split())
        case Signatures():
            for place, name in enumerate(block.values):
                if name:
                    yield place, name, _fields(boxes, name)
        case Lines() | Text() | Heading():
            for name, _style in (*wording.places(block.zh), *wording.places(block.en)):
                yield 0 if isinstance(block, Lines) else name, name, _fields(boxes, name)


def _fields(boxes: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    return tuple(boxes[name][0].split()) if name in boxes else (name,)
