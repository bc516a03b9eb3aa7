"""Names are found by pinyin and by its initials, and what is marked is what was matched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionoffice.core import finding, pinyin
from unionoffice.core.book import Book
from unionoffice.core.marks import marks
from unionoffice.core.search import hearings
from unionoffice.desks.roster import service, store
from unionoffice.desks.roster.records import Level, Unit, Worker


def plain(name: str) -> list[str]:
    """The readings of a name by pypinyin's own words, another way than ours."""
    import pypinyin

    return pypinyin.lazy_pinyin(name, style=pypinyin.Style.NORMAL)


SURNAMES = {  # as people bear them, not as the characters are read elsewhere
    "单雄信": "shan xiong xin", "仇和平": "qiu he ping", "区桂芳": "ou gui fang", "解晓东": "xie xiao dong",
    "查良镛": "zha liang yong", "曾国华": "zeng guo hua", "盖叫天": "ge jiao tian", "朴树": "piao shu",
    "尉迟恭": "yu chi gong", "万俟大年": "mo qi da nian", "单于明": "chan yu ming", "翟志刚": "zhai zhi gang",
    "覃桂英": "qin gui ying", "缪建国": "miao jian guo", "员半千": "yun ban qian", "任素琴": "ren su qin",
    "乐毅": "yue yi", "黑大春": "he da chun", "种师道": "chong shi dao", "秘书文": "bi shu wen",
    "令狐冲": "ling hu chong", "长孙无忌": "zhang sun wu ji", "皇甫端": "huang fu duan", "澹台灭明": "tan tai mie ming",
    "华罗庚": "hua luo geng", "纪晓岚": "ji xiao lan", "宁建中": "ning jian zhong", "祭遵": "zhai zun",
    "召伯虎": "shao bo hu",
}  # fmt: skip


def test_surnames_have_their_own_readings(book: Book) -> None:
    rows = {name: service.enter_worker(book, Worker(name=name)) for name in SURNAMES}
    for name, reading in SURNAMES.items():
        for asked in (reading, reading.replace(" ", ""), "".join(part[0] for part in reading.split())):
            assert rows[name] in {hit.row for hit in book.search(asked, tbl="workers")}, (name, asked)


def test_characters_with_two_readings_are_found_by_both(book: Book) -> None:
    row = service.enter_worker(book, Worker(name="李长乐"))
    for asked in ("lichangle", "lizhangle", "lichangyue", "lcl", "lzl", "lcy", "li zhang yue"):
        assert [hit.row for hit in book.search(asked)] == [row], asked
    other = service.enter_worker(book, Worker(name="吕绿"))
    for asked in ("lvlv", "lulu", "lülü", "LV", "lu lv"):
        assert other in {hit.row for hit in book.search(asked)}, asked
    assert [hit.row for hit in book.search("wang")] == []


COMMON = "王李张刘陈杨赵黄周吴徐孙胡马高林何郭罗梁宋郑谢韩唐冯于董萧程袁邓许傅沈彭桂兰秀英建国德禄志明华芳文军平春生福来宝贵金玉"


@settings(max_examples=200)
@given(st.text(COMMON, min_size=2, max_size=4), st.data())
def test_every_name_is_found_by_its_pinyin_its_beginning_and_its_initials(kept: Book, name: str, data: st.DataObject) -> None:
    reading = plain(name)
    whole = "".join(reading)
    start = data.draw(st.integers(1, len(whole)))
    first = data.draw(st.integers(0, len(name) - 1))
    asked = (
        whole, whole[:start], " ".join(reading), f"{reading[0]} {''.join(reading[1:])}", "".join(each[0] for each in reading),
        whole.upper(), "".join(reading[first:]), "".join(each[0] for each in reading[first:]),
    )  # fmt: skip
    with kept.act("Enter") as act:
        row = store.save_worker(act, Worker(name=name, number="001"))
    try:
        for each in asked:
            assert row in {hit.row for hit in kept.search(each, limit=100)}, (name, each)
            assert row in {hit.row for hit in kept.offered("workers", each, limit=100)}, (name, each)
            hit = kept.search(each, limit=100)[0]
            got = "".join(name[start:end] for start, end in marks(name, each, hit.spoken))
            if each in (whole, whole.upper()):
                assert got == name, each
            assert got, each
    finally:
        kept.undo()
    assert row not in {hit.row for hit in kept.search(whole, limit=100)}


