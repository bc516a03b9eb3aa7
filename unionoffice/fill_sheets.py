"""The sheets to fill that the program makes for a workshop: which lists, which columns, what is picked from. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from unionoffice import lists
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.filling import Keys
from unionoffice.core.intake import Intake, Target
from unionoffice.core.period import Month
from unionoffice.core.record import QUANTITY_SCALE, Field, Record, Worded, fields
from unionoffice.core.words import N_, Language, _, speaking, word
from unionoffice.desks.figures import service as figures
from unionoffice.desks.figures.records import Indicator
from unionoffice.desks.roster import service as roster
from unionoffice.printing import fill_sheet
from unionoffice.printing.fill_sheet import Column, FillSheet, Kind

UNITS, WORKERS = "units", "workers"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One column wanted of a list: its field, how wide it is, how many times it stands, and what the record does not say of it."""

    field: str
    width: float = 12
    times: int = 1
    kind: Kind | None = None
    picks: str = ""
    prompt: str = ""
    needed: bool = False


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet to fill: its title, its columns, the paper form whose numbers it bears, and the lines that stand already."""

    title: str
    columns: tuple[Wanted, ...]
    form: str = ""
    rows: Callable[[Book, int, Picks], Sequence[Record]] | None = None


class Picks:
    """What can be picked in a unit: it with all below it, and the workers of them."""

    def __init__(self, book: Book, unit: int | None, language: Language) -> None:
        paths = roster.paths(book, english=language == "en")
        standing = [each for each in roster.units(book) if each.closed_on is None]
        rows = {each.id for each in standing} if unit is None else set(roster.with_all_below(book, unit))
        self.units = {each.id: paths[each.id] for each in standing if each.id in rows}
        top = [each.id for each in standing if each.above is None]
        order: dict[int | None, int] = {row: place for place, row in enumerate(self.units)}
        self.workers = sorted(
            (worker for row in (top if unit is None else [unit]) for worker in roster.workers_of(book, row)),
            key=lambda worker: (order.get(worker.unit, -1), worker.name, worker.number),
        )

    def offered(self, what: str) -> tuple[str, ...]:
        """The units by their paths, or the workers by name and works number."""
        if what == UNITS:
            return tuple(self.units.values())
        return tuple(f"{worker.name} {worker.number}".strip() for worker in self.workers)


def _workers(_book: Book, _unit: int, picks: Picks) -> Sequence[Record]:
    return picks.workers


_NAMES_PROMPT = N_("Pick from the list, or write the name; the works number stands behind it.")
DECLARED: dict[str, Declared] = {
    "proposals": Declared(
        title=N_("Saving proposals"),
        form="proposal",
        columns=(
            Wanted(field="received_on", width=11, needed=True),
            Wanted(field="unit", width=14, prompt=N_("Blank: the unit of this sheet.")),
            Wanted(field="authors", width=11, times=3, kind="names", picks=WORKERS, prompt=_NAMES_PROMPT, needed=True),
            Wanted(
                field="shares", width=9, prompt=N_("Percent in the order of the authors, such as 60、40; blank: equal shares."),
            ),
            Wanted(field="title", width=18, needed=True),
            Wanted(field="kind", width=13),
            Wanted(field="problem", width=26, needed=True),
            Wanted(field="method", width=26, needed=True),
            Wanted(field="expected", width=17),
        ),
    ),
    "exposures": Declared(
        title=N_("Exposures of waste"),
        form="exposure_register",
        columns=(
            Wanted(field="exposed_on", width=11, needed=True),
            Wanted(field="title", width=20, needed=True),
            Wanted(field="kind", width=13),
            Wanted(field="unit", width=14, prompt=N_("Blank: the unit of this sheet.")),
            Wanted(field="spot", width=13),
            Wanted(field="description", width=26),
            Wanted(field="quantity", width=10, kind="text", prompt=N_("A number with its unit of measure, such as 12.5 kg.")),
            Wanted(field="loss_a_month", width=12, kind="money"),
            Wanted(field="loss_a_year", width=12, kind="money"),
            Wanted(field="basis", width=9),
            Wanted(field="cause", width=18),
        ),
    ),
    "workers": Declared(
        title=N_("Workers"),
        rows=_workers,
        columns=(
            Wanted(field="number", width=12),
            Wanted(field="name", width=14, needed=True),
            Wanted(field="sex", width=8),
            Wanted(field="born", width=10),
            Wanted(field="unit", width=32, prompt=N_("Blank: the unit of this sheet.")),
            Wanted(field="trade", width=14),
            Wanted(field="grade", width=8),
            Wanted(field="entered_on", width=12),
            Wanted(field="member", width=9),
            Wanted(field="remark", width=20),
        ),
    ),
}
_FIGURE_PROMPT = N_("A number, or a time such as 5:11:30; blank leaves what stands.")
FIGURES = "figures"
NAMES = (*DECLARED, FIGURES)
"""The sheets that can be made, as the command line calls them."""


def make(
    book: Book, name: str, language: Language, *, unit: int | None = None, month: Month | None = None, lines: int = fill_sheet.LINES
) -> bytes:
    """The sheet to fill of a list, for one unit with all below it, or for the plant; that of figures for a month.

    Raises KnownError when there is no such sheet, or nothing to be filled.
    """
    with speaking(language):
        if name == FIGURES:
            return fill_sheet.write(_figures(book, language, unit, month), language)
        if name not in DECLARED:
            raise KnownError(_("There is no sheet {name}. Known are: {known}.", name=name, known=", ".join(NAMES)))
        return fill_sheet.write(_of_list(book, name, language, unit, lines), language)


def _of_list(book: Book, name: str, language: Language, unit: int | None, lines: int) -> FillSheet:
    listed, declared, picks = lists.named(name), DECLARED[name], Picks(book, unit, language)
    numbers = _numbers(book, declared.form)
    columns: list[Column] = []
    wanted: list[Wanted] = []
    for each in declared.columns:
        made = _column(listed, each, picks, numbers)
        columns += [made if place == 0 else msgspec.structs.replace(made, needed=False) for place in range(each.times)]
        wanted += [each] * each.times
    rows = declared.rows(book, unit or 0, picks) if declared.rows is not None else ()
    cells = [[_cell(listed, each.field, record, picks) for each in wanted] for record in rows]
    return FillSheet(
        keys=_keys(book, name, language, unit, columns, next(
            (place for place, each in enumerate(wanted) if each.field == "unit"), -1)),
        title=declared.title, columns=tuple(columns), rows=cells, lines=len(cells) + (lines if not cells else min(lines, 20)),
    )  # fmt: skip


def _keys(book: Book, name: str, language: Language, unit: int | None, columns: Sequence[Column], unit_column: int) -> Keys:
    settings = offices.office(book)
    office = (settings.union_english if language == "en" else "") or settings.union or settings.enterprise
    return Keys(
        list=name, language=language, office=office,
        unit=roster.path(book, unit, english=language == "en") if unit is not None else "",
        unit_column=unit_column if unit is not None else -1, made_on=date.today().isoformat(), heading=fill_sheet.HEADING,
        heads=tuple(word(column.head, language) for column in columns),
    )  # fmt: skip


def _numbers(book: Book, form: str) -> dict[str, int]:
    """The numbers of the boxes on the paper form, by field; none when there is no form or the office's own cannot be read."""
    from unionoffice.printing import boxes
    from unionoffice.printing.make import form_of

    if not form:
        return {}
    try:
        return boxes.numbers_of(form_of(book, form))
    except KnownError:
        return {}


