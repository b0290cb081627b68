"""Start: from the command to the painted list, beside a bare Textual app; and what a key costs on the terminal."""

import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

PROGRAM = Path(sys.executable).with_name("digest-tui")
SECONDS = 60.0


class Screen:
    """A program in a pseudo-terminal, timed."""

    def __init__(self, arguments: Sequence[str], library: Path | None, size: tuple[int, int] = (120, 40)) -> None:
        self.started = perf_counter()
        self._process, self.terminal = pty.fork()
        if not self._process:
            environment = installed() | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            if library:
                environment["DIGEST_TUI_LIBRARY"] = str(library)
            ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(arguments[0], list(arguments), environment)

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

    def key(self, keys: bytes, quiet: float = 0.1) -> tuple[float, float, int]:
        """Seconds from a key to the first and to the last byte that it causes, and how many bytes it causes."""
        begin = perf_counter()
        os.write(self.terminal, keys)
        first, last, count = 0.0, 0.0, 0
        while select.select([self.terminal], [], [], quiet if count else 2.0)[0]:
            last = perf_counter() - begin
            first = first or last
            count += len(os.read(self.terminal, 1 << 16))
        return first, last, count

    def resident(self) -> int:
        """Megabytes of memory that the program has resident."""
        status = Path(f"/proc/{self._process}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) // 1024


def installed() -> dict[str, str]:
    """The environment, without what makes each start compile the program anew, and each line be written alone."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def reader(library: Path) -> Screen:
    """The reader on a library."""
    return Screen([str(PROGRAM)], library)


def bare() -> Screen:
    """The bare app."""
    return Screen([sys.executable, "-m", "tests.benchmarks.bare"], None)
