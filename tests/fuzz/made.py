"""How the files are made: each kind is a function of a source of chance and a path, and writes one file there.

What stands in `KINDS` is made in turn, as often as its weight says. The same seed makes the same files.
"""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import xlsxwriter

LISTS = Path(__file__).parent.parent / "core" / "lists"
HEADS = ["工号", "姓名", "性别", "出生年", "车间", "工种", "技术等级", "进厂日期", "会员", "备注"]
CODECS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SIGNS = "王李张秀英建国铸工车间a1 ,;\t|\"'=+-@\r\n\x00\x0b\u2028\u200b\ufeff\u202e\U0001f600é％１２"


class Kind(NamedTuple):
    """One kind of file; of `weight` in the sum of all weights so many are made, and never fewer than one."""

    weight: float
    make: Callable[[Random, Path], None]


# -- lists as they should be -----------------------------------------------------------


def worker(chance: Random, number: int) -> list[str]:
    """One line of a list that can be taken in."""
    return [
        f"F{number:06d}", chance.choice("王李张刘陈") + chance.choice(("秀英", "建国", "华", "志强")), chance.choice("男女"),
        str(chance.randint(1890, 1940)), chance.choice(("铸工车间", "机工车间", "新车间")), chance.choice(("钳工", "车工")),
        str(chance.randint(1, 8)), f"19{chance.randint(30, 57)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        chance.choice("是否"), "",
    ]  # fmt: skip


def workers(chance: Random, count: int) -> list[list[str]]:
    """A heading, perhaps below a title, and so many lines."""
    title = [["第二机械厂职工名册"], []] if chance.random() < 0.5 else []
    return [*title, HEADS, *(worker(chance, number) for number in range(count))]


def csv_of(rows: Sequence[Sequence[str]], codec: str = "utf-8", separator: str = ",") -> bytes:
    """The lines as text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(codec)


def xlsx_of(rows: Sequence[Sequence[str]], *, shared: bool = True) -> bytes:
    """The lines as a workbook of two sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": not shared, "in_memory": shared})
    page = book.add_worksheet("名册")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if shared:
        page.merge_range(len(rows) + 1, 0, len(rows) + 2, 1, "合并")
    book.add_worksheet("另一").write(0, 0, "x")
    book.close()
    return out.getvalue()


