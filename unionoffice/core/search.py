"""Finding any part of any text: how texts are laid down for the search, and how a question is put to it.

SQLite's FTS5 finds whole tokens only, so every letter, digit and Chinese character is its own
token and a question is a phrase of them. One, two or twenty characters are found alike.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

import msgspec

END_OF_FIELD = "endoffield"  # no question can hold a token of many letters, so no phrase crosses two fields


def spread(text: str) -> str:
    """`text` with every letter, digit and sign set apart: "刀具 A1" becomes "刀 具 a 1"."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_token(c) for c in folded if c.isalnum() or unicodedata.category(c) in ("So", "Mn", "Mc"))


def _token(sign: str) -> str:
    # SQLite's tokenizer drops signs such as ★ and letters younger than its own tables: they go in by their number
    plain = sign.isascii() or (sign.isalpha() and ("㐀" <= sign <= "鿿" or sign >= "\U00020000"))
    return sign if plain else f"u{ord(sign):x}"


def laid_down(texts: list[str]) -> str:
    """The texts of one record as the index keeps them."""
    return f" {END_OF_FIELD} ".join(spread(text) for text in texts if text)


def question(text: str) -> str | None:
    """The FTS5 query for what was typed: each part between spaces is a phrase, all must be there. None when nothing is left."""
    phrases = [spread(part) for part in text.split()]
    wanted = [f'"{phrase}"' for phrase in phrases if phrase]
    return " AND ".join(wanted) if wanted else None


class Hit(msgspec.Struct, frozen=True):
    """One record found: where it lies and how it is called. `state` is an English key."""

    tbl: str
    row: int
    number: str
    title: str
    state: str
    note: str
    day: str
    old_number: str
    unit: int | None


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
    a, b = pieces(one), pieces(other)
    return Fraction(2 * len(a & b), len(a) + len(b)) if a and b else Fraction(0)