def _column(listed: Intake[Any], wanted: Wanted, picks: Picks, numbers: dict[str, int]) -> Column:
    target: Target = listed.by_field[wanted.field]
    field = fields(listed.record).get(wanted.field)
    offered = picks.offered(wanted.picks) if wanted.picks else _choices(field, picks)
    kind: Kind = wanted.kind or _KINDS.get(field.kind if field else "text", "text")
    number = next((each for name, each in numbers.items() if name.split(".")[0] == wanted.field), 0)
    return Column(
        head=target.label, kind=kind, width=wanted.width, picks=offered, prompt=wanted.prompt, number=number,
        least=field.shown.ge if field else None, most=field.shown.le if field else None, needed=wanted.needed,
    )  # fmt: skip


_KINDS: dict[str, Kind] = {
    "long": "long", "date": "date", "whole": "whole", "money": "money", "quantity": "number", "choice": "choice", "yes": "choice",
    "ref": "names",
}  # fmt: skip


def _choices(field: Field | None, picks: Picks) -> tuple[str, ...]:
    if field is None:
        return ()
    if field.kind == "choice":
        return tuple(_(each.word) for each in field.type)
    if field.kind == "yes":
        return (_("yes"), _("no"))
    return picks.offered(UNITS) if field.shown.ref == UNITS else ()


def _cell(listed: Intake[Any], name: str, record: Record, picks: Picks) -> object:
    """What stands of a record in a cell of the sheet."""
    value = getattr(record, name)
    field = fields(listed.record)[name]
    if value is None or value == "":
        return None
    if isinstance(value, Worded):
        return _(value.word)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.shown.ref == UNITS:
        return picks.units.get(value)
    if field.kind == "money":
        return Decimal(value) / 100
    if field.kind == "quantity":
        return Decimal(value) / QUANTITY_SCALE
    return value


def _figures(book: Book, language: Language, unit: int | None, month: Month | None) -> FillSheet:
    """The sheet of a month's figures: a line for each unit and indicator that had figures before, plan and actual to be filled."""
    if month is None:
        raise KnownError(_("Choose the month whose figures shall be filled in."))
    picks = Picks(book, unit, language)
    rows: list[list[object]] = []
    for indicator in figures.indicators(book):
        standing = figures.table(book, indicator.id, [month])
        if not standing and figures.last_month(book, indicator.id) is None:
            continue  # nobody has figures of it yet
        for row, _depth in figures.units_shown(book, indicator.id):
            if row in picks.units:
                kept = standing.get((row, month))
                plan, actual = (kept.plan, kept.actual) if kept is not None else (None, None)
                rows.append([picks.units[row], figures.called(indicator), str(month), _figure(indicator, plan),
                             _figure(indicator, actual)])  # fmt: skip
    if not rows:
        raise KnownError(_("No unit here has figures of any indicator. Enter the indicators first."))
    rows.sort(key=lambda cells: str(cells[0]))
    columns = (
        Column(head=N_("Unit"), width=28, locked=True),
        Column(head=N_("Indicator"), width=30, locked=True),
        Column(head=N_("Month"), width=10, locked=True),
        Column(head=N_("Plan"), kind="figure", width=16, prompt=_FIGURE_PROMPT),
        Column(head=N_("Actual"), kind="figure", width=16, prompt=_FIGURE_PROMPT),
    )
    return FillSheet(
        keys=_keys(book, FIGURES, language, unit, columns, -1), title=N_("Monthly figures"), columns=columns, rows=rows, lines=0,
    )  # fmt: skip


def _figure(indicator: Indicator, value: int | None) -> object:
    """A figure as a number, or as the time it is."""
    if value is None:
        return None
    return figures.written(indicator, value) if indicator.clock else Decimal(value) / 10**indicator.decimals
