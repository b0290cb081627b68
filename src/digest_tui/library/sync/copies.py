"""Copies of a journal: how far two of them are the same, which records one holds that others lack, and their writing.

A journal is a set of records: their order and repeats do not matter. So a copy of any sort, whole or torn, stale or
merged by a program or by hand, is worth exactly the records in it that are not known yet.
"""

import os
import re
import stat
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from digest_tui.disk import OPEN_FLAGS, replacing, sync_data, sync_folder
from digest_tui.library.errors import NewerFormat
from digest_tui.library.journals.lines import FORMAT, HEADER, LONGEST, decode, salvage, unseal

_CHUNK = 1 << 20
_ENDING = 1 << 16
# A line of a batch that is not its last: it may yet be taken back.
_MEMBER = re.compile(rb'[0-9a-f]{8} \["[^"]+",[1-9]')


class Seen(NamedTuple):
    """What tells a file from itself at another time."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


def seen(status: os.stat_result) -> Seen:
    """A file as its status shows it."""
    return Seen(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class Copy:
    """An open journal or a copy of one, as it is now; what is appended meanwhile is not looked at.

    Raises OSError, as every method does: FileNotFoundError, ELOOP for a symbolic link.
    """

    def __init__(self, path: Path, flags: int = os.O_RDONLY) -> None:
        self.path = path
        self.descriptor = os.open(path, flags | OPEN_FLAGS)
        status = os.fstat(self.descriptor)
        self.seen = seen(status)
        self.size = status.st_size  # bytes that are looked at
        if not stat.S_ISREG(status.st_mode):
            os.close(self.descriptor)
            raise OSError(0, "not a file", str(path))

    def __enter__(self) -> "Copy":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def read(self, offset: int, length: int) -> bytes:
        """The bytes at a place, fewer at the end."""
        return os.pread(self.descriptor, max(0, min(length, self.size - offset)), offset)

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` to `stop`, in pieces."""
        for offset in range(start, stop, _CHUNK):
            yield self.read(offset, min(_CHUNK, stop - offset))

    def ending(self, stop: int) -> bytes:
        """The last bytes before `stop`, which are enough to know them again: their checksums are among them."""
        return self.read(max(0, stop - _ENDING), min(stop, _ENDING))

    def lines(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Every whole line from `start` on, without its end, and the offset after it; one that is too long is empty."""
        offset, rest, too_long = start, b"", False
        for chunk in self.pieces(start, self.size):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                offset += len(line) + 1
                yield offset, b"" if too_long else line
                too_long = False
            if len(rest) > LONGEST:
                offset, rest, too_long = offset + len(rest), b"", True

    def records(self, start: int = 0) -> Iterator[bytes]:
        """Every record from `start` on, as a line with its end. Raises NewerFormat."""
        for _, line in self.lines(start):
            if body := _body(line):
                if body.startswith(b"{") and (version := _version(body)) != FORMAT:
                    raise NewerFormat(self.path, version)
                yield b"%08x %b\n" % (crc32(body), body)

    def settled(self, start: int = 0) -> int:
        """The offset up to which a journal holds whole lines of which none can be taken back any more."""
        settled = start
        for end, line in self.lines(start):
            if not _MEMBER.match(line):
                settled = end
        return settled

    def clean(self, start: int = 0) -> bool:
        """Whether there are only whole and undamaged lines from `start` on."""
        undamaged = start
        for end, line in self.lines(start):
            if not unseal(line.removesuffix(b"\r")):
                return False
            undamaged = end
        return undamaged == self.size

    def same(self, other: "Copy") -> bool:
        """Whether two copies are as long and end alike, which for journals says that they are the same."""
        return self.size == other.size and self.ending(self.size) == other.ending(other.size)

    def shared(self, other: "Copy") -> int:
        """How many bytes both begin with."""
        for offset in range(0, min(self.size, other.size), _CHUNK):
            ours, theirs = self.read(offset, _CHUNK), other.read(offset, _CHUNK)
            if ours != theirs:
                ends = range(1, min(len(ours), len(theirs)) + 1)
                return offset + bisect_left(ends, True, key=lambda end: ours[:end] != theirs[:end])
        return min(self.size, other.size)

    def line_start(self, offset: int) -> int:
        """Where the line that the byte at `offset` belongs to begins."""
        while offset:
            begin = max(0, offset - _CHUNK)
            if (end := self.read(begin, offset - begin).rfind(b"\n")) >= 0:
                return begin + end + 1
            offset = begin
        return 0


def lacking(source: Copy, base: Copy | None) -> Iterator[bytes]:
    """The records of a copy that are not in `base`, each once. Raises NewerFormat."""
    # Records before the first difference are not compared one by one; one that stands there and comes again is yielded.
    start = source.line_start(source.shared(base)) if base else 0
    held = set(map(hash, base.records(start))) if base else set()
    for record in source.records(start):
        if (key := hash(record)) not in held:
            held.add(key)
            yield record


def missing(ours: Copy, theirs: Copy) -> Iterable[bytes] | None:
    """What is to be appended to a published file so that it holds our journal; None if that would mend nothing."""
    if theirs.same(ours):
        return ()
    shared = ours.shared(theirs)
    if shared == theirs.size:  # also in the middle of a line
        return ours.pieces(shared, ours.size)
    if shared == ours.size:
        return ()
    return lacking(ours, theirs) if theirs.clean(theirs.line_start(shared)) else None


def append(path: Path, records: Iterator[bytes]) -> None:
    """Append records to a copy of ours, if there are any. Raises OSError; then it is as before."""
    first = next(records, None)
    if first is None:
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | OPEN_FLAGS, 0o600)
    try:
        with Copy(path) as copy:
            # A crash may have left the beginning of a line, which no reader has taken in.
            whole = copy.line_start(copy.size)
        os.ftruncate(descriptor, whole)
        header = [] if whole or first == HEADER else [HEADER]
        try:
            write(descriptor, chain(header, [first], records))
            sync_data(descriptor)
        except NewerFormat:
            os.ftruncate(descriptor, whole)
            raise
        except OSError as error:
            os.ftruncate(descriptor, whole)
            raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(descriptor)
    if not whole:
        sync_folder(path.parent)


def replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a whole new file in place of one, or of none. Raises OSError."""
    # Of one name, or what a crash leaves would pile up in the folder that all share.
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    with replacing(path, draft) as file:
        write(file.fileno(), pieces)
        sync_data(file.fileno())
    sync_folder(path.parent)


def write(descriptor: int, pieces: Iterable[bytes]) -> int:
    """Append pieces to a file; return how many bytes they were. Raises OSError."""
    total = 0
    with open(descriptor, "ab", buffering=_CHUNK, closefd=False) as file:
        for piece in pieces:
            total += file.write(piece)
    return total


def optional(path: Path, flags: int = os.O_RDONLY) -> AbstractContextManager[Copy | None]:
    """A copy, or None where there is no file. Raises OSError."""
    try:
        return Copy(path, flags)
    except FileNotFoundError:
        return nullcontext()


def _body(line: bytes) -> bytes | None:
    """The JSON text of a line, or of a whole line at the end of a damaged one."""
    return unseal(line) or unseal(line.removesuffix(b"\r")) or salvage(line)


def _version(body: bytes) -> object:
    """The format that a header names; ours for what is no header."""
    with suppress(ValueError):
        record = decode(body)
        return record.get("format", FORMAT) if type(record) is dict else FORMAT
    return FORMAT
