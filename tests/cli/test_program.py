"""The program around its commands: where the library is, what exit statuses say, and when the reader opens."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from digest_tui import __version__
from digest_tui.cli import program, reader
from digest_tui.config import Config
from digest_tui.session import Session
from digest_tui.tui import app
from tests import SEEDS
from tests.cli import run, run_process

SEED = SEEDS / "002_f5386093c80e41e6.txt"
COMMANDS = [
    ["list"],
    ["show", "x"],
    ["mark", "star", "x"],
    ["export"],
    ["undo"],
    ["redo"],
    ["history"],
    ["digests"],
    ["stats"],
    ["doctor"],
    ["import", str(SEED)],
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, list[str]]]:
    """What the reader is opened with, as if at a terminal: the number of papers, and the notes."""
    seen: list[tuple[int, list[str]]] = []

    def run_reader(session: Session, config: Config, notes: Sequence[str]) -> int:
        seen.append((session.tally().papers, list(notes)))
        return 0

    monkeypatch.setattr(app, "run_reader", run_reader)
    monkeypatch.setattr(reader, "fit_to_draw_on", lambda: True)
    monkeypatch.setattr(reader, "terminal_for_keys", lambda: 0)
    return seen


def test_without_arguments_the_reader_opens(opened: list[tuple[int, list[str]]]) -> None:
    assert run().status == 0
    assert opened == [(0, [])]


def test_a_path_is_imported_and_the_reader_opens(opened: list[tuple[int, list[str]]]) -> None:
    ended = run(SEEDS)
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    [(papers, notes)] = opened
    assert papers == 132
    assert notes == ["In all 132 new papers, from 5 digests."]


def test_what_could_not_be_imported_is_noted_and_said_after_the_reader(
    opened: list[tuple[int, list[str]]], tmp_path: Path
) -> None:
    ended = run(SEED, tmp_path / "nosuch")
    complaint = f"{tmp_path}/nosuch: no such file or folder; check the name."
    assert (ended.status, ended.err) == (1, f"{complaint}\n")
    [(papers, notes)] = opened
    assert papers == 31
    assert notes == [complaint, "Imported 31 papers (31 new) from 002_f5386093c80e41e6, 10 Dec 2025 (year inferred)."]


def test_a_file_with_a_commands_name_is_given_as_a_path(
    opened: list[tuple[int, list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_bytes(SEED.read_bytes())
    (tmp_path / "digest").write_bytes(SEED.read_bytes())
    assert run("list").err == "No papers yet: `digest-tui import PATH…` reads digests.\n"
    assert opened == []
    run("./list")
    run("digest")
    assert [papers for papers, _ in opened] == [31, 31]


def test_options_may_follow_a_path(opened: list[tuple[int, list[str]]], tmp_path: Path) -> None:
    assert run(SEED, "--library", tmp_path / "other").status == 0
    assert [papers for papers, _ in opened] == [31]
    assert run("list").out == ""
    assert "Usage: digest-tui [OPTIONS]" in run(SEED, "--help").out
    unknown = run(SEED, "--nosuch")
    assert unknown.status == 2
    assert unknown.err.endswith("`digest-tui --help` shows how.\n")


def test_without_a_terminal_the_reader_names_the_commands_that_do_without() -> None:
    ended = run_process(SEED)
    assert ended.status == 2
    assert ended.out == ""
    assert ended.err == (
        "The reader needs a terminal: `digest-tui import PATH…` reads digests without one, "
        "`digest-tui list` prints the papers.\n"
    )
    assert run("list").out == ""


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_library_that_cannot_be_used_is_status_3(arguments: list[str], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    ended = run("--library", file, *arguments)
    assert ended.status == 3
    assert ended.out == ""
    assert ended.err == f"{file} cannot be used as a library: not a folder. Name another folder with --library.\n"


@pytest.mark.parametrize("arguments", [["--library", "here", "list"], ["list", "--library", "here"]])
def test_the_library_is_named_before_or_after_the_command(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("import", SEED, "--library", "here")
    assert len(run(*arguments).lines) == 31
    assert (tmp_path / "here").is_dir()
    assert run("list").out == ""


def test_without_a_name_the_library_is_in_the_users_data_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGEST_TUI_LIBRARY")
    run("import", SEED)
    [library] = home.rglob("digest-tui/log")
    monkeypatch.setenv("DIGEST_TUI_LIBRARY", f"~/{library.parent.relative_to(home)}")
    assert len(run("list").lines) == 31


def test_the_version_and_help_are_at_hand() -> None:
    assert run_process("--version").out == f"digest-tui {__version__}\n"
    assert run("--help").out == run("-h").out
    for name in program.table:
        assert run(name, "--help").out.startswith(f"Usage: digest-tui {name} ")
        assert "--library DIR" in run(name, "--help").out
