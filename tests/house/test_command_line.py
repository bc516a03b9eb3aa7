"""The command line on real books: every command, what it leaves behind, its exit code, and that no trouble shows a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest

from unionoffice import cli
from unionoffice.core import office as offices
from unionoffice.core import words
from unionoffice.core.book import Book
from unionoffice.core.condition import Condition
from unionoffice.core.lock import Lock
from unionoffice.core.spreadsheet import rows_of
from unionoffice.core.views import View, keep_view

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def office(sample_book: Path, tmp_path: Path) -> Path:
    """A copy of the sample office to do with as one likes."""
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    return path


@pytest.fixture(autouse=True)
def _system_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


Runner = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Runner:
    """Does a command and gives its exit code and what it said on stdout and stderr; no traceback is ever among it."""

    def _run(*arguments: object) -> tuple[int, str, str]:
        code = cli.main([str(each) for each in arguments])
        sys.stdout.flush()
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return _run


def text_of(path: Path) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# -- what help loads ------------------------------------------------------------------------


def test_help_loads_neither_qt_nor_printing_nor_the_schema() -> None:
    code = (
        "import sys; from unionoffice.cli import main; code = main(['--help']);"
        "never = {'PySide6', 'reportlab', 'sqlite_utils', 'pypdfium2', 'xlsxwriter', 'sqlite3'};"
        "heavy = never & {m.split('.')[0] for m in sys.modules};"
        "print('HEAVY', sorted(heavy), code)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "HEAVY [] 0" in told.stdout
    for name in ("backup", "check", "demo", "import", "month", "print", "restore", "score"):
        assert re.search(rf"^  {name} ", told.stdout, re.MULTILINE)


def test_python_dash_m_is_the_same_command() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "unionoffice", "--help"], capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "LANG": "zh_CN.UTF-8"},
    )
    assert "基层工会" in told.stdout


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_TW"}, "zh"), ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"), ({"LANG": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_system_says_the_language(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], spoken: str) -> None:
    monkeypatch.delenv("LANG", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.system_language() == spoken


def test_without_a_display_the_window_says_so_in_one_line(run: Runner, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code, out, err = run(office)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no display" in err
    assert run()[0] == 1


# -- print ------------------------------------------------------------------------------------


def test_print_of_a_record_in_either_language(run: Runner, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers" / "proposal.pdf"
    code, said, err = run("print", office, "proposal", "--no", "jy-1958-0001", "--lang", "zh", "--out", out)
    assert (code, said.strip(), err) == (0, str(out), "")
    assert "床腿砂型由木模实样改为刮板造型" in squeezed(text_of(out))
    run("print", office, "proposal", "--no", "JY-1958-0001", "--out", out)
    assert "Saving proposal" in text_of(out)
    book = Book.open(office, write=False)
    assert [(each.language, each.reprint) for each in book.printings("proposal", "proposals", 1)] == [("zh", False), ("en", True)]
    book.close()


def test_print_of_a_final_paper_is_marked_the_second_time(run: Runner, office: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    for out in (first, second):
        assert run("print", office, "proposal-slip", "--no", "JY-1958-0026", "--lang", "zh", "--out", out)[0] == 0
    assert "补印" in squeezed(text_of(second)) or squeezed(text_of(second)) != squeezed(text_of(first))


def test_print_of_a_period_and_blank(run: Runner, office: Path, tmp_path: Path) -> None:
    register, blank = tmp_path / "register.pdf", tmp_path / "blank.pdf"
    assert run("print", office, "exposure_register", "--month", "1958-Q1", "--lang", "zh", "--out", register)[0] == 0
    assert "LF-1958-0005" in text_of(register)
    before = acts(office)
    assert run("print", office, "proposal", "--lang", "zh", "--out", blank)[0] == 0
    assert "合理化建议表" in squeezed(text_of(blank))
    assert "JY-1958" not in text_of(blank)
    assert acts(office) == before, "a blank paper is not written down"


def acts(path: Path) -> int:
    conn = sqlite3.connect(path)
    count = conn.execute("select count(*) from acts").fetchone()[0]
    conn.close()
    return int(count)


def test_print_finds_workers_by_number_and_certificates_without_check_character(run: Runner, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    code, _said, err = run("print", office, "merit-record", "--no", "张建国", "--out", out)
    assert (code, out.exists()) == (1, False)
    assert "3 records" in err
    assert run("print", office, "merit-record", "--no", "3502", "--lang", "zh", "--out", out)[0] == 0
    assert "张建国" in squeezed(text_of(out))
    assert run("print", office, "certificate", "--no", "JZ-1958-0007", "--out", out)[0] == 0
    assert "夏永年" in squeezed(text_of(out))


def test_several_certificates_make_one_file(run: Runner, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pdf"
    assert run("print", office, "certificate", "--no", "JZ-1958-0001", "--no", "JZ-1958-0002", "--out", out)[0] == 0
    assert len(pypdf.PdfReader(out).pages) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("nothing", "--out", "x.pdf"), 2, "no form nothing"),
        (("proposal", "--no", "JY-1958-9999", "--out", "x.pdf"), 1, "JY-1958-9999"),
        (("contract", "--no", "JY-1958-0001", "--out", "x.pdf"), 1, "not made of that"),
        (("contract", "--no", "HT-1958-0002", "--out", "x.pdf"), 1, "Master and apprentice"),
        (("exposure-register", "--no", "LF-1958-0001", "--out", "x.pdf"), 2, "--month"),
        (("proposal", "--month", "1958-02", "--out", "x.pdf"), 2, "--no"),
        (("exposure-register", "--month", "1958-13", "--out", "x.pdf"), 1, "1958-13"),
        (("proposal", "--no", "JY-1958-0001"), 2, "--out"),
        (("proposal", "--no", "JY-1958-0001", "--lang", "fr", "--out", "x.pdf"), 2, "fr"),
        (("proposal", "--no", "", "--out", "x.pdf"), 1, "no"),
    ],
)
def test_print_of_what_cannot_be(
    run: Runner, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    got, out, err = run("print", office, *arguments)
    assert (got, out) == (code, "")
    assert word in err
    assert not (tmp_path / "x.pdf").exists()
    if code == 1:
        assert err.count("\n") == 1


def test_print_never_writes_over_the_book(run: Runner, office: Path) -> None:
    before = office.read_bytes()
    assert run("print", office, "proposal", "--out", office)[0] == 1
    assert office.read_bytes() == before


def test_print_while_another_program_writes_says_that_it_is_not_noted(run: Runner, office: Path, tmp_path: Path) -> None:
    lock = Lock(office)
    assert lock.take("王秀英")
    try:
        code, _out, err = run("print", office, "proposal", "--no", "JY-1958-0001", "--out", tmp_path / "x.pdf")
        assert (code, (tmp_path / "x.pdf").exists()) == (0, True)
        assert "not written down" in err
    finally:
        lock.release()


# -- month ------------------------------------------------------------------------------------


def test_month_writes_three_files_as_they_were_handed_out(run: Runner, office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handed"
    code, out, _err = run("month", office, "1958-02", "--out", folder, "--lang", "zh")
    names = ["summary-1958-02.csv", "summary-1958-02.pdf", "summary-1958-02.xlsx"]
    assert (code, sorted(path.name for path in folder.iterdir())) == (0, names)
    assert len(out.splitlines()) == 3
    conn = sqlite3.connect(office)
    kept = conn.execute("select bytes from blobs join summaries on sha256 = pdf_zh where period = '1958-02'").fetchone()[0]
    conn.close()
    assert (folder / names[1]).read_bytes() == kept


def test_month_takes_quarters_and_refuses_what_is_no_month(run: Runner, office: Path, tmp_path: Path) -> None:
    assert run("month", office, "1958-Q1", "--out", tmp_path / "q", "--lang", "en")[0] == 0
    assert (tmp_path / "q" / "summary-1958-Q1.csv").is_file()
    code, _out, err = run("month", office, "February", "--out", tmp_path / "f")
    assert (code, err.count("\n")) == (1, 1)
    assert not (tmp_path / "f").exists()


# -- import -----------------------------------------------------------------------------------


def workers(path: Path) -> int:
    conn = sqlite3.connect(path)
    count = conn.execute("select count(*) from workers").fetchone()[0]
    conn.close()
    return int(count)


def test_import_of_a_list(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_bytes("工号,姓名,单位,工种,等级\n9001,郁达明,车工一组,车工,三级\n9002,柳㛃,木模组,木模工,4\n".encode("gb18030"))
    before = workers(office)
    code, out, _err = run("import", office, "workers", source, "--dry-run")
    assert (code, workers(office)) == (0, before)
    assert "木模组" in out
    assert "Workers: 2 new." in out
    assert run("import", office, "workers", source)[0] == 0
    assert workers(office) == before + 2
    code, out, _err = run("import", office, "workers", source)
    assert (code, workers(office)) == (0, before + 2), "they stand in the book now"
    assert "Workers: 2 unchanged." in out
    assert "0 lines were taken in" in out


def test_import_says_which_columns_it_leaves(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_text("工号,姓名,住址,单位,,姓名\n9001,郁达明,和平路2号,车工一组,x,郁达夫\n", encoding="utf-8")
    out = run("import", office, "workers", source, "--dry-run")[1]
    assert "Columns that are not taken in: 住址; 姓名." in out
    source.write_text("工号,姓名,单位\n9001,郁达明,车工一组\n", encoding="utf-8")
    assert "not taken in" not in run("import", office, "workers", source, "--dry-run")[1]


def test_import_of_an_old_register_whose_first_line_is_a_duplicate_of_the_last(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "old.csv"
    source.write_bytes(
        "编号,日期,车间,姓名,题目,现状,办法,处理结果,处理日期,意见,转报到\n"
        "3,1955.3.1,铸工车间,郁达明,浇口加大,太小,加大,与1号重复,1955.3.9,,\n"
        "2,1955.2.1,铸工车间,郁达明,换新炉,炉旧,换新,转报上级,1955.2.9,本厂无权决定,冶金局\n"
        "1,1955.1.5,铸工车间,郁达明,改浇口,太小,改大,退回补充,1955.1.9,缺图纸,\n".encode("gb18030")
    )
    code, out, _err = run("import", office, "proposals", source)
    assert (code, "3 lines were taken in" in out) == (0, True), out
    conn = sqlite3.connect(office)
    stand = conn.execute(
        "select p.old_number, p.state, p.referred_to, q.old_number from proposals p left join proposals q on q.id = p.duplicate_of "
        "where p.received_on < '1956' order by p.no"
    ).fetchall()
    conn.close()
    assert stand == [("1", "returned", "", None), ("2", "referred", "冶金局", None), ("3", "duplicate", "", "1")]


def test_import_names_each_faulty_line_and_takes_in_nothing(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_text("姓名,等级\n甲某,9\n乙某,3\n丙某,x\n", encoding="utf-8")
    before = workers(office)
    for more in ([], ["--dry-run"]):
        code, out, err = run("import", office, "workers", source, *more)
        assert (code, workers(office), err.count("\n")) == (1, before, 1)
        assert "line 2" in out
        assert "line 4" in out
        assert "line 3" not in out


def test_faulty_lines_are_skipped_on_request_and_written_marked_as_a_list_that_comes_in_again(
    run: Runner, office: Path, tmp_path: Path
) -> None:
    source, faults = tmp_path / "new.csv", tmp_path / "faults.xlsx"
    source.write_text("花名册,,\n编号,姓名,级别\n9001,甲某,九级\n9002,乙某,三级\n9002,丙某,4\n9003,,4\n", encoding="utf-8")
    before = workers(office)
    code, out, _err = run("import", office, "workers", source, "--faulty", "skip", "--faults", faults)
    assert (code, workers(office)) == (0, before + 1)
    assert re.search(r"line 3, 级别 “九级”: .+", out)
    assert "1 new, 3 faulty" in out
    assert "1 lines were taken in" in out
    book = openpyxl.load_workbook(faults)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:3] == ["编号", "姓名", "级别"]
    assert [[cell.value for cell in row[:3]] + [row[3].value] for row in sheet.iter_rows(min_row=2)] == [
        ["9001", "甲某", "九级", 3], ["9002", "丙某", "4", 5], ["9003", None, "4", 6],
    ]  # fmt: skip
    marked = [(cell.row, cell.column) for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment]
    assert marked == [(2, 3), (3, 1), (4, 2)]
    for place, text in (("C2", "3"), ("A3", "9004"), ("B4", "丁某")):
        sheet[place] = text
    book.save(faults)
    code, out, _err = run("import", office, "workers", faults)
    assert (code, workers(office)) == (0, before + 4)
    assert run("import", office, "workers", source, "--faults", office)[0] == 1


def test_lines_that_stand_in_the_book_are_changed_left_or_entered_once_more(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_text("工号,姓名,等级\n9001,甲某,3\n,乙某,3\n", encoding="utf-8")
    assert run("import", office, "workers", source)[0] == 0
    before = workers(office)
    source.write_text("工号,姓名,等级\n9001,甲某,4\n,乙某,4\n", encoding="utf-8")
    assert "2 left out" in run("import", office, "workers", source, "--same", "skip")[1]
    assert "1 new, 1 changed" in run("import", office, "workers", source, "--same", "add")[1]
    conn = sqlite3.connect(office)
    grades = conn.execute("select name, grade from workers where name in ('甲某', '乙某') order by id").fetchall()
    conn.close()
    assert workers(office) == before + 1
    assert grades == [("甲某", 4), ("乙某", 3), ("乙某", 4)]


def test_columns_are_taken_as_they_were_kept_under_a_name(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.csv"
    source.write_text("甲,乙,丙\n9001,甲某,车工\n", encoding="utf-8")
    book = Book.open(office)
    offices.keep_arrangement(book, "workers", "人事科", {"甲": "number", "乙": "name", "丙": "trade"})
    book.close()
    assert run("import", office, "workers", source, "--mapping", "工资科")[0] == 1
    assert run("import", office, "workers", source, "--mapping", "人事科")[0] == 0
    conn = sqlite3.connect(office)
    assert conn.execute("select name, trade from workers where number = '9001'").fetchall() == [("甲某", "车工")]
    conn.close()


def figures_in(path: Path) -> list[tuple[int | None, int | None]]:
    conn = sqlite3.connect(path)
    found = conn.execute("select plan, actual from month_figures order by id").fetchall()
    conn.close()
    return found


def test_import_of_monthly_figures(run: Runner, office: Path, tmp_path: Path) -> None:
    conn = sqlite3.connect(office)
    unit, indicator, decimals = conn.execute(
        "select u.name, i.name, i.decimals from units u, indicators i where u.level = 'plant' and i.closed_on is null order by i.id"
    ).fetchone()
    conn.close()
    source, before, head = tmp_path / "figures.csv", figures_in(office), "month,indicator,unit,plan,actual"
    source.write_text(f"{head}\n1961-07,{indicator},{unit},12,\n1961-08,{indicator},{unit},,13\n", "utf-8")
    code, out, _err = run("import", office, "figures", source, "--dry-run")
    assert (code, figures_in(office)) == (0, before)
    assert "Monthly figures: 2 new." in out
    assert run("import", office, "figures", source)[0] == 0
    assert figures_in(office) == [*before, (12 * 10**decimals, None), (None, 13 * 10**decimals)]
    source.write_text(f"{head}\n1961-07,{indicator},{unit},14,\n1961-08,{indicator},{unit},,\n", "utf-8")
    code, out, _err = run("import", office, "figures", source, "--erase")
    assert code == 0
    assert re.search(r"line 2: .*1961-07: Plan 12\S* → 14", out)
    assert re.search(r"line 3: .*1961-08: Actual 13\S* → —", out)
    assert figures_in(office) == [*before, (14 * 10**decimals, None)]
    source.write_text(f"month,indicator,unit,plan\n1961-07,{indicator},nowhere,1\n1961-08,{indicator},{unit},2\n", "utf-8")
    code, out, err = run("import", office, "figures", source)
    assert (code, out.count("line"), err.count("\n")) == (1, 1, 1)
    assert "line 2, unit “nowhere”: no unit is called nowhere" in out
    assert figures_in(office) == [*before, (14 * 10**decimals, None)]
    faults = tmp_path / "faults.xlsx"
    assert run("import", office, "figures", source, "--faulty", "skip", "--faults", faults)[0] == 0
    assert figures_in(office) == [*before, (14 * 10**decimals, None), (2 * 10**decimals, None)]
    assert [row[2] for row in rows_of(faults)] == ["unit", "nowhere"]
    assert run("import", office, "workers", source, "--erase")[0] == 1
    wide = tmp_path / "wide.csv"
    wide.write_text(f"1961年9月份完成情况\n单位,{indicator}\n{unit},15\n", "utf-8")
    assert run("import", office, "figures", wide)[0] == 0
    assert figures_in(office)[-1] == (None, 15 * 10**decimals)


def test_import_of_other_plants_figures(run: Runner, office: Path, tmp_path: Path) -> None:
    conn = sqlite3.connect(office)
    (indicator,) = conn.execute("select name from indicators where closed_on is null order by id").fetchone()
    source = tmp_path / "outside.csv"
    source.write_text(f"plant,unit,indicator,month,value,source\nAnsteel,No. 9,{indicator},1958-02,7,Daily\n", "utf-8")
    before = conn.execute("select count(*) from outside_figures").fetchone()[0]
    code, out, _err = run("import", office, "figures", source, "--outside", "--dry-run")
    assert (code, conn.execute("select count(*) from outside_figures").fetchone()[0]) == (0, before)
    assert "Other plants' figures: 1 new." in out
    assert run("import", office, "figures", source, "--outside")[0] == 0
    assert conn.execute("select count(*) from outside_figures").fetchone()[0] == before + 1
    source.write_text(f"plant,unit,indicator,month,value\nAnsteel,No. 9,{indicator},1958-02,8\n", "utf-8")
    code, out, _err = run("import", office, "outside", source)
    assert code == 0
    assert re.search(r"line 2: Ansteel · No. 9 · .* · 1958-02: Value 7\S* → 8", out)
    source.write_text(f"plant,indicator,month,value\nAnsteel,{indicator},1958-02,8\nAnsteel,nothing,1958-02,8\n", "utf-8")
    code, out, err = run("import", office, "figures", source, "--outside")
    assert (code, out.count("line 3"), err.count("\n")) == (1, 1, 1)
    for wrong in (["figures", "--outside", "--erase"], ["workers", "--outside"]):
        assert run("import", office, wrong[0], source, *wrong[1:])[0] == 1
    conn.close()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"a,b\n1,2\n", b"PK\x03\x04 no sheet"])
def test_import_of_what_is_no_list(run: Runner, office: Path, tmp_path: Path, content: bytes) -> None:
    for name in ("list.csv", "list.xlsx"):
        source = tmp_path / name
        source.write_bytes(content)
        code, _out, err = run("import", office, "workers", source)
        assert (code, err.count("\n")) == (1, 1)
    assert run("import", office, "workers", tmp_path / "gone.csv")[0] == 1
    assert run("import", office, "machines", tmp_path / "gone.csv")[0] == 2


# -- score --------------------------------------------------------------------------------------


def test_export_of_a_register_in_both_kinds(run: Runner, office: Path, tmp_path: Path) -> None:
    counted = sqlite3.connect(office).execute("select count(*), sum(member) from workers where left_on is null").fetchone()
    for name, more in (("all.xlsx", ["--all-fields"]), ("all.csv", ["--all-fields"]), ("members.csv", ["--filter", "members"])):
        code, out, _err = run("export", office, "workers", "--to", tmp_path / name, *more)
        assert code == 0 and str(tmp_path / name) in out
    spreadsheet, separated = rows_of(tmp_path / "all.xlsx"), rows_of(tmp_path / "all.csv")
    assert spreadsheet[0][0] == "Workers" and spreadsheet[1:] == separated
    assert len(rows_of(tmp_path / "members.csv")) - 1 == counted[1] < len(separated) - 1
    book = Book.open(office, clerk="王秀英")
    older = Condition("born", "between", (None, 1920))
    keep_view(book, "workers", "before 1921", View(chip="active", conditions=(older,), order="born"))
    book.close()
    assert run("export", office, "workers", "--to", tmp_path / "old.xlsx", "--filter", "before 1921", "--all-fields")[0] == 0
    born = [row[spreadsheet[1].index("Year of birth")] for row in rows_of(tmp_path / "old.xlsx")[2:]]
    assert born and all(int(year) <= 1920 for year in born)
    assert len(born) == len([row for row in separated[1:] if row[3] and int(row[3]) <= 1920 and row[9] == "Active"])
    code, _out, err = run("export", office, "workers", "--to", tmp_path / "old.csv", "--encoding", "gb18030", "--all-fields")
    assert code == 0 and "GBK" in err and rows_of(tmp_path / "old.csv") == separated


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["nothing", "--to", "x.csv"], 2, "saving-proposals"),
        (["workers"], 2, "--to"),
        (["workers", "--to", "x.csv", "--filter", "nothing"], 1, "members"),
        (["workers", "--to", "x.txt"], 1, ".xlsx or .csv"),
        (["workers", "--to", "nowhere/x.csv"], 1, "nowhere"),
        (["workers", "--to", "office.db"], 1, "the book itself"),
    ],
)
def test_export_of_what_cannot_be(
    run: Runner, office: Path, more: list[str], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.parent)
    before = sorted(each.name for each in office.parent.iterdir() if not each.name.startswith("office.db"))
    got, _out, err = run("export", office, *more)
    assert got == code and words in err
    assert before == sorted(each.name for each in office.parent.iterdir() if not each.name.startswith("office.db"))


def test_score_in_three_formats_says_the_same(run: Runner, office: Path) -> None:
    code, out, _err = run("score", office, "JS-1958-0002", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert [each["rank"] for each in found["standings"]] == [1, 2, 2, 4, 5, None]
    # Turning team 1 by hand: 2296/2050 x 40, 97.4/95 x 30, (2 - 71.4/86) x 15, 98.6/97 x 15, each rounded once
    assert found["standings"][0]["points"] == {
        "Norm hours": "44.80", "Accepted at first inspection": "30.76", "Tools used up": "17.55", "Attendance": "15.25",
    }  # fmt: skip
    assert found["standings"][0]["total"] == "108.36"
    assert found["standings"][5]["standing"] == "vetoed"
    rows = list(csv.reader(io.StringIO(run("score", office, "JS-1958-0002", "--format", "csv")[1].lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["1", "2", "2", "4", "5", ""]
    assert [row[-2] for row in rows[1:]] == [each["total"] for each in found["standings"]]
    table = run("score", office, "JS-1958-0002")[1].splitlines()
    assert len(table) == 8
    assert table[2].split()[-1] == "108.36"


def test_score_of_what_is_no_competition(run: Runner, office: Path) -> None:
    for number in ("JS-1958-0099", "JY-1958-0001", "rubbish"):
        code, out, err = run("score", office, number)
        assert (code, out, err.count("\n")) == (1, "", 1)


def test_compare_in_three_formats_says_the_same(run: Runner, office: Path) -> None:
    code, out, _err = run("compare", office, "Scrap of the turners", "--month", "1958-03", "--format", "json")
    (found,) = json.loads(out)
    assert code == 0
    assert [(each["rank"], each["value"], each["gap"]) for each in found["units"]] == [
        (1, "0.94", "0.00"), (2, "1.08", "+0.14"), (3, "1.78", "+0.84"), (4, "2.31", "+1.37"),
    ]  # fmt: skip
    # By hand: 0.14 % of 1,310 pieces, 0.84 % of 1,216, 1.37 % of 1,064; at 3.60 yuan a piece, rounded unit by unit.
    assert [each["gain"] for each in found["units"]] == ["", "1.83", "10.21", "14.58"]
    assert [each["yuan"] for each in found["units"]] == ["", "6.60", "36.77", "52.48"]
    assert found["gains"]["leader"] == {"gain": "26.62", "measure": "pieces", "yuan": "95.85"}
    assert found["levels"]["advanced"] == "1.01"  # the mean of 0.94 and 1.08, both better than the mean of 1.5275
    rows = list(csv.reader(io.StringIO(run("compare", office, "车工废品率", "--format", "csv")[1].lstrip("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["1", "2", "3", "4"]  # the latest month with figures is March
    assert [row[3] for row in rows[1:]] == [each["value"] for each in found["units"]]
    table = run("compare", office, "车工废品率", "--group", "turning teams")[1].splitlines()
    assert table[0] == "Turning teams: Scrap of the turners % · 1958-03 · lower is better"
    assert [line.split()[0] for line in table[2:6]] == ["1", "2", "3", "4"]
    assert table[-1] == "If all reached the leader: 26.62 pieces, 95.85 yuan"


def test_compare_over_a_quarter_with_who_is_left_out(run: Runner, office: Path) -> None:
    (found,) = json.loads(run("compare", office, "Attendance", "--month", "1958-Q1", "--format", "json")[1])
    left = [(each["unit"], each["rank"], each["remark"]) for each in found["units"] if each["rank"] is None]
    assert left == [("Maintenance and power", None, "under trial: 试行四班三运转")]
    assert {each["gain"] for each in found["units"]} == {""}  # the group does not say how a gap becomes a gain


def test_compare_tells_what_it_cannot(run: Runner, office: Path) -> None:
    for arguments in (
        ("compare", office, "rubbish"),
        ("compare", office, "Castings"),  # no group is compared by it
        ("compare", office, "Blast-furnace coefficient"),  # no figure of ours, so no latest month
        ("compare", office, "Attendance", "--group", "rubbish"),
        ("compare", office, "Attendance", "--group", "Turning teams"),
        ("compare", office, "Attendance", "--month", "1958-13"),
    ):
        code, out, err = run(*arguments)
        assert (code, out, err.count("\n")) == (1, "", 1), arguments
    assert run("compare", office, "Attendance", "--format", "xml")[0] == 2


def test_due_lists_what_is_owed_sorted_and_in_words(run: Runner, office: Path) -> None:
    code, out, _err = run("due", office, "--on", "1958-04-20")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["Date", "Number", "What", "is", "owed", "Of", "what", "Who"]
    days = [line[:10] for line in lines[1:] if line[:2] == "19"]
    assert days == sorted(days)
    assert "1958-04-10  overdue 10 days" in out  # 20 - 10
    assert "1958-04-20  today" in out
    waiting = [line for line in lines if line[:2] == "  "]
    assert waiting
    assert lines[-len(waiting):] == waiting
    assert all("waiting" in line for line in waiting)


def test_due_on_no_day_and_of_a_book_without_anything(run: Runner, office: Path, template: Path, tmp_path: Path) -> None:
    code, out, err = run("due", office, "--on", "1958-02-30")
    assert (code, out) == (1, "")
    assert "1958-02-30" in err
    empty = tmp_path / "empty.db"
    shutil.copyfile(template, empty)
    assert run("due", empty, "--on", "1958-03-31")[:2] == (0, "On 1958-03-31 nothing is due, overdue or waiting.\n")
    assert run("due", tmp_path / "none.db")[0] == 1


def test_columns_stand_under_each_other_though_a_chinese_character_is_two_wide() -> None:
    one, other = cli.aligned([["车工", "1"], ["ab", "22"]])
    assert cli.width(one[: one.index("1")]) == cli.width(other[: other.index("2")]) == 6


# -- looking after the book -----------------------------------------------------------------------


def test_check_of_a_sound_book_and_of_faults(run: Runner, office: Path) -> None:
    assert run("check", office)[:2] == (0, "All is well.\n")
    conn = sqlite3.connect(office)
    conn.execute("update workers set name = '别人' where id = 1")
    conn.execute("update register set title = '错' where tbl = 'proposals' and row = 2")
    conn.commit()
    conn.close()
    code, out, err = run("check", office)
    assert code == 1 and err.splitlines()[-1].startswith("unionoffice: 3 faults were found.")
    assert [line for line in err.splitlines()[:-1] if line in out or "fault" in line] == []  # the rest tells how far it is
    assert "workers 1" in out
    assert "proposals 2" in out
    assert len(out.splitlines()) >= 3


def test_backup_and_restore_bring_the_book_back(run: Runner, office: Path, tmp_path: Path) -> None:
    code, out, _err = run("backup", office)
    first = Path(out.strip())
    assert (code, first.parent, first.is_file()) == (0, tmp_path / "office.backups", True)
    other = tmp_path / "stick" / "copy.db"
    assert run("backup", office, "--to", other)[0] == 0
    assert run("backup", office, "--to", other)[0] == 1, "what stands there is not overwritten"
    source = tmp_path / "new.csv"
    source.write_text("姓名\n甲某\n", encoding="utf-8")
    before = workers(office)
    run("import", office, "workers", source)
    assert workers(office) == before + 1
    assert run("restore", office, other)[0] == 0
    assert workers(office) == before
    assert run("check", office)[0] == 0


def test_restore_puts_a_damaged_book_aside_and_a_lost_one_back(run: Runner, office: Path, tmp_path: Path) -> None:
    backup = Path(run("backup", office)[1].strip())
    whole = office.read_bytes()
    broken = whole[:40_000] + b"\x5a" * (len(whole) - 40_000)
    office.write_bytes(broken)
    assert run("check", office)[0] == 1
    code, _out, err = run("restore", office, backup)
    assert (code, err) == (0, "")
    (aside,) = tmp_path.glob("office-damaged-*.db")
    assert aside.read_bytes() == broken
    assert run("check", office)[0] == 0
    office.unlink()
    assert run("restore", office, backup)[0] == 0
    assert run("check", office)[0] == 0


def test_restore_refuses_what_is_no_sound_backup(run: Runner, office: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("no book")
    for source in (text, tmp_path / "gone.db", office):
        code, _out, err = run("restore", office, source)
        assert (code, err.count("\n")) == (1, 1)
    assert run("check", office)[0] == 0


# -- books that are none --------------------------------------------------------------------------

COMMANDS = (
    ("print", "BOOK", "proposal", "--no", "JY-1958-0001", "--out", "OUT"),
    ("month", "BOOK", "1958-02", "--out", "OUT"),
    ("import", "BOOK", "workers", "LIST"),
    ("score", "BOOK", "JS-1958-0001"),
    ("check", "BOOK"),
    ("backup", "BOOK"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("trouble", ["text", "empty", "folder", "missing", "other", "newer", "torn"])
def test_a_book_that_is_none_is_told_in_one_line_and_left_as_it_is(
    run: Runner, office: Path, tmp_path: Path, command: tuple[str, ...], trouble: str
) -> None:
    book = tmp_path / "bad.db"
    if trouble == "text":
        book.write_text("no book")
    elif trouble == "empty":
        book.touch()
    elif trouble == "folder":
        book.mkdir()
    elif trouble == "other":
        conn = sqlite3.connect(book)
        conn.execute("create table t (x)")
        conn.close()
    elif trouble == "torn":
        book.write_bytes(office.read_bytes()[:4096])
    elif trouble == "newer":
        shutil.copyfile(office, book)
        conn = sqlite3.connect(book)
        conn.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('roster', 'z999_future', '2099')")
        conn.execute("pragma user_version = 999")
        conn.commit()
        conn.close()
    before = book.read_bytes() if book.is_file() else None
    source = tmp_path / "list.csv"
    source.write_text("姓名\n甲某\n", encoding="utf-8")
    places = {"BOOK": str(book), "OUT": str(tmp_path / "out"), "LIST": str(source)}
    if trouble == "newer" and command[0] == "backup":
        assert run("backup", book)[0] == 0, "a copy needs no knowledge of what lies in the book"
        return
    code, out, err = run(*(places.get(word, word) for word in command))
    assert (code, out) == (1, "")
    assert err.startswith("unionoffice: ")
    assert err.count("\n") == 1
    assert "fault of the program" not in err
    assert (book.read_bytes() if book.is_file() else None) == before
    assert not (tmp_path / "out").exists()


def test_a_book_that_another_writes_in_is_not_written_but_read(run: Runner, office: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("姓名\n甲某\n", encoding="utf-8")
    backup = Path(run("backup", office)[1].strip())
    lock = Lock(office)
    assert lock.take("王秀英")
    try:
        for command in (("import", office, "workers", source), ("restore", office, backup)):
            code, _out, err = run(*command)
            assert (code, err.count("\n")) == (1, 1)
            assert "王秀英" in err
        assert run("check", office)[0] == 0
        assert run("score", office, "JS-1958-0001")[0] == 0
        assert run("import", office, "workers", source, "--dry-run")[0] == 0
    finally:
        lock.release()
    assert run("import", office, "workers", source)[0] == 0


def test_a_book_on_a_disk_that_cannot_be_written_is_read_and_left_as_it_is(office: Path, tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sealed-"))
    try:
        book, source = folder / "office.db", folder / "list.csv"
        shutil.copyfile(office, book)
        source.write_text("姓名\n甲某\n", encoding="utf-8")
        for path, mode in ((book, 0o444), (source, 0o444), (folder, 0o555)):
            path.chmod(mode)
        before = sorted(path.name for path in folder.iterdir())
        papers = tmp_path / "papers"
        papers.mkdir()
        # Root may write anywhere, so the errands are done without that right.
        bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

        def run_bound(*arguments: object) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*bound, sys.executable, "-m", "unionoffice", *map(str, arguments)], capture_output=True, text=True, check=False,
                cwd=ROOT, env={**os.environ, "LANG": "C.UTF-8", "XDG_DATA_HOME": str(papers)},
            )  # fmt: skip

        allowed: list[tuple[object, ...]] = [
            ("check", book), ("score", book, "JS-1958-0001"), ("month", book, "1958-02", "--out", papers / "month"),
            ("print", book, "proposal", "--no", "JY-1958-0001", "--out", papers / "x.pdf"),
            ("import", book, "workers", source, "--dry-run"),
        ]  # fmt: skip
        for arguments in allowed:
            done = run_bound(*arguments)
            assert (done.returncode, "Traceback" in done.stderr) == (0, False), (arguments, done.stderr)
        refused: list[tuple[object, ...]] = [("import", book, "workers", source), ("backup", book), ("restore", book, office)]
        for arguments in refused:
            done = run_bound(*arguments)
            assert (done.returncode, done.stderr.count("\n")) == (1, 1), (arguments, done.stderr)
            assert "fault of the program" not in done.stderr
        assert sorted(path.name for path in folder.iterdir()) == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_wrong_usage_is_two(run: Runner, office: Path) -> None:
    wrong: tuple[tuple[object, ...], ...] = (
        ("check",), ("print",), ("month", office), ("demo",), ("--nothing",), ("prnt", office),
        ("score", office, "x", "--format", "xml"),
    )  # fmt: skip
    for arguments in wrong:
        assert run(*arguments)[0] == 2


def test_a_fault_of_ours_is_one_line_and_a_log(run: Runner, office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    conn = sqlite3.connect(office)
    conn.execute("pragma ignore_check_constraints = on")
    conn.execute("update competitions set state = 'unheard of' where number = 'JS-1958-0001'")
    conn.commit()
    conn.close()
    code, _out, err = run("score", office, "JS-1958-0001")
    assert (code, err.count("\n")) == (1, 1)
    log = tmp_path / "data" / "unionoffice" / "trouble.log"
    assert str(log) in err
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_messages_have_their_chinese(run: Runner, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    _code, _out, err = run("score", office, "JS-1958-0099")
    assert err == "unionoffice: 这本账册里没有 JS-1958-0099。\n"
    words.use("en")
