"""Where the units stand in the movement, on the screen: a register of units and a picture over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from unionoffice.core.words import N_, _
from unionoffice.desks.rectification import rules, sheets
from unionoffice.desks.rectification.records import Movement, Stage, StageBeginning
from unionoffice.desks.rectification.service import movement
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.section import Section

STAGES = Section(N_("Stages"), ("unit", ("airing_on", "debating_on"), ("correcting_on", "checked_on"), "turnout", "remark"))
READ = Section(N_("Stages"), (("airing_on", "debating_on"), ("correcting_on", "checked_on"), "turnout", "remark"))

STEP_WORDS = {
    Stage.AIRING: N_("Airing begins"),
    Stage.DEBATING: N_("Debate begins"),
    Stage.CORRECTING: N_("Correction begins"),
    Stage.CHECKED: N_("Final check done"),
}


class MovementPage(Page[Movement]):
    """The units with the day each stage began, and the stages of all of them as a picture over time."""

    TITLE = N_("Where the units stand")
    QUERY = movement.MOVEMENT
    NEW = N_("Enter a unit")
    STATE = "stage"
    PAPERS = (sheets.MOVEMENT,)
    EMPTY = N_("Enter the workshops and offices here, with the day on which each stage of the movement began.")
    ENTRY = (STAGES,)
    SECTIONS = (READ,)

    def enter(self, record: Movement, came_from: tuple[str, int] | None) -> int:
        """Enter where a unit stands."""
        return movement.enter_movement(self.office.book, record)

    def correct(self, record: Movement) -> None:
        """Correct the days, or write down how many took part."""
        movement.correct_movement(self.office.book, record)

    def heading(self, record: Movement) -> str:
        """The unit's name."""
        return self.office.book.title("units", record.unit)

    def steps(self, record: Movement) -> StepLine:
        """From airing views to the final check."""
        names = tuple(stage.word for stage in Stage)
        return StepLine(names=names, reached=list(Stage).index(record.stage))

    def tone(self, record: Movement) -> str:
        """Quiet before it begins, good after the final check."""
        return {Stage.NOT_BEGUN: "quiet", Stage.CHECKED: "good"}.get(record.stage, "warn")

    def warnings(self, record: Movement) -> Sequence[str]:
        """How many people the unit has on the roll, for the turnout."""
        return [_("On the roll: {count} people.", count=movement.heads_of(self.office.book, record.unit))]

    def next_actions(self, record: Movement) -> Sequence[Action]:
        """The stages that can come next."""
        return [
            Action(
                name=f"stage_{stage.value}", label=STEP_WORDS[stage], asks=StageBeginning, values={"day": self.office.day()},
                primary=place == 0, do=self._enter(stage),
            )
            for place, stage in enumerate(rules.next_stages(record.stage))
        ]  # fmt: skip

    def _enter(self, stage: Stage) -> Callable[[int, Any], None]:
        return lambda row, asked: movement.enter_stage(self.office.book, row, stage, asked)

    def extra(self, record: Movement) -> QWidget | None:
        """The stages of all units over time."""
        chart = sheets.movement_picture(self.office.book, self.office.day())
        if chart is None:
            return None
        view = ChartView()
        view.setObjectName("movement_picture")
        view.show_chart(chart)
        return view
