"""The contracts between plants on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, service, sheets
from unionoffice.desks.experiences.records import (
    ContractConclusion,
    ContractProgress,
    ContractSigning,
    ContractState,
    Ending,
    LearningContract,
    Progress,
)
from unionoffice.desks.experiences.tab.parts import do, names, wrapped
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.section import Section

AGREED = Section(
    N_("Contract"),
    (
        "title", "english", "drawn_up_on", "parties", "problems", "experiences", "duties", ("starts_on", "ends_on"), "source",
        "old_number",
    ),
)


WHY = Section(N_("Correction"), ("correction",))


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
            return StepLine(names(way), 1 if record.signed_on else 0, record.state.word)
        return StepLine(names(way), way.index(record.state))

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
        return wrapped(words, "contract_counts")

    def next_actions(self, record: LearningContract) -> Sequence[Action]:
        """The steps that can come next."""
        book, day = self.office.book, self.office.day()
        found: list[Action] = []
        match record.state:
            case ContractState.DRAWN_UP:
                now = max(day, record.drawn_up_on)
                found.append(Action(
                    name="sign", label=N_("Sign"), asks=ContractSigning, primary=True, do=do(service.sign, book),
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
                    values={"problems": record.problems, "experiences": record.experiences}, do=do(service.write_progress, book),
                ))
                found.append(Action(
                    name="conclude", label=N_("Conclude"), asks=ContractConclusion, do=do(service.conclude, book),
                    values={"concluded_on": max(filter(None, (day, record.starts_on))), "results": record.results},
                ))
        if ContractState.TERMINATED in rules.NEXT_CONTRACT[record.state]:
            now = max(filter(None, (day, record.drawn_up_on, record.signed_on)))
            found.append(Action(
                name="terminate", label=N_("Terminate"), asks=Ending, values={"day": now}, do=do(service.terminate, book),
            ))
        return found
