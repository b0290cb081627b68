"""Bytes to the terminal, in a thread of its own: a slow or stalled line never stops the program."""

import os
import select
from collections.abc import Callable
from threading import Condition, Thread
from typing import Final

# More than a second's work for a slow line: what is behind by this much is dropped, and the screen painted anew.
MOST_WAITING: Final = 256 * 1024
# How long the end of the program waits for a terminal that does not read.
CLOSING_SECONDS: Final = 0.5
CHUNK: Final = 4096


class Output:
    """Writes what it is given, in order; drops what waits if that is too much.

    `gone` is called once when the terminal cannot be written to any more, `caught_up` when something was dropped and
    the line is free again; both in the writing thread.
    """

    def __init__(self, fileno: int, encoding: str, gone: Callable[[], None], caught_up: Callable[[], None]) -> None:
        self._fileno = fileno
        self._encoding = encoding
        self._tell_gone = gone
        self._tell_caught_up = caught_up
        self._waiting: list[bytes] = []
        self._size = 0
        self._dropped = False
        self._closing = False
        self._gone = False
        self._changed = Condition()
        # A daemon, because a write to a stalled terminal cannot be called back.
        self._thread = Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    @property
    def lost(self) -> bool:
        """Whether nothing arrives any more: the terminal is gone, or did not read to the end."""
        return self._gone or (self._closing and self._thread.is_alive())

    def write(self, text: str) -> None:
        """Have text written soon. Never waits, never raises."""
        data = text.encode(self._encoding, "replace")
        with self._changed:
            if self._size + len(data) > MOST_WAITING and self._waiting and not self._closing:
                self._drop()
                self._dropped = True
            self._waiting.append(data)
            self._size += len(data)
            self._changed.notify()

    def drop(self) -> None:
        """Leave out what waits."""
        with self._changed:
            self._drop()

    def close(self) -> None:
        """Write what waits, but do not wait for ever."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(CLOSING_SECONDS)

    def _drop(self) -> None:
        self._waiting.clear()
        self._size = 0

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing:
                    self._changed.wait()
                data = b"".join(self._waiting)
                self._drop()
            if not data:
                return
            try:
                self._put(data)
            except OSError:
                self._gone = True
                self._tell_gone()
                return
            if self._dropped and not self._waiting:
                self._dropped = False
                self._tell_caught_up()

    def _put(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            # The terminal may have been made non-blocking by another program.
            select.select([], [self._fileno], [])
            left = left[os.write(self._fileno, left[:CHUNK]) :]
