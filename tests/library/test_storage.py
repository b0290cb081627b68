"""TinyDB on journals: what is written is there again, for this process, the next, and the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import where

from digest_tui.library.storage import Database
from tests.library import document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    with Database(folder, "device") as database:
        yield database


def test_a_mark_is_there_after_reopening(folder: Path, database: Database) -> None:
    stamp = database.stamp()
    database.table("actions").insert(document(stamp, kind="mark", papers=["2501.12345"], verdict="starred"))
    database.close()
    with Database(folder, "device") as again:
        assert again.table("actions").all() == [{"kind": "mark", "papers": ["2501.12345"], "verdict": "starred"}]
        assert stamp in again.table("actions")


def test_a_mark_takes_some_hundred_bytes(folder: Path, database: Database) -> None:
    database.table("actions").insert(document(database.stamp(), kind="mark", papers=["2501.12345"], verdict="starred"))
    _, line = (folder / "log" / "device.1.jsonl").read_bytes().splitlines()
    assert len(line) <= 115


def test_another_window_sees_a_mark(folder: Path, database: Database) -> None:
    with Database(folder, "device") as other:
        database.table("papers").insert(document("a", verdict="starred"))
        assert other.table("papers").search(where("verdict") == "starred") == []
        assert other.poll() == {"papers": {"a"}}
        assert other.table("papers").search(where("verdict") == "starred") == [{"verdict": "starred"}]
        assert other.poll() == {}


def test_two_windows_write_two_files(folder: Path, database: Database) -> None:
    with Database(folder, "device") as other:
        database.table("papers").insert(document("a", n=1))
        other.table("papers").insert(document("b", n=2))
        assert sorted(path.name for path in (folder / "log").iterdir()) == ["device.1.jsonl", "device.2.jsonl"]


def test_an_abandoned_batch_leaves_no_trace(folder: Path, database: Database) -> None:
    database.table("papers").insert(document("kept", n=1))
    before = (folder / "log" / "device.1.jsonl").read_bytes()
    with pytest.raises(ZeroDivisionError), database.batch():  # noqa: PT012
        database.table("papers").insert_multiple(document(str(n), text="x" * 10_000) for n in range(500))
        raise ZeroDivisionError
    assert len(database.table("papers")) == 1
    assert (folder / "log" / "device.1.jsonl").read_bytes() == before
