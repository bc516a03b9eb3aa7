"""Where the program's own files and the clerk's own folder lie; no other module knows.

The program runs from three places: the source tree, an installed wheel (the build
carries `resources/` and `forms/` into `unionoffice/_data`), and the frozen folder of
the installer. Each holds the same two folders.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

PROGRAM = "unionoffice"


@cache
def _home() -> Path:
    """The folder that holds `resources` and `forms`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent.parent
    carried = package / "_data"
    return carried if carried.is_dir() else package.parent


def resources() -> Path:
    """The folder of icons, fonts, translations and the sample office."""
    return _home() / "resources"


def forms() -> Path:
    """The folder of the office's paper forms as they were shipped."""
    return _home() / "forms"


def user_data() -> Path:
    """The clerk's own folder for books, backups and settings; made if it is not there yet.

    Sources: XDG Base Directory Specification; Apple, File System Programming Guide; Windows, known folder LocalAppData.
    """
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        above = "~/Library/Application Support"
    else:
        above = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    folder = Path(above).expanduser() / PROGRAM
    folder.mkdir(parents=True, exist_ok=True)
    return folder
