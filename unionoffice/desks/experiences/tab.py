"""Learn from the advanced on the screen: experiences and their spread, visits, demonstrations, help, contracts between plants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from unionoffice.core import office as settings
from unionoffice.core.book import Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.money import parse_money
from unionoffice.core.period import parse_date
from unionoffice.core.quantity import format_quantity, parse_quantity
from unionoffice.core.record import Worded, fields
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.experiences import rules, service, sheets
from unionoffice.desks.experiences.records import (
    Choosing,
    Confirming,
    ContractConclusion,
    ContractProgress,
    ContractSigning,
    ContractState,
    Demonstrating,
    Demonstration,
    DemonstrationState,
    Ending,
    Experience,
    ExperienceState,
    Going,
    Help,
    HelpEnding,
    HelpKind,
    HelpState,
    Keeping,
    LearningContract,
    OnDay,
    Outcome,
    Progress,
    Promoting,
    Reporting,
    Spread,
    Visit,
    VisitState,
    WritingUp,
)
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, DeskTab, Page, StepLine, button
from unionoffice.kit.form import Form
from unionoffice.kit.grid import Cell, Grid, GridColumn, GridModel
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.section import Section
from unionoffice.kit.sheet_view import longest_word
from unionoffice.printing.wording import words as paper_words

WHAT = Section(
    N_("Experience card"),
    ("name", "english", ("found_on", "trade"), "unit", "origin", "creators", "problem", "points", "conditions", "safety"),
)
PROOF = Section(N_("What it brings"), ("results", "effect", "source"))
COUNTED = Section(
    N_("What is counted when it spreads"), ("indicator", ("measured_in", "better"), ("volume_in", "effect_in"), "old_number"),
)
READ = Section(
    "",
    (
        "english", "origin", ("found_on", "unit"), "trade", "creators", "problem", "points", "conditions", "results", "effect",
        "safety", "source",
    ),
)
COURSE = Section(
    N_("Course"),
    (
        ("written_on", "written_by"), ("confirmed_on", "confirmed_by"), ("promoted_on", "adopted_on"), "ended_on", "ended_why",
        "correction",
    ),
)
SHEET = Section(N_("Spread"), ("spread",))
WHY = Section(N_("Correction"), ("correction",))


class ExperiencesPage(Page[Experience]):
    """The experiences, and the card of one of them with its spread."""

    TITLE = N_("Experiences")
    QUERY = service.EXPERIENCES
    NEW = N_("New experience")
    NUMBER = "number"
    STATE = "state"
    CARRY = ("found_on", "unit")
    PAPERS = (sheets.CARD, sheets.MATRIX)
    EMPTY = N_(
        "Advanced experiences stand here, from the day they are found until they are generally adopted. Write up the first one, "
        "or do so from a proposal, a visit or a competition."
    )
    ENTRY = (WHAT, PROOF, COUNTED)
    SECTIONS = (READ, COURSE)

    def enter(self, record: Experience, came_from: tuple[str, int] | None) -> int:
        """Register an experience, tied to what it comes from."""
        return service.enter_experience(self.office.book, record, came_from)

    def correct(self, record: Experience) -> None:
        """Correct the card, with a reason once it is confirmed; correct the spread."""
        service.correct_experience(self.office.book, record)

    def can_correct(self, record: Experience) -> bool:
        """All but what was withdrawn or is not to be spread."""
        return record.state not in (ExperienceState.WITHDRAWN, ExperienceState.NOT_SPREAD)

    def correction(self, record: Experience) -> tuple[Section, ...]:
        """The card; once it is confirmed the reason first, once it is spread the target units too."""
        if record.state not in rules.LOCKED:
            return self.ENTRY
        spread = (SHEET,) if record.promoted_on is not None else ()
        return (WHY, *spread, *self.ENTRY)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"found_on": self.office.day()}

    def steps(self, record: Experience) -> StepLine:
        """From the find to general use."""
        way = (
            ExperienceState.FOUND, ExperienceState.WRITTEN_UP, ExperienceState.CONFIRMED, ExperienceState.PROMOTED,
            ExperienceState.ADOPTED,
        )  # fmt: skip
        if record.state in way:
            return StepLine(_names(way), way.index(record.state))
        done = (record.promoted_on, record.confirmed_on, record.written_on)
        return StepLine(_names(way), next((3 - place for place, day in enumerate(done) if day), 0), record.state.word)

    def tone(self, record: Experience) -> str:
        """Red where an outcome is overdue, green where it is generally adopted."""
        if record.state is ExperienceState.PROMOTED:
            lines = record.spread or service.experience(self.office.book, record.id).spread
            late = any(rules.is_late(record, line, self.office.day()) for line in lines)
            return "overdue" if late else "good"
        if record.state is ExperienceState.ADOPTED:
            return "good"
        return "quiet" if record.state in (ExperienceState.NOT_SPREAD, ExperienceState.WITHDRAWN) else "warn"

    def warnings(self, record: Experience) -> Sequence[str]:
        """Overdue outcomes, changes before the first use, a person named in a reason."""
        return service.experience_warnings(self.office.book, record, self.office.day())

    def extra(self, record: Experience) -> QWidget | None:
        """The spread: how many units, what came of it there, the effect in sum, and the picture over time."""
        if not record.spread:
            return None
        book = self.office.book
        holder, column = _column()
        column.addWidget(_heading(_("Spread")))
        column.addWidget(_wrapped(str(sheets.spread_words(record.spread)), "spread_words"))
        for line in record.spread:
            column.addWidget(_wrapped(_spread_line(self.office, line), "spread_line"))
        for said in sheets.effect_words(book, record):
            column.addWidget(_wrapped(paper_words(said, language()), "effect_words"))
        picture = sheets.picture(book, record)
        if picture is not None:
            view = ChartView()
            view.setObjectName("spread_chart")
            view.show_chart(picture)
            view.setFixedHeight(round(theme.em() * 14))
            column.addWidget(view)
        return holder

    def offers(self, paper: object, record: Experience) -> bool:
        """The matrix once there are target units."""
        return getattr(paper, "form", "") != sheets.MATRIX.form or bool(record.spread)

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when a unit changes the method before its first use, or a reason names a worker."""
        if "spread" not in form.editors:
            return ""
        try:
            lines = form.editor("spread").value()
        except KnownError:
            return ""
        book = self.office.book
        found = [line for line in lines if isinstance(line, Spread)] if isinstance(lines, tuple) else []
        early = [service.target_called(book, line) for line in found if rules.tinkers_early(line)]
        hints = [service.tinkering(early)] if early else []
        return " ".join(hints + service.names_hint(book, "\n".join(f"{line.reason}\n{line.deviations}" for line in found)))

    def next_actions(self, record: Experience) -> Sequence[Action]:
        """The steps that can come next."""
        book = self.office.book
        done = (record.found_on, record.written_on, record.confirmed_on, record.promoted_on)
        now = max(filter(None, (self.office.day(), *done)))
        found: list[Action] = []
        sheet = Action(name="open_spread", label=N_("Open the spread sheet"), do=self._open_spread, primary=True)
        match record.state:
            case ExperienceState.FOUND:
                found.append(Action(
                    name="write_up", label=N_("It is written up"), asks=WritingUp, primary=True, do=_do(service.write_up, book),
                    values={"written_on": now, "written_by": book.clerk},
                ))
            case ExperienceState.WRITTEN_UP:
                found.append(Action(
                    name="confirm", label=N_("Confirm it"), asks=Confirming, primary=True, do=_do(service.confirm, book),
                    values={"confirmed_on": now},
                    final=N_("The card of a confirmed experience is corrected with a reason only. This cannot be undone."),
                ))
            case ExperienceState.CONFIRMED:
                found.append(Action(
                    name="promote", label=N_("Spread it"), asks=Promoting, primary=True, do=_do(service.promote, book),
                    values={"day": now},
                ))
            case ExperienceState.PROMOTED | ExperienceState.ADOPTED:
                found.append(sheet)
                if record.state is ExperienceState.PROMOTED:
                    found.append(Action(
                        name="adopt", label=N_("It is generally adopted"), asks=OnDay, values={"day": now},
                        do=_do(service.adopt, book),
                    ))
                found.append(Action(
                    name="add_targets", label=N_("Spread it to further units"), asks=Promoting, values={"day": now},
                    do=_do(service.add_targets, book),
                ))
        if record.state not in (ExperienceState.WITHDRAWN, ExperienceState.NOT_SPREAD):
            found.append(Action(name="demonstrate", label=N_("Plan a demonstration"), do=self._demonstrate))
            found.append(Action(name="help_with_it", label=N_("Lend help for it"), do=self._help))
        for state, name, label, step in (
            (ExperienceState.NOT_SPREAD, "not_to_be_spread", N_("Not to be spread"), service.not_to_be_spread),
            (ExperienceState.WITHDRAWN, "withdraw", N_("Withdraw it"), service.withdraw),
        ):
            if state in rules.NEXT_EXPERIENCE[record.state]:
                found.append(Action(name=name, label=label, asks=Ending, values={"day": now}, do=_do(step, book)))
        return found

    def _open_spread(self, row: int, _asked: object) -> None:
        tab = self.parent()
        while tab is not None and not isinstance(tab, ExperiencesTab):
            tab = tab.parent()
        if tab is not None:
            tab.show_spread(row)

    def _demonstrate(self, row: int, _asked: object) -> None:
        record = service.experience(self.office.book, row)
        first = next((line.worker for line in record.creators if line.worker is not None), None)
        values: dict[str, object] = {"method": record.name, "experience": row, "unit": record.unit, "demonstrator": first}
        self.office.start(Start("demonstrations", {**values, "held_on": self.office.day()}, came_from=("experiences", row)))

    def _help(self, row: int, _asked: object) -> None:
        record = service.experience(self.office.book, row)
        purpose = _("Introduce: {name}", name=record.name)
        values: dict[str, object] = {"purpose": purpose, "experience": row, "from_unit": record.unit}
        self.office.start(Start("help_given", {**values, "first_on": self.office.day()}, came_from=("experiences", row)))


