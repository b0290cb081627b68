"""Promises of device.py: one name for one device, whoever asks first, and always some name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest_tui.library.device import device_name
from digest_tui.library.library import Library


@pytest.fixture
def file(home: Path) -> Path:
    return home / "state" / "digest-tui" / "device"


def is_name(name: str) -> bool:
    return len(name) == 6 and name.isascii() and name.isalnum() and name == name.lower()


@pytest.mark.usefixtures("home")
def test_a_device_keeps_its_name() -> None:
    name = device_name()
    assert is_name(name)
    assert [device_name() for _ in range(3)] == [name] * 3


def test_nothing_but_the_name_is_left_behind(file: Path) -> None:
    name = device_name()
    assert [path.name for path in file.parent.iterdir()] == ["device"]
    assert file.read_text() == name


def test_the_name_is_kept_outside_the_library(home: Path) -> None:
    """So that a library that is copied to another device does not copy it."""
    folder = home / "library"
    library = Library.open(folder)
    assert library.writer == f"{device_name()}.1"
    library.close()
    assert [path.name for path in folder.rglob("*") if path.name == "device"] == []


def test_processes_that_start_at_once_agree_on_a_name(file: Path) -> None:
    code = "from digest_tui.library.device import device_name; print(flush=True); input(); print(device_name())"
    processes = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    names = {process.communicate(timeout=30)[0].strip() for process in processes}
    assert names == {file.read_text()}


def test_a_passing_name_does_where_none_can_be_kept(home: Path) -> None:
    (home / "state").write_text("a file where the folder should be")
    names = {device_name() for _ in range(3)}
    assert all(map(is_name, names))
    assert len(names) == 3


@pytest.mark.parametrize("content", [b"", b"\n", b"toolong", b"UPPER!", b"\xff\xfe\x00", b"../../", b"a" * 100_000])
def test_a_damaged_file_is_replaced_by_a_name_that_is_kept(content: bytes, file: Path) -> None:
    """A crash may leave it empty; without a lasting name every start would begin another journal."""
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    name = device_name()
    assert is_name(name)
    assert device_name() == name
    assert [path.name for path in file.parent.iterdir()] == ["device"]


def test_a_folder_of_that_name_is_left_alone(file: Path) -> None:
    file.mkdir(parents=True)
    assert is_name(device_name())
    assert [path.name for path in file.parent.iterdir()] == ["device"]


def test_a_file_system_without_links_keeps_a_name_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is at hand to mount here, so the operating system's refusal is played."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    name = device_name()
    assert device_name() == file.read_text() == name
    assert [path.name for path in file.parent.iterdir()] == ["device"]
