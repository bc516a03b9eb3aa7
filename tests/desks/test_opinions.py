"""Opinions: from a poster to the checked correction, posters counted apart, merging, slips with a code, names, figures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionoffice import schema
from unionoffice.core import backup, upkeep
from unionoffice.core import office as offices
from unionoffice.core.book import Book
from unionoffice.core.errors import KnownError
from unionoffice.core.period import Month, Period
from unionoffice.core.record import changed
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Author, Proposal
from unionoffice.desks.rectification import rules, service
from unionoffice.desks.rectification.records import (
    Answer,
    Approval,
    Assignment,
    Beginning,
    Category,
    Completion,
    Ending,
    Explanation,
    Merging,
    Movement,
    Opinion,
    OpinionState,
    Posters,
    Referral,
    Reopening,
    SlipGiving,
    SlipRenewal,
    Source,
    Stage,
    StageBeginning,
    Telling,
    ToldBy,
    Turnout,
    Way,
)
from unionoffice.desks.rectification.service import movement, opinions, overview
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import Exposure, Session

DAY = date(1958, 3, 4)
MARCH = Period.of_month(Month(1958, 3))
END = date(1958, 4, 1)
RARE = "钏靐龘"
_S = OpinionState
LATE = date(1958, 3, 30)


def unit(book: Book, name: str = "机修车间", above: int | None = None) -> int:
    return roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP if above is None else Level.TEAM, above=above))


def raised(book: Book, summary: str = "磨工组吸尘管堵了半年", **more: object) -> int:
    values: dict[str, object] = {"raised_on": DAY, "summary": summary, "category": Category.SAFETY, **more}
    return opinions.enter(book, Opinion(**values))  # type: ignore[arg-type]


def assigned(book: Book, row: int | None = None, **more: object) -> int:
    row = row or raised(book)
    values: dict[str, object] = {"assigned_on": DAY, "by_union": True, "reply_due": DAY + timedelta(days=7), **more}
    opinions.assign(book, row, Assignment(**values))  # type: ignore[arg-type]
    return row


def replied(book: Book, row: int | None = None, **more: object) -> int:
    row = assigned(book, row)
    values: dict[str, object] = {
        "replied_on": date(1958, 3, 8), "way": Way.BY_DATE, "reply": "情况属实。", "measure": "换大管",
        "planned_on": date(1958, 3, 20), "person": "罗大成", **more,
    }  # fmt: skip
    opinions.reply(book, row, Answer(**values))  # type: ignore[arg-type]
    return row


def done(book: Book, row: int | None = None) -> int:
    row = replied(book, row)
    opinions.begin(book, row, Beginning(begun_on=date(1958, 3, 10)))
    opinions.claim_done(book, row, Completion(done_on=date(1958, 3, 19), result="大管已换"))
    return row


def corrected(book: Book, row: int | None = None, on: date = date(1958, 3, 22)) -> int:
    row = done(book, row)
    opinions.approve(book, row, Approval(checked_on=on, checked_by="郑铁生", finding="吸得动"))
    return row


def state(book: Book, row: int) -> OpinionState:
    return overview.opinion(book, row).state


# -- the way of an opinion ------------------------------------------------------------------


def test_an_opinion_goes_from_a_poster_to_the_checked_correction(book: Book) -> None:
    shop = unit(book)
    wall = opinions.enter_posters(book, Posters(posted_on=date(1958, 3, 3), unit=shop, subject="吸尘、通风", sheets=6))
    row = opinions.enter(book, Opinion(raised_on=DAY, summary="  吸尘管堵了半年  ", unit=shop), ("opinion_posters", wall))
    opinion = overview.opinion(book, row)
    assert (opinion.number, opinion.state, opinion.summary) == ("ZG-1958-0001", _S.REGISTERED, "吸尘管堵了半年")
    assert (opinion.source, opinion.poster, opinion.anonymous) == (Source.POSTER, wall, True)
    assert opinion.reply_due == date(1958, 3, 11)  # seven days from the day it was raised
    assert [link.other.number for link in book.links("opinions", row)] == ["DZ-1958-0001"]
    opinions.assign(book, row, Assignment(assigned_on=date(1958, 3, 5), responsible=shop, person="罗大成", way=Way.BY_DATE,
                                          reply_due=date(1958, 3, 12)))  # fmt: skip
    opinions.reply(book, row, Answer(replied_on=date(1958, 3, 8), way=Way.BY_DATE, reply="属实", planned_on=date(1958, 3, 20)))
    assert overview.opinion(book, row).person == "罗大成"
    opinions.begin(book, row, Beginning(begun_on=date(1958, 3, 10)))
    opinions.claim_done(book, row, Completion(done_on=date(1958, 3, 19), result="大管已换"))
    opinions.approve(book, row, Approval(checked_on=date(1958, 3, 22), checked_by="郑铁生"))
    opinions.tell(book, row, Telling(told_on=date(1958, 3, 23), told_by=ToldBy.BOARD))
    opinion = overview.opinion(book, row)
    assert (opinion.state, opinion.corrected_on, opinion.told_on) == (_S.CORRECTED, date(1958, 3, 22), date(1958, 3, 23))
    assert [(check.corrected, check.checked_by) for check in opinion.checks] == [(True, "郑铁生")]
    assert [hit.row for hit in book.search("吸尘管", tbl="opinions")] == [row]
    assert upkeep.check(book, schema.TABLES) == []


def test_a_check_that_finds_it_not_corrected_opens_it_again_and_both_checks_stay(book: Book) -> None:
    row = done(book)
    asked = Reopening(checked_on=date(1958, 3, 22), checked_by="郑铁生", finding="弯头还堵", planned_on=date(1958, 3, 28))
    opinions.reopen(book, row, asked)
    opinion = overview.opinion(book, row)
    assert (opinion.state, opinion.done_on, opinion.planned_on) == (_S.CORRECTING, None, date(1958, 3, 28))
    with pytest.raises(KnownError, match="before"):
        opinions.claim_done(book, row, Completion(done_on=date(1958, 3, 21), result="弯头通了"))
    opinions.claim_done(book, row, Completion(done_on=date(1958, 3, 25), result="弯头通了"))
    opinions.approve(book, row, Approval(checked_on=date(1958, 3, 26), checked_by="郑铁生"))
    assert [check.corrected for check in overview.opinion(book, row).checks] == [False, True]
    # Found corrected, and later not: it is opened again even then.
    opinions.reopen(book, row, changed(asked, checked_on=date(1958, 4, 20), planned_on=date(1958, 4, 30)))
    assert (state(book, row), overview.opinion(book, row).corrected_on) == (_S.CORRECTING, None)


STEPS: dict[str, tuple[OpinionState, Callable[[Book, int], None]]] = {
    "assign": (_S.ASSIGNED, lambda b, r: opinions.assign(b, r, Assignment(assigned_on=LATE, by_union=True, reply_due=LATE))),
    "reply": (_S.REPLIED, lambda b, r: opinions.reply(b, r, Answer(replied_on=LATE, reply="属实"))),
    "explain": (_S.EXPLAINED, lambda b, r: opinions.explain(b, r, Explanation(replied_on=LATE, reply="钢材不够"))),
    "refer": (_S.REFERRED, lambda b, r: opinions.refer_up(b, r, Referral(referred_on=LATE, referred_to="市工会"))),
    "begin": (_S.CORRECTING, lambda b, r: opinions.begin(b, r, Beginning(begun_on=LATE))),
    "done": (_S.DONE, lambda b, r: opinions.claim_done(b, r, Completion(done_on=LATE, result="改了"))),
    "approve": (_S.CORRECTED, lambda b, r: opinions.approve(b, r, Approval(checked_on=LATE, checked_by="郑铁生"))),
    "reopen": (
        _S.CORRECTING,
        lambda b, r: opinions.reopen(b, r, Reopening(checked_on=LATE, checked_by="郑", finding="没改", planned_on=LATE)),
    ),
    "withdraw": (_S.WITHDRAWN, lambda b, r: opinions.withdraw(b, r, Ending(day=LATE, reason="写错了"))),
}
MAKE: dict[OpinionState, Callable[[Book], int]] = {
    _S.REGISTERED: raised,
    _S.ASSIGNED: assigned,
    _S.REPLIED: replied,
    _S.CORRECTING: lambda b: _then(b, replied(b), STEPS["begin"][1]),
    _S.DONE: done,
    _S.CORRECTED: corrected,
    _S.EXPLAINED: lambda b: _then(b, assigned(b), STEPS["explain"][1]),
    _S.REFERRED: lambda b: _then(b, assigned(b), STEPS["refer"][1]),
    _S.MERGED: lambda b: _merged(b),
    _S.WITHDRAWN: lambda b: _then(b, raised(b), STEPS["withdraw"][1]),
}
ALLOWED = {
    _S.REGISTERED: {"assign", "reply", "explain", "refer", "withdraw"},
    _S.ASSIGNED: {"assign", "reply", "explain", "refer", "withdraw"},
    _S.REPLIED: {"begin", "done", "explain", "refer", "withdraw"},
    _S.CORRECTING: {"done", "explain", "refer", "withdraw"},
    _S.DONE: {"approve", "reopen", "withdraw"},
    _S.CORRECTED: {"reopen"},
    _S.EXPLAINED: {"assign", "reply", "withdraw"},
    _S.REFERRED: {"assign", "reply", "explain", "withdraw"},
    _S.MERGED: set(),
    _S.WITHDRAWN: set(),
}


def _then(book: Book, row: int, step: Callable[[Book, int], None]) -> int:
    step(book, row)
    return row


def _merged(book: Book) -> int:
    main, row = raised(book), raised(book)
    opinions.merge(book, row, Merging(into=main, merged_on=DAY))
    return row


@pytest.mark.parametrize("start", list(_S))
@pytest.mark.parametrize("step", list(STEPS))
def test_an_opinion_takes_only_the_steps_that_can_come_next(book: Book, start: OpinionState, step: str) -> None:
    row = MAKE[start](book)
    assert state(book, row) is start
    wanted, take = STEPS[step]
    if step in ALLOWED[start]:
        take(book, row)
        assert state(book, row) is wanted
        book.undo()
        assert state(book, row) is start
    else:
        acts = book.value("select count(*) from acts")
        with pytest.raises(KnownError):
            take(book, row)
        assert book.value("select count(*) from acts") == acts
    assert upkeep.check(book, schema.TABLES) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"summary": "  "}, "summary"),
        ({"anonymous": False, "raised_by": " "}, "raised_by"),
        ({"people": 0}, "people"),
    ],
)
def test_a_faulty_opinion_is_told_at_its_field(book: Book, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(KnownError) as told:
        raised(book, **{"summary": "吸尘管堵了", **wrong})  # type: ignore[arg-type]
    assert told.value.field == field
    assert book.value("select count(*) from opinions") == 0


def test_what_a_step_needs_is_asked_for(book: Book) -> None:
    row = raised(book)
    with pytest.raises(KnownError) as told:
        opinions.assign(book, row, Assignment(assigned_on=DAY, reply_due=DAY))
    assert told.value.field == "responsible"
    shop = unit(book)
    with pytest.raises(KnownError) as told:
        opinions.assign(book, row, Assignment(assigned_on=DAY, reply_due=DAY, responsible=shop, by_union=True))
    assert told.value.field == "by_union"
    with pytest.raises(KnownError) as told:
        opinions.assign(book, row, Assignment(assigned_on=DAY, by_union=True, reply_due=date(1958, 3, 3)))
    assert told.value.field == "reply_due"
    with pytest.raises(KnownError) as told:
        opinions.assign(book, row, Assignment(assigned_on=date(1958, 3, 1), by_union=True, reply_due=DAY))
    assert told.value.field == "assigned_on"
    assigned(book, row)
    for wrong, field in (
        (Answer(replied_on=DAY, way=Way.BY_DATE, reply="属实"), "planned_on"),
        (Answer(replied_on=DAY, way=Way.BY_DATE, reply=" ", planned_on=DAY), "reply"),
        (Answer(replied_on=DAY, way=Way.BY_DATE, reply="属实", planned_on=date(1958, 3, 3)), "planned_on"),
        (Answer(replied_on=date(1958, 3, 3), reply="属实"), "replied_on"),
    ):
        with pytest.raises(KnownError) as told:
            opinions.reply(book, row, wrong)
        assert told.value.field == field
    with pytest.raises(KnownError, match="no answer yet"):
        opinions.tell(book, row, Telling(told_on=DAY))


def test_the_terms_are_the_offices_own(book: Book) -> None:
    offices.set_office(book, offices.Office(union="厂工会", reply_days=5, at_once_days=1))
    row = raised(book)
    assert overview.opinion(book, row).reply_due == date(1958, 3, 9)
    assigned(book, row)
    opinions.reply(book, row, Answer(replied_on=date(1958, 3, 8), reply="马上改"))  # class A, no day written
    assert overview.opinion(book, row).planned_on == date(1958, 3, 9)


def test_class_c_in_a_reply_is_an_explanation(book: Book) -> None:
    row = assigned(book)
    opinions.reply(book, row, Answer(replied_on=date(1958, 3, 8), way=Way.EXPLAIN, reply="钢材不够，今年办不到"))
    opinion = overview.opinion(book, row)
    assert (opinion.state, opinion.way, opinion.planned_on) == (_S.EXPLAINED, Way.EXPLAIN, None)
    opinions.tell(book, row, Telling(told_on=date(1958, 3, 9)))
    assert overview.opinion(book, row).told_by is ToldBy.IN_PERSON


def test_what_a_step_wrote_can_be_corrected_but_not_emptied_and_the_slip_binds(book: Book) -> None:
    row = replied(book)
    opinion = overview.opinion(book, row)
    with pytest.raises(KnownError) as told:
        opinions.correct(book, changed(opinion, planned_on=None))
    assert told.value.field == "planned_on"
    opinions.correct(book, changed(opinion, reply="情况属实，已查。"))
    offices.note_printed(book, "reply_slip", "Reply slip", tbl="opinions", row=row, final=True)
    opinion = overview.opinion(book, row)
    with pytest.raises(KnownError) as told:
        opinions.correct(book, changed(opinion, planned_on=date(1958, 3, 25)))
    assert told.value.field == "corrected_because"
    opinions.correct(book, changed(opinion, remark="另记"))  # what does not stand on the slip
    opinions.correct(book, changed(opinion, planned_on=date(1958, 3, 25), corrected_because="钢管晚到"))
    assert "钢管晚到" in str(book.story("opinions", row)[0].said)
    # The state and the number are not touched by a correction, whatever it says.
    opinions.correct(book, changed(overview.opinion(book, row), state=_S.CORRECTED, number="ZG-1", remark="再记"))
    assert (state(book, row), overview.opinion(book, row).number) == (_S.REPLIED, "ZG-1958-0001")


def test_without_a_day_the_reply_is_due_as_when_it_was_raised_or_anew_when_passed_on_later(book: Book) -> None:
    soon, late = raised(book), raised(book)  # both due on the 11th
    opinions.assign(book, soon, Assignment(assigned_on=date(1958, 3, 11), by_union=True))
    opinions.assign(book, late, Assignment(assigned_on=date(1958, 3, 12), by_union=True))
    assert [overview.opinion(book, row).reply_due for row in (soon, late)] == [date(1958, 3, 11), date(1958, 3, 19)]


# -- posters ----------------------------------------------------------------------------------


def test_sheets_and_items_are_two_counts(book: Book) -> None:
    shop = unit(book)
    wall = opinions.enter_posters(book, Posters(posted_on=DAY, unit=shop, subject="通风", sheets=31, counted=40))
    for summary in ("吸尘管堵了", "风扇不转", "门窗关不上"):
        raised(book, summary, poster=wall, source=Source.POSTER)
    raised(book, "会太多", source=Source.BOX)
    found = {figure.code: figure for figure in service.figures(book, MARCH, END)}
    assert found["rectification.posters"].value == 31
    assert found["rectification.opinions"].value == 4
    assert found["rectification.counted"].value == 40
    assert overview.on_posters(book, wall) == tuple(found["rectification.opinions"].rows[:3])


def test_posters_are_voided_only_when_nothing_stands_on_them(book: Book) -> None:
    wall = opinions.enter_posters(book, Posters(posted_on=DAY, subject="通风", sheets=3))
    row = raised(book, poster=wall, source=Source.POSTER)
    with pytest.raises(KnownError, match="stand on these posters"):
        opinions.void_posters(book, wall, Ending(day=DAY, reason="重复"))
    with pytest.raises(KnownError) as told:
        opinions.correct_posters(book, changed(overview.posters(book, wall), posted_on=date(1958, 3, 5)))
    assert told.value.field == "posted_on"
    opinions.correct(book, changed(overview.opinion(book, row), poster=None, source=Source.BOX))
    assert book.links("opinions", row) == []
    opinions.void_posters(book, wall, Ending(day=DAY, reason="重复"))
    assert overview.posters(book, wall).number == "DZ-1958-0001"
    assert next(f for f in service.figures(book, MARCH, END) if f.code == "rectification.posters").value == 0
    with pytest.raises(KnownError, match="voided"):
        raised(book, poster=wall, source=Source.POSTER)


def test_an_opinion_is_not_older_than_its_posters_and_came_by_them(book: Book) -> None:
    wall = opinions.enter_posters(book, Posters(posted_on=DAY, subject="通风", sheets=3))
    with pytest.raises(KnownError) as told:
        raised(book, poster=wall, raised_on=date(1958, 3, 3))
    assert told.value.field == "raised_on"
    with pytest.raises(KnownError) as told:
        raised(book, poster=wall, source=Source.BOX)
    assert told.value.field == "source"


# -- merging ----------------------------------------------------------------------------------


def test_merged_opinions_add_their_people_and_can_be_separated_again(book: Book) -> None:
    main, second, third = raised(book, people=9), raised(book, people=3), replied(book, raised(book, people=2))
    opinions.merge(book, second, Merging(into=main, merged_on=date(1958, 3, 6)))
    opinions.merge(book, third, Merging(into=main, merged_on=date(1958, 3, 9)))
    assert overview.people_of(book, main) == 14
    assert any("14 people" in warning for warning in overview.warnings(book, overview.opinion(book, main), DAY))
    assert {link.other.row for link in book.links("opinions", main)} == {second, third}
    opinions.separate(book, third)
    assert (state(book, third), overview.people_of(book, main)) == (_S.REPLIED, 12)
    assert overview.opinion(book, third).merged_into is None
    book.undo()
    assert state(book, third) is _S.MERGED
    with pytest.raises(KnownError, match="not merged"):
        opinions.separate(book, main)


def test_what_was_merged_goes_along_into_the_next(book: Book) -> None:
    first, second, third = raised(book, people=4), raised(book, people=5), raised(book, people=6)
    opinions.merge(book, third, Merging(into=second, merged_on=DAY))
    opinions.merge(book, second, Merging(into=first, merged_on=DAY))
    assert overview.people_of(book, first) == 15
    assert overview.opinion(book, third).merged_into == first
    with pytest.raises(KnownError) as told:
        opinions.merge(book, first, Merging(into=third, merged_on=DAY))
    assert told.value.field == "into"
    with pytest.raises(KnownError, match="itself"):
        opinions.merge(book, first, Merging(into=first, merged_on=DAY))
    with pytest.raises(KnownError, match="Separate them"):
        opinions.withdraw(book, first, Ending(day=DAY, reason="撤"))


def test_an_opinion_of_the_same_content_is_named_so_that_it_can_be_merged(book: Book) -> None:
    first, other = raised(book, "磨工组吸尘管堵了"), raised(book, "食堂夜班饭是冷的")
    assert [hit.row for hit in overview.similar(book, "吸尘管堵了没人管")] == [first]
    assert overview.similar(book, "磨工组吸尘管堵了", but=first) == []
    assert overview.similar(book, "") == []
    twin = raised(book, "磨工组的吸尘管堵了")
    assert any("Perhaps the same as: ZG-1958-0001" in hint for hint in overview.warnings(book, overview.opinion(book, twin), DAY))
    opinions.merge(book, twin, Merging(into=first, merged_on=DAY))
    assert [hit.row for hit in overview.similar(book, "吸尘管堵了")] == [first]  # the merged one is not offered
    assert overview.similar(book, "夜班饭是冷的")[0].row == other


def test_telling_one_tells_those_that_were_merged_into_it(book: Book) -> None:
    main, other = replied(book), raised(book)
    opinions.merge(book, other, Merging(into=main, merged_on=date(1958, 3, 9)))
    opinions.tell(book, main, Telling(told_on=date(1958, 3, 10), told_by=ToldBy.WALL))
    assert overview.opinion(book, other).told_on == date(1958, 3, 10)
    book.undo()
    assert overview.opinion(book, other).told_on is None


# -- slips with a code --------------------------------------------------------------------------


def every_byte(book: Book) -> bytes:
    """All the bytes that lie in the folder of the book: the book, its log, its drafts."""
    return b"".join(path.read_bytes() for path in sorted(book.path.parent.iterdir()) if path.is_file())


def test_a_code_opens_its_opinion_and_its_bytes_are_nowhere(book: Book) -> None:
    rows = [raised(book, f"意见{place}") for place in range(3)]
    codes = [opinions.give_slip(book, row, SlipGiving(slip_on=DAY)) for row in rows]
    assert len(set(codes)) == 3
    for row, code in zip(rows, codes, strict=True):
        assert re.fullmatch(f"[{rules.LETTERS}]{{4}}-[{rules.LETTERS}]{{4}}", code)
        assert opinions.find_by_code(book, code) == row
        assert opinions.find_by_code(book, f" {code.lower().replace('-', ' ')} ") == row
        assert opinions.find_by_code(book, "".join(chr(ord(sign) + 0xFEE0) for sign in code.replace("-", ""))) == row  # full width
    with pytest.raises(KnownError, match="already"):
        opinions.give_slip(book, rows[0], SlipGiving(slip_on=DAY))
    book.conn.execute("pragma wal_checkpoint(truncate)")
    lying = every_byte(book)
    for code in codes:
        plain = code.replace("-", "")
        for written in (code, plain, code.lower(), plain.lower()):
            for encoding in ("utf-8", "utf-16-le"):
                assert written.encode(encoding) not in lying
            assert written not in json.dumps(book.rows("select * from acts")) + json.dumps(book.rows("select * from changes"))
    kept = book.value("select slip from opinions where id = :row", row=rows[0])
    method, n, r, p, salt, hashed = kept.split("$")
    assert (method, int(n), int(r), int(p), len(salt), len(hashed)) == ("scrypt", 16384, 8, 1, 32, 128)
    assert book.search(codes[0]) == []


def test_giving_a_slip_is_final_and_a_spoilt_one_is_replaced(book: Book) -> None:
    row = raised(book)
    first = opinions.give_slip(book, row, SlipGiving(slip_on=DAY))
    assert book.to_undo() is None
    with pytest.raises(KnownError) as told:
        opinions.renew_slip(book, row, SlipRenewal(slip_on=DAY, reason=" "))
    assert told.value.field == "reason"
    second = opinions.renew_slip(book, row, SlipRenewal(slip_on=date(1958, 3, 5), reason="印坏"))
    assert opinions.find_by_code(book, second) == row
    with pytest.raises(KnownError, match="No slip"):
        opinions.find_by_code(book, first)
    assert "印坏" in str(book.story("opinions", row)[0].said)


def test_a_slip_is_for_who_stays_anonymous(book: Book) -> None:
    named = raised(book, anonymous=False, raised_by="刘愿署")
    with pytest.raises(KnownError, match="stays anonymous"):
        opinions.give_slip(book, named, SlipGiving(slip_on=DAY))
    row = raised(book)
    opinions.give_slip(book, row, SlipGiving(slip_on=DAY))
    with pytest.raises(KnownError) as told:
        opinions.correct(book, changed(overview.opinion(book, row), anonymous=False, raised_by="刘愿署"))
    assert told.value.field == "anonymous"
    with pytest.raises(KnownError, match="No slip"):
        opinions.renew_slip(book, named, SlipRenewal(slip_on=DAY, reason="丢了"))


def test_a_correction_does_not_lose_the_slip(book: Book) -> None:
    row = raised(book)
    code = opinions.give_slip(book, row, SlipGiving(slip_on=DAY))
    opinions.correct(book, changed(overview.opinion(book, row), details="弯头处"))
    corrected(book, row)
    assert opinions.find_by_code(book, code) == row


@pytest.mark.parametrize("typed", ["", "K7MF", "K7MF-3XR0", "K7MF-3XRDA", "意见"])
def test_what_can_be_no_code_is_told(book: Book, typed: str) -> None:
    with pytest.raises(KnownError) as told:
        opinions.find_by_code(book, typed)
    assert told.value.field == "code"


def test_slips_of_two_years_have_two_salts(book: Book) -> None:
    one, other = raised(book), raised(book, raised_on=date(1959, 1, 5))
    first = opinions.give_slip(book, one, SlipGiving(slip_on=DAY))
    second = opinions.give_slip(book, other, SlipGiving(slip_on=date(1959, 1, 5)))
    salts = {row["slip"].split("$")[4] for row in book.rows("select slip from opinions")}
    assert len(salts) == 2
    assert (opinions.find_by_code(book, first), opinions.find_by_code(book, second)) == (one, other)


@settings(max_examples=15)
@given(st.text(alphabet=rules.LETTERS, min_size=8, max_size=8), st.text(alphabet=rules.LETTERS, min_size=8, max_size=8))
def test_two_codes_are_one_only_when_their_kept_hashes_are(one: str, other: str) -> None:
    locked = rules.lock("00" * 16, (2**4, 8, 1))
    assert rules.same(rules.kept_as(one, locked), rules.kept_as(other, locked)) == (one == other)
    assert rules.read_code(rules.written(one)) == one


def test_posting_on_the_wall_counts_as_told_for_the_anonymous_alone(book: Book) -> None:
    secret, open_one, unanswered = replied(book), replied(book, raised(book, anonymous=False, raised_by="刘愿署")), raised(book)
    assert opinions.to_post(book) == (secret,)
    assert opinions.post_answers(book, (secret, open_one, unanswered), date(1958, 3, 10)) == 1
    told = overview.opinion(book, secret)
    assert (told.told_on, told.told_by) == (date(1958, 3, 10), ToldBy.WALL)
    assert overview.opinion(book, open_one).told_on is None
    with pytest.raises(KnownError, match="no answer"):
        opinions.post_answers(book, opinions.to_post(book), date(1958, 3, 10))


# -- names that stay out ------------------------------------------------------------------------


def test_an_anonymous_opinion_keeps_no_name_even_if_one_was_typed(book: Book) -> None:
    row = raised(book, raised_by=RARE)
    assert overview.opinion(book, row).raised_by is None
    book.conn.execute("pragma wal_checkpoint(truncate)")
    assert RARE.encode() not in every_byte(book)


def test_a_name_is_found_by_no_search_and_can_be_taken_out_for_good(book: Book) -> None:
    row = raised(book, anonymous=False, raised_by=RARE)
    made = backup.back_up(book.path, backup.backup_folder(book.path))
    assert book.search(RARE) == []
    opinion = changed(overview.opinion(book, row), anonymous=True)
    assert opinions.gives_name_up(book, opinion)
    traces = opinions.correct(book, opinion)
    assert traces is not None
    assert traces.backups == (made,)
    book.conn.execute("pragma wal_checkpoint(truncate)")
    assert RARE.encode() not in every_byte(book)
    assert not any(RARE in str(line.said) for line in book.journal())
    assert upkeep.check(book, schema.TABLES) == []
    with pytest.raises(KnownError, match="already"):
        opinions.make_anonymous(book, row)


def test_the_hint_when_a_text_names_a_worker(book: Book) -> None:
    roster.enter_worker(book, Worker(name="欧阳志远"))
    row = raised(book, "欧阳志远不下车间")
    assert any("arrangement" in warning for warning in overview.warnings(book, overview.opinion(book, row), DAY))


# -- where it comes from and what it grows into ----------------------------------------------------


def test_an_opinion_from_a_session_is_tied_to_it_and_grows_into_a_proposal_and_an_exposure(book: Book) -> None:
    session = waste.enter_session(book, Session(topic="电力的浪费", held_on=DAY))
    said = Opinion(raised_on=DAY, summary="灯整天开着", source=Source.SESSION, unit=unit(book))
    row = opinions.enter(book, said, ("waste_sessions", session))
    opinion = overview.opinion(book, row)
    proposal = proposals.enter(
        book,
        Proposal(
            authors=(Author(name="李文", share=100),), method="装分路开关", received_on=DAY,
            **opinions.for_proposal(opinion),  # type: ignore[arg-type]
        ),
        ("opinions", row),
    )  # fmt: skip
    exposure = waste.enter_exposure(book, Exposure(**opinions.for_exposure(opinion)), ("opinions", row))  # type: ignore[arg-type]
    assert {(link.kind, link.other.tbl, link.other.row) for link in book.links("opinions", row)} == {
        (opinions.RAISED_THERE, "waste_sessions", session),
        (proposals.RAISED, "proposals", proposal),
        (waste.EXPOSED_FROM, "waste_exposures", exposure),
    }


# -- overdue, due, promised -------------------------------------------------------------------------


def test_the_day_after_its_day_it_is_overdue(book: Book) -> None:
    reply_late = assigned(book)  # due on the 11th
    assert service.badge(book, date(1958, 3, 11)) == 0
    assert service.badge(book, date(1958, 3, 12)) == 1
    replied(book, reply_late)  # to be corrected by the 20th
    assert service.badge(book, date(1958, 3, 20)) == 0
    assert service.badge(book, date(1958, 3, 21)) == 1
    opinions.claim_done(book, reply_late, Completion(done_on=date(1958, 3, 25), result="改了"))
    assert service.badge(book, date(1958, 5, 1)) == 0


def test_what_is_due_tells_what_is_owed_by_whom(book: Book) -> None:
    shop = unit(book)
    fresh = raised(book)
    passed = assigned(book, raised(book), responsible=shop, by_union=False, person="罗大成")
    promised, claimed = replied(book, raised(book)), done(book, raised(book))
    higher = raised(book)
    STEPS["refer"][1](book, higher)
    told = corrected(book, raised(book))
    opinions.tell(book, told, Telling(told_on=date(1958, 3, 24)))
    found = {(each.row, each.what.key): each for each in service.due(book, date(1958, 3, 31))}
    assert set(found) == {
        (fresh, "Opinion to be passed on and answered"), (passed, "Reply owed"), (promised, "Correction owed"),
        (claimed, "Correction to be checked by the union"), (higher, "Answer of {body} awaited"),
        (promised, "Raiser to be told"), (claimed, "Raiser to be told"),
    }  # fmt: skip
    owed = found[passed, "Reply owed"]
    assert (owed.day, owed.who, owed.unit, owed.kind) == (date(1958, 3, 11), "罗大成", shop, "due")
    assert found[claimed, "Correction to be checked by the union"].kind == "waits"
    until_the_tenth = {each.what.key for each in service.due(book, date(1958, 3, 10))}
    assert not until_the_tenth & {"Reply owed", "Correction owed", "Opinion to be passed on and answered"}
    assert "Opinion to be passed on" in until_the_tenth  # it waits for the clerk, whatever its day


def test_an_answer_with_a_day_is_a_promise_until_it_is_kept(book: Book) -> None:
    row = replied(book)
    assigned(book)
    (promise,) = service.promises(book)
    assert (promise.text, promise.who, promise.made_on, promise.due, promise.done_on) == (
        "换大管", "罗大成", date(1958, 3, 8), date(1958, 3, 20), None,
    )  # fmt: skip
    service.keep_promise(book, "opinions", row, date(1958, 3, 18))
    assert state(book, row) is _S.DONE
    assert service.promises(book)[0].done_on == date(1958, 3, 18)


def test_what_every_unit_owes_and_its_list(book: Book) -> None:
    shop = unit(book)
    team = unit(book, "机修一组", shop)
    of_shop = assigned(book, raised(book), responsible=shop, by_union=False)
    of_team = assigned(book, raised(book), responsible=team, by_union=False)
    of_union, finished = assigned(book, raised(book)), corrected(book, raised(book))
    found = {each.unit: each for each in overview.owed(book, date(1958, 3, 12))}
    assert (found[shop].replies, found[team].overdue, found[None].rows, found[None].corrected) == (
        (of_shop,), (of_team,), (of_union,), (finished,),
    )  # fmt: skip
    assert [each.id for each in overview.open_of(book, shop)] == [of_shop, of_team]
    assert [each.id for each in overview.open_of(book, None)] == [of_union]
    assert {unit: [each.id for each in rows] for unit, rows in overview.by_unit(book, MARCH)} == {
        None: [of_union, finished], shop: [of_shop], team: [of_team],
    }  # fmt: skip


# -- figures ------------------------------------------------------------------------------------------


def test_the_figures_of_a_month_open_their_rows(book: Book) -> None:
    before = raised(book, raised_on=date(1958, 2, 20))
    fixed, waiting, explained = corrected(book, raised(book)), assigned(book, raised(book)), assigned(book, raised(book))
    STEPS["explain"][1](book, explained)
    merged, gone = raised(book), raised(book)
    opinions.merge(book, merged, Merging(into=fixed, merged_on=date(1958, 3, 25)))
    opinions.withdraw(book, gone, Ending(day=DAY, reason="写错了"))
    found = {figure.code.partition(".")[2]: figure for figure in service.figures(book, MARCH, END)}
    assert found["opinions"].rows == (fixed, waiting, explained, merged)
    assert found["replied"].rows == (fixed, explained)
    assert found["explained"].rows == (explained,)
    assert found["corrected"].rows == (fixed,)
    assert found["rate"].value == 5000  # the corrected one, and the one merged into it, of four
    assert found["overdue"].rows == (before, waiting)
    assert found["people"].value is None  # nothing was counted: not zero
    for figure in found.values():
        if figure.tbl == "opinions" and figure.kind == "count":
            assert figure.value == len(figure.rows)
    empty = {figure.code.partition(".")[2]: figure.value for figure in service.figures(book, Period.of_month(Month(1957, 1)), END)}
    assert empty["rate"] is None
    assert empty["opinions"] == 0


def test_what_was_overdue_at_the_end_of_a_month_stays_so_in_its_figures(book: Book) -> None:
    row = raised(book, raised_on=date(1958, 2, 3))  # reply due on the 10th
    late = assigned(book, row, assigned_on=date(1958, 2, 4), reply_due=date(1958, 2, 10))
    opinions.reply(book, late, Answer(replied_on=date(1958, 3, 2), way=Way.BY_DATE, reply="属实", planned_on=date(1958, 3, 15)))
    opinions.claim_done(book, late, Completion(done_on=date(1958, 4, 2), result="改了"))
    months = [Period.of_month(Month(1958, month)) for month in (2, 3, 4)]
    found = [{figure.code: figure.value for figure in service.figures(book, month, month.next)} for month in months]
    counted = [each["rectification.overdue"] for each in found]
    assert counted == [1, 1, 0]


# -- where the units stand ---------------------------------------------------------------------------------


def test_a_unit_goes_through_the_stages_and_may_pass_over_one(book: Book) -> None:
    shop = unit(book)
    row = movement.enter_movement(book, Movement(unit=shop))
    assert movement.movement(book, row).stage is Stage.NOT_BEGUN
    movement.enter_stage(book, row, Stage.AIRING, StageBeginning(day=date(1958, 1, 6)))
    movement.enter_stage(book, row, Stage.CORRECTING, StageBeginning(day=date(1958, 2, 3)))
    found = movement.movement(book, row)
    assert (found.stage, found.debating_on) == (Stage.CORRECTING, None)
    with pytest.raises(KnownError, match="already"):
        movement.enter_stage(book, row, Stage.DEBATING, StageBeginning(day=date(1958, 2, 5)))
    with pytest.raises(KnownError) as told:
        movement.enter_stage(book, row, Stage.CHECKED, StageBeginning(day=date(1958, 2, 1)))
    assert told.value.field == "day"
    with pytest.raises(KnownError) as told:
        movement.enter_movement(book, Movement(unit=shop))
    assert told.value.field == "unit"
    with pytest.raises(KnownError) as told:
        movement.correct_movement(book, changed(found, debating_on=date(1958, 2, 4)))
    assert told.value.field == "correcting_on"
    movement.correct_movement(book, changed(found, correcting_on=None))
    assert movement.movement(book, row).stage is Stage.AIRING


DAYS = st.none() | st.integers(0, 120).map(lambda n: date(1958, 1, 1) + timedelta(days=n))


@given(st.lists(DAYS, min_size=4, max_size=4), st.integers(0, 150))
def test_the_stretches_of_a_unit_follow_each_other_without_gap_or_overlap(days: list[date | None], until: int) -> None:
    record = Movement(unit=1, **dict(zip(rules.STAGES.values(), days, strict=True)))  # type: ignore[arg-type]
    given_days = [day for day in days if day is not None]
    if given_days != sorted(given_days):
        with pytest.raises(KnownError):
            rules.check_movement(record)
        return
    rules.check_movement(record)
    end = date(1958, 1, 1) + timedelta(days=until)
    parts = rules.stretches(record, end)
    for (_stage, _first, over), (_next_stage, first, _over) in pairwise(parts):
        assert over == first
    assert all(first < over for _stage, first, over in parts)
    running = [day for stage, day in zip(rules.STAGES, days, strict=True) if day is not None and stage is not Stage.CHECKED]
    begun = [day for day in given_days if day <= end]
    assert bool(parts) == bool(begun)
    if parts and record.checked_on is None and running:
        assert parts[-1][2] == end + timedelta(days=1)


def test_the_turnout_counts_people_once_where_units_lie_in_each_other(book: Book) -> None:
    shop = unit(book)
    team, other = unit(book, "机修一组", shop), unit(book, "铸工车间")
    march = Month(1958, 3)
    first = movement.enter_movement(book, Movement(unit=shop, turnout=(Turnout(people=71, heads=87, month=march),)))
    movement.enter_movement(book, Movement(unit=team, turnout=(Turnout(people=9, heads=11, month=march),)))
    two_months = (Turnout(people=20, heads=40, month=march), Turnout(people=1, heads=40, month=Month(1958, 2)))
    second = movement.enter_movement(book, Movement(unit=other, turnout=two_months))
    assert movement.turnout(book, MARCH) == (91, 127, (first, second))
    found = {figure.code: figure.value for figure in service.figures(book, MARCH, END)}
    assert found["rectification.people"] == 91
    assert found["rectification.turnout"] == round(Fraction(91 * 10_000, 127))
    with pytest.raises(KnownError) as told:
        movement.enter_movement(book, Movement(unit=unit(book, "库"), turnout=(Turnout(people=12, heads=11, month=march),)))
    assert told.value.field == "turnout"


def test_the_people_of_the_unit_come_from_the_roster_where_none_are_written(book: Book) -> None:
    shop = unit(book)
    for name in ("甲", "乙", "丙"):
        roster.enter_worker(book, Worker(name=name, unit=shop))
    row = movement.enter_movement(book, Movement(unit=shop, turnout=(Turnout(month=Month(1958, 3), people=2),)))
    assert movement.movement(book, row).turnout[0].heads == 3
    roster.enter_worker(book, Worker(name="丁", unit=shop))
    movement.correct_movement(book, changed(movement.movement(book, row), remark="补记"))
    assert movement.movement(book, row).turnout[0].heads == 3  # what was counted then stays
    with pytest.raises(KnownError) as told:
        movement.enter_movement(book, Movement(unit=unit(book, "空"), turnout=(Turnout(month=Month(1958, 3), people=0),)))
    assert told.value.field == "turnout"


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_rounded_once_to_the_nearest(part: int, whole: int) -> None:
    found = rules.share(part, whole)
    assert found is not None
    assert abs(Fraction(part * 10_000, whole) - found) <= Fraction(1, 2)
