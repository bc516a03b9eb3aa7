"""What is made ready beside comes in its order, and leaves Python's threads as they were."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from unionoffice.core import bulk


def test_values_come_in_order_made_on_another_thread() -> None:
    makers: set[int] = set()

    def made() -> Iterator[int]:
        for value in range(50):
            makers.add(threading.get_ident())
            yield value

    usual = sys.getswitchinterval()
    with closing(bulk.ahead(made())) as values:
        assert next(values) == 0
        assert sys.getswitchinterval() < usual
        assert list(values) == list(range(1, 50))
    assert len(makers) == 1
    assert threading.get_ident() not in makers
    assert sys.getswitchinterval() == usual


def test_one_who_stops_or_fails_leaves_the_threads_as_they_were() -> None:
    usual = sys.getswitchinterval()
    before = threading.active_count()
    with closing(bulk.ahead(iter(range(10)))) as values:
        next(values)

    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    with closing(bulk.ahead(failing())) as values, pytest.raises(ValueError, match="the second"):
        list(values)
    assert sys.getswitchinterval() == usual
    assert threading.active_count() == before
