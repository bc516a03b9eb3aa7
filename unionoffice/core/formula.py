"""A text that a spreadsheet would take for a formula leaves as CSV behind an apostrophe, and loses it coming back."""

from __future__ import annotations

import re

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"). The apostrophe is among them so that a
text which has one of its own is read back whole."""
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def guarded(text: str) -> str:
    """The text as a CSV may hold it: an apostrophe before what another program would take for a formula. A number is none."""
    return "'" + text if text.startswith(RISKY) and not _NUMBER.fullmatch(text) else text


def bare(text: str) -> str:
    """The text that `guarded` was given. An apostrophe before anything else belongs to the text."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text
