"""Files that the clerk asks for are written whole or not at all: a stop or a full disk leaves what stood there before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from unionoffice.core.errors import KnownError
from unionoffice.core.words import _


@contextmanager
def in_its_place(path: Path) -> Iterator[Path]:
    """A file beside `path` to write into, which takes its name when all went well; otherwise nothing is left of it.

    Raises KnownError when the disk refuses.
    """
    part = path.with_name(path.name + ".part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise KnownError(_("{path} cannot be written: {why}.", path=path, why=error.strerror or error)) from error
    finally:
        with suppress(OSError):  # the trouble that led here is told; this one adds nothing
            part.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises KnownError when the disk refuses."""
    with in_its_place(path) as part:
        part.write_bytes(data)
