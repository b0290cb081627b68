"""A library's tables, open on an empty folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest_tui.library.journals.storage import Database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they are kept."""
    return tmp_path / "library"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """The tables, as the only window of its device has them."""
    with Database(folder, "device") as database:
        yield database
