"""Debates: from plan to filed minutes, arguments by position and unit and never by person, what follows, figures, papers."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import office, upkeep
from unionoffice.core.book import Book
from unionoffice.core.errors import BugError, KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed, fields
from unionoffice.desks.meetings.records import (
    Attendee,
    CarryingOut,
    Confirmation,
    Correction,
    Filing,
    Present,
    Resolution,
    Vote,
)
from unionoffice.desks.rectification import rules, service, sheets
from unionoffice.desks.rectification.records import (
    Argument,
    Debate,
    DebateHolding,
    DebateState,
    Ending,
    Opinion,
    Position,
    Source,
    Stand,
    Tying,
)
from unionoffice.desks.rectification.service import debates, opinions
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.printing import forms, pdf
from unionoffice.printing.paper import Sheet

Language = Literal["zh", "en"]
DAY = date(1958, 3, 10)
MARCH = Period.of_month(Month(1958, 3))


def workshop(book: Book, name: str = "二车间", english: str = "Workshop 2") -> int:
    return roster.enter_unit(book, Unit(name=name, english=english, level=Level.WORKSHOP))


def minutes(**more: object) -> Debate:
    values: dict[str, object] = {
        "motion": "机床利用率能不能到百分之八十五", "held_on": DAY, "begins": "16:00", "ends": "17:00", "closed_at": "17:30",
        "room": "二车间休息室", "chair_post": "车间工会主席", "chair": "王秀英", "recorder": "李文",
        "present": (Present(name="甲班车工", people=11), Present(name="乙班车工", people=9)),
        "attendees": (Attendee(name="周技术员", post="工艺科"),),
        "positions": (
            Position(stand=Stand.FOR, text="能到百分之八十五"), Position(stand=Stand.AGAINST, text="只能定百分之八十"),
            Position(stand=Stand.OTHER, text="分两步走"),
        ),
        "arguments": (
            Argument(stand=Stand.AGAINST, text="两台立车四月大修。", evidence="大修计划第三项。", from_group="机修组"),
            Argument(stand=Stand.FOR, text="等料少了一半，就到过八十一。", evidence="三月上旬台时记录。"),
            Argument(stand=Stand.OTHER, other="分两步走", text="修好以后再提。", from_group="乙班车工"),
        ),
        "conclusion": "多数同意分两步走。", "follows": "提交计划讨论。",
        "resolutions": (Resolution(text="两台立车错开大修。", due=date(1958, 3, 20)), Resolution(text="首检搬到机床旁。")),
        "votes": (Vote(motion="分两步走", in_favour=16, against=3, abstained=1),),
    }
    return Debate(**{**values, **more})  # type: ignore[arg-type]


def held(book: Book, debate: Debate | None = None) -> int:
    row = debates.enter(book, debate or minutes())
    debates.hold(book, row, DebateHolding(held_on=DAY))
    return row


def confirmed(book: Book, debate: Debate | None = None) -> int:
    row = held(book, debate)
    debates.confirm(book, row, Confirmation(confirmed_on=date(1958, 3, 12)))
    return row


# -- states --------------------------------------------------------------------------------


def test_a_debate_goes_from_plan_to_files_and_keeps_its_number(book: Book) -> None:
    row = debates.enter(book, Debate(motion=" 能不能到八十五 ", held_on=DAY, old_number="1958-辩-2"))
    assert str(book.to_undo()) == "Register debate BL-1958-0001"
    debate = debates.debate(book, row)
    assert (debate.number, debate.motion, debate.state) == ("BL-1958-0001", "能不能到八十五", DebateState.PLANNED)
    debates.hold(book, row, DebateHolding(held_on=date(1958, 3, 11), begins="8.30", closed_at="1010", in_working_time=True))
    debate = debates.debate(book, row)
    assert (debate.held_on, debate.begins, debate.closed_at, debate.in_working_time) == (
        date(1958, 3, 11), "08:30", "10:10", True)
    with pytest.raises(KnownError, match="in the chair"):
        debates.confirm(book, row, Confirmation(confirmed_on=date(1958, 3, 12)))
    debates.correct(book, changed(minutes(), id=row))
    debates.confirm(book, row, Confirmation(confirmed_on=date(1958, 3, 12)))
    assert book.to_undo() is None
    debates.file(book, row, Filing(filed_on=date(1958, 3, 20), file_number="58-3-12"))
    debate = debates.debate(book, row)
    assert (debate.number, debate.state, debate.file_number) == ("BL-1958-0001", DebateState.FILED, "58-3-12")
    assert [hit.row for hit in book.search("立车", tbl="debates")] == [row]
    assert upkeep.check(book, schema.TABLES) == []


STEPS = {
    DebateState.HELD: lambda book, row: debates.hold(book, row, DebateHolding(held_on=DAY)),
    DebateState.CONFIRMED: lambda book, row: debates.confirm(book, row, Confirmation(confirmed_on=date(1958, 3, 12))),
    DebateState.FILED: lambda book, row: debates.file(book, row, Filing(filed_on=date(1958, 3, 20))),
    DebateState.CANCELLED: lambda book, row: debates.cancel(book, row, Ending(day=date(1958, 3, 21), reason="停电")),
    DebateState.VOIDED: lambda book, row: debates.void(book, row, Ending(day=date(1958, 3, 21), reason="作废")),
}
S = DebateState
WAYS: dict[DebateState, tuple[DebateState, ...]] = {
    S.PLANNED: (), S.HELD: (S.HELD,), S.CONFIRMED: (S.HELD, S.CONFIRMED), S.FILED: (S.HELD, S.CONFIRMED, S.FILED),
    S.CANCELLED: (S.CANCELLED,), S.VOIDED: (S.HELD, S.CONFIRMED, S.VOIDED),
}
ALLOWED = {
    ("planned", "held"), ("planned", "cancelled"), ("held", "confirmed"), ("held", "cancelled"),
    ("confirmed", "filed"), ("confirmed", "voided"), ("filed", "voided"),
}


@pytest.mark.parametrize("start", list(WAYS))
@pytest.mark.parametrize("step", list(STEPS))
def test_a_debate_takes_only_the_steps_that_can_come_next(book: Book, start: DebateState, step: DebateState) -> None:
    row = debates.enter(book, minutes())
    for each in WAYS[start]:
        STEPS[each](book, row)
    if (start.value, step.value) in ALLOWED:
        STEPS[step](book, row)
        assert debates.debate(book, row).state is step
    else:
        with pytest.raises(KnownError, match="cannot become"):
            STEPS[step](book, row)
        assert debates.debate(book, row).state is start


def test_confirmed_minutes_are_corrected_by_addenda_only(book: Book) -> None:
    row = confirmed(book)
    with pytest.raises(KnownError, match="locked"):
        debates.correct(book, changed(debates.debate(book, row), motion="别的"))
    with pytest.raises(KnownError, match="before"):
        debates.add_addendum(book, row, Correction(written_on=date(1958, 3, 11), text="更正"))
    debates.add_addendum(book, row, Correction(written_on=date(1958, 3, 14), text="到会二十二人。"))
    assert [line.text for line in debates.debate(book, row).addenda] == ["到会二十二人。"]
    with pytest.raises(KnownError, match="1958-03-14"):
        debates.void(book, row, Ending(day=date(1958, 3, 13), reason="重复"))
    open_row = held(book)
    with pytest.raises(KnownError, match="addendum belongs"):
        debates.add_addendum(book, open_row, Correction(written_on=date(1958, 3, 14), text="更正"))
    with pytest.raises(KnownError) as told:
        debates.cancel(book, open_row, Ending(day=date(1958, 3, 14), reason=" "))
    assert told.value.field == "reason"


# -- what cannot be ---------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "field"), [
    ({"motion": " "}, "motion"),
    ({"begins": "25:00"}, "begins"),
    ({"begins": "16:00", "closed_at": "16:00"}, "closed_at"),
    ({"present": (Present(name=""),)}, "present"),
    ({"positions": (Position(stand=Stand.FOR), Position(stand=Stand.FOR)), "arguments": ()}, "positions"),
    ({"positions": (Position(stand=Stand.OTHER, text=" "),), "arguments": ()}, "positions"),
    ({"positions": tuple(Position(stand=Stand.OTHER, text=text) for text in ("缓", "缓 ")), "arguments": ()}, "positions"),
    ({"arguments": (Argument(stand=Stand.FOR, text=" "),)}, "arguments"),
    ({"arguments": (Argument(stand=Stand.OTHER, other="没有这一种", text="也行"),)}, "arguments"),
    ({"positions": (), "arguments": (Argument(stand=Stand.OTHER, text="也行"),)}, "arguments"),
    ({"resolutions": (Resolution(text="办", due=date(1958, 3, 9)),)}, "resolutions"),
    ({"votes": (Vote(motion="分两步走", in_favour=21),)}, "votes"),
])  # fmt: skip
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(book: Book, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as told:
        debates.enter(book, minutes(**wrong))
    assert told.value.field == field
    assert book.value("select count(*) from debates") == 0


@pytest.mark.parametrize("lacking", [
    {"begins": ""}, {"closed_at": ""}, {"chair": ""}, {"recorder": " "}, {"present": (), "votes": ()}, {"arguments": ()},
    {"conclusion": " "},
])
def test_minutes_that_lack_something_are_not_confirmed(book: Book, lacking: dict[str, object]) -> None:
    row = held(book, minutes(**lacking))
    with pytest.raises(KnownError) as told:
        debates.confirm(book, row, Confirmation(confirmed_on=date(1958, 3, 12)))
    assert told.value.field in lacking
    assert debates.debate(book, row).state is DebateState.HELD


# -- by position, never by person --------------------------------------------------------------


def test_an_argument_has_no_place_for_a_person() -> None:
    assert not any(field.shown.suggests == "workers" or field.shown.ref == "workers" for field in fields(Argument).values())
    assert {"speaker", "name", "worker"}.isdisjoint(fields(Argument))


def test_an_argument_of_the_only_other_position_takes_its_words(book: Book) -> None:
    row = debates.enter(book, minutes(arguments=(
        Argument(stand=Stand.OTHER, text="修好以后再提。"), Argument(stand=Stand.FOR, other="写错了", text="到过八十一。"),
    )))  # fmt: skip
    assert [each.other for each in debates.debate(book, row).arguments] == ["分两步走", ""]


ARGUMENTS = st.lists(st.tuples(st.sampled_from(list(Stand)), st.sampled_from(["缓", "快", "分"])), max_size=12)


@given(ARGUMENTS)
def test_every_argument_stands_once_under_its_own_position_in_its_order(drawn: list[tuple[Stand, str]]) -> None:
    arguments = tuple(
        Argument(stand=stand, other=other if stand is Stand.OTHER else "", text=str(place))
        for place, (stand, other) in enumerate(drawn)
    )
    others = tuple(Position(stand=Stand.OTHER, text=text) for text in ("缓", "快", "分"))
    found = rules.by_position(Debate(motion="题", held_on=DAY, positions=others, arguments=arguments))
    assert sorted(int(each.text) for _position, brought in found for each in brought) == list(range(len(drawn)))
    for position, brought in found:
        assert all(each.stand is position.stand for each in brought)
        assert position.stand is not Stand.OTHER or all(each.other == position.text for each in brought)
        assert [int(each.text) for each in brought] == sorted(int(each.text) for each in brought)
    assert [list(Stand).index(position.stand) for position, _brought in found] == sorted(
        list(Stand).index(position.stand) for position, _brought in found)


def test_warnings_are_hints_and_stop_nothing(book: Book) -> None:
    roster.enter_worker(book, Worker(name="陈大为"))
    named = (Argument(stand=Stand.FOR, text="到过八十一。", evidence="陈大为的台时记录。"),)
    row = debates.enter(book, minutes(in_working_time=True, arguments=named))
    said = debates.warnings(book, debates.debate(book, row), date(1958, 4, 1))
    assert len(said) == 4
    assert "working time" in said[0] and "day has passed" in said[1] and "one side" in said[2]
    assert said[3] == "Write of the arrangement, not the person? The text names 陈大为."
    debates.hold(book, row, DebateHolding(held_on=DAY, in_working_time=True))
    late = debates.warnings(book, debates.debate(book, row), date(1958, 4, 1))
    assert "Resolutions past their day and not carried out: 1." in late
    clean = held(book)
    assert debates.warnings(book, debates.debate(book, clean), DAY) == []


# -- what follows ---------------------------------------------------------------------------------


def test_opinions_and_proposals_that_grow_out_of_a_debate_are_tied_to_it(book: Book) -> None:
    from unionoffice.desks.proposals import service as proposals
    from unionoffice.desks.proposals.records import Author, Proposal

    shop = workshop(book)
    row = confirmed(book, minutes(unit=shop))
    values = debates.for_opinion(debates.debate(book, row))
    assert values == {"raised_on": DAY, "source": Source.DEBATE, "unit": shop}
    opinion = opinions.enter(book, Opinion(summary="夜班领料没人发", **values), came_from=("debates", row))  # type: ignore[arg-type]
    taken = debates.for_proposal(debates.debate(book, row))
    assert taken["problem"] == "多数同意分两步走。"
    assert taken["received_on"] == DAY
    bare = Proposal(title="首检搬到机床旁", method="配量具。", authors=(Author(name="车工组", share=100),), received_on=DAY)
    proposal = proposals.enter(book, changed(bare, **taken), came_from=("debates", row))
    followed = debates.what_followed(book, row)
    assert {(link.other.tbl, link.other.row) for link in followed} == {("opinions", opinion), ("proposals", proposal)}


def test_a_plan_discussion_that_follows_from_a_debate_is_tied_to_it(book: Book) -> None:
    from unionoffice.desks.figures import service as figures
    from unionoffice.desks.figures.records import Indicator
    from unionoffice.desks.targets import service as targets
    from unionoffice.desks.targets.records import Discussion

    shop = workshop(book)
    row = confirmed(book, minutes(unit=shop))
    taken = debates.for_discussion(debates.debate(book, row))
    indicator = figures.enter(book, Indicator(name="机床利用率", measure="%"))
    draft = Discussion(indicator=indicator, period="1958-Q2", draft="80", received_on=DAY)
    discussion = targets.enter_discussion(book, changed(draft, **taken), ("debates", row))
    assert [(link.other.tbl, link.other.row) for link in debates.what_followed(book, row)] == [("plan_discussions", discussion)]
    assert targets.discussion(book, discussion).unit == shop


def test_a_record_that_stands_already_is_tied_by_its_number(book: Book) -> None:
    row = confirmed(book)
    opinion = opinions.enter(book, Opinion(summary="夜班领料没人发", raised_on=DAY, source=Source.BOX))
    debates.tie(book, row, Tying(number=" zg-1958-0001 "))
    assert [(link.kind, link.other.row) for link in debates.what_followed(book, row)] == [(debates.FOLLOWS, opinion)]
    for number, why in (("ZG-1958-0001", "already"), ("ZG-1958-0099", "Nothing"), ("BL-1958-0001", "itself")):
        with pytest.raises(KnownError, match=why) as told:
            debates.tie(book, row, Tying(number=number))
        assert told.value.field == "number"
    book.undo()
    assert debates.what_followed(book, row) == []


def test_a_debate_called_for_an_opinion_is_tied_to_it_but_does_not_follow_from_itself(book: Book) -> None:
    opinion = opinions.enter(book, Opinion(summary="定额太松", raised_on=DAY, source=Source.BOX))
    row = debates.enter(book, minutes(), came_from=("opinions", opinion))
    assert [link.other.row for link in book.links("debates", row)] == [opinion]
    assert debates.what_followed(book, row) == []


def test_resolutions_are_promises_and_are_carried_out_after_confirmation(book: Book) -> None:
    row = confirmed(book)
    debates.enter(book, minutes(motion="只是计划"))
    promised = [each for each in service.promises(book) if each.tbl == "debates"]
    assert [(p.number, p.text, p.due, p.done_on) for p in promised] == [
        ("BL-1958-0001", "两台立车错开大修。", date(1958, 3, 20), None), ("BL-1958-0001", "首检搬到机床旁。", None, None)]
    assert str(promised[0].source) == "Debate of 1958-03-10"
    service.keep_promise(book, "debates", promised[0].line, date(1958, 3, 19))
    service.keep_promise(book, "debate_resolutions", promised[1].line, date(1958, 3, 21))
    assert [line.done_on for line in debates.debate(book, row).resolutions] == [date(1958, 3, 19), date(1958, 3, 21)]
    debates.carry_out(book, row, CarryingOut(number=1, done_on=None))
    assert debates.debate(book, row).resolutions[0].done_on is None
    with pytest.raises(KnownError) as told:
        debates.carry_out(book, row, CarryingOut(number=3, done_on=DAY))
    assert told.value.field == "number"
    with pytest.raises(BugError):
        service.keep_promise(book, "waste_sessions", 1, DAY)


def test_what_is_due_and_overdue_is_counted_and_listed_alike(book: Book) -> None:
    row = confirmed(book)
    ahead = debates.enter(book, minutes(motion="四月的题", held_on=date(1958, 3, 25), resolutions=()))

    def seen(day: int) -> list[tuple[int, str]]:
        return [(each.row, each.kind) for each in service.due(book, date(1958, 3, day)) if each.tbl == "debates"]

    assert [seen(19), seen(20), seen(25)] == [[], [(row, "due")], [(row, "due"), (ahead, "due")]]
    assert [service.badge(book, date(1958, 3, day)) for day in (20, 21, 25, 26)] == [0, 1, 1, 2]
    debates.carry_out(book, row, CarryingOut(number=1, done_on=date(1958, 3, 27)))
    debates.cancel(book, ahead, Ending(day=date(1958, 3, 27), reason="停电"))
    assert service.badge(book, date(1958, 3, 28)) == 0
    assert seen(28) == []


def test_the_filter_of_broken_promises_finds_what_the_badge_counts(book: Book) -> None:
    row = confirmed(book)
    where = next(each.where for each in debates.DEBATES.filters if each.name == "promised")
    found = [each["id"] for each in book.rows(f"select id from debates where {where}", today="1958-03-21")]
    assert found == [row]
    assert book.rows(f"select id from debates where {where}", today="1958-03-20") == []


def test_the_figures_of_a_month_are_those_of_the_debates_held_with_their_rows(book: Book) -> None:
    outside = held(book)  # 21 people, 90 minutes
    seven = {"present": (Present(name="一班", people=7),), "attendees": (), "votes": ()}
    inside = debates.enter(book, minutes(begins="08:00", closed_at="08:20", **seven))
    debates.hold(book, inside, DebateHolding(held_on=DAY, in_working_time=True))
    untimed = held(book, minutes(begins="", ends="", closed_at=""))
    debates.enter(book, minutes(motion="只是计划"))
    gone = confirmed(book)
    debates.void(book, gone, Ending(day=date(1958, 3, 13), reason="重复"))
    found = {f.code.removeprefix("rectification."): f for f in service.figures(book, MARCH) if ".debate" in f.code}
    assert {code: figure.value for code, figure in found.items()} == {
        "debates": 3, "debate_people": 21 + 7 + 21, "debate_hours": round((21 * 90 + 7 * 20) * 10_000 / 60),
        "debate_hours_inside": round(7 * 20 * 10_000 / 60),
    }
    assert found["debates"].rows == (outside, inside, untimed)
    assert found["debate_hours_inside"].rows == (inside,)
    assert str(found["debate_hours"].note) == "Debates without times are not in it: 1"
    assert {f.value for f in service.figures(book, MARCH.following()) if ".debate" in f.code} == {0}


# -- on paper -----------------------------------------------------------------------------------------


def read(data: bytes) -> tuple[str, int]:
    """The text of a paper without spaces, and its number of pages."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def printed(name: str, sheet: Sheet, language: Language, *, blank: bool = False) -> tuple[str, int]:
    return read(pdf.render(forms.shipped(name), sheet, language, blank=blank))