def _spread_line(office: Office, line: Spread) -> str:
    """One target unit in words: how far it has come, what came of it."""
    stages = (
        (_("introduced {day}", day=line.introduced_on), line.introduced_on),
        (_("demonstrated {day}", day=line.demonstrated_on), line.demonstrated_on),
        (_("first used {day}", day=line.first_used_on), line.first_used_on),
    )
    parts = [words for words, day in stages if day is not None]
    if line.outcome is not None:
        parts.append(_(line.outcome.word) + (f": {line.reason}" if line.reason else ""))
    elif line.due is not None:
        parts.append(_("outcome due {day}", day=line.due))
    if line.before is not None and line.after is not None:
        parts.append(f"{format_quantity(line.before)} → {format_quantity(line.after)}")
    if line.deviations:
        parts.append(_("different: {text}", text=line.deviations))
    name = service.target_called(office.book, line)
    return f"{name}: {' · '.join(parts)}" if parts else name


# -- the spread sheet -----------------------------------------------------------------------


class SpreadPage(QWidget):
    """The spread matrix of one experience: target units by stages, written by keys; the effect and the picture below it."""

    TITLE = N_("Spread matrix")

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("spread_page")
        self.setProperty("area", "page")
        self.shown: int | None = None
        self._lines: list[Spread] = []
        self._rows: list[int] = []
        e = theme.em()
        inside = QWidget()
        inside.setProperty("area", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        title = QLabel(_(self.TITLE))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        head.addWidget(title)
        self.choice = QComboBox()
        self.choice.setObjectName("spread_of")
        self.choice.setAccessibleName(_("Experience whose spread is shown"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(18)
        head.addWidget(self.choice, 1)
        self.go = Link(_("Open the card"), "open_card")
        self.go.clicked.connect(lambda: self._open_card())
        head.addWidget(self.go)
        column.addLayout(head)
        self.words = _wrapped("", "spread_summary")
        column.addWidget(self.words)
        self.notice = _wrapped("", "spread_notice")
        self.notice.setProperty("area", "notice")
        self.notice.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.notice)
        self.model = GridModel([], [])
        self.grid = Grid(self.model)
        self.grid.edited.connect(self._edited)
        self.grid.view.setAccessibleName(_("Spread matrix"))
        column.addWidget(self.grid, 3)
        self.keys = _wrapped(
            _("Type dates as 5 or 3-5. What came of it: 1 fully adopted, 2 partly, 3 not taken over (write the reason first). "
              "Enter goes down, Tab to the right."),
            "spread_keys",
        )  # fmt: skip
        self.keys.setProperty("role", "quiet")
        column.addWidget(self.keys)
        buttons = QHBoxLayout()
        self.add = button(_("Spread it to further units") + "…", "add_target_units")
        self.add.clicked.connect(lambda: self._further())
        self.take_out = button(_("Take the unit out"), "take_target_out")
        self.take_out.clicked.connect(lambda: self._take_out())
        buttons.addWidget(self.add)
        buttons.addWidget(self.take_out)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.effect = _wrapped("", "spread_effect")
        column.addWidget(self.effect)
        self.chart = ChartView()
        self.chart.setObjectName("spread_over_time")
        column.addWidget(self.chart, 2)
        self.empty = _wrapped(
            _("Experiences that are being spread stand here, unit by unit. Confirm an experience, then spread it."), "empty"
        )
        self.empty.setProperty("role", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 4), 0, 0)
        column.addWidget(self.empty, 1)
        area = QScrollArea()
        area.setObjectName("spread_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.choice.activated.connect(lambda place: self.show_spread(self._rows[place]))
        office.acted.connect(self._acted)
        office.month_changed.connect(lambda _month: self.refresh())
        self.refresh()

    def _acted(self, touched: Touched) -> None:
        if {"experiences", "experience_spread", "units", "indicators"} & touched.keys():
            self.refresh()

    def show_spread(self, row: int) -> None:
        """Show the spread of an experience."""
        self.shown = row
        self.refresh()

    def take_focus(self) -> None:
        """Put the cursor into the sheet."""
        if self.grid.isVisible():
            self.grid.view.setFocus()
            if self.model.rowCount() and not self.grid.view.currentIndex().isValid():
                self.grid.view.setCurrentIndex(self.model.index(0, 0))
        else:
            self.choice.setFocus()

    def refresh(self) -> None:
        """Show everything anew; the cursor stays where it is."""
        every = service.spreading(self.office.book)
        self._rows = [row for row, _number, _name in every]
        if self.shown not in self._rows:
            self.shown = self._rows[0] if self._rows else None
        self.choice.clear()
        self.choice.addItems([f"{number}  {name}" for _row, number, name in every])
        if self.shown is not None:
            self.choice.setCurrentIndex(self._rows.index(self.shown))
        for widget in (self.choice, self.go, self.words, self.grid, self.keys, self.add, self.take_out):
            widget.setVisible(self.shown is not None)
        self.empty.setVisible(self.shown is None)
        if self.shown is None:
            for other in (self.effect, self.notice, self.chart):
                other.hide()
            return
        self._show(service.experience(self.office.book, self.shown))

    def _show(self, record: Experience) -> None:
        book = self.office.book
        self._lines = list(record.spread)
        open_now = record.state in (ExperienceState.PROMOTED, ExperienceState.ADOPTED) and book.writable
        self.add.setEnabled(open_now)
        self.take_out.setEnabled(open_now)
        rows = [service.target_called(book, line) for line in self._lines]
        columns = self._columns(record, closed=not open_now)
        values = [[_cell(line, name) for name in service.CELLS] for line in self._lines]
        same = self.model.rows == rows and [each.title for each in self.model.columns] == [each.title for each in columns]
        kept = self.grid.view.currentIndex()
        place = (kept.row(), kept.column()) if kept.isValid() else (0, 0)
        if same and [each.cell.read_only for each in self.model.columns] == [each.cell.read_only for each in columns]:
            self.model.put(values)
        else:
            self.model.put(values, rows=rows, columns=columns)
        if self._lines:
            self.grid.view.setCurrentIndex(self.model.index(min(place[0], len(rows) - 1), place[1]))
        head, below = self.grid.view.horizontalHeader().sizeHint().height(), round(theme.em() * 1.5)
        self.grid.setMinimumHeight(min(head + theme.row_height() * (len(rows) + 1) + below, round(theme.em() * 28)))
        compared = paper_words(sheets.compared(book, record), language())
        said = [str(sheets.spread_words(record.spread))] + ([_("compared: {figure}", figure=compared)] if compared else [])
        self.words.setText(" · ".join(said))
        warnings = service.experience_warnings(book, record, self.office.day())
        self.notice.setText("\n".join(warnings))
        self.notice.setVisible(bool(warnings))
        effect = [paper_words(each, language()) for each in sheets.effect_words(book, record)]
        self.effect.setText("\n".join(effect))
        self.effect.setVisible(bool(effect))
        picture = sheets.picture(book, record, self.office.month if record.state is ExperienceState.PROMOTED else None)
        self.chart.show_chart(picture)
        self.chart.setVisible(picture is not None)

    def _columns(self, record: Experience, *, closed: bool) -> list[GridColumn]:
        day = Cell(kind="date", parse=self._day, read_only=closed)
        number = Cell(kind="quantity", parse=parse_quantity, read_only=closed)
        cells = {
            "reason": Cell(kind="text", read_only=closed), "deviations": Cell(kind="text", read_only=closed),
            "outcome": Cell(kind="choice", parse=_outcome, read_only=closed),
            "before": number, "after": number, "volume": number, "money": Cell(kind="money", parse=parse_money, read_only=closed),
        }
        known = fields(Spread)
        letters = {"reason": 16, "deviations": 22, "outcome": 12, "before": 7, "after": 7, "volume": 8, "money": 9}
        found = []
        for name in service.CELLS:
            title = _(known[name].label)
            if name == "volume" and record.volume_in:
                title = _("{field} ({unit})", field=title, unit=record.volume_in)
            found.append(GridColumn(title, cell=cells.get(name, day), letters=letters.get(name, 10)))
        return found

    def _day(self, text: str) -> date:
        return parse_date(text, self.office.month, settings.office(self.office.book).closing_day)

    def _edited(self, edits: Sequence[tuple[int, int, object]]) -> None:
        """Save one step of the clerk; what the rules refuse stays in its cell, marked."""
        if self.shown is None:
            return
        cells = [service.Cell(self._lines[row].id, service.CELLS[column], value) for row, column, value in edits]
        try:
            service.write_spread(self.office.book, self.shown, cells, self.office.day())
        except KnownError as trouble:
            for row, column, _value in edits:
                self.model.refuse(row, column, str(trouble), stands=_cell(self._lines[row], service.CELLS[column]))

    def _further(self) -> None:
        page = self._cards()
        if page is not None and self.shown is not None:
            page.take_step(self.shown, "add_targets")

    def _take_out(self) -> None:
        index = self.grid.view.currentIndex()
        if self.shown is None or not index.isValid():
            return
        try:
            service.take_target_out(self.office.book, self.shown, self._lines[index.row()].id)
        except KnownError as trouble:
            self.office.tell(trouble)

    def _open_card(self) -> None:
        if self.shown is not None:
            self.office.open("experiences", self.shown)

    def _cards(self) -> ExperiencesTab | None:
        tab = self.parent()
        while tab is not None and not isinstance(tab, ExperiencesTab):
            tab = tab.parent()
        return tab

    def prints(self) -> list[Print]:
        """The matrix in sight, and blank."""
        found = [Print(sheets.MATRIX, tbl="experiences", row=self.shown)] if self.shown is not None else []
        return [*found, Print(sheets.MATRIX, blank=True)]


def _outcome(text: str) -> Outcome:
    """What came of an experience, as the clerk writes it in one key or in words. Raises KnownError."""
    plain = text.strip().lower()
    for key, outcome in zip("123", Outcome, strict=True):
        if plain in (key, outcome.value, _(outcome.word).lower(), outcome.word.lower()):
            return outcome
    raise KnownError(
        _("“{text}” is none of them. Type 1 for fully adopted, 2 for partly, 3 for not taken over.", text=text.strip())
    )


def _cell(line: Spread, name: str) -> object:
    """What stands in a cell of the sheet; an empty text is an empty cell."""
    value: object = getattr(line, name)
    return None if value == "" else value


# -- visits -------------------------------------------------------------------------------------

JOURNEY = Section(
    N_("Visit"),
    (
        "purpose", ("first_on", "last_on"), "host", "host_name", "visiting", "visiting_name", "visitors", "gaps", "cost",
        "old_number",
    ),
)
LEARNT = Section(N_("What was learnt"), ("seen", "taken", "result", "source"))
AFTERWARDS = Section(N_("Report and end"), (("reported_on", "reported_to"), "ended_on", "ended_why"))


class VisitsPage(Page[Visit]):
    """The visits to those who do it better, and what was taken home."""

    TITLE = N_("Visits")
    QUERY = service.VISITS
    NEW = N_("New visit")
    NUMBER = "number"
    HEADING = "host_name"
    STATE = "state"
    CARRY = ("visiting",)
    PAPERS = (sheets.VISIT,)
    EMPTY = N_("Visits stand here: where one went, what was seen, what is taken home and who does it by when. Plan the first one.")
    ENTRY = (JOURNEY,)
    SECTIONS = (
        Section("", ("purpose", ("first_on", "last_on"), "visiting", "visiting_name", "cost", "visitors", "gaps")),
        Section(N_("What was learnt"), ("seen", "result", "source")),
        AFTERWARDS,
    )

    def enter(self, record: Visit, came_from: tuple[str, int] | None) -> int:
        """Register a visit."""
        return service.enter_visit(self.office.book, record, came_from)

    def correct(self, record: Visit) -> None:
        """Correct a visit or write its record."""
        service.correct_visit(self.office.book, record)

    def can_correct(self, record: Visit) -> bool:
        """What is planned is corrected; the record of a visit that was made has a step of its own."""
        return record.state is VisitState.PLANNED

    def correction(self, record: Visit) -> tuple[Section, ...]:
        """The whole record."""
        return (JOURNEY, LEARNT) if record.state is VisitState.PLANNED else (LEARNT, JOURNEY)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"first_on": self.office.day(), "last_on": self.office.day()}

    def steps(self, record: Visit) -> StepLine:
        """From plan to the last thing done."""
        way = (VisitState.PLANNED, VisitState.DONE, VisitState.REPORTED, VisitState.CLOSED)
        if record.state is VisitState.CANCELLED:
            return StepLine(_names(way), 0, record.state.word)
        return StepLine(_names(way), way.index(record.state))

    def tone(self, record: Visit) -> str:
        """Red where something taken home is overdue, or the day has passed."""
        today = self.office.day()
        if record.state is VisitState.PLANNED:
            return "overdue" if record.last_on < today else "warn"
        if record.state in (VisitState.DONE, VisitState.REPORTED):
            taken = record.taken or service.visit(self.office.book, record.id).taken
            late = any(line.done_on is None and not line.dropped and line.due is not None and line.due < today for line in taken)
            return "overdue" if late else "warn"
        return "good" if record.state is VisitState.CLOSED else "quiet"

    def warnings(self, record: Visit) -> Sequence[str]:
        """A day that passed, things overdue, a person named."""
        return service.visit_warnings(self.office.book, record, self.office.day())

    def extra(self, record: Visit) -> QWidget | None:
        """What is taken home, numbered, with who does it and by when."""
        if not record.taken:
            return None
        holder, column = _column()
        column.addWidget(_heading(_("Taken home")))
        for place, line in enumerate(record.taken, start=1):
            unit = self.office.book.title("units", line.unit)
            parts = [part for part in (unit, line.who) if part]
            if line.done_on is not None:
                parts.append(_("done {day}", day=line.done_on))
            elif line.dropped:
                parts.append(_("given up: {reason}", reason=line.dropped))
            elif line.due is not None:
                parts.append(_("by {day}", day=line.due))
            label = _wrapped(f"{place}. {line.text}" + (f"\n{' · '.join(parts)}" if parts else ""), "taken_home")
            if line.done_on is None and not line.dropped and line.due is not None and line.due < self.office.day():
                label.setProperty("tone", "overdue")
            column.addWidget(label)
        return holder

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what was seen names a worker."""
        if "seen" not in form.editors:
            return ""
        drafts = form.editor("seen").draft()
        texts = [str(line.get("text") or "") for line in drafts] if isinstance(drafts, list) else []
        return " ".join(service.names_hint(self.office.book, "\n".join(texts)))

    def next_actions(self, record: Visit) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        now = max(filter(None, (day, record.last_on, record.reported_on)))
        found: list[Action] = []
        if record.state is VisitState.PLANNED:
            found.append(Action(
                name="go", label=N_("The visit was made"), asks=Going, primary=True, do=_do(service.go, book),
                values={"first_on": record.first_on, "last_on": record.last_on},
            ))
        written = bool(record.seen or record.taken)
        if record.state in (VisitState.DONE, VisitState.REPORTED):
            found.append(Action(
                name="write", label=N_("Write the record"), primary=record.state is VisitState.DONE and not written, do=self._write,
            ))
        if record.state is VisitState.DONE:
            found.append(Action(
                name="report", label=N_("Reported to the team"), asks=Reporting, primary=written, do=_do(service.report, book),
                values={"reported_on": now},
            ))
        left = rules.open_taken(record)
        if record.state is VisitState.REPORTED:
            found.append(Action(
                name="close", label=N_("Close the visit"), asks=OnDay, primary=not left, values={"day": now},
                do=_do(service.close, book),
            ))
        if left and record.state in (VisitState.DONE, VisitState.REPORTED):
            found.append(Action(
                name="keep", label=N_("Something taken home is done"), asks=Keeping, values={"line": left[0], "done_on": day},
                do=_do(service.keep_taken, book),
            ))
        if record.state not in (VisitState.PLANNED, VisitState.CANCELLED):
            several = len(record.taken) > 1
            for name, label, do in (
                ("to_experience", N_("Write up as an experience"), self._to_experience),
                ("to_proposal", N_("Raise to a proposal"), self._to_proposal),
            ):
                asks = Choosing if several else None
                found.append(Action(name=name, label=label, asks=asks, values={"line": left[0] if left else 1}, do=do))
        if record.state is VisitState.PLANNED:
            found.append(Action(
                name="cancel_visit", label=N_("Cancel the visit"), asks=Ending, values={"day": day},
                do=_do(service.cancel_visit, book),
            ))
        return found

    def _write(self, row: int, _asked: object) -> None:
        """Open the record where the pen stopped."""
        visit = service.visit(self.office.book, row)
        self.start_correction()
        if self.form is not None:
            self.form.editor("taken" if visit.seen else "seen").take_focus()

    def _to_experience(self, row: int, asked: Choosing | None) -> None:
        chosen = self._chosen_line(row, asked)
        values = service.experience_from_visit(self.office.book, row, chosen, self.office.day())
        self.office.start(Start("experiences", values, came_from=("visits", row)))

    def _to_proposal(self, row: int, asked: Choosing | None) -> None:
        chosen = self._chosen_line(row, asked)
        self.office.start(Start("proposals", service.proposal_from_visit(self.office.book, row, chosen), came_from=("visits", row)))

    def _chosen_line(self, row: int, asked: Choosing | None) -> Choosing | None:
        """The line that was chosen, or the only one there is."""
        return asked or (Choosing(line=1) if service.visit(self.office.book, row).taken else None)


# -- demonstrations -------------------------------------------------------------------------------

SHOW = Section(
    N_("Demonstration"),
    ("method", "experience", ("kind", "held_on"), "demonstrator", "demonstrator_name", "unit", "room", "old_number"),
)
WATCHED = Section(N_("Who watched, and what was measured"), ("watchers", "tried", "times", "conclusion"))


class DemonstrationsPage(Page[Demonstration]):
    """The demonstrations and matches in which a method was shown."""

    TITLE = N_("Demonstrations")
    QUERY = service.DEMONSTRATIONS
    NEW = N_("New demonstration")
    NUMBER = "number"
    HEADING = "method"
    STATE = "state"
    CARRY = ("held_on", "room")
    PAPERS = (sheets.DEMONSTRATION,)
    EMPTY = N_("Demonstrations stand here: who showed a method, who watched, who tried it, and the times. Plan the first one.")
    ENTRY = (SHOW,)
    SECTIONS = (
        Section("", ("kind", "held_on", "demonstrator_name", "unit", "room")),
        WATCHED,
        Section(N_("Cancelled"), ("ended_on", "ended_why")),
    )

    def enter(self, record: Demonstration, came_from: tuple[str, int] | None) -> int:
        """Register a demonstration."""
        return service.enter_demonstration(self.office.book, record, came_from)

    def correct(self, record: Demonstration) -> None:
        """Correct a demonstration."""
        service.correct_demonstration(self.office.book, record)

    def can_correct(self, record: Demonstration) -> bool:
        """All but the cancelled."""
        return record.state is not DemonstrationState.CANCELLED

    def correction(self, record: Demonstration) -> tuple[Section, ...]:
        """What was shown, and once it was held who watched."""
        return (SHOW, WATCHED) if record.state is DemonstrationState.HELD else (SHOW,)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"held_on": self.office.day()}

    def steps(self, record: Demonstration) -> StepLine:
        """Planned and held."""
        way = (DemonstrationState.PLANNED, DemonstrationState.HELD)
        if record.state is DemonstrationState.CANCELLED:
            return StepLine(_names(way), 0, record.state.word)
        return StepLine(_names(way), way.index(record.state))

    def tone(self, record: Demonstration) -> str:
        """Red when its day has passed."""
        if record.state is DemonstrationState.PLANNED:
            return "overdue" if record.held_on < self.office.day() else "warn"
        return "good" if record.state is DemonstrationState.HELD else "quiet"

    def extra(self, record: Demonstration) -> QWidget | None:
        """How many watched, and by how much the times are shorter."""
        people = rules.watched(record)
        if not people:
            return None
        holder, column = _column()
        column.addWidget(_wrapped(_("{people} people watched, {tried} tried it.", people=people, tried=record.tried), "watched"))
        for line in record.times:
            share = rules.shorter_by(line.before, line.after)
            if share is not None:
                longer = share < 0
                words = N_("{what}: {before} before, {after} after, {part} longer") if longer else N_(
                    "{what}: {before} before, {after} after, {part} shorter")  # fmt: skip
                values = {"what": line.what, "before": line.before, "after": line.after, "part": sheets.part(abs(share))}
                column.addWidget(_wrapped(str(Said(words, values)), "shorter"))
        return holder

    def next_actions(self, record: Demonstration) -> Sequence[Action]:
        """It was held, or is cancelled."""
        if record.state is not DemonstrationState.PLANNED:
            return []
        book = self.office.book
        return [
            Action(
                name="hold", label=N_("It was held"), asks=Demonstrating, primary=True, do=_do(service.demonstrate, book),
                values={"held_on": record.held_on, "watchers": record.watchers, "times": record.times},
            ),
            Action(
                name="cancel_demonstration", label=N_("Cancel the demonstration"), asks=Ending, values={"day": self.office.day()},
                do=_do(service.cancel_demonstration, book),
            ),
        ]  # fmt: skip


# -- help -----------------------------------------------------------------------------------------

LENDING = Section(
    N_("The help"),
    (
        "purpose", ("kind", "first_on", "last_on"), "from_unit", "from_name", "to_unit", "to_name", "people", "materials",
        "experience", "old_number",
    ),
)
RESULT = Section(N_("Result"), ("days", "result"))


class HelpPage(Page[Help]):
    """People lent and materials given from unit to unit."""

    TITLE = N_("Help between units")
    QUERY = service.HELP
    NEW = N_("New help")
    NUMBER = "number"
    HEADING = "purpose"
    STATE = "state"
    CARRY = ("kind", "first_on")
    EMPTY = N_("Help stands here: who or what was lent from which unit to which, from when to when, what for, and what came of it.")
    ENTRY = (LENDING,)
    SECTIONS = (
        Section("", (("first_on", "last_on"), "from_unit", "from_name", "to_unit", "to_name", "people", "materials")),
        RESULT,
        Section(N_("Cancelled"), ("ended_on", "ended_why")),
    )

    def enter(self, record: Help, came_from: tuple[str, int] | None) -> int:
        """Register help."""
        return service.enter_help(self.office.book, record, came_from)

    def correct(self, record: Help) -> None:
        """Correct help."""
        service.correct_help(self.office.book, record)

    def can_correct(self, record: Help) -> bool:
        """All but the cancelled."""
        return record.state is not HelpState.CANCELLED

    def correction(self, record: Help) -> tuple[Section, ...]:
        """The help, and once it has ended its result."""
        return (LENDING, RESULT) if record.state is HelpState.ENDED else (LENDING,)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"first_on": self.office.day()}

    def steps(self, record: Help) -> StepLine:
        """From plan to end."""
        way = (HelpState.PLANNED, HelpState.UNDER_WAY, HelpState.ENDED)
        if record.state is HelpState.CANCELLED:
            return StepLine(_names(way), 0, record.state.word)
        return StepLine(_names(way), way.index(record.state))

    def state_words(self, record: Help) -> str:
        """The kind of help with its state."""
        return f"{_(record.kind.word)} · {_(record.state.word)}"

    def tone(self, record: Help) -> str:
        """Red past its last day."""
        open_now = record.state in (HelpState.PLANNED, HelpState.UNDER_WAY)
        if open_now and record.last_on is not None and record.last_on < self.office.day():
            return "overdue"
        return "good" if record.state is HelpState.ENDED else "warn" if open_now else "quiet"

    def extra(self, record: Help) -> QWidget | None:
        """How many people for how many days together."""
        days = rules.person_days(record)
        if record.kind is not HelpKind.PEOPLE or days is None:
            return None
        people = rules.people_lent(record)
        return _wrapped(_("{people} people, {days} person-days.", people=people, days=days), "person_days")

    def next_actions(self, record: Help) -> Sequence[Action]:
        """It begins, it ends, or it is cancelled."""
        book, day = self.office.book, self.office.day()
        found: list[Action] = []
        if record.state is HelpState.PLANNED:
            found.append(Action(
                name="begin", label=N_("It has begun"), asks=OnDay, primary=True, values={"day": record.first_on},
                do=_do(service.begin_help, book),
            ))
        if record.state is HelpState.UNDER_WAY:
            found.append(Action(
                name="end", label=N_("It has ended"), asks=HelpEnding, primary=True, do=_do(service.end_help, book),
                values={"last_on": record.last_on or max(day, record.first_on)},
            ))
        if record.state in (HelpState.PLANNED, HelpState.UNDER_WAY):
            found.append(Action(
                name="cancel_help", label=N_("Cancel the help"), asks=Ending, values={"day": day},
                do=_do(service.cancel_help, book),
            ))
        return found


# -- contracts ----------------------------------------------------------------------------------------

AGREED = Section(
    N_("Contract"),
    (
        "title", "english", "drawn_up_on", "parties", "problems", "experiences", "duties", ("starts_on", "ends_on"), "source",
        "old_number",
    ),
)


class ContractsPage(Page[LearningContract]):
    """The contracts of mutual help and learning between plants."""

    TITLE = N_("Contracts between plants")
    QUERY = service.CONTRACTS
    NEW = N_("New contract")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    PAPERS = (sheets.CONTRACT,)
    EMPTY = N_("Contracts of mutual help and learning stand here: the parties, the problems to solve, the experiences to spread.")
    ENTRY = (AGREED,)
    SECTIONS = (
        Section(
            "", ("english", "drawn_up_on", ("signed_on", "starts_on", "ends_on"), "parties", "problems", "experiences", "duties")
        ),
        Section(N_("Results under the contract"), ("results", "concluded_on", "source")),
        Section(N_("Terminated"), ("ended_on", "ended_why")),
        WHY,
    )

    def enter(self, record: LearningContract, came_from: tuple[str, int] | None) -> int:
        """Draw up a contract."""
        return service.enter_contract(self.office.book, record)

    def correct(self, record: LearningContract) -> None:
        """Correct a contract; a signed one with the reason."""
        service.correct_contract(self.office.book, record)

    def can_correct(self, record: LearningContract) -> bool:
        """All but the terminated."""
        return record.state is not ContractState.TERMINATED

    def correction(self, record: LearningContract) -> tuple[Section, ...]:
        """Once it is signed, the reason is asked first."""
        if record.signed_on is None:
            return self.ENTRY
        results = (Section(N_("Results under the contract"), ("results",)),) if record.state is ContractState.CONCLUDED else ()
        return (WHY, AGREED, *results)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"drawn_up_on": self.office.day()}

    def steps(self, record: LearningContract) -> StepLine:
        """From the draft to the results."""
        way = (ContractState.DRAWN_UP, ContractState.SIGNED, ContractState.RUNNING, ContractState.CONCLUDED)
        if record.state is ContractState.TERMINATED:
            return StepLine(_names(way), 1 if record.signed_on else 0, record.state.word)
        return StepLine(_names(way), way.index(record.state))

    def tone(self, record: LearningContract) -> str:
        """Red past its term."""
        running = record.state in (ContractState.SIGNED, ContractState.RUNNING)
        if running and record.ends_on is not None and record.ends_on < self.office.day():
            return "overdue"
        if record.state is ContractState.TERMINATED:
            return "quiet"
        return "warn" if record.state is ContractState.DRAWN_UP else "good"

    def warnings(self, record: LearningContract) -> Sequence[str]:
        """A term that has ended, a contract that takes effect."""
        return service.contract_warnings(record, self.office.day())

    def extra(self, record: LearningContract) -> QWidget | None:
        """How many plants, problems and experiences, and how many of them are done."""
        done = Progress.DONE
        words = _(
            "{plants} plants · {solved} of {problems} problems solved · {spread} of {experiences} experiences spread",
            plants=rules.plants(record), solved=rules.problems(record, done), problems=rules.problems(record),
            spread=rules.experiences(record, done), experiences=rules.experiences(record),
        )
        return _wrapped(words, "contract_counts")

    def next_actions(self, record: LearningContract) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        found: list[Action] = []
        match record.state:
            case ContractState.DRAWN_UP:
                now = max(day, record.drawn_up_on)
                found.append(Action(
                    name="sign", label=N_("Sign"), asks=ContractSigning, primary=True, do=_do(service.sign, book),
                    values={"signed_on": now, "starts_on": record.starts_on or now, "ends_on": record.ends_on},
                    final=N_("A signed contract is handed out to the parties: it can then only be corrected with a reason."),
                ))
            case ContractState.SIGNED:
                found.append(Action(
                    name="start", label=N_("It is running"), primary=True, do=lambda row, _asked: service.start_contract(book, row),
                ))
            case ContractState.RUNNING:
                found.append(Action(
                    name="progress", label=N_("Write down the course"), asks=ContractProgress, primary=True,
                    values={"problems": record.problems, "experiences": record.experiences}, do=_do(service.write_progress, book),
                ))
                found.append(Action(
                    name="conclude", label=N_("Conclude"), asks=ContractConclusion, do=_do(service.conclude, book),
                    values={"concluded_on": max(filter(None, (day, record.starts_on))), "results": record.results},
                ))
        if ContractState.TERMINATED in rules.NEXT_CONTRACT[record.state]:
            now = max(filter(None, (day, record.drawn_up_on, record.signed_on)))
            found.append(Action(
                name="terminate", label=N_("Terminate"), asks=Ending, values={"day": now}, do=_do(service.terminate, book),
            ))
        return found


class ExperiencesTab(DeskTab):
    """Learn from the advanced: experiences, their spread, visits, demonstrations, help, contracts between plants."""

    PAGES = (ExperiencesPage, SpreadPage, VisitsPage, DemonstrationsPage, HelpPage, ContractsPage)

    def show_spread(self, row: int) -> None:
        """Show the spread sheet of an experience."""
        page = next(page for page in self.pages if isinstance(page, SpreadPage))
        page.show_spread(row)
        self.show_page(self.pages.index(page))
        page.take_focus()

    def take_step(self, row: int, name: str) -> None:
        """Show an experience and take one of its steps."""
        if not self.show_record("experiences", row):
            return
        page = self.page_of("experiences")
        action = next((each for each in page.next_actions(service.experience(self.office.book, row)) if each.name == name), None)
        if action is not None:
            page.take(action)


# -- what the pages share ------------------------------------------------------------------------------


def _names(way: Sequence[Worded]) -> tuple[str, ...]:
    return tuple(state.word for state in way)


def _do(step: Callable[[Any, int, Any], None], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    return holder, column


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def _wrapped(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(min(longest_word(label), round(theme.em() * 10)))
    return label
