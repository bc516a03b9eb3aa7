"""What leaves the office comes back: every register of every desk, as XLSX and CSV, in both languages, whatever is in it."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from unionoffice.core import reading
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.joined import parted
from unionoffice.core.money import Fen, Yuan
from unionoffice.core.query import Asked, Order
from unionoffice.core.record import QUANTITY_SCALE, Field, Kind, Record, Table, fields, line_fields
from unionoffice.core.spreadsheet import open_source
from unionoffice.core.words import LANGUAGES, Language, speaking, word
from unionoffice.desks.proposals.records import Proposal
from unionoffice.printing import export, listing
from unionoffice.registers import REGISTERS, Listed

UNITS = {1: "第二机床厂", 2: "铸工车间", 3: "=一组", 4: "+8 组"}
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), max_size=20),
    st.text("=+-@＝\t\r\n'\",;| \\_x0D𠮷𬭎䶮", max_size=12),
    st.sampled_from(["007", "00120", "12345678901234567890", "1E5", "=1+1", "-", "'-5", "TRUE", "#REF!", "_x000D_", "-1.50"]),
)
days = st.dates(datetime.date(1600, 1, 1), datetime.date(2999, 12, 31)) | st.dates(
    datetime.date(1899, 12, 25), datetime.date(1900, 3, 5)
)
PLAIN: Mapping[Kind, st.SearchStrategy[Any]] = {
    "text": texts,
    "long": texts,
    "whole": st.integers(-(10**15) - 5, 10**15 + 5) | st.integers(0, 100),
    "money": st.integers(-(10**13), 10**13),
    "quantity": st.integers(-(10**17), 10**17) | st.integers(-99_999, 99_999),
    "date": days.map(str),
    "month": st.dates(datetime.date(1900, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
    "yes": st.booleans().map(int),
}


def values_of(field: Field) -> st.SearchStrategy[Any]:
    """What the book may keep in a field."""
    if field.kind == "choice":
        kept = st.sampled_from([each.value for each in field.type])
    elif field.kind == "ref":
        kept = st.sampled_from(list(UNITS))
    else:
        kept = PLAIN[field.kind]
    return st.none() | kept if field.optional else kept


def rows_for(record: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """A row of a table with its lines."""
    return st.fixed_dictionaries({
        name: st.lists(rows_for(field.type), max_size=2) if field.kind == "lines" else values_of(field)
        for name, field in fields(record).items()
    })  # fmt: skip


@pytest.fixture(scope="module")
def open_book(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book that takes any values: what leaves must come back even where a rule changes later."""
    path = tmp_path_factory.mktemp("loose") / "office.db"
    shutil.copyfile(template, path)
    book = Book.open(path)
    book.conn.execute("pragma foreign_keys = off")
    for listed in REGISTERS:
        for table in (listed.query.table, *listed.query.table.lines.values()):
            columns = book.rows(f"select name, type from pragma_table_info('{table.name}')")
            book.conn.execute(f"drop table {table.name}")
            book.conn.execute(f"create table {table.name} ({', '.join(c['name'] + ' ' + c['type'] for c in columns)})")
    yield book
    book.close()


def put(book: Book, table: Table[Any], row: Mapping[str, Any], **more: int) -> None:
    """Write a row as it is, whatever the desk's rules would say of it."""
    record: Any = table.record
    lines = line_fields(record)
    known = {name: value for name, value in row.items() if name not in lines} | more
    names = list(known)
    book.conn.execute(f"insert into {table.name} ({', '.join(names)}) values ({', '.join(':' + name for name in names)})", known)
    for name in lines:
        for place, line in enumerate(row.get(name, ())):
            number = more["id"] * 100 + place
            put(book, table.lines[name], line, id=number, parent=more["id"], place=place)


