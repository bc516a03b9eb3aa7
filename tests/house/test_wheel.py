"""The wheel carries everything: built, unpacked into an empty folder and used far from the source tree, it prints a certificate."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PRINT = """
import sys
from pathlib import Path
import unionoffice
from unionoffice.core import paths, words
from unionoffice.printing import forms, pdf
here = Path(unionoffice.__file__).resolve()
assert Path(sys.argv[1]) in here.parents, here
assert here.parent in paths.resources().parents and here.parent in paths.forms().parents, paths.resources()
assert words.word("Roster", "zh") == "花名册"
form = forms.shipped("certificate")
Path(sys.argv[2]).write_bytes(pdf.render(form, forms.sample(form), "zh"))
"""


def test_the_wheel_prints_a_certificate_in_an_empty_folder(tmp_path: Path) -> None:
    built = tmp_path / "built"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        packed.extractall(installed)
    assert "unionoffice/_data/forms/minutes.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    printed = tmp_path / "certificate.pdf"
    subprocess.run(
        [sys.executable, "-c", PRINT, str(installed), str(printed)],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert printed.read_bytes().startswith(b"%PDF")
