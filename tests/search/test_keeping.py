"""The file that keeps a segment: written by one at a time, whole or not at all, and nothing is left lying about."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest_tui.finding import Stopped
from digest_tui.search.keeping import keep_segment, kept_segment
from digest_tui.search.segment import Text
from tests.search.given import paper


def texts() -> Iterator[Text]:
    yield paper("Hebbian learning")._replace(id="a", version="a:1")
    yield paper("Spiking networks")._replace(id="b", version="b:1")


def keep(folder: Path) -> list[str]:
    return list(keep_segment(folder, texts, {}, lambda: None).ids)


def kept(folder: Path) -> list[str]:
    segment = kept_segment(folder)
    return list(segment.ids) if segment else []


def test_what_a_killed_process_left_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "words.draft").write_bytes(b"x" * 100_000)
    assert keep(tmp_path) == kept(tmp_path) == ["a", "b"]
    assert [path.name for path in tmp_path.iterdir()] == ["words"]


def test_while_another_process_writes_it_is_made_in_memory(tmp_path: Path) -> None:
    draft = tmp_path / "words.draft"
    with draft.open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(b"its beginning")
        other.flush()
        assert keep(tmp_path) == ["a", "b"]
        assert kept(tmp_path) == []
        assert draft.read_bytes() == b"its beginning"


def test_what_another_process_finished_meanwhile_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening the draft and locking it, it became what is kept."""
    keep(tmp_path)
    (tmp_path / "words").rename(tmp_path / "words.draft")
    lock = fcntl.flock

    def finished(file: int, how: int) -> None:
        (tmp_path / "words.draft").rename(tmp_path / "words")
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", finished)
    assert keep(tmp_path) == kept(tmp_path) == ["a", "b"]


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    def stopped() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        keep_segment(tmp_path, texts, {}, stopped)
    assert list(tmp_path.iterdir()) == []
