"""Where competitions, their figures and their published versions lie, and the questions asked of them."""

from __future__ import annotations

from datetime import date

from unionoffice.core.book import Act, Book
from unionoffice.core.record import Found, Table
from unionoffice.desks.competitions.records import (
    Award,
    CellFigures,
    Competition,
    Excuse,
    Participant,
    SchemeIndicator,
    Version,
    Veto,
    VetoMark,
)

PARTICIPANTS: Table[Participant] = Table("competition_participants", Participant)
INDICATORS: Table[SchemeIndicator] = Table("competition_indicators", SchemeIndicator)
VETOES: Table[Veto] = Table("competition_vetoes", Veto)
AWARDS: Table[Award] = Table("competition_awards", Award)
COMPETITIONS: Table[Competition] = Table(
    "competitions",
    Competition,
    found=Found(
        number="number",
        title="name",
        state=lambda competition: competition.state.word,
        day="last",
        old_number="old_number",
        note=lambda competition: competition.english,
        text=("conditions", "committee", "remark", "indicators.name", "awards.title"), pinyin=("title", "participants.outside"),
        mentions=("participants.unit", "participants.worker"),
    ),
    lines={"participants": PARTICIPANTS, "indicators": INDICATORS, "vetoes": VETOES, "awards": AWARDS},
)
FIGURES: Table[CellFigures] = Table("competition_figures", CellFigures)
MARKS: Table[VetoMark] = Table("competition_veto_marks", VetoMark)
EXCUSES: Table[Excuse] = Table("competition_excuses", Excuse)
VERSIONS: Table[Version] = Table("competition_versions", Version)
TABLES = (COMPETITIONS, PARTICIPANTS, INDICATORS, VETOES, AWARDS, FIGURES, MARKS, EXCUSES, VERSIONS)


def competition(book: Book, row: int) -> Competition:
    """One competition with its scheme."""
    return book.get(COMPETITIONS, row)


def competitions(book: Book) -> list[Competition]:
    """All competitions but the cancelled ones, the latest first; without their lines."""
    return book.all(Competition, "select * from competitions where state <> 'cancelled' order by last desc, id desc")


def figures(book: Book, row: int) -> dict[tuple[int, int], CellFigures]:
    """A competition's plans and actuals by participant and indicator."""
    found = book.all(CellFigures, "select * from competition_figures where competition = :row order by id", row=row)
    return {(each.participant, each.indicator): each for each in found}


def marks(book: Book, row: int) -> list[VetoMark]:
    """A competition's vetoes that hold, in the order they were marked."""
    return book.all(VetoMark, "select * from competition_veto_marks where competition = :row order by id", row=row)


def mark(book: Book, row: int) -> VetoMark:
    """One veto that holds."""
    return book.get(MARKS, row)


def excuses(book: Book, row: int) -> list[Excuse]:
    """A competition's excused participants."""
    return book.all(Excuse, "select * from competition_excuses where competition = :row order by id", row=row)


def versions(book: Book, row: int) -> list[Version]:
    """A competition's published versions, the first one first."""
    return book.all(Version, "select * from competition_versions where competition = :row order by version", row=row)


def version(book: Book, row: int, number: int) -> Version | None:
    """One published version."""
    return book.one(
        Version, "select * from competition_versions where competition = :row and version = :number", row=row, number=number
    )


def of_unit(book: Book, unit: int) -> list[Competition]:
    """The competitions a unit takes part in, the latest first; without their lines."""
    return book.all(
        Competition,
        "select * from competitions where id in (select parent from competition_participants where unit = :unit) "
        "order by last desc, id desc",
        unit=unit,
    )


def of_worker(book: Book, worker: int) -> list[Competition]:
    """The competitions a worker takes part in, the latest first; without their lines."""
    return book.all(
        Competition,
        "select * from competitions where id in (select parent from competition_participants where worker = :worker) "
        "order by last desc, id desc",
        worker=worker,
    )


def ending(book: Book, first: date, after: date) -> list[int]:
    """The competitions, but for cancelled ones, whose last day lies in a period."""
    found = book.rows(
        "select id from competitions where last >= :first and last < :after and state <> 'cancelled' order by last, id",
        first=first.isoformat(), after=after.isoformat(),
    )
    return [each["id"] for each in found]


def running_on(book: Book, day: date) -> list[int]:
    """The competitions, but for cancelled ones, whose period holds a day."""
    found = book.rows(
        "select id from competitions where first <= :day and last >= :day and state <> 'cancelled' order by last, id",
        day=day.isoformat(),
    )
    return [each["id"] for each in found]


def first_published(book: Book, first: date, after: date) -> list[int]:
    """The competitions whose first version was published in a period."""
    found = book.rows(
        "select competition from competition_versions where version = 1 and published_on >= :first and published_on < :after "
        "order by published_on, id",
        first=first.isoformat(), after=after.isoformat(),
    )
    return [each["competition"] for each in found]


def overdue(book: Book, today: date) -> int:
    """How many competitions wait for data or for their evaluation longer than planned."""
    return int(book.value(f"select count(*) from competitions where {OVERDUE}", today=today.isoformat()))


OVERDUE = (
    "(data_due_on < :today and state in ('scheme', 'entered', 'running')) "
    "or (evaluate_by < :today and state in ('scheme', 'entered', 'running', 'complete', 'scored'))"
)
"""The condition on a competition that waits longer than planned."""


def not_evaluated(book: Book, until: date) -> list[Competition]:
    """The competitions not evaluated yet that have a day up to `until`, by their last day; without their lines."""
    return book.all(
        Competition,
        "select * from competitions where state in ('scheme', 'entered', 'running', 'complete', 'scored') "
        "and min(first, last, coalesce(data_due_on, last), coalesce(evaluate_by, last)) <= :until order by last, id",
        until=until.isoformat(),
    )


def correcting(book: Book) -> list[Competition]:
    """The published competitions that are being corrected; without their lines."""
    return book.all(Competition, "select * from competitions where state = 'correcting' order by last, id")


def save(act: Act, record: Competition) -> int:
    """Write a competition with its scheme."""
    return act.save(COMPETITIONS, record)


def save_figures(act: Act, record: CellFigures) -> None:
    """Write a cell's plan and actual; a cell with neither is taken out."""
    if record.plan is None and record.actual is None:
        if record.id:
            act.delete(FIGURES, record.id)
    else:
        act.save(FIGURES, record)


def delete_figures(act: Act, record: CellFigures) -> None:
    """Take a cell out."""
    act.delete(FIGURES, record.id)


def save_mark(act: Act, record: VetoMark) -> int:
    """Write a veto that holds."""
    return act.save(MARKS, record)


def delete_mark(act: Act, row: int) -> None:
    """Take a veto off."""
    act.delete(MARKS, row)


def save_excuse(act: Act, record: Excuse) -> int:
    """Write an excuse."""
    return act.save(EXCUSES, record)


def delete_excuse(act: Act, row: int) -> None:
    """Take an excuse back."""
    act.delete(EXCUSES, row)


def save_version(act: Act, record: Version) -> int:
    """Write a published version."""
    return act.save(VERSIONS, record)