def packed(members: dict[str, bytes]) -> bytes:
    """A packed file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a packed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def sheet_of(body: str | bytes) -> bytes:
    """A workbook whose first sheet has this XML."""
    members = unpacked(xlsx_of([["x"]]))
    body = body if isinstance(body, bytes) else body.encode()
    members["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_SPACE}">'.encode() + body + b"</worksheet>"
    )
    return packed(members)


# -- damage ----------------------------------------------------------------------------


def cut(chance: Random, data: bytes) -> bytes:
    """The beginning of it, or all but the beginning, or all but a piece."""
    place = chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            return data[place:]
        case 1:
            return data[:place] + data[place + chance.randint(1, 2000) :]
    return data[:place]


def flipped(chance: Random, data: bytes) -> bytes:
    """With bits turned over, or whole bytes written over, in one to forty places."""
    found = bytearray(data)
    for _time in range(chance.choice((1, 2, 5, 40))):
        place = chance.randrange(len(found))
        found[place] = found[place] ^ (1 << chance.randrange(8)) if chance.random() < 0.7 else chance.choice(b"\x00\xff<>\"&;,'0A")
    return bytes(found)


def flipped_inside(chance: Random, data: bytes) -> bytes:
    """A packed file whose members are damaged, but rightly packed."""
    members = unpacked(data)
    for name in chance.sample(sorted(members), chance.choice((1, 1, 2))):
        if members[name]:
            members[name] = (cut if chance.random() < 0.3 else flipped)(chance, members[name])
    if chance.random() < 0.15:
        members.pop(chance.choice(sorted(members)))
    return packed(members)


def _damaged(origin: Callable[[Random], bytes], damage: Callable[[Random, bytes], bytes]) -> Callable[[Random, Path], None]:
    def make(chance: Random, path: Path) -> None:
        path.write_bytes(damage(chance, origin(chance)))

    return make


def _some_csv(chance: Random) -> bytes:
    return csv_of(workers(chance, chance.choice((0, 3, 40, 400))), chance.choice(CODECS), chance.choice(",;\t|"))


def _some_xlsx(chance: Random) -> bytes:
    return xlsx_of(workers(chance, chance.choice((0, 3, 40))), shared=chance.random() < 0.7)


def _some_xls(_chance: Random) -> bytes:
    return (LISTS / "workers.xls").read_bytes()


def _some_ods(_chance: Random) -> bytes:
    return (LISTS / "workers.ods").read_bytes()


def _some_page(chance: Random) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in workers(chance, 30))
    said = chance.choice(("gb2312", "utf-8", "big5", "koi8-r", "utf-16"))
    return f'<html><meta charset="{said}"><table border=1>{rows}</table></html>'.encode(chance.choice(("gb18030", "utf-8")))


# -- kinds by hand ---------------------------------------------------------------------


def _whole(chance: Random, path: Path) -> None:
    path.write_bytes(chance.choice((_some_csv, _some_xlsx, _some_xls, _some_ods, _some_page))(chance))


def _random_bytes(chance: Random, path: Path) -> None:
    heads = (
        b"",
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"<html>",
        b"%PDF",
    )
    path.write_bytes(chance.choice(heads) + chance.randbytes(chance.choice((0, 1, 7, 512, 5_000, 200_000))))


def _random_signs(chance: Random, path: Path) -> None:
    text = "".join(chance.choices(_SIGNS, k=chance.choice((1, 20, 2_000, 50_000))))
    path.write_bytes(text.encode(chance.choice(CODECS)))


def _strange_workers(chance: Random, path: Path) -> None:
    rows = workers(chance, 30)
    odd = (
        "", "-", "\x00", "\x07\x1b[2J", "=1+1", "'=cmd|' /C calc'!A0", "@x", "1e308", "9" * 400, "一万年", "1958-02-30",
        "\U0001f642" * 50, "\u202eabc", "男\n女", "x" * 40_000, "2.5.6", "-1", "#REF!", "同上", "0x1F", "\u0600",
    )  # fmt: skip
    for row in rows[-30:]:
        for place in range(len(row)):
            if chance.random() < 0.15:
                row[place] = chance.choice(odd)
    path.write_bytes(csv_of(rows) if chance.random() < 0.5 else xlsx_of([[cell[:32_000] for cell in row] for row in rows]))


def _nul(chance: Random, path: Path) -> None:
    data = bytearray(csv_of(workers(chance, 50), chance.choice(("utf-8", "gb18030"))))
    for _time in range(chance.choice((1, 1, 30))):
        data.insert(chance.randrange(len(data)), 0)
    path.write_bytes(data)


def _surrogates(chance: Random, path: Path) -> None:
    codec = chance.choice(("utf-8", "utf-16-le", "utf-16-be"))
    data = csv_of(workers(chance, 50), codec)
    place = chance.randrange(len(data) // 2) * 2
    lone = chr(chance.randint(0xD800, 0xDFFF)).encode(codec, "surrogatepass")
    path.write_bytes(data[:place] + lone + data[place:])


def _wrongly_declared(chance: Random, path: Path) -> None:
    mark = chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b""))
    codec = chance.choice(("gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32", "shift_jis", "utf-8", "utf-7"))
    text = csv_of(workers(chance, 50)).decode().translate(str.maketrans("张刘陈国华", "張劉陳國華"))
    path.write_bytes(mark + text.encode(codec, "ignore"))


def _endless_quotes(chance: Random, path: Path) -> None:
    head = csv_of(workers(chance, 20))
    match chance.randrange(3):
        case 0:
            path.write_bytes(head + b'"' + csv_of(workers(chance, 3_000)))
        case 1:
            path.write_bytes(head + b'"' * chance.choice((3, 100_001, 10_000_000)))
        case _:
            path.write_bytes(head + b'"a""' * 500_000)


def _columns(chance: Random, path: Path) -> None:
    count = 100_000
    match chance.randrange(4):
        case 0:
            path.write_bytes(b",".join([b"x"] * count) + b"\n")
        case 1:
            path.write_bytes(b"a\n" + b"," * count + b"\n" * 5 + b"b")
        case 2:
            path.write_bytes(f"<table><tr>{'<td>x' * count}</table>".encode())
        case _:
            path.write_bytes(sheet_of(f'<sheetData><row r="1">{"<c><v>1</v></c>" * count}</row></sheetData>'))


def _rows_csv(chance: Random, path: Path) -> None:
    """1,048,576 lines: blank but the last, or all alike, or one too many."""
    path.write_bytes(chance.choice((b"\n" * 1_048_575 + b"x", b"x\n" * 1_048_576, b"x\n" * 1_048_577)))


def _rows_workers(_chance: Random, path: Path) -> None:
    """1,048,576 lines, all of which can be taken in."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("工号,姓名,工种\r\n")
        file.writelines(f"{number:07d},王秀英,钳工\r\n" for number in range(1_048_575))


