"""A journal of a million marks: opening it, with what was derived from it kept and without."""

import shutil
from pathlib import Path
from time import process_time
from unittest.mock import patch
from zlib import crc32

import orjson

from digest_tui.paper import Change
from digest_tui.session import Session, View
from tests.benchmarks.figures import Row, ms

MARKS = 1_000_000
# Before the JSON of a line stands its CRC, of eight digits, and a space.
_SEAL = 9


def rows(library: Path) -> list[Row]:
    """Mark this library's papers, in turn, a million times; open it. Seconds of the processor."""
    session = Session.open(library)
    ids = list(session.list(View.ALL).ids)
    before = {log: log.stat().st_size for log in (library / "log").iterdir()}
    # A million syncs would take an hour, and leave the same bytes.
    with patch("os.fdatasync"):
        for number in range(MARKS):
            again = number // len(ids) % 2
            session.mark([ids[number % len(ids)]], Change.UNSTAR if again else Change.STAR)
    session.close()
    log = max((library / "log").iterdir(), key=lambda each: each.stat().st_size - before.get(each, 0))
    length = log.stat().st_size - before.get(log, 0)
    with log.open("rb") as file:
        file.seek(before.get(log, 0))
        lines = file.read(length).splitlines()
    begin = process_time()
    for line in lines:
        # What any reader of checksummed JSON does with each.
        crc32(line[_SEAL:])
        orjson.loads(line[_SEAL:])
    floor = process_time() - begin
    kept = _opening(library)
    shutil.rmtree(library / "cache")
    anew = _opening(library)
    return [
        Row("open, a million marks, what is derived made anew", ms(anew), ms(floor), f"{anew / floor:.2f}"),
        Row("the same, what is derived kept", ms(kept), ms(floor), f"{kept / floor:.2f}"),
    ]


def _opening(library: Path) -> float:
    begin = process_time()
    session = Session.open(library)
    seconds = process_time() - begin
    session.close()
    return seconds
