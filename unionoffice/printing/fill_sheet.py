"""A spreadsheet for a workshop to fill: heads that stay as they are, cells with pick lists, the keys by which it is known again."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from unicodedata import east_asian_width

import msgspec

from unionoffice.core import filling
from unionoffice.core.filling import Keys
from unionoffice.core.words import N_, Language, word

Kind = Literal["text", "long", "date", "whole", "number", "money", "choice", "names", "figure"]
LINES = 100
"""So many lines can be filled, unless more are wanted."""
HEADING = 3
"""The row of the heads, from 0; the lines to be filled stand below."""
_FONT = {"zh": "宋体", "en": "Arial"}
_LINE = "#9aa0a6"
_MADE = datetime(2000, 1, 1)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its head, an English key; how its cells are filled; its number on the paper form, if any.

    `picks` are offered in a list; with kind "choice" nothing else is taken, with "names" anything after a warning. A "figure" is
    a number or a time. `least` and `most` bound whole numbers. `needed` marks what no line can do without, `locked` what is
    filled already.
    """

    head: str
    kind: Kind = "text"
    width: float = 12
    picks: tuple[str, ...] = ()
    prompt: str = ""
    number: int = 0
    least: int | None = None
    most: int | None = None
    needed: bool = False
    locked: bool = False


class FillSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is written: the keys, the title (an English key), the columns, and the lines that stand already."""

    keys: Keys
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]] = ()
    lines: int = LINES


def write(sheet: FillSheet, language: Language) -> bytes:
    """The sheet as XLSX, its main words in one language and the other beside them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": word(sheet.title, language), "author": sheet.keys.office, "created": _MADE})
    formats = _Formats(book, language)
    page = book.add_worksheet(word(sheet.title, language)[:31])
    picks = _Picks(book)
    _top(page, sheet, formats, language)
    _heads(page, sheet, formats, language)
    last = HEADING + max(sheet.lines, len(sheet.rows))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        form = formats.cell(column)
        for row in range(HEADING + 1, last + 1):
            page.write_blank(row, place, None, form)
        _offer(page, picks, place, column, last, language)
    for row, values in enumerate(sheet.rows, start=HEADING + 1):
        for place, value in enumerate(values):
            _put(page, row, place, value, formats.cell(sheet.columns[place]))
    high = any(column.kind == "long" for column in sheet.columns) and not sheet.rows
    for row in range(HEADING + 1, last + 1):
        standing = sheet.rows[row - HEADING - 1] if row - HEADING - 1 < len(sheet.rows) else ()
        page.set_row(row, 33 if high else max(20, 4 + 13 * _lines(standing, sheet.columns)))
    _paper(page, sheet, last, language)
    _keys(book, sheet.keys)
    book.close()
    return out.getvalue()


def _lines(values: Sequence[object], columns: Sequence[Column]) -> int:
    """How many lines the longest text of a row takes; a Chinese sign is as wide as two others."""
    texts = [(value, column.width - 1) for value, column in zip(values, columns, strict=False) if isinstance(value, str)]
    return max((math.ceil(_signs(text) / width) for text, width in texts), default=1)


def _signs(text: str) -> int:
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


_NUMBERS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "whole": "0", "number": "General", "figure": "General"}


class _Formats:
    """The formats of the sheet."""

    def __init__(self, book: Any, language: Language) -> None:
        font = {"font_name": _FONT[language], "valign": "vcenter"}
        self._book, self._font = book, font
        self.title = book.add_format({**font, "bold": True, "font_size": 15, "shrink": True})
        self.small = book.add_format({**font, "font_size": 9, "font_color": "#5a5f66", "text_wrap": True})
        self.text = book.add_format({**font, "font_size": 10, "text_wrap": True})
        head = {**font, "text_wrap": True, "align": "center", "border": 1, "border_color": _LINE, "bg_color": "#eceef1"}
        self.head = book.add_format(head)
        self.in_head = book.add_format({"font_name": _FONT[language], "font_size": 10, "bold": True})
        self.under_head = book.add_format({"font_name": _FONT[language], "font_size": 8, "font_color": "#5a5f66"})
        self._cells: dict[tuple[Kind, bool], Any] = {}

    def cell(self, column: Column) -> Any:
        """The format of the cells of a column."""
        key = (column.kind, column.locked)
        if key not in self._cells:
            number = _NUMBERS.get(column.kind, "@")
            words = column.kind in ("long", "text", "names", "choice")
            self._cells[key] = self._book.add_format({
                **self._font, "font_size": 10, "border": 1, "border_color": _LINE, "locked": column.locked, "num_format": number,
                "text_wrap": words and column.kind != "choice", "bg_color": "#f5f6f7" if column.locked else "#ffffff",
                **({"align": "left", "indent": 1} if words else {"align": "right", "indent": 1}),
            })  # fmt: skip
        return self._cells[key]