def said(field: Field, text: str, spoken: Language) -> Any:
    """The value of a cell, read as lists are read."""
    match field.kind:
        case "money":
            return reading.read_fen(text)
        case "quantity":
            found = reading.read_exact(text)
            return None if found is None else int(found * QUANTITY_SCALE)
        case "whole":
            return reading.read_whole(text)
        case "date":
            day = reading.read_date(text)
            return None if day is None else str(day)
        case "month":
            return text or None
        case "yes":
            return {"": None, word("yes", spoken): 1, word("no", spoken): 0}[text]
        case "choice":
            return next((each.value for each in field.type if word(each.word, spoken) == text), None)
        case "ref":
            return next((row for row, name in UNITS.items() if name.strip() == text), None)
        case _:
            return text.strip()  # as whatever takes a list in does


def expected(field: Field, value: Any) -> Any:
    return value.strip() if field.kind in ("text", "long") and isinstance(value, str) else value


def back(record: type[Record], table: Sequence[Sequence[str]], spoken: Language) -> list[dict[str, Any]]:
    """The rows of a list that came back, its heading in the first row."""
    heads = listing.heads(record, spoken)
    places = {name: table[0].index(head) for name, head in heads.items()}
    known = fields(record)
    found = []
    for row in table[1:]:
        values: dict[str, Any] = {}
        for name, place in places.items():
            text = row[place] if place < len(row) else ""
            field = known[name]
            if field.kind == "lines":
                inner = listing.line_fields(field)
                values[name] = [
                    {each.name: said(each, part.strip(), spoken) for each, part in zip(inner, line, strict=True)}
                    for line in parted(text, len(inner))
                ]
            else:
                values[name] = said(field, text, spoken)
        found.append(values)
    return found


