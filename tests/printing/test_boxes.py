"""The numbers of the places to fill in: counted from the form, the same in both languages, printed on the blank form alone."""

from __future__ import annotations

import importlib
import inspect
import io
from types import ModuleType

import pypdf
import pytest

from unionoffice import papers
from unionoffice.core.errors import KnownError
from unionoffice.core.record import Record, fields
from unionoffice.core.words import LANGUAGES, Language
from unionoffice.desks.proposals import service
from unionoffice.kit.boxes import _snake
from unionoffice.printing import boxes, flow, forms, pdf, wording
from unionoffice.printing.card import How, extent
from unionoffice.printing.forms import Fields, Form, Lines, Signatures, Table, Text
from unionoffice.printing.glyphs import RAISED_SIZE
from unionoffice.printing.marks import Letters
from unionoffice.schema import TABLES

NUMBERED = tuple(name for name in forms.shipped_names() if forms.shipped(name).boxes is not None)


def printed_numbers(form: Form, language: Language, *, blank: bool = True) -> list[int]:
    """The numbers that stand on the paper: small ones in corners, raised ones in texts."""
    how = How(language=language, blank=blank, text_only=False, reprint=False)
    found: list[int] = []
    end = (0.0, 0.0, 0.0)
    raised = {style.size * RAISED_SIZE for style in form.styles.values()}
    for marks in flow.pages(form, {} if blank else form.sample, how):
        for mark in marks:
            if not isinstance(mark, Letters):
                continue
            if mark.size == flow._NUMBER and mark.text.isdecimal():
                found.append(int(mark.text))
            elif mark.size in raised and mark.colour == "soft" and mark.text.isdecimal():
                # Raised, in a text; a spread line may set its figures one by one.
                if abs(mark.x - end[0]) < 0.01 and mark.y == end[1]:
                    mark = Letters(end[2], mark.y, f"{found.pop()}{mark.text}", mark.face, mark.size, mark.colour)
                found.append(int(mark.text))
                left, _top, right, _bottom = extent(mark, language)
                end = (right, mark.y, left)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NUMBERED)
def test_every_box_has_its_number_once_on_the_blank_form(name: str, language: Language) -> None:
    form = forms.shipped(name)
    numbers = [box.number for box in boxes.boxes_of(form)]
    assert numbers == list(range(1, len(numbers) + 1)) and numbers
    assert sorted(printed_numbers(form, language)) == numbers


@pytest.mark.parametrize("name", NUMBERED)
def test_what_the_program_fills_in_has_no_numbers(name: str) -> None:
    form = forms.shipped(name)
    assert printed_numbers(form, "zh", blank=False) == []


@pytest.mark.parametrize("name", NUMBERED)
def test_a_field_belongs_to_one_box_of_a_form(name: str) -> None:
    owned = [field for box in boxes.boxes_of(forms.shipped(name)) for field in box.fields]
    assert len(owned) == len(set(owned))


def records_near(record: type[Record]) -> dict[str, type[Record]]:
    """The records of a desk by the names a form calls them: what its steps ask."""
    found: dict[str, type[Record]] = {}
    for kind in reversed(record.__mro__):
        module: ModuleType | None = inspect.getmodule(kind)
        for each in vars(module).values() if module and module.__name__.startswith("unionoffice.desks") else ():
            if inspect.isclass(each) and issubclass(each, Record):
                found[_snake(each.__name__)] = each
    meetings = importlib.import_module("unionoffice.desks.meetings.records")
    return {"correction": meetings.Correction, **found}


def has(record: type[Record], path: list[str]) -> bool:
    known = fields(record)
    if not path or path[0] not in known:
        return False
    return len(path) == 1 or (known[path[0]].kind == "lines" and has(known[path[0]].type, path[1:]))


def main_record(name: str) -> type[Record]:
    subject = papers.named(name)[0].subject
    return next(table.record for table in TABLES if table.name == subject)


@pytest.mark.parametrize("name", NUMBERED)
def test_every_box_belongs_to_a_field_of_its_record(name: str) -> None:
    record = main_record(name)
    near = records_near(record)
    for box in boxes.boxes_of(forms.shipped(name)):
        for field in box.fields:
            first, *rest = field.split(".")
            assert has(record, [first, *rest]) or (first in near and has(near[first], rest)), f"{name}, box {box.number}: {field}"


@pytest.mark.parametrize("name", NUMBERED)
def test_no_place_of_a_field_goes_without_a_number(name: str) -> None:
    """A place whose value bears the name of a field is left out only when the program gives that value itself."""
    given = {
        "actual", "addenda", "cycle", "drawings", "due_on", "ends_on", "forecast", "hours", "name", "next_due", "no", "number",
        "remark", "spread", "state", "union",
    }  # fmt: skip
    form, record = forms.shipped(name), main_record(name)
    owned = {field.split(".")[0] for box in boxes.boxes_of(form) for field in box.fields}
    for block in form.blocks:
        names: set[str] = set()
        if isinstance(block, Fields):
            names = {place for field in block.field for place, _style in wording.places(field.value)}
        elif isinstance(block, Table):
            names = {block.rows}
        elif isinstance(block, Text | Lines):
            names = {place for place, _style in wording.places(block.zh)}
        elif isinstance(block, Signatures):
            names = {value for value in block.values if value}
        lacking = {each for each in names if each in fields(record) and each not in owned} - given
        assert not lacking, f"{name}: {sorted(lacking)} are fields and have no number"


def test_the_numbers_can_be_read_back_from_the_pdf() -> None:
    form = forms.shipped(service.FORM)
    read = pypdf.PdfReader(io.BytesIO(pdf.render(form, {}, "zh", blank=True)))
    numbers: list[int] = []

    def see(text: str, _matrix: object, _place: object, _font: object, size: float) -> None:
        if size == flow._NUMBER:
            numbers.extend(int(part) for part in text.split())

    for page in read.pages:
        page.extract_text(visitor_text=see)
    assert sorted(numbers) == [box.number for box in boxes.boxes_of(form)]


def test_numbers_follow_the_text_of_an_office_that_changed_its_form() -> None:
    text = forms.shipped_text(service.FORM)
    first, second = "  { zh = \"原编号\"", "  { zh = \"建议名称\""
    lines = text.split("\n")
    one, two = (next(place for place, line in enumerate(lines) if line.startswith(start)) for start in (first, second))
    lines[one], lines[two] = lines[two], lines[one]
    changed = boxes.numbers_of(forms.read_form("\n".join(lines), service.FORM))
    shipped = boxes.numbers_of(forms.shipped(service.FORM))
    assert (changed["title"], changed["old_number"]) == (shipped["old_number"], shipped["title"])


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [("kinds = \"kind\"", "kind = \"kind\"", "kind"), ("drawings = \"\"", "drawings = 3", "drawings"),
     ("account_end = \"\"", "parts = [\"a\"]", "parts")],
)  # fmt: skip
def test_a_slip_in_the_boxes_is_told(ours: str, theirs: str, told: str) -> None:
    text = forms.shipped_text(service.FORM)
    if told == "parts":
        text = "\n".join(line for line in text.split("\n") if not line.startswith("parts = [\"parts."))
    with pytest.raises(KnownError, match=told):
        forms.read_form(text.replace(ours, theirs), service.FORM)
