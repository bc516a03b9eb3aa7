"""Finding any part of any text: how texts are laid down for the search, and how a question is put to it.

The index (SQLite's FTS5, without places and without the texts) holds each text's runs of one, two and three signs as tokens:
of 切削油 it holds 切, 削, 油, 切削, 削油 and 切削油. One to three signs are one token; a longer question is as many runs of three
as cover it, and the few entries that have them all are looked at in the table `texts`. A name declared with its pinyin adds the
beginnings of its syllables and initials, marked ʸ; an entry's table is a token, marked ᵗ; what begins with digits has its
first four, marked ⁿ. No question can hold one of these marks: folding makes plain letters of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from fractions import Fraction

RUN = 3  # signs of the longest token
HEARD = 8  # letters of the longest beginning of a reading that is a token
BEGUN = 4  # digits of the longest beginning of a number that is a token
_SHARED = 8  # signs of the longest line that many entries may share, such as a name or a day
_MOST_WAYS = 16  # ways of reading one name that are kept
_OF, _SAID, _BEGINS = "ᵗ", "ʸ", "ⁿ"
_NUMBER = re.compile(r"([a-z]{2}[0-9]{4})([0-9]{1,3})")
_DATE = re.compile(r"(\d{4}|\d{2})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")


class _Kept(dict[int, str | None]):
    """Of each sign whether the search keeps it: letters, digits, signs such as ★ and marks of Indian vowels."""

    def __missing__(self, number: int) -> str | None:
        sign = chr(number)
        kept = sign if sign.isalnum() or unicodedata.category(sign) in ("So", "Mn", "Mc") else None
        self[number] = kept
        return kept


_kept = _Kept()


def folded(text: str) -> str:
    """What the search keeps of a text: full width, capitals, spaces and punctuation are gone: "Ａ1-刀 具" becomes "a1刀具"."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else plain.translate(_kept)


def laid_down(texts: Sequence[str]) -> str:
    """The texts of one record as the table `texts` keeps them, a line each; what stands in an earlier one is not kept again."""
    kept = ""
    for text in texts:
        if text and (line := folded(text)) and line not in kept:
            kept = f"{kept}\n{line}" if kept else line
    return kept


def tokens(tbl: str, text: str, spoken: str) -> str:
    """What the index holds of an entry: its table, the runs of its laid down text, the beginnings of how its names are read."""
    parts = [table_token(tbl)]
    if text:
        parts += [_shared_runs(line) if len(line) <= _SHARED else _runs(line) for line in text.split("\n")]
    if spoken:
        parts += map(_heard, spoken.split("\n"))
    return " ".join(parts)


def _runs(line: str) -> str:
    """The tokens of one line of a text: its runs, and the beginnings of the number it begins with."""
    pairs = list(map(add, line, line[1:]))
    return " ".join([*line, *pairs, *map(add, pairs, line[2:]), *_begun(line[:BEGUN])])


_shared_runs = lru_cache(16_384)(_runs)


@lru_cache(4096)
def _begun(start: str) -> tuple[str, ...]:
    """The tokens of the digits that the first signs of a line begin with."""
    digits = len(start) - len(start.lstrip("0123456789"))
    return tuple(_BEGINS + start[:end] for end in range(1, digits + 1))


@lru_cache(16_384)
def _heard(line: str) -> str:
    """The tokens of how one name is read, by any syllable on."""
    syllables = tuple(line.split("\t")[1:])
    return " ".join(chain.from_iterable(_beginnings(syllables[place:]) for place in range(len(syllables))))


def table_token(tbl: str) -> str:
    """The token of all entries of a table."""
    return _OF + tbl.replace("_", _OF)


