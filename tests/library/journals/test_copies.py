"""Journals of several machines, in copies old and new, whole and torn: the same state everywhere."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest_tui.library.journals.lines import HEADER, seal
from digest_tui.library.journals.storage import Database
from tests.library import document

Tables = dict[str, dict[str, str]]
VALUES = st.sampled_from([None, True, 1, 1.0, 0, "1", [1], {"a": [True]}])
CHANGES = st.one_of(
    st.tuples(st.sampled_from("tu"), st.sampled_from("xyz"), st.dictionaries(st.sampled_from("ab"), VALUES)),
    st.tuples(st.sampled_from("tu"), st.sampled_from("xyz"), st.none()),
    st.tuples(st.sampled_from("tu"), st.sampled_from("xyz"), st.just({"a": 2}), st.just(["b"])),
)
BODIES = st.one_of(
    st.tuples(st.just("one"), CHANGES.map(lambda change: [change])),
    st.tuples(st.just("several"), st.lists(CHANGES, min_size=2, max_size=3, unique_by=lambda change: change[:2])),
    st.tuples(st.just("batch"), st.lists(CHANGES, min_size=1, max_size=3)),
    st.tuples(st.just("abandoned"), st.lists(CHANGES, min_size=1, max_size=3)),
    st.tuples(st.just("retracted"), CHANGES.map(lambda change: [change])),
)
WRITES = st.tuples(st.integers(0, 12), st.sampled_from(["a.1", "a.2", "b.1"]), BODIES)


def state(folder: Path) -> Tables:
    """What a library holds; values as text that tells 1 from True."""
    with Database(folder, "reader") as database:
        return contents(database)


def contents(database: Database) -> Tables:
    return {
        name: {str(d.doc_id): repr(sorted(d.items())) for d in sorted(database.table(name), key=lambda d: d.doc_id)}
        for name in sorted(database.tables())
    }


def lines_of(writes: list[tuple[int, str, tuple[str, list[Any]]]]) -> list[bytes]:
    """A history as the lines of all its journals. Stamps may be equal, as on machines that share a device's name."""
    lines = []
    for time, writer, (kind, changes) in writes:
        stamp = f"1a200b85{time:03x}.0000.{writer}"
        if kind in ("one", "several", "retracted"):
            lines.append(seal([stamp, changes[0] if len(changes) == 1 else changes]))
            if kind == "retracted":
                lines.append(seal({"retract": [stamp]}))
        else:
            lines += [seal([stamp, n, change]) for n, change in enumerate(changes, 1)]
            if kind == "batch":
                lines.append(seal([stamp, 0, len(changes)]))
    return lines


def write(folder: Path, files: list[list[bytes]]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "log").mkdir(parents=True)
    for number, lines in enumerate(files):
        (folder / "log" / f"any.{number}.jsonl").write_bytes(HEADER + b"".join(lines))


