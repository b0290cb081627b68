"""The desk: the one thread that waits for the disk, so that the screen never does. What is asked is done in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


class Desk:
    """A queue with one server. It closes only when all that was asked is done."""

    def __init__(self) -> None:
        self._left = False
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
            if self._left:
                raise asyncio.CancelledError

    def leave(self) -> None:
        """What is still asked is done, but the screen that it was asked for is on its way out."""
        self._left = True

    def close(self) -> None:
        """Wait until all is done, then let go of the thread."""
        self._thread.shutdown(wait=True)