def _rows_xlsx(chance: Random, path: Path) -> None:
    """1,048,576 lines, of one or three columns; or only the last of them."""
    if chance.random() < 0.4:
        path.write_bytes(sheet_of('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'))
        return
    heads = ("姓名",) if chance.random() < 0.5 else ("工号", "姓名", "工种")
    head = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in heads)
    row = "<row>" + "".join("<c><v>7</v></c>" for _text in heads) + "</row>"
    path.write_bytes(sheet_of(b"<sheetData><row>" + head.encode() + b"</row>" + row.encode() * 1_048_575 + b"</sheetData>"))


def _bomb(chance: Random, path: Path) -> None:
    """Packed to little, unpacked to gigabytes; in one member or many, telling the truth of their size or not."""
    out = io.BytesIO()
    block = chance.choice((bytes(1 << 20), b"<row><c><v>1</v></c></row>" * 40_000))
    name = chance.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "content.xml", "xl/media/image1.png"))
    if chance.random() < 0.2:
        path.write_bytes(packed({f"xl/worksheets/sheet{number}.xml": b"x" for number in range(20_000)}))
        return
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for member, data in unpacked(xlsx_of([["x"]])).items():
            if member != name:
                file.writestr(member, data)
        with file.open(name, "w", force_zip64=True) as member_file:
            for _block in range(chance.choice((300, 600, 2_500))):
                member_file.write(block)
    whole = bytearray(out.getvalue())
    if chance.random() < 0.5:  # the sizes in the directory at the end are made small
        place = len(whole)
        while (place := whole.rfind(b"PK\x01\x02", 0, place)) >= 0:
            whole[place + 24 : place + 28] = struct.pack("<I", 1_000)
    path.write_bytes(whole)


def _formulas(chance: Random, path: Path) -> None:
    sound = chance.random() < 0.5
    kinds = ("", ' t="str"', ' t="e"') if sound else ("", ' t="str"', ' t="e"', ' t="b"', ' t="n"', ' t="d"', ' t="s"', ' t="zzz"')
    rows = []
    for number in range(1, 200):
        cells = []
        for letter in "ABCDEFGH":
            formula = chance.choice(
                ("A1+1", "SUM(A:A)", "1/0", "INDIRECT(A1)", "'[other.xlsx]x'!A1", "(" * 500, "A" * 9_000, "WEBSERVICE(B1)")
            )
            kind = chance.choice(kinds)
            values = ("1", "1e999", "-0", "") if sound and not kind else ("1", "", "#DIV/0!", "甲", "1e999", "-0", "NaN")
            value = chance.choice(values)
            shared = chance.choice(("", "", ' t="shared" si="0"', ' t="shared" ref="A1:H200" si="0"', ' t="array" ref="A1:XFD9"'))
            cells.append(f'<c r="{letter}{number}"{kind}><f{shared}>{formula}</f><v>{value}</v></c>')
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    path.write_bytes(sheet_of(f"<sheetData>{''.join(rows)}</sheetData>"))


