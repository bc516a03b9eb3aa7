"""A dirty list of workers comes in by keys and clicks: looked at, mended, taken in, taken back, taken in again, and goes out."""

from __future__ import annotations

import csv
import datetime
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.desks.roster.tab import RosterTab, WorkersListPage

HEADS = ["职工编号", "姓 名", "性 别", "出生年月", "所在车间", "班组", "工种（岗位）", "等级", "何时进厂", "是否会员", "住址"]
A_DAY = 19054  # 1 March 1952, as Excel counts
LINES: list[list[str | int]] = [
    ["１００１", "王 建国", "男", "1929.4", "铸工车间", "造型一组", "造型工", "三级", "一九五二年三月一日", "是", "和平路2号"],
    ["1002", "李桂芳", "女", "一九三一年", "铸工车间", "造型一组", "造型工", "４", A_DAY, "√", ""],
    ["1003", "赵永福", "男", "1925", "铸工车间", "造型二组", "熔化工", "九级", "52.3.1", "是", ""],
    ["1004", "张德胜", "男", "1930", "机工车间", "", "车工", "5级", "1953年13月1日", "否", ""],
    ["1005", "刘秀英", "女", "1933", "机工车间", "", "车工", "九级", "1954-07-15", "是", ""],
    ["1005", "刘秀莲", "女", "1934", "机工车间", "", "钳工", "2", "1955/8/1", "是", ""],
    ["", "", "", "", "", "", "", "", "", "", ""],
    ["0117", "李桂兰", "女", "1931", "铸工车间", "造型一组", "造型工", "五级", "1950.1.1", "是", ""],
]
ON_THE_ROLL = [
    ("0117", "李桂兰", "female", 1931, "造型一组", "造型工", 5, "1950-01-01", 1),
    ("1001", "王建国", "male", 1929, "造型一组", "造型工", 3, "1952-03-01", 1),
    ("1002", "李桂芳", "female", 1931, "造型一组", "造型工", 4, "1952-03-01", 1),
    ("1003", "赵永福", "male", 1925, "造型二组", "熔化工", 8, "1952-03-01", 1),
    ("1004", "张德胜", "male", 1930, "机工车间", "车工", 5, "1953-12-01", 0),
    ("1005", "刘秀英", "female", 1933, "机工车间", "车工", 8, "1954-07-15", 1),
    ("1006", "刘秀莲", "female", 1934, "机工车间", "钳工", 2, "1955-08-01", 1),
]
"""What the list says once it is mended, worked out by hand."""
UNITS = {name: f"铸工车间 / {name}" for name in ("造型一组", "造型二组")} | {"机工车间": "机工车间"}
EXPORTED = (
    "Works number", "Name", "Sex", "Year of birth", "Unit", "Trade", "Technical grade", "Entered the plant on", "Union member",
)  # fmt: skip


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    """The list of the personnel section, with its heading in line 4 and a second sheet."""
    path = tmp_path / "职工名册.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("封面", "名册"):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "第二机械厂职工名册")
        if name == "名册":
            sheet.write(1, 0, "制表：人事科")
            sheet.write(1, 6, datetime.date(1958, 2, 10).isoformat())
            lines: list[list[str | int]] = [[*HEADS], *LINES]
            for row, line in enumerate(lines, start=3):
                for place, cell in enumerate(line):
                    if cell != "":
                        sheet.write(row, place, cell)
    book.close()
    return path


