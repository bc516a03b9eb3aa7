#!/usr/bin/env python3
"""Build the program as a folder that runs on machines like this one, with nothing to install.

    python3 build_installer.py [--into dist]

It prepares an environment of its own in `build/environment`, freezes the program with PyInstaller
into `dist/unionoffice`, then starts what it made: the folder must say its version and print a
certificate from its own fonts, forms and words. It exits with 1 when it does not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / "build" / "environment"
LEFT_OUT = (
    "tkinter", "unittest", "pydoc", "pip", "setuptools", "numpy", "pandas", "matplotlib", "IPython", "lxml",
    "sqlite_utils.cli",
    "PIL.ImageQt", "PIL.AvifImagePlugin", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtNetwork", "PySide6.QtOpenGL",
    "PySide6.QtTest",
    "test", "lib2to3", "xmlrpc", "pdb",
)  # fmt: skip
START = """
import sys

if sys.argv[1:2] == ["--read-workbook"]:
    from unionoffice.core.workbook import main

    main(*sys.argv[2:4])
else:
    from unionoffice.cli import main

    main()
"""
WORKBOOK = HERE / "tests" / "core" / "lists" / "workers.xls"
DESKS = ("roster", "figures", "groups", "proposals", "waste", "competitions", "awards", "monthly")


def python() -> Path:
    """The interpreter of the environment, made when it is not there yet."""
    interpreter = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not interpreter.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    subprocess.run([interpreter, "-m", "pip", "install", "--quiet", f"{HERE}[installer]"], check=True)
    return interpreter


def freeze(interpreter: Path, into: Path) -> Path:
    """Freeze the program; give its folder."""
    start = HERE / "build" / "start.py"
    start.parent.mkdir(exist_ok=True)
    start.write_text(START, encoding="utf-8")
    options = ["--noconfirm", "--clean", "--log-level", "WARN", "--name", "unionoffice", "--onedir", "--console"]
    options += ["--distpath", str(into), "--workpath", str(HERE / "build" / "work"), "--specpath", str(HERE / "build")]
    for folder in ("resources", "forms"):
        options += ["--add-data", f"{HERE / folder}{os.pathsep}{folder}"]
    for name in LEFT_OUT:
        options += ["--exclude-module", name]
    for desk in DESKS:  # a tab is imported when it is first shown
        options += ["--hidden-import", f"unionoffice.desks.{desk}.tab"]
    options += ["--collect-data", "pypdfium2", "--collect-binaries", "pypdfium2_raw", "--collect-data", "pypdfium2_raw"]
    subprocess.run([interpreter, "-m", "PyInstaller", *options, str(start)], check=True, cwd=HERE)
    return into / "unionoffice"


def try_out(folder: Path) -> None:
    """Start what was made: it must print a certificate of the sample office by itself, and read a workbook."""
    program = folder / ("unionoffice.exe" if os.name == "nt" else "unionoffice")
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([program, "demo", place, "--no-window"], check=True, env=quiet)
        certificates = sorted(Path(place, "papers").glob("certificate*.pdf"))
        if not certificates or not certificates[0].read_bytes().startswith(b"%PDF"):
            raise SystemExit("The frozen program printed no certificate.")
    apart = subprocess.run([program, "--read-workbook", WORKBOOK, ""], check=True, env=quiet, stdout=subprocess.PIPE)
    if b"rows" not in apart.stdout:
        raise SystemExit("The frozen program reads no workbook.")


def main() -> int:
    """Build, try, and say where it lies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=HERE / "dist", help="the folder to put it in (dist)")
    into = parser.parse_args().into.resolve()
    folder = freeze(python(), into)
    try_out(folder)
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    sys.stdout.write(f"{folder}: {size / 1e6:.0f} MB; it starts and prints a certificate.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
