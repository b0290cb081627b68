"""Lines of a journal taken apart many at a time, without decoding their JSON: a million take seconds, not a minute.

The bulk of any journal are lines that set fields of one document, alone or in a batch.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from struct import unpack
from typing import NamedTuple
from zlib import crc32

from digest_tui.library.journals.clock import STAMP

_ASCII = rb"[ !#-\[\]-~]*+"
# Groups: checksum, record, stamp, where its fields belong, fields. What is matched for good (`++`) is matched faster.
_PLAIN = re.compile(
    rb'^([0-9a-f]{8}+) (\["(' + STAMP.pattern.encode() + rb')",'
    rb'((?:[1-9][0-9]{0,8}+,)?+\["' + _ASCII + rb'",(?:0|"' + _ASCII + rb'")),(\{.*\})\]\])\n',
    re.MULTILINE,
)  # fmt: skip
# Groups: n, table, id with its quotes, or 0.
_WHERE = re.compile(rb'^([0-9]+,)?\["(' + _ASCII + rb')",(0|"' + _ASCII + rb'")$', re.MULTILINE)


class Run(NamedTuple):
    """Whole lines, one below the other, that set fields of one document each, in one table and batch, in columns.

    `batch` is the stamp of the batch if they belong to one; `names` None if the documents are named by the stamps;
    `fields` are JSON texts.
    """

    table: str
    batch: str | None
    stamps: Sequence[str]
    names: Sequence[str] | None
    fields: Sequence[bytes]
    records: Sequence[bytes]

    def lengths(self) -> list[int]:
        """Those of the lines, without their ends."""
        return [9 + length for length in map(len, self.records)]

    def size(self) -> int:
        """The bytes of all lines."""
        return sum(map(len, self.records)) + 10 * len(self.records)


def runs(text: bytes) -> Iterator[Run | bytes]:
    """Whole lines in their order: runs of plain ones, and between them the lines that are not plain, or not sound."""
    # In columns, because a step of Python for every line takes longer than all else.
    if (first := _PLAIN.match(text)) and first[4].startswith(b"[") and first[4].endswith(b",0"):
        columns = _like(first[4]).split(text)
        others, checksums, records, stamps, fields = (columns[column::5] for column in range(5))
        if not any(others) and _sound(checksums, records):
            table = first[4][2:-3].decode()
            yield Run(table, None, b"\n".join(stamps).decode().split("\n"), None, fields, records)
            return
    columns = _PLAIN.split(text)
    others, checksums, records, stamps, places, fields = (columns[column::6] for column in range(6))
    if not _sound(checksums, records):
        *lines, _ = text.split(b"\n")
        for line in lines:
            yield from runs(line + b"\n") if len(lines) > 1 else (text,)
        return
    times = b"\n".join(stamps).decode().split("\n")
    wheres = _WHERE.findall(b"\n".join(places))
    members, tables, ids = zip(*wheres, strict=True) if wheres else ((), (), ())
    names = b"\n".join(ids).decode().split("\n")
    # What lines must have in common to make a run: table, batch, and whether documents are named by the stamps.
    batches = [time if member else None for member, time in zip(members, times, strict=False)]
    kinds = list(zip(tables, batches, map(b"0".__eq__, ids), strict=True))
    begin = 0
    gaps = [row for row, other in enumerate(others) if other] if any(others) else []
    for end in dict.fromkeys((*gaps, len(records))):
        alike = range(begin, end)
        for rows in map(list, map(itemgetter(1), groupby(alike, kinds.__getitem__))):
            part = slice(rows[0], rows[-1] + 1)
            table, batch, own = kinds[rows[0]]
            yield Run(
                table.decode(),
                batch,
                times[part],
                None if own else [name[1:-1] for name in names[part]],
                fields[part],
                records[part],
            )
        if others[end]:
            yield others[end]
        begin = end


@lru_cache(16)
def _like(place: bytes) -> re.Pattern[bytes]:
    """Lines of one kind, as marks are, which need not be compared. Groups: checksum, record, stamp, fields."""
    # To look for the beginning of a line takes longer than to see that nothing is left over between two.
    return re.compile(
        rb'([0-9a-f]{8}) (\["(' + STAMP.pattern.encode() + rb')",' + re.escape(place) + rb",(\{.*\})\]\])\n"
    )


def _sound(checksums: Sequence[bytes], records: Sequence[bytes]) -> bool:
    """Whether all these records are what their checksums say."""
    return unpack(f">{len(records)}I", bytes.fromhex(b"".join(checksums).decode())) == tuple(map(crc32, records))
