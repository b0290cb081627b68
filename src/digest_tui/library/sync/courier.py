"""The courier: does the exchange in a thread of its own, because the shared folder may lie on a network that hangs.

What it fetches it appends to files in `log/`, as another window might, and the library takes it in from there.
"""

import time
from threading import Thread

from digest_tui.library.journals.journal import Damage
from digest_tui.library.sync.exchange import Sync

INTERVAL = 2.0
"""Seconds between two looks at the folder while the library is polled."""

AT_START, AT_POLL, AT_END = 2.0, 0.0, 2.0
"""Seconds that a start, a poll and the end of a window wait for the folder at most."""

HUNG = 10.0
"""Seconds after which a folder that does not answer is a problem that people should know of."""


class Courier:
    """Exchanges journals with a shared folder, one exchange at a time."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync
        self._begun = -INTERVAL
        self._thread = Thread()
        self._begin(AT_START)

    def poll(self) -> None:
        """Have an exchange done, unless that was begun a moment ago."""
        if not self._thread.is_alive() and time.monotonic() - self._begun >= INTERVAL:
            self._begin(AT_POLL)

    def finish(self) -> None:
        """Have what was written up to now go out, if the folder answers; else the next start will see to it."""
        deadline = time.monotonic() + AT_END
        if self._thread.ident:
            self._thread.join(AT_END)
        if not self._thread.is_alive():
            self._begin(max(0.0, deadline - time.monotonic()))

    def problems(self) -> list[Damage]:
        """What kept the last exchange from being complete, and what a person should know of the folder."""
        if self._thread.is_alive() and time.monotonic() - self._begun >= HUNG:
            return [self._sync.problem("no sync: it does not answer; is its drive or network up?")]
        return self._sync.problems()

    def _begin(self, patience: float) -> None:
        self._begun = time.monotonic()
        # Whoever waits in vain for a file system can only be left behind, which a daemon is when the program ends. That
        # may be at any point of an exchange, as at a crash.
        self._thread = Thread(target=self._sync.exchange, name="sync", daemon=True)
        self._thread.start()
        self._thread.join(patience)
