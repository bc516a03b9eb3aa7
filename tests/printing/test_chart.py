"""Charts: ticks are round and cover the figures, and no mark leaves its field."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unionoffice.printing.card import extent
from unionoffice.printing.chart import (
    Bars,
    Chart,
    Dots,
    Level,
    Lines,
    Points,
    Rows,
    Series,
    Span,
    Spans,
    StackedBars,
    figure,
    height_of,
    layout,
    text_width,
    ticks,
    written,
)
from unionoffice.printing.chart_lying import field_of
from unionoffice.printing.marks import Area, Letters, Stroke
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
    all_lie_in(chart, 160, 70)


def all_lie_in(chart: Chart, width: float, height: float) -> None:
    marks = layout(chart, width, height, "zh")
    assert marks == layout(chart, width, height, "zh")
    for mark in marks:
        for piece in settled(mark, "zh") if isinstance(mark, Letters) else [mark]:
            left, top, right, bottom = extent(piece, "zh")
            assert left >= -1, piece
            assert top >= -0.5, piece
            assert right <= width + 1, piece
            assert bottom <= height + 0.5, piece


NAMES = st.text("铸工车间造型段甲班金锅炉", min_size=1, max_size=20)
FIGURES = st.integers(-(10**5), 10**6)


@given(
    st.sampled_from([Rows, Dots]),
    st.lists(st.tuples(NAMES, st.lists(st.none() | FIGURES, min_size=2, max_size=2)), min_size=1, max_size=40),
    st.lists(st.tuples(NAMES, FIGURES), max_size=4),
    st.booleans(),
)
def test_rows_and_dots_lie_in_the_field(
    kind: type[Rows | Dots], rows: list[tuple[str, list[int | None]]], levels: list[tuple[str, int]], clock: bool
) -> None:
    chart = kind(
        title="各单位", unit="吨", scale=10, clock=clock, categories=tuple(name for name, _values in rows),
        series=tuple(Series(f"第{place}列", tuple(values[place] for _name, values in rows)) for place in range(2)),
        levels=tuple(Level(*level) for level in levels), chosen=0,
    )
    all_lie_in(chart, 160, height_of(chart))


@given(st.lists(st.tuples(NAMES, FIGURES), min_size=1, max_size=8))
def test_points_lie_in_the_field(points: list[tuple[str, int]]) -> None:
    chart = Points(title="计划讨论", points=tuple(Level(*point) for point in points), chosen=0)
    all_lie_in(chart, 160, height_of(chart))


def test_names_of_levels_and_points_never_lie_on_each_other() -> None:
    levels = tuple(Level(name, value) for name, value in (("领先", 100), ("平均先进", 101), ("平均", 102), ("目标", 300)))
    for chart in (
        Points(points=levels), Dots(categories=("甲班", "乙班"), series=(Series("", (100, 300)),), levels=levels),
    ):
        texts = [mark for mark in layout(chart, 120, height_of(chart), "zh") if isinstance(mark, Letters) and " " in mark.text]
        assert len(texts) == 4
        boxes = [(each.x, each.y, each.x + text_width(each.text, each.size)) for each in texts]
        for place, (left, y, right) in enumerate(boxes):
            for other_left, other_y, other_right in boxes[place + 1 :]:
                assert abs(y - other_y) > 2.5 or right <= other_left or other_right <= left


def test_a_dot_stands_over_its_figure() -> None:
    chart = Dots(categories=("甲班", "乙班"), series=(Series("", (18690, 19740)),), clock=True)
    field = field_of(chart, 160, 60, "zh")
    dots = [mark for mark in layout(chart, 160, 60, "zh") if isinstance(mark, Area) and mark.round]
    assert [round(dot.x + dot.w / 2, 6) for dot in dots] == [round(field.x(value), 6) for value in (18690, 19740)]
    assert [field.value(field.x(value)) for value in (18690, 19740)] == [18690, 19740]
    assert written(chart, 18690) == "5:11:30"


def test_stretches_of_time_lie_between_their_days() -> None:
    chart = Spans(
        categories=("铸工车间",), names=("鸣放", "辩论"), first=date(1958, 1, 1), next=date(1958, 3, 1),
        spans=(Span(0, date(1958, 1, 11), date(1958, 1, 21), 0), Span(0, date(1957, 12, 1), date(1958, 1, 11), 1)),
    )
    marks = layout(chart, 120, height_of(chart), "zh")
    all_lie_in(chart, 120, height_of(chart))
    field = field_of(chart, 120, height_of(chart), "zh")
    drawn = [mark for mark in marks if isinstance(mark, Area) and mark.y >= field.top]
    ten_days = field.width * 10 / 59
    # the second began before the first day that is shown, and is cut there
    assert [round(area.w, 4) for area in drawn] == [round(ten_days, 4), round(ten_days, 4)]
    assert [mark.text for mark in marks if isinstance(mark, Letters) and mark.anchor == "middle"] == ["1958-01", "1958-02"]


def test_two_lines_have_an_axis_each() -> None:
    chart = Lines(
        categories=("1", "2", "3"), series=(Series("hours", (10, 20, 30)), Series("share", (900, 1000, 1100), right=True)),
        unit="h", right_unit="%", right_scale=10,
    )
    all_lie_in(chart, 120, 60)
    marks = layout(chart, 120, 60, "en")
    at_right = [mark.text for mark in marks if isinstance(mark, Letters) and mark.x > 100 and mark.text[0].isdigit()]
    assert at_right
    assert all(80 <= int(text.replace(",", "")) <= 120 for text in at_right)
    lines = [mark for mark in marks if isinstance(mark, Stroke) and mark.width == 1.5]
    assert len(lines) == 4 - 1  # two pieces of the first line and its sign in the legend


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_ticks_of_a_clock_are_round_times(one: int, other: int) -> None:
    low, high = sorted((one, other))
    first, last, step = ticks(low, high, clock=True)
    assert first <= low <= high <= last
    assert (last - first) % step == 0
    assert 3600 % step == 0 or step % 3600 == 0


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
