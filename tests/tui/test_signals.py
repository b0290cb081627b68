"""Whatever ends the reader, and whatever the terminal is: it is given back, and no mark is lost."""

import os
import random
import re
import signal
import time
from pathlib import Path

import pytest

from digest_tui.session import Session, View
from tests import SEEDS
from tests.cli import run_process
from tests.tui.terminal import PROGRAM, Terminal

MOST_SECONDS = 1.0
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
# Modes that are on in a terminal that nobody changed: line wrap and the cursor.
USUAL = {b"7", b"25"}


def left_on(written: bytes) -> set[bytes]:
    """The private modes of the terminal that are not as they were before all this was written to it."""
    last = dict(_MODE.findall(written))
    return {mode for mode, state in last.items() if (state == b"h") != (mode in USUAL)}


def starred(home: Path) -> int:
    session = Session.open(home / "library")
    count = len(session.list(View.STARRED).ids)
    session.close()
    return count


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_reader_within_a_second_with_its_status_and_the_terminal_as_it_was(
    number: int, home: Path
) -> None:
    with Terminal(str(SEEDS)) as terminal:
        before = terminal.modes
        terminal.shows("0 of 132 triaged")
        assert terminal.modes != before
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        start = time.monotonic()
        terminal.signal(number)
        assert terminal.ends() == 128 + number
        assert time.monotonic() - start < MOST_SECONDS
        assert not left_on(terminal.written)
        assert terminal.written.count(b"\x1b[<u") == len(re.findall(rb"\x1b\[>\d+u", terminal.written))
        assert terminal.modes == before
    assert starred(home) == 1


def test_ctrl_c_ends_the_reader_like_the_signal(home: Path) -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s\x03")
        assert terminal.ends() == 128 + signal.SIGINT
        assert "1 of 132 triaged, 1★; 131 wait. All saved." in terminal.text
    assert starred(home) == 1


def test_a_terminal_closed_under_the_reader_ends_it_at_once(home: Path) -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        start = time.monotonic()
        terminal.hang_up()
        assert terminal.died() == 128 + signal.SIGHUP
        assert time.monotonic() - start < MOST_SECONDS
    assert starred(home) == 1


def test_ctrl_z_gives_the_terminal_back_and_the_reader_comes_back_as_it_was() -> None:
    with Terminal(str(SEEDS)) as terminal:
        before = terminal.modes
        terminal.shows("0 of 132 triaged")
        terminal.send(b"jj\x1a")
        terminal.until(lambda: not left_on(terminal.written))
        assert os.WIFSTOPPED(os.waitpid(terminal.pid, os.WUNTRACED)[1])
        assert terminal.modes == before
        screen = terminal.written
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda: b"\x1b[?1049h" in terminal.written[len(screen) :])
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0
        assert not left_on(terminal.written)


def test_a_terminal_that_reads_no_longer_does_not_hold_the_reader_up() -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        # Far more than a terminal holds that nobody reads from.
        for _ in range(200):
            terminal.send(b"jk")
        start = time.monotonic()
        terminal.signal(signal.SIGTERM)
        assert terminal.died() == 128 + signal.SIGTERM
        assert time.monotonic() - start < MOST_SECONDS


def test_bytes_that_are_no_text_are_keys_that_do_nothing() -> None:
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"\xff\xfe\xe9")
        terminal.send(b"\x1b[200~\xc3\x1b[201~")
        terminal.shows("No digest. Filter by")
        terminal.send(b"ns")
        terminal.shows("1 of 132 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (40, 10), (500, 200)])
def test_any_size_is_survived_and_left(size: tuple[int, int]) -> None:
    with Terminal(str(SEEDS), size=size) as terminal:
        terminal.until(lambda: b"\x1b[?2004h" in terminal.written)
        terminal.send(b"sq")
        assert terminal.ends() == 0
        assert b"Traceback" not in terminal.written


def test_random_sizes_while_keys_are_pressed_tear_nothing() -> None:
    chance = random.Random(8)
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        for _ in range(300):
            terminal.resize(chance.randint(1, 300), chance.randint(1, 100))
            terminal.send(chance.choice([b"j", b"k", b"\r", b"\x1b", b"\t", b" "]))
        terminal.resize(120, 40)
        terminal.shows("0 of 132 triaged · 0★ 0✓ 0✗ · 132 left")
        terminal.shows("? help")
        # Wherever the keys have led to: an Escape may still wait for what follows it.
        terminal.send(b"\x03")
        assert terminal.ends() == 128 + signal.SIGINT


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1", "tr_TR.UTF-8"])
def test_any_language_setting_opens_the_reader(language: str) -> None:
    with Terminal(str(SEEDS), variables={"LANG": language, "LC_ALL": language}) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0


def test_a_digest_may_come_through_a_pipe_while_keys_come_from_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "piped"
    script.write_text(f"#!/bin/sh\ncat {SEEDS}/002*.txt | {PROGRAM} -\n")
    script.chmod(0o700)
    with Terminal(program=script) as terminal:
        terminal.shows("0 of 31 triaged")
        terminal.send(b"s")
        terminal.shows("1 of 31 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0


def test_where_there_is_no_terminal_the_reader_says_what_does_the_job() -> None:
    ended = run_process(SEEDS)
    assert (ended.status, ended.out) == (2, "")
    assert "needs a terminal" in ended.err
    assert "digest-tui import" in ended.err


def test_a_terminal_that_cannot_place_its_cursor_is_told_the_same() -> None:
    with Terminal(str(SEEDS), variables={"TERM": "dumb"}) as terminal:
        assert terminal.ends() == 2
        assert "needs a terminal" in terminal.text
        assert b"\x1b" not in terminal.written