@pytest.mark.parametrize("name", ["debate_minutes", "debate_sign_in"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_papers_print_their_sample_and_blank(name: str, language: Language) -> None:
    filled, _pages = printed(name, forms.sample(forms.shipped(name)), language)
    blank, pages = printed(name, {}, language, blank=True)
    assert "1958" in filled and "1958" not in blank
    assert pages == (2 if name == "debate_minutes" else 1)


def test_the_minutes_print_positions_arguments_and_all_that_was_held_fast(book: Book) -> None:
    office.set_office(book, office.Office(union="第二机械厂工会委员会", union_english="Union of the Second Machine Works"))
    shop = workshop(book)
    arguments = minutes().arguments
    row = confirmed(book, minutes(unit=shop, arguments=(changed(arguments[0], unit=shop), *arguments[1:])))
    opinions.enter(book, Opinion(summary="夜班领料没人发", raised_on=DAY, source=Source.DEBATE), came_from=("debates", row))
    debates.add_addendum(book, row, Correction(written_on=date(1958, 3, 14), text="到会二十二人。"))
    text, _pages = printed("debate_minutes", sheets.debate_minutes(book, row), "zh")
    for wanted in (
        "第二机械厂工会委员会", "辩论会记录", "BL-1958-0001", "机床利用率能不能到百分之八十五", "1958年3月10日16:00至17:30", "31.5",
        "【正方】能到百分之八十五", "一、等料少了一半，就到过八十一。依据：三月上旬台时记录。", "【反方】只能定百分之八十",
        "一、两台立车四月大修。（二车间、机修组）依据：大修计划第三项。", "【其他主张】分两步走", "一、修好以后再提。（乙班车工）",
        "分两步走1631", "多数同意分两步走。", "提交计划讨论。", "ZG-1958-0001夜班领料没人发",
        "一、两台立车错开大修。（1958年3月20日前）",
        "散会。", "主持人签名", "记录人签名", "1958年3月12日核定。", "1958年3月14日补正：到会二十二人。", "第1页", "共",
    ):
        assert wanted in text, wanted
    assert "草稿" not in text
    assert text.index("【正方】") < text.index("【反方】") < text.index("【其他主张】")
    text, _pages = printed("debate_minutes", sheets.debate_minutes(book, row), "en")
    for wanted in ("Minutesofthedebate", "[Forthemotion]", "(Workshop2,机修组)Evidence:", "Thesessionwasclosed.",
                   "Confirmedon12March1958.", "Page1of"):
        assert wanted in text, wanted


def test_what_is_not_confirmed_or_was_ended_says_so(book: Book) -> None:
    row = held(book)
    assert "草稿：记录尚未核定。" in printed("debate_minutes", sheets.debate_minutes(book, row), "zh")[0]
    debates.cancel(book, row, Ending(day=date(1958, 3, 11), reason="停电"))
    assert "本次辩论会已于1958年3月11日取消：停电" in printed("debate_minutes", sheets.debate_minutes(book, row), "zh")[0]
    row = confirmed(book)
    debates.void(book, row, Ending(day=date(1958, 3, 13), reason="人数有误"))
    assert "本记录已于1958年3月13日作废：人数有误" in printed("debate_minutes", sheets.debate_minutes(book, row), "zh")[0]


def test_the_sign_in_sheet_has_a_row_for_everybody_expected(book: Book) -> None:
    row = debates.enter(book, minutes(present=(Present(name="全车间", people=23),), attendees=(), votes=()))
    sheet = sheets.debate_sign_in(book, row)
    assert len(sheet["rows"]) == 40  # type: ignore[arg-type]
    text, _pages = printed("debate_sign_in", sheet, "zh")
    assert "辩论会签到表" in text and "机床利用率" in text
