"""The table of a run, put into docs/performance.md with the machine and the versions it was measured on."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.line import Line, table

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PLOT = PAGE.parent / "pictures" / "growth.png"
BEGIN, END = "<!-- the table of a run: begin -->", "<!-- the table of a run: end -->"
PACKAGES = ("PySide6-Essentials", "sqlite-utils", "python-calamine", "XlsxWriter", "reportlab", "pypinyin", "typst")


def machine() -> str:
    """The machine and the versions, in one sentence."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.platform()
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for name in PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} not installed")
    return f"{os.cpu_count()} cores, {system}, {', '.join(versions)}"


def into_page(lines: Sequence[Line], skipped: Sequence[str], rows: int, seconds: float, *, page: Path = PAGE) -> None:
    """Put the table in the place of the one that stands between the two marks of the page; the words around it stay.

    Raises ValueError when the page does not hold both marks.
    """
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no place for the table: {BEGIN} and {END} are wanted")
    said = (
        f"A book of {rows:,} entries, measured on {datetime.date.today()} in {seconds / 60:.0f} min; {machine()}. "
        "Each figure and its yardstick were measured in the same run, in turn; both are medians."
    )
    missing = "".join(f"\n\nSkipped: {words}" for words in skipped)
    page.write_text(f"{before}{BEGIN}\n{said}\n\n{table(lines)}{missing}\n{END}{after}", encoding="utf-8")
