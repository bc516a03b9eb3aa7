"""The two kinds of trouble: what the clerk can mend, and what only the developers can."""

from __future__ import annotations


class KnownError(Exception):
    """A trouble told in the clerk's own language, with the way out.

    `str(error)` is the whole sentence to show. `field` names the entry field it
    stands beside, or is None when it concerns the whole step.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class BugError(Exception):
    """A promise inside the program was broken; it is logged and shown as our fault, never as the clerk's."""


class Interrupted(Exception):  # noqa: N818 - nothing is wrong: nobody wants the answer any more
    """What was asked of the book was ended from outside, by `Book.interrupt` or `Book.only_while`; never shown."""
