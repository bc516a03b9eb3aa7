"""Every paper the office prints, desk by desk. Written by hand; for the window, the command line and the tests. No Qt."""

from __future__ import annotations

from unionoffice.printing.paper import Paper

PAPERS: tuple[Paper, ...] = ()


def paper(form: str) -> Paper | None:
    """The paper of a form's name; "score-sheet" and "score_sheet" are the same."""
    wanted = form.replace("-", "_")
    return next((each for each in PAPERS if each.form == wanted), None)
