"""What a clerk does with technicians assigned to the workshops: assign, log what was solved, let return with an opinion."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import Quantity, changed
from unionoffice.core.words import N_, _
from unionoffice.desks.groups import rules, store
from unionoffice.desks.groups.records import Closing, Entry, Partner, Posting, PostingState, Returning, Staying
from unionoffice.desks.roster import service as roster

TABLE = store.POSTINGS.name
NUMBERS = "XF"

POSTINGS = Query(
    store.POSTINGS,
    columns=(
        Column("number"), Column("name", N_("Name"), wide=True), Column("title"), Column("unit", N_("Unit")), Column("until"),
        Column("state"),
    ),
    filters=(
        Filter("open", N_("in the workshops"), "state = 'assigned'"),
        Filter("late", N_("time is over"), store.POSTING_LATE, alert=True),
        Filter("returned", N_("returned"), "state = 'returned'"),
        Filter("cancelled", N_("cancelled"), "state = 'cancelled'"),
    ),
    orders=(
        Order("entered", N_("as entered"), "id"),
        Order("assigned", N_("by first day"), "assigned_on, id"),
        Order("until", N_("by last day"), "until, id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="assigned_on",
    kind=NUMBERS,
)


def posting(book: Book, row: int) -> Posting:
    """One technician's time in a workshop."""
    return store.posting(book, row)


def postings_of_unit(book: Book, unit: int) -> list[Posting]:
    """The postings to a unit and all units under it, cancelled ones left out, without their lines."""
    return store.postings_of(book, roster.with_all_below(book, unit))


def assign(book: Book, posting: Posting) -> int:
    """Assign a technician to a workshop or section; give the id. Raises KnownError with the field at fault."""
    fresh = changed(
        posting, id=0, state=PostingState.ASSIGNED, returned_on=None, opinion="", cancelled_on=None, cancelled_why="")
    made = _complete(book, fresh)
    rules.check_posting(made)
    _check_not_twice(book, made)
    with book.act(N_("Assign technician {name}"), name=made.name) as act:
        return store.save_posting(act, changed(made, number=act.number(NUMBERS, made.assigned_on)))


def correct_posting(book: Book, posting: Posting) -> None:
    """Correct a posting, its partners and its log; its state stays. Raises KnownError with the field at fault."""
    old = store.posting(book, posting.id)
    if old.state is PostingState.CANCELLED:
        raise KnownError(_("{number} was cancelled: nothing more is written there.", number=old.number))
    made = changed(posting, number=old.number, state=old.state, cancelled_on=None, cancelled_why="")
    if old.state is PostingState.ASSIGNED:
        made = changed(made, returned_on=None)
    elif made.returned_on is None:
        raise KnownError(_("This was written down with a step and cannot be left empty."), field="returned_on")
    made = _complete(book, made)
    rules.check_posting(made)
    if made.state is PostingState.ASSIGNED:
        _check_not_twice(book, made)
    with book.act(N_("Correct the assignment of technician {name}"), name=made.name) as act:
        store.save_posting(act, made)


def _complete(book: Book, posting: Posting) -> Posting:
    """The posting with names and trades from the roster; the department from there where it is not written."""
    made = changed(
        posting, name=posting.name.strip(), log=tuple(sorted(posting.log, key=lambda entry: entry.day)),
        partners=tuple(_named(book, partner) for partner in posting.partners),
    )
    if posting.worker is None:
        return made
    worker = roster.worker(book, posting.worker)
    made = changed(made, name=worker.name)
    if not posting.id and posting.from_unit is None and worker.unit != posting.unit:
        made = changed(made, from_unit=worker.unit)
    return made


def _named(book: Book, partner: Partner) -> Partner:
    if partner.worker is None:
        return changed(partner, name=rules.written(partner.name, _("Choose each person, or write the name."), "partners"))
    worker = roster.worker(book, partner.worker)
    return changed(partner, name=worker.name, trade=partner.trade or worker.trade)


def _check_not_twice(book: Book, posting: Posting) -> None:
    """A technician works in one workshop at a time."""
    if posting.worker is None:
        return
    other = store.assigned(book, posting.worker, but=posting.id)
    if other is not None:
        why = _("{name} is assigned already: {number}. Write down the return first.", name=posting.name, number=other)
        raise KnownError(why, field="worker")


def write_log(book: Book, row: int, asked: Entry) -> None:
    """Write down what a technician solved on a day."""
    old = _assigned(book, row)
    entry = changed(asked, id=0, parent=0, solved=rules.written(asked.solved, _("Write what was solved."), "solved"))
    made = changed(old, log=tuple(sorted((*old.log, entry), key=lambda each: each.day)))
    try:
        rules.check_posting(made)
    except KnownError as trouble:
        raise KnownError(str(trouble), field="day" if asked.day < old.assigned_on else "hours") from trouble
    with book.act(N_("{name} in the workshop on {day}"), name=old.name, day=asked.day.isoformat()) as act:
        store.save_posting(act, made)


def stay(book: Book, row: int, asked: Staying) -> None:
    """The technician stays longer, with the reason; the journal keeps it."""
    old = _assigned(book, row)
    if old.until is not None and asked.until <= old.until:
        raise KnownError(_("The new end must lie after {day}.", day=old.until), field="until")
    rules.not_before(asked.until, old.assigned_on, "until")
    reason = rules.reasoned(asked.reason)
    label = N_("{name} stays in the workshop until {day}: {reason}")
    with book.act(label, name=old.name, day=asked.until.isoformat(), reason=reason) as act:
        store.save_posting(act, changed(old, until=asked.until))


def come_back(book: Book, row: int, asked: Returning) -> None:
    """The technician returns, and the workshop says how it was."""
    old = _assigned(book, row)
    opinion = rules.written(asked.opinion, _("Write the opinion of the workshop."), "opinion")
    last = max((entry.day for entry in old.log), default=old.assigned_on)
    rules.not_before(asked.returned_on, last, "returned_on")
    made = changed(old, state=PostingState.RETURNED, returned_on=asked.returned_on, opinion=opinion)
    rules.check_posting(made)
    with book.act(N_("{name} returns from the workshop"), name=old.name) as act:
        store.save_posting(act, made)


def cancel_posting(book: Book, row: int, asked: Closing) -> None:
    """Cancel an assignment that was not carried out; row and number stay."""
    old = _assigned(book, row)
    if old.log:
        raise KnownError(_("The log has entries already: write down the return instead."))
    reason = rules.reasoned(asked.reason)
    made = changed(old, state=PostingState.CANCELLED, cancelled_on=asked.closed_on, cancelled_why=reason)
    with book.act(N_("Cancel the assignment of {name}"), name=old.name) as act:
        store.save_posting(act, made)


def _assigned(book: Book, row: int) -> Posting:
    found = store.posting(book, row)
    if found.state is not PostingState.ASSIGNED:
        raise KnownError(_("{number} stands at “{state}”: this step does not follow.", number=found.number, state=found.state))
    return found


def hours(posting: Posting) -> Quantity:
    """The hours on shift of the whole log, in ten-thousandths."""
    return Quantity(sum(entry.hours or 0 for entry in posting.log))


def is_late(posting: Posting, today: date) -> bool:
    """Whether the time in the workshop is over and the technician neither returned nor stays."""
    return posting.state is PostingState.ASSIGNED and posting.until is not None and posting.until < today


def warnings(posting: Posting, today: date) -> list[str]:
    """What the clerk should know, in words of the screen."""
    if not is_late(posting, today):
        return []
    return [_("The time in the workshop was to end on {day}: write down the return, or until when it goes on.", day=posting.until)]
