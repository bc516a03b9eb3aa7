"""Text is broken into lines as Chinese printers do it, English words and numbers kept whole.

No line begins with a closing mark (，。；：？！、）”》…) nor ends with an opening one
（“《, dashes and ellipses stay together, a number stays with its unit, and nothing hangs
over the margin. Source of the prohibitions: GB/T 15834-2011 标点符号用法, 5.1, and the
usual avoidance of line starts and ends (避头尾). A line of full measure is spread out
between its characters and at its spaces, never inside an English word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from unionoffice.printing.glyphs import RAISED, NoGlyphError, Widths, clean

NO_START = frozenset("，。、；：？！”’）》〉】〕］｝」』％‰℃°…—·～,.;:?!)]}%")
"""What may not begin a line."""

NO_END = frozenset("（“‘《〈【〔［｛「『￥＄¥$([{№#")
"""What may not end a line."""

_UNITS = frozenset("年月日号时分秒人次项个元万亿届吨米件台条％%℃")
_WIDE = frozenset("“”‘’…—·")
_SLACK = 1e-6


class Run(msgspec.Struct, frozen=True):
    """Letters of one face from `x` ems after the start of the line, `spacing` ems after each letter."""

    x: float
    text: str
    face: str
    spacing: float = 0


class Line(msgspec.Struct, frozen=True):
    """One line: its runs, its natural or spread width in ems, and whether its paragraph ends here."""

    runs: tuple[Run, ...]
    width: float
    ends: bool

    @property
    def text(self) -> str:
        """The letters of the line."""
        return "".join(run.text for run in self.runs)


@cache
def _latin(letter: str) -> bool:
    """Whether the letter belongs to a Latin word or a number, which is kept whole."""
    return (ord(letter) < 0x2E80 and letter not in _WIDE and not letter.isspace()) or letter in RAISED


def can_break(before: str, after: str) -> bool:
    """Whether a line may end between these two characters."""
    if after in NO_START or before in NO_END or before == "\xa0" or after == "\xa0":
        return False
    if before == " ":
        return after != " "
    if after == " " or (before == "’" and _latin(after)):
        return False
    if _latin(before):
        if _latin(after):
            return before == "-" and after.isalpha()
        return not (before.isdigit() and after in _UNITS) and before not in RAISED
    return True


def width_of(text: str, widths: Widths) -> float:
    """The natural width of one line of text in ems. Raises KnownError for a character that no typeface has."""
    try:
        return sum([widths[letter][1] for letter in text])
    except NoGlyphError as error:
        raise error.told(text) from error


def break_text(
    text: str, widths: Widths, measure: float, *, indent: float = 0, justify: bool = False, spacing: float = 0
) -> list[Line]:
    """Break `text` into lines no wider than `measure`.

    `measure`, `indent` (of each paragraph's first line) and `spacing` (after each
    letter) are in ems of the type size; the text's own line ends begin new paragraphs.
    With `justify` every line but a paragraph's last is spread to the full measure. A
    word longer than the measure is cut. Raises KnownError for a character that no
    typeface has.
    """
    lines: list[Line] = []
    for paragraph in clean(text).split("\n"):
        start = indent
        if not paragraph:
            lines.append(Line((), 0, ends=True))
            continue
        try:
            pieces = _pieces(paragraph, widths, measure, indent, spacing)
        except NoGlyphError as error:
            raise error.told(text) from error
        for piece, ends in pieces:
            lines.append(_line(piece, widths, start, measure, justify and not ends, ends, spacing))
            start = 0
    return lines


def _pieces(text: str, widths: Widths, measure: float, indent: float, spacing: float) -> list[tuple[str, bool]]:
    """The text of each line, and whether it is the last."""
    pieces: list[tuple[str, bool]] = []
    start, length = 0, len(text)
    room = measure - indent + spacing + _SLACK
    while True:
        used, place, last = 0.0, start, start
        while place < length:
            letter = text[place]
            if place > last and can_break(text[place - 1], letter):
                last = place
            used += widths[letter][1] + spacing
            if used > room and letter != " ":
                break
            place += 1
        else:
            pieces.append((text[start:].rstrip(" "), True))
            return pieces
        if last <= start:
            last = _cut(text, start, place)
        pieces.append((text[start:last].rstrip(" "), False))
        start = last
        while start < length and text[start] == " ":
            start += 1
        if start == length:
            pieces[-1] = (pieces[-1][0], True)
            return pieces
        room = measure + spacing + _SLACK


def _cut(text: str, start: int, place: int) -> int:
    """Where to cut a word that is longer than the line: as late as it goes without a forbidden start or end."""
    for cut in range(place, start, -1):
        if text[cut] not in NO_START and text[cut - 1] not in NO_END:
            return cut
    return max(place, start + 1)


def _line(text: str, widths: Widths, start: float, measure: float, spread: bool, ends: bool, spacing: float) -> Line:
    natural = width_of(text, widths) + spacing * max(0, len(text) - 1)
    room = measure - start - natural
    if spread and room > _SLACK:
        gaps = [place for place in range(1, len(text)) if _gap(text[place - 1], text[place])]
        if gaps and room <= max(0.25 * measure, 1.0):
            return Line(tuple(_spread(text, widths, start, set(gaps), room / len(gaps), spacing)), measure, ends)
    return Line(tuple(_runs(text, widths, start, spacing)), start + natural, ends)


def _gap(before: str, after: str) -> bool:
    """Whether a spread line may open between these two characters."""
    if before == " ":
        return True
    return after != " " and not (_latin(before) and _latin(after)) and before != "\xa0" and after != "\xa0"


def _runs(text: str, widths: Widths, x: float, spacing: float) -> Sequence[Run]:
    """The letters by face, each run where it begins."""
    runs: list[Run] = []
    begin, at, face = 0, x, ""
    for place, letter in enumerate(text):
        found, width = widths[letter]
        if found != face:
            if begin < place:
                runs.append(Run(at, text[begin:place], face, spacing))
            begin, at, face = place, x, found
        x += width + spacing
    if begin < len(text):
        runs.append(Run(at, text[begin:], face, spacing))
    return runs


def _spread(text: str, widths: Widths, x: float, gaps: set[int], extra: float, spacing: float) -> Sequence[Run]:
    """The letters of a spread line: runs of equally spaced Chinese, and Latin words as they are."""
    runs: list[Run] = []
    place, length = 0, len(text)
    while place < length:
        face = widths[text[place]][0]
        begin, at = place, x
        loose = place + 1 in gaps
        # A run goes on while face and spacing stay the same.
        while True:
            x += widths[text[place]][1] + spacing + (extra if place + 1 in gaps else 0)
            place += 1
            if place == length or widths[text[place]][0] != face:
                break
            if text[place] == " " and not loose:
                x += widths[" "][1] + spacing + (extra if place + 1 in gaps else 0)
                place += 1
                break
            if (place + 1 in gaps) != loose and place + 1 != length and text[place] not in RAISED:
                break
        runs.append(Run(at, text[begin:place], face, spacing + (extra if loose else 0)))
    return runs
