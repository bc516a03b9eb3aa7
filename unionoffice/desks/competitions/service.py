"""What a clerk does with competitions: draw up the scheme, gather figures, score, evaluate, publish, correct, award, file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

from unionoffice.core import office
from unionoffice.core.book import Act, Book
from unionoffice.core.due import Due
from unionoffice.core.errors import KnownError
from unionoffice.core.figure import Figure
from unionoffice.core.period import Month, Period, month_of
from unionoffice.core.query import Column, Filter, Order, Query
from unionoffice.core.record import changed
from unionoffice.core.words import N_, Said, _, language
from unionoffice.desks.competitions import rules, store
from unionoffice.desks.competitions.records import (
    CellFigures,
    Competition,
    Entry,
    Excuse,
    Participant,
    Published,
    PublishedStanding,
    Reason,
    SchemeIndicator,
    Scored,
    ScoreSheet,
    Scoring,
    SheetAward,
    SheetIndicator,
    SheetRow,
    Standing,
    State,
    Version,
    VetoMark,
)
from unionoffice.desks.figures import service as monthly
from unionoffice.desks.figures.records import Direction
from unionoffice.desks.roster import service as roster

REGISTER = Query(
    store.COMPETITIONS,
    columns=(
        Column("number"), Column("name", N_("Competition"), wide=True), Column("level"), Column("last"), Column("state"),
    ),
    filters=(
        Filter("open", N_("open"), "state not in ('filed', 'cancelled')"),
        Filter("running", N_("under way"), "state in ('scheme', 'entered', 'running')"),
        Filter("evaluation", N_("to be evaluated"), "state in ('complete', 'scored', 'reviewed', 'correcting')"),
        Filter("published", N_("published"), "state in ('published', 'awarded')"),
        Filter("overdue", N_("overdue"), store.OVERDUE, alert=True),
        Filter("filed", N_("filed"), "state = 'filed'"),
        Filter("cancelled", N_("cancelled"), "state = 'cancelled'"),
    ),
    orders=(
        Order("last", N_("latest first"), "last desc, id desc"),
        Order("entered", N_("as entered"), "id"),
        Order("name", N_("by name"), "name, id"),
    ),
    day="last",
    kind="JS",
)


# -- the scheme ----------------------------------------------------------------------------


def enter(book: Book, competition: Competition) -> int:
    """Register a competition with its scheme; give its id. Raises KnownError with the field at fault."""
    competition = _tidy(book, competition)
    rules.check_scheme(competition)
    with book.act(N_("Draw up competition {name}"), name=competition.name) as act:
        number = act.number("JS", competition.written_on)
        return store.save(act, changed(competition, number=number, state=State.SCHEME))


def correct(book: Book, competition: Competition) -> None:
    """Correct the scheme. Figures follow: those of lines taken out go, other decimals keep their worth.

    After the data were complete the competition is running again. Raises KnownError with the field
    at fault, or when the competition is published or cancelled.
    """
    before = _editable(book, competition.id)
    competition = _tidy(book, competition)
    rules.check_scheme(competition)
    if before.state is not State.SCHEME:
        rules.check_ready(competition)
    kept = changed(
        competition, number=before.number, state=_after_change(before.state), version=before.version,
        published_on=before.published_on, correction=before.correction,
        evaluated_on=before.evaluated_on if before.state in (State.CORRECTING, State.REVIEWED) else None,
    )
    if kept.state is State.RUNNING:
        kept = changed(kept, evaluated_on=None)
    if kept.evaluated_on is not None and kept.evaluated_on < kept.last:
        raise KnownError(_("It was evaluated on {day}; it cannot end after that.", day=kept.evaluated_on), field="last")
    with book.act(N_("Correct the scheme of {name}"), name=competition.name) as act:
        _follow(act, before, kept)
        store.save(act, kept)


def _tidy(book: Book, competition: Competition) -> Competition:
    """The competition without empty lines and stray blanks; a linked indicator brings along what was left empty."""
    return changed(
        competition,
        name=competition.name.strip(),
        english=competition.english.strip(),
        participants=tuple(
            changed(who, outside=who.outside.strip()) for who in competition.participants
            if who.unit or who.worker or who.outside.strip() or who.id
        ),
        indicators=tuple(
            _linked(book, line) for line in competition.indicators if line.name.strip() or line.figure or line.weight or line.id
        ),
        vetoes=tuple(changed(veto, what=veto.what.strip()) for veto in competition.vetoes if veto.what.strip() or veto.id),
    )


def _linked(book: Book, line: SchemeIndicator) -> SchemeIndicator:
    line = changed(line, name=line.name.strip(), measure=line.measure.strip())
    if line.figure is None:
        return line
    indicator = monthly.indicator(book, line.figure)
    if not line.name:
        lower = line.scoring if line.scoring is not Scoring.COMPLETION else Scoring.MIRROR
        line = changed(
            line, name=indicator.name, english=indicator.english, measure=indicator.measure,
            measure_english=indicator.measure_english, decimals=indicator.decimals,
            scoring=Scoring.COMPLETION if indicator.direction is Direction.HIGHER else lower,
        )
    if not line.measure:
        line = changed(line, measure=indicator.measure, measure_english=indicator.measure_english)
    if indicator.measure and line.measure != indicator.measure:
        raise KnownError(
            _("{name} is measured in {one} here and in {other} in the monthly figures.",
              name=line.name, one=line.measure, other=indicator.measure),
            field="indicators",
        )
    if (line.scoring is Scoring.COMPLETION) != (indicator.direction is Direction.HIGHER):
        raise KnownError(
            _("{name}: in the monthly figures {direction}. Choose another way of scoring.",
              name=line.name, direction=indicator.direction),
            field="indicators",
        )
    if indicator.clock and line.decimals:
        raise KnownError(_("A length of time is kept in whole seconds: it has no decimals."), field="indicators")
    if line.decimals < indicator.decimals:
        raise KnownError(
            _("{name} has {count} decimals in the monthly figures; give it as many here.",
              name=line.name, count=indicator.decimals),
            field="indicators",
        )
    return line


def _follow(act: Act, before: Competition, after: Competition) -> None:
    """Take figures, vetoes and excuses of lines that are gone out of the book, and give figures their new decimals."""
    row = before.id
    people, lines = {who.id for who in after.participants}, {line.id: line for line in after.indicators}
    vetoes = {veto.id for veto in after.vetoes}
    decimals = {line.id: line.decimals for line in before.indicators}
    for figures in store.figures(act.book, row).values():
        line = lines.get(figures.indicator)
        if line is None or figures.participant not in people:
            store.delete_figures(act, figures)
        elif line.decimals != decimals[line.id]:
            store.save_figures(act, changed(
                figures,
                plan=_rescaled(figures.plan, decimals[line.id], line.decimals),
                actual=_rescaled(figures.actual, decimals[line.id], line.decimals),
            ))
    for mark in store.marks(act.book, row):
        if mark.participant not in people or mark.veto not in vetoes:
            store.delete_mark(act, mark.id)
    for excuse in store.excuses(act.book, row):
        if excuse.participant not in people:
            store.delete_excuse(act, excuse.id)


def _rescaled(value: int | None, before: int, after: int) -> int | None:
    return None if value is None else monthly.rescaled(value, before, after)


# -- the way of a competition ------------------------------------------------------------------


def _must_be(book: Book, row: int, *states: State) -> Competition:
    competition = store.competition(book, row)
    if competition.state not in states:
        raise KnownError(
            _("{name} is at “{state}”: this step does not come next.", name=competition.name, state=competition.state)
        )
    return competition


def _editable(book: Book, row: int) -> Competition:
    competition = store.competition(book, row)
    if competition.state in rules.FROZEN:
        raise KnownError(_("{name} is published. Open it for a correction, with a reason.", name=competition.name))
    if competition.state is State.CANCELLED:
        raise KnownError(_("{name} was cancelled: nothing can be changed.", name=competition.name))
    return competition


def _after_change(state: State) -> State:
    """What a change of scheme or figures makes of the state: complete data must be looked at again."""
    return State.RUNNING if state in (State.COMPLETE, State.SCORED, State.REVIEWED) else state


def close_entries(book: Book, row: int) -> None:
    """The participants have entered: the scheme must be whole. Raises KnownError with the field at fault."""
    competition = _must_be(book, row, State.SCHEME)
    rules.check_ready(competition)
    with book.act(N_("Participants of {name} entered"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.ENTERED))


def start(book: Book, row: int) -> None:
    """The competition begins."""
    competition = _must_be(book, row, State.ENTERED)
    with book.act(N_("{name} is running"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.RUNNING))


def complete(book: Book, row: int) -> None:
    """All data are there. Raises KnownError naming what is missing."""
    competition = _must_be(book, row, State.RUNNING)
    _check_complete(book, competition)
    with book.act(N_("Data of {name} complete"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.COMPLETE))


def score(book: Book, row: int) -> None:
    """The score is reckoned and settled. Raises KnownError when a cell cannot be reckoned."""
    competition = _must_be(book, row, State.COMPLETE)
    _check_complete(book, competition)
    with book.act(N_("Score {name}"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.SCORED))


def review(book: Book, row: int, day: date) -> None:
    """The committee evaluated the competition on a day, not before its last day."""
    competition = _must_be(book, row, State.SCORED)
    if day < competition.last:
        raise KnownError(_("It cannot be evaluated before its last day."), field="evaluated_on")
    with book.act(N_("Evaluate {name}"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.REVIEWED, evaluated_on=day))


def publish(book: Book, row: int, day: date) -> int:
    """Publish: freeze the whole score sheet as version 1, or as the next after a correction; give the version.

    Final: never undone. Raises KnownError when data are missing, a cell cannot be reckoned, or the
    day stands before the evaluation.
    """
    competition = _must_be(book, row, State.REVIEWED, State.CORRECTING)
    rules.check_ready(competition)
    _check_complete(book, competition)
    if competition.evaluated_on and day < competition.evaluated_on:
        raise KnownError(_("It cannot be published before it was evaluated."), field="published_on")
    if competition.published_on and day < competition.published_on:
        raise KnownError(_("A correction cannot be published before what it corrects."), field="published_on")
    version = competition.version + 1
    published = changed(competition, state=State.PUBLISHED, published_on=day, version=version)
    sheet = _live(book, published)
    if not any(each.scored.standing is Standing.RANKED for each in sheet.rows):
        raise KnownError(_("Nobody is left in the ranking: there is nothing to publish."))
    label = N_("Publish {name}") if version == 1 else N_("Publish {name}, version {version}")
    with book.act(label, final=True, name=competition.name, version=version) as act:
        store.save_version(act, Version(
            competition=row, version=version, published_on=day, reason=competition.correction,
            snapshot=msgspec.json.encode(sheet).decode(),
        ))
        store.save(act, published)
    return version


def open_correction(book: Book, row: int, reason: str) -> None:
    """Open a published competition for a correction; what was published stands until the next version is published."""
    competition = _must_be(book, row, *rules.FROZEN)
    if not reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    with book.act(N_("Open {name} for a correction"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.CORRECTING, correction=reason.strip()))


def give_up_correction(book: Book, row: int) -> None:
    """Close a correction without publishing. Raises KnownError when scheme or figures are not as published."""
    competition = _must_be(book, row, State.CORRECTING)
    latest = _thawed(store.versions(book, row)[-1])
    if _substance(_live(book, competition)) != _substance(latest):
        raise KnownError(
            _("Something was already changed. Put it back as it stands in version {version}, or publish the correction.",
              version=latest.version)
        )
    back = State.FILED if competition.filed_on else State.AWARDED if competition.awarded_on else State.PUBLISHED
    with book.act(N_("Close the correction of {name} without a change"), name=competition.name) as act:
        store.save(act, changed(competition, state=back, correction=latest.reason))


def _substance(sheet: ScoreSheet) -> tuple[object, ...]:
    """What a sheet says, without the names that the roster may have changed since."""
    rows = {each.scored.participant: (each.scored, each.reasons, each.category, each.awards) for each in sheet.rows}
    return (
        rows, sheet.indicators, sheet.awards, sheet.name, sheet.english, sheet.level, sheet.first, sheet.last, sheet.conditions,
        sheet.committee, sheet.source, sheet.full_marks, sheet.tie_rule, sheet.tie_order,
    )


def give_awards(book: Book, row: int, day: date) -> None:
    """The awards were given out on a day, not before the publication."""
    competition = _must_be(book, row, State.PUBLISHED)
    if competition.published_on and day < competition.published_on:
        raise KnownError(_("Awards cannot be given out before the results are published."), field="day")
    with book.act(N_("Awards of {name} given out"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.AWARDED, awarded_on=day))


def file(book: Book, row: int, day: date) -> None:
    """The papers of the competition are filed."""
    competition = _must_be(book, row, State.AWARDED, State.PUBLISHED)
    if competition.published_on and day < competition.published_on:
        raise KnownError(_("It cannot be filed before the results are published."), field="day")
    with book.act(N_("File {name}"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.FILED, filed_on=day))


def cancel(book: Book, row: int, reason: str) -> None:
    """Cancel a competition that is not published; row and number stay."""
    competition = _must_be(
        book, row, State.SCHEME, State.ENTERED, State.RUNNING, State.COMPLETE, State.SCORED, State.REVIEWED
    )
    if not reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    with book.act(N_("Cancel {name}"), name=competition.name) as act:
        store.save(act, changed(competition, state=State.CANCELLED, cancelled=reason.strip()))


def _check_complete(book: Book, competition: Competition) -> None:
    """Raise KnownError naming participant and indicator for the first cell that is missing or cannot be reckoned."""
    trouble, missing = [], []
    excused = {excuse.participant for excuse in store.excuses(book, competition.id)}
    for each in _scored(book, competition):
        if each.participant in excused:
            continue
        name = participant_called(book, _participant(competition, each.participant))
        for line, cell in zip(competition.indicators, each.cells, strict=True):
            what = indicator_called(line)
            if cell.trouble:
                trouble.append(trouble_said(cell.trouble, name, what))
            elif cell.points is None:
                missing.append(_("{who}: {what}", who=name, what=what))
    if trouble:
        raise KnownError(trouble[0])
    if missing:
        raise KnownError(
            _("{count} figures are missing: {first}. Enter them, or excuse the participant with a reason.",
              count=len(missing), first=_listed(missing[:3]))
            if len(missing) > 1
            else _("A figure is missing: {first}. Enter it, or excuse the participant with a reason.", first=missing[0])
        )


def trouble_said(trouble: str, who: str, what: str) -> str:
    """Why a cell cannot be reckoned, and the way out, in words of the screen."""
    if trouble == "plan":
        return _(
            "{who}, {what}: a plan of zero or less cannot be divided by. Correct the plan, excuse the participant with a reason, "
            "or take the indicator out of the scheme.",
            who=who, what=what,
        )
    return _(
        "{who}, {what}: plan ÷ actual cannot be reckoned with an actual figure of zero or less. "
        "Score the indicator by 2 − actual ÷ plan instead, or correct the figure.",
        who=who, what=what,
    )


# -- figures, vetoes, excuses -------------------------------------------------------------------


def write(book: Book, row: int, entries: Iterable[Entry]) -> int:
    """Write cells of the score sheet, one or a whole paste, as one act; give how many changed.

    After the data were complete the competition is running again.
    """
    competition = _editable(book, row)
    written, cells = _written(store.figures(book, row), row, entries)
    if not written:
        return 0
    label = N_("Write one figure of {name}") if written == 1 else N_("Write {count} figures of {name}")
    with book.act(label, name=competition.name, count=written) as act:
        for cell in cells:
            store.save_figures(act, cell)
        _reopen(act, competition)
    return written


def _written(kept: Mapping[tuple[int, int], CellFigures], row: int, entries: Iterable[Entry]) -> tuple[int, list[CellFigures]]:
    cells: dict[tuple[int, int], CellFigures] = {}
    written = 0
    for entry in entries:
        key = (entry.participant, entry.indicator)
        old = cells.get(key) or kept.get(key) or CellFigures(competition=row, participant=key[0], indicator=key[1])
        new = changed(old, plan=entry.value) if entry.side == "plan" else changed(old, actual=entry.value)
        written += new != old
        cells[key] = new
    return written, list(cells.values())


def _reopen(act: Act, competition: Competition) -> None:
    state = _after_change(competition.state)
    if state is not competition.state:
        store.save(act, changed(competition, state=state, evaluated_on=None))


def take_from_figures(book: Book, row: int) -> tuple[int, list[str]]:
    """Take plan and actual of the linked indicators over the competition's months from the monthly figures, in one act.

    Gives how many figures changed, and in words what was not there (those cells stay as they are).
    Raises KnownError when the period is not of whole months, or nothing is linked.
    """
    competition = _editable(book, row)
    if not any(line.figure for line in competition.indicators):
        raise KnownError(_("No indicator of the scheme is tied to a monthly figure. Tie one in the scheme, or type the figures."))
    months = whole_months(competition, office.office(book).closing_day)
    entries: list[Entry] = []
    lacking: list[str] = []
    for who in competition.participants:
        name = participant_called(book, who)
        if who.unit is None:
            lacking.append(_("{who} has no monthly figures.", who=name))
            continue
        for line in competition.indicators:
            if line.figure is None:
                continue
            decimals = monthly.indicator(book, line.figure).decimals
            found = monthly.over(book, line.figure, who.unit, months)
            for side, value, without in (("plan", found.plan, found.without_plan), ("actual", found.actual, found.without_actual)):
                if value is not None:
                    exact = rules.rounded(value * Fraction(10 ** (line.decimals - decimals)))
                    entries.append(Entry(who.id, line.id, "plan" if side == "plan" else "actual", exact))
                else:
                    key = _LACKING["plan" if side == "plan" else "actual"]
                    months_said = _listed(str(month) for month in without)
                    lacking.append(str(Said(key, {"who": name, "what": indicator_called(line), "months": months_said})))
    written, cells = _written(store.figures(book, row), row, entries)
    if written:
        with book.act(N_("Take {count} monthly figures into {name}"), count=written, name=competition.name) as act:
            for cell in cells:
                store.save_figures(act, cell)
            _reopen(act, competition)
    return written, lacking


def _listed(parts: Iterable[str]) -> str:
    return ("、" if language() == "zh" else "; ").join(parts)


_LACKING = {"plan": N_("{who}, {what}: no plan for {months}."), "actual": N_("{who}, {what}: no actual figure for {months}.")}


def whole_months(competition: Competition, closing_day: int) -> tuple[Month, ...]:
    """The months of a competition's period. Raises KnownError when it does not begin and end with a month."""
    first, last = month_of(competition.first, closing_day), month_of(competition.last, closing_day)
    if first.first_day(closing_day) != competition.first or last.last_day(closing_day) != competition.last:
        raise KnownError(
            _("The competition does not run over whole months, so monthly figures cannot be taken. Type the figures on the sheet.")
        )
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next())
    return tuple(found)


