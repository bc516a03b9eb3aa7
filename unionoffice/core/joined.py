"""The lines of an entry, such as the authors of a proposal, in one cell of a list: one below the other, and parted again."""

from __future__ import annotations

import re
from collections.abc import Sequence

BETWEEN = "｜"
"""Between the fields of a line: no sign that may stand between the columns of a list. Within a field a stroke, a backslash, the
end of a row and blanks at an end are written with a backslash, so that nothing is lost where a cell is trimmed.
"""
_NOTHING = "\\0"
_WRITTEN = {"\\": "\\\\", "|": "\\|", "｜": "\\｜", "\n": "\\n", "\r": "\\r"}
_READ = {"n": "\n", "r": "\r", "s": " ", "t": "\t"}
_BLANK = {" ": "\\s", "\t": "\\t"}
_SIGN = re.compile(r"[\\|｜\n\r]")
_PIECE = re.compile(r"\\(u[0-9a-f]{4}|.)|[|｜]", re.DOTALL)


def joined(lines: Sequence[Sequence[str]]) -> str:
    """Lines of fields as one text: a row of it for each line, empty fields at the end left out."""
    return "\n".join(_row(fields) for fields in lines)


def parted(text: str, width: int) -> list[list[str]]:
    """The lines that `joined` was given, each of at least `width` fields.

    A text written by hand is read likewise: a row for each line, fields parted by strokes, wide or narrow, with or
    without blanks around them.
    """
    return [(found + [""] * (width - len(found))) for found in (_fields(row) for row in text.split("\n"))] if text else []


def _row(fields: Sequence[str]) -> str:
    written = [_field(field) for field in fields]
    while written and not written[-1]:
        written.pop()
    return BETWEEN.join(written) or _NOTHING


def _field(text: str) -> str:
    plain = _SIGN.sub(lambda sign: _WRITTEN[sign[0]], text)
    if plain[:1].isspace():
        plain = _blank(plain[0]) + plain[1:]
    if plain[-1:].isspace():
        plain = plain[:-1] + _blank(plain[-1])
    return plain


def _blank(sign: str) -> str:
    return _BLANK.get(sign) or f"\\u{ord(sign):04x}"


def _fields(row: str) -> list[str]:
    if row.strip() == _NOTHING:
        return []
    found, field, end, kept = [], "", 0, 0  # `kept`: how much of the field was written with a backslash and is not trimmed
    for piece in _PIECE.finditer(row):
        field += row[end : piece.start()] if field else row[end : piece.start()].lstrip()
        end = piece.end()
        if piece[1] is None:
            found.append(field[:kept] + field[kept:].rstrip())
            field, kept = "", 0
        else:
            field += _READ.get(piece[1], piece[1]) if len(piece[1]) == 1 else chr(int(piece[1][1:], 16))
            kept = len(field)
    field += row[end:] if field else row[end:].lstrip()
    found.append(field[:kept] + field[kept:].rstrip())
    return found