@given(st.lists(WRITES, max_size=8), st.randoms(use_true_random=False), st.integers(1, 4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_spread_of_the_lines_over_files_gives_the_same(
    tmp_path: Path, writes: Any, random: Any, count: int
) -> None:
    """In any order, with repeats, in files of any name, read at once or one after the other by an open window."""
    lines = lines_of(writes)
    write(tmp_path / "straight", [lines])
    shuffled = lines + random.choices(lines, k=5) if lines else []
    random.shuffle(shuffled)
    files = [shuffled[n::count] for n in range(count)]
    write(tmp_path / "shuffled", files)
    wanted = state(tmp_path / "straight")
    assert state(tmp_path / "shuffled") == wanted
    write(tmp_path / "growing", [])
    with Database(tmp_path / "growing", "reader") as database:
        for number, some in enumerate(files):
            file = tmp_path / "growing" / "log" / f"any.{number}.jsonl"
            for end in range(len(some) + 1):
                file.write_bytes(HEADER + b"".join(some[:end]))
                database.poll()
        assert contents(database) == wanted


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A library that a machine has worked in."""
    folder = tmp_path / "machine"
    with Database(folder, "k3f9a") as database:
        papers = database.table("papers")
        papers.insert_multiple(document(str(n), n=n) for n in range(30))
        papers.update({"verdict": "starred"}, doc_ids=["3", "4"])
        papers.remove(doc_ids=["5"])
        papers.insert(document("6b", title='with "quotes" and \\ and \n', ids=["ä"]))
    return folder


@pytest.mark.parametrize(
    "name", ["k3f9a.1 (conflicted copy 2026-01-02).jsonl", "k3f9a.1.sync-conflict-20260102-030405-ABCDEFG.jsonl"]
)
@pytest.mark.parametrize("part", [1.0, 0.5, 0.03])
def test_conflict_copies_whole_or_torn_change_nothing(machine: Path, name: str, part: float) -> None:
    before = state(machine)
    journal = machine / "log" / "k3f9a.1.jsonl"
    content = journal.read_bytes()
    (machine / "log" / name).write_bytes(content[: int(len(content) * part)])
    assert state(machine) == before
    journal.rename(machine / "log" / "whole.jsonl")
    assert state(machine) == before


def test_what_only_a_conflict_copy_holds_counts(machine: Path) -> None:
    before = state(machine)
    journal = machine / "log" / "k3f9a.1.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-2]))
    assert state(machine) != before
    (machine / "log" / "k3f9a.1 (copy).jsonl").write_bytes(b"".join(lines[:5] + lines[-2:]))
    assert state(machine) == before


def test_conflict_markers_are_passed_over(machine: Path) -> None:
    before = state(machine)
    journal = machine / "log" / "k3f9a.1.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([b"<<<<<<< HEAD\n", *lines, b"=======\n", *lines[::-1], b">>>>>>> 1234567 (Marks)\n"]))
    assert state(machine) == before


def append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


def overwrite(path: Path, content: bytes) -> None:
    path.write_bytes(path.read_bytes() + content)


def replace(path: Path, content: bytes) -> None:
    (path.parent / ".new").write_bytes(path.read_bytes() + content)
    (path.parent / ".new").rename(path)


def replace_reordered(path: Path, content: bytes) -> None:
    (path.parent / ".new").write_bytes(content + path.read_bytes())
    (path.parent / ".new").rename(path)


def overwrite_reordered(path: Path, content: bytes) -> None:
    path.write_bytes(content + path.read_bytes())


@pytest.mark.parametrize("arrive", [append, overwrite, replace, replace_reordered, overwrite_reordered])
def test_news_of_another_machine_arrive_however_its_file_is_brought(machine: Path, arrive: Any) -> None:
    with Database(machine, "other") as database:
        database.table("papers").insert(document("mine", n=1))
        database.poll()
        before = contents(database)
        arrive(
            machine / "log" / "k3f9a.1.jsonl",
            seal(["7a200b85300.0000.k3f9a.1", ["papers", "3", {"verdict": "skipped"}]]),
        )
        assert "3" in database.poll()["papers"]
        after = contents(database)
        assert after["papers"].pop("3") == repr([("n", 3), ("verdict", "skipped")])
        del before["papers"]["3"]
        assert after == before
        assert state(machine)["papers"]["3"] == repr([("n", 3), ("verdict", "skipped")])


def test_a_stale_copy_put_in_place_and_then_the_new_one_again_lose_nothing(machine: Path) -> None:
    journal = machine / "log" / "k3f9a.1.jsonl"
    content = journal.read_bytes()
    with Database(machine, "other") as database:
        before = contents(database)
        for part in (content[:500], content[: len(content) // 2], b"", content):
            (machine / "log" / ".new").write_bytes(part)
            (machine / "log" / ".new").rename(journal)
            database.poll()
            assert contents(database) == state(machine)
        assert contents(database) == before


def test_a_journal_that_is_removed_stays_known_to_open_windows(machine: Path) -> None:
    with Database(machine, "other") as database:
        before = contents(database)
        (machine / "log" / "k3f9a.1.jsonl").unlink()
        assert database.poll() == {}
        assert contents(database) == before


def test_our_times_follow_the_newest_seen_and_a_clock_ahead_is_told(machine: Path) -> None:
    ahead = f"{(1 << 42) + 5:011x}.00ff.far.1"
    (machine / "log" / "far.1.jsonl").write_bytes(HEADER + seal([ahead, ["papers", "3", {"verdict": "skipped"}]]))
    with Database(machine, "ours") as database:
        assert database.stamp() > ahead
        (problem,) = database.problems()
        assert problem.file == "far.1.jsonl"
        assert problem.what.startswith("clock ahead by ")
        database.table("papers").update({"verdict": "starred"}, doc_ids=["3"])
        assert database.table("papers").get(doc_id="3") == {"n": 3, "verdict": "starred"}
