"""Completion: what bash, zsh and fish are told may come next."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import SEEDS
from tests.cli import run, run_process


@pytest.fixture(autouse=True)
def seeds(home: Path) -> None:
    run("import", SEEDS)


def completed(*words: str) -> list[str]:
    """What fish is told may stand for the last word."""
    ended = run_process(
        _DIGEST_TUI_COMPLETE="fish_complete", COMP_WORDS=" ".join(("digest-tui", *words)), COMP_CWORD=words[-1]
    )
    assert (ended.status, ended.err) == (0, "")
    return sorted(line.partition(",")[2].partition("\t")[0] for line in ended.lines if line)


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        (["ex"], ["export"]),
        (["export", "--format", "bib"], ["biblatex", "bibtex"]),
        (["list", "--sort", "da"], ["date"]),
        (["list", "is:st"], ["is:starred"]),
        (["list", "dig"], ["digest:"]),
        (["list", "digest:002"], ["digest:002_f5386093c80e41e6"]),
        (["mark", "unst"], ["unstar"]),
        (["mark", "star", "97fd"], ["97fd25cc08fe"]),
        (["mark", "star", "--filter", "is:n"], ["is:new"]),
        (["show", "97FD"], ["97fd25cc08fe"]),
        (["same", "97fd25cc08fe", "7c571"], ["7c571ab14ec5"]),
        (["digests", "--forget", "00"], [f"00{number}" for number in range(5)]),
        (["show", "nosuch"], []),
    ],
    ids=" ".join,
)
def test_words_are_completed(words: list[str], choices: list[str]) -> None:
    found = completed(*words)
    assert len(found) == len(choices)
    assert all(one.startswith(choice) for one, choice in zip(found, choices, strict=True))


@pytest.mark.parametrize("words", [["import", "se"], ["export", "-o", "se"], ["se/x"], ["--library", "se"]])
def test_paths_are_left_to_the_shell(words: list[str]) -> None:
    ended = run_process(
        _DIGEST_TUI_COMPLETE="fish_complete", COMP_WORDS=" ".join(("digest-tui", *words)), COMP_CWORD=words[-1]
    )
    assert {line.partition(",")[0] for line in ended.lines} <= {"file", "dir"}
    assert ended.lines


def test_papers_are_shown_with_their_titles() -> None:
    ended = run_process(_DIGEST_TUI_COMPLETE="zsh_complete", COMP_WORDS="digest-tui show 97fd", COMP_CWORD="2")
    assert ended.lines[:2] == ["plain", "97fd25cc08fe"]
    assert ended.lines[2].startswith("The Dragon Hatchling")


def test_the_library_that_is_named_is_looked_in(tmp_path: Path) -> None:
    assert completed("--library", str(tmp_path / "other"), "show", "97fd") == []


def test_a_library_that_cannot_be_used_completes_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a library")
    assert completed("--library", str(tmp_path / "file"), "show", "97fd") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    ended = run_process(_DIGEST_TUI_COMPLETE=f"{shell}_source")
    assert ended.status == 0
    assert f"_DIGEST_TUI_COMPLETE={shell}_complete" in ended.out
    if found := shutil.which(shell):
        checked = subprocess.run([found, "-n"], input=ended.out, text=True, capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
