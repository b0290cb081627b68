"""Finding papers: an index that follows what is imported and marked, made when it is needed, or before, aside."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from digest_tui.library.library import Library
from digest_tui.waiting import give_way

# A start lists papers before any is looked for: all that makes an index is loaded by the thread that makes it.
if TYPE_CHECKING:
    from digest_tui.indexing import Found, Indexer


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The library is being closed."""


class Finder:
    """An index of a library's papers, made when it is first needed, or before by another thread."""

    def __init__(self, library: Library, folder: Path | None = None) -> None:
        """`folder` is where what was made is kept; without one it lasts as long as this."""
        self._library = library
        self._folder = folder
        self._found: Found | None = None
        self._making = Lock()
        self._aside: ThreadPoolExecutor | None = None
        self._rest: Callable[[], object] = lambda: None
        self._closed = False
        # A search waits: what is made to be kept gives up its place.
        self._hurry = self._yielding = False

    def close(self) -> None:
        """Make nothing any more; what is being made is given up."""
        self._closed = True
        if self._aside:
            self._aside.shutdown(wait=True, cancel_futures=True)

    @property
    def ready(self) -> bool:
        """Whether papers can be found without waiting."""
        return self._found is not None and self._found.papers is self._library.papers()

    def ready_soon(self, rest: Callable[[], object]) -> "Future[None]":
        """Have another thread make what is needed; done when papers can be found. It may be cancelled, or Stopped.

        Where that is long, `rest` is called often.
        """
        self._rest = rest
        self._aside = self._aside or ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        self._hurry = True
        made = self._aside.submit(self._make)
        self._aside.submit(self.keep)
        return made

    def found(self) -> "Found":
        """The papers, and how to find them; made now, if they were not."""
        while not (self._found and self.ready):
            self._hurry = True
            self._make()
        return self._found

    def follow_marks(self, ids: Sequence[str]) -> None:
        """The marks of these papers have changed."""
        if self._found:
            self._found.follow_marks(ids)

    @property
    def stale(self) -> bool:
        """Whether so much has changed that the next start would have to make much anew."""
        return self._indexer.stale

    def keep(self) -> None:
        """Have the next start find the papers as fast as this one does now. Takes seconds if what is kept is stale."""
        with self._making, suppress(Stopped):
            self._yielding = True
            if self.stale:
                self._indexer.renew()

    def _make(self) -> None:
        with self._making:
            self._hurry = self._yielding = False
            while not self.ready:
                self._found = self._indexer.made() or self._found

    @cached_property
    def _indexer(self) -> "Indexer":
        from digest_tui.indexing import Indexer  # noqa: PLC0415

        return Indexer(self._library, self._folder, self._pause, self._rest_and_pause)

    def _pause(self) -> None:
        """Let the threads go first that somebody waits for."""
        if self._closed or (self._hurry and self._yielding):
            raise Stopped
        give_way()

    def _rest_and_pause(self) -> None:
        self._rest()
        self._pause()
