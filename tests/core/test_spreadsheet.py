"""What is read of other people's lists: by what stands in the file, whole, or refused in words with the way out."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from unionoffice.core import spreadsheet, workbook
from unionoffice.core.errors import KnownError

LISTS = Path(__file__).parent / "lists"
WORKERS = [
    ["第二机械厂工人名册"], [], [], ["工号", "姓名", "车间", "进厂日期", "等级", "工时"],
    ["000", "王秀英", "一车间", "1951-03-01", "1", "2.5", "31:05:00"],
    ["001", "王秀英", "一车间", "1951-03-02", "2", "5", "5:11:30"],
]  # fmt: skip


def sheet_of(body: str, styles: str = "") -> bytes:
    """An XLSX whose only sheet has this XML, and these styles."""
    empty, out = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(empty)
    book.add_worksheet("表")
    book.close()
    with zipfile.ZipFile(empty) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            data = before.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                data = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{space}">{body}</worksheet>'.encode()
            if member.filename == "xl/styles.xml" and styles:
                data = styles.encode()
            after.writestr(member.filename, data)
    return out.getvalue()


FAR = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def row_of(cells: str) -> bytes:
    return sheet_of(f'<sheetData><row r="1">{cells}</row></sheetData>')


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


Put = Callable[[str, bytes], Path]


def test_empty_rows_at_the_top_count_so_that_a_line_has_the_number_of_the_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A3"], sheet["B3"], sheet["B5"] = "单位", "计划", 7
    book.save(tmp_path / "list.xlsx")
    assert spreadsheet.rows_of(tmp_path / "list.xlsx") == [[], [], ["单位", "计划"], [], ["", "7"]]
    (tmp_path / "list.csv").write_text("\n\n单位,计划\n\n,7\n\n,\n", encoding="utf-8")
    assert spreadsheet.rows_of(tmp_path / "list.csv") == [[], [], ["单位", "计划"], [], ["", "7"]]


def test_columns_before_the_first_entry_count_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C2"], sheet["D3"] = "姓名", "王秀英"
    book.save(tmp_path / "list.xlsx")
    assert spreadsheet.rows_of(tmp_path / "list.xlsx") == [[], ["", "", "姓名"], ["", "", "", "王秀英"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_below_a_title(tmp_path: Path, separator: str) -> None:
    lines = ["一九五八年指标", "", separator.join(["单位", "指标", "计划"]), separator.join(["甲", "产量", "12"])]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    source = spreadsheet.open_source(tmp_path / "list.csv")
    assert source.rows[2:] == [["单位", "指标", "计划"], ["甲", "产量", "12"]]
    assert source.separator == separator


def test_the_separator_divides_alike_and_can_be_chosen(put: Put) -> None:
    path = put("list.txt", "姓名;工资;备注\n甲;1,5;a, b, c\n乙;2,5;\n丙;3,25;x\n".encode())
    assert spreadsheet.open_source(path).rows[1] == ["甲", "1,5", "a, b, c"]
    assert spreadsheet.open_source(path, separator=",").rows[1] == ["甲;1", "5;a", "b", "c"]
    assert spreadsheet.open_source(put("said.csv", b"sep=;\r\na,1;b\r\n")).rows == [[], ["a,1", "b"]]
    assert spreadsheet.open_source(put("one.txt", "王秀英\n李建国\n".encode())).rows == [["王秀英"], ["李建国"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0.1 + 0.2, "0.3"), (1234.5, "1234.5"), (12.0, "12"), (0.0000001, "0.0000001"), (-2.5, "-2.5"), (1e15, "1000000000000000"),
        (123456789012.25, "123456789012.25"), (None, ""), (True, "1"), (datetime.date(1958, 2, 1), "1958-02-01"),
        (datetime.timedelta(hours=5, minutes=11, seconds=30), "5:11:30"), (datetime.timedelta(hours=31), "31:00:00"),
        (datetime.time(5, 11, 30), "5:11:30"), (datetime.datetime(1958, 2, 1, 8, 30), "1958-02-01 08:30:00"), ("  甲班 ", "甲班"),
        ("0012", "0012"), ("甲\n乙", "甲\n乙"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_spreadsheet_shows_it(tmp_path: Path, cell: object, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["before", cell, "after"])
    book.save(tmp_path / "list.xlsx")
    assert spreadsheet.rows_of(tmp_path / "list.xlsx") == [["before", text, "after"]]


def test_a_number_that_has_lost_digits_is_flagged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["身份证", "金额"])
    sheet.append(["x", 123456789012345])
    sheet.append([110101195802030012, "110101195802030012"])
    book.save(tmp_path / "list.xlsx")
    source = spreadsheet.open_source(tmp_path / "list.xlsx")
    assert source.shortened == ((2, 0),)
    assert source.rows[2][1] == "110101195802030012"


def test_formulas_give_their_last_value_and_cells_in_error_their_sign(put: Put) -> None:
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>A1</f><v>甲</v></c>'
        '<c r="D1" t="e"><v>#DIV/0!</v></c><c r=\'E1\' t=\'e\'><v>#SPILL!</v></c><c r="F1"><v>3</v></c>'
    )
    assert spreadsheet.rows_of(put("a.xlsx", row_of(cells))) == [["2", "", "甲", "#DIV/0!", "#SPILL!", "3"]]


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        ("0.00%", 0.0225, "2.25%"), ("0%", 1, "100%"), ("0.0%", -0.5, "-50%"), ("[Red]0.0%;-0.0%", 0, "0%"), ("0%", "无", "无"),
        ('0.0"%"', 2.25, "2.25"), (r"0.0\%", 2.25, "2.25"), ("#,##0.00", 2.25, "2.25"), ("0.00%", 0.07, "7%"),
        ("0%", 0.123456, "12.3456%"),
    ],
)  # fmt: skip
def test_a_cell_that_shows_per_cent_is_read_as_it_shows(tmp_path: Path, written: str, value: float | str, text: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (1, 2):
        sheet.cell(row, 1, "废品率")
        sheet.cell(row, 2, value).number_format = written
        sheet.cell(row, 3, 0.5)
    book.save(tmp_path / "list.xlsx")
    assert spreadsheet.rows_of(tmp_path / "list.xlsx") == [["废品率", text, "0.5"]] * 2


def test_many_cells_of_per_cent_are_read_wherever_the_file_is_cut(put: Put) -> None:
    """A formula keeps its value, a cell with a type of its own stays; the file is longer than what is looked through at once."""
    row = (
        '<row r="{n}"><c r="A{n}" s="1"><v>0.5</v></c><c s="1" r="B{n}" t="n"><f>1/8</f><v>0.125</v></c>'
        '<c r="C{n}" s="1" t="str"><v>0.5</v></c><c r="D{n}" s="0"><v>0.5</v></c><c r="E{n}" s="1"/>'
        '<c r="F{n}" t="e" s="1"><v>#N/A</v></c></row>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    styles = f'<styleSheet xmlns="{space}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    lines = "".join(row.replace("{n}", str(number)) for number in range(1, 5001))
    rows = spreadsheet.rows_of(put("a.xlsx", sheet_of(f"<sheetData>{lines}</sheetData>", styles)))
    assert len(rows) == 5000
    assert {tuple(each) for each in rows} == {("50%", "12.5%", "0.5", "0.5", "", "#N/A")}


def test_a_cell_of_an_ods_that_shows_per_cent_is_read_as_it_shows(put: Put) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(LISTS / "workers.ods") as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            data = before.read(member)
            if member.filename == "content.xml":
                whole = b'office:value-type="float" office:value="2.5"'
                assert whole in data
                data = data.replace(whole, b'office:value-type="percentage" office:value="0.0225"')
            after.writestr(member.filename, data)
    rows = spreadsheet.rows_of(put("a.ods", out.getvalue()))
    assert any("2.25%" in row for row in rows)


@pytest.mark.parametrize("name", ["workers.xls", "workers.ods"])
def test_the_formats_of_other_programs(tmp_path: Path, name: str) -> None:
    source = spreadsheet.open_source(LISTS / name)
    assert source.rows[:4] == WORKERS[:4]
    assert source.rows[4] == WORKERS[4]
    assert source.rows[5][3:] == WORKERS[5][3:]
    assert (source.sheets, source.sheet, source.kind) == (("工人名册", "空", "隐"), "工人名册", "workbook")
    for other in ("list.et", "list.csv", "list"):  # the name says nothing
        assert spreadsheet.open_source(Path(shutil.copy(LISTS / name, tmp_path / other))).rows == source.rows


def test_a_cell_over_several_lines_stands_in_each_and_a_title_stays_alone() -> None:
    rows = spreadsheet.rows_of(LISTS / "workers.xls")
    assert rows[0] == ["第二机械厂工人名册"]
    assert [row[2] for row in rows[4:]] == ["一车间", "一车间", "一车间", "二车间", ""]


def test_the_first_sheet_that_is_not_empty_is_read_and_another_can_be_chosen_hidden_ones_last(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "空"
    book.active["B2"] = " "
    book.create_sheet("藏")["A1"] = "hidden"
    book["藏"].sheet_state = "hidden"
    book.create_sheet("名册")["A1"] = "姓名"
    book.create_sheet("另一")["A1"] = "另"
    book.save(tmp_path / "list.xlsx")
    source = spreadsheet.open_source(tmp_path / "list.xlsx")
    assert (source.sheets, source.sheet, source.rows) == (("空", "名册", "另一", "藏"), "名册", [["姓名"]])
    assert spreadsheet.open_source(tmp_path / "list.xlsx", sheet="另一").rows == [["另"]]
    assert spreadsheet.open_source(tmp_path / "list.xlsx", sheet="藏").rows == [["hidden"]]
    assert spreadsheet.open_source(tmp_path / "list.xlsx", sheet="空").rows == []
    with pytest.raises(KnownError, match="has no sheet 没有"):
        spreadsheet.open_source(tmp_path / "list.xlsx", sheet="没有")


def test_a_web_page_called_xls(put: Put) -> None:
    page = (
        '<html><head><meta charset="gb2312"><style>td{}</style><title>x</title></head><body><!-- <td>no</td> --><table>'
        "<tr><th>姓名<th>车间<th>等级</tr><tr><td>王秀英</td><td rowspan=2>一车间</td><td>3&nbsp;</td></tr>"
        "<tr><td>李&amp;国<td>4</tr></table></body></html>"
    )
    source = spreadsheet.open_source(put("list.xls", page.encode("gb18030")))
    assert source.kind == "page"
    assert source.rows == [["姓名", "车间", "等级"], ["王秀英", "一车间", "3"], ["李&国", "一车间", "4"]]


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_a_text_tells_its_encoding(put: Put, codec: str, found: str) -> None:
    source = spreadsheet.open_source(put("list.csv", "姓名,工种\r\n王秀英,钳工\r\n".encode(codec)))
    assert (source.encoding, source.rows) == (found, [["姓名", "工种"], ["王秀英", "钳工"]])
    assert source.candidates[0].encoding == found


def test_another_encoding_can_be_chosen(put: Put) -> None:
    path = put("list.csv", "姓名,車間\n張三,鑄工\n".encode("cp950"))
    assert spreadsheet.open_source(path).encoding == "big5"
    other = spreadsheet.open_source(path, encoding="gb18030")
    assert other.rows != spreadsheet.rows_of(path)
    assert other.doubtful
    with pytest.raises(KnownError, match=r"Line 1 .* as UTF-8"):
        spreadsheet.open_source(path, encoding="utf-8")


def test_entries_in_quotation_marks_and_signs_against_formulas(put: Put) -> None:
    text = '"姓名","备 注"\r\n"王""秀""英","第一行\n第二行"\r\n="0012",\'=1+1\r\n\'abc,\'\'x\r\n'
    assert spreadsheet.rows_of(put("list.csv", text.encode())) == [
        ["姓名", "备 注"], ['王"秀"英', "第一行\n第二行"], ["0012", "=1+1"], ["'abc", "'x"],
    ]  # fmt: skip


def test_old_line_ends(put: Put) -> None:
    assert spreadsheet.rows_of(put("list.csv", b"a,b\rc,d\r")) == [["a", "b"], ["c", "d"]]


@cache
def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as file,
    ):
        for _block in range(600):
            file.write(bytes(1 << 20))
    return out.getvalue()


def lying_bomb() -> bytes:
    """Says that it unpacks to a thousand bytes."""
    data = bytearray(bomb())
    size = (600 << 20).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"), (b"\r\n \n", "is empty"), (b"%PDF-1.7\n", "is a PDF document"), (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"PK\x03\x04", "no spreadsheet"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no spreadsheet"),
        (b"a,b\n\x00,c\n", "not a list of text"), (bytes(100), "not a list of text"),
        (b"\x00\xd8,\x00", "cannot be read as|not a list"),
        ("姓名\n王秀英\n".encode() + b"\xed\xa0\x80\n", "Line 3 .* as UTF-8"), (b'a,b\n"c,d\ne,f\n', "Line 2 .* never closed"),
        (b'a,b\nc,d\n"c"d,e\n', "Line 3 .* closing quotation mark"), (b'a,b\n"' + b"x\n" * 100_000, "Line 2 .* never ends"),
        (b"a," * 100_000, "more than 512 columns in line 1"), (b"\n" * 1_048_576 + b"a", "more than 1,048,576 lines"),
        (b"<?xml version='1.0'?><Workbook/>", "no spreadsheet"), (row_of('<c r="ABC1"><v>1</v></c>'), "more than 512 columns"),
        (sheet_of(FAR), "far outside"), (row_of('<c r="ZZZZZZZZ99999999999"><v>1</v></c>'), "far outside|no spreadsheet"),
        (row_of('<c r="A1" t="s"><v>99</v></c>'), "no spreadsheet"),
        (bomb, "more than 256 MB"), (lying_bomb, "more than 256 MB|no spreadsheet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_a_list_is_refused_in_words(put: Put, data: bytes | Callable[[], bytes], reason: str) -> None:
    file = put("list.xlsx", data if isinstance(data, bytes) else data())
    with pytest.raises(KnownError, match=reason) as refused:
        spreadsheet.open_source(file)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("formula", ['=1+1', '="甲"&"乙"', "=SUM(A1:A1)"])
def test_formulas_that_were_never_worked_out_are_no_blank_cells(tmp_path: Path, formula: str) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("表", 0).append(["0117", formula])  # another program than a spreadsheet writes no value
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(KnownError, match="never worked out"):
        spreadsheet.open_source(tmp_path / "list.xlsx")


def test_a_formula_worked_out_counts_also_where_it_comes_to_nothing(put: Put) -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1" t="str"><f>"乙"</f><v>乙</v></c>'
    assert spreadsheet.rows_of(put("a.xlsx", row_of(cells))) == [["2", "", "乙"]]


def test_a_sheet_that_says_it_is_large_is_read_by_what_it_holds(put: Put) -> None:
    body = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    assert spreadsheet.rows_of(put("a.xlsx", sheet_of(body))) == [["1"]]


def test_a_sheet_of_tags_within_tags_holds_nothing(put: Put) -> None:
    assert spreadsheet.rows_of(put("deep.xlsx", sheet_of("<a>" * 200_000 + "</a>" * 200_000))) == []


def test_far_cells_are_seen_before_the_native_reader_where_memory_has_no_limit(put: Put) -> None:
    far = put("far.xlsx", sheet_of(FAR))
    with pytest.raises(workbook.RefusedError, match="far"):
        list(workbook.read(str(far), "", bounded=False))


def test_a_packed_file_and_a_text_document(put: Put) -> None:
    for name, reason in (("a.txt", "is a packed file"), ("word/document.xml", "is a text document")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr(name, "x")
        with pytest.raises(KnownError, match=reason):
            spreadsheet.open_source(put("list.xlsx", out.getvalue()))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "no.xlsx", tmp_path, tmp_path / "x\x00.csv"):
        with pytest.raises(KnownError, match="cannot be read"):
            spreadsheet.open_source(path)


class StoppedError(Exception):
    """What the clerk's stop raises."""


@pytest.mark.parametrize("name", ["long.xlsx", "long.csv"])
def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("a,b,c\n" * 30_000, encoding="utf-8")
    else:
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet()
        for line in range(30_000):
            sheet.write_row(line, 0, ["甲", line, line * 2])
        book.close()
    said = []
    spreadsheet.open_source(path, told=lambda done, whole: said.append((done, whole)))
    assert said
    assert all(done <= whole or whole == 0 for done, whole in said)

    def stop(_done: int, _all: int) -> None:
        raise StoppedError

    threads = threading.active_count()
    with pytest.raises(StoppedError):
        spreadsheet.open_source(path, told=stop)
    assert threading.active_count() == threads


def test_the_process_apart_knows_neither_book_nor_window() -> None:
    code = "import sys, unionoffice.core.workbook; print(*[n for n in sys.modules if 'unionoffice.core.' in n or 'sqlite' in n])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["unionoffice.core.workbook"]
