"""The desk: the one thread that waits for the disk, so that the screen never does, and what is done beside it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from digest_tui.waiting import give_way

Answer = TypeVar("Answer")

REST_SECONDS = 1.0
"""How long the hands must rest before anything begins, or goes on, that nobody waits for."""
KEY_SECONDS = 0.1
"""What is long stands still for so long after a key: more than that takes to be seen."""


class LeftError(Exception):
    """Nobody waits any more: the reader ends."""


class Desk:
    """A queue with one server: what is asked is done in order. It closes only when all that was asked is done."""

    def __init__(self) -> None:
        self._left = Event()
        self._disturbed = monotonic()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")

    def ask(self, question: Callable[[], Answer]) -> Coroutine[Any, Any, Answer]:
        """Have it done after all that was asked before this call; raise what it raises.

        It is done even if nobody waits for the answer any more; whoever does so after `leave` is cancelled.
        """
        return self._answer(asyncio.get_running_loop().run_in_executor(self._thread, question))

    def ask_beside(self, question: Callable[[], Answer]) -> Coroutine[Any, Any, Answer]:
        """Have it done by another thread: what is long, and leaves the library as it is, holds up no mark."""
        return self._answer(asyncio.get_running_loop().run_in_executor(None, question))

    async def is_answered(self, answer: "asyncio.Future[Any]", seconds: float | None = None) -> bool:
        """Whether an answer is there within so many seconds; who waits for that after `leave` is cancelled, too."""
        await asyncio.wait([answer], timeout=seconds)
        if self._left.is_set():
            raise asyncio.CancelledError
        return answer.done()

    async def _answer(self, answer: "asyncio.Future[Answer]") -> Answer:
        try:
            return await asyncio.shield(answer)
        finally:
            if self._left.is_set():
                raise asyncio.CancelledError

    def leave(self) -> None:
        """What is still asked is done, but the screen that it was asked for is on its way out."""
        self._left.set()

    def disturb(self) -> None:
        """Somebody is at work, and the interpreter does one thing at a time."""
        self._disturbed = monotonic()

    def go_on(self) -> None:
        """Between two steps of what is done beside: let others go first. Raises LeftError after `leave`."""
        if self._left.is_set():
            raise LeftError
        give_way()

    def rest(self) -> None:
        """Between two steps of what nobody waits for: wait until nobody is at work, too. Raises LeftError."""
        self._wait(REST_SECONDS)
        self.go_on()

    def stand_still(self) -> None:
        """Between two steps of what is long, though somebody may come to wait for it: let a key be seen first."""
        self._wait(KEY_SECONDS)

    def _wait(self, rest: float) -> None:
        while (seconds := self._disturbed + rest - monotonic()) > 0 and not self._left.wait(seconds):
            pass

    def close(self) -> None:
        """Wait until all is done, then let go of the thread."""
        self._thread.shutdown(wait=True)
