"""What the tests of the bricks share: the look, an office with a few people, and fingers on the keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.kit.sample import Office
from unionoffice.core.book import Book
from unionoffice.desks.roster import service
from unionoffice.desks.roster.records import Level, Unit, Worker
from unionoffice.kit import theme


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    theme.apply(qapp, dark=False)


@pytest.fixture
def office(book: Book) -> Office:
    """An office with two units and two workers of one name."""
    plant = service.enter_unit(book, Unit(name="第二机械厂", level=Level.PLANT))
    shop = service.enter_unit(book, Unit(name="铸工车间", level=Level.WORKSHOP, above=plant))
    service.enter_worker(book, Worker(name="李桂兰", number="1024", unit=shop, trade="车工"))
    service.enter_worker(book, Worker(name="李桂兰", number="2077", unit=plant, trade="铸工"))
    service.enter_worker(book, Worker(name="王建国", number="88", unit=shop, trade="铸工"))
    return Office(book)


@pytest.fixture
def compose() -> Callable[[QWidget, str, str], None]:
    """Types through the input method: what is committed, and what is still being composed."""

    def typed(widget: QWidget, committed: str, composing: str = "") -> None:
        event = QInputMethodEvent(composing, [])
        event.setCommitString(committed)
        QApplication.sendEvent(widget, event)

    return typed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screen of the tests has no window frames and grabs no keyboard, and says so."""
    for item in items:
        if "tests/kit" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
