"""Where the words of a search stand in a text that is shown."""

from __future__ import annotations

from functools import lru_cache

from unionoffice.core.search import folded, hearings, parts


@lru_cache(4096)
def marks(text: str, asked: str, spoken: str = "") -> list[tuple[int, int]]:
    """Where the parts of a question stand in a text, as pairs of start and end, in order and apart from each other.

    `spoken` tells how the names in it are read (see `core.pinyin`): signs that were found by pinyin or initials are marked, too.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for each in folded(sign):
            letters.append(each)
            places.append(place)
    line = "".join(letters)
    inside: set[int] = set()
    for part in parts(asked):
        for wanted in part.texts:
            start = line.find(wanted)
            while start >= 0:
                inside.update(range(places[start], places[start + len(wanted) - 1] + 1))
                start = line.find(wanted, start + len(wanted))
        if part.heard and spoken:
            inside |= _heard(text, part.heard, spoken)
    found: list[tuple[int, int]] = []
    for place in sorted(inside):
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def _heard(text: str, letters: str, spoken: str) -> set[int]:
    """The places of a text that belong to the signs of names which are read so."""
    inside: set[int] = set()
    for line in spoken.split("\n"):
        name = line.partition("\t")[0]
        start = text.find(name)
        if start < 0:
            continue
        signs = [place for place, sign in enumerate(name) if sign.isalnum()]
        for first, after in hearings(line, letters):
            for at in _all(text, name, start):
                inside.update(at + place for place in signs[first:after])
    return inside


def _all(text: str, name: str, start: int) -> list[int]:
    places = []
    while start >= 0:
        places.append(start)
        start = text.find(name, start + len(name))
    return places
