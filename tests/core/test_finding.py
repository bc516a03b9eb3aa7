"""What a search finds, register by register, is exactly what holds the text."""

from __future__ import annotations

from datetime import date

from unionoffice.core import finding
from unionoffice.core.book import Book
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker


def office(book: Book) -> None:
    """Forty workers of two names, and a workshop that bears one of them."""
    shop = service.enter_unit(book, Unit(name="王庄车间", level=Level.PLANT))
    for number in range(40):
        service.enter_worker(book, Worker(name=f"{'王李'[number % 2]}{number}", number=f"{100 + number}", unit=shop))


def test_all_are_counted_and_the_latest_of_each_register_given(book: Book) -> None:
    office(book)
    both = {"workers", "units"}
    known, all_of_them = finding.latest(book, "王", both, limit=5)
    assert len(known) == 5 and not all_of_them
    assert {hit.tbl for hit in known} == {"workers"}
    registers = {each.tbl: each for each in finding.found(book, "王", both, known, each=3)}
    assert (registers["workers"].count, registers["units"].count) == (20, 1)
    assert [hit.title for hit in registers["units"].hits] == ["王庄车间"]
    assert [hit.title for hit in registers["workers"].hits][:3] == ["王38", "王36", "王34"]
    assert finding.units(book, list(registers["workers"].hits)) == {1: "王庄车间"}
    assert len(finding.rows(book, "王", "workers", limit=100)) == 20
    assert finding.found(book, "王", {"workers"}, [], each=3)[0].count == 20
    known, all_of_them = finding.latest(book, "王", {"units"}, limit=100)
    assert len(known) == 1 and all_of_them
    assert finding.found(book, "-", both, [], each=3) == []


def test_digits_begin_the_works_number_of_whom_they_offer(book: Book) -> None:
    office(book)
    assert [hit.title for hit in finding.offered(book, "workers", "10", limit=5)] == ["王0", "李1", "王2", "李3", "王4"]
    assert [hit.title for hit in finding.offered(book, "workers", "139", limit=5)] == ["李39"]
    assert finding.offered(book, "workers", "39", limit=5)[0].title == "李39"  # none begins so: any part


def test_a_register_number_is_found_by_its_start_in_either_case(book: Book) -> None:
    from unionoffice.desks.proposals import service as proposals
    from unionoffice.desks.proposals.records import Author, Proposal

    office(book)
    made = proposals.enter(
        book,
        Proposal(
            received_on=date(1958, 2, 3), title="离心浇铸", problem="砂型浇铸", method="离心",
            unit=1, authors=(Author(parent=0, place=0, name="赵技术员"),),
        ),
    )  # fmt: skip
    for typed in ("JY-1958", "jy-19", "JY-1958-0001"):
        hits, all_of_them = finding.latest(book, typed, {"proposals"}, limit=5)
        assert [hit.row for hit in hits] == [made] and not all_of_them
    for typed in ("JY-1958-1", "ｊｙ－１９５８－１", "JY19581", "jy-1958-01"):
        assert [hit.row for hit in finding.latest(book, typed, {"proposals"}, limit=5)[0]] == [made], typed
        assert finding.count(book, typed, "proposals") == 1, typed
    assert not finding.latest(book, "JY-1958-2", {"proposals"}, limit=5)[0]
    assert finding.latest(book, "J\ud83d1", {"proposals"}, limit=5) == ([], True)  # half a sign, as a torn paste leaves it
    assert finding.numbered(book, "1958", limit=5) == finding.numbered(book, "JY", limit=5) == []
