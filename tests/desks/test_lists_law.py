"""Whatever proposals and exposures a workshop writes, however it writes days, names and amounts: they come in as meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionoffice import lists, schema
from unionoffice.core import intake, upkeep
from unionoffice.core.book import Book
from unionoffice.core.period import formal_chinese_date
from unionoffice.core.words import LANGUAGES, Language, word
from unionoffice.desks.proposals import service as proposals
from unionoffice.desks.proposals.records import Kind
from unionoffice.desks.roster import service as roster
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.desks.waste import service as waste
from unionoffice.desks.waste.records import LossPer, WasteKind

WORKERS = [("0117", "李桂兰"), ("0233", "王建国"), ("0301", "陈德福"), ("0302", "陈德福"), ("", "赵永福")]
UNITS = ["铸工车间", "机工车间"]

days = st.dates(date(1950, 1, 1), date(1999, 12, 31))
titles = st.text("改进余砂abcABC12()（）,", min_size=1, max_size=12).map(str.strip).filter(bool)
shares = st.lists(st.integers(1, 60), min_size=1, max_size=3).map(lambda parts: [*parts[:-1], 100 - sum(parts[:-1])]).filter(
    lambda parts: all(0 < part <= 100 for part in parts)
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A plant of two workshops with five workers, two of one name."""
    path: Path = tmp_path_factory.mktemp("law") / "office.db"
    upkeep.create(path, schema.SETS)
    book = Book.open(path)
    top = roster.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    rows = [roster.enter_unit(book, Unit(name=name, level=Level.WORKSHOP, above=top)) for name in UNITS]
    for place, (number, name) in enumerate(WORKERS):
        roster.enter_worker(book, Worker(number=number, name=name, unit=rows[place % 2]))
    yield book
    book.close()


@st.composite
def day_written(draw: st.DrawFn) -> tuple[date, str]:
    day = draw(days)
    ways = (
        day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日", formal_chinese_date(day),
        f"{day:%Y/%m/%d}", f"{day.year % 100:02}-{day.month}-{day.day}", f"{day:%Y%m%d}",
    )  # fmt: skip
    return day, draw(st.sampled_from(ways))


@st.composite
def authors_written(draw: st.DrawFn) -> tuple[list[tuple[str, str, int]], str]:
    """(number, name, share) of each author, and the cell that says so."""
    parts = draw(shares)
    who = draw(st.permutations(WORKERS))[: len(parts)]
    ways = ("{name} {number} {share}%", "{number}{name}（{share}％）", "{name}({number}){share}%")
    way = draw(st.sampled_from(ways))
    cells = [way.format(name=name, number=number, share=share) for (number, name), share in zip(who, parts, strict=True)]
    between = draw(st.sampled_from(("、", "，", "；", "/")))
    return [(*each, share) for each, share in zip(who, parts, strict=True)], between.join(cells)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data(), count=st.integers(1, 5), language=st.sampled_from(LANGUAGES))
def test_proposals_come_in_as_they_were_meant(office: Book, data: st.DataObject, count: int, language: Language) -> None:
    heads = ["编号", "日期", "单位", "建议人", "题目", "类别", "现状", "办法"]
    meant, lines = [], []
    for place in range(count):
        day, day_cell = data.draw(day_written())
        persons, cell = data.draw(authors_written())
        title, kind, unit = data.draw(titles), data.draw(st.sampled_from(Kind)), data.draw(st.sampled_from(UNITS))
        lines.append([f"法{place}", day_cell, unit, cell, title, word(kind.word, language), "不好", "改好"])
        meant.append((f"法{place}", day, unit, title, kind, persons))
    listed = lists.named("proposals")
    reading = intake.read_rows(office, [heads, *lines], listed)
    assert reading.faults == []
    listed.take_in(office, intake.plan(reading), lambda _done, _all: None)
    try:
        standing = [proposals.proposal(office, row["id"]) for row in office.rows("select id from proposals")]
        found = {each.old_number: each for each in standing}
        assert len(found) == count
        for number, day, unit, title, kind, persons in meant:
            each = found[number]
            assert (each.received_on, roster.unit(office, each.unit or 0).name, each.title, each.kind) == (
                day, unit, " ".join(title.split()), kind,
            )  # fmt: skip
            named = [roster.worker(office, author.worker or 0) for author in each.authors]
            assert [(who.number, who.name, author.share) for who, author in zip(named, each.authors, strict=True)] == persons
        in_order = sorted(found.values(), key=lambda each: each.no)
        for year in {each.received_on.year for each in in_order}:
            of_year = [each.received_on for each in in_order if each.received_on.year == year]
            assert of_year == sorted(of_year)
        assert {line.what for line in intake.read_rows(office, [heads, *lines], listed).lines} == {"same"}
    finally:
        office.undo()
    assert office.value("select count(*) from proposals") == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data(), count=st.integers(1, 5))
def test_exposures_come_in_as_they_were_meant(office: Book, data: st.DataObject, count: int) -> None:
    heads = ["编号", "日期", "浪费现象", "种类", "单位", "数量", "损失"]
    meant, lines = [], []
    for number in range(count):
        day, day_cell = data.draw(day_written())
        fen, per = data.draw(st.integers(0, 10**9)), data.draw(st.sampled_from(LossPer))
        quantity, kind = data.draw(st.integers(0, 10**9)), data.draw(st.sampled_from(WasteKind))
        yuan, amount = Decimal(fen) / 100, Decimal(quantity) / 10_000
        said = {
            LossPer.MONTH: ("每月{}元", "{}元/月"), LossPer.YEAR: ("全年{}元", "{:,}元／年"),
            LossPer.ONCE: ("一次性{}元", "{} once"),
        }  # fmt: skip
        loss = data.draw(st.sampled_from(said[per])).format(yuan)
        unit = data.draw(st.sampled_from(UNITS))
        lines.append([f"法{number}", day_cell, "漏气", word(kind.word, "zh"), unit, f"{amount}吨", loss])
        meant.append((f"法{number}", day, kind, unit, quantity, fen, per))
    listed = lists.named("exposures")
    reading = intake.read_rows(office, [heads, *lines], listed)
    assert reading.faults == []
    listed.take_in(office, intake.plan(reading), lambda _done, _all: None)
    try:
        rows = [waste.exposure(office, row["id"]) for row in office.rows("select id from waste_exposures order by old_number")]
        where = [roster.unit(office, each.unit or 0).name for each in rows]
        assert [
            (each.old_number, each.exposed_on, each.kind, unit, each.quantity, each.loss, each.loss_per)
            for each, unit in zip(rows, where, strict=True)
        ] == meant
        assert {line.what for line in intake.read_rows(office, [heads, *lines], listed).lines} == {"same"}
    finally:
        office.undo()
    assert office.value("select count(*) from waste_exposures") == 0


@pytest.mark.parametrize("name", lists.LISTS)
def test_every_example_can_be_read_and_no_two_columns_are_called_alike(office: Book, name: str) -> None:
    listed = lists.named(name)
    context = listed.prepare(office)
    called: dict[str, str] = {}
    for target in listed.targets:
        if target.example and target.field not in ("unit", "implementing_unit"):  # the office has no such unit
            value = target.find(context, target.example) if target.find else (target.read or intake.read_text)(target.example)
            assert value is not None, target.field
        for alias in target.aliases:
            assert called.setdefault(intake.folded(alias), target.field) == target.field, alias
    for target in listed.targets:
        for spoken in LANGUAGES:
            assert intake.meaning([word(target.label, spoken)], listed.targets) == target.field, word(target.label, spoken)
    for group in listed.needed:
        assert set(group) <= set(listed.by_field)