@settings(max_examples=200)
@given(st.text(COMMON, min_size=2, max_size=4), st.text("abdghilnouwxyz", min_size=1, max_size=10))
def test_nothing_is_found_or_marked_that_is_not_read_so(kept: Book, name: str, asked: str) -> None:
    reading = plain(name)
    full = {"".join(reading[place:]) for place in range(len(name))}
    short = {"".join(each[0] for each in reading[place:]) for place in range(len(name))}
    expected = any(each.replace("lv", "lu").startswith(asked.replace("lv", "lu")) for each in full | short)
    with kept.act("Enter") as act:
        row = store.save_worker(act, Worker(name=name))
    found = [hit for hit in kept.search(asked, limit=100) if hit.row == row]
    line = pinyin.spoken([name])
    kept.undo()
    assert bool(found) == expected, (reading, asked)
    assert bool(marks(name, asked, line)) == expected
    for first, after in hearings(line, asked):
        part = reading[first:after]
        assert "".join(part).startswith(asked) or "".join(each[0] for each in part) == asked


@pytest.mark.parametrize(
    ("text", "asked", "parts"),
    [
        ("王德禄", "wdl", ["王德禄"]),
        ("王德禄", "wang lu", ["王", "禄"]),
        ("王德禄", "del", ["德禄"]),
        ("王德禄、王乐", "wang", ["王", "王"]),
        ("王德禄、王乐", "yue", ["乐"]),
        ("第2机·加工车间", "jgcj", ["加工车间"]),
        ("第2机·加工车间", "2jijiagong", ["2机", "加工"]),
        ("王德禄", "ang", []),
        ("李桂兰", "wdl", []),
    ],
)
def test_what_was_heard_is_marked(text: str, asked: str, parts: list[str]) -> None:
    spoken = pinyin.spoken(text.split("、"))
    joined = [text[start:end] for start, end in marks(text, asked, spoken)]
    assert joined == parts


def test_units_and_authors_are_found_and_the_boxes_offer_them(book: Book) -> None:
    from datetime import date

    from unionoffice.desks.proposals import service as proposals
    from unionoffice.desks.proposals.records import Author, Proposal

    unit = service.enter_unit(book, Unit(name="铸工车间", level=Level.PLANT))
    worker = service.enter_worker(book, Worker(name="王德禄", unit=unit))
    made = proposals.enter(
        book,
        Proposal(
            received_on=date(1958, 2, 3), title="离心浇铸", problem="砂型浇铸", method="离心", unit=unit,
            authors=(Author(name="赵技术员"), Author(worker=worker)),
        ),
    )  # fmt: skip
    for asked in ("zgcj", "zhugong", "chejian"):
        assert [hit.row for hit in finding.offered(book, "units", asked, limit=5)] == [unit]
    assert [(hit.tbl, hit.row) for hit in book.search("zhaojishu")] == [("proposals", made)]
    assert {hit.tbl for hit in book.search("wdl")} == {"proposals", "workers"}
    assert [hit.row for hit in finding.offered(book, "workers", "wangdelu", limit=5)] == [worker]
    registers = finding.found(book, "wdl", {"proposals", "workers", "units"}, [], each=3)
    assert [(each.tbl, each.count) for each in registers] == [("proposals", 1), ("workers", 1)]
    assert finding.count(book, "zhugongchejian", "units") == 1
    assert finding.count(book, "gongchejianzhu", "units") == 0


def test_readings_are_made_when_saving_alone(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    shutil.copyfile(template, path)
    book = Book.open(path, clerk="王秀英")
    service.enter_worker(book, Worker(name="王德禄"))
    book.close()
    program = (
        "import sys; from pathlib import Path; from unionoffice.core.book import Book; from unionoffice.core import finding\n"
        f"book = Book.open(Path({str(path)!r}))\n"
        "assert [hit.title for hit in book.search('wangdelu')] == [hit.title for hit in book.search('wdl')] == ['王德禄']\n"
        "assert finding.offered(book, 'workers', 'wdl', limit=3)\n"
        "assert not any(name.startswith('pypinyin') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
