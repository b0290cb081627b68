"""What a mail begins with, and where the mails of an mbox part; known without reading the mail."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 2**20
"""Bytes of a line that are read at once."""

_HEADER = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t].*)?\r?\n(?:[ \t].*\r?\n)*")
_NAMES = frozenset({
    b"from", b"to", b"cc", b"subject", b"date", b"received", b"message-id", b"return-path", b"mime-version",
    b"content-type", b"delivered-to", b"list-id", b"reply-to", b"sender", b"dkim-signature", b"arc-seal",
})  # fmt: skip
_ENOUGH = 2
_FIRST_LINES = 20
_SEPARATOR = re.compile(rb"From \S.*\d{1,2}:\d{2}.*")


class Mail(NamedTuple):
    """A mail of an mbox and the number of its first line; without data if it is larger than was allowed."""

    line: int
    data: bytes | None


def begins_mail(data: bytes) -> bool:
    """Whether the data begins with headers, of which two are those of mails."""
    known: set[bytes] = set()
    place = 0
    for _ in range(_FIRST_LINES):
        header = _HEADER.match(data, place)
        if not header:
            break
        known |= {header[1].lower()} & _NAMES
        if len(known) >= _ENOUGH:
            return True
        place = header.end()
    return False


def begins_mbox(data: bytes) -> bool:
    """Whether the data begins with the line that parts the mails of an mbox."""
    return _SEPARATOR.match(data) is not None


def mails(stream: BinaryIO, largest: int) -> Iterator[Mail]:
    """The mails of an mbox, one in memory at a time, without the lines that part them."""
    begin = number = 1
    kept: list[bytes] = []
    size = 0
    blank = whole = True
    while line := stream.readline(LONGEST_LINE):
        # Only after an empty line; what mails say themselves is escaped, or of another form.
        if blank and whole and _SEPARATOR.match(line):
            if size:
                yield Mail(begin, b"".join(kept) if size <= largest else None)
            begin, kept, size = number + 1, [], 0
        else:
            size += len(line)
            if size <= largest:
                kept.append(line)
            else:
                kept.clear()
        blank, whole = not line.strip(), line.endswith(b"\n")
        number += whole
    if size:
        yield Mail(begin, b"".join(kept) if size <= largest else None)