def mark_veto(book: Book, row: int, mark: VetoMark) -> int:
    """Mark that a veto holds against a participant, with reason and document; the points stay as they are."""
    competition = _editable(book, row)
    if mark.participant not in {who.id for who in competition.participants}:
        raise KnownError(_("Choose the participant."), field="participant")
    if mark.veto not in {veto.id for veto in competition.vetoes}:
        raise KnownError(_("Choose the veto."), field="veto")
    if not mark.reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    if any((m.participant, m.veto) == (mark.participant, mark.veto) for m in store.marks(book, row)):
        raise KnownError(_("This veto is already marked."), field="veto")
    name = participant_called(book, _participant(competition, mark.participant))
    with book.act(N_("Veto against {who} in {name}"), who=name, name=competition.name) as act:
        new = store.save_mark(act, changed(mark, competition=row, reason=mark.reason.strip(), document=mark.document.strip()))
        _review_again(act, competition)
    return new


def lift_veto(book: Book, row: int, mark: int) -> None:
    """Take a veto off again."""
    competition = _editable(book, row)
    name = participant_called(book, _participant(competition, store.mark(book, mark).participant))
    with book.act(N_("Take the veto against {who} in {name} off"), who=name, name=competition.name) as act:
        store.delete_mark(act, mark)
        _review_again(act, competition)


