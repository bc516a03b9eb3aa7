"""The version a book bears is the number of migrations, so that an ordinary start need not look at them."""

from __future__ import annotations

from pathlib import Path

from unionoffice import schema
from unionoffice.core import book as books
from unionoffice.opening import is_of_this_version


def test_the_version_counts_the_migrations() -> None:
    assert sum(len(each._migrations) for each in schema.SETS) == books.VERSION


def test_a_new_book_is_of_this_version(template: Path) -> None:
    assert is_of_this_version(template)