def _dimensions(chance: Random, path: Path) -> None:
    said = chance.choice(
        ("A1:XFD1048576", "B5:A1", "A-1:C-9", "", "A0", "ZZZZZ1:A1", "A1:A99999999999999999999", "$A$1", "甲1:乙2", "A1:B2:C3")
    )
    places = (
        "A1", "B2", "C3", "D4", "A0", "A-1", "", "1", "A", "XFD1048576",
        "ZZZZ1", "AAAAAAAAAAAA1", "A99999999", "A4294967295", "A4294967296", "a1",
        "A1048577", "B9999999", "FXSHRXX1",
    )  # fmt: skip
    cells = "".join(f'<c r="{chance.choice(places)}"><v>{number}</v></c>' for number in range(chance.choice((1, 2, 5))))
    row = chance.choice(("1", "1", "1", "1", "0", "-5", "99999999999", "1048576", "x", ""))
    merged = chance.choice(("", "A1:XFD1048576", "A1:A1048576", "B2:A1", "x", "A1:A99999999999"))
    cells = f'<sheetData><row r="{row}">{cells}</row></sheetData>'
    path.write_bytes(sheet_of(f'<dimension ref="{said}"/>{cells}<mergeCells><mergeCell ref="{merged}"/></mergeCells>'))


def _deep(chance: Random, path: Path) -> None:
    depth = chance.choice((1_000, 50_000, 2_000_000))
    match chance.randrange(4):
        case 0:
            path.write_bytes(sheet_of(b"<a>" * depth + (b"</a>" * depth if chance.random() < 0.5 else b"")))
        case 1:
            path.write_bytes(b"<html>" + b"<table><tr><td>" * depth)
        case 2:
            path.write_bytes(b"<html>" + b"<div " * depth + b"<!--" * depth)
        case _:
            members = unpacked(xlsx_of([["x"]]))
            members[chance.choice(("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"))] = b"<sst>" + b"<si><r>" * depth
            path.write_bytes(packed(members))


def _strings(chance: Random, path: Path) -> None:
    members = unpacked(xlsx_of([["x"]]))
    match chance.randrange(5):
        case 0:
            body = b"<si><t>" + b"x" * 100_000_000 + b"</t></si>"
        case 1:
            body = b"<si><t>abc</t></si>" * 5_000_000
        case 2:  # one entity in another, each ten times
            names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
            body = b"<si><t>&e11;</t></si>"
            members["xl/sharedStrings.xml"] = f"<!DOCTYPE x [{names}]>".encode()
        case 3:
            body = b'<si><t>&#xD800;&#0;&#x110000;_xD800_&nbsp;</t></si><si><t xml:space="preserve">\t\x0b</t></si>'
        case _:
            body = b"<si><t>" + b"x" * 2_000_000 + b"</t></si>"
            cells = '<row><c t="s"><v>0</v></c></row>' * 3_000
            sheet = f'<worksheet xmlns="{_SPACE}"><sheetData>{cells}</sheetData></worksheet>'
            members["xl/worksheets/sheet1.xml"] = sheet.encode()
    said = members["xl/sharedStrings.xml"] if members["xl/sharedStrings.xml"].startswith(b"<!DOCTYPE") else b""
    head = f'<sst xmlns="{_SPACE}" count="99999999999" uniqueCount="-1">'.encode()
    members["xl/sharedStrings.xml"] = said + head + body + b"</sst>"
    path.write_bytes(packed(members))