def _review_again(act: Act, competition: Competition) -> None:
    if competition.state is State.REVIEWED:
        store.save(act, changed(competition, state=State.SCORED, evaluated_on=None))
    else:
        act.touched.setdefault("competitions", set()).add(competition.id)


def excuse(book: Book, row: int, participant: int, reason: str) -> int:
    """Excuse a participant from the ranking for a reason; its data need not be complete."""
    competition = _editable(book, row)
    if participant not in {who.id for who in competition.participants}:
        raise KnownError(_("Choose the participant."), field="participant")
    if not reason.strip():
        raise KnownError(_("Write the reason."), field="reason")
    if any(each.participant == participant for each in store.excuses(book, row)):
        raise KnownError(_("This participant is already excused."), field="participant")
    name = participant_called(book, _participant(competition, participant))
    with book.act(N_("Excuse {who} in {name}"), who=name, name=competition.name) as act:
        new = store.save_excuse(act, Excuse(competition=row, participant=participant, reason=reason.strip()))
        _reopen(act, competition)
        act.touched.setdefault("competitions", set()).add(row)
    return new


def take_excuse_back(book: Book, row: int, participant: int) -> None:
    """Rank a participant again that had been excused."""
    competition = _editable(book, row)
    found = [each for each in store.excuses(book, row) if each.participant == participant]
    if not found:
        raise KnownError(_("This participant is not excused."), field="participant")
    name = participant_called(book, _participant(competition, participant))
    with book.act(N_("{who} is no longer excused in {name}"), who=name, name=competition.name) as act:
        store.delete_excuse(act, found[0].id)
        _reopen(act, competition)
        act.touched.setdefault("competitions", set()).add(row)


