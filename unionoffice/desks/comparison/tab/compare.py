"""The comparison on the screen: the table of a group by one indicator, all units as dots, and what would be gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from unionoffice.core.book import Book, Touched
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Period
from unionoffice.core.words import N_, _, language
from unionoffice.desks.comparison import reckoning, service, sheets
from unionoffice.desks.comparison.reckoning import Comparison, Reach
from unionoffice.desks.comparison.rules import Gain, Gains
from unionoffice.desks.comparison.tab.head import Choice, WordsModel, WordsView
from unionoffice.desks.figures import service as figures_desk
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Picked
from unionoffice.kit.desk import button
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.jobs import Job, Progress
from unionoffice.kit.office import Office, Print, Start

MINE = frozenset({
    "compare_groups", "compare_members", "compare_outside", "compare_indicators", "compare_left_out", "outside_units",
    "outside_figures", "month_figures", "indicators", "units",
})
"""What a comparison is made of: when an act touches it, the page works it out anew."""

HEADS = (
    N_("Rank"), N_("Unit"), N_("Value"), N_("Gap"), N_("Gap in %"), N_("Quartile"), N_("Better a month"),
    N_("Months to go"), N_("Gain"), N_("Yuan"), N_("Remark"),
)
FIGURES = frozenset({0, 2, 3, 4, 5, 6, 7, 8, 9})


class Worked(msgspec.Struct, frozen=True):
    """One comparison with the gains at each level, and the fen that all indicators of the group make together at each."""

    found: Comparison
    gains: Mapping[Reach, Gains]
    in_all: Mapping[Reach, int | None]


def work_out(book: Book, group: int, indicator: int, period: Period) -> Worked:
    """Everything the pages show; for a large group it is done beside the window."""
    every = reckoning.comparisons(book, group, period)
    found = next(each for each in every if each.indicator.id == indicator)
    return Worked(
        found, {reach: reckoning.gains(found, reach) for reach in Reach},
        {reach: reckoning.added([reckoning.gains(each, reach).fen for each in every]) for reach in Reach},
    )  # fmt: skip


def scrolled(widget: QWidget, name: str) -> QScrollArea:
    """A widget in an area that scrolls it up and down."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class ComparisonView(QWidget):
    """A page over one comparison: the choice above, and the work beside the window where the group is large."""

    TITLE = ""
    NEW = ""
    table = None
    form = None

    def __init__(self, office: Office, name: str) -> None:
        super().__init__()
        self.office = office
        self.setObjectName(name)
        self.setProperty("area", "page")
        self.worked: Worked | None = None
        self._stale = True
        self._asked = 0
        e = theme.em()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(round(e), round(e * 0.8), round(e), round(e * 0.4))
        self.column.setSpacing(round(e * 0.5))
        self.choice = Choice(office, _(self.TITLE))
        self.choice.changed.connect(self.refresh)
        self.column.addWidget(self.choice)
        self.empty = QLabel()
        self.empty.setObjectName("empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty.setContentsMargins(0, round(e * 3), 0, round(e))
        self.column.addWidget(self.empty)
        self.first = button(_("New group of comparables"), "first_group", "primary")
        self.first.clicked.connect(lambda: office.start(Start("compare_groups", {})))
        self.column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignHCenter)
        office.acted.connect(self._acted)
        office.month_changed.connect(lambda _month: self._changed())

    def _acted(self, touched: Touched) -> None:
        if MINE & touched.keys():
            self._changed()

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._renew()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """The page in sight shows what was chosen on the other one."""
        super().showEvent(event)
        self._renew()

    def _renew(self) -> None:
        before = (self.choice.chosen(), self.choice.reach.checkedId())
        self.choice.fill()
        if self._stale or before != (self.choice.chosen(), self.choice.reach.checkedId()):
            self.refresh()

    def refresh(self) -> None:
        """Work the comparison out anew: at once, or beside the window where it takes a while."""
        self._stale = False
        self._asked += 1
        chosen, period = self.choice.chosen(), self.choice.period()
        if chosen is None:
            self.put(None)
            return
        if not service.is_large(self.office.book, chosen[0]):
            self.put(work_out(self.office.book, *chosen, period))
            return
        asked = self._asked

        def work(book: Book, progress: Progress) -> Worked:
            progress(0, 0)
            return work_out(book, *chosen, period)

        def take(made: object) -> None:
            if asked == self._asked and isinstance(made, Worked):
                self.put(made)

        job = Job(_("Comparing"), work)
        job.finished.connect(take)
        self.office.run(job)

    def put(self, worked: Worked | None) -> None:
        """Show what was worked out, or that there is nothing yet."""
        self.worked = worked
        nothing = worked is None
        self.empty.setVisible(nothing)
        self.first.setVisible(nothing and not self.choice.groups.count() and self.office.book.writable)
        if nothing:
            self.empty.setText(self.why_empty())
        self.draw()

    def why_empty(self) -> str:
        """What belongs here, and the first step."""
        if not self.choice.groups.count():
            return _("Units of one trade or equipment are compared here by their figures. Enter a group of comparables first.")
        return _("Without indicators nothing can be compared: correct the group and add the first.")

    def draw(self) -> None:
        """Show the comparison; a page says how."""
        raise NotImplementedError

    def plan_for(self, key: int, target: Fraction | None = None) -> None:
        """Open the form of a catch-up plan for a unit, filled in."""
        if self.worked is None:
            return
        try:
            values = service.for_plan(self.worked.found, key, self.office.day())
        except KnownError as trouble:
            self.office.tell(trouble)
            return
        if target is not None:
            values["target_value"] = reckoning.shown(self.worked.found.indicator, target)
        self.office.start(Start("catch_up_plans", values))

    # -- what window and desk ask of a page ----------------------------------------------------

    def show_rows(self, rows: Sequence[int], _title: str) -> None:
        """Nothing is listed here."""

    def leave_form(self) -> None:
        """There is no form here."""

    def take_focus(self) -> None:
        """Put the cursor where the work is."""
        (self.first if self.first.isVisible() else self.choice.groups).setFocus()

    def prints(self) -> list[Print]:
        """The comparison in sight, for the file and for the wall, and blank."""
        papers = (sheets.COMPARISON, sheets.WALL)
        found: list[Print] = []
        if self.worked is not None:
            period, group = self.worked.found.period, self.worked.found.group.id
            indicator = self.worked.found.indicator.id
            found = [Print(sheets.of(paper, group, indicator), period=period) for paper in papers]
        return [*found, *(Print(paper, blank=True) for paper in papers)]


