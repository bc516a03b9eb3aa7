"""The words of the office in Chinese and English, by standard gettext and without Qt.

The English text is the key. `_` words a text now, `N_` marks one to be worded later.
A language is "zh" or "en". The screen's language is set once with `use`; a job on
another thread, or a print in the other language, speaks inside `speaking`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

import msgspec

from unionoffice.core import paths

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_screen: Language = "en"
_here: ContextVar[Language | None] = ContextVar("language", default=None)
_office_words: Mapping[Language, Mapping[str, str]] = {}
_PLACE = re.compile(r"\{([a-z_]+)\}")


class Said(msgspec.Struct, frozen=True):
    """A text to be worded later: its key and the values of its {places}."""

    key: str
    values: dict[str, object] = {}

    def __str__(self) -> str:
        return word(self.key, language(), **self.values)


def use(chosen: Language) -> None:
    """Make `chosen` the language of the screen."""
    global _screen
    _screen = chosen


def language() -> Language:
    """The language spoken here and now: the print's or the job's, else the screen's."""
    return _here.get() or _screen


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak `chosen` inside the block, on this thread only."""
    token = _here.set(chosen)
    try:
        yield
    finally:
        _here.reset(token)


@cache
def _catalogue(chosen: Language) -> gettext.NullTranslations:
    if chosen == "en":
        return gettext.NullTranslations()
    return gettext.translation("unionoffice", paths.resources() / "translations", ["zh_CN"])


def N_(key: str) -> str:  # noqa: N802 - the customary name of gettext
    """Mark `key` for translation and give it back unchanged."""
    return key


def word(key: str, chosen: Language, /, **values: object) -> str:
    """The text of `key` in the chosen language, its {places} filled from `values`.

    A value that is a marked text, or has a `word` of its own, is worded as well.
    """
    text = _catalogue(chosen).gettext(key) if key else ""
    if not values:
        return text

    def fill(place: re.Match[str]) -> str:
        value = values.get(place[1], place[0])
        if isinstance(value, Said):
            return word(value.key, chosen, **value.values)
        marked = getattr(value, "word", None)
        if isinstance(marked, str):
            return word(marked, chosen)
        return str(value)

    return _PLACE.sub(fill, text)


def _(key: str, /, **values: object) -> str:
    """The text of `key` in the language spoken here; {places} are filled from `values`."""
    return word(key, language(), **values)


def set_office_words(words: Mapping[Language, Mapping[str, str]]) -> None:
    """Take the office's own word list: in each language, which printed words change into which."""
    global _office_words
    _office_words = words


def printed(text: str, chosen: Language) -> str:
    """`text` as it goes on paper: with the office's own words in place of the program's."""
    for ours, theirs in _office_words.get(chosen, {}).items():
        text = text.replace(ours, theirs)
    return text
