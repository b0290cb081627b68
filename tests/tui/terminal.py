"""The installed program in a pseudo-terminal of its own: bytes in, and a screen that a terminal emulator draws."""

import os
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import pexpect
import pyte

PROGRAM = Path(sys.executable).with_name("digest-tui")
SECONDS = 30


class Terminal:
    """A terminal that runs the program. Waiting for the screen is bounded by `SECONDS`.

    One that is not `drawn` keeps what was written, and shows nothing.
    """

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (120, 40),
        variables: dict[str, str] | None = None,
        program: Path = PROGRAM,
        drawn: bool = True,
    ) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen) if drawn else None
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environment |= variables or {}
        self.written = b""
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            str(program), list(arguments), dimensions=(rows, columns), env=environment, timeout=SECONDS
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    def _take(self, seconds: float) -> None:
        piece = self._child.read_nonblocking(65536, timeout=seconds)
        self.written += piece
        if self._stream is not None:
            self._stream.feed(piece)

    @property
    def pid(self) -> int:
        return self._child.pid or 0

    @property
    def modes(self) -> list[int | str]:
        """How the terminal treats what is typed and written, as `termios` gives it."""
        return termios.tcgetattr(self._child.fileno())

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._child.kill(number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, which the program is told of."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        process = self._child.ptyproc  # type: ignore[attr-defined]
        process.fileobj.close()
        process.closed = True

    def died(self) -> int:
        """Wait for the end of the program without reading from it; return its exit status."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._child.ptyproc.terminated = True  # type: ignore[attr-defined]
        return status

    def send(self, keys: bytes) -> None:
        """Send bytes as a terminal would for keys."""
        while keys:
            # A terminal takes a few kilobytes at a time.
            keys = keys[self._child.send(keys) :]

    @property
    def lines(self) -> list[str]:
        # Not pyte's own `display`, which stumbles over marks without a letter.
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        return ["".join(row[column].data for column in range(self._screen.columns)).rstrip() for row in rows]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def cursor_shown(self) -> bool:
        return not self._screen.cursor.hidden

    def until(self, holds: Callable[[], bool]) -> None:
        """Draw what the program writes until something is so; fail with the screen if it never is."""
        deadline = monotonic() + SECONDS
        while not holds():
            try:
                # A cursor that blinks writes for ever.
                self._take(max(0.0, deadline - monotonic()))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                raise AssertionError(f"the screen never came to it:\n{self.text}") from error

    def shows(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.text)

    def ends(self) -> int:
        """Wait for the end of the program; return its exit status."""
        while True:
            try:
                self._take(SECONDS)
            except pexpect.EOF:
                break
        self._child.wait()
        assert self._child.exitstatus is not None, f"killed by signal {self._child.signalstatus}"
        return int(self._child.exitstatus)
