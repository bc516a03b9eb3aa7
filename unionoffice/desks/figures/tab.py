"""The figures on the screen: a sheet of units and months to type and paste into, with totals and a picture; and the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from unionoffice.core.book import Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month
from unionoffice.core.record import Record, shown
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.figures import intake, service, store
from unionoffice.desks.figures.records import Entry, Indicator, MonthFigure, Side
from unionoffice.desks.roster import service as roster
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, DeskTab, Page, button
from unionoffice.kit.grid import Cell, Grid, GridColumn, GridModel
from unionoffice.kit.list_page import ListPage
from unionoffice.kit.office import Office, Print
from unionoffice.kit.section import Section

_SIDES: tuple[Side, Side] = ("plan", "actual")
_TOTAL = 12  # the column after December
_ROWS = 3  # plan, actual and fulfilment of a unit
_FEW = 500  # figures of one act after which only their units are shown anew


def _by_unit(lines: Sequence[list[object]]) -> list[Sequence[list[object]]]:
    return [lines[start : start + _ROWS] for start in range(0, len(lines), _ROWS)]


class _WorkedOut(NamedTuple):
    """A cell that is worked out of a unit's months: the plan or the actual of all of them together, or the fulfilment."""

    what: str
    year: service.Year


class Closing(Record):
    """What is asked when an indicator is given up."""

    day: Annotated[date, shown(N_("On"))]


class IndicatorsPage(Page[Indicator]):
    """The indicators that production is measured by."""

    TITLE = N_("Indicators kept")
    QUERY = service.INDICATORS
    NEW = N_("New indicator")
    STATE = "aspect"
    EMPTY = N_("What production is measured by stands here: output, scrap rate, cost. Enter the first indicator.")
    SECTIONS = (
        Section(
            N_("Indicator"),
            (
                "name", "english", ("measure", "measure_english"), ("direction", "decimals"), "clock", ("aspect", "over_months"),
                "remark",
            ),
        ),
        Section(N_("Given up"), ("closed_on",)),
    )
    ENTRY = SECTIONS[:1]

    def enter(self, record: Indicator, came_from: tuple[str, int] | None) -> int:
        """Take a new indicator into use."""
        return service.enter(self.office.book, record)

    def correct(self, record: Indicator) -> None:
        """Correct an indicator."""
        service.correct(self.office.book, record)

    def next_actions(self, record: Indicator) -> Sequence[Action]:
        """Give the indicator up, or take it up again."""
        book = self.office.book
        if record.closed_on is not None:
            return [Action(name="take_up", label=N_("Keep it again"), do=lambda row, _asked: service.take_up_again(book, row))]
        return [
            Action(
                name="give_up", label=N_("Keep it no longer"), asks=Closing, values={"day": self.office.day()},
                do=lambda row, asked: service.close(book, row, asked.day),
            )
        ]


