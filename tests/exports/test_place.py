"""Files of exports: whole or not at all, and never over another by accident."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest_tui.exports.place import AlreadyThereError, WriteError, put


class Interrupted(BaseException):
    """What Ctrl-C does to a write."""


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def torn() -> Iterator[str]:
    yield "the beginning"
    raise Interrupted


def test_a_file_is_written_as_utf_8(tmp_path: Path) -> None:
    put(tmp_path / "a.md", ["é", "★\n"])
    assert (tmp_path / "a.md").read_bytes() == "é★\n".encode()
    assert names(tmp_path) == ["a.md"]


def test_an_interrupted_write_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        put(tmp_path / "a.md", torn())
    assert names(tmp_path) == []


def test_an_interrupted_replacement_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    with pytest.raises(Interrupted):
        put(tmp_path / "a.md", torn(), replace=True)
    assert (tmp_path / "a.md").read_text() == "old"
    assert names(tmp_path) == ["a.md"]


def test_a_file_is_never_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    with pytest.raises(AlreadyThereError, match=r"a\.md: exists already; --force replaces it\."):
        put(tmp_path / "a.md", ["new"])
    assert (tmp_path / "a.md").read_text() == "old"


def test_a_file_that_appears_while_writing_is_not_replaced(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        (tmp_path / "a.md").write_text("somebody else's")
        yield "new"

    with pytest.raises(AlreadyThereError):
        put(tmp_path / "a.md", pieces())
    assert (tmp_path / "a.md").read_text() == "somebody else's"
    assert names(tmp_path) == ["a.md"]


def test_a_file_system_without_links_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    put(tmp_path / "a.md", ["new"])
    assert (tmp_path / "a.md").read_text() == "new"
    with pytest.raises(AlreadyThereError):
        put(tmp_path / "a.md", ["newer"])


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "a.md").chmod(0o600)
    put(tmp_path / "a.md", ["new"], replace=True)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a.md").read_text() == "new"


@pytest.mark.parametrize("replace", [False, True])
def test_links_folders_and_devices_are_left_alone(tmp_path: Path, replace: bool) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "."):
        with pytest.raises(WriteError):
            put(tmp_path / name, ["new"], replace=replace)
    assert (tmp_path / "target").read_text() == "old"
    assert (tmp_path / "link").is_symlink()


def test_errors_name_the_file_and_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"a\.md: no such folder; make it first, or name another\."):
        put(tmp_path / "nowhere" / "a.md", [])
    with pytest.raises(WriteError, match="name is too long"):
        put(tmp_path / ("a" * 300), [])