def _top(page: Any, sheet: FillSheet, formats: _Formats, language: Language) -> None:
    """Title, unit and how it is filled, in both languages."""
    other: Language = "en" if language == "zh" else "zh"
    title = N_("{title}: to be filled in by {unit}")
    for row, spoken, form in ((0, language, formats.title), (2, other, formats.small)):
        named = word(title, spoken, title=word(sheet.title, spoken), unit=sheet.keys.unit or sheet.keys.office)
        how = word(
            N_("{office}, {day}. Fill the white cells from line {line} on, one line for each; columns with * are needed. "
               "Save, and bring the file back as it is."),
            spoken, office=sheet.keys.office, day=sheet.keys.made_on, line=HEADING + 2,
        )  # fmt: skip
        across, width = len(sheet.columns) - 1, sum(column.width for column in sheet.columns)
        if spoken == language:
            page.merge_range(row, 0, row, across, named, form)
            page.merge_range(1, 0, 1, across, how, formats.text)
            page.set_row(1, 4 + 13 * math.ceil(_signs(how) / width))
        else:
            page.merge_range(row, 0, row, across, f"{named}. {how}", form)
            page.set_row(row, 3 + 12 * math.ceil(_signs(f"{named}. {how}") / width))
    page.set_row(0, 26)


def head_of(column: Column, language: Language) -> str:
    """The head of a column: "收到日期* [3]" over "(Received on)"; what stands in brackets is no part of its name."""
    other: Language = "en" if language == "zh" else "zh"
    mark = ("*" if column.needed else "") + (f" [{column.number}]" if column.number else "")
    return f"{word(column.head, language)}{mark}\n({word(column.head, other)})"


def _heads(page: Any, sheet: FillSheet, formats: _Formats, language: Language) -> None:
    for place, column in enumerate(sheet.columns):
        first, second = head_of(column, language).split("\n")
        page.write_rich_string(HEADING, place, formats.in_head, f"{first}\n", formats.under_head, second, formats.head)
    page.set_row(HEADING, 44)


def _offer(page: Any, picks: _Picks, place: int, column: Column, last: int, language: Language) -> None:
    """What may stand in the cells of a column, and what is said of it."""
    if column.locked:
        return
    rule: dict[str, Any] = {"validate": "any"}
    said = column.prompt
    if column.picks:
        rule = {"validate": "list", "source": picks.source(column.picks)}
        if column.kind == "names":
            rule["error_type"] = "warning"
            error = N_("This does not stand in the list. Is it right?")
        else:
            error = N_("Pick one from the list.")
    elif column.kind == "date":
        rule = {"validate": "date", "criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2100, 12, 31)}
        error = N_("Write a day, such as 1958-02-11.")
        said = said or error
    elif column.kind == "whole":
        least, most = column.least if column.least is not None else 0, column.most if column.most is not None else 10**9
        rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
        error = N_("Write a whole number from {least} to {most}.")
    elif column.kind in ("number", "money"):
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10**12}
        error = N_("Write a number in figures, not below zero.")
        said = said or error
    else:
        error = ""
    if error:
        rule["error_title"] = word(column.head, language)[:32]
        rule["error_message"] = word(error, language, least=column.least, most=column.most)[:255]
    if said:
        rule["input_title"] = word(column.head, language)[:32]
        rule["input_message"] = word(said, language)[:255]
    if rule != {"validate": "any"}:
        page.data_validation(HEADING + 1, place, last, place, rule)


class _Picks:
    """The sheet that nobody sees, with the lists from which cells are picked; columns that offer the same share one."""

    def __init__(self, book: Any) -> None:
        self._page = book.add_worksheet(filling.PICKS)
        self._page.very_hidden()
        self._places: dict[tuple[str, ...], int] = {}

    def source(self, offered: tuple[str, ...]) -> str:
        """Where a list stands, as a formula."""
        if offered not in self._places:
            place = self._places[offered] = len(self._places)
            for row, text in enumerate(offered):
                self._page.write_string(row, place, text)
        letter = _letters(self._places[offered])
        return f"='{filling.PICKS}'!${letter}$1:${letter}${len(offered)}"


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _put(page: Any, row: int, place: int, value: object, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), form)
    elif isinstance(value, int | Decimal):
        page.write_number(row, place, value, form)
    else:
        page.write_string(row, place, str(value), form)


def _paper(page: Any, sheet: FillSheet, last: int, language: Language) -> None:
    """Protected, the heads always in sight, and ready to be printed on A4 across."""
    page.freeze_panes(HEADING + 1, 0)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": False, "sort": True, "autofilter": True})
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING)
    page.print_area(0, 0, last, len(sheet.columns) - 1)
    page.set_footer("&C" + word(N_("Page {page} of {pages}"), language, page="&P", pages="&N"))
    first = next((place for place, column in enumerate(sheet.columns) if not column.locked), 0)
    page.set_selection(HEADING + 1, first, HEADING + 1, first)


def _keys(book: Any, keys: Keys) -> None:
    page = book.add_worksheet(filling.KEYS)
    for row, (name, value) in enumerate(filling.written(keys)):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.very_hidden()
