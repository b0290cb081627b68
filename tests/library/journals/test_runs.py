"""Lines that are taken apart many at a time say what they say one by one."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest_tui.library.journals.lines import HEADER, decode, seal, unseal
from digest_tui.library.journals.runs import runs
from digest_tui.library.journals.storage import Database

STAMPS = [f"1a200b853{n:02x}.0000.{writer}.1" for n in range(4) for writer in ("one", "another")]
FIELDS: list[dict[str, Any]] = [
    {},
    {"kind": "mark", "read": True},
    {"kind": "mark"},
    {"title": "Ü"},
    {"text": "x" * 300},
]

stamps, fields, tables = st.sampled_from(STAMPS), st.sampled_from(FIELDS), st.sampled_from(["actions", "papers"])
own = st.tuples(stamps, st.tuples(tables, st.just(0), fields))
named = st.tuples(stamps, st.tuples(tables, st.sampled_from([*STAMPS, "a", "ü"]), fields | st.none()))
several = st.tuples(stamps, st.lists(st.tuples(tables, st.sampled_from("ab"), fields), min_size=1, max_size=2))
member = st.tuples(stamps, st.integers(1, 3), st.tuples(tables, st.sampled_from(["a", "b", 0]), fields))
closing = st.tuples(stamps, st.just(0), st.integers(1, 3))
sound = st.one_of(own, own, own, named, several, member, closing).map(seal)
noise = st.binary(max_size=9).map(lambda text: text.replace(b"\n", b"") + b"\n")
damaged = sound.map(lambda line: line.replace(b"1", b"7", 1)) | noise
lines = st.lists(sound | sound | sound | damaged, max_size=12)


def rows(text: bytes) -> Iterator[object]:
    """What every line is taken for."""
    for piece in runs(text):
        if isinstance(piece, bytes):
            yield from piece.split(b"\n")[:-1]
            continue
        names = piece.names or [""] * len(piece.stamps)
        for row in zip(piece.stamps, names, piece.fields, piece.lengths(), strict=True):
            yield (piece.table, piece.batch, *row)


@given(lines)
def test_many_lines_at_once_are_taken_apart_like_one_by_one(lines: list[bytes]) -> None:
    assert list(rows(b"".join(lines))) == [row for line in lines for row in rows(line)]


@given(lines)
def test_no_line_is_taken_apart_whose_checksum_is_wrong(lines: list[bytes]) -> None:
    sound = {unseal(line[:-1]) for line in lines}
    assert all(sound.issuperset(piece.records) for piece in runs(b"".join(lines)) if not isinstance(piece, bytes))


@given(st.lists(st.one_of(own, named, member).map(seal), min_size=1, max_size=6))
def test_what_is_taken_apart_is_what_the_record_says(lines: list[bytes]) -> None:
    for line, row in zip(lines, rows(b"".join(lines)), strict=True):
        if isinstance(row, tuple):
            stamp, *number, (table, name, fields) = decode(line[9:-1])
            assert row[:4] == (table, stamp if number else None, stamp, name or "")
            assert decode(row[4]) == fields
            assert row[5] == len(line) - 1


@settings(deadline=None)
@given(st.lists(lines, min_size=2, max_size=2))
@example([[seal([STAMPS[0], ["actions", 0, FIELDS[2]]])] * 2, [seal([STAMPS[0], ["actions", 0, FIELDS[1]]])]])
def test_journals_that_are_read_at_once_say_what_they_say_line_by_line(journals: list[list[bytes]]) -> None:
    """Each in whole at the start, or grown by a line between two looks; and afterwards those that are alike are."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        log.mkdir(mode=0o700)
        with Database(Path(folder), "ours") as slowly:
            for name, content in zip("ab", journals, strict=True):
                for line in (HEADER, *content):
                    with (log / f"{name}.jsonl").open("ab") as journal:
                        journal.write(line)
                    slowly.poll()
            with Database(Path(folder), "ours") as fast:
                for table in ("actions", "papers"):
                    expected = dict(slowly.table(table).documents())
                    assert dict(fast.table(table).documents()) == expected
                    for database in (slowly, fast):
                        together = list(database.table(table).together())
                        assert {name: document for document, names in together for name in names} == expected
                        assert sum(len(names) for _, names in together) == len(expected)
                        assert all(list(names) == sorted(names) for _, names in together)
