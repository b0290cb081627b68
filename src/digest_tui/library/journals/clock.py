"""The hybrid logical clock: times that sort as text, never repeat, and are later than every time seen.

A stamp is `mmmmmmmmmmm.cccc.device.slot`: milliseconds since 1970 and a counter, both in hex, then who wrote it.
After Kulkarni and others, "Logical Physical Clocks" (2014).
"""

import re
import time
from collections.abc import Callable

# No part of it is tried in a shorter form (`+`), which makes it faster to match.
STAMP = re.compile(r"[0-7][0-9a-f]{10}+\.[0-9a-f]{4}+\.[0-9a-z]{1,16}+\.[1-9][0-9]{0,5}+")

# Stamps end in the year 2248 (the first digit is below 8); ours never come within two years of it. A damaged or
# malicious stamp at the very end would otherwise leave no later time for anybody to write with.
LAST = (1 << 43) - (1 << 36)
DAY = 86_400_000


def wall_clock() -> int:
    """Milliseconds since 1970, UTC, as this machine believes."""
    return time.time_ns() // 1_000_000


def is_stamp(text: object) -> bool:
    """Whether `text` is a stamp that a sane clock could have given."""
    return type(text) is str and STAMP.fullmatch(text) is not None


def milliseconds(stamp: str) -> int:
    """The wall-clock part of a stamp: milliseconds since 1970, UTC."""
    return int(stamp[:11], 16)


class Clock:
    """Gives the stamps of one process. `wall` is asked for the time of day in milliseconds."""

    def __init__(self, wall: Callable[[], int] = wall_clock) -> None:
        self._wall = wall
        self._latest = 0  # milliseconds << 16 | counter, so that a full counter carries into the next millisecond

    def stamp(self, writer: str) -> str:
        """A time for `writer` (`device.slot`), later than all given or observed, not before the wall clock."""
        wall = min(max(self._wall(), 0), LAST)
        self._latest = max(self._latest + 1, wall << 16)
        return f"{self._latest >> 16:011x}.{self._latest & 0xFFFF:04x}.{writer}"

    def observe(self, stamp: str) -> None:
        """Take note of a stamp that somebody else gave."""
        if milliseconds(stamp) <= LAST:
            self._latest = max(self._latest, milliseconds(stamp) << 16 | int(stamp[12:16], 16))

    def is_latest(self, stamp: str) -> bool:
        """Whether nothing later than `stamp` was given or observed."""
        return milliseconds(stamp) << 16 | int(stamp[12:16], 16) == self._latest

    def ahead(self, stamp: str) -> int:
        """How many whole days a stamp is ahead of this machine's wall clock; 0 if it is not."""
        return max(0, milliseconds(stamp) - self._wall()) // DAY
