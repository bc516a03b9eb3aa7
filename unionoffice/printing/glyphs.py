"""The office's typefaces: where they lie, how wide each letter is, and which letters they lack."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from typing import Any

from unionoffice.core import paths
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.words import Language, _

FACES = {
    "song": "NotoSerifSC-Regular",
    "song_bold": "NotoSerifSC-Bold",
    "hei": "NotoSansSC-Regular",
    "hei_medium": "NotoSansSC-Medium",
    "kai": "LXGWWenKai-Regular",
}
"""Our names of the faces, and the files that hold them."""

FALLBACK = ("song", "hei")
"""Where a letter is sought that the chosen face lacks: Kai, then Song, then Hei."""

# In the Song and Hei files these are as wide as a Chinese character, in the Kai file they are
# narrow: Chinese text wants the wide ones, English text the narrow ones.
_QUOTES = "“”‘’"
_QUOTE_FACE: dict[Language, str] = {"zh": "song", "en": "kai"}
RAISED_FACE, RAISED_SIZE, RAISED_BY = "hei", 0.62, 0.34
"""Small raised figures: the face that draws them, how large they are, how many ems they stand above the line."""
RAISED = {chr(0xE0B0 + figure): str(figure) for figure in range(10)}
"""Our own signs for small raised figures, for which no typeface has all ten: those of the numbers of boxes."""
_SHOWN = 60
_lock = threading.RLock()


@cache
def font(face: str) -> Any:
    """The reportlab font of one of our faces, read from its file and registered once.

    Gives Any because reportlab carries no types. Raises BugError for an unknown face.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    from unionoffice.printing import tounicode

    if face not in FACES:
        raise BugError(f"no typeface {face}")
    with _lock:
        tounicode.mend()
        try:
            read = TTFont(FACES[face], str(paths.resources() / "fonts" / f"{FACES[face]}.ttf"))
        except TTFError as error:
            raise BugError(f"the typeface {FACES[face]} cannot be read: {error}") from error
        pdfmetrics.registerFont(read)
        return read


class NoGlyphError(Exception):
    """A letter that no typeface has; whoever sets the text tells the clerk in which text it stands."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter

    def told(self, text: str) -> KnownError:
        """What the clerk is told: the letter, and the text that cannot be printed."""
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        return KnownError(
            _(
                "“{text}”: the character “{letter}” (U+{code}) is in none of the office's typefaces and cannot be printed.",
                text=shown,
                letter=self.letter,
                code=f"{ord(self.letter):04X}",
            )
        )


class Widths(dict[str, tuple[str, float]]):
    """For each letter the face that really draws it, and its width in ems; NoGlyphError when no face has it."""

    def __init__(self, face: str, language: Language, *, allow_fallback: bool = True) -> None:
        super().__init__()
        self.face = face
        self._language = language
        self._allow_fallback = allow_fallback

    def __missing__(self, letter: str) -> tuple[str, float]:
        if letter in RAISED:
            width = font(RAISED_FACE).face.getCharWidth(ord(RAISED[letter])) / 1000 * RAISED_SIZE
            self[letter] = ("raised", width)
            return self[letter]
        faces = [self.face, *FALLBACK] if self._allow_fallback else [self.face]
        if letter in _QUOTES and self._allow_fallback and (self.face == "kai" or self._language == "en"):
            faces.insert(0, _QUOTE_FACE[self._language])
        code = 32 if letter == "\xa0" else ord(letter)
        for face in faces:
            outlines = font(face).face
            if code in outlines.charToGlyph:
                found = (face, outlines.getCharWidth(code) / 1000)
                self[letter] = found
                return found
        raise NoGlyphError(letter)


@cache
def widths(face: str, language: Language, *, allow_fallback: bool = True) -> Widths:
    """The widths of the letters of a face, as prints of this language use it."""
    return Widths(face, language, allow_fallback=allow_fallback)


def missing(text: str, face: str, *, allow_fallback: bool = False) -> set[str]:
    """The characters of `text` that the face cannot draw; with `allow_fallback`, that no face of ours can."""
    table = widths(face, "zh", allow_fallback=allow_fallback)
    found = set()
    for letter in set(clean(text)) - {"\n"}:
        try:
            table[letter]
        except NoGlyphError:
            found.add(letter)
    return found


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """`text` as it can be set: composed, tabs as spaces, without invisible control and format characters.

    Line ends stay. Variation selectors go: the plain form of the character is drawn.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(letter for letter in text if letter == "\n" or not _invisible(letter))


@cache
def _invisible(letter: str) -> bool:
    return (
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0100" <= letter <= "\U000e01ef"
    )