def rank_again(book: Book, row: int, participant: int) -> None:
    """Take every veto and the excuse off a participant, in one act."""
    competition = _editable(book, row)
    held = [mark for mark in store.marks(book, row) if mark.participant == participant]
    excused = [each for each in store.excuses(book, row) if each.participant == participant]
    if not held and not excused:
        raise KnownError(_("Nothing is held against this participant, and it is not excused."), field="participant")
    name = participant_called(book, _participant(competition, participant))
    with book.act(N_("Rank {who} in {name} again"), who=name, name=competition.name):
        for mark in held:
            lift_veto(book, row, mark.id)
        if excused:
            take_excuse_back(book, row, participant)


# -- the score sheet -----------------------------------------------------------------------------


def competition(book: Book, row: int) -> Competition:
    """One competition with its scheme."""
    return store.competition(book, row)


def score_sheet(book: Book, row: int) -> ScoreSheet:
    """The score sheet as it is to be shown: once published the frozen one, before that (and in a correction) the live one."""
    found = store.competition(book, row)
    if found.state in rules.FROZEN:
        return _thawed(store.versions(book, row)[-1])
    return _live(book, found)


def version_sheet(book: Book, row: int, version: int) -> ScoreSheet:
    """The score sheet of one published version. Raises KnownError when there is none."""
    found = store.version(book, row, version)
    if found is None:
        raise KnownError(_("There is no published version {version}.", version=version))
    return _thawed(found)


