"""The faulty lines of a list as a spreadsheet: every faulty cell marked, with the reason, to be mended there and taken in again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from unionoffice.core.intake import Reading
from unionoffice.core.words import N_, Language, word

MOST_COMMENTS = 20_000


class FaultyLine(msgspec.Struct, frozen=True):
    """A line of the list.

    Its number in the file, its cells, and the reason of each faulty cell by column; -1 is the line itself.
    """

    number: int
    cells: Sequence[str]
    reasons: Mapping[int, str]


def fault_list(heads: Sequence[str], lines: Iterable[FaultyLine], language: Language) -> bytes:
    """An XLSX with the heads of the list, then its faulty lines; two more columns say the line and what is wrong.

    Cells are texts as they stood, never formulas. The two further columns are none of the list's own: they are left out when the
    mended file is taken in.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    plain = book.add_format({"valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    red = "#a31515"
    marked = book.add_format({"bg_color": "#fbeaea", "font_color": red, "border": 1, "border_color": red, "valign": "top"})
    reason_format = book.add_format({"font_color": red, "valign": "top", "text_wrap": True})
    page = book.add_worksheet(word(N_("Faulty lines"), language))
    last = len(heads)
    widths = [len(head.encode("gb18030", "replace")) for head in heads]
    for place, head in enumerate([*heads, word(N_("Line in the file"), language), word(N_("What is wrong"), language)]):
        page.write_string(0, place, head, bold)
    comments = 0
    for row, line in enumerate(lines, start=1):
        for place in range(last):
            text = line.cells[place] if place < len(line.cells) else ""
            reason = line.reasons.get(place)
            widths[place] = max(widths[place], min(40, len(text.encode("gb18030", "replace"))))
            if reason is not None:
                page.write_string(row, place, text, marked) if text else page.write_blank(row, place, None, marked)
                if comments < MOST_COMMENTS:
                    page.write_comment(row, place, reason, {"author": "unionoffice"})
                    comments += 1
            elif text:
                page.write_string(row, place, text, plain)
        page.write_number(row, last, line.number, plain)
        page.write_string(row, last + 1, "\n".join(dict.fromkeys(line.reasons.values())), reason_format)
    for place, width in enumerate(widths):
        page.set_column(place, place, max(6, width + 2))
    page.set_column(last, last, 18)
    page.set_column(last + 1, last + 1, 60)
    page.set_default_row(18)
    page.freeze_panes(1, 0)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    book.close()
    return out.getvalue()


def of_reading(reading: Reading[Any], language: Language) -> bytes:
    """The faulty lines of a list that was read, those left out by the clerk not among them."""
    lines = []
    for line in reading.lines:
        if line.what == "faulty" and not line.left_out:
            reasons: dict[int, str] = {}
            for fault in line.faults:
                reasons[fault.column] = f"{reasons[fault.column]}\n{fault.reason}" if fault.column in reasons else fault.reason
            lines.append(FaultyLine(line.number, reading.cells(line.number), reasons))
    return fault_list(reading.heading.heads, lines, language)
