"""Working: what takes long says how far it is, and Esc cancels it, while the screen goes on."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import NamedTuple

from digest_tui.tui.screens.listing import ListingScreen


class Work(NamedTuple):
    """One piece of work. `tell` says how far it is; it may be called by any thread."""

    tell: Callable[[str], object]
    cancel: Event

    @property
    def cancelled(self) -> bool:
        """Whether somebody wants it no more."""
        return self.cancel.is_set()


class Working(ListingScreen):
    """At most one piece of work hears of Esc: the one that was begun last."""

    _work: Work | None = None

    @contextmanager
    def working(self) -> Iterator[Work]:
        """A piece of work, until it is done."""
        loop = asyncio.get_running_loop()
        work = self._work = Work(lambda words: loop.call_soon_threadsafe(self.say, f"{words} · Esc cancels"), Event())
        try:
            yield work
        finally:
            if self._work is work:
                self._work = None

    def cancel_work(self) -> bool:
        """Give up what is on its way; return whether anything was."""
        if self._work is None or self._work.cancelled:
            return False
        self._work.cancel.set()
        return True