def competitions(book: Book) -> list[Competition]:
    """All competitions but the cancelled ones, the latest first; without their lines."""
    return store.competitions(book)


def versions(book: Book, row: int) -> list[Version]:
    """The published versions with day and reason, the first one first."""
    return store.versions(book, row)


def marks(book: Book, row: int) -> list[VetoMark]:
    """The vetoes that hold in a competition."""
    return store.marks(book, row)


def excuses(book: Book, row: int) -> list[Excuse]:
    """The excused participants of a competition."""
    return store.excuses(book, row)


def figures_of(book: Book, row: int) -> Mapping[tuple[int, int], CellFigures]:
    """Plans and actuals by participant and indicator, as they stand in the book."""
    return store.figures(book, row)


def _thawed(version: Version) -> ScoreSheet:
    return msgspec.json.decode(version.snapshot, type=ScoreSheet)


def _scored(book: Book, found: Competition) -> tuple[Scored, ...]:
    return rules.score(
        found, store.figures(book, found.id),
        {mark.participant for mark in store.marks(book, found.id)},
        {each.participant for each in store.excuses(book, found.id)},
    )


def _live(book: Book, found: Competition) -> ScoreSheet:
    what = {veto.id: veto.what for veto in found.vetoes}
    reasons: dict[int, list[Reason]] = {}
    for mark in store.marks(book, found.id):
        reasons.setdefault(mark.participant, []).append(Reason(what[mark.veto], mark.reason, mark.document))
    for each in store.excuses(book, found.id):
        reasons.setdefault(each.participant, []).append(Reason("", each.reason))
    rows = []
    for scored in _scored(book, found):
        who = _participant(found, scored.participant)
        tbl, row, name, english = _names(book, who)
        rows.append(
            SheetRow(
                tbl=tbl, row=row, name=name, english=english, category=who.category, scored=scored,
                reasons=tuple(reasons.get(who.id, ())), awards=rules.awards_of(scored.rank, found.awards),
            )
        )
    return ScoreSheet(
        competition=found.id, number=found.number, name=found.name, english=found.english, level=found.level,
        first=found.first, last=found.last, conditions=found.conditions, committee=found.committee, source=found.source,
        full_marks=found.full_marks, tie_rule=found.tie_rule, tie_order=rules.tie_order(found),
        indicators=tuple(
            SheetIndicator(
                id=line.id, name=line.name, english=line.english, measure=line.measure, measure_english=line.measure_english,
                weight=line.weight, scoring=line.scoring, decimals=line.decimals,
                clock=line.figure is not None and monthly.indicator(book, line.figure).clock,
            )
            for line in found.indicators
        ),
        awards=tuple(SheetAward(a.title, a.english, a.from_rank, a.to_rank) for a in found.awards),
        rows=tuple(rows), evaluated_on=found.evaluated_on,
        published_on=found.published_on if found.state is State.PUBLISHED else None,
        version=found.version if found.state is State.PUBLISHED else 0,
        reason=found.correction if found.state is State.PUBLISHED else "",
    )


