"""Papers as JSON, one a line, with every field that `list --json` has; texts as they were printed."""

from collections.abc import Iterable, Iterator

import orjson

from digest_tui.exports.entry import Entry
from digest_tui.exports.record import record_of


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each paper; nothing at all for no paper."""
    for entry in entries:
        yield orjson.dumps(record_of(entry), option=orjson.OPT_APPEND_NEWLINE).decode()
