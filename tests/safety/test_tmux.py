"""In a terminal that would do what a text asks for: the clipboard, the title and the program stay as they are."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from tests.safety.hostile import HOSTILE
from tests.safety.test_paths import digest_of
from tests.tui.terminal import PROGRAM, SECONDS

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")


class Tmux:
    """A server of its own, whose only window runs a command and lets it set clipboard, title and name."""

    def __init__(self, socket: Path, command: str) -> None:
        self._start = ["tmux", "-f", "/dev/null", "-S", str(socket)]
        environment = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        options = [
            ["set", "-s", "set-clipboard", "on"],
            ["set", "-g", "allow-rename", "on"],
            ["set", "-g", "allow-passthrough", "on"],
        ]
        first = ["new-session", "-d", "-x", "120", "-y", "40", "-n", "ours", "sh"]
        joined = [word for option in options for word in (";", *option)]
        subprocess.run([*self._start, *first, *joined], check=True, env=environment)
        self.ask("select-pane", "-T", "ours")
        self.ask("send-keys", command, "Enter")

    def ask(self, *words: str) -> str:
        """What a tmux command answers."""
        done = subprocess.run([*self._start, *words], check=False, capture_output=True, encoding="utf-8")
        return done.stdout

    def until(self, holds: Callable[[str], bool]) -> None:
        """Wait for the screen to become so."""
        deadline = monotonic() + SECONDS
        while not holds(screen := self.ask("capture-pane", "-p")):
            assert monotonic() < deadline, screen


def test_no_text_sets_clipboard_or_title_or_ends_the_reader(tmp_path: Path) -> None:
    file = digest_of(HOSTILE, tmp_path / "records.jsonl")
    tmux = Tmux(tmp_path / "socket", f"{PROGRAM} {file}; echo ended with $?")
    try:
        tmux.until(lambda screen: f"0 of {len(HOSTILE)} triaged" in screen)
        for _ in range(len(HOSTILE) // 40 + 1):
            tmux.ask("send-keys", "-N", "40", "j")
        tmux.ask("send-keys", "G")
        last = len(HOSTILE) - 1
        tmux.until(lambda screen: f"a{last}a" in screen)
        tmux.ask("send-keys", "s")
        tmux.until(lambda screen: f"1 of {len(HOSTILE)} triaged" in screen)
        assert tmux.ask("list-buffers") == ""
        assert tmux.ask("display", "-p", "#{pane_title} #{window_name}") == "ours ours\n"
        tmux.ask("send-keys", "q")
        tmux.until(lambda screen: f"1 of {len(HOSTILE)} triaged, 1★" in screen)
        tmux.until(lambda screen: "\nended with 0" in screen)
        assert tmux.ask("list-buffers") == ""
    finally:
        tmux.ask("kill-server")


def test_the_terminal_of_these_tests_does_what_it_is_asked_for(tmp_path: Path) -> None:
    """Otherwise they would show nothing."""
    tmux = Tmux(tmp_path / "socket", r"printf '\033]52;c;b3duZWQ=\007\033]2;owned\007\033kowned\033\\'; echo done")
    try:
        tmux.until(lambda screen: "\ndone" in screen)
        assert "owned" in tmux.ask("show-buffer")
        assert tmux.ask("display", "-p", "#{pane_title} #{window_name}") == "owned owned\n"
    finally:
        tmux.ask("kill-server")
