"""A choice of a closed list as people write it in a cell: its word in either language, or another word for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from unionoffice.core import reading
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Worded
from unionoffice.core.words import LANGUAGES, _, word

_MARKS = "、,;/·.-"
W = TypeVar("W", bound=Worded)


def folded(text: str) -> str:
    """A word as it is compared: full width or half, capitals, spaces and marks between words do not matter."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if not sign.isspace() and sign not in _MARKS)


def reader(kind: type[W], others: Mapping[W, Sequence[str]] | None = None) -> Callable[[str], W | None]:
    """What reads a cell as one of `kind`: None when it says nothing, KnownError naming the choices when it is none of them.

    `others` are further words for a choice, in either language.
    """
    known: dict[str, W] = {}

    def learn() -> None:
        for each in kind:
            for text in (*(word(each.word, spoken) for spoken in LANGUAGES), each.value, *(others or {}).get(each, ())):
                known.setdefault(folded(text), each)

    def read(text: str) -> W | None:
        if not known:
            learn()
        if reading.says_nothing(text):
            return None
        found = known.get(folded(text))
        if found is None:
            offered = _("; ").join(_(each.word) for each in kind)
            raise KnownError(_("“{text}” is none of these: {choices}", text=reading.shown(text), choices=offered))
        return found

    return read
