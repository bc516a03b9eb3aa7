"""The registers of this desk: catch-up plans, groups of comparables, other plants' units with their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from unionoffice.core.book import Touched
from unionoffice.core.words import N_, _
from unionoffice.desks.comparison import reckoning, rules, service, sheets
from unionoffice.desks.comparison.records import (
    OPEN,
    AddUnits,
    CatchUpPlan,
    Closing,
    CompareGroup,
    Delay,
    Ending,
    LearnFrom,
    OutsideFigure,
    OutsideUnit,
    PlanState,
    Starting,
    StepDone,
    TakeOut,
)
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.section import Section

FEW = 40
"""A group of more units is not corrected line by line: units are taken in and out by steps."""

AGREED = Section(N_("Agreed"), (
    "title", ("unit", "drawn_up_on"), ("partner", "partner_outside"), ("indicator", "compared_in"),
    ("own_value", "leader_value"), ("target_value", "in_a_row"), "by", "old_number",
))
MEASURES = Section(N_("Measures"), ("steps",))
HELP = Section(N_("Help received"), ("help",))
COURSE = Section(N_("Course"), ("started_on", "postponements"))
END = Section(N_("End of the plan"), ("ended_on", "result"))
WAY = (PlanState.DRAWN_UP, PlanState.RUNNING, PlanState.REACHED)


class PlansPage(Page[CatchUpPlan]):
    """The register of catch-up plans and the plan beside it, with the gap closing month by month."""

    TITLE = N_("Catch-up plans")
    QUERY = service.PLANS
    NEW = N_("New catch-up plan")
    NUMBER = "number"
    HEADING = "title"
    STATE = "state"
    PAPERS = sheets.PLAN_PAPERS
    EMPTY = N_("A unit that is behind agrees here on whom it learns from, what it will reach, and by when. Draw up the first plan.")
    ENTRY = (AGREED, MEASURES)
    SECTIONS = (AGREED, MEASURES, HELP, COURSE, END)

    def enter(self, record: CatchUpPlan, came_from: tuple[str, int] | None) -> int:
        """Draw up a plan."""
        return service.enter_plan(self.office.book, record)

    def correct(self, record: CatchUpPlan) -> None:
        """Correct a plan."""
        service.correct_plan(self.office.book, record)

    def can_correct(self, record: CatchUpPlan) -> bool:
        """All but the withdrawn."""
        return record.state is not PlanState.WITHDRAWN

    def correction(self, record: CatchUpPlan) -> tuple[Section, ...]:
        """All of it while it is open; how it ended afterwards."""
        if record.ended_on is not None:
            return (Section(N_("End of the plan"), ("ended_on", "result", "old_number")),)
        if record.state in OPEN:
            return (AGREED, MEASURES, HELP, Section(N_("Course"), ("started_on",)))
        return (AGREED, MEASURES, HELP)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"drawn_up_on": self.office.day()}

    def steps(self, record: CatchUpPlan) -> StepLine:
        """Drawn up, running, caught up; or the other ends."""
        names = tuple(state.word for state in WAY)
        if record.state in WAY:
            return StepLine(names=names, reached=WAY.index(record.state))
        return StepLine(names=names, reached=1 if record.started_on else 0, aside=record.state.word)

    def tone(self, record: CatchUpPlan) -> str:
        """Red past its day."""
        if record.ended_on is None and record.by < self.office.day():
            return "overdue"
        return {PlanState.REACHED: "good", PlanState.NOT_REACHED: "warn", PlanState.WITHDRAWN: "quiet"}.get(record.state, "warn")

    def warnings(self, record: CatchUpPlan) -> Sequence[str]:
        """What the figures say, and what is overdue."""
        return service.plan_warnings(self.office.book, record, self.office.day())

    def extra(self, record: CatchUpPlan) -> QWidget | None:
        """The picture of the gap that closes."""
        view = ChartView()
        view.setObjectName("course")
        view.show_chart(sheets.course_picture(self.office.book, record))
        return view

    def next_actions(self, record: CatchUpPlan) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, max(self.office.day(), record.started_on or record.drawn_up_on)
        can = rules.NEXT[record.state]
        found: list[Action] = []
        if PlanState.RUNNING in can:
            found.append(Action(
                name="start_plan", label=N_("The plan begins"), asks=Starting, values={"started_on": day}, primary=True,
                do=_do(service.start_plan, book),
            ))
        if PlanState.REACHED in can:
            shows = reckoning.reached_in(book, record) is not None
            found.append(Action(
                name="reach_plan", label=N_("Caught up"), asks=Ending, values={"day": day}, primary=shows,
                do=_do(service.reach_plan, book),
            ))
        if record.ended_on is None and any(line.done_on is None for line in record.steps):
            place = next(n for n, line in enumerate(record.steps, start=1) if line.done_on is None)
            found.append(Action(
                name="finish_step", label=N_("A measure was carried out"), asks=StepDone, values={"step": place, "done_on": day},
                do=_do(service.finish_step, book),
            ))
        if PlanState.POSTPONED in can:
            found.append(Action(
                name="postpone_plan", label=N_("Postpone it"), asks=Delay, values={"decided_on": day},
                do=_do(service.postpone_plan, book),
            ))
        if PlanState.NOT_REACHED in can:
            found.append(Action(
                name="miss_plan", label=N_("Not reached"), asks=Ending, values={"day": max(day, record.by)},
                do=_do(service.miss_plan, book),
            ))
        if record.ended_on is None:
            found.append(Action(
                name="learn_from", label=N_("Tie to an experience"), asks=LearnFrom, do=_do(service.learn_from, book),
            ))
        if PlanState.WITHDRAWN in can:
            found.append(Action(
                name="withdraw_plan", label=N_("Withdraw the plan"), asks=Ending, values={"day": day},
                do=_do(service.withdraw_plan, book),
            ))
        return found

    def _concerns(self, touched: Touched) -> bool:
        return super()._concerns(touched) or "month_figures" in touched


class GroupsPage(Page[CompareGroup]):
    """The groups of comparables: who is compared with whom, by what."""

    TITLE = N_("Groups of comparables")
    QUERY = service.GROUPS
    NEW = N_("New group of comparables")
    HEADING = "name"
    PAPERS = ()
    EMPTY = N_("Units of one trade or equipment stand here together, with other plants' units. Enter the first group.")
    ENTRY = (
        Section(N_("Group of comparables"), ("name", "english", "trade")),
        Section(N_("Who is compared"), ("members", "outside")),
        Section(N_("By what"), ("compared",)),
        Section("", ("left_out", "remark")),
    )
    SECTIONS = (*ENTRY, Section(N_("Closed"), ("closed_on",)))

    def enter(self, record: CompareGroup, came_from: tuple[str, int] | None) -> int:
        """Enter a group."""
        return service.enter_group(self.office.book, record)

    def correct(self, record: CompareGroup) -> None:
        """Correct a group."""
        service.correct_group(self.office.book, record)

    def correction(self, record: CompareGroup) -> tuple[Section, ...]:
        """A large group's units are taken in and out by steps."""
        if len(record.members) <= FEW:
            return self.ENTRY
        return (self.ENTRY[0], Section(N_("Who is compared"), ("outside",)), *self.ENTRY[2:])

    def sections(self, record: CompareGroup) -> tuple[Section, ...]:
        """The units of a large group are counted, not listed."""
        if len(record.members) <= FEW:
            return self.SECTIONS
        return (self.SECTIONS[0], Section(N_("Who is compared"), ("outside",)), *self.SECTIONS[2:])

    def warnings(self, record: CompareGroup) -> Sequence[str]:
        """How large a large group is; what is missing to compare."""
        found = []
        if len(record.members) > FEW:
            found.append(_("Units of the plant in this group: {count}.", count=len(record.members)))
        if not record.compared:
            found.append(_("Without indicators nothing can be compared: correct the group and add the first."))
        return found

    def state_words(self, record: CompareGroup) -> str:
        """Whether it is compared."""
        return "" if record.closed_on is None else _("no longer compared")

    def next_actions(self, record: CompareGroup) -> Sequence[Action]:
        """Take units in or out, compare no longer."""
        book = self.office.book
        if record.closed_on is not None:
            return [Action(
                name="open_group", label=N_("Compare it again"), do=lambda row, _asked: service.open_group_again(book, row),
            )]  # fmt: skip
        found = [Action(
            name="add_units", label=N_("Take in many units"), asks=AddUnits, do=_do(service.add_units, book),
        )]  # fmt: skip
        if record.members:
            found.append(Action(name="take_out", label=N_("Take a unit out"), asks=TakeOut, do=_do(service.take_out, book)))
        found.append(Action(
            name="close_group", label=N_("Compare it no longer"), asks=Closing, values={"day": self.office.day()},
            do=_do(service.close_group, book),
        ))
        return found