@lru_cache(8192)
def _beginnings(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of a reading from one syllable on: every beginning of its letters, and of its initials."""
    words = _words(syllables) + _words(tuple(map(_initials, syllables)))
    return tuple(dict.fromkeys(chain.from_iterable(_starts(word[:HEARD]) for word in words)))


@lru_cache(4096)
def _initials(syllable: str) -> str:
    """The first letters of the ways a syllable is read."""
    return "/".join(dict.fromkeys(way[:1] for way in syllable.split("/")))


@lru_cache(8192)
def _starts(word: str) -> tuple[str, ...]:
    """The tokens of every beginning of the letters of a reading."""
    return tuple(_SAID + word[:end] for end in range(1, len(word) + 1))


def _words(syllables: tuple[str, ...]) -> list[str]:
    """The ways of reading syllables on, as far as tokens reach."""
    if all(syllables) and not any("/" in each for each in syllables):
        return ["".join(syllables)]
    words = [""]
    for each in syllables:
        if not each or min(map(len, words)) >= HEARD:
            break
        words = [word + way for word in words for way in each.split("/")][:_MOST_WAYS]
    return words


class Part(msgspec.Struct, frozen=True):
    """One part of a question, between spaces: what may stand for it (a date also as the book writes it), and its letters."""

    texts: tuple[str, ...]
    heard: str  # how a name may be read, or empty


class Question(msgspec.Struct, frozen=True):
    """A question as it is put to the index (`match`), and what has to be looked at of the entries that it gives.

    `looked_at` is SQL on the table `texts`, empty when the index alone is enough; `values` are its values.
    """

    match: str
    looked_at: str
    values: dict[str, str]
    spelled: bool  # a part of it may be a reading


@lru_cache(256)
def parts(text: str) -> tuple[Part, ...]:
    """The parts of what was typed; all must be found. Empty when nothing is left of it."""
    found = []
    for typed in text.split():
        plain = folded(typed)
        if not plain:
            continue
        said = plain.replace("ü", "v")
        heard = said if said.isascii() and said.isalnum() and not said.isdigit() else ""
        found.append(Part(tuple(dict.fromkeys((plain, *_days(typed), *_numbers(typed)))), heard))
    return tuple(found)


def _days(typed: str) -> list[str]:
    """A day or month as the book writes it: 58.2.3 is 19580203 or 20580203, 1958-2 is 195802."""
    date = _DATE.fullmatch(unicodedata.normalize("NFKC", typed))
    if date is None:
        return []
    year, month, day = date.groups()
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return []
    years = (year,) if len(year) == 4 else ("19" + year, "20" + year)
    return [f"{each}{int(month):02}" + (f"{int(day):02}" if day else "") for each in years]


def _numbers(typed: str) -> list[str]:
    """A register number as the book writes it: JY-1958-1 is JY-1958-0001."""
    number = _NUMBER.fullmatch(folded(typed))
    return [f"{number[1]}{int(number[2]):04}"] if number else []


def question(text: str, *, tbl: str = "") -> Question | None:
    """What was typed as a question, of one table if it is named. None when nothing is left of it."""
    asked, looked_at, values = [], [], {}
    for number, part in enumerate(parts(text)):
        ways = [" AND ".join(f'"{run}"' for run in cover(each)) for each in part.texts]
        ways += [f'"{_SAID}{part.heard[:HEARD]}"'] if part.heard else []
        asked.append(f"({') OR ('.join(ways)})" if len(ways) == 1 else f"(({') OR ('.join(ways)}))")
        if any(len(each) > RUN for each in (*part.texts, part.heard)):
            looks = [f"instr(texts.text, :t{number}_{place}) > 0" for place in range(len(part.texts))]
            values.update({f"t{number}_{place}": each for place, each in enumerate(part.texts)})
            if part.heard:
                looks.append(f"texts.spoken <> '' and heard(texts.spoken, :h{number})")
                values[f"h{number}"] = part.heard
            looked_at.append(f"({' or '.join(looks)})")
    if not asked:
        return None
    if tbl:
        asked.append(f'"{table_token(tbl)}"')
    spelled = any(part.heard for part in parts(text))
    return Question(" AND ".join(asked), " and ".join(looked_at), values, spelled)


def cover(text: str) -> list[str]:
    """The fewest runs of three signs that hold all of a text; a shorter text is itself one."""
    if len(text) <= RUN:
        return [text]
    places = [*range(0, len(text) - RUN, RUN), len(text) - RUN]
    return list(dict.fromkeys(text[place : place + RUN] for place in places))


def begun(digits: str, tbl: str) -> str:
    """The question for entries of a table in which a text begins with the first of these digits."""
    return f'"{_BEGINS}{digits[:BEGUN]}" AND "{table_token(tbl)}"'


def heard(spoken: str, letters: str) -> bool:
    """Whether a name is read so from some syllable on, in full or by initials; of the last syllable a beginning is enough."""
    return any(next(hearings(line, letters), None) for line in spoken.split("\n"))


def hearings(line: str, letters: str) -> Iterator[tuple[int, int]]:
    """Which signs of a name are read so, as pairs of first and after: in full, or by initials. `line` is one of a `spoken`."""
    syllables = [each.split("/") for each in line.split("\t")[1:]]
    for first in range(len(syllables)):
        after = max(_read(syllables, first, letters), _read([[way[:1] for way in each] for each in syllables], first, letters))
        if after:
            yield first, after


def _read(syllables: list[list[str]], place: int, letters: str) -> int:
    """Where reading `letters` from a syllable on ends, or 0 when it cannot be read so."""
    if place == len(syllables):
        return 0
    for way in syllables[place]:
        if not way:
            continue
        if way.startswith(letters):
            return place + 1
        if letters.startswith(way) and (after := _read(syllables, place + 1, letters[len(way) :])):
            return after
    return 0


class Hit(msgspec.Struct, frozen=True):
    """One record found: where it lies and how it is called. `state` is an English key; `spoken` tells how names are read."""

    tbl: str
    row: int
    number: str
    title: str
    state: str
    note: str
    day: str
    old_number: str
    unit: int | None
    spoken: str = ""


def pieces(text: str) -> set[str]:
    """The pairs of neighbouring characters of a Chinese text and the words of any other: what likeness is measured by."""
    found: set[str] = set()
    for part in re.findall(r"[a-z0-9]+|[^\W\da-z_]+", text.casefold()):
        if part.isascii():
            found.add(part)
        else:
            found.update(part[place : place + 2] for place in range(max(1, len(part) - 1)))
    return found


def likeness(one: str, other: str) -> Fraction:
    """How like two texts are, from 0 to 1: twice the pieces they share over the pieces both have (Dice)."""
    from fractions import Fraction  # only here: nothing is likened at the start

    a, b = pieces(one), pieces(other)
    return Fraction(2 * len(a & b), len(a) + len(b)) if a and b else Fraction(0)
