"""In every panel: the numbers beside the boxes are those printed on the blank form of the record, each for its field."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from tests.screens.clerk import Answers, Clerk
from unionoffice.app import Program
from unionoffice.core.book import Book
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.kit.boxes import BoxLabel
from unionoffice.printing import boxes, forms
from unionoffice.printing.glyphs import RAISED_SIZE
from unionoffice.printing.make import blank_pdf, form_of
from unionoffice.printing.paper import Paper
from unionoffice.tabs import TABS

RECORDS = 1  # of each page so many, from either end of its register


def printed(book: Book, paper: Paper, language: Language) -> list[int]:
    """The numbers on the blank paper, read back from the PDF by the size of their type."""
    form = form_of(book, paper.form)
    small = {6.5, *(style.size * RAISED_SIZE for style in form.styles.values())}
    found: list[int] = []

    def see(text: str, _matrix: object, _place: object, _font: object, size: float) -> None:
        if any(abs(size - each) < 0.01 for each in small):
            found.extend(int(part) for part in text.split() if part.isdecimal())

    for page in pypdf.PdfReader(io.BytesIO(blank_pdf(book, paper, language))).pages:
        page.extract_text(visitor_text=see)
    return found


def check_panel(page: Any, seen: set[str]) -> None:
    """The panel that is open."""
    form = page.form
    shown = [(each.objectName().rsplit("_", 1)[0], each.number) for each in form.findChildren(BoxLabel) if each.number]
    if not shown:
        return
    paper = next(paper for paper in page.record_papers() if form_of(page.office.book, paper.form).boxes is not None)
    owners = {box.number: box.fields for box in boxes.boxes_of(form_of(page.office.book, paper.form))}
    for name, number in shown:
        assert number in owners, f"{paper.form}: {name} bears {number}, which is on no paper"
        fields = {field.rsplit(".", 1)[-1] for field in owners[number]}
        assert name in fields, f"{paper.form}: {name} bears the {number} of {fields}"
    # Lines that lie over each other each have their own heads: a column's number may be seen once a line.
    by_number: dict[int, set[str]] = {}
    for name, number in shown:
        by_number.setdefault(number, set()).add(name)
    assert all(len(names) == 1 for names in by_number.values()), f"{paper.form}: {by_number}"
    seen.add(paper.form)


def test_every_number_of_every_panel_stands_on_its_paper(
    qapp: QApplication, sample_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    path = tmp_path / "office.db"
    shutil.copyfile(sample_book, path)
    program = Program(qapp, answers=Answers())
    program.speak("en")
    program.open(path, clerk="王秀英")
    clerk = Clerk(program, Answers(), tmp_path)
    seen: set[str] = set()
    try:
        for tab in TABS:
            clerk.tab(tab.name)
            for page in clerk.window.made[tab.name].pages:
                if not hasattr(page, "record_papers"):
                    continue
                if page.NEW:
                    page.new()
                    check_panel(page, seen)
                    page._end_form(wipe=True)
                count = page.model.count()
                for place in sorted({*range(min(RECORDS, count)), *range(max(0, count - RECORDS), count)}):
                    record = page.office.book.get(page.table, page.model.record(place).id)
                    page.show_record(record.id)
                    if page.can_correct(record):
                        page.start_correction()
                        check_panel(page, seen)
                        page._end_form(wipe=True)
                    for action in page.next_actions(record):
                        if action.asks is not None:
                            page.take(action)
                            check_panel(page, seen)
                            page._end_form(wipe=True)
        numbered = {name for name in forms.shipped_names() if forms.shipped(name).boxes is not None}
        assert seen == numbered - {"apprentice_contract"}, "a form with numbers that no panel shows"
    finally:
        clerk.window.jobs.wait_for_done(20_000)
        program.close_book()
        clerk.window.close()
        clerk.window.deleteLater()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_are_read_back_from_every_blank_paper(sample_book: Path, language: Language) -> None:
    from unionoffice import papers

    book = Book.open(sample_book, write=False)
    for paper in papers.PAPERS:
        form = form_of(book, paper.form)
        if not form.is_card and form.boxes is not None:
            numbers = [box.number for box in boxes.boxes_of(form)]
            assert set(numbers) <= set(printed(book, paper, language)), paper.form
    book.close()