def _participant(found: Competition, row: int) -> Participant:
    return next(who for who in found.participants if who.id == row)


def _names(book: Book, who: Participant) -> tuple[str, int, str, str]:
    """Table, row, name and English name of a participant; a worker's unit stands after the name."""
    if who.unit is not None:
        return "units", who.unit, roster.path(book, who.unit), roster.path(book, who.unit, english=True)
    if who.worker is not None:
        worker = roster.worker(book, who.worker)
        belongs, english = roster.path(book, worker.unit), roster.path(book, worker.unit, english=True)
        return (
            "workers", who.worker, f"{worker.name}（{belongs}）" if belongs else worker.name,
            f"{worker.name} ({english})" if english else worker.name,
        )
    return "", 0, who.outside, ""


def participant_called(book: Book, who: Participant) -> str:
    """The participant's name in the language spoken here."""
    _tbl, _row, name, english = _names(book, who)
    return (language() == "en" and english) or name


def indicator_called(line: SchemeIndicator | SheetIndicator) -> str:
    """The indicator's name in the language spoken here."""
    return (language() == "en" and line.english) or line.name


# -- questions of others ----------------------------------------------------------------------------


def published(book: Book, row: int, version: int | None = None) -> Published:
    """What was published: the latest version, or a certain one. Raises KnownError when nothing is published."""
    numbers = [each.version for each in store.versions(book, row)]
    if not numbers:
        raise KnownError(_("{name} is not published yet.", name=store.competition(book, row).name))
    sheet = version_sheet(book, row, version or numbers[-1])
    return Published(
        competition=row, number=sheet.number, version=sheet.version, name=sheet.name, english=sheet.english,
        first=sheet.first, last=sheet.last, published_on=sheet.published_on or sheet.last,
        standings=tuple(
            PublishedStanding(
                tbl=each.tbl, row=each.row, name=each.name, english=each.english, rank=each.scored.rank, total=each.scored.total,
                awards=tuple(sheet.awards[place].title for place in each.awards),
            )
            for each in sheet.rows
        ),
    )