class ComparePage(ComparisonView):
    """The comparison: table above, dots and gains below."""

    TITLE = N_("Comparison")

    def __init__(self, office: Office) -> None:
        super().__init__(office, "comparison_page")
        e = theme.em()
        self.words = QLabel()
        self.words.setObjectName("comparison_words")
        self.words.setWordWrap(True)
        self.words.setProperty("role", "quiet")
        self.column.addWidget(self.words)
        self.model = WordsModel([_(head) for head in HEADS], FIGURES)
        self.view = WordsView(self.model, "comparison", _("Comparison"))
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._marked())
        upper = QWidget()
        upper.setProperty("area", "clear")
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.view, 1)
        steps = QHBoxLayout()
        steps.setContentsMargins(0, 0, 0, round(e * 0.5))
        self.plan = button(_("Draw up a catch-up plan…"), "draw_up_plan", "primary")
        self.plan.clicked.connect(self._draw_up)
        self.what_if = button(_("What if…"), "what_if")
        self.what_if.clicked.connect(self._what_if)
        steps.addWidget(self.plan)
        steps.addWidget(self.what_if)
        steps.addStretch(1)
        above.addLayout(steps)
        lower = QWidget()
        lower.setProperty("area", "clear")
        below = QHBoxLayout(lower)
        below.setContentsMargins(0, round(e * 0.5), 0, 0)
        below.setSpacing(round(e))
        self.dots, self.gains = ChartView(), ChartView()
        self.dots.setObjectName("dots")
        self.gains.setObjectName("gains")
        self.dots.picked.connect(self._dot_picked)
        self.gains.picked.connect(self._bar_picked)
        below.addWidget(scrolled(self.dots, "dots_scroll"), 1)
        below.addWidget(self._gain_side(), 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(lambda: office.remember("comparison/splitter", self.splitter.sizes()))
        kept = office.remembered("comparison/splitter")
        if kept:
            self.splitter.setSizes(kept)
        self.column.addWidget(self.splitter, 1)
        self.column.addStretch(0)
        self.refresh()

    def _gain_side(self) -> QWidget:
        side = QWidget()
        side.setProperty("area", "clear")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        bar = QWidget()
        bar.setProperty("area", "clear")
        line = FlowLayout(bar)
        grows_down(bar)
        line.setContentsMargins(0, 0, 0, 0)
        words = QLabel(_("If all reached"))
        words.setProperty("role", "quiet")
        line.addWidget(words)
        self.reach = QButtonGroup(self)
        kept = self.office.remembered("comparison/level", Reach.LEADER.value)
        for place, reach in enumerate(Reach):
            chip = button(_(reach.word), f"level_{reach.value}", "chip")
            chip.setCheckable(True)
            chip.setChecked(reach.value == kept)
            self.reach.addButton(chip, place)
            line.addWidget(chip)
        if self.reach.checkedId() < 0:
            self.reach.button(len(Reach) - 1).setChecked(True)
        self.reach.idClicked.connect(lambda _place: self._level_chosen())
        column.addWidget(bar)
        self.gain_words = QLabel()
        self.gain_words.setObjectName("gain_words")
        self.gain_words.setWordWrap(True)
        self.gain_words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.addWidget(self.gain_words)
        column.addWidget(self.gains, 1)
        return scrolled(side, "gains_scroll")  # levels and words scroll with the picture: in a low window all stand whole

    def level(self) -> Reach:
        """The level that all are thought to reach."""
        return tuple(Reach)[max(0, self.reach.checkedId())]

    def _level_chosen(self) -> None:
        self.office.remember("comparison/level", self.level().value)
        self.draw()

    # -- what is shown ------------------------------------------------------------------------

    def keys(self) -> list[int]:
        """The members in the order of the table: those compared, then those left out."""
        if self.worked is None:
            return []
        found = self.worked.found
        return [place.key for place in found.standing.places] + [each.key for each in found.absent]

    def draw(self) -> None:
        """Table, dots and gains of the comparison."""
        worked = self.worked
        self.splitter.setVisible(worked is not None)
        self.words.setVisible(worked is not None)
        if worked is None:
            self.words.setText("")
            self.model.put([])
            return
        chosen = self.marked()
        self.words.setText(summary(worked.found))
        self.model.put(table_rows(worked.found, worked.gains[self.level()]))
        self.view.fit()
        there = bool(worked.found.standing.places)
        self.dots.setVisible(there)
        self.dots.show_chart(sheets.dots(worked.found) if there else None)
        rows = sheets.gain_rows(worked.found, self.level()) if there else None
        self.gains.setVisible(rows is not None)
        self.gains.show_chart(rows)
        self.dots.updateGeometry()
        self.gains.updateGeometry()
        self.gain_words.setText(gain_words(worked, self.level()))
        keys = self.keys()
        if chosen not in keys:  # the one that is most behind: where help is wanted first
            chosen = next(reversed(reckoning.own_units(worked.found)), None)
        self.view.choose(keys.index(chosen) if chosen in keys else 0)
        self._marked()

    def marked(self) -> int | None:
        """The member whose row is marked."""
        place, keys = self.view.currentIndex().row(), self.keys()
        return keys[place] if 0 <= place < len(keys) else None

    def _marked(self) -> None:
        key = self.marked()
        place = None if self.worked is None or key is None else self.worked.found.place(key)
        own = key is not None and key > 0 and place is not None
        self.plan.setEnabled(own and place is not None and place.gap > 0 and self.office.book.writable)
        self.what_if.setEnabled(own)

    def _dot_picked(self, picked: Picked) -> None:
        if self.worked is not None:
            keys = sheets.in_sight(self.worked.found)
            if 0 <= picked.category < len(keys):
                self.view.choose(self.keys().index(keys[picked.category]))

    def _bar_picked(self, picked: Picked) -> None:
        if self.worked is not None:
            keys = sheets.gain_keys(self.worked.found, self.level())
            if 0 <= picked.category < len(keys):
                self.view.choose(self.keys().index(keys[picked.category]))

    def _draw_up(self) -> None:
        key = self.marked()
        if key is not None:
            self.plan_for(key)

    def _what_if(self) -> None:
        from unionoffice.kit.desk import DeskTab

        key, above = self.marked(), self.parentWidget()
        while above is not None and not isinstance(above, DeskTab):
            above = above.parentWidget()
        if above is None or key is None:
            return
        for place, page in enumerate(above.pages):
            if getattr(page, "thinks", False):
                above.show_page(place)
                page.choose(key)

    def table_of_all(self) -> tuple[list[str], list[list[object]]]:
        """The comparison for export: headings and rows as they are shown."""
        return [_(head) for head in HEADS], [list(row) for row in self.model.rows]

    def take_focus(self) -> None:
        """Into the table, where there is one."""
        if self.view.isVisible():
            self.view.setFocus()
        else:
            super().take_focus()


def table_rows(found: Comparison, gains: Gains) -> list[tuple[str, ...]]:
    """The table: those compared, the best first, then those left out with the reason."""
    by_key: dict[int, Gain] = {gain.key: gain for gain in gains.gains}
    indicator = found.indicator
    rows: list[tuple[str, ...]] = []
    for place in found.standing.places:
        gain = by_key.get(place.key)
        rows.append((
            _("mark") if place.rank is None else str(place.rank),
            str(found.names[place.key]),
            reckoning.shown(indicator, place.value),
            reckoning.signed(reckoning.shown(indicator, place.gap)),
            reckoning.signed(reckoning.shown_percent(place.percent)),
            "" if place.quartile is None else str(place.quartile),
            reckoning.signed(reckoning.shown(indicator, place.trend, finer=0 if indicator.clock else 1)),
            "" if place.months is None or place.gap == 0 else str(place.months),
            reckoning.shown_gain(gain.physical) if gain else "",
            reckoning.shown_yuan(gain.fen) if gain else "",
            str(reckoning.remark(found, place.key)),
        ))  # fmt: skip
    rows += [("–", str(found.names[each.key]), *([""] * 8), str(each.why)) for each in found.absent]
    return rows


def summary(found: Comparison) -> str:
    """Who leads, and the averages, in a line."""
    standing, indicator = found.standing, found.indicator
    period, measure = found.period.name(language()), figures_desk.measured_in(indicator)
    if standing.leader is None:
        return _("{period}: none of these units has a figure of {indicator}.", period=period,
                 indicator=figures_desk.called(indicator))
    joined = ("、" if language() == "zh" else ", ").join(str(found.names[key]) for key in standing.leaders[:3])
    more = len(standing.leaders) - 3
    if more > 0:
        joined = _("{names} and {count} more", names=joined, count=more)
    parts = [
        _("{period}: ahead {names} with {value} {measure}", period=period, names=joined,
          value=reckoning.shown(indicator, standing.leader), measure=measure),
    ]  # fmt: skip
    for label, value in (
        (N_("average of the advanced"), standing.advanced), (N_("average"), standing.average),
        (N_("average by volume"), standing.weighted),
    ):  # fmt: skip
        if value is not None:
            parts.append(_("{name} {value}", name=_(label), value=reckoning.shown(indicator, value)))
    parts.append(_(indicator.direction.word))
    return " · ".join(parts)


def gain_words(worked: Worked, reach: Reach) -> str:
    """What would be gained in all at a level."""
    found, gains = worked.found, worked.gains[reach]
    if gains.physical is None:
        if found.rate.turns.value == "not":
            return _("No gain is reckoned here: the group does not say how a gap becomes one.")
        return _("No gain can be reckoned: the units have no volume in this period.")
    unknown = sum(1 for gain in gains.gains if gain.physical is None)
    values = {"amount": reckoning.shown_gain(gains.physical), "measure": str(reckoning.measured_gain(found))}
    said = _("In all {amount} {measure}", **values)
    if gains.fen is not None:
        said = _("In all {amount} {measure}, {yuan} yuan", **values, yuan=reckoning.shown_yuan(gains.fen))
    parts = [said]
    if unknown:
        parts.append(_("without a volume: {count}", count=unknown))
    whole = worked.in_all[reach]
    if whole is not None and len(found.group.compared) > 1:
        parts.append(_("by all indicators of the group {yuan} yuan", yuan=reckoning.shown_yuan(whole)))
    return " · ".join(parts)
