"""What is asked of opinions: what is overdue, who owes what, what hangs on the wall, what the month counts."""

from __future__ import annotations

from datetime import date

import msgspec

from unionoffice.core.book import Book
from unionoffice.core.due import Due, Promise
from unionoffice.core.errors import BugError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Period
from unionoffice.core.search import Hit, likeness, pieces
from unionoffice.core.words import N_, Said, _
from unionoffice.desks.rectification import rules, store
from unionoffice.desks.rectification.records import Completion, Opinion, OpinionState, Posters
from unionoffice.desks.rectification.service import opinions
from unionoffice.desks.rectification.service.opinions import CORRECTION_LATE, REPLY_LATE, UNTOLD, where
from unionoffice.desks.roster import service as roster
from unionoffice.desks.waste import service as waste

_S = OpinionState

# -- warnings and questions ------------------------------------------------------------------------


def warnings(book: Book, opinion: Opinion, today: date) -> list[str]:
    """What the clerk should know about an opinion, in words of the screen; none of it stops the work."""
    found = []
    if rules.is_overdue(opinion, today):
        day = rules.owed_by(opinion)
        if opinion.state in rules.OWES_REPLY:
            found.append(_("The reply was due on {day}.", day=day))
        else:
            found.append(_("The correction was due on {day}.", day=day))
    merged = store.merged_into(book, opinion.id)
    if merged:
        found.append(_("Raised by {people} people in all. Merged into it: {count}.",
                       people=store.people_of(book, opinion.id), count=len(merged)))  # fmt: skip
    if opinion.state in rules.ANSWERED and opinion.told_on is None:
        found.append(_("There is an answer: whoever raised it is still to be told."))
    if opinion.state in rules.OWES_REPLY:
        found += like_hint(book, opinion.summary, but=opinion.id)
    return found + waste.names_hint(book, f"{opinion.summary}\n{opinion.details}")


def similar(book: Book, summary: str, *, but: int = 0, limit: int = 3) -> list[Hit]:
    """Opinions that may be the same and could be merged: by pieces of what was said in a few words; the likest first.

    `but` is left out, and so are those that are merged or withdrawn themselves.
    """
    candidates: dict[int, Hit] = {}
    for piece in sorted(pieces(summary), key=lambda piece: (-len(piece), piece))[:24]:
        for hit in book.search(piece, tbl=opinions.TABLE, limit=40):
            candidates.setdefault(hit.row, hit)
    gone = {_S.MERGED.word, _S.WITHDRAWN.word}
    scored = [
        (-likeness(summary, hit.title), -row, hit) for row, hit in candidates.items() if row != but and hit.state not in gone
    ]  # fmt: skip
    return [hit for score, _row, hit in sorted(scored, key=lambda each: each[:2]) if -score * 2 >= 1][:limit]


def like_hint(book: Book, summary: str, *, but: int = 0) -> list[str]:
    """The hint that opinions of the same content stand in the register already; none when there are none."""
    like = similar(book, summary, but=but)
    names = "; ".join(f"{hit.number} {hit.title}" for hit in like)
    return [_("Perhaps the same as: {names}", names=names)] if like else []


def names_hint(book: Book, text: str) -> list[str]:
    """The hint for a text that names workers of the roster; none when it names nobody."""
    return waste.names_hint(book, text)


def opinion(book: Book, row: int) -> Opinion:
    """One opinion with its checks."""
    return store.opinion(book, row)


def posters(book: Book, row: int) -> Posters:
    """One entry of posters."""
    return store.posters(book, row)


def on_posters(book: Book, row: int) -> tuple[int, ...]:
    """The opinions that stand on an entry of posters, withdrawn ones left out."""
    return store.on_posters(book, row)


def people_of(book: Book, row: int) -> int:
    """How many people raised an opinion, those of the merged ones among them."""
    return store.people_of(book, row)


def register_of(book: Book, period: Period) -> list[Opinion]:
    """Every opinion raised in a period, withdrawn and merged ones too: the register has no gaps."""
    return store.opinions(book, "raised_on >= :first and raised_on < :next", **_days(period))


def corrected_in(book: Book, period: Period) -> list[Opinion]:
    """The opinions whose correction was checked and found done in a period."""
    return store.opinions(
        book, "corrected_on >= :first and corrected_on < :next and state = 'corrected'", order="corrected_on, id", **_days(period)
    )