def as_another_program_reads(path: Path, folder: Path) -> list[dict[str, str]]:
    """The lines of an exported register as LibreOffice reads them, sorted by works number, with what stands in some of them."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with path.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(file).startswith("Workers")  # its title
        lines = [{head: cell for head, cell in line.items() if cell and head in EXPORTED} for line in csv.DictReader(file)]
    return sorted(lines, key=lambda line: line["Works number"])


def roll(clerk: Clerk) -> list[tuple[object, ...]]:
    """The workers in the book, asked of the file by plain SQL."""
    book = clerk.program.book
    assert book is not None
    rows = book.rows(
        "select w.number, w.name, w.sex, w.born, u.name as unit, w.trade, w.grade, w.entered_on, w.member "
        "from workers w left join units u on u.id = w.unit order by w.number"
    )
    return [tuple(row.values()) for row in rows]


def to_list(clerk: Clerk) -> None:
    clerk.tab("roster")
    clerk.page(RosterTab.PAGES.index(WorkersListPage))


def open_list(clerk: Clerk, path: Path) -> None:
    """Choose the list and its second sheet."""
    to_list(clerk)
    clerk.answers.open.append(path)
    clerk.press("choose_file")
    clerk.wait()
    choose(clerk, "sheet", "名册")


def choose(clerk: Clerk, name: str, choice: str) -> None:
    """Go to a choice, take another with the arrow keys, say Enter; the cursor stays there."""
    box = clerk.see(name)
    clerk.put(box, choice)
    clerk.key(Qt.Key.Key_Return, widget=box)
    clerk.wait()
    assert QApplication.focusWidget() is clerk.see(name) or not clerk.all(name)


def mend(clerk: Clerk, text: str) -> None:
    """Write the fault under the cursor anew: Enter, the words, Enter."""
    clerk.key(Qt.Key.Key_Return)
    clerk.type(text)
    clerk.key(Qt.Key.Key_Return)


def faults(clerk: Clerk) -> list[tuple[str, ...]]:
    return [tuple(row[:3]) for row in clerk.rows("faults")]


def test_a_dirty_list_is_mended_taken_in_taken_back_and_taken_in_again(clerk: Clerk, dirty: Path, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    clerk.page(0)
    clerk.new()
    clerk.fill(name="李桂兰", number="0117", unit="造型", grade="4")
    clerk.save()
    stood = roll(clerk)

    # how it was read: the first sheet is a cover, the heading stands in line 4; the clerk says what one odd column means
    to_list(clerk)
    clerk.answers.open.append(dirty)
    clerk.press("choose_file")
    clerk.wait()
    assert clerk.see("sheet").currentText() == "封面" and not clerk.can("take_in")
    choose(clerk, "sheet", "名册")
    assert clerk.see("heading").currentText().startswith("line 4: 职工编号")
    clerk.press("view_columns")
    taken = {row[1]: clerk.see(f"column_{place}").currentText() for place, row in enumerate(clerk.rows("columns"))}
    assert (taken["职工编号"], taken["姓 名"], taken["等级"]) == ("Works number", "Name", "Technical grade")
    assert taken["所在车间"] == taken["班组"] == "Unit"
    assert taken["何时进厂"] == taken["住址"] == "— left out —"
    clerk.look("list-columns")
    choose(clerk, "column_8", "Entered the plant on")
    clerk.fill(arrangement_name="人事科")
    clerk.key(Qt.Key.Key_Return)
    assert "人事科" in clerk.message()

    # what is wrong: two lines with the same fault are mended in one go, the others one by one
    clerk.press("view_faults")
    assert faults(clerk) == [("7", "等级", "九级"), ("8", "何时进厂", "1953年13月1日"), ("9", "等级", "九级")]
    assert all(row[3] for row in clerk.rows("faults")) and not clerk.can("take_in")
    assert clerk.see("all_alike").isChecked() and "2 lines" in clerk.see("all_alike").text()
    clerk.look("list-faults")
    mend(clerk, "8级")
    assert faults(clerk) == [("8", "何时进厂", "1953年13月1日"), ("10", "职工编号", "1005")]
    assert "line 9" in clerk.rows("faults")[1][3]
    mend(clerk, "1953年12月1日")
    mend(clerk, "1006")

    # what stands in the book already, beside what comes
    ((line, who, before, after, becomes),) = clerk.rows("standing")
    assert (line, who, becomes) == ("12", "李桂兰", "changes")
    assert "Technical grade 4" in before and "Technical grade 5" in after
    clerk.look("list-standing")
    clerk.choose("李桂兰", "standing")
    clerk.press("decide_skip")
    assert clerk.rows("standing")[0][4] == "stays as it is" and "6 new, 1 left out" in clerk.see("take_in_said").text()
    clerk.press("decide_update")
    assert "6 new, 1 changed. New units (1): 铸工车间 / 造型二组." in clerk.see("take_in_said").text()
    clerk.press("view_lines")
    assert [row[1:3] for row in clerk.rows("lines")][:2] == [["1001", "王建国"], ["1002", "李桂芳"]]
    clerk.look("list-lines")

    # one act, one undo; what was mended is still there
    clerk.press("take_in")
    clerk.wait()
    assert roll(clerk) == ON_THE_ROLL
    assert "7 workers were taken in" in clerk.message()
    clerk.press("tool_undo")
    clerk.wait()
    assert roll(clerk) == stood
    clerk.wait()
    assert not clerk.see("view_faults").isEnabled()
    clerk.press("take_in")
    clerk.wait()
    assert roll(clerk) == ON_THE_ROLL

    # found by the initials of a name
    clerk.keys("Ctrl+F")
    clerk.type("lgl")
    clerk.key(Qt.Key.Key_Return)
    clerk.settle()
    assert clerk.see("record_title").text() == "李桂兰"

    # it goes out with all its fields, another program opens it and has the same, and it comes in again without a change
    out = tmp_path / "workers.xlsx"
    clerk.answers.save.append(out)
    clerk.press("tool_export")
    clerk.press("export_whole")
    clerk.press("export_go")
    clerk.wait()
    if shutil.which("soffice") is not None:  # .ci/setup puts it there
        assert as_another_program_reads(out, tmp_path) == [
            dict(zip(EXPORTED, (number, name, str(sex).capitalize(), str(born), UNITS[str(unit)], trade, str(grade), day,
                                "yes" if member else "no"), strict=True))
            for number, name, sex, born, unit, trade, grade, day, member in ON_THE_ROLL
        ]  # fmt: skip
    clerk.window.activateWindow()  # as the system does when a dialog is closed; without a screen nobody else does it
    to_list(clerk)
    clerk.answers.open.append(out)
    clerk.press("choose_file")
    clerk.wait()
    assert clerk.see("take_in_said").text().startswith("7 unchanged.") and not clerk.can("take_in")

    # the next list with these headings needs no telling
    clerk.answers.open.append(dirty)
    clerk.press("choose_file")
    clerk.wait()
    choose(clerk, "sheet", "名册")
    clerk.press("view_columns")
    assert clerk.see("column_8").currentText() == "Entered the plant on"
    assert {row[4] for row in clerk.rows("columns")} == {"as the last time"}
    assert clerk.see("kept").currentText() == "人事科"
    choose(clerk, "column_10", "Remark")
    assert clerk.see("kept").currentText() == "choose…"
    choose(clerk, "kept", "人事科")
    assert {row[4] for row in clerk.rows("columns")} == {"as kept"}
    clerk.press("forget_columns")
    assert not clerk.all("kept")


def test_what_was_mended_survives_closing_and_is_not_thrown_away_unasked(clerk: Clerk, dirty: Path, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    open_list(clerk, dirty)
    clerk.press("view_faults")
    mend(clerk, "8级")
    left = faults(clerk)
    assert left == [("10", "职工编号", "1005")]
    clerk.answers.agrees = False
    clerk.answers.open.append(dirty)
    clerk.press("choose_file")
    clerk.wait()
    assert clerk.answers.asked and faults(clerk) == left
    clerk.window.close()
    clerk.program.open(tmp_path / "office.db")
    clerk.settle()
    to_list(clerk)
    clerk.wait()
    assert faults(clerk) == left and clerk.see("sheet").currentText() == "名册"
    assert dirty.name in clerk.message()
    clerk.key(Qt.Key.Key_Delete)  # the line is left out
    clerk.press("take_in")
    clerk.wait()
    assert [row[0] for row in roll(clerk)] == ["0117", "1001", "1002", "1003", "1004", "1005"]
    clerk.window.close()
    clerk.program.open(tmp_path / "office.db")
    clerk.settle()
    to_list(clerk)
    clerk.wait()
    assert clerk.all("empty"), "what was taken in is no draft any more"


def test_faulty_lines_go_out_marked_and_come_in_again_mended(clerk: Clerk, dirty: Path, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    open_list(clerk, dirty)
    out = tmp_path / "faulty.xlsx"
    clerk.answers.save.append(out)
    clerk.press("view_faults")
    clerk.press("export_faults")
    clerk.wait()
    assert str(out) in clerk.message()
    clerk.put(clerk.see("skip_faulty"), True)
    clerk.press("take_in")
    clerk.wait()
    assert [row[0] for row in roll(clerk)] == ["0117", "1001", "1002", "1004", "1005"]
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    grade = [cell.value for cell in sheet[1]].index("等级")
    assert [row[grade].value for row in sheet.iter_rows(min_row=2)] == ["九级", "九级"]
    for row in sheet.iter_rows(min_row=2):
        assert row[grade].comment is not None and row[grade].fill.fgColor.rgb == "FFFBEAEA"
        row[grade].value = "8级"
    sheet["A3"] = "1006"
    book.save(out)
    clerk.answers.open.append(out)
    clerk.press("choose_file")
    clerk.wait()
    assert not clerk.see("view_faults").isEnabled()
    clerk.press("take_in")
    clerk.wait()
    assert [row[:2] for row in roll(clerk)][3:] == [
        ("1003", "赵永福"), ("1004", "张德胜"), ("1005", "刘秀莲"), ("1006", "刘秀英"),
    ]  # fmt: skip
