"""Completion in the shells themselves: what somebody sees who has put the README's line into their shell's start."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests import SEEDS
from tests.cli import command, run

README = (Path(__file__).parents[2] / "README.md").read_text()
SECONDS = 60

# What is typed before the Tab, and what is then there, or offered.
CASES = {
    "ex": ["export"],
    "export --format b": ["bibtex", "biblatex"],
    "export --form": ["--format"],
    "list is:sta": ["is:starred"],
    "list is:": ["starred", "skipped"],
    "list brain :sn": [":snn"],
    "filters sn": ["snn"],
    "show 97fd": ["97fd25cc08fe"],
    "import see": ["seeds/"],
}


def line_for(shell: str) -> str:
    """What the README has people put into the shell's file."""
    found = re.search(rf"^ +(.*_DIGEST_TUI_COMPLETE={shell}_source.*)$", README, re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest) -> str:
    """The name of a shell that is here."""
    if not shutil.which(request.param):
        pytest.skip("no such shell here")
    return str(request.param)


@pytest.fixture
def place(home: Path) -> dict[str, str]:
    """The environment of a shell in a home with a library. What it runs, other than to complete, is only echoed."""
    run("import", SEEDS)
    run("filters", "snn", "spiking neural")
    (home / "bin").mkdir()
    (home / "seeds").mkdir()
    program = home / "bin" / "digest-tui"
    program.write_text(f'#!/bin/sh\n[ "$_DIGEST_TUI_COMPLETE" ] && exec {" ".join(command())} "$@"\necho "RAN: $*."\n')
    program.chmod(0o755)
    return os.environ | {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", "TERM": "dumb", "LANG": "C.UTF-8"}


def test_a_word_is_completed(shell: str, place: dict[str, str], home: Path) -> None:
    answers = fish(place) if shell == "fish" else interactive(shell, place, home)
    for (typed, offered), answer in zip(CASES.items(), answers, strict=True):
        assert all(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", answer) for word in offered), (typed, answer)


def fish(place: dict[str, str]) -> Iterator[str]:
    """What fish, asked for it, would offer."""
    for typed in CASES:
        asked = f"{line_for('fish')}; complete -C 'digest-tui {typed}'"
        ended = subprocess.run(
            ["fish", "-c", asked], cwd=place["HOME"], env=place, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        yield ended.stdout


def interactive(name: str, place: dict[str, str], home: Path) -> Iterator[str]:
    """What stands in a shell's terminal after the Tabs and the Enter."""
    bare, prepared = {
        "bash": (["--norc", "--noprofile"], ""),
        "zsh": (["-f"], "autoload -Uz compinit && compinit -u; "),
    }[name]
    child = pexpect.spawn(name, [*bare, "-i"], cwd=home, env=place, encoding="utf-8", timeout=SECONDS)
    child.delaybeforesend = None
    try:
        child.sendline(prepared + line_for(name))
        for typed, offered in CASES.items():
            # One Tab completes, more show the choices.
            child.sendline(f"digest-tui {typed}" + "\t" * (1 if len(offered) == 1 else 3))
            child.expect(r"RAN: .*\.\r?\n")
            yield f"{child.before}{child.after}"
    finally:
        child.close(force=True)