def wanted(record: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that were written, without what is private."""
    known = fields(record)
    return [
        {
            name: [
                {each.name: expected(each, line[each.name]) for each in listing.line_fields(known[name])} for line in row[name]
            ]
            if known[name].kind == "lines"
            else expected(known[name], row[name])
            for name in listing.heads(record, "en")
        }
        for row in rows
    ]


def blank_as_none(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An empty cell says nothing, whether the book keeps an empty text or none."""
    return [
        {
            name: blank_as_none(value) if isinstance(value, list) else None if value == "" else value for name, value in row.items()
        }
        for row in rows
    ]


def all_of(listed: Listed, title: str = "List", whole: bool = True) -> listing.Register:
    def named(_book: Book, rows: Sequence[int]) -> Mapping[int, str]:
        return {row: UNITS[row] for row in rows}

    names = dict.fromkeys(all_refs(), named)
    return listing.Register(title=title, query=listed.query, asked=Asked("1", Order("id", "", "id")), whole=whole, names=names)


def all_refs() -> set[str]:
    found: set[str] = set()
    for listed in REGISTERS:
        for field in fields(listed.query.table.record).values():
            inner = listing.line_fields(field) if field.kind == "lines" else [field]
            found |= {each.shown.ref for each in inner if each.kind == "ref"}
    return found


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("listed", REGISTERS, ids=lambda listed: listed.name)
@settings(
    max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_every_register_comes_back(
    open_book: Book, tmp_path: Path, listed: Listed, spoken: Language, data: st.DataObject
) -> None:
    record = listed.query.table.record
    rows = data.draw(st.lists(rows_for(record).filter(lambda row: any(row.values())), min_size=1, max_size=3))
    book = open_book
    book.conn.execute("begin")
    try:
        of_another = {"parent": 0, "place": 0} if "parent" in record.__struct_fields__ else {}
        for number, row in enumerate(rows, start=1):
            put(book, listed.query.table, row, id=number, **of_another)
        with speaking(spoken):
            for name, encoding in (("list.xlsx", "utf-8"), ("list.csv", "utf-8"), ("old.csv", "gb18030")):
                written = export.write(book, all_of(listed), tmp_path / name, encoding=encoding)  # type: ignore[arg-type]
                assert written == len(rows)
                table = open_source(tmp_path / name, encoding=encoding, separator=",").rows
                assert blank_as_none(back(record, table[1:] if name.endswith("xlsx") else table, spoken)) == blank_as_none(
                    wanted(record, rows)
                ), name
    finally:
        book.conn.execute("rollback")


# -- what the file looks like, and what cannot be ------------------------------------------


def proposals_with(book: Book, *titles: str) -> listing.Register:
    """The register of saving proposals in a book that takes anything, with a proposal of each title."""
    table = PROPOSALS.query.table
    for number, title in enumerate(titles, start=1):
        row = {"title": title, "no": f"{number:03d}", "actual_fen": 10**13 + number, "received_on": "1958-03-05"}
        put(book, table, row, id=number)
    return all_of(PROPOSALS)


PROPOSALS = next(listed for listed in REGISTERS if listed.name == "saving-proposals")


@pytest.fixture
def loose(open_book: Book) -> Iterator[Book]:
    open_book.conn.execute("begin")
    yield open_book
    open_book.conn.execute("rollback")


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def test_nothing_in_a_file_acts_and_numbers_are_numbers(loose: Book, tmp_path: Path) -> None:
    risky = [
        "=1+1", "+1-1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "http://x.y/z", "{=1}", "<b>&amp;</b>",
        "_x0041_",
    ]  # fmt: skip
    what = proposals_with(loose, *risky)
    export.write(loose, what, tmp_path / "x.xlsx")
    sheet = sheet_of(tmp_path / "x.xlsx")
    heads = [cell.value for cell in sheet[2]]
    known = list(listing.heads(Proposal, "en"))
    column, money, day = (known.index(name) for name in ("title", "actual_fen", "received_on"))
    assert heads == list(listing.heads(Proposal, "en").values())
    rows = list(sheet.iter_rows(min_row=3))
    assert [(unescape(row[column].value), row[column].data_type) for row in rows] == [(text, "s") for text in risky]
    assert {row[0].data_type for row in rows} == {"s"} and rows[0][0].value == "001"
    assert [Decimal(str(row[money].value)) * 100 for row in rows] == [10**13 + number for number in range(1, len(risky) + 1)]
    assert rows[0][money].number_format == "#,##0.00"
    assert rows[0][day].value == datetime.datetime(1958, 3, 5) and rows[0][day].is_date
    assert sheet.freeze_panes == "A3" and sheet.auto_filter.ref == sheet.dimensions.replace("A1", "A2")
    assert not any(row[column].hyperlink for row in rows)
    export.write(loose, what, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        plain = [row[column] for row in list(csv.reader(file))[1:]]
    assert not [text for text in plain if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


def test_a_stopped_export_leaves_what_stood_there(loose: Book, tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def told(done: int, total: int) -> None:
        assert total == 700
        if done:
            raise StopError

    what = proposals_with(loose, *["一"] * 700)
    for name in ("x.xlsx", "x.csv"):
        path = tmp_path / name
        path.write_text("before")
        with pytest.raises(StopError):
            export.write(loose, what, path, told=told)
        assert path.read_text() == "before"
        assert export.write(loose, what, path) == 700
    assert sorted(each.name for each in tmp_path.iterdir()) == ["x.csv", "x.xlsx"]


def test_what_a_spreadsheet_cannot_hold_is_told_and_a_list_holds_it(loose: Book, tmp_path: Path) -> None:
    for text, words in (("长" * 32_768, "32,768"), ("𠮷" * 16_384, "32,768"), ("a\uffffb", "no spreadsheet")):
        loose.conn.execute("delete from proposals")
        what = proposals_with(loose, text)
        with pytest.raises(KnownError, match=f"001.*{words}"):
            export.write(loose, what, tmp_path / "x.xlsx")
        assert not list(tmp_path.glob("x.xlsx*"))
        export.write(loose, what, tmp_path / "x.csv", encoding="gb18030")
        assert text in open_source(tmp_path / "x.csv", encoding="gb18030").rows[1]
    loose.conn.execute("delete from proposals")
    export.write(loose, proposals_with(loose, "长" * 32_767), tmp_path / "x.xlsx")
    assert "长" * 32_767 in open_source(tmp_path / "x.xlsx").rows[2]


def test_an_empty_register_is_a_file_too(loose: Book, tmp_path: Path) -> None:
    assert export.write(loose, all_of(PROPOSALS), tmp_path / "x.xlsx") == 0
    assert export.write(loose, all_of(PROPOSALS), tmp_path / "x.csv") == 0
    assert [len(row) for row in open_source(tmp_path / "x.xlsx").rows] == [1, len(listing.heads(Proposal, "en"))]
    assert sheet_of(tmp_path / "x.xlsx").max_row == 2


def test_the_signs_that_old_programs_show_wrongly_are_named(loose: Book) -> None:
    assert export.beyond_gbk(loose, proposals_with(loose, "镕 ·—…①㎡", "李桂兰")) is None
    loose.conn.execute("delete from proposals")
    rare = export.beyond_gbk(loose, proposals_with(loose, "𠮷𬭎", "普通", "€ and 𠮷"))
    assert rare is not None and rare.rows == 2 and set(rare.signs) == {"𠮷", "𬭎", "€"}
    assert "𠮷" in rare.words()


@given(st.characters(exclude_categories=["Cs"]))
def test_gb18030_has_every_sign_and_gbk_the_same_two_bytes(sign: str) -> None:
    """What the warning says: nothing is lost in GB18030, and what is not warned of is read rightly by a program of GBK alone."""
    assert sign.encode("gb18030").decode("gb18030") == sign
    if sign.encode("gbk", "ignore"):
        assert sign.encode("gb18030").decode("gbk") == sign


def test_a_sheet_leaves_as_it_stands(book: Book, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["甲", "1,234.50", 5, Yuan(Fen(150)), datetime.date(1958, 2, 1)], ["=乙", "007", None, None, None],
        ["丙", "12%", 0, Yuan(Fen(0)), None],
    ]  # fmt: skip
    what = listing.Sheet("月报/表", ["名", "数", "个", "元", "日"], rows)
    assert export.write(book, what, tmp_path / "x.xlsx") == 3
    found = [[cell.value for cell in row] for row in sheet_of(tmp_path / "x.xlsx").iter_rows(min_row=2)]
    assert found == [
        ["名", "数", "个", "元", "日"], ["甲", 1234.5, 5, 1.5, datetime.datetime(1958, 2, 1)], ["=乙", "007", None, None, None],
        ["丙", 0.12, 0, 0, None],
    ]  # fmt: skip
    export.write(book, what, tmp_path / "x.csv")
    assert open_source(tmp_path / "x.csv").rows[1:] == [
        ["甲", "1234.50", "5", "1.50", "1958-02-01"], ["=乙", "007"], ["丙", "12%", "0", "0.00"],
    ]  # fmt: skip


@pytest.mark.parametrize("listed", REGISTERS, ids=lambda listed: listed.name)
def test_every_filter_and_order_of_the_screen_can_leave(book: Book, listed: Listed, tmp_path: Path) -> None:
    query = listed.query
    orders = [*query.orders, *(order for column in query.columns for order in query.heading_orders(column))]
    values = {"today": "1958-03-31", "first": "1958-03-01", "next": "1958-04-01"}
    for where in ("1", *(each.where for each in query.filters)):
        for order in orders:
            for whole in (False, True):
                found = listing.leaving(book, listing.Register("List", query, Asked(where, order, values), whole=whole))
                assert not list(found.rows(lambda _done, _all: None))
    shown = listing.Register("List", query, Asked("1", orders[-1], values), whole=False)
    export.write(book, shown, tmp_path / "x.csv")
    heads = open_source(tmp_path / "x.csv", separator=",").rows[0]
    assert heads == [word(column.label or query.field(column).label, "en") for column in query.columns]
    every = query.offered()
    assert len({column.field for column in every}) == len(every)
    for column in every:
        for order in query.heading_orders(column):
            asked = Asked("1", order, values, query.shown({column.field}))
            found = listing.leaving(book, listing.Register("List", query, asked, whole=False))
            assert not list(found.rows(lambda _done, _all: None))
            assert [out.head for out in found.outs] == [word(column.label or query.field(column).label, "en")]
