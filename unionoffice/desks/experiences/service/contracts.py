"""What a clerk does with contracts of mutual help and learning between plants."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Act, Book
from unionoffice.core.errors import KnownError
from unionoffice.core.record import changed
from unionoffice.core.words import N_, _
from unionoffice.desks.experiences import rules, store
from unionoffice.desks.experiences.records import (
    ContractConclusion,
    ContractProgress,
    ContractSigning,
    ContractState,
    Ending,
    LearningContract,
)
from unionoffice.desks.experiences.service.shared import UNDER_CONTRACT, next_number, tie


def enter_contract(book: Book, contract: LearningContract) -> int:
    """Draw up a contract between plants; give its id. Raises KnownError with the field at fault."""
    tidy = changed(
        _contract_tidied(book, contract), id=0, state=ContractState.DRAWN_UP, signed_on=None, results="", concluded_on=None,
        ended_on=None, ended_why="", correction="",
    )
    rules.check_contract(tidy)
    with book.act(N_("Draw up learning contract {no}"), no=next_number(book, "HX", tidy.drawn_up_on)) as act:
        row = store.save_contract(act, changed(tidy, number=act.number("HX", tidy.drawn_up_on)))
        _tie_promised(act, None, changed(tidy, id=row))
        return row


def correct_contract(book: Book, contract: LearningContract) -> None:
    """Correct a contract; once it is signed with a reason, for good. Raises KnownError with the field at fault."""
    old = store.contract(book, contract.id)
    if old.state is ContractState.TERMINATED:
        raise KnownError(_("{no} is {state}; it is no longer changed.", no=old.number, state=old.state))
    signed = old.signed_on is not None
    if signed and (not contract.correction.strip() or contract.correction.strip() == old.correction):
        raise KnownError(_("The contract is signed: write why it is corrected."), field="correction")
    tidy = changed(
        _contract_tidied(book, contract), number=old.number, state=old.state, signed_on=old.signed_on, ended_on=None, ended_why="",
        concluded_on=old.concluded_on, correction=contract.correction.strip() if signed else "",
    )
    rules.check_contract(tidy)
    if signed:
        rules.check_ready_to_sign(tidy)
        for field in ("starts_on", "ends_on"):
            if getattr(tidy, field) is None:
                raise KnownError(_("This was written down with a step and cannot be left empty."), field=field)
    label = N_("Correct signed learning contract {no}: {reason}") if signed else N_("Correct learning contract {no}")
    with book.act(label, final=signed, no=old.number, reason=tidy.correction) as act:
        store.save_contract(act, tidy)
        _tie_promised(act, old, tidy)


def _contract_tidied(book: Book, contract: LearningContract) -> LearningContract:
    return changed(
        contract, title=contract.title.strip(), english=contract.english.strip(),
        parties=tuple(
            changed(line, name=line.name.strip() or book.title("units", line.unit)) for line in contract.parties
        ),
    )


def _tie_promised(act: Act, old: LearningContract | None, new: LearningContract) -> None:
    """The experiences that a contract names by their cards are tied to it, those named no longer untied."""
    before = {line.experience for line in old.experiences if line.experience} if old else set()
    after = {line.experience for line in new.experiences if line.experience}
    for gone in before - after:
        tie(act, UNDER_CONTRACT, gone, None, (store.CONTRACTS.name, new.id))
    for named in sorted(after):
        tie(act, UNDER_CONTRACT, None, named, (store.CONTRACTS.name, new.id))


def _contract_stepped(book: Book, row: int, state: ContractState) -> LearningContract:
    contract = store.contract(book, row)
    rules.check_step(contract.state, state, rules.NEXT_CONTRACT[contract.state])
    return contract


def sign(book: Book, row: int, asked: ContractSigning) -> None:
    """Write down that a contract was signed: when, and from when to when it holds. Cannot be undone: it is handed out."""
    contract = _contract_stepped(book, row, ContractState.SIGNED)
    rules.check_ready_to_sign(contract)
    made = changed(
        contract, state=ContractState.SIGNED, signed_on=asked.signed_on, starts_on=asked.starts_on, ends_on=asked.ends_on
    )
    rules.check_contract(made)
    with book.act(N_("Sign learning contract {no}"), final=True, no=contract.number) as act:
        store.save_contract(act, made)


def start_contract(book: Book, row: int) -> None:
    """Write down that a signed contract is running."""
    contract = _contract_stepped(book, row, ContractState.RUNNING)
    with book.act(N_("Learning contract {no} is running"), no=contract.number) as act:
        store.save_contract(act, changed(contract, state=ContractState.RUNNING))


def write_progress(book: Book, row: int, asked: ContractProgress) -> None:
    """Write down how far the problems and the experiences of a running contract have come."""
    contract = store.contract(book, row)
    if contract.state is not ContractState.RUNNING:
        raise KnownError(_("Only the course of a running contract is written down."))
    made = changed(contract, problems=asked.problems, experiences=asked.experiences)
    rules.check_contract(made)
    rules.check_ready_to_sign(made)
    with book.act(N_("Course of learning contract {no}"), no=contract.number) as act:
        store.save_contract(act, made)
        _tie_promised(act, contract, made)


def conclude(book: Book, row: int, asked: ContractConclusion) -> None:
    """Conclude a running contract with its results."""
    contract = _contract_stepped(book, row, ContractState.CONCLUDED)
    rules.not_before(asked.concluded_on, contract.starts_on, "concluded_on")
    results = rules.must_say(asked.results, _("Write the results."), "results")
    with book.act(N_("Conclude learning contract {no}"), no=contract.number) as act:
        store.save_contract(
            act, changed(contract, state=ContractState.CONCLUDED, concluded_on=asked.concluded_on, results=results)
        )


def terminate(book: Book, row: int, asked: Ending) -> None:
    """Terminate a contract before its end, with the reason; row and number stay."""
    contract = _contract_stepped(book, row, ContractState.TERMINATED)
    reason = rules.must_say(asked.reason, _("Write the reason."), "reason")
    rules.not_before(asked.day, rules.latest(contract.drawn_up_on, contract.signed_on), "day")
    with book.act(N_("Terminate learning contract {no}"), no=contract.number) as act:
        store.save_contract(act, changed(contract, state=ContractState.TERMINATED, ended_on=asked.day, ended_why=reason))


def contract_warnings(contract: LearningContract, today: date) -> list[str]:
    """What the clerk should know about a contract, in words of the screen; none of it stops the work."""
    found = []
    if contract.state in (ContractState.SIGNED, ContractState.RUNNING) and contract.ends_on and contract.ends_on < today:
        found.append(_("Its term has ended on {day}: conclude it.", day=contract.ends_on))
    if contract.state is ContractState.SIGNED and contract.starts_on and contract.starts_on <= today:
        found.append(_("It takes effect on {day}: write down that it is running.", day=contract.starts_on))
    return found


def contract(book: Book, row: int) -> LearningContract:
    """One contract of mutual help and learning."""
    return store.contract(book, row)
