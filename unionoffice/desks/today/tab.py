"""Today on the screen: what is due and waits, the month's main figures, what it still lacks; and every promise that was made."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Period, date_words
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.today import rules
from unionoffice.desks.today.records import Backup, Entry, Group, Grouping, KeptOn, Lack, Made
from unionoffice.kit import theme
from unionoffice.kit.agenda import Agenda, Head, Line, Lines
from unionoffice.kit.chips import Chip, Chips
from unionoffice.kit.desk_tab import DeskTab
from unionoffice.kit.figure_row import FigureRow
from unionoffice.kit.jobs import Job, Progress
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office, Print, Start
from unionoffice.kit.plain import button, clear

if TYPE_CHECKING:
    from unionoffice.desks.monthly.records import Trend
    from unionoffice.kit.form import Form

PAUSE = 120  # milliseconds in which several acts become one gathering
NARROW = 44  # letters' sizes under which list and figures stand below each other
LONG_WITHOUT_COPY = 14  # days without a copy outside this computer
WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
FIRST_STEPS = (
    ("units", N_("Enter the plant and its units")),
    ("workers", N_("Enter the people of the plant")),
    ("proposals", N_("Receive a first proposal")),
    ("waste_sessions", N_("Plan a first session")),
)
"""What a new office can begin with, by the table whose form opens."""


class Gathered(msgspec.Struct, frozen=True):
    """What one gathering found: the day it counted from, the entries, and whether the book is still without anything."""

    day: date
    entries: tuple[Entry, ...]
    new: bool


class MonthSeen(msgspec.Struct, frozen=True):
    """The month at the right: its figures, what it lacks, whether its summary is issued, and the latest backup."""

    period: Period
    trends: tuple[Trend, ...]
    lacks: tuple[Lack, ...]
    issued: bool
    backup: Backup


def _gather(day: date) -> Callable[[Book, Progress], Gathered]:
    def work(book: Book, progress: Progress) -> Gathered:
        from unionoffice.desks.today import service

        entries = service.gather(book, day, lambda done, whole: progress(done, whole))
        return Gathered(day, tuple(entries), service.is_new(book))

    return work


def _look_at_month(period: Period) -> Callable[[Book, Progress], MonthSeen]:
    def work(book: Book, progress: Progress) -> MonthSeen:
        from unionoffice.desks.today import service

        lacks = tuple(service.lacks(book, period))
        progress(1, 2)
        trends = service.main_figures(book, period)
        found = service.latest_backup(book, datetime.datetime.now())
        return MonthSeen(period, trends, lacks, service.is_issued(book, period), found)

    return work


class _Gathering(QWidget):
    """A page whose matter is gathered beside the window: after the first painting, and anew after an act, when it is in sight."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._stale = True
        self._running = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.refresh)
        self._painted = False
        office.acted.connect(self._changed)
        office.month_changed.connect(self._changed)

    def works(self) -> Sequence[tuple[Callable[[Book, Progress], object], Callable[[object], None]]]:
        """What is gathered, each with who takes it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Gather anew now; what is asked for while it runs is done once, afterwards."""
        self._pause.stop()
        if self._running:
            self._stale = True
            return
        self._stale = False
        for work, take in self.works():
            job = Job(_("Gathering what is due"), work)
            job.finished.connect(lambda found, take=take: self._take_in_sight(take, found))
            job.ended.connect(self._ended)
            self._running += 1
            self.office.run(job)

    def _take_in_sight(self, take: Callable[[object], None], found: object) -> None:
        """What comes when nobody looks any more is not shown: it is gathered again when the page comes in sight."""
        if self.isVisible():
            take(found)
        else:
            self._stale = True

    def is_settled(self) -> bool:
        """Whether nothing is being gathered or waits to be."""
        return not self._running and not self._pause.isActive() and not (self._stale and self.isVisible())

    def _ended(self) -> None:
        self._running -= 1
        if not self._running and self._stale and self.isVisible():
            self._pause.start()

    def _changed(self, _what: object) -> None:
        self._stale = True
        if self.isVisible() and self._painted:
            self._pause.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """The frame stands first; then the gathering begins."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            if self._stale:
                QTimer.singleShot(0, self, self.refresh)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """What changed meanwhile is gathered when the page is looked at again."""
        super().showEvent(event)
        if self._stale and self._painted:
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's own name
        """Out of sight nothing is gathered."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._pause.stop()
            self._stale = True