def standings(book: Book, row: int) -> list[dict[str, object]]:
    """Ranks, totals and points for the command line, in the order of the sheet; points are exact decimals as texts."""
    sheet = score_sheet(book, row)
    return [
        {
            "rank": each.scored.rank,
            "standing": each.scored.standing.value,
            "participant": (language() == "en" and each.english) or each.name,
            "total": hundredths(each.scored.total),
            "points": {
                indicator_called(line): hundredths(cell.points)
                for line, cell in zip(sheet.indicators, each.scored.cells, strict=True)
            },
        }
        for each in sheet.rows
    ]


def can_be_written_up(competition: Competition) -> bool:
    """Whether the winner's way of working can be written up as an experience: once the results are published."""
    return competition.state in (State.PUBLISHED, State.AWARDED, State.FILED)


def for_experience(book: Book, row: int, day: date) -> dict[str, object]:
    """What the form of a new experience takes over from a competition: its winner, as the unit or the creator; the day.

    Lines are plain values. Raises KnownError while nothing is published, or when nobody came first.
    """
    competition = store.competition(book, row)
    if not can_be_written_up(competition):
        raise KnownError(_("The results are not published yet."))
    first = next((each for each in score_sheet(book, row).rows if each.scored.rank == 1), None)
    if first is None:
        raise KnownError(_("Nobody came first in this competition."))
    found: dict[str, object] = {"found_on": max(day, competition.last), "source": f"{competition.number} {competition.name}"}
    if first.tbl == "units":
        return {**found, "unit": first.row}
    if first.tbl == "workers":
        return {**found, "creators": [{"worker": first.row}]}
    return {**found, "origin": first.name}


