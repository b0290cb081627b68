"""The cache: what was derived from the journals, kept so that a start need not derive it again.

It is never the only copy of anything: a cache that is missing, damaged, of another version or of other journals costs
time and nothing else.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from digest_tui import __version__
from digest_tui.disk import OPEN_FLAGS, remaking

# What is derived, and how, may change with every version.
_HEADER = f"digest-tui {__version__} cache 9 ".encode()


class Cache:
    """The file `cache/derived` in the folder of a library."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "cache"
        self._file = self._folder / "derived"

    def read(self) -> dict[str, Any] | None:
        """What was kept; None if there is nothing that can be relied on."""
        with suppress(OSError, ValueError):
            with os.fdopen(os.open(self._file, os.O_RDONLY | OPEN_FLAGS), "rb") as file:
                header, body = file.readline(), file.read()
            if header == _HEADER + b"%08x\n" % crc32(body):
                end = body.index(b"\n")
                entries_end = body.index(b"\n", end + 1)
                kept = orjson.loads(memoryview(body)[:end])
                return {**kept, "entries": body[end + 1 : entries_end], "lines": body[entries_end + 1 :]}
        return None

    def write(self, kept: dict[str, Any]) -> None:
        """Keep this, in place of what was kept: JSON types, `lines`, which are bytes, and `entries`, which may be.

        Where that cannot be, the next start takes longer.
        """
        # What others wrote may hold what these types have no words for.
        with suppress(OSError, TypeError):
            entries = kept["entries"] if isinstance(kept["entries"], bytes) else orjson.dumps(kept["entries"])
            body = b"\n".join((orjson.dumps({**kept, "entries": None, "lines": None}), entries, kept["lines"]))
            self._folder.mkdir(mode=0o700, exist_ok=True)
            with remaking(self._file) as file:
                file.write(b"%b%08x\n" % (_HEADER, crc32(body)))
                file.write(body)
