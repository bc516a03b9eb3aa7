"""The roster in the window: a tree of units, persons of one name, what a person did and earned, and what never stands there."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.screens.clerk import Clerk
from tests.screens.test_begin import begin, enter_plant
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Unit, Worker


def test_the_units_stand_as_a_tree(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)  # the team of the foundry is entered after the machine shop
    names = [row[0] for row in clerk.rows()]
    assert names == ["第二机械厂", "\u2003铸工车间", "\u2003\u2003造型一组", "\u2003机工车间"]
    assert clerk.see("order").text() == "as a tree"


def test_persons_and_units_of_one_name_are_told_apart_where_they_are_chosen(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    book = clerk.program.book
    assert book is not None
    shops = {unit.name: unit.id for unit in service.units(book)}
    teams = [service.enter_unit(book, Unit(name="一组", above=shops[name])) for name in ("铸工车间", "机工车间")]
    for team, number in zip(teams, ("0117", "0218"), strict=True):
        service.enter_worker(book, Worker(name="李桂兰", number=number, unit=team, trade="车工"))
    clerk.tab("proposals")
    clerk.new()
    page = clerk.window.page()
    offered = {offer.row: offer.note for offer in page.form.editor("unit")._ask("一组")(book) if offer.row in teams}
    assert offered == {teams[0]: "铸工车间", teams[1]: "机工车间"}
    clerk.fill(unit="一组")
    assert "铸工车间" in clerk.see("unit_note").text() or "机工车间" in clerk.see("unit_note").text()
    clerk.tab("roster")
    clerk.page(0)
    clerk.new()
    author = page.form.editor("authors").rows[0].editors["worker"]
    about = [offer.note for offer in author._ask("李桂兰")(book)]
    assert {note.split(" · ")[1] for note in about if note} == {"0117", "0218"} and all("一组" in note for note in about if note)


def test_the_page_of_lists_says_what_belongs_there(clerk: Clerk, tmp_path: Path) -> None:
    begin(clerk, tmp_path / "office.db")
    clerk.tab("roster")
    clerk.page(2)
    assert "Works number" in clerk.see("empty").text() and not clerk.all("lines")


def test_a_worker_shows_what_was_done_and_never_what_was_said(clerk: Clerk, tmp_path: Path) -> None:
    from unionoffice.desks.competitions import service as competitions
    from unionoffice.desks.competitions.records import Competition, Participant
    from unionoffice.desks.proposals import service as proposals
    from unionoffice.desks.proposals.records import Author, Proposal
    from unionoffice.desks.waste import service as waste
    from unionoffice.desks.waste.records import Session, Speech

    begin(clerk, tmp_path / "office.db")
    enter_plant(clerk)
    book = clerk.program.book
    assert book is not None
    shop = next(unit.id for unit in service.units(book) if unit.name == "铸工车间")
    who = service.enter_worker(book, Worker(name="李桂兰", unit=shop))
    day = datetime.date(1958, 2, 11)
    proposals.enter(
        book,
        Proposal(title="余砂再用", unit=shop, problem="甲", method="乙", received_on=day, authors=(Author(worker=who),)),
    )
    entered = (Participant(worker=who),)
    competitions.enter(book, Competition(name="车工竞赛", first=day, last=day, written_on=day, participants=entered))
    said = Speech(text="型砂随手倒掉", anonymous=False, speaker="李桂兰")
    waste.enter_session(book, Session(held_on=day, topic="浪费砂子", unit=shop, speeches=(said,)))
    clerk.tab("roster")
    for page, name in ((0, "李桂兰"), (1, "铸工车间")):
        clerk.page(page)
        clerk.choose(name)
        buttons = [each for each in clerk.window.findChildren(QPushButton) if each.isVisible()]
        shown = [each.objectName() for each in buttons if each.objectName().startswith("mention_")]
        assert [name.rsplit("_", 1)[0] for name in shown if "proposals" in name] == ["mention_proposals"]
        assert not any("waste" in name for name in shown)
        assert "型砂" not in clerk.words() and "浪费砂子" not in clerk.words()
        if page == 0:
            assert any("competitions" in name for name in shown)
    paper = clerk.print_from_menu("Record of merit")
    assert "余砂再用" in paper and "浪费砂子" not in paper