class OutsidePage(Page[OutsideUnit]):
    """Other plants' units and their figures, with the source of each."""

    TITLE = N_("Other plants' figures")
    QUERY = service.OUTSIDE
    NEW = N_("New outside unit")
    HEADING = "name"
    EMPTY = N_("Figures of a neighbouring plant or the best of the country stand here with their source. Enter the first unit.")
    SECTIONS = (
        Section(N_("Outside unit"), (("name", "english"), ("plant", "plant_english"))),
        Section(N_("Its figures"), ("figures",)),
        Section("", ("remark",)),
    )

    def enter(self, record: OutsideUnit, came_from: tuple[str, int] | None) -> int:
        """Enter an outside unit with its figures."""
        return service.enter_outside(self.office.book, record)

    def correct(self, record: OutsideUnit) -> None:
        """Correct an outside unit."""
        service.correct_outside(self.office.book, record)

    def next_actions(self, record: OutsideUnit) -> Sequence[Action]:
        """Take out what was entered by mistake."""
        return [Action(
            name="drop_outside", label=N_("Take it out of the book"),
            do=lambda row, _asked: service.drop_outside(self.office.book, row),
        )]  # fmt: skip


class OutsideFiguresPage(Page[OutsideFigure]):
    """Every figure of another plant a line of its own, to be filtered and to leave as a list."""

    TITLE = N_("Other plants' figures as a list")
    QUERY = service.OUTSIDE_FIGURES
    EMPTY = N_("Every figure of another plant stands here, a line each. Enter them under “Other plants' figures”.")
    SECTIONS = (Section("", (("indicator", "period"), "value", ("source", "dated"))),)

    def heading(self, record: OutsideFigure) -> str:
        """Whose figure it is."""
        unit = service.outside(self.office.book, record.parent)
        return " · ".join(name for name in (unit.plant, unit.name) if name)

    def can_correct(self, record: OutsideFigure) -> bool:
        """Figures are corrected at their unit."""
        return False

    def next_actions(self, record: OutsideFigure) -> Sequence[Action]:
        """To the unit, where it can be corrected."""
        return [Action(
            name="to_unit", label=N_("To the unit"), do=lambda _row, _asked: self.office.open("outside_units", record.parent),
        )]  # fmt: skip


def _do(step: Callable[[Any, int, Any], object], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it: the record in sight stays in sight."""

    def do(row: int, asked: Any) -> None:
        step(book, row, asked)

    return do
