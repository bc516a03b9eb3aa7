"""The encoding of a list is told by what its characters look like, and is never guessed where bytes are damaged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionoffice.core import encoding
from unionoffice.core.errors import BugError

SIMPLIFIED = [
    "工号,姓名,车间\n001,王秀英,一车间\n002,李建国,二车间", "人民委员会关于增产节约运动的通知，各车间班组应当认真讨论。",
    "姓名,张三", "钳工", "王秀英", "徐沛沄", "铸工车间",
    "龚蓓蕾,琥珀", "备注：该同志因病住院", "二○一八年", "工号;工种;等级\r\n1;车工;三级", "¥12.5元", "欧阳娜娜,司徒雷登",
]  # fmt: skip
TRADITIONAL = [
    "工號,姓名,車間\n001,王秀英,一車間\n002,李建國,二車間", "人民委員會關於增產節約運動的通知，各車間班組應當認真討論。",
    "姓名,張三", "鉗工", "徐沛澐", "鑄工車間", "龔蓓蕾,琥珀",
    "備註：該同志因病住院", "工號;工種;等級\r\n1;車工;三級", "臺北市信義區公所", "這是繁體中文的名單，請查收。",
    "歐陽娜娜,司徒雷登",
]  # fmt: skip


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified_writing_in_gb18030(text: str) -> None:
    best = encoding.candidates(text.encode("gb18030"))[0]
    assert best.encoding == "gb18030"
    assert best.lines[0] == text.splitlines()[0]


@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional_writing_in_big5(text: str) -> None:
    best = encoding.candidates(text.encode("cp950"))[0]
    assert best.encoding == "big5"
    assert best.lines[0] == text.splitlines()[0]


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_with_a_mark_and_without(text: str, codec: str) -> None:
    best = encoding.candidates(text.encode(codec))[0]
    assert best.lines[0] == text.splitlines()[0]
    assert best.encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(codec, codec)


def test_what_else_can_be_read_is_offered_with_its_first_lines() -> None:
    found = encoding.candidates("工号,姓名,车间\n001,王秀英,一车间\n".encode("gb18030"))
    assert [candidate.name for candidate in found] == ["GB18030", "BIG5"]
    assert found[0].lines == ("工号,姓名,车间", "001,王秀英,一车间")
    assert found[1].lines != found[0].lines
    assert found[0].likeness > found[1].likeness


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950", "utf-16-le"])
def test_a_long_text_is_not_cut_within_a_character(codec: str) -> None:
    text = "x" + "王建國\n" * 60_000
    best = encoding.candidates(text.encode(codec))[0]
    assert encoding.codec_of(best.encoding) in {codec, "utf-8-sig"}


def test_damaged_utf8_is_not_taken_for_something_else() -> None:
    data = bytearray(("工号,姓名\n" + "001,王秀英\n" * 20).encode())
    data[data.index("王".encode()) + 1] = 0x41
    assert encoding.candidates(bytes(data)) == []
    assert encoding.damage(bytes(data), "utf-8") == 2


def test_the_line_of_the_damage() -> None:
    lines = ["工号,姓名"] + ["001,王秀英"] * 200_000
    data = "\n".join(lines).encode("gb18030")
    assert encoding.damage(data, "gb18030") is None
    assert encoding.damage(data[:-1], "gb18030") == 200_001
    assert encoding.damage(data[:1_500_000] + b"\xff" + data[1_500_000:], "gb18030") == data[:1_500_000].count(b"\n") + 1
    assert encoding.damage("a\nb\n".encode("utf-16-le") + b"\x00\xd8", "utf-16-le") == 3


def test_only_what_is_offered_can_be_chosen() -> None:
    with pytest.raises(BugError):
        encoding.codec_of("koi8-r")


@given(st.binary(max_size=300))
def test_any_bytes_have_candidates_or_none(data: bytes) -> None:
    for candidate in encoding.candidates(data):
        assert 0 <= candidate.likeness <= 1
        encoding.damage(data, candidate.encoding)
