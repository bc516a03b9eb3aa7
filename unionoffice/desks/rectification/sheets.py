"""What this desk prints."""

from __future__ import annotations

from unionoffice.printing.paper import Paper

PAPERS: tuple[Paper, ...] = ()