def _repeated(chance: Random, path: Path) -> None:
    """An ODS that says of a cell or a line that it comes again a million times."""
    members = unpacked(_some_ods(chance))
    rows, columns = chance.choice(
        (("1048576", "1"), ("1", "16384"), ("1048576", "16384"), ("99999999999", "5"), ("-1", "-1"), ("2000000", "3"))
    )
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string">'
    cell += "<text:p>x</text:p></table:table-cell>"
    line = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    content = members["content.xml"].decode()
    place = content.index("</table:table>")
    members["content.xml"] = (content[:place] + line + content[place:]).encode()
    path.write_bytes(packed(members))


def _page(chance: Random, path: Path) -> None:
    spans = ("1", "2", "256", "9999", "-1", "x")
    cells = ""
    for place in range(chance.choice((45, 2_700))):
        cells += "" if place % 9 else "<tr>"
        cells += f"<td colspan={chance.choice(spans)} rowspan={chance.choice(spans)}>{chance.randint(0, 9)}"
    path.write_bytes(f"<html><table>{cells}".encode())


def _other(chance: Random, path: Path) -> None:
    """What is no list, and what is no file."""
    match chance.randrange(8):
        case 0:
            path.mkdir()
        case 1:
            path.symlink_to(path)
        case 2:
            path.symlink_to("/dev/zero")
        case 3:
            os.mkfifo(path)
        case 4:
            path.write_bytes(b"")
        case 5:
            path.write_bytes(bytes(70_000_000))
        case 6:
            path.write_bytes(
                chance.choice((b"%PDF-1.4", b"\x89PNG\r\n", b"MZ\x00", b"SQLite format 3\x00", b"Rar!", b"{\\rtf1")) + bytes(999)
            )
        case _:
            pass  # nothing stands there


def _long_line(chance: Random, path: Path) -> None:
    data = chance.choice((b"a", "王".encode(), b" ", b"\t", b"a,b;", b"\r", b"'=", b"\xa0"))
    path.write_bytes(data * (chance.choice((1_000_000, 20_000_000)) // len(data)))


KINDS: dict[str, Kind] = {
    "whole": Kind(8, _whole),
    "random bytes": Kind(10, _random_bytes),
    "random signs": Kind(8, _random_signs),
    "csv cut": Kind(7, _damaged(_some_csv, cut)),
    "csv flipped": Kind(8, _damaged(_some_csv, flipped)),
    "xlsx cut": Kind(4, _damaged(_some_xlsx, cut)),
    "xlsx flipped": Kind(6, _damaged(_some_xlsx, flipped)),
    "xlsx flipped inside": Kind(10, _damaged(_some_xlsx, flipped_inside)),
    "xls cut": Kind(3, _damaged(_some_xls, cut)),
    "xls flipped": Kind(9, _damaged(_some_xls, flipped)),
    "ods cut": Kind(2, _damaged(_some_ods, cut)),
    "ods flipped": Kind(2, _damaged(_some_ods, flipped)),
    "ods flipped inside": Kind(6, _damaged(_some_ods, flipped_inside)),
    "page flipped": Kind(3, _damaged(_some_page, flipped)),
    "page of odd spans": Kind(1, _page),
    "strange workers": Kind(6, _strange_workers),
    "nul bytes": Kind(3, _nul),
    "lone surrogates": Kind(3, _surrogates),
    "wrong encoding": Kind(3, _wrongly_declared),
    "endless quotes": Kind(1, _endless_quotes),
    "formulas": Kind(3, _formulas),
    "odd dimensions": Kind(4, _dimensions),
    "deep xml": Kind(0.8, _deep),
    "huge strings": Kind(0.5, _strings),
    "repeated cells": Kind(0.8, _repeated),
    "zip bomb": Kind(0.6, _bomb),
    "100,000 columns": Kind(0.6, _columns),
    "1,048,576 lines, csv": Kind(0.15, _rows_csv),
    "1,048,576 workers": Kind(0.05, _rows_workers),
    "1,048,576 lines, xlsx": Kind(0.15, _rows_xlsx),
    "long line": Kind(0.5, _long_line),
    "no list": Kind(1.5, _other),
}
