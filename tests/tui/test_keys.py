"""Every default key, sent as the bytes that a terminal sends, arrives as the key that the table of commands names."""

import os
import pty
import re
import select
import subprocess
import sys
import tty
from functools import partial
from time import monotonic

import pytest

from digest_tui.tui.bare_paste import is_paste
from digest_tui.tui.commands import COMMANDS, Place
from tests import SEEDS
from tests.tui.terminal import Terminal

BYTES = {
    "down": b"\x1b[B", "up": b"\x1b[A", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H", "end": b"\x1b[F",
    "pagedown": b"\x1b[6~", "pageup": b"\x1b[5~", "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ",
    "backspace": b"\x7f", "delete": b"\x1b[3~",
}  # fmt: skip


def sent(key: str) -> bytes:
    """The bytes for one key. A key that has none here has to be given them."""
    if key.startswith("ctrl+"):
        assert len(key) == 6
        return bytes([ord(key[5]) & 0x1F])
    if key in BYTES:
        return BYTES[key]
    assert len(key) == 1
    return key.encode()


LISTENER = """
import os
from textual.app import App
from digest_tui.tui.terminal import Terminal

class Listener(App, inherit_bindings=False):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []
    def get_driver_class(self):
        return Terminal
    def on_ready(self):
        os.write(2, b"READY\\n")
    def on_key(self, event):
        key = event.character if event.is_printable and event.character and event.key != "space" else event.key
        os.write(2, f"{key}\\n".encode())

Listener().run()
"""


def test_every_default_key_arrives_as_the_key_of_the_table() -> None:
    keys = sorted({key for command in COMMANDS for chord in command.keys for key in chord.split(" ")})
    terminal, inside = pty.openpty()
    tty.setraw(terminal)
    environment = os.environ | {"TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER], stdin=inside, stdout=inside, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stderr is not None
        try:
            assert line(terminal, process.stderr) == "READY"
            for key in keys:
                os.write(terminal, sent(key))
                assert line(terminal, process.stderr) == key
        finally:
            process.kill()
            os.close(terminal)
            os.close(inside)


def line(terminal: int, heard: "object") -> str:
    """The next line that is heard, while what is drawn is read away."""
    descriptor = heard.fileno()  # type: ignore[attr-defined]
    deadline, said = monotonic() + 20, b""
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([terminal, descriptor], [], [], max(0.0, deadline - monotonic()))
        assert ready, f"nothing was heard but {said!r}"
        if terminal in ready:
            os.read(terminal, 1 << 16)
        if descriptor in ready:
            said += os.read(descriptor, 1)
    return said.decode().rstrip("\n")


def test_a_digest_pasted_as_bare_keys_marks_nothing_and_is_asked_about() -> None:
    text = next(SEEDS.glob("000*")).read_text(encoding="utf-8")
    with Terminal() as terminal:
        terminal.shows("No papers yet.")
        terminal.send(text.replace("\n", "\r").encode())
        terminal.shows("Import 24 papers (24 new)")
        terminal.send(b"n")
        terminal.shows("0 of 0 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0


def test_a_title_pasted_as_bare_keys_is_offered_as_a_filter() -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"Deep Neuromorphic Networks with Superconducting xsr")
        terminal.shows("Filter by “Deep Neuromorphic Networks")
        terminal.send(b"n")
        terminal.shows("0 of 132 triaged")


def test_keys_typed_ahead_and_a_key_held_down_are_run() -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"sxxrxs")
        terminal.shows("6 of 132 triaged · 2★ 1✓ 3✗")
        terminal.send(b"x" * 40)
        terminal.shows("46 of 132 triaged")


@pytest.mark.parametrize("text", ["jjjjjjjjjjjj", "xxxxsxxx", "sxr", "gis", "/hebbian", "/hebbian\rs", "12j", "5jx"])
def test_what_hands_type_is_no_paste(text: str) -> None:
    assert not is_paste(text)


@pytest.mark.parametrize(
    "text", ["transformer", "2405.12345", "A Title of a Paper", "one\rtwo\r", "/a/path\rand more of it"]
)
def test_what_no_hand_types_at_once_is_a_paste(text: str) -> None:
    assert is_paste(text)


def test_every_place_can_be_left_by_a_key_that_a_terminal_sends() -> None:
    for place in Place:
        assert any(place in command.places for command in COMMANDS)


def test_without_colours_none_is_written_and_the_cursor_and_the_marks_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        terminal.until(lambda: any(text.startswith("▌    Left/Right Brain") for text in terminal.lines))
        terminal.until(lambda: any(text.startswith("  ★  Configurable Foundation") for text in terminal.lines))
        looks = re.findall(rb"\x1b\[([\d;]*)m", bytes(terminal.written))
        coloured = rb"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|$)"
        assert looks
        assert not [look for look in looks if re.search(coloured, look)]


def signed(terminal: Terminal, title: str) -> list[int]:
    """The lines under a dialog's title that have the cursor's sign, by their numbers."""
    lines = terminal.lines
    tops = [number for number, line in enumerate(lines) if line.startswith(title)]
    return [n for n, line in enumerate(lines) if tops and n > tops[-1] and line.startswith("▌")]


def one_sign(terminal: Terminal, title: str, before: int) -> bool:
    return len(signed(terminal, title)) == 1 and signed(terminal, title) != [before]


def closed(terminal: Terminal, title: str) -> bool:
    return not any(line.startswith(title) for line in terminal.lines)


def test_without_colours_the_line_under_the_cursor_of_every_dialog_has_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        for key, title, move in ((b"U", " History", b"j"), (b"?", " Keys", b"\x1b[B"), (b":", " Commands", b"\x1b[B")):
            terminal.send(key)
            terminal.until(partial(one_sign, terminal, title, -1))
            before = signed(terminal, title)[0]
            terminal.send(move)
            terminal.until(partial(one_sign, terminal, title, before))
            terminal.send(b"\x1b")
            terminal.until(partial(closed, terminal, title))
        looks = re.findall(rb"\x1b\[([\d;]*)m", bytes(terminal.written))
        assert not [look for look in looks if re.search(rb"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|$)", look)]


def test_keys_pressed_before_there_is_a_screen_are_run_in_their_order() -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.send(b"/hebbian")
        terminal.shows("/ hebbian")
        terminal.shows("8 here · 8 in all")
        terminal.send(b"\rs")
        terminal.shows("1 of 132 triaged")


@pytest.mark.parametrize("kind", ["xterm", "linux"])
def test_a_terminal_of_sixteen_colours_gets_no_others_and_shows_the_cursor_the_marks_and_the_range(kind: str) -> None:
    with Terminal(str(SEEDS), variables={"TERM": kind, "COLORTERM": ""}) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        terminal.send(b"v")
        terminal.shows("A range:")
        terminal.send(b"j")
        terminal.until(lambda: any(text.startswith("▌    Natural Language") for text in terminal.lines))
        terminal.until(lambda: any(text.startswith("▌    Left/Right Brain") for text in terminal.lines))
        terminal.until(lambda: any(text.startswith("  ★  Configurable Foundation") for text in terminal.lines))
        looks = b";".join(re.findall(rb"\x1b\[([\d;]*)m", bytes(terminal.written))).split(b";")
        assert {b"38", b"48"}.isdisjoint(looks)
        assert any(re.fullmatch(rb"3[0-7]|9[0-7]", look) for look in looks)
