"""A program in a pseudo-terminal, timed: what it writes, and what is then to be seen."""

import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

import pyte

PROGRAM = Path(sys.executable).with_name("digest-tui")
SECONDS = 60.0
SIZE = (120, 40)
# Longer than any between two pieces of one frame.
PAUSE = 0.02

Press = tuple[float, float, int]
"""Seconds from a key to the first and to the last byte that it causes, and how many bytes it causes."""


class Screen:
    """A running program, and what it writes."""

    def __init__(self, command: Sequence[str], library: Path | None = None) -> None:
        self.started = perf_counter()
        self._process, self.terminal = pty.fork()
        if not self._process:
            environment = installed() | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            if library:
                environment["DIGEST_TUI_LIBRARY"] = str(library)
            ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.execvpe(command[0], list(command), environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self.terminal)

    def until(self, text: bytes) -> float:
        """Seconds since the start until the text was written."""
        written = b""
        while text not in written:
            ready, _, _ = select.select([self.terminal], [], [], SECONDS)
            if not ready:
                raise TimeoutError(f"{text!r} was not written within {SECONDS} s")
            written = written[-len(text) :] + os.read(self.terminal, 1 << 16)
        return perf_counter() - self.started

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing is written for so many seconds."""
        while select.select([self.terminal], [], [], quiet)[0]:
            os.read(self.terminal, 1 << 16)

    def drain(self) -> None:
        """Read until the program ends."""
        with suppress(OSError):  # which is how Linux says that nobody holds the other end
            while os.read(self.terminal, 1 << 16):
                pass

    def keys(self, key: bytes, times: int) -> list[Press]:
        """What comes of pressing a key, so many times. Raises TimeoutError where nothing comes of it."""
        return [self.press(key) for _ in range(times)]

    def press(self, key: bytes) -> Press:
        """What comes of pressing a key. Raises TimeoutError where nothing comes of it."""
        begin = perf_counter()
        os.write(self.terminal, key)
        first, last, count = 0.0, 0.0, 0
        while select.select([self.terminal], [], [], 0.1 if count else SECONDS)[0]:
            last = perf_counter() - begin
            first = first or last
            count += len(os.read(self.terminal, 1 << 16))
        if not count:
            raise TimeoutError(f"{key!r} did nothing within {SECONDS} s")
        return first, last, count

    def resident(self) -> int:
        """Megabytes of memory that the program has resident."""
        status = Path(f"/proc/{self._process}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) // 1024


class Drawn:
    """What a program shows on the terminal that it writes to."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._shown = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self._shown)

    @property
    def lines(self) -> Sequence[str]:
        """The lines of the screen."""
        return self._shown.display

    def until(self, text: str) -> float:
        """When, by `perf_counter`, a text was to be seen."""
        return self.when(lambda: any(text in line for line in self.lines))

    def quiet(self, seconds: float) -> None:
        """Wait until nothing is written for so long."""
        while select.select([self._terminal], [], [], seconds)[0]:
            self._stream.feed(os.read(self._terminal, 1 << 16))

    def when(self, holds: Callable[[], bool]) -> float:
        """When that was written after which something is so.

        What is written is looked at as soon as it pauses: to draw it takes longer than to write it, and would keep the
        program waiting, and one of its processors.
        """
        end = perf_counter() + SECONDS  # the cursor blinks on, whatever is shown
        while select.select([self._terminal], [], [], SECONDS)[0] and perf_counter() < end:
            written: list[tuple[float, bytes]] = []
            while not written or select.select([self._terminal], [], [], PAUSE)[0]:
                piece = os.read(self._terminal, 1 << 16)
                written.append((perf_counter(), piece))
            at = 0.0
            for moment, piece in written:
                self._stream.feed(piece)
                at = at or (moment if holds() else 0.0)
            if at:
                return at
        raise TimeoutError("\n".join(self.lines))


def installed() -> dict[str, str]:
    """The environment, without what makes each start compile the program anew, and each line be written alone."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def reader(library: Path) -> Screen:
    """The reader on a library."""
    return Screen([str(PROGRAM)], library)


def bare() -> Screen:
    """The bare app."""
    return Screen([sys.executable, "-m", "tests.benchmarks.bare"])
