"""A page of a desk: a register on the left, the chosen record on the right, and the steps that can come next.

A tab declares; this module makes. A page is one register with its record; a desk has one page or more (`kit.desk`).
Nothing is asked in a box before the window: what a step needs is asked in the panel, and a question
stands before the window only where the answer cannot be undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core import condition, views
from unionoffice.core import office as settings
from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.query import Asked, Order, Total
from unionoffice.core.record import Record
from unionoffice.core.views import View
from unionoffice.core.words import _
from unionoffice.kit import columns, theme
from unionoffice.kit.actions import ActionBar
from unionoffice.kit.around import Around, record_head
from unionoffice.kit.boxes import Numbers, numbers_for
from unionoffice.kit.chips import Chip, Chips
from unionoffice.kit.declared import Action as Action
from unionoffice.kit.declared import Declared
from unionoffice.kit.declared import StepLine as StepLine
from unionoffice.kit.filtering import Filtering
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office, Print
from unionoffice.kit.plain import Upright, button, clear
from unionoffice.kit.register import RegisterModel, RegisterView
from unionoffice.kit.sheet_view import RecordView
from unionoffice.kit.table import show_kind
from unionoffice.printing.paper import Paper

if TYPE_CHECKING:
    from unionoffice.printing.listing import Naming, Register

R = TypeVar("R", bound=Record)

DRAFT_PAUSE = 2000  # milliseconds of quiet before what is typed goes to the drafts
NARROW = 700  # pixels at 100 % text under which register and record no longer stand side by side


class Page(QWidget, Declared[R]):
    """One register with its record. A desk's page declares the class variables and overrides the methods it needs."""

    changed = Signal()

    # -- made from the declaration ---------------------------------------------

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.table = self.QUERY.table
        self.setObjectName(f"{self.table.name}_page")
        self._form: Form[Any] | None = None
        self._form_place = ""
        self._form_save: Callable[[Form[Any]], int | None] = lambda _form: None
        self._last: dict[str, object] = {}
        self._rows: tuple[int, ...] | None = None
        self._counts: dict[str, int] = {}
        self._counts_are_old = True
        self._shown: int | None = None  # entries the register shows, while it stands
        self._totals: list[Total] = []
        self._mode, self._front = "both", "register"
        self._in_place = False
        self._build_register()
        self._build_panel()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.panel)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 5)
        self.splitter.splitterMoved.connect(self._remember)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE)
        self._draft_timer.timeout.connect(self.keep_draft)
        office.acted.connect(self._acted)
        office.month_changed.connect(self._month_changed)
        kept = office.remembered(f"{self.table.name}/splitter")
        self.splitter.setSizes(kept or [round(theme.em() * 46), round(theme.em() * 38)])
        self._show_mode(office.remembered(f"{self.table.name}/mode", "both"))
        kept_view = views.understood(office.remembered(f"{self.table.name}/conditions", {})) or View()
        self.register.show_columns(self.QUERY.shown(kept_view.columns))
        self._take_up_widths()
        self.filtering.put(kept_view.conditions, quietly=True)
        self.filtering.view = office.remembered(f"{self.table.name}/view", "")
        self._put_chips(office.remembered(f"{self.table.name}/filter", ""))
        if self.QUERY.day and office.remembered(f"{self.table.name}/only_month", False):
            self.chips.choose("month")
        self._apply_filter()
        self.show_record(None)
        self._offer_draft()

    def _build_register(self) -> None:
        e = theme.em()
        self.model = RegisterModel(self.QUERY, self.office, self)
        self.model.tone, self.model.state = self.tone, self.STATE
        kept = self.office.remembered(f"{self.table.name}/order")
        self.model.order = self.QUERY.order(kept) or self.QUERY.orders[0]
        self.model.laid.connect(self._laid)
        self.model.completed.connect(self._ask_figures)
        self.register = RegisterView(self.model, self)
        self.register.setProperty("plain", "true")
        self.register.show_order()
        self.register.resized.connect(self._widths_set)
        self.register.columns_wanted.connect(self._offer_columns)
        self.register.ordered.connect(self.put_in_order)
        self.register.chosen.connect(self._chosen)
        self.register.opened.connect(self._opened)
        self.left = QWidget()
        self.left.setProperty("area", "page")
        column = QVBoxLayout(self.left)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        head = QHBoxLayout()
        title = QLabel(_(self.TITLE))
        title.setProperty("role", "title")
        title.setObjectName("page_title")
        head.addWidget(title)
        head.addStretch(1)
        sections = list(dict.fromkeys((*self.SECTIONS, *self.ENTRY)))
        self.filtering = Filtering(self.table.name, self.table.record, sections, self.office, self.standing_view)
        self.filtering.fill_columns = self._fill_columns
        self.filtering.changed.connect(self._conditions_changed)
        self.filtering.view_chosen.connect(self.show_view)
        self.filtering.view_named.connect(self._remember_view)
        self.filtering.left.connect(lambda: self.register.setFocus())
        head.addWidget(self.filtering.button)
        head.addWidget(self._order_button())
        column.addLayout(head)
        self.chips = Chips()
        self.chips.chosen.connect(self._filter_picked)
        self.chips.toggled.connect(self._filter_picked)
        column.addWidget(self.chips)
        column.addWidget(self.filtering)
        self.empty = QLabel(_(self.EMPTY))
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(0, round(e * 4), 0, 0)
        column.addWidget(self.register, 1)
        column.addWidget(self.empty, 1)
        self.foot = QLabel()
        self.foot.setObjectName("register_foot")
        self.foot.setProperty("role", "quiet")
        self.foot.setWordWrap(True)
        column.addWidget(self.foot)
        keys = QShortcut(QKeySequence("Ctrl+L"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.filtering.open_menu)

    def _order_button(self) -> QPushButton:
        """Which order the register stands in, and the others to choose from."""
        self.order_button = button("", "order", "quiet", tip=_("The order of the register"))
        menu = QMenu(self.order_button)
        orders = list(self.QUERY.orders)
        by_heading = [order for column in self.QUERY.columns for order in self.QUERY.heading_orders(column) if order not in orders]
        for order in (*orders, *by_heading):
            if order in by_heading[:1]:
                menu.addSeparator()
            entry = menu.addAction(order.words())
            entry.setObjectName(f"order_{order.name}")
            entry.triggered.connect(lambda _checked=False, order=order: self.put_in_order(order))
        self.order_button.setMenu(menu)
        self._show_order()
        return self.order_button

    def _show_order(self) -> None:
        words = self.model.order.words()
        self.order_button.setText(words)
        self.order_button.setAccessibleName(_("The order of the register") + ": " + words)

    def put_in_order(self, order: Order) -> None:
        """Show the register in another order, now and the next time."""
        self.model.order = order
        self.office.remember(f"{self.table.name}/order", order.name)
        self._show_order()
        self.register.show_order()
        self.filtering.show_view_name()
        self.register.refetch()

    def _widths_set(self, widths: Sequence[int]) -> None:
        self.office.remember(f"{self.table.name}/widths_{theme.size()}", list(widths))

    def _take_up_widths(self) -> None:
        self.register.keep_widths(self.office.remembered(f"{self.table.name}/widths_{theme.size()}") or ())

    def _fill_columns(self, menu: QMenu) -> None:
        columns.fill(menu, self.QUERY, self.model.shown, self.show_columns)

    def _offer_columns(self, where: QPoint) -> None:
        menu = QMenu(self.register)
        menu.setObjectName("columns")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_columns(menu)
        menu.popup(where)

    def show_columns(self, names: Collection[str]) -> None:
        """Show these columns of the register, now and the next time; without names the usual ones."""
        self.register.show_columns(self.QUERY.shown(names))
        self.office.remember(f"{self.table.name}/widths_{theme.size()}", None)
        self._remember_view()
        self.filtering.show_view_name()

    def _build_panel(self) -> None:
        e = theme.em()
        self.panel = QWidget()
        self.panel.setObjectName("panel")
        self.panel.setProperty("area", "panel")
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.back_bar = QWidget()
        line = QHBoxLayout(self.back_bar)
        line.setContentsMargins(round(e), round(e * 0.4), round(e), 0)
        back = button(_("Register  F9"), "back_to_register", "quiet")
        back.clicked.connect(lambda: self._back_to_register())
        line.addWidget(back)
        line.addStretch(1)
        column.addWidget(self.back_bar)
        self.stack = QStackedWidget()
        self.record_area = Upright()
        self.record_area.setObjectName("record_scroll")
        self.record_area.setWidgetResizable(True)
        self.record_area.setFrameShape(QFrame.Shape.NoFrame)
        self.record_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet = QWidget()
        self.sheet.setProperty("area", "clear")
        self.sheet_layout = QVBoxLayout(self.sheet)
        self.sheet_layout.setContentsMargins(round(e * 1.2), round(e), round(e * 1.2), round(e))
        self.sheet_layout.setSpacing(round(e * 0.6))
        self.record_area.setWidget(self.sheet)
        self.form_area = QScrollArea()
        self.form_area.setObjectName("form_area")
        self.form_area.setWidgetResizable(True)
        self.form_area.setFrameShape(QFrame.Shape.NoFrame)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack.addWidget(self.record_area)
        self.stack.addWidget(self.form_area)
        column.addWidget(self.stack, 1)
        self.foot_bar = ActionBar()
        column.addWidget(self.foot_bar)
        save = QShortcut(QKeySequence.StandardKey.Save, self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save)

    # -- the register ----------------------------------------------------------

    def _filters(self) -> list[tuple[str, str, str, bool]]:
        found = [(f.name, _(f.label), f.where, f.alert) for f in self.QUERY.filters]
        return found if any(where == "1" for _name, _label, where, _alert in found) else [*found, ("all", _("all"), "1", False)]

    def _refresh(self) -> None:
        """The book or the month changed: count anew and show the register anew."""
        self._counts_are_old = True
        self._put_chips(self.chips.current())
        self._apply_filter()

    def _ask_figures(self) -> None:
        """Count what the filters show and add up what the foot says; in a large book beside the window, once the rows are there."""
        query, asked, counts_too = self.QUERY, self.model.asked(), self._counts_are_old
        filters = {name: where for name, _label, where, _alert in self._filters()} if counts_too else {}
        values = self.model.values()

        def figures(book: Book) -> tuple[Asked, list[Total], dict[str, int]]:
            totals = query.totals(book, asked.where, **asked.values)
            return asked, totals, {name: query.count(book, where, **values) for name, where in filters.items()}

        if self.model.is_large():
            self.office.asker.ask(f"register/{self.table.name}/figures", figures, self._figures_answered)
        else:
            self._figures_answered(figures(self.office.book))

    def _figures_answered(self, answer: tuple[Asked, list[Total], dict[str, int]]) -> None:
        _asked, self._totals, counts = answer
        if counts:
            self._counts_are_old = False
            if counts != self._counts:
                self._counts = counts
                self._put_chips(self.chips.current())
        self.foot.setText(self.foot_words())

    def _put_chips(self, chosen: str) -> None:
        """The chips with what was last counted; a filter that shows nothing is left out."""
        chips = []
        if self._rows is not None:
            chips.append(Chip("rows", self._rows_title))
        for name, label, _where, alert in self._filters():
            if self._counts.get(name) or name in (self.QUERY.filters[0].name, "all", self.chips.current(), chosen):
                chips.append(Chip(name, label, alert))
        if self.QUERY.day:
            chips.append(Chip("month", _("only {month}", month=self.office.month), alone=True))
        self.chips.put(chips)
        self.chips.choose(chosen)
        self._show_counts()

    def _show_counts(self) -> None:
        """The counts of the chips are those of the whole register: where conditions or the month narrow it down, only the chosen
        chip bears a count, that of the entries in sight.
        """
        counts: dict[str, int | None] = dict(self._counts)
        if self._rows is not None:
            counts["rows"] = len(self._rows)
        if self.filtering.conditions or self.chips.is_on("month"):
            counts = {self.chips.current(): self._shown}
        self.chips.set_counts(counts)

    def _filter_picked(self, name: str, _on: bool = True) -> None:
        if name not in ("rows", "month") and self._rows is not None:
            self._rows = None
            self._put_chips(self.chips.current())
        if self.chips.current() != "rows":
            self.office.remember(f"{self.table.name}/filter", self.chips.current())
        self.office.remember(f"{self.table.name}/only_month", self.chips.is_on("month"))
        self._apply_filter()

    def _apply_filter(self) -> None:
        chosen, month = self.chips.current(), self.chips.is_on("month")
        where = next((w for name, _label, w, _alert in self._filters() if name == chosen), "1")
        self.model.with_struck = chosen in ("all", self._filters()[0][0]) and not month
        more: dict[str, Any] = {}
        if chosen == "rows" and self._rows is not None:
            where, more = "id in (select value from json_each(:rows))", {"rows": json.dumps(self._rows)}
        if month:
            where = f"({where}) and {self.QUERY.day} >= :first and {self.QUERY.day} < :next"
        if self.filtering.conditions:
            closing_day = settings.office(self.office.book).closing_day
            asked, values = condition.sql(self.table, self.filtering.conditions, closing_day)
            where, more = f"({where}) and {asked}", {**more, **values}
            self.model.with_struck = False
        self.model.where, self.model.more = where, more
        self._totals, self._shown = [], None
        self._show_counts()
        if self.model.is_large():
            self.office.asker.forget(f"register/{self.table.name}/figures")
        self.filtering.show_view_name()
        self.register.refetch()

    def _conditions_changed(self) -> None:
        if self._rows is not None:
            self._rows = None
            self._put_chips(self.chips.current())
        self._remember_view()
        self._apply_filter()

    def _remember_view(self) -> None:
        standing = self.standing_view()
        kept = msgspec.to_builtins(View(conditions=standing.conditions, columns=standing.columns))
        self.office.remember(f"{self.table.name}/conditions", kept)
        self.office.remember(f"{self.table.name}/view", self.filtering.view)

    def standing_view(self) -> View:
        """How the register is looked at now."""
        chip = self.chips.current()
        return View(
            chip=chip if chip != "rows" else self.QUERY.filters[0].name,
            only_month=self.chips.is_on("month"),
            conditions=self.filtering.conditions,
            order=self.model.order.name,
            columns=() if self.model.shown == self.QUERY.columns else tuple(column.field for column in self.model.shown),
        )

    def show_view(self, view: View) -> None:
        """Look at the register as a kept view says, now and the next time."""
        self._rows = None
        self.filtering.put(view.conditions, quietly=True)
        self._put_chips(view.chip)
        if self.QUERY.day:
            self.chips.set_on("month", view.only_month)
        self.register.show_columns(self.QUERY.shown(view.columns))
        order = self.QUERY.order(view.order)
        if order is not None:
            self.model.order = order
            self.office.remember(f"{self.table.name}/order", order.name)
            self._show_order()
            self.register.show_order()
        self.office.remember(f"{self.table.name}/filter", self.chips.current())
        self.office.remember(f"{self.table.name}/only_month", self.chips.is_on("month"))
        self._remember_view()
        self._apply_filter()
        self.register.setFocus()

    def _laid(self, _place: object) -> None:
        """The register stands anew: it is shown, or what belongs here when it is empty, and the foot below."""
        nothing = self.model.rowCount() == 0
        self.register.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self.empty.setText(_("No entry fulfils the conditions.") if self.filtering.conditions else _(self.EMPTY))
        self.foot.setText(self.foot_words())
        self._shown = self.model.count()
        self._show_counts()
        if not self.model.is_large():
            self._ask_figures()

    def foot_words(self) -> str:
        """What stands below the register."""
        count = self.model.count()
        parts = [_("1 entry") if count == 1 else _("{count} entries", count=f"{count:,}")]
        for total in self._totals:
            figure = show_kind(total.sum.kind, total.value)
            unit = _(total.unit) if not total.sum.measure else total.unit
            parts.append(_("{what} {figure} {unit}", what=_(total.sum.label), figure=figure, unit=unit).rstrip())
        return " · ".join(parts)

    def asked(self) -> Asked:
        """Which rows the register shows, in which order, with which columns: for lists that leave the office."""
        return self.model.asked()

    def reveal(self, row: int) -> None:
        """Let the register show a record that its filter leaves out: someone came here to see it."""
        if not self.model.holds(row):
            self._rows = None
            if self.QUERY.day:
                self.chips.set_on("month", False)
            self.filtering.put((), quietly=True)
            self._put_chips("all")
            self.chips.choose("all" if "all" in self._counts or self._filters()[-1][0] == "all" else self._filters()[0][0])
            self._apply_filter()

    def show_rows(self, rows: Sequence[int], title: str) -> None:
        """Show certain records alone: those behind a figure."""
        self._rows, self._rows_title = tuple(rows), title
        self.filtering.put((), quietly=True)
        self._put_chips("rows")
        self.chips.choose("rows")
        if self.QUERY.day:
            self.chips.set_on("month", False)  # the records behind a figure may lie in any month
        self._apply_filter()
        self.show_record(rows[0] if rows else None)
        self._bring("register")

    def _chosen(self, row: int | None) -> None:
        if row is not None and self._form is None:
            self._show_in_place(row)

    def _opened(self, row: int | None) -> None:
        if row is None:
            return
        self.leave_form()
        self.show_record(row)
        if self._mode == "register":
            self._show_mode("both")
        self.record_area.setFocus()

    def _month_changed(self, _month: object) -> None:
        self._refresh()

    def _acted(self, touched: Touched) -> None:
        if not self._concerns(touched):
            return
        self._refresh()
        if self._form is None:
            self._show_in_place(self.shown)

    def _concerns(self, touched: Touched) -> bool:
        mine = {self.table.name, "units", "workers", *(line.name for line in self.table.lines.values())}
        return bool(mine & touched.keys()) or bool({"links", "attachments", "printed"} & touched.keys() and self.shown)

    # -- the record -----------------------------------------------------------------

    def _show_in_place(self, row: int | None) -> None:
        """Show a record without bringing it in front of a register that stands alone."""
        self._in_place = True
        try:
            self.show_record(row)
        finally:
            self._in_place = False

    def show_record(self, row: int | None) -> bool:
        """Show a record on the right, with its steps, links and story; False when it is not in the book."""
        record = None if row is None else self.office.book.get_or_none(self.table, row)
        self.shown: int | None = None if record is None else row
        clear(self.sheet_layout)
        self.foot_bar.clear()
        self.stack.setCurrentWidget(self.record_area)
        if record is None:
            hint = QLabel(_("Choose an entry on the left.") if self.model.count() else "")
            hint.setProperty("role", "quiet")
            self.sheet_layout.addWidget(hint)
            self.sheet_layout.addStretch(1)
            self.foot_bar.hide()
            return False
        if self.register.current() != row:
            self.register.choose(row)
        if not self._in_place:
            self._bring("record")
        number = str(getattr(record, self.NUMBER)) if self.NUMBER else ""
        head = record_head(self.heading(record), number, self.state_words(record), self.tone(record), self.steps(record))
        self.sheet_layout.addLayout(head)
        for warning in self.warnings(record):
            note = QLabel(warning)
            note.setWordWrap(True)
            note.setProperty("area", "notice")
            note.setContentsMargins(8, 6, 8, 6)
            note.setObjectName("warning")
            self.sheet_layout.addWidget(note)
        self.view = RecordView(type(record), self.sections(record))
        self.view.show_record(record, self.office.book)
        self.sheet_layout.addWidget(self.view)
        extra = self.extra(record)
        if extra is not None:
            self.sheet_layout.addWidget(extra)
        around = Around(self.office, self.table, record.id, self.heading(record), spacing=self.sheet_layout.spacing())
        self.sheet_layout.addWidget(around)
        self.sheet_layout.addStretch(1)
        self._show_actions(record)
        return True

    def _show_actions(self, record: R) -> None:
        writable = self.office.book.writable
        steps, always = [], []
        for action in self.next_actions(record) if writable else ():
            step = button(_(action.label) + ("…" if action.asks else ""), action.name, "primary" if action.primary else "")
            step.clicked.connect(lambda _checked=False, action=action: self.take(action))
            steps.append(step)
        if writable and self.can_correct(record):
            mend = button(_("Correct…"), "correct")
            mend.clicked.connect(lambda: self.start_correction())
            always.append(mend)
        papers = [paper for paper in self.papers() if paper.of == "record" and self.offers(paper, record)]
        if len(papers) == 1:
            go = button(_("Print: {paper}", paper=_(papers[0].title)), f"print_{papers[0].form}")
            go.clicked.connect(lambda _checked=False, paper=papers[0]: self.print_record(paper))
            always.append(go)
        elif papers:
            go = button(_("Print"), "print_menu")
            menu = QMenu(go)
            for paper in papers:
                entry = menu.addAction(_(paper.title))
                entry.setObjectName(f"print_{paper.form}")
                entry.triggered.connect(lambda _checked=False, paper=paper: self.print_record(paper))
            go.setMenu(menu)
            always.append(go)
        self.foot_bar.put(steps, always)
        self.foot_bar.setVisible(bool(steps or always))

    def papers(self) -> tuple[Paper, ...]:
        """The papers of this page: its own, and what other desks print of its records."""
        others = [paper for paper in self.office.papers_of(self.table.name) if all(paper.form != own.form for own in self.PAPERS)]
        return (*self.PAPERS, *others)

    def print_record(self, paper: Paper) -> None:
        """Show a paper of the record in sight as it will print."""
        if self.shown is not None:
            self.office.show_paper(Print(paper, tbl=self.table.name, row=self.shown))

    def prints(self) -> list[Print]:
        """Everything this page can print now: of the record, of the chosen month, and blank."""
        found = []
        record = None if self.shown is None else self.office.book.get(self.table, self.shown)
        for paper in self.papers():
            if paper.of == "record" and record is not None and self.offers(paper, record):
                found.append(Print(paper, tbl=self.table.name, row=record.id))
            elif paper.of in ("period", "register"):
                found.append(Print(paper, period=self.office.period()))
        return [*found, *(Print(paper, blank=True) for paper in self.papers())]

    # -- entering -----------------------------------------------------------------

    def numbers(self, asked: type[Record] | None = None, step: str = "") -> Numbers:
        """The numbers of the paper form for what is asked: the record itself, or the questions of a step."""
        return numbers_for(self.office.book, self.record_papers(), self.table.record, asked or self.table.record, step)

    def record_papers(self) -> tuple[Paper, ...]:
        """The papers of the page's records, those of a single record first: the first that is entered by hand gives the numbers."""
        mine = [paper for paper in self.papers() if paper.subject == self.table.name]
        return (*(paper for paper in mine if paper.of == "record"), *(paper for paper in mine if paper.of != "record"))

    def new(self, values: Mapping[str, object] | None = None, came_from: tuple[str, int] | None = None) -> None:
        """Open the form of a new entry, filled in from the entry before or from another desk."""
        if not self.NEW:
            return
        self.leave_form()
        start = {**self.defaults(), **self._last, **(values or {})}

        def save(form: Form[Any]) -> int | None:
            row = self.enter(form.record(), came_from)
            entered = form.values()
            self._last = {name: entered[name] for name in self.CARRY if name in entered}
            return row

        sections = self.ENTRY or self.SECTIONS
        form: Form[Any] = Form(self.table.record, self.office, sections=sections, values=start, numbers=self.numbers())
        place = f"{self.table.name}/new" if came_from is None else f"{self.table.name}/from/{came_from[0]}/{came_from[1]}"
        if self.office.drafts is not None and (came_from is not None or values is None):
            kept = self.office.drafts.kept(place)
            if kept:
                form.restore(kept)
        self._open_form(form, _(self.NEW), save, place)

    def start_correction(self) -> None:
        """Open the record in sight for correcting."""
        if self.shown is None:
            return
        record = self.office.book.get(self.table, self.shown)
        form: Form[Any] = Form(self.table.record, self.office, sections=self.correction(record), numbers=self.numbers())
        form.show_record(record)

        def save(form: Form[Any]) -> int | None:
            self.correct(form.corrected(self.office.book.get(self.table, record.id)))
            return int(record.id)

        place = f"{self.table.name}/{record.id}"
        if self.office.drafts is not None:
            kept = self.office.drafts.kept(place)
            if kept:
                form.restore(kept)
        self._open_form(form, _("Correct: {what}", what=self.heading(record)), save, place)

    def take(self, action: Action) -> None:
        """Take a step: ask what it needs, say when it cannot be undone, do it."""
        if self.shown is None:
            return
        row = self.shown
        if action.asks is None:
            self._do(lambda: action.do(row, None), action)
            return

        def save(form: Form[Any]) -> int | None:
            if action.final and not self._agreed(action):
                raise _Stayed
            shown = action.do(row, form.record())
            return row if shown is None else shown

        numbers = self.numbers(action.asks, action.name)
        form: Form[Any] = Form(action.asks, self.office, sections=action.sections, values=action.values, numbers=numbers)
        place = f"{self.table.name}/{row}/{action.name}"
        if self.office.drafts is not None:
            kept = self.office.drafts.kept(place)
            if kept:
                form.restore(kept)
        self._open_form(form, _(action.label), save, place, note=_(action.final) if action.final else "")

    def _do(self, do: Callable[[], int | None], action: Action) -> None:
        if action.final and not self._agreed(action):
            return
        try:
            row = do()
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        if row is not None:
            self.show_record(row)

    def _agreed(self, action: Action) -> bool:
        return bool(self.office.questions.sure(_(action.label), _(action.final), act=_(action.label)))

    def _open_form(
        self, form: Form[Any], title: str, save: Callable[[Form[Any]], int | None], place: str, *, note: str = ""
    ) -> None:
        self._form, self._form_save, self._form_place = form, save, place
        e = theme.em()
        holder = QWidget()
        holder.setProperty("area", "clear")
        column = QVBoxLayout(holder)
        column.setContentsMargins(round(e * 1.2), round(e), round(e * 1.2), round(e))
        heading = QLabel(title)
        heading.setObjectName("form_title")
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        column.addWidget(heading)
        if note:
            words = QLabel(note)
            words.setWordWrap(True)
            words.setProperty("tone", "warn")
            column.addWidget(words)
        self.hint = QLabel()
        self.hint.setObjectName("entry_hint")
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "warn")
        self.hint.hide()
        column.addWidget(self.hint)
        column.addWidget(form, 1)
        self.form_area.setWidget(holder)
        keep = button(_("Save  Ctrl+S"), "save", "primary")
        keep.clicked.connect(lambda: self.save())
        drop = button(_("Cancel  Esc"), "cancel")
        drop.clicked.connect(lambda: self.cancel())
        self.foot_bar.put([keep, drop])
        self.foot_bar.show()
        self.stack.setCurrentWidget(self.form_area)
        self._front = "record"
        self._show_mode("both" if self._mode == "register" else self._mode)
        form.submitted.connect(self.save)
        form.changed.connect(self._typed)
        form.focus_first()
        self.changed.emit()

    def _typed(self) -> None:
        self._draft_timer.start()
        if self._form is not None:
            words = self.entry_problem(self._form)
            self.hint.setText(words)
            self.hint.setVisible(bool(words))

    def keep_draft(self) -> None:
        """Write what is typed to the drafts now."""
        self._draft_timer.stop()
        if self._form is not None and self.office.drafts is not None and self._form_place and self._form.has_changes():
            self.office.drafts.keep(self._form_place, self._form.draft())

    def save(self) -> None:
        """Save what is typed. A mistake is told beside its box, and everything typed stays."""
        form = self._form
        if form is None:
            return
        form.clear_problems()
        try:
            row = self._form_save(form)
        except _Stayed:
            return
        except KnownError as trouble:
            form.show_problem(trouble)
            self.keep_draft()
            return
        next_one = form.by_last_enter and self._form_place == f"{self.table.name}/new"
        self._end_form(wipe=True)
        self.show_record(row)
        if next_one and row is not None:
            hit = self.office.book.hit(self.table.name, row)
            self.office.tell(_("Saved: {what}", what=f"{hit.number} {hit.title}".strip() if hit else ""))
            self.new()
            return
        self.register.setFocus()

    def cancel(self) -> None:
        """Leave the form without saving; what was typed is thrown away after a question when there is much."""
        if (
            self._form is not None
            and self._form.has_changes()
            and not self.office.questions.sure(
                _("Throw away what was typed?"), _("What was typed here and not saved will be gone."), act=_("Throw away")
            )
        ):
            return
        self._end_form(wipe=True)
        self.show_record(self.shown)

    def leave_form(self) -> None:
        """Leave the form because the clerk goes elsewhere; what was typed stays a draft."""
        if self._form is not None:
            self.keep_draft()
            self._end_form(wipe=False)

    def _end_form(self, *, wipe: bool) -> None:
        self._draft_timer.stop()
        if wipe and self.office.drafts is not None and self._form_place:
            self.office.drafts.wipe(self._form_place)
        self._form = None
        old = self.form_area.takeWidget()
        if old is not None:
            old.deleteLater()
        self.changed.emit()

    def _offer_draft(self) -> None:
        """Open again what was typed here and not saved: a new entry, a correction, the answers of a step."""
        if self.office.drafts is None or not self.office.book.writable:
            return
        mine = f"{self.table.name}/"
        typed = [place for place in self.office.drafts.places() if place.startswith(mine)]
        for place in sorted(typed, key=lambda place: (place != f"{mine}new", place)):
            if self._go_on_with(place.removeprefix(mine).split("/")):
                self.hint.setText(_("This was typed earlier and not saved. Go on with it, or press Esc to throw it away."))
                self.hint.show()
                return

    def _go_on_with(self, place: list[str]) -> bool:
        """Open the form that a draft belongs to; False when its entry or its step is no longer there."""
        match place:
            case ["new"] if self.NEW:
                self.new()
            case ["from", tbl, row] if self.NEW:
                self.new({}, (tbl, int(row)))
            case [row, *step]:
                record = self.office.book.get_or_none(self.table, int(row)) if row.isdigit() else None
                if record is None:
                    return False
                steps = [action for action in self.next_actions(record) if [action.name] == step and action.asks is not None]
                if steps:
                    self.show_record(int(row))
                    self.take(steps[0])
                elif not step and self.can_correct(record):
                    self.show_record(int(row))
                    self.start_correction()
            case _:
                return False
        return self._form is not None

    @property
    def form(self) -> Form[Any] | None:
        """The open form, if there is one."""
        return self._form

    @property
    def enters_new(self) -> bool:
        """Whether the open form is a new entry, not the correction of one that stands."""
        return self._form is not None and self._form_place.startswith((f"{self.table.name}/new", f"{self.table.name}/from/"))

    def take_focus(self) -> None:
        """Put the cursor where the work is: into the open form, else onto the register."""
        if self._form is not None:
            self._form.focus_first()
        elif self.register.isVisible():
            self.register.setFocus()
        elif self.panel.isVisible():
            self.record_area.setFocus()

    # -- how the page stands ---------------------------------------------------------

    def _show_mode(self, mode: str) -> None:
        self._mode = mode
        self._arrange()

    def _arrange(self) -> None:
        """Register and record side by side, or one of them alone where there is no room for both."""
        alone = self._mode if self._mode != "both" else (self._front if self._is_narrow() else "")
        self.left.setVisible(alone != "record")
        self.panel.setVisible(alone != "register")
        self.back_bar.setVisible(alone == "record")

    def _is_narrow(self) -> bool:
        return self.width() < NARROW * theme.size() / 100

    def _bring(self, part: str) -> None:
        """Put register or record in front where only one of them has room."""
        self._front = part
        self._arrange()

    def next_mode(self) -> None:
        """F9: register and record, register alone, record alone; where only one has room, the other one."""
        if self._mode == "both" and self._is_narrow():
            self._bring("record" if self._front == "register" else "register")
        else:
            order = ["both", "register", "record"]
            self._show_mode(order[(order.index(self._mode) + 1) % 3])
            self.office.remember(f"{self.table.name}/mode", self._mode)
        self.take_focus()

    def _back_to_register(self) -> None:
        """From the record that stands alone to the register."""
        self._front = "register"
        self._show_mode("both")
        self.office.remember(f"{self.table.name}/mode", self._mode)
        self.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A window made narrower shows register or record alone."""
        super().resizeEvent(event)
        self._arrange()

    def _remember(self) -> None:
        self.office.remember(f"{self.table.name}/splitter", self.splitter.sizes())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves a form; F9 changes what is shown."""
        if event.key() == Qt.Key.Key_Escape and self._form is not None:
            self.cancel()
        elif event.key() == Qt.Key.Key_F9:
            self.next_mode()
        else:
            super().keyPressEvent(event)

    def leaving(self, names: Mapping[str, Naming], *, whole: bool) -> Register:
        """The register for export, as it is filtered and ordered: see `RegisterModel.leaving`."""
        return self.model.leaving(_(self.TITLE), names, whole=whole)


class _Stayed(Exception):  # noqa: N818 - not an error: the clerk answered no
    """The clerk did not agree to a step that cannot be undone."""