def for_the_wall(book: Book, period: Period) -> tuple[list[Opinion], list[Opinion]]:
    """What the answer wall shows: all that is unanswered at the end of a period, and what was answered or corrected in it.

    A merged opinion stands on it with the answer of the one it went into. The unanswered come in the order in which their
    replies are due, the answered by number.
    """
    stands = "raised_on < :next and state not in ('withdrawn', 'merged')"
    waiting = store.opinions(
        book, f"{stands} and (replied_on is null or replied_on >= :next)", order="reply_due, id", next=period.next.isoformat()
    )
    moved = " or ".join(f"({day} >= :first and {day} < :next)" for day in ("replied_on", "done_on", "corrected_on"))
    answered = store.opinions(
        book, f"{stands} and replied_on < :next and ({where(*rules.OPEN)} or {moved})", order="id", **_days(period)
    )
    return waiting, answered


def merged_numbers(book: Book, row: int) -> list[str]:
    """The numbers of the opinions merged into one."""
    return [each.number for each in store.merged_into(book, row)]


class Owed(msgspec.Struct, frozen=True):
    """What one responsible unit owes at a day: the opinions without a reply, under correction, to be checked, and overdue."""

    unit: int | None  # None: the union itself
    replies: tuple[int, ...]
    corrections: tuple[int, ...]
    to_check: tuple[int, ...]
    overdue: tuple[int, ...]
    corrected: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Everything that is still open."""
        return tuple(sorted({*self.replies, *self.corrections, *self.to_check}))


def owed(book: Book, today: date) -> list[Owed]:
    """What every responsible unit and the union itself owes, those with the most overdue first."""
    passed_on = store.opinions(
        book, "(responsible is not null or by_union = 1) and state in ('assigned', 'replied', 'correcting', 'done')"
    )
    corrected = store.corrected_by_unit(book)
    by_unit: dict[int | None, list[Opinion]] = {unit: [] for unit in corrected}
    for each in passed_on:
        by_unit.setdefault(None if each.by_union else each.responsible, []).append(each)
    found = [
        Owed(
            unit,
            replies=tuple(each.id for each in mine if each.state is _S.ASSIGNED),
            corrections=tuple(each.id for each in mine if each.state in rules.OWES_CORRECTION),
            to_check=tuple(each.id for each in mine if each.state is _S.DONE),
            overdue=tuple(each.id for each in mine if rules.is_overdue(each, today)),
            corrected=corrected.get(unit, ()),
        )
        for unit, mine in by_unit.items()
    ]
    return sorted(found, key=lambda each: (-len(each.overdue), -len(each.rows), each.unit or 0))


def open_of(book: Book, unit: int | None) -> list[Opinion]:
    """What a unit, with all under it, or the union itself (None) still owes, by the day it is owed."""
    if unit is None:
        found = store.opinions(book, f"by_union = 1 and {where(*rules.OPEN)}")
    else:
        units = ", ".join(str(each) for each in roster.with_all_below(book, unit))
        found = store.opinions(book, f"responsible in ({units}) and {where(*rules.OPEN)}")
    return sorted(found, key=lambda each: (rules.owed_by(each) or date.max, each.id))


def by_unit(book: Book, period: Period) -> list[tuple[int | None, list[Opinion]]]:
    """The opinions of a period by responsible unit (None: the union itself): raised in it, or from before and still open."""
    found = store.opinions(
        book,
        "(responsible is not null or by_union = 1) and state not in ('merged', 'withdrawn') and raised_on < :next "
        f"and (raised_on >= :first or {where(*rules.OPEN)})",
        **_days(period),
    )
    order = {unit.id: place for place, unit in enumerate(roster.units(book))}
    units: dict[int | None, list[Opinion]] = {}
    for each in sorted(found, key=lambda each: (-1 if each.by_union else order.get(each.responsible or 0, 0))):
        units.setdefault(None if each.by_union else each.responsible, []).append(each)
    return list(units.items())


# -- what is due, promised and counted -----------------------------------------------------------------


def _days(period: Period) -> dict[str, str]:
    return {"first": period.first.isoformat(), "next": period.next.isoformat()}


def badge(book: Book, today: date) -> int:
    """How much is past its day: replies past their term, class A not done, class B past its date."""
    return store.count(book, f"{REPLY_LATE} or {CORRECTION_LATE}", today=today.isoformat())


def due(book: Book, until: date) -> list[Due]:
    """What of the opinions is due by a day and not done, and what waits for somebody: the check, a higher body, the raiser."""
    found = store.opinions(
        book,
        f"({where(*rules.OWES_REPLY)} and reply_due <= :until) or ({where(*rules.OWES_CORRECTION)} and planned_on <= :until) "
        f"or state in ('registered', 'done', 'referred') or {UNTOLD}",
        until=until.isoformat(),
    )
    listed = []
    for each in found:
        day = rules.owed_by(each)
        if each.state is _S.REGISTERED:
            owed_now = day is not None and day <= until
            what = Said(N_("Opinion to be passed on and answered")) if owed_now else Said(N_("Opinion to be passed on"))
            listed.append(_due(each, what, day if owed_now else None))
        elif each.state is _S.ASSIGNED and day is not None and day <= until:
            listed.append(_due(each, Said(N_("Reply owed")), day))
        elif each.state in rules.OWES_CORRECTION and day is not None and day <= until:
            listed.append(_due(each, Said(N_("Correction owed")), day))
        elif each.state is _S.DONE:
            listed.append(_due(each, Said(N_("Correction to be checked by the union"))))
        elif each.state is _S.REFERRED:
            listed.append(_due(each, Said(N_("Answer of {body} awaited"), {"body": each.referred_to})))
        if each.told_on is None and each.state in rules.ANSWERED:
            listed.append(_due(each, Said(N_("Raiser to be told"))))
    return listed


def _due(opinion: Opinion, what: Said, day: date | None = None) -> Due:
    return Due(
        tbl=opinions.TABLE, row=opinion.id, number=opinion.number, title=opinion.summary, what=what, day=day,
        who=opinion.person if day is not None else "", unit=opinion.responsible if day is not None else None,
        kind="due" if day is not None else "waits",
    )  # fmt: skip


def promises(book: Book) -> list[Promise]:
    """Every promise made at this desk: answers with a planned day; kept when the unit claims it done or the check found so."""
    return [
        Promise(
            tbl=opinions.TABLE, row=each["id"], number=each["number"], source=Said(N_("Reply to an opinion")),
            text=each["measure"] or each["reply"], who=each["person"], unit=each["responsible"],
            made_on=date.fromisoformat(each["replied_on"]), due=date.fromisoformat(each["planned_on"]),
            done_on=date.fromisoformat(each["done_on"]) if each["done_on"] else None,
        )
        for each in store.promised(book)
    ]  # fmt: skip


def keep_promise(book: Book, tbl: str, row: int, done_on: date) -> None:
    """Write down that a promise was kept; for an answer, that the unit claims it done. Raises KnownError."""
    if tbl != opinions.TABLE:
        raise BugError(f"no promises of {tbl} are kept here")
    opinion = store.opinion(book, row)
    opinions.claim_done(book, row, Completion(done_on=done_on, result=opinion.measure or opinion.reply))


def figures(book: Book, period: Period, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of a period for the monthly summary, with the records behind each.

    Posters count in sheets by the day they were put up, opinions in items by the day they were raised (withdrawn ones left
    out; a merged one is an opinion raised), replies and corrections by their own day. The rate is the share of the opinions
    raised in the period that are corrected by its end, a merged one with the one it went into. What is overdue is so on
    the last day of the period, or `today` when the period is not over, as on the badge.
    """
    day = min(period.last, today or date.today())
    sheets = store.sheets_between(book, period.first, period.next)
    counted = sum(each.counted for each in sheets)
    days = _days(period)
    raised = store.rows_of(book, "raised_on >= :first and raised_on < :next and state <> 'withdrawn'", **days)
    replied = store.rows_of(book, "replied_on >= :first and replied_on < :next and state not in ('withdrawn', 'merged')", **days)
    explained = store.rows_of(book, "replied_on >= :first and replied_on < :next and state = 'explained'", **days)
    corrected = tuple(each.id for each in corrected_in(book, period))
    done = store.corrected_of_raised(book, period.first, period.next)
    late = store.rows_of(
        book,
        "raised_on <= :day and coalesce(merged_on, '9999') > :day and coalesce(ended_on, '9999') > :day and ("
        "(reply_due < :day and coalesce(replied_on, '9999') > :day and coalesce(referred_on, '9999') > :day) or "
        "(replied_on <= :day and planned_on < :day and coalesce(done_on, '9999') > :day and state <> 'referred'))",
        day=day.isoformat(),
    )

    def of(code: str, label: str, rows: tuple[int, ...]) -> Figure:
        return Figure(code=code, label=label, value=len(rows), tbl=opinions.TABLE, rows=rows)

    return (
        Figure(
            code="rectification.posters", label=N_("Posters put up (sheets)"), value=sum(each.sheets for each in sheets),
            tbl=opinions.POSTERS_TABLE, rows=tuple(each.id for each in sheets),
        ),
        of("rectification.opinions", N_("Opinions raised (items)"), raised),
        Figure(
            code="rectification.counted", label=N_("Further opinions on posters, only counted"), value=counted or None,
            tbl=opinions.POSTERS_TABLE, rows=tuple(each.id for each in sheets if each.counted),
        ),
        of("rectification.replied", N_("Opinions replied to"), replied),
        of("rectification.explained", N_("Opinions explained"), explained),
        of("rectification.corrected", N_("Opinions corrected"), corrected),
        Figure(
            code="rectification.rate", label=N_("Corrected of those raised"), value=rules.share(len(done), len(raised)),
            kind="percent", tbl=opinions.TABLE, rows=done,
        ),
        of("rectification.overdue", N_("Opinions overdue"), late),
    )  # fmt: skip
