"""A line of a journal: eight hex digits of CRC-32, a space, a JSON record, and the line's end.

The records, in format 1:

    {"format": 1}                                    the header, first line of every journal
    {"retract": [stamp, ...], "retired": [name, ...]}  what those stamps wrote was refused and does not count, and
                                                     those files are never appended to
    [stamp, change]                                  one write to one document
    [stamp, [change, ...]]                           one write to several, which count together
    [stamp, n, change]                               the n-th line of a batch, which counts if its last line is there
    [stamp, 0, n]                                    the last line of a batch of n lines

and a change is one of

    [table, id, {field: value, ...}]                 these fields were set
    [table, id, {field: value, ...}, [field, ...]]   and those were removed
    [table, id, null]                                the document was removed

An id of 0 stands for the stamp of the line. Records of other shapes come from later versions and are left alone.
"""

import json
import re
from typing import Any
from zlib import crc32

import orjson

FORMAT = 1
LONGEST = (1 << 24) - 1  # bytes in a line without its end: what a position has room for

_START = re.compile(rb"[0-9a-f]{8} [\[{]")


def encode(value: object) -> bytes:
    """`value` as compact JSON. Raises TypeError if it is not made of JSON types, or of integers beyond 64 bits."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # What orjson has no words for and stock TinyDB stores: lone surrogates, and keys that are numbers.
        body = json.dumps(value, separators=(",", ":")).encode()
        if repr(json.loads(body)) != repr(decode(body)):
            raise  # a huge integer, which would come back as a float
        return body


def decode(body: bytes) -> Any:
    """The value of a JSON text. Raises ValueError."""
    try:
        return orjson.loads(body)
    except ValueError:
        try:
            return json.loads(body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def seal(record: object) -> bytes:
    """A record as a whole line, with its checksum and its end."""
    body = encode(record)
    return b"%08x %b\n" % (crc32(body), body)


def unseal(line: bytes) -> bytes | None:
    """The JSON text of a line (given without its end); None if the checksum is not right."""
    body = line[9:]
    return body if line[:9] == b"%08x " % crc32(body) else None


def salvage(line: bytes) -> bytes | None:
    """The JSON text of a whole line at the end of a damaged one.

    There is one when it was only the end before it that was damaged, so that it hangs on to what came before.
    """
    for number, match in enumerate(_START.finditer(line)):
        if number == 100:
            break
        if (body := unseal(line[match.start() :])) is not None:
            return body
    return None


def stamp_of(record: list[Any]) -> str:
    """The time of what a line wrote: its stamp, and within a batch, where one stamp serves all, the line's number."""
    return f"{record[0]}/{record[1]:08x}" if type(record[1]) is int else str(record[0])


HEADER = seal({"format": FORMAT})
