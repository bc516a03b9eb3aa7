"""Pages and streams of a PDF that are written as they are; loaded only when something is printed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab carries no types
    """A compressed stream."""

    __RefOnly__ = 1

    def __init__(self, code: Sequence[str]) -> None:
        self._data = zlib.compress("\n".join(code).encode("latin-1") + b"\n")

    def format(self, _document: Any) -> bytes:
        """The stream with its length."""
        return b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(self._data), self._data)


class PlainPage(pdfdoc.PDFObject):  # type: ignore[misc]  # as above
    """A page whose resources are those of all pages."""

    __RefOnly__ = 1

    def __init__(self, box: str, resources: Any, stream: Any) -> None:
        self._box, self._resources, self._stream = box, resources, stream

    def format(self, document: Any) -> bytes:
        """The page with what it refers to."""
        parent, resources, stream = (
            document.idToObjectNumberAndVersion[reference.name][0]
            for reference in (document.Reference(document.Pages), self._resources, self._stream)
        )
        written = f"<</Type/Page/Parent {parent} 0 R/MediaBox[{self._box}]/Resources {resources} 0 R/Contents {stream} 0 R>>"
        return written.encode("ascii")


def shared_resources(document: Any, forms: Sequence[str]) -> Any:
    """A reference to what every page uses: all typefaces of the document, and its forms of these names."""
    resources = pdfdoc.PDFResourceDictionary()
    resources.basicFonts()
    resources.basicProcs()
    if forms:
        resources.XObject = document.xobjDict(list(forms))
    return document.Reference(resources, "shared.resources")


__all__ = ["PlainPage", "Stream", "shared_resources"]