class TodayPage(_Gathering):
    """What is due at the left, the month at the right."""

    TITLE = N_("Today")

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setObjectName("today_page")
        self.gathered: Gathered | None = None
        self.month: MonthSeen | None = None
        self._first = True
        self.grouping: Grouping = self._remembered()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self._make_panel())
        self.splitter.setStretchFactor(0, 7)
        self.splitter.setStretchFactor(1, 4)
        self.splitter.setSizes([7000, 4000])  # taken as shares of what there is
        office.backed_up.connect(self._backed_up)
        self._say_day()

    def _remembered(self) -> Grouping:
        kept = self.office.remembered("today/grouping", "day")
        return kept if kept in ("day", "who", "desk") else "day"

    # -- made once -------------------------------------------------------------------------

    def _make_list(self) -> QWidget:
        e = theme.em()
        left = QWidget(self.splitter)
        left.setProperty("area", "page")
        column = QVBoxLayout(left)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        column.setSpacing(round(e * 0.4))
        self.title = QLabel()
        self.title.setObjectName("page_title")
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        self.counts = QLabel()
        self.counts.setObjectName("today_counts")
        self.counts.setProperty("role", "quiet")
        self.counts.setWordWrap(True)
        column.addWidget(self.counts)
        self.chips = Chips([Chip("day", _("by day")), Chip("who", _("by who")), Chip("desk", _("by desk"))])
        self.chips.setObjectName("today_grouping")
        self.chips.setAccessibleName(_("Group the list"))
        self.chips.choose(self.grouping)
        self.chips.chosen.connect(self.group_by)
        column.addWidget(self.chips)
        self.list = Agenda("today_list", _("What is due"))
        self.list.opened.connect(self.open_entry)
        column.addWidget(self.list, 1)
        self.empty = QWidget()
        self.empty.setObjectName("today_empty")
        self.empty_column = QVBoxLayout(self.empty)
        self.empty_column.setContentsMargins(round(e * 0.5), round(e), round(e * 2), round(e))
        self.empty_column.setSpacing(round(e * 0.6))
        self.empty.hide()
        column.addWidget(self.empty, 1)
        return left

    def _make_panel(self) -> QWidget:
        e = theme.em()
        panel = QWidget(self.splitter)
        panel.setObjectName("panel")
        panel.setProperty("area", "panel")
        panel.setMinimumWidth(round(e * 17))
        around = QVBoxLayout(panel)
        around.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setObjectName("today_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("area", "clear")
        self.panel = QVBoxLayout(holder)
        self.panel.setContentsMargins(round(e * 1.2), round(e * 0.9), round(e * 1.2), round(e))
        self.panel.setSpacing(round(e * 0.2))
        area.setWidget(holder)
        around.addWidget(area)
        return panel

    # -- gathering ----------------------------------------------------------------------------

    def works(self) -> Sequence[tuple[Callable[[Book, Progress], object], Callable[[object], None]]]:
        """First what is due, then the month: the list does not wait for the figures."""
        self._say_day()
        return [(_gather(self.office.day()), self._take_entries), (_look_at_month(self.office.period()), self._take_month)]

    def _take_entries(self, found: object) -> None:
        if isinstance(found, Gathered):
            self.gathered = found
            self._show_entries()

    def _take_month(self, found: object) -> None:
        if isinstance(found, MonthSeen):
            self.month = found
            self._show_month()

    def _backed_up(self) -> None:
        if self.month is not None:
            self._stale = True
            if self.isVisible():
                self._pause.start()

    # -- the list -----------------------------------------------------------------------------

    def _say_day(self) -> None:
        day = self.office.day()
        words = _("{weekday}, {day}", weekday=_(WEEKDAYS[day.weekday()]), day=date_words(day, language()))
        self.title.setText(words)

    def group_by(self, name: str) -> None:
        """Let the entries stand together by day, by who or by desk."""
        self.grouping = "who" if name == "who" else "desk" if name == "desk" else "day"
        self.office.remember("today/grouping", self.grouping)
        self._show_entries()

    def _show_entries(self) -> None:
        found = self.gathered
        if found is None:
            return
        day, english = found.day, language() == "en"
        self.list.show_lines(Listed(found.entries, self.grouping, day, english=english))
        nothing = not found.entries
        self.list.setVisible(not nothing)
        self.chips.setVisible(not nothing)
        self.empty.setVisible(nothing)
        if nothing:
            self._show_empty(new=found.new)
        late, today, after, waiting = rules.in_the_week(found.entries, day)
        parts = [
            _("{count} overdue", count=len(late)) if late else "",
            _("{count} due today", count=len(today)) if today else "",
            _("{count} in the week to come", count=len(after)) if after else "",
            _("{count} waiting", count=len(waiting)) if waiting else "",
        ]
        words = [part for part in parts if part]
        if day != date.today() and words:
            words.append(_("counted on the last day of the chosen month"))
        self.counts.setText(" · ".join(words))
        self.counts.setVisible(bool(words))
        if self._first:
            self._first = False
            if self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
                self.take_focus()

    def _show_empty(self, *, new: bool) -> None:
        clear(self.empty_column)
        if new:
            heading, told = _("A new book"), _(
                "Here stands each morning what is due, what is overdue and what waits for whom. So far the book holds nothing."
            )
        else:
            heading, told = _("Nothing is due"), _(
                "Nothing is overdue, nothing is due in the week to come, and nothing waits. Answers owed, measures with a "
                "deadline, sessions, contracts and competitions appear here as their day comes near."
            )
        title = QLabel(heading)
        title.setProperty("role", "heading")
        words = QLabel(told)
        words.setObjectName("today_empty_words")
        words.setWordWrap(True)
        self.empty_column.addWidget(title)
        self.empty_column.addWidget(words)
        if new and self.office.book.writable:
            for number, (table, label) in enumerate(FIRST_STEPS):
                step = button(_(label), f"first_{table}", "primary" if not number else "")
                step.clicked.connect(lambda _checked=False, table=table: self.office.start(Start(table, {})))
                self.empty_column.addWidget(step, 0, Qt.AlignmentFlag.AlignLeft)
        self.empty_column.addStretch(1)

    def open_entry(self, key: object) -> None:
        """Show the record of an entry in its own tab."""
        entry = next((each for each in self.gathered.entries if _key(each) == key), None) if self.gathered else None
        if entry is None:
            return
        from unionoffice.desks.today import service

        month = service.month_to_open(entry.due)
        if month is not None:
            self.office.choose_month(month)
        self.office.open(entry.due.tbl, entry.due.row)

    # -- the month -------------------------------------------------------------------------------

    def _show_month(self) -> None:
        found = self.month
        if found is None:
            return
        area_focus = self.panel.parentWidget()
        focused = area_focus.focusWidget().objectName() if area_focus is not None and area_focus.focusWidget() else ""
        clear(self.panel)
        self._heading(found.period.name(language()))
        for place, trend in enumerate(found.trends):
            self.panel.addWidget(self._figure(place, trend, found.period))
        if not found.trends:
            self._words(_("Figures of the month appear here once something is entered."), "no_figures")
        if found.trends or found.lacks or found.issued:
            self._show_lacks(found)
        self._show_safety(found.backup)
        self.panel.addStretch(1)
        again = self.findChild(QWidget, focused) if focused else None
        if again is not None and not self.list.hasFocus():
            again.setFocus()

    def _heading(self, words: str) -> None:
        label = QLabel(words)
        label.setProperty("role", "heading")
        label.setWordWrap(True)
        label.setContentsMargins(0, round(theme.em() * (0.7 if self.panel.count() else 0)), 0, 0)
        self.panel.addWidget(label)

    def _words(self, words: str, name: str, tone: str = "quiet") -> None:
        label = QLabel(words)
        label.setObjectName(name)
        label.setWordWrap(True)
        theme.put(label, tone=tone)
        self.panel.addWidget(label)

    def _figure(self, place: int, trend: Trend, period: Period) -> FigureRow:
        unit = _(trend.unit) if trend.unit else {"money": _("yuan"), "percent": "%"}.get(trend.kind, "")
        value = " ".join(part for part in (rules.shown(trend.kind, trend.value), unit) if part)
        before, year = rules.change(trend.kind, trend.value, trend.before), rules.change(trend.kind, trend.value, trend.last_year)
        changes = [
            _("{change} on the month before", change=before) if before else "",
            _("{change} on the year before", change=year) if year else "",
        ]
        months = [period.last_month.plus(place - len(trend.months) + 1) for place in range(len(trend.months))]
        spoken = "; ".join(f"{month}: {rules.shown(trend.kind, each)}" for month, each in zip(months, trend.months, strict=True))
        label = _("Plan fulfilled: {what}", what=_(trend.label)) if trend.code == "figures.leading" else _(trend.label)
        row = FigureRow(
            f"figure_{place}", label, value, " · ".join(part for part in changes if part), trend.months, spoken,
            opens=bool(trend.rows and trend.tbl),
        )  # fmt: skip
        row.clicked.connect(lambda _checked=False: self.office.show_rows(trend.tbl, trend.rows, _(trend.label)))
        return row

    def _show_lacks(self, found: MonthSeen) -> None:
        self._heading(_("To close {month}", month=found.period.name(language())))
        for place, lack in enumerate(found.lacks):
            words = _("{count}  {what}", what=lack.what, count=f"{lack.count:,}")
            link = Link(words, f"lack_{place}")
            link.clicked.connect(
                lambda _checked=False, lack=lack: self.office.show_rows(lack.tbl, lack.rows, str(lack.what))
            )
            self.panel.addWidget(link)
        if found.issued:
            self._words(_("The summary is issued."), "summary_words", "good")
            return
        if not found.lacks:
            self._words(_("Nothing is missing."), "summary_words")
        link = Link(_("The summary is not issued yet"), "to_summary")
        link.clicked.connect(lambda: self.office.open("summaries", 0))
        self.panel.addWidget(link)

    def _show_safety(self, found: Backup) -> None:
        told = []
        if found.path is not None and found.days > rules.OLD_BACKUP:
            told.append(_("The latest backup is {days} days old.", days=found.days))
        copied = self.office.remembered("copied_out")
        days = (date.today() - date.fromisoformat(copied)).days if copied else None
        if days is not None and days > LONG_WITHOUT_COPY:
            told.append(_("The latest copy outside this computer is {days} days old: menu Book, Copy to another disk.", days=days))
        if told:
            self._heading(_("Safety of the book"))
            self._words("\n".join(told), "safety_words", "warn")

    # -- what the window asks of a page -----------------------------------------------------------

    def take_focus(self) -> None:
        """The list takes the keys; while it is empty, the first step does."""
        if not self.list.isHidden():
            self.list.setFocus()
            return
        first = self.empty.findChild(QWidget, f"first_{FIRST_STEPS[0][0]}")
        if first is not None:
            first.setFocus()

    def prints(self) -> list[Print]:
        """The working list of the day, and the list of promises."""
        from unionoffice.desks.today import sheets

        day = self.office.day()
        one = Period.of_days(day, day)
        return [Print(sheets.WORKING_LIST, period=one), Print(sheets.PROMISES, period=one)]

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The list as it stands, for export."""
        heads = [_("Date"), _("How it stands"), _("Number"), _("What is owed"), _("Of what"), _("Who")]
        found, english = self.gathered, language() == "en"
        if found is None:
            return heads, []
        return heads, [
            [
                "" if each.due.day is None else each.due.day.isoformat(), str(rules.mark(each.due, found.day)), each.due.number,
                str(each.due.what), each.due.title, rules.owner(each, english=english),
            ]
            for group in rules.grouped(found.entries, self.grouping, found.day, english=english)
            for each in group.entries
        ]  # fmt: skip

    def leave_form(self) -> None:
        """There is no form here."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """In a narrow window the month stands below the list."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.em() * NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.splitter.orientation() is not wanted:
            self.splitter.setOrientation(wanted)
            self.splitter.setSizes([6000, 4000] if narrow else [7000, 4000])


def _key(entry: Entry) -> tuple[str, int, str, str]:
    """Which entry it is: its record, and what is owed for it."""
    return entry.due.tbl, entry.due.row, str(entry.due.what), entry.due.title


class Listed(Lines):
    """The entries as the list shows them, under their headings, in the screen's language; each is worded when it is painted."""

    def __init__(self, entries: Sequence[Entry], by: Grouping, day: date, *, english: bool) -> None:
        self._by: Grouping = by
        self._day, self._english = day, english
        self._groups = rules.grouped(entries, by, day, english=english)
        self._starts = list(accumulate((len(group.entries) + 1 for group in self._groups), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, row: Any) -> Any:
        if not 0 <= row < len(self):
            raise IndexError(row)
        place = bisect_right(self._starts, row) - 1
        group, inside = self._groups[place], row - self._starts[place]
        return _line(group.entries[inside - 1], self._by, self._day, english=self._english) if inside else self._head(group)

    def is_head(self, row: int) -> bool:
        """Whether a heading stands there."""
        place = bisect_left(self._starts, row)
        return place < len(self._groups) and self._starts[place] == row

    def row_of(self, key: object) -> int:
        """Where the entry with a key stands; -1 when it does not."""
        for start, group in zip(self._starts, self._groups, strict=False):
            for inside, entry in enumerate(group.entries, 1):
                if _key(entry) == key:
                    return start + inside
        return -1

    def _head(self, group: Group) -> Head:
        head, day = group.head, self._day
        if isinstance(head, date):
            words = _("Today") if head == day else _("Tomorrow") if head == day + datetime.timedelta(days=1) else ""
            named = _("{weekday}, {day}", weekday=_(WEEKDAYS[head.weekday()]), day=date_words(head, language()))
            text = f"{words} · {named}" if words else named
        else:
            text = str(head)
        return Head(text, right=f"{len(group.entries):,}", tone="overdue" if self._by == "day" and group.late else "")


def _line(entry: Entry, by: Grouping, day: date, *, english: bool) -> Line:
    due = entry.due
    late, mark = rules.is_overdue(due, day), str(rules.mark(due, day))
    when = "" if due.day is None else due.day.isoformat()
    if late:
        right = mark
    elif due.kind == "waits" or due.day is None:
        right = ""
    else:
        right = "" if by == "day" else when
    who = rules.owner(entry, english=english)
    shown_who = "" if by == "who" else who
    below = " · ".join(part for part in (due.number, str(due.what), when if late else "") if part)
    spoken = ", ".join(part for part in (mark, when, str(due.what), due.title, due.number, who) if part)
    return Line(
        key=_key(entry), text=due.title or due.number, below=below, right=right, right_below=shown_who,
        tone="overdue" if late else "", spoken=spoken,
    )


class PromisesPage(_Gathering):
    """Every promise in one list: open, overdue, kept; by unit. A promise that was kept is written down from here."""

    TITLE = N_("Promises")

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setObjectName("promises_page")
        self.made: tuple[Made, ...] = ()
        self._known = False
        self.form: Form[KeptOn] | None = None
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self._make_panel())
        self.splitter.setStretchFactor(0, 6)
        self.splitter.setStretchFactor(1, 5)
        self.splitter.setSizes([6000, 5000])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def _make_list(self) -> QWidget:
        e = theme.em()
        left = QWidget()
        left.setProperty("area", "page")
        column = QVBoxLayout(left)
        column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        column.setSpacing(round(e * 0.4))
        title = QLabel(_("Promises"))
        title.setObjectName("page_title")
        title.setProperty("role", "title")
        column.addWidget(title)
        self.chips = Chips(
            [
                Chip("open", _("not kept yet")), Chip("overdue", _("overdue"), alert=True), Chip("kept", _("kept")),
                Chip("all", _("all")),
            ]
        )
        self.chips.setObjectName("promises_filter")
        self.chips.chosen.connect(lambda _name: self._show())
        column.addWidget(self.chips)
        row = QHBoxLayout()
        words = QLabel(_("Unit"))
        words.setProperty("role", "quiet")
        self.unit = QComboBox()
        self.unit.setObjectName("promises_unit")
        self.unit.setAccessibleName(_("Unit"))
        self.unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.setMinimumContentsLength(14)
        self.unit.addItem(_("all units"), "")
        self.unit.currentIndexChanged.connect(lambda _place: self._show())
        words.setBuddy(self.unit)
        row.addWidget(words)
        row.addWidget(self.unit)
        row.addStretch(1)
        column.addLayout(row)
        self.list = Agenda("promises_list", _("Promises"), by_click=False)
        self.list.moved.connect(lambda _key: self._show_chosen())
        self.list.opened.connect(lambda _key: self.open_record())
        column.addWidget(self.list, 1)
        self.nothing = QLabel()
        self.nothing.setObjectName("promises_empty")
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "quiet")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        return left

    def _make_panel(self) -> QWidget:
        e = theme.em()
        panel = QWidget()
        panel.setObjectName("panel")
        panel.setProperty("area", "panel")
        panel.setMinimumWidth(round(e * 17))
        around = QVBoxLayout(panel)
        around.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setObjectName("promise_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("area", "clear")
        self.panel = QVBoxLayout(holder)
        self.panel.setContentsMargins(round(e * 1.2), round(e), round(e * 1.2), round(e))
        self.panel.setSpacing(round(e * 0.5))
        area.setWidget(holder)
        around.addWidget(area)
        return panel

    # -- gathering -----------------------------------------------------------------------------

    def works(self) -> Sequence[tuple[Callable[[Book, Progress], object], Callable[[object], None]]]:
        """Every promise of every desk."""
        day = self.office.day()

        def work(book: Book, progress: Progress) -> tuple[Made, ...]:
            from unionoffice.desks.today import service

            progress(0, 1)
            return tuple(service.promises(book, day))

        return [(work, self._take)]

    def _take(self, found: object) -> None:
        if not isinstance(found, tuple):
            return
        self.made, self._known = found, True
        english = language() == "en"
        names = sorted({(each.unit_english if english else "") or each.unit for each in found} - {""})
        chosen = self.unit.currentData()
        self.unit.blockSignals(True)
        self.unit.clear()
        self.unit.addItem(_("all units"), "")
        for name in names:
            self.unit.addItem(name, name)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))
        self.unit.blockSignals(False)
        self._show()

    # -- showing ---------------------------------------------------------------------------------

    def _filtered(self, name: str) -> list[Made]:
        day, english, unit = self.office.day(), language() == "en", self.unit.currentData()
        tests: dict[str, Callable[[Made], bool]] = {
            "open": lambda made: rules.is_open(made, day),
            "overdue": lambda made: rules.is_late(made, day),
            "kept": lambda made: not rules.is_open(made, day),
        }
        wanted = tests.get(name)
        return [
            made for made in self.made
            if (wanted is None or wanted(made)) and unit in ("", (made.unit_english if english else "") or made.unit)
        ]

    def _show(self) -> None:
        day, english = self.office.day(), language() == "en"
        self.chips.set_counts({name: len(self._filtered(name)) for name in ("open", "overdue", "kept", "all")})
        found = self._filtered(self.chips.current())
        self.list.show_lines([_promise_line(made, day, english=english) for made in found])
        self.list.setVisible(bool(found))
        self.nothing.setVisible(self._known and not found)
        if self.made:
            self.nothing.setText(_("No promise is like this."))
        else:
            self.nothing.setText(_(
                "What was promised in minutes, in answers, on visits and in plans, with its owner and its day, stands here in "
                "one list. So far nothing is promised: write the resolutions into the minutes of a session, with the unit and "
                "the day."
            ))
        self._show_chosen()

    def chosen(self) -> Made | None:
        """The promise under the bar."""
        key = self.list.current_key()
        return next((made for made in self.made if _promise_key(made) == key), None) if key is not None else None

    def _show_chosen(self) -> None:
        made = self.chosen()
        clear(self.panel)
        self.form = None
        if made is None:
            return
        from unionoffice.desks.today import service

        promise, day, english = made.promise, self.office.day(), language() == "en"
        self._label(promise.text, "promise_text", role="strong")
        state, tone = _promise_state(made, day)
        self._label(state, "promise_state", tone=tone)
        facts = [
            (_("Promised by"), rules.promiser(made, english=english)),
            (_("Promised in"), f"{promise.source} {promise.number}".strip()),
            (_("Promised on"), promise.made_on.isoformat()),
            (_("Promised for"), "" if promise.due is None else promise.due.isoformat()),
            (_("Kept on"), "" if promise.done_on is None else promise.done_on.isoformat()),
        ]
        for name, value in facts:
            if value:
                self._label(f"{name}  {value}", "", role="quiet")
        row = QHBoxLayout()
        if self.office.book.writable and service.can_be_kept(made):
            keep = button(_("Kept on…"), "keep_promise", "primary")
            keep.clicked.connect(lambda: self.ask_kept())
            row.addWidget(keep)
        show = button(_("Open the record"), "open_promise")
        show.clicked.connect(lambda: self.open_record())
        row.addWidget(show)
        row.addStretch(1)
        self.place = QVBoxLayout()
        self.panel.addLayout(self.place)
        self.panel.addLayout(row)
        self.panel.addStretch(1)

    def _label(self, words: str, name: str, **looks: str) -> None:
        label = QLabel(words)
        if name:
            label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.put(label, **looks)
        self.panel.addWidget(label)

    # -- steps -----------------------------------------------------------------------------------

    def open_record(self) -> None:
        """Show the record in which the promise was made."""
        made = self.chosen()
        if made is not None:
            self.office.open(made.promise.tbl, made.promise.row)

    def ask_kept(self) -> None:
        """Ask the day on which the promise was kept, in the panel."""
        made = self.chosen()
        if made is None or self.form is not None:
            return
        from unionoffice.kit.form import Form

        form: Form[KeptOn] = Form(KeptOn, self.office)
        form.set_values({"done_on": max(self.office.day(), made.promise.made_on)})
        form.submitted.connect(self.save)
        self.form = form
        self.place.addWidget(form)
        row = QHBoxLayout()
        keep, leave = button(_("Save  Ctrl+S"), "save", "primary"), button(_("Cancel  Esc"), "cancel")
        keep.clicked.connect(lambda: self.save())
        leave.clicked.connect(lambda: self.leave_form())
        row.addWidget(keep)
        row.addWidget(leave)
        row.addStretch(1)
        self.place.addLayout(row)
        for name in ("keep_promise", "open_promise"):
            other = self.findChild(QWidget, name)
            if other is not None:
                other.hide()
        form.focus_first()

    def save(self) -> None:
        """Write down that the promise was kept."""
        made, form = self.chosen(), self.form
        if made is None or form is None:
            return
        from unionoffice.desks.today import service

        form.clear_problems()
        try:
            service.keep(self.office.book, made, form.record().done_on)
        except KnownError as trouble:
            form.show_problem(trouble)
            return
        self.form = None
        self.office.tell(_("Written down: the promise was kept."))
        self.list.setFocus()

    def leave_form(self) -> None:
        """Leave the question unanswered."""
        if self.form is not None:
            self._show_chosen()
            self.list.setFocus()

    # -- what the window asks of a page ------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Esc leaves the question."""
        if event.key() == Qt.Key.Key_Escape and self.form is not None:
            self.leave_form()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """The list takes the keys."""
        if not self.list.isHidden():
            self.list.setFocus()

    def prints(self) -> list[Print]:
        """The list of promises."""
        from unionoffice.desks.today import sheets

        day = self.office.day()
        return [Print(sheets.PROMISES, period=Period.of_days(day, day))]

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The promises as they are filtered, for export."""
        heads = [_("Promised for"), _("How it stands"), _("Promise"), _("Promised by"), _("Promised in"), _("Number"), _("Kept on")]
        day, english = self.office.day(), language() == "en"
        return heads, [
            [
                made.promise.due.isoformat() if made.promise.due else "", _promise_state(made, day)[0], made.promise.text,
                rules.promiser(made, english=english), str(made.promise.source), made.promise.number,
                made.promise.done_on.isoformat() if made.promise.done_on else "",
            ]
            for made in self._filtered(self.chips.current())
        ]  # fmt: skip


def _promise_key(made: Made) -> tuple[str, int, int]:
    return made.promise.tbl, made.promise.row, made.promise.line


def _promise_state(made: Made, day: date) -> tuple[str, str]:
    """How a promise stands, in words of the screen, and its tone."""
    promise = made.promise
    if not rules.is_open(made, day) and promise.done_on is not None:
        return _("kept on {day}", day=promise.done_on), "good"
    if rules.is_late(made, day) and promise.due is not None:
        days = (day - promise.due).days
        return str(Said(N_("overdue 1 day")) if days == 1 else Said(N_("overdue {days} days"), {"days": days})), "overdue"
    return (_("by {day}", day=promise.due) if promise.due else _("no day promised")), "quiet"


def _promise_line(made: Made, day: date, *, english: bool) -> Line:
    promise = made.promise
    state, tone = _promise_state(made, day)
    return Line(
        key=_promise_key(made), text=promise.text, below=f"{promise.number} · {promise.source}", right=state,
        right_below=rules.promiser(made, english=english), tone=tone,
    )


class TodayTab(DeskTab):
    """The first screen of the day."""

    PAGES: ClassVar = (TodayPage, PromisesPage)
