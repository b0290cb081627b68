"""One journal file as a reader sees it: its whole lines from where reading stopped, and what was damaged there."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digest_tui.disk import OPEN_FLAGS, let_go
from digest_tui.library.journals.lines import LONGEST

_CHUNK = 1 << 20
# Of a file that is damaged throughout, this many places are named and the others counted.
_NAMED = 100
_TOO_LONG = "too long"


class Damage(NamedTuple):
    """Something in a library's files that was passed over, or that a person should know of.

    `file` is its name in the log, `line` counts from 1 (None: the file as a whole), `what` is a phrase.
    """

    file: str
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f', line {self.line}'}: {self.what}"


class Mark(NamedTuple):
    """How far a journal was read: bytes and lines consumed, and the beginning of the last of them, to know it again."""

    offset: int = 0
    lines: int = 0
    last_offset: int = 0
    last: bytes = b""


class Journal:
    """A journal file, open for reading. Raises OSError from every method that reads."""

    def __init__(self, path: Path, mark: Mark | None = None) -> None:
        self.path = path
        self.mark = mark or Mark()
        self.newest = ""  # the latest stamp in it
        self.unfinished = 0  # bytes of a last line that has no end yet
        self.damaged_lines: list[Damage] = []
        self.more_damage = 0
        self._seen: tuple[int, ...] = ()
        self.descriptor = os.open(path, os.O_RDONLY | OPEN_FLAGS)
        status = os.fstat(self.descriptor)
        self._file = (status.st_dev, status.st_ino)
        if not stat.S_ISREG(status.st_mode):
            self.close()
            raise OSError(0, "not a file", str(path))

    @property
    def name(self) -> str:
        """The file's name in the log."""
        return self.path.name

    def close(self) -> None:
        """Let go of the file. Whoever reads on in another thread gets an error, never another file."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            let_go(descriptor)

    def chunks(self) -> Iterator[tuple[int, int, bytes]]:
        """The whole lines that were not read before, many at a time: their offset, the lines before them, their bytes.

        A line that is being written, or was cut off, has no end and waits for it.
        """
        offset, number = self.mark.offset, self.mark.lines
        rest = b""
        size = os.fstat(self.descriptor).st_size
        while (at := offset + len(rest)) < size:
            chunk = os.pread(self.descriptor, min(_CHUNK, size - at), at)
            if not chunk:
                break  # the file was cut short meanwhile
            rest += chunk
            first = rest.find(b"\n")
            if first > LONGEST or (first < 0 and len(rest) > LONGEST):
                end = offset + first + 1 if first >= 0 else self._end_of_line(offset + len(rest))
                if end is None:
                    break
                number += 1
                self.damaged(number, _TOO_LONG)
                self.mark = Mark(end, number, offset, rest[:64])
                offset, rest = end, b""
            elif first >= 0:
                text, _, rest = rest.rpartition(b"\n")
                yield offset, number, text + b"\n"
                last = text.rfind(b"\n") + 1
                number += text.count(b"\n") + 1
                end = offset + len(text) + 1
                self.mark = Mark(end, number, offset + last, text[last : last + 64])
                offset = end
        self.unfinished = len(rest)

    def lacks_only(self, line: bytes, status: os.stat_result) -> bool:
        """Whether a line that ends the file of this `stat` is all of it that was not read."""
        return self._file == (status.st_dev, status.st_ino) and self.mark.offset + len(line) == status.st_size

    def follow(self, line: bytes) -> None:
        """Take that line for read."""
        offset, lines, _, _ = self.mark
        self.mark = Mark(offset + len(line), lines + 1, offset, line[:64].rstrip(b"\n"))
        self.unfinished = 0

    def read(self, offset: int, length: int) -> bytes:
        """The bytes at a place."""
        return os.pread(self.descriptor, length, offset)

    def damaged(self, line: int, what: str) -> None:
        """Note that a line was passed over."""
        if len(self.damaged_lines) < _NAMED:
            self.damaged_lines.append(Damage(self.name, line, what))
        else:
            self.more_damage += 1

    def damage(self) -> list[Damage]:
        """What was passed over in this file, and what may yet be."""
        damage = list(self.damaged_lines)
        if self.more_damage:
            damage.append(Damage(self.name, None, f"{self.more_damage} more damaged lines"))
        if self.unfinished:
            damage.append(Damage(self.name, self.mark.lines + 1, "unfinished line"))
        return damage

    def is_untouched(self, status: os.stat_result) -> bool:
        """Whether the file (its `stat`) is as it was when it was last read."""
        return self._seen == _signature(status)

    def saw(self, status: os.stat_result) -> None:
        """Remember the `stat` from before a reading."""
        self._seen = _signature(status)

    def continues(self, status: os.stat_result) -> bool:
        """Whether what was read of the file still stands at its beginning; takes over a file put in its place.

        Synchronising programs replace a file by a longer one; the places in it are then the same.
        """
        if status.st_size < self.mark.offset:
            return False
        if self._file == (status.st_dev, status.st_ino):
            return self.read(self.mark.last_offset, len(self.mark.last)) == self.mark.last
        replacement = os.open(self.path, os.O_RDONLY | OPEN_FLAGS)
        try:
            same = all(
                os.pread(replacement, _CHUNK, offset)[: self.mark.offset - offset]
                == self.read(offset, _CHUNK)[: self.mark.offset - offset]
                for offset in range(0, self.mark.offset, _CHUNK)
            )
            if same:
                os.dup2(replacement, self.descriptor, inheritable=False)
                status = os.fstat(replacement)
                self._file = (status.st_dev, status.st_ino)
        finally:
            let_go(replacement)
        return same

    def _end_of_line(self, offset: int) -> int | None:
        """The offset after the next line's end from `offset` on."""
        while chunk := os.pread(self.descriptor, _CHUNK, offset):
            if (end := chunk.find(b"\n")) >= 0:
                return offset + end + 1
            offset += len(chunk)
        return None


def _signature(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