class FiguresPage(QWidget):
    """One indicator over one year: three rows a unit (plan, actual, fulfilment), a column a month, and the year together."""

    TITLE = N_("Monthly figures")
    NEW = ""
    QUERY = service.FIGURES  # whoever looks for a figure is led here, not to the list
    table = store.MONTHS
    form = None

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.setObjectName("month_figures_page")
        e = theme.em()
        column = QVBoxLayout(self)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        self.title = QLabel()
        self.title.setObjectName("page_title")
        self.title.setProperty("role", "title")
        head.addWidget(self.title)
        head.addSpacing(round(e))
        self.choice = QComboBox()
        self.choice.setObjectName("indicator")
        self.choice.setAccessibleName(_("Indicator"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.currentIndexChanged.connect(self._chosen)
        head.addWidget(self.choice)
        self.everywhere = QCheckBox(_("all units"))
        self.everywhere.setObjectName("all_units")
        self.everywhere.setToolTip(_("Also the units that have no figures of this indicator yet"))
        self.everywhere.setChecked(bool(office.remembered("month_figures/all_units", False)))
        self.everywhere.toggled.connect(self._everywhere_toggled)
        head.addWidget(self.everywhere)
        self.about = QLabel()
        self.about.setObjectName("about_indicator")
        self.about.setProperty("role", "quiet")
        self.about.setWordWrap(True)
        head.addWidget(self.about, 1)
        column.addLayout(head)
        self.empty = QLabel()
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty.setContentsMargins(0, round(e * 3), 0, round(e))
        column.addWidget(self.empty)
        self.first = button(_("New indicator"), "first_indicator", "primary")
        self.first.clicked.connect(self._go_to_indicators)
        column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignHCenter)
        self.indicator: Indicator | None = None
        self.units: list[tuple[int, int]] = []
        self._sheet_of: int | None = None  # the indicator whose units are shown
        self.year = 0
        self.model = GridModel([], [], cell_at=self._cell)
        self.grid = Grid(self.model)
        self.grid.view.setAccessibleName(_("Plan and actual by unit and month"))
        self.grid.edited.connect(self._write)
        self.chart = ChartView()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.grid)
        self.splitter.addWidget(self.chart)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(lambda: office.remember("month_figures/splitter", self.splitter.sizes()))
        column.addWidget(self.splitter, 1)
        column.addStretch(0)
        self.grid.view.selectionModel().currentChanged.connect(self._moved)
        kept = office.remembered("month_figures/splitter")
        if kept:
            self.splitter.setSizes(kept)
        office.acted.connect(self._acted)
        office.month_changed.connect(lambda _month: self.refresh())
        self._fill_choice(office.remembered("month_figures/indicator"))

    # -- what is shown -----------------------------------------------------------------

    def _fill_choice(self, wanted: int | None) -> None:
        """Offer the indicators, those in use first, and keep the chosen one."""
        offered = sorted(service.indicators(self.office.book, also_closed=True), key=lambda each: each.closed_on is not None)
        self.choice.blockSignals(True)
        self.choice.clear()
        for each in offered:
            name = service.called(each)
            self.choice.addItem(name if each.closed_on is None else _("{name} (no longer kept)", name=name), each.id)
        self.choice.setCurrentIndex(max(self.choice.findData(wanted), 0) if offered else -1)
        self.choice.blockSignals(False)
        self.refresh()

    def _chosen(self, _place: int) -> None:
        self.office.remember("month_figures/indicator", self.choice.currentData())
        self.refresh()

    def _everywhere_toggled(self, on: bool) -> None:
        self.office.remember("month_figures/all_units", on)
        self._sheet_of = None
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen indicator over the year of the chosen month."""
        row = self.choice.currentData()
        self.year = self.office.month.year
        self.title.setText(_("Monthly figures {year}", year=self.year))
        self.indicator = None if row is None else service.indicator(self.office.book, row)
        units = self._units(row)
        if self.indicator is None:
            self.empty.setText(_(IndicatorsPage.EMPTY))
        elif not units:
            self.empty.setText(_("The figures are kept by unit. Enter the plant and its workshops in the roster first."))
        ready = bool(self.indicator and units)
        self.empty.setVisible(not ready)
        self.first.setVisible(self.indicator is None and self.office.book.writable)
        self.choice.setVisible(self.indicator is not None)
        self.everywhere.setVisible(ready)
        self.splitter.setVisible(ready)
        self.about.setText(self._about())
        if ready:
            self._show(units)

    def _units(self, row: int | None) -> list[tuple[int, int]]:
        """The units of the sheet; none leaves it while the clerk works on one indicator."""
        if row is None:
            return []
        found = service.units_shown(self.office.book, row, everywhere=self.everywhere.isChecked())
        if row == self._sheet_of:
            wanted = {unit for unit, _depth in (*found, *self.units)}
            every = service.units_shown(self.office.book, row, everywhere=True)
            found = [each for each in every if each[0] in wanted]
        self._sheet_of = row
        return found

    def _about(self) -> str:
        if self.indicator is None:
            return ""
        parts = [service.measured_in(self.indicator), _(self.indicator.direction.word), _(self.indicator.over_months.word)]
        return " · ".join(part for part in parts if part)

    def months(self) -> list[Month]:
        """The months of the year shown."""
        return [Month(self.year, number) for number in range(1, 13)]

    def _show(self, units: list[tuple[int, int]]) -> None:
        assert self.indicator is not None
        names = self._row_names(units)
        values = self._values(units)
        columns = [*(GridColumn(str(month), letters=7) for month in self.months()), GridColumn(_("Whole year"), letters=9)]
        same = names == self.model.rows and [c.title for c in columns] == [c.title for c in self.model.columns]
        self.units = units
        if not same:
            self.model.put(values, rows=names, columns=columns)
            self.grid.view.setCurrentIndex(self.model.index(0, self.office.month.number - 1))
        else:
            self._put(0, values)
        self._draw()

    def _row_names(self, units: list[tuple[int, int]]) -> list[str]:
        names, known = [], {unit.id: unit for unit in roster.units(self.office.book)}
        for unit, depth in units:
            found = known[unit]
            name = "\u2003" * depth + ((language() == "en" and found.english) or found.name)
            names += [_("{unit}: plan", unit=name), _("{unit}: actual", unit=name), _("{unit}: fulfilled", unit=name)]
        return names

    def _values(self, units: list[tuple[int, int]], only: Sequence[int] | None = None) -> list[list[object]]:
        """The cells of the sheet. What is worked out of others is so when it is painted: a sheet may have 1,500 units."""
        assert self.indicator is not None
        kept = service.sheet(self.office.book, self.indicator.id, self.months(), only)
        nothing: service.Year = ((None,) * 12, (None,) * 12)
        found: list[list[object]] = []
        for unit, _depth in units:
            year = kept.get(unit, nothing)
            found.append([*year[0], _WorkedOut("plan", year)])
            found.append([*year[1], _WorkedOut("actual", year)])
            found.append([*(_WorkedOut("share", ((plan,), (actual,))) for plan, actual in zip(*year, strict=True)),
                          _WorkedOut("share", year)])  # fmt: skip
        return found

    def _worked_out(self, value: object) -> str:
        """What is worked out of a unit's figures, in words; empty where there is none."""
        assert self.indicator is not None
        if not isinstance(value, _WorkedOut):
            return ""
        plan, actual, share = service.year_so_far(self.indicator, value.year)
        if value.what == "share":
            return service.shown_percent(share)
        return service.written(self.indicator, plan if value.what == "plan" else actual)

    def _cell(self, row: int, column: int) -> Cell | None:
        if column == _TOTAL or row % _ROWS == _ROWS - 1 or self.indicator is None:
            return Cell(kind="whole", read_only=True, show=self._worked_out)
        indicator = self.indicator
        return Cell(
            kind="whole",
            parse=lambda text: service.read(indicator, text),
            show=lambda value: service.written(indicator, value),
            read_only=indicator.closed_on is not None or not self.office.book.writable,
        )

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and (not before.isValid() or now.row() // _ROWS != before.row() // _ROWS):
            self._draw()

    def _draw(self) -> None:
        """The picture of the unit whose row is chosen."""
        from unionoffice.printing.chart import Lines, Series

        index = self.grid.view.currentIndex()
        place = index.row() // _ROWS if index.isValid() else 0
        if self.indicator is None or place >= len(self.units):
            self.chart.show_chart(None)
            return
        unit = self.units[place][0]
        top = place * _ROWS
        name = roster.path(self.office.book, unit, english=language() == "en")
        series = [[self.model.value(top + line, month) for month in range(12)] for line in (1, 0)]
        self.chart.show_chart(
            Lines(
                title=f"{name}: {service.called(self.indicator)}",
                categories=tuple(str(month.number) for month in self.months()),
                series=(
                    Series(Said(N_("actual")), tuple(v if isinstance(v, int) else None for v in series[0])),
                    Series(Said(N_("plan")), tuple(v if isinstance(v, int) else None for v in series[1])),
                ),
                unit=service.measured_in(self.indicator),
                scale=10**self.indicator.decimals,
                clock=self.indicator.clock,
            )
        )

    # -- writing ------------------------------------------------------------------------------

    def _write(self, edits: Sequence[tuple[int, int, Any]]) -> None:
        """One step of the clerk is one act."""
        if self.indicator is None:
            return
        months = self.months()
        entries = [
            Entry(self.units[row // _ROWS][0], months[column], _SIDES[row % _ROWS], value) for row, column, value in edits
        ]
        try:
            service.write(self.office.book, self.indicator.id, entries)
        except KnownError as trouble:
            self.office.tell(trouble)
            self.refresh()

    def _acted(self, touched: Touched) -> None:
        if "indicators" in touched:
            self._fill_choice(self.choice.currentData())
        elif "units" in touched or ("month_figures" in touched and not self._shown_anew(touched["month_figures"])):
            self.refresh()

    def _shown_anew(self, rows: set[int]) -> bool:
        """Show only the units anew whose figures an act touched; False when the whole sheet must be."""
        if self.indicator is None or len(rows) > _FEW:
            return False
        units = service.units_of(self.office.book, self.indicator.id, sorted(rows))
        places = {unit: place for place, (unit, _depth) in enumerate(self.units)}
        if units is None or not set(units) <= places.keys():
            return False
        if units:
            for unit, lines in zip(units, _by_unit(self._values([(unit, 0) for unit in units], units)), strict=True):
                self._put(places[unit] * _ROWS, lines)
            self._draw()
        return True

    def _put(self, top: int, lines: Sequence[Sequence[object]]) -> None:
        for row, line in enumerate(lines, start=top):
            for place, value in enumerate(line):
                if self.model.value(row, place) != value:
                    self.model.put_value(row, place, value)

    # -- what window and desk ask of a page --------------------------------------------------------

    def show_rows(self, rows: Sequence[int], _title: str) -> None:
        """Show the figures behind a figure of the summary: their indicator, year and unit."""
        image = self.office.book.image("month_figures", rows[0]) if rows else None
        if image is None:
            return
        self.choice.setCurrentIndex(self.choice.findData(image["indicator"]))
        self.office.choose_month(Month.parse(image["month"]))
        place = next((place for place, (unit, _depth) in enumerate(self.units) if unit == image["unit"]), 0)
        self.grid.view.setCurrentIndex(self.model.index(place * _ROWS + 1, self.office.month.number - 1))

    def show_record(self, row: int | None) -> bool:
        """Show one month's figure; False when it is not in the book."""
        if row is None or self.office.book.image("month_figures", row) is None:
            return False
        self.show_rows([row], "")
        return True

    def leave_form(self) -> None:
        """There is no form here: every figure is saved as it is typed."""

    def take_focus(self) -> None:
        """Put the cursor into the sheet."""
        (self.grid.view if self.splitter.isVisible() else self.first if self.first.isVisible() else self.choice).setFocus()

    def prints(self) -> list[Print]:
        """Nothing is printed of a sheet of figures; it can be exported."""
        return []

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The sheet for export: headings and rows as they are shown."""
        heads = [service.called(self.indicator) if self.indicator else "", *(column.title for column in self.model.columns)]
        rows: list[list[object]] = [
            [name.strip(), *(self.model.text(place, column) for column in range(len(self.model.columns)))]
            for place, name in enumerate(self.model.rows)
        ]
        return heads, rows

    def _go_to_indicators(self) -> None:
        parent = self.parent()
        while parent is not None and not isinstance(parent, DeskTab):
            parent = parent.parent()
        if isinstance(parent, FiguresTab):
            parent.page_of("indicators").new()


class FigureLinesPage(Page[MonthFigure]):
    """Every figure a line of its own, to be filtered by unit, indicator and month, and to leave as a list."""

    TITLE = N_("Figures as a list")
    QUERY = service.FIGURES
    EMPTY = N_("Every figure of every unit and month stands here, a line each. Enter them under “Monthly figures”.")
    SECTIONS = (Section("", ("unit", "indicator", "month")),)

    def heading(self, record: MonthFigure) -> str:
        """Plan and actual, which the fields do not say."""
        indicator = service.indicator(self.office.book, record.indicator)
        plan, actual = (service.written(indicator, value) or "—" for value in (record.plan, record.actual))
        return _("plan {plan}, actual {actual} {measure}", plan=plan, actual=actual, measure=service.measured_in(indicator)).strip()

    def can_correct(self, record: MonthFigure) -> bool:
        """Figures are corrected on the sheet."""
        return False

    def next_actions(self, record: MonthFigure) -> Sequence[Action]:
        """To the sheet, where it can be corrected."""
        return [Action(
            name="to_sheet", label=N_("To the sheet"), do=lambda row, _asked: self.office.open(store.MONTHS.name, row),
        )]  # fmt: skip


class FiguresListPage(ListPage):
    """A list of monthly plans and actuals is looked at, mended and taken in."""

    INTAKE = intake.FIGURES
    HEADING = N_("Take in monthly figures from a list")

    def options(self) -> Sequence[QWidget]:
        """Blank cells empty what stands, if the clerk says so."""
        self.erase = QCheckBox(_("blank cells empty what stands"))
        self.erase.setObjectName("blank_erases")
        self.erase.toggled.connect(lambda on: self.read_as(intake.ERASING if on else intake.FIGURES))
        return (self.erase,)

    def written(self, count: int) -> str:
        """What is said when it was taken in."""
        return _("{count} monthly figures were taken in. Undo takes the whole list back.", count=f"{count:,}")


class FiguresTab(DeskTab):
    """Monthly figures as a sheet and as a list, the indicators they are kept of, and lists of them from elsewhere."""

    PAGES = (FiguresPage, IndicatorsPage, FigureLinesPage, FiguresListPage)
