"""The questions asked of this desk's tables, and the writing of them."""

from __future__ import annotations

from typing import Any

from unionoffice.core.record import Table

TABLES: tuple[Table[Any], ...] = ()
