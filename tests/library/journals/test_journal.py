"""Damaged journals: what is whole is read, what is not is passed over and counted, and nothing ever fails."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from digest_tui.library.errors import LibraryUnusable, NewerFormat
from digest_tui.library.journals.journal import Journal
from digest_tui.library.journals.lines import HEADER, LONGEST, seal
from digest_tui.library.journals.storage import Database
from tests.library import document

STAMPS = [f"1a200b853{n:02x}.0000.other.1" for n in range(8)]
RECORDS: list[list[Any]] = [
    [STAMPS[0], ["papers", "a", {"n": 1, "title": "Über ∀"}]],
    [STAMPS[1], ["papers", 0, {"n": 2}]],
    [STAMPS[2], [["papers", "c", {"n": 3}], ["papers", "d", {"n": 4}]]],
    [STAMPS[3], 1, ["papers", "e", {"n": 5}]],
    [STAMPS[3], 2, ["papers", "f", {"n": 6}]],
    [STAMPS[3], 0, 2],
    [STAMPS[4], ["papers", "a", {"read": True}, ["title"]]],
    [STAMPS[5], ["papers", "d", None]],
]
WHOLE = HEADER + b"".join(map(seal, RECORDS))
# What stands in a table if certain lines (0 is the header) are lost.
Table = dict[str, dict[str, Any]]


def expected(lost: frozenset[int]) -> Table:
    """The same sums, done by hand: which lines say what."""
    papers: Table = {}
    if 1 not in lost:
        papers["a"] = {"n": 1, "title": "Über ∀"}
    if 2 not in lost:
        papers[STAMPS[1]] = {"n": 2}
    if 3 not in lost:
        papers |= {"c": {"n": 3}, "d": {"n": 4}}
    for line, name, value in ((4, "e", 5), (5, "f", 6)):
        if line not in lost and 6 not in lost:
            papers[name] = {"n": value}
    if 7 not in lost:
        papers["a"] = {**papers.get("a", {}), "read": True}
        papers["a"].pop("title", None)
    if 8 not in lost:
        papers.pop("d", None)
    return papers


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[Table, int]]:
    """Reads files (`name=bytes`) as a log: the papers, and how many problems there are."""

    def read(*files: bytes, **named: bytes) -> tuple[Table, int]:
        folder = tmp_path / "library"
        (folder / "log").mkdir(parents=True, exist_ok=True)
        for name, content in {**{f"other.{n}": file for n, file in enumerate(files, 1)}, **named}.items():
            (folder / "log" / f"{name}.jsonl").write_bytes(content)
        with Database(folder, "ours") as database:
            papers = {str(paper.doc_id): dict(paper) for paper in database.table("papers")}
            return papers, len(database.problems())

    return read


Read = Callable[..., tuple[Table, int]]


def line_of(offset: int) -> int:
    return WHOLE.count(b"\n", 0, offset)


def test_a_whole_journal_is_read_without_complaint(read: Read) -> None:
    assert read(WHOLE) == (expected(frozenset()), 0)


def test_cut_at_any_byte_all_lines_before_are_read(read: Read) -> None:
    last = WHOLE.count(b"\n")
    for length in range(len(WHOLE)):
        papers, problems = read(WHOLE[:length])
        assert papers == expected(frozenset(range(line_of(length), last))), length
        assert problems == (0 if length == 0 or WHOLE[length - 1 : length] == b"\n" else 1), length


@pytest.mark.parametrize("bits", [0x01, 0x80, 0xFF], ids=hex)
def test_with_any_byte_changed_only_its_record_is_lost(read: Read, bits: int) -> None:
    for offset in range(len(WHOLE)):
        changed = bytearray(WHOLE)
        changed[offset] ^= bits
        papers, problems = read(bytes(changed))
        assert papers == expected(frozenset({line_of(offset)})), offset
        assert problems >= 1, offset


def test_with_any_byte_made_a_line_end_only_its_record_is_lost(read: Read) -> None:
    for offset, byte in enumerate(WHOLE):
        if byte != ord("\n"):
            papers, problems = read(WHOLE[:offset] + b"\n" + WHOLE[offset + 1 :])
            assert papers == expected(frozenset({line_of(offset)})), offset
            assert problems >= 1, offset


def test_a_damaged_line_is_named_by_file_and_number(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "other.1.jsonl").write_bytes(WHOLE.replace(b'"n":3', b'"n":9'))
    with Database(tmp_path, "ours") as database:
        (damage,) = database.problems()
    assert (damage.file, damage.line, damage.what) == ("other.1.jsonl", 4, "damaged line")


def test_a_file_damaged_throughout_is_counted_and_not_listed_endlessly(read: Read) -> None:
    papers, problems = read(b"x\n" * 10_000)
    assert papers == {}
    assert problems == 101


def test_an_endless_line_is_passed_over(read: Read) -> None:
    lines = WHOLE.split(b"\n", 1)
    assert read(lines[0] + b"\n" + b"x" * (3 * LONGEST) + b"\n" + lines[1]) == (expected(frozenset()), 1)
    assert read(WHOLE + b"x" * (3 * LONGEST)) == (expected(frozenset()), 1)


def test_an_endless_line_takes_no_endless_memory(tmp_path: Path) -> None:
    """Such as the zeros that some file systems leave after a power cut."""
    (tmp_path / "log").mkdir()
    with (tmp_path / "log" / "other.1.jsonl").open("wb") as file:
        file.write(WHOLE)
        file.truncate(20 * LONGEST)
    tracemalloc.start()
    with Database(tmp_path, "ours") as database:
        assert len(database.table("papers")) == len(expected(frozenset()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * LONGEST


def test_a_line_too_long_for_its_place_is_passed_over_even_if_whole(read: Read) -> None:
    long = seal([STAMPS[7], ["papers", "z", {"text": "x" * LONGEST}]])
    papers, problems = read(HEADER + long + WHOLE)
    assert (papers, problems) == (expected(frozenset()), 1)


@pytest.mark.parametrize(
    "record",
    [
        5, None, "text", [], [[]], [STAMPS[7]], [STAMPS[7], 1], [STAMPS[7], "papers"], [STAMPS[7], []],
        [STAMPS[7], [[]]], [STAMPS[7], ["papers", "z"]], [STAMPS[7], ["papers", 7, {}]], [STAMPS[7], [9, "z", {}]],
        [STAMPS[7], ["papers", "z", 5]], [STAMPS[7], ["papers", "z", {}, 5]], [STAMPS[7], ["papers", "z", {}, [5]]],
        [STAMPS[7], -1, ["papers", "z", {}]], [STAMPS[7], 10**18, ["papers", "z", {}]],
        [STAMPS[7], True, ["papers", "z", {}]], [STAMPS[7], ["papers", "z", {}], ["papers", "y", None]],
        ["9" * 11 + ".0000.other.1", ["papers", "z", {}]], ["soon", ["papers", "z", {}]],
    ],
    ids=str,
)  # fmt: skip
def test_a_record_of_another_shape_is_passed_over_and_counted(read: Read, record: object) -> None:
    assert read(WHOLE + seal(record)) == (expected(frozenset()), 1)


@pytest.mark.parametrize("record", [[STAMPS[7], ["papers", "z", {}], ["papers", "y", {}]],
                                    [STAMPS[7], ["papers", "z", {}, {}]]], ids=str)  # fmt: skip
def test_a_record_that_only_begins_as_one_of_ours_shows_nothing(read: Read, record: object) -> None:
    papers, _ = read(WHOLE + seal(record))
    assert papers == expected(frozenset())


def test_tables_and_header_fields_of_a_later_version_do_no_harm(read: Read) -> None:
    later = seal({"format": 1, "minor": 7}) + seal({"weather": "fine"}) + seal([STAMPS[7], ["shelves", "a", {"n": 1}]])
    assert read(later + WHOLE) == (expected(frozenset()), 0)


def test_deep_nesting_is_passed_over(read: Read) -> None:
    body = b"[" * 100_000
    assert read(WHOLE + b"%08x %b\n" % (crc32(body), body)) == (expected(frozenset()), 1)


@pytest.mark.parametrize("version", [2, 1.5, "1", None])
def test_a_newer_format_is_refused_by_name(tmp_path: Path, version: object) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "other.1.jsonl").write_bytes(seal({"format": version}) + b"".join(map(seal, RECORDS)))
    with pytest.raises(NewerFormat, match=r"other\.1\.jsonl.*newer.*update"):
        Database(tmp_path, "ours")


def test_a_newer_format_that_arrives_later_is_refused_and_what_is_here_stays(tmp_path: Path) -> None:
    with Database(tmp_path, "ours") as database:
        database.table("papers").insert(document("a", n=1))
        (tmp_path / "log" / "other.1.jsonl").write_bytes(seal({"format": 2}))
        with pytest.raises(NewerFormat):
            database.poll()
        database.table("papers").insert(document("b", n=2))
        assert len(database.table("papers")) == 2


def test_journals_that_are_links_or_no_files_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(WHOLE)
    log = tmp_path / "library" / "log"
    log.mkdir(parents=True)
    (log / "other.1.jsonl").symlink_to(tmp_path / "elsewhere")
    (log / "other.2.jsonl").mkdir()
    os.mkfifo(log / "other.3.jsonl")
    with Database(tmp_path / "library", "ours") as database:
        assert database.tables() == set()
        assert [damage.what for damage in database.problems()] == [
            "not read: symbolic link", "not read: not a file", "not read: not a file"
        ]  # fmt: skip


def test_a_link_put_in_a_journals_place_at_the_last_moment_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(WHOLE)
    (tmp_path / "other.1.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"symbolic links"):
        Journal(tmp_path / "other.1.jsonl")


@pytest.mark.parametrize("part", ["library", "library/log"])
def test_a_library_behind_a_symbolic_link_is_refused(tmp_path: Path, part: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / part).parent.mkdir(exist_ok=True)
    (tmp_path / part).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LibraryUnusable, match="symbolic link"):
        Database(tmp_path / "library", "ours")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_library_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("")
    with pytest.raises(LibraryUnusable, match="not a folder"):
        Database(tmp_path / "library", "ours")


def test_a_document_whose_line_is_damaged_while_we_run_is_left_out(tmp_path: Path) -> None:
    with Database(tmp_path, "ours") as database:
        papers = database.table("papers")
        papers.insert(document("a", n=1))
        papers.insert(document("b", n=2))
        file = tmp_path / "log" / "ours.1.jsonl"
        file.write_bytes(file.read_bytes().replace(b'"n":1', b'"n":7'))
        assert papers.get(doc_id="a") is None
        assert [dict(paper) for paper in papers] == [{"n": 2}]
        database.poll()
        assert [damage.line for damage in database.problems()] in ([2], [])


def test_git_line_ends_are_read(read: Read) -> None:
    papers, problems = read(WHOLE.replace(b"\n", b"\r\n"))
    assert (papers, problems) == (expected(frozenset()), 0)
