"""Opinions and posters on the screen: the register, and beside it the way of an opinion to its checked correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from unionoffice.core.errors import KnownError
from unionoffice.core.words import N_, _
from unionoffice.desks.rectification import rules, sheets
from unionoffice.desks.rectification.records import (
    Answer,
    Approval,
    Assignment,
    Beginning,
    Completion,
    Ending,
    Explanation,
    Merging,
    Opinion,
    OpinionState,
    Posters,
    Referral,
    Reopening,
    SlipGiving,
    SlipRenewal,
    Telling,
    ToldBy,
    Way,
)
from unionoffice.desks.rectification.service import opinions, overview
from unionoffice.kit.desk import Action, Page, StepLine
from unionoffice.kit.form import Form
from unionoffice.kit.office import Print, Start
from unionoffice.kit.section import Section
from unionoffice.kit.traces import tell_traces
from unionoffice.printing.paper import Paper

RAISED = Section(
    N_("The opinion"),
    (
        "summary", ("raised_on", "source"), "poster", ("anonymous", "raised_by"), ("people", "category"), "unit", "details",
        "old_number", "remark",
    ),
)  # fmt: skip
READ = Section(
    N_("The opinion"),
    (
        ("raised_on", "source"), "poster", ("anonymous", "raised_by"), ("people", "category"), "unit", "details", "old_number",
        "remark",
    ),
)  # fmt: skip
"""The opinion as it is read: in a few words it stands at the head already."""
PASSED_ON = Section(N_("Passed on"), (("assigned_on", "reply_due"), "responsible", "by_union", "person", "way"))
REPLY = Section(N_("Reply"), ("replied_on", "way", "reply", "measure", "planned_on", "person"))
CORRECTION = Section(N_("Measure and correction"), (("begun_on", "done_on"), "result", "checks", "corrected_on"))
AROUND = Section(N_("Referred and told"), (("referred_on", "referred_to"), ("told_on", "told_by"), "slip_on"))
MERGED = Section(N_("Merged"), ("merged_into", "merged_on"))
GONE = Section(N_("Withdrawn"), ("ended_on", "ended_why"))
WHY = Section(N_("Corrected because"), ("corrected_because",))

FOR_GOOD = N_("The name is taken out of the whole book for good. This cannot be undone.")
ONLY_ONCE = N_("The code is printed once. The book keeps only a hash of it, so nobody can print it again. This cannot be undone.")

_S = OpinionState
WAY_THROUGH = (_S.REGISTERED, _S.ASSIGNED, _S.REPLIED, _S.CORRECTING, _S.DONE, _S.CORRECTED)


class OpinionsPage(Page[Opinion]):
    """The register of opinions, and beside it the opinion with its way to the checked correction."""

    TITLE = N_("Opinions")
    QUERY = opinions.OPINIONS
    NEW = N_("Register an opinion")
    NUMBER = "number"
    HEADING = "summary"
    STATE = "state"
    CARRY = ("raised_on", "source", "unit")
    PAPERS = (sheets.REPLY_SLIP, sheets.REGISTER, sheets.BY_UNIT, sheets.NOTICE_BOARD, sheets.ANSWER_WALL)
    EMPTY = N_("Opinions stand here until they are answered, corrected and checked. Register the first one.")
    ENTRY = (RAISED,)
    SECTIONS = (READ, PASSED_ON, REPLY, CORRECTION, AROUND, MERGED, GONE, WHY)

    def enter(self, record: Opinion, came_from: tuple[str, int] | None) -> int:
        """Register an opinion, tied to where it was raised."""
        return opinions.enter(self.office.book, record, came_from)

    def correct(self, record: Opinion) -> None:
        """Correct an opinion."""
        if opinions.gives_name_up(self.office.book, record) and not self.office.questions.sure(
            _("Make it anonymous"), _(FOR_GOOD), act=_("Make it anonymous")
        ):
            raise KnownError(
                _("Nothing was saved: a name that stood here is no longer written. Write it again, or agree."), field="anonymous"
            )
        traces = opinions.correct(self.office.book, record)
        if traces is not None:
            tell_traces(self.office, traces)

    def can_correct(self, record: Opinion) -> bool:
        """All but the merged and the withdrawn."""
        return record.state not in (_S.MERGED, _S.WITHDRAWN)

    def correction(self, record: Opinion) -> tuple[Section, ...]:
        """What the steps so far have written down."""
        found = [RAISED]
        if record.assigned_on is not None:
            found.append(PASSED_ON)
        if record.state is _S.EXPLAINED:
            found.append(Section(N_("Reply"), ("replied_on", "reply")))
        elif record.replied_on is not None:
            names = ("replied_on", "reply", "measure", "planned_on", *(() if record.assigned_on else ("way", "person")))
            found.append(Section(N_("Reply"), names))
        if record.done_on is not None:
            days = ("begun_on", "done_on") if record.begun_on else "done_on"
            found.append(Section(N_("Measure and correction"), (days, "result")))
        elif record.begun_on is not None:
            found.append(Section(N_("Measure and correction"), ("begun_on",)))
        if record.referred_on is not None or record.told_on is not None:
            rows = [("referred_on", "referred_to")] if record.referred_on else []
            rows += [("told_on", "told_by")] if record.told_on else []
            found.append(Section(N_("Referred and told"), tuple(rows)))
        return (*found, WHY)

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"raised_on": self.office.day()}

    def steps(self, record: Opinion) -> StepLine:
        """From the register to the checked correction."""
        names = tuple(state.word for state in WAY_THROUGH)
        if record.state in WAY_THROUGH:
            return StepLine(names=names, reached=WAY_THROUGH.index(record.state))
        before = record.state_before
        if before in WAY_THROUGH:
            return StepLine(names=names, reached=WAY_THROUGH.index(before), aside=record.state.word)
        done = (record.done_on, record.begun_on, record.replied_on, record.assigned_on)
        reached = next((4 - place for place, day in enumerate(done) if day is not None), 0)
        return StepLine(names=names, reached=min(reached, 1) if record.state is _S.EXPLAINED else reached, aside=record.state.word)

    def tone(self, record: Opinion) -> str:
        """Red past the day on which something was owed."""
        if rules.is_overdue(record, self.office.day()):
            return "overdue"
        if record.state is _S.CORRECTED:
            return "good"
        return "quiet" if record.state in (_S.EXPLAINED, _S.MERGED, _S.WITHDRAWN) else "warn"

    def warnings(self, record: Opinion) -> Sequence[str]:
        """What is overdue, how many raised it, whether the raiser knows, a person named."""
        return overview.warnings(self.office.book, record, self.office.day())

    def entry_problem(self, form: Form[Any]) -> str:
        """The hint when what is typed names a worker, or stands in the register already."""
        typed = [str(form.editors[name].draft() or "") for name in ("summary", "details") if name in form.editors]
        but = 0 if self.enters_new else self.shown or 0
        like = overview.like_hint(self.office.book, typed[0], but=but) if typed and "summary" in form.editors else []
        return "\n".join([*overview.names_hint(self.office.book, "\n".join(typed)), *like])

    def offers(self, paper: Paper, record: Opinion) -> bool:
        """A reply slip when there is a reply; a slip with a code only while it is given."""
        return paper.form != opinions.CODE_SLIP and (paper.form != opinions.REPLY_SLIP or record.state in rules.ANSWERED)

    def prints(self) -> list[Print]:
        """Everything but a slip with a code: that is printed when it is given, and an empty one is of no use."""
        return [wanted for wanted in super().prints() if wanted.paper.form != opinions.CODE_SLIP]

    def next_actions(self, record: Opinion) -> Sequence[Action]:
        """The steps that can come next, those of the usual way first."""
        if record.state is _S.MERGED:
            return (Action(name="separate", label=N_("Separate it again"), do=self._separate),)
        if record.state is _S.WITHDRAWN:
            return ()
        return (*self._way_on(record), *self._around(record), *self._raise_actions(record), *self._aside(record))

    def _day(self, record: Opinion) -> Any:
        return max(self.office.day(), rules.last_day(record))

    def _way_on(self, record: Opinion) -> list[Action]:
        """From passing on to the check."""
        book, day = self.office.book, self._day(record)
        following = rules.NEXT_OPINION[record.state]
        found: list[Action] = []
        if _S.ASSIGNED in following:
            found.append(Action(
                name="assign", label=N_("Pass it on") if record.state is not _S.ASSIGNED else N_("Pass it on to another"),
                asks=Assignment, primary=record.state is _S.REGISTERED, do=do(opinions.assign, book),
                values={
                    "assigned_on": day, "responsible": record.responsible,
                    "by_union": record.by_union, "person": record.person, "way": record.way,
                },
            ))  # fmt: skip
        if _S.REPLIED in following:
            found.append(Action(
                name="reply", label=N_("Write the reply"), asks=Answer, primary=record.state is _S.ASSIGNED,
                do=do(opinions.reply, book),
                values={"replied_on": day, "way": record.way or Way.AT_ONCE, "person": record.person, "measure": record.measure},
            ))  # fmt: skip
        if record.state is _S.REPLIED:
            found.append(Action(
                name="begin", label=N_("Correction begun"), asks=Beginning, values={"begun_on": day}, do=do(opinions.begin, book),
            ))  # fmt: skip
        if _S.DONE in following:
            found.append(Action(
                name="claim_done", label=N_("Said to be done"), asks=Completion, values={"done_on": day}, primary=True,
                do=do(opinions.claim_done, book),
            ))  # fmt: skip
        if _S.CORRECTED in following:
            found.append(Action(
                name="approve", label=N_("Checked: it is corrected"), asks=Approval, values={"checked_on": day}, primary=True,
                do=do(opinions.approve, book),
            ))  # fmt: skip
        if record.state in (_S.DONE, _S.CORRECTED):
            found.append(Action(
                name="reopen", label=N_("Checked: not corrected"), asks=Reopening,
                values={"checked_on": day, "planned_on": rules.due_after(day, opinions.reply_days(book))},
                do=do(opinions.reopen, book),
            ))  # fmt: skip
        return found

    def _around(self, record: Opinion) -> list[Action]:
        """Telling the raiser, explaining, referring up."""
        book, day = self.office.book, self._day(record)
        following = rules.NEXT_OPINION[record.state]
        found: list[Action] = []
        if record.state in rules.ANSWERED:
            found.append(Action(
                name="tell", label=N_("The raiser was told"), asks=Telling, do=do(opinions.tell, book),
                primary=record.told_on is None and record.state in (_S.CORRECTED, _S.EXPLAINED),
                values={"told_on": self.office.day(), "told_by": ToldBy.WALL if record.anonymous else ToldBy.IN_PERSON},
            ))  # fmt: skip
        if _S.EXPLAINED in following:
            found.append(Action(
                name="explain", label=N_("It cannot be done"), asks=Explanation, values={"replied_on": day},
                do=do(opinions.explain, book),
            ))  # fmt: skip
        if _S.REFERRED in following:
            found.append(Action(
                name="refer_up", label=N_("Refer it up"), asks=Referral, values={"referred_on": day},
                do=do(opinions.refer_up, book),
            ))  # fmt: skip
        return found

    def _raise_actions(self, record: Opinion) -> list[Action]:
        """What an opinion can grow into."""
        found = [
            Action(name="to_proposal", label=N_("Raise to a proposal"), do=self._to_proposal),
            Action(name="to_exposure", label=N_("Expose it as waste"), do=self._to_exposure),
            Action(name="to_rule", label=N_("Lead to a prevention rule"), do=self._to_rule),
        ]
        if record.poster is not None:
            found.insert(0, Action(name="another", label=N_("Another from the same posters"), do=self._another))
        return found

    def _aside(self, record: Opinion) -> list[Action]:
        """Slips, merging, withdrawing."""
        book, day = self.office.book, self._day(record)
        following = rules.NEXT_OPINION[record.state]
        found: list[Action] = []
        if record.anonymous and not record.slip:
            found.append(Action(
                name="give_slip", label=N_("Give a slip with a code"), asks=SlipGiving, values={"slip_on": self.office.day()},
                do=self._give_slip, final=ONLY_ONCE,
            ))  # fmt: skip
        elif record.slip:
            found.append(Action(
                name="renew_slip", label=N_("Give a new slip"), asks=SlipRenewal, values={"slip_on": self.office.day()},
                do=self._renew_slip, final=ONLY_ONCE,
            ))  # fmt: skip
        if _S.MERGED in following:
            found.append(Action(
                name="merge", label=N_("Merge it into another"), asks=Merging, values={"merged_on": day},
                do=do(opinions.merge, book),
            ))  # fmt: skip
        if record.raised_by:
            found.append(Action(name="make_anonymous", label=N_("Make it anonymous"), do=self._make_anonymous, final=FOR_GOOD))
        if _S.WITHDRAWN in following:
            found.append(Action(
                name="withdraw", label=N_("Withdraw it"), asks=Ending, values={"day": day}, do=do(opinions.withdraw, book),
            ))  # fmt: skip
        return found

    def _another(self, row: int, _asked: object) -> None:
        poster = overview.opinion(self.office.book, row).poster or 0
        values = opinions.for_opinion(overview.posters(self.office.book, poster))
        self.office.start(Start("opinions", values, came_from=("opinion_posters", poster)))

    def _separate(self, row: int, _asked: object) -> None:
        opinions.separate(self.office.book, row)

    def _to_proposal(self, row: int, _asked: object) -> None:
        opinion = overview.opinion(self.office.book, row)
        self.office.start(Start("proposals", opinions.for_proposal(opinion), came_from=("opinions", row)))

    def _to_exposure(self, row: int, _asked: object) -> None:
        opinion = overview.opinion(self.office.book, row)
        self.office.start(Start("waste_exposures", opinions.for_exposure(opinion), came_from=("opinions", row)))

    def _to_rule(self, row: int, _asked: object) -> None:
        values = opinions.for_rule(overview.opinion(self.office.book, row))
        self.office.start(Start("waste_rules", {**values, "drafted_on": self.office.day()}, came_from=("opinions", row)))

    def _give_slip(self, row: int, asked: SlipGiving) -> None:
        code = opinions.give_slip(self.office.book, row, asked)
        self.office.show_paper(Print(sheets.slip_with(code), tbl="opinions", row=row))

    def _renew_slip(self, row: int, asked: SlipRenewal) -> None:
        code = opinions.renew_slip(self.office.book, row, asked)
        self.office.show_paper(Print(sheets.slip_with(code), tbl="opinions", row=row))

    def _make_anonymous(self, row: int, _asked: object) -> int:
        tell_traces(self.office, opinions.make_anonymous(self.office.book, row))
        return row


class PostersPage(Page[Posters]):
    """The posters by day and unit: how many sheets, and how many opinions on them."""

    TITLE = N_("Posters")
    QUERY = opinions.POSTERS
    NEW = N_("Enter posters")
    NUMBER = "number"
    HEADING = "subject"
    CARRY = ("posted_on", "spot")
    EMPTY = N_("Posters stand here by day and unit, counted in sheets; the opinions on them are counted apart.")
    ENTRY = (Section(N_("Posters"), ("subject", ("posted_on", "sheets"), "unit", "spot", "counted", "remark")),)
    SECTIONS = (*ENTRY, Section(N_("Voided"), ("voided_on", "voided_why")))

    def enter(self, record: Posters, came_from: tuple[str, int] | None) -> int:
        """Enter the posters of a day."""
        return opinions.enter_posters(self.office.book, record)

    def correct(self, record: Posters) -> None:
        """Correct an entry."""
        opinions.correct_posters(self.office.book, record)

    def can_correct(self, record: Posters) -> bool:
        """All but the voided."""
        return record.voided_on is None

    def defaults(self) -> Mapping[str, object]:
        """The day of the chosen month."""
        return {"posted_on": self.office.day()}

    def warnings(self, record: Posters) -> Sequence[str]:
        """How many opinions stand on them, entered and only counted; a person named."""
        entered = len(overview.on_posters(self.office.book, record.id))
        said = _("{sheets} sheets, {items} opinions: {entered} entered, {counted} only counted.",
                 sheets=record.sheets, items=entered + record.counted, entered=entered, counted=record.counted)  # fmt: skip
        return [said, *overview.names_hint(self.office.book, record.subject)]

    def next_actions(self, record: Posters) -> Sequence[Action]:
        """Write down an opinion that stands on them, or void the entry."""
        if record.voided_on is not None:
            return ()
        return (
            Action(name="write_opinion", label=N_("Write down an opinion"), primary=True, do=self._write),
            Action(
                name="void", label=N_("Void the entry"), asks=Ending, values={"day": max(self.office.day(), record.posted_on)},
                do=do(opinions.void_posters, self.office.book),
            ),
        )  # fmt: skip

    def _write(self, row: int, _asked: object) -> None:
        posters = overview.posters(self.office.book, row)
        self.office.start(Start("opinions", opinions.for_opinion(posters), came_from=("opinion_posters", row)))


def do(step: Callable[[Any, int, Any], None], book: object) -> Callable[[int, Any], None]:
    """A step of the service as the panel takes it."""
    return lambda row, asked: step(book, row, asked)
