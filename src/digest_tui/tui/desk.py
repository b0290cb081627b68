"""The desk: the one thread that waits for the disk, so that the screen never does. What is asked is done in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import TypeVar

from digest_tui.waiting import give_way

Answer = TypeVar("Answer")

REST_SECONDS = 1.0
"""How long the hands must rest before anything begins, or goes on, that nobody waits for."""


class LeftError(Exception):
    """Nobody waits any more: the reader ends."""


class Desk:
    """A queue with one server. It closes only when all that was asked is done."""

    def __init__(self) -> None:
        self._left = Event()
        self._rest = 0.0
        self.disturb()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """Have it done after all that was asked before; raise what it raises.

        It is done even if nobody waits for the answer any more; whoever does so after `leave` is cancelled.
        """
        return await self._answer(self._thread, question)

    async def ask_beside(self, question: Callable[[], Answer]) -> Answer:
        """Have it done by another thread: what is long, and leaves the library as it is, holds up no mark."""
        return await self._answer(None, question)

    async def _answer(self, executor: Executor | None, question: Callable[[], Answer]) -> Answer:
        try:
            return await asyncio.shield(asyncio.get_running_loop().run_in_executor(executor, question))
        finally:
            if self._left.is_set():
                raise asyncio.CancelledError

    def leave(self) -> None:
        """What is still asked is done, but the screen that it was asked for is on its way out."""
        self._left.set()

    def disturb(self) -> None:
        """Somebody is at work, and the interpreter does one thing at a time."""
        self._rest = monotonic() + REST_SECONDS

    def go_on(self) -> None:
        """Between two steps of what is done beside: let others go first. Raises LeftError after `leave`."""
        if self._left.is_set():
            raise LeftError
        give_way()

    def rest(self) -> None:
        """Between two steps of what nobody waits for: wait until nobody is at work, too. Raises LeftError."""
        while (seconds := self._rest - monotonic()) > 0 and not self._left.wait(seconds):
            pass
        self.go_on()

    def close(self) -> None:
        """Wait until all is done, then let go of the thread."""
        self._thread.shutdown(wait=True)
