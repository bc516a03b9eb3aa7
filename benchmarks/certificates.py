"""Certificates in bulk: our page through ReportLab, the same page through Typst, one process each."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 10_000
SURNAMES, NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗", "建国桂兰秀英玉珍志强淑芬德明春梅永福海波"

TYPST = """
#set page(width: 297mm, height: 210mm, margin: 0mm)
#set text(font: "LXGW WenKai", size: 26pt, lang: "zh")
#let people = json("people.json")
#for (number, one) in people.enumerate() {
  if number > 0 { pagebreak() }
  for (inset, stroke) in ((10mm, 0.4mm + rgb("#b8962e")), (12.5mm, 1.8mm + rgb("#b3161b")), (17mm, 0.7mm + rgb("#b8962e")),
    (19mm, 0.3mm + rgb("#333333"))) {
    place(top + left, dx: inset, dy: inset, rect(width: 297mm - 2 * inset, height: 210mm - 2 * inset, stroke: stroke))
  }
  place(top + center, dy: 42mm, text(font: "Noto Serif SC", weight: "bold", size: 66pt, fill: rgb("#b3161b"))[奖　状])
  place(top + left, dx: 42mm, dy: 80mm, [#one.name 同志：])
  let words = par(first-line-indent: (amount: 2em, all: true), leading: 0.9em, one.body)
  place(top + left, dx: 42mm, dy: 98mm, block(width: 213mm, words))
  place(top + left, dx: 170mm, dy: 155mm, text(size: 20pt)[第二机械厂工会委员会])
  place(top + left, dx: 175mm, dy: 167mm, text(size: 20pt)[一九五八年四月二日])
  place(top + left, dx: 42mm, dy: 175mm, text(size: 9pt, one.number))
}
"""


def people() -> list[dict[str, str]]:
    """The same thousand people for both."""
    found = []
    for place in range(COUNT):
        name = SURNAMES[place % 20] + NAMES[place % 20] + NAMES[(place // 20) % 20]
        body = "在一九五八年第一季度车间劳动竞赛中成绩显著，被评为先进生产者。特发此状，以资鼓励。"
        found.append({"name": name, "body": body, "number": f"编号 JZ-1958-{place + 1:04d}"})
    return found


def typst_is_there() -> bool:
    """Whether Typst is installed."""
    return importlib.util.find_spec("typst") is not None


def _run(code: str, place: Path) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(place)], check=True, env={**os.environ, "PYTHONHASHSEED": "0"})
    return time.perf_counter() - begun


def ours() -> float:
    """Seconds of a whole process that prints the certificates into one PDF."""
    with tempfile.TemporaryDirectory() as folder:
        return _run("import sys; from benchmarks.certificates import print_ours; print_ours(sys.argv[1])", Path(folder, "ours.pdf"))


def print_ours(path: str) -> None:
    """Print them as the window does."""
    from unionoffice.printing import forms, pdf

    day = datetime.date(1958, 4, 2)
    sheets = [
        {
            "recipient": f"{each['name']}同志",
            "body": each["body"],
            "issuer": "第二机械厂工会委员会",
            "date": day,
            "number": each["number"],
        }
        for each in people()
    ]
    Path(path).write_bytes(pdf.render_many(forms.shipped("certificate"), sheets, "zh"))


def typst() -> float:
    """Seconds of a whole process that prints the same page through Typst."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "people.json").write_text(json.dumps(people(), ensure_ascii=False), encoding="utf-8")
        Path(folder, "page.typ").write_text(TYPST, encoding="utf-8")
        return _run("import sys; from benchmarks.certificates import print_typst; print_typst(sys.argv[1])", Path(folder))


def print_typst(folder: str) -> None:
    """Compile the page."""
    import typst as compiler

    from unionoffice.core import paths

    fonts = [str(paths.resources() / "fonts")]
    compiler.compile(str(Path(folder, "page.typ")), output=str(Path(folder, "page.pdf")), font_paths=fonts)


def sizes() -> tuple[int, int]:
    """How many bytes the two files have, ours first; each is printed once."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        print_ours(str(place / "ours.pdf"))
        Path(place, "people.json").write_text(json.dumps(people(), ensure_ascii=False), encoding="utf-8")
        Path(place, "page.typ").write_text(TYPST, encoding="utf-8")
        print_typst(folder)
        return (place / "ours.pdf").stat().st_size, (place / "page.pdf").stat().st_size
