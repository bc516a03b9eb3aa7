"""The experiences on the screen: the register, the card of one of them, its spread in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from unionoffice.core.errors import KnownError
from unionoffice.core.quantity import format_quantity
from unionoffice.core.words import N_, _, language
from unionoffice.desks.experiences import rules, service, sheets
from unionoffice.desks.experiences.records import (
    Confirming,
    Ending,
    Experience,
    ExperienceState,
    OnDay,
    Promoting,
    Spread,
    WritingUp,
)
from unionoffice.desks.experiences.tab.parts import column, do, heading, names, tab_of, wrapped
from unionoffice.kit import theme
from unionoffice.kit.chart import ChartView
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.form import Form
from unionoffice.kit.office import Office, Start
from unionoffice.kit.section import Section
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

    def new(self, values: Mapping[str, object] | None = None, came_from: tuple[str, int] | None = None) -> None:
        """Open the form of a new experience; what comes from another desk comes as plain values."""
        super().new(None if values is None else service.filled(values), came_from)

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
            return StepLine(names(way), way.index(record.state))
        done = (record.promoted_on, record.confirmed_on, record.written_on)
        return StepLine(names(way), next((3 - place for place, day in enumerate(done) if day), 0), record.state.word)

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
        holder, inside = column()
        inside.addWidget(heading(_("Spread")))
        inside.addWidget(wrapped(str(sheets.spread_words(record.spread)), "spread_words"))
        for line in record.spread:
            inside.addWidget(wrapped(_spread_line(self.office, line), "spread_line"))
        for said in sheets.effect_words(book, record):
            inside.addWidget(wrapped(paper_words(said, language()), "effect_words"))
        picture = sheets.picture(book, record)
        if picture is not None:
            view = ChartView()
            view.setObjectName("spread_chart")
            view.show_chart(picture)
            view.setFixedHeight(round(theme.em() * 14))
            inside.addWidget(view)
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
                    name="write_up", label=N_("It is written up"), asks=WritingUp, primary=True, do=do(service.write_up, book),
                    values={"written_on": now, "written_by": book.clerk},
                ))
            case ExperienceState.WRITTEN_UP:
                found.append(Action(
                    name="confirm", label=N_("Confirm it"), asks=Confirming, primary=True, do=do(service.confirm, book),
                    values={"confirmed_on": now},
                    final=N_("The card of a confirmed experience is corrected with a reason only. This cannot be undone."),
                ))
            case ExperienceState.CONFIRMED:
                found.append(Action(
                    name="promote", label=N_("Spread it"), asks=Promoting, primary=True, do=do(service.promote, book),
                    values={"day": now},
                ))
            case ExperienceState.PROMOTED | ExperienceState.ADOPTED:
                found.append(sheet)
                if record.state is ExperienceState.PROMOTED:
                    found.append(Action(
                        name="adopt", label=N_("It is generally adopted"), asks=OnDay, values={"day": now},
                        do=do(service.adopt, book),
                    ))
                found.append(Action(
                    name="add_targets", label=N_("Spread it to further units"), asks=Promoting, values={"day": now},
                    do=do(service.add_targets, book),
                ))
        if record.state not in (ExperienceState.WITHDRAWN, ExperienceState.NOT_SPREAD):
            found.append(Action(name="demonstrate", label=N_("Plan a demonstration"), do=self._demonstrate))
            found.append(Action(name="help_with_it", label=N_("Lend help for it"), do=self._help))
        for state, name, label, step in (
            (ExperienceState.NOT_SPREAD, "not_to_be_spread", N_("Not to be spread"), service.not_to_be_spread),
            (ExperienceState.WITHDRAWN, "withdraw", N_("Withdraw it"), service.withdraw),
        ):
            if state in rules.NEXT_EXPERIENCE[record.state]:
                found.append(Action(name=name, label=label, asks=Ending, values={"day": now}, do=do(step, book)))
        return found

    def _open_spread(self, row: int, _asked: object) -> None:
        tab = tab_of(self)
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
