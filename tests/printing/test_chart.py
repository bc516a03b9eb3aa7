"""Charts: ticks are round and cover the figures, and no mark leaves its field."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unionoffice.printing.card import extent
from unionoffice.printing.chart import Bars, Lines, Series, StackedBars, figure, layout, text_width, ticks
from unionoffice.printing.marks import Letters
from unionoffice.printing.setting import settled

VALUES = st.integers(-(10**9), 10**9)


@given(VALUES, VALUES)
def test_ticks_cover(one: int, other: int) -> None:
    low, high = sorted((one, other))
    first, last, step = ticks(low, high)
    assert first <= low <= high <= last
    assert (last - first) % step == 0
    assert 1 <= (last - first) // step <= 8
    assert str(step).rstrip("0") in ("1", "2", "5")


@given(
    st.sampled_from([Bars, StackedBars, Lines]),
    st.lists(st.lists(st.none() | st.integers(0, 10**6), min_size=6, max_size=6), min_size=1, max_size=5),
    st.none() | st.integers(0, 10**6),
)
def test_all_marks_lie_in_the_field(
    kind: type[Bars | StackedBars | Lines], rows: list[list[int | None]], target: int | None
) -> None:
    chart = kind(
        title="各组完成计划",
        categories=tuple(f"{place}月" for place in range(1, 7)),
        series=tuple(Series(f"第{place}组", tuple(row)) for place, row in enumerate(rows)),
        unit="元",
        scale=100,
        target=target,
    )
    marks = layout(chart, 160, 70, "zh")
    assert marks == layout(chart, 160, 70, "zh")
    for mark in marks:
        for piece in settled(mark, "zh") if isinstance(mark, Letters) else [mark]:
            left, top, right, bottom = extent(piece, "zh")
            assert left >= -1, piece
            assert top >= -0.5, piece
            assert right <= 161, piece
            assert bottom <= 70.5, piece


def test_figures() -> None:
    assert figure(12050, 100) == "120.5"
    assert figure(-1234567, 1) == "-1,234,567"
    assert figure(5, 1000) == "0.005"


def test_every_bar_has_its_name_however_long_and_months_are_left_out_in_turn() -> None:
    names = ("第一机械工业部第二局直属重型通用机械制造总厂铸工车间", "金工车间", "Working hours, idle time", "Transport", "供应科")
    values = (5, 4, 3, 2, 1)
    marks = layout(Bars(categories=names, series=(Series("", values),)), 110, 60, "en")
    written = [mark for mark in marks if isinstance(mark, Letters) and mark.anchor == "middle" and mark.colour == "soft"]
    middles = sorted({round(mark.x, 3) for mark in written})
    assert len(middles) == len(names)  # one column of letters under each bar
    pitch = middles[1] - middles[0]
    assert all(text_width(mark.text, mark.size) <= pitch for mark in written)
    assert {"金工车间", "Transport", "供应科", "Working"} <= {mark.text for mark in written}
    months = tuple(f"1958年{month}月份" for month in range(1, 13))
    line = layout(Lines(categories=months, series=(Series("", tuple(range(12))),)), 110, 60, "zh")
    said = [mark.text for mark in line if isinstance(mark, Letters) and mark.text in months]
    assert said[0] == months[0]
    assert 1 < len(said) < 12
