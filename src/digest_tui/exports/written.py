"""What we wrote, known by its content: such a file holds nobody else's work, wherever it was copied or moved to."""

import os
from contextlib import suppress
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path

import platformdirs

new_hash = partial(blake2b, digest_size=16)
"""Of what is known by its content, the hash."""


class Written:
    """A file with a hash of everything that was exported, a line each.

    It is not worth stopping for: without it, a file is replaced only when that is asked for.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or platformdirs.user_state_path("digest-tui") / "written"

    def knows(self, content: str) -> bool:
        """Whether we wrote a file of this content."""
        try:
            return content.encode() in self._file.read_bytes().split()
        except OSError:
            return False

    def note(self, content: str) -> None:
        """Remember that we wrote it."""
        if self.knows(content):
            return
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One write of a whole line, so that several windows may do it at once.
            descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.write(descriptor, f"{content}\n".encode())
            finally:
                os.close(descriptor)


def content_hash(file: Path) -> str:
    """What a file's content is known by. Raises OSError."""
    with file.open("rb") as opened:
        return file_digest(opened, new_hash).hexdigest()