def hundredths(value: int | None) -> str | None:
    """Hundredths as an exact decimal: 9950 gives "99.50"."""
    if value is None:
        return None
    whole, part = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{part:02d}"


def competitions_of_unit(book: Book, unit: int) -> list[Competition]:
    """The competitions a unit takes part in, the latest first."""
    return store.of_unit(book, unit)


def competitions_of_worker(book: Book, worker: int) -> list[Competition]:
    """The competitions a worker takes part in, the latest first."""
    return store.of_worker(book, worker)


def badge(book: Book, today: date) -> int:
    """How many competitions wait for their data or evaluation longer than planned."""
    return store.overdue(book, today)


def due(book: Book, until: date) -> list[Due]:
    """What a competition owes by a day: its data, then its evaluation, one at a time, and the correction of a published one.

    Reminded of are the days on which a competition begins and ends.
    """
    found = []
    for each in store.not_evaluated(book, until):
        gathering = each.state in (State.SCHEME, State.ENTERED, State.RUNNING)
        days = [(each.evaluate_by, N_("Competition to be evaluated"))]
        if gathering:
            days.append((each.data_due_on, N_("Data of the competition due")))
        known = sorted((day, what) for day, what in days if day is not None and day <= until)
        if known:
            found.append(_due(each, Said(known[0][1]), known[0][0], "due"))
        if gathering and each.state is not State.RUNNING and each.first <= until:
            found.append(_due(each, Said(N_("Competition begins")), each.first, "reminder"))
        if gathering and each.last <= until:
            found.append(_due(each, Said(N_("Competition ends")), each.last, "reminder"))
    found += [_due(each, Said(N_("Correction to be published")), None, "waits") for each in store.correcting(book)]
    return found


def _due(each: Competition, what: Said, day: date | None, kind: Literal["due", "waits", "reminder"]) -> Due:
    return Due(
        tbl=store.COMPETITIONS.name, row=each.id, number=each.number, title=each.name, what=what, day=day, who=each.committee,
        kind=kind,
    )


def without_data(book: Book, period: Period) -> list[int]:
    """The competitions that ended in a period and whose data are not complete yet."""
    return [
        row for row in store.ending(book, period.first, period.next)
        if store.competition(book, row).state in (State.SCHEME, State.ENTERED, State.RUNNING)
    ]


def figures(book: Book, period: Period) -> tuple[Figure, ...]:
    """For the monthly summary: competitions running on the last day, ended, published; participants and winners of these."""
    held = store.ending(book, period.first, period.next)
    running = store.running_on(book, period.last)
    out = store.first_published(book, period.first, period.next)
    sheets = [published(book, row) for row in out]
    participants = sum(len(each.standings) for each in sheets)
    winners = sum(1 for each in sheets for standing in each.standings if standing.rank == 1)

    def figure(code: str, label: str, value: int, rows: list[int]) -> Figure:
        return Figure(code=code, label=label, value=value, tbl="competitions", rows=tuple(rows))

    return (
        figure("competitions.running", N_("Competitions running at the end"), len(running), running),
        figure("competitions.held", N_("Competitions ended"), len(held), held),
        figure("competitions.published", N_("Competitions published"), len(out), out),
        figure("competitions.participants", N_("Participants of the published competitions"), participants, out),
        figure("competitions.winners", N_("First places of the published competitions"), winners, out),
    )


def weights_problem(full_marks: int, given: Iterable[int]) -> str:
    """What is wrong with the weights typed so far, in words of the screen; empty when they add up."""
    total = sum(given)
    return "" if total == full_marks else rules.weights_said(total, full_marks)
