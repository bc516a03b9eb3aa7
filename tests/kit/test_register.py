"""The room of a register is shared so that every column can be read, whatever stands beside it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unionoffice.kit.register import shared_widths

COLUMNS = st.lists(st.tuples(st.integers(20, 900), st.booleans()), min_size=1, max_size=8)


@given(COLUMNS, st.integers(0, 2000))
def test_every_column_keeps_its_least_and_no_room_is_lost(columns: list[tuple[int, bool]], room: int) -> None:
    wanted, wide = [width for width, _grows in columns], [grows for _width, grows in columns]
    given = shared_widths(wanted, [160 if grows else 120 for grows in wide], wide, room)
    for width, want, grows in zip(given, wanted, wide, strict=True):
        assert width >= min(want, 160 if grows else 120)
        assert grows or width <= want
    least = sum(min(want, 160 if grows else 120) for want, grows in columns)
    assert sum(given) <= max(room, least)
    if any(wide) and room >= least:
        assert room - sum(given) < len(columns) + sum(wide)  # whole pixels are shared


def test_a_long_name_of_a_unit_does_not_squeeze_the_title() -> None:
    # number, title (wide), unit, day, state: the title kept 40 pixels where the unit took 200
    given = shared_widths([110, 420, 380, 90, 100], [180, 150, 90, 180, 180], [False, True, False, False, False], 600)
    assert given[1] >= 150 and given[1] > given[2] and sum(given) <= 600
