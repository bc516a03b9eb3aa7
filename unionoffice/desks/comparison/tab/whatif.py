"""What if: a unit's dot is dragged towards the leader, and its own and the plant's gain move with it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from unionoffice.core.book import Touched
from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import reckoning, service, sheets
from unionoffice.desks.comparison.reckoning import Reach
from unionoffice.desks.comparison.rules import Gain
from unionoffice.desks.comparison.tab.compare import ComparisonView, Worked, scrolled
from unionoffice.desks.figures import service as figures_desk
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView, Dragged, Picked
from unionoffice.kit.desk import button, clear
from unionoffice.kit.flow import FlowLayout, grows_down
from unionoffice.kit.link import Link
from unionoffice.kit.office import Office


class WhatIfPage(ComparisonView):
    """All units as dots that can be moved, the gain of it, and the leader's experience beside them."""

    TITLE = N_("What if")
    thinks = True

    def __init__(self, office: Office) -> None:
        super().__init__(office, "what_if_page")
        e = theme.em()
        self.moved: dict[int, Fraction] = {}
        self.chosen: int | None = None
        self.hint = QLabel(_(
            "Drag a unit's dot towards the leader, or choose it with the arrow keys and move it with Shift and the arrow keys."
        ))
        self.hint.setObjectName("what_if_hint")
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "quiet")
        self.column.addWidget(self.hint)
        self.body = QWidget()
        self.body.setProperty("area", "clear")
        line = QHBoxLayout(self.body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(round(e * 1.2))
        self.dots = ChartView()
        self.dots.setObjectName("what_if_dots")
        self.dots.draggable = True
        self.dots.dragged.connect(self._dragged)
        self.dots.picked.connect(self._picked)
        line.addWidget(scrolled(self.dots, "what_if_scroll"), 6)
        line.addWidget(self._side(), 4)
        self.column.addWidget(self.body, 1)
        self.column.addStretch(0)
        self.refresh()

    def _side(self) -> QWidget:
        e = theme.em()
        side = QWidget()
        side.setProperty("area", "clear")
        column = QVBoxLayout(side)
        column.setContentsMargins(round(e * 0.4), 0, round(e * 0.6), 0)
        column.setSpacing(round(e * 0.5))
        self.name = self._label("what_if_unit", role="title")
        self.way = self._label("what_if_way")
        self.own = self._label("what_if_own", role="heading")
        self.all = self._label("what_if_all", role="heading")
        self.left = self._label("what_if_left", role="quiet")
        for label in (self.name, self.way, self.own, self.all, self.left):
            column.addWidget(label)
        bar = QWidget()
        bar.setProperty("area", "clear")
        flow = FlowLayout(bar)
        grows_down(bar)
        flow.setContentsMargins(0, 0, 0, 0)
        self.buttons = []
        steps: list[tuple[str, str, Callable[[], None]]] = [
            ("to_average", N_("To the average"), lambda: self._to(Reach.AVERAGE)),
            ("to_advanced", N_("To the average of the advanced"), lambda: self._to(Reach.ADVANCED)),
            ("to_leader", N_("To the leader"), lambda: self._to(Reach.LEADER)),
            ("all_to_leader", N_("Everyone to the leader"), self._all_to_leader),
            ("as_it_is", N_("As it is"), self._as_it_is),
        ]
        for name, text, do in steps:
            made = button(_(text), name)
            made.clicked.connect(lambda _checked=False, do=do: do())
            flow.addWidget(made)
            self.buttons.append(made)
        self.plan = button(_("Draw up a catch-up plan…"), "draw_up_plan", "primary")
        self.plan.clicked.connect(self._draw_up)
        flow.addWidget(self.plan)
        column.addWidget(bar)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(round(e * 0.3))
        column.addLayout(self.cards)
        column.addStretch(1)
        return scrolled(side, "what_if_side")

    def _label(self, name: str, *, role: str = "") -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            label.setProperty("role", role)
        return label

    # -- what is shown -------------------------------------------------------------------------

    def put(self, worked: Worked | None) -> None:
        """Another comparison: what was thought of the last one is gone."""
        if worked is None or self.worked is None or not _same(worked, self.worked):
            self.moved.clear()
            self.chosen = None
        super().put(worked)

    def _acted(self, touched: Touched) -> None:
        super()._acted(touched)
        if {"experiences", "experience_points"} & touched.keys() and self.body.isVisible():
            self._show_experience()

    def draw(self) -> None:
        """The dots, the sums, and the leader's experience."""
        worked = self.worked
        there = worked is not None and bool(worked.found.standing.places)
        self.body.setVisible(there)
        self.hint.setVisible(there)
        if worked is None or not there:
            if worked is not None:
                self.empty.setText(_("None of these units has a figure in this period: choose another month or indicator."))
                self.empty.setVisible(True)
            return
        keys = reckoning.own_units(worked.found)
        self.moved = {key: value for key, value in self.moved.items() if key in keys}
        if self.chosen not in keys:
            behind = [key for key in reversed(keys) if key in sheets.in_sight(worked.found)]
            self.chosen = behind[0] if behind else None
        self._redraw()
        self._show_experience()

    def _redraw(self) -> None:
        """Dots and sums, as often as a dot moves."""
        if self.worked is None:
            return
        found = self.worked.found
        self.dots.show_chart(sheets.dots(found, moved=self.moved, chosen=self.chosen))
        self.dots.updateGeometry()
        self._show_sums()

    def _show_sums(self) -> None:
        if self.worked is None:
            return
        found, key = self.worked.found, self.chosen
        place = None if key is None else found.place(key)
        for each in self.buttons:
            each.setEnabled(place is not None)
        self.plan.setEnabled(place is not None and place.gap > 0 and self.office.book.writable)
        if place is None or key is None:
            self.name.setText(_("No unit of the plant is in this comparison."))
            for label in (self.way, self.own, self.all, self.left):
                label.setText("")
            return
        indicator, standing = found.indicator, found.standing
        value = self.moved.get(key, place.value)
        measure = figures_desk.measured_in(indicator)
        self.name.setText(str(found.names[key]))
        self.way.setText(
            _("{indicator}: {before} → {after} {measure}", indicator=figures_desk.called(indicator),
              before=reckoning.shown(indicator, place.value), after=reckoning.shown(indicator, value), measure=measure)
        )
        self.own.setText(_("This unit: {gain}", gain=self._gain(reckoning.moved(found, key, value))))
        gains = [reckoning.moved(found, each, thought) for each, thought in self.moved.items()]
        whole = Gain(
            key=0, physical=reckoning.added([gain.physical for gain in gains]), fen=reckoning.added([gain.fen for gain in gains])
        )
        nothing = Gain(key=0, physical=0, fen=0 if found.rate.price is not None else None)
        reckoned = found.rate.turns.value != "not"
        self.all.setText(_("The plant: {gain}", gain=self._gain(whole if gains or not reckoned else nothing)))
        leader = standing.leader
        left = None if leader is None else reckoning.gap_to(found, value, leader)
        self.left.setText("" if left is None else _("Behind the leader now: {gap} {measure}",
                                                    gap=reckoning.signed(reckoning.shown(indicator, left)), measure=measure))

    def _gain(self, gain: Gain) -> str:
        if gain.physical is None or self.worked is None:
            return _("cannot be reckoned: no volume, or the group does not say how")
        amount = reckoning.signed(reckoning.shown_gain(gain.physical))
        measure = str(reckoning.measured_gain(self.worked.found))
        if gain.fen is None:
            return _("{amount} {measure}", amount=amount, measure=measure)
        return _("{amount} {measure}, {yuan} yuan", amount=amount, measure=measure,
                 yuan=reckoning.signed(reckoning.shown_yuan(gain.fen)))

    def _show_experience(self) -> None:
        """The cards of the leaders' experiences: title and key points; a click opens the card."""
        clear(self.cards)
        if self.worked is None:
            return
        heading = QLabel(_("How the leader does it"))
        heading.setObjectName("experience_heading")
        heading.setProperty("role", "heading")
        self.cards.addWidget(heading)
        cards = service.leaders_experiences(self.office.book, self.worked.found)
        if not cards:
            none = self._label("no_experience", role="quiet")
            none.setText(_("No experience of the leader is written down yet: visit it, and enter what it does better."))
            self.cards.addWidget(none)
            return
        for card in cards:
            go = Link(f"{card.number} {card.title}".strip(), f"experience_{card.row}")
            go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            go.setStyleSheet("text-align: left;")
            go.clicked.connect(lambda _checked=False, row=card.row: self.office.open("experiences", row))
            self.cards.addWidget(go)  # as wide as the panel allows, so that a long title is read whole
            if card.points:
                words = self._label("experience_points")
                words.setText("\n".join(f"{place}. {point}" for place, point in enumerate(card.points, start=1)))
                self.cards.addWidget(words)

    # -- what a hand does ------------------------------------------------------------------------

    def choose(self, key: int) -> None:
        """Take a unit up, as the other page does when its row is marked."""
        if self.worked is not None and self.worked.found.place(key) is not None and key > 0:
            self.chosen = key
            self._redraw()

    def _key_at(self, category: int) -> int | None:
        if self.worked is None:
            return None
        keys = sheets.in_sight(self.worked.found)
        return keys[category] if 0 <= category < len(keys) and keys[category] > 0 else None

    def _picked(self, picked: Picked) -> None:
        key = self._key_at(picked.category)
        if key is not None:
            self.choose(key)

    def _dragged(self, dragged: Dragged) -> None:
        key = self._key_at(dragged.category)
        if key is None or self.worked is None:
            return
        self.chosen = key
        self._put_at(key, Fraction(dragged.value, sheets.scale_of(self.worked.found.indicator)))

    def _put_at(self, key: int, value: Fraction) -> None:
        place = None if self.worked is None else self.worked.found.place(key)
        if place is None:
            return
        if value == place.value:
            self.moved.pop(key, None)
        else:
            self.moved[key] = value
        self._redraw()

    def _to(self, reach: Reach) -> None:
        level = None if self.worked is None else self.worked.found.level(reach)
        if level is not None and self.chosen is not None:
            self._put_at(self.chosen, level)

    def _all_to_leader(self) -> None:
        if self.worked is None or self.worked.found.standing.leader is None:
            return
        leader = self.worked.found.standing.leader
        for key in reckoning.own_units(self.worked.found):
            place = self.worked.found.place(key)
            if place is not None and place.gap > 0:
                self.moved[key] = leader
        self._redraw()

    def _as_it_is(self) -> None:
        self.moved.clear()
        self._redraw()

    def _draw_up(self) -> None:
        if self.chosen is not None:
            self.plan_for(self.chosen, self.moved.get(self.chosen))

    def take_focus(self) -> None:
        """Onto the dots, where there are any."""
        if self.dots.isVisible():
            self.dots.setFocus()
        else:
            super().take_focus()


def _same(one: Worked, other: Worked) -> bool:
    """Whether two comparisons are of the same group, indicator and period."""
    return (one.found.group.id, one.found.indicator.id, one.found.period) == (
        other.found.group.id, other.found.indicator.id, other.found.period,
    )
